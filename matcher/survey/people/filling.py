"""People and their answers → the rows of an intake; every cell that changed on the way is reported."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Mapping as Mapped
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from typing import Any, NamedTuple

from matcher.intake.hours import parse_availability
from matcher.intake.people import WeekKind
from matcher.intake.program import fold
from matcher.intake.words.findings import name_some
from matcher.intake.words.listing import in_a_row
from matcher.intake.words.steps import in_steps
from matcher.survey.hours.asides.weeks import read_weeks, week_asked_in
from matcher.survey.hours.grids import Grid, GridShape, read_grid
from matcher.survey.hours.reading import (
    Hours,
    HourSettings,
    as_asked,
    either_way,
    hours_in_all,
    join_hours,
    never_free,
    of_one_week,
    read_hours,
)
from matcher.survey.hours.ticks import Ticks, ticks_listed, ticks_of_a_day
from matcher.survey.hours.tokens import tidy
from matcher.survey.import_report import Outcome, Question, Report, ReportRow
from matcher.survey.mapping.answers import Answer, Source
from matcher.survey.mapping.evidence import is_tick
from matcher.survey.mapping.headings import asks_for_a_preference
from matcher.survey.mapping.mapping import POLL, RANKED, Mapping
from matcher.survey.mapping.plans import Plan, is_own, listed, one_line, options_of, plan_of
from matcher.survey.mapping.recognition import Taken
from matcher.survey.mapping.vocabulary import INTAKE_MEANINGS, plain_words
from matcher.survey.people.gathering import Someone
from matcher.survey.people.wishes import Known, Wished, asked, directories, read_wishes, wished
from matcher.survey.words.cells import read_count, read_gender, read_gender_wish, read_year
from matcher.survey.words.choices import split_choices
from matcher.survey.words.time_zones import read_zone
from matcher.survey.words.word_tables import Understood

__all__ = ["Filled", "fill", "hide_names"]

_MANY = 3
"""Wishes for somebody, and refusals, from which on both together are asked about."""
_BY_ROLE = {
    "preferred_mentors": ("mentees",), "mentor_gender": ("mentees",), "preferred_mentees": ("mentors",),
    "preferred_co_mentors": ("mentors",), "max_groups": ("mentors",), "max_mentees": ("mentors",),
}  # fmt: skip
_HOURS = ("availability", "unavailable", "availability_grid", "unavailable_grid")

_FROM_UTC = re.compile(r"\b(?:utc|gmt)\b")

Record = dict[str, str]


@dataclass(frozen=True, slots=True)
class Filled:
    """The rows of an intake by role, and whose blank availability was a blank answer."""

    records: dict[str, list[Record]]
    blank_hours: tuple[Someone, ...]


def fill(
    people: Sequence[Someone],
    sources: Sequence[Source],
    mapping: Mapping,
    settings: HourSettings,
    report: Report,
    standing: Sequence[tuple[str, Known]] = (),
) -> Filled:
    """Return the rows of the intake, in the order of `people`.

    Parameters
    ----------
    standing
        People, by their role, who are in the intake already, and may be wished for.
    settings
        How hours are read; its slots are those of the program.
    """
    filling = _Filling(people, sources, mapping, settings, report, standing)
    records: dict[str, list[Record]] = {"mentors": [], "mentees": []}
    for one in in_steps("reading what people wrote:", people):
        records[one.role].append(filling.record(one))
    _ask_about_the_unpolled(filling.unpolled, sources, report)
    _ask_about_the_clockless(filling.clockless, sources, report)
    _name_those_held_back(filling, sources, report)
    _ask_about_the_disputed(filling, people, records, report)
    return Filled(records, tuple(filling.blank_hours))


def _ask_about_the_unpolled(people: Sequence[Someone], sources: Sequence[Source], report: Report) -> None:
    """Ask once about those who are in no poll of hours and gave none elsewhere: silence makes nobody free."""
    if people:
        polls = in_a_row(source.export.file for source in sources if source.role == POLL)
        are = "are in no row of" if len(people) > 1 else "is in no row of"
        counts = "each counts" if len(people) > 1 else "this person counts"
        names = name_some([one.name or one.id for one in people])
        text = f"{names} {are} {polls} and gave no hours elsewhere; until you say when, {counts} as never free"
        report.ask(Question(polls, None, None, "availability", None, text, tuple(one.id for one in people)))


def _ask_about_the_clockless(people: Sequence[Someone], sources: Sequence[Source], report: Report) -> None:
    """Ask once by which clock hours in polls are, of those who told that theirs is another than the program's."""
    if people:
        polls = in_a_row(source.export.file for source in sources if source.role == POLL)
        counts = "each counts" if len(people) > 1 else "this person counts"
        text = (
            f"{name_some([one.name or one.id for one in people])} told a time zone, and {polls} does not say by which "
            "clock its hours are: write the time zone of these hours as timezone, of each person or in a column of the "
            f"poll; until then, {counts} as never free"
        )
        report.ask(Question(polls, None, None, "timezone", None, text, tuple(one.id for one in people), of_hours=True))


