"""The sketch engine over pictures that are there: how far it goes, where it goes, and in whose colours."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from functools import cache
from itertools import combinations

import cv2
import numpy as np
import pytest
import pytest_asyncio
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageOps

from generation.briefs import Grid, MapBrief, PortraitBrief, Subject
from generation.engines.base import PreviewMade, RenderInputs, StepDone
from generation.engines.sketch.drawing import drawing_strokes, drawn
from generation.engines.sketch.engine import SketchEngine, strokes_for
from generation.engines.sketch.repaint.colors import Tones
from generation.engines.sketch.repaint.moods import in_a_mood
from generation.engines.sketch.repaint.themes import ThemeLook
from generation.errors import RenderCancelled
from generation.layout import make_layout
from generation.layout.plan import MapLayout
from generation.spec import RenderSpec, Style
from generation.themes.builtin import load_builtin_themes

SIDE = 192
RANGER = PortraitBrief(species="elf", character_class="ranger", description="a green hooded cloak")
DUNGEON = MapBrief(layout_seed=3, grid=Grid(columns=14, rows=10, size=20))
THEMES = {
    theme.slug: Style(
        theme_slug=theme.slug,
        art_style=theme.style.art_style,
        lighting=theme.style.lighting,
        palette=theme.style.palette,
    )
    for theme in load_builtin_themes()
}
OIL = THEMES["classic-fantasy"]
Pixels = NDArray[np.float32]


def make_spec(
    strength: float | None = 0.5,
    *,
    subject: Subject = RANGER,
    style: Style = OIL,
    seed: int = 11,
    size: tuple[int, int] = (SIDE, SIDE),
    image: str | None = "ab" * 32,
) -> RenderSpec:
    return RenderSpec(
        engine="sketch",
        subject=subject,
        style=style,
        prompt="",
        negative_prompt="",
        seed=seed,
        width=size[0],
        height=size[1],
        num_inference_steps=1,
        guidance_scale=1.0,
        scheduler="sketch",
        strength=strength,
        image=image,
    )


def make_map_spec(strength: float | None = 0.5, *, style: Style = OIL, seed: int = 11) -> RenderSpec:
    return make_spec(
        strength, subject=DUNGEON, style=style, seed=seed, size=(DUNGEON.grid.width, DUNGEON.grid.height)
    )


@cache
def portrait() -> Image.Image:
    spec = make_spec(None, seed=5)
    return drawn(spec, drawing_strokes(spec, None))


@cache
def plan() -> MapLayout:
    return make_layout(DUNGEON)


@cache
def dungeon() -> Image.Image:
    spec = make_map_spec(None, seed=5)
    return drawn(spec, drawing_strokes(spec, plan()))


def paint(
    spec: RenderSpec,
    source: Image.Image,
    *,
    mask: Image.Image | None = None,
    layout: MapLayout | None = None,
) -> Image.Image:
    inputs = RenderInputs(init_image=source, mask_image=mask, layout=layout)
    image = drawn(spec, strokes_for(spec, inputs))
    assert image.mode == "RGB"
    assert image.size == (spec.width, spec.height)
    return image


@cache
def repainted(strength: float = 0.5, *, theme: str = "classic-fantasy", seed: int = 11) -> Image.Image:
    """The portrait painted over."""
    return paint(make_spec(strength, style=THEMES[theme], seed=seed), portrait())


@cache
def repainted_dungeon(strength: float = 0.5, theme: str = "classic-fantasy", *, planned: bool) -> Image.Image:
    """The dungeon painted over, with its plan or without."""
    spec = make_map_spec(strength, style=THEMES[theme])
    return paint(spec, dungeon(), layout=plan() if planned else None)


def pixels(image: Image.Image) -> Pixels:
    return np.asarray(image, dtype=np.float32)


def distance(first: Image.Image, second: Image.Image) -> float:
    return float(np.abs(pixels(first) - pixels(second)).mean())


def sharpness(image: Image.Image) -> float:
    return float(cv2.Laplacian(np.asarray(image.convert("L")), cv2.CV_32F).std())


def hole(size: tuple[int, int]) -> Image.Image:
    """A mask with a white ellipse in the middle."""
    mask = Image.new("L", size, 0)
    width, height = size
    ImageDraw.Draw(mask).ellipse((width // 4, height // 4, width * 3 // 4, height * 3 // 4), fill=255)
    return mask


# ── how far ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("mask", [None, hole((SIDE, SIDE))])
def test_strength_0_keeps_the_picture_exactly(mask: Image.Image | None) -> None:
    assert paint(make_spec(0.0), portrait(), mask=mask).tobytes() == portrait().tobytes()


def test_strength_1_forgets_the_picture() -> None:
    fresh = make_spec(None, seed=11)
    assert paint(make_spec(1.0), portrait()).tobytes() == drawn(fresh, drawing_strokes(fresh, None)).tobytes()


def test_strength_1_forgets_a_map_on_its_plan() -> None:
    fresh = drawn(make_map_spec(None), drawing_strokes(make_map_spec(None), plan()))
    assert paint(make_map_spec(1.0), dungeon(), layout=plan()).tobytes() == fresh.tobytes()


def test_greater_strength_goes_further_from_a_portrait() -> None:
    distances = [distance(repainted(strength), portrait()) for strength in (0.2, 0.5, 0.8)]
    assert 0.5 < distances[0] < distances[1] < distances[2]


@pytest.mark.parametrize("planned", [False, True], ids=["without its plan", "with its plan"])
def test_greater_strength_goes_further_from_a_map(planned: bool) -> None:
    distances = [
        distance(repainted_dungeon(strength, planned=planned), dungeon()) for strength in (0.2, 0.5, 0.8)
    ]
    assert 0.5 < distances[0] < distances[1] < distances[2]


def test_repaint_shows_the_same_picture() -> None:
    light = [
        pixels(image.resize((24, 24), Image.Resampling.BOX)).mean(axis=2).ravel()
        for image in (portrait(), repainted(0.8))
    ]
    assert np.corrcoef(light[0], light[1])[0, 1] > 0.85


def test_seeds_make_different_variations() -> None:
    assert distance(repainted(), repainted(seed=1)) > 3


def test_same_spec_makes_the_same_bytes() -> None:
    assert paint(make_spec(), portrait()).tobytes() == repainted().tobytes()


def test_high_strength_draws_anew_in_the_old_colors() -> None:
    red = Image.new("RGB", (SIDE, SIDE), (120, 20, 20))
    anew = drawn(make_spec(None), drawing_strokes(make_spec(None), None))
    assert _redness(paint(make_spec(0.86), red)) > _redness(anew) + 10


def _redness(image: Image.Image) -> float:
    red, green, _ = pixels(image).mean(axis=(0, 1))
    return float(red - green)


@pytest.mark.parametrize("size", [(37, 53), (1, 1), (5, 300)])
@pytest.mark.parametrize("strength", [0.2, 0.7, 0.9])
def test_every_size_is_painted(size: tuple[int, int], strength: float) -> None:
    source = portrait().resize(size)
    paint(make_spec(strength, size=size), source)
    paint(make_spec(strength, size=size), source, mask=hole(size))


def test_picture_of_another_size_is_brought_to_the_spec_s() -> None:
    assert paint(make_spec(0.0), portrait().resize((50, 70))).size == (SIDE, SIDE)


def test_low_strength_makes_an_enlarged_picture_crisper() -> None:
    enlarged = portrait().resize((2 * SIDE, 2 * SIDE), Image.Resampling.LANCZOS)
    painted = paint(make_spec(0.2, size=enlarged.size), enlarged)
    assert sharpness(painted) > 1.1 * sharpness(enlarged)
    assert distance(painted, enlarged) < 8


def test_low_strength_brings_detail_whatever_the_theme() -> None:
    enlarged = portrait().resize((2 * SIDE, 2 * SIDE), Image.Resampling.LANCZOS)
    inked = paint(make_spec(0.2, style=THEMES["ink-sketch"], size=enlarged.size), enlarged)
    assert sharpness(inked) > 1.1 * sharpness(enlarged)
    assert distance(inked, enlarged) < 8


# ── where ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("strength", [0.3, 0.6, 0.95, 1.0])
def test_only_what_the_mask_shows_is_painted(strength: float) -> None:
    mask = hole(portrait().size)
    painted, covered = paint(make_spec(strength, seed=3), portrait(), mask=mask), np.asarray(mask) > 0
    changed = np.abs(pixels(painted) - pixels(portrait())).max(axis=2)
    assert not changed[~covered].any()
    assert changed[covered].mean() > 1


def test_only_what_the_mask_shows_is_drawn_on_a_map() -> None:
    mask = hole(dungeon().size)
    painted = paint(make_map_spec(0.9), dungeon(), mask=mask, layout=plan())
    changed = np.abs(pixels(painted) - pixels(dungeon())).max(axis=2)
    assert not changed[np.asarray(mask) == 0].any()
    assert changed[np.asarray(mask) > 0].mean() > 1


def test_empty_mask_changes_nothing() -> None:
    nothing = Image.new("L", portrait().size, 0)
    assert paint(make_spec(1.0), portrait(), mask=nothing).tobytes() == portrait().tobytes()


def test_white_mask_paints_everything() -> None:
    everything = Image.new("L", portrait().size, 255)
    fresh = drawn(make_spec(None), drawing_strokes(make_spec(None), None))
    assert paint(make_spec(1.0), portrait(), mask=everything).tobytes() == fresh.tobytes()


def test_what_is_painted_meets_its_surroundings_without_a_step() -> None:
    """Across the rim of a hole in an even blue nothing jumps, though the new drawing is not blue."""
    blue = Image.new("RGB", (SIDE, SIDE), (40, 60, 160))
    painted = pixels(paint(make_spec(1.0), blue, mask=hole(blue.size)))
    fresh = pixels(drawn(make_spec(None), drawing_strokes(make_spec(None), None)))
    inner = cv2.erode(np.asarray(hole(blue.size)), np.ones((9, 9), np.uint8)) == 0
    rim = inner & (np.asarray(hole(blue.size)) > 0)
    aside = np.array([40, 60, 160], np.float32)
    assert np.abs(painted[rim] - aside).mean() < 0.5 * np.abs(fresh[rim] - aside).mean()


# ── in whose colours ────────────────────────────────────────────────────────


def test_themes_give_one_portrait_different_colors() -> None:
    restyled = [repainted(theme=slug) for slug in THEMES]
    assert _least_distance(restyled) > 7


def test_themes_give_one_map_different_colors() -> None:
    restyled = [repainted_dungeon(theme=slug, planned=True) for slug in THEMES]
    assert _least_distance(restyled) > 7


def _least_distance(images: Sequence[Image.Image]) -> float:
    """Between the colours of any two."""
    return min(one.distance(two) for one, two in combinations(map(Tones.of, images), 2))


def test_restyled_picture_has_the_mean_color_of_its_theme() -> None:
    """Warm parchment against cold moonlight: as the palettes differ, so do the pictures."""
    warm, cold = (repainted(theme=slug) for slug in ("parchment", "dark-gothic"))
    assert _warmth(warm) > _warmth(cold) + 30


def _warmth(image: Image.Image) -> float:
    red, _, blue = pixels(image).mean(axis=(0, 1))
    return float(red - blue)


@pytest.mark.parametrize("planned", [False, True], ids=["without its plan", "with its plan"])
def test_restyled_map_takes_its_theme_s_paper(planned: bool) -> None:
    inked = paint(
        make_map_spec(0.6, style=THEMES["ink-sketch"]), dungeon(), layout=plan() if planned else None
    )
    assert pixels(inked).std(axis=2).mean() < 12
    assert Tones.of(inked).lights[-1] > Tones.of(dungeon()).lights[-1]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_picture_in_its_own_theme_is_not_recolored(seed: int) -> None:
    look = ThemeLook(spec=make_spec(seed=seed), layout=None, before=Tones.of(portrait()))
    assert look.recolored(portrait(), 1.0).tobytes() == portrait().tobytes()


@pytest.mark.parametrize("slug", ["dark-gothic", "high-magic"])
def test_picture_in_another_theme_is_recolored_towards_it(slug: str) -> None:
    look = ThemeLook(spec=make_spec(style=THEMES[slug]), layout=None, before=Tones.of(portrait()))
    recolored = Tones.of(look.recolored(portrait(), 1.0))
    assert recolored.distance(look.tones) < 0.7 * look.before.distance(look.tones)


def test_theme_s_light_leaves_a_large_picture_as_sharp_as_it_is() -> None:
    large = portrait().resize((1000, 1000), Image.Resampling.NEAREST)
    look = ThemeLook(spec=make_spec(style=THEMES["dark-gothic"]), layout=None, before=Tones.of(large))
    lit = look.finished(large, 1.0)
    assert distance(lit, large) > 1
    assert sharpness(lit) > 0.9 * sharpness(large)


def test_without_a_theme_nothing_is_recolored() -> None:
    look = ThemeLook(spec=make_spec(style=Style()), layout=None, before=Tones.of(dungeon()))
    assert look.recolored(dungeon(), 1.0).tobytes() == dungeon().tobytes()


def test_skin_keeps_its_hue_when_hues_turn() -> None:
    face, cloth = (Image.new("RGB", (8, 8), color) for color in ((224, 172, 140), (40, 90, 170)))
    turned = [in_a_mood(image, 3, 1.0, skin=True) for image in (face, cloth)]
    assert _hue_turn(face, turned[0]) < 10
    assert _hue_turn(cloth, turned[1]) > 11


def _hue_turn(before: Image.Image, after: Image.Image) -> float:
    """Degrees between the hues of two even pictures."""
    hues = [np.degrees(np.arctan2(*Tones.of(image).mean[::-1])) for image in (before, after)]
    return float(abs((hues[0] - hues[1] + 180) % 360 - 180))


def test_reference_moves_the_palette_of_a_new_drawing() -> None:
    fresh = drawn(make_spec(None), drawing_strokes(make_spec(None), None))
    ramp = Image.linear_gradient("L").resize((90, 40))
    violet = ImageOps.colorize(ramp, (20, 5, 40), (190, 120, 255))
    faint, close = (paint(make_spec(strength, image=None), violet) for strength in (0.8, 0.2))
    wanted = Tones.of(violet)
    distances = [Tones.of(image).distance(wanted) for image in (fresh, faint, close)]
    assert distances[0] > distances[1] > distances[2]
    assert np.corrcoef(pixels(close).mean(axis=2).ravel(), pixels(fresh).mean(axis=2).ravel())[0, 1] > 0.8


# ── on the way ──────────────────────────────────────────────────────────────


@pytest_asyncio.fixture
async def engine() -> AsyncIterator[SketchEngine]:
    engine = SketchEngine(threads=1)
    await engine.start()
    yield engine
    await engine.close()


async def test_strokes_and_previews_are_told(engine: SketchEngine) -> None:
    handle = engine.submit(make_spec(), RenderInputs(init_image=portrait()))
    events = [event async for event in handle.events()]
    steps = [event for event in events if isinstance(event, StepDone)]
    assert [step.step for step in steps] == list(range(1, steps[0].total + 1))
    assert any(isinstance(event, PreviewMade) for event in events)


async def test_cancelled_repaint_stops_between_strokes(engine: SketchEngine) -> None:
    handle = engine.submit(make_spec(), RenderInputs(init_image=portrait()))
    handle.cancel()
    with pytest.raises(RenderCancelled):
        await asyncio.wait_for(handle.result(), timeout=30)
