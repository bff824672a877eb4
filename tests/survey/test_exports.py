"""Bytes of any kind → rows of texts."""

import io
import sys
import zipfile
from pathlib import Path

import pytest

from matcher.errors import MatcherError
from matcher.intake.words.findings import Findings
from matcher.survey.reading.files import Grid, read_grid
from tests.survey.exports_for_tests import csv_bytes, write_xlsx

ROWS = [["Name", "Город"], ["Zoë Weiß", "Kraków"], ["Łukasz", "Çeşme"]]
WESTERN = [
    ["Prénom", "Où es-tu né ?"],
    ["Zoë Weiß", "à Montréal, près de l'école"],
    ["Françoise", "Besançon, où l'été dure"],
]


def read(data: bytes, folder: Path, name: str = "export.csv") -> tuple[Grid | None, Findings]:
    findings = Findings()
    (folder / name).write_bytes(data)
    return read_grid(folder / name, findings), findings


def cells(data: bytes, folder: Path) -> list[list[str]]:
    grid, findings = read(data, folder)
    assert findings.faults == []
    assert grid is not None
    return [list(line.cells) for line in grid.lines]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_unicode_with_any_delimiter(encoding: str, delimiter: str, tmp_path: Path) -> None:
    rows = [["Name", "Town"], ["Zoë Weiß", "Kraków"], ["Łukasz", "Çeşme"]]
    assert cells(csv_bytes(rows, encoding, delimiter), tmp_path) == rows


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_western_letters_are_read_and_told(encoding: str, tmp_path: Path) -> None:
    grid, _ = read(csv_bytes(WESTERN, encoding, ";"), tmp_path)
    assert grid is not None
    assert [list(line.cells) for line in grid.lines] == WESTERN
    assert [note.message for note in grid.notes] == ["was not saved as UTF-8; its letters were read as Windows-1252"]


def test_a_few_bad_signs_do_not_spoil_the_others(tmp_path: Path) -> None:
    grid, _ = read("Name,Town\nZoë Weiß,Kraków\nŁukasz,Çeşme\nÅsa,Malmö\n".encode() + b"Ren\xe9,Paris\n", tmp_path)
    assert grid is not None
    assert [line.cells[0] for line in grid.lines] == ["Name", "Zoë Weiß", "Łukasz", "Åsa", "Ren\ufffd"]
    assert [note.message for note in grid.notes] == ["holds 1 signs that are not UTF-8; each became \ufffd"]


def test_commas_in_quotation_marks_and_semicolons_in_cells(tmp_path: Path) -> None:
    rows = [["Name", "Interests; hobbies"], ["Ann, B.", "a; b; c; d"], ["Bo", "x; y"]]
    assert cells(csv_bytes(rows), tmp_path) == rows


def test_the_line_that_declares_a_delimiter_is_none_of_the_rows(tmp_path: Path) -> None:
    grid, _ = read(b"sep=;\r\na;b\r\n1,5;2\r\n", tmp_path)
    assert grid is not None
    assert [(line.number, line.cells) for line in grid.lines] == [(2, ("a", "b")), (3, ("1,5", "2"))]


def test_spaces_of_every_kind_and_line_breaks(tmp_path: Path) -> None:
    data = csv_bytes([["\ufeff Name\u00a0 ", "What\r\n is\tit?"], ["\u200bAnn\u2003Lee ", "one\n\ntwo "]])
    assert cells(data, tmp_path) == [["Name", "What\nis it?"], ["Ann Lee", "one\ntwo"]]


def test_blank_rows_are_counted_and_those_at_the_end_are_not(tmp_path: Path) -> None:
    grid, _ = read(b"a,b\n1,2\n,\n\n3,4\n\n\n", tmp_path)
    assert grid is not None
    assert [line.number for line in grid.lines] == [1, 2, 5]
    assert grid.blank == (3, 4)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "is empty"),
        (b"\n \n,,\n", "is empty"),
        (b"\x00\x01\x02\x03" * 50, "is no table of text"),
        (b"PK\x03\x04broken", "damaged workbook"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old or locked kind"),
        (b",".join([b"x"] * 5000), "more than the 4,000 of any table"),
    ],
)
def test_what_cannot_be_read_is_told(data: bytes, told: str, tmp_path: Path) -> None:
    grid, findings = read(data, tmp_path)
    assert grid is None
    assert [told in issue.message for issue in findings.faults] == [True]
    assert findings.faults[0].right is not None


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    findings = Findings()
    assert read_grid(tmp_path / "gone.csv", findings) is None
    assert read_grid(tmp_path, findings) is None
    assert findings.faults[0].message == "is missing"
    assert "is a folder" in findings.faults[1].message


def test_a_workbook_is_read_and_no_formula_is_run(tmp_path: Path) -> None:
    import datetime

    path = write_xlsx(
        tmp_path / "answers.xlsx",
        [
            ["Name", "When", "n", "Yes?"],
            ["Ann", datetime.datetime(2026, 9, 1, 8, 30), 3.0, True],
            ["Bo", "", "FORMULA 2+2", False],
        ],
    )
    grid = read_grid(path, Findings())
    assert grid is not None
    assert [line.cells for line in grid.lines] == [
        ("Name", "When", "n", "Yes?"),
        ("Ann", "2026-09-01 08:30:00", "3", "TRUE"),
        ("Bo", "", "", "FALSE"),
    ]
    assert [(note.row, note.column) for note in grid.notes] == [(3, "column C")]
    assert "was not run" in grid.notes[0].message


def test_the_first_filled_sheet_is_read_and_others_are_told(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.create_sheet("Answers").append(["Name"])
    book.create_sheet("Key").append(["secret"])
    book.save(tmp_path / "a.xlsx")
    grid = read_grid(tmp_path / "a.xlsx", Findings())
    assert grid is not None
    assert grid.lines[0].cells == ("Name",)
    assert [note.message for note in grid.notes] == ["has 2 filled sheets; only the first, 'Answers', was read"]


def test_a_packed_file_that_is_no_workbook_and_one_that_unpacks_to_too_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "hello")
    _, findings = read(packed.getvalue(), tmp_path, "a.xlsx")
    assert findings.faults[0].message == "is a packed file, but no .xlsx workbook"
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 2_000_001)
    monkeypatch.setattr("matcher.intake.reading.gate.workbooks.MOST_UNPACKED", 2_000_000)
    _, findings = read(bomb.getvalue(), tmp_path, "b.xlsx")
    assert findings.faults[0].message == "unpacks to more than 2 MB"


def test_without_openpyxl_the_install_command_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [["Name"], ["Ann"]])
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(MatcherError, match=r"pip install '\.\[xlsx\]' in the folder of matcher") as caught:
        read_grid(path, Findings())
    assert caught.value.exit_code == 2
