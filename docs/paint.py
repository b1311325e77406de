"""Puts the README's picture together from what `make demo` left."""

from pathlib import Path

from PIL import Image

DEMO = Path("demo")
TARGET = Path("docs/images/demo.webp")
HEIGHT = 560
GAP = 12
GROUND = "#15161a"


def panel(name: str, width: int) -> Image.Image:
    """One of the demo's pictures over the ground, `HEIGHT` pixels high."""
    picture = Image.open(DEMO / name).convert("RGBA")
    picture.thumbnail((width, HEIGHT), Image.Resampling.LANCZOS)
    ground = Image.new("RGBA", (width, HEIGHT), GROUND)
    ground.alpha_composite(picture, ((width - picture.width) // 2, (HEIGHT - picture.height) // 2))
    return ground.convert("RGB")


def main() -> None:
    """Write the picture: portrait, token, battle map, side by side."""
    panels = [panel("portrait.webp", HEIGHT), panel("token.webp", 300), panel("battle-map.webp", 840)]
    width = sum(one.width for one in panels) + GAP * (len(panels) - 1)
    sheet = Image.new("RGB", (width, HEIGHT), GROUND)
    left = 0
    for one in panels:
        sheet.paste(one, (left, 0))
        left += one.width + GAP
    TARGET.parent.mkdir(exist_ok=True)
    sheet.save(TARGET, quality=86)


if __name__ == "__main__":
    main()
