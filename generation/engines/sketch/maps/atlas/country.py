"""Mountains, woods and marshes: where each symbol stands, drawn from the back of the page to the front."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from generation.engines.sketch.maps.atlas.composition import Plate
from generation.engines.sketch.maps.atlas.page import Page
from generation.engines.sketch.maps.atlas.plants import (
    draw_conifer,
    draw_crack,
    draw_drift,
    draw_grass,
    draw_palm,
    draw_reeds,
    draw_rocks,
    draw_round_tree,
)
from generation.engines.sketch.maps.atlas.quill import Drawing, Quill, sprites, stamp
from generation.engines.sketch.maps.atlas.relief import draw_dune, draw_hill, draw_mountain, snowline
from generation.engines.sketch.maps.atlas.sheet import Pixels
from generation.engines.sketch.maps.texture import Field, Picture
from generation.vocabulary import TerrainType

VARIANTS = 6
PEAKS = ((70.0, 0.62), (50.0, 0.4), (34.0, 0.12))  #: units wide, and how far inside, in widths


class Draw(Protocol):
    """Draws a symbol so many units wide."""

    def __call__(self, quill: Quill, width: float) -> Drawing:
        """The drawing, on a quill that has drawn nothing yet."""
        ...


@dataclass(frozen=True)
class Stock:
    """One kind of symbol, so many units wide, and the pixels that each of many stands on."""

    draw: Draw
    width: float
    at: Pixels


def draw_country(picture: Picture, page: Plate) -> None:
    """Everything that stands on the land, but for what people have built."""
    stocks = [stock for stock in stocks_of(page) if len(stock.at)]
    if not stocks:
        return
    rng = page.sheet.rng("country")
    drawings = [
        stock.draw(Quill(page.look, rng, page.sheet.unit), stock.width)
        for stock in stocks
        for _ in range(VARIANTS)
    ]
    drawn = sprites(drawings, page.sheet.unit)
    at = np.concatenate([stock.at for stock in stocks])
    first = np.concatenate([np.full(len(stock.at), number * VARIANTS) for number, stock in enumerate(stocks)])
    which = first + rng.integers(VARIANTS, size=len(first))
    for number in np.lexsort((at[:, 0], at[:, 1])):
        stamp(picture, drawn[which[number]], float(at[number, 0]), float(at[number, 1]))


def stocks_of(page: Plate) -> Iterator[Stock]:
    """What stands on the land, and where."""
    ground = Clearance(page)
    yield from _mountains(page, ground)
    yield from _woods(page, ground)
    for cover in COVERS:
        yield Stock(cover.draw, cover.width, ground.covered(cover))


@dataclass(frozen=True, kw_only=True)
class Cover:
    """What is strewn over ground of one kind; `share` of the points, so many units apart, have it."""

    kind: TerrainType
    draw: Draw
    width: float
    across: float
    down: float
    share: float
    inside: float = 0.3  #: widths from the ground's rim
    patchy: bool = False  #: in some places only


TREES = Cover(
    kind=TerrainType.TREES, draw=draw_round_tree, width=13, across=13, down=9.4, share=0.9, inside=0.25
)
COVERS = (
    Cover(kind=TerrainType.HILL, draw=draw_hill, width=30, across=35, down=21, share=0.5, inside=0.1),
    Cover(kind=TerrainType.HILL, draw=draw_hill, width=21, across=26, down=15, share=0.4, inside=0.1),
    Cover(kind=TerrainType.DIFFICULT, draw=draw_reeds, width=17, across=26, down=18, share=0.75),
    Cover(kind=TerrainType.SAND, draw=draw_dune, width=26, across=38, down=24, share=0.6, inside=0.25),
    Cover(kind=TerrainType.GRASS, draw=draw_grass, width=9, across=34, down=26, share=0.5, patchy=True),
    Cover(kind=TerrainType.SNOW, draw=draw_drift, width=22, across=56, down=40, share=0.5),
    Cover(kind=TerrainType.ICE, draw=draw_crack, width=24, across=60, down=44, share=0.5),
    Cover(kind=TerrainType.RUBBLE, draw=draw_rocks, width=14, across=30, down=22, share=0.6),
)


class Clearance:
    """Where symbols of a width may stand."""

    def __init__(self, page: Plate) -> None:
        self.page = page
        self._blocked = cv2.integral(page.clear)

    def covered(self, cover: Cover) -> Pixels:
        """Where a cover's symbols stand."""
        sheet = self.page.sheet
        if not sheet.lies(cover.kind).any():
            return np.empty((0, 2))
        rng = sheet.rng(f"{cover.kind} {cover.width}")
        at = self.page.spread(rng, cover.across, cover.down)
        kept = sheet.sampled(sheet.depth(cover.kind), at) > cover.inside * cover.width * sheet.unit
        kept &= rng.random(len(at)) < cover.share
        if cover.patchy:
            kept &= sheet.sampled(sheet.noise(f"patches of {cover.kind}", 110, 2), at) > 0.22
        return self.open(at[kept], cover.width, 0.8 * cover.width)

    def open(self, at: Pixels, width: float, height: float) -> Pixels:
        """Those points at which a symbol, so many units wide and high, hides nothing that is kept clear."""
        if not len(at):
            return at
        unit = self.page.sheet.unit
        left, right = at[:, 0] - 0.46 * width * unit, at[:, 0] + 0.46 * width * unit
        top, bottom = at[:, 1] - height * unit, at[:, 1] + 0.1 * height * unit
        hidden = self._sum(left, top, right, bottom)
        opened: Pixels = at[hidden <= 0.03 * width * height * (unit / self.page.sheet.step) ** 2]
        return opened

    def _sum(self, left: Field, top: Field, right: Field, bottom: Field) -> NDArray[np.int64]:
        sums, step = self._blocked, self.page.sheet.step
        rows, columns = sums.shape
        x0, x1 = (np.clip(np.round(x / step), 0, columns - 1).astype(np.int64) for x in (left, right))
        y0, y1 = (np.clip(np.round(y / step), 0, rows - 1).astype(np.int64) for y in (top, bottom))
        return np.asarray(sums[y1, x1] - sums[y0, x1] - sums[y1, x0] + sums[y0, x0])


