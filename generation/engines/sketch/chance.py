"""`chance`: the dice of a drawing, which fall the same way for the same seed."""

import zlib

import numpy as np


def chance(seed: int, part: str) -> np.random.Generator:
    """A generator of its own for each part, so that one part's change leaves the others alone."""
    return np.random.default_rng([seed & 0xFFFFFFFF, seed >> 32 & 0xFFFFFFFF, zlib.crc32(part.encode())])
