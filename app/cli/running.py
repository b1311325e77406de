"""Runs what a command does, and ends it in order where somebody interrupts it."""

import asyncio
import signal
from collections.abc import Coroutine
from typing import TypeVar

from app.cli.failures import Interrupted

Result = TypeVar("Result")

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run(work: Coroutine[None, None, Result]) -> Result:
    """Run to the end; raises `Interrupted` where a signal came, once everything is cleared up."""
    try:
        return asyncio.run(_interruptible(work))
    except asyncio.CancelledError:
        raise Interrupted("interrupted") from None


async def _interruptible(work: Coroutine[None, None, Result]) -> Result:
    task = asyncio.current_task()
    assert task is not None
    for number in SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    return await work


async def unless(trouble: Coroutine[None, None, None], work: Coroutine[None, None, Result]) -> Result:
    """What `work` answers; where `trouble` raises first, that ends the work."""
    working, watching = asyncio.create_task(work), asyncio.create_task(trouble)
    try:
        await asyncio.wait({working, watching}, return_when=asyncio.FIRST_COMPLETED)
        if watching.done():
            watching.result()
        return await working
    except asyncio.CancelledError:
        working.cancel()
        return await working  # which knows best what to say of its end
    finally:
        working.cancel()
        watching.cancel()
        await asyncio.gather(working, watching, return_exceptions=True)
