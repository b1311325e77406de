"""What makes one variation unlike the next: the hour, the hues, a turn of the form; all by the seed."""

import cv2
import numpy as np
from PIL import Image

from generation.engines.sketch.chance import chance
from generation.engines.sketch.maps.texture import bands
from generation.engines.sketch.portrait.canvas import Array, floats, smoothstep
from generation.engines.sketch.repaint.colors import recolored, skin_share
from generation.engines.sketch.repaint.fields import enlarged, shaded, waves

TURN, TURN_LEAST = 34.0, 14.0  #: degrees that hues turn by: green may become teal, but red stays red
WARMTH = 7.0  #: ΔE towards warm or cold
DAYLIGHT = 0.16  #: how much brighter one side is than the whole
GIVE = 0.024  #: how far forms move, as a share of the picture's side
GRID = 40  #: samples along a side of slow fields


def in_a_mood(image: Image.Image, seed: int, amount: float, *, skin: bool) -> Image.Image:
    """`image` (RGB) in another light and in turned hues; with `skin`, that keeps its hue."""
    if amount <= 0:
        return image
    rng = chance(seed, "mood")
    turn = np.radians(rng.choice((-1, 1)) * rng.uniform(TURN_LEAST, TURN) * amount * (1.0 if skin else 0.4))
    warmth = rng.uniform(-1, 1) * WARMTH * amount
    depth = 1 + 0.14 * amount * rng.uniform(-1, 1)

    def change(lab: Array) -> Array:
        free = 1 - skin_share(lab) if skin else np.ones(len(lab), np.float32)
        cos, sin = np.cos(turn * free), np.sin(turn * free)
        result = lab.copy()
        result[:, 0] = 100 * (lab[:, 0] / 100) ** depth
        result[:, 1] = lab[:, 1] * cos - lab[:, 2] * sin + 0.35 * warmth
        result[:, 2] = lab[:, 1] * sin + lab[:, 2] * cos + warmth
        return result

    return shaded(recolored(image, change), floats(1 + DAYLIGHT * amount * waves((GRID, GRID), 1.6, rng)))


def given_way(image: Image.Image, seed: int, amount: float) -> Image.Image:
    """`image` (RGB) with its forms moved a little, smoothly; the picture's edge stays where it is."""
    if amount <= 0:
        return image
    rng = chance(seed, "give")
    ramp = smoothstep(0, 0.22, floats(np.minimum(np.arange(GRID), np.arange(GRID)[::-1]) / (GRID - 1)))
    still = ramp[:, None] * ramp[None, :]
    reach = GIVE * amount * min(image.size)
    moves = np.dstack([waves((GRID, GRID), 3, rng), waves((GRID, GRID), 3, rng)]) * still[:, :, None] * reach
    source = np.asarray(image)
    result = np.empty_like(source)
    for rows in bands(image.height):
        shift = enlarged(floats(moves), image.size, rows)
        x = np.arange(image.width, dtype=np.float32)[None, :] + shift[:, :, 0]
        y = np.arange(rows.start, rows.stop, dtype=np.float32)[:, None] + shift[:, :, 1]
        result[rows] = cv2.remap(source, x, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return Image.fromarray(result)
