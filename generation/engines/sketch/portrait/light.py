"""Light: how a relief of one material looks under a key light, a fill, the sky and a rim light."""

from dataclasses import dataclass

import cv2
import numpy as np

from generation.engines.sketch.portrait.canvas import Array, Rgb, blur, floats, mix, smoothstep

_SCREEN = (0.0, 0.0, 1.0)  #: towards the viewer


@dataclass(frozen=True, kw_only=True)
class Light:
    """The lamps of a picture. Directions point from the subject to the lamp; z is towards the viewer."""

    key: Rgb = (-0.5, -0.52, 0.72)
    key_color: Rgb = (1.0, 0.9, 0.76)
    fill_color: Rgb = (0.30, 0.34, 0.44)
    sky_color: Rgb = (0.20, 0.19, 0.24)
    ground_color: Rgb = (0.16, 0.11, 0.09)
    rim: Rgb = (0.8, -0.35, -0.3)
    rim_color: Rgb = (0.55, 0.62, 0.8)

    @property
    def lean(self) -> float:
        """-1 where the key light stands to the left, 1 to the right."""
        return float(np.sign(self.key[0]) or -1.0)


@dataclass(frozen=True, kw_only=True)
class Material:
    """How a surface answers to light; shares from 0 to 1."""

    gloss: float = 0.08
    sharpness: float = 12.0  #: exponent of the highlight
    metal: float = 0.0
    flesh: float = 0.0  #: light that wanders under the skin reddens the edge of the shade
    cavity: float = 0.6  #: darkness of hollows
    rim: float = 1.0


CLOTH = Material(gloss=0.03, sharpness=6)
LEATHER = Material(gloss=0.16, sharpness=14)
METAL = Material(gloss=0.7, sharpness=40, metal=1.0)
BONE = Material(gloss=0.14, sharpness=16)
SKIN = Material(gloss=0.13, sharpness=15, flesh=1.0, cavity=0.75)
SCALES = Material(gloss=0.34, sharpness=18, cavity=0.9)


def normals(relief: Array) -> tuple[Array, Array, Array]:
    """Unit normals of a relief whose heights are in pixels."""
    dx = cv2.Sobel(relief, cv2.CV_32F, 1, 0, ksize=3, scale=0.125)
    dy = cv2.Sobel(relief, cv2.CV_32F, 0, 1, ksize=3, scale=0.125)
    nz = 1 / np.sqrt(dx * dx + dy * dy + 1)
    return floats(-dx * nz), floats(-dy * nz), floats(nz)


def inflate(mask: Array, radius: float, *, soften: float = 0.3) -> Array:
    """A cushion over `mask`: round within `radius` pixels of its edge, flat further in; heights in pixels."""
    inside = (mask > 0.5).astype(np.uint8)
    padded = cv2.copyMakeBorder(inside, 1, 1, 1, 1, cv2.BORDER_REPLICATE)
    distance = cv2.distanceTransform(padded, cv2.DIST_L2, 5)[1:-1, 1:-1]
    depth = np.clip(distance / max(radius, 1.0), 0, 1)
    return blur(floats(radius * np.sqrt(depth * (2 - depth))), radius * soften)


def lit(color: Array, relief: Array, light: Light, material: Material, *, scale: float = 100.0) -> Array:
    """`color` as it looks on `relief`; `scale` is the size in pixels over which hollows darken."""
    nx, ny, nz = normals(relief)
    diffuse = _diffuse(nx, ny, nz, light.key, 0.3)
    fill = _diffuse(nx, ny, nz, (-light.key[0], 0.1, 0.7), 0.5)
    hollow = _hollow(relief, scale, material.cavity)
    up = (0.5 - 0.5 * ny) * hollow
    shade = _mingled(
        (hollow - up, light.ground_color),
        (up, light.sky_color),
        (0.55 * fill * hollow, light.fill_color),
        (diffuse * (0.35 + 0.65 * hollow), light.key_color),
    )
    if material.metal:
        mirrored = _mirror(nx, ny, nz, light) * hollow[:, :, None]
        shade = mix(shade, mirrored, material.metal * 0.85)
    edges = _mingled(
        (_highlight(nx, ny, nz, light, material) * hollow, light.key_color),
        (_rim(nx, ny, nz, light, material), light.rim_color),
    )
    return floats(color * shade + edges)


