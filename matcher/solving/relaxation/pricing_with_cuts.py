"""The kernel where cuts have prices: the best members of a seat when some sets of people must not meet twice.

A cut costs its price once where those of its people who are at the seat weigh its quota, so that the best members are
no longer those of the largest gains. A search in the order of gains finds them: what is left can add no more than its
gains, less what the cuts of those already taken cost it for sure. Few cuts touch one seat, and some dozen nodes do.
"""

from __future__ import annotations

from contextlib import nullcontext
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.problem.kernels import kernel
from matcher.problem.problem import Seats
from matcher.problem.processors import one_processor, spread
from matcher.solving.relaxation.pricing import CHUNKS, NEVER, PricingTable, level_of, may_sit

__all__ = ["LONGEST", "CutPrices", "price_cut_seats"]

Ints = NDArray[np.int64]

MOST_KEPT = 96
"""Mentees among whom the best members are sought; where more bring something, cuts are left out of account."""
SPARE = (4, 16, 64)
"""How many more than the fewest members are looked at where too few bring something; more where that does not do."""
MOST_CUTS = 1024
"""Places of candidates in cuts at one seat; where there are more, cuts are left out of account."""
LONGEST = 5
"""People in a cut, at most."""
MOST_NODES = 5_000
"""Nodes of the search in one seat; where these do not do, cuts are left out of account."""


class CutPrices(NamedTuple):
    """Cuts with a price above 0, as the kernel reads them.

    `price` (cuts,) in units, is paid once the weights of those at a seat reach `quota` (cuts,). The cuts of mentee i
    are ``cuts[start[i]:start[i + 1]]``, and `weight` says there what it weighs in each; those of mentor a stand after
    the mentees', from ``start[mentees + a]`` on.
    """

    price: Ints
    quota: Ints
    start: Ints
    cuts: Ints
    weight: Ints
    mentees: int


class _Table(NamedTuple):
    """The cuts that may cost something at one seat, and room for the search there.

    The cuts of candidate i are ``cuts[spans[i]:spans[i + 1]]``, and `weight` says what it weighs in each. `met` and
    `ahead` (cuts,) say what those at the seat weigh, and how many candidates are still to be decided upon. `names`
    holds the cuts as all seats number them, `state` what was decided, `best` the largest gains left.
    """

    spans: Ints
    cuts: Ints
    weight: Ints
    price: Ints
    quota: Ints
    met: Ints
    ahead: Ints
    names: Ints
    state: Ints
    best: Ints


@kernel
def _sorted_in(gain, mentee, kept, gains, who):  # type: ignore[no-untyped-def]
    """Put a mentee among `kept` others, falling by gain, the first of equals first."""
    where = kept
    while where > 0 and (gains[where - 1] < gain or (gains[where - 1] == gain and who[where - 1] > mentee)):
        gains[where], who[where] = gains[where - 1], who[where - 1]
        where -= 1
    gains[where], who[where] = gain, mentee


@kernel
def _candidates(first, second, slot, rules, kinds, reward, load_dual, least, gains, who):  # type: ignore[no-untyped-def]
    """Fill `gains` and `who` with who may be among the best members; return (how many, the best gain of all others).

    These are all who bring something, and some of the others where those are fewer than `least`; -1 where they are too
    many. The gain is `NEVER` where there are no others.
    """
    kept, other = 0, np.int64(NEVER)
    bonus = len(rules.bonus) > 0
    for place in range(rules.names_from[slot * kinds], rules.names_from[(slot + 1) * kinds]):
        mentee = rules.names[place]
        if rules.score[first, mentee] < 0 or rules.score[second, mentee] < 0:
            continue
        if not may_sit(first, second, mentee, rules.either):
            continue
        gain = rules.score[first, mentee] + rules.score[second, mentee] + reward[mentee] - load_dual
        if bonus:
            gain += rules.bonus[level_of(first, second, mentee, rules)]
        if gain <= 0 and kept >= least:
            # The last one may bring something less still.
            if gain <= gains[kept - 1]:
                other = max(other, gain)
                continue
            if gains[kept - 1] <= 0:
                kept -= 1
                other = max(other, gains[kept])
        elif kept > least and gains[kept - 1] <= 0:
            kept -= 1
            other = max(other, gains[kept])
        if kept == len(gains):
            return -1, other
        _sorted_in(gain, mentee, kept, gains, who)
        kept += 1
    return kept, other


