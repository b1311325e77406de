"""Layouts as JSON, for stored maps and for pictures that are painted again over an old plan."""

import hashlib
from typing import Any

import orjson
from pydantic import TypeAdapter, ValidationError

from generation.errors import InvalidBrief
from generation.layout.plan import MapLayout

_ADAPTER: TypeAdapter[MapLayout] = TypeAdapter(MapLayout)

JsonObject = dict[str, Any]  # JSON nests without end, which no exact type says shortly


def layout_to_json(layout: MapLayout) -> JsonObject:
    """A layout as what `json.dumps` takes; `layout_from_json` answers with an equal layout."""
    data: JsonObject = _ADAPTER.dump_python(layout, mode="json")
    return data


def layout_from_json(data: JsonObject) -> MapLayout:
    """The layout that `layout_to_json` wrote; raises `InvalidBrief` with the path of what is wrong."""
    try:
        return _ADAPTER.validate_python(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        path = ".".join(str(part) for part in first["loc"])
        raise InvalidBrief(f"This is not a floor plan: {first['msg']} at {path}.", field="layout") from error


def plan_digest(plan: JsonObject) -> str:
    """SHA-256, hex, of a layout as `layout_to_json` wrote it: equal for equal layouts."""
    return hashlib.sha256(orjson.dumps(plan, option=orjson.OPT_SORT_KEYS)).hexdigest()
