"""The whole application in this process, once for all tests of a module, on SQLite and on PostgreSQL.

Each test is a user of its own, so that what the others left behind is nothing to it.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import uuid4

import httpx
import jwt
import pytest
import pytest_asyncio

from app.main import create_app
from app.settings import Settings
from app.wiring import Parts, assemble
from tests import servers
from tests.graphql_client import GraphQLClient

SECRET = "a secret of the tests, as long as the settings want it to be at the least"


@dataclass(frozen=True, kw_only=True)
class Service:
    """The application, its parts, and the way in. Nothing renders unless a test lets a worker work."""

    parts: Parts
    transport: httpx.ASGITransport

    @asynccontextmanager
    async def client(self, user: str) -> AsyncIterator[GraphQLClient]:
        """A client whose access token names this user."""
        token = jwt.encode({"sub": user, "name": user.title(), "exp": 2**40}, SECRET)
        headers = {"Authorization": f"Bearer {token}"}
        async with httpx.AsyncClient(
            transport=self.transport, base_url="http://limner.test", headers=headers
        ) as http:
            yield GraphQLClient(http)

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """A worker works for as long as this context lasts."""
        worker = self.parts.worker()
        running = asyncio.create_task(worker.run())
        try:
            yield
        finally:
            worker.stop()
            await running


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def module_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A database for all tests of a module."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('database') / 'limner.db'}"
        return
    with servers.fresh_postgres_database(request.getfixturevalue("postgres_server")) as url:
        yield url


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def service(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    """The application, up and served."""
    settings = Settings.load(
        DATABASE_URL=module_database,
        data_dir=tmp_path_factory.mktemp("data"),
        secret_key=SECRET,
        _env_file=None,
    )
    parts = assemble(settings)
    app = create_app(parts, with_worker=False, on_crash=lambda: pytest.fail("the application crashed"))
    async with app.router.lifespan_context(app):
        yield Service(parts=parts, transport=httpx.ASGITransport(app))


@pytest.fixture
def user() -> str:
    """A name that nobody had before."""
    return f"user-{uuid4().hex[:12]}"


@pytest_asyncio.fixture(loop_scope="module")
async def client(service: Service, user: str) -> AsyncIterator[GraphQLClient]:
    """A new user's client."""
    async with service.client(user) as client:
        yield client
