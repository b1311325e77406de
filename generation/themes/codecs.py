"""The JSON that the database keeps of a theme: its style, its variations, its rules."""

from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

from generation.themes.theme import ThemeRules, ThemeStyle, ThemeVariation

T = TypeVar("T")
Json = TypeVar("Json")
JsonObject = dict[str, Any]


class JsonCodec(Generic[T, Json]):
    """Turns values of one type into JSON and back, exactly."""

    def __init__(self, adapter: TypeAdapter[T]) -> None:
        self._adapter = adapter

    def encode(self, value: T) -> Json:
        """Plain dicts, lists, strings and numbers, as `json.dumps` takes them."""
        plain: Json = self._adapter.dump_python(value, mode="json")
        return plain

    def decode(self, data: Json) -> T:
        """The value again; raises `pydantic.ValidationError` for what `encode` never wrote."""
        return self._adapter.validate_python(data)


STYLE: JsonCodec[ThemeStyle, JsonObject] = JsonCodec(TypeAdapter(ThemeStyle))
VARIATIONS: JsonCodec[tuple[ThemeVariation, ...], list[JsonObject]] = JsonCodec(
    TypeAdapter(tuple[ThemeVariation, ...])
)
RULES: JsonCodec[ThemeRules, JsonObject] = JsonCodec(TypeAdapter(ThemeRules))
