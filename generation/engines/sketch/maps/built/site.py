"""What of a plan was built: its indoor rooms, and the bodies of its walls."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import cv2
import numpy as np
import shapely
from shapely import LineString, MultiPolygon, Polygon

from generation.engines.sketch.maps.built.pieces import Outline
from generation.engines.sketch.maps.chart import SHIFT, Chart
from generation.engines.sketch.maps.texture import Mask
from generation.layout.plan import MapLayout, Point, Room, Wall, WallMaterial

THICKNESS = {
    WallMaterial.STONE: 0.32,
    WallMaterial.WOOD: 0.24,
    WallMaterial.RUIN: 0.34,
}
"""Spaces from one face of a wall to the other; the plan's line lies in the middle."""

GROWN = 0.25  #: the share of a room's outline that is rock from which on the room is a cave
SHARP = 30.0  #: degrees from where on a bend is a corner, with a stone or a post of its own


class Run(NamedTuple):
    """A wall from one end, corner or crossing to the next: n × (x, y), in spaces."""

    points: Outline
    starts_free: bool  #: nothing goes on there: a door, a window or a broken end
    ends_free: bool


def indoor_rooms(layout: MapLayout) -> list[Room]:
    """The rooms under a roof, where the plan has open ground about them."""
    return [] if layout.base is None else [room for room in layout.rooms if not room.outdoors]


def floored_rooms(layout: MapLayout) -> list[Room]:
    """The indoor rooms that people built; caves have the floor that grew there."""
    rock = shapely.unary_union(
        [LineString(wall.points) for wall in layout.walls if wall.material is WallMaterial.ROCK]
    )
    rooms = [room for room in indoor_rooms(layout) if Polygon(room.polygon).area > 0.01]
    if rock.is_empty:
        return rooms
    edges = [Polygon(room.polygon).exterior for room in rooms]
    return [
        room
        for room, edge in zip(rooms, edges, strict=True)
        if rock.intersection(edge.buffer(0.1)).length < GROWN * edge.length
    ]


def indoors(chart: Chart) -> Mask:
    """Where there is a roof."""
    mask = np.zeros(chart.shape, dtype=np.uint8)
    for room in indoor_rooms(chart.layout):
        cv2.fillPoly(mask, [chart.pixels(room.polygon)], 255, cv2.LINE_AA, SHIFT)
    return mask


def wall_lines(walls: Iterable[Wall], material: WallMaterial) -> list[LineString]:
    """The lines of all walls of a material, joined where two meet; no point tells where a secret door is."""
    lines = [LineString(wall.points) for wall in walls if wall.material is material]
    lines = [line for line in lines if line.length > 0]
    if not lines:
        return []
    merged = shapely.line_merge(shapely.unary_union(lines))
    plain = shapely.simplify(shapely.get_parts(merged), 1e-6)
    return [part for part in plain.tolist() if isinstance(part, LineString)]


def runs_of(lines: Sequence[LineString]) -> list[Run]:
    """The straight or gently bent parts of lines, cut at sharp corners."""
    counts: dict[Point, int] = {}
    for line in lines:
        for end in (line.coords[0], line.coords[-1]):
            key = (end[0], end[1])
            counts[key] = counts.get(key, 0) + 1
    return [run for line in lines for run in _cut(line, counts)]


def _cut(line: LineString, counts: dict[Point, int]) -> Iterator[Run]:
    points = np.asarray(line.coords)[:, :2]
    heading = np.unwrap(np.arctan2(*np.diff(points, axis=0).T[::-1]))
    sharp = (np.nonzero(np.abs(np.diff(heading)) > np.radians(SHARP))[0] + 1).tolist()
    stops = [0, *sharp, len(points) - 1]
    for start, end in itertools.pairwise(stops):
        yield Run(
            points[start : end + 1],
            start == 0 and counts[(points[0][0], points[0][1])] == 1,
            end == len(points) - 1 and counts[(points[-1][0], points[-1][1])] == 1,
        )


def body_of(lines: Sequence[LineString], thickness: float) -> Polygon | MultiPolygon:
    """The ground that walls of a thickness cover: squared corners, flush ends at doors and windows."""
    half = thickness / 2
    parts = [line.buffer(half, cap_style="flat", join_style="mitre", mitre_limit=2) for line in lines]
    counts: dict[tuple[float, ...], int] = {}
    for line in lines:
        for end in (line.coords[0], line.coords[-1]):
            counts[end] = counts.get(end, 0) + 1
    for line in lines:
        parts += [_patch(at, before, half) for at, before in _ends(line) if counts[at] > 1]
    merged = shapely.unary_union(parts)
    return merged if isinstance(merged, Polygon | MultiPolygon) else Polygon()


def _ends(line: LineString) -> Iterator[tuple[tuple[float, ...], tuple[float, ...]]]:
    """Each end of a line, and the point before it."""
    yield line.coords[0], line.coords[1]
    yield line.coords[-1], line.coords[-2]


def _patch(at: tuple[float, ...], before: tuple[float, ...], half: float) -> Polygon:
    """What squares off a corner where walls meet."""
    along = np.subtract(at, before)
    beyond = np.add(at, along / max(float(np.hypot(*along)), 1e-9) * half)
    return LineString((at, beyond)).buffer(half, cap_style="flat")


def polygons_of(area: Polygon | MultiPolygon) -> list[Polygon]:
    """The parts of an area."""
    return [part for part in shapely.get_parts(area) if isinstance(part, Polygon) and not part.is_empty]
