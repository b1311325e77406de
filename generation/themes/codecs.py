"""The JSON that the database keeps of a theme: its style, its variations, its rules."""

from typing import Generic, TypeVar

from pydantic import JsonValue, TypeAdapter

from generation.themes.theme import ThemeRules, ThemeStyle, ThemeVariation

T = TypeVar("T")


class JsonCodec(Generic[T]):
    """Turns values of one type into JSON and back, exactly."""

    def __init__(self, adapter: TypeAdapter[T]) -> None:
        self._adapter = adapter

    def encode(self, value: T) -> JsonValue:
        """Plain dicts, lists, strings and numbers, as `json.dumps` takes them."""
        plain: JsonValue = self._adapter.dump_python(value, mode="json")
        return plain

    def decode(self, data: JsonValue) -> T:
        """The value again; raises `pydantic.ValidationError` for what `encode` never wrote."""
        return self._adapter.validate_python(data)


STYLE: JsonCodec[ThemeStyle] = JsonCodec(TypeAdapter(ThemeStyle))
VARIATIONS: JsonCodec[tuple[ThemeVariation, ...]] = JsonCodec(TypeAdapter(tuple[ThemeVariation, ...]))
RULES: JsonCodec[ThemeRules] = JsonCodec(TypeAdapter(ThemeRules))
