"""Camps: those who sleep out here, and what they have with them."""

from collections.abc import Callable

import numpy as np

from generation.layout.plan import PropKind
from generation.layout.wilds.spot import Spot

SUPPLIES = (PropKind.CRATE, PropKind.BARREL, PropKind.CRATE)


def camp(*stories: str, kind: str = "place", treasure: str | None = None) -> Callable[[Spot], None]:
    """Tents about a fire, open towards the way, and seats of logs."""

    def build(spot: Spot) -> None:
        spot.put(PropKind.CAMPFIRE, (0, 0), 1.0)
        reach = max(spot.radius * 0.66, 1.9)
        apart = float(np.degrees(2.1 / reach))  # so that tents stand beside each other, not into each other
        tents = int(np.clip(round(spot.radius - 1.2), 1, 190 // apart))
        start = 270 - apart * (tents - 1) / 2
        for at, turn in spot.ring(tents, reach, start=start, arc=apart * (tents - 1) or 1, jitter=0.05):
            spot.put(PropKind.TENT, at, (1.6, 1.8), turn + float(spot.rng.uniform(-6, 6)))
        for at, turn in spot.ring(2, 1.5, start=30, arc=120):
            spot.put(PropKind.LOG, at, (1.4, 0.42), turn)
        spot.heap(SUPPLIES[: 2 + (spot.radius > 2.6)], spot.toward(165), 0.65)
        if spot.radius > 3.2:
            spot.put(PropKind.WAGON, spot.toward(22, 0.85), (1.6, 2.6), float(spot.rng.uniform(-20, 20)))
        spot.tell(kind, *stories)
        if treasure:
            spot.put(PropKind.CHEST, spot.toward(240, 0.8), (0.8, 0.55), float(spot.rng.uniform(0, 360)))
            spot.tell("treasure", treasure, name="Chest", at=spot.toward(240, 0.8))

    return build


def abandoned_camp(spot: Spot) -> None:
    """Tents that nobody came back to."""
    for at, turn in spot.ring(max(2, round(spot.radius * 0.8)), spot.radius * 0.6):
        spot.put(PropKind.TENT, at, (1.7, 1.9), turn + float(spot.rng.uniform(-40, 40)))
    spot.heap(SUPPLIES, (0.3, 0.2), 0.75)
    spot.scatter(PropKind.BONES, 2, 0.8, inner=0.5)
    spot.scatter(PropKind.CRATE, 2, 0.7, inner=0.4)
    spot.tell(
        "danger",
        "The tents are cut open from the inside",
        "The meal is still on the plates, frozen or dried",
        "A diary breaks off in the middle of a word",
    )
    spot.tell("treasure", "A map case under the groundsheet", name="Left behind", at=(0.3, 0.2))


def caravan(spot: Spot) -> None:
    """Wagons drawn up in a ring about a fire."""
    spot.put(PropKind.CAMPFIRE, (0, 0), 1.1)
    wagons = max(2, round(spot.radius * 0.9))
    for at, turn in spot.ring(wagons, spot.radius * 0.66, start=160, arc=220):
        spot.put(PropKind.WAGON, at, (1.6, 2.6), turn + 90)
    spot.heap(SUPPLIES, spot.toward(60, 0.5), 0.7)
    for at, turn in spot.ring(2, 1.5, start=60, arc=120):
        spot.put(PropKind.LOG, at, (1.3, 0.42), turn)
    spot.tell(
        "place",
        "Traders who are glad of company, and of guards",
        "The master of the caravan buys anything and asks nothing",
        "One of the wagons is locked, and something moves in it",
    )
