"""What is told of costs: numbers that a brute force finds too, never of what is not proved, and refused where wrong."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any

import pytest

from matcher.checking.sayings.facts import Proof
from matcher.checking.sayings.reasons import wrong_reasons
from matcher.checking.scoring import Scorer
from matcher.intake.people import Intake
from matcher.intake.read import read_intake
from matcher.matching import match
from matcher.problem.problem import build_problem
from matcher.result.records import Status
from matcher.rules.rule import FormedGroup
from matcher.why.reasons import reasons
from tests import oracle
from tests.strategies import tiny_intake

SOME = ("size", "one_mentor", "availability", "max_mentees", "no_lone", "eligible_wish", "pair_wish", "similarity")
COSTS = ("ideal_size", "single", "mix", "mix_cost", "priority", "together", "apart", "prefer")
PLACE = re.compile(r"a place for them(?: and (?P<others>[^;,]+?))?(?:, unless[^;]+)?; (?:it would|in none)")
ANOTHER = re.compile(
    r"(?:could be|be formed), of (.+?)(?: at ((?:Mon|Tue|Wed|Fri|Kick).*?))? with (.+?); it would cost"
)
NUMBER = re.compile(r"\d+")


def drawn(seed: int, mode: str = "total") -> dict[str, Any]:
    """A tiny intake in which costs count for about as much as places bring."""
    random = Random(seed)
    chosen = {rule for rule in (*SOME, *COSTS) if random.random() < 0.45} | {random.choice(COSTS[:4])}
    table = tiny_intake(random, chosen, mode=mode)
    weights = table["program"].setdefault("weights", {})
    for name in ("size", "single"):
        if weights.get(name):
            weights[name] = random.choice((50, 500, 2_000, 20_000, 60_000))
    for mix in table["program"].get("mix", ()):
        if mix.get("weight"):
            mix["weight"] = random.choice((50, 1_000, 20_000, 60_000))
    weights["unmatched"] = random.choice((0, 100, 1_000, 20_000))
    return table


def read(table: Mapping[str, Any]) -> Intake:
    tables = (table["mentors"], table["mentees"], table["program"], table["constraints"])
    return read_intake(*tables, table.get("locks"))


def best_of(table: Mapping[str, Any]) -> tuple[Intake, list[FormedGroup]] | None:
    best = oracle.best(dict(table))
    if best is None:
        return None
    return read(table), [
        FormedGroup(f"G{number}", slot, *people)
        for number, (slot, people) in enumerate(
            ((slot, (mentors, mentees)) for mentors, slot, mentees in best.groups), 1
        )
    ]


def gained(table: Mapping[str, Any], groups: Sequence[FormedGroup], name: str | None, group: FormedGroup) -> int:
    """What the objective gains where mentees join a group of this name, or, without one, where they form one."""
    now = [(one.mentors, one.slot, one.mentees) for one in groups]
    then = [
        (one.mentors, one.slot, (*one.mentees, *group.mentees) if one.id == name else one.mentees) for one in groups
    ]
    then += [(group.mentors, group.slot, group.mentees)] if name is None else []
    assert oracle.breaches(dict(table), then) == []
    return oracle.score(dict(table), then) - oracle.score(dict(table), now)


def bill_of(text: str) -> int:
    """By how much the costs that a sentence names are over what it says they bring."""
    bill = text.partition("it brings: ")[2] or text.partition("least is lost, ")[2]
    costs = re.findall(r"costs? (\d+)( less)?", bill)
    brings = re.findall(r"bring (\d+)", bill)[0]
    return sum(-int(points) if less else int(points) for points, less in costs) - int(brings)


def claims(
    table: Mapping[str, Any], groups: Sequence[FormedGroup], mentee: str, text: str
) -> Iterator[tuple[str, int, int]]:
    """Each claim of a reason that something costs more than it brings: its kind, what it says is lost, and what is."""
    found = PLACE.search(text)
    if found is not None:
        others = re.split(", | and ", found["others"]) if found["others"] else []
        where = re.search(r"in (G\d+), where least", text) or re.search(r"(G\d+)", text)
        assert where is not None
        mates = FormedGroup("", None, (), (mentee, *others))
        yield "place", bill_of(text), -gained(table, groups, where[1], mates)
    another = ANOTHER.search(text)
    if another is not None:
        led, slot, mentees = another.groups()
        group = FormedGroup("", slot, tuple(re.split(", | and ", led)), tuple(re.split(", | and ", mentees)))
        yield "group", bill_of(text[another.start() :]), -gained(table, groups, None, group)


def sabotaged(text: str) -> Iterator[str]:
    """The text with one number of a bill changed."""
    start = re.search("it brings: |least is lost, ", text)
    for number in NUMBER.finditer(text, 0 if start is None else start.end()):
        yield f"{text[: number.start()]}{int(number[0]) + 1}{text[number.end() :]}"


def wrong(intake: Intake, groups: Sequence[FormedGroup], mentee: str, text: str, *, proved: bool = True) -> list[str]:
    return [str(one) for one in wrong_reasons(intake, groups, [(mentee, text)], proof=Proof(proved, None))]


@pytest.mark.parametrize("mode", ["total", "greedy", "fair"])
def test_what_is_said_of_costs_is_what_a_brute_force_finds(mode: str) -> None:
    seen: Counter[str] = Counter()
    for seed in range(20 if mode == "total" else 6):
        found = best_of(drawn(seed, mode))
        if found is None:
            continue
        table, (intake, groups) = drawn(seed, mode), found
        for proved in (True, False):
            told = reasons(intake, build_problem(intake), groups, proved=proved)
            assert not list(wrong_reasons(intake, groups, list(told.items()), proof=Proof(proved, None))), seed
            for mentee, text in told.items():
                assert not (proved and "not proved" in text), (seed, text)
                assert proved or "was proved" not in text, (seed, text)
                for kind, said, right in claims(table, groups, mentee, text):
                    seen[kind] += 1
                    assert said == right >= 0, (seed, mentee, text)
    assert mode != "total" or seen["group"] > 4 < seen["place"] + seen["group"], seen


# Named ---------------------------------------------------------------------------------------------------------------

ALONE = [{"id": "m1"}]
NEW = [{"id": f"s{number}", "entry": "new"} for number in range(1, 4)]
FULL = {"mentors": 1, "min_size": 1, "max_size": 5}
MIX = {"column": "entry", "values": ["transfer"], "max": 1, "weight": 30_000}


def led(*mentees: str, mentors: tuple[str, ...] = ("m1",), name: str = "G1") -> FormedGroup:
    return FormedGroup(name, None, mentors, mentees)


CASES: Mapping[str, tuple[dict[str, Any], list[FormedGroup], str]] = {
    "size": (
        {"groups": {**FULL, "ideal_size": 2}, "weights": {"size": 30_000}},
        [led("s1", "s2")],
        "G1 has a place for them; it would cost more than it brings: 3 mentees (ideal: 2) cost 30000 more, and their "
        "place would bring 20000.",
    ),
    "as much": (
        {"groups": {**FULL, "ideal_size": 2}, "weights": {"size": 20_000}},
        [led("s1", "s2")],
        "G1 has a place for them; it would cost as much as it brings: 3 mentees (ideal: 2) cost 20000 more, and their "
        "place would bring 20000.",
    ),
    "several costs": (
        {"groups": {**FULL, "ideal_size": 2}, "weights": {"size": 10_000}, "mix": [MIX | {"values": ["new"]}]},
        [led("s1", "s2")],
        "G1 has a place for them; it would cost more than it brings: 3 mentees (ideal: 2) cost 10000 more and 3 "
        "mentees with new in entry (wanted: at most 1) cost 30000 more, and their place would bring 20000.",
    ),
    "one costs less": (
        {
            "groups": {**FULL, "ideal_size": 2},
            "weights": {"size": 60_000},
            "mix": [MIX | {"values": ["new"], "max": None, "min": 3}],
        },
        [led("s1", "s2")],
        "G1 has a place for them; it would cost more than it brings: 3 mentees (ideal: 2) cost 60000 more and 3 "
        "mentees with new in entry (wanted: at least 3) cost 30000 less, and their place would bring 20000.",
    ),
    "several groups": (
        {"groups": {**FULL, "ideal_size": 1}, "weights": {"size": 30_000}},
        [led("s1"), led("s2", mentors=("m2",), name="G2")],
        "G1 and G2 each have a place for them; in none would it bring more than it costs: in G1, where least is lost, "
        "2 mentees (ideal: 1) cost 30000 more, and their place would bring 20000.",
    ),
    "one mentor alone": (
        {"groups": {"mentors": 2, "min_size": 1, "max_size": 2, "single": True}, "weights": {"single": 50_000}},
        [led("s1", "s2", mentors=("m1", "m2"))],
        "The only group, G1, is full. Another group could be formed, of m3 with s3; it would cost more than it brings: "
        "one mentor alone costs 50000, and it would bring 20000.",
    ),
    "none formed": (
        {"groups": {**FULL, "ideal_size": 5}, "weights": {"size": 50_000}},
        [],
        "No group was formed, though one could be, of m1 with s1, s2 and s3; it would cost more than it brings: 3 "
        "mentees (ideal: 5) cost 100000, and it would bring 60000.",
    ),
}


def case(name: str) -> tuple[Intake, list[FormedGroup], str]:
    program, groups, text = CASES[name]
    mentors = [{"id": f"m{number}"} for number in range(1, 4)]
    program["mix"] = [{key: one for key, one in mix.items() if one is not None} for mix in program.get("mix", ())]
    return read_intake(mentors, NEW, program), groups, text


@pytest.mark.parametrize("name", CASES)
def test_a_cost_that_decides_is_named(name: str) -> None:
    intake, groups, text = case(name)
    told = reasons(intake, build_problem(intake), groups, proved=True)
    assert told["s3"] == text
    assert wrong(intake, groups, "s3", text) == []


@pytest.mark.parametrize("name", CASES)
def test_verify_refuses_each_number_that_is_another(name: str) -> None:
    intake, groups, text = case(name)
    texts = list(sabotaged(text))
    assert len(texts) >= 2
    assert [one for one in texts if not wrong(intake, groups, "s3", one)] == []


@pytest.mark.parametrize("name", CASES)
def test_verify_refuses_that_more_or_less_is_lost_than_is(name: str) -> None:
    intake, groups, text = case(name)
    turned = {"more than it brings": "as much as it brings", "as much as it brings": "more than it brings"}
    others = [text.replace(one, other) for one, other in turned.items() if one in text]
    others += [re.sub(r"(\d) more\b", r"\1 less", text), text.replace("their place would", "their places would")]
    others = [one for one in others if one != text]
    assert others
    assert [one for one in others if not wrong(intake, groups, "s3", one)] == []


def test_what_is_not_proved_is_told_so_with_its_cost() -> None:
    intake, groups, text = case("size")
    told = reasons(intake, build_problem(intake), groups)["s3"]
    assert told == f"{text[:-1]}; leaving them out was not proved necessary."
    assert wrong(intake, groups, "s3", told, proved=False) == []
    assert "the groups are proved best" in wrong(intake, groups, "s3", told)[0]
    assert "the groups are not proved best" in wrong(intake, groups, "s3", text, proved=False)[0]
    # What costs just as much lowers nothing: it is no reason where nothing is proved.
    intake, groups, _ = case("as much")
    told = reasons(intake, build_problem(intake), groups)["s3"]
    assert told == "G1 has a place for them; leaving them out was not proved necessary."


def test_of_none_that_was_formed_and_not_proved_best_both_is_told() -> None:
    intake, groups, text = case("none formed")
    told = reasons(intake, build_problem(intake), groups)["s3"]
    assert told == f"{text[:-1]}; that leaving them out is best was not proved."
    assert wrong(intake, groups, "s3", told, proved=False) == []
    assert "the groups are proved best" in wrong(intake, groups, "s3", told)[0]


def test_what_the_bound_alone_shows_is_said_to_be_proved() -> None:
    """With few moves a place may be left that would bring points."""
    intake, groups, _ = case("size")
    intake = read_intake([{"id": "m1"}], NEW, {"groups": FULL})
    told = reasons(intake, build_problem(intake), groups, proved=True, moves=1)["s3"]
    assert told == "G1 has a place for them; with at most 1 move, leaving them out was proved best."
    few = [str(one) for one in wrong_reasons(intake, groups, [("s3", told)], proof=Proof(True, 2))]
    assert "best of those with at most 2 moves" in few[0]
    assert not list(wrong_reasons(intake, groups, [("s3", told)], proof=Proof(True, 1)))
    none = reasons(intake, build_problem(intake), [], proved=True, moves=1)["s3"]
    assert none == "No group was formed; with at most 1 move, that was proved best."
    assert not list(wrong_reasons(intake, [], [("s3", none)], proof=Proof(True, 1)))


def test_verify_refuses_a_group_that_could_not_be_formed() -> None:
    intake, groups, text = case("one mentor alone")
    assert "would break a rule" in wrong(intake, groups, "s3", text.replace("of m3 with", "of m1 with"))[0]
    assert "left out" in wrong(intake, groups, "s3", text.replace("with s3;", "with s2;"))[0]
    assert "no group of people" in wrong(intake, groups, "s3", text.replace("of m3 with", "of m9 with"))[0]


@pytest.mark.parametrize("mode", ["total", "greedy"])
def test_a_result_that_is_proved_best_tells_its_costs(mode: str) -> None:
    intake = read_intake(ALONE, NEW, {**CASES["size"][0], "objective": {"mode": mode}})
    result = match(intake, effort="quick")
    assert result.status is Status.OPTIMAL
    assert [one.reason for one in result.unmatched] == [CASES["size"][2]]


# What a score is made of ----------------------------------------------------------------------------------------------


def test_what_a_score_is_made_of_adds_up() -> None:
    seen: Counter[str] = Counter()
    for seed in range(14):
        table = drawn(seed)
        intake, reading, random = read(table), oracle.read(table), Random(seed)
        scorer = Scorer(intake)
        mentors, mentees = ([one.id for one in people] for people in (intake.mentors, intake.mentees))
        for _ in range(6):
            leaders = tuple(random.sample(mentors, random.randint(1, min(2, len(mentors)))))
            if intake.program.groups.mentors == 1:
                leaders = leaders[:1]
            there = tuple(random.sample(mentees, random.randint(1, len(mentees))))
            group = FormedGroup("G1", None, leaders, there)
            parts = scorer.group_parts(group)
            right = oracle.group_score(reading, (leaders, None, there))
            assert sum(part.points for part in parts if not part.within) == right
            assert all(part.points >= 0 for part in parts if part.kind not in ("size", "single", "mix"))
            seen.update(part.kind for part in parts if part.points)
    assert set(seen) == {"mentees", "eligible", "pair", "pair_wish", "size", "single", "mix"}
