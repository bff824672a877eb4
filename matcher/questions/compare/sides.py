"""One result, ready to be held against another: people once each, slots spelled alike, mentees scored."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.checking.scoring import Scorer
from matcher.intake.people import Intake
from matcher.questions.compare.reading import Told
from matcher.questions.compare.records import Lead, Place
from matcher.rules import FormedGroup
from matcher.rules.rule import slot_at

__all__ = ["View"]


@dataclass(frozen=True)
class View:
    """One result, its groups made comparable, its mentees scored.

    Parameters
    ----------
    groups
        People once each, slots as the intake spells them.
    place
        By mentee id; of somebody in two groups, the first.
    mentees, mentors
        Ids of everybody whom the result or the intake knows.
    """

    groups: tuple[FormedGroup, ...]
    place: dict[str, tuple[int, Place]]
    mentees: tuple[str, ...]
    mentors: tuple[str, ...]

    @classmethod
    def of(cls, told: Told, intake: Intake | None) -> View:
        """Score what a result tells: from the intake where there is one, else from what the result says of itself."""
        groups = tuple(_tidy(group, intake) for group in told.groups)
        scorer = None if intake is None else Scorer(intake)
        place: dict[str, tuple[int, Place]] = {}
        for position, group in enumerate(groups):
            for mentee in group.mentees:
                if mentee not in place:
                    place[mentee] = position, _place(mentee, group, told, intake, scorer)
        # A table alone names nobody whom it leaves out: whom of the intake it does not name is left out, not gone.
        asked = intake if told.result is None else None
        mentees = dict.fromkeys([*told.mentees, *(() if asked is None else asked.mentee_by_id)])
        mentors = dict.fromkeys([*told.mentors, *(() if asked is None else asked.mentor_by_id)])
        return cls(groups, place, tuple(mentees), tuple(mentors))

    def leads(self) -> dict[str, list[tuple[int, Lead]]]:
        """Return the groups of each mentor who leads one."""
        led: dict[str, list[tuple[int, Lead]]] = {}
        for position, group in enumerate(self.groups):
            for mentor in group.mentors:
                others = tuple(other for other in group.mentors if other != mentor)
                lead = Lead(group.id, group.slot, others, len(group.mentees), group.mentees)
                led.setdefault(mentor, []).append((position, lead))
        return led


def _tidy(group: FormedGroup, intake: Intake | None) -> FormedGroup:
    slot = None if intake is None else slot_at(intake, group.slot)
    text = group.slot if slot is None or intake is None else intake.slots[slot].text
    return FormedGroup(group.id, text, tuple(dict.fromkeys(group.mentors)), tuple(dict.fromkeys(group.mentees)))


def _place(mentee: str, group: FormedGroup, told: Told, intake: Intake | None, scorer: Scorer | None) -> Place:
    row = told.rows.get(mentee)
    choice, score = (None, None) if row is None else (row.choice, row.score)
    if intake is not None and scorer is not None:
        known = [mentor for mentor in group.mentors if mentor in intake.mentor_by_id]
        # Somebody of last year's result whom this intake does not have keeps the score of that result.
        if mentee in intake.mentee_by_id and (row is None or len(known) == len(group.mentors)):
            choice, score = scorer.choice(mentee, known), scorer.mentee_score(mentee, known)
    return Place(group.id, group.slot, group.mentors, choice, score)
