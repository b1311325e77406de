"""Looks at every part that the settings name, and knows what to do about what fails."""

import asyncio
import secrets
import shutil
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import partial
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from app.client.client import recognize
from app.client.endpoint import USUAL_ADDRESS, Endpoint
from app.client.errors import NotLimner, Unreachable
from app.graphiql_page import ASSETS
from app.settings import Settings
from app.wiring import Parts, assemble, sdxl_configs
from generation.briefs import PortraitBrief
from generation.engines.sdxl import SdxlConfig, cuda_available
from generation.engines.sdxl.config import ENGINE, TINY
from generation.engines.sdxl.environment import prepare_environment
from generation.errors import GenerationError
from generation.planning import resolve_request
from generation.request import GenerationRequest, RenderSettings
from generation.themes.theme import ThemeStyle
from persistence.errors import BusUnavailable, PersistenceError, StorageError
from persistence.events import Event
from persistence.migrations import current_revision, revisions

LIMIT_SECONDS = 6.0
ENGINE_SECONDS = 120.0
GIB = 1 << 30
LITTLE_BYTES = 2 * GIB
SIDE = 256  #: pixels of the picture that shows that the sketch engine draws

_WITHOUT_CACHE = "start it, or correct CACHE_URL; until then everything works, only slower"
_FAILURES = (PersistenceError, GenerationError, SQLAlchemyError, OSError)


class State(Enum):
    """How a part is, as it is shown."""

    OK = "✔"
    NOTE = "–"  #: not there, and need not be
    FAILED = "✘"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What was found out about one part, and what to do about it."""

    part: str
    state: State
    detail: str
    remedy: str | None = None
    is_essential: bool = True

    @property
    def is_fatal(self) -> bool:
        """Whether Limner cannot work like this."""
        return self.is_essential and self.state is State.FAILED


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a look tells where it did not fail."""

    detail: str
    state: State = State.OK
    remedy: str | None = None


@dataclass(frozen=True, kw_only=True)
class Look:
    """One thing to look at; `remedy` is what to do where the look raises."""

    part: str
    run: Callable[[], Awaitable[Told]]
    remedy: str | None = None
    is_essential: bool = True
    limit: float = LIMIT_SECONDS


async def examine(settings: Settings) -> AsyncIterator[Finding]:
    """Look at every part in turn. Without a data directory there is nothing else to look at."""
    yield await _finding(Look(part="settings", run=lambda: _settings(settings)))
    directory = await _finding(_data_directory(settings))
    yield directory
    if directory.is_fatal:
        return
    parts = assemble(settings)
    try:
        for look in (*_service_looks(parts), *_engine_looks(parts), *_frontend_looks()):
            yield await _finding(look)
    finally:
        await parts.close()


async def _finding(look: Look) -> Finding:
    """What the look told; every failure that can be foreseen becomes one line."""
    try:
        async with asyncio.timeout(look.limit):
            told = await look.run()
    except TimeoutError:
        told = Told(state=State.FAILED, detail=f"no answer within {look.limit:g} s", remedy=look.remedy)
    except GenerationError as error:  # these sentences say what to do behind a semicolon
        detail, _, remedy = error.message.rstrip(".").partition("; ")
        told = Told(state=State.FAILED, detail=detail, remedy=remedy or look.remedy)
    except _FAILURES as error:
        told = Told(state=State.FAILED, detail=_first_line(error), remedy=look.remedy)
    return Finding(
        part=look.part,
        state=told.state,
        detail=told.detail,
        remedy=told.remedy,
        is_essential=look.is_essential,
    )


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0].rstrip(".")


# --- Settings and data directory --------------------------------------------------------------------------


async def _settings(settings: Settings) -> Told:
    names = sorted(_variable(name) for name in settings.model_fields_set)
    return Told(detail=f"{', '.join(names)} set" if names else "nothing set, the defaults hold")


def _variable(field: str) -> str:
    alias = Settings.model_fields[field].validation_alias
    return str(alias or field).upper()


def _data_directory(settings: Settings) -> Look:
    path = settings.data_dir.absolute()

    async def run() -> Told:
        free = await asyncio.to_thread(_try_to_write, path)
        said = f"{path}, {free / GIB:.0f} GiB free"
        if free < LITTLE_BYTES:
            return Told(state=State.NOTE, detail=said, remedy="make room, or set DATA_DIR to a larger disk")
        return Told(detail=said)

    return Look(part="data", run=run, remedy="give us the right to write there, or set DATA_DIR")


