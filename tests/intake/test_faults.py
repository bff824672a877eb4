"""Every fault, each by the smallest intake that has it, and the exact words in which it is told."""

import codecs
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from matcher.intake import IntakeError, check, read_intake

WriteFolder = Callable[..., Path]

EASY = "[groups]\nmin_size = 1\n"


def faults(*arguments: Any) -> list[str]:
    return [str(issue) for issue in check(*arguments)[0]]


@pytest.mark.parametrize(
    ("mentors", "expected"),
    [
        ("name\nAnn\n", "mentors.csv, id: is missing; add a column id, in which everybody has an id of their own"),
        ("Mentor ID,name\nT1,Ann\n", "mentors.csv, id: is missing; rename 'Mentor ID' to id"),
        ("id,name\n", "mentors.csv: has no people in it; write a row for each of them"),
        ("id\n\n , \n", "mentors.csv: has no people in it; write a row for each of them"),
        ("id,name\n,Ann\n", "mentors.csv row 2, column id: is blank; give everybody an id of their own"),
        ("ID\nT1\n\nT1\n", "mentors.csv row 4, column ID: 'T1' is already the id in row 2; ids are used once"),
        (
            "id\nS2\n",
            "mentees.csv row 3, column id: 'S2' is already the id of a mentor (mentors.csv row 2);"
            " give one of the two another id",
        ),
        ("id\n=T1\n", "mentors.csv row 2, column id: '=T1' begins with =; begin ids with a letter or a digit"),
        ("id\n+T1\n", "mentors.csv row 2, column id: '+T1' begins with +; begin ids with a letter or a digit"),
        ("id\n-T1\n", "mentors.csv row 2, column id: '-T1' begins with -; begin ids with a letter or a digit"),
        ("id\n@T1\n", "mentors.csv row 2, column id: '@T1' begins with @; begin ids with a letter or a digit"),
        ('id\n"T1;T2"\n', "mentors.csv row 2, column id: 'T1;T2' contains ;; lists of ids are separated by ;"),
        (
            "id\nT\u200b1\n",
            "mentors.csv row 2, column id: 'T\\u200b1' contains an invisible character; type the id anew",
        ),
        (
            "id,max_groups\nT1,two\n",
            "mentors.csv row 2, column max_groups: 'two' is no whole number; write 0, 1, 2 or more, or leave it blank",
        ),
        (
            "id,Max Mentees\nT1,-1\n",
            "mentors.csv row 2, column Max Mentees: '-1' is no whole number; write 0, 1, 2 or more, or leave it blank",
        ),
        (
            "id,max_groups\nT1,1.5\n",
            "mentors.csv row 2, column max_groups: '1.5' is no whole number; write 0, 1, 2 or more, or leave it blank",
        ),
        (
            "id,preferred_mentees\nT09,S1x; S2\n",
            "mentors.csv row 2, column preferred_mentees: 'S1x' is no mentee; did you mean S1?",
        ),
        (
            "id,preferred_mentees\nT1,T2\nT2,\n",
            "mentors.csv row 2, column preferred_mentees: 'T2' is a mentor, not a mentee",
        ),
        (
            "id,preferred_co_mentors\nT1,T1\n",
            "mentors.csv row 2, column preferred_co_mentors: 'T1' is this person's own id; take it out",
        ),
        (
            "id,preferred_co_mentors\nT1,S1\n",
            "mentors.csv row 2, column preferred_co_mentors: 'S1' is a mentee, not a mentor",
        ),
        (
            "id,preferred_mentees\nT1,S1;S2;S1\n",
            "mentors.csv row 2, column preferred_mentees: 'S1' stands in this list twice; take one of them out",
        ),
        ("id,avoid\nT1,T1\n", "mentors.csv row 2, column avoid: 'T1' is this person's own id; take it out"),
        ("id,avoid\nT1,Q9\n", "mentors.csv row 2, column avoid: 'Q9' is nobody's id"),
        ("id,avoid\nT1,s1\n", "mentors.csv row 2, column avoid: 's1' is nobody's id; did you mean S1?"),
        (
            "id,availability\nT1,Tues 09:00-10:00\n",
            "mentors.csv row 2, column availability: 'Tues 09:00-10:00' has a day that does not exist, Tues;"
            " write Mon, Tue, Wed, Thu, Fri, Sat or Sun; did you mean Tue?",
        ),
        (
            "id,unavailable\nT1,Tue 9\n",
            "mentors.csv row 2, column unavailable: 'Tue 9' is no window;"
            " write days and times, like Mon 09:00-11:00 or Wed,Thu 13:00-15:30",
        ),
        (
            "id,name,Name\nT1,Ann,Bo\n",
            "mentors.csv: 'Name' is the same column as 'name'; rename one of the two",
        ),
        ("id,name,name\nT1,Ann,Bo\n", "mentors.csv: 'name' stands twice in the header; rename one of the two"),
        (
            "id,,name\nT1,x,Ann\n",
            "mentors.csv row 2: cell 2 stands under a blank header; give the column a name",
        ),
        (
            "id,name\nT1,Ann,Bo\n",
            "mentors.csv row 2: has 3 cells, but the header has 2;"
            " put a cell that holds the delimiter into quotation marks",
        ),
        (
            'id,name\nT1,Ann\nT2,"Bo\n',
            "mentors.csv row 3: a quotation mark is out of place or never closed, so that nothing after it can be read;"
            ' write a quotation mark inside a cell twice ("") and put the cell into quotation marks',
        ),
        ("", "mentors.csv: is empty; it needs at least a header row"),
        (codecs.BOM_UTF8, "mentors.csv: is empty; it needs at least a header row"),
        (
            b"id\nT\0\n",
            "mentors.csv: is binary, not plain text;"
            " in Excel choose File, Save As, CSV UTF-8; in Google Sheets File, Download, Comma-separated values",
        ),
        (
            "id,name\nT1,Ann\n".encode("utf-16"),
            "mentors.csv: is not UTF-8 text; it seems to be UTF-16;"
            " in Excel choose File, Save As, CSV UTF-8; in Google Sheets File, Download, Comma-separated values",
        ),
        (
            "id,name\nT1,Jürgen Müller aus Köln grüßt seine Brüder\n".encode("cp1252"),
            "mentors.csv: is not UTF-8 text; it seems to be Windows-1252;"
            " in Excel choose File, Save As, CSV UTF-8; in Google Sheets File, Download, Comma-separated values",
        ),
    ],
)
def test_a_fault_of_a_people_file(folder: WriteFolder, mentors: str | bytes, expected: str) -> None:
    assert expected in faults(folder(mentors=mentors))


