"""Colours by name, and the arithmetic of colours."""

import re
from collections.abc import Mapping, Sequence

from generation.engines.sketch.portrait.canvas import Rgb

_HEX = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")

CLOTH: Mapping[str, Rgb] = {
    "black": (0.09, 0.09, 0.11),
    "white": (0.80, 0.78, 0.74),
    "grey": (0.38, 0.38, 0.40),
    "gray": (0.38, 0.38, 0.40),
    "silver": (0.62, 0.64, 0.68),
    "red": (0.55, 0.10, 0.09),
    "crimson": (0.50, 0.06, 0.10),
    "scarlet": (0.66, 0.12, 0.08),
    "maroon": (0.34, 0.07, 0.10),
    "orange": (0.72, 0.34, 0.10),
    "yellow": (0.76, 0.60, 0.18),
    "gold": (0.74, 0.55, 0.20),
    "golden": (0.74, 0.55, 0.20),
    "green": (0.14, 0.33, 0.17),
    "emerald": (0.06, 0.42, 0.28),
    "olive": (0.32, 0.33, 0.15),
    "teal": (0.08, 0.36, 0.38),
    "turquoise": (0.14, 0.50, 0.50),
    "blue": (0.11, 0.20, 0.48),
    "azure": (0.18, 0.40, 0.66),
    "navy": (0.08, 0.12, 0.28),
    "indigo": (0.18, 0.13, 0.42),
    "purple": (0.31, 0.12, 0.40),
    "violet": (0.40, 0.20, 0.56),
    "pink": (0.74, 0.40, 0.50),
    "brown": (0.31, 0.20, 0.12),
    "tan": (0.60, 0.45, 0.29),
}

HAIR: Mapping[str, Rgb] = {
    "raven": (0.055, 0.05, 0.065),
    "black": (0.06, 0.05, 0.06),
    "dark": (0.10, 0.07, 0.05),
    "brown": (0.24, 0.14, 0.08),
    "chestnut": (0.32, 0.16, 0.08),
    "auburn": (0.42, 0.16, 0.07),
    "copper": (0.60, 0.25, 0.09),
    "ginger": (0.62, 0.28, 0.10),
    "red": (0.55, 0.16, 0.06),
    "fiery": (0.68, 0.22, 0.06),
    "strawberry": (0.72, 0.44, 0.25),
    "blond": (0.76, 0.58, 0.30),
    "blonde": (0.76, 0.58, 0.30),
    "golden": (0.80, 0.58, 0.24),
    "fair": (0.78, 0.64, 0.40),
    "platinum": (0.82, 0.77, 0.66),
    "white": (0.84, 0.83, 0.82),
    "silver": (0.68, 0.70, 0.74),
    "silvery": (0.68, 0.70, 0.74),
    "grey": (0.46, 0.45, 0.45),
    "gray": (0.46, 0.45, 0.45),
    "blue": (0.14, 0.26, 0.56),
    "green": (0.14, 0.36, 0.18),
    "purple": (0.34, 0.16, 0.46),
    "pink": (0.76, 0.36, 0.50),
    "teal": (0.10, 0.42, 0.42),
}

IRIS: Mapping[str, Rgb] = {
    "brown": (0.28, 0.15, 0.07),
    "dark": (0.14, 0.08, 0.05),
    "black": (0.05, 0.04, 0.05),
    "hazel": (0.36, 0.28, 0.11),
    "amber": (0.68, 0.40, 0.08),
    "golden": (0.78, 0.55, 0.12),
    "gold": (0.78, 0.55, 0.12),
    "yellow": (0.80, 0.66, 0.14),
    "green": (0.20, 0.44, 0.20),
    "emerald": (0.08, 0.52, 0.30),
    "blue": (0.20, 0.40, 0.64),
    "sapphire": (0.12, 0.28, 0.70),
    "grey": (0.42, 0.46, 0.50),
    "gray": (0.42, 0.46, 0.50),
    "silver": (0.64, 0.68, 0.74),
    "violet": (0.42, 0.24, 0.62),
    "purple": (0.44, 0.20, 0.62),
    "red": (0.70, 0.10, 0.06),
    "crimson": (0.66, 0.06, 0.08),
    "orange": (0.80, 0.38, 0.08),
    "white": (0.82, 0.85, 0.88),
    "pink": (0.76, 0.40, 0.52),
}

