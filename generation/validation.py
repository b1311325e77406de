"""Refuses what cannot be rendered, before a job exists, by the name of the GraphQL field that is wrong."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from generation.briefs import Grid, MapBrief, PortraitBrief, TokenBorder, TokenBrief
from generation.engines.base import EngineInfo
from generation.errors import InvalidBrief
from generation.planning import SEED_LIMIT, picture_size, rendered_subject
from generation.presets import SIDE_LARGEST, SIDE_SMALLEST, SIDE_STEP
from generation.request import Filing, GenerationRequest, RenderSettings
from generation.spec import LoraWeight
from generation.themes.theme import COLOR_PATTERN

LINE = 200  #: characters of a name or another short field
TEXT = 2_000  #: characters of a description
TAG = 50  #: characters of a tag
ENTRIES = 20  #: entries of a list
MAP_PIXELS = 40_000_000

_LINE_BREAKS = frozenset("\t\n\r")
_COLOR = re.compile(COLOR_PATTERN)


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
    _check_filing(request.filing, root)
    root.line(themeVariation=request.theme_variation, **{"theme.slug": request.theme_slug})
    _check_settings(request.settings, engine, root / "settings")
    _check_capacity(request, engine, root)


@dataclass(frozen=True)
class FieldPath:
    """Where in the input we are; its methods check fields of that place, which are named by keyword."""

    prefix: str = ""

    def __truediv__(self, field: str) -> "FieldPath":
        return FieldPath(f"{self.prefix}{field}.")

    def refuse(self, field: str, problem: str) -> InvalidBrief:
        """The error to raise; the message names the field."""
        path = self.prefix + field
        return InvalidBrief(f"{path} {problem}.", field=path)

    def line(self, **fields: str | None) -> None:
        """Short texts of one line."""
        for field, text in fields.items():
            self._text(field, text, longest=LINE, allowed=frozenset())

    def text(self, **fields: str | None) -> None:
        """Long texts, which may have several lines."""
        for field, text in fields.items():
            self._text(field, text, longest=TEXT, allowed=_LINE_BREAKS)

    def lines(self, *, longest: int = LINE, **fields: Sequence[str]) -> None:
        """Lists of short texts of one line."""
        for field, texts in fields.items():
            self.size(**{field: texts})
            for index, text in enumerate(texts):
                self._text(f"{field}[{index}]", text, longest=longest, allowed=frozenset())

    def size(self, **fields: Sequence[object]) -> None:
        """Lists of anything, not too long."""
        for field, entries in fields.items():
            if len(entries) > ENTRIES:
                raise self.refuse(field, f"has {len(entries)} entries; at most {ENTRIES} are allowed")

    def between(self, lowest: float, highest: float, **fields: float | None) -> None:
        """Numbers in a closed range; NaN is in none."""
        for field, number in fields.items():
            if number is not None and not lowest <= number <= highest:
                raise self.refuse(field, f"is {number}; it must be from {lowest:,} to {highest:,}")

    def color(self, **fields: str | None) -> None:
        """Hex colours."""
        for field, color in fields.items():
            if color is not None and not _COLOR.fullmatch(color):
                raise self.refuse(field, "is not a colour like #rrggbb or #rrggbbaa")

    def offered(self, offer: Sequence[str], **fields: str | None) -> None:
        """Names that an engine has to know."""
        for field, name in fields.items():
            if name is not None and name not in offer:
                known = ", ".join(offer) or "none"
                raise self.refuse(field, f"is not one that the engine has; it has {known}")

    def _text(self, field: str, text: str | None, *, longest: int, allowed: frozenset[str]) -> None:
        if text is None:
            return
        if len(text) > longest:
            raise self.refuse(field, f"is {len(text):,} characters long; at most {longest:,} are allowed")
        if any(_unprintable(character) for character in text if character not in allowed):
            raise self.refuse(field, "has control characters or broken Unicode in it")


def _unprintable(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs"}


def _check_portrait(brief: PortraitBrief, path: FieldPath) -> None:
    path.line(
        name=brief.name,
        species=brief.species,
        characterClass=brief.character_class,
        background=brief.background,
    )
    path.text(description=brief.description, appearance=brief.appearance)
    path.lines(equipment=brief.equipment, features=brief.features)


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
    path.between(0.01, 100_000, distance=grid.distance)
    path.between(0, 1, alpha=grid.alpha)
    path.line(units=grid.units)
    path.color(color=grid.color)
    if grid.width * grid.height > MAP_PIXELS:
        size = f"{grid.width:,} × {grid.height:,} pixels"
        raise path.refuse("size", f"makes a map of {size}; at most {MAP_PIXELS:,} are allowed")


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
    """Whether the engine paints this kind of picture at all, and at this size."""
    subject = rendered_subject(request.brief)
    if subject is None:
        return
    if subject.kind not in engine.kinds:
        problem = f"cannot be {engine.name}, which does not render a {subject.kind}"
        raise root.refuse("settings.engine", problem)
    width, height = picture_size(request.settings, subject, engine)
    if width * height > engine.max_pixels:
        limit = f"{engine.name} renders at most {engine.max_pixels:,} pixels"
        raise root.refuse(
            _sizing_field(request), f"makes a picture of {width:,} × {height:,} pixels; {limit}"
        )


def _sizing_field(request: GenerationRequest) -> str:
    if request.settings.width is not None:
        return "settings.width"
    return "grid.size" if isinstance(request.brief, MapBrief) else "settings.height"
