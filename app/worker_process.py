"""A worker as a process of its own."""

import asyncio
import signal

import structlog

from app.life import Life
from app.settings import Settings
from app.wiring import assemble

log = structlog.get_logger(__name__)


async def work(settings: Settings) -> None:
    """Work jobs off until SIGTERM or SIGINT, then finish what runs."""
    parts = assemble(settings)
    life = Life(parts, parts.worker())
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, life.end)
    log.info("worker starts", database=parts.database.description, storage=parts.storage.description)
    try:
        await life.run()
    finally:
        await parts.close()
    log.info("worker ended")
