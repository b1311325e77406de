"""Scalars: what is taken, what is refused and why, and how it is served."""

from datetime import datetime

import pytest
import strawberry
from graphql import GraphQLError
from strawberry.schema.config import StrawberryConfig

from schema.scalars import SCALARS, format_date_time, parse_color, parse_date_time, parse_seed


@strawberry.type
class Query:
    """Gives back the moment that it is given."""

    @strawberry.field
    def moment(self, at: datetime) -> datetime:
        return at


SCHEMA = strawberry.Schema(Query, config=StrawberryConfig(scalar_map=SCALARS))


@pytest.mark.parametrize("name", ["Color", "DateTime", "JSON", "Seed", "Upload"])
def test_scalars_say_where_they_are_specified(name: str) -> None:
    definition = next(scalar for scalar in SCALARS.values() if scalar.name == name)
    assert str(definition.specified_by_url).startswith("https://")


@pytest.mark.parametrize("color", ["#C9A227", "#c9a227ff"])
def test_colors_are_given_in_lower_case(color: str) -> None:
    assert parse_color(color) == color.lower()


@pytest.mark.parametrize("color", ["c9a227", "#c9a", "#c9a22g", "#c9a2270", "#c9a227\n", "#１２３４５６", 0])
def test_other_colors_are_refused(color: object) -> None:
    with pytest.raises(GraphQLError, match="#rrggbb or #rrggbbaa"):
        parse_color(color)


@pytest.mark.parametrize("seed", [0, 2**31, 2**53 - 1, 3.0])
def test_seeds_are_whole_numbers(seed: float) -> None:
    assert type(parse_seed(seed)) is int
    assert parse_seed(seed) == seed


@pytest.mark.parametrize("seed", [-1, 2**53, 1.5, 1e300, float("nan"), float("inf"), True, "7", None])
def test_other_seeds_are_refused(seed: object) -> None:
    with pytest.raises(GraphQLError, match="integer from 0 to 9007199254740991"):
        parse_seed(seed)


@pytest.mark.parametrize(
    ("written", "served"),
    [
        ("2026-11-20T10:00:00Z", "2026-11-20T10:00:00Z"),
        ("2026-11-20t10:00:00z", "2026-11-20T10:00:00Z"),
        ("2026-11-20T11:00:00.25+01:00", "2026-11-20T10:00:00.250000Z"),
    ],
)
def test_moments_are_served_in_utc(written: str, served: str) -> None:
    result = SCHEMA.execute_sync(f'{{ moment(at: "{written}") }}')
    assert result.data == {"moment": served}


@pytest.mark.parametrize(
    "moment",
    [
        "2026-11-20T10:00:00",
        "2026-11-20",
        "2026-11-20 10:00:00Z",
        "2026-02-30T10:00:00Z",
        "0001-01-01T00:00:00+01:00",
        "2026-11-20T10:00:00+25:00",
        1_800_000_000,
    ],
)
def test_other_moments_are_refused(moment: object) -> None:
    with pytest.raises(GraphQLError, match="DateTime"):
        parse_date_time(moment)


def test_moment_without_an_offset_is_never_served() -> None:
    with pytest.raises(ValueError, match="no offset"):
        format_date_time(datetime.fromisoformat("2026-11-20T10:00:00"))
