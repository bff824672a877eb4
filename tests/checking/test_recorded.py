"""Proofs as the search records them, checked by code that shares nothing with it: samples, every rule, every mode."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from matcher import InfeasibleError, MatchResult, match, read_intake, verify
from matcher.checking.proofs import check_proof
from matcher.intake.people import Intake
from tests.draws import draws
from tests.solving.common import drawn, read

SAMPLES = Path(__file__).parents[2] / "data/samples"
MODES = ("total", "greedy", "generous", "fair")


@pytest.mark.parametrize("name", ["tiny", "medical-school", "two-campuses"])
def test_the_proof_of_a_sample_holds(name: str, tmp_path: Path) -> None:
    intake = read_intake(SAMPLES / name)
    result = match(intake, proof=True)
    assert result.proof is not None
    result.save(tmp_path)
    report = check_proof(intake, MatchResult.load(tmp_path), tmp_path / "proof.json")
    assert not report.faults
    assert report.leaves > 0
    # What rests on a solver's word is told by both, and alike.
    assert set(report.on_word) == set(result.proved_by) - {"matcher"}
    assert (tmp_path / "proof.json").stat().st_size < 5_000_000
    assert verify(intake, tmp_path, proof=tmp_path / "proof.json") == ()


def recorded(name: str, count: int) -> Iterator[tuple[Intake, MatchResult]]:
    """The first so many intakes with every rule that have a grouping, in each mode."""
    for number in range(count):
        for mode in MODES:
            plain, _ = drawn(name, number, None, *((6, 12) if number % 2 else (5, 9)))
            plain["program"].setdefault("objective", {}).update(mode=mode, levels=4)
            intake = read(plain)
            try:
                yield intake, match(intake, proof=True, effort="quick")
            except InfeasibleError:
                continue


def test_proofs_with_every_rule_and_mode_hold() -> None:
    proved = 0
    for intake, result in recorded("recorded", draws(8, 20)):
        report = check_proof(intake, result, json.loads(json.dumps(result.proof)))
        assert not report.faults
        proved += report.checked
    assert proved > draws(40, 100)


def test_a_proof_in_every_way_a_search_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without CP-SAT's word for small parts; with trees of programs and cuts; over likely seats alone."""
    from matcher.solving import search

    ways = {"FEW_PLACEMENTS": 0, "CUTS_FROM": 0, "FEW_NODES": 0, "MOST_PRICED": 0}
    for name, value in ways.items():
        with monkeypatch.context() as patched:
            patched.setattr(search, "FEW_PLACEMENTS", 0)
            patched.setattr(search, name, value)
            for intake, result in recorded(f"way {name}", draws(2, 6)):
                report = check_proof(intake, result, result.proof or {})
                assert not report.faults, name


def leaves(proof: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """The values of each node that has some, with the node."""
    for part in proof["parts"]:
        for stage in part["stages"]:
            for node in (stage["tree"] or {"nodes": []})["nodes"]:
                for kind in ("leaf", "close"):
                    if kind in node:
                        yield node, node[kind]


def test_what_is_spoilt_is_found() -> None:
    intake = read_intake(SAMPLES / "medical-school")
    result = match(intake, proof=True)
    random = Random(5)
    whole = json.loads(json.dumps(result.proof))

    lower = copy.deepcopy(whole)
    for stage in (lower["parts"][0]["stages"][-1],):
        stage["bound"] -= 1
        stage["limit"] -= 1
    lower["bound"] -= 1
    assert check_proof(intake, result, lower).faults

    dearer = copy.deepcopy(whole)
    _, values = next(leaves(dearer))
    place = random.randrange(len(values["mentee"]))
    # So much less that the value of some seat rises by more than the limit leaves.
    values["mentee"][place] -= 64 * 1_000_000
    assert check_proof(intake, result, dearer).faults

    for dropped in range(len(whole["parts"][0]["stages"][-1]["tree"]["nodes"])):
        fewer = copy.deepcopy(whole)
        nodes = fewer["parts"][0]["stages"][-1]["tree"]["nodes"]
        if not ({"leaf", "ray", "empty"} & set(nodes[dropped])):
            continue
        nodes[dropped] = {"empty": True}
        found = check_proof(intake, result, fewer).faults
        # Dropping a leaf leaves groupings that nothing speaks of, but where counting alone shows that there are none.
        assert found or "leaf" not in whole["parts"][0]["stages"][-1]["tree"]["nodes"][dropped]


def five_and_a_room(free_of_the_fifth: list[str]) -> Intake:
    """T1 and T2 have room for one group of four to five, settled at A; S5 is free at `free_of_the_fifth`."""
    both = ["A", "B"]
    return read_intake(
        [{"id": one, "availability": both} for one in ("T1", "T2")],
        [
            *({"id": f"S{place}", "availability": both} for place in range(1, 5)),
            {"id": "S5", "availability": free_of_the_fifth},
        ],
        {
            "groups": {"min_size": 4, "max_size": 10},
            "schedule": {"slots": both},
            "load": {"max_groups": 2, "max_mentees": 5},
        },
        [],
        [{"kind": "group-slot", "mentors": ["T1", "T2"], "slot": "A", "reason": "room"}],
    )


@pytest.mark.parametrize(("free", "objective"), [(["B"], -20_000), (["A", "B"], 0)])
def test_a_locked_hour_is_kept_by_who_has_room_for_one_group(free: list[str], objective: int) -> None:
    """The hour is worse than another of the same mentors, who may lead two groups and have room for one."""
    intake = five_and_a_room(free)
    result = match(intake, proof=True)
    assert (result.status, result.objective, result.groups[0].slot) == ("optimal", objective, "A")
    assert not check_proof(intake, result, result.proof or {}).faults


def test_groups_that_are_all_settled_are_asked_for_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """One mentor a group of three, no hours: other mentors stay free where all groups are settled."""
    from matcher.solving import search

    monkeypatch.setattr(search, "FEW_PLACEMENTS", 0)
    checked = 0
    for number in range(draws(4, 8)):
        random = Random(f"settled {number}")
        mentors = [{"id": f"T{one}", "campus": random.choice("NS")} for one in range(6)]
        mentees = [
            {"id": f"S{one}", "campus": random.choice("NS"), "preferred_mentors": random.sample(["T0", "T1", "T2"], 2)}
            for one in range(11)
        ]
        program = {
            "groups": {"mentors": 1, "min_size": 3, "max_size": 3},
            "schedule": {"required": False},
            "objective": {"mode": "fair", "levels": 5},
            "eligible": [{"column": "campus", "rule": "equal"}] if number % 2 else [],
        }
        intake = read_intake(mentors, mentees, program, [])
        result = match(intake, proof=True)
        report = check_proof(intake, result, result.proof or {})
        assert not report.faults
        checked += report.checked
    assert checked > draws(4, 8)
