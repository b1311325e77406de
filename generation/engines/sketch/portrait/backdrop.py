"""What lies behind the subject: air, light and the shapes of a place, out of focus."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from generation.engines.sketch.portrait import halls, wilds
from generation.engines.sketch.portrait.brush import brushed
from generation.engines.sketch.portrait.canvas import Array, Rgb, fbm, floats, mix, smoothstep
from generation.engines.sketch.portrait.frame import Frame
from generation.engines.sketch.portrait.looks import Scene
from generation.engines.sketch.portrait.palette import blend, luminance, palette_of, scaled
from generation.engines.sketch.portrait.sitting import Sitting
from generation.spec import Style
from generation.vocabulary import PortraitPose

Painter = Callable[[Array, Sitting], Array]

_AIR: Mapping[Scene, tuple[Rgb, Rgb]] = {
    # colour around the subject, colour of the corners
    Scene.STUDIO: ((0.36, 0.31, 0.25), (0.10, 0.08, 0.08)),
    Scene.FOREST: ((0.42, 0.50, 0.30), (0.05, 0.10, 0.07)),
    Scene.TAVERN: ((0.50, 0.32, 0.16), (0.10, 0.05, 0.035)),
    Scene.MOUNTAINS: ((0.66, 0.66, 0.64), (0.22, 0.30, 0.42)),
    Scene.CASTLE: ((0.60, 0.54, 0.46), (0.17, 0.18, 0.24)),
    Scene.CAVE: ((0.20, 0.27, 0.30), (0.03, 0.04, 0.055)),
    Scene.SEA: ((0.64, 0.70, 0.70), (0.14, 0.28, 0.38)),
    Scene.FIRE: ((0.80, 0.34, 0.09), (0.12, 0.025, 0.02)),
    Scene.NIGHT: ((0.17, 0.24, 0.40), (0.025, 0.035, 0.085)),
    Scene.DESERT: ((0.84, 0.68, 0.44), (0.45, 0.29, 0.18)),
    Scene.SNOW: ((0.80, 0.84, 0.88), (0.35, 0.44, 0.56)),
    Scene.SWAMP: ((0.38, 0.42, 0.26), (0.06, 0.09, 0.06)),
    Scene.LIBRARY: ((0.42, 0.29, 0.17), (0.09, 0.055, 0.04)),
    Scene.BATTLE: ((0.55, 0.40, 0.28), (0.13, 0.10, 0.10)),
}


def painter_for(style: Style) -> Painter:
    """The painter of the ground, in the style's palette."""
    dyes = palette_of(style.palette)

    def paint(picture: Array, sitting: Sitting) -> Array:
        return paint_backdrop(picture, sitting, dyes)

    return paint


def paint_backdrop(picture: Array, sitting: Sitting, dyes: Sequence[Rgb] = ()) -> Array:
    """A whole ground over `picture`."""
    scene = sitting.traits.scene
    near, far = _tinted(*_AIR[scene], dyes)
    if sitting.traits.night and scene is not Scene.NIGHT:
        near, far = _by_night(near), _by_night(far)
    distant = replace(sitting, frame=_halved(sitting.frame))
    air = _atmosphere(
        np.zeros((distant.frame.height, distant.frame.width, 3), np.float32), distant, near, far
    )
    place = _PLACES.get(scene)
    if place is not None:
        air = place(air, distant, near, far)
    size = (picture.shape[0], picture.shape[1])
    return _glow_behind(brushed(air, size, sitting.rng("brush")), sitting, near)


def _halved(frame: Frame) -> Frame:
    """Half the canvas: what is out of focus needs no more pixels."""
    width, height = max(8, frame.width // 2), max(8, frame.height // 2)
    return replace(frame, width=width, height=height, x=frame.x / 2, y=frame.y / 2, unit=frame.unit / 2)


def _tinted(near: Rgb, far: Rgb, dyes: Sequence[Rgb]) -> tuple[Rgb, Rgb]:
    """A place's colours drawn towards the palette's, keeping their brightness."""
    if not dyes:
        return near, far
    main, deep = dyes[0], min(dyes, key=luminance)
    return _towards(near, main, 0.3), _towards(far, deep, 0.35)


def _by_night(color: Rgb) -> Rgb:
    return scaled(_towards(color, (0.30, 0.42, 0.66), 0.7), 0.6)


def _towards(color: Rgb, dye: Rgb, share: float) -> Rgb:
    return blend(color, scaled(dye, (luminance(color) + 0.02) / (luminance(dye) + 0.02)), share)


def _atmosphere(picture: Array, sitting: Sitting, near: Rgb, far: Rgb) -> Array:
    frame = sitting.frame
    x, y = frame.grid(frame.canvas)
    lean = sitting.light.lean * 0.8
    distance = np.hypot((x - lean) * 0.8, y + 0.1) / (0.5 * frame.height / frame.unit)
    clouds = fbm(picture.shape[:2], frame.height * 0.3, sitting.rng("air"), octaves=5)
    share = np.clip(smoothstep(1.35, 0.1, floats(distance)) + (clouds - 0.5) * 0.75, 0, 1)
    color = mix(np.broadcast_to(floats(far), picture.shape), near, floats(share))
    return floats(
        color * (0.86 + 0.28 * fbm(picture.shape[:2], frame.height * 0.08, sitting.rng("air 2"))[:, :, None])
    )


def _glow_behind(picture: Array, sitting: Sitting, near: Rgb) -> Array:
    """Light behind the shoulder away from the key lamp sets the head off."""
    frame = sitting.frame
    x, y = frame.grid(frame.canvas)
    light = np.exp(-(((x + sitting.light.lean * 1.2) / 1.9) ** 2) - ((y - 0.3) / 1.9) ** 2)
    light = light * (0.62 if sitting.traits.pose is PortraitPose.HEROIC else 0.42)
    tone = floats(near) * 0.55 + floats(sitting.light.rim_color) * 0.3
    return floats(1 - (1 - picture) * (1 - np.clip(light[:, :, None] * tone, 0, 1)))


_PLACES: Mapping[Scene, Callable[[Array, Sitting, Rgb, Rgb], Array]] = {
    Scene.FOREST: wilds.paint_forest,
    Scene.SWAMP: wilds.paint_forest,
    Scene.TAVERN: halls.paint_tavern,
    Scene.LIBRARY: halls.paint_library,
    Scene.MOUNTAINS: wilds.paint_mountains,
    Scene.CASTLE: halls.paint_castle,
    Scene.CAVE: halls.paint_cave,
    Scene.SEA: wilds.paint_sea,
    Scene.FIRE: halls.paint_fire,
    Scene.NIGHT: wilds.paint_night,
    Scene.DESERT: wilds.paint_desert,
    Scene.SNOW: wilds.paint_snow,
    Scene.BATTLE: halls.paint_battle,
}
