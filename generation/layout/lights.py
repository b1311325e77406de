"""Lights: torches on walls, fires in braziers, glowing fungus."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import shapely
from shapely import LinearRing, Polygon
from shapely.geometry.polygon import orient

from generation.layout.plan import Light, Point, Prop, PropKind

FIRE = "#ffb45c"
FUNGUS_COLORS = ("#58e0c8", "#7fd8ff", "#9d8cff")
BURNING = {
    PropKind.BRAZIER: 5.0,
    PropKind.CAMPFIRE: 6.0,
    PropKind.CAULDRON: 3.0,
    PropKind.HEARTH: 5.0,
    PropKind.LANTERN: 5.0,
}
GLOWING = {PropKind.MAGIC_CIRCLE: ("#8f7bff", 4.0)}
OFF_WALL = 0.16  #: spaces between a torch and its wall


def wall_torches(
    rng: np.random.Generator, polygon: Polygon, apart: float, keep_off: Sequence[Point]
) -> Iterator[Prop]:
    """Torches along a room's walls, about `apart` spaces from one another and not beside a door."""
    ring = orient(polygon).exterior
    count = max(1, round(ring.length / apart))
    start = rng.uniform(0, ring.length)
    for index in range(count):
        at, rotation = _on_wall(ring, (start + index * ring.length / count) % ring.length)
        if all(np.hypot(at[0] - x, at[1] - y) > 1.1 for x, y in keep_off):
            yield Prop(kind=PropKind.TORCH, position=at, width=0.35, height=0.4, rotation=rotation)


def _on_wall(ring: LinearRing, distance: float) -> tuple[Point, float]:
    """A point just inside the ring, and the rotation of what hangs on the wall there."""
    before, after = shapely.get_coordinates(
        shapely.line_interpolate_point(ring, [max(distance - 0.05, 0), distance + 0.05])
    )
    along = (after - before) / max(float(np.hypot(*(after - before))), 1e-9)
    inward = np.array((-along[1], along[0]))
    at = (before + after) / 2 + inward * OFF_WALL
    rotation = float(np.degrees(np.arctan2(inward[1], inward[0]))) - 90.0
    return (round(float(at[0]), 4), round(float(at[1]), 4)), rotation % 360.0


def lights_of(rng: np.random.Generator, props: Iterable[Prop]) -> tuple[Light, ...]:
    """The light that each burning or glowing prop gives."""
    return tuple(light for prop in props for light in _light_of(rng, prop))


def _light_of(rng: np.random.Generator, prop: Prop) -> Iterator[Light]:
    if prop.kind is PropKind.TORCH:
        yield Light(position=prop.position, range=5.0, color=FIRE, intensity=0.8)
    elif prop.kind in BURNING:
        yield Light(position=prop.position, range=BURNING[prop.kind], color=FIRE, intensity=0.9)
    elif prop.kind in GLOWING:
        color, reach = GLOWING[prop.kind]
        yield Light(position=prop.position, range=reach, color=color, intensity=0.7)
    elif prop.kind is PropKind.FUNGUS:
        color = FUNGUS_COLORS[int(rng.integers(len(FUNGUS_COLORS)))]
        yield Light(position=prop.position, range=3.5, color=color, intensity=0.6)
