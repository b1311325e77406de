"""Doors of a plan that has walls already: walls open where a door comes, and close where one goes."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, STRtree

from generation.layout.plan import Door, MapLayout, Point, Wall, Window
from generation.layout.walls import DIGITS, outline

NEAR = 0.05  #: spaces from a wall within which a door is meant to be in it
CLEARANCE = 1e-3  #: spaces on both sides of a door's line that are cut out of walls: less than a pixel
SHORTEST_OVERLAP = 0.15  #: spaces that a wall must run along a door to be opened for it; crossing it is less

Lines = NDArray[np.object_]
"""Shapely's lines."""


def with_doors(layout: MapLayout, doors: Sequence[Door]) -> MapLayout:
    """The plan with these doors in place of its own.

    A new door in a wall opens the wall, and takes the place of windows there. Where a door is taken out of a
    wall, the wall is closed again. Doors that stay where they were leave the walls as they are.
    """
    before, after = {_ends(door) for door in layout.doors}, {_ends(door) for door in doors}
    new = [door for door in doors if _ends(door) not in before]
    displaced = _along(layout.windows, new)
    gone: list[Door | Window] = [*(door for door in layout.doors if _ends(door) not in after), *displaced]
    walls = (*layout.walls, *_closing(gone, layout))
    placed = _placed(new, walls)
    return replace(
        layout,
        doors=tuple(placed.get(_ends(door), door) for door in doors),
        windows=tuple(window for window in layout.windows if window not in displaced),
        walls=tuple(_opened(walls, list(placed.values()))),
    )


def _ends(opening: Door | Window) -> frozenset[Point]:
    """An opening is the same from both sides."""
    return frozenset((opening.start, opening.end))


def _lines(openings: Iterable[Door | Window]) -> Lines:
    ends = [(opening.start, opening.end) for opening in openings]
    return np.asarray(shapely.linestrings(np.array(ends, dtype=np.float64).reshape(-1, 2, 2)))


def _wall_lines(walls: Iterable[Wall]) -> Lines:
    return np.array([LineString(wall.points) for wall in walls], dtype=object)


def _bands(openings: Iterable[Door | Window], width: float) -> Lines:
    """What lies along each opening, to `width` on both sides and no farther than its ends."""
    return np.asarray(shapely.buffer(_lines(openings), width, cap_style="flat"))


def _overlapping(lines: Lines, bands: Lines) -> Iterable[tuple[int, int]]:
    """The numbers of the lines and of the bands that they run along."""
    if not len(lines) or not len(bands):
        return ()
    band, line = STRtree(lines).query(bands, predicate="intersects")
    shared = shapely.length(shapely.intersection(lines[line], bands[band]))
    along = shared >= SHORTEST_OVERLAP
    return zip(line[along].tolist(), band[along].tolist(), strict=True)


def _along(windows: Sequence[Window], doors: Sequence[Door]) -> list[Window]:
    """The windows where doors are to be."""
    found = {window for window, _ in _overlapping(_lines(windows), _bands(doors, NEAR))}
    return [windows[number] for number in sorted(found)]


def _closing(openings: Sequence[Door | Window], layout: MapLayout) -> Iterable[Wall]:
    """Pieces of wall in place of openings between walls; nothing in place of those that stood alone."""
    if not layout.walls:
        return
    tree = STRtree(_wall_lines(layout.walls))
    for opening in openings:
        ends = (opening.start, opening.end)
        (_, nearest), distances = tree.query_nearest(
            shapely.points(ends), all_matches=False, return_distance=True
        )
        if distances.max() <= NEAR:
            yield Wall(points=ends, material=layout.walls[nearest[0]].material)


def _placed(doors: Sequence[Door], walls: Sequence[Wall]) -> dict[frozenset[Point], Door]:
    """The doors by their ends, moved onto the walls that they were meant to be in."""
    lines = _wall_lines(walls)
    placed = {_ends(door): door for door in doors}
    for line, number in _overlapping(lines, _bands(doors, NEAR)):
        door = doors[number]
        start, end = (_drawn_to(point, lines[line]) for point in (door.start, door.end))
        if start != end:
            placed[_ends(door)] = replace(door, start=start, end=end)
    return placed


def _drawn_to(point: Point, line: LineString) -> Point:
    """The nearest point of a line, where it is near enough."""
    nearest = line.interpolate(line.project(shapely.Point(point)))
    if nearest.distance(shapely.Point(point)) > NEAR:
        return point
    return round(nearest.x, DIGITS), round(nearest.y, DIGITS)


def _opened(walls: Sequence[Wall], doors: Sequence[Door]) -> Iterable[Wall]:
    """The walls without what runs along the doors."""
    bands = _bands(doors, CLEARANCE)
    lines = _wall_lines(walls)
    cuts: dict[int, list[int]] = {}
    for line, band in _overlapping(lines, bands):
        cuts.setdefault(line, []).append(band)
    return chain.from_iterable(
        _pieces(wall, lines[number], bands[cuts[number]]) if number in cuts else (wall,)
        for number, wall in enumerate(walls)
    )


def _pieces(wall: Wall, line: LineString, bands: Lines) -> Iterable[Wall]:
    left = shapely.difference(line, shapely.union_all(bands))
    merged = shapely.line_merge(left)
    return (
        replace(wall, points=outline(part))
        for part in shapely.get_parts(merged)
        if isinstance(part, LineString) and part.length > CLEARANCE
    )
