"""The event bus within one process."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from persistence.errors import BusUnavailable
from persistence.events.fanout import Fanout
from persistence.events.port import Event
from persistence.events.wire import decode, encode


class MemoryBus:
    """Events for those who live in this process and on this event loop."""

    def __init__(self) -> None:
        self._fanout = Fanout()
        self._closed = False

    @property
    def description(self) -> str:
        """That the events stay here."""
        return "in-process"

    async def start(self) -> None:
        """There is nothing to connect to."""

    async def publish(self, event: Event) -> None:
        """Tell everybody who listens. Goes through JSON, so that it is as strict as the other buses."""
        message = encode(event)
        if message is not None and (copy := decode(message)) is not None:
            self._fanout.deliver(copy)

    @asynccontextmanager
    async def subscribe(self, *topics: str) -> AsyncIterator[AsyncIterator[Event]]:
        """Listen from the moment the context is entered."""
        with self._fanout.subscribe(*topics) as subscription:
            yield subscription

    async def check(self) -> None:
        """Raise `BusUnavailable` once the bus is closed."""
        if self._closed:
            raise BusUnavailable("The event bus is closed.")

    async def close(self) -> None:
        """End every subscription."""
        self._closed = True
        self._fanout.close()
