"""``participants.html`` and ``participants.xlsx``, read: what is so is there, and nothing besides."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.reader.core import Reader
from tests.reader.page import own_hours_told, zone_told
from tests.reader.readers import Output
from tests.reader.runs import Case
from tests.reader.seen import Group
from tests.reader.tree import Element, parsed, plain
from tests.reader.words import RIGHT_TO_LEFT, Words, by_name
from tests.reader.workbook import Book, Sheet, cells_of

ROWS_AT_ONCE = 200
CONTACTS = (None, "mentors", "everybody")


def contacts_of(case: Case) -> str | None:
    """Whose addresses are asked for in a case."""
    return None if case.anonymous else CONTACTS[case.number % 3]


def pronouns_asked(case: Case) -> bool:
    return not case.anonymous and case.number % 2 == 1


class Open(Reader):
    """What participants may know of a case."""

    output = "participants"

    def __init__(self, case: Case) -> None:
        super().__init__(case.facts, Words(case.language))
        self.rows = {row["id"]: row for side in ("mentors", "mentees") for row in case.plain[side]}
        self.contacts, self.asked = contacts_of(case), pronouns_asked(case)

    def email(self, own: str) -> str | None:
        told = {"mentors": self.so.mentors, "everybody": [*self.so.mentors, *self.so.mentees]}.get(self.contacts or "")
        return self.rows[own].get("email") or None if told is not None and own in told else None

    def pronouns(self, own: str) -> str | None:
        return self.rows[own].get("pronouns") or None if self.asked else None

    def person(self, own: str) -> str:
        told = self.pronouns(own)
        return self.so.called[own] if told is None else f"{self.so.called[own]} ({told})"

    def sorted(self, people: Iterable[str]) -> list[str]:
        """Ids in the order of names."""
        order: dict[str, list[str]] = {}
        for own in people:
            order.setdefault(self.so.called[own], []).append(own)
        return [own for name in by_name(order) for own in order[name]]

    def everybody(self) -> list[str]:
        return self.sorted(dict.fromkeys(own for group in self.so.groups for own in (*group.mentors, *group.mentees)))

    def groups(self, own: str) -> list[Group]:
        return [self.so.group_of[own]] if own in self.so.group_of else self.so.led[own]

    def others(self, own: str) -> list[str]:
        group = self.so.group_of.get(own)
        return self.sorted(self.so.partners_of(own) if group is None else group.mentors)

    def when(self, group: Group) -> str | None:
        return None if group.slot is None else self.words.when(group.slot, self.so.start(group))

    def own_when(self, own: str, group: Group) -> str | None:
        return "; ".join(own_hours_told(self.so, self.words, own, group)) or None

    def names(self, people: Iterable[str]) -> str:
        return self.words.row(self.so.called[own] for own in people)


class OpenPage(Open):
    """The page."""

    def read(self, text: str) -> None:
        """Read all of it."""
        so, words = self.so, self.words
        self.check("readers", words.say("readers.participants") in text.splitlines()[0], True)
        page = parsed(text)
        html = page.one("html")
        self.check("language", html.attribute("lang"), words.language)
        self.check("language", html.attribute("dir"), "rtl" if words.tongue in RIGHT_TO_LEFT else "ltr")
        self._same("names", page.one("title"), f"{so.title} \N{EN DASH} {words.say('page.groups')}")
        head = page.one("header", "top")
        self._same("readers", head.one("p", "kicker"), words.say("readers.participants"))
        self._same("names", head.one("h1"), so.title)
        skip = page.one("a", "skip")
        self._same("labels", skip, words.say("page.skip"))
        self.check("labels", skip.attribute("href"), "#groups")
        nav = page.one("nav")
        self.check("labels", nav.attribute("aria-label"), words.say("page.contents"))
        links = [(one.attribute("href"), one.said()) for one in nav.all("a")]
        self.check("labels", links, [(f"#{part}", words.say(f"page.{part}")) for part in ("groups", "people")])
        self._groups(page.by_id("groups"))
        self._people(page.by_id("people"))
        for tag in ("style", "script"):
            for child in page.one(tag).children:
                if not isinstance(child, Element):
                    child.read = True
        self.faults += [f"participants: nobody reads {what}" for what in page.left()]

    def _same(self, kind: str, element: Element, right: str, where: str = "") -> None:
        self.check(kind, element.said(), plain(right), where)

    def _hour(self, group: Group) -> str:
        return " ".join(filter(None, (self.when(group), self.so.place(group))))

    def _groups(self, part: Element) -> None:
        so, words = self.so, self.words
        self._same("labels", part.by_id("h-groups"), words.say("page.groups"))
        told = [zone_told(so, words), None if so.groups else words.say("participants.none")]
        self.check_all("sentences", [one.said() for one in part.kids("p")], [plain(one) for one in told if one])
        cards = part.all("article")
        self.check("groups", len(cards), len(so.groups))
        for place, (card, group) in enumerate(zip(cards, so.groups, strict=False), 1):
            where = f"card of {group.id}"
            self.check("groups", card.attributes["id"], f"g{place}", where)
            self._same("hours and places", card.one("h3"), f"{group.id} {self._hour(group)}", where)
            self._same("sizes", card.one("p", "size"), words.say("page.mentees", len(group.mentees)), where)
            self._those(card.one("p", "leaders").kids("span"), group.mentors, group, where)
            self._those(card.one("ul", "members").kids("li"), group.mentees, group, where)

    def _those(self, told: list[Element], people: Iterable[str], group: Group, where: str) -> None:
        right = []
        for own in self.sorted(people):
            email = self.email(own)
            right.append(plain(" ".join(filter(None, (self.person(own), email, self.own_when(own, group))))))
        links = [link.attribute("href") for one in told for link in one.all("a")]
        self.check_all("names", [one.said() for one in told], right, where)
        emails = [f"mailto:{email}" for own in self.sorted(people) if (email := self.email(own))]
        self.check("addresses", links, emails, where)

    def _people(self, part: Element) -> None:
        so, words = self.so, self.words
        self._same("labels", part.by_id("h-people"), words.say("page.people"))
        controls = part.one("div", "controls")
        find, show = controls.kids("label")
        self.check("labels", find.own(), words.say("page.find"))
        self.check("labels", find.one("input").attribute("placeholder"), words.say("participants.find_hint"))
        self.check("labels", show.own(), words.say("page.show"))
        options = [(one.attribute("value"), one.said()) for one in show.all("option")]
        right = [("", "everybody"), ("mentee", "only_mentees"), ("mentor", "only_mentors")]
        self.check("labels", options, [(value, words.say(f"page.{key}")) for value, key in right])
        shown = words.say("page.shown", shown="{shown}", all="{all}")
        self.check("labels", controls.by_id("shown").attribute("data-says"), shown)
        table = part.one("table", "people")
        self._same("labels", table.one("caption"), words.say("page.sort_hint"))
        for heading, key in zip(table.one("thead").all("th"), ("name", "role", "group", "time", "with"), strict=True):
            for one in (heading.one("button"), heading.one("span", "paper")):
                self._same("labels", one, words.say(f"page.{key}"))
        self._same("labels", part.by_id("more"), words.say("page.more"))
        rows, everybody = table.one("tbody").kids("tr"), self.everybody()
        self.check("number of people", len(rows), len(everybody))
        for place, (row, own) in enumerate(zip(rows, everybody, strict=False), 1):
            self.check("rows at once", "later" in row.classes, place > ROWS_AT_ONCE, own)
            self._row(row, own, [so.groups.index(group) for group in self.groups(own)])

    def _row(self, row: Element, own: str, places: list[int]) -> None:
        role, groups, when, others = row.kids("td")
        kind = "mentee" if own in self.so.group_of else "mentor"
        self.check("roles", row.attribute("data-is"), kind, own)
        self._same("names", row.kids("th")[0], self.person(own), own)
        self._same("roles", role, self.words.say(f"page.{kind}"), own)
        links = [(one.attribute("href"), one.said()) for one in groups.all("a")]
        self.check("groups", links, [(f"#g{place + 1}", self.so.groups[place].id) for place in places], own)
        self.check("sorting", when.attribute("data-v"), str(places[0]), own)
        told = (
            " ".join(filter(None, (self._hour(group), self.own_when(own, group))))
            for group in map(self.so.groups.__getitem__, places)
        )
        self._same("hours and places", when, "; ".join(told), own)
        self._same("names", others, self.names(self.others(own)), own)


class OpenBook(Open):
    """The workbook, but for its sheets to tick, which `Attendance` reads."""

    output = "participants' workbook"

    def read(self, book: Book) -> None:
        """Read both sheets."""
        words = self.words
        self.check("sheets", list(book), [words.say("page.groups"), words.say("page.people")])
        groups, people = (dict(cells) for cells in book.values())
        reader = words.say("readers.participants")
        places = any(self.so.place(group) is not None for group in self.so.groups)
        everybody = self.everybody()
        pronouns, emails = (any(map(told, everybody)) for told in (self.pronouns, self.email))
        columns = ["page.group", "page.time", *(["participants.place"] if places else [])]
        rows: list[list[Any]] = [
            [group.id, self.when(group), *([self.so.place(group)] if places else []), *map(self._sorted, people_of)]
            for group in self.so.groups
            for people_of in [(group.mentors, group.mentees)]
        ]
        note = " · ".join(filter(None, (reader, self.so.title, zone_told(self.so, words))))
        self._table(groups, note, [*columns, "page.mentors", "page.only_mentees"], rows)
        columns = [
            "page.name",
            *(["participants.pronouns"] if pronouns else []),
            "page.role",
            "page.group",
            "page.time",
        ]
        own_hours = any(self.own_when(own, group) for own in everybody for group in self.groups(own))
        columns += [
            *(["participants.own_time"] if own_hours else []),
            *(["participants.place"] if places else []),
            "page.with",
        ]
        rows = [
            [
                self.so.called[own],
                *([self.pronouns(own)] if pronouns else []),
                words.say("page.mentee" if own in self.so.group_of else "page.mentor"),
                words.row(group.id for group in self.groups(own)),
                self._each(map(self.when, self.groups(own))),
                *([self._each(self.own_when(own, group) for group in self.groups(own))] if own_hours else []),
                *([self._each(map(self.so.place, self.groups(own)))] if places else []),
                self.names(self.others(own)) or None,
                *([self.email(own)] if emails else []),
            ]
            for own in everybody
        ]
        self._table(people, reader, [*columns, *(["participants.email"] if emails else [])], rows)

    def _sorted(self, people: Iterable[str]) -> str:
        return self.names(self.sorted(people))

    def _each(self, texts: Iterable[str | None]) -> str | None:
        return "; ".join(text for text in texts if text is not None) or None

    def _table(self, cells: Sheet, note: str, columns: list[str], rows: list[list[Any]]) -> None:
        self.check("readers", cells.pop((1, 1), None), note)
        for number, row in enumerate([[self.words.say(key) for key in columns], *rows], 2):
            for column, value in enumerate(row, 1):
                told = cells.pop((number, column), None)
                if value is not None or told is not None:
                    self.check("cells", told, value or None, f"row {number}, column {column}")
        self.faults += [f"{self.output}: nobody reads {value!r} in {place}" for place, value in cells.items()]


# What is read -------------------------------------------------------------------------------------------------------


def _write(case: Case, folder: Path, kind: str) -> None:
    from matcher.report import write_reports

    contacts, pronouns = contacts_of(case), pronouns_asked(case) and any(_pronouns(case))
    asked: dict[str, Any] = {"contacts": contacts, "pronouns": pronouns}
    write_reports(
        case.result, case.intake, folder, kinds=[kind], anonymous=case.anonymous, language=case.language, **asked
    )


def _pronouns(case: Case) -> list[str]:
    rows = (*case.plain["mentors"], *case.plain["mentees"])
    return [row["pronouns"] for row in rows if re.search(r"\S", row.get("pronouns") or "")]


def _made_page(case: Case, folder: Path) -> str:
    _write(case, folder, "html")
    return (folder / "participants.html").read_text(encoding="utf-8")


def _read_page(case: Case, made: str) -> OpenPage:
    reader = OpenPage(case)
    reader.read(made)
    return reader


def _made_book(case: Case, folder: Path) -> Book:
    _write(case, folder, "xlsx")
    return cells_of((folder / "participants.xlsx").read_bytes())


def _read_book(case: Case, made: Book) -> OpenBook:
    reader = OpenBook(case)
    reader.read(made)
    return reader


OUTPUTS = (
    Output("participants", _made_page, _read_page),
    Output("participants' workbook", _made_book, _read_book),
)
