"""``committee.xlsx``: a workbook to look at and to move people about in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from matcher.intake.disk.ours import COMMITTEES
from matcher.report.view.in_language import Said
from matcher.report.view.naming import by_name
from matcher.report.view.phrases import Phrases
from matcher.report.view.view import GroupView, LossView, MenteeView, MentorView, Named, StressView, View
from matcher.report.workbook.cells import LONGEST_CELL, BookWriter, cell_text, written_book
from matcher.report.workbook.participants_book import participants_book
from matcher.result.match_result import MatchResult
from matcher.result.saved_json import UNLISTED
from matcher.result.saved_workbook import (
    GROUPS,
    MENTORS,
    PEOPLE,
    SETTINGS,
    SPELLED,
    UNMATCHED,
    WRITTEN,
    fingerprint,
)

if TYPE_CHECKING:
    from matcher.report.order import Order

__all__ = ["PARTICIPANTS_BOOK", "WORKBOOK", "workbook_files"]

WORKBOOK, PARTICIPANTS_BOOK = COMMITTEES, "participants.xlsx"

NEW_GROUPS = 2
"""Rows below the groups from which names can be chosen: for groups that somebody adds."""

_READ_BACK: Mapping[str, tuple[str, ...]] = {
    PEOPLE: ("No.", "Id", "Name", "Group", "Choice", "Score", "Satisfaction"),
    GROUPS: ("Group", "Slot", "Mentor ids", "Score"),
    MENTORS: ("Id", "Name"),
    UNMATCHED: ("Id", "Name", "Reason"),
}
"""The sheets and columns that are read back, by their names there; what they are called here is told to the reader."""


def workbook_files(view: View, order: Order) -> Mapping[str, bytes]:
    """Return ``committee.xlsx`` and ``participants.xlsx``; the same view gives the same bytes.

    `matcher.MatchResult.load` reads the first back, also where somebody changed the yellow columns. It holds no
    addresses.
    """
    return {
        WORKBOOK: written_book(
            f"{view.title} \N{EN DASH} {view.phrases('page.report')}",
            view.phrases("readers.committee"),
            view.phrases,
            lambda writer: _sheets(writer, view, order.result),
        ),
        PARTICIPANTS_BOOK: written_book(
            f"{view.title} \N{EN DASH} {view.phrases('page.groups')}",
            view.phrases("readers.participants"),
            view.phrases,
            lambda writer: participants_book(writer, view.participants, attendance=order.attendance),
        ),
    }


# Sheets -------------------------------------------------------------------------------------------------------------


def _sheets(writer: BookWriter, view: View, result: MatchResult) -> None:
    book = _Book(view.phrases)
    writer.table(
        book("summary"),
        (book("report"), view.title),
        _summary(view, result, book),
        widths=(38, 96),
        left=True,
        filters=False,
        note=writer.reader,
    )
    _groups_sheet(writer, view, book)
    if any(group.parts for group in view.groups):
        _parts_sheet(writer, view, book)
    _people_sheet(writer, view, book)
    _mentors_sheet(writer, view, book)
    left_out = [(one.id, one.name, one.reason) for one in view.unmatched]
    note = _in_english(view, (one.said for one in view.unmatched)) if left_out else view.phrases("page.nobody_left_out")
    writer.table(book("unmatched"), book.all("id", "name", "reason"), left_out, note=note)
    if view.stress is not None:
        _drop_outs_sheet(writer, view.stress, view.phrases, book)
    warnings = [(text,) for text in (*view.notices, *(one.text for one in view.warnings))] or [(book("no_warnings"),)]
    writer.table(
        book("warnings"),
        (book("warning"),),
        warnings,
        widths=(120,),
        filters=False,
        note=_in_english(view, view.warnings),
    )
    settings = _settings(view, result, book, writer.written)
    writer.table(SETTINGS, ("Setting", "Value"), settings, note=book("settings_note"), filters=False)


def _in_english(view: View, said: Iterable[Said | None]) -> str | None:
    """Say that some of these sentences are in English; None where none is, or the report is."""
    return view.phrases("page.in_english") if view.in_english(filter(None, said)) else None


class _Book:
    """What sheets, headers and notes are called in a language."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases

    def __call__(self, name: str, count: int | None = None, **values: object) -> str:
        return self._phrases(f"book.{name}", count, **values)

    def all(self, *names: str) -> list[str]:
        return [self(name) for name in names]

    def choice(self, rank: int | None) -> str:
        return self("nobody_listed") if rank is None else self("choice_of", rank=rank)

    def spelled(self) -> dict[str, dict[str, str]]:
        """Return what the sheets and columns that are read back are called here."""
        spelled = {
            sheet: {"": self(_key(sheet)), **{column: self(_key(column)) for column in columns}}
            for sheet, columns in _READ_BACK.items()
        }
        spelled[PEOPLE][UNLISTED] = self("unlisted")
        return spelled


