"""What people built, as the sketch painter draws it: true to the plan's lines, in both manners."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray
from shapely import Polygon, contains_xy

from generation.engines.sketch.maps.built import (
    ink_house_walls,
    ink_interiors,
    ink_ship,
    paint_bowsprits,
    paint_house_walls,
    paint_interiors,
    paint_ship,
    paint_wall_shadows,
    paint_windows,
)
from generation.engines.sketch.maps.built.flooring import Flooring, flooring_for
from generation.engines.sketch.maps.built.ship import bow_of
from generation.engines.sketch.maps.chart import Chart
from generation.engines.sketch.maps.doors import paint_doors
from generation.engines.sketch.maps.outdoors import GROWTH
from generation.engines.sketch.maps.props import paint_floor_props, paint_standing_props
from generation.engines.sketch.maps.shapes import DRAWINGS
from generation.engines.sketch.maps.styles import INK, PAINTED, MapStyle
from generation.engines.sketch.maps.texture import Picture
from generation.layout.plan import (
    Door,
    MapLayout,
    Point,
    Prop,
    PropKind,
    Room,
    TerrainArea,
    Wall,
    WallMaterial,
    Window,
)
from generation.vocabulary import DoorState, MapEnvironment, TerrainType, TimeOfDay

SCALE = 40  #: pixels per space
GROUND = (104, 118, 66)
Paint = Callable[[Picture, Chart, MapStyle], None]
Box = tuple[float, float, float, float]

MASONRY = (WallMaterial.STONE, WallMaterial.WOOD, WallMaterial.RUIN)
SQUARE: Sequence[Point] = ((2, 2), (8, 2), (8, 8), (2, 8))


def make_plan(**parts: object) -> MapLayout:
    """Ten by ten spaces of grass, and what is put on them."""
    fields: dict[str, object] = {"seed": 1, "columns": 10, "rows": 10, "base": TerrainType.GRASS, **parts}
    return MapLayout(**fields)  # type: ignore[arg-type]  # the test names the fields


def make_chart(
    layout: MapLayout,
    environment: MapEnvironment = MapEnvironment.BUILDING,
    time_of_day: TimeOfDay = TimeOfDay.DAY,
    scale: int = SCALE,
) -> Chart:
    return Chart(
        layout,
        environment,
        width=layout.columns * scale,
        height=layout.rows * scale,
        seed=7,
        secret_door=0.3,
        time_of_day=time_of_day,
    )


def painted(chart: Chart, *paints: Paint, style: MapStyle = PAINTED) -> Picture:
    """A picture of plain ground after strokes."""
    picture = np.empty((*chart.shape, 3), dtype=np.uint8)
    picture[:] = GROUND
    for paint in paints:
        paint(picture, chart, style)
    return picture


def changed(picture: Picture) -> NDArray[np.bool_]:
    """Where a picture is no longer plain ground."""
    difference: NDArray[np.bool_] = np.abs(picture.astype(np.int64) - GROUND).max(axis=2) > 6
    return difference


def part_of(mask: NDArray[np.bool_], box: Box) -> NDArray[np.bool_]:
    """The pixels between two corners of the plan."""
    x0, y0, x1, y1 = (round(edge * SCALE) for edge in box)
    return mask[y0:y1, x0:x1]


def mean_of(picture: Picture, box: Box) -> NDArray[np.float64]:
    """The mean colour between two corners of the plan."""
    x0, y0, x1, y1 = (round(edge * SCALE) for edge in box)
    mean: NDArray[np.float64] = picture[y0:y1, x0:x1].astype(np.float64).mean(axis=(0, 1))
    return mean


def room(name: str | None = None, polygon: Sequence[Point] = SQUARE, *, outdoors: bool = False) -> Room:
    return Room(number=1, name=name, polygon=tuple(polygon), outdoors=outdoors)


def ring(material: WallMaterial = WallMaterial.STONE) -> Wall:
    return Wall(points=(*SQUARE, SQUARE[0]), material=material)


# Props


def test_every_kind_of_prop_is_drawn_as_a_made_thing_or_painted_with_the_land() -> None:
    assert set(DRAWINGS) | GROWTH == set(PropKind)


@pytest.mark.parametrize("style", [PAINTED, INK])
@pytest.mark.parametrize("kind", list(DRAWINGS))
def test_prop_can_be_drawn_at_any_size_and_stays_near_its_place(kind: PropKind, style: MapStyle) -> None:
    for width, height, rotation in ((0.25, 0.25, 0.0), (4.0, 0.4, 30.0), (0.4, 4.0, 200.0), (3.0, 3.0, 45.0)):
        prop = Prop(kind=kind, position=(5, 5), width=width, height=height, rotation=rotation)
        chart = make_chart(make_plan(props=(prop,)), scale=24)
        mark = changed(painted(chart, paint_floor_props, paint_standing_props, style=style))
        rows, columns = np.nonzero(mark)
        assert len(rows) > 8
        reach = (np.hypot(width, height) / 2 + 0.9) * 24
        assert np.hypot(columns - 5 * 24, rows - 5 * 24).max() < reach


@pytest.mark.parametrize("kind", list(DRAWINGS))
def test_turned_prop_lies_turned(kind: PropKind) -> None:
    long_ways = Prop(kind=kind, position=(5, 5), width=1.0, height=3.2)
    upright, level = (
        changed(painted(make_chart(make_plan(props=(prop,))), paint_floor_props, paint_standing_props))
        for prop in (long_ways, Prop(kind=kind, position=(5, 5), width=1.0, height=3.2, rotation=90.0))
    )
    tall, wide = (np.ptp(np.argwhere(mask), axis=0) for mask in (upright, level))
    assert abs(int(tall[0]) - int(wide[1])) <= 0.35 * SCALE
    assert abs(int(tall[1]) - int(wide[0])) <= 0.35 * SCALE


def test_props_of_one_kind_are_not_all_alike() -> None:
    tables = tuple(Prop(kind=PropKind.TABLE, position=(x, 5), width=1.4, height=3) for x in (2.0, 5.0, 8.0))
    picture = painted(make_chart(make_plan(props=tables)), paint_standing_props).astype(np.int64)
    one, other = picture[140:260, 50:110], picture[140:260, 170:230]
    assert np.abs(one - other).max() > 40


def test_flat_things_throw_no_shadow_and_tall_ones_do() -> None:
    def beyond(kind: PropKind) -> int:
        prop = Prop(kind=kind, position=(5, 5), width=2, height=2)
        chart = make_chart(make_plan(props=(prop,)))
        return int(
            part_of(changed(painted(chart, paint_floor_props, paint_standing_props)), (6.08, 5, 7, 7)).sum()
        )

    assert beyond(PropKind.CARPET) == 0
    assert beyond(PropKind.BOOKSHELF) > 20


# Walls


@pytest.mark.parametrize("paint", [paint_house_walls, ink_house_walls])
@pytest.mark.parametrize("material", MASONRY)
@pytest.mark.parametrize("turn", [0, 37, 90])
def test_line_of_the_plan_lies_in_the_middle_of_the_wall(
    material: WallMaterial, paint: Paint, turn: int
) -> None:
    along = np.array((np.cos(np.radians(turn)), np.sin(np.radians(turn))))
    start, end = (tuple((np.array((5.0, 5.0)) + side * 4 * along).tolist()) for side in (-1, 1))
    layout = make_plan(walls=(Wall(points=(start, end), material=material),), rooms=(room(),))
    mark = changed(painted(make_chart(layout), paint, style=PAINTED if paint is paint_house_walls else INK))
    rows, columns = np.nonzero(mark)
    points = np.column_stack((columns, rows)) / SCALE + 0.5 / SCALE - (5.0, 5.0)
    inner = points[(np.abs(points @ along) < 3) & (np.abs(points @ (-along[1], along[0])) < 0.26)]
    across = inner @ (-along[1], along[0])
    assert abs(across.mean()) < 0.025
    assert 0.07 < np.quantile(np.abs(across), 0.95) < 0.25


@pytest.mark.parametrize("material", [WallMaterial.STONE, WallMaterial.WOOD])
def test_walls_end_where_a_doorway_begins(material: WallMaterial) -> None:
    walls = (
        Wall(points=((1, 5), (4, 5)), material=material),
        Wall(points=((6, 5), (9, 5)), material=material),
    )
    mark = changed(painted(make_chart(make_plan(walls=walls, rooms=(room(),))), paint_house_walls))
    assert not part_of(mark, (4.05, 4, 5.95, 6)).any()
    assert part_of(mark, (3.4, 4.95, 3.95, 5.05)).all()


@pytest.mark.parametrize("material", [WallMaterial.STONE, WallMaterial.WOOD])
def test_corners_are_filled_out_to_their_outer_edge(material: WallMaterial) -> None:
    walls = (
        Wall(points=((5, 1), (5, 5)), material=material),
        Wall(points=((5, 5), (9, 5)), material=material),
    )
    mark = changed(painted(make_chart(make_plan(walls=walls, rooms=(room(),))), paint_house_walls))
    assert part_of(mark, (4.92, 4.95, 5.0, 5.08)).all()


@pytest.mark.parametrize("material", MASONRY)
def test_secret_door_is_wall_like_the_wall_beside_it(material: WallMaterial) -> None:
    door = Door(start=(4, 5), end=(5, 5), secret=True)
    parts = (
        Wall(points=((1, 5), (4, 5)), material=material),
        Wall(points=((5, 5), (9, 5)), material=material),
    )
    whole = (Wall(points=((1, 5), (9, 5)), material=material),)
    hidden = painted(
        make_chart(make_plan(walls=parts, doors=(door,), rooms=(room(),))), paint_house_walls, paint_doors
    )
    unbroken = painted(make_chart(make_plan(walls=whole, rooms=(room(),))), paint_house_walls, paint_doors)
    assert np.array_equal(hidden, unbroken)


@pytest.mark.parametrize("paint", [paint_house_walls, ink_house_walls, paint_wall_shadows])
def test_grown_rock_is_left_to_those_who_paint_the_land(paint: Paint) -> None:
    layout = make_plan(walls=(ring(WallMaterial.ROCK),))
    assert not changed(painted(make_chart(layout), paint)).any()


def test_materials_look_different() -> None:
    means = [
        mean_of(
            painted(make_chart(make_plan(walls=(ring(m),), rooms=(room(),))), paint_house_walls),
            (3, 1.9, 7, 2.1),
        )
        for m in MASONRY
    ]
    for index, one in enumerate(means):
        assert all(np.abs(one - other).max() > 8 for other in means[index + 1 :])


def test_wooden_wall_around_no_house_is_a_palisade() -> None:
    house, camp = (
        painted(make_chart(make_plan(walls=(ring(WallMaterial.WOOD),), rooms=rooms)), paint_house_walls)
        for rooms in ((room(),), (room(outdoors=True),))
    )
    breadth = [part_of(changed(picture), (3.2, 1.5, 4.8, 2.5)).mean() for picture in (house, camp)]
    assert breadth[1] > 1.08 * breadth[0]


def test_ruin_has_gaps_between_its_stones() -> None:
    layout = make_plan(walls=(ring(WallMaterial.RUIN),))
    stone = painted(make_chart(layout), paint_house_walls).astype(np.float64).mean(axis=2)
    along = stone[round(1.95 * SCALE) : round(2.05 * SCALE), round(2.3 * SCALE) : round(7.7 * SCALE)].mean(
        axis=0
    )
    blocks = along.reshape(-1, 12).mean(axis=1)
    assert blocks.max() > 1.5 * blocks.min()


# Shadows


def test_walls_throw_their_shadow_to_the_bottom_right() -> None:
    layout = make_plan(walls=(Wall(points=((5, 3), (5, 7))),))
    picture = painted(make_chart(layout), paint_wall_shadows)
    lit, shaded = mean_of(picture, (4.5, 4.5, 4.7, 6)), mean_of(picture, (5.3, 4.5, 5.5, 6))
    assert shaded.sum() < 0.85 * lit.sum()


def test_shadows_are_longer_at_dusk() -> None:
    layout = make_plan(walls=(Wall(points=((5, 3), (5, 7))),))
    day, dusk = (
        mean_of(painted(make_chart(layout, time_of_day=hour), paint_wall_shadows), (5.6, 4.8, 5.75, 6)).sum()
        for hour in (TimeOfDay.DAY, TimeOfDay.DUSK)
    )
    assert dusk < 0.9 * day


# Floors


@pytest.mark.parametrize("paint", [paint_interiors, ink_interiors])
@pytest.mark.parametrize("name", ["Taproom", "Kitchen", "Stable", "Smithy", "Temple", "Cellar", "Study"])
def test_floor_fills_its_room_and_nothing_else(name: str, paint: Paint) -> None:
    corners = ((2, 2), (8, 3), (7, 8), (3, 7))
    chart = make_chart(make_plan(rooms=(room(name, corners),)))
    mark = changed(painted(chart, paint))
    y, x = (np.indices(chart.shape) + 0.5) / SCALE
    inside, near = (contains_xy(Polygon(corners).buffer(reach), x, y) for reach in (-0.05, 0.05))
    assert mark[inside].mean() > 0.995
    assert not mark[~near].any()


@pytest.mark.parametrize("paint", [paint_interiors, ink_interiors])
def test_places_under_the_open_sky_get_no_floor(paint: Paint) -> None:
    chart = make_chart(make_plan(rooms=(room("Market", outdoors=True),)))
    assert not changed(painted(chart, paint)).any()


@pytest.mark.parametrize("paint", [paint_interiors, ink_interiors])
def test_caves_keep_the_floor_that_grew_there(paint: Paint) -> None:
    layout = make_plan(rooms=(room("Cave mouth"),), walls=(ring(WallMaterial.ROCK),))
    assert not changed(painted(make_chart(layout, MapEnvironment.MOUNTAIN), paint)).any()


def test_boards_run_along_the_longer_side_of_their_room() -> None:
    def lean(polygon: Sequence[Point]) -> float:
        picture = painted(make_chart(make_plan(rooms=(room("Taproom", polygon),))), paint_interiors)
        middle = picture[round(4.3 * SCALE) : round(5.7 * SCALE), round(4.3 * SCALE) : round(5.7 * SCALE)]
        down, across = np.gradient(middle.astype(np.float64).mean(axis=2))
        return float(np.abs(across).mean() / np.abs(down).mean())

    assert lean(((4, 1), (6, 1), (6, 9), (4, 9))) > 1.5
    assert lean(((1, 4), (9, 4), (9, 6), (1, 6))) < 1 / 1.5


@pytest.mark.parametrize(
    ("name", "flooring"),
    [
        ("Kitchen", Flooring.CLAY_TILES),
        ("Stable", Flooring.EARTH),
        ("Chapel", Flooring.TILES),
        ("Great hall", Flooring.FLAGSTONES),
        ("Study", Flooring.FINE_BOARDS),
        ("Taproom", Flooring.BOARDS),
        (None, Flooring.BOARDS),
    ],
)
def test_rooms_are_floored_by_their_names(name: str | None, flooring: Flooring) -> None:
    assert flooring_for(name) is flooring


def test_ground_shows_through_the_floors_of_ruins() -> None:
    layout = make_plan(rooms=(room("Roofless room"),))
    house, ruin = (
        part_of(changed(painted(make_chart(layout, place), paint_interiors)), (2.1, 2.1, 7.9, 7.9)).mean()
        for place in (MapEnvironment.BUILDING, MapEnvironment.RUINS)
    )
    assert house > 0.99
    assert 0.4 < ruin < 0.85


@pytest.mark.parametrize("paint", [paint_interiors, ink_interiors])
@pytest.mark.parametrize("terrain", [TerrainType.WATER, TerrainType.PIT, TerrainType.RUBBLE])
def test_what_lies_in_a_room_is_not_hidden_by_its_floor(terrain: TerrainType, paint: Paint) -> None:
    pool = TerrainArea(type=terrain, polygon=((4, 4), (6, 4), (6, 6), (4, 6)))
    mark = changed(painted(make_chart(make_plan(rooms=(room("Temple"),), terrain=(pool,))), paint))
    assert not part_of(mark, (4.4, 4.4, 5.6, 5.6)).any()
    assert part_of(mark, (2.2, 2.2, 3.2, 7.8)).all()


def test_ground_about_a_house_does_not_come_through_its_floor() -> None:
    sand = TerrainArea(type=TerrainType.SAND, polygon=((0, 0), (10, 0), (10, 10), (0, 10)))
    mark = changed(painted(make_chart(make_plan(rooms=(room(),), terrain=(sand,))), paint_interiors))
    assert part_of(mark, (2.1, 2.1, 7.9, 7.9)).all()


# Doors and windows


def gap(door: Door | None = None, window: Window | None = None, hour: TimeOfDay = TimeOfDay.DAY) -> Picture:
    """A wall from left to right with a gap of one space in its middle."""
    walls = (Wall(points=((1, 5), (4, 5))), Wall(points=((5, 5), (9, 5))))
    layout = make_plan(
        walls=walls, rooms=(room(),), doors=(door,) if door else (), windows=(window,) if window else ()
    )
    return painted(make_chart(layout, time_of_day=hour), paint_house_walls, paint_windows, paint_doors)


def test_door_is_closed_locked_or_open() -> None:
    closed, locked, opened = (
        gap(Door(start=(4, 5), end=(5, 5), state=state))
        for state in (DoorState.CLOSED, DoorState.LOCKED, DoorState.OPEN)
    )
    lock = np.abs(closed.astype(np.int64) - locked).max(axis=2) > 20
    assert part_of(lock, (4.4, 4.85, 4.6, 5.1)).mean() > 0.3
    assert not part_of(lock, (4.0, 4.8, 4.3, 5.2)).any()
    assert part_of(changed(opened), (4, 5.4, 5, 6)).any()
    assert not part_of(changed(closed), (4, 5.4, 5, 6)).any()


@pytest.mark.parametrize("length", [1.0, 2.0])
def test_doors_of_every_width_fill_their_gap(length: float) -> None:
    door = Door(start=(4, 5), end=(4 + length, 5))
    layout = make_plan(
        walls=(Wall(points=((1, 5), (4, 5))), Wall(points=((4 + length, 5), (9, 5)))), doors=(door,)
    )
    mark = changed(painted(make_chart(layout), paint_doors))
    assert part_of(mark, (4.05, 4.95, 3.95 + length, 5.05)).all()


def test_window_closes_its_gap_with_glass_and_shines_by_night() -> None:
    window = Window(start=(4, 5), end=(5, 5))
    day, night = (gap(window=window, hour=hour) for hour in (TimeOfDay.DAY, TimeOfDay.NIGHT))
    assert part_of(changed(day), (4.05, 4.95, 4.95, 5.05)).all()
    pane: Box = (4.1, 4.97, 4.9, 5.03)
    assert mean_of(day, pane)[2] > mean_of(day, pane)[0] - 20
    assert mean_of(night, pane)[0] > mean_of(night, pane)[2] + 60


@pytest.mark.parametrize("roofed", [False, True])
def test_window_in_a_rail_is_a_gun_port_and_in_a_cabin_glass(roofed: bool) -> None:
    walls = (
        Wall(points=((1, 5), (4, 5)), material=WallMaterial.WOOD),
        Wall(points=((5, 5), (9, 5)), material=WallMaterial.WOOD),
    )
    below = room("Cabin", ((2, 5), (8, 5), (8, 8), (2, 8)), outdoors=not roofed)
    layout = make_plan(walls=walls, rooms=(below,), windows=(Window(start=(4, 5), end=(5, 5)),))
    picture = painted(make_chart(layout, MapEnvironment.SHIP), paint_windows)
    red, _, blue = mean_of(picture, (4.15, 4.97, 4.85, 5.03))
    assert bool(blue > red - 20) is roofed


# Ships


def ship(*, westward: bool = False) -> MapLayout:
    """A ship of eight spaces, pointed at its right end, or at its left one."""
    hull = [(1.0, 3.5), (5.5, 3.2), (8.0, 5.0), (5.5, 6.8), (1.0, 6.5)]
    if westward:
        hull = [(10 - x, y) for x, y in hull]
    return make_plan(
        base=TerrainType.DEEP_WATER,
        walls=(Wall(points=(*hull, hull[0]), material=WallMaterial.WOOD),),
        rooms=(Room(number=1, name="Main deck", polygon=tuple(hull), outdoors=True),),
        terrain=(TerrainArea(type=TerrainType.FLOOR, polygon=tuple(hull)),),
    )


@pytest.mark.parametrize("westward", [False, True])
def test_bow_is_the_pointed_end(westward: bool) -> None:
    layout = ship(westward=westward)
    bow = bow_of(Polygon(layout.rooms[0].polygon))
    assert bow.tip == pytest.approx((2.0, 5.0) if westward else (8.0, 5.0), abs=0.05)
    assert bow.ahead[0] == pytest.approx(-1.0 if westward else 1.0, abs=0.05)


@pytest.mark.parametrize("westward", [False, True])
def test_bowsprit_leans_out_over_the_bow(westward: bool) -> None:
    chart = make_chart(ship(westward=westward), MapEnvironment.SHIP)
    mark = changed(painted(chart, paint_bowsprits))
    beyond = part_of(mark, (1.2, 4.8, 1.9, 5.2) if westward else (8.1, 4.8, 8.8, 5.2))
    assert beyond.any()
    assert not part_of(mark, (4, 1, 6, 9)).any()


@pytest.mark.parametrize("westward", [False, True])
@pytest.mark.parametrize(("paint", "style"), [(paint_ship, PAINTED), (ink_ship, INK)])
def test_hull_has_sides_outside_the_rail(paint: Paint, style: MapStyle, westward: bool) -> None:
    chart = make_chart(ship(westward=westward), MapEnvironment.SHIP)
    picture = painted(chart, paint, style=style)
    beside: Box = (5.5, 3.05, 7.5, 3.2) if westward else (2.5, 3.05, 4.5, 3.2)
    red, green, _ = mean_of(picture, beside)
    assert red > green  # wood or paper, and not the ground or its shadow
    assert not part_of(changed(picture), (3, 0, 7, 2.5)).any()


@pytest.mark.parametrize("paint", [paint_ship, ink_ship, paint_bowsprits])
def test_only_ships_get_hulls(paint: Paint) -> None:
    assert not changed(painted(make_chart(ship(), MapEnvironment.COAST), paint)).any()


# All of it


EVERY_STROKE = (
    paint_ship,
    paint_interiors,
    paint_wall_shadows,
    paint_house_walls,
    paint_bowsprits,
    ink_ship,
    ink_interiors,
    ink_house_walls,
)


@pytest.mark.parametrize("paint", EVERY_STROKE)
def test_strokes_leave_halls_dug_into_rock_alone(paint: Paint) -> None:
    layout = make_plan(base=None, walls=(ring(),), rooms=(room("Taproom"),))
    assert not changed(painted(make_chart(layout, MapEnvironment.SHIP), paint)).any()


@pytest.mark.parametrize("paint", EVERY_STROKE)
def test_strokes_do_the_same_every_time(paint: Paint) -> None:
    layout = (
        ship()
        if paint in (paint_ship, paint_bowsprits, ink_ship)
        else make_plan(walls=(ring(), ring(WallMaterial.RUIN)), rooms=(room("Stable"),))
    )
    place = MapEnvironment.SHIP if paint in (paint_ship, paint_bowsprits, ink_ship) else MapEnvironment.TOWN
    one, other = (painted(make_chart(layout, place), paint) for _ in range(2))
    assert changed(one).any()
    assert np.array_equal(one, other)


@pytest.mark.parametrize("paint", [ink_interiors, ink_house_walls])
def test_ink_is_black_on_white(paint: Paint) -> None:
    layout = make_plan(walls=(ring(), ring(WallMaterial.WOOD)), rooms=(room("Taproom"),))
    picture = painted(make_chart(layout), paint, style=INK).astype(np.int64)
    drawn = picture[changed(picture.astype(np.uint8))]
    solid = drawn[np.abs(drawn - GROUND).min(axis=1) > 40]
    assert np.ptp(solid, axis=1).max() < 60
