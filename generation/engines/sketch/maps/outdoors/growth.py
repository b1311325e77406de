"""Lays what grows and lies about into the picture: low things first, crowns over everything."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from generation.engines.sketch.maps.outdoors.ink_species import inked_species
from generation.engines.sketch.maps.outdoors.land import Land
from generation.engines.sketch.maps.outdoors.mold import Canvas, Cast, Mold
from generation.engines.sketch.maps.outdoors.palette import toned_ramp
from generation.engines.sketch.maps.outdoors.species import Part, Species, species_of
from generation.engines.sketch.maps.outdoors.tile import color_table
from generation.engines.sketch.maps.styles import Manner, MapStyle
from generation.engines.sketch.maps.texture import Mask, Picture
from generation.layout.plan import Prop, PropKind

VARIANTS = 3  #: of each kind and size; turned, no two look alike
SIZES = (0.5, 0.9, 1.5, 2.4, 3.8)  #: spaces at which things are drawn; others are enlarged or reduced
CLOSE = 0.42  #: how dark it is right under a thing


@dataclass(frozen=True)
class Standing:
    """A thing where it stands, its colours one after the other from below."""

    prop: Prop
    species: Species
    casts: tuple[Cast, ...]
    tables: tuple[Picture, ...]  #: 256 colours for each part

    @cached_property
    def cover(self) -> Mask:
        """What all of its parts cover together."""
        return np.asarray(np.maximum.reduce([cast.cover for cast in self.casts]))

    def window(
        self, picture: Picture | Mask, scale: float, off: float = 0.0, pad: int = 0
    ) -> tuple[Picture, tuple[slice, slice]]:
        """The part of a picture that it covers `off` spaces away, and the part of it that is seen there.

        `pad` is by how many pixels it has been enlarged on all sides.
        """
        high, wide = (side + 2 * pad for side in self.cover.shape)
        x = round((self.prop.position[0] + off) * scale - wide / 2)
        y = round((self.prop.position[1] + off) * scale - high / 2)
        height, width = picture.shape[:2]
        rows = slice(min(max(0, y), height), max(0, min(height, y + high)))
        columns = slice(min(max(0, x), width), max(0, min(width, x + wide)))
        part = (slice(rows.start - y, rows.stop - y), slice(columns.start - x, columns.stop - x))
        return picture[rows, columns], part


class Grove:
    """Draws each kind, size and variant once, and turns it for every thing that needs it."""

    def __init__(self, land: Land, style: MapStyle, reduced: int = 1) -> None:
        self._land = land
        self._style = style
        self._scale = land.chart.scale / reduced
        self._species: dict[PropKind, Species] = {}

    def standing(self, props: Sequence[Prop], *, crowns: bool) -> Iterator[Standing]:
        """The things, crowns or others, the smallest first."""
        rng = self._land.chart.rng("growth")
        drawn = [(prop, rng.integers(0, 2**31, 2)) for prop in props]
        for prop, chance in sorted(drawn, key=lambda pair: pair[0].width):
            species = self._of(prop.kind)
            if species.crown is crowns:
                yield self._placed(prop, species, int(chance[0]) % VARIANTS, int(chance[1]))

    def _of(self, kind: PropKind) -> Species:
        if kind not in self._species:
            inked = self._style.manner is Manner.INKED
            self._species[kind] = (
                inked_species(kind, self._land, self._style) if inked else species_of(kind, self._land)
            )
        return self._species[kind]

    def _placed(self, prop: Prop, species: Species, variant: int, chance: int) -> Standing:
        size = (prop.width * self._scale, prop.height * self._scale)
        casts, tables = [], []
        for index, part in enumerate(species.parts):
            mold = self._mold(prop, index, part, variant)
            casts.append(mold.cast(size, prop.rotation, species.relief))
            tables.append(self._colors(part, chance))
        return Standing(prop, species, tuple(casts), tuple(tables))

    def _colors(self, part: Part, chance: int) -> Picture:
        """A ramp's table; paint is a little brighter or darker for each thing."""
        ramp = part.ramps[chance % len(part.ramps)]
        if self._style.manner is Manner.INKED:
            return color_table(ramp)
        ramp = toned_ramp(ramp, self._style)
        brightness = 0.88 + 0.24 * (chance // 64 % 256) / 255
        return color_table([(r * brightness, g * brightness, b * brightness) for r, g, b in ramp])

    def _mold(self, prop: Prop, index: int, part: Part, variant: int) -> Mold:
        size = min(SIZES, key=lambda each: abs(np.log(each / max(prop.width, 0.05))))
        key = (prop.kind, index, size, variant)
        molds = self._land.molds
        if key not in molds:
            rng = self._land.chart.rng(f"{prop.kind.value} {size} {variant}")
            canvas = Canvas(rng, self._land.chart.scale, size, size * prop.height / max(prop.width, 0.05))
            part.draw(canvas)
            molds[key] = canvas.mold()
        return molds[key]


def paint_undergrowth(picture: Picture, land: Land, style: MapStyle) -> None:
    """Bushes, stones and reeds, dark where they touch the ground."""
    for thing in Grove(land, style).standing(land.growth, crowns=False):
        if thing.species.tall:
            _darken(picture, land, thing, 0.03)
        _stamp(picture, land, thing)


def paint_canopies(picture: Picture, land: Land, style: MapStyle) -> None:
    """Crowns, the larger over the smaller, each dark beneath."""
    for thing in Grove(land, style).standing(land.growth, crowns=True):
        _darken(picture, land, thing, 0.04 + 0.03 * thing.prop.width)
        _stamp(picture, land, thing)


def _stamp(picture: Picture, land: Land, thing: Standing) -> None:
    window, part = thing.window(picture, land.chart.scale)
    if not window.size:
        return
    for cast, table in zip(thing.casts, thing.tables, strict=True):
        share = cast.cover[part].astype(np.float32) / np.float32(255)
        colors = cv2.applyColorMap(np.ascontiguousarray(cast.light[part]), table[:, None, :])
        window[:] = cv2.blendLinear(colors, np.ascontiguousarray(window), share, 1 - share)


def _darken(picture: Picture, land: Land, thing: Standing, off: float) -> None:
    """The soft dark under a thing, a little to the bottom right."""
    pad = max(2, round(0.12 * land.chart.scale))
    soft = cv2.GaussianBlur(np.pad(thing.cover, pad), (0, 0), pad * 0.45)
    window, part = thing.window(picture, land.chart.scale, off, pad)
    if window.size:
        light = 1 - np.float32(CLOSE / 255) * soft[part].astype(np.float32)
        dark = cv2.merge((light, light, light))
        window[:] = cv2.multiply(np.ascontiguousarray(window), dark, dtype=cv2.CV_8U)


def ink_undergrowth(picture: Picture, land: Land, style: MapStyle) -> None:
    """Bushes, stones and reeds, drawn with a pen."""
    for thing in Grove(land, style).standing(land.growth, crowns=False):
        _stamp(picture, land, thing)


def ink_canopies(picture: Picture, land: Land, style: MapStyle) -> None:
    """Crowns, the larger over the smaller."""
    for thing in Grove(land, style).standing(land.growth, crowns=True):
        _stamp(picture, land, thing)
