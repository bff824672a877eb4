"""`MatchResult`: what a match is, its tables, and its files."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from matcher import __version__
from matcher.intake.disk.whole import settle
from matcher.intake.fingerprint import Fingerprint, fingerprint_of
from matcher.intake.people import Gone, Intake
from matcher.intake.program import Program
from matcher.intake.reading.gate.files import bytes_of
from matcher.intake.reading.gate.kinds import RESULT_TABLE
from matcher.intake.reading.gate.refused import RefusedError
from matcher.intake.reading.places import place_named, result_place
from matcher.result.earlier import earlier_of
from matcher.result.files import csv_text, table_differences, write_whole
from matcher.result.records import (
    AssignmentRow,
    Earlier,
    Group,
    MentorRow,
    Rematched,
    Stage,
    Status,
    Unmatched,
    told_alike,
)
from matcher.result.saved_folder import read_as_it_stands
from matcher.result.saved_json import UNLISTED, SavedResult, read_saved
from matcher.result.saved_workbook import is_workbook, workbook_as_it_stands
from matcher.rules.locks import settled_in
from matcher.rules.rule import FormedGroup

if TYPE_CHECKING:
    import pandas as pd

    from matcher import StressTable

__all__ = [
    "BESIDE_A_RESULT",
    "PROOF_FILE",
    "RESULT_FILES",
    "TABLE_FILES",
    "AssignmentRow",
    "Group",
    "MatchResult",
    "MenteeScore",
    "MentorRow",
    "Stage",
    "Status",
    "Unmatched",
    "build_result",
    "files_of_result",
    "formed_of",
    "told_of",
]

PROOF_FILE = "proof.json"

Cell = str | int | float | None


TABLE_FILES = ("assignments.csv", "groups.csv", "mentors.csv", "unmatched.csv")
"""The tables that a result writes beside ``result.json``."""


RESULT_FILES = (*TABLE_FILES, "result.json")
"""All that a result writes."""
BESIDE_A_RESULT = (PROOF_FILE, "changes.csv", "alternatives.txt")
"""Files that tell of the result beside which they stand: of another one they would be wrong."""


def files_of_result(*places: str | PathLike[str]) -> tuple[Path, ...]:
    """Return the files that are read where results are named: of a folder, those that a result writes.

    Raises
    ------
    ResultFileError
        One of them is no place of a file or a folder.
    """
    files: list[Path] = []
    for place in map(result_place, places):
        files += [place / name for name in RESULT_FILES] if place.is_dir() else [place]
    return tuple(files)


class _Table(NamedTuple):
    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]]


_NUMBERS = {"choice": "Int64", "satisfaction": "float64"} | dict.fromkeys(
    ("size", "score", "groups", "mentees"), "int64"
)
"""Kinds of the columns of numbers in frames; those of texts are ``string``, whatever the answers were."""


@dataclass(frozen=True, repr=False)
class MatchResult:
    """Groups, how good they are, and what was asked.

    Parameters
    ----------
    status
        ``optimal`` (proved) or ``feasible`` (stopped first).
    objective, bound
        Points reached, and a proved upper limit on them. In modes other than ``total``: among what the `stages` allow.
    groups
        In the order of slot, then mentor ids.
    unmatched
        Mentees left out, by their priority, then in the order of the intake, with reasons.
    assignment_rows, mentor_rows
        The rows of ``assignments.csv`` and ``mentors.csv``. Empty in a result read from a file that lacks them.
    choices
        How many placed mentees got their choice ``"1"``, ``"2"``, … and how many nobody they listed, ``"unlisted"``:
        those who listed nobody too.
    seed
        What the run's random draws began with.
    seconds
        How long it took; no part of what makes two results equal.
    version
        The version of `matcher` that made it.
    program
        The settings as they were understood.
    unmatched_names
        Names of those left out, by id; of all mentees where `scored` is False.
    stages
        In order, for modes that put first things first; empty for ``total``.
    warnings
        What reading the intake found worth telling.
    effort
        ``quick``, ``normal`` or ``thorough``; None where unknown.
    ended
        Why the run ended: by ``itself``, at the ``time limit``, or ``stopped``; None where unknown.
    scored
        Whether the numbers are those of the groups. False: somebody changed the groups by hand in a saved file;
        `objective`, `bound`, `choices` and `stages` are what they were before, `assignment_rows` is empty, and why
        somebody is left out is not told. `matcher.rescored` works all of it out again.
    proved_by
        Whose word the bounds rest on: ``matcher`` where prices and splits show them, which `proof` lets other code
        check, or the name of a solver whose word was taken. Empty where it is not known.
    rematched
        How it came out of an earlier result; None where it did not.
    edited
        Whether somebody changed the groups by hand after they were formed; they keep the names that they had.
    proof
        What ``proof.json`` holds, where a run was asked for it; see ``docs/proofs.md``. A saved result that is read
        back has none.
    told_gap
        The gap that the file it was read from tells, for `verify` to check against `gap`; else None.
    notes
        What was found odd in reading it, a sentence each: which file was edited by hand.
    intake
        What tells the intake that it was made for from every other; None where an older program made it.
    never_again
        The pairs that are kept apart because they were together in earlier results, by each of these.
    without
        Who had left by then, and was taken out of the intake for this result alone.
    """

    status: Status
    objective: int
    bound: int
    groups: tuple[Group, ...]
    unmatched: tuple[Unmatched, ...]
    assignment_rows: tuple[AssignmentRow, ...]
    mentor_rows: tuple[MentorRow, ...]
    choices: Mapping[str, int]
    seed: int
    seconds: float = field(compare=False)
    version: str
    program: Program
    unmatched_names: Mapping[str, str] = field(default_factory=dict)
    stages: tuple[Stage, ...] = ()
    warnings: tuple[str, ...] = ()
    effort: str | None = None
    ended: str | None = None
    scored: bool = True
    rematched: Rematched | None = None
    proved_by: tuple[str, ...] = ()
    proof: Mapping[str, Any] | None = field(default=None, compare=False, repr=False)
    edited: bool = False
    told_gap: float | None = field(default=None, compare=False, repr=False)
    notes: tuple[str, ...] = field(default=(), compare=False, repr=False)
    intake: Fingerprint | None = None
    never_again: tuple[Earlier, ...] = ()
    without: tuple[Gone, ...] = ()

    def __hash__(self) -> int:
        # Of what can be hashed: settings and counts cannot, and equal results have the same groups.
        return hash((self.status, self.objective, self.bound, self.groups, self.unmatched, self.seed, self.version))

    def __repr__(self) -> str:
        groups = f"{len(self.groups)} group{'' if len(self.groups) == 1 else 's'}"
        placed = sum(len(group.mentees) for group in self.groups)
        told = f"{self.status}, {groups}, {placed} mentees placed, {len(self.unmatched)} left out"
        points = (
            f"objective={self.objective}, bound={self.bound}" if self.scored else "groups changed by hand, not scored"
        )
        return f"<MatchResult {told}, {points}>"

    def _repr_html_(self) -> str:
        """Return the groups as cards, for notebooks."""
        # A result knows no pages: the public names know who makes them.
        from matcher import result_html

        shown: str = result_html(self)
        return shown

    @property
    def gap(self) -> float:
        """How far above `objective` the best could be, as a share of it: (bound - objective) / max(1, |objective|)."""
        return (self.bound - self.objective) / max(1, abs(self.objective))

    @property
    def on_word(self) -> tuple[str, ...]:
        """The solvers on whose word a proof rests, wholly or in part: nothing else checked what they say."""
        return tuple(name for name in self.proved_by if name != "matcher")

    @property
    def moves_allowed(self) -> int | None:
        """How many people could move from an earlier result; None: any number.

        `status`, `bound` and `stages` speak of no other groupings.
        """
        return None if self.rematched is None else self.rematched.limit

    @property
    def open_stage(self) -> Stage | None:
        """The first stage whose count is not proved best; None where all are."""
        return next((stage for stage in self.stages if not stage.proved), None)

    @property
    def formed(self) -> tuple[FormedGroup, ...]:
        """The groups as rules look at them."""
        return formed_of(self.groups)

    @property
    def left_out_alike(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Each reason for being left out, with the ids of all who are told it, in the order of the first of them."""
        return told_alike((mentee.reason, mentee.id) for mentee in self.unmatched)

    @property
    def assignments(self) -> pd.DataFrame:
        """A row for each placed mentee, in the order of the intake; the columns of ``assignments.csv``.

        `choice` is missing where it is ``unlisted`` there.
        """
        rows: list[tuple[Cell, ...]] = [tuple(asdict(row).values()) for row in self.assignment_rows]
        return _frame(_Table(self._assignments_table().columns, rows))

    @property
    def groups_frame(self) -> pd.DataFrame:
        """A row for each group; the columns of ``groups.csv``, ids joined by ``;``."""
        return _frame(self._groups_table())

    @property
    def mentors_frame(self) -> pd.DataFrame:
        """A row for each mentor, idle ones with 0, in the order of the intake; the columns of ``mentors.csv``."""
        return _frame(self._mentors_table())

    @property
    def unmatched_frame(self) -> pd.DataFrame:
        """A row for each mentee left out, in the order of `unmatched`; the columns of ``unmatched.csv``."""
        return _frame(self._unmatched_table())

    def save(
        self,
        folder: str | PathLike[str],
        further: Mapping[str, str] | None = None,
        *,
        replace: bool = False,
        made_from: Iterable[str | PathLike[str]] = (),
    ) -> None:
        """Write the five files into `folder`, made where it is missing: all of them, or none.

        Old results there are overwritten as they were written; where somebody changed one of their files, or a file
        there is not ours, nothing is. Other files stay; what tells of the result of before (its ``proof.json``, say)
        stays with its time in its name. ``proof.json`` is written where there is a `proof`. In CSV a text that a
        spreadsheet would run has a ``'`` before it.

        Parameters
        ----------
        further
            Texts of files to be written with them, by name.
        replace
            Write where files were changed or are not ours, too; these stay beside, with their time in their names.
        made_from
            Files, or folders of results, that this comes from: they are not overwritten without `replace` either.

        Raises
        ------
        IntakeError
            `folder` is no path.
        OverwriteError
            Without `replace`: a file there was changed, or is not ours; nothing was written.
        MatcherError
            `folder` is a file, holds an intake, or cannot be written to; what was there is as it was.
        """
        read = files_of_result(*made_from)
        place = place_named(folder, "folder")
        write_whole(place, self.texts(further), replace=replace, made_from=read, of_before=BESIDE_A_RESULT)

    def texts(self, further: Mapping[str, str] | None = None) -> dict[str, str]:
        """Return what `save` writes, by name."""
        proof = {} if self.proof is None else {PROOF_FILE: proof_text(self.proof)}
        return {**self._csv_texts(), **(further or {}), **proof, "result.json": self.to_json()}

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Self:
        """Read a saved result from its folder, from its ``result.json``, or from the workbook that a report holds.

        ``load`` of what `save` wrote equals it. Keys that the public contract does not name may be missing: what they
        would hold is then empty. Where somebody changed the groups, in one of the tables, in ``result.json`` or in the
        workbook, they are what that file says, and `scored` is False.

        Raises
        ------
        ResultFileError
            The file is missing, is no JSON and no workbook, has keys that are missing or wrong, is a workbook that
            contradicts itself, or stands in a folder with tables that cannot be read or that were edited otherwise:
            `issues` lists each fault.
        """
        place = result_place(path)
        settle(place)
        stands = read_as_it_stands(place)
        return cls._of(stands.saved, stands.notes)

    @classmethod
    def load_as_written(cls, path: str | PathLike[str]) -> Self:
        """Read ``result.json``, or a workbook, with nothing looked at besides: what `verify` checks.

        Raises
        ------
        ResultFileError
            As for `load`, of the one file.
        """
        place = result_place(path)
        settle(place)
        return cls._of(*workbook_as_it_stands(place)) if is_workbook(place) else cls._of(read_saved(place), ())

    @classmethod
    def _of(cls, saved: SavedResult, notes: tuple[str, ...]) -> Self:
        return cls(
            **{name: getattr(saved, name) for name in _SAVED_AS_THEY_ARE},
            assignment_rows=saved.assignments,
            mentor_rows=saved.mentors,
            told_gap=saved.gap,
            notes=notes,
        )

    def report(
        self,
        folder: str | PathLike[str],
        intake: Intake,
        *,
        kinds: Iterable[str] | None = None,
        anonymous: bool = False,
        with_emails: bool = False,
        language: str = "en",
        stress: StressTable | str | PathLike[str] | None = None,
        replace: bool = False,
    ) -> tuple[Path, ...]:
        """Write reports of this result into `folder`: a page, sheets, a workbook, calendars, messages.

        The same as `matcher.write_reports`, which says what each parameter means and takes a few more.

        Parameters
        ----------
        folder
            Made where it is missing; everything is written, or nothing.
        intake
            What this result answers.
        kinds
            ``html``, ``print``, ``xlsx``, ``ics``, ``mail``; None: all that is installed.
        anonymous, with_emails
            Ids alone; or addresses in the messages.
        language
            One of ``en``, ``en-GB``, ``en-US``, ``de``, ``es``, ``fa``.
        stress
            What `matcher.stress` found of this result, or its file: the page and the workbook then tell it.
        replace
            Write where somebody changed a report, too; it stays beside the new one, with its time in its name.

        Returns
        -------
        tuple of pathlib.Path
            The files written.

        Raises
        ------
        MatcherError
            See `matcher.write_reports`.
        """
        # A result knows no reports: the public names know who writes them.
        from matcher import write_reports

        written: tuple[Path, ...] = write_reports(
            self,
            intake,
            folder,
            kinds=kinds,
            anonymous=anonymous,
            with_emails=with_emails,
            language=language,
            stress=stress,
            replace=replace,
        )
        return written

    def to_json_dict(self) -> dict[str, Any]:
        """Return what ``result.json`` holds, of plain dicts, lists, texts and numbers, in its order."""
        return {
            "status": str(self.status),
            "objective": self.objective,
            "bound": self.bound,
            "gap": self.gap,
            "unmatched": [asdict(mentee) for mentee in self.unmatched],
            "groups": [_group_table(group) for group in self.groups],
            "choices": dict(self.choices),
            "seed": self.seed,
            "seconds": self.seconds,
            "version": self.version,
            "program": self.program.model_dump(mode="json"),
            "effort": self.effort,
            "ended": self.ended,
            **({"proved_by": list(self.proved_by)} if self.proved_by else {}),
            **({"stages": [asdict(stage) for stage in self.stages]} if self.stages else {}),
            "assignments": [asdict(row) | {"choice": _choice(row)} for row in self.assignment_rows],
            "mentors": [asdict(row) for row in self.mentor_rows],
            "unmatched_names": dict(self.unmatched_names),
            "warnings": list(self.warnings),
            **({} if self.scored else {"scored": False}),
            **({"edited": True} if self.edited else {}),
            **({} if self.rematched is None else {"rematched": _rematched_table(self.rematched)}),
            **({"never_again": [_earlier_table(one) for one in self.never_again]} if self.never_again else {}),
            **({"without": [_gone_table(one) for one in self.without]} if self.without else {}),
            **({} if self.intake is None else {"intake": _fingerprint_table(self.intake)}),
        }

    def to_json(self) -> str:
        """Return the text of ``result.json``."""
        return json.dumps(self.to_json_dict(), indent=2, ensure_ascii=False, allow_nan=False) + "\n"

    def differences(self, folder: str | PathLike[str]) -> list[str]:
        """Return, a sentence each, where the CSV files in `folder` do not say what this result says.

        Files that are missing are left out, so are those about which this result (read from a file that something
        else wrote) says nothing.
        """
        unknown = set() if self.assignment_rows or not self.groups else {"assignments.csv"}
        unknown |= set() if self.mentor_rows else {"mentors.csv"}
        differences = []
        for name, expected in self._csv_texts().items():
            file = Path(folder) / name
            if name not in unknown and file.exists():
                differences += _told_otherwise(file, expected)
        return differences

    def _csv_texts(self) -> dict[str, str]:
        tables = (
            self._assignments_table(),
            self._groups_table(),
            self._mentors_table(),
            self._unmatched_table(),
        )
        return {name: csv_text(table.columns, table.rows) for name, table in zip(TABLE_FILES, tables, strict=True)}

    def _assignments_table(self) -> _Table:
        rows = [tuple((asdict(row) | {"choice": _choice(row)}).values()) for row in self.assignment_rows]
        return _Table(tuple(column.name for column in fields(AssignmentRow)), rows)

    def _groups_table(self) -> _Table:
        rows: list[tuple[Cell, ...]] = [
            (group.id, group.slot, ";".join(group.mentors), ";".join(group.mentees), len(group.mentees), group.score)
            for group in self.groups
        ]
        return _Table(("group", "slot", "mentor_ids", "mentee_ids", "size", "score"), rows)

    def _mentors_table(self) -> _Table:
        rows = [tuple(asdict(row).values()) for row in self.mentor_rows]
        return _Table(tuple(column.name for column in fields(MentorRow)), rows)

    def _unmatched_table(self) -> _Table:
        rows: list[tuple[Cell, ...]] = [
            (mentee.id, self.unmatched_names.get(mentee.id, mentee.id), mentee.reason) for mentee in self.unmatched
        ]
        return _Table(("mentee_id", "mentee_name", "reason"), rows)


