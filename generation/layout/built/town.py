"""Towns: streets, a market, houses with their roofs off."""

from shapely import box

from generation.briefs import MapBrief
from generation.layout.built.house import plain_house
from generation.layout.built.site import Place, Site, open_site
from generation.layout.built.splitting import Block, floor_plan
from generation.layout.plan import MapLayout, Prop, PropKind, WallMaterial
from generation.vocabulary import TerrainType

PLOT_WIDTH, PLOT_HEIGHT = 8, 9


def make_town(brief: MapBrief) -> MapLayout:
    """Some streets of a town for `brief`, which has been checked."""
    site = open_site(brief, base=TerrainType.GRASS)
    plots = [
        Block(x, y, min(PLOT_WIDTH, site.columns - x), min(PLOT_HEIGHT, site.rows - y))
        for y in range(0, site.rows, PLOT_HEIGHT)
        for x in range(0, site.columns, PLOT_WIDTH)
    ]
    site.lay(TerrainType.ROAD, box(0, 6, site.columns, 9))
    wide = [plot for plot in plots if plot.width >= 6 and plot.height >= 7]
    for plot in wide[1 : 1 + (brief.rooms or len(wide))]:
        block = Block(plot.left + 1, plot.top + 1, plot.width - 2, plot.height - 4)
        plain_house(site, floor_plan(site.rng, block, 2), WallMaterial.STONE)
        site.lay(TerrainType.ROAD, box(plot.left, plot.bottom - 3, plot.right, plot.bottom))
    _market(site)
    return site.plan()


def _market(site: Site) -> None:
    square = Block(1, 1, 6, 5)
    site.props.append(Prop(kind=PropKind.WELL, position=square.center, width=1.6, height=1.6))
    site.lay(TerrainType.ROAD, box(square.left, square.top, square.right, square.bottom))
    site.places.append(Place(name="Market square", spaces=square.spaces, outdoors=True))
