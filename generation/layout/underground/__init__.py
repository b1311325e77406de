"""Plans of what lies in solid rock: rooms and passages that somebody or the water made."""

from collections.abc import Mapping
from types import MappingProxyType

from generation.layout.hexagons import bent_onto_hexagons
from generation.layout.maker import Maker
from generation.layout.underground.cave import make_cave
from generation.layout.underground.dungeon import make_dungeon
from generation.vocabulary import MapEnvironment

MAKERS: Mapping[MapEnvironment, Maker] = MappingProxyType(
    {MapEnvironment.DUNGEON: bent_onto_hexagons(make_dungeon), MapEnvironment.CAVE: make_cave}
)
