"""The sketch painter's open ground: true to the plan, the season, the hour and the theme."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from generation.briefs import Grid, MapBrief
from generation.engines.sketch.maps import map_strokes
from generation.engines.sketch.maps.coarse import CoarseField
from generation.engines.sketch.maps.outdoors import GROWTH
from generation.engines.sketch.maps.outdoors.decking import banks_of
from generation.engines.sketch.maps.outdoors.mold import Canvas, Pose
from generation.engines.sketch.maps.outdoors.tile import Tile
from generation.engines.sketch.maps.outdoors.trees import broadleaf
from generation.layout import PLACES, make_layout
from generation.layout.plan import (
    Door,
    Light,
    MapLayout,
    Point,
    Prop,
    PropKind,
    Room,
    TerrainArea,
    Wall,
    WallMaterial,
)
from generation.spec import RenderSpec, Style
from generation.vocabulary import GridType, MapEnvironment, Season, TerrainType, TimeOfDay

SCALE = 20  #: pixels per space
COLUMNS, ROWS = 16, 12
GRID = Grid(columns=COLUMNS, rows=ROWS, size=SCALE)
OILS = Style(art_style="oil painting", lighting="warm golden hour light")
INK = Style(art_style="ink cross-hatching", lighting="high contrast light")
PARCHMENT = Style(art_style="sepia wash on parchment, quill drawing")
GOTHIC = Style(art_style="gothic oil painting", lighting="cold moonlight, deep shadows")
STYLES = (OILS, INK, PARCHMENT, GOTHIC)
OPEN = tuple(
    environment
    for environment in PLACES
    if environment not in (MapEnvironment.DUNGEON, MapEnvironment.CAVE, MapEnvironment.SEWER)
)
Pixels = NDArray[np.float64]
T = TerrainType


def make_spec(
    *,
    environment: MapEnvironment = MapEnvironment.FOREST,
    style: Style = OILS,
    season: Season = Season.SUMMER,
    time_of_day: TimeOfDay = TimeOfDay.DAY,
    grid: Grid = GRID,
    seed: int = 5,
) -> RenderSpec:
    brief = MapBrief(
        environment=environment, layout_seed=3, grid=grid, season=season, time_of_day=time_of_day
    )
    return RenderSpec(
        engine="sketch",
        subject=brief,
        style=style,
        prompt="",
        negative_prompt="",
        seed=seed,
        width=grid.width,
        height=grid.height,
        num_inference_steps=1,
        guidance_scale=1.0,
        scheduler="none",
    )


def paint(spec: RenderSpec, layout: MapLayout) -> Image.Image:
    image = Image.new("RGB", (spec.width, spec.height), "#808080")
    for stroke in map_strokes(spec, layout):
        image = stroke(image)
    return image


def box(left: float, top: float, right: float, bottom: float) -> tuple[Point, ...]:
    return (left, top), (right, top), (right, bottom), (left, bottom)


def meadow(
    *areas: tuple[TerrainType, tuple[Point, ...]],
    base: TerrainType = T.GRASS,
    walls: tuple[Wall, ...] = (),
    doors: tuple[Door, ...] = (),
    lights: tuple[Light, ...] = (),
    rooms: tuple[Room, ...] = (),
    props: tuple[Prop, ...] = (),
) -> MapLayout:
    """Open ground with some areas on it, the last on top."""
    return MapLayout(
        seed=1,
        columns=COLUMNS,
        rows=ROWS,
        base=base,
        terrain=tuple(TerrainArea(type=kind, polygon=polygon) for kind, polygon in areas),
        walls=walls,
        doors=doors,
        lights=lights,
        rooms=rooms,
        props=props,
    )


def patch(image: Image.Image, x: float, y: float, reach: float = 0.5) -> Pixels:
    """Mean colour about a point of the plan."""
    low, high = ((np.array((x, y)) + side * reach) * SCALE for side in (-1, 1))
    part = image.crop((int(low[0]), int(low[1]), int(high[0]) + 1, int(high[1]) + 1))
    mean: Pixels = np.asarray(part, dtype=np.float64).mean(axis=(0, 1))
    return mean


def hue(image: Image.Image, x: float, y: float, reach: float) -> Pixels:
    """Mean colour about a point of the plan, whatever its brightness."""
    mean = patch(image, x, y, reach)
    shares: Pixels = mean / mean.sum()
    return shares


def brightness(image: Image.Image, x: float, y: float, reach: float = 0.5) -> float:
    return float(patch(image, x, y, reach).sum())


def difference(first: Image.Image, second: Image.Image) -> float:
    """Mean difference of pixels."""
    one, other = (np.asarray(image, dtype=np.float64) for image in (first, second))
    return float(np.abs(one - other).mean())


@cache
def painted(
    style: Style = OILS, season: Season = Season.SUMMER, time_of_day: TimeOfDay = TimeOfDay.DAY
) -> Image.Image:
    """A meadow with a tree, a road, a pond and a hut, lit from inside and by a fire."""
    layout = meadow(
        (T.ROAD, box(0, 8, 16, 10)),
        (T.WATER, box(9, 1, 15, 5)),
        props=(Prop(kind=PropKind.BROADLEAF, position=(3, 3), width=3, height=3),),
        lights=(Light(position=(8, 7), range=4),),
    )
    return paint(make_spec(style=style, season=season, time_of_day=time_of_day), layout)


@pytest.mark.parametrize("environment", OPEN)
@pytest.mark.parametrize("style", [OILS, PARCHMENT])
def test_every_open_place_is_painted_in_exactly_its_size(environment: MapEnvironment, style: Style) -> None:
    spec = make_spec(environment=environment, style=style)
    assert isinstance(spec.subject, MapBrief)
    image = paint(spec, make_layout(spec.subject))
    assert image.size == (COLUMNS * SCALE, ROWS * SCALE)
    assert image.mode == "RGB"
    assert np.asarray(image).std() > 8


@pytest.mark.parametrize("grid_type", list(GridType))
def test_open_ground_reaches_over_the_whole_field_of_every_grid(grid_type: GridType) -> None:
    grid = Grid(type=grid_type, columns=12, rows=11, size=SCALE)
    layout = replace(meadow(), columns=12, rows=11, grid_type=grid_type)
    image = paint(make_spec(grid=grid), layout)
    assert image.size == (grid.width, grid.height)
    corner = np.asarray(image, dtype=np.int64)[-4:, -4:].mean(axis=(0, 1))
    assert corner[1] > corner[2] + 15


@pytest.mark.parametrize("scale", [9.5, 13.0, 35.0])
def test_plan_can_be_painted_at_another_scale_than_its_grid(scale: float) -> None:
    spec = replace(make_spec(), width=round(COLUMNS * scale), height=round(ROWS * scale))
    assert paint(spec, meadow((T.WATER, box(4, 4, 9, 9)))).size == (spec.width, spec.height)


@pytest.mark.parametrize("style", [OILS, INK])
def test_open_ground_takes_six_to_fourteen_strokes_that_leave_what_they_are_given_alone(style: Style) -> None:
    spec = make_spec(style=style)
    strokes = map_strokes(spec, meadow((T.ROAD, box(0, 5, 16, 7))))
    assert 6 <= len(strokes) <= 14
    image = Image.new("RGB", (spec.width, spec.height), "#808080")
    for stroke in strokes:
        before = image.tobytes()
        after = stroke(image)
        assert image.tobytes() == before
        image = after


@pytest.mark.parametrize("style", [OILS, PARCHMENT])
@pytest.mark.parametrize("season", [Season.AUTUMN, Season.WINTER])
def test_same_spec_and_plan_paint_the_same_picture(style: Style, season: Season) -> None:
    spec = make_spec(style=style, season=season)
    assert isinstance(spec.subject, MapBrief)
    layout = make_layout(spec.subject)
    assert paint(spec, layout).tobytes() == paint(spec, layout).tobytes()


def test_another_seed_paints_the_same_plan_differently() -> None:
    layout = meadow()
    assert paint(make_spec(seed=1), layout).tobytes() != paint(make_spec(seed=2), layout).tobytes()


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("season", [Season.SPRING, Season.AUTUMN, Season.WINTER])
def test_season_changes_the_picture(style: Style, season: Season) -> None:
    assert difference(painted(style), painted(style, season)) > 0.6


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("time_of_day", [TimeOfDay.DUSK, TimeOfDay.NIGHT])
def test_hour_changes_the_picture(style: Style, time_of_day: TimeOfDay) -> None:
    assert difference(painted(style), painted(style, time_of_day=time_of_day)) > 4


def test_winter_lays_snow_on_grass() -> None:
    assert patch(painted(season=Season.WINTER), 7, 2).min() > 170
    assert patch(painted(), 7, 2).min() < 100


def test_deserts_stay_without_snow() -> None:
    layout = meadow(base=T.SAND)
    winter = paint(make_spec(environment=MapEnvironment.DESERT, season=Season.WINTER), layout)
    red, _, blue = patch(winter, 8, 6, 3)
    assert red > blue + 40


def test_autumn_crowns_are_warmer_than_those_of_summer() -> None:
    places = tuple((x, y) for x in (3.0, 8.0, 13.0) for y in (3.0, 9.0))
    crowns = tuple(Prop(kind=PropKind.BROADLEAF, position=at, width=2.8, height=2.8) for at in places)
    summer, autumn = (
        paint(make_spec(season=season), meadow(props=crowns)) for season in (Season.SUMMER, Season.AUTUMN)
    )
    warmth = [
        np.mean([patch(image, *prop.position)[0] / patch(image, *prop.position)[1] for prop in crowns])
        for image in (summer, autumn)
    ]
    assert warmth[1] > 1.25 * warmth[0]


def test_night_is_dark_and_blue_but_light_pools_stay_bright() -> None:
    day, night = painted(), painted(time_of_day=TimeOfDay.NIGHT)
    assert 0.25 * brightness(day, 14, 11) < brightness(night, 14, 11) < 0.7 * brightness(day, 14, 11)
    assert patch(night, 14, 11)[2] / patch(night, 14, 11)[0] > patch(day, 14, 11)[2] / patch(day, 14, 11)[0]
    assert brightness(night, 8, 7) > 1.4 * brightness(night, 8, 11.2)


def test_dusk_is_warmer_than_day() -> None:
    day, dusk = (patch(painted(time_of_day=hour), 14, 11) for hour in (TimeOfDay.DAY, TimeOfDay.DUSK))
    assert dusk[0] / dusk[2] > 1.2 * day[0] / day[2]


def test_shadows_are_longer_at_dusk() -> None:
    tree = Prop(kind=PropKind.BROADLEAF, position=(5, 5), width=3, height=3)
    shares = []
    for hour in (TimeOfDay.DAY, TimeOfDay.DUSK):
        spec = make_spec(time_of_day=hour)
        with_tree, without = paint(spec, meadow(props=(tree,))), paint(spec, meadow())
        shares.append(brightness(with_tree, 6.8, 6.8, 0.15) / brightness(without, 6.8, 6.8, 0.15))
    assert shares[0] > 0.95
    assert shares[1] < 0.85


def test_walls_stop_the_light_of_a_lamp() -> None:
    lamp = Light(position=(6, 6), range=6)
    wall = Wall(points=((8, 2), (8, 10)))
    spec = make_spec(time_of_day=TimeOfDay.NIGHT)
    open_ground, walled = (paint(spec, meadow(lights=(lamp,), walls=walls)) for walls in ((), (wall,)))
    assert brightness(walled, 10, 6, 0.3) < 0.9 * brightness(open_ground, 10, 6, 0.3)


def test_rooms_under_a_roof_keep_their_own_light_at_night() -> None:
    room = Room(number=1, name="Hall", polygon=box(4, 3, 12, 9))
    day, night = (
        paint(make_spec(time_of_day=hour), meadow(rooms=(room,))) for hour in (TimeOfDay.DAY, TimeOfDay.NIGHT)
    )
    inside, outside = (patch(night, *at) / patch(day, *at) for at in ((8, 6), (2, 10)))
    assert inside[0] > 1.2 * outside[0]
    assert inside[2] / inside[0] < 1.2
    assert outside[2] / outside[0] > 1.3


@pytest.mark.parametrize("style", [OILS, GOTHIC, PARCHMENT])
def test_water_is_bluer_than_the_land_exactly_where_the_plan_says(style: Style) -> None:
    image = paint(make_spec(style=style), meadow((T.WATER, box(4, 3, 12, 9))))
    for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)):
        wet, dry = (patch(image, 8 + dx * (4 + off), 6 + dy * (3 + off), 0.2) for off in (-0.5, 0.5))
        assert wet[2] / wet.sum() > dry[2] / dry.sum() + 0.025


def test_deep_water_is_darker_than_the_shallows() -> None:
    image = paint(make_spec(), meadow((T.WATER, box(1, 1, 15, 11)), (T.DEEP_WATER, box(7, 3, 14, 9))))
    assert brightness(image, 11, 6) < 0.85 * brightness(image, 3, 6)


@pytest.mark.parametrize(
    ("kind", "base"),
    [(T.ROAD, T.GRASS), (T.SAND, T.GRASS), (T.SNOW, T.GRASS), (T.GRASS, T.SAND), (T.ICE, T.GRASS)],
)
def test_ground_lies_within_a_fifth_of_a_space_of_where_the_plan_says(
    kind: TerrainType, base: TerrainType
) -> None:
    image = paint(make_spec(), meadow((kind, box(4, 3, 12, 9)), base=base))
    inner, outer = hue(image, 8, 6, 2), hue(image, 2, 6, 1.2)

    def right(x: float, y: float, own: Pixels, other: Pixels) -> bool:
        at = hue(image, x, y, 0.1)
        return bool(np.abs(at - own).sum() < np.abs(at - other).sum())

    across, down = np.arange(5, 11.1, 0.5).tolist(), np.arange(4, 8.1, 0.5).tolist()
    for off, own, other in ((-0.3, inner, outer), (0.3, outer, inner)):
        sides = [right(x, y, own, other) for x in across for y in (3 - off, 9 + off)]
        sides += [right(x, y, own, other) for y in down for x in (4 - off, 12 + off)]
        assert np.mean(sides) > 0.93


def test_what_is_listed_last_lies_on_top() -> None:
    lake, island = (T.WATER, box(2, 2, 14, 10)), (T.SAND, box(6, 4, 10, 8))
    above, below = (paint(make_spec(), meadow(*areas)) for areas in ((lake, island), (island, lake)))
    assert patch(above, 8, 6)[0] > patch(above, 8, 6)[2] + 30
    assert patch(below, 8, 6)[0] < patch(below, 8, 6)[2] + 10


def test_bridge_of_planks_hides_the_water() -> None:
    river, bridge = (T.WATER, box(6, 0, 10, 12)), (T.FLOOR, box(5, 5, 11, 7))
    image = paint(make_spec(), meadow(river, bridge))
    assert patch(image, 8, 6, 0.6)[0] > patch(image, 8, 6, 0.6)[2] + 25
    assert patch(image, 8, 3, 0.6)[2] > patch(image, 8, 3, 0.6)[0]


def test_pavement_on_dry_ground_is_of_stone() -> None:
    image = paint(make_spec(), meadow((T.FLOOR, box(5, 4, 11, 8))))
    red, _, blue = patch(image, 8, 6, 1.5)
    assert red - blue < 60


@pytest.mark.parametrize("style", [OILS, GOTHIC, INK, PARCHMENT])
@pytest.mark.parametrize("material", list(WallMaterial))
def test_walls_leave_dark_edges_where_the_plan_says(style: Style, material: WallMaterial) -> None:
    wall = Wall(points=((8, 1), (8, 11)), material=material)
    spec = make_spec(style=style)
    with_wall, without = (
        np.asarray(paint(spec, meadow(walls=walls)), dtype=np.float64).mean(axis=2) for walls in ((wall,), ())
    )
    columns = slice(round(7.6 * SCALE), round(8.4 * SCALE))
    rows = slice(2 * SCALE, 10 * SCALE)
    darkest = [lightness[rows, columns].min(axis=1).mean() for lightness in (with_wall, without)]
    assert darkest[0] < darkest[1] - 15


@pytest.mark.parametrize("style", [OILS, INK])
def test_secret_door_in_the_open_is_drawn_as_the_wall_beside_it(style: Style) -> None:
    walls = (Wall(points=((8, 1), (8, 5))), Wall(points=((8, 6), (8, 11))))
    secret = Door(start=(8, 5), end=(8, 6), secret=True)
    spec = make_spec(style=style)
    hidden, gap = (paint(spec, meadow(walls=walls, doors=doors)) for doors in ((secret,), ()))
    at_door, beside = (patch(hidden, 8, y, 0.12) for y in (5.5, 3.5))
    assert np.abs(at_door - beside).max() < 45
    assert np.abs(patch(gap, 8, 5.5, 0.12) - beside).max() > 45


def test_cliffs_throw_their_shadow_away_from_the_light() -> None:
    ring = box(5, 4, 11, 8)
    cliff = Wall(points=(*ring, ring[0]), material=WallMaterial.ROCK)
    image = paint(make_spec(), meadow((T.MOUNTAIN, ring), walls=(cliff,)))
    assert brightness(image, 8.5, 8.35, 0.2) < 0.75 * brightness(image, 7.5, 3.65, 0.2)


def test_crevasses_are_black_inside() -> None:
    image = paint(make_spec(), meadow((T.PIT, box(5, 3, 11, 9))))
    assert brightness(image, 8, 6) < 60


@pytest.mark.parametrize("style", [OILS, INK, PARCHMENT])
@pytest.mark.parametrize("kind", sorted(GROWTH))
def test_growth_leaves_its_mark_where_it_stands(style: Style, kind: PropKind) -> None:
    prop = Prop(kind=kind, position=(8, 6), width=1.6, height=1.2, rotation=30)
    spec = make_spec(style=style)
    changed = np.abs(
        np.asarray(paint(spec, meadow(props=(prop,))), dtype=np.int64)
        - np.asarray(paint(spec, meadow()), dtype=np.int64)
    ).sum(axis=2)
    assert (changed[5 * SCALE : 7 * SCALE, 7 * SCALE : 9 * SCALE] > 24).mean() > 0.06
    changed[4 * SCALE : 9 * SCALE, 6 * SCALE : 11 * SCALE] = 0
    assert (changed > 24).mean() < 0.002


def test_crowns_hide_what_stands_below_them() -> None:
    tree = Prop(kind=PropKind.BROADLEAF, position=(8, 6), width=4, height=4)
    crate = Prop(kind=PropKind.CRATE, position=(8, 6), width=1, height=1)
    spec = make_spec()
    alone, both = (paint(spec, meadow(props=props)) for props in ((tree,), (crate, tree)))
    assert np.abs(patch(alone, 8, 6) - patch(both, 8, 6)).max() < 6


def test_ink_is_black_on_white_in_the_open_too() -> None:
    pixels = np.asarray(painted(INK), dtype=np.int64)
    assert np.ptp(pixels, axis=2).max() < 20
    assert np.median(pixels) > 225


def test_underground_takes_no_notice_of_season_and_sun() -> None:
    grid = Grid(columns=14, rows=10, size=20)
    dungeon = MapBrief(environment=MapEnvironment.DUNGEON, layout_seed=3, grid=grid)
    layout = make_layout(dungeon)
    pictures = [
        paint(replace(make_spec(grid=grid), subject=subject), layout).tobytes()
        for subject in (dungeon, replace(dungeon, season=Season.WINTER, time_of_day=TimeOfDay.NIGHT))
    ]
    assert pictures[0] == pictures[1]


def test_coarse_field_gives_the_same_numbers_however_a_picture_is_cut() -> None:
    values = np.random.default_rng(1).normal(0, 1, (40, 50)).astype(np.float32)
    field = CoarseField(values, 4, 198)
    whole = field.at((slice(0, 157), slice(0, 198)))
    cuts = ((0, 64, 0, 198), (64, 157, 31, 120), (13, 14, 197, 198))
    for top, bottom, left, right in cuts:
        window = slice(top, bottom), slice(left, right)
        assert np.allclose(whole[window], field.at(window), atol=1e-5)


def test_coarse_field_lies_where_its_samples_do() -> None:
    slope = np.tile(np.arange(50, dtype=np.float32), (40, 1))
    part = CoarseField(slope, 4, 200).at((slice(40, 48), slice(80, 88)))
    expected = (np.arange(80, 88) + 0.5) / 4 - 0.5
    assert np.allclose(part, expected, atol=0.06)
    turned = CoarseField(np.ascontiguousarray(slope.T[:40, :40]), 4, 160).at((slice(80, 88), slice(40, 48)))
    assert np.allclose(turned.T, expected, atol=0.06)


def test_coarse_field_finds_the_columns_where_it_is_high() -> None:
    values = np.zeros((20, 40), dtype=np.float32)
    values[10, 20] = 1
    field = CoarseField(values, 4, 160)
    span = field.span(slice(32, 48), 0.5)
    assert span is not None
    assert span.start <= 80
    assert span.stop >= 84
    assert span.stop - span.start < 40
    assert field.span(slice(0, 16), 0.5) is None


def test_tiles_repeat_without_a_seam() -> None:
    noise = Tile(np.random.default_rng(2), 20.0).noise(0.8)
    steps = np.abs(np.diff(noise, axis=1)).mean()
    assert np.abs(noise[:, 0] - noise[:, -1]).mean() < 2.5 * steps


def test_crown_is_lit_from_the_top_left_however_it_is_turned() -> None:
    canvas = Canvas(np.random.default_rng(3), 40.0, 3.0)
    broadleaf(canvas)
    mold = canvas.mold()
    for turn in (0.0, 90.0, 180.0, 250.0):
        light = mold.cast(Pose((120.0, 120.0), turn), 0.34).light.astype(np.float64)
        middle = light.shape[0] // 2
        near, far = slice(middle - 35, middle - 10), slice(middle + 10, middle + 35)
        lit, shaded = light[near, near], light[far, far]
        assert lit.mean() > shaded.mean() + 15


def test_banks_of_a_bent_boardwalk_run_along_its_sides() -> None:
    turn = np.linspace(0, np.pi / 2, 15)
    outer, inner = (np.column_stack((np.cos(turn), np.sin(turn))) * reach for reach in (6.0, 4.6))
    left, right = banks_of(np.concatenate((outer, inner[::-1])))
    lengths = sorted(float(np.hypot(*np.diff(bank, axis=0).T).sum()) for bank in (left, right))
    assert lengths[0] == pytest.approx(4.6 * np.pi / 2, rel=0.02)
    assert lengths[1] == pytest.approx(6.0 * np.pi / 2, rel=0.02)
    assert np.hypot(*(left[0] - right[0])) == pytest.approx(1.4, abs=0.01)
