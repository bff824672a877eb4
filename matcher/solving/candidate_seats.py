"""Which seats are worth a column: those enough mentees can sit at, without those that another always betters."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matcher.problem.problem import CELLS, Problem, Seats

__all__ = ["count_seats", "likely_pairs", "simple_bound", "worthwhile_seats"]

Ints = NDArray[np.int64]


def count_seats(problem: Problem) -> int:
    """Return how many seats mentors' hours permit, without listing them."""
    free = problem.mentor_free[:-1].astype(np.float32)
    if problem.per_group == 1:
        return int(free[problem.leads].sum()) if problem.scheduled else int(problem.leads.sum())
    first, second = problem.pairs
    if not problem.scheduled:
        return len(first)
    together = np.column_stack([free @ free.T, free.sum(axis=1)])
    return int(together[first, second].sum())


def worthwhile_seats(problem: Problem, first: Ints, second: Ints) -> Seats:
    """Return the seats of these choices of mentors that at least `min_size` mentees can sit at.

    Where both mentors lead one group at most and slots have no limit, a slot at which only some of those can meet who
    can at another slot (of equal ones: the later) is left out too: whoever sits there could sit at the other.
    """
    seats = problem.seats_of(first, second)
    rows = max(1, CELLS // max(1, problem.mentees))
    kept = [_kept(problem, seats[part]) + part[0] for part in _whole_choices(seats, rows)]
    return seats[np.concatenate(kept)] if kept else seats


def _whole_choices(seats: Seats, rows: int) -> list[Ints]:
    """Cut the positions of seats into runs of about `rows` that keep the seats of one choice together."""
    if not len(seats):
        return []
    starts = np.flatnonzero(np.r_[True, (np.diff(seats.first) != 0) | (np.diff(seats.second) != 0)])
    edges = np.unique(
        starts[np.searchsorted(starts, np.arange(0, len(seats), rows), side="left").clip(0, len(starts) - 1)]
    )
    edges[0] = 0
    return [np.arange(low, high) for low, high in zip(edges, [*edges[1:], len(seats)], strict=True)]


def _kept(problem: Problem, seats: Seats) -> Ints:
    allowed = problem.permitted(seats)
    able = (allowed.sum(axis=1) >= problem.min_size) & (seats.room >= problem.min_size)
    able[able] = _countable(problem, allowed[able], seats.room[able])
    if problem.max_groups_per_slot is not None or not problem.scheduled:
        return np.flatnonzero(able)
    once = np.r_[problem.max_groups <= 1, True]
    single = once[seats.first] & once[seats.second]
    starts = np.flatnonzero(np.r_[True, (np.diff(seats.first) != 0) | (np.diff(seats.second) != 0)])
    for low, high in zip(starts, [*starts[1:], len(seats)], strict=True):
        if high - low > 1 and single[low]:
            mine = low + np.flatnonzero(able[low:high])
            able[mine] = _undominated(allowed[mine])
    return np.flatnonzero(able)


def _countable(problem: Problem, allowed: NDArray[np.bool_], room: Ints) -> NDArray[np.bool_]:
    """Return at which seats some members are as many as they should be, and as many of each kind as rules ask."""
    limits = [limit for limit in problem.counted_apart if not limit.weight]
    most, rows = int(min(room.max(initial=0), problem.mentees)), np.arange(len(room))
    if not limits or not len(room):
        return np.ones(len(room), bool)
    size = np.arange(most + 1)
    free = ~np.logical_or.reduce([limit.mentees for limit in limits])
    reached = size <= allowed[:, free].sum(axis=1)[:, None]
    for limit in limits:
        there, before = allowed[:, limit.mentees].sum(axis=1), reached
        reached = np.zeros_like(before)
        for count in np.flatnonzero(limit.amiss(size) == 0).tolist():
            enough = rows[there >= count]
            reached[enough, count:] |= before[enough, : most + 1 - count]
    fits: NDArray[np.bool_] = (reached & (size >= problem.min_size) & (size <= room[:, None])).any(axis=1)
    return fits


def _undominated(allowed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which rows are no subset of another; of equal rows the first stays."""
    table = allowed.astype(np.float32)
    size = table.sum(axis=1)
    common = table @ table.T
    inside = common >= size[:, None]
    order = np.arange(len(table))
    better = (size[None, :] > size[:, None]) | (order[None, :] < order[:, None])
    bettered: NDArray[np.bool_] = (inside & better & (order[None, :] != order[:, None])).any(axis=1)
    return ~bettered


PARTNERS = 12
"""Co-mentors looked at for each mentor where all would be too many."""


def likely_pairs(problem: Problem) -> tuple[Ints, Ints]:
    """Return, in order, some permitted choices of mentors: for each mentor those with the most hours in common.

    Among equals those that score more as a pair, then the nearest in the intake. One mentor a group: every choice.
    """
    if problem.per_group == 1:
        return problem.pairs
    free = problem.mentor_free[:-1].astype(np.float32)
    permitted = problem.pairable & problem.leads[:, None] & problem.leads[None, :]
    chosen = np.zeros_like(permitted)
    for mentor in np.flatnonzero(problem.leads):
        others = np.flatnonzero(permitted[mentor])
        hours = (free[others] @ free[mentor]).astype(np.int64)
        if len(others) > PARTNERS:
            # Whoever has fewer hours in common than so many others have is none of them.
            most = hours >= np.partition(hours, len(others) - PARTNERS)[len(others) - PARTNERS]
            others, hours = others[most], hours[most]
        # Distance in the intake spreads ties: were all alike, every mentor would name the same few.
        away = (others - mentor) % problem.mentors
        best = others[np.lexsort((away, -problem.pair_score[mentor, others], -hours))][:PARTNERS]
        chosen[mentor, best] = True
    for demand in problem.demands:
        if demand.second < problem.mentors:
            chosen[demand.first, demand.second] = permitted[demand.first, demand.second]
    pairs = np.triu(chosen | chosen.T, 1)
    first, second = np.nonzero(np.column_stack([pairs, problem.solo & problem.leads]))
    return first, second


def simple_bound(problem: Problem) -> int:
    """Return a bound that counting shows: each mentee with its best mentors, each mentor with its best co-mentors."""
    if not problem.mentees or not problem.mentors:
        return problem.base
    best = np.concatenate([_best_welcome(problem, some) for some in problem.blocks])
    reachable = (best >= 0).sum(axis=1) >= problem.fewest_leaders
    points = np.maximum(0, best).sum(axis=1) + problem.unmatched
    aim = problem.aim
    bonus = int((aim.bonus - aim.left_out).max(initial=0 if not len(aim.bonus) else -(2**62)))
    gains = np.where(reachable, np.maximum(0, aim.weight * points + bonus), 0)
    pairs = (problem.pair_score.max(axis=1)[:-1] * np.minimum(problem.max_groups, problem.mentees)).sum() // 2
    return problem.base + int(gains.sum()) + aim.weight * int(pairs)


def _best_welcome(problem: Problem, some: slice) -> Ints:
    """Return the best scores of these mentees with as many mentors as lead a group, -1 where there are fewer."""
    each = min(problem.per_group, problem.mentors)
    welcome = problem.welcome[some, :-1] & problem.leads
    points = np.where(welcome, problem.score[some, :-1], -1)
    best: Ints = np.partition(points, problem.mentors - each, axis=1)[:, problem.mentors - each :].astype(np.int64)
    return best
