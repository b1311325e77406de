"""How far the spaces of a grid reach. Plain arithmetic: what only needs sizes loads no array library."""

import math

from generation.vocabulary import GridType

STEP = math.sqrt(3) / 2  #: spaces from one row (or column) of hexagons to the next
LONG = 2 / math.sqrt(3)  #: spaces from one corner of a hexagon to the opposite one


def extent(type_: GridType, columns: int, rows: int) -> tuple[float, float]:
    """How far the field reaches to the right and down, in spaces; see `generation.lattice`."""
    if type_ is GridType.HEX_ROWS:
        return columns + (0.5 if rows > 1 else 0.0), (rows - 1) * STEP + LONG
    if type_ is GridType.HEX_COLUMNS:
        return (columns - 1) * STEP + LONG, rows + (0.5 if columns > 1 else 0.0)
    return float(columns), float(rows)
