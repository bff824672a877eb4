"""Sentences of ours in the language of a report: every form, what stays English, and that nothing is lost."""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path

import openpyxl
import pytest

import matcher.intake
from matcher import Intake, read_intake
from matcher.checking.sayings import sentences as checked
from matcher.report.page.page import page_files
from matcher.report.view.in_language import InLanguage, sentences
from matcher.report.view.phrases import Phrases
from matcher.report.workbook.workbook import workbook_files
from tests.reader.runs import Case, case_of
from tests.report.tiny import order, renamed, result_of, tiny, viewed

OTHERS = ("de", "es", "fa")
ROOT = Path(matcher.intake.__file__).parent
PERSIAN = str.maketrans("\u06f0\u06f1\u06f2\u06f3\u06f4\u06f5\u06f6\u06f7\u06f8\u06f9", "0123456789")

LEFT_IN_ENGLISH = {
    # Why no two mentors may lead together, by their genders or one by one.
    "no two of … who may lead a group may lead together: …; …",
    "…, …",
}
"""Warnings without a sentence in other languages, and with them whatever groups changed by hand break."""

FILLED: Mapping[str, tuple[str, ...]] = {
    "hours": ("", " at their hours"),
    "hour": ("", " at any hour"),
    "with": ("", " and s2"),
    "for": (" for them", " for one of them"),
    "limits": ("", " (max_groups, max_mentees)"),
    "at_slot": (" at Mon 12:00",),
    "led": ("m1", "m1 and m2"),
    "bill": ("5 mentees (ideal: 4) cost 1000 more, and their place would bring 300",),
    "costs": (
        "1 mentee (ideal: 4) costs 1000 more and 0 mentees with first in background (wanted: none, or at least 2) "
        "cost 20 less",
    ),
    "kind": ("first in background",),
    "wanted": ("at most 2",),
    "change": ("", " more", " less"),
    "group": ("G1",),
    "groups": ("G1",),
    "row": ("G1, G2", "G1, G2, G3 and 2 more"),
    "any": ("G1", "G1, G2 or G3", "G1, G2, G3 or one of 2 more"),
    "others": ("s2", "s2, s3 and s4"),
    "slots": ("Mon 12:00", "Mon 12:00 and Tue 10:00"),
    "slot_row": ("Mon 12:00, Tue 10:00 and 2 more",),
    "number": ("2",),
    "least": ("3",),
    "most": ("4",),
    "count": ("5",),
    "closed": ("is full",),
    "of_none": ("can take everybody they must be together with",),
    "mentor": ("is not of the gender that they require",),
    "two_mentors": ("do not fit them in campus (eligible)",),
    "mentors": ("2 do not fit them in campus (eligible), 1 leads no group (max_groups is 0)",),
    "parts": ("G1 is full and G2 and G3 each have somebody who must not share a group with them",),
    "places": ("Mon 12:00 (G1, G2), Tue 10:00 (G3)",),
    "choice": ("mentor", "pair of mentors", "mentor or pair of mentors"),
    "rule": ("eligible",),
    "ties": ("gender.no_lone, together and apart",),
    "columns": ("campus",),
    "kinds": ("transfer or abroad in background",),
    "locks": ("m1 and m2 lead a group at Mon 12:00 (locked: room booked)",),
    "people": ("Ann Lee (s1) and s2",),
    "who": ("Ann Lee (s1)",),
    "somebody": ("m1",),
    "value": ("'nobody'",),
    "guess": ("woman",),
    "warning": ("'x' is a gender that no mentee has",),
    "clash": ("Ann Lee (s1) and m1 are kept apart",),
    "clashes": ("Ann Lee (s1) and m1 are kept apart; m2 leads no group (max_groups is 0)",),
    "capacity": ("3 mentors can lead 3 groups of at most 4 mentees",),
    "leaders": ("3 mentors", "1 of the 3 mentors"),
    "mentees": ("4 mentees",),
    "turns": ("2 slots",),
    "day": ("2026-10-05",),
    "last_day": ("2026-12-20",),
    "file": ("mentees.csv",),
    "file_too": ("mentors.csv",),
    "zone": ("Europe/Berlin",),
    "zone_there": ("Asia/Kolkata",),
    "rule_name": ("mix[2]",),
    "windows": ("Mon 09:00-11:00", "Mon 12:00; Sun 23:00-24:00 odd"),
    "setting": ("mentors = 1",),
    "column": ("campus",),
}


