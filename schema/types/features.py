"""MapFeatures: what a campaign knows of a map."""

from typing import Self

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

    id: strawberry.ID = described("Its id within the map.")
    name: str = described("What people call it.")
    kind: str = described("What it is: altar, trap, treasure, …")
    position: Point = described("Where it lies.")
    description: str | None = described("Free words about it.")
    gm_only: bool = described("Whether players must not see it.")

    @classmethod
    def of(cls, place: plan.PointOfInterest) -> Self:
        """The served form of a point of interest."""
        return cls(**(vars(place) | {"position": Point.of(place.position)}))


@strawberry.type(description="Somebody's land.")
class MapTerritory:
    """A territory."""

    id: strawberry.ID = described("Its id within the map.")
    name: str = described("What people call it.")
    color: Color = described("Colour that it is drawn in.")
    polygon: list[Point] = described("Its outline.")

    @classmethod
    def of(cls, territory: plan.Territory) -> Self:
        """The served form of a territory."""
        return cls(**(vars(territory) | {"polygon": points(territory.polygon)}))


@strawberry.type(description="A way from place to place.")
class MapRoute:
    """A route."""

    id: strawberry.ID = described("Its id within the map.")
    name: str = described("What people call it.")
    kind: str = described("What it is: road, river, trail, …")
    points: list[Point] = described("Its course.")
    length: float = described("Its length in the grid's units.")

    @classmethod
    def of(cls, route: plan.Route, grid: Grid) -> Self:
        """The served form of a route on this grid."""
        return cls(
            **(vars(route) | {"points": points(route.points), "length": route_length(route.points, grid)})
        )


@strawberry.type(description="Campaign features, placed by the generator or by updateMap.")
class MapFeatures:
    """A map's features."""

    points_of_interest: list[PointOfInterest] = described("Places worth a note.")
    territories: list[MapTerritory] = described("Somebody's land.")
    routes: list[MapRoute] = described("Ways from place to place.")

    @classmethod
    def of(cls, features: Features, grid: Grid) -> Self:
        """The served form of a map's features."""
        return cls(
            points_of_interest=[PointOfInterest.of(place) for place in features.points_of_interest],
            territories=[MapTerritory.of(territory) for territory in features.territories],
            routes=[MapRoute.of(route, grid) for route in features.routes],
        )
