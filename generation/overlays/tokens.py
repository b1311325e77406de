"""The pictures of tokens inside an SVG: each once, however many pieces show it, as large as it is drawn."""

import base64
import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from PIL import Image

from generation.overlays.elements import OverlayElement, PositionMarker
from generation.overlays.svg import element

SMALLEST = 144  #: pixels of a picture, however small it is drawn: a drawing may be enlarged
FILLED = 128  #: alpha of a corner pixel that shows something


@dataclass(frozen=True)
class TokenArt:
    """A token's picture: the id of the symbol that shows it, and whether it is a square one."""

    symbol: str
    fills_corners: bool


def token_art(
    elements: Iterable[OverlayElement], pictures: Mapping[str, bytes], unit: float
) -> tuple[dict[str, TokenArt], str]:
    """The pictures that are shown, by `token_id`, and the SVG that defines their symbols.

    `pictures` are files by `token_id`; `unit` is pixels per space.
    """
    sides: dict[str, float] = {}
    for each in elements:
        if isinstance(each, PositionMarker) and each.token_id is not None and each.token_id in pictures:
            side = each.creature_size.grid_squares * unit
            sides[each.token_id] = max(side, sides.get(each.token_id, 0.0))
    art: dict[str, TokenArt] = {}
    symbols: dict[str, str] = {}
    for token_id, side in sides.items():
        picture = _read(pictures[token_id], max(round(side), SMALLEST))
        data = _written(picture)
        name = f"token-{hashlib.sha256(data).hexdigest()[:16]}"
        art[token_id] = TokenArt(name, _fills_corners(picture))
        symbols[name] = _symbol(name, data)
    return art, "".join(symbols.values())


def _symbol(name: str, data: bytes) -> str:
    address = f"data:image/png;base64,{base64.b64encode(data).decode()}"
    picture = element("image", href=address, width=1, height=1)
    return element("symbol", picture, id=name, viewBox="0 0 1 1")


def _read(data: bytes, side: int) -> Image.Image:
    """A picture with alpha, `side` pixels at most."""
    with Image.open(io.BytesIO(data)) as picture:
        small = picture.convert("RGBA")
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    return small


def _written(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG", compress_level=1)  # twice as fast, and a tenth larger
    return file.getvalue()


def _fills_corners(picture: Image.Image) -> bool:
    alpha = np.asarray(picture.getchannel("A"))
    inset = [round(share * (side - 1)) for side in alpha.shape for share in (0.04, 0.96)]
    return bool((alpha[np.ix_(inset[:2], inset[2:])] >= FILLED).all())
