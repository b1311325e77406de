"""Overlay elements as values: stored and read back, checked, and measured."""

import json
import math
import os
from collections.abc import Sequence
from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation.briefs import Grid
from generation.errors import InvalidBrief
from generation.lattice import Lattice
from generation.layout.plan import Point
from generation.overlays.checking import KINDS, check_elements
from generation.overlays.codec import elements_from_json, elements_to_json
from generation.overlays.colors import DEFAULT_COLORS
from generation.overlays.elements import (
    EffectArea,
    ElementKind,
    MovementPath,
    OverlayElement,
    PartyMarker,
    PositionMarker,
    RangeIndicator,
    ResourceMarker,
    Territory,
    TravelRoute,
)
from generation.overlays.measures import (
    MILES_PER_DAY,
    miles_per_unit,
    path_distance,
    route_length,
    travel_days,
)
from generation.vocabulary import CreatureSize, DiagonalRule, EffectShape, GridType, OverlayKind

EQUIDISTANT, ALTERNATING = DiagonalRule.EQUIDISTANT, DiagonalRule.ALTERNATING
MILES = Grid(columns=30, rows=20, distance=6, units="mi")

quick = settings(max_examples=int(os.environ.get("LAYOUT_EXAMPLES", "50")), deadline=None)
points = st.tuples(st.floats(0, 30), st.floats(0, 20))
lines = st.lists(points, min_size=2, max_size=8)

POSITION = PositionMarker(
    id="1", color="#d64545", position=(3, 4), label="Goblin 1", creature_size=CreatureSize.LARGE
)
RANGE = RangeIndicator(id="2", color="#3d8bd6", origin=(5, 5), range=80, long_range=320)
AREA = EffectArea(id="3", color="#e2762b", shape=EffectShape.CONE, origin=(5, 5), size=30, direction=90)
PATH = MovementPath(id="4", color="#2f9e6b", points=((1, 1), (4, 1)))
PARTY = PartyMarker(id="5", color="#c9a227cc", position=(9, 9), trail=((1, 2), (3, 4)))
LAND = Territory(id="6", color="#8a5cc4", polygon=((1, 1), (9, 1), (9, 9)), faction="Zhentarim")
ROUTE = TravelRoute(id="7", color="#b3402e", points=((1, 1), (9, 9)), mode="riding")
RESOURCE = ResourceMarker(id="8", color="#5d8a3a", position=(2, 2), resource="iron ore", quantity=12.5)
TACTICAL: tuple[OverlayElement, ...] = (POSITION, RANGE, AREA, PATH)
CAMPAIGN: tuple[OverlayElement, ...] = (PARTY, LAND, ROUTE, RESOURCE)


def kind_of(element: OverlayElement) -> OverlayKind:
    return next(kind for kind, kinds in KINDS.items() if element.kind in kinds)


def check(*elements: OverlayElement, grid: Grid = MILES) -> None:
    check_elements(kind_of(elements[-1]), elements, grid)


def zigzag(count: int) -> tuple[Point, ...]:
    return tuple((index % 2, 1) for index in range(count))


def test_elements_survive_being_stored() -> None:
    elements = (*TACTICAL, *CAMPAIGN)
    stored = json.loads(json.dumps(elements_to_json(elements)))
    assert elements_from_json(stored) == elements


@pytest.mark.parametrize(
    ("stored", "told"),
    [
        ([{"kind": "position_marker", "id": "1", "color": "#ffffff"}], "position"),
        ([{"kind": "dragon", "id": "1", "color": "#ffffff"}], "kind"),
        ([{"id": "1"}], "kind"),
    ],
)
def test_what_is_no_element_is_refused_with_its_path(stored: list[dict[str, object]], told: str) -> None:
    with pytest.raises(InvalidBrief, match=told) as refused:
        elements_from_json(stored)
    assert refused.value.field == "elements"


def test_every_kind_has_a_colour_of_its_own_and_belongs_to_one_kind_of_overlay() -> None:
    assert set(DEFAULT_COLORS) == set(ElementKind)
    assert len(set(DEFAULT_COLORS.values())) == len(ElementKind)
    assert sorted(kind for kinds in KINDS.values() for kind in kinds) == sorted(ElementKind)


@pytest.mark.parametrize(
    ("kind", "elements"), [(OverlayKind.TACTICAL, TACTICAL), (OverlayKind.CAMPAIGN, CAMPAIGN)]
)
def test_sound_elements_pass(kind: OverlayKind, elements: Sequence[OverlayElement]) -> None:
    check_elements(kind, elements, MILES)
    check_elements(kind, (), MILES)


