"""Houses and manors, each with its plot."""

from shapely import box

from generation.briefs import MapBrief
from generation.layout.built.house import in_the_middle, plain_house
from generation.layout.built.site import open_site
from generation.layout.built.splitting import floor_plan
from generation.layout.plan import MapLayout, WallMaterial
from generation.vocabulary import TerrainType

SPACES_PER_ROOM = 22


def make_building(brief: MapBrief) -> MapLayout:
    """A house for `brief`, which has been checked."""
    site = open_site(brief, base=TerrainType.GRASS)
    width, height = min(round(site.columns * 0.72), 60), min(round(site.rows * 0.62), 44)
    block = in_the_middle(width, height, site.columns, site.rows)
    wanted = brief.rooms or max(2, round(block.area / SPACES_PER_ROOM))
    house = plain_house(site, floor_plan(site.rng, block, wanted), WallMaterial.STONE)
    x = house.parts[house.hall].block.center[0]
    site.lay(TerrainType.ROAD, box(int(x), block.bottom, int(x) + 1, site.rows))
    return site.plan()
