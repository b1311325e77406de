"""Hair as locks: each lock is a tapered ribbon full of strands, and light falls on all of them at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from generation.engines.sketch.portrait.canvas import (
    SUBPIXEL,
    Array,
    Box,
    Points,
    Rgb,
    blur,
    darken,
    floats,
    paste,
    ribbon,
    spline,
    to_fixed,
)
from generation.engines.sketch.portrait.light import Material, inflate, lit
from generation.engines.sketch.portrait.sitting import Sitting

HAIR = Material(gloss=0.22, sharpness=9, cavity=0.55, rim=1.3)


@dataclass(frozen=True)
class Lock:
    """A lock along a curve through `points` (head units); `tip` and `root` are shares of `width`."""

    points: Points
    width: float
    tip: float = 0.15
    root: float = 0.85


Locks = list[Lock]
"""The last lies in front."""


def paint_locks(
    picture: Array,
    sitting: Sitting,
    locks: Sequence[Lock],
    *,
    color: Rgb | None = None,
    tilted: bool = True,
    shadow: float = 0.4,
) -> Array:
    """`picture` with locks of hair, the last in front."""
    if not locks:
        return picture
    unit = sitting.frame.unit
    curves = [sitting.frame.px(spline(lock.points, steps=8), tilted=tilted) for lock in locks]
    box = sitting.frame.box(np.vstack(curves), margin=0.3 * unit)
    if box.empty:
        return picture
    mask, tone, shine = _strands(sitting, locks, curves, box)
    relief = inflate(mask, 0.34 * unit) + blur(tone, 0.8) * unit * 0.03
    shade = lit(_dyed(sitting, color, tone), floats(relief), sitting.light, HAIR, scale=unit * 0.7)
    shade = floats(shade + _gleam(sitting, color, tone, shine))
    if shadow:
        picture = darken(picture, blur(mask, 0.08 * unit), box, shadow)
    return paste(picture, shade, mask, box)


def _dyed(sitting: Sitting, color: Rgb | None, tone: Array) -> Array:
    base = floats(color or sitting.traits.hair.color)
    lifted = base * 0.8 + 0.2 * base.mean()
    share = tone[:, :, None]
    return floats(base * (0.42 + 0.55 * share) + lifted * 0.7 * share**2)


def _gleam(sitting: Sitting, color: Rgb | None, tone: Array, shine: Array) -> Array:
    """Light that runs across the locks, in the hair's own colour with a little of the lamp's."""
    base = floats(color or sitting.traits.hair.color)
    tint = (base * 0.85 + 0.10 + 0.06 * base.mean()) * floats(sitting.light.key_color)
    return floats((shine * (0.25 + 1.1 * tone**1.5))[:, :, None] * tint * 0.75)


def _strands(
    sitting: Sitting, locks: Sequence[Lock], curves: Sequence[Array], box: Box
) -> tuple[Array, Array, Array]:
    """Where the hair lies, how high each strand of it, and how it gleams, all 0 to 1."""
    comb = _Comb(box, sitting.rng(f"strands {len(locks)}"), sitting.light.key)
    for lock, curve in zip(locks, curves, strict=True):
        shares = floats([lock.root, 1.0, 0.92, 0.5 + 0.5 * lock.tip, lock.tip])
        comb.draw(curve, shares * lock.width * sitting.frame.unit)
    mask, tone, shine = (floats(layer / np.float32(255)) for layer in (comb.mask, comb.tone, comb.shine))
    return mask, tone, blur(shine, max(1.0, sitting.frame.unit * 0.02)) * mask


class _Comb:
    """Draws locks strand by strand into a mask, a height map and a map of the gleam, of 8 bits each."""

    def __init__(self, box: Box, rng: np.random.Generator, lamp: Rgb) -> None:
        self._box = box
        self._rng = rng
        self._lamp = floats(lamp[:2]) / np.linalg.norm(lamp)
        self.mask = np.zeros(box.shape, np.uint8)
        self.tone = np.zeros(box.shape, np.uint8)
        self.shine = np.zeros(box.shape, np.uint8)

    def draw(self, curve: Array, widths: Array) -> None:
        """One lock, `widths` pixels wide along `curve`, bright in its middle."""
        self._fill(ribbon(curve, widths), 70 + int(self._rng.integers(40)))
        self._shine(curve, widths)
        count = int(np.clip(widths.max() / 2.2, 3, 18))
        thickness = max(1, round(float(widths.max()) / count * 0.5))
        across = _across(curve, widths)
        for place in self._rng.permutation(np.linspace(-1.0, 1.0, count)):
            drift = np.linspace(0, self._rng.normal(0, 0.3), len(curve))[:, None]
            strand = floats(curve + across * (place + self._rng.normal(0, 0.12) + drift))
            level = 85 + 120 * (1 - place**2) * self._rng.uniform(0.4, 1.15)
            self._line(strand, int(np.clip(level, 40, 250)), thickness)

    def _fill(self, outline: Array, level: int) -> None:
        points = [to_fixed(outline, self._box)]
        cv2.fillPoly(self.mask, points, 255, cv2.LINE_AA, SUBPIXEL)
        cv2.fillPoly(self.tone, points, level, cv2.LINE_AA, SUBPIXEL)

    def _line(self, strand: Array, level: int, thickness: int) -> None:
        points = [to_fixed(strand, self._box)]
        cv2.polylines(self.tone, points, False, level, thickness, cv2.LINE_AA, SUBPIXEL)
        cv2.polylines(self.mask, points, False, 255, 1, cv2.LINE_AA, SUBPIXEL)

    def _shine(self, curve: Array, widths: Array) -> None:
        """Hair gleams where it runs across the light (Kajiya and Kay, 1989)."""
        tangent = np.gradient(curve, axis=0)
        tangent /= np.linalg.norm(tangent, axis=1, keepdims=True) + 1e-6
        places = np.linspace(0, 1, len(curve))
        window = np.exp(-(((places - self._rng.normal(0.4, 0.05)) / 0.16) ** 2))
        window = window + 0.45 * np.exp(-(((places - self._rng.normal(0.8, 0.05)) / 0.09) ** 2))
        levels = 255 * (1 - (tangent @ self._lamp) ** 2) ** 3 * window * self._rng.uniform(0.5, 1.0)
        edges = _across(curve, widths)
        for index in range(len(curve) - 1):
            ends = curve[index : index + 2], edges[index : index + 2]
            quad = np.vstack([ends[0] + ends[1], (ends[0] - ends[1])[::-1]])
            cv2.fillConvexPoly(
                self.shine, to_fixed(floats(quad), self._box), float(levels[index]), 8, SUBPIXEL
            )


def _across(curve: Array, widths: Array) -> Array:
    """From the middle of a lock to its edge, at each point of its curve."""
    half = np.interp(np.linspace(0, 1, len(curve)), np.linspace(0, 1, len(widths)), widths)[:, None] / 2
    tangent = np.gradient(curve, axis=0)
    normal = np.stack([-tangent[:, 1], tangent[:, 0]], axis=1)
    return floats(half * normal / (np.linalg.norm(normal, axis=1, keepdims=True) + 1e-6))


def braid(points: Points, width: float, *, links: int = 9) -> list[Lock]:
    """A plait along a curve: leaves of hair from the left and the right in turn."""
    curve = spline(points, steps=24)
    places = np.linspace(0, len(curve) - 1, links + 2)
    locks = []
    for index in range(links):
        start, end = curve[int(places[index])], curve[int(places[index + 2])]
        side = 1 if index % 2 else -1
        across = floats([-(end - start)[1], (end - start)[0]])
        across = floats(across / (np.linalg.norm(across) + 1e-6) * width * 0.5 * side)
        thin = 1 - 0.45 * index / links
        middle = start * 0.55 + end * 0.45 + across * 0.9 * thin
        locks.append(
            Lock([start + across * 0.5 * thin, middle, end - across * 0.25 * thin], width * 0.72 * thin, 0.3)
        )
    return locks[::-1]
