"""What an intake holds once read, however it was handed in."""

import json
import subprocess
import sys
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.intake import Availability, Constraint, GenderWish, Intake, IntakeError, Program, check, read_intake

WriteFolder = Callable[..., Path]

PROGRAM = {"schedule": {"slots": ["Mon 12:00", "Kick-off A"]}, "groups": {"min_size": 1}}
PROGRAM_TOML = '[schedule]\nslots = ["Mon 12:00", "Kick-off A"]\n[groups]\nmin_size = 1\n'
MENTORS: list[dict[str, Any]] = [
    {
        "id": "T1",
        "name": "Ann Lee",
        "email": "ann@example.org",
        "gender": "Female",
        "availability": "Mon 12:00-13:00; kick-off a",
        "unavailable": None,
        "avoid": "S2",
        "max_groups": 2,
        "max_mentees": None,
        "preferred_mentees": "S2; S1",
        "preferred_co_mentors": "T2",
        "campus": "North",
    },
    {"id": "T2", "availability": "Mon 12:00", "max_groups": None, "max_mentees": 5, "campus": "North; South"},
]
MENTEES: list[dict[str, Any]] = [
    {"id": "S1", "preferred_mentors": "T2; T1", "mentor_gender": "Prefer  same", "gender": "male"},
    {"id": "S2", "unavailable": "Mon 11:00-12:01", "mentor_gender": "any"},
]
CONSTRAINTS = [{"kind": "Together", "a": "S1", "b": "S2", "note": "sisters"}, {"kind": "co-lead", "a": "T1", "b": "T2"}]


def told(intake: Intake) -> Intake:
    return intake.model_copy(update={"warnings": ()})


def csv_of(rows: list[dict[str, Any]], delimiter: str = ",", spell: Callable[[str], str] = str) -> str:
    headers = list(dict.fromkeys(key for row in rows for key in row))
    lines = [[spell(header) for header in headers]]
    lines += [["" if row.get(header) is None else str(row[header]) for header in headers] for row in rows]
    return "".join(delimiter.join(f'"{cell}"' for cell in line) + "\r\n" for line in lines)


@pytest.fixture(scope="module")
def expected() -> Intake:
    return told(read_intake(MENTORS, MENTEES, PROGRAM, CONSTRAINTS))


def test_every_column_is_read(expected: Intake) -> None:
    ann, bo = expected.mentors
    assert ann.name == "Ann Lee"
    assert ann.email == "ann@example.org"
    assert (ann.gender, ann.gender_key) == ("Female", "female")
    assert ann.availability == Availability(((720, 780),), ("Kick-off A",))
    assert ann.unavailable is None
    assert ann.avoid == ("S2",)
    assert (ann.max_groups, ann.max_mentees) == (2, None)
    assert ann.preferred_mentees == ("S2", "S1")
    assert ann.preferred_co_mentors == ("T2",)
    assert ann.columns == {"campus": "North"}
    assert (bo.name, bo.email, bo.gender) == ("T2", None, None)
    assert (bo.max_groups, bo.max_mentees) == (None, 5)
    assert bo.items("Campus") == {"north", "south"}
    cy, di = expected.mentees
    assert cy.preferred_mentors == ("T2", "T1")
    assert cy.mentor_gender == GenderWish("prefer", "same")
    assert cy.wished_gender("prefer") == "male"
    assert di.mentor_gender is None
    assert di.unavailable == Availability(((660, 721),))
    assert expected.constraints == (
        Constraint(kind="together", a="S1", b="S2", note="sisters"),
        Constraint(kind="co_lead", a="T1", b="T2"),
    )
    assert [(slot.text, slot.start) for slot in expected.slots] == [("Mon 12:00", 720), ("Kick-off A", None)]


