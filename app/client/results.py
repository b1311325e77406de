"""What a server told, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

Json = Mapping[str, Any]  # what GraphQL answered; the constructors here give it types


class JobStatus(StrEnum):
    """Where a job stands; the contract's GenerationJobStatus."""

    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"

    @property
    def is_final(self) -> bool:
        """Whether nothing follows."""
        return self not in (JobStatus.QUEUED, JobStatus.RUNNING)


@dataclass(frozen=True, kw_only=True)
class EngineFacts:
    """One of the server's engines."""

    name: str
    model: str
    device: str
    is_default: bool
    detail: str | None

    @classmethod
    def of(cls, engine: Json) -> Self:
        """From the `engines` query."""
        return cls(
            name=engine["name"],
            model=engine["model"],
            device=engine["device"],
            is_default=engine["default"],
            detail=engine["detail"],
        )


@dataclass(frozen=True, kw_only=True)
class JobProgress:
    """How far a job is; `progress` is 0 to 1."""

    sequence: int
    status: JobStatus
    progress: float
    stage: str
    step: int
    total_steps: int
    queue_position: int | None
    eta_seconds: float | None

    @classmethod
    def of(cls, event: Json) -> Self:
        """From an event of the `generationJob` subscription."""
        return cls(
            sequence=event["sequence"],
            status=JobStatus(event["job"]["status"]),
            progress=event["progress"],
            stage=event["stage"],
            step=event["step"],
            total_steps=event["totalSteps"],
            queue_position=event["job"]["queuePosition"],
            eta_seconds=event["job"]["etaSeconds"],
        )


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A stored picture; `url` is its lasting address, `download_url` that of the format asked for."""

    id: str
    kind: str
    name: str
    url: str
    download_url: str
    width: int
    height: int
    seed: int | None

    @classmethod
    def of(cls, image: Json, file_format: str | None) -> Self:
        """From one of a job's images, asked for in `file_format`."""
        is_original = file_format in (None, image["format"])
        provenance = image["provenance"]
        return cls(
            id=image["id"],
            kind=image["kind"],
            name=image["name"],
            url=image["url"],
            download_url=image["url"] if is_original else image["converted"],
            width=image["width"],
            height=image["height"],
            seed=provenance["seed"] if provenance else None,
        )


@dataclass(frozen=True, kw_only=True)
class JobResult:
    """What became of a job that succeeded."""

    pictures: tuple[Picture, ...]
    engine: str
    seconds: float | None
    was_cached: bool

    @classmethod
    def of(cls, job: Json, file_format: str | None) -> Self:
        """From the `generationJob` query."""
        return cls(
            pictures=tuple(Picture.of(image, file_format) for image in job["images"]),
            engine=job["engine"],
            seconds=job["durationSeconds"],
            was_cached=job["cached"],
        )
