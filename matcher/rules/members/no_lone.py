"""Of a gender in `gender.no_lone`, a group never holds exactly one mentee."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from matcher.intake.people import Intake
from matcher.intake.program import fold
from matcher.rules.rule import Breach, FormedGroup, Rule, mentees_of, named
from matcher.rules.rule_model import RuleModel


class NoLoneRule(Rule):
    """Nobody is alone of their gender where that matters."""

    name = "alone of their gender"
    group_by_group = True

    def add_to(self, model: RuleModel) -> None:
        """State, a seat and gender, that there are none or at least two."""
        for gender in model.problem.lone_genders:
            of_gender = gender[model.mentee_of]
            seats, row = np.unique(model.seat_of[of_gender], return_inverse=True)
            if not len(seats):
                continue
            some = model.add_booleans(len(seats))
            columns = model.placements[of_gender]
            most = np.minimum(model.seats.room[seats], np.bincount(row, minlength=len(seats)))
            each_seat, each_one = np.arange(len(seats)), np.arange(len(row))
            ones, twos = np.ones(len(row), np.int64), np.full(len(seats), 2)
            rows, both = np.r_[row, each_seat], np.r_[columns, some]
            model.add_rows(rows, both, np.r_[ones, -twos], len(seats), 0, None)
            model.add_rows(rows, both, np.r_[ones, -most], len(seats), None, 0)
            # Nobody without `some`: implied, but it makes the relaxation much tighter.
            model.add_rows(np.r_[each_one, each_one], np.r_[columns, some[row]], np.r_[ones, -ones], len(row), None, 0)

    def breaches(self, intake: Intake, groups: Sequence[FormedGroup]) -> Iterator[Breach]:
        """Yield mentees alone of their gender."""
        for gender in dict.fromkeys(map(fold, intake.program.gender.no_lone)):
            for group in groups:
                alike = [mentee.id for mentee in mentees_of(intake, group) if mentee.gender_key == gender]
                if len(alike) == 1:
                    who = named(intake, alike[0])
                    yield self.breach(f"{who} is the only mentee of gender {gender} in {group.id}", alike[0])

    def phrase(self, intake: Intake, count: int) -> str:
        """Say why `count` groups or mentors are closed to somebody."""
        return "would leave them the only one of their gender"
