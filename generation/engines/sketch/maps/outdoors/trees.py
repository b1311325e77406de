"""Crowns of trees and bushes as a bird sees them, drawn leaf by leaf."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from generation.engines.sketch.maps.outdoors.mold import Canvas, ovals, stripes

GOLDEN = np.pi * (3 - np.sqrt(5))  #: radians; turns of it spread points evenly over a disc


def broadleaf(canvas: Canvas) -> None:
    """A crown of rounded clumps, the highest in the middle."""
    radius = canvas.width / 2
    clumps = round(8 + 7 * radius)
    _foliage(canvas, clumps, leaf=0.085 + 0.03 * radius, dome=0.75)


def bush(canvas: Canvas) -> None:
    """A few low clumps."""
    _foliage(canvas, 6, leaf=0.085, dome=0.4)


def _foliage(canvas: Canvas, clumps: int, *, leaf: float, dome: float) -> None:
    rng, radius = canvas.rng, canvas.width / 2
    index = np.arange(clumps)
    away = radius * 0.72 * np.sqrt((index + 0.35) / clumps)
    turn = index * GOLDEN + rng.uniform(0, 7) + rng.normal(0, 0.16, clumps)
    hearts = np.column_stack((np.cos(turn), np.sin(turn))) * away[:, None]
    reach = radius * rng.uniform(0.7, 1.1, clumps) * (0.3 + 0.9 / clumps)
    count = np.maximum(18, (3.1 * np.pi * reach**2 / (leaf * leaf * 0.5)).astype(int))
    of = np.repeat(index, count)
    normal = _hemisphere(rng, len(of))
    at = hearts[of] + normal[:, :2] * reach[of, None]
    top = dome * np.sqrt(np.clip(1 - (away / radius) ** 2, 0, 1))
    height = top[of] + 0.45 * normal[:, 2] * reach[of] / radius
    slopes = 0.72 * normal[:, :2] + 0.42 * at / radius + rng.normal(0, 0.13, (len(of), 2))
    tones = 0.1 + 0.26 * height + 0.3 * normal[:, 2] ** 1.5 + rng.normal(0, 0.05, len(of))
    _shadowed_base(canvas, hearts, reach)
    order = np.argsort(top[of] + 0.2 * normal[:, 2] + rng.normal(0, 0.02, len(of)))
    size = leaf * rng.uniform(0.7, 1.25, len(of))
    outlines = ovals(at, rng.uniform(0, 2 * np.pi, len(of)), size, 0.62 * size)
    canvas.draw(outlines[order], tones[order], slopes[order])


def _hemisphere(rng: np.random.Generator, count: int) -> NDArray[np.float64]:
    """Directions up and outwards, x, y, z, evenly over a disc seen from above."""
    turn, away = rng.uniform(0, 2 * np.pi, count), np.sqrt(rng.uniform(0, 1, count))
    return np.column_stack((away * np.cos(turn), away * np.sin(turn), np.sqrt(1 - away**2)))


def _shadowed_base(canvas: Canvas, hearts: NDArray[np.float64], reach: NDArray[np.float64]) -> None:
    """The dark inside of a crown, so that the ground does not shine through."""
    level = np.zeros((len(hearts), 2))
    round_ones = ovals(hearts, np.zeros(len(hearts)), 1.8 * reach, 1.8 * reach, 14)
    canvas.draw(round_ones, np.full(len(hearts), 0.1), level)


def conifer(canvas: Canvas) -> None:
    """Tiers of branches about a tip, each shorter and higher than the one below."""
    rng, radius = canvas.rng, canvas.width / 2
    tiers = 4 + round(radius)
    for tier in range(tiers):
        share = tier / tiers
        reach = radius * (1 - share) ** 0.85
        count = round(13 - 5 * share)
        turn = np.arange(count) / count * 2 * np.pi + rng.uniform(0, 7) + rng.normal(0, 0.1, count)
        length = reach * rng.uniform(0.84, 1.06, count)
        _branches(canvas, turn, length, 0.16 + 0.44 * share)
    canvas.draw(ovals(np.zeros((1, 2)), np.zeros(1), np.full(1, 0.07), np.full(1, 0.07)), *_one(0.85))


def _one(tone: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return np.full(1, tone), np.zeros((1, 2))


def _branches(canvas: Canvas, turn: NDArray[np.float64], length: NDArray[np.float64], tone: float) -> None:
    """Branches from the middle outwards, twigs to both sides, all sloping away from the trunk."""
    rng = canvas.rng
    out = np.column_stack((np.cos(turn), np.sin(turn)))
    body = ovals(out * length[:, None] * 0.5, turn, length, 0.3 * length)
    canvas.draw(body, np.full(len(turn), tone * 0.55), out * 0.55)
    steps = max(4, int(length.mean() / 0.055))
    along = np.tile(np.linspace(0.2, 1.0, steps), len(turn))
    branch = np.repeat(np.arange(len(turn)), steps)
    for side in (-1, 1):
        heading = turn[branch] + side * rng.uniform(0.5, 0.85, len(branch))
        twig = (0.1 + 0.2 * length[branch] * (1.1 - along)) * rng.uniform(0.8, 1.2, len(branch))
        start = out[branch] * (along * length[branch])[:, None]
        end = start + np.column_stack((np.cos(heading), np.sin(heading))) * twig[:, None] * 0.8
        width = np.full(len(branch), 0.035)
        tones = tone + 0.12 * along + rng.normal(0, 0.04, len(branch))
        canvas.draw(stripes(start, end, width, width * 0.4), tones, out[branch] * 0.6)


def palm(canvas: Canvas) -> None:
    """Long fronds about a heart, with the ground between them."""
    rng, radius = canvas.rng, canvas.width / 2
    fronds = 9
    for layer, reach in ((0.0, 1.0), (0.5, 0.82)):
        turn = (np.arange(fronds) + layer) / fronds * 2 * np.pi + rng.normal(0, 0.13, fronds)
        for number in rng.permutation(fronds).tolist():
            _frond(
                canvas,
                float(turn[number]),
                radius * reach * float(rng.uniform(0.86, 1.05)),
                0.24 + 0.3 * layer,
            )
    heart = ovals(np.zeros((1, 2)), np.zeros(1), np.full(1, 0.16), np.full(1, 0.16), 10)
    canvas.draw(heart, *_one(0.3))


def _frond(canvas: Canvas, turn: float, length: float, tone: float) -> None:
    """A bent rib with leaflets that hang to both sides."""
    rng = canvas.rng
    share = np.linspace(0.06, 1, 24)
    bent = turn + rng.normal(0, 0.35) * share**2
    rib = np.column_stack((np.cos(bent), np.sin(bent))) * (share * length)[:, None]
    out = np.array((np.cos(turn), np.sin(turn)))
    for side in (-1, 1):
        heading = bent + side * (0.95 - 0.45 * share)
        leaflet = length * 0.34 * np.sin(np.pi * np.clip(share * 0.86 + 0.12, 0, 1)) + 0.03
        end = rib + np.column_stack((np.cos(heading), np.sin(heading))) * leaflet[:, None]
        aside = np.array((-out[1], out[0])) * side
        slope = np.tile(0.5 * out + 0.6 * aside, (len(share), 1))
        tones = tone + 0.16 * (1 - share) + rng.normal(0, 0.04, len(share))
        canvas.draw(stripes(rib, end, np.full(len(share), 0.055), np.full(len(share), 0.012)), tones, slope)
    width = np.full(len(share) - 1, 0.022)
    canvas.draw(
        stripes(rib[:-1], rib[1:], width, width),
        np.full(len(share) - 1, tone + 0.34),
        np.zeros((len(share) - 1, 2)),
    )


class Twigs(NamedTuple):
    """One generation of branches: where they start, their headings and lengths, how thick they are."""

    start: NDArray[np.float64]
    turn: NDArray[np.float64]
    length: NDArray[np.float64]
    thick: float

    @property
    def end(self) -> NDArray[np.float64]:
        """Their tips."""
        ahead = np.column_stack((np.cos(self.turn), np.sin(self.turn)))
        return np.asarray(self.start + ahead * self.length[:, None])


def branching(rng: np.random.Generator, radius: float, generations: int) -> list[Twigs]:
    """The branches of a tree `radius` spaces wide to each side, those at the trunk first."""
    count = int(rng.integers(5, 8))
    turn = np.arange(count) / count * 2 * np.pi + rng.normal(0, 0.25, count)
    grown = [Twigs(np.zeros((count, 2)), turn, radius * rng.uniform(0.28, 0.46, count), 0.05 + 0.05 * radius)]
    for _ in range(generations - 1):
        last = grown[-1]
        heading = np.repeat(last.turn, 2) + np.tile((-0.55, 0.55), len(last.turn))
        heading += rng.normal(0, 0.32, len(heading))
        length = np.repeat(last.length, 2) * rng.uniform(0.45, 0.95, len(heading))
        grown.append(Twigs(np.repeat(last.end, 2, axis=0), heading, length, 0.62 * last.thick))
    return grown


def bare_tree(canvas: Canvas) -> None:
    """Branches without leaves, forking outwards."""
    rng, radius = canvas.rng, canvas.width / 2
    for number, twigs in reversed(list(enumerate(branching(rng, radius, 4)))):
        slopes = np.column_stack((-np.sin(twigs.turn), np.cos(twigs.turn))) * 0.5
        widths = np.full(len(twigs.turn), twigs.thick)
        tones = 0.4 + 0.03 * number + rng.normal(0, 0.04, len(twigs.turn))
        canvas.draw(stripes(twigs.start, twigs.end, widths, widths * 0.66), tones, slopes)
        off = 0.22 * twigs.thick
        light = stripes(twigs.start - off, twigs.end - off, widths * 0.34, widths * 0.2)
        canvas.draw(light, tones + 0.22, -slopes)
    trunk = ovals(np.zeros((1, 2)), np.zeros(1), np.full(1, 0.2 * radius), np.full(1, 0.2 * radius), 9)
    canvas.draw(trunk, *_one(0.4))
