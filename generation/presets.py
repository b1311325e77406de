"""What holds where neither the request nor its theme says anything: sizes, steps, guidance, scheduler."""

import math
from dataclasses import dataclass

from generation.briefs import MapBrief, Subject
from generation.engines.base import TRAINED_PIXELS, EngineInfo, Sampling
from generation.tiling import Size, tiles
from generation.vocabulary import PortraitFraming

SKETCH = "sketch"
"""The engine that draws: it needs no steps, and draws a map at the grid's own size."""

SIDE_STEP = 8  #: pixels; latents are an eighth of the picture
SIDE_SMALLEST = 256
SIDE_LARGEST = 2048
MAP_CONTROL = 0.6  #: a ControlNet's weight: enough to hold the walls, not so much that it flattens the paint
MAP_STRENGTH = 0.55  #: enough to paint materials and light, too little to move a wall

SKETCHING = Sampling(num_inference_steps=20, guidance_scale=1.0, scheduler=SKETCH)
DENOISING = Sampling(num_inference_steps=30, guidance_scale=6.0, scheduler="euler")

PORTRAIT_SIZES: dict[PortraitFraming, Size] = {
    PortraitFraming.FACE: (1024, 1024),
    PortraitFraming.BUST: (1024, 1024),
    PortraitFraming.HALF_BODY: (832, 1216),
    PortraitFraming.FULL_BODY: (832, 1216),
}


@dataclass(frozen=True, kw_only=True)
class Preset:
    """Defaults for one kind of picture on one engine."""

    width: int
    height: int
    num_inference_steps: int
    guidance_scale: float
    scheduler: str
    strength: float | None = None


def preset_for(subject: Subject, engine: EngineInfo) -> Preset:
    """The defaults for `subject` on `engine`; the size never exceeds the area at which that paints best."""
    width, height = _size(subject, engine)
    sampling = engine.sampling or (SKETCHING if engine.name == SKETCH else DENOISING)
    paints_over = isinstance(subject, MapBrief) and engine.name != SKETCH
    return Preset(
        width=width,
        height=height,
        num_inference_steps=sampling.num_inference_steps,
        guidance_scale=sampling.guidance_scale,
        scheduler=_scheduler(engine, sampling.scheduler),
        strength=MAP_STRENGTH if paints_over else None,
    )


def working_size(size: Size, engine: EngineInfo, *, enlarged: bool = False) -> Size:
    """The size at which `engine` repaints a picture or a part of `size`.

    One that paints well at any size takes it as it is. Others take it at most at their working area, in sides
    that are multiples of 8; where `enlarged`, exactly at that area, so that small parts get all their detail.
    """
    if engine.working_pixels is None:
        return size
    return _fitted(size, _best_pixels(engine), enlarged=enlarged)


def size_anew(size: Size, engine: EngineInfo) -> Size:
    """The size at which `engine` renders, from nothing, another picture for one of `size`.

    The same, but where that is more than it was trained on: such a picture was enlarged, and is rendered in
    its shape at the trained area.
    """
    if engine.working_pixels is None:
        return size
    return _fitted(size, min(engine.max_pixels, TRAINED_PIXELS), enlarged=False)


def _size(subject: Subject, engine: EngineInfo) -> Size:
    if not isinstance(subject, MapBrief):
        size = PORTRAIT_SIZES[subject.framing]
        return size if math.prod(size) <= _best_pixels(engine) else _fitted(size, _best_pixels(engine))
    if engine.name == SKETCH:
        return subject.grid.width, subject.grid.height
    part = next(tiles((subject.grid.width, subject.grid.height), engine))
    return working_size(part.size, engine)


def _best_pixels(engine: EngineInfo) -> int:
    """The largest area at which `engine` paints well."""
    return min(engine.working_pixels or engine.max_pixels, engine.max_pixels)


def _fitted(shape: Size, max_pixels: int, *, enlarged: bool = True) -> Size:
    """A size of about this shape, of `max_pixels` or, where not `enlarged`, no larger than it has to be."""
    width, height = shape
    longest = min(SIDE_LARGEST, max_pixels // SIDE_SMALLEST)
    scale = min(math.sqrt(max_pixels / (width * height)), longest / max(width, height))
    if not enlarged:
        scale = min(scale, max(1.0, SIDE_SMALLEST / min(shape)))
    return _side(width * scale), _side(height * scale)


def _side(pixels: float) -> int:
    return max(SIDE_SMALLEST, int(pixels) // SIDE_STEP * SIDE_STEP)


def _scheduler(engine: EngineInfo, preferred: str) -> str:
    if preferred in engine.schedulers or not engine.schedulers:
        return preferred
    return engine.schedulers[0]
