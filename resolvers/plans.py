"""Floor plans that are not laid out for a request: another map's, or one from a file."""

import asyncio
import hashlib
import math
from dataclasses import dataclass, replace
from uuid import UUID

from generation.briefs import Grid
from generation.edit_validation import LARGEST
from generation.exports.reading.read_back import Unreadable
from generation.imports.universal_vtt import ImportedPlan, plan_from_universal_vtt
from generation.layout import LARGEST_SIDE, SMALLEST_SIDE
from generation.layout.codec import layout_to_bytes
from generation.layout.features import plan_from_json
from generation.layout.plan import MapLayout
from generation.vocabulary import MapEnvironment, MapKind
from persistence import images, maps
from persistence.tables import MapRow
from resolvers.context import Context
from resolvers.errors import Invalid, NotFound

FROM_MAP, FROM_FILE = "layoutFrom", "layoutFile"
SIZES = (20, 300)  #: pixels per space


@dataclass(frozen=True, kw_only=True)
class FloorPlan:
    """A plan to paint: its grid and environment are what is painted where nothing else is said."""

    layout: MapLayout
    grid: Grid
    environment: MapEnvironment | None
    kinds: tuple[MapKind, ...]  #: what it can be painted as
    data: bytes  #: the layout as it is stored

    @property
    def sha256(self) -> str:
        """Under what it is stored, hex."""
        return hashlib.sha256(self.data).hexdigest()

    def grid_like(self, asked: Grid | None) -> Grid:
        """The grid that is asked for, with the plan's own spaces."""
        spaces = self.layout.lattice
        return replace(asked or self.grid, type=spaces.type, columns=spaces.columns, rows=spaces.rows)


def plan_of(row: MapRow) -> MapLayout:
    """A map's floor plan with the features that it has now. Parses much: not on the event loop."""
    return plan_from_json(row.layout, row.features)


async def of_map(context: Context, map_id: UUID) -> FloorPlan:
    """The plan of one of the viewer's maps, as it is now; raises `NotFound`."""
    async with context.database.reading() as session:
        row = await maps.find(session, map_id, context.owner)
        image = await images.find(session, row.image_id, context.owner) if row else None
    if row is None or image is None or image.deleted_at is not None:
        raise NotFound("There is no such map.", field=FROM_MAP)
    return await asyncio.to_thread(_of_row, row)


async def of_file(data: bytes, environment: MapEnvironment | None) -> FloorPlan:
    """The plan in a Universal VTT file; raises `Invalid` with what is wrong, and where in the file."""
    return await asyncio.to_thread(_of_file, data, environment)


def _of_row(row: MapRow) -> FloorPlan:
    layout = plan_of(row)
    return FloorPlan(
        layout=layout,
        grid=Grid.from_json(row.grid),
        environment=MapEnvironment(row.environment) if row.environment else None,
        kinds=_like(MapKind(row.kind)),
        data=layout_to_bytes(layout),
    )


def _like(kind: MapKind) -> tuple[MapKind, ...]:
    places = (MapKind.BATTLE, MapKind.LOCATION)
    return places if kind in places else (kind,)


def _of_file(data: bytes, environment: MapEnvironment | None) -> FloorPlan:
    try:
        found = plan_from_universal_vtt(data, environment, smallest=SMALLEST_SIDE, largest=LARGEST_SIDE)
    except Unreadable as error:
        raise Invalid(f"{FROM_FILE} cannot be used: {error}", field=FROM_FILE) from error
    spaces = found.layout.lattice
    return FloorPlan(
        layout=found.layout,
        grid=Grid(columns=spaces.columns, rows=spaces.rows, size=_usable_size(found)),
        environment=environment,
        kinds=_like(MapKind.BATTLE),
        data=layout_to_bytes(found.layout),
    )


def _usable_size(found: ImportedPlan) -> int:
    """The file's own pixels per space, as far as the picture does not grow too large."""
    smallest, largest = SIZES
    most = math.isqrt(int(LARGEST / (found.layout.width * found.layout.height)))
    return max(smallest, min(round(found.pixels_per_space), largest, most))
