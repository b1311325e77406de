"""Ruins of temples, keeps and villas, and what has grown over them."""

from itertools import chain, cycle, islice

from shapely import box

from generation.briefs import MapBrief
from generation.layout.built import relics
from generation.layout.built.decay import Decay
from generation.layout.built.house import House
from generation.layout.built.landscape import lay_asked
from generation.layout.built.program import Want
from generation.layout.built.shells import Shell, shell_for
from generation.layout.built.site import Site, open_site
from generation.layout.built.splitting import Block, Part, Role
from generation.layout.built.yard import Yard
from generation.layout.furnishing import Purpose
from generation.layout.plan import MapLayout, PropKind, WallMaterial
from generation.vocabulary import TerrainType

SPACES_PER_ROOM = 42
SPACES_PER_OUTLIER = 170  #: free ones
WIDEST, DEEPEST = 80, 60  #: spaces that the largest ruin takes
ROOFED = 7  #: rooms for each that still has its walls and its roof
STAIRS = {
    PropKind.STAIRS_UP: ("Broken stairs", "They end in the air, eight feet up"),
    PropKind.STAIRS_DOWN: ("Crypt stairs", "A cold draught comes up, and a smell of lamp oil"),
}
GROWTH = {
    TerrainType.GRASS: ((PropKind.BROADLEAF, 0.5), (PropKind.BUSH, 0.35), (PropKind.DEAD_TREE, 0.15)),
    TerrainType.SAND: ((PropKind.PALM, 0.3), (PropKind.BUSH, 0.3), (PropKind.CACTUS, 0.4)),
    TerrainType.SNOW: ((PropKind.CONIFER, 0.6), (PropKind.DEAD_TREE, 0.4)),
}
"""What grows about ruins, by the ground that they stand on."""


def make_ruins(brief: MapBrief) -> MapLayout:
    """Ruins for `brief`, which has been checked."""
    base = next((ground for ground in (TerrainType.SAND, TerrainType.SNOW) if ground in brief.terrain), None)
    site = open_site(brief, base=base or TerrainType.GRASS)
    ground = _ground(site)
    wanted = brief.rooms or max(2, round(ground.area / SPACES_PER_ROOM))
    shell = shell_for(site.rng, ground, wanted)
    yard, decay = Yard(site), Decay(site)
    if shell.platform:
        decay.pave(box(shell.platform.left, shell.platform.top, shell.platform.right, shell.platform.bottom))
    _rebuild(site, decay, shell)
    if shell.platform:
        decay.plant_columns(shell.platform)
    _outliers(site, yard, decay, None if brief.rooms is None else wanted - len(shell.parts))
    decay.wear_down()
    decay.strew(yard)
    lay_asked(site)
    yard.trees(0.32, kinds=GROWTH[base or TerrainType.GRASS])
    return site.plan()


def _ground(site: Site) -> Block:
    """What the main ruin may take up."""
    width = min(site.columns - 2 * max(1, round(site.columns * 0.13)), WIDEST)
    height = min(site.rows - 2 * max(1, round(site.rows * 0.13)), DEEPEST)
    return Block((site.columns - width) // 2, (site.rows - height) // 2, width, height)


def _rebuild(site: Site, decay: Decay, shell: Shell) -> None:
    """The building as it stood, with what is left in its rooms."""
    house = House(site, shell.parts, WallMaterial.RUIN, lit=(), stairs=STAIRS)
    others = sum(part.role is Role.ROOM and not part.use for part in shell.parts)
    house.assign(_wants(others), shell.hall)
    house.join()
    edges = house.outer_edges(house.hall, (0, 1)) or house.any_outer_edges()
    decay.breach(edges[max(0, len(edges) // 2 - 1) :][:2])
    decay.take_over(house, _roofed(site, house))


def _wants(count: int) -> list[Want]:
    """What the rooms were, or are used for now: the first ones first."""
    first = (
        (relics.CRYPT, 18),
        (relics.CAMP, 25),
        (relics.STORE, 10),
        (relics.CHAMBER, 16),
        (relics.LAIR, 28),
    )
    more = ((relics.CHAMBER, 16), (relics.SCULLERY, 16), (relics.CHAMBER, 20), (relics.STORE, 10))
    uses: list[tuple[Purpose, int]] = list(islice(chain(first, cycle(more)), count))
    return [Want(purpose=purpose, ideal=ideal, away=0.5) for purpose, ideal in uses]


def _roofed(site: Site, house: House) -> set[int]:
    """Rooms that have lasted: they have one door, and nobody passes through them."""
    doors = [0] * len(house.parts)
    for opening in house.openings:
        for index in opening.rooms:
            doors[index] += 1
    leaves = [i for i, part in enumerate(house.parts) if doors[i] == 1 and part.role is Role.ROOM]
    chosen = site.rng.permutation(len(leaves))[: len(house.parts) // ROOFED].tolist()
    return {leaves[index] for index in chosen}


def _outliers(site: Site, yard: Yard, decay: Decay, most: int | None) -> None:
    """Lesser ruins about the main one, graves, and columns that stand alone."""
    wanted = int(site.free.sum()) // SPACES_PER_OUTLIER
    if most is not None:
        wanted = min(wanted, max(most, 0))
    for _ in range(min(wanted, 60)):
        width, height = (int(side) for side in site.rng.integers(3, 8, size=2))
        block = yard.block_for(width, height, gap=1)
        if block is None:
            continue
        part = Part(block=block, role=Role.HALL)
        house = House(site, [part], WallMaterial.RUIN, lit=(), stairs=STAIRS)
        house.assign((), relics.OUTLIERS[int(site.rng.integers(len(relics.OUTLIERS)))])
        decay.breach([house.spot(house.any_outer_edges())])
        decay.take_over(house, set())
    graves = yard.block_for(7, 5, gap=1) if site.rng.random() < 0.6 else None
    if graves:
        for x in range(graves.left, graves.right, 2):
            for y in range(graves.top, graves.bottom, 3):
                if site.rng.random() < 0.8:
                    yard.put_on(Block(x, y, 1, 2), PropKind.GRAVE, 0.8, 1.7)
        site.notes.add("Graves", "danger", graves.center, "One of them was dug up from below")
