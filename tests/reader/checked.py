"""What `check` says of an intake: line by line."""

from __future__ import annotations

import json
from functools import cached_property
from itertools import chain, combinations
from pathlib import Path

from tests import oracle
from tests.reader.few_hours import FewHoursReader
from tests.reader.lines import LinesReader, command
from tests.reader.readers import Output
from tests.reader.runs import Case
from tests.reader.warned import Warned
from tests.reader.words import Words, english


class Checked(LinesReader):
    """`check`."""

    output = "check"

    def read(self, shown: str) -> None:
        """Read all of it."""
        so, groups = self.so, self.so.reading.program["groups"]
        self.take(shown)
        self.line("names", f"{so.title}: the intake can be used.")
        constraints = len(so.plain["constraints"])
        told = english(constraints, "constraint") if constraints else "no constraints"
        people = f"{english(len(so.mentors), 'mentor')}, {english(len(so.mentees), 'mentee')}"
        self.line("counts", f"People: {people}; {told}.")
        least, most = groups["min_size"], groups["max_size"]
        size = english(least, "mentee") if least == most else f"{least} to {most} mentees"
        led = "one mentor" if groups["mentors"] == 1 else "one or two mentors" if so.fewest == 1 else "two mentors"
        count = "" if groups["count"] is None else f", exactly {groups['count']} of them"
        self.line("sizes", f"Groups: {led} and {size} each{count}.")
        self.line("hours", self._slots())
        self.line("counts", self._capacity())
        self.line("counts", self._room())
        FewHoursReader(self).read()
        self.end("end")

    def _slots(self) -> str:
        so, groups = self.so, self.so.reading.program["groups"]
        if not so.scheduled:
            return "Slots: groups get none."
        slots, leading = so.reading.slots or {}, [own for own in so.mentors if self._turns(own)]
        enough = sum(
            so.free(leading, slot) >= so.fewest and so.free(so.mentees, slot) >= groups["min_size"] for slot in slots
        )
        many = english(len(slots), "slot")
        return f"Slots: {many}; at {enough} of them enough mentors who may lead a group, and enough mentees, are free."

    def _turns(self, own: str) -> int:
        """How many groups a mentor can lead by numbers alone."""
        many, most = self.so.limit(own, "max_groups") or 0, self.so.limit(own, "max_mentees")
        return many if most is None else min(many, most // self.so.reading.program["groups"]["min_size"])

    def _carried(self, turns: dict[str, int]) -> int:
        """How many mentees the mentors can have who lead so often."""
        room, groups = 0, self.so.reading.program["groups"]
        for own, many in turns.items():
            most = self.so.limit(own, "max_mentees")
            room += many * groups["max_size"] if most is None else min(many * groups["max_size"], most)
        return room // self.so.fewest

    @cached_property
    def _plain(self) -> tuple[int, int]:
        """Rules aside: the groups that mentors can lead, and the mentees that these can hold."""
        so, program = self.so, self.so.reading.program
        groups, rooms = program["groups"], program["schedule"]["max_groups_per_slot"]
        turns = {own: self._turns(own) for own in so.mentors}
        limits = [sum(turns.values()) // so.fewest]
        if groups["count"] is not None:
            limits.append(groups["count"])
        if rooms is not None and so.scheduled:
            limits.append(rooms * len(so.reading.slots or ()))
        return min(limits), min(min(limits) * groups["max_size"], self._carried(turns))

    def _capacity(self) -> str:
        so, (led, seats) = self.so, self._plain
        lacking = len(so.mentees) - seats
        verdict = "enough" if lacking <= 0 else f"{lacking} too few"
        many = f"{english(led, 'group')} with {english(seats, 'seat')} for {english(len(so.mentees), 'mentee')}"
        return f"Capacity: before rules on people and hours, at most {many}, {verdict}."

    def _room(self) -> str:
        """By rules on two people, and hours."""
        so, reading, program = self.so, self.so.reading, self.so.reading.program
        groups, rooms, hours = program["groups"], program["schedule"]["max_groups_per_slot"], so.reading.slots
        free = {own: {*reading.free[own]} if hours is not None else {""} for own in (*so.mentors, *so.mentees)}
        turns = {own: self._turns(own) for own in so.mentors}
        turns = {own: min(many, len(free[own])) if hours is not None else many for own, many in turns.items()}
        limits = [self._plain[0]]
        leading = [own for own, many in turns.items() if self._turns(own)]
        if so.fewest == 2:
            pairs = [
                {one, two}
                for one, two in combinations(leading, 2)
                if free[one] & free[two] and not oracle.leader_breaches(reading, (one, two))
            ]
            with_whom = {own: {*chain(*(pair for pair in pairs if own in pair))} - {own} for own in so.mentors}
            turns = {own: min(many, sum(turns[one] for one in with_whom[own])) for own, many in turns.items()}
            others: set[str] = set()
            for own in sorted(so.mentors, key=lambda own: len(with_whom[own])):
                others |= set() if with_whom[own] & others else {own}
            limits.append(sum(many for own, many in turns.items() if own not in others))
        limits.append(sum(turns.values()) // so.fewest)
        able = sum(
            any(many and free[own] & free[mentor] and self._may(own, mentor) for mentor, many in turns.items())
            for own in so.mentees
        )
        limits.append(able // groups["min_size"])
        if any(none for *_, none in Warned(so).never()):
            limits.append(0)
        if rooms is not None and hours is not None:
            there = [
                slot
                for slot in hours
                if sum(slot in free[one] for one in leading) >= so.fewest
                and sum(slot in free[one] for one in so.mentees) >= groups["min_size"]
            ]
            limits.append(rooms * len(there))
        led = min(limits)
        seats = min(self._plain[1], led * groups["max_size"], self._carried(turns))
        short = len(so.mentees) - min(seats, able)
        could = "1 mentee who has" if able == 1 else f"{able} mentees who have"
        mentor = "a permitted mentor who is free with them" if so.scheduled else "a permitted mentor"
        everybody = english(len(so.mentees), "mentee")
        shown = f"at least {short} of {everybody} must be left out" if short else "no shortage shows before solving"
        many = f"{english(led, 'group')} with {english(seats, 'seat')}"
        return f"With these: at most {many}, and {could} {mentor}; {shown}."

    def _may(self, mentee: str, mentor: str) -> bool:
        """Whether the mentor may be one of the mentee's, whoever leads with them."""
        reading, program = self.so.reading, self.so.reading.program
        alone, given = program["groups"]["mentors"], {one for own, one in reading.assign if own == mentee}
        if len(given) > alone or (len(given) == alone and mentor not in given):
            return False
        # Who leads beside them may be the mentor given, or of the gender required.
        beside = alone == 2 and program["gender"]["scope"] == "one"
        wrong = oracle.place_breaches(reading, (mentor,), mentee)
        return not [one for one in wrong if " is not led by " not in one and not (beside and " requires a " in one)]


# What is read -------------------------------------------------------------------------------------------------------


def _made(case: Case, folder: Path) -> str:
    (folder / "intake.json").write_text(json.dumps(case.plain), encoding="utf-8")
    return command("check", folder / "intake.json")


def _read(case: Case, made: str) -> Checked:
    checked = Checked(case.named, Words("en"))
    checked.read(made)
    return checked


OUTPUTS = (Output("check", _made, _read),)
