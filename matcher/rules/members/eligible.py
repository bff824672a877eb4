"""Each `[[eligible]]` table: a mentee and every mentor of its group agree in a column; a blank fits everybody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matcher.intake.people import Intake
from matcher.intake.ties import fits, folded
from matcher.rules.rule import (
    Breach,
    FormedGroup,
    Masks,
    Rule,
    codes,
    incidence,
    mentees_of,
    mentors_of,
    named,
)


class EligibleRuleRoom(Rule):
    """Mentees and their mentors fit each other."""

    name = "eligible"

    def forbid(self, intake: Intake, masks: Masks) -> None:
        """Take out mentors who do not fit a mentee."""
        for setting in intake.program.eligible:
            if setting.rule == "equal":
                both = codes([folded(person, setting.column) for person in (*intake.mentees, *intake.mentors)])
                mentees, mentors = both[: len(intake.mentees)], both[len(intake.mentees) :]
                fits = mentees[:, None] == mentors[None, :]
                blank_mentee, blank_mentor = mentees < 0, mentors < 0
            else:
                theirs = incidence([person.items(setting.column) for person in (*intake.mentees, *intake.mentors)])
                mentee_items, mentor_items = theirs[: len(intake.mentees)], theirs[len(intake.mentees) :]
                fits = mentee_items @ mentor_items.T > 0
                blank_mentee, blank_mentor = (mentee_items == 0).all(axis=1), (mentor_items == 0).all(axis=1)
            masks.welcome &= fits | blank_mentee[:, None] | blank_mentor[None, :]

    def breaches(self, intake: Intake, groups: Sequence[FormedGroup]) -> Iterator[Breach]:
        """Yield mentees who do not fit a mentor of their group."""
        for setting in intake.program.eligible:
            for group in groups:
                for mentor in mentors_of(intake, group):
                    for mentee in mentees_of(intake, group):
                        if not fits(setting, mentee, mentor):
                            both = named(intake, mentee.id, mentor.id)
                            message = f"{both} of {group.id} do not fit each other in the column {setting.column}"
                            yield self.breach(message, mentee.id, mentor.id)

    def phrase(self, intake: Intake, count: int) -> str:
        """Say why `count` groups or mentors are closed to somebody."""
        return f"{'does' if count == 1 else 'do'} not fit them in {_columns(intake)} (eligible)"

    def of_none(self, intake: Intake) -> str | None:
        """Say what no group or mentor does where all are closed to somebody."""
        return f"fits them in {_columns(intake)} (eligible)"


def _columns(intake: Intake) -> str:
    return " or ".join(setting.column for setting in intake.program.eligible)
