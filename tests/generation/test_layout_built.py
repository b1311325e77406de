"""Layouts of what people built: sound for every seed, closed to who has no key, and known at first sight."""

import os
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely import LineString, MultiLineString, Polygon
from shapely.geometry.base import BaseGeometry

from generation.briefs import Grid, MapBrief
from generation.layout import make_layout
from generation.layout.built import MAKERS
from generation.layout.furnishing import FLAT, spaces_under
from generation.layout.plan import MapLayout, PropKind, Room, WallMaterial
from generation.layout.turning import Turn, turned
from generation.tactics.spaces import space_steps
from generation.vocabulary import DoorState, GridType, MapEnvironment, TerrainType
from tests.plans import assert_sound

thorough = settings(
    max_examples=int(os.environ.get("LAYOUT_EXAMPLES", "40")),  # thousands prove more, and take minutes
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)

BUILT = tuple(MAKERS)
HOUSED = (MapEnvironment.BUILDING, MapEnvironment.TAVERN, MapEnvironment.TOWN)
ROOFED = (*HOUSED, MapEnvironment.SHIP, MapEnvironment.RUINS)
SEEDS = range(6)

PASSABLE = (
    *FLAT,
    PropKind.CHAIR,  # pushed aside
    PropKind.BONES,
    PropKind.GRATE,
    PropKind.LADDER,
    PropKind.LANTERN,
    PropKind.TORCH,
    PropKind.STAIRS_UP,
    PropKind.STAIRS_DOWN,
    PropKind.FENCE,
    PropKind.MAST,  # its spar hangs overhead
    PropKind.BROADLEAF,  # crowns
    PropKind.CONIFER,
    PropKind.PALM,
    PropKind.DEAD_TREE,
    PropKind.BUSH,
)
"""What one can walk over, under or through."""

ASKED = {
    MapEnvironment.BUILDING: tuple(TerrainType),
    MapEnvironment.TAVERN: tuple(TerrainType),
    MapEnvironment.TOWN: tuple(TerrainType),
    MapEnvironment.RUINS: tuple(TerrainType),
    MapEnvironment.SHIP: tuple(set(TerrainType) - {TerrainType.ROAD}),
    MapEnvironment.SEWER: (
        TerrainType.WATER,
        TerrainType.DEEP_WATER,
        TerrainType.LAVA,
        TerrainType.PIT,
        TerrainType.RUBBLE,
        TerrainType.DIFFICULT,
        TerrainType.STAIRS,
    ),
}
"""What can be asked for and is then there."""