SKIN: Mapping[str, Rgb] = {
    "porcelain": (0.93, 0.80, 0.73),
    "pale": (0.90, 0.76, 0.69),
    "fair": (0.89, 0.71, 0.60),
    "light": (0.87, 0.68, 0.56),
    "tanned": (0.74, 0.52, 0.37),
    "tan": (0.74, 0.52, 0.37),
    "olive": (0.70, 0.53, 0.37),
    "bronze": (0.62, 0.41, 0.26),
    "golden": (0.76, 0.55, 0.34),
    "brown": (0.47, 0.29, 0.19),
    "dark": (0.34, 0.21, 0.145),
    "ebony": (0.22, 0.145, 0.11),
    "black": (0.20, 0.14, 0.115),
    "ashen": (0.58, 0.56, 0.57),
    "grey": (0.46, 0.46, 0.49),
    "gray": (0.46, 0.46, 0.49),
    "green": (0.40, 0.50, 0.27),
    "red": (0.62, 0.18, 0.15),
    "crimson": (0.56, 0.12, 0.13),
    "blue": (0.32, 0.45, 0.64),
    "purple": (0.44, 0.29, 0.52),
    "violet": (0.46, 0.32, 0.58),
    "orange": (0.76, 0.43, 0.20),
    "yellow": (0.74, 0.64, 0.32),
    "white": (0.88, 0.86, 0.86),
    "gold": (0.70, 0.52, 0.20),
    "silver": (0.62, 0.64, 0.68),
    "brass": (0.66, 0.50, 0.24),
    "copper": (0.62, 0.36, 0.22),
}

METALS: Mapping[str, Rgb] = {
    "steel": (0.62, 0.64, 0.68),
    "silver": (0.80, 0.81, 0.84),
    "iron": (0.40, 0.41, 0.44),
    "mithral": (0.78, 0.84, 0.90),
    "adamantine": (0.24, 0.26, 0.30),
    "black": (0.20, 0.20, 0.23),
    "gold": (0.90, 0.67, 0.28),
    "golden": (0.90, 0.67, 0.28),
    "gilded": (0.90, 0.67, 0.28),
    "bronze": (0.66, 0.44, 0.22),
    "brass": (0.78, 0.60, 0.28),
    "copper": (0.74, 0.42, 0.26),
}

GOLD = METALS["gold"]
STEEL = METALS["steel"]
LEATHER_BROWN: Rgb = (0.30, 0.185, 0.105)
WOOD: Rgb = (0.34, 0.22, 0.13)
IVORY: Rgb = (0.80, 0.73, 0.58)


def from_hex(text: str) -> Rgb | None:
    """A CSS hex colour as shares of one; None where `text` is none."""
    found = _HEX.fullmatch(text.strip())
    if found is None:
        return None
    digits = found.group(1)
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    red, green, blue = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return red, green, blue


def palette_of(texts: Sequence[str]) -> tuple[Rgb, ...]:
    """The hex colours among `texts`."""
    return tuple(color for color in map(from_hex, texts) if color is not None)


def blend(first: Rgb, second: Rgb, share: float) -> Rgb:
    """`first` at 0, `second` at 1."""
    a, b, c = (one + (two - one) * share for one, two in zip(first, second, strict=True))
    return a, b, c


def scaled(color: Rgb, factor: float) -> Rgb:
    """Lighter or darker."""
    red, green, blue = (min(1.0, max(0.0, part * factor)) for part in color)
    return red, green, blue


def luminance(color: Rgb) -> float:
    """How bright a colour looks, 0 to 1 (Rec. 709)."""
    return 0.2126 * color[0] + 0.7152 * color[1] + 0.0722 * color[2]


def deepened(color: Rgb, limit: float = 0.6) -> Rgb:
    """`color` dark enough for cloth: screens' colours are brighter than dyes."""
    bright = luminance(color)
    return color if bright <= limit else scaled(color, limit / bright)
