"""Territories: which land belongs to which capital, as simple polygons that touch and do not overlap."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy import ndimage
from shapely import Polygon

from generation.layout.lands.land import Land
from generation.layout.lands.outlines import polygons_of, without_holes
from generation.layout.lands.sheet import Cells, Coordinates, Sheet
from generation.layout.walls import DIGITS

SMOOTHING = 12  #: rounds over a border


@dataclass(frozen=True)
class Realm:
    """The land of one capital, by its number."""

    capital: int
    area: Polygon


def realms_of(land: Land, owner: Cells, capitals: Sequence[int]) -> list[Realm]:
    """Outlines of who owns which land; `owner` numbers the cells of `capitals`, -1 is nobody's.

    A capital's realm is the piece of land that is its own and that it lies on.
    """
    rows, columns = land.sheet.shape
    owned = owner.reshape(rows, columns)
    known = owned >= 0
    nearest = ndimage.distance_transform_edt(~known, return_distances=False, return_indices=True)
    spread = owned[tuple(nearest)]
    lines = [shapely.LineString(line) for line in _borders(land.sheet, spread)]
    pieces: dict[int, list[Polygon]] = {}
    for coast in land.coasts:
        for face in _faces(coast, lines):
            x, y = shapely.get_coordinates(face.representative_point())[0]
            cell = land.sheet.cell_at(float(x), float(y))
            if known.flat[cell]:
                pieces.setdefault(int(spread.flat[cell]), []).append(face)
    return [
        Realm(capital, _whole(faces, land.sheet.centers[capitals[capital]]))
        for capital, faces in sorted(pieces.items())
    ]


def _borders(sheet: Sheet, owner: Cells) -> list[Coordinates]:
    """The lines between cells of different owners, from one meeting of three to the next, smoothed."""
    rows, columns = sheet.shape
    down, right = np.nonzero(owner[:, 1:] != owner[:, :-1])
    upright = np.stack((np.column_stack((right + 1, down)), np.column_stack((right + 1, down + 1))), axis=1)
    down, right = np.nonzero(owner[1:] != owner[:-1])
    level = np.stack((np.column_stack((right, down + 1)), np.column_stack((right + 1, down + 1))), axis=1)
    steps = np.concatenate((upright, level)).astype(np.float64)
    if not len(steps):
        return []
    merged = shapely.line_merge(shapely.union_all(shapely.linestrings(steps)))
    scale = (sheet.width / columns, sheet.height / rows)
    return [_smoothed(shapely.get_coordinates(line)) * scale for line in shapely.get_parts(merged)]


def _smoothed(line: NDArray[np.float64]) -> NDArray[np.float64]:
    """The line without its stairs; its ends stay."""
    line = line.copy()
    closed = bool((line[0] == line[-1]).all())
    for _ in range(SMOOTHING):
        if closed:
            ring = line[:-1]
            line[:-1] = 0.5 * ring + 0.25 * (np.roll(ring, 1, axis=0) + np.roll(ring, -1, axis=0))
            line[-1] = line[0]
        else:
            line[1:-1] = 0.5 * line[1:-1] + 0.25 * (line[:-2] + line[2:])
    return line


def _faces(mass: Polygon, lines: Sequence[shapely.LineString]) -> list[Polygon]:
    """The pieces that the lines cut a landmass into."""
    crossing = [line for line in lines if mass.intersects(line)]
    if not crossing:
        return [mass]
    net = shapely.union_all([mass.boundary, *crossing], grid_size=10.0**-DIGITS)
    shapely.prepare(mass)
    faces = polygons_of(shapely.polygonize([net]))
    return [face for face in faces if mass.contains(face.representative_point())]


def _whole(faces: Sequence[Polygon], capital: Coordinates) -> Polygon:
    """The faces that hang together about the capital, as one ring."""
    joined = polygons_of(shapely.union_all(list(faces), grid_size=10.0**-DIGITS))
    return without_holes(min(joined, key=lambda part: part.distance(shapely.Point(capital))))
