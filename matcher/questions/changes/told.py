"""What changed between two groupings for each person, and why; and that for nobody else anything did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields

from matcher.intake.hours import free_slots
from matcher.intake.people import Intake
from matcher.intake.program import fold
from matcher.intake.ties import apart_pairs
from matcher.intake.words.calling import told_apart
from matcher.intake.words.findings import count_of, name_some
from matcher.questions.changes.previous import broken_by_hand, continued, names_of, places_of
from matcher.questions.rescored import changed_by_hand
from matcher.result.files import csv_text
from matcher.result.match_result import MatchResult
from matcher.result.records import Group
from matcher.rules.rule import Breach, slot_at

__all__ = ["Change", "changes_between", "changes_csv", "moves_between", "unlisted_changes"]


@dataclass(frozen=True, slots=True)
class Change:
    """One row of ``changes.csv``: somebody new, or whose group, mentors or hour changed, or a mentor's mentees.

    Whoever is listed has to be told something new; nobody else has.

    Parameters
    ----------
    person_id, person_name
        Whose.
    role
        ``mentor`` or ``mentee``.
    moves
        How many of the person's places were given up, each a move: 0 for who is new, is gone, had no place, or stays in
        a group whose mentors or mentees changed.
    group_before, group_after
        Names of groups, each in its own result, ``;`` between several; blank for none.
    slot_before, slot_after
        When those meet.
    mentors_before, mentors_after
        Ids of who leads them, ``;`` between the mentors of a group, `` | `` between groups.
    mentees_gone, mentees_new
        Of a mentor: ids of whom they no longer have in any group, and of whom they have now; blank for a mentee.
    reason
        Why, in words.
    """

    person_id: str
    person_name: str
    role: str
    moves: int
    group_before: str
    group_after: str
    slot_before: str
    slot_after: str
    mentors_before: str
    mentors_after: str
    mentees_gone: str
    mentees_new: str
    reason: str


def changes_csv(changes: Sequence[Change]) -> str:
    """Return the text of ``changes.csv``."""
    columns = tuple(column.name for column in fields(Change))
    return csv_text(columns, [tuple(asdict(change).values()) for change in changes])


def moves_between(intake: Intake, previous: MatchResult, groups: Sequence[Group]) -> int:
    """Return how many people moved: places before of people still there, less those who stay."""
    return sum(_moves(intake, previous, groups, continued(intake, previous, groups)).values())


def _moves(
    intake: Intake, previous: MatchResult, groups: Sequence[Group], lives_on: dict[int, int]
) -> dict[tuple[str, str], int]:
    """Return, by side and id, the places that people still there gave up; those who gave up none missing."""
    moves: dict[tuple[str, str], int] = {}
    for number, before in enumerate(previous.groups):
        after = groups[lives_on[number]] if number in lives_on else None
        sides = (
            ("mentor", before.mentors, intake.mentor_by_id, () if after is None else after.mentors),
            ("mentee", before.mentees, intake.mentee_by_id, () if after is None else after.mentees),
        )
        for role, people, known, there in sides:
            for person in people:
                if person in known and person not in there:
                    moves[role, person] = moves.get((role, person), 0) + 1
    return moves


def changes_between(intake: Intake, previous: MatchResult, result: MatchResult, free: bool) -> tuple[Change, ...]:
    """Return everybody for whom something changed: mentors, mentees, in the order of the intake, then who is gone.

    That is whose group, mentors or hour changed, mentors whose mentees did, and who is new, also without a group.

    Parameters
    ----------
    free
        Whether more people might move than had to, for a better whole.
    """
    return tuple(_Story(intake, previous, result, free).changes())


class _Story:
    """Both groupings, and the sentences about who changed."""

    def __init__(self, intake: Intake, previous: MatchResult, result: MatchResult, free: bool) -> None:
        self.intake, self.free = intake, free
        self.before, self.after = previous.groups, result.groups
        self.lives_on = continued(intake, previous, result.groups)
        self.comes_from = {place: number for number, place in self.lives_on.items()}
        self.was, self.now = places_of(previous.groups), places_of(result.groups)
        self.moves = _moves(intake, previous, result.groups, self.lives_on)
        self.names = names_of(intake, previous)
        self.called = told_apart(self.names)
        self.apart = set(map(frozenset, apart_pairs(intake)))
        self.by_hand = previous.edited or changed_by_hand(previous)
        self.broken = broken_by_hand(intake, previous) if self.by_hand else ()
        self.left_out = {mentee.id: mentee.reason for mentee in result.unmatched}
        self.mentees_known = {*self.was.mentees, *(mentee.id for mentee in previous.unmatched)}
        self.mentees_known |= {row.mentee_id for row in previous.assignment_rows}
        self.mentors_known = {row.mentor_id for row in previous.mentor_rows}
        self.mentors_known |= set(self.was.mentors) if self.mentors_known else set()
        self.known = {*self.was.mentors, *self.was.mentees, *self.mentees_known, *self.mentors_known}

    def changes(self) -> list[Change]:
        """Return every change."""
        people = [("mentor", one.id) for one in self.intake.mentors]
        people += [("mentee", one.id) for one in self.intake.mentees]
        there = set(people)
        gone = [("mentor", one) for one in self.was.mentors] + [("mentee", one) for one in self.was.mentees]
        found = [self.change(role, person) for role, person in people if self.changed(role, person)]
        return found + [self.change(role, person) for role, person in gone if (role, person) not in there]

    def changed(self, role: str, person: str) -> bool:
        """Return whether a person is new, or has other groups than before, or something else in them."""
        if self.unheard_of(role, person):
            return True
        before = {(place, *_had(self.intake, self.before[place], role)) for place in self.was.of(person, role)}
        after = {
            (self.comes_from.get(place, -1 - place), *_had(self.intake, self.after[place], role))
            for place in self.now.of(person, role)
        }
        return before != after

    def unheard_of(self, role: str, person: str) -> bool:
        """Return whether somebody is new, so that they have to be told also that there is no group for them."""
        # Not every result lists its mentors.
        listed = role == "mentee" or bool(self.mentors_known)
        return listed and person not in (self.mentees_known if role == "mentee" else self.mentors_known)

    def change(self, role: str, person: str) -> Change:
        """Return the row of somebody who changed."""
        before = [self.before[place] for place in self.was.of(person, role)]
        after = [self.after[place] for place in self.now.of(person, role)]
        return Change(
            person,
            self.names.get(person, person),
            role,
            self.moves.get((role, person), 0),
            *_told(before, after),
            *(_mentees_told(before, after) if role == "mentor" else ("", "")),
            self.reason(role, person),
        )

    # Why -------------------------------------------------------------------------------------------------------------

    def reason(self, role: str, person: str) -> str:
        """Say why somebody changed."""
        there = self.intake.mentor_by_id if role == "mentor" else self.intake.mentee_by_id
        if person not in there:
            other = self.intake.mentee_by_id if role == "mentor" else self.intake.mentor_by_id
            return f"is no {role} any more" if person in other else "is no longer in the intake"
        was, now = self.was.of(person, role), self.now.of(person, role)
        if not was and not now:
            return f"is new; {self.without_a_group(role, person)}"
        if not was:
            return self.came(role, person)
        kept = [number for number in was if self.stays(role, person, number)]
        lost = [number for number in was if number not in kept]
        told = list(dict.fromkeys(self.why_lost(role, person, number) for number in lost))
        if not lost:
            told = [self.joined(role, person) or ""] + [
                self.new_mentors(number, self.new(self.lives_on[number])) for number in kept
            ]
        told += [self.new_mentees(number) for number in kept if role == "mentor"]
        if not now:
            told.append(f"now {self.without_a_group(role, person)}")
        return "; ".join(dict.fromkeys(filter(None, told)))

    def without_a_group(self, role: str, person: str) -> str:
        """Say that somebody is left out and why, or leads no group."""
        return f"left out: {self.left_out.get(person, '').rstrip('.')}" if role == "mentee" else "leads no group"

    def stays(self, role: str, person: str, number: int) -> bool:
        """Return whether a person is in the group that a previous one lives on in."""
        place = self.lives_on.get(number)
        if place is None:
            return False
        return person in (self.after[place].mentors if role == "mentor" else self.after[place].mentees)

    def came(self, role: str, person: str) -> str:
        """Say why somebody without a place has one now."""
        told = self.joined(role, person)
        if told is not None:
            return told
        if person not in self.known:
            return "is new"
        return "had no group, and leads one now" if role == "mentor" else "was left out, and has a place now"

    def joined(self, role: str, person: str) -> str | None:
        """Say whose group a mentor took over; None for anybody else."""
        for place in self.now.of(person, role) if role == "mentor" else ():
            number = self.comes_from.get(place)
            if number is not None and person not in self.before[number].mentors:
                return f"takes {self.old(number)} over: {self.who_left(number)}"
        return None

    def new_mentors(self, number: int, group: str) -> str:
        """Say who leads a group that lives on, called `group`, in whose place; blank where its mentors are the same."""
        place = self.lives_on[number]
        came = [person for person in self.after[place].mentors if person not in self.before[number].mentors]
        stayed = self.after[place].mentors
        if not came and len(stayed) == 1 < len(self.before[number].mentors):
            return f"{self.named(stayed)} now leads {group} alone: {self.who_left(number)}"
        if not came:
            return ""
        return f"{self.named(came)} now {'leads' if len(came) == 1 else 'lead'} {group}: {self.who_left(number)}"

    def new_mentees(self, number: int) -> str:
        """Say which mentees of a group that lives on are new, and which are no longer in it; blank where none are."""
        before, after, group = self.before[number], self.after[self.lives_on[number]], self.new(self.lives_on[number])
        came = [person for person in after.mentees if person not in before.mentees]
        left = [person for person in before.mentees if person not in after.mentees]
        told = [f"new in {group}: {self.named(came)}"] if came else []
        return "; ".join(told + ([f"no longer in {group}: {self.named(left)}"] if left else []))

    def who_left(self, number: int) -> str:
        """Say why those mentors of a previous group do not lead it who do not."""
        place = self.lives_on.get(number)
        there = () if place is None else self.after[place].mentors
        return "; ".join(
            self.mentor_left(person, number) for person in self.before[number].mentors if person not in there
        )

    def mentor_left(self, person: str, number: int) -> str:
        """Say why a mentor does not lead a previous group any more."""
        name, slot = self.named([person]), self.before[number].slot
        mentor = self.intake.mentor_by_id.get(person)
        if mentor is None:
            return f"{name} left"
        if not self.can_meet(person, slot):
            return f"{name} {self.cannot_meet(slot)}"
        now, was = self.now.of(person, "mentor"), self.was.of(person, "mentor")
        if not now:
            return f"{name} leads no group now"
        # Nothing that was always so is said as if it were new.
        new = [place for place in now if self.comes_from.get(place) not in was]
        return f"{name} now leads {'' if new else 'only '}{name_some([self.new(place) for place in new or now])}"

    def why_lost(self, role: str, person: str, number: int) -> str:
        """Say why somebody is not in the group that continues theirs."""
        group = self.before[number]
        if group.slot is not None and slot_at(self.intake, group.slot) is None:
            return f"{group.slot}, the hour of {self.old(number)}, is no slot any more"
        broken = self.broken_with(person, group)
        if broken is not None:
            return f"the groups, as they were changed by hand, broke a rule: {broken.message}"
        if not self.can_meet(person, group.slot):
            return self.cannot_meet(group.slot)
        if number not in self.lives_on:
            return f"{self.old(number)} ended: {self.why_ended(number)}"
        if role == "mentor":
            taken = self.joined(role, person)
            return taken or f"{self.old(number)} goes on with others, {self.purpose()}"
        there = self.after[self.lives_on[number]]
        kept = [own for own in (*there.mentors, *there.mentees) if frozenset((own, person)) in self.apart]
        if kept:
            return f"must not share a group with {self.named(kept)}"
        came = self.new_mentors(number, self.old(number))
        if came:
            return f"{came}; a place in another group was needed"
        return self.who_was_needed(person) or f"moved {self.purpose()}"

    def who_was_needed(self, mentee: str) -> str | None:
        """Say who is missing in the group that a mentee came to, where it would be too small else; None where not."""
        for place in self.now.of(mentee, "mentee"):
            number = self.comes_from.get(place)
            told = None if number is None else self.too_few(number)
            if told is not None:
                return told
        return None

    def too_few(self, number: int) -> str | None:
        """Say whom a previous group lost, where it would be too small for that; None where not, or it lost nobody."""
        group, least = self.before[number], self.intake.program.groups.min_size
        gone = [own for own in group.mentees if own not in self.intake.mentee_by_id]
        kept_away = [own for own in group.mentees if own not in gone and not self.can_meet(own, group.slot)]
        # Whoever has no group to stay in could fill it without a move.
        place = self.lives_on.get(number)
        came = [] if place is None else [own for own in self.after[place].mentees if not self.was.of(own, "mentee")]
        there = len(group.mentees) + len(came) - len(gone) - len(kept_away)
        if there >= least or not (gone or kept_away):
            return None
        told = [f"{self.named(gone)} left"] if gone else []
        told += [f"{self.named(kept_away)} {self.cannot_meet(group.slot)}"] if kept_away else []
        return f"{' and '.join(told)}; their group would have {count_of(there, 'mentee')}, and needs {least}"

    def why_ended(self, number: int) -> str:
        """Say why a previous group does not live on."""
        told = self.who_left(number)
        if frozenset(self.before[number].mentors) in self.apart:
            told = f"{self.named(self.before[number].mentors)} must not share a group"
        return "; ".join(filter(None, (self.too_few(number), told))) or self.purpose()

    def purpose(self) -> str:
        """Say what somebody moved for who need not have."""
        return "so that the whole is better" if self.free else "so that fewer people move in all"

    def can_meet(self, person: str, slot: str | None) -> bool:
        """Return whether somebody of the intake can meet at a slot, as it is told; True without a slot."""
        place = None if slot is None else slot_at(self.intake, slot)
        if place is None:
            return True
        known = self.intake.mentor_by_id.get(person) or self.intake.mentee_by_id.get(person)
        return known is None or bool(free_slots(known, [self.intake.slots[place]], self.intake.program)[0])

    def cannot_meet(self, slot: str | None) -> str:
        """Say that somebody cannot meet at a group's hour; that they once could, where no hand put them there."""
        return f"cannot meet at {slot}" if self.by_hand else f"can no longer meet at {slot}"

    def broken_with(self, person: str, group: Group) -> Breach | None:
        """Return what changes by hand broke with somebody in a previous group; None where they broke nothing."""
        with_them = [one for one in self.broken if person in one.people and {*one.people} <= _people(group)]
        # Of whom their mentors have too many, each is one.
        of_theirs = [one for one in self.broken if person in group.mentees and {*one.people} <= {*group.mentors}]
        return min(with_them, key=lambda one: len(one.people), default=next(iter(of_theirs), None))

    def old(self, number: int) -> str:
        """Return what to call a previous group: ``the old G1`` where its name is not the same now."""
        name, place = self.before[number].id, self.lives_on.get(number)
        return name if _means_one(name, place, self.after) else f"the old {name}"

    def new(self, place: int) -> str:
        """Return what to call a group: ``the new G1`` where its name was another group's, or it had another."""
        name, number = self.after[place].id, self.comes_from.get(place)
        return name if _means_one(name, number, self.before) else f"the new {name}"

    def named(self, people: Sequence[str]) -> str:
        """Return people by name."""
        return name_some([self.called.get(person, person) for person in people])


