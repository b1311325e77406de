"""What holds for every plan that is laid out, whatever it shows."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely import LineString, MultiLineString, Polygon

from generation.layout.codec import layout_from_json, layout_to_json
from generation.layout.plan import MapLayout, Point
from generation.tactics.spaces import space_steps
from generation.vocabulary import DoorState

HAIR = 2e-3  #: spaces; coordinates are rounded to a ten-thousandth


def assert_sound(plan: MapLayout) -> None:
    """Everything that holds for every plan."""
    assert_inside_the_field(plan)
    assert_valid_shapes(plan)
    assert_openings_lie_in_gaps_of_walls(plan)
    assert_every_space_can_be_reached(plan)
    assert [room.number for room in plan.rooms] == list(range(1, len(plan.rooms) + 1))
    for named in (plan.points_of_interest, plan.territories, plan.routes):
        assert not [one for one, count in Counter(thing.id for thing in named).items() if count > 1]
    assert layout_from_json(layout_to_json(plan)) == plan


def assert_inside_the_field(plan: MapLayout) -> None:
    """Nothing lies beyond the edge."""
    points = np.array(list(_points(plan)), dtype=np.float64).reshape(-1, 2)
    assert np.isfinite(points).all()
    outside = ((points < -HAIR) | (points > np.array((plan.width, plan.height)) + HAIR)).any(axis=1)
    assert not outside.any(), points[outside][:5]


def assert_valid_shapes(plan: MapLayout) -> None:
    """Polygons enclose ground and do not cross themselves; walls don't either."""
    areas = [thing.polygon for thing in (*plan.rooms, *plan.terrain, *plan.territories)]
    for polygon in map(Polygon, areas):
        assert polygon.is_valid, shapely.is_valid_reason(polygon)
        assert polygon.area > 0
    for wall in plan.walls:
        assert len(wall.points) > 1
        assert LineString(wall.points).is_simple, wall


def assert_openings_lie_in_gaps_of_walls(plan: MapLayout) -> None:
    """Doors and windows reach from wall to wall, and no wall runs through them."""
    walls = MultiLineString([wall.points for wall in plan.walls])
    shapely.prepare(walls)
    for opening in (*plan.doors, *plan.windows):
        line = LineString((opening.start, opening.end))
        assert line.length > 0.3, opening
        for end in (opening.start, opening.end):
            assert walls.distance(shapely.Point(end)) < HAIR, f"hangs in the air: {opening}"
        inner = line.interpolate([0.2, 0.5, 0.8], normalized=True)
        assert (shapely.distance(walls, inner) > HAIR).all(), f"walled up: {opening}"


def assert_every_space_can_be_reached(plan: MapLayout) -> None:
    """With all doors open, walks lead from every space that can be entered to every other."""
    doors = tuple(replace(door, state=DoorState.OPEN) for door in plan.doors)
    steps = space_steps(replace(plan, doors=doors))
    spaces = len(steps.centers)
    graph = coo_array((np.ones(len(steps.start)), (steps.start, steps.end)), shape=(spaces, spaces))
    _, labels = connected_components(graph, directed=False)
    entered = np.isfinite(steps.costs)
    assert entered.sum() >= 4
    parts = Counter(labels[entered].tolist())
    strays = entered & (labels != parts.most_common(1)[0][0])
    assert not strays.any(), f"cut off: {steps.centers[strays][:8].tolist()} of {entered.sum()}"


def _points(plan: MapLayout) -> Iterable[Point]:
    for area in (*plan.rooms, *plan.terrain, *plan.territories):
        yield from area.polygon
    for line in (*plan.walls, *plan.routes):
        yield from line.points
    for opening in (*plan.doors, *plan.windows):
        yield from (opening.start, opening.end)
    for thing in (*plan.props, *plan.lights, *plan.points_of_interest):
        yield thing.position
