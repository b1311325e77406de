"""`portrait_strokes`: the strokes that make a portrait, in order."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PIL.Image import Image, Resampling

from generation.briefs import PortraitBrief
from generation.engines.sketch.portrait import (
    anatomy,
    backdrop,
    beards,
    finish,
    garments,
    gear,
    hairstyles,
    headgear,
)
from generation.engines.sketch.portrait.canvas import Array, to_array, to_image
from generation.engines.sketch.portrait.composition import frame_for, working_size
from generation.engines.sketch.portrait.head import paint_head
from generation.engines.sketch.portrait.looks import HairStyle, Headgear
from generation.engines.sketch.portrait.reading import read_traits
from generation.engines.sketch.portrait.rig import light_for
from generation.engines.sketch.portrait.sitting import Sitting
from generation.engines.sketch.stroke import Stroke
from generation.errors import EngineFailed
from generation.spec import RenderSpec

Painter = Callable[[Array, Sitting], Array]

NECK_LIFT = 0.2  #: head units


def portrait_strokes(spec: RenderSpec) -> Sequence[Stroke]:
    """The strokes of the portrait that `spec` asks for; each paints one thing over all before it."""
    sitting = sitting_for(spec)
    look = finish.look_for(spec.style)
    painters = [backdrop.painter_for(spec.style), *_figure(sitting), finish.paint_air]
    return [
        _prepared(spec),
        *(_stroke(painter, sitting) for painter in painters),
        *(_stroke(step, sitting) for step in finish.steps_for(look)),
        _resized(spec),
        _stroke(finish.grain_for(look), sitting),
    ]


def sitting_for(spec: RenderSpec) -> Sitting:
    """Who sits, where, in which light."""
    brief = spec.subject
    if not isinstance(brief, PortraitBrief):
        raise EngineFailed("Only a portrait brief can be drawn as a portrait.")
    traits = read_traits(brief, spec.seed)
    width, height = working_size(spec.width, spec.height)
    light = light_for(spec.style, traits.scene, flipped=traits.face.yaw < 0, magic=traits.magic)
    return Sitting(traits=traits, frame=frame_for(traits, width, height), light=light, seed=spec.seed)


def _figure(sitting: Sitting) -> list[Painter]:
    traits = sitting.traits
    hat = traits.dress.headgear
    hood = hat is Headgear.HOOD
    hair = [] if hood and traits.hair.style is not HairStyle.LONG else [hairstyles.paint_hair]
    return [
        anatomy.paint_halo,
        *map(_lifted, (anatomy.paint_wings, garments.paint_cloak_back, gear.paint_back_gear)),
        headgear.paint_hood_back,
        *([] if hood else [hairstyles.paint_back_hair]),
        *map(_lifted, (garments.paint_body, garments.paint_cloak, gear.paint_front_gear)),
        anatomy.paint_ears,
        paint_head,
        anatomy.paint_teeth,
        headgear.paint_patch,
        beards.paint_beard,
        *hair,
        anatomy.paint_horns,
        headgear.paint_headgear,
    ]


def _lifted(painter: Painter) -> Painter:
    """Painters of the body think of a long neck; most heads sit lower between the shoulders."""

    def paint(picture: Array, sitting: Sitting) -> Array:
        frame = sitting.frame
        return painter(picture, replace(sitting, frame=replace(frame, y=frame.y - NECK_LIFT * frame.unit)))

    return paint


def _stroke(painter: Painter, sitting: Sitting) -> Stroke:
    def stroke(image: Image) -> Image:
        return to_image(painter(to_array(image), sitting))

    return stroke


def _prepared(spec: RenderSpec) -> Stroke:
    """Large pictures are painted on a smaller canvas and enlarged before the grain is laid on."""
    size = working_size(spec.width, spec.height)
    return lambda image: image.convert("RGB").resize(size)


def _resized(spec: RenderSpec) -> Stroke:
    return lambda image: image.resize((spec.width, spec.height), Resampling.LANCZOS)
