"""One side in a process of its own: ``python -m benchmarks.agreeing.worker ours`` or ``… milp``.

Reads a question a line, writes an answer a line, both JSON. HiGHS, our own code and whatever prints to standard output
besides is sent to standard error, so that nothing gets between the answers.
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from benchmarks.agreeing.facts import Facts, intake_from

if TYPE_CHECKING:
    from matcher import Group, Intake, MatchResult
    from matcher.rules import FormedGroup

__all__ = ["main"]

Record = dict[str, Any]


def _ours(question: Record) -> Record:
    """Return what `match` says of an intake, and `explain` of the wishes of some of its mentees."""
    from matcher import InfeasibleError, UnsolvedError, match

    intake, started = intake_from(question["intake"]), time.monotonic()
    try:
        result = match(intake, time_limit=question["seconds"], effort=question["effort"], workers=1)
    except InfeasibleError:
        return {"status": "infeasible", "seconds": time.monotonic() - started}
    except UnsolvedError:
        return {"status": "unsolved", "seconds": time.monotonic() - started}
    seconds = time.monotonic() - started
    prices = [price for person in question["persons"] for price in _prices(intake, result, person, question["seconds"])]
    return {
        "status": str(result.status),
        "objective": result.objective,
        "bound": result.bound,
        "stages": [[stage.name, stage.value, stage.bound] for stage in result.stages],
        "groups": _told(result.groups),
        "prices": prices,
        "seconds": seconds,
    }


def _prices(intake: Intake, result: MatchResult, person: str, seconds: float) -> list[Record]:
    """Return what `explain` says each wish of a mentee for a mentor would cost."""
    from matcher import explain

    explained = explain(intake, result, person=person, time_limit=seconds, workers=1).person
    wishes = () if explained is None else explained.wishes
    return [
        {
            "mentee": person,
            "mentor": wish.other,
            "outcome": wish.outcome.name.casefold(),
            "points": None if wish.price is None else wish.price.points,
            "at_least": None if wish.price is None else wish.price.at_least,
            "after": {} if wish.price is None else {change.name: change.after for change in wish.price.stages},
        }
        for wish in wishes
        if wish.kind.name == "MENTOR"
    ]


def _milp(question: Record) -> Record:
    from benchmarks.agreeing.milp import solve

    started = time.monotonic()
    facts = Facts(intake_from(question["intake"]))
    answer = solve(facts, question["seconds"], question.get("together_with"))
    return {
        "infeasible": answer.infeasible,
        "groups": None if answer.groups is None else _told(answer.groups),
        "counts": None if answer.numbers is None else answer.numbers.counts,
        "objective": None if answer.numbers is None else answer.numbers.objective,
        "proved": answer.proved,
        "seconds": time.monotonic() - started,
    }


def _told(groups: Sequence[FormedGroup | Group]) -> list[Record]:
    return [{"slot": one.slot, "mentors": list(one.mentors), "mentees": list(one.mentees)} for one in groups]


SIDES: dict[str, Callable[[Record], Record]] = {"ours": _ours, "milp": _milp}


def main() -> None:
    """Answer questions until there are no more."""
    side = SIDES[sys.argv[1]]
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    for line in sys.stdin:
        try:
            answer = side(json.loads(line))
        except Exception as error:
            answer = {"failed": f"{type(error).__name__}: {error}", "traceback": traceback.format_exc()}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
