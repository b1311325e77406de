"""Shadows of walls: dark where they meet the ground, and cast to the bottom right, away from the light."""

from collections.abc import Sequence

import cv2
import numpy as np

from generation.engines.sketch.maps.built.pieces import Outline
from generation.engines.sketch.maps.built.site import THICKNESS, body_of, indoors, polygons_of, wall_lines
from generation.engines.sketch.maps.chart import SHIFT, Chart
from generation.engines.sketch.maps.styles import MapStyle
from generation.engines.sketch.maps.texture import Field, Mask, Picture, bands, cover
from generation.layout.plan import WallMaterial
from generation.vocabulary import DoorState, TimeOfDay

SAMPLES = 24.0  #: samples of shade per space; shade is smooth
REACH = {TimeOfDay.DAY: 0.6, TimeOfDay.DUSK: 1.25, TimeOfDay.NIGHT: 0.45}  #: spaces that a shadow falls
DARKNESS = {TimeOfDay.DAY: 0.5, TimeOfDay.DUSK: 0.45, TimeOfDay.NIGHT: 0.3}
HEIGHTS = {WallMaterial.STONE: 1.0, WallMaterial.WOOD: 0.9, WallMaterial.RUIN: 0.7}
INDOORS = 0.38  #: spaces; within four walls light comes from all sides
CONTACT = ((0.42, 0.13), (0.24, 0.5))  #: strength, and over how many spaces it fades


def paint_wall_shadows(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """Shade around every wall above ground; the walls themselves are painted over it."""
    if not chart.open_air or not chart.layout.walls:
        return
    step = max(chart.scale / SAMPLES, 1.0)
    shape = round(chart.height / step), round(chart.width / step)
    roofed = cv2.resize(indoors(chart), shape[::-1], interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    _lay(picture, chart, style, _shade(chart, shape, roofed))


def _shade(chart: Chart, shape: tuple[int, int], roofed: Field) -> Field:
    """How dark it is at each sample, 0 to 1."""
    samples = shape[1] / chart.layout.width
    cast = np.zeros(shape, dtype=np.float32)
    solid = np.zeros(shape, dtype=np.uint8)
    for material, height in HEIGHTS.items():
        bodies = _bodies(chart, material, shape, samples)
        if not bodies.any():
            continue
        solid = np.maximum(solid, bodies)
        outside = _swept(bodies, REACH[chart.time_of_day] * height * samples)
        inside = _swept(bodies, INDOORS * height * samples)
        both = outside + (inside - outside) * roofed
        cast = np.maximum(cast, both)
    away = cv2.distanceTransform((solid < 128).astype(np.uint8), cv2.DIST_L2, 5) / samples
    contact = sum(strength * np.exp(-away / fade) for strength, fade in CONTACT) * (0.55 + 0.45 * roofed)
    darkness = DARKNESS[chart.time_of_day]
    return np.asarray(1 - (1 - darkness * cast) * (1 - contact), dtype=np.float32)


def _bodies(chart: Chart, material: WallMaterial, shape: tuple[int, int], samples: float) -> Mask:
    """What stands, of one material; shut doors stand as walls do."""
    mask = np.zeros(shape, dtype=np.uint8)
    for polygon in polygons_of(body_of(wall_lines(chart.shown_walls, material), THICKNESS[material])):
        rings = [_placed(np.asarray(ring.coords), samples) for ring in (polygon.exterior, *polygon.interiors)]
        cv2.fillPoly(mask, rings, 255, cv2.LINE_AA, SHIFT)
    if material is WallMaterial.STONE:
        shut = [door for door in chart.layout.doors if door.state is not DoorState.OPEN]
        ends = [_placed(np.array((door.start, door.end)), samples) for door in shut]
        cv2.polylines(mask, ends, False, 255, max(1, round(0.16 * samples)), cv2.LINE_AA, SHIFT)
    return mask


def _placed(points: np.ndarray, samples: float) -> np.ndarray:
    return np.round((points * samples - 0.5) * (1 << SHIFT)).astype(np.int32)


def fall_of(
    picture: Picture, chart: Chart, style: MapStyle, outlines: Sequence[Outline], reach: float
) -> None:
    """The shadow that bodies cast on the ground or the water about them, over `reach` spaces."""
    step = max(chart.scale / SAMPLES, 1.0)
    shape = round(chart.height / step), round(chart.width / step)
    samples = shape[1] / chart.layout.width
    mask = np.zeros(shape, dtype=np.uint8)
    cv2.fillPoly(mask, [_placed(outline[:, :2], samples) for outline in outlines], 255, cv2.LINE_AA, SHIFT)
    _lay(picture, chart, style, _swept(mask, reach * samples) * DARKNESS[chart.time_of_day])


def _lay(picture: Picture, chart: Chart, style: MapStyle, shade: Field) -> None:
    """Darken a picture by samples of shade, 0 to 1."""
    full = cv2.resize(
        (shade * 255).astype(np.uint8), (chart.width, chart.height), interpolation=cv2.INTER_LINEAR
    )
    for rows in bands(chart.height):
        if full[rows].any():
            cover(picture[rows], style.outline, np.asarray(full[rows], dtype=np.float32) / 255)


def _swept(mask: Mask, reach: float) -> Field:
    """A mask drawn out over `reach` samples to the bottom right, its edge softer the farther it falls."""
    steps = max(1, round(reach * 0.7071))
    swept, done = mask.copy(), 0
    while done < steps:
        step = min(max(done, 1), steps - done)
        moved = np.zeros_like(swept)
        moved[step:, step:] = swept[:-step, :-step]
        swept, done = np.maximum(swept, moved), done + step
    soft = cv2.GaussianBlur(swept, (0, 0), max(0.8, reach * 0.14))
    return np.asarray(soft, dtype=np.float32) / 255
