"""The catalogue: every language has every phrase with the same places; numbers and days as each writes them."""

# ruff: noqa: RUF001 — dashes and digits of other scripts are what is tested here

import re
from collections.abc import Mapping
from datetime import date

import pytest

from matcher.report.view.phrases import LANGUAGES, Phrases, catalogue

ENGLISH = catalogue("en")


def places(entry: str | Mapping[str, str]) -> set[str]:
    """Where a phrase is filled in, its number aside, which "one" may leave out."""
    forms = [entry] if isinstance(entry, str) else entry.values()
    return {place for form in forms for place in re.findall(r"{(\w*)}", form)} - {"count"}


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_every_language_has_every_phrase(language: str) -> None:
    told = catalogue(language)
    assert set(told) == set(ENGLISH)
    assert {key: places(entry) for key, entry in told.items()} == {key: places(entry) for key, entry in ENGLISH.items()}
    assert [key for key in told if isinstance(told[key], str) != isinstance(ENGLISH[key], str)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_count_stands_where_more_than_one_may_be_meant(language: str) -> None:
    several = {key: entry for key, entry in catalogue(language).items() if not isinstance(entry, str)}
    assert {key for key, entry in several.items() if "{count}" not in entry["other"]} - LISTED <= {"rules.mentors"}


LISTED = {
    "rules.slots",
    *(
        f"idle.{key}"
        for key in ("limit", "hours", "partner", "partner_or_alone", "mentees", "placeable", "needed", "two")
    ),
}
"""Phrases in which those who are counted stand themselves, or in words that are counted."""


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ("12,345.7", "1%", "8–12", "Monday 09:05", "A, B and C", "ltr")),
        ("de", ("12.345,7", "1\N{NO-BREAK SPACE}%", "8–12", "Montag 09:05", "A, B und C", "ltr")),
        ("es", ("12.345,7", "1\N{NO-BREAK SPACE}%", "8–12", "lunes 09:05", "A, B y C", "ltr")),
        ("fa", ("۱۲٬۳۴۵٫۷", "۱٪", "۸–۱۲", "دوشنبه ۰۹:۰۵", "A،\N{RIGHT-TO-LEFT MARK} B، و C", "rtl")),
    ],
)
def test_numbers_days_and_lists_as_the_language_writes_them(language: str, told: tuple[str, ...]) -> None:
    phrases = Phrases(language)
    written = (
        phrases.number(12345.678, 1),
        phrases.percent(0.0081),
        phrases.span(8, 12),
        phrases.when("Mon 09:05", 545),
        phrases.listing("ABC"),
        phrases.direction,
    )
    assert written == told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("room", "rooms"), [("c.", "c."), ("c", "c.")])
def test_a_value_that_ends_with_a_full_stop_ends_the_sentence(language: str, room: str, rooms: str) -> None:
    ended = [
        (key, name)
        for key, entry in catalogue(language).items()
        for form in ([entry] if isinstance(entry, str) else entry.values())
        for name in re.findall(r"\{(\w+)\}\.$", form)
        if name != "count"
    ]
    assert len(ended) >= 5
    for key, name in ended:
        values = dict.fromkeys(places(catalogue(language)[key]), "x") | {name: room}
        for count in (1, 2):
            told = Phrases(language)(key, count, **values)
            assert not told.endswith("..")
            assert told.endswith((rooms, "."))


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "The only time to meet is 9 a.m."),
        ("de", "Der einzige Termin ist 9 a.m."),
        ("es", "La única hora posible es 9 a.m."),
        ("fa", "تنها زمان ممکن: 9 a.m."),
    ],
)
def test_the_name_of_a_slot_may_end_the_sentence(language: str, told: str) -> None:
    assert Phrases(language)("rules.slots", 1, slots="9 a.m.") == told


@pytest.mark.parametrize(
    ("language", "short", "long", "first"),
    [
        ("en", "5 Oct", "Monday, 5 October 2026", 0),
        ("de", "5. Okt.", "Montag, 5. Oktober 2026", 0),
        ("es", "5 oct", "lunes, 5 de octubre de 2026", 0),
        ("fa", "۵ اکتبر", "دوشنبه ۵ اکتبر ۲۰۲۶", 5),
    ],
)
def test_dates_name_their_month_and_weeks_begin_as_people_know_them(
    language: str, short: str, long: str, first: int
) -> None:
    phrases, day = Phrases(language), date(2026, 10, 5)
    assert (phrases.short_date(day), phrases.long_date(day), phrases.first_day) == (short, long, first)


