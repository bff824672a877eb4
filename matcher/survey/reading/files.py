"""An export's bytes → a grid of texts: any common encoding, any delimiter, or the first sheet of a workbook."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from matcher.errors import Issue
from matcher.intake.reading.gate.files import bytes_of
from matcher.intake.reading.gate.kinds import EXPORT
from matcher.intake.reading.gate.refused import MissingError, RefusedError
from matcher.intake.reading.gate.tables import csv_rows
from matcher.intake.reading.gate.workbooks import PACKED
from matcher.intake.words.findings import Findings
from matcher.survey.reading.workbooks import read_workbook
from matcher.text import unguarded, without_no_texts

__all__ = ["Grid", "Line", "read_grid", "tidy"]

_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_ENOUGH_TO_GUESS = 60_000
"""Bytes by which the encoding of a file is told; more of them take long and tell no more."""
# They shape letters in Persian and in Indian scripts, and join pictures: part of how a name is written.
_JOINERS = "\u200c\u200d"
_WESTERN = ("cp1252", "latin_1", "cp1250", "mac_roman")
_AS_XLSX = "open it in the program that made it and save it as .xlsx or as CSV UTF-8"
_BREAKS = re.compile(r"[\r\n\v\f\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of an export: `number` as a spreadsheet counts it, and its tidy texts, blank where nothing stands."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """An export as rows of texts.

    Parameters
    ----------
    file
        The file's name, without its folder.
    lines
        Every row in which something stands, in order.
    blank
        Numbers of the rows in which nothing does.
    notes
        What had to be assumed to read it, to be told in the report.
    titles
        What stood above the headings of a poll, before it was read with a row a person.
    """

    file: str
    lines: tuple[Line, ...]
    blank: tuple[int, ...] = ()
    notes: tuple[Issue, ...] = ()
    titles: tuple[str, ...] = ()


def read_grid(path: Path, findings: Findings) -> Grid | None:
    """Return the rows of a CSV, TSV or ``.xlsx`` file; None where it cannot be read, which is then a fault."""
    file = path.name
    try:
        data = bytes_of(path, EXPORT)
    except MissingError:
        findings.faults.append(Issue(file, "is missing", right="name a file that your survey tool exported"))
        return None
    except RefusedError as refused:
        findings.faults.append(refused.issue(file, "export the answers only"))
        return None
    before = len(findings.faults)
    grid = _grid(data, file, findings)
    if grid is not None and not grid.lines and len(findings.faults) == before:
        findings.faults.append(Issue(file, "is empty", right="export the answers again, with the questions on top"))
    return grid if grid is not None and grid.lines else None


def _grid(data: bytes, file: str, findings: Findings) -> Grid | None:
    if data.startswith(PACKED):
        rows = read_workbook(data, file, findings)
        return None if rows is None else _of_rows(rows.cells, file, rows.notes)
    if data.startswith(_OLD_WORKBOOK):
        findings.faults.append(Issue(file, "is a workbook of an old or locked kind", right=_AS_XLSX))
    else:
        decoded = _decoded(data, file, findings)
        if decoded is not None:
            return _of_text(*decoded, file, findings)
    return None


def _of_text(text: str, notes: tuple[Issue, ...], file: str, findings: Findings) -> Grid | None:
    text, delimiter = _without_declaration(text)
    try:
        rows = list(csv_rows(text, delimiter or _delimiter(text)))
    except RefusedError as refused:
        findings.faults.append(refused.issue(file, _AS_XLSX))
        return None
    return _of_rows(rows, file, notes)


def _of_rows(rows: Sequence[Sequence[str]], file: str, notes: Sequence[Issue]) -> Grid:
    lines, blank = [], []
    for number, row in enumerate(rows, 1):
        # Many survey tools guard what a spreadsheet would run as we do.
        cells = tuple(tidy(unguarded(cell)) for cell in row)
        if any(cells):
            lines.append(Line(number, cells))
        else:
            blank.append(number)
    # Empty lines at the end of a file are no rows.
    last = lines[-1].number if lines else 0
    blank = [number for number in blank if number < last or rows[number - 1]]
    return Grid(file, tuple(lines), tuple(blank), tuple(notes))


def tidy(text: str) -> str:
    """Return a cell's text, each of its lines trimmed: spaces of every kind are one space, hidden signs are gone.

    Lines stay lines, since some forms write one item of a list on each.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    lines = _BREAKS.split(without_no_texts(text))
    return "\n".join(filter(None, map(_tidy_line, lines)))


