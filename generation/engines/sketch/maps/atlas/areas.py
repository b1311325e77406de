"""Names that lie across what they name: seas, ranges, forests, realms."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import ImageColor

from generation import fonts
from generation.engines.sketch.maps.atlas.labels import Label, Lettering, broken
from generation.engines.sketch.maps.atlas.lettering import Line, Script
from generation.engines.sketch.maps.atlas.look import mixed
from generation.engines.sketch.maps.atlas.page import Page
from generation.engines.sketch.maps.atlas.sheet import CODES, SHIFT, Pixels
from generation.engines.sketch.maps.styles import Color
from generation.engines.sketch.maps.texture import Field
from generation.layout.plan import Point
from generation.vocabulary import TerrainType

COARSE = 360  #: samples along the longer side that areas are measured at
MEASURED = 1500  #: samples that a spine is laid through
FEWEST = 6  #: samples; smaller areas have no shape
POINTS = 25  #: along a baseline
ASIDE = np.array((0.0, -0.25, 0.25, -0.5, 0.5))  #: of the spine's spare length
DOWN = np.array((0.0, -1.3, 1.3, -2.6, 2.6, -4.2, 4.2))  #: letter sizes across the spine


@dataclass(frozen=True, kw_only=True)
class Hand:
    """How a kind of area is lettered: sizes in units, spacing in ems."""

    face: Path = fonts.SERIF_ITALIC
    smallest: float = 17.0
    largest: float = 26.0
    tightest: float = 0.06
    widest: float = 0.34
    rank: float = 300.0
    aside: float = 0.0  #: sizes that it may stand off what it names
    steepest: float = 60.0  #: degrees that it may rise or fall
    arch: float = 0.36  #: how far it may bend: four times its rise, by its length


SEA = Hand(smallest=22, largest=60, tightest=0.12, widest=0.9, rank=620, steepest=45)
LAKE = Hand(smallest=15, largest=26, tightest=0.03, widest=0.3, rank=300, aside=2.6)
ISLAND = Hand(smallest=17, largest=32, widest=0.6, rank=340)
REALM = Hand(
    face=fonts.SERIF,
    smallest=18,
    largest=52,
    tightest=0.22,
    widest=1.1,
    rank=560,
    steepest=24,
    arch=0.18,
)
HANDS: Mapping[TerrainType, Hand] = MappingProxyType(
    {
        TerrainType.DEEP_WATER: SEA,
        TerrainType.WATER: LAKE,
        TerrainType.MOUNTAIN: Hand(
            face=fonts.SERIF_BOLD, largest=30, tightest=0.12, widest=0.8, rank=420, aside=2.4
        ),
        TerrainType.HILL: Hand(face=fonts.SERIF, largest=26, widest=0.6, rank=330),
        TerrainType.TREES: Hand(largest=30, rank=380, aside=1.2),
        TerrainType.SAND: Hand(largest=32, widest=0.7, rank=360),
        TerrainType.SNOW: Hand(largest=32, widest=0.7, rank=350),
        TerrainType.ICE: Hand(largest=28, widest=0.7, rank=320),
        TerrainType.DIFFICULT: Hand(largest=26, rank=340),
    }
)


class Area:
    """Part of the page: which pixels lie in it, by samples."""

    def __init__(
        self, page: Page, polygon: tuple[Point, ...], within: NDArray[np.bool_] | None = None
    ) -> None:
        sheet = page.sheet
        mask = np.zeros(sheet.survey_shape, dtype=np.uint8)
        cv2.fillPoly(mask, [sheet.surveyed(polygon)], 1, cv2.LINE_8, SHIFT)
        step = max(1, max(mask.shape) // COARSE)
        self._mask = (mask > 0)[step // 2 :: step, step // 2 :: step]
        if within is not None:
            self._mask &= within[step // 2 :: step, step // 2 :: step]
        self._pixel = step * sheet.step
        self._near = self._mask
        rows, columns = np.nonzero(self._mask)
        samples = np.column_stack((columns, rows)).astype(np.float64)
        self.points: Pixels = (samples + 0.5) * self._pixel
        self.ground = sheet.ground[step // 2 :: step, step // 2 :: step][self._mask]

    @property
    def surface(self) -> float:
        """Square pixels."""
        return float(len(self.points)) * self._pixel**2

    def widen(self, pixels: float) -> None:
        """Let points count as inside that are so far away from it."""
        away = cv2.distanceTransform((~self._mask).astype(np.uint8), cv2.DIST_L2, 5)
        self._near = np.asarray(away * self._pixel <= pixels)

    def holds(self, points: Pixels) -> NDArray[np.bool_]:
        """Which of these points, … × (x, y), lie in the area."""
        height, width = self._mask.shape
        at = np.clip(points / self._pixel, 0, (width - 1, height - 1)).astype(np.int64)
        return np.asarray(self._near[at[..., 1], at[..., 0]])


@dataclass(frozen=True)
class Spine:
    """A parabola through the middle of an area, in a frame that is turned to lie along it."""

    origin: NDArray[np.float64]
    angle: float  #: radians
    curve: tuple[float, float, float]  #: of the parabola, the highest power first
    low: float  #: where the area begins and ends along the frame, in pixels
    high: float

    @property
    def length(self) -> float:
        """How far the area reaches along the spine."""
        return self.high - self.low

    def baselines(self, middles: Field, length: float, below: Field) -> Pixels:
        """Stretches of the spine about each of some middles, each moved down by some pixels.

        Middles × downs × points × (x, y).
        """
        x = middles[:, None, None] + np.linspace(-length / 2, length / 2, POINTS)
        y = np.polyval(self.curve, x) + below[:, None]
        x = np.broadcast_to(x, y.shape)
        cos, sin = math.cos(self.angle), math.sin(self.angle)
        return np.stack((x * cos - y * sin, x * sin + y * cos), axis=-1) + self.origin


def spine_of(points: Pixels, *, steepest: float, arch: float) -> Spine:
    """The spine of an area; it is level where it would be steeper than so many degrees."""
    points = points[:: max(1, len(points) // MEASURED)]
    origin = points.mean(axis=0)
    away = points - origin
    values, axes = np.linalg.eigh(np.cov(away.T) + np.eye(2))
    angle = math.atan2(axes[1, 1], axes[0, 1])
    angle = (angle + math.pi / 2) % math.pi - math.pi / 2
    level = values[1] < 1.7 * values[0] or abs(math.degrees(angle)) > steepest
    if level:
        angle = 0.0
    x = away @ (math.cos(angle), math.sin(angle))
    y = away @ (-math.sin(angle), math.cos(angle))
    low, high = np.percentile(x, (2, 98))
    if high - low < 1 or len(points) < 3 * FEWEST:
        return Spine(origin, angle, (0.0, 0.0, 0.0), float(low), float(high))
    bend, slope, lift = np.polyfit(x, y, 2)
    most = arch / (high - low)
    slope = float(np.clip(slope, -0.35, 0.35)) if not level else 0.0
    return Spine(
        origin, angle, (float(np.clip(bend, -most, most)), slope, float(lift)), float(low), float(high)
    )


def feature_labels(page: Page) -> Iterator[Label]:
    """Labels of the land's named features."""
    for room in page.sheet.layout.rooms:
        text = page.type.legible(room.name or "")
        if not text or not room.outdoors or len(room.polygon) < 3:
            continue
        area = Area(page, room.polygon)
        if len(area.points) < FEWEST:
            continue
        kind, hand = _hand_for(area)
        within = page.sheet.lies(kind) if kind else None
        inner = Area(page, room.polygon, within) if within is not None else area
        ways = list(area_ways(page, text, inner, hand))
        size = min(area.surface / (page.sheet.width * page.sheet.height), 0.3)
        yield Label(rank=hand.rank + 200 * size, color=_ink_for(page, kind), ways=ways)


