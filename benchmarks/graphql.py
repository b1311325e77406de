"""The GraphQL endpoint against a bare Starlette route that reads the same rows and answers the same facts."""

import asyncio
import tempfile
from pathlib import Path

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from app.main import create_app
from app.settings import Settings
from app.wiring import Parts, assemble
from benchmarks.timing import compare
from persistence import images
from persistence.images import ImageQuery
from persistence.migrations import migrate
from persistence.paging import Window, fetch_page
from persistence.tables import ImageRow

PICTURES = 50
REQUESTS = 20
FACTS = ("id", "name", "kind", "width", "height", "sha256", "tags", "owner")
QUERY = "{ images(first: 50) { nodes { id name kind width height sha256 tags owner } } }"


async def run() -> None:
    """Print seconds for a number of requests each."""
    with tempfile.TemporaryDirectory() as folder:
        parts = assemble(Settings.load(data_dir=Path(folder)))
        await migrate(parts.database)
        await _fill(parts)
        app = create_app(parts, with_worker=False, on_crash=_never)
        bare = Starlette(routes=[Route("/images", _bare(parts))])
        async with _client(app) as graphql, _client(bare) as plain:
            await compare(
                (f"{REQUESTS} × GraphQL, {PICTURES} images × {len(FACTS)} fields", _many(graphql, "POST")),
                ("the same rows over a bare Starlette route", _many(plain, "GET")),
                rounds=7,
            )
        await parts.close()


def _never() -> None:
    raise AssertionError("nothing runs that could crash")


async def _fill(parts: Parts) -> None:
    async with parts.database.transaction() as session:
        for number in range(PICTURES):
            facts = {"owner": "local", "kind": "portrait", "subtype": "npc", "origin": "generated"}
            size = {"width": 512, "height": 512, "size_bytes": 1, "format": "webp", "placeholder": ""}
            row = ImageRow(name=f"Goblin {number}", sha256=f"{number:064x}", tags=["goblin"], **facts, **size)
            await images.add(session, row)


def _bare(parts: Parts):  # type: ignore[no-untyped-def] # a plain Starlette endpoint
    async def endpoint(_request: Request) -> JSONResponse:
        async with parts.database.reading() as session:
            statement = images.listing("local", ImageQuery())
            order = images.ordering("created_at", descending=True)
            page = await fetch_page(session, statement, order, Window(limit=PICTURES))
        rows = [{fact: getattr(row, fact) for fact in FACTS} for row in page.rows]
        return JSONResponse([row | {"id": str(row["id"])} for row in rows])

    return endpoint


def _client(app: Starlette) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bench")


def _many(client: httpx.AsyncClient, method: str):  # type: ignore[no-untyped-def] # see timing.Work
    async def work() -> None:
        for _ in range(REQUESTS):
            if method == "POST":
                answer = await client.post("/graphql", json={"query": QUERY})
                assert len(answer.json()["data"]["images"]["nodes"]) == PICTURES
            else:
                answer = await client.get("/images")
                assert len(answer.json()) == PICTURES
            await asyncio.sleep(0)

    return work
