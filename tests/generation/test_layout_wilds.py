"""Layouts of open country: sound for every seed, and what a game master expects is there."""

import os
from functools import cache

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from generation.briefs import Grid, MapBrief
from generation.layout import make_layout
from generation.layout.plan import Door, MapLayout, PropKind, WallMaterial
from generation.layout.wilds import MAKERS
from generation.layout.wilds.country import Country, Line
from generation.layout.wilds.finish import finish
from generation.vocabulary import GridType, MapEnvironment, TerrainType
from tests.plans import assert_sound

thorough = settings(
    max_examples=int(os.environ.get("LAYOUT_EXAMPLES", "40")),  # thousands prove more, and take minutes
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)

WILDS = tuple(MAKERS)
ASKED = tuple(terrain for terrain in TerrainType if terrain is not TerrainType.STAIRS)
WATERS = (TerrainType.WATER, TerrainType.DEEP_WATER)
TREES = (PropKind.BROADLEAF, PropKind.CONIFER, PropKind.PALM, PropKind.DEAD_TREE)
SEEDS = range(6)


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


@cache
def plan_of(environment: MapEnvironment, seed: int = 1, **overrides: object) -> MapLayout:
    return make_layout(make_brief(environment, layout_seed=seed, **overrides))  # type: ignore[arg-type]


def ground(plan: MapLayout, *kinds: TerrainType) -> BaseGeometry:
    """Where ground of these kinds lies on top."""
    seen: BaseGeometry = Polygon()
    for area in plan.terrain:
        shape = Polygon(area.polygon)
        seen = seen.union(shape) if area.type in kinds else seen.difference(shape)
    return seen


def field(plan: MapLayout) -> Polygon:
    return shapely.box(0, 0, plan.width, plan.height)


def share(plan: MapLayout, *kinds: TerrainType) -> float:
    return float(ground(plan, *kinds).area / field(plan).area)


def kinds_of(plan: MapLayout) -> set[PropKind]:
    return {prop.kind for prop in plan.props}


briefs = st.builds(
    make_brief,
    st.sampled_from(WILDS),
    columns=st.integers(12, 60),
    rows=st.integers(12, 48),
    grid_type=st.sampled_from(GridType),
    layout_seed=st.integers(0, 2**63 - 1),
    rooms=st.none() | st.integers(1, 30),
    terrain=st.lists(st.sampled_from(TerrainType), max_size=4, unique=True).map(tuple),
    points_of_interest=st.none() | st.integers(0, 12),
)


@thorough
@given(briefs)
def test_every_plan_of_open_country_is_sound_and_has_what_was_asked_for(brief: MapBrief) -> None:
    plan = make_layout(brief)
    assert_sound(plan)
    assert plan.base is not None
    laid = {plan.base, *(area.type for area in plan.terrain)}
    assert set(brief.terrain) - {TerrainType.STAIRS} <= laid
    assert 1 <= len(plan.rooms) <= (brief.rooms or len(plan.rooms))
    if brief.points_of_interest is not None:
        assert len(plan.points_of_interest) <= brief.points_of_interest


@pytest.mark.parametrize("environment", WILDS)
def test_smallest_field_has_a_plan_too(environment: MapEnvironment) -> None:
    for seed in SEEDS:
        assert_sound(plan_of(environment, seed, columns=10, rows=10))


def test_largest_field_is_sound_too() -> None:
    assert_sound(plan_of(MapEnvironment.MOUNTAIN, columns=200, rows=200))


@pytest.mark.parametrize("environment", WILDS)
def test_same_brief_gets_the_same_country(environment: MapEnvironment) -> None:
    brief = make_brief(environment, layout_seed=77)
    assert make_layout(brief) == make_layout(brief)


@pytest.mark.parametrize("environment", WILDS)
def test_another_layout_seed_gets_another_country(environment: MapEnvironment) -> None:
    first, second = (plan_of(environment, seed) for seed in (1, 2))
    assert first.terrain != second.terrain
    assert first.props != second.props


@pytest.mark.parametrize("environment", WILDS)
@pytest.mark.parametrize("terrain", ASKED)
def test_terrain_that_was_asked_for_is_there(environment: MapEnvironment, terrain: TerrainType) -> None:
    plan = plan_of(environment, columns=14, rows=12, terrain=(terrain,))
    assert terrain is plan.base or share(plan, terrain) > 0.002


@pytest.mark.parametrize("environment", WILDS)
def test_stairs_are_passed_over_since_nothing_is_built_that_they_could_lead_to(
    environment: MapEnvironment,
) -> None:
    plan = plan_of(environment, terrain=(TerrainType.STAIRS,))
    assert TerrainType.STAIRS not in {area.type for area in plan.terrain}


@pytest.mark.parametrize("environment", WILDS)
def test_number_of_places_is_aimed_for(environment: MapEnvironment) -> None:
    few, many = (len(plan_of(environment, columns=60, rows=40, rooms=rooms).rooms) for rooms in (3, 12))
    assert few == 3
    assert many >= 10


