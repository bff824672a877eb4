"""Wishes for people: who is surely meant, who is asked about, and nobody guessed between."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.survey.people.names import plain_name, readings_of
from matcher.survey.people.near_names import is_slip
from matcher.survey.people.wishes import Directory, Known, Wish, read_wishes

PEOPLE = (
    Known("M1", "Ada Okafor", "ada.okafor@example.org", frozenset({"surgery"})),
    Known("M2", "Robert (Bob) Smith"),
    Known("M3", "Jane Smith"),
    Known("M4", "Katarzyna O'Brien"),
    Known("M5", "Anna Berg"),
    Known("M6", "Lee Wong"),
    Known("M7", "Jos\u00e9 M\u00fcller"),
    Known("M8", "John Michael Doe"),
    Known("M9", "Alex Kim"),
    Known("M10", "Alex Kim"),
    Known("M11", "Marie Dubois-Leroy"),
    Known("M12", "Dr. Priya Patel"),
    Known("M13", "Smith, Walter"),
    Known("M14"),
)
DIRECTORY = Directory(PEOPLE, {"the tall one": "M1", "my aunt": ""})

SURE = {
    # By id, address, or both beside a name.
    "M1": "M1",
    " m1 ": "M1",
    "M14": "M14",
    "ADA.okafor@example.org": "M1",
    "ada.okafor": "M1",
    "Ada <ada.okafor@example.org>": "M1",
    "M3 - Jane Smith": "M3",
    "Ada Okafor (M1)": "M1",
    # The same name, written otherwise.
    "ada  OKAFOR": "M1",
    "Okafor, Ada": "M1",
    "Okafor Ada": "M1",
    "Jose Mueller": "M7",
    "Jose Muller": "M7",
    "Katarzyna OBrien": "M4",
    "Prof. Priya Patel, PhD": "M12",
    "Walter Smith": "M13",
    "Ada Okafor (Surgery)": "M1",
    # Nicknames, initials, fewer or more words.
    "Bob Smith": "M2",
    "Robert Smith": "M2",
    'Robert "Bob" Smith': "M2",
    "J. Smith": "M3",
    "Ada O.": "M1",
    "John Doe": "M8",
    "J. M. Doe": "M8",
    "Marie Dubois": "M11",
    "Jane Elizabeth Smith": "M3",
    "Ada": "M1",
    # Slips of the pen.
    "Katarzina O'Brien": "M4",
    "Priya Patell": "M12",
    "Pryia Patel": "M12",
    "Jhon Michael Doe": "M8",
    "Ada Okafr": "M1",
    # Settled.
    "The Tall One": "M1",
}


@pytest.mark.parametrize("text", SURE)
def test_who_is_surely_meant(text: str) -> None:
    wish = DIRECTORY.find(text)
    assert (wish.id, wish.sure, wish.candidates) == (SURE[text], True, ())


# Dangerous near misses: another person may be meant, so that they are left out until somebody settles them.
ASKED = {
    "Anne Berg": ("M5",),
    "Ana Berg": ("M5",),
    "Li Wong": ("M6",),
    "Leo Wong": ("M6",),
    "Maria Dubois-Leroy": ("M11",),
    "Rob Smith": ("M2",),
    "Joan Smith": ("M3",),
    "Jan Smith": ("M3",),
    "Smith": ("M2", "M3", "M13"),
    "Alex Kim": ("M9", "M10"),
    "Alex": ("M9", "M10"),
    "A. Kim": ("M9", "M10"),
    "M3 Ada Okafor": ("M3", "M1"),
    "not Jane Smith": ("M3",),
    "ada.okafro@example.org": ("M1",),
    "Kat": ("M4",),
    "Zed Nobody": (),
    "M99": (),
}


@pytest.mark.parametrize("text", ASKED)
def test_who_is_asked_about(text: str) -> None:
    wish = DIRECTORY.find(text)
    assert wish.id is None
    assert not wish.sure
    assert wish.note
    assert wish.candidates[: len(ASKED[text])] == ASKED[text]
    assert bool(wish.candidates) == bool(ASKED[text])


# What stands beside a name and says something makes it a question, whatever it says and in whatever language.
BESIDE = """
not {0}|no {0}|{0} no|{0} (no)|{0} - no|{0}: no|{0}?|{0} ✗|❌ {0}|- {0}|{0} -|!{0}|{0} :(|💔 {0}|~ {0}|{0} = no
anyone but {0}|everyone except {0}|all but {0}|w/o {0}|besides {0}|other than {0}|instead of {0}|never {0}|avoid {0}
can't work with {0}|conflict with {0}|I hate {0}|had {0} last year|my mentor is {0}|{0} is my boss|{0} (ex)|{0}'s friend
somebody like {0}|a mentor like {0}|like {0}|last choice: {0}|{0} (0)|{0} 10/10|0 {0}|{0} if nobody else|backup: {0}
nicht {0}|kein {0}|außer {0}|ohne {0}|{0} lieber nicht|auf keinen Fall {0}|zur Not {0}|{0} hatte ich schon|statt {0}
pas {0}|sauf {0}|sans {0}|{0}, jamais|à défaut {0}|je connais déjà {0}|plutôt que {0}|surtout pas {0}|{0} plus jamais
salvo {0}|menos {0}|sin {0}|{0}, ya no|no quiero a {0}|en último caso {0}|ya tuve a {0}|evitar {0}|preferiría no {0}
{0} hariç|alles behalve {0}|не {0}|不要 {0}
"""


@pytest.mark.parametrize("said", [one for line in BESIDE.split("\n") for one in line.split("|") if one])
@pytest.mark.parametrize("name", ["Jane Smith", "jane smith", "Smith, Jane", "Jane"])
def test_no_word_beside_a_name_is_passed_over(said: str, name: str) -> None:
    wishes = read_wishes([said.format(name)], DIRECTORY)
    assert wishes.ids == ()
    assert not all(wish.sure for wish in wishes.wishes)


@pytest.mark.parametrize(
    "cell",
    [
        "everyone except Jane Smith, Lee Wong",
        "not Jane Smith or Lee Wong",
        "Lee Wong, not Jane Smith",
        "Lee Wong; nobody",
        "Don't match me with: Jane Smith; Lee Wong",
        "Jane Smith (5), Lee Wong (4)",
        "1. Jane Smith, 1. Lee Wong",
        "Jane Smith = Lee Wong",
        "not ada.okafor@example.org",
        "ada.okafor@example.org; stranger@example.org\nno",
        "M3 - avoid Jane Smith",
    ],
)
def test_a_cell_of_which_a_part_may_be_meant_of_all_is_not_used(cell: str) -> None:
    assert read_wishes([cell], DIRECTORY).ids == ()


@pytest.mark.parametrize(
    ("cell", "ids"),
    [
        ("2: Jane Smith; 1: Lee Wong", ("M6", "M3")),
        ("Jane Smith (second choice), Lee Wong (first choice)", ("M6", "M3")),
        ("#2 Jane Smith, #1 Lee Wong", ("M6", "M3")),
        ("Jane Smith - 2nd choice, Lee Wong - 1st choice", ("M6", "M3")),
        ("zuerst Jane Smith, dann Lee Wong", ("M3", "M6")),
        ("2. Wahl Jane Smith; 1. Wahl Lee Wong", ("M6", "M3")),
        ("premier choix : Jane Smith ; deuxième choix : Lee Wong", ("M3", "M6")),
        ("segunda opción: Jane Smith; primera opción: Lee Wong", ("M6", "M3")),
        ("- Jane Smith\n- Lee Wong", ("M3", "M6")),
        ("I'd love to work with Jane Smith, please", ("M3",)),
        ("Ich hätte gerne Jane Smith", ("M3",)),
        ("Je voudrais travailler avec Jane Smith, merci", ("M3",)),
        ("Me gustaría trabajar con Jane Smith", ("M3",)),
    ],
)
def test_ranks_and_words_of_a_wish_are_read(cell: str, ids: tuple[str, ...]) -> None:
    assert read_wishes([cell], DIRECTORY).ids == ids


def test_words_of_a_wish_say_something_where_people_are_refused() -> None:
    refusing = Directory(PEOPLE, wished=False)
    assert refusing.find("Jane Smith, please").id == "M3"
    assert refusing.find("I'd love to work with Jane Smith").id is None


@pytest.mark.parametrize("text", ["none", "N/A", "-", "No preference", "Anyone is fine!", "I don't mind", "my aunt"])
def test_who_wishes_for_nobody(text: str) -> None:
    wish = DIRECTORY.find(text)
    assert (wish.id, wish.sure) == (None, True)


# The threshold, as a table: (one, other, a given name?, one slip?).
SLIPS = [
    ("michael", "micheal", True, True),
    ("jhon", "john", True, True),
    ("katarzina", "katarzyna", True, True),
    ("matthew", "mathew", True, True),
    ("phillip", "philip", True, True),
    ("elisabeth", "elizabeth", True, True),
    ("okafor", "okaffor", False, True),
    ("gonzalez", "gonzales", False, True),
    ("patel", "patell", False, True),
    # Names that others bear.
    ("anna", "anne", True, False),
    ("anna", "ana", True, False),
    ("lee", "li", False, False),
    ("lee", "lea", True, False),
    ("maria", "marie", True, False),
    ("maria", "mario", True, False),
    ("daniel", "danielle", True, False),
    ("christina", "christine", True, False),
    ("carlos", "carla", True, False),
    ("alexander", "alexandra", True, False),
    ("alina", "alena", True, False),
    ("sarah", "sara", True, False),
    ("oliver", "olivia", True, False),
    ("jon", "jan", True, False),
    ("kim", "kin", False, False),
    ("katherine", "catherine", True, False),
    ("wang", "wong", False, False),
    ("chen", "chan", False, False),
    ("smith", "smith", False, False),
]


@pytest.mark.parametrize(("one", "two", "given", "slip"), SLIPS)
def test_which_words_are_one_with_a_slip(one: str, two: str, given: bool, slip: bool) -> None:
    assert is_slip(one, two, given=given) is slip
    assert is_slip(two, one, given=given) is slip


def test_a_slip_between_two_people_is_asked() -> None:
    twins = Directory([Known("1", "Katarzyna Novak"), Known("2", "Katarzina Novak")])
    assert twins.find("Katarzyna Novak").id == "1"
    wish = twins.find("Katarzynna Novak")
    assert (wish.id, wish.sure) == (None, False)
    assert set(wish.candidates) == {"1", "2"}


def test_a_given_name_beside_a_near_one_is_asked() -> None:
    near = Directory([Known("1", "Ana Ruiz"), Known("2", "Anna Berg")])
    assert near.find("Ana").candidates == ("1", "2")
    assert near.find("Ana").id is None


def test_notes_say_who_was_taken() -> None:
    assert DIRECTORY.find("Ada Okafor") == Wish("Ada Okafor", "M1")
    assert DIRECTORY.find("Pryia Patel").note == "taken as Dr. Priya Patel, a slip of the pen"
    assert DIRECTORY.find("Alex Kim").note == "2 people are called so; perhaps Alex Kim (M9), Alex Kim (M10)"


# Lists -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "ids"),
    [
        (["M1; M3"], ("M1", "M3")),
        (["M1,M3, M4"], ("M1", "M3", "M4")),
        (["M1 M3"], ("M1", "M3")),
        (["Ada Okafor, Jane Smith and Lee Wong"], ("M1", "M3", "M6")),
        (["1. Ada Okafor\n2. Smith, Walter\n3) Priya Patel"], ("M1", "M13", "M12")),
        (["Smith, Walter, Okafor, Ada"], ("M13", "M1")),
        (["Smith, Walter; Okafor, Ada"], ("M13", "M1")),
        (["Ada > Jane > Lee"], ("M1", "M3", "M6")),
        (["Ada Okafor/Jane Smith"], ("M1", "M3")),
        (["First choice: Ada Okafor, Second choice: Jane Smith"], ("M1", "M3")),
        (["", "Ada", "none", "Ada Okafor", "Alex Kim", "M4"], ("M1", "M4")),
        (["Robert Smith", "M3"], ("M3",)),
        ([], ()),
    ],
)
def test_lists_of_wishes(cells: list[str], ids: tuple[str, ...]) -> None:
    assert read_wishes(cells, DIRECTORY, own_id="M2").ids == ids


def test_every_wish_is_told() -> None:
    wishes = read_wishes(["Ada", "Ada Okafor", "Alex Kim", "Bob Smith"], DIRECTORY, own_id="M2").wishes
    assert [(wish.text, wish.id, wish.sure) for wish in wishes] == [
        ("Ada", "M1", True),
        ("Ada Okafor", None, True),
        ("Alex Kim", None, False),
        ("Bob Smith", None, True),
    ]
    assert [wish.note for wish in wishes][1::2] == ["named a second time; left out", "the person's own name; left out"]


def test_a_name_with_a_comma_that_is_nobody_stays_whole() -> None:
    (wish,) = read_wishes(["Nobody, Zed"], DIRECTORY).wishes
    assert wish.text == "Nobody, Zed"


# Names -------------------------------------------------------------------------------------------------------------


def test_names_are_read_plainly() -> None:
    assert plain_name("Dr. Ren\u00e9e  O\u2019Brien-L\u00f8vgren, PhD") == ("renee", "obrien", "lovgren")
    assert [reading.text for reading in readings_of("M\u00fcller, J\u00f6rg")] == [
        "jorg muller",
        "joerg mueller",
        "muller jorg",
        "mueller joerg",
    ]


NAMES = st.lists(
    st.tuples(
        st.sampled_from(["Ada", "Bo", "Chlo\u00e9", "Dana", "Eve", "Finn"]),
        st.sampled_from(["Rossi", "Lee", "Kim", "Novak"]),
    ),
    min_size=1,
    max_size=8,
)
FORMS = (
    "{0} {1}".format,
    "{1}, {0}".format,
    "{1} {0}".format,
    "Dr {0} {1}".format,
    lambda given, surname: f"{given} {surname}".upper(),
    lambda given, surname: f"{given} {surname}".replace("\u00e9", "e"),
)


@settings(max_examples=60, deadline=None)
@given(NAMES, st.sampled_from(FORMS))
def test_a_name_in_any_form_is_that_person_or_asked(names: list[tuple[str, str]], form: object) -> None:
    directory = Directory(Known(f"P{place}", " ".join(name)) for place, name in enumerate(names))
    assert callable(form)
    for place, name in enumerate(names):
        wish = directory.find(form(*name))
        if names.count(name) == 1:
            assert wish.id == f"P{place}"
        else:
            assert (wish.id, wish.sure) == (None, False)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read_or_asked(text: str) -> None:
    wishes = read_wishes([text], DIRECTORY)
    assert all(wish.id is None or wish.sure for wish in wishes.wishes)
    assert set(wishes.ids) <= {person.id for person in PEOPLE}


@pytest.mark.parametrize("mark", ["\n", " & ", "; ", " / ", ", ", " and "])
@pytest.mark.parametrize("stranger", ["Jane Roe", "zed.roe@example.org"])
def test_a_stranger_beside_somebody_is_asked_about_however_they_are_parted(mark: str, stranger: str) -> None:
    for cell in (f"Jane Smith{mark}{stranger}", f"{stranger}{mark}Jane Smith"):
        assert not all(wish.sure for wish in read_wishes([cell], DIRECTORY).wishes), cell


def test_another_address_of_the_same_person_is_no_stranger() -> None:
    assert DIRECTORY.find("Jane Smith jane.smith@private.example").id == "M3"
    assert DIRECTORY.find("Jane Smith <jsmith@private.example>").id == "M3"
