"""Results: their tables, their files, and reading them back."""

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.errors import Issue, MatcherError, ResultFileError
from matcher.intake.people import Intake, Mentee, Mentor, Slot
from matcher.intake.program import Program
from matcher.result.files import write_whole
from matcher.result.match_result import (
    AssignmentRow,
    Group,
    MatchResult,
    MenteeScore,
    MentorRow,
    Stage,
    Status,
    Unmatched,
    build_result,
)
from matcher.result.records import Effort, Ending, mean_satisfaction

FILES = ("assignments.csv", "groups.csv", "mentors.csv", "unmatched.csv", "result.json")

# Two groups by hand. Ada and Ben lead B, with M, on Monday; Chloé leads alone in thought only, so she is idle.
INTAKE = Intake(
    program=Program.model_validate({"groups": {"min_size": 1, "max_size": 3}}),
    mentors=tuple(Mentor(id=id_, name=name) for id_, name in [("T2", "Ben"), ("T1", "Ada"), ("T3", "Chloé")]),
    mentees=(
        Mentee(id="S1", name="=HYPERLINK(1)", preferred_mentors=("T1", "T2", "T3")),
        Mentee(id="S2", name="Omar, the second"),
        Mentee(id="S3", name="@Yuki"),
    ),
    slots=(Slot("Kick-off", None), Slot("-Late", None)),
    warnings=(Issue("mentees.csv", "is odd", row=4),),
)


def built(**changes: Any) -> MatchResult:
    """S1 and S2 with T1 and T2; S3 is left out."""
    arguments: dict[str, Any] = {
        "groups": [Group("G1", "-Late", ("T2", "T1"), ("S1", "S2"), 1900)],
        "scores": {"S1": MenteeScore(1, 1800, 0.66666), "S2": MenteeScore(None, 100, 1.0)},
        "reasons": {"S3": "-free at no slot"},
        "status": Status.FEASIBLE,
        "objective": -18100,
        "bound": -17919,
        "seed": 7,
        "seconds": 1.23456,
        "effort": "quick",
    }
    return build_result(INTAKE, **(arguments | changes))


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


# Building -----------------------------------------------------------------------------------------------------------


def test_groups_keep_the_names_that_they_came_with() -> None:
    groups = [Group("G2", "-Late", ("T1",), ("S3",), 1), Group("G1", "Kick-off", ("T2",), ("S1",), 2)]
    scores = dict.fromkeys(("S1", "S3"), MenteeScore(None, 0, 1.0))
    result = built(groups=groups, scores=scores, reasons={"S2": "G2 is full"})
    assert [group.id for group in result.groups] == ["G2", "G1"]
    assert [(row.mentee_id, row.group, row.mentor_2_id) for row in result.assignment_rows] == [
        ("S1", "G1", None),
        ("S3", "G2", None),
    ]


def test_choices_go_to_the_longest_list_and_count_placed_mentees_only() -> None:
    assert built().choices == {"1": 1, "2": 0, "3": 0, "unlisted": 1}


def test_every_mentor_has_a_row() -> None:
    assert [(row.mentor_id, row.groups, row.mentees) for row in built().mentor_rows] == [
        ("T2", 1, 2),
        ("T1", 1, 2),
        ("T3", 0, 0),
    ]


def test_somebody_left_out_without_a_reason_is_refused() -> None:
    with pytest.raises(KeyError, match="S3"):
        built(reasons={})


def test_gap_is_a_share_of_the_objective() -> None:
    assert built().gap == pytest.approx(0.01)  # (-17919 + 18100) / 18100
    assert built(objective=0, bound=3).gap == 3


# Files --------------------------------------------------------------------------------------------------------------


def test_csv_files_to_the_byte(tmp_path: Path) -> None:
    built().save(tmp_path)
    assert (tmp_path / "assignments.csv").read_bytes().decode() == (
        "mentee_id,mentee_name,group,slot,mentor_1_id,mentor_1_name,mentor_2_id,mentor_2_name,"
        "choice,score,satisfaction\n"
        "S1,'=HYPERLINK(1),G1,'-Late,T2,Ben,T1,Ada,1,1800,0.667\n"
        'S2,"Omar, the second",G1,\'-Late,T2,Ben,T1,Ada,unlisted,100,1.000\n'
    )
    assert (tmp_path / "groups.csv").read_bytes().decode() == (
        "group,slot,mentor_ids,mentee_ids,size,score\nG1,'-Late,T2;T1,S1;S2,2,1900\n"
    )
    assert (tmp_path / "mentors.csv").read_bytes().decode() == (
        "mentor_id,mentor_name,groups,mentees\nT2,Ben,1,2\nT1,Ada,1,2\nT3,Chloé,0,0\n"
    )
    assert (tmp_path / "unmatched.csv").read_bytes().decode() == (
        "mentee_id,mentee_name,reason\nS3,'@Yuki,'-free at no slot\n"
    )


