"""Who may sit where, against the rules read a second time."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.checking.proofs.permitted import seats_of
from tests import oracle
from tests.checking.common import Plain, cases, drawn, read, whole_part
from tests.strategies import RULES

UNLOCKED = [rule for rule in RULES if rule != "locks"]


def expected(plain: Plain) -> dict[tuple[tuple[str, ...], str | None], frozenset[str]]:
    """Who may sit at each seat by every rule on one mentee and its mentors, all of those together or none."""
    reading = oracle.read(plain)
    found = {}
    for mentors in reading.leaders():
        limits = [(reading.limit(one, "max_groups"), reading.limit(one, "max_mentees")) for one in mentors]
        room = min(reading.program["groups"]["max_size"], *(most for _, most in limits if most is not None), 99)
        if oracle.leader_breaches(reading, mentors) or not all(groups for groups, _ in limits):
            continue
        for slot in reading.slots or [None]:
            if oracle.slot_breaches(reading, slot, mentors):
                continue
            who = {
                one
                for one in reading.mentees
                if not oracle.place_breaches(reading, mentors, one) and not oracle.slot_breaches(reading, slot, (one,))
            }
            while torn := [(a, b) for a, b in reading.together if (a in who) != (b in who)]:
                who -= set(torn[0])
            if min(room, len(who)) >= reading.program["groups"]["min_size"]:
                found[mentors, slot] = frozenset(who)
    return found


def without_spare_hours(plain: Plain, seats: dict[tuple[tuple[str, ...], str | None], frozenset[str]]) -> None:
    """Take out hours for which another of the same mentors does as well."""
    reading = oracle.read(plain)
    if reading.slots is None or reading.program["schedule"]["max_groups_per_slot"] is not None:
        return
    hours = list(reading.slots)
    for mentors, slot in list(seats):
        others = [(hour, seats.get((mentors, hour), frozenset())) for hour in hours if hour != slot]
        mine = seats[mentors, slot]
        covered = any(mine < who or (mine == who and hours.index(hour) < hours.index(slot)) for hour, who in others)
        if covered and all(reading.limit(mentor, "max_groups") == 1 for mentor in mentors):
            del seats[mentors, slot]


@pytest.mark.parametrize("rule", [*UNLOCKED, "all"])
def test_seats_are_just_those_that_the_rules_permit(rule: str) -> None:
    for number in range(8):
        plain, _ = drawn(f"seats {rule}", number, UNLOCKED if rule == "all" else [rule])
        intake = read(plain)
        wanted = expected(plain)
        # Covered hours are looked for among all of them, and one that is covered may itself cover another.
        kept = dict(wanted)
        without_spare_hours(plain, kept)
        table = seats_of(intake)
        found = {}
        for place in range(len(table)):
            leaders = [table.first[place], table.second[place]]
            mentors = tuple(intake.mentors[own].id for own in leaders if own < len(intake.mentors))
            slot = intake.slots[table.slot[place]].text if intake.scheduled else None
            who = frozenset(intake.mentees[own].id for own in np.flatnonzero(table.sits[place]))
            found[tuple(sorted(mentors)), None if slot is None else slot.casefold()] = who
        named = {(tuple(sorted(mentors)), slot and slot.casefold()): who for (mentors, slot), who in kept.items()}
        assert found == named


@pytest.mark.parametrize("rules", [["locks"], ["locks", "max_groups_two"], ["locks", "availability"], None])
def test_whatever_is_permitted_has_its_seats(rules: list[str] | None) -> None:
    looked = 0
    for case in cases(f"fits {rules}", 20, rules):
        part = case.part
        for groups in case.groupings:
            looked += 1
            seats = np.array(case.seats(groups), np.int64)
            assert len(groups) in part.numbers or (not groups and part.may_be_empty)
            assert (part.groups_led(seats) <= part.cap).all()
            for seat, (_, _, mentees) in zip(seats, groups, strict=True):
                assert part.least <= len(mentees) <= part.room[part.spot[seat]]
            placed = {one for group in groups for one in group[2]}
            assert all(one.id in placed for one, must in zip(case.intake.mentees, part.must, strict=True) if must)
            spots = part.spot[seats]
            for demand in part.demands:
                met = (part.first[spots] == demand.first) & (part.second[spots] == demand.second)
                assert met.any()
    assert looked > 30


def test_a_whole_group_sits_alone_at_its_hour_also_where_its_mentors_lead_others() -> None:
    rows = [{"id": own, "availability": "Mon,Tue 09:00-10:00"} for own in ("A", "B", "s1", "s2", "s3")]
    program = {
        "groups": {"min_size": 2, "max_size": 3},
        "schedule": {"slots": ["Mon 09:00", "Tue 09:00"]},
        "load": {"max_groups": 2},
    }
    lock = {"kind": "whole-group", "mentors": "A; B", "slot": "Tue 09:00", "mentees": "s1; s3"}
    part = whole_part(
        read({"mentors": rows[:2], "mentees": rows[2:], "program": program, "constraints": [], "locks": [lock]})
    )
    # On Monday s2 alone could come, who is too few.
    assert part.slot.tolist() == [1]
    assert part.room.tolist() == [2]
    assert part.sits.tolist() == [[True, False, True]]
    assert part.must.tolist() == [True, False, True]
    assert part.fewest == 1


def test_without_hours_mentors_of_several_groups_have_equal_seats() -> None:
    mentors = [{"id": "A", "max_groups": 3}, {"id": "B", "max_groups": 2}, {"id": "C", "max_groups": 1}]
    mentees = [{"id": f"s{place}"} for place in range(1, 6)]
    program = {"groups": {"min_size": 2, "max_size": 3}}
    part = whole_part(read({"mentors": mentors, "mentees": mentees, "program": program, "constraints": []}))
    # A and B: the least of 3, 2 and 5 // 2; with C one each.
    assert sorted(part.seat_at) == [(0, 1, 0, 0), (0, 1, 0, 1), (0, 2, 0, 0), (1, 2, 0, 0)]
    # A leads 3 at most and has 3 seats, B 2 of 3, C 1 of 2: 6 places with mentors, 3 groups; but 5 // 2 of mentees.
    assert part.cap.tolist() == [3, 2, 1]
    assert part.numbers == (1, 2)


def test_a_whole_group_without_hours_and_its_like_are_one_cluster() -> None:
    mentors = [{"id": "A", "max_groups": 2}, {"id": "B", "max_groups": 2}]
    mentees = [{"id": f"s{place}"} for place in range(1, 6)]
    program = {"groups": {"min_size": 2, "max_size": 3}}
    lock = {"kind": "whole-group", "mentors": "A; B", "mentees": "s1; s2; s4"}
    bond = {"kind": "together", "a": "s1", "b": "s4"}
    plain = {"mentors": mentors, "mentees": mentees, "program": program, "constraints": [bond], "locks": [lock]}
    part = whole_part(read(plain))
    assert [cluster.tolist() for cluster in part.clusters] == [[0, 1, 3]]
    assert part.sits.all()
