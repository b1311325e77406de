"""`CoarseField`: a smooth field kept coarse and enlarged window by window: no full-size copy is ever held."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from generation.engines.sketch.maps.texture import Field, Mask, Picture, bands

MARGIN = 3  #: samples around a window that cubic interpolation looks at

Window = tuple[slice, slice]
"""Rows and columns of a part of a picture."""


def windows(picture: Picture) -> Iterator[Window]:
    """Bands over the whole width of a picture, from top to bottom."""
    return ((rows, slice(0, picture.shape[1])) for rows in bands(picture.shape[0]))


@dataclass(frozen=True)
class CoarseField:
    """`values` has one sample for each block of `step` × `step` pixels of a picture `width` wide."""

    values: Field | Mask
    step: int
    width: int

    def at(self, window: Window) -> Field:
        """The field in a window: the same numbers however a picture is cut into windows."""
        rows, columns = window
        top, left = rows.start // self.step - MARGIN, columns.start // self.step - MARGIN
        down = np.arange(top, -(-rows.stop // self.step) + MARGIN)
        across = np.arange(left, -(-columns.stop // self.step) + MARGIN)
        high, wide = self.values.shape[:2]
        inner = np.ix_(np.clip(down, 0, high - 1), np.clip(across, 0, wide - 1))
        part = np.asarray(self.values[inner], dtype=np.float32)
        if self.step > 1:
            size = (part.shape[1] * self.step, part.shape[0] * self.step)
            part = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_CUBIC), dtype=np.float32)
        y, x = rows.start - top * self.step, columns.start - left * self.step
        return np.asarray(part[y : y + rows.stop - rows.start, x : x + columns.stop - columns.start])

    def windows(self, height: int, least: float) -> Iterator[Window]:
        """From top to bottom, the parts of a picture of that height outside of which it is below `least`."""
        for rows in bands(height):
            columns = self.span(rows, least)
            if columns is not None:
                yield rows, columns

    def span(self, rows: slice, least: float) -> slice | None:
        """The columns outside of which the field is below `least` on some rows; None where it is on all."""
        top, bottom = rows.start // self.step - MARGIN, -(-rows.stop // self.step) + MARGIN
        high = self.values[max(top, 0) : bottom].max(axis=0) > least
        if not high.any():
            return None
        first, last = int(high.argmax()) - MARGIN, len(high) - int(high[::-1].argmax()) + MARGIN
        return slice(max(first * self.step, 0), min(last * self.step, self.width))
