"""Who gave so few hours that the rest pays for it, and what one more slot of theirs would open."""

from __future__ import annotations

from typing import Any

import pytest

from matcher.intake.people import Intake
from matcher.intake.read import read_intake
from matcher.terminal.few_hours import FewHoursFacts, few_hours_told
from matcher.why.reasons.few_hours import FewHours, Opening, Whom, few_hours

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


THIRD, EARLY = ("Thu 09:00",), ("Mon 09:00", "Tue 09:00", "Wed 09:00")


def test_who_gave_a_third_of_the_usual_hours_is_named_with_the_slots_that_open_most() -> None:
    # With one mentor a group T3 could have the four who are there early, and S5 T1 or T2.
    assert few_hours(intake()) == (
        FewHours(("T3",), 1, 3),
        FewHours(("S5",), 1, 3),
        (
            Opening("T3", Whom.MENTEES, THIRD, (), EARLY, 4),
            Opening("S5", Whom.MENTORS, THIRD, (), EARLY, 2),
        ),
    )
    assert few_hours_told(FewHoursFacts.of(intake())) == (
        "Few hours: 1 of 3 mentors (Bo Li) can meet at no more than 1 slot; half of them can at 3 or more.\n"
        "Few hours: 1 of 5 mentees (Ada Lund) can meet at no more than 1 slot; half of them can at 3 or more.\n"
        "Whoever is in a group with one of these has to meet then. One more slot would open most to:\n"
        "  Bo Li, free at Thu 09:00: no mentee could be in their group; at Mon 09:00, Tue 09:00 or Wed 09:00 as well, "
        "4 more could.\n"
        "  Ada Lund, free at Thu 09:00: no mentor could lead their group; at Mon 09:00, Tue 09:00 or Wed 09:00 as "
        "well, 2 more could."
    )


def test_who_may_not_lead_alone_is_told_of_co_mentors() -> None:
    _, _, openings = few_hours(intake(groups={"mentors": 2}))
    assert openings == (
        Opening("T3", Whom.CO_MENTORS, THIRD, (), EARLY, 2),
        Opening("S5", Whom.MENTORS, THIRD, (), EARLY, 2),
    )
    assert few_hours(intake(groups={"mentors": 2, "min_size": 5, "max_size": 5}))[2] == (
        Opening("S5", Whom.MENTORS, THIRD, (), EARLY, 2),
    )


def test_the_only_one_who_could_lead_with_somebody_is_named_first() -> None:
    # T1 and T3 are there on Thursday, and two mentees; T2, T4 and T5 early alone.
    hours = {"T1": "Mon,Tue,Wed,Thu", "T2": "Mon,Tue,Wed", "T3": "Thu", "T4": "Mon,Tue", "T5": "Mon,Tue,Wed"}
    hours |= {"S1": "Mon,Tue,Wed,Thu", "S2": "Mon,Tue,Wed,Thu", "S3": "Mon,Tue,Wed", "S4": "Mon,Tue,Wed"}
    rows = [{"id": own, "availability": f"{days} 09:00-10:00"} for own, days in hours.items()]
    program = {"groups": {"mentors": 2, "min_size": 2, "max_size": 4}, "schedule": {"slots": SLOTS}}
    told = few_hours_told(FewHoursFacts.of(read_intake(rows[:5], rows[5:], program)))
    assert told == (
        "Few hours: 1 of 5 mentors (T3) can meet at no more than 1 slot; half of them can at 3 or more.\n"
        "Whoever is in a group with one of these has to meet then. One more slot would open most to:\n"
        "  T3, free at Thu 09:00: only T1 could lead with them; at Mon 09:00 or Tue 09:00 as well, 3 more could."
    )


def test_one_mentor_who_may_lead_alone_is_enough() -> None:
    alone = intake(groups={"mentors": 2, "min_size": 1, "single": True})
    assert few_hours(alone)[2] == (
        Opening("T3", Whom.MENTEES, THIRD, ("S5",), EARLY, 4),
        Opening("S5", Whom.MENTORS, THIRD, ("T3",), EARLY, 2),
    )
    assert "Bo Li, free at Thu 09:00: only Ada Lund could be in their group; at" in (
        few_hours_told(FewHoursFacts.of(alone)) or ""
    )


@pytest.mark.parametrize(
    "changes", [{"schedule": {"required": False}}, {"load": {"max_groups": 0}}], ids=["no slots", "nobody leads"]
)
def test_where_an_hour_opens_nothing_nothing_is_said_of_it(changes: dict[str, Any]) -> None:
    mentors, _, openings = few_hours(intake(**changes))
    assert mentors is None
    assert openings == ()


def test_nobody_is_named_where_all_gave_much_the_same() -> None:
    rows = [{"id": own, "availability": "Mon 09:00-12:00"} for own in ("T1", "T2", "S1", "S2")]
    assert few_hours_told(FewHoursFacts.of(read_intake(rows[:2], rows[2:], {"groups": {"min_size": 1}}))) is None
