"""Metrics for Prometheus, on a registry that belongs to one application."""

import asyncio
import time
from functools import partial
from math import nan

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, ProcessCollector
from prometheus_client.exposition import choose_encoder
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from resolvers.health import Figures, HealthChecks

_METHODS = {"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"}
_DURATIONS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)  # seconds
_FAILED = 500  # what the server answers in place of an application that raised
_CLIENT_GONE = 499  # nginx's number for a client that did not wait


class Metrics:
    """All metrics of one application."""

    def __init__(self, *, version: str) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.requests = Counter(
            "limner_http_requests",
            "HTTP requests answered.",
            ("route", "method", "status"),
            registry=self.registry,
        )
        self.durations = Histogram(
            "limner_http_request_duration_seconds",
            "Time until the last byte of the answer was handed over.",
            ("route", "method"),
            buckets=_DURATIONS,
            registry=self.registry,
        )
        self.database_up = self._gauge("database_up", "Whether the database gave the figures of this scrape.")
        self.images = self._gauge("images", "Pictures in the library.")
        self.jobs = self._gauge("jobs", "Jobs that are not finished.", ("status",))
        self.oldest = self._gauge("jobs_oldest_queued_seconds", "Age of the job that has waited longest.")
        self.workers = self._gauge("workers_live", "Worker processes that beat.")
        Info("limner_build", "What runs here.", registry=self.registry).info({"version": version})

    def tell(self, figures: Figures | None) -> None:
        """Set the gauges that come from the database; without figures they are not a number."""
        self.database_up.set(figures is not None)
        self.images.set(figures.images if figures else nan)
        self.jobs.labels(status="queued").set(figures.queued_jobs if figures else nan)
        self.jobs.labels(status="running").set(figures.running_jobs if figures else nan)
        self.oldest.set(figures.oldest_queued_seconds if figures else nan)
        self.workers.set(figures.live_workers if figures else nan)

    def _gauge(self, name: str, documentation: str, labels: tuple[str, ...] = ()) -> Gauge:
        return Gauge(f"limner_{name}", documentation, labels, registry=self.registry)


class HttpMetrics:
    """ASGI middleware that counts and times HTTP requests; wrap it around the whole application."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and take down how it went."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = _FAILED
        prefix = scope.get("root_path", "")  # routing appends mounts to it

        async def send_on(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        began = time.perf_counter()
        try:
            await self._app(scope, receive, send_on)
        except asyncio.CancelledError:
            status = _CLIENT_GONE
            raise
        finally:
            self._record(_template(scope, prefix), scope["method"], status, time.perf_counter() - began)

    def _record(self, route: str, method: str, status: int, seconds: float) -> None:
        method = method if method in _METHODS else "OTHER"
        self._metrics.requests.labels(route=route, method=method, status=status).inc()
        self._metrics.durations.labels(route=route, method=method).observe(seconds)


def metrics_routes(metrics: Metrics, checks: HealthChecks) -> list[Route]:
    """The endpoint that Prometheus asks."""
    return [Route("/metrics", partial(_metrics, metrics, checks), methods=["GET"], name="metrics")]


async def _metrics(metrics: Metrics, checks: HealthChecks, request: Request) -> Response:
    metrics.tell(await checks.figures())
    encode, content_type = choose_encoder(request.headers.get("accept", ""))
    body = await asyncio.to_thread(encode, metrics.registry)  # reads files under /proc
    return Response(body, headers={"Content-Type": content_type, "Cache-Control": "no-store"})


def _template(scope: Scope, prefix: str) -> str:
    """The route as it was declared: addresses themselves are without number, and would fill any memory."""
    mounted = scope.get("root_path", "").removeprefix(prefix)
    route = scope.get("route")
    return mounted + route.path if isinstance(route, Route) else mounted or "unmatched"
