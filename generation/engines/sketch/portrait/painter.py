"""`portrait_strokes`: the strokes that make a portrait, in order."""

from collections.abc import Sequence

import numpy as np
from PIL.Image import Image

from generation.engines.sketch.portrait.canvas import to_array, to_image
from generation.engines.sketch.portrait.eyes import Eyes
from generation.engines.sketch.portrait.face import Face
from generation.engines.sketch.portrait.frame import Frame
from generation.engines.sketch.portrait.head import Skin, paint_head
from generation.engines.sketch.portrait.light import Light
from generation.engines.sketch.stroke import Stroke
from generation.spec import RenderSpec


def portrait_strokes(spec: RenderSpec) -> Sequence[Stroke]:
    """The strokes of the portrait that `spec` asks for."""
    frame = Frame(
        width=spec.width, height=spec.height, x=spec.width / 2, y=spec.height / 2, unit=spec.height / 4
    )

    def head(image: Image) -> Image:
        rng = np.random.default_rng(spec.seed)
        return to_image(paint_head(to_array(image), frame, Face(), Eyes(), Skin(), Light(), rng))

    return [head]
