"""`Sitting`: what every painter of a portrait is given, and the form that most of them paint."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from generation.engines.sketch.chance import chance
from generation.engines.sketch.portrait.canvas import (
    Array,
    Box,
    Points,
    Rgb,
    blur,
    darken,
    floats,
    paste,
    polygon_mask,
    spline,
)
from generation.engines.sketch.portrait.frame import Frame
from generation.engines.sketch.portrait.light import CLOTH, Light, Material, inflate, lit, lit_flesh
from generation.engines.sketch.portrait.traits import Traits
from generation.vocabulary import PortraitPose

Texture = Callable[[Array, Array], Array]
"""From head units x, y of every pixel to a height in head units or a factor of the colour."""


_WINDY = (PortraitPose.HEROIC, PortraitPose.MOUNTED)


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """Who sits, where on the canvas, under which light; `seed` decides what words leave open."""

    traits: Traits
    frame: Frame
    light: Light
    seed: int

    def rng(self, part: str) -> np.random.Generator:
        """A generator of its own for each part, so that one part's change leaves the others alone."""
        return chance(self.seed, part)

    @property
    def turn(self) -> float:
        """How far the middle of the face lies from the middle of the head, in head units."""
        return float(np.sin(self.traits.face.yaw) * 0.55)

    @property
    def lift(self) -> float:
        """How much higher than on a level face its features lie, in head units."""
        return float(np.sin(self.traits.face.pitch) * 0.6)

    @property
    def wind(self) -> float:
        """How far the wind carries hair and cloaks across, in head units."""
        return 0.55 * self.off_side if self.traits.pose in _WINDY else 0.0

    @property
    def off_side(self) -> float:
        """The side on which things are carried, -1 or 1: away from where the face looks."""
        return -1.0 if self.turn > 0 else 1.0


@dataclass(frozen=True, kw_only=True)
class Form:
    """A solid seen from the front: outlines in head units, rounded within `round` units of its edge."""

    outlines: Sequence[Points]
    color: Rgb
    round: float = 0.2
    material: Material = CLOTH
    tilted: bool = False  #: turns with the head
    smooth: bool = True  #: outlines are knots of a curve rather than corners
    relief: Texture | None = None
    pattern: Texture | None = None
    shadow: float = 0.45  #: strength of the shadow cast on what lies behind
    opacity: float = 1.0


def mirrored(outline: Points) -> Array:
    """The same outline on the other side of the face."""
    return floats(outline) * floats([-1, 1])


def paint_form(picture: Array, sitting: Sitting, form: Form) -> Array:
    """`picture` with a lit solid and its shadow."""
    shapes = [_outline(sitting.frame, form, outline) for outline in form.outlines]
    box = sitting.frame.box(np.vstack(shapes), margin=0.4 * sitting.frame.unit)
    if box.empty:
        return picture
    if form.shadow:
        picture = _cast(picture, polygon_mask(shapes, box), box, sitting, form.shadow)
    box = sitting.frame.box(np.vstack(shapes), margin=0.05 * sitting.frame.unit)
    if box.empty:
        return picture
    mask = polygon_mask(shapes, box)
    return paste(picture, form_color(sitting, form, mask, box), mask * form.opacity, box)


def form_color(sitting: Sitting, form: Form, mask: Array, box: Box) -> Array:
    """The lit colours of a form whose mask is known."""
    unit = sitting.frame.unit
    relief = inflate(mask, form.round * unit)
    color = np.broadcast_to(floats(form.color), (*box.shape, 3))
    if form.relief or form.pattern:
        x, y = sitting.frame.grid(box, tilted=form.tilted)
        if form.relief:
            relief = relief + form.relief(x, y) * unit
        if form.pattern:
            color = color * form.pattern(x, y)[:, :, None]
    shade = lit_flesh if form.material.flesh else lit
    return shade(floats(color), floats(relief), sitting.light, form.material, scale=unit * 0.8)


def paint_forms(picture: Array, sitting: Sitting, *forms: Form) -> Array:
    """`picture` with several solids, the last in front."""
    for form in forms:
        picture = paint_form(picture, sitting, form)
    return picture


def both_sides(form: Form) -> Form:
    """`form` together with its mirror image."""
    return replace(form, outlines=(*form.outlines, *(mirrored(outline) for outline in form.outlines)))


def _outline(frame: Frame, form: Form, outline: Points) -> Array:
    points = spline(outline, closed=True) if form.smooth else floats(outline)
    return frame.px(points, tilted=form.tilted)


def _cast(picture: Array, mask: Array, box: Box, sitting: Sitting, strength: float) -> Array:
    reach = 0.07 * sitting.frame.unit
    soft = blur(mask, reach)
    across, down = round(-sitting.light.lean * reach), round(reach * 1.1)
    moved = np.zeros_like(soft)
    rows, columns = soft.shape
    if rows > down and columns > abs(across):
        source = soft[: rows - down, max(0, -across) : columns - max(0, across)]
        moved[down:, max(0, across) : columns - max(0, -across)] = source
    return darken(picture, moved, box, strength)
