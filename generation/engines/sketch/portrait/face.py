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
    crook: float = 0.0  #: how far one corner of the mouth hangs lower than the other
    eye: float = 1.0  #: size
    slant: float = 0.06  #: how much higher the outer corner lies, radians
    age: float = 0.0  #: 0 young to 1 very old
    muzzle: float = 0.0  #: how far the mouth stands out, for tusks
    snout: float = 0.0  #: a reptile's snout instead of a nose
    yaw: float = 0.0  #: radians turned to the viewer's right
    pitch: float = 0.0  #: radians that the chin is lifted

    @property
    def eye_x(self) -> float:
        """Distance of an eye's middle from the middle of the face."""
        return 0.31 * (0.6 + 0.4 * self.width)

    @property
    def eye_half(self) -> float:
        """Half the width of an eye."""
        return 0.176 * self.eye

    @property
    def nose_y(self) -> float:
        """Where the nose ends."""
        return 0.355 * self.nose_length

    @property
    def mouth_y(self) -> float:
        """Where the lips meet."""
        return 0.605

    @property
    def mouth_half(self) -> float:
        """Half the width of the mouth."""
        return 0.235 * self.mouth * (1 + 0.12 * max(self.smile, 0.0))

    def outline(self, y: Array) -> Array:
        """Half the width of the head at each height."""
        jaw = self.width * (0.64 + 0.36 * self.jaw)
        knots = [-1.0, -0.96, -0.85, -0.65, -0.35, -0.05, 0.2, 0.45, 0.68, 0.85, 0.95, 1.01, 1.04]
        widths = [0.0, 0.26, 0.47, 0.62, 0.69, 0.685, 0.66, 0.6, 0.495, 0.355, 0.245, 0.125, 0.0]
        scale = [1.0] * 5 + [self.width] * 2 + [0.5 * (self.width + jaw)] + [jaw] * 5
        half = np.array(widths) * np.array(scale) * (0.5 + 0.5 * self.width)
        curve = PchipInterpolator(knots, half, extrapolate=False)
        return floats(np.nan_to_num(curve(y), nan=0.0))


def head_relief(face: Face, x: Array, y: Array) -> tuple[Array, Array, Array, Array]:
    """Mask, depth and the face's own x and y of every point; all (rows, columns), depth in head units.

    The face's own coordinates follow its turn and nod, and so does what is painted by them.
    """
    x, half = _turned_outline(face, x, y)
    share = np.clip(np.abs(x) / np.maximum(half, 1e-3), 0, 1)
    dome = floats(_profile(y) * (1 - share**2.3) ** 0.5)
    mask = floats(half - np.abs(x))
    cos, sin = float(np.cos(face.yaw)), float(np.sin(face.yaw))
    bumps = np.zeros_like(dome)
    for _ in range(3):
        across = floats(x * cos - (dome + bumps - 0.12) * sin)
        down = floats(y + (dome + bumps - 0.12) * np.sin(face.pitch))
        bumps = features_relief(face, across, down)
    rounded = smoothstep(0.0, 0.35, floats(1 - share))
    return mask, floats(dome + bumps * rounded), across, down


def _turned_outline(face: Face, x: Array, y: Array) -> tuple[Array, Array]:
    """Distance from the middle line and half the width there: of a turned head the chin leads, the skull
    trails, and the far cheek stands out below a dent at the eye.
    """
    turn = float(np.sin(face.yaw))
    middle = turn * (0.20 * smoothstep(0.0, 1.0, y) - 0.05 * smoothstep(0.0, -0.8, y))
    contour = 0.05 * _across(y, 0.24, 0.13) + 0.03 * _across(y, -0.27, 0.1)
    contour = contour - 0.11 * _across(y, -0.02, 0.11) - 0.07 * _across(y, 0.52, 0.14)
    far = smoothstep(0.0, 0.3, floats((x - middle) * np.sign(turn)))
    return floats(x - middle), floats(face.outline(y) + abs(turn) * contour * far * (y < 1.0))


def _across(y: Array, middle: float, radius: float) -> Array:
    return floats(np.exp(-(((y - middle) / radius) ** 2)))


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
    ridge = 0.04 * face.brow * bump(a, y, 0.27, -0.22, 0.24, 0.085)
    socket = -0.085 * bump(a, y, face.eye_x - 0.02, -0.03, 0.2, 0.13)
    inner = -0.045 * bump(a, y, 0.14, -0.05, 0.07, 0.09)
    ball = 0.05 * bump(a, y, face.eye_x, 0.0, face.eye_half, face.eye_half * 0.85)
    temple = -0.03 * bump(a, y, 0.6, -0.28, 0.14, 0.22)
    forehead = 0.02 * bump(a, y, 0.2, -0.5, 0.24, 0.17)
    return floats(ridge + socket + inner + ball + temple + forehead)


