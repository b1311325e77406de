"""Everything that people bring to a land: settlements, realms, roads, and names for all."""

from collections.abc import Iterator, Mapping

import numpy as np
from shapely import Polygon

from generation.briefs import MapBrief
from generation.layout.lands.cultures import Culture
from generation.layout.lands.curves import smooth_lines
from generation.layout.lands.labels import Feature, labels_of
from generation.layout.lands.land import Land
from generation.layout.lands.names import Namer
from generation.layout.lands.noise import smooth_noise
from generation.layout.lands.places import WORDS, Place, places_of
from generation.layout.lands.realms import realms_of
from generation.layout.lands.rivers import River, rivers_of
from generation.layout.lands.settlements import Rank, Site, sites_of
from generation.layout.lands.sheet import Field
from generation.layout.lands.travel import land_weights, nearest_sea, realm_weights, sea_weights
from generation.layout.lands.ways import (
    Step,
    Way,
    new_stretches,
    path_back,
    reach,
    ways_between,
    worth_having,
)
from generation.layout.plan import Point, PointOfInterest, Room, Route, RouteKind, Territory
from generation.layout.walls import DIGITS, corners
from generation.vocabulary import MapKind, TerrainType

TITLES = {
    MapKind.WORLD: ("Kingdom of {}", "Empire of {}", "Realm of {}", "Republic of {}", "Crown of {}"),
    MapKind.REGION: ("Duchy of {}", "March of {}", "County of {}", "Barony of {}", "Principality of {}"),
}
ADJECTIVES = (
    "Amber", "Ashen", "Bitter", "Black", "Bleak", "Drowned", "Endless", "Forgotten", "Frozen", "Gilded",
    "Grey", "Hollow", "Howling", "Iron", "Misty", "Pale", "Red", "Sapphire", "Shattered", "Shrouded",
    "Silver", "Singing", "Sleeping", "Stormy", "Sunken", "Verdant", "Whispering", "White", "Wild",
)  # fmt: skip
NOUNS = (
    "Ash", "Bones", "Dawn", "Dread", "Dusk", "Echoes", "Embers", "Glass", "Gulls", "Kings", "Mists", "Omens",
    "Ravens", "Sighs", "Sorrows", "Stars", "Storms", "Swords", "Thorns", "Whales", "Winds", "Wolves",
)  # fmt: skip
PATTERNS: Mapping[Feature, tuple[str, ...]] = {
    Feature.SEA: ("Sea of {noun}", "The {adjective} Sea", "Sea of {root}"),
    Feature.BAY: ("Bay of {noun}", "{root} Bay", "Gulf of {root}"),
    Feature.LAKE: ("Lake {root}", "{adjective} Mere", "{root} Water"),
    Feature.ISLAND: ("Isle of {noun}", "Isle of {root}", "{adjective} Isle"),
    Feature.MOUNTAINS: ("{adjective} Mountains", "Mountains of {noun}", "{root} Peaks", "Teeth of {root}"),
    Feature.HILLS: ("{adjective} Hills", "{root} Hills"),
    Feature.FOREST: ("{adjective} Wood", "Forest of {noun}", "{root} Forest", "{adjective} Forest"),
    Feature.DESERT: ("{adjective} Desert", "Sands of {noun}", "{root} Waste"),
    Feature.SWAMP: ("{adjective} Fens", "{root} Marsh", "Mire of {noun}"),
    Feature.SNOWS: ("{adjective} Tundra", "Wastes of {noun}", "{root} Snows"),
}
GREAT_ROADS = (
    "King's Road", "Queen's Road", "Amber Road", "Salt Road", "Silk Road", "Old Road", "Pilgrims' Way", "Iron Road",
    "Emperor's Road", "Wool Road", "Spice Road", "Legion Road", "Wine Road",
)  # fmt: skip