def _try_to_write(path: Path) -> int:
    """Bytes that are free; raises `OSError` where nothing can be written."""
    path.mkdir(parents=True, exist_ok=True)
    probe = path / f".doctor-{secrets.token_hex(8)}"
    probe.write_bytes(b"Limner can write here.")
    probe.unlink()
    return shutil.disk_usage(path).free


# --- Database, storage, events, cache ---------------------------------------------------------------------


def _service_looks(parts: Parts) -> tuple[Look, ...]:
    carrier = "CACHE_URL" if parts.settings.cache_url else "DATABASE_URL"
    return (
        Look(
            part="database",
            run=lambda: _database(parts),
            remedy="start it, or correct DATABASE_URL",
        ),
        Look(
            part="storage",
            run=lambda: _storage(parts),
            remedy="start it, or correct STORAGE_URL; limner serve makes a missing bucket",
        ),
        Look(part="events", run=lambda: _events(parts), remedy=f"start it, or correct {carrier}"),
        Look(
            part="cache",
            run=lambda: _cache(parts),
            remedy=_WITHOUT_CACHE,
            is_essential=False,
        ),
    )


async def _database(parts: Parts) -> Told:
    await parts.database.check()
    revision, known = await current_revision(parts.database), await asyncio.to_thread(revisions)
    where = parts.database.description
    if revision is None:
        return Told(state=State.NOTE, detail=f"{where}, no tables yet", remedy="limner serve makes them")
    if revision not in known:
        remedy = "install the Limner that made it, or a newer one"
        return Told(state=State.FAILED, detail=f"{where} is newer than this Limner", remedy=remedy)
    if revision != known[-1]:
        return Told(state=State.NOTE, detail=f"{where}, not up to date", remedy="limner migrate")
    return Told(detail=f"{where}, up to date")


async def _storage(parts: Parts) -> Told:
    storage, data = parts.storage, secrets.token_bytes(64)
    await storage.check()
    stored = await storage.put(data)
    try:
        returned = await storage.get(stored.sha256)
    finally:
        await storage.delete(stored.sha256)
    if returned != data:
        raise StorageError("It gave other bytes back than it was given.")
    return Told(detail=f"{storage.description}, stores and gives back")


async def _events(parts: Parts) -> Told:
    bus, event = parts.bus, Event(topic=f"doctor.{secrets.token_hex(8)}", payload={})
    await bus.start()
    await bus.check()
    async with bus.subscribe(event.topic) as events:
        began = time.perf_counter()
        await bus.publish(event)
        if await anext(events) != event:
            raise BusUnavailable("It brought another event than was sent.")
        took = time.perf_counter() - began
    return Told(detail=f"{bus.description}, there and back in {took * 1000:.1f} ms")


async def _cache(parts: Parts) -> Told:
    if not await parts.cache.answers():
        return Told(
            state=State.FAILED,
            detail=f"{parts.cache.description} does not answer",
            remedy=_WITHOUT_CACHE,
        )
    return Told(detail=parts.cache.description)


# --- Engines ----------------------------------------------------------------------------------------------


def _engine_looks(parts: Parts) -> tuple[Look, ...]:
    configs = sdxl_configs(parts.settings)
    config = configs.get(ENGINE)
    return (
        Look(part="sketch", run=lambda: _sketch(parts), limit=ENGINE_SECONDS),
        *_model_looks(configs),
        Look(part="upscaler", run=lambda: _upscaler(config), is_essential=False, limit=ENGINE_SECONDS),
        *_companion_looks(config),
        Look(part="gpu", run=lambda: _gpu(parts), is_essential=False),
    )


async def _sketch(parts: Parts) -> Told:
    """Draw a small portrait."""
    engine = parts.engines["sketch"]
    request = GenerationRequest(
        brief=PortraitBrief(description="a dwarf with a red beard"),
        settings=RenderSettings(width=SIDE, height=SIDE),
    )
    (spec,) = resolve_request(request, engine=engine.info, style=ThemeStyle(), seed=1)
    await engine.start()
    began = time.perf_counter()
    await engine.submit(spec).result()
    return Told(detail=f"draws {SIDE} × {SIDE} in {time.perf_counter() - began:.1f} s")


def _model_looks(configs: Mapping[str, SdxlConfig]) -> tuple[Look, ...]:
    """Every model of SDXL's."""
    if not configs:
        return (Look(part=ENGINE, run=_no_model),)
    return tuple(
        Look(part=engine, run=partial(_model, config), limit=ENGINE_SECONDS)
        for engine, config in configs.items()
    )


