"""Drawn overlays: well-formed, safe, the same everywhere, and showing what they should."""

import base64
import hashlib
import io
import os
import subprocess
import sys
from collections.abc import Sequence
from itertools import combinations
from xml.etree import ElementTree

import numpy as np
import pytest
import pyvips
import resvg_py
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageColor

from benchmarks.overlays import GRID as LARGE_GRID
from benchmarks.overlays import mixed_elements
from generation.briefs import Grid
from generation.layout.plan import Point
from generation.overlays.drawing import overlay_picture, overlay_png, overlay_svg
from generation.overlays.elements import (
    EffectArea,
    MovementPath,
    OverlayElement,
    PartyMarker,
    PositionMarker,
    RangeIndicator,
    ResourceMarker,
    Territory,
    TravelRoute,
)
from generation.overlays.icons import PLACES, RESOURCES, icon, place_icon, resource_icon
from generation.overlays.lettering import Face, set_line
from generation.overlays.page import Page
from generation.overlays.raster import rasterized
from generation.overlays.tactical import initials
from generation.vocabulary import CreatureSize, EffectShape

SVG = "{http://www.w3.org/2000/svg}"
GRID = Grid(columns=20, rows=14, size=60)

quick = settings(max_examples=20, deadline=None)


def make_marker(position: Point = (5.5, 5.5), label: str | None = None, **others: object) -> PositionMarker:
    return PositionMarker(id="m", color="#d64545", position=position, label=label, **others)  # type: ignore[arg-type]  # real fields


def make_token(color: str, side: int = 200) -> bytes:
    file = io.BytesIO()
    Image.new("RGBA", (side, side), color).save(file, "PNG")
    return file.getvalue()


def drawn(*elements: OverlayElement, grid: Grid = GRID, tokens: dict[str, bytes] | None = None) -> str:
    return overlay_svg(elements, grid, title="Ambush", tokens=tokens or {})


def pixels(
    *elements: OverlayElement, grid: Grid = GRID, tokens: dict[str, bytes] | None = None
) -> NDArray[np.uint8]:
    return rasterized(drawn(*elements, grid=grid, tokens=tokens))


def pixel(picture: NDArray[np.uint8], point: Point, grid: Grid = GRID) -> tuple[int, ...]:
    """The pixel at a point of the map."""
    x, y = point
    return tuple(picture[int(y * grid.size), int(x * grid.size)].tolist())


def near(color: tuple[int, ...], expected: str, by: int = 24) -> bool:
    return max(abs(a - b) for a, b in zip(color, ImageColor.getrgb(expected), strict=False)) <= by


def label_boxes(svg: str, elements: int) -> list[tuple[float, ...]]:
    """Where the labels lie, which are the parts after those of the elements, without their overhang."""
    boxes = [part.box for part in Page.read(svg).parts[elements:]]
    return [(box.left, box.top, box.right, box.bottom) for box in boxes]


def test_an_overlay_is_an_svg_of_the_maps_size_with_a_title_that_refers_to_nothing_outside() -> None:
    svg = overlay_svg(
        mixed_elements(16), LARGE_GRID, title="Ambush at dawn", tokens={"ogre": make_token("#336699")}
    )
    root = ElementTree.fromstring(svg)
    assert root.tag == f"{SVG}svg"
    assert (root.get("width"), root.get("height")) == ("4200", "2800")
    assert root.get("viewBox") == "0 0 4200 2800"
    assert root.findtext(f"{SVG}title") == "Ambush at dawn"
    links = [value for each in root.iter() for key, value in each.attrib.items() if key.endswith("href")]
    assert links
    assert all(link.startswith(("#", "data:image/png;base64,")) for link in links)
    assert {each.tag.removeprefix(SVG) for each in root.iter()} <= {
        "svg", "title", "defs", "symbol", "image", "use", "g", "path", "circle", "ellipse", "rect"
    }  # fmt: skip


def test_every_element_says_what_it_is() -> None:
    svg = drawn(
        make_marker(label="Goblin 3"),
        RangeIndicator(id="r", color="#3d8bd6", origin=(9, 9), range=80, long_range=320, label="Bow"),
        EffectArea(
            id="a", color="#e2762b", shape=EffectShape.SPHERE, origin=(9, 9), size=20, label="Fireball"
        ),
        MovementPath(id="p", color="#2f9e6b", points=((1.5, 1.5), (4.5, 3.5))),
        PartyMarker(id="y", color="#c9a227", position=(9, 9), label="The Company"),
        Territory(
            id="t", color="#8a5cc4", polygon=((1, 1), (9, 1), (9, 9)), label="Cormyr", faction="Obarskyr"
        ),
        TravelRoute(id="o", color="#b3402e", points=((1, 1), (9, 9)), mode="ship"),
        ResourceMarker(id="s", color="#5d8a3a", position=(2, 2), resource="iron ore", quantity=12_500),
        grid=Grid(columns=20, rows=14, size=60, distance=12, units="mi"),
    )
    root = ElementTree.fromstring(svg)
    titles = [group.findtext(f"{SVG}title") for group in root.findall(f"{SVG}g/{SVG}g")]
    assert [title for title in titles if title] == [
        "Cormyr of Obarskyr",
        "Bow: 80 mi, with disadvantage 320 mi",
        "Fireball: sphere, 20 mi",
        "Movement: 36 mi",
        "Journey: 3 days by ship",
        "Goblin 3 (medium)",
        "The Company",
        "12.5k iron ore",
    ]


