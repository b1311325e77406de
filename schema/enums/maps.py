"""Enums of maps."""

from generation.layout.plan import WallMaterial
from generation.vocabulary import (
    Audience,
    DiagonalRule,
    DoorState,
    EffectShape,
    GridType,
    MapEnvironment,
    MapExportFormat,
    MapKind,
    OverlayKind,
    Season,
    TerrainType,
    TimeOfDay,
)
from schema.enums.serving import serve

__all__ = [
    "Audience",
    "DiagonalRule",
    "DoorState",
    "EffectShape",
    "GridType",
    "MapEnvironment",
    "MapExportFormat",
    "MapKind",
    "OverlayKind",
    "Season",
    "TerrainType",
    "TimeOfDay",
    "WallMaterial",
]


serve(
    MapKind,
    "What a map is for.",
    {
        MapKind.BATTLE: "Tactical map with a grid, walls, doors and lights.",
        MapKind.REGION: "A stretch of land to travel through.",
        MapKind.WORLD: "A whole world.",
        MapKind.LOCATION: "A place seen for itself: a town, an inn, a keep; with or without a grid.",
    },
)
serve(
    MapEnvironment,
    "Where a map lies.",
    {
        MapEnvironment.DUNGEON: "Rooms and corridors of worked stone.",
        MapEnvironment.CAVE: "Natural caverns.",
        MapEnvironment.BUILDING: "The inside of a house.",
        MapEnvironment.TAVERN: "An inn with its taproom.",
        MapEnvironment.TOWN: "Streets and houses.",
        MapEnvironment.ROAD: "A road through open country.",
        MapEnvironment.FOREST: "Woods.",
        MapEnvironment.GRASSLAND: "Open meadows.",
        MapEnvironment.SWAMP: "Wet ground with pools.",
        MapEnvironment.DESERT: "Sand and rock.",
        MapEnvironment.ARCTIC: "Snow and ice.",
        MapEnvironment.MOUNTAIN: "Heights with cliffs.",
        MapEnvironment.COAST: "Where land meets the sea.",
        MapEnvironment.SHIP: "On board.",
        MapEnvironment.RUINS: "What is left of buildings.",
        MapEnvironment.SEWER: "Channels under a town.",
    },
)
serve(
    GridType,
    "Shape of a map's spaces.",
    {
        GridType.SQUARE: "Squares.",
        GridType.HEX_ROWS: "Hexagons in rows, pointy side up.",
        GridType.HEX_COLUMNS: "Hexagons in columns, flat side up.",
        GridType.GRIDLESS: "No grid.",
    },
)
serve(
    DoorState,
    "Whether a door lets somebody through.",
    {
        DoorState.OPEN: "Neither sight nor way is blocked.",
        DoorState.CLOSED: "Blocks sight until somebody opens it.",
        DoorState.LOCKED: "Closed, and it takes a key or force to open.",
    },
)
serve(
    DiagonalRule,
    "What diagonal steps cost on a square grid.",
    {
        DiagonalRule.EQUIDISTANT: "5-5-5: every step costs the same. The usual rule.",
        DiagonalRule.ALTERNATING: "5-10-5: every second diagonal of a walk costs twice. "
        "The Dungeon Master's Guide's optional rule.",
    },
)
serve(
    TerrainType,
    "Ground of a map's area.",
    {
        TerrainType.FLOOR: "Plain ground.",
        TerrainType.WATER: "Shallow water, to be waded through.",
        TerrainType.DEEP_WATER: "Water to swim in.",
        TerrainType.LAVA: "Molten rock.",
        TerrainType.DIFFICULT: "Difficult terrain of any kind.",
        TerrainType.TREES: "Trees or thick undergrowth.",
        TerrainType.RUBBLE: "Broken stone.",
        TerrainType.PIT: "A hole in the ground.",
        TerrainType.STAIRS: "Steps up or down.",
        TerrainType.ROAD: "A made way.",
        TerrainType.GRASS: "Grass.",
        TerrainType.SAND: "Sand.",
        TerrainType.SNOW: "Snow.",
        TerrainType.ICE: "Ice.",
        TerrainType.MOUNTAIN: "Mountains.",
        TerrainType.HILL: "Hills.",
    },
)
serve(
    WallMaterial,
    "What a wall is made of.",
    {
        WallMaterial.ROCK: "Grown: a cave's, a cliff's, a boulder's.",
        WallMaterial.STONE: "Masonry.",
        WallMaterial.WOOD: "Planks, timber, a ship's side, a palisade.",
        WallMaterial.RUIN: "Broken masonry.",
    },
)
serve(
    OverlayKind,
    "What an overlay tells of.",
    {
        OverlayKind.TACTICAL: "One fight: who stands where, what reaches how far. Takes position markers, "
        "range indicators, effect areas and movement paths.",
        OverlayKind.CAMPAIGN: "The story: where the party goes, whose land it is. Takes party markers, "
        "territories, travel routes and resource markers.",
    },
)
serve(
    EffectShape,
    "Areas of effect of spells, as the rules call them.",
    {
        EffectShape.CONE: "As wide at each point as that point lies far from the origin.",
        EffectShape.CUBE: "A cube with the origin on one of its faces.",
        EffectShape.CYLINDER: "A circle about the origin, and what is above it.",
        EffectShape.EMANATION: "All about a creature or thing, wherever it goes.",
        EffectShape.LINE: "Straight from the origin, of a width.",
        EffectShape.SPHERE: "A circle about the origin.",
    },
)
serve(
    TimeOfDay,
    "Light outdoors.",
    {
        TimeOfDay.DAY: "Daylight.",
        TimeOfDay.DUSK: "The sun is low.",
        TimeOfDay.NIGHT: "Moonlight at most.",
    },
)
serve(
    Season,
    "Colour of what grows.",
    {
        Season.SPRING: "Fresh green and blossom.",
        Season.SUMMER: "Full green.",
        Season.AUTUMN: "Red and gold.",
        Season.WINTER: "Bare or under snow.",
    },
)
serve(
    Audience,
    "Who gets to see a map.",
    {
        Audience.GM: "The game master: everything.",
        Audience.PLAYERS: "The players: secret doors are walls, what is theirs to find is left out.",
    },
)
serve(
    MapExportFormat,
    "File format of a map for other programs.",
    {
        MapExportFormat.UNIVERSAL_VTT: "Universal VTT (.dd2vtt), read by Foundry, Roll20 tools, Fantasy "
        "Grounds, Arkenforge, Owlbear. The picture is inside. It has one kind of door: open ones arrive "
        "closed, and secret ones look like any other.",
        MapExportFormat.FOUNDRY_SCENE: "Foundry VTT scene JSON (version 12 and later) with walls, doors, "
        "lights and grid. The picture is loaded from this service.",
        MapExportFormat.GEOJSON: "GeoJSON of layout and features, in grid spaces from the top left, y down.",
        MapExportFormat.TILED: "Tiled map (.tmj) in pixels; it looks for the picture beside it, under the "
        "name that its image layer gives.",
    },
)
