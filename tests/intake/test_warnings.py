"""Every warning, each by the smallest intake that earns it, and the exact words in which it is told."""

from collections.abc import Callable
from pathlib import Path

import pytest

from matcher.intake import read_intake
from matcher.intake.program import Program

WriteFolder = Callable[..., Path]

EASY = "[groups]\nmin_size = 1\n"
SHORT = "mentors.csv: there are places for "


def warnings(path: Path) -> list[str]:
    return [str(issue) for issue in read_intake(path).warnings]


def test_a_sound_intake_has_none(folder: WriteFolder) -> None:
    assert warnings(folder()) == []


def test_no_settings_at_all(folder: WriteFolder) -> None:
    assert warnings(folder(program=None)) == ["program.toml: is missing, so that every setting has its default"]


@pytest.mark.parametrize("blank", ["", " \n\n", b"\xef\xbb\xbf"])
def test_an_empty_program_is_every_default(folder: WriteFolder, blank: str | bytes) -> None:
    assert warnings(folder(program=blank)) == ["program.toml: is empty, so that every setting has its default"]
    assert read_intake(folder(program=blank)).program == Program()


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            "preferred_mentor",
            "mentees.csv, preferred_mentor: has no meaning of its own and is kept for rules that name it;"
            " did you mean preferred_mentors?",
        ),
        (
            "Unavailability",
            "mentees.csv, Unavailability: has no meaning of its own and is kept for rules that name it;"
            " did you mean unavailable?",
        ),
        ("Max groups", "mentees.csv, Max groups: is a column of the mentors and says nothing here"),
    ],
)
def test_a_column_that_says_nothing(folder: WriteFolder, header: str, expected: str) -> None:
    path = folder(mentees=f"id,{header}\nS1,1\nS2,\nS3,\nS4,\n")
    assert warnings(path) == [expected]
    assert read_intake(path).mentees[0].text(header) == "1"


def test_blank_availability_names_ten_people_and_counts_the_rest(folder: WriteFolder) -> None:
    rows = "".join(f"S{number},Name {number},\n" for number in range(1, 13))
    path = folder(
        mentors="id,availability\nT1,Mon 09:00-10:00\nT2,\n",
        mentees="id,name,availability\n" + rows,
        program="[groups]\nmax_size = 12\n",
    )
    assert warnings(path) == [
        "mentors.csv, availability: is blank and taken as free at any slot for T2",
        "mentees.csv, availability: is blank and taken as free at any slot for "
        + ", ".join(f"Name {number} (S{number})" for number in range(1, 11))
        + " and 2 more",
    ]


def test_blank_availability_that_means_never(folder: WriteFolder) -> None:
    path = folder(
        mentors="id,availability\nT1,Mon 09:00-10:00\nT2,\n",
        mentees="id,unavailable\nS1,Mon 09:00-10:00\n",
        program=EASY + '[schedule]\nblank = "none"\n',
    )
    assert warnings(path) == ["mentors.csv, availability: is blank and taken as never free for T2"]


def test_a_window_that_holds_no_meeting(folder: WriteFolder) -> None:
    path = folder(
        mentors="id,availability\nT1,Mon 09:00-10:00\nT2,Mon 09:00-09:30\n",
        mentees="id,availability\nS1,Mon 09:00-10:00\n",
        program=EASY,
    )
    assert warnings(path) == [
        "mentors.csv row 3, column availability: 'Mon 09:00-09:30' leaves no slot at which T2 could meet for 60 minutes"
    ]


