"""How maps are made: laid out, drawn, and painted over tile by tile where a diffusion engine does it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from PIL import Image
from pydantic import JsonValue

from generation.briefs import Box, MapBrief
from generation.engines.base import Rendering, RenderInputs
from generation.engines.sketch.maps import map_strokes
from generation.layout import make_layout
from generation.layout.plan import MapLayout
from generation.post_processing.conformance import wall_conformance
from generation.post_processing.edges import edge_drawing
from generation.post_processing.regions import join_tiles, sized
from generation.presets import SKETCH
from generation.provenance import Provenance
from generation.request import GenerationRequest
from generation.spec import RenderSpec
from generation.tiling import tiles
from generation.vocabulary import ImageKind
from generation.worker.artwork import Artwork, MapFacts
from generation.worker.held import HeldJob
from generation.worker.originals import load_plan
from generation.worker.parts import PartPainter
from generation.worker.studio import Studio

CONFORMING = 0.7  #: share of the walls that a picture must show where they are, or it is painted again
CALMER = 0.6  #: of the strength, the second time: less is forgotten of the drawing


@dataclass(frozen=True, kw_only=True)
class PaintedMap:
    """A map's picture at its full size, how it was rendered, and what was found out about it."""

    image: Image.Image
    rendering: Rendering
    found: dict[str, JsonValue] = field(default_factory=dict)


async def make_maps(
    studio: Studio, held: HeldJob, request: GenerationRequest, brief: MapBrief, specs: Sequence[RenderSpec]
) -> list[Artwork]:
    """One map per spec, all of one floor plan; raises `SourceGone` where a stored one is gone."""
    held.reach("laying out")
    if brief.plan_sha256 is None:
        layout = await studio.in_pool(make_layout, brief)
    else:
        layout = await load_plan(studio, brief.plan_sha256)
    facts = MapFacts(brief=brief, layout=layout)
    held.expect(len(specs) * len(_boxes(studio, request, facts, specs[0])))
    return [await make_map(studio, held, request, facts, spec) for spec in specs]


async def make_map(
    studio: Studio, held: HeldJob, request: GenerationRequest, facts: MapFacts, spec: RenderSpec
) -> Artwork:
    """A map painted from a floor plan that is there already."""
    if spec.engine == SKETCH:
        rendering = await studio.render(held, spec, RenderInputs(layout=facts.layout))
        painted = PaintedMap(image=rendering.image, rendering=rendering)
    else:
        boxes = _boxes(studio, request, facts, spec)
        painted = await _painted_over_drawing(studio, held, facts, spec, boxes)
    grid, provenance = facts.brief.grid, Provenance.of(spec, painted.rendering, studio.generator)
    return Artwork(
        kind=ImageKind.MAP,
        subtype=facts.brief.map_kind.value,
        name=request.filing.name or facts.brief.name or _map_name(facts.brief),
        description=facts.brief.description,
        image=await studio.in_pool(sized, painted.image, (grid.width, grid.height)),
        provenance=replace(provenance, parameters=provenance.parameters | painted.found),
        details=dict(painted.found),
        map=facts,
    )


def _map_name(brief: MapBrief) -> str:
    place = brief.environment or brief.map_kind
    return f"{place.value.capitalize()} map"


def _boxes(studio: Studio, request: GenerationRequest, facts: MapFacts, spec: RenderSpec) -> list[Box]:
    """The parts in which a map is painted; one, where a size was asked for to paint it at as a whole."""
    grid, settings = facts.brief.grid, request.settings
    if spec.engine == SKETCH or settings.width is not None or settings.height is not None:
        return [Box(left=0, top=0, right=grid.width, bottom=grid.height)]
    return list(tiles((grid.width, grid.height), studio.engine(spec.engine).info))


async def _painted_over_drawing(
    studio: Studio, held: HeldJob, facts: MapFacts, spec: RenderSpec, boxes: Sequence[Box]
) -> PaintedMap:
    """What the engine makes of the plan's drawing; where it drifted off the walls, made again more calmly."""
    held.reach("drawing")
    drawing = await studio.in_pool(draw, _whole(spec, facts), facts.layout)
    control = await studio.in_pool(outlines, spec, drawing)
    painter = await PartPainter.of(studio, held, drawing, facts.layout, control)
    first = await _paint(painter, spec, boxes, facts)
    conformance = first.found.get("grid_conformance")
    if not isinstance(conformance, float) or conformance >= CONFORMING or spec.strength is None:
        return first
    held.expect_more(len(boxes))
    second = await _paint(painter, replace(spec, strength=spec.strength * CALMER), boxes, facts)
    return max(first, _repainted(second, conformance), key=_conformance)


async def _paint(painter: PartPainter, spec: RenderSpec, boxes: Sequence[Box], facts: MapFacts) -> PaintedMap:
    parts = await painter.paint_all(spec, boxes)
    painter.held.reach("blending")
    in_pool = painter.studio.in_pool
    image = await in_pool(join_tiles, boxes, [part.image for part in parts])
    conformance = await in_pool(wall_conformance, facts.layout, painter.picture, image)
    found: dict[str, JsonValue] = {"tiles": len(boxes)}
    if conformance is not None:
        found["grid_conformance"] = conformance
    return PaintedMap(image=image, rendering=parts[0], found=found)


def _repainted(painted: PaintedMap, before: float) -> PaintedMap:
    return replace(painted, found=painted.found | {"grid_conformance_before": before})


def _conformance(painted: PaintedMap) -> float:
    conformance = painted.found["grid_conformance"]
    assert isinstance(conformance, float)
    return conformance


def _whole(spec: RenderSpec, facts: MapFacts) -> RenderSpec:
    return replace(spec, width=facts.brief.grid.width, height=facts.brief.grid.height)


def outlines(spec: RenderSpec, drawing: Image.Image) -> Image.Image | None:
    """What of a drawing is kept to, where the spec asks for it."""
    return None if spec.controlnet_conditioning_scale is None else edge_drawing(drawing)


def draw(spec: RenderSpec, layout: MapLayout) -> Image.Image:
    """The floor plan as `sketch` draws it, in the spec's size: what other engines paint over."""
    canvas = Image.new("RGB", (spec.width, spec.height))
    for stroke in map_strokes(spec, layout):
        canvas = stroke(canvas)
    return canvas
