"""The commands `import` and `new`."""

from pathlib import Path

import pytest

from matcher.cli import main
from tests.survey.exports_for_tests import MENTEES, two_exports, write_csv


def test_import_shows_the_mapping_the_counts_and_the_questions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mentees = [[*row[:5], "some day"] if row[1].startswith("yuki") else row for row in MENTEES]
    exports = [str(path) for path in two_exports(tmp_path, mentees=mentees)]
    assert main(["import", *exports, "--out", str(tmp_path / "intake")]) == 0
    shown = capsys.readouterr().out
    assert "mentees.csv: answers of mentees, by the file's name." in shown
    assert "preferred_mentors 1" in shown
    assert "Rows: 5 in; 5 kept, 0 replaced by another answer of the same person, 0 left out." in shown
    assert "People: 2 mentors, 3 mentees." in shown
    assert "One question for you:" in shown
    assert "'some day'" in shown
    assert "uni.example" not in shown
    assert main(["check", str(tmp_path / "intake")]) == 0


def test_import_then_solve(tmp_path: Path) -> None:
    exports = [str(path) for path in two_exports(tmp_path)]
    assert main(["import", *exports, "--out", str(tmp_path / "intake")]) == 0
    program = tmp_path / "intake" / "program.toml"
    text = program.read_text(encoding="utf-8").replace("min_size = 4", "min_size = 2")
    program.write_text(text, encoding="utf-8")
    assert (
        main(["solve", str(tmp_path / "intake"), "--out", str(tmp_path / "out"), "--quiet", "--effort", "quick"]) == 0
    )


def test_import_stops_with_the_mapping_where_it_is_unsure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export = write_csv(tmp_path / "answers.csv", [["Name", "Pet"], ["Ann Lee", "cat"], ["Bo Ray", "dog"]])
    assert main(["import", str(export), "--out", str(tmp_path / "intake")]) == 2
    shown = capsys.readouterr()
    assert 'role = ""  # TO FILL IN: "mentors" or "mentees"' in shown.out
    assert "it is not sure whether mentors or mentees answered" in shown.err
    assert [path.name for path in (tmp_path / "intake").iterdir()] == ["mapping.toml"]


@pytest.mark.parametrize(
    "arguments", [["import"], ["import", "a.csv"], ["import", "--out", "x"], ["import", "gone.csv", "--out", "x"]]
)
def test_wrong_calls(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    assert capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("typed", "private"), [("intake", "intake-private"), ("./a/intake/", "a/intake-private"), (".", "../here-private")]
)
def test_the_private_folder_is_told_as_the_other_was_typed(
    typed: str, private: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    exports = [str(path) for path in two_exports(tmp_path)]
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert main(["import", *exports, "--out", typed, "--pseudonymous"]) == 0
    assert f"Keep to yourself what is in {private}: import-report.csv, " in capsys.readouterr().out
    assert (tmp_path / "here" / private / "key.csv").is_file()


def test_a_folder_that_is_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exports = [str(path) for path in two_exports(tmp_path)]
    (tmp_path / "intake").write_text("mine", encoding="utf-8")
    assert main(["import", *exports, "--out", str(tmp_path / "intake")]) == 2
    assert "is a file; name a folder" in capsys.readouterr().err


def test_a_hostile_name_does_not_steer_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mentees = [
        [*row[:2], "Eve\u202e\x1b[31m Hall", *row[3:5], "some day"] if row[1].startswith("yuki") else row
        for row in MENTEES
    ]
    exports = [str(path) for path in two_exports(tmp_path, mentees=mentees)]
    assert main(["import", *exports, "--out", str(tmp_path / "intake")]) == 0
    captured = capsys.readouterr()
    assert "\x1b" not in captured.out + captured.err
    assert "\u202e" not in captured.out + captured.err


def test_new(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", str(tmp_path / "autumn")]) == 0
    assert "form-questions.md" in capsys.readouterr().out
    assert main(["new", str(tmp_path / "autumn")]) == 2
    assert "already; choose another folder" in capsys.readouterr().err