HOSTILE = [
    "<script>alert(1)</script>",
    "\"/><image href='http://evil.example/x'/>",
    "</g></svg>",
    "]]>&amp;&#0;",
    "a\ufffe\u0007b\nc",
    "\U0001f409 Drache",
    "\u05d2\u05d5\u05d1\u05dc\u05d9\u05df",
    "\u202eevil\u202c",
    "火の玉",
    "e\u0301\u0301\u0301",
    "   ",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_labels_are_words_and_nothing_else(text: str) -> None:
    svg = overlay_svg(
        (
            make_marker(label=text),
            Territory(id="t", color="#8a5cc4", polygon=((1, 1), (9, 1), (9, 9)), label=text, faction=text),
            ResourceMarker(id="s", color="#5d8a3a", position=(12, 9), resource=text),
        ),
        GRID,
        title=text,
    )
    root = ElementTree.fromstring(svg)
    assert not {f"{SVG}script", f"{SVG}image"} & {each.tag for each in root.iter()}
    shown = " ".join("".join(character for character in text if character not in "\ufffe\u0007").split())
    assert (root.findtext(f"{SVG}title") or "") == shown
    assert rasterized(svg)[:, :, 3].any()


@quick
@given(st.text(st.characters(codec="utf-8"), max_size=30))
def test_any_label_makes_a_picture(text: str) -> None:
    svg = drawn(make_marker(label=text))
    ElementTree.fromstring(svg)
    assert rasterized(svg)[:, :, 3].any()


def test_words_in_our_typefaces_are_outlines_and_others_stay_text() -> None:
    assert "<text" not in drawn(make_marker(label="Łódź Ωμέγα Шаман — “x” 12½"))
    foreign = ElementTree.fromstring(drawn(make_marker(label="גובלין")))
    assert "גובלין" in [each.text for each in foreign.iter(f"{SVG}text")]


def test_kerning_draws_letters_together() -> None:
    apart = sum(set_line(letter, Face.SANS).width for letter in "AVATAR")
    assert set_line("AVATAR", Face.SANS).width < apart - 0.05
    assert set_line("AVATAR", Face.SANS, spacing=0.1).width == pytest.approx(
        set_line("AVATAR", Face.SANS).width + 0.5
    )


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Goblin 3", "G3"),
        ("Goblin 12", "G12"),
        ("Ogre", "Og"),
        ("Goblin boss", "GB"),
        ("Ser Jaime of the Rock", "SR"),
        ("7", "7"),
        ("élan", "Él"),
        ("!!!", ""),
        ("", ""),
    ],
)
def test_pieces_show_initials(label: str, expected: str) -> None:
    assert initials(label) == expected


def test_the_picture_is_a_transparent_png_of_the_maps_size() -> None:
    with Image.open(io.BytesIO(overlay_png(drawn(make_marker())))) as picture:
        assert (picture.format, picture.mode, picture.size) == ("PNG", "RGBA", (1200, 840))
        assert picture.getpixel((5, 5)) == (0, 0, 0, 0)
        assert np.array_equal(np.asarray(picture), np.asarray(overlay_picture(drawn(make_marker()))))


def test_an_empty_overlay_shows_nothing() -> None:
    assert not pixels().any()


def test_the_same_elements_are_the_same_picture_in_every_process() -> None:
    program = (
        "import hashlib; from benchmarks.overlays import *;"
        "svg = overlay_svg(mixed_elements(24), Grid(columns=30, rows=20, size=40), title='x');"
        "print(hashlib.sha256(overlay_png(svg)).hexdigest())"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()[-1]
        for seed in ("1", "2")
    ]
    svg = overlay_svg(mixed_elements(24), Grid(columns=30, rows=20, size=40), title="x")
    assert runs == 2 * [hashlib.sha256(overlay_png(svg)).hexdigest()]


