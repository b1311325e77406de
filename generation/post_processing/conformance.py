"""How well a painted map keeps to its plan: whether walls are seen where they are."""

import cv2
import numpy as np
import shapely
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage
from shapely import LineString

from generation.layout.plan import MapLayout
from generation.post_processing.arrays import Floats

FINENESS = 16  #: samples per space, across a wall
APART = 0.5  #: spaces between two places along a wall that are looked at
REACH = 12  #: samples to either side of a wall: three quarters of a space
FARTHEST = 6  #: samples that an edge is looked for away from where it was drawn
TOLERATED = 2  #: samples that it may be off: an eighth of a space
ALIKE = 0.4  #: correlation from which on two edges are the same one
SEEN = 2.0  #: levels per sample of the steepest edge; where a drawing has less, there is no wall to be seen


def wall_conformance(layout: MapLayout, drawing: Image.Image, painting: Image.Image) -> float | None:
    """The share of the walls, 0 to 1, that `painting` shows where `drawing` does, to an eighth of a space.

    Both show the whole plan. None where the drawing shows no walls. The profiles of brightness edges across
    each wall are compared by their normalised cross-correlation over small shifts.
    """
    places, across = _along_walls(layout)
    if not len(places):
        return None
    drawn, painted = (_profiles(layout, each, places, across) for each in (drawing, painting))
    shown = drawn.max(axis=1) >= SEEN
    if not shown.any():
        return None
    kept = _kept(drawn[shown], painted[shown])
    return round(float(kept.mean()), 3)


def _along_walls(layout: MapLayout) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Places on walls and the directions across them, each n × (x, y)."""
    lines = [LineString(wall.points) for wall in layout.walls]
    places, ways = [np.empty((0, 2))], [np.empty((0, 2))]
    for line in lines:
        at = np.arange(APART / 2, line.length, APART)
        ahead = shapely.line_interpolate_point(line, np.minimum(at + 0.05, line.length))
        here = shapely.line_interpolate_point(line, np.maximum(at - 0.05, 0))
        start, end = shapely.get_coordinates(here), shapely.get_coordinates(ahead)
        along = (end - start) / np.maximum(np.hypot(*(end - start).T), 1e-9)[:, None]
        places.append((start + end) / 2)
        ways.append(np.column_stack((-along[:, 1], along[:, 0])))
    return np.concatenate(places), np.concatenate(ways)


def _profiles(
    layout: MapLayout, picture: Image.Image, places: NDArray[np.float64], across: NDArray[np.float64]
) -> Floats:
    """How steep brightness is on the way across each wall: n × (2 · (REACH + FARTHEST) + 1)."""
    size = round(layout.width * FINENESS), round(layout.height * FINENESS)
    grey = picture.convert("L").resize(size, Image.Resampling.BOX, reducing_gap=2.0)
    levels = cv2.GaussianBlur(np.asarray(grey, dtype=np.float32), (0, 0), 1.0)
    steep = np.hypot(cv2.Sobel(levels, cv2.CV_32F, 1, 0), cv2.Sobel(levels, cv2.CV_32F, 0, 1)) / 8
    steps = np.arange(-REACH - FARTHEST, REACH + FARTHEST + 1) / FINENESS
    points = (places[:, None] + across[:, None] * steps[None, :, None]) * FINENESS - 0.5
    found = ndimage.map_coordinates(steep, (points[..., 1], points[..., 0]), order=1, mode="nearest")
    return np.asarray(found, dtype=np.float32)


def _kept(drawn: Floats, painted: Floats) -> NDArray[np.bool_]:
    """For each place, whether the painting's edges lie where the drawing's do."""
    wanted = _normed(drawn[:, FARTHEST:-FARTHEST])
    width = wanted.shape[1]
    shifts = range(2 * FARTHEST + 1)
    likeness = np.stack([(wanted * _normed(painted[:, s : s + width])).sum(axis=1) for s in shifts], axis=1)
    best = likeness.argmax(axis=1)
    return np.asarray((abs(best - FARTHEST) <= TOLERATED) & (likeness.max(axis=1) >= ALIKE))


def _normed(profiles: Floats) -> Floats:
    centred = profiles - profiles.mean(axis=1, keepdims=True)
    lengths = np.sqrt((centred**2).sum(axis=1, keepdims=True))
    return np.asarray(centred / np.maximum(lengths, 1e-6), dtype=np.float32)
