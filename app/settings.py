"""Settings: environment variables or `.env`, checked at the start, each with a sensible default."""

import re
from pathlib import Path
from typing import Annotated, Literal, Self

from platformdirs import user_data_path
from pydantic import AfterValidator, DirectoryPath, Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from generation.engines.sdxl.checks import SIZES
from generation.engines.sdxl.config import DtypeName, OffloadName, PresetName, engine_names
from persistence.database import database_url
from persistence.object_storage import open_storage

SHORTEST_SECRET = 64


class BadSettings(Exception):
    """A setting cannot be used; the message is one line that names the variable."""


def _database(address: str) -> str:
    database_url(address)
    return address


def _storage(address: str) -> str:
    open_storage(address, "limner")
    return address


def _redis(address: str) -> str:
    if not address.startswith(("redis://", "rediss://", "unix://")):
        raise ValueError("must begin with redis://")
    return address


def _sizes(text: str) -> str:
    if not re.fullmatch(r"\d+x\d+(,\d+x\d+)*", text):
        raise ValueError("must be widths and heights like 1024x1024,832x1216")
    if any(side not in SIZES for side in map(int, re.findall(r"\d+", text))):
        raise ValueError(f"sides have {SIZES[0]} to {SIZES[-1]} pixels, in multiples of {SIZES.step}")
    return text


def _models(text: str) -> str:
    if not _parted(text):
        raise ValueError("names no model")
    engine_names(_parted(text))
    return text


def _parted(text: str) -> tuple[str, ...]:
    """What is written between commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


class Settings(BaseSettings):
    """Everything that can be set. Names are upper case in the environment."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True)

    data_dir: Path = user_data_path("limner")
    database_address: Annotated[str, AfterValidator(_database)] | None = Field(
        default=None, validation_alias="DATABASE_URL"
    )
    storage_address: Annotated[str, AfterValidator(_storage)] | None = Field(
        default=None, validation_alias="STORAGE_URL"
    )
    storage_bucket: str = "limner"
    cache_url: Annotated[str, AfterValidator(_redis)] | None = None
    public_media_url: str | None = None
    allowed_origins: str = ""
    secret_key: str | None = Field(default=None, repr=False)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    sdxl_model: Annotated[str, AfterValidator(_models)] | None = None
    sdxl_loaded_models: int = Field(default=2, ge=1, le=16)
    sdxl_device: str = "auto"
    sdxl_config: DirectoryPath | None = None
    sdxl_max_rows: int | None = Field(default=None, ge=2, le=128)
    sdxl_preset: PresetName = "auto"
    sdxl_dtype: DtypeName = "auto"
    sdxl_channels_last: bool | None = None
    sdxl_fuse_qkv: bool = False
    sdxl_compile: bool = False
    sdxl_offload: OffloadName = "none"
    sdxl_compile_sizes: Annotated[str, AfterValidator(_sizes)] = "1024x1024,832x1216"
    deterministic: bool = False
    lora_dir: DirectoryPath | None = None
    upscaler_model: Path | None = None
    controlnet_model: str | None = None
    ip_adapter_model: str | None = None
    default_engine: str | None = None

    worker_slots: int | None = Field(default=None, ge=1, le=64)
    lease_seconds: float = Field(default=15.0, ge=1.0, le=3600.0)
    stall_seconds: float = Field(default=300.0, ge=5.0)
    drain_seconds: float = Field(default=60.0, ge=0.0)
    max_queued_jobs_per_user: int = Field(default=200, ge=1)
    max_queued_jobs: int = Field(default=10_000, ge=1)
    webp_quality: int = Field(default=90, ge=1, le=100)

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, secret: str | None) -> str | None:
        if secret is not None and len(secret) < SHORTEST_SECRET:
            raise ValueError(f"must have at least {SHORTEST_SECRET} characters")
        return secret

    @field_validator("sdxl_offload")
    @classmethod
    def _nothing_copied(cls, offload: OffloadName, info: ValidationInfo) -> OffloadName:
        copied = [name for name in ("sdxl_compile", "sdxl_fuse_qkv") if info.data.get(name)]
        if offload == "sequential" and copied:
            raise ValueError(f"sequential does not go with {copied[0].upper()}")
        return offload

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, level: object) -> object:
        return level.upper() if isinstance(level, str) else level

    @property
    def compile_sizes(self) -> tuple[tuple[int, int], ...]:
        """Widths and heights that the UNet is compiled for."""
        sides = [size.split("x") for size in self.sdxl_compile_sizes.split(",")]
        return tuple((int(width), int(height)) for width, height in sides)

    @property
    def origins(self) -> tuple[str, ...]:
        """Origins of other people's pages that may use this server from a browser."""
        return tuple(origin.rstrip("/") for origin in _parted(self.allowed_origins))

    @property
    def sdxl_models(self) -> tuple[str, ...]:
        """The models of the `sdxl` engines, the first one's first; none where none is set."""
        return _parted(self.sdxl_model or "")

    @property
    def database_url(self) -> str:
        """Where the rows are: SQLite in the data directory unless something else is set."""
        return self.database_address or f"sqlite:///{self.data_dir.absolute() / 'limner.db'}"

    @property
    def storage_url(self) -> str:
        """Where the objects are: the data directory unless something else is set."""
        return self.storage_address or (self.data_dir.absolute() / "objects").as_uri()

    @classmethod
    def load(cls, **overrides: object) -> Self:
        """The settings of this process; raises `BadSettings`."""
        try:
            return cls(**overrides)  # type: ignore[arg-type] # checked by pydantic
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            name = str(first["loc"][0]).upper()
            reason = first["msg"].removeprefix("Value error, ")
            raise BadSettings(f"{name}: {reason}") from None
