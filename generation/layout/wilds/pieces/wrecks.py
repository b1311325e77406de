"""Boats, wrecks, and what the sea or the ice has kept of them."""

import numpy as np
from shapely import box

from generation.layout.plan import PropKind
from generation.layout.wilds.spot import Spot
from generation.vocabulary import TerrainType


def landing(spot: Spot) -> None:
    """A boat drawn up, with nets and barrels."""
    spot.put(PropKind.BOAT, (0, 0.2), (1.4, 3.2), float(spot.rng.uniform(-25, 25)))
    if spot.radius > 2.6:
        spot.put(PropKind.BOAT, (-1.9, -0.4), (1.3, 2.9), float(spot.rng.uniform(-25, 25)))
    spot.heap((PropKind.BARREL, PropKind.CRATE, PropKind.BARREL), (1.7, -0.9), 0.65)
    spot.put(PropKind.ANCHOR, (1.5, 0.9), 0.9, float(spot.rng.uniform(0, 360)))
    spot.tell(
        "place",
        "Footprints lead from it, and none lead back",
        "The nets are still wet, and full of something that breathes",
        "Fishers who will row anywhere but past the point",
    )


def shipwreck(spot: Spot) -> None:
    """A hull broken on the shore: keel, ribs, mast, and the cargo."""
    length, lean = spot.radius * 1.5, float(spot.rng.uniform(-12, 12))
    spot.put(PropKind.LOG, (0, 0), (length, 0.4), lean)
    for along in np.linspace(-0.42, 0.42, max(4, round(length / 1.1))).tolist():
        beam = 1.5 * (1 - (1.7 * along) ** 2) + 0.35
        for side in (-1, 1):
            if spot.rng.random() < 0.82 and beam > 0.5:
                at = along * length, side * beam * 0.62
                spot.put(PropKind.LOG, at, (beam, 0.22), 90 + lean + 14.0 * side)
    spot.put(PropKind.MAST, spot.toward(60, 0.6), 0.8)
    spot.scatter(PropKind.CRATE, 3, 0.75, inner=0.45, outer=0.95)
    spot.scatter(PropKind.BARREL, 3, 0.65, inner=0.45, outer=0.95)
    spot.tell("danger", "The crew is still aboard, and hungry", "Crabs as large as shields keep house in it")
    spot.tell("treasure", "The captain's chest, under a rib", name="In the wreck", at=(length * 0.25, 0.4))


def ship_in_ice(spot: Spot) -> None:
    """A boat that the ice has closed about."""
    spot.area = spot.lay(TerrainType.ICE, spot.radius * 0.95)
    spot.put(PropKind.BOAT, (0, 0), (1.8, min(spot.radius * 1.3, 4.4)), float(spot.rng.uniform(0, 180)))
    for at, turn in spot.ring(5, spot.radius * 0.75):
        spot.put(PropKind.ICE_SPIKE, at, float(spot.rng.uniform(0.6, 1.1)), turn)
    spot.heap((PropKind.CRATE, PropKind.BARREL), (1.6, 0.8), 0.7)
    spot.tell("place", "Its lantern still burns", "The ropes were cut in haste")
    spot.tell("treasure", "The strongroom is whole, and frozen shut", name="Below deck")


def pier(spot: Spot) -> None:
    """Planks on posts, out over the water below the spot; a boat lies at its end."""
    length = spot.radius + 3.5
    deck = spot.shape(box(-0.75, 0, 0.75, length))
    spot.country.lay(TerrainType.FLOOR, [deck])
    spot.kept.append(deck.buffer(0.3))
    spot.put(PropKind.BOAT, (1.7, length - 1.6), (1.3, 3.0), 0)
    for y in np.arange(0.3, length, 1.7).tolist():
        for side in (-1, 1):
            spot.put(PropKind.STUMP, (side * 0.8, y), 0.35)
    spot.put(PropKind.LANTERN, (-0.55, length - 0.4), 0.4)
    spot.heap((PropKind.CRATE, PropKind.BARREL, PropKind.CRATE), (-1.0, -0.9), 0.7)
    spot.tell(
        "place", "The ferryman comes when the lantern is lit", "Something has bitten through two of the posts"
    )