def test_json_keys_and_values(tmp_path: Path) -> None:
    built().save(tmp_path)
    text = (tmp_path / "result.json").read_bytes().decode()
    saved = json.loads(text)
    assert list(saved)[:10] == [
        "status", "objective", "bound", "gap", "unmatched", "groups", "choices", "seed", "seconds", "version",
    ]  # fmt: skip
    assert "stages" not in saved
    assert saved["status"] == "feasible"
    assert saved["unmatched"] == [{"id": "S3", "reason": "-free at no slot"}]
    assert saved["groups"] == [
        {"id": "G1", "slot": "-Late", "mentors": ["T2", "T1"], "mentees": ["S1", "S2"], "score": 1900}
    ]
    assert saved["choices"] == {"1": 1, "2": 0, "3": 0, "unlisted": 1}
    assert [row["choice"] for row in saved["assignments"]] == [1, "unlisted"]
    assert saved["seconds"] == 1.235
    assert saved["program"]["groups"] == {
        "mentors": 2, "single": False, "min_size": 1, "max_size": 3, "ideal_size": None, "count": None,
        "everyone": False,
    }  # fmt: skip
    assert saved["warnings"] == ["mentees.csv row 4: is odd"]
    assert text.startswith('{\n  "status"')
    assert text.endswith("}\n")
    assert "Chloé" in text


def test_same_result_same_bytes(tmp_path: Path) -> None:
    built().save(tmp_path / "a")
    built().save(tmp_path / "b")
    assert bytes_in(tmp_path / "a") == bytes_in(tmp_path / "b")


def test_no_slot_is_blank_in_csv_and_null_in_json(tmp_path: Path) -> None:
    built(groups=[Group("G1", None, ("T2", "T1"), ("S1", "S2"), 5)]).save(tmp_path)
    assert (tmp_path / "groups.csv").read_text().splitlines()[1] == "G1,,T2;T1,S1;S2,2,5"
    assert json.loads((tmp_path / "result.json").read_text())["groups"][0]["slot"] is None


def test_unmatched_file_has_its_header_where_nobody_is() -> None:
    result = built(scores=dict.fromkeys(("S1", "S2", "S3"), MenteeScore(1, 0, 1.0)),
                   groups=[Group("G1", None, ("T1",), ("S1", "S2", "S3"), 0)], reasons={})  # fmt: skip
    assert list(result.unmatched_frame.columns) == ["mentee_id", "mentee_name", "reason"]
    assert result.unmatched_frame.empty


def test_frames_have_the_columns_of_the_files() -> None:
    result = built()
    assert result.assignments["choice"].tolist() == [1, pd.NA]
    assert result.assignments["satisfaction"].tolist() == [0.667, 1.0]
    assert result.groups_frame.to_dict("records") == [
        {"group": "G1", "slot": "-Late", "mentor_ids": "T2;T1", "mentee_ids": "S1;S2", "size": 2, "score": 1900}
    ]
    assert result.mentors_frame["mentees"].tolist() == [2, 2, 0]
    assert result.unmatched_frame["mentee_name"].tolist() == ["@Yuki"]


KINDS = {
    "assignments": {"choice": "Int64", "score": "int64", "satisfaction": "float64"},
    "groups_frame": {"size": "int64", "score": "int64"},
    "mentors_frame": {"groups": "int64", "mentees": "int64"},
    "unmatched_frame": {},
}


@pytest.mark.parametrize("frame", KINDS)
def test_columns_of_frames_are_of_the_same_kind_whatever_the_answers(frame: str) -> None:
    everybody = dict.fromkeys(("S1", "S2", "S3"), MenteeScore(1, 0, 1.0))
    nobody = dict.fromkeys(("S1", "S2", "S3"), "nobody came")
    alone = [Group("G1", None, ("T1",), ("S1", "S2", "S3"), 0)]
    results = [
        built(),
        built(groups=alone, scores=everybody, reasons={}),
        built(groups=alone, scores=dict.fromkeys(everybody, MenteeScore(None, 0, 1.0)), reasons={}),
        built(groups=[], scores={}, reasons=nobody),
    ]
    for result in results:
        table = getattr(result, frame)
        assert {column: str(kind) for column, kind in table.dtypes.items()} == {
            column: KINDS[frame].get(column, "string") for column in table.columns
        }


