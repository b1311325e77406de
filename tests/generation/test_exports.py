"""Exports of maps: what is written reads back as the same plan, and players are not told secrets."""

import base64
import io
import json
import math
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
import shapely
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from PIL import Image
from scipy.spatial import KDTree

from generation.briefs import Grid, MapBrief
from generation.errors import InvalidBrief
from generation.exports import (
    FORMATS,
    ExportedMap,
    Picture,
    content_type_of,
    export_name,
    find_warnings,
    seen_by,
    write,
)
from generation.exports.reading.read_back import ReadBack, Unreadable
from generation.layout import make_layout
from generation.layout.plan import Door, Light, MapLayout, PointOfInterest, Room, TerrainArea, Wall
from generation.vocabulary import Audience, DoorState, MapEnvironment, MapExportFormat, TerrainType

UNIVERSAL_VTT = MapExportFormat.UNIVERSAL_VTT
SIZE = 20

thorough = settings(
    max_examples=int(os.environ.get("EXPORT_EXAMPLES", "25")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)

#: How far a coordinate may be off after the way there and back, in spaces.
PRECISION = {
    MapExportFormat.UNIVERSAL_VTT: 0.0,
    MapExportFormat.FOUNDRY_SCENE: 0.5 / SIZE,
    MapExportFormat.GEOJSON: 0.0,
    MapExportFormat.TILED: 0.0,
}


def picture(columns: int, rows: int, format_: str = "WEBP", size: int = SIZE) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (columns * size, rows * size), "gray").save(file, format_)
    return file.getvalue()


def make_map(
    layout: MapLayout, audience: Audience = Audience.GM, *, stored: bytes | None = None
) -> ExportedMap:
    return ExportedMap(
        name="The Crypt",
        file_name="the-crypt",
        grid=Grid(columns=layout.columns, rows=layout.rows, size=SIZE),
        layout=seen_by(audience, layout),
        picture=Picture.of(stored or picture(layout.columns, layout.rows)),
        picture_url="https://limner.example/media/abc.webp",
    )


def written(format_: MapExportFormat, map_: ExportedMap) -> bytes:
    return write(format_, map_).data


def lay_out(environment: MapEnvironment, columns: int, rows: int, seed: int) -> MapLayout:
    grid = Grid(columns=columns, rows=rows, size=SIZE)
    return make_layout(MapBrief(environment=environment, grid=grid, layout_seed=seed))


layouts = st.builds(
    lay_out,
    st.sampled_from((MapEnvironment.DUNGEON, MapEnvironment.CAVE)),
    st.integers(10, 40),
    st.integers(10, 30),
    st.integers(0, 2**63 - 1),
)
formats = st.sampled_from(sorted(FORMATS))

HALL = MapLayout(
    seed=1,
    columns=10,
    rows=10,
    walls=(Wall(points=((1, 1), (9, 1), (9, 9), (1, 9), (1, 1))),),
    doors=(Door(start=(4, 1), end=(5, 1)),),
    lights=(Light(position=(5, 5), range=4),),
)


def close(one: tuple[float, float], other: tuple[float, float], precision: float) -> bool:
    return max(abs(one[0] - other[0]), abs(one[1] - other[1])) <= precision + 1e-9


# ─── there and back ─────────────────────────────────────────────────────────


@thorough
@given(layouts, formats, st.sampled_from(Audience))
def test_export_reads_back_as_the_same_plan(
    layout: MapLayout, format_: MapExportFormat, audience: Audience
) -> None:
    map_ = make_map(layout, audience)
    found, precision = FORMATS[format_].read(written(format_, map_)), PRECISION[format_]
    assert (found.columns, found.rows) == (layout.columns, layout.rows)
    same_walls(found, map_.layout, precision)
    same_doors(found, map_.layout, precision)
    same_lights(found, map_.layout, precision)


Segment = tuple[tuple[float, float], tuple[float, float]]


def segments(walls: Iterable[Wall], precision: float) -> Iterator[Segment]:
    """Straight pieces, but for those that the format's precision may have made points of."""
    for wall in walls:
        pieces = pairwise(wall.points)
        yield from (piece for piece in pieces if math.dist(*piece) > 3 * precision)


def same_walls(found: ReadBack, plan: MapLayout, precision: float) -> None:
    """Each piece of a wall lies where it lay. Short ones may be gone, so pieces are looked for by place."""
    ends = [(*one, *other) for one, other in segments(found.walls, 0.0)]
    wanted = [(*one, *other) for one, other in segments(plan.walls, precision)]
    assert len(wanted) <= len(ends) <= sum(len(wall.points) - 1 for wall in plan.walls)
    off, _ = KDTree(ends).query(wanted, p=math.inf)
    assert max(off) <= precision + 1e-9


def same_doors(found: ReadBack, plan: MapLayout, precision: float) -> None:
    assert len(found.doors) == len(plan.doors)
    for one, other in zip(found.doors, plan.doors, strict=True):
        assert close(one.start, other.start, precision)
        assert close(one.end, other.end, precision)


def same_lights(found: ReadBack, plan: MapLayout, precision: float) -> None:
    assert len(found.lights) == len(plan.lights)
    for one, other in zip(found.lights, plan.lights, strict=True):
        assert close(one.position, other.position, precision)
        assert one.range == pytest.approx(other.range)
        assert (one.color, one.shadows) == (other.color, other.shadows)
        assert one.intensity == pytest.approx(other.intensity)


