"""Tiny intakes in the JSON form of FORMAT.md, drawn from a seed or by hypothesis, small enough to try every grouping.

`RULES` is the one list of rule names: each has a switch that draws that rule into an intake. The intakes are well
formed: whatever a reader has to refuse as a fault stays out; rules that together leave no grouping are left in.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import combinations
from random import Random
from typing import Any

from hypothesis import strategies as st

from tests import oracle

Intake = dict[str, Any]
Row = dict[str, Any]
Switch = Callable[[Random, Intake], None]

GENDERS = ("woman", "man", "Woman", "man", "nonbinary", "")
ITEMS = ("chess", "surgery", "running", "baking")
LANGUAGES = ("en", "de", "it")
# For each slot: cells that hold the hour, and cells that miss it by a little. Monday 23:30 ends on Tuesday.
SLOTS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "Tue 10:00": (("Tue 10:00-11:00",), ("Tue 10:15-12:00",)),
    "Mon 12:00": (("Mon 12:00-12:30", "mon 12:30-13:00"), ("Mon 11:00-12:59",)),
    "Mon 23:30": (("Mon 23:00-24:00", "Tuesday 00:00-00:30"), ("Mon 23:00-24:00",)),
}
# On a grid of half hours, Wednesday's two blocks touch: somebody with both can meet across them.
BLOCKS = ("Wed 09:00-10:00", "Wed 10:00-11:00", "Fri 14:00-15:00")
NAMES = ("Kick-off A", "Kick-off B")
HERE = "Europe/Vienna"
# Minutes from UTC in two weeks: of the program's zone, and of those of its people.
WEEKS: Mapping[str, Mapping[str, int]] = {
    "2026-01-07": {
        HERE: 60, "Asia/Kolkata": 330, "America/New_York": -300, "Pacific/Auckland": 780, "UTC-11": -660,
        "utc+5:45": 345, "Europe/Berlin": 60,
    },
    "2026-07-12": {
        HERE: 120, "Asia/Kolkata": 330, "America/New_York": -240, "Pacific/Auckland": 720, "UTC-11": -660,
        "utc+5:45": 345, "Europe/Berlin": 120,
    },
}  # fmt: skip


# Drawing ------------------------------------------------------------------------------------------------------------


def chance(random: Random, percent: int) -> bool:
    """True in `percent` of 100 draws; the lowest draw, to which hypothesis shrinks, is False."""
    return random.randrange(100) >= 100 - percent


def some(random: Random, choices: Sequence[str], least: int = 0) -> list[str]:
    """At least `least` of the choices, none twice, in any order."""
    return random.sample(list(choices), random.randint(min(least, len(choices)), len(choices)))


def listed(random: Random, values: Sequence[str]) -> list[str] | str:
    """A cell that lists things: an array or, as well, one text."""
    return "; ".join(values) if chance(random, 25) else list(values)


def everybody(intake: Intake) -> list[Row]:
    """The rows of mentors, then of mentees."""
    return [*intake["mentors"], *intake["mentees"]]


def ids(rows: Sequence[Row]) -> list[str]:
    """The ids of rows, in order."""
    return [row["id"] for row in rows]


def table(intake: Intake, name: str) -> dict[str, Any]:
    """A table of the program, made where it is not yet there."""
    found: dict[str, Any] = intake["program"].setdefault(name, {})
    return found


def column(rows: Sequence[Row], name: str, draw: Callable[[], Any]) -> None:
    """A column drawn for rows that have it not yet."""
    for row in rows:
        if name not in row:
            row[name] = draw()


def add_constraint(intake: Intake, kind: str, a: str, b: str) -> None:
    """One more row of the constraints."""
    intake["constraints"].append({"kind": kind, "a": a, "b": b})


def bound_together(intake: Intake, person: str) -> set[str]:
    """Who must share a person's group, through chains of `together` or `co_lead`, the person with them."""
    links = [(row["a"], row["b"]) for row in intake["constraints"] if row["kind"] in ("together", "co_lead")]
    found = {person}
    while more := {other for link in links if found & set(link) for other in link} - found:
        found |= more
    return found


