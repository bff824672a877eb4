"""What is said in another language, read back: the English sentence of a result that it tells.

The forms of a language are read from its file as they stand, and what stands in their places is read by itself. A text
that no form fits is not understood: None.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache, cached_property
from typing import Any

from tests import oracle
from tests.oracle import DAY_MINUTES
from tests.reader.seen import Facts
from tests.reader.tree import plain
from tests.reader.words import ROOT, WEEKS, Words, in_a_row, some

Known = Mapping[str, str]
MORE = 3
OPTIONAL = {"hours": " at their hours", "hour": " at any hour"}
SHAPES = {
    "file": "[^:,\u060c]+?",
    "file_too": "[^:,\u060c]+?",
    "zone": "[^ ,;\u060c\u061b]+",
    "zone_there": "[^ ,;\u060c\u061b]+",
    "value": "'.*?'|\".*?\"",
    "limits": r" \((?:max_groups|max_mentees|max_groups, max_mentees)\)",
}
AS_WRITTEN = ("file", "file_too", "column", "value", "guess", "zone", "zone_there", "rule_name", "setting")
WARNED = ("warning", "clash", "capacity", "leaders", "mentees", "turns", "so", "since")
MAY_LACK = ("hours", "hour", "with", "for", "limits", "at_slot", "change")
NUMBERS = ("count", "number", "least", "most")
TIES = ("gender.no_lone", "together", "apart", "mix")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MARKS = re.compile(
    "; (?:und|oder|y|e|o|u) |[\u061b\u060c]\u200f? (?:\u0648|\u06cc\u0627) |; |[\u061b\u060c]\u200f? "
    "| und | oder | y | e | o | u | \u0648 | \u06cc\u0627 |, "
)


@cache
def forms_of(tongue: str) -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Table, key, and the forms of one sentence: one that has no plural is ``other`` alone."""
    tables: Any = tomllib.loads((ROOT / "languages" / "sentences" / f"{tongue}.toml").read_text(encoding="utf-8"))
    return {
        table: {key: {"other": form} if isinstance(form, str) else form for key, form in entries.items()}
        for table, entries in tables.items()
    }


