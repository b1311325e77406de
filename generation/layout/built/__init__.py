"""Plans of what people built: houses, taverns, towns, ships, ruins, sewers."""

from collections.abc import Mapping
from types import MappingProxyType

from generation.layout.built.building import make_building
from generation.layout.built.ruins import make_ruins
from generation.layout.built.sewer import make_sewer
from generation.layout.built.ship import make_ship
from generation.layout.built.tavern import make_tavern
from generation.layout.built.town import make_town
from generation.layout.maker import Maker
from generation.vocabulary import MapEnvironment

MAKERS: Mapping[MapEnvironment, Maker] = MappingProxyType(
    {
        MapEnvironment.BUILDING: make_building,
        MapEnvironment.TAVERN: make_tavern,
        MapEnvironment.TOWN: make_town,
        MapEnvironment.SHIP: make_ship,
        MapEnvironment.RUINS: make_ruins,
        MapEnvironment.SEWER: make_sewer,
    }
)
