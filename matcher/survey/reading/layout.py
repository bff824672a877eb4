"""A grid of texts → questions and answers: which rows are headers, what each column asks, whose rows are nobody's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from matcher.errors import Issue
from matcher.intake.program import fold
from matcher.intake.words.findings import Findings
from matcher.survey.reading.files import Grid, Line

__all__ = ["Column", "Export", "LeftOutRow", "lay_out", "spreadsheet_letters"]

_IMPORT_ID = re.compile(r"\{\s*['\"]+ImportId['\"]+")
_QUALTRICS_NAMES = {"startdate", "enddate", "recordeddate", "responseid"}
_LIMESURVEY_CODES = {"submitdate", "lastpage", "startlanguage", "seed"}
_SURVEYMONKEY_NAMES = {"respondent id", "collector id", "date created", "date modified"}
_OPEN_ENDED = {"response", "open-ended response", "open ended response"}
# No longer than an address may be: where there is none, none is looked for from every letter to the end.
_ADDRESS = re.compile(r"[^@\s;,<>]{1,254}@[^@\s;,<>]{1,254}\.[^@\s;,<>]{1,254}")
_CODE = re.compile(r"([A-Za-z]\w{0,30}(?:\[[^\]]*\]){0,3})\.\s+(?=\S)")
_ITEM = re.compile(r"(?P<stem>.*\S)?\s*\[(?P<item>[^\[\]]+)\]\s*\.?")
_DASHED = re.compile(r"(?P<stem>.+?)(?:\s+-\s+(?:Selected Choice|Selected Choices|Rank|Ranks))?\s+-\s+(?P<item>[^-].*)")
_LONGEST_PREAMBLE = 15
"""Rows above the questions: titles and notes."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an export.

    Parameters
    ----------
    place
        Its position in a row's cells, from 0.
    label
        Its header on one line, unique within the export: what a mapping names.
    question
        What it asks, without codes that a survey tool put before it.
    item
        What it asks about, where one question has a column for each of several things: ``Mon 09:00``, or somebody's
        name. None otherwise.
    also
        Further names under which a mapping may name it: Qualtrics' ``Q7``.
    """

    place: int
    label: str
    question: str
    item: str | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOutRow:
    """A row that is nobody's answer, and why."""

    number: int
    why: str


@dataclass(frozen=True, slots=True)
class Export:
    """An export as questions and answers.

    Parameters
    ----------
    lines
        The answers, each with as many cells as there are columns.
    left_out
        Rows under the header that are nobody's answer.
    surplus
        Cells beyond the last column, which no question belongs to.
    platform
        The survey tool that wrote it, where that shows.
    titles
        What stands above the questions.
    """

    file: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    left_out: tuple[LeftOutRow, ...] = ()
    surplus: tuple[tuple[int, str], ...] = ()
    platform: str | None = None
    notes: tuple[Issue, ...] = field(default=())
    titles: tuple[str, ...] = ()

    def cells(self, column: Column) -> list[str]:
        """Return every answer to a column, blanks included."""
        return [line.cells[column.place] for line in self.lines]


@dataclass(frozen=True, slots=True)
class _Header:
    """Header texts by place; `names` are second names by place; `rows`: how many lines they take; `first`: which."""

    texts: list[str]
    names: list[str]
    first: int
    rows: int
    platform: str | None = None


def lay_out(grid: Grid, findings: Findings) -> Export | None:
    """Return the questions and answers of a grid; None where it has no header row, which is then a fault."""
    header = _header(grid.lines)
    if any(_ADDRESS.fullmatch(text) for text in header.texts):
        message = "has no header row: its first row holds an e-mail address"
        right = "put a row with the questions on top"
        findings.faults.append(Issue(grid.file, message, row=grid.lines[header.first].number, right=right))
        return None
    after = grid.lines[header.first + header.rows :]
    columns = _columns(header, after)
    top = grid.lines[header.first].number
    left_out = [LeftOutRow(number, "is blank") for number in grid.blank if number > top]
    kept, surplus = [], []
    width = len(header.texts)
    heading = [line.cells for line in grid.lines[header.first : header.first + header.rows]]
    for line in after:
        if line.cells in heading:
            left_out.append(LeftOutRow(line.number, "repeats the header row"))
            continue
        surplus += [(line.number, cell) for cell in line.cells[width:] if cell]
        kept.append(Line(line.number, (*line.cells[:width], *[""] * (width - len(line.cells)))))
    titles = (*grid.titles, *(cell for line in grid.lines[: header.first] for cell in line.cells if cell))
    return Export(grid.file, columns, tuple(kept), tuple(left_out), tuple(surplus), header.platform, grid.notes, titles)


