"""Walking and seeing on stored maps. Points are in grid spaces, distances in the grid's units.

Each works its answer out from the floor plan in a thread: milliseconds, but not the event loop's.
"""

import asyncio

from generation.briefs import Grid
from generation.layout import LARGEST_SIDE
from generation.layout.codec import layout_from_json
from generation.layout.plan import MapLayout, Point
from generation.layout.walls import corners
from generation.tactics.sight import visible_area
from generation.tactics.spaces import space_at, space_steps
from generation.tactics.walking import Walk, cheapest_walk, spaces_in_reach
from generation.vocabulary import DiagonalRule
from persistence.tables import MapRow
from resolvers.errors import Invalid

FARTHEST = float(LARGEST_SIDE**2)  #: spaces; as many as the largest map has


async def path(row: MapRow, start: Point, goal: Point, rule: DiagonalRule) -> Walk | None:
    """The cheapest walk between the spaces of two points; None where none leads.

    On a gridless map spaces are squares too. Raises `Invalid` by `from` or `to`.
    """
    return await asyncio.to_thread(_path, row, start, goal, rule)


async def reachable(row: MapRow, start: Point, distance: float, rule: DiagonalRule) -> tuple[Point, ...]:
    """The centres of the spaces to which a walk costs at most `distance`, the first one included.

    Raises `Invalid` by `from` or `distance`.
    """
    return await asyncio.to_thread(_reachable, row, start, distance, rule)


async def visibility(row: MapRow, eye: Point, reach: float | None) -> tuple[Point, ...]:
    """The polygon that is seen from a point, not closed; raises `Invalid` by `from` or `range`."""
    return await asyncio.to_thread(_visibility, row, eye, reach)


def _path(row: MapRow, start: Point, goal: Point, rule: DiagonalRule) -> Walk | None:
    layout, grid = layout_from_json(row.layout), _grid(row)
    first = space_at(layout, _on_map(start, layout, "from"))
    last = space_at(layout, _on_map(goal, layout, "to"))
    walk = cheapest_walk(space_steps(layout), first, last, rule)
    return walk and Walk(points=walk.points, distance=walk.distance * grid.distance)


def _reachable(row: MapRow, start: Point, distance: float, rule: DiagonalRule) -> tuple[Point, ...]:
    layout, grid = layout_from_json(row.layout), _grid(row)
    first = space_at(layout, _on_map(start, layout, "from"))
    limit = _in_spaces(distance, grid, "distance")
    return spaces_in_reach(space_steps(layout), first, limit, rule)


def _visibility(row: MapRow, eye: Point, reach: float | None) -> tuple[Point, ...]:
    layout, grid = layout_from_json(row.layout), _grid(row)
    spaces = None if reach is None else _in_spaces(reach, grid, "range")
    return corners(visible_area(layout, _on_map(eye, layout, "from"), spaces))


def _grid(row: MapRow) -> Grid:
    return Grid.from_json(row.grid)


def _on_map(point: Point, layout: MapLayout, field: str) -> Point:
    x, y = point
    if not (0 <= x <= layout.width and 0 <= y <= layout.height):
        size = f"{layout.width:g} by {layout.height:g} spaces"
        raise Invalid(f"({x:g}, {y:g}) is off the map, which is {size}.", field=field)
    return point


def _in_spaces(distance: float, grid: Grid, field: str) -> float:
    """A distance in grid spaces; what no map of ours could hold is a mistake."""
    most = FARTHEST * grid.distance
    if not 0 <= distance <= most:
        raise Invalid(f"{field} must be 0 to {most:,.10g} {grid.units}, not {distance:g}.", field=field)
    return distance / grid.distance
