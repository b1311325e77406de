"""Engines that can be asked for, wherever they run, and the queue before them."""

from dataclasses import dataclass, replace

from pydantic import TypeAdapter

from generation.engines.base import EngineInfo
from persistence import jobs, workers
from persistence.jobs import QueueFigures
from persistence.tables import WorkerRow
from resolvers.context import Context
from resolvers.errors import Invalid

_INFO: TypeAdapter[EngineInfo] = TypeAdapter(EngineInfo)
FIGURES_MINUTES = 5.0


@dataclass(frozen=True, kw_only=True)
class EngineState:
    """An engine, and whether some worker would render with it now."""

    info: EngineInfo
    ready: bool


@dataclass(frozen=True, kw_only=True)
class QueueState:
    """The queue in numbers, and who works it off."""

    figures: QueueFigures
    workers: tuple[WorkerRow, ...]

    @property
    def throughput_per_minute(self) -> float:
        """Finished jobs, averaged over the last minutes."""
        return self.figures.finished_last_minutes / FIGURES_MINUTES


async def available(context: Context) -> list[EngineState]:
    """Every engine that is configured here or that a live worker has, the default one first.

    What a live worker says of its engine counts for more than what this process knows of it: it is the
    worker's device that renders. Where a worker's own default is another engine than ours, its one wins.
    """
    async with context.database.reading() as session:
        live = await workers.live(session)
    states = {info.name: EngineState(info=info, ready=False) for info in context.services.engines}
    default = next((info.name for info in context.services.engines if info.default), None)
    for worker in live:
        for data in worker.engines:
            info, ready = _INFO.validate_python(data), bool(data.get("ready"))
            known = states.get(info.name)
            if ready or known is None or not known.ready:  # a worker that has it knows it best
                states[info.name] = EngineState(info=info, ready=ready)
            if info.default:
                default = info.name
    ordered = sorted(states.values(), key=lambda state: (state.info.name != default, state.info.name))
    return [replace(state, info=replace(state.info, default=state.info.name == default)) for state in ordered]


async def choose(context: Context, name: str | None) -> EngineInfo:
    """The engine of this name, or the default one; raises `Invalid` for a name that nobody knows."""
    states = await available(context)
    wanted = name or next((state.info.name for state in states if state.info.default), None)
    for state in states:
        if state.info.name == wanted:
            return state.info
    names = ", ".join(state.info.name for state in states)
    raise Invalid(f"There is no engine {name!r}; there are {names}.", field="settings.engine")


async def queue_state(context: Context) -> QueueState:
    """How much waits and runs, and on which workers."""
    async with context.database.reading() as session:
        return QueueState(
            figures=await jobs.figures(session, FIGURES_MINUTES),
            workers=tuple(await workers.live(session)),
        )