class Atlas:
    """What a land's people have made of it."""

    def __init__(
        self, rng: np.random.Generator, brief: MapBrief, land: Land, biomes: Mapping[TerrainType, Field]
    ) -> None:
        self._rng = rng
        self._brief = brief
        self._land = land
        self._biomes = biomes
        self._namer = Namer(rng)
        self._size = float(np.sqrt(land.sheet.width * land.sheet.height))
        self._rivers = self._find_rivers()
        self._sites = sites_of(rng, land, self._river, brief.rooms or max(3, round(0.32 * self._size)))
        self._settle()

    def _find_rivers(self) -> list[River]:
        threshold = 0.55 * self._size / self._land.sheet.cell**2
        rivers = rivers_of(self._land, threshold)
        self._river = np.zeros(self._land.sheet.shape, dtype=np.bool_)
        for river in rivers:
            self._river.flat[list(river.cells)] = True
        self._river &= self._land.dry
        return rivers

    def _settle(self) -> None:
        land = self._land
        self._weights = land_weights(land, self._biomes, self._river)
        capitals = [site.cell for site in self._sites if site.rank is Rank.CITY]
        owner = np.full(land.sheet.size, -1, dtype=np.int64)
        if capitals:
            ruled = reach(land.mesh, realm_weights(land, self._biomes, self._river), capitals)
            owner = np.where(land.land.ravel(), ruled.place, -1)
        self._owner = owner
        self._names = [
            self._namer.settlement(self._culture(site.cell), harbour=site.harbour) for site in self._sites
        ]
        default = max(3, round(0.2 * self._size))
        wanted = self._brief.points_of_interest
        self._places = list(
            places_of(
                self._rng,
                land,
                self._biomes,
                [site.cell for site in self._sites],
                default if wanted is None else wanted,
            )
        )

    def _culture(self, cell: int) -> Culture:
        return self._namer.culture(max(int(self._owner[cell]), 0))

    def _point(self, cell: int) -> Point:
        x, y = np.round(self._land.sheet.centers[cell], DIGITS)
        return float(x), float(y)

    def points_of_interest(self) -> Iterator[PointOfInterest]:
        """Settlements, the greatest first, then the other places."""
        number = 0
        for number, (site, name) in enumerate(zip(self._sites, self._names, strict=True), start=1):
            yield PointOfInterest(
                id=f"poi-{number}",
                name=name,
                kind=site.rank.value,
                position=self._point(site.cell),
                description=self._told(site),
            )
        for after, place in enumerate(self._places, start=number + 1):
            yield self._place(after, place)

    def _told(self, site: Site) -> str:
        by = "A harbour" if site.harbour else "A market" if site.rank is not Rank.VILLAGE else "A hamlet"
        return f"{by} of the {self._rng.choice(['north', 'south', 'old', 'new'])} way."

    def _place(self, number: int, place: Place) -> PointOfInterest:
        kind = place.kind
        return PointOfInterest(
            id=f"poi-{number}",
            name=self._namer.of(kind.names, self._culture(place.cell), **WORDS),
            kind=kind.kind,
            position=self._point(place.cell),
            description=kind.tales[int(self._rng.integers(len(kind.tales)))],
            gm_only=kind.gm_only,
        )

    def territories(self) -> Iterator[Territory]:
        """One for each city."""
        for number, realm in enumerate(realms_of(self._land, self._owner), start=1):
            name = self._namer.realm(self._namer.culture(realm.capital), TITLES[self._brief.map_kind])
            yield Territory(
                id=f"territory-{number}", name=name, color=muted(number), polygon=corners(realm.area)
            )

    def labels(self) -> Iterator[Room]:
        """The named features of the land, as places under the open sky."""
        for number, label in enumerate(labels_of(self._land, self._biomes), start=1):
            x, y = label.area.representative_point().coords[0]
            culture = self._culture(self._land.sheet.cell_at(x, y))
            name = self._namer.of(PATTERNS[label.feature], culture, adjective=ADJECTIVES, noun=NOUNS)
            yield Room(number=number, name=name, polygon=corners(Polygon(label.area)), outdoors=True)

    def routes(self) -> Iterator[Route]:
        """Rivers, roads, trails and sea lanes."""
        number = 0
        for number, (name, kind, points) in enumerate(self._lines(), start=1):
            yield Route(id=f"route-{number}", name=name, kind=kind.value, points=points)

    def _lines(self) -> Iterator[tuple[str, RouteKind, tuple[Point, ...]]]:
        yield from self._river_lines()
        yield from self._road_lines()
        yield from self._sea_lines()

    def _river_lines(self) -> Iterator[tuple[str, RouteKind, tuple[Point, ...]]]:
        sheet = self._land.sheet
        shift = np.column_stack(
            [0.7 * sheet.cell * smooth_noise(self._rng, sheet.shape, 7).ravel() for _ in range(2)]
        )
        lines = smooth_lines(sheet, [river.cells for river in self._rivers], fixed={}, shift=shift)
        for river, line in zip(self._rivers, lines, strict=True):
            culture = self._culture(river.cells[len(river.cells) // 2])
            yield self._namer.river(culture), RouteKind.RIVER, line

    def _road_lines(self) -> Iterator[tuple[str, RouteKind, tuple[Point, ...]]]:
        land = self._land
        if not self._sites:
            return
        cells = [site.cell for site in self._sites]
        paths: list[tuple[str, RouteKind, list[int]]] = []
        trodden: set[Step] = set()
        for way in worth_having(ways_between(land.mesh, self._weights, cells), 1.9):
            paths += [
                (self._road_name(way), RouteKind.ROAD, stretch)
                for stretch in new_stretches(way.cells, trodden)
            ]
        walked = sorted({cell for _, _, path in paths for cell in path} | set(cells))
        found = reach(land.mesh, self._weights, walked)
        for place in self._places:
            if place.kind.remote and np.isfinite(found.cost[place.cell]):
                for stretch in new_stretches(path_back(found, place.cell), trodden):
                    name = self._namer.of(("{root} Trail", "{root} Path"), self._culture(place.cell))
                    paths.append((name, RouteKind.TRAIL, stretch))
        fixed = {cell: self._point(cell) for cell in [*cells, *(place.cell for place in self._places)]}
        lines = smooth_lines(land.sheet, [path for _, _, path in paths], fixed=fixed, within=land.ground)
        for (name, kind, _), line in zip(paths, lines, strict=True):
            yield name, kind, line

    def _road_name(self, way: Way) -> str:
        both = {self._sites[way.start].rank, self._sites[way.end].rank}
        if both == {Rank.CITY}:
            return self._namer.of([f"{road}" for road in GREAT_ROADS], self._namer.culture(0))
        return self._namer.of(
            [f"{self._names[way.start]}–{self._names[way.end]} road"], self._namer.culture(0)
        )

    def _sea_lines(self) -> Iterator[tuple[str, RouteKind, tuple[Point, ...]]]:
        land = self._land
        sea = nearest_sea(land)
        ports = {int(sea.flat[site.cell]): number for number, site in enumerate(self._sites) if site.harbour}
        if len(ports) < 2:
            return
        ways = worth_having(ways_between(land.mesh, sea_weights(land), list(ports)), 2.5)
        numbers = list(ports.values())
        lines = smooth_lines(land.sheet, [way.cells for way in ways], fixed={})
        for way, line in zip(ways, lines, strict=True):
            ends = f"{self._names[numbers[way.start]]}–{self._names[numbers[way.end]]} passage"
            yield ends, RouteKind.SEA_LANE, line


def muted(number: int) -> str:
    """A quiet colour, unlike those of the numbers before and after."""
    hue = (number * 0.618034) % 1 * 6
    value, pale = (150 + 22 * (number % 3)), 0.42 + 0.09 * (number % 2)
    parts = [value * (1 - pale * min(max(abs((hue + shift) % 6 - 3) - 1, 0), 1)) for shift in (3, 5, 1)]
    return "#" + "".join(f"{round(part):02x}" for part in parts)
