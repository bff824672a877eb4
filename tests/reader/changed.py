"""What is said of groups formed again, read: ``changes.csv``, messages of what changed, the summary on the screen."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Any

from tests import oracle
from tests.reader.core import Reader
from tests.reader.letters import Letter, letter
from tests.reader.mail import MENTEE_COLUMNS, MENTOR_COLUMNS, Letters, Sentence, more_columns, reasons_of
from tests.reader.readers import Output
from tests.reader.screen import close, cut
from tests.reader.seen import Facts, Group, called, fold
from tests.reader.warned import Warned
from tests.reader.words import Words, english, people_call, some, stopped
from tests.reader.written import Case, Texts, addressed, emails_of, texts_of, within, write_changed

COLUMNS = (
    *("person_id", "person_name", "role", "moves", "group_before", "group_after", "slot_before", "slot_after"),
    *("mentors_before", "mentors_after", "mentees_gone", "mentees_new", "reason"),
)
TOLD_BESIDES = ("no_longer", "mentors_gone", "mentors_new", "mentees_gone", "mentees_new")
KINDS = {
    "person_id": "ids",
    "person_name": "names",
    "role": "roles",
    "moves": "moves",
    "group_before": "groups",
    "group_after": "groups",
    "slot_before": "hours",
    "slot_after": "hours",
}
SHOWN, NAMED, NAMED_ALIKE = 40, 10, 3
Way = dict[int, int]
"""Which group lives on in which, by their places."""


class Again:
    """What became of groups: worked out from both results alone.

    Parameters
    ----------
    now
        What is so now.
    before
        What was so.
    way
        Which group lives on in which; more than one way may have most people stay.
    """

    def __init__(self, now: Facts, before: Facts, way: Way) -> None:
        self.now, self.before, self.way = now, before, way
        self.comes_from = {place: number for number, place in way.items()}

    @property
    def purpose(self) -> str:
        """What somebody moved for who need not have: more than the fewest were allowed to, or not."""
        told = self.now.result["rematched"]
        free = told["limit"] is None or told["limit"] > told["fewest"]
        return "so that the whole is better" if free else "so that fewer people move in all"

    @staticmethod
    def ways(now: Facts, before: Facts) -> list[Way]:
        """Every way in which groups can live on so that most people stay."""
        shared: dict[tuple[int, int], int] = {}
        for (number, old), (place, new) in product(enumerate(before.groups), enumerate(now.groups)):
            common = len({*old.mentors} & {*new.mentors}) + len({*old.mentees} & {*new.mentees})
            if common and _same_hour(now, old.slot, new.slot):
                shared[number, place] = common

        def best(number: int, used: frozenset[int]) -> tuple[int, list[Way]]:
            if number == len(before.groups):
                return 0, [{}]
            most, ways = best(number + 1, used)
            ways = list(ways)
            for place in range(len(now.groups)):
                if place in used or (number, place) not in shared:
                    continue
                rest, further = best(number + 1, used | {place})
                value, found = rest + shared[number, place], [{number: place, **way} for way in further]
                if value > most:
                    most, ways = value, found
                elif value == most:
                    ways += found
            return most, ways

        return best(0, frozenset())[1]

    # People ----------------------------------------------------------------------------------------------------------

    @cached_property
    def names(self) -> dict[str, str]:
        told = self.before.result
        names: dict[str, str] = {**told["unmatched_names"]}
        for row in told["assignments"]:
            sides = ("mentee", "mentor_1", "mentor_2")
            names |= {row[f"{side}_id"]: row[f"{side}_name"] for side in sides if row[f"{side}_id"] is not None}
        names |= {row["mentor_id"]: row["mentor_name"] for row in told["mentors"]}
        return names | self.now.real_names

    @cached_property
    def knew(self) -> dict[str, set[str]]:
        """Whom the earlier result tells of, by side."""
        told, groups = self.before.result, self.before.groups
        mentees = {row["mentee_id"] for row in told["assignments"]} | {one["id"] for one in told["unmatched"]}
        mentors = {row["mentor_id"] for row in told["mentors"]}
        return {
            "mentee": mentees | {own for group in groups for own in group.mentees},
            "mentor": mentors | {own for group in groups for own in group.mentors},
        }

    @cached_property
    def called(self) -> dict[str, str]:
        return called(self.names)

    def there(self, role: str) -> Sequence[str]:
        return self.now.mentors if role == "mentor" else self.now.mentees

    def was(self, role: str, own: str) -> list[int]:
        return [number for number, group in enumerate(self.before.groups) if own in _side(group, role)]

    def is_in(self, role: str, own: str) -> list[int]:
        return [place for place, group in enumerate(self.now.groups) if own in _side(group, role)]

    def stays(self, role: str, own: str, number: int) -> bool:
        return number in self.way and own in _side(self.now.groups[self.way[number]], role)

    def moves(self, role: str, own: str) -> int:
        """How many places of somebody who is still there were given up."""
        if own not in self.there(role):
            return 0
        return sum(not self.stays(role, own, number) for number in self.was(role, own))

    def changed(self, role: str, own: str) -> bool:
        """Whether somebody who is there is new, or has other groups, or something else in them."""
        if own not in self.knew[role]:
            return True
        had = {(number, *self._had(role, self.before.groups[number])) for number in self.was(role, own)}
        has = {
            (self.comes_from.get(place, -1 - place), *self._had(role, self.now.groups[place]))
            for place in self.is_in(role, own)
        }
        return had != has

    def _had(self, role: str, group: Group) -> tuple[object, ...]:
        slot = None if group.slot is None else self.now.reading.slot(group.slot) or fold(group.slot)
        return slot, frozenset(group.mentors), frozenset(group.mentees if role == "mentor" else ())

    def listed(self) -> list[tuple[str, str]]:
        """(role, id) of everybody for whom something changed, in order; who is gone comes last."""
        roles = ("mentor", "mentee")
        found = [(role, own) for role in roles for own in self.there(role) if self.changed(role, own)]
        had: dict[tuple[str, str], None] = {}
        for role in roles:
            had |= {(role, own): None for group in self.before.groups for own in _side(group, role)}
        return found + [(role, own) for role, own in had if own not in self.there(role)]

    def new_and_gone(self, number: int, role: str) -> tuple[list[str], list[str]]:
        """Who came to a group that lives on, and who left it."""
        old, new = self.before.groups[number], self.now.groups[self.way[number]]
        came = [own for own in _side(new, role) if own not in _side(old, role)]
        return came, [own for own in _side(old, role) if own not in _side(new, role)]

    # Why -------------------------------------------------------------------------------------------------------------

    def old_name(self, number: int) -> str:
        """A group of before by its name: "old" unless the name is this group's now, or that of none, as it is gone."""
        name = self.before.groups[number].id
        now = {place for place, group in enumerate(self.now.groups) if group.id == name}
        return name if now == {place for own, place in self.way.items() if own == number} else f"the old {name}"

    def new_name(self, place: int) -> str:
        """A group of now by its name: "new" unless the name was this group's, or that of none, as it was not there."""
        name = self.now.groups[place].id
        was = {number for number, group in enumerate(self.before.groups) if group.id == name}
        mine = {number for number, other in self.way.items() if other == place}
        return name if was == mine else f"the new {name}"

    def some(self, people: Iterable[str]) -> str:
        return some([self.called.get(own, own) for own in people], NAMED)

    def can_meet(self, own: str, slot: str | None) -> bool:
        meant = self.now.reading.slot(slot)
        return meant is None or own not in self.now.reading.rows or meant in self.now.reading.free[own]

    @property
    def by_hand(self) -> bool:
        return not self.before.result.get("scored", True) or bool(self.before.result.get("edited"))

    def cannot_meet(self, slot: str | None) -> str:
        """That somebody once could is known only where nobody put them there by hand."""
        return f"cannot meet at {slot}" if self.by_hand else f"can no longer meet at {slot}"

    def broken_by_hand(self, role: str, own: str, group: Group) -> list[str]:
        """Which rules are broken with somebody in a group that a hand made, by an intake that says the same of them."""
        before, now = self.before, self.now
        if not self.by_hand or before.reading.program != now.reading.program:
            return []
        warned = Warned(Facts(before.plain, before.result))
        found = []
        for text in warned.broken():
            told = text.split(": ", 1)[1]
            named = [one for one in warned.so.names if re.search(rf"(?<!\w){re.escape(warned.who(one))}(?!\w)", told)]
            people = [*group.mentees] if told.startswith(f"{group.id} has ") else named
            theirs = role == "mentee" and {*people} <= {*group.mentors}
            concerned = own in people and {*people} <= {*group.mentors, *group.mentees}
            if people and (theirs or concerned) and all(map(self.as_it_was, people)):
                found.append(told)
        return found

    def as_it_was(self, own: str) -> bool:
        """Whether an intake says the same of somebody as before."""
        return own in self.before.names and _said_of(self.now.plain, own) == _said_of(self.before.plain, own)

    def mentor_left(self, own: str, number: int) -> list[str]:
        """What is true of a mentor who no longer leads a group."""
        name, slot = self.some([own]), self.before.groups[number].slot
        if own not in self.now.mentors:
            return [f"{name} left"]
        led = self.is_in("mentor", own)
        # "Now" is said of what is new; of what was always so, that nothing else is left.
        new = [
            place
            for place in led
            if not (place in self.comes_from and self.comes_from[place] in self.was("mentor", own))
        ]
        true = [f"{name} leads no group now"]
        if new:
            true = [f"{name} now leads {some([self.new_name(place) for place in new], NAMED)}"]
        elif led:
            true = [f"{name} now leads only {some([self.new_name(place) for place in led], NAMED)}"]
        return true if self.can_meet(own, slot) else [*true, f"{name} {self.cannot_meet(slot)}"]

    def who_left(self, number: int) -> list[str]:
        there = self.now.groups[self.way[number]].mentors if number in self.way else ()
        gone = [own for own in self.before.groups[number].mentors if own not in there]
        return ["; ".join(told) for told in product(*(self.mentor_left(own, number) for own in gone))]

    def new_mentors(self, number: int, group: str) -> list[str]:
        came, gone = self.new_and_gone(number, "mentor")
        alone = self.now.groups[self.way[number]].mentors
        if gone and not came and len(alone) == 1:
            return [f"{self.some(alone)} now leads {group} alone: {told}" for told in self.who_left(number)]
        leads = "leads" if len(came) == 1 else "lead"
        return [f"{self.some(came)} now {leads} {group}: {told}" for told in self.who_left(number)] if came else []

    def new_mentees(self, number: int) -> list[str]:
        name = self.new_name(self.way[number])
        came, left = self.new_and_gone(number, "mentee")
        told = [f"new in {name}: {self.some(came)}"] if came else []
        return told + ([f"no longer in {name}: {self.some(left)}"] if left else [])

    def too_few(self, number: int) -> list[str]:
        group, least = self.before.groups[number], self.now.reading.program["groups"]["min_size"]
        gone = [own for own in group.mentees if own not in self.now.mentees]
        away = [own for own in group.mentees if own not in gone and not self.can_meet(own, group.slot)]
        came = []
        if number in self.way:
            members = self.now.groups[self.way[number]].mentees
            came = [own for own in members if not self.was("mentee", own)]
        there = len(group.mentees) + len(came) - len(gone) - len(away)
        if there >= least or not gone + away:
            return []
        told = [f"{self.some(gone)} left"] if gone else []
        told += [f"{self.some(away)} {self.cannot_meet(group.slot)}"] if away else []
        return [f"{' and '.join(told)}; their group would have {english(there, 'mentee')}, and needs {least}"]

    def joined(self, own: str) -> list[str]:
        """Whose groups a mentor took over."""
        numbers = [self.comes_from[place] for place in self.is_in("mentor", own) if place in self.comes_from]
        new = [number for number in numbers if own not in self.before.groups[number].mentors]
        return [f"takes {self.old_name(number)} over: {told}" for number in new for told in self.who_left(number)]

    def lost(self, role: str, own: str, number: int) -> list[str]:
        """What is true of why somebody is not in the group that continues theirs."""
        group = self.before.groups[number]
        if group.slot is not None and self.now.reading.slot(group.slot) is None:
            return [f"{group.slot}, the hour of {self.old_name(number)}, is no slot any more"]
        broken = self.broken_by_hand(role, own, group)
        told_so = [f"the groups, as they were changed by hand, broke a rule: {told}" for told in broken]
        if told_so and self.before.plain == self.now.plain:
            return told_so
        # Of whom it is not known whether all is as it was, that is not said.
        true = told_so + ([] if self.can_meet(own, group.slot) else [self.cannot_meet(group.slot)])
        if number not in self.way:
            return [*true, *(f"{self.old_name(number)} ended: {why}" for why in self.ended(number))]
        if role == "mentor":
            return [*true, *self.joined(own), f"{self.old_name(number)} goes on with others, {self.purpose}"]
        there = self.now.groups[self.way[number]]
        apart = [one for one in (*there.mentors, *there.mentees) if {one, own} in self.now.reading.apart]
        true += [f"must not share a group with {self.some(apart)}"] if apart else []
        true += [
            f"{told}; a place in another group was needed" for told in self.new_mentors(number, self.old_name(number))
        ]
        came_to = [self.comes_from[place] for place in self.is_in(role, own) if place in self.comes_from]
        return [*true, *(told for other in came_to for told in self.too_few(other)), f"moved {self.purpose}"]

    def ended(self, number: int) -> list[str]:
        mentors = self.before.groups[number].mentors
        true = self.who_left(number)
        if len(mentors) == 2 and {*mentors} in self.now.reading.apart:
            true = [f"{self.some(mentors)} must not share a group"]
        few = self.too_few(number)
        return ["; ".join(filter(None, told)) for told in product(few or [""], true)] or [self.purpose]

    def reasons(self, role: str, own: str) -> set[str]:
        """Every reason that is true and says all that it has to."""
        return {"; ".join(dict.fromkeys(way)) for way in product(*self.parts(role, own))}

    def parts(self, role: str, own: str) -> list[list[str]]:
        """What a reason has to say, part by part, each in one of the ways that are true."""
        other = self.now.mentees if role == "mentor" else self.now.mentors
        if own not in self.there(role):
            return [[f"is no {role} any more" if own in other else "is no longer in the intake"]]
        was, now = self.was(role, own), self.is_in(role, own)
        joined = self.joined(own) if role == "mentor" else []
        if not was and not now:
            return [[f"is new; {self.without(role, own)}"]]
        if not was:
            return [joined or [self.came(role, own)]]
        kept = [number for number in was if self.stays(role, own, number)]
        told = [self.lost(role, own, number) for number in was if number not in kept]
        if not told:
            told = [joined, *(self.new_mentors(number, self.new_name(self.way[number])) for number in kept)]
        told += [[part] for number in kept if role == "mentor" for part in self.new_mentees(number)]
        told += [] if now else [[f"now {self.without(role, own)}"]]
        return [part for part in told if part]

    def without(self, role: str, own: str) -> str:
        reasons = {one["id"]: one["reason"] for one in self.now.result["unmatched"]}
        return "leads no group" if role == "mentor" else f"left out: {reasons[own].rstrip('.')}"

    def came(self, role: str, own: str) -> str:
        if own not in self.knew["mentor"] | self.knew["mentee"]:
            return "is new"
        return "had no group, and leads one now" if role == "mentor" else "was left out, and has a place now"


