"""Whole proofs of tiny intakes' best groupings, made by the tests themselves: linear programs, and splits at seats."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from matcher.checking.best_alone import BestAlone
from matcher.checking.proofs.claim import Claim, claim_of
from matcher.checking.proofs.evaluating import Evaluation
from matcher.checking.proofs.facts import Facts, Part
from matcher.checking.proofs.proof_file import Values
from matcher.checking.proofs.tree import Place
from matcher.checking.scoring import Scorer
from matcher.intake.people import Intake
from matcher.result.match_result import Group, MatchResult, MenteeScore, Stage, Status, build_result
from matcher.rules import FormedGroup
from tests import oracle
from tests.checking.common import Groups, Plain
from tests.checking.programs import best_values

UNIT = 64


def result_of(intake: Intake, groups: Groups, proof: Plain) -> MatchResult:
    """Groups as a result that a proof shows to be best."""
    scorer = Scorer(intake)
    best = BestAlone(intake, scorer)
    formed = [
        FormedGroup(f"G{number}", slot, mentors, mentees)
        for number, (mentors, slot, mentees) in enumerate(groups, start=1)
    ]
    scores = {
        one: MenteeScore(
            scorer.choice(one, group.mentors),
            scorer.mentee_score(one, group.mentors),
            min(1.0, best.satisfaction(one, group.mentors)),
        )
        for group in formed
        for one in group.mentees
    }
    return build_result(
        intake,
        [Group(*group, scorer.group_score(group)) for group in formed],
        scores,
        {one.id: "no room" for one in intake.mentees if one.id not in scores},
        status=Status.OPTIMAL,
        objective=scorer.objective(formed),
        bound=proof["bound"],
        seed=0,
        seconds=0.1,
        stages=[Stage(**stage) for stage in proof["stages"]],
    )


def proof_of(plain: Plain, intake: Intake, groups: Groups) -> Plain:
    """A proof that groups are best, part by part."""
    facts = Facts(intake)
    parts, outside = independent(facts)
    told = [_Prover(plain, Part(facts, *part), groups).told() for part in parts]
    stages = []
    for place, stage in enumerate(facts.stages):
        value = sum(part["stages"][place]["value"] for part in told) + len(outside) * stage.left_out
        stages.append({"name": stage.name, "value": value, "bound": value})
    cost = int(facts.left_out[outside].sum())
    return {
        "format": 1,
        "version": "0",
        "unit": UNIT,
        "mode": intake.program.objective.mode,
        "levels": intake.program.objective.levels,
        "slots": [slot.text for slot in intake.slots],
        "outside": [intake.mentees[place].id for place in outside],
        "bound": sum(part["stages"][-1]["bound"] for part in told) - cost,
        "stages": stages,
        "parts": told,
    }


def independent(facts: Facts) -> tuple[list[tuple[Any, Any]], list[int]]:
    """Positions of mentors and mentees who belong together, and of mentees whom no seat holds."""
    mentors, mentees = len(facts.intake.mentors), len(facts.intake.mentees)
    group = list(range(mentors + mentees))

    def join(people: Sequence[int]) -> None:
        old = {group[one] for one in people}
        for one, own in enumerate(group):
            if own in old:
                group[one] = min(old)

    table = facts.seats
    for seat in range(len(table)):
        leaders = [own for own in (int(table.first[seat]), int(table.second[seat])) if own < mentors]
        join([*leaders, *(mentors + np.flatnonzero(table.sits[seat])).tolist()])
    if facts.intake.program.groups.count is not None or facts.rooms is not None:
        join(sorted({*table.first.tolist(), *(own for own in table.second.tolist() if own < mentors)}))
    held = table.sits.any(axis=0)
    parts = []
    for own in sorted({group[int(first)] for first in table.first}):
        people = [one for one, other in enumerate(group) if other == own]
        here = np.array([one for one in people if one < mentors]), np.array([one for one in people if one >= mentors])
        parts.append((here[0], here[1] - mentors))
    return parts, np.flatnonzero(~held).tolist()


class _Prover:
    """Proves one part, stage by stage: the weights let each stage outweigh all that follow."""

    def __init__(self, plain: Plain, part: Part, groups: Groups) -> None:
        self.reading, self.part = oracle.read(plain), part
        intake = part.facts.intake
        self.mentors = [intake.mentors[place].id for place in part.mentors.tolist()]
        self.mentees = [intake.mentees[place].id for place in part.mentees.tolist()]
        self.groups = [group for group in groups if group[0][0] in self.mentors]
        placed = {one: mentors for mentors, _, mentees in self.groups for one in mentees}
        at = [oracle.stage(self.reading, one, placed.get(one)) for one in self.mentees]
        self.counts = [at.count(place) for place in range(len(part.facts.stages))]
        cost = sum(self.reading.unplaced(one) for one in self.mentees if one not in placed)
        self.objective = sum(oracle.group_score(self.reading, group) for group in self.groups) - cost

    def told(self) -> Plain:
        """The part as a proof has it."""
        stages = [self.stage(place) for place in range(len(self.counts) + 1)]
        return {"mentors": self.mentors, "mentees": self.mentees, "stages": stages}

    def stage(self, place: int) -> Plain:
        """One stage, its last one the objective; A of the groups is the limit."""
        stages, last = self.part.facts.stages, place == len(self.counts)
        dearest = int(self.part.left_out.max(initial=0)) + self.part.size_weight * (1 + (self.part.ideal or 0))
        dearest += sum(limit.weight * (1 + limit.least) for limit in self.part.facts.limits)
        spread = len(self.mentees) * (2 * int(self.part.scores.max(initial=0)) + dearest + 1)
        spread += len(self.mentors) * int(np.abs(self.part.pair).max(initial=0))
        step = spread + 1 if last else len(self.mentees) + 1
        weights = [step * (len(self.mentees) + 1) ** (place - 1 - own) for own in range(place)]
        if not last:
            weights.append(1)
        signed = zip(weights, stages, self.counts, strict=False)
        limit = last * self.objective + sum(weight * stage.sign * count for weight, stage, count in signed)
        claim = claim_of(self.part, tuple(weights), int(last), limit, UNIT, ())
        value = self.objective if last else self.counts[place]
        return {
            "name": "objective" if last else stages[place].name,
            "value": value,
            "bound": value,
            "weights": weights,
            "weight": int(last),
            "limit": limit,
            "cuts": [],
            "tree": {"nodes": tree_of(claim)},
        }


def tree_of(claim: Claim) -> list[Plain]:
    """A tree that proves a claim: each number of groups by itself, then seat after seat."""
    part = claim.part
    nodes: list[Plain] = [{}]
    start = Place(part, np.ones(len(part.spot), bool), (), part.numbers)
    if not part.numbers:
        return [{"empty": True}]
    below = {}
    for number in part.numbers:
        below[str(number)] = len(nodes)
        _grow(claim, nodes, Place(part, start.open, (), (number,)))
    nodes[0] = {"counts": below, "rest": None}
    return nodes


def _grow(claim: Claim, nodes: list[Plain], place: Place) -> None:
    at = len(nodes)
    nodes.append({"empty": True})
    if place.void or place.shows_nothing():
        return
    (number,) = place.numbers
    values = best_values(claim, place, number)
    found = Evaluation(claim, Values.model_validate(values), place.open, place.taken)
    if found.settles(number):
        nodes[at] = {"leaf": values}
        return
    left = np.flatnonzero(place.open)
    if not len(left):
        # Nothing is left to split, and what seats' values leave out of account would settle it.
        nodes[at] = {"solver": "CP-SAT", "limit": claim.limit}
        return
    seat = {own: where for where, own in claim.part.seat_at.items()}[int(left[0])]
    alone = np.zeros(len(place.open), bool)
    alone[left[0]] = True
    first, second, slot, copy = seat
    split = {"seat": [first, None if second == claim.part.nobody else second, slot, copy]}
    yes = len(nodes)
    _grow(claim, nodes, place.fixing(int(left[0])))
    no = len(nodes)
    _grow(claim, nodes, place.closed(alone))
    nodes[at] = {"split": split, "yes": yes, "no": no}
