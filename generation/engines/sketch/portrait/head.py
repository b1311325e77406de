"""The head: skin over the relief of the face, with eyes, lips, brows and what life left on it."""

from generation.engines.sketch.portrait.canvas import Array, paste, smoothstep
from generation.engines.sketch.portrait.eyes import eye_space, paint_eye
from generation.engines.sketch.portrait.face import head_relief
from generation.engines.sketch.portrait.features import paint_age, paint_brows, paint_mouth, paint_nostrils
from generation.engines.sketch.portrait.light import lit, lit_flesh
from generation.engines.sketch.portrait.marks import mark_color, paint_scar
from generation.engines.sketch.portrait.sitting import Sitting
from generation.engines.sketch.portrait.skin import HeadSpace, skin_color, skin_relief


def paint_head(picture: Array, sitting: Sitting) -> Array:
    """`picture` with the bare head painted on it."""
    space = head_space(sitting)
    if space is None:
        return picture
    color = mark_color(sitting, skin_color(sitting, space), space.x, space.y)
    relief = space.depth * space.unit + skin_relief(sitting, space)
    skin = sitting.traits.skin
    shade = lit if skin.scales or skin.bark else lit_flesh
    shaded = shade(color, relief, sitting.light, skin.material, scale=space.unit)
    shaded = _paint_features(shaded, sitting, space)
    soft = 1 / space.unit
    return paste(picture, shaded, smoothstep(-0.6 * soft, 0.9 * soft, space.mask), space.box)


def head_space(sitting: Sitting) -> HeadSpace | None:
    """The coordinates of the head's pixels; None where it lies outside the canvas."""
    frame = sitting.frame
    corners = frame.px([(-1.0, -1.1), (1.0, -1.1), (1.0, 1.2), (-1.0, 1.2)], tilted=True)
    box = frame.box(corners)
    if box.empty:
        return None
    x, y = frame.grid(box, tilted=True)
    mask, depth, across, down = head_relief(sitting.traits.face, x, y)
    return HeadSpace(box=box, x=across, y=down, depth=depth, mask=mask, unit=frame.unit)


def _paint_features(color: Array, sitting: Sitting, space: HeadSpace) -> Array:
    face, eyes = sitting.traits.face, sitting.traits.eyes
    color = color if face.snout or sitting.traits.skin.bark else paint_age(color, sitting, space)
    color = paint_nostrils(color, sitting, space)
    color = paint_mouth(color, sitting, space)
    for side in (-1, 1):
        eye = eye_space(face, eyes, space.x * side, space.y, unit=space.unit)
        color = paint_eye(color, eyes, eye, side, sitting.light)
    color = paint_brows(color, sitting, space)
    return paint_scar(color, sitting, space.x, space.y)
