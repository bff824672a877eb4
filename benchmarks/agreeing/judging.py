"""Whether two answers to one intake go together; a grouping that keeps every rule is taken for what it reaches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from benchmarks.agreeing.facts import Facts, Numbers
from matcher.checking.scoring import Scorer
from matcher.checking.verify import breaches_of
from matcher.rules import FormedGroup

__all__ = ["Judged", "Verdict", "judge", "judge_price"]

Record = Mapping[str, Any]


class Verdict(StrEnum):
    """How two answers go together."""

    AGREED = "agreed"
    DIFFER = "differ"
    UNDECIDED = "undecided"
    """Neither contradicts the other, and at least one of them has not proved what it says."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict and, a sentence each, why."""

    verdict: Verdict
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reached:
    """A grouping that keeps every rule, and what it reaches: counts and objective, larger is better."""

    numbers: Numbers
    worth: tuple[int, ...]


def _settled(faults: Sequence[str], open_: str | None) -> Judged:
    if faults:
        return Judged(Verdict.DIFFER, tuple(faults))
    return Judged(Verdict.AGREED) if open_ is None else Judged(Verdict.UNDECIDED, (open_,))


def judge(facts: Facts, ours: Record, milp: Record) -> Judged:
    """Judge a result of ours by the MILP's; either of them may be wrong, and `Judged.reasons` says which.

    Ours, where it is proved best, must reach what the MILP proves best; where it is not, it must not reach more, and
    its bounds must not be under what the MILP has found.
    """
    if "failed" in ours:
        return Judged(Verdict.DIFFER, (f"ours failed: {ours['failed']}",))
    if "late" in ours:
        return Judged(Verdict.UNDECIDED, (f"ours: {ours['late']}",))
    status = ours["status"]
    mine, faults = _reached(facts, ours, "ours")
    faults += [] if mine is None else _misnumbered(facts, ours, mine.numbers)
    if silent := _silence(milp):
        return _settled(faults, silent)
    theirs, wrong = _reached(facts, milp, "the MILP")
    faults += wrong
    if faults:
        return Judged(Verdict.DIFFER, tuple(faults))
    if milp["infeasible"]:
        told = {"infeasible": None, "unsolved": "ours found nothing, and proved nothing"}
        if status in told:
            return _settled((), told[status])
        return Judged(Verdict.DIFFER, ("the MILP says that nothing is possible, and ours has a grouping",))
    if mine is None:
        if status == "infeasible" and theirs is not None:
            return Judged(Verdict.DIFFER, ("ours says that nothing is possible, and the MILP has a grouping",))
        return Judged(Verdict.UNDECIDED, (f"ours: {status}; the MILP: {'a grouping' if theirs else 'nothing'}",))
    if theirs is None:
        return Judged(Verdict.UNDECIDED, ("the MILP found nothing in its time",))
    faults = [*_beaten(facts, status, mine, theirs), *_bounds_broken(facts, ours, mine, theirs)]
    faults += _claims_broken(mine, theirs, milp["proved"])
    open_ = None if milp["proved"] == len(theirs.worth) else f"the MILP proved {milp['proved']} of {len(theirs.worth)}"
    return _settled(faults, open_)


def _silence(milp: Record) -> str | None:
    """Return why the MILP says nothing; None where it says something."""
    for what, why in (("failed", "the MILP failed"), ("late", "the MILP")):
        if what in milp:
            return f"{why}: {milp[what]}"
    return None


def _reached(facts: Facts, told: Record, who: str) -> tuple[_Reached | None, list[str]]:
    """Return what the groups reach that a side tells, and every rule that they break."""
    groups = told.get("groups")
    if groups is None:
        return None, []
    formed = tuple(
        FormedGroup(f"G{number}", one["slot"], tuple(one["mentors"]), tuple(one["mentees"]))
        for number, one in enumerate(groups, 1)
    )
    numbers = facts.numbers(formed)
    faults = [f"the groups of {who} break a rule: {breach}" for breach in breaches_of(facts.intake, formed)]
    verified = Scorer(facts.intake).objective(formed)
    if verified != numbers.objective:
        faults.append(f"the groups of {who} score {numbers.objective}; verifying says {verified}")
    return _Reached(numbers, facts.worth(numbers)), faults


def _misnumbered(facts: Facts, ours: Record, numbers: Numbers) -> list[str]:
    """Say where our result tells other counts, or another objective, than its groups have."""
    names = [one.name for one in facts.counts]
    told = [name for name, _, _ in ours["stages"]]
    # How many stages there are is not in the contract: at the end, those that follow from the others may be missing.
    faults = [] if told == names else [f"ours has the stages {told}, the mode has {names}"]
    for name, value, _ in ours["stages"]:
        if name in names and value != numbers.counts[names.index(name)]:
            faults.append(f"ours says {value} of {name}; its groups have {numbers.counts[names.index(name)]}")
    if ours["objective"] != numbers.objective:
        faults.append(f"ours says {ours['objective']} points; its groups score {numbers.objective}")
    return faults


