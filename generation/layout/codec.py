"""Layouts as JSON, for stored maps and for pictures that are painted again over an old plan."""

import hashlib
from typing import Any

import orjson
from pydantic import TypeAdapter, ValidationError

from generation.errors import InvalidBrief
from generation.layout.plan import MapLayout

_ADAPTER: TypeAdapter[MapLayout] = TypeAdapter(MapLayout)

FEATURES = frozenset({"points_of_interest", "territories", "routes"})

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


def layout_to_bytes(layout: MapLayout) -> bytes:
    """A layout as the content of a file; equal layouts give equal bytes."""
    return orjson.dumps(layout_to_json(layout), option=orjson.OPT_SORT_KEYS)


def layout_from_bytes(data: bytes) -> MapLayout:
    """The layout that `layout_to_bytes` wrote; raises as `layout_from_json`."""
    return layout_from_json(orjson.loads(data))


def plan_digest(plan: JsonObject) -> str:
    """SHA-256, hex, of a layout as `layout_to_json` wrote it: equal for maps that show the same place.

    Points of interest, territories and routes don't count: people change them on the finished map.
    """
    bare = {name: part for name, part in plan.items() if name not in FEATURES}
    return hashlib.sha256(orjson.dumps(bare, option=orjson.OPT_SORT_KEYS)).hexdigest()
