"""Files, provenance inside them, placeholders and variants."""

import io
import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from generation.briefs import PortraitBrief
from generation.engines.base import Rendering
from generation.errors import InvalidBrief
from generation.post_processing import (
    THUMBNAIL,
    Variant,
    encode,
    make_variant,
    open_image,
    read_provenance,
    thumbhash,
)
from generation.post_processing.discretion import without_facts
from generation.post_processing.edges import edge_drawing
from generation.provenance import Provenance
from generation.spec import LoraWeight, RenderSpec, Style
from generation.vocabulary import ImageFit, ImageFormat

every_format = pytest.mark.parametrize("format_", list(ImageFormat))

FACTS = Provenance(
    engine="sdxl",
    model="base, fp16",
    model_hash="31e35c80fc4829d14f90153f4c74cd59c90b779f6afe05a74cd6120b893f7e5b",
    prompt="Ælfgifu & the <b>dragon</b>\nsecond line “quoted” 龍 \t tab",
    negative_prompt="blurry,\nlow quality",
    seed=2**53 - 1,
    num_inference_steps=30,
    guidance_scale=7.5,
    scheduler="euler_a",
    width=1024,
    height=768,
    strength=0.5,
    loras=(LoraWeight(name="ink", weight=0.8),),
    theme_slug="dark-gothic",
    generator="limner 0.1.0",
    parameters={"cfg_end": 0.8, "steps": [1, 2], "note": None, "nested": {"ü": True}},
)


def make_picture(width: int = 96, height: int = 64, *, alpha: bool = False) -> Image.Image:
    """A gradient with noise; with `alpha`, transparent towards the right."""
    noise = np.random.default_rng(7).integers(0, 40, (height, width, 3))
    ramp = np.linspace(0, 200, width)[None, :, None]
    rgb = (ramp + noise).astype(np.uint8)
    picture = Image.fromarray(rgb, "RGB")
    if alpha:
        picture.putalpha(Image.linear_gradient("L").rotate(90).resize((width, height)))
    return picture


def file_of(picture: Image.Image, format_: str = "PNG", **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, format_, **options)
    return file.getvalue()


SPEC = RenderSpec(
    engine="sketch",
    subject=PortraitBrief(),
    style=Style(theme_slug="parchment"),
    prompt="an elf",
    negative_prompt="",
    seed=3,
    width=512,
    height=640,
    num_inference_steps=1,
    guidance_scale=0.0,
    scheduler="none",
)


def test_provenance_tells_what_spec_and_rendering_say() -> None:
    rendering = Rendering(image=make_picture(), model="sketch-1", parameters={"strokes": 9})
    provenance = Provenance.of(SPEC, rendering, "limner 0.1.0")
    assert (provenance.engine, provenance.model, provenance.theme_slug) == ("sketch", "sketch-1", "parchment")
    assert (provenance.width, provenance.height, provenance.seed) == (512, 640, 3)
    assert provenance.parameters == {"strokes": 9}
    assert Provenance.from_json(provenance.to_json()) == provenance


def test_provenance_tells_by_what_shortcuts_a_picture_was_made() -> None:
    spec = replace(SPEC, guidance_end=0.5, cache_interval=3, ip_adapter_scale=0.4)
    rendering = Rendering(image=make_picture(), model="sketch-1", parameters={"strokes": 9})
    provenance = Provenance.of(spec, rendering, "limner 0.1.0")
    assert provenance.parameters == {
        "guidance_end": 0.5,
        "cache_interval": 3,
        "ip_adapter_scale": 0.4,
        "strokes": 9,
    }


@pytest.mark.parametrize("text", ["", "[]", '{"engine": "sdxl"}', '{"seed": "x"}'])
def test_json_that_is_no_provenance_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match="validation error"):
        Provenance.from_json(text)


@every_format
@pytest.mark.parametrize("alpha", [False, True])
def test_provenance_comes_back_from_every_format(format_: ImageFormat, alpha: bool) -> None:
    encoded = encode(make_picture(alpha=alpha), format_, provenance=FACTS)
    assert read_provenance(encoded.data) == FACTS


@settings(max_examples=25, deadline=None)
@given(prompt=st.text(max_size=60), format_=st.sampled_from(ImageFormat))
def test_any_prompt_survives_in_any_format(prompt: str, format_: ImageFormat) -> None:
    facts = replace(FACTS, prompt=prompt)
    assert read_provenance(encode(make_picture(16, 16), format_, provenance=facts).data) == facts


@every_format
def test_file_without_provenance_answers_none(format_: ImageFormat) -> None:
    assert read_provenance(encode(make_picture(), format_).data) is None


