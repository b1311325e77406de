"""Pictures into files: PNG, JPEG, WebP and AVIF, with their provenance inside."""

import io
from dataclasses import dataclass

from PIL import Image, PngImagePlugin

from generation.errors import InvalidBrief
from generation.post_processing import embedding
from generation.post_processing.pixels import flatten, plain
from generation.provenance import Provenance
from generation.vocabulary import ImageFormat

LOSSLESS_FORMATS = (ImageFormat.PNG, ImageFormat.WEBP)  #: those that can keep every pixel as it is
LOSSLESS_EFFORT = 50  #: of 100; all of it takes WebP 5 times as long, for files 0.2% smaller
DEFAULT_QUALITY = {ImageFormat.PNG: 100, ImageFormat.JPEG: 88, ImageFormat.WEBP: 86, ImageFormat.AVIF: 72}


@dataclass(frozen=True, kw_only=True)
class Encoded:
    """A picture as a file; sizes are pixels."""

    data: bytes
    format: ImageFormat
    content_type: str
    width: int
    height: int
    has_alpha: bool


def encode(
    image: Image.Image,
    format: ImageFormat,  # noqa: A002  the contract's word
    *,
    quality: int | None = None,
    exact: bool = False,
    provenance: Provenance | None = None,
) -> Encoded:
    """Write `image` as `format`; the same picture gives the same bytes wherever these libraries run.

    `quality` is 1 to 100, by default one that looks flawless; PNG has none, WebP loses nothing at 100.
    Alpha is kept; JPEG has none, so it is flattened over white. `exact` keeps the colours of pixels that are
    wholly transparent, which WebP otherwise changes even where it loses nothing. Raises
    `InvalidBrief(field="quality")`.
    """
    check_quality(quality)
    pixels = flatten(image) if format is ImageFormat.JPEG else plain(image)
    return Encoded(
        data=_write(_bare(pixels), format, quality or DEFAULT_QUALITY[format], exact, provenance),
        format=format,
        content_type=f"image/{format}",
        width=pixels.width,
        height=pixels.height,
        has_alpha=pixels.mode == "RGBA",
    )


def check_quality(quality: int | None) -> None:
    """Raise `InvalidBrief(field="quality")` unless it is None or 1 to 100."""
    if quality is not None and not 1 <= quality <= 100:
        raise InvalidBrief("quality must be 1 to 100.", field="quality")


def read_provenance(data: bytes) -> Provenance | None:
    """What `encode` embedded in a file; None where there is nothing, or nothing that can be read."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            return embedding.read(image)
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError):
        return None


def _write(
    image: Image.Image,
    format: ImageFormat,  # noqa: A002  as above
    quality: int,
    exact: bool,
    provenance: Provenance | None,
) -> bytes:
    file = io.BytesIO()
    xmp = embedding.xmp_packet(provenance) if provenance else b""
    match format:
        case ImageFormat.PNG:
            chunks = embedding.png_chunks(provenance) if provenance else PngImagePlugin.PngInfo()
            image.save(file, "PNG", pnginfo=chunks, compress_level=6)
        case ImageFormat.JPEG:
            packet = embedding.shortened(xmp, provenance)
            image.save(file, "JPEG", quality=quality, optimize=True, progressive=True, xmp=packet)
        case ImageFormat.WEBP:
            lossless = quality == 100
            effort = LOSSLESS_EFFORT if lossless else quality  # libwebp's quality of what loses nothing
            image.save(file, "WEBP", quality=effort, lossless=lossless, exact=exact, method=4, xmp=xmp)
        case ImageFormat.AVIF:
            # One thread: libavif's tiles, and so its bytes, would follow the number of cores.
            image.save(file, "AVIF", quality=quality, speed=8, max_threads=1, xmp=xmp)
    return file.getvalue()


def _bare(image: Image.Image) -> Image.Image:
    """A copy without the metadata that some writers would pass on from the file it was read from."""
    copy = image.copy()
    copy.info.clear()
    return copy
