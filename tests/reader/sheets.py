"""``participants-sheets.html``, read: a sheet for each group, held against what is so."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tests.reader.core import Reader
from tests.reader.page import own_hours_told, zone_told
from tests.reader.readers import Output
from tests.reader.runs import Case
from tests.reader.seen import Group
from tests.reader.tree import Element, parsed, plain
from tests.reader.words import RIGHT_TO_LEFT, Words, by_name

MOST_MEETINGS, MEETINGS = 16, 8


class Sheets(Reader):
    """The sheets to print."""

    output = "sheets"

    def read(self, text: str) -> None:
        """Read all of them."""
        so, words = self.so, self.words
        page = parsed(text)
        html = page.one("html")
        self.check("language", html.attribute("lang"), words.language)
        self.check("language", html.attribute("dir"), "rtl" if words.language in RIGHT_TO_LEFT else "ltr")
        title = words.say("sheet.title")
        self._same("titles", page.one("title"), f"{so.title} \N{EN DASH} {title}")
        cover = page.one("header", "cover")
        self._same("names", cover.one("h1"), so.title)
        self._same("titles", cover.one("p"), f"{words.say('readers.participants')}: {title}")
        sheets = page.all("section")
        self.check("number of sheets", len(sheets), len(so.groups))
        if not so.groups:
            self._same("sentences", page.one("main").one("p"), words.say("participants.none"))
        for sheet, group in zip(sheets, so.groups, strict=False):
            self._sheet(sheet, group)
        self.faults += [f"sheets: nobody reads {what}" for what in page.left()]

    def _same(self, kind: str, element: Element, right: str, where: str = "") -> None:
        self.check(kind, element.said(), plain(right), where)

    def _sheet(self, sheet: Element, group: Group) -> None:
        so, words, where = self.so, self.words, f"sheet of {group.id}"
        zone = zone_told(so, words)
        self._same("names", sheet.one("p", "program"), " · ".join(filter(None, [so.title, zone])), where)
        when = None if group.slot is None else words.when(group.slot, so.start(group))
        told = " ".join(filter(None, (group.id, when, so.place(group))))
        self._same("hours and places", sheet.one("h2"), told, where)
        leaders = "".join(self._people(group, group.mentors))
        self._same("names", sheet.one("p", "leaders"), f"{words.say('page.mentors')} {leaders}", where)
        meetings = so.meetings(group)
        days = [words.number(place) for place in range(1, MEETINGS + 1)]
        if meetings is not None:
            days = [words.date(day) for day in meetings.days[:MOST_MEETINGS]]
        table = sheet.one("table")
        headings = [one.said() for one in table.one("thead").all("th")]
        self.check_all("dates", headings, [plain(text) for text in (words.say("sheet.member"), *days)], where)
        late = words.say("sheet.late")
        right = [*self._people(group, group.mentees), *(late for _ in range(so.late_joiners(group)))]
        rows = table.one("tbody").kids("tr")
        self.check_all("names", [row.one("th").said() for row in rows], list(map(plain, right)), where)
        self.check_all("boxes", [len(row.kids("td")) for row in rows], [len(days)] * len(rows), where)

    def _people(self, group: Group, people: Iterable[str]) -> list[str]:
        """People by name, each with the hours by the clock where they are, where these are others."""
        own_when = {self.so.called[own]: "; ".join(own_hours_told(self.so, self.words, own, group)) for own in people}
        return [f"{name} {own_when[name]}".strip() for name in by_name(own_when)]


# What is read -------------------------------------------------------------------------------------------------------


def _made(case: Case, folder: Path) -> str:
    case.result.report(folder, case.intake, kinds=["print"], anonymous=case.anonymous, language=case.language)
    return (folder / "participants-sheets.html").read_text(encoding="utf-8")


def _read(case: Case, made: str) -> Sheets:
    sheets = Sheets(case.facts, Words(case.language))
    sheets.read(made)
    return sheets


OUTPUTS = (Output("sheets", _made, _read),)
