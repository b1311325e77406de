"""Ruins: broken walls, what paved their floors, and what lies under the rubble."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from shapely import LineString, Polygon, box
from shapely import Point as ShapelyPoint
from shapely.ops import substring

from generation.layout.plan import PropKind, WallMaterial
from generation.layout.terrain import blob
from generation.layout.wilds.country import Line
from generation.layout.wilds.spot import Spot
from generation.vocabulary import TerrainType

GAP = 1.5  #: spaces; a breach in a wall is at least so wide


def house(*stories: str) -> Callable[[Spot], None]:
    """A small house without a roof, on the lines of the grid."""

    def build(spot: Spot) -> None:
        width = int(np.clip(round(spot.radius * 1.35), 2, 7))
        height = int(np.clip(round(spot.radius * 1.1), 2, 6))
        spot.align(width, height)
        floor = box(-width / 2, -height / 2, width / 2, height / 2)
        _raise(spot, floor, breaches=2)
        if width >= 5:
            x = width / 2 - 2
            _wall(spot, LineString([(x, -height / 2), (x, height / 2 - GAP)]))
        _fall(spot, floor)
        spot.tell("place", *stories)

    return build


def tower(*stories: str) -> Callable[[Spot], None]:
    """What is left of a round tower, its stairs leading into the air."""

    def build(spot: Spot) -> None:
        radius = max(1.5, spot.radius * 0.62)
        floor = ShapelyPoint(0, 0).buffer(radius, quad_segs=5)
        _raise(spot, floor, breaches=1 + (radius > 2))
        spot.put(
            PropKind.STAIRS_UP, (-radius * 0.35, -radius * 0.3), (1.0, 1.4), float(spot.rng.uniform(-40, 0))
        )
        _fall(spot, floor)
        spot.tell("place", *stories)

    return build


def temple(*stories: str) -> Callable[[Spot], None]:
    """Two rows of columns, most of them fallen, before an altar."""

    def build(spot: Spot) -> None:
        width, height = max(3, round(spot.radius * 1.15)), max(4, round(spot.radius * 1.45))
        spot.align(width, height)
        floor = box(-width / 2, -height / 2, width / 2, height / 2)
        _pave(spot, floor)
        _wall(
            spot,
            LineString([(-width / 2, -height / 2 + GAP), (-width / 2, -height / 2), (-GAP / 2, -height / 2)]),
        )
        _wall(spot, LineString([(width / 2, -height / 2), (width / 2, -height / 2 + GAP)]))
        for y in np.arange(-height / 2 + 0.7, height / 2, 1.5).tolist():
            for side in (-1, 1):
                standing = spot.rng.random() < 0.55
                at = side * (width / 2 - 0.55), y
                spot.put(
                    PropKind.PILLAR if standing else PropKind.COLUMN,
                    at,
                    0.75,
                    float(spot.rng.uniform(0, 180)),
                )
        spot.put(PropKind.ALTAR, (0, -height / 2 + 0.9), (1.4, 0.8))
        _strew_stones(spot, floor)
        spot.tell("place", *stories)
        spot.tell(
            "secret",
            "The altar turns, and steps lead down",
            name="Under the altar",
            at=(0, -height / 2 + 0.9),
        )

    return build


def _raise(spot: Spot, floor: Polygon, *, breaches: int) -> None:
    """Walls about a floor, breached towards the way and elsewhere."""
    _pave(spot, floor)
    ring = LineString(floor.exterior.coords)
    door = ring.project(ShapelyPoint(0, ring.bounds[3]))
    others = spot.rng.uniform(0.25, 0.75, breaches) * ring.length
    cuts = sorted(
        ((door + off) % ring.length, GAP * float(spot.rng.uniform(1.0, 1.7)))
        for off in (0.0, *others.tolist())
    )
    for (start, gap), (end, next_gap) in pairwise([*cuts, (cuts[0][0] + ring.length, cuts[0][1])]):
        first, last = start + gap / 2, end - next_gap / 2
        if last - first > 0.8:
            _wall(spot, _stretch(ring, first, last))


def _stretch(ring: LineString, first: float, last: float) -> LineString:
    """The part of a closed line between two distances along it, over its beginning where need be."""
    twice = LineString([*ring.coords, *ring.coords[1:]])
    part = substring(twice, first, last)
    assert isinstance(part, LineString)
    return part


def _wall(spot: Spot, line: LineString) -> None:
    shape = spot.shape(line)
    spot.country.lines.append(Line(shape=shape, material=WallMaterial.RUIN))
    spot.kept.append(shape.buffer(0.5))


def _pave(spot: Spot, floor: Polygon) -> None:
    """What is left of a floor: grass or sand has taken its corners."""
    worn = floor.intersection(ShapelyPoint(0, 0).buffer(spot.radius * 1.2))
    for _ in range(2):
        corner = floor.exterior.interpolate(float(spot.rng.random()), normalized=True)
        worn = worn.difference(blob(spot.rng, (corner.x, corner.y), float(spot.rng.uniform(0.6, 1.1))))
    spot.country.lay(TerrainType.FLOOR, [spot.shape(worn)])
    spot.kept.append(spot.shape(floor.buffer(0.4)))


def _fall(spot: Spot, floor: Polygon) -> None:
    """Rubble below the breaches, stones about, and a chest that was left."""
    ring = floor.exterior
    for share in spot.rng.random(2 + (spot.radius > 3)).tolist():
        at = ring.interpolate(share, normalized=True)
        heap = blob(spot.rng, (at.x, at.y), float(spot.rng.uniform(0.6, 1.1)))
        spot.country.lay(TerrainType.RUBBLE, [spot.shape(heap)])
    _strew_stones(spot, floor)
    left, top, right, bottom = floor.bounds
    at = left * 0.45 + right * 0.05, top * 0.5 + bottom * 0.05
    kinds = (PropKind.CHEST, PropKind.CRATE, PropKind.BARREL, PropKind.BONES)
    kind = kinds[int(spot.rng.integers(len(kinds)))]
    spot.put(kind, at, (0.8, 0.6) if kind is PropKind.CHEST else 0.75, float(spot.rng.uniform(0, 360)))
    spot.tell(
        "treasure",
        "A chest that whoever fled could not carry",
        "A loose hearthstone, and a purse beneath",
        "A strongbox, its key still in the lock, both rusted",
        "Letters that would ruin a noble house",
        name="Under the rubble",
        at=at,
    )


def _strew_stones(spot: Spot, floor: Polygon) -> None:
    area = floor.buffer(1.0)
    for _ in range(max(3, round(spot.radius * 1.5))):
        at = spot.toward(float(spot.rng.uniform(0, 360)), float(spot.rng.uniform(0.4, 1.0)))
        if area.contains(ShapelyPoint(at)) and spot.is_free(at, 0.4):
            spot.put(PropKind.ROCKS, at, float(spot.rng.uniform(0.4, 0.8)), float(spot.rng.uniform(0, 360)))
