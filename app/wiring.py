"""Puts the concrete parts together; the one place that knows which they are."""

import os
import secrets
import socket
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from app.settings import BadSettings, Settings
from generation.engines.base import Engine
from generation.engines.sdxl import SdxlConfig, cuda_available, open_engines
from generation.engines.sdxl.config import ENGINE, TINY, engine_names, max_rows
from generation.engines.sdxl.sampling import trained_pixels
from generation.engines.sketch.engine import SketchEngine
from generation.worker.studio import Studio
from generation.worker.worker import Worker, WorkerConfig
from persistence.cache import Cache, open_cache
from persistence.database import Database, open_database
from persistence.events import EventBus, open_bus
from persistence.object_storage import ObjectStorage, open_storage
from persistence.queue import Admission
from resolvers.context import Services
from resolvers.drawings import OverlayPictures
from resolvers.health import HealthChecks, parts_of
from resolvers.media import MediaAddresses, VariantMaker

VERSION = version("limner")
GENERATOR = f"limner {VERSION}"
ROWS_PER_PICTURE = 2  #: of the UNet's batch, for a picture with guidance
FEWEST_SLOTS = 4


@dataclass(frozen=True, kw_only=True)
class Parts:
    """Everything that a process of ours is made of."""

    settings: Settings
    database: Database
    storage: ObjectStorage
    bus: EventBus
    cache: Cache
    pool: ThreadPoolExecutor
    engines: dict[str, Engine]
    default_engine: str
    addresses: MediaAddresses

    @property
    def services(self) -> Services:
        """What resolvers need."""
        settings = self.settings
        return Services(
            database=self.database,
            bus=self.bus,
            storage=self.storage,
            files=self.variants,
            engines=tuple(
                replace(engine.info, default=name == self.default_engine)
                for name, engine in self.engines.items()
            ),
            admission=Admission(per_owner=settings.max_queued_jobs_per_user, in_all=settings.max_queued_jobs),
        )

    @cached_property
    def checks(self) -> HealthChecks:
        """What health is told from."""
        parts = parts_of(database=self.database, storage=self.storage, bus=self.bus, cache=self.cache)
        return HealthChecks(parts=parts, database=self.database, data_directory=self.settings.data_dir)

    @cached_property
    def variants(self) -> VariantMaker:
        """What makes variants, each once in this process."""
        return VariantMaker(database=self.database, storage=self.storage, cache=self.cache, pool=self.pool)

    @property
    def overlays(self) -> OverlayPictures:
        """What draws overlays, each once in this process."""
        return OverlayPictures(database=self.database, storage=self.storage, files=self.variants)

    @property
    def worker_config(self) -> WorkerConfig:
        """How a worker on these parts works."""
        settings = self.settings
        return WorkerConfig(
            name=f"{socket.gethostname()}:{os.getpid()}",
            slots=settings.worker_slots or _slots(settings),
            lease_seconds=settings.lease_seconds,
            stall_seconds=settings.stall_seconds,
            drain_seconds=settings.drain_seconds,
        )

    def worker(self) -> Worker:
        """A worker on these parts."""
        studio = Studio(
            database=self.database,
            storage=self.storage,
            bus=self.bus,
            engines=self.engines,
            default_engine=self.default_engine,
            pool=self.pool,
            generator=GENERATOR,
            image_quality=self.settings.webp_quality,
        )
        return Worker(studio, self.worker_config)

    async def close(self) -> None:
        """Give everything back, in the order in which it depends on each other."""
        for engine in self.engines.values():
            await engine.close()
        await self.variants.close()
        self.pool.shutdown(wait=False, cancel_futures=True)
        await self.cache.close()
        await self.bus.close()
        await self.storage.close()
        await self.database.close()


def assemble(settings: Settings) -> Parts:
    """The parts that the settings ask for; nothing connects or loads yet."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    engines = {engine.info.name: engine for engine in _engines(settings)}
    return Parts(
        settings=settings,
        database=open_database(settings.database_url),
        storage=open_storage(settings.storage_url, settings.storage_bucket),
        bus=open_bus(cache_url=settings.cache_url, database_url=settings.database_url),
        cache=open_cache(settings.cache_url),
        pool=ThreadPoolExecutor(max_workers=os.cpu_count(), thread_name_prefix="limner-cpu"),
        engines=engines,
        default_engine=_default_engine(settings, engines),
        addresses=MediaAddresses(base_url=settings.public_media_url or "", secret=_secret(settings)),
    )


def sdxl_configs(settings: Settings) -> dict[str, SdxlConfig]:
    """How the `sdxl` engines are set up, by their names; none without a model."""
    models = settings.sdxl_models
    return {
        name: _sdxl_config(settings, model) for name, model in zip(engine_names(models), models, strict=True)
    }


def _sdxl_config(settings: Settings, model: str) -> SdxlConfig:
    config = SdxlConfig(
        model=model,
        cache_dir=settings.data_dir / "cache",
        device=settings.sdxl_device,
        config_dir=settings.sdxl_config,
        lora_dir=settings.lora_dir,
        upscaler=settings.upscaler_model,
        controlnet_model=settings.controlnet_model,
        ip_adapter_model=settings.ip_adapter_model,
        max_rows=settings.sdxl_max_rows,
        deterministic=settings.deterministic,
        preset=settings.sdxl_preset,
        dtype=settings.sdxl_dtype,
        channels_last=settings.sdxl_channels_last,
        fuse_qkv=settings.sdxl_fuse_qkv,
        offload=settings.sdxl_offload,
        compile=settings.sdxl_compile,
        compile_sizes=settings.compile_sizes,
    )
    return replace(config, working_pixels=trained_pixels(config))


def _engines(settings: Settings) -> list[Engine]:
    engines: list[Engine] = [SketchEngine()]
    if configs := sdxl_configs(settings):
        engines += open_engines(configs, loaded_models=settings.sdxl_loaded_models)
    return engines


def _slots(settings: Settings) -> int:
    """As many jobs as guided pictures fill a call of the UNet; without a UNet, as keep the cores busy."""
    configs = sdxl_configs(settings)
    return max(1, max_rows(configs[ENGINE]) // ROWS_PER_PICTURE) if configs else FEWEST_SLOTS


def _default_engine(settings: Settings, engines: Collection[str]) -> str:
    """`sdxl` where it has a model and a GPU; `tiny` counts without one, being there to try that path."""
    first = next(iter(settings.sdxl_models), None)
    usual = ENGINE if first and (first == TINY or cuda_available()) else "sketch"
    wanted = settings.default_engine or usual
    if wanted not in engines:
        raise BadSettings(f"DEFAULT_ENGINE: there is no engine {wanted!r}; there are {', '.join(engines)}")
    return wanted


def _secret(settings: Settings) -> bytes:
    """What signs addresses: SECRET_KEY, or a secret of this data directory's own, made once."""
    if settings.secret_key:
        return settings.secret_key.encode()
    path: Path = settings.data_dir / "signing.key"
    if not path.exists():
        temporary = path.with_suffix(f".{os.getpid()}")
        temporary.touch(mode=0o600)
        temporary.write_bytes(secrets.token_bytes(32))
        temporary.replace(path)
    return path.read_bytes()
