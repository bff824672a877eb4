"""What is said to have changed in an intake since a result was solved, held against the two intakes themselves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from matcher.result.since import changed_since
from tests import oracle
from tests.reader.core import Reader
from tests.reader.readers import Output
from tests.reader.runs import Case, Plain
from tests.reader.seen import fold
from tests.reader.words import Words, in_a_row, some

BEGIN = "since this was solved, the intake has changed: "
CHANGED = re.compile(
    r"(?P<count>\d+) (?:person|people) changed \(their answers, or constraints that name them\): (?P<who>.+)"
)
PERHAPS = re.compile(r"(?P<count>\d+) may have changed: (?P<who>.+)")
NEW = re.compile(r"(?P<count>\d+) (?:is|are) new: (?P<who>.+)")
GONE = re.compile(r"(?P<count>\d+) (?:is|are) gone: (?P<who>.+)")
LOCKS = re.compile(r"(?P<count>\d+) locks? (?:is|are) (?P<how>new|gone)")
SETTING = re.compile(r"(?P<name>[a-z_]+\.[a-z_]+) is (?P<now>.+), was (?P<then>.+)")
CLAUSE = re.compile(r"; (?=\d+ (?:person|people|may|locks?|is|are) |[a-z_]+\.[a-z_]+ is )")
"""Between clauses; in a list of names that hold commas there are semicolons too."""
MORE = re.compile(r"(?: and |, )(\d+) more$")


class Since(Reader):
    """What changed."""

    output = "since"

    def read(self, told: str, before: Plain) -> None:
        """Read all of it; `before` is the intake that was solved, in the JSON form."""
        self.before = before
        so, clauses = self.so, CLAUSE.split(told.removeprefix(BEGIN))
        self.check("sentences", told.startswith(BEGIN), True)
        then, now = _people(before), _people(so.plain)
        right = {
            "new": [own for own in now if own not in then],
            "gone": [own for own in then if own not in now],
        }
        other = {own for own in now if own in then and now[own] != then[own]}
        said = {kind: self._who(clauses, form) for kind, form in (("new", NEW), ("gone", GONE))}
        for kind, people in right.items():
            self.check("counts", said[kind][0], len(people), kind)
            self.check("ids", set(said[kind][1]) <= set(people), True, kind)
        sure, perhaps = self._who(clauses, CHANGED), self._who(clauses, PERHAPS)
        self.check("ids", set(sure[1]) <= other, True, "changed")
        self.check("counts", sure[0] <= len(other) <= sure[0] + perhaps[0], True, "changed")
        if not sure[2] and not perhaps[2]:
            self.check("ids", other <= {*sure[1], *perhaps[1]}, True, "who may have changed")
        settings = [found for clause in clauses if (found := SETTING.fullmatch(clause))]
        self.check_all("settings", [one["name"] for one in settings], list(_settings(before, so.plain)))
        for one in settings:
            table, key = one["name"].split(".")
            self.check("settings", one["now"], str(so.reading.program[table][key]), one["name"])
            self.check("settings", one["then"], str(oracle.read(before).program[table][key]), one["name"])
        locks = [found for clause in clauses if (found := LOCKS.fullmatch(clause))]
        told_of = {found["how"]: int(found["count"]) for found in locks}
        for how, one, other in (("new", so.plain, before), ("gone", before, so.plain)):
            self.check("counts", told_of.get(how, 0), (_locks(one) - _locks(other)).total(), f"locks {how}")
        read = (CHANGED, PERHAPS, NEW, GONE, LOCKS, SETTING)
        self.faults += [f"since: nobody reads {one!r}" for one in clauses if not any(map(_fits(one), read))]

    def _who(self, clauses: list[str], form: re.Pattern[str]) -> tuple[int, list[str], bool]:
        """How many a clause counts, the ids that it names, and whether it leaves some out."""
        found = next((one for clause in clauses if (one := form.fullmatch(clause))), None)
        if found is None:
            return 0, [], False
        people = {**_people(self.so.plain), **_people(self.before)}
        names = {own: row["name"] for own, row in people.items()}
        ids = [own for own in people if _named(own, names[own], found["who"])]
        more = MORE.search(found["who"])
        called = [own if form is GONE or fold(names[own]) == fold(own) else f"{names[own]} ({own})" for own in ids]
        self.check(
            "names and ids",
            found["who"],
            (in_a_row(called) if more else some(called)) + (f" and {more[1]} more" if more else ""),
        )
        self.check("counts", int(found["count"]), len(ids) + (0 if more is None else int(more[1])))
        return int(found["count"]), ids, more is not None


def _fits(clause: str) -> Any:
    return lambda form: form.fullmatch(clause)


def _named(own: str, name: str, said: str) -> bool:
    whole = own if fold(name) == fold(own) else f"({own})"
    return re.search(rf"(?:^|[\s(]){re.escape(whole.strip('()'))}(?:$|[\s,)])", said) is not None


def _people(plain: Plain) -> dict[str, dict[str, Any]]:
    """What an intake says of each person: their row, and the rows that name them."""
    rows = {}
    for side in ("mentors", "mentees"):
        for row in plain[side]:
            own = row["id"]
            told = {oracle.header(key): _cell(cell) for key, cell in row.items() if _cell(cell) and key != "email"}
            ties = [one for one in plain["constraints"] if own in (one["a"], one["b"])]
            rows[own] = {"name": row.get("name") or own, "told": told, "ties": sorted(map(str, ties)), "side": side}
    return rows


def _locks(plain: Plain) -> Counter[tuple[str, ...]]:
    """What each lock of an intake settles."""
    keys = ("kind", "mentors", "slot", "mentees")
    return Counter(tuple(_cell(row.get(key)) for key in keys) for row in plain.get("locks") or ())


def _cell(cell: Any) -> str:
    return "; ".join(map(str, cell)) if isinstance(cell, list | tuple) else str("" if cell is None else cell)


def _settings(before: Plain, now: Plain) -> Iterator[str]:
    one, other = oracle.read(before).program, oracle.read(now).program
    for table, keys in other.items():
        yield from (f"{table}.{key}" for key, value in keys.items() if one[table][key] != value)


# What is read -------------------------------------------------------------------------------------------------------


def _made(case: Case, folder: Path) -> str:
    assert case.before is not None
    return changed_since(case.intake, case.before[1]) or ""


def _read(case: Case, made: str) -> Since:
    assert case.before is not None
    since = Since(case.named, Words("en"))
    since.read(made, case.before[0])
    return since


OUTPUTS = (Output("since", _made, _read, lambda case: case.before is not None),)
