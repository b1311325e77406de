"""Plans turned and mirrored: what is laid out one way round can face any side."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from generation.layout.plan import MapLayout, Point, Prop
from generation.layout.walls import DIGITS


@dataclass(frozen=True, kw_only=True)
class Turn:
    """First mirrored left to right, then turned clockwise, then moved; of a field of `columns` × `rows`."""

    columns: int
    rows: int
    quarters: int = 0
    mirrored: bool = False
    shift: Point = (0.0, 0.0)

    def point(self, point: Point) -> Point:
        """Where a point comes to lie."""
        x, y = point
        width, height = float(self.columns), float(self.rows)
        if self.mirrored:
            x = width - x
        for _ in range(self.quarters % 4):
            x, y = height - y, x
            width, height = height, width
        return round(x + self.shift[0], DIGITS), round(y + self.shift[1], DIGITS)

    def points(self, points: Iterable[Point]) -> tuple[Point, ...]:
        """Where the points of a line come to lie."""
        return tuple(self.point(point) for point in points)

    def prop(self, prop: Prop) -> Prop:
        """A thing, with its back where it was before among the others."""
        rotation = -prop.rotation if self.mirrored else prop.rotation
        turned = round((rotation + 90.0 * self.quarters) % 360.0, DIGITS)
        return replace(prop, position=self.point(prop.position), rotation=turned)


def turned(plan: MapLayout, turn: Turn) -> MapLayout:
    """The whole plan turned."""
    sideways = turn.quarters % 2 == 1
    return replace(
        plan,
        columns=turn.rows if sideways else turn.columns,
        rows=turn.columns if sideways else turn.rows,
        walls=tuple(replace(wall, points=turn.points(wall.points)) for wall in plan.walls),
        doors=tuple(replace(d, start=turn.point(d.start), end=turn.point(d.end)) for d in plan.doors),
        windows=tuple(replace(w, start=turn.point(w.start), end=turn.point(w.end)) for w in plan.windows),
        lights=tuple(replace(light, position=turn.point(light.position)) for light in plan.lights),
        rooms=tuple(replace(room, polygon=turn.points(room.polygon)) for room in plan.rooms),
        terrain=tuple(replace(area, polygon=turn.points(area.polygon)) for area in plan.terrain),
        points_of_interest=tuple(
            replace(note, position=turn.point(note.position)) for note in plan.points_of_interest
        ),
        props=tuple(turn.prop(prop) for prop in plan.props),
    )
