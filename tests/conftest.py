"""What every test may ask for: fresh databases, buckets and Redis databases on real servers."""

import contextlib
import os
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import redis
import structlog
from minio import Minio

from persistence.database import Database, open_database
from persistence.migrations import migrate
from tests import servers


def pytest_configure() -> None:
    """Write traces plainly: structlog as it comes draws every variable on the way, which takes seconds."""
    *others, _ = structlog.get_config()["processors"]
    plain = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*others, plain])


def _serve(server: Callable[[], AbstractContextManager[str]]) -> Iterator[str]:
    """Hold a server for the session. In CI a missing one fails; elsewhere its tests are skipped by name."""
    with contextlib.ExitStack() as stack:
        try:
            url = stack.enter_context(server())
        except servers.ServerMissing as missing:
            if os.environ.get("CI") == "true":
                raise
            pytest.skip(str(missing))
        yield url


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL on which the tests create databases."""
    yield from _serve(servers.postgres_server)


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    """A Redis of which the tests take logical databases."""
    yield from _serve(servers.redis_server)


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """An S3 in which the tests make buckets."""
    yield from _serve(servers.s3_server)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'limner.db'}"


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """A fresh, empty PostgreSQL database."""
    with servers.fresh_postgres_database(postgres_server) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh, empty database: the test runs once on SQLite and once on PostgreSQL."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    url: str = request.getfixturevalue(name)
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A migrated database, on SQLite and on PostgreSQL."""
    opened = open_database(database_url)
    await migrate(opened)
    yield opened
    await opened.close()


@pytest.fixture
def redis_url(redis_server: str) -> Iterator[str]:
    """An empty logical database of Redis, this test's alone."""
    with redis.Redis.from_url(redis_server) as keeper:
        number = _claim_redis_database(redis_server, keeper)
        url = urlsplit(redis_server)._replace(path=f"/{number}").geturl()
        yield url
        with redis.Redis.from_url(url) as client:
            client.flushdb()
        keeper.delete(_claim(number))


def _claim(number: int) -> str:
    return f"limner-tests:database:{number}"


def _claim_redis_database(server: str, keeper: "redis.Redis") -> int:
    """Take a database that is empty or was left behind by tests; data of others is never touched."""
    mark = "limner-tests:mine"
    for number in range(1, 16):
        if not keeper.set(_claim(number), "taken", nx=True, ex=900):
            continue
        with redis.Redis.from_url(urlsplit(server)._replace(path=f"/{number}").geturl()) as client:
            if client.dbsize() == 0 or client.exists(mark):
                client.flushdb()
                client.set(mark, "yes")
                return number
        keeper.delete(_claim(number))
    raise servers.ServerMissing("every logical database of Redis is taken")


@pytest.fixture
def directory_url(tmp_path: Path) -> str:
    """A directory for object storage that does not exist yet."""
    return (tmp_path / "objects").as_uri()


@pytest.fixture
def s3_url(s3_server: str) -> Iterator[str]:
    """An S3 address with a bucket that does not exist yet, removed after the test."""
    bucket = f"limner-test-{uuid.uuid4().hex[:12]}"
    address = urlsplit(s3_server)
    yield address._replace(path=f"/{bucket}").geturl()
    client = Minio(
        address.netloc.rpartition("@")[2],
        access_key=address.username,
        secret_key=address.password,
        secure="secure=false" not in address.query,
    )
    if client.bucket_exists(bucket):
        for stored in client.list_objects(bucket, recursive=True):
            client.remove_object(bucket, str(stored.object_name))
        client.remove_bucket(bucket)


@pytest.fixture(params=["directory", "s3"])
def storage_url(request: pytest.FixtureRequest) -> str:
    """Empty object storage: the test runs once on a directory and once on S3."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def free_port() -> int:
    """A TCP port of loopback that nobody holds now."""
    return servers.free_port()
