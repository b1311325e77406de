"""What effect areas cover, held against the rules, pictures of known areas and countings of another kind."""

import math
import os

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shapely import LineString

from generation.briefs import Grid
from generation.lattice import Lattice
from generation.layout.plan import Point
from generation.overlays.areas import area_outline, covered_spaces, creature_space
from generation.overlays.elements import EffectArea
from generation.vocabulary import EffectShape, GridType

CONE, CUBE, LINE = EffectShape.CONE, EffectShape.CUBE, EffectShape.LINE
SPHERE, CYLINDER, EMANATION = EffectShape.SPHERE, EffectShape.CYLINDER, EffectShape.EMANATION
SQUARES = Grid(columns=40, rows=40)

quick = settings(max_examples=int(os.environ.get("LAYOUT_EXAMPLES", "40")), deadline=None)
sizes = st.integers(1, 18).map(lambda steps: steps * 5.0)
angles = st.floats(0, 360)
inside = st.floats(15, 25)


def make_area(shape: EffectShape, origin: Point, size: float, **others: float) -> EffectArea:
    return EffectArea(id="a", color="#e2762b", shape=shape, origin=origin, size=size, **others)


def drawn(area: EffectArea, grid: Grid = SQUARES) -> str:
    """The covered squares as a picture, without the empty rows and columns around them."""
    squares = {(int(x), int(y)) for x, y in covered_spaces(area, grid)}
    columns, rows = [x for x, _ in squares], [y for _, y in squares]
    lines = [
        "".join("#" if (x, y) in squares else "." for x in range(min(columns), max(columns) + 1))
        for y in range(min(rows), max(rows) + 1)
    ]
    return "\n".join(lines)


def picture(*lines: str) -> str:
    return "\n".join(lines)


KNOWN = [
    pytest.param(make_area(SPHERE, (20, 20), 5), picture("##", "##"), id="5 ft about an intersection"),
    pytest.param(make_area(SPHERE, (20.5, 20.5), 5), "#", id="5 ft about the middle of a square"),
    pytest.param(
        make_area(SPHERE, (20, 20), 10),
        picture(".##.", "####", "####", ".##."),
        id="10 ft about an intersection",
    ),
    pytest.param(
        make_area(CYLINDER, (20, 20), 20),
        picture("..####..", ".######.", *4 * ["########"], ".######.", "..####.."),
        id="20 ft about an intersection: 52 squares",
    ),
    pytest.param(
        make_area(CONE, (20.5, 20), 15, direction=0), picture("###", ".#.", ".#."), id="cone from a side"
    ),
    pytest.param(
        make_area(CONE, (20, 20), 15, direction=0), picture("##", "##", "##"), id="cone from an intersection"
    ),
    pytest.param(
        make_area(CONE, (20, 20), 15, direction=45), picture(".#.", "###", "##."), id="cone across corners"
    ),
    pytest.param(make_area(LINE, (20, 20.5), 30, direction=90), "######", id="line along a row"),
    pytest.param(
        make_area(LINE, (20, 20), 30, direction=90), picture("######", "######"), id="line along a grid line"
    ),
    pytest.param(
        make_area(LINE, (20, 20), 20, direction=135), picture("#..", ".#.", "..#"), id="line across corners"
    ),
    pytest.param(
        make_area(LINE, (20, 20.5), 20, direction=90, width=10),
        picture("####", "####", "####"),
        id="wide line",
    ),
    pytest.param(make_area(LINE, (20, 20.5), 20, direction=90, width=1), "####", id="narrow line"),
    pytest.param(make_area(CUBE, (20.5, 20.5), 15), picture("###", "###", "###"), id="cube about a square"),
    pytest.param(
        make_area(CUBE, (20.5, 20), 15, direction=0), picture("###", "###", "###"), id="cube on one side"
    ),
    pytest.param(
        make_area(EMANATION, (20.5, 20.5), 5), picture("###", "#.#", "###"), id="emanation of somebody Medium"
    ),
    pytest.param(
        make_area(EMANATION, (20.5, 20.5), 10),
        picture(".###.", "#####", "##.##", "#####", ".###."),
        id="emanation of 10 ft",
    ),
    pytest.param(
        make_area(EMANATION, (20, 20), 5),
        picture("####", "#..#", "#..#", "####"),
        id="emanation of somebody Large",
    ),
]


