"""The sketch painter's regions and worlds: exact in size, true to the plan, and no name over another."""

import math
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image
from shapely import Point as ShapelyPoint
from shapely import Polygon, STRtree, box, contains_xy

from generation.briefs import Grid, MapBrief
from generation.engines.sketch.maps import map_strokes
from generation.engines.sketch.maps.atlas import atlas_strokes, plate_of
from generation.engines.sketch.maps.atlas.composition import Composition
from generation.engines.sketch.maps.atlas.country import stocks_of
from generation.engines.sketch.maps.atlas.ornaments import round_distance
from generation.engines.sketch.maps.atlas.page import Page
from generation.engines.sketch.maps.atlas.placement import Wish, place
from generation.engines.sketch.maps.atlas.places import MARK, SIGNS, Standing, sign_for
from generation.layout import make_layout
from generation.layout.plan import (
    MapLayout,
    Point,
    PointOfInterest,
    Room,
    Route,
    RouteKind,
    TerrainArea,
    Territory,
)
from generation.spec import RenderSpec, Style
from generation.vocabulary import GridType, MapKind, Season, TerrainType, TimeOfDay

EXAMPLES = int(os.environ.get("LAYOUT_EXAMPLES", "25"))
SCALE = 24  #: pixels per space
INK = Style(art_style="ink cross-hatching", lighting="high contrast light")
PARCHMENT = Style(art_style="sepia wash on parchment, quill drawing")
GOTHIC = Style(art_style="gothic oil painting", lighting="cold moonlight, deep shadows")
ARCANE = Style(art_style="luminous arcane digital painting", lighting="glowing magical light")
OILS = Style(art_style="oil painting", lighting="warm golden hour light", palette=("#6b4226", "#c9a227"))
LANDS = ((MapKind.REGION, 10, 10, 70), (MapKind.REGION, 30, 20, 40), (MapKind.WORLD, 50, 36, 22))
"""Kinds, columns, rows and pixels per space."""
STYLES = (Style(), OILS, INK, PARCHMENT, GOTHIC, ARCANE)


