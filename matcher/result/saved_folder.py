"""A saved result as it stands: a folder, its ``result.json`` or a report's workbook, also where somebody edited one.

Every command reads results here. There is one rule: where one file tells other groups than it did when it was written,
these are the groups; where two such files disagree, or one cannot be read, the result is refused with words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from matcher.errors import Issue, ResultFileError
from matcher.intake.disk.ours import changed_by_hand, written_by_others
from matcher.intake.program import fold
from matcher.intake.words.findings import name_some
from matcher.result.records import AssignmentRow, Group, MentorRow, Unmatched
from matcher.result.saved_json import BY_HAND, SavedResult, read_saved
from matcher.result.saved_tables import LED_BY, READERS, SavedGrouping, as_rows_tell
from matcher.result.saved_workbook import is_workbook, workbook_as_it_stands
from matcher.result.standing import workbook_passed_over
from matcher.rules.rule import FormedGroup
from matcher.text import place_told

__all__ = ["AsItStands", "moved_by_hand", "other_workbooks", "read_as_it_stands"]

ROWS = "assignments.csv"
"""The table with a row a mentee, which cannot tell all of every group."""


class AsItStands(NamedTuple):
    """A saved result as it stands.

    Parameters
    ----------
    saved
        Where the groups were changed by hand, `scored` is False in it, and every number as it was.
    rows
        What was told of each mentee when the result was written: also where `saved` has none, since they are not those
        of its groups.
    notes
        What was found odd in reading, a sentence each.
    """

    saved: SavedResult
    rows: tuple[AssignmentRow, ...]
    notes: tuple[str, ...]


def read_as_it_stands(path: Path) -> AsItStands:
    """Read a folder of results, a ``result.json`` or a workbook.

    Raises
    ------
    ResultFileError
        There is no result, it cannot be understood, or files that were edited say different groups: `issues` lists
        each fault.
    """
    if is_workbook(path):
        saved, passed_over = workbook_as_it_stands(path)
        changed = () if saved.scored else (f"the groups were changed by hand in {path.name}",)
        return AsItStands(saved, saved.assignments, (*changed, *passed_over))
    stands = _stands(path)
    return stands._replace(notes=(*stands.notes, *other_workbooks(path)))


def other_workbooks(path: Path) -> list[str]:
    """Say which workbooks beside a result were changed by hand: what counts is its folder or ``result.json``.

    In a folder also which ones matcher did not write there: somebody's own, or a copy under another name.
    """
    folder = path if path.is_dir() else path.parent
    books = changed_by_hand(folder, ending=".xlsx")
    told = list(map(workbook_passed_over, books))
    foreign = written_by_others(folder, ".xlsx") if path.is_dir() else []
    if foreign:
        are, it_is = ("is", "it is") if len(foreign) == 1 else ("are", "one of them is")
        told.append(
            f"{name_some(foreign)}, which matcher did not write there, {are} not taken into account; if {it_is} a "
            "changed copy of committee.xlsx, name it to go by it"
        )
    return told


def _stands(path: Path) -> AsItStands:
    saved = read_saved(path)
    told: dict[str, tuple[FormedGroup, ...]] = {"result.json" if path.is_dir() else path.name: _formed(saved.groups)}
    tables = _tables(path, saved) if path.is_dir() else {}
    told |= {name: table.groups for name, table in tables.items()}
    fault = _faulty_list(saved, told)
    if fault is not None:
        names_alone = {"assignments": (), "unmatched_names": _mentee_names(saved)}
        return AsItStands(saved.model_copy(update=names_alone), saved.assignments, (fault,))
    edited = _edited(saved, told)
    if not edited:
        return AsItStands(saved, saved.assignments, ())
    names = name_some(list(edited))
    if not _agree(edited):
        right = "put back what one of them said, or write the same into both"
        raise ResultFileError(
            [Issue(place_told(path), f"was edited in several files, which disagree: {names}", right=right)]
        )
    faults = [fault for name, table in tables.items() if name in edited for fault in table.faults]
    says = "says" if len(edited) == 1 else "say"
    notes = (f"the groups were changed by hand: they are those that {names} {says}", *faults)
    groups = next(iter(edited.values()))
    if [*edited] == [ROWS]:
        groups = _with_all_mentors(groups, _formed(saved.groups))
    return AsItStands(_changed(saved, groups), saved.assignments, notes)


def _edited(saved: SavedResult, told: Mapping[str, tuple[FormedGroup, ...]]) -> dict[str, tuple[FormedGroup, ...]]:
    """Return, by file, the groups of those files that tell others than when they were written.

    The list of mentees in ``result.json`` tells what was written, but of no more than two mentors of a group. Where its
    groups are those of the list and fit the loads of the mentors, they are as they were written, all mentors with them.
    """
    groups = _formed(saved.groups)
    if not saved.assignments:
        return {
            name: other
            for name, other in told.items()
            if (_as_told(other) != _as_told(groups) if name == ROWS else _told_by(other) != _told_by(groups))
        }
    rows = _as_told(_of_rows(saved.assignments))
    crowded = any(len(group.mentors) > LED_BY for other in told.values() for group in other)
    as_written = _as_told(groups) == rows and not (crowded and _other_loads(saved))
    file = next(iter(told))
    edited = {}
    for name, other in told.items():
        if name == file:
            changed = not as_written
        elif name == ROWS or not as_written:
            changed = _as_told(other) != rows
        else:
            changed = _told_by(other) != _told_by(groups)
        if changed:
            edited[name] = other
    return edited


def _other_loads(saved: SavedResult) -> bool:
    return any(_load(row, saved.groups) != row for row in saved.mentors)


def _agree(edited: Mapping[str, tuple[FormedGroup, ...]]) -> bool:
    """Return whether files tell the same groups, as far as each can tell them."""
    whole = {_told_by(groups) for name, groups in edited.items() if name != ROWS}
    return len(whole) <= 1 and len({_as_told(groups) for groups in edited.values()}) == 1


def _with_all_mentors(groups: Sequence[FormedGroup], known: Sequence[FormedGroup]) -> tuple[FormedGroup, ...]:
    """Return groups that rows tell with all their mentors, where they are led by the same two as a known one."""
    led = {(group.id, fold(group.slot or ""), frozenset(group.mentors[:LED_BY])): group.mentors for group in known}
    return tuple(
        group._replace(
            mentors=led.get((group.id, fold(group.slot or ""), frozenset(group.mentors)), group.mentors),
        )
        for group in groups
    )


def _faulty_list(saved: SavedResult, told: Mapping[str, tuple[FormedGroup, ...]]) -> str | None:
    """Say where the list of mentees in ``result.json`` is not what was written, though the groups are; None elsewhere.

    The groups are where rows are missing or contradict the others and all others tell the same groups, and where every
    table tells the groups that ``result.json`` has.
    """
    file, groups = next(iter(told)), _formed(saved.groups)
    group_of = {mentee: group.id for group in groups for mentee in group.mentees}
    row_of = {row.mentee_id: row.group for row in saved.assignments}
    left_out = {one.id for one in saved.unmatched}
    lacking = [mentee for mentee in group_of if mentee not in row_of and mentee not in left_out]
    others = _without(groups, lacking)
    if not saved.assignments:
        return None
    if lacking and _as_told(others) == _as_told(_of_rows(saved.assignments)):
        who = "who is in a group" if len(lacking) == 1 else "who are in groups"
        return f"assignments in {file} has no row for {name_some(lacking)}, {who}: the groups count"
    if len(told) == 1 and (contradicted := _contradicted(saved.assignments, groups)):
        return f"assignments in {file} contradicts itself of {name_some(contradicted)}: the groups count"
    alike = len(told) > 1 and _agree(told)
    if not alike or _as_told(groups) == _as_told(_of_rows(saved.assignments)):
        return None
    odd = [own for own in {**group_of, **row_of} if group_of.get(own) != row_of.get(own)]
    whom = f" of {name_some(odd)}" if odd else ""
    others_told = name_some([f"groups in {file}", *list(told)[1:]])
    return f"assignments in {file} tells other groups{whom} than {others_told}: these count"


def _contradicted(rows: Sequence[AssignmentRow], groups: Sequence[FormedGroup]) -> list[str]:
    """Return the mentees of whom a list contradicts itself, where all its other rows tell the groups; else nobody.

    It does where one group has two hours or other mentors, or one hour and mentors have two groups: groups that
    somebody changed leave a list that is of one mind about each.
    """
    told, groups = _of_rows(rows), as_rows_tell(groups)
    names = {group.id for group in told}
    led = {(fold(group.slot or ""), frozenset(group.mentors)) for group in told}
    if len(names) == len(led) == len(told):
        return []
    right = {(group.id, fold(group.slot or ""), frozenset(group.mentors)) for group in groups}
    odd = [
        mentee
        for group in told
        if (group.id, fold(group.slot or ""), frozenset(group.mentors)) not in right
        for mentee in group.mentees
    ]
    others = (_without(groups, odd), _without(told, odd))
    return odd if _as_told(others[0]) == _as_told(others[1]) else []


def _without(groups: Sequence[FormedGroup], mentees: Sequence[str]) -> list[FormedGroup]:
    return [group._replace(mentees=tuple(one for one in group.mentees if one not in mentees)) for group in groups]


def moved_by_hand(rows: Sequence[AssignmentRow], groups: Sequence[Group]) -> bool:
    """Return whether groups, whatever their names, are others than those of the rows; true where there are no rows."""
    before, now = (
        {mentee: (fold(group.slot or ""), frozenset(group.mentors)) for group in told for mentee in group.mentees}
        for told in (_of_rows(rows), as_rows_tell(_formed(groups)))
    )
    return before != now


def _tables(folder: Path, saved: SavedResult) -> dict[str, SavedGrouping]:
    """Return what the tables of a folder tell; of one without rows where nothing is told of mentees, nothing."""
    issues: list[Issue] = []
    tables = {}
    for name, read in READERS.items():
        if (folder / name).exists():
            try:
                tables[name] = read(folder / name)
            except ResultFileError as fault:
                issues += fault.issues
    if issues:
        raise ResultFileError(issues)
    if not saved.assignments and not getattr(tables.get(ROWS), "groups", True):
        del tables[ROWS]
    return tables


def _formed(groups: Sequence[Group]) -> tuple[FormedGroup, ...]:
    return tuple(FormedGroup(group.id, group.slot, group.mentors, group.mentees) for group in groups)


def _of_rows(rows: Sequence[AssignmentRow]) -> tuple[FormedGroup, ...]:
    members: dict[tuple[str, str | None, str, str | None], list[str]] = {}
    for row in rows:
        members.setdefault((row.group, row.slot, row.mentor_1_id, row.mentor_2_id), []).append(row.mentee_id)
    return tuple(
        # A group that lost its mentors by hand has blanks in their place.
        FormedGroup(name, slot, tuple(own for own in (first, second) if own), tuple(mentees))
        for (name, slot, first, second), mentees in members.items()
    )


def _told_by(groups: Sequence[FormedGroup]) -> object:
    """Return what is equal where groups with members are the same under the same names, in whatever order."""
    return tuple(
        sorted(
            (group.id, fold(group.slot or ""), tuple(sorted(group.mentors)), tuple(sorted(group.mentees)))
            for group in groups
            if group.mentees
        )
    )


def _as_told(groups: Sequence[FormedGroup]) -> object:
    """Return what is equal where groups are the same as far as a list with a row a mentee tells them."""
    return _told_by(as_rows_tell(groups))


def _changed(saved: SavedResult, groups: Sequence[FormedGroup]) -> SavedResult:
    """Return a result with other groups: what it told of scores is left out, and its other numbers are as before."""
    names = _mentee_names(saved)
    order = {mentee: place for place, mentee in enumerate(names)}
    there = tuple(
        Group(group.id, group.slot, group.mentors, _in_order(group.mentees, order), 0)
        for group in groups
        if group.mentees
    )
    placed = {mentee for group in there for mentee in group.mentees}
    return saved.model_copy(
        update={
            "groups": there,
            "unmatched": tuple(Unmatched(mentee, BY_HAND) for mentee in names if mentee not in placed),
            "unmatched_names": names,
            "assignments": (),
            "mentors": tuple(_load(row, there) for row in saved.mentors),
            "scored": False,
        }
    )


def _mentee_names(saved: SavedResult) -> dict[str, str]:
    """Return the names of all mentees whom a result tells of: those who were placed, then those left out."""
    names = {row.mentee_id: row.mentee_name for row in saved.assignments}
    names |= {mentee: mentee for group in saved.groups for mentee in group.mentees if mentee not in names}
    return names | {one.id: one.id for one in saved.unmatched} | saved.unmatched_names


def _in_order(mentees: Sequence[str], order: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(sorted(mentees, key=lambda mentee: order.get(mentee, len(order))))


def _load(row: MentorRow, groups: Sequence[Group]) -> MentorRow:
    sizes = [len(group.mentees) for group in groups if row.mentor_id in group.mentors]
    return MentorRow(row.mentor_id, row.mentor_name, len(sizes), sum(sizes))
