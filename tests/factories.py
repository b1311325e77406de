"""Rows and values for tests: sensible in every field that a test doesn't care about."""

from typing import Any

from pydantic import TypeAdapter

from generation.briefs import Grid, PortraitBrief
from generation.engines.base import EngineInfo
from generation.engines.sketch.engine import INFO as SKETCH
from generation.layout.codec import layout_to_json
from generation.layout.features import features_of, features_to_json
from generation.layout.plan import MapLayout
from generation.planning import resolve_request
from generation.request import GenerationRequest, RenderSettings
from generation.spec import RenderSpec
from generation.themes.theme import ThemeStyle
from persistence.tables import GenerationJobRow, ImageRow, MapRow

_GRIDS: TypeAdapter[Grid] = TypeAdapter(Grid)
_SPECS: TypeAdapter[tuple[RenderSpec, ...]] = TypeAdapter(tuple[RenderSpec, ...])


def make_job(**overrides: Any) -> GenerationJobRow:
    """A queued job that nothing has been done for."""
    values: dict[str, Any] = {
        "owner": "ada",
        "kind": "portrait",
        "engine": "sketch",
        "batch_key": "sketch",
        "request": {},
        "digest": "0" * 64,
    }
    return GenerationJobRow(**(values | overrides))


RANGER = PortraitBrief(description="an elven ranger")


def make_portrait_job(
    *,
    side: int = 256,
    count: int = 1,
    seed: int = 7,
    brief: PortraitBrief = RANGER,
    **overrides: Any,
) -> GenerationJobRow:
    """A queued job that the sketch engine can do: a quarter of a second for a picture of 256 pixels."""
    settings = RenderSettings(width=side, height=side, count=count)
    return make_planned_job(GenerationRequest(brief=brief, settings=settings), seed=seed, **overrides)


def make_planned_job(
    request: GenerationRequest, *, engine: EngineInfo = SKETCH, seed: int = 7, **overrides: Any
) -> GenerationJobRow:
    """A queued job for this request as it is planned where it is asked for."""
    specs = resolve_request(request, engine=engine, style=ThemeStyle(), seed=seed)
    values: dict[str, Any] = {
        "kind": request.brief.kind.value,
        "engine": engine.name,
        "batch_key": engine.name,
        "request": request.to_json(),
        "specs": _SPECS.dump_python(specs, mode="json"),
        "prompt": specs[0].prompt if specs else "",
        "seed": seed,
    }
    return make_job(**(values | overrides))


def make_image(**overrides: Any) -> ImageRow:
    """A portrait."""
    values: dict[str, Any] = {
        "owner": "ada",
        "kind": "portrait",
        "subtype": "character",
        "name": "Lia",
        "origin": "generated",
        "sha256": "ab" * 32,
        "format": "webp",
        "width": 512,
        "height": 512,
        "size_bytes": 1000,
        "placeholder": "",
    }
    return ImageRow(**(values | overrides))


def make_map(image: ImageRow, layout: MapLayout, **overrides: Any) -> MapRow:
    """The map of this picture and plan, on squares of 5 feet."""
    grid = Grid(columns=layout.columns, rows=layout.rows)
    values: dict[str, Any] = {
        "image_id": image.id,
        "owner": image.owner,
        "name": "Crypt",
        "kind": "battle",
        "grid": _GRIDS.dump_python(grid, mode="json"),
        "layout": layout_to_json(layout),
        "features": features_to_json(features_of(layout)),
        "layout_digest": "0" * 64,
    }
    return MapRow(**(values | overrides))
