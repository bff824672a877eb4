"""Sentences that results and intakes say of people, turned from English into the language of a report.

A sentence is known again by its form in ``languages/sentences/en.toml``, and everything in it is turned by itself:
lists of people, groups and slots that are known, numbers, what closes a group. People's own words stay as they stand.
What has no form, or holds a part that is not understood, stays English as a whole: no sentence is turned in half.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, cached_property, partial
from importlib import resources
from itertools import pairwise
from typing import NamedTuple

from matcher.intake.hours import WEEKS
from matcher.intake.people import DAY_MINUTES, DAYS, Intake, Lock, Person, WeekKind
from matcher.intake.program import MixRule
from matcher.intake.words.calling import called
from matcher.report.view.phrases import Entry, Phrases, catalogue_of
from matcher.result.records import told_alike
from matcher.rules.members.mix import whom_mix_counts

__all__ = ["InLanguage", "Said", "sentences"]


class Said(NamedTuple):
    """A sentence of ours as a report tells it.

    Parameters
    ----------
    text
        In the language of the report, or in English where it is not known there.
    english
        Whether it is English.
    to_several
        As it is told to several people at once.
    """

    text: str
    english: bool
    to_several: str

    def told_to(self, people: int) -> Said:
        """Return what so many people are told who are told the same."""
        return self if people == 1 else self._replace(text=self.to_several)

    def named(self, told: Callable[[str], str]) -> Said:
        """Return the same with people named as `told` names them."""
        return self._replace(text=told(self.text), to_several=told(self.to_several))


@cache
def sentences(language: str) -> Mapping[str, Entry]:
    """Return every sentence of a language by its key, ``reason.only_group``; of English, the forms that are known.

    Empty for a language in which nobody has written them.
    """
    file = resources.files("matcher.report").joinpath("languages", "sentences", f"{language.partition('-')[0]}.toml")
    return catalogue_of(tomllib.loads(file.read_text(encoding="utf-8"))) if file.is_file() else {}


class InLanguage:
    """What turns sentences about one intake and the groups of one result.

    Parameters
    ----------
    groups
        The names of the groups.
    """

    def __init__(self, intake: Intake, groups: Sequence[str], phrases: Phrases) -> None:
        self._intake = intake
        self._phrases = phrases
        known = sentences(phrases.language)
        self._stays = phrases.english or not known
        self._say = phrases.saying(known)
        self._groups = {group: group for group in groups}
        self._mentees = {mentee.id: mentee.id for mentee in intake.mentees}
        self._mentors = {mentor.id: mentor.id for mentor in intake.mentors}
        people: tuple[Person, ...] = (*intake.mentors, *intake.mentees)
        self._called = {name: name for name in (called(one.id, one.name) for one in people)}
        self._slots = {slot.text: phrases.when(slot.text, slot.start) for slot in intake.slots}

    def __call__(self, reason: str) -> Said:
        """Return why somebody is left out, in the language; in English where that cannot be said in it."""
        several = told_alike(((reason, 1), (reason, 2)))[0][0]
        told, to_several = self._turned(reason), self._turned(several)
        if told is None or to_several is None:
            return Said(reason, english=True, to_several=several)
        return Said(told, english=False, to_several=to_several)

    def warning(self, text: str) -> Said:
        """Return a warning, in the language; in English where that cannot be said in it."""
        told = None if self._stays else self._placed(text)
        return Said(text if told is None else told, english=told is None, to_several=text if told is None else told)

    def locked(self, told: Iterable[str]) -> tuple[str, ...]:
        """Return what of a group locks settle, each as ``its hour: room booked``, in the language; reasons as given."""
        return tuple(map(self._kept, told))

    def _kept(self, text: str) -> str:
        what, colon, reason = text.partition(": ")
        kept = None if self._stays or what in self._mentees else self._of_table("kept", what)
        return text if kept is None else f"{kept}{colon}{reason}"

    def _placed(self, text: str) -> str | None:
        """Return a warning with its place before it: ``mentees.csv row 3, column gender: …``."""
        for mark in re.finditer(": ", text):
            told = self._of_table("warning", text[mark.end() :])
            place = None if told is None else self._of_table("place", text[: mark.start()])
            if place is not None:
                return f"{place}: {told}"
        return None

    def _turned(self, text: str) -> str | None:
        if self._stays:
            return None
        if (told := self._of_table("reason", text)) is not None:
            return told
        # After the first sentence come those that begin so, if any does.
        starts = [0, *(found.end() for found in _BESIDES.finditer(text)), len(text) + 1]
        parts = [self._of_table("reason", text[start : end - 1]) for start, end in pairwise(starts)]
        return None if None in parts else " ".join(filter(None, parts))

    # Sentences and clauses -------------------------------------------------------------------------------------------

    def _of_table(self, table: str, text: str, count: int | None = None) -> str | None:
        """Return a sentence or clause by the first form of a table that it has; None where it has none.

        Parameters
        ----------
        count
            Of how many it is told; None: the form tells, or what stands in it.
        """
        for form in _forms(table):
            found = form.pattern.fullmatch(text)
            if found is not None and (told := self._filled(form, found, count)) is not None:
                return told
        return None

    def _filled(self, form: _Form, found: re.Match[str], count: int | None) -> str | None:
        values: dict[str, str] = {}
        for place, part in found.groupdict().items():
            told = self._part(place, part)
            if told is None and place == form.last and part is not None:
                # A full stop ends the sentence, its own or that of a name before it.
                told = self._part(place, f"{part}.")
            if told is None:
                return None
            values[place] = told
        if "choice" in values:
            values["no_choice"] = self._of_table("no_choice", f"no {found['choice']}") or values["choice"]
        if count is None:
            count = int(found["count"]) if "count" in values else 1 if form.one else 2
        values.pop("count", None)
        return self._say(form.key, count, **values)

    def _part(self, place: str, part: str | None) -> str | None:
        """Return what stands in a place, in the language; None where it is not understood."""
        if place in _PIECES:
            return self._piece(place, part)
        if part is None:
            return None
        return self._kinds[place](part)

    @cached_property
    def _kinds(self) -> Mapping[str, Callable[[str], str | None]]:
        """How what stands in each place is turned."""
        phrases = self._phrases
        return {
            **dict.fromkeys(("count", "number", "least", "most"), lambda part: phrases.number(int(part))),
            "group": self._groups.get,
            "groups": lambda part: self._listed(part, self._groups, phrases.listing),
            "row": lambda part: self._listed(part, self._groups, phrases.row),
            "any": lambda part: self._listed(part, self._groups, lambda items: phrases.listing(items, either=True)),
            "others": lambda part: self._listed(part, self._mentees, phrases.listing),
            "led": lambda part: self._listed(part, self._mentors, phrases.listing),
            "costs": self._costs,
            "kind": self._kinds_counted.get,
            "slots": lambda part: self._listed(part, self._slots, phrases.listing),
            "slot_row": lambda part: self._listed(part, self._slots, phrases.row),
            "closed": lambda part: self._of_table("closed", part, 1),
            "of_none": lambda part: self._of_table("of_none", part),
            "mentor": lambda part: self._of_table("mentor", part, 1),
            "two_mentors": lambda part: self._of_table("mentor", part, 2),
            "choice": lambda part: self._of_table("choice", part),
            "rule": lambda part: self._of_table("rule", part),
            "columns": self._columns.get,
            "kinds": self._mixes.get,
            "ties": lambda part: self._listed(part, _TIES, phrases.listing),
            "parts": lambda part: self._apart(self._parts(part)),
            "mentors": lambda part: self._apart(map(self._counted_mentors, _BEFORE_NUMBERS.split(part))),
            "places": self._places,
            "windows": self._windows,
            "locks": self._locks,
            **dict.fromkeys(_AS_WRITTEN, str),
            **dict.fromkeys(("who", "somebody"), self._called.get),
            "people": lambda part: self._listed(part, self._called, phrases.listing),
            **dict.fromkeys(("day", "last_day"), lambda part: phrases.long_date(date.fromisoformat(part))),
            **{
                table: partial(self._of_table, table)
                for table in (
                    *("warning", "clash", "capacity", "leaders", "mentees", "turns", "so", "since"),
                    *("there", "loss", "another", "bill", "wanted"),
                )
            },
            "clashes": lambda part: self._apart(map(partial(self._of_table, "clash"), part.split("; "))),
        }

    def _piece(self, place: str, part: str | None) -> str | None:
        if not part:
            return ""
        if place == "limits":
            return part
        if place == "at_slot":
            slot = self._slots.get(part.removeprefix(" at "))
            return None if slot is None else self._say("piece.at", slot=slot)
        if place == "with":
            others = self._kinds["others"](part.removeprefix(" and "))
            return None if others is None else self._say("piece.with", others=others)
        return self._say(f"piece.{_PIECES[place][part]}")

    # Lists -----------------------------------------------------------------------------------------------------------

    def _listed(self, part: str, known: Mapping[str, str], listing: Callable[[list[str]], str]) -> str | None:
        """Return a list of things that are known, as the language writes it."""
        more = _MORE.search(part)
        if more is not None and (items := _items(part[: more.start()], known)) is not None:
            key = "piece.more" if more["one"] is None else "piece.one_of_more"
            return self._say(key, int(more["count"]), items=self._phrases.row(known[item] for item in items))
        items = _items(part, known)
        return None if items is None else listing([known[item] for item in items])

    def _apart(self, clauses: Iterator[str | None]) -> str | None:
        """Return clauses side by side, between semicolons; None where one is None, or there is none."""
        told = list(clauses)
        return self._semicolon.join(filter(None, told)) if told and None not in told else None

    @cached_property
    def _semicolon(self) -> str:
        return self._phrases.mark_between([","])

    def _parts(self, text: str) -> Iterator[str | None]:
        """Yield ``G1 and G2 are full``, clause by clause; None once one is not understood."""
        told = self._clauses(text)
        yield from told if told is not None else (None,)

    def _clauses(self, text: str) -> list[str] | None:
        for end in _BETWEEN_CLAUSES.finditer(text):
            told = self._groups_closed(text[: end.start()])
            if told is not None:
                rest: list[str] | None = [] if end.start() == len(text) else self._clauses(text[end.end() :])
                if rest is not None:
                    return [told, *rest]
        return None

    def _groups_closed(self, clause: str) -> str | None:
        for gap in re.finditer(" ", clause):
            names = self._kinds["groups"](clause[: gap.start()])
            if names is None:
                continue
            count = 1 if clause[: gap.start()] in self._groups else 2
            closed = self._of_table("closed", clause[gap.end() :], count)
            if closed is not None:
                return f"{names} {closed}"
        return None

    def _costs(self, text: str) -> str | None:
        """Return ``5 mentees (ideal: 4) cost 1000 more and one mentor alone costs 500``, as the language lists it."""
        told = self._costs_apart(text)
        return None if told is None else self._phrases.listing(told)

    def _costs_apart(self, text: str) -> list[str] | None:
        for end in _BETWEEN_COSTS.finditer(text):
            told = self._of_table("cost", text[: end.start()])
            if told is not None:
                rest: list[str] | None = [] if end.start() == len(text) else self._costs_apart(text[end.end() :])
                if rest is not None:
                    return [told, *rest]
        return None

    def _counted_mentors(self, text: str) -> str | None:
        number, _, closed = text.partition(" ")
        told = self._of_table("mentor", closed, int(number)) if number.isdecimal() else None
        return None if told is None else f"{self._phrases.number(int(number))} {told}"

    def _places(self, text: str) -> str | None:
        more = _MORE.search(text)
        shown = text if more is None else text[: more.start()]
        told = list(map(self._place, _AFTER_BRACKETS.split(shown)))
        if None in told:
            return None
        row = self._phrases.row(filter(None, told))
        return row if more is None else self._say("piece.more", int(more["count"]), items=row)

    def _windows(self, text: str) -> str | None:
        """Return ``Mon 15:00-16:00; Tue 10:00-11:00 odd``, as the language writes hours."""
        told = list(map(self._window, text.split("; ")))
        return None if None in told else self._phrases.row(filter(None, told))

    def _window(self, item: str) -> str | None:
        found = _WINDOW.fullmatch(item)
        if found is None:
            return self._slots.get(item)
        first, last = (60 * int(found[hour]) + int(found[hour + 1]) for hour in (2, 4))
        start = self._phrases.hour(DAYS.index(found[1]) * DAY_MINUTES + first)
        week: WeekKind | None = next((kind for kind in WEEKS if kind == found[6]), None)
        return self._phrases.in_weeks(f"{start}\N{EN DASH}{self._phrases.clock(last)}", week)

    def _place(self, text: str) -> str | None:
        found = re.fullmatch(r"(.+?) \((.+)\)", text)
        if found is None or found[1] not in self._slots:
            return None
        groups = self._kinds["row"](found[2])
        return None if groups is None else f"{self._slots[found[1]]} ({groups})"

    # What settings and locks say ------------------------------------------------------------------------------------

    @cached_property
    def _columns(self) -> Mapping[str, str]:
        """The columns that must fit, as they are told together."""
        found = {}
        for settings in (self._intake.program.eligible, self._intake.program.pair):
            columns = [setting.column for setting in settings if setting.is_rule]
            if columns:
                found[" or ".join(columns)] = self._phrases.listing(columns, either=True)
        return found

    @cached_property
    def _mixes(self) -> Mapping[str, str]:
        """The kinds of mentees of whom groups hold so many, as they are told together."""
        mixes = [setting for setting in self._intake.program.mix if setting.is_rule and setting.asks]
        english = " or ".join(map(whom_mix_counts, mixes))
        return {english: self._phrases.listing(list(map(self._kind, mixes)), either=True)} if mixes else {}

    @cached_property
    def _kinds_counted(self) -> Mapping[str, str]:
        """Each kind of mentees of whom too few or too many in a group cost points."""
        return {whom_mix_counts(mix): self._kind(mix) for mix in self._intake.program.mix if not mix.is_rule}

    def _kind(self, mix: MixRule) -> str:
        return self._say("piece.kind", values=self._phrases.listing(list(mix.values), either=True), column=mix.column)

    def _locks(self, text: str) -> str | None:
        more = _MORE_LOCKS.search(text)
        shown = text if more is None else text[: more.start()]
        items = _items(shown, self._locks_told)
        if items is None:
            return None
        told = self._semicolon.join(self._locks_told[item] for item in items)
        return told if more is None else self._say("piece.locks_more", int(more["count"]), items=told)

    @cached_property
    def _locks_told(self) -> Mapping[str, str]:
        return {str(lock): self._lock(lock) for lock in self._intake.locks}

    def _lock(self, lock: Lock) -> str:
        slot = lock.slot if lock.kind != "mentor-pair" else None
        why = "piece.locked" if lock.reason is None else "piece.locked_why"
        return self._say(
            {"person-in-group": "lock.person", "whole-group": "lock.whole"}.get(lock.kind, "lock.leads"),
            len(lock.mentors),
            names=self._phrases.listing(list(lock.mentors)),
            row=self._phrases.row(lock.mentees),
            at="" if slot is None else self._say("piece.at", slot=self._slots.get(slot, slot)),
            why=self._say(why, reason=lock.reason),
        )


# Forms --------------------------------------------------------------------------------------------------------------

_PIECES: Mapping[str, Mapping[str, str]] = {
    "hours": {" at their hours": "hours"},
    "hour": {" at any hour": "hour"},
    "for": {" for them": "for", " for one of them": "for_one"},
    "with": {},
    "limits": {},
    "at_slot": {},
    "change": {" more": "cost_more", " less": "cost_less"},
}
"""What stands in a sentence or not, by its words: the key of each."""
_DAY = r"(\d{4}-\d\d-\d\d)"
_REGEX = {
    "hours": "( at their hours)?",
    "hour": "( at any hour)?",
    "for": "( for them| for one of them)",
    "with": "( and .+?|)",
    "at_slot": "( at .+?|)",
    "change": "( more| less)?",
    "loss": "((?:it would cost |in none would it |with at most |leaving them out was proved ).+)",
    "limits": r"( \((?:max_groups|max_mentees|max_groups, max_mentees)\))?",
    **dict.fromkeys(("file", "file_too"), "([^:,]+?)"),
    **dict.fromkeys(("zone", "zone_there"), r"([^ ,;]+)"),
    "row": "([^()]+)",
    "value": "('.*?'|\".*?\")",
    "day": _DAY,
    "last_day": _DAY,
    **dict.fromkeys(("count", "number", "least", "most"), r"(\d+)"),
}
_AS_WRITTEN = ("file", "file_too", "column", "value", "guess", "zone", "zone_there", "rule_name", "setting")
"""What people and settings are called, which is the same in every language."""
_TIES = {name: name for name in ("gender.no_lone", "together", "apart", "mix")}
"""Settings that tie mentees, as they are spelled."""
_PLACE = re.compile(r"\{(\w+)\}")
_MORE = re.compile(r" (?:and|or (?P<one>one of)) (?P<count>\d+) more$")
_MORE_LOCKS = re.compile(r"; and (?P<count>\d+) more$")
_BETWEEN = re.compile("; and |; or |; | and | or |, ")
_WINDOW = re.compile(rf"({'|'.join(DAYS)}) (\d\d):(\d\d)-(\d\d):(\d\d)(?: (\w+))?")
_BETWEEN_CLAUSES = re.compile("; and |; | and |, |$")
_BETWEEN_COSTS = re.compile("; and |; | and |, |$")
_BEFORE_NUMBERS = re.compile(r", (?=\d+ )")
_AFTER_BRACKETS = re.compile(r"(?<=\))[,;] ")
_BESIDES = re.compile(r"(?<=\.) (?=At (?:another hour|other hours) there is a place|Another group could be formed, )")


class _Form(NamedTuple):
    """One form of a sentence: its key, how it is known, whether it is of one, and the place before its full stop."""

    key: str
    pattern: re.Pattern[str]
    one: bool
    last: str | None


@cache
def _forms(table: str) -> tuple[_Form, ...]:
    """Return the English forms of a table."""
    entries = {key: entry for key, entry in sentences("en").items() if key.startswith(f"{table}.")}
    found = [
        _Form(key, _pattern(text), name == "one", _place_at_end(text))
        for key, entry in entries.items()
        for name, text in ([("one", entry)] if isinstance(entry, str) else entry.items())
    ]
    return tuple(found)


def _pattern(text: str) -> re.Pattern[str]:
    told, seen, end = [], set[str](), 0
    for place in _PLACE.finditer(text):
        told.append(re.escape(text[end : place.start()]))
        name, end = place[1], place.end()
        bare = _REGEX.get(name, "(.+?)")
        told.append(f"(?P={name})" if name in seen else bare.replace("(", f"(?P<{name}>", 1))
        seen.add(name)
    return re.compile("".join((*told, re.escape(text[end:]))))


def _place_at_end(text: str) -> str | None:
    found = re.search(r"\{(\w+)\}\.$", text)
    return None if found is None else found[1]


def _items(text: str, known: Mapping[str, str]) -> list[str] | None:
    """Part a list into things that are known; None where that cannot be done."""
    if text in known:
        return [text]
    for mark in _BETWEEN.finditer(text):
        if text[: mark.start()] in known and (rest := _items(text[mark.end() :], known)) is not None:
            return [text[: mark.start()], *rest]
    return None
