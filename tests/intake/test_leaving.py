"""People leave an intake and come back: no trace of them meanwhile, and the same bytes of every file afterwards."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from matcher import Intake, IntakeError, MatcherError, read_intake
from matcher.intake.leaving.leave import join, leave, who_left, without
from matcher.intake.writing import texts_of
from tests.strategies import HERE, RULES, tiny_intake

Plain = dict[str, Any]
SETTINGS = """\
# Written by hand: nobody sorts this.
name = 'Autumn'   # for the page

{tables}
[calendar]
start = 2026-10-05
weeks = 10
timezone = "Europe/Vienna"

# Where they meet.
[calendar.places]
{places}
"""


def files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def as_typed(random: Random, text: str) -> bytes:
    """A table as some spreadsheet or somebody by hand would write it."""
    rows = list(csv.reader(io.StringIO(text)))
    out = io.StringIO()
    end = random.choice(("\n", "\r\n"))
    quoting = random.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
    writer = csv.writer(out, delimiter=random.choice(",;\t"), quoting=quoting, lineterminator=end)
    for number, row in enumerate(rows):
        lists = [cell.replace("; ", random.choice((";", "; ", " ;  "))) if number else cell for cell in row]
        writer.writerow(lists)
        if random.random() < 0.1:
            out.write(end)
    told = out.getvalue()
    told = told.rstrip("\r\n") if random.random() < 0.3 else told
    return (("\ufeff" if random.random() < 0.3 else "") + told).encode()


def settings_as_typed(random: Random, plain: str, mentors: list[str], mentees: list[str]) -> str:
    tables = "\n".join(line for line in plain.splitlines() if not line.startswith("name ="))
    few = random.sample(mentees, min(3, len(mentees)))
    lines = [f'"{own}" = "Room {own}"  # by {own}' if random.random() < 0.5 else f"{own} = 'Room'" for own in mentors]
    listed = ",\n  ".join(f'"{own}"  # {own}\n' if random.random() < 0.3 else f'"{own}"' for own in few)
    own = f"[[mix]]\ncolumn = 'id'\nvalues = ['{few[0]}']\nmax = 9\n\n" if few else ""
    mix = own + f"[[mix]]  # who was loud last year\ncolumn = 'id'\nvalues = [{listed}]\nmax = 9\n\n" if few else ""
    return SETTINGS.format(tables=f"{tables}\n\n{mix}", places="\n# and:\n".join(lines))


def drawn(number: int, folder: Path) -> tuple[Random, list[str]]:
    """A random intake in a folder, and the ids of everybody."""
    random = Random(number)
    rules = [name for name in RULES if random.random() < 0.3]
    read = read_intake(**tiny_intake(random, rules, most_mentees=8))
    mentors, mentees = list(read.mentor_by_id), list(read.mentee_by_id)
    folder.mkdir()
    for name, text in texts_of(read).items():
        data = (
            settings_as_typed(random, text, mentors, mentees).encode()
            if name == "program.toml"
            else as_typed(random, text)
        )
        (folder / name).write_bytes(data)
    return random, [*mentors, *mentees]


def come_and_go(random: Random, place: Path, everybody: list[str]) -> int:
    """Let some leave, in any order, and come back in another; return how many had left at once."""
    away: list[str] = []
    most = 0
    for own in random.sample(everybody, min(4, len(everybody))):
        before = read_intake(place)
        try:
            gone = leave(place, [own], reason="=moved away")
        except IntakeError:
            continue
        away.append(own)
        most = max(most, len(away))
        now = read_intake(place)
        assert own not in now.mentor_by_id.keys() | now.mentee_by_id.keys()
        assert gone.intake == now
        in_memory = without(before, [own]).model_copy(update={"warnings": (), "without": ()})
        assert in_memory == now.model_copy(update={"warnings": ()})
        assert [one.id for one in who_left(place)] == away
        if random.random() < 0.3:
            back = away.pop(random.randrange(len(away)))
            assert join(place, [back]).lost == ()
    random.shuffle(away)
    while away:
        several = [away.pop() for _ in range(random.randint(1, len(away)))]
        assert join(place, several).lost == ()
    assert who_left(place) == ()
    return most


def test_all_who_left_a_folder_come_back_to_the_same_bytes(tmp_path: Path) -> None:
    most = []
    for number in range(5):
        place = tmp_path / str(number)
        random, everybody = drawn(number, place)
        before = files(place)
        most.append(come_and_go(random, place, everybody))
        assert files(place) == before
    assert max(most) > 2


def in_one_file(number: int, place: Path) -> tuple[Random, list[str]]:
    """A random intake of one JSON file, and the ids of everybody."""
    random = Random(number)
    intake = tiny_intake(random, [name for name in RULES if random.random() < 0.3], most_mentees=8)
    places = {row["id"]: "Room" for row in intake["mentors"]}
    calendar = {"start": "2026-10-05", "weeks": 3, "timezone": HERE, "places": places}
    intake["program"]["calendar"] = calendar
    own = [row["id"] for row in intake["mentees"]]
    intake["program"].setdefault("mix", []).extend(
        {"column": "id", "values": few, "max": 9} for few in (own[:1], own[:3], own[1:3]) if few
    )
    text = json.dumps(intake, indent=random.choice((None, 0, 2)), ensure_ascii=False)
    place.write_text(random.choice(("", "\ufeff")) + text + "\n", encoding="utf-8")
    return random, [row["id"] for row in (*intake["mentors"], *intake["mentees"])]


def test_all_who_left_one_file_come_back_to_the_same_bytes(tmp_path: Path) -> None:
    most = []
    for number in range(5):
        place = tmp_path / f"{number}.json"
        random, everybody = in_one_file(number, place)
        before = place.read_bytes()
        most.append(come_and_go(random, place, everybody))
        assert place.read_bytes() == before
    assert max(most) > 2


# By hand --------------------------------------------------------------------------------------------------------------

TINY: dict[str, str] = {
    "mentors.csv": "id,name,preferred_mentees,preferred_co_mentors\nT1,Ada,S1; S2,T2\nT2,Ben,S2,\nT3,Cleo,,\n",
    "mentees.csv": "id,name,preferred_mentors,avoid\nS1,Ines,T1;T2,\nS2,Omar,T1,S1\nS3,Yuki,,\n"
    "S4,Lena,T2; T1,\nS5,Sam,,\n",
    "constraints.csv": "kind,a,b,note\ntogether,S1,S3,twins\napart,S2,S3,\n",
    "locks.csv": 'kind,mentors,slot,mentees,reason\nwhole-group,T1;T2,,"S2;S4;S5",room\nperson-in-group,T1;T2,,S5,\n',
    "program.toml": "# mine\n[groups]\nmin_size = 2 # few\nmax_size=4\n",
}


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    place = tmp_path / "tiny"
    place.mkdir()
    for name, text in TINY.items():
        (place / name).write_text(text, encoding="utf-8")
    return place


def text_of(place: Path, name: str) -> str:
    return (place / name).read_text(encoding="utf-8")


def test_what_is_taken_out_is_told_and_nothing_else_changes(tiny: Path) -> None:
    gone = leave(tiny, ["Ines"], reason="=moved", when="2026-10-12")
    assert [one.what for one in gone.taken] == [
        "S1, number 1 in preferred_mentees of Ada (T1)",
        "the row of Ines (S1)",
        "S1, number 1 in avoid of Omar (S2)",
        "the constraint together S1 S3",
    ]
    assert text_of(tiny, "mentors.csv") == TINY["mentors.csv"].replace("S1; S2", "S2")
    assert text_of(tiny, "mentees.csv") == TINY["mentees.csv"].replace("S1,Ines,T1;T2,\n", "").replace("T1,S1", "T1,")
    assert text_of(tiny, "constraints.csv") == "kind,a,b,note\napart,S2,S3,\n"
    assert text_of(tiny, "locks.csv") == TINY["locks.csv"]
    assert text_of(tiny, "program.toml") == TINY["program.toml"]
    rows = list(csv.DictReader(io.StringIO(text_of(tiny, "left.csv"))))
    first = {key: rows[0][key] for key in ("ids", "name", "role", "left", "reason")}
    assert first == {"ids": "S1", "name": "Ines", "role": "mentee", "left": "2026-10-12", "reason": "'=moved"}
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


def test_a_locked_group_stays_for_the_others_as_long_as_it_is_large_enough(tiny: Path) -> None:
    leave(tiny, ["S4"])
    assert '"S2;S5"' in text_of(tiny, "locks.csv")
    gone = leave(tiny, ["S2"])
    assert "the lock whole-group T1; T2" in [one.what for one in gone.taken]
    assert text_of(tiny, "locks.csv") == "kind,mentors,slot,mentees,reason\nperson-in-group,T1;T2,,S5,\n"
    join(tiny, ["S4"])
    join(tiny, ["S2"])
    assert {name: text_of(tiny, name) for name in TINY} == TINY


def test_rules_on_ids_lose_who_left_and_go_where_they_name_nobody_else(tiny: Path) -> None:
    first = '[[mix]]\ncolumn = "id"\nvalues = ["S2"]  # too loud\nmax = 1\n'
    second = '# The two of them:\n[[mix]]\ncolumn = "id"\nvalues = [ "S2", "S4" ]\nmax = 1\n'
    third = '[[mix]]\ncolumn = "name"\nvalues = ["S2"]\nmax = 1\n'
    before = f"{TINY['program.toml']}{first}{second}{third}"
    (tiny / "program.toml").write_text(before, encoding="utf-8")
    told = [one.what for one in leave(tiny, ["S2"]).taken if one.part == "program"]
    assert told == [*["the rule mix[1]"] * 4, 'a setting: "S2"']
    kept = second.replace('[ "S2", "S4" ]', '[ "S4" ]')
    assert text_of(tiny, "program.toml") == f"{TINY['program.toml']}{kept}{third}"
    join(tiny, ["S2"])
    assert text_of(tiny, "program.toml") == before


def test_a_constraint_waits_for_both(tiny: Path) -> None:
    leave(tiny, ["S2", "S3"])
    join(tiny, ["S2"])
    assert "apart" not in text_of(tiny, "constraints.csv")
    join(tiny, ["S3"])
    assert {name: text_of(tiny, name) for name in TINY} == TINY


def test_what_names_somebody_who_was_taken_out_by_hand_is_not_put_back(tiny: Path) -> None:
    leave(tiny, ["S1"])
    mentees = text_of(tiny, "mentees.csv").replace("S3,Yuki,,\n", "")
    (tiny / "mentees.csv").write_text(mentees, encoding="utf-8")
    (tiny / "constraints.csv").write_text("kind,a,b,note\n", encoding="utf-8")
    back = join(tiny, ["S1"])
    assert [one.what for one in back.lost] == ["the constraint together S1 S3"]
    assert list(read_intake(tiny).mentee_by_id) == ["S1", "S2", "S4", "S5"]
    assert not (tiny / "left.csv").exists()


def test_a_row_comes_back_into_columns_that_were_changed_meanwhile(tiny: Path) -> None:
    leave(tiny, ["S2"])
    rows = [("avoid", "id", "campus", "name", "preferred_mentors")]
    rows += [
        ("", "S1", "north", "Ines", "T1"),
        ("", "S3", "", "Yuki", ""),
        ("", "S4", "", "Lena", ""),
        ("", "S5", "", "", ""),
    ]
    text = "\n".join(";".join(row) for row in rows) + "\n"
    (tiny / "mentees.csv").write_text(text, encoding="utf-8")
    assert join(tiny, ["S2"]).lost == ()
    omar = read_intake(tiny).mentee_by_id["S2"]
    assert (omar.name, omar.preferred_mentors, omar.avoid) == ("Omar", ("T1",), ("S1",))
    assert list(read_intake(tiny).mentee_by_id) == ["S1", "S2", "S3", "S4", "S5"]


def test_a_cell_whose_column_is_there_no_more_is_told(tiny: Path) -> None:
    leave(tiny, ["S1"])
    (tiny / "mentees.csv").write_text("id,name\nS2,Omar\nS3,Yuki\nS4,Lena\nS5,Sam\n", encoding="utf-8")
    back = join(tiny, ["S1"])
    assert [one.what for one in back.lost] == [
        "S1, number 1 in avoid of Omar (S2)",
        "'T1;T2' of S1, since mentees.csv has no column preferredmentors any more",
    ]
    assert "the row of Ines (S1)" in [one.what for one in back.restored]


def test_a_wish_comes_back_to_its_rank_in_a_list_that_was_changed_meanwhile(tiny: Path) -> None:
    leave(tiny, ["T1"])
    mentees = text_of(tiny, "mentees.csv").replace("S4,Lena,T2", "S4,Lena,T3; T2")
    (tiny / "mentees.csv").write_text(mentees, encoding="utf-8")
    join(tiny, ["T1"])
    assert read_intake(tiny).mentee_by_id["S4"].preferred_mentors == ("T3", "T2", "T1")


def test_every_fault_of_a_call_at_once_and_nothing_is_written(tiny: Path) -> None:
    leave(tiny, ["S5"])
    before = files(tiny)
    with pytest.raises(IntakeError, match="Inse") as caught:
        leave(tiny, ["Inse", "S1", "ines", "S5", "Nobody at all"])
    assert [str(issue) for issue in caught.value.issues] == [
        "the call, who: 'Inse' is nobody in the intake; did you mean Ines?",
        "the call, who: 'ines' is named twice; name everybody once",
        "the call, who: 'S5' has left already; `matcher join` brings them back",
        "the call, who: 'Nobody at all' is nobody in the intake",
    ]
    with pytest.raises(IntakeError, match="'S6' is nobody who left"):
        join(tiny, ["S6"])
    assert files(tiny) == before


def test_an_intake_that_would_have_faults_stays_as_it_was(tiny: Path) -> None:
    before = files(tiny)
    with pytest.raises(IntakeError, match=r"has no people in it \(once T1, T2 and T3 are out\)"):
        leave(tiny, ["T1", "T2", "T3"])
    assert files(tiny) == before


def test_who_left_and_is_there_again_by_hand_is_a_fault(tiny: Path) -> None:
    leave(tiny, ["S3"])
    (tiny / "mentees.csv").write_text(text_of(tiny, "mentees.csv") + "S3,Yuki,,\n", encoding="utf-8")
    with pytest.raises(IntakeError, match="the intake has a row of them again"):
        join(tiny, ["S3"])


def test_a_file_of_who_left_that_was_spoilt_is_a_fault_in_words(tiny: Path) -> None:
    leave(tiny, ["S3"])
    (tiny / "left.csv").write_text(text_of(tiny, "left.csv").replace('"[]"', "[").replace("[]", "["), encoding="utf-8")
    with pytest.raises(IntakeError, match=r"left\.csv row 2: cannot be understood any more"):
        join(tiny, ["S3"])


def test_without_touches_no_file(tiny: Path) -> None:
    before = files(tiny)
    now = without(tiny, ["Yuki"])
    assert files(tiny) == before
    assert [one.id for one in now.without] == ["S3"]
    leave(tiny, ["Yuki"])
    assert now.model_copy(update={"without": ()}) == read_intake(tiny)


def test_a_folder_that_cannot_be_written_to_stays_as_it_was(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise MatcherError("the disk is full")

    before = files(tiny)
    monkeypatch.setattr("matcher.intake.leaving.leave.put_whole", full)
    with pytest.raises(MatcherError, match="the disk is full"):
        leave(tiny, ["S3"])
    assert files(tiny) == before


def resaved(file: Path, delimiter: str) -> None:
    """A table as a spreadsheet saves it again: quotation marks only where they are called for."""
    with file.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.reader(stream))
    with file.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream, delimiter=delimiter).writerows(rows)


@pytest.mark.parametrize("who", [["S1"], ["S1", "S4"], ["S1", "S4", "T1"]])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_who_left_comes_back_to_tables_saved_otherwise_meanwhile(
    tmp_path: Path, delimiter: str, who: list[str]
) -> None:
    (tmp_path / "mentors.csv").write_text('id,Preferred Mentees\nT1,"S1; S4"\nT2,S1; S2; S4\n', encoding="utf-8")
    (tmp_path / "mentees.csv").write_text(
        'id,"Preferred Mentors",note\nS1,T1; T2,"two\nlines; here"\nS2,T1,\nS3,,\nS4,T2; T1,"a, b"\n', encoding="utf-8"
    )
    (tmp_path / "program.toml").write_text("[groups]\nmentors = 1\nmin_size = 1\n", encoding="utf-8")
    before = read_intake(tmp_path)
    leave(tmp_path, who)
    for name in ("mentors.csv", "mentees.csv"):
        resaved(tmp_path / name, delimiter)
    join(tmp_path, who)
    again = read_intake(tmp_path)
    assert (again.mentors, again.mentees) == (before.mentors, before.mentees)


def test_lists_that_are_gone_are_begun_anew_for_who_comes_back(tmp_path: Path) -> None:
    tables = {
        "mentors.csv": "id\nT1\n",
        "mentees.csv": "id\nS1\nS2\nS3\n",
        "constraints.csv": "kind,a,b\napart,S1,S2\napart,S2,S3\n",
        "locks.csv": "kind,mentors,slot,mentees,reason\nperson-in-group,T1,,S1,so\n",
        "program.toml": "[groups]\nmentors = 1\nmin_size = 1\n",
    }
    for name, text in tables.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    leave(tmp_path, ["S1", "S3"])
    for name in ("constraints.csv", "locks.csv"):
        (tmp_path / name).unlink()
    back = join(tmp_path, ["S1"])
    assert [one.what for one in back.lost] == []
    assert (tmp_path / "constraints.csv").read_text(encoding="utf-8") == "kind,a,b\napart,S1,S2\n"
    assert [lock.mentees for lock in back.intake.locks] == [("S1",)]
    join(tmp_path, ["S3"])
    assert {name: (tmp_path / name).read_text(encoding="utf-8") for name in tables} == tables


def test_lists_that_are_gone_from_one_file_are_begun_anew_too(tmp_path: Path) -> None:
    place = tmp_path / "intake.json"
    plain: Plain = {"program": {"groups": {"mentors": 1, "min_size": 1}}, "mentors": [{"id": "T1"}]}
    plain |= {"mentees": [{"id": "S1"}, {"id": "S2"}], "constraints": [{"kind": "apart", "a": "S1", "b": "S2"}]}
    place.write_text(json.dumps(plain), encoding="utf-8")
    leave(place, ["S1"])
    told = json.loads(place.read_text(encoding="utf-8"))
    del told["constraints"]
    place.write_text(json.dumps(told), encoding="utf-8")
    assert [one.a for one in join(place, ["S1"]).intake.constraints] == ["S1"]
    assert json.loads(place.read_text(encoding="utf-8")) == plain


def test_what_is_told_of_who_stays_is_told_at_the_rows_of_the_files(tmp_path: Path) -> None:
    tables = {
        "mentors.csv": "id\nT1\n",
        "mentees.csv": "id,email\n\nS1,\n\n\nS2,nowhere\nS3,\n\nS4,nor here\n",
        "program.toml": "[groups]\nmentors = 1\nmin_size = 1\n",
    }
    for name, text in tables.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    def rows(intake: Intake) -> list[int | None]:
        return [warning.row for warning in intake.warnings if warning.column == "email"]

    assert rows(read_intake(tmp_path)) == [6, 9]
    assert [rows(without(tmp_path, gone)) for gone in (["S1"], ["S3"], ["S1", "S2", "S3"])] == [[6, 9], [6, 9], [9]]
    one = {"mentors": [{"id": "T1"}], "program": {"groups": {"mentors": 1, "min_size": 1}}}
    mentees = [{"id": "S1"}, {"id": "S2", "email": "nowhere"}]
    place = tmp_path / "intake.json"
    place.write_text(json.dumps(one | {"mentees": mentees}), encoding="utf-8")
    assert rows(without(place, ["S1"])) == [2]
    assert read_intake(place).mentees[1].id == "S2"
