"""Groups that somebody broke by hand: `verify` tells each breach, and calls nothing wrong that is said of them anew."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

import pytest

from matcher import InfeasibleError, Intake, MatchResult, match, read_intake, rescored, verify
from matcher.checking.sayings.reasons import wrong_reasons
from matcher.checking.sayings.sentences import in_known_words
from matcher.checking.verify import breaches_of
from matcher.errors import IntakeError
from matcher.result.records import Group, Unmatched
from tests.draws import draws
from tests.reader.reasons import Reasons
from tests.reader.runs import told_of
from tests.reader.seen import Facts
from tests.report.tiny import TINY
from tests.strategies import tiny_intake

Edit = Callable[[Random, Intake, list[Group]], None]

SAID = {"reasons", "tables", "score", "proof", "settings", "stages", "names and order", "nobody is lost"}
"""What `verify` calls anything that is not a rule of the program."""


def moved(random: Random, intake: Intake, groups: list[Group]) -> None:
    """Somebody in another group, as often as not at an hour that is not theirs."""
    here, there = random.randrange(len(groups)), random.randrange(len(groups))
    if here != there and groups[here].mentees:
        one, *others = groups[here].mentees
        groups[here] = replace(groups[here], mentees=tuple(others))
        groups[there] = replace(groups[there], mentees=(*groups[there].mentees, one))


def without_a_mentor(random: Random, intake: Intake, groups: list[Group]) -> None:
    place = random.randrange(len(groups))
    groups[place] = replace(groups[place], mentors=groups[place].mentors[1:])


def with_another_mentor(random: Random, intake: Intake, groups: list[Group]) -> None:
    """One mentor more, or in place of another; as it comes, one who leads the group already."""
    place, more = random.randrange(len(groups)), random.choice(intake.mentors).id
    kept = groups[place].mentors[random.randrange(2) :]
    groups[place] = replace(groups[place], mentors=(*kept, more))


def swapped(random: Random, intake: Intake, groups: list[Group]) -> None:
    here, there = random.randrange(len(groups)), random.randrange(len(groups))
    mine, theirs = groups[here].mentors, groups[there].mentors
    if here != there and mine and theirs:
        groups[here] = replace(groups[here], mentors=(theirs[0], *mine[1:]))
        groups[there] = replace(groups[there], mentors=(mine[0], *theirs[1:]))


def at_another_hour(random: Random, intake: Intake, groups: list[Group]) -> None:
    place = random.randrange(len(groups))
    if intake.slots:
        groups[place] = replace(groups[place], slot=random.choice([*(slot.text for slot in intake.slots), None]))


def emptied(random: Random, intake: Intake, groups: list[Group]) -> None:
    place = random.randrange(len(groups))
    groups[place] = replace(groups[place], mentees=groups[place].mentees[: random.randrange(2)])


def overfilled(random: Random, intake: Intake, groups: list[Group]) -> None:
    """Three more in a group, whoever they are and wherever else they are."""
    place = random.randrange(len(groups))
    more = random.sample([mentee.id for mentee in intake.mentees], min(3, len(intake.mentees)))
    groups[place] = replace(groups[place], mentees=tuple(dict.fromkeys((*groups[place].mentees, *more))))


EDITS: tuple[Edit, ...] = (
    moved,
    without_a_mentor,
    with_another_mentor,
    swapped,
    at_another_hour,
    emptied,
    overfilled,
)


@cache
def solved(seed: int) -> tuple[Intake, MatchResult] | None:
    drawn = tiny_intake(Random(seed), most_mentees=6)
    try:
        intake = read_intake(
            drawn["mentors"], drawn["mentees"], drawn["program"], drawn["constraints"], drawn.get("locks")
        )
        return intake, match(intake, effort="quick", time_limit=20)
    except (InfeasibleError, IntakeError):
        return None


def broken(seeds: range, edits: tuple[Edit, ...] = EDITS) -> Iterator[tuple[int, Intake, MatchResult]]:
    """Results whose groups were changed by hand, with all that is said worked out anew: four of each seed."""
    for seed in seeds:
        found = solved(seed)
        if found is None or not found[1].groups:
            continue
        intake, result = found
        for trial in range(4):
            random, groups = Random(f"{seed}, {trial}"), list(result.groups)
            for _ in range(random.randint(1, 3)):
                random.choice(edits)(random, intake, groups)
            changed = replace(result, groups=tuple(groups), scored=False, assignment_rows=(), unmatched=())
            yield seed, intake, rescored(intake, changed)


@pytest.mark.parametrize("start", range(0, 120, 30))
def test_nothing_said_anew_of_broken_groups_is_called_wrong(start: int) -> None:
    told, many = Counter[str](), 0
    for seed, intake, result in broken(range(start, start + 30)):
        found = verify(intake, result)
        assert [str(breach) for breach in found if breach.rule in SAID] == [], (seed, result.groups)
        assert {breach for breach in found if breach.rule not in SAID} == set(breaches_of(intake, result.formed))
        told.update(breach.rule for breach in found)
        assert all(in_known_words(one.reason) for one in result.unmatched)
        many += len(result.unmatched)
    assert len(told) >= 6
    assert many > 30


def in_two_groups(result: MatchResult) -> bool:
    placed = [mentee for group in result.groups for mentee in group.mentees]
    return len(set(placed)) < len(placed)


def test_broken_groups_that_were_saved_are_read_as_they_were_saved(tmp_path: Path) -> None:
    """Without mentors, without mentees, with three mentors, all at once: nobody changed the files by hand."""
    kinds, many = Counter[int](), 0
    for _, intake, result in broken(range(60)):
        if in_two_groups(result):
            continue
        many += 1
        result.save(tmp_path / "saved", replace=True)
        again = MatchResult.load(tmp_path / "saved")
        assert (again, again.notes) == (result, ())
        assert verify(intake, tmp_path / "saved") == verify(intake, result)
        kinds.update(len(group.mentors) for group in result.groups if group.mentees)
        kinds.update(-1 for group in result.groups if not group.mentees)
        (tmp_path / "saved" / "result.json").unlink()
        of_tables = verify(intake, tmp_path / "saved")
        assert not [breach for breach in of_tables if "different groups" in str(breach)]
        assert not [breach for breach in of_tables if str(breach).startswith("assignments.csv: ")]
    assert many > 60
    assert min(kinds[number] for number in (-1, 0, 1, 2, 3)) > 1


def three_and_none() -> MatchResult:
    """The best groups of the sample, then all of the first one's mentors but one in the second, and it in none."""
    intake = read_intake(TINY)
    first, second = match(intake).groups
    groups = (replace(first, mentors=()), replace(second, mentors=("T1", *second.mentors)))
    return rescored(intake, replace(match(intake), groups=groups, scored=False, assignment_rows=(), unmatched=()))


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("groups.csv", "T1;T3;T4", "T3;T4", [(), ("T3", "T4")]),
        ("result.json", '"T1",\n        "T3",\n        "T4"', '"T1",\n        "T3"', [(), ("T1", "T3")]),
        ("groups.csv", "Mon 12:00,,", "Mon 12:00,T2,", [("T2",), ("T1", "T3", "T4")]),
    ],
)
def test_what_is_mended_by_hand_in_a_saved_file_counts(
    tmp_path: Path, file: str, old: str, new: str, told: list[tuple[str, ...]]
) -> None:
    three_and_none().save(tmp_path)
    text = (tmp_path / file).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (tmp_path / file).write_text(text.replace(old, new), encoding="utf-8")
    again = MatchResult.load(tmp_path)
    assert not again.scored
    assert [group.mentors for group in again.groups] == told


