"""What rules forbid beforehand, and what they say to the seat model, against the rules read a second time."""

from __future__ import annotations

from itertools import combinations
from random import Random

import numpy as np
import pytest

from matcher.intake.people import Intake
from matcher.problem.problem import Problem, Seats, build_problem
from matcher.rules import RULES as ROOMS
from matcher.rules import Masks
from matcher.solving.exact.seat_model import SeatModel
from matcher.solving.exact.solvers import build_model
from tests import oracle
from tests.solving.common import Ints, Plain, all_seats, drawn, read, seats_taken
from tests.strategies import RULES


def groupings(intake: Plain, random: Random, count: int) -> list[list[oracle.Group]]:
    """Groupings near the best: it, and others in which somebody moved, left, or a group met elsewhere."""
    reading, best = oracle.read(intake), oracle.best(intake)
    found: list[list[oracle.Group]] = [list(best.groups)] if best is not None else [[]]
    for _ in range(count):
        groups = [(mentors, slot, list(mentees)) for mentors, slot, mentees in random.choice(found)]
        move = random.randrange(4)
        if move == 0 or not groups:
            slot = random.choice(list(reading.slots)) if reading.slots else None
            leaders = random.choice(list(reading.leaders()))
            groups.append((leaders, slot, random.sample(reading.mentees, random.randint(1, len(reading.mentees)))))
        elif move == 1:
            random.choice(groups)[2].append(random.choice(reading.mentees))
        elif move == 2:
            random.choice(groups)[2].pop()
        else:
            place = random.randrange(len(groups))
            groups[place] = (random.choice(list(reading.leaders())), groups[place][1], groups[place][2])
        placed: set[str] = set()
        tidy: list[oracle.Group] = []
        for mentors, slot, mentees in groups:
            mine = tuple(one for one in reading.mentees if one in mentees and one not in placed)
            placed.update(mine)
            if mine:
                tidy.append((tuple(mentors), slot, mine))
        found.append(tidy)
    return found


@pytest.mark.parametrize("rule", RULES)
def test_whatever_is_allowed_is_permitted(rule: str) -> None:
    for number in range(4):
        intake, random = drawn(f"masks {rule}", number, [rule])
        whole, reading = read(intake), oracle.read(intake)
        problem = build_problem(whole)
        seats = all_seats(problem)
        allowed = problem.permitted(seats)
        for groups in groupings(intake, random, 25):
            if oracle.breaches(reading, groups):
                continue
            taken, sits = seats_taken(whole, seats, groups)
            for seat in taken.tolist():
                members = np.flatnonzero(sits == seat)
                assert allowed[seat, members].all()
                assert len(members) <= seats.room[seat]


def leaders(reading: oracle.Reading, problem: Problem) -> list[tuple[tuple[str, ...], int, int]]:
    """Every choice of mentors, with their positions; the second is nobody where one leads."""
    places = {mentor: place for place, mentor in enumerate(reading.mentors)}
    found = []
    for mentors in reading.leaders():
        first, *others = sorted(places[mentor] for mentor in mentors)
        found.append((mentors, first, others[0] if others else problem.mentors))
    return found


@pytest.mark.parametrize("rule", [*RULES, "all"])
def test_masks_say_just_what_rules_on_one_mentee_and_its_mentors_say(rule: str) -> None:
    for number in range(5):
        intake, _ = drawn(f"alone {rule}", number, RULES if rule == "all" else [rule])
        whole, reading = read(intake), oracle.read(intake)
        masks = Masks.everything(whole)
        for room in ROOMS:
            room.forbid(whole, masks)
        problem = build_problem(whole)
        for position, mentee in enumerate(reading.mentees):
            permitted = set(oracle.permitted(reading, mentee))
            best = -1
            for mentors, first, second in leaders(reading, problem):
                pair = [place for place in (first, second) if place < problem.mentors]
                says = bool(masks.leads[pair].all() and masks.welcome[position, pair].all())
                says &= bool(masks.solo[first] if len(pair) == 1 else masks.pairable[first, second])
                says &= all(bool(mask[position, pair].any()) for mask in masks.either)
                together = masks.mentee_free[position] & masks.mentor_free[pair].all(axis=0)
                says &= bool(together.any())
                assert says == (mentors in permitted)
                if says:
                    best = max(best, sum(reading.scores[mentee, mentor] for mentor in mentors))
            assert problem.best[position] == best


