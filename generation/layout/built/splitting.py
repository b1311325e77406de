"""Splits the ground of a house into rooms: halls, passages, and rooms that open onto them.

A block of ground that is too large for a row of rooms gets a passage from the side where one comes in, and
its two halves are split in turn, each entered from the passage (after Hahn, Bose and Whitehead, "Persistent
realtime building interior generation", 2006).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from generation.layout.furnishing import Purpose
from generation.layout.spaces import Space

DEEPEST = 8  #: spaces from a passage to the far wall of its rooms, before another passage is worth it
NARROWEST = 3  #: spaces


class Block(NamedTuple):
    """A rectangle of whole spaces."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The line right of it."""
        return self.left + self.width

    @property
    def bottom(self) -> int:
        """The line below it."""
        return self.top + self.height

    @property
    def area(self) -> int:
        """Spaces in it."""
        return self.width * self.height

    @property
    def spaces(self) -> set[Space]:
        """All its spaces."""
        return {(x, y) for x in range(self.left, self.right) for y in range(self.top, self.bottom)}

    @property
    def center(self) -> tuple[float, float]:
        """Its middle."""
        return self.left + self.width / 2, self.top + self.height / 2

    def cut(self, at: int, *, level: bool) -> tuple["Block", "Block"]:
        """The parts above and below a level line, or left and right of an upright one, `at` spaces in."""
        x, y, width, height = self
        if level:
            return Block(x, y, width, at), Block(x, y + at, width, height - at)
        return Block(x, y, at, height), Block(x + at, y, width - at, height)


class Role(StrEnum):
    """What a part of a house is to those who come in."""

    HALL = "hall"  #: where the front door leads
    PASSAGE = "passage"
    ROOM = "room"


@dataclass(frozen=True, kw_only=True)
class Part:
    """One room of a floor plan."""

    block: Block
    role: Role = Role.ROOM
    use: Purpose | None = None  #: what it is for, where that is settled
    but: tuple[Block, ...] = ()  #: other rooms in its corners

    @property
    def spaces(self) -> set[Space]:
        """All its spaces."""
        return self.block.spaces.difference(*(block.spaces for block in self.but))


