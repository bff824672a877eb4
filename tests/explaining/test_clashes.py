"""Sets of rules that clash are minimal by enumeration, and repairs mend; brute force reads each changed intake."""

from functools import cache
from random import Random

import pytest

from matcher.intake.people import Intake
from matcher.why.answers.changing import changed, stepped
from matcher.why.answers.counterfactuals import Clock
from matcher.why.answers.demands import demand_classes
from matcher.why.answers.feasibility import only_offered_slots, possible
from matcher.why.answers.irreducible_sets import clash_of
from matcher.why.answers.repairs import MOST_STEPS, ORDER, repairs_of
from matcher.why.answers.steps import Clash, Step, StepKind
from tests import oracle
from tests.draws import draws
from tests.explaining.common import as_table, read
from tests.strategies import tiny_intake

DRAWN = draws(7, 14)


@cache
def infeasible(count: int) -> list[Intake]:
    """The first tiny intakes that no grouping satisfies."""
    found = []
    for seed in range(20 * count):
        table = tiny_intake(Random(seed), most_mentees=5)
        if oracle.best(table) is None:
            found.append(read(table))
        if len(found) == count:
            return found
    raise AssertionError("too few infeasible intakes")


@pytest.mark.parametrize("number", range(DRAWN))
def test_each_member_is_needed_and_all_together_clash(number: int) -> None:
    intake = infeasible(DRAWN)[number]
    clash = clash_of(intake, Clock(60))
    assert clash is not None
    assert clash.minimal
    others = [step for steps in demand_classes(intake) for step in steps if step not in clash.members]
    assert oracle.best(as_table(stepped(intake, *others))) is None
    for member in clash.members:
        assert oracle.best(as_table(stepped(intake, *others, member))) is not None
    repairs = repairs_of(intake, clash.members, Clock(60))
    # Of more clashes one behind the other than a repair has steps none is told.
    assert repairs or clashes_behind(intake, clash) > MOST_STEPS
    for repair in repairs:
        best = oracle.best(as_table(stepped(intake, *repair.steps)))
        assert best is not None


def clashes_behind(intake: Intake, clash: Clash | None) -> int:
    """How many sets of rules clash, one behind the other, of each of which the smallest step is given up."""
    taken: list[Step] = []
    while clash is not None and len(taken) <= MOST_STEPS:
        taken.append(min(clash.members, key=lambda step: (step.kind is StepKind.EVERYONE, ORDER.index(step.kind))))
        clash = clash_of(stepped(intake, *taken), Clock(60))
    return len(taken)


def crowd(**groups: object) -> Intake:
    """Five mentees and two mentors who share one hour; a third mentor is free at another."""
    mentors = [{"id": f"m{one}", "availability": "Mon 09:00-10:00"} for one in (1, 2)]
    mentors.append({"id": "m3", "availability": "Tue 09:00-10:00"})
    mentees = [{"id": f"s{one}", "availability": "Mon 09:00-10:00"} for one in range(1, 6)]
    program = {"groups": {"min_size": 2, "max_size": 4, "everyone": True, **groups}}
    return read({"mentors": mentors, "mentees": mentees, "program": program, "constraints": []})


def kinds(steps: tuple[Step, ...]) -> list[tuple[StepKind, str | None]]:
    return [(step.kind, step.person) for step in steps]


def test_a_shortage_of_places_clashes_with_the_one_hour_of_the_third_mentor() -> None:
    # One group of four for five mentees: a larger group, or a second group, would do. A second group needs two more
    # mentors or a second hour of everybody: whose limits and hours stay in the set is what deletion leaves last.
    clash = clash_of(crowd(), Clock(60))
    assert clash is not None
    assert clash.minimal
    assert (StepKind.MAX_SIZE, None) in kinds(clash.members)
    assert (StepKind.EVERYONE, None) in kinds(clash.members)
    repairs = repairs_of(crowd(), clash.members, Clock(60))
    larger = next(repair for repair in repairs if repair.steps[0].kind is StepKind.MAX_SIZE)
    assert (larger.steps[0].before, larger.steps[0].after, larger.left_out) == ("4", "5", 0)
    nobody_forced = next(repair for repair in repairs if repair.steps[0].kind is StepKind.EVERYONE)
    assert nobody_forced == repairs[-1]
    assert nobody_forced.left_out == 1


def test_the_least_amount_that_is_enough_is_told() -> None:
    # Five mentees, one group: it must hold all five, three more than two.
    intake = crowd(max_size=2)
    clash = clash_of(intake, Clock(60))
    assert clash is not None
    repairs = repairs_of(intake, clash.members, Clock(60))
    assert ("2", "5") in [(one.steps[0].before, one.steps[0].after) for one in repairs]


def test_a_step_leaves_everybody_else_as_they_were() -> None:
    intake = crowd()
    more = stepped(intake, Step(StepKind.HOUR, "m3", after="Mon 09:00"))
    assert [mentor.id for mentor in more.mentors if mentor not in intake.mentors] == ["m3"]
    assert more.mentees == intake.mentees
    assert possible(more, Clock(60), 10).impossible


def test_what_was_worked_out_from_the_old_parts_is_not_kept() -> None:
    intake = crowd()
    assert "s5" in intake.mentee_by_id
    fewer = changed(intake, mentees=intake.mentees[:4])
    assert "s5" not in fewer.mentee_by_id
    assert possible(fewer, Clock(60), 10).placed == 4


def test_slots_at_which_nobody_can_meet_are_left_out_but_for_one_a_group() -> None:
    # Seven days of 48 starts; two are offered, and of the others as many stay as there are mentees.
    assert len(crowd().slots) == 7 * 48
    assert len(only_offered_slots(crowd()).slots) == 2 + 5
