"""Layouts of regions and worlds: water runs down, people live on land, everything has a name of its own."""

import heapq
import os
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from generation.briefs import Grid, MapBrief
from generation.layout import make_layout
from generation.layout.lands.hydrology import Mesh, drain
from generation.layout.lands.land import make_land
from generation.layout.lands.rivers import rivers_of
from generation.layout.plan import MapLayout, PointOfInterest, Route, RouteKind
from generation.vocabulary import GridType, MapEnvironment, MapKind, TerrainType
from tests.plans import assert_sound

thorough = settings(
    max_examples=int(os.environ.get("LAYOUT_EXAMPLES", "25")),  # thousands prove more, and take hours
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a land takes too long to lay out to shrink it
)

KINDS = (MapKind.REGION, MapKind.WORLD)
WATERS = (TerrainType.WATER, TerrainType.DEEP_WATER)
SETTLEMENTS = ("city", "town", "village")
ASKED = (
    TerrainType.WATER,
    TerrainType.DEEP_WATER,
    TerrainType.TREES,
    TerrainType.DIFFICULT,
    TerrainType.GRASS,
    TerrainType.SAND,
    TerrainType.SNOW,
    TerrainType.ICE,
    TerrainType.MOUNTAIN,
    TerrainType.HILL,
    TerrainType.LAVA,
    TerrainType.RUBBLE,
)
HAIR = 1e-3


def make_brief(
    kind: MapKind = MapKind.REGION,
    *,
    environment: MapEnvironment | None = None,
    columns: int = 30,
    rows: int = 20,
    grid_type: GridType = GridType.SQUARE,
    **overrides: object,
) -> MapBrief:
    return MapBrief(
        map_kind=kind,
        environment=environment,
        grid=Grid(type=grid_type, columns=columns, rows=rows),
        **{"layout_seed": 1, **overrides},  # type: ignore[arg-type]  # the tests name real fields
    )


briefs = st.builds(
    make_brief,
    st.sampled_from(KINDS),
    environment=st.none() | st.sampled_from(MapEnvironment),
    columns=st.integers(12, 26),
    rows=st.integers(12, 26),
    grid_type=st.sampled_from(GridType),
    layout_seed=st.integers(0, 2**63 - 1),
    rooms=st.none() | st.integers(1, 30),
    points_of_interest=st.none() | st.integers(0, 20),
    terrain=st.lists(st.sampled_from(TerrainType), max_size=3, unique=True).map(tuple),
)


@cache
def land_of(kind: MapKind = MapKind.REGION, **overrides: object) -> MapLayout:
    """A plan that several tests look at."""
    return make_layout(make_brief(kind, **overrides))  # type: ignore[arg-type]  # the tests name real fields


def water_of(plan: MapLayout) -> BaseGeometry:
    """Sea and lakes: what the topmost terrain is water of."""
    field = shapely.box(0, 0, plan.width, plan.height)
    water: BaseGeometry = field if plan.base in WATERS else Polygon()
    for area in plan.terrain:
        shape = Polygon(area.polygon)
        if area.type in WATERS:
            water = water.union(shape)
        elif shape.intersects(water):
            water = water.difference(shape)
    shapely.prepare(water)
    return water


def in_sight(plan: MapLayout, terrain: TerrainType) -> BaseGeometry:
    """Where nothing lies over a terrain."""
    seen: BaseGeometry = Polygon()
    for area in plan.terrain:
        shape = Polygon(area.polygon)
        seen = seen.union(shape) if area.type is terrain else seen.difference(shape)
    return seen


def routes_of(plan: MapLayout, *kinds: RouteKind) -> list[Route]:
    return [route for route in plan.routes if route.kind in kinds]


def settlements_of(plan: MapLayout) -> list[PointOfInterest]:
    return [place for place in plan.points_of_interest if place.kind in SETTLEMENTS]


def sights_of(plan: MapLayout) -> list[PointOfInterest]:
    return [place for place in plan.points_of_interest if place.kind not in SETTLEMENTS]


def names_of(plan: MapLayout) -> Iterator[str]:
    for things in (plan.points_of_interest, plan.routes, plan.territories):
        yield from (thing.name for thing in things)
    yield from (room.name or "" for room in plan.rooms)


def assert_waters_run_into_water(plan: MapLayout, water: BaseGeometry) -> None:
    rivers = routes_of(plan, RouteKind.RIVER)
    points = {river.id: set(river.points) for river in rivers}
    for river in rivers:
        mouth = river.points[-1]
        in_water = water.distance(shapely.Point(mouth)) < HAIR
        joins = any(mouth in others for name, others in points.items() if name != river.id)
        x, y = mouth
        rim = plan.width / 100
        leaves = plan.base is TerrainType.GRASS and (
            min(x, y) < rim or x > plan.width - rim or y > plan.height - rim
        )
        assert in_water or joins or leaves, river


