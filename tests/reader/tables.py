"""The five files of a result, and what `solve` shows: every key, cell and line held against what is so."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from matcher.intake.fingerprint import Fingerprint, fingerprint_of
from matcher.questions.rescored import as_scored
from tests import oracle
from tests.reader.lines import GROUPS_SHOWN, PEOPLE_SHOWN, LinesReader, command
from tests.reader.page import staged
from tests.reader.readers import Output
from tests.reader.runs import Case
from tests.reader.seen import called
from tests.reader.warned import Warned, without_guesses
from tests.reader.words import Words, english, in_a_row, people_call, stopped

Texts = dict[str, str]
TOLD_OF_RUNS = ("seed", "version", "effort", "ended", "proved_by", "rematched", "bound", "status", "seconds")
"""What nothing but the run itself can tell; it is the same wherever it is told."""


class Tables(LinesReader):
    """``result.json`` and the four tables.

    Attributes
    ----------
    digests
        What a result tells of its intake that nobody else can.
    """

    output = "tables"
    digests: Fingerprint

    def read(self, files: Texts) -> None:
        """Read all of them."""
        self._result(json.loads(files["result.json"]))
        for name, right, kinds in (
            ("assignments.csv", self._assignments(), ASSIGNMENT_KINDS),
            ("groups.csv", self._groups(), GROUP_KINDS),
            ("mentors.csv", self._mentors(), MENTOR_KINDS),
        ):
            self._table(files[name], right, kinds, name)
        self._unmatched(files["unmatched.csv"])

    # result.json -----------------------------------------------------------------------------------------------------

    def _result(self, told: dict[str, Any]) -> None:
        so, run = self.so, self.so.result
        right: dict[str, Any] = {key: run[key] for key in TOLD_OF_RUNS if key in run}
        right |= {
            "objective": so.objective,
            "groups": [
                {"id": one.id, "slot": one.slot, "mentors": list(one.mentors), "mentees": list(one.mentees)}
                | {"score": so.group_score(one)}
                | ({"locked": list(one.locked)} if one.locked else {})
                for one in so.groups
            ],
            "choices": {**self._choices()},
            "assignments": [dict(zip(ASSIGNMENT_COLUMNS, row, strict=True)) for row in self._assignments()[1:]],
            "mentors": [dict(zip(MENTOR_COLUMNS, row, strict=True)) for row in self._mentors()[1:]],
            "unmatched_names": {own: so.real_names[own] for own in so.left_out},
        }
        if so.edited:
            right |= {"bound": so.bound_told, "edited": True, "ended": None}
            right["status"] = told.get("status") if so.mode == "total" else "feasible"
            right.pop("rematched", None)
        elif run.get("stages"):
            right["stages"] = self._stages()
        if so.result.get("never_again"):
            right["never_again"] = so.result["never_again"]
        if so.result.get("without"):
            right["without"] = so.result["without"]
        for key, value in right.items():
            self._same(key, told.get(key), value)
        self.check("gap", told["gap"], self._gap(told))
        self._proved(told)
        self.check_all("ids", [one["id"] for one in told["unmatched"]], so.left_out, "unmatched")
        for one in told["unmatched"]:
            self.check_reason(one["id"], one["reason"])
        odd = Warned(so).odd()
        self.check_sentences("warnings", without_guesses(told["warnings"]), odd, "warnings")
        self._program(told["program"])
        self._fingerprint(told["intake"])
        known = {*right, "intake", "gap", "warnings", "unmatched", "program"}
        self.check("keys", sorted(set(told) - known), [])

    def _fingerprint(self, told: dict[str, Any]) -> None:
        """Of whom the fingerprint of the intake is; its digests give nothing away, here either."""
        self.check_all("ids", told["mentors"], sorted(self.so.mentors), "intake")
        self.check_all("ids", told["mentees"], sorted(self.so.mentees), "intake")
        self.check("values", told["people"], self.digests.people, "intake.people")
        self.check_all("values", told["locks"], self.digests.locks, "intake.locks")

    def _same(self, key: str, told: Any, right: Any) -> None:
        """Hold a value against what is so, part by part."""
        if isinstance(right, dict) and isinstance(told, dict):
            self.check("keys", list(told), list(right), key)
            for name, value in right.items():
                self._same(f"{key}.{name}", told.get(name), value)
        elif isinstance(right, list) and isinstance(told, list):
            self.check("counts", len(told), len(right), key)
            for number, (one, other) in enumerate(zip(told, right, strict=False)):
                self._same(f"{key}[{number}]", one, other)
        else:
            self.check("values", told, right, key)

    def _gap(self, told: dict[str, Any]) -> float:
        return float((told["bound"] - told["objective"]) / max(1, abs(told["objective"])))

    def _proved(self, told: dict[str, Any]) -> None:
        """A result called optimal has nothing open; one that is not has something open."""
        nothing_open = told["bound"] == told["objective"] and all(
            one["value"] == one["bound"] for one in told.get("stages") or ()
        )
        if told["status"] == "optimal":
            self.check("proofs", nothing_open, True)
            if len(self.so.mentees) <= TINY and self.so.moves_allowed is None:
                self.check("proofs", self.so.reached, self.so.best)
        elif self.so.mode == "total" and not (self.so.edited and oracle.breaches(self.so.reading, self.so.formed)):
            self.check("proofs", nothing_open, False)

    def _stages(self) -> list[dict[str, Any]]:
        right = []
        for stage in self.so.result["stages"]:
            kind = stage["name"].rstrip("0123456789").strip()
            number = int(stage["name"].removeprefix(kind) or 0)
            right.append({**stage, "value": staged(self.so, kind, number)})
        return right

    def _choices(self) -> dict[str, int]:
        counts = self.so.choices
        return {"unlisted" if rank is None else str(rank): count for rank, count in counts}

    def _program(self, told: dict[str, Any]) -> None:
        """Every setting, as the intake tells it or by its default."""
        so = self.so
        for table, keys in so.reading.program.items():
            for key, value in keys.items():
                right = list(value) if isinstance(value, tuple) else value
                one = told.get(table, {}).get(key)
                if (table, key) == ("schedule", "slots"):
                    right = None if right is None else [" ".join(str(text).split()) for text in right]
                    one = None if one is None else [_slot(text) for text in one]
                    right = None if right is None else [_slot(text) for text in right]
                self.check("settings", one, right, f"{table}.{key}")
        usual = {"every": 1, "skip": [], "place": None, "places": {}}
        calendar = None if so.calendar is None else usual | dict(so.calendar)
        self._same(
            "calendar", told.get("calendar"), calendar and {key: calendar[key] for key in told["calendar"] or ()}
        )
        self.check("settings", sorted(told.get("calendar") or ()), sorted(calendar or ()), "calendar")
        self.check("settings", told.get("name"), so.title, "name")
        self.check("settings", told.get("similarity"), dict(so.reading.similarity), "similarity")
        usual = {"weight": 0, "at_least": None, "at_most": None, "order": None, "values": [], "min": 0, "max": None}
        usual["none_too"] = False
        for table in ("eligible", "pair", "mix"):
            right = [_told_apart(dict(one), usual) for one in getattr(so.reading, table)]
            one = [_told_apart(rule, usual) for rule in told.get(table) or ()]
            self.check("settings", one, right, table)

    # Tables ----------------------------------------------------------------------------------------------------------

    def _assignments(self) -> list[Sequence[Any]]:
        so = self.so
        rows: list[Sequence[Any]] = [ASSIGNMENT_COLUMNS]
        for own in so.placed:
            group, rank = so.group_of[own], so.choice(own)
            mentors = [text for one in group.mentors for text in (one, so.real_names[one])]
            mentors += [None, None] if len(group.mentors) == 1 else []
            choice = "unlisted" if rank is None else rank
            score, share = so.score(own), so.satisfaction(own)
            rows.append((own, so.real_names[own], group.id, group.slot, *mentors, choice, score, share))
        return rows

    def _groups(self) -> list[Sequence[Any]]:
        return [
            GROUP_COLUMNS,
            *(
                (
                    one.id,
                    one.slot,
                    ";".join(one.mentors),
                    ";".join(one.mentees),
                    len(one.mentees),
                    self.so.group_score(one),
                )
                for one in self.so.groups
            ),
        ]

    def _mentors(self) -> list[Sequence[Any]]:
        so = self.so
        rows = [(own, so.real_names[own], len(so.led[own]), len(so.mentees_of(own))) for own in so.mentors]
        return [MENTOR_COLUMNS, *rows]

    def _table(self, text: str, right: Sequence[Sequence[Any]], kinds: Sequence[str], where: str) -> None:
        rows = list(csv.reader(io.StringIO(text)))
        self.check("counts", len(rows), len(right), where)
        for number, (told, row) in enumerate(zip(rows, right, strict=False), 1):
            cells = [_cell(value) for value in row]
            self.check("counts", len(told), len(cells), f"{where} row {number}")
            for kind, one, other in zip(kinds, told, cells, strict=False):
                self.check("labels" if number == 1 else kind, one, other, f"{where} row {number}")

    def _unmatched(self, text: str) -> None:
        so = self.so
        header, *rows = csv.reader(io.StringIO(text))
        self.check("labels", tuple(header), ("mentee_id", "mentee_name", "reason"), "unmatched.csv")
        self.check_all("ids", [row[0] for row in rows], so.left_out, "unmatched.csv")
        names = [_cell(so.real_names[own]) for own in so.left_out]
        self.check_all("names", [row[1] for row in rows], names, "unmatched.csv")
        for own, row in zip(so.left_out, rows, strict=False):
            self.check_reason(own, row[2])


ASSIGNMENT_COLUMNS = (
    "mentee_id",
    "mentee_name",
    "group",
    "slot",
    "mentor_1_id",
    "mentor_1_name",
    "mentor_2_id",
    "mentor_2_name",
    "choice",
    "score",
    "satisfaction",
)
ASSIGNMENT_KINDS = (
    "ids",
    "names",
    "groups",
    "hours",
    "ids",
    "names",
    "ids",
    "names",
    "ranks",
    "scores",
    "percentages",
)
GROUP_COLUMNS = ("group", "slot", "mentor_ids", "mentee_ids", "size", "score")
GROUP_KINDS = ("groups", "hours", "ids", "ids", "sizes", "scores")
MENTOR_COLUMNS = ("mentor_id", "mentor_name", "groups", "mentees")
MENTOR_KINDS = ("ids", "names", "counts", "counts")


def _told_apart(rule: dict[str, Any], usual: dict[str, Any]) -> dict[str, Any]:
    """A table without what is told as it usually is."""
    return {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in rule.items()
        if value != usual.get(key, ...)
    }


def _slot(text: str) -> str:
    start = oracle.slot_start(text)
    return text if start is None else oracle.slot_text(start)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.3f}"
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@") else str(value)


class Summary(LinesReader):
    """What `solve` shows.

    Parameters
    ----------
    seconds
        How long ``result.json`` says it took.
    """

    output = "summary"

    def read(self, shown: str, folder: str, seconds: float) -> None:
        """Read all of it."""
        so = self.so
        self.take(shown)
        self.line("sentences", self.headline())
        self.line("sentences", self.quality())
        self.line("scores", f"Objective {so.objective}, bound {so.bound}, found in {seconds:.1f} s.")
        self._groups()
        for right in (*self._stages(), *self._choices(), self._load(), *self._locked()):
            self.line("sentences", right)
        self._left_out()
        files = "assignments.csv, groups.csv, mentors.csv, unmatched.csv, result.json"
        self.line("files", f"The result is in {folder}: {files}")
        self.end("end")

    def _groups(self) -> None:
        so = self.so
        names = called(so.real_names)
        there = so.groups[:GROUPS_SHOWN]
        if not there:
            self.empty_table("groups")
            return
        columns = [
            ("Group", [one.id for one in there]),
            ("Slot", [one.slot for one in there]),
            ("Place", [so.place(one) for one in there]),
            ("Mentors", [in_a_row(names[mentor] for mentor in one.mentors) for one in there]),
            ("Mentees", [len(one.mentees) for one in there]),
            ("Score", [so.group_score(one) for one in there]),
        ]
        self.table(columns, ("Mentees", "Score"), "groups")
        if len(so.groups) > GROUPS_SHOWN:
            told = self.lines.pop(0).strip() if self.lines else None
            self.check("counts", told, f"and {len(so.groups) - GROUPS_SHOWN} more in groups.csv", "groups")

    def _stages(self) -> Iterator[str]:
        so = self.so
        more = "more" if so.mode == "greedy" else "fewer"
        for stage in so.result.get("stages") or ():
            kind = stage["name"].rstrip("0123456789").strip()
            value = staged(so, kind, int(stage["name"].removeprefix(kind) or 0))
            if value == stage["bound"]:
                yield f"{people_call(stage['name'])}: {value}, {more} is not possible"
            else:
                yield f"{people_call(stage['name'])}: {value}, and {more} than {stage['bound']} is not possible"

    def _choices(self) -> Iterator[str]:
        ranks = [f"choice {rank}: {count}" for rank, count in self.so.choices if rank is not None]
        if ranks:
            unlisted = self.so.choices[-1][1]
            yield f"Mentees by what they got: {', '.join(ranks)}, nobody they listed: {unlisted}."

    def _load(self) -> str:
        so = self.so
        busy = len(so.mentors) - len(so.idle)
        told = f"Mentors: {busy} of {len(so.mentors)} {'leads' if busy == 1 else 'lead'} a group"
        if busy:
            least, most = so.loads[0], so.loads[-1]
            each = english(least, "mentee") if least == most else f"{least} to {most} mentees"
            told += f", with {each}{' each' if busy > 1 else ''}"
        if not so.idle:
            return f"{told}."
        names = called(so.real_names)
        idle = [names[own] for own in so.idle]
        more = f" and {len(idle) - PEOPLE_SHOWN} more in mentors.csv" if len(idle) > PEOPLE_SHOWN else ""
        return stopped(f"{told}. Idle: {in_a_row(idle[:PEOPLE_SHOWN])}{more}")

    def _locked(self) -> Iterator[str]:
        for group in [one for one in self.so.groups if one.locked][:GROUPS_SHOWN]:
            yield stopped(f"Locked in {group.id}: {'; '.join(group.locked)}")

    def _left_out(self) -> None:
        so = self.so
        if not so.left_out:
            self.line("sentences", "Nobody is left out.")
            return
        self.line("counts", f"Left out: {len(so.left_out)}")
        alike = self.left_out_alike()
        names = {own: own if so.real_names[own] == own else f"{own} {so.real_names[own]}" for own in so.left_out}
        for reason, people in alike[:PEOPLE_SHOWN]:
            self.line("reasons", f"  {self.who([names[own] for own in people])}: {reason}")
            for own in people:
                self.check_reason(own, reason, len(people))
        shown = sum(len(people) for _, people in alike[:PEOPLE_SHOWN])
        if shown < len(so.left_out):
            self.line("counts", f"  and {len(so.left_out) - shown} more in unmatched.csv")


# What is read -------------------------------------------------------------------------------------------------------

TINY = 7
"""So many mentees at the most are few enough for every grouping to be tried."""
FILES = ("result.json", "assignments.csv", "groups.csv", "mentors.csv", "unmatched.csv")


def _files(folder: Path) -> Texts:
    return {name: (folder / name).read_text(encoding="utf-8") for name in FILES}


def _made(case: Case, folder: Path) -> Texts:
    """A result as it is saved; one that was edited or outdated, with its numbers worked out again."""
    as_scored(case.intake, case.result).save(folder)
    return _files(folder)


def _read(case: Case, made: Texts) -> Tables:
    tables = Tables(case.named, Words("en"))
    tables.digests = fingerprint_of(case.intake)
    tables.read(made)
    return tables


def _made_summary(case: Case, folder: Path) -> dict[str, Any]:
    """What `solve` shows of the same intake; of others than solved ones, what it would show. And what is known."""
    if case.kind == "solved":
        (folder / "intake.json").write_text(json.dumps(case.plain), encoding="utf-8")
        call = ("solve", folder / "intake.json", "--effort", "quick", "--time-limit", "20", "--quiet")
        shown = command(*call, "--out", folder / "out")
    else:
        from matcher.terminal.solve import result_summary

        result = case.result if case.solved is None else case.solved
        result.save(folder / "out")
        shown = result_summary(result, folder / "out", io.StringIO())
    seconds = json.loads(_files(folder / "out")["result.json"])["seconds"]
    return {"shown": shown, "known": (str(folder / "out"), seconds)}


def _read_summary(case: Case, made: dict[str, Any]) -> Summary:
    summary = Summary(case.as_solved, Words("en"))
    summary.read(made["shown"], *made["known"])
    return summary


OUTPUTS = (Output("tables", _made, _read), Output("summary", _made_summary, _read_summary))
