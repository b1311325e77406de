"""Scalars of the contract beside GraphQL's own, each held to its specification.

`SCALARS` is for `StrawberryConfig(scalar_map=…)`. What a client sends wrongly is told with a sentence that
says what would be right.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final, NewType

import strawberry
from graphql import GraphQLError
from starlette.datastructures import UploadFile
from strawberry.file_uploads import Upload
from strawberry.scalars import JSON
from strawberry.types.scalar import ScalarDefinition

from generation.planning import SEED_LIMIT

__all__ = ["JSON", "SCALARS", "Color", "Seed", "Upload"]

Color = NewType("Color", str)
Seed = NewType("Seed", int)

_COLOR = re.compile(r"#(?:[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE | re.ASCII)
_DATE_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})"
)


def parse_color(value: object) -> Color:
    """A colour in lower case; raises `GraphQLError` for anything but #rrggbb and #rrggbbaa."""
    if not isinstance(value, str) or not _COLOR.fullmatch(value):
        raise GraphQLError(f"A Color is written #rrggbb or #rrggbbaa, not {_shown(value)}.")
    return Color(value.lower())


def parse_seed(value: object) -> Seed:
    """A whole number from 0 to 2^53-1; raises `GraphQLError` for anything else.

    Numbers like 3.0 are whole: JSON writers of some languages know no others.
    """
    whole = int(value) if isinstance(value, float) and value.is_integer() else value
    if isinstance(whole, bool) or not isinstance(whole, int) or not 0 <= whole < SEED_LIMIT:
        raise GraphQLError(f"A Seed is an integer from 0 to {SEED_LIMIT - 1}, not {_shown(value)}.")
    return Seed(whole)


def parse_date_time(value: object) -> datetime:
    """A moment in UTC; raises `GraphQLError` for what RFC 3339 does not allow."""
    text = value.upper() if isinstance(value, str) else ""
    if _DATE_TIME.fullmatch(text):
        try:
            return datetime.fromisoformat(text).astimezone(UTC)
        except (ValueError, OverflowError):
            raise GraphQLError(f"There is no such DateTime: {_shown(value)}.") from None
    raise GraphQLError(
        f"A DateTime is written 2026-11-20T10:00:00Z or with an offset like +01:00, not {_shown(value)}."
    )


def format_date_time(moment: datetime) -> str:
    """RFC 3339 in UTC; `moment` must know its offset."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no offset")
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def parse_upload(value: object) -> UploadFile:
    """The file part that the multipart request maps to this place; raises `GraphQLError` for plain values."""
    if not isinstance(value, UploadFile):
        raise GraphQLError("An Upload is a file part of a multipart request, not a plain value.")
    return value


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:60]}…"


def _unchanged(value: object) -> object:
    return value


def _never_served(value: object) -> object:
    raise GraphQLError("An Upload is only ever sent by clients.")


SCALARS: Final[Mapping[object, ScalarDefinition]] = {
    Color: strawberry.scalar(
        name="Color",
        description="CSS hex colour, #rrggbb or #rrggbbaa; given back in lower case.",
        specified_by_url="https://www.w3.org/TR/css-color-4/#hex-notation",
        parse_value=parse_color,
    ),
    Seed: strawberry.scalar(
        name="Seed",
        description="Noise seed: an integer from 0 to 2^53-1, so that it survives JSON in every client.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc8259#section-6",
        parse_value=parse_seed,
    ),
    datetime: strawberry.scalar(
        name="DateTime",
        description="RFC 3339 date-time, served in UTC, e.g. 2026-11-20T10:00:00Z, taken with any offset.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc3339#section-5.6",
        serialize=format_date_time,
        parse_value=parse_date_time,
    ),
    JSON: strawberry.scalar(
        name="JSON",
        description="Any JSON value.",
        specified_by_url="https://ecma-international.org/publications-and-standards/standards/ecma-404/",
        parse_value=_unchanged,
    ),
    Upload: strawberry.scalar(
        name="Upload",
        description="A file part of a multipart request (graphql-multipart-request-spec).",
        specified_by_url="https://github.com/jaydenseric/graphql-multipart-request-spec",
        serialize=_never_served,
        parse_value=parse_upload,
    ),
}
