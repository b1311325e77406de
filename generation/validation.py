"""Refuses what cannot be rendered, before a job exists, by the name of the GraphQL field that is wrong."""

from collections.abc import Sequence

from generation.briefs import Edit, Grid, MapBrief, PortraitBrief, TokenBorder, TokenBrief
from generation.edit_validation import LARGEST, check_edit
from generation.engines.base import EngineInfo
from generation.field_path import FieldPath
from generation.planning import SEED_LIMIT, keeps_to_plan, picture_size, rendered_subject
from generation.presets import SIDE_LARGEST, SIDE_SMALLEST, SIDE_STEP
from generation.request import Filing, GenerationRequest, RenderSettings
from generation.spec import LoraWeight

TAG = 50  #: characters of a tag


def validate(request: GenerationRequest, engine: EngineInfo) -> None:
    """Raise `InvalidBrief` with `field` (a path as the frontends know it) for what `engine` cannot render."""
    root = FieldPath()
    match request.brief:
        case PortraitBrief() as brief:
            _check_portrait(brief, root)
        case MapBrief() as brief:
            _check_map(brief, root)
        case TokenBrief() as brief:
            _check_token(brief, root)
        case Edit() as brief:
            check_edit(brief, request.settings, root)
    _check_filing(request.filing, root)
    root.line(themeVariation=request.theme_variation)
    (root / "theme").line(slug=request.theme_slug)
    _check_settings(request.settings, engine, root / "settings")
    _check_capacity(request, engine, root)


def _check_portrait(brief: PortraitBrief, path: FieldPath) -> None:
    path.line(
        name=brief.name,
        species=brief.species,
        characterClass=brief.character_class,
        background=brief.background,
    )
    path.text(description=brief.description, appearance=brief.appearance)
    path.lines(equipment=brief.equipment, features=brief.features)
    if brief.reference is not None:
        path.between(0, 1, referenceStrength=brief.reference.strength)


def _check_map(brief: MapBrief, path: FieldPath) -> None:
    path.line(name=brief.name)
    path.text(description=brief.description)
    path.size(terrain=brief.terrain)
    path.between(0, SEED_LIMIT - 1, layoutSeed=brief.layout_seed)
    path.between(1, 100, rooms=brief.rooms)
    path.between(0, 100, pointsOfInterest=brief.points_of_interest)
    _check_grid(brief.grid, path / "grid")


def _check_grid(grid: Grid, path: FieldPath) -> None:
    path.between(5, 200, columns=grid.columns, rows=grid.rows)
    path.between(20, 300, size=grid.size)
    check_scale(grid, path)
    if grid.width * grid.height > LARGEST:
        size = f"{grid.width:,} × {grid.height:,} pixels"
        raise path.refuse("size", f"makes a map of {size}; at most {LARGEST:,} are allowed")


def check_scale(grid: Grid, path: FieldPath) -> None:
    """What a grid says of its spaces beside their number: raise `InvalidBrief` for what cannot be used."""
    path.between(0.01, 100_000, distance=grid.distance)
    path.between(0, 1, alpha=grid.alpha)
    path.line(units=grid.units)
    path.color(color=grid.color)


def _check_token(brief: TokenBrief, path: FieldPath) -> None:
    path.line(name=brief.name)
    path.color(backgroundColor=brief.background_color)
    path.between(20, 512, pixelsPerSquare=brief.pixels_per_square)
    if brief.border is not None:
        _check_border(brief.border, path / "border")
    if (brief.source_image_id is None) == (brief.portrait is None):
        raise path.refuse("source", "must be either a stored picture or a portrait to render")
    (path / "source").line(imageId=brief.source_image_id)
    if brief.portrait is not None:
        _check_portrait(brief.portrait, path / "source" / "portrait")


def _check_border(border: TokenBorder, path: FieldPath) -> None:
    path.between(0, 0.3, width=border.width)
    path.color(color=border.color)


def _check_filing(filing: Filing, path: FieldPath) -> None:
    path.line(
        name=filing.name,
        characterId=filing.character_id,
        campaignId=filing.campaign_id,
        locationId=filing.location_id,
    )
    path.lines(tags=filing.tags, longest=TAG)
    for index, tag in enumerate(filing.tags):
        if not tag.strip():
            raise path.refuse(f"tags[{index}]", "is empty")


def _check_settings(settings: RenderSettings, engine: EngineInfo, path: FieldPath) -> None:
    path.between(0, SEED_LIMIT - 1, seed=settings.seed)
    path.between(1, 8, count=settings.count)
    path.between(1, 150, numInferenceSteps=settings.num_inference_steps)
    path.between(0, 30, guidanceScale=settings.guidance_scale)
    path.between(0, 1, guidanceEnd=settings.guidance_end)
    path.between(1, 10, cacheInterval=settings.cache_interval)
    path.text(negativePrompt=settings.negative_prompt)
    path.line(engine=settings.engine)
    path.offered(engine.schedulers, scheduler=settings.scheduler)
    _check_sides(path, width=settings.width, height=settings.height)
    _check_loras(settings.loras or (), engine, path)


def _check_sides(path: FieldPath, **sides: int | None) -> None:
    path.between(SIDE_SMALLEST, SIDE_LARGEST, **sides)
    for field, side in sides.items():
        if side is not None and side % SIDE_STEP:
            raise path.refuse(field, f"is {side}; it must be a multiple of {SIDE_STEP}")


def _check_loras(loras: Sequence[LoraWeight], engine: EngineInfo, path: FieldPath) -> None:
    path.size(loras=loras)
    for index, lora in enumerate(loras):
        entry = path / f"loras[{index}]"
        entry.offered(engine.loras, name=lora.name)
        entry.between(-2, 2, weight=lora.weight)


def _check_capacity(request: GenerationRequest, engine: EngineInfo, root: FieldPath) -> None:
    """Whether the engine does this kind of job at all, and at this size."""
    brief = request.brief
    subject = rendered_subject(brief)
    wanted = brief.kind if subject is None or isinstance(brief, Edit) else subject.kind
    cut = isinstance(brief, TokenBrief) and subject is None  # needs no engine
    if not cut and wanted not in engine.kinds:
        problem = f"cannot be {engine.name}, which does no {wanted.replace('_', ' ')} jobs"
        raise root.refuse("settings.engine", problem)
    if subject is None:
        return
    if (request.settings.cache_interval or 1) > 1 and keeps_to_plan(brief, engine):
        problem = "must be 1: cached steps would pass over the plan that the ControlNet keeps this map to"
        raise root.refuse("settings.cacheInterval", problem)
    width, height = picture_size(request.settings, brief, engine)
    if width * height > engine.max_pixels:
        limit = f"{engine.name} renders at most {engine.max_pixels:,} pixels"
        raise root.refuse(
            _sizing_field(request), f"makes a picture of {width:,} × {height:,} pixels; {limit}"
        )


def _sizing_field(request: GenerationRequest) -> str:
    if request.settings.width is not None:
        return "settings.width"
    if isinstance(request.brief, Edit):
        return "imageId"
    return "grid.size" if isinstance(request.brief, MapBrief) else "settings.height"