def test_equal_results_are_one_in_a_set(tmp_path: Path) -> None:
    slow, quick, other = built(), built(seconds=99.0), built(seed=8)
    slow.save(tmp_path)
    assert slow == quick == MatchResult.load(tmp_path)
    assert len({slow, quick, MatchResult.load(tmp_path), other}) == 2


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1+1", "@x", "\t=1", "\r=1"])
def test_what_a_spreadsheet_would_run_is_guarded(tmp_path: Path, name: str) -> None:
    row = MentorRow("T1", name, 0, 0)
    replace(built(), mentor_rows=(row,)).save(tmp_path)
    assert f"'{name}" in (tmp_path / "mentors.csv").read_bytes().decode()


# Whole or not at all ------------------------------------------------------------------------------------------------


def test_other_files_stay_and_old_results_go(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    built(seed=1).save(tmp_path)
    built(seed=2).save(tmp_path)
    assert MatchResult.load(tmp_path).seed == 2
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted([*FILES, ".matcher.json", "notes.txt"])


@pytest.mark.parametrize("fails_at", range(1, len(FILES) + 1))
@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), KeyboardInterrupt("stopped")])
@pytest.mark.parametrize("had_result", [True, False])
def test_a_failure_in_the_middle_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int, fault: BaseException, had_result: bool
) -> None:
    folder = tmp_path / "new" / "results"
    if had_result:
        replace(built(seed=1), groups=()).save(folder)
    before = bytes_in(folder) if had_result else None
    calls = 0
    really_replace = os.replace

    def replace_until(source: Any, target: Any) -> None:
        nonlocal calls
        calls += 1
        if calls == fails_at:
            raise fault
        really_replace(source, target)

    monkeypatch.setattr("matcher.intake.disk.steps.os.replace", replace_until)
    with pytest.raises((MatcherError, KeyboardInterrupt), match=r"No space left|stopped"):
        built(seed=2).save(folder)
    assert calls >= fails_at
    assert (bytes_in(folder) if had_result else None) == before
    assert (tmp_path / "new").exists() == had_result


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(MatcherError, match="is a file; name a folder"):
        built().save(tmp_path / "file")
    with pytest.raises(MatcherError, match=r"cannot be made, since .*file is a file"):
        built().save(tmp_path / "file" / "deeper")
    assert (tmp_path / "file").read_text() == "mine"


def test_a_folder_under_a_result_files_name_is_told(tmp_path: Path) -> None:
    (tmp_path / "groups.csv").mkdir()
    with pytest.raises(MatcherError, match="could not be written"):
        built().save(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["groups.csv"]


def test_an_intake_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "mentors.csv").write_text("id\nT1\n")
    (tmp_path / "mentees.csv").write_text("id\nS1\n")
    with pytest.raises(MatcherError, match="holds an intake"):
        built().save(tmp_path)
    assert (tmp_path / "mentors.csv").read_text() == "id\nT1\n"


# Reading back -------------------------------------------------------------------------------------------------------

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=8)
NUMBERS = st.integers(-(10**12), 10**12)
COUNTS = st.integers(0, 10**6)
SHARES = st.floats(0, 1)


