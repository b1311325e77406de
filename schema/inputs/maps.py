"""What a map is asked for with."""

import secrets
from dataclasses import replace

import strawberry

from generation.briefs import Grid, MapBrief
from generation.planning import SEED_LIMIT
from generation.request import Filing
from resolvers import plans
from resolvers.context import Context
from resolvers.errors import Invalid
from resolvers.jobs import Submission
from resolvers.plans import FloorPlan
from schema import uploads
from schema.enums import GridType, MapEnvironment, MapKind, Season, TerrainType, TimeOfDay
from schema.fields import described
from schema.inputs.ids import known
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
        "Paint a new picture over another map's floor plan: by night, in winter, in ruins. Columns, rows and "
        "type of the grid are that plan's; environment and the rest of the grid are the other map's where "
        "nothing is said. terrain, rooms, pointsOfInterest and layoutSeed cannot be said beside it."
    )
    layout_file: Upload | None = described(
        "Bring your own floor plan: a Universal VTT file (.dd2vtt, .uvtt) of 10 to 200 squares a side and "
        "64 MiB at most. Its walls, doors, windows and lights are taken, its picture is not. What cannot be "
        "said beside layoutFrom cannot be said beside it either."
    )
    layout_seed: Seed | None = described(
        "Layout noise; settings.seed is for the paint. A random one where nothing is said."
    )
    rooms: int | None = described("Rooms or places to aim for, 1 to 100.")
    points_of_interest: int | None = described("Points of interest to place, 0 to 100.")
    location_id: str | None = described("The location's id in the other services.")

    def submission(self, plan: FloorPlan | None) -> Submission:
        """What the queue gets; raises `Invalid` or `NotFound` by the field's name."""
        submission = make_submission(
            self.brief(plan),
            self.filing(),
            self.settings,
            theme=self.theme,
            variation=self.theme_variation,
        )
        return replace(submission, attachments=(plan.data,) if plan else ())

    async def plan(self, context: Context) -> FloorPlan | None:
        """The floor plan that is brought along, None where one is to be laid out; raises as `submission`."""
        if self.layout_from is not None and self.layout_file is not None:
            raise Invalid("There is layoutFrom already; a map has one floor plan.", field=plans.FROM_FILE)
        if self.layout_file is not None:
            file = await uploads.read(self.layout_file, field=plans.FROM_FILE, most=uploads.LARGEST_PLAN)
            return await plans.of_file(file, self._environment())
        map_id = known(self.layout_from, "Map", field=plans.FROM_MAP)
        return await plans.of_map(context, map_id) if map_id else None

    def filing(self) -> Filing:
        """Under what the map is kept."""
        return Filing(
            name=self.name,
            tags=tuple(self.tags or ()),
            campaign_id=self.campaign_id,
            location_id=self.location_id,
        )

    def brief(self, plan: FloorPlan | None) -> MapBrief:
        """What is to be laid out, or painted over `plan`; raises `Invalid` for what does not fit that."""
        asked = self.grid.value() if self.grid else None
        brief = MapBrief(
            map_kind=self.kind,
            environment=self._environment(),
            name=self.name,
            description=self.description,
            grid=asked or Grid(),
            terrain=tuple(self.terrain or ()),
            time_of_day=given(self.time_of_day, TimeOfDay.DAY),
            season=given(self.season, Season.SUMMER),
            layout_seed=secrets.randbelow(SEED_LIMIT) if self.layout_seed is None else self.layout_seed,
            rooms=self.rooms,
            points_of_interest=self.points_of_interest,
        )
        if plan is None:
            return brief
        self._check_beside(plan)
        return replace(
            brief,
            environment=self.environment or plan.environment,
            grid=plan.grid_like(asked),
            layout_seed=plan.layout.seed,
            plan_sha256=plan.sha256,
        )

    def _environment(self) -> MapEnvironment | None:
        lands = self.kind in (MapKind.REGION, MapKind.WORLD)
        return self.environment or (None if lands else MapEnvironment.DUNGEON)

    def _check_beside(self, plan: FloorPlan) -> None:
        """Refuse what would have a say about a plan that is there already."""
        if self.kind not in plan.kinds:
            kinds = " or ".join(kind.name for kind in plan.kinds)
            problem = f"This floor plan can be painted as {kinds}, not as {self.kind.name}."
            raise Invalid(problem, field="kind")
        said = {
            "terrain": self.terrain,
            "rooms": self.rooms,
            "pointsOfInterest": self.points_of_interest,
            "layoutSeed": self.layout_seed,
        }
        for field, value in said.items():
            if value is not None:
                raise Invalid(f"{field} cannot be said here: the floor plan is there already.", field=field)
