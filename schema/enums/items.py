"""Enums of items."""

from enum import StrEnum, auto

from schema.enums.serving import serve

__all__ = [
    "ItemCategory",
    "ItemQuality",
    "ItemRarity",
    "ItemWear",
]


class ItemCategory(StrEnum):
    """What an item is."""

    WEAPON = auto()
    ARMOR = auto()
    SHIELD = auto()
    POTION = auto()
    SCROLL = auto()
    RING = auto()
    WAND = auto()
    STAFF = auto()
    WONDROUS = auto()
    TOOL = auto()
    TREASURE = auto()


class ItemRarity(StrEnum):
    """How rare a magic item is (SRD 5.1, "Magic Items")."""

    COMMON = auto()
    UNCOMMON = auto()
    RARE = auto()
    VERY_RARE = auto()
    LEGENDARY = auto()
    ARTIFACT = auto()


class ItemWear(StrEnum):
    """What an item has been through."""

    PRISTINE = auto()
    USED = auto()
    WORN = auto()
    DAMAGED = auto()
    ANCIENT = auto()


class ItemQuality(StrEnum):
    """How well an item is made."""

    CRUDE = auto()
    STANDARD = auto()
    FINE = auto()
    MASTERWORK = auto()


serve(
    ItemCategory,
    "What an item is.",
    {
        ItemCategory.WEAPON: "A weapon.",
        ItemCategory.ARMOR: "A suit of armour.",
        ItemCategory.SHIELD: "A shield.",
        ItemCategory.POTION: "A potion in its vessel.",
        ItemCategory.SCROLL: "A scroll.",
        ItemCategory.RING: "A ring.",
        ItemCategory.WAND: "A wand.",
        ItemCategory.STAFF: "A staff.",
        ItemCategory.WONDROUS: "A wondrous item.",
        ItemCategory.TOOL: "A tool.",
        ItemCategory.TREASURE: "Coins, gems or a work of art.",
    },
)
serve(
    ItemRarity,
    "How rare a magic item is.",
    {
        ItemRarity.COMMON: "Common.",
        ItemRarity.UNCOMMON: "Uncommon.",
        ItemRarity.RARE: "Rare.",
        ItemRarity.VERY_RARE: "Very rare.",
        ItemRarity.LEGENDARY: "Legendary.",
        ItemRarity.ARTIFACT: "There is only one.",
    },
)
serve(
    ItemWear,
    "What an item has been through.",
    {
        ItemWear.PRISTINE: "As it left the workshop.",
        ItemWear.USED: "In daily use and cared for.",
        ItemWear.WORN: "Long in use.",
        ItemWear.DAMAGED: "Broken in part.",
        ItemWear.ANCIENT: "Of another age.",
    },
)
serve(
    ItemQuality,
    "How well an item is made.",
    {
        ItemQuality.CRUDE: "Roughly made.",
        ItemQuality.STANDARD: "Soundly made.",
        ItemQuality.FINE: "Well made.",
        ItemQuality.MASTERWORK: "Made by a master.",
    },
)
