"""What laying out takes, for every environment and for lands, and what painting a land takes on top."""

import asyncio
from functools import partial

from PIL import Image

from benchmarks.timing import measure
from generation.briefs import Grid, MapBrief
from generation.engines.sketch.maps import map_strokes
from generation.layout import make_layout
from generation.presets import SKETCH
from generation.spec import RenderSpec
from generation.vocabulary import MapEnvironment, MapKind

USUAL = Grid(columns=60, rows=40)
LARGE = Grid(columns=200, rows=200)
WORLD = Grid(columns=64, rows=64, size=32, distance=20, units="mi")
SEED = 7


async def run() -> None:
    """Print milliseconds: for 60 × 40 and 200 × 200 spaces, and for lands of 2048² pixels."""
    for environment in MapEnvironment:
        brief = MapBrief(environment=environment, layout_seed=SEED, grid=USUAL)
        large = MapBrief(environment=environment, layout_seed=SEED, grid=LARGE)
        await _print(f"{environment.value}, 60 × 40", partial(make_layout, brief), rounds=5)
        await _print(f"{environment.value}, 200 × 200", partial(make_layout, large), rounds=1)
    for kind in (MapKind.REGION, MapKind.WORLD):
        land = MapBrief(map_kind=kind, environment=None, name="Aldermere", layout_seed=SEED, grid=WORLD)
        await _print(f"{kind.value}, 64 × 64", partial(make_layout, land), rounds=3)
        await _print(f"{kind.value}, laid out and painted at 2048²", partial(paint, land), rounds=3)


def paint(brief: MapBrief) -> Image.Image:
    """A map as `sketch` draws it, laid out first."""
    spec = RenderSpec(
        engine=SKETCH,
        subject=brief,
        prompt="",
        negative_prompt="",
        seed=SEED,
        width=brief.grid.width,
        height=brief.grid.height,
        num_inference_steps=1,
        guidance_scale=1.0,
        scheduler=SKETCH,
    )
    canvas = Image.new("RGB", (spec.width, spec.height))
    for stroke in map_strokes(spec, make_layout(brief)):
        canvas = stroke(canvas)
    return canvas


async def _print(name: str, work: partial[object], *, rounds: int) -> None:
    print((await measure(name, lambda: asyncio.to_thread(work), rounds=rounds)).line())
