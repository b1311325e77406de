"""What the event bus carries about jobs: one message per change of status, step or preview.

Owners stand in topics as a hash, so that no name, however odd, can be mistaken for another's prefix.
"""

import hashlib
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from uuid import UUID

from pydantic import TypeAdapter

from persistence.events.port import Event
from persistence.status import JobEventType
from persistence.tables import GenerationJobRow, JobEventRow

WAKE_TOPIC = "queue"  #: there is something to claim
CANCEL_TOPIC = "cancel"  #: a running job is to stop


@dataclass(frozen=True, kw_only=True)
class PreviewMessage:
    """The unfinished picture after `step` steps, as a data address."""

    data_url: str
    width: int
    height: int
    step: int


@dataclass(frozen=True, kw_only=True)
class JobMessage:
    """One event of a job, whole enough to be shown without a look at the database."""

    job_id: UUID
    owner: str
    kind: str
    batch_id: UUID | None
    type: JobEventType
    sequence: int
    progress: float
    stage: str
    step: int
    total_steps: int
    at: datetime
    preview: PreviewMessage | None = None

    def event(self) -> Event:
        """The message as the bus carries it."""
        payload = _ADAPTER.dump_python(self, mode="json")
        return Event(topic=f"{owner_topic(self.owner)}.{self.job_id}", payload=payload)


_ADAPTER: TypeAdapter[JobMessage] = TypeAdapter(JobMessage)


def owner_topic(owner: str) -> str:
    """The prefix of all topics of an owner's jobs."""
    return f"jobs.{hashlib.sha256(owner.encode()).hexdigest()[:20]}"


def job_topic(job: GenerationJobRow) -> str:
    """The topic of one job."""
    return f"{owner_topic(job.owner)}.{job.id}"


def read_message(event: Event) -> JobMessage:
    """The message that an event carries."""
    return _ADAPTER.validate_python(event.payload)


def message_of(job: GenerationJobRow, type_: JobEventType) -> JobMessage:
    """A job as it stands, told as an event of this type; its number is that of the job's last kept event."""
    return JobMessage(
        job_id=job.id,
        owner=job.owner,
        kind=job.kind,
        batch_id=job.batch_id,
        type=type_,
        sequence=job.sequence,
        progress=job.progress,
        stage=job.stage,
        step=job.step,
        total_steps=job.total_steps,
        at=datetime.now(UTC),
    )


def message_of_kept(job: GenerationJobRow, event: JobEventRow) -> JobMessage:
    """A kept event, told again to somebody who missed it."""
    facts = asdict(message_of(job, JobEventType(event.type)))
    told = event.model_dump(include={"sequence", "progress", "stage", "step", "total_steps", "at"})
    return JobMessage(**(facts | told | {"preview": None}))
