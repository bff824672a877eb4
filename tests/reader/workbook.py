"""``committee.xlsx``, read: every cell of every sheet, held against what is so."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
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
from tests.reader.words import Words, by_name

Cell = tuple[int, int]
Sheet = dict[Cell, Any]
Book = dict[str, Sheet]

SETTINGS_SHEET = "Settings"
HOW_TO_EDIT = ("edit_save", "edit_people", "edit_groups", "edit_others")
READ_BACK = {
    "People": ("No.", "Id", "Name", "Group", "Choice", "Score", "Satisfaction"),
    "Groups": ("Group", "Slot", "Mentor ids", "Score"),
    "Mentors": ("Id", "Name"),
    "Unmatched": ("Id", "Name", "Reason"),
}
LATE = 2


def cells_of(data: bytes) -> Book:
    """The cells of a workbook that hold something, by sheet; lists to choose from stand at row 0."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    found: Book = {}
    for sheet in book.worksheets:
        cells = {(one.row, one.column): one.value for row in sheet.iter_rows() for one in row if one.value is not None}
        for place, choice in enumerate(sheet.data_validations.dataValidation):
            cells[0, place] = f"{choice.sqref} {choice.formula1} {choice.errorTitle}: {choice.error}"
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
    """

    output = "workbook"

    def __init__(
        self,
        facts: Facts,
        words: Words,
        *,
        told: dict[str, Any],
        losses: Losses | None = None,
    ) -> None:
        super().__init__(facts, words)
        self.told, self.losses = told, losses
        self._tops: dict[str, int] = {}

    def book(self, key: str, count: int | None = None, **values: Any) -> str:
        return self.words.say(f"book.{key}", count, **values)

    def books(self, *keys: str) -> tuple[str, ...]:
        return tuple(map(self.book, keys))

    def choice(self, rank: int | None) -> str:
        return self.book("nobody_listed") if rank is None else self.book("choice_of", rank=rank)

    @property
    def in_english(self) -> str | None:
        """What is said above sentences that nobody translated."""
        return None if self.words.tongue == "en" else self.words.say("page.in_english")

    @property
    def places(self) -> bool:
        return any(self.so.place(group) is not None for group in self.so.groups)

    def read(self, book: Book) -> None:
        """Read the whole workbook."""
        sheets = {
            self.book("summary"): self._summary,
            self.book("groups"): self._groups,
            **({self.book("parts"): self._parts} if any(map(self.so.group_parts, self.so.groups)) else {}),
            self.book("people"): self._people,
            self.book("mentors"): self._mentors,
            self.book("unmatched"): self._unmatched,
            **({self.book("drop_outs"): self._drop_outs} if self.losses else {}),
            self.book("warnings"): self._warnings,
        }
        self.check_all("sheets", list(book), [*sheets, SETTINGS_SHEET], "sheets")
        for name, read in sheets.items():
            read(dict(book.get(name, {})))
        written = {name: self._cells(book.get(name, {}), sheets[name].__name__) for name in sheets}
        self._settings(dict(book.get(SETTINGS_SHEET, {})), written)

    def _cells(self, cells: Sheet, read_by: str) -> list[list[Any]]:
        """What a sheet holds, its header first: what changed in it since is told by that."""
        top = self._tops.get(read_by, 1)
        there = [place for place in cells if place[0] >= top]
        rows, columns = (max((place[side] for place in there), default=0) for side in (0, 1))
        return [[cells.get((row, column)) for column in range(1, columns + 1)] for row in range(top, rows + 1)]

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
        self._tops[f"_{where.lower().replace('-', '_')}"] = 2
        self.check("labels", cells.pop((1, 1), None), right, f"{where}, note")
        return 2

    def called(self, people: Sequence[str]) -> str | None:
        return self.words.row(self.so.called[one] for one in people) or None

    # Sheets ----------------------------------------------------------------------------------------------------------

    def _summary(self, cells: Sheet) -> None:
        so, words = self.so, self.words
        top = self.note(cells, words.say("readers.committee"), "Summary")
        rows: list[tuple[Any, Any]] = [(self.book("report"), so.title)]
        rows += [(self.book("decided"), decided(so, words)), (self.book("quality"), quality(so, words))]
        rows += [(None, text) for text in (*stages_told(so, words), *notices_told(so, words))]
        rows += [
            (self.book("placed"), len(so.placed)),
            (self.book("left_out"), len(so.left_out)),
            (self.book("groups"), len(so.groups)),
            (self.book("mentors"), len(so.mentors)),
            (self.book("idle"), len(so.idle)),
        ]
        sizes = [len(group.mentees) for group in so.groups]
        rows += [(self.book("smallest"), min(sizes)), (self.book("largest"), max(sizes))] if sizes else []
        rows += [(self.book("got", choice=self.choice(rank)), count) for rank, count in so.choices]
        rows += [(self.book("listed_nobody"), so.without_list)]
        moves = so.moves_allowed
        most = self.book("bound") if moves is None else self.book("bound_few_moves", moves)
        most = self.book("bound_by_rules") if so.bound_by_the_rules < so.objective else most
        rows += [
            (self.book("mean"), so.mean_satisfaction),
            (self.book("least"), so.satisfactions[0]),
            (self.book("alone"), sum(map(so.alone, so.placed))),
            (self.book("score"), so.objective),
            (most, so.bound_by_the_rules),
            (self.book("warnings"), len(Warned(so).all())),
            (None, None),
        ]
        if self.losses is not None:
            told = list(self.losses.told(words))
            rows += [(words.say("stress.title") if place == 0 else None, text) for place, text in enumerate(told)]
            rows.append((None, None))
        rows += [
            (self.book("how_to_edit") if place == 0 else None, text)
            for place, text in enumerate(self.books(*HOW_TO_EDIT))
        ]
        rows += [(None, None), *provenance(so, words, self.told)]
        # Texts of the languages may have spaces that are no plain ones.
        told_rows = {
            place: " ".join(value.split()) if isinstance(value, str) else value for place, value in cells.items()
        }
        right = [tuple(" ".join(one.split()) if isinstance(one, str) else one for one in row) for row in rows]
        self.rows(told_rows, right, ("labels", "summary"), "Summary", top)

    def _groups(self, cells: Sheet) -> None:
        so = self.so
        words = self.words
        top = self.note(cells, self.book("groups_note"), "Groups")
        headers = ["group", "slot", "mentor_ids", "mentors", "mentees", "size", "genders", "choices", "score"]
        locked = not so.anonymous and any(group.locked for group in so.groups)
        rows = [
            (
                group.id,
                group.slot,
                "; ".join(group.mentors),
                self.called(group.mentors),
                self.called(by_name(group.mentees, self.so.names)),
                len(group.mentees),
                words.genders(so.group_genders(group)),
                words.row(f"{self.choice(rank)}: {words.number(count)}" for rank, count in so.group_choices(group)),
                so.group_score(group),
                *([so.place(group)] if self.places else []),
                *([words.kept(group.locked, so.mentees) or None] if locked else []),
            )
            for group in so.groups
        ]
        kinds = ("groups", "hours", "ids", "names", "names", "sizes", "counts", "ranks", "scores", "places", "locks")
        headers += [*(["place"] if self.places else []), *(["locked"] if locked else [])]
        self.rows(cells, [self.books(*headers), *rows], kinds, "Groups", top)

    def _parts(self, cells: Sheet) -> None:
        top = self.note(cells, self.book("parts_note"), "Parts")
        rows = [
            (group.id, self.words.part(kind, of), *((None, points) if kind == "eligible" else (points, None)))
            for group in self.so.groups
            for kind, points, of in self.so.group_parts(group)
        ]
        headers = self.books("group", "what_counts", "points", "of_these")
        self.rows(cells, [headers, *rows], ("groups", "labels", "scores", "scores"), "Parts", top)

    def _people(self, cells: Sheet) -> None:
        so = self.so
        top = self.note(cells, self.book("people_note"), "People")
        headers = ["number", "id", "name", "gender", "group", "slot", "mentors", "choice", "satisfaction", "score"]
        headers += ["place"] if self.places else []
        placed = {own: [group] for own in so.mentees if (group := so.group_of.get(own)) is not None}
        own_times = any(self._own_time(own, groups) for own, groups in placed.items())
        sheet = self.book("groups")
        choices = f"E3:E{len(so.mentees) + 2} '{sheet}'!$A$3:$A${len(so.groups) + 2 + LATE}"
        choices += f" {self.book('no_such_group')}: {self.book('no_such_group_told')}"
        self.check("groups to choose from", cells.pop((0, 0), None), choices if so.groups else None, "People")
        rows = []
        for number, own in enumerate(so.mentees, 1):
            group = so.group_of.get(own)
            got: tuple[Any, ...] = (None,) * 6
            if group is not None:
                rank = so.choice(own)
                choice = self.book("unlisted") if rank is None else rank
                mentors = self.called(group.mentors)
                when = None if group.slot is None else self.words.when(group.slot, so.start(group))
                got = (group.id, when, mentors, choice, so.satisfaction(own), so.score(own))
                got += (so.place(group),) if self.places else ()
            elsewhere = (self._own_time(own, [] if group is None else [group]),) if own_times else ()
            blank = (None,) * (6 + self.places - len(got)) if elsewhere else ()
            rows.append((number, own, so.names[own], so.gender(own), *got, *blank, *elsewhere))
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
            *(["places"] if self.places else []),
            "hours",
        )
        titles = [*self.books(*headers), *([self.words.say("participants.own_time")] if own_times else [])]
        self.rows(cells, [titles, *rows], kinds, "People", top)

    def _own_time(self, own: str, groups: Sequence[Group]) -> str | None:
        """When somebody's groups meet by their own clock, where that is another hour, as the page has it."""
        zone = self.words.zone(self.so.zone_of(own) or "")
        starts = [start for group in groups if (start := self.so.own_week(own, group)) is not None]
        told = [self.words.say("zone.told", when=self.words.when("", start), zone=zone) for start in starts]
        return "; ".join(told) or None

    def _mentors(self, cells: Sheet) -> None:
        so = self.so
        rows = [
            (
                own,
                so.names[own],
                self.words.row(group.id for group in so.led[own]) or None,
                len(so.mentees_of(own)),
                so.limit(own, "max_mentees"),
            )
            for own in so.mentors
        ]
        headers = list(self.books("id", "name", "groups", "mentees", "at_most"))
        whens = [self._own_time(own, so.led[own]) for own in so.mentors]
        if any(whens):
            headers.append(self.words.say("participants.own_time"))
            rows = [(*row, when) for row, when in zip(rows, whens, strict=True)]
        self.rows(cells, [headers, *rows], ("ids", "names", "groups", "counts", "limits", "hours"), "Mentors")

    def _unmatched(self, cells: Sheet) -> None:
        so = self.so
        texts = [str(cell) for (row, column), cell in cells.items() if column == 3 and row > 1]
        reasons = [self.understood(text) for text in texts if text != self.book("reason")]
        in_english = None if all(turned for _, turned in reasons) else self.in_english
        top = self.note(cells, in_english if so.left_out else self.words.say("page.nobody_left_out"), "Unmatched")
        told = {place: cells.pop(place) for place in list(cells) if place[0] > top and place[1] == 3}
        rows = [self.books("id", "name", "reason"), *((own, so.names[own]) for own in so.left_out)]
        self.rows(cells, rows, ("ids", "names"), "Unmatched", top)
        for row, own in enumerate(so.left_out, top + 1):
            self.check_reason(own, self.understood(told.pop((row, 3), None))[0])
        self.left(told, "Unmatched")

    def _drop_outs(self, cells: Sheet) -> None:
        assert self.losses is not None
        rows = list(self.losses.rows(self.words, self.so))
        top = self.note(cells, self.book("drop_outs_note" if rows else "harmless_note"), "Drop-outs")
        headers = self.books("lost", "mentor_ids", "mentors", "groups", "concerned", "left_out_then", "others", "why")
        self.rows(cells, [headers, *rows], ("losses",), "Drop-outs", top)

    def _warnings(self, cells: Sheet) -> None:
        notices = notices_told(self.so, self.words)
        ours = {*notices, self.book("warning"), self.book("no_warnings"), self.words.say("page.in_english")}
        turned = all(self.understood_warning(str(text))[1] for text in cells.values() if text not in ours)
        top = self.note(cells, None if turned else self.in_english, "Warnings")
        self.check("labels", cells.pop((top, 1), None), self.book("warning"), "Warnings")
        texts = [str(cells.pop(place)) for place in sorted(cells)]
        if not notices and texts == [self.book("no_warnings")]:
            texts = []
        self.check_all("sentences", texts[: len(notices)], notices, "Warnings")
        self.check_warnings([self.understood_warning(text)[0] for text in texts[len(notices) :]], "Warnings")

    # Settings --------------------------------------------------------------------------------------------------------

    def _settings(self, cells: Sheet, written: Mapping[str, list[list[Any]]]) -> None:
        top = self.note(cells, self.book("settings_note"), SETTINGS_SHEET)
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
        right = self._settings_right() | {"cells": written}
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
        right |= {key: result[key] for key in ("never_again", "without") if key in result}
        right["warnings"] = [] if so.anonymous else result["warnings"]
        locked = {group.id: list(group.locked) for group in so.groups}
        right |= {"locked": locked} if any(locked.values()) and not so.anonymous else {}
        for key, value in result["program"].items():
            if isinstance(value, dict) and key != "similarity":
                right |= {f"program.{key}.{name}": one for name, one in value.items()}
            else:
                right[f"program.{key}"] = value
        return right | {"sheets": self._spelled()}

    def _spelled(self) -> dict[str, dict[str, str]]:
        """What the sheets and columns that are read back are called."""
        keys = {"No.": "number", "Mentor ids": "mentor_ids"}
        told = {
            sheet: {"": self.book(sheet.lower()), **{one: self.book(keys.get(one, one.lower())) for one in columns}}
            for sheet, columns in READ_BACK.items()
        }
        told["People"]["unlisted"] = self.book("unlisted")
        return told


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
        stress=case.stress,
    )
    return cells_of((folder / "committee.xlsx").read_bytes())


def _read(case: Case, made: Book) -> Workbook:
    book = Workbook(
        case.facts,
        Words(case.language),
        told={"fingerprint": case.fingerprint, "digests": fingerprint_of(case.intake)},
        losses=case.losses,
    )
    book.read(made)
    return book


OUTPUTS = (Output("workbook", _made, _read),)
