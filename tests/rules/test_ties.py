"""What rules say of two people in arrays is what the intake's own words for it say one by one."""

from __future__ import annotations

import pytest

from matcher.intake.checks.clashes import Clashes
from matcher.intake.people import Constraint, Intake
from matcher.intake.ties import bound
from matcher.rules import Masks, Rule
from matcher.rules.groups.leading import LeadingRule
from matcher.rules.members.apart import ApartRule
from matcher.rules.members.eligible import EligibleRuleRoom
from matcher.rules.members.gender_wish import GenderWishRule
from matcher.rules.members.together import together_clusters
from matcher.rules.mentors.co_lead import CoLeadRule
from matcher.rules.mentors.gender_pair import GenderPairRule
from matcher.rules.mentors.max_groups import MaxGroupsRule
from matcher.rules.mentors.max_mentees import MaxMenteesRule
from matcher.rules.mentors.pairing import PairingRule
from tests.solving.common import drawn, read

OF_MENTORS = (
    ("pair_mixed", "avoid"),
    ("pair_same",),
    ("pair_includes", "apart"),
    ("pair_equal", "co_lead"),
    ("pair_differ", "avoid", "co_lead"),
)
OF_MENTEES = (
    ("eligible_equal", "max_groups_two"),
    ("eligible_share", "avoid"),
    ("require_all", "apart"),
    ("require_one",),
    ("one_mentor", "require_one", "max_mentees"),
)


def masks_of(intake: Intake, *rules: Rule) -> Masks:
    """What these rules leave."""
    masks = Masks.everything(intake)
    for rule in rules:
        rule.forbid(intake, masks)
        rule.narrow(intake, masks)
    return masks


def test_two_mentors_lead_together_exactly_where_no_reason_is_known_against_it() -> None:
    closed = opened = 0
    for number in range(50):
        intake = read(drawn("ties of mentors", number, OF_MENTORS[number % 5])[0])
        pairable = masks_of(intake, GenderPairRule(), PairingRule(), CoLeadRule(), ApartRule()).pairable
        clashes = Clashes(intake)
        for one, mentor in enumerate(intake.mentors):
            for other, partner in enumerate(intake.mentors[:one]):
                reason = clashes.of_mentors(mentor, partner)
                assert pairable[one, other] == pairable[other, one] == (reason is None), (number, reason)
                closed, opened = closed + (reason is not None), opened + (reason is None)
    assert min(closed, opened) > 50


def test_a_mentee_has_a_mentor_exactly_where_no_reason_is_known_against_it() -> None:
    closed = opened = 0
    for number in range(50):
        intake = read(drawn("ties of mentees", number, OF_MENTEES[number % 5])[0])
        masks = masks_of(
            intake, LeadingRule(), EligibleRuleRoom(), GenderWishRule(), ApartRule(), MaxGroupsRule(), MaxMenteesRule()
        )
        clashes = Clashes(intake)
        for row, mentee in enumerate(intake.mentees):
            for column, mentor in enumerate(intake.mentors):
                reason = clashes.of_mentee(mentee, mentor) or clashes.of_wish(mentee, mentor)
                assert (masks.welcome[row, column] and masks.leads[column]) == (reason is None), (number, reason)
                closed, opened = closed + (reason is not None), opened + (reason is None)
    assert min(closed, opened) > 50


def tied(kind: str, *pairs: tuple[str, str]) -> Intake:
    """An intake of five on each side with constraints of one kind."""
    letter = "T" if kind == "co_lead" else "S"
    people = {own: [{"id": f"{own}{number}"} for number in range(1, 6)] for own in "TS"}
    constraints = [{"kind": kind, "a": f"{letter}{a}", "b": f"{letter}{b}"} for a, b in pairs]
    read_in = read({"mentors": people["T"], "mentees": people["S"], "program": {}, "constraints": constraints})
    assert all(isinstance(row, Constraint) for row in read_in.constraints)
    return read_in


@pytest.mark.parametrize(
    ("pairs", "clusters"),
    [
        ([], []),
        ([("4", "2")], [(1, 3)]),
        ([("4", "5"), ("2", "1"), ("1", "4")], [(0, 1, 3, 4)]),
        ([("5", "3"), ("1", "2")], [(0, 1), (2, 4)]),
    ],
)
def test_mentees_are_bound_through_any_chain(pairs: list[tuple[str, str]], clusters: list[tuple[int, ...]]) -> None:
    assert together_clusters(tied("together", *pairs)) == clusters


def test_whoever_is_bound_to_two_mentors_leads_with_neither() -> None:
    intake = tied("co_lead", ("1", "2"), ("2", "3"))
    assert bound(intake, "co_lead")["T1"] == {"T1", "T2", "T3"}
    pairable = masks_of(intake, CoLeadRule()).pairable
    assert [(one + 1, other + 1) for one in range(5) for other in range(one) if pairable[one, other]] == [(5, 4)]
