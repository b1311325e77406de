"""Hiding places: a short way into the rock behind a secret door."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from generation.layout.spaces import Space, Spaces
from generation.layout.underground.corridors import Network
from generation.layout.underground.rooms import Doorway

DEPTH = 2  #: spaces


@dataclass(frozen=True, kw_only=True)
class Niche:
    """Spaces behind a doorway of a room, the innermost one last."""

    room: int
    doorway: Doorway
    spaces: tuple[Space, ...]


def find_niche(rng: np.random.Generator, network: Network, floor: Spaces) -> Niche | None:
    """A place for a niche, by chance; None where the rock is too thin everywhere."""
    found = list(_niches(network, floor))
    return found[int(rng.integers(len(found)))] if found else None


def _niches(network: Network, floor: Spaces) -> Iterator[Niche]:
    """Everywhere that a room has a flat wall with solid rock behind it."""
    used = {way.porch for way in network.doorways}
    for room, chamber in enumerate(network.chambers):
        for way in chamber.doorways():
            (x, y), (dx, dy) = way.porch, way.outward
            if not any((x + a * dy, y + a * dx) in used for a in (-1, 0, 1)) and _solid(floor, way):
                spaces = tuple((x + step * dx, y + step * dy) for step in range(DEPTH))
                yield Niche(room=room, doorway=way, spaces=spaces)


def _solid(floor: Spaces, way: Doorway) -> bool:
    """Whether there is rock where the niche would be, and all about it."""
    (x, y), (dx, dy) = way.porch, way.outward
    columns = sorted((x - abs(dy), x + abs(dy), x + DEPTH * dx))
    rows = sorted((y - abs(dx), y + abs(dx), y + DEPTH * dy))
    if columns[0] < 1 or rows[0] < 1 or columns[-1] >= floor.shape[1] - 1 or rows[-1] >= floor.shape[0] - 1:
        return False
    return not floor[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].any()
