"""A small intake and a proof of its best groups, all of it worked out by hand.

Four mentors lead two by two, four mentees come, two to a group. s1 and s2 list A, s3 and s4 list C, for 10 points;
leaving one out costs 7. So a mentee gains 17 where its mentor leads and 7 elsewhere. Best: A and B with s1 and s2, C
and D with s3 and s4, 40 points. Everybody out: 4 times -7, base -28. All gains are 7 or 17, so that the step is 1.
"""

from __future__ import annotations

from typing import Any

from matcher.intake.people import Intake
from matcher.intake.read import read_intake
from matcher.result.match_result import MatchResult
from tests.checking.proofs import result_of

Plain = dict[str, Any]

GROUPS = ((("A", "B"), None, ("s1", "s2")), (("C", "D"), None, ("s3", "s4")))
OTHERS = ((("A", "B"), None, ("s1", "s3")), (("C", "D"), None, ("s2", "s4")))


def program(**changes: Any) -> Plain:
    """The program, some tables of it changed."""
    weights = {"mentee_choice": 1, "mentor_choice": 0, "co_mentor_choice": 0, "similarity": 0, "unmatched": 7}
    tables: Plain = {"groups": {"min_size": 2, "max_size": 2}, "choice": {"points": [10]}, "weights": weights}
    return {**tables, **changes}


def intake(settings: Plain | None = None, mentors: list[Plain] | None = None) -> Intake:
    """The people, with another program or other mentors."""
    wishes = {"s1": "A", "s2": "A", "s3": "C", "s4": "C"}
    mentees = [{"id": own, "preferred_mentors": wish} for own, wish in wishes.items()]
    return read_intake(mentors or [{"id": own} for own in "ABCD"], mentees, settings or program())


def proof(mode: str = "total") -> Plain:
    """A proof that 40 is best.

    With a price of 17 each, nobody is worth more than 0 anywhere: a seat of A or C is worth 0 with its own two, one of
    B and D -20. What is left are the prices: -28 + 4 * 17 = 40, for any number of groups.
    """
    return {
        "format": 1,
        "version": "0.1.0",
        "unit": 1,
        "mode": mode,
        "levels": 10,
        "slots": [],
        "outside": [],
        "bound": 40,
        "stages": [],
        "parts": [
            {
                "mentors": ["A", "B", "C", "D"],
                "mentees": ["s1", "s2", "s3", "s4"],
                "stages": [
                    {
                        "name": "objective",
                        "value": 40,
                        "bound": 40,
                        "weights": [],
                        "weight": 1,
                        "limit": 40,
                        "cuts": [],
                        "tree": {"nodes": [leaf()]},
                    }
                ],
            }
        ],
    }


def leaf(*prices: int, **more: Any) -> Plain:
    """A leaf, without duals of mentors or groups; prices of mentees 17 unless given."""
    duals = [{"groups": 0, "mentors": [0, 0, 0, 0]}]
    return {"leaf": {"mentee": list(prices) or [17, 17, 17, 17], "duals": duals, **more}}


def tree(nodes: list[Plain], **changes: Any) -> Plain:
    """The proof with another tree, and what else of the stage is changed."""
    told = proof()
    told["parts"][0]["stages"][0].update(tree={"nodes": nodes}, **changes)
    return told


def greedy() -> tuple[Intake, Plain]:
    """The same with the mode `greedy`: all four can have their choice, and counting alone shows that no more can."""
    told = proof("greedy")
    told["stages"] = [{"name": "choice 1", "value": 4, "bound": 4}]
    first = {"name": "choice 1", "value": 4, "bound": 4, "weights": [], "weight": 0, "limit": None, "cuts": []}
    told["parts"][0]["stages"].insert(0, {**first, "tree": None})
    # A = objective + 0 · count.
    told["parts"][0]["stages"][1]["weights"] = [0]
    return intake(program(objective={"mode": "greedy"})), told


def result(of: Intake | None = None, groups: Any = GROUPS, told: Plain | None = None) -> MatchResult:
    """The groups as a result that the proof shows to be best."""
    return result_of(of or intake(), groups, told or proof())
