"""The sketch painter's maps: exact in size, true to the plan, and in the theme's manner."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from generation.briefs import Grid, MapBrief
from generation.engines.sketch.maps import map_strokes
from generation.engines.sketch.maps.floor import Paving, paving_for
from generation.engines.sketch.maps.outdoors import GROWTH
from generation.engines.sketch.maps.shapes import DRAWINGS
from generation.engines.sketch.maps.styles import Manner, style_for
from generation.layout import make_layout
from generation.layout.plan import Door, Light, MapLayout, Point, Prop, PropKind, Room, TerrainArea, Wall
from generation.spec import RenderSpec, Style
from generation.vocabulary import DoorState, MapEnvironment, TerrainType

SCALE = 28  #: pixels per space
INK = Style(art_style="ink cross-hatching", lighting="high contrast light")
PARCHMENT = Style(art_style="sepia wash on parchment, quill drawing")
GOTHIC = Style(art_style="gothic oil painting", lighting="cold moonlight, deep shadows")
ARCANE = Style(art_style="luminous arcane digital painting", lighting="glowing magical light")
OILS = Style(art_style="oil painting", lighting="warm golden hour light", palette=("#6b4226", "#c9a227"))
STYLES = (Style(), OILS, INK, PARCHMENT, GOTHIC, ARCANE)


def make_spec(
    *,
    environment: MapEnvironment = MapEnvironment.DUNGEON,
    style: Style = OILS,
    columns: int = 14,
    rows: int = 10,
    scale: float = SCALE,
    seed: int = 5,
) -> RenderSpec:
    brief = MapBrief(
        environment=environment, layout_seed=3, grid=Grid(columns=columns, rows=rows, size=SCALE)
    )
    return RenderSpec(
        engine="sketch",
        subject=brief,
        style=style,
        prompt="",
        negative_prompt="",
        seed=seed,
        width=round(columns * scale),
        height=round(rows * scale),
        num_inference_steps=1,
        guidance_scale=1.0,
        scheduler="none",
    )


def paint(spec: RenderSpec, layout: MapLayout) -> Image.Image:
    image = Image.new("RGB", (spec.width, spec.height), "#808080")
    for stroke in map_strokes(spec, layout):
        image = stroke(image)
    return image


def layout_of(spec: RenderSpec) -> MapLayout:
    assert isinstance(spec.subject, MapBrief)
    return make_layout(spec.subject)


def two_rooms(*doors: Door, lights: Sequence[Light] = (), props: Sequence[Prop] = ()) -> MapLayout:
    """Two rooms and a corridor of two spaces, 14 × 10: a door may be at (6, 4)–(6, 5)."""
    left: Sequence[Point] = ((6, 5), (6, 9), (1, 9), (1, 1), (6, 1), (6, 4))
    right: Sequence[Point] = ((8, 4), (8, 1), (13, 1), (13, 9), (8, 9), (8, 5))
    outline = (*left, *right, left[0])
    return MapLayout(
        seed=1,
        columns=14,
        rows=10,
        walls=(Wall(points=outline),),
        doors=doors,
        lights=tuple(lights),
        rooms=(
            Room(number=1, polygon=((1, 1), (6, 1), (6, 9), (1, 9))),
            Room(number=2, polygon=((8, 1), (13, 1), (13, 9), (8, 9))),
        ),
        props=tuple(props),
    )


def patch(image: Image.Image, x: float, y: float, reach: float = 0.2) -> NDArray[np.float64]:
    """Mean colour about a point of the plan."""
    low, high = ((np.array((x, y)) + side * reach) * SCALE for side in (-1, 1))
    box = (int(low[0]), int(low[1]), int(high[0]) + 1, int(high[1]) + 1)
    mean: NDArray[np.float64] = np.asarray(image.crop(box), dtype=np.float64).mean(axis=(0, 1))
    return mean


@pytest.mark.parametrize("environment", [MapEnvironment.DUNGEON, MapEnvironment.CAVE])
@pytest.mark.parametrize("style", STYLES)
def test_picture_has_exactly_the_size_of_the_spec(environment: MapEnvironment, style: Style) -> None:
    spec = make_spec(environment=environment, style=style)
    image = paint(spec, layout_of(spec))
    assert image.size == (14 * SCALE, 10 * SCALE)
    assert image.mode == "RGB"
    assert np.asarray(image).std() > 10


def test_plan_can_be_drawn_at_another_scale_than_its_grid() -> None:
    spec = make_spec(scale=9.5)
    assert paint(spec, layout_of(spec)).size == (133, 95)


@pytest.mark.parametrize("style", STYLES)
def test_map_is_painted_in_eight_to_fourteen_strokes(style: Style) -> None:
    spec = make_spec(style=style)
    assert 8 <= len(map_strokes(spec, layout_of(spec))) <= 14


@pytest.mark.parametrize("style", [OILS, INK])
def test_strokes_leave_the_picture_they_were_given_alone(style: Style) -> None:
    spec = make_spec(style=style)
    image = Image.new("RGB", (spec.width, spec.height), "#808080")
    for stroke in map_strokes(spec, layout_of(spec)):
        before = image.tobytes()
        after = stroke(image)
        assert after is not image
        assert image.tobytes() == before
        image = after


@pytest.mark.parametrize("style", [OILS, PARCHMENT])
def test_same_spec_and_layout_paint_the_same_picture(style: Style) -> None:
    spec = make_spec(style=style)
    layout = layout_of(spec)
    assert paint(spec, layout).tobytes() == paint(spec, layout).tobytes()


def test_another_seed_paints_the_same_plan_differently() -> None:
    layout = layout_of(make_spec())
    assert paint(make_spec(seed=1), layout).tobytes() != paint(make_spec(seed=2), layout).tobytes()


@pytest.mark.parametrize("style", [OILS, GOTHIC, ARCANE])
def test_painted_floor_stands_out_from_the_rock(style: Style) -> None:
    image = paint(make_spec(style=style), two_rooms())
    assert patch(image, 3.5, 5, reach=1).sum() > 1.5 * patch(image, 7, 2, reach=0.3).sum()


def test_ink_is_black_on_white() -> None:
    pixels = np.asarray(paint(make_spec(style=INK), two_rooms()), dtype=np.int64)
    assert np.ptp(pixels, axis=2).max() < 20
    assert np.median(pixels) > 230


def test_parchment_is_brown_and_not_grey() -> None:
    red, _, blue = np.asarray(paint(make_spec(style=PARCHMENT), two_rooms())).mean(axis=(0, 1))
    assert red > blue + 30


def test_gothic_is_darker_and_colder_than_oils() -> None:
    layout = two_rooms()
    oils, gothic = (patch(paint(make_spec(style=style), layout), 3.5, 5, 1) for style in (OILS, GOTHIC))
    assert gothic.sum() < oils.sum()
    assert gothic[2] / gothic[0] > oils[2] / oils[0]


def darkest_across(image: Image.Image, *, y: float) -> float:
    """The darkest value about the wall at x = 6."""
    row = np.asarray(image)[round(y * SCALE), round(5.8 * SCALE) : round(6.2 * SCALE)]
    return float(row.mean(axis=1).min())


def test_secret_door_is_drawn_as_the_wall_beside_it() -> None:
    secret = Door(start=(6, 4), end=(6, 5), secret=True)
    hidden = paint(make_spec(style=INK), two_rooms(secret))
    archway = paint(make_spec(style=INK), two_rooms())
    assert darkest_across(hidden, y=4.5) < 90
    assert darkest_across(hidden, y=3.0) < 90
    assert darkest_across(archway, y=4.5) > 150


def test_secret_door_does_not_jut_into_its_room() -> None:
    secret = Door(start=(6, 4), end=(6, 5), secret=True)
    hidden = paint(make_spec(), two_rooms(secret))
    wall = np.asarray(hidden, dtype=np.int64)[:, round(5.7 * SCALE) : round(6 * SCALE)].mean(axis=2)
    beside, at_door = (wall[top * SCALE : (top + 1) * SCALE].mean(axis=0) for top in (3, 4))
    assert np.abs(beside - at_door).max() < 40
    assert np.corrcoef(beside, at_door)[0, 1] > 0.9


@pytest.mark.parametrize("state", list(DoorState))
def test_doors_are_seen(state: DoorState) -> None:
    spec = make_spec()
    with_door = paint(spec, two_rooms(Door(start=(6, 4), end=(6, 5), state=state)))
    without = paint(spec, two_rooms())
    assert np.abs(patch(with_door, 6, 4.5, 0.3) - patch(without, 6, 4.5, 0.3)).max() > 4


def test_light_falls_through_open_doors_and_not_through_closed_ones() -> None:
    light = Light(position=(5, 4.5), range=6)
    closed, opened = (
        paint(make_spec(), two_rooms(Door(start=(6, 4), end=(6, 5), state=state), lights=[light]))
        for state in (DoorState.CLOSED, DoorState.OPEN)
    )
    assert patch(opened, 7.4, 4.5).sum() > patch(closed, 7.4, 4.5).sum() * 1.05


def test_light_stops_at_walls() -> None:
    spec = make_spec()
    dark, lit = (paint(spec, two_rooms(lights=lights)) for lights in ((), [Light(position=(5, 8), range=9)]))
    assert patch(lit, 4, 8).sum() > patch(dark, 4, 8).sum() * 1.2
    assert patch(lit, 9, 8).sum() == pytest.approx(patch(dark, 9, 8).sum(), rel=0.02)


def test_every_kind_of_prop_can_be_drawn() -> None:
    assert set(DRAWINGS) | GROWTH == set(PropKind)


@cache
def bare_rooms(style: Style) -> NDArray[np.int64]:
    """The two rooms with nothing in them."""
    return np.asarray(paint(make_spec(style=style), two_rooms()), dtype=np.int64)


@pytest.mark.parametrize("style", [OILS, INK])
@pytest.mark.parametrize("kind", list(DRAWINGS))
def test_prop_leaves_its_mark_where_it_stands(kind: PropKind, style: Style) -> None:
    spec = make_spec(style=style)
    prop = Prop(kind=kind, position=(10.5, 6), width=1.2, height=1.2, rotation=90)
    bare = bare_rooms(style)
    furnished = np.asarray(paint(spec, two_rooms(props=[prop])), dtype=np.int64)
    changed = np.abs(bare - furnished).max(axis=2) > 8
    rows, columns = np.nonzero(changed)
    assert changed.sum() > 20
    assert abs(columns.mean() / SCALE - 10.5) < 0.3
    assert abs(rows.mean() / SCALE - 6) < 0.3


@pytest.mark.parametrize("style", [OILS, INK, PARCHMENT])
@pytest.mark.parametrize(
    "terrain",
    [
        TerrainType.WATER,
        TerrainType.DEEP_WATER,
        TerrainType.LAVA,
        TerrainType.PIT,
        TerrainType.RUBBLE,
        TerrainType.DIFFICULT,
    ],
)
def test_terrain_is_seen(terrain: TerrainType, style: Style) -> None:
    area = TerrainArea(type=terrain, polygon=((2, 3), (5, 3), (5, 7), (2, 7)))
    spec = make_spec(style=style)
    covered = np.asarray(paint(spec, replace(two_rooms(), terrain=(area,))), dtype=np.int64)
    inside = np.s_[3 * SCALE : 7 * SCALE, 2 * SCALE : 5 * SCALE]
    assert np.abs(bare_rooms(style)[inside] - covered[inside]).mean() > 4


@pytest.mark.parametrize(
    ("words", "manner"),
    [
        (Style(), Manner.PAINTED),
        (Style(art_style="watercolor"), Manner.PAINTED),
        (Style(art_style="pen and ink"), Manner.INKED),
        (Style(art_style="old-school cross-hatched line art"), Manner.INKED),
        (Style(lighting="pink sunset"), Manner.PAINTED),
    ],
)
def test_words_of_a_theme_choose_the_manner(words: Style, manner: Manner) -> None:
    assert style_for(words).manner is manner


def test_palette_tints_the_stone() -> None:
    green = style_for(Style(palette=("#208020",))).floor
    plain = style_for(Style()).floor
    assert green[1] / sum(green) > plain[1] / sum(plain)


def test_rooms_are_paved_by_their_names() -> None:
    assert paving_for("Throne room") is Paving.TILES
    assert paving_for("Barracks") is Paving.PLANKS
    assert paving_for("Storeroom") is Paving.COBBLES
    assert paving_for(None) is Paving.FLAGSTONES
