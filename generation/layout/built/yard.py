"""The open ground about houses: paths, fences, trees, sheds, wells."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
import shapely
from shapely import LineString, Polygon, box
from shapely.geometry.base import BaseGeometry

from generation.layout.built.site import Site
from generation.layout.built.splitting import Block
from generation.layout.furnishing import spaces_under
from generation.layout.plan import Point, Prop, PropKind
from generation.layout.raster import Raster
from generation.layout.scatter import Sizes, scatter
from generation.layout.shapes import fitted, without_holes
from generation.layout.spaces import Space, Spaces, places_for, shortest_way, spaces_within
from generation.layout.terrain import roughened
from generation.vocabulary import TerrainType

FENCE_THICKNESS = 0.22
FENCE_PIECE = 2  #: spaces
TREES = ((PropKind.BROADLEAF, 0.62), (PropKind.CONIFER, 0.14), (PropKind.BUSH, 0.24))
CLOSE = 1.0  #: spaces between a trunk and what is built, at least


class Yard:
    """Puts things on the free ground of a site, so that none is in another's way."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._rng = site.rng
        self._fenced: set[tuple[Point, Point]] = set()

    def block_for(
        self,
        width: int,
        height: int,
        *,
        near: Point | None = None,
        gap: int = 0,
        within: Block | None = None,
        soil: bool = False,
    ) -> Block | None:
        """A free rectangle with `gap` free spaces about it, the nearest to a point where that is given.

        On `soil` something can grow.
        """
        free = self.site.free & ~self.site.bare if soil else self.site.free
        if within is not None:
            mask = np.zeros_like(free)
            mask[within.top : within.bottom, within.left : within.right] = True
            free &= mask
        rows, columns = np.nonzero(places_for(free, width + 2 * gap, height + 2 * gap))
        if not len(rows):
            return None
        pick = int(self._rng.integers(len(rows)))
        if near is not None:
            off = np.hypot(columns + gap + width / 2 - near[0], rows + gap + height / 2 - near[1])
            pick = int(np.argmin(off + self._rng.uniform(0, 0.5, len(off))))
        return Block(int(columns[pick]) + gap, int(rows[pick]) + gap, width, height)

    def put(
        self,
        kind: PropKind,
        width: float = 1.0,
        height: float = 1.0,
        *,
        near: Point | None = None,
        gap: int = 0,
        within: Block | None = None,
        rotation: float = 0.0,
    ) -> Prop | None:
        """A thing on free ground, which it takes; None where there is none, or somebody would be cut off."""
        across, deep = int(np.ceil(width)), int(np.ceil(height))
        block = self.block_for(across, deep, near=near, gap=gap, within=within)
        if block is None:
            return None
        return self.put_on(block, kind, width, height, rotation)

    def put_on(
        self, block: Block, kind: PropKind, width: float, height: float, rotation: float = 0.0
    ) -> Prop | None:
        """A thing in the middle of a block, which it takes; None where that would cut somebody off."""
        if not self.site.block(block.spaces):
            return None
        self.site.keep_free(*block.spaces)
        return self.add(kind, block.center, width, height, rotation)

    def add(self, kind: PropKind, at: Point, width: float, height: float, rotation: float = 0.0) -> Prop:
        """A thing wherever it is wanted."""
        prop = Prop(kind=kind, position=at, width=width, height=height, rotation=rotation)
        self.site.props.append(prop)
        return prop

    def path(self, points: Sequence[Point], width: float = 1.0) -> None:
        """A trodden way along a line."""
        line = LineString(points).buffer(width / 2, cap_style="square", join_style="round")
        self.pave(line)

    def trail(self, start: Space, goal: Space, width: float = 0.8) -> None:
        """A trodden way from space to space, about what is built and what stands there."""
        steps = shortest_way(~self.site.built & ~self._blocked, start, goal)
        if len(steps) > 1:
            line = LineString([(x + 0.5, y + 0.5) for x, y in steps]).simplify(0)
            self.pave(line.buffer(width / 2, cap_style="square", join_style="round").buffer(0.2).buffer(-0.2))

    @property
    def _blocked(self) -> Spaces:
        """Where things stand."""
        blocked = np.zeros_like(self.site.built)
        for x, y in (space for prop in self.site.props for space in spaces_under(prop)):
            if self.site.holds((x, y)):
                blocked[y, x] = True
        return blocked

    def pave(self, area: BaseGeometry, *, rough: float = 0.1) -> None:
        """A way or a square, its edge worn."""
        worn = roughened(self._rng, area, rough) if rough else area
        self.cover(TerrainType.ROAD, worn)
        self.site.kept |= self._under(area)

    def beat(self, area: BaseGeometry) -> None:
        """Beaten earth, where things stand but nothing grows."""
        self.cover(TerrainType.ROAD, roughened(self._rng, area, 0.25))
        self.site.bare |= self._under(area)

    def _under(self, area: BaseGeometry) -> Spaces:
        return spaces_within(shapely.buffer(area, 0.05), self.site.columns, self.site.rows)

    def cover(self, terrain: TerrainType, area: BaseGeometry) -> list[Polygon]:
        """Lay terrain over what of an area lies on the field; answers with the pieces."""
        field = box(0, 0, self.site.columns, self.site.rows)
        pieces = without_holes(fitted(area, field))
        for piece in pieces:
            self.site.lay(terrain, piece)
        return pieces

    def fence(self, edges: Iterable[tuple[Point, Point]]) -> None:
        """A fence along lines of the grid, left out before doors and where a way passes."""
        for start, end in edges:
            for piece in _pieces(start, end):
                if piece not in self._fenced and self._stands_free(piece):
                    self._fenced |= {piece, piece[::-1]}
                    self.site.props.append(_fence(piece))

    def _stands_free(self, piece: tuple[Point, Point]) -> bool:
        (x0, y0), (x1, y1) = piece
        level = y0 == y1
        steps = (
            range(int(min(x0, x1)), int(max(x0, x1))) if level else range(int(min(y0, y1)), int(max(y0, y1)))
        )
        beside = [
            (step, int(y0) + side) if level else (int(x0) + side, step) for step in steps for side in (-1, 0)
        ]
        free = self.site.free
        return all(free[y, x] if self.site.holds((x, y)) else True for x, y in beside)

    def trees(
        self, share: float, *, zone: Spaces | None = None, kinds: Sequence[tuple[PropKind, float]] = TREES
    ) -> None:
        """Trees and bushes, as thick as `share` says (0 to 1), on free ground, or in a part of it."""
        site = self.site
        raster = Raster(site.columns, site.rows)
        free = site.free & ~site.bare & (True if zone is None else zone)
        density = np.zeros(raster.shape, dtype=np.float32)
        density[raster.within] = np.kron(free, np.ones((4, 4), dtype=np.float32)) * share
        solid = np.zeros(raster.shape, dtype=np.uint8)
        solid[raster.within] = np.kron(~site.free | site.bare, np.ones((4, 4), dtype=np.uint8)) * 255
        names, weights = zip(*kinds, strict=True)
        stand = scatter(
            self._rng,
            raster,
            density,
            raster.distance(solid),
            Sizes(least=1.0, most=3.4),
            overlap=0.9,
            inset=0.95,
        )
        for (x, y), radius in zip(stand.points.tolist(), stand.radii.tolist(), strict=True):
            kind = names[int(self._rng.choice(len(names), p=np.array(weights) / sum(weights)))]
            size = min(2 * radius, 1.3) if kind is PropKind.BUSH else 2 * radius
            self.plant(kind, (x, y), size)

    def plant(self, kind: PropKind, at: Point, size: float) -> None:
        """One tree or bush."""
        x, y = round(at[0], 3), round(at[1], 3)
        self.site.keep_free((int(x), int(y)))
        side = round(size, 3)
        turn = round(self._rng.uniform(0, 360), 1)
        self.site.props.append(Prop(kind=kind, position=(x, y), width=side, height=side, rotation=turn))

    def hedge(self, spaces: Iterable[Space]) -> None:
        """Low bushes, one on each of the spaces that are free."""
        for x, y in spaces:
            if self.site.holds((x, y)) and self.site.free[y, x]:
                off_x, off_y = self._rng.uniform(-0.08, 0.08, size=2).tolist()
                self.plant(PropKind.BUSH, (x + 0.5 + off_x, y + 0.5 + off_y), self._rng.uniform(0.7, 0.95))


def _pieces(start: Point, end: Point) -> list[tuple[Point, Point]]:
    """A line in lengths of fence."""
    length = round(abs(end[0] - start[0]) + abs(end[1] - start[1]))
    along = ((end[0] - start[0]) / max(length, 1), (end[1] - start[1]) / max(length, 1))
    marks = [*range(0, length, FENCE_PIECE), length]
    points = [(start[0] + along[0] * mark, start[1] + along[1] * mark) for mark in marks]
    return [pair for pair in pairwise(points) if pair[0] != pair[1]]


def _fence(piece: tuple[Point, Point]) -> Prop:
    (x0, y0), (x1, y1) = piece
    length = abs(x1 - x0) + abs(y1 - y0)
    return Prop(
        kind=PropKind.FENCE,
        position=((x0 + x1) / 2, (y0 + y1) / 2),
        width=length,
        height=FENCE_THICKNESS,
        rotation=0.0 if y0 == y1 else 90.0,
    )


def block_sides(block: Block) -> list[tuple[Point, Point]]:
    """The four sides of a block, as lines of the grid."""
    left, top, right, bottom = (float(edge) for edge in (block.left, block.top, block.right, block.bottom))
    corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
    return list(pairwise(corners))
