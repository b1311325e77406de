"""Walking and seeing on maps, held against the plans that they were worked out from."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, Polygon

from generation.briefs import Grid, MapBrief
from generation.lattice import Lattice
from generation.layout import make_layout
from generation.layout.plan import Door, MapLayout, Point, Room, TerrainArea, Wall, Window
from generation.tactics.barriers import stops_sight, stops_walkers
from generation.tactics.sight import visible_area
from generation.tactics.spaces import space_at, space_steps
from generation.tactics.steps import Steps
from generation.tactics.walking import Walk, cheapest_walk, spaces_in_reach
from generation.vocabulary import DiagonalRule, DoorState, GridType, MapEnvironment, TerrainType

thorough = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])

EQUIDISTANT, ALTERNATING = DiagonalRule.EQUIDISTANT, DiagonalRule.ALTERNATING
rules = st.sampled_from(DiagonalRule)


def make_plan(seed: int, environment: MapEnvironment, columns: int, rows: int) -> MapLayout:
    grid = Grid(columns=columns, rows=rows)
    return make_layout(MapBrief(environment=environment, layout_seed=seed, grid=grid))


plans = st.builds(
    make_plan,
    st.integers(0, 2**32),
    st.sampled_from((MapEnvironment.DUNGEON, MapEnvironment.CAVE)),
    columns=st.integers(10, 30),
    rows=st.integers(10, 24),
)


def empty(columns: int = 8, rows: int = 6, **parts: object) -> MapLayout:
    return MapLayout(seed=0, columns=columns, rows=rows, **parts)  # type: ignore[arg-type]  # real fields


def wall(*points: Point) -> Wall:
    return Wall(points=points)


def box(left: float, top: float, right: float, bottom: float) -> tuple[Point, ...]:
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def walk(plan: MapLayout, start: Point, goal: Point, rule: DiagonalRule = EQUIDISTANT) -> Walk | None:
    return cheapest_walk(space_steps(plan), space_at(plan, start), space_at(plan, goal), rule)


def distance(plan: MapLayout, start: Point, goal: Point, rule: DiagonalRule = EQUIDISTANT) -> float | None:
    found = walk(plan, start, goal, rule)
    return found and found.distance


def chosen(data: st.DataObject, steps: Steps) -> int:
    """A space that some step leads away from."""
    starts = np.unique(steps.start)
    assume(len(starts) > 1)
    return int(data.draw(st.sampled_from(starts.tolist())))


def barriers(plan: MapLayout, doors: list[Door]) -> MultiLineString:
    lines = [LineString(wall.points) for wall in plan.walls]
    return MultiLineString(lines + [LineString((door.start, door.end)) for door in doors])


def cost_at(plan: MapLayout, point: Point) -> float:
    """What entering the space about a point costs: as much as the topmost of the areas that it lies in."""
    costs = [area.cost for area in plan.terrain if Polygon(area.polygon).contains(shapely.Point(point))]
    cost = costs[-1] if costs else 1.0
    assert cost is not None, "the walk enters what cannot be entered"
    return cost


@thorough
@given(plans, rules, st.data())
def test_walk_crosses_no_wall_and_costs_the_sum_of_its_steps(
    plan: MapLayout, rule: DiagonalRule, data: st.DataObject
) -> None:
    steps = space_steps(plan)
    found = cheapest_walk(steps, chosen(data, steps), goal := chosen(data, steps), rule)
    assume(found is not None)
    assert found is not None
    assert found.points[-1] == tuple(steps.centers[goal])
    stopping = barriers(plan, [door for door in plan.doors if stops_walkers(door)])
    paid, diagonals = 0.0, 0
    for here, there in pairwise(found.points):
        across = (abs(here[0] - there[0]), abs(here[1] - there[1]))
        assert across in ((1, 0), (0, 1), (1, 1))
        diagonals += across == (1, 1)
        doubled = rule is ALTERNATING and across == (1, 1) and diagonals % 2 == 0
        paid += cost_at(plan, there) * (2 if doubled else 1)
        assert not LineString((here, there)).intersects(stopping)
        if across == (1, 1):  # both ways around the corner are free of walls
            for corner in ((here[0], there[1]), (there[0], here[1])):
                assert not LineString((here, corner, there)).intersects(stopping)
    assert found.distance == pytest.approx(paid)


@thorough
@given(plans, rules, st.data())
def test_walk_over_plain_ground_costs_the_same_there_and_back_and_never_less_than_the_straight_line(
    plan: MapLayout, rule: DiagonalRule, data: st.DataObject
) -> None:
    plain = replace(plan, terrain=())
    steps = space_steps(plain)
    start, goal = chosen(data, steps), chosen(data, steps)
    there, back = (cheapest_walk(steps, *ends, rule) for ends in ((start, goal), (goal, start)))
    assert (there is None) == (back is None)
    if there is not None and back is not None:
        assert there.distance == back.distance
        across = sorted(np.abs(steps.centers[start] - steps.centers[goal]))
        straight = across[1] + (across[0] // 2 if rule is ALTERNATING else 0)
        assert there.distance >= straight


@thorough
@given(plans, rules, st.floats(0, 40), st.data())
def test_reachable_is_every_square_with_a_walk_that_short(
    plan: MapLayout, rule: DiagonalRule, limit: float, data: st.DataObject
) -> None:
    steps = space_steps(plan)
    start = chosen(data, steps)
    walks = [cheapest_walk(steps, start, goal, rule) for goal in range(len(steps.centers))]
    near = {found.points[-1] for found in walks if found and found.distance <= limit}
    assert set(spaces_in_reach(steps, start, limit, rule)) == near


@thorough
@given(plans, st.data())
def test_with_every_door_open_all_floor_can_be_reached_from_all_floor(
    plan: MapLayout, data: st.DataObject
) -> None:
    doors = tuple(replace(door, state=DoorState.OPEN) for door in plan.doors)
    steps = space_steps(replace(plan, doors=doors))
    reached = spaces_in_reach(steps, chosen(data, steps), 1e4, EQUIDISTANT)
    assert {tuple(center) for center in steps.centers[np.unique(steps.end)]} <= set(reached)


@thorough
@given(plans, rules, st.floats(0, 60), st.floats(0, 60), st.data())
def test_more_distance_never_reaches_less(
    plan: MapLayout, rule: DiagonalRule, one: float, other: float, data: st.DataObject
) -> None:
    steps = space_steps(plan)
    start = chosen(data, steps)
    less, more = (set(spaces_in_reach(steps, start, limit, rule)) for limit in sorted((one, other)))
    assert tuple(steps.centers[start]) in less
    assert less <= more


def test_diagonals_cost_by_the_rule() -> None:
    plan = empty()
    assert distance(plan, (0.5, 0.5), (5.5, 5.5)) == 5
    assert distance(plan, (0.5, 0.5), (5.5, 5.5), ALTERNATING) == 7  # 1 + 2 + 1 + 2 + 1
    assert distance(plan, (0.5, 0.5), (7.5, 2.5), ALTERNATING) == 8  # straight steps between do not reset it


def test_of_equally_cheap_walks_the_straightest_is_taken() -> None:
    found = walk(empty(), (0.5, 3.5), (7.5, 3.5))
    assert found is not None
    assert {y for _, y in found.points} == {3.5}


def test_walk_to_where_one_stands_is_a_point() -> None:
    assert walk(empty(), (2.2, 3.9), (2.8, 3.1)) == Walk(points=((2.5, 3.5),), distance=0)


def test_far_edge_of_the_map_belongs_to_its_last_squares() -> None:
    assert space_at(empty(), (8.0, 6.0)) == 8 * 6 - 1


@pytest.mark.parametrize(
    ("state", "secret", "steps"),
    [
        (DoorState.OPEN, False, 1),
        (DoorState.CLOSED, False, 1),
        (DoorState.LOCKED, False, None),
        (DoorState.OPEN, True, 1),
        (DoorState.CLOSED, True, None),
    ],
)
def test_doors_are_opened_in_passing_but_for_locked_and_secret_ones(
    state: DoorState, secret: bool, steps: float | None
) -> None:
    door = Door(start=(4, 2), end=(4, 3), state=state, secret=secret)
    plan = empty(walls=(wall((4, 0), (4, 2)), wall((4, 3), (4, 6))), doors=(door,))
    assert distance(plan, (3.5, 2.5), (4.5, 2.5)) == steps


def test_diagonal_steps_do_not_cut_the_corner_of_a_wall() -> None:
    plan = empty(walls=(wall((4, 0), (4, 3)),))
    assert distance(plan, (3.5, 2.5), (4.5, 3.5)) == 2  # down, then across
    assert distance(plan, (3.5, 3.5), (4.5, 2.5)) == 2


def test_pillar_between_four_squares_stops_the_diagonals_alone() -> None:
    pillar = wall((3.9, 3.9), (4.1, 3.9), (4.1, 4.1), (3.9, 4.1), (3.9, 3.9))
    plan = empty(walls=(pillar,))
    assert distance(plan, (3.5, 3.5), (4.5, 4.5)) == 2
    assert distance(plan, (3.5, 3.5), (4.5, 3.5)) == 1


@pytest.mark.parametrize(("terrain", "steps"), [(TerrainType.TREES, 2), (TerrainType.PIT, 1)])
def test_diagonal_steps_pass_a_pit_but_not_what_fills_its_square(terrain: TerrainType, steps: float) -> None:
    plan = empty(terrain=(TerrainArea(type=terrain, cost=None, polygon=box(4, 2, 5, 3)),))
    for x in (3.5, 5.5):
        for y in (1.5, 3.5):
            assert distance(plan, (x, 2.5), (4.5, y)) == steps


def test_entering_costs_by_the_topmost_terrain_and_what_cannot_be_entered_is_walked_around() -> None:
    mud = TerrainArea(type=TerrainType.DIFFICULT, cost=2.0, polygon=box(3, 0, 6, 6))
    deep = TerrainArea(type=TerrainType.DEEP_WATER, cost=4.0, polygon=box(4, 0, 5, 6))
    assert distance(empty(terrain=(mud, deep)), (2.5, 2.5), (6.5, 2.5)) == 2 + 4 + 2 + 1
    assert distance(empty(terrain=(deep, mud)), (2.5, 2.5), (6.5, 2.5)) == 2 + 2 + 2 + 1
    lava = TerrainArea(type=TerrainType.LAVA, cost=None, polygon=box(3, 0, 4, 5))
    around = walk(empty(terrain=(lava,)), (2.5, 2.5), (4.5, 2.5))
    assert around is not None
    assert (3.5, 5.5) in around.points
    assert distance(empty(terrain=(lava,)), (2.5, 2.5), (3.5, 2.5)) is None
    assert distance(empty(terrain=(lava,)), (3.5, 2.5), (4.5, 2.5)) == 1  # who fell in may climb out


def test_terrain_may_reach_over_the_edge_of_the_map() -> None:
    pool = TerrainArea(type=TerrainType.WATER, cost=3.0, polygon=box(-2, -2, 2, 2))
    shore = TerrainArea(type=TerrainType.WATER, cost=3.0, polygon=box(6, 4, 11, 9))
    plan = empty(terrain=(pool, shore))
    assert distance(plan, (2.5, 2.5), (1.5, 1.5)) == 3
    assert distance(plan, (5.5, 3.5), (7.5, 5.5)) == 6


def test_at_sea_one_swims_but_for_bridges_and_indoors() -> None:
    bridge = TerrainArea(type=TerrainType.FLOOR, cost=1.0, polygon=box(2, 0, 4, 6))
    cabin = Room(number=1, polygon=box(4, 0, 6, 6))
    plan = empty(base=TerrainType.DEEP_WATER, terrain=(bridge,), rooms=(cabin,))
    assert distance(plan, (0.5, 2.5), (7.5, 2.5)) == 2 + 1 + 1 + 1 + 1 + 2 + 2


def test_window_stops_who_walks_and_not_who_looks() -> None:
    glass = Window(start=(4, 2), end=(4, 4))
    plan = empty(walls=(wall((4, 0), (4, 2)), wall((4, 4), (4, 6))), windows=(glass,))
    assert walk(plan, (2.5, 2.5), (5.5, 2.5)) is None
    assert visible_area(plan, (3.5, 3.0)).contains(shapely.Point(7.5, 3.0))


hexagonal = st.sampled_from((GridType.HEX_ROWS, GridType.HEX_COLUMNS))


@thorough
@given(hexagonal, st.integers(2, 20), st.integers(2, 20), st.data())
def test_on_open_hexagons_a_walk_is_as_long_as_the_cube_distance(
    grid_type: GridType, columns: int, rows: int, data: st.DataObject
) -> None:
    plan = empty(columns, rows, grid_type=grid_type)
    spaces = st.integers(0, columns * rows - 1)
    start, goal = data.draw(spaces), data.draw(spaces)
    found = cheapest_walk(space_steps(plan), start, goal, ALTERNATING)
    assert found is not None
    assert found.distance == cube_distance(plan, start, goal)
    for here, there in pairwise(found.points):
        assert np.hypot(here[0] - there[0], here[1] - there[1]) == pytest.approx(1)


def cube_distance(plan: MapLayout, start: int, goal: int) -> int:
    """Steps between two hexagons by cube coordinates (redblobgames.com/grids/hexagons, "Distances")."""
    ends = []
    for space in (start, goal):
        row, column = divmod(space, plan.columns)
        if plan.grid_type is GridType.HEX_ROWS:
            ends.append((column - row // 2, row))
        else:
            ends.append((column, row - column // 2))
    (q0, r0), (q1, r1) = ends
    return max(abs(q0 - q1), abs(r0 - r1), abs(q0 + r0 - q1 - r1))


@thorough
@given(hexagonal, st.integers(1, 20), st.integers(1, 20), st.data())
def test_a_point_belongs_to_the_hexagon_around_it(
    grid_type: GridType, columns: int, rows: int, data: st.DataObject
) -> None:
    lattice = Lattice(grid_type, columns, rows)
    space = data.draw(st.integers(0, columns * rows - 1))
    outline = Polygon(lattice.outline(space))
    low, high = outline.bounds[:2], outline.bounds[2:]
    assert all(edge > -1e-9 for edge in low)
    assert high[0] < lattice.width + 1e-9
    assert high[1] < lattice.height + 1e-9
    assert outline.area == pytest.approx(3**0.5 / 2)
    angle, reach = data.draw(st.floats(0, 6.28)), data.draw(st.floats(0, 0.499))
    x, y = lattice.centers[space] + reach * np.array((np.cos(angle), np.sin(angle)))
    assert lattice.space_at(float(x), float(y)) == space


def test_walls_part_hexagons_by_their_centres() -> None:
    plan = empty(6, 6, grid_type=GridType.HEX_ROWS, walls=(wall((3.25, 0), (3.25, 4)),))
    assert distance(plan, (2.5, 0.5), (3.5, 0.5)) == 9  # around the wall's lower end
    assert distance(replace(plan, walls=()), (2.5, 0.5), (3.5, 0.5)) == 1


def test_rock_is_no_place_to_walk() -> None:
    inside = box(2, 2, 6, 4)
    plan = empty(walls=(wall(*inside, inside[0]),), rooms=(Room(number=1, polygon=inside),))
    steps = space_steps(plan)
    assert spaces_in_reach(steps, space_at(plan, (0.5, 0.5)), 99, EQUIDISTANT) == ((0.5, 0.5),)
    assert len(spaces_in_reach(steps, space_at(plan, (2.5, 2.5)), 99, EQUIDISTANT)) == 8
    outdoors = space_steps(replace(plan, rooms=()))
    assert len(spaces_in_reach(outdoors, space_at(plan, (0.5, 0.5)), 99, EQUIDISTANT)) == 40


# What is seen. The oracle is Shapely: a point is seen where the line from the eye to it meets no barrier.

reaches = st.none() | st.floats(0.5, 30)


def samples(plan: MapLayout, eye: Point, count: int = 300) -> np.ndarray:
    """Points all over the map, half of them near the eye."""
    rng = np.random.default_rng(round(1e6 * eye[0]))
    anywhere = rng.uniform((0, 0), (plan.columns, plan.rows), size=(count // 2, 2))
    near = np.clip(rng.normal(eye, 3, size=(count // 2, 2)), 0, (plan.columns, plan.rows))
    return np.concatenate((anywhere, near))


def assert_seen_as_the_oracle_says(plan: MapLayout, eye: Point, reach: float | None) -> Polygon:
    """Points in the polygon are seen, points beyond it are not; within a thousandth of its edge, either."""
    seen = visible_area(plan, eye, reach)
    assert seen.is_valid
    assert seen.distance(shapely.Point(eye)) <= 1e-4
    stopping = barriers(plan, [door for door in plan.doors if stops_sight(door)])
    shapely.prepare(stopping)
    points = samples(plan, eye)
    points = points[shapely.distance(seen.exterior, shapely.points(points)) > 1e-3 * (1 + (reach or 0))]
    lines = shapely.linestrings(np.stack((np.broadcast_to(eye, points.shape), points), axis=1))
    clear = ~np.asarray(shapely.intersects(stopping, lines))
    if reach is not None:
        clear &= shapely.length(lines) <= reach
    assert np.asarray(shapely.contains_xy(seen, points)).tolist() == clear.tolist()
    return seen


@thorough
@given(plans, reaches, st.floats(-0.45, 0.45), st.floats(-0.45, 0.45), st.data())
def test_what_is_in_the_polygon_is_seen_and_nothing_else(
    plan: MapLayout, reach: float | None, dx: float, dy: float, data: st.DataObject
) -> None:
    x, y = space_steps(plan).centers[chosen(data, space_steps(plan))]
    eye = (float(x + dx), float(y + dy))
    assume(barriers(plan, list(plan.doors)).distance(shapely.Point(eye)) > 1e-3)
    assert_seen_as_the_oracle_says(plan, eye, reach)


tenths = st.integers(0, 200).map(lambda number: number / 10)
ends = st.tuples(tenths, tenths)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(ends, ends), max_size=20), ends, reaches)
def test_walls_may_cross_each_other_and_lie_in_line_with_the_eye(
    pieces: list[tuple[Point, Point]], eye: Point, reach: float | None
) -> None:
    walls = tuple(wall(*ends) for ends in pieces if ends[0] != ends[1])
    plan = empty(20, 20, walls=walls)
    assume(not walls or barriers(plan, []).distance(shapely.Point(eye)) > 1e-3)
    assert_seen_as_the_oracle_says(plan, eye, reach)


@thorough
@given(plans, st.data())
def test_opening_a_door_never_hides_anything_and_shows_what_is_behind(
    plan: MapLayout, data: st.DataObject
) -> None:
    shut = [index for index, door in enumerate(plan.doors) if stops_sight(door)]
    assume(shut)
    index = data.draw(st.sampled_from(shut))
    door = plan.doors[index]
    doors = list(plan.doors)
    doors[index] = replace(door, state=DoorState.OPEN)
    start, end = np.array(door.start), np.array(door.end)
    across = np.array((end[1] - start[1], start[0] - end[0])) / np.hypot(*(end - start))
    x, y = (start + end) / 2 + 0.5 * across  # half a space before the door
    before, after = (
        visible_area(candidate, (x, y)) for candidate in (plan, replace(plan, doors=tuple(doors)))
    )
    assert after.area > before.area
    assert before.difference(after.buffer(1e-3)).is_empty


def test_an_open_field_is_seen_to_its_edges_and_within_a_range_as_a_circle() -> None:
    assert visible_area(empty(), (3.3, 2.2)).equals(Polygon(box(0, 0, 8, 6)))
    assert visible_area(empty(), (4, 3), 2.0).area == pytest.approx(np.pi * 4, rel=1e-3)
    assert visible_area(empty(), (0, 0), 2.0).area == pytest.approx(np.pi, rel=1e-3)
    assert visible_area(empty(), (4, 3), 0.0).is_empty


@pytest.mark.parametrize("right", [2.0, 1.3])
def test_a_long_wall_is_one_edge_however_many_corners_are_hidden_behind_it(right: float) -> None:
    hidden = tuple(wall((x + 0.2, 0.9), (x + 0.7, 1.2), (x + 0.4, 0.5)) for x in range(8))
    seen = visible_area(empty(walls=(wall((0, 2), (8, right)), *hidden)), (4, 4))
    assert seen.equals(Polygon([(0, 2), (8, right), (8, 6), (0, 6)]))
    assert len(seen.exterior.coords) == 5


@pytest.mark.parametrize("eye", [4.001, 4.2])
def test_a_gap_too_fine_for_the_coordinates_is_closed(eye: float) -> None:
    around = wall((4, 3), (4, 2.9), (4.3, 2.9), (4.3, 3.1), (4, 3.1), (4, 3.00003))  # a cell with a crack
    seen = visible_area(empty(walls=(around,)), (eye, 3.000015))
    assert seen.equals(Polygon(box(4, 2.9, 4.3, 3.1)))