def _people(group: Group) -> set[str]:
    return {*group.mentors, *group.mentees}


def _means_one(name: str, counterpart: int | None, others: Sequence[Group]) -> bool:
    """Return whether a group's name means the same group, or none, in the other grouping as well."""
    called_so = [place for place, group in enumerate(others) if group.id == name]
    return called_so == ([] if counterpart is None else [counterpart])


def _told(before: Sequence[Group], after: Sequence[Group]) -> tuple[str, str, str, str, str, str]:
    sides = (before, after)
    names = [";".join(group.id for group in groups) for groups in sides]
    slots = [";".join(group.slot or "" for group in groups).strip(";") for groups in sides]
    mentors = [" | ".join(";".join(group.mentors) for group in groups) for groups in sides]
    return names[0], names[1], slots[0], slots[1], mentors[0], mentors[1]


def _mentees_told(before: Sequence[Group], after: Sequence[Group]) -> tuple[str, str]:
    had, have = (dict.fromkeys(own for group in groups for own in group.mentees) for groups in (before, after))
    return ";".join(own for own in had if own not in have), ";".join(own for own in have if own not in had)


def _had(intake: Intake, group: Group, role: str) -> tuple[object, ...]:
    """Return what somebody in a group has to know of it: its hour and mentors; of a mentor, its mentees too."""
    mentees = frozenset(group.mentees) if role == "mentor" else frozenset()
    return (*_hour_and_mentors(intake, group), mentees)


