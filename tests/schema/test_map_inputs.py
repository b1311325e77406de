"""Overlays and changes of maps as clients write them, and the plain values that they become."""

from dataclasses import replace
from uuid import uuid4

import pytest

from generation.layout.plan import Door, Light
from generation.map_changes import GridChanges, MapChanges
from generation.overlays.colors import DEFAULT_COLORS
from generation.overlays.elements import (
    EffectArea,
    ElementKind,
    MovementPath,
    PartyMarker,
    PositionMarker,
    RangeIndicator,
    ResourceMarker,
    Territory,
    TravelRoute,
)
from generation.vocabulary import Audience, CreatureSize, DoorState, EffectShape, GridType, ImageFormat
from resolvers.errors import NotFound
from resolvers.overlays import NewOverlay, OverlayChanges
from resolvers.renders import RenderOptions
from schema import ids
from tests.schema.test_inputs import ask, refused

MAP, OVERLAY, TOKEN = uuid4(), uuid4(), uuid4()
AT = "{x: 1, y: 2}"
SHARED = {"id": "", "label": "a", "color": "#ff0000"}


def create(elements: str, more: str = "") -> NewOverlay:
    asked = f'mapId: "{ids.encode("Map", MAP)}", name: "Raid", kind: TACTICAL, elements: [{elements}] {more}'
    made = ask(f"createOverlay(asked: {{{asked}}})").value
    assert isinstance(made, NewOverlay)
    return made


def change(said: str) -> MapChanges:
    changes = ask(f'updateMap(asked: {{mapId: "{ids.encode("Map", MAP)}" {said}}})').value
    assert isinstance(changes, MapChanges)
    return changes


@pytest.mark.parametrize(
    ("said", "element"),
    [
        (
            f'positionMarker: {{position: {AT}, creatureSize: HUGE, tokenId: "{ids.encode("Token", TOKEN)}"',
            PositionMarker(position=(1, 2), creature_size=CreatureSize.HUGE, token_id=str(TOKEN), **SHARED),
        ),
        (
            f"rangeIndicator: {{origin: {AT}, range: 3, longRange: 4",
            RangeIndicator(origin=(1, 2), range=3, long_range=4, **SHARED),
        ),
        (
            f"effectArea: {{origin: {AT}, shape: LINE, size: 5, width: 6, direction: 7",
            EffectArea(origin=(1, 2), shape=EffectShape.LINE, size=5, width=6, direction=7, **SHARED),
        ),
        (f"movementPath: {{points: [{AT}]", MovementPath(points=((1, 2),), **SHARED)),
        (
            f"partyMarker: {{position: {AT}, trail: [{AT}]",
            PartyMarker(position=(1, 2), trail=((1, 2),), **SHARED),
        ),
        (
            f'territory: {{polygon: [{AT}], faction: "b"',
            Territory(polygon=((1, 2),), faction="b", **SHARED),
        ),
        (
            f'travelRoute: {{points: [{AT}], mode: "riding"',
            TravelRoute(points=((1, 2),), mode="riding", **SHARED),
        ),
        (
            f'resourceMarker: {{position: {AT}, resource: "iron", quantity: 8',
            ResourceMarker(position=(1, 2), resource="iron", quantity=8, **SHARED),
        ),
    ],
)
def test_element_carries_everything_that_was_said(said: str, element: object) -> None:
    [made] = create(f'{{{said}, label: "a", color: "#FF0000"}}}}').elements
    assert made.id
    assert replace(made, id="") == element


def test_element_of_few_words_takes_every_default() -> None:
    few = f"{{positionMarker: {{position: {AT}}}}}, {{travelRoute: {{points: []}}}}"
    marker, route = create(few).elements
    assert isinstance(marker, PositionMarker)
    assert (marker.label, marker.token_id, marker.creature_size) == (None, None, CreatureSize.MEDIUM)
    assert marker.color == DEFAULT_COLORS[ElementKind.POSITION_MARKER]
    assert isinstance(route, TravelRoute)
    assert route.mode == "walking"
    assert marker.id != route.id
    nulls = "label: null, color: null, tokenId: null, creatureSize: null"
    [same] = create(f"{{positionMarker: {{position: {AT}, {nulls}}}}}").elements
    assert replace(same, id=marker.id) == marker


def test_overlay_takes_its_defaults_for_nulls_too() -> None:
    assert create("") == create("", "visible: null, gmOnly: null, zIndex: null")
    told = create("", "visible: false, gmOnly: true, zIndex: -4")
    assert (told.map_id, told.visible, told.gm_only, told.z_index) == (MAP, False, True, -4)


def test_change_of_an_overlay_says_only_what_was_said() -> None:
    overlay = f'overlayId: "{ids.encode("Overlay", OVERLAY)}"'
    assert ask(f"updateOverlay(asked: {{{overlay}}})").value == OverlayChanges()
    told = ask(f'updateOverlay(asked: {{{overlay}, name: "b", elements: [], visible: null}})').value
    assert told == OverlayChanges(name="b", elements=())


def test_token_that_is_none_is_named_by_its_place() -> None:
    elements = f'{{movementPath: {{points: []}}}}, {{positionMarker: {{position: {AT}, tokenId: "?"}}}}'
    error = refused(
        f'createOverlay(asked: {{mapId: "{ids.encode("Map", MAP)}", name: "", kind: TACTICAL, '
        f"elements: [{elements}]}})"
    )
    assert isinstance(error, NotFound)
    assert error.field == "elements[1].positionMarker.tokenId"


def test_render_options_take_their_defaults_for_nulls_too() -> None:
    nulls = "overlayIds: null, grid: null, features: null, audience: null, format: null, width: null"
    assert ask("render(asked: {})").value == ask(f"render(asked: {{{nulls}}})").value == RenderOptions()
    told = f'overlayIds: ["{ids.encode("Overlay", OVERLAY)}"], grid: false, features: false'
    assert ask(f"render(asked: {{{told}, audience: PLAYERS, format: PNG, width: 9}})").value == RenderOptions(
        overlay_ids=(OVERLAY,),
        grid=False,
        features=False,
        audience=Audience.PLAYERS,
        format=ImageFormat.PNG,
        width=9,
    )


@pytest.mark.parametrize(
    ("said", "changes"),
    [
        ("", GridChanges()),
        ("grid: null", GridChanges()),
        ("grid: {}", GridChanges()),
        ("grid: {distance: 5}", GridChanges(distance=5)),
        ('grid: {type: SQUARE, units: "ft"}', GridChanges(type=GridType.SQUARE, units="ft")),
        ("grid: {columns: 30, rows: null, alpha: 0}", GridChanges(columns=30, alpha=0)),
    ],
)
def test_of_the_grid_only_what_was_said_is_changed(said: str, changes: GridChanges) -> None:
    assert change(said) == MapChanges(grid=changes)


def test_empty_lists_differ_from_silence() -> None:
    assert change("doors: [], routes: null") == MapChanges(doors=())
    assert change("pointsOfInterest: [], territories: []") == MapChanges(
        points_of_interest=(), territories=()
    )


def test_doors_and_lights_take_their_defaults() -> None:
    changes = change(
        f"doors: [{{start: {AT}, end: {AT}, secret: null}}], lights: [{{position: {AT}, range: 3}}]"
    )
    assert changes.doors == (Door(start=(1, 2), end=(1, 2), state=DoorState.CLOSED, secret=False),)
    assert changes.lights == (Light(position=(1, 2), range=3),)
