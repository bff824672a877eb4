"""The table of losses and its file: read back equal, written whole, refused where it is something else."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher import MatcherError, ResultFileError, StressTable
from matcher.questions.stress.table import Loss
from matcher.report.workbook.workbook import WORKBOOK, workbook_files
from tests.report.tiny import TINY, order, result_of, stress_of, tiny, viewed


@st.composite
def tables(draw: st.DrawFn) -> StressTable:
    """Any table that `stress` could make."""
    texts = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=12)
    names = draw(st.dictionaries(texts, texts, min_size=1, max_size=5))
    now = draw(st.integers(0, 3))
    sizes = range(1, 1 + draw(st.integers(1, min(3, len(names)))))
    possible = {size: list(combinations(names, size)) for size in sizes}
    losses: list[Loss] = []
    for several in possible.values():
        for mentors in several[: draw(st.integers(0, len(several)))]:
            out = draw(st.none() | st.integers(0, 9))
            losses.append(
                Loss(
                    mentors,
                    tuple(draw(st.lists(texts, max_size=2))),
                    draw(st.integers(0, 9)),
                    out,
                    None if out is None else out - now,
                    draw(st.integers(0, 9)),
                    None if out is None else draw(st.integers(-(10**12), 10**12)),
                    draw(st.booleans()),
                    draw(st.none() | texts) if out is None else None,
                )
            )
    return StressTable(
        losses=tuple(losses),
        possible={size: len(several) for size, several in possible.items()},
        chosen={size: len(several) for size, several in possible.items()},
        left_out_now=now,
        objective_now=draw(st.integers(-(10**12), 10**12)),
        spare=tuple(draw(st.lists(st.sampled_from(sorted(names)), unique=True))),
        seed=draw(st.integers(0, 2**31)),
        names=names,
        grouping=draw(texts),
    )


@settings(max_examples=60)
@given(table=tables())
def test_read_back_it_is_the_same(table: StressTable, tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("table") / "stress.json"
    table.save(file)
    assert StressTable.load(file) == table
    assert json.loads(file.read_text(encoding="utf-8")) == table.to_json_dict()


def test_its_folder_is_made_and_other_files_stay(tmp_path: Path) -> None:
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / "result.json").write_text("{}", encoding="utf-8")
    stress_of(tiny()).save(tmp_path / "results" / "stress.json")
    stress_of(tiny()).save(tmp_path / "new" / "stress.json")
    assert {file.name for file in (tmp_path / "results").iterdir()} == {
        ".matcher.json",
        "result.json",
        "stress.json",
    }
    assert StressTable.load(str(tmp_path / "new" / "stress.json")) == stress_of(tiny())


def test_an_old_table_survives_a_failed_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "stress.json"
    old = stress_of(tiny())
    old.save(file)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("matcher.intake.disk.steps.os.replace", full)
    with pytest.raises(MatcherError, match="No space left on device"):
        replace(old, seed=7).save(file)
    assert StressTable.load(file) == old
    assert {one.name for one in tmp_path.iterdir()} == {".matcher.json", file.name}


# Refused ------------------------------------------------------------------------------------------------------------

Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def spoilt(tmp_path: Path) -> Callable[[Change], Path]:
    """The file of a table after somebody changed it."""

    def save(change: Change) -> Path:
        plain = stress_of(tiny()).to_json_dict()
        change(plain)
        (tmp_path / "stress.json").write_text(json.dumps(plain), encoding="utf-8")
        return tmp_path / "stress.json"

    return save


def said_of(file: Path) -> list[str]:
    with pytest.raises(ResultFileError, match=file.name) as caught:
        StressTable.load(file)
    return [str(issue).removeprefix(f"{file}") for issue in caught.value.issues]


def test_what_is_no_such_file_is_told(tmp_path: Path) -> None:
    right = "name the file that `matcher stress --out FILE` wrote"
    file = tmp_path / "stress.json"
    assert said_of(file) == [f": there is no such file; {right}"]
    assert said_of(tmp_path) == [f": is a folder, not a file; {right}"]
    file.write_text('{"losses": [', encoding="utf-8")
    assert said_of(file) == [
        f" row 1: cannot be read as JSON: Expecting value at column 13; {right}",
    ]
    file.write_text(result_of(tiny()).to_json(), encoding="utf-8")
    assert said_of(file) == [f": is no table of `matcher stress`; {right}"]
    file.write_text("[]", encoding="utf-8")
    assert said_of(file) == [": a list is not right here; write a table in { }"]
    book, _ = workbook_files(viewed(tiny()), order(tiny())).items()
    assert book[0] == WORKBOOK
    file.write_bytes(book[1])
    assert said_of(file) == [f": is not UTF-8 text; save it again as UTF-8, or {right}"]
    assert said_of(TINY / "mentees.csv")[0].startswith(" row 1: cannot be read as JSON")


def test_every_key_that_is_wrong_is_told_at_once(spoilt: Callable[[Change], Path]) -> None:
    def change(plain: dict[str, Any]) -> None:
        plain["left_out_now"] = "none"
        del plain["grouping"]
        plain["tried"][0]["lost"] = 9
        plain["losses"][1]["concerned"] = -1
        plain["losses"][2]["mentors"] = "T2"

    assert said_of(spoilt(change)) == [
        ", grouping: is missing",
        ", left_out_now: 'none' is not right here; write a whole number",
        ", tried[1].lost: 9 is not right here; input should be less than or equal to 3",
        ", losses[2].concerned: -1 is not right here; input should be greater than or equal to 0",
        ", losses[3].mentors: 'T2' is not right here; write a list in [ ]",
    ]


def test_every_contradiction_is_told_at_once(spoilt: Callable[[Change], Path]) -> None:
    def change(plain: dict[str, Any]) -> None:
        plain["spare"] = ["T9"]
        plain["tried"].append(plain["tried"][2])
        plain["tried"][1]["chosen"] = 1
        plain["losses"][0]["left_out"] = 2
        plain["losses"][1]["mentors"] = ["T1"]
        plain["losses"][2]["mentors"] = ["T8"]
        plain["losses"][5]["mentors"] = ["T1", "T2", "T3", "T4"]

    again = "; make it with `matcher stress --out FILE` again"
    assert said_of(spoilt(change)) == [
        f"{said}{again}"
        for said in (
            ", spare: has ids that names does not have: T9",
            ", tried: has a number of lost mentors twice",
            ", tried[2]: does not say what losses says",
            ", losses[1]: does not fit itself: left_out, more_left_out and objective say different things",
            ", losses[2]: tells of the same mentors as a row before",
            ", losses[3]: has mentors that names does not have: T8",
            ", losses[6]: has as many mentors as no row of tried, or one of them twice",
        )
    ]
