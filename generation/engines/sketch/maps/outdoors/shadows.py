"""What keeps the sun off the ground: cliffs, trees and stones, by the hour."""

from collections.abc import Mapping
from types import MappingProxyType

import cv2
import numpy as np

from generation.engines.sketch.maps.coarse import CoarseField, windows
from generation.engines.sketch.maps.outdoors.growth import Grove, Standing
from generation.engines.sketch.maps.outdoors.land import Land
from generation.engines.sketch.maps.outdoors.layers import scaled
from generation.engines.sketch.maps.styles import MapStyle
from generation.engines.sketch.maps.texture import Field, Mask, Picture, smoothstep
from generation.vocabulary import TimeOfDay

LENGTH: Mapping[TimeOfDay, float] = MappingProxyType(
    {TimeOfDay.DAY: 1.0, TimeOfDay.DUSK: 2.3, TimeOfDay.NIGHT: 0.8}
)
"""How long shadows are, against those at noon."""

DARKNESS: Mapping[TimeOfDay, float] = MappingProxyType(
    {TimeOfDay.DAY: 0.5, TimeOfDay.DUSK: 0.46, TimeOfDay.NIGHT: 0.3}
)
CLIFF = 1.4  #: spaces that the shadow of one step of rock falls at noon
TINT = (1.0, 0.95, 0.84)  #: shadows under the sky are a little blue
FINE = 2  #: pixels for a sample of shade


def paint_shadows(picture: Picture, land: Land, style: MapStyle) -> None:
    """Everything that falls to the bottom right, over ground and water alike."""
    shade = shade_of_growth(land, style)
    rock = land.coarse(_of_rock(land)) if land.rock.seen else None
    dark = DARKNESS[land.chart.time_of_day]
    for window in windows(picture):
        deep = shade.at(window) * np.float32(dark / 255)
        if rock is not None:
            deep = np.maximum(deep, dark * np.clip(rock.at(window), 0, 1))
        if deep.any():
            light = cv2.merge([np.asarray(1 - tint * deep, dtype=np.float32) for tint in TINT])
            picture[window] = scaled(picture[window], np.asarray(light))


def shade_of_growth(land: Land, style: MapStyle) -> CoarseField:
    """The shade of all that grows or lies about, leaf by leaf, 0 to 255."""
    mask = np.zeros((-(-land.chart.height // FINE), -(-land.chart.width // FINE)), dtype=np.uint8)
    for thing in Grove(land, style).outlines(FINE):
        _cast(mask, land, thing)
    soft = cv2.GaussianBlur(mask, (0, 0), max(0.6, 0.035 * land.chart.scale / FINE))
    return CoarseField(np.asarray(soft, dtype=np.uint8), FINE, land.chart.width)


def _cast(mask: Mask, land: Land, thing: Standing) -> None:
    """One thing's shade, drawn out from where it stands."""
    reach = thing.species.tall * thing.prop.width * LENGTH[land.chart.time_of_day] / np.sqrt(2)
    copies = 1 + int(reach / (0.12 + 0.12 * thing.prop.width))
    for copy in range(copies):
        window, part = thing.window(mask, land.chart.scale / FINE, reach * (copy + 1) / copies)
        if window.size:
            cv2.max(window, thing.cover[part], dst=window)


def _of_rock(land: Land) -> Field:
    """Where higher rock stands between a place and the light, 0 to 1."""
    height = land.rock.height
    reach = CLIFF * LENGTH[land.chart.time_of_day] * land.samples / np.sqrt(2)
    highest, step = height.copy(), 1
    while step < 3 * reach:
        moved = np.zeros_like(highest)
        moved[step:, step:] = highest[:-step, :-step] - step / reach
        highest, step = np.maximum(highest, moved), step * 2
    return smoothstep(0.02, 0.22, highest - height)