@cache
def intake() -> Intake:
    people = [{"id": "s1", "name": "Ann Lee"}, *({"id": f"s{one}"} for one in range(2, 13))]
    return read_intake(
        [{"id": f"m{one}", "campus": "x", "availability": "Mon 12:00-13:00"} for one in range(1, 5)],
        [{**one, "campus": "x", "background": "transfer"} for one in people],
        {
            "name": "Forms",
            "groups": {"mentors": 2, "min_size": 2, "max_size": 4},
            "schedule": {"slots": ["Mon 12:00", "Tue 10:00"]},
            "eligible": [{"column": "campus", "rule": "equal"}],
            "mix": [
                {"column": "background", "values": ["transfer", "abroad"], "min": 2},
                {"column": "background", "values": ["first"], "min": 2, "none_too": True, "weight": 20},
            ],
        },
        locks=[{"kind": "group-slot", "mentors": "m1; m2", "slot": "Mon 12:00", "reason": "room booked"}],
    )


@cache
def turning(language: str) -> InLanguage:
    return InLanguage(intake(), [f"G{one}" for one in range(1, 6)], Phrases(language))


def forms_of(table: str) -> Iterator[tuple[str, str]]:
    for key, entry in sentences("en").items():
        if key.startswith(f"{table}."):
            yield from ((key, form) for form in ([entry] if isinstance(entry, str) else entry.values()))


def filled(form: str, **ours: tuple[str, ...]) -> Iterator[str]:
    """A form with everything that may stand in it."""
    places = list(dict.fromkeys(re.findall(r"{(\w+)}", form)))
    for parts in product(*((ours.get(place) or FILLED[place]) for place in places)):
        yield form.format(**dict(zip(places, parts, strict=True)))


def reasons() -> Iterator[str]:
    clauses = {table: tuple(text for _, form in forms_of(table) for text in filled(form)) for table in CLAUSES}
    for _, form in forms_of("reason"):
        told = filled(form, **{place: clauses[table] for place, table in PLACES.items()})
        # Where a clause ends in brackets, the groups stand before it.
        yield from (text for text in told if not re.search(r"\) \(G1[^()]*\)\.$", text))


CLAUSES = ("closed", "of_none", "mentor", "rule", "there", "loss", "another")
PLACES = {one: one for one in CLAUSES if one != "mentor"}


BESIDES = ("At ", "Another group could be formed")
"""How sentences begin that come after another."""


def warnings() -> Iterator[str]:
    for _, form in forms_of("warning"):
        clauses = {table: tuple(text for _, one in forms_of(table) for text in filled(one)) for table in WARNED}
        yield from (f"mentees.csv row 3, column x: {text}" for text in filled(form, **clauses))


WARNED = ("clash", "capacity", "so", "since")


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_every_sentence(language: str) -> None:
    def places(entry: str | Mapping[str, str]) -> set[str]:
        forms = [entry] if isinstance(entry, str) else entry.values()
        return {place for form in forms for place in re.findall(r"{(\w+)}", form)} - {"count", "no_choice", "choice"}

    told, english = sentences(language), sentences("en")
    assert set(told) == set(english)
    assert {key: places(entry) for key, entry in told.items()} == {key: places(entry) for key, entry in english.items()}


@pytest.mark.parametrize("language", OTHERS)
def test_every_form_is_told_in_the_language(language: str) -> None:
    turn = turning(language)
    assert [text for text in reasons() if turn(text).english] == []
    assert [text for text in warnings() if turn.warning(text).english] == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_clause_of_a_bill_is_told_in_the_language(language: str) -> None:
    """Each clause of the smaller tables in the sentence that holds it."""
    costs = [text for _, form in forms_of("cost") for text in filled(form, wanted=tuple(wanted()))]
    bills = [text for _, form in forms_of("bill") for text in filled(form, costs=(*costs, *FILLED["costs"]))]
    told = [f"G1 has a place for them; it would cost more than it brings: {bill}." for bill in bills]
    assert len(told) > 50
    assert [text for text in told if turning(language)(text).english] == []


def wanted() -> Iterator[str]:
    for _, form in forms_of("wanted"):
        yield from filled(form)


def test_every_reason_that_verify_knows_has_a_form() -> None:
    """A sentence that is new to `verify` has to be told in the languages, too."""
    said = list(reasons())
    forms = [sentence.form for sentence in checked._SENTENCES]
    assert [form.pattern for form in forms if not any(form.fullmatch(text) for text in said)] == []
    alone = [text for text in said if "for one of them" not in text and not text.startswith(BESIDES)]
    assert [text for text in alone if not any(form.fullmatch(text) for form in forms)] == []


