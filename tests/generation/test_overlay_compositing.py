"""Maps as one picture: grid lines to the pixel, features, overlays in their order."""

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageColor
from playwright.async_api import async_playwright

from benchmarks.overlays import mixed_elements
from generation.briefs import Grid
from generation.lattice import Lattice
from generation.layout.features import Features
from generation.layout.plan import PointOfInterest, Route, RouteKind, Territory
from generation.overlays.compositing import compose
from generation.overlays.drawing import overlay_picture, overlay_svg
from generation.overlays.elements import PositionMarker
from generation.overlays.features import beside, features_svg
from generation.overlays.gridlines import draw_grid, line_coverage
from generation.vocabulary import GridType
from tests.browser import ARGUMENTS, CHROMIUM

GRID = Grid(columns=10, rows=6, size=40, color="#ff0000", alpha=0.5)
GROUND = "#406080"
WELL = PointOfInterest(id="poi-1", name="The well", kind="well", position=(3.5, 2.5))
FEATURES = Features(
    points_of_interest=(
        WELL,
        PointOfInterest(id="poi-2", name="Trap", kind="trap", position=(8, 4), gm_only=True),
    ),
    territories=(
        Territory(id="land-1", name="Cormyr", color="#8a5cc4", polygon=((1, 1), (6, 1), (6, 5), (1, 5))),
    ),
    routes=(
        Route(id="way-1", name="Old road", kind=RouteKind.ROAD, points=((0, 3), (10, 3))),
        Route(id="way-2", name="Smugglers' way", kind="secret", points=((0, 5), (10, 5.5))),
    ),
)


def ground(grid: Grid = GRID, mode: str = "RGB") -> Image.Image:
    return Image.new(mode, (grid.width, grid.height), GROUND)


def marker(color: str) -> str:
    """An overlay whose middle pixel shows a piece with a pale dot in the middle and a rim of this colour."""
    return overlay_svg([PositionMarker(id="m", color=color, position=(5, 3))], GRID, title="x")


def test_lines_of_squares_lie_on_exactly_the_first_pixel_of_each_space() -> None:
    lines = line_coverage(GRID, (400, 240))
    columns, rows = np.flatnonzero(lines[1] == 255), np.flatnonzero(lines[:, 1] == 255)
    assert columns.tolist() == [*range(0, 400, 40), 399]
    assert rows.tolist() == [*range(0, 240, 40), 239]
    assert set(np.unique(lines)) == {0, 255}


