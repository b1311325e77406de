"""Themes: named looks, which inherit what they do not say from their parent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar, TypeVar

from pydantic import ConfigDict, Field

from generation.spec import LoraWeight
from generation.vocabulary import ImageKind

T = TypeVar("T")

COLOR_PATTERN = r"^#[0-9a-fA-F]{6}([0-9a-fA-F]{2})?$"
"""A CSS hex colour as the contract's `Color` has it: #rrggbb or #rrggbbaa."""

HexColor = Annotated[str, Field(pattern=COLOR_PATTERN)]


@dataclass(frozen=True, kw_only=True)
class ThemeStyle:
    """What a theme, or a variation of one, says about the look of a picture."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    prompt_prefix: str | None = None
    prompt_suffix: str | None = None
    negative_prompt: str | None = None
    art_style: str | None = None
    lighting: str | None = None
    palette: tuple[HexColor, ...] = ()  #: most important first
    loras: tuple[LoraWeight, ...] = ()
    num_inference_steps: int | None = None
    guidance_scale: float | None = None
    scheduler: str | None = None


@dataclass(frozen=True, kw_only=True)
class ThemeVariation:
    """A named shade of a theme; its style lies over the theme's."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    name: str
    description: str | None = None
    style: ThemeStyle = ThemeStyle()


@dataclass(frozen=True, kw_only=True)
class ThemeRules:
    """What keeps the pictures of a theme consistent; checked before a job is accepted."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    kinds: tuple[ImageKind, ...] = ()  #: empty means all
    forbidden_terms: tuple[str, ...] = ()
    required_terms: tuple[str, ...] = ()
    incompatible_themes: tuple[str, ...] = ()  #: slugs
    palette_tolerance: float | None = None  #: largest CIE ΔE from the palette; None is unchecked


@dataclass(frozen=True, kw_only=True)
class Theme:
    """A named look; `parent` is the slug of the theme that it inherits from."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    slug: str
    name: str
    description: str | None = None
    parent: str | None = None
    style: ThemeStyle = ThemeStyle()
    variations: tuple[ThemeVariation, ...] = ()
    rules: ThemeRules = ThemeRules()

    def variation(self, name: str) -> ThemeVariation | None:
        """The variation of that name, or None."""
        return next((each for each in self.variations if each.name == name), None)


def resolve_style(chain: Sequence[ThemeStyle], variation: ThemeStyle | None = None) -> ThemeStyle:
    """What holds after inheritance: text joins, lists add, numbers and the scheduler replace.

    `chain` runs from the root theme down to the chosen one; an empty chain gives the empty style.
    """
    styles = [*chain, variation] if variation else list(chain)
    return ThemeStyle(
        prompt_prefix=_joined(style.prompt_prefix for style in styles),
        prompt_suffix=_joined(style.prompt_suffix for style in styles),
        negative_prompt=_joined(style.negative_prompt for style in styles),
        art_style=_joined(style.art_style for style in styles),
        lighting=_joined(style.lighting for style in styles),
        palette=tuple(dict.fromkeys(color for style in styles for color in style.palette)),
        loras=_merged_loras(styles),
        num_inference_steps=_last(style.num_inference_steps for style in styles),
        guidance_scale=_last(style.guidance_scale for style in styles),
        scheduler=_last(style.scheduler for style in styles),
    )


def _joined(texts: Iterable[str | None]) -> str | None:
    said = dict.fromkeys(text.strip(" ,") for text in texts if text)
    return ", ".join(text for text in said if text) or None


def _merged_loras(styles: Iterable[ThemeStyle]) -> tuple[LoraWeight, ...]:
    weights = {lora.name: lora.weight for style in styles for lora in style.loras}
    return tuple(LoraWeight(name=name, weight=weight) for name, weight in weights.items())


def _last(values: Iterable[T | None]) -> T | None:
    return next((value for value in reversed(list(values)) if value is not None), None)
