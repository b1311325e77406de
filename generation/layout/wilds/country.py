"""`Country`: the plan of open ground while it grows, layer by layer."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from shapely import LineString, MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

from generation.briefs import MapBrief
from generation.layout.lights import lights_of
from generation.layout.plan import (
    Door,
    Light,
    MapLayout,
    Point,
    PointOfInterest,
    Prop,
    PropKind,
    Room,
    TerrainArea,
    Wall,
    WallMaterial,
)
from generation.layout.terrain import cost_of
from generation.layout.walls import DIGITS, corners, outline
from generation.layout.wilds.raster import Field, Mask, Raster
from generation.layout.wilds.scatter import Sizes, Stand, scatter
from generation.vocabulary import TerrainType

GRAIN = 10.0**-DIGITS  #: spaces; coordinates are kept as multiples of it
LEAST_AREA = 0.2  #: square spaces; smaller scraps of ground are left out

NOTE_KINDS = ("place", "danger", "treasure", "ambush", "secret")  #: the weightiest first
SECRET_KINDS = ("treasure", "ambush", "secret")  #: what players have to find for themselves


@dataclass(kw_only=True)
class Patch:
    """Ground of one type; where it is `walled`, rock rises along its outline."""

    type: TerrainType
    cost: float | None
    area: BaseGeometry
    walled: bool = False


@dataclass(kw_only=True)
class Line:
    """A wall that stands free."""

    shape: BaseGeometry
    material: WallMaterial


@dataclass(frozen=True, kw_only=True)
class Note:
    """Something for the game master to know; its kind is one of `NOTE_KINDS`."""

    name: str
    kind: str
    position: Point
    description: str


@dataclass(kw_only=True)
class Site:
    """A place that has a name."""

    name: str
    area: Polygon
    notes: list[Note] = field(default_factory=list)


class Country:
    """Open ground for a brief, of which `base` is what lies everywhere at first.

    What is laid later lies on top. `kept` marks where no tree or stone may be scattered any more.
    """

    def __init__(self, brief: MapBrief, base: TerrainType) -> None:
        self.brief = brief
        self.base = base
        self.rng = np.random.default_rng(brief.layout_seed % 2**64)
        self.lattice = brief.grid.lattice
        self.width = math.floor(self.lattice.width / GRAIN) * GRAIN
        self.height = math.floor(self.lattice.height / GRAIN) * GRAIN
        self.field = box(0, 0, self.width, self.height)
        self.raster = Raster(self.width, self.height)
        self.kept: Mask = np.zeros(self.raster.shape, dtype=np.uint8)
        self.patches: list[Patch] = []
        self.lines: list[Line] = []
        self.doors: list[Door] = []
        self.props: list[Prop] = []
        self.lights: list[Light] = []
        self.sites: list[Site] = []
        self.notes: list[Note] = []

    @property
    def side(self) -> float:
        """The shorter side in spaces."""
        return min(self.width, self.height)

    @property
    def size(self) -> float:
        """Square spaces."""
        return self.width * self.height

    def lay(
        self,
        terrain: TerrainType,
        areas: Iterable[BaseGeometry],
        *,
        cost: float | None | str = "usual",
        walled: bool = False,
    ) -> None:
        """Lay ground over areas, as far as they lie in the field."""
        price = cost_of(terrain) if isinstance(cost, str) else cost
        for area in areas:
            inside = fitted(area, self.field)
            if not inside.is_empty and inside.area > LEAST_AREA:
                self.patches.append(Patch(type=terrain, cost=price, area=inside, walled=walled))

    def cliff(self, areas: Iterable[BaseGeometry]) -> None:
        """Rock too steep to climb and too high to look over; what it encloses belongs to it."""
        solid = [Polygon(part.exterior) for part in polygons_of(areas)]
        self.lay(TerrainType.MOUNTAIN, solid, cost=None, walled=True)
        self.keep(solid)

    def keep(self, areas: Iterable[BaseGeometry], margin: float = 0.0) -> None:
        """Let nothing more be scattered over these areas."""
        self.kept |= self.raster.fill(area.buffer(margin) if margin else area for area in areas)

    def clearance(self) -> Field:
        """Spaces to the nearest place that is kept free."""
        return self.raster.distance(self.kept)

    def covered(self, *kinds: TerrainType) -> Mask:
        """Where ground of these kinds has been laid, whether or not other ground lies on it."""
        return self.raster.fill(patch.area for patch in self.patches if patch.type in kinds)

    def put(self, kind: PropKind, at: Point, width: float, height: float, rotation: float = 0.0) -> None:
        """Stand a thing at `at`; nothing that would lie beyond the field is put there."""
        if 0 <= at[0] <= self.width and 0 <= at[1] <= self.height:
            self.props.append(
                Prop(
                    kind=kind,
                    position=(round(float(at[0]), DIGITS), round(float(at[1]), DIGITS)),
                    width=round(width, 2),
                    height=round(height, 2),
                    rotation=round(rotation % 360.0, 1) % 360.0,
                )
            )

    def strew(
        self,
        kinds: Sequence[tuple[PropKind, float]],
        density: Field,
        sizes: Sizes,
        *,
        overlap: float = 0.75,
        inset: float = 0.6,
        clearance: Field | None = None,
    ) -> Stand:
        """Scatter things over the country, each of a kind drawn by weight."""
        free = self.clearance() if clearance is None else clearance
        stand = scatter(
            self.rng,
            self.raster,
            density,
            free,
            sizes,
            overlap=overlap,
            inset=inset,
            among=self.standing(),
        )
        weights = np.array([weight for _, weight in kinds])
        drawn = self.rng.choice(len(kinds), size=len(stand.points), p=weights / weights.sum())
        turns = self.rng.uniform(0, 360, len(stand.points))
        for index, (x, y) in enumerate(stand.points.tolist()):
            size = 2 * float(stand.radii[index])
            self.put(kinds[int(drawn[index])][0], (x, y), size, size, float(turns[index]))
        return stand

    def standing(self) -> Stand:
        """All that stands so far."""
        points = np.array([prop.position for prop in self.props]).reshape(-1, 2)
        radii = np.array([(prop.width + prop.height) / 4 for prop in self.props])
        return Stand(points=points, radii=radii)

    def note(self, name: str, kind: str, at: Point, description: str) -> None:
        """Tell the game master of something."""
        position = (
            round(min(max(float(at[0]), 0.0), self.width), DIGITS),
            round(min(max(float(at[1]), 0.0), self.height), DIGITS),
        )
        self.notes.append(Note(name=name, kind=kind, position=position, description=description))

    def site(self, name: str, area: Polygon) -> None:
        """Name a place; it is numbered when the plan is finished."""
        inside = fitted(area, self.field)
        parts = polygons_of([inside])
        if parts:
            self.sites.append(Site(name=name, area=Polygon(max(parts, key=lambda part: part.area).exterior)))

    def layout(self) -> MapLayout:
        """The finished plan."""
        return MapLayout(
            seed=self.brief.layout_seed,
            columns=self.brief.grid.columns,
            rows=self.brief.grid.rows,
            grid_type=self.brief.grid.type,
            base=self.base,
            walls=tuple(self._walls()),
            doors=tuple(self.doors),
            lights=(*self.lights, *lights_of(self.rng, self.props)),
            rooms=tuple(self._rooms()),
            terrain=tuple(self._terrain()),
            points_of_interest=tuple(self._points_of_interest()),
            props=tuple(self.props),
        )

    def _walls(self) -> Iterable[Wall]:
        for patch in self.patches:
            if patch.walled:
                for part in polygons_of([patch.area]):
                    yield Wall(points=outline(part.exterior), material=WallMaterial.ROCK)
        for line in self.lines:
            for part in shapely.get_parts(line.shape).tolist():
                if isinstance(part, LineString) and part.length > 0.1:
                    points = tuple((round(float(x), DIGITS), round(float(y), DIGITS)) for x, y in part.coords)
                    yield Wall(points=points, material=line.material)

    def _rooms(self) -> Iterable[Room]:
        ordered = sorted(self.sites, key=lambda site: site.area.centroid.x + 1.5 * site.area.centroid.y)
        for number, site in enumerate(ordered, start=1):
            yield Room(number=number, name=site.name, polygon=corners(site.area), outdoors=True)

    def _terrain(self) -> Iterable[TerrainArea]:
        for patch in self.patches:
            for part in without_holes(patch.area):
                yield TerrainArea(type=patch.type, cost=patch.cost, polygon=corners(part))

    def _points_of_interest(self) -> Iterable[PointOfInterest]:
        """The notes, the weightiest first, as many as the brief asks for."""
        ranked = sorted(self.notes, key=lambda note: NOTE_KINDS.index(note.kind))
        for index, note in enumerate(ranked[: self.brief.points_of_interest], start=1):
            yield PointOfInterest(
                id=f"poi-{index}",
                name=note.name,
                kind=note.kind,
                position=note.position,
                description=note.description,
                gm_only=note.kind in SECRET_KINDS,
            )


def polygons_of(areas: Iterable[BaseGeometry]) -> list[Polygon]:
    """The polygons that areas are made of, scraps left out."""
    parts = shapely.get_parts(list(areas)).tolist()
    return [part for part in parts if isinstance(part, Polygon) and part.area > LEAST_AREA]


def fitted(area: BaseGeometry, field: BaseGeometry) -> BaseGeometry:
    """What of an area lies in the field, its coordinates on the grain, and valid."""
    inside = shapely.intersection(shapely.make_valid(area), field)
    kept = MultiPolygon(polygons_of(_flat(inside)))
    return shapely.set_precision(kept, GRAIN)


def _flat(area: BaseGeometry) -> list[BaseGeometry]:
    """The parts of a collection, and of the collections in it."""
    parts: list[BaseGeometry] = shapely.get_parts(area).tolist()
    return [inner for part in parts for inner in (shapely.get_parts(part).tolist())]


def without_holes(area: BaseGeometry) -> list[Polygon]:
    """The same area as polygons that have no holes: each one that has is cut in two through a hole."""
    whole: list[Polygon] = []
    waiting = polygons_of([area])
    while waiting:
        part = waiting.pop()
        if not part.interiors:
            whole.append(part)
            continue
        left, top, right, bottom = part.bounds
        x = round(part.interiors[0].centroid.x, DIGITS)
        halves = (box(left - 1, top - 1, x, bottom + 1), box(x, top - 1, right + 1, bottom + 1))
        for half in halves:
            waiting += polygons_of(_flat(shapely.set_precision(part.intersection(half), GRAIN)))
    return whole
