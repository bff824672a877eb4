"""The first year of somebody who coordinates, command by command: each step keeps what it must not lose."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from matcher.cli import main

EXPORTS = Path(__file__).parents[1] / "data" / "surveys"
RULES = """\
# Ours: small groups, one hour each.
name = "Walk"
[groups]
min_size = 3   # as last year
max_size = 5
[schedule]
slots = ["Mon 12:00", "Wed 17:00"]
[calendar]
start = 2026-10-05
weeks = 4
timezone = "Europe/Berlin"
"""
Call = Callable[..., str]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """A command in a folder of its own: what it says, once its exit status is as expected."""
    monkeypatch.chdir(tmp_path)

    def called(*arguments: str, status: int = 0) -> str:
        found = main(arguments)
        told = capsys.readouterr()
        assert found == status, told.out + told.err
        return told.out + told.err

    return called


def files(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def by_name(folder: Path) -> dict[str, str]:
    return {row["name"]: row["id"] for table in ("mentors.csv", "mentees.csv") for row in rows(folder / table)}


def groups_of(folder: Path) -> dict[str, str]:
    return {row["mentee_name"]: row["slot"] for row in rows(folder / "assignments.csv")}


def moved(book: Path, own: str, group: str) -> None:
    """Move somebody in a workbook, as one does by hand."""
    opened = openpyxl.load_workbook(book)
    sheet = opened["People"]
    (header,) = [row for row in sheet.iter_rows(max_row=5) if "Group" in [cell.value for cell in row]]
    ids, groups = (next(cell.column for cell in header if cell.value == name) for name in ("Id", "Group"))
    (there,) = [row for row in range(header[0].row + 1, sheet.max_row + 1) if sheet.cell(row, ids).value == own]
    sheet.cell(there, groups).value = group
    opened.save(book)


def test_the_first_year(call: Call, tmp_path: Path) -> None:
    intake = tmp_path / "intake"

    # An empty folder; a second one over it loses nothing.
    assert "A new intake is in intake" in call("new", "intake")
    (intake / "program.toml").write_text(RULES, encoding="utf-8")
    call("new", "intake", status=2)
    assert (intake / "program.toml").read_text(encoding="utf-8") == RULES

    # The answers come in: rules written by hand stay, and what is not understood is asked.
    exports = [str(EXPORTS / f"{role}-form-responses.csv") for role in ("mentor", "mentee")]
    assert "3 questions for you" in call("import", *exports, "--out", "intake")
    assert (intake / "program.toml").read_text(encoding="utf-8") == RULES
    assert "OPEN: 1 person counts as never free" in call("check", "intake")

    # Questions are answered, and the answers outlive a further import.
    asked = rows(intake / "questions.csv")
    assert [(row["column"], row["answer"]) for row in asked] == [
        ("leave_out", "Test Test"),
        ("availability", "when my shifts allow"),
        ("preferred_mentors", "Somebody funny"),
    ]
    for row, value in zip(asked, ("yes", "Wed 17:00-18:00", "Daniel Haddad"), strict=True):
        row["value"] = value
    with (intake / "corrections.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(asked[0]))
        writer.writeheader()
        writer.writerows(asked)
    answers = (intake / "corrections.csv").read_bytes()
    call("import", *exports, "--out", "intake", "--confirm", "all")
    assert (intake / "corrections.csv").read_bytes() == answers
    told = call("check", "intake")
    assert "OPEN" not in told
    assert "READ" not in told
    ids = by_name(intake)
    (sam,) = [row for row in rows(intake / "mentees.csv") if row["name"] == "Sam Park"]
    assert (sam["availability"], sam["preferred_mentors"]) == ("Wed 17:00-18:00", ids["Daniel Haddad"])

    # Groups are formed of everybody.
    imported = files(intake)
    call("solve", "intake", "--out", "results", "--quiet", "--effort", "quick")
    assert files(intake) == imported
    first = groups_of(tmp_path / "results")
    assert len(first) == 9
    solved = files(tmp_path / "results")

    # A report, in which somebody is moved by hand: the workbook is not written over, and is what counts where named.
    call("report", "intake", "results", "--out", "reports")
    names = {row["slot"]: row["group"] for row in rows(tmp_path / "results" / "groups.csv")}
    assert first["Omar Diallo"] in names
    other = next(slot for slot in names if slot != first["Omar Diallo"])
    moved(tmp_path / "reports" / "committee.xlsx", ids["Omar Diallo"], names[other])
    edited = (tmp_path / "reports" / "committee.xlsx").read_bytes()
    assert "committee.xlsx was changed after matcher wrote it" in call(
        "report", "intake", "results", "--out", "reports", status=2
    )
    assert (tmp_path / "reports" / "committee.xlsx").read_bytes() == edited
    assert "keep every rule" in (verified := call("verify", "intake", "reports/committee.xlsx")) or "holds" in verified
    call("report", "intake", "reports/committee.xlsx", "--out", "handed-out")
    (omar,) = [row for row in rows(tmp_path / "handed-out" / "mail" / "mentees.csv") if row["id"] == ids["Omar Diallo"]]
    assert omar["group"] == names[other]
    assert files(tmp_path / "results") == solved

    # Somebody leaves in October: out of every list, and all of it is kept.
    told = call("leave", "intake", "Ines Rossi", "--reason", "went abroad")
    assert told.startswith(f"Ines Rossi ({ids['Ines Rossi']}) left intake.")
    left = files(intake)
    assert {name for name in imported if left.get(name) != imported[name]} == {"mentees.csv", ".matcher.json"}
    assert ids["Ines Rossi"].encode() not in b"".join(left[name] for name in ("mentors.csv", "mentees.csv"))
    assert f"Left: Ines Rossi ({ids['Ines Rossi']})" in call("check", "intake")

    # As few as can be move, from where they were by hand; whoever is named, and nobody else, is written to.
    told = call("rematch", "intake", "reports/committee.xlsx", "--out", "october", "--effort", "quick")
    changes = {row["person_name"]: row for row in rows(tmp_path / "october" / "changes.csv")}
    assert changes["Ines Rossi"]["reason"] == "is no longer in the intake"
    now = groups_of(tmp_path / "october")
    before = {**first, "Omar Diallo": other}
    assert {name for name in now if now[name] != before[name]} == {
        name for name, row in changes.items() if row["moves"] == "1" and row["role"] == "mentee"
    }
    assert (
        sum(int(row["moves"]) for row in changes.values())
        == json.loads((tmp_path / "october" / "result.json").read_text(encoding="utf-8"))["rematched"]["fewest"]
    )
    assert (tmp_path / "reports" / "committee.xlsx").read_bytes() == edited
    assert "Every rule holds" in call("verify", "intake", "october")

    # The report again, beside the first: messages to those whom something changed for, none to who left.
    handed_out = files(tmp_path / "handed-out")
    call("report", "intake", "october", "--out", "october-reports", "--since", "reports/committee.xlsx")
    written = {file.stem for file in (tmp_path / "october-reports" / "mail" / "changes").glob("*.txt")}
    assert written == {row["person_id"] for name, row in changes.items() if name != "Ines Rossi"}
    assert not any(ids["Ines Rossi"] in name for name in files(tmp_path / "october-reports"))
    assert files(tmp_path / "handed-out") == handed_out

    # Should she come back, everything is as it was, byte for byte; and so it is without having left the files at all.
    shutil.copytree(intake, tmp_path / "as-left")
    call("join", "intake", "Ines Rossi")
    assert files(intake) == imported
    told = call("rematch", "intake", "reports/committee.xlsx", "--out", "november", "--without", "Ines Rossi")
    assert "Formed without Ines Rossi" in told
    assert files(intake) == imported
    assert groups_of(tmp_path / "november") == now
    assert "whom the intake still holds" in call("verify", "intake", "november")
    assert "whom the intake still holds" not in call("verify", "as-left", "november")
