"""What survey tools export: the columns that they add, how they spread a question, and how they mark a tick."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto
from pathlib import Path
from typing import Literal

import xlsxwriter

__all__ = [
    "ANONYMOUS",
    "QUALTRICS",
    "TOOLS",
    "Asked",
    "Column",
    "Reply",
    "Respondent",
    "Shape",
    "Table",
    "Tool",
    "columns_of",
    "table_of",
    "who_answered",
]


class Shape(Enum):
    """How a question is answered."""

    TEXT = auto()
    ONE = auto()
    """One option; in the file it looks like a text."""
    MANY = auto()
    """Several options."""
    EACH = auto()
    """Something for each item."""
    GRID = auto()
    """A tick for every row and column."""


Reply = str | tuple[str, ...] | Mapping[str, str] | frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a form, in no tool's shape yet; `items` are options or rows, `across` the columns of a grid."""

    heading: str
    shape: Shape = Shape.TEXT
    items: tuple[str, ...] = ()
    across: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Respondent:
    """What a tool knows of somebody besides the answers."""

    number: int
    email: str
    first: str
    last: str
    time: datetime


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading in each row of headings, and what a reply puts into it."""

    titles: tuple[str, ...]
    cell: Callable[[Reply], str]


Meta = tuple[Mapping[str, str], Callable[[Respondent], str]]
"""A column that a tool adds: its title by language, and its cells."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A survey tool.

    Parameters
    ----------
    name
        For the count.
    before, after
        Columns that it adds.
    item, pair
        How a heading names an item of a question, and a row and column of a grid.
    each
        How it names an item for which something is written; None: as any.
    together
        What joins several options in a cell; None: each has a column.
    marks
        Ways of marking what is ticked and what is not, by language; ``{i}`` is the option's own words.
    rows_of_headings
        1; 2 where items stand under their question; 3 where codes and technical names are added.
    knows_who
        Whether its own columns say who answered.
    """

    name: str
    before: tuple[Meta, ...]
    after: tuple[Meta, ...] = ()
    item: str = "{q} [{i}]"
    each: str | None = None
    pair: str = "{q} [{r}][{c}]"
    together: str | None = ", "
    marks: Mapping[str, tuple[tuple[str, str], ...]] | None = None
    rows_of_headings: int = 1
    knows_who: bool = False
    delimiter: str = ","
    encoding: str = "utf-8"
    quote_all: bool = False

    @property
    def leaves_questions_out(self) -> bool:
        """Whether a column for an option has the option alone as its heading, and nothing says what was asked."""
        return "{q}" not in self.item and self.rows_of_headings == 1


@dataclass(frozen=True, slots=True)
class Table:
    """An export: rows of cells as they stand, and from which row on people answer, counted as a spreadsheet does."""

    rows: tuple[tuple[str, ...], ...]
    tool: Tool

    def save(self, path: Path) -> None:
        """Write it as its tool does; as a workbook where the name says so."""
        if path.suffix == ".xlsx":
            with xlsxwriter.Workbook(path) as book:
                sheet = book.add_worksheet()
                for place, row in enumerate(self.rows):
                    for column, text in enumerate(row):
                        sheet.write_string(place, column, text)
            return
        quoting: Literal[0, 1] = csv.QUOTE_ALL if self.tool.quote_all else csv.QUOTE_MINIMAL
        with path.open("w", encoding=self.tool.encoding, newline="") as file:
            csv.writer(file, delimiter=self.tool.delimiter, quoting=quoting).writerows(self.rows)


# The tools -----------------------------------------------------------------------------------------------------------


def _all(text: str) -> Mapping[str, str]:
    return dict.fromkeys(("en", "de", "fr", "es"), text)


def _by(*texts: str) -> Mapping[str, str]:
    return dict(zip(("en", "de", "fr", "es"), texts, strict=True))


def _time(form: str) -> Callable[[Respondent], str]:
    return lambda who: who.time.strftime(form)


def _text(text: str) -> Callable[[Respondent], str]:
    return lambda _: text


def _email(who: Respondent) -> str:
    return who.email


def _first(who: Respondent) -> str:
    return who.first


def _last(who: Respondent) -> str:
    return who.last


def _name(who: Respondent) -> str:
    return f"{who.first} {who.last}"


def _number(who: Respondent) -> str:
    return str(who.number)


def _american(who: Respondent) -> str:
    return f"{who.time.month}/{who.time.day}/{who.time.year} {who.time.strftime('%I:%M%p').lower()}"


WORDS_FOR_YES = {
    "en": (("Yes", "No"), ("Y", ""), ("1", "0")),
    "de": (("Ja", "Nein"), ("Y", ""), ("1", "0")),
    "fr": (("Oui", "Non"), ("Y", ""), ("1", "0")),
    "es": (("Sí", "No"), ("Y", ""), ("1", "0")),
}
OWN_WORDS = dict.fromkeys(("en", "de", "fr", "es"), (("{i}", ""),))
HAND_MARKS = dict.fromkeys(("en", "de", "fr", "es"), (("x", ""), ("X", "-"), ("1", "0"), ("✓", "✗"), ("x", "")))
GOOGLE = Tool(
    "Google Forms",
    (
        (_by("Timestamp", "Zeitstempel", "Horodateur", "Marca temporal"), _time("%d/%m/%Y %H:%M:%S")),
        (
            _by("Email Address", "E-Mail-Adresse", "Adresse e-mail", "Dirección de correo electrónico"),
            _email,
        ),
    ),
)
MICROSOFT = Tool(
    "Microsoft Forms",
    (
        (_by("ID", "ID", "ID", "Id."), _number),
        (_by("Start time", "Startzeit", "Heure de début", "Hora de inicio"), _time("%m/%d/%y %H:%M:%S")),
        (
            _by("Completion time", "Fertigstellungszeit", "Heure de fin", "Hora de finalización"),
            _time("%m/%d/%y %H:%M:%S"),
        ),
        (_by("Email", "E-Mail", "Adresse de messagerie", "Correo electrónico"), _email),
        (_by("Name", "Name", "Nom", "Nombre"), _name),
    ),
    item="{q}.{i}",
    pair="{q}.{r} {c}",
    together=";",
    marks=WORDS_FOR_YES,
    knows_who=True,
    encoding="utf-8-sig",
)
QUALTRICS = Tool(
    "Qualtrics",
    (
        (_all("StartDate|Start Date"), _time("%Y-%m-%d %H:%M:%S")),
        (_all("EndDate|End Date"), _time("%Y-%m-%d %H:%M:%S")),
        (_all("Status|Response Type"), _text("IP Address")),
        (_all("IPAddress|IP Address"), _text("203.0.113.7")),
        (_all("Progress|Progress"), _text("100")),
        (_all("Duration (in seconds)|Duration (in seconds)"), lambda who: str(80 + 7 * who.number)),
        (_all("Finished|Finished"), _text("True")),
        (_all("RecordedDate|Recorded Date"), _time("%Y-%m-%d %H:%M:%S")),
        (_all("ResponseId|Response ID"), lambda who: f"R_{who.number:05d}aB{who.number * 7919 % 99991:05d}"),
        (_all("RecipientLastName|Recipient Last Name"), _last),
        (_all("RecipientFirstName|Recipient First Name"), _first),
        (_all("RecipientEmail|Recipient Email"), _email),
        (_all("ExternalReference|External Data Reference"), _text("")),
        (_all("LocationLatitude|Location Latitude"), _text("48.2")),
        (_all("LocationLongitude|Location Longitude"), _text("16.37")),
        (_all("DistributionChannel|Distribution Channel"), _text("email")),
        (_all("UserLanguage|User Language"), _text("EN")),
    ),
    item="{q} - {i}",
    pair="{q} - {r} - {c}",
    together=",",
    marks=OWN_WORDS,
    rows_of_headings=3,
    knows_who=True,
    quote_all=True,
)
_WHO = {"RecipientLastName", "RecipientFirstName", "RecipientEmail"}
ANONYMOUS = replace(
    QUALTRICS,
    before=tuple(
        (title, _text("") if title["en"].partition("|")[0] in _WHO else cell) for title, cell in QUALTRICS.before
    ),
    knows_who=False,
)
"""Qualtrics by an anonymous link: its columns on who answered stay blank."""
SURVEYMONKEY = Tool(
    "SurveyMonkey",
    (
        (_all("Respondent ID"), lambda who: str(11_800_000_000 + who.number)),
        (_all("Collector ID"), _text("402118734")),
        (_all("Start Date"), _time("%m/%d/%Y %I:%M:%S %p")),
        (_all("End Date"), _time("%m/%d/%Y %I:%M:%S %p")),
        (_all("IP Address"), _text("203.0.113.9")),
        (_all("Email Address"), _email),
        (_all("First Name"), _first),
        (_all("Last Name"), _last),
        (_all("Custom Data 1"), _text("")),
    ),
    item="{i}",
    pair="{r} - {c}",
    together=None,
    marks=OWN_WORDS,
    rows_of_headings=2,
    knows_who=True,
)
TYPEFORM = Tool(
    "Typeform",
    ((_all("#"), lambda who: f"{who.number * 7919:032x}"),),
    (
        (_all("Start Date (UTC)"), _time("%Y-%m-%d %H:%M:%S")),
        (_all("Submit Date (UTC)"), _time("%Y-%m-%d %H:%M:%S")),
        (_all("Network ID"), lambda who: f"{who.number * 104729:010x}"),
    ),
    item="{i}",
    each="{q} - {i}",
    pair="{r} {c}",
    together=None,
    marks=OWN_WORDS,
)
JOTFORM = Tool(
    "Jotform",
    ((_all("Submission Date"), _time("%Y-%m-%d %H:%M:%S")),),
    (
        (_all("Submission IP"), _text("203.0.113.11")),
        (_all("Submission ID"), lambda who: str(6_010_000_000_000_000_000 + who.number)),
    ),
    item="{q} >> {i}",
    pair="{q} >> {r} >> {c}",
    together="\n",
    marks={"en": (("Yes", ""), ("X", "")), "de": (("Ja", ""),), "fr": (("Oui", ""),), "es": (("Sí", ""),)},
    quote_all=True,
)
LIMESURVEY = Tool(
    "LimeSurvey",
    (
        (_by("Response ID", "Antwort ID", "ID de la réponse", "ID de respuesta"), _number),
        (
            _by("Date submitted", "Datum Abgeschickt", "Date de soumission", "Fecha de envío"),
            _time("%Y-%m-%d %H:%M:%S"),
        ),
        (_by("Last page", "Letzte Seite", "Dernière page", "Última página"), _text("3")),
        (_by("Start language", "Start-Sprache", "Langue de départ", "Lenguaje inicial"), _text("en")),
        (_by("Seed", "Zufallsstartwert", "Tête de série", "Semilla"), lambda who: str(73_000_000 + who.number)),
    ),
    together=None,
    marks=WORDS_FOR_YES,
    quote_all=True,
)
MOODLE = Tool(
    "Moodle",
    (
        (_all("Response"), _number),
        (_all("Submitted on:"), _time("%d/%m/%Y %H:%M:%S")),
        (_all("Institution"), _text("")),
        (_all("Department"), _text("")),
        (_all("Course"), _text("Mentoring")),
        (_all("Group"), _text("")),
        (_all("ID"), lambda who: str(4000 + who.number)),
        (_all("Full name"), _name),
        (_all("Username"), _email),
    ),
    item="{q}->{i}",
    pair="{q}->{r} {c}",
    together=None,
    marks=dict.fromkeys(("en", "de", "fr", "es"), (("1", "0"), ("1", ""))),
    knows_who=True,
)
AIRTABLE = Tool(
    "Airtable",
    (),
    ((_all("Created"), _american),),
    item="{q}: {i}",
    pair="{q}: {r} {c}",
    together=",",
    marks=dict.fromkeys(("en", "de", "fr", "es"), (("checked", ""),)),
    encoding="utf-8-sig",
)  # fmt: skip
EXCEL = Tool(
    "Excel by hand",
    (),
    item="{i}",
    each="{q} {i}",
    pair="{r} {c}",
    together=", ",
    marks=HAND_MARKS,
    delimiter=";",
    encoding="utf-8-sig",
)
TOOLS = (
    GOOGLE, MICROSOFT, QUALTRICS, SURVEYMONKEY, TYPEFORM, JOTFORM, LIMESURVEY, MOODLE, AIRTABLE, EXCEL,
)  # fmt: skip


# Questions as columns ------------------------------------------------------------------------------------------------


def _titles(tool: Tool, number: int, asked: Asked, told: str, own: str, first: bool) -> tuple[str, ...]:
    """Return a column's headings; `told` names question and item, `own` the item alone."""
    match tool.rows_of_headings:
        case 3:
            code = f"Q{number}" if not own else f"Q{number}_{own_number(asked, own)}"
            return code, told, f'{{"ImportId":"QID{number}{"" if not own else "-" + code}"}}'
        case 2:
            return asked.heading if first else "", own or "Open-Ended Response"
    return (f"Q{number:02d}_{told}" if tool.name == "Moodle" else told,)


