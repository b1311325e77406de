"""What a game master finds worth a note, the weightiest first."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from generation.layout.plan import Point, PointOfInterest


class Notes:
    """The notes of a plan while it grows; `kinds` from the weightiest down, `secret` those to find out."""

    def __init__(self, kinds: Sequence[str], secret: Sequence[str] = ()) -> None:
        self._kinds = tuple(kinds)
        self._secret = frozenset(secret)
        self._notes: list[PointOfInterest] = []

    def add(self, name: str, kind: str, at: Point, description: str) -> None:
        """Note something."""
        note = PointOfInterest(
            id="",
            name=name,
            kind=kind,
            position=at,
            description=description,
            gm_only=kind in self._secret,
        )
        self._notes.append(note)

    def ranked(self, most: int | None, *, in_turns: bool = False) -> tuple[PointOfInterest, ...]:
        """The weightiest ones with their ids, at most as many; all where that is None.

        With `in_turns` the first note of each kind goes before the second of any: a few notes then tell of
        different things.
        """
        rank = {kind: index for index, kind in enumerate(self._kinds)}
        turns: Counter[str] = Counter()
        keys: list[tuple[int, int, int]] = []
        for note in self._notes:
            keys.append((turns[note.kind] if in_turns else 0, rank[note.kind], len(keys)))
            turns[note.kind] += 1
        ranked = [self._notes[index] for _, _, index in sorted(keys)[:most]]
        return tuple(replace(note, id=f"poi-{index}") for index, note in enumerate(ranked, start=1))
