"""The lamps that a style asks for."""

from collections.abc import Mapping
from dataclasses import replace

from generation.engines.sketch.portrait.canvas import Rgb
from generation.engines.sketch.portrait.light import Light
from generation.engines.sketch.portrait.looks import Scene
from generation.engines.sketch.portrait.palette import blend, luminance, palette_of, scaled
from generation.engines.sketch.portrait.traits import Traits
from generation.engines.sketch.portrait.words import Words
from generation.spec import Style
from generation.vocabulary import PortraitPose

_LAMPS: Mapping[str, Light] = {
    "candle\\w*|fire\\w*|torch\\w*|hearth|lantern|ember\\w*|lamplight": Light(
        key=(-0.6, 0.05, 0.62),
        key_color=(1.14, 0.85, 0.60),
        fill_color=(0.20, 0.17, 0.22),
        sky_color=(0.13, 0.10, 0.11),
        ground_color=(0.26, 0.13, 0.07),
        rim_color=(0.6, 0.36, 0.2),
    ),
    "crimson|blood\\w*|scarlet": Light(
        key_color=(1.05, 0.62, 0.56),
        fill_color=(0.22, 0.12, 0.16),
        sky_color=(0.20, 0.10, 0.12),
        ground_color=(0.12, 0.05, 0.05),
        rim_color=(1.1, 0.22, 0.18),
    ),
    "moon\\w*|night\\w*|cold|pale light": Light(
        key_color=(0.70, 0.84, 1.06),
        fill_color=(0.15, 0.19, 0.28),
        sky_color=(0.12, 0.15, 0.22),
        ground_color=(0.08, 0.09, 0.12),
        rim_color=(0.62, 0.78, 1.0),
    ),
    "arcane|magic\\w*|glow\\w*|luminous|ethereal|mystic\\w*|radiant|neon": Light(
        key_color=(1.0, 0.90, 0.88),
        fill_color=(0.30, 0.28, 0.55),
        sky_color=(0.22, 0.24, 0.40),
        ground_color=(0.22, 0.12, 0.28),
        rim_color=(0.45, 0.85, 1.1),
    ),
    "golden|sun\\w*|dusk|dawn|warm|dappled": Light(
        key=(-0.7, -0.35, 0.55),
        key_color=(1.08, 0.92, 0.74),
        rim_color=(1.0, 0.66, 0.36),
        fill_color=(0.26, 0.26, 0.40),
    ),
    "dramatic|chiaroscuro|harsh|stark|contrast|low-?key|gothic|grim|shadowy|dark|gloom\\w*": Light(
        key=(-0.8, -0.5, 0.36),
        key_color=(1.12, 1.04, 0.96),
        fill_color=(0.10, 0.12, 0.17),
        sky_color=(0.10, 0.105, 0.13),
        ground_color=(0.06, 0.05, 0.06),
        rim_color=(0.55, 0.62, 0.75),
    ),
    "soft|diffuse\\w*|overcast|even|flat|daylight|bright": Light(
        key_color=(0.95, 0.92, 0.88), fill_color=(0.40, 0.42, 0.48), sky_color=(0.30, 0.30, 0.32)
    ),
}
_MOON: Rgb = (0.62, 0.78, 1.05)
_SCENE_RIMS: Mapping[Scene, Rgb] = {
    Scene.FIRE: (1.2, 0.52, 0.18),
    Scene.TAVERN: (0.85, 0.55, 0.28),
    Scene.FOREST: (0.62, 0.78, 0.45),
    Scene.NIGHT: (0.5, 0.66, 1.0),
    Scene.CAVE: (0.35, 0.65, 0.75),
    Scene.SNOW: (0.75, 0.88, 1.0),
    Scene.DESERT: (1.0, 0.76, 0.46),
    Scene.BATTLE: (1.0, 0.55, 0.25),
    Scene.SEA: (0.6, 0.8, 0.95),
}


def light_for(style: Style, traits: Traits) -> Light:
    """The light of a picture; the key lamp stands on the side that the face turns from."""
    light = Words.of(style.lighting).last(_LAMPS) or Words.of(style.art_style).last(_LAMPS) or Light()
    rim = _MOON if traits.night else _SCENE_RIMS.get(traits.scene)
    if rim is not None:
        light = replace(light, rim_color=blend(light.rim_color, rim, 0.5) if style.lighting else rim)
    if traits.magic is not None:
        light = _enchanted(light, traits.magic, casting=traits.pose is PortraitPose.CASTING)
    if traits.pose is PortraitPose.HEROIC:
        light = replace(light, key=_lowered(light.key), rim_color=scaled(light.rim_color, 1.35))
    accents = [color for color in palette_of(style.palette) if 0.25 < luminance(color) < 0.9]
    if accents:
        light = replace(light, rim_color=blend(light.rim_color, scaled(accents[-1], 1.2), 0.3))
    return _flipped(light) if traits.face.yaw < 0 else light


def _enchanted(light: Light, magic: Rgb, *, casting: bool) -> Light:
    """Magic tints the edges; a spell in the hand lights the near side too, from below."""
    light = replace(light, rim_color=blend(light.rim_color, magic, 0.45))
    if not casting:
        return light
    return replace(
        light,
        fill_color=blend(light.fill_color, magic, 0.45),
        ground_color=blend(light.ground_color, magic, 0.4),
        rim=(light.rim[0], 0.35, light.rim[2]),
        rim_color=scaled(magic, 1.2),
    )


def _lowered(key: Rgb) -> Rgb:
    return key[0] * 1.1, key[1] * 0.45, key[2]


def _flipped(light: Light) -> Light:
    return replace(
        light,
        key=(-light.key[0], light.key[1], light.key[2]),
        rim=(-light.rim[0], light.rim[1], light.rim[2]),
    )