def _name_those_held_back(filling: _Filling, sources: Sequence[Source], report: Report) -> None:
    """Say of the columns that may tell by which clock hours are, or of which weeks, whose hours hang on them."""
    for source in sources:
        for taken in source.taken:
            ids = tuple(filling.held_back.get((taken.column.question, taken.why), ()))
            for place, question in enumerate(report.questions):
                about = question.column == taken.column.label and question.row is None and question.person is None
                if ids and about:
                    report.questions[place] = replace(question, concerned=ids, of_hours=True)


def _ask_about_the_disputed(
    filling: _Filling, people: Sequence[Someone], records: dict[str, list[Record]], report: Report
) -> None:
    """Ask about whom many wish for and as many do not want: perhaps a heading was understood the wrong way round."""
    rows = [record for role in records.values() for record in role]
    wished = Counter(id_ for row in rows for target in RANKED[:-1] for id_ in row.get(target, "").split("; ") if id_)
    refused = Counter(id_ for row in rows for id_ in row.get("avoid", "").split("; ") if id_)
    disputed = [one for one in people if min(wished[one.id], refused[one.id]) >= _MANY]
    disputed = [one for one in disputed if refused[one.id] * 2 >= wished[one.id]]
    for one in disputed:
        text = (
            f"{one.name or one.id} is wished for by {wished[one.id]} and not wanted by {refused[one.id]}: "
            "is each of these questions taken for what it asks? Look at them in the mapping"
        )
        report.ask(Question(one.answer.place[0], None, one.id, "avoid", None, text))


@dataclass(slots=True)
class _Told:
    """What a row says of hours: what was read of each cell, the cells by their labels, which labels are doubtful.

    `zone` is the time zone in which all of them are; `clockless`: a poll's, which may be by its clock or by another.
    """

    one: Someone
    zone: Understood[str]
    clockless: bool = False
    parts: list[Understood[Hours]] = field(default_factory=list)
    cells: list[tuple[str, str]] = field(default_factory=list)
    doubtful: set[str] = field(default_factory=set)

    @property
    def place(self) -> str:
        """The file and the row."""
        file, row = self.one.answer.place
        return f"{file} row {row}"


def _in_short(hours: Hours) -> str:
    told = "; ".join(filter(None, (hours.available, f"not {hours.unavailable}" if hours.unavailable else None)))
    return told if hours.zone is None else f"{told} ({hours.zone})"


