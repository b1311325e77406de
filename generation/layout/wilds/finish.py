"""The last touches to every country."""

import numpy as np
import shapely
from shapely import LineString, MultiLineString, STRtree

from generation.layout.plan import MapLayout, PropKind
from generation.layout.shapes import polygons_of
from generation.layout.wilds.country import Country
from generation.layout.wilds.settle import settle

HAIR = 1e-3  #: spaces
SCRAP = 0.3  #: spaces of wall that are not worth keeping
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
    # Ground that was asked for lies on what has grown later, and rock on whatever lies beside it.
    country.patches.sort(key=lambda patch: (patch.walled, patch.wanted))
    settle(country)
    _drop_scraps_of_walls(country)
    _take_out_of_the_rock(country)
    _unhang_doors(country)
    return country.layout()


def _take_out_of_the_rock(country: Country) -> None:
    rock = polygons_of(patch.area for patch in country.patches if patch.walled)
    points = np.asarray(shapely.points(country.standing().points))
    buried = set(STRtree(rock).query(points, predicate="within")[0].tolist())
    country.props = [
        prop for index, prop in enumerate(country.props) if prop.kind in TALL or index not in buried
    ]


def _drop_scraps_of_walls(country: Country) -> None:
    for line in country.lines:
        parts = shapely.get_parts(line.shape.intersection(country.field)).tolist()
        line.shape = MultiLineString(
            [part for part in parts if isinstance(part, LineString) and part.length > SCRAP]
        )


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
