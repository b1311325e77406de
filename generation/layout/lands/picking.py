"""Picking cells of a sheet."""

import numpy as np

from generation.layout.lands.sheet import Cells, Coordinates, Field, Mask, Sheet


def best_cells(score: Field, block: int) -> Cells:
    """The best cell of every `block` × `block` cells that has a finite score, in their order."""
    rows, columns = (-(-side // block) for side in score.shape)
    padded = np.full((rows * block, columns * block), -np.inf)
    padded[: score.shape[0], : score.shape[1]] = score
    blocks = padded.reshape(rows, block, columns, block).transpose(0, 2, 1, 3).reshape(rows * columns, -1)
    best = blocks.argmax(axis=1)
    row = np.arange(rows * columns) // columns * block + best // block
    column = np.arange(rows * columns) % columns * block + best % block
    usable = np.isfinite(blocks.max(axis=1))
    return np.asarray((row * score.shape[1] + column)[usable], dtype=np.int64)


def grid_of(cells: Cells, sheet: Sheet) -> Coordinates:
    """Column and row of each cell."""
    return np.column_stack((cells % sheet.columns, cells // sheet.columns)).astype(np.float64)


def inner(sheet: Sheet, margin: int) -> Mask:
    """The cells that are so many cells away from the edge."""
    mask = np.zeros(sheet.shape, dtype=np.bool_)
    mask[margin : sheet.rows - margin, margin : sheet.columns - margin] = True
    return mask


def without_pinches(mask: Mask) -> Mask:
    """The mask, filled where two of its cells, or two outside of it, touch at a corner only.

    Else an outline would join there what steps from side to side do not.
    """
    filled = mask.copy()
    while True:
        falling = filled[:-1, :-1] & filled[1:, 1:] & ~filled[:-1, 1:] & ~filled[1:, :-1]
        rising = filled[:-1, 1:] & filled[1:, :-1] & ~filled[:-1, :-1] & ~filled[1:, 1:]
        if not (falling.any() or rising.any()):
            return filled
        filled[1:, :-1] |= falling
        filled[1:, 1:] |= rising
