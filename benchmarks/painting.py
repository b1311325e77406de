"""What `sketch` takes for a portrait, a dungeon and a token, beside encoding the picture as WebP."""

import asyncio

from PIL import Image

from benchmarks.timing import measure
from generation.briefs import Grid, MapBrief, PortraitBrief, TokenBrief
from generation.engines.base import EngineInfo, RenderInputs
from generation.engines.sketch.engine import SketchEngine
from generation.layout import make_layout
from generation.planning import resolve_request
from generation.post_processing import encode
from generation.post_processing.token import cut_token
from generation.request import GenerationRequest
from generation.spec import RenderSpec
from generation.themes.theme import ThemeStyle
from generation.vocabulary import ImageFormat

ELF = PortraitBrief(species="elf", character_class="ranger", description="a scarred hunter")
DUNGEON = MapBrief(layout_seed=7, grid=Grid(columns=30, rows=20, size=70))
LARGE = MapBrief(layout_seed=7, grid=Grid(columns=60, rows=40, size=70))
TOKEN = TokenBrief(source_image_id="any")


def _spec(brief: PortraitBrief | MapBrief, engine: EngineInfo) -> RenderSpec:
    return resolve_request(GenerationRequest(brief=brief), engine=engine, style=ThemeStyle(), seed=1)[0]


async def run() -> None:
    """Print seconds for each, on the threads that the engine has."""
    engine = SketchEngine()
    await engine.start()
    layout = make_layout(DUNGEON)
    pictures: list[Image.Image] = []

    async def portrait() -> None:
        rendering = await engine.submit(_spec(ELF, engine.info)).result()
        pictures[:] = [rendering.image]

    async def dungeon() -> None:
        inputs = RenderInputs(layout=layout)
        await engine.submit(_spec(DUNGEON, engine.info), inputs).result()

    async def plan() -> None:
        await asyncio.to_thread(make_layout, LARGE)

    async def token() -> None:
        await asyncio.to_thread(cut_token, pictures[0], TOKEN)

    async def webp() -> None:
        await asyncio.to_thread(encode, pictures[0], ImageFormat.WEBP, quality=90)

    print((await measure("portrait, 1024²", portrait, rounds=5)).line())
    print((await measure("dungeon, 30 × 20 at 70 pixels", dungeon, rounds=3)).line())
    print((await measure("layout alone, 60 × 40", plan, rounds=5)).line())
    print((await measure("token cut from the portrait", token, rounds=5)).line())
    print((await measure("for comparison: the portrait as WebP", webp, rounds=5)).line())
    await engine.close()
