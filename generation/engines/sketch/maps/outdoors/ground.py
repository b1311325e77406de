"""The ground itself: what grows or lies on it, each kind going over softly into the next."""

from dataclasses import dataclass

import cv2
import numpy as np

from generation.engines.sketch.maps.coarse import CoarseField, Window, windows
from generation.engines.sketch.maps.outdoors.land import COLD, KINDS, WATERS, Land
from generation.engines.sketch.maps.outdoors.layers import laid_over, scaled
from generation.engines.sketch.maps.outdoors.relief import drift_light, hill_light
from generation.engines.sketch.maps.outdoors.soils import snow_soil, soil_for
from generation.engines.sketch.maps.outdoors.strewn import strewn_on
from generation.engines.sketch.maps.outdoors.tile import Swatch
from generation.engines.sketch.maps.outdoors.tracks import track_light
from generation.engines.sketch.maps.styles import MapStyle
from generation.engines.sketch.maps.texture import Field, Picture, smoothstep
from generation.vocabulary import TerrainType

WAVER = 0.09  #: spaces by which an edge strays from the plan's line
OVERLAP = 0.04  #: spaces by which grounds reach under one another, lest what is below shows between
GROWN_OVER = 0.17  #: spaces by which high ground reaches over its lower neighbour


@dataclass(frozen=True)
class Layer:
    """Ground that lies where `share` is above 0; spaces to its rim, more or less."""

    share: CoarseField
    swatch: Swatch


def paint_ground(picture: Picture, land: Land, style: MapStyle) -> None:
    """Every natural ground, with edges that waver, lit as it rises and falls."""
    base = soil_for(land.base, land, style)
    layers = [*_patches(land, base), *_grounds(land, style), *_snow(land, style)]
    strewn = strewn_on(land, style)
    light = land.coarse(_light(land))
    for window in windows(picture):
        band, below = base[0].at(window), base[0].heights(window)
        for layer in layers:
            _lay(band, below, layer, window)
        for things in strewn:
            band = things.over(band, window)
        picture[window] = scaled(band, light.at(window))


def _lay(band: Picture, below: Field, layer: Layer, window: Window) -> None:
    """One more layer over a band; blades and stones of what lies below stick out of its edge."""
    columns = layer.share.span(window[0], -GROWN_OVER)
    if columns is None:
        return
    part = (window[0], columns)
    above = layer.swatch.heights(part)
    alpha = smoothstep(-0.045, 0.045, layer.share.at(part) + GROWN_OVER * (0.6 * above - below[:, columns]))
    band[:, columns] = laid_over(band[:, columns], layer.swatch.at(part), alpha)


def _patches(land: Land, swatches: tuple[Swatch, ...]) -> list[Layer]:
    """The second look of some ground, in patches over the first."""
    if len(swatches) < 2:
        return []
    patchy = 0.5 * land.noise(f"patches {land.base.value}", 3.2, 4)
    return [Layer(land.coarse(patchy), swatches[1])]


def _grounds(land: Land, style: MapStyle) -> list[Layer]:
    """All that is listed over the base."""
    rough = WAVER * land.noise("edges", 0.55, 3)
    layers = []
    if land.has_water and land.base not in WATERS:
        bed = land.coarse(land.inside(*WATERS) + 0.6 * rough)
        layers.append(Layer(bed, soil_for(TerrainType.WATER, land, style)[0]))
    for kind in land.present:
        if kind is land.base or kind in WATERS:
            continue
        share = land.inside(kind) + rough + OVERLAP
        swatches = soil_for(kind, land, style)
        layers.append(Layer(land.coarse(share), swatches[0]))
        for swatch in swatches[1:]:
            patchy = 0.5 * land.noise(f"patches {kind.value}", 2.2, 4)
            layers.append(Layer(land.coarse(np.minimum(share, patchy)), swatch))
    return layers


def _snow(land: Land, style: MapStyle) -> list[Layer]:
    """What winter lays over everything, thinner where people tread and where stones are."""
    if not land.snowed:
        return []
    cover = {
        TerrainType.ROAD: -0.16,
        TerrainType.RUBBLE: 0.02,
        TerrainType.MOUNTAIN: -0.05,
        TerrainType.TREES: 0.06,
        TerrainType.DIFFICULT: 0.06,
        TerrainType.SAND: 0.1,
        **dict.fromkeys((*WATERS, TerrainType.LAVA, TerrainType.ICE), -0.5),
    }
    table = np.array([cover.get(kind, 0.2) for kind in KINDS], dtype=np.float32)
    depth = cv2.GaussianBlur(table[land.kinds], (0, 0), 0.22 * land.samples)
    drifts = 0.24 * land.noise("drifts", 1.3, 4)
    return [Layer(land.coarse(np.asarray(depth + drifts, np.float32)), snow_soil(land, style))]


def _light(land: Land) -> Field:
    """Three channels: drier and damper places, hills, ruts."""
    damp = land.noise("damp", 5.0, 3)
    mottled = land.noise("mottled", 1.1, 3)
    bright = 1 + 0.07 * land.noise("bright", 3.4, 3) + 0.035 * mottled + hill_light(land)
    bright = bright * track_light(land)
    white = land.base in COLD or land.snowed
    if white:
        bright = bright + drift_light(land)
    vivid = 0.25 if white else 1.0
    hues = [1 + vivid * 0.075 * damp, 1 + vivid * 0.015 * damp, 1 - vivid * 0.1 * damp]
    return np.asarray(cv2.merge([(bright * hue).astype(np.float32) for hue in hues]))
