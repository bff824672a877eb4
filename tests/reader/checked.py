"""What `check` says of an intake: line by line."""

from __future__ import annotations

import json
from pathlib import Path

from tests.reader.lines import LinesReader, command
from tests.reader.readers import Output
from tests.reader.runs import Case
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
        led = "one mentor" if groups["mentors"] == 1 else "two mentors"
        count = "" if groups["count"] is None else f", exactly {groups['count']} of them"
        self.line("sizes", f"Groups: {led} and {size} each{count}.")
        self.line("hours", self._slots())
        self.line("counts", self._capacity())
        self.end("end")

    def _slots(self) -> str:
        so, groups = self.so, self.so.reading.program["groups"]
        if not so.scheduled:
            return "Slots: groups get none."
        slots = so.reading.slots or {}
        enough = sum(
            so.free(so.mentors, slot) >= groups["mentors"] and so.free(so.mentees, slot) >= groups["min_size"]
            for slot in slots
        )
        many = english(len(slots), "slot")
        return f"Slots: {many}; at {enough} of them enough mentors and mentees for a group are free."

    def _capacity(self) -> str:
        """Rules aside: the groups that mentors can lead, and the mentees that these can hold."""
        so, groups = self.so, self.so.reading.program["groups"]
        led = sum(so.limit(one, "max_groups") or 0 for one in so.mentors) // groups["mentors"]
        led = led if groups["count"] is None else min(led, groups["count"])
        room = 0
        for one in so.mentors:
            seats, most = (so.limit(one, "max_groups") or 0) * groups["max_size"], so.limit(one, "max_mentees")
            room += seats if most is None else min(seats, most)
        seats = min(led * groups["max_size"], room // groups["mentors"])
        lacking = len(so.mentees) - seats
        verdict = "enough" if lacking <= 0 else f"{lacking} too few"
        many = f"{english(led, 'group')} with {english(seats, 'seat')} for {english(len(so.mentees), 'mentee')}"
        return f"Capacity: at most {many}, {verdict}."


# What is read -------------------------------------------------------------------------------------------------------


def _made(case: Case, folder: Path) -> str:
    (folder / "intake.json").write_text(json.dumps(case.plain), encoding="utf-8")
    return command("check", folder / "intake.json")


def _read(case: Case, made: str) -> Checked:
    checked = Checked(case.named, Words("en"))
    checked.read(made)
    return checked


OUTPUTS = (Output("check", _made, _read),)
