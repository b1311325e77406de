"""Variants: a stored picture in another size, fit or format."""

import re
from dataclasses import dataclass
from typing import Self

from PIL import Image

from generation.errors import InvalidBrief
from generation.post_processing.encoding import Encoded, check_quality, encode
from generation.post_processing.pixels import opened, upright, upright_size
from generation.vocabulary import ImageFit, ImageFormat

MAX_SIDE = 4096

_KEY = re.compile(
    r"(?:w(?P<width>\d{1,5})\.)?(?:h(?P<height>\d{1,5})\.)?(?P<fit>inside|cover)"
    r"(?:\.(?P<format>png|jpeg|webp|avif))?(?:\.q(?P<quality>\d{1,3}))?"
)


def _check_side(field: str, side: int | None) -> None:
    if side is not None and not 1 <= side <= MAX_SIDE:
        raise InvalidBrief(f"{field} must be 1 to {MAX_SIDE} pixels.", field=field)


@dataclass(frozen=True, kw_only=True)
class Variant:
    """How a picture is wanted; sides in pixels, 1 to 4096, None for whatever the proportions give.

    INSIDE shrinks to fit the box, never enlarges, never crops. COVER fills the box and crops around the
    centre. Without `format` the picture keeps its own. Raises `InvalidBrief` naming the field.
    """

    width: int | None = None
    height: int | None = None
    fit: ImageFit = ImageFit.INSIDE
    format: ImageFormat | None = None
    quality: int | None = None

    def __post_init__(self) -> None:
        _check_side("width", self.width)
        _check_side("height", self.height)
        check_quality(self.quality)

    @property
    def key(self) -> str:
        """The canonical name, e.g. `w320.inside.webp.q80`; equal for equal variants, and only for them."""
        parts = [
            f"w{self.width}" if self.width else "",
            f"h{self.height}" if self.height else "",
            str(self.fit),
            str(self.format or ""),
            f"q{self.quality}" if self.quality else "",
        ]
        return ".".join(part for part in parts if part)

    @classmethod
    def parse(cls, key: str) -> Self:
        """The variant of a canonical name; raises `InvalidBrief(field="variant")` for any other string."""
        match = _KEY.fullmatch(key)
        if match is None:
            raise InvalidBrief("This is not the name of a variant.", field="variant")
        variant = cls(
            width=_number(match["width"]),
            height=_number(match["height"]),
            fit=ImageFit(match["fit"]),
            format=ImageFormat(match["format"]) if match["format"] else None,
            quality=_number(match["quality"]),
        )
        if variant.key != key:
            raise InvalidBrief("This is not the canonical name of a variant.", field="variant")
        return variant


THUMBNAIL = Variant(width=200, height=200, format=ImageFormat.WEBP)


def make_variant(data: bytes, variant: Variant) -> Encoded:
    """The picture file `data` as `variant`; provenance is not copied into it.

    Raises `InvalidBrief(field="image")` where `data` is not a complete picture, and naming the side where the
    proportions of an extreme picture lead beyond 4096 pixels.
    """
    with opened(data) as source:
        size = upright_size(source)
        target = _target(size, variant)
        format_ = variant.format or ImageFormat(str(source.format).lower())
        # A JPEG can be unpacked at an eighth of its size; twice the wanted pixels leave Lanczos its detail.
        source.draft(None, (2 * max(target), 2 * max(target)))
        image = upright(source)
    return encode(_fitted(image, target, variant.fit), format_, quality=variant.quality)


def _target(size: tuple[int, int], variant: Variant) -> tuple[int, int]:
    """Width and height of the variant of a picture of `size`."""
    width, height = size
    wanted = [
        side / own for side, own in ((variant.width, width), (variant.height, height)) if side is not None
    ]
    if variant.fit is ImageFit.INSIDE:
        scale = min([1.0, *wanted])
        return max(1, round(width * scale)), max(1, round(height * scale))
    scale = max(wanted, default=1.0)
    target = variant.width or max(1, round(width * scale)), variant.height or max(1, round(height * scale))
    if wanted and max(target) > MAX_SIDE:
        raise InvalidBrief(f"The other side would be longer than {MAX_SIDE} pixels.", field="width")
    return target


def _fitted(image: Image.Image, target: tuple[int, int], fit: ImageFit) -> Image.Image:
    """`image` brought to `target`; COVER crops around the centre where the proportions differ."""
    if image.size == target:
        return image
    box = _crop(image.size, target) if fit is ImageFit.COVER else None
    return image.resize(target, Image.Resampling.LANCZOS, box=box, reducing_gap=2.0)


def _crop(size: tuple[int, int], target: tuple[int, int]) -> tuple[float, float, float, float]:
    """The largest box with the proportions of `target` around the centre of a picture of `size`."""
    scale = min(size[0] / target[0], size[1] / target[1])
    left = max(0.0, (size[0] - target[0] * scale) / 2)
    top = max(0.0, (size[1] - target[1] * scale) / 2)
    return left, top, size[0] - left, size[1] - top


def _number(text: str | None) -> int | None:
    return int(text) if text else None
