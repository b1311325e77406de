"""Metrics as Prometheus reads them."""

import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route

from app.metrics import HttpMetrics, Metrics, metrics_routes
from persistence import workers
from persistence.database import Database, open_database
from persistence.tables import WorkerRow
from resolvers.health import HealthChecks
from tests.factories import make_job

LABELS = {"route": "/pictures/{name}", "method": "GET"}


async def picture(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("a picture")


async def break_down(_request: Request) -> PlainTextResponse:
    raise RuntimeError


@asynccontextmanager
async def serving(database: Database) -> AsyncIterator[httpx.AsyncClient]:
    """A client of an application with metrics of its own."""
    metrics = Metrics(version="1.2.3")
    checks = HealthChecks(parts=[], database=database, data_directory=Path(), fresh_seconds=0)
    routes = [
        Route("/pictures/{name}", picture),
        Route("/broken", break_down),
        Mount("/static", routes=[Route("/{name}", picture)]),
        *metrics_routes(metrics, checks),
    ]
    app = Starlette(routes=routes, middleware=[Middleware(HttpMetrics, metrics=metrics)])
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://limner") as client:
        yield client


async def scrape(client: httpx.AsyncClient) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    """Every sample by its name and labels."""
    response = await client.get("/metrics")
    assert response.status_code == 200
    families = text_string_to_metric_families(response.text)
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in families
        for sample in family.samples
    }


def key(name: str, **labels: str) -> tuple[str, frozenset[tuple[str, str]]]:
    return name, frozenset(labels.items())


async def test_requests_are_counted_by_route_and_not_by_address(sqlite: Database) -> None:
    async with serving(sqlite) as client:
        for name in ("lia", "bo", "cy"):
            await client.get(f"/pictures/{name}")
        await client.post("/pictures/lia")
        samples = await scrape(client)
    assert samples[key("limner_http_requests_total", **LABELS, status="200")] == 3
    assert samples[key("limner_http_request_duration_seconds_count", **LABELS)] == 3
    assert (
        samples[key("limner_http_requests_total", route="/pictures/{name}", method="POST", status="405")] == 1
    )


async def test_mounted_routes_are_named_whole(sqlite: Database) -> None:
    async with serving(sqlite) as client:
        await client.get("/static/lia")
        await client.get("/static/lia/unknown")
        samples = await scrape(client)
    assert samples[key("limner_http_requests_total", route="/static/{name}", method="GET", status="200")] == 1
    assert samples[key("limner_http_requests_total", route="/static", method="GET", status="404")] == 1


async def test_unknown_addresses_and_methods_share_one_series(sqlite: Database) -> None:
    async with serving(sqlite) as client:
        for number in range(5):
            await client.request(f"METHOD{number}", f"/unknown/{number}")
        samples = await scrape(client)
    assert samples[key("limner_http_requests_total", route="unmatched", method="OTHER", status="404")] == 5


async def test_breakdown_counts_as_the_500_that_is_answered(sqlite: Database) -> None:
    async with serving(sqlite) as client:
        assert (await client.get("/broken")).status_code == 500
        samples = await scrape(client)
    assert samples[key("limner_http_requests_total", route="/broken", method="GET", status="500")] == 1


async def test_queue_and_workers_are_read_at_each_scrape(database: Database) -> None:
    async with serving(database) as client:
        assert (await scrape(client))[key("limner_jobs", status="queued")] == 0
        async with database.transaction() as session:
            session.add_all([make_job(), make_job(), make_job(status="running")])
            await workers.beat(session, WorkerRow(name="painter"))
        samples = await scrape(client)
    assert samples[key("limner_jobs", status="queued")] == 2
    assert samples[key("limner_jobs", status="running")] == 1
    assert samples[key("limner_jobs_oldest_queued_seconds")] >= 0
    assert samples[key("limner_workers_live")] == 1
    assert samples[key("limner_database_up")] == 1


async def test_scrape_without_the_database_says_so_and_tells_the_rest(free_port: int) -> None:
    database = open_database(f"postgresql://limner@127.0.0.1:{free_port}/limner")
    async with serving(database) as client:
        samples = await scrape(client)
    await database.close()
    assert samples[key("limner_database_up")] == 0
    assert math.isnan(samples[key("limner_jobs", status="queued")])
    assert samples[key("process_resident_memory_bytes")] > 0
    assert samples[key("limner_build_info", version="1.2.3")] == 1


async def test_applications_share_no_metrics(sqlite: Database) -> None:
    async with serving(sqlite) as one, serving(sqlite) as other:
        await one.get("/pictures/lia")
        assert key("limner_http_requests_total", **LABELS, status="200") not in await scrape(other)


@pytest.mark.parametrize(
    ("accept", "served"),
    [("", "text/plain"), ("application/openmetrics-text", "application/openmetrics-text")],
)
async def test_format_is_the_one_that_the_scraper_reads(sqlite: Database, accept: str, served: str) -> None:
    async with serving(sqlite) as client:
        response = await client.get("/metrics", headers={"Accept": accept})
    assert response.headers["content-type"].startswith(served)
