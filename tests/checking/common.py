"""Tiny intakes with every grouping that the oracle permits, and values that are made as good as they get."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from random import Random
from typing import Any

import numpy as np

from matcher.checking.proofs.claim import Claim, claim_of
from matcher.checking.proofs.counts import Limit
from matcher.checking.proofs.facts import Facts, Part
from matcher.checking.proofs.proof_file import Node, Tree
from matcher.intake.people import Intake
from matcher.intake.read import read_intake
from tests import oracle
from tests.strategies import tiny_intake

Plain = dict[str, Any]
Groups = tuple[oracle.Group, ...]
MODES = ("total", "greedy", "generous", "fair")


def read(intake: Plain) -> Intake:
    """The intake as the product reads it."""
    return read_intake(
        intake["mentors"], intake["mentees"], intake["program"], intake["constraints"], intake.get("locks")
    )


def drawn(name: str, number: int, rules: Collection[str] | None, **sizes: Any) -> tuple[Plain, Random]:
    """The `number`-th intake drawn for a test of this name, and the source of further draws."""
    random = Random(int.from_bytes(hashlib.sha256(f"checking {name} {number}".encode()).digest()[:8], "big"))
    return tiny_intake(random, rules, **sizes), random


# Counts and sizes ---------------------------------------------------------------------------------------------------


def amiss(limit: Limit, members: Sequence[int]) -> int:
    """How many of its mentees a limit is short of among some members, or has too many."""
    there = sum(bool(limit.who[one]) for one in members)
    return 0 if there == 0 and limit.none_too else max(0, limit.least - there, there - limit.most)


def is_counted_right(part: Part, members: Sequence[int]) -> bool:
    """Whether the rules on counts that a seat's value keeps permit these members."""
    return not any(amiss(limit, members) for limit in part.kinds if not limit.weight)


def size_cost(claim: Claim, members: Sequence[int]) -> int:
    """What the number of members costs, units."""
    ideal = claim.part.ideal
    return 0 if ideal is None else claim.unit * claim.weight * claim.part.size_weight * abs(len(members) - ideal)


def cost_of(claim: Claim, members: Sequence[int]) -> int:
    """What the number of members, and of some of them, costs, units."""
    counts = sum(limit.weight * amiss(limit, members) for limit in claim.part.kinds)
    return size_cost(claim, members) + claim.unit * claim.weight * counts


# Groupings ----------------------------------------------------------------------------------------------------------


def legal_groups(reading: oracle.Reading) -> list[oracle.Group]:
    """Every group that breaks no rule by itself."""
    found: list[oracle.Group] = []
    people = reading.mentees
    sets = [chosen for size in range(1, len(people) + 1) for chosen in combinations(people, size)]
    sets = [chosen for chosen in sets if not oracle.member_breaches(reading, chosen)]
    for mentors in reading.leaders():
        if oracle.leader_breaches(reading, mentors):
            continue
        fit = [one for one in people if not oracle.place_breaches(reading, mentors, one)]
        for slot in reading.slots or [None]:
            if oracle.slot_breaches(reading, slot, mentors):
                continue
            here = {one for one in fit if not oracle.slot_breaches(reading, slot, (one,))}
            found += [(mentors, slot, chosen) for chosen in sets if here >= set(chosen)]
    return found


def groupings(intake: Plain, most: int) -> list[Groups] | None:
    """Every grouping that keeps the rules; None where there are more than `most` to look at."""
    reading = oracle.read(intake)
    single = legal_groups(reading)
    limits = {mentor: reading.limit(mentor, "max_groups") or 0 for mentor in reading.mentors}
    found: list[Groups] = []
    looked = 0
    stack: list[tuple[int, Groups]] = [(0, ())]
    while stack:
        start, groups = stack.pop()
        looked += 1
        if looked > most:
            return None
        if not oracle._across_breaches(reading, groups):
            found.append(groups)
        placed = {one for group in groups for one in group[2]}
        led = [mentor for group in groups for mentor in group[0]]
        for place in range(start, len(single)):
            mentors, _, mentees = single[place]
            if not placed & set(mentees) and all(led.count(mentor) < limits[mentor] for mentor in mentors):
                stack.append((place + 1, (*groups, single[place])))
    return found


@dataclass
class Case:
    """An intake, everything permitted in it, and all of it as one part."""

    plain: Plain
    random: Random
    intake: Intake
    part: Part
    groupings: list[Groups]

    @cached_property
    def reading(self) -> oracle.Reading:
        """The intake as the oracle reads it: once, as it is asked of every grouping."""
        return oracle.read(self.plain)

    def worth(self, groups: Groups, weights: tuple[int, ...], weight: int) -> int:
        """A of a grouping, by the oracle."""
        reading = self.reading
        sign = 1 if reading.program["objective"]["mode"] == "greedy" else -1
        counted = sum(own * sign * count for own, count in zip(weights, oracle.key(reading, groups), strict=False))
        return weight * oracle.score(reading, groups) + counted

    def seats(self, groups: Groups) -> list[int]:
        """The seats of a grouping: at its slot, or at another that holds everybody."""
        part, intake, taken = self.part, self.intake, []
        for mentors, slot, mentees in groups:
            first, second = part.facts.places(mentors)
            hours = [0] if slot is None else [intake.slot_position[self.reading.slot(slot).casefold()]]
            hours += [hour for hour in range(part.slots) if hour not in hours]
            who = [intake.mentee_position[one] for one in mentees]
            for hour, number in ((hour, number) for hour in hours for number in range(len(mentees) + 9)):
                seat = part.seat_at.get((first, second, hour, number))
                if seat is not None and seat not in taken and part.sits[part.spot[seat], who].all():
                    taken.append(seat)
                    break
            else:
                raise AssertionError(f"no seat for {mentors} at {slot} with {mentees}")
        return taken


