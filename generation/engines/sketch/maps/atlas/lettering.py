"""Lettering along straight and curved baselines."""

import math
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from generation import fonts
from generation.engines.sketch.maps.atlas.sheet import Pixels
from generation.engines.sketch.maps.texture import Mask

FINE = 3  #: letters are drawn this many times as large, then reduced
EM = 192  #: pixels of the letters that are measured
NO_CHARACTER = "\uffff"  #: what every face draws as its sign for a missing letter


@dataclass(frozen=True, kw_only=True)
class Script:
    """A face, its size in pixels, and how far its letters stand apart beyond their own widths, in ems."""

    face: Path = fonts.SERIF
    size: float
    spacing: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Line:
    """Letters in a row: groups that belong together, and where each begins, in pixels from the first."""

    letters: tuple[str, ...]
    starts: tuple[float, ...]
    widths: tuple[float, ...]
    above: float  #: how far letters reach above the baseline, in pixels
    below: float  #: how far they reach below it
    script: Script

    @property
    def length(self) -> float:
        """From the first letter's left to the last one's right, in pixels."""
        return self.starts[-1] + self.widths[-1] if self.letters else 0.0


@dataclass(frozen=True, kw_only=True)
class Lettered:
    """Letters as a mask, and the pixel that its top left corner lies on."""

    mask: Mask
    left: int
    top: int


@dataclass(frozen=True)
class _Measured:
    letters: tuple[str, ...]
    starts: NDArray[np.float64]
    widths: NDArray[np.float64]
    above: float
    below: float


class Typecase:
    """Sets type; keeps the faces that it has opened."""

    def __init__(self) -> None:
        self._open: dict[tuple[Path, float], ImageFont.FreeTypeFont] = {}
        self._known: dict[tuple[Path, str], bool] = {}
        self._widths: dict[tuple[Path, str], float] = {}
        self._lines: dict[tuple[str, Path], _Measured] = {}

    def legible(self, text: str) -> str:
        """`text` without what no face can show; letters without their marks stand in for unknown ones."""
        kept = (self._stand_in(letter) for letter in unicodedata.normalize("NFC", text))
        return " ".join("".join(kept).split())

    def line(self, text: str, script: Script) -> Line:
        """A row of `text`, which is legible; a face that lacks a letter gives way to the plain one."""
        if script.face != fonts.SERIF and not all(self._shows(script.face, letter) for letter in text):
            script = Script(face=fonts.SERIF, size=script.size, spacing=script.spacing)
        measured = self._measured(text, script.face)
        spread = np.arange(len(measured.letters)) * script.spacing
        return Line(
            letters=measured.letters,
            starts=tuple(((measured.starts + spread) * script.size).tolist()),
            widths=tuple((measured.widths * script.size).tolist()),
            above=measured.above * script.size,
            below=measured.below * script.size,
            script=script,
        )

    def _measured(self, text: str, face: Path) -> _Measured:
        """Letters of a text in ems; sizes are in proportion, as nothing is hinted when it is this large."""
        if (text, face) not in self._lines:
            font = self._font(face, EM / FINE)
            letters = _clusters(text)
            ends = [font.getlength("".join(letters[: count + 1])) for count in range(len(letters))]
            widths = np.array([self._width(face, letter) for letter in letters])
            _, top, _, bottom = font.getbbox(text, anchor="ls")
            self._lines[text, face] = _Measured(
                letters, (np.array(ends) - widths) / EM, widths / EM, -top / EM, bottom / EM
            )
        return self._lines[text, face]

    def _width(self, face: Path, letter: str) -> float:
        if (face, letter) not in self._widths:
            self._widths[face, letter] = self._font(face, EM / FINE).getlength(letter)
        return self._widths[face, letter]

    def draw(self, line: Line, baseline: Pixels) -> Lettered:
        """The letters along a baseline, in the middle of its length."""
        at, angles = _stations(line, baseline)
        margin = 1.3 * line.script.size
        low = np.floor(at.min(axis=0) - margin).astype(int)
        high = np.ceil(at.max(axis=0) + margin).astype(int)
        width, height = (high - low).tolist()
        canvas = np.zeros((height * FINE, width * FINE), dtype=np.uint8)
        font = self._font(line.script.face, line.script.size)
        if not line.script.spacing and len(baseline) == 2:
            _press(canvas, font, "".join(line.letters), (at[0] - low) * FINE, float(angles[0]))
        else:
            for letter, point, angle in zip(line.letters, (at - low) * FINE, angles, strict=True):
                if not letter.isspace():
                    _press(canvas, font, letter, point, float(angle))
        mask = np.asarray(cv2.resize(canvas, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
        return Lettered(mask=mask, left=int(low[0]), top=int(low[1]))

    def _font(self, face: Path, size: float) -> ImageFont.FreeTypeFont:
        if (face, size) not in self._open:
            self._open[face, size] = ImageFont.truetype(str(face), size * FINE)
        return self._open[face, size]

    def _stand_in(self, letter: str) -> str:
        if letter.isspace():
            return " "
        if self._shows(fonts.SERIF, letter):
            return letter
        plain = unicodedata.normalize("NFKD", letter)
        return "".join(part for part in plain if self._shows(fonts.SERIF, part))

    def _shows(self, face: Path, letter: str) -> bool:
        if (face, letter) not in self._known:
            font = self._font(face, 12.0)
            missing, drawn = font.getmask(NO_CHARACTER), font.getmask(letter)
            same = drawn.size == missing.size and bytes(drawn) == bytes(missing)
            self._known[face, letter] = not same and unicodedata.category(letter)[0] != "C"
        return self._known[face, letter]


def _clusters(text: str) -> tuple[str, ...]:
    """Letters, each together with the marks that stand over it."""
    clusters: list[str] = []
    for letter in text:
        if clusters and unicodedata.combining(letter):
            clusters[-1] += letter
        else:
            clusters.append(letter)
    return tuple(clusters)


def _stations(line: Line, baseline: Pixels) -> tuple[Pixels, NDArray[np.float64]]:
    """Where each letter begins, n × (x, y), and how far it is turned, in radians, clockwise."""
    run = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(baseline, axis=0).T))))
    starts, widths = np.array(line.starts), np.array(line.widths)
    shift = (run[-1] - line.length) / 2
    left, right = _along(baseline, run, starts + shift), _along(baseline, run, starts + widths + shift)
    angles = np.arctan2(right[:, 1] - left[:, 1], right[:, 0] - left[:, 0])
    middle = (left + right) / 2
    back = np.column_stack((np.cos(angles), np.sin(angles))) * widths[:, None] / 2
    return middle - back, angles


