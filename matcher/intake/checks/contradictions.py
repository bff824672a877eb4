"""Constraints that can never hold together, told before anything is solved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from matcher.errors import Issue
from matcher.intake.checks.clashes import Clashes
from matcher.intake.people import Intake, Mentee, Mentor
from matcher.intake.program import header_key
from matcher.intake.reading.rows import PlacedConstraint, Roll
from matcher.intake.reading.settings import Settings
from matcher.intake.words.findings import name_rows, name_some

__all__ = ["contradictions"]


def contradictions(
    settings: Settings,
    intake: Intake,
    mentees: Roll[Mentee],
    placed: Sequence[PlacedConstraint],
    file: str,
) -> Iterator[Issue]:
    """Yield a fault for each constraint that contradicts others, or a rule, whatever the groups.

    Parameters
    ----------
    settings
        What is in doubt contradicts nothing.
    intake
        As far as it is read.
    placed
        Constraints whose ids are known and on the right sides.
    file
        Where they stand, as issues name it.
    """
    clashes = Clashes(intake)
    yield from _co_leads_alone(settings.leaders, placed, file)
    yield from _tied_and_apart(clashes, placed, file)
    yield from _tied_and_avoided(clashes, mentees, placed, file)
    yield from _assigned(settings.leaders, clashes, placed, file)


def _co_leads_alone(leaders: int | None, placed: Sequence[PlacedConstraint], file: str) -> Iterator[Issue]:
    for one in placed:
        if one.constraint.kind == "co_lead" and leaders == 1:
            message = "needs two mentors a group, but groups.mentors is 1"
            right = "take this row out or set groups.mentors to 2"
            yield Issue(file, message, one.row.number, "kind", "co_lead", right)


def _tied_and_apart(clashes: Clashes, placed: Sequence[PlacedConstraint], file: str) -> Iterator[Issue]:
    for one in placed:
        a, b = one.constraint.a, one.constraint.b
        if one.constraint.kind == "apart" and b in clashes.together.get(a, ()):
            message = f"contradicts {_chain(placed, a, b)}, by which {a} and {b} are together"
            yield Issue(file, message, one.row.number, "kind", "apart", "take one of these rows out")


def _tied_and_avoided(
    clashes: Clashes, mentees: Roll[Mentee], placed: Sequence[PlacedConstraint], file: str
) -> Iterator[Issue]:
    for mentee in mentees.people:
        tied = clashes.together.get(mentee.id, frozenset())
        for other in mentee.avoid:
            if other in tied and other != mentee.id:
                rows = _chain(placed, mentee.id, other)
                message = f"is to be together with {mentee.id} by {file} {rows}"
                yield mentees.table.issue(
                    mentees.rows[mentee.id], header_key("avoid"), message, other, "take one of the two out"
                )


def _chain(placed: Sequence[PlacedConstraint], start: str, end: str) -> str:
    """Return the rows of the shortest chain of ``together`` from one mentee to another: ``rows 3 and 4``."""
    ties: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for one in placed:
        if one.constraint.kind == "together":
            ties[one.constraint.a].append((one.constraint.b, one.row.number))
            ties[one.constraint.b].append((one.constraint.a, one.row.number))
    reached: dict[str, tuple[int, ...]] = {start: ()}
    queue = [start]
    for member in queue:
        for other, number in ties[member]:
            if other not in reached:
                reached[other] = (*reached[member], number)
                queue.append(other)
    rows = sorted(reached[end])
    return name_rows(rows)


def _assigned(leaders: int | None, clashes: Clashes, placed: Sequence[PlacedConstraint], file: str) -> Iterator[Issue]:
    """Yield what is wrong with the mentors that mentees who are together must all have."""
    # Where one mentor leads alone, co_lead is a fault already.
    co_leading = clashes.co_leading if leaders == 2 else {}
    mentors, mentees = clashes.intake.mentor_by_id, clashes.intake.mentee_by_id
    rows: dict[frozenset[str], list[PlacedConstraint]] = defaultdict(list)
    for one in placed:
        if one.constraint.kind == "assign":
            rows[clashes.together.get(one.constraint.a, frozenset((one.constraint.a,)))].append(one)
    for members, assigned in rows.items():
        wanted = dict.fromkeys(one.constraint.b for one in assigned)
        needed = dict.fromkeys(other for own in wanted for other in (own, *sorted(co_leading.get(own, ()))))
        others = [one.row.number for one in assigned[:-1]]
        message_start = f"cannot hold with {name_rows(others)}" if others else "cannot hold"
        people = [mentees[own] for own in sorted(members)]
        for reason in _reasons(leaders, clashes, people, [mentors[own] for own in needed]):
            message = f"{message_start}: {reason}"
            yield Issue(file, message, assigned[-1].row.number, "kind", "assign", "take one of the two out")


def _reasons(
    leaders: int | None, clashes: Clashes, members: Sequence[Mentee], needed: Sequence[Mentor]
) -> Iterator[str]:
    if leaders is not None and len(needed) > leaders:
        names = name_some([mentor.id for mentor in needed])
        yield f"it takes {names} to lead one group, but groups.mentors is {leaders}"
    elif len(needed) == 2 and (reason := clashes.of_mentors(*needed)):
        yield reason
    for mentee in members:
        for mentor in needed:
            # What other rules forbid is no slip of the pen in this file: the solver calls it infeasible, with reasons.
            if reason := clashes.of_two(mentee.id, mentor.id):
                yield reason
