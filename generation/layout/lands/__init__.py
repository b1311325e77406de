"""Plans of whole lands: regions and worlds."""

from collections.abc import Mapping
from types import MappingProxyType

from generation.layout.lands.maker import make_lands
from generation.layout.maker import Maker
from generation.vocabulary import MapKind

MAKERS: Mapping[MapKind, Maker] = MappingProxyType({MapKind.REGION: make_lands, MapKind.WORLD: make_lands})
