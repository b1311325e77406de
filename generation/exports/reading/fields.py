"""Fields of a JSON file, taken out with their path: what is missing or of another type is named."""

import math
from collections.abc import Iterator

from generation.exports.reading.read_back import Unreadable
from generation.layout.codec import JsonObject
from generation.layout.plan import Point


class Fields:
    """One object of a file, and where it lies in it. Every method raises `Unreadable` with the path."""

    def __init__(self, data: object, path: str = "") -> None:
        if not isinstance(data, dict):
            raise Unreadable(f"{path or 'The file'} is not an object.")
        self._data: JsonObject = data
        self._path = path

    def __contains__(self, name: str) -> bool:
        return name in self._data

    def path(self, name: str) -> str:
        """Where a field lies, e.g. `lights[2].range`."""
        return f"{self._path}.{name}" if self._path else name

    def number(self, name: str) -> float:
        """A finite number."""
        return _finite(self._value(name), self.path(name))

    def text(self, name: str) -> str:
        """A string."""
        value = self._value(name)
        if not isinstance(value, str):
            raise Unreadable(f"{self.path(name)} is not a string.")
        return value

    def flag(self, name: str) -> bool:
        """True or false."""
        value = self._value(name)
        if not isinstance(value, bool):
            raise Unreadable(f"{self.path(name)} is not true or false.")
        return value

    def child(self, name: str) -> "Fields":
        """An object within."""
        return Fields(self._value(name), self.path(name))

    def children(self, name: str) -> list["Fields"]:
        """A list of objects."""
        return [Fields(item, path) for item, path in _items(self._value(name), self.path(name))]

    def point(self, name: str) -> Point:
        """One `{x, y}`."""
        return self.child(name).here

    def points(self, name: str) -> tuple[Point, ...]:
        """A list of `{x, y}`."""
        return tuple(each.here for each in self.children(name))

    def paths(self, name: str) -> list[tuple[Point, ...]]:
        """A list of lists of `{x, y}`."""
        lines = _items(self._value(name), self.path(name))
        return [tuple(Fields(item, at).here for item, at in _items(line, path)) for line, path in lines]

    def numbers(self, name: str) -> list[float]:
        """A list of finite numbers."""
        items = _items(self._value(name), self.path(name))
        return [_finite(item, path) for item, path in items]

    def position(self, name: str) -> Point:
        """A pair of numbers, as GeoJSON has it."""
        return _pair(self._value(name), self.path(name))

    def positions(self, name: str) -> tuple[Point, ...]:
        """A list of pairs."""
        return _pairs(self._value(name), self.path(name))

    def rings(self, name: str) -> list[tuple[Point, ...]]:
        """A list of lists of pairs."""
        return [_pairs(ring, path) for ring, path in _items(self._value(name), self.path(name))]

    @property
    def here(self) -> Point:
        """This object's own `x` and `y`."""
        return self.number("x"), self.number("y")

    def _value(self, name: str) -> object:
        if name not in self._data:
            raise Unreadable(f"{self.path(name)} is missing.")
        value: object = self._data[name]
        return value


def _items(value: object, path: str) -> Iterator[tuple[object, str]]:
    """The items of a list, each with where it lies."""
    if not isinstance(value, list):
        raise Unreadable(f"{path} is not a list.")
    for index, item in enumerate(value):
        yield item, f"{path}[{index}]"


def _finite(value: object, path: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Unreadable(f"{path} is not a number.")
    return value


def _pair(value: object, path: str) -> Point:
    numbers = [_finite(item, at) for item, at in _items(value, path)]
    if len(numbers) != 2:
        raise Unreadable(f"{path} is not a pair of numbers.")
    return numbers[0], numbers[1]


def _pairs(value: object, path: str) -> tuple[Point, ...]:
    return tuple(_pair(item, at) for item, at in _items(value, path))