class _Filling:
    def __init__(
        self,
        people: Sequence[Someone],
        sources: Sequence[Source],
        mapping: Mapping,
        settings: HourSettings,
        report: Report,
        standing: Sequence[tuple[str, Known]],
    ) -> None:
        self.mapping = mapping
        self.settings = settings
        self.report = report
        self.blank_hours: list[Someone] = []
        self.polled = any(source.role == POLL for source in sources)
        self.unpolled: list[Someone] = []
        self.clockless: list[Someone] = []
        self.held_back: dict[tuple[str, str], dict[str, None]] = {}
        self.plans = {id(source): plan_of(source, settings, report) for source in sources}
        self.ticks = _ticks_of(sources, self.plans)
        self.own = {taken.target for source in sources for taken in source.taken if is_own(taken.target)}
        self.options = options_of(sources)
        self.unclear = {id(source): _unclear_letters(source) for source in sources}
        self.hours = lru_cache(maxsize=20_000)(self._read_hours)
        self.directories = directories(people, mapping.names, report, standing)

    def _read_hours(self, said: str, *, takes_away: bool, minutes: int | None) -> Understood[Hours]:
        settings = self.settings if minutes is None else replace(self.settings, meeting_minutes=minutes)
        return read_hours(said, settings, takes_away=takes_away)

    def record(self, one: Someone) -> Record:
        """Return the row of one person."""
        answer, plan = one.answer, self.plans[id(one.answer.source)]
        record: Record = {"id": one.id}
        if one.name is not None:
            record["name"] = one.name
        self._email(one, plan, record)
        own_words, unclear = self.mapping.words.get("gender"), self.unclear[id(answer.source)]
        self._word(one, plan, record, "gender", partial(read_gender, table=own_words, unclear=unclear))
        self._hours(one, plan, record)
        for target in RANKED:
            if self._belongs(one, plan, target):
                self._wishes(one, plan, record, target)
        for target in ("max_groups", "max_mentees"):
            if self._belongs(one, plan, target):
                unit: Any = target.removeprefix("max_")
                read = partial(read_count, table=self.mapping.words.get(target), unit=unit)
                self._word(one, plan, record, target, read)
        if self._belongs(one, plan, "mentor_gender"):
            words, genders = self.mapping.words.get("mentor_gender"), self.mapping.words.get("gender")
            unsaid: Any = self.mapping.reading.gender_wish
            asks = all(asks_for_a_preference(label) for label, _ in self._cells(one, plan, "mentor_gender")[:1])
            read_wish = partial(read_gender_wish, table=words, genders=genders, unsaid=unsaid, no_is_any=asks)
            self._word(one, plan, record, "mentor_gender", read_wish)
        for target in dict.fromkeys((*plan.by_target, *answer.corrected)):
            if target in self.own:
                self._own(one, plan, record, target)
        self._contradictions(one, record)
        return {column: text for column, text in record.items() if text}

    def _contradictions(self, one: Someone, record: Record) -> None:
        """Ask about people whom somebody wishes for and does not want; until then neither counts."""
        refused = record.get("avoid", "").split("; ")
        for target in RANKED:
            wishes = record.get(target, "").split("; ")
            both = [id_ for id_ in wishes if id_ and id_ in refused and target != "avoid"]
            if both:
                record[target] = "; ".join(id_ for id_ in wishes if id_ not in both)
                record["avoid"] = "; ".join(id_ for id_ in refused if id_ not in both)
                names = self.directories[target].names(both)
                text = (
                    f"wishes for {in_a_row(names)}, and does not want to be with the same; neither counts until you say"
                )
                self._ask(one, target, "; ".join(names), text)
                self._tell(one, Outcome.NOT_UNDERSTOOD, target, "; ".join(names), None, text)

    def _tell(
        self, one: Someone, outcome: Outcome, column: str, before: str | None, after: str | None, note: str | None
    ) -> None:
        self.report.rows.append(ReportRow(*one.answer.place, one.id, outcome, column, before, after, note))

    def _ask(self, one: Someone, column: str, before: str | None, text: str) -> None:
        self.report.ask(Question(*one.answer.place, one.id, column, before, text))

    def _cells(self, one: Someone, plan: Plan, target: str) -> list[tuple[str, str]]:
        """Return the answered columns of a target as (header, text), or what the coordinator wrote instead."""
        if target in one.answer.corrected:
            return [(target, one.answer.corrected[target])] if one.answer.corrected[target] else []
        cells = ((taken.column.label, one.answer.cell(taken)) for taken in plan.by_target.get(target, ()))
        return [(label, text) for label, text in cells if text]

    def _belongs(self, one: Someone, plan: Plan, target: str) -> bool:
        """Whether a column is one of the person's role; answers in one of the other role are reported."""
        if one.role in _BY_ROLE.get(target, (one.role,)):
            return True
        for label, text in self._cells(one, plan, target):
            self._tell(one, Outcome.NOT_USED, label, text, None, f"is a question for {_BY_ROLE[target][0]}")
        return False

    def _email(self, one: Someone, plan: Plan, record: Record) -> None:
        if one.answer.email is not None:
            record["email"] = one.answer.email
            return
        for label, text in self._cells(one, plan, "email")[:1]:
            if fold(text) not in ("anonymous", "n/a", "none"):
                self._tell(one, Outcome.NOT_UNDERSTOOD, label, text, None, "is no e-mail address")
                self._ask(one, "email", text, "is no e-mail address; it was left blank")

    def _word(self, one: Someone, plan: Plan, record: Record, target: str, read: Any) -> None:
        """Read a column that holds one word or number; the first that is answered counts."""
        cells = self._cells(one, plan, target)
        for label, text in cells[:1]:
            said = one_line(text)
            understood: Understood[Any] = read(said)
            value = "" if understood.value is None else str(understood.value)
            record[target] = value
            self._told(one, target, label, said, value, understood)
        for label, text in cells[1:]:
            self._tell(one, Outcome.NOT_USED, label, text, None, "another column of the same meaning was answered, too")

    def _told(
        self, one: Someone, target: str, label: str, before: str, after: str, understood: Understood[Any]
    ) -> None:
        if not understood.sure:
            self._tell(one, Outcome.NOT_UNDERSTOOD, label, before, after or None, understood.note)
            self._ask(one, target, before, understood.note or "could not be understood")
        elif understood.note is not None or before != after:
            self._tell(one, Outcome.CHANGED, label, before, after or None, understood.note)

    def _hours(self, one: Someone, plan: Plan, record: Record) -> None:
        corrected = any(target in one.answer.corrected for target in ("availability", "unavailable"))
        zone = self._zone(one, plan)
        record["timezone"] = zone.value or ""
        answered = self._told_of_hours(one, zone)
        rows = [answered, *(self._told_of_poll(one, row, zone) for row in (() if corrected else one.polled))]
        said = [told for told in rows if told.parts]
        self.clockless += [one] if any(told.clockless for told in said) else []
        if len(said) > 1:
            self._hours_of_several(one, record, said)
        elif said:
            self._joined_hours(said[0], record)
        elif self.polled and not one.polled:
            self.unpolled.append(one)
            record["unavailable"] = never_free(self.settings.slots)
        elif one.polled or any(plan.by_target.get(target) for target in _HOURS):
            self.blank_hours.append(one)

    def _told_of_poll(self, one: Someone, row: Answer, answered: Understood[str]) -> _Told:
        """Read a row of a poll: a poll has a clock of its own, which need not be that of who answered."""
        beside = replace(one, answer=row)
        zone = self._zone(beside, self.plans[id(row.source)])
        if zone.value is not None or not zone.sure:
            return self._told_of_hours(beside, zone)
        if "timezone" in one.answer.corrected or answered.value in (None, self.settings.timezone):
            return self._told_of_hours(beside, answered)
        told = self._told_of_hours(beside, Understood(None, sure=False))
        told.clockless = any(part.value is None and not part.sure for part in told.parts)
        return told

    def _told_of_hours(self, one: Someone, zone: Understood[str]) -> _Told:
        """Read what a row says of hours: somebody's answer, or their row of a poll; in a zone, as far as they say."""
        plan, told = self.plans[id(one.answer.source)], _Told(one, zone)
        corrected = [target for target in ("availability", "unavailable") if target in one.answer.corrected]
        told.doubtful |= {
            taken.column.label for target in _HOURS for taken in plan.by_target.get(target, ()) if taken.doubt
        }
        for target in corrected or ("availability", "unavailable"):
            for label, text in self._cells(one, plan, target):
                said = text.replace("\n", "; ")
                read_so = partial(self.hours, said, minutes=None if corrected else self.ticks.lists.get(fold(label)))
                read = read_so(takes_away=target == "unavailable")
                if label in told.doubtful:
                    read = either_way(label, *(read_so(takes_away=away) for away in (False, True)))
                told.parts.append(as_asked(label, read, self.settings, one.answer.source.export.titles))
                told.cells.append((label, text))
        for found, columns in () if corrected else plan.grids:
            grid = replace(found, ticks=self.ticks.grids.get(_asked_together(found)))
            cells = [_grid_cell(one.answer, taken) for taken in columns]
            if any(cells):
                told.parts += self._of_grid(grid, columns, cells, one.answer.source.export.titles)
                label = grid.title or columns[0].column.label
                told.cells += [(label, _grid_told(cells))] * (len(told.parts) - len(told.cells))
                told.doubtful |= {label} if any(taken.doubt for taken in columns) else set()
        if not zone.sure:
            # By which clock these are nobody knows; the zone is asked about, and hours that tell their own are known.
            self._unknown(told, "it is not known by which clock", lambda hours: hours.zone is not None)
        weeks = Understood[WeekKind](None) if corrected else self._weeks(one, plan)
        if not weeks.sure:
            self._unknown(told, "it is not known of which weeks", lambda hours: not _is_weekly(hours, self.settings))
        elif weeks.value is not None:
            told.parts = [of_one_week(part, weeks.value, self.settings) for part in told.parts]
        return told

    def _unknown(self, told: _Told, why: str, known: Callable[[Hours], bool]) -> None:
        """Take hours for not understood of which something is asked about elsewhere, but for those that say it."""
        unknown = Understood[Hours](None, sure=False, note=why)
        told.parts = [part if part.value is not None and known(part.value) else unknown for part in told.parts]
        told.doubtful |= {label for label, _ in told.cells}

    def _of_grid(
        self, grid: Grid, columns: Sequence[Taken], cells: Sequence[str], titles: Sequence[str]
    ) -> Iterator[Understood[Hours]]:
        """Yield what a grid says of each kind of week of which its columns are."""
        headings = [taken.column.label for taken in columns]
        weeks = [_week_of_column(taken) for taken in columns]
        read = []
        for week in dict.fromkeys(weeks):
            own = [cell if of == week else "" for cell, of in zip(cells, weeks, strict=True)]
            if any(own):
                heading = headings[weeks.index(week)]
                read.append(as_asked(heading, read_grid(grid, own, self.settings), self.settings, titles))
        # Who can never meet in odd weeks, say, can in even ones.
        offered = any(part.value is not None and part.value.available for part in read)
        never = never_free(grid.labels if grid.shape is GridShape.EVENTS else ())
        yield from (part for part in read if not (offered and part.value == Hours(None, never)))

    def _zone(self, one: Someone, plan: Plan) -> Understood[str]:
        """Return the time zone in which somebody says that all their hours are; a doubt is asked about."""
        read: list[Understood[str]] = []
        for label, text in self._cells(one, plan, "timezone"):
            said = one_line(text)
            zone = read_zone(said, from_utc=_FROM_UTC.search(plain_words(label)) is not None)
            if read and read[0].sure and zone.sure and zone.value != read[0].value:
                zone = Understood(None, sure=False, note=f"is another time zone than {read[0].value}, told beside it")
            self._told(one, "timezone", label, said, zone.value or "", zone)
            read.append(zone)
        if not read and "timezone" not in one.answer.corrected and self._is_held_back(one, "timezone"):
            return Understood(None, sure=False)
        return next((zone for zone in read if not zone.sure), read[0] if read else Understood(None))

    def _weeks(self, one: Someone, plan: Plan) -> Understood[WeekKind]:
        """Return the kind of week of which somebody says that all their hours are; a doubt is asked about."""
        read: list[Understood[WeekKind]] = []
        for label, text in self._cells(one, plan, "which_weeks"):
            said = one_line(text)
            weeks = read_weeks(said)
            if read and read[0].sure and weeks.sure and weeks.value != read[0].value:
                weeks = Understood(None, sure=False, note="is another kind of week than is told beside it")
            if not weeks.sure:
                self._told(one, "which_weeks", label, said, "", weeks)
            read.append(weeks)
        if not read and "which_weeks" not in one.answer.corrected and self._is_held_back(one, "which_weeks"):
            return Understood(None, sure=False)
        return next((weeks for weeks in read if not weeks.sure), read[0] if read else Understood(None))

    def _is_held_back(self, one: Someone, target: str) -> bool:
        """Whether a column that nobody settled may say by which clock, or of which weeks, somebody's hours are."""
        asked = [
            taken
            for taken in one.answer.source.taken
            if taken.holds_back is not None and taken.might_be == target and taken.holds_back(one.answer.cell(taken))
        ]
        for taken in asked:
            self.held_back.setdefault((taken.column.question, taken.why), {})[one.id] = None
        return bool(asked)

    def _hours_of_several(self, one: Someone, record: Record, said: Sequence[_Told]) -> None:
        """Fill in hours that an answer and a poll give, or two polls: where they differ, those in all of them count."""
        each: list[Record] = [{} for _ in said]
        for told, own in zip(said, each, strict=True):
            self._joined_hours(told, own)
        hours = [
            Hours(own.get("availability") or None, own.get("unavailable") or None, own["timezone"] or None)
            for own in each
        ]
        if len(set(hours)) == 1:
            record |= each[0]
            return
        never = Hours(None, never_free(self.settings.slots))
        zones = {one_of.zone for one_of in hours if one_of.unavailable != never.unavailable}
        both = hours_in_all(hours, self.settings.slots) if len(zones) <= 1 else never
        record["availability"], record["unavailable"] = both.available or "", both.unavailable or ""
        record["timezone"] = next(filter(None, zones), record["timezone"]) if len(zones) <= 1 else record["timezone"]
        if any(told.clockless for told in said):
            return
        ways = (f"{_in_short(one_of)} in {told.place}" for one_of, told in zip(hours, said, strict=True))
        meanwhile = f"only {both.available} counts" if both.available else "this person counts as never free"
        text = f"gave other hours in several files: {in_a_row(ways)}; until you say which are right, {meanwhile}"
        self._ask(one, "availability", None, text)

    def _joined_hours(self, told: _Told, record: Record) -> None:
        """Fill in hours; the cells of a doubtful column are asked about once, by the column."""
        one, understood = told.one, join_hours(told.parts)
        hours = understood.value or Hours()
        if understood.value is None and not understood.sure:
            hours = Hours(unavailable=never_free(self.settings.slots))
        record["availability"], record["unavailable"] = hours.available or "", hours.unavailable or ""
        record["timezone"] = hours.zone or told.zone.value or ("" if told.zone.sure else record.get("timezone", ""))
        after = "; ".join(filter(None, (hours.available, f"not {hours.unavailable}" if hours.unavailable else None)))
        for (label, text), part in zip(told.cells, told.parts, strict=True):
            if part.sure:
                if one_line(text) != after or part.note:
                    self._tell(one, Outcome.CHANGED, label, text, after or None, part.note)
                continue
            self._tell(one, Outcome.NOT_UNDERSTOOD, label, text, after, part.note)
            if label in told.doubtful:
                continue
            never = hours.unavailable == never_free(self.settings.slots)
            meanwhile = (
                "until you say when, this person counts as never free" if never else f"meanwhile read as {after}"
            )
            self._ask(one, "availability", text, f"{part.note or 'could not be read'}; {meanwhile}")

    def _wishes(self, one: Someone, plan: Plan, record: Record, target: str) -> None:
        parts = wished(one.answer, plan, target)
        self._marks_of_people(one, target, [part for part in parts if part.person is not None])
        parts = [part for part in parts if part.person is None]
        if not parts:
            return
        cells, ranks = [part.text for part in parts], [part.rank for part in parts]
        wishes = read_wishes(cells, self.directories[target], own_id=one.id, ranks=ranks)
        record[target] = "; ".join(wishes.ids)
        for wish in wishes.wishes:
            label = next((part.label for part in parts if wish.text in one_line(part.text)), parts[0].label)
            if wish.sure:
                if wish.text != wish.id:
                    self._tell(one, Outcome.CHANGED, label, wish.text, wish.id, wish.note)
                continue
            self._tell(one, Outcome.NOT_UNDERSTOOD, label, wish.text, wish.id, wish.note)
            self._ask(one, target, wish.text, asked(wish, len(wishes.wishes) > 1))

    def _marks_of_people(self, one: Someone, target: str, parts: Sequence[Wished]) -> None:
        """Ask about what stands under somebody's name and is neither a rank nor a tick."""
        for part in parts:
            note = "is neither a rank nor a tick; not used"
            self._tell(one, Outcome.NOT_UNDERSTOOD, part.label, part.text, None, note)
            self._ask(one, target, part.text, f"stands under {part.person} and {note}")

    def _own(self, one: Someone, plan: Plan, record: Record, target: str) -> None:
        """Fill in a column of the program's own: several choices parted by ``;``, words of a year understood."""
        if target in one.answer.corrected:
            record[target] = one_line(one.answer.corrected[target])
            return
        items: list[str] = []
        for taken in plan.by_target.get(target, ()):
            text = one.answer.cell(taken)
            if not text:
                continue
            if taken.meaning.item is not None:
                items += [taken.meaning.item] if is_tick(text, taken.meaning.item) else []
                continue
            items += self._own_items(one, taken, text)
        record[target] = "; ".join(dict.fromkeys(items))

    def _own_items(self, one: Someone, taken: Taken, text: str) -> list[str]:
        target, label, said = taken.target, taken.column.label, one_line(text)
        words = self.mapping.words.get(target)
        if target == "year":
            year = read_year(said, words)
            self._told(one, target, label, said, year.value or "", year)
            return [year.value] if year.value else []
        settled = {} if words is None else {fold(key): value for key, value in words.items()}
        if fold(said) in settled:
            self._tell(one, Outcome.CHANGED, label, said, settled[fold(said)], "as the mapping says")
            return [settled[fold(said)]]
        if target not in self.options:
            return [said]
        choices = split_choices(listed(text), self.options[target])
        items = list(choices.value or ())
        if len(items) > 1 or taken.meaning.options:
            self._told(one, target, label, said, "; ".join(items), choices)
        return [settled.get(fold(item), item) for item in items]


