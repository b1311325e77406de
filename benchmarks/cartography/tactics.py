"""What walks, reach and sight take on a 60 × 40 dungeon and cave, from the stored plan to the answer.

Beside them stands the plan's own making, so that a figure can be read as a share of it. The wish is that each
of the three stays under 50 ms.
"""

import asyncio
from collections.abc import Callable

import numpy as np

from benchmarks.timing import measure
from generation.briefs import Grid, MapBrief
from generation.layout import make_layout
from generation.layout.codec import layout_from_json, layout_to_json
from generation.layout.plan import MapLayout, Point
from generation.tactics.sight import visible_area
from generation.tactics.spaces import space_at, space_steps
from generation.tactics.walking import cheapest_walk, spaces_in_reach
from generation.vocabulary import DiagonalRule, MapEnvironment

GRID = Grid(columns=60, rows=40)
ROUNDS = 15


async def run() -> None:
    """Print milliseconds for each environment."""
    for environment in (MapEnvironment.DUNGEON, MapEnvironment.CAVE):
        brief = MapBrief(environment=environment, layout_seed=7, grid=GRID)
        layout = make_layout(brief)
        pieces = sum(len(wall.points) - 1 for wall in layout.walls) + len(layout.doors)
        print(f"{environment.value}, {GRID.columns} × {GRID.rows}, {pieces} pieces of wall and door")
        await _print("its plan, for comparison", lambda brief=brief: make_layout(brief))
        await _tactics(layout)


async def _tactics(layout: MapLayout) -> None:
    stored = layout_to_json(layout)
    start, goal = _far_apart(layout)

    def path(rule: DiagonalRule) -> object:
        plan = layout_from_json(stored)
        return cheapest_walk(space_steps(plan), space_at(plan, start), space_at(plan, goal), rule)

    def reachable() -> object:
        plan = layout_from_json(stored)
        steps = space_steps(plan)
        return spaces_in_reach(steps, space_at(plan, start), 1e4, DiagonalRule.EQUIDISTANT)

    await _print("path, 5-5-5", lambda: path(DiagonalRule.EQUIDISTANT))
    await _print("path, 5-10-5", lambda: path(DiagonalRule.ALTERNATING))
    await _print("reachable, the whole map", reachable)
    await _print("visibility, without end", lambda: visible_area(layout_from_json(stored), start))
    await _print("visibility, 12 spaces", lambda: visible_area(layout_from_json(stored), start, 12.0))


def _far_apart(layout: MapLayout) -> tuple[Point, Point]:
    """The centres of two squares with the longest of all cheapest walks from the first room."""
    steps = space_steps(layout)
    first = space_at(layout, layout.rooms[0].polygon[0])
    squares = np.unique(steps.end)
    start = int(squares[np.abs(squares - first).argmin()])
    walks = [cheapest_walk(steps, start, int(goal), DiagonalRule.EQUIDISTANT) for goal in squares]
    longest = max((walk for walk in walks if walk), key=lambda walk: walk.distance)
    return longest.points[0], longest.points[-1]


async def _print(name: str, work: Callable[[], object]) -> None:
    print((await measure(name, lambda: asyncio.to_thread(work), rounds=ROUNDS)).line())
