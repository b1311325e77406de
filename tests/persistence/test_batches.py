"""Batches in figures."""

from persistence import batches, jobs, queue
from persistence.batches import BatchFigures
from persistence.database import Database
from persistence.queue import Admission
from persistence.tables import GenerationBatchRow
from tests.factories import make_job


async def test_figures_are_those_of_each_batch(database: Database) -> None:
    one, other, empty = (GenerationBatchRow(owner="ada") for _ in range(3))
    async with database.transaction() as session:
        session.add_all([one, other, empty])
        await session.flush()
        for batch in (one, one, other):
            await jobs.enqueue(session, make_job(batch_id=batch.id), Admission())
    async with database.transaction() as session:
        [first] = await queue.claim(session, worker="w", engines=["sketch"], limit=1, lease_seconds=9)
        await queue.succeed(session, first.id, first.lease_token)
    async with database.reading() as session:
        figures = await batches.figures(session, [one.id, other.id, empty.id])
    assert figures == {
        one.id: BatchFigures(total=2, succeeded=1, failed=0, cancelled=0, progress=0.5),
        other.id: BatchFigures(total=1, succeeded=0, failed=0, cancelled=0, progress=0.0),
    }
