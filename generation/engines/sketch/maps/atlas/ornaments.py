"""The compass rose, the scale bar and the title's cartouche."""

import math
from dataclasses import dataclass

import numpy as np

from generation.engines.sketch.maps.atlas.look import mixed
from generation.engines.sketch.maps.atlas.quill import Drawing, Quill
from generation.engines.sketch.maps.styles import Color

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class _Rays:
    """Points of a rose, evenly about its middle; lengths in units, angles in radians from the north."""

    count: int
    first: float
    length: float
    waist: float
    dark: Color

    @property
    def half(self) -> float:
        """Half the angle between two of them."""
        return math.pi / self.count


def draw_compass(quill: Quill, radius: float) -> Drawing:
    """A rose of sixteen points with a lily to the north; the letters are set apart."""
    look = quill.look
    pale = mixed(look.paper, look.bright, 0.5)
    dark = mixed(look.roof, look.ink, 0.15) if look.colored else look.ink
    for share, width in ((0.74, 1.0), (0.69, 0.8), (0.4, 0.8)):
        quill.disc(0, 0, share * radius, pale if share > 0.7 else None, width=width, opacity=0.55)
    for tick in range(72):
        angle = tick * math.pi / 36
        quill.line([_polar(0.69 * radius, angle), _polar(0.74 * radius, angle)], 0.8 if tick % 2 else 1.2)
    for rays in (
        _Rays(8, math.pi / 8, 0.6 * radius, 0.1 * radius, mixed(look.ink, look.paper, 0.45)),
        _Rays(4, math.pi / 4, 0.78 * radius, 0.13 * radius, mixed(look.ink, look.paper, 0.2)),
        _Rays(4, 0.0, radius, 0.16 * radius, dark),
    ):
        for number in range(rays.count):
            _ray(quill, rays, rays.first + number * 2 * math.pi / rays.count)
    quill.disc(0, 0, 0.085 * radius, pale, width=1.1)
    quill.disc(0, 0, 0.035 * radius, look.ink, width=0)
    return quill.drawing()


def _polar(radius: float, angle: float) -> tuple[float, float]:
    """A point at an angle clockwise from the north."""
    return radius * math.sin(angle), -radius * math.cos(angle)


def _ray(quill: Quill, ray: _Rays, angle: float) -> None:
    """A point of the rose, dark on its left half and pale on its right."""
    tip = _polar(ray.length, angle)
    left, right = _polar(ray.waist, angle - ray.half), _polar(ray.waist, angle + ray.half)
    quill.shape([(0, 0), left, tip], ray.dark, width=0.9)
    quill.shape([(0, 0), right, tip], quill.look.bright, width=0.9)


def draw_cartouche(quill: Quill, width: float, height: float) -> Drawing:
    """A scroll about (0, 0) with room for `width` × `height` units of lettering."""
    look = quill.look
    x, y = width / 2 + 20, height / 2 + 13
    roll = 11.0
    sheet = mixed(look.paper, look.bright, 0.55)
    dark = mixed(look.paper, look.ink, 0.3)
    for side in (-1, 1):
        edge = side * x
        quill.shape(
            [(edge, -y - 5), (edge + side * roll, -y - 8), (edge + side * roll, y + 2), (edge, y + 5)],
            dark,
            width=1.3,
        )
    body = _waving(-x, x, -y) + _waving(x, -x, y)
    quill.shape(body, sheet, width=1.5)
    for side in (-1, 1):
        edge = side * x
        quill.shape(
            [
                (edge - side * 5, -y + 2),
                (edge - side * 5, y + 5),
                (edge + side * 4, y + 7),
                (edge + side * 4, -y - 1),
            ],
            mixed(sheet, look.ink, 0.12),
            width=1.2,
        )
    inset = 5.0
    quill.line(_waving(-x + 9 + inset, x - 9 - inset, -y + inset), 0.9, opacity=0.8)
    quill.line(_waving(-x + 9 + inset, x - 9 - inset, y - inset), 0.9, opacity=0.8)
    for side in (-1, 1):
        _flourish(quill, side * (x - 21), 0, side)
    return quill.drawing()


def _waving(start: float, end: float, y: float) -> list[tuple[float, float]]:
    """A long edge of paper that does not lie flat."""
    return [
        (float(x), y + 1.6 * math.sin(3 * math.pi * (x - start) / (end - start)))
        for x in np.linspace(start, end, 19)
    ]


def _flourish(quill: Quill, x: float, y: float, side: int) -> None:
    quill.shape(
        [(x, y - 3.4), (x + 2.4, y), (x, y + 3.4), (x - 2.4, y)],
        quill.look.roof if quill.look.colored else quill.look.ink,
        width=0.8,
    )


def draw_scale_bar(quill: Quill, length: float, parts: int) -> Drawing:
    """A bar of `length` units from (0, 0) to the right, dark and pale by turns."""
    look = quill.look
    step, thick = length / parts, 6.5
    for part in range(parts):
        x = part * step
        fill = look.ink if part % 2 == 0 else look.bright
        quill.shape([(x, 0), (x + step, 0), (x + step, thick), (x, thick)], fill, width=1.0)
    for part in range(parts + 1):
        quill.line([(part * step, -3), (part * step, 0)], 1.1)
    return quill.drawing()


def round_distance(longest: float) -> tuple[float, int]:
    """The longest round distance up to `longest`, and how many parts it falls into."""
    power = 10.0 ** math.floor(math.log10(longest))
    step = max(step for step in STEPS if step * power <= longest * (1 + 1e-9))
    return step * power, {1.0: 4, 2.0: 4, 2.5: 5, 5.0: 5, 10.0: 4}[step]
