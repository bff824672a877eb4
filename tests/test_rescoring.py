"""Groups changed by hand, scored again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matcher import MatchResult, ResultFileError, match, rescored, verify
from matcher.result.records import Rematched, Status, Waiting
from tests.report.tiny import GROUPS, SCORE, result_of, tiny


def test_the_groups_of_the_readme_get_its_numbers() -> None:
    intake = tiny()
    result = result_of(intake)
    assert (result.objective, result.bound, result.status, result.scored) == (SCORE, SCORE, Status.OPTIMAL, True)
    assert [group.score for group in result.groups] == [7240, 9190]
    assert result.choices == {"1": 7, "2": 2, "unlisted": 0}
    assert verify(intake, result) == ()


def test_changed_groups_are_scored_and_no_longer_called_best() -> None:
    # Sam (S9) wished for T4 alone: 10 * 100 points go, and T4's second wish, 3 * 80; in common with T1 and T2 are
    # 5 * 33 more.
    intake = tiny()
    moved = (
        replace(GROUPS[0], mentees=(*GROUPS[0].mentees, "S9")),
        replace(GROUPS[1], mentees=("S2", "S6", "S7", "S8")),
    )
    result = result_of(intake, *moved)
    assert (result.status, result.bound) == (Status.FEASIBLE, SCORE)
    assert result.objective == 15355
    assert result.choices == {"1": 6, "2": 2, "unlisted": 1}
    assert verify(intake, result) == ()


def test_somebody_left_out_costs_and_keeps_the_reason() -> None:
    intake = tiny()
    result = result_of(intake, GROUPS[0], replace(GROUPS[1], mentees=GROUPS[1].mentees[:-1]), left_out=("S9",))
    assert result.objective == SCORE - 1490 - 20000
    assert result.unmatched_names == {"S9": "Sam Park"}
    assert verify(intake, result) == ()


def test_groups_that_break_a_rule_may_score_over_the_bound() -> None:
    intake = tiny()
    # Ines (S1) and Omar (S2) must not share a group.
    swapped = (
        replace(GROUPS[0], mentees=("S1", "S2", "S3", "S4")),
        replace(GROUPS[1], mentees=("S5", *GROUPS[1].mentees[1:])),
    )
    broken = rescored(intake, replace(result_of(intake), groups=swapped, bound=-10_000, scored=False))
    assert (broken.bound, broken.status) == (broken.objective, Status.FEASIBLE)


def test_legal_groups_over_the_bound_show_that_it_was_proved_of_another_intake() -> None:
    intake = tiny()
    lower = replace(result_of(intake), bound=SCORE - 1, scored=False)
    # Each with the two mentors that suit them best, and two of the best pairs.
    assert rescored(intake, lower).bound == 20380


def test_a_bound_among_groupings_with_few_moves_is_none_for_changed_groups() -> None:
    few = replace(result_of(tiny()), rematched=Rematched(moves=1, fewest=1, limit=1), scored=False)
    assert rescored(tiny(), few).bound == 20380


def test_a_bound_among_groupings_that_keep_places_is_none_for_changed_groups() -> None:
    waiting = (Waiting(priority=100, people=1, placed=1, most=1),)
    kept = replace(result_of(tiny()), rematched=Rematched(moves=1, fewest=0, limit=None, waiting=waiting), scored=False)
    assert rescored(tiny(), kept).bound == 20380


def staged(mode: str) -> MatchResult:
    """The best groups of the sample, found in another mode; there is no better one in any."""
    found = match(tiny(mode=mode))
    assert (found.objective, found.bound, found.status) == (SCORE, SCORE, Status.OPTIMAL)
    return found


@pytest.mark.parametrize("mode", ["greedy", "generous", "fair"])
def test_in_a_mode_groups_read_again_are_not_said_to_be_best(mode: str) -> None:
    again = rescored(tiny(mode=mode), replace(staged(mode), scored=False))
    assert (again.stages, again.bound, again.status) == ((), SCORE, Status.FEASIBLE)
    assert verify(tiny(mode=mode), again) == ()


def test_somebody_unknown_is_refused() -> None:
    with pytest.raises(ResultFileError, match="mentees that the intake does not have: S77"):
        result_of(tiny(), replace(GROUPS[0], mentees=("S77",)))
