"""Folder, JSON file, DataFrames or lists of dicts → `Intake`; every fault is gathered before any is raised."""

from __future__ import annotations

import os
from typing import Any

from matcher.errors import IntakeError, Issue, TooManyFaultsError
from matcher.intake.checks.contradictions import contradictions
from matcher.intake.checks.locks import lock_contradictions, read_locks
from matcher.intake.checks.references import (
    check_columns,
    check_constraints,
    check_people,
    check_places,
    check_standings,
)
from matcher.intake.checks.warnings import concerns
from matcher.intake.checks.zones import check_zones
from matcher.intake.hours import slots_of
from matcher.intake.people import Intake, Lock, Mentee, Mentor, Slot
from matcher.intake.program import Program
from matcher.intake.reading.rows import (
    PlacedConstraint,
    Roll,
    read_constraints,
    read_people,
)
from matcher.intake.reading.settings import Settings, settings_of
from matcher.intake.sources import Parts, ProgramSource, TableSource, gather_parts
from matcher.intake.words.findings import Findings
from matcher.intake.words.spelling import Spelling

__all__ = ["check", "read_intake"]


def read_intake(
    mentors: TableSource | str | os.PathLike[str],
    mentees: TableSource = None,
    program: ProgramSource = None,
    constraints: TableSource = None,
    locks: TableSource = None,
) -> Intake:
    """Read an intake whole, and check all of it.

    Parameters
    ----------
    mentors
        The path of a folder or of a ``.json`` file that holds everything; or the mentors, as a DataFrame or a list of
        dicts. Never changed.
    mentees
        The mentees; None with a path.
    program
        A dict of settings, a path, or a `Program`. None: every default, or what the folder or file says.
    constraints
        Rows of `kind`, `a`, `b`. None: no constraints, or what the folder or file says.
    locks
        Rows of `kind`, `mentors`, `slot`, `mentees`, `reason`. None: no locks, or what the folder or file says.

    Returns
    -------
    Intake
        Valid; `Intake.warnings` lists what is worth telling and not fatal.

    Raises
    ------
    IntakeError
        With every fault of every file in `issues`, and the warnings found until then in `warnings`. What hangs on a
        setting that is not understood (the size of a locked group, say) is looked at once that is mended.
    """
    intake, findings = _read(mentors, mentees, program, constraints, locks)
    if intake is None:
        raise IntakeError(findings.sorted_faults(), findings.warnings)
    return intake


def check(
    mentors: TableSource | str | os.PathLike[str],
    mentees: TableSource = None,
    program: ProgramSource = None,
    constraints: TableSource = None,
    locks: TableSource = None,
) -> tuple[tuple[Issue, ...], tuple[Issue, ...]]:
    """Return the faults and the warnings of an intake, without raising; the parameters are those of `read_intake`.

    Returns
    -------
    faults : tuple of Issue
        Empty where the intake can be read. That its rules can be kept is not looked at: `match` says where they cannot.
    warnings : tuple of Issue
        Those that need the intake whole (capacity, impossible wishes) are told where there is no fault.
    """
    _, findings = _read(mentors, mentees, program, constraints, locks)
    return findings.sorted_faults(), tuple(findings.warnings)


def _read(
    mentors: Any, mentees: Any, program: ProgramSource, constraints: Any, locks: Any
) -> tuple[Intake | None, Findings]:
    findings = Findings()
    try:
        return _read_whole(mentors, mentees, program, constraints, locks, findings), findings
    except TooManyFaultsError:
        return None, findings


