"""Parts of a picture: what is put back leaves everything else as it was, and shows no seam."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from generation.briefs import Box
from generation.engines.base import EngineInfo
from generation.post_processing.encoding import encode
from generation.post_processing.pixels import open_image
from generation.post_processing.regions import (
    blend,
    cut,
    fading_shares,
    join_tiles,
    mask_shares,
    opaque,
    round_shares,
    with_alpha_of,
)
from generation.tiling import tiles
from generation.vocabulary import ImageFormat


def noise(width: int, height: int, mode: str = "RGB", seed: int = 0) -> Image.Image:
    """A picture in which no pixel is like its neighbour."""
    generator = np.random.default_rng(seed)
    pixels = generator.integers(0, 256, (height, width, len(mode)), dtype=np.uint8)
    return Image.fromarray(pixels[..., 0] if mode == "L" else pixels)


def engine(working_pixels: int) -> EngineInfo:
    """An engine that likes pictures of this area."""
    return EngineInfo(
        name="any", model="any", device="cpu", kinds=(), max_pixels=10**9, working_pixels=working_pixels
    )


@settings(deadline=None, max_examples=60)
@given(width=st.integers(1, 700), height=st.integers(1, 500), side=st.integers(40, 300))
def test_untouched_tiles_join_to_the_very_same_picture(width: int, height: int, side: int) -> None:
    picture = noise(width, height)
    boxes = list(tiles(picture.size, engine(side * side)))
    joined = join_tiles(boxes, [cut(picture, box, box.size) for box in boxes])
    assert joined.tobytes() == picture.tobytes()


@given(
    length=st.integers(1, 200),
    steps=st.lists(st.integers(1, 200), max_size=8),
)
def test_the_shares_of_overlapping_tiles_sum_to_one(length: int, steps: list[int]) -> None:
    spans = [(0, length)]
    for step in steps:
        start = spans[-1][0] + min(step, length)
        spans.append((start, start + length))
    total = np.zeros(spans[-1][1])
    for (start, end), shares in zip(spans, fading_shares(spans), strict=True):
        assert (shares > 0).all()
        total[start:end] += shares
    assert total == pytest.approx(1)


def test_one_tile_fades_into_the_next_in_a_straight_line() -> None:
    black, white = Image.new("RGB", (100, 10), "black"), Image.new("RGB", (100, 10), "white")
    boxes = [Box(left=0, top=0, right=100, bottom=10), Box(left=50, top=0, right=150, bottom=10)]
    line = np.asarray(join_tiles(boxes, [black, white]))[5, :, 0].astype(int)
    assert (line[:50] == 0).all()
    assert (line[100:] == 255).all()
    assert set(np.diff(line[49:101])) <= {2, 3, 5, 6}


def test_tiles_fade_from_row_to_row_as_from_column_to_column() -> None:
    across = [Box(left=0, top=0, right=60, bottom=20), Box(left=30, top=0, right=90, bottom=20)]
    down = [Box(left=b.top, top=b.left, right=b.bottom, bottom=b.right) for b in across]
    lying = [noise(60, 20, seed=1), noise(60, 20, seed=2)]
    standing = [tile.transpose(Image.Transpose.TRANSPOSE) for tile in lying]
    turned = join_tiles(down, standing).transpose(Image.Transpose.TRANSPOSE)
    difference = np.asarray(join_tiles(across, lying)).astype(int) - np.asarray(turned)
    assert np.abs(difference).max() <= 1


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_outside_of_a_mask_every_pixel_stays_as_it_is(mode: str) -> None:
    picture, painted, mask = noise(90, 70, mode), noise(60, 50, seed=1), Image.new("L", (60, 50))
    mask.paste(255, (20, 10, 60, 30))
    mask.paste(1, (5, 5, 8, 8))
    box = Box(left=30, top=20, right=90, bottom=70)
    result = np.asarray(blend(picture, painted, box, mask_shares(mask)))
    before = np.asarray(picture)
    changed = np.zeros((70, 90), dtype=bool)
    changed[20:, 30:] = np.asarray(mask) > 0
    assert (result[~changed] == before[~changed]).all()
    assert (result[..., 3:] == before[..., 3:]).all()
    middle = (slice(32, 48), slice(54, 90))  # the mask ends with the picture on the right: no seam there
    assert (result[middle][..., :3] == np.asarray(painted)[12:28, 24:60]).all()


def test_a_mask_fades_within_its_edge_and_nowhere_else() -> None:
    mask = Image.new("L", (1024, 1024))
    mask.paste(255, (300, 0, 700, 1024))
    line = mask_shares(mask)[500]
    assert (line[:300] == 0).all()
    assert (line[700:] == 0).all()
    assert 0 < line[300] < line[301] < line[302] < 1
    assert (line[310:690] == 1).all()
    assert (mask_shares(mask)[0] == line).all()


def test_what_a_thin_mask_shows_is_mostly_replaced() -> None:
    mask = Image.new("L", (1024, 1024))
    mask.paste(255, (500, 100, 502, 900))
    assert mask_shares(mask)[200:800, 500:502].min() > 0.7


def test_a_grey_mask_lets_through_its_share() -> None:
    assert mask_shares(Image.new("L", (32, 32), 51)) == pytest.approx(0.2)


def test_a_face_is_taken_whole_and_fades_before_its_box_ends() -> None:
    box = Box(left=100, top=0, right=300, bottom=200)
    shares = round_shares(Box(left=150, top=50, right=250, bottom=150), box)
    assert (shares[60:140, 60:140] == 1).all()
    for edge in (shares[0], shares[-1], shares[:, 0], shares[:, -1]):
        assert edge.max() < 0.01


def test_a_face_at_the_edge_of_the_picture_is_taken_up_to_that_edge() -> None:
    shares = round_shares(
        Box(left=0, top=50, right=100, bottom=150), Box(left=0, top=0, right=200, bottom=200)
    )
    assert (shares[70:130, :90] == 1).all()
    assert shares[:, 150:].max() < 0.01


def test_what_is_transparent_takes_the_nearest_colour() -> None:
    picture = Image.new("RGBA", (40, 20), (0, 0, 0, 0))
    picture.paste((200, 10, 10, 255), (0, 0, 10, 20))
    picture.paste((10, 10, 200, 255), (30, 0, 40, 20))
    filled = opaque(picture)
    assert filled.mode == "RGB"
    assert filled.getpixel((15, 10)) == (200, 10, 10)
    assert filled.getpixel((25, 10)) == (10, 10, 200)
    assert opaque(Image.new("RGBA", (4, 4))).getpixel((0, 0)) == (0, 0, 0)


def test_an_enlarged_picture_gets_its_enlarged_alpha_back() -> None:
    picture = Image.new("RGBA", (20, 20), (200, 10, 10, 0))
    picture.paste((200, 10, 10, 255), (0, 0, 10, 20))
    enlarged = with_alpha_of(Image.new("RGB", (40, 40)), picture)
    alpha = np.asarray(enlarged.getchannel("A"))
    assert (alpha[:, :14] == 255).all()
    assert (alpha[:, 26:] == 0).all()
    assert with_alpha_of(Image.new("RGB", (4, 4)), noise(4, 4)).mode == "RGB"


@pytest.mark.parametrize("format_", [ImageFormat.PNG, ImageFormat.WEBP])
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_an_exact_file_gives_every_pixel_back(format_: ImageFormat, mode: str) -> None:
    picture = noise(64, 48, mode)
    if mode == "RGBA":
        pixels = np.array(picture)
        pixels[:24, :, 3] = 0
        picture = Image.fromarray(pixels)
    file = encode(picture, format_, quality=100, exact=True)
    assert open_image(file.data).tobytes() == picture.tobytes()
