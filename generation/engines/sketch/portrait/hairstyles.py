"""The locks of each hair style, behind the head and over it."""

from collections.abc import Callable, Mapping

import numpy as np

from generation.engines.sketch.portrait import haircuts, tresses
from generation.engines.sketch.portrait.canvas import Array, blur, darken, floats, paste, polygon_mask
from generation.engines.sketch.portrait.hair import Lock, Locks, paint_locks
from generation.engines.sketch.portrait.looks import HairStyle, Headgear
from generation.engines.sketch.portrait.palette import scaled
from generation.engines.sketch.portrait.scalp import hairline, hairline_y, parting_of
from generation.engines.sketch.portrait.sitting import Sitting


def paint_back_hair(picture: Array, sitting: Sitting) -> Array:
    """`picture` with the hair that falls behind neck and shoulders."""
    style = sitting.traits.hair.style
    if style not in FALLING:
        return picture
    return paint_locks(picture, sitting, tresses.curtain(sitting, style), shadow=0.0)


def paint_hair(picture: Array, sitting: Sitting) -> Array:
    """`picture` with the hair over the head."""
    hair = sitting.traits.hair
    if hair.style is HairStyle.BALD:
        return picture
    if hair.style is not HairStyle.MOHAWK:
        picture = _paint_scalp(picture, sitting)
    picture = paint_locks(picture, sitting, _STYLES[_visible(sitting)](sitting))
    return paint_locks(
        picture,
        sitting,
        _baby_hair(sitting),
        color=scaled(sitting.traits.hair.color, 0.8),
        shadow=0.0,
    )


def _visible(sitting: Sitting) -> HairStyle:
    """The style as it shows: under a hood, what is tied up lies flat."""
    style = sitting.traits.hair.style
    hooded = sitting.traits.dress.headgear is Headgear.HOOD
    return HairStyle.SLICKED if hooded and style in _TIED else style


def _paint_scalp(picture: Array, sitting: Sitting) -> Array:
    """Dark roots under the locks, so that no skin shines through; soft towards the forehead."""
    frame, color = sitting.frame, floats(sitting.traits.hair.color)
    t = np.linspace(-1, 1, 15)
    front = np.stack([t * 0.70, hairline_y(t) - 0.02], axis=1)
    angles = np.linspace(0, np.pi, 12)
    back = np.stack([np.cos(angles) * 0.75, -0.35 - 0.75 * np.sin(angles)], axis=1)
    outline = frame.px(np.vstack([front, back]), tilted=True)
    box = frame.box(outline, margin=0.2 * frame.unit)
    if box.empty:
        return picture
    mask = polygon_mask([outline], box)
    picture = darken(picture, blur(mask, 0.09 * frame.unit), box, 0.3)
    light = floats(sitting.light.key_color) * 0.45 + floats(sitting.light.fill_color)
    return paste(picture, color * 0.62 * light, blur(mask, 0.025 * frame.unit), box)


def _baby_hair(sitting: Sitting) -> Locks:
    """Short fine hair along the hairline."""
    if sitting.traits.hair.style not in _COMBED:
        return []
    rng = sitting.rng("baby hair")
    locks: Locks = []
    for t in np.linspace(-0.95, 0.95, 60):
        root = hairline(sitting, float(t)) + floats([rng.normal(0, 0.012), rng.uniform(0.0, 0.04)])
        lean = 0.08 * np.sign(t - parting_of(sitting)) * rng.uniform(0, 1) + 0.05 * t
        tip = root + floats([lean, -rng.uniform(0.06, 0.1)])
        locks.append(Lock([tip, (root + tip) / 2 + floats([0.01 * np.sign(t), -0.01]), root], 0.012, 0.02))
    return locks


_TIED = {HairStyle.PONYTAIL, HairStyle.BUN, HairStyle.MOHAWK}
_COMBED = {HairStyle.SLICKED, HairStyle.PONYTAIL, HairStyle.BUN}
FALLING = {HairStyle.LONG, HairStyle.WAVY}
_STYLES: Mapping[HairStyle, Callable[[Sitting], Locks]] = {
    HairStyle.SHORT: haircuts.short,
    HairStyle.TOUSLED: haircuts.tousled,
    HairStyle.SLICKED: haircuts.slicked,
    HairStyle.LONG: tresses.long_straight,
    HairStyle.WAVY: tresses.wavy,
    HairStyle.CURLY: haircuts.curly,
    HairStyle.PONYTAIL: tresses.ponytail,
    HairStyle.BUN: tresses.bun,
    HairStyle.BRAIDS: tresses.braids,
    HairStyle.MOHAWK: haircuts.mohawk,
}
