"""Where somebody would lie in wait."""

from collections.abc import Sequence

import numpy as np

from generation.layout.raster import Field
from generation.layout.wilds.country import Country

BETWEEN = 9.0  #: spaces from one ambush to the next, at least


def ambushes(
    country: Country, cover: Field, stories: Sequence[str], *, near: Field | None = None, reach: float = 4.5
) -> None:
    """Note the places from which a way can be watched unseen: in `cover`, `reach` spaces from the way."""
    raster = country.raster
    ways = country.ways if near is None else near
    liking = cover * np.exp(-(((ways - reach) / 1.6) ** 2))
    liking = np.where(raster.inset(1.0) & (country.kept == 0), liking, 0)
    for index in range(int(np.clip(round(country.size / 700), 1, 8))):
        best = int(np.argmax(liking))
        row, column = divmod(best, liking.shape[1])
        if liking[row, column] < 0.05:
            return
        x, y = float(raster.x[0, column]), float(raster.y[row, 0])
        country.note("Ambush", "ambush", (x, y), stories[index % len(stories)])
        liking[np.hypot(raster.x - x, raster.y - y) < BETWEEN] = 0
