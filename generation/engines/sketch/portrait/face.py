"""`Face`: the measures of a face, and the relief that they make.

All lengths are head units (see `frame`): eyes at y = 0, nose below the brow by a third of the face, mouth a
third of the way from nose to chin, as the drawing schools teach it.
"""

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import PchipInterpolator

from generation.engines.sketch.portrait.canvas import Array, floats, smoothstep


@dataclass(frozen=True, kw_only=True)
class Face:
    """Measures of a face; 1.0 is the average of its kind."""

    jaw: float = 1.0  #: width of the jaw
    chin: float = 1.0  #: how far the chin stands out
    width: float = 1.0
    cheek: float = 1.0  #: cheekbones
    gaunt: float = 0.0  #: hollow cheeks
    brow: float = 1.0  #: brow ridge
    nose: float = 1.0  #: width
    nose_length: float = 1.0
    bridge: float = 1.0
    lips: float = 1.0
    mouth: float = 1.0  #: width
    smile: float = 0.0  #: -1 frown to 1 smile
    eye: float = 1.0  #: size
    slant: float = 0.06  #: how much higher the outer corner lies, radians
    age: float = 0.0  #: 0 young to 1 very old
    muzzle: float = 0.0  #: how far the mouth stands out, for tusks
    snout: float = 0.0  #: a reptile's snout instead of a nose
    yaw: float = 0.0  #: radians turned to the viewer's right

    @property
    def eye_x(self) -> float:
        """Distance of an eye's middle from the middle of the face."""
        return 0.31 * (0.6 + 0.4 * self.width)

    @property
    def eye_half(self) -> float:
        """Half the width of an eye."""
        return 0.162 * self.eye

    @property
    def nose_y(self) -> float:
        """Where the nose ends."""
        return 0.38 * self.nose_length

    @property
    def mouth_y(self) -> float:
        """Where the lips meet."""
        return 0.64

    def outline(self, y: Array) -> Array:
        """Half the width of the head at each height."""
        jaw = self.width * (0.55 + 0.45 * self.jaw)
        knots = [-1.0, -0.96, -0.85, -0.65, -0.35, -0.05, 0.2, 0.45, 0.68, 0.85, 0.95, 1.01, 1.04]
        widths = [0.0, 0.26, 0.47, 0.62, 0.70, 0.70, 0.675, 0.62, 0.52, 0.38, 0.26, 0.13, 0.0]
        scale = [1.0] * 5 + [self.width] * 2 + [0.5 * (self.width + jaw)] + [jaw] * 5
        half = np.array(widths) * np.array(scale) * (0.5 + 0.5 * self.width)
        curve = PchipInterpolator(knots, half, extrapolate=False)
        return floats(np.nan_to_num(curve(y), nan=0.0))


def head_relief(face: Face, x: Array, y: Array) -> tuple[Array, Array, Array]:
    """Mask, depth and the face's own x of every point; all (rows, columns), depth in head units.

    The face's own x runs across the turned face, so that what is painted by it follows the turn.
    """
    half = face.outline(y)
    share = np.clip(np.abs(x) / np.maximum(half, 1e-3), 0, 1)
    dome = floats(_profile(y) * (1 - share**2.3) ** 0.5)
    mask = floats(half - np.abs(x))
    cos, sin = float(np.cos(face.yaw)), float(np.sin(face.yaw))
    bumps = np.zeros_like(dome)
    for _ in range(3):
        across = floats(x * cos - (dome + bumps - 0.12) * sin)
        bumps = features_relief(face, across, y)
    rounded = smoothstep(0.0, 0.35, floats(1 - share))
    return mask, floats(dome + bumps * rounded), across


def _profile(y: Array) -> Array:
    knots = [-1.0, -0.92, -0.7, -0.4, 0.0, 0.4, 0.75, 0.92, 1.0, 1.04]
    depth = [0.0, 0.34, 0.62, 0.74, 0.76, 0.76, 0.74, 0.66, 0.42, 0.0]
    return floats(np.nan_to_num(PchipInterpolator(knots, depth, extrapolate=False)(y), nan=0.0))


