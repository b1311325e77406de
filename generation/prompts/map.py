"""Prompts for maps: battle maps seen from straight above, and regions and worlds as cartography."""

from generation.briefs import MapBrief
from generation.prompts.prompt import Prompt, compose
from generation.themes.theme import ThemeStyle
from generation.vocabulary import MapEnvironment, MapKind, Season, TerrainType, TimeOfDay

KINDS = {
    MapKind.BATTLE: "top-down battle map",
    MapKind.REGION: "fantasy region map",
    MapKind.WORLD: "fantasy world map",
    MapKind.LOCATION: "top-down location map",
}

VIEWS = {
    MapKind.BATTLE: "seen from directly above, orthographic view, tabletop rpg map",
    MapKind.REGION: "cartography, seen from above",
    MapKind.WORLD: "cartography, continents and seas",
    MapKind.LOCATION: "seen from directly above, orthographic view, tabletop rpg map",
}

ENVIRONMENTS = {
    MapEnvironment.DUNGEON: "a stone dungeon",
    MapEnvironment.CAVE: "a natural cave",
    MapEnvironment.BUILDING: "a building interior",
    MapEnvironment.TAVERN: "a tavern interior",
    MapEnvironment.TOWN: "a medieval town",
    MapEnvironment.ROAD: "a country road",
    MapEnvironment.FOREST: "a dense forest",
    MapEnvironment.GRASSLAND: "open grassland",
    MapEnvironment.SWAMP: "a murky swamp",
    MapEnvironment.DESERT: "a sandy desert",
    MapEnvironment.ARCTIC: "a frozen tundra",
    MapEnvironment.MOUNTAIN: "a rocky mountain pass",
    MapEnvironment.COAST: "a rocky coast",
    MapEnvironment.SHIP: "a wooden ship deck",
    MapEnvironment.RUINS: "overgrown ruins",
    MapEnvironment.SEWER: "brick sewer tunnels",
}

MATERIALS = {
    MapEnvironment.DUNGEON: "worn flagstone floor, thick masonry walls, torchlight",
    MapEnvironment.CAVE: "rough rock floor, uneven stone walls, stalagmites",
    MapEnvironment.BUILDING: "wooden plank floor, plaster walls, furniture",
    MapEnvironment.TAVERN: "wooden plank floor, round tables, bar counter, fireplace",
    MapEnvironment.TOWN: "cobbled streets, tiled roofs, market stalls",
    MapEnvironment.ROAD: "rutted dirt track, grassy verges, scattered stones",
    MapEnvironment.FOREST: "tree canopies, mossy ground, fallen logs",
    MapEnvironment.GRASSLAND: "tall grass, wildflowers, low hills",
    MapEnvironment.SWAMP: "stagnant pools, reeds, twisted roots",
    MapEnvironment.DESERT: "wind-rippled dunes, sun-bleached rocks",
    MapEnvironment.ARCTIC: "snow drifts, cracked ice, dark rock",
    MapEnvironment.MOUNTAIN: "steep cliffs, scree, narrow ledges",
    MapEnvironment.COAST: "breaking waves, wet sand, tide pools",
    MapEnvironment.SHIP: "weathered deck planks, masts, coiled ropes, open sea",
    MapEnvironment.RUINS: "broken walls, cracked paving, creeping ivy",
    MapEnvironment.SEWER: "wet brick walls, channels of dark water, iron grates",
}

INDOORS = frozenset(
    {
        MapEnvironment.DUNGEON,
        MapEnvironment.CAVE,
        MapEnvironment.BUILDING,
        MapEnvironment.TAVERN,
        MapEnvironment.SEWER,
    }
)

TERRAINS = {
    TerrainType.FLOOR: None,
    TerrainType.WATER: "shallow water",
    TerrainType.DEEP_WATER: "deep dark water",
    TerrainType.LAVA: "glowing lava",
    TerrainType.DIFFICULT: "rough broken ground",
    TerrainType.TREES: "trees",
    TerrainType.RUBBLE: "piles of rubble",
    TerrainType.PIT: "deep pit",
    TerrainType.STAIRS: "stone stairs",
    TerrainType.ROAD: "road",
    TerrainType.GRASS: "grass",
    TerrainType.SAND: "sand",
    TerrainType.SNOW: "snow",
    TerrainType.ICE: "ice",
    TerrainType.MOUNTAIN: "mountains",
    TerrainType.HILL: "hills",
}

LIGHT = {
    TimeOfDay.DAY: "daylight",
    TimeOfDay.DUSK: "dusk light, long shadows",
    TimeOfDay.NIGHT: "night, moonlight",
}
SEASONS = {
    Season.SPRING: "spring, fresh green, blossoms",
    Season.SUMMER: "summer, lush green",
    Season.AUTUMN: "autumn, orange and brown leaves",
    Season.WINTER: "winter, snow-covered",
}

QUALITY = "crisp textures, clean readable layout, highly detailed"
UNWANTED = (
    "people, characters, creatures, miniatures, perspective view, isometric, horizon, sky, text, labels, "
    "letters, watermark, signature, grid lines, user interface, blurry, low quality, jpeg artifacts"
)


def map_prompt(brief: MapBrief, style: ThemeStyle, *, negative_prompt: str | None = None) -> Prompt:
    """The prompt for a map: what it is and shows, the light, then our own words.

    A map's name stays out: SDXL would try to write it into the picture.
    """
    return compose(
        said=[
            f"{KINDS[brief.map_kind]} of {_place(brief)}",
            brief.description,
            *(TERRAINS[terrain] for terrain in brief.terrain),
            *_weather(brief),
        ],
        known=[VIEWS[brief.map_kind], MATERIALS[brief.environment] if brief.environment else None],
        style=style,
        quality=QUALITY,
        unwanted=[negative_prompt, style.negative_prompt, UNWANTED],
    )


def _place(brief: MapBrief) -> str:
    return ENVIRONMENTS[brief.environment] if brief.environment else "varied lands and coasts"


def _weather(brief: MapBrief) -> list[str]:
    """Time and season, where the sky can be seen."""
    if brief.environment in INDOORS:
        return []
    return [LIGHT[brief.time_of_day], SEASONS[brief.season]]
