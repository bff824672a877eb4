"""`check_proof`: whether a proof shows of a result what the result says of itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from os import PathLike
from typing import Any

import numpy as np

from matcher.checking.proofs.claim import Claim, ClaimError, claim_of
from matcher.checking.proofs.facts import Facts, Part
from matcher.checking.proofs.permitted import Ints, Mask
from matcher.checking.proofs.proof_file import PartProof, Proof, StageProof, StageTotal, read_proof
from matcher.checking.proofs.stages import CountedStage
from matcher.checking.proofs.tree import walked
from matcher.checking.proofs.words import ProofFault, ProofReport
from matcher.intake.people import Intake
from matcher.intake.words.findings import count_of, name_some
from matcher.intake.words.listing import in_a_row
from matcher.intake.words.steps import at_step
from matcher.result.asked import as_asked
from matcher.result.match_result import MatchResult
from matcher.result.records import Group, Status
from matcher.rules import RULES, FormedGroup, Rule

__all__ = ["check_proof"]

OBJECTIVE = "objective"


def check_proof(intake: Intake, result: MatchResult, proof: str | PathLike[str] | Mapping[str, Any]) -> ProofReport:
    """Check a proof of a result's bound against the intake, which alone is believed.

    That the result's groups keep every rule is not looked at here: `matcher.verify` does that.

    Parameters
    ----------
    intake
        What the result answers.
    result
        Of which the proof speaks.
    proof
        The path of a ``proof.json`` or of the folder that holds it, or what it would hold.

    Raises
    ------
    ResultFileError
        The proof is missing, or cannot be understood.
    """
    return _Check(as_asked(intake, result), result, read_proof(proof)).report()


class _Check:
    """One check on its way: what was counted and found so far."""

    def __init__(self, intake: Intake, result: MatchResult, proof: Proof) -> None:
        self.intake, self.result, self.proof = intake, result, proof
        self.leaves, self.checked = 0, 0
        self.on_word: Counter[str] = Counter()

    def report(self) -> ProofReport:
        """Check everything and tell it."""
        faults = list(self._of_another())
        if not faults:
            facts = Facts(self.intake)
            faults = [*self._told_otherwise(facts), *self._not_independent(facts), *self._parts(facts)]
        return ProofReport(self.leaves, self.checked, dict(self.on_word), tuple(faults))

    # What the whole says --------------------------------------------------------------------------------------------

    def _of_another(self) -> Iterator[ProofFault]:
        """Yield why the proof is not one of this intake and these groups at all."""
        proof, program = self.proof, self.intake.program
        slots = tuple(slot.text for slot in self.intake.slots)
        for rule in RULES.registered:
            if type(rule).forbid is not Rule.forbid:
                told = f"the rule on {rule.name} is this program's own; a proof that rests on it cannot be checked here"
                yield ProofFault(told)
        if (proof.mode, proof.levels) != (program.objective.mode, program.objective.levels):
            yield ProofFault(f"the proof is one of mode {proof.mode} with {proof.levels} levels; the intake is not")
        if proof.slots != slots:
            yield ProofFault("the slots of the proof are not those of the intake, in its order")
        mentees = Counter([*proof.outside, *(own for part in proof.parts for own in part.mentees)])
        yield from _wrong_people("mentee", mentees, list(self.intake.mentee_by_id), everybody=True)
        mentors = Counter(own for part in proof.parts for own in part.mentors)
        yield from _wrong_people("mentor", mentors, list(self.intake.mentor_by_id), everybody=False)
        for group in self.result.groups:
            unknown = [own for own in group.mentors if own not in self.intake.mentor_by_id]
            unknown += [own for own in group.mentees if own not in self.intake.mentee_by_id]
            fewest = 1 if program.groups.single else program.groups.mentors
            if unknown or not fewest <= len(group.mentors) <= program.groups.mentors:
                yield ProofFault(f"the result's group {group.id} is none of this intake")

    def _told_otherwise(self, facts: Facts) -> Iterator[ProofFault]:
        """Yield where the proof says something else than the result, or its sums are wrong."""
        proof, result = self.proof, self.result
        names = [stage.name for stage in facts.stages]
        if [stage.name for stage in proof.stages] != names:
            yield ProofFault(f"the stages of the proof are not those of the mode: {in_a_row(names) or 'none'}")
            return
        told = [StageTotal(name=stage.name, value=stage.value, bound=stage.bound) for stage in result.stages]
        # A run that was stopped tells no stages after the one in which it was.
        known = len(told) if result.status != Status.OPTIMAL else len(names)
        if told != list(proof.stages[:known]):
            yield ProofFault("the stages of the proof are not those of the result")
        if proof.bound != result.bound:
            yield ProofFault(f"the bound of the proof is {proof.bound}; that of the result is {result.bound}")
        if result.status == Status.OPTIMAL:
            if proof.bound != result.objective:
                yield ProofFault(f"the result is said to be best at {result.objective}; the bound is {proof.bound}")
            for stage in proof.stages:
                if stage.value != stage.bound:
                    said = f"the result is said to be best at {stage.value}; the limit of it is {stage.bound}"
                    yield ProofFault(said, stage=stage.name)
        yield from self._wrong_sums(facts)

    def _wrong_sums(self, facts: Facts) -> Iterator[ProofFault]:
        outside, parts = len(self.proof.outside), self.proof.parts
        wanted = [*facts.stages, None]
        for number, part in enumerate(parts, start=1):
            if [stage.name for stage in part.stages] != [stage.name if stage else OBJECTIVE for stage in wanted]:
                yield ProofFault("its stages are not those of the mode, in order, and the objective", part=number)
                return
        for place, (stage, total) in enumerate(zip(facts.stages, self.proof.stages, strict=True)):
            more = outside if stage.left_out else 0
            value = more + sum(part.stages[place].value for part in parts)
            bound = more + sum(part.stages[place].bound for part in parts)
            if (total.value, total.bound) != (value, bound):
                said = (
                    f"value {total.value} and bound {total.bound} are not the sums over the parts, {value} and {bound}"
                )
                yield ProofFault(said, stage=stage.name)
        cost = sum(facts.scorer.left_out(own) for own in self.proof.outside)
        value = sum(part.stages[-1].value for part in parts) - cost
        bound = sum(part.stages[-1].bound for part in parts) - cost
        if self.result.objective != value:
            yield ProofFault(f"the parts come to {value}; the objective of the result is {self.result.objective}")
        if self.proof.bound != bound:
            yield ProofFault(f"the bounds of the parts come to {bound}; the bound of the proof is {self.proof.bound}")

    # Parts ----------------------------------------------------------------------------------------------------------

    def _not_independent(self, facts: Facts) -> Iterator[ProofFault]:
        """Yield why what is proved of the parts would not be proved of the whole."""
        intake, parts = self.intake, self.proof.parts
        if len(parts) > 1 and (intake.program.groups.count is not None or facts.rooms is not None):
            yield ProofFault("there are several parts, but the number of groups, in all or at a slot, ties all people")
        part_of = np.full(len(intake.mentors) + 1, -1)
        mentee_in = np.full(len(intake.mentees), -1)
        for number, part in enumerate(parts):
            part_of[[intake.mentor_position[own] for own in part.mentors]] = number
            mentee_in[[intake.mentee_position[own] for own in part.mentees]] = number
        yield from _torn_seats(facts, part_of, mentee_in)
        for cluster in facts.clusters:
            if len(set(mentee_in[cluster].tolist())) > 1:
                who = name_some([intake.mentees[place].id for place in cluster])
                yield ProofFault(f"{who} are together, and not in one part")
        for group in self.result.groups:
            where = {int(part_of[intake.mentor_position[own]]) for own in group.mentors}
            where |= {int(mentee_in[intake.mentee_position[own]]) for own in group.mentees}
            if len(where) > 1 or -1 in where:
                yield ProofFault(f"the result's group {group.id} is not in one part")

    def _parts(self, facts: Facts) -> Iterator[ProofFault]:
        intake = self.intake
        for number, told in enumerate(self.proof.parts, start=1):
            mentors = np.array([intake.mentor_position[own] for own in told.mentors], np.int64)
            mentees = np.array([intake.mentee_position[own] for own in told.mentees], np.int64)
            part = Part(facts, mentors, mentees)
            values = _Values(facts, part, self.result.groups)
            for place, stage in enumerate(told.stages):
                for message, node in self._stage(part, told, place, values):
                    yield ProofFault(message, number, stage.name, node)

    def _stage(self, part: Part, told: PartProof, place: int, values: _Values) -> Iterator[tuple[str, int | None]]:
        """Yield what is wrong with one stage of one part, and at which node."""
        stage, counted = told.stages[place], part.facts.stages
        if place > len(counted):
            return
        this = counted[place] if place < len(counted) else None
        reached = values.objective() if this is None else values.count(this)
        if stage.value != reached:
            yield f"the groups reach {reached}; the proof says {stage.value}", None
        limits = [] if this is None else [_by_counting(this, part, told.stages[:place])]
        if stage.tree is not None or this is None:
            claim = self._claim(part, stage, this)
            if isinstance(claim, str):
                yield claim, None
                return
            yield from self._tree(claim, stage)
            limits.append(_by_limit(claim.limit, stage, told.stages[:place], counted))
        yield from _wrong_bound(stage, this, min(limits))

    def _claim(self, part: Part, stage: StageProof, this: CountedStage | None) -> Claim | str:
        """Return what the stage's tree claims, or why it claims nothing."""
        counted = part.facts.stages
        weights = len(counted) if this is None else counted.index(this) + 1
        if len(stage.weights) != weights or stage.weight != (this is None):
            return f"it takes {count_of(weights, 'weight')} of stages, and weight {int(this is None)}"
        if this is not None and stage.weights[-1] != 1:
            return "the last of its weights is not 1"
        if stage.limit is None or stage.tree is None:
            return "it has no limit or no tree"
        try:
            return claim_of(part, stage.weights, stage.weight, stage.limit, self.proof.unit, stage.cuts)
        except ClaimError as fault:
            return str(fault)

    def _tree(self, claim: Claim, stage: StageProof) -> Iterator[tuple[str, int | None]]:
        if claim.part.may_be_empty and claim.base > claim.limit:
            yield f"without any group it is {claim.base}, over the limit of {claim.limit}", None
        at_step(f"checking the proof, {self.leaves:,} leaves so far")
        walk = walked(claim, stage.tree.nodes if stage.tree else ())
        self.leaves += walk.leaves
        self.checked += walk.checked
        self.on_word.update(walk.on_word)
        yield from ((fault.message, fault.node) for fault in walk.faults)


