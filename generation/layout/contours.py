"""Level lines of fields of samples, as shapes."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import shapely
from contourpy import FillType, contour_generator
from numpy.typing import ArrayLike, NDArray
from shapely import Polygon
from shapely.geometry.base import BaseGeometry


def shapes_above(x: ArrayLike, y: ArrayLike, field: ArrayLike, level: float) -> list[BaseGeometry]:
    """Where a field lies above a level, holes and all; `x` and `y` are where its columns and rows lie."""
    lines = contour_generator(x, y, field, name="serial", fill_type=FillType.OuterOffset)
    found = lines.filled(level, np.inf)
    return [
        _shape(np.asarray(points, dtype=np.float64), offsets.tolist())
        for points, offsets in zip(found[0], found[1], strict=True)
        if points is not None and offsets is not None  # contourpy's word for an empty chunk
    ]


def _shape(points: NDArray[np.float64], offsets: Sequence[int]) -> BaseGeometry:
    rings = [points[start:end] for start, end in pairwise(offsets)]
    return shapely.make_valid(Polygon(rings[0], rings[1:]))