def _same_hour(now: Facts, before: str | None, after: str | None) -> bool:
    if now.reading.slots is None:
        return before is None and after is None
    meant = now.reading.slot(before)
    return meant is not None and meant == now.reading.slot(after)


def _said_of(plain: dict[str, Any], own: str) -> tuple[object, object]:
    """The row of somebody, and the constraints that name them."""
    rows = [row for side in ("mentors", "mentees") for row in plain[side] if row["id"] == own]
    return rows, [row for row in plain["constraints"] if own in (row["a"], row["b"])]


def _side(group: Group, role: str) -> tuple[str, ...]:
    return group.mentors if role == "mentor" else group.mentees


class Changed(Letters):
    """Everything said of groups that were formed again.

    Parameters
    ----------
    before
        What was so.
    """

    output = "changes"

    def __init__(
        self, facts: Facts, words: Words, emails: dict[str, str], reasons: dict[str, str], again: Again
    ) -> None:
        super().__init__(facts, words, emails, reasons)
        self.again = again

    # changes.csv -----------------------------------------------------------------------------------------------------

    def read_table(self, text: str) -> None:
        """Read ``changes.csv``."""
        reader = csv.reader(io.StringIO(text))
        self.check("columns", tuple(next(reader)), COLUMNS, "changes.csv")
        rows = list(reader)
        listed = self.again.listed()
        self.check("who is listed", [(row[2], row[0]) for row in rows], listed, "changes.csv")
        for row, (role, own) in zip(rows, listed, strict=False):
            right = self.row_of(role, own)
            for column, cell in zip(COLUMNS[:-1], row, strict=False):
                self.check(KINDS.get(column, "ids"), cell, right[column], f"changes.csv, {own}, {column}")
            self.reason(role, own, row[-1])

    def row_of(self, role: str, own: str) -> dict[str, str]:
        """What a row has to say, but for why."""
        again = self.again
        old = [again.before.groups[number] for number in again.was(role, own)]
        new = [again.now.groups[place] for place in again.is_in(role, own)]
        row = {"person_id": own, "role": role, "moves": str(again.moves(role, own))}
        name = again.names[own]
        row["person_name"] = f"'{name}" if name.startswith(("=", "+", "-", "@")) else name
        for when, groups in (("before", old), ("after", new)):
            row[f"group_{when}"] = ";".join(group.id for group in groups)
            row[f"slot_{when}"] = ";".join(group.slot or "" for group in groups).strip(";")
            row[f"mentors_{when}"] = " | ".join(";".join(group.mentors) for group in groups)
        had, has = (dict.fromkeys(one for group in groups for one in group.mentees) for groups in (old, new))
        mentor = role == "mentor"
        row["mentees_gone"] = ";".join(one for one in had if mentor and one not in has)
        row["mentees_new"] = ";".join(one for one in has if mentor and one not in had)
        return row

    def reason(self, role: str, own: str, told: str) -> None:
        """Hold a reason: all that it has to say, each told in one of the ways that are true, and nothing besides."""
        ways = self.again.reasons(role, own)
        self.check("reasons", told, told if told in ways else sorted(ways)[:3], f"of {own}")

    # The summary -----------------------------------------------------------------------------------------------------

    def read_summary(self, text: str, folder: str) -> None:
        """Read what the command shows."""
        again, so, result = self.again, self.so, self.so.result
        lines = text.splitlines()
        right = [
            f"{so.title}: {english(len(so.groups), 'group')}, {len(so.placed)} of "
            f"{english(len(so.mentees), 'mentee')} placed.",
            *so.without_told(),
            self.moved(),
            *self.waited(result["rematched"]),
            self.best(result),
        ]
        listed = again.listed()
        self.check_all("sentences", lines[: len(right)], right, "summary")
        lines = lines[len(right) :]
        if listed:
            end = max(place for place, line in enumerate(lines) if not line)
            self.shown(lines[1:end], listed[:SHOWN])
            lines = lines[end + 1 :]
        right = [f"and {len(listed) - SHOWN} more in changes.csv"] if len(listed) > SHOWN else []
        renamed = sorted(
            (place, so.groups[place].id, again.before.groups[number].id) for number, place in again.way.items()
        )
        told = [f"{now} was {before}" for _, now, before in renamed if now != before]
        right += [stopped(f"Groups that go on under another name: {', '.join(told)}")] if told else []
        nobody = "Nobody else" if listed else "Nobody"
        right.append(f"{nobody} has another hour, other mentors or, as a mentor, other mentees: checked.")
        right += list(self.left_out())
        right.append(f"The result is in {folder}: its usual files, and changes.csv")
        right += ["`matcher report … --since PREVIOUS_RESULT` writes to those named."] if listed else []
        self.check_all("sentences", lines, right, "summary")

    def moved(self) -> str:
        """How many people moved; that fewer cannot is the result's own word."""
        so, again = self.so, self.again
        moves = oracle.moves(so.reading, again.before.formed, so.formed)
        told = so.result["rematched"]
        self.check("moves", told["moves"], moves, "result.json")
        if moves == 0:
            return "Nobody moved."
        people = english(moves, "person", "people")
        if moves == told["fewest"]:
            return f"{people} moved: fewer are not possible, which is proved."
        allowed, fewest = told["limit"], told["fewest"]
        if allowed is not None and allowed > fewest:
            parts = [f"{people} moved", *([f"{allowed} were allowed"] if allowed != moves else [])]
            return f"{'; '.join([*parts, *([f'fewer than {fewest} are not possible'] if fewest else [])])}."
        but = f", but fewer than {told['fewest']} could not" if told["fewest"] else ""
        return f"{people} moved; whether fewer could is not proved{but}."

    def waited(self, told: dict[str, Any]) -> Iterator[str]:
        """What became of those who were left out before, by priority; that more cannot have a place is its own word."""
        so, out = self.so, [one["id"] for one in self.again.before.result["unmatched"]]
        waiting = [own for own in out if own in so.mentees]
        levels = sorted({so.reading.priority(own) for own in waiting}, reverse=True)
        self.check_all("counts", [one["priority"] for one in told.get("waiting", ())], levels, "result.json")
        for level, one in zip(levels, told.get("waiting", ()), strict=True):
            people = [own for own in waiting if so.reading.priority(own) == level]
            there = sum(own in so.group_of for own in people)
            self.check("counts", (one["people"], one["placed"]), (len(people), there), "result.json")
            which = f" with priority {level}" if len(levels) > 1 else ""
            said = f"Of {len(people)} left out before{which}, {there} {'has' if there == 1 else 'have'} a place now"
            few = "" if told["limit"] is None else " with so few moves"
            full = f"{said}: more are not possible{few}, which is proved."
            open_still = f"{said}; whether more could is not proved."
            yield f"{said}." if there == len(people) else full if there == one["most"] else open_still

    def best(self, result: dict[str, Any]) -> str:
        most = english(result["rematched"]["limit"], "move")
        score = f"Score {self.so.objective}"
        if result["status"] == "optimal":
            by = result.get("proved_by") or ()
            whom = " and ".join(name for name in by if name != "matcher")
            part = "in part " if "matcher" in by else ""
            word = f" ({part}by the word of {whom}, which nothing else checked)" if whom else ""
            return f"{score}: proved best{word} with at most {most}."
        for stage in result.get("stages") or ():
            if stage["value"] != stage["bound"]:
                told = f"{people_call(stage['name'])}: {stage['bound']} rather than {stage['value']}"
                return f"{score}: not proved best with at most {most}; one of them might do better first ({told})."
        return f"{score}: not proved best with at most {most}; none of them can score more than {result['bound']}."

    def left_out(self) -> Iterator[str]:
        alike: dict[str, list[str]] = {}
        for one in self.so.result["unmatched"]:
            alike.setdefault(one["reason"], []).append(one["id"])
        for reason, people in alike.items():
            who = people[0] if len(people) == 1 else f"{len(people)} mentees ({some(people, NAMED_ALIKE)})"
            if len(people) > 1:
                reason = re.sub(r"a place for them(?=[:;,])", "a place for one of them", reason)
            yield f"Left out: {who}: {reason}"

    def shown(self, lines: Sequence[str], listed: Sequence[tuple[str, str]]) -> None:
        """Hold the table of those who changed, column by column; where a cell is broken into lines does not count."""
        heads = ("Who", "Before", "Now", "Why")
        starts = [lines[0].index(head) for head in heads]
        self.check("labels", lines[0].split(), list(heads), "summary")
        told = ["".join(cut(line, starts)[column] for line in lines[2:]) for column in range(4)]
        rows = []
        for role, own in listed:
            row = self.row_of(role, own)
            name = self.again.names[own]
            before, now = (
                " ".join(filter(None, (row[f"group_{when}"], row[f"slot_{when}"]))) for when in ("before", "after")
            )
            rows.append((own if name == own else f"{name} ({own})", before or "-", now or "-"))
        for column, head in enumerate(heads[:-1]):
            self.facts[self.output, "cells"] += len(rows)
            self.check("columns", close(told[column]), close("".join(row[column] for row in rows)), f"summary, {head}")
        self._whys(close(told[3]), listed)

    def _whys(self, told: str, listed: Sequence[tuple[str, str]]) -> None:
        """Reasons stand one below the other, each true in one of its ways."""
        for role, own in listed:
            ways = set(map(close, self.again.reasons(role, own)))
            found = [way for way in sorted(ways, key=len, reverse=True) if told.startswith(way)]
            self.check("reasons", bool(found), True, f"summary, of {own}: {told[:60]}")
            told = told[len(found[0]) :] if found else told
        self.check("reasons", told, "", "summary, after the last")

    # Messages --------------------------------------------------------------------------------------------------------

    def read_mail(self, files: Texts) -> None:
        """Read ``mail/changes``: messages to those who are listed and still there, and to nobody else."""
        to = [(role, own) for role, own in self.again.listed() if own in self.again.there(role)]
        self.check("files", {*files}, {*(f"{own}.txt" for _, own in to), "mentees.csv", "mentors.csv"})
        texts = {own: files[f"{own}.txt"] for _, own in to if f"{own}.txt" in files}
        for role, own in to:
            if own in texts:
                self.hold(own, texts[own], list(self.message(role, own)))
        rows = {}
        for role in ("mentee", "mentor"):
            people = [own for side, own in to if side == role and own in texts]
            people.sort(key=list(self.again.there(role)).index)
            rows[role] = [self.row(own, texts[own]) | self.besides(role, own) for own in people]
        for role, columns in (("mentee", MENTEE_COLUMNS), ("mentor", MENTOR_COLUMNS)):
            columns = (*columns, *more_columns(rows.values()), *TOLD_BESIDES)
            self.table(f"{role}s.csv", files[f"{role}s.csv"], columns, rows[role])

    def message(self, role: str, own: str) -> Iterator[Sentence]:
        again = self.again
        if not again.was(role, own):
            yield from self.usual(own)
            return
        one = letter(self.words, f"{role}-changed.txt")
        groups = [self.so.groups[place] for place in again.is_in(role, own)]
        yield from self.greeting(one, own, len(groups))
        for name, hour, anothers in self.given_up(role, own):
            # First comes what is said where another group has the name now.
            key = "old.name old.when" if hour else "old.name"
            yield one, key if anothers else f"{key} #2", {"old.name": name, "old.when": hour}
        if role == "mentee":
            yield from self.to_mentee(one, own, groups)
            return
        for group in groups:
            yield from self.named(one, role, own, group)
            yield from self.when_told(one, own, group)
            yield from self.partners_told(one, own, group)
            for side in TOLD_BESIDES[1:]:
                people = self.news(role, own, group)[side]
                if people:
                    key = f"group.{side} | listing"
                    yield one, key, {key: self.listing(self.known(people))}
            yield from self.mentees_told(one, group)
        if not groups:
            yield one, "#1" if self.reasons_so.may_lead(own) else "#2", {}

    def to_mentee(self, one: Letter, own: str, groups: Sequence[Group]) -> Iterator[Sentence]:
        if not groups:
            yield one, "#2", {}
            # Nobody is asked for more times where these could not help.
            yield one, "#3" if self.reasons_so.hours_could_help(own) else "#4", {}
            return
        (group,) = groups
        yield from self.named(one, "mentee", own, group)
        for side in TOLD_BESIDES[1:3]:
            people = self.news("mentee", own, group)[side]
            if people:
                key = f"group.{side} | listing"
                yield one, key, {key: self.listing(self.known(people))}
        yield from self.when_told(one, own, group)
        yield from self.members_told(one, own, group)

    def named(self, one: Letter, role: str, own: str, group: Group) -> Iterator[Sentence]:
        """How a message names a group: that it is new to somebody, or what it was called, or that they stay."""
        number = self.from_before(role, own, group)
        was = None if number is None else self.again.before.groups[number].id
        new, another, same = (
            ("group.name ?group.new", "group.name group.was", "group.name")
            if role == "mentor"
            else ("group.name", "group.was group.name", "group.name #2")
        )
        key = new if was is None else same if was == group.id else another
        yield one, key, {"group.name": group.id, "group.was": was}

    def from_before(self, role: str, own: str, group: Group) -> int | None:
        """The group of before, by its place, that somebody is in still; None for a group that is new to them."""
        number = self.again.comes_from.get(self.so.groups.index(group))
        return number if number in self.again.was(role, own) else None

    def news(self, role: str, own: str, group: Group) -> dict[str, list[str]]:
        number = self.from_before(role, own, group)
        told: dict[str, list[str]] = {side: [] for side in TOLD_BESIDES}
        if number is not None:
            for side in ("mentor", "mentee"):
                came, left = self.again.new_and_gone(number, side)
                told |= {f"{side}s_new": came, f"{side}s_gone": left}
        return told

    def known(self, people: Iterable[str]) -> list[str]:
        """What to call people of whom some are gone."""
        names = self.so.called
        gone = {} if self.so.anonymous else self.again.called
        return [names.get(one) or gone.get(one, one) for one in people]

    def given_up(self, role: str, own: str) -> list[tuple[str, str | None, bool]]:
        """Groups of before that somebody is no longer in, when they met, and whether the name is another's now."""
        given = [number for number in self.again.was(role, own) if not self.again.stays(role, own, number)]
        return [
            (
                old.id,
                self.hour(old.slot),
                any(new.id == old.id and not self._lives_on(number, new) for new in self.so.groups),
            )
            for number, old in ((number, self.again.before.groups[number]) for number in given)
        ]

    def _lives_on(self, number: int, group: Group) -> bool:
        return number in self.again.way and self.so.groups[self.again.way[number]] is group

    def hour(self, slot: str | None) -> str | None:
        if slot is None:
            return None
        meant, slots = self.so.reading.slot(slot), self.so.reading.slots or {}
        return self.words.when(slot, oracle.slot_start(slot) if meant is None else slots[meant])

    def besides(self, role: str, own: str) -> dict[str, str]:
        given = "; ".join(" ".join(filter(None, (name, hour))) for name, hour, _ in self.given_up(role, own))
        groups = [self.so.groups[place] for place in self.again.is_in(role, own)]
        told = {"no_longer": given}
        for side in TOLD_BESIDES[1:]:
            told[side] = "; ".join(one for group in groups for one in self.known(self.news(role, own, group)[side]))
        return told


def read_changed(case: Case, made: Texts) -> Reader:
    """Read what is said of groups that were formed again; of several ways to live on, the one that fits best."""
    case = addressed(case)
    assert case.before is not None
    words = Words(case.language)
    now = Facts(case.plain, case.told, anonymous=case.anonymous)
    before = Facts(case.before[0], case.before[2], anonymous=case.anonymous)
    readers = []
    for way in Again.ways(now, before)[:50]:
        reader = Changed(now, words, emails_of(case), reasons_of(case), Again(now, before, way))
        reader.read_table(made["changes.csv"])
        reader.read_summary(made["summary.txt"], "again")
        reader.read_mail(within(made, "mail/changes"))
        readers.append(reader)
    return min(readers, key=lambda reader: len(reader.faults))


# What is read -------------------------------------------------------------------------------------------------------


def _made(case: Case, folder: Path) -> Texts:
    """What is said of groups that were formed again; the messages of all stand in ``mail/``, and are read there."""
    write_changed(case, folder)
    said = texts_of(folder)
    told = ("changes.csv", "summary.txt", "mail/changes/")
    return {path: text for path, text in said.items() if path.startswith(told)}


OUTPUTS = (Output("changes", _made, read_changed, has=lambda case: case.again is not None),)
