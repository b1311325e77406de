"""Rivers, roads, trails and sea lanes, as lines of a pen."""

from collections.abc import Iterable, Iterator

import numpy as np
from scipy.ndimage import gaussian_filter1d
from shapely import LineString, MultiLineString, line_merge, unary_union

from generation.engines.sketch.maps.atlas.look import mixed
from generation.engines.sketch.maps.atlas.page import Page
from generation.engines.sketch.maps.atlas.quill import css, rendered, svg_path
from generation.engines.sketch.maps.atlas.realms import border_lines
from generation.engines.sketch.maps.atlas.sheet import Pixels
from generation.engines.sketch.maps.styles import Color
from generation.engines.sketch.maps.texture import Picture
from generation.layout.plan import Route, RouteKind

TALL = 1024  #: rows drawn at once
SAMPLES = 6.0  #: units from point to point of a line


def draw_ways(picture: Picture, page: Page) -> None:
    """Rivers first, roads over them."""
    routes = page.sheet.layout.routes
    rivers = [route for route in routes if route.kind == RouteKind.RIVER]
    roads = [route for route in routes if route.kind != RouteKind.RIVER]
    body = "".join((*_rivers(page, rivers), *_borders(page), *_roads(page, roads)))
    if body:
        overlay(picture, body)


def overlay(picture: Picture, body: str) -> None:
    """Draw SVG elements over the whole picture, some rows at a time."""
    height, width = picture.shape[:2]
    for top in range(0, height, TALL):
        count = min(TALL, height - top)
        part = rendered(body, width, count, view=f"0 {top} {width} {count}")
        drawn = part[:, :, 3] > 0  # lines cover little
        over = part[drawn]
        alpha = over[:, 3:].astype(np.uint16)
        below = picture[top : top + count]
        below[drawn] = (below[drawn] * (255 - alpha) + over[:, :3] * alpha + 127) // 255


def _rivers(page: Page, rivers: list[Route]) -> Iterator[str]:
    """Ribbons that widen from the source to the mouth, with darker banks."""
    pen, look = page.sheet.pen, page.look
    rng = page.sheet.rng("rivers")
    ribbons = []
    for river in rivers:
        course = _by_hand(page, page.sheet.pixels(river.points), rng)
        if len(course) < 3:
            continue
        length = float(np.hypot(*np.diff(course, axis=0).T).sum()) / page.sheet.unit
        mouth = 1.6 + 3.2 * min(length / 700, 1.0) ** 0.7
        ribbons.append((course, mouth))
    bank = mixed(look.deep, look.ink, 0.25)
    water = mixed(look.sea, look.deep, 0.3) if look.colored else look.bright
    for course, mouth in ribbons:
        yield _ribbon(course, 0.9 * pen, (mouth + 1.1) * pen, bank)
    for course, mouth in ribbons:
        yield _ribbon(course, 0.3 * pen, (mouth - 0.6) * pen, water)


def _by_hand(page: Page, points: Pixels, rng: np.random.Generator) -> Pixels:
    """A course sampled evenly, rounded off, and drawn by a hand that is not quite steady; its ends stay."""
    run = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))))
    if len(points) < 2 or run[-1] < 1:
        return points[:0]
    count = max(5, round(run[-1] / (SAMPLES * page.sheet.unit)))
    at = np.linspace(0, run[-1], count)
    course = np.column_stack([np.interp(at, run, points[:, axis]) for axis in (0, 1)])
    smooth = gaussian_filter1d(course, 1.2, axis=0, mode="nearest")
    wander = gaussian_filter1d(rng.normal(0, 1, (count, 2)), 1.4, axis=0, mode="nearest")
    smooth += 1.8 * page.sheet.unit * wander * np.sin(np.linspace(0, np.pi, count))[:, None] ** 0.5
    smooth[0], smooth[-1] = course[0], course[-1]
    return np.asarray(smooth)


def _ribbon(course: Pixels, source: float, mouth: float, color: Color) -> str:
    """A shape that is `source` pixels wide where it begins and `mouth` where it ends."""
    along = np.gradient(course, axis=0)
    along /= np.maximum(np.hypot(*along.T), 1e-9)[:, None]
    half = np.linspace(source, mouth, len(course))[:, None] / 2
    aside = np.column_stack((-along[:, 1], along[:, 0])) * half
    outline = np.concatenate((course + aside, (course - aside)[::-1]))
    return f'<path d="{svg_path(outline, closed=True, smooth=False)}" fill="{css(color)}"/>'


def _borders(page: Page) -> Iterator[str]:
    """Dashes and dots between realms."""
    pen = page.sheet.pen
    dashes = " ".join(f"{length * pen:.2f}" for length in (7, 4, 0.4, 4))
    yield from _lines(list(border_lines(page)), page.look.ink, 1.5 * pen, dashes, opacity=0.8)


def _roads(page: Page, roads: list[Route]) -> Iterator[str]:
    look, pen = page.look, page.sheet.pen
    paper = look.bright
    lanes = _courses(page, (route for route in roads if route.kind == RouteKind.SEA_LANE))
    trails = _courses(page, (route for route in roads if route.kind == RouteKind.TRAIL))
    kinds = (RouteKind.SEA_LANE, RouteKind.TRAIL)
    highways = _courses(page, (route for route in roads if route.kind not in kinds))
    yield from _lines(lanes, mixed(look.deep, look.paper, 0.15), 1.5 * pen, f"{0.2 * pen:.2f} {6 * pen:.2f}")
    yield from _lines(highways, paper, 4.2 * pen, None, opacity=0.55)
    yield from _lines(trails, paper, 3.4 * pen, None, opacity=0.4)
    yield from _lines(highways, look.road, 1.9 * pen, f"{9 * pen:.2f} {4.6 * pen:.2f}")
    yield from _lines(trails, look.road, 1.6 * pen, f"{0.3 * pen:.2f} {4.8 * pen:.2f}")


def _courses(page: Page, routes: Iterable[Route]) -> list[Pixels]:
    """Courses of routes; what several share is there once."""
    rng = page.sheet.rng("roads")
    lines = [LineString(route.points) for route in routes if len(set(route.points)) > 1]
    merged = line_merge(unary_union(lines)) if lines else MultiLineString()
    parts = getattr(merged, "geoms", [merged])
    courses = [_by_hand(page, page.sheet.pixels(part.coords), rng) for part in parts]
    return [course for course in courses if len(course) > 1]


def _lines(
    courses: list[Pixels], color: Color, width: float, dashes: str | None, *, opacity: float = 1.0
) -> Iterator[str]:
    dash = f'stroke-dasharray="{dashes}" ' if dashes else ""
    for course in courses:
        yield (
            f'<path d="{svg_path(course, closed=False, smooth=False)}" fill="none" stroke="{css(color)}" '
            f'stroke-width="{width:.2f}" stroke-opacity="{opacity:.2f}" {dash}'
            'stroke-linecap="round" stroke-linejoin="round"/>'
        )
