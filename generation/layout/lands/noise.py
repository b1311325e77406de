"""Smooth noise over the cells of a sheet. Lengths are in cells."""

import cv2
import numpy as np

from generation.layout.lands.sheet import Field
from generation.layout.noise import smooth_noise


def fractal(
    rng: np.random.Generator, shape: tuple[int, int], wavelength: float, *, gain: float = 0.5
) -> Field:
    """Noise with features of `wavelength` cells and all finer ones; each octave is `gain` times the last."""
    total, weight = np.zeros(shape), 1.0
    while wavelength >= 3:
        total += weight * smooth_noise(rng, shape, wavelength)
        weight, wavelength = weight * gain, wavelength / 2
    return total


def ridged(rng: np.random.Generator, shape: tuple[int, int], wavelength: float) -> Field:
    """Noise with sharp crests, 0 to 1."""
    return np.clip(1 - np.abs(fractal(rng, shape, wavelength)) / 1.5, 0, 1)


def blurred(field: Field, sigma: float) -> Field:
    """Gaussian blur of `sigma` cells."""
    return np.asarray(cv2.GaussianBlur(field, (0, 0), max(sigma, 0.3)), dtype=np.float64)


def resized(field: Field, shape: tuple[int, int]) -> Field:
    """The field over another number of cells."""
    return np.asarray(
        cv2.resize(field, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC), dtype=np.float64
    )
