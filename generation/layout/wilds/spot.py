"""`Spot`: where a place is built, with directions of its own."""

import numpy as np
from numpy.typing import NDArray
from shapely import Polygon, affinity
from shapely.geometry.base import BaseGeometry

from generation.layout.plan import Point, PropKind
from generation.layout.terrain import blob
from generation.layout.wilds.country import Country
from generation.vocabulary import TerrainType


class Spot:
    """Somewhere to build, `radius` spaces about `center`; its own x and y are turned by `angle` (radians).

    Below it, as its own y counts, lies the way that leads there. `area` is what will bear its name; that and
    `kept` stay free of what is scattered over the country.
    """

    def __init__(self, country: Country, center: Point, radius: float, angle: float) -> None:
        self.country = country
        self.rng = country.rng
        self.center = center
        self.radius = radius
        self.angle = angle
        self.name = ""
        self.area: BaseGeometry = blob(country.rng, center, radius * 0.88)
        self.kept: list[BaseGeometry] = []

    def align(self, width: int, height: int) -> None:
        """Turn and move it so that the walls of a house of `width` × `height` spaces about it part spaces.

        On squares they then lie on the lines of the grid.
        """
        quarters = round(self.angle / (np.pi / 2))
        self.angle = quarters * np.pi / 2
        across, down = (height, width) if quarters % 2 else (width, height)
        x, y = self.country.lattice.centers.T
        self.center = _between(self.center[0], across, x), _between(self.center[1], down, y)

    def at(self, x: float, y: float) -> Point:
        """The point of the map that lies at x, y of this spot."""
        cos, sin = float(np.cos(self.angle)), float(np.sin(self.angle))
        return self.center[0] + x * cos - y * sin, self.center[1] + x * sin + y * cos

    def toward(self, turn: float, share: float = 0.7) -> Point:
        """The x and y in a direction (degrees; 90 is below, towards the way), at a share of the radius."""
        angle = np.radians(turn)
        return float(np.cos(angle)) * self.radius * share, float(np.sin(angle)) * self.radius * share

    def shape(self, area: BaseGeometry) -> BaseGeometry:
        """A shape in this spot's own x and y, as it lies on the map."""
        cos, sin = float(np.cos(self.angle)), float(np.sin(self.angle))
        return affinity.affine_transform(area, (cos, -sin, sin, cos, *self.center))

    def put(self, kind: PropKind, at: Point, size: float | tuple[float, float], turn: float = 0.0) -> None:
        """Stand a thing at x, y of this spot; `turn` is in degrees against this spot's own x."""
        self.country.put(kind, self.at(*at), size, turn + float(np.degrees(self.angle)))

    def ring(
        self,
        count: int,
        radius: float,
        *,
        jitter: float = 0.15,
        start: float | None = None,
        arc: float = 360.0,
    ) -> list[tuple[Point, float]]:
        """`count` points on an arc about the middle, and the turn of what has its back to the outside.

        `start` and `arc` are in degrees; 90 lies below, towards the way.
        """
        first = self.rng.uniform(0, 360) if start is None else start
        steps = np.arange(count) + self.rng.uniform(-jitter, jitter, count)
        turns = first + steps * arc / (count if arc >= 360 else max(count - 1, 1))
        return [
            ((float(np.cos(turn)) * radius, float(np.sin(turn)) * radius), float(np.degrees(turn)) + 90)
            for turn in np.radians(turns).tolist()
        ]

    def scatter(
        self, kind: PropKind, count: int, size: float, *, inner: float = 0.0, outer: float = 0.85
    ) -> None:
        """Things lying about, between two shares of the radius, none upon another."""
        for _ in range(count):
            for _ in range(8):
                turn, reach = self.rng.uniform(0, 2 * np.pi), np.sqrt(self.rng.uniform(inner**2, outer**2))
                at = float(np.cos(turn) * reach * self.radius), float(np.sin(turn) * reach * self.radius)
                if self.is_free(at, size / 2):
                    scale = size * float(self.rng.uniform(0.8, 1.2))
                    self.put(kind, at, scale, float(self.rng.uniform(0, 360)))
                    break

    def heap(self, kinds: tuple[PropKind, ...], at: Point, size: float) -> None:
        """Things set down close to each other."""
        x, y = at
        start = self.rng.uniform(0, 360)
        for index, kind in enumerate(kinds):
            turn = np.radians(start + 120 * index)
            reach = 0.0 if len(kinds) == 1 else size * 0.62
            spot = x + reach * float(np.cos(turn)), y + reach * float(np.sin(turn))
            self.put(kind, spot, size, float(self.rng.uniform(0, 90)))

    def is_free(self, at: Point, radius: float) -> bool:
        """Whether nothing stands within `radius` spaces of x, y of this spot."""
        x, y = self.at(*at)
        return all(
            (prop.position[0] - x) ** 2 + (prop.position[1] - y) ** 2
            > (radius + min(prop.width, prop.height) / 2) ** 2
            for prop in self.country.props[-40:]
        )

    def lay(self, terrain: TerrainType, radius: float, at: Point = (0.0, 0.0)) -> Polygon:
        """Ground of one type about a point of this spot."""
        area = blob(self.rng, self.at(*at), radius)
        self.country.lay(terrain, [area])
        return area

    def tell(self, kind: str, *stories: str, name: str | None = None, at: Point = (0.0, 0.0)) -> None:
        """Tell the game master one of these stories; it bears the name of the place or one of its own."""
        story = stories[int(self.rng.integers(len(stories)))]
        self.country.note(name or self.name, kind, self.at(*at), story)


def _between(middle: float, length: int, centers: NDArray[np.float64]) -> float:
    """Near `middle`, the middle of a length whose ends keep furthest from the centres of spaces."""
    grid = round(middle - length / 2) + length / 2
    tries = grid + np.arange(-4, 5) / 8
    near = np.unique(np.round(centers[np.abs(centers - middle) < length / 2 + 2], 6))
    if not len(near):
        return grid
    gaps = [float(np.abs(near[:, None] - (at - length / 2, at + length / 2)).min()) for at in tries.tolist()]
    return float(tries[int(np.argmax(np.round(gaps, 6) - np.abs(tries - middle) * 1e-3))])
