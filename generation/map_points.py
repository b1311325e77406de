"""Checks of points, lines and outlines on a map, by the name of the GraphQL field that is wrong."""

from collections.abc import Sequence
from math import isfinite

from shapely import Polygon
from shapely.validation import explain_validity

from generation.field_path import FieldPath
from generation.lattice import Lattice
from generation.layout.plan import Point

ROUNDING = 1e-3  #: spaces beyond the edge that are nobody's mistake: plans are rounded to a tenth of that


def check_on_map(path: FieldPath, spaces: Lattice, **points: Point) -> None:
    """Raise `InvalidBrief` for a point that is none, or lies off the map."""
    width, height = spaces.width, spaces.height
    for field, (x, y) in points.items():
        if not (isfinite(x) and isfinite(y)):
            raise path.refuse(field, "is not a point: its coordinates must be numbers")
        if not (-ROUNDING <= x <= width + ROUNDING and -ROUNDING <= y <= height + ROUNDING):
            size = f"{width:g} by {height:g} spaces"
            raise path.refuse(field, f"is ({x:g}, {y:g}), off the map, which is {size}")


def check_line(path: FieldPath, spaces: Lattice, *, fewest: int, most: int, **lines: Sequence[Point]) -> None:
    """Raise `InvalidBrief` for a line of too few or too many points, or one that leaves the map."""
    for field, points in lines.items():
        if not fewest <= len(points) <= most:
            problem = f"has {len(points):,} points; it must have {fewest} to {most:,}"
            raise path.refuse(field, problem)
        for index, point in enumerate(points):
            check_on_map(path, spaces, **{f"{field}[{index}]": point})


def check_outline(path: FieldPath, spaces: Lattice, *, most: int, **outlines: Sequence[Point]) -> None:
    """Raise `InvalidBrief` for an outline that encloses no land, crosses itself, or leaves the map."""
    for field, points in outlines.items():
        check_line(path, spaces, fewest=3, most=most, **{field: points})
        shape = Polygon(points)
        if not shape.is_valid:
            where = explain_validity(shape).replace("[", " at (").replace("]", ")")
            raise path.refuse(field, f"is not an outline that encloses land: {where}")
        if shape.area == 0:
            raise path.refuse(field, "encloses no land: its points lie in one line")