def divided(rng: np.random.Generator, block: Block, count: int, access: Space) -> Iterator[Part]:
    """About `count` rooms that fill a block which is entered from the side `access`."""
    level = access[0] == 0  # whether the side runs across
    along, deep = (block.width, block.height) if level else (block.height, block.width)
    row = max(1, min(count, along // NARROWEST))
    if count > 1 and deep > DEEPEST and along >= 2 * NARROWEST + 1:
        yield from _with_passage(rng, block, max(count - 1, 2), access)
    elif count == 1 or along < 2 * NARROWEST:
        yield Part(block=block)
    else:
        for piece in sliced(rng, block, row, level=not level):
            yield Part(block=piece)


def _with_passage(rng: np.random.Generator, block: Block, count: int, access: Space) -> Iterator[Part]:
    upright = access[0] == 0  # the way that the passage runs
    along = block.width if upright else block.height
    broad = 2 if along >= 16 else 1
    off = int(rng.integers(-1, 2)) if along - broad > 2 * NARROWEST + 2 else 0
    first, rest = block.cut((along - broad) // 2 + off, level=not upright)
    passage, second = rest.cut(broad, level=not upright)
    yield Part(block=passage, role=Role.PASSAGE)
    share = min(max(round(count * first.area / (first.area + second.area)), 1), count - 1)
    toward, back = ((1, 0), (-1, 0)) if upright else ((0, 1), (0, -1))
    yield from divided(rng, first, share, toward)
    yield from divided(rng, second, count - share, back)


def sliced(rng: np.random.Generator, block: Block, count: int, *, level: bool) -> list[Block]:
    """`count` slices between level or upright lines, none narrower than it must be."""
    length = block.height if level else block.width
    spare = length - NARROWEST * count
    shares = rng.dirichlet(np.full(count, 6.0)) * max(spare, 0)
    lines = np.round(np.cumsum(shares + min(NARROWEST, length / count))).astype(int).tolist()
    slices, start, rest = [], 0, block
    for line in lines[:-1]:
        piece, rest = rest.cut(line - start, level=level)
        slices.append(piece)
        start = line
    return [*slices, rest]


def floor_plan(rng: np.random.Generator, block: Block, wanted: int) -> list[Part]:
    """A house of about `wanted` rooms, passages among them, whose front is below."""
    if wanted == 1 or max(block.width, block.height) < 2 * NARROWEST:
        return [Part(block=block, role=Role.HALL)]
    if wanted <= 3 or block.width < 3 * NARROWEST:
        return _in_a_row(rng, block, wanted)
    if block.height < 2 * NARROWEST + 1:
        return list(_along_a_gallery(rng, block, wanted))
    if rng.random() < 0.4:
        return list(_about_a_hall(rng, block, wanted))
    return list(_along_a_passage(rng, block, wanted))


def _in_a_row(rng: np.random.Generator, block: Block, wanted: int) -> list[Part]:
    level = block.height > block.width
    length = block.height if level else block.width
    slices = sliced(rng, block, min(wanted, length // NARROWEST), level=level)
    hall = slices[-1] if level else max(slices, key=lambda piece: piece.area)
    return [Part(block=piece, role=Role.HALL if piece == hall else Role.ROOM) for piece in slices]


def _along_a_gallery(rng: np.random.Generator, block: Block, wanted: int) -> Iterator[Part]:
    """A passage along the back; before it the hall between the other rooms."""
    front = block
    if block.height > NARROWEST + 1:
        passage, front = block.cut(1, level=True)
        yield Part(block=passage, role=Role.PASSAGE)
        wanted -= 1
    pieces = sliced(rng, front, max(2, min(wanted, block.width // NARROWEST)), level=False)
    middle = len(pieces) // 2
    for index, piece in enumerate(pieces):
        yield Part(block=piece, role=Role.HALL if index == middle else Role.ROOM)


def _about_a_hall(rng: np.random.Generator, block: Block, wanted: int) -> Iterator[Part]:
    """The hall goes through the house from front to back, rooms on both sides."""
    broad = int(np.clip(round(block.width * rng.uniform(0.2, 0.3)), NARROWEST, 9))
    start = (block.width - broad) // 2 + (int(rng.integers(-1, 2)) if block.width >= 13 else 0)
    left, rest = block.cut(start, level=False)
    hall, right = rest.cut(broad, level=False)
    yield Part(block=hall, role=Role.HALL)
    share = min(max(round((wanted - 1) * left.area / (left.area + right.area)), 1), wanted - 2)
    yield from divided(rng, left, share, (1, 0))
    yield from divided(rng, right, wanted - 1 - share, (-1, 0))


def _along_a_passage(rng: np.random.Generator, block: Block, wanted: int) -> Iterator[Part]:
    """A passage runs through the house from side to side; the hall lies before it."""
    broad = 2 if block.height >= 14 else 1
    back, rest = block.cut((block.height - broad) // 2, level=True)
    passage, front = rest.cut(broad, level=True)
    yield Part(block=passage, role=Role.PASSAGE)
    left, hall, right = _three(rng, front)
    yield Part(block=hall, role=Role.HALL)
    others = max(wanted - 2, 3)
    beside = max(1, round(others * left.area / (back.area + left.area + right.area)))
    yield from divided(rng, left, beside, (0, -1))
    yield from divided(rng, right, beside, (0, -1))
    yield from divided(rng, back, max(others - 2 * beside, 1), (0, 1))


def _three(rng: np.random.Generator, block: Block) -> tuple[Block, Block, Block]:
    """Left, middle and right; the sides are at least as wide as a room."""
    broad = int(np.clip(round(block.width * rng.uniform(0.25, 0.38)), NARROWEST, block.width - 2 * NARROWEST))
    left, rest = block.cut((block.width - min(broad, 12)) // 2, level=False)
    middle, right = rest.cut(min(broad, 12), level=False)
    return left, middle, right