def many(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(strategy, max_size=3).map(tuple)


RESULTS = st.builds(
    MatchResult,
    status=st.sampled_from(Status),
    objective=NUMBERS,
    bound=NUMBERS,
    groups=many(st.builds(Group, TEXTS, st.none() | TEXTS, many(TEXTS), many(TEXTS), NUMBERS)),
    unmatched=many(st.builds(Unmatched, TEXTS, TEXTS)),
    assignment_rows=many(
        st.builds(
            AssignmentRow,
            *[TEXTS] * 3,
            st.none() | TEXTS,
            *[TEXTS] * 2,
            *[st.none() | TEXTS] * 2,
            st.none() | st.integers(1, 99),
            NUMBERS,
            SHARES,
        )
    ),
    mentor_rows=many(st.builds(MentorRow, TEXTS, TEXTS, COUNTS, COUNTS)),
    choices=st.dictionaries(st.sampled_from(("1", "2", "10", "unlisted")), COUNTS, max_size=3),
    seed=COUNTS,
    seconds=st.floats(0, 1e6),
    version=TEXTS,
    program=st.sampled_from(
        [
            Program(),
            INTAKE.program,
            Program.model_validate(
                {
                    "name": "Ü",
                    "schedule": {"slots": ["Mon 12:00", "x"], "max_groups_per_slot": 0},
                    "gender": {"no_lone": ["woman"]},
                    "eligible": [{"column": "campus", "rule": "share"}],
                    "pair": [{"column": "experience", "rule": "includes", "values": ["returning"]}],
                    "similarity": {"a b": 3},
                    "choice": {"points": [5]},
                }
            ),
        ]
    ),
    unmatched_names=st.dictionaries(TEXTS, TEXTS, max_size=2),
    # Of the mode greedy, which the programs above are made to have where there are stages.
    stages=st.lists(
        st.builds(Stage, st.sampled_from(("choice 1", "choice 2")), NUMBERS, NUMBERS),
        max_size=2,
        unique_by=lambda stage: stage.name,
    ).map(tuple),
    warnings=many(TEXTS),
    effort=st.none() | st.sampled_from(Effort),
    ended=st.none() | st.sampled_from(Ending),
)


@given(result=RESULTS)
def test_load_gives_back_what_was_saved(tmp_path_factory: pytest.TempPathFactory, result: MatchResult) -> None:
    greedy = result.program.objective.model_copy(update={"mode": "greedy" if result.stages else "total"})
    result = replace(result, program=result.program.model_copy(update={"objective": greedy}))
    folder = tmp_path_factory.mktemp("results")
    result.save(folder)
    # Groups and rows that have nothing to do with each other would be taken for edited.
    read = MatchResult.load_as_written(folder)
    assert read == result == MatchResult.load_as_written(folder / "result.json")
    assert read.to_json() == result.to_json()
    assert read.differences(folder) == []


def edited(folder: Path, **changes: Any) -> Path:
    """A saved result with keys of result.json changed (None: taken out)."""
    built().save(folder)
    file = folder / "result.json"
    saved = json.loads(file.read_text()) | changes
    file.write_text(json.dumps({key: value for key, value in saved.items() if value is not None}))
    return file


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"objective": "12"}, r"result\.json, objective: '12' is not right here; write a whole number"),
        ({"objective": 1.5}, r"objective: 1\.5 is not right here; write a whole number"),
        ({"objective": True}, r"objective: True is not right here; write a whole number"),
        ({"bound": None}, r"result\.json, bound: is missing"),
        ({"status": "infeasible"}, r"status: 'infeasible' is not right here; write optimal or feasible"),
        ({"groups": {}}, r"groups: a dict is not right here; write a list in \[ \]"),
        ({"groups": [1]}, r"groups\[1\]: 1 is not right here; write a table in \{ \}"),
        (
            {"groups": [{"id": "G1", "slot": 5, "mentors": ["T1"], "mentees": [], "score": 0}]},
            r"groups\[1\]\.slot: 5 is not right here; write a text in quotes",
        ),
        ({"groups": [{"id": "G1", "slot": "x", "mentors": "T1", "mentees": [], "score": 0}]}, r"groups\[1\]\.mentors"),
        ({"groups": [{"id": "G1", "slot": None, "mentees": [], "score": 0}]}, r"groups\[1\]\.mentors: is missing"),
        ({"choices": {"1": -1}}, r"choices\.1: -1 is not right here; input should be greater than or equal to 0"),
        ({"choices": {"none": 1}}, r"choices\.none\.\[key\]: 'none' is not right here"),
        ({"effort": "huge"}, r"effort: 'huge' is not right here; write quick, normal or thorough"),
        ({"ended": "by itself"}, r"ended: 'by itself' is not right here; write itself, time limit or stopped"),
        ({"assignments": [{"choice": "first"}]}, r"assignments\[1\]\.choice: 'first' is not right here"),
        ({"program": {"groups": {"mentors": 3}}}, r"program\.groups\.mentors: 3 is not right here"),
    ],
)
def test_a_malformed_file_is_told_with_the_place(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ResultFileError, match=said):
        MatchResult.load(edited(tmp_path, **changes))


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ResultFileError, match="objective") as caught:
        MatchResult.load(edited(tmp_path, objective=None, seed="x", seconds=-1))
    assert [issue.column for issue in caught.value.issues] == ["objective", "seed", "seconds"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "cannot be read as JSON"),
        (b'{"status": "optimal",', "row 1: cannot be read as JSON"),
        (b"[1]", "a list is not right here"),
        (b'{"status": "\xff"}', "is not UTF-8 text"),
        (b'{"seconds": NaN}', "seconds"),
    ],
)
def test_what_is_no_json_is_told(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "result.json").write_bytes(content)
    with pytest.raises(ResultFileError, match=said):
        MatchResult.load(tmp_path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ResultFileError, match=r"is no result: it is a folder without a result\.json"):
        MatchResult.load(tmp_path)


