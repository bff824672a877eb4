"""Random intakes with their results: every rule and mode, two groups a mentor, many left out, edited, matched again."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.generator import Settings, generate
from matcher import InfeasibleError, Intake, MatchResult, Rematch, match, read_intake, rematch, stress
from matcher.errors import IntakeError
from matcher.questions.stress.table import StressTable
from matcher.report.view.verdict import fingerprint
from tests import oracle
from tests.reader.seen import Facts
from tests.reader.stress import Losses
from tests.reader.words import LANGUAGES
from tests.strategies import RULES, tiny_intake

Plain = dict[str, Any]

MODES = ("total", "greedy", "generous", "fair")
KINDS = ("solved", "edited", "matched again", "outdated")
NAMES = ("Ada Lund", "ada lund", "سارا محمدی", "Zoë O'Neil", "Bo", "علی کریمی", "Ida Berg, jun.")
CALENDARS: tuple[Plain, ...] = (
    {"start": "2026-10-07", "weeks": 6, "timezone": "Europe/Berlin", "skip": ["2026-10-19", "2026-10-21"]},
    {"start": "2026-03-02", "weeks": 30, "timezone": "America/New_York", "place": "Library"},
    {"start": "2026-10-05", "weeks": 60, "every": 2, "timezone": "Asia/Tehran", "skip": ["2027-01-12"]},
    {"start": "2026-09-01", "weeks": 5, "timezone": "UTC"},
)


@dataclass
class Case:
    """One result and all that is needed to hold what is said of it against.

    Parameters
    ----------
    plain, told
        The intake in the JSON form, and what ``result.json`` holds.
    before
        Of a rematch: the intake, the result and ``result.json`` from before.
    moved
        Of an edited result: who is in each group now. `solved` is the result as it was.
        Of one whose intake has changed since, `before` holds what it was found for, and `told` what is so by now.
    """

    number: int
    kind: str
    language: str
    anonymous: bool
    plain: Plain
    intake: Intake
    result: MatchResult
    told: Plain
    before: tuple[Plain, MatchResult, Plain] | None = None
    again: Rematch | None = None
    moved: tuple[tuple[str, ...], ...] | None = None
    solved: MatchResult | None = None
    tried: StressTable | None = None

    @cached_property
    def facts(self) -> Facts:
        return Facts(self.plain, self.told, anonymous=self.anonymous)

    @cached_property
    def named(self) -> Facts:
        """The same with names, for what is never anonymous."""
        return Facts(self.plain, self.told)

    @cached_property
    def as_solved(self) -> Facts:
        """Facts of the result before somebody edited it."""
        if self.solved is None:
            return self.named
        return Facts(self.plain if self.before is None else self.before[0], told_of(self.solved))

    @property
    def as_read(self) -> Facts:
        """Facts for whoever reads the result alone, and knows no intake."""
        return self.as_solved if self.kind == "outdated" else self.named

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.intake)

    @cached_property
    def stress(self) -> StressTable | None:
        """What losing mentors would mean, of some."""
        if self.tried is not None or self.kind == "forced":
            return self.tried
        if self.kind in ("edited", "outdated") or self.number % 6 > 2:
            return None
        return stress(self.intake, self.result, drop=1 + self.number % 2, sample=12)

    @property
    def losses(self) -> Losses | None:
        return None if self.stress is None else Losses(json.loads(self.stress.to_json()))

    def write(self, folder: Path) -> None:
        """Write ``intake.json`` and the folder ``result`` as the commands read them; the edit is one of a table."""
        (folder / "intake.json").write_text(json.dumps(self.plain), encoding="utf-8")
        place = folder / "result"
        (self.solved or self.result).save(place)
        if self.moved is not None:
            rows = list(csv.reader((place / "groups.csv").read_text(encoding="utf-8").splitlines()))
            for row, mentees in zip(rows[1:], self.moved, strict=True):
                row[3] = ";".join(mentees)
            with (place / "groups.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(rows)

    def __str__(self) -> str:
        who = " anonymous" if self.anonymous else ""
        return f"case {self.number} ({self.kind}, {self.language}{who})"


def cases(first: int, so_many: int) -> Iterator[Case]:
    """So many cases from a number on."""
    return map(case_of, range(first, first + so_many))


@cache
def case_of(number: int) -> Case:
    """The case of a number, the same each time; of intakes drawn for it the first that permits groups."""
    for attempt in count():
        case = _drawn_case(number, Random(f"{number}, {attempt}"))
        if case is not None:
            return case
    raise AssertionError


def _drawn_case(number: int, random: Random) -> Case | None:
    plain = drawn(random, number)
    kind = KINDS[number % 4]
    language, anonymous = LANGUAGES[(number + number // 8) % 4], number % 7 == 4
    language = ("en", "en-US", "en-GB")[number % 3] if language == "en" else language
    try:
        intake = read(plain)
        result = match(intake, effort="quick", time_limit=20)
    except (InfeasibleError, IntakeError):
        return None
    if not result.groups and number % 9 != 6:
        return None
    case = Case(number, kind, language, anonymous, plain, intake, result, told_of(result))
    if kind == "edited":
        return edited(case, random)
    if kind == "matched again":
        return again(case, random)
    if kind == "outdated":
        return outdated(case, random)
    return case


def read(plain: Plain) -> Intake:
    """An intake as the product reads it."""
    return read_intake(plain["mentors"], plain["mentees"], plain["program"], plain["constraints"], plain.get("locks"))


def told_of(result: MatchResult) -> Plain:
    told: Plain = json.loads(result.to_json())
    return told | {"scored": result.scored}


# Drawing ------------------------------------------------------------------------------------------------------------


def drawn(random: Random, number: int) -> Plain:
    """An intake: tiny with any rules, or of some dozens with more people than places."""
    mode = MODES[number // 4 % 4]
    plain = _crowd(random, mode) if number % 5 == 3 else _tiny(random, number, mode)
    for row in random.sample([*plain["mentors"], *plain["mentees"]], 3):
        row["name"] = random.choice(NAMES)
    for row in plain["mentees"][:2]:
        row["email"] = f"{row['id']}@example.org"
    for row in plain["mentees"][1:3]:
        row["pronouns"] = "they/them"
    if random.random() < 0.7:
        plain["program"]["calendar"] = dict(random.choice(CALENDARS))
        if random.random() < 0.5:
            slots = oracle.read(plain).slots
            hour = {"wed 09:00": "Room 7"} if slots is None or "Wed 09:00" in slots else {}
            plain["program"]["calendar"]["places"] = {plain["mentors"][0]["id"]: "Room 4", **hour}
    return plain


def _tiny(random: Random, number: int, mode: str) -> Plain:
    names = list(RULES)
    rules = {names[number % len(names)], names[number * 7 % len(names)], names[number * 11 % len(names)]}
    rules |= {"availability", "max_groups_two"} if random.random() < 0.6 else set()
    return tiny_intake(random, rules, mode=mode)


def _crowd(random: Random, mode: str) -> Plain:
    settings = Settings(
        seed=random.randrange(10**6),
        name="A crowd",
        mentees=random.choice((14, 20, 26) if mode == "total" else (12, 14, 16)),
        mentors=random.choice((5, 6, 8)),
        min_size=3,
        max_size=random.choice((4, 5)),
        slots=random.choice((3, 8, 20)),
        max_groups=random.choice((1, 2)),
        max_mentees=random.choice((None, 6)),
        pair_gender=random.choice(("any", "mixed")),
        mentors_per_group=random.choice((1, 2)),
        max_groups_per_slot=random.choice((None, 1)),
        gender_wishes=0.3,
        require=0.3,
    )
    plain = generate(settings)
    plain["program"]["objective"] = {"mode": mode}
    return plain


# What happens to a result -------------------------------------------------------------------------------------------


def edited(case: Case, random: Random) -> Case:
    """Somebody moved by hand in ``groups.csv``, or left out, whether or not a rule is broken."""
    members = [list(group.mentees) for group in case.result.groups]
    if not members:
        return case
    place = random.randrange(len(members))
    mover = random.choice(members[place])
    members[place].remove(mover)
    other = random.choice([None, *range(len(members))])
    if other is not None and other != place:
        members[other].append(mover)
    if not any(members):
        members[place].append(mover)
    made = replace(case, moved=tuple(map(tuple, members)))
    with TemporaryDirectory() as folder:
        made.write(Path(folder))
        loaded = MatchResult.load(Path(folder) / "result")
    return replace(made, solved=case.result, result=loaded, told=told_of(loaded))


def outdated(case: Case, random: Random) -> Case | None:
    """The same groups, after somebody came, a wish or the settings changed: what was proved is so no more."""
    plain = deepcopy(case.plain)
    group = next((group for group in case.result.groups if group.slot is not None), None)
    if group is not None and random.random() < 0.3:
        row = next(row for row in plain["mentees"] if row["id"] == group.mentees[-1])
        start = oracle.slot_start(group.slot or "")
        row["unavailable"] = group.slot if start is None else _half_hour(start)
        changed = "intake_changed"
    elif random.random() < 0.4:
        groups = plain["program"].setdefault("groups", {})
        groups["max_size"] = int(groups.get("max_size", 10)) + 1
        changed = "settings_changed"
    else:
        plain["mentees"].append({**plain["mentees"][0], "id": "new1", "name": "Somebody new", "avoid": []})
        changed = "intake_changed"
    try:
        intake = read(plain)
    except IntakeError:
        return None
    facts = Facts(plain, case.told)
    most = max(facts.objective, facts.most_points)
    broken = bool(oracle.breaches(facts.reading, facts.formed))
    best = most == facts.objective and facts.mode == "total" and not broken
    told = {key: value for key, value in case.told.items() if key not in ("stages", "rematched")}
    told |= {"status": "optimal" if best else "feasible", "bound": most, "ended": None, changed: True}
    told |= {"warnings": list(map(str, intake.warnings)), "program": intake.program.model_dump(mode="json")}
    before = (case.plain, case.result, case.told)
    return replace(case, plain=plain, intake=intake, told=told, before=before, solved=case.result)


def _half_hour(start: int) -> str:
    """The window of half an hour from a minute of the week on."""
    day, minute = divmod(start, oracle.DAY_MINUTES)
    end = minute + 30
    return f"{oracle.DAYS[day]} {minute // 60:02}:{minute % 60:02}-{end // 60:02}:{end % 60:02}"


def again(case: Case, random: Random) -> Case | None:
    """Groups formed again after some left and somebody new came."""
    plain = deepcopy(case.plain)
    gone = {row["id"] for row in random.sample(plain["mentees"], max(1, len(plain["mentees"]) // 6))}
    if len(plain["mentors"]) > 4 and random.random() < 0.5:
        gone.add(plain["mentors"][-1]["id"])
    named = {one for row in plain["constraints"] for one in (row["a"], row["b"])}
    named |= {one for row in plain.get("locks") or () for side in ("mentors", "mentees") for one in _ids(row[side])}
    gone -= named
    for side in ("mentors", "mentees"):
        plain[side] = [_without(row, gone) for row in plain[side] if row["id"] not in gone]
    plain["mentees"].append({**plain["mentees"][0], "id": "new1", "name": "Somebody new", "avoid": []})
    before = (case.plain, case.result, case.told)
    try:
        intake = read(plain)
        made = rematch(intake, case.result, effort="quick", time_limit=20)
    except (InfeasibleError, IntakeError):
        return None
    told = told_of(made.result)
    return replace(case, plain=plain, intake=intake, result=made.result, told=told, before=before, again=made)


def _ids(cell: Any) -> list[str]:
    parts = cell if isinstance(cell, list | tuple) else str(cell or "").split(";")
    return [part.strip() for part in parts if part.strip()]


def _without(row: Plain, gone: set[str]) -> Plain:
    columns = ("avoid", "preferred_mentees", "preferred_co_mentors", "preferred_mentors")
    return {
        key: [one for one in _ids(cell) if one not in gone] if key in columns else cell for key, cell in row.items()
    }