def test_lines_mix_their_colour_into_the_picture_and_crossings_are_no_darker() -> None:
    before = ground()
    after = np.asarray(draw_grid(before, GRID))
    mixed = (np.array(ImageColor.getrgb(GROUND)) + ImageColor.getrgb(GRID.color)) / 2
    on_line = line_coverage(GRID, before.size) == 255
    assert np.abs(after[on_line] - mixed).max() <= 1
    assert (after[~on_line] == ImageColor.getrgb(GROUND)).all()
    assert before.getcolors() == [(400 * 240, ImageColor.getrgb(GROUND))]


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from([GridType.SQUARE, GridType.HEX_ROWS, GridType.HEX_COLUMNS]),
    st.integers(5, 30),
    st.integers(5, 30),
    st.integers(1, 900),
)
def test_lines_part_the_spaces_at_every_scale(type_: GridType, columns: int, rows: int, width: int) -> None:
    grid = Grid(type=type_, columns=columns, rows=rows)
    lattice = Lattice.of(grid)
    height = max(1, round(width * lattice.height / lattice.width))
    lines = line_coverage(grid, (width, height))
    assert lines.shape == (height, width)
    scale = width / lattice.width
    if scale < 12:
        return  # spaces of a few pixels have no inside

    def covered(x: float, y: float) -> int:
        column, row = int(x * scale), int(y * scale)
        window = lines[max(row - 1, 0) : row + 2, max(column - 1, 0) : column + 2]
        return int(window.max())

    for center in lattice.centers[:: max(1, len(lattice.centers) // 20)]:
        assert covered(*center) == 0
        corners = center + lattice.corners
        for x, y in (corners + np.roll(corners, -1, axis=0)) / 2:
            assert covered(min(x, lattice.width - 1e-6), min(y, lattice.height - 1e-6)) > 60


def test_thick_lines_grow_with_the_spaces() -> None:
    large = line_coverage(Grid(columns=5, rows=5, size=210), (1050, 1050))
    assert np.flatnonzero(large[10] == 255).tolist()[:6] == [0, 1, 2, 209, 210, 211]


def test_a_map_without_a_grid_gets_no_lines() -> None:
    assert draw_grid(ground(), replace(GRID, type=GridType.GRIDLESS)).tobytes() == ground().tobytes()
    assert draw_grid(ground(), replace(GRID, alpha=0)).tobytes() == ground().tobytes()


def test_the_given_picture_stays_as_it_is_and_nothing_more_means_the_same_picture() -> None:
    before = ground()
    composed = compose(before, GRID, features=FEATURES, overlays=[marker("#00ff00")])
    assert before.tobytes() == ground().tobytes() != composed.tobytes()
    assert compose(before, GRID, grid_lines=False).tobytes() == before.tobytes()
    assert compose(before, GRID, grid_lines=False) is not before


def test_overlays_lie_over_the_grid_and_later_ones_over_earlier_ones() -> None:
    rim = (5 * 40 + 16, 3 * 40)
    lower = compose(ground(), GRID, overlays=[marker("#0000ff"), marker("#00ff00")])
    upper = compose(ground(), GRID, overlays=[marker("#00ff00"), marker("#0000ff")])
    assert lower.getpixel(rim) == (0, 255, 0)
    assert upper.getpixel(rim) == (0, 0, 255)


def test_features_show_places_lands_and_ways() -> None:
    plain, featured = compose(ground(), GRID), compose(ground(), GRID, features=FEATURES)
    changed = np.abs(np.asarray(plain).astype(int) - np.asarray(featured)).max(axis=2) > 8
    assert changed[int(2.5 * 40), int(3.5 * 40)]  # the well
    assert changed[int(1.5 * 40), int(1.5 * 40)]  # the land
    assert changed[(3 * 40), int(9.5 * 40)]  # the road
    assert not changed[int(1.5 * 40), int(8.5 * 40)]
    svg = features_svg(FEATURES, GRID)
    for name in ("The well", "Trap", "Cormyr", "Old road", "Smugglers' way"):
        assert f"<title>{name}</title>" in svg


def test_a_lettered_picture_gets_only_what_it_does_not_show() -> None:
    later = PointOfInterest(id="poi-3", name="Hag's hut", kind="hut", position=(2, 2))
    moved = replace(WELL, position=(4.5, 2.5))
    _, trap = FEATURES.points_of_interest
    now = replace(FEATURES, points_of_interest=(moved, trap, later))
    assert beside(FEATURES, FEATURES) == Features(points_of_interest=(trap,))  # which nobody letters
    assert beside(FEATURES, now) == Features(points_of_interest=(moved, trap, later))
    assert beside(Features(), now) == now


def test_no_features_change_nothing() -> None:
    assert compose(ground(), GRID, features=Features()).tobytes() == compose(ground(), GRID).tobytes()


def test_a_smaller_map_shows_the_same_at_its_own_sharpness() -> None:
    small = compose(ground(), GRID, features=FEATURES, overlays=[marker("#00ff00")], width=200)
    assert small.size == (200, 120)
    columns = np.asarray(draw_grid(ground().resize((200, 120)), GRID))[1, :, 0]
    assert np.flatnonzero(columns > 100).tolist() == [*range(0, 200, 20), 199]
    whole = compose(ground(), GRID, grid_lines=False, overlays=[marker("#00ff00")]).resize((200, 120))
    sharp = compose(ground(), GRID, grid_lines=False, overlays=[marker("#00ff00")], width=200)
    assert np.abs(np.asarray(whole).astype(int) - np.asarray(sharp)).mean() < 1


@pytest.mark.parametrize("width", [1, 7, 1200])
def test_any_width_will_do(width: int) -> None:
    composed = compose(ground(), GRID, features=FEATURES, overlays=[marker("#00ff00")], width=width)
    assert composed.size == (width, max(1, round(width * 0.6)))


@pytest.mark.parametrize(("mode", "expected"), [("RGB", "RGB"), ("RGBA", "RGBA"), ("L", "RGB"), ("P", "RGB")])
def test_pictures_of_every_mode_are_composed(mode: str, expected: str) -> None:
    picture = ground().convert(mode)
    composed = compose(picture, GRID, overlays=[marker("#00ff00")])
    assert composed.mode == expected
    assert composed.getpixel((5 * 40 + 16, 3 * 40))[1] > 230


async def test_a_browser_shows_the_svg_as_the_png_shows_it(tmp_path: Path) -> None:
    if CHROMIUM is None:
        pytest.skip("chromium is missing")
    grid = Grid(columns=30, rows=20, size=40, units="mi")
    svg = overlay_svg(mixed_elements(24), grid, title="Ambush")
    (tmp_path / "overlay.svg").write_text(svg, "utf-8")
    page = f'<body style="margin:0"><img src="overlay.svg" width="{grid.width}" height="{grid.height}">'
    (tmp_path / "page.html").write_text(page, "utf-8")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        tab = await browser.new_page(viewport={"width": grid.width, "height": grid.height})
        await tab.goto((tmp_path / "page.html").as_uri())
        shot = await tab.screenshot(omit_background=True)
        await browser.close()
    over = [Image.new("RGBA", (grid.width, grid.height), "#808080") for _ in range(2)]
    over[0].alpha_composite(Image.open(io.BytesIO(shot)).convert("RGBA"))
    over[1].alpha_composite(overlay_picture(svg))
    theirs, ours = (np.asarray(picture.convert("RGB")).astype(int) for picture in over)
    off = np.abs(ours - theirs).max(axis=2)
    assert off.mean() < 1.5
    assert (off > 60).mean() < 0.002
