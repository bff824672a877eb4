"""What is no result is refused for what it is, with what a result would be, wherever a result is asked for."""

import json
from pathlib import Path

import pytest

from matcher import MatchResult, ResultFileError, compare
from matcher.cli import main
from tests.report.tiny import TINY, result_of, tiny

RESULTS = "name a folder that `matcher solve` or `matcher rematch` wrote, the result.json in it"
OR_A_WORKBOOK = f"{RESULTS} or a workbook that `matcher report` wrote"
OR_A_TABLE = f"{RESULTS}, its groups.csv or assignments.csv or a workbook that `matcher report` wrote"


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    place = tmp_path / "results"
    result_of(tiny()).save(place)
    return place


def refused(place: Path) -> str:
    with pytest.raises(ResultFileError, match="result") as error:
        MatchResult.load(place)
    (issue,) = error.value.issues
    return str(issue)


def compared(place: Path, saved: Path) -> str:
    with pytest.raises(ResultFileError, match="result") as error:
        compare(place, saved)
    (issue,) = error.value.issues
    return str(issue)


@pytest.mark.parametrize(
    ("name", "text", "is_what"),
    [
        ("mentors.csv", "id,name\nT1,Ada\n", "is a list of people of an intake"),
        ("mentees.csv", "id;name;preferred_mentors\nS1;Ada;T1\n", "is a list of people of an intake"),
        ("constraints.csv", "kind,a,b,note\n", "has the constraints of an intake"),
        ("locks.csv", "kind,mentors,slot,mentees,reason\n", "has the locks of an intake"),
        ("list.csv", "x,y\n1,2\n", "is some other table"),
    ],
)
def test_a_table_of_something_else_is_refused_for_what_it_is(
    tmp_path: Path, saved: Path, name: str, text: str, is_what: str
) -> None:
    place = tmp_path / name
    place.write_text(text, encoding="utf-8")
    assert refused(place) == f"{place}: is no result: it {is_what}; {OR_A_WORKBOOK}"
    assert compared(place, saved) == f"{place}: is no result: it {is_what}; {OR_A_TABLE}"


@pytest.mark.parametrize(
    ("name", "text", "is_what"),
    [
        ("program.toml", "name = 'x'\n", "is a file of settings"),
        ("notes.md", "# Notes\n", "is no JSON and no workbook"),
        ("tiny.json", '{"mentors": [], "mentees": [], "program": {}}', "is an intake"),
        ("stress.json", '{"losses": [], "tried": [], "seed": 1}', "is a table of `matcher stress`"),
        ("other.json", '{"groups": {"max_size": 5}}', "is some other JSON"),
    ],
)
def test_so_is_any_other_file(tmp_path: Path, saved: Path, name: str, text: str, is_what: str) -> None:
    place = tmp_path / name
    place.write_text(text, encoding="utf-8")
    assert refused(place) == compared(place, saved) == f"{place}: is no result: it {is_what}; {OR_A_WORKBOOK}"


def test_so_is_a_folder(tmp_path: Path, saved: Path) -> None:
    assert (
        refused(TINY)
        == compared(TINY, saved)
        == f"{TINY}: is no result: it is the folder of an intake; {OR_A_WORKBOOK}"
    )
    empty = tmp_path / "empty"
    empty.mkdir()
    assert refused(empty) == f"{empty}: is no result: it is a folder without a result.json; {OR_A_WORKBOOK}"


@pytest.mark.parametrize("table", ["unmatched.csv", "mentors.csv"])
def test_tables_of_a_result_that_tell_no_groups_say_so(saved: Path, table: str) -> None:
    said = "is one table of a result, and does not tell who is in which group"
    assert compared(saved / table, saved) == f"{saved / table}: is no result: it {said}; {OR_A_TABLE}"


@pytest.mark.parametrize("table", ["groups.csv", "assignments.csv"])
def test_tables_that_tell_groups_can_be_compared_and_stand_for_no_result_elsewhere(saved: Path, table: str) -> None:
    assert all(group.before == group.after and not group.mentees_gone for group in compare(saved / table, saved).groups)
    assert refused(saved / table) == f"{saved / table}: is no result: it is one table of a result; {OR_A_WORKBOOK}"


@pytest.mark.parametrize(
    ("headers", "lacks"), [("slot,mentor_ids,mentee_ids", ["group"]), ("group,slot", ["mentor_ids", "mentee_ids"])]
)
def test_a_table_that_lacks_a_column_says_which(tmp_path: Path, saved: Path, headers: str, lacks: list[str]) -> None:
    place = tmp_path / "groups.csv"
    place.write_text(f"{headers}\n", encoding="utf-8")
    with pytest.raises(ResultFileError, match="is missing") as error:
        compare(place, saved)
    assert [issue.column for issue in error.value.issues] == lacks


def test_a_result_that_lacks_keys_says_which(saved: Path) -> None:
    file = saved / "result.json"
    told = json.loads(file.read_text(encoding="utf-8"))
    del told["groups"], told["seed"]
    file.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(ResultFileError, match="is missing") as error:
        MatchResult.load(saved)
    assert {issue.column for issue in error.value.issues} == {"groups", "seed"}


@pytest.mark.parametrize(
    "call",
    [
        ["show", "{it}"],
        ["verify", "{intake}", "{it}"],
        ["report", "{intake}", "{it}", "--out", "{out}", "--html"],
        ["explain", "{intake}", "{it}"],
        ["stress", "{intake}", "{it}"],
        ["rematch", "{intake}", "{it}", "--out", "{out}"],
        ["lock", "{it}", "G1", "--reason", "so", "--intake", "{intake}"],
        ["compare", "{it}", "{it}"],
    ],
)
def test_every_command_says_so(call: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = {"it": str(TINY), "intake": str(TINY), "out": str(tmp_path / "out")}
    assert main([part.format(**given) for part in call]) != 0
    told = capsys.readouterr().err
    assert f"- {TINY}: is no result: it is the folder of an intake; {OR_A_WORKBOOK}" in told.splitlines()