def test_a_workbook_is_told_from_a_table(folder: WriteFolder) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as workbook:
        workbook.writestr("xl/workbook.xml", "<workbook/>")
    assert faults(folder(mentees=packed.getvalue())) == [
        "mentees.csv: is a workbook or another packed file, not plain text;"
        " in Excel choose File, Save As, CSV UTF-8; in Google Sheets File, Download, Comma-separated values"
    ]


@pytest.mark.parametrize(
    ("mentees", "expected"),
    [
        (
            "id,preferred_mentors\nS1,\nS2,T1x\n",
            "mentees.csv row 3, column preferred_mentors: 'T1x' is no mentor; did you mean T1?",
        ),
        (
            "id,preferred_mentors\nS1,S2\nS2,\n",
            "mentees.csv row 2, column preferred_mentors: 'S2' is a mentee, not a mentor",
        ),
        (
            "id,mentor_gender\nS1,female\n",
            "mentees.csv row 2, column mentor_gender: 'female' is no wish that can be understood;"
            " write any, or prefer or require with a gender that mentors have or with same, like prefer same",
        ),
    ],
)
def test_a_fault_of_the_mentees(folder: WriteFolder, mentees: str, expected: str) -> None:
    assert expected in faults(folder(mentees=mentees))


@pytest.mark.parametrize("name", ["mentors", "mentees"])
def test_a_missing_file_is_one_fault_and_not_one_for_each_id_in_it(folder: WriteFolder, name: str) -> None:
    path = folder(
        mentors="id,preferred_mentees\nT1,S1\n",
        mentees="id,preferred_mentors\nS1,T1\n",
        constraints="kind,a,b\napart,T1,S1\n",
    )
    (path / f"{name}.csv").unlink()
    assert faults(path) == [f"{name}.csv: is missing; put {name}.csv into the folder"]


