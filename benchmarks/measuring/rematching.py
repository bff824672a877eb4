"""The sample of the medical school after two mentors left and five mentees came: the fewest moves, and more."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from benchmarks.generator import generate
from benchmarks.records import Row
from benchmarks.samples import MEDICAL_SCHOOL, samples
from matcher import Rematch

__all__ = ["GONE", "JOINERS", "later", "rows"]

GONE = frozenset({"T11", "T12"})
JOINERS = 5
MORE = 3
"""How many moves over the fewest are looked at."""


def later() -> dict[str, Any]:
    """Return the sample without `GONE`, nor their ids in anybody's wishes, and with `JOINERS` of another draw."""
    now = samples()["medical-school"]
    drawn = generate(replace(MEDICAL_SCHOOL, seed=MEDICAL_SCHOOL.seed + 1))
    come = [{**person, "id": f"N{place}"} for place, person in enumerate(drawn["mentees"][:JOINERS], 1)]
    return {
        **now,
        "mentors": [_without_gone(person) for person in now["mentors"] if person["id"] not in GONE],
        "mentees": [_without_gone(person) for person in (*now["mentees"], *come)],
    }


def _without_gone(person: dict[str, Any]) -> dict[str, Any]:
    return {
        column: [one for one in value if one not in GONE] if isinstance(value, list) else value
        for column, value in person.items()
    }


def rows() -> Iterator[Row]:
    """Yield the result with the fewest moves, timed, then what further moves are worth, up to `MORE` and any number."""
    from matcher import frontier, match, read_intake, rematch

    before, now = samples()["medical-school"], later()
    previous = match(before["mentors"], before["mentees"], before["program"], before["constraints"])
    intake = read_intake(now["mentors"], now["mentees"], now["program"], now["constraints"])
    start = time.perf_counter()
    fewest = rematch(intake, previous)
    yield {"asked": "fewest", **_told(fewest), "seconds": round(time.perf_counter() - start, 3)}
    for point in frontier(intake, previous, most=fewest.moves + MORE):
        yield {"asked": "frontier", **_told(point)}


def _told(again: Rematch) -> Row:
    result = again.result
    return {
        "moves": again.moves,
        "fewest": again.fewest,
        "status": str(result.status),
        "objective": result.objective,
        "bound": result.bound,
        "left_out": len(result.unmatched),
    }
