"""Which pixels of a portrait are its subject: border analysis, then GrabCut.

What the picture's border shows is taken for ground; what stands in the upper middle and differs from it, for
subject; GrabCut (Rother, Kolmogorov, Blake: "GrabCut", SIGGRAPH 2004) settles the rest.
"""

import cv2
import numpy as np

from generation.post_processing.arrays import Bytes, Floats, Mask, to_lab

_ITERATIONS = 3
_GROUND_SHOWS = 0.8  #: how far down the sides of a picture, as a share of its height
_BELIEF_WEIGHT = 140.0  #: how much GrabCut heeds where a pixel lies, beside its colour
_SURE = 0.07  #: belief below which, or this close to 1, GrabCut must not change its mind
_CALM, _TRUST = (4.0, 14.0), (0.7, 0.45)  #: unrest of the ground, and how far its difference is trusted then
_LIGHTNESS_WEIGHT = 0.6  #: shadows change lightness more than they change colour


def subject_mask(rgb: Bytes) -> Bytes:
    """Subject 1, ground 0, height × width; one piece without holes. Meant for some 200 pixels a side."""
    lab = to_lab(rgb)
    belief = _belief(lab)
    labels = np.where(belief > 0.5, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    labels[belief < _SURE] = cv2.GC_BGD
    labels[belief > 1 - _SURE] = cv2.GC_FGD
    return _tidy(_grab_cut(_features(lab, belief), labels))


def _belief(lab: Floats) -> Floats:
    """How likely each pixel is subject, 0 to 1, by where it lies and how it differs from the ground.

    The calmer the ground, the more the difference counts; before a busy one, the place has to tell.
    """
    distance = _distance_from_ground(lab)
    unrest = _unrest(distance)
    differs = 1 - np.exp(-((distance / (2.2 * unrest)) ** 2))
    prior = _bust_prior(*distance.shape, middle=_middle(differs))
    trust = np.interp(unrest, _CALM, _TRUST)
    belief: Floats = trust * differs + (1 - trust) * prior
    return belief


def _grab_cut(features: Bytes, labels: Bytes) -> Bytes:
    if not _both_present(labels):
        return np.zeros_like(labels)
    cv2.setRNGSeed(1)  # its colour clusters start from OpenCV's own random numbers
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(features, labels, (0, 0, 1, 1), *models, _ITERATIONS, cv2.GC_INIT_WITH_MASK)
    return _is_subject(labels).astype(np.uint8)


def _is_subject(labels: Bytes) -> Mask:
    return np.isin(labels, (cv2.GC_FGD, cv2.GC_PR_FGD))


def _both_present(labels: Bytes) -> bool:
    subject = _is_subject(labels)
    return bool(subject.any() and not subject.all())


def _features(lab: Floats, belief: Floats) -> Bytes:
    """Three channels for GrabCut: the two in which the colours differ most, and the belief.

    GrabCut knows colours only; without the belief a white collar would claim a white wall.
    """
    colors = lab.reshape(-1, 3) - lab.mean(axis=(0, 1))
    _, axes = np.linalg.eigh(colors.T @ colors)
    strongest = (colors @ axes[:, 1:]).reshape(*belief.shape, 2)
    planes = np.dstack([strongest * 1.6 + 128, _BELIEF_WEIGHT * belief])
    return np.ascontiguousarray(planes.clip(0, 255).astype(np.uint8))


def _bust_prior(height: int, width: int, *, middle: float) -> Floats:
    """Where heads, necks and shoulders are in portraits about the column `middle` (0 to 1)."""
    x = (np.arange(width, dtype=np.float32) + 0.5)[None, :] / width - middle
    y = (np.arange(height, dtype=np.float32) + 0.5)[:, None] / height
    head = np.hypot(x / 0.27, (y - 0.37) / 0.33)
    neck = np.hypot(x / 0.24, (y - 0.62) / 0.34)
    shoulders = np.hypot(x / 0.62, np.maximum(1.04 - y, 0) / 0.45)
    nearest = np.minimum(np.minimum(head, neck), shoulders)
    prior: Floats = 1 / (1 + np.exp((nearest - 0.98) * 5.2))
    return prior


def _middle(differs: Floats) -> float:
    """The column about which what differs from the ground balances; shoulders and corners do not count."""
    height, width = differs.shape
    x = (np.arange(width, dtype=np.float32) + 0.5) / width
    seen = (differs[: height * 2 // 3] ** 2).sum(axis=0) * np.sin(np.pi * x)
    return float(np.clip((seen * x).sum() / max(float(seen.sum()), 1e-6), 0.3, 0.7)) if seen.any() else 0.5


def _distance_from_ground(lab: Floats) -> Floats:
    weights = np.array([_LIGHTNESS_WEIGHT, 1, 1], dtype=np.float32)
    distance: Floats = np.linalg.norm((lab - _ground(lab)) * weights, axis=2)
    return distance


def _unrest(distance: Floats) -> Floats:
    """How far the border itself strays from the ground, from its left half's value to its right half's."""
    border, half = _border(*distance.shape), distance.shape[1] // 2
    left = float(np.quantile(distance[:, :half][border[:, :half]], 0.8))
    right = float(np.quantile(distance[:, half:][border[:, half:]], 0.8))
    return np.minimum(np.linspace(left + 3, right + 3, distance.shape[1], dtype=np.float32), 18)


def _ground(lab: Floats) -> Floats:
    """The ground behind everything: a smooth surface through the border's colours, height × width × 3."""
    height, width = lab.shape[:2]
    border = _border(height, width)
    terms, seen = _surface_terms(height, width), lab[border]
    weights = np.ones((len(seen), 1), dtype=np.float32)
    factors = np.zeros((terms.shape[-1], 3), dtype=np.float32)
    for _ in range(3):  # what does not follow the surface (a shoulder, a banner) counts less every time
        factors = np.linalg.lstsq(terms[border] * weights, seen * weights, rcond=None)[0]
        misses = np.linalg.norm(seen - terms[border] @ factors, axis=1, keepdims=True)
        weights = 1 / (1 + (misses / (np.median(misses) * 2 + 1)) ** 2)
    ground: Floats = terms @ factors
    return ground


def _surface_terms(height: int, width: int) -> Floats:
    """Terms of a quadratic surface; below the border's reach it goes on as it ended."""
    across = np.linspace(-1, 1, width, dtype=np.float32)
    down = np.minimum(np.linspace(-1, 1, height, dtype=np.float32), _GROUND_SHOWS * 2 - 1)
    x, y = np.meshgrid(across, down)
    return np.stack([np.ones_like(x), x, y, x * y, x * x, y * y], axis=-1)


def _border(height: int, width: int) -> Mask:
    """The top and most of both sides: where portraits show ground."""
    margin = max(2, round(0.06 * min(height, width)))
    border = np.zeros((height, width), dtype=np.bool_)
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
        return np.zeros_like(mask)
    largest = 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
    whole = cv2.morphologyEx((labels == largest).astype(np.uint8), cv2.MORPH_CLOSE, kernel)
    contours, _ = cv2.findContours(whole, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return np.asarray(cv2.drawContours(whole, contours, -1, 1, cv2.FILLED), dtype=np.uint8)
