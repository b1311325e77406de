"""`Sheet`: a smooth field kept coarse, and enlarged band by band, so that no full-size copy is ever held."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from generation.engines.sketch.maps.texture import Field

MARGIN = 3  #: samples around a band that cubic interpolation looks at


@dataclass(frozen=True)
class Sheet:
    """`values` has one sample for each block of `step` × `step` pixels of a picture `width` wide."""

    values: Field
    step: int
    width: int

    def rows(self, rows: slice) -> Field:
        """The field on rows of the picture: the same numbers however a picture is cut into bands."""
        top, bottom = rows.start // self.step - MARGIN, -(-rows.stop // self.step) + MARGIN
        last = self.values.shape[0] - 1
        part = self.values[np.clip(np.arange(top, bottom), 0, last)]
        if self.step > 1:
            size = (part.shape[1] * self.step, part.shape[0] * self.step)
            part = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_CUBIC), dtype=np.float32)
        start = rows.start - top * self.step
        return np.asarray(part[start : start + rows.stop - rows.start, : self.width])


@dataclass(frozen=True)
class Noise:
    """Octaves of noise over a picture; mean 0, about -1 to 1."""

    octaves: Sequence[Sheet]

    def rows(self, rows: slice) -> Field:
        """The noise on rows of the picture."""
        total = self.octaves[0].rows(rows).copy()
        for octave in self.octaves[1:]:
            total += octave.rows(rows)
        return total


def noise(rng: np.random.Generator, shape: tuple[int, int], cell: float, octaves: int = 3) -> Noise:
    """Smooth noise with features of `cell` pixels and finer ones, as `texture.fractal` makes it whole."""
    sheets = []
    weight = 0.62
    for _ in range(octaves):
        step = max(1, round(cell / 2))
        grid = (shape[0] // step + 2, shape[1] // step + 2)
        coarse = cv2.GaussianBlur(rng.normal(0, 1, grid).astype(np.float32), (0, 0), 1.1) * (1.9 * weight)
        sheets.append(Sheet(np.asarray(coarse, dtype=np.float32), step, shape[1]))
        if step == 1:
            break
        weight, cell = weight * 0.55, cell / 2.1
    return Noise(sheets)
