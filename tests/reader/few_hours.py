"""What `check` says of who gave few hours: counted again, person by person and group by group."""

from __future__ import annotations

from tests import oracle
from tests.reader.lines import LinesReader
from tests.reader.words import english, some


class FewHoursReader:
    """The lines of few hours, where somebody gave few."""

    def __init__(self, reader: LinesReader) -> None:
        self._reader, self._so = reader, reader.so

    def read(self) -> None:
        """Read all of them."""
        few = [line for people, side in self._sides() for line in self._few_line(people, side)]
        for line in few:
            self._reader.line("hours", line)
        if few:
            self._read_openings()

    def _leads(self, own: str) -> bool:
        """Whether a mentor's own limits allow one group."""
        many, most = self._so.limit(own, "max_groups") or 0, self._so.limit(own, "max_mentees")
        return many > 0 and (most is None or most >= self._so.reading.program["groups"]["min_size"])

    def _sides(self) -> list[tuple[list[str], str]]:
        """Who could be in groups, by side; nobody where groups have no hours."""
        leading = [own for own in self._so.mentors if self._leads(own)]
        return [(leading, "mentor"), (list(self._so.mentees), "mentee")] if self._so.scheduled else []

    def _few(self, people: list[str]) -> tuple[list[str], int]:
        """Who has a third of the middle one's hours at most, by hours; and what the middle one has."""
        free = self._so.reading.free
        middle = sorted(len(free[own]) for own in people)[len(people) // 2] if people else 0
        few = [own for own in people if 3 * len(free[own]) <= middle and len(free[own]) < middle]
        return sorted(few, key=lambda own: len(free[own])), middle

    def _few_line(self, people: list[str], side: str) -> list[str]:
        few, middle = self._few(people)
        if not few:
            return []
        most = max(len(self._so.reading.free[own]) for own in few)
        at = f"no more than {english(most, 'slot')}" if most else "no slot"
        who = some([self._so.called[own] for own in few], 3)
        many = f"{len(few)} of {english(len(people), side)} ({who})"
        return [f"Few hours: {many} can meet at {at}; half of them can at {middle} or more."]

    def _read_openings(self) -> None:
        right: list[tuple[int, bool, int, str]] = []
        for people, side in self._sides():
            for own in self._few(people)[0][:10]:
                now, slots, more = self._opened(own)
                if more:
                    told = f"  {self._told(own, side, now, slots, more)}"
                    right.append((min(len(now), 3), side == "mentee", -more, told))
        right.sort(key=lambda one: one[:3])
        then = " One more slot would open most to:" if right else ""
        self._reader.line("hours", f"Whoever is in a group with one of these has to meet then.{then}")
        for *_, told in right[:3]:
            self._reader.line("hours", told)

    def _told(self, own: str, side: str, now: list[str], slots: list[str], more: int) -> str:
        called, free = self._so.called, [one for one in self._so.reading.slots if one in self._so.reading.free[own]]
        thing = "mentee" if side == "mentor" and self._may_lead_alone(own) else "mentor"
        could = (
            "lead their group" if side == "mentee" else "lead with them" if thing == "mentor" else "be in their group"
        )
        shown = slots if len(slots) <= 4 else [*slots[:3], f"any of {len(slots) - 3} others"]
        at = some(shown, last="or")
        if not free:
            return f"{called[own]}, free at no slot: at {at}, {english(more, thing)} could {could}."
        met = {0: f"no {thing}", 1: "only", 2: "only"}.get(len(now), english(len(now), thing))
        met += f" {some([called[one] for one in now])}" if met == "only" else ""
        when = some(free) if len(free) < 3 else english(len(free), "slot")
        return f"{called[own]}, free at {when}: {met} could {could}; at {at} as well, {more} more could."

    def _may_lead_alone(self, own: str) -> bool:
        return not oracle.leader_breaches(self._so.reading, (own,))

    def _opened(self, own: str) -> tuple[list[str], list[str], int]:
        """Whom somebody could be in a group with as it is; the slots that open most, and how many."""
        reading = self._so.reading
        meets = {slot: self._meets(own, slot) for slot in reading.slots or {}}
        now = set().union(*(meets[slot] for slot in reading.free[own]))
        more = {slot: len(met - now) for slot, met in meets.items() if slot not in reading.free[own]}
        most = max(more.values(), default=0)
        everybody = [*reading.mentors, *reading.mentees]
        return [one for one in everybody if one in now], [slot for slot, many in more.items() if many == most], most

    def _meets(self, own: str, slot: str) -> set[str]:
        """Whom somebody could be in a group with at a slot, could they come: no group is smaller than it may be."""
        reading, least = self._so.reading, self._so.reading.program["groups"]["min_size"]
        there = {one for one, free in reading.free.items() if slot in free} | {own}
        here = [one for one in reading.mentees if one in there]
        found: set[str] = set()
        for leaders in reading.leaders():
            if not there.issuperset(leaders) or not all(map(self._leads, leaders)):
                continue
            if oracle.leader_breaches(reading, leaders):
                continue
            fitting = [mentee for mentee in here if not oracle.place_breaches(reading, leaders, mentee)]
            if own in reading.mentees:
                found |= set(leaders) if own in fitting and len(here) >= least else set()
            elif own in leaders and len(fitting) >= least:
                found |= set(fitting) if self._may_lead_alone(own) else set(leaders) - {own}
        return found
