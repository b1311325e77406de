"""The port to the event bus: facts told to whoever listens now. Nothing is kept; rows are the truth."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

JsonValue = str | int | float | bool | None | list["JsonValue"] | dict[str, "JsonValue"]
JsonObject = dict[str, JsonValue]


@dataclass(frozen=True, kw_only=True)
class Event:
    """One fact under a topic, e.g. `job.018f…`; the payload is a JSON object under 6,000 bytes."""

    topic: str
    payload: JsonObject


class EventBus(Protocol):
    """Publish and subscribe, within a process or between many."""

    @property
    def description(self) -> str:
        """What carries the events, for people; never holds a secret."""

    async def start(self) -> None:
        """Connect, and keep connected from then on; answers even where the other side is away."""

    async def publish(self, event: Event) -> None:
        """Tell everybody who listens. A bus that is away loses the event and logs it; it never raises."""

    def subscribe(self, *topics: str) -> AbstractAsyncContextManager[AsyncIterator[Event]]:
        """Listen from the moment the context is entered; a topic ending in `*` stands for its prefix."""

    async def check(self) -> None:
        """Raise `BusUnavailable` with a sentence for people where events do not flow."""

    async def close(self) -> None:
        """Stop listening and give the connections back; every subscription's iterator ends."""
