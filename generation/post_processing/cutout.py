"""Cutting a subject from its ground without any model: border analysis, GrabCut, and a refined edge.

What the picture's border shows is taken for ground, what stands in the upper middle and differs from it for
subject; GrabCut (Rother, Kolmogorov, Blake: "GrabCut", SIGGRAPH 2004) settles the rest on a small copy. A guided
filter (He, Sun, Tang: "Guided Image Filtering", 2013) brings the edge back to the picture's own detail.
"""

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

_WORK_SIDE = 192  #: longest side of the copy that GrabCut sees
_ITERATIONS = 3
_GROUND_SHOWS = 0.8  #: how far down the sides of a picture, as a share of its height
_BELIEF_WEIGHT = 120.0  #: how much GrabCut heeds where a pixel lies, beside its colour

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]


def subject_alpha(image: Image.Image) -> Floats:
    """How much of each pixel is subject, 0 to 1, height × width; a picture with transparency tells it itself."""
    if image.mode == "RGBA":
        return np.asarray(image.getchannel("A"), dtype=np.float32) / 255
    small = _shrunk(image, _WORK_SIDE)
    return _refine(image, small, _tidy(_grab(small)))


def cut_out(image: Image.Image, alpha: Floats) -> Image.Image:
    """The subject on transparency, RGBA, its edge cleaned of the ground's colour."""
    pixels = np.asarray(image.convert("RGB"))
    clean = _without_halo(pixels, alpha)
    return Image.fromarray(np.dstack([clean, np.round(alpha * 255).astype(np.uint8)]))


