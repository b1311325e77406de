"""Stones that somebody set up: rings, cairns, barrows, shrines, graves."""

import numpy as np
from shapely import box

from generation.layout.plan import Light, PropKind
from generation.layout.wilds.country import rounded
from generation.layout.wilds.spot import Spot
from generation.vocabulary import TerrainType

EERIE = "#9db7ff"


def standing_stones(spot: Spot) -> None:
    """A ring of tall stones, one of them fallen, about an altar."""
    count = int(np.clip(round(spot.radius * 2.6), 5, 14))
    fallen = int(spot.rng.integers(count))
    for index, (at, turn) in enumerate(spot.ring(count, spot.radius * 0.74, jitter=0.07)):
        if index == fallen:
            spot.put(PropKind.BOULDER, (at[0] * 0.82, at[1] * 0.82), (0.62, 1.35), turn + 15)
        else:
            spot.put(PropKind.BOULDER, at, (1.0, 0.6), turn + float(spot.rng.uniform(-8, 8)))
    if spot.radius > 2.4:
        spot.put(PropKind.ALTAR, (0, 0), (1.5, 0.85))
    spot.tell(
        "place",
        "At dawn the shadows of all stones meet on the altar",
        "Nobody counts the stones twice and gets the same number",
        "Fresh flowers lie here, and no path leads to them",
    )


def cairn(spot: Spot) -> None:
    """Stones heaped up by those who passed."""
    spot.put(PropKind.BOULDER, (0, 0), 1.5, float(spot.rng.uniform(0, 360)))
    for at, turn in spot.ring(5, 0.95):
        size = float(spot.rng.uniform(0.5, 0.8))
        spot.put(PropKind.ROCKS, at, size, turn)
    spot.tell(
        "place",
        "Whoever adds a stone passes unseen, they say",
        "Under it lies a scout, with his report",
        "The topmost stone is warm",
    )


def shrine(spot: Spot) -> None:
    """A statue by the wayside, with a bench for those who pray."""
    spot.country.lay(TerrainType.FLOOR, [spot.shape(box(-1, -1.5, 1, 0.6))])
    spot.put(PropKind.STATUE, (0, -0.75), 1.1)
    spot.put(PropKind.BENCH, (0, 1.3), (1.4, 0.45), 180)
    for side in (-1, 1):
        spot.put(PropKind.BUSH, (side * 1.5, -0.9), 0.8)
    spot.tell(
        "place",
        "Coins lie in the bowl; nobody takes them",
        "The face has been struck off, and somebody mends it each spring",
        "It weeps on the eve of battles",
    )


def obelisk(spot: Spot) -> None:
    """A pillar on steps, about it what has fallen from it."""
    spot.country.lay(TerrainType.FLOOR, [spot.shape(box(-1.1, -1.1, 1.1, 1.1))])
    spot.put(PropKind.PILLAR, (0, 0), 1.0)
    spot.scatter(PropKind.ROCKS, 4, 0.6, inner=0.55, outer=0.9)
    spot.put(PropKind.COLUMN, spot.toward(140, 0.75), 0.8, float(spot.rng.uniform(0, 180)))
    spot.tell(
        "place",
        "The writing changes when nobody looks",
        "It hums when struck, and something answers from below",
        "It casts no shadow at noon or at any other hour",
    )


def barrow(spot: Spot) -> None:
    """A grave mound; its entrance looks to the way."""
    for share in (0.86, 0.6):
        spot.lay(TerrainType.HILL, spot.radius * share)
    spot.put(PropKind.STAIRS_DOWN, (0, spot.radius * 0.45), (1.0, 1.6), 180)
    for side in (-1, 1):
        spot.put(PropKind.BOULDER, (side * 0.95, spot.radius * 0.5), (0.7, 1.1), 8 * side)
        spot.put(PropKind.BOULDER, (side * 1.2, spot.radius * 0.85), 0.7)
    spot.tell(
        "danger",
        "The stone before the door has been rolled aside, from within",
        "A king lies here who swore to come back",
        "Wights walk in the fog that comes from the door",
    )
    spot.tell("treasure", "Grave goods, and a curse on who takes them", name="Burial chamber", at=(0, -0.4))


def graveyard(spot: Spot) -> None:
    """Rows of graves within a fence, a dead tree among them."""
    width, height = spot.radius * 1.4, max(spot.radius * 1.1, 3.4)
    _fenced(spot, width, height)
    columns, rows = max(2, int((width - 0.8) / 1.15)), max(1, int((height - 0.6) / 1.9))
    tree = int(spot.rng.integers(columns))
    for column, x in enumerate(np.linspace(-width / 2 + 0.8, width / 2 - 0.8, columns).tolist()):
        for row in range(rows):
            y = (row - (rows - 1) / 2) * 1.9
            if column == tree and row == 0:
                spot.put(PropKind.DEAD_TREE, (x, y), 1.7, float(spot.rng.uniform(0, 360)))
            elif spot.rng.random() < 0.85:
                spot.put(PropKind.GRAVE, (x, y), (0.75, 1.45), float(spot.rng.uniform(-6, 6)))
    spot.country.lights.append(
        Light(position=rounded(spot.at(0, 0.8)), range=3.0, color=EERIE, intensity=0.35)
    )
    spot.tell(
        "danger",
        "One grave has been opened, and not with a spade",
        "At night lights go from stone to stone",
        "All the dates on the stones are the same",
    )


def field(spot: Spot) -> None:
    """Tilled land within a fence, a gap towards the way."""
    width, height = spot.radius * 1.5, spot.radius * 1.15
    spot.country.lay(
        TerrainType.DIFFICULT,
        [spot.shape(box(-width / 2 + 0.4, -height / 2 + 0.4, width / 2 - 0.4, height / 2 - 0.4))],
    )
    _fenced(spot, width, height)
    spot.put(PropKind.HAY, (width * 0.28, -height * 0.2), 1.2, float(spot.rng.uniform(0, 90)))
    spot.put(PropKind.HAY, (-width * 0.25, height * 0.15), 1.1, float(spot.rng.uniform(0, 90)))
    spot.tell(
        "place",
        "The scarecrow stands in another place each morning",
        "The corn is trodden down in a perfect circle",
        "The farmer pays two silver for each wild pig",
    )


def orchard(spot: Spot) -> None:
    """Fruit trees in rows."""
    half = spot.radius * 0.72
    for x in np.arange(-half + 0.4, half, 2.0).tolist():
        for y in np.arange(-half + 0.4, half, 2.0).tolist():
            if np.hypot(x, y) < spot.radius * 0.92:
                size = float(spot.rng.uniform(1.5, 1.9))
                at = x + float(spot.rng.uniform(-0.12, 0.12)), y + float(spot.rng.uniform(-0.12, 0.12))
                spot.put(PropKind.BROADLEAF, at, size, float(spot.rng.uniform(0, 360)))
    spot.tell(
        "place", "Apples, and wasps as large as sparrows", "Somebody has buried something under every tree"
    )


def _fenced(spot: Spot, width: float, height: float) -> None:
    """A fence about a rectangle, with a gap in the middle of the lower side."""
    x, y = width / 2, height / 2
    spot.area = spot.shape(box(-x - 0.3, -y - 0.3, x + 0.3, y + 0.3))
    for side in (-1, 1):
        spot.put(PropKind.FENCE, (side * x, 0), (height, 0.2), 90)
        spot.put(PropKind.FENCE, (side * (x / 2 + 0.3), y), (x - 0.6, 0.2))
    spot.put(PropKind.FENCE, (0, -y), (width, 0.2))