def _along(baseline: Pixels, run: NDArray[np.float64], at: NDArray[np.float64]) -> Pixels:
    """Points of a baseline by their distance from its start; beyond its ends it goes straight on."""
    x, y = (np.interp(at, run, baseline[:, axis]) for axis in (0, 1))
    points = np.column_stack((x, y))
    first, last = _unit(baseline[1] - baseline[0]), _unit(baseline[-1] - baseline[-2])
    points += np.minimum(at, 0)[:, None] * first + np.maximum(at - run[-1], 0)[:, None] * last
    return points


def _unit(vector: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(vector / max(float(np.hypot(*vector)), 1e-9))


def _press(
    canvas: Mask, font: ImageFont.FreeTypeFont, letter: str, at: NDArray[np.float64], angle: float
) -> None:
    """Print one letter onto the canvas, turned about its start."""
    left, top, right, bottom = font.getbbox(letter, anchor="ls")
    pad = 2
    block = Image.new("L", (math.ceil(right - left) + 2 * pad, math.ceil(bottom - top) + 2 * pad))
    ImageDraw.Draw(block).text((pad - left, pad - top), letter, fill=255, font=font, anchor="ls")
    corners = np.array(((left, top), (right, top), (right, bottom), (left, bottom)), dtype=np.float64)
    turn = np.array(((math.cos(angle), -math.sin(angle)), (math.sin(angle), math.cos(angle))))
    placed = corners @ turn.T + at
    low = np.maximum(np.floor(placed.min(axis=0)).astype(int) - pad, 0)
    high = np.minimum(np.ceil(placed.max(axis=0)).astype(int) + pad, canvas.shape[::-1])
    origin = turn @ np.array((left - pad, top - pad)) + at - low
    matrix = np.column_stack((turn, origin))
    printed = cv2.warpAffine(np.asarray(block), matrix, tuple((high - low).tolist()), flags=cv2.INTER_LINEAR)
    part = canvas[low[1] : high[1], low[0] : high[0]]
    np.maximum(part, printed, out=part)
