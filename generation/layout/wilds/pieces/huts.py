"""Huts: four walls of wood, a door, a window, and who lives there."""

from collections.abc import Callable

import numpy as np
from shapely import LineString, box

from generation.layout.plan import Door, PropKind, WallMaterial, Window
from generation.layout.wilds.country import Line, rounded
from generation.layout.wilds.spot import Spot
from generation.vocabulary import DoorState, TerrainType

LEAST = 2.9  #: radius of the smallest place that has room for a hut


def hut(*stories: str, inside: tuple[PropKind, ...], outside: tuple[PropKind, ...]) -> Callable[[Spot], None]:
    """A hut on the lines of the grid, its door towards the way, things within and about it."""

    def build(spot: Spot) -> None:
        width, height = (4, 3) if spot.radius < 3.6 else (5, 4)
        spot.align(width, height)
        _walls(spot, width, height)
        corners = [(-1, -1), (1, -1), (-1, 1), (1, 1)]
        for kind, (x, y) in zip(inside, corners, strict=False):
            at = x * (width / 2 - 0.65), y * (height / 2 - 0.65)
            spot.put(kind, at, _SIZES.get(kind, (0.8, 0.8)), 0.0 if y < 0 else 180.0)
        for kind, (at, turn) in zip(
            outside, spot.ring(len(outside), spot.radius * 0.94, start=20, arc=300), strict=True
        ):
            along = 90.0 if kind is PropKind.BOAT else 0.0
            spot.put(kind, at, _SIZES.get(kind, (0.9, 0.9)), turn + along)
        spot.put(PropKind.LANTERN, (-1.3 if width % 2 == 0 else 1.0, height / 2 + 0.35), 0.35)
        spot.area = spot.area.union(
            spot.shape(box(-width / 2, -height / 2, width / 2, height / 2).buffer(1.0))
        )
        spot.tell("place", *stories)
        spot.tell(
            "secret",
            "A board is loose, and hides what the owner would kill for",
            name="Under the floor",
            at=(-0.5, 0),
        )

    return build


_SIZES = {
    PropKind.BED: (1.0, 1.7),
    PropKind.TABLE: (1.2, 0.8),
    PropKind.BOOKSHELF: (1.2, 0.45),
    PropKind.STOVE: (0.9, 0.7),
    PropKind.HEARTH: (1.3, 0.7),
    PropKind.CUPBOARD: (1.1, 0.5),
    PropKind.CHEST: (0.8, 0.55),
    PropKind.BOAT: (1.1, 2.6),
    PropKind.LOG: (1.8, 0.5),
    PropKind.FENCE: (1.8, 0.2),
    PropKind.CAULDRON: (0.9, 0.9),
}


def _walls(spot: Spot, width: int, height: int) -> None:
    """Planks all about, a door in the lower wall, a window in each of the side walls."""
    x, y = width / 2, height / 2
    spot.country.lay(TerrainType.FLOOR, [spot.shape(box(-x, -y, x, y))])
    left = -0.5 if width % 2 else -1.0  # the door fills the lower side of one space
    sill = -0.5 if height % 2 else -1.0
    runs = [
        [(left + 1, y), (x, y), (x, sill + 1)],
        [(x, sill), (x, -y), (-x, -y), (-x, sill)],
        [(-x, sill + 1), (-x, y), (left, y)],
    ]
    for run in runs:
        shape = spot.shape(LineString(run))
        spot.country.lines.append(Line(shape=shape, material=WallMaterial.WOOD))
    state = (DoorState.CLOSED, DoorState.OPEN)[int(spot.rng.random() < 0.3)]
    start, end = (rounded(spot.at(at, y)) for at in (left, left + 1))
    spot.country.doors.append(Door(start=start, end=end, state=state))
    for side in (-x, x):
        bottom, top = (rounded(spot.at(side, at)) for at in (sill, sill + 1))
        spot.country.windows.append(Window(start=bottom, end=top))
    spot.kept.append(spot.shape(box(-x, -y, x, y).buffer(0.8)))
    spot.kept.append(spot.shape(box(left - 0.5, y, left + 1.5, y + float(np.clip(spot.radius, 2, 3)))))
