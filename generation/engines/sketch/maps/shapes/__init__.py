"""How each prop is drawn, from above, its back up."""

from collections.abc import Mapping
from types import MappingProxyType

from generation.engines.sketch.maps.shapes import (
    fires,
    furniture,
    nature,
    ships,
    stonework,
    stores,
    streets,
    textiles,
)
from generation.engines.sketch.maps.shapes.parts import Draw
from generation.layout.plan import PropKind

DRAWINGS: Mapping[PropKind, Draw] = MappingProxyType(
    {
        PropKind.ALTAR: stonework.altar,
        PropKind.ANCHOR: ships.anchor,
        PropKind.ANVIL: stores.anvil,
        PropKind.BAR: furniture.bar,
        PropKind.BARREL: stores.barrel,
        PropKind.BED: furniture.bed,
        PropKind.BENCH: furniture.bench,
        PropKind.BOAT: ships.boat,
        PropKind.BONES: nature.bones,
        PropKind.BOOKSHELF: furniture.bookshelf,
        PropKind.BRAZIER: fires.brazier,
        PropKind.CAMPFIRE: fires.campfire,
        PropKind.CANNON: ships.cannon,
        PropKind.CARPET: textiles.carpet,
        PropKind.CAULDRON: fires.cauldron,
        PropKind.CHAIR: furniture.chair,
        PropKind.CHEST: stores.chest,
        PropKind.COLUMN: stonework.column,
        PropKind.CRATE: stores.crate,
        PropKind.CUPBOARD: furniture.cupboard,
        PropKind.FENCE: streets.fence,
        PropKind.FOUNTAIN: stonework.fountain,
        PropKind.FUNGUS: nature.fungus,
        PropKind.GRATE: stonework.grate,
        PropKind.GRAVE: stonework.grave,
        PropKind.HAY: stores.hay,
        PropKind.HEARTH: fires.hearth,
        PropKind.HELM: ships.helm,
        PropKind.LADDER: stores.ladder,
        PropKind.LANTERN: fires.lantern,
        PropKind.MAGIC_CIRCLE: textiles.magic_circle,
        PropKind.MARKET_STALL: streets.market_stall,
        PropKind.MAST: ships.mast,
        PropKind.PILLAR: stonework.pillar,
        PropKind.ROCKS: nature.rocks,
        PropKind.ROUND_TABLE: furniture.round_table,
        PropKind.RUG: textiles.rug,
        PropKind.SARCOPHAGUS: stonework.sarcophagus,
        PropKind.SIGNPOST: streets.signpost,
        PropKind.STAIRS_DOWN: stonework.stairs_down,
        PropKind.STAIRS_UP: stonework.stairs_up,
        PropKind.STALAGMITE: nature.stalagmite,
        PropKind.STATUE: stonework.statue,
        PropKind.STOVE: fires.stove,
        PropKind.TABLE: furniture.table,
        PropKind.TENT: streets.tent,
        PropKind.THRONE: furniture.throne,
        PropKind.TORCH: fires.torch,
        PropKind.WAGON: stores.wagon,
        PropKind.WEAPON_RACK: furniture.weapon_rack,
        PropKind.WELL: stonework.well,
    }
)
"""The things that people made and what lies about below ground; what grows is painted with the land."""
