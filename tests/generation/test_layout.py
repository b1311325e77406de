"""Layouts of dungeons and caves: exact, closed, and one whole."""

import json
import os
from collections.abc import Iterator
from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, Polygon
from shapely.geometry.base import BaseGeometry

from generation.briefs import Grid, MapBrief
from generation.errors import InvalidBrief
from generation.layout import SUPPORTED, make_layout
from generation.layout.codec import layout_from_json, layout_to_json
from generation.layout.plan import MapLayout, PropKind
from generation.vocabulary import GridType, MapEnvironment, TerrainType
from tests.plans import assert_sound

thorough = settings(
    max_examples=int(os.environ.get("LAYOUT_EXAMPLES", "60")),  # thousands prove more, and take minutes
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)

UNDERGROUND = (MapEnvironment.DUNGEON, MapEnvironment.CAVE)
TERRAINS = (
    TerrainType.WATER,
    TerrainType.DEEP_WATER,
    TerrainType.LAVA,
    TerrainType.PIT,
    TerrainType.RUBBLE,
    TerrainType.DIFFICULT,
)


def make_brief(
    environment: MapEnvironment | None = MapEnvironment.DUNGEON,
    *,
    columns: int = 30,
    rows: int = 20,
    grid_type: GridType = GridType.SQUARE,
    **overrides: object,
) -> MapBrief:
    return MapBrief(
        environment=environment,
        grid=Grid(type=grid_type, columns=columns, rows=rows),
        **{"layout_seed": 1, **overrides},  # type: ignore[arg-type]  # the tests name real fields
    )


briefs = st.builds(
    make_brief,
    st.sampled_from(UNDERGROUND),
    columns=st.integers(10, 44),
    rows=st.integers(10, 36),
    layout_seed=st.integers(0, 2**63 - 1),
    rooms=st.none() | st.integers(1, 30),
    terrain=st.lists(st.sampled_from(TERRAINS), max_size=3, unique=True).map(tuple),
)


def floor_of(layout: MapLayout) -> Polygon:
    """The floor as the walls enclose it: the largest ring, less the rings within."""
    rings = sorted((Polygon(wall.points) for wall in layout.walls), key=lambda ring: -ring.area)
    return Polygon(rings[0].exterior, [ring.exterior for ring in rings[1:]])


def walls_of(layout: MapLayout) -> MultiLineString:
    return MultiLineString([wall.points for wall in layout.walls])


def walkable_spaces(layout: MapLayout) -> set[tuple[int, int]]:
    """Spaces whose centre is floor that can be entered."""
    ground: BaseGeometry = floor_of(layout)
    for area in layout.terrain:
        if area.cost is None:
            ground = ground.difference(Polygon(area.polygon))
    shapely.prepare(ground)
    x, y = np.meshgrid(np.arange(layout.columns) + 0.5, np.arange(layout.rows) + 0.5)
    rows, columns = np.nonzero(shapely.contains_xy(ground, x, y))
    return set(zip(columns.tolist(), rows.tolist(), strict=True))


def steps_between(layout: MapLayout) -> "nx.Graph[tuple[int, int]]":
    """Walkable spaces, joined where one step from centre to centre crosses no wall."""
    spaces = sorted(walkable_spaces(layout))
    inside = set(spaces)
    pairs = [
        ((x, y), (x + dx, y + dy))
        for x, y in spaces
        for dx, dy in ((1, 0), (0, 1))
        if (x + dx, y + dy) in inside
    ]
    graph: nx.Graph[tuple[int, int]] = nx.Graph()
    graph.add_nodes_from(spaces)
    if pairs:
        walls = walls_of(layout)
        shapely.prepare(walls)
        blocked = np.asarray(shapely.intersects(walls, shapely.linestrings(np.array(pairs) + 0.5)))
        graph.add_edges_from(pair for pair, wall in zip(pairs, blocked.tolist(), strict=True) if not wall)
    return graph


@thorough
@given(briefs)
def test_every_space_can_be_walked_to_from_every_other(brief: MapBrief) -> None:
    graph = steps_between(make_layout(brief))
    assert graph.number_of_nodes() >= 4
    assert nx.is_connected(graph)


@thorough
@given(briefs)
def test_walls_close_and_bound_one_floor_without_crossing_it(brief: MapBrief) -> None:
    layout = make_layout(brief)
    assert all(wall.points[0] == wall.points[-1] and len(wall.points) >= 4 for wall in layout.walls)
    assert all(LineString(wall.points).is_simple for wall in layout.walls)
    floor = floor_of(layout)
    assert floor.is_valid
    assert floor.buffer(-0.01).distance(walls_of(layout)) > 0
    left, top, right, bottom = floor.bounds
    assert left > 0
    assert top > 0
    assert right < layout.columns
    assert bottom < layout.rows


