"""What each format of exports says, and what its reader trips over."""

import base64
import io
import json
import math
import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import shapely
from PIL import Image

from generation.errors import InvalidBrief
from generation.exports import FORMATS, Piece, find_warnings, write
from generation.layout.plan import Door, MapLayout
from generation.vocabulary import CreatureSize, DoorState, GridType, MapExportFormat
from tests.exported_maps import FURNISHED, HALL, SIZE, make_map, picture, written

Change = Callable[[dict[str, Any]], Any]

# ─── Universal VTT ──────────────────────────────────────────────────────────


UNIVERSAL_VTT = MapExportFormat.UNIVERSAL_VTT


def universal_vtt(layout: MapLayout = HALL) -> dict[str, Any]:
    file: dict[str, Any] = json.loads(written(UNIVERSAL_VTT, make_map(layout)))
    return file


def test_universal_vtt_says_everything_in_squares() -> None:
    file = universal_vtt()
    file.pop("image")
    square = [{"x": 1, "y": 1}, {"x": 9, "y": 1}, {"x": 9, "y": 9}, {"x": 1, "y": 9}, {"x": 1, "y": 1}]
    light = {"position": {"x": 5, "y": 5}, "range": 4, "intensity": 1.0, "color": "ffffd9a0"}
    door = {"position": {"x": 4.5, "y": 1.0}, "bounds": [{"x": 4, "y": 1}, {"x": 5, "y": 1}], "rotation": 0.0}
    assert file == {
        "format": 0.3,
        "resolution": {
            "map_origin": {"x": 0, "y": 0},
            "map_size": {"x": 10, "y": 10},
            "pixels_per_grid": SIZE,
        },
        "line_of_sight": [square],
        "objects_line_of_sight": [],
        "portals": [door | {"closed": True, "freestanding": False}],
        "environment": {"baked_lighting": True, "ambient_light": "ff000000"},
        "lights": [light | {"shadows": True}],
    }


def test_portal_is_turned_as_its_door_lies() -> None:
    upright = MapLayout(
        seed=1, columns=10, rows=10, walls=HALL.walls, doors=(Door(start=(1, 4), end=(1, 5)),)
    )
    assert universal_vtt(upright)["portals"][0]["rotation"] == pytest.approx(math.pi / 2)


def test_open_and_locked_doors_are_portals_that_can_be_opened() -> None:
    doors = tuple(Door(start=(x, 1), end=(x + 1, 1), state=state) for x, state in enumerate(DoorState, 2))
    file = universal_vtt(replace(HALL, doors=doors))
    assert [portal["closed"] for portal in file["portals"]] == [True, True, True]


def test_empty_map_still_has_lists_of_portals_and_lights() -> None:
    file = universal_vtt(MapLayout(seed=1, columns=10, rows=10))
    assert (file["portals"], file["lights"], file["line_of_sight"]) == ([], [], [])


@pytest.mark.parametrize("format_", ["PNG", "WEBP"])
@pytest.mark.parametrize("columns", [10, 11, 40])
def test_picture_goes_into_universal_vtt_as_it_is(format_: str, columns: int) -> None:
    layout = MapLayout(seed=1, columns=columns, rows=10)
    stored = picture(columns, 10, format_, size=70)
    file = json.loads(write(UNIVERSAL_VTT, make_map(layout, stored=stored)).data)
    assert base64.b64decode(file["image"], validate=True) == stored
    assert file["resolution"]["pixels_per_grid"] == 70


@pytest.mark.parametrize("format_", ["JPEG", "AVIF"])
def test_picture_that_importers_do_not_know_becomes_png(format_: str) -> None:
    data = write(UNIVERSAL_VTT, make_map(HALL, stored=picture(10, 10, format_))).data
    with Image.open(io.BytesIO(base64.b64decode(json.loads(data)["image"]))) as image:
        assert (image.format, image.size) == ("PNG", (10 * SIZE, 10 * SIZE))
    assert find_warnings(UNIVERSAL_VTT, data) == []