def features_relief(face: Face, x: Array, y: Array) -> Array:
    """What stands out from or sinks into the egg of the head."""
    a = np.abs(x)
    middle = _snout(face, x, y) if face.snout else _nose(face, x, y) + _mouth(face, x, y)
    return floats(_brow_and_sockets(face, a, y) + middle + _cheeks(face, a, y) + _wrinkles(face, a, y))


def bump(x: Array, y: Array, cx: float, cy: float, rx: float, ry: float) -> Array:  # noqa: PLR0917 - centre and radii read best in a row
    """A smooth hill of height 1 and radii `rx`, `ry`."""
    return floats(np.exp(-(((x - cx) / rx) ** 2) - ((y - cy) / ry) ** 2))


def _brow_and_sockets(face: Face, a: Array, y: Array) -> Array:
    ridge = 0.05 * face.brow * bump(a, y, 0.27, -0.23, 0.24, 0.075)
    socket = -0.115 * bump(a, y, face.eye_x - 0.02, -0.02, 0.185, 0.125)
    inner = -0.05 * bump(a, y, 0.14, -0.05, 0.06, 0.08)
    ball = 0.062 * bump(a, y, face.eye_x, 0.0, face.eye_half * 0.95, face.eye_half * 0.8)
    temple = -0.035 * bump(a, y, 0.6, -0.28, 0.12, 0.2)
    forehead = 0.02 * bump(a, y, 0.2, -0.5, 0.22, 0.15)
    return floats(ridge + socket + inner + ball + temple + forehead)


def _nose(face: Face, x: Array, y: Array) -> Array:
    end = face.nose_y
    knots = [-1.0, -0.28, -0.14, 0.05, end - 0.14, end - 0.04, end + 0.015, end + 0.06, 1.2]
    b = face.bridge
    heights = [0.0, 0.01, 0.055 * b, 0.11 * b, 0.2, 0.235, 0.16, 0.0, 0.0]
    height = PchipInterpolator(knots, heights)(np.clip(y, -1, 1.2))
    width = np.interp(y, [-0.2, 0.0, end - 0.1, end], [0.075, 0.07, 0.095 * face.nose, 0.105 * face.nose])
    ridge = height * np.exp(-((np.abs(x) / width) ** 2.1))
    a = np.abs(x)
    tip = 0.06 * bump(x, y, 0.0, end - 0.055, 0.08 * face.nose, 0.065)
    wings = 0.085 * bump(a, y, 0.115 * face.nose, end - 0.015, 0.05 * face.nose, 0.055)
    side = -0.03 * bump(a, y, 0.2 * face.nose, end + 0.0, 0.045, 0.07)
    return floats(ridge + tip + wings + side)


def _snout(face: Face, x: Array, y: Array) -> Array:
    a = np.abs(x)
    down = PchipInterpolator(
        [-1.0, -0.2, 0.0, 0.3, 0.48, 0.62, 0.8, 0.95, 1.2], [0, 0.02, 0.12, 0.3, 0.34, 0.27, 0.2, 0, 0]
    )
    width = np.interp(y, [-0.2, 0.1, 0.4, 0.7, 0.9], [0.13, 0.2, 0.29, 0.32, 0.24])
    bridge = face.snout * down(np.clip(y, -1, 1.2)) * np.exp(-((a / width) ** 2.6))
    line = mouth_line(face, x) + 0.02 - 0.35 * np.clip(a - 0.2, 0, 1) ** 1.3
    slit = -0.03 * np.exp(-(((y - line) / 0.02) ** 2)) * smoothstep(0.62, 0.5, floats(a))
    nostril = 0.05 * bump(a, y, 0.13, 0.39, 0.07, 0.05)
    ridge = 0.05 * bump(a, y, 0.12, 0.12, 0.04, 0.22)
    return floats(bridge + slit + nostril + ridge)