@kernel
def _limit(depth, kept, taken, room, least, size_cost, gains, here):  # type: ignore[no-untyped-def]
    """Return the most that candidates from `depth` on can add; `NEVER` where they are too few.

    Each adds its gain less what it pays for sure, where it alone brings a cut to its quota.
    """
    left, need, filled, best = room - taken, least - taken, 0, here.best
    if kept - depth < need:
        return np.int64(NEVER)
    if left == 0:
        return np.int64(0)
    for place in range(depth, kept):
        if filled == left and gains[place] <= best[left - 1]:
            break
        gain = gains[place]
        for step in range(here.spans[place], here.spans[place + 1]):
            cut = here.cuts[step]
            if here.met[cut] < here.quota[cut] <= here.met[cut] + here.weight[step]:
                # However many of them come, they pay once: a share each.
                gain -= here.price[cut] // here.ahead[cut]
        where = filled
        if filled == left:
            where = left - 1
            if gain <= best[where]:
                continue
        else:
            filled += 1
        while where > 0 and best[where - 1] < gain:
            best[where] = best[where - 1]
            where -= 1
        best[where] = gain
    value = np.int64(0)
    for step in range(filled):
        gain = best[step] - (size_cost[taken + step + 1] - size_cost[taken + step])
        if step >= need and gain <= 0:
            break
        value += gain
    return value


@kernel
def _search(kept, gains, room, least, size_cost, here, chosen):  # type: ignore[no-untyped-def]
    """Fill `chosen` (kept,) with the best members; return their value, `NEVER`: there are none, or it takes long."""
    value, taken, depth, state = np.int64(0), 0, 0, here.state
    found, nodes = np.int64(NEVER), 0
    while True:
        nodes += 1
        if nodes > MOST_NODES:
            return np.int64(NEVER)
        limit = _limit(depth, kept, taken, room, least, size_cost, gains, here)
        deeper = limit > NEVER // 2 and value + limit > found
        if deeper and (depth == kept or taken == room or (taken >= least and limit == 0)):
            found = value
            for place in range(kept):
                chosen[place] = place < depth and state[place] == 1
            deeper = False
        if deeper:
            state[depth] = 1
            value += gains[depth] - (size_cost[taken + 1] - size_cost[taken])
            taken += 1
            for step in range(here.spans[depth], here.spans[depth + 1]):
                cut = here.cuts[step]
                before = here.met[cut]
                here.met[cut] += here.weight[step]
                here.ahead[cut] -= 1
                if before < here.quota[cut] <= here.met[cut]:
                    value -= here.price[cut]
            depth += 1
            continue
        # Back to the last one taken, who is left aside now.
        while depth > 0 and state[depth - 1] == 2:
            depth -= 1
            for step in range(here.spans[depth], here.spans[depth + 1]):
                here.ahead[here.cuts[step]] += 1
        if depth == 0:
            return found
        depth -= 1
        state[depth] = 2
        for step in range(here.spans[depth], here.spans[depth + 1]):
            cut = here.cuts[step]
            before = here.met[cut]
            here.met[cut] -= here.weight[step]
            if here.met[cut] < here.quota[cut] <= before:
                value += here.price[cut]
        taken -= 1
        value -= gains[depth] - (size_cost[taken + 1] - size_cost[taken])
        depth += 1


@kernel
def _laid_out(first, second, kept, who, cuts, seen, local, here):  # type: ignore[no-untyped-def]
    """Lay out the cuts that may reach their quota at a seat; return what those cost that its mentors alone bring there.

    `seen` and `local` (cuts,) hold 0 and -1, and do so afterwards. -1 is returned where there are too many.
    """
    touched, most = 0, len(here.names)
    for place in range(-2, kept):
        row = who[place] if place >= 0 else cuts.mentees + (first if place == -2 else second)
        for step in range(cuts.start[row], cuts.start[row + 1]):
            cut = cuts.cuts[step]
            if seen[cut] == 0 and touched < most:
                here.names[touched] = cut
                touched += 1
            seen[cut] += cuts.weight[step]
    number, size, constant = 0, 0, np.int64(0)
    for place in range(-2, kept):
        row = who[place] if place >= 0 else cuts.mentees + (first if place == -2 else second)
        if place >= 0:
            here.spans[place] = size
        for step in range(cuts.start[row], cuts.start[row + 1]):
            cut = cuts.cuts[step]
            if seen[cut] < cuts.quota[cut] or touched == most:
                continue
            its = local[cut]
            if its < 0:
                its = number
                local[cut], here.price[its], here.quota[its] = its, cuts.price[cut], cuts.quota[cut]
                here.met[its], here.ahead[its] = 0, 0
                number += 1
            if place < 0:
                here.met[its] += cuts.weight[step]
                if here.met[its] >= here.quota[its]:
                    constant += here.price[its]
                    here.price[its] = 0
            elif here.price[its] > 0:
                here.ahead[its] += 1
                here.cuts[size], here.weight[size] = its, cuts.weight[step]
                size += 1
    here.spans[max(kept, 0)] = size
    for step in range(touched):
        seen[here.names[step]], local[here.names[step]] = 0, -1
    if touched == most:
        seen[:], local[:] = 0, -1
        return np.int64(-1)
    return constant


