"""Token, the playing piece."""

from datetime import datetime
from typing import ClassVar, Self

import strawberry

from generation.vocabulary import CreatureSize as Size
from generation.vocabulary import TokenBorderStyle as BorderStyle
from generation.vocabulary import TokenShape as Shape
from persistence.tables import TokenRow
from resolvers import images
from schema.enums import CreatureSize, TokenBorderStyle, TokenShape
from schema.fields import Info, described
from schema.relay import Node
from schema.scalars import Color
from schema.types import images as image_types
from schema.types.lazy import LazyImage
from schema.wrap import same_facts


@strawberry.type(description="The frame around a token.")
class TokenBorder:
    """A frame."""

    style: TokenBorderStyle = described("What it looks made of.")
    color: Color = described("Its colour.")
    width: float = described("Share of the radius, 0 to 0.3.")


@strawberry.type(description="A playing piece for a virtual tabletop.")
class Token(Node):
    """A token."""

    node_name: ClassVar[str] = "Token"
    name: str = described("What people call it.")
    creature_size: CreatureSize = described("Size category of the creature.")
    grid_squares: float = described("Side in grid squares: 0.5, 1, 1, 2, 3, 4.")
    pixels_per_square: int = described("Pixels per grid square.")
    shape: TokenShape = described("Its outline.")
    border: TokenBorder | None = described("Its frame.")
    character_id: str | None = described("Id in the character service that it belongs to.")
    created_at: datetime = described("When it came to be.")
    row: strawberry.Private[TokenRow]

    @classmethod
    def of(cls, row: TokenRow) -> Self:
        """The served form of a row."""
        size = Size(row.creature_size)
        border = row.border and TokenBorder(**(row.border | {"style": BorderStyle(row.border["style"])}))
        facts = same_facts(cls, row) | {
            "creature_size": size,
            "grid_squares": size.grid_squares,
            "shape": Shape(row.shape),
            "border": border or None,
        }
        return cls(row=row, row_id=row.id, **facts)

    @strawberry.field(description="Its picture.")
    async def image(self, info: Info) -> LazyImage:
        """Gathered with those of other tokens."""
        return image_types.Image.of(await images.of(info.context, self.row.image_id))

    @strawberry.field(description="The portrait it was cut from.")
    async def portrait(self, info: Info) -> LazyImage | None:
        """Gathered with those of other tokens."""
        if self.row.portrait_id is None:
            return None
        portrait = await info.context.loaders.images.load(self.row.portrait_id)
        return image_types.Image.of(portrait) if portrait else None

    @strawberry.field(
        description="The subject alone on transparency, sized for Foundry's dynamic token ring."
    )
    def ring_subject_url(self, info: Info) -> str:
        """The address of stored bytes."""
        return info.context.addresses.original(self.row.ring_subject_sha256)