class Turned:
    """Sentences about one result, in one language."""

    def __init__(self, so: Facts, words: Words) -> None:
        self.so, self.words = so, words
        self.there, self.here = forms_of(words.tongue), forms_of("en")
        self.groups = {plain(group.id): group.id for group in so.groups}
        self.mentees = {plain(one): one for one in so.mentees}
        self.mentors = {plain(one): one for one in so.mentors}
        self.slots = {plain(words.when(slot, start)): slot for slot, start in (so.reading.slots or {}).items()}

    def reason(self, text: str) -> str | None:
        """Why somebody is left out."""
        return self._sentences(plain(text))

    def _sentences(self, text: str) -> str | None:
        for cut in [len(text), *(mark.start() for mark in re.finditer(r"(?<=\.) ", text))]:
            main = next(self._read("reason", text[:cut]), None)
            rest = text[cut + 1 :]
            more = "" if main is None or not rest else self._sentences(rest)
            if main is not None and more is not None:
                return f"{main} {more}".strip()
        return None

    def warning(self, text: str) -> str | None:
        """A warning, with the place before it."""
        text = plain(text)
        for mark in re.finditer(": ", text):
            place = next(self._read("place", text[: mark.start()]), None)
            told = next(self._read("warning", text[mark.end() :]), None)
            if place is not None and told is not None:
                return f"{place}: {told}"
        return None

    # Forms -----------------------------------------------------------------------------------------------------------

    def _read(self, table: str, text: str, count: int | None = None) -> Iterator[str]:
        """Every English sentence of a table that a text can be; `count`: of so many."""
        for key, forms in self.there[table].items():
            for name, form in forms.items():
                found = re.fullmatch(self._expression(form), text)
                if found is None:
                    continue
                parts = {place: self._part(place, part) for place, part in found.groupdict().items()}
                if form.endswith("}.") and None in parts.values():
                    last = form[form.rindex("{") + 1 : -2]
                    parts[last] = self._part(last, f"{found[last]}.")
                if None in parts.values():
                    continue
                number = parts.get("count") if count is None else str(count)
                several = name == "other" if number is None else number != "1"
                wanted = self.here[table][key]
                said = wanted["other"] if several else wanted.get("one", wanted["other"])
                if "no_choice" in parts:
                    parts["choice"] = str(parts["no_choice"]).removeprefix("no ")
                # What is "for them" may be left unsaid.
                parts.setdefault("for", " for them")
                if key.startswith(("every_group", "no_group")) and table == "reason":
                    clause = str(parts.get("closed") or parts.get("of_none"))
                    if clause.endswith(")") == key.endswith("_last"):
                        continue
                # A name that ends with a full stop ends the sentence.
                yield re.sub(r"\.\.$", ".", re.sub(r"\{(\w+)\}", lambda place, told=parts: str(told[place[1]]), said))

    def _expression(self, form: str) -> str:
        told, seen = "", set[str]()
        for piece in re.split(r"(\{\w+\})", form):
            if not piece.startswith("{"):
                told += re.escape(piece)
                continue
            name = piece[1:-1]
            lacking = "|" if name in MAY_LACK else ""
            told += f"(?P={name})" if name in seen else f"(?P<{name}>{self._shape(name)}{lacking})"
            seen.add(name)
        return told

    def _shape(self, place: str) -> str:
        if place in NUMBERS:
            return r"[\d.,\u066c]+"
        if place in SHAPES:
            return SHAPES[place]
        pieces = self.there["piece"]
        if place in ("hours", "hour"):
            return re.escape(pieces[place]["other"])
        if place == "for":
            return re.escape(pieces["for_one"]["other"])
        if place in ("with", "at", "at_slot"):
            return re.sub(r"\\\{\w+\\\}", ".+?", re.escape(pieces["with" if place == "with" else "at"]["other"]))
        if place == "change":
            return "|".join(re.escape(pieces[key]["other"]) for key in ("cost_more", "cost_less"))
        return ".+?"

    def _part(self, place: str, part: str | None) -> str | None:
        if place in OPTIONAL:
            return OPTIONAL[place] if part else ""
        if place == "for":
            return " for one of them" if part else " for them"
        if place == "with":
            if not part:
                return ""
            before = self.there["piece"]["with"]["other"].partition("{")[0]
            others = self._list(part.removeprefix(before), self.mentees, some_of)
            return None if others is None else f" and {others}"
        if place == "limits":
            return part or ""
        if place == "change":
            changes = {self.there["piece"][f"cost_{change}"]["other"]: f" {change}" for change in ("more", "less")}
            return changes.get(part, "") if part else ""
        if place == "at_slot":
            before, _, after = self.there["piece"]["at"]["other"].partition("{slot}")
            slot = self.slots.get(part.removeprefix(before).removesuffix(after)) if part else ""
            return f" at {slot}" if slot else slot
        if part is None:
            return None
        return self._kinds[place](part)

    @cached_property
    def _kinds(self) -> Mapping[str, Callable[[str], str | None]]:
        def table(name: str, count: int | None = None) -> Callable[[str], str | None]:
            return lambda part: next(self._read(name, part, count), None)

        def listed(known: Known, told: Callable[[list[str], int], str]) -> Callable[[str], str | None]:
            return lambda part: self._list(part, known, told)

        return {
            **dict.fromkeys(NUMBERS, self._number),
            "group": self.groups.get,
            "groups": listed(self.groups, some_of),
            "row": listed(self.groups, row_of),
            "any": listed(self.groups, any_of),
            "others": listed(self.mentees, some_of),
            "slots": listed(self.slots, some_of),
            "slot_row": listed(self.slots, row_of),
            "ties": listed({name: name for name in TIES}, some_of),
            "closed": table("closed", 1),
            "of_none": table("of_none", 1),
            "mentor": table("mentor", 1),
            "two_mentors": table("mentor", 2),
            "choice": table("choice", 1),
            "no_choice": table("no_choice", 1),
            "rule": table("rule", 1),
            "columns": self._columns.get,
            "kinds": self._mixes.get,
            "kind": self._kinds_counted.get,
            "led": listed(self.mentors, lambda items, more: some(items, len(items))),
            "costs": self._costs,
            **{name: table(name) for name in ("there", "loss", "another", "bill", "wanted")},
            "parts": self._parts,
            "mentors": self._mentors,
            "places": self._places,
            "windows": self._windows,
            "locks": self._locks,
            **dict.fromkeys(AS_WRITTEN, str),
            **dict.fromkeys(("who", "somebody"), self._people.get),
            "people": listed(self._people, some_of),
            **dict.fromkeys(("day", "last_day"), self._days.get),
            **{name: table(name) for name in WARNED},
            "clashes": self._clashes,
        }

    @cached_property
    def _people(self) -> Known:
        """Everybody as warnings call them."""
        names = self.so.names
        return {plain(who): who for who in (own if names[own] == own else f"{names[own]} ({own})" for own in names)}

    @cached_property
    def _days(self) -> Known:
        """The first and the last day of the program, and the first of each week of it."""
        if self.so.calendar is None:
            return {}
        first = date.fromisoformat(str(self.so.calendar["start"]))
        last = first + timedelta(weeks=self.so.calendar["weeks"], days=-1)
        weeks = (first + timedelta(weeks=week) for week in range(self.so.calendar["weeks"]))
        return {plain(self.words.full_date(day)): str(day) for day in (*weeks, last)}

    def _clashes(self, text: str) -> str | None:
        told = [next(self._read("clash", clause), None) for clause in self._clauses(text)]
        return None if None in told else "; ".join(map(str, told))

    def _number(self, part: str) -> str | None:
        digits = "".join(str(int(sign)) for sign in part if sign.isdecimal())
        return digits if digits and plain(self.words.number(int(digits))) == part else None

    # Lists -----------------------------------------------------------------------------------------------------------

    def _list(self, text: str, known: Known, told: Callable[[list[str], int], str]) -> str | None:
        shown, more = self._shown(text)
        items = self._items(shown, known)
        return None if items is None else told(items, more)

    def _shown(self, text: str) -> tuple[str, int]:
        """A list without what it counts besides, and how many these are."""
        for key in ("one_of_more", "locks_more", "more"):
            for form in self.there["piece"][key].values():
                pattern = re.escape(form).replace(r"\{items\}", "(?P<items>.+)")
                pattern = pattern.replace(r"\{count\}", r"(?P<count>\S+)")
                found = re.fullmatch(pattern, text)
                if found is not None and (number := self._number(found["count"])) is not None:
                    return found["items"], int(number)
        return text, 0

    def _items(self, text: str, known: Known) -> list[str] | None:
        if text in known:
            return [known[text]]
        for mark in self._marks(text):
            first = known.get(text[: mark.start()])
            if first is not None and (rest := self._items(text[mark.end() :], known)) is not None:
                return [first, *rest]
        return None

    @staticmethod
    def _marks(text: str) -> Iterator[re.Match[str]]:
        for start in range(1, len(text)):
            if (found := MARKS.match(text, start)) is not None:
                yield found

    def _clauses(self, text: str) -> list[str]:
        return re.split("; |\u061b\u200f? ", text)

    # What is longer --------------------------------------------------------------------------------------------------

    def _parts(self, text: str) -> str | None:
        told = [self._groups_closed(clause) for clause in self._joined(self._clauses(text), self._groups_closed)]
        if None in told or len(told) < 2:
            return None
        clauses = [str(one) for one in told]
        return f"{', '.join(clauses[:-1])} and {clauses[-1]}"

    def _joined(self, clauses: list[str], reads: Callable[[str], str | None]) -> list[str]:
        """Clauses, those put together again that are none by themselves."""
        told: list[str] = []
        while clauses:
            for wide in range(1, len(clauses) + 1):
                if reads("; ".join(clauses[:wide])) is not None or wide == len(clauses):
                    told.append("; ".join(clauses[:wide]))
                    clauses = clauses[wide:]
                    break
        return told

    def _groups_closed(self, clause: str) -> str | None:
        for gap in re.finditer(" ", clause):
            names, more = self._shown(clause[: gap.start()])
            items = self._items(names, self.groups)
            if items is not None:
                closed = next(self._read("closed", clause[gap.end() :], len(items) + more), None)
                if closed is not None:
                    return f"{some_of(items, more)} {closed}"
        return None

    def _mentors(self, text: str) -> str | None:
        told = []
        for clause in self._clauses(text):
            number = self._number(clause.partition(" ")[0])
            said = next(self._read("mentor", clause.partition(" ")[2], int(number)), None) if number else None
            if said is None:
                return None
            told.append(f"{number} {said}")
        return ", ".join(told)

    def _places(self, text: str) -> str | None:
        shown, more = self._shown(text)
        told = []
        for place in re.split("(?<=\\))(?:,|;|\u060c\u200f?|\u061b\u200f?) ", shown):
            found = re.fullmatch(r"(.+?) \((.+)\)", place)
            groups = None if found is None else self._list(found[2], self.groups, row_of)
            if found is None or groups is None or found[1] not in self.slots:
                return None
            told.append(f"{self.slots[found[1]]} ({groups})")
        return row_of(told, more)

    def _windows(self, text: str) -> str | None:
        """Hours of a week, one after the other, as cells write them."""
        told = [self._window(item) for item in re.split("(?:,|;|\u060c\u200f?|\u061b\u200f?) ", text)]
        return None if None in told else "; ".join(map(str, told))

    def _window(self, item: str) -> str | None:
        for kind in (None, *WEEKS):
            form = (
                "{when}"
                if kind is None
                else self.words.say("weeks.told", when="{when}", weeks=self.words.say(f"weeks.{kind}"))
            )
            before, _, after = plain(form).partition("{when}")
            start, dash, end = item.removeprefix(before).removesuffix(after).partition("\u2013")
            whole = f"{before}{start}{dash}{end}{after}" == item
            if whole and start in self._starts and end in self._clocks:
                return f"{self._starts[start]}-{self._clocks[end]}{'' if kind is None else f' {kind}'}"
        return self.slots.get(item)

    @cached_property
    def _starts(self) -> Known:
        """Every minute of a week, as it is told and as cells write it."""
        days = [(day, minute) for day in range(7) for minute in range(DAY_MINUTES)]
        return {
            plain(
                f"{self.words.day(day)} {self.words.clock(minute)}"
            ): f"{DAYS[day]} {minute // 60:02}:{minute % 60:02}"
            for day, minute in days
        }

    @cached_property
    def _clocks(self) -> Known:
        clocks = [f"{end // 60:02}:{end % 60:02}" for end in range(DAY_MINUTES + 1)]
        return {plain(self.words.native(clock)): clock for clock in clocks}

    # What settings and locks say -------------------------------------------------------------------------------------

    @cached_property
    def _columns(self) -> Known:
        rules = [[one["column"] for one in self.so.rules(table)] for table in ("eligible", "pair")]
        return {plain(self.words.listing(names, either=True)): " or ".join(names) for names in rules if names}

    def _costs(self, text: str) -> str | None:
        told = self._costs_apart(text)
        return None if told is None else some(told, len(told))

    def _costs_apart(self, text: str) -> list[str] | None:
        whole = next(self._read("cost", text), None)
        if whole is not None:
            return [whole]
        for mark in self._marks(text):
            first = next(self._read("cost", text[: mark.start()]), None)
            if first is not None and (rest := self._costs_apart(text[mark.end() :])) is not None:
                return [first, *rest]
        return None

    @cached_property
    def _kinds_counted(self) -> Known:
        """Those of whom too few or too many in a group cost points."""
        form, known = self.there["piece"]["kind"]["other"], {}
        for one in (one for one in self.so.reading.mix if one.get("weight")):
            values = list(oracle.items(one["values"]))
            told = form.format(values=self.words.listing(values, either=True), column=one["column"])
            known[plain(told)] = f"{some(values, len(values), 'or')} in {one['column']}"
        return known

    @cached_property
    def _mixes(self) -> Known:
        mixes = [one for one in self.so.rules("mix") if one.get("min") or one.get("max") is not None]
        form = self.there["piece"]["kind"]["other"]
        told, english = [], []
        for one in mixes:
            values = [one["values"]] if isinstance(one["values"], str) else list(one["values"])
            told.append(form.format(values=self.words.listing(values, either=True), column=one["column"]))
            english.append(f"{some(values, len(values), 'or')} in {one['column']}")
        return {plain(self.words.listing(told, either=True)): " or ".join(english)}

    def _locks(self, text: str) -> str | None:
        shown, more = self._shown(text)
        items = self._items(shown, self._locks_known)
        if items is None:
            return None
        return "; ".join(items) + (f"; and {more} more" if more else "")

    @cached_property
    def _locks_known(self) -> Known:
        """Each lock as it is told here."""
        known = {}
        hours = {slot: when for when, slot in self.slots.items()}
        for lock, english in zip(self.so.reading.locks, self.so.locks_told, strict=True):
            mentors = [one for one in self.so.mentors if one in lock["mentors"]]
            forms = self.there["lock"][{"person-in-group": "person", "whole-group": "whole"}.get(lock["kind"], "leads")]
            form = forms["one" if len(mentors) == 1 else "other"]
            slot = self.so.reading.slot(lock["slot"]) if lock["slot"] and lock["kind"] != "mentor-pair" else None
            at = "" if slot is None else self.there["piece"]["at"]["other"].format(slot=hours.get(slot, slot))
            reason = re.search(r" \(locked: (.*)\)$", english)
            why = self.there["piece"]["locked" if reason is None else "locked_why"]["other"]
            told = form.format(
                names=self.words.listing(mentors),
                row=self.words.row(one for one in self.so.mentees if one in lock["mentees"]),
                at=at,
                why=why if reason is None else why.format(reason=reason[1]),
            )
            known[plain(told)] = english
        return known


def some_of(items: list[str], more: int) -> str:
    return in_a_row([*items, *[""] * more], len(items)) if more else some(items, len(items))


def row_of(items: list[str], more: int) -> str:
    return in_a_row([*items, *[""] * more], len(items))


def any_of(items: list[str], more: int) -> str:
    return f"{in_a_row(items)} or one of {more} more" if more else some(items, len(items), "or")
