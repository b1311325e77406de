"""Plans of open country: forests, deserts, mountains, coasts, and the roads through them."""

from collections.abc import Mapping
from types import MappingProxyType

from generation.layout.maker import Maker
from generation.vocabulary import MapEnvironment

MAKERS: Mapping[MapEnvironment, Maker] = MappingProxyType({})
