"""How large the subject stands on the canvas, and where."""

from dataclasses import replace

from generation.engines.sketch.portrait.frame import Frame
from generation.engines.sketch.portrait.looks import Headgear, Horns
from generation.engines.sketch.portrait.sitting import Sitting
from generation.engines.sketch.portrait.traits import Traits
from generation.vocabulary import PortraitFraming

NECK_LIFT = 0.2  #: head units
WORKING_PIXELS = 1_100_000  #: larger pictures are painted smaller and enlarged


def working_size(width: int, height: int) -> tuple[int, int]:
    """The canvas to paint on for a picture of `width` × `height`."""
    factor = min(1.0, (WORKING_PIXELS / (width * height)) ** 0.5)
    return max(1, round(width * factor)), max(1, round(height * factor))


def frame_for(traits: Traits, width: int, height: int) -> Frame:
    """Where the head lies, and its scale."""
    crown = _crown(traits)
    if traits.framing is PortraitFraming.FULL_BODY:
        tall = traits.heads * 2 - 1 + crown
        unit = min(height * 0.88 / tall, width / 5.2)
        return _frame(traits, width, height, unit, (height - tall * unit) * 0.55 + crown * unit)
    across, down, at = {
        PortraitFraming.FACE: (2.5, 3.0, 0.47),
        PortraitFraming.BUST: (3.75, 4.6, 0.385),
        PortraitFraming.HALF_BODY: (5.0, 8.0, 0.25),
    }[traits.framing]
    unit = min(width / across, height / down)
    spare = at * height - (crown + 0.12) * unit
    if spare < 0 and traits.framing is not PortraitFraming.FACE:
        unit *= 1 + 0.5 * spare / (crown * unit)
        at = max(at, min(0.52, (crown + 0.12) * unit / height))
    return _frame(traits, width, height, unit, at * height)


def body_frame(sitting: Sitting) -> Frame:
    """Where the body stands under the head: lower necks than the drawing schools', shoulders that answer the
    head's tilt, a breast that turns with the face.
    """
    frame, traits = sitting.frame, sitting.traits
    lower = replace(frame, y=frame.y - NECK_LIFT * frame.unit)
    if traits.framing is PortraitFraming.FULL_BODY:
        return lower
    return replace(lower, slope=-0.9 * traits.tilt + traits.stance, twist=1.1 * sitting.turn)


def _crown(traits: Traits) -> float:
    """How far the subject reaches above the eyes."""
    hat = {Headgear.WIZARD_HAT: 2.6, Headgear.HOOD: 1.65, Headgear.CROWN: 1.3, Headgear.WIDE_HAT: 1.65}
    horns = {Horns.SWEPT: 1.8, Horns.TALL: 2.05, Horns.CREST: 1.5}
    return max(1.15, hat.get(traits.dress.headgear, 0.0), horns.get(traits.horns, 0.0))


def _frame(traits: Traits, width: int, height: int, unit: float, y: float) -> Frame:
    shift = -0.12 * (1 if traits.face.yaw > 0 else -1) * unit
    return Frame(width=width, height=height, x=width / 2 + shift, y=y, unit=unit, tilt=traits.tilt)
