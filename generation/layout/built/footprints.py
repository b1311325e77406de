"""Outlines of houses: a main wing, and others at its ends, each split into rooms."""

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType

import numpy as np

from generation.layout.built.splitting import NARROWEST, Block, Part, Role, divided, floor_plan

SPACES_PER_ROOM = 23
TRIES = 6  #: plans drawn up, of which the one nearest to what is wanted is built
SLENDER = 2.6  #: times as long as wide, from which on a room looks like a passage


class Outline(StrEnum):
    """How the wings of a house lie."""

    BAR = "bar"
    ELL = "ell"
    TEE = "tee"  #: a wing behind the middle
    HORSESHOE = "horseshoe"  #: two wings about a court


def house_parts(rng: np.random.Generator, ground: Block, wanted: int | None) -> list[Part]:
    """The rooms of a house on `ground`, front below: about `wanted`, or as many as there is space for."""
    aim = wanted or max(2, round(ground.area * 0.85 / SPACES_PER_ROOM))
    plans = [_drawn_up(rng, _stature(rng, ground, aim), aim) for _ in range(TRIES)]
    return min(plans, key=lambda parts: _faults(parts, aim))


def _faults(parts: list[Part], aim: int) -> float:
    """How far a plan is from what is wanted, and how many of its rooms are badly shaped."""
    slender = 0
    for part in parts:
        short, long = sorted(part.block[2:])
        slender += part.role is not Role.PASSAGE and (long > SLENDER * short or short < NARROWEST)
    return abs(len(parts) - aim) / aim * 8 + slender / len(parts) * 2


def _stature(rng: np.random.Generator, ground: Block, aim: int) -> Block:
    """The ground that a house of that many rooms takes, in the middle of what there is."""
    area = min(ground.area, aim * SPACES_PER_ROOM * rng.uniform(0.95, 1.25) + 6)
    aspect = rng.uniform(1.2, 1.9) if ground.width >= ground.height else rng.uniform(0.7, 1.3)
    width = int(np.clip(round(np.sqrt(area * aspect)), min(5, ground.width), ground.width))
    height = int(np.clip(round(area / width), min(4, ground.height), ground.height))
    width = int(np.clip(round(area / height), width, ground.width))
    left = ground.left + (ground.width - width) // 2
    return Block(left, ground.top + (ground.height - height) // 2, width, height)


def _drawn_up(rng: np.random.Generator, ground: Block, aim: int) -> list[Part]:
    outlines = [Outline.BAR]
    if ground.width >= 12 and ground.height >= 9 and aim >= 5:
        outlines += [Outline.ELL, Outline.ELL, Outline.TEE]
    if ground.width >= 19 and ground.height >= 11 and aim >= 9:
        outlines += [Outline.HORSESHOE, Outline.HORSESHOE]
    outline = outlines[int(rng.integers(len(outlines)))]
    return list(_OUTLINES[outline](rng, ground, aim))


def _bar(rng: np.random.Generator, ground: Block, aim: int) -> Iterator[Part]:
    yield from floor_plan(rng, ground, aim)


def _ell(rng: np.random.Generator, ground: Block, aim: int) -> Iterator[Part]:
    main, _ = _main_and_court(rng, ground)
    wing, main = main_and_wing(rng, ground, main)
    share = _share(aim, wing, main)
    yield from wing_parts(rng, wing, share, inward=1)
    yield from floor_plan(rng, main, aim - share)


def _horseshoe(rng: np.random.Generator, ground: Block, aim: int) -> Iterator[Part]:
    main, _ = _main_and_court(rng, ground)
    wing, main = main_and_wing(rng, ground, main)
    main, _ = main.cut(main.width - wing.width, level=False)
    other = Block(main.right, wing.top, wing.width, wing.height)
    share = _share(aim, wing, main, wings=2)
    yield from wing_parts(rng, wing, share, inward=1)
    yield from wing_parts(rng, other, share, inward=-1)
    yield from floor_plan(rng, main, aim - 2 * share)


def _tee(rng: np.random.Generator, ground: Block, aim: int) -> Iterator[Part]:
    main, _ = _main_and_court(rng, ground, behind=True)
    width = int(np.clip(round(ground.width * rng.uniform(0.32, 0.5)), 4, ground.width - 4))
    left = ground.left + int(rng.integers(1, ground.width - width))
    wing = Block(left, ground.top, width, main.top - ground.top)
    share = _share(aim, wing, main)
    yield from divided(rng, wing, share, (0, 1))
    yield from floor_plan(rng, main, aim - share)


def _main_and_court(
    rng: np.random.Generator, ground: Block, *, behind: bool | None = None
) -> tuple[Block, Block]:
    """The main wing and the open ground behind it, or before it."""
    deep = int(np.clip(round(ground.height * rng.uniform(0.5, 0.66)), 5, ground.height - 3))
    if behind or (behind is None and rng.random() < 0.6):
        court, main = ground.cut(ground.height - deep, level=True)
        return main, court
    return ground.cut(deep, level=True)


def main_and_wing(rng: np.random.Generator, ground: Block, main: Block) -> tuple[Block, Block]:
    """A wing as deep as the whole ground at the left end of the main one, and what is left of that."""
    broad = int(np.clip(round(ground.width * rng.uniform(0.24, 0.36)), 4, 12))
    wing = Block(ground.left, ground.top, broad, ground.height)
    return wing, main.cut(broad, level=False)[1]


def _share(aim: int, wing: Block, main: Block, wings: int = 1) -> int:
    """The rooms of a wing, by its size; the main wing keeps some."""
    share = round(aim * wing.area / (wing.area * wings + main.area))
    return int(np.clip(share, 1, max(1, (aim - 2) // wings)))


def wing_parts(rng: np.random.Generator, wing: Block, count: int, *, inward: int) -> Iterator[Part]:
    """Rooms along a passage on the inner side (1: the right one) of a wing; none where there are few."""
    if count < 3 or wing.width < NARROWEST + 1:
        yield from divided(rng, wing, count, (inward, 0))
        return
    broad = 2 if wing.width >= 10 else 1
    if inward > 0:
        band, passage = wing.cut(wing.width - broad, level=False)
    else:
        passage, band = wing.cut(broad, level=False)
    yield Part(block=passage, role=Role.PASSAGE)
    yield from divided(rng, band, count - 1, (inward, 0))


_OUTLINES: Mapping[Outline, Callable[[np.random.Generator, Block, int], Iterator[Part]]] = MappingProxyType(
    {Outline.BAR: _bar, Outline.ELL: _ell, Outline.TEE: _tee, Outline.HORSESHOE: _horseshoe}
)
