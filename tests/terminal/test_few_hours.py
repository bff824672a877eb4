"""Who gave so few hours that the rest pays for it, and what one more slot of theirs would open."""

from __future__ import annotations

from typing import Any

import pytest

from matcher.intake.people import Intake
from matcher.intake.read import read_intake
from matcher.terminal.few_hours import few_hours_told
from matcher.why.reasons.few_hours import FewHours, Opening, few_hours

SLOTS = ("Mon 09:00", "Tue 09:00", "Wed 09:00", "Thu 09:00")

# Four hours; one mentor leads a group of two or more. T1 and T2 are there from Monday to Wednesday, T3 on Thursday.
# S1 to S4 are free from Monday to Wednesday, S5 on Thursday alone, where no two mentees are.


def intake(**changes: Any) -> Intake:
    early, late = "Mon,Tue,Wed 09:00-10:00", "Thu 09:00-10:00"
    hours = {"T1": early, "T2": early, "T3": late, "S1": early, "S2": early, "S3": early, "S4": early, "S5": late}
    names = {"T3": "Bo Li", "S5": "Ada Lund"}
    rows = [{"id": own, "name": names.get(own, own), "availability": hours[own]} for own in hours]
    program: dict[str, Any] = {"groups": {"mentors": 1, "min_size": 2, "max_size": 4}, "schedule": {"slots": SLOTS}}
    for table, settings in changes.items():
        program[table] = {**program.get(table, {}), **settings} if isinstance(settings, dict) else settings
    return read_intake(rows[:3], rows[3:], program)


def test_who_gave_a_third_of_the_usual_hours_is_named_with_the_slot_that_opens_most() -> None:
    assert few_hours(intake()) == (
        FewHours(("T3",), 1, 3),
        FewHours(("S5",), 1, 3),
        (Opening("T3", True, "Mon 09:00", 4, 0), Opening("S5", False, "Mon 09:00", 2, 0)),
    )
    assert few_hours_told(intake()) == (
        "Few hours: 1 of 3 mentors (Bo Li) can meet at no more than 1 slot; half of them can at 3 or more.\n"
        "Few hours: 1 of 5 mentees (Ada Lund) can meet at no more than 1 slot; half of them can at 3 or more.\n"
        "Whoever is in a group with one of these has to meet then. One more slot would open most to:\n"
        "  Bo Li, at Mon 09:00: 4 mentees they could have, where there are none now.\n"
        "  Ada Lund, at Mon 09:00: 2 mentors they could get, where there are none now."
    )


def test_two_mentors_a_group_are_both_asked_for() -> None:
    # T3 leads with T1 or T2; S5 with both at any of the three hours.
    _, _, openings = few_hours(intake(groups={"mentors": 2}))
    assert openings == (Opening("T3", True, "Mon 09:00", 4, 0), Opening("S5", False, "Mon 09:00", 2, 0))
    assert few_hours(intake(groups={"mentors": 2, "min_size": 5, "max_size": 5}))[2] == (
        Opening("S5", False, "Mon 09:00", 2, 0),
    )


def test_one_mentor_who_may_lead_alone_is_enough() -> None:
    alone = intake(groups={"mentors": 2, "min_size": 1, "single": True})
    assert few_hours(alone)[2] == (Opening("T3", True, "Mon 09:00", 4, 1), Opening("S5", False, "Mon 09:00", 2, 1))
    assert "at Mon 09:00: 4 mentees they could have, beside the 1 of now." in (few_hours_told(alone) or "")


@pytest.mark.parametrize(
    "changes", [{"schedule": {"required": False}}, {"load": {"max_groups": 0}}], ids=["no slots", "nobody leads"]
)
def test_where_an_hour_opens_nothing_nothing_is_said_of_it(changes: dict[str, Any]) -> None:
    mentors, _, openings = few_hours(intake(**changes))
    assert mentors is None
    assert openings == ()


def test_nobody_is_named_where_all_gave_much_the_same() -> None:
    rows = [{"id": own, "availability": "Mon 09:00-12:00"} for own in ("T1", "T2", "S1", "S2")]
    assert few_hours_told(read_intake(rows[:2], rows[2:], {"groups": {"min_size": 1}})) is None