def _nose(face: Face, x: Array, y: Array) -> Array:
    end, b, wide = face.nose_y, face.bridge, face.nose
    knots = [-1.0, -0.3, -0.15, 0.04, end - 0.15, end - 0.05, end + 0.02, end + 0.09, 1.2]
    heights = [0.0, 0.008, 0.045 * b, 0.085 * b, 0.145, 0.165, 0.105, 0.0, 0.0]
    height = PchipInterpolator(knots, heights)(np.clip(y, -1, 1.2))
    width = np.interp(y, [-0.25, 0.0, end - 0.1, end], [0.095, 0.075, 0.095 * wide, 0.1 * wide])
    a = np.abs(x)
    ridge = height * np.exp(-((a / width) ** 2))
    tip = 0.06 * bump(x, y, 0.0, end - 0.055, 0.085 * wide, 0.07)
    wings = 0.055 * bump(a, y, 0.105 * wide, end - 0.015, 0.048 * wide, 0.05)
    side = -0.018 * bump(a, y, 0.19 * wide, end + 0.0, 0.05, 0.07)
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
    a, my, w = np.abs(x), face.mouth_y, face.mouth_half
    muzzle = (0.05 + 0.12 * face.muzzle) * bump(x, y, 0, my - 0.01, 0.27, 0.18)
    line = mouth_line(face, x)
    t = a / w
    upper = 0.022 * face.lips * np.exp(-(((y - line + 0.035) / 0.034) ** 2)) * np.clip(1 - t**2, 0, 1)
    round_lip = np.clip(1 - (t / 0.85) ** 2, 0, 1)
    lower = 0.04 * face.lips * np.exp(-(((y - line - 0.048) / 0.045) ** 2)) * round_lip
    slit = -0.012 * np.exp(-(((y - line) / 0.014) ** 2)) * np.clip(1.1 - t**4, 0, 1)
    corner = -0.014 * bump(a, y - line + my, w, my, 0.045, 0.04)
    philtrum = -0.008 * bump(x, y, 0, (face.nose_y + my) / 2 + 0.01, 0.028, 0.06)
    below = -0.026 * bump(x, y, 0, my + 0.15, 0.15, 0.045)
    chin = 0.05 * face.chin * bump(x, y, 0, 0.87, 0.16 + 0.03 * face.jaw, 0.095)
    return floats(muzzle + upper + lower + slit + corner + philtrum + below + chin)


def mouth_line(face: Face, x: Array) -> Array:
    """The height at which the lips meet."""
    t = np.clip(np.abs(x) / face.mouth_half, 0, 1.2)
    bow = 0.012 * np.exp(-((t / 0.2) ** 2)) - 0.008 * np.exp(-(((t - 0.4) / 0.22) ** 2))
    crook = 0.012 * face.crook * np.clip(x / face.mouth_half, -1.2, 1.2)
    return floats(face.mouth_y + bow + crook - face.smile * 0.05 * (t**2 - 0.25))


def _cheeks(face: Face, a: Array, y: Array) -> Array:
    bone = 0.045 * face.cheek * bump(a, y, 0.43, 0.19, 0.18, 0.13)
    hollow = -(0.02 + 0.06 * face.gaunt) * bump(a, y, 0.43, 0.5, 0.13, 0.17)
    jaw = 0.02 * face.jaw * bump(a, y, 0.42, 0.74, 0.14, 0.12)
    smile = 0.03 * max(face.smile, 0) * bump(a, y, 0.36, 0.3, 0.14, 0.12)
    return floats(bone + hollow + jaw + smile)


def _wrinkles(face: Face, a: Array, y: Array) -> Array:
    depth = 0.002 + 0.026 * face.age + 0.006 * max(face.smile, 0.0)
    t = np.clip((y - face.nose_y + 0.04) / 0.36, 0, 1)
    fold_x = 0.165 * face.nose + 0.16 * t**0.8
    fold = -depth * np.exp(-(((a - fold_x) / 0.034) ** 2)) * np.clip(np.sin(np.pi * t), 0, 1) ** 0.7
    bag = -(0.004 + 0.018 * face.age) * np.exp(-(((y - 0.145 - 0.25 * (a - face.eye_x) ** 2) / 0.022) ** 2))
    bag = bag * np.exp(-(((a - face.eye_x) / 0.15) ** 2))
    lines = np.cos((y + 0.03 * np.cos(a * 6)) * 58) * np.exp(-(((y + 0.5) / 0.15) ** 2) - (a / 0.4) ** 2)
    frown = -0.012 * bump(a, y, 0.055, -0.24, 0.016, 0.07)
    crow = np.cos((y - 0.02) / (0.05 + np.abs(a - 0.4)) * 9) * bump(a, y, 0.53, 0.02, 0.06, 0.09)
    return floats(fold + bag + face.age * (0.0075 * lines + 0.006 * crow) + face.age * frown)