@pytest.mark.parametrize(
    ("constraints", "expected"),
    [
        ("kind,a\napart,T1\n", "constraints.csv, b: is missing; add a column b"),
        ("kind,a,b\napart,T1,\n", "constraints.csv row 2, column b: is blank; write somebody's id"),
        (
            "kind,a,b\n,T1,T2\n",
            "constraints.csv row 2, column kind: is blank; write together, apart, assign or co_lead",
        ),
        (
            "kind,a,b\ntogehter,S1,S2\n",
            "constraints.csv row 2, column kind: 'togehter' is no kind of constraint;"
            " write together, apart, assign or co_lead; did you mean together?",
        ),
        ("kind,a,b\ntogether,S1,T1\n", "constraints.csv row 2, column b: 'T1' is a mentor, not a mentee"),
        ("kind,a,b\napart,S1,S9\n", "constraints.csv row 2, column b: 'S9' is nobody's id"),
        ("kind,a,b\nco_lead,T1,S1\n", "constraints.csv row 2, column b: 'S1' is a mentee, not a mentor"),
        (
            "kind,a,b\nassign,T1,S1\n",
            "constraints.csv row 2, column kind: 'assign' names T1, a mentor, before S1, a mentee;"
            " put the mentee into column a and the mentor into column b",
        ),
        ("kind,a,b\napart,S1,S1\n", "constraints.csv row 2, column b: 'S1' stands on both sides; name two people"),
        (
            "kind,a,b\ntogether,S1,S2\ntogether,S3,S2\napart,S1,S3\n",
            "constraints.csv row 4, column kind: 'apart' contradicts rows 2 and 3, by which S1 and S3 are together;"
            " take one of these rows out",
        ),
        (
            "kind,a,b\nassign,S1,T1\nassign,S1,T2\napart,T1,T2\n",
            "constraints.csv row 3, column kind: 'assign' cannot hold with row 2: T1 and T2 are kept apart;"
            " take one of the two out",
        ),
        (
            "kind,a,b\ntogether,S1,S2\nassign,S1,T1\nassign,S2,T2\napart,T1,T2\n",
            "constraints.csv row 4, column kind: 'assign' cannot hold with row 3: T1 and T2 are kept apart;"
            " take one of the two out",
        ),
        (
            "kind,a,b\nassign,S1,T1\nassign,S1,T2\nassign,S1,T3\n",
            "constraints.csv row 4, column kind: 'assign' cannot hold with rows 2 and 3:"
            " it takes T1, T2 and T3 to lead one group, but groups.mentors is 2; take one of the two out",
        ),
        (
            "kind,a,b\ntogether,S1,S2\nassign,S1,T1\napart,S2,T1\n",
            "constraints.csv row 3, column kind: 'assign' cannot hold: S2 and T1 are kept apart;"
            " take one of the two out",
        ),
        (
            "kind,a,b\nassign,S1,T1\nassign,S1,T2\nco_lead,T2,T3\n",
            "constraints.csv row 3, column kind: 'assign' cannot hold with row 2:"
            " it takes T1, T2 and T3 to lead one group, but groups.mentors is 2; take one of the two out",
        ),
    ],
)
def test_a_fault_of_the_constraints(folder: WriteFolder, constraints: str, expected: str) -> None:
    path = folder(
        mentors="id,max_groups,max_mentees,campus\nT1,,,\nT2,,,north\nT3,0,,\nT4,,0,\n",
        mentees="id,campus\nS1,south\nS2,\nS3,\n",
        program=EASY + '[[eligible]]\ncolumn = "campus"\nrule = "equal"\n',
        constraints=constraints,
    )
    assert expected in faults(path)


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ('[gender]\npair = "mixed"\n', "T1 and T2 are no pair of different genders"),
        (
            '[[pair]]\ncolumn = "year"\nrule = "includes"\nvalues = ["5"]\n',
            "T1 and T2 are no pair by the rule on year",
        ),
        ('[[pair]]\ncolumn = "year"\nrule = "differ"\n', "T1 and T2 are no pair by the rule on year"),
        ("[groups]\nmentors = 1\n", "it takes T1 and T2 to lead one group, but groups.mentors is 1"),
    ],
)
def test_two_assigned_mentors_must_make_a_pair(folder: WriteFolder, program: str, reason: str) -> None:
    path = folder(
        mentors="id,gender,year\nT1,f,4\nT2,F,4\n",
        program=program,
        constraints="kind,a,b\nassign,S1,T1\nassign,S1,T2\n",
    )
    assert faults(path) == [
        f"constraints.csv row 3, column kind: 'assign' cannot hold with row 2: {reason}; take one of the two out"
    ]