def _mountains(page: Page, ground: Clearance) -> Iterator[Stock]:
    """The highest in the middle of a range, smaller ones about them, foothills at the rim."""
    sheet = page.sheet
    if not sheet.lies(TerrainType.MOUNTAIN).any():
        return
    depth = sheet.depth(TerrainType.MOUNTAIN)
    cold = _nearness(page, TerrainType.SNOW, TerrainType.ICE)
    rng = sheet.rng("mountains")
    taken: list[tuple[Pixels, float]] = []
    for number, (width, inside) in enumerate(PEAKS):
        at = page.spread(rng, 0.72 * width, 0.46 * width)
        middle = at - (0, 0.3 * width * sheet.unit)
        at = at[sheet.sampled(depth, middle) > inside * width * sheet.unit]
        at = ground.open(_apart(at, width, taken, sheet.unit), width, 0.85 * width)
        taken.append((at, width))
        snowy = sheet.sampled(cold, at) > 0.5 if len(at) else np.zeros(0, dtype=np.bool_)
        for which, white in ((snowy, True), (~snowy, False)):
            snow = snowline(page.look.season, cold=white, large=number == 0)
            yield Stock(partial(draw_mountain, snow=snow), width, at[which])


def _apart(at: Pixels, width: float, taken: list[tuple[Pixels, float]], unit: float) -> Pixels:
    """Those points that leave room for the larger peaks; rows may stand closer than neighbours."""
    flat = np.array((1.0, 1.7))
    for others, wide in taken:
        if len(others) and len(at):
            near, _ = cKDTree(others * flat).query(at * flat)
            at = at[near > 0.36 * (width + wide) * unit]
    return at


def _woods(page: Page, ground: Clearance) -> Iterator[Stock]:
    """Conifers in the cold and at the feet of mountains, palms by the desert, round trees elsewhere."""
    sheet = page.sheet
    at = ground.covered(TREES)
    if not len(at):
        return
    cold = np.maximum(
        _nearness(page, TerrainType.SNOW, TerrainType.ICE, reach=150),
        0.9 * _nearness(page, TerrainType.MOUNTAIN, reach=40),
    )
    if not sheet.lies(TerrainType.SNOW, TerrainType.ICE).any():
        north = np.linspace(1, -1.6, sheet.survey_shape[0], dtype=np.float32)[:, None]
        cold = np.maximum(cold, np.clip(north, 0, 1))
    hot = _nearness(page, TerrainType.SAND, reach=70)
    mixed = 0.25 * sheet.noise("species", 60, 3)
    chill, heat = sheet.sampled(cold + mixed, at), sheet.sampled(hot + mixed, at)
    conifers = (chill > 0.4) & (chill >= heat)
    palms = (heat > 0.5) & ~conifers
    sparse = palms & (np.arange(len(at)) % 5 < 3)
    yield Stock(draw_conifer, 10, at[conifers])
    yield Stock(draw_palm, 14, at[sparse])
    yield Stock(draw_round_tree, 14, at[~conifers & ~palms])


def _nearness(page: Page, *kinds: TerrainType, reach: float = 120.0) -> Field:
    """1 on ground of these kinds, falling to 0 `reach` units away."""
    if not page.sheet.lies(*kinds).any():
        return np.zeros(page.sheet.survey_shape, dtype=np.float32)
    return np.asarray(
        np.clip(1 + page.sheet.depth(*kinds) / (reach * page.sheet.unit), 0, 1), dtype=np.float32
    )
