"""Calendars: every line of them is so, report after report into one folder, and a reader sees what is not."""

from __future__ import annotations

from pathlib import Path

from tests.reader.calendars import read_calendars
from tests.reader.few import few, missed, untouched
from tests.reader.written import write_calendars


def test_calendars_tell_what_is_so(tmp_path: Path) -> None:
    assert [
        fault
        for case in few()
        for fault in untouched(case, tmp_path / str(case.number), write_calendars, read_calendars)
    ] == []


def test_a_reader_of_calendars_sees_what_is_wrong(tmp_path: Path) -> None:
    dated = [case for case in few() if case.plain["program"].get("calendar")]
    unseen = [
        miss
        for case in dated
        for miss in missed(case, tmp_path / str(case.number), write_calendars, read_calendars, times=5)
    ]
    assert unseen == []