def make_brief(
    environment: MapEnvironment,
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


def plan_of(environment: MapEnvironment, seed: int = 1, **overrides: object) -> MapLayout:
    return make_layout(make_brief(environment, layout_seed=seed, **overrides))  # type: ignore[arg-type]


def briefs(
    environments: Iterable[MapEnvironment], grids: Iterable[GridType] = GridType
) -> st.SearchStrategy[MapBrief]:
    return st.builds(
        make_brief,
        st.sampled_from(list(environments)),
        columns=st.integers(12, 60),  # on hexagons fewer make too small a field
        rows=st.integers(12, 60),
        grid_type=st.sampled_from(list(grids)),
        layout_seed=st.integers(0, 2**63 - 1),
        rooms=st.none() | st.integers(1, 30),
        terrain=st.lists(st.sampled_from(TerrainType), max_size=3, unique=True).map(tuple),
    )


@thorough
@given(briefs(BUILT))
def test_every_plan_is_sound(brief: MapBrief) -> None:
    assert_sound(make_layout(brief))


@settings(thorough, max_examples=max(10, thorough.max_examples // 4))
@given(
    briefs(BUILT, [GridType.SQUARE]),
    st.sampled_from([(10, 10), (10, 60), (60, 10), (11, 13), (10, 26)]),
)
def test_the_smallest_fields_have_sound_plans_too(brief: MapBrief, sides: tuple[int, int]) -> None:
    assert_sound(make_layout(replace(brief, grid=Grid(columns=sides[0], rows=sides[1]))))


def within(rooms: Iterable[Room], points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which points lie in any of the rooms."""
    inside = np.zeros(len(points), dtype=np.bool_)
    for room in rooms:
        inside |= shapely.contains_xy(Polygon(room.polygon), *points.T)
    return inside


def parts_of(plan: MapLayout, state: DoorState) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    """The centres of the spaces that can be entered, and which of them walks join, all doors being so."""
    doors = tuple(replace(door, state=state) for door in plan.doors)
    steps = space_steps(replace(plan, doors=doors))
    count = len(steps.centers)
    graph = coo_array((np.ones(len(steps.start)), (steps.start, steps.end)), shape=(count, count))
    _, labels = connected_components(graph, directed=False)
    entered = np.isfinite(steps.costs)
    return steps.centers[entered], labels[entered]


@thorough
@given(briefs(ROOFED, [GridType.SQUARE, GridType.HEX_ROWS, GridType.HEX_COLUMNS]))
def test_nobody_gets_under_a_roof_but_by_a_door(brief: MapBrief) -> None:
    plan = make_layout(brief)
    centers, labels = parts_of(plan, DoorState.LOCKED)
    indoors = within((room for room in plan.rooms if not room.outdoors), centers)
    assert not set(labels[indoors].tolist()) & set(labels[~indoors].tolist())


@thorough
@given(briefs(HOUSED, [GridType.SQUARE]))
def test_one_gets_everywhere_outdoors_without_passing_through_a_house(brief: MapBrief) -> None:
    plan = make_layout(brief)
    centers, labels = parts_of(plan, DoorState.LOCKED)
    outdoors = ~within((room for room in plan.rooms if not room.outdoors), centers)
    assert len(set(labels[outdoors].tolist())) == 1


def taken_spaces(plan: MapLayout) -> set[tuple[int, int]]:
    """Spaces of squares where something stands in the way."""
    return {space for prop in plan.props if prop.kind not in PASSABLE for space in spaces_under(prop)}


@thorough
@given(briefs(BUILT, [GridType.SQUARE]))
def test_nothing_stands_before_a_door(brief: MapBrief) -> None:
    plan = make_layout(brief)
    taken = taken_spaces(plan)
    for door in plan.doors:
        (x0, y0), (x1, y1) = door.start, door.end
        x, y = min(x0, x1), min(y0, y1)
        beside = {(x, y), (x, y - 1)} if y0 == y1 else {(x, y), (x - 1, y)}
        assert not beside & taken, door


@thorough
@given(briefs(BUILT, [GridType.SQUARE]))
@example(make_brief(MapEnvironment.TAVERN, columns=41, rows=15, layout_seed=66130352724, rooms=14))
@example(make_brief(MapEnvironment.TAVERN, columns=10, rows=27, layout_seed=990669176154, rooms=16))
@example(make_brief(MapEnvironment.RUINS, columns=29, rows=37, layout_seed=353396051603, rooms=14))
def test_furniture_leaves_a_way_to_every_free_space_indoors(brief: MapBrief) -> None:
    plan = make_layout(brief)
    doors = tuple(replace(door, state=DoorState.OPEN) for door in plan.doors)
    steps = space_steps(replace(plan, doors=doors))
    taken = taken_spaces(plan)
    free = np.array([(int(x), int(y)) not in taken for x, y in steps.centers.tolist()])
    kept = free[steps.start] & free[steps.end]
    count = len(steps.centers)
    graph = coo_array((np.ones(int(kept.sum())), (steps.start[kept], steps.end[kept])), shape=(count, count))
    _, labels = connected_components(graph, directed=False)
    indoors = within((room for room in plan.rooms if not room.outdoors), steps.centers)
    walked = free & indoors & np.isfinite(steps.costs)
    whole = np.bincount(labels[free & np.isfinite(steps.costs)]).argmax()
    strays = steps.centers[walked & (labels != whole)]
    assert not len(strays), strays[:5]


@pytest.mark.parametrize("environment", BUILT)
def test_same_brief_gets_the_same_plan_and_another_seed_another(environment: MapEnvironment) -> None:
    assert plan_of(environment, 7) == plan_of(environment, 7)
    assert plan_of(environment, 7).walls != plan_of(environment, 8).walls


@pytest.mark.parametrize("environment", BUILT)
@pytest.mark.parametrize("wanted", [1, 5, 14])
def test_rooms_are_aimed_for(environment: MapEnvironment, wanted: int) -> None:
    for seed in range(4):
        found = len(plan_of(environment, seed, columns=60, rows=40, rooms=wanted).rooms)
        assert abs(found - wanted) <= max(1, wanted // 5), seed


@pytest.mark.parametrize(
    ("environment", "terrain"),
    [(environment, terrain) for environment, asked in ASKED.items() for terrain in sorted(asked)],
)
def test_terrain_that_was_asked_for_is_there(environment: MapEnvironment, terrain: TerrainType) -> None:
    for seed in range(3):
        plan = plan_of(environment, seed, columns=36, rows=28, terrain=(terrain,))
        assert terrain in {plan.base, *(area.type for area in plan.terrain)}, seed


@pytest.mark.parametrize("environment", BUILT)
def test_points_of_interest_are_the_weightiest_and_no_more_than_asked_for(
    environment: MapEnvironment,
) -> None:
    everything = plan_of(environment, columns=60, rows=40).points_of_interest
    assert len(everything) > 4
    assert (
        plan_of(environment, columns=60, rows=40, points_of_interest=3).points_of_interest == everything[:3]
    )
    assert plan_of(environment, points_of_interest=0).points_of_interest == ()


@pytest.mark.parametrize("environment", BUILT)
def test_there_is_light(environment: MapEnvironment) -> None:
    plan = plan_of(environment, columns=60, rows=40)
    assert plan.lights
    field = shapely.box(0, 0, plan.width, plan.height)
    assert all(field.contains(shapely.Point(light.position)) for light in plan.lights)


def kinds_of(plan: MapLayout) -> set[PropKind]:
    return {prop.kind for prop in plan.props}


def ground(plan: MapLayout, *kinds: TerrainType) -> BaseGeometry:
    """Where ground of these kinds lies on top."""
    seen: BaseGeometry = Polygon()
    for area in plan.terrain:
        shape = Polygon(area.polygon)
        seen = seen.union(shape) if area.type in kinds else seen.difference(shape)
    return seen


def names_of(plan: MapLayout) -> str:
    return " · ".join(room.name or "" for room in plan.rooms)


@pytest.mark.parametrize("seed", SEEDS)
def test_house_has_a_hall_a_kitchen_beds_windows_and_a_path_to_its_door(seed: int) -> None:
    plan = plan_of(MapEnvironment.BUILDING, seed)
    assert {PropKind.HEARTH, PropKind.BED, PropKind.STOVE, PropKind.WELL} <= kinds_of(plan)
    assert {"hall", "Kitchen"} <= {word for name in names_of(plan).split(" · ") for word in name.split()} | {
        "hall"
    }
    assert len(plan.windows) >= 6
    path = ground(plan, TerrainType.ROAD)
    assert any(path.distance(LineString((door.start, door.end))) < 0.6 for door in plan.doors)
    assert kinds_of(plan) & {PropKind.BROADLEAF, PropKind.CONIFER, PropKind.BUSH}


def test_some_houses_hide_a_room_behind_a_secret_door() -> None:
    plans = [plan_of(MapEnvironment.BUILDING, seed, columns=40, rows=30) for seed in range(8)]
    hidden = [door for plan in plans for door in plan.doors if door.secret]
    assert len(hidden) >= 4
    secrets = [note for plan in plans for note in plan.points_of_interest if note.kind == "secret"]
    assert secrets
    assert all(note.gm_only for note in secrets)


def test_houses_have_several_outlines() -> None:
    halls = []
    for seed in range(12):
        plan = plan_of(MapEnvironment.BUILDING, seed, columns=40, rows=30, rooms=12)
        house = shapely.union_all([Polygon(room.polygon) for room in plan.rooms])
        halls.append(round(house.area / house.envelope.area, 2))
    assert sum(full > 0.99 for full in halls) < 10
    assert len(set(halls)) > 4


@pytest.mark.parametrize("seed", SEEDS)
def test_tavern_has_a_bar_by_its_kitchen_a_street_a_sign_and_beds(seed: int) -> None:
    plan = plan_of(MapEnvironment.TAVERN, seed)
    assert {PropKind.BAR, PropKind.HEARTH, PropKind.BED, PropKind.SIGNPOST, PropKind.WELL} <= kinds_of(plan)
    assert kinds_of(plan) & {PropKind.TABLE, PropKind.ROUND_TABLE}
    assert PropKind.STAIRS_UP in kinds_of(plan)
    assert "Kitchen" in names_of(plan)
    assert "Privy" in names_of(plan)
    assert plan.windows
    street = ground(plan, TerrainType.ROAD)
    assert street.area > 0.08 * plan.columns * plan.rows
    [bar] = [prop for prop in plan.props if prop.kind is PropKind.BAR]
    taproom = next(room for room in plan.rooms if room.number == 1)
    assert Polygon(taproom.polygon).contains(shapely.Point(bar.position))


@pytest.mark.parametrize("seed", SEEDS)
def test_town_has_streets_houses_with_doors_and_a_market(seed: int) -> None:
    plan = plan_of(MapEnvironment.TOWN, seed, columns=50, rows=40)
    assert PropKind.MARKET_STALL in kinds_of(plan)
    assert kinds_of(plan) & {PropKind.WELL, PropKind.FOUNTAIN}
    [market] = [room for room in plan.rooms if room.outdoors]
    assert market.name == "Market square"
    houses = [Polygon(room.polygon) for room in plan.rooms if not room.outdoors]
    assert len(houses) >= 12
    leaves = MultiLineString([(door.start, door.end) for door in plan.doors])
    assert all(house.exterior.distance(leaves) < 1e-6 for house in houses)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_house_of_a_town_stands_in_the_street(seed: int) -> None:
    plan = plan_of(MapEnvironment.TOWN, seed, columns=50, rows=40)
    streets = ground(plan, TerrainType.ROAD)
    assert all(
        Polygon(room.polygon).intersection(streets).area < 0.3 for room in plan.rooms if not room.outdoors
    )
    market = next(Polygon(room.polygon) for room in plan.rooms if room.outdoors)
    assert market.intersection(streets).area > 0.7 * market.area
    left, top, right, bottom = streets.bounds
    assert (left, right) == (0, plan.width) or (top, bottom) == (0, plan.height)


@pytest.mark.parametrize("seed", SEEDS)
def test_ship_lies_along_the_field_with_cabins_masts_and_a_way_aboard(seed: int) -> None:
    for columns, rows in ((30, 20), (20, 30)):
        plan = plan_of(MapEnvironment.SHIP, seed, columns=columns, rows=rows)
        assert plan.base is TerrainType.DEEP_WATER
        assert {PropKind.MAST, PropKind.HELM, PropKind.CANNON, PropKind.BARREL} <= kinds_of(plan)
        deck = shapely.union_all([Polygon(room.polygon).buffer(1e-3) for room in plan.rooms])
        left, top, right, bottom = deck.bounds
        assert (right - left > bottom - top) == (columns > rows)
        assert max(right - left, bottom - top) > 0.75 * max(columns, rows)
        assert [room.outdoors for room in plan.rooms].count(True) == 1
        assert len(plan.rooms) >= 3
        assert {wall.material for wall in plan.walls} == {WallMaterial.WOOD}
        centers, labels = parts_of(plan, DoorState.LOCKED)
        outdoors = ~within((room for room in plan.rooms if not room.outdoors), centers)
        assert len(set(labels[outdoors].tolist())) == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_ruins_are_broken_overgrown_and_open_to_the_sky(seed: int) -> None:
    plan = plan_of(MapEnvironment.RUINS, seed, columns=36, rows=28)
    assert {wall.material for wall in plan.walls} == {WallMaterial.RUIN}
    assert plan.base is TerrainType.GRASS
    laid = {area.type for area in plan.terrain}
    assert {TerrainType.FLOOR, TerrainType.RUBBLE, TerrainType.GRASS} <= laid
    assert sum(room.outdoors for room in plan.rooms) > len(plan.rooms) / 2
    walls = MultiLineString([wall.points for wall in plan.walls])
    rims = shapely.union_all([Polygon(room.polygon).exterior for room in plan.rooms])
    assert 0.35 < walls.length / rims.length < 0.9


def test_ruins_stand_in_sand_where_that_is_asked_for() -> None:
    assert plan_of(MapEnvironment.RUINS, terrain=(TerrainType.SAND,)).base is TerrainType.SAND


def test_some_ruins_are_temples_with_columns_and_some_have_a_crypt() -> None:
    found = [kinds_of(plan_of(MapEnvironment.RUINS, seed)) for seed in range(12)]
    assert any(PropKind.COLUMN in kinds for kinds in found)
    assert any(PropKind.STAIRS_DOWN in kinds for kinds in found)
    assert any(PropKind.ALTAR in kinds for kinds in found)


@pytest.mark.parametrize("seed", SEEDS)
def test_sewer_has_channels_bridges_grates_a_ladder_and_a_secret_door(seed: int) -> None:
    plan = plan_of(MapEnvironment.SEWER, seed)
    assert plan.base is None
    assert {PropKind.GRATE, PropKind.LADDER} <= kinds_of(plan)
    laid = {area.type for area in plan.terrain}
    assert {TerrainType.WATER, TerrainType.FLOOR} <= laid
    assert sum(door.secret for door in plan.doors) >= 1
    assert len(plan.doors) > 1
    assert all(wall.points[0] == wall.points[-1] for wall in plan.walls)


@pytest.mark.parametrize("seed", SEEDS)
def test_sewer_has_dry_ground_on_both_sides_of_its_water(seed: int) -> None:
    plan = plan_of(MapEnvironment.SEWER, seed)
    rings = sorted((Polygon(wall.points) for wall in plan.walls), key=lambda ring: -ring.area)
    rim = MultiLineString([ring.exterior for ring in rings])
    water = ground(plan, TerrainType.WATER)
    beside = water.exterior if isinstance(water, Polygon) else water.boundary
    at_wall = beside.intersection(rim.buffer(0.5)).length
    assert at_wall < 0.2 * beside.length


def test_a_plan_turned_four_times_is_the_plan_it_was() -> None:
    plan = plan_of(MapEnvironment.TAVERN)
    turn = Turn(columns=30, rows=20, quarters=1)
    back = Turn(columns=20, rows=30, quarters=3)
    assert turned(turned(plan, turn), back) == plan
    mirror = Turn(columns=30, rows=20, mirrored=True)
    assert turned(turned(plan, mirror), mirror) == plan
    assert turned(plan, mirror) != plan
