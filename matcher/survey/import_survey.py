"""`import_survey`: the exports of a survey → an intake, with everything told that happened on the way."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from matcher.errors import IntakeError, Issue, OverwriteError
from matcher.intake.disk.ours import write_ours
from matcher.intake.hours.zones import spelled_zone
from matcher.intake.leaving.documents import people_in
from matcher.intake.leaving.leave import who_left
from matcher.intake.leaving.left_file import LEFT_FILE
from matcher.intake.people import Intake
from matcher.intake.program import Program, fold
from matcher.intake.reading.gate.files import utf8_of
from matcher.intake.reading.gate.kinds import INTAKE_TABLE
from matcher.intake.reading.gate.refused import RefusedError
from matcher.intake.reading.places import place_named
from matcher.intake.reading.settings import load_program_file, settings_of
from matcher.intake.words.calling import called
from matcher.intake.words.findings import Findings, name_some
from matcher.intake.words.steps import at_step, in_steps
from matcher.intake.writing import read_back
from matcher.result.files import csv_text
from matcher.survey.folders import PathLike, Places, intake_texts, standing_beside_people
from matcher.survey.hours.reading import HourSettings
from matcher.survey.import_report import (
    Outcome,
    Question,
    Report,
    ReportRow,
    questions_table,
    report_table,
    without_addresses,
)
from matcher.survey.mapping.answers import Source, answers_of
from matcher.survey.mapping.confirming import confirmed
from matcher.survey.mapping.corrections import Corrections, no_longer_in, read_corrections
from matcher.survey.mapping.mapping import POLL, ROLES, Mapping
from matcher.survey.mapping.plans import event_slots
from matcher.survey.mapping.recognition import Taken
from matcher.survey.mapping.roles import Role
from matcher.survey.mapping.standing import how_sure
from matcher.survey.mapping.understanding import MappingNeededError, Understanding, understand
from matcher.survey.mapping.vocabulary import COLUMN_MEANINGS, INTAKE_MEANINGS
from matcher.survey.people.correcting import correct, correct_like
from matcher.survey.people.filling import Filled, fill, hide_names
from matcher.survey.people.gathering import Someone, gather
from matcher.survey.people.polled import join_polls
from matcher.survey.people.pseudonyms import Key, read_key
from matcher.survey.people.wishes import Known
from matcher.survey.people.zones import settle_zones
from matcher.survey.polls.by_person import by_person
from matcher.survey.polls.dated_items import with_weekdays
from matcher.survey.readback.columns import ColumnRead, name_words, read_columns
from matcher.survey.readback.sense import what_makes_no_sense
from matcher.survey.readback.state import state_text
from matcher.survey.readback.still_open import STATE_FILE
from matcher.survey.reading.files import read_grid
from matcher.survey.reading.layout import Export, lay_out

logger = logging.getLogger(__name__)

__all__ = ["Import", "MappingNeededError", "Read", "SurveyImport", "import_survey"]


@dataclass(frozen=True, slots=True)
class SurveyImport:
    """What an import came to.

    Parameters
    ----------
    intake
        The people, with the program's settings; valid.
    files
        The names of the exports.
    taken
        For each export what its columns were taken for.
    how_sure
        The same columns with how sure each is, and why, in words.
    roles
        For each export who answered it.
    report
        A row for every row of the exports and for every cell that was changed or not understood.
    questions
        What only a person can settle.
    mapping
        The text of ``mapping.toml``: as it was read, or as it is proposed.
    columns
        What was read in each column, by the shapes of its answers.
    written
        The files that were written, in order; empty without `out`.
    """

    intake: Intake
    files: tuple[str, ...]
    taken: tuple[tuple[Taken, ...], ...]
    how_sure: tuple[tuple[str, ...], ...]
    roles: tuple[Role, ...]
    report: tuple[ReportRow, ...]
    questions: tuple[Question, ...]
    mapping: str
    columns: tuple[ColumnRead, ...] = ()
    written: tuple[Path, ...] = ()

    def count(self, outcome: Outcome) -> int:
        """Return how many rows of the report have an outcome."""
        return sum(row.outcome is outcome for row in self.report)


def import_survey(
    exports: PathLike | Sequence[PathLike],
    out: PathLike | None = None,
    *,
    mapping: PathLike | None = None,
    corrections: PathLike | None = None,
    pseudonymous: bool = False,
    replace: bool = False,
    confirm: Sequence[str] = (),
) -> SurveyImport:
    """Read what a survey tool exported, and make an intake of it.

    Parameters
    ----------
    exports
        One file with mentors and mentees, or several: CSV or TSV in any common encoding, or ``.xlsx``.
    out
        The folder for the intake; None: nothing is written. A ``program.toml``, ``constraints.csv`` and ``locks.csv``
        that stand in it are used and stay.
    mapping
        A ``mapping.toml``: read where it is there, else proposed and written there. None: ``mapping.toml`` in `out`.
    corrections
        A ``corrections.csv``. None: the one in `out`, where there is one.
    pseudonymous
        Write ids without names and addresses. The key, the report and the mapping go into a folder of their own beside
        `out`, named like it with ``-private`` after it.
    replace
        Write over tables in `out` that were changed since an import wrote them, too; the old ones stay beside, with
        their time in their names.
    confirm
        Columns that were read rightly, by their headers or by what they are in the intake, or ``all``; the mapping
        keeps it.

    Returns
    -------
    SurveyImport
        The same for the same files. Of several answers by one person the latest counts; of equally late ones the one
        that stands last.

    Raises
    ------
    IntakeError
        With every fault of the exports, the mapping, the corrections and the intake in `issues`; nothing is written.
    MappingNeededError
        It is not sure who answered, or in which role. The proposed mapping is written where `mapping` or `out` says,
        and nothing else.
    OverwriteError
        Without `replace`: a table in `out` was changed since it was written, or is one of `exports`.
    MatcherError
        `out` cannot be written to.
    """
    places = Places.of(out, mapping, corrections, pseudonymous=pseudonymous)
    several = [exports] if isinstance(exports, str | os.PathLike) else exports
    files = [place_named(file, "exports") for file in several]
    if not files:
        raise IntakeError([Issue("the call", "names no export", right="name at least one file")])
    return Import(places, pseudonymous, replace).run(files, confirm)


@dataclass(frozen=True, slots=True)
class Read:
    """What exports were read as: people, and the rows of an intake that they make."""

    exports: Sequence[Export]
    understood: Understanding
    program: Program
    key: Key | None
    people: Sequence[Someone]
    filled: Filled
    columns: tuple[ColumnRead, ...]
    corrections: Corrections


class Import:
    """One import; faults, questions and the report gather while it goes on."""

    def __init__(
        self, places: Places, pseudonymous: bool = False, replace: bool = False, standing: Intake | None = None
    ) -> None:
        self.places = places
        self.standing = standing
        self.replace = replace
        self.pseudonymous = pseudonymous
        self.findings = Findings()
        self.report = Report()

    def run(self, files: Sequence[Path], confirm: Sequence[str]) -> SurveyImport:
        """Read exports, and write the intake that they make."""
        self._keep_those_who_left()
        read = self.read(files, confirm)
        exports, understood, filled = read.exports, read.understood, read.filled
        for column in hide_names(filled) if self.pseudonymous else ():
            note = "words of people's own, which may tell who they are: left out, since names are"
            self.report.rows.append(ReportRow(exports[0].file, None, None, Outcome.NOTE, column, note=note))
        self.report.check(exports, len(read.people))
        texts = intake_texts(filled, read.program, self.places.out)
        gone = self._who_is_gone(texts)
        self._tell_which_answers_are_gone(read.corrections)
        sources = understood.sources
        done = SurveyImport(
            read_back(texts),
            tuple(export.file for export in exports),
            tuple(source.taken for source in sources),
            tuple(tuple(how_sure(source, taken) for taken in source.taken) for source in sources),
            understood.roles,
            self.report.in_order(exports),
            self.report.grouped(name_words(read.people)),
            understood.text,
            read.columns,
        )
        where = "In the tables before and in none of these exports, so that the intake"
        try:
            done = replace(done, written=tuple(self._write(done, texts, read, files, keeps_added=not gone)))
        except OverwriteError:
            if gone:
                logger.warning("%s would be without them: %s", where, name_some(gone))
            raise
        if gone:
            logger.warning("%s is without them now: %s", where, name_some(gone))
        return done

    def _keep_those_who_left(self) -> None:
        """Refuse to bring back whoever `leave` took out of the intake: they would stand there, and among those gone."""
        out = self.places.out
        gone = who_left(out) if out is not None and out.is_dir() else ()
        if gone:
            who = name_some([called(one.id, one.name) for one in gone])
            message = f"holds who left this intake, and an import would bring them back: {who}"
            right = "join them first and take them out again afterwards, or take the file away"
            raise IntakeError([Issue(LEFT_FILE, message, right=right)])

    def _who_is_gone(self, texts: dict[str, str]) -> list[str]:
        """Return who stands in the tables that are written over and is in none of the exports: late answers, say."""
        out, tables = self.places.out, ("mentors.csv", "mentees.csv")
        if out is None or not all((out / name).is_file() for name in tables):
            return []
        try:
            before = people_in({name: utf8_of(out / name, INTAKE_TABLE) for name in tables})
        except RefusedError:  # no table of ours
            return []
        now = people_in({name: texts[name] for name in tables})
        return [called(own, name) for own, (_, name) in before.items() if own not in now]

    def _tell_which_answers_are_gone(self, corrections: Corrections) -> None:
        """Say which questions had an answer that the corrections do not hold, so that it does not count."""
        private = self.places.private
        file = "corrections.csv" if self.places.corrections is None else self.places.corrections.name
        gone = [] if private is None else no_longer_in(corrections, private / "questions.csv")
        told = []
        for cells in gone:
            whose = next((cells[key] for key in ("id", "email", "answer") if key in cells), None)
            asked = " of ".join(filter(None, (cells.get("column"), whose))) or cells.get("question", "a question")
            told.append(without_addresses(f"{asked}: {cells['value']!r}"))
            note = f"was answered with {cells['value']!r} in questions.csv, and is not in {file}: it does not count"
            place = (cells.get("file", file), None, cells.get("id"))
            self.report.rows.append(
                ReportRow(*place, Outcome.NOTE, cells.get("column"), cells.get("answer"), None, note)
            )
        if told:
            logger.warning(
                "Answered in questions.csv before, and not in %s, so that it does not count now: %s. If that is not "
                "meant, answer it again: import-report.csv has all of it",
                file,
                name_some(told),
            )

    def read(self, files: Sequence[Path], confirm: Sequence[str] = ()) -> Read:
        """Read exports as far as rows of an intake; nothing is written."""
        exports = list(self._exports(files))
        at_step("looking at what columns mean")
        understood = understand(exports, self.places.mapping, self.findings, self.report)
        program = self._program(understood.sources)
        corrections = self._corrections(understood.sources)
        key = self._key()
        self._stop_at_faults()
        if confirm:
            understood = confirmed(understood, confirm, self.places.mapping)
        understood = replace(understood, mapping=corrections.extended(understood.mapping))
        people = self._people(understood, corrections, key)
        filled = self._filled(people, understood, corrections, program)
        self._ask_about_blank_hours(filled, program)
        self.report.questions += settle_zones(filled, program)
        at_step("looking for what makes no sense")
        sources, names = understood.sources, name_words(people)
        reading = understood.mapping.reading
        if self.standing is None:  # a few late answers tell nothing of all
            self.report.questions += what_makes_no_sense(sources, people, filled.records, program, reading)
        self.report.questions = corrections.open_of(self.report.questions, names)
        slots = program.schedule.slots or ()
        columns = read_columns(sources, people, filled.records, self.report.questions, slots)
        return Read(exports, understood, program, key, people, filled, columns, corrections)

    def _filled(
        self, people: Sequence[Someone], understood: Understanding, corrections: Corrections, program: Program
    ) -> Filled:
        settings = _hours(understood.mapping, program)
        sources, mapping, standing = understood.sources, understood.mapping, self._standing()
        if corrections.shared and self.places.corrections is not None:
            # Whom a correction of an answer means is known once it is known who would be asked about it.
            before = Report()
            fill(people, sources, mapping, settings, before, standing)
            name = self.places.corrections.name
            correct_like(people, before.questions, corrections.shared, name, self.report)
        return fill(people, sources, mapping, settings, self.report, standing)

    def _standing(self) -> list[tuple[str, Known]]:
        """Return who is in the intake already, by role: late answers may name them."""
        sides = (
            () if self.standing is None else (("mentors", self.standing.mentors), ("mentees", self.standing.mentees))
        )
        return [
            (role, Known(one.id, one.name, one.email and one.email.casefold())) for role, side in sides for one in side
        ]

    def _stop_at_faults(self) -> None:
        if self.findings.faults:
            raise IntakeError(self.findings.sorted_faults(), self.findings.warnings)

    def _exports(self, files: Sequence[Path]) -> Iterator[Export]:
        names = [file.name for file in files]
        grids = []
        for place, file in enumerate(in_steps("reading exports:", files), 1):
            grid = read_grid(file, self.findings)
            if grid is not None:
                told = f"{place} {file.name}" if names.count(file.name) > 1 else file.name
                grids.append(by_person(replace(grid, file=told)))
        for grid in with_weekdays(grids, self._named_slots()):
            export = lay_out(grid, self.findings)
            if export is not None and not export.lines:
                right = "export the answers, not the empty form"
                self.findings.faults.append(Issue(export.file, "has questions and no answers", right=right))
            elif export is not None:
                yield export

    def _program_file(self) -> Path | None:
        out = self.places.out
        if out is None:
            return None
        return next((out / name for name in ("program.toml", "program.json") if (out / name).exists()), None)

    def _named_slots(self) -> tuple[str, ...]:
        """Return the slots that the settings in the folder name; their faults are told when all of them are read."""
        path = self._program_file()
        tables = None if path is None else load_program_file(path, Findings())
        schedule = tables.get("schedule") if tables else None
        slots = schedule.get("slots") if isinstance(schedule, dict) else None
        return tuple(one for one in slots if isinstance(one, str)) if isinstance(slots, list) else ()

    def _program(self, sources: Sequence[Source]) -> Program:
        """Return the settings that stand in the folder, else the usual ones with the events that a grid names."""
        slots = event_slots(sources)
        if self.standing is not None:
            return self._with_slots(self.standing.program, slots, "program.toml")
        path = self._program_file()
        if path is None:
            return Program.model_validate({"schedule": {"slots": slots}}) if slots else Program()
        tables = load_program_file(path, self.findings)
        program = Program() if tables is None else settings_of(tables, path.name, self.findings).program
        return self._with_slots(program, slots, path.name)

    def _with_slots(self, program: Program, slots: Sequence[str], file: str) -> Program:
        """Return settings; that they lack slots which people were asked about is a fault."""
        known = set(map(fold, program.schedule.slots or ()))
        lacking = [slot for slot in slots if fold(slot) not in known]
        if lacking:
            message = f"people were asked about {name_some(lacking)}, which it does not name"
            right = "add them to schedule.slots as they stand here"
            self.findings.faults.append(Issue(file, message, column="schedule.slots", right=right))
        return program

    def _corrections(self, sources: Sequence[Source]) -> Corrections:
        if self.places.corrections is None:
            return Corrections()
        taken = [one for source in sources for one in source.taken]
        # A word that is a header, too, means the column of the intake: not every export has the header.
        known = [one.column.label for one in taken] + [one.target for one in taken]
        known += [*COLUMN_MEANINGS, *INTAKE_MEANINGS, "leave_out"]
        return read_corrections(self.places.corrections, known, self.findings)

    def _key(self) -> Key | None:
        if not self.pseudonymous:
            return None
        return Key() if self.places.private is None else read_key(self.places.private / "key.csv", self.findings)

    def _people(self, understood: Understanding, corrections: Corrections, key: Key | None) -> list[Someone]:
        sources, mapping = understood.sources, understood.mapping
        at_step("gathering answers")
        answers = [answer for source in sources for answer in answers_of(source, mapping, self.report)]
        given = [answer for answer in answers if answer.role != POLL]
        if corrections.single and self.places.corrections is not None:
            # Whom a correction means by an id is known once there are people, who are then gathered again.
            before = gather(given, mapping, Report(), key)
            correct(answers, before, corrections.single, self.places.corrections.name, self.report)
        people = gather(given, mapping, self.report, key)
        join_polls(people, [answer for answer in answers if answer.role == POLL], self.report)
        for role in ROLES if self.standing is None else ():
            if not any(one.role == role for one in people):
                files = name_some([source.export.file for source in sources])
                right = f"name the export with the {role}, too, or say in the mapping who answered"
                self.findings.faults.append(Issue(files, f"holds no {role}", right=right))
        self._stop_at_faults()
        return people

    def _ask_about_blank_hours(self, filled: Filled, program: Program) -> None:
        names = [one.name or one.id for one in filled.blank_hours]
        ids = tuple(one.id for one in filled.blank_hours)
        if names:
            meaning = "free at any slot" if program.schedule.blank == "any" else "never free"
            text = (
                f"left blank by {name_some(names)}; a blank counts as {meaning}, as schedule.blank in program.toml says"
            )
            self.report.ask(Question("program.toml", None, None, "availability", None, text, ids))

    def _write(
        self, done: SurveyImport, texts: dict[str, str], made_of: Read, exports: Sequence[Path], *, keeps_added: bool
    ) -> Iterator[Path]:
        out, private, mapping = self.places.out, self.places.private, self.places.mapping
        if out is None or private is None or mapping is None:
            return
        # An import knows no pages: the public names know who writes them.
        from matcher import import_page

        written = {out / name: text for name, text in texts.items() if name not in standing_beside_people(out)}
        written[out / STATE_FILE] = state_text(done.intake, done.questions, done.columns, nameless=self.pseudonymous)
        written[private / "import-report.csv"] = csv_text(*report_table(done.report))
        written[private / "questions.csv"] = csv_text(*questions_table(done.questions, made_of.corrections.rows))
        written[private / "import.html"] = import_page(done)
        if made_of.key is not None:
            written[private / "key.csv"] = made_of.key.text()
        if made_of.understood.proposed:
            written[mapping] = done.mapping
        read = [file for file in (*exports, self.places.corrections) if file is not None]
        for root, files in _by_root(written, out, private).items():
            write_ours(root, files, replace=self.replace, made_from=read, keeps_added=keeps_added)
        yield from written


def _by_root(written: dict[Path, str], out: Path, private: Path) -> dict[Path, dict[str, str]]:
    """Return what is written at once: a proposed mapping that stands elsewhere, then all else.

    Where names have a folder of their own, both folders are written at once, from the one that holds them.
    """
    root = out if private == out else Path(os.path.abspath(out)).parent  # noqa: PTH100 — links stay as they are told
    sets: dict[Path, dict[str, str]] = {}
    ours: dict[str, str] = {}
    for file, text in written.items():
        if file.parent not in (out, private):
            sets.setdefault(file.parent, {})[file.name] = text
        elif private == out:
            ours[file.name] = text
        else:
            folder = Path(os.path.abspath(file.parent)).name  # noqa: PTH100
            ours[f"{folder}/{file.name}"] = text
    return {**sets, root: {**sets.get(root, {}), **ours}}


def _hours(mapping: Mapping, program: Program) -> HourSettings:
    reading = mapping.reading
    return HourSettings(
        slots=program.schedule.slots or (),
        day_start=reading.day_start,
        day_end=reading.day_end,
        meeting_minutes=program.schedule.meeting_minutes,
        if_need_be=reading.if_need_be,
        timezone=None if program.schedule.timezone is None else spelled_zone(program.schedule.timezone),
    )
