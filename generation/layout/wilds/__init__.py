"""Plans of open country: forests, deserts, mountains, coasts, and the roads through them."""

from collections.abc import Mapping
from types import MappingProxyType

from generation.layout.maker import Maker
from generation.layout.wilds.arctic import make_arctic
from generation.layout.wilds.coast import make_coast
from generation.layout.wilds.desert import make_desert
from generation.layout.wilds.forest import make_forest
from generation.layout.wilds.grassland import make_grassland
from generation.layout.wilds.mountain import make_mountain
from generation.layout.wilds.road import make_road
from generation.layout.wilds.swamp import make_swamp
from generation.vocabulary import MapEnvironment

MAKERS: Mapping[MapEnvironment, Maker] = MappingProxyType(
    {
        MapEnvironment.ROAD: make_road,
        MapEnvironment.FOREST: make_forest,
        MapEnvironment.GRASSLAND: make_grassland,
        MapEnvironment.SWAMP: make_swamp,
        MapEnvironment.DESERT: make_desert,
        MapEnvironment.ARCTIC: make_arctic,
        MapEnvironment.MOUNTAIN: make_mountain,
        MapEnvironment.COAST: make_coast,
    }
)
