"""What a process of ours does from its start to its end: bring everything up, work, reap, wind down."""

import asyncio

import structlog

from app.wiring import Parts
from generation.worker.reaper import reap_forever
from generation.worker.worker import Worker
from persistence.errors import DatabaseUnavailable, StorageError
from persistence.migrations import migrate
from persistence.retrying import is_outage
from resolvers import themes

log = structlog.get_logger(__name__)

RETRY_SECONDS = 2.0
MIGRATION_SECONDS = 300.0


class Life:
    """The life of a process on these parts, with or without a worker."""

    def __init__(self, parts: Parts, worker: Worker | None) -> None:
        self._parts = parts
        self._worker = worker
        self._known = asyncio.Event()
        self._ending = asyncio.Event()

    async def start(self) -> None:
        """Wait until it is known whether everything is there; what is away is logged and tried again."""
        await self._known.wait()

    def end(self) -> None:
        """Wind down: no more claims, then no more reaping; `run` returns once nothing is left."""
        self._ending.set()
        if self._worker is not None:
            self._worker.stop()

    async def run(self) -> None:
        """Live until `end`."""
        self._introduce()
        await self._parts.bus.start()
        try:
            await self._bring_up()
        finally:
            self._known.set()
        if self._ending.is_set():
            return
        async with asyncio.TaskGroup() as tasks:
            every = self._parts.settings.lease_seconds / 3
            reaping = tasks.create_task(
                reap_forever(self._parts.database, self._parts.bus, every_seconds=every)
            )
            await (self._worker.run() if self._worker else self._ending.wait())
            reaping.cancel()

    def _introduce(self) -> None:
        default = self._parts.engines[self._parts.default_engine].info
        log.info(
            "engines",
            available=sorted(self._parts.engines),
            default=default.name,
            model=default.model,
            device=default.device,
            detail=default.detail,
        )

    async def _bring_up(self) -> None:
        """Migrate, write the built-in themes, make the bucket, however long it takes."""
        while not self._ending.is_set():
            try:
                await self._prepare()
            except Exception as error:
                if not is_outage(error) and not isinstance(error, StorageError | DatabaseUnavailable):
                    raise
                log.warning("not everything is there yet, trying again", reason=str(error))
            else:
                return
            self._known.set()
            await asyncio.sleep(RETRY_SECONDS)

    async def _prepare(self) -> None:
        await self._parts.database.check()  # whose error says which database it is
        async with asyncio.timeout(MIGRATION_SECONDS):
            await migrate(self._parts.database)
            await themes.keep_built_in(self._parts.database)
        await self._parts.storage.start()
