"""Paints open ground: country, towns, the sea. The plan stays exact within a fifth of a space."""

from generation.engines.sketch.maps.outdoors.cliffs import paint_cliffs
from generation.engines.sketch.maps.outdoors.decking import paint_decks
from generation.engines.sketch.maps.outdoors.ground import paint_ground
from generation.engines.sketch.maps.outdoors.growth import (
    ink_canopies,
    ink_undergrowth,
    paint_canopies,
    paint_undergrowth,
)
from generation.engines.sketch.maps.outdoors.hollows import paint_hollows
from generation.engines.sketch.maps.outdoors.ink_decking import ink_decks
from generation.engines.sketch.maps.outdoors.ink_finish import ink_edges, ink_hour, ink_shade
from generation.engines.sketch.maps.outdoors.ink_ground import ink_ground
from generation.engines.sketch.maps.outdoors.ink_relief import ink_relief
from generation.engines.sketch.maps.outdoors.ink_water import ink_waters
from generation.engines.sketch.maps.outdoors.land import Land
from generation.engines.sketch.maps.outdoors.shadows import paint_shadows
from generation.engines.sketch.maps.outdoors.water import paint_waters
from generation.layout.plan import PropKind

GROWTH = frozenset(
    (
        PropKind.BOULDER,
        PropKind.BROADLEAF,
        PropKind.BUSH,
        PropKind.CACTUS,
        PropKind.CONIFER,
        PropKind.DEAD_TREE,
        PropKind.ICE_SPIKE,
        PropKind.LILY_PADS,
        PropKind.LOG,
        PropKind.PALM,
        PropKind.REEDS,
        PropKind.ROCKS,
        PropKind.STUMP,
    )
)
"""The things that are part of the land, and painted with it."""

__all__ = [
    "GROWTH",
    "Land",
    "ink_canopies",
    "ink_decks",
    "ink_edges",
    "ink_ground",
    "ink_hour",
    "ink_relief",
    "ink_shade",
    "ink_undergrowth",
    "ink_waters",
    "paint_canopies",
    "paint_cliffs",
    "paint_decks",
    "paint_ground",
    "paint_hollows",
    "paint_shadows",
    "paint_undergrowth",
    "paint_waters",
]
