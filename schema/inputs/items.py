"""What an item is asked for with."""

import strawberry

from resolvers.errors import Invalid
from resolvers.jobs import Submission
from schema.enums import ItemCategory, ItemQuality, ItemRarity, ItemWear
from schema.fields import described
from schema.inputs.settings import Themed


@strawberry.input(description="An item to paint. Not served yet.")
class GenerateItemInput(Themed):
    """An item as a client asks for it."""

    category: ItemCategory = described("What the item is.")
    name: str | None = described("Name of the item, 200 characters at most.")
    description: str | None = described("Free words, 2,000 characters at most.")
    material: str | None = described("What it is made of, 200 characters at most.")
    magical_properties: list[str] | None = described("What magic does to its looks, 20 things at most.")
    rarity: ItemRarity | None = strawberry.field(default=ItemRarity.COMMON, description="How rare it is.")
    wear: ItemWear | None = strawberry.field(default=ItemWear.USED, description="What it has been through.")
    quality: ItemQuality | None = strawberry.field(
        default=ItemQuality.STANDARD, description="How well it is made."
    )
    size_reference: bool | None = strawberry.field(
        default=False, description="Draw it beside something of known size."
    )
    transparent_background: bool | None = strawberry.field(
        default=False, description="Cut it out; the rest is transparent."
    )
    character_id: str | None = described("The character's id in the other services.")

    def submission(self) -> Submission:
        """Raises `Invalid`: no engine paints items."""
        raise Invalid("Items cannot be painted yet.")
