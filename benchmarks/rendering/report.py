"""Tells what was found: a line at once for people, and all of it in a JSON file for later, as it comes."""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

Value = str | int | float | None

GIB = 1 << 30


@dataclass(frozen=True)
class Column:
    """A column of a table: its key in a record, its heading, and how its values are written."""

    key: str
    heading: str
    form: str = ".2f"
    width: int = 9

    def text(self, value: Value) -> str:
        """The value, aligned; a dash where there is none."""
        if value is None:
            return "–".rjust(self.width)
        return (
            value.ljust(self.width) if isinstance(value, str) else format(value, self.form).rjust(self.width)
        )

    @property
    def title(self) -> str:
        """The heading, aligned as the values are."""
        return self.heading.ljust(self.width) if self.form == "s" else self.heading.rjust(self.width)


class Report:
    """Prints as it goes, and keeps every record in `path`, rewritten each time: a run may be broken off."""

    def __init__(self, path: Path | None, facts: Mapping[str, object]) -> None:
        self._path = path
        self._facts = facts
        self._records: list[dict[str, Value]] = []

    def say(self, line: str = "") -> None:
        """A line for people alone."""
        print(line, flush=True)

    def head(self, title: str, columns: Sequence[Column]) -> None:
        """Begin a table."""
        self.say(f"\n── {title} " + "─" * max(0, 96 - len(title)))
        self.say("  ".join(column.title for column in columns))

    def row(self, columns: Sequence[Column], record: dict[str, Value]) -> None:
        """A line of the table; a record may hold more than is shown."""
        self.say("  ".join(column.text(record.get(column.key)) for column in columns))
        self._records.append(record)
        if self._path is not None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            text = json.dumps({**self._facts, "records": self._records}, indent=1)
            self._path.write_text(text + "\n", encoding="utf-8")


class Budget:
    """The time that a section may take; what would not fit any more is left out, and that is said."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._end = clock() + seconds

    @property
    def left(self) -> float:
        """Seconds."""
        return self._end - self._clock()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """What is done herein takes nothing of it."""
        began = self._clock()
        try:
            yield
        finally:
            self._end += self._clock() - began

    def allows(self, seconds: float) -> bool:
        """Whether that much is left."""
        return seconds < self.left


def gib(size: int) -> float | None:
    """Bytes as GiB; None for nothing, where the device does not tell."""
    return size / GIB if size else None