def assert_people_keep_dry(plan: MapLayout, water: BaseGeometry) -> None:
    for place in plan.points_of_interest:
        assert not water.contains(shapely.Point(place.position)), place
    dry = water.buffer(-HAIR)
    for road in routes_of(plan, RouteKind.ROAD, RouteKind.TRAIL):
        assert not dry.intersects(LineString(road.points)), road
    for lane in routes_of(plan, RouteKind.SEA_LANE):
        assert water.buffer(HAIR).covers(LineString(lane.points)), lane


def assert_roads_join_each_landmass(plan: MapLayout, water: BaseGeometry) -> None:
    """Every two settlements that dry land joins are joined by roads, whose lines share their points."""
    network: nx.Graph[tuple[float, float]] = nx.Graph()
    for road in routes_of(plan, RouteKind.ROAD):
        network.add_edges_from(pairwise(road.points))
    settlements = [place.position for place in settlements_of(plan)]
    network.add_nodes_from(settlements)
    land = shapely.box(0, 0, plan.width, plan.height).difference(water.buffer(HAIR))
    parts = {point: number for number, part in enumerate(nx.connected_components(network)) for point in part}
    for mass in shapely.get_parts(land.buffer(-3 * HAIR)):
        joined = {parts[point] for point in settlements if mass.covers(shapely.Point(point))}
        assert len(joined) <= 1, joined


def assert_realms_share_the_land(plan: MapLayout) -> None:
    realms = [Polygon(territory.polygon) for territory in plan.territories]
    for number, realm in enumerate(realms):
        for other in realms[number + 1 :]:
            assert realm.intersection(other).area < 1e-3 * min(realm.area, other.area)
    sea = sea_of(plan)
    for realm in realms:
        assert realm.intersection(sea).area < 2e-3 * realm.area
    capitals = [shapely.Point(place.position) for place in plan.points_of_interest if place.kind == "city"]
    assert len(realms) == len(capitals)
    assert all(any(realm.contains(capital) for realm in realms) for capital in capitals)
    colors = [territory.color for territory in plan.territories]
    assert len(set(colors)) == len(colors)


def sea_of(plan: MapLayout) -> BaseGeometry:
    """The sea without the lakes: what is deep."""
    sea: BaseGeometry = shapely.box(0, 0, plan.width, plan.height) if plan.base in WATERS else Polygon()
    for area in plan.terrain:
        shape = Polygon(area.polygon)
        if area.type is TerrainType.DEEP_WATER:
            sea = sea.union(shape)
        elif shape.intersects(sea):
            sea = sea.difference(shape)
    return sea


@thorough
@given(briefs)
def test_every_land_is_sound(brief: MapBrief) -> None:
    plan = make_layout(brief)
    assert_sound(plan)
    water = water_of(plan)
    assert_waters_run_into_water(plan, water)
    assert_people_keep_dry(plan, water)
    assert_roads_join_each_landmass(plan, water)
    assert_realms_share_the_land(plan)
    assert not [name for name, count in Counter(names_of(plan)).items() if count > 1]
    assert all(name.strip() == name and name for name in names_of(plan))
    if brief.points_of_interest is not None:
        assert len(sights_of(plan)) == brief.points_of_interest


heights = st.tuples(st.integers(3, 14), st.integers(3, 14), st.integers(0, 2**32 - 1)).map(
    lambda drawn: np.random.default_rng(drawn[2]).integers(0, 12, drawn[:2]).astype(np.float64)
)


