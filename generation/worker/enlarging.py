"""Enlarging a stored picture, and painting detail into it tile by tile."""

from collections.abc import Sequence
from dataclasses import replace

import orjson
from PIL import Image

from generation.briefs import Box, UpscaleBrief
from generation.engines.base import Rendering
from generation.post_processing.regions import join_tiles, sized, with_alpha_of
from generation.provenance import Provenance
from generation.spec import RenderSpec
from generation.tiling import tiles
from generation.worker.artwork import Artwork, MapFacts
from generation.worker.desk import Desk, Facts


async def upscale(desk: Desk, brief: UpscaleBrief) -> list[Artwork]:
    """Enlarged by the engine, then painted over as far as the brief says; the alpha only grows with it."""
    boxes = list(tiles(brief.size, desk.engine)) if desk.specs else []
    desk.held.expect(1 + len(desk.specs) * len(boxes))
    desk.held.reach("enlarging")
    enlarged = await desk.studio.enlarge(desk.held, desk.held.job.engine, desk.original.opaque, brief.factor)
    picture = await desk.studio.in_pool(sized, enlarged.image, brief.size)
    told = {"factor": brief.factor, "creativity": brief.creativity}
    facts = {**enlarged.parameters, **told, "tiles": len(boxes)}
    finished = [await _detailed(desk, spec, picture, boxes, facts) for spec in desk.specs]
    return [
        await _artwork(desk, brief, image, provenance, told)
        for image, provenance in finished or [(picture, _provenance(desk, enlarged, facts))]
    ]


async def _detailed(
    desk: Desk, spec: RenderSpec, picture: Image.Image, boxes: Sequence[Box], facts: Facts
) -> tuple[Image.Image, Provenance]:
    """An enlarged picture with detail painted into it."""
    painter = await desk.parts_of(picture)
    parts = await painter.paint_all(spec, boxes)
    desk.held.reach("blending")
    joined = await desk.studio.in_pool(join_tiles, boxes, [part.image for part in parts])
    return joined, desk.provenance(spec, parts[0], facts)


async def _artwork(
    desk: Desk, brief: UpscaleBrief, picture: Image.Image, provenance: Provenance, told: Facts
) -> Artwork:
    image = await desk.studio.in_pool(with_alpha_of, picture, desk.original.picture)
    artwork = desk.artwork(image, provenance, told)
    return replace(artwork, map=_with_larger_grid(artwork.map, brief.factor))


def _with_larger_grid(facts: MapFacts | None, factor: int) -> MapFacts | None:
    """The same floor plan on spaces of `factor` times as many pixels."""
    if facts is None:
        return None
    grid = replace(facts.brief.grid, size=facts.brief.grid.size * factor)
    return replace(facts, brief=replace(facts.brief, grid=grid))


def _provenance(desk: Desk, enlarged: Rendering, facts: Facts) -> Provenance:
    """How the original was rendered, where that is known, and that it was enlarged since."""
    recorded = desk.recorded(facts)
    if desk.original.row.provenance is not None:
        earlier = Provenance.from_json(orjson.dumps(desk.original.row.provenance).decode())
        return replace(earlier, parameters=earlier.parameters | recorded)
    width, height = desk.brief.source.size
    return Provenance(
        engine=desk.held.job.engine,
        model=enlarged.model,
        prompt="",
        negative_prompt="",
        seed=0,
        num_inference_steps=0,
        guidance_scale=0.0,
        scheduler="",
        width=width,
        height=height,
        generator=desk.studio.generator,
        parameters=recorded,
    )
