"""What whole runs say of intakes of real size with every newer rule: no legal grouping is over a bound, and more room,
other names or a rule less never make a proved answer worse.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

import pytest

from benchmarks.agreeing.cases import Case, intake_of
from matcher.errors import InfeasibleError
from matcher.result.match_result import MatchResult
from tests import oracle
from tests.draws import draws
from tests.legal import legal_groupings, neighbours, worth
from tests.solving.common import matched, replan

Plain = dict[str, Any]
LITTLE: Plain = {"rounds": 1, "steps": 9, "cuts": 1, "cut_nodes": 2, "neighbourhoods": 1, "leaf": 0.1, "proof": 0.2}
"""So little work is enough: what counts is that bounds hold, not where they end."""

CASES = (
    Case("ideal", "total", 0, (12, 16)),
    Case("single_scarce", "greedy", 1, (16, 20)),
    Case("mix_cost_ideal", "fair", 3, (12, 14)),
    Case("wishes_single", "total", 4, (16, 20)),
    Case("everything_new", "generous", 5, (9, 12)),
)
SMALL = (
    Case("ideal", "total", 0, (9, 12)),
    Case("single_scarce", "total", 1, (9, 12)),
    Case("mix_cost_ideal", "total", 3, (9, 12)),
    Case("wishes_single", "greedy", 4, (9, 12)),
    Case("priorities_next", "greedy", 6, (9, 12)),
    Case("single_ideal_mix", "total", 7, (9, 12)),
)


def answered(plain: Plain) -> MatchResult | None:
    """What the product says; None where it says that nothing is possible."""
    try:
        return matched(plain, effort="quick", workers=1)
    except InfeasibleError:
        return None


def groups_of(result: MatchResult) -> tuple[oracle.Group, ...]:
    return tuple((group.mentors, group.slot, group.mentees) for group in result.groups)


def bounds_of(plain: Plain, result: MatchResult) -> Iterator[tuple[int, int]]:
    """(place in `worth`, what is said to be the most there) of each stage, and of the objective."""
    mode, reading = plain["program"]["objective"]["mode"], oracle.read(plain)
    longest = max(len(reading.cell(one, "preferred_mentors")) for one in reading.mentees)
    for stage in result.stages:
        number = int(stage.name.split()[-1]) if stage.name.split()[-1].isdigit() else 0
        places = {"greedy": number - 1, "generous": 2 + longest - number, "fair": number}
        place = {"left out": 0, "unlisted": 1}.get(stage.name, places[mode])
        yield place, stage.bound if mode == "greedy" else -stage.bound
    yield len(oracle.key(reading, ())), result.bound


def over(plain: Plain, result: MatchResult, groups: Sequence[oracle.Group]) -> list[str]:
    """Where a legal grouping is better than a bound allows; a bound counts while all before it is the same."""
    reading = oracle.read(plain)
    mine, theirs = worth(reading, groups_of(result)), worth(reading, groups)
    told = [
        f"{theirs[place]} over {most} at {place}"
        for place, most in bounds_of(plain, result)
        if mine[:place] == theirs[:place] and theirs[place] > most
    ]
    return told + (["better than what is best"] if result.status == "optimal" and theirs > mine else [])


@pytest.mark.parametrize("case", CASES, ids=str)
def test_no_legal_grouping_is_over_a_bound(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    replan(monkeypatch, **LITTLE)
    plain, random = intake_of(case), Random(case.seed)
    result = answered(plain)
    assert result is not None
    reading = oracle.read(plain)
    assert oracle.breaches(reading, groups_of(result)) == []
    assert result.objective == oracle.score(reading, groups_of(result))
    legal = [
        groups_of(result),
        *legal_groupings(reading, random, 10),
        *neighbours(reading, groups_of(result), random, draws(60, 200)),
    ]
    assert len(legal) > 5
    for groups in legal:
        assert over(plain, result, groups) == []


def renamed(plain: Plain, random: Random) -> Plain:
    """The same people by other names, in another order."""
    people = [row["id"] for side in ("mentors", "mentees") for row in plain[side]]
    names = dict(zip(people, (f"P{place:03}" for place in random.sample(range(1000), len(people))), strict=True))

    def again(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: again(one) for key, one in value.items()}
        if isinstance(value, list):
            return [again(one) for one in value]
        return names.get(value, value) if isinstance(value, str) else value

    changed = {part: again(plain[part]) for part in ("mentors", "mentees", "constraints", "locks")}
    for rows in changed.values():
        random.shuffle(rows)
    return {**changed, "program": plain["program"]}


def with_room(plain: Plain, random: Random) -> Plain:
    """One more place a group."""
    plain["program"]["groups"]["max_size"] += 1
    return plain


def with_slot(plain: Plain, random: Random) -> Plain:
    """One more slot, at which half of the people are free."""
    plain["program"]["schedule"]["slots"].append("Sat 10:00")
    for row in (*plain["mentors"], *plain["mentees"]):
        if random.random() < 0.5:
            row["availability"] = [*row["availability"], "Sat 10:00-11:00"]
    return plain


def with_a_rule_less(plain: Plain, random: Random) -> Plain:
    """Without one of the rules on columns, or else of the constraints."""
    program = plain["program"]
    rules = [(kind, rule) for kind in ("eligible", "pair", "mix") for rule in program.get(kind, ())]
    rules = [(kind, rule) for kind, rule in rules if not rule.get("weight")]
    if rules:
        kind, rule = random.choice(rules)
        program[kind].remove(rule)
    elif plain["constraints"]:
        plain["constraints"].remove(random.choice(plain["constraints"]))
    return plain


def without_weights(plain: Plain) -> tuple[Plain, Plain]:
    """Costs of nothing; and no word of costs."""
    nothing, silent = copy.deepcopy(plain), copy.deepcopy(plain)
    nothing["program"]["weights"] |= {"size": 0, "single": 0}
    nothing["program"]["groups"].setdefault("ideal_size", 4)
    silent["program"]["weights"] = {
        key: value for key, value in plain["program"]["weights"].items() if key not in ("size", "single")
    }
    silent["program"]["groups"].pop("ideal_size", None)
    return nothing, silent


RELATIONS = {"room": with_room, "slot": with_slot, "rule": with_a_rule_less}


def reached(plain: Plain) -> tuple[int, ...] | None:
    """What is proved best; None where nothing is proved, or possible."""
    result = answered(plain)
    return worth(oracle.read(plain), groups_of(result)) if result is not None and result.status == "optimal" else None


def related(case: Case) -> Iterator[tuple[str, tuple[int, ...], tuple[int, ...] | None]]:
    """(what changed, what was best before, what is best after) for what must not get worse."""
    plain, random = intake_of(case), Random(case.seed)
    before = reached(plain)
    if before is None:
        return
    for name, change in RELATIONS.items():
        # More to choose from makes the best that each could have better, and so the bands of it.
        if case.mode == "fair" and name != "room":
            continue
        changed = change(copy.deepcopy(plain), random)
        result = answered(changed)
        if result is None:
            yield name, before, None
        elif result.status == "optimal":
            yield name, before, worth(oracle.read(changed), groups_of(result))


@pytest.mark.parametrize("case", SMALL[:4], ids=str)
def test_more_room_a_slot_more_or_a_rule_less_never_hurts(case: Case) -> None:
    found = list(related(case))
    assert found
    for name, before, after in found:
        assert after is not None, name
        assert after >= before, name


@pytest.mark.parametrize("case", SMALL[4:], ids=str)
def test_other_names_in_another_order_reach_the_same(case: Case) -> None:
    plain = intake_of(case)
    before = reached(plain)
    assert before is not None
    assert reached(renamed(plain, Random(case.seed))) == before


def test_a_weight_of_nothing_is_no_weight() -> None:
    nothing, silent = without_weights(intake_of(SMALL[0]))
    assert reached(nothing) == reached(silent) is not None
