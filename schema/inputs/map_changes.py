"""What a map that is painted already is changed with."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields
from typing import Protocol, TypeVar
from uuid import UUID

import strawberry
from strawberry.utils.str_converters import to_camel_case
from uuid_utils.compat import uuid7

from generation import map_changes
from generation.layout import plan
from generation.map_changes import GridChanges, MapChanges
from schema.enums import DoorState
from schema.fields import described
from schema.inputs.ids import known
from schema.inputs.maps import GridInput
from schema.inputs.points import PointInput, values
from schema.inputs.settings import given
from schema.scalars import Color

Value_co = TypeVar("Value_co", covariant=True)


@strawberry.input(description="A place worth a note.")
class PointOfInterestInput:
    """A point of interest."""

    name: str = described("What people call it, 200 characters at most.")
    kind: str = described(f"What it is: altar, trap, treasure, …; {map_changes.KIND} characters at most.")
    position: PointInput = described("Where it lies.")
    description: str | None = described("Free words about it, 2,000 characters at most.")
    gm_only: bool | None = strawberry.field(default=False, description="Whether players must not see it.")

    def value(self) -> plan.PointOfInterest:
        """The place, with a new id."""
        return plan.PointOfInterest(
            id=str(uuid7()),
            name=self.name,
            kind=self.kind,
            position=self.position.value(),
            description=self.description,
            gm_only=given(self.gm_only, False),
        )


@strawberry.input(description="Somebody's land.")
class MapTerritoryInput:
    """A territory."""

    name: str = described("What people call it, 200 characters at most.")
    color: Color = described("Colour that it is drawn in.")
    polygon: list[PointInput] = described("Its outline, 3 points at least; it must not cross itself.")

    def value(self) -> plan.Territory:
        """The territory, with a new id."""
        return plan.Territory(id=str(uuid7()), name=self.name, color=self.color, polygon=values(self.polygon))


@strawberry.input(description="A way from place to place.")
class MapRouteInput:
    """A route."""

    name: str = described("What people call it, 200 characters at most.")
    kind: str = described(f"What it is: road, river, trail, …; {map_changes.KIND} characters at most.")
    points: list[PointInput] = described("Its course, 2 points at least.")

    def value(self) -> plan.Route:
        """The route, with a new id."""
        return plan.Route(id=str(uuid7()), name=self.name, kind=self.kind, points=values(self.points))


@strawberry.input(description="A doorway. One along a wall opens the wall.")
class DoorInput:
    """A door."""

    start: PointInput = described("One side of the doorway.")
    end: PointInput = described("The other side of the doorway.")
    state: DoorState = strawberry.field(
        default=DoorState.CLOSED, description="Whether it lets somebody through."
    )
    secret: bool | None = strawberry.field(default=False, description="Whether it looks like a wall.")

    def value(self) -> plan.Door:
        """The door."""
        return plan.Door(
            start=self.start.value(),
            end=self.end.value(),
            state=self.state,
            secret=given(self.secret, False),
        )


@strawberry.input(description="A source of light.")
class LightInput:
    """A light."""

    position: PointInput = described("Where it stands.")
    range: float = described(f"Radius in grid spaces, 0 to {map_changes.FARTHEST_LIGHT:g}.")
    color: Color | None = strawberry.field(default=plan.Light.color, description="Colour of the light.")
    intensity: float | None = strawberry.field(default=plan.Light.intensity, description="0 to 1.")
    shadows: bool | None = strawberry.field(default=plan.Light.shadows, description="Whether walls stop it.")

    def value(self) -> plan.Light:
        """The light, with its defaults in place of nulls."""
        return plan.Light(
            position=self.position.value(),
            range=self.range,
            color=given(self.color, Color(plan.Light.color)),
            intensity=given(self.intensity, plan.Light.intensity),
            shadows=given(self.shadows, plan.Light.shadows),
        )


@strawberry.input(
    description="What is to be different about a map; what is left out stays. Lists are replaced as a whole. "
    "The picture stays as it was painted."
)
class UpdateMapInput:
    """Changes of a map."""

    map_id: strawberry.ID = described("Global id of the map.")
    name: str | None = described("What people are to call it and its picture, 200 characters at most.")
    grid: GridInput | None = described(
        "Of the grid only what is said changes: no default of GridInput counts here. Distance, units, colour "
        "and opacity may be anything; squares may become GRIDLESS and come back. Columns, rows and size stay "
        "as the map was laid out and painted."
    )
    points_of_interest: list[PointOfInterestInput] | None = described(
        f"All places, {map_changes.MOST_PLACES} at most; those that are as they were keep their ids."
    )
    territories: list[MapTerritoryInput] | None = described(
        f"All territories, {map_changes.MOST_TERRITORIES} at most; those that are as they were keep their "
        "ids."
    )
    routes: list[MapRouteInput] | None = described(
        f"All routes, {map_changes.MOST_ROUTES:,} at most; those that are as they were keep their ids."
    )
    doors: list[DoorInput] | None = described(
        f"All doors, {map_changes.MOST_DOORS:,} at most. The walls follow: a new door in a wall opens it, "
        "and where a door is left out the wall is closed again. An OPEN door leaves a way through."
    )
    lights: list[LightInput] | None = described(f"All lights, {map_changes.MOST_LIGHTS:,} at most.")

    @property
    def row_id(self) -> UUID:
        """The map's key; raises `NotFound`."""
        row_id = known(self.map_id, "Map", field="mapId")
        assert row_id is not None, "mapId is required"
        return row_id

    def changes(self, said_of_grid: AbstractSet[str]) -> MapChanges:
        """The same as plain values; `said_of_grid` are the fields of the grid that the client gave."""
        return MapChanges(
            name=self.name,
            grid=self._grid(said_of_grid),
            points_of_interest=_all(self.points_of_interest),
            territories=_all(self.territories),
            routes=_all(self.routes),
            doors=_all(self.doors),
            lights=_all(self.lights),
        )

    def _grid(self, said: AbstractSet[str]) -> GridChanges:
        if self.grid is None:
            return GridChanges()
        names = [field.name for field in fields(GridChanges) if to_camel_case(field.name) in said]
        return GridChanges(**{name: getattr(self.grid, name) for name in names})


class _Asked(Protocol[Value_co]):
    def value(self) -> Value_co:
        """What a client asks for, as a plain value."""


def _all(asked: Sequence[_Asked[Value_co]] | None) -> tuple[Value_co, ...] | None:
    return None if asked is None else tuple(each.value() for each in asked)