def _hour_and_mentors(intake: Intake, group: Group) -> tuple[int | str | None, frozenset[str]]:
    """Return a group's hour, however it is spelled, and who leads it."""
    place = slot_at(intake, group.slot)
    return (place if place is not None or group.slot is None else fold(group.slot)), frozenset(group.mentors)


def unlisted_changes(
    intake: Intake, previous: MatchResult, result: MatchResult, changes: Sequence[Change]
) -> list[str]:
    """Return, a sentence each, the people whom `changes` does not list though what they have to know changed.

    Told from the groups alone, as a check on the list.
    """
    listed = {(change.role, change.person_id) for change in changes}
    wrong = []
    for role in ("mentor", "mentee"):
        before, after = (_by_person(intake, groups, role) for groups in (previous.groups, result.groups))
        for person in sorted({*before, *after}):
            if (role, person) not in listed and before.get(person) != after.get(person):
                wrong.append(f"{person} ({role}) changed and is not listed in changes.csv")
    return wrong


def _by_person(intake: Intake, groups: Sequence[Group], role: str) -> dict[str, set[tuple[object, ...]]]:
    found: dict[str, set[tuple[object, ...]]] = {}
    for group in groups:
        for person in group.mentors if role == "mentor" else group.mentees:
            found.setdefault(person, set()).add(_had(intake, group, role))
    return found
