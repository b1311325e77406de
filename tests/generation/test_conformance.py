"""Whether a painted map keeps to its plan."""

import numpy as np
import pytest
from PIL import Image, ImageFilter

from generation.briefs import Grid, MapBrief
from generation.layout import make_layout
from generation.layout.plan import MapLayout
from generation.post_processing.conformance import wall_conformance
from generation.presets import SKETCH
from generation.spec import RenderSpec
from generation.vocabulary import MapEnvironment
from generation.worker.cartography import draw

SIZE = 30


@pytest.fixture(scope="module")
def plan() -> MapLayout:
    return make_layout(MapBrief(layout_seed=3, grid=Grid(columns=20, rows=16, size=SIZE)))


@pytest.fixture(scope="module")
def drawing(plan: MapLayout) -> Image.Image:
    brief = MapBrief(layout_seed=3, grid=Grid(columns=20, rows=16, size=SIZE))
    spec = RenderSpec(
        engine=SKETCH,
        subject=brief,
        prompt="",
        negative_prompt="",
        seed=1,
        width=20 * SIZE,
        height=16 * SIZE,
        num_inference_steps=1,
        guidance_scale=1.0,
        scheduler=SKETCH,
    )
    return draw(spec, plan)


def moved(picture: Image.Image, spaces: float) -> Image.Image:
    """To the right and down."""
    pixels = round(spaces * SIZE)
    return Image.fromarray(np.roll(np.asarray(picture), (pixels, pixels), axis=(0, 1)))


def test_a_drawing_conforms_to_itself(plan: MapLayout, drawing: Image.Image) -> None:
    assert wall_conformance(plan, drawing, drawing) == 1.0


def test_other_colours_and_softer_edges_still_conform(plan: MapLayout, drawing: Image.Image) -> None:
    painted = np.asarray(drawing.filter(ImageFilter.GaussianBlur(1.5)), dtype=np.float32)
    painted = np.clip(painted[..., ::-1] * 0.7 + 40, 0, 255).astype(np.uint8)
    assert (wall_conformance(plan, drawing, Image.fromarray(painted)) or 0) > 0.9


def test_walls_that_drifted_do_not_conform(plan: MapLayout, drawing: Image.Image) -> None:
    found = [wall_conformance(plan, drawing, moved(drawing, spaces)) or 0 for spaces in (0.05, 0.3, 2.5)]
    assert found[0] > 0.9
    assert found[1] < 0.4
    assert found[2] < 0.4


def test_noise_does_not_conform(plan: MapLayout, drawing: Image.Image) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (16 * SIZE, 20 * SIZE, 3)).astype(np.uint8)
    assert (wall_conformance(plan, drawing, Image.fromarray(noise)) or 0) < 0.4


def test_the_picture_may_be_of_another_size(plan: MapLayout, drawing: Image.Image) -> None:
    larger = drawing.resize((drawing.width * 2, drawing.height * 2), Image.Resampling.LANCZOS)
    assert (wall_conformance(plan, drawing, larger) or 0) > 0.95


def test_where_no_walls_are_there_is_nothing_to_keep_to(drawing: Image.Image) -> None:
    meadow = MapLayout(seed=1, columns=20, rows=16)
    assert wall_conformance(meadow, drawing, drawing) is None
    plan = make_layout(
        MapBrief(environment=MapEnvironment.CAVE, layout_seed=1, grid=Grid(columns=20, rows=16))
    )
    blank = Image.new("RGB", drawing.size, "gray")
    assert wall_conformance(plan, blank, drawing) is None
