"""What an export is written from: a map as plain values, and what is left of it for players."""

from dataclasses import dataclass, replace
from typing import Self

import shapely

from generation.briefs import Grid
from generation.layout.plan import Door, MapLayout, Room, Wall
from generation.post_processing.pixels import opened, upright_size
from generation.vocabulary import Audience

ON_OUTLINE = 0.05  #: spaces between the middle of a door and the outline of the room that it belongs to


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A stored picture file; `format` is Pillow's name for it."""

    data: bytes
    format: str
    width: int
    height: int

    @classmethod
    def of(cls, data: bytes) -> Self:
        """What the header says; raises `InvalidBrief(field="image")` for what is no picture."""
        with opened(data) as image:
            width, height = upright_size(image)
            return cls(data=data, format=str(image.format), width=width, height=height)


@dataclass(frozen=True, kw_only=True)
class ExportedMap:
    """A map as exports tell of it; `file_name` has no ending, `picture_url` is where the picture is served.

    `picture_url` ends in the picture's format: Foundry goes by the ending. `daylight` says that the map is
    seen without its own lights.
    """

    name: str
    file_name: str
    grid: Grid
    layout: MapLayout
    picture: Picture
    picture_url: str
    daylight: bool = False

    @property
    def pixels_per_space(self) -> int:
        """Of the picture as it is: it may have been enlarged since the map was laid out."""
        return max(1, round(self.picture.width / self.layout.width))

    @property
    def picture_name(self) -> str:
        """What the picture is called where it lies beside the file."""
        return f"{self.file_name}.{self.picture_url.rpartition('.')[2]}"


def seen_by(audience: Audience, layout: MapLayout) -> MapLayout:
    """The floor plan as `audience` may know it.

    For players secret doors are walls; rooms behind nothing but secret doors, and points of interest that
    are the game master's, are left out.
    """
    if audience is Audience.GM:
        return layout
    secret = [door for door in layout.doors if door.secret]
    return replace(
        layout,
        walls=layout.walls + tuple(Wall(points=(door.start, door.end)) for door in secret),
        doors=tuple(door for door in layout.doors if not door.secret),
        rooms=tuple(room for room in layout.rooms if not _is_hidden(room, layout.doors)),
        points_of_interest=tuple(point for point in layout.points_of_interest if not point.gm_only),
    )


def _is_hidden(room: Room, doors: tuple[Door, ...]) -> bool:
    """Whether every door of a room is secret; a room without doors is open to all."""
    outline = shapely.LinearRing(room.polygon)
    own = [door for door in doors if outline.distance(_middle(door)) < ON_OUTLINE]
    return bool(own) and all(door.secret for door in own)


def _middle(door: Door) -> shapely.Point:
    (x0, y0), (x1, y1) = door.start, door.end
    return shapely.Point((x0 + x1) / 2, (y0 + y1) / 2)
