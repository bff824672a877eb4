"""What is said of groups formed again is so, and a reader sees what is not."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tests.reader.again import formed_again
from tests.reader.changed import read_changed
from tests.reader.few import few, missed, untouched
from tests.reader.runs import Case, case_of
from tests.reader.written import write_changed

NUMBERS = (5, 38, 44, 47)
"""In all languages; anonymous, and with calendars."""


@cache
def drawn() -> tuple[Case, ...]:
    return tuple(case for case in map(case_of, NUMBERS) if case is not None and case.again is not None)


@cache
def varied() -> tuple[Case, ...]:
    """Hours, slots and sides change too; more people may move than have to."""
    made = [formed_again(case, seed) for case in few() for seed in (1, 2)]
    return tuple(case for case in made if case is not None)


def test_what_changed_is_told_as_it_is(tmp_path: Path) -> None:
    assert [
        fault
        for number, case in enumerate((*drawn(), *varied()))
        for fault in untouched(case, tmp_path / str(number), write_changed, read_changed)
    ] == []


def test_a_reader_of_changes_sees_what_is_wrong(tmp_path: Path) -> None:
    unseen = [
        miss
        for case in drawn()
        for miss in missed(case, tmp_path / str(case.number), write_changed, read_changed, times=5)
    ]
    assert unseen == []
