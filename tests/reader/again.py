"""Groups formed again after all that can happen in between: hours and slots changed, sides, people of one name."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from random import Random

from matcher import InfeasibleError, rematch
from matcher.errors import IntakeError
from tests.reader.runs import Case, Plain, read, told_of

__all__ = ["formed_again"]

WISHES = ("avoid", "preferred_mentees", "preferred_co_mentors", "preferred_mentors")


def formed_again(case: Case, seed: int) -> Case | None:
    """A case whose groups are formed again after changes drawn from a seed; None where nothing is possible then."""
    random, plain = Random(seed), deepcopy(case.plain)
    happens = [_hours, _slots, _gone, _other_side, _namesake, _apart, _nothing]
    for change in random.sample(happens, random.randint(1, 4)):
        change(random, plain)
    before = (case.plain, case.result, case.told)
    moves = random.choice((None, None, 2))
    try:
        intake = read(plain)
        made = rematch(intake, case.result, moves=moves, effort="quick", time_limit=20)
    except (InfeasibleError, IntakeError):
        return None
    told = told_of(made.result)
    return replace(case, plain=plain, intake=intake, result=made.result, told=told, before=before, again=made)


def _people(plain: Plain) -> list[Plain]:
    return [*plain["mentors"], *plain["mentees"]]


def _free_to_go(plain: Plain, side: str) -> list[Plain]:
    """Whom nothing but wishes names."""
    named = {str(row[key]) for row in plain["constraints"] for key in ("a", "b")}
    named |= {own for row in plain.get("locks") or () for key in ("mentors", "mentees") for own in _ids(row.get(key))}
    return [row for row in plain[side] if row["id"] not in named]


def _ids(cell: object) -> list[str]:
    parts = cell if isinstance(cell, list | tuple) else str(cell or "").split(";")
    return [str(part).strip() for part in parts if str(part).strip()]


def _without(plain: Plain, own: str) -> None:
    for side in ("mentors", "mentees"):
        plain[side] = [row for row in plain[side] if row["id"] != own]
    for row in _people(plain):
        for column in WISHES:
            if column in row:
                row[column] = [one for one in _ids(row[column]) if one != own]


def _hours(random: Random, plain: Plain) -> None:
    people = [row for row in _people(plain) if row.get("availability")]
    if len(people) > 2:
        for row in random.sample(people, 2):
            row["availability"] = random.choice(people)["availability"]


def _slots(random: Random, plain: Plain) -> None:
    slots = plain["program"].get("schedule", {}).get("slots")
    if slots and len(slots) > 1:
        plain["program"]["schedule"]["slots"] = random.sample(slots, len(slots) - 1)


def _gone(random: Random, plain: Plain) -> None:
    for side, count in (("mentees", 2), ("mentors", 1)):
        able = _free_to_go(plain, side)
        for row in random.sample(able, min(count, len(able))):
            _without(plain, row["id"])


def _other_side(random: Random, plain: Plain) -> None:
    able = _free_to_go(plain, "mentees")
    if able:
        own = random.choice(able)
        _without(plain, own["id"])
        plain["mentors"].append({key: own[key] for key in ("id", "name", "gender", "availability") if key in own})


def _namesake(random: Random, plain: Plain) -> None:
    able = _free_to_go(plain, "mentees")
    if able:
        own = random.choice(able)
        _without(plain, own["id"])
        plain["mentees"].append({**own, "id": "new9", "avoid": []})


def _apart(random: Random, plain: Plain) -> None:
    one, two = random.choice(plain["mentors"]), random.choice(plain["mentees"])
    if {one["id"], two["id"]} & {row["id"] for row in _free_to_go(plain, "mentees")}:
        plain["constraints"] = [*plain["constraints"], {"kind": "apart", "a": one["id"], "b": two["id"]}]


def _nothing(random: Random, plain: Plain) -> None:
    del random, plain
