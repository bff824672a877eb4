"""People and lists as sentences have them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matcher.intake.people import Intake
from matcher.intake.program import fold
from matcher.rules.base import named

__all__ = ["Names", "listed", "names_of"]

MOST_PEOPLE = 6


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
    if len(items) > most:
        return f"{', '.join(items[:most])} and {len(items) - most} more"
    return " and ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))


def names_of(intake: Intake) -> dict[str, str]:
    """Return each person's name by id: the name alone where nobody else has it, else with the id behind it."""
    everybody = (*intake.mentors, *intake.mentees)
    taken: dict[str, int] = {}
    for person in everybody:
        taken[fold(person.name)] = taken.get(fold(person.name), 0) + 1
    ids = {fold(person.id) for person in everybody}
    return {
        person.id: person.name
        if person.name == person.id or (taken[fold(person.name)] == 1 and fold(person.name) not in ids)
        else named(intake, person.id)
        for person in everybody
    }