def test_a_file_with_the_keys_of_the_contract_alone_is_read(tmp_path: Path) -> None:
    taken_out = ("assignments", "mentors", "warnings", "unmatched_names", "effort", "gap")
    result = MatchResult.load(edited(tmp_path, **dict.fromkeys(taken_out)))
    assert result.groups == built().groups
    assert result.assignment_rows == ()
    assert result.unmatched_frame["mentee_name"].tolist() == ["S3"]
    assert result.differences(tmp_path) == ["unmatched.csv row 2: it does not say what result.json says (S3, S3, '-free at no slot)"]  # fmt: skip  # noqa: E501


# CSV files against result.json --------------------------------------------------------------------------------------


def test_a_table_edited_by_hand_is_told(tmp_path: Path) -> None:
    built().save(tmp_path)
    groups = tmp_path / "groups.csv"
    groups.write_text(groups.read_text().replace("S1;S2", "S1;S3"))
    (tmp_path / "mentors.csv").write_text("mentor_id,mentor_name,groups,mentees\n")
    assert built().differences(tmp_path) == [
        "groups.csv row 2: it does not say what result.json says (G1, '-Late, T2;T1, S1;S2, 2, 1900)",
        "mentors.csv: it should have 4 rows, its header included, as result.json says",
    ]


def test_a_table_saved_again_by_a_spreadsheet_is_the_same(tmp_path: Path) -> None:
    built().save(tmp_path)
    (tmp_path / "assignments.csv").write_bytes(
        "\N{ZERO WIDTH NO-BREAK SPACE}mentee_id;mentee_name;group;slot;mentor_1_id;mentor_1_name;mentor_2_id;"
        "mentor_2_name;choice;score;satisfaction\r\n"
        "S1;=HYPERLINK(1);G1;-Late;T2;Ben;T1;Ada;1;1800;0.667\r\n"
        "S2;Omar, the second;G1;-Late;T2;Ben;T1;Ada;unlisted;100;1\r\n;;;;;;;;;;\r\n".encode()
    )
    assert built().differences(tmp_path) == []


def test_files_in_folders_of_their_own_are_written_whole_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"a.txt": "Ä\n", "mail/S1.txt": "one", "deep/er/b.bin": b"\x00\xff"}
    write_whole(tmp_path / "new", files)
    assert (tmp_path / "new/a.txt").read_bytes() == "Ä\n".encode()
    assert (tmp_path / "new/deep/er/b.bin").read_bytes() == b"\x00\xff"

    move = os.replace

    def fail_at_the_second(source: Path, target: Path) -> None:
        if target.name == "c.txt":
            raise OSError(28, "No space left on device")
        move(source, target)

    monkeypatch.setattr("matcher.intake.disk.steps.os.replace", fail_at_the_second)
    with pytest.raises(MatcherError, match="No space left on device"):
        write_whole(tmp_path / "new", {"mail/S1.txt": "two", "more/c.txt": "three"})
    assert (tmp_path / "new/mail/S1.txt").read_text() == "one"
    assert sorted(place.name for place in (tmp_path / "new").iterdir()) == [".matcher.json", "a.txt", "deep", "mail"]


@pytest.mark.parametrize(
    ("shares", "mean"),
    [([0.59, 0.651], 0.621), ([0.0, 0.001], 0.001), ([1.0, 0.0, 0.0], 0.333), ([0.825, 0.826], 0.826), ([1.0], 1.0)],
)
def test_a_mean_of_satisfactions_is_rounded_as_all_numbers_are(shares: list[float], mean: float) -> None:
    assert mean_satisfaction(shares) == mean