def kept_apart(intake: Intake) -> set[frozenset[str]]:
    """Every two who must not share a group, by `avoid` or `apart`."""
    return oracle.read(intake).apart


def may_be_bound(intake: Intake, one: str, two: str) -> bool:
    """Whether nobody bound to one is kept from anybody bound to the other, and they are not bound already."""
    both = bound_together(intake, one) | bound_together(intake, two)
    apart = kept_apart(intake)
    return two not in bound_together(intake, one) and not any(set(each) in apart for each in combinations(both, 2))


def may_be_parted(intake: Intake, one: str, two: str) -> bool:
    """Whether these two need not share a group, and are not kept apart already."""
    return two not in bound_together(intake, one) and {one, two} not in kept_apart(intake)


# Switches: one rule each --------------------------------------------------------------------------------------------


def named_slots(random: Random, intake: Intake) -> None:
    """The only slots have names, or some of them have."""
    slots = some(random, NAMES, 1) + (["Mon 12:00"] if chance(random, 40) else [])
    random.shuffle(slots)
    table(intake, "schedule")["slots"] = slots
    availability(random, intake)


def availability(random: Random, intake: Intake) -> None:
    """Everybody can meet at some slots; a few give nothing and can meet at any."""
    schedule = table(intake, "schedule")
    if "slots" not in schedule and chance(random, 60):
        schedule["slots"] = random.sample(list(SLOTS), random.randint(1, 3))
    elif "slots" not in schedule and "start_every" not in schedule:
        schedule["start_every"] = 30
        schedule["meeting_minutes"] = random.choice((60, 60, 90))
    often = random.choice((50, 65, 85))
    column(everybody(intake), "availability", lambda: listed(random, _windows(random, schedule.get("slots"), often)))
    _keep_a_schedule(intake)


def _keep_a_schedule(intake: Intake) -> None:
    """Availability for the last mentee where nobody gives any: the contract has no schedule then."""
    if not any(row["availability"] for row in everybody(intake)):
        intake["mentees"][-1]["availability"] = _first_slot(intake)


def _first_slot(intake: Intake) -> list[str]:
    """A cell that holds the first slot."""
    first = (table(intake, "schedule").get("slots") or BLOCKS)[0]
    return list(SLOTS[first][0]) if first in SLOTS else [first]


def _windows(random: Random, slots: Sequence[str] | None, often: int) -> list[str]:
    if chance(random, 8):
        return []
    if slots is None:
        return [block for block in BLOCKS if chance(random, often)] or [BLOCKS[0]]
    cell: list[str] = []
    for slot in slots:
        if slot in NAMES:
            cell += [slot.upper() if chance(random, 20) else slot] if chance(random, often) else []
        else:
            cell += SLOTS[slot][0 if chance(random, often) else 1]
    return cell or ["Sun 01:00-02:00"]


def unavailable(random: Random, intake: Intake) -> None:
    """Some have something taken out of their availability; some give nothing but that."""
    availability(random, intake)
    slots = table(intake, "schedule").get("slots")
    for row in everybody(intake):
        row.setdefault("unavailable", "")
        if not chance(random, 40):
            continue
        if chance(random, 50):
            row["availability"] = ""
        if slots is None:
            taken = random.choice(("Wed 09:00-09:30", "Wed 10:30-12:00", "Fri 14:00-15:00", "Mon,Fri 14:59-15:00"))
        else:
            slot = random.choice(slots)
            taken = slot if slot in NAMES else SLOTS[slot][0][-1]
        row["unavailable"] = listed(random, [taken])


def blank_none(random: Random, intake: Intake) -> None:
    """Blank availability means no slot, and some have it."""
    availability(random, intake)
    table(intake, "schedule")["blank"] = "none"
    for row in everybody(intake):
        if chance(random, 25):
            row["availability"] = ""
    _keep_a_schedule(intake)


def slot_cap(random: Random, intake: Intake) -> None:
    """Few groups at one slot, where often every mentor is free at one slot, and small groups."""
    if chance(random, 60):
        table(intake, "schedule").setdefault("slots", [random.choice(list(SLOTS))])
        column(intake["mentors"], "availability", lambda: _first_slot(intake))
    groups = table(intake, "groups")
    groups["max_size"] = max(groups["min_size"], min(groups["max_size"], random.randint(2, 3)))
    availability(random, intake)
    table(intake, "schedule")["max_groups_per_slot"] = 2 if chance(random, 15) else 1