class _TicksGiven(NamedTuple):
    """The beginnings of ticks by the title of their grid, and how long one is by the question for a list of them."""

    grids: Mapped[tuple[GridShape, str], Ticks]
    lists: Mapped[str, int]


def _asked_together(grid: Grid) -> tuple[GridShape, str]:
    return grid.shape, fold(grid.title)


def _ticks_of(sources: Sequence[Source], plans: Mapped[int, Plan]) -> _TicksGiven:
    """Return what all answers to a question tell of how long one of its ticks is, in whichever export they are."""
    grids: dict[tuple[GridShape, str], Ticks] = {}
    lists: dict[str, set[str]] = {}
    for source in sources:
        plan, export = plans[id(source)], source.export
        for grid, columns in plan.grids:
            if grid.shape is GridShape.DAYS:
                cells = {cell for taken in columns for cell in export.cells(taken.column) if cell}
                key = _asked_together(grid)
                grids[key] = ticks_of_a_day(cells).and_those(grids.get(key, Ticks()))
        for taken in (taken for target in ("availability", "unavailable") for taken in plan.by_target.get(target, ())):
            lists.setdefault(fold(taken.column.label), set()).update(filter(None, export.cells(taken.column)))
    minutes = {label: ticks_listed(cells) for label, cells in lists.items()}
    return _TicksGiven(grids, {label: told for label, told in minutes.items() if told is not None})


