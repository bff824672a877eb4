"""Exports written for the tests, in the shapes of survey tools."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

FIXTURES = Path(__file__).parent / "fixtures"


def csv_bytes(rows: Sequence[Sequence[str]], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def write_csv(path: Path, rows: Sequence[Sequence[str]], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    path.write_bytes(csv_bytes(rows, encoding, delimiter))
    return path


def write_xlsx(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    """Write a workbook whose texts stay texts, formulas included where they are marked: ``FORMULA 2+2``."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for number, row in enumerate(rows, 1):
        for place, value in enumerate(row, 1):
            cell = sheet.cell(number, place)
            if isinstance(value, str) and value.startswith("FORMULA "):
                cell.value = "=" + value.removeprefix("FORMULA ")
            elif value != "":
                cell.value = value  # type: ignore[assignment]
                if isinstance(value, str):
                    cell.data_type = "s"
    book.create_sheet("empty")
    book.save(path)
    return path


def of_fixture(name: str, folder: Path) -> list[Path]:
    """Return the exports of a fixture; ``*.rows.csv`` become workbooks in `folder`."""
    exports = []
    for file in sorted((FIXTURES / name).iterdir()):
        if file.name.endswith(".rows.csv"):
            with file.open(encoding="utf-8", newline="") as stream:
                rows = list(csv.reader(stream))
            exports.append(write_xlsx(folder / f"{file.name.removesuffix('.rows.csv')}.xlsx", rows))
        elif file.is_file():
            exports.append(file)
    return exports


MENTORS = [
    ["Timestamp", "Email Address", "Full name", "Gender", "Availability"],
    ["9/1/2026 9:00:00", "ada@uni.example", "Ada Okafor", "F", "Mon 9-11am"],
    ["9/1/2026 9:30:00", "ben@uni.example", "Ben Lindqvist", "M", "Mon 9-12"],
]
MENTEES = [
    ["Timestamp", "Email Address", "Full name", "1st choice mentor", "2nd choice mentor", "Availability"],
    ["9/2/2026 9:00:00", "ines@uni.example", "Ines Rossi", "Ada Okafor", "Ben Lindqvist", "Mon 9-11am"],
    ["9/2/2026 9:10:00", "omar@uni.example", "Omar Diallo", "Ben Lindqvist", "", "Mon 9-11am"],
    ["9/2/2026 9:20:00", "yuki@uni.example", "Yuki Tanaka", "", "", "Mon 10-11am"],
]


def two_exports(
    folder: Path, mentors: Sequence[Sequence[str]] = MENTORS, mentees: Sequence[Sequence[str]] = MENTEES
) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    return [write_csv(folder / "mentors.csv", mentors), write_csv(folder / "mentees.csv", mentees)]
