"""Installations that people run, each fresh and empty: which database, which store, which event bus."""

from dataclasses import dataclass
from pathlib import Path

import pytest

Settings = dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Installation:
    """Settings, and a folder in which the commands run."""

    room: Path
    settings: Settings


def _sqlite_directory(_request: pytest.FixtureRequest) -> Settings:
    return {}


def _postgresql_s3_redis(request: pytest.FixtureRequest) -> Settings:
    return {
        "DATABASE_URL": request.getfixturevalue("postgres_url"),
        "STORAGE_URL": request.getfixturevalue("s3_url"),
        "CACHE_URL": request.getfixturevalue("redis_url"),
    }


def _postgresql_directory(request: pytest.FixtureRequest) -> Settings:
    return {
        "DATABASE_URL": request.getfixturevalue("postgres_url"),
        "STORAGE_URL": request.getfixturevalue("directory_url"),
    }


@pytest.fixture(params=[_sqlite_directory, _postgresql_s3_redis, _postgresql_directory])
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Installation:
    """One that everything has to work on; the test runs once on each."""
    return Installation(room=tmp_path / "room", settings=request.param(request))


@pytest.fixture
def alone(tmp_path: Path) -> Installation:
    """SQLite and a directory: what `limner serve` takes where nothing is set."""
    return Installation(room=tmp_path / "room", settings={})


@pytest.fixture
def cluster(request: pytest.FixtureRequest, tmp_path: Path) -> Installation:
    """Real servers, on which several processes can work."""
    return Installation(room=tmp_path / "room", settings=_postgresql_s3_redis(request))