@pytest.mark.parametrize(("area", "expected"), KNOWN)
def test_known_areas_cover_what_the_table_shows(area: EffectArea, expected: str) -> None:
    assert drawn(area) == expected


@quick
@given(st.tuples(inside, inside), sizes, angles, st.floats(0.02, 1))
def test_a_cone_is_as_wide_as_it_is_far_from_its_origin(
    origin: Point, size: float, direction: float, share: float
) -> None:
    outline = area_outline(make_area(CONE, origin, size, direction=direction), SQUARES)
    away = share * size / SQUARES.distance * (1 - 1e-9)
    ahead = np.array((math.sin(math.radians(direction)), -math.cos(math.radians(direction))))
    aside = np.array((-ahead[1], ahead[0])) * 100
    middle = np.array(origin) + away * ahead
    across = outline.intersection(LineString([middle - aside, middle + aside]))
    assert across.length == pytest.approx(away, rel=1e-6)


@quick
@given(st.tuples(inside, inside), sizes, angles)
def test_shapes_have_the_ground_that_the_rules_give_them(
    origin: Point, size: float, direction: float
) -> None:
    spaces = size / SQUARES.distance

    def ground(shape: EffectShape, **others: float) -> float:
        return area_outline(make_area(shape, origin, size, **others), SQUARES).area

    assert ground(SPHERE) == pytest.approx(math.pi * spaces**2)
    assert ground(CYLINDER) == pytest.approx(math.pi * spaces**2)
    assert ground(CONE, direction=direction) == pytest.approx(spaces**2 / 2)
    assert ground(LINE, direction=direction) == pytest.approx(spaces)
    assert ground(LINE, direction=direction, width=15) == pytest.approx(3 * spaces)
    assert ground(CUBE) == pytest.approx(spaces**2)
    assert ground(CUBE, direction=direction) == pytest.approx(spaces**2)


@quick
@given(st.tuples(inside, inside), st.floats(2, 60))
def test_a_circle_covers_the_squares_of_which_half_the_sampled_ground_is_near(
    origin: Point, size: float
) -> None:
    covered = set(covered_spaces(make_area(SPHERE, origin, size), SQUARES))
    fine = (np.arange(64) + 0.5) / 64
    for column in range(40):
        for row in range(40):
            far = abs(np.hypot(column + 0.5 - origin[0], row + 0.5 - origin[1]) - size / 5)
            if far > 1:
                continue
            away = np.hypot(column + fine[:, None] - origin[0], row + fine - origin[1])
            share = float((away <= size / 5).mean())
            if abs(share - 0.5) > 0.01:  # nearer than samples can tell
                assert ((column + 0.5, row + 0.5) in covered) == (share > 0.5)


@quick
@given(
    st.sampled_from((CONE, LINE, CUBE)),
    st.builds(
        lambda x, y, half: (x + half, y + half), *2 * [st.integers(18, 22)], st.sampled_from((0.0, 0.5))
    ),
    st.integers(1, 12).map(lambda steps: steps * 5.0),
    st.integers(0, 359),
)
def test_turning_by_a_quarter_turns_what_is_covered(
    shape: EffectShape, origin: Point, size: float, direction: int
) -> None:
    straight = covered_spaces(make_area(shape, origin, size, direction=direction), SQUARES)
    turned = covered_spaces(make_area(shape, origin, size, direction=(direction + 90) % 360), SQUARES)
    x, y = origin
    assert {(x - (down - y), y + (right - x)) for right, down in straight} == set(turned)


@quick
@given(st.sampled_from((SPHERE, EMANATION)), st.sampled_from([(20, 20), (20.5, 20.5)]), st.floats(3, 70))
def test_what_goes_all_around_is_the_same_in_a_mirror(shape: EffectShape, origin: Point, size: float) -> None:
    covered = set(covered_spaces(make_area(shape, origin, size), SQUARES))
    mirrored = {(2 * origin[0] - x, y) for x, y in covered}
    on_its_side = {(y, x) for x, y in covered}
    assert covered == mirrored == on_its_side


