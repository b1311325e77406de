"""`Chart`: a layout in the pixels of one picture, with the masks and distances that strokes share."""

from collections.abc import Iterable, Sequence
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray
from shapely import LineString, Polygon
from shapely import Point as ShapelyPoint

from generation.engines.sketch.maps.texture import Field, Mask, blurred
from generation.layout.plan import Door, MapLayout, Point, Wall, WallMaterial
from generation.vocabulary import MapEnvironment, Season, TerrainType, TimeOfDay

SHIFT = 4  #: binary digits after the point in OpenCV's coordinates


class Chart:
    """`scale` is pixels per space. Masks are made when first asked for, and then kept."""

    def __init__(
        self,
        layout: MapLayout,
        environment: MapEnvironment | None,
        *,
        width: int,
        height: int,
        seed: int,
        secret_door: float,
        season: Season = Season.SUMMER,
        time_of_day: TimeOfDay = TimeOfDay.DAY,
    ) -> None:
        self.layout = layout
        self.environment = environment
        self.season = season
        self.time_of_day = time_of_day
        self.width = width
        self.height = height
        self.scale = width / layout.width
        self._seed = seed
        self._secret_door = secret_door

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of pixels."""
        return self.height, self.width

    @property
    def open_air(self) -> bool:
        """Whether there is ground between the walls and around them, not solid rock."""
        return self.layout.base is not None

    @property
    def natural(self) -> bool:
        """Whether water made these halls, not masons."""
        return self.environment is MapEnvironment.CAVE

    def rng(self, salt: str) -> np.random.Generator:
        """Chance of its own for each stroke, so that changing one leaves the others as they are."""
        return np.random.default_rng([self._seed % 2**64, self.layout.seed % 2**64, *salt.encode()])

    def pixels(self, points: Iterable[Point]) -> NDArray[np.int32]:
        """Points in OpenCV's fixed-point pixels."""
        array = np.array(list(points), dtype=np.float64) * self.scale - 0.5
        return np.round(array * (1 << SHIFT)).astype(np.int32)

    def fill(self, outlines: Iterable[Sequence[Point]]) -> Mask:
        """A mask of polygons; where they lie in one another they cut holes."""
        mask = np.zeros(self.shape, dtype=np.uint8)
        shapes = [self.pixels(outline) for outline in outlines]
        if shapes:
            cv2.fillPoly(mask, shapes, 255, lineType=cv2.LINE_AA, shift=SHIFT)
        return mask

    @cached_property
    def shown_walls(self) -> tuple[Wall, ...]:
        """The walls as they are seen: a secret door is a piece of the wall that it lies in."""
        walls = self.layout.walls
        hidden = [
            Wall(points=(door.start, door.end), material=_nearest(walls, door))
            for door in self.layout.doors
            if door.secret
        ]
        return (*walls, *hidden)

    @cached_property
    def floor(self) -> Mask:
        """What is seen as floor: secret doors are not. In the open air it is everything."""
        if self.open_air:
            return np.full(self.shape, 255, dtype=np.uint8)
        mask = self.fill(wall.points for wall in self.layout.walls)
        for outline in (self._closed_up(door) for door in self.layout.doors if door.secret):
            cv2.fillPoly(mask, [self.pixels(outline)], 0, lineType=cv2.LINE_AA, shift=SHIFT)
        return mask

    def _closed_up(self, door: Door) -> tuple[Point, ...]:
        """The wall that hides a secret door: a rectangle on the side where there is no room."""
        (x0, y0), (x1, y1) = door.start, door.end
        length = max(float(np.hypot(x1 - x0, y1 - y0)), 1e-9)
        away_x, away_y = (y0 - y1) / length, (x1 - x0) / length
        ahead = ShapelyPoint((x0 + x1) / 2 + 0.2 * away_x, (y0 + y1) / 2 + 0.2 * away_y)
        if any(Polygon(room.polygon).contains(ahead) for room in self.layout.rooms):
            away_x, away_y = -away_x, -away_y
        near = 1.75 / self.scale  # OpenCV fills the pixels of an outline too, here and on the floor beside
        far = near + self._secret_door
        return (
            (x0 + near * away_x, y0 + near * away_y),
            (x1 + near * away_x, y1 + near * away_y),
            (x1 + far * away_x, y1 + far * away_y),
            (x0 + far * away_x, y0 + far * away_y),
        )

    @cached_property
    def to_wall(self) -> Field:
        """Spaces to the nearest wall: positive on the floor, negative in the rock."""
        inside = cv2.distanceTransform((self.floor > 127).astype(np.uint8), cv2.DIST_L2, 5)
        outside = cv2.distanceTransform((self.floor <= 127).astype(np.uint8), cv2.DIST_L2, 5)
        return blurred(inside - outside, 0.9) / self.scale

    def terrain(self, *kinds: TerrainType) -> Mask:
        """Where terrain of these kinds lies."""
        mask = np.zeros(self.shape, dtype=np.uint8)
        for area in self.layout.terrain:
            if area.type in kinds:
                cv2.fillPoly(mask, [self.pixels(area.polygon)], 255, lineType=cv2.LINE_AA, shift=SHIFT)
        return mask

    def has(self, *kinds: TerrainType) -> bool:
        """Whether there is terrain of these kinds."""
        return any(area.type in kinds for area in self.layout.terrain)

    def depth_in(self, mask: Mask) -> Field:
        """Spaces to the rim of a mask, positive inside."""
        inside = cv2.distanceTransform((mask > 127).astype(np.uint8), cv2.DIST_L2, 5)
        outside = cv2.distanceTransform((mask <= 127).astype(np.uint8), cv2.DIST_L2, 5)
        return np.asarray((inside - outside) / self.scale, dtype=np.float32)


def _nearest(walls: Sequence[Wall], door: Door) -> WallMaterial:
    """What the wall is made of that ends where a door starts."""
    start = ShapelyPoint(door.start)
    lines = [wall for wall in walls if len(wall.points) > 1]
    found = min(lines, key=lambda wall: LineString(wall.points).distance(start), default=None)
    return found.material if found else WallMaterial.STONE