def test_mentors_of_the_same_gender_are_asked_for(folder: WriteFolder) -> None:
    path = folder(
        mentors="id,gender\nT1,f\nT2,\n",
        program='[gender]\npair = "same"\n',
        constraints="kind,a,b\nassign,S1,T1\nassign,S1,T2\n",
    )
    assert faults(path) == [
        "constraints.csv row 3, column kind: 'assign' cannot hold with row 2:"
        " T1 and T2 are no pair of the same gender; take one of the two out"
    ]


def test_together_contradicts_avoid(folder: WriteFolder) -> None:
    path = folder(mentees="id,avoid\nS1,S2\nS2,\n", constraints="kind,a,b\ntogether,S1,S2\n")
    assert faults(path) == [
        "mentees.csv row 2, column avoid: 'S2' is to be together with S1 by constraints.csv row 2;"
        " take one of the two out"
    ]


def test_co_lead_needs_two_mentors_a_group(folder: WriteFolder) -> None:
    path = folder(program="[groups]\nmentors = 1\n", constraints="kind,a,b\nco_lead,T1,T2\n")
    assert faults(path) == [
        "constraints.csv row 2, column kind: 'co_lead' needs two mentors a group, but groups.mentors is 1;"
        " take this row out or set groups.mentors to 2"
    ]


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        (
            "[groups]\nmin_size = 11\n",
            "program.toml, groups: min_size = 11 is over max_size = 10; make min_size at most max_size",
        ),
        ("[groups]\nmentors = 3\n", "program.toml, groups.mentors: '3' is too large; write a whole number from 1 to 2"),
        (
            "[groups]\nmin_size = 0\n",
            "program.toml, groups.min_size: '0' is too small; write a whole number, 1 or more",
        ),
        (
            "[groups]\nmax_size = 2.5\n",
            "program.toml, groups.max_size: '2.5' is of the wrong kind; write a whole number, 1 or more",
        ),
        (
            "[groups]\ncount = true\n",
            "program.toml, groups.count: 'true' is of the wrong kind; write a whole number, 0 or more",
        ),
        (
            '[groups]\neveryone = "yes"\n',
            "program.toml, groups.everyone: 'yes' is of the wrong kind; write true or false",
        ),
        (
            "[groups]\nmin_sise = 3\n",
            "program.toml, groups.min_sise: there is no such setting in this version;"
            " there is mentors, min_size, max_size, count, everyone, ideal_size, single; did you mean min_size?",
        ),
        (
            "[groups]\nsingles = true\n",
            "program.toml, groups.singles: there is no such setting in this version;"
            " there is mentors, min_size, max_size, count, everyone, ideal_size, single; did you mean single?",
        ),
        (
            "[gruops]\n",
            "program.toml, gruops: there is no such table or setting in this version; there is name, groups, schedule,"
            " gender, load, eligible, pair, mix, weights, similarity, choice, objective, robust, calendar;"
            " did you mean groups?",
        ),
        (
            '[gender]\npair = "mixd"\n',
            "program.toml, gender.pair: 'mixd' is none of the words allowed;"
            ' write "any", "mixed" or "same"; did you mean mixed?',
        ),
        (
            "[schedule]\nslots = []\n",
            "program.toml, schedule.slots: '[]' is an empty list;"
            " write a list in square brackets with at least one item",
        ),
        (
            '[schedule]\nslots = ["Mon 9:00", "Monday 09:00"]\n',
            "program.toml, schedule.slots: 'Monday 09:00' is the same time as 'Mon 9:00'; take one of them out",
        ),
        (
            '[schedule]\nslots = ["A", "a"]\n',
            "program.toml, schedule.slots: 'a' stands twice; take one of them out",
        ),
        (
            '[schedule]\nslots = ["A; B"]\n',
            "program.toml, schedule.slots: 'A; B' contains ;; people's availability separates slots with ;",
        ),
        ("name = 3\n", "program.toml, name: '3' is of the wrong kind; write a text in quotation marks"),
        ("load = 3\n", "program.toml, load: '3' is of the wrong kind; write a table of settings"),
        (
            '[eligible]\ncolumn = "name"\nrule = "equal"\n',
            "program.toml, eligible: \"{'column': 'name', 'rule': 'equal'}\" is of the wrong kind;"
            " write [[eligible]] in double brackets above each such rule",
        ),
        (
            '[[eligible]]\nrule = "equal"\n',
            "program.toml, eligible[1].column: is missing; write a text in quotation marks",
        ),
        (
            '[[eligible]]\ncolumn = "nam"\nrule = "equal"\n',
            "program.toml, eligible[1].column: 'nam' is no column of mentors.csv or mentees.csv; did you mean name?",
        ),
        (
            '[[pair]]\ncolumn = "name"\nrule = "includes"\n',
            "program.toml, pair[1]: rule 'includes' needs values; write values = [\"returning\"], say",
        ),
        (
            '[[pair]]\ncolumn = "experience"\nrule = "equal"\n',
            "program.toml, pair[1].column: 'experience' is no column of mentors.csv",
        ),
        (
            "[weights]\nsimilarity = 1001\n",
            "program.toml, weights.similarity: '1001' is too large; write a whole number from 0 to 1000",
        ),
        (
            "[weights]\nunmatched = -1\n",
            "program.toml, weights.unmatched: '-1' is too small; write a whole number from 0 to 1000000",
        ),
        (
            "[similarity]\nyear = -1\n",
            "program.toml, similarity.year: '-1' is too small; write a whole number from 0 to 1000",
        ),
        (
            "[similarity]\nmy_year = 1\n'my year' = 2\n",
            "program.toml, similarity: 'my year' is the same column as 'my_year'; take one of them out",
        ),
        (
            "[choice]\npoints = [3, -1]\n",
            "program.toml, choice.points[2]: '-1' is too small; write a whole number from 0 to 1000000",
        ),
        (
            "[groups]\nmax_size 10\n",
            "program.toml row 2: cannot be read as TOML: Expected '=' after a key in a key/value pair;"
            ' write one setting a line, like max_size = 10, and texts in quotation marks, like pair = "mixed"',
        ),
        (b'name = "\xff"\n', "program.toml: is not UTF-8 text"),
    ],
)
def test_a_fault_of_the_program(folder: WriteFolder, program: str | bytes, expected: str) -> None:
    found = faults(folder(program=program))
    assert len(found) == 1
    assert found[0].startswith(expected)
    assert found == [expected] or isinstance(program, bytes)