@pytest.mark.parametrize("data", [b"", b"no picture", file_of(make_picture())[:40]])
def test_provenance_of_garbage_is_none(data: bytes) -> None:
    assert read_provenance(data) is None


def test_garbled_xmp_is_no_provenance() -> None:
    for packet in (b"<x:xmpmeta", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', b"<a/>"):
        assert read_provenance(file_of(make_picture(), "WEBP", xmp=packet)) is None


@every_format
@pytest.mark.parametrize("alpha", [False, True])
@pytest.mark.parametrize("side", [16, 17])
def test_file_for_players_keeps_its_pixels_and_tells_nothing_of_how_it_came_to_be(
    format_: ImageFormat, alpha: bool, side: int
) -> None:
    encoded = encode(make_picture(side, side, alpha=alpha), format_, provenance=FACTS)
    bare = without_facts(encoded.data)
    assert read_provenance(bare.data) is None
    assert b"dragon" not in bare.data
    assert open_image(bare.data).tobytes() == open_image(encoded.data).tobytes()
    assert (bare.width, bare.height, bare.has_alpha) == (side, side, encoded.has_alpha and alpha)
    with Image.open(io.BytesIO(bare.data)) as image:
        assert f"image/{str(image.format).lower()}" == bare.content_type == f"image/{bare.format}"


@pytest.mark.parametrize("format_", [ImageFormat.PNG, ImageFormat.WEBP])
def test_file_for_players_is_still_labelled_as_generated(format_: ImageFormat) -> None:
    bare = without_facts(encode(make_picture(), format_, provenance=FACTS).data)
    assert b"digitalsourcetype/trainedAlgorithmicMedia" in bare.data


@pytest.mark.parametrize("format_", ["PNG", "WEBP"])
def test_what_other_tools_wrote_into_a_file_is_taken_out_too(format_: str) -> None:
    exif = Image.Exif()
    exif[0x010E] = "the vault is behind the altar"
    texts = PngInfo()
    texts.add_itxt("Comment", "the vault is behind the altar")
    data = file_of(make_picture(), format_, exif=exif, pnginfo=texts, xmp=b"<x>behind the altar</x>")
    assert b"the altar" in data
    bare = without_facts(data).data
    assert b"the altar" not in bare
    assert open_image(bare).tobytes() == open_image(data).tobytes()


def test_what_is_no_picture_has_no_facts_to_take_out() -> None:
    with pytest.raises(InvalidBrief):
        without_facts(b"no picture")


def test_png_speaks_the_form_of_the_usual_tools() -> None:
    with Image.open(io.BytesIO(encode(make_picture(), ImageFormat.PNG, provenance=FACTS).data)) as image:
        parameters = image.info["parameters"]
    prompt, negative, last = (
        parameters.partition("\nNegative prompt: ")[0],
        parameters,
        parameters.splitlines(),
    )
    assert prompt == FACTS.prompt + " <lora:ink:0.8>"
    assert "\nNegative prompt: blurry,\nlow quality\nSteps: 30, " in negative
    values = dict(re.findall(r'\s*([\w ]+):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)', last[-1]))
    assert values["Sampler"] == "euler_a"
    assert values["CFG scale"] == "7.5"
    assert values["Size"] == "1024x768"
    assert values["Model hash"] == "31e35c80fc"
    assert values["Model"] == '"base, fp16"'
    assert values["Denoising strength"] == "0.5"


@every_format
@pytest.mark.parametrize(
    ("engine", "kind"), [("sdxl", "trainedAlgorithmicMedia"), ("sketch", "algorithmicMedia")]
)
def test_files_name_their_digital_source_type(format_: ImageFormat, engine: str, kind: str) -> None:
    data = encode(make_picture(), format_, provenance=replace(FACTS, engine=engine)).data
    with Image.open(io.BytesIO(data)) as image:
        packet = image.info["xmp"].decode()
    address = f"http://cv.iptc.org/newscodes/digitalsourcetype/{kind}"
    assert f"<Iptc4xmpExt:DigitalSourceType>{address}</Iptc4xmpExt:DigitalSourceType>" in packet


def test_jpeg_too_small_for_the_facts_still_names_its_source_type() -> None:
    data = encode(make_picture(), ImageFormat.JPEG, provenance=replace(FACTS, prompt="é" * 70_000)).data
    assert b"trainedAlgorithmicMedia" in data
    assert read_provenance(data) is None


@every_format
def test_encoding_tells_what_it_wrote(format_: ImageFormat) -> None:
    encoded = encode(make_picture(33, 21, alpha=True), format_)
    with Image.open(io.BytesIO(encoded.data)) as image:
        assert (image.format, image.size) == (format_.upper(), (33, 21))
        assert image.has_transparency_data == encoded.has_alpha == (format_ is not ImageFormat.JPEG)
    assert (encoded.width, encoded.height) == (33, 21)
    assert encoded.content_type == f"image/{format_.value}"


@every_format
def test_same_picture_gives_same_bytes(format_: ImageFormat) -> None:
    first = encode(make_picture(), format_, provenance=FACTS)
    assert encode(make_picture(), format_, provenance=FACTS) == first


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "I;16", "RGBA"])
def test_every_mode_can_be_written(mode: str) -> None:
    picture = Image.new(mode, (8, 8), None if mode == "P" else 1)
    for format_ in ImageFormat:
        assert encode(picture, format_).width == 8


