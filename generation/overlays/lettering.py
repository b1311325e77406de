"""Text as outlines, so that a drawing looks the same wherever it is shown, whatever typefaces are there.

HarfBuzz shapes and kerns. Text with characters that our typefaces lack (they have Latin, Greek and Cyrillic)
stays text: who shows the drawing sets it in a typeface of theirs.
"""

import unicodedata
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from pathlib import Path

import uharfbuzz as hb

from generation import fonts

CAP_HEIGHT = 0.66  #: of both families, in ems
_WIDE, _NARROW = 1.0, 0.6  #: ems that a character of an unknown typeface takes, roughly


class Face(Enum):
    """The typefaces, by their files."""

    SANS = fonts.SANS
    SERIF = fonts.SERIF_BOLD
    ITALIC = fonts.SERIF_ITALIC


@dataclass(frozen=True)
class Lettering:
    """One line of text; `width` in ems."""

    text: str
    face: Face
    width: float
    outlines: str | None  #: path data in units of the typeface, y up; None where it lacks a character
    units: int  #: of the typeface, to the em


@lru_cache(maxsize=2048)
def set_line(text: str, face: Face, *, spacing: float = 0.0) -> Lettering:
    """Shape one line; `spacing` is added after each character, in ems."""
    font, known = _font(face.value)
    characters = [character for character in text if unicodedata.category(character) != "Cf"]
    if not known.issuperset(map(ord, characters)):
        width = sum(_guessed(character) + spacing for character in characters)
        return Lettering(text, face, width, None, font.face.upem)
    if not characters:
        return Lettering(text, face, 0.0, "", font.face.upem)  # HarfBuzz has no answer for nothing
    buffer = hb.Buffer()
    buffer.add_str("".join(characters))
    buffer.guess_segment_properties()
    hb.shape(font, buffer)
    pen = _Pen()
    for glyph, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        pen.shift = (pen.x + place.x_offset, place.y_offset)
        font.draw_glyph_with_pen(glyph.codepoint, pen)
        pen.x += place.x_advance + round(spacing * font.face.upem)
    width = pen.x / font.face.upem - spacing
    return Lettering(text, face, width, "".join(pen.data), font.face.upem)


def shortened(text: str, longest: int) -> str:
    """The text, cut and marked so where it is longer than `longest` characters."""
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


@lru_cache(maxsize=len(Face))
def _font(path: Path) -> "tuple[hb.Font, frozenset[int]]":
    face = hb.Face(hb.Blob.from_file_path(str(path)))
    return hb.Font(face), frozenset(face.unicodes)


def _guessed(character: str) -> float:
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0.0
    return _WIDE if unicodedata.east_asian_width(character) in {"W", "F"} else _NARROW


class _Pen:
    """What HarfBuzz draws glyphs with; the method names are those of fontTools' pens."""

    def __init__(self) -> None:
        self.data: list[str] = []
        self.x = 0
        self.shift = (0, 0)

    def moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - the pen protocol's name
        self._add("M", point)

    def lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - the pen protocol's name
        self._add("L", point)

    def qCurveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802 - the pen protocol's name
        self._add("Q", *points)

    def curveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802 - the pen protocol's name
        self._add("C", *points)

    def closePath(self) -> None:  # noqa: N802 - the pen protocol's name
        self.data.append("Z")

    def _add(self, command: str, *points: tuple[float, float]) -> None:
        across, up = self.shift
        self.data.append(command + " ".join(f"{round(x + across)} {round(y + up)}" for x, y in points))