def test_large_picture_survives_being_written_in_chunks() -> None:
    noise = Image.frombytes("RGB", (400, 400), os.urandom(400 * 400 * 3))
    stored = io.BytesIO()
    noise.save(stored, "PNG")
    file = json.loads(write(UNIVERSAL_VTT, make_map(HALL, stored=stored.getvalue())).data)
    assert len(stored.getvalue()) > 2 * 3 * 64 * 1024
    assert base64.b64decode(file["image"], validate=True) == stored.getvalue()


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(InvalidBrief):
        write(UNIVERSAL_VTT, make_map(HALL, stored=b"no picture"))


@pytest.mark.parametrize(
    ("change", "warning"),
    [
        (lambda file: file["line_of_sight"][0][0].update(x=-3), "1 wall reaches off the map."),
        (lambda file: file["line_of_sight"].append([{"x": 1, "y": 1}]), "1 wall has no length."),
        (lambda file: file["line_of_sight"].clear(), "1 door hangs in the air: no wall where it ends."),
        (lambda file: file["portals"][0]["bounds"][1].update(y=30), "1 door lies off the map."),
        (lambda file: file["portals"][0]["bounds"][1].update(x=4), "1 door has no width."),
        (lambda file: file["portals"][0]["bounds"].pop(), "portals[0].bounds does not hold two points."),
        (lambda file: file["lights"][0]["position"].update(x=11), "1 light stands off the map."),
        (lambda file: file["lights"][0].update(range=0), "1 light has a range that no light has."),
        (lambda file: file["lights"][0].update(color="red"), "1 light has a colour or intensity"),
        (lambda file: file["lights"][0].update(intensity=2), "1 light has a colour or intensity"),
        (lambda file: file["lights"][0].update(range="far"), "lights[0].range is not a number."),
        (lambda file: file.pop("lights"), "lights is missing."),
        (lambda file: file.pop("portals"), "portals is missing."),
        (lambda file: file.update(line_of_sight={}), "line_of_sight is not a list."),
        (lambda file: file["line_of_sight"][0][2].pop("y"), "line_of_sight[0][2].y is missing."),
        (lambda file: file["resolution"].update(pixels_per_grid=30), "The picture has 200 × 200 pixels"),
        (
            lambda file: file["resolution"].update(pixels_per_grid=20.5),
            "The size of the map or of its",
        ),
        (lambda file: file["resolution"]["map_origin"].update(x=2), "The map does not begin at its origin"),
        (lambda file: file.pop("image"), "There is no picture."),
        (lambda file: file.update(image="data:image/png;base64,AAAA"), "The picture cannot be read."),
        (
            lambda file: file.update(image=base64.b64encode(picture(10, 10, "JPEG")).decode()),
            "The picture is JPEG; importers know PNG and WebP.",
        ),
    ],
)
def test_what_an_importer_would_trip_over_is_told(change: Change, warning: str) -> None:
    file = universal_vtt()
    assert find_warnings(UNIVERSAL_VTT, json.dumps(file).encode()) == []
    change(file)
    assert any(found.startswith(warning) for found in find_warnings(UNIVERSAL_VTT, json.dumps(file).encode()))


# ─── Foundry ────────────────────────────────────────────────────────────────

FOUNDRY = MapExportFormat.FOUNDRY_SCENE


def foundry_scene(layout: MapLayout = HALL) -> dict[str, Any]:
    file: dict[str, Any] = json.loads(written(FOUNDRY, make_map(layout)))
    return file


def test_foundry_scene_says_everything_in_whole_pixels() -> None:
    scene = foundry_scene()
    blocked = {"light": 20, "move": 20, "sight": 20, "sound": 20, "dir": 0}
    assert len(scene["walls"]) == 5
    assert (
        scene["walls"][0] == {"_id": "wall000000000000", "c": [20, 20, 180, 20], "door": 0, "ds": 0} | blocked
    )
    assert (
        scene["walls"][4] == {"_id": "wall000000000004", "c": [80, 20, 100, 20], "door": 1, "ds": 0} | blocked
    )
    config = {"dim": 20, "bright": 10, "color": "#ffd9a0", "alpha": 0.5, "angle": 360}
    lamp = {"_id": "lamp000000000000", "x": 100, "y": 100, "walls": True, "vision": False, "hidden": False}
    assert scene["lights"] == [lamp | {"config": config}]
    grid = {"type": 1, "size": SIZE, "distance": 5, "units": "ft", "color": "#000000", "alpha": 0.2}
    assert scene["grid"] == grid
    assert (scene["width"], scene["height"], scene["padding"]) == (200, 200, 0)
    assert scene["background"] == {"src": "https://limner.example/media/abc.webp"}
    assert scene["environment"]["globalLight"] == {"enabled": False}


