"""What columns mean and who answered: by the mapping, else as recognised; or what has to be filled in first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from matcher.errors import IntakeError, Issue
from matcher.intake.disk.whole import put_whole
from matcher.intake.program import fold
from matcher.intake.words.findings import Findings, name_some
from matcher.intake.words.listing import in_words
from matcher.survey.hours.grid_labels import tells_a_time
from matcher.survey.import_report import Outcome, Question, Report, ReportRow
from matcher.survey.mapping.answers import Source
from matcher.survey.mapping.evidence import Sureness
from matcher.survey.mapping.mapping import POLL, ExportMapping, Mapping, read_mapping
from matcher.survey.mapping.plans import is_own
from matcher.survey.mapping.proposing import mapping_text
from matcher.survey.mapping.recognition import Taken, recognise
from matcher.survey.mapping.roles import Role, decide_roles
from matcher.survey.mapping.standing import how_sure
from matcher.survey.mapping.vocabulary import PERSON_MEANINGS
from matcher.survey.reading.layout import Export

__all__ = ["MappingNeededError", "Understanding", "doubts", "understand"]


class MappingNeededError(IntakeError):
    """It is not sure who answered, or in which role: `proposed` is the mapping in which that has to be filled in.

    Parameters
    ----------
    proposed
        The text of ``mapping.toml``.
    written_to
        The file that it was written to; None where none was named, or where it stood already.
    """

    def __init__(self, issues: Sequence[Issue], proposed: str, written_to: Path | None) -> None:
        super().__init__(issues)
        self.proposed = proposed
        self.written_to = written_to


@dataclass(frozen=True, slots=True)
class Understanding:
    """What columns mean and who answered, and the text that says so.

    Parameters
    ----------
    proposed
        The text is not written yet.
    parts
        For each export which ``[[export]]`` of the text is its; None: none is.
    """

    mapping: Mapping
    sources: tuple[Source, ...]
    roles: tuple[Role, ...]
    text: str
    proposed: bool
    parts: tuple[int | None, ...]


def understand(exports: Sequence[Export], path: Path | None, findings: Findings, report: Report) -> Understanding:
    """Return what is taken for what.

    Parameters
    ----------
    path
        The mapping: read where it is there; else written where it is not sure who answered, with what is to fill in.
    findings
        With the faults of the exports, with which those of the mapping are told.

    Raises
    ------
    IntakeError
        There are faults.
    MappingNeededError
        It is not sure who answered, or in which role.
    """
    given = path is not None and path.exists()
    mapping = (read_mapping(path, findings) if path is not None and given else None) or Mapping()
    if findings.faults:
        raise IntakeError(findings.sorted_faults(), findings.warnings)
    parts = mapping.of(exports)
    taken, roles = _recognised(exports, parts)
    issues = doubts(exports, roles, taken, "mapping.toml" if path is None else path.name)
    sources = tuple(
        Source(export, tuple(columns), role.role, part.confirmed)
        for export, columns, role, part in zip(exports, taken, roles, parts, strict=True)
    )
    settled = [_open_where_nobody_is_known(one) for one in sources] if issues else sources
    proposed = mapping_text(settled, roles, [f"{one.file}: {one.message}; {one.right}" for one in issues])
    if issues:
        if path is not None and not given:
            put_whole(path.absolute().parent, {path.name: proposed})
        raise MappingNeededError(issues, proposed, None if given else path)
    _ask_about_doubts(sources, report)
    if given:
        _tell_differences(sources, parts, report)
    text = path.read_text(encoding="utf-8-sig") if path is not None and given else proposed
    places = [next((place for place, one in enumerate(mapping.exports) if one is part), None) for part in parts]
    return Understanding(
        mapping, sources, tuple(roles), text, not given, tuple(places if given else range(len(sources)))
    )


def _open_where_nobody_is_known(source: Source) -> Source:
    """Return what is proposed before it is known who answered: what is kept as it is may turn out to name people."""
    why = "read again once it is known who answered"
    taken = [
        replace(one, why=why, doubt=one.doubt or why) if is_own(one.target) and one.sureness < Sureness.GIVEN else one
        for one in source.taken
    ]
    return replace(source, taken=tuple(taken))


def _ask_about_doubts(sources: Sequence[Source], report: Report) -> None:
    """Ask about each column that is not used until somebody says what it is; once for all columns of one question."""
    asked: dict[tuple[str, str], list[tuple[str, Taken, str]]] = {}
    told: set[tuple[str, str]] = set()
    for source in sources:
        file = source.export.file
        sharing = Counter(taken.column.question for taken in source.taken if taken.column.item is not None)
        for taken in source.taken:
            column, doubt = taken.column, taken.doubt
            if doubt is None or ((file, doubt) in told and repr(column.label) in doubt):
                continue
            told.add((file, doubt))
            beside = f". The same is asked of all {sharing[column.question]} columns of {column.question!r}"
            text = f"{doubt}{beside}" if column.item is not None and sharing[column.question] > 1 else doubt
            asked.setdefault((column.question, taken.why), []).append((file, taken, text))
    for alike in asked.values():
        files = dict.fromkeys(file for file, _, _ in alike)
        _, first, text = alike[0]
        report.ask(Question(in_words(list(files)), None, None, first.column.label, None, text))
        for file in files:
            report.rows.append(ReportRow(file, None, None, Outcome.NOT_USED, first.column.label, note=first.why))


def _tell_differences(sources: Sequence[Source], parts: Sequence[ExportMapping], report: Report) -> None:
    """Tell which columns a mapping that was read does not know, and which of its own are not there."""
    for source, part in zip(sources, parts, strict=True):
        file = source.export.file
        there = {fold(name) for column in source.export.columns for name in (column.label, *column.also)}
        for label in part.columns:
            if label not in there:
                text = "is named in the mapping, and this export has no such column"
                report.ask(Question(file, None, None, label, None, text))
        for taken in source.taken:
            if taken.sureness is not Sureness.GIVEN and taken.target != "ignore" and taken.doubt is None:
                note = f"the mapping does not name it; taken for {taken.target} ({how_sure(source, taken)})"
                report.rows.append(ReportRow(file, None, None, Outcome.NOTE, taken.column.label, note=note))


def _recognised(exports: Sequence[Export], parts: Sequence[ExportMapping]) -> tuple[list[list[Taken]], list[Role]]:
    """Return what each column is taken for and who answered: first who there is, and by that who is wished for."""
    answers = _answers(exports)
    given = [None if part.role == POLL else part.role for part in parts]
    first = [recognise(*one, answers) for one in zip(exports, parts, given, strict=True)]
    roles = decide_roles(exports, parts, first)
    called = _called(exports, first, roles)
    taken = [
        recognise(export, part, None if role.role == POLL else role.role, answers, called)
        for export, part, role in zip(exports, parts, roles, strict=True)
    ]
    return taken, decide_roles(exports, parts, taken)


def _answers(exports: Sequence[Export]) -> dict[str, set[str]]:
    """Return the distinct answers to each question over all exports: some are known by what others answered."""
    answers: dict[str, set[str]] = {}
    for export in exports:
        for column in export.columns:
            answers.setdefault(fold(column.label), set()).update(filter(None, export.cells(column)[:400]))
    return answers


def _called(
    exports: Sequence[Export], taken: Sequence[Sequence[Taken]], roles: Sequence[Role]
) -> dict[str | None, frozenset[str]]:
    """Return every name, id and address of the people of each role, folded; None: of everybody."""
    found: dict[str | None, frozenset[str]] = {None: frozenset()}
    for export, columns, role in zip(exports, taken, roles, strict=True):
        if role.role == POLL:
            continue
        called: set[str] = set()
        cells = {one.target: export.cells(one.column) for one in columns if one.target in PERSON_MEANINGS}
        for target in ("id", "email", "name", "nickname"):
            called.update(fold(cell) for cell in cells.get(target, ()) if cell)
        pairs = zip(cells.get("first_name", ()), cells.get("last_name", ()), strict=False)
        called.update(fold(f"{first} {last}") for first, last in pairs if first and last)
        for whose in {role.role, None}:
            found[whose] = found.get(whose, frozenset()) | called
    return found


def doubts(
    exports: Sequence[Export], roles: Sequence[Role], taken: Sequence[Sequence[Taken]], mapping: str
) -> list[Issue]:
    """Return what has to be filled in in the file `mapping`; empty where it is sure who answered, and in which role."""
    issues = []
    for export, role, columns in zip(exports, roles, taken, strict=True):
        if not _tells_who(columns):
            guesses = [one.column.label for one in columns if one.target in ("id", "email", "name", "first_name")]
            guess = f" (perhaps {name_some([repr(label[:60]) for label in guesses])})" if guesses else ""
            message = f"no column is sure to tell who answered{guess}"
            right = f'in {mapping} write "email", "id" or "name" at the column that does, and import again'
            if _has_a_row_a_time(export):
                right += (
                    "; if it is a poll with a row a time, write each of its times as a day and hours in the first "
                    'column, like "Mon 09:00", and a yes or no for each person in a column with their name'
                )
            issues.append(Issue(export.file, message, right=right))
        if not role.sure:
            message = f"it is not sure whether mentors or mentees answered: {role.why}"
            right = (
                f'in {mapping} write role = "mentors" or "mentees", "hours" where it is a poll of hours of people in '
                'another file, or "role" at the column that says it'
            )
            issues.append(Issue(export.file, message, right=right))
    return issues


def _has_a_row_a_time(export: Export) -> bool:
    """Whether the first column holds times, mostly, as a poll does."""
    cells = [line.cells[0] for line in export.lines if line.cells and line.cells[0]]
    return bool(cells) and 2 * sum(map(tells_a_time, cells)) >= len(cells)


def _tells_who(columns: Sequence[Taken]) -> bool:
    sure = {one.target for one in columns if one.sureness >= Sureness.LIKELY}
    return bool(sure & {"id", "email", "name"}) or sure >= {"first_name", "last_name"}
