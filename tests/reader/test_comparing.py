"""What two results differ in is told as it is, and a reader sees what is not."""

from __future__ import annotations

from pathlib import Path

from tests.reader.comparing import read_comparing
from tests.reader.few import few, missed, untouched
from tests.reader.written import write_comparing


def test_what_differs_is_told_as_it_is(tmp_path: Path) -> None:
    assert [
        fault
        for case in few()
        for fault in untouched(case, tmp_path / str(case.number), write_comparing, read_comparing)
    ] == []


def test_a_reader_of_comparisons_sees_what_is_wrong(tmp_path: Path) -> None:
    unseen = [
        miss
        for case in few()
        for miss in missed(case, tmp_path / str(case.number), write_comparing, read_comparing, times=3)
    ]
    assert unseen == []