def _read_whole(
    mentors: Any, mentees: Any, program: ProgramSource, constraints: Any, locks: Any, findings: Findings
) -> Intake | None:
    parts = gather_parts(mentors, mentees, program, constraints, locks, findings)
    settings = settings_of(parts.settings, parts.file, findings)
    # Slots that people name are no faults of theirs where the schedule is not known.
    slot_names = (settings.program.schedule.slots or ()) if settings.sure_of("schedule") else None
    mentor_roll = None if parts.mentors is None else read_people(parts.mentors, Mentor, slot_names, findings)
    mentee_roll = None if parts.mentees is None else read_people(parts.mentees, Mentee, slot_names, findings)
    check_people(mentor_roll, mentee_roll, findings)
    placed: list[PlacedConstraint] = []
    if parts.constraints is not None:
        placed = read_constraints(parts.constraints, findings)
        placed = check_constraints(placed, parts.constraints, mentor_roll, mentee_roll, findings)
    check_columns(settings, parts.file, parts.mentors, parts.mentees, findings)
    if slot_names is not None:
        check_places(settings, parts.file, mentor_roll, mentee_roll, findings)
    if settings.sure_of("schedule"):
        check_zones(settings.program, parts.file, mentor_roll, mentee_roll, findings)
    check_standings(settings, parts.file, mentor_roll, mentee_roll, findings)
    if placed and parts.constraints is not None and mentor_roll is not None and mentee_roll is not None:
        known = _as_read(settings, mentor_roll, mentee_roll, placed)
        findings.faults.extend(contradictions(settings, known, mentee_roll, placed, parts.constraints.file))
    locked = _locks(parts, settings, mentor_roll, mentee_roll, placed, findings)
    if findings.faults or mentor_roll is None or mentee_roll is None:
        return None
    intake = _intake(settings.program, mentor_roll, mentee_roll, placed, locked)
    findings.warnings.extend(concerns(intake, mentor_roll, mentee_roll, parts.file))
    told = intake.model_copy(update={"warnings": tuple(findings.warnings)})
    return told.spelled(Spelling(parts.file))


def _locks(
    parts: Parts,
    settings: Settings,
    mentors: Roll[Mentor] | None,
    mentees: Roll[Mentee] | None,
    placed: list[PlacedConstraint],
    findings: Findings,
) -> tuple[Lock, ...]:
    if parts.locks is None:
        return ()
    slots = _lock_slots(settings, mentors, mentees, findings)
    locked = read_locks(parts.locks, settings, slots, mentors, mentees, findings)
    if mentors is None or mentees is None:
        return ()
    known = _as_read(settings, mentors, mentees, placed)
    findings.faults.extend(lock_contradictions(known, locked, parts.locks.file))
    return tuple(one.lock for one in locked)


def _as_read(
    settings: Settings, mentors: Roll[Mentor], mentees: Roll[Mentee], placed: list[PlacedConstraint]
) -> Intake:
    """Return what is known of an intake in which faults are looked for; settings in doubt ask for nothing."""
    constraints = tuple(one.constraint for one in placed)
    return Intake(program=settings.lenient, mentors=mentors.people, mentees=mentees.people, constraints=constraints)


def _lock_slots(
    settings: Settings, mentors: Roll[Mentor] | None, mentees: Roll[Mentee] | None, findings: Findings
) -> tuple[Slot, ...] | None:
    """Return the slots that a lock may name; None where settings or people that were not understood leave it open."""
    if mentors is None or mentees is None or not settings.sure_of("schedule"):
        return None
    slots = _slots(settings.program, mentors, mentees)
    # Faulty hours are told as faults of theirs; that nobody tells any hours does not follow.
    rows = (*mentors.rows.values(), *mentees.rows.values())
    told = any(key in row.cells for row in rows for key in ("availability", "unavailable"))
    open_still = not slots and settings.program.schedule.required and told and bool(findings.faults)
    return None if open_still else slots


def _slots(program: Program, mentors: Roll[Mentor], mentees: Roll[Mentee]) -> tuple[Slot, ...]:
    people = (*mentors.people, *mentees.people)
    told = any(one.availability is not None or one.unavailable is not None for one in people)
    return slots_of(program, people) if program.schedule.required and told else ()


def _intake(
    program: Program,
    mentors: Roll[Mentor],
    mentees: Roll[Mentee],
    placed: list[PlacedConstraint],
    locks: tuple[Lock, ...],
) -> Intake:
    return Intake(
        program=program,
        mentors=mentors.people,
        mentees=mentees.people,
        constraints=tuple(one.constraint for one in placed),
        locks=locks,
        slots=_slots(program, mentors, mentees),
    )
