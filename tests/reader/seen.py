"""What is so: facts of an intake and its groups, worked out from the contract, to hold what is said against.

Nothing of the product is imported: the intake is a dict of the JSON form, the result what ``result.json`` holds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from statistics import mean
from typing import Any
from zoneinfo import ZoneInfo

from tests import oracle
from tests.reader.words import in_a_row, some

Plain = dict[str, Any]
LATER = "*"


def told_of_those(locks: list[str], told: str) -> str:
    """The locks that a text tells of, as it should."""
    those = [lock for lock in locks if lock in told]
    more = f"; and {len(those) - 3} more" if len(those) > 3 else ""
    return "; ".join(those[:3]) + more


@dataclass(frozen=True)
class Meetings:
    """When a group meets."""

    days: tuple[date, ...]
    skipped: tuple[date, ...]
    every: int
    begins: datetime
    length: timedelta
    place: str | None


@dataclass(frozen=True)
class Group:
    """A group as the result tells it."""

    id: str
    slot: str | None
    mentors: tuple[str, ...]
    mentees: tuple[str, ...]
    locked: tuple[str, ...] = ()


def fold(text: str) -> str:
    return " ".join(text.split()).casefold()


KNOWN = (
    *("id", "name", "email", "availability", "unavailable", "avoid", "timezone", "max_groups", "max_mentees"),
    *("preferred_mentees", "preferred_co_mentors", "preferred_mentors", "mentor_gender", "priority"),
)
"""Columns that have a meaning of their own, besides ``gender``."""


class Facts:
    """Facts of one result.

    Parameters
    ----------
    anonymous
        Whether ids stand for names.
    """

    def __init__(self, plain: Plain, result: Plain, *, anonymous: bool = False) -> None:
        self.plain, self.result, self.anonymous = plain, result, anonymous
        self.reading = oracle.read(plain)
        self.program: Plain = plain["program"]
        self.title = " ".join(str(self.program.get("name", "Mentoring program")).split())
        self.mentors, self.mentees = self.reading.mentors, self.reading.mentees
        self.groups = [
            Group(
                one["id"],
                one["slot"],
                *(tuple(one[side]) for side in ("mentors", "mentees")),
            )
            for one in result["groups"]
        ]
        self.groups = [replace(group, locked=tuple(self._locked(group))) for group in self.groups]
        self.group_of = {mentee: group for group in reversed(self.groups) for mentee in group.mentees}
        self.led: dict[str, list[Group]] = {mentor: [] for mentor in self.mentors}
        for group in self.groups:
            for mentor in group.mentors:
                self.led[mentor].append(group)
        self.formed = [(group.mentors, group.slot, group.mentees) for group in self.groups]

    def _locked(self, group: Group) -> Iterator[str]:
        """What of a group locks settle, and why."""
        formed = (group.mentors, group.slot, group.mentees)
        for lock, row in zip(self.reading.locks, self.plain.get("locks") or (), strict=True):
            if oracle.keeps_lock(self.reading, lock, formed):
                cells = {oracle.header(column): cell for column, cell in row.items()}
                what = {
                    "mentor-pair": "its mentors",
                    "group-slot": "its hour",
                    "person-in-group": in_a_row(oracle.items(cells.get("mentees"))),
                    "whole-group": "all of it",
                }[lock["kind"]]
                reason = " ".join(str(cells.get("reason") or "").split())
                yield f"{what}: {reason}" if reason else what

    @cached_property
    def locks_told(self) -> list[str]:
        """Each lock as a clause."""
        told = []
        for lock, row in zip(self.reading.locks, self.plain.get("locks") or (), strict=True):
            cells = {oracle.header(column): cell for column, cell in row.items()}
            leaders = some([one for one in self.mentors if one in lock["mentors"]], len(self.mentors))
            mentees = in_a_row([one for one in self.mentees if one in lock["mentees"]])
            lead = "lead" if len(lock["mentors"]) > 1 else "leads"
            hour = f" at {self.reading.slot(lock['slot'])}" if lock["slot"] else ""
            said = {
                "mentor-pair": f"{leaders} {lead} a group",
                "group-slot": f"{leaders} {lead} a group{hour}",
                "person-in-group": f"{mentees} is in a group that {leaders} {lead}{hour}",
                "whole-group": f"{leaders} {lead} a group{hour} of just {mentees}",
            }[lock["kind"]]
            reason = " ".join(str(cells.get("reason") or "").split())
            told.append(f"{said} (locked{f': {reason}' if reason else ''})")
        return told

    def late_joiners(self, group: Group) -> int:
        """How many lines a sheet has for those who join late: two at most, and no more than there are places."""
        locks = (lock for lock in self.reading.locks if lock["kind"] == "whole-group")
        if any(oracle.keeps_lock(self.reading, lock, (group.mentors, group.slot, group.mentees)) for lock in locks):
            return 0
        room = self.reading.program["groups"]["max_size"] - len(group.mentees)
        for mentor in group.mentors:
            most = self.limit(mentor, "max_mentees")
            room = room if most is None else min(room, most - len(self.mentees_of(mentor)))
        return max(0, min(2, room))

    # People ----------------------------------------------------------------------------------------------------------

    def cell(self, person: str, column: str) -> str:
        return " ".join(self.reading.cell(person, column))

    @cached_property
    def real_names(self) -> dict[str, str]:
        rows = {row["id"]: row for row in (*self.plain["mentors"], *self.plain["mentees"])}
        return {own: " ".join(str(row.get("name") or own).split()) for own, row in rows.items()}

    @cached_property
    def names(self) -> dict[str, str]:
        return {own: own if self.anonymous else name for own, name in self.real_names.items()}

    @cached_property
    def called(self) -> dict[str, str]:
        return called(self.names)

    def gender(self, person: str) -> str | None:
        return self.cell(person, "gender") or None

    def limit(self, mentor: str, column: str) -> int | None:
        return self.reading.limit(mentor, column)

    @property
    def fewest(self) -> int:
        """How many mentors lead a group at least."""
        groups = self.reading.program["groups"]
        return 1 if groups["single"] else int(groups["mentors"])

    def rules(self, table: str) -> list[Plain]:
        """The tables of `eligible`, `pair` or `mix` that are rules: those with a weight forbid nothing."""
        return [dict(one) for one in getattr(self.reading, table) if not one.get("weight")]

    def wishes(self, table: str) -> list[Plain]:
        """Those that are wishes, or costs."""
        return [dict(one) for one in getattr(self.reading, table) if one.get("weight")]

    @property
    def placed(self) -> list[str]:
        return [mentee for mentee in self.mentees if mentee in self.group_of]

    @property
    def left_out(self) -> list[str]:
        out = [mentee for mentee in self.mentees if mentee not in self.group_of]
        return sorted(out, key=lambda mentee: -self.reading.priority(mentee))

    def without_told(self) -> Iterator[str]:
        """What is said of those who had left, and stood in the lists still."""
        gone = self.result.get("without") or []
        names = [one["id"] if one["name"] == one["id"] else f"{one['name']} ({one['id']})" for one in gone]
        if names:
            yield f"Formed without {some(names)}, who left."

    @property
    def idle(self) -> list[str]:
        return [mentor for mentor in self.mentors if not self.led[mentor]]

    @property
    def spare(self) -> list[str]:
        """Those who lead no group, and whose limits let them lead one."""
        least, spare = self.reading.program["groups"]["min_size"], list[str]()
        for own in self.idle:
            groups, most = self.limit(own, "max_groups"), self.limit(own, "max_mentees")
            spare += [own] if groups and (most is None or most >= least) else []
        return spare

    def mentees_of(self, mentor: str) -> list[str]:
        return [mentee for group in self.led[mentor] for mentee in group.mentees]

    def partners_of(self, mentor: str) -> list[str]:
        return list(dict.fromkeys(one for group in self.led[mentor] for one in group.mentors if one != mentor))

    # What a mentee got -----------------------------------------------------------------------------------------------

    def choice(self, mentee: str) -> int | None:
        return oracle.choice(self.reading, mentee, self.group_of[mentee].mentors)

    def score(self, mentee: str) -> int:
        return sum(self.reading.scores[mentee, mentor] for mentor in self.group_of[mentee].mentors)

    def satisfaction(self, mentee: str) -> float:
        part, whole = oracle.satisfaction(self.reading, mentee, self.group_of[mentee].mentors)
        return round(min(1.0, part / whole), 3)

    def alone(self, mentee: str) -> bool:
        own = self.reading.gender(mentee)
        return own is not None and sum(self.reading.gender(one) == own for one in self.group_of[mentee].mentees) == 1

    def interests(self, person: str) -> dict[str, str]:
        """What may be told as in common: nothing of columns that say who somebody is, or what they asked for."""
        found: dict[str, str] = {}
        for column, weight in self.reading.similarity.items():
            if column.casefold().replace("-", "_").replace(" ", "_") in (*KNOWN, "gender", "pronouns"):
                continue
            for item in self.reading.cell(person, column) if weight else ():
                found.setdefault(item.casefold(), item)
        return found

    def shared(self, mentee: str) -> list[str]:
        theirs = {item for mentor in self.group_of[mentee].mentors for item in self.interests(mentor)}
        return [spelled for item, spelled in self.interests(mentee).items() if item in theirs]

    # Groups ----------------------------------------------------------------------------------------------------------

    def start(self, group: Group) -> int | None:
        slot = self.reading.slot(group.slot)
        return None if slot is None or self.reading.slots is None else self.reading.slots[slot]

    def group_score(self, group: Group) -> int:
        return oracle.group_score(self.reading, (group.mentors, group.slot, group.mentees))

    def group_parts(self, group: Group) -> list[tuple[str, int, dict[str, Any]]]:
        """What a group's score is made of: a kind, its points, and what the program says of it."""
        reading, program = self.reading, self.reading.program
        weights, groups = program["weights"], program["groups"]
        pairs = [(mentee, mentor) for mentee in group.mentees for mentor in group.mentors]
        two = len(group.mentors) == 2
        parts: list[tuple[str, int, dict[str, Any]]] = [("mentees", sum(map(self.score, group.mentees)), {})]
        for rule in (rule for rule in reading.eligible if rule.get("weight")):
            held = sum(reading.suits(rule, *pair) is True for pair in pairs)
            parts.append(("eligible", 100 * rule["weight"] * held, {"column": rule["column"]}))
        if groups["mentors"] == 2:
            wishes = [rule for rule in reading.pair if rule.get("weight")]
            held_by = [100 * rule["weight"] * bool(two and reading.paired(rule, group.mentors)) for rule in wishes]
            parts.append(("pair", (reading.pair_score(group.mentors) if two else 0) - sum(held_by), {}))
            parts += [
                ("pair_wish", points, {"column": rule["column"]}) for rule, points in zip(wishes, held_by, strict=True)
            ]
        if groups["ideal_size"] is not None and weights["size"]:
            off = abs(len(group.mentees) - groups["ideal_size"])
            parts.append(("size", -weights["size"] * off, {"ideal": groups["ideal_size"]}))
        if groups["mentors"] == 2 and groups["single"] and weights["single"]:
            parts.append(("single", -weights["single"] * (not two), {}))
        for mix in reading.mix:
            asks = mix.get("max") is not None or mix.get("min", 0) > (1 if mix.get("none_too") else 0)
            if mix.get("weight") and asks:
                points = -mix["weight"] * reading.amiss(mix, group.mentees)
                parts.append(("mix", points, {"column": mix["column"], "values": list(oracle.items(mix["values"]))}))
        return parts if any(kind not in ("mentees", "pair") for kind, _, _ in parts) else []

    def group_choices(self, group: Group) -> list[tuple[int | None, int]]:
        counts = Counter(self.choice(mentee) for mentee in group.mentees)
        return sorted(counts.items(), key=lambda one: (one[0] is None, one[0] or 0))

    def group_interests(self, group: Group) -> list[tuple[str, int]]:
        spelled: dict[str, str] = {}
        counts: Counter[str] = Counter()
        for person in (*group.mentors, *group.mentees):
            for item, text in self.interests(person).items():
                spelled.setdefault(item, text)
                counts[item] += 1
        return [(spelled[item], count) for item, count in sorted(counts.items(), key=lambda one: -one[1]) if count > 1]

    def group_genders(self, group: Group) -> list[tuple[str | None, int]]:
        counts: Counter[str | None] = Counter()
        spelled: dict[str | None, str | None] = {}
        for mentee in group.mentees:
            spelled.setdefault(self.reading.gender(mentee), self.gender(mentee))
            counts[self.reading.gender(mentee)] += 1
        return [(spelled[key], count) for key, count in sorted(counts.items(), key=lambda one: -one[1])]

    # The whole -------------------------------------------------------------------------------------------------------

    @property
    def objective(self) -> int:
        return oracle.score(self.reading, self.formed)

    @property
    def bound(self) -> int:
        return int(self.result["bound"])

    @property
    def moves_allowed(self) -> int | None:
        """How many people could move from an earlier result; None: any number. What is proved is so of no others."""
        rematched = None if self.edited else self.result.get("rematched")
        found: int | None = None if rematched is None else rematched["limit"]
        return found

    @property
    def outdated(self) -> bool:
        """Whether the intake has changed since the groups were found."""
        return bool(self.result.get("settings_changed") or self.result.get("intake_changed"))

    @property
    def reached(self) -> tuple[tuple[int, ...], int]:
        """What the mode puts first, and the score."""
        return oracle.key(self.reading, self.formed), self.objective

    @cached_property
    def best(self) -> tuple[tuple[int, ...], int] | None:
        """The same of the best grouping there is: every one is tried."""
        found = oracle.best(self.reading)
        return None if found is None else (found.key, found.objective)

    @property
    def most_points(self) -> int:
        """What no grouping can score more than: everybody with those who suit them best, and the best pairs."""
        each, scores = self.reading.program["groups"]["mentors"], self.reading.scores
        points = 0
        for mentee in self.mentees:
            left_out = -self.reading.unplaced(mentee)
            points += max(left_out, sum(sorted((scores[mentee, one] for one in self.mentors), reverse=True)[:each]))
        if each == 1:
            return points
        led = sum(self.limit(one, "max_groups") or 0 for one in self.mentors) // self.fewest
        groups = min(led, len(self.mentees) // self.reading.program["groups"]["min_size"])
        return points + groups * max((self.reading.pair_score(two) for two in self.reading.leaders()), default=0)

    @property
    def bound_told(self) -> int:
        """What is told as the highest score possible: of groups that break rules, no less than they have."""
        return max(self.bound, self.objective) if self.edited else self.bound

    @cached_property
    def broken(self) -> bool:
        """Whether the groups break a rule, as edited ones may."""
        return bool(oracle.breaches(self.reading, self.formed))

    @property
    def bound_by_the_rules(self) -> int:
        """What no grouping that keeps the rules can score more than; groups that break some can."""
        return self.bound if self.broken else self.bound_told

    @cached_property
    def choices(self) -> list[tuple[int | None, int]]:
        longest = max((len(self.reading.cell(mentee, "preferred_mentors")) for mentee in self.mentees), default=0)
        counts = Counter(self.choice(mentee) for mentee in self.placed)
        return [*((rank, counts[rank]) for rank in range(1, longest + 1)), (None, counts[None])]

    @cached_property
    def without_list(self) -> int:
        """How many of all mentees listed nobody."""
        return sum(not self.reading.cell(mentee, "preferred_mentors") for mentee in self.mentees)

    @cached_property
    def satisfactions(self) -> list[float]:
        """Of all mentees, 0 for those left out."""
        return sorted([*(self.satisfaction(mentee) for mentee in self.placed), *(0.0 for _ in self.left_out)])

    @cached_property
    def mean_satisfaction(self) -> float:
        """To the thousandth, halves up."""
        whole = sum(Decimal(str(share)) for share in self.satisfactions) / len(self.satisfactions)
        return float(whole.quantize(Decimal("0.001"), ROUND_HALF_UP))

    @property
    def loads(self) -> list[int]:
        return sorted(len(self.mentees_of(mentor)) for mentor in self.mentors if self.led[mentor])

    @property
    def mean_load(self) -> float:
        return mean(self.loads)

    @property
    def edited(self) -> bool:
        """Whether somebody changed the groups by hand."""
        if self.outdated:
            return False
        told = {row["mentee_id"]: row["group"] for row in self.result.get("assignments", ())}
        scores = [group["score"] for group in self.result["groups"]]
        now = {mentee: group.id for mentee, group in self.group_of.items()}
        return (
            not self.result.get("scored", True)
            or self.result["objective"] != self.objective
            or scores != [self.group_score(group) for group in self.groups]
            or (bool(told) and told != now)
        )

    @property
    def proved(self) -> bool:
        return self.result["status"] == "optimal" and not self.edited

    @property
    def on_word(self) -> list[str]:
        """The solvers whose word a proof rests on."""
        return [name for name in self.result.get("proved_by") or () if name != "matcher"]

    @property
    def open_stage(self) -> Plain | None:
        """The first stage of which more might be possible."""
        return next((one for one in self.result.get("stages") or () if one["value"] != one["bound"]), None)

    @property
    def mode(self) -> str:
        return str(self.reading.program["objective"]["mode"])

    @property
    def scheduled(self) -> bool:
        return self.reading.slots is not None

    # Hours -----------------------------------------------------------------------------------------------------------

    def free(self, people: Iterable[str], slot: str) -> int:
        return sum(slot in self.reading.free[person] for person in people)

    def options(self, mentee: str) -> tuple[int, int]:
        """How many mentors a mentee could have had, and at how many hours somebody they could have could lead."""
        choices = oracle.permitted(self.reading, mentee)
        if self.reading.slots is None:
            return len({mentor for choice in choices for mentor in choice}), 0
        free = self.reading.free
        hours = {slot for choice in choices for slot in free[mentee].intersection(*(free[one] for one in choice))}
        return len({mentor for choice in choices for mentor in choice}), len(hours)

    # Dates -----------------------------------------------------------------------------------------------------------

    @cached_property
    def calendar(self) -> Mapping[str, Any] | None:
        return self.program.get("calendar")

    @property
    def minutes(self) -> int:
        return int(self.reading.program["schedule"]["meeting_minutes"])

    def meetings(self, group: Group) -> Meetings | None:
        start = None if group.slot is None else oracle.slot_start(group.slot)
        if self.calendar is None or start is None or group.slot is None:
            return None
        first = date.fromisoformat(str(self.calendar["start"]))
        while first.weekday() != start // oracle.DAY_MINUTES:
            first += timedelta(days=1)
        every, weeks = self.calendar.get("every", 1), self.calendar["weeks"]
        skip = {date.fromisoformat(str(day)) for day in self.calendar.get("skip", ())}
        dates = [first + timedelta(weeks=week) for week in range(weeks) if week % every == 0]
        kind = oracle.of_weeks(group.slot)[1]
        if kind is not None:
            own = [first + timedelta(weeks=week) for week in range(weeks)]
            own = [day for day in own if day.isocalendar()[1] % 2 == (kind == "odd")]
            dates = own[:: every if every % 2 else every // 2]
        held = [day for day in dates if day not in skip]
        if not held:
            return None
        minute = start % oracle.DAY_MINUTES
        zone = ZoneInfo(self.calendar["timezone"])
        begins = datetime(held[0].year, held[0].month, held[0].day, minute // 60, minute % 60, tzinfo=zone)
        skipped = tuple(day for day in dates if day in skip and held[0] < day < held[-1])
        return Meetings(tuple(held), skipped, every, begins, timedelta(minutes=self.minutes), self.place(group))

    def zone_of(self, person: str) -> str | None:
        """The time zone in which somebody tells hours, as it is spelled; None for the program's."""
        told = self.cell(person, "timezone")
        return told.upper() if told.casefold().startswith("utc") else told or None

    @property
    def zone(self) -> str | None:
        """The time zone in which slots are told."""
        told = self.reading.program["schedule"]["timezone"]
        return str(told) if told else None

    def moved(self, person: str) -> int:
        """By how many minutes the program's clock is ahead of somebody's in the week that is compared."""
        return self.reading._ahead(person)

    def own_week(self, person: str, group: Group) -> int | None:
        """When a group meets by somebody's own clock in the week that is compared, where that is another hour."""
        start = self.start(group)
        ahead = 0 if start is None else self.moved(person)
        return None if start is None or not ahead else (start - ahead) % oracle.WEEK_MINUTES

    def own_hours(self, person: str, group: Group) -> list[tuple[int, date | None]]:
        """The hours by somebody's own clock, each with the day from which on it is so where others came before."""
        start, meetings, zone = self.start(group), self.meetings(group), self.zone_of(person)
        if start is None or zone is None or self.zone is None:
            return []
        if meetings is None:
            own = self.own_week(person, group)
            return [] if own is None else [(own, None)]
        found: list[tuple[int, date | None]] = []
        for day in meetings.days:
            here = datetime.combine(day, meetings.begins.time(), meetings.begins.tzinfo)
            there = here.astimezone(UTC).replace(tzinfo=None)
            there += timedelta(minutes=oracle.from_utc(zone, there.date(), there))
            minute = there.weekday() * oracle.DAY_MINUTES + there.hour * 60 + there.minute
            if not found or found[-1][0] != minute:
                found.append((minute, there.date() if found else None))
        return found if any(minute != start for minute, _ in found) else []

    def place(self, group: Group) -> str | None:
        """Where a group meets, whether or not its hour is one of the week."""
        if self.calendar is None:
            return None
        places = self.calendar.get("places", {})
        for mentor in group.mentors:
            if mentor in places:
                return str(places[mentor])
        hour, week = (None, None) if group.slot is None else oracle.of_weeks(group.slot)
        start = None if hour is None else oracle.slot_start(hour)
        # A place of these very weeks comes before that of the hour in every week.
        for kind in dict.fromkeys((week, None)) if group.slot is not None else ():
            for key, place in places.items():
                of, of_week = oracle.of_weeks(key)
                same = start is not None and (oracle.slot_start(of), of_week) == (start, kind)
                if fold(key) == fold(group.slot or "") or same:
                    return str(place)
        found = self.calendar.get("place")
        return None if found is None else str(found)


def called(names: Mapping[str, str]) -> dict[str, str]:
    """What to call people where no id stands beside the name."""
    taken = Counter(map(fold, names.values()))
    ids = set(map(fold, names))
    alone = {own: taken[fold(name)] == 1 and fold(name) not in ids for own, name in names.items()}
    return {own: name if alone[own] or name == own else f"{name} ({own})" for own, name in names.items()}


def quartile(values: Sequence[float], share: float) -> float:
    """A quantile of sorted values, halfway between two neighbours where it falls between them."""
    place = share * (len(values) - 1)
    low = int(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (place - low)
