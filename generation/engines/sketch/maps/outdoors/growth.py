"""Lays what grows and lies about into the picture: low things first, crowns over everything."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from generation.engines.sketch.maps.outdoors.ink_species import inked_species
from generation.engines.sketch.maps.outdoors.land import Land
from generation.engines.sketch.maps.outdoors.mold import Canvas, Cast, Mold, Pose
from generation.engines.sketch.maps.outdoors.palette import toned_ramp
from generation.engines.sketch.maps.outdoors.species import Part, Species, species_of
from generation.engines.sketch.maps.outdoors.tile import Ramp, color_table
from generation.engines.sketch.maps.styles import Manner, MapStyle
from generation.engines.sketch.maps.texture import Mask, Picture
from generation.layout.plan import Prop, PropKind

VARIANTS = 3  #: of each kind and size; turned, no two look alike
SIZES = (0.5, 0.9, 1.5, 2.4, 3.8)  #: spaces at which things are drawn; others are enlarged or reduced
SHADES = 8  #: between the darkest and the brightest of things of one colour
COARSER = 2  #: times that soft shadows are reduced while they are made
CLOSE = 0.42  #: how dark it is right under a thing


@dataclass(frozen=True)
class Standing:
    """A thing where it stands, and what it covers, 0 to 255."""

    prop: Prop
    species: Species
    cover: Mask

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


@dataclass(frozen=True)
class Drawn(Standing):
    """One that is lit and coloured, its parts one after the other from below."""

    casts: tuple[Cast, ...]
    tables: tuple[Picture, ...]  #: 256 colours for each part


class Grove:
    """Draws each kind, size and variant once, and turns it for every thing that needs it."""

    def __init__(self, land: Land, style: MapStyle) -> None:
        self._land = land
        self._style = style
        self._species: dict[PropKind, Species] = {}
        self._tables: dict[tuple[Ramp, int], Picture] = {}

    def drawn(self, *, crowns: bool) -> Iterator[Drawn]:
        """The things, crowns or others, the smallest first."""
        for prop, species, chance in self._things(crowns=crowns):
            molds = self._molds(prop, species, chance)
            pose = self._pose(prop, molds)
            casts = tuple(mold.cast(pose, species.relief) for mold in molds)
            tables = tuple(self._colors(part, chance) for part in species.parts)
            yield Drawn(prop, species, _together([cast.cover for cast in casts]), casts, tables)

    def outlines(self, reduced: int) -> Iterator[Standing]:
        """What the things cover in a picture reduced so many times; those that lie flat are left out."""
        for crowns in (False, True):
            for prop, species, chance in self._things(crowns=crowns):
                if species.tall:
                    molds = self._molds(prop, species, chance)
                    pose = self._pose(prop, molds, reduced)
                    yield Standing(prop, species, _together([mold.outline(pose) for mold in molds]))

    def _things(self, *, crowns: bool) -> Iterator[tuple[Prop, Species, int]]:
        """Each with its species, and what chance has drawn for it."""
        rng = self._land.chart.rng("growth")
        lots = [(prop, int(rng.integers(0, 2**31))) for prop in self._land.growth]
        for prop, chance in sorted(lots, key=lambda lot: lot[0].width):
            species = self._of(prop.kind)
            if species.crown is crowns:
                yield prop, species, chance

    def _of(self, kind: PropKind) -> Species:
        if kind not in self._species:
            inked = self._style.manner is Manner.INKED
            self._species[kind] = (
                inked_species(kind, self._land, self._style) if inked else species_of(kind, self._land)
            )
        return self._species[kind]

    def _pose(self, prop: Prop, molds: Sequence[Mold], reduced: int = 1) -> Pose:
        scale = self._land.chart.scale / reduced
        size = (prop.width * scale, prop.height * scale)
        return Pose(size, prop.rotation, tight=all(mold.round for mold in molds))

    def _colors(self, part: Part, chance: int) -> Picture:
        """A ramp's table; paint is a little brighter or darker for each thing."""
        ramp = tuple(part.ramps[chance % len(part.ramps)])
        inked = self._style.manner is Manner.INKED
        shade = 0 if inked else chance // 64 % SHADES
        if (ramp, shade) not in self._tables:
            bright = 1.0 if inked else 0.88 + 0.24 * shade / (SHADES - 1)
            colors = ramp if inked else toned_ramp(ramp, self._style)
            lit = [(red * bright, green * bright, blue * bright) for red, green, blue in colors]
            self._tables[ramp, shade] = color_table(lit)
        return self._tables[ramp, shade]

    def _molds(self, prop: Prop, species: Species, chance: int) -> list[Mold]:
        """The molds of its parts, drawn when first needed."""
        size = min(SIZES, key=lambda each: abs(np.log(each / max(prop.width, 0.05))))
        form = round(prop.height / max(prop.width, 0.05), 1)
        variant = chance // 1024 % VARIANTS
        return [
            self._mold(part, f"{prop.kind.value} {index} {size} {form} {variant}", size, max(form, 0.1))
            for index, part in enumerate(species.parts)
        ]

    def _mold(self, part: Part, name: str, size: float, form: float) -> Mold:
        if name not in self._land.molds:
            canvas = Canvas(self._land.chart.rng(name), self._land.chart.scale, size, size * form)
            part.draw(canvas)
            self._land.molds[name] = canvas.mold()
        return self._land.molds[name]


