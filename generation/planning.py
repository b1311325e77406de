"""From what was asked to what is rendered: one frozen `RenderSpec` per picture."""

from dataclasses import replace

from generation.briefs import Brief, MapBrief, TokenBrief
from generation.engines.base import EngineInfo
from generation.presets import SKETCH, Size, preset_for
from generation.prompts.build import build_prompt
from generation.request import GenerationRequest, RenderSettings
from generation.spec import LoraWeight, RenderSpec, Style, Subject
from generation.themes.theme import ThemeStyle

SEED_LIMIT = 2**53
"""Seeds are below this, so that they survive JSON in every client."""


def resolve_request(
    request: GenerationRequest, *, engine: EngineInfo, style: ThemeStyle, seed: int
) -> tuple[RenderSpec, ...]:
    """One spec per picture, with the seeds `seed`, `seed + 1`, … (after 2^53 - 1 comes 0).

    `style` is the theme's resolved style, variation included. What the request's settings say wins over it,
    and it wins over the presets. A token cut from a stored picture renders nothing: ().
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
    return brief.portrait if isinstance(brief, TokenBrief) else brief


def picture_size(settings: RenderSettings, subject: Subject, engine: EngineInfo) -> Size:
    """Width and height in pixels that the engine renders.

    A map's picture always ends at the size of its grid. `sketch` draws it there; for other engines the
    settings say at what size it is painted before it is brought to the grid's.
    """
    preset = preset_for(subject, engine)
    if isinstance(subject, MapBrief) and engine.name == SKETCH:
        return preset.width, preset.height
    return settings.width or preset.width, settings.height or preset.height


def _spec(
    request: GenerationRequest, subject: Subject, *, engine: EngineInfo, style: ThemeStyle, seed: int
) -> RenderSpec:
    settings, preset = request.settings, preset_for(subject, engine)
    prompt = build_prompt(subject, style, negative_prompt=settings.negative_prompt)
    width, height = picture_size(settings, subject, engine)
    steps = settings.num_inference_steps or style.num_inference_steps
    guidance = settings.guidance_scale if settings.guidance_scale is not None else style.guidance_scale
    return RenderSpec(
        engine=engine.name,
        subject=subject,
        style=_painter_style(style, request.theme_slug),
        prompt=prompt.positive,
        negative_prompt=prompt.negative,
        seed=seed,
        width=width,
        height=height,
        num_inference_steps=steps or preset.num_inference_steps,
        guidance_scale=guidance if guidance is not None else preset.guidance_scale,
        scheduler=settings.scheduler or _offered_scheduler(style, engine) or preset.scheduler,
        strength=preset.strength,
        loras=_offered_loras(style, engine) if settings.loras is None else settings.loras,
    )


def _painter_style(style: ThemeStyle, slug: str | None) -> Style:
    return Style(theme_slug=slug, art_style=style.art_style, lighting=style.lighting, palette=style.palette)


def _offered_scheduler(style: ThemeStyle, engine: EngineInfo) -> str | None:
    """A theme serves every engine, so it may name what this one does not have."""
    return style.scheduler if style.scheduler in engine.schedulers else None


def _offered_loras(style: ThemeStyle, engine: EngineInfo) -> tuple[LoraWeight, ...]:
    return tuple(lora for lora in style.loras if lora.name in engine.loras)
