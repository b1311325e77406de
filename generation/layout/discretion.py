"""A plan as players may know it: secret doors are walls, and what lies behind nothing else is not there.

The floor falls apart along walls, doors and windows. What ordinary doors join to the open ground (or, in
solid rock, to the largest part of the floor) is known; what only secret doors join to that is hidden.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

import networkx as nx
import numpy as np
import shapely
from shapely import LineString, MultiPolygon, Point, Polygon, STRtree
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient

from generation.layout import plan
from generation.layout.plan import Door, MapLayout, TerrainArea, Wall, Window
from generation.layout.spaces import Area
from generation.layout.walls import barrier_lines, corners, walls_around
from generation.vocabulary import TerrainType

BESIDE = 0.05  #: spaces to either side of an opening, where its two places are looked for
INNER = 0.02  #: spaces that a wall must lie within hidden ground to be hidden too

NOTHING = MultiPolygon()
Opening = TypeVar("Opening", Door, Window)


def for_players(layout: MapLayout) -> MapLayout:
    """The plan without secret doors, what they hide, and the game master's own notes."""
    secret = [door for door in layout.doors if door.secret]
    hidden = hidden_ground(layout)
    known = replace(
        layout,
        doors=tuple(door for door in layout.doors if not door.secret),
        points_of_interest=tuple(place for place in layout.points_of_interest if not place.gm_only),
    )
    known = _without(known, hidden)
    if layout.base is None and not hidden.is_empty:
        return replace(known, walls=_walls_about(layout, hidden))
    bricked_up = tuple(Wall(points=(door.start, door.end)) for door in secret)
    return replace(known, walls=known.walls + bricked_up, terrain=known.terrain + tuple(_filled_in(hidden)))


def hidden_ground(layout: MapLayout) -> Area:
    """What players cannot know of: every place that nothing but secret doors leads to; often nothing."""
    if not any(door.secret for door in layout.doors):
        return NOTHING
    faces = _faces(layout)
    ways = _ways_between(faces, layout.doors)
    windows = _ways_between(faces, layout.windows)
    ordinary = [pair for pair, door in ways if not door.secret] + [pair for pair, _ in windows]
    places: nx.Graph[int] = nx.Graph(ordinary)
    places.add_nodes_from(range(len(faces)))
    known = _known_faces(layout, faces, places)
    places.add_edges_from(pair for pair, door in ways if door.secret)
    reached = set().union(*(nx.node_connected_component(places, face) for face in known))
    hidden = shapely.union_all([faces[face] for face in sorted(reached - known)])
    return hidden if isinstance(hidden, Polygon | MultiPolygon) else NOTHING


def _faces(layout: MapLayout) -> Sequence[Polygon]:
    """The places that walls and openings part; in solid rock, those of the floor only."""
    field = shapely.box(0, 0, layout.width, layout.height)
    noded = shapely.union_all([*barrier_lines(layout), field.exterior])
    found = shapely.polygonize([noded]).geoms
    faces = [face for face in found if isinstance(face, Polygon)]
    return faces if layout.base is not None else [face for face in faces if is_floor(layout, face)]


def is_floor(layout: MapLayout, face: Polygon) -> bool:
    """Whether an odd number of walls goes around a place."""
    inside = face.representative_point()
    around = [wall for wall in layout.walls if len(wall.points) > 3 and wall.points[0] == wall.points[-1]]
    return sum(Polygon(wall.points).contains(inside) for wall in around) % 2 == 1


def _ways_between(
    faces: Sequence[Polygon], openings: Iterable[Opening]
) -> list[tuple[tuple[int, int], Opening]]:
    """Which two places each opening joins; openings that lead nowhere are left out."""
    tree = STRtree(list(faces))
    found: list[tuple[tuple[int, int], Opening]] = []
    for opening in openings:
        sides = [tree.query(Point(beside), predicate="within") for beside in _beside(opening)]
        if all(len(side) for side in sides):
            found.append(((int(sides[0][0]), int(sides[1][0])), opening))
    return found


def _beside(opening: Door | Window) -> Iterable[plan.Point]:
    (x0, y0), (x1, y1) = opening.start, opening.end
    length = max(float(np.hypot(x1 - x0, y1 - y0)), 1e-9)
    away_x, away_y = BESIDE * (y0 - y1) / length, BESIDE * (x1 - x0) / length
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    return (x + away_x, y + away_y), (x - away_x, y - away_y)


def _known_faces(layout: MapLayout, faces: Sequence[Polygon], places: "nx.Graph[int]") -> set[int]:
    """Where players begin: under the open sky at the edge of the map, in rock in the largest part."""
    parts = [set(part) for part in nx.connected_components(places)]
    if layout.base is None:
        return max(parts, key=lambda part: sum(faces[face].area for face in part), default=set())
    edge = shapely.box(0, 0, layout.width, layout.height).exterior
    outside = {face for face, shape in enumerate(faces) if shape.distance(edge) == 0}
    return set().union(*(part for part in parts if part & outside))


def _without(layout: MapLayout, hidden: Area) -> MapLayout:
    """The plan without what lies on hidden ground."""
    if hidden.is_empty:
        return layout
    shapely.prepare(hidden)
    inner = hidden.buffer(-INNER)

    def is_known(shape: BaseGeometry) -> bool:
        return not hidden.covers(shape.representative_point())

    def is_seen(opening: Door | Window) -> bool:
        return not inner.intersects(LineString((opening.start, opening.end)))

    return replace(
        layout,
        walls=tuple(piece for wall in layout.walls for piece in _left_of(wall, inner)),
        doors=tuple(
            each for each in layout.doors if not inner.intersects(LineString((each.start, each.end)))
        ),
        windows=tuple(each for each in layout.windows if is_seen(each)),
        lights=tuple(each for each in layout.lights if is_known(Point(each.position))),
        rooms=tuple(each for each in layout.rooms if is_known(Polygon(each.polygon))),
        terrain=tuple(each for each in layout.terrain if is_known(Polygon(each.polygon))),
        points_of_interest=tuple(
            each for each in layout.points_of_interest if is_known(Point(each.position))
        ),
        props=tuple(each for each in layout.props if is_known(Point(each.position))),
    )


def _left_of(wall: Wall, hidden: BaseGeometry) -> Iterable[Wall]:
    """What of a wall can be seen from known ground."""
    line = LineString(wall.points)
    if not line.intersects(hidden):
        yield wall
        return
    rest = line.difference(hidden)
    for piece in getattr(rest, "geoms", (rest,)):
        if piece.length > INNER:
            yield replace(wall, points=tuple((float(x), float(y)) for x, y in piece.coords))


def _walls_about(layout: MapLayout, hidden: Area) -> tuple[Wall, ...]:
    """The walls of a floor in solid rock from which hidden ground is taken away."""
    floor = shapely.union_all(_faces(layout)).difference(hidden)
    assert isinstance(floor, Polygon | MultiPolygon)
    material = layout.walls[0].material
    return tuple(replace(wall, material=material) for wall in walls_around(floor))


def _filled_in(hidden: Area) -> Iterable[TerrainArea]:
    """Hidden ground as something solid, so that nobody wonders at an empty place."""
    parts = hidden.geoms if isinstance(hidden, MultiPolygon) else (hidden,)
    for part in parts:
        if not part.is_empty:
            yield TerrainArea(type=TerrainType.MOUNTAIN, cost=None, polygon=corners(orient(part)))
