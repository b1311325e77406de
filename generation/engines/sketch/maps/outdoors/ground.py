"""The ground itself: what grows or lies on it, each kind going over softly into the next."""

from generation.engines.sketch.maps.outdoors.land import Land
from generation.engines.sketch.maps.styles import Color, MapStyle
from generation.engines.sketch.maps.texture import Picture, bands, smoothstep
from generation.vocabulary import TerrainType

GROUND: dict[TerrainType, Color] = {
    TerrainType.GRASS: (104, 128, 62),
    TerrainType.TREES: (72, 84, 44),
    TerrainType.DIFFICULT: (92, 104, 54),
    TerrainType.SAND: (214, 184, 132),
    TerrainType.SNOW: (232, 238, 246),
    TerrainType.ICE: (178, 212, 226),
    TerrainType.ROAD: (146, 116, 80),
    TerrainType.RUBBLE: (136, 128, 116),
    TerrainType.MOUNTAIN: (120, 112, 102),
    TerrainType.PIT: (24, 22, 24),
    TerrainType.LAVA: (220, 92, 30),
    TerrainType.WATER: (82, 136, 150),
    TerrainType.DEEP_WATER: (34, 84, 116),
}
PLAIN: Color = (140, 128, 110)


def paint_ground(picture: Picture, land: Land, style: MapStyle) -> None:
    """Every natural ground in its colour, with edges that waver."""
    picture[:] = GROUND.get(land.base, PLAIN)
    rough = land.noise("edges", 0.7)
    broad = land.noise("broad", 4)
    for kind in land.present:
        if kind is land.base:
            continue
        inside = land.inside(kind)
        for rows in bands(picture.shape[0]):
            share = smoothstep(-0.05, 0.05, inside.rows(rows) + 0.1 * rough.rows(rows))[:, :, None]
            picture[rows] = picture[rows] * (1 - share) + share * GROUND.get(kind, PLAIN)
    for rows in bands(picture.shape[0]):
        picture[rows] = picture[rows] * (0.94 + 0.06 * broad.rows(rows)[:, :, None])
