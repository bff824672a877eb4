"""Gender, year, capacity and gender wishes in people's own words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.survey.words.cells import read_count, read_gender, read_gender_wish, read_year
from matcher.survey.words.word_tables import Understood
from matcher.survey.words.yes_no import read_yes_no


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("F", "woman"),
        ("Woman", "Woman"),
        ("woman", "woman"),
        ("  FEMALE ", "woman"),
        ("Female (she/her)", "woman"),
        ("I identify as a woman", "woman"),
        ("Weiblich", "woman"),
        ("m", "man"),
        ("cis male", "man"),
        ("m\u00e4nnlich", "man"),
        ("Non-binary", "nonbinary"),
        ("Prefer not to say.", None),
        ("", None),
    ],
)
def test_genders(text: str, gender: str | None) -> None:
    assert read_gender(text) == Understood(gender)


@pytest.mark.parametrize(
    "text", ["she/her", "He / Him", "they/them", "xe/xem", "she and they", "sie/ihr", "iel", "ella"]
)
def test_pronouns_are_no_gender(text: str) -> None:
    note = "tells pronouns, which are no gender; left undisclosed"
    assert read_gender(text) == Understood(None, sure=False, note=note)
    # What the coordinator says of them counts.
    assert read_gender(text, {text: "woman"}) == Understood("woman")


UNKNOWN = Understood(None, sure=False, note="is no gender that is known here; left undisclosed until you settle it")


@pytest.mark.parametrize("text", ["Two-spirit", "not male", "Female?"])
def test_a_gender_that_is_not_known_is_asked(text: str) -> None:
    assert read_gender(text) == UNKNOWN


def test_two_genders_are_not_chosen_between() -> None:
    understood = read_gender("she/they")
    assert understood.value is None
    assert not understood.sure


@pytest.mark.parametrize("name", ["Anna", "John Smith", "Maria", "Andrea"])
def test_no_gender_is_inferred_from_a_name(name: str) -> None:
    assert read_gender(name) == UNKNOWN


def test_the_table_of_the_mapping_comes_first() -> None:
    table = {"Two-Spirit": "two-spirit", "F": "femme", "secret": ""}
    assert read_gender("two-spirit", table) == Understood("two-spirit")
    assert read_gender("f", table) == Understood("femme")
    assert read_gender("Secret", table) == Understood(None)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("1", "1"),
        ("1st year", "1"),
        ("Freshman", "1"),
        ("1 (incoming)", "1"),
        ("First-year student", "1"),
        ("MS1", "1"),
        ("2.0", "2"),
        ("Sophomore (2nd year)", "2"),
        ("Year 3", "3"),
        ("Y4", "4"),
        ("n/a", None),
    ],
)
def test_years(text: str, year: str | None) -> None:
    assert read_year(text) == Understood(year)


@pytest.mark.parametrize("text", ["PhD", "Class of 2027", "Dec Senior", "Sophomore (3rd year)"])
def test_a_year_that_is_not_known_is_kept_and_told(text: str) -> None:
    understood = read_year(text)
    assert understood.value == text
    assert not understood.sure
    assert read_year(text, {text.upper(): "9"}) == Understood("9")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("4", 4),
        ("2.0", 2),
        ("<5", 4),
        ("1 (incoming)", 1),
        ("two or three", 3),
        ("no more than 4", 4),
        ("up to 5 mentees", 5),
        ("max. 6", 6),
        ("3\u20134", 4),
        ("between 2 and 4", 4),
        ("a couple", 2),
        ("I can take three students", 3),
        ("drei", 3),
        ("h\u00f6chstens 4", 4),
        ("zwei bis drei", 3),
        ("dos o tres", 3),
        ("about 4", 4),
    ],
)
def test_counts(text: str, count: int) -> None:
    understood = read_count(text)
    assert understood.value == count
    assert understood.sure
    assert (understood.note is None) == text.replace(".0", "").isdecimal()


@pytest.mark.parametrize(
    "text",
    [
        "a few",
        "10 (but prefer 8)",
        "two groups of 5",
        "-1",
        "more than 2",
        "5+",
        "at least 2",
        "yes",
        "1 or 2, maybe 3",
        "3.5",
        "99999",
    ],
)
def test_a_count_that_is_not_plain_is_asked(text: str) -> None:
    understood = read_count(text)
    assert understood.value is None
    assert not understood.sure


def test_no_limit_and_none() -> None:
    assert read_count("as many as needed") == Understood(None, note="taken as no limit")
    none = "may mean 0, or no limit; taken as no limit until you settle it"
    assert read_count("none") == Understood(None, sure=False, note=none)
    assert read_count("none", {"none": "0"}) == Understood(0)
    assert read_count("") == read_count("n/a") == Understood(None)
    assert read_count("a few", {"A few": "3"}).value == 3


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("I'd prefer a female mentor", "prefer woman"),
        ("no preference", "any"),
        ("No preference!", "any"),
        ("I have no preference about gender", "any"),
        ("I don't mind", "any"),
        ("must be the same gender", "require same"),
        ("Prefer same gender", "prefer same"),
        ("Women only", "require woman"),
        ("I need a male mentor, please", "require man"),
        ("I would feel more comfortable with a woman", "prefer woman"),
        ("require same", "require same"),
        ("Prefer Woman", "Prefer Woman"),
        ("any", "any"),
    ],
)
def test_gender_wishes(text: str, wish: str) -> None:
    assert read_gender_wish(text) == Understood(wish)


def test_how_much_a_bare_gender_matters_is_a_setting() -> None:
    assert read_gender_wish("Female").value == "prefer woman"
    assert read_gender_wish("Female", unsaid="require").value == "require woman"
    assert read_gender_wish("same gender as me").note == ("does not say how much it matters; taken as 'prefer'")


@pytest.mark.parametrize(
    "text",
    ["not a man", "female or nonbinary", "yes", "I don't want a male mentor", "No strong preference but maybe a woman"],
)
def test_a_gender_wish_that_is_not_plain_is_asked(text: str) -> None:
    understood = read_gender_wish(text)
    assert understood.value is None
    assert not understood.sure
    assert read_gender_wish(text, {text: "require woman"}) == Understood("require woman")


def test_a_blank_gender_wish_says_nothing() -> None:
    assert read_gender_wish("  ") == Understood(None)


@pytest.mark.parametrize(
    ("said", "answers"),
    [
        (
            True,
            ["yes", "Yes!", "of course", "yes please", "ja gerne", "oui, avec plaisir", "sí", "✓", "✔️", "1", "TRUE"],
        ),
        (
            False,
            ["no", "No, sorry", "no thanks", "not this year", "leider nein", "non merci", "no, lo siento", "✗", "-"],
        ),
    ],
)
def test_yes_and_no(said: bool, answers: list[str]) -> None:
    assert [answer for answer in answers if read_yes_no(answer) != Understood(said)] == []


@pytest.mark.parametrize(
    "text",
    ["yes and no", "yes?", "not no", "yes, but not this year", "of course not", "not sure", "claro que no",
     "vielleicht", "natürlich nicht", "bien sûr que non", "pas du tout", "no problem", "yes sorry", "ja aber",
     "I disagree", "x"],
)  # fmt: skip
def test_what_is_neither_yes_nor_no_is_asked(text: str) -> None:
    understood = read_yes_no(text)
    assert (understood.value, understood.sure) == (None, False)


@pytest.mark.parametrize(
    "text", ["3 groups", "3 per semester", "2 mentees, 1 group", "3<", "not 3", "mindestens 3", "3?"]
)
def test_a_number_of_something_else_or_at_least_is_no_limit(text: str) -> None:
    understood = read_count(text, unit="mentees")
    assert (understood.value, understood.sure) == (None, False)


def test_m_is_not_known_where_others_write_h() -> None:
    assert read_gender("M") == Understood("man")
    assert read_gender("M", unclear=frozenset({"m"})).sure is False
    assert read_gender("H", unclear=frozenset({"m"})) == Understood("man")


def test_no_is_no_wish_only_where_a_wish_is_asked_for() -> None:
    assert read_gender_wish("No") == Understood("any")
    assert read_gender_wish("No", no_is_any=False).sure is False


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_read_or_asked(text: str) -> None:
    for understood in (read_gender(text), read_year(text), read_count(text), read_gender_wish(text)):
        assert understood.sure or understood.note
    wish = read_gender_wish(text).value
    assert wish is None or wish.casefold() == "any" or wish.casefold().split()[0] in ("prefer", "require")
