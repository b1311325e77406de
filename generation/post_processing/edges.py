"""The edges of a picture as a drawing: what ControlNets trained on Canny edges keep to."""

import cv2
import numpy as np
from PIL import Image

WEAK, STRONG = 100, 200  #: the slopes in levels per pixel between which an edge needs a strong one beside it


def edge_drawing(image: Image.Image) -> Image.Image:
    """White edges on black, RGB, of the size of `image`; found by the detector of Canny 1986.

    The two slopes are those of diffusers' own examples for such ControlNets.
    """
    levels = np.asarray(image.convert("L"))
    return Image.fromarray(np.asarray(cv2.Canny(levels, WEAK, STRONG), dtype=np.uint8)).convert("RGB")
