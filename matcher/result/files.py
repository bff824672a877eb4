"""Files of results: CSV that no spreadsheet runs, and folders written whole or not at all."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from matcher.errors import MatcherError
from matcher.intake.listing import in_a_row
from matcher.text import guarded

__all__ = ["csv_text", "folder_fault", "guarded", "put_whole", "table_differences", "write_whole"]

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


def write_whole(folder: Path, texts: Mapping[str, str | bytes]) -> None:
    """Write files into `folder`, made where it is missing: all of them, or none.

    Each is written beside and flushed to the disk first; then one after the other is moved into place, in the order
    of `texts`. Where that fails half-way, what was there before is put back. Other files in `folder` stay.

    Parameters
    ----------
    texts
        What each file holds, texts as UTF-8, by its name; ``mail/S01.txt`` stands in a folder of its own.

    Raises
    ------
    MatcherError
        `folder` cannot be written to; it is as it was.
    """
    fault = folder_fault(folder)
    if fault is not None:
        raise MatcherError(fault)
    put_whole(folder, texts)


def put_whole(folder: Path, texts: Mapping[str, str | bytes]) -> None:
    """Write files as `write_whole` does, also into a folder that holds an intake: what writes one calls this."""
    inner = {folder, *(folder / name for file in texts for name in Path(file).parents)}
    made = [place for place in (*sorted(inner, reverse=True), *folder.absolute().parents) if not place.exists()]
    try:
        for place in inner:
            place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".matcher-", dir=folder) as beside:
            _write_beside(Path(beside), texts)
            _move_in(Path(beside), folder, texts)
    except BaseException as fault_in_writing:
        for place in made:
            if place.exists() and not any(place.iterdir()):
                place.rmdir()
        if isinstance(fault_in_writing, OSError):
            said = fault_in_writing.strerror or str(fault_in_writing)
            raise MatcherError(
                f"the result could not be written to {folder} ({said}); nothing there was changed"
            ) from (fault_in_writing)
        raise


def _write_beside(beside: Path, texts: Mapping[str, str | bytes]) -> None:
    for name, text in texts.items():
        (beside / name).parent.mkdir(parents=True, exist_ok=True)
        with (beside / name).open("wb") as file:
            file.write(text.encode("utf-8") if isinstance(text, str) else text)
            file.flush()
            os.fsync(file.fileno())


def _move_in(beside: Path, folder: Path, names: Iterable[str]) -> None:
    """Move the files `names` from `beside` into `folder`; put the old ones back where that fails half-way."""
    kept = beside / ".before"
    kept.mkdir()
    for name in names:
        if os.path.lexists(folder / name):
            (kept / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(folder / name, kept / name, follow_symlinks=False)
    moved: list[str] = []
    try:
        for name in names:
            moved.append(name)
            os.replace(beside / name, folder / name)  # noqa: PTH105 — the one call that tests make fail
    except BaseException:
        for name in moved:
            if (kept / name).exists() or (kept / name).is_symlink():
                (kept / name).replace(folder / name)
            elif not (beside / name).exists():
                (folder / name).unlink(missing_ok=True)
        raise


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
    text = " ".join(cell.removeprefix("'").split())
    return float(text) if _NUMBER.fullmatch(text) else text


def _told(row: Sequence[str]) -> str:
    return in_a_row(cell for cell in row if cell)
