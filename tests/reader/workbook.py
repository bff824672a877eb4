"""``committee.xlsx``, read: every cell of every sheet, held against what is so."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import openpyxl

from matcher.intake.fingerprint import fingerprint_of
from tests.reader.core import Reader
from tests.reader.page import decided, notices_told, provenance, quality, stages_told
from tests.reader.readers import Output
from tests.reader.runs import Case
from tests.reader.seen import Facts, Group
from tests.reader.stress import Losses
from tests.reader.warned import Warned
from tests.reader.words import Words, english, in_a_row

Cell = tuple[int, int]
Sheet = dict[Cell, Any]
Book = dict[str, Sheet]

SETTINGS_SHEET = "Settings"
HOW_TO_EDIT = (
    "To change the groups, change the yellow columns, save the file, and run `matcher verify INTAKE committee.xlsx`.",
    "Who is in which group is what the column Group of the sheet People says; blank leaves somebody out.",
    "The hour and the mentors of a group are what the sheet Groups says. A group that nobody is in is dropped.",
    "All other cells are told for reading only: they stay as they were, also where the groups change.",
)
GROUPS_NOTE = "To change the hour or the mentors, change the yellow columns. Who is in a group, the sheet People says."
PEOPLE_NOTE = "To move somebody, change the yellow column; blank leaves them out. This column alone counts."
SETTINGS_NOTE = "What the result was made with. Leave this sheet as it is: it is read back."
HARMFUL_NOTE = "Losses of mentors after which more mentees are left out than now, the worst first."
HARMLESS_NOTE = "After none of the losses that were tried are more mentees left out than now."
LATE, WEEKS, LONGEST_NAME = 2, 10, 31


def cells_of(data: bytes) -> Book:
    """The cells of a workbook that hold something, by sheet; lists to choose from stand at row 0."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    found: Book = {}
    for sheet in book.worksheets:
        cells = {(one.row, one.column): one.value for row in sheet.iter_rows() for one in row if one.value is not None}
        for place, choice in enumerate(sheet.data_validations.dataValidation):
            cells[0, place] = f"{choice.sqref} {choice.formula1}"
        found[sheet.title] = cells
    return found