@quick
@given(st.sampled_from((CONE, LINE)), st.tuples(inside, inside), sizes, angles, st.floats(0.5, 20))
def test_cones_and_lines_reach_from_beside_their_origin_to_their_end_without_a_gap(
    shape: EffectShape, origin: Point, size: float, direction: float, width: float
) -> None:
    assume(size >= 10)
    others = {"direction": direction} | ({"width": width} if shape is LINE else {})
    area = make_area(shape, origin, size, **others)
    squares = shapely.union_all(
        [shapely.box(x - 0.5, y - 0.5, x + 0.5, y + 0.5) for x, y in covered_spaces(area, SQUARES)]
    )
    assert squares.buffer(1e-6).geom_type == "Polygon"
    assert squares.distance(shapely.Point(origin)) < math.sqrt(2)  # a neighbour's square, or across a corner


@quick
@given(st.sampled_from((CONE, LINE, CUBE)), sizes, angles)
def test_nobody_hits_their_own_square(shape: EffectShape, size: float, direction: float) -> None:
    area = make_area(shape, (20.5, 20.5), size, direction=direction)
    assert (20.5, 20.5) not in covered_spaces(area, SQUARES)


@pytest.mark.parametrize("type_", [GridType.HEX_ROWS, GridType.HEX_COLUMNS])
@pytest.mark.parametrize(("size", "count"), [(5, 6), (10, 18)])
def test_emanations_on_hexagons_are_rings(type_: GridType, size: float, count: int) -> None:
    grid = Grid(type=type_, columns=20, rows=20)
    x, y = Lattice.of(grid).centers[210]
    covered = covered_spaces(make_area(EMANATION, (float(x), float(y)), size), grid)
    assert len(covered) == count
    assert max(math.dist(center, (x, y)) for center in covered) <= size / 5 + 1e-6


@quick
@given(st.sampled_from([GridType.HEX_ROWS, GridType.HEX_COLUMNS]), st.floats(3, 60))
def test_circles_about_a_hexagon_look_the_same_from_all_six_sides(type_: GridType, size: float) -> None:
    grid = Grid(type=type_, columns=40, rows=40)
    center = Lattice.of(grid).centers[20 * 40 + 20]
    covered = np.array(covered_spaces(make_area(SPHERE, (float(center[0]), float(center[1])), size), grid))
    turn = np.array([(0.5, -math.sqrt(3) / 2), (math.sqrt(3) / 2, 0.5)])
    turned = (covered - center) @ turn.T + center
    apart = np.hypot(*(turned[:, None] - covered[None]).transpose(2, 0, 1))
    assert (apart.min(axis=1) < 1e-6).all()


def test_areas_end_with_the_map_and_come_row_by_row() -> None:
    covered = covered_spaces(make_area(SPHERE, (0, 0), 15), Grid(columns=10, rows=10))
    assert all(0 < x < 10 and 0 < y < 10 for x, y in covered)
    assert list(covered) == sorted(covered, key=lambda center: (center[1], center[0]))
    assert len(covered) == 8  # a quarter of the whole


def test_a_map_without_a_grid_has_no_squares() -> None:
    area = make_area(SPHERE, (5, 5), 20)
    assert covered_spaces(area, Grid(type=GridType.GRIDLESS)) == ()
    assert area_outline(area, Grid(type=GridType.GRIDLESS)).area == pytest.approx(16 * math.pi)


def test_lines_are_five_feet_wide_whatever_the_squares() -> None:
    area = make_area(LINE, (5, 5), 60, direction=0)
    assert area_outline(area, Grid(distance=10)).area == pytest.approx(6 * 0.5)
    metric = make_area(LINE, (5, 5), 15, direction=0)
    assert area_outline(metric, Grid(distance=1.5, units="m")).area == pytest.approx(10)


@pytest.mark.parametrize(
    ("position", "type_", "side"),
    [
        ((3.5, 3.5), GridType.SQUARE, 1),
        ((3.4, 3.6), GridType.SQUARE, 1),
        ((3.0, 3.5), GridType.SQUARE, 1),
        ((3.1, 4.0), GridType.SQUARE, 2),
        ((3.2, 3.7), GridType.GRIDLESS, 1),
    ],
)
def test_who_stands_on_an_intersection_is_large(position: Point, type_: GridType, side: float) -> None:
    space = creature_space(position, Lattice.of(Grid(type=type_)))
    assert space.area == pytest.approx(side**2)
    assert space.covers(shapely.Point(position))
