"""`FieldPath`: where in a request something is wrong, and the checks that every kind of field shares."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from generation.errors import InvalidBrief
from generation.themes.theme import COLOR_PATTERN

LINE = 200  #: characters of a name or another short field
TEXT = 2_000  #: characters of a description
ENTRIES = 20  #: entries of a list

_LINE_BREAKS = frozenset("\t\n\r")
_COLOR = re.compile(COLOR_PATTERN)


def _written(number: float) -> str:
    """As people write it: 10,000 and -4, not 10000.0 and -4.0."""
    return f"{number:,}" if isinstance(number, int) else f"{number:,.15g}"


@dataclass(frozen=True)
class FieldPath:
    """Where in the input we are; its methods check fields of that place, which are named by keyword."""

    prefix: str = ""

    def __truediv__(self, field: str) -> "FieldPath":
        return FieldPath(f"{self.prefix}{field}.")

    def refuse(self, field: str, problem: str) -> InvalidBrief:
        """The error to raise; the message names the field."""
        path = self.prefix + field
        return InvalidBrief(f"{path} {problem}.", field=path)

    def line(self, *, longest: int = LINE, **fields: str | None) -> None:
        """Short texts of one line."""
        for field, text in fields.items():
            self._text(field, text, longest=longest, allowed=frozenset())

    def filled(self, *, longest: int = LINE, **fields: str) -> None:
        """Short texts of one line with something in them."""
        self.line(longest=longest, **fields)
        for field, text in fields.items():
            if not text.strip():
                raise self.refuse(field, "is empty")

    def text(self, **fields: str | None) -> None:
        """Long texts, which may have several lines."""
        for field, text in fields.items():
            self._text(field, text, longest=TEXT, allowed=_LINE_BREAKS)

    def lines(self, *, longest: int = LINE, **fields: Sequence[str]) -> None:
        """Lists of short texts of one line."""
        for field, texts in fields.items():
            self.size(**{field: texts})
            for index, text in enumerate(texts):
                self._text(f"{field}[{index}]", text, longest=longest, allowed=frozenset())

    def size(self, **fields: Sequence[object]) -> None:
        """Lists of anything, not too long."""
        for field, entries in fields.items():
            if len(entries) > ENTRIES:
                raise self.refuse(field, f"has {len(entries):,} entries; at most {ENTRIES} are allowed")

    def between(self, lowest: float, highest: float, **fields: float | None) -> None:
        """Numbers in a closed range; NaN is in none."""
        for field, number in fields.items():
            if number is not None and not lowest <= number <= highest:
                given, least, most = map(_written, (number, lowest, highest))
                raise self.refuse(field, f"is {given}; it must be from {least} to {most}")

    def color(self, **fields: str | None) -> None:
        """Hex colours."""
        for field, color in fields.items():
            if color is not None and not _COLOR.fullmatch(color):
                raise self.refuse(field, "is not a colour like #rrggbb or #rrggbbaa")

    def offered(self, offer: Sequence[str], **fields: str | None) -> None:
        """Names that an engine has to know."""
        for field, name in fields.items():
            if name is not None and name not in offer:
                known = ", ".join(offer) or "none"
                raise self.refuse(field, f"is not one that the engine has; it has {known}")

    def _text(self, field: str, text: str | None, *, longest: int, allowed: frozenset[str]) -> None:
        if text is None:
            return
        if len(text) > longest:
            raise self.refuse(field, f"is {len(text):,} characters long; at most {longest:,} are allowed")
        if any(_unprintable(character) for character in text if character not in allowed):
            raise self.refuse(field, "has control characters or broken Unicode in it")


def _unprintable(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs"}
