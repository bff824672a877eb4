"""Groups are named once, before anybody says something about them."""

from matcher import match
from matcher.intake.people import Intake, Mentee, Mentor, Slot
from matcher.intake.program import Program
from matcher.result.group_names import Unnamed, named_groups
from matcher.rules import FormedGroup

INTAKE = Intake(
    program=Program.model_validate({"groups": {"min_size": 1, "max_size": 3}}),
    mentors=tuple(Mentor(id=id_, name=id_) for id_ in ("T2", "T1", "T3")),
    mentees=tuple(Mentee(id=id_, name=id_) for id_ in ("S1", "S2", "S3")),
    slots=(Slot("Kick-off", None), Slot("-Late", None)),
)


def test_people_stand_in_the_order_of_the_intake() -> None:
    groups = named_groups(INTAKE, [Unnamed("-Late", ("T1", "T2"), ["S2", "S1"])])
    assert groups == (FormedGroup("G1", "-Late", ("T2", "T1"), ("S1", "S2")),)


def test_groups_are_named_by_slot_then_mentor_ids() -> None:
    groups = [
        Unnamed("-Late", ("T1",), ["S1"]),
        Unnamed("Kick-off", ("T3",), ["S2"]),
        Unnamed("kick-off", ["T2"], ["S3"]),
    ]
    assert [(group.id, group.mentors) for group in named_groups(INTAKE, groups)] == [
        ("G1", ("T2",)),
        ("G2", ("T3",)),
        ("G3", ("T1",)),
    ]


def test_the_same_mentors_without_a_slot_are_ordered_by_first_mentee() -> None:
    groups = named_groups(INTAKE, [Unnamed(None, ("T1",), ["S3"]), Unnamed(None, ("T1",), ["S1", "S2"])])
    assert [group.mentees for group in groups] == [("S1", "S2"), ("S3",)]


def test_reasons_name_groups_as_the_result_does() -> None:
    """By seat the full group at S3's hour is the first, by slot the second."""
    mentors = [{"id": "T1", "availability": "Tue 09:00-10:00"}, {"id": "T2", "availability": "Mon 09:00-10:00"}]
    mentees = [
        {"id": "S1", "availability": "Mon 09:00-10:00", "preferred_mentors": "T2"},
        {"id": "S2", "availability": "Tue 09:00-10:00", "preferred_mentors": "T1"},
        {"id": "S3", "availability": "Tue 09:00-10:00"},
    ]
    program = {
        "groups": {"mentors": 1, "min_size": 1, "max_size": 1},
        "schedule": {"slots": ["Mon 09:00", "Tue 09:00"]},
    }
    result = match(mentors, mentees, program)
    assert [(group.id, group.slot) for group in result.groups] == [("G1", "Mon 09:00"), ("G2", "Tue 09:00")]
    assert [(one.id, one.reason) for one in result.unmatched] == [("S3", "The only group at their hours, G2, is full.")]
