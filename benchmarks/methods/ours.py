"""Ours: `matcher.match`, called as anybody would."""

from __future__ import annotations

from benchmarks.methods.base import Answer, Point, Task
from matcher import InfeasibleError, UnsolvedError, matching
from matcher.rules import FormedGroup
from matcher.solving.running.control import Progress

__all__ = ["solve"]


def solve(task: Task) -> Answer:
    """Return the verified result of `match`; the trace is what its progress callback hears."""

    def listen(news: Progress) -> None:
        task.trace.append(Point(news.seconds, news.objective, news.bound))

    data = task.data
    try:
        result = matching.match(
            data["mentors"],
            data["mentees"],
            data["program"],
            data["constraints"],
            effort=task.effort,
            time_limit=task.seconds,
            seed=task.seed,
            progress=listen,
        )
    except (InfeasibleError, UnsolvedError):
        return Answer(None)
    task.tell(result.objective, result.bound)
    groups = tuple(FormedGroup(group.id, group.slot, group.mentors, group.mentees) for group in result.groups)
    return Answer(groups, result.objective, result.bound)
