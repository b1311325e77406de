"""Enums of images."""

from enum import StrEnum, auto

from generation.vocabulary import ImageFit, ImageFormat, ImageKind
from schema.enums.serving import serve

__all__ = [
    "ImageFit",
    "ImageFormat",
    "ImageKind",
    "ImageOrderField",
    "ImageOrigin",
    "OrderDirection",
]


class OrderDirection(StrEnum):
    """Which end of a list comes first."""

    ASC = auto()
    DESC = auto()


class ImageOrderField(StrEnum):
    """What images are ordered by."""

    CREATED_AT = auto()
    UPDATED_AT = auto()
    NAME = auto()
    RELEVANCE = auto()
    SIZE = auto()


class ImageOrigin(StrEnum):
    """Where a stored picture comes from."""

    GENERATED = auto()
    DERIVED = auto()
    UPLOADED = auto()
    IMPORTED = auto()


serve(
    OrderDirection,
    "Which end of a list comes first.",
    {
        OrderDirection.ASC: "Smallest first.",
        OrderDirection.DESC: "Largest first.",
    },
)
serve(
    ImageOrderField,
    "What images are ordered by.",
    {
        ImageOrderField.CREATED_AT: "When it was first stored.",
        ImageOrderField.UPDATED_AT: "When it last changed.",
        ImageOrderField.NAME: "Its name, without regard to case.",
        ImageOrderField.RELEVANCE: "How well it fits the filter's search.",
        ImageOrderField.SIZE: "Bytes of the original file.",
    },
)
serve(
    ImageOrigin,
    "Where a stored picture comes from.",
    {
        ImageOrigin.GENERATED: "Rendered by an engine from a prompt.",
        ImageOrigin.DERIVED: "Made from another image: a token cut, an upscale, an inpaint, a restyle.",
        ImageOrigin.UPLOADED: "Sent by a user.",
        ImageOrigin.IMPORTED: "Brought in by importLocalStorage.",
    },
)
serve(
    ImageKind,
    "What a stored picture shows.",
    {
        ImageKind.PORTRAIT: "A character, an NPC or a monster.",
        ImageKind.TOKEN: "A playing piece for a virtual tabletop.",
        ImageKind.MAP: "A battle map, a region, a world or a place.",
        ImageKind.ITEM: "A thing that somebody carries or finds.",
        ImageKind.SCENE: "A moment in the story.",
    },
)
serve(
    ImageFormat,
    "File format of a picture.",
    {
        ImageFormat.PNG: "Lossless, with transparency.",
        ImageFormat.JPEG: "Small, without transparency.",
        ImageFormat.WEBP: "Smaller than JPEG, with transparency; every browser of today shows it.",
        ImageFormat.AVIF: "The smallest, with transparency; slow to make.",
    },
)
serve(
    ImageFit,
    "How a picture is brought into a box.",
    {
        ImageFit.INSIDE: "Shrink to fit inside the box; never enlarges, never crops.",
        ImageFit.COVER: "Fill the box; crop around the centre.",
    },
)
