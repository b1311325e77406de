"""Layouts of open country: sound for every seed, and what a game master expects is there."""

import os

import networkx as nx
import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import Polygon

from generation.briefs import Grid, MapBrief
from generation.layout import make_layout
from generation.layout.wilds import MAKERS
from generation.vocabulary import GridType, MapEnvironment, TerrainType
from tests.plans import assert_sound

thorough = settings(
    max_examples=int(os.environ.get("LAYOUT_EXAMPLES", "60")),  # thousands prove more, and take minutes
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)

WILDS = tuple(MAKERS)
GROUND = tuple(terrain for terrain in TerrainType if terrain is not TerrainType.STAIRS)


def make_brief(
    environment: MapEnvironment,
    *,
    columns: int = 30,
    rows: int = 20,
    grid_type: GridType = GridType.SQUARE,
    **overrides: object,
) -> MapBrief:
    return MapBrief(
        environment=environment,
        grid=Grid(type=grid_type, columns=columns, rows=rows),
        **{"layout_seed": 1, **overrides},  # type: ignore[arg-type]  # the tests name real fields
    )


briefs = st.builds(
    make_brief,
    st.sampled_from(WILDS),
    columns=st.integers(12, 60),
    rows=st.integers(12, 60),
    grid_type=st.sampled_from(GridType),
    layout_seed=st.integers(0, 2**63 - 1),
    rooms=st.none() | st.integers(1, 30),
    terrain=st.lists(st.sampled_from(TerrainType), max_size=4, unique=True).map(tuple),
)


@thorough
@given(briefs)
def test_every_plan_of_open_country_is_sound(brief: MapBrief) -> None:
    plan = make_layout(brief)
    assert plan.base is not None
    assert_sound(plan)