def test_all_faults_of_all_files_come_at_once_file_by_file_and_row_by_row(folder: WriteFolder) -> None:
    path = folder(
        mentors="id,max_groups\nT1,x\nT1,\n",
        mentees="id,preferred_mentors\nS1,T3\n,\n",
        program="[groups]\ncount = -1\n[load]\nmax_group = 2\n",
        constraints="kind,a,b\napart,S1,S7\nassign,S1,\n",
    )
    with pytest.raises(IntakeError, match="is no whole number") as caught:
        read_intake(path)
    places = [(issue.file, issue.row, issue.column) for issue in caught.value.issues]
    assert places == [
        ("constraints.csv", 2, "b"),
        ("constraints.csv", 3, "b"),
        ("mentees.csv", 2, "preferred_mentors"),
        ("mentors.csv", 2, "max_groups"),
        ("mentors.csv", 3, "id"),
        ("program.toml", None, "groups.count"),
        ("program.toml", None, "load.max_group"),
    ]


def test_slots_are_no_faults_of_people_where_the_schedule_itself_is_wrong(folder: WriteFolder) -> None:
    path = folder(mentors="id,availability\nT1,Kick-off\n", program='[shedule]\nslots = ["Kick-off"]\n')
    assert [issue.column for issue in check(path)[0]] == ["shedule"]


