"""``committee.html``, read: every text and every telling attribute of it, held against what is so."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from math import ceil
from pathlib import Path
from typing import Any

from tests import oracle
from tests.reader.core import Reader
from tests.reader.readers import Output
from tests.reader.rules import Rules
from tests.reader.runs import Case
from tests.reader.seen import Facts, Group, quartile
from tests.reader.stress import Losses
from tests.reader.tree import Element, parsed, plain
from tests.reader.words import RIGHT_TO_LEFT, Words, by_name, with_commas

FOLDED_WARNINGS, ROWS_AT_ONCE, BARS, INTERESTS = 6, 200, 40, 6
LOSSES, SPARE = 15, 10
WIDE, HIGH, GAP = 400.0, 150.0, 6.0


class Page(Reader):
    """The page.

    Parameters
    ----------
    told
        What a result tells of itself that nothing else does: its fingerprint, say.
    losses
        What was found of mentors who drop out; None where nobody asked.
    """

    output = "page"

    def __init__(
        self,
        facts: Facts,
        words: Words,
        *,
        told: dict[str, Any],
        losses: Losses | None = None,
    ) -> None:
        super().__init__(facts, words)
        self.told, self.losses = told, losses
        self.english = False
        self.anchors = {group.id: f"g{place}" for place, group in enumerate(facts.groups, 1)}

    def read(self, text: str) -> None:
        """Read the whole page."""
        page = parsed(text)
        self._shell(page)
        self._head(page.one("header", "top"))
        self._contents(page.one("nav"))
        self._groups(page.by_id("groups"))
        self._people(page.by_id("people"))
        self._charts(page.by_id("charts"))
        self._left_out(page.by_id("left_out"))
        if self.losses is not None:
            self._stress(page.by_id("stress"), self.losses)
        self._rules(page.by_id("rules"))
        self._end(page.one("footer", "end"))
        self.faults += [f"page: nobody reads {what}" for what in page.left()]

    # Small parts -----------------------------------------------------------------------------------------------------

    def same(self, kind: str, element: Element, right: str, where: str = "") -> None:
        """Hold the text of an element against what is so."""
        self.check(kind, element.said(), plain(right), where)

    def label(self, element: Element, key: str, **values: Any) -> None:
        self.same("labels", element, self.words.say(key, **values), key)

    def attribute(self, kind: str, element: Element, name: str, right: str | None, where: str = "") -> None:
        told = element.attribute(name)
        self.check(kind, None if told is None else plain(told), None if right is None else plain(right), where)

    def person(self, element: Element, own: str, where: str = "") -> None:
        """A name with the id beside it."""
        self.same("names and ids", element, self.name_and_id(own), where)

    def link(self, element: Element, group: str) -> None:
        self.same("groups", element, group)
        self.attribute("groups", element, "href", f"#{self.anchors[group]}")

    def chip(self, element: Element, choice: int | None, where: str) -> None:
        right = self.words.say("page.unlisted_short") if choice is None else self.words.number(choice)
        self.same("ranks", element, right, where)
        self.check("ranks", tone(choice) in element.classes, True, f"{where}, its colour")

    def out_chip(self, element: Element, key: str, where: str) -> None:
        self.same("places", element, self.words.say(key), where)
        self.check("places", "out" in element.classes, True, where)

    def percentage(self, told: str, right: str, where: str) -> None:
        self.check("percentages", told, plain(right), where)

    # The shell -------------------------------------------------------------------------------------------------------

    def _shell(self, page: Element) -> None:
        words = self.words
        html = page.one("html")
        self.attribute("language", html, "lang", words.language)
        self.attribute("language", html, "dir", "rtl" if words.language in RIGHT_TO_LEFT else "ltr")
        self.same("names", page.one("title"), f"{self.so.title} \N{EN DASH} {words.say('page.report')}")
        policy = next(one.attributes["content"] for one in page.all("meta") if "http-equiv" in one.attributes)
        for tag in ("style", "script"):
            element = page.one(tag)
            text = "".join(child.text for child in element.children if not isinstance(child, Element))
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            self.check("what may run", f"'sha256-{digest}'" in policy, True, tag)
            for child in element.children:
                if not isinstance(child, Element):
                    child.read = True
        skip = page.one("a", "skip")
        self.label(skip, "page.skip")
        self.attribute("groups", skip, "href", "#groups")

    def _contents(self, nav: Element) -> None:
        self.attribute("labels", nav, "aria-label", self.words.say("page.contents"))
        parts = ["groups", "people", "charts", "left_out", *(["stress"] if self.losses else []), "rules"]
        links = nav.all("a")
        self.check_all("labels", [link.said() for link in links], [self._title(part) for part in parts], "contents")
        for link, part in zip(links, parts, strict=False):
            self.attribute("labels", link, "href", f"#{part}")

    def _title(self, part: str) -> str:
        return self.words.say({"stress": "stress.title"}.get(part, f"page.{part}"))

    # The head --------------------------------------------------------------------------------------------------------

    def _head(self, head: Element) -> None:
        so, words = self.so, self.words
        self.label(head.one("p", "kicker"), "readers.committee")
        self.same("names", head.one("h1"), so.title)
        self.same("sentences", head.one("p", "decided"), decided(so, words))
        quality_told = head.one("p", "quality")
        self.same("sentences", quality_told, quality(so, words))
        self.check("sentences", "proved" in quality_told.classes, so.proved, "the sign of a proof")
        stages = head.first("ol", "stages")
        told = [] if stages is None else [item.said() for item in stages.all("li")]
        self.check_all("stages", told, stages_told(so, words), "stages")
        self._tiles(head.one("dl", "tiles"))
        notices = [one.said() for one in head.all("p", "notice")]
        self.check_sentences("sentences", notices, notices_told(so, words), "notices")
        self._quiet(head)

    def _quiet(self, head: Element) -> None:
        quiet = [one.said() for one in head.all("p", "quiet")]
        right = [self.words.say("page.anonymous")] if self.so.anonymous else []
        folded = head.first("details", "warnings")
        told, in_english = [], False
        if folded is not None:
            items = folded.all("li")
            self.same("counts", folded.one("summary"), self.words.say("page.warnings", len(items)), "warnings")
            for item in items:
                span = item.one("span")
                warning, turned = self.understood_warning(span.said())
                in_english |= not turned
                self.attribute("language", span, "lang", None if turned else "en")
                self.attribute("language", span, "dir", None if turned else "auto")
                told.append(warning)
            self.check("warnings", "data-fold" in folded.attributes, len(items) > FOLDED_WARNINGS, "folded")
        else:
            right.append(self.words.say("page.no_warnings"))
        if in_english and self.words.tongue != "en":
            right.append(self.words.say("page.in_english"))
        self.check_sentences("sentences", quiet, right, "head")
        self.check_warnings(told)

    def _tiles(self, tiles: Element) -> None:
        so, words = self.so, self.words
        right = [("page.placed", words.number(len(so.placed)), words.say("page.placed_note", len(so.mentees)))]
        if so.placed:
            firsts = [count for rank, count in so.choices if rank == 1]
            for count in firsts:
                note = words.say("page.first_choice_note", count)
                right.append(("page.first_choice", words.percent(count / len(so.mentees)), note))
            least, middle, most = (quartile(so.satisfactions, share) for share in (0, 0.5, 1))
            note = words.say("page.satisfaction_note", least=words.percent(least), most=words.percent(most))
            right.append(("page.satisfaction", words.percent(middle), note))
            sizes = [len(group.mentees) for group in so.groups]
            note = words.say("page.group_size_note", len(so.groups))
            right.append(("page.group_size", words.span(min(sizes), max(sizes)), note))
            note = words.say("page.load_note", mean=words.number(so.mean_load, 1))
            right.append(("page.load", words.span(so.loads[0], so.loads[-1]), note))
            alone = sum(map(so.alone, so.placed))
            right.append(("page.alone", words.number(alone), words.say("page.alone_note")))
        right.append(("page.idle", words.number(len(so.idle)), words.say("page.idle_note", mentors=len(so.mentors))))
        told = tiles.all("div", "tile")
        self.check("number of tiles", len(told), len(right))
        for tile, (key, value, note) in zip(told, right, strict=False):
            self.label(tile.one("dt"), key)
            self.same("percentages" if "%" in value or "٪" in value else "counts", tile.one("b"), value, key)
            self.same("counts", tile.one("span"), note, f"{key}, below")
        self.check("places", "warn" in told[0].classes, bool(so.left_out), "the colour of placed")

    # Groups ----------------------------------------------------------------------------------------------------------

    def _groups(self, part: Element) -> None:
        self._heading(part, "h-groups", "groups")
        (note,) = (one for one in part.kids("p") if "quiet" in one.classes)
        told = [self.words.say("page.groups_note"), zone_told(self.so, self.words)]
        self.same("labels", note, " ".join(filter(None, told)), "page.groups_note")
        cards = part.all("article")
        self.check_all("groups", [card.attributes["id"] for card in cards], list(self.anchors.values()), "cards")
        for card, group in zip(cards, self.so.groups, strict=False):
            self._card(card, group)

    def _heading(self, part: Element, name: str, title: str) -> None:
        self.same("labels", part.by_id(name), self._title(title))

    def _card(self, card: Element, group: Group) -> None:
        so, words = self.so, self.words
        where = f"card of {group.id}"
        (inside,) = card.kids("details")
        self.check("folded", "open" in inside.attributes and "data-narrow" in inside.attributes, True, where)
        head = inside.kids("summary")[0]
        self.same("groups", head.one("span", "tag"), group.id, where)
        self.same("hours and places", head.one("h3"), f"{group.id} {self.hour(group)}", where)
        self.same("sizes", head.one("p", "size"), words.say("page.mentees", len(group.mentees)), where)
        leaders = card.one("p", "leaders").kids("span")
        right = [plain(f"{self.name_and_id(one)} {so.gender(one) or ''}") for one in by_name(group.mentors, so.names)]
        self.check_all("names and ids", [one.said() for one in leaders], right, f"{where}, mentors")
        self._stack(card.one("svg", "stack"), group, where)
        table = card.one("table")
        for heading, key in zip(table.all("th"), ("name", "choice", "satisfaction"), strict=True):
            self.label(heading, f"page.{key}")
        rows = table.one("tbody").kids("tr")
        self.check("sizes", len(rows), len(group.mentees), where)
        for row, mentee in zip(rows, by_name(group.mentees, so.names), strict=False):
            self._member(row, mentee, where)
        self._facts_of_group(inside.kids("footer")[0], group, where)

    def hour(self, group: Group) -> str:
        """When and where a group meets."""
        when = None if group.slot is None else self.words.when(group.slot, self.so.start(group))
        return " ".join(filter(None, (when, self.so.place(group))))

    def _stack(self, drawn: Element, group: Group, where: str) -> None:
        so, words = self.so, self.words
        told = words.row(f"{self._choice_name(rank)}: {words.number(count)}" for rank, count in so.group_choices(group))
        self.attribute("ranks", drawn, "aria-label", f"{words.say('page.choices_in_group')}: {told}", where)
        before, right = 0, []
        for rank, count in so.group_choices(group):
            share, start = (round(100 * part / len(group.mentees), 2) for part in (count, before))
            right.append((tone(rank), f"{start}%", f"{share}%", "100%"))
            before += count
        parts = [
            (one.classes[0], *(one.attribute(name) for name in ("x", "width", "height"))) for one in drawn.all("rect")
        ]
        self.check_all("drawn", parts, right, f"{where}, bar of choices")

    def _choice_name(self, rank: int | None) -> str:
        return self.words.say("page.unlisted") if rank is None else self.words.say("page.choice_of", rank=rank)

    def _member(self, row: Element, mentee: str, where: str) -> None:
        so, words = self.so, self.words
        name, choice, satisfaction = row.kids("td")
        gender = so.gender(mentee) or ""
        only = f"{gender} · {words.say('page.only_one')}" if so.alone(mentee) else gender
        self.same("names and ids", name, f"{self.name_and_id(mentee)} {only}", where)
        self.chip(choice.one("b"), so.choice(mentee), f"{where}, {mentee}")
        share = so.satisfaction(mentee)
        self._meter(satisfaction.one("svg", "meter"), share, where)
        self.percentage(satisfaction.said(), words.percent(share), f"{where}, {mentee}")

    def _meter(self, drawn: Element, share: float, where: str) -> None:
        bar = drawn.one("rect")
        told = (bar.attribute("width"), bar.attribute("height"))
        self.check("drawn", told, (f"{round(100 * share, 1)}%", "100%"), where)

    def _facts_of_group(self, foot: Element, group: Group, where: str) -> None:
        so, words = self.so, self.words
        told = [plain(one.said()) for one in foot.kids("p")]
        right = []
        interests = so.group_interests(group)[:INTERESTS]
        if interests:
            listed = " ".join(f"{interest} {words.number(count)}" for interest, count in interests)
            right.append(f"{words.say('page.in_common')} {listed}")
        if group.locked and not so.anonymous:
            right.append(f"{words.say('page.locked')} {words.kept(group.locked, so.mentees)}")
        genders = words.genders(so.group_genders(group))
        right.append(f"{genders} · {words.say('page.score', so.group_score(group))}")
        parts = [f"{words.part(kind, of)} {words.number(points)}" for kind, points, of in so.group_parts(group)]
        right += [" · ".join(parts)] if parts else []
        self.check_all("counts and scores", told, list(map(plain, right)), f"{where}, foot")

    # People ----------------------------------------------------------------------------------------------------------

    def _people(self, part: Element) -> None:
        so = self.so
        self._heading(part, "h-people", "people")
        self._controls(part.one("div", "controls"))
        table = part.one("table", "people")
        self.label(table.one("caption"), "page.sort_hint")
        for heading, key in zip(
            table.one("thead").all("th"),
            ("name", "role", "group", "time", "with", "choice", "satisfaction"),
            strict=True,
        ):
            self.label(heading.one("button"), f"page.{key}")
            self.label(heading.one("span", "paper"), f"page.{key}")
        rows = table.one("tbody").kids("tr")
        everybody = [*so.mentees, *so.mentors]
        self.check("number of people", len(rows), len(everybody))
        for place, (row, own) in enumerate(zip(rows, everybody, strict=False), 1):
            self.check("rows at once", "later" in row.classes, place > ROWS_AT_ONCE, own)
            if own in so.group_of or own in so.left_out:
                self._mentee_row(row, own)
            else:
                self._mentor_row(row, own)
        self.label(part.by_id("more"), "page.more")

    def _controls(self, controls: Element) -> None:
        so, words = self.so, self.words
        find, show = controls.kids("label")
        self.check("labels", find.own(), words.say("page.find"))
        self.attribute("labels", find.one("input"), "placeholder", words.say("page.find_hint"))
        self.check("labels", show.own(), words.say("page.show"))
        right = [
            ("", "page.everybody", None),
            ("mentee", "page.only_mentees", None),
            ("mentor", "page.only_mentors", None),
        ]
        for rank, count in so.choices:
            if count:
                right.append(
                    ("cu" if rank is None else f"r{rank}", "page.unlisted" if rank is None else "page.choice_of", rank)
                )
        right += [("out", "page.not_placed", None)] if so.left_out else []
        right += [("idle", "page.idle_mentors", None)] if so.idle else []
        options = [(one.attribute("value"), one.said()) for one in show.all("option")]
        said = [(value, words.say(key, rank=rank) if rank else words.say(key)) for value, key, rank in right]
        self.check_all("choices to show", options, said, "filter")
        shown = words.say("page.shown", shown="{shown}", all="{all}")
        self.attribute("labels", controls.by_id("shown"), "data-says", shown)

    def _mentee_row(self, row: Element, own: str) -> None:
        so, words = self.so, self.words
        where = f"row of {own}"
        role, group, when, others, choice, satisfaction = row.kids("td")
        self.person(row.kids("th")[0], own, where)
        self.same("roles", role, words.say("page.mentee"), where)
        if own in so.left_out:
            self.attribute("places", row, "data-is", "mentee out", where)
            self.out_chip(group.one("span"), "page.not_placed", where)
            for cell in (group, when, others, choice, satisfaction):
                self.attribute("sorting", cell, "data-v", "", where)
            return
        place, rank = so.group_of[own], so.choice(own)
        self.attribute("places", row, "data-is", f"mentee {'cu' if rank is None else f'r{rank}'}", where)
        self.link(group.one("a"), place.id)
        self.attribute("sorting", when, "data-v", str(so.groups.index(place)), where)
        self.same("hours and places", when, " ".join([self.hour(place), *self._own_hours(own, [place])]), where)
        self.same("names", others, words.row(so.called[one] for one in place.mentors), where)
        self.attribute("ranks", choice, "data-v", str(999 if rank is None else rank), where)
        self.chip(choice.one("b"), rank, where)
        self.attribute("percentages", satisfaction, "data-v", str(round(1000 * so.satisfaction(own))), where)
        self.percentage(satisfaction.said(), words.percent(so.satisfaction(own)), where)

    def _own_hours(self, own: str, groups: Sequence[Group]) -> Iterator[str]:
        """The hours of groups by somebody's own clock, where that shows others."""
        for start in (self.so.own_week(own, group) for group in groups):
            if start is not None:
                zone = self.words.zone(self.so.zone_of(own) or "")
                yield self.words.say("zone.told", when=self.words.when("", start), zone=zone)

    def _mentor_row(self, row: Element, own: str) -> None:
        so, words = self.so, self.words
        where = f"row of {own}"
        role, groups, when, others, load, last = row.kids("td")
        self.person(row.kids("th")[0], own, where)
        self.same("roles", role, words.say("page.mentor"), where)
        led = so.led[own]
        self.attribute("places", row, "data-is", "mentor" if led else "mentor idle", where)
        self.attribute("sorting", load, "data-v", "", where)
        self.attribute("sorting", last, "data-v", "", where)
        if not led:
            self.out_chip(groups.one("span"), "page.not_leading", where)
            for cell in (groups, when, others):
                self.attribute("sorting", cell, "data-v", "", where)
            return
        links = groups.all("a")
        self.check("groups", len(links), len(led), where)
        for link, group in zip(links, led, strict=False):
            self.link(link, group.id)
        self.attribute("sorting", when, "data-v", str(so.groups.index(led[0])), where)
        hours = [words.when(group.slot, so.start(group)) for group in led if group.slot is not None]
        mark = words.row(["", ""]) if not with_commas(hours) else words.row([*hours[:1], ""]).removeprefix(hours[0])
        told = mark.join(" ".join([self.hour(group), *self._own_hours(own, [group])]) for group in led)
        self.same("hours and places", when, told, where)
        self.same("names", others, words.row(so.called[one] for one in so.partners_of(own)), where)
        self.same("counts", load, words.say("page.leads", len(so.mentees_of(own))), where)

    # Charts ----------------------------------------------------------------------------------------------------------

    def _charts(self, part: Element) -> None:
        so, words = self.so, self.words
        self._heading(part, "h-charts", "charts")
        figures = part.all("figure")
        if so.placed:
            figure = figures.pop(0)
            note = words.say("page.chart_choices_note", len(so.mentees))
            if so.without_list:
                note = f"{note} {words.say('page.chart_choices_unlisted', so.without_list)}"
            self._caption(figure, "page.chart_choices", note)
            self._bars(figure, self._choice_bars())
            figure = figures.pop(0)
            middle = words.percent(quartile(so.satisfactions, 0.5))
            self._caption(figure, "page.chart_satisfaction", words.say("page.chart_satisfaction_note", middle=middle))
            self._satisfaction(figure)
        figure = figures.pop(0)
        if len(so.mentors) <= BARS:
            self._caption(figure, "page.chart_load", words.say("page.chart_load_note"))
            self._bars(figure, self._load_bars())
        else:
            self._caption(figure, "page.chart_load", words.say("page.chart_load_many"))
            self._counted(figure, [len(so.mentees_of(one)) for one in so.mentors], "page.chart_load")
        self._options(figures.pop(0))
        timed = [slot for slot, start in (so.reading.slots or {}).items() if start is not None]
        named = [slot for slot, start in (so.reading.slots or {}).items() if start is None]
        if timed:
            self._week(figures.pop(0))
        if named:
            self._named_slots(figures.pop(0), named)
        self.check("number of charts", len(figures), 0)

    def _caption(self, figure: Element, title: str, note: str) -> None:
        caption = figure.one("figcaption")
        self.label(caption.one("h3"), title)
        self.same("sentences", caption.one("p"), note, title)

    def _choice_bars(self) -> list[tuple[str, int, str, str]]:
        so, words = self.so, self.words
        rows = [(self._choice_name(rank), count, tone(rank)) for rank, count in so.choices]
        rows += [(words.say("page.not_placed"), len(so.left_out), "out")] if so.left_out else []
        return [(name, count, words.percent(count / len(so.mentees)), colour) for name, count, colour in rows]

    def _load_bars(self) -> list[tuple[str, int, str, str]]:
        so = self.so
        ordered = sorted(so.mentors, key=lambda own: -len(so.mentees_of(own)))
        return [
            (
                so.called[own],
                len(so.mentees_of(own)),
                self.words.row(group.id for group in so.led[own]) or self.words.say("page.not_leading"),
                "load",
            )
            for own in ordered
        ]

    def _bars(self, figure: Element, right: list[tuple[str, int, str, str]]) -> None:
        """Bars: (label, count, note, colour) each."""
        words = self.words
        title = figure.one("h3").said()
        bars = figure.one("ul", "bars").kids("li")
        self.check("number of bars", len(bars), len(right), title)
        most = max((count for _, count, _, _ in right), default=0) or 1
        for bar, (name, count, note, colour) in zip(bars, right, strict=False):
            self.same("names", bar.one("span", "label"), name, title)
            value = bar.one("span", "value")
            self.same("counts", value, f"{words.number(count)} {note}", f"{title}, {name}")
            drawn = bar.one("svg")
            self.check("drawn", colour in drawn.classes, True, f"{title}, {name}")
            rect = drawn.one("rect")
            told = (rect.attribute("width"), rect.attribute("height"))
            self.check("drawn", told, (f"{round(100 * count / most, 2)}%", "100%"), f"{title}, {name}")

    def _satisfaction(self, figure: Element) -> None:
        so = self.so
        counts = [0] * 10
        for share in so.satisfactions:
            counts[min(9, int(share * 10))] += 1
        marks = [(WIDE * place / 4, self.words.percent(place / 4)) for place in range(5)]
        middle = WIDE * quartile(so.satisfactions, 0.5)
        self._histogram(figure, counts, marks, "page.chart_satisfaction", middle)

    def _counted(self, figure: Element, values: list[int], title: str) -> None:
        most = max((*values, 7))
        step = ceil((most + 1) / 8)
        counts = [0] * (most // step + 1)
        for value in values:
            counts[value // step] += 1
        wide = WIDE / len(counts)
        marks = [
            (round((place + 0.5) * wide, 1), self.words.span(place * step, place * step + step - 1))
            for place in range(len(counts))
        ]
        self._histogram(figure, counts, marks, title, None)

    def _histogram(
        self, figure: Element, counts: list[int], marks: list[tuple[float, str]], title: str, middle: float | None
    ) -> None:
        """A histogram whose columns, marks and median stand where they have to, in the direction of writing."""
        words = self.words
        drawn = figure.one("svg", "histogram")
        self.attribute("labels", drawn, "aria-label", words.say(title))
        mirrored = words.language in RIGHT_TO_LEFT
        most, wide = max(counts) or 1, WIDE / len(counts)
        columns = []
        for place, count in enumerate(counts):
            x = round(place * wide + GAP / 2, 1)
            width, high = round(wide - GAP, 1), round(HIGH * count / most, 1)
            columns.append(
                (round(WIDE - x - width, 1) if mirrored else x, round(HIGH - HIGH * count / most, 1), width, high)
            )
        told = [
            tuple(float(one.attribute(name) or 0) for name in ("x", "y", "width", "height"))
            for one in drawn.all("rect")
        ]
        self.check_all("drawn", told, [column for column in columns if column[3]], title)
        texts = drawn.all("text")
        shown = [one for one in texts if "count" in one.classes]
        right = [
            (words.number(count), round(x + width / 2, 3), round(y - 5, 3))
            for count, (x, y, width, _) in zip(counts, columns, strict=True)
            if count
        ]
        self.check_all(
            "counts",
            [(one.said(), *(round(float(one.attribute(side) or 0), 3) for side in ("x", "y"))) for one in shown],
            right,
            title,
        )
        under = [one for one in texts if "count" not in one.classes]
        self.check_all(
            "counts",
            [(one.said(), float(one.attribute("x") or 0), one.attribute("y")) for one in under],
            [(plain(label), round(WIDE - x, 1) if mirrored else round(x, 1), "168") for x, label in marks],
            f"{title}, below",
        )
        lines = [one.attributes["x1"] for one in drawn.all("line", "middle")]
        place = None if middle is None else round(WIDE - middle if mirrored else middle, 1)
        self.check("drawn", [float(x) for x in lines], [] if place is None else [place], f"{title}, the middle")

    def _options(self, figure: Element) -> None:
        so, words = self.so, self.words
        key = "page.chart_options_hours" if so.scheduled else "page.chart_options_mentors"
        self._caption(figure, "page.chart_options", words.say(key))
        found = {mentee: so.options(mentee) for mentee in so.mentees}
        counted = {mentee: hours if so.scheduled else mentors for mentee, (mentors, hours) in found.items()}
        self._counted(figure, list(counted.values()), "page.chart_options")
        table = figure.one("table")
        self.label(table.one("caption"), "page.fewest")
        keys = ["name", *(["possible_hours"] if so.scheduled else []), "possible_mentors", "got"]
        for heading, name in zip(table.one("thead").all("th"), keys, strict=True):
            self.label(heading, f"page.{name}")
        fewest = sorted(so.mentees, key=lambda one: (counted[one], found[one][0]))[:10]
        rows = table.one("tbody").kids("tr")
        self.check("number of people", len(rows), len(fewest), "fewest options")
        for row, own in zip(rows, fewest, strict=False):
            name, *numbers, got = row.kids("td")
            self.person(name, own, "fewest options")
            right = [found[own][1], found[own][0]] if so.scheduled else [found[own][0]]
            self.check_all("options", [one.said() for one in numbers], list(map(words.number, right)), own)
            if own in so.left_out:
                self.out_chip(got.one("span"), "page.not_placed", own)
            else:
                self.link(got.one("a"), so.group_of[own].id)
                self.chip(got.one("b"), so.choice(own), own)

    def _met(self, slots: Sequence[str]) -> str:
        groups = [group.id for slot in slots for group in self.so.groups if self.so.reading.slot(group.slot) == slot]
        return " ".join(groups) if len(groups) <= 2 else self.words.say("page.groups_there", len(groups))

    def _week(self, figure: Element) -> None:
        words = self.words
        self._caption(figure, "page.chart_week", words.say("page.chart_week_note"))
        scroll = figure.one("div", "scroll")
        self.attribute("labels", scroll, "aria-label", words.say("page.chart_week"))
        cells, days, times = self._cells()
        table = scroll.one("table")
        headings = table.one("thead").all("th")
        right = [f"{words.day(day)}{words.short_day(day)}" for day in days]
        self.check_all("hours", [plain(one.said()) for one in headings], right, "days")
        rows = table.one("tbody").kids("tr")
        self.check("hours", [plain(row.kids("th")[0].said()) for row in rows], list(map(words.clock, times)), "times")
        most = max((so_many for so_many, _, _ in cells.values()), default=0) or 1
        for row, time in zip(rows, times, strict=False):
            for cell, day in zip(row.kids("td"), days, strict=True):
                where = f"{words.day(day)} {words.clock(time)}"
                if (day, time) not in cells:
                    self.same("counts", cell, "", where)
                    continue
                mentees, mentors, met = cells[day, time]
                self.same("counts", cell, f"{words.number(mentees)} {met}", where)
                counted = {
                    "mentees": words.say("page.mentees", mentees),
                    "mentors": words.say("page.mentors_counted", mentors),
                }
                self.attribute("counts", cell, "title", words.say("page.free_there", **counted), where)
                classes = [f"h{ceil(6 * mentees / most)}", *(["met"] if met else [])]
                self.check("drawn", cell.classes, classes, where)
        legend = figure.one("p", "legend")
        self.same("labels", legend, words.say("page.few") + words.say("page.many"))
        self.check("drawn", [one.classes for one in legend.all("i")], [[f"h{level}"] for level in range(7)])

    def _cells(self) -> tuple[dict[tuple[int, int], tuple[int, int, str]], list[int], list[int]]:
        """What stands for each day and time: mentees and mentors who are free, and the groups that meet."""
        so = self.so
        slots = {slot: start for slot, start in (so.reading.slots or {}).items() if start is not None}
        free = {slot: (so.free(so.mentees, slot), so.free(so.mentors, slot)) for slot in slots}
        if so.reading.program["schedule"]["slots"] is None:
            slots = self._worth_showing(slots, free)
        minutes = {slot: start % oracle.DAY_MINUTES for slot, start in slots.items()}
        if len(set(minutes.values())) > 32:
            minutes = {slot: minute - minute % 60 for slot, minute in minutes.items()}
        within: dict[tuple[int, int], list[str]] = {}
        for slot, minute in minutes.items():
            within.setdefault((slots[slot] // oracle.DAY_MINUTES, minute), []).append(slot)
        cells = {
            place: (max(free[slot][0] for slot in there), max(free[slot][1] for slot in there), self._met(there))
            for place, there in within.items()
        }
        days = sorted({day for day, _ in within}, key=lambda day: (day - self.words.first_day) % 7)
        return cells, days, sorted(set(minutes.values()))

    def _worth_showing(self, slots: dict[str, int], free: dict[str, tuple[int, int]]) -> dict[str, int]:
        """Of a grid, the days and times at which clearly more can meet than at night, or a group does."""
        both = {slot: sum(free[slot]) for slot in slots}
        least, most = min(both.values(), default=0), max(both.values(), default=0)
        meeting = {self.so.reading.slot(group.slot) for group in self.so.groups}
        busy = [slot for slot in slots if both[slot] - least > 0.03 * (most - least) or slot in meeting] or list(slots)
        days = {slots[slot] // oracle.DAY_MINUTES for slot in busy}
        minutes = [slots[slot] % oracle.DAY_MINUTES for slot in busy]
        return {
            slot: start
            for slot, start in slots.items()
            if start // oracle.DAY_MINUTES in days and min(minutes) <= start % oracle.DAY_MINUTES <= max(minutes)
        }

    def _named_slots(self, figure: Element, named: list[str]) -> None:
        self._caption(figure, "page.chart_week", self.words.say("page.chart_slots"))
        bars = []
        for slot in named:
            met = self._met([slot])
            bars.append((slot, self.so.free(self.so.mentees, slot), met, "met" if met else "load"))
        self._bars(figure, bars)

    # Left out, idle, scarce ------------------------------------------------------------------------------------------

    def _left_out(self, part: Element) -> None:
        so, words = self.so, self.words
        self._heading(part, "h-left_out", "left_out")
        table = part.first("table", "reasons")
        self.check("places", table is not None, bool(so.left_out), "the table of those left out")
        if table is not None:
            name, reason = table.one("thead").all("th")
            self.label(name, "page.name")
            self.label(reason, "page.reason")
            self._reasons(table.one("tbody").kids("tr"))
        paragraphs = [one.said() for one in part.kids("p")]
        right = [] if so.left_out else [words.say("page.nobody_left_out")]
        right += [words.say("page.in_english")] if self.english and words.tongue != "en" else []
        right += [] if so.idle else [words.say("page.nobody_idle")]
        self.check_all("sentences", paragraphs, right, "left out")
        scarce = Rules(so, words)
        lists = {kind: part.first("ul", kind) for kind in ("why", "names", "scarce")}
        said = {kind: [] if one is None else [item.said() for item in one.kids("li")] for kind, one in lists.items()}
        self.check_all("names and ids", said["names"], [self.name_and_id(own) for own in so.idle], "idle")
        self.check_all("idle", said["why"], [plain(text) for text in scarce.why_idle()], "why mentors are idle")
        self.check_all("scarce", said["scarce"], [plain(text) for text in scarce.scarce()], "what is scarce")
        headings = [words.say("page.idle_mentors"), *([words.say("scarce.title")] if said["scarce"] else [])]
        self.check_all("labels", [one.said() for one in part.kids("h3")], headings, "left out")

    def _reasons(self, rows: list[Element]) -> None:
        """A row for each reason, with everybody who is told it."""
        so, words = self.so, self.words
        by_name = {plain(self.name_and_id(own)): own for own in so.left_out}
        told: dict[str, str] = {}
        self.english = False
        for row in rows:
            people, reason = row.kids("th")[0], row.kids("td")[0].one("span")
            named = [by_name.get(one.said(), "nobody") for one in people.kids("span")]
            counted = people.first("b")
            right = words.say("page.mentees", len(named)) if len(named) > 1 else None
            self.check("counts", None if counted is None else counted.said(), right, "left out for one reason")
            said, turned = self.understood(reason.said())
            self.english |= not turned
            self.attribute("language", reason, "lang", None if turned else "en")
            self.attribute("language", reason, "dir", None if turned else "auto")
            for own in named:
                told[own] = said or ""
        self.check("number of reasons", len(rows), len(set(told.values())), "left out")
        alike: dict[str, list[str]] = {}
        for own in so.left_out:
            alike.setdefault(told.get(own, ""), []).append(own)
        self.check_all("names and ids", list(told), [own for people in alike.values() for own in people], "left out")
        for own in so.left_out:
            self.check_reason(own, told.get(own), len(alike[told.get(own, "")]))

    # Mentors who drop out --------------------------------------------------------------------------------------------

    def _stress(self, part: Element, losses: Losses) -> None:
        so, words = self.so, self.words
        self._heading(part, "h-stress", "stress")
        self.faults += [f"page stress: {wrong}" for wrong in losses.wrong(so)]
        now, how = part.kids("p")
        spare = ""
        if so.spare:
            names = words.row(self.name_and_id(own) for own in so.spare[:SPARE])
            more = f" {words.say('stress.and_more', len(so.spare) - SPARE)}" if len(so.spare) > SPARE else ""
            spare = f" {words.say('stress.spare')} {names}{more}."
        self.same("sentences", now, losses.now(words) + spare, "stress")
        self.same("sentences", how, losses.how(words), "stress")
        headings = [f"{losses.heading(words, size)} ({losses.tried(words, size)})" for size in losses.sizes]
        self.check_all("sentences", [one.said() for one in part.kids("h3")], list(map(plain, headings)), "stress")
        right = [plain(text) for size in losses.sizes for text in losses.sentences(words, size)]
        self.check_all("sentences", [one.said() for one in part.all("li")], right, "stress")
        tables = part.all("table", "losses")
        for size in losses.sizes:
            harmful = losses.harmful(size)
            moved = any(loss["moved"] for loss in harmful)
            for rows in (harmful[:LOSSES], harmful[LOSSES:]):
                if rows and tables:
                    self._lost(tables.pop(0), rows, losses, size, moved)
                    self.facts["page", "tables of losses"] += 1
        self.check("number of tables", len(tables), 0, "stress")
        further = [so_many for size in losses.sizes if (so_many := len(losses.harmful(size)) - LOSSES) > 0]
        folded = [one.one("summary").said() for one in part.all("details")]
        self.check_all("counts", folded, [plain(words.say("stress.further", one)) for one in further], "stress")

    def _lost(self, table: Element, right: list[dict[str, Any]], losses: Losses, size: int, moved: bool) -> None:
        words = self.words
        caption = table.first("caption")
        if caption is not None:
            self.label(caption, "stress.worst")
        else:
            self.attribute("labels", table, "aria-label", losses.heading(words, size))
        keys = [
            "page.mentors",
            "page.groups",
            "stress.concerned",
            "stress.left_out",
            *(["stress.others"] if moved else []),
        ]
        self.check_all(
            "labels", [one.said() for one in table.one("thead").all("th")], [plain(words.say(key)) for key in keys]
        )
        rows = table.one("tbody").kids("tr")
        self.check("number of losses", len(rows), len(right), "stress")
        for row, loss in zip(rows, right, strict=False):
            who = row.kids("th")[0]
            people = [one.said() for one in who.kids("span")]
            self.check_all("names and ids", people, [plain(self.name_and_id(own)) for own in loss["mentors"]], "lost")
            why = list(who.kids("small"))
            said, shown_by = losses.why_none(words, loss)
            self.check_all("reasons", [one.own() for one in why], [plain(said)] if said else [], "lost")
            english = [span for one in why for span in one.all("span")]
            self.check_all("reasons", [one.said() for one in english], [plain(shown_by)] if shown_by else [], "lost")
            for one in english:
                self.attribute("language", one, "lang", "en")
                self.attribute("language", one, "dir", "auto")
            groups, concerned, left_out, *others = row.kids("td")
            for link, group in zip(groups.all("a"), loss["groups"], strict=True):
                self.link(link, group)
            self.same("counts", concerned, words.number(loss["concerned"]), "lost")
            self.same("counts", left_out, losses.left_out(words, loss), "lost")
            told = [one.said() for one in others]
            self.check_all(
                "counts", told, [words.number(loss["moved"]) if loss["moved"] else ""] if moved else [], "lost"
            )

    # Rules and provenance --------------------------------------------------------------------------------------------

    def _rules(self, part: Element) -> None:
        rules = Rules(self.so, self.words)
        self._heading(part, "h-rules", "rules")
        in_force, weights = part.all("div", "panel")
        self.label(in_force.one("h3"), "page.rules_in_force")
        told = []
        for item in in_force.one("h3").parent.kids("ul")[0].kids("li"):
            items = [one.said() for one in item.all("li")]
            told.append(" / ".join([item.own(), *items]))
        self.check_sentences("rules", told, [plain(text) for text in rules.in_force()], "rules in force")
        self.label(weights.one("h3"), "page.weights")
        pairs = [(one.one("dt").said(), one.one("dd").said()) for one in weights.one("dl").kids("div")]
        right = [(plain(label), plain(value)) for label, value in rules.weights()]
        self.check_all("weights", pairs, right, "weights")

    def _end(self, foot: Element) -> None:
        self.label(foot.one("h2"), "page.provenance")
        pairs = [(one.one("dt").said(), one.one("dd").said()) for one in foot.one("dl").kids("div")]
        self.check_all("provenance", pairs, provenance(self.so, self.words, self.told), "provenance")
        self.label(foot.kids("p")[0], "page.made_by")


def tone(rank: int | None) -> str:
    """The class of a choice's colour."""
    return "cu" if rank is None else f"c{min(rank, 5)}"


def zone_told(so: Facts, words: Words) -> str | None:
    """By whose clock hours are, where the program says it."""
    return None if so.zone is None or not so.scheduled else words.say("rules.zone", zone=words.zone(so.zone))


def own_hours_told(so: Facts, words: Words, own: str, group: Group) -> list[str]:
    """The hours of a group by somebody's own clock, where that shows others, one after the other."""
    told = []
    for start, since in so.own_hours(own, group):
        key = "zone.told" if since is None else "zone.told_since"
        day = "" if since is None else words.date(since)
        told.append(words.say(key, when=words.when("", start), zone=words.zone(so.zone_of(own) or ""), day=day))
    return told


def decided(so: Facts, words: Words) -> str:
    groups = words.say("verdict.groups", len(so.groups))
    if not so.groups:
        return words.say("verdict.nobody")
    if not so.left_out:
        return words.say("verdict.everybody", len(so.mentees), groups=groups)
    placed = words.say("verdict.placed", len(so.placed), mentees=len(so.mentees))
    return words.say("verdict.some", len(so.left_out), placed=placed, groups=groups)


def quality(so: Facts, words: Words) -> str:
    """How good it is, and among which groupings."""
    told, moves = known_quality(so, words), so.moves_allowed
    return told if moves is None else f"{told} {words.say('verdict.few_moves', moves)}"


def known_quality(so: Facts, words: Words) -> str:
    """How good it is, from objective and bound."""
    objective, bound = so.objective, so.bound
    points = {"objective": objective, "bound": bound}
    if so.edited:
        known = so.mode == "total"
        points["bound"] = so.bound_by_the_rules
        return words.say(f"verdict.{'broken' if so.broken else 'edited'}{'_of' if known else ''}", **points)
    if so.result["status"] == "optimal":
        proofs = {
            "total": "verdict.proved",
            "greedy": "verdict.proved_greedy",
            "generous": "verdict.proved_generous",
            "fair": "verdict.proved_fair",
        }
        told = words.say(proofs[so.mode] if so.result.get("stages") else "verdict.proved")
        return f"{told} {words.say('verdict.on_word', solvers=words.row(so.on_word))}" if so.on_word else told
    gap = (bound - objective) / max(1, abs(objective))
    if so.open_stage is not None:
        told = words.say("verdict.first_things_open")
    elif objective > 0 and gap <= 1:
        told = words.say("verdict.within", gap=words.at_most(gap))
    else:
        told = words.say("verdict.up_to", **points)
    ended = {"time limit": "verdict.time_limit", "stopped": "verdict.stopped"}.get(so.result.get("ended") or "")
    return f"{words.say(ended)} {told}" if ended else told


def stages_told(so: Facts, words: Words) -> list[str]:
    """What the mode put first: counted again, stage by stage."""
    if so.edited:
        return []
    told = []
    names = {"left out": "stage.left_out", "unlisted": "stage.unlisted", "choice": "stage.choice", "band": "stage.band"}
    for stage in so.result.get("stages") or ():
        kind = stage["name"].rstrip("0123456789").strip()
        number = int(stage["name"].removeprefix(kind) or 0)
        value = staged(so, kind, number)
        name = words.say(names[kind], number=number + (kind == "band"))
        if value == stage["bound"]:
            told.append(words.say("stage.most" if so.mode == "greedy" else "stage.fewest", name=name, value=value))
        else:
            told.append(words.say("stage.open", stage["bound"], name=name, value=value))
    return list(map(plain, told))


def staged(so: Facts, kind: str, number: int) -> int:
    """How many a stage counts."""
    if kind == "left out":
        return len(so.left_out)
    if kind == "band":
        leaders = {mentee: oracle.leaders_of(so.formed, mentee) for mentee in so.mentees}
        return sum(oracle.band(so.reading, mentee, mentors) == number for mentee, mentors in leaders.items())
    counts = Counter(so.choice(mentee) for mentee in so.placed)
    return counts[None if kind == "unlisted" else number]


def notices_told(so: Facts, words: Words) -> list[str]:
    notices = [words.say("notice.edited")] if so.edited else []
    notices += [words.say("notice.settings")] if so.result.get("settings_changed") else []
    return notices + ([words.say("notice.intake")] if so.result.get("intake_changed") else [])


def provenance(so: Facts, words: Words, told: dict[str, Any]) -> list[tuple[str, str]]:
    """Where a result comes from, as it says itself."""
    result = so.result
    efforts = {one: f"provenance.{one}" for one in ("quick", "normal", "thorough")}
    ends = {
        "itself": "provenance.ended_itself",
        "time limit": "provenance.ended_time_limit",
        "stopped": "provenance.ended_stopped",
    }
    rows = [("provenance.version", f"matcher {result['version']}"), ("provenance.seed", str(result["seed"]))]
    if result.get("effort") in efforts:
        rows.append(("provenance.effort", words.say(efforts[result["effort"]])))
    if result.get("ended") in ends and not so.edited:
        rows.append(("provenance.ended", words.say(ends[result["ended"]])))
    rows.append(("provenance.seconds", words.say("provenance.in_seconds", time=words.number(result["seconds"], 1))))
    rows.append(("provenance.fingerprint", told["fingerprint"]))
    return [(plain(words.say(key)), plain(value)) for key, value in rows]


# What is read -------------------------------------------------------------------------------------------------------


def _made(case: Case, folder: Path) -> str:
    case.result.report(
        folder, case.intake, kinds=["html"], anonymous=case.anonymous, language=case.language, stress=case.stress
    )
    return (folder / "committee.html").read_text(encoding="utf-8")


def _read(case: Case, made: str) -> Page:
    told = {"fingerprint": case.fingerprint}
    page = Page(case.facts, Words(case.language), told=told, losses=case.losses)
    page.read(made)
    return page


OUTPUTS = (Output("page", _made, _read),)
