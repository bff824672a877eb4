"""`lock_group`: something of a result that is settled, written to the locks of its intake."""

from __future__ import annotations

from collections.abc import Iterator
from os import PathLike
from pathlib import Path
from typing import Any, cast

from matcher.errors import IntakeError, Issue
from matcher.intake.checks.locks import LOCK_KINDS
from matcher.intake.people import Lock
from matcher.intake.reading.places import place_named, result_place
from matcher.intake.words.calling import called, who_is_meant
from matcher.intake.words.findings import name_some
from matcher.intake.words.listing import in_words
from matcher.intake.words.near_people import near_person
from matcher.intake.words.nearest import nearest
from matcher.intake.writing import append_lock
from matcher.result.match_result import MatchResult
from matcher.result.records import Group
from matcher.text import LONGEST_TEXT, no_text

__all__ = ["find_intake", "lock_group", "no_group"]


def lock_group(
    result: MatchResult | str | PathLike[str],
    group: str,
    intake: str | PathLike[str],
    *,
    reason: str,
    kind: str | None = None,
    person: str | None = None,
    when: str | None = None,
    by: str | None = None,
) -> Lock:
    """Lock something of a group, so that every later solve of the intake keeps it.

    The lock is told by people and hour, since groups are numbered anew in every run. It is added to ``locks.csv`` in
    the intake's folder (made where it is missing), or to ``"locks"`` in an intake of one JSON file; either is replaced
    whole or left as it was.

    Parameters
    ----------
    result
        The result that has the group; or the path of its folder or file.
    group
        The group's name there, ``G3``.
    intake
        The folder or JSON file of the intake to which the lock is added.
    reason
        Why, in the coordinator's words: shown wherever the lock matters.
    kind
        ``person-in-group``, ``mentor-pair``, ``group-slot`` or ``whole-group``. None: ``person-in-group`` where a
        `person` is named, else ``whole-group``.
    person
        The mentee who stays in the group, by id or by a name that one of its people has, for ``person-in-group`` alone.
    when, by
        When it was locked and by whom, free text; None: left blank.

    Returns
    -------
    Lock

    Raises
    ------
    IntakeError
        The group, kind or person is wrong, the intake is faulty, or the lock contradicts it; nothing was written.
    ResultFileError
        The result cannot be understood.
    MatcherError
        The file of locks cannot be written.
    """
    found = result if isinstance(result, MatchResult) else MatchResult.load(result)
    chosen = kind or ("person-in-group" if person is not None else "whole-group")
    place = next((one for one in found.groups if one.id == group), None)
    person = _meant(found, place, person)
    faults = [*_no_texts(reason=reason, when=when, by=by), *_faults(found, group, place, chosen, person, reason)]
    if faults or place is None:
        raise IntakeError(faults)
    lock = Lock(
        kind=cast(Any, chosen),
        mentors=place.mentors,
        slot=None if chosen == "mentor-pair" else place.slot,
        mentees={"whole-group": place.mentees, "person-in-group": (person or "",)}.get(chosen, ()),
        reason=" ".join(reason.split()),
        when=None if when is None else " ".join(when.split()),
        by=None if by is None else " ".join(by.split()),
    )
    append_lock(place_named(intake, "intake"), lock)
    return lock


def _names(result: MatchResult, place: Group) -> dict[str, str]:
    """Return the names of a group's people by id."""
    names = {row.mentee_id: row.mentee_name for row in result.assignment_rows}
    names |= {row.mentor_id: row.mentor_name for row in result.mentor_rows}
    return {own: names.get(own, own) for own in (*place.mentees, *place.mentors)}


def _meant(result: MatchResult, place: Group | None, person: str | None) -> str | None:
    """Return the id of the one of a group whom an id or a name means; what means nobody or several as it is."""
    meant = [] if person is None or place is None else who_is_meant(person, _names(result, place))
    return meant[0] if len(meant) == 1 else person


def _no_texts(**texts: str | None) -> Iterator[Issue]:
    """Yield what is no text in words of the coordinator's, which go into a file and onto pages."""
    for key, text in texts.items():
        said = None if text is None else no_text(text)
        if said is not None or len(text or "") > LONGEST_TEXT:
            message = f"holds {said}" if said is not None else f"holds more than {LONGEST_TEXT:,} characters"
            yield Issue("the call", message, None, key, text, "type it anew")


def no_group(result: MatchResult, group: str) -> Issue:
    """Return the fault of a call that names a group which a result has not, with the nearest that it has."""
    names = [one.id for one in result.groups]
    near = nearest(group, names)
    right = f"write one of {name_some(names)}" if names else "the result has no groups"
    return Issue("the call", "is no group of the result", None, "group", group, right, near)


def _faults(
    result: MatchResult, group: str, place: Group | None, kind: str, person: str | None, reason: str
) -> list[Issue]:
    faults = []
    if place is None:
        faults.append(no_group(result, group))
    if kind not in LOCK_KINDS:
        right = f"write {in_words(LOCK_KINDS, 'or')}"
        faults.append(Issue("the call", "is no kind of lock", None, "kind", kind, right, nearest(kind, LOCK_KINDS)))
    if kind == "group-slot" and place is not None and place.slot is None:
        faults.append(Issue("the call", "locks an hour, but groups get no slot here", None, "kind", kind))
    if not reason.strip():
        faults.append(Issue("the call", "is blank", None, "reason", right="say why, in a few words"))
    if kind == "person-in-group" and person is None:
        faults.append(Issue("the call", "is missing", None, "person", right="name the mentee who stays, by id"))
    elif person is not None and kind != "person-in-group":
        message = f"says nothing in a {kind} lock"
        faults.append(Issue("the call", message, None, "person", person, "leave it out, or lock person-in-group"))
    elif person is not None and place is not None and person not in place.mentees:
        if person in place.mentors:
            right = "lock the mentor-pair, the group-slot or the whole-group for a mentor"
            faults.append(Issue("the call", f"leads {group}", None, "person", person, right))
        else:
            names = _names(result, place)
            several = [called(own, names[own]) for own in who_is_meant(person, names)]
            message = f"is the name of {name_some(several)}" if several else f"is no mentee of {group}"
            advice = "write the id of one of them" if several else None
            near = None if several else near_person(person, names)
            faults.append(Issue("the call", message, None, "person", person, advice, near))
    return faults


def find_intake(result: str | PathLike[str]) -> Path | None:
    """Return the intake's folder nearest to a result: the folder above it, or the current one; None where neither is.

    An intake's folder holds ``mentors.csv`` and ``mentees.csv``.
    """
    place = result_place(result)
    folder = place if place.is_dir() else place.parent
    for candidate in (folder.resolve().parent, Path.cwd()):
        if (candidate / "mentors.csv").is_file() and (candidate / "mentees.csv").is_file():
            return candidate
    return None
