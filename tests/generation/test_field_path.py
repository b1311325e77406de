"""What is refused is said in numbers as people write them."""

from math import nan

import pytest

from generation.errors import InvalidBrief
from generation.field_path import FieldPath


@pytest.mark.parametrize(
    ("lowest", "highest", "number", "message"),
    [
        (0.05, 10_000.0, -20.0, "area.size is -20; it must be from 0.05 to 10,000."),
        (0.0, 500.0, 500.25, "area.size is 500.25; it must be from 0 to 500."),
        (5, 200, 100_000, "area.size is 100,000; it must be from 5 to 200."),
        (0, 2**53 - 1, -1, "area.size is -1; it must be from 0 to 9,007,199,254,740,991."),
        (0.0, 1.0, nan, "area.size is nan; it must be from 0 to 1."),
        (0.0, 1.0, 1e300, "area.size is 1e+300; it must be from 0 to 1."),
    ],
)
def test_numbers_out_of_range_are_told_without_idle_zeros(
    lowest: float, highest: float, number: float, message: str
) -> None:
    with pytest.raises(InvalidBrief) as refused:
        (FieldPath() / "area").between(lowest, highest, size=number)
    assert str(refused.value) == message
    assert refused.value.field == "area.size"


def test_lists_that_are_too_long_tell_their_lengths_with_thousands_set_apart() -> None:
    with pytest.raises(InvalidBrief, match=r"^tags has 10,000 entries; at most 20 are allowed\.$"):
        FieldPath().size(tags=[""] * 10_000)
