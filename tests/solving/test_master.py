"""The linear program: what it proposes proves a bound, better than price steps; what it takes keeps the limits."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matcher.solving.relaxation.lagrangian import Bounds, Relaxation, subgradient
from matcher.solving.relaxation.pricing import SCALE
from matcher.solving.relaxation.restricted_master import Master
from tests.draws import draws
from tests.solving.common import all_seats, feasible, seats_taken
from tests.solving.test_cuts import meets, random_cuts, triangles
from tests.solving.test_lagrangian import CASES


def left() -> float:
    """Time without end."""
    return 1e6


def always() -> bool:
    """Go on."""
    return True


@pytest.mark.parametrize("name", CASES)
def test_no_program_bounds_under_the_optimum(name: str) -> None:
    for _, random, intake, problem, best in feasible(f"master {name}", draws(4, 8), CASES[name]):
        plain = Relaxation(problem, all_seats(problem))
        taken, _ = seats_taken(intake, plain.seats, best.groups)
        relaxation = plain.with_cuts(random_cuts(problem, random))
        start = replace(plain.first_prices()[1], cut=np.zeros(len(relaxation.cuts), np.int64))
        bounds = Bounds()
        found = Master(relaxation, start).improve(relaxation.root(), start, 30, None, left, bounds)
        assert found is not None
        assert bounds.by_count[len(taken)] >= best.objective
        assert found.doubled >= 2 * SCALE * best.objective


def test_programs_get_further_than_price_steps() -> None:
    closer = 0
    for _, _, _, problem, _ in feasible("master closer", draws(5, 12), ("availability",)):
        relaxation = Relaxation(problem, all_seats(problem))
        root, start = relaxation.root(), relaxation.first_prices()[1]
        stepped, programs = Bounds(), Bounds()
        subgradient(relaxation, root, start, -(10**9), 60, always, stepped)
        found = Master(relaxation, start).improve(root, start, 60, None, left, programs)
        assert found is not None
        assert found.fractional is not None
        # Once nothing is broken and no column is missing, the program's value is a bound, which integers prove.
        value = found.fractional.value + problem.base
        assert found.doubled / 2 / SCALE <= value + max(1.0, 1e-3 * abs(value))
        before = max(stepped.by_count[count] for count in relaxation.counts(root, found.evaluation))
        closer += found.doubled // (2 * SCALE) < before
    assert closer > 0


@pytest.mark.parametrize("name", CASES)
def test_a_mixture_keeps_every_limit(name: str) -> None:
    kept = 0
    for _, random, _, problem, _ in feasible(f"master limits {name}", draws(2, 6), CASES[name]):
        plain = Relaxation(problem, all_seats(problem))
        relaxation = plain.with_cuts(random_cuts(problem, random))
        start = replace(plain.first_prices()[1], cut=np.zeros(len(relaxation.cuts), np.int64))
        root = relaxation.root()
        found = Master(relaxation, start).improve(root, start, 2000, None, left)
        assert found is not None
        fractional = found.fractional
        assert fractional is not None
        if name in ("any", "ties") and fractional.broken > 0.06:
            # Prices leave `together` out of account, so that no program need keep all limits there.
            continue
        kept += 1
        positions = np.array([seat for seat, _ in fractional.columns], np.int64)
        members = fractional.members()
        excess = relaxation.excess(positions, fractional.share, members)
        kinds = (excess.mentee, excess.slot, excess.place, excess.load, excess.spread)
        broken = [float(part.max(initial=0.0)) for part in kinds]
        assert max(broken) < 0.06
        assert (fractional.share > 0).all()
        leads = np.zeros(problem.mentors + 1)
        for leader in (relaxation.seats.first, relaxation.seats.second):
            np.add.at(leads, leader[positions], fractional.share)
        assert (leads[:-1] <= problem.max_groups + 1e-6).all()
        for cut in relaxation.cuts.tolist():
            met = 0.0
            for seat, here, share in zip(positions.tolist(), members, fractional.share.tolist(), strict=True):
                pair = {
                    problem.mentees + int(relaxation.seats.first[seat]),
                    problem.mentees + int(relaxation.seats.second[seat]),
                }
                met += share * meets({*here.tolist(), *pair}, cut)
            assert met < 1.06
    assert kept


def test_cuts_find_their_prices() -> None:
    problem = triangles(2)
    plain = Relaxation(problem, all_seats(problem))
    start = plain.first_prices()[1]
    loose = Master(plain, start).improve(plain.root(), start, 50, None, left)
    # Three halves of a group for every three mentees: see `test_cuts`.
    assert loose is not None
    assert loose.doubled >= 2 * SCALE * 60_000
    cuts = np.array([[0, 1, 2, -1, -1], [3, 4, 5, -1, -1]])
    relaxation, start = plain.with_cuts(cuts), replace(start, cut=np.zeros(2, np.int64))
    tight = Master(relaxation, start).improve(plain.root(), start, 500, None, left)
    assert tight is not None
    assert tight.doubled < SCALE * 1000
    assert (tight.evaluation.prices.cut > 0).all()


def test_out_of_time_the_first_prices_stay() -> None:
    _, _, _, problem, best = feasible("master time", 1, ("availability",))[0]
    relaxation = Relaxation(problem, all_seats(problem))
    start = relaxation.first_prices()[1]
    found = Master(relaxation, start).improve(relaxation.root(), start, 40, best.objective, lambda: 0.0)
    assert found is not None
    assert found.fractional is None
    assert (found.evaluation.prices.mentee == start.mentee).all()


def test_a_solver_that_fails_is_begun_anew_and_given_up_once_it_fails_again(monkeypatch: pytest.MonkeyPatch) -> None:
    _, _, _, problem, _ = feasible("master fails", 1, ("availability",))[0]
    relaxation = Relaxation(problem, all_seats(problem))
    start, failures = relaxation.first_prices()[1], [1]
    solved = Master._attempt

    def failing(master: Master, seconds: float) -> object:
        failures[0] -= 1
        return None if failures[0] >= 0 else solved(master, seconds)

    monkeypatch.setattr(Master, "_attempt", failing)
    once = Master(relaxation, start).improve(relaxation.root(), start, 20, None, left)
    assert once is not None
    assert once.fractional is not None
    failures[0] = 2
    twice = Master(relaxation, start).improve(relaxation.root(), start, 20, None, left)
    assert twice is not None
    assert twice.fractional is None


def test_of_many_columns_the_most_promising_are_kept() -> None:
    looked_at = 0
    for _, _, _, problem, _ in feasible("master kept", draws(4, 8), ("availability",)):
        relaxation = Relaxation(problem, all_seats(problem))
        start = relaxation.first_prices()[1]
        master = Master(relaxation, start)
        found = master.improve(relaxation.root(), start, 60, None, left)
        assert found is not None
        if found.fractional is None or len(master.columns) < len(found.fractional.columns) + 2:
            continue
        looked_at += 1
        known = list(master.columns)
        assert master.promising(len(known)) == known
        for most in range(1, len(known)):
            kept = master.promising(most)
            assert len(kept) == most
            assert kept == [column for column in known if column in kept]
            # No column taken costs anything, so that none is forgotten before one which does.
            cost = master.last.reduced_costs() if master.last is not None else {}
            forgotten = [cost.get(master.columns[column], 0.0) for column in known if column not in kept]
            worst = min(cost.get(master.columns[column], 0.0) for column in kept)
            assert max(forgotten) <= worst + 1e-6
    assert looked_at
