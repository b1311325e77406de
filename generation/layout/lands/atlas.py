"""From a land and its people to the parts of a plan: lines, polygons, names."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import shapely
from shapely import LineString, MultiLineString, box

from generation.layout.lands.chronicle import Chronicle
from generation.layout.lands.curves import BERTH, sea_line, smooth_lines
from generation.layout.lands.labels import Label
from generation.layout.lands.land import Land
from generation.layout.lands.people import People
from generation.layout.lands.place_kinds import BRIDGE
from generation.layout.lands.realms import Realm
from generation.layout.noise import smooth_noise
from generation.layout.plan import Point, PointOfInterest, Room, Route, RouteKind, Territory
from generation.layout.walls import DIGITS, corners

MEANDER = 1.0  #: cells that a river's bends reach out
BEND = 9  #: cells from one bend to the next but one

Line = tuple[Point, ...]


class Atlas:
    """The lines and the lettered parts of one land's plan."""

    def __init__(self, rng: np.random.Generator, land: Land, people: People, chronicle: Chronicle) -> None:
        self._land = land
        self._people = people
        self._chronicle = chronicle
        self._spots = {cell: self._center(cell) for cell in self._marked()}
        self._river_lines = self._drawn_rivers(rng)
        self._road_lines, self._trail_lines = self._drawn_roads()
        self._named_places = [chronicle.place(place) for place in people.places]

    def _marked(self) -> list[int]:
        people = self._people
        return [*(site.cell for site in people.sites), *(place.cell for place in people.places)]

    def _center(self, cell: int) -> Point:
        x, y = np.round(self._land.sheet.centers[cell], DIGITS)
        return float(x), float(y)

    def _drawn_rivers(self, rng: np.random.Generator) -> list[Line]:
        sheet = self._land.sheet
        bends = [smooth_noise(rng, sheet.shape, BEND).ravel() for _ in range(2)]
        shift = MEANDER * sheet.cell * np.clip(np.column_stack(bends), -1.5, 1.5)
        courses = [river.cells for river in self._people.rivers]
        return smooth_lines(sheet, courses, fixed={}, shift=shift, within=self._land.ground)

    def _drawn_roads(self) -> tuple[list[Line], list[Line]]:
        """Roads and trails, smoothed together, so that trails still meet the roads that they leave."""
        roads = [stretch.cells for stretch in self._people.roads.stretches]
        trails = [cells for _, cells in self._people.trails]
        bridges = {place.cell for place in self._people.places if place.kind is BRIDGE}
        fixed = {cell: spot for cell, spot in self._spots.items() if cell not in bridges}
        lines = smooth_lines(self._land.sheet, [*roads, *trails], fixed=fixed, within=self._land.ground)
        return lines[: len(roads)], lines[len(roads) :]

    def _drawn_lanes(self) -> list[Line]:
        """Ships sail in wide curves, off the coast."""
        sheet, ground = self._land.sheet, self._land.ground
        field = box(0, 0, sheet.width, sheet.height)
        sea, offing = field.difference(ground), field.difference(ground.buffer(BERTH * sheet.cell))
        shapely.prepare([sea, offing])
        return [sea_line(sheet, lane.cells, sea, offing) for lane in self._people.lanes]

    def points_of_interest(self) -> Iterator[PointOfInterest]:
        """Settlements, the greatest first, then the other places."""
        for number, site in enumerate(self._people.sites):
            yield PointOfInterest(
                id=f"poi-{number + 1}",
                name=self._chronicle.sites[number],
                kind=site.rank.value,
                position=self._spots[site.cell],
                description=self._chronicle.site(number),
            )
        bridges = self._bridge_points()
        named = zip(self._people.places, self._named_places, strict=True)
        for number, (place, (name, tale)) in enumerate(named, start=len(self._people.sites) + 1):
            yield PointOfInterest(
                id=f"poi-{number}",
                name=name,
                kind=place.kind.kind,
                position=bridges.get(place.cell, self._spots[place.cell]),
                description=tale,
                gm_only=place.kind.gm_only,
            )

    def _bridge_points(self) -> Mapping[int, Point]:
        """For the cells of bridges, where the lines of road and river cross."""
        bridges = [place.cell for place in self._people.places if place.kind is BRIDGE]
        if not bridges:
            return {}
        roads = MultiLineString([LineString(line) for line in self._road_lines])
        rivers = MultiLineString([LineString(line) for line in self._river_lines])
        crossings = shapely.get_coordinates(shapely.intersection(roads, rivers))
        found: dict[int, Point] = {}
        for cell in bridges:
            away = np.hypot(*(crossings - self._land.sheet.centers[cell]).T)
            if len(away) and away.min() < 4 * self._land.sheet.cell:
                x, y = np.round(crossings[int(np.argmin(away))], DIGITS)
                found[cell] = (float(x), float(y))
        return found

    def routes(self) -> Iterator[Route]:
        """Rivers, roads, trails and sea lanes, each kind's greatest first."""
        for number, (name, kind, points) in enumerate(self._lines(), start=1):
            yield Route(id=f"route-{number}", name=name, kind=kind.value, points=points)

    def _lines(self) -> Iterator[tuple[str, RouteKind, Line]]:
        told, people = self._chronicle, self._people
        for name, line in zip(told.rivers, self._river_lines, strict=True):
            yield name, RouteKind.RIVER, line
        for stretch, line in zip(people.roads.stretches, self._road_lines, strict=True):
            yield told.road(stretch.start, stretch.end), RouteKind.ROAD, line
        names = dict(zip((place.cell for place in people.places), self._named_places, strict=True))
        for (place, _), line in zip(people.trails, self._trail_lines, strict=True):
            yield told.trail(names[place.cell][0]), RouteKind.TRAIL, line
        lanes = self._drawn_lanes()
        for lane, line in zip(people.lanes, lanes, strict=True):
            yield told.lane(lane.start, lane.end), RouteKind.SEA_LANE, line


def named(labels: Sequence[Label], names: Sequence[str]) -> Iterator[Room]:
    """The features of a land as places under the open sky, for their names to stand on."""
    for number, (label, name) in enumerate(zip(labels, names, strict=True), start=1):
        yield Room(number=number, name=name, polygon=corners(label.area), outdoors=True)


def territories(realms: Sequence[Realm], names: Sequence[str]) -> Iterator[Territory]:
    """One for each realm, in quiet colours."""
    for number, (realm, name) in enumerate(zip(realms, names, strict=True), start=1):
        yield Territory(id=f"territory-{number}", name=name, color=muted(number), polygon=corners(realm.area))


def muted(number: int) -> str:
    """A quiet colour, unlike those of the numbers before and after."""
    hue = (number * 0.618034) % 1 * 6
    value, strength = 150 + 22 * (number % 3), 0.42 + 0.09 * (number % 2)
    parts = [value * (1 - strength * min(max(abs((hue + shift) % 6 - 3) - 1, 0), 1)) for shift in (3, 5, 1)]
    return "#" + "".join(f"{round(part):02x}" for part in parts)
