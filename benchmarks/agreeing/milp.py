"""The whole intake as a staged mixed-integer program over seats, solved by HiGHS: every rule of the contract."""

from __future__ import annotations

import datetime
import math
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from benchmarks.agreeing.facts import Count, Facts, Numbers, Seat
from matcher.intake.people import Lock
from matcher.intake.program import MixRule, fold
from matcher.rules import FormedGroup

__all__ = ["Answer", "solve"]

Terms = Mapping[int, int]
INFINITE = math.inf


@dataclass(frozen=True, slots=True)
class Answer:
    """What the MILP found.

    Parameters
    ----------
    infeasible
        Whether it proved that there is no grouping.
    groups
        The best grouping found; None where none was.
    numbers
        What `groups` reach.
    proved
        How many of the numbers, counts first and the objective last, are proved best, from the first on.
    """

    infeasible: bool
    groups: tuple[FormedGroup, ...] | None = None
    numbers: Numbers | None = None
    proved: int = 0


@dataclass
class _Program:
    """Columns of 0 and 1, columns of amounts from 0, and rows ``low <= terms <= high``."""

    columns: int = 0
    amounts: set[int] = field(default_factory=set)
    rows: list[tuple[dict[int, int], float, float]] = field(default_factory=list)

    def add_columns(self, number: int) -> range:
        first, self.columns = self.columns, self.columns + number
        return range(first, self.columns)

    def add_amount(self) -> int:
        """Return a column that may be anything from 0: rows say what it is at least, and it costs."""
        (column,) = self.add_columns(1)
        self.amounts.add(column)
        return column

    def add(self, terms: Terms, low: float = -INFINITE, high: float = INFINITE) -> None:
        self.rows.append(({column: value for column, value in terms.items() if value}, low, high))

    def maximize(self, terms: Terms, seconds: float) -> tuple[str, list[bool] | None]:
        """Return how solving ended (``optimal``, ``infeasible``, ``stopped``), and the best values found."""
        from ortools.math_opt import model_pb2
        from ortools.math_opt.python import mathopt

        # Objectives are divided by what all their terms are multiples of: one step is then 1, however large points are.
        unit = math.gcd(*terms.values()) or 1
        proto = model_pb2.ModelProto()
        proto.variables.ids.extend(range(self.columns))
        proto.variables.lower_bounds.extend([0.0] * self.columns)
        proto.variables.upper_bounds.extend(INFINITE if one in self.amounts else 1.0 for one in range(self.columns))
        proto.variables.integers.extend(one not in self.amounts for one in range(self.columns))
        proto.objective.maximize = True
        for column in sorted(terms):
            if terms[column]:
                proto.objective.linear_coefficients.ids.append(column)
                proto.objective.linear_coefficients.values.append(terms[column] // unit)
        proto.linear_constraints.ids.extend(range(len(self.rows)))
        proto.linear_constraints.lower_bounds.extend(low for _, low, _ in self.rows)
        proto.linear_constraints.upper_bounds.extend(high for _, _, high in self.rows)
        matrix = proto.linear_constraint_matrix
        for number, (row, _, _) in enumerate(self.rows):
            for column in sorted(row):
                matrix.row_ids.append(number)
                matrix.column_ids.append(column)
                matrix.coefficients.append(row[column])
        parameters = mathopt.SolveParameters(
            time_limit=datetime.timedelta(seconds=max(0.1, seconds)),
            relative_gap_tolerance=0.0,
            absolute_gap_tolerance=0.5,
        )
        model = mathopt.Model.from_model_proto(proto)
        solved = mathopt.solve(model, mathopt.SolverType.HIGHS, params=parameters)
        reason = solved.termination.reason
        if reason == mathopt.TerminationReason.INFEASIBLE:
            return "infeasible", None
        if not solved.has_primal_feasible_solution():
            return "stopped", None
        found = {variable.id: value > 0.5 for variable, value in solved.variable_values().items()}
        proved = reason == mathopt.TerminationReason.OPTIMAL
        return "optimal" if proved else "stopped", [found[column] for column in range(self.columns)]


class _SeatProgram:
    """The program of an intake: `taken` has a column for each seat, `sits` one for each mentee who may sit there."""

    def __init__(self, facts: Facts, together_with: tuple[str, str] | None) -> None:
        self.facts, self.program = facts, _Program()
        self.seats = facts.seats
        self.taken = list(self.program.add_columns(len(self.seats)))
        self.sits: list[dict[str, int]] = []
        for seat in self.seats:
            members = [own for own in facts.intake.mentee_by_id if facts.may_sit(own, seat)]
            self.sits.append(dict(zip(members, self.program.add_columns(len(members)), strict=True)))
        self.places: dict[str, list[int]] = defaultdict(list)
        for sits in self.sits:
            for mentee, column in sits.items():
                self.places[mentee].append(column)
        self._add_sizes()
        self._add_places()
        self._add_leading()
        self._add_company()
        self.costs: dict[int, int] = {}
        self._add_ideal_size()
        self._add_mixes()
        self._add_locks()
        if together_with is not None:
            mentee, mentor = together_with
            both = zip(self.seats, self.sits, strict=True)
            self._require(sits.get(mentee) for seat, sits in both if mentor in seat.mentors)

    def _sum(self, columns: Iterable[int | None]) -> dict[int, int]:
        return {column: 1 for column in columns if column is not None}

    def _require(self, columns: Iterable[int | None]) -> None:
        """State that at least one of these is so."""
        self.program.add(self._sum(columns), low=1)

    def _add_sizes(self) -> None:
        least = self.facts.program.groups.min_size
        for seat, taken, sits in zip(self.seats, self.taken, self.sits, strict=True):
            self.program.add({**self._sum(sits.values()), taken: -least}, low=0)
            self.program.add({**self._sum(sits.values()), taken: -seat.room}, high=0)
            for column in sits.values():
                self.program.add({column: 1, taken: -1}, high=0)

    def _add_places(self) -> None:
        facts = self.facts
        for mentee in facts.intake.mentee_by_id:
            must = facts.program.groups.everyone or mentee in facts.assigned
            self.program.add(self._sum(self.places[mentee]), 1 if must else 0, 1)

    def _add_leading(self) -> None:
        facts, program = self.facts, self.program
        for mentor in facts.intake.mentors:
            mine = [place for place, seat in enumerate(self.seats) if mentor.id in seat.mentors]
            program.add(self._sum(self.taken[place] for place in mine), high=facts.intake.max_groups(mentor))
            carried = (column for place in mine for column in self.sits[place].values())
            most = facts.intake.max_mentees(mentor)
            if most is not None:
                program.add(self._sum(carried), high=most)
            for slot in facts.slots if facts.intake.slots else ():
                program.add(self._sum(self.taken[place] for place in mine if self.seats[place].slot == slot), high=1)
        rooms, count = facts.program.schedule.max_groups_per_slot, facts.program.groups.count
        if rooms is not None and facts.intake.slots:
            for slot in facts.slots:
                at = (taken for taken, seat in zip(self.taken, self.seats, strict=True) if seat.slot == slot)
                program.add(self._sum(at), high=rooms)
        if count is not None:
            program.add(self._sum(self.taken), count, count)

    def _add_company(self) -> None:
        """State who is with whom, or not: `together`, `apart` and `avoid` of two mentees, and nobody alone."""
        facts, program = self.facts, self.program
        pairs = [tuple(pair) for pair in facts.apart if pair <= facts.intake.mentee_by_id.keys()]
        lone = {fold(gender) for gender in facts.program.gender.no_lone}
        for taken, sits in zip(self.taken, self.sits, strict=True):
            for one, other in pairs:
                if one in sits and other in sits:
                    program.add({sits[one]: 1, sits[other]: 1, taken: -1}, high=0)
            for one, other in facts.ties("together"):
                program.add({sits[own]: sign for own, sign in ((one, 1), (other, -1)) if own in sits}, 0, 0)
            for gender in lone:
                self._add_nobody_alone(sits, gender)

    def _add_nobody_alone(self, sits: dict[str, int], gender: str) -> None:
        alike = [column for own, column in sits.items() if self.facts.intake.mentee_by_id[own].gender_key == gender]
        if alike:
            (some,) = self.program.add_columns(1)
            self.program.add({**self._sum(alike), some: -2}, low=0)
            for column in alike:
                self.program.add({column: 1, some: -1}, high=0)

    def _add_ideal_size(self) -> None:
        ideal, weight = self.facts.program.groups.ideal_size, self.facts.program.weights.size
        if ideal is None or not weight:
            return
        for taken, sits in zip(self.taken, self.sits, strict=True):
            size, wanted = self._sum(sits.values()), {taken: ideal}
            self._add_cost(weight, (size, wanted), (wanted, size))

    def _add_cost(self, weight: int, *each: tuple[Terms, Terms]) -> None:
        """State that each of one by which the first of two terms is over the second costs; the largest counts."""
        amount = self.program.add_amount()
        self.costs[amount] = weight
        for more, less in each:
            self.program.add({amount: 1, **_negative(more), **less}, low=0)

    def _add_mixes(self) -> None:
        for mix in self.facts.program.mix:
            for taken, sits in zip(self.taken, self.sits, strict=True):
                self._add_mix(mix, taken, [sits[own] for own in self.facts.counted(mix, sits)])

    def _add_mix(self, mix: MixRule, taken: int, counted: list[int]) -> None:
        """State how many of these there are, or what it costs; with `none_too` the least holds once there is one."""
        there, asked = self._sum(counted), taken
        if mix.none_too:
            (asked,) = self.program.add_columns(1)
            for column in counted:
                self.program.add({column: 1, asked: -1}, high=0)
        least, most = {asked: mix.min}, {taken: len(counted) if mix.max is None else mix.max}
        if not mix.weight:
            self.program.add({**there, **_negative(least)}, low=0)
            self.program.add({**there, **_negative(most)}, high=0)
            return
        self._add_cost(mix.weight, (least, there), (there, most))

    def _add_locks(self) -> None:
        wholes: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
        for lock in self.facts.intake.locks:
            mine = [place for place, seat in enumerate(self.seats) if _of_lock(seat, lock)]
            if lock.kind == "whole-group":
                # Where groups have no slot, copies of a seat are told apart by nothing: each whole group gets its own.
                known = wholes[lock.mentors]
                if lock.mentees not in known:
                    known.append(lock.mentees)
                copy = known.index(lock.mentees) if lock.slot is None else 0
                self._add_whole_group([place for place in mine if self.seats[place].copy == copy], lock)
            elif lock.mentees:
                self._require(self.sits[place].get(lock.mentees[0]) for place in mine)
            else:
                self._require(self.taken[place] for place in mine)

    def _add_whole_group(self, places: list[int], lock: Lock) -> None:
        self._require(self.taken[place] for place in places)
        for place in places:
            for own in lock.mentees:
                self._require([self.sits[place].get(own)])
            others = (column for own, column in self.sits[place].items() if own not in lock.mentees)
            self.program.add(self._sum(others), high=0)

    # What is best ---------------------------------------------------------------------------------------------------

    def of_count(self, count: Count) -> tuple[dict[int, int], int]:
        """Return the terms and the constant of a count."""
        terms: dict[int, int] = {}
        for seat, sits in zip(self.seats, self.sits, strict=True):
            for mentee, column in sits.items():
                terms[column] = count.counts(mentee, seat.mentors) - count.left_out
        return terms, len(self.facts.intake.mentees) * count.left_out

    def of_objective(self) -> dict[int, int]:
        """Return the terms of the objective: who is left out costs, so that whoever is placed gains as much."""
        terms = _negative(self.costs)
        for seat, taken, sits in zip(self.seats, self.taken, self.sits, strict=True):
            terms[taken] = self.facts.pair(seat.mentors) - self.facts.alone(seat.mentors)
            for mentee, column in sits.items():
                terms[column] = self.facts.gain(mentee, seat.mentors) + self.facts.left_out(mentee)
        return terms

    def groups(self, values: list[bool]) -> tuple[FormedGroup, ...]:
        """Return the groups that values of the columns mean."""
        formed: list[FormedGroup] = []
        for seat, taken, sits in zip(self.seats, self.taken, self.sits, strict=True):
            if values[taken]:
                members = tuple(mentee for mentee, column in sits.items() if values[column])
                formed.append(FormedGroup(f"G{len(formed) + 1}", seat.slot, seat.mentors, members))
        return tuple(formed)


def _negative(terms: Terms) -> dict[int, int]:
    return {column: -value for column, value in terms.items()}


def _of_lock(seat: Seat, lock: Lock) -> bool:
    same = set(seat.mentors) == set(lock.mentors)
    return same and (lock.slot is None or (seat.slot is not None and fold(seat.slot) == fold(lock.slot)))


def solve(facts: Facts, seconds: float, together_with: tuple[str, str] | None = None) -> Answer:
    """Solve an intake count by count, then its objective, each with what came before kept.

    Parameters
    ----------
    seconds
        For all of it.
    together_with
        A mentee and a mentor: the mentee has to be in a group that the mentor leads.
    """
    until = time.monotonic() + seconds
    model = _SeatProgram(facts, together_with)
    best: tuple[FormedGroup, ...] | None = None
    stages = [*map(model.of_count, facts.counts), (model.of_objective(), 0)]
    for proved, (terms, constant) in enumerate(stages):
        last = proved == len(facts.counts)
        sign = 1 if last or facts.counts[proved].most else -1
        if best is not None and not last and sign < 0 and facts.numbers(best).counts[proved] == 0:
            reached = 0  # nothing is fewer
        else:
            signed = {column: sign * value for column, value in terms.items()}
            ended, values = model.program.maximize(signed, until - time.monotonic())
            if ended == "infeasible" and best is None:
                return Answer(True)
            best = _better(facts, best, None if values is None else model.groups(values))
            if ended != "optimal" or best is None:
                return _answer(facts, best, proved)
            if last:
                break
            reached = facts.numbers(best).counts[proved]
        model.program.add(terms, reached - constant, reached - constant)
    return _answer(facts, best, len(stages))


def _better(
    facts: Facts, one: tuple[FormedGroup, ...] | None, other: tuple[FormedGroup, ...] | None
) -> tuple[FormedGroup, ...] | None:
    if one is None or other is None:
        return other if one is None else one
    return max(one, other, key=lambda groups: facts.worth(facts.numbers(groups)))


def _answer(facts: Facts, groups: tuple[FormedGroup, ...] | None, proved: int) -> Answer:
    return Answer(False, groups, None if groups is None else facts.numbers(groups), proved)
