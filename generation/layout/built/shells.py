"""What ruins were before they fell: temples, keeps, villas."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from generation.layout.built import relics
from generation.layout.built.footprints import house_parts
from generation.layout.built.splitting import Block, Part, Role, floor_plan, sliced
from generation.layout.furnishing import Purpose

TOWER = 4  #: spaces a side
COLONNADE = 2  #: spaces between the columns about a temple and its walls


@dataclass(frozen=True, kw_only=True)
class Shell:
    """A building: its rooms, what its hall was, and the platform of a temple."""

    parts: list[Part]
    hall: Purpose
    platform: Block | None = None


def shell_for(rng: np.random.Generator, ground: Block, wanted: int) -> Shell:
    """A building of about `wanted` rooms on `ground`, its front below."""
    kinds: list[Callable[[np.random.Generator, Block, int], Shell]] = [_villa]
    if min(ground.width, ground.height) >= 9 and wanted <= 12:
        kinds += [_temple, _temple]
    if ground.width >= 16 and ground.height >= 14 and wanted >= 7:
        kinds += [_keep, _keep]
    return kinds[int(rng.integers(len(kinds)))](rng, ground, wanted)


def _villa(rng: np.random.Generator, ground: Block, wanted: int) -> Shell:
    return Shell(parts=house_parts(rng, ground, wanted), hall=relics.HALL)


def _temple(rng: np.random.Generator, ground: Block, wanted: int) -> Shell:
    """Columns about a nave with the holy of holies at its back."""
    broad = min(ground.width, max(9, round(ground.height * rng.uniform(0.6, 0.9))), 30)
    left = ground.left + (ground.width - broad) // 2
    platform = Block(left, ground.top, broad, min(ground.height, 44))
    nave = Block(
        platform.left + COLONNADE,
        platform.top + COLONNADE,
        platform.width - 2 * COLONNADE,
        platform.height - 2 * COLONNADE - 1,
    )
    if wanted == 1 or nave.height < 7:
        return Shell(parts=[Part(block=nave, role=Role.HALL)], hall=relics.NAVE, platform=platform)
    behind, nave = nave.cut(max(3, round(nave.height * 0.28)), level=True)
    pieces = sliced(rng, behind, max(1, min(wanted - 1, behind.width // 3)), level=False)
    parts = [Part(block=nave, role=Role.HALL), *(Part(block=piece) for piece in pieces)]
    return Shell(parts=parts, hall=relics.NAVE, platform=platform)


def _keep(rng: np.random.Generator, ground: Block, wanted: int) -> Shell:
    """Curtain walls with towers at the corners; the house stands at the back of the court."""
    side = TOWER if min(ground.width, ground.height) < 24 else TOWER + 1
    towers = tuple(
        Block(x, y, side, side)
        for x in (ground.left, ground.right - side)
        for y in (ground.top, ground.bottom - side)
    )
    within = Block(ground.left + 2, ground.top + 2, ground.width - 4, ground.height - 4)
    house, court = within.cut(max(5, round(within.height * rng.uniform(0.4, 0.55))), level=True)
    parts = [Part(block=court, role=Role.HALL, but=towers)]
    parts += _without_hall(floor_plan(rng, house, max(3, wanted - 5)), towers)
    return Shell(
        parts=[*parts, *(Part(block=tower, use=relics.TOWER) for tower in towers)], hall=relics.COURT
    )


def _without_hall(parts: list[Part], towers: tuple[Block, ...]) -> Iterator[Part]:
    """The house's own hall is a room like the others here; towers are cut out of what they stand in."""
    for part in parts:
        cut = replace(part, but=towers)
        if part.role is Role.HALL:
            cut = replace(cut, role=Role.ROOM, use=relics.HALL)
        yield cut
