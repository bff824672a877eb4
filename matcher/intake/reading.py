"""Folder, JSON file, DataFrames or lists of dicts → `Intake`; every fault is gathered before any is raised."""

from __future__ import annotations

import os
from typing import Any

from matcher.intake.availability import slots_of
from matcher.intake.checking import check_columns, check_constraints, check_people, check_places
from matcher.intake.clashes import Clashes
from matcher.intake.concerns import concerns
from matcher.intake.contradictions import contradictions
from matcher.intake.errors import IntakeError, Issue
from matcher.intake.findings import Findings
from matcher.intake.locks import lock_contradictions, read_locks
from matcher.intake.people import Intake, Lock, Mentee, Mentor, Slot
from matcher.intake.program import Program
from matcher.intake.rows import (
    PlacedConstraint,
    Roll,
    read_constraints,
    read_people,
)
from matcher.intake.settings import settings_of
from matcher.intake.sources import Parts, ProgramSource, TableSource, gather_parts

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
        With every fault of every file in `issues`, and the warnings found until then in `warnings`.
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
        Empty where the intake can be solved.
    warnings : tuple of Issue
        Those that need the intake whole (capacity, impossible wishes) are told where there is no fault.
    """
    _, findings = _read(mentors, mentees, program, constraints, locks)
    return findings.sorted_faults(), tuple(findings.warnings)


def _read(
    mentors: Any, mentees: Any, program: ProgramSource, constraints: Any, locks: Any
) -> tuple[Intake | None, Findings]:
    findings = Findings()
    parts = gather_parts(mentors, mentees, program, constraints, locks, findings)
    settings, understood, slot_names = _settings(parts, findings)
    mentor_roll = None if parts.mentors is None else read_people(parts.mentors, Mentor, slot_names, findings)
    mentee_roll = None if parts.mentees is None else read_people(parts.mentees, Mentee, slot_names, findings)
    check_people(mentor_roll, mentee_roll, findings)
    placed: list[PlacedConstraint] = []
    if parts.constraints is not None:
        placed = read_constraints(parts.constraints, findings)
        placed = check_constraints(placed, parts.constraints, mentor_roll, mentee_roll, findings)
    if understood:
        check_columns(settings, parts.file, parts.mentors, parts.mentees, findings)
    if slot_names is not None:
        check_places(settings, parts.file, mentor_roll, mentee_roll, findings)
    if mentor_roll is None or mentee_roll is None:
        return None, findings
    if understood and placed and parts.constraints is not None:
        file = parts.constraints.file
        findings.faults.extend(contradictions(settings, mentor_roll, mentee_roll, placed, file))
    locked = _locks(parts, settings, mentor_roll, mentee_roll, placed, findings) if understood else ()
    if findings.faults:
        return None, findings
    intake = _intake(settings, mentor_roll, mentee_roll, placed, locked)
    findings.warnings.extend(concerns(intake, mentor_roll, mentee_roll, parts.file))
    return intake.model_copy(update={"warnings": tuple(findings.warnings)}), findings


def _locks(
    parts: Parts,
    program: Program,
    mentors: Roll[Mentor],
    mentees: Roll[Mentee],
    placed: list[PlacedConstraint],
    findings: Findings,
) -> tuple[Lock, ...]:
    if parts.locks is None:
        return ()
    slots = _slots(program, mentors, mentees)
    locked = read_locks(parts.locks, program, slots, mentors, mentees, findings)
    by_id = {mentor.id: mentor for mentor in mentors.people}, {mentee.id: mentee for mentee in mentees.people}
    clashes = Clashes(program, *by_id, [one.constraint for one in placed])
    findings.faults.extend(lock_contradictions(program, *by_id, clashes, locked, parts.locks.file))
    return tuple(one.lock for one in locked)


def _slots(program: Program, mentors: Roll[Mentor], mentees: Roll[Mentee]) -> tuple[Slot, ...]:
    people = (*mentors.people, *mentees.people)
    told = any(one.availability is not None or one.unavailable is not None for one in people)
    return slots_of(program) if program.schedule.required and told else ()


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


def _settings(parts: Parts, findings: Findings) -> tuple[Program, bool, tuple[str, ...] | None]:
    """Return the program, whether all of it was understood, and the names of its slots, None where they are unsure."""
    if parts.settings is None:
        return Program(), False, None
    before = len(findings.faults)
    program, understood = settings_of(parts.settings, parts.file, findings)
    # A table of unknown name may be a misspelt schedule: slots that people name are then no faults of theirs.
    columns = [fault.column or "" for fault in findings.faults[before:]]
    unsure = any("." not in column or column.startswith("schedule") for column in columns)
    return program, understood, None if unsure else program.schedule.slots or ()