def own_number(asked: Asked, own: str) -> str:
    """Return the place of an item among a question's, as codes have it."""
    names = [*asked.items, *(f"{row} - {column}" for row in asked.items for column in asked.across)]
    return str(names.index(own) + 1) if own in names else "1"


def columns_of(tool: Tool, number: int, asked: Asked, marks: tuple[str, str]) -> list[Column]:
    """Return the columns over which a tool spreads a question, `marks` being what it writes for a tick and for none."""
    question = asked.heading
    if asked.shape in (Shape.TEXT, Shape.ONE):
        return [Column(_titles(tool, number, asked, question, "", True), str)]
    if asked.shape is Shape.MANY and tool.together is not None:
        joint = tool.together
        ending = ";" if tool.name == "Microsoft Forms" else ""
        return [Column(_titles(tool, number, asked, question, "", True), lambda reply: _joined(reply, joint, ending))]
    columns: list[Column] = []
    for item in asked.items:
        pairs = asked.across if asked.shape is Shape.GRID else ("",)
        for across in pairs:
            told = tool.pair if across else (tool.each or tool.item if asked.shape is Shape.EACH else tool.item)
            heading = told.format(q=question, i=item, r=item, c=across)
            own = f"{item} - {across}" if across else item
            titles = _titles(tool, number, asked, heading, own, not columns)
            columns.append(Column(titles, _cell(asked.shape, item, across, marks)))
    return columns