def test_known_columns_have_a_text_for_rules(expected: Intake) -> None:
    ann = expected.mentors[0]
    columns = ("ID", "max groups", "preferred_mentees", "availability", "Campus", "nothing")
    assert [ann.text(column) for column in columns] == [
        "T1",
        "2",
        "S2; S1",
        "Mon 12:00-13:00; Kick-off A",
        "North",
        None,
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize(
    "spell", [str, str.upper, lambda text: f"  {text.title()} ", lambda text: text.replace("_", " - ")]
)
def test_csv_with_any_delimiter_mark_and_spelling(
    folder: WriteFolder, expected: Intake, delimiter: str, start: str, spell: Callable[[str], str]
) -> None:
    tables = [start + csv_of(rows, delimiter, spell) for rows in (MENTORS, MENTEES, CONSTRAINTS)]
    path = folder(mentors=tables[0], mentees=tables[1], constraints=tables[2], program=PROGRAM_TOML)
    assert told(read_intake(str(path))) == expected


def test_json_with_lists_or_texts(tmp_path: Path, expected: Intake) -> None:
    listed = deepcopy(MENTORS)
    listed[0]["preferred_mentees"] = ["S2", " S1 "]
    listed[0]["availability"] = ["Mon 12:00-13:00", "Kick-off A"]
    listed[1]["max_mentees"] = 5.0
    for mentors in (MENTORS, listed):
        parts = {"program": PROGRAM, "mentors": mentors, "mentees": MENTEES, "constraints": CONSTRAINTS}
        (tmp_path / "intake.json").write_text(json.dumps(parts), encoding="utf-8-sig")
        assert told(read_intake(tmp_path / "intake.json")) == expected


@pytest.mark.parametrize("whole", ["float64", "Int64", "object"])
def test_data_frames_are_read_and_not_changed(expected: Intake, whole: str) -> None:
    frames = [pd.DataFrame(MENTORS), pd.DataFrame(MENTEES), pd.DataFrame(CONSTRAINTS)]
    frames[0] = frames[0].astype({"max_groups": whole, "max_mentees": whole})
    copies = [frame.copy(deep=True) for frame in frames]
    assert told(read_intake(frames[0], frames[1], PROGRAM, frames[2])) == expected
    for frame, copy in zip(frames, copies, strict=True):
        pd.testing.assert_frame_equal(frame, copy)


def test_dicts_are_not_changed() -> None:
    arguments = deepcopy((MENTORS, MENTEES, PROGRAM, CONSTRAINTS))
    read_intake(*arguments)
    assert arguments == (MENTORS, MENTEES, PROGRAM, CONSTRAINTS)


def test_whole_numbers_and_blanks_of_every_kind() -> None:
    mentors = [
        {"id": 7, "max_groups": np.int64(3), "name": np.nan, "year": 4.0, "interests": np.array(["a", "b"])},
        {"id": 8.0, "max_groups": "2.0", "name": pd.NA, "year": 1.5, "interests": ("c", None)},
    ]
    intake = read_intake(mentors, [{"id": "S1", "preferred_mentors": [7, 8]}, {"id": pd.NaT}])
    seven, eight = intake.mentors
    assert (seven.id, seven.name, seven.max_groups) == ("7", "7", 3)
    assert (eight.id, eight.max_groups) == ("8", 2)
    assert seven.columns == {"year": "4", "interests": "a; b"}
    assert eight.columns == {"year": "1.5", "interests": "c"}
    assert [(mentee.id, mentee.preferred_mentors) for mentee in intake.mentees] == [("S1", ("7", "8"))]


def test_texts_are_tidied_and_ids_compared_exactly() -> None:
    intake = read_intake([{"id": "  T   1 ", "name": "Ann\t Lee"}, {"id": "t 1"}], [{"id": "S", "avoid": "T  1;;"}])
    assert [mentor.id for mentor in intake.mentors] == ["T 1", "t 1"]
    assert intake.mentors[0].name == "Ann Lee"
    assert intake.mentees[0].avoid == ("T 1",)


def test_the_program_may_be_a_dict_a_path_or_a_program(folder: WriteFolder) -> None:
    people = ([{"id": "T1"}], [{"id": "S1"}])
    path = folder(program="[groups]\nmax_size = 7\n")
    (path / "program.json").write_text('{"groups": {"max_size": 8}}')
    for program, most in (
        (None, 10),
        ({"groups": {"max_size": 6}}, 6),
        (path / "program.toml", 7),
        (str(path / "program.json"), 8),
        (Program.model_validate({"groups": {"max_size": 9}}), 9),
    ):
        assert read_intake(*people, program).program.groups.max_size == most
        assert read_intake(path, None, program).program.groups.max_size == (7 if program is None else most)
    (path / "program.toml").unlink()
    assert read_intake(path).program.groups.max_size == 8


def test_groups_get_no_slot_where_nobody_says_when(folder: WriteFolder) -> None:
    assert read_intake(folder()).slots == ()
    path = folder(mentors="id,availability\nT1,Mon 09:00-10:00\n", program="[schedule]\nrequired = false\n")
    assert read_intake(path).slots == ()
    assert len(read_intake(folder(mentors="id,unavailable\nT1,Mon 09:00-10:00\n")).slots) == 336


def test_further_cells_that_are_blank_do_no_harm(folder: WriteFolder) -> None:
    assert read_intake(folder(mentors="id,name,\nT1,Ann,,,\nT2\n")).mentors[1].name == "T2"


def test_check_tells_faults_and_warnings_without_raising(folder: WriteFolder) -> None:
    faults, warnings = check(folder(mentors="id,avoids\nT1,\n,\nT1,\n"))
    assert [issue.message for issue in faults] == ["is already the id in row 2"]
    assert [issue.suggestion for issue in warnings] == ["avoid"]


def test_an_error_carries_its_warnings(folder: WriteFolder) -> None:
    with pytest.raises(IntakeError, match="is blank; give everybody an id") as caught:
        read_intake(folder(mentors="id,avoids\n,x\n"))
    assert [issue.suggestion for issue in caught.value.warnings] == ["avoid"]


def test_reading_a_folder_does_not_wait_for_pandas(folder: WriteFolder) -> None:
    code = (
        "import sys; from matcher.intake import read_intake; read_intake(sys.argv[1]);"
        " print(sorted({'pandas', 'ortools', 'rapidfuzz', 'charset_normalizer'} & set(sys.modules)))"
    )
    root = Path(__file__).parents[2]
    ran = subprocess.run([sys.executable, "-c", code, folder()], capture_output=True, text=True, check=True, cwd=root)
    assert ran.stdout == "[]\n"


NOT_CHANGED_BETWEEN_EXAMPLES = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@NOT_CHANGED_BETWEEN_EXAMPLES
@given(content=st.binary(max_size=200), header=st.sampled_from([b"", b"id,name\n", b"id;avoid;max_groups\n"]))
def test_any_bytes_are_an_intake_or_an_intake_error(folder: WriteFolder, content: bytes, header: bytes) -> None:
    path = folder(mentors=header + content)
    faults, _ = check(path)
    assert all(str(issue).startswith(("mentors.csv", "mentees.csv")) for issue in faults)
    if not faults:
        assert read_intake(path).mentors


@NOT_CHANGED_BETWEEN_EXAMPLES
@given(content=st.binary(min_size=1, max_size=100) | st.text(min_size=1, max_size=100))
def test_any_program_file_is_an_intake_or_an_intake_error(folder: WriteFolder, content: bytes | str) -> None:
    data = content if isinstance(content, bytes) else content.encode(errors="replace")
    faults, _ = check(folder(program=data))
    assert all(issue.file == "program.toml" for issue in faults)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "avoid", "groups", "count", "schedule", "slots", "pair", "name"]), inner
        )
    ),
    max_leaves=12,
)


@NOT_CHANGED_BETWEEN_EXAMPLES
@given(parts=st.fixed_dictionaries(dict.fromkeys(("program", "mentors", "mentees", "constraints"), JSON)))
def test_any_json_is_an_intake_or_an_intake_error(tmp_path: Path, parts: Any) -> None:
    (tmp_path / "x.json").write_text(json.dumps(parts))
    faults, _ = check(tmp_path / "x.json")
    assert all(str(issue).startswith("x.json") for issue in faults)
