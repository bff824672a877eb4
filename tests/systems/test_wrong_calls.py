"""Whatever is wrong with what a call is given, an error of ours says so, and where."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from matcher import IntakeError, MatcherError, MatchResult, ResultFileError, check, match, read_intake, verify
from tests.report.tiny import GROUPS, result_of, tiny
from tests.systems.answers import MENTEES, MENTORS, PROGRAM

HUGE = 10**4900
"""More digits than Python writes."""
NO_PATHS: list[Any] = [
    None, 1, 1.5, HUGE, float("nan"), b"x", object(), [], {}, "a\0b", Path("a\0b"), "\ud800", "x" * 5000, "y/" * 3000,
    pd.DataFrame(), (one for one in ()), print,
]  # fmt: skip
NO_TABLES: list[Any] = [
    1, HUGE, b"x", object(), {}, "a\0b", "x" * 5000, True, [None], [1], {"id": "m1"}, [[1]], complex(1, 2), print,
    pd.DataFrame(),
]  # fmt: skip
NO_VALUES: list[Any] = [HUGE, -HUGE, b"x", {}, [[1]], {"a": 1}, "\ud800", "a\0b"]


def named(value: object) -> str:
    return type(value).__name__


@pytest.mark.parametrize("value", NO_PATHS, ids=named)
@pytest.mark.parametrize(
    ("call", "fault", "place"),
    [
        (lambda value: MatchResult.load(value), ResultFileError, "the call, the result: "),
        (lambda value: MatchResult.load_as_written(value), ResultFileError, "the call, the result: "),
        (lambda value: verify(tiny(), value), ResultFileError, "the call, the result: "),
        (lambda value: result_of(tiny(), *GROUPS).save(value), IntakeError, "the call, folder: "),
    ],
)
def test_what_is_no_path(call: Callable[[Any], object], fault: type[MatcherError], place: str, value: Any) -> None:
    with pytest.raises(fault, match=f"^{place}"):
        call(value)


@pytest.mark.parametrize("value", NO_TABLES, ids=named)
@pytest.mark.parametrize("which", ["mentors", "mentees", "program", "constraints", "locks"])
def test_what_is_no_part_of_an_intake(which: str, value: Any) -> None:
    if which == "program" and isinstance(value, dict) and not value:
        pytest.skip("every default")
    if which in ("constraints", "locks") and isinstance(value, pd.DataFrame):
        pytest.skip("no rows")
    parts: dict[str, Any] = {"mentors": MENTORS, "mentees": MENTEES, which: value}
    if isinstance(parts["mentors"], str):
        parts["mentees"] = None
    with pytest.raises(IntakeError, match=r"^(mentors|mentees|program|constraints|locks|the call|x+|a)\b"):
        match(**parts)


@pytest.mark.parametrize("value", [None, "", [], HUGE, float("nan"), -1, print, pd.DataFrame()], ids=named)
@pytest.mark.parametrize(
    "name", ["effort", "time_limit", "gap", "seed", "workers", "executor", "progress", "stop"]
)  # fmt: skip
def test_what_is_no_argument(name: str, value: Any) -> None:
    fits = (value is None and name in ("workers", "executor", "progress", "stop")) or (
        name == "progress" and callable(value)
    )
    if fits or (name == "workers" and value is HUGE):
        pytest.skip("a number of processors may be as large as one likes")
    with pytest.raises(IntakeError, match=f"^the call, {name}: "):
        match(MENTORS, MENTEES, PROGRAM, **{name: value})


@pytest.mark.parametrize("value", [None, 1, "results", object(), HUGE], ids=named)
def test_what_is_no_intake(value: Any) -> None:
    with pytest.raises(IntakeError, match=r"^the call, intake: .* is no Intake; give what read_intake returns"):
        verify(value, result_of(tiny(), *GROUPS))


@pytest.mark.parametrize("value", NO_VALUES, ids=named)
@pytest.mark.parametrize(
    "column", ["id", "name", "email", "gender", "availability", "avoid", "timezone", "max_groups", "preferred_mentees"]
)
def test_what_is_no_cell(column: str, value: Any) -> None:
    faults, _ = check([{"id": "m1", column: value}, *MENTORS[:2]], MENTEES, PROGRAM)
    assert [str(fault) for fault in faults if fault.file == "mentors" and fault.row == 1]


@pytest.mark.parametrize("value", [*NO_VALUES, print], ids=named)
@pytest.mark.parametrize("table", ["groups", "schedule", "gender", "weights", "choice", "objective", "eligible"])
def test_what_is_no_setting(table: str, value: Any) -> None:
    for program in ({table: [value]}, {table: {"points": value}}, {table: [{"column": value}]}):
        faults, _ = check(MENTORS, MENTEES, program)
        assert [fault for fault in faults if fault.file == "program"]


def test_dates_compare_with_dates() -> None:
    """A date is a date, whether a file, a dict or a frame of pandas holds it."""
    days = [datetime.date(2026, 10, 5), datetime.datetime(2026, 10, 5), np.datetime64("2026-10-05"), "2026-10-05"]
    mentees = [{"id": f"s{number}", "start": day} for number, day in enumerate(days)]
    frame = pd.DataFrame({"id": ["m1", "m2"], "start": pd.to_datetime(["2026-10-05T00:00", "2026-10-05T08:30"])})
    intake = read_intake(frame, mentees, {"groups": {"min_size": 1}})
    assert [one.text("start") for one in intake.mentees] == ["2026-10-05"] * 4
    assert [one.text("start") for one in intake.mentors] == ["2026-10-05", "2026-10-05 08:30:00"]


def test_a_number_of_another_library_is_a_number() -> None:
    intake = read_intake([{"id": np.int64(7), "max_groups": Decimal(2)}], [{"id": 8}], {"groups": {"mentors": 1}})
    assert (intake.mentors[0].id, intake.mentors[0].max_groups) == ("7", 2)
