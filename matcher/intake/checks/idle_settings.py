"""Settings that change nothing, as they stand or for these people: often a slip, and always a surprise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matcher.errors import Issue
from matcher.intake.people import Intake, Mentee, Mentor
from matcher.intake.program import fold
from matcher.intake.words.nearest import nearest

__all__ = ["idle_settings"]


def idle_settings(intake: Intake, file: str) -> Iterator[Issue]:
    """Yield a warning for each setting of groups and rules that changes nothing; `file` is where settings stand."""
    groups, weights = intake.program.groups, intake.program.weights
    if groups.ideal_size is not None and not weights.size:
        message = "changes nothing, since weights.size is 0: every permitted size is as good"
        yield Issue(file, message, column="groups.ideal_size", value=str(groups.ideal_size))
    if weights.size and groups.ideal_size is None:
        message = "changes nothing, since there is no groups.ideal_size: every permitted size is as good"
        yield Issue(file, message, column="weights.size", value=str(weights.size))
    if groups.single and groups.mentors == 1:
        message = "changes nothing, since groups.mentors is 1: one mentor leads every group"
        yield Issue(file, message, column="groups.single", value="true")
    if weights.single and not (groups.single and groups.mentors == 2):
        message = "changes nothing, since no group may be led by one mentor where two would lead it (groups.single)"
        yield Issue(file, message, column="weights.single", value=str(weights.single))
    yield from _idle_mixes(intake, file)
    for number, rule in enumerate(intake.program.pair, 1):
        yield from _nobodys(intake.mentors, rule.column, rule.values, f"pair[{number}].values", file)


def _idle_mixes(intake: Intake, file: str) -> Iterator[Issue]:
    for number, rule in enumerate(intake.program.mix, 1):
        if not rule.asks:
            message = "asks nothing of a group, whoever is in it; give it a max, or a larger min"
            yield Issue(file, message, column=f"mix[{number}]")
        yield from _nobodys(intake.mentees, rule.column, rule.values, f"mix[{number}].values", file)


def _nobodys(
    people: Sequence[Mentor | Mentee], column: str, values: Sequence[str], key: str, file: str
) -> Iterator[Issue]:
    """Yield the values that nobody has in a column, where somebody has one much like it or nobody has any of them."""
    had = {item for one in people for item in one.items(column)}
    none = had.isdisjoint(map(fold, values))
    for value in values:
        if fold(value) not in had:
            near = nearest(value, sorted(had))
            if none or near is not None:
                yield Issue(file, f"is had by nobody in {column}", column=key, value=value, suggestion=near)