class Workbook(Reader):
    """The workbook.

    Parameters
    ----------
    told
        What a result tells of itself that nothing else does: its fingerprint, say.
    losses
        What was found of mentors who drop out; None where nobody asked.
    attendance
        Whether there is a sheet for each group.
    """

    output = "workbook"

    def __init__(
        self,
        facts: Facts,
        words: Words,
        *,
        told: dict[str, Any],
        losses: Losses | None = None,
        attendance: bool = False,
    ) -> None:
        super().__init__(facts, words)
        self.told, self.losses, self.attendance = told, losses, attendance

    def read(self, book: Book) -> None:
        """Read the whole workbook."""
        sheets = {
            "Summary": self._summary,
            "Groups": self._groups,
            "People": self._people,
            "Mentors": self._mentors,
            "Unmatched": self._unmatched,
            **({"Drop-outs": self._drop_outs} if self.losses else {}),
            "Warnings": self._warnings,
        }
        attendance = self._attendance_names(sheets) if self.attendance else []
        self.check_all("sheets", list(book), [*sheets, *attendance, SETTINGS_SHEET], "sheets")
        for name, read in sheets.items():
            read(dict(book.get(name, {})))
        for name, group in zip(attendance, self.so.groups, strict=False):
            self._attendance(dict(book.get(name, {})), group, name)
        self._settings(dict(book.get(SETTINGS_SHEET, {})))

    # Cells -----------------------------------------------------------------------------------------------------------

    def rows(
        self, cells: Sheet, right: Sequence[Sequence[Any]], kinds: Sequence[str], where: str, top: int = 1
    ) -> None:
        """Hold rows against what is so, cell by cell; whatever is left over nobody reads."""
        for number, row in enumerate(right, top):
            for column, value in enumerate(row, 1):
                told = cells.pop((number, column), None)
                kind = "labels" if number == top else kinds[min(column, len(kinds)) - 1]
                if value is not None or told is not None:
                    self.check(kind, told, value, f"{where} row {number}, column {column}")
        self.left(cells, where)

    def left(self, cells: Sheet, where: str) -> None:
        self.faults += [f"{self.output} {where}: nobody reads {value!r} in {place}" for place, value in cells.items()]

    def note(self, cells: Sheet, right: str | None, where: str) -> int:
        """The line above a table; the row of its header."""
        if right is None:
            return 1
        self.check("labels", cells.pop((1, 1), None), right, f"{where}, note")
        return 2

    def called(self, people: Sequence[str]) -> str | None:
        return in_a_row(self.so.called[one] for one in people) or None

    # Sheets ----------------------------------------------------------------------------------------------------------

    def _summary(self, cells: Sheet) -> None:
        so, words = self.so, self.words
        rows: list[tuple[Any, Any]] = [("Report", so.title)]
        rows += [("Decided", decided(so, words)), ("How good it is", quality(so, words))]
        rows += [(None, text) for text in (*stages_told(so, words), *notices_told(so, words))]
        rows += [
            ("Mentees with a place", len(so.placed)),
            ("Mentees left out", len(so.left_out)),
            ("Groups", len(so.groups)),
            ("Mentors", len(so.mentors)),
            ("Mentors without a group", len(so.idle)),
        ]
        sizes = [len(group.mentees) for group in so.groups]
        rows += [("Smallest group", min(sizes)), ("Largest group", max(sizes))] if sizes else []
        rows += [(f"Mentees with {choice_label(rank)}", count) for rank, count in so.choices]
        rows += [("Mentees who listed nobody", so.without_list)]
        moves = so.moves_allowed
        among = "" if moves is None else f" with {english(moves, 'move')} or fewer"
        among = " by the rules" if so.bound_by_the_rules < so.objective else among
        rows += [
            ("Satisfaction of all mentees, mean", so.mean_satisfaction),
            ("Satisfaction of all mentees, least", so.satisfactions[0]),
            ("Alone of their gender in a group", sum(map(so.alone, so.placed))),
            ("Score", so.objective),
            (f"Highest score possible{among}, at most", so.bound_by_the_rules),
            ("Warnings", len(Warned(so).all())),
            (None, None),
        ]
        if self.losses is not None:
            told = list(self.losses.told(words))
            rows += [("If mentors drop out" if place == 0 else None, text) for place, text in enumerate(told)]
            rows.append((None, None))
        rows += [("How to change the groups" if place == 0 else None, text) for place, text in enumerate(HOW_TO_EDIT)]
        rows += [(None, None), *provenance(so, words, self.told)]
        # Texts of the languages may have spaces that are no plain ones.
        told_rows = {
            place: " ".join(value.split()) if isinstance(value, str) else value for place, value in cells.items()
        }
        right = [tuple(" ".join(one.split()) if isinstance(one, str) else one for one in row) for row in rows]
        self.rows(told_rows, right, ("labels", "summary"), "Summary")

    def _groups(self, cells: Sheet) -> None:
        so = self.so
        top = self.note(cells, GROUPS_NOTE, "Groups")
        headers = ["Group", "Slot", "Mentor ids", "Mentors", "Mentees", "Size", "Genders", "Choices", "Score"]
        locked = not so.anonymous and any(group.locked for group in so.groups)
        rows = [
            (
                group.id,
                group.slot,
                "; ".join(group.mentors),
                self.called(group.mentors),
                self.called(group.mentees),
                len(group.mentees),
                ", ".join(f"{count} {gender or 'not told'}" for gender, count in so.group_genders(group)),
                ", ".join(f"{choice_label(rank)}: {count}" for rank, count in so.group_choices(group)),
                so.group_score(group),
                *(["; ".join(group.locked) or None] if locked else []),
            )
            for group in so.groups
        ]
        kinds = ("groups", "hours", "ids", "names", "names", "sizes", "counts", "ranks", "scores", "locks")
        self.rows(cells, [[*headers, *(["Locked"] if locked else [])], *rows], kinds, "Groups", top)

    def _people(self, cells: Sheet) -> None:
        so = self.so
        top = self.note(cells, PEOPLE_NOTE, "People")
        headers = ("No.", "Id", "Name", "Gender", "Group", "Slot", "Mentors", "Choice", "Satisfaction", "Score")
        choices = f"E3:E{len(so.mentees) + 2} Groups!$A$3:$A${len(so.groups) + 2 + LATE}"
        self.check("groups to choose from", cells.pop((0, 0), None), choices if so.groups else None, "People")
        rows = []
        for number, own in enumerate(so.mentees, 1):
            group = so.group_of.get(own)
            got: tuple[Any, ...] = (None,) * 6
            if group is not None:
                rank = so.choice(own)
                choice = "unlisted" if rank is None else rank
                mentors = self.called(group.mentors)
                got = (group.id, group.slot, mentors, choice, so.satisfaction(own), so.score(own))
            rows.append((number, own, so.names[own], so.gender(own), *got))
        kinds = (
            "numbers",
            "ids",
            "names",
            "genders",
            "groups",
            "hours",
            "names",
            "ranks",
            "percentages",
            "scores",
        )
        self.rows(cells, [headers, *rows], kinds, "People", top)

    def _mentors(self, cells: Sheet) -> None:
        so = self.so
        rows = [
            (
                own,
                so.names[own],
                ", ".join(group.id for group in so.led[own]) or None,
                len(so.mentees_of(own)),
                so.limit(own, "max_mentees"),
            )
            for own in so.mentors
        ]
        headers = ("Id", "Name", "Groups", "Mentees", "At most")
        self.rows(cells, [headers, *rows], ("ids", "names", "groups", "counts", "limits"), "Mentors")

    def _unmatched(self, cells: Sheet) -> None:
        so = self.so
        top = self.note(cells, None if so.left_out else "Nobody is left out.", "Unmatched")
        told = {place: cells.pop(place) for place in list(cells) if place[0] > top and place[1] == 3}
        rows = [("Id", "Name", "Reason"), *((own, so.names[own]) for own in so.left_out)]
        self.rows(cells, rows, ("ids", "names"), "Unmatched", top)
        for row, own in enumerate(so.left_out, top + 1):
            self.check_reason(own, told.pop((row, 3), None))
        self.left(told, "Unmatched")

    def _drop_outs(self, cells: Sheet) -> None:
        assert self.losses is not None
        rows = list(self.losses.rows(self.words, self.so))
        top = self.note(cells, HARMFUL_NOTE if rows else HARMLESS_NOTE, "Drop-outs")
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
        self.rows(cells, [headers, *rows], ("losses",), "Drop-outs", top)

    def _warnings(self, cells: Sheet) -> None:
        notices = notices_told(self.so, self.words)
        self.check("labels", cells.pop((1, 1), None), "Warning", "Warnings")
        texts = [str(cells.pop(place)) for place in sorted(cells)]
        if not notices and texts == ["There are none."]:
            texts = []
        self.check_all("sentences", texts[: len(notices)], notices, "Warnings")
        self.check_warnings(texts[len(notices) :], "Warnings")

    # Attendance ------------------------------------------------------------------------------------------------------

    def _attendance_names(self, others: dict[str, Any]) -> list[str]:
        """Names of sheets: at most 31 signs, none that spreadsheets forbid, no two alike."""
        taken = {"history", SETTINGS_SHEET.casefold(), "drop-outs", *(name.casefold() for name in others)}
        names = []
        for group in self.so.groups:
            title = f"{group.id} {self.called(group.mentors) or ''}".replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")
            stem = " ".join(re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title).split())
            name, number = stem[:LONGEST_NAME].strip(), 1
            while name.casefold() in taken:
                number += 1
                name = stem[: LONGEST_NAME - len(f" {number}")].strip() + f" {number}"
            taken.add(name.casefold())
            names.append(name)
        return names

    def _attendance(self, cells: Sheet, group: Group, name: str) -> None:
        so, words = self.so, self.words
        meetings = so.meetings(group)
        when = None if group.slot is None else words.when(group.slot, so.start(group))
        title = [group.id, when, None if meetings is None else meetings.place, self.called(group.mentors)]
        self.check("titles", cells.pop((1, 1), None), " · ".join(filter(None, title)), name)
        days: list[Any] = [f"Week {week}" for week in range(1, WEEKS + 1)]
        if meetings is not None:
            days = [datetime(day.year, day.month, day.day) for day in meetings.days]
        rows = [("Name", *days), *((so.called[one],) for one in group.mentees)]
        for row, values in enumerate(rows, 3):
            for column, value in enumerate(values, 1):
                kind = "names" if column == 1 else "dates"
                self.check(kind, cells.pop((row, column), None), value, f"{name} row {row}, column {column}")
        self.left(cells, name)

    # Settings --------------------------------------------------------------------------------------------------------

    def _settings(self, cells: Sheet) -> None:
        top = self.note(cells, SETTINGS_NOTE, SETTINGS_SHEET)
        self.check_all(
            "labels", [cells.pop((top, column), None) for column in (1, 2)], ["Setting", "Value"], "Settings"
        )
        last = max((row for row, _ in cells), default=top)
        pairs = [(cells.pop((row, 1), None), cells.pop((row, 2), None)) for row in range(top + 1, last + 1)]
        self.left(cells, SETTINGS_SHEET)
        told: dict[str, Any] = {}
        for key, rows in groupby(pairs, key=lambda pair: pair[0]):
            text = "".join(str(value) for _, value in rows)
            try:
                told[str(key)] = json.loads(text)
            except ValueError:
                self.faults.append(f"{self.output} Settings: {key} is {text!r}")
        right = self._settings_right()
        self.check_all("settings", list(told), list(right), "names of settings")
        for key, value in right.items():
            self.check("settings", told.get(key), value, key)

    def _settings_right(self) -> dict[str, Any]:
        so, result = self.so, self.so.result
        right = {key: result[key] for key in ("status", "bound", "seed", "seconds", "version", "effort", "ended")}
        groups = sorted([one.id, one.slot, sorted(one.mentors), sorted(one.mentees)] for one in so.groups)
        right |= {
            "objective": so.objective,
            "choices": {"unlisted" if rank is None else str(rank): count for rank, count in so.choices},
            "grouping": hashlib.sha256(json.dumps(groups).encode()).hexdigest()[:16],
        }
        if so.edited:
            right |= {"status": "feasible", "bound": so.bound_told, "ended": None, "edited": True}
        else:
            right |= {key: result[key] for key in ("stages", "rematched") if key in result}
        people = {"mentors": sorted(so.mentors), "mentees": sorted(so.mentees), "people": self.told["digests"].people}
        right["intake"] = {**people, "locks": list(self.told["digests"].locks)}
        right |= {"never_again": result["never_again"]} if "never_again" in result else {}
        right["warnings"] = [] if so.anonymous else result["warnings"]
        locked = {group.id: list(group.locked) for group in so.groups}
        right |= {"locked": locked} if any(locked.values()) and not so.anonymous else {}
        for key, value in result["program"].items():
            if isinstance(value, dict) and key != "similarity":
                right |= {f"program.{key}.{name}": one for name, one in value.items()}
            else:
                right[f"program.{key}"] = value
        return right


def choice_label(rank: int | None) -> str:
    return "nobody they listed" if rank is None else f"choice {rank}"


# What is read -------------------------------------------------------------------------------------------------------


def _made(case: Case, folder: Path) -> Book:
    from matcher.report import write_reports

    write_reports(
        case.result,
        case.intake,
        folder,
        kinds=["xlsx"],
        anonymous=case.anonymous,
        language=case.language,
        attendance=case.attendance,
        stress=case.stress,
    )
    return cells_of((folder / "committee.xlsx").read_bytes())


def _read(case: Case, made: Book) -> Workbook:
    book = Workbook(
        case.facts,
        Words(case.language),
        told={"fingerprint": case.fingerprint, "digests": fingerprint_of(case.intake)},
        losses=case.losses,
        attendance=case.attendance,
    )
    book.read(made)
    return book


OUTPUTS = (Output("workbook", _made, _read),)
