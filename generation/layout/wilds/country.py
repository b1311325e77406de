"""`Country`: the plan of open ground while it grows, layer by layer."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon, STRtree, box
from shapely.geometry.base import BaseGeometry

from generation.briefs import MapBrief
from generation.lattice import Lattice
from generation.layout.lights import lights_of
from generation.layout.notes import Notes
from generation.layout.plan import (
    Door,
    Light,
    MapLayout,
    Point,
    Prop,
    PropKind,
    Room,
    TerrainArea,
    Wall,
    WallMaterial,
    Window,
)
from generation.layout.raster import Field, Mask, Points, Raster
from generation.layout.scatter import Stand
from generation.layout.shapes import GRAIN, fitted, largest, polygons_of, solid, without_holes
from generation.layout.terrain import cost_of
from generation.layout.walls import DIGITS, corners, outline
from generation.vocabulary import TerrainType

WATERS = (TerrainType.WATER, TerrainType.DEEP_WATER)
NOTE_KINDS = ("place", "danger", "ambush", "treasure", "secret", "trap", "crossing")
SECRET_KINDS = ("ambush", "treasure", "secret", "trap")  #: what players have to find for themselves


@dataclass(kw_only=True)
class Patch:
    """Ground of one type; where it is `walled`, rock rises along its outline.

    Nothing grows over ground that is `wanted`, and passes are dug around it where there is a way around.
    """

    type: TerrainType
    cost: float | None
    area: MultiPolygon
    walled: bool = False
    wanted: bool = False


@dataclass(kw_only=True)
class Line:
    """A wall that stands free."""

    shape: BaseGeometry
    material: WallMaterial


@dataclass(frozen=True, kw_only=True)
class Site:
    """A place that has a name."""

    name: str
    area: Polygon
    outdoors: bool = True


class Country:
    """Open ground for a brief, of which `base` is what lies everywhere at first.

    What is laid later lies on top. `kept` marks where nothing may be scattered any more; `ways` holds how
    far it is to the nearest road or trail, in spaces.
    """

    def __init__(self, brief: MapBrief, base: TerrainType) -> None:
        self.brief = brief
        self.base = base
        self.rng = np.random.default_rng(brief.layout_seed % 2**64)
        self.lattice = Lattice.of(brief.grid)
        self.width = math.floor(self.lattice.width / GRAIN) * GRAIN
        self.height = math.floor(self.lattice.height / GRAIN) * GRAIN
        self.field = box(0, 0, self.width, self.height)
        self.raster = Raster(self.width, self.height)
        self.kept: Mask = np.zeros(self.raster.shape, dtype=np.uint8)
        self.ways: Field = np.full(self.raster.shape, self.width + self.height, dtype=np.float32)
        self.trodden: list[Points] = []
        self.patches: list[Patch] = []
        self.lines: list[Line] = []
        self.doors: list[Door] = []
        self.windows: list[Window] = []
        self.props: list[Prop] = []
        self.lights: list[Light] = []
        self.sites: list[Site] = []
        self.notes = Notes(NOTE_KINDS, SECRET_KINDS)

    @property
    def side(self) -> float:
        """The shorter side in spaces."""
        return min(self.width, self.height)

    @property
    def size(self) -> float:
        """Square spaces."""
        return self.width * self.height

    def lay(self, terrain: TerrainType, areas: Iterable[BaseGeometry]) -> None:
        """Lay ground over areas, as far as they lie in the field."""
        for area in areas:
            self._lay(Patch(type=terrain, cost=cost_of(terrain), area=fitted(area, self.field)))

    def cliff(self, areas: Iterable[BaseGeometry]) -> None:
        """Rock too steep to climb and too high to look over; what it encloses belongs to it."""
        for area in solid(areas):
            inside = MultiPolygon(solid([fitted(area, self.field)]))
            self._lay(Patch(type=TerrainType.MOUNTAIN, cost=None, area=inside, walled=True))
            self.keep([inside])

    def _lay(self, patch: Patch) -> None:
        if not patch.area.is_empty:
            self.patches.append(patch)

    def keep(self, areas: Iterable[BaseGeometry], margin: float = 0.0) -> None:
        """Let nothing more be scattered over these areas."""
        self.kept |= self.raster.fill(area.buffer(margin) if margin else area for area in areas)

    def tread(self, line: Points, width: float) -> None:
        """Remember a way along a line."""
        self.trodden.append(line)
        beside = np.maximum(self.raster.distance_to_line(line) - np.float32(width / 2), 0)
        self.ways = np.minimum(self.ways, beside)

    def clearance(self) -> Field:
        """Spaces to the nearest place that is kept free."""
        return self.raster.distance(self.kept)

    def covered(self, *kinds: TerrainType) -> Mask:
        """Where ground of these kinds has been laid, sample by sample."""
        return self.raster.fill(patch.area for patch in self.patches if patch.type in kinds)

    def ground(self, *kinds: TerrainType, near: BaseGeometry | None = None) -> BaseGeometry:
        """Where ground of these kinds has been laid, whether or not other ground lies on it.

        With `near`, what does not meet it is left out, which is faster.
        """
        areas = polygons_of(patch.area for patch in self.patches if patch.type in kinds)
        if near is not None and areas:
            areas = [areas[index] for index in STRtree(areas).query(near, predicate="intersects").tolist()]
        return shapely.union_all(areas)

    def put(self, kind: PropKind, at: Point, size: float | tuple[float, float], turn: float = 0.0) -> None:
        """Stand a thing at `at`, turned by degrees; what would lie beyond the field is left out."""
        width, height = size if isinstance(size, tuple) else (size, size)
        if 0 <= at[0] <= self.width and 0 <= at[1] <= self.height:
            prop = Prop(
                kind=kind,
                position=rounded(at),
                width=round(float(width), 2),
                height=round(float(height), 2),
                rotation=round(turn % 360.0, 1) % 360.0,
            )
            self.props.append(prop)

    def standing(self) -> Stand:
        """All that stands so far."""
        points = np.array([prop.position for prop in self.props]).reshape(-1, 2)
        radii = np.array([(prop.width + prop.height) / 4 for prop in self.props])
        return Stand(points=points, radii=radii)

    def note(self, name: str, kind: str, at: Point, description: str) -> None:
        """Tell the game master of something."""
        x, y = min(max(at[0], 0.0), self.width), min(max(at[1], 0.0), self.height)
        self.notes.add(name, kind, rounded((x, y)), description)

    def site(self, name: str, area: BaseGeometry, *, outdoors: bool = True) -> None:
        """Name a place; it is numbered when the plan is finished."""
        part = largest(fitted(area, self.field))
        if part is not None:
            self.sites.append(Site(name=name, area=Polygon(part.exterior), outdoors=outdoors))

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
            windows=tuple(self.windows),
            lights=(*self.lights, *lights_of(self.rng, self.props)),
            rooms=tuple(self._rooms()),
            terrain=tuple(self._terrain()),
            points_of_interest=self.notes.ranked(self.brief.points_of_interest, in_turns=True),
            props=tuple(self.props),
        )

    def _walls(self) -> Iterable[Wall]:
        for patch in self.patches:
            if patch.walled:
                for part in polygons_of([patch.area]):
                    yield Wall(points=outline(part.exterior), material=WallMaterial.ROCK)
        for line in self.lines:
            for part in shapely.get_parts(line.shape).tolist():
                yield Wall(points=tuple(rounded(point) for point in part.coords), material=line.material)

    def _rooms(self) -> Iterable[Room]:
        """The places, numbered as one reads: band by band from the top, each from the left."""
        band = max(self.height / 4, 6.0)
        ordered = sorted(
            self.sites, key=lambda site: (int(site.area.centroid.y / band), site.area.centroid.x)
        )
        for number, site in enumerate(ordered, start=1):
            yield Room(number=number, name=site.name, polygon=corners(site.area), outdoors=site.outdoors)

    def _terrain(self) -> Iterable[TerrainArea]:
        for patch in self.patches:
            for part in without_holes(patch.area):
                yield TerrainArea(type=patch.type, cost=patch.cost, polygon=corners(part))


def rounded(point: tuple[float, ...]) -> Point:
    """A point on the grain of a plan's coordinates."""
    return round(float(point[0]), DIGITS), round(float(point[1]), DIGITS)