@thorough
@given(briefs)
def test_rooms_terrain_and_props_lie_on_the_floor(brief: MapBrief) -> None:
    layout = make_layout(brief)
    floor = floor_of(layout).buffer(1e-3)
    shapely.prepare(floor)
    assert all(floor.contains(Polygon(room.polygon)) for room in layout.rooms)
    assert all(
        Polygon(area.polygon).is_valid and floor.contains(Polygon(area.polygon)) for area in layout.terrain
    )
    assert all(floor.contains(shapely.Point(prop.position)) for prop in layout.props)
    assert all(floor.contains(shapely.Point(light.position)) for light in layout.lights)
    assert [room.number for room in layout.rooms] == list(range(1, len(layout.rooms) + 1))


@thorough
@given(briefs)
def test_doors_fill_gaps_exactly_between_walls(brief: MapBrief) -> None:
    layout = make_layout(brief)
    assume(layout.doors)
    walls, floor = walls_of(layout), floor_of(layout)
    for door in layout.doors:
        leaf = LineString((door.start, door.end))
        ends = shapely.points([door.start, door.end])
        assert shapely.distance(walls, ends).max() < 1e-6
        assert leaf.length == pytest.approx(1.0)
        middle = shapely.line_interpolate_point(leaf, [0.05, 0.5, 0.95], normalized=True)
        assert shapely.contains(floor, middle).all()


def sides_of(layout: MapLayout) -> Iterator[tuple[bool, bool]]:
    """For each door, whether a room lies on either side of it."""
    rooms = [Polygon(room.polygon) for room in layout.rooms]
    for door in layout.doors:
        (x0, y0), (x1, y1) = door.start, door.end
        middle = ((x0 + x1) / 2, (y0 + y1) / 2)
        off = ((y1 - y0) / 2, (x0 - x1) / 2)
        points = [shapely.Point(middle[0] + s * off[0], middle[1] + s * off[1]) for s in (1, -1)]
        first, second = (any(room.contains(point) for room in rooms) for point in points)
        yield first, second


def test_every_door_leads_from_a_corridor_into_a_room() -> None:
    for seed in range(12):
        layout = make_layout(make_brief(layout_seed=seed))
        assert all(first != second for first, second in sides_of(layout))


@pytest.mark.parametrize("environment", UNDERGROUND)
def test_same_brief_gets_the_same_layout(environment: MapEnvironment) -> None:
    brief = make_brief(environment, layout_seed=77)
    assert make_layout(brief) == make_layout(brief)


@pytest.mark.parametrize("environment", UNDERGROUND)
def test_another_layout_seed_gets_another_layout(environment: MapEnvironment) -> None:
    first, second = (make_layout(make_brief(environment, layout_seed=seed)) for seed in (1, 2))
    assert first.walls != second.walls


@pytest.mark.parametrize("environment", UNDERGROUND)
def test_room_count_is_aimed_for(environment: MapEnvironment) -> None:
    few, many = (
        len(make_layout(make_brief(environment, columns=60, rows=40, rooms=wanted)).rooms)
        for wanted in (5, 20)
    )
    assert few == 5
    assert many >= 15


@pytest.mark.parametrize("environment", UNDERGROUND)
@pytest.mark.parametrize("terrain", TERRAINS)
def test_terrain_that_was_asked_for_is_there(environment: MapEnvironment, terrain: TerrainType) -> None:
    for seed in range(8):
        layout = make_layout(
            make_brief(environment, columns=40, rows=30, terrain=(terrain,), layout_seed=seed)
        )
        assert terrain in {area.type for area in layout.terrain}


def test_terrain_that_belongs_above_ground_is_passed_over() -> None:
    layout = make_layout(make_brief(terrain=(TerrainType.TREES,)))
    assert TerrainType.TREES not in {area.type for area in layout.terrain}


def test_points_of_interest_are_no_more_than_asked_for() -> None:
    everything = make_layout(make_brief(columns=60, rows=40)).points_of_interest
    three = make_layout(make_brief(columns=60, rows=40, points_of_interest=3)).points_of_interest
    assert len(everything) > 3
    assert three == everything[:3]
    assert len({note.id for note in everything}) == len(everything)


def test_traps_and_hidden_rooms_are_for_the_game_master_only() -> None:
    layout = make_layout(make_brief(columns=60, rows=40))
    secret = {note.kind for note in layout.points_of_interest if note.gm_only}
    assert secret == {"trap", "secret"}


def test_dungeon_has_doors_stairs_and_torches() -> None:
    layout = make_layout(make_brief())
    kinds = {prop.kind for prop in layout.props}
    assert {PropKind.STAIRS_UP, PropKind.STAIRS_DOWN, PropKind.TORCH} <= kinds
    assert layout.doors
    assert layout.lights


