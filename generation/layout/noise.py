"""Smooth noise over fields of samples. Lengths are in samples."""

import cv2
import numpy as np
from numpy.typing import NDArray


def smooth_noise(rng: np.random.Generator, shape: tuple[int, int], wavelength: float) -> NDArray[np.float64]:
    """Noise with features of `wavelength` cells; mean about 0, deviation about 1.

    Blurred white noise, enlarged: unlike noise on a lattice it shows no rows and columns.
    """
    step = max(wavelength / 3, 1.0)
    coarse_shape = (int(shape[0] / step) + 4, int(shape[1] / step) + 4)
    coarse = cv2.GaussianBlur(rng.normal(0, 1, coarse_shape), (0, 0), 1.0) * 3.5
    size = (round(coarse_shape[1] * step), round(coarse_shape[0] * step))
    fine = cv2.resize(coarse, size, interpolation=cv2.INTER_CUBIC)
    top, left = (int(offset) for offset in rng.uniform(0, 1, 2) * step)
    return np.asarray(fine[top : top + shape[0], left : left + shape[1]], dtype=np.float64)