def test_a_wrong_file_of_thousands_of_ids_is_told_whole(folder: WriteFolder) -> None:
    rows = "".join(f"S{number},X{number}\n" for number in range(3000))
    assert len(faults(folder(mentees="id,preferred_mentors\n" + rows))) == 3000


def test_a_path_that_is_no_intake(tmp_path: Path) -> None:
    (tmp_path / "intake.txt").write_text("x")
    right = "name the folder that holds mentors.csv and mentees.csv"
    assert faults(tmp_path / "nowhere") == [f"{tmp_path / 'nowhere'}: is not there; {right}"]
    assert faults(str(tmp_path / "intake.txt")) == [
        f"{tmp_path / 'intake.txt'}: is neither a folder nor a .json file; {right}"
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            "[1]",
            [
                'x.json: is no table of an intake\'s parts; write {"program": {}, "mentors": [], "mentees": [],'
                ' "constraints": []}, filled in'
            ],
        ),
        ("null", ["x.json: holds nothing but null"]),
        ('{"mentors": }', ["x.json row 1: cannot be read as JSON: Expecting value at column 13"]),
        ("[" * 100_000, ["x.json: holds lists or tables more than 40 deep in each other"]),
        (
            {"program": {}, "mentors": [{"id": 1}], "mentee": []},
            [
                "x.json: 'mentee' is no part of an intake; did you mean mentees?",
                'x.json mentees: is missing; write a list, like [{"id": "S1"}]',
            ],
        ),
        (
            {"program": "here", "mentors": [{"id": "T1", "avoid": [["T1"]]}, 3], "mentees": {"id": "S1"}},
            [
                'x.json mentees: is of the wrong kind, dict; write a list, like [{"id": "S1"}]',
                "x.json mentors row 1, column avoid: a list or table stands where a text or a number belongs;"
                " write a text, a number or a list of texts",
                'x.json mentors row 2: is of the wrong kind, int; write names and values, like {"id": "S1"}',
                'x.json program: is no table of settings; write {"groups": {"max_size": 10}}, say',
            ],
        ),
        (
            {
                "program": {"groups": {"count": "6"}},
                "mentors": [{"Id": "T1", "id": "T1"}],
                "mentees": [{"id": "S1", "name": "a\0"}],
            },
            [
                "x.json mentees row 1, column name: holds U+0000, a control character;"
                " write a text, a number or a list of texts",
                "x.json mentors row 1: 'id' is the same column as 'Id'; rename one of the two",
                "x.json program, groups.count: '6' is of the wrong kind; write a whole number, 0 or more",
            ],
        ),
        (
            '{"program": {}, "mentors": [{"id": "T1", "id": "T2"}], "mentees": [{"id": "S1"}]}',
            ["x.json: 'id' stands twice in one table"],
        ),
    ],
)
def test_a_fault_of_a_json_file(tmp_path: Path, content: Any, expected: list[str]) -> None:
    path = tmp_path / "x.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    assert faults(path) == expected


