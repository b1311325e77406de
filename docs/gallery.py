"""Paints the gallery: one map of each environment, and some under another sky or in another manner.

`python docs/gallery.py` writes `docs/gallery/*.webp`; names after it choose single pictures. A test paints
them again and compares, so that no change of a painter goes unseen.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image

from generation.briefs import Grid, MapBrief
from generation.engines.sketch.maps import map_strokes
from generation.layout import make_layout
from generation.post_processing import encode
from generation.presets import SKETCH
from generation.spec import RenderSpec, Style
from generation.themes.builtin import load_builtin_themes
from generation.vocabulary import GridType, ImageFormat, MapEnvironment, MapKind, Season, TimeOfDay

TARGET = Path(__file__).with_name("gallery")
QUALITY = 82
SEED = 7
BATTLE = Grid(columns=30, rows=20, size=36)
HEXAGONS = Grid(type=GridType.HEX_COLUMNS, columns=32, rows=19, size=36)
LAND = Grid(columns=40, rows=27, size=30, distance=6, units="mi")
HEAD = """# Maps as `sketch` draws them

Painted by `python docs/gallery.py` on a processor, without a diffusion model, from nothing but a seed:
30 × 20 spaces for places, 40 × 27 for lands. Their walls, doors, windows and lights can be exported exactly.
"""


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One picture of the gallery."""

    name: str
    brief: MapBrief
    theme: str | None = None

    @property
    def title(self) -> str:
        """What people read below it."""
        return self.name.replace("-", ", ").capitalize()

    @property
    def spec(self) -> RenderSpec:
        """How `sketch` paints it."""
        grid = self.brief.grid
        return RenderSpec(
            engine=SKETCH,
            subject=self.brief,
            style=_style(self.theme),
            prompt="",
            negative_prompt="",
            seed=self.brief.layout_seed,
            width=grid.width,
            height=grid.height,
            num_inference_steps=1,
            guidance_scale=1.0,
            scheduler=SKETCH,
        )

    def paint(self) -> Image.Image:
        """The map, RGB."""
        canvas = Image.new("RGB", (self.spec.width, self.spec.height))
        for stroke in map_strokes(self.spec, make_layout(self.brief)):
            canvas = stroke(canvas)
        return canvas


def _style(theme: str | None) -> Style:
    if theme is None:
        return Style()
    style = next(found.style for found in load_builtin_themes() if found.slug == theme)
    return Style(theme_slug=theme, art_style=style.art_style, lighting=style.lighting, palette=style.palette)


def place(
    environment: MapEnvironment, name: str | None = None, *, theme: str | None = None, **asked: object
) -> Scene:
    """A battle map; it is called after its environment where no name is given."""
    brief = replace(MapBrief(environment=environment, layout_seed=SEED, grid=BATTLE), **asked)  # type: ignore[arg-type]  # real fields
    return Scene(name=name or environment.value, brief=brief, theme=theme)


def land(kind: MapKind, name: str) -> Scene:
    """A region or a world of this name."""
    brief = MapBrief(map_kind=kind, environment=None, name=name, layout_seed=SEED, grid=LAND)
    return Scene(name=kind.value, brief=brief)


SCENES: tuple[Scene, ...] = (
    *(place(environment) for environment in MapEnvironment),
    place(MapEnvironment.TAVERN, "tavern-night", time_of_day=TimeOfDay.NIGHT),
    place(MapEnvironment.TOWN, "town-winter", season=Season.WINTER),
    place(MapEnvironment.FOREST, "forest-autumn-dusk", season=Season.AUTUMN, time_of_day=TimeOfDay.DUSK),
    place(MapEnvironment.ROAD, "road-spring", season=Season.SPRING),
    place(MapEnvironment.RUINS, "ruins-night", time_of_day=TimeOfDay.NIGHT),
    place(MapEnvironment.DUNGEON, "dungeon-hexagons", grid=HEXAGONS),
    place(MapEnvironment.MOUNTAIN, "mountain-hexagons", grid=HEXAGONS),
    place(MapEnvironment.TAVERN, "tavern-ink", theme="ink-sketch"),
    place(MapEnvironment.FOREST, "forest-parchment", theme="parchment"),
    land(MapKind.REGION, "The Amber Marches"),
    land(MapKind.WORLD, "Aldermere"),
)


def main(names: Iterable[str]) -> None:
    """Paint the pictures of these names, or all."""
    chosen = set(names)
    TARGET.mkdir(exist_ok=True)
    for each in SCENES:
        if not chosen or each.name in chosen:
            file = encode(each.paint(), ImageFormat.WEBP, quality=QUALITY)
            (TARGET / f"{each.name}.webp").write_bytes(file.data)
    (TARGET / "README.md").write_text(page())


def page() -> str:
    """All pictures, two in a row."""
    cells = [f"![{each.title}]({each.name}.webp)<br>{each.title}" for each in SCENES]
    rows = [cells[start : start + 2] for start in range(0, len(cells), 2)]
    lines = [f"| {' | '.join(row + [''] * (2 - len(row)))} |" for row in rows]
    return "\n".join([HEAD, "| | |", "|---|---|", *lines, ""])


if __name__ == "__main__":
    main(sys.argv[1:])