def _key(name: str) -> str:
    """Return the key of a phrase by the name that reading knows: ``Mentor ids`` is ``mentor_ids``."""
    return "number" if name == "No." else name.casefold().replace(" ", "_")


def _summary(view: View, result: MatchResult, book: _Book) -> list[tuple[str | None, Any]]:
    numbers, verdict = view.numbers, view.verdict
    rows: list[tuple[str | None, Any]] = [(book("decided"), verdict.decided), (book("quality"), verdict.quality)]
    rows += [(None, text) for text in (*verdict.stages, *view.notices)]
    rows += [
        (book("placed"), numbers.placed),
        (book("left_out"), numbers.unmatched),
        (book("groups"), numbers.groups),
        (book("mentors"), numbers.mentors),
        (book("idle"), numbers.idle),
    ]
    if numbers.sizes is not None:
        rows += [(book("smallest"), numbers.sizes[0]), (book("largest"), numbers.sizes[1])]
    rows += [(book("got", choice=book.choice(rank)), count) for rank, count in numbers.choices]
    rows.append((book("listed_nobody"), numbers.listed_nobody))
    if numbers.satisfaction is not None:
        rows += [(book("mean"), numbers.satisfaction.mean), (book("least"), round(numbers.satisfaction.least, 3))]
    rows += [(book("alone"), numbers.alone), (book("score"), numbers.objective), (_bound(view, result, book))]
    rows += [(book("warnings"), len(view.warnings)), (None, None)]
    if view.stress is not None:
        told = _stress_told(view.stress)
        rows += [(view.phrases("stress.title") if place == 0 else None, text) for place, text in enumerate(told)]
        rows.append((None, None))
    how = book.all("edit_save", "edit_people", "edit_groups", "edit_others")
    rows += [(book("how_to_edit") if place == 0 else None, text) for place, text in enumerate(how)]
    return [*rows, (None, None), *view.provenance]


def _bound(view: View, result: MatchResult, book: _Book) -> tuple[str, int]:
    numbers = view.numbers
    if numbers.bound < numbers.objective:
        # What is said of all groupings holds of those that keep the rules.
        return book("bound_by_rules"), numbers.bound
    moves = result.moves_allowed
    return (book("bound") if moves is None else book("bound_few_moves", moves)), numbers.bound


def _groups_sheet(writer: BookWriter, view: View, book: _Book) -> None:
    headers = ["group", "slot", "mentor_ids", "mentors", "mentees", "size", "genders", "choices", "score"]
    rows = [_group_row(group, view.phrases, book) for group in view.groups]
    places = {group.id: group.place for group in view.groups if group.place is not None}
    locked = {group.id: view.phrases.apart(group.locked) for group in view.groups if group.locked}
    for name, told in (("place", places), ("locked", locked)):
        if told:
            headers.append(name)
            rows = [(*row, told.get(row[0])) for row in rows]
    edited = book.all("slot", "mentor_ids")
    writer.table(book("groups"), book.all(*headers), rows, edited=edited, note=book("groups_note"))


def _group_row(group: GroupView, phrases: Phrases, book: _Book) -> tuple[Any, ...]:
    return (
        group.id,
        group.slot,
        "; ".join(mentor.id for mentor in group.mentors),
        _names(group.mentors, phrases),
        _names(by_name(group.mentees), phrases),
        len(group.mentees),
        phrases.genders(group.genders),
        phrases.row(f"{book.choice(rank)}: {phrases.number(count)}" for rank, count in group.choices),
        group.score,
    )


def _parts_sheet(writer: BookWriter, view: View, book: _Book) -> None:
    rows = [
        (group.id, part.label, None if part.within else part.points, part.points if part.within else None)
        for group in view.groups
        for part in group.parts
    ]
    headers = book.all("group", "what_counts", "points", "of_these")
    writer.table(book("parts"), headers, rows, note=book("parts_note"))


def _people_sheet(writer: BookWriter, view: View, book: _Book) -> None:
    headers = book.all("number", "id", "name", "gender", "group", "slot", "mentors", "choice", "satisfaction", "score")
    rows = [_person_row(number, mentee, view.phrases, book) for number, mentee in enumerate(view.mentees, 1)]
    places = {group.id: group.place for group in view.groups if group.place is not None}
    if places:
        headers.append(book("place"))
        rows = [(*row, places.get(row[4])) for row in rows]
    if any(mentee.own_when is not None for mentee in view.mentees):
        headers.append(view.phrases("participants.own_time"))
        rows = [(*row, mentee.own_when) for row, mentee in zip(rows, view.mentees, strict=True)]
    note, edited = book("people_note"), [book("group")]
    sheet, top, count = writer.table(book("people"), headers, rows, edited=edited, note=note)
    if count and view.groups:
        last_group = len(view.groups) + 2
        column = headers.index(book("group"))
        choose = {
            "validate": "list",
            "source": f"='{book('groups')}'!$A$3:$A${last_group + NEW_GROUPS}",
            "error_type": "warning",
            "error_title": book("no_such_group"),
            "error_message": book("no_such_group_told"),
        }
        sheet.data_validation(top + 1, column, top + count, column, choose)


