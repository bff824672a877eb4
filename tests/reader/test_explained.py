"""Answers to "why" are so, as sentences and as data, and a reader sees what is not."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest

from tests.reader.explained import read_explained, read_impossible
from tests.reader.few import few, missed, untouched
from tests.reader.seen import Facts
from tests.reader.tampering import tampered_folder
from tests.reader.written import asked, impossible, write_explained, write_impossible

IMPOSSIBLE = (0, 5, 10)


def test_answers_are_so(tmp_path: Path) -> None:
    cases = [case for case in few() if asked(case)][:3]
    assert [
        fault
        for case in cases
        for fault in untouched(case, tmp_path / str(case.number), write_explained, read_explained)
    ] == []
    unseen = [
        miss
        for case in cases
        for miss in missed(case, tmp_path / f"{case.number}-wrong", write_explained, read_explained, times=4)
    ]
    assert unseen == []


@pytest.mark.parametrize("number", IMPOSSIBLE)
def test_why_nothing_is_possible_is_so(number: int, tmp_path: Path) -> None:
    write_impossible(number, tmp_path / "right")
    assert read_impossible(number, tmp_path / "right").faults == []
    plain = impossible(number)
    people = [row["id"] for side in ("mentors", "mentees") for row in plain[side]]
    names = Facts(plain, {"groups": []}).real_names.values()
    for turn in range(2):
        shutil.copytree(tmp_path / "right", tmp_path / "wrong")
        done = tampered_folder(tmp_path / "wrong", Random(turn), people, names)
        assert read_impossible(number, tmp_path / "wrong").faults, done
        shutil.rmtree(tmp_path / "wrong")
