"""Maps to export, and the pictures that they would have."""

import io
from dataclasses import replace

from PIL import Image

from generation.briefs import Grid
from generation.exports import ExportedMap, Picture, Piece, seen_by, write
from generation.layout.plan import (
    Door,
    Light,
    MapLayout,
    PointOfInterest,
    Room,
    Route,
    TerrainArea,
    Territory,
    Wall,
    Window,
)
from generation.vocabulary import Audience, MapExportFormat, TerrainType

SIZE = 20  #: pixels per space

HALL = MapLayout(
    seed=1,
    columns=10,
    rows=10,
    walls=(Wall(points=((1, 1), (9, 1), (9, 9), (1, 9), (1, 1))),),
    doors=(Door(start=(4, 1), end=(5, 1)),),
    lights=(Light(position=(5, 5), range=4),),
)


CLOCKWISE = ((1.0, 1.0), (1.0, 9.0), (9.0, 9.0), (9.0, 1.0))
FURNISHED = replace(
    HALL,
    rooms=(Room(number=1, name="Hall", polygon=CLOCKWISE),),
    terrain=(TerrainArea(type=TerrainType.LAVA, cost=None, polygon=((2, 2), (3, 2), (3, 3))),),
    windows=(Window(start=(9, 4), end=(9, 5)),),
    territories=(Territory(id="t", name="March", color="#aa3311", polygon=CLOCKWISE),),
    routes=(Route(id="r", name="Old road", kind="road", points=((1, 3), (9, 3))),),
    points_of_interest=(PointOfInterest(id="1", name="Trap", kind="trap", position=(4, 4), gm_only=True),),
)


def picture(columns: float, rows: float, format_: str = "WEBP", size: int = SIZE) -> bytes:
    """A picture file for a map of this many spaces, `size` pixels each."""
    file = io.BytesIO()
    Image.new("RGB", (round(columns * size), round(rows * size)), "gray").save(file, format_)
    return file.getvalue()


def make_map(
    layout: MapLayout,
    audience: Audience = Audience.GM,
    *,
    stored: bytes | None = None,
    pieces: tuple[Piece, ...] = (),
) -> ExportedMap:
    """A map of this plan, with a picture that fits unless another is given."""
    return ExportedMap(
        name="The Crypt",
        file_name="the-crypt",
        grid=Grid(type=layout.grid_type, columns=layout.columns, rows=layout.rows, size=SIZE),
        layout=seen_by(audience, layout),
        picture=Picture.of(stored or picture(layout.width, layout.height)),
        picture_url="https://limner.example/media/abc.webp",
        pieces=pieces,
    )


def written(format_: MapExportFormat, map_: ExportedMap) -> bytes:
    """The bytes of its file."""
    return write(format_, map_).data