def test_faults_of_a_call() -> None:
    people = [{"id": "S1"}]
    assert faults([{"id": "T1"}]) == [
        "mentees: is of the wrong kind, NoneType; hand in a pandas DataFrame or a list of dicts"
    ]
    assert faults([{"id": "T1"}], people, 3) == [
        "program: is of the wrong kind, int; write a table of settings, or hand in a path or a Program"
    ]
    assert faults([{"id": "T1"}], people, None, "x") == [
        "constraints: is of the wrong kind, str; hand in a pandas DataFrame or a list of dicts"
    ]
    assert faults([{"id": "T1"}], []) == ["mentees: has no people in it; write a row for each of them"]
    assert faults([{"id": "T1", "avoid": "S2"}], people) == ["mentors row 1, column avoid: 'S2' is nobody's id"]


def test_mentees_beside_a_path(folder: WriteFolder) -> None:
    assert faults(folder(), [{"id": "S1"}]) == [
        "mentees: cannot be handed in beside a path; hand in a path alone, or the tables of both mentors and mentees"
    ]


def test_two_columns_of_one_name_in_a_data_frame() -> None:
    mentors = pd.DataFrame([["T1", "a", "b"]], columns=["id", "name", "Name"])
    assert faults(mentors, [{"id": "S1"}]) == ["mentors: 'Name' is the same column as 'name'; rename one of the two"]
    mentors.columns = ["id", "name", "name"]
    assert faults(mentors, [{"id": "S1"}]) == ["mentors: 'name' stands twice in the header; rename one of the two"]


def test_a_side_without_people_is_one_fault(folder: WriteFolder) -> None:
    place = folder("id,preferred_mentees\nT1,S1; S2\n", "id\n", EASY, "kind,a,b\napart,S1,S2\n")
    assert faults(place) == ["mentees.csv: has no people in it; write a row for each of them"]


def test_a_row_with_the_id_of_another_is_read_to_its_end(folder: WriteFolder) -> None:
    place = folder("id,max_groups\nT1,1\nT1,two\n,three\n", program=EASY)
    assert [fault.partition(": ")[0] for fault in faults(place)] == [
        "mentors.csv row 3, column id",
        "mentors.csv row 3, column max_groups",
        "mentors.csv row 4, column id",
        "mentors.csv row 4, column max_groups",
    ]


@pytest.mark.parametrize(
    ("there", "right"),
    [
        ("Mentors.CSV", "rename Mentors.CSV to mentors.csv"),
        (
            "mentors.xlsx",
            "mentors.xlsx is there: in Excel choose File, Save As, CSV UTF-8; in Google Sheets File, Download,"
            " Comma-separated values, and name it mentors.csv",
        ),
        ("mentors.pdf", "put mentors.csv into the folder"),
    ],
)
def test_a_file_of_another_name_may_be_the_missing_one(there: str, right: str, folder: WriteFolder) -> None:
    place = folder(None, program=EASY)
    (place / there).write_bytes(b"id\nT1\n")
    if (place / "mentors.csv").exists():
        pytest.skip("this file system takes both names for one")
    assert faults(place) == [f"mentors.csv: is missing; {right}"]


def test_a_list_whose_items_are_all_wrong_is_not_called_empty() -> None:
    people = [{"id": "T1"}], [{"id": "S1"}]
    assert faults(*people, {"groups": {"mentors": 1, "min_size": 1}, "choice": {"points": [-1]}}) == [
        "program, choice.points[1]: '-1' is too small; write a whole number from 0 to 1000000"
    ]


