"""Ruins, overgrown."""

from generation.briefs import MapBrief
from generation.layout.built.building import in_the_middle
from generation.layout.built.house import House
from generation.layout.built.masonry import boundary
from generation.layout.built.site import Place, open_site
from generation.layout.built.splitting import floor_plan
from generation.layout.plan import MapLayout, WallMaterial
from generation.layout.terrain import blob
from generation.vocabulary import TerrainType

SPACES_PER_ROOM = 40


def make_ruins(brief: MapBrief) -> MapLayout:
    """Ruins for `brief`, which has been checked."""
    site = open_site(brief, base=TerrainType.GRASS)
    width, height = round(site.columns * 0.72), round(site.rows * 0.68)
    block = in_the_middle(width, height, site.columns, site.rows)
    parts = floor_plan(site.rng, block, brief.rooms or max(2, round(block.area / SPACES_PER_ROOM)))
    house = House(site, parts, WallMaterial.RUIN)
    for index, room in enumerate(house.rooms, start=1):
        for edge in boundary(room):
            if site.masonry.is_wall(edge) and site.rng.random() < 0.2:
                site.masonry.remove(edge)
        site.places.append(Place(name=f"Roofless room {index}", spaces=room))
        site.lay(TerrainType.RUBBLE, blob(site.rng, parts[index - 1].block.center, 1.0))
    return site.plan()