def _beaten(facts: Facts, status: str, mine: _Reached, theirs: _Reached) -> Iterator[str]:
    if status == "optimal" and theirs.worth > mine.worth:
        yield f"ours is said to be best, and is not: {_compared(facts, mine.numbers, theirs.numbers)}"


def _bounds_broken(facts: Facts, ours: Record, mine: _Reached, theirs: _Reached) -> Iterator[str]:
    """Yield each bound of ours that the MILP's grouping breaks; a bound counts while all before it is the same."""
    places = {one.name: place for place, one in enumerate(facts.counts)}
    bounds = [(name, places[name], bound) for name, _, bound in ours["stages"] if name in places]
    for name, place, bound in (*bounds, ("the objective", len(places), ours["bound"])):
        if mine.worth[:place] != theirs.worth[:place]:
            return
        limit = bound if place == len(places) or facts.counts[place].most else -bound
        if theirs.worth[place] > limit:
            yield f"the bound of ours on {name} is {bound}, and {abs(theirs.worth[place])} is possible"
        if ours["status"] == "optimal" and mine.worth[place] != limit:
            yield f"ours is said to be best, and has {mine.worth[place]} of {name} with a bound of {bound}"


def _claims_broken(mine: _Reached, theirs: _Reached, proved: int) -> Iterator[str]:
    if mine.worth[:proved] > theirs.worth[:proved]:
        yield "the MILP is wrong: ours is better than what it proved best"


def _compared(facts: Facts, one: Numbers, other: Numbers) -> str:
    """Return where two groupings differ: ``band 4: 7, possible 0; points: …``."""
    named = zip([count.name for count in facts.counts], one.counts, other.counts, strict=True)
    told = [f"{name}: {mine}, possible {theirs}" for name, mine, theirs in named if mine != theirs]
    return "; ".join([*told, f"points: {one.objective}, possible {other.objective}"])


def judge_price(facts: Facts, ours: Record, price: Record, milp: Record) -> Judged:
    """Judge what we say a wish for a mentor would cost by the best grouping in which the MILP has it met."""
    who = f"{price['mentee']} with {price['mentor']}"
    if silent := _silence(milp):
        return Judged(Verdict.UNDECIDED, (f"{who}: {silent}",))
    theirs, faults = _reached(facts, milp, "the MILP")
    if faults:
        return Judged(Verdict.DIFFER, tuple(faults))
    outcome = price["outcome"]
    if outcome in ("forbidden", "impossible"):
        if theirs is not None:
            return Judged(Verdict.DIFFER, (f"{who} is said to be {outcome}, and is possible",))
        return _settled((), None if milp["infeasible"] else f"{who}: the MILP found nothing in its time")
    if price["points"] is None:
        return Judged(Verdict.UNDECIDED, (f"{who}: ours is {outcome}",))
    if milp["infeasible"]:
        return Judged(Verdict.DIFFER, (f"the MILP is wrong: ours has {who}, and it says that is impossible",))
    if theirs is None:
        return Judged(Verdict.UNDECIDED, (f"{who}: the MILP found nothing in its time",))
    mine = _priced(facts, ours, price)
    complete = milp["proved"] == len(theirs.worth)
    faults = _price_faults(facts, who, ours, price, mine, theirs)
    faults += [f"{who}: {fault}" for fault in _claims_broken(mine, theirs, milp["proved"])]
    return _settled(faults, None if complete else f"{who}: the MILP proved {milp['proved']} of {len(theirs.worth)}")


def _priced(facts: Facts, ours: Record, price: Record) -> _Reached:
    """Return what the grouping reaches that shows a price: the counts that change, the others as they are."""
    now = {name: value for name, value, _ in ours["stages"]}
    counts = tuple({**now, **price["after"]}[one.name] for one in facts.counts)
    numbers = Numbers(counts, ours["objective"] - price["points"])
    return _Reached(numbers, facts.worth(numbers))


def _price_faults(facts: Facts, who: str, ours: Record, price: Record, mine: _Reached, theirs: _Reached) -> list[str]:
    """Say where a price that is told as exact, or as at least so much, is beaten by a grouping."""
    least = price["at_least"]
    if least is None or theirs.worth <= mine.worth:
        return []
    limit = (*mine.worth[:-1], ours["objective"] - least)
    if theirs.worth <= limit:
        return []
    what = "exactly" if least == price["points"] else "at least"
    compared = _compared(facts, mine.numbers, theirs.numbers)
    return [f"{who} is said to cost {what} {least} points, and costs less: {compared}"]