def test_whoever_is_moved_in_the_table_without_room_for_a_third_mentor_leaves_all_mentors(tmp_path: Path) -> None:
    three_and_none().save(tmp_path)
    lines = (tmp_path / "assignments.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("S9,")]
    assert len(kept) == len(lines) - 1
    (tmp_path / "assignments.csv").write_text("".join(kept), encoding="utf-8")
    again = MatchResult.load(tmp_path)
    assert not again.scored
    assert [group.mentors for group in again.groups] == [(), ("T1", "T3", "T4")]


def test_a_report_of_broken_groups_is_read_as_it_was_written(tmp_path: Path) -> None:
    intake, result = read_intake(TINY), three_and_none()
    empty = replace(result.groups[0], id="G3", mentors=("T2",), mentees=())
    for groups in (result.groups, (*result.groups, empty)):
        told = rescored(intake, replace(result, groups=groups, scored=False))
        told.report(tmp_path, intake, kinds=["xlsx"], replace=True)
        again = MatchResult.load(tmp_path / "committee.xlsx")
        assert (again.scored, again.notes, again.groups) == (True, (), told.groups)
        assert again.assignment_rows == told.assignment_rows
        assert verify(intake, tmp_path / "committee.xlsx") == verify(intake, told)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_each_way_to_break_groups_is_told_of(edit: Edit) -> None:
    assert any(breaches_of(intake, result.formed) for _, intake, result in broken(range(30), (edit,)))


def test_another_reader_finds_the_same_of_broken_groups() -> None:
    """It reads the contract alone, and so tells whether reasons and their check are not wrong alike."""
    many = 0
    for seed, _, result in broken(range(draws(80, 170))):
        if in_two_groups(result) or any(len(set(group.mentors)) < len(group.mentors) for group in result.groups):
            # Of somebody in two places, or named twice, the contract has nothing to say but that it may not be.
            continue
        reader = Reasons(Facts(tiny_intake(Random(seed), most_mentees=6), told_of(result)))
        for one in result.unmatched:
            many += 1
            assert reader.wrong(one.id, one.reason) == [], (seed, one, result.groups)
    assert many > draws(90, 200)


def sabotaged(intake: Intake, result: MatchResult, one: Unmatched) -> Iterator[str]:
    """What is certainly not so in place of a reason that names groups."""
    yield re.sub(r"\bG1\b", "G99", one.reason)
    hours = " at their hours" if intake.scheduled else ""
    (group, *others), most = result.groups, intake.program.groups.max_size
    if not others and len(group.mentees) < most:
        yield f"The only group{hours}, {group.id}, is full."
    if not others and len(set(group.mentees)) >= most:
        yield f"{group.id} has a place for them; leaving them out was not proved necessary."
    if len(set(group.mentors)) != intake.program.groups.mentors and "is led as no rule permits" in one.reason:
        yield f"{group.id} has a place for them; leaving them out was not proved necessary."
    if " has a place for them; " in one.reason:
        yield f"The only group{hours}, {group.id}, is led as no rule permits."


def test_a_sabotaged_reason_of_broken_groups_is_found() -> None:
    tried = 0
    for seed, intake, result in broken(range(draws(80, 170))):
        for one in result.unmatched if result.groups else ():
            if "G1" not in one.reason:
                continue
            for wrong in sabotaged(intake, result, one):
                tried += 1
                assert list(wrong_reasons(intake, result.formed, [(one.id, wrong)])), (seed, wrong, result.groups)
    assert tried > draws(120, 300)


LOCKED = {"kind": "whole-group", "mentors": "m1", "mentees": "s1; s2"}


def locked_intake(slot: str | None = None) -> Intake:
    """m1 may lead two groups, and one of s1 and s2 is locked; s3 and s4 may be in no group with m2."""
    free = {} if slot is None else {"availability": "Mon 09:00-12:00; Tue 09:00-12:00"}
    mentors = [{"id": "m1"} | free, {"id": "m2"} | free]
    mentees = [{"id": f"s{number}"} | free | ({"avoid": "m2"} if number > 2 else {}) for number in range(1, 5)]
    program = {"groups": {"min_size": 2, "max_size": 3, "mentors": 1}, "load": {"max_groups": 2}}
    schedule = {} if slot is None else {"schedule": {"slots": ["Mon 10:00", "Tue 10:00"]}}
    locks = [LOCKED if slot is None else LOCKED | {"slot": slot}]
    return read_intake(mentors, mentees, program | schedule, [{"kind": "apart", "a": "s3", "b": "s4"}], locks)


@pytest.mark.parametrize("slot", [None, "Mon 10:00"])
def test_a_group_that_is_locked_whole_takes_nobody_where_its_mentor_leads_more(slot: str | None) -> None:
    result = match(locked_intake(slot))
    hours = "" if slot is None else " at their hours"
    expected = f"The only group{hours}, G1, is kept from them by a lock."
    assert {one.id: one.reason for one in result.unmatched} == {"s3": expected, "s4": expected}


def test_of_a_locked_group_its_own_member_who_was_taken_out_is_kept_by_nothing() -> None:
    intake = locked_intake("Mon 10:00")
    result = match(intake)
    (group,) = result.groups
    for slot, expected in (
        ("Mon 10:00", "G1 has a place for them; leaving them out was not proved necessary."),
        ("Tue 10:00", "The only group at their hours, G1, is kept from them by a lock."),
    ):
        changed = replace(group, mentees=("s1",), slot=slot)
        again = rescored(intake, replace(result, groups=(changed,), scored=False, assignment_rows=(), unmatched=()))
        assert next(one.reason for one in again.unmatched if one.id == "s2") == expected
        assert not [breach for breach in verify(intake, again) if breach.rule in SAID]


def test_whose_mate_is_in_a_group_already_is_told_of_both() -> None:
    """S2 was taken out of the group of S1, who must be with S2."""
    mentees = [{"id": "s1"}, {"id": "s2"}, {"id": "s3"}]
    program = {"groups": {"min_size": 1, "max_size": 2, "mentors": 1}}
    intake = read_intake([{"id": "m1"}, {"id": "m2"}], mentees, program, [{"kind": "together", "a": "s1", "b": "s2"}])
    result = match(intake)
    place = next(group for group in result.groups if "s1" in group.mentees)
    groups = tuple(replace(group, mentees=("s1",)) if group == place else group for group in result.groups)
    again = rescored(intake, replace(result, groups=groups, scored=False, assignment_rows=(), unmatched=()))
    (left_out,) = again.unmatched
    told = f"{place.id} has a place for them and s1; leaving them out was not proved necessary."
    assert (left_out.id, left_out.reason) == ("s2", told)
    assert [breach.rule for breach in verify(intake, again)] == ["together"]


def test_a_group_that_is_too_small_has_a_place() -> None:
    program = {"groups": {"min_size": 2, "max_size": 3, "mentors": 1}}
    intake = read_intake([{"id": "m1"}], [{"id": "s1"}, {"id": "s2"}], program)
    result = match(intake)
    groups = tuple(replace(group, mentees=()) for group in result.groups)
    again = rescored(intake, replace(result, groups=groups, scored=False, assignment_rows=(), unmatched=()))
    told = "G1 has a place for them; leaving them out was not proved necessary."
    assert {one.id: one.reason for one in again.unmatched} == {"s1": told, "s2": told}
    assert [breach.rule for breach in verify(intake, again)] == ["group size"]