def _mouth(face: Face, x: Array, y: Array) -> Array:
    a, my, w = np.abs(x), face.mouth_y, 0.25 * face.mouth
    muzzle = (0.055 + 0.12 * face.muzzle) * bump(x, y, 0, my - 0.02, 0.26, 0.17)
    line = mouth_line(face, x)
    fade = np.clip(1 - (a / w) ** 2, 0, 1)
    upper = 0.034 * face.lips * np.exp(-(((y - line + 0.035) / 0.032) ** 2)) * fade
    lower = (
        0.048
        * face.lips
        * np.exp(-(((y - line - 0.045) / 0.042) ** 2))
        * np.clip(1 - (a / (w * 0.85)) ** 2, 0, 1)
    )
    slit = -0.022 * np.exp(-(((y - line) / 0.012) ** 2)) * np.clip(1.1 - (a / w) ** 4, 0, 1)
    corner = -0.02 * bump(a, y - line + my, w, my, 0.04, 0.035)
    philtrum = -0.012 * bump(x, y, 0, (face.nose_y + my) / 2 + 0.01, 0.025, 0.06)
    below = -0.035 * bump(x, y, 0, my + 0.135, 0.14, 0.035)
    chin = 0.06 * face.chin * bump(x, y, 0, 0.88, 0.15 + 0.03 * face.jaw, 0.085)
    return floats(muzzle + upper + lower + slit + corner + philtrum + below + chin)


def mouth_line(face: Face, x: Array) -> Array:
    """The height at which the lips meet."""
    w = 0.25 * face.mouth
    t = np.clip(np.abs(x) / w, 0, 1.2)
    bow = -0.014 * np.exp(-((t / 0.18) ** 2)) * -1 - 0.008 * np.exp(-(((t - 0.35) / 0.2) ** 2))
    return floats(face.mouth_y + bow - face.smile * 0.045 * (t**2 - 0.25))


def _cheeks(face: Face, a: Array, y: Array) -> Array:
    bone = 0.055 * face.cheek * bump(a, y, 0.44, 0.2, 0.17, 0.12)
    hollow = -(0.02 + 0.06 * face.gaunt) * bump(a, y, 0.43, 0.5, 0.13, 0.17)
    jaw = 0.02 * face.jaw * bump(a, y, 0.42, 0.74, 0.14, 0.12)
    smile = 0.03 * max(face.smile, 0) * bump(a, y, 0.34, 0.36, 0.12, 0.1)
    return floats(bone + hollow + jaw + smile)


def _wrinkles(face: Face, a: Array, y: Array) -> Array:
    depth = 0.003 + 0.03 * face.age
    t = np.clip((y - face.nose_y + 0.04) / 0.36, 0, 1)
    fold_x = 0.165 * face.nose + 0.16 * t**0.8
    fold = -depth * np.exp(-(((a - fold_x) / 0.028) ** 2)) * np.clip(np.sin(np.pi * t), 0, 1) ** 0.7
    bag = -(0.006 + 0.018 * face.age) * np.exp(-(((y - 0.145 - 0.25 * (a - face.eye_x) ** 2) / 0.022) ** 2))
    bag = bag * np.exp(-(((a - face.eye_x) / 0.15) ** 2))
    lines = np.cos((y + 0.03 * np.cos(a * 6)) * 58) * np.exp(-(((y + 0.5) / 0.15) ** 2) - (a / 0.4) ** 2)
    frown = -0.012 * bump(a, y, 0.055, -0.24, 0.016, 0.07)
    crow = np.cos((y - 0.02) / (0.05 + np.abs(a - 0.4)) * 9) * bump(a, y, 0.53, 0.02, 0.06, 0.09)
    return floats(fold + bag + face.age * (0.0075 * lines + 0.006 * crow) + (0.12 + 0.88 * face.age) * frown)
