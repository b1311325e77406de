"""Puts furniture into rooms so that doors stay free and backs meet walls."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from generation.layout.plan import Point, Prop, PropKind
from generation.layout.spaces import DIRECTIONS, Space

FLAT = (PropKind.CARPET, PropKind.RUG, PropKind.MAGIC_CIRCLE)  #: other things stand on them
ROOM_SPACES = 24  #: larger rooms hold more than a purpose asks for

STAIRS = (PropKind.STAIRS_UP, PropKind.STAIRS_DOWN)  #: one walks over them, and comes to their feet
OFF_WALL = 0.14  #: spaces between the line of a wall and the back of what stands against it
LEAST = 0.9  #: spaces; what stands in the middle is made smaller to fit, but not less than this

SIDES: dict[Space, float] = {(0, -1): 0.0, (1, 0): 90.0, (0, 1): 180.0, (-1, 0): 270.0}
"""Where the wall is, and the rotation of what has its back to it."""


AROUND: tuple[Point, ...] = tuple(
    sorted(
        ((dx / 2, dy / 2) for dx in range(-7, 8) for dy in range(-7, 8)), key=lambda step: math.hypot(*step)
    )
)
"""Steps of half a space from the middle of a room, the shortest first."""


class Placing(StrEnum):
    """Where in a room a prop goes."""

    CENTER = "center"  #: in the middle
    WALL = "wall"  #: with its back to a wall
    HEAD = "head"  #: in the middle of a wall, as far from the doors as can be
    CHIMNEY = "chimney"  #: with its back to an outer wall, where there is one
    CORNER = "corner"  #: where two walls meet
    SCATTER = "scatter"  #: anywhere, turned at random
    COLONNADE = "colonnade"  #: in two rows along the longer axis, one space from the walls
    RANKS = "ranks"  #: in rows like beds or coffins
    AROUND = "around"  #: beside what stands in the middle, facing it
    BEFORE = "before"  #: in front of what was put up last, facing it


@dataclass(frozen=True, kw_only=True)
class Furnishing:
    """Up to `count` props of one kind."""

    kind: PropKind
    placing: Placing
    count: int = 1
    width: float = 1.0
    height: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Purpose:
    """What a room is for; it wants at least `least` and at most `most` spaces."""

    names: tuple[str, ...]
    least: int
    most: int
    furnishings: tuple[Furnishing, ...]
    treasure: str | None = None  #: the note a game master finds here


def furnishing(
    kind: PropKind, placing: Placing, count: int = 1, width: float = 1.0, height: float = 1.0
) -> Furnishing:
    """Shorter to write in tables of purposes."""
    return Furnishing(kind=kind, placing=placing, count=count, width=width, height=height)


class Furnisher:
    """Fills one room; what nothing stands on stays one whole, so that everybody gets everywhere.

    `free` are the spaces where something may stand; `floor` all spaces of the room; `ways` those that one can
    walk on, if they are more, such as are cut by a slanting wall; `shell` the sides of spaces, as (space,
    side), where the wall is an outer one.
    """

    def __init__(
        self,
        rng: np.random.Generator,
        floor: set[Space],
        free: set[Space],
        shell: frozenset[tuple[Space, Space]] = frozenset(),
        ways: set[Space] | None = None,
    ) -> None:
        self._rng = rng
        self._floor = floor
        self._free = set(free)
        self._shell = shell
        self._ways = set(floor if ways is None else ways)  # where nothing stands yet
        self._clear = set(free)  # before anything stands there
        self._middle = _middle(floor)
        self._plenty = min(max(len(floor) / ROOM_SPACES, 1.0), 2.5)
        self._placers: dict[Placing, Callable[[Furnishing], Iterator[Prop]]] = {
            Placing.CENTER: self._center,
            Placing.WALL: self._wall,
            Placing.HEAD: self._head,
            Placing.CHIMNEY: self._chimney,
            Placing.CORNER: self._corner,
            Placing.SCATTER: self._scatter,
            Placing.COLONNADE: self._colonnade,
            Placing.RANKS: self._ranks,
            Placing.AROUND: self._around,
            Placing.BEFORE: self._before,
        }
        self._centerpiece: Prop | None = None
        self._last: Prop | None = None

    @property
    def free(self) -> set[Space]:
        """Where something may still stand."""
        return set(self._free)

    def furnish(self, furnishings: tuple[Furnishing, ...]) -> list[Prop]:
        """As many of the props as fit."""
        placed: list[Prop] = []
        for item in furnishings:
            found = list(self._placers[item.placing](item))
            if item.placing is not Placing.BEFORE:
                self._last = found[-1] if found else None
            placed += found
        return placed

    def claim(self, spaces: set[Space]) -> bool:
        """Take spaces for something that stands there; False where they are not free or ways would end."""
        if not spaces <= self._free or not self._leaves_ways(spaces):
            return False
        self._free -= spaces
        self._ways -= spaces
        return True

    def reserve(self, *spaces: Space) -> bool:
        """Keep spaces for a seat, which one can still walk over; False where something stands there."""
        if not set(spaces) <= self._clear & self._ways:
            return False
        self._free -= set(spaces)
        return True

    def _leaves_ways(self, spaces: set[Space]) -> bool:
        """Whether what is left hangs together: its rim alone shows that mostly."""
        left = self._ways - spaces
        rim = {(x + dx, y + dy) for x, y in spaces for dx in (-1, 0, 1) for dy in (-1, 0, 1)} & left
        return _one_whole(rim) or _one_whole(left)

    def _how_many(self, item: Furnishing) -> int:
        """Pairs stay pairs; of what comes in numbers, large rooms hold more."""
        return item.count if item.count < 3 else round(item.count * self._plenty)

    def _center(self, item: Furnishing) -> Iterator[Prop]:
        width, height = item.width, item.height
        columns = {x for x, _ in self._floor}
        rows = {y for _, y in self._floor}
        if (len(columns) > len(rows)) != (width > height) and width != height:
            width, height = height, width
        flat = item.kind in FLAT
        most = len(columns) - 2 + flat, len(rows) - 2 + flat
        if most[0] < min(width, LEAST) or most[1] < min(height, LEAST):
            return
        width, height = float(min(width, most[0])), float(min(height, most[1]))
        for place in self._from_the_middle():
            covered = _covered(place, width, height)
            if covered <= self._free if flat else self.claim(covered):
                self._centerpiece = Prop(kind=item.kind, position=place, width=width, height=height)
                yield self._centerpiece
                return

    def _from_the_middle(self) -> Iterator[Point]:
        """The middles and corners of spaces near the middle of the room, the nearest first."""
        x, y = self._middle
        return ((x + dx, y + dy) for dx, dy in AROUND)

    def _wall(self, item: Furnishing) -> Iterator[Prop]:
        places = self._places_at_walls(math.ceil(item.width - 0.05), math.ceil(item.height - 0.05))
        yield from self._at_some(item, places, self._how_many(item))

    def _head(self, item: Furnishing) -> Iterator[Prop]:
        places = self._places_at_walls(math.ceil(item.width - 0.05), math.ceil(item.height - 0.05))
        places.sort(key=lambda place: -self._prominence(*place))
        for spaces, side in places:
            if self.claim(set(spaces)):
                yield _against(item, spaces, side)
                return

    def _prominence(self, spaces: list[Space], side: Space) -> float:
        """How far from the doors a place is, less how far off the middle of its wall."""
        x = sum(column for column, _ in spaces) / len(spaces) + 0.5
        y = sum(row for _, row in spaces) / len(spaces) + 0.5
        doors = self._floor - self._clear
        away = min((math.hypot(x - a - 0.5, y - b - 0.5) for a, b in doors), default=0.0)
        aside = abs(y - self._middle[1]) if side[0] else abs(x - self._middle[0])
        return away - 2.0 * aside

    def _chimney(self, item: Furnishing) -> Iterator[Prop]:
        places = self._places_at_walls(math.ceil(item.width - 0.05), math.ceil(item.height - 0.05))
        outer = [(spaces, side) for spaces, side in places if (spaces[0], side) in self._shell]
        placed = list(self._at_some(item, outer, item.count))
        yield from placed or self._at_some(item, places, item.count)

    def _at_some(
        self, item: Furnishing, places: Sequence[tuple[list[Space], Space]], wanted: int
    ) -> Iterator[Prop]:
        placed = 0
        for index in self._rng.permutation(len(places)).tolist():
            spaces, side = places[index]
            if placed == wanted:
                return
            flight = item.kind in STAIRS
            if self._claim_flight(set(spaces), side) if flight else self.claim(set(spaces)):
                placed += 1
                yield _against(item, spaces, side)

    def _claim_flight(self, spaces: set[Space], wall: Space) -> bool:
        """Take spaces for stairs: one comes to them from their foot, where nothing else may stand."""
        foot = {(x - wall[0], y - wall[1]) for x, y in spaces} - spaces
        if not spaces <= self._free or not foot <= self._ways or not self._leaves_ways(spaces):
            return False
        self._free -= spaces | foot
        self._clear -= foot
        return True

    def _places_at_walls(self, width: int, depth: int) -> list[tuple[list[Space], Space]]:
        """Every run of `width` spaces along a wall, `depth` deep, and where the wall is."""
        found = []
        for x, y in sorted(self._free):
            for dx, dy in SIDES:
                if (x + dx, y + dy) in self._floor:
                    continue
                along, away = (abs(dy), abs(dx)), (-dx, -dy)
                run = [(x + along[0] * i, y + along[1] * i) for i in range(width)]
                block = [(a + away[0] * j, b + away[1] * j) for a, b in run for j in range(depth)]
                backed = all((a + dx, b + dy) not in self._floor for a, b in run)
                if backed and set(block) <= self._free:
                    found.append((block, (dx, dy)))
        return found

    def _corner(self, item: Furnishing) -> Iterator[Prop]:
        corners = [space for space in sorted(self._free) if len(self._walls_of(space)) == 2]
        for index in self._rng.permutation(len(corners))[: item.count].tolist():
            x, y = corners[index]
            walls = self._walls_of((x, y))
            if not self.claim({(x, y)}):
                continue
            size = max(item.width, item.height)
            fit = min(1.0, (1 - OFF_WALL) / size)  # so that it keeps off both walls, and on its space
            lean = (1 - size * fit) / 2 - OFF_WALL
            push_x, push_y = (lean * sum(wall[axis] for wall in walls) for axis in (0, 1))
            prop = _prop(item, (x + 0.5 + push_x, y + 0.5 + push_y), SIDES[walls[0]])
            yield replace(prop, width=round(item.width * fit, 4), height=round(item.height * fit, 4))

    def _walls_of(self, space: Space) -> list[Space]:
        return [side for side in SIDES if (space[0] + side[0], space[1] + side[1]) not in self._floor]

    def _scatter(self, item: Furnishing) -> Iterator[Prop]:
        spots = sorted(self._free)
        for index in self._rng.permutation(len(spots))[: self._how_many(item)].tolist():
            x, y = spots[index]
            off_x, off_y = self._rng.uniform(-0.12, 0.12, size=2).tolist()
            prop = _prop(item, (x + 0.5 + off_x, y + 0.5 + off_y), self._rng.uniform(0, 360))
            if self.claim(spaces_under(prop) | {(x, y)}):
                yield prop

    def _colonnade(self, item: Furnishing) -> Iterator[Prop]:
        left, top, right, bottom = bounds_of(self._floor)
        width, height = right - left, bottom - top
        if min(width, height) < 5:
            return
        long_side, short_side = max(width, height), min(width, height)
        steps = max(2, min((long_side - 2) // 2, self._how_many(item) // 2))
        spread = np.linspace(1.5, long_side - 1.5, steps)
        for along, across in (
            (along, across) for along in spread.tolist() for across in (1.5, short_side - 1.5)
        ):
            x, y = (along, across) if width >= height else (across, along)
            at = (left + x, top + y)
            if self.claim(_covered(at, item.width, item.height)):
                yield _prop(item, at, 0.0)

    def _ranks(self, item: Furnishing) -> Iterator[Prop]:
        """Heads to the walls, a space between any two."""
        left, top, right, bottom = bounds_of(self._floor)
        level = right - left >= bottom - top
        sides = ((0, -1), (0, 1)) if level else ((-1, 0), (1, 0))
        start = left if level else top
        placed, wanted = 0, self._how_many(item)
        for spaces, side in self._places_at_walls(1, math.ceil(item.height - 0.05)):
            along = spaces[0][0] if level else spaces[0][1]
            if placed == wanted:
                return
            if side in sides and (along - start) % 2 == 1 and self.claim(set(spaces)):
                placed += 1
                yield _against(item, spaces, side)

    def _around(self, item: Furnishing) -> Iterator[Prop]:
        middle = self._centerpiece
        if middle is None or middle.kind in FLAT:
            return
        (x, y), half_w, half_h = middle.position, middle.width / 2, middle.height / 2
        seats = max(1, item.count // 2)
        level = half_w >= half_h
        spread = (np.arange(seats) + 0.5) / seats * 2 - 1
        for offset in (spread * max(half_w, half_h)).tolist():
            for side in (-1, 1):
                reach = side * (min(half_w, half_h) + 0.22)
                at = (x + offset, y + reach) if level else (x + reach, y + offset)
                turned = (0.0 if side < 0 else 180.0) if level else (270.0 if side < 0 else 90.0)
                seat = _prop(item, at, turned)
                spaces = spaces_under(seat) - spaces_under(middle)
                if self.reserve(*spaces) if item.kind is PropKind.CHAIR else self.claim(spaces):
                    yield replace(seat, rotation=(turned + self._rng.uniform(-12, 12)) % 360.0)

    def _before(self, item: Furnishing) -> Iterator[Prop]:
        """Chairs take no space from those who walk; all stand only where nothing else does."""
        if self._last is None:
            return
        (x, y), turn = self._last.position, math.radians(self._last.rotation)
        along, away = (math.cos(turn), math.sin(turn)), (-math.sin(turn), math.cos(turn))
        reach = self._last.height / 2 + item.height / 2 + 0.04
        for share in ((np.arange(item.count) + 0.5) / item.count - 0.5).tolist():
            aside = share * max(self._last.width, item.width * item.count * 1.2)
            at = (x + along[0] * aside + away[0] * reach, y + along[1] * aside + away[1] * reach)
            space = (math.floor(at[0]), math.floor(at[1]))
            turn = self._last.rotation + 180.0 + self._rng.uniform(-10, 10)
            if self.reserve(space) if item.kind is PropKind.CHAIR else self.claim({space}):
                yield _prop(item, at, turn)


def _one_whole(spaces: set[Space]) -> bool:
    """Whether side by side steps lead from every space to every other."""
    if not spaces:
        return True
    reached, queue = set(), [next(iter(spaces))]
    while queue:
        x, y = queue.pop()
        if (x, y) in reached:
            continue
        reached.add((x, y))
        queue += [(x + dx, y + dy) for dx, dy in DIRECTIONS if (x + dx, y + dy) in spaces]
    return len(reached) == len(spaces)


def _prop(item: Furnishing, at: Point, rotation: float) -> Prop:
    return Prop(kind=item.kind, position=at, width=item.width, height=item.height, rotation=rotation % 360.0)


def _against(item: Furnishing, spaces: list[Space], side: Space) -> Prop:
    """In the middle of `spaces`, pushed back to the wall; made shorter where it would reach beyond them."""
    x = sum(column for column, _ in spaces) / len(spaces) + 0.5
    y = sum(row for _, row in spaces) / len(spaces) + 0.5
    depth = math.ceil(item.height - 0.05)
    height = round(min(item.height, depth - OFF_WALL), 4)
    push = (depth - height) / 2 - OFF_WALL
    at = (x + side[0] * push, y + side[1] * push)
    return replace(_prop(item, at, SIDES[side]), height=height)


def bounds_of(floor: set[Space]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom line of the smallest rectangle about spaces."""
    columns, rows = [x for x, _ in floor], [y for _, y in floor]
    return min(columns), min(rows), max(columns) + 1, max(rows) + 1


def _middle(floor: set[Space]) -> Point:
    left, top, right, bottom = bounds_of(floor)
    return (left + right) / 2, (top + bottom) / 2


def spaces_under(prop: Prop) -> set[Space]:
    """The spaces that a prop stands on; one that is turned askew counts as if it were not."""
    sideways = round(prop.rotation / 90) % 2 == 1
    width, height = (prop.height, prop.width) if sideways else (prop.width, prop.height)
    return _covered(prop.position, width, height)


def _covered(at: Point, width: float, height: float) -> set[Space]:
    """Spaces that a rectangle about `at` touches by more than a hair."""
    left, right = math.floor(at[0] - width / 2 + 0.06), math.floor(at[0] + width / 2 - 0.06)
    top, bottom = math.floor(at[1] - height / 2 + 0.06), math.floor(at[1] + height / 2 - 0.06)
    return {(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)}
