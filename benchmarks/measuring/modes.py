"""The four modes on the same people: 60 mentees under no further rule, and the sample of the medical school."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from benchmarks.generator import rule_sets
from benchmarks.measuring.solving import solved, warm
from benchmarks.records import Row
from benchmarks.samples import samples

__all__ = ["MODES", "rows"]

MODES = ("total", "greedy", "generous", "fair")
SEEDS = (0, 1, 2, 3, 4)
SAMPLE = "medical-school"


def rows(seeds: Sequence[int] = SEEDS) -> Iterator[Row]:
    """Yield what `match` makes of each intake in each mode, in one process."""
    warm()
    people = [("plain", seed, rule_sets(seed)["plain"]) for seed in seeds]
    for name, seed, intake in [*people, (SAMPLE, 0, samples()[SAMPLE])]:
        for mode in MODES:
            yield {"rules": name, "seed": seed, "mode": mode, **solved(_in_mode(intake, mode))}


def _in_mode(intake: dict[str, Any], mode: str) -> dict[str, Any]:
    return {**intake, "program": {**intake["program"], "objective": {"mode": mode}}}