def _told_otherwise(file: Path, expected: str) -> list[str]:
    """Return where a table does not say what is expected; one that cannot be read says nothing of it."""
    try:
        found = bytes_of(file, RESULT_TABLE).decode("utf-8", errors="replace")
    except RefusedError as refused:
        return [f"{file.name}: {refused.message}"]
    try:
        return table_differences(file.name, found, expected)
    except csv.Error as fault:
        return [f"{file.name}: cannot be read as a table ({fault})"]


_SAVED_AS_THEY_ARE = tuple(
    column.name
    for column in fields(MatchResult)
    if column.name not in ("assignment_rows", "mentor_rows", "proof", "told_gap", "notes")
)


def proof_text(proof: Mapping[str, Any]) -> str:
    """Return the text of ``proof.json``: nobody reads it line by line, so it has none."""
    return json.dumps(proof, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"


def _rematched_table(told: Rematched) -> dict[str, Any]:
    table = asdict(told)
    waiting = list(table.pop("waiting"))
    return table | ({"waiting": waiting} if waiting else {})


def _gone_table(one: Gone) -> dict[str, str]:
    return {"id": one.id, "name": one.name, "role": one.role}


def _group_table(group: Group) -> dict[str, Any]:
    table = asdict(group) | {"mentors": list(group.mentors), "mentees": list(group.mentees)}
    locked = list(table.pop("locked"))
    return table | ({"locked": locked} if locked else {})


def _earlier_table(earlier: Earlier) -> dict[str, Any]:
    return {"name": earlier.name, "pairs": [list(pair) for pair in earlier.pairs]}


def _fingerprint_table(intake: Fingerprint) -> dict[str, Any]:
    return asdict(intake) | {"mentors": list(intake.mentors), "mentees": list(intake.mentees)}


def _choice(row: AssignmentRow) -> int | str:
    return UNLISTED if row.choice is None else row.choice


def _frame(table: _Table) -> pd.DataFrame:
    """Return a table as a frame whose kinds of columns do not hang on what is in them, empty ones included."""
    import pandas as pd

    cells = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
    return pd.DataFrame(
        {
            name: pd.Series(list(column), dtype=_NUMBERS.get(name, "string"))
            for name, column in zip(table.columns, cells, strict=True)
        }
    )


class MenteeScore(NamedTuple):
    """What a placed mentee got: `choice` from 1, None if unlisted; `score` in points; `satisfaction` from 0 to 1."""

    choice: int | None
    score: int
    satisfaction: float


def build_result(
    intake: Intake,
    groups: Sequence[Group],
    scores: Mapping[str, MenteeScore],
    reasons: Mapping[str, str],
    *,
    status: Status,
    objective: int,
    bound: int,
    seed: int,
    seconds: float,
    stages: Sequence[Stage] = (),
    effort: str | None = None,
    ended: str | None = None,
    proved_by: Sequence[str] = (),
    proof: Mapping[str, Any] | None = None,
) -> MatchResult:
    """Return the result that named groups are.

    Parameters
    ----------
    groups
        With the names by which everything that is said calls them, in the order of these names.
    scores
        By the id of each mentee in a group.
    reasons
        By the id of each mentee in none, why.
    seconds
        Kept to thousandths, as satisfaction is.

    Raises
    ------
    KeyError
        A mentee has neither a group nor a reason, or a group but no score.
    """
    placed = {mentee for group in groups for mentee in group.mentees}
    waiting = intake.in_waiting_order(mentee.id for mentee in intake.mentees if mentee.id not in placed)
    left_out = [intake.mentee_by_id[own] for own in waiting]
    return MatchResult(
        status=status,
        objective=objective,
        bound=bound,
        unmatched=tuple(Unmatched(mentee.id, reasons[mentee.id]) for mentee in left_out),
        **told_of(intake, groups, scores),
        seed=seed,
        seconds=round(seconds, 3),
        version=__version__,
        program=intake.program,
        unmatched_names={mentee.id: mentee.name for mentee in left_out},
        stages=tuple(stages),
        warnings=tuple(map(str, intake.warnings)),
        effort=effort,
        ended=ended,
        proved_by=tuple(proved_by),
        proof=proof,
        intake=fingerprint_of(intake),
        never_again=earlier_of(intake),
        without=intake.without,
    )


def formed_of(groups: Iterable[Group]) -> tuple[FormedGroup, ...]:
    """Return groups of a result as rules look at them."""
    return tuple(FormedGroup(group.id, group.slot, group.mentors, group.mentees) for group in groups)


def told_of(intake: Intake, groups: Sequence[Group], scores: Mapping[str, MenteeScore]) -> dict[str, Any]:
    """Return what a result tells of its groups, by the names of its fields; `scores` as in `build_result`.

    Groups changed by hand may name people twice: everybody counts once in a group, and of a mentee in several the last
    is told.
    """
    once = [
        replace(group, mentors=tuple(dict.fromkeys(group.mentors)), mentees=tuple(dict.fromkeys(group.mentees)))
        for group in groups
    ]
    placed = dict.fromkeys(mentee for group in once for mentee in group.mentees)
    return {
        "groups": tuple(
            replace(group, locked=settled_in(intake, formed))
            for group, formed in zip(groups, formed_of(groups), strict=True)
        ),
        "assignment_rows": _assignment_rows(intake, once, scores),
        "mentor_rows": _mentor_rows(intake, once),
        "choices": _choices(intake, [scores[mentee].choice for mentee in placed]),
    }


def _assignment_rows(
    intake: Intake, groups: Iterable[Group], scores: Mapping[str, MenteeScore]
) -> tuple[AssignmentRow, ...]:
    group_of = {mentee: group for group in groups for mentee in group.mentees}
    rows = []
    for mentee in intake.mentees:
        group = group_of.get(mentee.id)
        if group is None:
            continue
        choice, score, satisfaction = scores[mentee.id]
        # Groups that were changed by hand may have lost their mentors.
        first = intake.mentor_by_id[group.mentors[0]] if group.mentors else None
        second = intake.mentor_by_id[group.mentors[1]] if len(group.mentors) > 1 else None
        rows.append(
            AssignmentRow(
                mentee_id=mentee.id,
                mentee_name=mentee.name,
                group=group.id,
                slot=group.slot,
                mentor_1_id="" if first is None else first.id,
                mentor_1_name="" if first is None else first.name,
                mentor_2_id=None if second is None else second.id,
                mentor_2_name=None if second is None else second.name,
                choice=choice,
                score=score,
                satisfaction=round(satisfaction, 3),
            )
        )
    return tuple(rows)


def _mentor_rows(intake: Intake, groups: Sequence[Group]) -> tuple[MentorRow, ...]:
    sizes: dict[str, list[int]] = {mentor.id: [] for mentor in intake.mentors}
    for group in groups:
        for mentor_id in group.mentors:
            sizes[mentor_id].append(len(group.mentees))
    return tuple(
        MentorRow(mentor.id, mentor.name, groups=len(sizes[mentor.id]), mentees=sum(sizes[mentor.id]))
        for mentor in intake.mentors
    )


def _choices(intake: Intake, reached: Sequence[int | None]) -> dict[str, int]:
    """Count the choices reached, each rank up to the longest list of the intake, then those unlisted."""
    longest = max((len(mentee.preferred_mentors) for mentee in intake.mentees), default=0)
    return {str(rank): reached.count(rank) for rank in range(1, longest + 1)} | {UNLISTED: reached.count(None)}