def test_foundry_looks_through_windows_and_pins_notes_land_and_ways() -> None:
    scene = foundry_scene(FURNISHED)
    assert {"move": 20, "sight": 0, "light": 0, "door": 0}.items() <= scene["walls"][4].items()
    assert (scene["notes"][0]["text"], scene["notes"][0]["x"]) == ("Trap", 4 * SIZE)
    land, way = scene["drawings"]
    assert (land["text"], land["x"], land["y"]) == ("March", 1 * SIZE, 1 * SIZE)
    assert land["shape"]["points"] == [0, 0, 0, 160, 160, 160, 160, 0, 0, 0]
    assert (way["text"], way["shape"]["points"]) == ("Old road", [0, 0, 160, 0])


PIECES = (
    Piece(name="Ogre", position=(5, 5), size=CreatureSize.LARGE, picture_url="https://limner.example/o.webp"),
    Piece(name="Imp", position=(2.25, 2.25), size=CreatureSize.TINY),
)


def test_foundry_gets_tokens_as_large_as_their_creatures() -> None:
    file = written(MapExportFormat.FOUNDRY_SCENE, make_map(HALL, pieces=PIECES))
    assert find_warnings(MapExportFormat.FOUNDRY_SCENE, file) == []
    ogre, imp = json.loads(file)["tokens"]
    assert (ogre["name"], ogre["x"], ogre["y"], ogre["width"]) == ("Ogre", 4 * SIZE, 4 * SIZE, 2)
    assert ogre["texture"] == {"src": "https://limner.example/o.webp"}
    assert (imp["x"], imp["y"], imp["height"]) == (2 * SIZE, 2 * SIZE, 0.5)
    assert imp["texture"]["src"].endswith(".svg")


def test_other_formats_tell_of_tokens_too() -> None:
    map_ = make_map(HALL, pieces=PIECES)
    features = json.loads(written(MapExportFormat.GEOJSON, map_))["features"]
    [ogre, imp] = [each for each in features if each["properties"]["kind"] == "token"]
    assert (ogre["properties"]["spaces"], imp["geometry"]["coordinates"]) == (2, [2.25, 2.25])
    layers = json.loads(written(MapExportFormat.TILED, map_))["layers"]
    assert [each["name"] for each in layers[-1]["objects"]] == ["Ogre", "Imp"]
    assert find_warnings(MapExportFormat.TILED, written(MapExportFormat.TILED, map_)) == []


def test_hexagons_are_the_grid_of_foundry_and_tiled() -> None:
    rows, columns = (replace(HALL, grid_type=type_) for type_ in (GridType.HEX_ROWS, GridType.HEX_COLUMNS))
    assert [foundry_scene(each)["grid"]["type"] for each in (rows, columns)] == [2, 4]  # odd ones are shifted
    scene = foundry_scene(rows)
    assert (scene["width"], scene["height"]) == (210, round((9 * 0.75**0.5 + 2 / 3**0.5) * SIZE))
    by_row, by_column = tiled(rows), tiled(columns)
    assert (by_row["orientation"], by_row["staggeraxis"], by_row["staggerindex"]) == ("hexagonal", "y", "odd")
    assert (by_row["tilewidth"], by_row["tileheight"], by_row["hexsidelength"]) == (20, 23, 12)
    assert (by_column["tilewidth"], by_column["tileheight"]) == (23, 20)


def test_foundry_knows_locked_open_and_secret_doors() -> None:
    doors = tuple(Door(start=(x, 1), end=(x + 1, 1), state=state) for x, state in enumerate(DoorState, 2))
    secret = Door(start=(6, 1), end=(7, 1), secret=True)
    scene = foundry_scene(replace(HALL, doors=(*doors, secret)))
    assert [(wall["door"], wall["ds"]) for wall in scene["walls"][4:]] == [(1, 1), (1, 0), (1, 2), (2, 0)]
    assert FORMATS[FOUNDRY].read(json.dumps(scene).encode()).doors == (*doors, secret)


