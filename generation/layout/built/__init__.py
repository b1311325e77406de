"""Plans of what people built: houses, taverns, towns, ships, ruins, sewers."""

from collections.abc import Mapping
from types import MappingProxyType

from generation.layout.maker import Maker
from generation.vocabulary import MapEnvironment

MAKERS: Mapping[MapEnvironment, Maker] = MappingProxyType({})
