"""The walk through a stage's tree: which groupings each node speaks of, and whether its claim is proved of them.

A node is not believed in anything. What is open and fixed there, and for which numbers of groups it has to prove
something, is worked out on the way down; a place of no groupings proves itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from matcher.checking.proofs.claim import Claim, ClaimError
from matcher.checking.proofs.evaluating import Evaluation
from matcher.checking.proofs.facts import Part
from matcher.checking.proofs.permitted import Ints, Mask
from matcher.checking.proofs.proof_file import (
    Close,
    Counting,
    Counts,
    Empty,
    Leaf,
    Node,
    PairSplit,
    Ray,
    SeatSplit,
    SlotSplit,
    SolverNode,
    Split,
)

__all__ = ["NodeFault", "Place", "Walk", "walked"]


@dataclass(frozen=True)
class NodeFault:
    """What is wrong with a node; None: with the tree."""

    node: int | None
    message: str


@dataclass
class Walk:
    """What a walk through a tree found: leaves that prove their claim, those that rest on a solver, and faults."""

    leaves: int = 0
    checked: int = 0
    on_word: Counter[str] = field(default_factory=Counter)
    faults: list[NodeFault] = field(default_factory=list)


@dataclass(frozen=True)
class Place:
    """The groupings of which a node speaks.

    Parameters
    ----------
    open
        (seats,): which may be taken.
    fixed
        Seats taken by every grouping.
    numbers
        Of groups, for which the claim has to be proved.
    """

    part: Part
    open: Mask
    fixed: tuple[int, ...]
    numbers: tuple[int, ...]

    @property
    def void(self) -> bool:
        """Whether there are no groupings here, so that any claim holds of them."""
        return not self.numbers

    @property
    def taken(self) -> Ints:
        """The fixed seats."""
        return np.array(self.fixed, np.int64)

    def closed(self, seats: Mask) -> Place:
        """Return the place with these seats closed."""
        return replace(self, open=self.open & ~seats)

    def fixing(self, seat: int) -> Place:
        """Return the place with one more seat fixed, and those closed that cannot be had with it."""
        if not self.open[seat]:
            return replace(self, numbers=())
        part = self.part
        fixed = (*self.fixed, seat)
        numbers = tuple(number for number in self.numbers if number >= len(fixed))
        first, second, slot = (column[part.spot] for column in (part.first, part.second, part.slot))
        full = np.append(part.groups_led(np.array(fixed)) >= part.max_groups, False)
        closed = full[first] | full[second]
        if part.scheduled:
            leaders = [place for place in (first[seat], second[seat]) if place < part.nobody]
            closed |= (slot == slot[seat]) & (np.isin(first, leaders) | np.isin(second, leaders))
            there = int((slot[list(fixed)] == slot[seat]).sum())
            if part.rooms is not None and there >= part.rooms:
                closed |= slot == slot[seat]
        closed[seat] = True
        return Place(part, self.open & ~closed, fixed, numbers)

    def shows_nothing(self) -> bool:
        """Whether counting shows that there are no groupings here: too few seats, or too few places with mentors."""
        seats = int(self.open.sum())
        places = int(self.part.caps(np.flatnonzero(self.open), self.taken).sum())
        left = [number - len(self.fixed) for number in self.numbers]
        return all(seats < more or places < self.part.fewest_leaders * more for more in left)


def walked(claim: Claim, nodes: Sequence[Node]) -> Walk:
    """Return what a walk through a tree finds.

    Parameters
    ----------
    nodes
        The root first.
    """
    walk = Walk()
    walk.faults.extend(NodeFault(None, said) for said in _loose(nodes))
    if walk.faults:
        return walk
    part = claim.part
    stack = [(0, Place(part, np.ones(len(part.spot), bool), (), part.numbers))]
    while stack:
        at, place = stack.pop()
        walk.leaves += isinstance(nodes[at], Leaf | Ray | Empty | Counting | SolverNode)
        try:
            stack.extend(reversed(_below(claim, nodes[at], place, walk)))
        except ClaimError as fault:
            walk.faults.append(NodeFault(at, str(fault)))
    return walk


def _loose(nodes: Sequence[Node]) -> Iterator[str]:
    """Yield why nodes are no tree: each but the root is to be named once, and reached."""
    named = Counter(below for node in nodes for below in _named(node))
    if not nodes:
        yield "the tree has no nodes"
    if any(below >= len(nodes) for below in named):
        yield f"node {max(named)} is named; the last one is {len(nodes) - 1}"
        return
    for at in range(len(nodes)):
        if named[at] != (at > 0):
            yield f"node {at} is named {named[at]} times; it is to be {'once' if at else 'never'}"
            return
    reached = [0] if nodes else []
    for at in reached:
        reached.extend(_named(nodes[at]))
    if len(reached) < len(nodes):
        yield f"{len(nodes) - len(reached)} nodes are not reached from the root"


def _named(node: Node) -> list[int]:
    if isinstance(node, Close):
        return [node.then]
    if isinstance(node, Split):
        return [node.yes, node.no]
    if isinstance(node, Counts):
        return [*node.counts.values(), *([] if node.rest is None else [node.rest])]
    return []


# Nodes --------------------------------------------------------------------------------------------------------------


def _below(claim: Claim, node: Node, place: Place, walk: Walk) -> list[tuple[int, Place]]:
    """Check one node and return those below it, each with its place.

    Raises
    ------
    ClaimError
        It does not prove what it claims.
    """
    if isinstance(node, Close):
        return [(node.then, _closing(claim, node, place))]
    if isinstance(node, Split):
        yes, no = _split(place, node)
        return [(node.yes, yes), (node.no, no)]
    if isinstance(node, Counts):
        return list(_counted(place, node))
    if isinstance(node, SolverNode) and not place.void:
        if node.limit > claim.limit:
            raise ClaimError(f"{node.solver} says {node.limit}, over the limit of {claim.limit}")
        walk.on_word[node.solver] += 1
        return []
    if not place.void:
        _check_leaf(claim, node, place)
    walk.checked += 1
    return []


def _check_leaf(claim: Claim, node: Node, place: Place) -> None:
    """Check a node that has none below it."""
    if isinstance(node, Leaf):
        _check_values(claim, node, place)
    elif isinstance(node, Ray):
        _check_ray(place, node.ray)
    elif isinstance(node, Empty):
        if not place.shows_nothing():
            raise ClaimError("there may be groupings here; counting does not rule them out")
    elif claim.counted > claim.limit:
        raise ClaimError(f"counting shows {claim.counted}, over the limit of {claim.limit}")


def _check_values(claim: Claim, node: Leaf, place: Place) -> None:
    found = Evaluation(claim, node.leaf, place.open, place.taken)
    for number in place.numbers:
        proved = found.half_units(number)
        if proved is None:
            raise ClaimError("it has no duals, so that it proves nothing")
        if proved > claim.enough:
            groups = "1 group" if number == 1 else f"{number} groups"
            raise ClaimError(f"proves {claim.proved(proved)} for {groups}, over the limit of {claim.limit}")


def _check_ray(place: Place, ray: Ints) -> None:
    part = place.part
    if len(ray) != part.nobody or (ray < 0).any():
        raise ClaimError(f"a ray has a number of 0 or more for each of the {part.nobody} mentors")
    worth = np.append(ray, 0).astype(object)
    seats = np.flatnonzero(place.open)
    spots = np.unique(part.spot[seats])
    if ((worth[part.first[spots]] + worth[part.second[spots]]) < 2).any():
        raise ClaimError("the mentors of an open seat come to less than 2")
    most = int((worth[:-1] * part.caps(seats, place.taken)).sum())
    for number in place.numbers:
        if most >= 2 * (number - len(place.fixed)):
            raise ClaimError(f"the mentors come to {most}, which {number} groups may have")


def _closing(claim: Claim, node: Close, place: Place) -> Place:
    """Return the place without the seats that its values close, and without the numbers of groups they settle."""
    if place.void:
        return place
    found = Evaluation(claim, node.close, place.open, place.taken)
    left = tuple(number for number in place.numbers if not found.settles(number))
    return replace(place, numbers=left).closed(found.closes(left)[place.part.spot])


def _counted(place: Place, node: Counts) -> Iterator[tuple[int, Place]]:
    alone = {int(number): below for number, below in node.counts.items()}
    others = tuple(number for number in place.numbers if number not in alone)
    for number, below in alone.items():
        yield below, replace(place, numbers=(number,) if number in place.numbers else ())
    if node.rest is not None:
        yield node.rest, replace(place, numbers=others)
    elif others:
        raise ClaimError(f"nothing is said of {others[0]} groups")


def _split(place: Place, node: Split) -> tuple[Place, Place]:
    part, split = place.part, node.split
    first, second, slot = (column[part.spot] for column in (part.first, part.second, part.slot))
    if isinstance(split, PairSplit):
        a, b = sorted(split.pair)
        _check_single(part, a, b)
        led_by = np.isin(first, (a, b)) | np.isin(second, (a, b))
        together = (first == a) & (second == b)
        return place.closed(led_by & ~together), place.closed(together)
    if isinstance(split, SlotSplit):
        _check_single(part, split.mentor)
        led = (first == split.mentor) | (second == split.mentor)
        return place.closed(led & (slot != split.slot)), place.closed(led & (slot == split.slot))
    seat = _seat(part, split)
    if seat is None:
        return replace(place, numbers=()), place
    alone = np.zeros(len(part.spot), bool)
    alone[seat] = True
    return place.fixing(seat), place.closed(alone)


def _check_single(part: Part, *mentors: int) -> None:
    for mentor in mentors:
        if mentor >= part.nobody:
            raise ClaimError(f"it is split at mentor {mentor}; there are {part.nobody}")
        if not part.single[mentor]:
            raise ClaimError(f"it is split at mentor {mentor}, who may lead several groups")
    if len(set(mentors)) < len(mentors):
        raise ClaimError(f"it is split at mentor {mentors[0]} and themselves")


def _seat(part: Part, split: SeatSplit) -> int | None:
    """Return the seat of a split; None where it is not there, so that no grouping takes it."""
    one, other, slot, number = split.seat
    first, second = sorted((one, part.nobody if other is None else other))
    return part.seat_at.get((first, second, slot, number))
