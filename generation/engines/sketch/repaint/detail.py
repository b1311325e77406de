"""Fine detail: kept under the brush where little is changed, and made crisper."""

from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image

from generation.engines.sketch.maps.texture import Picture, bands
from generation.engines.sketch.portrait.canvas import Array, floats
from generation.engines.sketch.repaint.fields import enlarged, softened, widened

SLACK = 6.0  #: how far sharpening may go beyond the darkest and brightest nearby, of 255
CRISP_SIGMA = 1.4  #: pixels; what is finer than this is what enlarging has softened
MARGIN = 8  #: rows beyond a band that its sharpness depends on


@dataclass(frozen=True, kw_only=True)
class Detail:
    """What a painting keeps of its model; shares are 0 to 1."""

    fineness: float  #: pixels; what is finer in the model counts as detail
    kept: float  #: share of the model's detail that is seen through the paint
    crispness: float  #: how much crisper than the model's own, 0 leaves it
    paint: float  #: share of the paint itself: where it is 0, the picture is the crisper model


def with_detail(painted: Image.Image, model: Image.Image, detail: Detail) -> Image.Image:
    """`painted` with the detail of `model` (RGB, one size), which is sharpened without halos."""
    fine, result = np.asarray(model), np.array(painted)
    coarse = softened(fine, detail.fineness)
    for rows in bands(painted.height):
        crisp = _crisp_rows(fine, rows, detail.crispness)
        paint = result[rows] + detail.kept * (crisp - enlarged(coarse, painted.size, rows))
        result[rows] = np.clip(crisp + detail.paint * (paint - crisp) + 0.5, 0, 255)
    return Image.fromarray(result)


def _crisp_rows(picture: Picture, rows: slice, amount: float) -> Array:
    """Rows of a picture, sharpened; pixels stay about within the range of their neighbours."""
    if amount <= 0:
        return floats(picture[rows])
    wide, inner = widened(rows, MARGIN, len(picture))
    part = picture[wide]
    around = np.ones((3, 3), np.uint8)
    low, high = cv2.erode(part, around)[inner], cv2.dilate(part, around)[inner]
    soft = cv2.GaussianBlur(part, (0, 0), CRISP_SIGMA)[inner].astype(np.float32)
    sharp = part[inner] + amount * (part[inner] - soft)
    return floats(np.clip(sharp, low - SLACK, high + SLACK))