def test_every_warning_has_a_form_or_is_left_in_english() -> None:
    said = [text.partition(": ")[2] for text in warnings()]
    shapes = sorted(set(warned()))
    assert len(shapes) >= 20
    # Of a shape that is all places, any sentence could be one; else a sentence is of the longest that it fits.
    fitting = [[shape for shape in shapes if len(shape) > 4 and pattern_of(shape).fullmatch(text)] for text in said]
    assert set(shapes) - {max(found, key=len) for found in fitting if found} == LEFT_IN_ENGLISH


def pattern_of(shape: str) -> re.Pattern[str]:
    """What a message looks like, with the cell that it is about before it and what would be right behind."""
    return re.compile("(?:'.*?' )?" + ".+?".join(map(re.escape, shape.split("…"))) + "(?:; .*)?")


def warned() -> Iterator[str]:
    """The message of each warning of an intake, with … for what is filled in."""
    for file in ROOT.rglob("*.py"):
        all_of_it = file.parent.name == "checks" and file.stem in (
            "warnings",
            "twice",
            "kept_apart",
            "pairs",
            "idle_settings",
            "never_a_group",
        )
        text = file.read_text(encoding="utf-8")
        if all_of_it or ".warnings.append(" in text:
            functions = {one.name: one for one in ast.walk(ast.parse(text)) if isinstance(one, ast.FunctionDef)}
            for function in functions.values():
                yield from warned_in(function, functions, all_of_it=all_of_it)


def warned_in(function: ast.FunctionDef, others: Mapping[str, ast.FunctionDef], *, all_of_it: bool) -> Iterator[str]:
    """The messages in a function: of what it appends to the warnings, also by another function that makes it."""
    for call in calls_in(function):
        if not all_of_it and not ast.unparse(call.func).endswith("warnings.append"):
            continue
        for issue in calls_in(call):
            name = ast.unparse(issue.func).rpartition(".")[2]
            if not all_of_it and name in others:
                yield from warned_in(others[name], {}, all_of_it=True)
            place = {"Issue": 1, "issue": 2, "_issue": 2}.get(name)
            if place is not None and len(issue.args) > place:
                yield from shapes_of(issue.args[place], function, issue.lineno)


def calls_in(tree: ast.AST) -> list[ast.Call]:
    return [one for one in ast.walk(tree) if isinstance(one, ast.Call)]


def shapes_of(message: ast.expr, function: ast.FunctionDef, line: int) -> Iterator[str]:
    told = shape_of(message, function, line)
    if told.strip("…"):
        yield re.sub("…{2,}", "…", told)


def shape_of(part: ast.expr, function: ast.FunctionDef, line: int) -> str:
    """A text of the code, with what a name holds that was set in the lines before."""
    if isinstance(part, ast.Constant):
        return str(part.value)
    if isinstance(part, ast.JoinedStr):
        return "".join(shape_of(one, function, line) for one in part.values)
    if isinstance(part, ast.FormattedValue):
        return shape_of(part.value, function, line)
    if isinstance(part, ast.Name) and part.id == "message":
        set_before = [
            one.value
            for one in ast.walk(function)
            if isinstance(one, ast.Assign) and ast.unparse(one.targets[0]) == "message" and one.lineno < line
        ]
        return shape_of(set_before[-1], function, line) if set_before else "…"
    return "…"


# Nothing is lost ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def drawn() -> list[Case]:
    return [case_of(number) for number in (0, 2, 5, 8, 9, 14)]


@pytest.mark.parametrize("language", OTHERS)
def test_ids_names_hours_and_numbers_survive_and_no_english_is_left(language: str, drawn: list[Case]) -> None:
    seen = 0
    for case in drawn:
        turn = InLanguage(case.intake, [group.id for group in case.result.groups], Phrases(language))
        phrases = Phrases(language)
        hours = {slot.text: phrases.when(slot.text, slot.start) for slot in case.intake.slots}
        said = [(one.reason, turn(one.reason)) for one in case.result.unmatched]
        said += [(text, turn.warning(text)) for text in map(str, case.intake.warnings)]
        for english, told in said:
            assert not told.english, english
            seen += 1
            for name in sorted(names_of(case), key=len, reverse=True):
                if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", english):
                    assert name in told.text, (english, told.text)
            assert all(
                hour in told.text for slot, hour in hours.items() if re.search(rf"{slot}(?!-)\b(?![-;'])", english)
            )
            digits = [re.findall(r"\d+", text.translate(PERSIAN)) for text in (english, told.text)]
            assert sorted(digits[0]) == sorted(digits[1]), (english, told.text)
            assert english_in(told.text, case, language) == [], (english, told.text)
    assert seen >= 20