def test_some_dungeon_doors_are_secret_and_all_that_lies_behind_them_is_reached_through_them() -> None:
    layout = make_layout(make_brief(columns=60, rows=40))
    assert any(door.secret for door in layout.doors)
    assert nx.is_connected(steps_between(layout))


@thorough
@given(
    st.builds(
        make_brief,
        columns=st.integers(30, 60),
        rows=st.integers(20, 45),
        layout_seed=st.integers(0, 2**63 - 1),
        rooms=st.none() | st.integers(1, 20),
        terrain=st.lists(st.sampled_from(TERRAINS), max_size=3, unique=True).map(tuple),
    )
)
def test_every_dungeon_has_stairs_a_secret_door_and_the_terrain_asked_for(brief: MapBrief) -> None:
    layout = make_layout(brief)
    assert {PropKind.STAIRS_UP, PropKind.STAIRS_DOWN} <= {prop.kind for prop in layout.props}
    assert any(door.secret for door in layout.doors)
    laid = {area.type for area in layout.terrain}
    assert {TerrainType.STAIRS, *brief.terrain} <= laid


def test_dungeon_of_one_room_hides_something_behind_a_secret_door() -> None:
    layout = make_layout(make_brief(rooms=1))
    assert len(layout.rooms) == 1
    [door] = layout.doors
    assert door.secret
    [note] = [note for note in layout.points_of_interest if note.kind == "secret"]
    assert note.gm_only
    assert nx.is_connected(steps_between(layout))


def test_large_dungeon_keeps_its_rooms_apart() -> None:
    layout = make_layout(make_brief(columns=120, rows=120))
    tree = shapely.STRtree([Polygon(room.polygon) for room in layout.rooms])
    near = tree.query(tree.geometries, predicate="dwithin", distance=0.9)
    assert (near[0] == near[1]).all()


@pytest.mark.parametrize(
    ("brief", "field"),
    [
        (make_brief(None), "environment"),
        (make_brief(columns=9), "grid.columns"),
        (make_brief(columns=201), "grid.columns"),
        (make_brief(rows=9), "grid.rows"),
        (make_brief(rows=201), "grid.rows"),
        (make_brief(rooms=0), "rooms"),
        (make_brief(points_of_interest=-1), "pointsOfInterest"),
    ],
)
def test_what_cannot_be_laid_out_is_named(brief: MapBrief, field: str) -> None:
    with pytest.raises(InvalidBrief) as caught:
        make_layout(brief)
    assert caught.value.field == field


def test_supported_environments_are_those_that_have_layouts() -> None:
    for environment in SUPPORTED:
        layout = make_layout(make_brief(environment))
        assert layout.walls or layout.terrain


@pytest.mark.parametrize("environment", UNDERGROUND)
def test_layout_survives_json(environment: MapEnvironment) -> None:
    layout = make_layout(make_brief(environment))
    assert layout_from_json(json.loads(json.dumps(layout_to_json(layout)))) == layout


def test_json_that_is_no_layout_is_rejected_with_its_path() -> None:
    data = layout_to_json(make_layout(make_brief()))
    data["doors"][0]["state"] = "ajar"
    with pytest.raises(InvalidBrief, match=r"doors\.0\.state") as caught:
        layout_from_json(data)
    assert caught.value.field == "layout"


def test_stored_layout_from_before_props_can_still_be_read() -> None:
    data = layout_to_json(make_layout(make_brief()))
    del data["props"]
    assert layout_from_json(data).props == ()


def test_wall_points_are_rounded_so_that_equal_walls_compare_equal() -> None:
    layout = make_layout(make_brief(MapEnvironment.CAVE))
    points = np.array([point for wall in layout.walls for point in wall.points])
    assert np.array_equal(points, np.round(points, 4))
    assert all(first != second for wall in layout.walls for first, second in pairwise(wall.points))


@thorough
@given(
    st.builds(
        make_brief,
        st.sampled_from(UNDERGROUND),
        grid_type=st.sampled_from(GridType),
        columns=st.integers(13, 36),
        rows=st.integers(13, 30),
        layout_seed=st.integers(0, 2**63 - 1),
    )
)
def test_plans_are_sound_on_every_kind_of_grid(brief: MapBrief) -> None:
    plan = make_layout(brief)
    assert plan.grid_type is brief.grid.type
    assert_sound(plan)


def test_hexagons_that_reach_over_too_small_a_field_are_named() -> None:
    with pytest.raises(InvalidBrief) as caught:
        make_layout(make_brief(grid_type=GridType.HEX_ROWS, rows=10))
    assert caught.value.field == "grid.rows"
