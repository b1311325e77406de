"""Masks of inpainting, checked and put into the form in which they are stored."""

import asyncio
import hashlib
import io
from dataclasses import dataclass

from PIL import Image

from generation.briefs import Box, Source
from generation.post_processing import open_image
from resolvers.errors import Invalid

FIELD = "mask"


@dataclass(frozen=True, kw_only=True)
class Mask:
    """A mask as a grey PNG, and the smallest box around everything that is not black in it."""

    png: bytes
    box: Box

    @property
    def sha256(self) -> str:
        """Under what it is stored, hex."""
        return hashlib.sha256(self.png).hexdigest()


async def read(data: bytes, source: Source) -> Mask:
    """The mask for `source` in the bytes of a file; raises `Invalid` or `InvalidBrief` for what is none."""
    return await asyncio.to_thread(_read, data, source)


def _read(data: bytes, source: Source) -> Mask:
    picture = open_image(data, field=FIELD)
    if picture.size != source.size:
        sizes = f"{picture.width} × {picture.height} pixels; the picture has {source.width} × {source.height}"
        raise Invalid(f"{FIELD} has {sizes}.", field=FIELD)
    grey = _over_black(picture).convert("L")
    box = grey.getbbox()
    if box is None:
        raise Invalid(f"{FIELD} is all black; what is to be painted anew must be white.", field=FIELD)
    file = io.BytesIO()
    grey.save(file, "PNG")
    left, top, right, bottom = box
    return Mask(png=file.getvalue(), box=Box(left=left, top=top, right=right, bottom=bottom))


def _over_black(picture: Image.Image) -> Image.Image:
    """What is transparent in a mask asks for nothing."""
    if picture.mode != "RGBA":
        return picture
    black = Image.new("RGBA", picture.size, "black")
    return Image.alpha_composite(black, picture)