def test_opaque_alpha_is_dropped() -> None:
    assert not encode(make_picture().convert("RGBA"), ImageFormat.PNG).has_alpha


def test_jpeg_is_flattened_over_white_and_progressive() -> None:
    clear = Image.new("RGBA", (16, 16), (255, 0, 0, 0))
    with Image.open(io.BytesIO(encode(clear, ImageFormat.JPEG).data)) as image:
        assert image.info["progressive"]
        assert image.convert("RGB").getpixel((8, 8)) == (255, 255, 255)


def test_metadata_of_the_source_is_not_passed_on() -> None:
    source = Image.open(
        io.BytesIO(file_of(make_picture(), "JPEG", comment=b"secret place", xmp=b"<secret/>"))
    )
    for format_ in ImageFormat:
        assert b"secret" not in encode(source, format_).data


@pytest.mark.parametrize("quality", [0, 101, -1])
def test_quality_out_of_range_is_named(quality: int) -> None:
    with pytest.raises(InvalidBrief) as caught:
        encode(make_picture(), ImageFormat.WEBP, quality=quality)
    assert caught.value.field == "quality"


def test_lower_quality_is_smaller() -> None:
    for format_ in (ImageFormat.JPEG, ImageFormat.WEBP, ImageFormat.AVIF):
        sizes = [len(encode(make_picture(256, 256), format_, quality=quality).data) for quality in (10, 90)]
        assert sizes[0] < sizes[1]


def test_sideways_photograph_is_set_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    data = file_of(make_picture(96, 64), "JPEG", exif=exif)
    assert open_image(data).size == (64, 96)
    variant = make_variant(data, Variant(width=32))
    assert (variant.width, variant.height) == (32, 48)


