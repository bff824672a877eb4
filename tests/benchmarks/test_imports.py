"""Invented exports, imported: what was understood is read back by other code, and nothing of it is wrong in silence."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.exports.drawing import Export, draw_export
from benchmarks.exports.judging import Judged, Outcome, Tried, import_and_judge, judge
from benchmarks.exports.reader import hours_in_words
from benchmarks.exports.tools import TOOLS
from benchmarks.exports.truth import (
    ALWAYS,
    Cell,
    Field,
    Hours,
    Names,
    Person,
    Presence,
    Style,
    Truth,
    Window,
    Words,
    free_at,
)
from benchmarks.imports import counted, wrong_kinds
from matcher import import_survey

SEED, EXPORTS = 22, 20
KINDS = 165
"""Kinds of cells by language that the seeded part holds at least."""

ANNA = Person(0, "Anna", "Berg", "anna@x.example", "mentor", "woman")
CARL = Person(1, "Carl", "Holm", "carl@x.example", "mentor", "man")
INA = Person(2, "Ina", "Roe", "ina@x.example", "mentee", "woman")
MENTORS = (
    "id,name,email,gender,availability,unavailable,avoid,max_groups,max_mentees",
    "a1,Anna Berg,anna@x.example,,,,,,3",
)
MENTEES = "id,name,email,gender,availability,unavailable,avoid,preferred_mentors,mentor_gender"
QUESTIONS = "id,column,value,question,answer,file,row"
MONDAY = free_at([Window(0, 9 * 60, 11 * 60)])


@pytest.fixture(scope="module")
def tried() -> list[Tried]:
    return [import_and_judge(draw_export(SEED, number)) for number in range(EXPORTS)]


# The seeded part ----------------------------------------------------------------------------------------------------


def test_nothing_is_wrong_in_silence(tried: list[Tried]) -> None:
    wrong = [
        f"export {one.export.number}, {judged.cell.field}: {judged.cell.kind}: {judged.cell.texts}: {judged.understood}"
        for one in tried
        for judged in one.judged
        if judged.outcome in (Outcome.WRONG, Outcome.MEANWHILE)
    ]
    assert wrong == []


def test_the_seeded_part_holds_every_tool_language_and_style_and_most_kinds(tried: list[Tried]) -> None:
    assert {one.export.tool for one in tried} == {tool.name for tool in TOOLS}
    assert {one.export.language for one in tried} == {"en", "de", "fr", "es"}
    assert {one.export.style for one in tried} == set(Style)
    there = {(one.export.language, f"{told.cell.field}: {told.cell.kind}") for one in tried for told in one.judged}
    assert len(there) >= KINDS
    assert next(counted(tried))["right"] > 1500


def test_the_same_number_is_the_same_export() -> None:
    assert draw_export(5, 7) == draw_export(5, 7)
    assert draw_export(5, 7).tables != draw_export(6, 7).tables


def test_sixty_people_are_sixty() -> None:
    export = draw_export(0, 0, style=Style.CLEAN, sizes=(12, 48))
    assert [sum(one.role == role for one in export.people) for role in ("mentor", "mentee")] == [12, 48]
    assert not any(cell.free for cell in export.cells)


# The second reader --------------------------------------------------------------------------------------------------


def small(folder: Path, mentee: str, cells: Sequence[Cell], *questions: str) -> list[Judged]:
    """An intake of Anna, Carl and Ina as an import wrote it, held against cells."""
    (folder / "mentors.csv").write_text("\n".join([*MENTORS, "c1,Carl Holm,carl@x.example,,,,,,"]), encoding="utf-8")
    (folder / "mentees.csv").write_text(f"{MENTEES}\n{mentee}\n", encoding="utf-8")
    (folder / "questions.csv").write_text("\n".join([QUESTIONS, *questions]) + "\n", encoding="utf-8")
    export = Export(0, "Google Forms", "en", Style.CLEAN, {}, (ANNA, CARL, INA), tuple(cells), {})
    return list(judge(export, folder)[0])


def cell(field: Field, truth: Truth, heading: str = "A question", text: str = "an answer") -> Cell:
    return Cell(field, "a kind", (heading,), (text,), truth, INA, "mentees.csv", 2)


INA_ROW = 'i1,Ina Roe,ina@x.example,woman,"Mon 09:00-10:00; Mon,Tue 10:00-11:00",,c1,a1,prefer woman'


@pytest.mark.parametrize(
    ("field", "truth", "right", "understood"),
    [
        (Field.HOURS, Hours(MONDAY, ALWAYS), True, "free Mon 9:00 to 11:00, Tue 10:00 to 11:00"),
        (Field.HOURS, Hours(MONDAY, MONDAY), False, "free Mon 9:00 to 11:00, Tue 10:00 to 11:00"),
        (Field.WISHES, Names(((0,),), frozenset({1})), True, "wishes for Anna Berg; not with Carl Holm"),
        (Field.WISHES, Names(((0, 1),)), False, "wishes for Anna Berg; not with Carl Holm"),
        (Field.WISHES, Names(((1,),)), False, "wishes for Anna Berg; not with Carl Holm"),
        (Field.AVOID, Names(refused=frozenset({1})), True, "wishes for Anna Berg; not with Carl Holm"),
        (Field.AVOID, Names(refused=frozenset({0})), False, "wishes for Anna Berg; not with Carl Holm"),
        (Field.GENDER, Words(frozenset({"woman", "female"})), True, "woman"),
        (Field.GENDER_WISH, Words(frozenset({"require woman"})), False, "prefer woman"),
        (Field.GENDER_WISH, Words(frozenset()), False, "prefer woman"),
        (Field.WHO, Words(frozenset({"Ina Roe <ina@x.example>"})), True, "Ina Roe <ina@x.example>"),
        (Field.ROLE, Words(frozenset({"mentor"})), False, "mentee"),
        (Field.PART, Presence(True), True, "takes part"),
        (Field.PART, Presence(False), False, "takes part"),
    ],
)
def test_the_second_reader_tells_right_from_wrong(
    tmp_path: Path, field: Field, truth: Truth, right: bool, understood: str
) -> None:
    [told] = small(tmp_path, INA_ROW, [cell(field, truth)])
    assert (told.outcome, told.understood) == (Outcome.RIGHT if right else Outcome.WRONG, understood)


NEVER = "i1,Ina Roe,ina@x.example,,,Mon 00:00-24:00,,,"
BLANK = "i1,Ina Roe,ina@x.example,,,,,,"
ASKED_OF_INA = "i1,availability,,cannot be read,an answer,mentees.csv,2"


@pytest.mark.parametrize(
    ("row", "questions", "outcome"),
    [
        (BLANK, [], Outcome.WRONG),
        (BLANK, [ASKED_OF_INA], Outcome.ASKED),
        (BLANK, ["i1,gender,,cannot be read,else,mentees.csv,2"], Outcome.WRONG),
        (BLANK, ["c1,availability,,cannot be read,something,mentors.csv,2"], Outcome.WRONG),
        (BLANK, [",A question,,is this about hours?,,mentees.csv,"], Outcome.ASKED),
        (BLANK, [",Another question,,is this about hours?,,mentees.csv,"], Outcome.WRONG),
        (BLANK, [",availability,,12 people wrote so,an answer,mentees.csv,"], Outcome.ASKED),
        (BLANK, [",availability,,12 people wrote so,\"'an answer' in 2, 'x' in 1\",mentees.csv,"], Outcome.ASKED),
        (BLANK, [",availability,,12 people wrote so,another answer,mentees.csv,"], Outcome.WRONG),
        (INA_ROW, [ASKED_OF_INA], Outcome.MEANWHILE),
        (INA_ROW.replace("Mon,Tue", "Mon"), [ASKED_OF_INA], Outcome.RIGHT),
    ],
)
def test_asked_is_only_what_a_question_names_and_nothing_else_claims(
    tmp_path: Path, row: str, questions: list[str], outcome: Outcome
) -> None:
    [told] = small(tmp_path, row, [cell(Field.HOURS, Hours(MONDAY, MONDAY))], *questions)
    assert told.outcome is outcome


def test_who_is_not_in_the_intake_is_wrong_in_silence(tmp_path: Path) -> None:
    nobody = "j1,Jo Doe,jo@x.example,,,,,,"
    hours = cell(Field.HOURS, Hours(MONDAY, MONDAY))
    assert small(tmp_path, nobody, [hours])[0].outcome is Outcome.WRONG
    assert small(tmp_path, nobody, [hours], ",leave_out,,left out,,mentees.csv,2")[0].outcome is Outcome.ASKED
    assert small(tmp_path, nobody, [cell(Field.PART, Presence(False))])[0].outcome is Outcome.RIGHT


@pytest.mark.parametrize(
    ("windows", "words"),
    [
        ([], "never free"),
        ([Window(0, 540, 660), Window(0, 660, 690)], "free Mon 9:00 to 11:30"),
        ([Window(0, 1380, 1440), Window(1, 0, 60)], "free Mon 23:00 to 24:00, Tue 0:00 to 1:00"),
        ([Window(day, 0, 1440) for day in range(7)], "free at any time"),
    ],
)
def test_hours_in_words(windows: list[Window], words: str) -> None:
    assert hours_in_words(free_at(windows)) == words


def test_a_cell_changed_by_hand_is_found(tmp_path: Path) -> None:
    export = draw_export(SEED, 0)
    first = import_and_judge(export)
    at = next(place for place, one in enumerate(first.judged) if one.cell.field is Field.HOURS and one.understood)
    person = first.judged[at].cell.person
    assert person is not None
    import_survey(export.save(tmp_path), tmp_path / "intake")
    path = tmp_path / "intake" / f"{person.role}s.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["email"] == person.email:
            row.update(availability="Sun 03:00-03:30", unavailable="")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    changed = judge(export, tmp_path / "intake")[0]
    assert changed[at].understood == "free Sun 3:00 to 3:30"
    assert changed[at].outcome is not Outcome.RIGHT
    assert [one for place, one in enumerate(changed) if one != first.judged[place]] == [changed[at]]


# Counts -------------------------------------------------------------------------------------------------------------


def test_what_is_wrong_is_counted_by_kind_with_an_example(tmp_path: Path) -> None:
    cells = [cell(Field.HOURS, Hours(MONDAY, MONDAY)), cell(Field.GENDER, Words(frozenset({"woman"})))]
    judged = tuple(small(tmp_path, BLANK.replace(",,,,,,", ",woman,,,,,"), cells))
    export = Export(0, "Google Forms", "en", Style.CLEAN, {}, (ANNA, CARL, INA), tuple(cells), {})
    one = Tried(export, judged, ())
    counts = list(counted([one]))
    zero = {str(outcome): 0 for outcome in Outcome}
    assert counts[0] == {"by": "all", "of": "all", **zero, "right": 1, "wrong in silence": 1}
    assert {"by": "kind", "of": "gender: a kind", **zero, "right": 1} in counts
    assert [(kind, count) for kind, count, _ in wrong_kinds([one])] == [("hours: a kind", 1)]
