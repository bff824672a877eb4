"""``report.xlsx``: a workbook to look at, to print for attendance, and to move people about in."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from matcher.intake.words.findings import count_of
from matcher.intake.words.listing import in_a_row
from matcher.report.view.view import GroupView, LossView, MenteeView, MentorView, Named, StressView, View
from matcher.report.workbook.attendance import attendance_sheets
from matcher.report.workbook.cells import LONGEST_CELL, BookWriter, cell_text
from matcher.result.match_result import MatchResult
from matcher.result.saved_json import UNLISTED
from matcher.result.saved_workbook import GROUPS, MENTORS, PEOPLE, SETTINGS, UNMATCHED, fingerprint

if TYPE_CHECKING:
    from matcher.report.order import Order

__all__ = ["WORKBOOK", "workbook_files"]

WORKBOOK = "report.xlsx"

NEW_GROUPS = 2
"""Rows below the groups from which names can be chosen: for groups that somebody adds."""

SUMMARY, WARNINGS, DROP_OUTS = "Summary", "Warnings", "Drop-outs"
SHEETS = (SUMMARY, GROUPS, PEOPLE, MENTORS, UNMATCHED, DROP_OUTS, WARNINGS, SETTINGS)

_HOW_TO_EDIT = (
    "To change the groups, change the yellow columns, save the file, and run `matcher verify INTAKE report.xlsx`.",
    f"Who is in which group is what the column Group of the sheet {PEOPLE} says; blank leaves somebody out.",
    f"The hour and the mentors of a group are what the sheet {GROUPS} says. A group that nobody is in is dropped.",
    "All other cells are told for reading only: they stay as they were, also where the groups change.",
)
_PEOPLE_NOTE = "To move somebody, change the yellow column; blank leaves them out. This column alone counts."
_GROUPS_NOTE = (
    f"To change the hour or the mentors, change the yellow columns. Who is in a group, the sheet {PEOPLE} says."
)
_DROP_OUTS_NOTE = "Losses of mentors after which more mentees are left out than now, the worst first."
_HARMLESS_NOTE = "After none of the losses that were tried are more mentees left out than now."


def workbook_files(view: View, order: Order) -> Mapping[str, bytes]:
    """Return ``report.xlsx``; the same view gives the same bytes.

    `matcher.MatchResult.load` reads it back, also where somebody changed the yellow columns. It holds no addresses.
    """
    from xlsxwriter import Workbook

    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    # Without a date of its own the file would hold that of the run.
    book.set_properties({"title": cell_text(view.title), "created": datetime(2000, 1, 1)})
    writer = BookWriter(book)
    writer.table(
        SUMMARY, ("Report", view.title), _summary(view, order.result), widths=(38, 96), left=True, filters=False
    )
    _groups_sheet(writer, view, order.result)
    _people_sheet(writer, view)
    writer.table(MENTORS, ("Id", "Name", "Groups", "Mentees", "At most"), map(_mentor_row, view.mentors))
    left_out = [(one.id, one.name, one.reason) for one in view.unmatched]
    writer.table(UNMATCHED, ("Id", "Name", "Reason"), left_out, note=None if left_out else "Nobody is left out.")
    if view.stress is not None:
        _drop_outs_sheet(writer, view.stress)
    warnings = [(text,) for text in (*view.notices, *view.warnings)] or [("There are none.",)]
    writer.table(WARNINGS, ("Warning",), warnings, widths=(120,), filters=False)
    if order.attendance:
        attendance_sheets(writer, view, order.intake.program, SHEETS)
    note = "What the result was made with. Leave this sheet as it is: it is read back."
    writer.table(SETTINGS, ("Setting", "Value"), _settings(view, order.result), note=note, filters=False)
    book.close()
    return {WORKBOOK: out.getvalue()}


# Sheets -------------------------------------------------------------------------------------------------------------


def _summary(view: View, result: MatchResult) -> list[tuple[str | None, Any]]:
    numbers, verdict = view.numbers, view.verdict
    rows: list[tuple[str | None, Any]] = [("Decided", verdict.decided), ("How good it is", verdict.quality)]
    rows += [(None, text) for text in (*verdict.stages, *view.notices)]
    rows += [
        ("Mentees with a place", numbers.placed),
        ("Mentees left out", numbers.unmatched),
        ("Groups", numbers.groups),
        ("Mentors", numbers.mentors),
        ("Mentors without a group", numbers.idle),
    ]
    if numbers.sizes is not None:
        rows += [("Smallest group", numbers.sizes[0]), ("Largest group", numbers.sizes[1])]
    rows += [(f"Mentees with {_choice_label(rank)}", count) for rank, count in numbers.choices]
    rows.append(("Mentees who listed nobody", numbers.listed_nobody))
    if numbers.satisfaction is not None:
        rows += [("Satisfaction of all mentees, mean", numbers.satisfaction.mean)]
        rows += [("Satisfaction of all mentees, least", round(numbers.satisfaction.least, 3))]
    rows += [("Alone of their gender in a group", numbers.alone), ("Score", numbers.objective)]
    moves = result.moves_allowed
    among = "" if moves is None else f" with {count_of(moves, 'move')} or fewer"
    # What is said of all groupings holds of those that keep the rules.
    among = " by the rules" if numbers.bound < numbers.objective else among
    rows += [(f"Highest score possible{among}, at most", numbers.bound)]
    rows += [("Warnings", len(view.warnings)), (None, None)]
    if view.stress is not None:
        told = _stress_told(view.stress)
        rows += [("If mentors drop out" if place == 0 else None, text) for place, text in enumerate(told)] + [
            (None, None)
        ]
    rows += [("How to change the groups" if place == 0 else None, text) for place, text in enumerate(_HOW_TO_EDIT)]
    return [*rows, (None, None), *view.provenance]


def _choice_label(rank: int | None) -> str:
    return "nobody they listed" if rank is None else f"choice {rank}"


def _groups_sheet(writer: BookWriter, view: View, result: MatchResult) -> None:
    headers = ["Group", "Slot", "Mentor ids", "Mentors", "Mentees", "Size", "Genders", "Choices", "Score"]
    rows = [_group_row(group) for group in view.groups]
    locked = {} if view.anonymous else {group.id: "; ".join(group.locked) for group in result.groups if group.locked}
    if locked:
        headers.append("Locked")
        rows = [(*row, locked.get(row[0])) for row in rows]
    writer.table(GROUPS, headers, rows, edited=("Slot", "Mentor ids"), note=_GROUPS_NOTE)


def _group_row(group: GroupView) -> tuple[Any, ...]:
    genders = in_a_row(f"{count} {gender or 'not told'}" for gender, count in group.genders)
    choices = in_a_row(f"{_choice_label(rank)}: {count}" for rank, count in group.choices)
    return (
        group.id,
        group.slot,
        "; ".join(mentor.id for mentor in group.mentors),
        _names(group.mentors),
        _names(group.mentees),
        len(group.mentees),
        genders,
        choices,
        group.score,
    )


def _people_sheet(writer: BookWriter, view: View) -> None:
    headers = ("No.", "Id", "Name", "Gender", "Group", "Slot", "Mentors", "Choice", "Satisfaction", "Score")
    rows = [_person_row(number, mentee) for number, mentee in enumerate(view.mentees, 1)]
    sheet, top, count = writer.table(PEOPLE, headers, rows, edited=("Group",), note=_PEOPLE_NOTE)
    if count and view.groups:
        last_group = len(view.groups) + 2
        column = headers.index("Group")
        choose = {
            "validate": "list",
            "source": f"={GROUPS}!$A$3:$A${last_group + NEW_GROUPS}",
            "error_type": "warning",
            "error_title": "No such group",
            "error_message": f"The sheet {GROUPS} has no group of this name yet. Write it there too.",
        }
        sheet.data_validation(top + 1, column, top + count, column, choose)


def _person_row(number: int, mentee: MenteeView) -> tuple[Any, ...]:
    placed = mentee.group is not None
    return (
        number,
        mentee.id,
        mentee.name,
        mentee.gender,
        mentee.group,
        mentee.slot,
        _names(mentee.mentors) or None,
        (UNLISTED if mentee.choice is None else mentee.choice) if placed else None,
        mentee.satisfaction,
        mentee.score,
    )


def _mentor_row(mentor: MentorView) -> tuple[Any, ...]:
    return (mentor.id, mentor.name, in_a_row(mentor.groups) or None, len(mentor.mentees), mentor.max_mentees)


def _stress_told(stress: StressView) -> Iterator[str]:
    yield stress.now
    for together in stress.sizes:
        yield " ".join([f"{together.heading} ({together.tried}).", *together.sentences])


def _drop_outs_sheet(writer: BookWriter, stress: StressView) -> None:
    headers = (
        "Lost",
        "Mentor ids",
        "Mentors",
        "Groups",
        "Mentees in them",
        "Left out then",
        "Others who change",
        "Why",
    )
    rows = [_loss_row(loss) for together in stress.sizes for loss in together.harmful]
    writer.table(DROP_OUTS, headers, rows, note=_DROP_OUTS_NOTE if rows else _HARMLESS_NOTE)


def _loss_row(loss: LossView) -> tuple[Any, ...]:
    return (
        len(loss.mentors),
        "; ".join(mentor.id for mentor in loss.mentors),
        _names(loss.mentors),
        in_a_row(loss.groups),
        loss.concerned,
        # What is not proved is told in words, so that nobody counts with it unawares.
        loss.left_out if loss.proved else loss.left_out_told,
        loss.others,
        " ".join(filter(None, (loss.reason, loss.shown_by))) or None,
    )


def _names(people: Iterable[Named]) -> str:
    return in_a_row(one.called for one in people)


def _settings(view: View, result: MatchResult) -> list[tuple[str, str]]:
    """Return what a result is besides its groups, a JSON text each, long ones over several rows."""
    saved = result.to_json_dict()
    told = {key: saved[key] for key in ("status", "bound", "seed", "seconds", "version", "effort", "ended")}
    told |= {"objective": view.numbers.objective, "choices": _choices(view), "grouping": fingerprint(result.groups)}
    if view.verdict.edited:
        told |= {"status": "feasible", "bound": max(result.bound, view.numbers.objective), "edited": True}
    else:
        told |= {key: saved[key] for key in ("stages", "rematched") if key in saved}
    told |= {"intake": saved["intake"]} if "intake" in saved else {}
    told |= {"never_again": saved["never_again"]} if "never_again" in saved else {}
    # Warnings name people, and so may the reasons of locks.
    told["warnings"] = [] if view.anonymous else saved["warnings"]
    if not view.anonymous and any(group.locked for group in result.groups):
        told["locked"] = {group.id: list(group.locked) for group in result.groups}
    for key, value in saved["program"].items():
        nested = value.items() if isinstance(value, dict) and key != "similarity" else None
        told |= {f"program.{key}": value} if nested is None else {f"program.{key}.{name}": one for name, one in nested}
    rows = []
    for key, value in told.items():
        text = json.dumps(value, ensure_ascii=True)
        rows += [(key, text[start : start + LONGEST_CELL]) for start in range(0, len(text), LONGEST_CELL)]
    return rows


def _choices(view: View) -> dict[str, int]:
    return {UNLISTED if rank is None else str(rank): count for rank, count in view.numbers.choices}
