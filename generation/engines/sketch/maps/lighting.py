"""Light: a darker surrounding, pools of light that stop at walls, and the last touch over the whole."""

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import ImageColor

from generation.engines.sketch.maps.chart import Chart
from generation.engines.sketch.maps.styles import Color, MapStyle
from generation.engines.sketch.maps.texture import Field, Mask, Picture, blurred, blurred_mask, grain, shade
from generation.layout.plan import Light
from generation.vocabulary import DoorState

FINENESS = 16.0  #: samples of light per space; light is smooth
RAYS = 240
BRIGHT = 1.7  #: right beside a light, against the style's strength
MOST = 0.85  #: what many lights together add at most, as eyes get used to them


def paint_light(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """Multiply the picture with what falls on it."""
    fineness = min(FINENESS, chart.scale)
    height, width = (round(side * fineness) for side in (chart.layout.height, chart.layout.width))
    light = np.zeros((height, width, 3), dtype=np.float32)
    walls = _segments(chart)
    for index, source in enumerate(chart.layout.lights):
        strength = np.array(_color(style, source, index)) / 255 * style.light * source.intensity * BRIGHT
        _add(light, source, strength, walls, fineness)
    light = np.array(style.ambient, np.float32) + MOST * (1 - np.exp(-light / MOST))
    soft = blurred(light, fineness * 0.1)
    full = cv2.resize(soft, (chart.width, chart.height), interpolation=cv2.INTER_LINEAR)
    shade(picture, np.asarray(full))


def _color(style: MapStyle, light: Light, index: int) -> Color:
    if style.light_colors:
        return style.light_colors[index % len(style.light_colors)]
    red, green, blue = ImageColor.getrgb(light.color)[:3]
    return float(red), float(green), float(blue)


def _segments(chart: Chart) -> NDArray[np.float64]:
    """Everything that stops light, N × (x0, y0, x1, y1)."""
    runs = [np.array(wall.points) for wall in chart.layout.walls]
    parts = [np.hstack((run[:-1], run[1:])) for run in runs]
    shut = [door for door in chart.layout.doors if door.secret or door.state is not DoorState.OPEN]
    parts.append(np.array([(*door.start, *door.end) for door in shut]).reshape(-1, 4))
    return np.concatenate(parts)


def _add(
    light: Field,
    source: Light,
    strength: NDArray[np.float64],
    walls: NDArray[np.float64],
    fineness: float,
) -> None:
    """Add one pool of light, `strength` for each channel, where `source` sees the floor."""
    x, y = source.position
    reach = source.range
    left, top = max(0, int((x - reach) * fineness)), max(0, int((y - reach) * fineness))
    right, bottom = int((x + reach) * fineness) + 1, int((y + reach) * fineness) + 1
    window = light[top:bottom, left:right]
    if window.size == 0:
        return
    rows, columns = np.mgrid[top : top + window.shape[0], left : left + window.shape[1]]
    distance = np.hypot((columns + 0.5) / fineness - x, (rows + 0.5) / fineness - y)
    fade = np.clip(1 - distance / reach, 0, 1) ** 1.6
    seen: Mask = np.zeros(window.shape[:2], dtype=np.uint8)
    outline = _visible(np.array((x, y)), reach, walls) * fineness - (left, top)
    cv2.fillPoly(seen, [np.round(outline * 16).astype(np.int32)], 255, shift=4)
    lit = blurred_mask(seen, fineness * 0.16) / 255
    window += (fade * lit)[:, :, None] * strength


def _visible(eye: NDArray[np.float64], reach: float, walls: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far light gets in each direction, a little way into the walls so that they are lit too."""
    near = walls[_within(eye, reach, walls)]
    angles = np.arange(RAYS) / RAYS * 2 * np.pi
    rays = np.column_stack((np.cos(angles), np.sin(angles)))
    start, along = near[:, :2] - eye, near[:, 2:] - near[:, :2]
    cross = rays[:, None, 0] * along[None, :, 1] - rays[:, None, 1] * along[None, :, 0]
    safe = np.where(np.abs(cross) < 1e-9, 1e-9, cross)
    far = (start[:, 0] * along[:, 1] - start[:, 1] * along[:, 0])[None, :] / safe
    share = (start[None, :, 0] * rays[:, None, 1] - start[None, :, 1] * rays[:, None, 0]) / safe
    hits = np.where((far > 0) & (share >= -1e-6) & (share <= 1 + 1e-6), far, reach)
    length = np.minimum(hits.min(axis=1, initial=reach) + 0.3, reach)
    outline: NDArray[np.float64] = eye + rays * length[:, None]
    return outline


def _within(eye: NDArray[np.float64], reach: float, walls: NDArray[np.float64]) -> NDArray[np.bool_]:
    low = np.minimum(walls[:, :2], walls[:, 2:])
    high = np.maximum(walls[:, :2], walls[:, 2:])
    return np.asarray(((low < eye + reach) & (high > eye - reach)).all(axis=1))


def grade(picture: Picture, chart: Chart, _: MapStyle) -> None:
    """A touch more contrast, and the tooth of a canvas."""
    curve = np.arange(256) / 255
    curve = curve + 0.16 * (curve - 0.42) * (1 - np.abs(2 * curve - 1))
    table = np.clip(curve * 258, 0, 255).astype(np.uint8)
    picture[:] = cv2.LUT(picture, table)
    shade(picture, 1 + 0.018 * grain(chart.rng("grain"), chart.shape))
