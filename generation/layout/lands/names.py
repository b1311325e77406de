"""Names for everything on a map; none comes twice."""

from collections.abc import Callable, Sequence

import numpy as np

from generation.layout.lands.cultures import CULTURES, Culture

VOWELS = "aeiouyåäö"
PREFIXES = ("Upper", "Lower", "New", "Old", "Great", "Little", "North", "South", "East", "West")
TRIES = 30


class Namer:
    """Hands out names and remembers them."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._used: set[str] = set()
        self._cultures: list[Culture] = [CULTURES[index] for index in rng.permutation(len(CULTURES)).tolist()]

    def culture(self, number: int) -> Culture:
        """The culture of a territory, by its number."""
        return self._cultures[number % len(self._cultures)]

    def settlement(self, culture: Culture, *, harbour: bool) -> str:
        """A town's name; some by the sea tell of it."""
        by_sea = harbour and self._rng.random() < 0.6
        return self._new(lambda: self._word(culture, culture.harbours if by_sea else culture.ends))

    def realm(self, culture: Culture, titles: Sequence[str]) -> str:
        """A territory's name, under one of the titles: "Kingdom of {}"."""
        return self._new(lambda: self._pick(titles).format(self._word(culture, culture.realms)))

    def river(self, culture: Culture) -> str:
        """A river's name in its people's manner."""
        return self._new(lambda: culture.river.format(self._word(culture, culture.ends)))

    def of(self, patterns: Sequence[str], culture: Culture, **words: Sequence[str]) -> str:
        """A name by one of the patterns: each {word} is drawn from its list, {root} from the culture."""

        def draw() -> str:
            filled = {word: self._pick(choices) for word, choices in words.items()}
            return self._pick(patterns).format(root=self._word(culture, culture.realms), **filled)

        return self._new(draw)

    def exactly(self, name: str) -> str:
        """This name, or where it is taken the same with a distinction before it."""
        distinct, base, number = name, name, 0
        while distinct in self._used:
            distinct = f"{PREFIXES[number % len(PREFIXES)]} {base}"
            number += 1
            if number % len(PREFIXES) == 0:
                base = distinct
        self._used.add(distinct)
        return distinct

    def first(self, names: Sequence[str]) -> str | None:
        """One of these names that is not taken, or None."""
        free = [name for name in names if name not in self._used]
        return self.exactly(self._pick(free)) if free else None

    def _pick(self, choices: Sequence[str]) -> str:
        return choices[int(self._rng.integers(len(choices)))]

    def _word(self, culture: Culture, ends: Sequence[str]) -> str:
        return joined(self._pick(culture.starts), self._pick(ends))

    def _new(self, draw: Callable[[], str]) -> str:
        """The first name drawn that is new; after many tries, one with a distinction before it."""
        name = draw()
        for _ in range(TRIES):
            if name not in self._used:
                break
            name = draw()
        return self.exactly(name)


def joined(start: str, end: str) -> str:
    """Two parts of a name as one word that can be spoken: no letter three times, no vowels in a heap."""
    if start[-1] == end[0] or (start[-1] in VOWELS and end[0] in VOWELS):
        end = end[1:]
    return start + end
