"""Gardens about houses: beds, orchards, parterres, ponds."""

from collections.abc import Callable, Sequence

from shapely import Point as ShapelyPoint
from shapely import box

from generation.layout.built.splitting import Block
from generation.layout.built.yard import Yard, block_sides
from generation.layout.plan import Point, PropKind
from generation.layout.spaces import Space
from generation.layout.terrain import blob
from generation.vocabulary import TerrainType

Garden = Callable[[Yard, Block], None]


def kitchen_garden(yard: Yard, block: Block) -> None:
    """Rows of green within a fence."""
    yard.fence(block_sides(block))
    rows = range(block.top + 1, block.bottom - 1, 2)
    yard.hedge((x, y) for y in rows for x in range(block.left + 1, block.right - 1))
    yard.site.keep_free(*block.spaces)


def orchard(yard: Yard, block: Block) -> None:
    """Fruit trees in rows."""
    for x in range(block.left + 1, block.right, 3):
        for y in range(block.top + 1, block.bottom, 3):
            off_x, off_y = yard.site.rng.uniform(-0.2, 0.2, 2).tolist()
            size = float(yard.site.rng.uniform(1.7, 2.2))
            yard.plant(PropKind.BROADLEAF, (x + 0.5 + off_x, y + 0.5 + off_y), size)
    yard.site.keep_free(*block.spaces)


def parterre(yard: Yard, block: Block) -> None:
    """Hedges about four beds, with ways between them and a fountain or a statue in the middle."""
    x, y = block.left + block.width // 2, block.top + block.height // 2
    cross = {(a, y) for a in range(block.left, block.right)} | {
        (x, b) for b in range(block.top, block.bottom)
    }
    size = 3 if min(block.width, block.height) >= 9 else 1
    middle = Block(x - size // 2, y - size // 2, size, size)
    around = Block(middle.left - 1, middle.top - 1, size + 2, size + 2)
    ways = box(block.left, y + 0.1, block.right, y + 0.9).union(
        box(x + 0.1, block.top, x + 0.9, block.bottom)
    )
    circle = ShapelyPoint(middle.center).buffer(size / 2 + 0.9)
    yard.cover(TerrainType.ROAD, ways.union(circle))
    yard.hedge(sorted(_rim(block) - cross))
    inner = Block(block.left + 2, block.top + 2, block.width - 4, block.height - 4).spaces
    yard.hedge(sorted(space for space in inner - cross - around.spaces if sum(space) % 2))
    kind = PropKind.FOUNTAIN if size == 3 else PropKind.STATUE
    yard.put_on(middle, kind, size - 0.1, size - 0.1)
    yard.site.keep_free(*block.spaces)


def pond(yard: Yard, block: Block) -> None:
    """Water with lilies, reeds at its edge."""
    reach = min(block.width, block.height) / 2 - 0.6
    yard.cover(TerrainType.WATER, blob(yard.site.rng, block.center, reach * 0.85))
    x, y = block.center
    for kind, at in ((PropKind.LILY_PADS, (x, y)), (PropKind.REEDS, (x + reach * 0.8, y + reach * 0.4))):
        yard.plant(kind, at, 1.0)
    yard.site.keep_free(*block.spaces)


def seats(yard: Yard, block: Block) -> None:
    """A table between benches under the sky."""
    x, y = block.center
    yard.put_on(block, PropKind.TABLE, 1.9, 0.9)
    for side in (-1, 1):
        at: Point = (x, y + side * 0.85)
        yard.add(PropKind.BENCH, at, 1.7, 0.45, 0.0 if side < 0 else 180.0)


def _rim(block: Block) -> set[Space]:
    """The outermost spaces of a block."""
    left, top, width, height = block
    return block.spaces - Block(left + 1, top + 1, width - 2, height - 2).spaces


def lay_out(yard: Yard, gardens: Sequence[tuple[Garden, int, int]], near: Point | None = None) -> None:
    """Gardens of these sizes, wherever there is ground for them, one after the other."""
    for garden, width, height in gardens:
        block = yard.block_for(width, height, near=near, gap=1, soil=True)
        block = block or yard.block_for(height, width, near=near, gap=1, soil=True)
        if block is not None and yard.site.free.sum() > 3 * block.area:
            garden(yard, block)