def test_tiles_show_what_the_whole_svg_shows() -> None:
    """No part reaches out of its box, or it would be cut off at the edge of a tile."""
    grid = Grid(columns=60, rows=40, size=50, units="mi")
    elements = [
        *mixed_elements(48),
        make_marker((20.4, 20), "Łódź guard captain", creature_size=CreatureSize.GARGANTUAN),
        make_marker((40, 26.6), "x" * 36),
        make_marker(
            (38.02, 30), creature_size=CreatureSize.GARGANTUAN
        ),  # its shadow reaches into the next tile
    ]
    svg = overlay_svg(elements, grid, title="x", tokens={"ogre": make_token("#336699")})
    whole = pyvips.Image.svgload_buffer(svg.encode()).numpy()
    tiled = rasterized(svg)
    assert tiled.shape == whole.shape == (2000, 3000, 4)
    off = np.abs(tiled.astype(int) - whole).max(axis=2)
    assert off.max() < 64  # the rims of slanting lines are rounded elsewhere; what is cut off is off by more
    assert (off > 8).mean() < 1e-4


def test_another_renderer_draws_the_same() -> None:
    svg = overlay_svg(mixed_elements(24), Grid(columns=30, rows=20, size=40, units="mi"), title="x")
    png = bytes(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True))
    with Image.open(io.BytesIO(png)) as theirs:
        over = [Image.new("RGBA", theirs.size, "#808080") for _ in range(2)]
        over[0].alpha_composite(theirs.convert("RGBA"))
    over[1].alpha_composite(overlay_picture(svg))
    ours, others = (np.asarray(picture.convert("RGB")).astype(int) for picture in over)
    off = np.abs(ours - others).max(axis=2)
    assert off.mean() < 1.5
    assert (off > 60).mean() < 0.002


def test_only_what_we_wrote_is_taken_apart() -> None:
    with pytest.raises(ValueError, match="not one of ours"):
        rasterized('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"></svg>')
    with pytest.raises(ValueError, match="not one of ours"):
        rasterized(drawn(make_marker()).replace("data-box", "data-place"))


def test_a_page_reads_what_it_wrote() -> None:
    svg = drawn(
        make_marker(label="Goblin"), make_marker((9, 9), token_id="t"), tokens={"t": make_token("#336699")}
    )
    page = Page.read(svg)
    assert (page.width, page.height) == (1200, 840)
    assert "symbol" in page.definitions
    assert len(page.parts) == 3


@pytest.mark.parametrize("size", list(CreatureSize))
def test_pieces_fill_the_space_of_their_creature(size: CreatureSize) -> None:
    alpha = pixels(make_marker((10, 7), creature_size=size))[:, :, 3]
    rows, columns = np.nonzero(alpha > 200)
    side = size.grid_squares * GRID.size
    for reached in (rows, columns):
        assert reached.max() - reached.min() + 1 == pytest.approx(side, rel=0.05, abs=2)
    assert (columns.min() + columns.max() + 1) / 2 == pytest.approx(10 * GRID.size, abs=1)


def test_a_token_shows_its_picture_in_a_ring_of_the_elements_colour() -> None:
    tokens = {"t": make_token("#00ff00")}
    marker = make_marker((5, 5), token_id="t", creature_size=CreatureSize.LARGE)
    picture = pixels(marker, tokens=tokens)
    assert near(pixel(picture, (5, 5)), "#00ff00")
    assert near(pixel(picture, (4.07, 5)), "#d64545")
    missing = pixels(marker)
    assert not near(pixel(missing, (5, 5)), "#00ff00")


def test_a_picture_of_many_pieces_is_written_once_and_no_larger_than_drawn() -> None:
    green = make_token("#00ff00", 1024)
    tokens = {"t": green, "same": green, "u": make_token("#0000ff", 1024)}
    goblins = [make_marker((1.5 + x, 2.5), token_id=("t", "same")[x % 2]) for x in range(12)]
    svg = drawn(
        *goblins, make_marker((9, 9), token_id="u", creature_size=CreatureSize.GARGANTUAN), tokens=tokens
    )
    pictures = [image.get("href", "") for image in ElementTree.fromstring(svg).iter(f"{SVG}image")]
    sides = []
    for link in pictures:
        with Image.open(io.BytesIO(base64.b64decode(link.partition(",")[2]))) as picture:
            sides.append(picture.width)
    assert sides == [144, 240]


def test_areas_tint_the_squares_that_count_and_outline_their_shape() -> None:
    area = EffectArea(id="a", color="#e2762b", shape=EffectShape.SPHERE, origin=(10, 7), size=20)
    alpha = pixels(area)[:, :, 3].astype(float) / 255

    def tint(x: float, y: float) -> float:
        return float(alpha[int(y * 60), int(x * 60)])

    assert tint(12.5, 5.5) > 0.4  # in the circle and in a square that counts
    assert 0.3 < tint(6.3, 5.1) < 0.4  # out of the circle, in a square that counts
    assert tint(7.2, 3.2) == 0  # the square at the corner does not count
    assert tint(10, 3) > 0.9  # on the circle


