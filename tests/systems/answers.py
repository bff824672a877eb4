"""One match and what it says, in whatever process or thread it is asked."""

from __future__ import annotations

from typing import Any

from matcher import match

Answer = tuple[str, int, str | None, int]

MENTORS: list[dict[str, Any]] = [{"id": f"m{number}", "preferred_mentees": f"s{number}"} for number in range(4)]
MENTEES: list[dict[str, Any]] = [{"id": f"s{number}", "preferred_mentors": f"m{number % 4}"} for number in range(8)]
PROGRAM: dict[str, Any] = {"groups": {"min_size": 2, "max_size": 4}}

RIGHT: Answer = ("optimal", 9200, "itself", 8)


def answer() -> Answer:
    """How good the groups of a small intake are, why the run ended, and how many mentees are in a group."""
    result = match(MENTORS, MENTEES, PROGRAM, workers=2)
    return str(result.status), result.objective, result.ended, len(result.assignment_rows)


def put(queue: Any) -> None:
    """Answer into a queue."""
    queue.put(answer())