def test_genders_that_nobody_has(folder: WriteFolder) -> None:
    path = folder(
        mentors="id,gender\nT1,female\nT2,Female\n",
        mentees="id,name,gender,mentor_gender\nS1,Cy,femal,\nS2,Di,,prefer same\nS3,Ed,male,require male\n"
        "S4,Flo,male,prefer femael\n",
        program='[gender]\nno_lone = ["femal", "women", "Male"]\n',
    )
    assert warnings(path) == [
        "mentees.csv row 2, column gender: 'femal' is a gender that nobody but Cy (S1) has; did you mean female?",
        "mentees.csv row 3, column mentor_gender: 'prefer same' asks for nothing: the gender of Di (S2) is undisclosed",
        "mentees.csv row 4, column mentor_gender: 'require male' asks for a gender that no mentor has",
        "mentees.csv row 5, column mentor_gender: 'prefer femael' asks for a gender that no mentor has;"
        " did you mean female?",
        "program.toml, gender.no_lone: 'femal' is a gender that one mentee alone has, who can then be in no group",
        "program.toml, gender.no_lone: 'women' is a gender that no mentee has",
    ]


@pytest.mark.parametrize(
    ("mentor", "mentee", "program", "reason"),
    [
        ("T1,,,,,,", "S1,T1,,,T1,", EASY, "S1 and T1 are kept apart"),
        ("T1,,,,,S1,", "S1,T1,,,,", EASY, "S1 and T1 are kept apart"),
        ("T1,,,0,,,", "S1,T1,,,,", EASY, "T1 leads no group (max_groups is 0)"),
        ("T1,,,,3,,", "S1,T1,,,,", "[groups]\nmin_size = 4\n", "T1 has at most 3 mentees and a group at least 4"),
        (
            "T1,m,,,,,",
            "S1,T1,,require f,,",
            EASY + '[gender]\nscope = "all"\n',
            "T1 is not of the gender that S1 requires",
        ),
        ("T1,m,,,,,", "S1,T1,,require f,,", EASY + "mentors = 1\n", "T1 is not of the gender that S1 requires"),
        ("T1,,Mon 9:00-10:00,,,,", "S1,T1,Tue 9:00-10:00,,,", EASY, "S1 and T1 are never free together"),
        (
            "T1,,,,,,a;b",
            "S1,T1,,,,c",
            EASY + '[[eligible]]\ncolumn = "year"\nrule = "share"\n',
            "S1 and T1 do not fit by the rule on year",
        ),
        (
            "T1,,,,,,a",
            "S1,T1,,,,c",
            EASY + '[[eligible]]\ncolumn = "year"\nrule = "equal"\n',
            "S1 and T1 do not fit by the rule on year",
        ),
    ],
)
def test_a_mentee_whose_every_wish_is_impossible(
    folder: WriteFolder, mentor: str, mentee: str, program: str, reason: str
) -> None:
    path = folder(
        mentors="id,gender,availability,max_groups,max_mentees,avoid,year\n" + mentor + "\nT2,f,,,,,\nT3,m,,,,,\n",
        mentees="id,preferred_mentors,availability,mentor_gender,avoid,year\n" + mentee + "\n",
        program=program,
    )
    assert f"mentees.csv row 2, column preferred_mentors: names nobody whom S1 could have: {reason}" in warnings(path)


@pytest.mark.parametrize(
    ("mentors", "mentee", "program"),
    [
        ("T1,,a\nT2,,\n", "S1,T1,,c;A", EASY + '[[eligible]]\ncolumn = "year"\nrule = "share"\n'),
        ("T1,,a\nT2,,\n", "S1,T1,,", EASY + '[[eligible]]\ncolumn = "year"\nrule = "equal"\n'),
        ("T1,0,\nT2,,\nT3,,\n", "S1,T1;T2,,", EASY),
        ("T1,,\nT2,,\n", "S1,T1,,", EASY),
    ],
)
def test_a_wish_that_is_possible_earns_no_warning(folder: WriteFolder, mentors: str, mentee: str, program: str) -> None:
    path = folder(
        mentors="id,max_groups,year\n" + mentors,
        mentees=f"id,preferred_mentors,avoid,year\n{mentee}\n",
        program=program,
    )
    assert warnings(path) == []


