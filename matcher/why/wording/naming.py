"""People and lists as sentences have them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matcher.intake.people import Intake
from matcher.intake.words.calling import told_apart
from matcher.intake.words.listing import in_words

__all__ = ["MOST_PEOPLE", "Names", "listed", "names_of"]

MOST_PEOPLE = 6
"""Names in one sentence."""


class Names:
    """Each person's name by id."""

    def __init__(self, by_id: Mapping[str, str]) -> None:
        self._by_id = by_id

    def name(self, person: str | None) -> str:
        """Return somebody's name; an id that nobody has stays as it is."""
        return self._by_id.get(person or "", person or "")

    def named(self, people: Sequence[str], most: int = MOST_PEOPLE) -> str:
        """Return people as a list in words, some of them where there are many."""
        return listed([self.name(person) for person in people], most)


def listed(items: Sequence[str], most: int = MOST_PEOPLE) -> str:
    """Return ``A, B and C``; of more than `most` the first, and how many more."""
    return in_words(items, most=most)


def names_of(intake: Intake) -> dict[str, str]:
    """Return what each person is called, by id: the name alone where nobody else has it, else with the id behind it."""
    return told_apart({person.id: person.name for person in (*intake.mentors, *intake.mentees)})
