"""Sewers: channels with walkways, in solid rock."""

import shapely
from shapely import Polygon, box

from generation.briefs import MapBrief
from generation.layout.built.site import Place, open_site
from generation.layout.built.splitting import Block
from generation.layout.plan import MapLayout, Prop, PropKind
from generation.layout.walls import walls_around
from generation.vocabulary import TerrainType


def make_sewer(brief: MapBrief) -> MapLayout:
    """A sewer for `brief`, which has been checked."""
    site = open_site(brief, base=None)
    x, y = site.columns // 2 - 2, site.rows // 2 - 2
    level, upright = box(1, y, site.columns - 1, y + 4), box(x, 1, x + 4, site.rows - 1)
    junction = Block(x - 1, y - 1, 6, 6)
    floor = shapely.union_all([level, upright, box(x - 1, y - 1, x + 5, y + 5)])
    assert isinstance(floor, Polygon)
    site.walls += walls_around(floor)
    site.lay(TerrainType.WATER, box(1, y + 1, site.columns - 1, y + 3))
    site.lay(TerrainType.WATER, box(x + 1, 1, x + 3, site.rows - 1))
    site.places.append(Place(name="Junction", spaces=junction.spaces))
    at = (x + 0.5, y + 0.5)
    site.props.append(Prop(kind=PropKind.LADDER, position=at, width=0.8, height=0.8))
    return site.plan()
