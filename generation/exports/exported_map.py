"""What an export is written from: a map as plain values, and what is left of it for players."""

from dataclasses import dataclass
from typing import Self

from generation.briefs import Grid
from generation.layout.discretion import for_players
from generation.layout.plan import MapLayout, Point
from generation.post_processing.pixels import opened, upright_size
from generation.vocabulary import Audience, CreatureSize


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
class Piece:
    """Somebody who stands on the map; `picture_url` is where the token's picture is served, as the map's."""

    name: str
    position: Point
    size: CreatureSize = CreatureSize.MEDIUM
    picture_url: str | None = None


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
    pieces: tuple[Piece, ...] = ()

    @property
    def pixels_per_space(self) -> int:
        """Of the picture as it is: it may have been enlarged since the map was laid out."""
        return max(1, round(self.picture.width / self.layout.width))

    @property
    def picture_name(self) -> str:
        """What the picture is called where it lies beside the file."""
        return f"{self.file_name}.{self.picture_url.rpartition('.')[2]}"


def seen_by(audience: Audience, layout: MapLayout) -> MapLayout:
    """The floor plan as `audience` may know it."""
    return layout if audience is Audience.GM else for_players(layout)