def _wrong_people(what: str, told: Counter[str], known: Sequence[str], *, everybody: bool) -> Iterator[ProofFault]:
    if unknown := [own for own in told if own not in known]:
        yield ProofFault(f"no {what} of the intake: {name_some(unknown)}")
    if twice := [own for own, times in told.items() if times > 1]:
        yield ProofFault(f"a {what} in several places of the proof: {name_some(twice)}")
    if everybody and (missing := [own for own in known if own not in told]):
        yield ProofFault(f"a {what} in no part and not outside: {name_some(missing)}")


def _torn_seats(facts: Facts, part_of: Ints, mentee_in: Ints) -> Iterator[ProofFault]:
    """Yield the first seat whose people are not in one part."""
    seats, nobody = facts.seats, len(facts.intake.mentors)
    first = part_of[seats.first]
    second = np.where(seats.second == nobody, first, part_of[seats.second])
    elsewhere: Mask = (seats.sits & (mentee_in[None, :] != first[:, None])).any(axis=1)
    torn = np.flatnonzero((first < 0) | (first != second) | elsewhere)
    if len(torn):
        leaders = [int(place) for place in (seats.first[torn[0]], seats.second[torn[0]]) if place < nobody]
        who = name_some([facts.intake.mentors[place].id for place in leaders])
        yield ProofFault(f"{len(torn)} seats are not in one part with all who may sit there, one of them led by {who}")


