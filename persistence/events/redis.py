"""The event bus by Redis pub/sub, on one channel."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from persistence.errors import BusUnavailable
from persistence.events.connection import KeptConnection
from persistence.events.fanout import Fanout
from persistence.events.port import Event
from persistence.events.wire import decode, encode

_ANSWER_SECONDS = 2.0
_SUBSCRIBE_SECONDS = 0.5

_LOSSES = (OSError, TimeoutError, RedisError)


class RedisBus:
    """Events for every process on one Redis database.

    After `liveness_seconds` of silence the connection is asked for a sign of life.
    """

    def __init__(self, url: str, *, liveness_seconds: float = 10.0) -> None:
        address = urlsplit(url)
        self._place = f"{address.hostname or 'localhost'}{address.path}"
        self._client = Redis.from_url(
            url,
            socket_timeout=_ANSWER_SECONDS,
            socket_connect_timeout=_ANSWER_SECONDS,
            retry=Retry(NoBackoff(), 0),  # reconnecting is our own business
        )
        # Channels are shared by all databases of a server; the number keeps two Limners apart.
        self._channel = f"limner:events:{self._client.connection_pool.connection_kwargs.get('db', 0)}"
        self._liveness_seconds = liveness_seconds
        self._fanout = Fanout()
        self._turn = asyncio.Lock()  # one after the other, so that events keep their order
        self._kept = KeptConnection(f"The event bus ({self.description})", self._session, _LOSSES)

    @property
    def description(self) -> str:
        """The server and the database, without user and password."""
        return f"Redis at {self._place}"

    async def start(self) -> None:
        """Connect and listen, and keep doing so."""
        await self._kept.start()

    async def publish(self, event: Event) -> None:
        """Tell every process; where Redis is away the event is lost."""
        message = encode(event)
        if message is None:
            return
        async with self._turn:
            if self._kept.is_up:
                await self._send(message)

    @asynccontextmanager
    async def subscribe(self, *topics: str) -> AsyncIterator[AsyncIterator[Event]]:
        """Listen from the moment the context is entered, or from when Redis is back."""
        with self._fanout.subscribe(*topics) as subscription:
            await self._kept.wait_until_up(_SUBSCRIBE_SECONDS)
            yield subscription

    async def check(self) -> None:
        """Ask Redis for an answer; raises `BusUnavailable`."""
        if not self._kept.is_up:
            raise BusUnavailable(f"The event bus has no connection to {self.description}.")
        try:
            await self._client.ping()
        except _LOSSES as error:
            raise BusUnavailable(f"The event bus got no answer from {self.description}.") from error

    async def close(self) -> None:
        """Stop listening; every subscription ends."""
        await self._kept.close()
        self._fanout.close()
        await self._client.aclose()

    async def _send(self, message: bytes) -> None:
        try:
            await self._client.publish(self._channel, message)
        except _LOSSES:
            self._kept.suspect()  # which logs the outage, once

    async def _session(self, came_up: Callable[[], None]) -> None:
        async with self._client.pubsub() as pubsub:
            await pubsub.subscribe(self._channel)
            await self._answer(pubsub)
            came_up()
            while True:
                message = await pubsub.get_message(timeout=self._liveness_seconds)
                if message is None:  # a half-open connection says nothing either
                    await pubsub.ping()
                    message = await self._answer(pubsub)
                self._receive(message)

    async def _answer(self, pubsub: PubSub) -> dict[str, Any]:
        message: dict[str, Any] | None = await pubsub.get_message(timeout=_ANSWER_SECONDS)
        if message is None:
            raise TimeoutError
        return message

    def _receive(self, message: dict[str, Any]) -> None:
        if message["type"] != "message":
            return
        event = decode(message["data"])
        if event is not None:
            self._fanout.deliver(event)