def realm_labels(page: Page) -> Iterator[Label]:
    """Labels of the territories."""
    land = page.sheet.shore > 0
    for territory in page.sheet.layout.territories:
        text = page.type.legible(territory.name).upper()
        area = Area(page, territory.polygon, land)
        if not text or len(area.points) < FEWEST:
            continue
        red, green, blue = ImageColor.getrgb(territory.color)[:3]
        color = (
            mixed(page.look.muted((red, green, blue)), page.look.ink, 0.6)
            if page.look.colored
            else page.look.ink
        )
        ways = list(area_ways(page, text, area, REALM))
        size = min(area.surface / (page.sheet.width * page.sheet.height), 0.5)
        yield Label(rank=REALM.rank + 100 * size, color=color, ways=ways)


def _hand_for(area: Area) -> tuple[TerrainType | None, Hand]:
    """What an area mostly is, and how that is lettered; mixed ones are isles and plains."""
    counts = np.bincount(area.ground, minlength=len(CODES))
    best = int(counts.argmax())
    kind = next(kind for kind, code in CODES.items() if code == best)
    if counts[best] < 0.45 * counts.sum() or kind not in HANDS:
        return None, ISLAND
    return kind, HANDS[kind]


def _ink_for(page: Page, kind: TerrainType | None) -> Color:
    look = page.look
    if not look.colored or kind is None:
        return look.ink
    if kind in (TerrainType.WATER, TerrainType.DEEP_WATER):
        return look.deep
    if kind is TerrainType.TREES:
        return mixed(look.needles[1], look.ink, 0.85)
    return mixed(look.washes[kind][0], look.ink, 0.86)