def names_of(case: Case) -> set[str]:
    people = (*case.intake.mentors, *case.intake.mentees)
    return {one.id for one in people} | {one.name for one in people} | {group.id for group in case.result.groups}


def english_in(text: str, case: Case, language: str) -> list[str]:
    """The English words of ours that are left in a sentence; people's own words and settings aside."""
    told = re.sub("'.*?'", "", text.partition(": ")[2] if re.match("(?:mentors|mentees|program)\\b", text) else text)
    for name in sorted({*names_of(case), *(slot.text for slot in case.intake.slots)}, key=len, reverse=True):
        told = told.replace(name, "")
    return [word for word in re.findall(r"[a-z]{2,}", told) if word in words_of("en") - words_of(language)]


@cache
def words_of(language: str) -> set[str]:
    """The words of the sentences of a language, without what stands in places."""
    entries = sentences(language).values()
    forms = [form for entry in entries for form in ([entry] if isinstance(entry, str) else entry.values())]
    return {word for form in forms for word in re.findall(r"[a-z]{2,}", re.sub(r"{\w+}", "", form))}


def test_what_is_not_understood_stays_english_as_a_whole() -> None:
    turn = turning("de")
    for text in (
        "The only group at their hours, G9, is full.",
        "No group at their hours (G1, G2) is led by a pirate.",
        "The only group at their hours, G1, breaks the rule on tables. At another hour there is a place for them: "
        "Mon 12:00 (G2).",
    ):
        assert turn(text) == (text, True, turn(text).to_several)
    assert turn.warning("A rule is broken: everyone: s1 is left out, though everyone is to be placed").english


def test_english_is_left_as_it_is() -> None:
    for language in ("en", "en-GB", "en-US"):
        said = turning(language)("The only group at their hours, G1, is full.")
        assert said.text == "The only group at their hours, G1, is full."


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("de", "Von den 3 Gruppen zu den eigenen Zeiten: G1 und G2 sind voll; G3 kann nicht alle aufnehmen"),
        ("es", "De los 3 grupos a sus horas: G1 y G2 están llenos; G3 no puede admitir a todos"),
        ("fa", "از ۳ گروه در زمان‌های خودش: G1 و G2 پرند؛‏ G3 نمی‌تواند"),
    ],
)
def test_clauses_side_by_side(language: str, told: str) -> None:
    english = (
        "Of the 3 groups at their hours, G1 and G2 are full and G3 cannot take everybody they must be together with."
    )
    assert turning(language)(english).text.startswith(told)


LOCKED = ("its hour: room: 4; booked", "its mentors", "S3: promised", "all of it: its hour")
KEPT = {
    "en": LOCKED,
    "de": ("ihre Zeit: room: 4; booked", "ihre Mentoren", "S3: promised", "die ganze Gruppe: its hour"),
    "es": ("su hora: room: 4; booked", "sus mentores", "S3: promised", "todo el grupo: its hour"),
    "fa": ("ساعت آن: room: 4; booked", "راهنماهای آن", "S3: promised", "همهٔ گروه: its hour"),
}


@pytest.mark.parametrize("language", KEPT)
def test_what_is_locked_is_told_in_the_language_and_its_reason_as_given(language: str) -> None:
    intake = tiny()
    first, *others = result_of(intake).groups
    result = replace(result_of(intake), groups=(replace(first, locked=LOCKED), *others))
    view = viewed(intake, result, language=language)
    assert view.groups[0].locked == KEPT[language]
    told = view.phrases.apart(KEPT[language])
    assert ("؛" in told) is (language == "fa")
    assert told in str(page_files(view, order(intake, result))["committee.html"])
    book = openpyxl.load_workbook(io.BytesIO(workbook_files(view, order(intake, result))["committee.xlsx"]))
    assert told in [one.value for one in book.worksheets[1][3]]


def test_somebody_whose_id_is_what_locks_say_keeps_it() -> None:
    intake = renamed(tiny(), "S3", "its hour")
    assert InLanguage(intake, (), Phrases("de")).locked(("its hour: promised",)) == ("its hour: promised",)