def zones(random: Random, intake: Intake) -> None:
    """Some tell their hours in another time zone, most of them those that they have here."""
    availability(random, intake)
    week = random.choice(list(WEEKS))
    table(intake, "schedule").update(timezone=HERE, week=week)
    for row in everybody(intake):
        zone = random.choice(("", *WEEKS[week]))
        row["timezone"] = zone
        if zone and chance(random, 75):
            later = WEEKS[week][zone] - WEEKS[week][HERE]
            for name in ("availability", "unavailable"):
                if name in row:
                    row[name] = [told for item in oracle.items(row[name]) for told in _told_later(item, later)]


def weeks(random: Random, intake: Intake) -> None:
    """Some of what people tell of hours is of odd weeks, or of even ones; of a draw of `RULES`, after it.

    It is none of these: it is no rule, but a way to tell hours.
    """
    availability(random, intake)
    for row in everybody(intake):
        for name in ("availability", "unavailable"):
            told = []
            for item in oracle.items(row.get(name)):
                timed = oracle.windows(item) is not None or oracle.slot_start(item) is not None
                kind = random.choice(("", "", " odd", " even", " (odd weeks)", ", even weeks")) if timed else ""
                told.append(f"{item}{kind}")
            if told:
                row[name] = told


def _told_later(item: str, minutes: int) -> list[str]:
    """An item by a clock that is so far ahead; a slot's name as it is."""
    spans = oracle.windows(item)
    return [item] if spans is None else [told for one, two in spans for told in _days(one + minutes, two + minutes)]


