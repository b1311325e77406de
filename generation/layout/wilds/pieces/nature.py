"""What grew by itself: clearings, great trees, pools, lairs."""

from collections.abc import Callable

import numpy as np
from shapely import Point as ShapelyPoint

from generation.layout.plan import Light, PropKind
from generation.layout.wilds.country import rounded
from generation.layout.wilds.spot import Spot
from generation.vocabulary import TerrainType

MUSHROOM_LIGHT = "#7fd8c8"


def glade(spot: Spot) -> None:
    """Open ground in the woods: a stump, a fallen trunk, bushes at the rim."""
    spot.put(PropKind.STUMP, spot.toward(20, 0.3), 0.9, float(spot.rng.uniform(0, 360)))
    spot.put(
        PropKind.LOG,
        spot.toward(190, 0.45),
        (min(spot.radius * 0.8, 3.2), 0.6),
        float(spot.rng.uniform(0, 180)),
    )
    for at, _ in spot.ring(max(3, round(spot.radius)), spot.radius * 0.92, jitter=0.4):
        spot.put(PropKind.BUSH, at, float(spot.rng.uniform(0.7, 1.2)), float(spot.rng.uniform(0, 360)))
    spot.tell(
        "place",
        "Deer come here at dusk, and what hunts them",
        "The grass is pressed flat by something heavy that slept here",
        "Moonflowers open here one night of the month",
    )


def great_tree(spot: Spot) -> None:
    """An old tree, hollow, about it others keep their distance."""
    size = min(spot.radius * 1.5, 6.0)
    spot.put(PropKind.BROADLEAF, (0, -0.2), size, float(spot.rng.uniform(0, 360)))
    for at, turn in spot.ring(4, size * 0.42):
        spot.put(PropKind.ROCKS, at, 0.5, turn)
    spot.scatter(PropKind.FUNGUS, 3, 0.45, inner=0.65, outer=0.85)
    spot.tell(
        "place", "The oldest tree of the forest; it answers, slowly", "Ribbons hang in it, one for each wish"
    )
    spot.tell("treasure", "In its hollow lie the gifts of a hundred years", name="Hollow trunk")


def mushroom_ring(spot: Spot) -> None:
    """A ring of mushrooms that glow a little at night."""
    for at, turn in spot.ring(int(np.clip(round(spot.radius * 5), 8, 14)), spot.radius * 0.62, jitter=0.3):
        spot.put(PropKind.FUNGUS, at, float(spot.rng.uniform(0.35, 0.65)), turn)
    spot.tell(
        "place",
        "Whoever steps inside hears music from below",
        "Time goes slower inside the ring",
        "The mushrooms turn to whoever lies",
    )


def pond(spot: Spot) -> None:
    """Still water, deep in the middle, with reeds and lily pads."""
    water = spot.lay(TerrainType.WATER, spot.radius * 0.78)
    if spot.radius > 2.0:
        spot.country.lay(TerrainType.DEEP_WATER, [water.buffer(-0.8)])
    for at, _ in spot.ring(int(spot.radius * 2), spot.radius * 0.78, jitter=0.5):
        if spot.rng.random() < 0.6:
            spot.put(PropKind.REEDS, at, float(spot.rng.uniform(0.7, 1.2)), float(spot.rng.uniform(0, 360)))
    for _ in range(int(spot.radius)):
        at = spot.toward(float(spot.rng.uniform(0, 360)), float(spot.rng.uniform(0.2, 0.6)))
        if spot.is_free(at, 0.4):
            spot.put(
                PropKind.LILY_PADS, at, float(spot.rng.uniform(0.7, 1.1)), float(spot.rng.uniform(0, 360))
            )
    spot.area = water.buffer(0.5)
    spot.tell(
        "place",
        "No wind ever moves the water",
        "Something pale looks up from the bottom",
        "Good water, and everybody's tracks lead here",
    )


def lair(*stories: str) -> Callable[[Spot], None]:
    """Boulders about a den, open to one side, bones before it."""

    def build(spot: Spot) -> None:
        count = max(4, round(spot.radius * 2.2))
        for at, turn in spot.ring(count, spot.radius * 0.74, start=150, arc=240, jitter=0.25):
            spot.put(PropKind.BOULDER, at, float(spot.rng.uniform(0.9, 1.7)), turn)
        spot.scatter(PropKind.BONES, 1 + (spot.radius > 2.2), 1.1, outer=0.5)
        spot.tell("danger", *stories)
        if spot.radius > 2.4:
            spot.tell("treasure", "What its last meal carried", name="Among the bones", at=(0.4, -0.5))

    return build


def giant_bones(spot: Spot) -> None:
    """The skeleton of something huge, and what has gathered about it."""
    size = min(spot.radius * 1.3, 5.0)
    spot.put(PropKind.BONES, (0, 0), (size, size * 0.8), float(spot.rng.uniform(0, 360)))
    for at, turn in spot.ring(3, spot.radius * 0.85, jitter=0.4):
        spot.put(PropKind.ROCKS, at, float(spot.rng.uniform(0.5, 0.9)), turn)
    spot.tell(
        "place",
        "It was buried standing, and has dug itself out to the waist",
        "Its ribs have been a roof for many nights",
    )
    spot.tell("treasure", "A tooth is loose, and long enough for a sword", name="Skull", at=(0, -size * 0.3))


def springs(spot: Spot) -> None:
    """Hot water in a bare hollow."""
    spot.lay(TerrainType.RUBBLE, spot.radius * 0.86)
    water = spot.lay(TerrainType.WATER, spot.radius * 0.6)
    for at, turn in spot.ring(6, spot.radius * 0.72):
        spot.put(PropKind.ROCKS, at, float(spot.rng.uniform(0.5, 0.9)), turn)
    spot.area = water.buffer(0.8)
    spot.tell("place", "Warm water, and everybody keeps peace here", "The steam hides whoever bathes")


def bog_light(spot: Spot) -> None:
    """A light over the water that nobody carries."""
    spot.country.lights.append(
        Light(position=rounded(spot.center), range=3.5, color=MUSHROOM_LIGHT, intensity=0.5)
    )
    spot.tell("danger", "A light that keeps its distance, until one sinks", name="Bog light")


def thicket(spot: Spot) -> None:
    """Undergrowth grown into a wall, with a way in from one side."""
    ring = (
        ShapelyPoint(0, 0).buffer(spot.radius * 0.92).difference(ShapelyPoint(0, 0).buffer(spot.radius * 0.5))
    )
    gap = ShapelyPoint(0, spot.radius).buffer(1.1)
    spot.country.lay(TerrainType.TREES, [spot.shape(ring.difference(gap))])
    for at, turn in spot.ring(max(6, round(spot.radius * 3)), spot.radius * 0.74, start=120, arc=300):
        spot.put(PropKind.BUSH, at, float(spot.rng.uniform(0.8, 1.3)), turn)
    spot.scatter(PropKind.BONES, 2, 0.7, outer=0.4)
    spot.tell("danger", "Webs hang between the thorns", "A bear has its young here")