@pytest.mark.parametrize(
    ("change", "warning"),
    [
        (lambda scene: scene["walls"][0].update(c=[0.5, 0, 1, 1]), "walls[0].c does not hold four whole"),
        (lambda scene: scene["walls"][0].update(c=[0, 0, 1]), "walls[0].c does not hold four whole"),
        (lambda scene: scene["walls"][0].update(c=[20, 20, 20, 20]), "A wall begins where it ends."),
        (lambda scene: scene["walls"][0].update(c=[20, 20, 20, 260]), "1 wall reaches off the map."),
        (lambda scene: scene["walls"][0].update(move=10), "walls[0].move is none of 0, 20."),
        (lambda scene: scene["walls"][4].update(ds=3), "walls[4].ds is none of"),
        (lambda scene: scene["walls"][4].update(c=[80, 60, 100, 60]), "1 door hangs in the air"),
        (lambda scene: scene["walls"][1].update(_id="wall000000000000"), "An id is used twice"),
        (lambda scene: scene["lights"][0].update(_id="lamp"), "An id is used twice, or is not 16"),
        (lambda scene: scene["lights"][0].update(x=1.5), "lights[0].x or y is not a whole number."),
        (lambda scene: scene["lights"][0].update(y=900), "1 light stands off the map."),
        (lambda scene: scene["grid"].update(size=19), "grid.size is 19; Foundry takes whole pixels"),
        (lambda scene: scene.update(width=190), "The scene is not a whole number of spaces."),
        (lambda scene: scene.update(padding=0.25), "The scene has padding"),
        (lambda scene: scene["background"].update(src="https://limner.example/media/abc"), "The picture's"),
        (lambda scene: scene.pop("walls"), "walls is missing."),
    ],
)
def test_what_foundry_would_trip_over_is_told(change: Change, warning: str) -> None:
    scene = foundry_scene()
    assert find_warnings(FOUNDRY, json.dumps(scene).encode()) == []
    change(scene)
    assert any(found.startswith(warning) for found in find_warnings(FOUNDRY, json.dumps(scene).encode()))


def test_grid_that_is_too_small_for_foundry_is_told() -> None:
    data = written(FOUNDRY, make_map(HALL, stored=picture(10, 10, size=10)))
    assert find_warnings(FOUNDRY, data) == ["grid.size is 10; Foundry takes whole pixels from 20 on."]


# ─── GeoJSON ────────────────────────────────────────────────────────────────

GEOJSON = MapExportFormat.GEOJSON


def geojson(layout: MapLayout = FURNISHED) -> dict[str, Any]:
    file: dict[str, Any] = json.loads(written(GEOJSON, make_map(layout)))
    return file


def test_geojson_tells_every_kind_of_thing_in_spaces() -> None:
    file = geojson()
    assert file["bbox"] == [0, 0, 10, 10]
    assert (file["coordinateSystem"]["origin"], file["coordinateSystem"]["y"]) == ("top left", "down")
    found = {each["properties"].pop("kind"): each for each in file["features"]}
    assert {kind: each["properties"] for kind, each in found.items()} == {
        "room": {"number": 1, "name": "Hall"},
        "terrain": {"type": "lava", "cost": None},
        "wall": {},
        "door": {"state": "closed", "secret": False},
        "window": {},
        "territory": {"id": "t", "name": "March", "color": "#aa3311"},
        "route": {"id": "r", "name": "Old road", "type": "road"},
        "light": {"range": 4, "color": "#ffd9a0", "intensity": 1, "shadows": True},
        "pointOfInterest": {
            "id": "1",
            "name": "Trap",
            "type": "trap",
            "description": None,
            "gmOnly": True,
        },
    }
    assert found["door"]["geometry"] == {"type": "LineString", "coordinates": [[4, 1], [5, 1]]}
    assert found["light"]["geometry"] == {"type": "Point", "coordinates": [5, 5]}