def _together(covers: Sequence[Mask]) -> Mask:
    """What several parts, all of one size, cover."""
    return covers[0] if len(covers) == 1 else np.asarray(np.maximum.reduce(list(covers)))


def paint_undergrowth(picture: Picture, land: Land, style: MapStyle) -> None:
    """Bushes, stones and reeds, dark where they touch the ground."""
    for thing in Grove(land, style).drawn(crowns=False):
        if thing.species.tall:
            _darken(picture, land, thing, 0.03)
        _stamp(picture, land, thing)


def paint_canopies(picture: Picture, land: Land, style: MapStyle) -> None:
    """Crowns, the larger over the smaller, each dark beneath."""
    for thing in Grove(land, style).drawn(crowns=True):
        _darken(picture, land, thing, 0.04 + 0.03 * thing.prop.width)
        _stamp(picture, land, thing)


def _stamp(picture: Picture, land: Land, thing: Drawn) -> None:
    window, part = thing.window(picture, land.chart.scale)
    if not window.size:
        return
    for cast, table in zip(thing.casts, thing.tables, strict=True):
        share = cast.cover[part].astype(np.float32) / np.float32(255)
        colors = cv2.applyColorMap(np.ascontiguousarray(cast.light[part]), table[:, None, :])
        window[:] = cv2.blendLinear(colors, np.ascontiguousarray(window), share, 1 - share)


def _darken(picture: Picture, land: Land, thing: Standing, off: float) -> None:
    """The soft dark under a thing, a little to the bottom right."""
    pad = COARSER * max(1, round(0.12 * land.chart.scale / COARSER))
    soft = _blurred(np.pad(thing.cover, pad), pad * 0.45)
    window, part = thing.window(picture, land.chart.scale, off, pad)
    if window.size:
        light = 1 - np.float32(CLOSE / 255) * soft[part].astype(np.float32)
        dark = cv2.merge((light, light, light))
        window[:] = cv2.multiply(np.ascontiguousarray(window), dark, dtype=cv2.CV_8U)


def _blurred(cover: Mask, sigma: float) -> Mask:
    """Blurred by `sigma` pixels, roughly: reduced, blurred, enlarged."""
    high, wide = cover.shape
    small = cv2.resize(cover, (-(-wide // COARSER), -(-high // COARSER)), interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), max(sigma / COARSER, 0.6))
    return np.asarray(cv2.resize(soft, (wide, high), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


def ink_undergrowth(picture: Picture, land: Land, style: MapStyle) -> None:
    """Bushes, stones and reeds, drawn with a pen."""
    for thing in Grove(land, style).drawn(crowns=False):
        _stamp(picture, land, thing)


def ink_canopies(picture: Picture, land: Land, style: MapStyle) -> None:
    """Crowns, the larger over the smaller."""
    for thing in Grove(land, style).drawn(crowns=True):
        _stamp(picture, land, thing)
