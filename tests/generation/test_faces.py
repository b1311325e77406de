"""Faces are found in photographs and in our own portraits, and nowhere else."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from generation.briefs import Box, Grid, MapBrief, PortraitBrief
from generation.engines.base import RenderInputs
from generation.engines.sketch.engine import strokes_for
from generation.engines.sketch.portrait.painter import sitting_for
from generation.layout import make_layout
from generation.post_processing.faces import find_faces
from generation.spec import RenderSpec, Style
from generation.vocabulary import PortraitFraming
from tests.sdxl import make_spec

PHOTOGRAPH = Path(__file__).parent.parent / "data" / "astronaut.webp"
EYES, MOUTH = ((103, 101), (147, 103)), (123, 145)
OIL = Style(art_style="rich oil painting", lighting="candlelight")


@pytest.fixture
def photograph() -> Image.Image:
    with Image.open(PHOTOGRAPH) as image:
        return image.convert("RGB")


def shows(face: Box, point: tuple[float, float]) -> bool:
    return face.left < point[0] < face.right and face.top < point[1] < face.bottom


def drawn(spec: RenderSpec, inputs: RenderInputs) -> Image.Image:
    image = Image.new("RGB", (spec.width, spec.height))
    for stroke in strokes_for(spec, inputs):
        image = stroke(image)
    return image


def likeness(face: Box, spec: RenderSpec) -> float:
    """What `face` has in common with the drawn head's face, as a share of the face as it was drawn."""
    frame = sitting_for(spec).frame
    scale = spec.width / frame.width
    corners = frame.px([[-0.75, -0.7], [0.75, 1.0]]) * scale
    (left, top), (right, bottom) = corners.tolist()
    across = min(face.right, right) - max(face.left, left)
    down = min(face.bottom, bottom) - max(face.top, top)
    return max(0.0, across) * max(0.0, down) / ((right - left) * (bottom - top))


def test_face_in_a_photograph_is_found_from_the_brow_to_the_chin(photograph: Image.Image) -> None:
    (face,) = find_faces(photograph)
    assert all(shows(face, point) for point in (*EYES, MOUTH))
    assert face.top < 85
    assert face.bottom > 165
    assert max(face.size) < 170


def test_boxes_are_of_the_whole_picture_however_large_that_is(photograph: Image.Image) -> None:
    (small,) = find_faces(photograph)
    (large,) = find_faces(photograph.resize((photograph.width * 6, photograph.height * 6)))
    assert large.corners == pytest.approx([6 * edge for edge in small.corners], abs=60)


def test_largest_face_comes_first(photograph: Image.Image) -> None:
    canvas = Image.new("RGB", (560, 340), "#707070")
    canvas.paste(photograph.resize((173, 200)), (20, 70))
    canvas.paste(photograph, (260, 20))
    first, second = find_faces(canvas)
    assert first.left > 260
    assert second.right < 220
    assert first.size > second.size


@pytest.mark.parametrize("mode", ["L", "RGBA", "P"])
def test_mode_of_the_picture_does_not_matter(photograph: Image.Image, mode: str) -> None:
    assert len(find_faces(photograph.convert(mode))) == 1


def test_box_ends_with_the_picture(photograph: Image.Image) -> None:
    part = photograph.crop((75, 60, 172, 172))
    (face,) = find_faces(part)
    assert face.corners == (max(0, face.left), max(0, face.top), min(97, face.right), min(112, face.bottom))
    assert {face.left, face.top} & {0} or {face.right, face.bottom} & {97, 112}


@pytest.mark.parametrize("framing", [PortraitFraming.FACE, PortraitFraming.BUST])
@pytest.mark.parametrize("species", ["human", "dwarf", "half-orc"])
def test_face_that_the_sketch_engine_draws_is_found(species: str, framing: PortraitFraming) -> None:
    brief = PortraitBrief(species=species, framing=framing)
    spec = make_spec(engine="sketch", subject=brief, style=OIL, seed=5, width=512, height=640)
    (face,) = find_faces(drawn(spec, RenderInputs()))
    assert likeness(face, spec) > 0.6


def test_dungeon_shows_no_face() -> None:
    brief = MapBrief(layout_seed=3, grid=Grid(columns=20, rows=14, size=40))
    spec = make_spec(engine="sketch", subject=brief, style=OIL, width=800, height=560)
    assert find_faces(drawn(spec, RenderInputs(layout=make_layout(brief)))) == []


def test_gradient_and_noise_show_no_face() -> None:
    ramp = np.tile(np.linspace(0, 255, 400), (300, 1)).astype(np.uint8)
    noise = np.random.default_rng(3).integers(0, 256, (300, 400), dtype=np.uint8)
    assert find_faces(Image.fromarray(ramp)) == []
    assert find_faces(Image.fromarray(noise)) == []


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (40, 20)])
def test_picture_too_small_for_a_face_shows_none(size: tuple[int, int]) -> None:
    assert find_faces(Image.new("RGB", size)) == []