async def _no_model() -> Told:
    remedy = "set SDXL_MODEL to a folder, a .safetensors file or a hub id to paint with SDXL"
    return Told(state=State.NOTE, detail="SDXL_MODEL is not set", remedy=remedy)


async def _model(config: SdxlConfig) -> Told:
    """Look at a model's files; loading it could take a minute and all the memory."""
    return await asyncio.to_thread(_check_model, config)


def _check_model(config: SdxlConfig) -> Told:
    prepare_environment()
    from generation.engines.sdxl.checkpoint import (  # noqa: PLC0415 - imports torch
        check_checkpoint,
        lacks_tokenizers,
    )

    path = check_checkpoint(config)
    if path is None:
        detail = f"there is no folder “{config.model}”, so it is fetched from the hub when it is first needed"
        remedy = "correct SDXL_MODEL if a folder or file on this machine is meant"
        return Told(state=State.NOTE, detail=detail, remedy=remedy)
    if path.is_file() and lacks_tokenizers(config, path):
        detail = f"{path}, looks whole; its tokenizers are fetched from the hub when they are first needed"
        remedy = "without a network name a folder that has tokenizer and tokenizer_2 in SDXL_CONFIG"
        return Told(state=State.NOTE, detail=detail, remedy=remedy)
    return Told(detail=f"{path}, looks whole")


async def _upscaler(config: SdxlConfig | None) -> Told:
    """Load the upscaler, on the CPU: unlike the model itself it is small."""
    if config is None or config.upscaler is None:
        return Told(state=State.NOTE, detail="none, pictures are enlarged by interpolation")
    return Told(detail=await asyncio.to_thread(_loaded_upscaler, config.upscaler))


def _loaded_upscaler(path: Path) -> str:
    prepare_environment()
    from generation.engines.sdxl.upscaling import Upscaler  # noqa: PLC0415 - imports torch

    return f"{path}, {Upscaler.load(path, 'cpu').description}"


def _companion_looks(config: SdxlConfig | None) -> tuple[Look, ...]:
    """The models beside SDXL's, of those that are set."""
    if config is None:
        return ()
    models = {"control": config.controlnet_model, "reference": config.ip_adapter_model}
    return tuple(
        Look(part=part, run=partial(_companion, part, config), limit=ENGINE_SECONDS)
        for part, model in models.items()
        if model is not None
    )


async def _companion(part: str, config: SdxlConfig) -> Told:
    """Look at the files of a model beside SDXL's."""
    return Told(detail=f"{await asyncio.to_thread(_check_companion, part, config)}, looks whole")


def _check_companion(part: str, config: SdxlConfig) -> Path | None:
    prepare_environment()
    from generation.engines.sdxl.controlnet_files import check_controlnet  # noqa: PLC0415 - imports torch
    from generation.engines.sdxl.ip_adapter_files import check_ip_adapter  # noqa: PLC0415 - imports torch

    return check_controlnet(config) if part == "control" else check_ip_adapter(config)


async def _gpu(parts: Parts) -> Told:
    default = f"{parts.default_engine} paints unless another engine is asked for"
    if await asyncio.to_thread(cuda_available):
        return Told(detail=f"CUDA device found; {default}")
    remedy = "check the driver with nvidia-smi: on a CPU SDXL takes minutes a picture"
    wanted = set(parts.settings.sdxl_models) - {TINY}
    return Told(state=State.NOTE, detail=f"no CUDA device; {default}", remedy=remedy if wanted else None)


# --- What people look at ----------------------------------------------------------------------------------


def _frontend_looks() -> tuple[Look, ...]:
    return (
        Look(part="graphiql", run=_graphiql, is_essential=False),
        Look(part="server", run=_server, is_essential=False),
    )


async def _graphiql() -> Told:
    if (ASSETS / "index.js").is_file():
        return Told(detail="built, works without a network")
    remedy = "put npm on the PATH and run make install"
    return Told(state=State.NOTE, detail="not built, its page loads from a CDN", remedy=remedy)


async def _server() -> Told:
    try:
        await recognize(Endpoint.at(USUAL_ADDRESS))
    except Unreachable:
        detail = f"none answers at {USUAL_ADDRESS}"
        return Told(state=State.NOTE, detail=detail, remedy="limner serve starts one")
    except NotLimner as error:
        return Told(state=State.NOTE, detail=_first_line(error), remedy="limner serve --port 8001")
    return Told(detail=f"answers at {USUAL_ADDRESS}")