NAN, INFINITY = math.nan, math.inf
BOWTIE = ((1, 1), (9, 9), (9, 1), (1, 9))
WRONG = [
    (replace(POSITION, position=(30.1, 4)), "positionMarker.position", "off the map"),
    (replace(POSITION, position=(3, -0.5)), "positionMarker.position", "off the map"),
    (replace(POSITION, position=(NAN, 4)), "positionMarker.position", "numbers"),
    (replace(POSITION, position=(3, INFINITY)), "positionMarker.position", "numbers"),
    (replace(POSITION, label="x" * 81), "positionMarker.label", "at most 80"),
    (replace(POSITION, label="a\x00b"), "positionMarker.label", "control characters"),
    (replace(POSITION, color="red"), "positionMarker.color", "#rrggbb"),
    (replace(POSITION, color="#12345"), "positionMarker.color", "#rrggbb"),
    (replace(RANGE, range=0), "rangeIndicator.range", "must be from"),
    (replace(RANGE, range=-5), "rangeIndicator.range", "must be from"),
    (replace(RANGE, range=NAN), "rangeIndicator.range", "must be from"),
    (replace(RANGE, long_range=1e9), "rangeIndicator.longRange", "must be from"),
    (replace(RANGE, long_range=80), "rangeIndicator.longRange", "more than range"),
    (replace(AREA, size=INFINITY), "effectArea.size", "must be from"),
    (replace(AREA, size=-10), "effectArea.size", "must be from"),
    (replace(AREA, origin=(5, 21)), "effectArea.origin", "30 by 20 spaces"),
    (replace(AREA, direction=None), "effectArea.direction", "a cone goes some way"),
    (replace(AREA, direction=361), "effectArea.direction", "must be from"),
    (replace(AREA, direction=NAN), "effectArea.direction", "must be from"),
    (replace(AREA, shape=EffectShape.LINE, direction=None), "effectArea.direction", "missing"),
    (replace(AREA, shape=EffectShape.LINE, width=-5), "effectArea.width", "must be from"),
    (replace(AREA, width=5), "effectArea.width", "lines only"),
    (replace(AREA, shape=EffectShape.SPHERE, width=5), "effectArea.width", "lines only"),
    (replace(PATH, points=((1, 1),)), "movementPath.points", "must have 2"),
    (replace(PATH, points=()), "movementPath.points", "must have 2"),
    (replace(PATH, points=((1, 1), (2, 2), (31, 2))), "movementPath.points[2]", "off the map"),
    (replace(PATH, points=zigzag(2_001)), "movementPath.points", "2,001 points"),
    (replace(PATH, points=((0, 0), (30, 20)) * 100), "movementPath.points", "spaces long; at most 2,500"),
    (replace(PARTY, position=(9, 99)), "partyMarker.position", "off the map"),
    (replace(PARTY, trail=((1, 2), (NAN, 4))), "partyMarker.trail[1]", "numbers"),
    (replace(PARTY, trail=((0, 0), (30, 20)) * 100), "partyMarker.trail", "spaces long"),
    (replace(LAND, polygon=((1, 1), (9, 1))), "territory.polygon", "must have 3"),
    (replace(LAND, polygon=BOWTIE), "territory.polygon", "Self-intersection at (5 5)"),
    (replace(LAND, polygon=((1, 1), (5, 5), (9, 9))), "territory.polygon", "encloses land"),
    (replace(LAND, polygon=((1, 1), (5, 5), (9, 29))), "territory.polygon[2]", "off the map"),
    (replace(LAND, faction="x" * 51), "territory.faction", "at most 50"),
    (replace(ROUTE, mode="teleport"), "travelRoute.mode", "walking, walking fast"),
    (replace(ROUTE, points=((1, 1),)), "travelRoute.points", "must have 2"),
    (replace(RESOURCE, resource="  "), "resourceMarker.resource", "empty"),
    (replace(RESOURCE, resource="x" * 51), "resourceMarker.resource", "at most 50"),
    (replace(RESOURCE, quantity=-1), "resourceMarker.quantity", "must be from"),
    (replace(RESOURCE, quantity=NAN), "resourceMarker.quantity", "must be from"),
]


@pytest.mark.parametrize(
    ("element", "field", "told"), WRONG, ids=lambda part: part if isinstance(part, str) else ""
)
def test_what_cannot_be_drawn_is_refused_by_its_field(element: OverlayElement, field: str, told: str) -> None:
    sound = (TACTICAL if kind_of(element) is OverlayKind.TACTICAL else CAMPAIGN)[0]
    with pytest.raises(InvalidBrief) as refused:
        check(sound, element)
    assert refused.value.field == f"elements[1].{field}"
    assert told in refused.value.message


@pytest.mark.parametrize("element", [*TACTICAL, *CAMPAIGN], ids=lambda element: element.kind)
def test_elements_of_the_other_kind_of_overlay_are_refused(element: OverlayElement) -> None:
    other = next(kind for kind in OverlayKind if kind is not kind_of(element))
    with pytest.raises(InvalidBrief, match=f"does not belong to {other.value} overlays") as refused:
        check_elements(other, [element], MILES)
    assert refused.value.field is not None
    assert refused.value.field.startswith("elements[0].")


