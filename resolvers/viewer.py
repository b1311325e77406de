"""Who asks, and how much they may ask for."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from persistence import jobs
from persistence.jobs import JobQuery
from persistence.paging import count
from persistence.status import JobStatus
from resolvers.context import Context


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much the viewer may ask for; where nothing is counted, requests per minute are 0."""

    requests_per_minute: int
    scenes_per_minute: int
    remaining: int
    reset_at: datetime
    queued_jobs: int
    max_queued_jobs: int


async def limits(context: Context) -> Limits:
    """The viewer's limits, and what is left of them."""
    waiting = jobs.listing(context.owner, JobQuery(statuses=(JobStatus.QUEUED,)))
    async with context.database.reading() as session:
        queued = await count(session, waiting)
    return Limits(
        requests_per_minute=0,
        scenes_per_minute=0,
        remaining=0,
        reset_at=datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(minutes=1),
        queued_jobs=queued,
        max_queued_jobs=context.services.admission.per_owner,
    )
