"""What every operation has at hand: the application's services, who asks, and loaders that gather reads."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from strawberry.dataloader import DataLoader

from generation.engines.base import EngineInfo
from persistence import batches, images, jobs, maps, overlays, themes, tokens
from persistence.batches import BatchFigures
from persistence.database import Database
from persistence.events import EventBus
from persistence.object_storage import ObjectStorage
from persistence.queue import Admission
from persistence.tables import (
    GenerationBatchRow,
    GenerationJobRow,
    ImageRevisionRow,
    ImageRow,
    JsonObject,
    MapRow,
    OverlayRow,
    ThemeRow,
    TokenRow,
)
from resolvers.derived import DerivedFiles
from resolvers.errors import Unauthenticated
from resolvers.media import MediaAddresses

Row = TypeVar("Row")
Found = TypeVar("Found")

MOST_KEYS = 10_000  # of one statement; both databases take about three times as many


@dataclass(frozen=True, kw_only=True)
class Services:
    """What lives as long as the application."""

    database: Database
    bus: EventBus
    storage: ObjectStorage
    files: DerivedFiles
    engines: tuple[EngineInfo, ...]  #: as configured here; workers elsewhere may have more
    admission: Admission = field(default_factory=Admission)


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Who asks."""

    id: str
    name: str | None = None
    roles: tuple[str, ...] = ()
    authenticated: bool = True


class Loaders:
    """Reads of one moment, gathered into one statement each.

    Nothing is kept beyond that moment, so that a subscription never shows yesterday's row.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.images = self._by_key(images.by_ids)
        self.themes = self._by_key(themes.by_ids)
        self.jobs = self._by_key(jobs.by_ids)
        self.batches = self._by_key(batches.by_ids)
        self.figures_of_batches = self._by_key(batches.figures)
        self.maps = self._by_key(maps.by_ids)
        self.grids_of_maps = self._by_key(maps.grids)
        self.maps_of_images = self._by_key(maps.by_image_ids)
        self.tokens = self._by_key(tokens.by_ids)
        self.pictures_of_tokens = self._by_key(tokens.pictures)
        self.tokens_of_images = self._by_key(tokens.by_image_ids)
        self.overlays_of_maps: DataLoader[UUID, list[OverlayRow]] = DataLoader(
            self._overlays_of_maps, cache=False
        )
        self.revisions_of_images: DataLoader[UUID, list[ImageRevisionRow]] = DataLoader(
            self._revisions, cache=False
        )
        self.images_of_jobs: DataLoader[UUID, list[ImageRow]] = DataLoader(self._images_of_jobs, cache=False)

    images: "DataLoader[UUID, ImageRow | None]"
    themes: "DataLoader[UUID, ThemeRow | None]"
    jobs: "DataLoader[UUID, GenerationJobRow | None]"
    batches: "DataLoader[UUID, GenerationBatchRow | None]"
    figures_of_batches: "DataLoader[UUID, BatchFigures | None]"
    maps: "DataLoader[UUID, MapRow | None]"
    grids_of_maps: "DataLoader[UUID, JsonObject | None]"
    maps_of_images: "DataLoader[UUID, MapRow | None]"
    tokens: "DataLoader[UUID, TokenRow | None]"
    pictures_of_tokens: "DataLoader[UUID, str | None]"
    tokens_of_images: "DataLoader[UUID, TokenRow | None]"

    def _by_key(self, read: Callable[..., Awaitable[dict[UUID, Row]]]) -> "DataLoader[UUID, Row | None]":
        async def load(keys: list[UUID]) -> Sequence[Row | None]:
            async with self._database.reading() as session:
                rows = await read(session, list(dict.fromkeys(keys)))
            return [rows.get(key) for key in keys]

        return DataLoader(load, cache=False, max_batch_size=MOST_KEYS)

    async def _revisions(self, image_ids: list[UUID]) -> list[list[ImageRevisionRow]]:
        async with self._database.reading() as session:
            rows = await images.revisions(session, image_ids)
        return [[row for row in rows if row.image_id == image_id] for image_id in image_ids]

    async def _overlays_of_maps(self, map_ids: list[UUID]) -> list[list[OverlayRow]]:
        async with self._database.reading() as session:
            rows = await overlays.of_maps(session, list(dict.fromkeys(map_ids)))
        found: dict[UUID, list[OverlayRow]] = {map_id: [] for map_id in map_ids}
        for row in rows:
            found[row.map_id].append(row)
        return [found[map_id] for map_id in map_ids]

    async def _images_of_jobs(self, job_ids: list[UUID]) -> list[list[ImageRow]]:
        async with self._database.reading() as session:
            rows = await images.of_jobs(session, job_ids)
        return [[image for job_id, image in rows if job_id == wanted] for wanted in job_ids]


@dataclass(kw_only=True)
class Context:
    """What one operation, or one subscription, works with."""

    services: Services
    identity: Viewer | None  #: None until a WebSocket's client has said who it is
    addresses: MediaAddresses
    loaders: Loaders = field(init=False)
    connection_params: dict[str, object] | None = None  #: what a WebSocket client said at its start

    def __post_init__(self) -> None:
        self.loaders = Loaders(self.services.database)

    @property
    def viewer(self) -> Viewer:
        """Who asks; raises `Unauthenticated` where nobody has said so."""
        if self.identity is None:
            raise Unauthenticated
        return self.identity

    @property
    def database(self) -> Database:
        """Where the rows are."""
        return self.services.database

    @property
    def owner(self) -> str:
        """Whose things are meant."""
        return self.viewer.id
