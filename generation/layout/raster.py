"""`Raster`: fields of numbers over a plan, for shapes that grow: noise, distances, and their contours."""

import math
from collections.abc import Iterable

import cv2
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from generation.layout.contours import shapes_above
from generation.layout.noise import smooth_noise
from generation.layout.shapes import polygons_of

Field = NDArray[np.float32]
"""A number for each sample, rows × columns."""

Flags = NDArray[np.bool_]
"""Yes or no for each sample."""

Mask = NDArray[np.uint8]
"""255 inside, 0 outside."""

Points = NDArray[np.float64]
"""n × (x, y), in grid spaces."""

SAMPLES = 4  #: samples per space, each way
MARGIN = 2  #: spaces beyond the plan's edges, so that shapes run off it instead of ending there
DEVIATION = 0.42  #: of the largest waves of noise
SIMPLER = 0.04  #: spaces that an outline may lose in points


class Raster:
    """Samples over `width` × `height` spaces and a margin about them."""

    def __init__(self, width: float, height: float) -> None:
        self.width = width
        self.height = height
        self.shape = (
            int(np.ceil((height + 2 * MARGIN) * SAMPLES)),
            int(np.ceil((width + 2 * MARGIN) * SAMPLES)),
        )
        self.x: Field = _middles(self.shape[1])[None, :]
        self.y: Field = _middles(self.shape[0])[:, None]

    @property
    def within(self) -> tuple[slice, slice]:
        """The rows and columns of samples that lie in the plan."""
        edge = MARGIN * SAMPLES
        return slice(edge, self.shape[0] - edge), slice(edge, self.shape[1] - edge)

    def noise(
        self,
        rng: np.random.Generator,
        wave: float,
        *,
        octaves: int = 3,
        stretch: float = 1.0,
        angle: float = 0.0,
    ) -> Field:
        """Smooth noise, mostly -1 to 1; `wave` is the length of its largest waves in spaces.

        With `stretch` the waves are so many times longer across `angle` (in radians) than along it.
        """
        side = math.ceil(math.hypot(*self.shape))
        shape = self.shape if stretch == 1.0 else (math.ceil(side / stretch), side)
        total = np.zeros(shape)
        for octave in range(octaves):
            total += DEVIATION * 0.5**octave * smooth_noise(rng, shape, wave * SAMPLES / 2**octave)
        if stretch != 1.0:
            square = cv2.resize(total, (side, side), interpolation=cv2.INTER_CUBIC)
            total = self._turned(np.asarray(square, dtype=np.float64), angle)
        return total.astype(np.float32)

    def _turned(self, square: NDArray[np.float64], angle: float) -> NDArray[np.float64]:
        """The middle of a square field that is turned by an angle."""
        rows, columns = self.shape
        side = len(square)
        about = side / 2, side / 2
        turn = np.asarray(cv2.getRotationMatrix2D(about, -math.degrees(angle), 1.0), dtype=np.float64)
        turn[:, 2] -= np.array((side - columns, side - rows)) / 2
        return np.asarray(cv2.warpAffine(square, turn, (columns, rows), borderMode=cv2.BORDER_REFLECT))

    def inset(self, edge: float) -> Flags:
        """Where it is further than `edge` spaces from the sides of the plan."""
        across = (self.x > edge) & (self.x < self.width - edge)
        down = (self.y > edge) & (self.y < self.height - edge)
        return np.asarray(across & down)

    def spot(self, rng: np.random.Generator, weight: Field, *, every: int = 1) -> tuple[float, float] | None:
        """A sample drawn by weight; None where none weighs anything.

        `weight` may hold every second, third or `every`-th sample only, each way.
        """
        total = np.cumsum(weight, dtype=np.float64)
        if total[-1] <= 0:
            return None
        index = int(np.searchsorted(total, rng.random() * total[-1], side="right"))
        row, column = divmod(min(index, weight.size - 1), weight.shape[1])
        return round(float(self.x[0, column * every]), 3), round(float(self.y[row * every, 0]), 3)

    def fill(self, areas: Iterable[BaseGeometry]) -> Mask:
        """A mask of areas; holes stay empty."""
        mask = np.zeros(self.shape, dtype=np.uint8)
        for part in shapely.get_parts(list(areas)).tolist():
            if isinstance(part, Polygon) and not part.is_empty:
                rings = [_pixels(ring.coords) for ring in (part.exterior, *part.interiors)]
                cv2.fillPoly(mask, rings, 255)
        return mask

    def distance(self, mask: Mask) -> Field:
        """Spaces from each sample to the mask; 0 inside of it."""
        if not mask.any():
            return np.full(mask.shape, self.width + self.height, dtype=np.float32)
        away = cv2.distanceTransform(np.where(mask > 0, 0, 255).astype(np.uint8), cv2.DIST_L2, 5)
        return np.asarray(away / SAMPLES, dtype=np.float32)

    def distance_to_line(self, points: Points) -> Field:
        """Spaces from each sample to a polyline."""
        mask = np.zeros(self.shape, dtype=np.uint8)
        cv2.polylines(mask, [_pixels(points)], isClosed=False, color=255, thickness=1)
        return self.distance(mask)

    def depth(self, inside: Flags) -> Field:
        """Spaces to the rim of what is True: positive inside, negative outside."""
        mask = np.where(inside, 255, 0).astype(np.uint8)
        return self.distance(np.bitwise_not(mask)) - self.distance(mask)

    def level(self, field: Field, share: float, among: Flags | None = None) -> float:
        """The number that `share` of the plan lies above, or of those samples `among` which one looks."""
        seen = field[self.within][::2, ::2]
        if among is not None:
            seen = seen[among[self.within][::2, ::2]]
        return float(np.quantile(seen, 1.0 - share)) if seen.size else 0.0

    def at(self, field: Field, points: Points) -> Field:
        """The samples nearest to points."""
        columns = np.clip(((points[:, 0] + MARGIN) * SAMPLES).astype(np.intp), 0, self.shape[1] - 1)
        rows = np.clip(((points[:, 1] + MARGIN) * SAMPLES).astype(np.intp), 0, self.shape[0] - 1)
        return np.asarray(field[rows, columns])

    def points_of(self, flags: Flags) -> Points:
        """Where the samples lie that are True."""
        rows, columns = np.nonzero(flags)
        return np.column_stack((self.x[0, columns], self.y[rows, 0])).astype(np.float64)

    def polygons(
        self, field: Field, level: float = 0.0, *, least: float = 1.0, soft: float = 0.3
    ) -> list[Polygon]:
        """Outlines of where `field` is above `level`, holes and all, without scraps below `least` spaces.

        Bays and specks of less than about `soft` spaces are smoothed away.
        """
        smooth = cv2.GaussianBlur(field.astype(np.float32), (0, 0), SAMPLES * soft) if soft else field
        found = []
        for area in polygons_of(shapes_above(self.x[0], self.y[:, 0], smooth, level), least):
            holes = [hole for hole in area.interiors if Polygon(hole).area >= least]
            found.append(Polygon(area.exterior, holes))
        return polygons_of(shapely.make_valid(shapely.simplify(found, SIMPLER)))


def _middles(count: int) -> Field:
    """Where `count` samples in a row lie."""
    return np.asarray((np.arange(count) + 0.5) / SAMPLES - MARGIN, dtype=np.float32)


def _pixels(points: Iterable[tuple[float, ...]] | Points) -> NDArray[np.int32]:
    array = np.asarray(points, dtype=np.float64)[:, :2]
    return np.floor((array + MARGIN) * SAMPLES).astype(np.int32)
