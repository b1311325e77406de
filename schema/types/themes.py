"""Theme: a named look."""

from dataclasses import fields
from datetime import datetime
from typing import Annotated, ClassVar, Self

import strawberry

from generation.themes.theme import ThemeRules as Rules
from generation.themes.theme import ThemeStyle as Style
from persistence.images import ImageQuery
from persistence.tables import ThemeRow
from resolvers import images, themes
from resolvers.pages import PageArguments
from schema.enums import ImageKind
from schema.fields import After, First, Info, described
from schema.relay import Connection, Node
from schema.scalars import Color
from schema.types import images as image_types
from schema.types.lazy import LazyImage
from schema.types.provenance import LoraWeight
from schema.wrap import same_facts


@strawberry.type(description="What a theme says of a look; null and empty say nothing.")
class ThemeStyle:
    """A style."""

    prompt_prefix: str | None = described("Words before the prompt.")
    prompt_suffix: str | None = described("Words after the prompt.")
    negative_prompt: str | None = described("What to avoid.")
    art_style: str | None = described("Manner of painting.")
    lighting: str | None = described("Manner of light.")
    palette: list[Color] = described("Colours, most important first.")
    loras: list[LoraWeight] = described("LoRAs that make the look.")
    num_inference_steps: int | None = described("Denoising steps.")
    guidance_scale: float | None = described("How closely to follow the prompt.")
    scheduler: str | None = described("Name of the scheduler.")

    @classmethod
    def of(cls, style: Style) -> Self:
        """The served form of a style."""
        values = {field.name: getattr(style, field.name) for field in fields(style)}
        lists = {"palette": list(style.palette), "loras": [LoraWeight.of(lora) for lora in style.loras]}
        return cls(**(values | lists))


@strawberry.type(description="A variation of a theme, laid over its style.")
class ThemeVariation:
    """A variation."""

    name: str = described("By which it is asked for.")
    description: str | None = described("Free words about it.")
    style: ThemeStyle = described("What it says itself.")


@strawberry.type(description="Consistency rules, checked before a job is accepted.")
class ThemeRules:
    """A theme's rules."""

    kinds: list[ImageKind] = described("Kinds that the theme may be used for; empty means all.")
    forbidden_terms: list[str] = described("Words that a prompt must not hold.")
    required_terms: list[str] = described("Words that a prompt must hold.")
    incompatible_themes: list[str] = described("Slugs that may not be combined with it (as a restyle).")
    palette_tolerance: float | None = described(
        "Largest distance (CIE ΔE) of the picture's main colours from the palette; null: unchecked."
    )

    @classmethod
    def of(cls, rules: Rules) -> Self:
        """The served form of rules."""
        lists = ("kinds", "forbidden_terms", "required_terms", "incompatible_themes")
        return cls(
            **{name: list(getattr(rules, name)) for name in lists},
            palette_tolerance=rules.palette_tolerance,
        )


@strawberry.type(description="A named look. A theme inherits what it does not say from its parent.")
class Theme(Node):
    """A theme."""

    node_name: ClassVar[str] = "Theme"
    slug: str = described("Short name for addresses and inputs.")
    name: str = described("What people call it.")
    description: str | None = described("Free words about it.")
    built_in: bool = described("Shipped with the service; read-only.")
    created_at: datetime = described("When it came to be.")
    updated_at: datetime = described("When it was changed last.")
    row: strawberry.Private[ThemeRow]

    @classmethod
    def of(cls, row: ThemeRow) -> Self:
        """The served form of a row."""
        return cls(row=row, row_id=row.id, **same_facts(cls, row))

    @strawberry.field(description="The theme it inherits from.")
    async def parent(self, info: Info) -> "Theme | None":
        """Gathered with those of other themes."""
        parent = self.row.parent_id and await info.context.loaders.themes.load(self.row.parent_id)
        return Theme.of(parent) if parent else None

    @strawberry.field(description="Themes that inherit from it.")
    async def children(self, info: Info) -> list["Theme"]:
        """By slug."""
        return [Theme.of(row) for row in await themes.children(info.context, self.row)]

    @strawberry.field(description="What this theme says itself.")
    def style(self) -> ThemeStyle:
        """Read from the row's JSON."""
        return ThemeStyle.of(themes.as_theme(self.row).style)

    @strawberry.field(description="What holds after inheritance, root first.")
    async def resolved_style(
        self,
        info: Info,
        variation: Annotated[
            str | None, strawberry.argument(description="Name of a variation to lay over it.")
        ] = None,
    ) -> ThemeStyle:
        """Raises `Invalid` for a variation that there is not."""
        return ThemeStyle.of(await themes.resolved_style(info.context, self.row, variation))

    @strawberry.field(description="Looks that may be laid over it.")
    def variations(self) -> list[ThemeVariation]:
        """Read from the row's JSON."""
        return [
            ThemeVariation(name=one.name, description=one.description, style=ThemeStyle.of(one.style))
            for one in themes.as_theme(self.row).variations
        ]

    @strawberry.field(description="What it allows.")
    def rules(self) -> ThemeRules:
        """Read from the row's JSON."""
        return ThemeRules.of(themes.as_theme(self.row).rules)

    @strawberry.field(description="Your pictures that were rendered under it.")
    async def images(self, info: Info, first: First = None, after: After = None) -> Connection[LazyImage]:
        """Newest first."""
        query = ImageQuery(theme_id=self.row_id)
        listing = await images.page(info.context, query, PageArguments(first=first, after=after))
        return Connection.of(listing, image_types.Image.of)