def _unclear_letters(source: Source) -> frozenset[str]:
    """Return the letters that mean more than one gender here: "m" is a woman where men write "h" (hombre, homme)."""
    letters = {
        fold(cell) for taken in source.taken if taken.target == "gender" for cell in source.export.cells(taken.column)
    }
    return frozenset({"m"}) if {"h", "m"} <= letters else frozenset()


def _grid_cell(answer: Answer, taken: Taken) -> str:
    """Return a cell of a grid; one that repeats what its column stands for is a tick."""
    text, item = answer.cell(taken), taken.column.item
    return "yes" if text and item is not None and fold(text) == fold(item) else one_line(text)


def _week_of_column(taken: Taken) -> WeekKind | None:
    """Return the kind of week of which a column asks: what its label says comes before what the question says."""
    of_label = week_asked_in(tidy(taken.column.item)) if taken.column.item is not None else None
    return of_label or week_asked_in(tidy(taken.column.label))


def _is_weekly(hours: Hours, settings: HourSettings) -> bool:
    cells = (parse_availability(cell or "", settings.slots) for cell in (hours.available, hours.unavailable))
    return all(cell.weekly for cell in cells)


def _grid_told(cells: Sequence[str]) -> str:
    said = Counter(cell for cell in cells if cell)
    words = in_a_row(f"{word[:40]!r} in {count}" for word, count in said.most_common(6))
    return f"{words}{' …' if len(said) > 6 else ''} of {len(cells)} columns"


_NAMELESS = frozenset({"id", *INTAKE_MEANINGS})


def hide_names(filled: Filled) -> list[str]:
    """Take names and addresses out of the rows, and what people wrote in words of their own; return such columns."""
    everybody = [record for records in filled.records.values() for record in records]
    hidden = []
    for column in dict.fromkeys(name for record in everybody for name in record):
        cells = [record[column] for record in everybody if record.get(column)]
        named = column in ("name", "email")
        if named or (column not in _NAMELESS and _is_free_text(cells)):
            for record in everybody:
                record.pop(column, None)
            if not named:
                hidden.append(column)
    return hidden


def _is_free_text(cells: Sequence[str]) -> bool:
    """Whether people wrote it themselves rather than chose: addresses, or mostly texts that nobody else has."""
    if any("@" in cell for cell in cells):
        return True
    items = [fold(item) for cell in cells for item in cell.split(";")]
    distinct = len(set(items))
    return distinct > 0.6 * len(items) and distinct > 3