def _mingled(*lights: tuple[Array, Rgb]) -> Array:
    """The colour of several lights together: how strong each is where, and its colour."""
    strengths = np.stack([strength for strength, _ in lights], axis=-1)
    return floats(strengths @ floats([color for _, color in lights]))


def lit_flesh(
    color: Array, relief: Array, light: Light, material: Material, *, scale: float = 100.0
) -> Array:
    """`color` as skin over `relief`: light wanders further under the skin the redder it is, so that shadows
    begin softly and warm (after the per-channel normals of Jimenez, "Separable Subsurface Scattering").
    """
    layers = [normals(blur(relief, scale * reach)) for reach in (0.05, 0.03, 0.018)]
    wraps = (0.52, 0.40, 0.34)
    pairs = list(zip(layers, wraps, strict=True))
    diffuse = np.dstack([_diffuse(*layer, light.key, wrap) for layer, wrap in pairs])
    away = (-light.key[0], 0.1, 0.7)
    fill = np.dstack([_diffuse(*layer, away, 0.55) for layer in layers])
    nx, ny, nz = layers[2]
    up = (0.5 - 0.5 * layers[1][1])[:, :, None]
    bounced = floats(light.ground_color) * 1.3 + floats(light.key_color) * floats((0.09, 0.055, 0.045))
    around = bounced * (1 - up) + floats(light.sky_color) * up
    hollow = _hollow(blur(relief, scale * 0.012), scale, material.cavity * 0.75)[:, :, None] ** floats(
        (0.7, 1.05, 1.1)
    )
    shade = (around + floats(light.fill_color) * fill * 0.7) * hollow
    shade = shade + floats(light.key_color) * diffuse * (0.40 + 0.48 * hollow)
    gleam = _highlight(nx, ny, nz, light, material)[:, :, None] * floats(light.key_color)
    rim = _rim(nx, ny, nz, light, material)[:, :, None] * floats(light.rim_color)
    lifted = (color + 0.025) * shade  # even the darkest skin catches some light
    return floats(_shoulder(lifted) + gleam * hollow * (0.7 + 0.3 * color) + rim)


def _shoulder(value: Array) -> Array:
    """Pale skin keeps its forms in full light: above 0.55 it brightens ever more slowly."""
    return floats(np.where(value > 0.55, 0.55 + 0.42 * np.tanh((value - 0.55) / 0.42), value))


def _diffuse(nx: Array, ny: Array, nz: Array, direction: Rgb, wrap: float) -> Array:
    x, y, z = _unit(direction)
    return floats(np.clip((nx * x + ny * y + nz * z + wrap) / (1 + wrap), 0, 1) ** 1.25)


def _hollow(relief: Array, scale: float, strength: float) -> Array:
    near = blur(relief, scale * 0.06) - relief
    far = blur(relief, scale * 0.25) - relief
    depth = np.maximum(near, 0) / (scale * 0.05) + np.maximum(far, 0) / (scale * 0.16)
    return floats(np.exp(-strength * depth))


def _mirror(nx: Array, ny: Array, nz: Array, light: Light) -> Array:
    """A metal shows its surroundings: bright above, a dark horizon, a warm glow below."""
    across = 2 * nz * nx
    upward = -2 * nz * ny
    lean = upward - 0.55 * light.lean * -across
    sky = smoothstep(-0.05, 0.9, lean)
    ground = smoothstep(-0.15, -0.9, lean)
    glow = 0.16 + 1.15 * sky**1.6
    even = np.full_like(sky, 0.25)
    return _mingled((glow, light.key_color), (1.9 * ground, light.ground_color), (even, light.sky_color))


def _highlight(nx: Array, ny: Array, nz: Array, light: Light, material: Material) -> Array:
    x, y, z = _unit(light.key)
    hx, hy, hz = _unit((x + _SCREEN[0], y + _SCREEN[1], z + _SCREEN[2]))
    shine = np.clip(nx * hx + ny * hy + nz * hz, 0, 1) ** material.sharpness
    return floats(shine * material.gloss)


def _rim(nx: Array, ny: Array, nz: Array, light: Light, material: Material) -> Array:
    x, y, _ = _unit(light.rim)
    edge = np.clip(1 - nz, 0, 1) ** 2.2 * np.clip((nx * x + ny * y) * 1.4, 0, 1)
    return floats(edge * 0.75 * material.rim)


def _unit(vector: Rgb) -> Rgb:
    x, y, z = vector
    length = (x * x + y * y + z * z) ** 0.5
    return x / length, y / length, z / length
