"""Lists, counts and rows in words."""

from __future__ import annotations

import pytest

from matcher.intake.words.findings import all_of, name_rows, none_of


@pytest.mark.parametrize(
    ("rows", "told"),
    [([3], "row 3"), ([3, 4], "rows 3 and 4"), ([3, 4, 6], "rows 3, 4 and 6")],
)
def test_rows_of_a_file(rows: list[int], told: str) -> None:
    assert name_rows(rows) == told


@pytest.mark.parametrize(
    ("number", "none", "every"), [(2, "neither of them", "both of them"), (3, "none of them", "all of them")]
)
def test_two_are_not_spoken_of_as_many(number: int, none: str, every: str) -> None:
    assert (none_of(number), all_of(number)) == (none, every)
