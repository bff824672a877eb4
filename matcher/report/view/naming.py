"""Who is called what in a report: decided once, so that no kind of report tells a name or an address by mistake."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from typing import Protocol, TypeVar

from matcher.intake.people import Intake, Person
from matcher.intake.reading.addresses import address_of
from matcher.intake.words.calling import told_apart
from matcher.report.view.view import Named

__all__ = ["Naming", "alphabet", "by_name"]

# No longer than an address may be: where there is none, none is looked for from every letter to the end.
_ADDRESS = re.compile(r"[^\s;,<>()\[\]'\"@]{1,254}@[^\s;,<>()\[\]'\"@]{1,254}\.\w+")
_WORD = re.compile(r"\S+")


class _HasName(Protocol):
    @property
    def name(self) -> str: ...


Called = TypeVar("Called", bound=_HasName)


def alphabet(name: str) -> tuple[str, str]:
    """Return by what names are sorted: without accents and case, then as they are."""
    parted = unicodedata.normalize("NFKD", name)
    return "".join(sign for sign in parted if not unicodedata.combining(sign)).casefold(), name


def by_name(people: Iterable[Called]) -> tuple[Called, ...]:
    """Return people in the order in which every kind of report lists those of a group."""
    return tuple(sorted(people, key=lambda one: alphabet(one.name)))


class Naming:
    """Names, or ids alone; addresses, or none.

    Parameters
    ----------
    anonymous
        Ids stand for names everywhere, also within sentences; there are no addresses.
    with_emails
        Whether addresses are told; never where `anonymous`.
    """

    def __init__(self, intake: Intake, *, anonymous: bool, with_emails: bool) -> None:
        self.anonymous = anonymous
        self._with_emails = with_emails and not anonymous
        people: tuple[Person, ...] = (*intake.mentors, *intake.mentees)
        names = {one.id: one.id if anonymous else one.name for one in people}
        self._known = {own: Named(own, names[own], called) for own, called in told_apart(names).items()}
        self._ids: dict[str, list[str]] = defaultdict(list)
        self._by_first_word: dict[str, set[str]] = defaultdict(set)
        for one in people if anonymous else ():
            if one.name != one.id:
                self._ids[one.name].append(one.id)
                self._by_first_word[_words(one.name)[0]].add(one.name)

    def of(self, person: str) -> Named:
        """Return what somebody is called, by id."""
        return self._known[person]

    def email(self, person: Person) -> str | None:
        """Return somebody's address where addresses are told; None where their cell holds none, or several."""
        return address_of(person.email) if self._with_emails and person.email is not None else None

    def told(self, text: str) -> str:
        """Return a sentence that names people as this report names them."""
        told = text if self._with_emails else _ADDRESS.sub("…", text)
        mentioned = {name for word in _words(told) for name in self._by_first_word.get(word, ())}
        for name in sorted(mentioned, key=len, reverse=True):
            told = self._without(told, name)
        return told

    def _without(self, text: str, name: str) -> str:
        ids = self._ids[name]
        for one in ids:
            text = text.replace(f"{name} ({one})", one)
        return re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", lambda _: " / ".join(ids), text)


def _words(text: str) -> list[str]:
    """Return the words of a text without the marks around them; of a text of marks alone, that text."""
    return [word.strip(".,;:!?()[]'\"…") or word for word in _WORD.findall(text)]
