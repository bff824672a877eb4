"""Lines of an export → answers: who gave each, in which role, when; and which lines are nobody's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from matcher.intake.program import fold
from matcher.survey.import_report import Outcome, Question, Report, ReportRow
from matcher.survey.mapping.evidence import Sureness, is_tick
from matcher.survey.mapping.mapping import ROLES, Mapping
from matcher.survey.mapping.recognition import Taken
from matcher.survey.mapping.vocabulary import plain_words, role_said
from matcher.survey.reading.files import Line
from matcher.survey.reading.layout import Export
from matcher.survey.reading.timestamps import read_times
from matcher.survey.words.yes_no import goes_on, has_given_up, read_yes_no

__all__ = ["Answer", "Doubt", "Source", "answers_of", "doubt_of_taking_part", "role_of", "seems_a_test"]

# No longer than an address may be: where there is none, none is looked for from every letter to the end.
_ADDRESS = re.compile(r"[^@\s;:,<>()\"']{1,254}@[^@\s;,<>()\"']{1,254}\.[^@\s;,<>()\"']{1,254}")
_TEST = re.compile(
    r"(?:(?:a|my|the|just a|this is a|mentor|mentee|student|please ignore|ignore)? ?)?"
    r"(?:test(?:er|ing|e|user)?|asdf\w*|qwerty\w*|xxx+|dummy)"
    r"(?: (?:test|tester|user|person|mentor|mentee|student|response|entry|one|two|\d+|mctest\w*|please ignore|ignore))*"
    r"\d*"
)
_PREVIEWS = {
    "survey preview": "is a preview", "preview": "is a preview", "survey preview spam": "is a preview",
    "survey test": "is a test", "test": "is a test", "spam": "is marked as spam", "possible spam": "is marked as spam",
    "1": "is a preview", "2": "is a test", "8": "is marked as spam", "9": "is a preview", "12": "is marked as spam",
    "17": "is a preview",
}  # fmt: skip
_NOBODY = frozenset({"anonymous", "n a", "na", "none", "no", "anonym", "anonimo", "anonyme", "nan", "null", "nil"})


@dataclass(frozen=True, slots=True)
class Source:
    """An export, what its columns are taken for, who answered it (None: a column says it), what was `confirmed`."""

    export: Export
    taken: tuple[Taken, ...]
    role: str | None
    confirmed: frozenset[str] = frozenset()

    def column(self, target: str) -> Taken | None:
        """Return the first column that is taken for `target`; None where there is none."""
        return next((one for one in self.taken if one.target == target), None)


@dataclass(slots=True)
class Answer:
    """One line of an export, with who gave it.

    `chosen` says that others gave the very same answer to which role they have. `corrected` maps targets and labels of
    columns to what the coordinator wrote for them.
    """

    source: Source
    line: Line
    role: str
    time: datetime | None = None
    finished: bool = True
    chosen: bool = False
    corrected: dict[str, str] = field(default_factory=dict)

    @property
    def place(self) -> tuple[str, int]:
        """The file and the row."""
        return self.source.export.file, self.line.number

    def cell(self, taken: Taken) -> str:
        """Return what stands in a column, corrections applied."""
        return self.corrected.get(taken.column.label, self.line.cells[taken.column.place])

    def text(self, target: str) -> str:
        """Return the first answer in a column taken for `target`, on one line; blank where there is none."""
        if target in self.corrected:
            return self.corrected[target]
        cells = (self.cell(one) for one in self.source.taken if one.target == target)
        return " ".join(next(filter(None, cells), "").split())

    @property
    def email(self) -> str | None:
        """The e-mail address as it is compared; None where there is none."""
        found = _ADDRESS.search(self.text("email"))
        return None if found is None else found[0].casefold().strip(".")

    @property
    def own(self) -> str | None:
        """What stands in the column of ids; None where blank."""
        said = self.text("id")
        return None if plain_words(said) in _NOBODY or not said else said

    @property
    def name(self) -> str | None:
        """The name, put together where it stands in two columns; None where there is none."""
        said = self.text("name")
        if not said or (plain_words(said) in _NOBODY):
            said = " ".join(filter(None, (self.text("first_name"), self.text("last_name"))))
        return said or None


def answers_of(source: Source, mapping: Mapping, report: Report) -> Iterator[Answer]:
    """Yield the answers of an export; every line that is none is reported with the reason."""
    export = source.export
    for left in export.left_out:
        report.rows.append(ReportRow(export.file, left.number, None, Outcome.LEFT_OUT, note=left.why))
    for note in export.notes:
        text = note.message if note.right is None else f"{note.message}; {note.right}"
        if note.row is not None or note.column is not None:
            report.ask(Question(export.file, note.row, None, note.column, None, text))
        report.rows.append(ReportRow(export.file, note.row, None, Outcome.NOTE, note.column, note=text))
    for number, cell in export.surplus:
        text = "stands beyond the last question: perhaps a cell of this row was split or shifted"
        report.rows.append(ReportRow(export.file, number, None, Outcome.NOT_UNDERSTOOD, before=cell, note=text))
        report.ask(Question(export.file, number, None, None, cell, f"{text}; it was not used"))
    times = _times(source, mapping, report)
    role = source.column("role")
    roles = Counter(fold(cell) for cell in export.cells(role.column)) if role is not None else Counter()
    for line, time in zip(export.lines, times, strict=True):
        answer = Answer(source, line, source.role or "", time, _is_finished(source, line))
        answer.chosen = roles[fold(answer.text("role"))] > 1
        why = _preview(answer)
        if why is not None:
            report.rows.append(ReportRow(*answer.place, None, Outcome.LEFT_OUT, note=why))
        else:
            yield answer


def _times(source: Source, mapping: Mapping, report: Report) -> Sequence[datetime | None]:
    taken = source.column("time")
    if taken is None:
        return [None] * len(source.export.lines)
    cells = source.export.cells(taken.column)
    times = read_times(cells, mapping.reading.day_first)
    for line, cell, time in zip(source.export.lines, cells, times, strict=True):
        if cell and time is None:
            note = "is no time that can be read; the row counts as given when it stands"
            place = (source.export.file, line.number, None)
            report.rows.append(ReportRow(*place, Outcome.NOT_UNDERSTOOD, taken.column.label, cell, None, note))
    return times


def _is_finished(source: Source, line: Line) -> bool:
    taken = source.column("finished")
    if taken is None:
        return not _never_submitted(source, line)
    return is_tick(line.cells[taken.column.place], None) is not False or not line.cells[taken.column.place]


def _never_submitted(source: Source, line: Line) -> bool:
    """Whether LimeSurvey gives no date on which an answer was submitted, which says that it was not finished."""
    time = source.column("time")
    return (
        source.export.platform == "LimeSurvey"
        and time is not None
        and "submit" in fold(time.column.label)
        and not line.cells[time.column.place]
    )


def _preview(answer: Answer) -> str | None:
    """Return why a line was given by nobody: a preview or a test of the form; None where it is an answer."""
    status = answer.source.column("status")
    if status is not None:
        said = fold(answer.cell(status))
        if said in _PREVIEWS and (answer.source.export.platform == "Qualtrics" or not said.isdigit()):
            return f"{_PREVIEWS[said]}, as the survey tool says"
    return None


class Doubt(NamedTuple):
    """Why it is in doubt whether somebody takes part; `out`: the answer reads as no; `asked`: nobody settled it."""

    label: str
    said: str
    out: bool
    asked: bool


def doubt_of_taking_part(answer: Answer, mapping: Mapping) -> Doubt | None:
    """Return what an answer says against taking part; None where nothing does."""
    settled = {fold(text): fold(means) for text, means in mapping.words.get("taking_part", {}).items()}
    for taken in answer.source.taken:
        said = answer.cell(taken)
        if taken.target == "taking_part" and said:
            asked = taken.sureness is not Sureness.GIVEN
            understood = read_yes_no(settled.get(fold(said), said))
            if understood.value is not True:
                out = understood.value is False
                return Doubt(taken.column.label, said, out, asked or not out)
        elif taken.target == "status" and said and not goes_on(said):
            out = has_given_up(said)
            return Doubt(taken.column.label, said, out, asked=True)
    return None


def seems_a_test(answer: Answer) -> bool:
    """Whether somebody tried the form: called ``Test``, or writing from ``test@``."""
    if answer.name is not None:
        return bool(_TEST.fullmatch(plain_words(answer.name)))
    return answer.email is not None and bool(_TEST.fullmatch(plain_words(answer.email.partition("@")[0])))


_TOTAL = re.compile(
    r"(?:grand |sub |overall )?(?:totals?|sums?|counts?|averages?|means?|medians?)(?: (?:number|count|of) .*)?"
    r"|(?:gesamt\w*|summen?|anzahl|durchschnitt|mittelwert|zwischensumme)(?: .*)?"
    r"|(?:total(?: general)?|somme|moyenne|nombre|suma|promedio|media|recuento|cantidad)"
)
_FEWEST_FILLED = 3
"""Cells that stand in a usual row at least, where a row with a single one is taken for a heading."""


def seems_no_person(answer: Answer) -> str | None:
    """Return what a row seems to be that is nobody's answer, a total or a heading; None where it may be somebody's."""
    cells = [answer.line.cells[column.place] for column in answer.source.export.columns]
    filled = [cell for cell in cells if cell]
    first = plain_words(filled[0]) if filled else ""
    if _TOTAL.fullmatch(first) and answer.email is None:
        return "a row of totals"
    if len(filled) == 1 and answer.email is None and answer.own is None:
        usual = sorted(sum(map(bool, line.cells)) for line in answer.source.export.lines)
        if usual[len(usual) // 2] >= _FEWEST_FILLED:
            return "a heading: nothing else stands in this row"
    return None


def role_of(answer: Answer, mapping: Mapping) -> str | None:
    """Return ``mentors`` or ``mentees``; None where the answer does not say which of the two."""
    if "role" not in answer.corrected and answer.source.role is not None:
        return answer.source.role
    said = answer.text("role")
    settled = {fold(text): role for text, role in mapping.words.get("role", {}).items()}
    role = settled.get(fold(said)) or role_said(said, chosen=answer.chosen)
    if role is None:
        return None
    plain = role.casefold().strip()
    return next((one for one in ROLES if plain in (one, one.removesuffix("s"))), None)
