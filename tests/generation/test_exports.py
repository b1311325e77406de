"""Exports of maps: what is written reads back as the same plan, and players are not told secrets."""

import json
import math
import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from scipy.spatial import KDTree

from generation.briefs import Grid, MapBrief
from generation.exports import FORMATS, content_type_of, export_name, find_warnings, seen_by
from generation.exports.reading.read_back import ReadBack, Unreadable
from generation.layout import make_layout
from generation.layout.plan import Door, MapLayout, PointOfInterest, Wall, Window
from generation.vocabulary import Audience, GridType, MapEnvironment, MapExportFormat
from tests.exported_maps import SIZE, make_map, written

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


def lay_out(
    environment: MapEnvironment, grid_type: GridType, columns: int, rows: int, seed: int
) -> MapLayout:
    grid = Grid(type=grid_type, columns=columns, rows=rows, size=SIZE)
    return make_layout(MapBrief(environment=environment, grid=grid, layout_seed=seed))


layouts = st.builds(
    lay_out,
    st.sampled_from((MapEnvironment.DUNGEON, MapEnvironment.TAVERN, MapEnvironment.MOUNTAIN)),
    st.sampled_from(GridType),
    st.integers(13, 40),
    st.integers(13, 30),
    st.integers(0, 2**63 - 1),
)
dungeons = st.builds(
    lay_out,
    st.just(MapEnvironment.DUNGEON),
    st.just(GridType.SQUARE),
    st.integers(20, 40),
    st.integers(20, 30),
    st.integers(0, 2**63 - 1),
)
formats = st.sampled_from(sorted(FORMATS))


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
    across, down = pytest.approx(layout.width, abs=precision), pytest.approx(layout.height, abs=precision)
    assert (found.columns, found.rows) == (across, down)
    same_walls(found, map_.layout, precision)
    same_openings(found.doors, map_.layout.doors, precision)
    same_openings(found.windows, map_.layout.windows, precision)
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


def same_openings(found: Sequence[Door | Window], planned: Sequence[Door | Window], precision: float) -> None:
    assert len(found) == len(planned)
    for one, other in zip(found, planned, strict=True):
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
    warnings = find_warnings(format_, written(format_, make_map(layout, audience)))
    uneven = layout.lattice.hexagonal and format_ is MapExportFormat.UNIVERSAL_VTT
    assert [warning for warning in warnings if not (uneven and "hexagons" in warning)] == []
    assert any("hexagons" in warning for warning in warnings) is uneven


# ─── players ────────────────────────────────────────────────────────────────


@thorough
@given(dungeons, formats)
def test_no_word_of_a_secret_is_in_a_players_file(layout: MapLayout, format_: MapExportFormat) -> None:
    hidden = [point for point in layout.points_of_interest if point.gm_only]
    assume(hidden)
    words = written(format_, make_map(layout, Audience.PLAYERS)).decode()
    for point in hidden:
        assert json.dumps(point.description) not in words
    assert '"secret":true' not in words
    assert "gm_only" not in words


def test_the_game_master_sees_everything() -> None:
    layout = lay_out(MapEnvironment.DUNGEON, GridType.SQUARE, 30, 20, seed=3)
    assert any(door.secret for door in layout.doors)
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


# ─── all of them ────────────────────────────────────────────────────────────


@pytest.mark.parametrize("format_", sorted(FORMATS))
@pytest.mark.parametrize("data", [b"", b"\x89PNG", b"[]", b'{"a": NaN}', b"{}"])
def test_what_is_no_export_cannot_be_read(format_: MapExportFormat, data: bytes) -> None:
    with pytest.raises(Unreadable):
        FORMATS[format_].read(data)
    assert len(find_warnings(format_, data)) == 1
