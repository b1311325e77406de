"""The elements of an overlay as JSON, for stored overlays."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from generation.errors import InvalidBrief
from generation.layout.codec import JsonObject
from generation.overlays.elements import OverlayElement

Elements = tuple[OverlayElement, ...]

_ADAPTER: TypeAdapter[Elements] = TypeAdapter(
    tuple[Annotated[OverlayElement, Field(discriminator="kind")], ...]
)


def elements_to_json(elements: Sequence[OverlayElement]) -> list[JsonObject]:
    """Elements as what `json.dumps` takes; `elements_from_json` answers with equal elements."""
    data: list[JsonObject] = _ADAPTER.dump_python(tuple(elements), mode="json")
    return data


def elements_from_json(data: Sequence[JsonObject]) -> Elements:
    """The elements that `elements_to_json` wrote; raises `InvalidBrief` with the path of what is wrong."""
    try:
        return _ADAPTER.validate_python(tuple(data))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        path = ".".join(str(part) for part in first["loc"])
        raise InvalidBrief(f"These are no elements: {first['msg']} at {path}.", field="elements") from error
