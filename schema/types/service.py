"""The service's own state: engines, the queue, workers, who asks."""

from dataclasses import fields
from datetime import datetime
from typing import Self

import strawberry

from persistence.tables import JsonObject, WorkerRow
from resolvers.engines import EngineState, QueueState
from resolvers.viewer import Limits
from schema.enums import GenerationJobKind
from schema.fields import described
from schema.wrap import same_facts


@strawberry.type(description="What renders, and what it can do.")
class Engine:
    """An engine."""

    name: str = described("By which it is asked for.")
    model: str = described("Checkpoint as configured.")
    device: str = described("Where it renders: cpu, cuda, cuda:1, remote.")
    ready: bool = described("Whether some worker would render with it now.")
    default: bool = described("Whether it renders where none is named.")
    kinds: list[GenerationJobKind] = described("Jobs that it can do.")
    schedulers: list[str] = described("Schedulers by name; empty where there is nothing to choose.")
    loras: list[str] = described("LoRAs by name.")
    max_pixels: int = described("Largest picture that it renders at once, in pixels.")
    detail: str | None = described("What there is to know about its state.")

    @classmethod
    def of(cls, state: EngineState) -> Self:
        """The served form of an engine's state."""
        info = state.info
        return cls(
            name=info.name,
            model=info.model,
            device=info.device,
            ready=state.ready,
            default=info.default,
            kinds=list(info.kinds),
            schedulers=list(info.schedulers),
            loras=list(info.loras),
            max_pixels=info.max_pixels,
            detail=info.detail,
        )


@strawberry.type(description="A GPU as it is now.")
class GpuStatus:
    """A GPU."""

    name: str = described("Product name.")
    utilization: float = described("0 to 1.")
    memory_used_bytes: float = described("Memory in use.")
    memory_total_bytes: float = described("Memory that it has.")
    temperature_celsius: float | None = described("Temperature.")
    power_watts: float | None = described("Power drawn.")

    @classmethod
    def of(cls, data: JsonObject) -> Self:
        """The served form of what a worker said of its GPU."""
        return cls(**data)


@strawberry.type(description="A process that renders.")
class Worker:
    """A worker."""

    name: str = described("Host and process.")
    engine: str = described("Engines that it has, by name.")
    device: str = described("Where it renders.")
    started_at: datetime = described("When it started.")
    heartbeat_at: datetime = described("When it was last heard of.")
    running_jobs: int = described("Jobs that it holds.")
    finished_jobs: int = described("Jobs that it has ended since its start.")
    gpu: GpuStatus | None = described("Its GPU.")

    @classmethod
    def of(cls, row: WorkerRow) -> Self:
        """The served form of a row."""
        facts = same_facts(cls, row) | {
            "engine": ", ".join(engine["name"] for engine in row.engines),
            "device": ", ".join(sorted({engine["device"] for engine in row.engines})),
            "gpu": GpuStatus.of(row.gpu) if row.gpu else None,
        }
        return cls(**facts)


@strawberry.type(description="The queue now.")
class QueueStatus:
    """The queue."""

    queued: int = described("Jobs that wait.")
    running: int = described("Jobs that are being worked on.")
    workers: list[Worker] = described("Workers that were heard of in the last half minute.")
    oldest_queued_seconds: float = described("How long the oldest job has been waiting.")
    throughput_per_minute: float = described("Rendered jobs per minute, over the last five.")

    @classmethod
    def of(cls, state: QueueState) -> Self:
        """The served form of the queue's state."""
        return cls(
            queued=state.figures.queued,
            running=state.figures.running,
            workers=[Worker.of(row) for row in state.workers],
            oldest_queued_seconds=state.figures.oldest_queued_seconds,
            throughput_per_minute=state.throughput_per_minute,
        )


@strawberry.type(description="How much you may ask for.")
class ViewerLimits:
    """Limits of whoever asks."""

    requests_per_minute: int = described("Generations per minute; 0 means that they are not counted.")
    scenes_per_minute: int = described("Scenes per minute; 0 means that they are not counted.")
    remaining: int = described("Generations left in this minute; 0 where they are not counted.")
    reset_at: datetime = described("When the count begins anew.")
    queued_jobs: int = described("Your jobs that wait.")
    max_queued_jobs: int = described("How many of your jobs may wait.")

    @classmethod
    def of(cls, limits: Limits) -> Self:
        """The served form of limits."""
        return cls(**{field.name: getattr(limits, field.name) for field in fields(limits)})


@strawberry.type(description="Who asks.")
class Viewer:
    """Who asks."""

    id: str = described("sub of your access token.")
    name: str | None = described("Your name, where the token says it.")
    roles: list[str] = described("Your roles.")
    authenticated: bool = described("Whether you showed an access token.")
    limits: ViewerLimits = described("How much you may ask for.")