@pytest.mark.parametrize("environment", WILDS)
def test_more_places_than_there_is_room_for_fill_the_field_and_no_more(environment: MapEnvironment) -> None:
    plan = plan_of(environment, columns=14, rows=14, rooms=200)
    assert 1 <= len(plan.rooms) < 60
    assert_sound(plan)


@pytest.mark.parametrize("environment", WILDS)
def test_places_have_names_lie_under_the_open_sky_and_do_not_overlap(environment: MapEnvironment) -> None:
    plan = plan_of(environment, columns=60, rows=40)
    areas = [Polygon(room.polygon) for room in plan.rooms]
    assert all(room.name for room in plan.rooms)
    assert all(room.outdoors for room in plan.rooms if room.name != "Cave mouth")
    for index, area in enumerate(areas):
        for other in areas[index + 1 :]:
            assert area.intersection(other).area < 0.35 * min(area.area, other.area)


@pytest.mark.parametrize("environment", WILDS)
def test_notes_are_ranked_so_that_a_few_tell_of_different_things(environment: MapEnvironment) -> None:
    everything = plan_of(environment, columns=60, rows=40).points_of_interest
    three = plan_of(environment, columns=60, rows=40, points_of_interest=3).points_of_interest
    assert len(everything) > 6
    assert three == everything[:3]
    assert len({note.kind for note in three}) == 3


@pytest.mark.parametrize("environment", WILDS)
def test_players_learn_of_no_ambush_treasure_or_trap(environment: MapEnvironment) -> None:
    notes = [note for seed in SEEDS for note in plan_of(environment, seed).points_of_interest]
    hidden = {note.kind for note in notes if note.gm_only}
    shown = {note.kind for note in notes if not note.gm_only}
    assert "ambush" in hidden
    assert hidden <= {"ambush", "treasure", "secret", "trap"}
    assert shown <= {"place", "danger", "crossing"}


@pytest.mark.parametrize("environment", WILDS)
def test_trees_stand_neither_on_ways_nor_in_rivers(environment: MapEnvironment) -> None:
    dry = environment is not MapEnvironment.SWAMP  # where dead trees stand in the pools
    for seed in SEEDS:
        plan = plan_of(environment, seed)
        ways = ground(plan, TerrainType.ROAD, *(WATERS if dry else ()))
        trunks = shapely.points([prop.position for prop in plan.props if prop.kind in TREES] or [(-1, -1)])
        assert not shapely.contains(ways.buffer(-0.1), trunks).any()


@pytest.mark.parametrize("environment", WILDS)
def test_every_cliff_blocks_steps_and_sight_along_its_whole_outline(environment: MapEnvironment) -> None:
    plan = plan_of(environment, columns=40, rows=30, terrain=(TerrainType.MOUNTAIN,))
    cliffs = [area for area in plan.terrain if area.type is TerrainType.MOUNTAIN]
    rocks = {wall.points[:-1] for wall in plan.walls if wall.material is WallMaterial.ROCK}
    assert cliffs
    assert all(area.cost is None for area in cliffs)
    assert {area.polygon for area in cliffs} == rocks
    assert all(wall.points[0] == wall.points[-1] for wall in plan.walls if wall.material is WallMaterial.ROCK)


@pytest.mark.parametrize("grid_type", GridType)
def test_the_sea_reaches_the_edge_of_the_field_on_every_grid(grid_type: GridType) -> None:
    for seed in SEEDS:
        plan = plan_of(MapEnvironment.COAST, seed, grid_type=grid_type)
        left, top, right, bottom = ground(plan, *WATERS).bounds
        reached = (left < 1e-3, top < 1e-3, right > plan.width - 1e-3, bottom > plan.height - 1e-3)
        assert sum(reached) == 3  # along a whole side and to both of its ends


def test_road_leads_from_edge_to_edge_past_somebody_who_was_waylaid() -> None:
    for seed in SEEDS:
        plan = plan_of(MapEnvironment.ROAD, seed)
        ways = ground(plan, TerrainType.ROAD, TerrainType.FLOOR, TerrainType.WATER).buffer(0.3)
        ends = [part.bounds for part in shapely.get_parts(ways)]
        assert any(left < 0.1 and right > plan.width - 0.1 for left, _, right, _ in ends)
        wagons = [prop for prop in plan.props if prop.kind is PropKind.WAGON]
        assert any(ways.distance(shapely.Point(wagon.position)) < 1.0 for wagon in wagons)


def test_crowns_cover_much_of_a_forest_and_little_of_a_grassland() -> None:
    covered = {}
    for environment in (MapEnvironment.FOREST, MapEnvironment.GRASSLAND):
        plan = plan_of(environment, columns=50, rows=40)
        crowns = [shapely.Point(p.position).buffer(p.width / 2) for p in plan.props if p.kind in TREES]
        covered[environment] = shapely.union_all(crowns).intersection(field(plan)).area / field(plan).area
    assert covered[MapEnvironment.FOREST] > 0.45
    assert covered[MapEnvironment.GRASSLAND] < 0.25


