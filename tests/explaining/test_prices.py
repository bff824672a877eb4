"""What a wish costs is what enumeration says it costs, and what is said to be impossible is."""

from random import Random

import pytest

from matcher import explain, match
from matcher.intake.people import Intake
from matcher.result.match_result import MatchResult
from matcher.why.answers.changing import stepped
from matcher.why.answers.records import Outcome, Wish, WishKind
from tests import oracle
from tests.explaining.common import Table, as_table, read, with_rows
from tests.strategies import tiny_intake

NEVER = (Outcome.FORBIDDEN, Outcome.IMPOSSIBLE)


def drawn(seed: int, mode: str) -> tuple[Table, oracle.Optimum, Intake, MatchResult] | None:
    """A tiny intake with brute force's best and the product's; None where there is none."""
    table = tiny_intake(Random(seed), mode=mode, most_mentees=5)
    best = oracle.best(table)
    if best is None:
        return None
    intake = read(table)
    return table, best, intake, match(intake)


def agrees(wish: Wish, best: oracle.Optimum, forced: list[oracle.Optimum | None]) -> None:
    """A wish that is not met costs what the best of these optima, in which it comes true, costs."""
    there = [one for one in forced if one is not None]
    if not there:
        assert wish.outcome in NEVER
    elif wish.outcome is not Outcome.MET:
        assert wish.price is not None
        if all(one.key == best.key for one in there) or len(there) == 1:
            cost = best.objective - max(one.objective for one in there)
            assert (wish.price.points, wish.price.exact) == (cost, True)
            assert (wish.outcome is Outcome.TIE) == (cost == 0 and there[0].key == best.key)


@pytest.mark.parametrize("mode", ["total", "greedy", "generous"])
@pytest.mark.parametrize("seed", range(8))
def test_each_preferred_mentor_costs_what_enumeration_says(seed: int, mode: str) -> None:
    found = drawn(seed, mode)
    if found is None:
        return
    table, best, intake, result = found
    for mentee in intake.mentees:
        explained = explain(intake, result, mentee.id, time_limit=60).person
        assert explained is not None
        wishes = [wish for wish in explained.wishes if wish.kind is WishKind.MENTOR]
        assert [wish.other for wish in wishes] == list(mentee.preferred_mentors)
        for wish in wishes:
            agrees(wish, best, [oracle.best(with_rows(table, ("assign", mentee.id, str(wish.other))))])


@pytest.mark.parametrize("seed", range(12))
def test_two_mentors_leading_together_cost_what_enumeration_says(seed: int) -> None:
    found = drawn(seed, "total")
    if found is None:
        return
    table, best, intake, result = found
    one, other = intake.mentors[0].id, intake.mentors[1].id
    explained = explain(intake, result, one, other, time_limit=60).person
    assert explained is not None
    rows = [(("assign", mentee.id, one), ("assign", mentee.id, other)) for mentee in intake.mentees]
    forced = [oracle.best(with_rows(table, *row)) for row in rows] if intake.program.groups.mentors == 2 else []
    agrees(explained.wishes[0], best, forced)


@pytest.mark.parametrize("seed", range(12))
def test_two_mentees_in_one_group_cost_what_enumeration_says(seed: int) -> None:
    found = drawn(seed, "total")
    if found is None:
        return
    table, best, intake, result = found
    one, other = intake.mentees[0].id, intake.mentees[1].id
    explained = explain(intake, result, one, other, time_limit=60).person
    assert explained is not None
    bound = with_rows(table, ("together", one, other))
    agrees(explained.wishes[0], best, [oracle.best(with_rows(bound, ("assign", one, m.id))) for m in intake.mentors])


@pytest.mark.parametrize("seed", range(100, 110))
def test_repairs_for_somebody_left_out_place_everybody(seed: int) -> None:
    table = tiny_intake(Random(seed), {"size", "availability", "eligible_equal", "require_one"}, most_mentees=6)
    best = oracle.best(table)
    if best is None:
        return
    intake = read(table)
    result = match(intake)
    if len(result.unmatched) != 1:
        return
    explained = explain(intake, result, result.unmatched[0].id, time_limit=60).person
    assert explained is not None
    assert explained.reason == result.unmatched[0].reason
    assert explained.wishes[0].kind is WishKind.PLACE
    for repair in explained.repairs:
        changed = as_table(stepped(intake, *repair.steps))
        changed["program"]["groups"]["everyone"] = True
        assert oracle.best(changed) is not None
