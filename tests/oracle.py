"""The contract read a second time, and every grouping of a tiny intake tried.

Written from FORMAT.md, docs/locks.md and docs/rematch.md alone: nothing of the product is imported here, so that
agreement with it means something.
An intake is the plain dict of the JSON form. A grouping is a sequence of ``(mentor ids, slot text or None, mentee
ids)``. Every public function takes the dict, or the `Reading` that `read` made of it (quicker where many follow).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property
from itertools import combinations, pairwise, product
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

Group = tuple[tuple[str, ...], str | None, tuple[str, ...]]
Table = Mapping[str, Any]

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAY_MINUTES = 24 * 60
WEEK_MINUTES = 7 * DAY_MINUTES
WEEKS = ("odd", "even")
DEFAULTS: Mapping[str, Table] = {
    "groups": {
        "mentors": 2,
        "min_size": 4,
        "max_size": 10,
        "count": None,
        "everyone": False,
        "ideal_size": None,
        "single": False,
    },
    "schedule": {
        "slots": None,
        "meeting_minutes": 60,
        "start_every": 30,
        "max_groups_per_slot": None,
        "timezone": None,
        "week": None,
        "blank": "any",
        "required": True,
    },
    "gender": {"pair": "any", "scope": "one", "no_lone": ()},
    "load": {"max_groups": 1, "max_mentees": None},
    "weights": {
        "mentee_choice": 10,
        "mentor_choice": 3,
        "co_mentor_choice": 2,
        "gender_wish": 5,
        "similarity": 5,
        "unmatched": 20000,
        "size": 0,
        "single": 0,
    },
    "choice": {"points": (100, 80, 60, 45, 30, 20, 10), "unlisted": "nothing"},
    "objective": {"mode": "total", "levels": 10},
}
RESULT_KEYS = ("status", "objective", "bound", "gap", "unmatched", "groups", "choices", "seed", "seconds", "version")


# Reading ------------------------------------------------------------------------------------------------------------


@cache
def header(text: str) -> str:
    """A column name without case, spaces, ``-`` and ``_``."""
    return re.sub(r"[\s_-]", "", text).casefold()


def items(cell: object) -> tuple[str, ...]:
    """The items of a cell: an array, or one text with ``;`` between them. Blank ones are dropped."""
    parts = cell if isinstance(cell, (list, tuple)) else [] if cell is None else str(cell).split(";")
    return tuple(text for text in (" ".join(str(part).split()) for part in parts) if text)


@cache
def clock(day: str, time: str) -> int | None:
    """Minutes from Monday 00:00, or None where `day` is no day."""
    plain = day.strip().casefold()
    days = [number for number, name in enumerate(DAYS) if plain in (name.casefold(), name[:3].casefold())]
    hours, minutes = time.split(":")
    return days[0] * DAY_MINUTES + int(hours) * 60 + int(minutes) if days else None


@cache
def of_weeks(item: str) -> tuple[str, str | None]:
    """An item without the kind of week that it ends with, and that kind: ``odd``, ``even``, or None for every week."""
    found = re.fullmatch(r"(.*\d) *,? *\(?(odd|even)(?: weeks?)?\)?", item, re.IGNORECASE)
    return (found[1], found[2].casefold()) if found else (item, None)


@cache
def windows(item: str) -> tuple[tuple[int, int], ...] | None:
    """The windows of one item such as ``Wed,Thu 13:00-15:30``, in minutes of the week; None where it is a name."""
    found = re.fullmatch(r"([A-Za-z, ]+?) ?(\d{1,2}:\d{2}) ?- ?(\d{1,2}:\d{2})", item)
    if not found:
        return None
    spans = [(clock(day, found[2]), clock(day, found[3])) for day in found[1].split(",")]
    return tuple((start, end) for start, end in spans if start is not None and end is not None)


@cache
def slot_start(text: str) -> int | None:
    """The minute of the week at which ``D HH:MM`` begins; None for a named slot."""
    found = re.fullmatch(r"([A-Za-z]+) (\d{1,2}:\d{2})", of_weeks(text)[0])
    return clock(found[1], found[2]) if found else None


@cache
def slot_text(start: int) -> str:
    """``D HH:MM`` of a minute of the week."""
    day, minute = divmod(start, DAY_MINUTES)
    return f"{DAYS[day][:3]} {minute // 60:02}:{minute % 60:02}"


def joined(spans: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    """Windows that touch or overlap as one: Monday's 24:00 is Tuesday's 00:00, the week does not wrap."""
    result: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def from_utc(zone: str, week: date, moment: datetime | None = None) -> int:
    """By how many minutes a zone's clock is ahead of UTC in a week in which it stays, or at a moment of UTC."""
    told = re.fullmatch(r"(?i)utc(?:([+-])(\d{1,2})(?::(\d{2}))?)?", zone)
    if told:
        minutes = int(told[2] or 0) * 60 + int(told[3] or 0)
        return -minutes if told[1] == "-" else minutes
    noon = datetime.combine(week, datetime.min.time(), ZoneInfo(zone)) + timedelta(hours=12)
    at = noon if moment is None else moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    ahead = at.utcoffset()
    assert ahead is not None
    return ahead // timedelta(minutes=1)


def minutes_of(spans: Sequence[tuple[int, int]], later: int = 0) -> frozenset[int]:
    """The single minutes of windows of two weeks, so much later, after which it begins anew."""
    return frozenset((minute + later) % (2 * WEEK_MINUTES) for start, end in spans for minute in range(start, end))


def _spelled(text: str, start: int) -> str:
    """A slot with a time as it is told: ``Mon 09:00``, ``Mon 09:00 odd``."""
    return " ".join(filter(None, [slot_text(start), of_weeks(text)[1]]))


@cache
def _told(cell: tuple[str, ...], week: str) -> Sequence[tuple[int, int]]:
    """The windows of a cell in weeks of a kind."""
    items = [item for item, of in map(of_weeks, cell) if of in (None, week)]
    return [span for item in items for span in windows(item) or ()]


@cache
def _joined(cell: tuple[str, ...], week: str) -> Sequence[tuple[int, int]]:
    return joined(_told(cell, week))