def _joined(reply: Reply, joint: str, ending: str) -> str:
    chosen = [one for one in reply if isinstance(one, str)]
    return joint.join(chosen) + (ending if chosen else "")


def _cell(shape: Shape, item: str, across: str, marks: tuple[str, str]) -> Callable[[Reply], str]:
    yes, no = (mark.replace("{i}", across or item) for mark in marks)

    def cell(reply: Reply) -> str:
        if isinstance(reply, Mapping):
            return reply.get(item, "")
        ticked = (item, across) in reply if shape is Shape.GRID else item in reply
        return yes if ticked else (no if reply else "")

    return cell


def table_of(
    tool: Tool,
    code: str,
    columns: Sequence[Column],
    answered: Sequence[tuple[Respondent, Sequence[str]]],
    title: str = "",
) -> tuple[Table, int]:
    """Return an export, and the row of the first who answered; `title` stands over it."""
    before, after = (_meta_titles(tool, code, metas) for metas in (tool.before, tool.after))
    heads = [
        (*before[place], *(column.titles[place] for column in columns), *after[place])
        for place in range(tool.rows_of_headings)
    ]
    over: list[tuple[str, ...]] = [(title,), ("",)] if title else []
    rows = [
        (*(cell(who) for _, cell in tool.before), *cells, *(cell(who) for _, cell in tool.after))
        for who, cells in answered
    ]
    width = len(heads[0])
    padded = [tuple(row) + ("",) * (width - len(row)) for row in (*over, *heads, *rows)]
    return Table(tuple(padded), tool), len(over) + len(heads) + 1


def who_answered(tool: Tool, code: str) -> dict[str, str]:
    """Return what of a tool's own columns says who answered, by their titles."""
    targets = {_email: "email", _name: "name", _first: "first_name", _last: "last_name"}
    told = [(title[code].split("|"), targets[cell]) for title, cell in tool.before if cell in targets]
    return {name: target for names, target in told for name in names}


def _meta_titles(tool: Tool, code: str, metas: Sequence[Meta]) -> list[list[str]]:
    names = [title[code] for title, _ in metas]
    if tool.rows_of_headings == 3:
        split = [name.partition("|") for name in names]
        technical = [f'{{"ImportId":"{first[0].lower() + first[1:]}"}}' for first, _, _ in split]
        return [[first for first, _, _ in split], [second for _, _, second in split], technical]
    return [names, *([""] * len(names) for _ in range(tool.rows_of_headings - 1))]
