"""What players may know of a plan."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely import LineString, MultiLineString, Polygon

from generation.briefs import Grid, MapBrief
from generation.layout import make_layout
from generation.layout.discretion import for_players, hidden_ground
from generation.layout.plan import Door, Light, MapLayout, PointOfInterest, Room, Wall, Window
from generation.tactics.spaces import space_at, space_steps
from generation.vocabulary import DoorState, GridType, MapEnvironment, TerrainType
from tests.plans import assert_every_space_can_be_reached, assert_valid_shapes

thorough = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def dig(grid_type: GridType, columns: int, rows: int, seed: int) -> MapLayout:
    grid = Grid(type=grid_type, columns=columns, rows=rows)
    return make_layout(MapBrief(environment=MapEnvironment.DUNGEON, grid=grid, layout_seed=seed))


dungeons = st.builds(
    dig,
    st.sampled_from(GridType),
    st.integers(20, 40),
    st.integers(20, 30),
    st.integers(0, 2**63 - 1),
)


def rooms_found_without_secrets(plan: MapLayout) -> set[int]:
    """The numbers of the rooms in the largest part of a plan whose secret doors stay shut."""
    doors = tuple(door if door.secret else replace(door, state=DoorState.OPEN) for door in plan.doors)
    steps = space_steps(replace(plan, doors=doors))
    spaces = len(steps.centers)
    graph = coo_array((np.ones(len(steps.start)), (steps.start, steps.end)), shape=(spaces, spaces))
    _, labels = connected_components(graph, directed=False)
    entered = np.isfinite(steps.costs)
    largest = np.bincount(labels[entered]).argmax()
    return {
        room.number
        for room in plan.rooms
        if any(labels[space] == largest for space in spaces_in(plan, room) if entered[space])
    }


def spaces_in(plan: MapLayout, room: Room) -> list[int]:
    centers = plan.lattice.centers
    return np.flatnonzero(shapely.contains_xy(Polygon(room.polygon), *centers.T)).tolist()


@thorough
@given(dungeons)
def test_players_know_the_rooms_that_can_be_found_without_secret_doors(plan: MapLayout) -> None:
    seen = for_players(plan)
    assert {room.number for room in seen.rooms} == rooms_found_without_secrets(plan)


@thorough
@given(dungeons)
def test_what_players_know_is_a_sound_plan_without_a_trace_of_secret_doors(plan: MapLayout) -> None:
    seen, hidden = for_players(plan), hidden_ground(plan).buffer(-0.05)
    assert_valid_shapes(seen)
    assert_every_space_can_be_reached(seen)
    assert not any(door.secret for door in seen.doors)
    walls = MultiLineString([wall.points for wall in seen.walls])
    for door in plan.doors:
        if door.secret:
            assert walls.distance(LineString((door.start, door.end)).centroid) < 0.01
    assert not walls.intersects(hidden)
    assert not any(hidden.contains(shapely.Point(thing.position)) for thing in (*seen.props, *seen.lights))
    assert not any(place.gm_only for place in seen.points_of_interest)


def test_a_plan_without_secrets_stays_as_it_is() -> None:
    cave = make_layout(MapBrief(environment=MapEnvironment.CAVE, layout_seed=4))
    assert for_players(cave) == cave


def make_house(*, secret: bool, window: bool = False) -> MapLayout:
    """A house in a meadow: a hall with a door to the outside, and a vault behind a door of the hall."""
    glass = (Window(start=(8, 4), end=(8, 5)),) if window else ()
    east = ((8, 2), (8, 4)), ((8, 5), (8, 6))
    side = east if window else (((8, 2), (8, 6)),)
    lines = (((3, 6), (2, 6), (2, 2), (8, 2)), *side, ((4, 6), (8, 6)), ((5, 2), (5, 3)), ((5, 4), (5, 6)))
    return MapLayout(
        seed=1,
        columns=12,
        rows=10,
        base=TerrainType.GRASS,
        walls=tuple(Wall(points=line) for line in lines),
        doors=(Door(start=(3, 6), end=(4, 6)), Door(start=(5, 3), end=(5, 4), secret=secret)),
        windows=glass,
        rooms=(
            Room(number=1, name="Hall", polygon=((2, 2), (5, 2), (5, 6), (2, 6))),
            Room(number=2, name="Vault", polygon=((5, 2), (8, 2), (8, 6), (5, 6))),
        ),
        lights=(Light(position=(6, 4), range=3), Light(position=(3, 3), range=3)),
        points_of_interest=(
            PointOfInterest(id="1", name="Hoard", kind="treasure", position=(7, 3)),
            PointOfInterest(id="2", name="Trap", kind="trap", position=(3, 4), gm_only=True),
        ),
    )


def test_a_hidden_room_of_a_house_is_filled_in() -> None:
    seen = for_players(make_house(secret=True))
    assert [room.name for room in seen.rooms] == ["Hall"]
    assert [light.position for light in seen.lights] == [(3, 3)]
    assert seen.points_of_interest == ()
    steps = space_steps(seen)
    assert np.isinf(steps.costs[space_at(seen, (6.5, 3.5))])
    assert np.isfinite(steps.costs[space_at(seen, (3.5, 3.5))])


@pytest.mark.parametrize("house", [make_house(secret=False), make_house(secret=True, window=True)])
def test_a_room_with_another_way_to_look_in_is_no_secret(house: MapLayout) -> None:
    assert {room.name for room in for_players(house).rooms} == {"Hall", "Vault"}
    assert hidden_ground(house).is_empty