@thorough
@given(layouts, formats, st.sampled_from(Audience))
def test_what_was_laid_out_here_trips_nobody_up(
    layout: MapLayout, format_: MapExportFormat, audience: Audience
) -> None:
    assert find_warnings(format_, written(format_, make_map(layout, audience))) == []


# ─── players ────────────────────────────────────────────────────────────────


@thorough
@given(layouts)
def test_players_find_a_wall_where_a_secret_door_is(layout: MapLayout) -> None:
    secret = [door for door in layout.doors if door.secret]
    assume(secret)
    seen = seen_by(Audience.PLAYERS, layout)
    assert not any(door.secret for door in seen.doors)
    assert {(door.start, door.end) for door in secret} <= {wall.points for wall in seen.walls}
    assert len(seen.walls) == len(layout.walls) + len(secret)
    assert set(seen.doors) < set(layout.doors)


@thorough
@given(layouts, formats)
def test_no_word_of_a_secret_is_in_a_players_file(layout: MapLayout, format_: MapExportFormat) -> None:
    hidden = [point for point in layout.points_of_interest if point.gm_only]
    assume(hidden)
    words = written(format_, make_map(layout, Audience.PLAYERS)).decode()
    for point in hidden:
        assert json.dumps(point.description) not in words
    assert '"secret":true' not in words
    assert "gm_only" not in words


def test_room_behind_a_secret_door_is_left_out_for_players_and_others_are_not() -> None:
    vault = Room(number=1, name="Hidden vault", polygon=((0, 0), (2, 0), (2, 2), (0, 2)))
    hall = Room(number=2, name="Hall", polygon=((3, 0), (6, 0), (6, 2), (3, 2)))
    secret = Door(start=(2, 0.5), end=(2, 1.5), secret=True)
    shown = Door(start=(3, 0.5), end=(3, 1.5))
    layout = MapLayout(seed=1, columns=10, rows=10, rooms=(vault, hall), doors=(secret, shown))
    assert seen_by(Audience.PLAYERS, layout).rooms == (hall,)
    assert seen_by(Audience.GM, layout) == layout


def test_notes_of_the_game_master_are_left_out_for_players() -> None:
    trap = PointOfInterest(id="1", name="Trap", kind="trap", position=(1, 1), gm_only=True)
    stairs = PointOfInterest(id="2", name="Stairs", kind="stairs", position=(2, 2))
    layout = MapLayout(seed=1, columns=10, rows=10, points_of_interest=(trap, stairs))
    assert seen_by(Audience.PLAYERS, layout).points_of_interest == (stairs,)


# ─── names ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "file_name"),
    [
        ("Forgotten Crypt", "forgotten-crypt"),
        ("Schloß Übeltal: Keller (2)", "schlo-ubeltal-keller-2"),
        ('../../etc/"passwd"\r\n', "etc-passwd"),
        ("地下城", "map"),
        ("a" * 200, "a" * 80),
    ],
)
def test_file_is_named_after_its_map_in_plain_letters(name: str, file_name: str) -> None:
    assert export_name(name, Audience.GM) == file_name
    assert export_name(name, Audience.PLAYERS) == f"{file_name}-players"


def test_only_exports_have_a_type_by_their_name() -> None:
    assert content_type_of("crypt.dd2vtt") == "application/json"
    assert content_type_of("crypt.html") is None


# ─── Universal VTT ──────────────────────────────────────────────────────────


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


Change = Callable[[dict[str, Any]], Any]


@pytest.mark.parametrize(
    ("change", "warning"),
    [
        (lambda file: file["line_of_sight"][0][0].update(x=-3), "1 wall reaches off the map."),
        (lambda file: file["line_of_sight"].append([{"x": 1, "y": 1}]), "1 wall has no length."),
        (lambda file: file["line_of_sight"].clear(), "1 door hangs in the air: no wall where it ends."),
        (lambda file: file["portals"][0]["bounds"][1].update(y=30), "1 door lies off the map."),
        (lambda file: file["portals"][0]["bounds"][1].update(x=4), "1 door has no width."),
        (
            lambda file: file["portals"][0].update(closed=False),
            "A door is not closed; importers make",
        ),
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
CLOCKWISE = ((1.0, 1.0), (1.0, 9.0), (9.0, 9.0), (9.0, 1.0))
FURNISHED = replace(
    HALL,
    rooms=(Room(number=1, name="Hall", polygon=CLOCKWISE),),
    terrain=(TerrainArea(type=TerrainType.LAVA, cost=None, polygon=((2, 2), (3, 2), (3, 3))),),
    points_of_interest=(PointOfInterest(id="1", name="Trap", kind="trap", position=(4, 4), gm_only=True),),
)


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
    assert [layer["type"] for layer in layers] == ["objectgroup"] * 6
    names = ["terrain", "rooms", "walls", "doors", "lights", "points of interest"]
    assert [layer["name"] for layer in layers] == names
    assert (file["width"], file["height"], file["tilewidth"], file["tileheight"]) == (10, 10, SIZE, SIZE)
    assert (file["nextlayerid"], file["nextobjectid"]) == (8, 7)
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


# ─── all of them ────────────────────────────────────────────────────────────


@pytest.mark.parametrize("format_", sorted(FORMATS))
@pytest.mark.parametrize("data", [b"", b"\x89PNG", b"[]", b'{"a": NaN}', b"{}"])
def test_what_is_no_export_cannot_be_read(format_: MapExportFormat, data: bytes) -> None:
    with pytest.raises(Unreadable):
        FORMATS[format_].read(data)
    assert len(find_warnings(format_, data)) == 1
