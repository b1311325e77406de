"""What an overlay of 50 elements takes over a map of 4200 × 2800 pixels: its SVG, its PNG, the map composed.

The wish is that SVG and PNG together stay under 1 s, and the aim 0.25 s. The PNG stands beside the same SVG
drawn by resvg, the other renderer at hand, and beside Pillow's encoding of the same pixels: ratios hold on a
busy machine too. Seconds of processor time, of all threads, stand beside those on the wall.
"""

import asyncio
import io
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import resvg_py
from PIL import Image, ImageDraw

from benchmarks.timing import compare, measure
from generation.briefs import Grid
from generation.layout.plan import Point
from generation.overlays.areas import covered_spaces
from generation.overlays.colors import DEFAULT_COLORS
from generation.overlays.compositing import compose
from generation.overlays.drawing import overlay_picture, overlay_png, overlay_svg
from generation.overlays.elements import (
    EffectArea,
    MovementPath,
    OverlayElement,
    PartyMarker,
    PositionMarker,
    RangeIndicator,
    ResourceMarker,
    Territory,
    TravelRoute,
)
from generation.vocabulary import CreatureSize, EffectShape

GRID = Grid(columns=30, rows=20, size=140, units="mi")
COUNT = 50
ROUNDS = 5


async def run() -> None:
    """Print milliseconds, and the ratios to the others."""
    elements, tokens = mixed_elements(COUNT), {"ogre": _token()}
    svg = overlay_svg(elements, GRID, title="Ambush", tokens=tokens)
    picture = overlay_picture(svg)
    painted = Image.new("RGB", (GRID.width, GRID.height), "#77705f")
    print(f"{COUNT} elements, {GRID.width} × {GRID.height} pixels, {len(svg):,} characters of SVG")
    await _print("SVG", lambda: overlay_svg(elements, GRID, title="Ambush", tokens=tokens))
    await _print(
        "SVG and PNG", lambda: overlay_png(overlay_svg(elements, GRID, title="Ambush", tokens=tokens))
    )
    await _print("the map with grid and overlay", lambda: compose(painted, GRID, overlays=[svg]))
    await _print("the same, 1200 pixels wide", lambda: compose(painted, GRID, overlays=[svg], width=1200))
    area = EffectArea(id="a", color="#e2762b", shape=EffectShape.SPHERE, origin=(100.0, 100.0), size=400.0)
    await _print(
        "spaces of a 400-ft sphere, of 200 × 200", lambda: covered_spaces(area, Grid(columns=200, rows=200))
    )
    print("the PNG beside others")
    await compare(
        ("PNG by libvips", _later(lambda: overlay_png(svg))),
        ("PNG by resvg", _later(lambda: _by_resvg(svg))),
        rounds=3,
    )
    await compare(
        ("PNG by libvips", _later(lambda: overlay_png(svg))),
        ("Pillow's encoding alone", _later(lambda: _by_pillow(picture))),
        rounds=3,
    )


def mixed_elements(count: int) -> tuple[OverlayElement, ...]:
    """All eight kinds in turn, spread over the map; the same ones every time."""
    rng = np.random.default_rng(7)
    elements: list[OverlayElement] = []
    while len(elements) < count:
        elements += _one_of_each(rng)
    return tuple(replace(element, id=f"{number}") for number, element in enumerate(elements[:count]))


def _one_of_each(rng: np.random.Generator) -> list[OverlayElement]:
    def at(reach: float = 0.0) -> Point:
        x, y = rng.uniform((reach, reach), (GRID.columns - reach, GRID.rows - reach)).round(1).tolist()
        return x, y

    def way(reach: float) -> tuple[Point, ...]:
        turns = np.cumsum(rng.uniform(-reach, reach, (4, 2)), axis=0) + at(3)
        return tuple((x, y) for x, y in turns.clip(0, (GRID.columns, GRID.rows)).round(1).tolist())

    x, y = at(3)
    shape = list(EffectShape)[int(rng.integers(len(EffectShape)))]
    direction = float(rng.uniform(0, 360))
    size = list(CreatureSize)[int(rng.integers(len(CreatureSize)))]
    land = ((x - 3, y - 2), (x + 2, y - 3), (x + 3, y + 1), (x, y + 3), (x - 3, y + 2))
    drafts = [
        lambda color: PositionMarker(
            id="", color=color, label="Ogre", position=at(), token_id="ogre", creature_size=size
        ),
        lambda color: RangeIndicator(id="", color=color, origin=at(), range=30.0, long_range=60.0),
        lambda color: EffectArea(
            id="", color=color, shape=shape, origin=at(), size=20.0, direction=direction
        ),
        lambda color: MovementPath(id="", color=color, points=way(4.0)),
        lambda color: PartyMarker(id="", color=color, label="The company", position=at(), trail=way(8.0)),
        lambda color: Territory(id="", color=color, label="Cormyr", faction="House Obarskyr", polygon=land),
        lambda color: TravelRoute(id="", color=color, points=way(8.0), mode="riding"),
        lambda color: ResourceMarker(id="", color=color, position=at(), resource="iron ore", quantity=120.0),
    ]
    return [draft(color) for draft, color in zip(drafts, DEFAULT_COLORS.values(), strict=True)]


def _token() -> bytes:
    """A token's picture as a PNG of 560 pixels a side."""
    token = Image.radial_gradient("L").resize((560, 560)).convert("RGBA")
    mask = Image.new("L", token.size)
    ImageDraw.Draw(mask).ellipse((0, 0, 559, 559), fill=255)
    token.putalpha(mask)
    file = io.BytesIO()
    token.save(file, "PNG")
    return file.getvalue()


def _by_resvg(svg: str) -> bytes:
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True))


def _by_pillow(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG", compress_level=1)
    return file.getvalue()


def _later(work: Callable[[], object]) -> Callable[[], asyncio.Future[object]]:
    return lambda: asyncio.get_running_loop().run_in_executor(None, work)


async def _print(name: str, work: Callable[[], object]) -> None:
    began = time.process_time()
    measured = await measure(name, _later(work), rounds=ROUNDS)
    spent = (time.process_time() - began) / (ROUNDS + 1)
    print(f"{measured.line()}   {spent * 1e3:.0f} ms of processor time")
