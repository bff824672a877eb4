"""Pairs kept apart that no grouping can keep without leaving somebody out: found by counting, before any solver.

Mentees who are kept apart are a graph, and groups are its colours. Whoever has fewer neighbours than there are groups
finds a place whatever the others do, so only those are looked at who have as many or more among themselves. Two bounds
say how many of them are left out at least (of a clique one stands in each group; a group holds an independent set);
a search of a fixed length says it better where it ends.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from matcher.errors import Issue
from matcher.intake.capacity import plain_capacity
from matcher.intake.people import Intake
from matcher.intake.ties import apart_pairs, components
from matcher.intake.words.calling import called
from matcher.intake.words.findings import count_of, name_some

__all__ = ["kept_apart", "least_left_out"]

MOST_STEPS = 40_000
"""So many steps each search takes at most: a fifth of a second or less."""
MOST_SEARCHED = 120
"""Of larger sets only the clique is looked for that is found at once."""


def kept_apart(intake: Intake, file: str) -> Iterator[Issue]:
    """Yield a warning for each set of mentees whom the pairs kept apart leave too few groups for."""
    groups, most = plain_capacity(intake).groups, intake.program.groups.max_size
    if groups < 1:
        return
    order = {mentee.id: place for place, mentee in enumerate(intake.mentees)}
    pairs = _crowded(_pairs(intake), groups)
    crowds = [sorted(one, key=order.__getitem__) for one in dict.fromkeys(components(pairs).values())]
    for names in sorted(crowds, key=lambda names: order[names[0]]):
        left = least_left_out(_neighbours(names, pairs), groups, most)
        if left:
            told = name_some([called(own, intake.mentee_by_id[own].name) for own in names])
            message = (
                f"of {count_of(len(names), 'mentee')} who are kept apart from each other (apart, avoid) at least "
                f"{left} {'is' if left == 1 else 'are'} left out, since there are at most "
                f"{count_of(groups, 'group')}: {told}"
            )
            yield Issue(file, message)


def _pairs(intake: Intake) -> list[tuple[str, str]]:
    mentees = intake.mentee_by_id
    return sorted(pair for pair in apart_pairs(intake) if set(pair) <= mentees.keys() and pair[0] != pair[1])


def _crowded(pairs: list[tuple[str, str]], groups: int) -> list[tuple[str, str]]:
    """Return the pairs among those who are each kept apart from as many of them as there are groups, or more."""
    while True:
        counts = Counter(own for pair in pairs for own in pair)
        left = [pair for pair in pairs if min(counts[own] for own in pair) >= groups]
        if len(left) == len(pairs):
            return pairs
        pairs = left


def _neighbours(names: list[str], pairs: list[tuple[str, str]]) -> list[int]:
    place = {own: bit for bit, own in enumerate(names)}
    near = [0] * len(names)
    for a, b in pairs:
        if a in place:
            near[place[a]] |= 1 << place[b]
            near[place[b]] |= 1 << place[a]
    return near


def least_left_out(near: list[int], groups: int, most: int) -> int:
    """Return of how many nodes at least no grouping can place, by bounds and a search of a fixed length.

    Parameters
    ----------
    near
        For each node those that it must not share a group with, as bits.
    groups, most
        How many groups there are at most, and how many nodes one holds at most.
    """
    left = max(0, _clique(near) - groups)
    if len(near) > MOST_SEARCHED:
        return left
    left = max(left, len(near) - groups * min(_most_together(near), most))
    search = _Search(near, groups, most)
    # Each number that the search refutes is proved too small, also where it stops before it knows the least.
    while left < len(near) and search.fits(left) is False:
        left += 1
    return left


def _clique(near: list[int]) -> int:
    """Return the size of a clique: the largest that is met from the nodes with most neighbours."""
    starts = sorted(range(len(near)), key=lambda node: (-near[node].bit_count(), node))
    largest = 0
    for start in starts[: 1 if len(near) > MOST_SEARCHED else len(near)]:
        size, rest = 1, near[start]
        while rest:
            node = max(_bits(rest), key=lambda one: (near[one] & rest).bit_count())
            size, rest = size + 1, rest & near[node]
        largest = max(largest, size)
    return largest


def _most_together(near: list[int]) -> int:
    """Return how many nodes no two of which are neighbours there are at most; too many where that takes too long."""
    steps = MOST_STEPS // max(1, len(near) // 4)

    def best(rest: int) -> int:
        nonlocal steps
        steps -= 1
        if not rest or steps < 0:
            return rest.bit_count()
        degrees = [((near[node] & rest).bit_count(), node) for node in _bits(rest)]
        least, lone = min(degrees)
        if least <= 1:
            return 1 + best(rest & ~(near[lone] | 1 << lone))
        _, node = max(degrees)
        return max(best(rest & ~(1 << node)), 1 + best(rest & ~(near[node] | 1 << node)))

    return best((1 << len(near)) - 1)


def _bits(nodes: int) -> Iterator[int]:
    while nodes:
        low = nodes & -nodes
        yield low.bit_length() - 1
        nodes ^= low


class _Search:
    """Whether groups can hold all but so many nodes; in all it takes `MOST_STEPS` steps at most."""

    def __init__(self, near: list[int], groups: int, most: int) -> None:
        self.near, self.most = near, most
        self.groups = min(groups, len(near))
        self.order = sorted(range(len(near)), key=lambda node: (-near[node].bit_count(), node))
        self.steps = MOST_STEPS

    def fits(self, left: int) -> bool | None:
        """Return whether all but `left` nodes can be placed; None where the steps ran out."""
        return self._placed(0, [], left)

    def _placed(self, place: int, formed: list[int], left: int) -> bool | None:
        if place == len(self.order):
            return True
        self.steps -= 1
        if self.steps < 0:
            return None
        node = self.order[place]
        fitting = [
            number
            for number, group in enumerate(formed)
            if not group & self.near[node] and group.bit_count() < self.most
        ]
        if len(formed) < self.groups:
            fitting.append(len(formed))
        for number in fitting:
            grown = [
                *formed[:number],
                (formed[number] if number < len(formed) else 0) | 1 << node,
                *formed[number + 1 :],
            ]
            found = self._placed(place + 1, grown, left)
            if found is not False:
                return found
        return self._placed(place + 1, formed, left - 1) if left else False
