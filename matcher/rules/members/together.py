"""Mentees bound `together` are in one group, or all left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from matcher.intake.people import Intake
from matcher.intake.ties import bound
from matcher.rules.rule import Breach, FormedGroup, Masks, Rule, memberships, named
from matcher.rules.rule_model import RuleModel


def together_clusters(intake: Intake) -> list[tuple[int, ...]]:
    """Return the positions of mentees bound together, directly or through others; each cluster ascending."""
    clusters = dict.fromkeys(bound(intake, "together").values())
    return sorted(tuple(sorted(intake.mentee_position[own] for own in cluster)) for cluster in clusters)


class TogetherRule(Rule):
    """Mentees bound together stay together."""

    name = "together"
    of_the_named = True

    def narrow(self, intake: Intake, masks: Masks) -> None:
        """Leave to each of a cluster only what all of it may have."""
        for cluster in together_clusters(intake):
            members = list(cluster)
            masks.welcome[members] = masks.welcome[members].all(axis=0)
            masks.mentee_free[members] = masks.mentee_free[members].all(axis=0)

    def add_to(self, model: RuleModel) -> None:
        """State that the cluster is at a seat whole or not at all."""
        for cluster in model.problem.together:
            first = model.placements_of(cluster[0])
            at_first = model.seat_of[first - len(model.seats)]
            for other in cluster[1:]:
                theirs = model.placements_of(other)
                at_theirs = model.seat_of[theirs - len(model.seats)]
                seats, row = np.unique(np.r_[at_first, at_theirs], return_inverse=True)
                values = np.r_[np.ones(len(first), np.int64), -np.ones(len(theirs), np.int64)]
                model.add_rows(row, np.r_[first, theirs], values, len(seats), 0, 0)

    def breaches(self, intake: Intake, groups: Sequence[FormedGroup]) -> Iterator[Breach]:
        """Yield mentees who should be together and are not."""
        groups_of = memberships(groups)
        for row in intake.constraints:
            if row.kind == "together" and groups_of.get(row.a, set()) != groups_of.get(row.b, set()):
                both = named(intake, row.a, row.b)
                yield self.breach(f"{both} must be in one group, or both left out", row.a, row.b)

    def phrase(self, intake: Intake, count: int) -> str:
        """Say why `count` groups or mentors are closed to somebody."""
        return "cannot take everybody they must be together with"

    def of_none(self, intake: Intake) -> str | None:
        """Say what no group or mentor does where all are closed to somebody."""
        return "can take everybody they must be together with"