def test_at_most_is_rounded_up() -> None:
    phrases = Phrases()
    assert [phrases.at_most(share) for share in (0, 0.00801, 0.0099999, 0.01, 0.1234)] == [
        "0.00%",
        "0.81%",
        "1.00%",
        "1.0%",
        "12.4%",
    ]


def test_slots_that_have_only_a_name_and_short_dates() -> None:
    phrases = Phrases("de")
    assert phrases.when("Kick-off", None) == "Kick-off"
    assert phrases.short_date(date(2026, 10, 5)) == "5. Okt."
    assert phrases("page.mentees", 1) == "1 Mentee"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ("1 of 5 mentees has a place", "1 mentee and 1 mentor are free", "of one mentee", "and one more")),
        (
            "de",
            (
                "1 von 5 Mentees hat einen Platz",
                "1 Mentee und 1 Mentor haben Zeit",
                "von einem Mentee",
                "und eine weitere Person",
            ),
        ),
        (
            "es",
            (
                "1 de 5 personas tiene plaza",
                "1 participante y 1 mentor están libres",
                "de un participante",
                "y una más",
            ),
        ),
        ("fa", ("۱ نفر از ۵ نفر جا گرفت", "۱ عضو و ۱ راهنما آزادند", "از ۱ نفر", "و ۱ نفر دیگر")),
    ],
)
def test_one_is_told_as_one(language: str, told: tuple[str, ...]) -> None:
    phrases = Phrases(language)
    both = {"mentees": phrases("page.mentees", 1), "mentors": phrases("page.mentors_counted", 1)}
    assert told == (
        phrases("verdict.placed", 1, mentees=5),
        phrases("page.free_there", **both),
        phrases("page.placed_note", 1),
        phrases("stress.and_more", 1),
    )


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en-GB", ("5 Oct", "Monday 17:05", 0, "A, B and C", "ltr")),
        ("en-US", ("Oct 5", "Monday 5:05\N{NARROW NO-BREAK SPACE}PM", 6, "A, B, and C", "ltr")),
    ],
)
def test_english_is_written_as_the_country_writes_it(language: str, told: tuple[object, ...]) -> None:
    phrases = Phrases(language)
    written = (phrases.short_date(date(2026, 10, 5)), phrases.when("Mon 17:05", 1025), phrases.first_day)
    assert (*written, phrases.listing("ABC"), phrases.direction) == told


@pytest.mark.parametrize(
    ("items", "told"),
    [
        (("Ana", "Inés"), "Ana e Inés"),
        (("Ana", "Ben", "Higinio"), "Ana, Ben e Higinio"),
        (("Ana", "Hielo"), "Ana y Hielo"),
        (("Ana", "Íñigo"), "Ana e Íñigo"),
        (("Ana", "Yan"), "Ana y Yan"),
        (("Diaz, Ana", "Igor"), "Diaz, Ana; e Igor"),
    ],
)
def test_spanish_says_and_as_it_sounds(items: tuple[str, ...], told: str) -> None:
    assert Phrases("es").listing(items) == told


@pytest.mark.parametrize(
    ("last", "told"), [("Olga", "u"), ("8", "u"), ("11", "u"), ("110", "o"), ("hora", "u"), ("Eva", "o")]
)
def test_spanish_says_or_as_it_sounds(last: str, told: str) -> None:
    assert Phrases("es").listing(["7", last], either=True) == f"7 {told} {last}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_date_is_in_digits_alone(language: str) -> None:
    phrases = Phrases(language)
    for day in (date(2026, 10, 5), date(2026, 5, 10)):
        assert all(re.search(r"[^\W\d_]{2}", told) for told in (phrases.short_date(day), phrases.long_date(day)))
    assert "mmm" in phrases.sheet_date


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "5 women, 1 man, 2 “agender”, 1 undisclosed"),
        ("de", "5 Frauen, 1 Mann, 2 „agender“, 1 ohne Angabe"),
        ("es", "5 mujeres, 1 hombre, 2 «agender», 1 sin indicar"),
        ("fa", "۵ زن،\u200f ۱ مرد،\u200f ۲ «agender»،\u200f ۱ نامعلوم"),
    ],
)
def test_genders_are_counted_in_words_and_others_quoted(language: str, told: str) -> None:
    assert Phrases(language).genders([("Woman", 5), ("man", 1), ("agender", 2), (None, 1)]) == told
