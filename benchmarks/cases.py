"""The intakes that methods are compared on, by size, rule set and seed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from benchmarks.generator import generate, rule_sets, scarcity
from benchmarks.settings import Settings

__all__ = ["SIZES", "SMALL", "Case", "intake_of", "rule_set_names"]

SMALL = "60/12"
SIZES = {
    "16/4": (16, 4),
    SMALL: (60, 12),
    "300/60": (300, 60),
    "1000/200": (1000, 200),
    "5000/1000": (5000, 1000),
    "20000/4000": (20000, 4000),
}
"""(mentees, mentors) by name, the smallest only for trying out."""


@dataclass(frozen=True, slots=True, order=True)
class Case:
    """One intake: its size by name, its rule set, its seed."""

    size: str
    rules: str = "plain"
    seed: int = 0


def rule_set_names() -> tuple[str, ...]:
    """Return the names of the rule sets at 60/12, ``scarcity`` last."""
    return (*rule_sets(0), "scarcity")


def intake_of(case: Case) -> dict[str, Any]:
    """Return the intake in its JSON form; sizes other than 60/12 have the plain rule set only."""
    if case.size == SMALL:
        return {**rule_sets(case.seed), "scarcity": scarcity(case.seed)}[case.rules]
    if case.rules != "plain":
        raise ValueError(f"{case.rules} is there at {SMALL} alone")
    mentees, mentors = SIZES[case.size]
    if case.size == "16/4":
        return generate(Settings(seed=case.seed, mentees=mentees, mentors=mentors, min_size=4, max_size=8, slots=6))
    return generate(Settings(seed=case.seed, name=f"Size {case.size}", mentees=mentees, mentors=mentors))