def _person_row(number: int, mentee: MenteeView, phrases: Phrases, book: _Book) -> tuple[Any, ...]:
    placed = mentee.group is not None
    return (
        number,
        mentee.id,
        mentee.name,
        mentee.gender,
        mentee.group,
        # As on the page: only in the groups' sheet are hours changed, and read back.
        mentee.when,
        _names(mentee.mentors, phrases) or None,
        (book("unlisted") if mentee.choice is None else mentee.choice) if placed else None,
        mentee.satisfaction,
        mentee.score,
    )


def _mentors_sheet(writer: BookWriter, view: View, book: _Book) -> None:
    headers = book.all("id", "name", "groups", "mentees", "at_most")
    rows = [_mentor_row(one, view.phrases) for one in view.mentors]
    if any(own is not None for mentor in view.mentors for own in mentor.own_whens):
        headers.append(view.phrases("participants.own_time"))
        whens = ("; ".join(filter(None, mentor.own_whens)) or None for mentor in view.mentors)
        rows = [(*row, when) for row, when in zip(rows, whens, strict=True)]
    writer.table(book("mentors"), headers, rows)


def _mentor_row(mentor: MentorView, phrases: Phrases) -> tuple[Any, ...]:
    return (mentor.id, mentor.name, phrases.row(mentor.groups) or None, len(mentor.mentees), mentor.max_mentees)


def _stress_told(stress: StressView) -> Iterator[str]:
    yield stress.now
    for together in stress.sizes:
        yield " ".join([f"{together.heading} ({together.tried}).", *together.sentences])


def _drop_outs_sheet(writer: BookWriter, stress: StressView, phrases: Phrases, book: _Book) -> None:
    headers = book.all("lost", "mentor_ids", "mentors", "groups", "concerned", "left_out_then", "others", "why")
    rows = [_loss_row(loss, phrases) for together in stress.sizes for loss in together.harmful]
    note = book("drop_outs_note" if rows else "harmless_note")
    writer.table(book("drop_outs"), headers, rows, note=note)


def _loss_row(loss: LossView, phrases: Phrases) -> tuple[Any, ...]:
    return (
        len(loss.mentors),
        "; ".join(mentor.id for mentor in loss.mentors),
        _names(loss.mentors, phrases),
        phrases.row(loss.groups),
        loss.concerned,
        # What is not proved is told in words, so that nobody counts with it unawares.
        loss.left_out if loss.proved else loss.left_out_told,
        loss.others,
        " ".join(filter(None, (loss.reason, loss.shown_by))) or None,
    )


def _names(people: Iterable[Named], phrases: Phrases) -> str:
    return phrases.row(one.called for one in people)


def _settings(
    view: View, result: MatchResult, book: _Book, written: Mapping[str, list[list[Any]]]
) -> list[tuple[str, str]]:
    """Return what a result is besides its groups, a JSON text each, long ones over several rows.

    Parameters
    ----------
    written
        What the other sheets hold: what is changed there and does not count is told by it.
    """
    saved = result.to_json_dict()
    told: dict[str, Any] = {
        key: saved[key] for key in ("status", "bound", "seed", "seconds", "version", "effort", "ended")
    }
    told |= {"objective": view.numbers.objective, "choices": _choices(view), "grouping": fingerprint(result.groups)}
    if view.verdict.edited and not (result.scored and result.objective == view.numbers.objective):
        told |= {"status": "feasible", "bound": max(result.bound, view.numbers.objective), "edited": True}
    else:
        told |= {key: saved[key] for key in ("stages", "rematched", "edited") if key in saved}
    told |= {"intake": saved["intake"]} if "intake" in saved else {}
    told |= {"never_again": saved["never_again"]} if "never_again" in saved else {}
    if result.without:
        told["without"] = [one | ({"name": one["id"]} if view.anonymous else {}) for one in saved["without"]]
    # Warnings name people, and so may the reasons of locks.
    told["warnings"] = [] if view.anonymous else saved["warnings"]
    if not view.anonymous and any(group.locked for group in result.groups):
        told["locked"] = {group.id: list(group.locked) for group in result.groups}
    for key, value in saved["program"].items():
        nested = value.items() if isinstance(value, dict) and key != "similarity" else None
        told |= {f"program.{key}": value} if nested is None else {f"program.{key}.{name}": one for name, one in nested}
    told[SPELLED] = book.spelled()
    told[WRITTEN] = {sheet: [list(map(_as_written, row)) for row in rows] for sheet, rows in written.items()}
    rows = []
    for key, value in told.items():
        text = json.dumps(value, ensure_ascii=True)
        rows += [(key, text[start : start + LONGEST_CELL]) for start in range(0, len(text), LONGEST_CELL)]
    return rows


def _as_written(value: Any) -> Any:
    return cell_text(value) if isinstance(value, str) else value


def _choices(view: View) -> dict[str, int]:
    return {UNLISTED if rank is None else str(rank): count for rank, count in view.numbers.choices}
