"""ThumbHash: a picture in about 25 bytes, to paint before the picture arrives.

The algorithm is Evan Wallace's (https://evanw.github.io/thumbhash/): the lowest frequencies of a discrete
cosine transform of lightness, two colour axes and alpha, four bits each. It is written out here because
the package on PyPI fails on every picture with transparency.
"""

import base64
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_LONGEST_SIDE = 100

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class _Channel:
    """A channel's mean, its remaining frequencies scaled to 0…1, and that scale."""

    mean: float
    waves: Floats
    scale: float


def thumbhash(image: Image.Image) -> str:
    """The picture's ThumbHash, base64."""
    small = image.convert("RGBA")
    small.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE), Image.Resampling.BOX, reducing_gap=None)
    return base64.b64encode(bytes(_hash(np.asarray(small, dtype=np.float64) / 255))).decode()


def _hash(rgba: Floats) -> list[int]:
    height, width = rgba.shape[:2]
    alpha = rgba[..., 3]
    has_alpha = bool((alpha < 1).any())
    lightness, yellow_blue, red_green = _opponents(_over_average(rgba))

    across, down = _lightness_frequencies(width, height, has_alpha)
    channels = [
        _transform(lightness, max(3, across), max(3, down)),
        _transform(yellow_blue, 3, 3),
        _transform(red_green, 3, 3),
    ]
    if has_alpha:
        channels.append(_transform(alpha, 5, 5))
    header = _header(channels, across=across, down=down, landscape=width > height)
    return header + _pack(np.concatenate([channel.waves for channel in channels]))


def _over_average(rgba: Floats) -> Floats:
    """RGB over the picture's average colour, so that transparent parts add no detail."""
    alpha = rgba[..., 3:]
    total = alpha.sum()
    average = (rgba[..., :3] * alpha).sum(axis=(0, 1)) / total if total else np.zeros(3)
    over: Floats = average * (1 - alpha) + rgba[..., :3] * alpha
    return over


def _opponents(rgb: Floats) -> tuple[Floats, Floats, Floats]:
    red, green, blue = rgb[..., 0], rgb[..., 1], rgb[..., 2]
    return (red + green + blue) / 3, (red + green) / 2 - blue, red - green


def _lightness_frequencies(width: int, height: int, has_alpha: bool) -> tuple[int, int]:
    most = 5 if has_alpha else 7
    longest = max(width, height)
    return max(1, _round(most * width / longest)), max(1, _round(most * height / longest))


def _transform(channel: Floats, across: int, down: int) -> _Channel:
    height, width = channel.shape
    spectrum = _cosines(down, height) @ channel @ _cosines(across, width).T / (width * height)
    kept = [
        spectrum[y, x]
        for y in range(down)
        for x in range(across)
        if x * down < across * (down - y) and (x or y)
    ]
    waves = np.array(kept)
    scale = float(np.abs(waves).max())
    return _Channel(float(spectrum[0, 0]), 0.5 + 0.5 / scale * waves if scale else waves, scale)


def _cosines(frequencies: int, length: int) -> Floats:
    positions = np.arange(length) + 0.5
    waves: Floats = np.cos(np.pi / length * np.outer(np.arange(frequencies), positions))
    return waves


def _header(channels: list[_Channel], *, across: int, down: int, landscape: bool) -> list[int]:
    lightness, yellow_blue, red_green = channels[:3]
    colors = (
        _round(63 * lightness.mean)
        | _round(31.5 + 31.5 * yellow_blue.mean) << 6
        | _round(31.5 + 31.5 * red_green.mean) << 12
        | _round(31 * lightness.scale) << 18
        | (len(channels) == 4) << 23
    )
    scales = (
        (down if landscape else across)
        | _round(63 * yellow_blue.scale) << 3
        | _round(63 * red_green.scale) << 9
        | landscape << 15
    )
    header = [*colors.to_bytes(3, "little"), *scales.to_bytes(2, "little")]
    if len(channels) == 4:
        header.append(_round(15 * channels[3].mean) | _round(15 * channels[3].scale) << 4)
    return header


def _pack(waves: Floats) -> list[int]:
    """Four bits each, the low half of a byte first."""
    nibbles = [_round(15 * float(wave)) for wave in waves]
    nibbles += [0] * (len(nibbles) % 2)
    return [low | high << 4 for low, high in zip(nibbles[::2], nibbles[1::2], strict=True)]


def _round(value: float) -> int:
    """Halves up, as the reference does; Python's `round` takes them to even."""
    return int(np.floor(value + 0.5))