@dataclass(frozen=True)
class Name:
    """A name in one line or more, across an area."""

    parts: tuple[str, ...]
    area: Area
    hand: Hand


def area_ways(page: Page, text: str, area: Area, hand: Hand) -> Iterator[Lettering]:
    """The ways to write a name across an area."""
    parts = broken(text)
    if hand.aside:
        area.widen(hand.aside * page.letters(hand.smallest))
    for level in (False, True):
        spine = spine_of(area.points, steepest=0.0 if level else hand.steepest, arch=hand.arch)
        for size in _sizes(page, area, hand):
            yield from _rows_along(page, Name((text,), area, hand), spine, size, 0.1 if level else 0.0)
            if parts and level:
                yield from _rows_along(page, Name(parts, area, hand), spine, size, 0.16)


def _sizes(page: Page, area: Area, hand: Hand) -> list[float]:
    """Letter sizes in pixels, the fitting one first."""
    smallest, largest = page.letters(hand.smallest), page.letters(hand.largest)
    fitting = float(np.clip(0.1 * math.sqrt(area.surface), smallest, largest))
    return sorted({fitting, max(0.8 * fitting, smallest), smallest}, reverse=True)


def _rows_along(page: Page, name: Name, spine: Spine, size: float, cost: float) -> Iterator[Lettering]:
    """A name at several places along and across the spine."""
    lines = _spread(page, name, size, spine.length)
    room = max(spine.length - max(line.length for line in lines), 0.0)
    middles = (spine.low + spine.high) / 2 + room * ASIDE
    cost += 0.55 * (1 - size / page.letters(name.hand.largest))
    costs = cost + 0.2 * np.abs(ASIDE)[:, None] + 0.08 * np.abs(DOWN)
    rows = []
    for number, line in enumerate(lines):
        drop = (0.34 + DOWN + 1.5 * (number - (len(lines) - 1) / 2)) * size
        baselines = spine.baselines(middles, line.length, drop)
        costs = costs + _strain(page, name.area, baselines, size) / len(lines)
        rows.append(baselines)
    for aside, down in np.ndindex(costs.shape):
        yield Lettering(
            lines=tuple((line, row[aside, down]) for line, row in zip(lines, rows, strict=True)),
            cost=float(costs[aside, down]),
        )


def _spread(page: Page, name: Name, size: float, length: float) -> list[Line]:
    """Lines whose letters stand so far apart that the longest one fills two thirds of a length."""
    tight = [page.type.line(part, Script(face=name.hand.face, size=size)) for part in name.parts]
    longest = max(tight, key=lambda line: line.length)
    wanted = (0.66 * length - longest.length) / (max(len(longest.letters) - 1, 1) * size)
    widest = name.hand.widest * (0.4 + 0.6 * size / page.letters(name.hand.largest))  # small letters get lost
    spacing = float(np.clip(wanted, name.hand.tightest, max(widest, name.hand.tightest)))
    script = Script(face=name.hand.face, size=size, spacing=spacing)
    return [page.type.line(part, script) for part in name.parts]


def _strain(page: Page, area: Area, baselines: Pixels, size: float) -> Field:
    """How much of names along these lines would lie outside of what they name, and on other things."""
    points = np.stack((baselines, baselines - (0, 0.6 * size)))
    outside = 1 - area.holds(points).mean(axis=(0, -1))
    hidden = page.sheet.sampled(page.clutter, points).mean(axis=(0, -1))
    return np.asarray(2.2 * outside + 1.3 * hidden)
