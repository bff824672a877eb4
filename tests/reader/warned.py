"""What a report warns of, worked out again: rules that changed groups break, and what is odd in the intake."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from tests import oracle
from tests.reader.seen import Facts, fold
from tests.reader.words import english, in_a_row, some, with_commas

GUESS = re.compile(r"; did you mean (.+)\?$")


def without_guesses(warnings: Sequence[str]) -> list[str]:
    """Warnings without what they guess somebody meant."""
    return [GUESS.sub("", text) for text in warnings]


def has_one_of(reading: oracle.Reading, mix: oracle.Table, mentee: str) -> bool:
    """Whether a mix counts a mentee."""
    return bool(reading.items(mentee, mix["column"]) & {item.casefold() for item in oracle.items(mix["values"])})


def mix_asked(mix: oracle.Table) -> str:
    """How many a group may hold by a mix: ``none, or at least 2``."""
    least, most = mix.get("min", 0), mix.get("max")
    asked = f"{least} to {most}"
    if most is None:
        asked = f"at least {least}"
    elif not least:
        asked = f"at most {most}"
    elif least == most:
        asked = f"just {least}"
    return f"none, or {asked}" if mix.get("none_too") and least else asked


class Warned:
    """The warnings that are so.

    Parameters
    ----------
    so
        Of the result that is told; people are called by ids alone where it is anonymous.
    """

    def __init__(self, so: Facts) -> None:
        self.so, self.reading = so, so.reading
        self.settings = so.reading.program
        self.leading = self.settings["groups"]["mentors"]
        self.least, self.most = (self.settings["groups"][key] for key in ("min_size", "max_size"))

    def all(self) -> list[str]:
        """Each once."""
        return list(dict.fromkeys([*(f"A rule is broken: {text}" for text in self.broken()), *self.odd()]))

    def wrong_guesses(self, told: Sequence[str]) -> list[str]:
        """Guesses of what somebody meant that are nothing in the intake."""
        known = {fold(gender) for gender in map(self.so.gender, self.so.real_names) if gender}
        known |= {fold(column) for side, _ in self._sides() for row in self.so.plain[side] for column in row}
        found = [GUESS.search(text) for text in told]
        return [one[0] for one in found if one is not None and fold(one[1]) not in known]

    def who(self, own: str) -> str:
        name = self.so.names[own]
        return own if name == own else f"{name} ({own})"

    def some_people(self, people: Iterable[str]) -> str:
        """The people in a row; where ids stand for names, the marks between them are those of the names."""
        told = [*people]
        if self.so.anonymous and len(told) > 1 and with_commas(map(self.so.real_names.__getitem__, told)):
            return f"{'; '.join(told[:-1])}; and {told[-1]}" if len(told) <= 10 else some(told).replace(", ", "; ")
        return some(map(self.who, told))

    # Rules that are broken -------------------------------------------------------------------------------------------

    def broken(self) -> Iterator[str]:
        """A sentence for each breach."""
        so, reading = self.so, self.reading
        for group in so.groups:
            if not self.least <= len(group.mentees) <= self.most:
                size = english(len(group.mentees), "mentee")
                yield f"group size: {group.id} has {size}; {self.least} to {self.most} are allowed"
            yield from self._broken_in(group.id, group.mentors, group.slot, group.mentees)
        yield from self._broken_over_all()
        for a, b in dict.fromkeys(reading.together):
            if so.group_of.get(a) is not so.group_of.get(b):
                yield f"together: {self.who(a)} and {self.who(b)} must be in one group, or both left out"
        for a, b in dict.fromkeys(reading.assign):
            if a not in so.group_of or b not in so.group_of[a].mentors:
                yield f"assign: {self.who(a)} must be in a group that {self.who(b)} leads"
        for lock in reading.locks:
            if not any(oracle.keeps_lock(reading, lock, formed) for formed in so.formed):
                yield f"locks: {self._lock(lock)}, but in these groups it is not so"

    def _broken_in(self, name: str, mentors: Sequence[str], slot: str | None, mentees: Sequence[str]) -> Iterator[str]:
        so, reading, people = self.so, self.reading, (*mentors, *mentees)
        meant = reading.slot(slot)
        for own in people if meant is not None else ():
            if meant not in reading.free[own]:
                yield f"availability: {self.who(own)} of {name} cannot meet at {meant}"
        for rule in so.rules("eligible"):
            for mentor in mentors:
                for mentee in mentees:
                    if reading.suits(rule, mentee, mentor) is False:
                        both = f"{self.who(mentee)} and {self.who(mentor)} of {name}"
                        yield f"eligible: {both} do not fit each other in the column {rule['column']}"
        every = self.settings["gender"]["scope"] == "all"
        for mentee in mentees:
            wish = reading.wish(mentee)
            if wish is not None and wish[0] == "require":
                met = [reading.gender(one) == wish[1] for one in mentors]
                if not (all(met) if every else any(met)):
                    scope = "every mentor" if every else "a mentor"
                    told = f"{self.who(mentee)} of {name} requires {scope} of gender {wish[1]}"
                    yield f"required gender of mentors: {told}"
        for gender in self._lone():
            alike = [one for one in mentees if reading.gender(one) == gender]
            if len(alike) == 1:
                yield f"alone of their gender: {self.who(alike[0])} is the only mentee of gender {gender} in {name}"
        for mix in so.rules("mix"):
            if reading.amiss(mix, mentees):
                there = english(sum(has_one_of(reading, mix, own) for own in mentees), "mentee")
                values = some(oracle.items(mix["values"]), last="or")
                told = f"{name} has {there} with {values} in the column {mix['column']}"
                yield f"mix: {told}; it must have {mix_asked(mix)}"
        for one, two in combinations(people, 2):
            if {one, two} in reading.apart:
                both = " and ".join(map(self.who, sorted((one, two))))
                yield f"apart: {both} must not share a group, and are in {name}"

    def _lone(self) -> list[str]:
        return list(dict.fromkeys(fold(str(one)) for one in self.settings["gender"]["no_lone"]))

    def _broken_over_all(self) -> Iterator[str]:
        so, count = self.so, self.settings["groups"]["count"]
        if count is not None and len(so.groups) != count:
            there = f"there {'is' if len(so.groups) == 1 else 'are'} {english(len(so.groups), 'group')}"
            yield f"number of groups: {there}; the program asks for exactly {count}"
        if self.settings["groups"]["everyone"]:
            for own in so.left_out:
                yield f"everyone: {self.who(own)} is left out, though everyone is to be placed"
        for mentor in so.mentors:
            most, many = so.limit(mentor, "max_mentees"), len(so.mentees_of(mentor))
            if most is not None and many > most:
                yield f"mentees per mentor: {self.who(mentor)} has {english(many, 'mentee')}; at most {most} may be"

    def _lock(self, lock: oracle.Table) -> str:
        leaders = some(self._in_row(lock, "mentors"))
        lead = "lead" if len(lock["mentors"]) > 1 else "leads"
        hour = "" if lock["slot"] is None else f" at {lock['slot']}"
        mentees = in_a_row(self._in_row(lock, "mentees"))
        said = {
            "mentor-pair": f"{leaders} {lead} a group",
            "group-slot": f"{leaders} {lead} a group{hour}",
            "person-in-group": f"{mentees} is in a group that {leaders} {lead}{hour}",
            "whole-group": f"{leaders} {lead} a group{hour} of just {mentees}",
        }[lock["kind"]]
        reason = self._cells(lock).get("reason")
        return f"{said} (locked{f': {reason}' if reason else ''})"

    def _cells(self, lock: oracle.Table) -> dict[str, Any]:
        place = next(place for place, one in enumerate(self.reading.locks) if one is lock)
        return {oracle.header(column): cell for column, cell in self.so.plain["locks"][place].items()}

    def _in_row(self, lock: oracle.Table, column: str) -> tuple[str, ...]:
        return oracle.items(self._cells(lock).get(column))

    # What is odd in the intake ---------------------------------------------------------------------------------------

    def odd(self) -> Iterator[str]:
        """A sentence for each thing in the intake that is worth a warning."""
        yield from self._absent_columns()
        yield from self._blank()
        yield from self._lonely()
        yield from self._wishes()
        for gender in self.settings["gender"]["no_lone"]:
            so_many = sum(self.reading.gender(one) == fold(str(gender)) for one in self.so.mentees)
            if so_many < 2:
                told = "is a gender that no mentee has"
                told = "is a gender that one mentee alone has, who can then be in no group" if so_many else told
                yield f"program, gender.no_lone: {' '.join(str(gender).split())!r} {told}"
        yield from self._never_free()
        yield from self._hopeless()
        yield from self._tied()
        yield from self._unpaired()
        yield from self._places()
        yield from self._twice()
        yield from self._crowded()
        yield from (f"program, {place}: {column!r} {told}" for place, column, told, _ in self.never())
        yield from self._idle_settings()
        yield from self._skipped()
        yield from self._clocks()
        yield from self._weeks()

    def _clocks(self) -> Iterator[str]:
        """Zones whose clock is another number of hours away in some week of the program."""
        so, calendar = self.so, self.so.calendar
        if calendar is None or so.zone is None:
            return
        first = date.fromisoformat(str(calendar["start"]))
        zones = {zone: None for own in so.real_names if (zone := so.zone_of(own)) is not None}
        for zone in zones:
            people = [own for own in so.real_names if so.zone_of(own) == zone]
            for week in range(0, calendar["weeks"], calendar.get("every", 1)):
                day = first + timedelta(weeks=week)
                here, there = (oracle.from_utc(one, day) for one in (so.zone, zone))
                if here - there != so.moved(people[0]):
                    who = f"{some(map(self.who, people))} {'is' if len(people) == 1 else 'are'}"
                    yield (
                        f"program, calendar: has weeks, that of {day} being the first, in which the clocks of "
                        f"{so.zone} and {zone}, where {who}, are not as far apart as in the week that is compared, so "
                        "that groups meet there at an hour that was not told"
                    )
                    break

    def _weeks(self) -> Iterator[str]:
        """Hours that are of odd or of even weeks, and odd weeks that follow on odd ones."""
        so, slots = self.so, self.reading.slots or {}
        given = [str(slot).casefold() for slot in self.settings["schedule"]["slots"] or ()]
        halved = [slot for slot in slots if slots[slot] is not None and oracle.of_weeks(slot)[1] == "odd"]
        made = [slot for slot in halved if slot.casefold() not in given]
        if made:
            told = [
                self.who(own)
                for own in so.real_names
                for cells in [[*self.reading.cell(own, "availability"), *self.reading.cell(own, "unavailable")]]
                if any(oracle.of_weeks(item)[1] for item in cells)
            ]
            who = f"{some(told)} {'tells' if len(told) == 1 else 'tell'}"
            yield (
                f"program, schedule: has {english(len(made), 'hour')} at which groups meet in odd or in even weeks "
                f"alone, {oracle.of_weeks(made[0])[0]} being the first: {who} hours of such weeks; who can meet in "
                "every week can meet in both"
            )
        if so.calendar is None or not halved:
            return
        first = date.fromisoformat(str(so.calendar["start"]))
        monday = first - timedelta(days=first.weekday())
        for week in range(1, so.calendar["weeks"]):
            day = monday + timedelta(weeks=week)
            if (day - timedelta(weeks=1)).isocalendar()[1] == 53:
                yield (
                    f"program, calendar: has an odd week after an odd one, that of {day} after a 53rd week: groups of "
                    "odd weeks meet in both, and those of even weeks not for three weeks"
                )

    def _sides(self) -> Iterator[tuple[str, Sequence[str]]]:
        yield "mentors", self.so.mentors
        yield "mentees", self.so.mentees

    def _row(self, side: str, people: Sequence[str], own: str) -> str:
        return f"{side} row {people.index(own) + 1}"

    def _absent_columns(self) -> Iterator[str]:
        headers = {
            side: {oracle.header(key) for row in self.so.plain[side] for key in row} for side, _ in self._sides()
        }
        for number, rule in enumerate(self.reading.eligible, 1):
            absent = [side for side, there in headers.items() if oracle.header(rule["column"]) not in there]
            if absent:
                told = f"is no column of {absent[0]}, so that this rule rules nothing out"
                yield f"program, eligible[{number}].column: {rule['column']!r} {told}"
        for column in self.so.program.get("similarity") or ():
            absent = [side for side, there in headers.items() if oracle.header(column) not in there]
            if len(absent) == 2:
                yield f"program, similarity: {column!r} is no column of mentors or mentees"
            elif absent:
                yield f"program, similarity: {column!r} is no column of {absent[0]}, so that nobody is similar in it"

    def _blank(self) -> Iterator[str]:
        meaning = "free at any slot" if self.settings["schedule"]["blank"] == "any" else "never free"
        for side, people in self._sides() if self.so.scheduled else ():
            blank = [own for own in people if not self._given(own)]
            if blank:
                yield f"{side}, availability: is blank and taken as {meaning} for {self.some_people(blank)}"

    def _given(self, own: str) -> str | None:
        """The column that says when somebody can meet; None where none does."""
        return next((column for column in ("availability", "unavailable") if self.reading.cell(own, column)), None)

    def _never_free(self) -> Iterator[str]:
        minutes = english(self.settings["schedule"]["meeting_minutes"], "minute")
        for side, people in self._sides() if self.so.scheduled else ():
            for own in people:
                column = self._given(own)
                if column is not None and not self.reading.free[own]:
                    cell = "; ".join(self.reading.cell(own, column))
                    told = f"leaves no slot at which {self.who(own)} could meet for {minutes}"
                    told += self._moved(own, column)
                    yield f"{self._row(side, people, own)}, column {column}: {cell!r} {told}"

    def _moved(self, own: str, column: str) -> str:
        """What the windows of somebody elsewhere are by the program's clock, where they are others."""
        ahead, week = self.so.moved(own), oracle.WEEK_MINUTES
        items = self.reading.cell(own, column)
        spans = oracle.joined([span for item in items for span in oracle.windows(item) or ()])
        if not ahead or not spans:
            return ""
        moved = [(one + ahead, two + ahead) for one, two in spans]
        later = oracle.joined([(one + turn, two + turn) for one, two in moved for turn in (-week, 0, week)])
        here = [(max(one, 0), min(two, week)) for one, two in later if two > 0 and one < week]
        told = [part for one, two in here for part in _daily(one, two)]
        names = [slot for slot in self.reading.slots or () if slot in map(self.reading.slot, items)]
        return f"; by the clock of {self.so.zone} that is {'; '.join([*told, *names])}"

    def _lonely(self) -> Iterator[str]:
        counts = Counter(self.reading.gender(own) for own in self.so.real_names)
        for side, people in self._sides():
            for own in people:
                if self.so.gender(own) and counts[self.reading.gender(own)] == 1:
                    told = f"is a gender that nobody but {self.who(own)} has"
                    yield f"{self._row(side, people, own)}, column gender: {self.so.gender(own)!r} {told}"

    def _wishes(self) -> Iterator[str]:
        had = {self.reading.gender(own) for own in self.so.mentors}
        for own in self.so.mentees:
            words = " ".join(self.reading.cell(own, "mentor_gender")).split(maxsplit=1)
            if len(words) < 2:
                continue
            place = f"{self._row('mentees', self.so.mentees, own)}, column mentor_gender"
            told = f"{words[0].casefold()} {words[1]}"
            wish = self.reading.wish(own)
            if wish is None:
                yield f"{place}: {told!r} asks for nothing: the gender of {self.who(own)} is undisclosed"
            elif wish[1] not in had:
                yield f"{place}: {told!r} asks for a gender that no mentor has"

    def _idle(self, mentor: str) -> str | None:
        """Why a mentor can lead no group whatever comes."""
        if self.so.limit(mentor, "max_groups") == 0:
            return f"{self.who(mentor)} leads no group (max_groups is 0)"
        most = self.so.limit(mentor, "max_mentees")
        if most is not None and most < self.least:
            return f"{self.who(mentor)} has at most {english(most, 'mentee')} and a group at least {self.least}"
        return None

    def _hopeless(self) -> Iterator[str]:
        """Mentees none of whose wishes can come true."""
        for own in self.so.mentees:
            wanted = self.reading.cell(own, "preferred_mentors")
            reasons = [self._never(own, mentor) for mentor in wanted]
            if wanted and all(reasons):
                place = f"{self._row('mentees', self.so.mentees, own)}, column preferred_mentors"
                told = "; ".join(filter(None, reasons))
                yield f"{place}: names nobody whom {self.who(own)} could have: {told}"

    def _never(self, mentee: str, mentor: str) -> str | None:
        reading, both = self.reading, f"{self.who(mentee)} and {self.who(mentor)}"
        for rule in self.so.rules("eligible"):
            if reading.suits(rule, mentee, mentor) is False:
                return f"{both} do not fit by the rule on {rule['column']}"
        if {mentee, mentor} in reading.apart:
            return f"{both} are kept apart"
        if (idle := self._idle(mentor)) is not None:
            return idle
        wish = reading.wish(mentee)
        each = self.settings["gender"]["scope"] == "all" or self.leading == 1
        if wish is not None and wish[0] == "require" and each and reading.gender(mentor) != wish[1]:
            return f"{self.who(mentor)} is not of the gender that {self.who(mentee)} requires"
        if self.so.scheduled and not reading.free[mentee] & reading.free[mentor]:
            return f"{both} are never free together"
        return None

    def _tied(self) -> Iterator[str]:
        """Mentors whom `co_lead` ties so that none of them can lead."""
        links = [set(two) for two in self.reading.co_lead]
        seen: list[set[str]] = []
        for link in links:
            tied = set(link)
            while more := {one for other in links if other & tied for one in other} - tied:
                tied |= more
            if tied in seen:
                continue
            seen.append(tied)
            names = sorted(tied)
            reasons = [self._idle(one) for one in names]
            reasons.append(self._no_pair(*names) if len(names) == 2 else "a group has two mentors at most")
            reason = next(filter(None, reasons), None)
            if reason:
                told, none = self.some_people(names), f"{'neither' if len(names) == 2 else 'none'} of them"
                yield f"mentors: co_lead ties {told} so that {none} can lead a group: {reason}"

    def _unpaired(self) -> Iterator[str]:
        """Why no two mentors at all may lead together: a rule by itself, or every two for a reason of their own."""
        leading = [one for one in self.so.mentors if self._idle(one) is None]
        if self.leading != 2 or len(leading) < 2:
            return
        so = "so that no pair of mentors is permitted, and no group can be formed"
        alone, mentors = 'let one mentor lead each group ("mentors": 1 under groups)', english(len(leading), "mentor")
        wanted, had = self.settings["gender"]["pair"], Counter(self.reading.gender(one) for one in leading)
        known = [so_many for gender, so_many in had.items() if gender is not None]
        twice, found = max(known, default=0) >= 2, False
        if (wanted == "mixed" and len(known) < 2) or (wanted == "same" and not twice):
            found = True
            told: dict[str | None, str] = {}
            for one in leading:
                told.setdefault(self.reading.gender(one), self.so.gender(one) or "undisclosed")
            if len(told) == 1:
                everybody = "both mentors" if len(leading) == 2 else f"all {mentors}"
                genders = f"gender of {everybody} who may lead is {told[self.reading.gender(leading[0])]}"
            else:
                each = some(f"{text} ({had[gender]})" for gender, text in told.items())
                genders = f"genders of the mentors who may lead are {each}"
            other = ' or "pair": "same"' if wanted == "mixed" and twice else ""
            need = f"two mentors of {'different genders' if wanted == 'mixed' else 'one gender'}"
            yield (
                f"program, gender.pair: '{wanted}' is what groups ask for, and the {genders}, {so}; "
                f'write "pair": "any"{other}, {alone}, or find {need}'
            )
        for number, rule in enumerate(self.reading.pair, 1):
            if rule.get("weight") or any(
                self.reading.paired(rule, two) is not False for two in combinations(leading, 2)
            ):
                continue
            found = True
            yield (
                f'program, pair[{number}]: {rule["column"]!r} rule "{rule["rule"]}" holds for no two of {mentors} '
                f"who may lead, {so}; take the rule out, {alone}, or change what mentors say there"
            )
        reasons = [] if found else [self._tied_or_no_pair(one, two) for one, two in combinations(leading, 2)]
        if reasons and all(reasons):
            why = some(dict.fromkeys(filter(None, reasons)))
            yield (
                f"mentors: no two of {mentors} who may lead a group may lead together: {why}; {so}; "
                "lift one of these, or let one mentor lead each group"
            )

    def _tied_or_no_pair(self, one: str, two: str) -> str | None:
        """Why two may not lead together, where each may be bound to somebody else, too."""
        for own in (one, two):
            bound = {own}
            while more := {any_ for link in self.reading.co_lead if bound & {*link} for any_ in link} - bound:
                bound |= more
            if others := bound - {one, two}:
                return f"{self.who(own)} leads only where {self.who(min(others))} does (co_lead)"
        return self._no_pair(one, two)

    def _no_pair(self, one: str, two: str) -> str | None:
        reading, both = self.reading, f"{self.who(one)} and {self.who(two)}"
        wanted, genders = self.settings["gender"]["pair"], [reading.gender(own) for own in (one, two)]
        fits = None not in genders and (genders[0] == genders[1]) == (wanted == "same")
        if wanted != "any" and not fits:
            return f"{both} are no pair of {'the same gender' if wanted == 'same' else 'different genders'}"
        for rule in self.so.rules("pair"):
            if reading.paired(rule, (one, two)) is False:
                return f"{both} are no pair by the rule on {rule['column']}"
        return f"{both} are kept apart" if {one, two} in reading.apart else None

    def _turns(self, mentor: str) -> int:
        """How many groups of the least size a mentor can lead, by both limits."""
        groups, most = self.so.limit(mentor, "max_groups") or 0, self.so.limit(mentor, "max_mentees")
        return groups if most is None else min(groups, most // self.least)

    def _led(self) -> int:
        """How many groups the mentors can lead who can lead one at all."""
        return sum(self._turns(one) for one in self.so.mentors if self._idle(one) is None) // self.so.fewest

    def _most_groups(self) -> int:
        """How many groups there can be by counting."""
        limits = [self._led()]
        count, rooms = self.settings["groups"]["count"], self.settings["schedule"]["max_groups_per_slot"]
        limits += [] if count is None else [count]
        limits += [rooms * len(self.reading.slots or ())] if rooms is not None and self.so.scheduled else []
        return min(limits)

    def _places(self) -> Iterator[str]:
        """Fewer places than mentees, or too few mentees for one group."""
        everybody = english(len(self.so.mentees), "mentee")
        if len(self.so.mentees) < self.least:
            yield f"mentees: has {everybody}, too few for one group of {self.least} (groups.min_size)"
        leading = [one for one in self.so.mentors if self._idle(one) is None]
        everybody_leads = english(len(self.so.mentors), "mentor")
        few = len(leading) < len(self.so.mentors)
        mentors = f"{len(leading)} of the {everybody_leads}" if few else everybody_leads
        led = self._led()
        asked = [self.so.limit(one, "max_groups") or 0 for one in self.so.mentors]
        names = ["max_groups"] if {*asked} != {1} else []
        names += ["max_mentees"] if [self._turns(one) for one in self.so.mentors] != asked else []
        limited = f" ({', '.join(names)})" if names else ""
        pairs = ", two a group," if self.so.fewest == 2 else ""
        limits = [(led, f"{mentors}{pairs} can lead {english(led, 'group')}{limited}")]
        count, rooms = self.settings["groups"]["count"], self.settings["schedule"]["max_groups_per_slot"]
        if count is not None:
            limits.append((count, f"groups.count asks for {english(count, 'group')}"))
        if rooms is not None and self.so.scheduled:
            slots = len(self.reading.slots or ())
            held = english(rooms * slots, "group")
            told = f"{english(slots, 'slot')} can hold {held} (schedule.max_groups_per_slot is {rooms})"
            limits.append((rooms * slots, told))
        groups, why = min(limits)
        shares = 0
        for one in leading:
            most, seats = self.so.limit(one, "max_mentees"), self._turns(one) * self.most
            shares += seats if most is None else min(most, seats)
        places, told = groups * self.most, f"{why} of at most {english(self.most, 'mentee')}"
        if shares // self.so.fewest < places:
            twice = ", each mentee being counted 2 times" if self.so.fewest == 2 else ""
            places = shares // self.so.fewest
            told = f"{mentors} can have {english(shares, 'mentee')}{twice} (max_mentees)"
        if places < len(self.so.mentees):
            yield f"mentors: there are places for {places} of {everybody}: {told}"

    def _twice(self) -> Iterator[str]:
        """People of one name and address in one file, or in both roles."""
        for side, people in self._sides():
            seen: dict[tuple[str, str], str] = {}
            for own in people:
                mail = fold(" ".join(self.reading.cell(own, "email")))
                key = fold(self.so.real_names[own]), mail
                if mail and key in seen:
                    told = f"{self.who(own)} has the name and the e-mail address of {self.who(seen[key])}"
                    right = "one person would be matched twice; take one of the two rows out"
                    yield f"{self._row(side, people, own)}: {told}: {right}"
                seen[key] = own
        for own in self.so.mentees:
            for mentor in self.so.mentors:
                mails = [fold(" ".join(self.reading.cell(one, "email"))) for one in (own, mentor)]
                names = [fold(self.so.real_names[one]) for one in (own, mentor)]
                shared = "e-mail address" if mails[0] and mails[0] == mails[1] else "name"
                if shared == "name" and (names[0] != names[1] or all(mails)):
                    continue
                told = (
                    f"{self.who(own)} has the {shared} of the mentor {self.who(mentor)}: if they are one person, they "
                    "may be placed twice at one hour, since nothing keeps the two rows from it; take one of the two "
                    "rows out, or give them hours that do not overlap"
                )
                yield f"{self._row('mentees', self.so.mentees, own)}: {told}"

    def _crowded(self) -> Iterator[str]:
        """Mentees kept apart for whom the groups are too few: every way to place them is tried."""
        groups = self._most_groups()
        crowd = set(self.so.mentees) if groups else set()
        while few := {one for one in crowd if sum({one, two} in self.reading.apart for two in crowd) < groups}:
            crowd -= few
        while crowd:
            tied = {min(crowd, key=self.so.mentees.index)}
            while more := {two for one in tied for two in crowd - tied if {one, two} in self.reading.apart}:
                tied |= more
            crowd -= tied
            names = [own for own in self.so.mentees if own in tied]
            left = self._left_of(names, [[] for _ in range(groups)])
            if left:
                told = f"at least {left} {'is' if left == 1 else 'are'} left out, since there are at most"
                who, count = self.some_people(names), english(len(names), "mentee")
                apart = f"of {count} who are kept apart from each other (apart, avoid)"
                yield f"mentees: {apart} {told} {english(groups, 'group')}: {who}"

    def _left_of(self, names: Sequence[str], formed: Sequence[list[str]]) -> int:
        """The fewest of some mentees who find no place beside those in groups that are formed already."""
        if not names:
            return 0
        first, rest = names[0], names[1:]
        least = 1 + self._left_of(rest, formed)
        for place, group in enumerate(formed):
            if len(group) < self.most and not any({first, one} in self.reading.apart for one in group):
                grown = [*group, first]
                least = min(least, self._left_of(rest, [*formed[:place], grown, *formed[place + 1 :]]))
            if not group:
                break
        return least

    def never(self) -> Iterator[tuple[str, str, str, bool]]:
        """Rules that leave no group, or none with some mentees: place, column, why, whether none at all."""
        no_group, people = "so that no group can be formed", len(self.so.mentees)
        asked = {
            f"mix[{number}]": mix
            for number, mix in enumerate(self.so.program.get("mix") or (), 1)
            if not mix.get("weight") and self._asks(mix)
        }
        own = {
            key: {one for one in self.so.mentees if has_one_of(self.reading, mix, one)} for key, mix in asked.items()
        }
        left = dict(asked)
        for key, mix in asked.items():
            least, there, few = mix.get("min", 0), len(own[key]), None
            if least > self.most:
                few = f"groups.max_size is {self.most}"
            elif least > there:
                few = f"there are {there} in all"
            if few is not None and not (mix.get("none_too") and not there):
                so = "so that no group may hold any of them" if mix.get("none_too") else no_group
                told = f"asks for at least {least} of them in a group, and {few}, {so}"
                yield key, mix["column"], told, not mix.get("none_too")
                del left[key]
        for key, mix in left.items():
            for other, limit in left.items():
                most, least = limit.get("max"), mix.get("min", 0)
                if key != other and most is not None and least > most and own[key] <= own[other]:
                    so = "so that no group may hold any of them" if mix.get("none_too") else no_group
                    so = f"{other} allows at most {most} of the same mentees, {so}"
                    told = f"asks for at least {least} of them in a group, and {so}"
                    yield key, mix["column"], told, not mix.get("none_too")
                    break
        yield from self._together(left, own, no_group)
        limited = [key for key, mix in left.items() if mix.get("max") is not None]
        tries = [[key] for key in limited] + ([limited] if len(limited) > 1 else [])
        for keys in tries if people >= self.least else ():
            free = {*self.so.mentees}.difference(*(own[key] for key in keys))
            room = len(free) + sum(min(left[key]["max"], len(own[key])) for key in keys)
            if room < self.least:
                beside = f", with {', '.join(keys[1:])}," if keys[1:] else ""
                told = f"leaves{beside} at most {room} mentees for a group, and groups.min_size is {self.least}"
                yield keys[0], left[keys[0]]["column"], f"{told}, {no_group}", True
                break
        for number, rule in enumerate(self.so.program.get("eligible") or (), 1):
            if not rule.get("weight"):
                yield from self._unfit(f"eligible[{number}]", rule, no_group)

    def _together(self, left: Any, own: Any, no_group: str) -> Iterator[tuple[str, str, str, bool]]:
        apart: list[str] = []
        for key in sorted(left, key=lambda key: -left[key].get("min", 0)):
            must = left[key].get("min", 0) and not left[key].get("none_too")
            if must and not any(own[key] & own[other] for other in apart):
                apart.append(key)
        needed = sum(left[key]["min"] for key in apart)
        if needed > self.most:
            told = f"asks, with {', '.join(apart[1:])}, for at least {needed} mentees in a group"
            yield apart[0], left[apart[0]]["column"], f"{told}, and groups.max_size is {self.most}, {no_group}", True

    def _unfit(self, place: str, rule: Any, no_group: str) -> Iterator[tuple[str, str, str, bool]]:
        suits = self._suits(rule)
        furthest, least = len(rule.get("order") or ()) - 1, rule.get("at_least", 1)
        told = "holds for no mentee and no mentor"
        far = rule["rule"] == "above" and furthest >= 0 and least > furthest
        if far:
            told = f"asks for at least {least} places above, and its order has {furthest} at most from end to end"
        if suits == {False}:
            yield place, rule["column"], f"{told}, {no_group}", True
        elif far:
            yield place, rule["column"], f"{told}, so that only blanks fit", False

    def _suits(self, rule: Any) -> set[bool | None]:
        return {self.reading.suits(rule, one, other) for one in self.so.mentees for other in self.so.mentors}

    def _idle_settings(self) -> Iterator[str]:
        """Settings by which no grouping is worth more or less, or is forbidden."""
        for key, value, since in self._changing_nothing():
            yield f"program, {key}: '{value}' changes nothing, since {since}"
        for number, mix in enumerate(self.so.program.get("mix") or (), 1):
            if not self._asks(mix):
                told = "asks nothing of a group, whoever is in it; give it a max, or a larger min"
                yield f"program, mix[{number}]: {told}"
            yield from self._nobodys(f"mix[{number}]", mix, self.so.mentees)
        for number, rule in enumerate(self.so.program.get("pair") or (), 1):
            if rule["rule"] == "includes":
                yield from self._nobodys(f"pair[{number}]", rule, self.so.mentors)
        yield from self._same()
        ideal = self.settings["groups"]["ideal_size"]
        if ideal is not None and self.settings["weights"]["size"] and not self.least <= ideal <= self.most:
            sizes = f"groups.min_size is {self.least}, groups.max_size {self.most}"
            yield f"program, groups.ideal_size: '{ideal}' is no size that a group may have: {sizes}"

    def _changing_nothing(self) -> Iterator[tuple[str, object, str]]:
        given, groups, weights = self.so.program, self.settings["groups"], self.settings["weights"]
        ideal, size, alike = groups["ideal_size"], weights["size"], "every permitted size is as good"
        if ideal is not None and size == 0:
            yield "groups.ideal_size", ideal, f"weights.size is 0: {alike}"
        elif ideal is not None and ideal == self.least == self.most:
            yield "groups.ideal_size", ideal, "groups.min_size and groups.max_size are the same"
        if ideal is None and size > 0:
            yield "weights.size", size, f"there is no groups.ideal_size: {alike}"
        if weights["single"] > 0 and not (groups["single"] and groups["mentors"] == 2):
            told = "no group may be led by one mentor where two would lead it (groups.single)"
            yield "weights.single", weights["single"], told
        usual = oracle.DEFAULTS["weights"]
        if groups["everyone"] and weights["unmatched"] != usual["unmatched"]:
            yield "weights.unmatched", weights["unmatched"], "groups.everyone is true: nobody is left out"
        if groups["mentors"] == 1:
            asked = {
                "groups.single": "true" if groups["single"] else None,
                "gender.pair": None if self.settings["gender"]["pair"] == "any" else self.settings["gender"]["pair"],
                "gender.scope": None if self.settings["gender"]["scope"] == "one" else self.settings["gender"]["scope"],
                "weights.co_mentor_choice": other if (other := weights["co_mentor_choice"]) not in (0, 2) else None,
                **{f"pair[{number}]": rule["column"] for number, rule in enumerate(given.get("pair") or (), 1)},
            }
            for key, value in asked.items():
                if value is not None:
                    yield key, value, "groups.mentors is 1: one mentor leads every group"
        yield from self._idle_hours()
        yield from self._idle_loads()
        choice = self.settings["choice"]
        if "similarity" in given and given["similarity"] and not weights["similarity"]:
            yield "similarity", "; ".join(given["similarity"]), "weights.similarity is 0"
        if weights["similarity"] not in (0, usual["similarity"]) and not any(self.reading.similarity.values()):
            yield "weights.similarity", weights["similarity"], "no column of similarity has a weight"
        if choice["unlisted"] != "nothing" and not weights["mentee_choice"]:
            yield "choice.unlisted", choice["unlisted"], "weights.mentee_choice is 0"
        chosen = [weights[f"{who}_choice"] for who in ("mentee", "mentor", "co_mentor")]
        if choice["points"] != oracle.DEFAULTS["choice"]["points"] and not any(chosen):
            yield "choice.points", "; ".join(map(str, choice["points"])), "the weights of all choices are 0"
        objective = self.settings["objective"]
        if objective["levels"] != oracle.DEFAULTS["objective"]["levels"] and objective["mode"] != "fair":
            yield "objective.levels", objective["levels"], f"objective.mode is {objective['mode']!r}"
        yield from self._idle_rules()

    def _idle_hours(self) -> Iterator[tuple[str, object, str]]:
        schedule, usual = self.settings["schedule"], oracle.DEFAULTS["schedule"]
        if not schedule["required"]:
            for name in ("slots", "meeting_minutes", "start_every", "max_groups_per_slot", "blank"):
                if schedule[name] != usual[name]:
                    value = schedule[name]
                    shown = value if isinstance(value, str | int) else "; ".join(value)
                    yield f"schedule.{name}", shown, "schedule.required is false: groups get no slot"
        elif schedule["slots"] is not None and schedule["start_every"] != usual["start_every"]:
            yield "schedule.start_every", schedule["start_every"], "schedule.slots names the only slots"
        zones = {one[0] for own in self.so.real_names if (one := self.reading.cell(own, "timezone"))}
        if schedule["week"] is not None and not zones - {schedule["timezone"]}:
            yield "schedule.week", schedule["week"], "everybody tells hours by one clock"
        if self.so.calendar is not None and not self.reading.slots:
            yield "calendar", self.so.calendar["start"], "groups get no slot"

    def _idle_loads(self) -> Iterator[tuple[str, object, str]]:
        load, said = self.so.program.get("load") or {}, "every mentor's own row says it"
        without = {
            column: [one for one in self.so.mentors if not self.reading.cell(one, column)]
            for column in ("max_groups", "max_mentees")
        }
        if load.get("max_groups", 1) != 1 and not without["max_groups"]:
            yield "load.max_groups", load["max_groups"], said
        most = load.get("max_mentees")
        if most is None:
            return
        held = [(self.reading.limit(one, "max_groups") or 0) * self.most for one in without["max_mentees"]]
        if not held:
            yield "load.max_mentees", most, said
        elif max(held) <= most:
            yield "load.max_mentees", most, f"groups.max_size and max_groups leave nobody more than {max(held)}"

    def _idle_rules(self) -> Iterator[tuple[str, object, str]]:
        for number, rule in enumerate(self.so.program.get("eligible") or (), 1):
            order, furthest = rule.get("order"), len(rule.get("order") or ()) - 1
            if rule["rule"] == "above" and order is not None and not order:
                yield f"eligible[{number}].order", "[]", "it is empty: cells are compared as numbers"
            if order and rule.get("at_most") is not None and rule["at_most"] >= furthest:
                since = f"the order has {furthest} places at most from end to end"
                yield f"eligible[{number}].at_most", rule["at_most"], since
            if rule.get("weight") and True not in self._suits(rule):
                yield f"eligible[{number}]", rule["column"], "it holds for no mentee and no mentor"
        pairs = [*combinations(self.so.mentors, 2)] if self.settings["groups"]["mentors"] == 2 else []
        for number, rule in enumerate(self.so.program.get("pair") or (), 1):
            if rule.get("weight") and pairs and not any(self.reading.paired(rule, pair) for pair in pairs):
                yield f"pair[{number}]", rule["column"], "it holds for no two mentors"
        for number, mix in enumerate(self.so.program.get("mix") or (), 1):
            least, most = mix.get("min", 0), mix.get("max")
            if mix.get("none_too") and least == 0:
                yield f"mix[{number}].none_too", "true", "min is 0: none at all is right anyway"
            if mix.get("none_too") and least == 1 and most is not None:
                yield f"mix[{number}].min", 1, "none at all is right as well (none_too)"
            if most is not None and most >= self.most:
                yield f"mix[{number}].max", most, f"groups.max_size is {self.most}"

    def _same(self) -> Iterator[str]:
        """Rules and wishes that stand in their list already."""
        usual = {"weight": 0, "min": 0, "max": None, "none_too": False, "at_least": None, "at_most": None, "order": ()}
        for name in ("eligible", "pair", "mix"):
            rules = [
                {**usual, **rule, "values": {one.casefold() for one in oracle.items(rule.get("values") or ())}}
                for rule in self.so.program.get(name) or ()
            ]
            for place, rule in enumerate(rules):
                first = rules.index(rule)
                if first != place:
                    so = "counts a second time" if rule["weight"] else "changes nothing more"
                    key, same = f"{name}[{place + 1}]", f"{name}[{first + 1}]"
                    yield f"program, {key}: {rule['column']!r} is the same as {same} and {so}"

    def _asks(self, mix: Any) -> bool:
        return any(self._is_amiss(mix, count) for count in range(len(self.so.mentees) + mix.get("min", 0) + 1))

    @staticmethod
    def _is_amiss(mix: Any, count: int) -> bool:
        if count == 0 and mix.get("none_too"):
            return False
        most = mix.get("max")
        return count < mix.get("min", 0) or (most is not None and count > most)

    def _nobodys(self, key: str, rule: Any, people: Sequence[str]) -> Iterator[str]:
        """Values that nobody has: the cases drawn have none that is much like another."""
        had = {item for own in people for item in self.reading.items(own, rule["column"])}
        asked = oracle.items(rule["values"])
        if had.isdisjoint(item.casefold() for item in asked):
            for value in asked:
                yield f"program, {key}.values: {value!r} is had by nobody in {rule['column']}"

    def _skipped(self) -> Iterator[str]:
        calendar = self.so.calendar
        if calendar is None:
            return
        start = date.fromisoformat(str(calendar["start"]))
        last = start + timedelta(weeks=calendar["weeks"], days=-1)
        for day in calendar.get("skip", ()):
            if not start <= date.fromisoformat(str(day)) <= last:
                told = f"is not between {start} and {last}, when the program is, so that nothing is left out"
                yield f"program, calendar.skip: {str(day)!r} {told}"


def _daily(start: int, end: int) -> Iterator[str]:
    """A window, an item a day."""
    while start < end:
        stop = min(end, (start // oracle.DAY_MINUTES + 1) * oracle.DAY_MINUTES)
        time = "24:00" if stop % oracle.DAY_MINUTES == 0 else oracle.slot_text(stop).split()[1]
        yield f"{oracle.slot_text(start)}-{time}"
        start = stop
