"""Text as people type it, turned into the comma-separated phrases that SDXL was trained on."""

import re
import unicodedata
from collections.abc import Iterable

_COMMA = re.compile(r"(?<!\d),|,(?!\d)")
"""A comma that parts phrases; the one in "1,000" does not."""

_UNPRINTABLE = ("Cc", "Cs")  #: control characters and lone surrogates


def joined(parts: Iterable[str | None]) -> str:
    """All phrases of all parts in their order, each once, parted by ", ".

    Text is brought to Unicode's NFKC form with single spaces; what is empty, or was said before in other
    capitals, is left out.
    """
    said: dict[str, str] = {}
    for part in parts:
        for phrase in _phrases(part or ""):
            said.setdefault(phrase.casefold(), phrase)
    return ", ".join(said.values())


def _phrases(text: str) -> Iterable[str]:
    cleaned = (" ".join(phrase.split()).rstrip(".;") for phrase in _COMMA.split(_printable(text)))
    return (phrase for phrase in cleaned if any(character.isalnum() for character in phrase))


def _printable(text: str) -> str:
    normal = unicodedata.normalize("NFKC", text)
    return "".join(" " if unicodedata.category(each) in _UNPRINTABLE else each for each in normal)
