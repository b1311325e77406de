"""From one stream of events to many subscribers within this process."""

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager

from persistence.events.port import Event

log = logging.getLogger(__name__)

#: Events that wait for one slow subscriber; beyond that the oldest go, since rows are the truth.
QUEUE_EVENTS = 256


class Subscription:
    """The events of one subscriber, in order; iterate over it."""

    def __init__(self) -> None:
        self._waiting: deque[Event] = deque(maxlen=QUEUE_EVENTS)
        self._changed = asyncio.Event()
        self._ended = False
        self._lost = 0

    @property
    def lost(self) -> int:
        """How many events this subscriber was too slow for."""
        return self._lost

    def offer(self, event: Event) -> None:
        """Put an event into the queue; the oldest goes where it is full. Never waits."""
        self._lost += len(self._waiting) == QUEUE_EVENTS
        self._waiting.append(event)
        self._changed.set()

    def end(self) -> None:
        """Let the iterator end after what is still waiting."""
        self._ended = True
        self._changed.set()

    def __aiter__(self) -> "Subscription":
        return self

    async def __anext__(self) -> Event:
        while not self._waiting:
            if self._ended:
                raise StopAsyncIteration
            self._changed.clear()
            await self._changed.wait()
        return self._waiting.popleft()


class Fanout:
    """Hands each event to those who asked for its topic. Belongs to one event loop."""

    def __init__(self) -> None:
        self._exact: defaultdict[str, set[Subscription]] = defaultdict(set)
        self._prefixes: defaultdict[str, set[Subscription]] = defaultdict(set)
        self._closed = False

    def deliver(self, event: Event) -> None:
        """Offer an event to every subscriber of its topic, once each."""
        for subscription in self._subscribers(event.topic):
            subscription.offer(event)

    @contextmanager
    def subscribe(self, *topics: str) -> Iterator[Subscription]:
        """Listen from now until the context ends; a topic ending in `*` stands for its prefix."""
        subscription = Subscription()
        if self._closed:
            subscription.end()
        places = [self._place(topic) for topic in topics]
        for index, key in places:
            index[key].add(subscription)
        try:
            yield subscription
        finally:
            self._forget(subscription, places)

    def close(self) -> None:
        """End every subscription."""
        self._closed = True
        for index in (self._exact, self._prefixes):
            for subscriptions in index.values():
                for subscription in subscriptions:
                    subscription.end()

    def _subscribers(self, topic: str) -> set[Subscription]:
        found = set(self._exact.get(topic, ()))
        for prefix, subscriptions in self._prefixes.items():
            if topic.startswith(prefix):
                found |= subscriptions
        return found

    def _place(self, topic: str) -> tuple[defaultdict[str, set[Subscription]], str]:
        if topic.endswith("*"):
            return self._prefixes, topic[:-1]
        return self._exact, topic

    def _forget(
        self, subscription: Subscription, places: list[tuple[defaultdict[str, set[Subscription]], str]]
    ) -> None:
        for index, key in places:
            index[key].discard(subscription)
            if not index[key]:
                del index[key]
        if subscription.lost:
            log.warning("A slow subscriber missed %d events", subscription.lost)
