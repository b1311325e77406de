"""Tiled maps (.tmj), by the JSON Map Format of Tiled's manual.

Pixels from the top left. The picture is an image layer, everything else objects: a polyline's and polygon's
points count from its first one, which is the object's place. Tiled holds no picture inside and loads none
from the net: it looks for `image` beside the file. Where the picture is served is a property of its layer.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count

import orjson

from generation.exports.exported_map import ExportedMap, Piece
from generation.extents import LONG
from generation.layout.codec import JsonObject
from generation.layout.plan import (
    Door,
    Light,
    Point,
    PointOfInterest,
    Room,
    Route,
    TerrainArea,
    Territory,
    Wall,
    Window,
)
from generation.vocabulary import GridType

FORMAT_VERSION = "1.10"  #: since which an object's class is called `type` again


def write_tiled(map_: ExportedMap) -> Iterator[bytes]:
    """The map in one chunk."""
    yield orjson.dumps(_Writer(map_).map())


class _Writer:
    """Writes one map, and counts its objects: their ids are the map's own, from 1."""

    def __init__(self, map_: ExportedMap) -> None:
        self._map = map_
        self._size = map_.pixels_per_space
        self._ids = count(1)

    def map(self) -> JsonObject:
        layout, grid = self._map.layout, self._map.grid
        layers = [self._picture(), *self._object_layers()]
        return {
            "type": "map",
            "version": FORMAT_VERSION,
            "renderorder": "right-down",
            "infinite": False,
            "width": layout.columns,
            "height": layout.rows,
            **_spaces(layout.grid_type, self._size),
            "tilesets": [],
            "layers": [{"id": id_, **layer} for id_, layer in enumerate(layers, start=1)],
            "nextlayerid": len(layers) + 1,
            "nextobjectid": next(self._ids),
            "properties": _properties(name=self._map.name, distance=grid.distance, units=grid.units),
        }

    def _picture(self) -> JsonObject:
        picture = self._map.picture
        return _layer("imagelayer", "picture") | {
            "image": self._map.picture_name,
            "imagewidth": picture.width,
            "imageheight": picture.height,
            "properties": _properties(url=self._map.picture_url),
        }

    def _object_layers(self) -> Iterator[JsonObject]:
        layout = self._map.layout
        yield self._layer("terrain", [self._terrain(area) for area in layout.terrain])
        yield self._layer("rooms", [self._room(room) for room in layout.rooms])
        yield self._layer("walls", [self._wall(wall) for wall in layout.walls])
        yield self._layer("doors", [self._door(door) for door in layout.doors])
        yield self._layer("windows", [self._window(window) for window in layout.windows])
        yield self._layer("lights", [self._light(light) for light in layout.lights])
        yield self._layer("points of interest", [self._note(each) for each in layout.points_of_interest])
        yield self._layer("territories", [self._land(land) for land in layout.territories])
        yield self._layer("routes", [self._way(way) for way in layout.routes])
        yield self._layer("tokens", [self._piece(piece) for piece in self._map.pieces])

    def _layer(self, name: str, objects: list[JsonObject]) -> JsonObject:
        return _layer("objectgroup", name) | {"draworder": "index", "objects": objects}

    def _terrain(self, area: TerrainArea) -> JsonObject:
        return self._shape("terrain", "polygon", area.polygon, area.type.value, cost=area.cost)

    def _room(self, room: Room) -> JsonObject:
        return self._shape("room", "polygon", room.polygon, room.name or "", number=room.number)

    def _wall(self, wall: Wall) -> JsonObject:
        return self._shape("wall", "polyline", wall.points, "")

    def _door(self, door: Door) -> JsonObject:
        ends = (door.start, door.end)
        return self._shape("door", "polyline", ends, "", state=door.state.value, secret=door.secret)

    def _window(self, window: Window) -> JsonObject:
        return self._shape("window", "polyline", (window.start, window.end), "")

    def _land(self, land: Territory) -> JsonObject:
        return self._shape("territory", "polygon", land.polygon, land.name, color=land.color)

    def _way(self, way: Route) -> JsonObject:
        return self._shape("route", "polyline", way.points, way.name, type=way.kind)

    def _light(self, light: Light) -> JsonObject:
        facts = {
            "range": float(light.range * self._size),
            "intensity": float(light.intensity),
            "shadows": light.shadows,
        }
        color = {"name": "color", "type": "color", "value": "#ff" + light.color.removeprefix("#")}
        lamp = self._object("light", light.position, "", facts)
        return lamp | {"point": True, "properties": [color, *lamp["properties"]]}

    def _note(self, note: PointOfInterest) -> JsonObject:
        facts = {"kind": note.kind, "description": note.description, "gmOnly": note.gm_only}
        return self._object("pointOfInterest", note.position, note.name, facts) | {"point": True}

    def _piece(self, piece: Piece) -> JsonObject:
        facts = {"size": piece.size.value, "spaces": float(piece.size.grid_squares), "url": piece.picture_url}
        return self._object("token", piece.position, piece.name, facts) | {"point": True}

    def _shape(self, kind: str, form: str, points: Sequence[Point], name: str, **facts: object) -> JsonObject:
        first_x, first_y = points[0]
        steps = [{"x": (x - first_x) * self._size, "y": (y - first_y) * self._size} for x, y in points]
        return self._object(kind, points[0], name, facts) | {form: steps}

    def _object(self, kind: str, at: Point, name: str, facts: Mapping[str, object]) -> JsonObject:
        return {
            "id": next(self._ids),
            "name": name,
            "type": kind,
            "x": at[0] * self._size,
            "y": at[1] * self._size,
            "width": 0,
            "height": 0,
            "rotation": 0,
            "visible": True,
            "properties": _properties(**facts),
        }


def _spaces(type_: GridType, size: int) -> JsonObject:
    """Tiled's words for the shape of the spaces; a hexagon's tile is the box around it."""
    if type_ not in (GridType.HEX_ROWS, GridType.HEX_COLUMNS):
        return {"orientation": "orthogonal", "tilewidth": size, "tileheight": size}
    rows, long = type_ is GridType.HEX_ROWS, round(size * LONG)
    return {
        "orientation": "hexagonal",
        "staggeraxis": "y" if rows else "x",
        "staggerindex": "odd",
        "hexsidelength": round(size * LONG / 2),
        "tilewidth": size if rows else long,
        "tileheight": long if rows else size,
    }


def _layer(type_: str, name: str) -> JsonObject:
    return {"type": type_, "name": name, "x": 0, "y": 0, "opacity": 1, "visible": True}


def _properties(**facts: object) -> list[JsonObject]:
    """Custom properties with their types; what is unknown is left out."""
    types = {bool: "bool", int: "int", float: "float", str: "string"}
    return [
        {"name": name, "type": types[type(value)], "value": value}
        for name, value in facts.items()
        if value is not None
    ]