@cache
def _named(cell: tuple[str, ...]) -> tuple[frozenset[str], frozenset[tuple[int | None, str | None]]]:
    """The items of a cell without case, and those that are hours: (minute of the week, kind of week)."""
    hours = ((slot_start(item), of_weeks(item)[1]) for item in cell)
    return frozenset(item.casefold() for item in cell), frozenset(hour for hour in hours if hour[0] is not None)


def _names(cell: tuple[str, ...], slot: str, start: int | None, week: str) -> bool:
    """Whether a cell names a slot in weeks of a kind; one of these weeks alone is named by its hour, too."""
    own = of_weeks(slot)[1] if start is not None else None
    texts, hours = _named(cell)
    return slot.casefold() in texts or (start, None) in hours or (start, own or week) in hours


class _Hours(NamedTuple):
    """All that it hangs on when somebody can meet."""

    given: tuple[str, ...]
    taken: tuple[str, ...]
    blank: str
    meeting_minutes: int
    ahead: int


@cache
def _free(slots: tuple[tuple[str, int | None], ...], hours: _Hours) -> frozenset[str]:
    """The slots at which somebody can meet; cached, as most people of tiny intakes are free alike."""
    result = set()
    for slot, start in slots:
        week = of_weeks(slot)[1] if start is not None else None
        if all(_can(hours, slot, start, each) for each in ([week] if week else WEEKS)):
            result.add(slot)
    return frozenset(result)


def _can(hours: _Hours, slot: str, start: int | None, week: str) -> bool:
    """Whether somebody can meet at a slot in weeks of a kind.

    Blank availability is everywhere where something is unavailable, else what `schedule.blank` says.
    """
    given, taken, ahead = hours.given, hours.taken, hours.ahead
    can = not given and (bool(taken) or hours.blank == "any")
    can, cannot = can or _names(given, slot, start, week), _names(taken, slot, start, week)
    if start is not None:
        end = start + hours.meeting_minutes
        inside, outside = _joined(given, week), _told(taken, week)
        if ahead:
            # On a circle of two weeks, this one first.
            other = WEEKS[week == WEEKS[0]]
            inside, outside = (
                [*spans, *((one + WEEK_MINUTES, two + WEEK_MINUTES) for one, two in _told(cell, other))]
                for spans, cell in ((inside, given), (outside, taken))
            )
            meeting = minutes_of([(start, end)])
            can = can or meeting <= minutes_of(inside, ahead)
            cannot = cannot or bool(meeting & minutes_of(outside, ahead))
        else:
            can = can or any(first <= start and end <= last for first, last in inside)
            cannot = cannot or any(first < end and start < last for first, last in outside)
    return can and not cannot


