"""The ten rule sets at 60 mentees, each drawn from five seeds, and the samples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from benchmarks.generator import rule_sets, scarcity
from benchmarks.measuring.solving import solved, warm
from benchmarks.records import Row
from benchmarks.samples import samples

__all__ = ["SEEDS", "intakes", "rows"]

SEEDS = (0, 1, 2, 3, 4)


def intakes(seeds: Sequence[int] = SEEDS) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Yield (name, seed, intake): the rule sets and the scarce intake of every seed, then the samples once (seed 0)."""
    for seed in seeds:
        yield from ((name, seed, intake) for name, intake in {**rule_sets(seed), "scarcity": scarcity(seed)}.items())
    yield from ((name, 0, intake) for name, intake in samples().items())


def rows(seeds: Sequence[int] = SEEDS) -> Iterator[Row]:
    """Yield what `match` makes of each, in one process."""
    warm()
    for name, seed, intake in intakes(seeds):
        yield {"rules": name, "seed": seed, **solved(intake)}