@pytest.mark.parametrize(
    ("mentors", "program", "expected"),
    [
        (
            "id\nT1\nT2\nT3\n",
            "[groups]\nmin_size = 1\nmax_size = 3\n",
            SHORT + "3 of 4 mentees: 3 mentors, two a group, can lead 1 group of at most 3 mentees",
        ),
        (
            "id,max_groups,max_mentees\nT1,0,\nT2,,\nT3,2,\n",
            "[groups]\nmin_size = 1\nmax_size = 2\n",
            SHORT
            + "2 of 4 mentees: 2 of the 3 mentors, two a group, can lead 1 group (max_groups) of at most 2 mentees",
        ),
        (
            "id,max_mentees\nT1,5\nT2,1\n",
            "[groups]\nmentors = 1\nmin_size = 3\nmax_size = 3\n[load]\nmax_groups = 2\n",
            SHORT
            + "3 of 4 mentees: 1 of the 2 mentors can lead 1 group (max_groups, max_mentees) of at most 3 mentees",
        ),
        (
            "id,max_mentees\nT1,9\nT2,1\n",
            "[groups]\nmentors = 1\nmin_size = 3\nmax_size = 3\n",
            SHORT + "3 of 4 mentees: 1 of the 2 mentors can lead 1 group (max_mentees) of at most 3 mentees",
        ),
        (
            "id\nT1\nT2\n",
            "[groups]\nmin_size = 1\nmax_size = 2\ncount = 1\n[load]\nmax_groups = 3\n",
            SHORT + "2 of 4 mentees: groups.count asks for 1 group of at most 2 mentees",
        ),
        (
            "id,max_mentees\nT1,3\nT2,4\n",
            "[groups]\nmin_size = 1\n",
            SHORT + "3 of 4 mentees: 2 mentors can have 7 mentees, each mentee being counted 2 times (max_mentees)",
        ),
        (
            "id\nT1\nT2\n",
            "[groups]\nmin_size = 5\n",
            "mentees.csv: has 4 mentees, too few for one group of 5 (groups.min_size)",
        ),
    ],
)
def test_capacity_short_of_the_mentees(folder: WriteFolder, mentors: str, program: str, expected: str) -> None:
    assert warnings(folder(mentors=mentors, program=program)) == [expected]


def test_rooms_short_of_the_mentees(folder: WriteFolder) -> None:
    path = folder(
        mentors="id,availability\nT1,A\nT2,A\nT3,A\nT4,A\n",
        mentees="id,availability\nS1,A\nS2,A\nS3,A\n",
        program='[groups]\nmin_size = 1\nmax_size = 2\n[schedule]\nslots = ["A"]\nmax_groups_per_slot = 1\n',
    )
    assert warnings(path) == [
        SHORT + "2 of 3 mentees: 1 slot can hold 1 group (schedule.max_groups_per_slot is 1) of at most 2 mentees"
    ]


@pytest.mark.parametrize(
    ("constraints", "expected"),
    [
        (
            "co_lead,T1,T2\nco_lead,T2,T3\n",
            "mentors.csv: co_lead ties T1, T2 and T3 so that none of them can lead a group:"
            " a group has two mentors at most",
        ),
        (
            "co_lead,T1,T2\napart,T2,T1\n",
            "mentors.csv: co_lead ties T1 and T2 so that neither of them can lead a group: T1 and T2 are kept apart",
        ),
        (
            "co_lead,T1,T4\n",
            "mentors.csv: co_lead ties T1 and T4 so that neither of them can lead a group:"
            " T4 leads no group (max_groups is 0)",
        ),
    ],
)
def test_mentors_whom_co_lead_leaves_idle(folder: WriteFolder, constraints: str, expected: str) -> None:
    path = folder(mentors="id,max_groups\nT1,\nT2,\nT3,\nT4,0\nT5,\nT6,\n", constraints="kind,a,b\n" + constraints)
    assert expected in warnings(path)


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        (
            '[[eligible]]\ncolumn = "campus"\nrule = "equal"\n',
            "program.toml, eligible[1].column: 'campus' is no column of mentees.csv,"
            " so that this rule rules nothing out",
        ),
        (
            "[similarity]\ncampsu = 1\n",
            "program.toml, similarity: 'campsu' is no column of mentors.csv or mentees.csv; did you mean campus?",
        ),
        (
            "[similarity]\nCampus = 1\n",
            "program.toml, similarity: 'Campus' is no column of mentees.csv, so that nobody is similar in it",
        ),
    ],
)
def test_a_column_of_one_file_or_none(folder: WriteFolder, program: str, expected: str) -> None:
    assert warnings(folder(mentors="id,campus\nT1,x\nT2,x\n", program=program)) == [expected]


