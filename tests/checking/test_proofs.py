"""Whole proofs: true ones pass, and whatever is spoilt in one is found."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from matcher.checking.proofs import ProofFault, ProofReport, check_proof
from matcher.checking.proofs.claim import claim_of
from matcher.checking.proofs.proof_file import Tree
from matcher.checking.proofs.tree import Place, Walk, _below
from matcher.checking.verify import verify
from matcher.cli import main
from matcher.errors import ResultFileError
from matcher.intake.people import Intake
from matcher.intake.reading.gate.kinds import Kind
from matcher.result.match_result import MatchResult, Stage, Status
from tests import oracle
from tests.checking import by_hand
from tests.checking.common import MODES, Plain, drawn, read, whole_part
from tests.checking.proofs import proof_of, result_of

RULES: dict[str, list[str] | None] = {
    "any": None,
    "sizes": ["size"],
    "locks": ["locks"],
    "clusters": ["together", "size"],
    "rooms": ["slot_cap", "named_slots"],
    "genders": ["no_lone", "everyone"],
    "count": ["count"],
    "loads": ["max_mentees", "max_groups_two"],
}


def faults(told: Plain, result: MatchResult | None = None, intake: Intake | None = None) -> list[str]:
    """What is wrong with a proof of the intake by hand."""
    report = check_proof(intake or by_hand.intake(), result or by_hand.result(), told)
    return [str(fault) for fault in report.faults]


def spoilt(told: Plain, *path: str | int, to: object) -> Plain:
    """A proof with one thing changed."""
    told = deepcopy(told)
    table = told
    for part in path[:-1]:
        table = table[part]  # type: ignore[index]
    table[path[-1]] = to  # type: ignore[index]
    return told


# By hand ------------------------------------------------------------------------------------------------------------


def test_the_proof_by_hand_holds() -> None:
    report = check_proof(by_hand.intake(), by_hand.result(), by_hand.proof())
    assert report == ProofReport(leaves=1, checked=1, on_word={}, faults=())
    assert str(report) == "its only leaf checked."
    assert verify(by_hand.intake(), by_hand.result(), proof=by_hand.proof()) == ()


def test_a_lower_price_proves_less() -> None:
    # s1 at 16: a seat with A or C and not both is worth 1 with s1, or with s1 beside one of its own: three seats of A,
    # 2 half units each; those of C without A are still worth 0. 2 * 39 + 3 * 2 = 84 half units are 42 points.
    node = by_hand.leaf(16, 17, 17, 17)
    said = "part 1, objective, node 0: proves 42 for 1 group, over the limit of 40"
    assert faults(by_hand.tree([node])) == [said]
    # At 14, say: 2 * 37 + 3 * 6 = 92, 46 points.
    assert "proves 46 for 1 group" in faults(by_hand.tree([by_hand.leaf(14, 17, 17, 17)]))[0]


def test_a_higher_price_proves_less_too() -> None:
    assert faults(by_hand.tree([by_hand.leaf(18, 17, 17, 17)])) == [
        "part 1, objective, node 0: proves 41 for 1 group, over the limit of 40"
    ]


def test_duals_of_groups_and_mentors_prove_for_numbers_of_groups() -> None:
    # Without prices a seat of A or C is worth 34, so is one of both; one of B and D 14. At 68 half units a group none
    # is over: -56 + 68 K half units, 6 points for one group and 40 for two.
    node = by_hand.leaf(0, 0, 0, 0, duals=[{"groups": 68, "mentors": [0, 0, 0, 0]}])
    assert faults(by_hand.tree([node])) == []
    assert "proves 40 for 2 groups, over the limit of 39" in faults(by_hand.tree([node], limit=39))[0]
    # A and C worth 34 half units each and groups 34: A with B 68, A with C 102, B with D 34 and worth 28.
    node = by_hand.leaf(0, 0, 0, 0, duals=[{"groups": 34, "mentors": [34, 0, 34, 0]}])
    # -56 + 34 + 34 + 34 K: 23 for one group, 40 for two.
    assert "proves 23 for 1 group, over the limit of 22" in faults(by_hand.tree([node], limit=22))[0]
    # Each number of groups takes the best for it.
    both = [{"groups": 68, "mentors": [0, 0, 0, 0]}, {"groups": 34, "mentors": [34, 0, 34, 0]}]
    assert "proves 40 for 2 groups" in faults(by_hand.tree([by_hand.leaf(0, 0, 0, 0, duals=both)], limit=22))[0]


def test_a_split_by_numbers_and_seats_holds() -> None:
    nodes = [
        {"counts": {"1": 1}, "rest": 2},
        # One group: 6 points, as above.
        by_hand.leaf(0, 0, 0, 0, duals=[{"groups": 68, "mentors": [0, 0, 0, 0]}]),
        {"split": {"pair": [1, 0]}, "yes": 3, "no": 4},
        by_hand.leaf(),
        {"split": {"seat": [1, 3, 0, 0]}, "yes": 5, "no": 6},
        # With B and D fixed only A and C can be second: 14 and 34 are no more than 20. In half units: -56 + 28 + 68.
        {"leaf": {"mentee": [0, 0, 0, 0], "duals": [{"groups": 68, "mentors": [0, 0, 0, 0]}]}},
        {"solver": "CP-SAT", "limit": 40},
    ]
    report = check_proof(by_hand.intake(), by_hand.result(), by_hand.tree(nodes))
    assert report == ProofReport(leaves=4, checked=3, on_word={"CP-SAT": 1}, faults=())
    assert str(report) == "3 of 4 leaves checked; one was settled by CP-SAT."
    told = by_hand.tree([*nodes[:5], by_hand.leaf(0, 0, 0, 0, duals=[{"groups": 66, "mentors": [0] * 4}]), nodes[6]])
    # Two half units less asked of the second group, and A with C over by two of them: the same 20 points.
    assert faults(told) == []
    assert faults(by_hand.tree(told["parts"][0]["stages"][0]["tree"]["nodes"], limit=39)) == [
        "part 1, objective, node 3: proves 40 for 2 groups, over the limit of 39",
        "part 1, objective, node 6: CP-SAT says 40, over the limit of 39",
    ]


def test_seats_close_by_what_they_lack() -> None:
    # At the prices of the leaf a seat of B and D is worth -20: 40 half units less than what 40 points are. Whoever
    # has it reaches 20 at most. So with a limit of 20 it stays open, and without it everything else proves 40.
    close = {"close": by_hand.leaf()["leaf"], "then": 1}
    assert (
        faults(by_hand.tree([close, {"empty": True}], limit=39))
        == [
            "part 1, objective, node 1: there may be groupings here; counting does not rule them out",
            "part 1, objective: the bound is said to be 40; what is proved is at most 39",
        ][:1]
    )
    # At a limit of 40 the values settle every number of groups: there is nothing left to prove.
    assert faults(by_hand.tree([close, {"empty": True}])) == []


# Spoilt -------------------------------------------------------------------------------------------------------------

STAGE = ("parts", 0, "stages", 0)
SPOILT: dict[str, tuple[Callable[[Plain], Plain], str]] = {
    "another mode": (lambda told: spoilt(told, "mode", to="fair"), "the proof is one of mode fair with 10 levels"),
    "other levels": (lambda told: spoilt(told, "levels", to=5), "the proof is one of mode total with 5 levels"),
    "other slots": (lambda told: spoilt(told, "slots", to=["Mon 09:00"]), "the slots of the proof are not those"),
    "a mentee missing": (
        lambda told: spoilt(told, "parts", 0, "mentees", to=["s1", "s2", "s3"]),
        "a mentee in no part and not outside: s4",
    ),
    "a mentee twice": (lambda told: spoilt(told, "outside", to=["s4"]), "a mentee in several places of the proof: s4"),
    "a mentee unknown": (lambda told: spoilt(told, "outside", to=["s5"]), "no mentee of the intake: s5"),
    "a mentor unknown": (
        lambda told: spoilt(told, "parts", 0, "mentors", to=["A", "B", "C", "E"]),
        "no mentor of the intake: E",
    ),
    "a mentor twice": (
        lambda told: spoilt(told, "parts", 0, "mentors", to=["A", "B", "C", "A"]),
        "a mentor in several places of the proof: A",
    ),
    "a mentor missing": (
        lambda told: spoilt(told, "parts", 0, "mentors", to=["A", "B", "C"]),
        "3 seats are not in one part with all who may sit there, one of them led by A and D",
    ),
    "a mentee outside who may sit": (
        lambda told: spoilt(spoilt(told, "outside", to=["s4"]), "parts", 0, "mentees", to=["s1", "s2", "s3"]),
        "6 seats are not in one part with all who may sit there",
    ),
    "two parts": (
        lambda told: spoilt(
            told,
            "parts",
            to=[
                {**told["parts"][0], "mentors": ["A", "B"], "mentees": ["s1", "s2"]},
                {**told["parts"][0], "mentors": ["C", "D"], "mentees": ["s3", "s4"]},
            ],
        ),
        "6 seats are not in one part with all who may sit there",
    ),
    "another bound": (lambda told: spoilt(told, "bound", to=39), "the bound of the proof is 39; that of the result is"),
    "another bound of the part": (
        lambda told: spoilt(told, *STAGE, "bound", to=39),
        "part 1, objective: the bound is said to be 39; what is proved is at most 40",
    ),
    "another value": (
        lambda told: spoilt(told, *STAGE, "value", to=41),
        "part 1, objective: the groups reach 40; the proof says 41",
    ),
    "a lower limit": (
        lambda told: spoilt(told, *STAGE, "limit", to=39),
        "part 1, objective, node 0: proves 40 for 1 group, over the limit of 39",
    ),
    "a higher limit": (
        lambda told: spoilt(told, *STAGE, "limit", to=41),
        "part 1, objective: the bound is said to be 40; what is proved is at most 41",
    ),
    "no limit": (lambda told: spoilt(told, *STAGE, "limit", to=None), "it has no limit or no tree"),
    "no tree": (lambda told: spoilt(told, *STAGE, "tree", to=None), "it has no limit or no tree"),
    "no stage": (lambda told: spoilt(told, "parts", 0, "stages", to=[]), "its stages are not those of the mode"),
    "another stage": (lambda told: spoilt(told, *STAGE, "name", to="band 0"), "its stages are not those of the mode"),
    "a stage too many": (
        lambda told: spoilt(told, "stages", to=[{"name": "choice 1", "value": 1, "bound": 1}]),
        "the stages of the proof are not those of the mode: none",
    ),
    "a weight too many": (lambda told: spoilt(told, *STAGE, "weights", to=[1]), "it takes 0 weights of stages"),
    "another weight": (lambda told: spoilt(told, *STAGE, "weight", to=0), "it takes 0 weights of stages, and weight 1"),
    "a unit too large": (lambda told: spoilt(told, "unit", to=2**50), "its unit or its weights are too large"),
    "a cut with somebody twice": (
        lambda told: spoilt(told, *STAGE, "cuts", to=[[0, 1, 2], [0, 4, 0]]),
        "part 1, objective: a cut names somebody twice",
    ),
}


@pytest.mark.parametrize("name", SPOILT)
def test_whatever_is_spoilt_is_found(name: str) -> None:
    spoil, said = SPOILT[name]
    found = faults(spoil(by_hand.proof()))
    assert any(said in fault for fault in found), found


TREES: dict[str, tuple[list[Plain], str]] = {
    "a node that is not there": (
        [{"split": {"pair": [0, 1]}, "yes": 1, "no": 2}, by_hand.leaf()],
        "part 1, objective: node 2 is named; the last one is 1",
    ),
    "no nodes": ([], "part 1, objective: the tree has no nodes"),
    "a node named twice": (
        [{"split": {"pair": [0, 1]}, "yes": 1, "no": 1}, by_hand.leaf()],
        "part 1, objective: node 1 is named 2 times; it is to be once",
    ),
    "the root named": ([{"close": by_hand.leaf()["leaf"], "then": 0}], "node 0 is named 1 times; it is to be never"),
    "a node that is not named": ([by_hand.leaf(), by_hand.leaf()], "node 1 is named 0 times; it is to be once"),
    "a ring of nodes": (
        [by_hand.leaf(), {"close": by_hand.leaf()["leaf"], "then": 2}, {"close": by_hand.leaf()["leaf"], "then": 1}],
        "part 1, objective: 2 nodes are not reached from the root",
    ),
    "a number of groups left out": (
        [{"counts": {"1": 1}, "rest": None}, by_hand.leaf()],
        "part 1, objective, node 0: nothing is said of 2 groups",
    ),
    "a leaf without duals": ([by_hand.leaf(duals=[])], "node 0: it has no duals, so that it proves nothing"),
    "duals too few": (
        [by_hand.leaf(duals=[{"groups": 0, "mentors": [0]}])],
        "node 0: duals have 1 numbers of mentors; the part has 4",
    ),
    "duals below 0": (
        [by_hand.leaf(duals=[{"groups": 0, "mentors": [0, 0, 0, -1]}])],
        "node 0: duals have a number of a mentor below 0",
    ),
    "a price below 0": ([by_hand.leaf(-1, 17, 17, 17)], "node 0: a mentee who may be left out has a price below 0"),
    "an emptiness that is none": (
        [{"empty": True}],
        "node 0: there may be groupings here; counting does not rule them out",
    ),
    "a ray that is none": (
        [{"ray": [1, 1, 1, 1]}],
        "node 0: the mentors come to 4, which 1 groups may have",
    ),
    "a ray too short": ([{"ray": [1, 1, 1]}], "node 0: a ray has a number of 0 or more for each of the 4 mentors"),
    "a ray too low": ([{"ray": [0, 0, 1, 1]}], "node 0: the mentors of an open seat come to less than 2"),
    "a solver's larger limit": ([{"solver": "HiGHS", "limit": 41}], "node 0: HiGHS says 41, over the limit of 40"),
    "a split at nobody": (
        [{"split": {"mentor": 4, "slot": 0}, "yes": 1, "no": 2}, by_hand.leaf(), by_hand.leaf()],
        "node 0: it is split at mentor 4; there are 4",
    ),
    "a split at one": (
        [{"split": {"pair": [2, 2]}, "yes": 1, "no": 2}, by_hand.leaf(), by_hand.leaf()],
        "node 0: it is split at mentor 2 and themselves",
    ),
}


@pytest.mark.parametrize("name", TREES)
def test_whatever_is_spoilt_in_a_tree_is_found(name: str) -> None:
    nodes, said = TREES[name]
    found = faults(by_hand.tree(nodes))
    assert any(said in fault for fault in found), found


def test_counting_shows_what_everybody_has_at_best() -> None:
    # Each with its first choice, and no two mentors worth anything together: 4 * 17 - 28.
    assert faults(by_hand.tree([{"counting": True}])) == []
    said = "part 1, objective, node 0: counting shows 40, over the limit of 39"
    assert faults(by_hand.tree([{"counting": True}], limit=39)) == [said]


def test_a_mentor_of_several_groups_is_no_place_to_split() -> None:
    mentors = [{"id": "A", "max_groups": 2}, {"id": "B", "max_groups": 2}, {"id": "C"}, {"id": "D"}]
    intake = by_hand.intake(mentors=mentors)
    assert faults(by_hand.proof(), intake=intake) == []
    for split in ({"pair": [0, 2]}, {"mentor": 0, "slot": 0}):
        nodes = [{"split": split, "yes": 1, "no": 2}, by_hand.leaf(), by_hand.leaf()]
        said = "part 1, objective, node 0: it is split at mentor 0, who may lead several groups"
        assert faults(by_hand.tree(nodes), intake=intake) == [said]


def test_other_groups_are_not_those_of_the_proof() -> None:
    worse = by_hand.result(groups=by_hand.OTHERS)
    assert faults(by_hand.proof(), worse) == [
        "the result is said to be best at 20; the bound is 40",
        "the parts come to 40; the objective of the result is 20",
        "part 1, objective: the groups reach 20; the proof says 40",
    ]


def test_groups_of_people_who_are_not_there_are_told() -> None:
    result = by_hand.result()
    wrong = replace(result.groups[0], mentees=("s1", "s9"))
    assert faults(by_hand.proof(), replace(result, groups=(wrong, *result.groups[1:]))) == [
        "the result's group G1 is none of this intake"
    ]


def test_stages_that_counting_shows_need_no_tree() -> None:
    intake, told = by_hand.greedy()
    result = by_hand.result(intake, told=told)
    assert faults(told, result, intake) == []
    fewer = spoilt(told, "parts", 0, "stages", 0, "bound", to=3)
    assert "part 1, choice 1: the bound is said to be 3; what is proved is at most 4" in faults(fewer, result, intake)
    # A run that was stopped tells no later stages; one that is proved tells all of them.
    stopped = replace(result, stages=(), status=Status.FEASIBLE)
    assert faults(told, stopped, intake) == []
    assert faults(told, replace(result, stages=()), intake) == ["the stages of the proof are not those of the result"]
    other = replace(result, stages=(Stage("choice 1", 4, 5),))
    assert "the stages of the proof are not those of the result" in faults(told, other, intake)


def test_a_result_that_is_not_proved_best_has_its_printed_bound_checked() -> None:
    told = spoilt(spoilt(by_hand.proof(), "bound", to=41), *STAGE, "bound", to=41)
    result = replace(by_hand.result(), status=Status.FEASIBLE, bound=41)
    assert faults(told, result) == []
    assert faults(told, replace(result, status=Status.OPTIMAL)) == [
        "the result is said to be best at 40; the bound is 41"
    ]


# Many ---------------------------------------------------------------------------------------------------------------


def proved(name: str, number: int, rules: list[str] | None, mode: str) -> tuple[Intake, MatchResult, Plain] | None:
    """An intake drawn for a test with its best groups and a proof; None where no grouping keeps the rules."""
    plain, _ = drawn(name, number, rules, mode=mode, most_mentors=4, most_mentees=5)
    best = oracle.best(plain)
    if best is None:
        return None
    intake = read(plain)
    told = proof_of(plain, intake, best.groups)
    return intake, result_of(intake, best.groups, told), told


@pytest.mark.parametrize("rules", RULES.values(), ids=RULES)
def test_proofs_of_the_best_hold_and_of_anything_better_do_not(rules: list[str] | None) -> None:
    leaves, checked, spoils = 0, 0, 0
    for number in range(8):
        found = proved(f"whole {rules}", number, rules, MODES[number % 4])
        if found is None:
            continue
        intake, result, told = found
        report = check_proof(intake, result, json.loads(json.dumps(told)))
        assert report.faults == ()
        leaves, checked = leaves + report.leaves, checked + report.checked
        for place, part in enumerate(told["parts"]):
            for stage in range(len(part["stages"])):
                lower = spoilt(told, "parts", place, "stages", stage, "limit", to=part["stages"][stage]["limit"] - 1)
                lower_faults = check_proof(intake, result, lower).faults
                assert any(fault.part == place + 1 for fault in lower_faults)
                spoils += 1
    assert spoils > 5
    # What is left to a solver's word are seats whose members rules tie that their values leave out of account.
    assert checked > 0.6 * leaves


def best_leaf(intake: Intake, nodes: list[Plain], stage: Plain, seats: set[int]) -> int:
    """The leaf at which a grouping ends."""
    part = whole_part(intake)
    claim = claim_of(part, tuple(stage["weights"]), stage["weight"], stage["limit"], 64, ())
    parsed = Tree.model_validate({"nodes": nodes}).nodes
    at = [(0, Place(part, np.ones(len(part.spot), bool), (), part.numbers))]
    while True:
        node, place = next(
            (node, place)
            for node, place in at
            if set(place.fixed) <= seats
            and all(place.open[seat] for seat in seats - set(place.fixed))
            and len(seats) in place.numbers
        )
        below = _below(claim, parsed[node], place, Walk())
        if not below:
            return node
        at = below


def test_a_leaf_that_is_dropped_is_missed() -> None:
    dropped = 0
    for number in range(40):
        found = proved("dropped", number, ["size"], "total")
        if found is None or len(found[2]["parts"]) != 1 or found[2]["outside"] or not found[1].groups:
            continue
        intake, result, told = found
        part = whole_part(intake)
        if told["parts"][0]["mentors"] != [mentor.id for mentor in intake.mentors]:
            continue
        stage = told["parts"][0]["stages"][0]
        nodes = stage["tree"]["nodes"]
        seats = {part.seat_at[(*part.facts.places(group.mentors), 0, 0)] for group in result.groups}
        leaf = best_leaf(intake, nodes, stage, seats)
        for instead in ({"empty": True}, {"ray": [1] * part.nobody}, {"ray": [2] * part.nobody}):
            changed = spoilt(told, *STAGE, "tree", "nodes", leaf, to=instead)
            assert [fault.node for fault in check_proof(intake, result, changed).faults] == [leaf]
            dropped += 1
    assert dropped > 30


# What is said, and where ----------------------------------------------------------------------------------------------


def test_what_was_checked_is_said_in_words() -> None:
    assert str(ProofReport(104, 103, {"CP-SAT": 1}, ())) == "103 of 104 leaves checked; one was settled by CP-SAT."
    both = ProofReport(104, 90, {"CP-SAT": 12, "HiGHS": 2}, ())
    assert str(both) == "90 of 104 leaves checked; 12 were settled by CP-SAT and 2 were settled by HiGHS."
    assert str(ProofReport(3, 3, {}, ())) == "all 3 leaves checked."
    assert str(ProofReport(1, 0, {"CP-SAT": 1}, ())) == "0 of 1 leaf checked; one was settled by CP-SAT."
    assert str(ProofFault("is wrong", 2, "band 0", 7)) == "part 2, band 0, node 7: is wrong"
    assert str(ProofFault("is wrong")) == "is wrong"


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """The intake by hand, and its result with the proof."""
    tables = by_hand.intake()
    people = {
        "mentors": [{"id": mentor.id} for mentor in tables.mentors],
        "mentees": [{"id": one.id, "preferred_mentors": list(one.preferred_mentors)} for one in tables.mentees],
    }
    (tmp_path / "intake.json").write_text(json.dumps({"program": by_hand.program(), **people}), encoding="utf-8")
    by_hand.result().save(tmp_path / "result", {"proof.json": json.dumps(by_hand.proof())})
    return tmp_path


def verified(
    folder: Path, capsys: pytest.CaptureFixture[str], *options: str, result: str = "result"
) -> tuple[int, str]:
    """How `verify` ends, and what it says."""
    status = main(["verify", str(folder / "intake.json"), str(folder / result), *options])
    told = capsys.readouterr()
    return status, told.out + told.err


def test_the_command_says_what_was_checked(saved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    right = "Every rule holds, and the score is right.\n"
    assert verified(saved, capsys) == (0, right)
    assert verified(saved, capsys, "--proof") == (0, right + "The proof holds: its only leaf checked.\n")
    assert verified(saved, capsys, "--proof", result="result/result.json")[0] == 0
    moved = (saved / "result" / "proof.json").rename(saved / "other.json")
    assert verified(saved, capsys, "--proof-file", str(moved)) == (
        0,
        right + "The proof holds: its only leaf checked.\n",
    )
    status, told = verified(saved, capsys, "--proof")
    assert status == 2
    assert "there is no such file; name a folder that `matcher solve --proof` wrote" in told


def test_the_command_names_each_fault(saved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    proof = saved / "result" / "proof.json"
    proof.write_text(json.dumps(by_hand.tree([by_hand.leaf(16, 17, 17, 17)])), encoding="utf-8")
    status, told = verified(saved, capsys, "--proof")
    assert status == 1
    assert told.splitlines()[1:] == [
        "proof: part 1, objective, node 0: proves 42 for 1 group, over the limit of 40",
        "The proof does not hold: 0 of 1 leaf checked.",
    ]
    assert [str(breach) for breach in verify(by_hand.intake(), saved / "result", proof=proof)] == [
        "proof: part 1, objective, node 0: proves 42 for 1 group, over the limit of 40"
    ]


def test_many_faults_are_not_all_shown(saved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nodes: list[Plain] = []
    for step in range(30):
        nodes += [{"split": {"pair": [0, 1]}, "yes": 2 * step + 1, "no": 2 * step + 2}, {"empty": True}]
    nodes.append({"empty": True})
    proof = saved / "result" / "proof.json"
    proof.write_text(json.dumps(by_hand.tree(nodes, limit=39)), encoding="utf-8")
    status, told = verified(saved, capsys, "--proof")
    assert status == 1
    assert len(told.splitlines()) < 30
    assert "… and " in told


# Files --------------------------------------------------------------------------------------------------------------


def refused(text: str, tmp_path: Path) -> str:
    """What is said of a file that is no proof."""
    file = tmp_path / "proof.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ResultFileError, match=r"\S") as caught:
        check_proof(by_hand.intake(), by_hand.result(), file)
    return str(caught.value).replace(str(file), "proof.json")


def test_a_file_that_is_no_proof_is_told_with_its_place(tmp_path: Path) -> None:
    assert "cannot be read as JSON" in refused("{", tmp_path)
    assert "lists or tables more than 40 deep in each other" in refused("[" * 200_000, tmp_path)
    assert "a key stands twice in one table" in refused('{"format": 1, "format": 1}', tmp_path)
    assert "a number that is too large" in refused('{"format": ' + "9" * 5000 + "}", tmp_path)
    told = by_hand.proof()
    cases: list[tuple[Plain, str]] = [
        (spoilt(told, "format", to=2), "proof.json, format: 2 is not right here"),
        (spoilt(told, "unit", to=0), "proof.json, unit: 0 is not right here"),
        (spoilt(told, "bound", to=40.0), "proof.json, bound: 40.0 is not right here"),
        (spoilt(told, "bound", to=True), "proof.json, bound: True is not right here"),
        (spoilt(told, *STAGE, "limit", to=2**61), "proof.json, parts[1].stages[1].limit: "),
        (spoilt(told, "more", to=1), "proof.json, more: 1 is not right here"),
    ]
    nodes = [
        (
            {"leaf": {"mentee": [1, 2.5], "duals": []}},
            "nodes[1].leaf.mentee: a list is not right here; write a list of",
        ),
        ({"leaf": {"mentee": [1, True], "duals": []}}, "nodes[1].leaf.mentee: a list is not right here; write a list"),
        (
            {"leaf": {"mentee": [1, 2**61], "duals": []}},
            "nodes[1].leaf.mentee: a list is not right here; write numbers",
        ),
        ({"leaf": {"mentee": [], "cut": {"03": 1}}}, "nodes[1].leaf.cut: a dict is not right here; write a table of"),
        ({"leaf": {"mentee": [], "place": [[1, 2]]}}, "nodes[1].leaf.place: a list is not right here; write a list of"),
        ({"leaf": {"mentee": [], "demand": [[1, 2]]}}, "nodes[1].leaf.demand[1]"),
        ({"leaf": {}}, "nodes[1].leaf.mentee: is missing"),
        ({"other": {}}, "nodes[1]: a dict is not right here; write one of leaf, close, split"),
        ({"split": {"other": 1}, "yes": 1, "no": 2}, "nodes[1].split: a dict is not right here; write one of pair"),
        ({"split": {"pair": [0]}, "yes": 1, "no": 2}, "nodes[1].split.pair[2]: is missing"),
        ({"empty": False}, "nodes[1].empty: False is not right here"),
        ({"counts": {"x": 1}, "rest": None}, "nodes[1].counts"),
    ]
    cases += [(by_hand.tree([node]), f"proof.json, parts[1].stages[1].tree.{said}") for node, said in nodes]
    for table, said in cases:
        assert said in refused(json.dumps(table), tmp_path)


def test_only_the_first_faults_of_a_file_are_told(tmp_path: Path) -> None:
    told = refused(json.dumps(by_hand.tree([{"empty": 0}] * 50)), tmp_path)
    assert "has 30 more faults" in told
    assert len(told.splitlines()) == 21


def test_a_file_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.checking.proofs.proof_file.PROOF", Kind("a proof", 0))
    assert "is larger than 0 MB" in refused(json.dumps(by_hand.proof()), tmp_path)


def test_a_tree_of_many_thousand_nodes_below_each_other_is_walked() -> None:
    # Each split takes the same seat: it is closed from the second on, and nothing is left of the first branch.
    nodes: list[Plain] = []
    for step in range(20_000):
        nodes += [{"split": {"seat": [1, 3, 0, 0]}, "yes": 2 * step + 1, "no": 2 * step + 2}, {"counting": True}]
    told = by_hand.tree([*nodes, {"counting": True}])
    report = check_proof(by_hand.intake(), by_hand.result(), told)
    assert (report.leaves, report.checked, report.faults) == (20_001, 20_001, ())
