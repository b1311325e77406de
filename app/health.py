"""Whether the server lives, whether it should be sent requests, and how each of its parts is."""

import asyncio
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from persistence.events.port import JsonObject
from resolvers.health import ComponentHealth, Figures, HealthChecks, HealthState, overall


@dataclass(frozen=True, kw_only=True)
class Health:
    """What the endpoints need."""

    checks: HealthChecks
    version: str


def health_routes(health: Health) -> list[Route]:
    """The endpoints, for GET and HEAD."""
    return [
        Route("/health/live", _live, methods=["GET"]),
        Route("/health/ready", partial(_ready, health), methods=["GET"], name="ready"),
        Route("/health", partial(_health, health), methods=["GET"], name="health"),
    ]


async def _live(_request: Request) -> JSONResponse:
    """An answer at all says that the event loop runs."""
    return _answer(HealthState.OK, {})


async def _ready(health: Health, _request: Request) -> JSONResponse:
    """Not ready while an essential part is down; a load balancer then sends requests elsewhere."""
    components = await health.checks.components()
    away: JsonObject = {each.name: each.detail for each in components if each.state is HealthState.DOWN}
    return _answer(overall(components), {"away": away})


async def _health(health: Health, _request: Request) -> JSONResponse:
    """All there is to know."""
    components, figures, free_bytes = await asyncio.gather(
        health.checks.components(), health.checks.figures(), health.checks.free_bytes()
    )
    return _answer(
        overall(components),
        {
            "version": health.version,
            "components": [_component(each) for each in components],
            "disk": {"freeBytes": free_bytes},
            "counts": _counts(figures) if figures else None,
        },
    )


def _answer(state: HealthState, facts: JsonObject) -> JSONResponse:
    status = HTTPStatus.SERVICE_UNAVAILABLE if state is HealthState.DOWN else HTTPStatus.OK
    return JSONResponse({"status": state.name} | facts, status, headers={"Cache-Control": "no-store"})


def _component(component: ComponentHealth) -> JsonObject:
    return {
        "name": component.name,
        "state": component.state.name,
        "latencyMs": component.latency_ms,
        "detail": component.detail,
    }


def _counts(figures: Figures) -> JsonObject:
    return {
        "images": figures.images,
        "queuedJobs": figures.queued_jobs,
        "runningJobs": figures.running_jobs,
        "liveWorkers": figures.live_workers,
    }