PEOPLE = ([{"id": "T1"}, {"id": "T2"}, {"id": "T3"}], [{"id": f"S{number}"} for number in range(1, 6)])
TIED_AND_APART = [{"kind": "together", "a": "S1", "b": "S2"}, {"kind": "apart", "a": "S1", "b": "S2"}]


@pytest.mark.parametrize(
    "program", [{"weights": {"sise": 1}}, {"groups": {"min_size": "x"}}, {"grups": {"mentors": 1}}]
)
def test_a_faulty_setting_hides_no_fault_of_locks_and_constraints(program: dict[str, Any]) -> None:
    locks = [
        {"kind": "mentor-pear", "mentors": ["T1", "T2"]},
        {"kind": "mentor-pair", "mentors": ["T1", "T9"]},
        {"kind": "person-in-group", "mentors": ["T1", "T2"], "mentees": ["S1", "S2"]},
    ]
    told = "\n".join(map(str, check(*PEOPLE, program, TIED_AND_APART, locks)[0]))
    assert "constraints row 2, column kind: 'apart' contradicts row 1" in told
    assert "locks row 1, column kind: 'mentor-pear' is no kind of lock" in told
    assert "locks row 2, column mentors: 'T9' is no mentor" in told
    assert "locks row 3, column mentees: 'S1; S2' names more than one person" in told
    assert told.count("program, ") == 1


@pytest.mark.parametrize(
    ("program", "constraints", "locks"),
    [
        # One mentor may lead a group, of one mentee, and several groups: nobody can know.
        (
            {"groups": {"mentor": 1}},
            [{"kind": "co_lead", "a": "T1", "b": "T2"}],
            [{"kind": "mentor-pair", "mentors": "T1"}],
        ),
        ({"groups": {"max_size": "x"}}, [], [{"kind": "whole-group", "mentors": "T1;T2", "mentees": "S1"}]),
        (
            {"load": {"max_group": 3}},
            [],
            [{"kind": "mentor-pair", "mentors": "T1;T2"}, {"kind": "mentor-pair", "mentors": "T1;T3"}],
        ),
        ({"schedule": {"slot": ["Kick-off"]}}, [], [{"kind": "group-slot", "mentors": "T1;T2", "slot": "Kick-off"}]),
        ({"grups": {"mentors": 1}}, [], [{"kind": "mentor-pair", "mentors": "T1"}]),
    ],
)
def test_what_hangs_on_a_faulty_setting_is_no_fault_yet(
    program: dict[str, Any], constraints: list[dict[str, str]], locks: list[dict[str, str]]
) -> None:
    (fault,) = check(*PEOPLE, program, constraints, locks)[0]
    assert fault.file == "program"


def test_a_setting_that_does_not_go_with_a_default_leaves_the_schedule_as_told() -> None:
    mentors = [{"id": "T1", "availability": "Kick-off"}]
    program = {"groups": {"min_size": "x", "max_size": 3}, "schedule": {"slots": ["Kick-off"]}}
    (fault,) = check(mentors, PEOPLE[1], program)[0]
    assert fault.column == "groups.min_size"


def test_faulty_hours_do_not_mean_that_groups_get_no_slot() -> None:
    mentors = [{"id": "T1", "availability": "Mon 9-zz"}, {"id": "T2"}]
    locks = [{"kind": "group-slot", "mentors": "T1;T2", "slot": "Mon 09:00"}]
    (fault,) = check(mentors, PEOPLE[1], {}, None, locks)[0]
    assert fault.column == "availability"


def test_locks_are_read_without_mentors() -> None:
    told = [str(fault) for fault in check([], PEOPLE[1], {}, None, [{"kind": "mentor-pear", "mentors": "T1;T2"}])[0]]
    assert told[0].startswith("locks row 1, column kind: 'mentor-pear' is no kind of lock")
    assert len(told) == 2