def _days(start: int, end: int) -> list[str]:
    """A window of the week, past whose end Monday begins, as an item a day."""
    midnight = (start // oracle.DAY_MINUTES + 1) * oracle.DAY_MINUTES
    stop = min(end, midnight)
    time = "24:00" if stop == midnight else oracle.slot_text(stop % oracle.WEEK_MINUTES).split()[1]
    rest = _days(midnight, end) if end > midnight else []
    return [f"{oracle.slot_text(start % oracle.WEEK_MINUTES)}-{time}", *rest]


def no_schedule(random: Random, intake: Intake) -> None:
    """Availability is given, and not asked for."""
    availability(random, intake)
    table(intake, "schedule")["required"] = False


def one_mentor(random: Random, intake: Intake) -> None:
    """One mentor leads each group."""
    table(intake, "groups")["mentors"] = 1


def size(random: Random, intake: Intake) -> None:
    """Groups of two or three at least, and little more at most."""
    least = random.choice((2, 2, 3))
    table(intake, "groups").update(min_size=least, max_size=least + random.randint(0, 1))


def count(random: Random, intake: Intake) -> None:
    """Exactly so many groups, sometimes too many."""
    table(intake, "groups")["count"] = random.choice((2, 1, 2, 3))


def everyone(random: Random, intake: Intake) -> None:
    """Nobody may be left out, and room is short."""
    groups = table(intake, "groups")
    groups["everyone"] = True
    groups["max_size"] = max(groups["min_size"], min(groups["max_size"], random.randint(2, 4)))


def max_groups_two(random: Random, intake: Intake) -> None:
    """Mentors may lead two groups, at different slots where there are slots."""
    if chance(random, 50):
        availability(random, intake)
    if chance(random, 50):
        table(intake, "load")["max_groups"] = 2
        column(intake["mentors"], "max_groups", lambda: random.choice(("", "", 1, 0)))
    else:
        column(intake["mentors"], "max_groups", lambda: random.choice((2, 2, "", "2")))
    groups = table(intake, "groups")
    groups["max_size"] = max(groups["min_size"], min(groups["max_size"], random.randint(2, 3)))


def max_mentees(random: Random, intake: Intake) -> None:
    """Mentors take few mentees over all their groups."""
    if chance(random, 50):
        table(intake, "load")["max_mentees"] = random.randint(2, 4)
    column(intake["mentors"], "max_mentees", lambda: random.choice(("", 1, 2, 3, 3, 0)))


def pair_mixed(random: Random, intake: Intake) -> None:
    """Two mentors of different known genders."""
    table(intake, "gender")["pair"] = "mixed"


def pair_same(random: Random, intake: Intake) -> None:
    """Two mentors of one known gender."""
    table(intake, "gender")["pair"] = "same"


def require_one(random: Random, intake: Intake) -> None:
    """Some require a gender of one mentor."""
    column(intake["mentees"], "mentor_gender", lambda: random.choice(("any", "require woman", "require Same", "")))


def require_all(random: Random, intake: Intake) -> None:
    """Some require a gender of every mentor."""
    require_one(random, intake)
    table(intake, "gender")["scope"] = "all"


def prefer(random: Random, intake: Intake) -> None:
    """Some prefer a gender."""
    for row in intake["mentees"]:
        if "mentor_gender" not in row or chance(random, 50):
            row["mentor_gender"] = random.choice(("", "prefer man", "Prefer Woman", "prefer same", "prefer nonbinary"))


def no_lone(random: Random, intake: Intake) -> None:
    """Nobody is alone of some genders."""
    table(intake, "gender")["no_lone"] = random.choice((["woman"], ["Man"], ["woman", "man"], ["nonbinary", "woman"]))


def eligible_equal(random: Random, intake: Intake) -> None:
    """Mentors and mentees of one campus."""
    column(everybody(intake), "campus", lambda: random.choice(("North", "north", "South", "")))
    intake["program"].setdefault("eligible", []).append({"column": "campus", "rule": "equal"})


def eligible_share(random: Random, intake: Intake) -> None:
    """Mentors and mentees with a language in common."""
    column(everybody(intake), "languages", lambda: listed(random, some(random, LANGUAGES)[:2]))
    intake["program"].setdefault("eligible", []).append({"column": "languages", "rule": "share"})


def eligible_differ(random: Random, intake: Intake) -> None:
    """Mentors from another department than the mentee's."""
    column(everybody(intake), "department", lambda: random.choice(("Surgery", "surgery", "Pediatrics", "")))
    intake["program"].setdefault("eligible", []).append({"column": "department", "rule": "differ"})


def eligible_above(random: Random, intake: Intake) -> None:
    """Mentors some grades above, by names of grades or by numbers."""
    named = chance(random, 50)
    cells = ("EO", "heo", "SEO", "SEO", "") if named else ("1", "2.5", "3", "4", "")
    name = "grade" if named else "year"
    column(everybody(intake), name, lambda: random.choice(cells))
    rule = {"column": name, "rule": "above"} | ({"order": ["EO", "HEO", "SEO"]} if named else {})
    rule |= random.choice(({}, {"at_least": 0}, {"at_least": 1, "at_most": 1}, {"at_most": 2}))
    intake["program"].setdefault("eligible", []).append(rule)


def eligible_wish(random: Random, intake: Intake) -> None:
    """One of these rules is a wish, and worth something."""
    random.choice((eligible_equal, eligible_share, eligible_differ, eligible_above))(random, intake)
    intake["program"]["eligible"][-1]["weight"] = random.choice((1, 5, 20))


def pair_wish(random: Random, intake: Intake) -> None:
    """A rule on two mentors is a wish, and worth something."""
    random.choice((pair_includes, pair_equal, pair_differ))(random, intake)
    intake["program"]["pair"][-1]["weight"] = random.choice((1, 5, 20))


def ideal_size(random: Random, intake: Intake) -> None:
    """A size that is best, not always a permitted one."""
    table(intake, "groups")["ideal_size"] = random.choice((1, 2, 2, 3, 3, 4))
    table(intake, "weights")["size"] = random.choice((7, 300, 1500))


def single(random: Random, intake: Intake) -> None:
    """Groups may be led by one mentor, at a cost."""
    table(intake, "groups")["single"] = True
    table(intake, "weights")["single"] = random.choice((0, 400, 3000))


def _mix(random: Random, intake: Intake) -> Row:
    column(intake["mentees"], "entry", lambda: listed(random, some(random, ("transfer", "Mature", "local"))[:2]))
    row: Row = random.choice(
        (
            {"column": "entry", "values": ["Transfer"]},
            {"column": "entry", "values": ["mature", "local"]},
            {"column": "gender", "values": ["woman"]},
        )
    )
    amounts: Sequence[Row] = ({"min": 1}, {"max": 1}, {"min": 2, "none_too": True}, {"min": 1, "max": 2})
    return {**row, **random.choice(amounts)}


def mix(random: Random, intake: Intake) -> None:
    """Groups hold so many of some mentees."""
    intake["program"].setdefault("mix", []).append(_mix(random, intake))


def mix_cost(random: Random, intake: Intake) -> None:
    """Groups had better hold so many of some mentees."""
    intake["program"].setdefault("mix", []).append({**_mix(random, intake), "weight": random.choice((9, 400, 2500))})


def priority(random: Random, intake: Intake) -> None:
    """Some mentees count for more than others, or for less."""
    column(intake["mentees"], "priority", lambda: random.choice(("", 1, 37, 150, 1000)))


def unlisted_next(random: Random, intake: Intake) -> None:
    """Whoever is not listed gets the points of the rank after the last one."""
    table(intake, "choice")["unlisted"] = "next"


def pair_includes(random: Random, intake: Intake) -> None:
    """One of the two mentors is experienced."""
    column(intake["mentors"], "experience", lambda: random.choice(("new", "Returning", "senior", "new", "")))
    values = random.choice((["returning"], ["returning", "Senior"]))
    intake["program"].setdefault("pair", []).append({"column": "experience", "rule": "includes", "values": values})


def pair_equal(random: Random, intake: Intake) -> None:
    """Two mentors of one department."""
    column(intake["mentors"], "department", lambda: random.choice(("Surgery", "surgery", "Pediatrics", "")))
    intake["program"].setdefault("pair", []).append({"column": "Department", "rule": "equal"})


def pair_differ(random: Random, intake: Intake) -> None:
    """Two mentors of different teams."""
    column(intake["mentors"], "home_team", lambda: random.choice(("red", "Red", "blue", "")))
    intake["program"].setdefault("pair", []).append({"column": "home team", "rule": "differ"})


def similarity(random: Random, intake: Intake) -> None:
    """Several columns weighed, in place of the interests alone."""
    column(everybody(intake), "languages", lambda: listed(random, some(random, LANGUAGES)))
    weights = {"interests": random.choice((2, 0, 3)), "languages": random.choice((1, 3, 7))}
    intake["program"]["similarity"] = weights if chance(random, 70) else {"languages": 1}
    table(intake, "weights")["similarity"] = random.choice((5, 20, 100))


def together(random: Random, intake: Intake) -> None:
    """One or two bonds between mentees, sometimes a chain."""
    for _ in range(1 + chance(random, 40)):
        one, two = random.sample(ids(intake["mentees"]), 2)
        if may_be_bound(intake, one, two):
            add_constraint(intake, "together", one, two)


def co_lead(random: Random, intake: Intake) -> None:
    """One or two fixed pairs of mentors, nobody in both."""
    left = ids(intake["mentors"])
    random.shuffle(left)
    while len(left) >= 2:
        one, two = left.pop(), left.pop()
        if may_be_bound(intake, one, two):
            add_constraint(intake, "co_lead", one, two)
        if not chance(random, 40):
            return


def avoid(random: Random, intake: Intake) -> None:
    """A few name somebody whom they must not share a group with."""
    for row in everybody(intake):
        row.setdefault("avoid", [])
    people = ids(everybody(intake))
    for _ in range(random.randint(1, 4)):
        row = random.choice(everybody(intake))
        other = random.choice(people)
        if other != row["id"] and may_be_parted(intake, row["id"], other):
            row["avoid"] = [*row["avoid"], other]


def apart(random: Random, intake: Intake) -> None:
    """A few who never share a group."""
    for _ in range(random.randint(1, 4)):
        one, two = random.sample(ids(everybody(intake)), 2)
        if may_be_parted(intake, one, two):
            add_constraint(intake, "apart", one, two)


def assign(random: Random, intake: Intake) -> None:
    """One to three mentees have a mentor given, one whom each could have as far as that mentee goes."""
    for _ in range(random.randint(1, 3)):
        one, mentor = random.choice(ids(intake["mentees"])), random.choice(ids(intake["mentors"]))
        row = {"kind": "assign", "a": one, "b": mentor}
        if row in intake["constraints"]:
            continue
        reading = oracle.read({**intake, "constraints": [*intake["constraints"], row]})
        shared = [set(oracle.permitted(reading, mentee)) for mentee in bound_together(intake, one)]
        if set.intersection(*shared):
            intake["constraints"].append(row)


def locks(random: Random, intake: Intake) -> None:
    """One or two locks that contradict neither each other nor what else is told; hours may stand against them."""
    reading = oracle.read(intake)
    pairs = [
        pair for pair in reading.leaders() if not oracle.leader_breaches(reading, pair) and _may_lead(reading, pair)
    ]
    random.shuffle(pairs)
    taken: set[str] = set()
    found: list[Row] = []
    for pair in pairs:
        if len(found) < random.randint(1, 2) and not taken & set(pair):
            found.append(_lock(random, reading, pair, taken))
            taken |= {*pair, *found[-1]["mentees"]}
    intake["locks"] = found


def _may_lead(reading: oracle.Reading, pair: Sequence[str]) -> bool:
    least = reading.program["groups"]["min_size"]
    limits = [(reading.limit(mentor, "max_groups"), reading.limit(mentor, "max_mentees")) for mentor in pair]
    return all(groups and (most is None or most >= least) for groups, most in limits)


def _lock(random: Random, reading: oracle.Reading, pair: Sequence[str], taken: Collection[str]) -> Row:
    """A lock of these mentors: the kind drawn, or the nearest for which there are people."""
    who = [one for one in reading.mentees if one not in taken and not oracle.place_breaches(reading, pair, one)]
    hours = list(reading.slots or ())
    shared = [slot for slot in hours if all(slot in reading.free[mentor] for mentor in pair)]
    slot = random.choice(shared if shared and chance(random, 80) else hours) if hours else ""
    row = {"kind": "mentor-pair", "mentors": listed(random, pair), "slot": "", "mentees": [], "reason": "they asked"}
    kind = random.choice(("mentor-pair", "group-slot", "person-in-group", "whole-group", "whole-group"))
    wholes = [some(random, who, reading.program["groups"]["min_size"]) for _ in range(4)] if who else []
    wholes = [members for members in wholes if members and not oracle.member_breaches(reading, members)]
    if kind == "whole-group" and wholes:
        return {**row, "kind": kind, "slot": slot, "mentees": wholes[0]}
    alone = [one for one in who if not _tied(reading, one, pair)]
    if kind == "person-in-group" and alone:
        return {**row, "kind": kind, "slot": slot if chance(random, 50) else "", "mentees": [random.choice(alone)]}
    return {**row, "kind": "group-slot", "slot": slot} if kind == "group-slot" and slot else row


def _tied(reading: oracle.Reading, mentee: str, pair: Sequence[str]) -> bool:
    """Whether somebody bound to a mentee must have another mentor: a fault, were it told by constraints."""
    return any(mentee in two for two in reading.together) and bool(reading.assign)


# In the order of application: what gives availability and people's columns first, what must look at them last.
RULES: Mapping[str, Switch] = {
    switch.__name__: switch
    for switch in (
        size, count, everyone, one_mentor,
        named_slots, availability, unavailable, blank_none, slot_cap, zones, no_schedule,
        max_groups_two, max_mentees,
        pair_mixed, pair_same, require_one, require_all, prefer, no_lone,
        eligible_equal, eligible_share, eligible_differ, eligible_above, pair_includes, pair_equal, pair_differ,
        eligible_wish, pair_wish, similarity, ideal_size, single, mix, mix_cost, priority, unlisted_next,
        together, co_lead, avoid, apart, assign, locks,
    )
}  # fmt: skip
# A rule, and those that cannot stand beside it or say nothing there.
EXCLUSIVE: Mapping[str, frozenset[str]] = {
    "no_schedule": frozenset({"availability", "unavailable", "blank_none", "slot_cap", "named_slots"}),
    "one_mentor": frozenset(
        {"pair_mixed", "pair_same", "co_lead", "pair_includes", "pair_equal", "pair_differ", "pair_wish", "single"}
    ),
    "pair_mixed": frozenset({"pair_same"}),
    "require_one": frozenset({"require_all"}),
}


# Intakes ------------------------------------------------------------------------------------------------------------


def tiny_intake(
    random: Random,
    rules: Collection[str] | None = None,
    *,
    mode: str = "total",
    most_mentors: int = 4,
    most_mentees: int = 7,
) -> Intake:
    """A well-formed tiny intake in the JSON form.

    Parameters
    ----------
    random : Random
        Where every draw comes from: the same state gives the same intake.
    rules : collection of str, optional
        Names out of `RULES`, each switched on; of two that exclude one another, one is. None: any of them by chance.
    mode : str
        ``objective.mode``.
    most_mentors, most_mentees : int
        At least 2 of each side, at most so many.
    """
    percent = random.choice((10, 20, 35))
    chosen = {name for name in RULES if chance(random, percent)} if rules is None else set(rules)
    if unknown := chosen - set(RULES):
        raise ValueError(f"no such rules: {sorted(unknown)}")
    chosen = _without_exclusive(random, chosen)
    intake = _people(random, most_mentors, most_mentees)
    if mode != "total":
        intake["program"]["objective"] = {"mode": mode}
    if mode == "fair" and chance(random, 70):
        intake["program"]["objective"]["levels"] = random.choice((2, 3, 5))
    for name, switch in RULES.items():
        if name in chosen:
            switch(random, intake)
    return intake


def _without_exclusive(random: Random, chosen: set[str]) -> set[str]:
    for name, others in EXCLUSIVE.items():
        if name in chosen and chosen & others:
            chosen = chosen - others if chance(random, 30) else chosen - {name}
    return chosen


def _people(random: Random, most_mentors: int, most_mentees: int) -> Intake:
    """People with genders, interests and preferences; groups of any size; no schedule; scores that vary."""
    mentor_ids = ["m1", "m10", "m2", "m3"][: min(most_mentors, random.choice((2, 3, 4, 4, 4)))]
    number_of_mentees = min(most_mentees, random.choice((2, 3, 4, 5, 6, 6, 7, 7)))
    mentee_ids = [f"s{number}" for number in range(1, number_of_mentees + 1)]
    random.shuffle(mentor_ids)
    mentors: list[Row] = [
        {
            "id": mentor,
            "name": f"Mentor {mentor}",
            "gender": random.choice(GENDERS),
            "interests": listed(random, some(random, ITEMS)),
            "preferred_mentees": listed(random, some(random, mentee_ids)),
            "preferred_co_mentors": some(random, [other for other in mentor_ids if other != mentor]),
        }
        for mentor in mentor_ids
    ]
    mentees: list[Row] = [
        {
            "id": mentee,
            "name": f"Mentee {mentee}",
            "gender": random.choice(GENDERS),
            "interests": listed(random, some(random, ITEMS)),
            "preferred_mentors": listed(random, some(random, mentor_ids)),
        }
        for mentee in mentee_ids
    ]
    program: dict[str, Any] = {"groups": {"min_size": 1, "max_size": random.choice((7, 3, 4))}}
    if chance(random, 40):
        program["weights"] = {"unmatched": random.choice((0, 500, 2000)), "co_mentor_choice": random.choice((2, 40))}
    if chance(random, 30):
        program["choice"] = {"points": random.choice(([100, 50], [7, 5, 3, 1], [100]))}
    return {"program": program, "mentors": mentors, "mentees": mentees, "constraints": []}


def tiny_intakes(
    rules: Collection[str] | None = None,
    *,
    mode: str = "total",
    most_mentors: int = 4,
    most_mentees: int = 7,
) -> st.SearchStrategy[Intake]:
    """`tiny_intake` for hypothesis, with the same parameters: each of its draws shrinks by itself."""
    return st.randoms(use_true_random=False).map(
        lambda random: tiny_intake(random, rules, mode=mode, most_mentors=most_mentors, most_mentees=most_mentees)
    )
