"""Draws exports: people, a form, a tool, what everybody answers, and the noise of real files."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from benchmarks.exports.languages import LANGUAGES
from benchmarks.exports.questions import Answer, Form, Question
from benchmarks.exports.tools import (
    ANONYMOUS,
    QUALTRICS,
    TOOLS,
    Column,
    Respondent,
    Table,
    columns_of,
    table_of,
    who_answered,
)
from benchmarks.exports.truth import Cell, Field, Person, Presence, Style, Truth, Words
from benchmarks.names import FIRST_NAMES, LAST_NAMES

__all__ = ["Export", "draw_export"]

STYLES = (Style.CLEAN, Style.FREE, Style.HEADINGS, Style.FREE)
TOTALS = {"en": "Total", "de": "Summe", "fr": "Total", "es": "Total"}


@dataclass(frozen=True, slots=True)
class Export:
    """Files as a tool exports them, and what every cell means.

    `known` is for each file what its columns on who answered are, as a coordinator would write into a mapping.
    """

    number: int
    tool: str
    language: str
    style: Style
    tables: dict[str, Table]
    people: tuple[Person, ...]
    cells: tuple[Cell, ...]
    known: dict[str, dict[str, str]]

    def save(self, folder: Path) -> list[Path]:
        """Write the files, and return where they are."""
        paths = [folder / name for name in self.tables]
        for path, table in zip(paths, self.tables.values(), strict=True):
            table.save(path)
        return paths


def draw_export(seed: int, number: int, *, style: Style | None = None, sizes: tuple[int, int] | None = None) -> Export:
    """Return export `number` of a seed: tools, languages and styles take turns; `sizes` are mentors and mentees."""
    random = Random(f"export {seed} {number}")
    tool = TOOLS[number % len(TOOLS)]
    if tool is QUALTRICS and random.random() < 0.6:
        tool = ANONYMOUS
    code = tuple(LANGUAGES)[(number // len(TOOLS) + number) % len(LANGUAGES)]
    style = style or STYLES[(number // (len(TOOLS) * len(LANGUAGES)) + number // 3) % len(STYLES)]
    mentors, mentees = sizes or (random.randint(5, 9), random.randint(9, 20))
    people = _people(random, mentors, mentees)
    if style is Style.FREE and random.random() < 0.4:
        first = people[0].first
        people[:2] = [replace(one, first=first, email=_address(first, one.last), namesake=True) for one in people[:2]]
    shared = style is not Style.CLEAN and random.random() < 0.15
    if shared:
        people[-1] = replace(people[-1], email=people[-2].email)
    form = Form(random, code, style, tool, people)
    return _filled(number, form, people, shared)


def _people(random: Random, mentors: int, mentees: int) -> list[Person]:
    """Return people no two of whom have a first or a last name in common."""
    genders = ("woman", "man", "nonbinary", None)
    firsts: list[tuple[str, str | None]] = [
        (name, gender) for gender in genders[:2] for name in FIRST_NAMES[str(gender)]
    ] + [(name, random.choice(genders)) for name in FIRST_NAMES["any"]]
    firsts = [one for one in firsts if one[0] not in LAST_NAMES]
    chosen = random.sample(firsts, mentors + mentees)
    lasts = random.sample(LAST_NAMES, mentors + mentees)
    return [
        Person(number, first, last, _address(first, last), "mentor" if number < mentors else "mentee", gender)
        for number, ((first, gender), last) in enumerate(zip(chosen, lasts, strict=True))
    ]


def _address(first: str, last: str) -> str:
    plain = unicodedata.normalize("NFKD", f"{first}.{last}".lower())
    return "".join(one for one in plain if one.isascii() and (one.isalnum() or one == ".")) + "@uni.example"


# Forms ---------------------------------------------------------------------------------------------------------------


def _filled(number: int, form: Form, people: Sequence[Person], shared: bool) -> Export:
    random = form.random
    own_words = form.style is Style.FREE or random.random() < 0.3
    suffix = ".xlsx" if form.tool.name == "Excel by hand" and random.random() < 0.4 else ".csv"
    tables: dict[str, Table] = {}
    cells: list[Cell] = []
    known: dict[str, dict[str, str]] = {}
    if random.random() < 0.25:
        parts = [(f"responses{suffix}", people)]
    else:
        parts = [(f"mentors{suffix}", form.mentors), (f"mentees{suffix}", form.mentees)]
    for name, answering in parts:
        questions = [*form.who(), *_questions(form, name, own_words=own_words)]
        table, told = _sheet(form, name, questions, answering, shared)
        tables[name] = table
        cells += told
        known[name] = who_answered(form.tool, form.code) | {
            title: one.target
            for number, one in enumerate(questions, 1)
            if one.target
            for column in columns_of(form.tool, number, one.asked, ("", ""))
            for title in column.titles
        }
    return Export(number, form.tool.name, form.code, form.style, tables, tuple(people), tuple(cells), known)


def _questions(form: Form, name: str, *, own_words: bool) -> list[Question]:
    random = form.random
    found = [form.role()] if name.startswith("responses") else []
    found.append(form.hours(own_words=own_words))
    if random.random() < 0.7:
        found.append(form.gender())
    if not name.startswith("mentors"):
        found += [form.wishes()]
        if form.style is not Style.CLEAN and random.random() < 0.4:
            found.append(form.not_wanted())
        if random.random() < 0.5:
            found.append(form.wish_on_gender())
    if not name.startswith("mentees"):
        found.append(form.limit())
    if random.random() < 0.3:
        found.append(form.taking_part())
    if random.random() < 0.3:
        found.append(form.interests())
    if random.random() < 0.4:
        found.append(form.note())
    return found


FOR_MENTEES = {Field.WISHES, Field.AVOID, Field.GENDER_WISH}


def _answer(random: Random, question: Question, person: Person) -> Answer | None:
    """Return what somebody answers to a question; None where it is not for them, or left blank."""
    wrong = "mentor" if question.field in FOR_MENTEES else ("mentee" if question.field is Field.LIMIT else "")
    return None if person.role == wrong else question.answer(random, person)


def _sheet(
    form: Form, name: str, questions: Sequence[Question], people: Sequence[Person], shared: bool
) -> tuple[Table, list[Cell]]:
    random, tool = form.random, form.tool
    marks = random.choice((tool.marks or {}).get(form.code, (("x", ""),)))
    spread = [columns_of(tool, number, question.asked, marks) for number, question in enumerate(questions, 1)]
    order = random.sample(people, len(people))
    rows: list[tuple[Respondent, list[str]]] = []
    answered: list[tuple[int, Person, list[Answer | None]]] = []
    time = datetime(2026, 9, random.randint(1, 20), 8, 0)
    for person in [*_too_early(random, form, order), *order]:
        time += timedelta(minutes=random.randint(2, 300))
        answers = [_as_typed(random, _answer(random, question, person)) for question in questions]
        answered.append((len(rows), person, answers))
        who = Respondent(len(rows) + 1, person.email, person.first, person.last, time)
        rows.append((who, list(_cells(spread, answers))))
    title = "Mentoring 2026" if tool.name == "Excel by hand" and random.random() < 0.3 else ""
    table, first = table_of(tool, form.code, [column for columns in spread for column in columns], rows, title)
    cells = list(_meanings(name, first, questions, spread, _latest(answered), shared))
    if tool.name == "Excel by hand" and random.random() < 0.3:
        table, total = _with_totals(table, form.code, name)
        cells.append(total)
    return table, cells


def _too_early(random: Random, form: Form, people: Sequence[Person]) -> list[Person]:
    """Return who answers twice: only where the tool tells when; the later answer counts."""
    timed = form.tool.name in ("Google Forms", "Jotform", "LimeSurvey", "Qualtrics")
    return list(people[:1]) if timed and random.random() < 0.3 and people[0].number < 3 else []


def _latest(
    answered: Sequence[tuple[int, Person, list[Answer | None]]],
) -> list[tuple[int, Person, list[Answer | None]]]:
    return list({person.number: (place, person, answers) for place, person, answers in answered}.values())


def _cells(spread: Sequence[Sequence[Column]], answers: Sequence[Answer | None]) -> Iterator[str]:
    for columns, answer in zip(spread, answers, strict=True):
        for column in columns:
            yield "" if answer is None else column.cell(answer.reply)


def _as_typed(random: Random, answer: Answer | None) -> Answer | None:
    """Return an answer as fingers leave it: with spaces and full stops that mean nothing."""
    if answer is None or not answer.free or not isinstance(answer.reply, str) or random.random() > 0.15:
        return answer
    noisy = random.choice(("{0} ", " {0}", "{0}.", "{0}\n", "  {0}  ", "{0}\N{NO-BREAK SPACE}")).format(answer.reply)
    return replace(answer, reply=noisy.replace(" ", random.choice((" ", " ", "  "))))


def _with_totals(table: Table, code: str, name: str) -> tuple[Table, Cell]:
    """Return a table with a row below it that counts something."""
    width = len(table.rows[-1])
    last = (TOTALS[code], *([""] * (width - 2)), str(len(table.rows) - 1))
    row = len(table.rows) + 1
    cell = Cell(Field.ROW, "a row of totals", (), (TOTALS[code],), Presence(False), None, name, row)
    return replace(table, rows=(*table.rows, last)), cell


def _meanings(
    file: str,
    first: int,
    questions: Sequence[Question],
    spread: Sequence[Sequence[Column]],
    answered: Sequence[tuple[int, Person, list[Answer | None]]],
    shared: bool,
) -> Iterator[Cell]:
    twice = _twice(answered) if shared else set()
    for place, person, answers in answered:
        row = first + place
        if person.email in twice and not _out(answers):
            yield Cell(Field.ROW, "two people, one address", (), (person.email,), Presence(True), person, file, row)
            continue
        told = Words(frozenset({f"{person.name} <{person.email}>"}))
        if not _out(answers):
            yield Cell(Field.WHO, "name and address", (), (person.name, person.email), told, person, file, row)
        for question, columns, answer in zip(questions, spread, answers, strict=True):
            if answer is None or question.field is None or (_out(answers) and question.field is not Field.PART):
                continue
            headings = tuple(dict.fromkeys(title for column in columns for title in column.titles if title))
            texts = tuple(text for column in columns if (text := column.cell(answer.reply)))
            if texts:
                asked = (question.asked.heading, *headings)
                yield Cell(question.field, answer.kind, asked, texts, answer.truth, person, file, row, answer.free)


def _twice(answered: Sequence[tuple[int, Person, list[Answer | None]]]) -> set[str]:
    addresses = [person.email for _, person, _ in answered]
    return {one for one in addresses if addresses.count(one) > 1}


def _out(answers: Sequence[Answer | None]) -> bool:
    """Whether somebody does not take part, or may not, or wants both roles: no other answer then counts."""
    truths: list[Truth] = [answer.truth for answer in answers if answer is not None]
    return any(truth in (Presence(False), Presence(None)) for truth in truths) or any(
        answer is not None and answer.kind == "both roles" for answer in answers
    )