class Reading:
    """An intake with the program's defaults filled in and every cell as a tuple of items.

    Attributes
    ----------
    mentors, mentees : tuple of str
        Ids in the order of the intake.
    slots : dict of str to (int or None), or None
        Slot text to minute of the week (None for a named slot), in the order of slots; None without a schedule.
    free : dict of str to frozenset of str
        The slots at which each person can meet; empty without a schedule.
    scores : dict of (str, str) to int
        score(mentee, mentor).
    """

    def __init__(self, intake: Table) -> None:
        given: Table = intake.get("program") or {}
        self.program = {table: {**keys, **(given.get(table) or {})} for table, keys in DEFAULTS.items()}
        self.similarity: Mapping[str, int] = given.get("similarity", {"interests": 1})
        self.eligible: Sequence[Table] = given.get("eligible") or ()
        self.pair: Sequence[Table] = given.get("pair") or ()
        self.mix: Sequence[Table] = given.get("mix") or ()
        self.calendar: Table = given.get("calendar") or {}
        self.rows: dict[str, dict[str, tuple[str, ...]]] = {}
        self.mentors = self._people(intake["mentors"])
        self.mentees = self._people(intake["mentees"])
        self._links(intake.get("constraints") or ())
        self.locks = [_lock(row) for row in intake.get("locks") or ()]
        self.best_sums: dict[str, int] = {}  # filled by `best_sum` as it is asked

    @cached_property
    def slots(self) -> dict[str, int | None] | None:
        """See above; as are the next, worked out where first asked for: many a test asks for rules alone."""
        return self._slots()

    @cached_property
    def free(self) -> dict[str, frozenset[str]]:
        """See above."""
        return {person: self._free(person) for person in self.rows} if self.slots is not None else {}

    @cached_property
    def scores(self) -> dict[tuple[str, str], int]:
        """See above."""
        return {(a, b): self._score(a, b) for a, b in product(self.mentees, self.mentors)}

    def _people(self, rows: Sequence[Table]) -> tuple[str, ...]:
        read_rows = [{header(column): items(cell) for column, cell in row.items()} for row in rows]
        self.rows.update({row["id"][0]: row for row in read_rows})
        return tuple(row["id"][0] for row in read_rows)

    def _links(self, constraints: Sequence[Table]) -> None:
        links: dict[str, list[tuple[str, str]]] = {kind: [] for kind in ("together", "apart", "assign", "co_lead")}
        for row in constraints:
            cells = {header(column): " ".join(items(cell)) for column, cell in row.items()}
            links[cells["kind"].casefold()].append((cells["a"], cells["b"]))
        self.together, self.assign, self.co_lead = links["together"], links["assign"], links["co_lead"]
        self.apart = {frozenset(two) for two in links["apart"]}
        self.apart |= {frozenset((person, other)) for person in self.rows for other in self.cell(person, "avoid")}

    def _slots(self) -> dict[str, int | None] | None:
        schedule = self.program["schedule"]
        anybody = any(self.cell(person, column) for person in self.rows for column in ("availability", "unavailable"))
        if not schedule["required"] or not anybody:
            return None
        if schedule["slots"] is not None:
            texts = [" ".join(str(text).split()) for text in schedule["slots"]]
            starts = [slot_start(text) for text in texts]
            named = zip(texts, starts, strict=True)
            slots = {text if start is None else _spelled(text, start): start for text, start in named}
        else:
            starts_a_day = range(0, DAY_MINUTES, schedule["start_every"])
            slots = {
                slot_text(start): start for day in range(7) for start in (day * DAY_MINUTES + m for m in starts_a_day)
            }
        return self._by_weeks(slots)

    def _by_weeks(self, slots: dict[str, int | None]) -> dict[str, int | None]:
        """An hour as two slots where somebody can meet then in odd weeks alone, or in even ones."""
        cells = [(own, self.cell(own, column)) for own in self.rows for column in ("availability", "unavailable")]
        differing = {own for own, cell in cells if any(of_weeks(item)[1] for item in cell)}
        found: dict[str, int | None] = {}
        for slot, start in slots.items():
            parted = start is not None and of_weeks(slot)[1] is None
            if parted and any(
                len({_can(self._hours(own), slot, start, week) for week in WEEKS}) == 2 for own in differing
            ):
                found |= {f"{slot} {week}": start for week in WEEKS}
            else:
                found[slot] = start
        return found

    def _free(self, person: str) -> frozenset[str]:
        return _free(tuple((self.slots or {}).items()), self._hours(person))

    def _hours(self, person: str) -> _Hours:
        schedule = self.program["schedule"]
        given, taken = self.cell(person, "availability"), self.cell(person, "unavailable")
        return _Hours(given, taken, schedule["blank"], schedule["meeting_minutes"], self._ahead(person))

    def _ahead(self, person: str) -> int:
        """By how many minutes the program's clock is ahead of the one in which somebody tells windows."""
        schedule, own = self.program["schedule"], " ".join(self.cell(person, "timezone"))
        if not own:
            return 0
        week = schedule["week"] or self.calendar["start"]
        week = week if isinstance(week, date) else date.fromisoformat(week)
        return from_utc(schedule["timezone"], week) - from_utc(own, week)

    def slot(self, text: str | None) -> str | None:
        """The slot meant by a text, compared without case; None where there is no such slot."""
        if text is None or self.slots is None:
            return None
        start = slot_start(text)
        plain = text.casefold() if start is None else _spelled(text, start).casefold()
        return next((slot for slot in self.slots if slot.casefold() == plain), None)

    def cell(self, person: str, column: str) -> tuple[str, ...]:
        """The items of a person's cell, as written."""
        return self.rows[person].get(header(column), ())

    def items(self, person: str, column: str) -> frozenset[str]:
        """The set of a person's items in a column, without case."""
        return frozenset(item.casefold() for item in self.cell(person, column))

    def gender(self, person: str) -> str | None:
        """A person's gender without case, None where undisclosed."""
        return " ".join(self.cell(person, "gender")).casefold() or None

    def wish(self, mentee: str) -> tuple[str, str] | None:
        """``(prefer or require, gender)``, None where the mentee asks for nothing."""
        words = " ".join(self.cell(mentee, "mentor_gender")).casefold().split(maxsplit=1)
        if len(words) < 2:
            return None
        gender = self.gender(mentee) if words[1] == "same" else words[1]
        return None if gender is None else (words[0], gender)

    def rank(self, person: str, column: str, other: str) -> int | None:
        """The place (from 1) of `other` in a list of preferences, None where unlisted."""
        listed = self.cell(person, column)
        return listed.index(other) + 1 if other in listed else None

    def points(self, rank: int | None) -> int:
        """P(rank)."""
        points: Sequence[int] = self.program["choice"]["points"]
        return 0 if rank is None else points[min(rank, len(points)) - 1]

    def priority(self, mentee: str) -> int:
        """A mentee's percentage."""
        own = self.cell(mentee, "priority")
        return int(own[0]) if own else 100

    def chosen(self, mentee: str, mentor: str) -> int:
        """P of the rank that a mentee gives a mentor: for who is not listed the one after its last, where asked."""
        rank, listed = self.rank(mentee, "preferred_mentors", mentor), self.cell(mentee, "preferred_mentors")
        following = self.program["choice"]["unlisted"] == "next" and len(listed) > 0
        return self.points(len(listed) + 1 if rank is None and following else rank)

    def suits(self, rule: Table, mentee: str, mentor: str) -> bool | None:
        """Whether an eligible table holds between the two; None where one is blank."""
        own, other = (self.items(person, rule["column"]) for person in (mentee, mentor))
        if not own or not other:
            return None
        if rule["rule"] == "above":
            order = [str(value).casefold() for value in rule.get("order") or ()]
            low, high = (order.index(*cell) if order else float(*cell) for cell in (own, other))
            most = rule.get("at_most")
            return bool(high - low >= rule.get("at_least", 1) and (most is None or high - low <= most))
        return {"equal": own == other, "share": bool(own & other), "differ": not own & other}[rule["rule"]]

    def paired(self, rule: Table, mentors: Sequence[str]) -> bool | None:
        """Whether a pair table holds of the mentors of a group; None where a blank, or nobody else, leaves it open."""
        cells = [self.items(mentor, rule["column"]) for mentor in mentors]
        if rule["rule"] == "includes":
            return bool(frozenset().union(*cells) & {item.casefold() for item in items(rule["values"])})
        if len(cells) == 1 or not all(cells):
            return None
        return (cells[0] == cells[1]) == (rule["rule"] == "equal")

    def amiss(self, mix: Table, mentees: Sequence[str]) -> int:
        """How many of its mentees a mix is short of, or has too many, in a group."""
        values = {item.casefold() for item in items(mix["values"])}
        there = sum(bool(self.items(mentee, mix["column"]) & values) for mentee in mentees)
        if there == 0 and mix.get("none_too"):
            return 0
        most = mix.get("max")
        return max(0, mix.get("min", 0) - there, 0 if most is None else there - most)

    def limit(self, mentor: str, column: str) -> int | None:
        """A mentor's `max_groups` or `max_mentees`; None for no limit."""
        own = self.cell(mentor, column)
        default: int | None = self.program["load"][column]
        return int(float(own[0])) if own else default

    def likeness(self, mentee: str, mentor: str) -> int:
        """S(mentee, mentor), 0 to 100."""
        total = sum(self.similarity.values())
        weighted = 0
        for column, weight in self.similarity.items():
            one, two = self.items(mentee, column), self.items(mentor, column)
            both, either = len(one & two), len(one | two)
            weighted += weight * ((200 * both + either) // (2 * either) if either else 0)
        return (2 * weighted + total) // (2 * total) if total else 0

    def _score(self, mentee: str, mentor: str) -> int:
        weights, wish = self.program["weights"], self.wish(mentee)
        preferred = wish is not None and wish[0] == "prefer" and self.gender(mentor) == wish[1]
        return int(
            weights["mentee_choice"] * self.chosen(mentee, mentor) * self.priority(mentee) // 100
            + weights["mentor_choice"] * self.points(self.rank(mentor, "preferred_mentees", mentee))
            + weights["similarity"] * self.likeness(mentee, mentor)
            + weights["gender_wish"] * 100 * preferred
            + sum(100 * rule.get("weight", 0) for rule in self.eligible if self.suits(rule, mentee, mentor))
        )

    def pair_score(self, mentors: Sequence[str]) -> int:
        """pair(a, b), 0 for one mentor."""
        ranks = (self.rank(one, "preferred_co_mentors", two) for one in mentors for two in mentors if one != two)
        wished = [rule.get("weight", 0) for rule in self.pair if len(mentors) == 2 and self.paired(rule, mentors)]
        own = self.program["weights"]["co_mentor_choice"] * sum(self.points(rank) for rank in ranks)
        return int(own + 100 * sum(wished))

    def cost(self, mentors: Sequence[str], mentees: Sequence[str]) -> int:
        """cost(g)."""
        groups, weights = self.program["groups"], self.program["weights"]
        size = 0 if groups["ideal_size"] is None else weights["size"] * abs(len(mentees) - groups["ideal_size"])
        alone = weights["single"] * (groups["mentors"] == 2 and len(mentors) == 1)
        return int(size + alone + sum(mix.get("weight", 0) * self.amiss(mix, mentees) for mix in self.mix))

    def unplaced(self, mentee: str) -> int:
        """What leaving a mentee out costs."""
        return int(self.program["weights"]["unmatched"] * self.priority(mentee) // 100)

    def leaders(self) -> Iterator[tuple[str, ...]]:
        """Every choice of as many mentors as lead a group."""
        if self.program["groups"]["single"] and self.program["groups"]["mentors"] == 2:
            yield from combinations(self.mentors, 1)
        yield from combinations(self.mentors, self.program["groups"]["mentors"])


def _lock(row: Table) -> Table:
    cells = {header(column): items(cell) for column, cell in row.items()}
    return {
        "kind": cells["kind"][0],
        "mentors": set(cells["mentors"]),
        "slot": next(iter(cells.get("slot", ())), None),
        "mentees": set(cells.get("mentees", ())),
    }


def keeps_lock(reading: Reading, lock: Table, group: Group) -> bool:
    """Whether a group is what a lock says there is (docs/locks.md)."""
    mentors, slot, mentees = group
    if set(mentors) != lock["mentors"]:
        return False
    if lock["slot"] is not None and reading.slot(slot) != reading.slot(lock["slot"]):
        return False
    members: set[str] = lock["mentees"]
    return set(mentees) == members if lock["kind"] == "whole-group" else set(mentees) >= members


def read(intake: Table | Reading) -> Reading:
    """The intake, read; a `Reading` is handed back as it is."""
    return intake if isinstance(intake, Reading) else Reading(intake)


# Rules --------------------------------------------------------------------------------------------------------------


def leader_breaches(reading: Reading, mentors: Sequence[str]) -> list[str]:
    """The rules that concern the mentors of one group and nobody else."""
    wrong = []
    alone = reading.program["groups"]["single"] and len(mentors) == 1
    if len(mentors) != reading.program["groups"]["mentors"] and not alone:
        wrong.append(f"{len(mentors)} mentors lead, not {reading.program['groups']['mentors']}")
    wrong += [
        f"{one} and {two} must not share a group"
        for one, two in combinations(mentors, 2)
        if {one, two} in reading.apart
    ]
    wrong += [f"{one} leads and {two} does not" for one, two in reading.co_lead if (one in mentors) != (two in mentors)]
    if reading.program["groups"]["mentors"] != 2 or not 1 <= len(mentors) <= 2:
        return wrong
    for rule in reading.pair:
        if not rule.get("weight") and reading.paired(rule, mentors) is False:
            wrong.append(f"the mentors break pair {rule['rule']} of {rule['column']}")
    if len(mentors) != 2:
        return wrong
    one, two = (reading.gender(mentor) for mentor in mentors)
    asked = reading.program["gender"]["pair"]
    if asked != "any" and (one is None or two is None or (one == two) != (asked == "same")):
        wrong.append(f"the mentors' genders are not {asked}")
    return wrong


def place_breaches(reading: Reading, mentors: Sequence[str], mentee: str) -> list[str]:
    """The rules that concern one mentee and the mentors of its group and nobody else."""
    wrong = [f"{mentee} and {mentor} must not share a group" for mentor in mentors if {mentee, mentor} in reading.apart]
    wrong += [f"{mentee} is not led by {b}" for a, b in reading.assign if a == mentee and b not in mentors]
    for rule, mentor in product(reading.eligible, mentors):
        if not rule.get("weight") and reading.suits(rule, mentee, mentor) is False:
            wrong.append(f"{mentee} and {mentor} break eligible {rule['rule']} of {rule['column']}")
    wish = reading.wish(mentee)
    if wish is not None and wish[0] == "require":
        met = [reading.gender(mentor) == wish[1] for mentor in mentors]
        if not (all(met) if reading.program["gender"]["scope"] == "all" else any(met)):
            wrong.append(f"{mentee} requires a mentor of gender {wish[1]}")
    return wrong


def member_breaches(reading: Reading, mentees: Sequence[str]) -> list[str]:
    """The rules that concern the mentees of one group and nobody else."""
    groups, wrong = reading.program["groups"], []
    if not groups["min_size"] <= len(mentees) <= groups["max_size"]:
        wrong.append(f"{len(mentees)} mentees, not {groups['min_size']} to {groups['max_size']}")
    wrong += [f"{a} and {b} are not together" for a, b in reading.together if (a in mentees) != (b in mentees)]
    wrong += [f"{a} and {b} must not share a group" for a, b in combinations(mentees, 2) if {a, b} in reading.apart]
    counts = Counter(reading.gender(mentee) for mentee in mentees)
    rules = (mix for mix in reading.mix if not mix.get("weight"))
    wrong += [f"the mix of {mix['column']}" for mix in rules if reading.amiss(mix, mentees)]
    lone = {" ".join(str(gender).split()).casefold() for gender in reading.program["gender"]["no_lone"]}
    return wrong + [f"exactly one mentee is {gender}" for gender in sorted(lone) if counts[gender] == 1]


def slot_breaches(reading: Reading, slot: str | None, people: Sequence[str]) -> list[str]:
    """That a group has a slot where there is a schedule, and that each of its people can meet there."""
    if reading.slots is None:
        return [] if slot is None else [f"slot {slot} without a schedule"]
    meant = reading.slot(slot)
    if meant is None:
        return [f"{slot!r} is no slot"]
    return [f"{person} cannot meet at {slot}" for person in people if meant not in reading.free[person]]


def _across_breaches(reading: Reading, groups: Sequence[Group]) -> list[str]:
    """The rules that no group can break by itself."""
    wrong = []
    for mentor in reading.mentors:
        own = [group for group in groups if mentor in group[0]]
        slots = [reading.slot(slot) for _, slot, _ in own]
        most_groups, most_mentees = (reading.limit(mentor, column) for column in ("max_groups", "max_mentees"))
        if most_groups is not None and len(own) > most_groups:
            wrong.append(f"{mentor} leads {len(own)} groups, at most {most_groups}")
        if most_mentees is not None and (led := sum(len(group[2]) for group in own)) > most_mentees:
            wrong.append(f"{mentor} leads {led} mentees, at most {most_mentees}")
        if reading.slots is not None and len(set(slots)) < len(slots):
            wrong.append(f"{mentor} leads two groups at one slot")
    asked, room = reading.program["groups"]["count"], reading.program["schedule"]["max_groups_per_slot"]
    if reading.slots is not None and room is not None:
        held = Counter(reading.slot(slot) for _, slot, _ in groups)
        wrong += [f"{number} groups at {slot}, at most {room}" for slot, number in held.items() if number > room]
    if asked is not None and len(groups) != asked:
        wrong.append(f"{len(groups)} groups, not {asked}")
    wrong += [
        f"a {lock['kind']} lock is not kept"
        for lock in reading.locks
        if not any(keeps_lock(reading, lock, group) for group in groups)
    ]
    assigned = {mentee for mentee, _ in reading.assign}
    return wrong + [
        f"{mentee} is left out"
        for mentee in left_out(reading, groups)
        if reading.program["groups"]["everyone"] or mentee in assigned
    ]


def _shape_breaches(reading: Reading, groups: Sequence[Group]) -> list[str]:
    """People who are in no intake, on the wrong side, or twice in the groups."""
    wrong = [f"{mentor} is no mentor" for group in groups for mentor in group[0] if mentor not in reading.mentors]
    wrong += [f"{mentee} is no mentee" for group in groups for mentee in group[2] if mentee not in reading.mentees]
    wrong += [f"a mentor twice in one group: {group[0]}" for group in groups if len(set(group[0])) < len(group[0])]
    places = Counter(mentee for group in groups for mentee in group[2])
    return wrong + [f"{mentee} has {number} places" for mentee, number in places.items() if number > 1]


def breaches(intake: Table | Reading, groups: Sequence[Group]) -> list[str]:
    """Every rule that a grouping breaks, one text each; empty where all hold."""
    reading = read(intake)
    wrong = _shape_breaches(reading, groups)
    if wrong:
        return wrong
    for mentors, slot, mentees in groups:
        wrong += leader_breaches(reading, mentors) + member_breaches(reading, mentees)
        wrong += [breach for mentee in mentees for breach in place_breaches(reading, mentors, mentee)]
        wrong += slot_breaches(reading, slot, (*mentors, *mentees))
    return wrong + _across_breaches(reading, groups)


# Score and modes ----------------------------------------------------------------------------------------------------


def left_out(intake: Table | Reading, groups: Sequence[Group]) -> list[str]:
    """The mentees of no group, in the order of the intake."""
    placed = {mentee for group in groups for mentee in group[2]}
    return [mentee for mentee in read(intake).mentees if mentee not in placed]


def leaders_of(groups: Sequence[Group], mentee: str) -> tuple[str, ...] | None:
    """The mentors of a mentee's group, None where it is left out."""
    return next((mentors for mentors, _, mentees in groups if mentee in mentees), None)


def group_score(intake: Table | Reading, group: Group) -> int:
    """What one group scores: its mentees' scores and its mentors' pair, less its cost."""
    reading = read(intake)
    mentors, _, mentees = group
    gained = sum(_sum(reading, mentee, mentors) for mentee in mentees) + reading.pair_score(mentors)
    return gained - reading.cost(mentors, mentees)


def score(intake: Table | Reading, groups: Sequence[Group]) -> int:
    """The objective of a grouping."""
    reading = read(intake)
    unplaced = sum(reading.unplaced(mentee) for mentee in left_out(reading, groups))
    return sum(group_score(reading, group) for group in groups) - unplaced


def choice(intake: Table | Reading, mentee: str, mentors: Sequence[str]) -> int | None:
    """The best rank that a mentee gives to one of `mentors`, None for unlisted."""
    reading = read(intake)
    ranks = [reading.rank(mentee, "preferred_mentors", mentor) for mentor in mentors]
    return min((rank for rank in ranks if rank is not None), default=None)


def permitted(intake: Table | Reading, mentee: str) -> list[tuple[str, ...]]:
    """The choices of mentors that a mentee alone could have: every rule on only those people, and a shared slot."""
    reading = read(intake)
    return [
        mentors
        for mentors in reading.leaders()
        if all(reading.limit(mentor, column) != 0 for mentor in mentors for column in ("max_groups", "max_mentees"))
        and not leader_breaches(reading, mentors)
        and not place_breaches(reading, mentors, mentee)
        and (reading.slots is None or frozenset.intersection(*(reading.free[person] for person in (mentee, *mentors))))
    ]


def satisfaction(intake: Table | Reading, mentee: str, mentors: Sequence[str] | None) -> tuple[int, int]:
    """A mentee's satisfaction as numerator and (positive) denominator; `mentors` is None where it is left out."""
    reading = read(intake)
    if mentors is None:
        return 0, 1
    whole = best_sum(reading, mentee)
    return (_sum(reading, mentee, mentors), whole) if whole else (1, 1)


def best_sum(intake: Table | Reading, mentee: str) -> int:
    """The best sum of scores over the choices of mentors that a mentee alone could have, 0 where there are none."""
    reading = read(intake)
    if mentee not in reading.best_sums:
        sums = (_sum(reading, mentee, mentors) for mentors in permitted(reading, mentee))
        reading.best_sums[mentee] = max(sums, default=0)
    return reading.best_sums[mentee]


def _sum(reading: Reading, mentee: str, mentors: Sequence[str]) -> int:
    return sum(reading.scores[mentee, mentor] for mentor in mentors)


def band(intake: Table | Reading, mentee: str, mentors: Sequence[str] | None) -> int:
    """The band of a mentee's satisfaction, 0 (lowest) to `objective.levels` - 1."""
    reading = read(intake)
    levels: int = reading.program["objective"]["levels"]
    part, whole = satisfaction(reading, mentee, mentors)
    return min(levels - 1, part * levels // whole)


def stage(intake: Table | Reading, mentee: str, mentors: Sequence[str] | None) -> int | None:
    """The place in `key` that counts this mentee, None where no place does; `mentors` is None where it is left out."""
    reading = read(intake)
    mode = reading.program["objective"]["mode"]
    if mode == "fair":
        return band(reading, mentee, mentors)
    rank = None if mentors is None else choice(reading, mentee, mentors)
    if mode == "greedy":
        return None if rank is None else rank - 1
    if mode == "generous":
        return 0 if mentors is None else 1 if rank is None else 2 + _worst(reading) - rank
    return None


def _worst(reading: Reading) -> int:
    """The worst choice that anybody can get: the length of the longest list."""
    return max((len(reading.cell(mentee, "preferred_mentors")) for mentee in reading.mentees), default=0)


def _stages(reading: Reading) -> int:
    levels: int = reading.program["objective"]["levels"]
    lengths = {"total": 0, "greedy": _worst(reading), "generous": 2 + _worst(reading), "fair": levels}
    return lengths[reading.program["objective"]["mode"]]


def key(intake: Table | Reading, groups: Sequence[Group]) -> tuple[int, ...]:
    """What the mode counts before the objective, first things first.

    Nothing for `total`; mentees at choice 1, 2, … for `greedy` (more is better); left out, unlisted, at the worst
    choice, …, at choice 1 for `generous` and in band 0, 1, … for `fair` (fewer is better).
    """
    reading = read(intake)
    counts = Counter(stage(reading, mentee, leaders_of(groups, mentee)) for mentee in reading.mentees)
    return tuple(counts[place] for place in range(_stages(reading)))


# The best grouping --------------------------------------------------------------------------------------------------


class Optimum(NamedTuple):
    """The best objective among what the mode's `key` allows, that key, and one grouping that reaches both."""

    objective: int
    key: tuple[int, ...]
    groups: tuple[Group, ...]


class _Seat(NamedTuple):
    mentors: tuple[int, ...]
    slot: str | None
    members: list[tuple[int, int]]  # a set of mentees as bits, and what it is worth there


class _Load(NamedTuple):
    """What a mentor can still take on; None in its place where that is nothing."""

    groups: int
    mentees: int | None
    busy: frozenset[str]


# What was taken: each mentor's load, the groups at each slot (empty without a cap), the groups in all, locks kept.
_Taken = tuple[tuple[_Load | None, ...], tuple[tuple[str, int], ...], int, frozenset[int]]


@dataclass(frozen=True)
class _Worth:
    """Key and objective in one whole number, as large as it needs to be: a stage outweighs all that follow it."""

    reading: Reading

    def of(self, mentee: str, mentors: tuple[str, ...] | None) -> int:
        reading, place = self.reading, stage(self.reading, mentee, mentors)
        own = -reading.unplaced(mentee) if mentors is None else _sum(reading, mentee, mentors)
        if place is None:
            return int(own)
        sign = 1 if reading.program["objective"]["mode"] == "greedy" else -1
        height: int = 10**18 * 1000 ** (_stages(reading) - place)
        return int(own + sign * height)


def _member_sets(reading: Reading) -> list[int]:
    """The sets of mentees, as bits, that the rules on mentees alone let sit together."""
    everybody = range(len(reading.mentees))
    sets = (chosen for size in range(1, len(reading.mentees) + 1) for chosen in combinations(everybody, size))
    return [
        sum(1 << mentee for mentee in chosen)
        for chosen in sets
        if not member_breaches(reading, [reading.mentees[mentee] for mentee in chosen])
    ]


def _seats(reading: Reading) -> list[_Seat]:
    """Every seat that somebody could take, with all it can hold."""
    sets, worth, seats = _member_sets(reading), _Worth(reading), []

    def costs(mentors: Sequence[str], held: int) -> int:
        return reading.cost(mentors, [mentee for place, mentee in enumerate(reading.mentees) if held >> place & 1])

    most = len(reading.mentees) // reading.program["groups"]["min_size"]
    slots = _slots_to_try(reading, most)
    for mentors in reading.leaders():
        if leader_breaches(reading, mentors):
            continue
        gains = {
            position: worth.of(mentee, mentors)
            for position, mentee in enumerate(reading.mentees)
            if not place_breaches(reading, mentors, mentee)
        }
        pair = reading.pair_score(mentors)
        for slot in slots or _turns(reading, mentors, most):
            if slot is not None and not all(slot in reading.free[mentor] for mentor in mentors):
                continue
            who = [place for place in gains if slot is None or slot in reading.free[reading.mentees[place]]]
            may = sum(1 << place for place in who)
            members = [
                (held, pair - costs(mentors, held) + sum(gains[place] for place in who if held >> place & 1))
                for held in sets
                if not held & ~may
            ]
            if members:
                seats.append(_Seat(tuple(map(reading.mentors.index, mentors)), slot, members))
    return seats


def _slots_to_try(reading: Reading, most: int) -> list[str]:
    """The slots; of those at which the same people can meet, as many as there can be groups suffice."""
    seen: Counter[frozenset[str]] = Counter()
    kept = []
    for slot in reading.slots or ():
        people = frozenset(person for person, free in reading.free.items() if slot in free)
        seen[people] += 1
        if seen[people] <= most or any(reading.slot(lock["slot"]) == slot for lock in reading.locks):
            kept.append(slot)
    return kept


def _turns(reading: Reading, mentors: tuple[str, ...], most: int) -> list[None]:
    """Without a schedule the same mentors may lead several groups: as many turns as their limits allow."""
    if reading.slots is not None:
        return []
    return [None] * min(most, *(reading.limit(mentor, "max_groups") or 0 for mentor in mentors))


def _take(reading: Reading, taken: _Taken, seat: _Seat, size: int, later: frozenset[int]) -> _Taken | None:
    """What is taken after a group of `size` at `seat`, or None where the mentors, the slot or the count forbid it."""
    loads, rooms, number = list(taken[0]), dict(taken[1]), taken[2]
    schedule, groups = reading.program["schedule"], reading.program["groups"]
    for mentor in seat.mentors:
        load = loads[mentor]
        if load is None or seat.slot in load.busy or (load.mentees is not None and load.mentees < size):
            return None
        busy = load.busy if seat.slot is None else load.busy | {seat.slot}
        loads[mentor] = _Load(load.groups - 1, None if load.mentees is None else load.mentees - size, busy)
    if seat.slot is not None and schedule["max_groups_per_slot"] is not None:
        rooms[seat.slot] = rooms.get(seat.slot, 0) + 1
        if rooms[seat.slot] > schedule["max_groups_per_slot"]:
            return None
    if groups["count"] is not None:
        number += 1
        if number > groups["count"]:
            return None
    return _closed(reading, loads, later), tuple(sorted(rooms.items())), number, taken[3]


def _closed(reading: Reading, loads: Sequence[_Load | None], later: frozenset[int]) -> tuple[_Load | None, ...]:
    """Mentors who can lead nothing more are alike: forget how they came to it."""
    least = reading.program["groups"]["min_size"]
    return tuple(
        None
        if load is None or mentor not in later or not load.groups or (load.mentees is not None and load.mentees < least)
        else load
        for mentor, load in enumerate(loads)
    )


def _kept(reading: Reading, seat: _Seat, held: int) -> frozenset[int]:
    """The locks that a group at a seat keeps."""
    if not reading.locks:
        return frozenset()
    members = tuple(mentee for place, mentee in enumerate(reading.mentees) if held >> place & 1)
    group = (tuple(reading.mentors[mentor] for mentor in seat.mentors), seat.slot, members)
    return frozenset(place for place, lock in enumerate(reading.locks) if keeps_lock(reading, lock, group))


def best(intake: Table | Reading) -> Optimum | None:
    """The best of all groupings of a tiny intake (about 7 mentees, 4 mentors, 3 slots), None where none is allowed.

    Goes through the seats one by one: each stays empty or holds any set of the mentees still waiting. Groupings that
    leave the same mentees waiting and the same things taken have the same ways on, so the better one stands for both.
    """
    reading = read(intake)
    seats, worth = _seats(reading), _Worth(reading)
    limits = [
        _Load(reading.limit(m, "max_groups") or 0, reading.limit(m, "max_mentees"), frozenset())
        for m in reading.mentors
    ]
    start: _Taken = (_closed(reading, limits, frozenset(range(len(limits)))), (), 0, frozenset())
    states: dict[tuple[int, _Taken], tuple[int, Any]] = {((1 << len(reading.mentees)) - 1, start): (0, None)}
    for position, seat in enumerate(seats):
        later = frozenset(mentor for other in seats[position + 1 :] for mentor in other.mentors)
        after: dict[tuple[int, _Taken], tuple[int, Any]] = {}
        moves: dict[tuple[_Taken, int], _Taken | None] = {}
        for (waiting, taken), (value, path) in states.items():
            skipped = (_closed(reading, taken[0], later), *taken[1:])
            options = [(0, 0, skipped)]
            for held, gain in seat.members:
                if held & ~waiting:
                    continue
                move = (taken, held.bit_count())
                if move not in moves:
                    moves[move] = _take(reading, taken, seat, move[1], later)
                if (next_taken := moves[move]) is not None:
                    kept = taken[3] | _kept(reading, seat, held)
                    options.append((held, gain, (*next_taken[:3], kept)))
            for held, gain, next_taken in options:
                state = (waiting & ~held, next_taken)
                if state not in after or value + gain > after[state][0]:
                    after[state] = (value + gain, (path, seat, held) if held else path)
        states = after
    alone = [worth.of(mentee, None) for mentee in reading.mentees]
    return _finish(reading, states, alone)


def _finish(reading: Reading, states: Mapping[tuple[int, _Taken], tuple[int, Any]], alone: list[int]) -> Optimum | None:
    """The best end: the right number of groups, and nobody waiting who must not be left out."""
    groups = reading.program["groups"]
    must = {mentee for mentee, _ in reading.assign} if not groups["everyone"] else set(reading.mentees)
    bound_to = sum(1 << reading.mentees.index(mentee) for mentee in must)
    ends = [
        (value + sum(cost for place, cost in enumerate(alone) if waiting >> place & 1), path)
        for (waiting, taken), (value, path) in states.items()
        if not waiting & bound_to and groups["count"] in (None, taken[2]) and len(taken[3]) == len(reading.locks)
    ]
    if not ends:
        return None
    path, found = max(ends, key=lambda end: end[0])[1], []
    while path is not None:
        path, seat, held = path
        mentees = tuple(mentee for place, mentee in enumerate(reading.mentees) if held >> place & 1)
        found.append((tuple(reading.mentors[mentor] for mentor in seat.mentors), seat.slot, mentees))
    if wrong := breaches(reading, found):
        raise AssertionError(f"the oracle's own grouping breaks a rule: {wrong}")
    return Optimum(score(reading, found), key(reading, found), tuple(found))


def _partitions(people: Sequence[str]) -> Iterator[list[list[str]]]:
    """Every way to leave some people out and to split the others into groups."""
    if not people:
        yield []
        return
    for rest in _partitions(people[1:]):
        yield rest
        yield [[people[0]], *rest]
        for place, block in enumerate(rest):
            yield [*rest[:place], [people[0], *block], *rest[place + 1 :]]


def groupings(intake: Table | Reading) -> Iterator[tuple[Group, ...]]:
    """Every grouping that keeps the rules: every split of the mentees at every choice of mentors and slots."""
    reading = read(intake)
    seats = [(mentors, slot) for mentors in reading.leaders() for slot in (reading.slots or [None])]
    for blocks in _partitions(reading.mentees):
        for taken in product(seats, repeat=len(blocks)):
            groups = tuple((*seat, tuple(block)) for seat, block in zip(taken, blocks, strict=True))
            if not breaches(reading, groups):
                yield groups


def worth(intake: Table | Reading, groups: Sequence[Group]) -> tuple[int, ...]:
    """What a grouping is worth in the mode: of two, the greater is better."""
    reading = read(intake)
    sign = 1 if reading.program["objective"]["mode"] == "greedy" else -1
    return (*(sign * count for count in key(reading, groups)), score(reading, groups))


def best_naive(intake: Table | Reading) -> Optimum | None:
    """The same as `best`, by trying every grouping."""
    reading = read(intake)
    found = max(groupings(reading), key=lambda groups: worth(reading, groups), default=None)
    return None if found is None else Optimum(score(reading, found), key(reading, found), found)


def moves(intake: Table | Reading, before: Sequence[Group], after: Sequence[Group]) -> int:
    """How many people moved (docs/rematch.md): every way in which groups could live on is tried."""
    reading = read(intake)
    there = [
        (set(mentors) & set(reading.mentors), slot, set(mentees) & set(reading.mentees))
        for mentors, slot, mentees in before
    ]
    places = sum(len(mentors) + len(mentees) for mentors, _, mentees in there)

    def stay(number: int, used: frozenset[int]) -> int:
        if number == len(there):
            return 0
        most, (mentors, slot, mentees) = stay(number + 1, used), there[number]
        for place, (leaders, hour, members) in enumerate(after):
            same = slot is None and hour is None if reading.slots is None else reading.slot(slot) == reading.slot(hour)
            if place not in used and same and (reading.slots is None or reading.slot(slot) is not None):
                shared = len(mentors & set(leaders)) + len(mentees & set(members))
                most = max(most, shared + stay(number + 1, used | {place}))
        return most

    return places - stay(0, frozenset())


# A finished result --------------------------------------------------------------------------------------------------


def check_result(intake: Table | Reading, result: Table) -> list[str]:
    """Everything that is wrong with the content of a ``result.json``, one text each; empty where all is right.

    That an optimum is none is not found here (see `best`): only what its own figures, the rules and the score say.
    """
    reading = read(intake)
    wrong = [f"{name} is missing" for name in (*RESULT_KEYS, "program") if name not in result]
    if wrong:
        return wrong
    groups: list[Group] = [
        (tuple(group["mentors"]), group["slot"], tuple(group["mentees"])) for group in result["groups"]
    ]
    wrong = _shape_breaches(reading, groups)
    if wrong:
        return wrong
    wrong = breaches(reading, groups) + _figures_wrong(reading, result, groups) + _order_wrong(reading, result, groups)
    reasons = {entry["id"]: entry["reason"] for entry in result["unmatched"]}
    if sorted(entry["id"] for entry in result["unmatched"]) != sorted(left_out(reading, groups)):
        wrong.append("unmatched does not list exactly those left out")
    wrong += [
        f"{mentee} is unmatched for no reason" for mentee, reason in reasons.items() if not str(reason or "").strip()
    ]
    counts = Counter(choice(reading, mentee, mentors) for mentors, _, mentees in groups for mentee in mentees)
    told = {rank: number for rank, number in result["choices"].items() if number or rank == "unlisted"}
    if told != {"unlisted": counts.pop(None, 0)} | {str(rank): number for rank, number in counts.items()}:
        wrong.append(f"choices are told as {result['choices']}")
    return wrong


def _figures_wrong(reading: Reading, result: Table, groups: Sequence[Group]) -> list[str]:
    objective, bound, mode = score(reading, groups), result["bound"], reading.program["objective"]["mode"]
    wrong = [
        f"{told['id']} is told to score {told['score']}, not {group_score(reading, group)}"
        for told, group in zip(result["groups"], groups, strict=True)
        if told["score"] != group_score(reading, group)
    ]
    if result["status"] not in ("optimal", "feasible"):
        wrong.append(f"a result was written with status {result['status']!r}")
    if result["objective"] != objective:
        wrong.append(f"the objective is told as {result['objective']}, not {objective}")
    if not isinstance(bound, (int, float)):
        return [*wrong, f"the bound is {bound!r}"]
    if bound < objective:
        wrong.append(f"the bound {bound} is under the objective {objective}")
    gap = (bound - objective) / max(1, abs(objective))
    if not isinstance(result["gap"], (int, float)) or abs(result["gap"] - gap) > 1e-6:
        wrong.append(f"the gap {result['gap']} does not follow from {bound} and {objective}")
    # Another mode may have stopped in an early stage and closed a later one.
    says, proved = result["status"] == "optimal", bound == objective
    if (says and not proved) or (proved and not says and mode == "total"):
        wrong.append(f"status {result['status']} with objective {objective} and bound {bound}")
    none_to_count = mode == "greedy" and not _worst(reading)
    stages = result.get("stages") or ([] if none_to_count else [{}])
    if mode != "total" and not all({"name", "value", "bound"} <= set(told) for told in stages):
        wrong.append("stages are not a list of name, value and bound")
    return wrong


def _order_wrong(reading: Reading, result: Table, groups: Sequence[Group]) -> list[str]:
    wrong = []
    if [told["id"] for told in result["groups"]] != [f"G{number}" for number in range(1, len(groups) + 1)]:
        wrong.append("the groups are not named G1, G2, … in their order")
    times = list(reading.slots or ())
    places = [
        (times.index(slot) if (slot := reading.slot(text)) is not None else -1, mentors) for mentors, text, _ in groups
    ]
    wrong += [f"{one} stands before {two}" for one, two in pairwise(places) if one > two]
    for mentors, _, mentees in groups:
        for told, everybody in ((mentors, reading.mentors), (mentees, reading.mentees)):
            if list(told) != sorted(told, key=everybody.index):
                wrong.append(f"{told} do not stand in the order of the intake")
    return wrong
