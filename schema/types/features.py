"""MapFeatures: what a campaign knows of a map."""

from typing import Self
from uuid import UUID

import strawberry

from generation.briefs import Grid
from generation.layout import plan
from generation.layout.features import Features
from generation.overlays.measures import route_length
from schema.fields import described
from schema.scalars import Color
from schema.types.points import Point, points


@strawberry.type(description="A place worth a note.")
class PointOfInterest:
    """A point of interest."""

    id: strawberry.ID = described("Its id, which nothing on any other map has.")
    name: str = described("What people call it.")
    kind: str = described("What it is: altar, trap, treasure, …")
    position: Point = described("Where it lies.")
    description: str | None = described("Free words about it.")
    gm_only: bool = described("Whether players must not see it.")

    @classmethod
    def of(cls, place: plan.PointOfInterest, map_id: UUID) -> Self:
        """The served form of a point of interest."""
        return cls(**(vars(place) | {"id": _id(map_id, place.id), "position": Point.of(place.position)}))


@strawberry.type(description="Somebody's land.")
class MapTerritory:
    """A territory."""

    id: strawberry.ID = described("Its id, which nothing on any other map has.")
    name: str = described("What people call it.")
    color: Color = described("Colour that it is drawn in.")
    polygon: list[Point] = described("Its outline.")

    @classmethod
    def of(cls, territory: plan.Territory, map_id: UUID) -> Self:
        """The served form of a territory."""
        facts = {"id": _id(map_id, territory.id), "polygon": points(territory.polygon)}
        return cls(**(vars(territory) | facts))


@strawberry.type(description="A way from place to place.")
class MapRoute:
    """A route."""

    id: strawberry.ID = described("Its id, which nothing on any other map has.")
    name: str = described("What people call it.")
    kind: str = described("What it is: road, river, trail, …")
    points: list[Point] = described("Its course.")
    length: float = described("Its length in the grid's units.")

    @classmethod
    def of(cls, route: plan.Route, map_id: UUID, grid: Grid) -> Self:
        """The served form of a route on this grid."""
        facts = {
            "id": _id(map_id, route.id),
            "points": points(route.points),
            "length": route_length(route.points, grid),
        }
        return cls(**(vars(route) | facts))


@strawberry.type(description="Campaign features, placed by the generator or by updateMap.")
class MapFeatures:
    """A map's features."""

    points_of_interest: list[PointOfInterest] = described("Places worth a note.")
    territories: list[MapTerritory] = described("Somebody's land.")
    routes: list[MapRoute] = described("Ways from place to place.")

    @classmethod
    def of(cls, features: Features, map_id: UUID, grid: Grid) -> Self:
        """The served form of the features of the map with this key."""
        return cls(
            points_of_interest=[PointOfInterest.of(place, map_id) for place in features.points_of_interest],
            territories=[MapTerritory.of(territory, map_id) for territory in features.territories],
            routes=[MapRoute.of(route, map_id, grid) for route in features.routes],
        )


def _id(map_id: UUID, id_: str) -> strawberry.ID:
    """Clients keep what they read by type and id, so a number that each map counts anew won't do."""
    return strawberry.ID(f"{map_id}:{id_}")