def columns_of(model: SeatModel, taken: Ints, sits: Ints) -> Ints | None:
    """The columns that a grouping sets, those of added booleans left at 0; None where a placement has no column."""
    chosen = np.zeros(model.columns, np.int64)
    chosen[taken] = 1
    for mentee in np.flatnonzero(sits >= 0).tolist():
        here = np.flatnonzero((model.seat_of == sits[mentee]) & (model.mentee_of == mentee))
        if not len(here):
            return None
        chosen[len(model.seats) + here[0]] = 1
    return chosen


def holds(model: SeatModel, chosen: Ints) -> bool:
    """Whether some setting of the added columns keeps every row; `chosen` gets the least that rows ask of each."""
    rows, columns, values, low, high = model.matrix()
    added = np.unique(columns[columns >= len(model.seats) + len(model.seat_of)]).tolist()
    # What is asked of one may hang on another.
    for column in added * 2:
        chosen[column], needed = 0, [0]
        total = np.bincount(rows, weights=values * chosen[columns], minlength=len(low))
        for row, value in zip(rows[columns == column], values[columns == column], strict=True):
            missing = low[row] - total[row] if value > 0 else total[row] - high[row]
            needed.append(int(np.ceil(missing / abs(value))))
        chosen[column] = max(needed)
    total = np.bincount(rows, weights=values * chosen[columns], minlength=len(low))
    return bool(((total >= low) & (total <= high)).all() and (chosen <= model.most).all())


def fits(whole: Intake, seats: Seats, groups: list[oracle.Group]) -> bool:
    """Whether every group has a seat of its own."""
    try:
        seats_taken(whole, seats, groups)
    except StopIteration:
        return False
    return True


@pytest.mark.parametrize("rule", [*RULES, "all"])
def test_the_seat_model_holds_for_just_what_is_allowed(rule: str) -> None:
    allowed = 0
    for number in range(4):
        intake, random = drawn(f"model {rule}", number, RULES if rule == "all" else [rule])
        whole, reading = read(intake), oracle.read(intake)
        problem = build_problem(whole)
        seats = all_seats(problem)
        model = build_model(problem, seats, problem.permitted(seats))
        for groups in groupings(intake, random, 25):
            right = not oracle.breaches(reading, groups)
            allowed += right
            if not fits(whole, seats, groups):
                assert not right
                continue
            taken, sits = seats_taken(whole, seats, groups)
            chosen = columns_of(model, taken, sits)
            assert (chosen is not None and holds(model, chosen)) == right
            if right and chosen is not None:
                assert int((model.objective() * chosen).sum()) + problem.base == oracle.score(reading, groups)
    assert allowed > 0 or rule in ("all", "count", "everyone", "blank_none")


def test_forbidding_only_takes_away_and_is_done_once() -> None:
    for number in range(15):
        whole = read(drawn("taking away", number, None)[0])
        masks = Masks.everything(whole)
        for room in ROOMS:
            before = [
                mask.copy()
                for mask in (masks.welcome, masks.pairable, masks.leads, masks.mentee_free, masks.mentor_free)
            ]
            room.forbid(whole, masks)
            after = (masks.welcome, masks.pairable, masks.leads, masks.mentee_free, masks.mentor_free)
            assert all(not (new & ~old).any() for old, new in zip(before, after, strict=True))
            room.forbid(whole, masks)
            again = (masks.welcome, masks.pairable, masks.leads, masks.mentee_free, masks.mentor_free)
            assert all((new == old).all() for old, new in zip(after, again, strict=True))
            assert (masks.pairable == masks.pairable.T).all()


def test_pairs_of_the_same_mentors_stand_once_and_in_order() -> None:
    problem = build_problem(read(drawn("pairs", 1, ())[0]))
    expected = list(combinations(range(problem.mentors), 2))
    assert list(zip(*(side.tolist() for side in problem.pairs), strict=True)) == expected