def test_rings_of_geojson_are_closed_and_counterclockwise_by_their_numbers() -> None:
    rings = [each["geometry"]["coordinates"][0] for each in geojson()["features"][:2]]
    assert rings[0] == [[1, 1], [9, 1], [9, 9], [1, 9], [1, 1]]
    assert all(shapely.LinearRing(ring).is_ccw for ring in rings)


@pytest.mark.parametrize(
    ("change", "warning"),
    [
        (lambda ring: ring.reverse(), "A ring of features[0].geometry.coordinates turns clockwise."),
        (lambda ring: ring.pop(), "A ring of features[0].geometry.coordinates is not closed."),
        (lambda ring: ring[2].append(0), "features[0].geometry.coordinates[0][2] is not a pair"),
    ],
)
def test_rings_that_break_the_rules_of_geojson_are_told(change: Change, warning: str) -> None:
    file = geojson()
    change(file["features"][0]["geometry"]["coordinates"][0])
    [found] = find_warnings(GEOJSON, json.dumps(file).encode())
    assert found.startswith(warning)


# ─── Tiled ──────────────────────────────────────────────────────────────────

TILED = MapExportFormat.TILED


def tiled(layout: MapLayout = FURNISHED) -> dict[str, Any]:
    file: dict[str, Any] = json.loads(written(TILED, make_map(layout)))
    return file


def test_tiled_map_has_a_layer_for_the_picture_and_for_each_kind_of_thing() -> None:
    file = tiled()
    picture_layer, *layers = file["layers"]
    assert (picture_layer["type"], picture_layer["image"]) == ("imagelayer", "the-crypt.webp")
    names = ["terrain", "rooms", "walls", "doors", "windows", "lights"]
    names += ["points of interest", "territories", "routes", "tokens"]
    assert {layer["type"] for layer in layers} == {"objectgroup"}
    assert [layer["name"] for layer in layers] == names
    assert (file["width"], file["height"], file["tilewidth"], file["tileheight"]) == (10, 10, SIZE, SIZE)
    assert (file["nextlayerid"], file["nextobjectid"]) == (12, 10)
    assert {each["name"]: each["value"] for each in file["properties"]} == {
        "name": "The Crypt",
        "distance": 5,
        "units": "ft",
    }


def test_shapes_of_tiled_count_from_their_first_point_in_pixels() -> None:
    layers = {layer["name"]: layer.get("objects", []) for layer in tiled()["layers"]}
    [room], [door], [light] = layers["rooms"], layers["doors"], layers["lights"]
    assert (room["name"], room["type"], room["x"], room["y"]) == ("Hall", "room", 20, 20)
    corners = [{"x": 0, "y": 0}, {"x": 0, "y": 160}, {"x": 160, "y": 160}, {"x": 160, "y": 0}]
    assert room["polygon"] == corners
    assert (door["x"], door["y"], door["polyline"]) == (80, 20, [{"x": 0, "y": 0}, {"x": 20, "y": 0}])
    assert (light["point"], light["x"], light["y"]) == (True, 100, 100)
    assert light["properties"][:2] == [
        {"name": "color", "type": "color", "value": "#ffffd9a0"},
        {"name": "range", "type": "float", "value": 80},
    ]


@pytest.mark.parametrize(
    ("change", "warning"),
    [
        (lambda file: file["layers"][0].update(imagewidth=190), "The picture has 190 × 200 pixels"),
        (lambda file: file["layers"][0].update(image="../crypt.webp"), "The picture does not lie beside"),
        (lambda file: file["layers"].pop(0), "There is no picture."),
        (lambda file: file.update(nextobjectid=6), "An id is used twice, or nextobjectid"),
        (lambda file: file["layers"][1].update(id=1), "An id is used twice, or nextlayerid"),
        (lambda file: file.update(tileheight=10), "tilewidth and tileheight do not make a square."),
        (
            lambda file: file["layers"][4]["objects"][0]["properties"].clear(),
            "layers[4].objects[0].properties has no state.",
        ),
    ],
)
def test_what_tiled_would_trip_over_is_told(change: Change, warning: str) -> None:
    file = tiled()
    assert find_warnings(TILED, json.dumps(file).encode()) == []
    change(file)
    assert any(found.startswith(warning) for found in find_warnings(TILED, json.dumps(file).encode()))
