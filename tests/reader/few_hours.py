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
        right: list[tuple[bool, int, str]] = []
        for people, side in self._sides():
            for own in self._few(people)[0]:
                now, slot, more = self._opened(own)
                word, whom = ("mentee", "have") if side == "mentor" else ("mentor", "get")
                after = f"beside the {now} of now" if now else "where there are none now"
                told = f"  {self._so.called[own]}, at {slot}: {english(more, word)} they could {whom}, {after}."
                right += [(now > 0, -more, told)] if more else []
        right.sort(key=lambda one: one[:2])
        then = " One more slot would open most to:" if right else ""
        self._reader.line("hours", f"Whoever is in a group with one of these has to meet then.{then}")
        for _, _, told in right[:3]:
            self._reader.line("hours", told)

    def _opened(self, own: str) -> tuple[int, str, int]:
        """How many somebody could meet in a group as it is; the slot that opens most, and how many."""
        free = self._so.reading.free
        meets = {slot: self._meets(own, slot) for slot in self._so.reading.slots or {}}
        now = set().union(*(meets[slot] for slot in free[own]))
        more = {slot: len(met - now) for slot, met in meets.items() if slot not in free[own]}
        best = max(more, key=lambda slot: more[slot])
        return len(now), best, more[best]

    def _meets(self, own: str, slot: str) -> set[str]:
        """Whom somebody could meet in a group at a slot, could they come: no group is smaller than it may be."""
        reading, least = self._so.reading, self._so.reading.program["groups"]["min_size"]
        there = {one for one, free in reading.free.items() if slot in free} | {own}
        asked = [own] if own in reading.mentees else [one for one in reading.mentees if one in there]
        may = {
            (mentee, mentor)
            for leaders in reading.leaders()
            if there.issuperset(leaders) and all(map(self._leads, leaders))
            if not oracle.leader_breaches(reading, leaders)
            for mentee in asked
            if not oracle.place_breaches(reading, leaders, mentee)
            for mentor in leaders
            if own in (mentee, mentor) or (own in reading.mentors and own in leaders)
        }
        if own in reading.mentees:
            enough = sum(one in there for one in reading.mentees) >= least
            return {mentor for _, mentor in may} if enough else set()
        met = {mentee for mentee, _ in may}
        return met if len(met) >= least else set()
