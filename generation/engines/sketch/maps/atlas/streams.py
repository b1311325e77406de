"""Names of rivers, along their courses."""

from collections.abc import Iterator

import numpy as np
from scipy.ndimage import gaussian_filter1d

from generation import fonts
from generation.engines.sketch.maps.atlas.labels import Label, Lettering, beside_line, busy
from generation.engines.sketch.maps.atlas.lettering import Line, Script
from generation.engines.sketch.maps.atlas.page import Page
from generation.engines.sketch.maps.atlas.sheet import Pixels
from generation.layout.plan import RouteKind

SIZES = (18.0, 15.5)  #: units
RANK = 260.0
SHARPEST = 0.95  #: radians that a river may turn under its name
WINDOWS = 9  #: stretches of a river that a name is tried on


def river_labels(page: Page) -> Iterator[Label]:
    """Labels of the rivers that are long enough for their names."""
    named: set[str] = set()
    rivers = [route for route in page.sheet.layout.routes if route.kind == RouteKind.RIVER]
    for river in sorted(rivers, key=lambda route: -len(route.points)):
        text = page.type.legible(river.name)
        if not text or text in named or len(river.points) < 2:
            continue
        named.add(text)
        course = page.sheet.pixels(river.points)
        length = float(np.hypot(*np.diff(course, axis=0).T).sum())
        ways = [
            way for size in SIZES for way in _ways(page, page.type.line(text, _script(page, size)), course)
        ]
        if ways:
            share = min(length / page.sheet.width, 1.0)
            yield Label(rank=RANK + 100 * share, color=page.look.deep, ways=ways)


def _script(page: Page, size: float) -> Script:
    return Script(face=fonts.SERIF_ITALIC, size=page.letters(size), spacing=0.12)


def _ways(page: Page, line: Line, course: Pixels) -> Iterator[Lettering]:
    """The name above and below the course, wherever that runs calmly enough."""
    size = line.script.size
    spacing = size / 4
    calm = _resampled(course, spacing)
    calm = _resampled(gaussian_filter1d(calm, 1.1 * size / spacing, axis=0, mode="nearest"), spacing)
    need = int(np.ceil(line.length / spacing)) + 2
    if len(calm) < need + 2:
        return
    for start in np.linspace(0, len(calm) - need - 1, WINDOWS).astype(int):
        part = calm[start : start + need + 1]
        if part[-1, 0] < part[0, 0]:
            part = part[::-1]
        bend = _bend(part)
        if bend > SHARPEST:
            continue
        steep = abs(float(part[-1, 1] - part[0, 1])) / max(float(np.hypot(*(part[-1] - part[0]))), 1)
        for side in (-0.42, 1.06):
            baseline = beside_line(part, side * size)
            crowd = busy(page, baseline - (0, 0.35 * size))
            yield Lettering(lines=((line, baseline),), cost=0.5 * bend + 0.5 * steep + crowd)


def _resampled(course: Pixels, spacing: float) -> Pixels:
    run = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(course, axis=0).T))))
    at = np.arange(0, run[-1], spacing)
    return np.column_stack([np.interp(at, run, course[:, axis]) for axis in (0, 1)])


def _bend(part: Pixels) -> float:
    """How far the direction strays from the chord's, in radians."""
    steps = np.diff(part, axis=0)
    chord = part[-1] - part[0]
    cross = steps[:, 1] * chord[0] - steps[:, 0] * chord[1]
    return float(np.abs(np.arctan2(cross, steps @ chord)).max())
