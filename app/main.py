"""The Starlette application: routes, and what lives as long as it does."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import BaseRoute, Route, WebSocketRoute

from app.auth import Authenticator
from app.graphiql_page import graphiql_page, graphiql_routes
from app.graphql import PREFLIGHT_HEADERS, GraphQLEndpoint
from app.health import Health, health_routes
from app.http_errors import answer_http_exception
from app.life import Life
from app.media import Media, media_routes
from app.metrics import HttpMetrics, Metrics, metrics_routes
from app.wiring import VERSION, Parts
from schema.build import build_schema

log = structlog.get_logger(__name__)


def create_app(parts: Parts, *, with_worker: bool, on_crash: Callable[[], None]) -> Starlette:
    """The application on these parts; it takes them over and closes them at its end.

    `on_crash` is called where the worker or the reaper breaks: a server that only seems to work must go.
    """
    metrics = Metrics(version=VERSION)
    return Starlette(
        routes=_routes(parts, metrics),
        middleware=[
            Middleware(HttpMetrics, metrics=metrics),
            Middleware(
                CORSMiddleware,
                allow_origins=parts.settings.origins,
                allow_methods=["GET", "POST"],
                allow_headers=["Authorization", "Content-Type", *PREFLIGHT_HEADERS],
                max_age=3600,
            ),
        ],
        exception_handlers={HTTPException: answer_http_exception},
        lifespan=_lifespan(parts, with_worker=with_worker, on_crash=on_crash),
    )


def _routes(parts: Parts, metrics: Metrics) -> list[BaseRoute]:
    endpoint = GraphQLEndpoint(
        build_schema(),
        services=parts.services,
        addresses=parts.addresses,
        authenticator=Authenticator(secret=parts.settings.secret_key),
        graphiql=graphiql_page(),
        origins=parts.settings.origins,
    )
    checks = parts.checks
    media = Media(
        storage=parts.storage,
        addresses=parts.addresses,
        variants=parts.variants,
        overlays=parts.overlays,
    )
    return [
        Route("/", _to_graphiql),
        Route("/graphql", endpoint),
        WebSocketRoute("/graphql", endpoint),
        *graphiql_routes(),
        *media_routes(media),
        *health_routes(Health(checks=checks, version=VERSION)),
        *metrics_routes(metrics, checks),
    ]


async def _to_graphiql(_request: Request) -> RedirectResponse:
    return RedirectResponse("/graphql")


def _lifespan(
    parts: Parts, *, with_worker: bool, on_crash: Callable[[], None]
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        life = Life(parts, parts.worker() if with_worker else None)
        living = asyncio.create_task(_live(life, on_crash), name="life")
        await life.start()
        try:
            yield
        finally:
            life.end()
            await living
            await parts.close()

    return lifespan


async def _live(life: Life, on_crash: Callable[[], None]) -> None:
    try:
        await life.run()
    except Exception:  # the process goes down for it, with everything in the log
        log.critical("crashed", exc_info=True)
        on_crash()
