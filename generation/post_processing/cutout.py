"""Cutting a subject from its ground without any model: a coarse mask, a refined edge, clean colours.

The edge follows the picture by a guided filter (He, Sun, Tang: "Guided Image Filtering", 2013), computed on
the small copy that was segmented and applied to the whole.
"""

import cv2
import numpy as np
from PIL import Image

from generation.post_processing.arrays import Bytes, Floats, blur, resized, to_bytes
from generation.post_processing.segmentation import subject_mask

_WORK_SIDE = 192  #: longest side of the copy that is segmented


def subject_alpha(image: Image.Image) -> Floats:
    """How much of each pixel is subject, 0 to 1, height × width; transparency, where there is any, tells."""
    if image.mode == "RGBA":
        return np.asarray(image.getchannel("A"), dtype=np.float32) / 255
    small = _shrunk(image, _WORK_SIDE)
    return _refine(image, small, subject_mask(small))


def cut_out(image: Image.Image, alpha: Floats) -> Image.Image:
    """The subject on transparency, RGBA, its edge cleaned of the ground's colour."""
    pixels = np.asarray(image.convert("RGB"))
    return Image.fromarray(np.dstack([_without_halo(pixels, alpha), to_bytes(alpha)]))


def plausible(alpha: Floats) -> bool:
    """Whether a cut-out looks like a subject at all: neither next to nothing nor next to everything."""
    middle = alpha[:, alpha.shape[1] // 3 : -(alpha.shape[1] // 3) or None]
    return 0.08 < float(alpha.mean()) < 0.9 and float(middle.mean()) > 0.25


def _shrunk(image: Image.Image, longest: int) -> Bytes:
    scale = min(1.0, longest / max(image.size))
    size = max(8, round(image.width * scale)), max(8, round(image.height * scale))
    return np.asarray(image.convert("RGB").resize(size, Image.Resampling.BOX, reducing_gap=2.0))


def _refine(image: Image.Image, small: Bytes, mask: Bytes) -> Floats:
    """Fit the coarse mask to the picture's edges, drawn in a little so that no rim of ground is left."""
    softened = np.asarray(cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 0.8), dtype=np.float32)
    slope, offset = _guided_filter(small.astype(np.float32) / 255, softened, radius=3, smoothing=1e-3)
    guide = np.asarray(image.convert("RGB"), dtype=np.float32) / 255
    alpha = np.einsum("ijk,ijk->ij", resized(slope, image.size), guide) + resized(offset, image.size)
    drawn_in: Floats = np.clip((alpha - 0.32) / 0.5, 0, 1)
    return drawn_in


def _guided_filter(guide: Floats, plane: Floats, *, radius: int, smoothing: float) -> tuple[Floats, Floats]:
    """Slope (… × 3) and offset by which `plane` follows a colour guide; both can be enlarged with it."""
    guide_mean, plane_mean = blur(guide, radius), blur(plane, radius)
    covariance = blur(guide * plane[..., None], radius) - guide_mean * plane_mean[..., None]
    products = (guide[..., :, None] * guide[..., None, :]).reshape(*plane.shape, 9)
    variance = blur(products, radius).reshape(*plane.shape, 3, 3)
    variance = variance - guide_mean[..., :, None] * guide_mean[..., None, :] + smoothing * np.eye(3)
    slope = np.linalg.solve(variance, covariance[..., None])[..., 0]
    offset = plane_mean - (slope * guide_mean).sum(axis=-1)
    return blur(slope, radius), blur(offset, radius)


def _without_halo(pixels: Bytes, alpha: Floats) -> Bytes:
    """Give half-transparent pixels the colour of the subject beside them instead of a mixture."""
    sure = (alpha > 0.97).astype(np.float32)
    radius = max(3, round(max(alpha.shape) / 100))
    weight = blur(sure, radius)
    nearby = blur(pixels * sure[..., None], radius) / np.maximum(weight, 1e-3)[..., None]
    trust = np.where(weight > 0.02, 1 - sure, 0)[..., None]
    return to_bytes((pixels + (nearby - pixels) * trust) / 255)
