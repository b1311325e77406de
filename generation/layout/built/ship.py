"""Ships under sail, seen from above."""

import numpy as np
import shapely
from shapely import Polygon, box

from generation.briefs import MapBrief
from generation.layout.built.site import Place, open_site
from generation.layout.maker import field_of
from generation.layout.plan import MapLayout, Prop, PropKind, Wall, WallMaterial
from generation.layout.walls import outline
from generation.vocabulary import TerrainType


def make_ship(brief: MapBrief) -> MapLayout:
    """A ship for `brief`, which has been checked."""
    columns, rows = field_of(brief.grid)
    site = open_site(brief, base=TerrainType.DEEP_WATER, quarters=(0, 2) if columns >= rows else (1, 3))
    length, middle = site.columns - 2, site.rows // 2 + 0.5
    beam = min(length / 3.4, site.rows - 4)
    along = np.linspace(0, 1, 25)
    half = (
        beam
        / 2
        * np.minimum(1, 0.72 + 1.4 * along)
        * np.sqrt(np.clip(1 - ((along - 0.35) / 0.65) ** 4, 0, 1))
    )
    upper = [(1 + share * length, middle - wide) for share, wide in zip(along, half, strict=True)]
    lower = [(x, 2 * middle - y) for x, y in reversed(upper)]
    hull = Polygon([*upper, *lower[1:]])
    port = site.columns // 2
    gap = box(port, 0, port + 1, middle)
    for piece in shapely.get_parts(shapely.line_merge(hull.exterior.difference(gap))).tolist():
        site.walls.append(Wall(points=outline(piece), material=WallMaterial.WOOD))
    site.lay(TerrainType.FLOOR, hull)
    site.places.append(Place(name="Main deck", spaces=set(), outdoors=True, polygon=hull))
    for share in (0.25, 0.55, 0.8):
        site.props.append(
            Prop(kind=PropKind.MAST, position=(1 + share * length, middle), width=0.8, height=0.8)
        )
    return site.plan()
