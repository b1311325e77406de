"""Playing pieces: outlines, frames, grounds, the cut-out and the subject for Foundry's ring."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFilter

from generation.briefs import TokenBorder, TokenBrief
from generation.errors import InvalidBrief
from generation.post_processing import cut_token, draw_border
from generation.post_processing.arrays import Floats
from generation.post_processing.cutout import subject_alpha
from generation.post_processing.framing import Square, head_and_shoulders
from generation.post_processing.token import KEPT_GROUND
from generation.vocabulary import CreatureSize, TokenBackground, TokenBorderStyle, TokenShape

every_shape = pytest.mark.parametrize("shape", list(TokenShape))
every_style = pytest.mark.parametrize("style", list(TokenBorderStyle))

SKIN, HAIR, CLOTH, GROUND = (222, 178, 150), (92, 46, 30), (52, 96, 64), (60, 72, 104)


def make_silhouette(side: int = 512, *, shift: int = 0) -> Image.Image:
    """The subject of `make_portrait`, white on black: a head, a neck and shoulders that reach the bottom."""
    mask = Image.new("L", (512, 512))
    draw = ImageDraw.Draw(mask)
    draw.ellipse((180 + shift, 70, 332 + shift, 290), fill=255)
    draw.rectangle((222 + shift, 260, 290 + shift, 360), fill=255)
    draw.ellipse((70 + shift, 330, 442 + shift, 760), fill=255)
    return mask.resize((side, side), Image.Resampling.LANCZOS)


def make_portrait(side: int = 512, *, shift: int = 0) -> Image.Image:
    """A bust before a ground that grows darker downwards, with the grain of paint over all."""
    ramp = np.linspace(1.2, 0.6, 512)[:, None, None]
    picture = Image.fromarray((np.ones((512, 512, 3)) * GROUND * ramp).astype(np.uint8))
    picture.paste(CLOTH, (0, 0), make_silhouette(shift=shift))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((180 + shift, 70, 332 + shift, 290), fill=HAIR)
    draw.ellipse((196 + shift, 110, 316 + shift, 285), fill=SKIN)
    draw.rectangle((222 + shift, 280, 290 + shift, 345), fill=SKIN)
    softened = np.asarray(picture.filter(ImageFilter.GaussianBlur(1.0)), dtype=np.float32)
    grain = np.random.default_rng(5).normal(0, 4, softened.shape)
    painted = Image.fromarray((softened + grain).clip(0, 255).astype(np.uint8))
    return painted.resize((side, side), Image.Resampling.LANCZOS)


FRAME = TokenBorder()


def make_brief(
    *,
    shape: TokenShape = TokenShape.CIRCLE,
    background: TokenBackground = TokenBackground.TRANSPARENT,
    border: TokenBorder | None = FRAME,
    size: CreatureSize = CreatureSize.MEDIUM,
    pixels_per_square: int = 140,
    background_color: str | None = None,
) -> TokenBrief:
    return TokenBrief(
        source_image_id="image",
        shape=shape,
        background=background,
        border=border,
        creature_size=size,
        pixels_per_square=pixels_per_square,
        background_color=background_color,
    )


def alpha_of(image: Image.Image) -> Floats:
    return np.asarray(image.getchannel("A"), dtype=np.float32) / 255


def outside(shape: TokenShape, side: int, margin: float = 1.5) -> Floats:
    """Where a shape that touches its canvas certainly does not reach, by plain geometry."""
    ticks = (np.arange(side) + 0.5) - side / 2
    x, y = np.abs(np.meshgrid(ticks, ticks))
    radius = side / 2 + margin
    if shape is TokenShape.CIRCLE:
        return np.hypot(x, y) > radius
    if shape is TokenShape.SQUARE:
        return x + y > 1.93 * radius
    return np.maximum(x, 0.5 * x + np.sqrt(0.75) * y) > np.sqrt(0.75) * radius * 1.04


@pytest.mark.parametrize(
    ("size", "side"),
    [
        (CreatureSize.TINY, 70),
        (CreatureSize.SMALL, 140),
        (CreatureSize.MEDIUM, 140),
        (CreatureSize.LARGE, 280),
        (CreatureSize.HUGE, 420),
        (CreatureSize.GARGANTUAN, 560),
    ],
)
def test_token_has_the_side_of_its_creature(size: CreatureSize, side: int) -> None:
    cut = cut_token(make_portrait(), make_brief(size=size))
    assert (cut.image.size, cut.image.mode) == ((side, side), "RGBA")
    assert (cut.ring_subject.size, cut.ring_subject.mode) == ((2 * side, 2 * side), "RGBA")


@every_shape
@pytest.mark.parametrize("background", list(TokenBackground))
def test_nothing_is_painted_outside_of_the_shape(shape: TokenShape, background: TokenBackground) -> None:
    cut = cut_token(make_portrait(), make_brief(shape=shape, background=background))
    beyond = outside(shape, 140)
    assert beyond.sum() > 8
    assert alpha_of(cut.image)[beyond].max() == 0


@every_shape
def test_frame_touches_the_canvas_and_is_opaque(shape: TokenShape) -> None:
    alpha = alpha_of(cut_token(make_portrait(), make_brief(shape=shape)).image)
    down = alpha[:, 70]
    assert down[2:5].min() > 0.98
    assert down[-5:-2].min() > 0.98


def test_transparent_ground_shows_the_subject_only() -> None:
    cut = cut_token(make_portrait(), make_brief())
    alpha = alpha_of(cut.image)
    assert cut.notes == ()
    assert alpha[60:80, 65:75].min() > 0.98
    assert alpha[35:60, 24:32].max() < 0.02


def test_solid_ground_is_exactly_its_colour() -> None:
    cut = cut_token(make_portrait(), make_brief(background=TokenBackground.SOLID, background_color="#336699"))
    assert cut.image.getpixel((30, 45)) == (0x33, 0x66, 0x99, 255)


def test_kept_ground_covers_the_whole_shape() -> None:
    cut = cut_token(make_portrait(), make_brief(background=TokenBackground.KEEP))
    assert alpha_of(cut.image)[20:120, 35:105].min() == 1
    red, green, blue, _ = cut.image.getpixel((26, 45))
    assert blue > red + 15
    assert blue > green + 5


def test_token_without_frame_is_the_bare_shape() -> None:
    brief = make_brief(border=None, background=TokenBackground.KEEP)
    bare = cut_token(make_portrait(), brief).image
    assert alpha_of(bare)[70, 2:-2].min() > 0.98
    assert bare != cut_token(make_portrait(), make_brief(background=TokenBackground.KEEP)).image


@pytest.mark.parametrize("shift", [-60, 0, 50])
def test_cut_out_follows_the_subject(shift: int) -> None:
    alpha = subject_alpha(make_portrait(shift=shift))
    truth = np.asarray(make_silhouette(shift=shift), dtype=np.float32) / 255
    overlap = np.minimum(alpha, truth).sum() / np.maximum(alpha, truth).sum()
    assert overlap > 0.94


def test_edge_of_the_cut_out_has_no_halo() -> None:
    cut = cut_token(make_portrait(1024), make_brief(size=CreatureSize.HUGE, border=None))
    pixels = np.asarray(cut.image, dtype=np.float32)
    edge = (pixels[..., 3] > 60) & (pixels[..., 3] < 200)
    edge[250:] = False  # below is the cloth, which is bluish itself
    bluish = pixels[edge][:, 2] > pixels[edge][:, 0]
    assert edge.sum() > 100
    assert bluish.mean() < 0.1


def test_head_is_in_the_middle_wherever_the_subject_stands() -> None:
    for shift in (-60, 60):
        cut = cut_token(make_portrait(shift=shift), make_brief(background=TokenBackground.KEEP))
        red, _, blue, _ = cut.image.getpixel((70, 65))
        assert red > blue + 40


def test_ring_subject_stays_inside_the_ring() -> None:
    alpha = alpha_of(cut_token(make_portrait(), make_brief()).ring_subject)
    ticks = np.arange(280) + 0.5 - 140
    distance = np.hypot(*np.meshgrid(ticks, ticks))
    assert alpha[distance > 280 / 3 + 1.5].max() == 0
    assert 0.3 < alpha[distance < 280 / 3 - 1].mean() < 0.95


def test_picture_without_subject_keeps_its_ground_and_says_so() -> None:
    for color in ("teal", "black", "white"):
        cut = cut_token(Image.new("RGB", (300, 200), color), make_brief(background=TokenBackground.SOLID))
        assert cut.notes == (KEPT_GROUND,)
        assert alpha_of(cut.image)[70, 10:-10].min() == 1


def test_kept_ground_needs_no_excuse() -> None:
    assert cut_token(Image.new("RGB", (99, 99)), make_brief(background=TokenBackground.KEEP)).notes == ()


def test_transparent_picture_brings_its_own_outline() -> None:
    picture = make_portrait()
    picture.putalpha(make_silhouette())
    alpha = subject_alpha(picture)
    assert np.array_equal(alpha, np.asarray(make_silhouette(), dtype=np.float32) / 255)
    assert cut_token(picture, make_brief()).notes == ()


def test_same_picture_gives_the_same_token() -> None:
    first, second = (cut_token(make_portrait(), make_brief()) for _ in range(2))
    assert first.image.tobytes() == second.image.tobytes()
    assert first.ring_subject.tobytes() == second.ring_subject.tobytes()


def test_source_picture_is_left_alone() -> None:
    picture = make_portrait(1400)
    before = picture.tobytes()
    cut_token(picture, make_brief())
    assert picture.size == (1400, 1400)
    assert picture.tobytes() == before


@settings(max_examples=20, deadline=None)
@given(
    width=st.integers(8, 300),
    height=st.integers(8, 300),
    pixels=st.integers(8, 90),
    shape=st.sampled_from(TokenShape),
    background=st.sampled_from(TokenBackground),
    style=st.none() | st.sampled_from(TokenBorderStyle),
)
def test_any_picture_makes_a_token(
    *,
    width: int,
    height: int,
    pixels: int,
    shape: TokenShape,
    background: TokenBackground,
    style: TokenBorderStyle | None,
) -> None:
    border = TokenBorder(style=style) if style else None
    brief = make_brief(shape=shape, background=background, border=border, pixels_per_square=pixels)
    cut = cut_token(make_portrait().resize((width, height)), brief)
    assert cut.image.size == (pixels, pixels)
    assert cut.ring_subject.size == (2 * pixels, 2 * pixels)


@every_shape
def test_every_style_draws_a_frame_of_its_own(shape: TokenShape) -> None:
    ground = Image.new("RGBA", (256, 256), "grey")
    frames = {draw_border(ground, TokenBorder(style=style), shape).tobytes() for style in TokenBorderStyle}
    assert len(frames | {ground.tobytes()}) == len(TokenBorderStyle) + 1


@every_style
@every_shape
def test_frame_is_drawn_inside_the_shape_on_a_new_picture(style: TokenBorderStyle, shape: TokenShape) -> None:
    ground = Image.new("RGBA", (200, 200), (90, 90, 90, 255))
    framed = draw_border(ground, TokenBorder(style=style, width=0.12), shape)
    pixels = np.asarray(framed)
    assert (np.asarray(ground) == 90)[..., :3].all()
    assert (pixels[outside(shape, 200)][:, :3] == 90).all()
    assert (pixels[85:115, 85:115, :3] == 90).all()
    assert (pixels[2:12, 100, :3] != 90).any(axis=-1).all()


@every_style
def test_frame_takes_its_colour(style: TokenBorderStyle) -> None:
    clear = Image.new("RGBA", (256, 256))
    means = {}
    for color in ("#c02020", "#2040d0"):
        pixels = np.asarray(
            draw_border(clear, TokenBorder(style=style, color=color, width=0.15), TokenShape.CIRCLE)
        )
        means[color] = pixels[pixels[..., 3] > 250][:, :3].mean(axis=0)
    assert means["#c02020"][0] > means["#c02020"][2] + 10
    assert means["#2040d0"][2] > means["#2040d0"][0] + 10


def test_wider_frames_cover_more_and_no_width_covers_nothing() -> None:
    clear = Image.new("RGBA", (128, 128))
    covered = [
        alpha_of(draw_border(clear, TokenBorder(width=width), TokenShape.HEX)).sum()
        for width in (0, 0.01, 0.1, 0.3)
    ]
    assert covered[0] == 0
    assert covered == sorted(set(covered))


@pytest.mark.parametrize(
    ("brief", "field"),
    [
        (make_brief(border=TokenBorder(width=0.31)), "border.width"),
        (make_brief(border=TokenBorder(width=-0.01)), "border.width"),
        (make_brief(border=TokenBorder(color="gold-ish")), "border.color"),
        (make_brief(background=TokenBackground.SOLID, background_color="#12"), "backgroundColor"),
        (make_brief(pixels_per_square=0), "pixelsPerSquare"),
        (make_brief(pixels_per_square=2000, size=CreatureSize.GARGANTUAN), "pixelsPerSquare"),
    ],
)
def test_bad_brief_names_the_field(brief: TokenBrief, field: str) -> None:
    with pytest.raises(InvalidBrief) as caught:
        cut_token(make_portrait(), brief)
    assert caught.value.field == field


def test_frame_needs_a_square_picture() -> None:
    with pytest.raises(InvalidBrief, match="square"):
        draw_border(Image.new("RGBA", (10, 20)), TokenBorder(), TokenShape.CIRCLE)


def test_square_shows_head_and_shoulders() -> None:
    truth = np.asarray(make_silhouette(), dtype=np.float32) / 255
    square = head_and_shoulders(truth)
    assert abs(square.left + square.side / 2 - 256) < 12
    assert square.top < 70
    assert 360 < square.top + square.side <= 512


def test_small_head_of_a_standing_figure_is_found() -> None:
    figure = Image.new("L", (400, 800))
    draw = ImageDraw.Draw(figure)
    draw.ellipse((165, 60, 235, 150), fill=255)
    draw.rectangle((185, 140, 215, 170), fill=255)
    draw.rectangle((130, 165, 270, 780), fill=255)
    square = head_and_shoulders(np.asarray(figure, dtype=np.float32) / 255)
    assert square.side < 260
    assert square.top < 60
    assert 200 < square.top + square.side < 330


def test_wide_creature_is_shown_whole() -> None:
    wyrm = np.zeros((300, 600), dtype=np.float32)
    wyrm[120:220, 40:560] = 1
    square = head_and_shoulders(wyrm)
    assert square.left < 40
    assert square.left + square.side > 560


def test_square_near_the_side_keeps_its_middle() -> None:
    assert Square(-20, 10, 200).within(400, 400) == Square(0, 10, 160)


@given(
    square=st.builds(Square, st.floats(-500, 500), st.floats(-500, 500), st.floats(1, 900)),
    width=st.integers(1, 400),
    height=st.integers(1, 400),
)
def test_square_within_lies_inside(square: Square, width: int, height: int) -> None:
    inside = square.within(width, height)
    assert inside.left >= -1e-6
    assert inside.top >= -1e-6
    assert inside.left + inside.side <= width + 1e-6
    assert inside.top + inside.side <= height + 1e-6
