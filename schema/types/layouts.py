"""MapLayout, a floor plan, and what it is made of."""

from typing import Self

import strawberry

from generation.layout import plan
from schema.enums import DoorState, TerrainType, WallMaterial
from schema.fields import described
from schema.scalars import Color, Seed
from schema.types.points import Point, points


@strawberry.type(
    description="A polyline that blocks movement and sight; a closed one repeats its first point."
)
class Wall:
    """A wall."""

    points: list[Point] = described("From end to end.")
    material: WallMaterial = described("What it is made of.")


@strawberry.type(description="A doorway in a gap between walls.")
class Door:
    """A door."""

    start: Point = described("One side of the doorway.")
    end: Point = described("The other side of the doorway.")
    state: DoorState = described("Whether it lets somebody through.")
    secret: bool = described("Whether it looks like a wall.")


@strawberry.type(description="Glass or bars in a gap between walls: stops who walks, not who looks.")
class Window:
    """A window."""

    start: Point = described("One side of it.")
    end: Point = described("The other side of it.")


@strawberry.type(description="A source of light.")
class Light:
    """A light."""

    position: Point = described("Where it stands.")
    range: float = described("Radius in grid spaces.")
    color: Color = described("Colour of the light.")
    intensity: float = described("0 to 1.")
    shadows: bool = described("Whether walls stop it.")


@strawberry.type(description="A numbered place.")
class Room:
    """A room."""

    number: int = described("From 1, as a key would count them.")
    name: str | None = described("What the place is for.")
    polygon: list[Point] = described("Its floor.")
    outdoors: bool = described("Whether it lies under the open sky: a market, a clearing, a deck.")


@strawberry.type(description="Ground of one type.")
class TerrainArea:
    """An area of terrain."""

    type: TerrainType = described("What lies there.")
    cost: float | None = described("Walking cost factor; null where it cannot be entered.")
    polygon: list[Point] = described("Its outline.")


@strawberry.type(description="The floor plan that a map was painted from: exact by construction.")
class MapLayout:
    """A floor plan."""

    seed: Seed = described("Layout noise that it came from.")
    base: TerrainType | None = described(
        "What lies where no terrain is listed and no room is; null where that is solid rock."
    )
    walls: list[Wall] = described("What blocks movement and sight.")
    doors: list[Door] = described("Ways through the walls.")
    windows: list[Window] = described("What can be looked through and not walked through.")
    lights: list[Light] = described("Sources of light.")
    rooms: list[Room] = described("Numbered places.")
    terrain: list[TerrainArea] = described(
        "Ground that differs from plain floor; of areas over each other the last one lies on top."
    )

    @classmethod
    def of(cls, layout: plan.MapLayout) -> Self:
        """The served form of a floor plan."""
        return cls(
            seed=Seed(layout.seed),
            base=layout.base,
            walls=[Wall(points=points(wall.points), material=wall.material) for wall in layout.walls],
            doors=[_door(door) for door in layout.doors],
            windows=[
                Window(start=Point.of(window.start), end=Point.of(window.end)) for window in layout.windows
            ],
            lights=[_light(light) for light in layout.lights],
            rooms=[_room(room) for room in layout.rooms],
            terrain=[
                TerrainArea(type=area.type, cost=area.cost, polygon=points(area.polygon))
                for area in layout.terrain
            ],
        )


def _door(door: plan.Door) -> Door:
    ends = {"start": Point.of(door.start), "end": Point.of(door.end)}
    return Door(**ends, state=door.state, secret=door.secret)


def _light(light: plan.Light) -> Light:
    return Light(
        position=Point.of(light.position),
        range=light.range,
        color=Color(light.color),
        intensity=light.intensity,
        shadows=light.shadows,
    )


def _room(room: plan.Room) -> Room:
    return Room(number=room.number, name=room.name, polygon=points(room.polygon), outdoors=room.outdoors)
