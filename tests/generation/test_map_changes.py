"""Changes of maps as plain values: what is as it was leaves a map as it was, on every kind of map."""

from dataclasses import replace

import pytest

from generation.briefs import Grid, MapBrief
from generation.errors import InvalidBrief
from generation.layout import make_layout
from generation.layout.features import features_of
from generation.layout.plan import Door, Light, MapLayout, PointOfInterest
from generation.map_changes import GridChanges, MapChanges, changed_features, changed_grid, changed_layout
from generation.vocabulary import DoorState, GridType, MapEnvironment, MapKind

GRID = Grid(columns=24, rows=18, size=50, distance=1.5, units="m")
KINDS = [(MapKind.BATTLE, environment) for environment in MapEnvironment]
KINDS += [(MapKind.REGION, None), (MapKind.WORLD, None)]


def all_of(layout: MapLayout) -> MapChanges:
    """Everything that a map says, as changes."""
    return MapChanges(
        grid=GridChanges(type=layout.grid_type, columns=layout.columns, rows=layout.rows),
        points_of_interest=layout.points_of_interest,
        territories=layout.territories,
        routes=layout.routes,
        doors=layout.doors,
        lights=layout.lights,
    )


@pytest.mark.parametrize("type_", [GridType.SQUARE, GridType.HEX_ROWS])
@pytest.mark.parametrize(("kind", "environment"), KINDS)
def test_map_changed_into_itself_stays_as_it_was(
    kind: MapKind, environment: MapEnvironment | None, type_: GridType
) -> None:
    grid = replace(GRID, type=type_)
    layout = make_layout(MapBrief(map_kind=kind, environment=environment, grid=grid, layout_seed=3))
    changes = all_of(layout)
    assert changed_grid(grid, changes) == grid
    assert changed_features(features_of(layout), changes) == features_of(layout)
    assert changed_layout(layout, changes) == layout


def test_no_changes_change_nothing() -> None:
    layout = make_layout(MapBrief(grid=GRID, layout_seed=1))
    assert not MapChanges().of_plan
    assert changed_grid(GRID, MapChanges()) == GRID
    assert changed_features(features_of(layout), MapChanges()) == features_of(layout)
    assert changed_layout(layout, MapChanges()) == layout


@pytest.mark.parametrize(
    "changes",
    [
        MapChanges(doors=()),
        MapChanges(lights=(Light(position=(1, 1), range=2),)),
        MapChanges(grid=GridChanges(type=GridType.GRIDLESS)),
    ],
)
def test_changes_of_the_plan_are_known_as_such(changes: MapChanges) -> None:
    layout = make_layout(MapBrief(grid=GRID, layout_seed=1))
    assert changes.of_plan
    assert changed_layout(layout, changes) != layout


def test_state_of_a_door_changes_nothing_else() -> None:
    layout = make_layout(MapBrief(grid=GRID, layout_seed=1))
    locked = tuple(replace(door, state=DoorState.LOCKED, secret=False) for door in layout.doors)
    changed = changed_layout(layout, MapChanges(doors=locked))
    assert changed == replace(layout, doors=locked)
    assert changed != layout


NOT_A_NUMBER = float("nan")


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("doors[0].start", MapChanges(doors=(Door(start=(NOT_A_NUMBER, 1), end=(2, 1)),))),
        ("doors[0].end", MapChanges(doors=(Door(start=(1, 1), end=(1, float("inf"))),))),
        ("lights[0].range", MapChanges(lights=(Light(position=(1, 1), range=NOT_A_NUMBER),))),
        (
            "lights[0].intensity",
            MapChanges(lights=(Light(position=(1, 1), range=1, intensity=NOT_A_NUMBER),)),
        ),
        ("grid.distance", MapChanges(grid=GridChanges(distance=NOT_A_NUMBER))),
        (
            "pointsOfInterest[0].position",
            MapChanges(
                points_of_interest=(PointOfInterest(id="", name="a", kind="b", position=(NOT_A_NUMBER, 0)),)
            ),
        ),
    ],
)
def test_what_is_no_number_is_refused_by_its_place(field: str, changes: MapChanges) -> None:
    with pytest.raises(InvalidBrief) as refused:
        changed_grid(GRID, changes)
    assert refused.value.field == field
