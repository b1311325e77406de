"""`Page`: an SVG that is written one part to a line, each with the box that it lies in.

So a piece of the picture can be drawn from the few parts that lie there, which a renderer of SVG cannot know
before it has worked every part out.
"""

import re
from dataclasses import dataclass
from typing import Self

from generation.overlays.boxes import Box
from generation.overlays.svg import element, number, text

_SIZE = re.compile(r' width="(\d+)" height="(\d+)"')
_PART = re.compile(r'<g data-box="([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+)">(.*)</g>')


@dataclass(frozen=True)
class Part:
    """Something drawn, and the box that it lies in."""

    box: Box
    drawing: str


@dataclass(frozen=True, kw_only=True)
class Page:
    """An SVG of `width` × `height` pixels; its parts, the lowest first, may refer to its `definitions`."""

    width: int
    height: int
    title: str
    definitions: str = ""
    parts: tuple[Part, ...] = ()

    def written(self) -> str:
        """The SVG; `Page.read` takes it apart again."""
        title = element("title", text(self.title))
        definitions = [element("defs", self.definitions)] if self.definitions else []
        parts = [element("g", part.drawing, data_box=_box(part.box)) for part in self.parts]
        whole = Box(0, 0, self.width, self.height)
        return "\n".join([_opened(whole, self.width, self.height), title, *definitions, *parts, "</svg>"])

    @classmethod
    def read(cls, svg: str) -> Self:
        """The page that `written` wrote; raises `ValueError` for an SVG of somebody else's."""
        opened, *lines = svg.split("\n")
        size = _SIZE.search(opened)
        if size is None or len(lines) < 2 or lines.pop() != "</svg>":
            raise ValueError("This SVG is not one of ours.")
        title = lines.pop(0)
        definitions = lines.pop(0) if lines and lines[0].startswith("<defs>") else ""
        return cls(
            width=int(size[1]),
            height=int(size[2]),
            title=title,
            definitions=definitions.removeprefix("<defs>").removesuffix("</defs>"),
            parts=tuple(_part(line) for line in lines),
        )

    def piece(self, box: Box, width: int, height: int) -> str | None:
        """An SVG of what lies in a box, `width` × `height` pixels; None where nothing does."""
        parts = [part.drawing for part in self.parts if part.box.meets(box)]
        if not parts:
            return None
        body = "".join(parts)
        definitions = element("defs", self.definitions) if 'href="#' in body else ""
        return "".join((_opened(box, width, height), definitions, body, "</svg>"))


def _opened(view: Box, width: int, height: int) -> str:
    """The opening tag of an SVG that shows a box in so many pixels."""
    shown = " ".join(
        f"{side:.10g}" for side in (view.left, view.top, view.right - view.left, view.bottom - view.top)
    )
    svg = element(
        "svg",
        xmlns="http://www.w3.org/2000/svg",
        width=width,
        height=height,
        viewBox=shown,
        preserveAspectRatio="none",
        role="img",
    )
    return svg.removesuffix("/>") + ">"


def _box(box: Box) -> str:
    return " ".join(number(side) for side in (box.left, box.top, box.right, box.bottom))


def _part(line: str) -> Part:
    found = _PART.fullmatch(line)
    if found is None:
        raise ValueError("This SVG is not one of ours.")
    left, top, right, bottom, drawing = found.groups()
    return Part(Box(float(left), float(top), float(right), float(bottom)), drawing)
