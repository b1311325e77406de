"""GeoJSON (RFC 7946): the plan as features for geographic tools and scripts.

Coordinates are grid spaces from the top left corner of the map, x to the right, y down. They are no
longitudes and latitudes, which section 4 allows where both sides know; so the file says it, under
`coordinateSystem`. Tools that draw y upwards show the map upside down. Rings turn by the right-hand rule
(section 3.1.6) as their numbers are read, with y upwards.
"""

from collections.abc import Iterable, Iterator
from itertools import chain

import orjson
import shapely

from generation.exports.exported_map import ExportedMap, Piece
from generation.layout.codec import JsonObject
from generation.layout.plan import MapLayout, Point


def write_geojson(map_: ExportedMap) -> Iterator[bytes]:
    """One feature collection in chunks of one feature each."""
    head = {
        "type": "FeatureCollection",
        "name": map_.name,
        "bbox": [0, 0, map_.layout.width, map_.layout.height],
        "coordinateSystem": {
            "unit": "grid space",
            "origin": "top left",
            "x": "right",
            "y": "down",
            "distance": map_.grid.distance,
            "distanceUnit": map_.grid.units,
        },
    }
    yield orjson.dumps(head).removesuffix(b"}") + b',"features":['
    for index, feature in enumerate(chain(_features(map_.layout), _pieces(map_.pieces))):
        yield (b",\n" if index else b"\n") + orjson.dumps(feature)
    yield b"\n]}\n"


def _features(layout: MapLayout) -> Iterator[JsonObject]:
    yield from _surfaces(layout)
    yield from _lines(layout)
    yield from _places(layout)


def _surfaces(layout: MapLayout) -> Iterator[JsonObject]:
    for room in layout.rooms:
        yield _feature("room", _polygon(room.polygon), number=room.number, name=room.name)
    for area in layout.terrain:
        yield _feature("terrain", _polygon(area.polygon), type=area.type.value, cost=area.cost)
    for land in layout.territories:
        yield _feature("territory", _polygon(land.polygon), id=land.id, name=land.name, color=land.color)


def _lines(layout: MapLayout) -> Iterator[JsonObject]:
    for wall in layout.walls:
        yield _feature("wall", _geometry("LineString", wall.points))
    for door in layout.doors:
        line = _geometry("LineString", (door.start, door.end))
        yield _feature("door", line, state=door.state.value, secret=door.secret)
    for window in layout.windows:
        yield _feature("window", _geometry("LineString", (window.start, window.end)))
    for way in layout.routes:
        yield _feature("route", _geometry("LineString", way.points), id=way.id, name=way.name, type=way.kind)


def _places(layout: MapLayout) -> Iterator[JsonObject]:
    for light in layout.lights:
        yield _feature(
            "light",
            _geometry("Point", light.position),
            range=light.range,
            color=light.color,
            intensity=light.intensity,
            shadows=light.shadows,
        )
    for place in layout.points_of_interest:
        yield _feature(
            "pointOfInterest",
            _geometry("Point", place.position),
            id=place.id,
            name=place.name,
            type=place.kind,
            description=place.description,
            gmOnly=place.gm_only,
        )


def _pieces(pieces: Iterable[Piece]) -> Iterator[JsonObject]:
    for piece in pieces:
        where, facts = _geometry("Point", piece.position), {"name": piece.name, "size": piece.size.value}
        yield _feature("token", where, **facts, spaces=piece.size.grid_squares, picture=piece.picture_url)


def _feature(kind: str, geometry: JsonObject, **properties: object) -> JsonObject:
    return {"type": "Feature", "properties": {"kind": kind, **properties}, "geometry": geometry}


def _geometry(type_: str, coordinates: object) -> JsonObject:
    return {"type": type_, "coordinates": coordinates}


def _polygon(outline: tuple[Point, ...]) -> JsonObject:
    """Closed, and counterclockwise."""
    ring = (*outline, outline[0])
    if not shapely.LinearRing(ring).is_ccw:
        ring = ring[::-1]
    return _geometry("Polygon", [ring])
