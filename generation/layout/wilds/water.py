"""Running water, and what leads over it."""

from dataclasses import dataclass

import numpy as np
import shapely
from shapely import LineString, Polygon
from shapely import Point as ShapelyPoint

from generation.layout.plan import Point, PropKind
from generation.layout.raster import Points
from generation.layout.wilds.country import Country
from generation.layout.wilds.ways import Side, edge_point, meander, ribbon
from generation.vocabulary import TerrainType

WADED = 2.2  #: spaces; a narrower stream can be waded everywhere
BETWEEN_FORDS = 26.0  #: spaces along a river from one ford to the next


@dataclass(frozen=True, kw_only=True)
class River:
    """Water along a line, about `width` spaces wide."""

    line: Points
    width: float
    area: Polygon

    @property
    def deep(self) -> bool:
        """Whether one has to swim."""
        return self.width >= WADED


def lay_river(
    country: Country, start: Side, end: Side, width: float, *, spread: float = 0.25, bends: float = 1.0
) -> River:
    """A stream or river from side to side; where it is deep there are fords."""
    rng = country.rng
    shares = 0.5 + rng.uniform(-spread, spread, 2)
    source = edge_point(country.width, country.height, start, float(shares[0]))
    mouth = edge_point(country.width, country.height, end, float(shares[1]))
    wave = float(np.clip(11 * width, 10, 60))
    line = meander(rng, source, mouth, wave=wave, sway=bends * min(wave * 0.16, country.side * 0.14))
    return river_along(country, line, width)


def river_along(country: Country, line: Points, width: float) -> River:
    """A stream or river along a line."""
    area = ribbon(country.rng, line, width, rough=0.08 * width + 0.06, swell=0.14)
    river = River(line=line, width=width, area=area)
    country.lay(TerrainType.WATER, [area])
    if river.deep:
        deep = area.buffer(-(0.35 + 0.16 * width))
        country.lay(TerrainType.DEEP_WATER, [deep.difference(shapely.union_all(_fords(country, river)))])
    country.keep([area], 0.15)
    return river


def _fords(country: Country, river: River) -> list[Polygon]:
    """Where it is shallow from bank to bank, with stones to step on; noted."""
    way = LineString(river.line)
    count = max(1, round(way.length / BETWEEN_FORDS))
    places = (np.arange(count) + country.rng.uniform(0.2, 0.8, count)) * way.length / count
    fords = []
    for at in places.tolist():
        middle = way.interpolate(at)
        if country.field.buffer(-1.5).contains(middle):
            fords.append(middle.buffer(river.width * 0.6 + 0.5))
            _stepping_stones(country, river, (middle.x, middle.y))
            country.note("Ford", "crossing", (middle.x, middle.y), "Knee-deep over gravel, and loud")
    return fords


def _stepping_stones(country: Country, river: River, at: Point) -> None:
    """Stones across the water."""
    index = int(np.argmin(np.hypot(*(river.line - at).T)))
    ahead = river.line[min(index + 2, len(river.line) - 1)] - river.line[max(index - 2, 0)]
    across = np.array((-ahead[1], ahead[0])) / max(float(np.hypot(*ahead)), 1e-9)
    for share in np.linspace(-0.38, 0.38, max(2, round(river.width))).tolist():
        x, y = np.array(at) + across * share * river.width + country.rng.uniform(-0.15, 0.15, 2)
        size = float(country.rng.uniform(0.45, 0.7))
        country.put(PropKind.ROCKS, (float(x), float(y)), size, float(country.rng.uniform(0, 360)))


def lay_bridge(country: Country, deck: LineString, width: float, *, rails: bool) -> None:
    """Planks along a straight line."""
    country.lay(TerrainType.FLOOR, [deck.buffer(width / 2, cap_style="flat")])
    country.keep([deck.buffer(width / 2, cap_style="square")])
    middle = deck.interpolate(0.5, normalized=True)
    country.note("Bridge", "crossing", (middle.x, middle.y), "The planks give a little in the middle")
    for side in (-1, 1) if rails else ():
        _rail(country, shapely.offset_curve(deck, side * (width / 2 - 0.06)))


def _rail(country: Country, line: shapely.Geometry) -> None:
    (x0, y0), (x1, y1) = shapely.get_coordinates(line)[[0, -1]].tolist()
    length = float(np.hypot(x1 - x0, y1 - y0))
    turn = float(np.degrees(np.arctan2(y1 - y0, x1 - x0)))
    country.put(PropKind.FENCE, ((x0 + x1) / 2, (y0 + y1) / 2), (length, 0.2), turn)


def log_bridge(country: Country, deck: LineString) -> None:
    """A fallen trunk to balance on."""
    (x0, y0), (x1, y1) = deck.coords
    country.lay(TerrainType.FLOOR, [deck.buffer(0.5, cap_style="flat")])
    country.keep([deck.buffer(0.5)])
    turn = float(np.degrees(np.arctan2(y1 - y0, x1 - x0)))
    country.put(PropKind.LOG, ((x0 + x1) / 2, (y0 + y1) / 2), (deck.length + 0.6, 0.85), turn)
    middle = deck.interpolate(0.5, normalized=True)
    country.note("Fallen trunk", "crossing", (middle.x, middle.y), "One at a time, and slippery with moss")


def shore_point(country: Country, river: River) -> Point | None:
    """The middle of a stretch of river that lies well inside the country; None where there is none."""
    inner = country.field.buffer(-min(3.0, country.side * 0.2))
    within = [index for index, point in enumerate(river.line) if inner.contains(ShapelyPoint(point))]
    free = [index for index in within if not _near_a_way(country, river.line[index])]
    if not free:
        return None
    index = free[int(country.rng.integers(len(free)))]
    return float(river.line[index][0]), float(river.line[index][1])


def _near_a_way(country: Country, point: Points) -> bool:
    return float(country.raster.at(country.ways, point[None, :])[0]) < 5.0


def across(river: River, at: Point, reach: float) -> LineString:
    """The line straight over a river at a point of it, `reach` spaces on land at both ends."""
    index = int(np.argmin(np.hypot(*(river.line - at).T)))
    ahead = river.line[min(index + 2, len(river.line) - 1)] - river.line[max(index - 2, 0)]
    normal = np.array((-ahead[1], ahead[0])) / max(float(np.hypot(*ahead)), 1e-9)
    half = normal * (river.width * 0.55 + reach)
    return LineString([np.array(at) - half, np.array(at) + half])
