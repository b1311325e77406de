"""Puts the README's pictures together: one from what `make demo` left, one from edits that `sketch` makes."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw

from generation.briefs import (
    Box,
    EditBrief,
    InpaintBrief,
    PortraitBrief,
    RestyleBrief,
    Source,
    VariationBrief,
)
from generation.engines.base import RenderInputs
from generation.engines.sketch.engine import SketchEngine
from generation.planning import resolve_request
from generation.request import GenerationRequest
from generation.themes.builtin import load_builtin_themes
from generation.themes.theme import ThemeStyle

DEMO = Path("demo")
TARGETS = Path("docs/images")
HEIGHT = 560
EDIT_SIDE = 340
GAP = 12
GROUND = "#15161a"
RANGER = PortraitBrief(species="elf", character_class="ranger", description="an old ranger")
HEAD = Box(left=250, top=60, right=780, bottom=420)


def panel(picture: Image.Image, width: int, height: int = HEIGHT) -> Image.Image:
    """A picture over the ground, in the middle of a panel of this size in pixels."""
    picture = picture.convert("RGBA")
    picture.thumbnail((width, height), Image.Resampling.LANCZOS)
    ground = Image.new("RGBA", (width, height), GROUND)
    ground.alpha_composite(picture, ((width - picture.width) // 2, (height - picture.height) // 2))
    return ground.convert("RGB")


def side_by_side(panels: Sequence[Image.Image]) -> Image.Image:
    """Panels of one height, from left to right."""
    width = sum(one.width for one in panels) + GAP * (len(panels) - 1)
    sheet = Image.new("RGB", (width, panels[0].height), GROUND)
    left = 0
    for one in panels:
        sheet.paste(one, (left, 0))
        left += one.width + GAP
    return sheet


async def edits() -> list[Image.Image]:
    """A portrait, a variation of it, two themes, and another head."""
    themes = {theme.slug: theme.style for theme in load_builtin_themes()}
    usual, engine = themes["classic-fantasy"], SketchEngine()
    await engine.start()

    async def render(
        brief: PortraitBrief | EditBrief, style: ThemeStyle, inputs: RenderInputs
    ) -> Image.Image:
        [spec] = resolve_request(GenerationRequest(brief=brief), engine=engine.info, style=style, seed=3)
        return (await engine.submit(spec, inputs).result()).image

    first = await render(RANGER, usual, RenderInputs())
    source = Source(image_id="", sha256="", width=first.width, height=first.height, subject=RANGER)
    mask = Image.new("L", first.size)
    ImageDraw.Draw(mask).ellipse((HEAD.left, HEAD.top, HEAD.right, HEAD.bottom), fill=255)
    hat = InpaintBrief(source=source, mask_sha256="", masked=HEAD, prompt="an elf with a red hat")
    over = RenderInputs(init_image=first)
    made = [
        first,
        await render(VariationBrief(source=source, strength=0.7), usual, over),
        await render(RestyleBrief(source=source, strength=0.6), themes["high-magic"], over),
        await render(RestyleBrief(source=source, strength=0.6), themes["ink-sketch"], over),
        await render(hat, usual, RenderInputs(init_image=first, mask_image=mask)),
    ]
    await engine.close()
    return made


def main() -> None:
    """Write both pictures."""
    TARGETS.mkdir(exist_ok=True)
    widths = {"portrait.webp": HEIGHT, "token.webp": 300, "battle-map.webp": 840}
    demo = [panel(Image.open(DEMO / name), width) for name, width in widths.items()]
    side_by_side(demo).save(TARGETS / "demo.webp", quality=86)
    painted = [panel(picture, EDIT_SIDE, EDIT_SIDE) for picture in asyncio.run(edits())]
    side_by_side(painted).save(TARGETS / "edits.webp", quality=86)


if __name__ == "__main__":
    main()
