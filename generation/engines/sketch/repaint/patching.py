"""A part of a picture replaced by another painting, fitted to what lies around it.

The other painting is moved in colour by a membrane that meets the old picture along the mask's rim (as in
Pérez, Gangnet and Blake, "Poisson Image Editing", 2003), and gives way further in, where it may be itself.
"""

import cv2
import numpy as np
from PIL import Image

from generation.engines.sketch.maps.texture import bands
from generation.engines.sketch.portrait.canvas import Array, blur, floats, smoothstep, to_array
from generation.engines.sketch.repaint.fields import enlarged, unit_of

STUDY_SIDE = 384  #: pixels along the longest side of the copy on which the membrane is found
RIM = 0.02  #: how far beyond the mask the old picture is looked at, as a share of the copy's longest side
MOST = 0.6  #: how far colours may be moved, of 1
OWN = 0.85  #: how much of the movement the middle of a wide part is spared
FEATHER = 14.0  #: pixels of a picture of 1024 × 1024, inward from the mask's rim


def patched(old: Image.Image, new: Image.Image, mask: Image.Image) -> Image.Image:
    """`old` (RGB) with `new` where `mask` (L) is white, all of one size; outside of it not a byte changes."""
    covered = np.asarray(mask)
    if not covered.any():
        return old
    moved = _membrane(old, new, mask)
    depth = floats(cv2.distanceTransform((covered > 0).astype(np.uint8), cv2.DIST_L2, 3))
    reach = max(1.0, min(FEATHER * unit_of(old), 0.4 * float(depth.max())))
    result, painted = np.array(old), np.asarray(new)
    for rows in bands(old.height):
        share = (smoothstep(0, reach, depth[rows]) * covered[rows] / 255)[:, :, None]
        if share.any():
            below = result[rows].astype(np.float32)
            above = np.clip(painted[rows] + 255 * enlarged(moved, old.size, rows), 0, 255)
            result[rows] = below + (above - below) * share + 0.5
    return Image.fromarray(result)


def _membrane(old: Image.Image, new: Image.Image, mask: Image.Image) -> Array:
    """What is to be added to the new painting's colours, small, RGB about 0."""
    scale = min(1.0, STUDY_SIDE / max(old.size))
    size = max(1, round(old.width * scale)), max(1, round(old.height * scale))
    first, second = (to_array(image.resize(size, Image.Resampling.BOX)) for image in (old, new))
    hidden = np.asarray(mask.resize(size, Image.Resampling.BOX)) > 0
    depth = cv2.distanceTransform(hidden.astype(np.uint8), cv2.DIST_L2, 3)
    away = cv2.distanceTransform((~hidden).astype(np.uint8), cv2.DIST_L2, 3)
    rim = floats(~hidden & (away <= RIM * max(size) + 1))
    if not rim.any():
        return np.zeros((*hidden.shape, 3), np.float32)
    spread = _spread((first - second) * rim[:, :, None], rim)
    deep = np.clip(depth / max(0.12 * max(size), 1), 0, 1)[:, :, None]
    return floats(np.clip(spread, -MOST, MOST) * (1 - OWN * deep))


def _spread(values: Array, known: Array) -> Array:
    """Known values carried into the unknown, ever more smoothly the further it is (push and pull)."""
    if min(known.shape) <= 2:
        share = max(float(known.mean()), 1e-6)
        return floats(np.broadcast_to(values.mean(axis=(0, 1)) / share, values.shape))
    half = max(1, known.shape[1] // 2), max(1, known.shape[0] // 2)
    less = cv2.resize(known, half, interpolation=cv2.INTER_AREA)
    fewer = cv2.resize(values, half, interpolation=cv2.INTER_AREA)
    coarse = cv2.resize(
        _spread(floats(fewer), floats(less)), (known.shape[1], known.shape[0]), interpolation=cv2.INTER_LINEAR
    )
    certain = blur(known, 1.0)[:, :, None]
    near = blur(values, 1.0) / np.maximum(certain, 1e-4)
    sure = np.clip(certain * 2, 0, 1)
    return floats(coarse + (near - coarse) * sure)
