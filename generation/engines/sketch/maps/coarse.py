"""`CoarseField`: a smooth field kept coarse and enlarged band by band: no full-size copy is ever held."""

from dataclasses import dataclass

import cv2
import numpy as np

from generation.engines.sketch.maps.texture import Field, Mask

MARGIN = 3  #: samples around a band that cubic interpolation looks at


@dataclass(frozen=True)
class CoarseField:
    """`values` has one sample for each block of `step` × `step` pixels of a picture `width` wide."""

    values: Field | Mask
    step: int
    width: int

    def rows(self, rows: slice) -> Field:
        """The field on rows of the picture: the same numbers however a picture is cut into bands."""
        top, bottom = rows.start // self.step - MARGIN, -(-rows.stop // self.step) + MARGIN
        last = self.values.shape[0] - 1
        part = np.asarray(self.values[np.clip(np.arange(top, bottom), 0, last)], dtype=np.float32)
        if self.step > 1:
            size = (part.shape[1] * self.step, part.shape[0] * self.step)
            part = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_CUBIC), dtype=np.float32)
        start = rows.start - top * self.step
        return np.asarray(part[start : start + rows.stop - rows.start, : self.width])
