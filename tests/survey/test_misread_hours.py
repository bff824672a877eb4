"""Small exports whose hours were once read wrongly without a word: each is read right now, or asked about."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from matcher import import_survey
from matcher.intake.hours import parse_availability
from matcher.survey.hours.reading import never_free

_PLACES = (folder / "shared" / "data" / "misread" / "cases.json" for folder in Path(__file__).parents)
CASES_FILE = next(filter(Path.exists, _PLACES), Path("no cases"))
KINDS = (
    "a negation or an instruction inside the question on hours",
    "a question on hours that is not known as one",
    "marks within hours",
    "a clock time beside a part of the day",
    "more hours",
    "the day and the hour in one heading",
)


def cases() -> list[dict[str, Any]]:
    if not CASES_FILE.exists():
        return []
    return [case for case in json.loads(CASES_FILE.read_text(encoding="utf-8")) if case["kind"] in KINDS]


def windows(cell: str | None) -> object:
    return parse_availability(cell or "").windows


@pytest.mark.skipif(not CASES_FILE.exists(), reason="the shared cases are not here")
def test_there_are_cases_of_every_kind() -> None:
    assert {case["kind"] for case in cases()} == set(KINDS)


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case['header'][:40]}: {case['cell']}")
def test_a_case_is_read_right_or_asked(case: dict[str, Any], tmp_path: Path) -> None:
    for name, text in case["files"].items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = import_survey([tmp_path / "mentors.csv", tmp_path / "mentees.csv"], tmp_path / "intake")
    (ina,) = (mentee for mentee in done.intake.mentees if mentee.name == "Ina Roe")
    read = {"availability": ina.availability, "unavailable": ina.unavailable}
    other = "unavailable" if case["column"] == "availability" else "availability"
    told = [f"{one.column} {one.answer} {one.text}" for one in done.questions]
    asked = any(case["cell"] in text or case["header"] in text for text in told)
    if asked:
        # Never free until somebody says when; never free at other hours than were meant.
        assert read["availability"] is None
        assert windows(str(read["unavailable"])) == windows(never_free())
        return
    rights = [windows(right) for right in case["right"]]
    assert windows(str(read[case["column"]] or "")) in rights
    if any(case["right"]):
        assert read[other] is None or not set(windows(str(read[other]))) & set(windows(str(read[case["column"]])))
