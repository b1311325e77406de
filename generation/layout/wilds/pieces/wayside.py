"""What happens beside roads: wrecks, ambushes, tolls, work in the woods."""

import numpy as np
from shapely import box

from generation.layout.plan import PropKind
from generation.layout.wilds.spot import Spot
from generation.vocabulary import TerrainType


def waylaid(spot: Spot) -> None:
    """A wagon across the road, a felled trunk before it, and cover on both sides for those who wait."""
    spot.put(PropKind.WAGON, (0, 0.2), (1.7, 2.8), 90 + float(spot.rng.uniform(-28, 28)))
    spot.put(PropKind.LOG, (min(spot.radius, 3.4), 0), (2.8, 0.6), 90 + float(spot.rng.uniform(-12, 12)))
    spot.heap((PropKind.CRATE, PropKind.BARREL), (-1.9, -0.7), 0.72)
    spot.scatter(PropKind.CRATE, 2, 0.7, inner=0.35, outer=0.8)
    for side in (-1, 1):
        y = side * max(2.2, spot.radius * 0.8)
        spot.put(PropKind.BOULDER, (-1.2 * side, y), 1.4, float(spot.rng.uniform(0, 360)))
        spot.put(PropKind.BUSH, (0.6, y * 1.05), 1.3)
        spot.put(PropKind.BUSH, (1.7, y * 1.1), 1.1)
        spot.tell(
            "ambush",
            "Two with bows wait for whoever stops to help",
            "They rise when the last one has passed",
            "A net is ready, and knives",
            name="Ambush",
            at=(1.0, y * 1.15),
        )
    spot.tell(
        "danger",
        "An axle sawn half through, and no horses",
        "The driver sits up, and warns, too late",
        "The load is gone; the blood is not dry",
    )


def milepost(spot: Spot) -> None:
    """A resting place at a milestone."""
    spot.put(PropKind.PILLAR, (0, spot.radius * 0.45), 0.6)
    spot.put(PropKind.BENCH, (-1.0, 0.1), (1.4, 0.45), 0)
    spot.put(PropKind.WELL, (0.9, -0.5), 1.3)
    spot.put(PropKind.BROADLEAF, (-0.8, -spot.radius * 0.7), 2.6, float(spot.rng.uniform(0, 360)))
    spot.tell("place", "Travellers rest here, and talk", "Somebody has scratched a warning into the stone")


def loggers(spot: Spot) -> None:
    """Where trees are felled: stumps, stacked trunks, a wagon."""
    spot.scatter(PropKind.STUMP, round(spot.radius * 2.2), 0.75, inner=0.35, outer=0.95)
    for index in range(4):
        spot.put(PropKind.LOG, (-0.4, -0.9 + 0.45 * index), (2.6, 0.5), float(spot.rng.uniform(-3, 3)))
    if spot.radius > 2.8:
        spot.put(PropKind.WAGON, spot.toward(70, 0.7), (1.6, 2.6), float(spot.rng.uniform(60, 120)))
    spot.tell(
        "place",
        "The saws lie where they were dropped",
        "They felled the wrong tree, and know it",
        "The foreman hires guards, and does not say against what",
    )


def toll(spot: Spot) -> None:
    """A bar across the road, and those who want to be paid."""
    spot.put(PropKind.FENCE, (0, 0), (min(2.6, spot.radius), 0.2), 90)
    spot.put(PropKind.TENT, (-0.4, -spot.radius * 0.85), (1.7, 1.9), 0)
    spot.put(PropKind.CAMPFIRE, (1.5, -spot.radius * 0.8), 0.9)
    spot.put(PropKind.BARREL, (0.3, spot.radius * 0.72), 0.65)
    spot.put(PropKind.CRATE, (-0.5, spot.radius * 0.75), 0.7)
    spot.tell("danger", "A toll that no lord has ordered", "The guards wear other men's colours")


def woodcutter(spot: Spot) -> None:
    """A place where charcoal is burnt."""
    for at, _ in spot.ring(3, spot.radius * 0.45):
        x, y = at
        spot.country.lay(
            TerrainType.RUBBLE, [spot.shape(box(x - 0.7, y - 0.7, x + 0.7, y + 0.7).buffer(0.3))]
        )
        spot.put(PropKind.CAMPFIRE, at, 0.7)
    spot.scatter(PropKind.LOG, 3, 0.9, inner=0.7)
    spot.put(PropKind.TENT, spot.toward(270, 0.8), (1.6, 1.8))
    spot.tell("place", "The kilns must be watched all night", "The burners have seen who passed, for a coin")


def well(spot: Spot) -> None:
    """A well with a trough, the ground about it trodden."""
    spot.lay(TerrainType.ROAD, spot.radius * 0.7)
    spot.put(PropKind.WELL, (0, 0), 1.4)
    spot.put(PropKind.BARREL, (1.2, 0.4), 0.6)
    spot.put(PropKind.BENCH, (-1.5, 0.2), (1.3, 0.45), float(np.degrees(np.pi / 2)))
    spot.tell(
        "place", "Sweet water, and a coin for whoever draws it", "Something scratches at the stones below"
    )