def test_e_mail_addresses_are_not_told(folder: WriteFolder) -> None:
    path = folder(
        mentors="id,email,gender\nT1,ann@example.org,f\nT2,bo@example.org,\n",
        mentees="id,email,availability\nS1,cy@example.org,Mon 09:00-09:10\n",
    )
    told = warnings(path)
    assert len(told) == 4
    assert not any("@" in text for text in told)


@pytest.mark.parametrize(
    ("cell", "held"),
    [("noor", "no e-mail address"), ("noor@example.org; ada@example.org", "several addresses")],
)
def test_an_address_to_which_nothing_can_go(folder: WriteFolder, cell: str, held: str) -> None:
    path = folder(mentees=f"id,email\nS1,{cell}\nS2,ada@example.org\nS3,Noor <noor@example.org>\nS4,\n")
    assert warnings(path) == [
        f"mentees.csv row 2, column email: of S1 holds {held}, so that no message can go there;"
        " write one, like name@example.org"
    ]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (
            "[groups]\nideal_size = 3\n",
            "program.toml, groups.ideal_size: '3' changes nothing, since weights.size is 0: "
            "every permitted size is as good",
        ),
        (
            "[weights]\nsize = 5\n",
            "program.toml, weights.size: '5' changes nothing, since there is no groups.ideal_size: "
            "every permitted size is as good",
        ),
        (
            "[groups]\nmentors = 1\nsingle = true\n",
            "program.toml, groups.single: 'true' changes nothing, since groups.mentors is 1: "
            "one mentor leads every group",
        ),
        (
            "[weights]\nsingle = 9\n",
            "program.toml, weights.single: '9' changes nothing, since no group may be led by one mentor where two "
            "would lead it (groups.single)",
        ),
        (
            '[[mix]]\ncolumn = "entry"\nvalues = ["transfer"]\nmin = 1\nnone_too = true\n',
            "program.toml, mix[1]: asks nothing of a group, whoever is in it; give it a max, or a larger min",
        ),
        (
            '[[mix]]\ncolumn = "entry"\nvalues = ["transfers"]\nmax = 1\n',
            "program.toml, mix[1].values: 'transfers' is had by nobody in entry; did you mean transfer?",
        ),
        (
            '[[mix]]\ncolumn = "entry"\nvalues = ["transfer", "locale"]\nmax = 1\n',
            "program.toml, mix[1].values: 'locale' is had by nobody in entry; did you mean local?",
        ),
    ],
)
def test_a_setting_that_changes_nothing(folder: WriteFolder, settings: str, expected: str) -> None:
    path = folder(mentees="id,entry\nS1,transfer\nS2,local\nS3,local\nS4,transfer\n", program=settings)
    assert expected in warnings(path)


def test_a_value_that_nobody_has_beside_one_that_somebody_has_is_no_slip(folder: WriteFolder) -> None:
    settings = '[[mix]]\ncolumn = "entry"\nvalues = ["transfer", "mature"]\nmax = 1\n'
    path = folder(mentees="id,entry\nS1,transfer\nS2,local\nS3,local\nS4,transfer\n", program=settings)
    assert not [text for text in warnings(path) if "had by nobody" in text]