@kernel
def _plain(kept, gains, room, least, size_cost, chosen):  # type: ignore[no-untyped-def]
    """Choose the members of the largest gains; return their value."""
    value = np.int64(0)
    for place in range(kept):
        gain = gains[place] - (size_cost[place + 1] - size_cost[place])
        chosen[place] = place < least or (place < room and gain > 0)
        if chosen[place]:
            value += gain
    return value


@kernel
def _price_some(begin, end, first, second, slot, room, rules, kinds, reward, load, cuts, values, members):  # type: ignore[no-untyped-def]
    """Price the seats from `begin` to before `end`."""
    most, least = members.shape[1], rules.min_size
    gains, who = np.empty(MOST_KEPT, np.int64), np.empty(MOST_KEPT, np.int64)
    chosen = np.zeros(MOST_KEPT, np.bool_)
    here = _Table(
        spans=np.empty(MOST_KEPT + 1, np.int64),
        cuts=np.empty(LONGEST * MOST_CUTS, np.int64),
        weight=np.empty(LONGEST * MOST_CUTS, np.int64),
        price=np.empty(MOST_CUTS, np.int64),
        quota=np.empty(MOST_CUTS, np.int64),
        met=np.empty(MOST_CUTS, np.int64),
        ahead=np.empty(MOST_CUTS, np.int64),
        names=np.empty(MOST_CUTS, np.int64),
        state=np.zeros(MOST_KEPT, np.int64),
        best=np.empty(most, np.int64),
    )
    seen, local = np.zeros(len(cuts.price), np.int64), np.full(len(cuts.price), -1)
    for seat in range(begin, end):
        a, b = first[seat], second[seat]
        load_dual = load[a] + load[b]
        values[seat], members[seat, :] = NEVER, -1
        if room[seat] < least:
            continue
        for spare in SPARE:
            kept, other = _candidates(a, b, slot[seat], rules, kinds, reward, load_dual, least + spare, gains, who)
            if kept + least > len(gains):
                kept = -1
            if kept < least:
                values[seat] = -NEVER if kept < 0 else NEVER
                break
            constant = _laid_out(a, b, kept, who, cuts, seen, local, here)
            value, everybody = np.int64(NEVER), kept
            if constant >= 0:
                # Whoever was left aside may be wanted to fill up a smallest group.
                while other > NEVER // 2 and everybody < min(kept + least, len(gains)):
                    gains[everybody], here.spans[everybody + 1] = other, here.spans[everybody]
                    everybody += 1
                value = _search(everybody, gains, room[seat], least, rules.size_cost, here, chosen)
            if value > NEVER // 2:
                value -= constant
            else:
                value = _plain(kept, gains, room[seat], least, rules.size_cost, chosen)
                chosen[kept:] = False
            values[seat], count = value, 0
            for place in range(kept):
                if chosen[place]:
                    members[seat, count] = who[place]
                    count += 1
            if count >= least:
                break


@kernel
def _price(part, parts, first, second, slot, room, rules, kinds, reward, load, cuts, values, members):  # type: ignore[no-untyped-def]
    seats = len(first)
    chunks = CHUNKS if parts > 1 else 1
    for chunk in range(part, chunks, parts):
        begin, end = chunk * seats // chunks, (chunk + 1) * seats // chunks
        _price_some(begin, end, first, second, slot, room, rules, kinds, reward, load, cuts, values, members)


def price_cut_seats(table: PricingTable, seats: Seats, reward: Ints, load: Ints, cuts: CutPrices) -> tuple[Ints, Ints]:
    """Return each seat's best value where cuts have prices, and who gives it.

    Parameters
    ----------
    worth, load
        As in `pricing.price_seats`.

    Returns
    -------
    values : (seats,) int
        No less than the best value, what the seat adds by itself aside: limits on counts, `together` and `apart` are
        left out of account, and all cuts where a seat has too many. `NEVER` where too few may sit there, ``-NEVER``
        where those are too many to be looked at.
    members : (seats, largest room) int
        Who gives that value, -1 beyond them.
    """
    values = np.empty(len(seats), np.int64)
    members = np.full((len(seats), int(seats.room.max(initial=0))), -1)
    with nullcontext() if len(seats) > CHUNKS else one_processor():
        spread(
            _price,
            seats.first,
            seats.second,
            seats.slot,
            seats.room,
            table.rules,
            table.kinds,
            reward,
            load,
            cuts,
            values,
            members,
        )
    return values, members
