"""How long it takes to try what losses of mentors would mean."""

from __future__ import annotations

import time
from collections.abc import Iterator

from benchmarks.cases import Case, intake_of
from benchmarks.records import Row
from benchmarks.samples import samples

__all__ = ["rows"]

LARGER = "300/60"
PAIRS = 30


def rows() -> Iterator[Row]:
    """Yield how many losses were tried, of one mentor and of two, and the seconds of the whole call."""
    from matcher import match, read_intake, stress

    for name, data in (("medical-school", samples()["medical-school"]), (LARGER, intake_of(Case(LARGER)))):
        intake = read_intake(data["mentors"], data["mentees"], data["program"], data["constraints"])
        result = match(intake, effort="quick")
        start = time.perf_counter()
        table = stress(intake, result, drop=2, sample=PAIRS)
        seconds = round(time.perf_counter() - start, 3)
        tried = {"single": len(table.of(1)), "pairs": len(table.of(2))}
        harmless = {"harmless_single": table.harmless(1), "harmless_pairs": table.harmless(2)}
        yield {"intake": name, "mentors": len(intake.mentors), **tried, **harmless, "seconds": seconds}