def test_huge_areas_are_outlined_only() -> None:
    grid = Grid(columns=60, rows=60, size=20)
    area = EffectArea(id="a", color="#e2762b", shape=EffectShape.CUBE, origin=(30, 30), size=5 * 50)
    svg = overlay_svg([area], grid, title="x")
    assert len(svg) < 20_000


def test_ranges_are_rings_and_the_long_one_is_dashed() -> None:
    ring = RangeIndicator(id="r", color="#3d8bd6", origin=(10, 7), range=20, long_range=30)
    alpha = pixels(ring)[:, :, 3]
    turns = np.linspace(0, 2 * np.pi, 720, endpoint=False)

    def around(spaces: float) -> NDArray[np.uint8]:
        columns = ((10 + spaces * np.cos(turns)) * 60).astype(int)
        rows = ((7 + spaces * np.sin(turns)) * 60).astype(int)
        return alpha[rows, columns]

    assert (around(4) == 255).all()
    assert 0.3 < (around(6) == 255).mean() < 0.8


def test_a_path_ends_in_an_arrow_head_and_shows_its_distance() -> None:
    path = MovementPath(id="p", color="#2f9e6b", points=((2.5, 7.5), (8.5, 7.5)))
    alpha = pixels(path)[:, :, 3]
    shaft, head = alpha[:, int(6.2 * 60)] > 200, alpha[:, int(8.22 * 60)] > 200
    assert head.sum() > 2 * shaft.sum()
    assert alpha[int(7.5 * 60), int(8.49 * 60)] > 200
    assert "Movement: 30 ft" in drawn(path)


def test_a_see_through_colour_makes_the_whole_element_see_through() -> None:
    solid, faint = make_marker(), PositionMarker(id="m", color="#d6454580", position=(5.5, 5.5))
    opaque = pixels(solid)[:, :, 3].astype(float)
    veiled = pixels(faint)[:, :, 3].astype(float)
    assert np.abs(veiled - opaque * 128 / 255).max() <= 2


def overlapping(boxes: Sequence[tuple[float, ...]], overhang: float) -> int:
    shrunk = [
        (left + overhang, top + overhang, right - overhang, bottom - overhang)
        for left, top, right, bottom in boxes
    ]
    return sum(
        one[0] < other[2] - 0.5
        and other[0] < one[2] - 0.5
        and one[1] < other[3] - 0.5
        and other[1] < one[3] - 0.5
        for one, other in combinations(shrunk, 2)
    )


def test_labels_of_neighbours_keep_out_of_each_others_way() -> None:
    goblins = [make_marker((8.5 + x, 6.5 + y), f"Goblin {3 * y + x}") for y in range(2) for x in range(3)]
    boxes = label_boxes(drawn(*goblins), len(goblins))
    em = 0.25 * GRID.size
    assert len(boxes) == 6
    assert overlapping(boxes, 0.4 * em) == 0
    crowd = [make_marker((8.5, 6.5), f"Goblin {number}") for number in range(2)]
    assert overlapping(label_boxes(drawn(*crowd), 2), 0.4 * em) == 0


def test_labels_stay_on_the_map() -> None:
    corners = [make_marker(at, "A goblin with a long name") for at in ((0, 0), (20, 0), (0, 14), (20, 14))]
    overhang = 0.4 * 0.25 * GRID.size
    fog = EffectArea(
        id="a",
        color="#888888",
        shape=EffectShape.CYLINDER,
        origin=(0, 7),
        size=5,
        label="Fog of a long, long name",
    )
    for left, top, right, bottom in label_boxes(drawn(*corners, fog), 5):
        assert left + overhang >= -0.5
        assert top + overhang >= -0.5
        assert right - overhang <= 1200.5
        assert bottom - overhang <= 840.5


def test_every_word_finds_a_sign() -> None:
    for words, sign in (*RESOURCES, *PLACES):
        assert words
        assert icon(sign).fill.startswith("M")
    assert resource_icon("Iron ores") == icon("pickaxe")
    assert resource_icon("barrels of ale") == icon("mug")
    assert resource_icon("unobtainium") == icon("sack")
    assert place_icon("Ruined keep") == icon("castle")
    assert place_icon("whatever") == icon("pin")


def test_lands_with_holes_and_spikes_are_drawn() -> None:
    rng = np.random.default_rng(5)
    turns = np.linspace(0, 2 * np.pi, 400, endpoint=False)
    reach = rng.uniform(2, 6, 400)
    spiky = tuple(
        zip((10 + reach * np.cos(turns)).tolist(), (7 + reach * np.sin(turns)).tolist(), strict=True)
    )
    touching = ((2, 2), (6, 2), (6, 6), (4, 2), (2, 6))
    for polygon in (spiky, touching):
        land = Territory(id="t", color="#8a5cc4", polygon=polygon, label="Thorns", faction="Nobody")
        assert pixels(land)[:, :, 3].any()