def whole_part(intake: Intake) -> Part:
    """Everybody as one part."""
    return Part(Facts(intake), np.arange(len(intake.mentors)), np.arange(len(intake.mentees)))


def cases(name: str, count: int, rules: Collection[str] | None = None, *, most: int = 800) -> Iterator[Case]:
    """Intakes of every mode, few enough groupings each that all of them can be looked at."""
    for number in range(count):
        mode = MODES[number % 4]
        plain, random = drawn(name, number, rules, mode=mode, most_mentors=4, most_mentees=5)
        intake = read(plain)
        every = groupings(plain, most)
        if every:
            yield Case(plain, random, intake, whole_part(intake), every)


def some_claim(case: Case, limit: int, cuts: tuple[tuple[int, ...], ...] = (), unit: int = 4) -> tuple[Claim, Any]:
    """A stage drawn by chance with weights drawn by chance, and A of any grouping."""
    stages, random = len(case.part.facts.stages), case.random
    place = random.randint(0, stages)
    weight = int(place == stages)
    weights = tuple(random.choice((1, 7, 300, 5000)) for _ in range(place))
    if not weight:
        weights = (*weights, 1)
    claim = claim_of(case.part, weights, weight, limit, unit, cuts)
    return claim, lambda groups: case.worth(groups, weights, weight)


# Values -------------------------------------------------------------------------------------------------------------


def some_cuts(part: Part, random: Random) -> tuple[tuple[int, ...], ...]:
    """Cuts drawn by chance, of people who are in one group at most."""
    who = [*range(len(part.mentees)), *(len(part.mentees) + own for own in np.flatnonzero(part.single).tolist())]
    return tuple(
        tuple(random.sample(who, random.randint(3, min(5, len(who)))))
        for _ in range(random.randint(1, 4) * (len(who) > 2))
    )


def nodes(*tables: Plain) -> tuple[Node, ...]:
    """Nodes as they are read."""
    return Tree.model_validate({"nodes": tables}).nodes


def shaken(values: Plain, random: Random, must: Sequence[bool]) -> Plain:
    """Values near others: numbers a little more or less, as far as they may be."""

    def near(number: int, *, signed: bool = False) -> int:
        if random.random() < 0.6:
            return number
        moved = number + random.choice((-1, 1)) * random.randint(0, 1 + abs(number) // random.choice((1, 5, 50)))
        return moved if signed else max(0, moved)

    return {
        "mentee": [near(price, signed=own) for price, own in zip(values["mentee"], must, strict=True)],
        **{kind: {at: near(price) for at, price in values[kind].items()} for kind in ("load", "spread", "cut", "slot")},
        **{kind: [[*where, near(price)] for *where, price in values[kind]] for kind in ("place", "demand")},
        "duals": [
            {"groups": near(one["groups"], signed=True), "mentors": [near(price) for price in one["mentors"]]}
            for one in values["duals"]
        ],
    }


def last_room(part: Part, mentor: int) -> int:
    """How many mentees a mentor's last group has room for where its others are full; 0 where that is no limit."""
    size, most = part.facts.intake.program.groups.max_size, int(part.max_mentees[mentor])
    groups = range(1, int(part.max_groups[mentor]))
    return next((most - full * size for full in groups if full * size < most < (full + 1) * size), 0)


def most_spread(part: Part, mentor: int, rest: int) -> int:
    """The largest sum of mentees less `rest`, over the groups that a mentor may lead."""
    size, most = part.facts.intake.program.groups.max_size, int(part.max_mentees[mentor])
    groups = range(int(part.max_groups[mentor]) + 1)
    return max(min(most, count * size) - count * rest for count in groups)


def some_values(claim: Claim, random: Random) -> Plain:
    """Values drawn by chance, about as large as what can be gained."""
    part, size = claim.part, 1 + int(np.abs(claim.worth).max(initial=0))

    def some(odds: float = 0.6) -> int:
        return random.randint(0, size) if random.random() < odds else 0

    leading = sorted(zip(part.first.tolist(), part.slot.tolist(), strict=True))
    return {
        "mentee": [random.choice((1, -1)) * some() if must else some() for must in part.must],
        "load": {str(mentor): some(0.3) for mentor in range(part.nobody)},
        "spread": {str(mentor): some() for mentor in range(part.nobody) if last_room(part, mentor)},
        "cut": {str(cut): some() for cut in range(len(claim.cuts))},
        "slot": {str(slot): some(0.3) for slot in range(part.slots)} if part.rooms is not None else {},
        "place": [[*where, some()] for where in dict.fromkeys(leading)] if part.scheduled else [],
        "demand": [
            [demand.first, None if demand.second == part.nobody else demand.second, demand.slot, some()]
            for demand in sorted(part.demands, key=str)
        ],
        "duals": [{"groups": random.choice((1, -1)) * some(), "mentors": [some() for _ in range(part.nobody)]}],
    }


def with_limit(claim: Claim, limit: int) -> Claim:
    """The claim with another limit."""
    return replace(claim, limit=limit)