# Values and bounds ---------------------------------------------------------------------------------------------------


class _Values:
    """What the groups of a part reach, counted again."""

    def __init__(self, facts: Facts, part: Part, groups: Sequence[Group]) -> None:
        intake = facts.intake
        here = {intake.mentors[place].id for place in part.mentors.tolist()}
        self._mentees, self._cost = len(part.mentees), int(part.left_out.sum())
        self._kinds: Counter[int] = Counter()
        self._score = 0
        for group in groups:
            if group.mentors[0] in here:
                places = np.array([intake.mentee_position[own] for own in group.mentees], np.int64)
                first, second = (np.array(place) for place in facts.places(group.mentors))
                self._kinds.update(facts.kinds.of(places, first, second).tolist())
                formed = FormedGroup(group.id, group.slot, group.mentors, group.mentees)
                self._score += facts.scorer.group_score(formed)
                self._cost -= sum(facts.scorer.left_out(own) for own in group.mentees)

    @property
    def _left_out(self) -> int:
        return self._mentees - self._kinds.total()

    def count(self, stage: CountedStage) -> int:
        """Return what a stage counts."""
        placed = 0 if stage.kind is None else self._kinds[stage.kind]
        return placed + self._left_out * stage.left_out

    def objective(self) -> int:
        """Return the objective."""
        return self._score - self._cost


def _by_counting(this: CountedStage, part: Part, earlier: Sequence[StageProof]) -> int:
    """Return what a stage's count, with its sign, is at most: of mentees, whom `greedy` counts once each."""
    if this.sign < 0:
        return 0
    return len(part.mentees) - sum(stage.value for stage in earlier)


def _by_limit(limit: int, stage: StageProof, earlier: Sequence[StageProof], counted: Sequence[CountedStage]) -> int:
    """Return what a stage's count with its sign, or the objective, is at most where earlier counts are kept."""
    kept = zip(stage.weights, counted, earlier, strict=False)
    return limit - sum(weight * count.sign * one.value for weight, count, one in kept)


def _wrong_bound(stage: StageProof, this: CountedStage | None, most: int) -> Iterator[tuple[str, int | None]]:
    sign = 1 if this is None else this.sign
    if sign * stage.bound < most:
        over = "at most" if sign > 0 else "at least"
        yield f"the bound is said to be {stage.bound}; what is proved is {over} {sign * most}", None
