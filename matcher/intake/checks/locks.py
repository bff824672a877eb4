"""``locks.csv``: what is settled, read row by row with every fault, and checked against what else is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from matcher.errors import Issue
from matcher.intake.checks.clashes import Clashes
from matcher.intake.checks.references import Directory
from matcher.intake.hours import time_of
from matcher.intake.people import Intake, Lock, Mentee, Mentor, Slot
from matcher.intake.program import fold, header_key
from matcher.intake.reading.rows import Roll, split_list
from matcher.intake.reading.settings import Settings
from matcher.intake.reading.tables import Row, Table
from matcher.intake.words.findings import Findings, count_of, name_some
from matcher.intake.words.listing import in_words
from matcher.intake.words.nearest import nearest

__all__ = ["LOCK_COLUMNS", "LOCK_KINDS", "PlacedLock", "lock_contradictions", "lock_rows", "read_locks"]

LOCK_COLUMNS = ("kind", "mentors", "slot", "mentees", "reason", "when", "by")
LOCK_KINDS = ("person-in-group", "mentor-pair", "group-slot", "whole-group")
HOLDS_MENTEES = ("person-in-group", "whole-group")


@dataclass(frozen=True, slots=True)
class PlacedLock:
    """A lock and the row in which it stands."""

    lock: Lock
    row: Row


def read_locks(
    table: Table,
    settings: Settings,
    slots: Sequence[Slot] | None,
    mentors: Roll[Mentor] | None,
    mentees: Roll[Mentee] | None,
    findings: Findings,
) -> list[PlacedLock]:
    """Return the locks of a table that name known people and a known slot; the others are among the faults.

    Parameters
    ----------
    slots
        The slots of the intake; empty where groups get none; None where they are not known, and no lock has a slot.
    mentors, mentees
        None where a file could not be read: nobody of whom nothing is known is found fault with.
    """
    missing = [key for key in ("kind", "mentors") if key not in table.headers]
    if missing and (table.rows or table.headers):
        findings.faults.extend(table.issue(None, key, "is missing", right=f"add a column {key}") for key in missing)
        return []
    reader = _LockReader(table, settings, slots, mentors, mentees)
    placed = []
    for row in table.rows:
        lock = reader.read(row)
        if lock is not None:
            placed.append(PlacedLock(lock, row))
    findings.faults.extend(reader.faults)
    return placed


class _LockReader:
    def __init__(
        self,
        table: Table,
        settings: Settings,
        slots: Sequence[Slot] | None,
        mentors: Roll[Mentor] | None,
        mentees: Roll[Mentee] | None,
    ) -> None:
        self.table, self.settings, self.slots = table, settings, slots
        self.directory = Directory(mentors, mentees)
        everybody = [own for roll in (mentors, mentees) if roll is not None for own in roll.rows]
        self.position = {own: place for place, own in enumerate(everybody)}
        self.faults: list[Issue] = []

    def fault(self, row: Row, key: str, message: str, value: str | None = None, **more: str | None) -> None:
        self.faults.append(self.table.issue(row, key, message, value, **more))

    def read(self, row: Row) -> Lock | None:
        """Return the lock of a row, None where something is wrong with it."""
        before = len(self.faults)
        kind = self.kind(row)
        mentors, mentees = self.people(row, "mentors"), self.people(row, "mentees")
        slot = self.slot(row)
        if kind is not None:
            self.check_mentors(row, mentors)
            self.check_mentees(row, kind, mentees)
            self.check_slot(row, kind)
        if len(self.faults) > before or kind is None:
            return None
        cells = row.cells
        told = {key: cells.get(key) for key in ("reason", "when", "by")}
        return Lock(kind=cast(Any, kind), mentors=mentors, slot=slot, mentees=mentees, **told)

    def kind(self, row: Row) -> str | None:
        text = row.cells.get("kind")
        right = f"write {in_words(LOCK_KINDS, 'or')}"
        if text is None:
            self.fault(row, "kind", "is blank", right=right)
            return None
        found = {header_key(kind): kind for kind in LOCK_KINDS}.get(header_key(text))
        if found is None:
            self.fault(row, "kind", "is no kind of lock", text, right=right, suggestion=nearest(fold(text), LOCK_KINDS))
        return found

    def people(self, row: Row, key: str) -> tuple[str, ...]:
        """Return the people of a cell in the order of the intake; each who is unknown or named twice is a fault."""
        listed = split_list(row.cells.get(key))
        side: Any = key.removesuffix("s")
        for place, text in enumerate(listed):
            if text in listed[:place]:
                self.fault(row, key, "stands in this list twice", text, right="take one of them out")
            elif not self.directory.holds(text, side):
                message, near = self.directory.fault(text, side)
                right = None if near else "take this lock out, or this id, where the person has left"
                self.fault(row, key, message, text, right=right, suggestion=near)
        return tuple(sorted(listed, key=lambda own: self.position.get(own, -1)))

    def slot(self, row: Row) -> str | None:
        """Return the text of the slot that a cell means, as the intake spells it."""
        text = row.cells.get("slot")
        if text is None or self.slots is None:
            return None
        if not self.slots:
            self.fault(row, "slot", "is told, but groups get no slot in this program", text, right="leave it blank")
            return None
        time = time_of(text)
        for slot in self.slots:
            if fold(slot.text) == fold(text) or slot[1:] == time:
                return slot.text
        near = nearest(text, [slot.text for slot in self.slots])
        self.fault(row, "slot", "is no slot of this program", text, suggestion=near)
        return None

    def check_mentors(self, row: Row, mentors: tuple[str, ...]) -> None:
        wanted = self.settings.leaders
        single = self.settings.program.groups.single or not self.settings.sure_of("groups", "single")
        alone = len(mentors) == 1 and single
        if len(mentors) != wanted and not alone:
            leads = {1: "the one who leads", 2: "both who lead", None: "all who lead"}[wanted]
            right = f"name {leads} the group, by id"
            if not mentors:
                self.fault(row, "mentors", "is blank", right=right)
            elif wanted is not None:
                message = f"names {count_of(len(mentors), 'mentor')}, but groups.mentors is {wanted}"
                self.fault(row, "mentors", message, row.cells["mentors"], right=right)

    def check_mentees(self, row: Row, kind: str, mentees: tuple[str, ...]) -> None:
        text, groups = row.cells.get("mentees"), self.settings.lenient.groups
        if kind not in HOLDS_MENTEES:
            if mentees:
                right = "leave it blank, or write person-in-group or whole-group as its kind"
                self.fault(row, "mentees", f"says nothing in a {kind} lock", text, right=right)
        elif not mentees:
            right = "write the mentee's id" if kind == "person-in-group" else "write the mentees' ids"
            self.fault(row, "mentees", "is blank", right=right)
        elif kind == "person-in-group" and len(mentees) > 1:
            right = "write a row for each of them, or lock the whole-group"
            self.fault(row, "mentees", "names more than one person", text, right=right)
        elif kind == "whole-group" and not groups.min_size <= len(mentees) <= groups.max_size:
            sizes = f"{groups.min_size} to {groups.max_size} (groups.min_size, groups.max_size)"
            message = f"names {count_of(len(mentees), 'mentee')}, but a group has {sizes}"
            self.fault(row, "mentees", message, text, right="take this lock out, or name the whole group")

    def check_slot(self, row: Row, kind: str) -> None:
        if self.slots is None:
            return
        told = "slot" in row.cells
        if kind == "mentor-pair" and told and self.slots:
            right = "leave it blank, or write group-slot as its kind"
            self.fault(row, "slot", "says nothing in a mentor-pair lock", row.cells["slot"], right=right)
        elif kind == "group-slot" and not self.slots:
            self.fault(row, "kind", "locks an hour, but groups get no slot in this program", "group-slot")
        elif kind in ("group-slot", "whole-group") and self.slots and not told:
            self.fault(row, "slot", "is blank", right="write the slot at which the group meets")


# What cannot hold together -------------------------------------------------------------------------------------------


def lock_contradictions(intake: Intake, placed: Sequence[PlacedLock], file: str) -> Iterator[Issue]:
    """Yield a fault for each lock that contradicts others, a constraint, or a rule about its mentors.

    Hours and what depends on more people than a lock names are left to solving, which tells them as what cannot be met.
    """
    clashes = Clashes(intake)
    for one in placed:
        for said in dict.fromkeys(_alone(clashes, one.lock)):
            yield _fault(file, one, f"cannot hold: {said}")
    for place, one in enumerate(placed):
        for earlier in placed[:place]:
            if (reason := _of_two_locks(intake, earlier.lock, one.lock)) is not None:
                yield _fault(file, one, f"cannot hold with row {earlier.row.number}: {reason}")
    yield from _too_many_groups(intake, placed, file)


def _fault(file: str, one: PlacedLock, message: str) -> Issue:
    return Issue(file, message, one.row.number, "kind", one.lock.kind, "take one of the two out")


def _alone(clashes: Clashes, lock: Lock) -> Iterator[str]:
    mentees = clashes.intake.mentee_by_id
    leaders = [clashes.intake.mentor_by_id[own] for own in lock.mentors]
    for mentor in leaders:
        if reason := clashes.idle(mentor):
            yield reason
    if len(leaders) == 2 and (reason := clashes.of_mentors(*leaders)):
        yield reason
    for own in lock.mentees:
        for mentor in leaders:
            if reason := clashes.of_two(own, mentor.id) or clashes.of_wish(mentees[own], mentor):
                yield reason
        assigned = set(clashes.assigned.get(own, ())) - set(lock.mentors)
        if assigned:
            yield f"{own} is assigned to {name_some(sorted(assigned))}"
    if lock.kind == "whole-group":
        yield from _within(clashes, lock.mentees)


def _within(clashes: Clashes, members: Sequence[str]) -> Iterator[str]:
    for place, own in enumerate(members):
        for other in members[:place]:
            if reason := clashes.of_two(other, own):
                yield reason
        outside = clashes.together.get(own, frozenset()) - set(members)
        if outside:
            yield f"{own} is to be together with {name_some(sorted(outside))}"


def _of_two_locks(intake: Intake, one: Lock, other: Lock) -> str | None:
    """Return why two locks cannot hold at once; None where nothing is known against it."""
    shared = [own for own in other.mentees if own in one.mentees]
    alike = one.mentors == other.mentors
    hours_differ = None not in (one.slot, other.slot) and one.slot != other.slot
    if shared and not alike:
        return f"{name_some(shared)} cannot be in groups led by {_led(one)} and by {_led(other)}"
    if shared and hours_differ:
        return f"{name_some(shared)} cannot be in groups at {one.slot} and at {other.slot}"
    if not alike or hours_differ:
        return None
    single = any(intake.max_groups(intake.mentor_by_id[own]) == 1 for own in one.mentors)
    if not single and None in (one.slot, other.slot):
        return None
    for whole, second in ((one, other), (other, one)):
        outside = [own for own in second.mentees if own not in whole.mentees]
        if whole.kind == "whole-group" and outside:
            return f"{name_some(outside)} cannot be in the group of just {name_some(list(whole.mentees))}"
    return None


def _too_many_groups(intake: Intake, placed: Sequence[PlacedLock], file: str) -> Iterator[Issue]:
    """Yield the lock by which a mentor would lead more groups than they may."""
    needed: dict[str, dict[tuple[str, ...], set[str | None]]] = {}
    told: set[str] = set()
    for one in placed:
        for own in one.lock.mentors:
            hours = needed.setdefault(own, {}).setdefault(one.lock.mentors, set())
            hours.add(one.lock.slot)
            groups = sum(max(1, len(slots - {None})) for slots in needed[own].values())
            most = intake.max_groups(intake.mentor_by_id[own])
            if groups > most > 0 and own not in told:
                told.add(own)
                message = f"cannot hold with the locks above: {own} would lead {groups} groups, and may lead {most}"
                yield _fault(file, one, message)


def _led(lock: Lock) -> str:
    return name_some(list(lock.mentors))


def lock_rows(locks: Iterable[Lock]) -> list[list[str]]:
    """Return the rows of ``locks.csv``, in the order of `LOCK_COLUMNS`."""
    return [
        [
            lock.kind,
            "; ".join(lock.mentors),
            lock.slot or "",
            "; ".join(lock.mentees),
            lock.reason or "",
            lock.when or "",
            lock.by or "",
        ]
        for lock in locks
    ]