def test_overlays_hold_so_many_elements_and_points() -> None:
    check(*500 * [POSITION])
    with pytest.raises(InvalidBrief, match="501 entries") as refused:
        check(*501 * [POSITION])
    assert refused.value.field == "elements"
    long = replace(PATH, points=zigzag(2_000))
    check(*10 * [long])
    with pytest.raises(InvalidBrief, match="22,000 points together"):
        check(*11 * [long])


def test_journeys_need_a_unit_that_days_can_be_told_from() -> None:
    with pytest.raises(InvalidBrief, match="'parsecs'") as refused:
        check(ROUTE, grid=replace(MILES, units="parsecs"))
    assert refused.value.field == "elements[0].travelRoute.points"
    check(LAND, PARTY, grid=replace(MILES, units="parsecs"))


@pytest.mark.parametrize(
    ("way", "straight", "alternating"),
    [
        ([(0.5, 0.5), (6.5, 0.5)], 30, 30),
        ([(0.5, 0.5), (3.5, 3.5)], 15, 20),
        ([(0.5, 0.5), (4.5, 4.5)], 20, 30),
        ([(0.5, 0.5), (1.5, 1.5), (5.5, 1.5), (6.5, 2.5)], 30, 35),
        ([(0.1, 0.9), (0.9, 0.1)], 0, 0),
        ([(0.9, 0.9), (1.1, 1.1)], 5, 5),
        ([(2.0, 2.0), (4.0, 3.0)], 10, 10),
        ([(29.5, 19.5), (30.0, 20.0)], 0, 0),
    ],
)
def test_walks_on_squares_are_counted_in_squares(
    way: list[Point], straight: float, alternating: float
) -> None:
    grid = Grid(columns=30, rows=20)
    assert path_distance(way, grid) == straight
    assert path_distance(way, grid, ALTERNATING) == alternating


@quick
@given(lines, st.sampled_from(GridType), st.sampled_from(DiagonalRule))
def test_a_walk_back_is_as_far_and_no_shorter_way_leads_by_another_point(
    way: list[Point], type_: GridType, rule: DiagonalRule
) -> None:
    grid = Grid(type=type_, columns=30, rows=20)
    whole = path_distance(way, grid, rule)
    assert path_distance(way[::-1], grid, rule) == pytest.approx(whole)
    assert path_distance([way[0], way[-1]], grid, rule) <= whole + 1e-9
    assert path_distance(way, grid, EQUIDISTANT) <= path_distance(way, grid, ALTERNATING)


@pytest.mark.parametrize("type_", [GridType.HEX_ROWS, GridType.HEX_COLUMNS])
def test_walks_on_hexagons_take_as_many_steps_as_a_graph_of_neighbours_says(type_: GridType) -> None:
    grid = Grid(type=type_, columns=9, rows=8)
    centers = Lattice.of(grid).centers
    apart = np.hypot(*(centers[:, None] - centers[None]).transpose(2, 0, 1))
    steps = dict(nx.all_pairs_shortest_path_length(nx.from_numpy_array((apart > 0.5) & (apart < 1.1))))
    rng = np.random.default_rng(3)
    for way in (rng.uniform((1, 1), (7, 6), (2, 2)) for _ in range(400)):
        start, goal = (int(np.hypot(*(centers - point).T).argmin()) for point in way)  # a Voronoi cell each
        assert path_distance([(float(x), float(y)) for x, y in way], grid) == 5 * steps[start][goal]


def test_without_a_grid_distances_are_straight_lines() -> None:
    grid = Grid(type=GridType.GRIDLESS)
    assert path_distance([(0, 0), (3, 4), (3, 0)], grid) == pytest.approx(45)
    assert route_length([(0, 0), (3, 4), (3, 0)], Grid()) == pytest.approx(45)


@pytest.mark.parametrize(
    ("mode", "days"),
    [
        ("walking", 2),
        ("walking fast", 1.6),
        ("walking slow", 8 / 3),
        ("riding", 1),
        ("wagon", 2),
        ("airship", 0.25),
    ],
)
def test_days_follow_from_the_pace(mode: str, days: float) -> None:
    assert travel_days([(0, 0), (8, 0)], mode, MILES) == pytest.approx(days)


@pytest.mark.parametrize(
    ("units", "distance", "days"),
    [
        ("mi", 24, 1),
        ("Miles", 24, 1),
        ("km", 38.6243, 1),
        ("leagues", 8, 1),
        ("ft", 24 * 5280, 1),
        ("ft.", 24 * 5280, 1),
        ("m", 38_624.256, 1),
        ("yards", 24 * 1760, 1),
    ],
)
def test_days_are_told_in_any_usual_unit(units: str, distance: float, days: float) -> None:
    grid = Grid(distance=distance, units=units)
    assert travel_days([(0, 0), (1, 0)], "walking", grid) == pytest.approx(days, rel=1e-5)


def test_every_pace_gets_somewhere_and_unknown_units_are_known_to_be_so() -> None:
    assert all(miles > 0 for miles in MILES_PER_DAY.values())
    assert miles_per_unit("parsecs") is None
