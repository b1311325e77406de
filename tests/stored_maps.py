"""Maps and tokens that are stored with their pictures, as if they had been painted."""

from typing import Any

from PIL import Image

from app.wiring import Parts
from generation.briefs import Grid
from generation.layout.plan import MapLayout
from generation.post_processing import encode
from generation.vocabulary import ImageFormat
from persistence import images
from persistence.tables import ImageRow, MapRow, TokenRow
from tests.factories import make_image, make_map

SIZE = 20  #: pixels per space


async def keep_picture(parts: Parts, size: tuple[int, int], color: str, **facts: Any) -> ImageRow:
    """A picture of one colour that is not in the library yet; its bytes are stored."""
    file = encode(Image.new("RGB", size, color), ImageFormat.PNG)
    stored = await parts.storage.put(file.data)
    about = {"sha256": stored.sha256, "format": "png", "width": size[0], "height": size[1]}
    return make_image(**(about | {"size_bytes": stored.size_bytes} | facts))


async def keep_map(
    parts: Parts, owner: str, layout: MapLayout, *, color: str = "#808080", **overrides: Any
) -> MapRow:
    """A map of this plan on squares of 20 pixels and 5 feet, its picture one colour."""
    grid = Grid(type=layout.grid_type, columns=layout.columns, rows=layout.rows, size=SIZE)
    image = await keep_picture(parts, (grid.width, grid.height), color, owner=owner, kind="map", name="Crypt")
    row = make_map(image, layout, **({"grid": grid.to_json()} | overrides))
    async with parts.database.transaction() as session:
        await images.add(session, image)
        session.add(row)
    return row


async def keep_token(parts: Parts, owner: str, color: str = "#ff0000", **facts: Any) -> TokenRow:
    """A playing piece, its picture one colour; `facts` are its image's."""
    image = await keep_picture(parts, (64, 64), color, owner=owner, kind="token", **facts)
    row = TokenRow(
        image_id=image.id,
        owner=owner,
        name=image.name,
        creature_size="medium",
        pixels_per_square=64,
        shape="square",
        ring_subject_sha256=image.sha256,
    )
    async with parts.database.transaction() as session:
        await images.add(session, image)
        session.add(row)
    return row
