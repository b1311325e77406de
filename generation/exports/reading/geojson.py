"""Reads GeoJSON back, by RFC 7946 and by what the file says of its coordinates."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import shapely

from generation.exports.reading.fields import Fields
from generation.exports.reading.read_back import ReadBack, Unreadable, json_object
from generation.layout.plan import Door, Light, Point, Wall, Window
from generation.vocabulary import DoorState

Thing = TypeVar("Thing")


def read_geojson(data: bytes) -> ReadBack:
    """The map in a feature collection; raises `Unreadable` with the JSON path of what is wrong."""
    collection = Fields(json_object(data))
    _expect(collection, "FeatureCollection")
    bounds = collection.numbers("bbox")
    if len(bounds) != 4:
        raise Unreadable("bbox does not hold four numbers.")
    features = collection.children("features")
    for feature in features:
        _expect(feature, "Feature")
    return ReadBack(
        columns=bounds[2] - bounds[0],
        rows=bounds[3] - bounds[1],
        walls=_all("wall", _wall, features),
        doors=_all("door", _door, features),
        windows=_all("window", _window, features),
        lights=_all("light", _light, features),
        warnings=tuple(warning for feature in features for warning in _of_rings(feature)),
    )


def _expect(fields: Fields, type_: str) -> None:
    if fields.text("type") != type_:
        raise Unreadable(f"{fields.path('type')} is not {type_}.")


def _all(kind: str, read: Callable[[Fields], Thing], features: Sequence[Fields]) -> tuple[Thing, ...]:
    return tuple(read(each) for each in features if each.child("properties").text("kind") == kind)


def _line(feature: Fields) -> tuple[Point, ...]:
    geometry = feature.child("geometry")
    _expect(geometry, "LineString")
    return geometry.positions("coordinates")


def _wall(feature: Fields) -> Wall:
    return Wall(points=_line(feature))


def _door(feature: Fields) -> Door:
    line, properties = _line(feature), feature.child("properties")
    if len(line) != 2:
        raise Unreadable(f"{feature.path('geometry')} of a door does not have two ends.")
    state = properties.text("state")
    if state not in {str(known) for known in DoorState}:
        raise Unreadable(f"{properties.path('state')} is no state of a door.")
    return Door(start=line[0], end=line[1], state=DoorState(state), secret=properties.flag("secret"))


def _window(feature: Fields) -> Window:
    line = _line(feature)
    if len(line) != 2:
        raise Unreadable(f"{feature.path('geometry')} of a window does not have two ends.")
    return Window(start=line[0], end=line[1])


def _light(feature: Fields) -> Light:
    geometry, properties = feature.child("geometry"), feature.child("properties")
    _expect(geometry, "Point")
    return Light(
        position=geometry.position("coordinates"),
        range=properties.number("range"),
        color=properties.text("color"),
        intensity=properties.number("intensity"),
        shadows=properties.flag("shadows"),
    )


def _of_rings(feature: Fields) -> Iterator[str]:
    geometry = feature.child("geometry")
    if geometry.text("type") != "Polygon":
        return
    for ring in geometry.rings("coordinates"):
        if len(ring) < 4 or ring[0] != ring[-1]:
            yield f"A ring of {geometry.path('coordinates')} is not closed."
        elif not shapely.LinearRing(ring).is_ccw:
            yield f"A ring of {geometry.path('coordinates')} turns clockwise."
