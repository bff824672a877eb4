"""When an answer was given."""

from datetime import UTC, datetime

import pytest

from matcher.survey.reading.timestamps import read_times, seems_a_time


@pytest.mark.parametrize(
    "text",
    [
        "2026-09-02 14:05:11",
        "2026-09-02T14:05:11Z",
        "2026-09-02T16:05:11+02:00",
        "2026/09/02 2:05:11 PM",
        "2026/09/02 3:05:11 PM GMT+1",
        "2026/09/02 9:05:11 AM EST",
        "9/2/2026 14:05:11",
        "09/02/2026 02:05:11 PM",
        "Sep 2, 2026 2:05:11 PM",
        "2 September 2026 14:05:11",
        "2026-09-02 2:05:11 p. m.",
        "2026-09-02 16:05:11 CEST",
        "46267.58693287037",
    ],
)
def test_common_formats_mean_the_same_time(text: str) -> None:
    [found] = read_times([text])
    assert found is not None
    assert abs((found - datetime(2026, 9, 2, 14, 5, 11, tzinfo=UTC)).total_seconds()) < 1


@pytest.mark.parametrize("text", ["", "soon", "12", "Mon 9-11", "99/99/2026", "1" * 80, "3.5", "12:30", "2026-13-45"])
def test_what_is_no_time(text: str) -> None:
    assert read_times([text]) == [None]
    assert not seems_a_time(text)


@pytest.mark.parametrize(
    ("cells", "months"),
    [
        (["3/4/2026", "15/4/2026"], [4, 4]),  # 15 is no month
        (["3/4/2026", "4/15/2026"], [3, 4]),
        (["03.04.2026", "05.04.2026"], [4, 4]),  # points are written where the day comes first
        (["30/1/2026", "2/2/2026", "4/2/2026"], [1, 2, 2]),
        (["9/10/2026", "10/10/2026", "1/11/2026"], [10, 10, 11]),  # in order only where the day comes first
        (["3/4/2026", "3/5/2026"], [3, 3]),
    ],
)
def test_which_comes_first_is_told_by_the_column(cells: list[str], months: list[int]) -> None:
    assert [found.month for found in read_times(cells) if found] == months


def test_the_mapping_can_say_which_comes_first() -> None:
    assert [found.month for found in read_times(["3/4/2026"], day_first=True) if found] == [4]


def test_nothing_is_taken_from_today() -> None:
    assert read_times(["March 2026"]) == [datetime(2026, 3, 1, tzinfo=UTC)]