def _tidy_line(line: str) -> str:
    shown = "".join(
        sign for sign in line if sign == "\t" or sign in _JOINERS or unicodedata.category(sign) not in ("Cc", "Cf")
    )
    return " ".join(unicodedata.normalize("NFC", shown).split())


def _decoded(data: bytes, file: str, findings: Findings) -> tuple[str, tuple[Issue, ...]] | None:
    """Return the text of the bytes, and a note where its encoding was guessed."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            try:
                return data.decode(encoding), ()
            except UnicodeDecodeError:
                break
    if b"\0" in data:
        return _two_bytes_a_letter(data, file, findings)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        text = data.decode("utf-8", errors="replace")
    bad = text.count("\N{REPLACEMENT CHARACTER}")
    if sum(not sign.isascii() for sign in text) > 5 * bad:
        note = Issue(
            file, f"holds {bad} signs that are not UTF-8; each became \N{REPLACEMENT CHARACTER}", right=_LOOK_AT_LETTERS
        )
        return text, (note,)
    encoding = _guessed_encoding(data)
    text = data.decode(encoding, errors="replace")
    note = Issue(file, f"was not saved as UTF-8; its letters were read as {_called(encoding)}", right=_LOOK_AT_LETTERS)
    return text, (note,)


_LOOK_AT_LETTERS = "look at names with accents; if they are wrong, export the answers again as CSV UTF-8"


def _two_bytes_a_letter(data: bytes, file: str, findings: Findings) -> tuple[str, tuple[Issue, ...]] | None:
    """Read UTF-16 that lacks its mark: every other byte of plain letters is zero."""
    sample = data[:4000]
    for encoding, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if zeros.count(0) > 0.6 * len(zeros):
            try:
                return data.decode(encoding), ()
            except UnicodeDecodeError:
                break
    findings.faults.append(Issue(file, "is no table of text and no .xlsx workbook", right=_AS_XLSX))
    return None


def _guessed_encoding(data: bytes) -> str:
    from charset_normalizer import from_bytes

    telling = b"".join(islice((line for line in io.BytesIO(data) if not line.isascii()), _ENOUGH_TO_GUESS))
    likely = [f"cp{number}" for number in range(1250, 1259)]
    likely += ["mac_roman", "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr", "koi8_r"]
    best = from_bytes(telling[:_ENOUGH_TO_GUESS], cp_isolation=likely).best()
    if best is None:
        return "cp1252"
    # Several may read as the same text: then the one that most spreadsheets write is the likely one.
    return next((one for one in _WESTERN if one in best.could_be_from_charset), best.encoding)


def _called(encoding: str) -> str:
    return f"Windows-{encoding[2:]}" if encoding.startswith("cp125") else encoding.replace("_", "-")


def _without_declaration(text: str) -> tuple[str, str | None]:
    """Take off the line ``sep=;`` that some programs put first, and return the delimiter that it declares."""
    declared = re.match(r"\s*\"?sep=(.)\"?[^\S\r\n]*(\r\n|\n|\r)", text, re.IGNORECASE)
    if declared is None:
        return text, None
    # A blank line stays in its place, so that rows are counted as a spreadsheet counts them.
    return text[declared.end() - len(declared[2]) :], declared[1]


def _delimiter(text: str) -> str:
    r"""Return the delimiter under which rows agree most on having more than one cell."""
    sample = text[:200_000]
    return max(",;\t|", key=lambda delimiter: _agreement(sample, delimiter))


def _agreement(sample: str, delimiter: str) -> tuple[float, int]:
    widths: Counter[int] = Counter()
    for row in _some_rows(sample, delimiter):
        widths[len(row)] += 1
    if not widths:
        # Under this delimiter every row is blank: there is nothing that speaks for another.
        return 1.0, 0
    width, count = max(widths.items(), key=lambda item: (item[1] if item[0] > 1 else 0, item[0]))
    return (count / sum(widths.values()) if width > 1 else 0.0), width


def _some_rows(sample: str, delimiter: str, most: int = 60) -> Iterator[list[str]]:
    try:
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            if any(cell.strip() for cell in row):
                yield row
                most -= 1
            if not most:
                return
    except csv.Error:
        return
