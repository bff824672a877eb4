"""The sample `tiny` and its best grouping, as README.md tells it, for tests of reports; nothing is solved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import matcher
from matcher import Intake, MatchResult, Program, read_intake, rescored
from matcher.questions.stress.table import Loss, StressTable
from matcher.report import Order, View, build_view
from matcher.result.records import Group, Status, Unmatched
from matcher.result.saved_workbook import fingerprint

TINY = Path(matcher.__file__).parents[1] / "data" / "samples" / "tiny"
CALENDAR = {
    "start": "2026-10-07",
    "weeks": 6,
    "timezone": "Europe/Berlin",
    "skip": ["2026-10-19"],
    "place": "Library",
    "places": {"T2": "Room 4", "wed 17:00": "Room 7"},
}
# Who is with whom, and what that scores, is worked out in README.md.
GROUPS = (
    Group("G1", "Mon 12:00", ("T1", "T2"), ("S1", "S3", "S4", "S5"), 7240),
    Group("G2", "Wed 17:00", ("T3", "T4"), ("S2", "S6", "S7", "S8", "S9"), 9190),
)
SCORE = 16430


def tiny(
    calendar: dict[str, Any] | None = None, names: Mapping[str, str] = MappingProxyType({}), mode: str = "total"
) -> Intake:
    """The sample, with a calendar where one is given, and with other names for some of its people, by id."""
    intake = read_intake(TINY)
    settings = intake.program.model_dump(mode="json") | {"calendar": calendar, "objective": {"mode": mode}}
    sides = {
        side: tuple(one.model_copy(update={"name": names.get(one.id, one.name)}) for one in getattr(intake, side))
        for side in ("mentors", "mentees")
    }
    return changed(intake, program=Program.model_validate(settings), **sides)


def changed(intake: Intake, **parts: Any) -> Intake:
    """An intake with other parts: a new one, which has worked nothing out yet."""
    return Intake(**({name: getattr(intake, name) for name in Intake.model_fields} | parts))


def result_of(intake: Intake, *groups: Group, left_out: tuple[str, ...] = ()) -> MatchResult:
    """The groups of README.md, or others of the same people, scored."""
    unscored = MatchResult(
        status=Status.OPTIMAL,
        objective=SCORE,
        bound=SCORE,
        groups=groups or GROUPS,
        unmatched=tuple(Unmatched(mentee, "nobody is free when they are") for mentee in left_out),
        assignment_rows=(),
        mentor_rows=(),
        choices={},
        seed=0,
        seconds=1.25,
        version="0.1.0",
        program=intake.program,
        warnings=tuple(map(str, intake.warnings)),
        effort="normal",
        ended="itself",
        scored=False,
    )
    # As if these groups had been found.
    return replace(rescored(intake, unscored), edited=False, unmatched=unscored.unmatched)


def renamed(intake: Intake, old: str, new: str) -> Intake:
    """The intake with another id for a mentee, wherever it is named."""

    def swapped(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(new if one == old else one for one in ids)

    mentees = tuple(
        one.model_copy(update={"id": new if one.id == old else one.id, "avoid": swapped(one.avoid)})
        for one in intake.mentees
    )
    mentors = tuple(
        one.model_copy(update={"preferred_mentees": swapped(one.preferred_mentees), "avoid": swapped(one.avoid)})
        for one in intake.mentors
    )
    rows = tuple(
        row.model_copy(update=dict(zip("ab", swapped((row.a, row.b)), strict=True))) for row in intake.constraints
    )
    return changed(intake, mentees=mentees, mentors=mentors, constraints=rows)


REASON = "no assignment satisfies the rules: Ada Okafor (T1) and Chloé Nguyen would lead nine; write to ada@x.example"


def stress_of(intake: Intake, result: MatchResult | None = None, spare: tuple[str, ...] = ()) -> StressTable:
    """A table with everything that one can tell; made up, since nothing is solved here."""
    told = result or result_of(intake)
    out = len(intake.mentees) - sum(len(group.mentees) for group in told.groups)
    losses = (
        Loss(("T1",), ("G1",), 4, out + 4, 4, 0, 9190),
        Loss(("T3",), ("G2",), 5, out + 3, 3, 2, 8000, proved=False),
        Loss(("T2",), ("G1",), 4, out, 0, 0, 12000),
        Loss(("T4",), ("G2",), 5, out, 0, 0, 13000),
        Loss(("T1", "T3"), ("G1", "G2"), 9, None, None, 0, None, False, REASON),
        Loss(("T2", "T4"), ("G1", "G2"), 9, out + 9, 9, 0, 0),
    )
    return StressTable(
        losses=losses,
        possible={1: 4, 2: 6, 3: 4},
        chosen={1: 4, 2: 2, 3: 4},
        left_out_now=out,
        objective_now=told.objective,
        spare=spare,
        seed=0,
        names={mentor.id: mentor.name for mentor in intake.mentors},
        grouping=fingerprint(told.groups),
    )


def viewed(intake: Intake, result: MatchResult | None = None, **asked: Any) -> View:
    return build_view(result or result_of(intake), intake, **asked)


def order(intake: Intake, result: MatchResult | None = None, folder: Path = Path("nowhere"), **asked: Any) -> Order:
    return Order(result or result_of(intake), intake, folder, **asked)
