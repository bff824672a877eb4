"""Columns that nobody may pass over or turn round: what is asked of them, and how it is settled."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from matcher import import_survey
from matcher.survey.import_survey import SurveyImport
from matcher.survey.mapping.evidence import Sureness
from tests.survey.exports_for_tests import two_exports, write_csv

MENTORS = ["Anna Berg", "Ben Olsen", "Carl Holm"]
MENTEES = ["Ina Roe", "Jon Sax", "Kim Ray", "Lu Fox"]


def imported(
    folder: Path,
    headers: Sequence[str],
    cells: Sequence[Sequence[str]],
    mapping: str | None = None,
    names: Sequence[str] = MENTEES,
) -> SurveyImport:
    """Import three mentors, and mentees with columns of their own."""
    folder.mkdir(parents=True, exist_ok=True)
    mentors = [["Name", "Email", "Availability"]]
    mentors += [[name, f"{name.split()[0]}@y.example", f"Mon {hour}:00"] for hour, name in enumerate(MENTORS, 9)]
    mentees = [["Name", "Email", "Availability", *headers]]
    mentees += [
        [name, f"{name.split()[0]}@x.example", f"Tue {hour}:00", *row]
        for hour, (name, row) in enumerate(zip(names, cells, strict=True), 9)
    ]
    exports = [write_csv(folder / "mentees.csv", mentees), write_csv(folder / "mentors.csv", mentors)]
    path = None
    if mapping is not None:
        path = folder / "given.toml"
        path.write_text(f'[[export]]\nfile = "mentees.csv"\nrole = "mentees"\n[export.columns]\n{mapping}', "utf-8")
    return import_survey(exports, mapping=path)


def wishes(done: SurveyImport) -> list[list[str]]:
    names = {one.id: one.name or "" for one in done.intake.mentors}
    return [[names[id_] for id_ in one.preferred_mentors] for one in done.intake.mentees]


def one_question(done: SurveyImport, *said: str) -> None:
    assert len(done.questions) == 1
    assert [part for part in said if part not in str(done.questions[0])] == []


def test_a_heading_that_may_be_turned_round_is_asked_with_examples(tmp_path: Path) -> None:
    header, cells = "Mentors you like least", [["Carl Holm"], ["Ben Olsen"], [""], [""]]
    done = imported(tmp_path, [header], cells)
    one_question(done, header, "'Carl Holm' and 'Ben Olsen'", "who is wished for", "who is not wanted", '"avoid"')
    assert wishes(done) == [[], [], [], []]
    assert done.taken[0][-1].target == "ignore"
    assert f'# "{header}" = "ignore"' in done.mapping


def test_what_the_mapping_says_of_it_is_believed(tmp_path: Path) -> None:
    cells = [["Carl Holm"], ["Ben Olsen"], [""], [""]]
    done = imported(tmp_path, ["Mentors you like least"], cells, '"Mentors you like least" = "avoid"')
    assert done.questions == ()
    assert [len(one.avoid) for one in done.intake.mentees] == [1, 1, 0, 0]


def test_a_mapping_that_was_only_proposed_leaves_it_asked(tmp_path: Path) -> None:
    first = imported(tmp_path / "first", ["Veto or wish"], [["Carl Holm"], ["Ben Olsen"], [""], [""]])
    (tmp_path / "mapping.toml").write_text(first.mapping, encoding="utf-8")
    exports = [tmp_path / "first" / "mentees.csv", tmp_path / "first" / "mentors.csv"]
    again = import_survey(exports, mapping=tmp_path / "mapping.toml")
    assert [one.text for one in again.questions] == [one.text for one in first.questions]
    assert len(again.questions) == 1


@pytest.mark.parametrize(
    ("header", "cells", "said"),
    [
        ("Flurfunk", ["Mon 9-11", "Tue 2pm-3pm", "Wed 9-10", "Fri 9-10"], "when people are free or when not"),
        ("Flurfunk", ["Carl Holm", "Anna Berg", "", ""], "people of this program"),
        ("Which of these fits best?", ["Female", "Male", "Female", "Male"], "answers are genders"),
        ("TT 3", ["x", "", "x", ""], "no heading says"),
        ("Chess", ["Chess", "Chess", "", ""], "no heading says"),
    ],
)
def test_no_column_passes_in_silence(header: str, cells: list[str], said: str, tmp_path: Path) -> None:
    done = imported(tmp_path, [header], [[cell] for cell in cells])
    one_question(done, said, header)


@pytest.mark.parametrize(
    ("header", "cells", "said"),
    [
        ("Xyzzy", ["männl.", "weibl.", "Frau", "divers"], "answers are genders"),
        ("Xyzzy", ["Prefer a woman", "No preference", "Must be a man", ""], "wishes on gender"),
        ("Xyzzy", ["Carl", "Anna", "Ben", "Carl"], "first or last names of people"),
        ("Xyzzy", ["active", "withdrawn", "active", "active"], "who takes part"),
        ("Xyzzy", ["mentee", "mentee", "both", "mentor"], "say mentor or mentee"),
        ("Xyzzy", ["Oui", "Non", "Oui", "Oui"], "answered with yes or no"),
        ("Preferred time of day", ["Morning", "Evening", "Afternoon", ""], "of which day they do not say"),
        ("What is your time zone?", ["Germany", "India", "at home", ""], "are people's hours told in these?"),
        ("Xyzzy", ["Europe/Berlin", "UTC+1", "CET", ""], "are people's hours told in these?"),
    ],
)
def test_a_column_is_judged_by_its_cells_whatever_its_heading(
    header: str, cells: list[str], said: str, tmp_path: Path
) -> None:
    done = imported(tmp_path, [header], [[cell] for cell in cells])
    one_question(done, said, header)
    assert f'# "{header}" = ' in done.mapping


def test_columns_headed_by_names_alone_are_one_question(tmp_path: Path) -> None:
    done = imported(tmp_path, MENTORS, [["x", "", ""], ["", "x", ""], ["", "x", "x"], ["", "", ""]])
    one_question(done, "nothing says what was asked of", *map(repr, MENTORS))
    assert wishes(done) == [[], [], [], []]


def test_columns_of_yes_and_no_are_one_question(tmp_path: Path) -> None:
    done = imported(tmp_path, ["Xyzzy", "Flurfunk"], [["Yes", "No"], ["No", "No"], ["Yes", "Yes"], ["Yes", "No"]])
    one_question(done, "'Xyzzy' and 'Flurfunk'", "taking_part")


def test_columns_of_ones_own_are_still_not_asked_about(tmp_path: Path) -> None:
    headers = ["Favourite food", "Age", "Shirt size", "Hours a week"]
    cells = [["soup", "19", "M", "2"], ["rice", "20", "L", "3"], ["soup", "19", "M", "2"]]
    done = imported(tmp_path, headers, [*cells, ["bread", "21", "S", "4"]])
    assert done.questions == ()


def test_items_behind_an_arrow_are_items(tmp_path: Path) -> None:
    done = imported(
        tmp_path, ["Q05_Topics->Chess", "Q05_Topics->Film"], [["1", "0"], ["1", "1"], ["0", "0"], ["", "1"]]
    )
    assert done.questions == ()
    found = [one.columns.get("interests") for one in done.intake.mentees]
    assert found == ["Chess", "Chess; Film", None, "Film"]


# Ranks and scores ----------------------------------------------------------------------------------------------------

RANKS = [["2", "1", "3"], ["1", "2", "3"], ["3", "2", "1"], ["", "", "1"]]


@pytest.mark.parametrize("joint", [" [{}]", " - {}", " -> {}", ": {}", ".{}", " | {}"])
def test_ranks_beside_names_are_read_however_the_name_is_put(joint: str, tmp_path: Path) -> None:
    done = imported(tmp_path, [f"Rank the mentors{joint.format(name)}" for name in MENTORS], RANKS)
    assert done.questions == ()
    assert wishes(done)[0] == ["Ben Olsen", "Anna Berg", "Carl Holm"]
    assert wishes(done)[3] == ["Carl Holm"]


@pytest.mark.parametrize(
    ("heading", "rows", "said"),
    [
        ("Rate the mentors", RANKS, "its heading is not known"),
        ("Rank the mentors, 5 is best", RANKS, "speaks of scores"),
        ("Your mentor choices", [["5", "5", "1"], *RANKS[1:]], "the same number twice"),
        ("Your mentors", RANKS, "its heading"),
    ],
)
def test_numbers_that_may_be_scores_are_asked_once(
    heading: str, rows: list[list[str]], said: str, tmp_path: Path
) -> None:
    done = imported(tmp_path, [f"{heading} [{name}]" for name in MENTORS], rows)
    one_question(done, said, heading)
    assert wishes(done) == [[], [], [], []]


def test_a_mark_beside_a_name_that_is_neither_rank_nor_tick_is_asked(tmp_path: Path) -> None:
    rows = [["Yes", "No", "no way"], ["Yes", "", ""], ["", "Yes", "✗"], ["", "", "❌"]]
    done = imported(tmp_path, [f"Preferred mentors [{name}]" for name in MENTORS], rows)
    one_question(done, "'no way' stands under Carl Holm")
    assert wishes(done) == [["Anna Berg"], ["Anna Berg"], ["Ben Olsen"], []]


def test_a_rank_in_the_cell_that_is_not_the_columns_is_asked(tmp_path: Path) -> None:
    done = imported(tmp_path, ["1st choice mentor", "2nd choice mentor"], [["2. Carl Holm", ""], *[["", ""]] * 3])
    one_question(done, "stands at rank 1 and says rank 2")
    assert wishes(done)[0] == []


def test_whom_one_wishes_for_and_does_not_want_is_neither(tmp_path: Path) -> None:
    done = imported(tmp_path, ["Preferred mentor", "Mentors to avoid"], [["Carl Holm", "Carl Holm"], *[["", ""]] * 3])
    one_question(done, "Carl Holm", "neither counts")
    assert (wishes(done)[0], done.intake.mentees[0].avoid) == ([], ())


def test_one_whom_half_want_and_half_refuse_is_asked_about(tmp_path: Path) -> None:
    names = [f"{letter}na Roe" for letter in "ABCDEF"]
    rows = [["Carl Holm", ""]] * 3 + [["", "Carl Holm"]] * 3
    done = imported(tmp_path, ["Preferred mentor", "Mentors to avoid"], rows, names=names)
    one_question(done, "Carl Holm is wished for by 3 and not wanted by 3")


# Who answered --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("header", ["Computing id", "name_id", "Codename"])
def test_an_id_by_another_name_is_likely_where_nothing_else_tells(header: str, tmp_path: Path) -> None:
    mentors = [[header, "Max mentees"], ["k41", "2"], ["m17", "3"]]
    mentees = [[header, "Preferred mentor"], ["q80", "k41"], ["t55", "m17"]]
    exports = [write_csv(tmp_path / "mentors.csv", mentors), write_csv(tmp_path / "mentees.csv", mentees)]
    done = import_survey(exports)
    assert [one.id for one in done.intake.mentees] == ["q80", "t55"]
    assert (done.taken[0][0].target, done.taken[0][0].sureness) == ("id", Sureness.LIKELY)
    assert [one.preferred_mentors for one in done.intake.mentees] == [("k41",), ("m17",)]


def test_a_file_of_mentors_that_asks_of_first_years_is_the_mentors(tmp_path: Path) -> None:
    rows = [["Name", "Would you prefer first-years of the same gender?"], ["Anna Berg", "No"], ["Ben Olsen", "No"]]
    exports = [write_csv(tmp_path / "mentors_2026.csv", rows)]
    exports.append(write_csv(tmp_path / "mentees.csv", [["Name"], ["Ina Roe"]]))
    assert len(import_survey(exports).intake.mentors) == 2


def test_two_first_names_under_one_address_are_two_people(tmp_path: Path) -> None:
    rows = [["Name", "Email"], ["Ina Roe", "roe@x.example"], ["Jon Roe", "roe@x.example"], ["I. Roe", "roe@x.example"]]
    exports = [write_csv(tmp_path / "mentees.csv", rows)]
    exports.append(write_csv(tmp_path / "mentors.csv", [["Name"], ["Anna Berg"]]))
    done = import_survey(exports)
    assert [one.name for one in done.intake.mentees] == ["I. Roe", "Jon Roe"]
    assert ["another name; both were kept" in one.text for one in done.questions].count(True) >= 1


def test_one_question_for_all_who_say_no(tmp_path: Path) -> None:
    done = imported(tmp_path, ["Would you like to take part?"], [["No"], ["no"], ["Yes"], ["Yes"]])
    one_question(done, "Ina Roe and Jon Sax", "was left out", "Written in mentees.csv rows 2, 3")
    assert [one.name for one in done.intake.mentees] == ["Kim Ray", "Lu Fox"]


def test_a_column_that_is_said_to_ask_for_taking_part_is_believed(tmp_path: Path) -> None:
    cells = [["No"], ["Yes"], ["Yes"], ["Yes"]]
    done = imported(tmp_path, ["In this time?"], cells, '"In this time?" = "taking_part"')
    assert done.questions == ()
    assert len(done.intake.mentees) == 3


def test_a_perhaps_among_few_answers_is_asked_where_the_heading_is_plain(tmp_path: Path) -> None:
    rows = [["Name", "Email", "Availability", "Machst du dieses Jahr mit?"]]
    rows += [["Cara Diaz", "c@x.example", "Mon 9-10", "ja"], ["Dan Eck", "d@x.example", "Mon 9-10", "vielleicht"]]
    done = import_survey(two_exports(tmp_path, mentees=rows))
    assert any("answered 'vielleicht'" in question.text for question in done.questions)


@pytest.mark.parametrize("said", ["weiß noch nicht", "je ne sais pas", "I don't know yet", "yes, if I have time"])
def test_a_perhaps_of_everybody_is_asked_too(said: str, tmp_path: Path) -> None:
    for heading in ("Are you still interested?", "I agree to the rules of the program"):
        done = imported(tmp_path / heading[:3], [heading], [[said]] * 4)
        assert any(heading in question.text or question.column == heading for question in done.questions)


def test_prose_under_a_plain_heading_is_asked_about_once(tmp_path: Path) -> None:
    done = imported(tmp_path, ["Taking part"], [[f"it was a wonderful year number {place}"] for place in range(4)])
    one_question(done, "answers say neither yes nor no")


def test_people_of_two_files_who_say_perhaps_are_found_by_file_and_row(tmp_path: Path) -> None:
    rows = [["Name", "Email", "Availability", "Will you participate?"]]
    mentees = [*rows, ["Cara Diaz", "c@x.example", "Mon 9-10", "maybe"], ["Dan Eck", "d@x.example", "Mon 9-10", "yes"]]
    mentors = [*rows, ["Eve Fry", "e@x.example", "Mon 9-10", "maybe"], ["Fay Gil", "f@x.example", "Mon 9-10", "yes"]]
    done = import_survey(two_exports(tmp_path, mentees=mentees, mentors=mentors))
    asked = next(question.text for question in done.questions if "answered 'maybe'" in question.text)
    assert "mentors.csv row 2; mentees.csv row 2" in asked or "mentees.csv row 2; mentors.csv row 2" in asked
