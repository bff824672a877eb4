"""Placements by the likely arcs first against the flow that is given all of them."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from matcher.problem.problem import Seats
from matcher.solving.heuristics import few_arcs, repair
from matcher.solving.heuristics.repair import Leeway, by_flow
from tests.solving.plain import Draw, drawn_problem


@pytest.mark.parametrize("must", [0.0, 0.5])
@pytest.mark.parametrize("size_weight", [0, 40])
def test_no_placement_is_lost_by_looking_at_likely_arcs_first(
    must: float, size_weight: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    flows: list[int] = []
    flow = repair._flow
    monkeypatch.setattr(few_arcs, "OF_EACH_MENTEE", 1)
    monkeypatch.setattr(few_arcs, "OF_EACH_SEAT", 1)
    monkeypatch.setattr(
        repair, "_flow", lambda problem, leeway, arcs: flows.append(len(arcs.seat)) or flow(problem, leeway, arcs)
    )
    placed = rounds = 0
    for number in range(40):
        random = Random(number)
        draw = Draw(mentees=30, mentors=10, slots=3, min_size=2, max_size=6, must=must, unmatched=60, points=100)
        problem = replace(drawn_problem(random, draw), together=(), apart=(), lone_genders=())
        problem = replace(problem, ideal_size=4 if size_weight else None, size_weight=size_weight)
        pairs = np.arange(10).reshape(5, 2)
        seats: Seats = problem.seats_at(pairs[:, 0], pairs[:, 1], np.array([random.randrange(3) for _ in pairs]))
        monkeypatch.setattr(repair, "MANY_ARCS", 10**9)
        whole, sure = by_flow(problem, Leeway.of(problem, seats))
        flows.clear()
        monkeypatch.setattr(repair, "MANY_ARCS", 0)
        found, known = by_flow(problem, Leeway.of(problem, seats))
        assert known == sure
        assert (found is None) == (whole is None)
        if found is not None and whole is not None:
            assert found.objective == whole.objective
            placed += flows[0] < int(problem.permitted(seats).sum())
            rounds += len(flows) > 1
    assert placed > 10
    assert rounds > 5
