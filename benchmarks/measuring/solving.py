"""One call of `match`, timed."""

from __future__ import annotations

import time
from typing import Any

from benchmarks.records import Row

__all__ = ["solved", "warm"]


def solved(intake: dict[str, Any], *, time_limit: float = 60.0, effort: str = "normal") -> Row:
    """Return what comes of an intake.

    That is: status, seconds of the whole call, objective, bound, gap, how many are left out, how many groups there are,
    each stage with its value and its bound, and whose word the proof rests on.

    Where there is no result, `status` says why and the numbers of the result are missing.
    """
    from matcher import InfeasibleError, UnsolvedError, match

    start = time.perf_counter()
    try:
        result = match(
            intake["mentors"],
            intake["mentees"],
            intake["program"],
            intake["constraints"],
            locks=intake.get("locks"),
            effort=effort,
            time_limit=time_limit,
        )
    except (InfeasibleError, UnsolvedError) as error:
        status = "infeasible" if isinstance(error, InfeasibleError) else "unsolved"
        return {"status": status, "seconds": round(time.perf_counter() - start, 3)}
    return {
        "status": str(result.status),
        "seconds": round(time.perf_counter() - start, 3),
        "objective": result.objective,
        "bound": result.bound,
        "gap": round(result.gap, 6),
        "left_out": len(result.unmatched),
        "groups": len(result.groups),
        "stages": [[stage.name, stage.value, stage.bound] for stage in result.stages],
        "proved_by": list(result.proved_by),
    }


def warm() -> None:
    """Load the libraries and the compiled part of the solver, so that no figure pays for them."""
    from benchmarks.generator import generate
    from benchmarks.settings import Settings

    for mentees, mentors in ((16, 4), (60, 12)):
        solved(generate(Settings(mentees=mentees, mentors=mentors, min_size=4)), effort="quick")
