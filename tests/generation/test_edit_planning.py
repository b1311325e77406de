"""Edits of stored pictures before anybody paints: what they show, how far they go, in which parts."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation.briefs import (
    Box,
    EditBrief,
    EnhanceFaceBrief,
    Grid,
    InpaintBrief,
    MapBrief,
    PortraitBrief,
    Reference,
    RegenerateBrief,
    RestyleBrief,
    Source,
    Subject,
    UpscaleBrief,
    VariationBrief,
)
from generation.edits import painted_box, shown_subject, with_context
from generation.engines.base import EngineInfo, Sampling
from generation.planning import resolve_request
from generation.request import GenerationRequest, RenderSettings
from generation.spec import RenderSpec
from generation.themes.theme import ThemeStyle
from generation.tiling import tiles
from generation.vocabulary import GenerationJobKind, PortraitFraming

SDXL = EngineInfo(
    name="sdxl",
    model="base",
    device="cuda",
    kinds=tuple(GenerationJobKind),
    schedulers=("euler", "dpmpp_2m", "lcm"),
    max_pixels=2048 * 2048,
)
ANY_SIZE = replace(SDXL, name="sketch", schedulers=("sketch",), max_pixels=40_000_000, working_pixels=None)
ELF = PortraitBrief(species="elf", description="an old ranger")
CAVE = MapBrief(layout_seed=3, grid=Grid(columns=40, rows=30, size=70))


def source(width: int = 1024, height: int = 1024, subject: Subject = ELF) -> Source:
    return Source(image_id="i", sha256="ab" * 32, width=width, height=height, subject=subject)


def inpaint(width: int = 1024, height: int = 1024, *, masked: Box | None = None) -> InpaintBrief:
    box = masked or Box(left=10, top=10, right=60, bottom=60)
    return InpaintBrief(source=source(width, height), mask_sha256="cd" * 32, masked=box, prompt="a scar")


EVERY_EDIT: list[EditBrief] = [
    RegenerateBrief(source=source(), change="older"),
    VariationBrief(source=source(), strength=0.3),
    inpaint(),
    UpscaleBrief(source=source(), factor=4),
    RestyleBrief(source=source(subject=CAVE)),
    EnhanceFaceBrief(source=source()),
]


def specs(
    brief: EditBrief | PortraitBrief | MapBrief, engine: EngineInfo = SDXL, **settings: object
) -> list[RenderSpec]:
    request = GenerationRequest(brief=brief, settings=RenderSettings(**settings))  # type: ignore[arg-type] # checked by the tests
    return list(resolve_request(request, engine=engine, style=ThemeStyle(), seed=5))


@pytest.mark.parametrize("brief", EVERY_EDIT, ids=lambda brief: brief.kind.value)
def test_an_edit_survives_its_way_through_the_row_of_a_job(brief: EditBrief) -> None:
    request = GenerationRequest(brief=brief)
    assert GenerationRequest.from_json(request.to_json()) == request


@pytest.mark.parametrize("brief", EVERY_EDIT, ids=lambda brief: brief.kind.value)
def test_an_edit_names_the_bytes_that_it_paints_over(brief: EditBrief) -> None:
    [spec] = specs(brief)
    assert spec.image == (None if isinstance(brief, RegenerateBrief) else "ab" * 32)
    assert spec.mask_image == ("cd" * 32 if isinstance(brief, InpaintBrief) else None)


def test_pictures_of_different_sources_are_different_pictures() -> None:
    one, other = VariationBrief(source=source()), VariationBrief(source=replace(source(), sha256="ef" * 32))
    assert specs(one)[0].digest != specs(other)[0].digest


def test_a_change_is_added_to_the_words_and_stays_with_the_picture() -> None:
    brief = RegenerateBrief(source=source(), change="with a white beard")
    assert "an old ranger, with a white beard" in specs(brief)[0].prompt
    shown = shown_subject(brief)
    assert shown is not None
    assert shown.description == "an old ranger, with a white beard"


def test_a_new_revision_is_as_large_as_the_picture_unless_it_is_told_otherwise() -> None:
    brief = RegenerateBrief(source=source(832, 1216))
    for engine in (SDXL, ANY_SIZE):
        [spec] = specs(brief, engine)
        [wider] = specs(brief, engine, width=1024)
        assert (spec.width, spec.height) == (832, 1216)
        assert (wider.width, wider.height) == (1024, 1216)


def test_a_new_revision_of_an_enlarged_picture_keeps_its_shape() -> None:
    [spec] = specs(RegenerateBrief(source=source(3328, 4864)))
    assert spec.width * spec.height <= 1024 * 1024
    assert spec.width / spec.height == pytest.approx(832 / 1216, rel=0.02)
    [drawn] = specs(RegenerateBrief(source=source(3328, 4864)), ANY_SIZE)
    assert (drawn.width, drawn.height) == (3328, 4864)


def test_a_variation_shows_what_it_is_told_to_instead() -> None:
    [spec] = specs(VariationBrief(source=source(), prompt="a dwarf smith"))
    assert "a dwarf smith" in spec.prompt
    assert "elf" not in spec.prompt


def test_a_varied_map_stays_the_place_that_it_is() -> None:
    [spec] = specs(VariationBrief(source=source(subject=CAVE), prompt="flooded"))
    assert isinstance(spec.subject, MapBrief)
    assert spec.subject.grid == CAVE.grid
    assert "flooded" in spec.prompt


def test_an_inpainting_leaves_the_picture_what_it_was() -> None:
    assert shown_subject(inpaint()) == ELF
    assert "a scar" in specs(inpaint())[0].prompt


def test_a_face_is_painted_as_a_face() -> None:
    [spec] = specs(EnhanceFaceBrief(source=source(832, 1216)))
    assert isinstance(spec.subject, PortraitBrief)
    assert spec.subject.framing is PortraitFraming.FACE
    assert (spec.width, spec.height) == (1024, 1024)


def test_what_is_only_enlarged_is_not_rendered() -> None:
    assert specs(UpscaleBrief(source=source(), creativity=0.0)) == []


def test_an_enlargement_is_painted_in_tiles_by_who_paints_best_at_one_size() -> None:
    brief = UpscaleBrief(source=source(832, 1216), factor=2)
    assert [(spec.width, spec.height) for spec in specs(brief)] == [(1024, 1024)]
    [whole] = specs(brief, ANY_SIZE)
    assert (whole.width, whole.height) == (1664, 2432)


@given(st.integers(64, 9000), st.integers(64, 9000))
def test_tiles_are_of_one_size_cover_the_picture_and_overlap(width: int, height: int) -> None:
    boxes = list(tiles((width, height), SDXL))
    assert len({box.size for box in boxes}) == 1
    for low, high, length in (("left", "right", width), ("top", "bottom", height)):
        stretches = sorted({(getattr(box, low), getattr(box, high)) for box in boxes})
        assert (stretches[0][0], stretches[-1][1]) == (0, length)
        for (_, end), (start, _) in pairwise(stretches):
            assert end - start >= 100


def test_a_small_picture_is_inpainted_whole_and_a_large_one_around_its_mask() -> None:
    assert painted_box(inpaint(), SDXL) == Box(left=0, top=0, right=1024, bottom=1024)
    assert painted_box(inpaint(4000, 4000), ANY_SIZE).size == (4000, 4000)
    part = painted_box(inpaint(4000, 4000, masked=Box(left=500, top=600, right=900, bottom=700)), SDXL)
    assert part == Box(left=300, top=450, right=1100, bottom=850)
    [spec] = specs(inpaint(4000, 4000, masked=Box(left=500, top=600, right=900, bottom=700)))
    assert spec.width / spec.height == pytest.approx(2, rel=0.02)


@given(st.data(), st.integers(1, 3000), st.integers(1, 3000))
def test_a_part_with_its_context_holds_the_part_and_stays_in_the_picture(
    data: st.DataObject, width: int, height: int
) -> None:
    left, top = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
    right, bottom = data.draw(st.integers(left + 1, width)), data.draw(st.integers(top + 1, height))
    box = with_context(Box(left=left, top=top, right=right, bottom=bottom), (width, height))
    assert 0 <= box.left <= left < right <= box.right <= width
    assert 0 <= box.top <= top < bottom <= box.bottom <= height


def test_a_reference_is_painted_over_where_the_engine_has_no_adapter() -> None:
    brief = replace(ELF, reference=Reference(image_id="i", sha256="s", strength=0.7))
    [plain] = specs(brief)
    assert (plain.strength, plain.ip_adapter_scale) == (pytest.approx(0.3), None)
    [adapted] = specs(brief, replace(SDXL, ip_adapter="plus-face"))
    assert (adapted.strength, adapted.ip_adapter_scale) == (None, 0.7)


def test_a_whole_map_keeps_to_its_floor_plan_where_the_engine_can() -> None:
    controlled = replace(SDXL, controlnet="canny")
    assert specs(CAVE)[0].controlnet_conditioning_scale is None
    whole = [CAVE, RestyleBrief(source=source(subject=CAVE))]
    assert all(specs(brief, controlled)[0].controlnet_conditioning_scale for brief in whole)
    part = UpscaleBrief(source=source(subject=CAVE))
    assert specs(part, controlled)[0].controlnet_conditioning_scale is None


def test_a_distilled_checkpoint_is_sampled_as_it_wants_unless_the_request_says_otherwise() -> None:
    turbo = replace(SDXL, sampling=Sampling(num_inference_steps=4, guidance_scale=1.0, scheduler="lcm"))
    style = ThemeStyle(num_inference_steps=40, guidance_scale=9.0, scheduler="dpmpp_2m")
    for settings, steps in ((RenderSettings(), 4), (RenderSettings(num_inference_steps=6), 6)):
        request = GenerationRequest(brief=ELF, settings=settings)
        [spec] = resolve_request(request, engine=turbo, style=style, seed=1)
        assert (spec.num_inference_steps, spec.guidance_scale, spec.scheduler) == (steps, 1.0, "lcm")
