"""Opening files, and bringing pictures into the two forms that the product knows: RGB and RGBA, in sRGB."""

import io
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import ExifTags, Image, ImageCms, ImageOps
from PIL.ImageFile import ImageFile

from generation.errors import InvalidBrief
from generation.vocabulary import ImageFormat

MAX_PIXELS = 80_000_000  #: a picture of more is refused before it is unpacked

_TOO_LARGE = f"The picture has more than {MAX_PIXELS:,} pixels."
_UNREADABLE = "The file is not a complete PNG, JPEG, WebP or AVIF picture."
_SRGB = ImageCms.createProfile("sRGB")


@contextmanager
def opened(data: bytes, *, field: str = "image") -> Iterator[ImageFile]:
    """The picture in `data` with its header read and its pixels not yet unpacked.

    Raises `InvalidBrief(field=field)` here or while the pixels are unpacked inside the `with`: for what is no
    PNG, JPEG, WebP or AVIF, is cut short, or is too large.
    """
    try:
        with Image.open(io.BytesIO(data), formats=[str(each).upper() for each in ImageFormat]) as image:
            if image.width * image.height > MAX_PIXELS:
                raise InvalidBrief(_TOO_LARGE, field=field)
            yield image
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise InvalidBrief(_TOO_LARGE, field=field) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise InvalidBrief(_UNREADABLE, field=field) from error


def open_image(data: bytes, *, field: str = "image") -> Image.Image:
    """The picture in `data`, upright, RGB or RGBA in sRGB; raises as `opened` does."""
    with opened(data, field=field) as image:
        return upright(image)


def upright(image: ImageFile) -> Image.Image:
    """The pixels of an opened file as RGB or RGBA in sRGB, turned as its EXIF orientation says."""
    image.load()
    return plain(_in_srgb(ImageOps.exif_transpose(image)))


def upright_size(image: ImageFile) -> tuple[int, int]:
    """Width and height that `upright` will give, from the header alone."""
    sideways = image.getexif().get(ExifTags.Base.Orientation, 1) >= 5
    return (image.height, image.width) if sideways else image.size


def plain(image: Image.Image) -> Image.Image:
    """The picture as RGB where every pixel is opaque, else as RGBA."""
    if not image.has_transparency_data:
        return image if image.mode == "RGB" else _widen(image).convert("RGB")
    rgba = image.convert("RGBA")
    lowest, _ = rgba.getchannel("A").getextrema()
    return rgba.convert("RGB") if lowest == 255 else rgba


def flatten(image: Image.Image, color: str = "white") -> Image.Image:
    """An RGB copy with what is transparent filled by `color` (CSS)."""
    if image.mode != "RGBA":
        return image.convert("RGB")
    ground = Image.new("RGBA", image.size, color)
    return Image.alpha_composite(ground, image).convert("RGB")


def _widen(image: Image.Image) -> Image.Image:
    """16-bit grey becomes 8-bit grey; Pillow itself would clip it to white."""
    if not image.mode.startswith("I"):
        return image
    return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")


def _in_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        return image
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, _SRGB, outputMode=mode)
    except (ImageCms.PyCMSError, OSError):
        return image  # a broken or foreign profile: the colours as they are beat no picture
    return converted or image
