"""Settings: environment variables or `.env`, checked at the start, each with a sensible default."""

from pathlib import Path
from typing import Annotated, Literal, Self

from platformdirs import user_data_path
from pydantic import AfterValidator, Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

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

    sdxl_model: str | None = None
    sdxl_device: str = "auto"
    sdxl_config: Path | None = None
    sdxl_max_rows: int | None = Field(default=None, ge=2, le=128)
    deterministic: bool = False
    lora_dir: Path | None = None
    upscaler_model: Path | None = None
    controlnet_model: str | None = None
    ip_adapter_model: str | None = None
    default_engine: str | None = None

    worker_slots: int = Field(default=4, ge=1, le=64)
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

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, level: object) -> object:
        return level.upper() if isinstance(level, str) else level

    @property
    def origins(self) -> tuple[str, ...]:
        """Origins of other people's pages that may use this server from a browser."""
        return tuple(
            origin.strip().rstrip("/") for origin in self.allowed_origins.split(",") if origin.strip()
        )

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
