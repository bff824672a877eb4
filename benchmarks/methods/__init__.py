"""Five ways to form groups, behind one call: ``solve(task) -> Answer``."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from benchmarks.methods.base import Answer, Task

__all__ = ["METHODS", "solver_of"]

METHODS = {
    "ours": "matcher",
    "numbered_groups": "numbered groups, CP-SAT",
    "seat_milp": "seat MILP, HiGHS",
    "greedy": "greedy by hand, flow",
    "genetic": "genetic algorithm, pymoo",
}
"""What each method is called in tables and plots, by the name of its module."""


def solver_of(method: str) -> Callable[[Task], Answer]:
    """Return the `solve` of a method; its libraries are imported only now."""
    solve: Callable[[Task], Answer] = import_module(f"benchmarks.methods.{method}").solve
    return solve
