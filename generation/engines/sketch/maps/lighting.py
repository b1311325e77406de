"""Light: the sky or the dark, pools of light that stop at walls, and the last touch over the whole."""

from collections.abc import Mapping
from types import MappingProxyType

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import ImageColor

from generation.engines.sketch.maps.chart import SHIFT, Chart
from generation.engines.sketch.maps.coarse import CoarseField, windows
from generation.engines.sketch.maps.styles import Color, MapStyle
from generation.engines.sketch.maps.texture import (
    BAND,
    Field,
    Mask,
    Picture,
    bands,
    blurred,
    blurred_mask,
    grain,
    smoothstep,
)
from generation.layout.plan import Light
from generation.vocabulary import DoorState, TimeOfDay

FINENESS = 16.0  #: samples of light per space; light is smooth
RAYS = 240
BRIGHT = 1.7  #: right beside a light, against the style's strength
MOST = 0.85  #: what many lights together add at most, as eyes get used to them

SKY: Mapping[TimeOfDay, Color] = MappingProxyType(
    {
        TimeOfDay.DAY: (1.02, 1.01, 0.985),
        TimeOfDay.DUSK: (1.0, 0.8, 0.68),
        TimeOfDay.NIGHT: (0.52, 0.59, 0.77),
    }
)
"""The light outdoors, a factor for each channel."""

INDOORS: Mapping[TimeOfDay, float] = MappingProxyType(
    {TimeOfDay.DAY: 1.28, TimeOfDay.DUSK: 1.06, TimeOfDay.NIGHT: 0.86}
)
"""What falls in through windows, against the dark that a style has underground."""

LAMPS: Mapping[TimeOfDay, float] = MappingProxyType(
    {TimeOfDay.DAY: 0.16, TimeOfDay.DUSK: 0.6, TimeOfDay.NIGHT: 1.0}
)
"""How much of a lamp is seen against the sky."""

PALE_NIGHT = 0.55  #: how much of their colours things keep by moonlight


def paint_light(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """Multiply the picture with what falls on it."""
    light = light_on(chart, style)
    roofed = None
    if chart.open_air and chart.time_of_day is TimeOfDay.NIGHT:
        step = _step(chart)
        roofed = CoarseField(_roofed(chart, step), step, chart.width)
    for window in windows(picture):
        factor, below = light.at(window), picture[window]
        if roofed is not None:
            below = _pale(below, np.maximum(smoothstep(0.5, 0.9, factor[:, :, 0]), roofed.at(window)))
        picture[window] = cv2.multiply(below, factor, dtype=cv2.CV_8U)


def light_on(chart: Chart, style: MapStyle) -> CoarseField:
    """What falls on each place, a factor for each channel."""
    step = _step(chart)
    light = _ambient(chart, style, step)
    lamps = np.zeros_like(light)
    walls = _segments(chart)
    for index, source in enumerate(chart.layout.lights):
        strength = np.array(_color(style, source, index)) / 255 * style.light * source.intensity * BRIGHT
        _add(lamps, source, strength, walls, chart.scale / step)
    light += _seen(chart, step) * MOST * (1 - np.exp(-lamps / MOST))
    return CoarseField(blurred(light, chart.scale / step * 0.1), step, chart.width)


def _step(chart: Chart) -> int:
    """Pixels for a sample of light."""
    return max(1, round(chart.scale / FINENESS))


def _samples(chart: Chart, step: int) -> tuple[int, int]:
    """Rows and columns of light; the last ones may reach beyond the picture."""
    return -(-chart.height // step), -(-chart.width // step)


def _ambient(chart: Chart, style: MapStyle, step: int) -> Field:
    """What light there is without any lamp: the sky's, under roofs and in the ground the style's."""
    shape = _samples(chart, step)
    indoor = np.array(style.ambient, dtype=np.float32)
    if not chart.open_air:
        return np.tile(indoor, (*shape, 1))
    roofed = _roofed(chart, step)[:, :, None]
    sky = np.array(SKY[chart.time_of_day], dtype=np.float32)
    if chart.time_of_day is TimeOfDay.NIGHT:
        sky /= min(sum(style.nature) / 3, 1.0)  # what is dark by day must be read by night
    return np.asarray(sky + (np.minimum(indoor * INDOORS[chart.time_of_day], 1) - sky) * roofed, np.float32)


def _seen(chart: Chart, step: int) -> Field | float:
    """How much of its lamps a place shows, 0 to 1: by day under the sky next to nothing."""
    if not chart.open_air:
        return 1.0
    roofed = _roofed(chart, step)[:, :, None]
    open_share = LAMPS[chart.time_of_day]
    return np.asarray(open_share + (1 - open_share) * roofed, dtype=np.float32)


def _roofed(chart: Chart, step: int) -> Field:
    """1 in rooms that are not outdoors, 0 elsewhere."""
    mask = np.zeros(_samples(chart, step), dtype=np.uint8)
    for room in chart.layout.rooms:
        if not room.outdoors:
            corners = np.array(room.polygon) * chart.scale / step - 0.5
            cv2.fillPoly(mask, [np.round(corners * (1 << SHIFT)).astype(np.int32)], 255, cv2.LINE_AA, SHIFT)
    return np.asarray(mask, dtype=np.float32) / np.float32(255)


def _pale(band: Picture, lit: Field) -> Picture:
    """Colours by moonlight; all of them come back where `lit` is 1."""
    grey = cv2.cvtColor(cv2.cvtColor(band, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    kept = np.asarray(PALE_NIGHT + (1 - PALE_NIGHT) * np.clip(lit, 0, 1), dtype=np.float32)
    return np.asarray(cv2.blendLinear(np.ascontiguousarray(band), grey, kept, 1 - kept), dtype=np.uint8)


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
    tooth = 1 + 0.018 * grain(chart.rng("grain"), (BAND, chart.width))
    for rows in bands(chart.height):
        part = tooth[: rows.stop - rows.start]
        picture[rows] = cv2.multiply(
            cv2.LUT(picture[rows], table), cv2.merge((part, part, part)), dtype=cv2.CV_8U
        )