def test_forest_leaves_its_clearings_open() -> None:
    for seed in SEEDS:
        plan = plan_of(MapEnvironment.FOREST, seed, columns=50, rows=40)
        crowns = [shapely.Point(p.position).buffer(p.width / 2) for p in plan.props if p.kind in TREES]
        under = shapely.union_all(crowns)
        for room in plan.rooms:
            if room.name not in ("Hollow oak", "Grandfather tree"):
                area = Polygon(room.polygon)
                assert under.intersection(area).area < 0.5 * area.area, room.name


def test_swamp_is_half_water_with_firm_ground_between() -> None:
    for seed in SEEDS:
        plan = plan_of(MapEnvironment.SWAMP, seed, columns=50, rows=40)
        assert 0.15 < share(plan, *WATERS) < 0.6
        assert {PropKind.REEDS, PropKind.LILY_PADS, PropKind.DEAD_TREE} <= kinds_of(plan)
        assert share(plan, TerrainType.FLOOR) > 0


def test_desert_has_an_oasis_in_its_sand_and_arctic_ground_a_frozen_lake_in_its_snow() -> None:
    for seed in SEEDS:
        desert, arctic = (plan_of(place, seed) for place in (MapEnvironment.DESERT, MapEnvironment.ARCTIC))
        assert desert.base is TerrainType.SAND
        assert share(desert, TerrainType.WATER) > 0
        assert {PropKind.PALM, PropKind.CACTUS} <= kinds_of(desert)
        assert arctic.base is TerrainType.SNOW
        assert share(arctic, TerrainType.ICE) > 0.05


def test_mountains_are_a_third_rock_and_their_trail_crosses_chasms_on_bridges() -> None:
    bridged = 0
    for seed in SEEDS:
        plan = plan_of(MapEnvironment.MOUNTAIN, seed, columns=40, rows=30)
        assert 0.1 < share(plan, TerrainType.MOUNTAIN) < 0.55
        chasms = [Polygon(area.polygon) for area in plan.terrain if area.type is TerrainType.PIT]
        decks = [Polygon(area.polygon) for area in plan.terrain if area.type is TerrainType.FLOOR]
        bridged += any(deck.intersects(chasm) for deck in decks for chasm in chasms)
    assert bridged >= 2


def test_camp_fires_give_light() -> None:
    lit = 0
    for seed in SEEDS:
        plan = plan_of(MapEnvironment.ROAD, seed, columns=40, rows=30)
        fires = {prop.position for prop in plan.props if prop.kind is PropKind.CAMPFIRE}
        assert fires <= {light.position for light in plan.lights}
        lit += len(fires)
    assert lit > 3


def test_huts_stand_on_the_lines_of_the_grid_with_a_door_and_windows() -> None:
    plan = plan_of(MapEnvironment.SWAMP)
    planks = [wall for wall in plan.walls if wall.material is WallMaterial.WOOD]
    corners = np.array([point for wall in planks for point in wall.points])
    assert len(planks) >= 3
    assert np.array_equal(corners, np.round(corners))
    assert len(plan.doors) == 1
    assert len(plan.windows) == 2
    assert all(LineString((door.start, door.end)).length == pytest.approx(1.0) for door in plan.doors)


def empty_country() -> Country:
    return Country(make_brief(MapEnvironment.GRASSLAND), TerrainType.GRASS)


def test_chasm_from_edge_to_edge_is_given_a_crossing() -> None:
    country = empty_country()
    country.lay(TerrainType.PIT, [shapely.box(14, -1, 16.4, 21)])
    plan = finish(country)
    assert_sound(plan)
    assert 20 < ground(plan, TerrainType.PIT).area < 48


def test_crack_that_nobody_fits_through_is_filled_and_not_dug_out() -> None:
    country = empty_country()
    rock = shapely.box(6, 6, 9, 9.2).difference(shapely.box(7.46, 7.2, 7.54, 10))
    country.cliff([rock])
    plan = finish(country)
    assert_sound(plan)
    assert ground(plan, TerrainType.MOUNTAIN).area > rock.area


def test_ground_that_was_asked_for_is_dug_around() -> None:
    country = empty_country()
    country.cliff([shapely.box(14, -1, 16.4, 9), shapely.box(14, 12, 16.4, 21)])
    country.lay(TerrainType.LAVA, [shapely.box(14, 9, 16.4, 12)])
    country.patches[-1].wanted = True
    plan = finish(country)
    assert_sound(plan)
    assert ground(plan, TerrainType.LAVA).area == pytest.approx(2.4 * 3)


def test_door_whose_wall_was_dug_away_is_taken_away_too() -> None:
    country = empty_country()
    country.lines.append(Line(shape=LineString([(2, 4), (5, 4)]), material=WallMaterial.WOOD))
    standing = Door(start=(5, 4), end=(6, 4))
    country.lines.append(Line(shape=LineString([(6, 4), (9, 4)]), material=WallMaterial.WOOD))
    country.doors += [standing, Door(start=(20, 4), end=(21, 4))]
    assert finish(country).doors == (standing,)
