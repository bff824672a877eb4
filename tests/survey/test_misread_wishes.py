"""Wishes, numbers, genders, yes and no, and roles are read rightly or asked about, never misunderstood in silence."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.survey.misreadings import Case, Verdict, judged, shared_cases, small_case

KINDS = {
    "a question on who is not wanted", "words around a name", "ranks told with the names", "a wish on gender turned "
    "round",
    "how many mentees", "interests turned round", "gender asked in other words", "who does not take part",
}  # fmt: skip
SHARED = [case for case in shared_cases() if case.kind in KINDS]
WORDINGS = Path(__file__).with_name("wordings.tsv")


def own_cases() -> Iterator[Case]:
    """Yield the wordings of the table beside this file, in four languages, each with what is right, read by hand.

    A row is what Ina Roe (for limits: Anna Berg) answered, the readings that are right, and what two others answered;
    ``(asked)`` where only a question is right, since no column of an intake says what was meant.
    """
    for line in WORDINGS.read_text(encoding="utf-8").splitlines()[1:]:
        column, header, cell, told, said = line.split("\t")
        right = [] if told == "(asked)" else [one.replace("(blank)", "") for one in told.split(" | ")]
        yield small_case(column, header, cell.replace("\\n", "\n"), right, said.split(" | "))


@pytest.mark.skipif(not SHARED, reason="the shared data is not here")
@pytest.mark.parametrize("case", SHARED, ids=str)
def test_what_was_misread_is_right_or_asked(case: Case, tmp_path: Path) -> None:
    verdict, told = judged(case, tmp_path)
    assert verdict is not Verdict.WRONG, told


OWN = list(own_cases())


@pytest.mark.parametrize("case", OWN, ids=str)
def test_other_wordings_are_right_or_asked(case: Case, tmp_path: Path) -> None:
    verdict, told = judged(case, tmp_path)
    assert verdict is not Verdict.WRONG, told


def test_there_are_many_of_them() -> None:
    assert len(OWN) > 400
    assert Counter(case.kind for case in OWN)["preferred_mentors"] > 150
