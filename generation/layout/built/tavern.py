"""Taverns and inns."""

from shapely import box

from generation.briefs import MapBrief
from generation.layout.built.house import in_the_middle, plain_house
from generation.layout.built.site import open_site
from generation.layout.built.splitting import floor_plan
from generation.layout.plan import MapLayout, WallMaterial
from generation.vocabulary import TerrainType

SPACES_PER_ROOM = 26


def make_tavern(brief: MapBrief) -> MapLayout:
    """A tavern for `brief`, which has been checked."""
    site = open_site(brief, base=TerrainType.GRASS)
    width, height = min(round(site.columns * 0.72), 60), min(round(site.rows * 0.62), 44)
    block = in_the_middle(width, height, site.columns, site.rows)
    wanted = brief.rooms or max(2, round(block.area / SPACES_PER_ROOM))
    plain_house(site, floor_plan(site.rng, block, wanted), WallMaterial.WOOD)
    site.lay(TerrainType.ROAD, box(0, site.rows - 2, site.columns, site.rows))
    return site.plan()
