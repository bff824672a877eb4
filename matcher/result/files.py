"""Files of results: CSV that no spreadsheet runs, and folders written whole or not at all."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from matcher.errors import MatcherError
from matcher.intake.disk.news import news
from matcher.intake.disk.ours import GroupsTold, write_ours
from matcher.intake.words.listing import in_a_row
from matcher.result.standing import fingerprints, of_other_groups, passed_over
from matcher.text import guarded, unguarded

__all__ = ["csv_text", "folder_fault", "table_differences", "write_whole"]

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[str | int | float | None]]) -> str:
    r"""Return a CSV table: texts `guarded`, fractions with three decimals, blank where None, lines ended by ``\n``."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(cell) for cell in row])
    return out.getvalue()


def _cell(value: str | int | float | None) -> str | int | None:
    if isinstance(value, float):
        return f"{value:.3f}"
    return guarded(value) if isinstance(value, str) else value


def folder_fault(folder: Path) -> str | None:
    """Return why no result can be written into `folder`, None where nothing stands against it.

    Nothing is made or changed by asking.
    """
    if folder.is_dir():
        if (folder / "mentees.csv").exists():
            return f"the folder {folder} holds an intake, whose mentors.csv would be overwritten; choose another folder"
        return (
            None
            if os.access(folder, os.W_OK | os.X_OK)
            else f"the folder {folder} cannot be written to; choose another folder"
        )
    if os.path.lexists(folder):
        return f"the path {folder} is a file; name a folder"
    above = folder.absolute().parent
    while not os.path.lexists(above):
        above = above.parent
    if not above.is_dir():
        return f"the folder {folder} cannot be made, since {above} is a file; choose another folder"
    if not os.access(above, os.W_OK | os.X_OK):
        return f"the folder {folder} cannot be made, since {above} cannot be written to; choose another folder"
    return None


def write_whole(
    folder: Path,
    texts: Mapping[str, str | bytes],
    *,
    replace: bool = False,
    made_from: Iterable[Path] = (),
    of_before: Iterable[str] = (),
    groups: GroupsTold | None = None,
) -> None:
    """Write files into `folder`, made where it is missing: all of them, or none, and nothing over anybody's handwork.

    Other files in `folder` stay; a result there with other groups stays beside, with its time in its name. Of workbooks
    there that somebody changed, and of reports of groups that somebody changed, it is said that these files do not go
    by them. See `matcher.intake.disk.ours.write_ours` and `matcher.intake.disk.whole.put_whole`.

    Parameters
    ----------
    groups
        Of which groups the files are, where none of them is a result.

    Raises
    ------
    OverwriteError
        Without `replace`: a file there was changed since it was written, or is not ours, or one of `made_from`.
    MatcherError
        `folder` holds an intake or cannot be written to; it is as it was.
    """
    fault = folder_fault(folder)
    if fault is not None:
        raise MatcherError(fault)
    read, results = tuple(made_from), fingerprints(texts)
    told = {*results.values(), None if groups is None else groups.digest} - {None}
    unheeded = list(passed_over(folder, texts, told, read)) if told else []
    aside = of_other_groups(folder, results)
    write_ours(folder, texts, replace=replace, made_from=read, of_before=of_before, groups=groups, aside=aside)
    for sentence in unheeded:
        news().tell(sentence)


def table_differences(name: str, found: str, expected: str) -> list[str]:
    """Return, a sentence each, the rows in which a CSV file does not say what the result does.

    Parameters
    ----------
    name
        The file, for the sentences.
    found
        Its text, perhaps saved again by a spreadsheet: any of the delimiters ``,`` ``;`` tab, with or without a
        byte-order mark; numbers are compared as numbers.
    expected
        What `csv_text` gave for the result.
    """
    first_line = found.partition("\n")[0]
    delimiter = max(",;\t", key=first_line.count)
    found_rows = _rows(found.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}"), delimiter)
    expected_rows = _rows(expected, ",")
    differences = [
        f"{name} row {number}: it does not say what result.json says ({_told(wanted)})"
        for number, (row, wanted) in enumerate(zip(found_rows, expected_rows, strict=False), start=1)
        if [_comparable(cell) for cell in row] != [_comparable(cell) for cell in wanted]
    ]
    if len(found_rows) != len(expected_rows):
        differences.append(
            f"{name}: it should have {len(expected_rows)} rows, its header included, as result.json says"
        )
    return differences


def _rows(text: str, delimiter: str) -> list[list[str]]:
    return [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(row)]


def _comparable(cell: str) -> str | float:
    text = " ".join(unguarded(cell).split())
    return float(text) if _NUMBER.fullmatch(text) else text


def _told(row: Sequence[str]) -> str:
    return in_a_row(cell for cell in row if cell)
