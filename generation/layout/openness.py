"""What lies about the places of a map, by its environment: the open country, or rock."""

from collections.abc import Mapping
from types import MappingProxyType

from generation.vocabulary import MapEnvironment, TerrainType

UNDERGROUND = (MapEnvironment.DUNGEON, MapEnvironment.CAVE, MapEnvironment.SEWER)

_BASES: Mapping[MapEnvironment, TerrainType] = MappingProxyType(
    {
        MapEnvironment.BUILDING: TerrainType.GRASS,
        MapEnvironment.TAVERN: TerrainType.GRASS,
        MapEnvironment.TOWN: TerrainType.GRASS,
        MapEnvironment.ROAD: TerrainType.GRASS,
        MapEnvironment.FOREST: TerrainType.GRASS,
        MapEnvironment.GRASSLAND: TerrainType.GRASS,
        MapEnvironment.SWAMP: TerrainType.GRASS,
        MapEnvironment.DESERT: TerrainType.SAND,
        MapEnvironment.ARCTIC: TerrainType.SNOW,
        MapEnvironment.MOUNTAIN: TerrainType.GRASS,
        MapEnvironment.COAST: TerrainType.SAND,
        MapEnvironment.SHIP: TerrainType.DEEP_WATER,
        MapEnvironment.RUINS: TerrainType.GRASS,
    }
)


def is_underground(environment: MapEnvironment | None) -> bool:
    """Whether there is no sky: neither daylight nor season nor weather."""
    return environment in UNDERGROUND


def base_of(environment: MapEnvironment | None) -> TerrainType:
    """The ground about a plan that somebody else drew; plain floor where there is no sky to grow anything."""
    return TerrainType.FLOOR if environment is None else _BASES.get(environment, TerrainType.FLOOR)
