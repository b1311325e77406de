"""Heights and depths: hills, outcrops of rock, scree, chasms, and the caves in cliffs."""

import cv2
import numpy as np
from shapely import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from generation.layout.raster import SAMPLES, Field
from generation.layout.shapes import fitted, polygons_of, solid
from generation.layout.terrain import blob
from generation.layout.wilds.country import Country
from generation.vocabulary import TerrainType

NARROW = 0.65  #: half the width in spaces of a crack that nobody fits through
POCKET = 12.0  #: square spaces; a smaller hollow among cliffs is none


def hills(country: Country, shares: tuple[float, ...], wave: float, *, least: float = 8.0) -> Field:
    """Rounded hills, one level upon the other; `shares` of it lie above each; answers the heights."""
    height = country.raster.noise(country.rng, wave)
    for share in shares:
        level = country.raster.level(height, share)
        country.lay(TerrainType.HILL, country.raster.polygons(height - level, least=least, soft=0.8))
    return height


def outcrops(
    country: Country,
    share: float,
    wave: float,
    *,
    margin: float = 1.0,
    least: float = 2.5,
    scree: float = 0.16,
) -> Field:
    """Crags on about `share` of the country, with scree at their feet; how far inside of them one is."""
    raster, rng = country.raster, country.rng
    noise = raster.noise(rng, wave, octaves=2) + 0.22 * raster.noise(rng, 2.2)
    inside = np.minimum(noise - raster.level(noise, share), (country.clearance() - margin) * 0.6)
    if scree:
        fallen = inside + scree * (1 + raster.noise(rng, 4.0))
        free = (country.clearance() - 0.15) * 2
        country.lay(TerrainType.RUBBLE, raster.polygons(np.minimum(fallen, free), least=3.0))
    country.cliff(raster.polygons(weathered(country, inside), least=least, soft=0.2))
    return np.asarray(inside, dtype=np.float32)


def weathered(country: Country, inside: Field) -> Field:
    """The field of cliffs with cracks and pockets closed that are too small to stand in.

    Nothing is closed where something is kept free.
    """
    raster = country.raster
    ground = np.where(inside <= 0, 255, 0).astype(np.uint8)
    wide = np.where(raster.distance(np.bitwise_not(ground)) > NARROW, 255, 0).astype(np.uint8)
    count, labels, sizes, _ = cv2.connectedComponentsWithStats(wide, connectivity=4)
    small = np.arange(count)[sizes[:, cv2.CC_STAT_AREA] < POCKET * SAMPLES**2]
    wide[np.isin(labels, small)] = 0
    closed = (ground > 0) & (raster.distance(wide) > NARROW) & (country.clearance() > NARROW)
    return np.asarray(np.where(closed, np.maximum(inside, 0.3), inside), dtype=np.float32)


def hollow_out(country: Country, radius: float) -> Polygon | None:
    """A shallow cave in a cliff that is thick enough for one, open to the ground before it; None without."""
    raster = country.raster
    rock = raster.fill(patch.area for patch in country.patches if patch.walled)
    depth = raster.distance(np.where(rock > 0, 0, 255).astype(np.uint8))
    open_ground = (rock == 0) & (raster.distance(country.kept) > 0.4)
    fits = (depth > radius + 0.7) & (depth < radius + 2.4) & raster.inset(radius + 1.2)
    spots = raster.points_of(fits)
    if not len(spots) or not open_ground.any():
        return None
    center = spots[int(country.rng.integers(len(spots)))]
    outside = raster.points_of(open_ground & raster.inset(0.5))
    if not len(outside):
        return None
    mouth = outside[int(np.argmin(np.hypot(*(outside - center).T)))]
    if np.hypot(*(mouth - center)) > radius + 4.0:
        return None
    chamber = blob(country.rng, (float(center[0]), float(center[1])), radius)
    passage = LineString([center, mouth]).buffer(0.85, quad_segs=3)
    return _carved(country, chamber.union(passage), chamber)


def _carved(country: Country, hollow: BaseGeometry, chamber: Polygon) -> Polygon:
    """Take a hollow out of all rock."""
    for patch in country.patches:
        if patch.walled and patch.area.intersects(hollow):
            left = fitted(patch.area.difference(hollow), country.field)
            patch.area = MultiPolygon(solid([left]))
    country.patches = [patch for patch in country.patches if not patch.area.is_empty]
    country.lay(TerrainType.RUBBLE, polygons_of([hollow]))
    return chamber
