"""What is refused before a job exists, and by which name."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation.briefs import Brief, Grid, MapBrief, PortraitBrief, TokenBorder, TokenBrief
from generation.engines.base import EngineInfo
from generation.errors import InvalidBrief
from generation.planning import SEED_LIMIT
from generation.request import Filing, GenerationRequest, RenderSettings
from generation.spec import LoraWeight
from generation.validation import validate
from generation.vocabulary import GenerationJobKind, TerrainType

SDXL = EngineInfo(
    name="sdxl",
    model="tiny",
    device="cpu",
    kinds=(GenerationJobKind.PORTRAIT, GenerationJobKind.MAP),
    schedulers=("euler", "ddim"),
    loras=("ink",),
    max_pixels=1536 * 1536,
)
SKETCH = EngineInfo(
    name="sketch",
    model="procedural",
    device="cpu",
    kinds=(GenerationJobKind.PORTRAIT, GenerationJobKind.MAP),
    schedulers=("sketch",),
    max_pixels=16_000_000,
)


def refusal(request: GenerationRequest, engine: EngineInfo = SDXL) -> InvalidBrief:
    with pytest.raises(InvalidBrief) as refused:
        validate(request, engine)
    assert refused.value.field is not None
    assert refused.value.field in refused.value.message
    return refused.value


def field_of(brief: Brief, engine: EngineInfo = SDXL) -> str | None:
    return refusal(GenerationRequest(brief=brief), engine).field


@pytest.mark.parametrize(
    "settings",
    [
        {"width": 256, "height": 2048},
        {"seed": 0},
        {"seed": SEED_LIMIT - 1},
        {"num_inference_steps": 1},
        {"num_inference_steps": 150},
        {"guidance_scale": 0.0},
        {"guidance_scale": 30.0},
        {"count": 8},
        {"scheduler": "ddim"},
        {"loras": (LoraWeight(name="ink", weight=-2.0),)},
        {"negative_prompt": "x" * 2_000},
    ],
)
def test_settings_at_their_limits_are_accepted(settings: dict[str, object]) -> None:
    validate(GenerationRequest(brief=PortraitBrief(), settings=RenderSettings(**settings)), SDXL)


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"width": 248}, "settings.width"),
        ({"width": 2056}, "settings.width"),
        ({"height": 1025}, "settings.height"),
        ({"height": -8}, "settings.height"),
        ({"width": 2048, "height": 2048}, "settings.width"),
        ({"seed": -1}, "settings.seed"),
        ({"seed": SEED_LIMIT}, "settings.seed"),
        ({"num_inference_steps": 0}, "settings.numInferenceSteps"),
        ({"num_inference_steps": 151}, "settings.numInferenceSteps"),
        ({"guidance_scale": -0.1}, "settings.guidanceScale"),
        ({"guidance_scale": 30.1}, "settings.guidanceScale"),
        ({"guidance_scale": math.nan}, "settings.guidanceScale"),
        ({"count": 0}, "settings.count"),
        ({"count": 9}, "settings.count"),
        ({"scheduler": "magic"}, "settings.scheduler"),
        ({"loras": (LoraWeight(name="ink"), LoraWeight(name="gold"))}, "settings.loras[1].name"),
        ({"loras": (LoraWeight(name="ink", weight=math.inf),)}, "settings.loras[0].weight"),
        ({"loras": (LoraWeight(name="ink", weight=math.nan),)}, "settings.loras[0].weight"),
        ({"loras": (LoraWeight(name="ink"),) * 21}, "settings.loras"),
        ({"negative_prompt": "x" * 2_001}, "settings.negativePrompt"),
        ({"negative_prompt": "\x00"}, "settings.negativePrompt"),
    ],
)
def test_settings_beyond_their_limits_are_refused(settings: dict[str, object], field: str) -> None:
    request = GenerationRequest(brief=PortraitBrief(), settings=RenderSettings(**settings))
    assert refusal(request).field == field


def test_sketch_knows_one_scheduler() -> None:
    brief = PortraitBrief()
    validate(GenerationRequest(brief=brief, settings=RenderSettings(scheduler="sketch")), SKETCH)
    euler = GenerationRequest(brief=brief, settings=RenderSettings(scheduler="euler"))
    assert refusal(euler, SKETCH).field == "settings.scheduler"


@pytest.mark.parametrize(
    ("brief", "field"),
    [
        (PortraitBrief(name="x" * 201), "name"),
        (PortraitBrief(name="two\nlines"), "name"),
        (PortraitBrief(description="x" * 2_001), "description"),
        (PortraitBrief(description="bell\x07"), "description"),
        (PortraitBrief(description="\ud800"), "description"),
        (PortraitBrief(species="x" * 201), "species"),
        (PortraitBrief(character_class="\x7f"), "characterClass"),
        (PortraitBrief(appearance="x" * 2_001), "appearance"),
        (PortraitBrief(background="x" * 201), "background"),
        (PortraitBrief(equipment=("bow",) * 21), "equipment"),
        (PortraitBrief(equipment=("bow", "cloak", "boots", "x" * 201)), "equipment[3]"),
        (PortraitBrief(features=("\udfff",)), "features[0]"),
    ],
)
def test_words_of_a_portrait_have_limits(brief: PortraitBrief, field: str) -> None:
    assert field_of(brief) == field
    if not field.startswith("name"):
        assert field_of(TokenBrief(portrait=brief)) == f"source.portrait.{field}"


def test_a_description_may_have_lines_and_any_script() -> None:
    brief = PortraitBrief(description="Eine Elfe,\r\n\talt und weise.\nドラゴン 🐉", name="Þórr é")
    validate(GenerationRequest(brief=brief), SDXL)


@pytest.mark.parametrize(
    ("grid", "field"),
    [
        ({"columns": 4}, "grid.columns"),
        ({"columns": 201}, "grid.columns"),
        ({"rows": 0}, "grid.rows"),
        ({"size": 19}, "grid.size"),
        ({"size": 301}, "grid.size"),
        ({"columns": 200, "rows": 200, "size": 70}, "grid.size"),
        ({"distance": 0.0}, "grid.distance"),
        ({"distance": math.inf}, "grid.distance"),
        ({"distance": math.nan}, "grid.distance"),
        ({"alpha": 1.1}, "grid.alpha"),
        ({"units": "\n"}, "grid.units"),
        ({"color": "red"}, "grid.color"),
        ({"color": "#12345g"}, "grid.color"),
        ({"color": "#123456\n"}, "grid.color"),
    ],
)
def test_a_grid_has_limits(grid: dict[str, object], field: str) -> None:
    assert field_of(MapBrief(layout_seed=1, grid=Grid(**grid))) == field


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"layout_seed": -1}, "layoutSeed"),
        ({"layout_seed": SEED_LIMIT}, "layoutSeed"),
        ({"rooms": 0}, "rooms"),
        ({"rooms": 101}, "rooms"),
        ({"points_of_interest": -1}, "pointsOfInterest"),
        ({"terrain": (TerrainType.LAVA,) * 21}, "terrain"),
        ({"name": "\x1b"}, "name"),
        ({"description": "x" * 2_001}, "description"),
    ],
)
def test_a_map_has_limits(values: dict[str, object], field: str) -> None:
    assert field_of(MapBrief(**({"layout_seed": 1} | values))) == field


def test_a_map_larger_than_the_drawing_engine_can_draw_is_refused_by_its_grid() -> None:
    brief = MapBrief(layout_seed=1, grid=Grid(columns=60, rows=50, size=100))
    validate(GenerationRequest(brief=brief), SDXL)
    assert field_of(brief, SKETCH) == "grid.size"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"source_image_id": None}, "source"),
        ({"portrait": PortraitBrief()}, "source"),
        ({"source_image_id": "x" * 201}, "source.imageId"),
        ({"name": "x" * 201}, "name"),
        ({"border": TokenBorder(width=0.31)}, "border.width"),
        ({"border": TokenBorder(width=math.nan)}, "border.width"),
        ({"border": TokenBorder(color="gold")}, "border.color"),
        ({"background_color": "#fff"}, "backgroundColor"),
        ({"pixels_per_square": 19}, "pixelsPerSquare"),
        ({"pixels_per_square": 513}, "pixelsPerSquare"),
    ],
)
def test_a_token_has_limits(values: dict[str, object], field: str) -> None:
    assert field_of(TokenBrief(**({"source_image_id": "x"} | values))) == field


@pytest.mark.parametrize(
    ("filing", "field"),
    [
        ({"name": "x" * 201}, "name"),
        ({"tags": ("a",) * 21}, "tags"),
        ({"tags": ("fine", "x" * 51)}, "tags[1]"),
        ({"tags": ("fine", "  ")}, "tags[1]"),
        ({"tags": ("a\nb",)}, "tags[0]"),
        ({"character_id": "x" * 201}, "characterId"),
        ({"campaign_id": "\x00"}, "campaignId"),
        ({"location_id": "\ud800"}, "locationId"),
    ],
)
def test_filing_has_limits(filing: dict[str, object], field: str) -> None:
    assert refusal(GenerationRequest(brief=PortraitBrief(), filing=Filing(**filing))).field == field


def test_names_of_themes_have_limits() -> None:
    request = GenerationRequest(brief=PortraitBrief(), theme_slug="x" * 201)
    assert refusal(request).field == "theme.slug"
    request = GenerationRequest(brief=PortraitBrief(), theme_variation="\x00")
    assert refusal(request).field == "themeVariation"


def test_an_engine_that_does_not_paint_the_kind_is_refused() -> None:
    portraits_only = replace(SDXL, kinds=(GenerationJobKind.PORTRAIT,))
    assert field_of(MapBrief(layout_seed=1), portraits_only) == "settings.engine"
    validate(GenerationRequest(brief=TokenBrief(portrait=PortraitBrief())), portraits_only)


def test_cutting_a_stored_picture_needs_no_engine() -> None:
    validate(GenerationRequest(brief=TokenBrief(source_image_id="x")), replace(SDXL, kinds=()))


def test_defaults_are_always_accepted() -> None:
    tiny = replace(SDXL, max_pixels=256 * 256)
    for brief in (PortraitBrief(), MapBrief(layout_seed=1), TokenBrief(portrait=PortraitBrief())):
        validate(GenerationRequest(brief=brief), tiny)


def problem_of(request: GenerationRequest) -> InvalidBrief | None:
    try:
        validate(request, SDXL)
    except InvalidBrief as problem:
        return problem
    return None


anything = st.text(st.characters(exclude_categories=()))


@given(text=anything, number=st.floats(), tags=st.lists(anything).map(tuple))
def test_anything_is_either_accepted_or_refused_by_name(
    text: str, number: float, tags: tuple[str, ...]
) -> None:
    request = GenerationRequest(
        brief=PortraitBrief(name=text, description=text, equipment=tags),
        filing=Filing(tags=tags),
        settings=RenderSettings(guidance_scale=number),
    )
    if (problem := problem_of(request)) is None:
        assert GenerationRequest.from_json(request.to_json()) == request
    else:
        assert problem.field


def test_cached_steps_and_a_controlnet_do_not_meet_in_a_map() -> None:
    cached = RenderSettings(cache_interval=3)
    held = replace(SDXL, controlnet="canny")
    with_plan = GenerationRequest(brief=MapBrief(layout_seed=1), settings=cached)
    assert refusal(with_plan, held).field == "settings.cacheInterval"
    validate(with_plan, SDXL)
    validate(GenerationRequest(brief=PortraitBrief(), settings=cached), held)
