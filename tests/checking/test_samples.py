"""Proofs that solving makes of the samples, checked."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

import matcher
from matcher import Intake, MatchResult, match, read_intake, verify
from matcher.checking import check_proof
from matcher.records import Status

SAMPLES = Path(matcher.__file__).parents[1] / "data" / "samples"

pytestmark = pytest.mark.skipif(not hasattr(MatchResult, "proof"), reason="results have no proofs yet")


@pytest.fixture(scope="module", params=["tiny", "tiny.json", "medical-school", "two-campuses"])
def proved(request: pytest.FixtureRequest) -> tuple[Intake, MatchResult, dict[str, Any]]:
    """A sample, its result and the proof."""
    intake = read_intake(SAMPLES / request.param)
    result: Any = match(intake)
    if result.proof is None:
        pytest.skip("the result has no proof")
    return intake, result, result.proof


def test_the_proof_holds(proved: tuple[Intake, MatchResult, dict[str, Any]]) -> None:
    intake, result, proof = proved
    report = check_proof(intake, result, proof)
    assert report.faults == ()
    assert report.leaves > 0
    assert verify(intake, result, proof=proof) == ()


def test_a_limit_that_is_lower_than_what_is_reached_is_not_proved(
    proved: tuple[Intake, MatchResult, dict[str, Any]],
) -> None:
    intake, result, proof = proved
    if result.status != Status.OPTIMAL:
        pytest.skip("the result is not proved best")
    # Whatever rests on a solver's word says no less than the limit that it was asked for.
    for number, part in enumerate(proof["parts"]):
        for place, stage in enumerate(part["stages"]):
            if stage["tree"] is not None:
                lower = deepcopy(proof)
                lower["parts"][number]["stages"][place]["limit"] = (
                    stage["limit"] - (stage["bound"] - stage["value"]) - 1
                )
                found = check_proof(intake, result, lower).faults
                assert any((fault.part, fault.stage) == (number + 1, stage["name"]) for fault in found)
