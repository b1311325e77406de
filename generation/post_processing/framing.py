"""Where to cut a portrait for a token: a square around head and shoulders, by the subject's outline."""

from dataclasses import dataclass

import numpy as np

from generation.post_processing.arrays import Floats

_HEADS = 2.1  #: side of the square, in heads
_HEADROOM = 0.09  #: free space above the head, as a share of the side
_SMALLEST = 0.42  #: side, as a share of the picture's shorter one: below it, faces turn to mush


@dataclass(frozen=True)
class Square:
    """A square of the picture, in pixels; it may reach beyond the picture's edges."""

    left: float
    top: float
    side: float

    def enlarged(self, factor: float) -> "Square":
        """The square about the same centre."""
        grown = self.side * factor
        shift = (grown - self.side) / 2
        return Square(self.left - shift, self.top - shift, grown)

    def within(self, width: int, height: int) -> "Square":
        """The square inside a picture: shrunk by up to a quarter to keep its middle, then moved."""
        middle = self.left + self.side / 2
        room = 2 * min(middle, width - middle)
        side = min(max(room, 0.75 * self.side), self.side, width, height)
        left = min(max(middle - side / 2, 0), width - side)
        top = min(max(self.top, 0), height - side)
        return Square(left, top, side)

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom in whole pixels."""
        left, top, side = round(self.left), round(self.top), max(1, round(self.side))
        return left, top, left + side, top + side


def upper_middle(width: int, height: int) -> Square:
    """Where a portrait's head is when nothing else is known."""
    side = 0.86 * min(width, height)
    return Square((width - side) / 2, 0.05 * (height - side), side)


def head_and_shoulders(alpha: Floats) -> Square:
    """The square that shows the subject's head and shoulders, or all of a subject that is wider than high.

    `alpha` is the subject, 0 to 1, height × width; it must not be empty. The square never reaches below the
    picture, where a bust ends in a straight line.
    """
    height, width = alpha.shape
    widths = _smooth(alpha.sum(axis=1))
    rows = np.flatnonzero(widths > 0.03 * width)
    columns = np.flatnonzero(alpha.sum(axis=0) > 0.03 * height)
    if not rows.size or not columns.size:
        return upper_middle(width, height)
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    across = int(columns[-1] - columns[0]) + 1
    if across > 1.4 * (bottom - top):
        return _around_all(int(columns[0]), across, top, bottom)
    head = _head_height(widths[top:bottom])
    side = max(_HEADS * head, 1.2 * float(widths[top : top + head].max()), _SMALLEST * min(width, height))
    side = min(side, float(max(width, height)))
    middle = _middle(alpha[top : top + head])
    upper = min(top - _HEADROOM * side, height - side)
    return Square(middle - side / 2, upper, side)


def _around_all(left: int, across: int, top: int, bottom: int) -> Square:
    side = 1.08 * across
    return Square(left + across / 2 - side / 2, (top + bottom) / 2 - side / 2, side)


def _head_height(widths: Floats) -> int:
    """Rows from the crown to the neck: where the outline is narrowest below its first bulge.

    Hair that falls to the shoulders hides the neck; then a head is about as high as it is wide and a quarter.
    """
    height = len(widths)
    upper = widths[: max(2, round(0.7 * height))]
    for row in range(round(0.12 * height), len(upper) - 1):
        bulge = float(upper[: row + 1].max())
        following = widths[row : row + max(2, height // 4)]
        narrowest = upper[row] <= following.min() + 1e-3
        if narrowest and upper[row] < 0.82 * bulge and following.max() > 1.25 * upper[row]:
            return row
    near_crown = float(widths[: max(2, round(0.3 * height))].max())
    return max(2, round(min(0.45 * height, 1.25 * near_crown)))


def _smooth(widths: Floats) -> Floats:
    span = max(3, len(widths) // 60) | 1
    padded = np.pad(widths, span // 2, mode="edge")
    return np.convolve(padded, np.ones(span) / span, mode="valid").astype(np.float32)


def _middle(alpha: Floats) -> float:
    """The column about which the subject balances."""
    weights = alpha.sum(axis=0)
    return float((weights * (np.arange(len(weights)) + 0.5)).sum() / max(float(weights.sum()), 1e-6))
