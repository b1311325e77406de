"""What a map is asked for with."""

import secrets

import strawberry

from generation.briefs import Grid, MapBrief
from generation.planning import SEED_LIMIT
from generation.request import Filing
from resolvers.errors import Invalid
from resolvers.jobs import Submission
from schema.enums import GridType, MapEnvironment, MapKind, Season, TerrainType, TimeOfDay
from schema.fields import described
from schema.inputs.settings import Themed, given, make_submission
from schema.scalars import Color, Seed, Upload


@strawberry.input(description="The grid of a map. A map has at most 40,000,000 pixels.")
class GridInput:
    """A grid as a client asks for it."""

    type: GridType | None = strawberry.field(default=Grid.type, description="Shape of the spaces.")
    columns: int | None = strawberry.field(default=Grid.columns, description="Spaces across, 5 to 200.")
    rows: int | None = strawberry.field(default=Grid.rows, description="Spaces down, 5 to 200.")
    size: int | None = strawberry.field(default=Grid.size, description="Pixels per space, 20 to 300.")
    distance: float | None = strawberry.field(
        default=Grid.distance, description="What one space stands for, in units, 0.01 to 100,000."
    )
    units: str | None = strawberry.field(default=Grid.units, description="Unit of the distance, e.g. ft.")
    color: Color | None = strawberry.field(default=Grid.color, description="Colour of the lines.")
    alpha: float | None = strawberry.field(
        default=Grid.alpha, description="Opacity of the lines: 0 unseen, 1 solid."
    )

    def value(self) -> Grid:
        """The grid, with its defaults in place of nulls."""
        return Grid(
            type=given(self.type, Grid.type),
            columns=given(self.columns, Grid.columns),
            rows=given(self.rows, Grid.rows),
            size=given(self.size, Grid.size),
            distance=given(self.distance, Grid.distance),
            units=given(self.units, Grid.units),
            color=given(self.color, Color(Grid.color)),
            alpha=given(self.alpha, Grid.alpha),
        )


@strawberry.input(description="A map to lay out and paint.")
class GenerateMapInput(Themed):
    """A map as a client asks for it."""

    kind: MapKind = described("What the map is for.")
    environment: MapEnvironment | None = described(
        "Where the map lies. Where nothing is said, battle maps and locations are a DUNGEON, regions and "
        "worlds have lands of every kind."
    )
    name: str | None = described("Name of the map, 200 characters at most.")
    description: str | None = described("Free words for the painter, 2,000 characters at most.")
    grid: GridInput | None = described("The grid; 30 by 20 squares of 70 pixels where nothing is said.")
    terrain: list[TerrainType] | None = described("Terrain to include, 20 kinds at most.")
    time_of_day: TimeOfDay | None = strawberry.field(default=TimeOfDay.DAY, description="Light outdoors.")
    season: Season | None = strawberry.field(default=Season.SUMMER, description="Colour of what grows.")
    layout_from: strawberry.ID | None = described(
        "Paint a new picture over another map's floor plan. Not served yet."
    )
    layout_file: Upload | None = described("Bring your own floor plan: a Universal VTT file. Not served yet.")
    layout_seed: Seed | None = described(
        "Layout noise; settings.seed is for the paint. A random one where nothing is said."
    )
    rooms: int | None = described("Rooms or places to aim for, 1 to 100.")
    points_of_interest: int | None = described("Points of interest to place, 0 to 100.")
    location_id: str | None = described("The location's id in the other services.")

    def submission(self) -> Submission:
        """What the queue gets; raises `Invalid` or `NotFound` by the field's name."""
        return make_submission(
            self.brief(),
            self.filing(),
            self.settings,
            theme=self.theme,
            variation=self.theme_variation,
        )

    def filing(self) -> Filing:
        """Under what the map is kept."""
        return Filing(
            name=self.name,
            tags=tuple(self.tags or ()),
            campaign_id=self.campaign_id,
            location_id=self.location_id,
        )

    def brief(self) -> MapBrief:
        """What is to be laid out; raises `Invalid` for floor plans of other origin."""
        self._refuse_other_layouts()
        return MapBrief(
            map_kind=self.kind,
            environment=self._environment(),
            name=self.name,
            description=self.description,
            grid=self.grid.value() if self.grid else Grid(),
            terrain=tuple(self.terrain or ()),
            time_of_day=given(self.time_of_day, TimeOfDay.DAY),
            season=given(self.season, Season.SUMMER),
            layout_seed=secrets.randbelow(SEED_LIMIT) if self.layout_seed is None else self.layout_seed,
            rooms=self.rooms,
            points_of_interest=self.points_of_interest,
        )

    def _environment(self) -> MapEnvironment | None:
        lands = self.kind in (MapKind.REGION, MapKind.WORLD)
        return self.environment or (None if lands else MapEnvironment.DUNGEON)

    def _refuse_other_layouts(self) -> None:
        if self.layout_from is not None:
            raise Invalid("Another map's floor plan cannot be painted again yet.", field="layoutFrom")
        if self.layout_file is not None:
            raise Invalid("Floor plans cannot be read from files yet.", field="layoutFile")
