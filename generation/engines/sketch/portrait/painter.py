"""`portrait_strokes`: the strokes that make a portrait, in order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PIL.Image import Image, Resampling

from generation.briefs import PortraitBrief
from generation.engines.sketch.portrait import (
    anatomy,
    arms,
    backdrop,
    beards,
    cloaks,
    finish,
    garments,
    hairstyles,
    hands,
    headgear,
    seat,
)
from generation.engines.sketch.portrait.canvas import Array, to_array, to_image
from generation.engines.sketch.portrait.composition import body_frame, frame_for, working_size
from generation.engines.sketch.portrait.creatures import beast, dragon, shapes, skull
from generation.engines.sketch.portrait.head import paint_head
from generation.engines.sketch.portrait.looks import BeardStyle, Creature, Ears, HairStyle, Headgear, Horns
from generation.engines.sketch.portrait.reading import read_traits
from generation.engines.sketch.portrait.rig import light_for
from generation.engines.sketch.portrait.sitting import Sitting
from generation.engines.sketch.portrait.traits import Traits
from generation.engines.sketch.stroke import Stroke
from generation.errors import EngineFailed
from generation.spec import RenderSpec
from generation.vocabulary import PortraitPose

Painter = Callable[[Array, Sitting], Array]


def portrait_strokes(spec: RenderSpec) -> Sequence[Stroke]:
    """The strokes of the portrait that `spec` asks for; each paints one thing over all before it."""
    sitting = sitting_for(spec)
    look = finish.look_for(spec.style)
    painters = [backdrop.painter_for(spec.style), *_figure(sitting), finish.paint_air]
    return [
        _prepared(spec),
        *(_stroke(painter, sitting) for painter in painters),
        *(_stroke(step, sitting) for step in finish.steps_for(spec.style)),
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
    light = light_for(spec.style, traits)
    return Sitting(traits=traits, frame=frame_for(traits, width, height), light=light, seed=spec.seed)


def _figure(sitting: Sitting) -> list[Painter]:
    """The painters of the subject, from what lies behind to what lies in front."""
    traits = sitting.traits
    if traits.creature in _BODILESS:
        return _BODILESS[traits.creature]
    if traits.creature is Creature.BEAST and not traits.dressed:
        return [anatomy.paint_wings, _pelt, _beast_head, anatomy.paint_horns]
    return [*_body(traits), *_head(traits)]


def _body(traits: Traits) -> list[Painter]:
    hood = traits.dress.headgear is Headgear.HOOD
    haired = traits.creature in (Creature.HUMANOID, Creature.TREE)
    return [
        *_if(traits.halo, anatomy.paint_halo),
        *_if(traits.wings, _lifted(anatomy.paint_wings)),
        *_if(traits.dress.cloak, _lifted(cloaks.paint_cloak_back)),
        *_if(traits.pose is PortraitPose.SEATED, _lifted(seat.paint_seat)),
        *_if(bool(traits.gear), _lifted(arms.paint_back_gear)),
        *_if(haired and hood, headgear.paint_hood_back),
        *_if(haired and not hood and traits.hair.style in hairstyles.FALLING, hairstyles.paint_back_hair),
        _lifted(garments.paint_body),
        *_if(traits.creature is Creature.SKULL, _lifted(skull.paint_neck_bones)),
        *_if(traits.dress.cloak or traits.dress.fur, _lifted(cloaks.paint_cloak)),
        *_if(bool(traits.gear), _lifted(hands.paint_front_gear)),
    ]


def _head(traits: Traits) -> list[Painter]:
    horns = _if(traits.horns is not Horns.NONE, anatomy.paint_horns)
    hat = _if(traits.dress.headgear is not Headgear.NONE, headgear.paint_headgear)
    if traits.creature is Creature.SKULL:
        return [skull.paint_skull, *horns, *hat]
    if traits.creature is Creature.BEAST:
        return [_beast_head]
    if traits.face.snout:
        return [dragon.paint_dragon_head]
    return [
        *_if(traits.ears is not Ears.NONE, anatomy.paint_ears),
        paint_head,
        *_if(bool(traits.marks.tusks or traits.marks.fangs), _nodding(anatomy.paint_teeth)),
        *_if(traits.marks.patch != 0, _nodding(headgear.paint_patch)),
        *_if(traits.hair.beard not in (BeardStyle.NONE, BeardStyle.STUBBLE), _nodding(beards.paint_beard)),
        *_if(traits.hair.style is not HairStyle.BALD, hairstyles.paint_hair),
        *horns,
        *hat,
    ]


def _if(wanted: bool, painter: Painter) -> list[Painter]:
    """Painters that would change nothing are no strokes."""
    return [painter] if wanted else []


def _pelt(picture: Array, sitting: Sitting) -> Array:
    return beast.paint_pelt(picture, sitting, beast.PELTS[sitting.traits.pelt])


def _beast_head(picture: Array, sitting: Sitting) -> Array:
    return beast.paint_beast_head(picture, sitting, beast.PELTS[sitting.traits.pelt])


def _nodding(painter: Painter) -> Painter:
    """Painters of what belongs to the face follow its nod."""

    def paint(picture: Array, sitting: Sitting) -> Array:
        frame = sitting.frame
        return painter(picture, replace(sitting, frame=replace(frame, y=frame.y - sitting.lift * frame.unit)))

    return paint


def _lifted(painter: Painter) -> Painter:
    """Painters of the body think of a long neck; most heads sit lower between the shoulders."""
    return lambda picture, sitting: painter(picture, replace(sitting, frame=body_frame(sitting)))


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


_BODILESS: Mapping[Creature, list[Painter]] = {
    Creature.DRAGON: [_lifted(anatomy.paint_wings), dragon.paint_dragon],
    Creature.OOZE: [shapes.paint_ooze],
    Creature.CONSTRUCT: [_lifted(arms.paint_back_gear), shapes.paint_construct],
    Creature.EYE: [shapes.paint_eye_tyrant],
    Creature.ELEMENTAL: [shapes.paint_elemental],
}
