"""Blocking calls and blocking iterators, moved off the event loop into threads of their own."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class Threads:
    """A small pool that belongs to one storage, so that slow storage starves nobody else's threads."""

    def __init__(self, name: str, count: int) -> None:
        self._pool = ThreadPoolExecutor(count, thread_name_prefix=name)

    async def call(
        self, function: Callable[Arguments, Result], *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Result:
        """Run a blocking function in a thread and answer what it returns."""
        running = self._pool.submit(function, *args, **kwargs)
        return await asyncio.wrap_future(running)

    async def iterate(self, items: Generator[Result, None, None]) -> AsyncGenerator[Result, None]:
        """Take each item of a blocking generator in a thread; close the generator in the end."""
        lock = threading.Lock()  # a cancelled consumer closes while the last step may still be running

        def step() -> list[Result]:
            with lock:
                return list(islice(items, 1))

        def close() -> None:
            with lock:
                items.close()

        try:
            while taken := await self.call(step):
                yield taken[0]
        finally:
            await self.call(close)

    async def close(self) -> None:
        """Let running calls end and give the threads back."""
        await asyncio.to_thread(self._pool.shutdown, cancel_futures=True)
