"""What is said of groups formed again is so, whatever happened in between."""

from __future__ import annotations

from pathlib import Path

from tests.reader.again import formed_again
from tests.reader.readers import output_named
from tests.reader.runs import case_of

NUMBERS = (38, 47)
"""Formed again as they are drawn: with calendars, and anonymous."""
VARIED = (4, 5, 7, 10)
"""Formed again after hours, slots and sides changed too; more people may move than have to."""


def test_what_changed_is_told_as_it_is(tmp_path: Path) -> None:
    changes, faults, read = output_named("changes"), [], 0
    drawn = [case_of(number) for number in NUMBERS]
    varied = [formed_again(case_of(number), seed) for number in VARIED for seed in (1, 2)]
    for case in (case for case in (*drawn, *varied) if case is not None and changes.has(case)):
        reader = changes.read(case, changes.made(case, tmp_path / str(read)))
        faults += [f"{case}, {fault}" for fault in reader.faults]
        read += 1
    assert not faults
    assert read >= len(VARIED)
