"""``print.html``, read: a sheet for each group, held against what is so."""

from __future__ import annotations

from pathlib import Path

from tests.reader.core import Reader
from tests.reader.page import decided, zone_told
from tests.reader.readers import Output
from tests.reader.runs import Case
from tests.reader.seen import Group
from tests.reader.tree import Element, parsed, plain
from tests.reader.words import RIGHT_TO_LEFT, Words

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
        self._same("titles", cover.one("p"), title)
        sheets = page.all("section")
        self.check("number of sheets", len(sheets), len(so.groups))
        if not so.groups:
            self._same("sentences", page.one("main").one("p"), decided(so, words))
        for sheet, group in zip(sheets, so.groups, strict=False):
            self._sheet(sheet, group)
        self.faults += [f"sheets: nobody reads {what}" for what in page.left()]

    def _same(self, kind: str, element: Element, right: str, where: str = "") -> None:
        self.check(kind, element.said(), plain(right), where)

    def _sheet(self, sheet: Element, group: Group) -> None:
        so, words, where = self.so, self.words, f"sheet of {group.id}"
        zone = zone_told(so, words)
        self._same("names", sheet.one("p", "program"), " · ".join(filter(None, [so.title, zone])), where)
        when = "" if group.slot is None else f" {words.when(group.slot, so.start(group))}"
        self._same("hours", sheet.one("h2"), f"{group.id}{when}", where)
        leaders = "".join(self.name_and_id(own) for own in group.mentors)
        self._same("names and ids", sheet.one("p", "leaders"), f"{words.say('page.mentors')} {leaders}", where)
        meetings = so.meetings(group)
        days = [words.number(place) for place in range(1, MEETINGS + 1)]
        if meetings is not None:
            days = [words.date(day) for day in meetings.days[:MOST_MEETINGS]]
        table = sheet.one("table")
        headings = [one.said() for one in table.one("thead").all("th")]
        self.check_all("dates", headings, [plain(text) for text in (words.say("sheet.member"), *days)], where)
        late = words.say("sheet.late")
        right = [*(self.name_and_id(own) for own in group.mentees), *(late for _ in range(so.late_joiners(group)))]
        rows = table.one("tbody").kids("tr")
        self.check_all("names and ids", [row.one("th").said() for row in rows], list(map(plain, right)), where)
        self.check_all("boxes", [len(row.kids("td")) for row in rows], [len(days)] * len(rows), where)


# What is read -------------------------------------------------------------------------------------------------------


def _made(case: Case, folder: Path) -> str:
    case.result.report(folder, case.intake, kinds=["print"], anonymous=case.anonymous, language=case.language)
    return (folder / "print.html").read_text(encoding="utf-8")


def _read(case: Case, made: str) -> Sheets:
    sheets = Sheets(case.facts, Words(case.language))
    sheets.read(made)
    return sheets


OUTPUTS = (Output("sheets", _made, _read),)
