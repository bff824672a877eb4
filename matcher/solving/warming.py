"""Every kernel that shared work needs, compiled before it is shared.

Workers load what is compiled already. Otherwise each of them would compile it, for as long as everybody waits for their
answers, and the clock of the run would go on.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matcher.problem.kernels import are_kept
from matcher.problem.problem import BestAlone, Problem
from matcher.problem.processors import one_processor
from matcher.rules import Masks
from matcher.solving.relaxation.lagrangian import Relaxation
from matcher.solving.relaxation.pricing import NARROW

__all__ = ["compile_for_workers"]


def compile_for_workers() -> bool:
    """Call each kernel once on a tiny problem: a few hundredths of a second once compiled.

    Return whether workers find what was compiled: where nothing can be kept, each would have to compile it too.
    """
    with one_processor():
        for points in (1, NARROW):
            problem = _tiny(points)
            plain = Relaxation(problem, problem.seats_of(*problem.pairs))
            cut = plain.with_cuts(np.array([[0, 1, 2, -1, -1]]))
            prices = plain.first_prices()[0]
            for relaxation, price in ((plain, 0), (cut, 1)):
                priced = replace(prices, cut=np.full(len(relaxation.cuts), price))
                relaxation.evaluate(relaxation.root(), priced)
                relaxation.members(np.arange(len(relaxation.seats)), priced)
    return are_kept()


def _tiny(points: int) -> Problem:
    """Return a problem of a few people for whom everything is permitted, each place worth so many points."""
    people, nothing = 4, Masks.nothing()
    table, row = np.ones((people, people + 1), bool), np.ones(people, np.int64)
    return Problem(
        mentees=people,
        mentors=people,
        slots=1,
        scheduled=True,
        per_group=2,
        score=np.full(table.shape, points),
        pair_score=np.zeros((people + 1, people + 1), np.int64),
        rank=np.ones(table.shape, np.int64),
        best_alone=BestAlone.known(row),
        welcome=table,
        either=(),
        pairable=table[:, :-1],
        leads=row.astype(bool),
        mentee_free=np.ones((people, 1), bool),
        mentor_free=np.ones((people + 1, 1), bool),
        alone=nothing,
        max_groups=row,
        max_mentees=people * row,
        min_size=2,
        max_size=people,
        count=None,
        everyone=False,
        must_place=~row.astype(bool),
        max_groups_per_slot=None,
        lone_genders=(),
        together=(),
        apart=(),
        unmatched=row,
        solo=~row.astype(bool),
    )