def make_spec(
    *,
    kind: MapKind = MapKind.REGION,
    style: Style = OILS,
    columns: int = 24,
    rows: int = 16,
    size: int = SCALE,
    seed: int = 5,
    layout_seed: int = 3,
    name: str | None = "Aldermoor",
    grid_type: GridType = GridType.SQUARE,
    season: Season = Season.SUMMER,
    time_of_day: TimeOfDay = TimeOfDay.DAY,
) -> RenderSpec:
    grid = Grid(type=grid_type, columns=columns, rows=rows, size=size, distance=6, units="miles")
    brief = MapBrief(
        map_kind=kind,
        environment=None,
        name=name,
        layout_seed=layout_seed,
        grid=grid,
        season=season,
        time_of_day=time_of_day,
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
    for stroke in atlas_strokes(spec, layout):
        image = stroke(image)
    return image


@cache
def layout_of(spec: RenderSpec) -> MapLayout:
    assert isinstance(spec.subject, MapBrief)
    return make_layout(spec.subject)


def composed(spec: RenderSpec, layout: MapLayout) -> tuple[Page, Composition]:
    plate = plate_of(spec, layout)
    return plate, plate.composition


def rectangle(left: float, top: float, right: float, bottom: float) -> tuple[Point, ...]:
    return (left, top), (right, top), (right, bottom), (left, bottom)


def area(terrain: TerrainType, *sides: float) -> TerrainArea:
    return TerrainArea(type=terrain, polygon=rectangle(*sides))


def town(name: str, x: float, y: float, *, kind: str = "town", gm_only: bool = False) -> PointOfInterest:
    return PointOfInterest(id=name, name=name, kind=kind, position=(x, y), gm_only=gm_only)


def island(
    *areas: TerrainArea,
    places: Sequence[PointOfInterest] = (),
    routes: Sequence[Route] = (),
    territories: Sequence[Territory] = (),
    rooms: Sequence[Room] = (),
) -> MapLayout:
    """24 × 16 spaces of sea with land from (4, 3) to (20, 13)."""
    return MapLayout(
        seed=1,
        columns=24,
        rows=16,
        base=TerrainType.DEEP_WATER,
        terrain=(area(TerrainType.GRASS, 4, 3, 20, 13), *areas),
        points_of_interest=tuple(places),
        routes=tuple(routes),
        territories=tuple(territories),
        rooms=tuple(rooms),
    )


def patch(image: Image.Image, x: float, y: float, reach: float = 0.5) -> NDArray[np.float64]:
    """Mean colour about a point of the plan."""
    low, high = ((np.array((x, y)) + side * reach) * SCALE for side in (-1, 1))
    part = image.crop((int(low[0]), int(low[1]), int(high[0]) + 1, int(high[1]) + 1))
    mean: NDArray[np.float64] = np.asarray(part, dtype=np.float64).mean(axis=(0, 1))
    return mean


def difference(one: Image.Image, other: Image.Image) -> NDArray[np.int64]:
    """How far the pixels of two pictures are apart, rows × columns."""
    apart = np.asarray(one, dtype=np.int64) - np.asarray(other, dtype=np.int64)
    return np.asarray(np.abs(apart).max(axis=2))


@cache
def bare_island(style: Style) -> Image.Image:
    """The island without anything on it, and without a title."""
    return paint(make_spec(style=style, name=None), island())


@pytest.mark.parametrize("style", STYLES)
def test_page_has_exactly_the_size_of_the_spec(style: Style) -> None:
    spec = make_spec(style=style)
    image = paint(spec, island(area(TerrainType.MOUNTAIN, 8, 5, 16, 11), places=[town("Arn", 6, 6)]))
    assert image.size == (24 * SCALE, 16 * SCALE)
    assert image.mode == "RGB"
    assert np.asarray(image).std() > 10


@pytest.mark.parametrize(
    ("columns", "rows", "size"), [(10, 10, 30), (10, 10, 4), (31, 10, 17), (10, 60, 9), (200, 200, 2)]
)
def test_page_can_be_of_any_size(columns: int, rows: int, size: int) -> None:
    spec = make_spec(columns=columns, rows=rows, size=size)
    base = (TerrainType.GRASS, TerrainType.DEEP_WATER)[columns % 2]
    half = area(TerrainType.TREES, 0, 0, columns / 2, rows)
    layout = MapLayout(seed=1, columns=columns, rows=rows, base=base, terrain=(half,))
    assert paint(spec, layout).size == (columns * size, rows * size)


@pytest.mark.parametrize("grid_type", list(GridType))
def test_hexagons_are_drawn_where_the_plan_has_them(grid_type: GridType) -> None:
    spec = make_spec(grid_type=grid_type, columns=16, rows=12, name=None)
    bare = MapLayout(seed=1, columns=16, rows=12, grid_type=grid_type, base=TerrainType.GRASS)
    x, y = bare.width - 1.2, bare.height - 1.2
    changed = difference(paint(spec, replace(bare, points_of_interest=(town("", x, y),))), paint(spec, bare))
    assert changed.shape == (spec.height, spec.width)
    rows, columns = np.nonzero(changed > 60)
    assert abs(columns.mean() / SCALE - x) < 0.5
    assert abs(rows.max() / SCALE - y) < 0.5


@pytest.mark.parametrize("kind", [MapKind.REGION, MapKind.WORLD])
def test_regions_and_worlds_are_drawn_as_atlas_pages(kind: MapKind) -> None:
    spec = make_spec(kind=kind, size=12)
    layout = island()
    image = Image.new("RGB", (spec.width, spec.height))
    for stroke in map_strokes(spec, layout):
        image = stroke(image)
    assert image.tobytes() == paint(spec, layout).tobytes()


@pytest.mark.parametrize("style", STYLES)
def test_page_is_drawn_in_eight_to_fourteen_strokes(style: Style) -> None:
    assert 8 <= len(atlas_strokes(make_spec(style=style), island())) <= 14


@pytest.mark.parametrize("style", [OILS, INK])
def test_strokes_leave_the_picture_they_were_given_alone(style: Style) -> None:
    spec = make_spec(style=style, columns=10, rows=10, size=16)
    image = Image.new("RGB", (spec.width, spec.height), "#808080")
    for stroke in atlas_strokes(spec, layout_of(spec)):
        before = image.tobytes()
        after = stroke(image)
        assert after is not image
        assert image.tobytes() == before
        image = after


@pytest.mark.parametrize("style", [OILS, PARCHMENT])
def test_same_spec_and_layout_draw_the_same_page(style: Style) -> None:
    spec = make_spec(style=style, columns=10, rows=10)
    layout = layout_of(spec)
    assert paint(spec, layout).tobytes() == paint(spec, layout).tobytes()


def test_another_seed_draws_the_same_land_by_another_hand() -> None:
    layout = island()
    one, other = (paint(make_spec(seed=seed, name=None), layout) for seed in (1, 2))
    assert one.tobytes() != other.tobytes()
    assert np.abs(patch(one, 12, 8, 2) - patch(other, 12, 8, 2)).max() < 20


@pytest.mark.parametrize("style", [Style(), OILS, PARCHMENT, GOTHIC, ARCANE])
def test_sea_is_washed_in_blue_and_land_is_not(style: Style) -> None:
    sea, land = patch(bare_island(style), 2.5, 8), patch(bare_island(style), 12, 8)
    assert sea[2] / sea[0] > 1.03 * land[2] / land[0]


def test_ink_is_black_on_white() -> None:
    pixels = np.asarray(bare_island(INK), dtype=np.int64)
    assert np.ptp(pixels, axis=2).max() < 25
    assert np.median(pixels) > 225


@pytest.mark.parametrize("style", STYLES)
def test_coast_is_a_firm_line(style: Style) -> None:
    image = np.asarray(bare_island(style), dtype=np.float64).mean(axis=2)
    across = image[round(6 * SCALE) : round(10 * SCALE), round(3.2 * SCALE) : round(4.8 * SCALE)]
    assert (across.min(axis=1) < 0.55 * np.median(across)).all()


GROUNDS = (
    TerrainType.MOUNTAIN,
    TerrainType.HILL,
    TerrainType.TREES,
    TerrainType.DIFFICULT,
    TerrainType.SAND,
    TerrainType.SNOW,
    TerrainType.ICE,
    TerrainType.RUBBLE,
    TerrainType.WATER,
)


@pytest.mark.parametrize("terrain", GROUNDS)
def test_every_kind_of_ground_has_a_wash_of_its_own(terrain: TerrainType) -> None:
    image = paint(make_spec(name=None), island(area(terrain, 7, 5, 17, 11)))
    assert np.abs(patch(image, 12, 8, 2.5) - patch(bare_island(OILS), 12, 8, 2.5)).max() > 6


@pytest.mark.parametrize("terrain", sorted({*GROUNDS} - {TerrainType.SNOW, TerrainType.ICE}))
def test_every_kind_of_ground_but_snow_is_seen_in_mere_ink(terrain: TerrainType) -> None:
    image = paint(make_spec(style=INK, name=None), island(area(terrain, 7, 5, 17, 11)))
    drawn, bare = (ink_on(each, 7, 5, 17, 11) for each in (image, bare_island(INK)))
    assert drawn > bare + 100


def test_highest_mountains_stand_in_the_middle_of_their_range() -> None:
    page = plate_of(make_spec(name=None, size=60), island(area(TerrainType.MOUNTAIN, 5, 4, 19, 12)))
    depths: dict[float, list[float]] = {}
    for stock in stocks_of(page):
        if stock.width > 30:
            inside = np.minimum(stock.at[:, 1] / 60 - 4, 12 - stock.at[:, 1] / 60)
            depths.setdefault(stock.width, []).extend(inside.tolist())
    means = [float(np.mean(depths[width])) for width in sorted(depths)]
    assert len(means) == 3
    assert means[-1] > 1.3 * max(means[:-1])


def ink_on(image: Image.Image, left: float, top: float, right: float, bottom: float) -> int:
    """How many pixels of a part of the plan are dark."""
    part = np.asarray(image, dtype=np.int64)[round(top * SCALE) : round(bottom * SCALE)]
    return int((part[:, round(left * SCALE) : round(right * SCALE)].max(axis=2) < 150).sum())


@pytest.mark.parametrize("kind", [*RouteKind, "smugglers' path"])
@pytest.mark.parametrize("style", [OILS, INK])
def test_every_route_is_seen_along_its_way(kind: str, style: Style) -> None:
    points = ((6.0, 8.0), (9.0, 7.5), (12.0, 8.5), (18.0, 8.0))
    route = Route(id="1", name="", kind=kind, points=points)
    changed = difference(paint(make_spec(style=style, name=None), island(routes=[route])), bare_island(style))
    for x in range(7, 18):
        y = float(np.interp(x, *np.array(points).T))
        window = changed[
            round((y - 0.5) * SCALE) : round((y + 0.5) * SCALE), (x - 1) * SCALE : (x + 1) * SCALE
        ]
        assert window.max() > 25


def test_river_widens_towards_its_mouth() -> None:
    river = Route(id="1", name="", kind=RouteKind.RIVER, points=((5.0, 8.0), (12.0, 8.0), (19.9, 8.0)))
    changed = difference(paint(make_spec(style=INK, name=None), island(routes=[river])), bare_island(INK))
    ends = (
        changed[7 * SCALE : 9 * SCALE, round(x * SCALE) : round((x + 1.5) * SCALE)] > 60 for x in (5.5, 17.5)
    )
    at_source, at_mouth = (int(part.sum()) for part in ends)
    assert at_mouth > 1.5 * at_source > 0


def test_ways_that_share_a_stretch_draw_it_once() -> None:
    road = Route(id="1", name="", kind=RouteKind.ROAD, points=((6.0, 8.0), (12.0, 8.0), (18.0, 6.0)))
    twice = [road, replace(road, id="2")]
    spec = make_spec(name=None)
    assert paint(spec, island(routes=[road])).tobytes() == paint(spec, island(routes=twice)).tobytes()


@pytest.mark.parametrize("style", [Style(), PARCHMENT])
def test_realm_is_tinted_along_the_inside_of_its_border(style: Style) -> None:
    realm = Territory(id="1", name="", color="#c03020", polygon=rectangle(0, 0, 12, 16))
    image = paint(make_spec(style=style, name=None), island(territories=[realm]))
    shifts = [
        patch(image, x, 6, 0.25) - patch(bare_island(style), x, 6, 0.25) for x in (11.6, 4.5, 8, 12.5, 2)
    ]
    at_border, at_coast, in_middle, outside, at_sea = (float(shift[0] - shift[2]) for shift in shifts)
    assert min(at_border, at_coast) > 8
    assert max(abs(in_middle), abs(outside), abs(at_sea)) < at_border / 2


def test_season_and_hour_tint_the_page() -> None:
    layout = island(area(TerrainType.TREES, 7, 5, 17, 11))
    summer, autumn, winter = (
        patch(paint(make_spec(season=season), layout), 12, 8, 2)
        for season in (Season.SUMMER, Season.AUTUMN, Season.WINTER)
    )
    night = patch(paint(make_spec(time_of_day=TimeOfDay.NIGHT), layout), 12, 8, 2)
    assert autumn[0] / autumn[1] > 1.1 * summer[0] / summer[1]
    assert winter.sum() > 1.1 * summer.sum()
    assert night.sum() < 0.85 * summer.sum()


# --- places ---------------------------------------------------------------------------------------------


def test_every_sign_can_be_drawn_and_leaves_its_mark() -> None:
    bare = bare_island(OILS)
    kinds = sorted({sign.draw.__name__: word for word, sign in SIGNS.items()}.values())
    for some in (kinds[start : start + 12] for start in range(0, len(kinds), 12)):
        places = [
            town("", 5.5 + 4 * (number % 4), 5.5 + 3 * (number // 4), kind=kind)
            for number, kind in enumerate([*some, "thing"])
            if number < 12
        ]
        changed = difference(paint(make_spec(name=None), island(places=places)), bare)
        for each in places:
            x, y = (round(value * SCALE) for value in each.position)
            assert (changed[y - SCALE : y, x - SCALE // 2 : x + SCALE // 2] > 40).sum() > 10, each.kind


@pytest.mark.parametrize(
    ("kind", "standing"),
    [
        ("capital", Standing.CAPITAL),
        ("City", Standing.CITY),
        ("trading port", Standing.TOWN),
        ("old fort", Standing.STRONGHOLD),
        ("village", Standing.VILLAGE),
        ("standing stones", Standing.SIGHT),
        ("???", Standing.SIGHT),
    ],
)
def test_kinds_are_read_word_by_word(kind: str, standing: Standing) -> None:
    assert sign_for(kind).standing is standing


def test_unknown_kinds_get_a_plain_mark() -> None:
    assert sign_for("quux") is MARK


def test_places_of_the_game_master_are_not_on_the_page() -> None:
    seen = [town("Yarrow", 8, 7), town("Umber", 15, 9)]
    secret = town("Lair of the Worm", 12, 6, kind="lair", gm_only=True)
    spec = make_spec()
    with_secret = paint(spec, island(area(TerrainType.TREES, 6, 4, 18, 12), places=[*seen, secret]))
    without = paint(spec, island(area(TerrainType.TREES, 6, 4, 18, 12), places=seen))
    told = paint(
        spec, island(area(TerrainType.TREES, 6, 4, 18, 12), places=[*seen, replace(secret, gm_only=False)])
    )
    assert with_secret.tobytes() == without.tobytes()
    assert told.tobytes() != without.tobytes()


# --- names ----------------------------------------------------------------------------------------------


def names_on(composition: Composition) -> list[str]:
    return [
        " ".join("".join(line.letters) for line, _ in written.way.lines) for written in composition.labels
    ]


@pytest.mark.parametrize("layout_seed", [1, 2])
@pytest.mark.parametrize(("kind", "columns", "rows", "size"), LANDS)
def test_no_name_touches_another_or_a_sign(
    kind: MapKind, columns: int, rows: int, size: int, layout_seed: int
) -> None:
    spec = make_spec(kind=kind, columns=columns, rows=rows, size=size, layout_seed=layout_seed)
    page, composition = composed(spec, layout_of(spec))
    shapes = [written.way.shape for written in composition.labels]
    shapes += [ornament.shape for ornament in composition.ornaments]
    assert len(shapes) > 8
    tree = STRtree(shapes)
    for number, shape in enumerate(shapes):
        assert tree.query(shape, predicate="intersects").tolist() == [number]
        assert page.free.covers(shape)
        assert not any(shape.intersects(placed.outline) for placed in page.places)


@pytest.mark.parametrize("layout_seed", [1, 2])
def test_letters_lie_within_what_their_names_claim(layout_seed: int) -> None:
    spec = make_spec(kind=MapKind.WORLD, columns=50, rows=36, size=22, layout_seed=layout_seed)
    page, composition = composed(spec, layout_of(spec))
    for written in composition.labels:
        for line, baseline in written.way.lines:
            letters = page.type.draw(line, baseline)
            rows, columns = np.nonzero(letters.mask > 100)
            x, y = columns + letters.left + 0.5, rows + letters.top + 0.5
            assert len(x) > 0
            assert contains_xy(written.way.shape.buffer(0.5), x, y).all(), line.letters


@pytest.mark.parametrize("layout_seed", [1, 2])
@pytest.mark.parametrize(("kind", "columns", "rows", "size"), LANDS)
def test_every_city_is_named(kind: MapKind, columns: int, rows: int, size: int, layout_seed: int) -> None:
    spec = make_spec(kind=kind, columns=columns, rows=rows, size=size, layout_seed=layout_seed)
    layout = layout_of(spec)
    cities = {place.name for place in layout.points_of_interest if place.kind == "city"}
    assert cities
    assert cities <= set(names_on(composed(spec, layout)[1]))


def test_names_of_seas_ranges_and_realms_are_on_the_page() -> None:
    rooms = [
        Room(number=1, name="The Still Sea", polygon=rectangle(5, 13.6, 19, 15.6), outdoors=True),
        Room(number=2, name="Gnarlwood", polygon=rectangle(13, 5, 19, 9), outdoors=True),
        Room(number=3, name="A cellar", polygon=rectangle(6, 5, 9, 7)),
    ]
    realm = Territory(id="1", name="Arn", color="#805020", polygon=rectangle(4, 3, 12, 13))
    river = Route(
        id="1", name="Swift", kind=RouteKind.RIVER, points=((13.0, 10.5), (16.0, 11.0), (20.0, 10.5))
    )
    layout = island(
        area(TerrainType.TREES, 13, 5, 19, 9),
        rooms=rooms,
        territories=[realm],
        routes=[river, replace(river, id="2")],
    )
    names = sorted(names_on(composed(make_spec(size=40), layout)[1]))
    assert names == ["ARN", "Gnarlwood", "Swift", "The Still Sea"]


def test_long_names_are_written_on_several_lines() -> None:
    name = "The Most Serene and Everlasting Sanctuary of the Nine Weeping Saints of Old"
    layout = island(places=[town(name, 12, 8, kind="city")])
    _, composition = composed(make_spec(size=14, name=None), layout)
    (written,) = composition.labels
    assert names_on(composition) == [name]
    assert len(written.way.lines) > 2


def test_where_there_is_no_room_the_least_important_name_goes() -> None:
    places = [
        town(f"Somewhere {number}", 4.6 + (number % 12) * 1.3, 3.6 + (number // 12) * 1.3, kind="village")
        for number in range(84)
    ]
    names = names_on(
        composed(make_spec(), island(places=[*places, town("Middle", 11.8, 8.1, kind="city")]))[1]
    )
    assert "Middle" in names
    assert 0 < len(names) < len(places)


@pytest.mark.parametrize("name", ["Königreich Ærøskøbing", "Царство Ночи", "Łódź & <b>", "Straße\nam “Ende”"])
def test_title_with_letters_beyond_ascii_is_lettered(name: str) -> None:
    page, composition = composed(make_spec(name=name), island())
    title = next(
        each
        for each in composition.ornaments
        if len(each.ornament.lines) <= 2 and not each.ornament.is_compass
    )
    lettered = " ".join("".join(line.letters) for line, _, _ in title.ornament.lines)
    assert lettered == " ".join(name.split())
    assert page.type.legible(name) == lettered


@pytest.mark.parametrize("name", [None, "", "   ", "東京"])
def test_page_without_a_legible_name_has_no_title(name: str | None) -> None:
    spec = make_spec(name=name)
    _, composition = composed(spec, island())
    assert len(composition.ornaments) == 2
    assert paint(spec, island()).size == (spec.width, spec.height)


def test_letters_that_no_face_has_are_left_out() -> None:
    page, _ = composed(make_spec(), island())
    assert page.type.legible("Tower 東 of\tDusk") == "Tower of Dusk"
    assert page.type.legible("Ĳssel e\u0301 ①") == "IJssel é 1"


@pytest.mark.parametrize("base", [None, TerrainType.GRASS, TerrainType.DEEP_WATER])
def test_land_without_anything_on_it_is_drawn(base: TerrainType | None) -> None:
    spec = make_spec(name=None)
    image = paint(spec, MapLayout(seed=1, columns=24, rows=16, base=base))
    assert image.size == (spec.width, spec.height)


def test_plan_with_degenerate_parts_is_drawn() -> None:
    layout = island(
        places=[town("", 5, 5), town("Off the page", 40, -3)],
        routes=[
            Route(id="1", name="Dot", kind=RouteKind.RIVER, points=((5.0, 5.0),)),
            Route(id="2", name="Still", kind=RouteKind.ROAD, points=((6.0, 6.0), (6.0, 6.0))),
            Route(id="3", name="Far", kind=RouteKind.RIVER, points=((-9.0, 5.0), (40.0, 7.0))),
        ],
        territories=[Territory(id="1", name="Line", color="#ff000080", polygon=((1.0, 1.0), (2.0, 2.0)))],
        rooms=[
            Room(number=1, name="Dot", polygon=rectangle(5, 5, 5.01, 5.01), outdoors=True),
            Room(number=2, name="Beyond", polygon=rectangle(-9, -9, -5, -5), outdoors=True),
            Room(number=3, name="Line", polygon=((5.0, 5.0), (6.0, 6.0)), outdoors=True),
        ],
    )
    spec = make_spec()
    assert paint(spec, layout).size == (spec.width, spec.height)


# --- placement ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Spot:
    """A candidate as tests make them."""

    shape: Polygon
    cost: float = 0.0


PAGE = box(0, 0, 100, 100)

shapes = st.one_of(
    st.builds(
        lambda x, y, width, height: box(x, y, x + width, y + height),
        st.integers(-10, 100),
        st.integers(-10, 100),
        st.integers(1, 40),
        st.integers(1, 20),
    ),
    st.builds(
        lambda x, y, reach: ShapelyPoint(x, y).buffer(reach, quad_segs=2),
        st.integers(0, 100),
        st.integers(0, 100),
        st.integers(1, 20),
    ),
)
wishes = st.lists(
    st.builds(
        lambda rank, spots: Wish(rank=rank, candidates=spots),
        st.integers(0, 3),
        st.lists(st.builds(Spot, shapes, st.floats(0, 2)), max_size=6),
    ),
    max_size=14,
)


@settings(max_examples=EXAMPLES * 8, deadline=None)
@given(wishes=wishes, obstacles=st.lists(shapes, max_size=6))
def test_what_is_placed_touches_nothing_else(wishes: list[Wish], obstacles: list[Polygon]) -> None:
    chosen = place(wishes, PAGE, obstacles)
    placed = [
        wish.candidates[option].shape
        for wish, option in zip(wishes, chosen, strict=True)
        if option is not None
    ]
    for number, shape in enumerate(placed):
        assert PAGE.covers(shape)
        assert not any(shape.intersects(other) for other in (*placed[:number], *obstacles))


@settings(max_examples=EXAMPLES * 4, deadline=None)
@given(wishes=wishes, obstacles=st.lists(shapes, max_size=6))
def test_wish_goes_without_only_where_those_before_it_left_no_room(
    wishes: list[Wish], obstacles: list[Polygon]
) -> None:
    chosen = place(wishes, PAGE, obstacles)
    order = sorted(range(len(wishes)), key=lambda number: -wishes[number].rank)
    taken = list(obstacles)
    for number in order:
        spots = wishes[number].candidates
        free = [
            spot.cost
            for spot in spots
            if PAGE.covers(spot.shape) and not any(spot.shape.intersects(other) for other in taken)
        ]
        option = chosen[number]
        if option is None:
            assert not free
        else:
            assert spots[option].cost == min(free)
            taken.append(spots[option].shape)


def test_higher_rank_chooses_first() -> None:
    spot = Spot(box(10, 10, 20, 20))
    assert place([Wish(rank=1, candidates=[spot]), Wish(rank=2, candidates=[spot])], PAGE, []) == [None, 0]


@given(longest=st.floats(1e-6, 1e9))
def test_scale_bar_is_of_the_longest_round_distance(longest: float) -> None:
    distance, parts = round_distance(longest)
    assert distance <= longest * (1 + 1e-6)
    assert distance * 2.5 > longest * 0.999
    mantissa = distance / 10 ** math.floor(math.log10(distance) + 1e-9)
    assert min(abs(mantissa - step) for step in (1, 2, 2.5, 5)) < 1e-6
    assert parts in (4, 5)
