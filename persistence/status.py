"""The life of a generation job: its statuses and the transitions between them, written once."""

from enum import StrEnum


class JobStatus(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"  #: waits for a worker
    RUNNING = "running"  #: a worker holds it
    SUCCEEDED = "succeeded"  #: every picture is stored
    FAILED = "failed"  #: ended with an error; may be retried
    CANCELLED = "cancelled"  #: ended because somebody asked


TRANSITIONS: dict[JobStatus, frozenset[JobStatus]] = {
    JobStatus.QUEUED: frozenset({JobStatus.RUNNING, JobStatus.CANCELLED}),
    JobStatus.RUNNING: frozenset(
        {JobStatus.QUEUED, JobStatus.SUCCEEDED, JobStatus.FAILED, JobStatus.CANCELLED}
    ),
    JobStatus.SUCCEEDED: frozenset(),
    JobStatus.FAILED: frozenset({JobStatus.QUEUED}),
    JobStatus.CANCELLED: frozenset({JobStatus.QUEUED}),
}
"""What a job may become, by what it is."""

FINISHED = frozenset({JobStatus.SUCCEEDED, JobStatus.FAILED, JobStatus.CANCELLED})
"""Statuses in which nothing happens by itself any more."""


class JobEventType(StrEnum):
    """What a job's event tells."""

    SNAPSHOT = "snapshot"  #: the job as it stands, for somebody who has just come
    QUEUED = "queued"
    STARTED = "started"
    PROGRESS = "progress"  #: a step or a stage; not kept
    PREVIEW = "preview"  #: the unfinished picture; not kept
    RETRYING = "retrying"  #: back in the queue after a failed attempt
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


FINAL_EVENTS = frozenset({JobEventType.SUCCEEDED, JobEventType.FAILED, JobEventType.CANCELLED})
"""Events after which nothing follows until somebody retries the job."""

SEQUENCE_STRIDE = 100_000
"""Kept events are numbered in strides, so that the progress between two of them has numbers of its own."""
