"""From a request to render specs: what wins over what, seeds, sizes, and JSON on the way."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation.briefs import Brief, Grid, MapBrief, PortraitBrief, TokenBorder, TokenBrief
from generation.engines.base import EngineInfo
from generation.planning import SEED_LIMIT, rendered_subject, resolve_request
from generation.presets import TRAINED_PIXELS, working_size
from generation.request import Filing, GenerationRequest, RenderSettings
from generation.spec import LoraWeight, RenderSpec
from generation.themes.builtin import load_builtin_themes
from generation.themes.theme import ThemeStyle
from generation.tiling import tiles
from generation.vocabulary import GenerationJobKind, PortraitFraming, TerrainType, TokenBorderStyle

SDXL = EngineInfo(
    name="sdxl",
    model="tiny",
    device="cpu",
    kinds=(GenerationJobKind.PORTRAIT, GenerationJobKind.MAP),
    schedulers=("ddim", "euler", "dpmpp_2m"),
    loras=("ink",),
    max_pixels=2048 * 2048,
)
SKETCH = EngineInfo(
    name="sketch",
    model="procedural",
    device="cpu",
    kinds=(GenerationJobKind.PORTRAIT, GenerationJobKind.MAP),
    schedulers=("sketch",),
    max_pixels=40_000_000,
)
PLAIN = ThemeStyle()
MAP = MapBrief(layout_seed=11)


def plan(
    brief: Brief, engine: EngineInfo = SDXL, style: ThemeStyle = PLAIN, **settings: object
) -> RenderSpec:
    request = GenerationRequest(brief=brief, settings=RenderSettings(**settings))
    [spec] = resolve_request(request, engine=engine, style=style, seed=5)
    return spec


def test_presets_hold_where_nothing_was_said() -> None:
    spec = plan(PortraitBrief())
    assert (spec.width, spec.height) == (1024, 1024)
    assert (spec.num_inference_steps, spec.guidance_scale, spec.scheduler) == (30, 6.0, "euler")
    assert (spec.strength, spec.loras, spec.engine) == (None, (), "sdxl")


@pytest.mark.parametrize(
    ("framing", "size"),
    [
        (PortraitFraming.FACE, (1024, 1024)),
        (PortraitFraming.BUST, (1024, 1024)),
        (PortraitFraming.HALF_BODY, (832, 1216)),
        (PortraitFraming.FULL_BODY, (832, 1216)),
    ],
)
def test_framing_decides_a_portraits_size(framing: PortraitFraming, size: tuple[int, int]) -> None:
    spec = plan(PortraitBrief(framing=framing))
    assert (spec.width, spec.height) == size


def test_a_theme_wins_over_the_presets() -> None:
    style = ThemeStyle(
        num_inference_steps=40,
        guidance_scale=0.0,
        scheduler="ddim",
        loras=(LoraWeight(name="ink", weight=0.7),),
    )
    spec = plan(PortraitBrief(), style=style)
    assert (spec.num_inference_steps, spec.guidance_scale, spec.scheduler) == (40, 0.0, "ddim")
    assert spec.loras == style.loras


def test_settings_win_over_the_theme() -> None:
    style = ThemeStyle(num_inference_steps=40, guidance_scale=9.0, scheduler="ddim")
    spec = plan(
        PortraitBrief(),
        style=style,
        num_inference_steps=4,
        guidance_scale=0.0,
        scheduler="dpmpp_2m",
        width=512,
        height=640,
        negative_prompt="beard",
    )
    assert (spec.num_inference_steps, spec.guidance_scale, spec.scheduler) == (4, 0.0, "dpmpp_2m")
    assert (spec.width, spec.height) == (512, 640)
    assert spec.negative_prompt.startswith("beard, ")


def test_no_loras_is_another_answer_than_silence() -> None:
    style = ThemeStyle(loras=(LoraWeight(name="ink"),))
    assert plan(PortraitBrief(), style=style, loras=()).loras == ()
    assert plan(PortraitBrief(), style=style).loras == style.loras


def test_a_theme_may_name_what_an_engine_lacks() -> None:
    style = ThemeStyle(scheduler="dpmpp_2m", loras=(LoraWeight(name="ink"), LoraWeight(name="gold")))
    drawn = plan(PortraitBrief(), SKETCH, style)
    assert (drawn.scheduler, drawn.loras) == ("sketch", ())
    assert plan(PortraitBrief(), SDXL, style).loras == (LoraWeight(name="ink"),)


def test_an_engine_without_the_preferred_scheduler_takes_its_first() -> None:
    assert plan(PortraitBrief(), replace(SDXL, schedulers=("unipc", "lcm"))).scheduler == "unipc"


def test_the_painter_is_told_the_look() -> None:
    theme = load_builtin_themes()[0]
    request = GenerationRequest(brief=PortraitBrief(), theme_slug=theme.slug)
    [spec] = resolve_request(request, engine=SDXL, style=theme.style, seed=1)
    assert spec.style.theme_slug == theme.slug
    assert (spec.style.art_style, spec.style.palette) == (theme.style.art_style, theme.style.palette)
    assert spec.prompt.startswith(theme.style.prompt_prefix or "")


def test_each_picture_has_its_own_seed() -> None:
    request = GenerationRequest(brief=PortraitBrief(), settings=RenderSettings(count=3))
    specs = resolve_request(request, engine=SDXL, style=PLAIN, seed=SEED_LIMIT - 2)
    assert [spec.seed for spec in specs] == [SEED_LIMIT - 2, SEED_LIMIT - 1, 0]
    assert len({spec.digest for spec in specs}) == 3


def test_planning_twice_gives_the_same_digest() -> None:
    assert plan(MAP).digest == plan(MapBrief(layout_seed=11)).digest


def test_sketch_draws_a_map_at_the_grids_own_size() -> None:
    spec = plan(MAP, SKETCH, width=512, height=512)
    assert (spec.width, spec.height) == (MAP.grid.width, MAP.grid.height) == (2100, 1400)
    assert (spec.scheduler, spec.strength) == ("sketch", None)


def test_a_diffusion_engine_paints_a_map_at_the_size_it_was_trained_on() -> None:
    spec = plan(MAP)
    assert (spec.width, spec.height, spec.strength) == (1024, 1024, 0.55)


def test_settings_may_say_at_what_size_a_map_is_painted() -> None:
    spec = plan(MAP, width=512, height=344)
    assert (spec.width, spec.height) == (512, 344)


@given(columns=st.integers(5, 200), rows=st.integers(5, 200), size=st.integers(20, 300))
def test_any_grid_is_painted_in_tiles_of_a_size_to_paint_at(columns: int, rows: int, size: int) -> None:
    grid = Grid(columns=columns, rows=rows, size=size)
    spec = plan(MapBrief(layout_seed=11, grid=grid))
    assert spec.width * spec.height <= TRAINED_PIXELS
    assert spec.width % 8 == spec.height % 8 == 0
    assert all(256 <= side <= 2048 for side in (spec.width, spec.height))
    boxes = list(tiles((grid.width, grid.height), SDXL))
    assert max(box.right for box in boxes) == grid.width
    assert max(box.bottom for box in boxes) == grid.height
    if min(boxes[0].size) >= 256 and max(boxes[0].size) <= 2048:  # other ones are painted larger or smaller
        assert boxes[0].size == pytest.approx((spec.width, spec.height), abs=8)


@pytest.mark.parametrize("brief", [PortraitBrief(framing=PortraitFraming.FULL_BODY), MAP])
def test_a_small_engine_gets_small_pictures_by_default(brief: Brief) -> None:
    spec = plan(brief, replace(SDXL, max_pixels=512 * 512))
    assert spec.width * spec.height <= 512 * 512


@pytest.mark.parametrize(
    ("brief", "size"),
    [
        (PortraitBrief(framing=PortraitFraming.BUST), (512, 512)),
        (PortraitBrief(framing=PortraitFraming.FULL_BODY), (416, 616)),
        (MAP, (512, 512)),
    ],
)
def test_an_engine_trained_on_small_pictures_paints_such_by_default(
    brief: Brief, size: tuple[int, int]
) -> None:
    turbo = replace(SDXL, working_pixels=512 * 512)
    spec, asked = plan(brief, turbo), plan(brief, turbo, width=1024, height=1024)
    assert (spec.width, spec.height) == size
    assert (asked.width, asked.height) == (1024, 1024)


def test_a_token_renders_its_portrait() -> None:
    portrait = PortraitBrief(species="orc", framing=PortraitFraming.HALF_BODY)
    assert plan(TokenBrief(portrait=portrait)) == plan(portrait)


def test_a_token_of_a_stored_picture_renders_nothing() -> None:
    brief = TokenBrief(source_image_id="x")
    assert rendered_subject(brief) is None
    assert resolve_request(GenerationRequest(brief=brief), engine=SDXL, style=PLAIN, seed=1) == ()


@pytest.mark.parametrize(
    "request_",
    [
        GenerationRequest(
            brief=PortraitBrief(name="Lyra", equipment=("bow", "cloak"), species="elf"),
            filing=Filing(name="Lyra", tags=("party", "elf"), character_id="c1"),
            settings=RenderSettings(seed=SEED_LIMIT - 1, loras=(LoraWeight(name="ink", weight=0.3),)),
            theme_slug="dark-gothic",
            theme_variation="blood-moon",
        ),
        GenerationRequest(
            brief=MapBrief(layout_seed=3, terrain=(TerrainType.LAVA,), grid=Grid(distance=1.5)),
            settings=RenderSettings(loras=(), guidance_scale=0.1, reuse=False),
        ),
        GenerationRequest(brief=TokenBrief(portrait=PortraitBrief(name="Grum"), border=None)),
        GenerationRequest(
            brief=TokenBrief(source_image_id="x", border=TokenBorder(style=TokenBorderStyle.WOOD))
        ),
    ],
    ids=["portrait", "map", "token of a portrait", "token of a picture"],
)
def test_a_request_comes_back_from_json_unchanged(request_: GenerationRequest) -> None:
    stored = json.loads(json.dumps(request_.to_json()))
    assert GenerationRequest.from_json(stored) == request_


def test_a_small_picture_is_repainted_as_it_is_and_a_large_one_at_the_working_area() -> None:
    assert working_size((512, 384), SDXL) == (512, 384)
    width, height = working_size((4096, 2048), SDXL)
    assert 0.9 * TRAINED_PIXELS < width * height <= TRAINED_PIXELS
    assert width / height == pytest.approx(2, rel=0.02)


def test_a_part_is_enlarged_to_the_working_area_to_get_its_detail() -> None:
    assert working_size((200, 200), SDXL, enlarged=True) == (1024, 1024)


def test_no_side_is_shorter_than_the_engine_paints_and_the_shape_stays() -> None:
    width, height = working_size((240, 200), SDXL)
    assert height == 256
    assert width / height == pytest.approx(240 / 200, rel=0.02)


def test_an_engine_that_paints_at_any_size_takes_the_picture_as_it_is() -> None:
    assert working_size((4201, 2799), replace(SKETCH, working_pixels=None)) == (4201, 2799)