def spreadsheet_letters(place: int) -> str:
    """Return the letters above a column in a spreadsheet: ``A`` for 0, ``AA`` for 26."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _header(lines: Sequence[Line]) -> _Header:
    first = _first_header(lines)
    top = list(lines[first].cells)
    second = list(lines[first + 1].cells) if first + 1 < len(lines) else []
    folded, below = set(map(_key, top)), set(map(_key, second))
    ids = next((place for place in (1, 2) if _holds_import_ids(lines, first + place)), None)
    if ids is not None or (len(folded & _QUALTRICS_NAMES) >= 2 and _asks_the_same(top, second)):
        texts = second if ids == 2 or ids is None else top
        return _Header(_padded(texts, top), top, first, 3 if ids == 2 else 2, "Qualtrics")
    if len(below & _LIMESURVEY_CODES) >= 2:
        return _Header(_padded(top, second), second, first, 2, "LimeSurvey")
    if _is_surveymonkey(top, second):
        return _Header(_joined(top, second), [], first, 2, "SurveyMonkey")
    return _Header(top, [], first, 1, _platform(folded))


def _key(text: str) -> str:
    return fold(text.replace("_", " "))


def _first_header(lines: Sequence[Line]) -> int:
    """Return which line holds the questions: the first that is about as full as the answers are."""
    filled = [sum(map(bool, line.cells)) for line in lines[: _LONGEST_PREAMBLE + 30]]
    usual = sorted(filled)[len(filled) // 2]
    for place, count in enumerate(filled[:_LONGEST_PREAMBLE]):
        if count >= 0.6 * usual and (count > 1 or usual <= 1):
            return place
    return 0


def _holds_import_ids(lines: Sequence[Line], place: int) -> bool:
    if place >= len(lines):
        return False
    cells = [cell for cell in lines[place].cells if cell]
    return sum(bool(_IMPORT_ID.match(cell)) for cell in cells) > len(cells) / 2


def _asks_the_same(top: Sequence[str], second: Sequence[str]) -> bool:
    """Whether ``StartDate`` stands above ``Start Date``."""
    pairs = zip(top, second, strict=False)
    return sum(bool(name) and name != text and _key(text).replace(" ", "") == fold(name) for name, text in pairs) >= 2


def _is_surveymonkey(top: Sequence[str], second: Sequence[str]) -> bool:
    below = [fold(text) for text in second if text]
    continued = sum(not text for text in top[1:]) > 0
    if any(text in _OPEN_ENDED for text in below):
        # A row of answers may hold the word, too; a second header leaves the tool's own columns blank.
        return (
            bool(set(map(fold, top)) & _SURVEYMONKEY_NAMES) or continued or all(text in _OPEN_ENDED for text in below)
        )
    return continued and bool(set(map(fold, top[:2])) & _SURVEYMONKEY_NAMES) and not (second and second[0])


def _joined(top: Sequence[str], second: Sequence[str]) -> list[str]:
    """Return ``Question [Option]`` for each column of a header in two rows; a blank goes on with what was asked."""
    texts, question = [], ""
    for place in range(max(len(top), len(second))):
        above = top[place] if place < len(top) else ""
        below = second[place] if place < len(second) else ""
        question = above or (question if below else "")
        item = "" if fold(below) in _OPEN_ENDED else below
        texts.append(f"{question} [{item}]" if question and item else question or item)
    return texts


def _padded(texts: Sequence[str], instead: Sequence[str]) -> list[str]:
    width = max(len(texts), len(instead))
    return [
        (texts[place] if place < len(texts) else "") or (instead[place] if place < len(instead) else "")
        for place in range(width)
    ]


def _platform(folded: set[str]) -> str | None:
    if len(folded & {"start time", "completion time", "last modified time"}) >= 2:
        return "Microsoft Forms"
    if len({text.partition(".")[0] for text in folded} & {*_LIMESURVEY_CODES, "date submitted", "last page"}) >= 2:
        return "LimeSurvey"
    if len(folded & _SURVEYMONKEY_NAMES) >= 2:
        return "SurveyMonkey"
    return "Google Forms" if folded & {"timestamp", "zeitstempel", "marca temporal", "horodateur"} else None


def _columns(header: _Header, lines: Sequence[Line]) -> tuple[Column, ...]:
    labels = list(_labels(header.texts, lines))
    there = [label for label in labels if label is not None]
    # LimeSurvey puts a code before every question, if asked to; before one question alone it is part of it.
    coded = sum(bool(_CODE.match(label)) for label in there) > 0.6 * len(there)
    asked = [None if label is None else _CODE.sub("", label, count=1) if coded else label for label in labels]
    counts = Counter(stem for text in asked if text and (stem := _dashed_stem(text)))
    columns = []
    for place, (label, text) in enumerate(zip(labels, asked, strict=True)):
        if label is None or text is None:
            continue
        question, item = _asked(text, counts)
        found = _CODE.match(label) if coded else None
        name = " ".join(header.names[place].split()) if place < len(header.names) else found[1] if found else ""
        columns.append(Column(place, label, question, item, (name,) if name and name != label else ()))
    return tuple(columns)


def _labels(texts: Sequence[str], lines: Sequence[Line]) -> Iterator[str | None]:
    """Yield each column's label; None for a column of nothing at all."""
    seen: Counter[str] = Counter()
    for place, text in enumerate(texts):
        label = " ".join(text.split())
        if not label:
            if not any(place < len(line.cells) and line.cells[place] for line in lines):
                yield None
                continue
            label = f"column {spreadsheet_letters(place)}"
        seen[fold(label)] += 1
        while seen[fold(label)] > 1:
            label = f"{label} ({seen[fold(label)]})"
            seen[fold(label)] += 1
        yield label


def _dashed_stem(label: str) -> str | None:
    found = _DASHED.fullmatch(label)
    return None if found is None else found["stem"]


def _asked(text: str, dashed: Counter[str]) -> tuple[str, str | None]:
    """Return what a column asks, and about what: a bracket at the end, or a dash that several columns share."""
    found = _ITEM.fullmatch(text)
    if found is not None:
        return found["stem"] or text, found["item"].strip()
    parted = _DASHED.fullmatch(text)
    if parted is not None and dashed[parted["stem"]] > 1:
        return parted["stem"], parted["item"].strip()
    return text, None
