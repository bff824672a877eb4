"""A `require` wish is met by one of the group's mentors, or by all, as `gender.scope` says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from matcher.intake.people import Intake
from matcher.intake.ties import wishes_bind_each
from matcher.rules.rule import Breach, FormedGroup, Masks, Rule, mentees_of, mentors_of, named


class GenderWishRule(Rule):
    """Required genders of mentors are honoured."""

    name = "required gender of mentors"
    group_by_group = True

    def forbid(self, intake: Intake, masks: Masks) -> None:
        """Take out mentors, or ask for one of a kind, where a mentee requires a gender."""
        wished = [mentee.wished_gender("require") for mentee in intake.mentees]
        if not any(wished):
            return
        genders = np.array([mentor.gender_key or "" for mentor in intake.mentors], object)
        meets = np.array([np.ones(len(genders), bool) if wish is None else genders == wish for wish in wished])
        if wishes_bind_each(intake.program):
            masks.welcome &= meets
        else:
            masks.either.append(meets)

    def breaches(self, intake: Intake, groups: Sequence[FormedGroup]) -> Iterator[Breach]:
        """Yield mentees whose required gender is missing."""
        enough = all if intake.program.gender.scope == "all" else any
        for group in groups:
            genders = [mentor.gender_key for mentor in mentors_of(intake, group)]
            for mentee in mentees_of(intake, group):
                wish = mentee.wished_gender("require")
                if wish is not None and not enough(gender == wish for gender in genders):
                    scope = "every mentor" if enough is all else "a mentor"
                    who = named(intake, mentee.id)
                    yield self.breach(f"{who} of {group.id} requires {scope} of gender {wish}", mentee.id)

    def phrase(self, intake: Intake, count: int) -> str:
        """Say why `count` groups or mentors are closed to somebody."""
        return "is not of the gender that they require" if count == 1 else "are not of the gender that they require"

    def of_none(self, intake: Intake) -> str | None:
        """Say what no group or mentor does where all are closed to somebody."""
        return "is of the gender that they require"