@every_format
def test_truncated_file_is_an_invalid_brief(format_: ImageFormat) -> None:
    data = encode(make_picture(200, 200), format_).data
    for length in (len(data) // 2, 30, 0):
        with pytest.raises(InvalidBrief, match="not a complete") as caught:
            open_image(data[:length], field="upload")
        assert caught.value.field == "upload"


def test_other_formats_are_refused() -> None:
    with pytest.raises(InvalidBrief, match="PNG, JPEG, WebP or AVIF"):
        open_image(file_of(make_picture(), "TIFF"))


@pytest.mark.parametrize("side", [9_000, 14_000])
def test_picture_bomb_is_refused_before_it_is_unpacked(side: int) -> None:
    with pytest.raises(InvalidBrief, match="pixels"):
        open_image(file_of(Image.new("1", (side, side))))


def test_thumbhash_is_the_reference_implementations() -> None:
    """The values are those of the reference algorithm's port on PyPI, which reads opaque pictures well."""
    assert thumbhash(make_picture(96, 64)) == "HfgVBYCAh3d4iIiIh4iHiAinCOx5"
    assert thumbhash(make_picture(50, 100)) == "HfgVBACAh4iIiId3iIf4KgHZfA=="


def test_thumbhash_knows_transparency_and_any_size() -> None:
    clear, opaque = thumbhash(make_picture(alpha=True)), thumbhash(make_picture())
    assert clear != opaque
    for size in ((1, 1), (1, 500), (2000, 3)):
        assert 8 <= len(thumbhash(Image.new("RGB", size, "teal"))) <= 40


@settings(max_examples=40, deadline=None)
@given(
    width=st.integers(1, 120),
    height=st.integers(1, 120),
    box=st.tuples(st.none() | st.integers(1, 160), st.none() | st.integers(1, 160)),
)
def test_inside_fits_and_never_enlarges(width: int, height: int, box: tuple[int | None, int | None]) -> None:
    data = file_of(Image.new("RGB", (width, height), "navy"))
    made = make_variant(data, Variant(width=box[0], height=box[1]))
    assert made.width <= min(width, box[0] or width)
    assert made.height <= min(height, box[1] or height)
    scales = made.width / width, made.height / height
    assert abs(scales[0] - scales[1]) * min(width, height) <= 1.001


@settings(max_examples=40, deadline=None)
@given(
    size=st.tuples(st.integers(1, 90), st.integers(1, 90)),
    box=st.tuples(st.integers(1, 90), st.integers(1, 90)),
)
def test_cover_is_exactly_the_box(size: tuple[int, int], box: tuple[int, int]) -> None:
    made = make_variant(
        file_of(Image.new("RGB", size)), Variant(width=box[0], height=box[1], fit=ImageFit.COVER)
    )
    assert (made.width, made.height) == box


def test_cover_crops_around_the_centre() -> None:
    picture = Image.new("RGB", (300, 100), "red")
    picture.paste("blue", (90, 0, 210, 100))
    made = make_variant(file_of(picture), Variant(width=50, height=50, fit=ImageFit.COVER))
    colors = Image.open(io.BytesIO(made.data)).getcolors()
    assert colors == [(2500, (0, 0, 255))]


def test_large_jpeg_is_reduced_exactly() -> None:
    data = file_of(make_picture(1999, 1333), "JPEG", quality=90)
    made = make_variant(data, THUMBNAIL)
    assert (made.width, made.height, made.format) == (200, 133, ImageFormat.WEBP)


@pytest.mark.parametrize("format_", [ImageFormat.PNG, ImageFormat.WEBP, ImageFormat.AVIF])
def test_variant_keeps_alpha(format_: ImageFormat) -> None:
    data = file_of(make_picture(alpha=True))
    made = open_image(make_variant(data, Variant(width=40, format=format_)).data)
    assert made.mode == "RGBA"
    low, high = made.getchannel("A").getextrema()
    assert low < 20
    assert high > 235


def test_variant_keeps_the_format_and_drops_the_provenance() -> None:
    data = encode(make_picture(), ImageFormat.WEBP, provenance=FACTS).data
    made = make_variant(data, Variant(width=20))
    assert made.format is ImageFormat.WEBP
    assert read_provenance(made.data) is None


def test_variant_of_a_truncated_file_is_an_invalid_brief() -> None:
    data = file_of(make_picture(200, 200))
    with pytest.raises(InvalidBrief):
        make_variant(data[: len(data) // 2], THUMBNAIL)


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"width": 0}, "width"),
        ({"width": 4097}, "width"),
        ({"height": -1}, "height"),
        ({"quality": 0}, "quality"),
        ({"quality": 101}, "quality"),
    ],
)
def test_variant_out_of_range_names_the_field(options: dict[str, int], field: str) -> None:
    with pytest.raises(InvalidBrief) as caught:
        Variant(width=options.get("width"), height=options.get("height"), quality=options.get("quality"))
    assert caught.value.field == field


def test_cover_of_an_extreme_picture_cannot_explode() -> None:
    with pytest.raises(InvalidBrief, match="longer than 4096"):
        make_variant(file_of(Image.new("RGB", (2, 900))), Variant(width=4096, fit=ImageFit.COVER))


SIDES = st.none() | st.integers(1, 4096)


@given(
    variant=st.builds(
        Variant,
        width=SIDES,
        height=SIDES,
        fit=st.sampled_from(ImageFit),
        format=st.none() | st.sampled_from(ImageFormat),
        quality=st.none() | st.integers(1, 100),
    )
)
def test_variant_key_is_canonical(variant: Variant) -> None:
    assert Variant.parse(variant.key) == variant


def test_variant_key_reads_well() -> None:
    assert THUMBNAIL.key == "w200.h200.inside.webp"
    assert Variant(width=320, fit=ImageFit.COVER, quality=80).key == "w320.cover.q80"


@pytest.mark.parametrize(
    "key", ["", "w0.inside", "w0320.inside", "inside.w3", "w5000.inside", "w3.inside.gif", "w٣.inside"]
)
def test_other_strings_are_no_variant_keys(key: str) -> None:
    with pytest.raises(InvalidBrief):
        Variant.parse(key)


# ── edges ───────────────────────────────────────────────────────────────────


def test_drawing_of_edges_is_white_where_the_picture_changes_and_black_elsewhere() -> None:
    picture = Image.new("RGB", (64, 48), "white")
    picture.paste("navy", (16, 12, 48, 36))
    drawing = edge_drawing(picture)
    assert (drawing.mode, drawing.size) == ("RGB", (64, 48))
    levels = np.asarray(drawing)[..., 0]
    rows, columns = np.nonzero(levels)
    assert set(np.unique(levels)) == {0, 255}
    assert (columns.min(), columns.max()) == pytest.approx((15.5, 47.5), abs=1)
    assert (rows.min(), rows.max()) == pytest.approx((11.5, 35.5), abs=1)
    assert not levels[16:32, 20:44].any()
