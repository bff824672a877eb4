"""Alternatives against every grouping there is."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

import matcher
from matcher import IntakeError, match_alternatives, verify
from matcher.cli import main
from matcher.questions.alternatives import Alternatives
from matcher.result.match_result import MatchResult
from tests import oracle
from tests.solving.common import Plain, drawn, read

SAMPLES = Path(matcher.__file__).parents[1] / "data" / "samples"


def found(intake: Plain, **call: Any) -> Alternatives:
    return match_alternatives(read(intake), **call)


def pairs(groups: Any) -> set[tuple[str, str]]:
    """Every pair of a mentee and a mentor who are in one group, of groups as the oracle tells them."""
    return {(mentee, mentor) for mentors, _, mentees in groups for mentee in mentees for mentor in mentors}


def told(result: MatchResult) -> list[oracle.Group]:
    return [(group.mentors, group.slot, group.mentees) for group in result.groups]


def most_new_pairs(intake: Plain, best: MatchResult, within: float) -> int:
    """The most new pairs of any grouping within the share that counts in the mode's stages what the best does."""
    reading = oracle.read(intake)
    least = best.objective - math.floor(within * abs(best.objective))
    kept, mine = oracle.key(reading, told(best)), pairs(told(best))
    return max(
        len(pairs(groups) - mine)
        for groups in oracle.groupings(reading)
        if oracle.score(reading, groups) >= least and oracle.key(reading, groups) == kept
    )


@pytest.mark.parametrize(
    ("mode", "within", "rules"),
    [
        ("total", 0.0, ("one_mentor",)),
        ("total", 0.1, ("one_mentor", "no_lone", "prefer")),
        ("total", 0.4, ("one_mentor", "max_groups_two", "together")),
        ("greedy", 0.3, ("one_mentor",)),
        ("generous", 0.3, ("one_mentor", "require_one")),
        ("fair", 0.3, ("one_mentor",)),
    ],
)
def test_the_first_differs_the_most(mode: str, within: float, rules: tuple[str, ...] | None) -> None:
    differ = 0
    for number in range(4):
        intake, _ = drawn(f"alternatives {mode} {within}", number, rules, most_mentors=3, most_mentees=4)
        intake["program"]["objective"] = {"mode": mode}
        if oracle.best(intake) is None:
            continue
        answer = found(intake, count=1, within=within)
        most = most_new_pairs(intake, answer.best, within)
        if not most:
            assert (answer.alternatives, answer.none_left) == ((), True)
            continue
        differ += 1
        (other,) = answer.alternatives
        assert (other.new_pairs, other.nearest, other.most_different) == (most, most, True)
        assert len(pairs(told(other.result)) - pairs(told(answer.best))) == most
        assert oracle.breaches(intake, told(other.result)) == []
        assert verify(read(intake), other.result) == ()
    assert differ or within == 0.0


def test_every_alternative_is_another_and_within_the_share() -> None:
    intake = matcher.read_intake(SAMPLES / "two-campuses")
    answer = match_alternatives(intake, count=2, within=0.02, effort="quick")
    seen = [pairs(told(answer.best))]
    assert len(answer.alternatives) == 2
    for other in answer.alternatives:
        mine = pairs(told(other.result))
        assert verify(intake, other.result) == ()
        assert other.result.objective >= answer.best.objective * 0.98
        assert other.nearest == min(len(mine - before) for before in seen) > 0
        assert (other.pairs, other.new_pairs) == (len(mine), len(mine - seen[0]))
        seen.append(mine)


def test_the_same_call_gives_the_same_alternatives() -> None:
    intake, _ = drawn("same", 3, ("one_mentor",))
    one, other = (found(intake, count=2, within=0.3) for _ in range(2))
    assert one.alternatives
    assert [each.result.groups for each in one.alternatives] == [each.result.groups for each in other.alternatives]
    assert one.in_words() == other.in_words()


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ({"count": 0}, "'0' is no number of alternatives; write a whole number from 1 to 20"),
        ({"count": True}, "'True' is no number of alternatives"),
        ({"within": 1.5}, "'1.5' is no share; write a share from 0 to 1"),
        ({"within": math.nan}, "'nan' is no share"),
        ({"within": "a bit"}, "write a share from 0 to 1"),
    ],
)
def test_a_wrong_call_is_told(call: dict[str, Any], said: str) -> None:
    with pytest.raises(IntakeError, match=said):
        match_alternatives(SAMPLES / "tiny", **call)


# The command --------------------------------------------------------------------------------------------------------


def test_the_command_writes_each_into_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stale = tmp_path / "alternative-7"
    stale.mkdir()
    call = ["solve", str(SAMPLES / "two-campuses"), "--out", str(tmp_path), "--quiet", "--effort", "quick"]
    assert main([*call, "--alternatives", "1", "--within", "0.02"]) == 0
    shown = capsys.readouterr()
    best, other = MatchResult.load(tmp_path), MatchResult.load(tmp_path / "alternative-1")
    assert best.objective * 0.98 <= other.objective <= best.objective
    assert f"Note: {stale} is from an earlier run." in shown.err
    said = (tmp_path / "alternatives.txt").read_text(encoding="utf-8")
    assert said.startswith(f"The best result scores {best.objective}. Others within 2 % of it:\n\nAlternative 1: ")
    assert said in shown.out


def test_the_command_says_that_there_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", str(SAMPLES / "tiny"), "--out", str(tmp_path), "--quiet", "--alternatives", "2"]) == 0
    assert "There is none: no grouping with other pairs of a mentee and a mentor within 1 % " in capsys.readouterr().out


def test_in_a_mode_others_are_told_to_be_as_good_in_what_it_puts_first() -> None:
    mentors = [{"id": "T1", "max_mentees": 1}, {"id": "T2", "max_mentees": 1}]
    mentees = [{"id": "S1", "preferred_mentors": ["T1"]}, {"id": "S2"}]
    program = {"groups": {"mentors": 1, "min_size": 1}, "objective": {"mode": "greedy"}}
    told = match_alternatives(mentors, mentees, program, count=1, within=1.0)
    assert told.in_words() == (
        "There is none: no grouping with other pairs of a mentee and a mentor within 100 % of the best "
        "and as good in what the mode 'greedy' puts first."
    )
