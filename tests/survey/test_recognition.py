"""What columns are taken for: by their question, then by what stands under it."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from matcher import import_survey
from matcher.survey.mapping.evidence import Sureness
from matcher.survey.mapping.headings import read_heading
from matcher.survey.mapping.recognition import Taken
from matcher.survey.mapping.roles import decide_roles
from matcher.survey.mapping.vocabulary import column_name, rank_in, role_in, role_said
from tests.survey.exports_for_tests import write_csv

NAMES = ["Ada Okafor", "Ben Lindqvist", "Chloe Nguyen", "Dan Haddad", "Eva Novak", "Finn Olsen"]
MAILS = [f"{name.split()[0].lower()}@uni.example" for name in NAMES]
MENTORS = ["Grace Hall", "Igor Petrov", "Jane Roe", "Kim Lee"]
TIMES = ["Mon 9-11", "Fri 2-4pm"]
NUMBERS = ["u107", "u131", "u155", "u162", "u169", "u180"]

QUESTIONS: list[tuple[str, Sequence[str], str]] = [
    ("Email Address", MAILS, "email"),
    ("Your e-mail:", MAILS, "email"),
    ("Correo electrónico", MAILS, "email"),
    ("What is your name?", NAMES, "name"),
    ("Full Name (as on your student card)", NAMES, "name"),
    ("Nombre completo", NAMES, "name"),
    ("Preferred name", ["Ada", "Benny"], "nickname"),
    ("Student ID", NUMBERS, "id"),
    ("Please enter your student number:", NUMBERS, "id"),
    ("Matrikelnummer", NUMBERS, "id"),
    ("Preferred pronouns", ["she/her", "he/him"], "pronouns"),
    ("Gender pronouns", ["she/her", "they / them"], "pronouns"),
    ("Gender / pronouns", ["Female (she/her)", "Man"], "gender"),
    ("What gender do you identify as?", ["Woman", "Man"], "gender"),
    ("Geschlecht", ["weiblich", "männlich"], "gender"),
    ("Which mentors would you like (1st choice)", MENTORS, "preferred_mentors 1"),
    ("Mentor Choice #2", MENTORS, "preferred_mentors 2"),
    ("Second choice mentor", MENTORS, "preferred_mentors 2"),
    ("Wunschmentor 1", MENTORS, "preferred_mentors 1"),
    ("Choice 1", MENTORS, "preferred_mentors 1"),
    ("¿A qué mentor prefieres? (primera opción)", MENTORS, "preferred_mentors 1"),
    ("Please rank your top three mentors", ["Grace Hall; Kim Lee", "Jane Roe"], "preferred_mentors"),
    ("Who would you like as your mentor?", MENTORS, "preferred_mentors"),
    ("Is there anyone you do NOT want to be matched with?", ["Finn Olsen"], "avoid"),
    ("Is there a mentor you'd prefer not to be paired with?", ["Jane Roe"], "avoid"),
    ("Do you prefer a mentor of a specific gender?", ["No preference", "Female"], "mentor_gender"),
    ("Would you feel more comfortable with a female mentor?", ["Yes", "No"], "mentor_gender"),
    ("Time slots you're available", TIMES, "availability"),
    ("When are you usually free to meet?", TIMES, "availability"),
    ("What days/times work best for you?", TIMES, "availability"),
    ("Verfügbarkeit", ["Mo 9-11", "Fr 14-16"], "availability"),
    ("Please list any times you are NOT available", TIMES, "unavailable"),
    ("Year in school", ["1", "2"], "year"),
    ("Interests/Hobbies", ["chess, go", "film"], "interests"),
    ("Timestamp", ["9/2/2026 9:14:02", "9/3/2026 9:14:02"], "time"),
    ("Are you applying to be a mentor or mentee?", ["Mentor", "Mentee"], "role"),
]
NOTHING_SPECIAL = [
    ("What are you hoping to get out of this program?", ["advice for my studies", "friends and fun"]),
    ("What qualities would you like in a mentor?", ["kind", "patient, funny"]),
    ("Emergency contact email", ["mum@x.example", "dad@y.example"]),
    ("Supervisor's name", ["Xi Yu", "Zoe Ward"]),
    ("Sexual orientation", ["straight", "gay"]),
    ("How many hours per week can you commit?", ["2", "3"]),
    ("Date of birth", ["2001-02-03", "2002-03-04"]),
    ("Name of high school", ["North High", "South High"]),
]


def taken(folder: Path, header: str, cells: Sequence[str], role: str = "mentees") -> Taken:
    """What the last column of an export is taken for, beside the export of four mentors."""
    others = ["Respondent", "Team"] if header in ("What is your name?",) else ["Name", "Team"]
    rows = [[*others, header]] + [
        [name, "AB"[place % 2], cells[place % len(cells)]] for place, name in enumerate(NAMES)
    ]
    mentors = [["Name", "Email"]] + [[name, f"{name[:3]}@uni.example"] for name in MENTORS]
    exports = [write_csv(folder / f"{role}.csv", rows), write_csv(folder / "mentors list.csv", mentors)]
    return import_survey(exports).taken[0][-1]


@pytest.mark.parametrize(("header", "cells", "meaning"), [row for row in QUESTIONS if row[2] not in ("role", "name")])
def test_a_question_is_known_by_its_words(header: str, cells: Sequence[str], meaning: str, tmp_path: Path) -> None:
    found = taken(tmp_path, header, cells)
    target, _, rank = meaning.partition(" ")
    assert (found.target, found.meaning.rank) == (target, int(rank) if rank else None)
    assert found.sureness >= Sureness.LIKELY


@pytest.mark.parametrize(("header", "cells"), NOTHING_SPECIAL)
def test_other_questions_are_kept_as_they_are(header: str, cells: Sequence[str], tmp_path: Path) -> None:
    found = taken(tmp_path, header, cells)
    assert found.target == column_name(header)
    assert "a question of your own" in found.why


@pytest.mark.parametrize(
    "header",
    ["What is your time zone?", "Timezone", "Deine Zeitzone", "Fuseau horaire", "Zona horaria", "Huso horario"],
)
def test_a_time_zone_is_known_in_four_languages(header: str, tmp_path: Path) -> None:
    assert taken(tmp_path, header, ["CET", "EST"]).target == "timezone"


def test_a_header_is_not_believed_against_its_cells(tmp_path: Path) -> None:
    assert taken(tmp_path, "Email", ["no", "yes"]).target != "email"
    assert taken(tmp_path, "Timestamp", ["red", "blue"]).target != "time"
    assert taken(tmp_path, "Student ID", ["A", "B"]).target != "id"


def test_numbers_of_answers_are_no_ids(tmp_path: Path) -> None:
    rows = [
        ["ID", "Start time", "Email", "Role"],
        ["1", "2026-09-01 10:00:00", "a@x.org", "mentor"],
        ["2", "2026-09-02 10:00:00", "b@x.org", "mentee"],
    ]
    done = import_survey(write_csv(tmp_path / "e.csv", rows))
    assert (done.taken[0][0].target, done.taken[0][0].why) == ("ignore", "it only numbers the answers")


def test_somebody_elses_name_is_no_name_of_ones_own(tmp_path: Path) -> None:
    assert taken(tmp_path, "Mentor name", MENTORS).target == "preferred_mentors"
    assert taken(tmp_path, "Mentee name", NAMES).target != "preferred_mentors"


def test_ticks_of_one_question_become_one_list(tmp_path: Path) -> None:
    rows = [
        ["Name", "Role", "Topics [Chess]", "Topics [Film, theatre]", "Topics [Other]"],
        ["Ann Lee", "mentor", "Yes", "No", ""],
        ["Bo Ray", "mentee", "Yes", "Yes", "Kites"],
    ]
    done = import_survey(write_csv(tmp_path / "e.csv", rows))
    assert [one.columns["interests"] for one in (*done.intake.mentors, *done.intake.mentees)] == [
        "Chess",
        "Chess; Film, theatre; Kites",
    ]


def test_ranks_beside_names_are_wishes(tmp_path: Path) -> None:
    rows = [
        ["Name", "Role", "Rank the mentors [Ann Lee]", "Rank the mentors [Bo Ray]"],
        ["Ann Lee", "mentor", "", ""],
        ["Bo Ray", "mentor", "", ""],
        ["Cy Day", "mentee", "2nd", "1st"],
        ["Di Fox", "mentee", "1", ""],
    ]
    intake = import_survey(write_csv(tmp_path / "e.csv", rows)).intake
    ann, bo = (one.id for one in intake.mentors)
    assert [one.preferred_mentors for one in intake.mentees] == [(bo, ann), (ann,)]


def test_questions_of_the_other_role_are_told_and_not_used(tmp_path: Path) -> None:
    rows = [
        ["Name", "Role", "Preferred mentor", "Max mentees"],
        ["Ann Lee", "mentor", "Bo Ray", "3"],
        ["Bo Ray", "mentor", "", "2"],
        ["Cy Day", "mentee", "Ann Lee", "4"],
    ]
    done = import_survey(write_csv(tmp_path / "e.csv", rows))
    told = [(row.row, row.before, row.note) for row in done.report if row.outcome == "not used"]
    assert told == [(2, "Bo Ray", "is a question for mentees"), (4, "4", "is a question for mentors")]


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ("Mentor", "mentors"),
        ("I'd like to be a mentor", "mentors"),
        ("Senior student (mentor)", "mentors"),
        ("mentee", "mentees"),
        ("I would like to have a mentor", "mentees"),
        ("First-year", "mentees"),
        ("both", None),
        ("Mentor & Mentee", None),
        ("blue", None),
        ("SampleStudentData", "mentees"),
        ("SampleMentorData", "mentors"),
        ("Mentoring program 2026", None),
        ("Mentor program - student survey", "mentees"),
        ("results-survey-mentoren", "mentors"),
    ],
)
def test_roles_in_peoples_words(said: str, role: str | None) -> None:
    assert role_in(said) == role


@pytest.mark.parametrize(
    "said",
    ["not a mentor", "no longer a mentor", "ex-mentor", "mentor last year", "mentor?", "I have a mentor", "kein Mentor",
     "pas mentor", "ya no mentora", "anything but mentor", "my friend is a mentor", "I quit being a mentor", "both"],
)  # fmt: skip
def test_a_role_that_a_word_may_turn_round_is_none(said: str) -> None:
    assert role_said(said) is None


def test_what_others_chose_too_may_explain_a_role() -> None:
    option = "Mentor: I show a younger student around"
    assert (role_said(option), role_said(option, chosen=True)) == (None, "mentors")
    assert role_said("Not a mentor", chosen=True) is None


@pytest.mark.parametrize(
    ("target", "question", "asked"),
    [
        ("preferred_mentors", "Which mentors would you like? (no guarantee)", "preferred_mentors"),
        ("preferred_mentors", "Preferred mentors - do not list people you don't know", "preferred_mentors"),
        ("preferred_mentors", "Wen hättest du gern als Mentor?", "preferred_mentors"),
        ("preferred_mentors", "Welchen Mentor hattest du?", None),
        ("preferred_mentors", "Which mentor do you NOT want?", "avoid"),
        ("preferred_mentors", "¿Qué mentor no quieres?", "avoid"),
        ("preferred_mentors", "Quel mentor ne voulez-vous pas ?", "avoid"),
        ("preferred_mentors", "Mit wem möchtest du nicht zusammenarbeiten?", "avoid"),
        ("preferred_mentors", "Least preferred mentor", None),
        ("preferred_mentors", "Which mentors do you want, and which do you not want?", None),
        ("preferred_mentors", "Which mentor would you not want to avoid?", None),
        ("max_mentees", "How many mentees can you take at most?", "max_mentees"),
        ("max_mentees", "How many mentees did you have last year?", None),
        ("max_mentees", "Minimum number of mentees", None),
        ("max_mentees", "How many mentees do you have?", None),
        ("mentor_gender", "Which gender would you not want your mentor to have?", None),
        ("gender", "Gender of your child", None),
    ],
)
def test_headings_are_read_as_sentences(target: str, question: str, asked: str | None) -> None:
    assert read_heading(target, question).target == asked


@pytest.mark.parametrize(
    ("question", "rank"),
    [
        ("1st choice", 1),
        ("Mentor preference 3", 3),
        ("Zweitwunsch", 2),
        ("Choice #4", 4),
        ("Top 3 mentors", None),
        ("What year are you?", None),
        ("First-year students", None),
        ("Deuxième choix", 2),
        ("[2]", 2),
        ("Choice 99", None),
    ],
)
def test_ranks_in_questions(question: str, rank: int | None) -> None:
    assert rank_in(question) == rank


def test_names_for_columns_are_short() -> None:
    assert column_name("Which university do you currently attend (if any)?") == "university_currently_attend"
    assert column_name("???") == "column"


def test_contradictions_are_not_decided(tmp_path: Path) -> None:
    from matcher.intake.words.findings import Findings
    from matcher.survey.mapping.mapping import ExportMapping
    from matcher.survey.mapping.recognition import recognise
    from matcher.survey.reading.files import read_grid
    from matcher.survey.reading.layout import lay_out

    export = lay_out(
        read_grid(write_csv(tmp_path / "mentors.csv", [["Name", "Preferred mentor"], ["Ann", "Bo"]]), Findings()),
        Findings(),
    )  # type: ignore[arg-type]
    assert export is not None
    columns = recognise(
        export, ExportMapping(), None, {"name": ["Ann"], "preferred mentor": ["Bo"]}, {None: frozenset({"bo"})}
    )
    [role] = decide_roles([export], [ExportMapping()], [columns])
    assert (role.sure, role.why) == (False, "the file's name and what is asked contradict each other")
