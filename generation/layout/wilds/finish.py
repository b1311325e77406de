"""The last touches to every country."""

import shapely

from generation.layout.plan import MapLayout, PropKind
from generation.layout.wilds.country import Country
from generation.layout.wilds.settle import settle
from generation.layout.wilds.shapes import polygons_of

HAIR = 1e-3  #: spaces
TALL = (
    PropKind.BOULDER,
    PropKind.BROADLEAF,
    PropKind.CONIFER,
    PropKind.DEAD_TREE,
    PropKind.ICE_SPIKE,
    PropKind.PALM,
    PropKind.ROCKS,
)
"""What may stand on a cliff; everything else that came to lie under one is taken away."""


def finish(country: Country) -> MapLayout:
    """The plan, made one whole and tidied up."""
    settle(country)
    _take_out_of_the_rock(country)
    _unhang_doors(country)
    return country.layout()


def _take_out_of_the_rock(country: Country) -> None:
    rock = shapely.union_all(
        [part for patch in country.patches if patch.walled for part in polygons_of([patch.area])]
    )
    shapely.prepare(rock)
    country.props = [
        prop for prop in country.props if prop.kind in TALL or not rock.contains(shapely.Point(prop.position))
    ]


def _unhang_doors(country: Country) -> None:
    """Take away doors and windows whose walls have been dug away."""
    walls = shapely.union_all([line.shape for line in country.lines])
    country.doors = [
        door
        for door in country.doors
        if max(walls.distance(shapely.Point(end)) for end in (door.start, door.end)) < HAIR
    ]
    country.windows = [
        window
        for window in country.windows
        if max(walls.distance(shapely.Point(end)) for end in (window.start, window.end)) < HAIR
    ]
