"""A rule of a program's own, as docs/extending.md walks through it: at most some of one country in a group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from matcher.intake.people import Intake
from matcher.rules import Breach, Counted, FormedGroup, Rule
from matcher.rules.rule import folded, mentees_of


class AtMostOfCountry(Rule):
    """At most `most` mentees of a group come from one country; whoever gives none does not count."""

    name = "country"

    def __init__(self, most: int, least: int = 1) -> None:
        self.most, self.least = most, least

    def counted(self, intake: Intake) -> Iterator[Counted]:
        """Yield a limit for each country."""
        own = [folded(mentee, "country") for mentee in intake.mentees]
        for country in dict.fromkeys(one for one in own if one is not None):
            yield Counted(np.array([one == country for one in own], bool), self.least, self.most)

    def breaches(self, intake: Intake, groups: Sequence[FormedGroup]) -> Iterator[Breach]:
        """Yield the people of each country that has too many in a group, or too few."""
        for group in groups:
            of: dict[str, list[str]] = {}
            for mentee in mentees_of(intake, group):
                country = folded(mentee, "country")
                if country is not None:
                    of.setdefault(country, []).append(mentee.id)
            for country, people in of.items():
                if not self.least <= len(people) <= self.most:
                    yield self.breach(f"{group.id} has {len(people)} of country {country}", *people)

    def phrase(self, intake: Intake, count: int) -> str:
        """Say why `count` groups are closed to somebody."""
        return f"{'has' if count == 1 else 'have'} no room for another of their country"

    def of_none(self, intake: Intake) -> str | None:
        """Say what no group has where all are closed."""
        return "has room for another of their country"

    def sentence(self, intake: Intake) -> str | None:
        """Say what groups keep."""
        return f"At most {self.most} mentees of a group are of one country."