def flooded(height: NDArray[np.float64], outlets: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The priority flood as it is published: cells in order of their level, from the outlets inwards."""
    level = np.full(height.shape, np.inf)
    waiting = [(float(height[spot]), spot) for spot in zip(*np.nonzero(outlets), strict=True)]
    heapq.heapify(waiting)
    for start, spot in waiting:
        level[spot] = start
    while waiting:
        reached, (row, column) = heapq.heappop(waiting)
        for spot in ((row + down, column + right) for down in (-1, 0, 1) for right in (-1, 0, 1)):
            if 0 <= spot[0] < height.shape[0] and 0 <= spot[1] < height.shape[1] and level[spot] == np.inf:
                level[spot] = max(reached, float(height[spot]))
                heapq.heappush(waiting, (level[spot], spot))
    return level


@given(heights)
def test_depressions_are_filled_as_by_the_priority_flood(height: NDArray[np.float64]) -> None:
    outlets = np.zeros(height.shape, dtype=np.bool_)
    outlets[0, 0] = outlets[-1, 1] = True
    filled = height + drain(Mesh(*height.shape), height, outlets).depth.reshape(height.shape)
    assert np.array_equal(filled, flooded(height, outlets))


@given(heights, st.booleans())
def test_water_falls_with_every_step_until_it_leaves(height: NDArray[np.float64], wander: bool) -> None:
    outlets = height <= height.min()
    rng = np.random.default_rng(1) if wander else None
    flow = drain(Mesh(*height.shape), height, outlets, wander=rng)
    inner = ~outlets.ravel()
    assert (flow.surface[inner] > flow.surface[flow.downstream[inner]]).all()
    assert (flow.surface >= height.ravel()).all()
    assert np.array_equal(np.nonzero(flow.downstream == np.arange(height.size))[0], np.nonzero(~inner)[0])


@given(heights)
def test_all_rain_comes_out_at_the_outlets(height: NDArray[np.float64]) -> None:
    outlets = height <= height.min()
    rain = np.random.default_rng(2).random(height.size)
    gathered = drain(Mesh(*height.shape), height, outlets).gathered(rain)
    assert gathered[outlets.ravel()].sum() == pytest.approx(rain.sum())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(4))
def test_rivers_run_downhill_from_their_sources_to_the_water(kind: MapKind, seed: int) -> None:
    land = make_land(np.random.default_rng(seed), make_brief(kind, columns=16, rows=16))
    rivers = rivers_of(land, 40.0)
    assert rivers
    surface, height = land.drainage.surface, land.height.ravel()
    downstream = land.drainage.downstream
    drawn = {cell for river in rivers for cell in river.cells[:-1]}
    drawn |= {
        cell for river in rivers for cell in river.cells if downstream[cell] == cell and land.land.flat[cell]
    }
    for river in rivers:
        levels = surface[list(river.cells)]
        assert (np.diff(levels) < 0).all()
        last = river.cells[-1]
        assert last in drawn or not river.joins
        assert river.joins or not land.dry.flat[last] or downstream[last] == last
    dry = land.dry.ravel()
    # What is no lake lies on its own ground: the filled surface is the ground's, but for puddles.
    assert np.median(surface[dry] - height[dry]) < 1e-4


def test_tributaries_end_on_a_point_of_the_river_that_they_join() -> None:
    plan = land_of(columns=48, rows=36, layout_seed=2)
    rivers = routes_of(plan, RouteKind.RIVER)
    joining = [
        (one, other)
        for one in rivers
        for other in rivers
        if one is not other and one.points[-1] in other.points[:-1]
    ]
    assert len(joining) > 3


@pytest.mark.parametrize("kind", KINDS)
def test_same_brief_gets_the_same_land(kind: MapKind) -> None:
    brief = make_brief(kind, columns=16, rows=12, layout_seed=77)
    assert make_layout(brief) == make_layout(brief)


@pytest.mark.parametrize("kind", KINDS)
def test_another_layout_seed_gets_another_land(kind: MapKind) -> None:
    first, second = (land_of(kind, columns=16, rows=12, layout_seed=seed) for seed in (1, 2))
    assert first.terrain != second.terrain
    assert set(names_of(first)) != set(names_of(second))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("terrain", ASKED)
def test_terrain_that_was_asked_for_is_there(kind: MapKind, terrain: TerrainType) -> None:
    for seed in range(3):
        plan = land_of(kind, columns=12, rows=12, terrain=(terrain,), layout_seed=seed)
        assert terrain == plan.base or in_sight(plan, terrain).area > 0.0005 * plan.width * plan.height


@pytest.mark.parametrize(
    ("environment", "terrain"),
    [
        (MapEnvironment.FOREST, TerrainType.TREES),
        (MapEnvironment.DESERT, TerrainType.SAND),
        (MapEnvironment.ARCTIC, TerrainType.SNOW),
        (MapEnvironment.SWAMP, TerrainType.DIFFICULT),
        (MapEnvironment.MOUNTAIN, TerrainType.MOUNTAIN),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_environment_makes_its_ground_common(
    kind: MapKind, environment: MapEnvironment, terrain: TerrainType
) -> None:
    def share(wanted: MapEnvironment | None, seed: int) -> float:
        plan = land_of(kind, environment=wanted, columns=12, rows=12, layout_seed=seed)
        total = sum(Polygon(area.polygon).area for area in plan.terrain if area.type is terrain)
        return total / (plan.width * plan.height)

    assert sum(share(environment, seed) for seed in range(4)) > 1.5 * sum(
        share(None, seed) for seed in range(4)
    )


def test_coast_has_a_sea() -> None:
    for seed in range(4):
        plan = land_of(environment=MapEnvironment.COAST, columns=16, rows=12, layout_seed=seed)
        assert plan.base is TerrainType.DEEP_WATER
        assert 0.15 < sea_of(plan).area / (plan.width * plan.height) < 0.75


def test_region_without_a_coast_is_land_throughout_and_its_rivers_leave_it() -> None:
    plans = (
        land_of(environment=MapEnvironment.MOUNTAIN, columns=16, rows=12, layout_seed=seed)
        for seed in range(9)
    )
    plan = next(plan for plan in plans if plan.base is TerrainType.GRASS)
    assert sea_of(plan).is_empty
    rivers = routes_of(plan, RouteKind.RIVER)
    edge = shapely.box(0, 0, plan.width, plan.height).exterior
    assert any(edge.distance(shapely.Point(river.points[-1])) < plan.width / 100 for river in rivers)


def test_continents_lie_in_the_sea() -> None:
    for seed in range(4):
        plan = land_of(MapKind.WORLD, columns=20, rows=14, layout_seed=seed)
        water = water_of(plan)
        edge = shapely.box(0, 0, plan.width, plan.height).exterior
        assert water.covers(edge)


def test_larger_maps_have_more_to_tell() -> None:
    small, large = land_of(columns=20, rows=20), land_of(columns=100, rows=100)
    assert 3 <= len(settlements_of(small)) <= 10
    assert len(settlements_of(large)) > 2 * len(settlements_of(small))
    assert len(sights_of(large)) > 2 * len(sights_of(small))
    assert len(routes_of(large, RouteKind.RIVER)) > len(routes_of(small, RouteKind.RIVER))
    assert len(large.territories) > len(small.territories)


@pytest.mark.parametrize("kind", KINDS)
def test_settlements_are_aimed_for(kind: MapKind) -> None:
    for wanted in (1, 12):
        plan = land_of(kind, columns=24, rows=20, rooms=wanted)
        assert len(settlements_of(plan)) == wanted


@pytest.mark.parametrize("grid_type", GridType)
@pytest.mark.parametrize(("columns", "rows"), [(12, 12), (200, 12), (12, 200), (30, 20)])
def test_every_grid_is_covered_to_its_edges(grid_type: GridType, columns: int, rows: int) -> None:
    plan = make_layout(make_brief(columns=columns, rows=rows, grid_type=grid_type, layout_seed=5))
    assert_sound(plan)
    x, y = np.array([point for area in plan.terrain for point in area.polygon]).T
    reach = (x.min(), y.min(), x.max(), y.max())
    if plan.base is TerrainType.GRASS:
        return
    # A region's land runs to the edge of the map on one side at least, exactly.
    edges = (0.0, 0.0, plan.width, plan.height)
    assert any(found == pytest.approx(edge, abs=HAIR) for found, edge in zip(reach, edges, strict=True))


def test_no_trail_betrays_a_secret_place() -> None:
    trails = secrets = 0
    for seed in range(1, 4):
        plan = land_of(columns=48, rows=36, layout_seed=seed)
        secret = {place.position for place in plan.points_of_interest if place.gm_only}
        secrets += len(secret)
        for trail in routes_of(plan, RouteKind.TRAIL):
            trails += 1
            assert not secret & set(trail.points)
    assert trails > 3
    assert secrets > 2


def test_bridges_lie_where_roads_cross_rivers() -> None:
    found = 0
    for seed in range(1, 4):
        plan = land_of(columns=48, rows=36, layout_seed=seed)
        roads = shapely.MultiLineString([road.points for road in routes_of(plan, RouteKind.ROAD)])
        rivers = shapely.MultiLineString([river.points for river in routes_of(plan, RouteKind.RIVER)])
        for bridge in (place for place in plan.points_of_interest if place.kind == "bridge"):
            found += 1
            spot = shapely.Point(bridge.position)
            assert roads.distance(spot) < HAIR
            assert rivers.distance(spot) < HAIR
    assert found > 2


def test_settlements_tell_of_themselves() -> None:
    plan = land_of(columns=48, rows=36, layout_seed=1)
    told = [place.description or "" for place in plan.points_of_interest]
    assert all(len(words) > 20 for words in told)
    assert any(words.startswith("Capital of the") for words in told)
    assert len(set(told)) > 0.8 * len(told)


def test_features_of_the_land_are_named_where_they_lie() -> None:
    plan = land_of(MapKind.WORLD, columns=48, rows=32, layout_seed=4)
    assert len(plan.rooms) > 6
    assert all(room.outdoors and room.name for room in plan.rooms)
    water = water_of(plan)
    wet = [Polygon(room.polygon).intersection(water).area / Polygon(room.polygon).area for room in plan.rooms]
    assert any(share > 0.95 for share in wet)
    assert any(share < 0.05 for share in wet)
