"""Universal VTT files as other programs write them, as floor plans."""

import json
from typing import Any

import pytest
import shapely
from shapely import LineString, MultiLineString

from generation.exports.reading.read_back import Unreadable
from generation.imports.universal_vtt import plan_from_universal_vtt
from generation.layout.plan import MapLayout
from generation.vocabulary import MapEnvironment, TerrainType
from tests.plans import assert_inside_the_field, assert_openings_lie_in_gaps_of_walls, assert_valid_shapes


def point(x: float, y: float) -> dict[str, float]:
    return {"x": x, "y": y}


def portal(*ends: tuple[float, float], closed: bool = True) -> dict[str, Any]:
    return {"bounds": [point(*end) for end in ends], "closed": closed}


HALL = [point(2, 2), point(10, 2), point(10, 8), point(2, 8), point(2, 2)]


def make_file(**parts: object) -> bytes:
    """A hall of 8 × 6 squares on a map of 20 × 15; None leaves a part out."""
    whole: dict[str, object] = {
        "format": 0.3,
        "resolution": {"map_origin": point(0, 0), "map_size": point(20, 15), "pixels_per_grid": 70},
        "line_of_sight": [HALL],
        "portals": [portal((5, 8), (6, 8))],
        "lights": [{"position": point(6, 5), "range": 4, "intensity": 1.5, "color": "ffeccd8b"}],
        "image": "!" * 1000,
    }
    return json.dumps({name: part for name, part in (whole | parts).items() if part is not None}).encode()


def read(data: bytes, environment: MapEnvironment | None = None) -> MapLayout:
    plan = plan_from_universal_vtt(data, environment, smallest=10, largest=200).layout
    assert_inside_the_field(plan)
    assert_valid_shapes(plan)
    return plan


def test_a_wall_that_runs_through_a_door_is_opened_for_it() -> None:
    plan = read(make_file())
    assert len(plan.doors) == 1
    walls = MultiLineString([wall.points for wall in plan.walls])
    assert not walls.intersects(LineString([(5.1, 8), (5.9, 8)]))
    assert walls.distance(shapely.Point(4.9, 8)) == 0


def test_a_portal_that_is_not_closed_is_a_window() -> None:
    plan = read(make_file(portals=[portal((5, 8), (6, 8), closed=False)]))
    assert (len(plan.doors), len(plan.windows)) == (0, 1)


def test_what_walls_enclose_is_a_room() -> None:
    [room] = read(make_file()).rooms
    assert shapely.Polygon(room.polygon).area == pytest.approx(48, abs=0.5)


def test_under_the_ground_there_is_rock_about_the_rooms() -> None:
    plan = read(make_file(), MapEnvironment.DUNGEON)
    assert [area.type for area in plan.terrain] == [TerrainType.MOUNTAIN, TerrainType.FLOOR]
    assert plan.terrain[0].cost is None
    assert read(make_file(), MapEnvironment.DESERT).base is TerrainType.SAND
    assert not read(make_file(), MapEnvironment.DESERT).terrain


def test_coordinates_count_from_the_maps_own_origin() -> None:
    moved = {"map_origin": point(1, 2), "map_size": point(20, 15), "pixels_per_grid": 70}
    plan, shifted = read(make_file()), read(make_file(resolution=moved))
    assert shifted.doors[0].start == (plan.doors[0].start[0] - 1, plan.doors[0].start[1] - 2)


def test_walls_are_cut_at_the_edge_of_the_map() -> None:
    plan = read(make_file(line_of_sight=[[point(-5, 4), point(30, 4)]], portals=None, lights=None))
    assert [wall.points for wall in plan.walls] == [((0, 4), (20, 4))]
    assert plan.rooms == ()


def test_lights_are_brought_into_our_range() -> None:
    [light] = read(make_file()).lights
    assert (light.intensity, light.color, light.shadows) == (1, "#eccd8b", True)


def test_a_door_in_the_gap_of_a_wall_stays_there() -> None:
    gapped = [HALL[:3], [point(10, 8), point(6, 8)], [point(5, 8), point(2, 8), point(2, 2)]]
    plan = read(make_file(line_of_sight=gapped))
    assert_openings_lie_in_gaps_of_walls(plan)
    assert len(plan.rooms) == 1


def test_rooms_on_both_sides_of_a_door_between_corners_are_found() -> None:
    closet = [point(6, 8), point(6, 12), point(5, 12), point(5, 8)]
    plan = read(make_file(line_of_sight=[[*HALL[:3], *closet, *HALL[3:]]]))
    assert [shapely.Polygon(room.polygon).area for room in plan.rooms] == pytest.approx([48, 4], abs=0.1)


@pytest.mark.parametrize(
    ("parts", "path"),
    [
        ({"line_of_sight": None}, "line_of_sight"),
        ({"portals": [portal((5, 8), (5, 8))]}, "portals[0].bounds"),
        ({"line_of_sight": [[point(1, 1)] * 200_001]}, "line_of_sight"),
        ({"lights": [{}] * 2_001}, "lights"),
    ],
)
def test_what_cannot_be_meant_is_named(parts: dict[str, object], path: str) -> None:
    with pytest.raises(Unreadable, match="^" + path.replace("[", r"\[").replace("]", r"\]")):
        read(make_file(**parts))


def test_a_dungeon_of_closed_walls_is_cut_into_rock_as_one_of_ours() -> None:
    file = make_file(portals=[portal((2, 4), (2, 5)), portal((6, 2), (6, 8))])  # the second parts the hall
    plan = read(file, MapEnvironment.DUNGEON)
    assert (plan.base, plan.terrain) == (TerrainType.FLOOR, (*plan.terrain,))  # the first opened the wall
    plan = read(make_file(portals=[portal((6, 2), (6, 8))]), MapEnvironment.DUNGEON)
    assert plan.base is None
    assert plan.walls[0].points == ((2, 2), (10, 2), (10, 8), (2, 8), (2, 2))
    assert len(plan.rooms) == 2


def test_lights_off_the_map_are_left_out() -> None:
    lamps = [{"position": point(x, 5), "range": 4} for x in (5, 50)]
    assert [light.position for light in read(make_file(lights=lamps)).lights] == [(5, 5)]


def test_walls_that_cross_all_over_are_refused_soon() -> None:
    lines = [[point(x / 40, 0), point(x / 40, 15)] for x in range(400)]
    lines += [[point(0, y / 40), point(20, y / 40)] for y in range(400)]
    with pytest.raises(Unreadable, match="meet more than"):
        read(make_file(line_of_sight=lines))


def test_the_picture_inside_is_not_even_decoded() -> None:
    assert read(make_file(image="A" * 5_000_000)) == read(make_file())
