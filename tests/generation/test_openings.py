"""Doors put into and taken out of plans that have walls already."""

from dataclasses import replace
from itertools import pairwise

import pytest
import shapely
from shapely import LineString

from generation.briefs import Grid, MapBrief
from generation.layout import make_layout
from generation.layout.openings import with_doors
from generation.layout.plan import Door, MapLayout, Wall, WallMaterial, Window
from generation.vocabulary import MapEnvironment

SQUARE = ((1.0, 1.0), (9.0, 1.0), (9.0, 9.0), (1.0, 9.0), (1.0, 1.0))
HALL = MapLayout(seed=0, columns=10, rows=10, walls=(Wall(points=SQUARE, material=WallMaterial.WOOD),))
DOOR = Door(start=(4.0, 1.0), end=(5.0, 1.0))


def length(layout: MapLayout) -> float:
    """Of all walls together."""
    return sum(LineString(wall.points).length for wall in layout.walls)


def is_shut(layout: MapLayout, door: Door) -> bool:
    """Whether a wall stands in the middle of a doorway."""
    middle = LineString((door.start, door.end)).interpolate(0.5, normalized=True)
    return any(LineString(wall.points).distance(middle) < 0.01 for wall in layout.walls)


def test_door_in_a_wall_opens_the_wall_from_side_to_side() -> None:
    opened = with_doors(HALL, [DOOR])
    assert opened.doors == (DOOR,)
    [wall] = opened.walls
    assert wall.material is WallMaterial.WOOD
    assert {wall.points[0], wall.points[-1]} == {DOOR.start, DOOR.end}
    assert length(opened) == pytest.approx(length(HALL) - 1)


def test_door_taken_away_leaves_the_wall_as_it_was() -> None:
    closed = with_doors(with_doors(HALL, [DOOR]), [])
    assert closed.doors == ()
    assert is_shut(closed, DOOR)
    assert {wall.material for wall in closed.walls} == {WallMaterial.WOOD}
    drawn = shapely.union_all([LineString(wall.points) for wall in closed.walls])
    assert drawn.symmetric_difference(LineString(SQUARE)).length == pytest.approx(0, abs=1e-9)


def test_door_moved_along_its_wall_takes_its_opening_along() -> None:
    moved = replace(DOOR, start=(4.5, 1.0), end=(5.5, 1.0))
    layout = with_doors(with_doors(HALL, [DOOR]), [moved])
    assert not is_shut(layout, moved)
    assert length(layout) == pytest.approx(length(HALL) - 1)
    assert is_shut(layout, Door(start=(4.0, 1.0), end=(4.5, 1.0)))


@pytest.mark.parametrize(
    "same",
    [
        DOOR,
        replace(DOOR, start=DOOR.end, end=DOOR.start),
        replace(DOOR, secret=True),
    ],
)
def test_door_that_stays_where_it_was_leaves_the_walls_alone(same: Door) -> None:
    before = with_doors(HALL, [DOOR])
    after = with_doors(before, [same])
    assert (after.walls, after.doors) == (before.walls, (same,))


def test_door_beside_a_wall_is_moved_into_it() -> None:
    beside = Door(start=(4.0, 1.04), end=(5.0, 0.97))
    layout = with_doors(HALL, [beside])
    assert layout.doors == (DOOR,)
    assert not is_shut(layout, DOOR)


@pytest.mark.parametrize(
    "free",
    [
        Door(start=(4.0, 5.0), end=(5.0, 5.0)),  # in the open
        Door(start=(4.0, 1.2), end=(5.0, 1.2)),  # before a wall
        Door(start=(4.0, 0.5), end=(4.0, 1.5)),  # across a wall
    ],
)
def test_door_that_is_in_no_wall_stands_where_it_was_put(free: Door) -> None:
    layout = with_doors(HALL, [free])
    assert (layout.doors, layout.walls) == ((free,), HALL.walls)
    assert with_doors(layout, []) == HALL


def test_slanted_wall_opens_too() -> None:
    slanted = replace(HALL, walls=(Wall(points=((0.0, 0.0), (7.0, 3.5))),))
    door = Door(start=(2.0, 1.0), end=(4.0, 2.0))
    layout = with_doors(slanted, [door])
    assert not is_shut(layout, door)
    assert length(layout) == pytest.approx(
        length(slanted) - LineString((door.start, door.end)).length, abs=0.001
    )
    assert [len(wall.points) for wall in layout.walls] == [2, 2]


def test_double_wall_opens_on_both_sides_of_the_door() -> None:
    double = replace(HALL, walls=(*HALL.walls, Wall(points=((0.0, 1.0), (9.5, 1.0)))))
    assert not is_shut(with_doors(double, [DOOR]), DOOR)


def test_door_takes_the_place_of_a_window() -> None:
    window = Window(start=(3.5, 1.0), end=(5.5, 1.0))
    wall = Wall(points=((5.5, 1.0), (9.0, 1.0), (9.0, 9.0), (1.0, 9.0), (1.0, 1.0), (3.5, 1.0)))
    other = Window(start=(9.0, 4.0), end=(9.0, 5.0))
    layout = with_doors(replace(HALL, walls=(wall,), windows=(window, other)), [DOOR])
    assert layout.windows == (other,)
    assert not is_shut(layout, DOOR)
    assert is_shut(layout, Door(start=(3.5, 1.0), end=(4.0, 1.0)))
    assert is_shut(layout, Door(start=(5.0, 1.0), end=(5.5, 1.0)))


@pytest.mark.parametrize("seed", range(3))
def test_doors_of_a_dungeon_taken_out_and_put_back_leave_it_as_it_was(seed: int) -> None:
    dungeon = make_layout(
        MapBrief(environment=MapEnvironment.DUNGEON, grid=Grid(columns=30, rows=20), layout_seed=seed)
    )
    assert with_doors(dungeon, dungeon.doors) == dungeon
    shut = with_doors(dungeon, [])
    assert all(is_shut(shut, door) for door in dungeon.doors)
    again = with_doors(shut, dungeon.doors)
    assert again.doors == dungeon.doors
    assert not any(is_shut(again, door) for door in dungeon.doors)
    assert length(again) == pytest.approx(length(dungeon), abs=0.01)
    assert all(one != other for wall in again.walls for one, other in pairwise(wall.points))
