"""Smooth noise over the cells of a sheet. Lengths are in cells."""

import cv2
import numpy as np

from generation.layout.lands.sheet import Field


def smooth_noise(rng: np.random.Generator, shape: tuple[int, int], wavelength: float) -> Field:
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


def stretched(field: Field) -> Field:
    """The same order of values, from 0 to 1."""
    low, high = float(field.min()), float(field.max())
    return (field - low) / max(high - low, 1e-12)
