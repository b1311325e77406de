"""From what was asked to what is rendered: one frozen `RenderSpec` per picture."""

from dataclasses import replace

from generation.briefs import (
    Brief,
    Edit,
    EditBrief,
    InpaintBrief,
    MapBrief,
    PortraitBrief,
    RegenerateBrief,
    Subject,
    TokenBrief,
    UpscaleBrief,
)
from generation.edits import edited_size, edited_strength, edited_subject
from generation.engines.base import EngineInfo, Sampling
from generation.presets import MAP_CONTROL, SKETCH, preset_for, size_anew
from generation.prompts.build import build_prompt
from generation.request import GenerationRequest, RenderSettings
from generation.spec import LoraWeight, RenderSpec, Style
from generation.themes.theme import ThemeStyle
from generation.tiling import Size

SEED_LIMIT = 2**53
"""Seeds are below this, so that they survive JSON in every client."""


def resolve_request(
    request: GenerationRequest, *, engine: EngineInfo, style: ThemeStyle, seed: int
) -> tuple[RenderSpec, ...]:
    """One spec per picture, with the seeds `seed`, `seed + 1`, … (after 2^53 - 1 comes 0).

    `style` is the theme's resolved style, variation included. What the request's settings say wins over it,
    and it wins over the presets. A token cut from a stored picture, or a picture that is only enlarged,
    renders nothing: ().
    """
    subject = rendered_subject(request.brief)
    if subject is None:
        return ()
    first = _spec(request, subject, engine=engine, style=style, seed=seed)
    return tuple(
        replace(first, seed=(seed + number) % SEED_LIMIT) for number in range(request.settings.count)
    )


def rendered_subject(brief: Brief) -> Subject | None:
    """What an engine has to paint for this brief; None where a stored picture is enough."""
    match brief:
        case TokenBrief():
            return brief.portrait
        case UpscaleBrief(creativity=0):
            return None
        case Edit():
            return edited_subject(brief)
        case PortraitBrief() | MapBrief():
            return brief


def picture_size(settings: RenderSettings, brief: Brief, engine: EngineInfo) -> Size:
    """Width and height in pixels that the engine renders, of a brief that has something to render.

    A map's picture always ends at the size of its grid, an edited one at its source's. `sketch` draws them
    there; other engines paint a map in tiles of this size, or where the settings say a size, as a whole at
    that, before it is brought to its grid's.
    A new revision of any other picture is as large as the one before, unless the settings say otherwise.
    """
    if isinstance(brief, Edit) and not _free_in_size(brief):
        return edited_size(brief, engine)
    subject = rendered_subject(brief)
    assert subject is not None, "only what is rendered has a size to render it at"
    width, height = _usual_size(brief, subject, engine)
    if isinstance(subject, MapBrief) and engine.name == SKETCH:
        return width, height
    return settings.width or width, settings.height or height


def _usual_size(brief: Brief, subject: Subject, engine: EngineInfo) -> Size:
    if isinstance(brief, RegenerateBrief) and not isinstance(subject, MapBrief):
        return size_anew(brief.source.size, engine)
    preset = preset_for(subject, engine)
    return preset.width, preset.height


def _free_in_size(brief: EditBrief) -> bool:
    """A new revision is rendered like the first one, from nothing."""
    return isinstance(brief, RegenerateBrief)


def _spec(
    request: GenerationRequest, subject: Subject, *, engine: EngineInfo, style: ThemeStyle, seed: int
) -> RenderSpec:
    brief, settings = request.brief, request.settings
    prompt = build_prompt(subject, style, negative_prompt=settings.negative_prompt)
    width, height = picture_size(settings, brief, engine)
    sampling = _sampling(settings, style, subject, engine)
    return RenderSpec(
        engine=engine.name,
        subject=subject,
        style=_painter_style(style, request.theme_slug),
        prompt=prompt.positive,
        negative_prompt=prompt.negative,
        seed=seed,
        width=width,
        height=height,
        num_inference_steps=sampling.num_inference_steps,
        guidance_scale=sampling.guidance_scale,
        scheduler=sampling.scheduler,
        strength=_strength(brief, subject, engine),
        loras=_offered_loras(style, engine) if settings.loras is None else settings.loras,
        image=brief.source.sha256 if isinstance(brief, Edit) and not _free_in_size(brief) else None,
        mask_image=brief.mask_sha256 if isinstance(brief, InpaintBrief) else None,
        ip_adapter_scale=_reference_strength(subject) if engine.ip_adapter else None,
        controlnet_conditioning_scale=MAP_CONTROL if keeps_to_plan(brief, engine) else None,
        guidance_end=1.0 if settings.guidance_end is None else settings.guidance_end,
        cache_interval=settings.cache_interval or 1,
    )


def _sampling(settings: RenderSettings, style: ThemeStyle, subject: Subject, engine: EngineInfo) -> Sampling:
    """The request's numbers, then those that the checkpoint was distilled for, the theme's, the preset's."""
    preset = preset_for(subject, engine)
    if engine.sampling is not None:
        style = replace(style, num_inference_steps=None, guidance_scale=None, scheduler=None)
    steps = settings.num_inference_steps or style.num_inference_steps
    guidance = settings.guidance_scale if settings.guidance_scale is not None else style.guidance_scale
    return Sampling(
        num_inference_steps=steps or preset.num_inference_steps,
        guidance_scale=guidance if guidance is not None else preset.guidance_scale,
        scheduler=settings.scheduler or _offered_scheduler(style, engine) or preset.scheduler,
    )


def _strength(brief: Brief, subject: Subject, engine: EngineInfo) -> float | None:
    """How far from what it is painted over; an engine without an IP-Adapter paints over the reference."""
    if isinstance(brief, Edit) and not _free_in_size(brief):
        return edited_strength(brief)
    reference = _reference_strength(subject)
    if reference is not None and engine.ip_adapter is None:
        return round(1 - reference, 6)  # not 0.30000000000000004
    return preset_for(subject, engine).strength


def _reference_strength(subject: Subject) -> float | None:
    if isinstance(subject, PortraitBrief) and subject.reference is not None:
        return subject.reference.strength
    return None


def keeps_to_plan(brief: Brief, engine: EngineInfo) -> bool:
    """Whether a ControlNet holds a map to its plan: a whole one; parts keep to what is there."""
    partial = isinstance(brief, InpaintBrief | UpscaleBrief)
    return isinstance(rendered_subject(brief), MapBrief) and engine.controlnet is not None and not partial


def _painter_style(style: ThemeStyle, slug: str | None) -> Style:
    return Style(theme_slug=slug, art_style=style.art_style, lighting=style.lighting, palette=style.palette)


def _offered_scheduler(style: ThemeStyle, engine: EngineInfo) -> str | None:
    """A theme serves every engine, so it may name what this one does not have."""
    return style.scheduler if style.scheduler in engine.schedulers else None


def _offered_loras(style: ThemeStyle, engine: EngineInfo) -> tuple[LoraWeight, ...]:
    return tuple(lora for lora in style.loras if lora.name in engine.loras)