def plausible(alpha: Floats) -> bool:
    """Whether a cut-out looks like a subject at all: neither next to nothing nor next to everything."""
    share = float(alpha.mean())
    middle = alpha[:, alpha.shape[1] // 3 : -alpha.shape[1] // 3]
    return 0.08 < share < 0.9 and float(middle.mean()) > 0.25


def _shrunk(image: Image.Image, longest: int) -> Bytes:
    scale = min(1.0, longest / max(image.size))
    size = max(8, round(image.width * scale)), max(8, round(image.height * scale))
    return np.asarray(image.convert("RGB").resize(size, Image.Resampling.BOX, reducing_gap=2.0))


def _grab(rgb: Bytes) -> Bytes:
    """Subject 1, ground 0, by GrabCut from what `_belief` holds for likely."""
    prior = _bust_prior(*rgb.shape[:2])
    belief = 0.5 * prior + 0.5 * _difference_from_ground(rgb)
    mask = np.where(belief > 0.5, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    mask[prior < 0.04] = cv2.GC_BGD
    mask[prior > 0.92] = cv2.GC_FGD
    if not _both_present(mask):
        return np.zeros_like(mask)
    cv2.setRNGSeed(1)  # its colour clusters start from OpenCV's own random numbers
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(_features(rgb, belief), mask, None, *models, _ITERATIONS, cv2.GC_INIT_WITH_MASK)
    return ((mask == cv2.GC_FGD) | (mask == cv2.GC_PR_FGD)).astype(np.uint8)


def _features(rgb: Bytes, belief: Floats) -> Bytes:
    """Three channels for GrabCut: the two in which the colours differ most, and the belief.

    GrabCut knows colours only; without the belief a white collar would claim a white wall.
    """
    lab = cv2.cvtColor(rgb.astype(np.float32) / 255, cv2.COLOR_RGB2Lab).reshape(-1, 3)
    mean, axes = cv2.PCACompute(lab, mean=None, maxComponents=2)  # type: ignore[call-overload]  # the stub lacks None
    colors = (lab - mean) @ axes.T * 1.6 + 128
    planes = np.dstack([colors.reshape(*belief.shape, 2), _BELIEF_WEIGHT * belief])
    return np.ascontiguousarray(planes.clip(0, 255).astype(np.uint8))


def _both_present(mask: Bytes) -> bool:
    subject = (mask == cv2.GC_FGD) | (mask == cv2.GC_PR_FGD)
    return bool(subject.any() and not subject.all())


def _bust_prior(height: int, width: int) -> Floats:
    """Where heads, necks and shoulders are in portraits: near 1 in their middle, near 0 in the upper corners."""
    x = (np.arange(width, dtype=np.float32) + 0.5)[None, :] / width - 0.5
    y = (np.arange(height, dtype=np.float32) + 0.5)[:, None] / height
    head = np.hypot(x / 0.27, (y - 0.37) / 0.33)
    shoulders = np.hypot(x / 0.62, np.maximum(1.04 - y, 0) / 0.45)
    neck = np.hypot(x / 0.24, (y - 0.62) / 0.34)
    nearest = np.minimum(np.minimum(head, neck), shoulders)
    prior: Floats = 1 / (1 + np.exp((nearest - 0.98) * 5.2))
    return prior


def _difference_from_ground(rgb: Bytes) -> Floats:
    """0 where a pixel looks like the border beside it, 1 where it cannot be ground."""
    lab = cv2.cvtColor(rgb.astype(np.float32) / 255, cv2.COLOR_RGB2Lab)
    ground = _ground(lab)
    distance = np.linalg.norm((lab - ground) * np.array([0.6, 1, 1], dtype=np.float32), axis=2)
    differs: Floats = 1 - np.exp(-((distance / (2.2 * _unrest(distance))) ** 2))
    return differs


def _unrest(distance: Floats) -> Floats:
    """How far the border itself strays from the ground, from its left half's value to its right half's."""
    border, width = _border(distance), distance.shape[1]
    left = np.quantile(distance[:, : width // 2][border[:, : width // 2]], 0.8)
    right = np.quantile(distance[:, width // 2 :][border[:, width // 2 :]], 0.8)
    unrest: Floats = np.linspace(left + 3, right + 3, width, dtype=np.float32)
    return np.minimum(unrest, 18)


def _ground(lab: Floats) -> Floats:
    """The ground behind everything: a smooth surface through the border's colours, height × width × 3."""
    height, width = lab.shape[:2]
    x, y = np.meshgrid(np.linspace(-1, 1, width), np.minimum(np.linspace(-1, 1, height), _GROUND_SHOWS * 2 - 1))
    terms = np.stack([np.ones_like(x), x, y, x * y, x * x, y * y], axis=-1).astype(np.float32)
    border = _border(lab[..., 0])
    weights = np.ones((int(border.sum()), 1), dtype=np.float32)
    factors = np.zeros((terms.shape[-1], 3), dtype=np.float32)
    for _ in range(3):  # what does not follow the surface (a shoulder, a banner) counts less every time
        factors = np.linalg.lstsq(terms[border] * weights, lab[border] * weights, rcond=None)[0]
        misses = np.linalg.norm(lab[border] - terms[border] @ factors, axis=1, keepdims=True)
        weights = 1 / (1 + (misses / (np.median(misses) * 2 + 1)) ** 2)
    ground: Floats = terms @ factors
    return ground


def _border(plane: Floats) -> NDArray[np.bool_]:
    """The top and most of both sides: where portraits show ground."""
    height, width = plane.shape[:2]
    margin = max(2, round(0.06 * min(height, width)))
    border = np.zeros((height, width), dtype=bool)
    border[:margin] = True
    border[: round(height * _GROUND_SHOWS), :margin] = True
    border[: round(height * _GROUND_SHOWS), -margin:] = True
    return border


def _tidy(mask: Bytes) -> Bytes:
    """The largest piece, smooth and without holes."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    opened = cv2.morphologyEx(mask, cv2.MORPH_OPEN, kernel)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(opened)
    if count < 2:
        return opened
    largest = 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
    whole = cv2.morphologyEx((labels == largest).astype(np.uint8), cv2.MORPH_CLOSE, kernel)
    contours, _ = cv2.findContours(whole, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return cv2.drawContours(whole, contours, -1, 1, cv2.FILLED)


def _refine(image: Image.Image, small: Bytes, mask: Bytes) -> Floats:
    """Fit the coarse mask to the picture's edges, drawn in a little so that no rim of ground is left."""
    coarse = np.clip(cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 0.8), 0, 1)
    slope, offset = _guided_filter(small.astype(np.float32) / 255, coarse, radius=3, smoothing=1e-3)
    guide = np.asarray(image.convert("RGB"), dtype=np.float32) / 255
    slope = cv2.resize(slope, image.size, interpolation=cv2.INTER_LINEAR)
    offset = cv2.resize(offset, image.size, interpolation=cv2.INTER_LINEAR)
    alpha = np.einsum("ijk,ijk->ij", slope, guide) + offset
    return np.clip((alpha - 0.32) / 0.5, 0, 1)


def _guided_filter(guide: Floats, plane: Floats, *, radius: int, smoothing: float) -> tuple[Floats, Floats]:
    """Slope (… × 3) and offset by which `plane` follows a colour guide; they may be enlarged and applied there."""
    size = (2 * radius + 1, 2 * radius + 1)
    guide_mean, plane_mean = cv2.blur(guide, size), cv2.blur(plane, size)
    covariance = cv2.blur(guide * plane[..., None], size) - guide_mean * plane_mean[..., None]
    products = (guide[..., :, None] * guide[..., None, :]).reshape(*plane.shape, 9)
    variance = _blur_each(products, size).reshape(*plane.shape, 3, 3)
    variance -= guide_mean[..., :, None] * guide_mean[..., None, :]
    variance += smoothing * np.eye(3, dtype=np.float32)
    slope = np.linalg.solve(variance, covariance[..., None])[..., 0]
    offset = plane_mean - (slope * guide_mean).sum(axis=-1)
    return cv2.blur(slope, size), cv2.blur(offset, size)


def _blur_each(planes: Floats, size: tuple[int, int]) -> Floats:
    """`cv2.blur` for more than the four channels that it takes at once."""
    return np.stack([cv2.blur(planes[..., i], size) for i in range(planes.shape[-1])], axis=-1)


def _without_halo(pixels: Bytes, alpha: Floats) -> Bytes:
    """Give half-transparent pixels the colour of the subject beside them instead of a mixture with the ground."""
    sure = (alpha > 0.97).astype(np.float32)
    reach = max(3, round(max(alpha.shape) / 100)) * 2 + 1
    weight = cv2.blur(sure, (reach, reach))
    nearby = cv2.blur(pixels.astype(np.float32) * sure[..., None], (reach, reach))
    nearby /= np.maximum(weight, 1e-3)[..., None]
    trust = np.where(weight > 0.02, (1 - sure), 0)[..., None]
    clean: Bytes = np.round(pixels + (nearby - pixels) * trust).clip(0, 255).astype(np.uint8)
    return clean
