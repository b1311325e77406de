"""`Words`: what a brief says, ready to be asked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Words:
    """A text in lower case, asked by whole words; a pattern is a regular expression."""

    text: str

    @classmethod
    def of(cls, *texts: str | None) -> "Words":
        """The given texts as one, sentences kept apart."""
        return cls(" . ".join(text for text in texts if text).lower())

    def says(self, pattern: str) -> bool:
        """Whether one of the words of `pattern` (alternatives by `|`) is there."""
        return re.search(rf"\b(?:{pattern})\b", self.text) is not None

    def first(self, choices: Mapping[str, T]) -> T | None:
        """The value of the first pattern, in the order of `choices`, that is said."""
        for pattern, value in choices.items():
            if self.says(pattern):
                return value
        return None

    def last(self, choices: Mapping[str, T]) -> T | None:
        """The value of the pattern that is said last: what a text adds overrules what it began with."""
        places: list[tuple[int, T]] = []
        for pattern, value in choices.items():
            places += [(found.start(), value) for found in re.finditer(rf"\b(?:{pattern})\b", self.text)]
        return max(places, key=lambda place: place[0])[1] if places else None

    def near(self, names: Mapping[str, T], noun: str, *, reach: int = 3) -> T | None:
        """The value of the word of `names` that describes `noun`: the nearest within `reach` words before it.

        "red, wild hair" gives hair the red; so do "hair as red as fire" and "her hair is red".
        """
        words = re.findall(r"[\w'-]+|[.;:]", self.text)
        for index, word in enumerate(words):
            if re.fullmatch(noun, word) is None:
                continue
            before = words[max(0, index - reach) : index][::-1]
            after = words[index + 1 : index + 4] if words[index + 1 : index + 2] in _LINKS else []
            for neighbour in (*_until_stop(before), *_until_stop(after)):
                name = neighbour.removesuffix("ish").removesuffix("-skinned")
                if name in names:
                    return names[name]
        return None


_LINKS = [[link] for link in ("is", "are", "of", "as", "like", "in", "was", "were")]
_STOPS = {".", ";", ":", "and", "with", "eyes", "hair", "skin", "cloak", "robes", "robe", "beard"}


def _until_stop(words: list[str]) -> list[str]:
    """The words before a new thing is spoken of."""
    for index, word in enumerate(words):
        if word in _STOPS:
            return words[:index]
    return words
