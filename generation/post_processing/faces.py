"""Finds faces in photographs and paintings by OpenCV's own detector.

That is the cascade of boosted Haar features of Viola and Jones (CVPR 2001, 10.1109/CVPR.2001.990517), of
which OpenCV brings several that were trained for faces seen from the front. Alone each errs in its own way,
above all on brushwork; so several look at the picture in several sizes, and only what enough of them see is a
face.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from cv2.data import haarcascades
from PIL import Image

from generation.briefs import Box
from generation.post_processing.arrays import Bytes, Floats

SIDE = 640  #: pixels of the longer side of the copy that is looked at; a larger one shows no more faces
SCALES = (1.0, 0.625)  #: of that copy: a smaller one shows less of the brushwork
CASCADES = ("frontalface_default", "frontalface_alt", "frontalface_alt2")
VOTES = 3  #: of all pairs of a scale and a cascade, so many must see a face in one place
SMALLEST = 0.06  #: side of the smallest face that is looked for, as a share of the picture's shorter side
SAME = 0.35  #: from this share of their union on, what two boxes have in common makes them one face

_STEP = 1.1  #: from one size of face that is looked for to the next
_NEIGHBOURS = 3
_SIDEWAYS, _UPWARDS, _DOWNWARDS = 0.1, 0.25, 0.12  #: what a cascade leaves out, as shares of its box's side


@dataclass(frozen=True)
class _Sighting:
    """What several detectors saw in one place: left, top, right, bottom each, as shares of the picture."""

    boxes: tuple[Floats, ...]

    @property
    def middle(self) -> Floats:
        """The box in the middle of all boxes."""
        return np.asarray(np.median(self.boxes, axis=0), dtype=np.float32)


def find_faces(image: Image.Image) -> list[Box]:
    """The faces in `image` (of any mode), each from the brow to the chin, the largest first; [] for none."""
    seen = sorted(_group(list(_looks(image))), key=lambda sighting: -len(sighting.boxes))
    kept: list[Floats] = []
    for sighting in seen:
        if len(sighting.boxes) >= VOTES and not any(_inside(sighting.middle, other) for other in kept):
            kept.append(sighting.middle)
    faces = [_grown(box, image.size) for box in kept]
    return sorted(faces, key=lambda face: -face.size[0] * face.size[1])


def _looks(image: Image.Image) -> Iterator[Floats]:
    """Every box that any cascade sees at any scale, as shares of the picture's width and height."""
    cascades = [_cascade(name) for name in CASCADES]
    longest = min(SIDE, max(image.size))
    for scale in SCALES:
        shades = _shades(image, longest * scale)
        for cascade in cascades:
            yield from _seen_by(cascade, shades)


def _cascade(name: str) -> cv2.CascadeClassifier:
    """A detector of its own for each picture: it cannot be shared between threads."""
    return cv2.CascadeClassifier(str(Path(haarcascades) / f"haarcascade_{name}.xml"))


def _shades(image: Image.Image, longest: float) -> Bytes:
    share = longest / max(image.size)
    size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
    return np.asarray(image.convert("L").resize(size, Image.Resampling.LANCZOS))


def _seen_by(cascade: cv2.CascadeClassifier, shades: Bytes) -> Iterator[Floats]:
    height, width = shades.shape
    smallest = round(min(width, height) * SMALLEST)
    found = cascade.detectMultiScale(
        shades, scaleFactor=_STEP, minNeighbors=_NEIGHBOURS, minSize=(smallest, smallest)
    )
    for left, top, across, down in found:
        edges = (left / width, top / height, (left + across) / width, (top + down) / height)
        yield np.array(edges, dtype=np.float32)


def _group(boxes: Sequence[Floats]) -> list[_Sighting]:
    """Boxes put together by the face that they show, each with the first group that it fits."""
    groups: list[_Sighting] = []
    for box in sorted(boxes, key=_area, reverse=True):
        place = next((at for at, group in enumerate(groups) if _likeness(group.middle, box) > SAME), None)
        if place is None:
            groups.append(_Sighting((box,)))
        else:
            groups[place] = _Sighting((*groups[place].boxes, box))
    return groups


def _area(box: Floats) -> float:
    return float(max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1]))


def _likeness(box: Floats, other: Floats) -> float:
    """What two boxes have in common as a share of their union, 0 to 1."""
    common = _area(np.concatenate([np.maximum(box[:2], other[:2]), np.minimum(box[2:], other[2:])]))
    return common / (_area(box) + _area(other) - common)


def _inside(box: Floats, other: Floats) -> bool:
    """Whether the middle of `box` lies in `other`: a mouth or an eye of a face, or a face around one."""
    middle = (box[:2] + box[2:]) / 2
    return bool((middle > other[:2]).all() and (middle < other[2:]).all())


def _grown(box: Floats, picture: tuple[int, int]) -> Box:
    """The box in pixels with brow, ears and chin, which a cascade leaves out, within the picture."""
    width, height = picture
    left, top, right, bottom = (float(edge) for edge in box * np.array([width, height] * 2))
    across, down = right - left, bottom - top
    return Box(
        left=max(0, round(left - _SIDEWAYS * across)),
        top=max(0, round(top - _UPWARDS * down)),
        right=min(width, round(right + _SIDEWAYS * across)),
        bottom=min(height, round(bottom + _DOWNWARDS * down)),
    )
