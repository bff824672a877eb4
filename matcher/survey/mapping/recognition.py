"""What each column of an export is taken for, how sure, and why: by its header, then by what stands under it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from matcher.intake.program import fold, header_key
from matcher.intake.words.findings import name_some
from matcher.intake.words.listing import in_a_row
from matcher.survey.hours.asides.weeks import every_other, read_weeks
from matcher.survey.hours.grid_labels import tells_a_time
from matcher.survey.hours.grids import GridShape, find_grids
from matcher.survey.hours.headings import Asked, what_is_asked
from matcher.survey.hours.spans import clock_of, is_day_alone
from matcher.survey.hours.tokens import tidy
from matcher.survey.mapping.evidence import (
    People,
    Sureness,
    are_addresses,
    fit,
    is_tick,
    rank_of_cell,
    share_of,
    share_of_gender_wishes,
    share_of_genders,
    share_of_hours,
    speaks_of_limits,
    tells_a_role,
    tells_a_slot,
    tells_a_time_of_day,
    tells_a_time_zone,
    tells_a_time_zone_alone,
    tells_days,
    tells_few,
    tells_hours,
    tells_weeks,
    tells_yes_or_no,
)
from matcher.survey.mapping.headings import (
    asks_for_ranks,
    asks_to_leave,
    asks_to_take_part,
    is_negated,
    is_refusal,
    read_heading,
    speaks_of_refusal,
)
from matcher.survey.mapping.mapping import RANKED, ROLES, ExportMapping, Meaning
from matcher.survey.mapping.questions import IGNORED_QUESTIONS, QUESTIONS, ZONES, ZONES_APART
from matcher.survey.mapping.vocabulary import (
    COLUMN_MEANINGS,
    INTAKE_MEANINGS,
    PERSON_MEANINGS,
    plain_words,
    rank_in,
    role_in,
    without_number,
)
from matcher.survey.mapping.vocabulary import column_name as name_of
from matcher.survey.reading.layout import Column, Export
from matcher.survey.words.time_zones import is_offset
from matcher.survey.words.word_tables import words_of
from matcher.survey.words.yes_no import (
    NO_MARKS,
    YES_MARKS,
    has_given_up,
    read_yes_no,
    speaks_of_yes_or_no,
    tells_of_staying,
)

__all__ = ["Taken", "header_for_grid", "recognise"]

_ENOUGH = 400
"""Answers by which a column is known."""
_HOURS = ("availability", "unavailable")
_SINGLE = (*PERSON_MEANINGS, "role", "time", "status", "finished")
_DATED = re.compile(
    r"\b(?:mon|tues?|wed|thu|thur|thurs|fri|sat|sun)(?:day|sday|nesday|rsday|urday)?s?\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|okt|nov|dec|dez|mai)[a-z]*\b"
    r"|\d{1,2} \d{1,2}\b|\d{1,2} (?:am|pm)\b|\b(?:session|event|kick ?off|date|slot)\b"
)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a column is taken for, how sure, and why in plain words; `doubt`: what the coordinator is asked of it.

    Where hours are in doubt those who answered count as never free; any other column in doubt is not used.

    Parameters
    ----------
    holds_back
        The column may say by which clock hours are told, or of which weeks they are: until that is settled, no hours
        count of anybody for whom this is true of their answer to it.
    might_be
        What it is, perhaps: ``timezone`` or ``which_weeks``.
    """

    column: Column
    meaning: Meaning
    sureness: Sureness
    why: str
    doubt: str | None = None
    holds_back: Callable[[str], bool] | None = None
    might_be: str | None = None

    @property
    def target(self) -> str:
        """What it is taken for, without rank or item."""
        return self.meaning.target


def header_for_grid(column: Column, meaning: Meaning | None = None) -> str:
    """Return a column's header as a grid of hours is found by; what the mapping says it is about comes first."""
    item = meaning.at if meaning is not None and meaning.at is not None else column.item
    return column.question if item is None else f"{column.question} [{item}]"


def recognise(
    export: Export,
    given: ExportMapping,
    role: str | None,
    answers: Mapping[str, Collection[str]],
    people: Mapping[str | None, Collection[str]] | None = None,
) -> list[Taken]:
    """Return what each column of an export is taken for, in order.

    Parameters
    ----------
    given
        What the mapping says, which always wins.
    role
        Who answered, where that is known.
    answers
        The distinct answers to each question over all exports, by its label folded.
    people
        Names, ids and addresses of the people of each role, folded, and under None of everybody: by them wishes are
        known. None: not known yet.
    """
    return _Recognition(export, given, role, answers, People(people or {})).taken()


class _Recognition:
    def __init__(
        self,
        export: Export,
        given: ExportMapping,
        role: str | None,
        everywhere: Mapping[str, Collection[str]],
        people: People,
    ) -> None:
        self.export = export
        self.given = given
        self.role = role
        self.everywhere = everywhere
        self.people = people
        self.answers = {column.place: self._some_answers(column) for column in export.columns}
        stems = Counter(column.question.partition("->")[0] for column in export.columns if "->" in column.question)
        self.columns = [self._of_somebody(_of_a_list(column, stems)) for column in export.columns]

    def _of_somebody(self, column: Column) -> Column:
        """Return a column whose heading ends with the name of one of the people as one that asks about that person."""
        if column.item is not None or not self.people.everybody or len(column.question) > _LONGEST_WITH_A_NAME:
            return column
        found = _ENDS_WITH_A_NAME.fullmatch(column.question)
        if found is not None and fold(found["name"]) in self.people.everybody:
            return replace(column, question=found["stem"], item=found["name"])
        words = column.question.split()
        for first in range(max(1, len(words) - _MOST_NAME_WORDS), len(words) - 1):
            name = " ".join(words[first:])
            if fold(name) in self.people.everybody:
                return replace(column, question=" ".join(words[:first]), item=name)
        return column

    def _some_answers(self, column: Column) -> list[str]:
        found: list[str] = []
        for line in self.export.lines:
            if cell := line.cells[column.place]:
                found.append(cell)
                if len(found) == _ENOUGH:
                    break
        return found

    def taken(self) -> list[Taken]:
        by_place: dict[int, Taken] = {}
        for column in self.columns:
            meaning = self.given.meaning(column)
            if meaning is not None:
                by_place[column.place] = Taken(column, meaning, Sureness.GIVEN, "the mapping says so")
            elif not self.answers[column.place]:
                by_place[column.place] = Taken(column, Meaning("ignore"), Sureness.SURE, "nobody answered it")
            elif self._numbers_answers(column):
                by_place[column.place] = Taken(
                    column, Meaning("ignore"), Sureness.LIKELY, "it only numbers the answers"
                )
            elif self._is_of_the_tool(column):
                why = "the survey tool added it"
                by_place[column.place] = Taken(column, Meaning("ignore"), Sureness.SURE, why)
        for taken in self._grids([column for column in self.columns if column.place not in by_place]):
            by_place[taken.column.place] = taken
        for column in self.columns:
            if column.place not in by_place:
                by_place[column.place] = (
                    self._by_question(column)
                    or self._taking_part(column)
                    or self._by_content(column)
                    or self._passed_over(self._own(column))
                )
                by_place[column.place] = self._plainly_asked(by_place[column.place])
        found = [self._with_hours_in_it(by_place[column.place]) for column in self.columns]
        return self._settled(self._without_other_hours(self._without_their_hours(found)))

    def _with_hours_in_it(self, taken: Taken) -> Taken:
        """Return a column of one's own, comments, say, in doubt where some of its answers are hours."""
        if not _is_own(taken) or taken.sureness is Sureness.GIVEN or taken.doubt is not None:
            return taken
        cells = [" ".join(cell.split()) for cell in self.answers[taken.column.place]]
        maybe = self._maybe_beside_hours(taken, cells) or self._maybe_hours(taken, cells)
        coded = share_of(tells_a_slot, cells) >= 0.5
        if maybe is not taken or not (coded or _TIMES_TO_MEET.search(plain_words(taken.column.question))):
            return maybe
        if all(map(str.isdecimal, cells)) or share_of(tells_yes_or_no, cells) >= 0.5:
            return taken
        return replace(taken, why=_OF_SLOTS, doubt=doubt_of(_HOURS, _OF_SLOTS, self._examples(taken.column), _STAYS))

    def _without_other_hours(self, taken: list[Taken]) -> list[Taken]:
        """Return times of the day as hours in doubt where no other column is of hours: nobody is free by silence."""
        if any(one.target in (*_HOURS, "availability_grid", "unavailable_grid") for one in taken):
            return taken
        meanwhile = "who answered it counts as never free"
        return [
            replace(
                one,
                meaning=Meaning("availability"),
                doubt=doubt_of(_HOURS, one.why, self._examples(one.column), meanwhile),
            )
            if one.why in (_OF_TIMES, _OF_SOME_HOURS, _OF_SLOTS) and one.doubt is not None
            else one
            for one in taken
        ]

    def _without_their_hours(self, taken: list[Taken]) -> list[Taken]:
        """Return columns of days in doubt where times of the day stand in columns that nobody knows how to read."""
        times = any(one.why == _OF_TIMES and one.doubt is not None for one in taken)
        if not times and sum(map(self._may_be_hours, taken)) < _BOTH_ENDS:
            return taken
        why = "its answers are days, and times of the day stand in a column that is not read"
        meanwhile = "who answered it counts as never free"
        return [
            replace(one, why=why, doubt=doubt_of(_HOURS, why, self._examples(one.column), meanwhile))
            if one.target in _HOURS
            and one.sureness is not Sureness.GIVEN
            and one.doubt is None
            and share_of(tells_days, self.answers[one.column.place]) >= 0.5
            and (times or is_day_alone(one.column.question))
            else one
            for one in taken
        ]

    def _may_be_hours(self, taken: Taken) -> bool:
        """Whether a column of one's own holds nothing but numbers that may be hours of a day."""
        cells = self.answers[taken.column.place]
        return _is_own(taken) and taken.doubt is None and bool(cells) and all(clock_of(cell) for cell in cells)

    def _is_of_the_tool(self, column: Column) -> bool:
        """Whether the survey tool added a column; one that speaks of people here was asked by somebody."""
        known = any(map(IGNORED_QUESTIONS.fullmatch, map(plain_words, (column.question, *column.also))))
        return known and (column.item is None or not self._names_people(column, self.answers[column.place]))

    def _grids(self, columns: Sequence[Column]) -> Iterator[Taken]:
        """Yield the columns that ask for hours together."""
        # A question for a single thing is none for hours, even where its answer is a date.
        open_ones = [column for column in columns if column.item is not None or not self._asks_for_somebody(column)]
        headers = [header_for_grid(column) for column in open_ones]
        answers = [self.everywhere[fold(column.label)] for column in open_ones]
        for grid in find_grids(headers, answers):
            events = [open_ones[place] for place in grid.columns]
            if grid.shape is GridShape.EVENTS and not self._are_events(events):
                continue
            if grid.shape is GridShape.EVENTS and any(every_other(tidy(one.label)) for one in events):
                # Hours of every other week, and of which it does not say, are no events by these names.
                continue
            target = "unavailable_grid" if grid.takes_away else "availability_grid"
            why = f"one of {len(grid.columns)} columns that ask for hours together"
            if grid.shape is GridShape.EVENTS:
                why = f"one of {len(grid.columns)} columns that ask for events or dates"
            sureness = Sureness.LIKELY if grid.shape is GridShape.EVENTS else Sureness.SURE
            for place in grid.columns:
                taken = Taken(open_ones[place], Meaning(target), sureness, why)
                yield self._neither_free_nor_busy(taken, grid.title or taken.column.question) if grid.unclear else taken

    def _plainly_asked(self, taken: Taken) -> Taken:
        """Return a column of hours in doubt unless its heading says plainly whether they are free or not."""
        question = taken.column.question
        if taken.target not in _HOURS or taken.doubt or what_is_asked(question) in (Asked.FREE, Asked.BUSY):
            return taken
        return self._neither_free_nor_busy(taken, question)

    def _neither_free_nor_busy(self, taken: Taken, heading: str) -> Taken:
        """Return hours in doubt: they stay hours, so that nobody counts as free who left no other word."""
        why = f"{heading[:200]!r} does not say plainly whether it asks when people are free or when not"
        doubt = doubt_of(_HOURS, why, self._examples(taken.column), "who answered it counts as never free")
        return replace(taken, why=why, doubt=doubt)

    def _are_events(self, columns: Sequence[Column]) -> bool:
        """Whether columns stand for events to meet at, rather than for topics, say, or people."""
        asked = {found.target for column in columns if (found := self._by_question(column)) is not None}
        if asked & set(RANKED):
            return False
        dated = sum(bool(_DATED.search(plain_words(column.item or column.question))) for column in columns)
        cells = {plain_words(cell) for column in columns for cell in self.everywhere[fold(column.label)]}
        said = any(re.search(r"\bavail\w*|\bverfugbar|\bdisponib", cell) for cell in cells)
        return len(columns) > 1 and (bool(asked & {"availability", "unavailable"}) or 2 * dated >= len(columns) or said)

    def _asks_for_somebody(self, column: Column) -> bool:
        found = self._by_question(column)
        return (
            found is not None
            and found.target not in ("availability", "unavailable")
            and found.sureness >= Sureness.LIKELY
        )

    def _by_question(self, column: Column) -> Taken | None:
        if column.item is not None:
            # A form's block of contact details: each of its lines asks for something of its own.
            asked = self._by_question(replace(column, question=column.item, item=None))
            if asked is not None and asked.target in PERSON_MEANINGS and asked.target != "id":
                return replace(asked, column=column)
        words = without_number(plain_words(column.question))
        for question in QUESTIONS:
            fits = re.fullmatch(question.words, words) if question.whole else re.search(question.words, words)
            if fits is None or re.search(question.unless, words):
                continue
            meaning = self._meaning(question.meaning, column)
            sureness = None if meaning is None else self._checked(meaning, column, question.whole)
            if meaning is None or sureness is None or (_is_own_meaning(meaning) and is_negated(column.question)):
                continue
            if meaning.target == "avoid" and not speaks_of_refusal(column.question):
                continue
            taken = Taken(column, meaning, sureness, "by its question")
            return taken if question.whole else self._by_its_words(taken)
        return None

    def _by_its_words(self, taken: Taken) -> Taken:
        """Return a column as its whole heading has it: turned round, or in doubt where a word is not understood."""
        target, column = taken.target, taken.column
        if target in ("role", "gender") and is_negated(column.question):
            return in_doubt(taken, (target,), "its heading holds a word that may turn it round", self._examples(column))
        asked = read_heading(target, column.question)
        if asked.target is None:
            why = f"{asked.strange!r} in its heading was not understood"
            return in_doubt(taken, _MIGHT.get(target, (target, "avoid")), why, self._examples(column))
        if asked.target != target:
            return replace(taken, meaning=Meaning(asked.target, None, taken.meaning.item))
        return taken

    def _examples(self, column: Column) -> list[str]:
        return list(dict.fromkeys(" ".join(cell.split())[:60] for cell in self.answers[column.place]))[:2]

    def _taking_part(self, column: Column) -> Taken | None:
        """Return a column that asks whether people take part; in doubt where that is not all that it asks."""
        asked = asks_to_take_part(column.question)
        cells = self.answers[column.place]
        if column.item is not None or asked is None:
            return None
        plain = asked.target is not None
        # Whoever says perhaps is asked about; under a plain heading so is any short answer.
        short = plain and all(len(cell.split()) <= _SHORT for cell in cells)
        answered = short or sum(map(speaks_of_yes_or_no, cells)) >= _MOST_SAY * len(cells)
        taken = Taken(column, Meaning("taking_part"), Sureness.LIKELY, "it asks whether people take part")
        if plain and answered:
            return taken
        if not plain and (not answered or not self._may_leave(column)):
            return None
        own = replace(taken, meaning=Meaning(_safe_name(name_of(column.question))), why=_KEPT)
        strange = f"{asked.strange!r} in its heading was not understood"
        why = "it asks whether people take part, and its answers say neither yes nor no" if plain else strange
        return replace(own, doubt=doubt_of(("taking_part",), why, self._examples(column)))

    def _may_leave(self, column: Column) -> bool:
        """Whether anybody may say no to a question on taking part: not all say yes, or it may ask for the opposite."""
        all_yes = all(read_yes_no(cell).value for cell in self.answers[column.place])
        return not all_yes or asks_to_leave(column.question)

    def _passed_over(self, taken: Taken) -> Taken:
        """Return a column that is not used, with what is asked of it where its answers read as something known."""
        column, cells = taken.column, self.answers[taken.column.place]
        read = [" ".join(cell.split()) for cell in cells[:_ENOUGH]]
        wished = ("preferred_mentees", "preferred_co_mentors") if self.role == "mentors" else ("preferred_mentors",)
        if fold(column.question) in self.people.everybody and column.item is None:
            return replace(taken, meaning=Meaning("ignore"), why=_OF_A_NAME)
        if self._names_people(column, cells):
            if is_refusal(column.question):
                return replace(taken, meaning=Meaning("avoid", None, column.item), why="by its question")
            why = "it speaks of people of this program, and its heading is not known"
            return in_doubt(taken, (*wished, "avoid"), why, self._examples(column))
        beside = self._maybe_beside_hours(taken, read)
        if beside is not None:
            return beside
        if tells_a_time(column.label):
            return self._a_time_in_doubt(taken)
        if column.item is not None:
            return self._maybe_hours(taken, read)
        if share_of_genders(read) >= 0.6 and _I_AM.fullmatch(plain_words(column.question)):
            return Taken(column, Meaning("gender"), Sureness.LIKELY, "its cells are genders")
        if self.role != "mentees" and speaks_of_limits(column.question, read):
            why = "it counts mentees or groups, and its heading is not known"
            return replace(taken, doubt=doubt_of(("max_mentees", "max_groups"), why, self._examples(column)))
        might, why = self._read_as(column, read, wished)
        if might:
            return replace(taken, why=why, doubt=doubt_of(might, why, self._examples(column)))
        if share_of(tells_yes_or_no, read) >= 0.6:
            return replace(taken, why=_YES_OR_NO)
        if self.role != "mentees" and share_of(tells_few, read) >= 0.5:
            return replace(taken, why=_FEW)
        return self._maybe_hours(taken, read)

    def _a_time_in_doubt(self, taken: Taken) -> Taken:
        """Return a column that is headed by a time as hours in doubt: who answered it may not be free at all others."""
        doubt = doubt_of(_HOURS, _OF_A_TIME, self._examples(taken.column), _HELD)
        own = Meaning("availability")
        return replace(taken, meaning=own, sureness=Sureness.LIKELY, why=_OF_A_TIME, doubt=doubt)

    def _maybe_beside_hours(self, taken: Taken, cells: Sequence[str]) -> Taken | None:
        """Return a column that tells by which clock hours are, or of which weeks, or may; None where it does not."""
        heading = plain_words(f"{taken.column.question} {taken.column.item or ''}")
        found = self._maybe_zones(taken, heading, cells)
        return self._maybe_weeks(taken, heading, cells) if found is None else found

    def _maybe_zones(self, taken: Taken, heading: str, cells: Sequence[str]) -> Taken | None:
        scored = asks_for_ranks(heading) is False and not _ZONES.search(heading)
        some = [cell for cell in cells if tells_a_time_zone_alone(cell)]
        plain = share_of(lambda cell: tells_a_time_zone_alone(cell) or (is_offset(cell) and not scored), cells)
        maybe = share_of(lambda cell: tells_a_time_zone(cell) and not (is_offset(cell) and scored), cells)
        if _ZONES.search(heading) or plain >= _MOST or maybe >= _NEARLY_ALL:
            return _held(taken, "timezone", _OF_A_ZONE, _ZONE_ASKED, bool)
        if plain >= 0.5 or maybe >= 0.5:
            return _held(taken, "timezone", _OF_A_ZONE, _ZONE_ASKED, tells_a_time_zone)
        if some:
            told = name_some([repr(cell) for cell in dict.fromkeys(some)])
            return _held(taken, "timezone", _OF_SOME_ZONES, f"{told}: {_ZONE_ASKED}", tells_a_time_zone_alone)
        return None

    def _maybe_weeks(self, taken: Taken, heading: str, cells: Sequence[str]) -> Taken | None:
        asks = _WEEKS.search(heading) is not None
        plainly = asks and all(word in _WEEK_WORDS for word in heading.split())
        told = [cell for cell in cells if tells_weeks(cell)]
        if told and plainly and share_of(lambda cell: read_weeks(cell).sure or tells_weeks(cell), cells) >= 0.5:
            return Taken(taken.column, Meaning("which_weeks"), Sureness.LIKELY, "its cells say in which weeks")
        some = told if asks or share_of(tells_weeks, cells) >= 0.5 else [cell for cell in told if _names_weeks(cell)]
        if plainly or some:
            said = doubt_of(("which_weeks",), _OF_WEEKS, some[:2] or self._examples(taken.column), _HELD)
            return _held(taken, "which_weeks", _OF_WEEKS, said, bool if plainly or asks else tells_weeks)
        return None

    def _maybe_hours(self, taken: Taken, cells: Sequence[str]) -> Taken:
        """Return a column with what is asked of it where some of its answers are hours."""
        said = list(dict.fromkeys(filter(tells_hours, cells)))
        if not said and share_of(tells_a_time_of_day, cells) < 0.5:
            return taken
        why = _OF_SOME_HOURS if said else _OF_TIMES
        return replace(taken, why=why, doubt=doubt_of(_HOURS, why, (said or self._examples(taken.column))[:2], _STAYS))

    def _read_as(self, column: Column, cells: Sequence[str], wished: Sequence[str]) -> tuple[Sequence[str], str]:
        """Return what the answers of a column whose heading is not known may be, and why; nothing where no sign is."""
        beside = "and its heading is not known"
        if share_of_genders(cells) >= 0.6:
            return ("gender", "mentor_gender"), f"its answers are genders, {beside}"
        if share_of_gender_wishes(cells) >= 0.6:
            return ("mentor_gender",), f"its answers are wishes on gender, {beside}"
        if self.people.share_of_single_names(cells) >= 0.5 and not self._calls_themselves(column):
            return (*wished, "avoid"), f"its answers are first or last names of people of this program, {beside}"
        if share_of(tells_a_role, cells) >= 0.6 and len({fold(cell) for cell in cells}) > 1:
            return ("role",), f"its answers say mentor or mentee, {beside}"
        if share_of(tells_of_staying, cells) >= 0.8 and any(map(has_given_up, cells)):
            return ("status", "taking_part"), f"its answers may say who takes part, {beside}"
        if share_of(tells_a_time_of_day, cells) >= 0.5:
            return _HOURS, _OF_TIMES
        return (), ""

    def _calls_themselves(self, column: Column) -> bool:
        """Whether people give their own names: a name to be called by."""
        rows = [line.cells for line in self.export.lines if line.cells[column.place]]
        others = [one.place for one in self.columns if one.place != column.place]
        own = sum(
            any(plain_words(cells[column.place]) in plain_words(cells[place]).split() for place in others)
            for cells in rows
        )
        return 2 * own >= len(rows)

    def _names_people(self, column: Column, cells: Sequence[str]) -> bool:
        """Whether answers name people of this program, or stand under the name of one of them."""
        if not self.people.everybody or self._may_be_the_id(column):
            return False
        if column.item is not None and fold(column.item) in self.people.everybody:
            return True
        # "-" and "no" say of nobody that nobody is named.
        named = [cell for cell in cells if read_yes_no(cell).value is None]
        return self.people.share(named) >= 0.3 or self.people.share_within(named) >= 0.3

    def _meaning(self, target: str, column: Column) -> Meaning | None:
        """Return what a question means for a column of it, with its rank or item."""
        if target in ("name", "email", "id") and self._speaks_of_others(column):
            target = "preferred_mentors" if self.role == "mentees" else "preferred_mentees"
        if target == "preferred_mentors" and self.role == "mentors":
            target = self._wished_by_mentors(column)
        if target in ("availability", "unavailable"):
            target = "unavailable" if what_is_asked(column.question) is Asked.BUSY else "availability"
        if target in RANKED:
            rank = rank_in(column.item, column.question) if target != "avoid" else None
            person = column.item if column.item is not None and rank_in(column.item) is None else None
            return Meaning(target, None if person else rank, person)
        if column.item is None:
            return Meaning(target)
        if target in ("availability", "unavailable", "interests", "languages", "comments", "gender"):
            own = target in ("interests", "languages")
            return Meaning(target, item=column.item) if own and self._is_ticked(column) else None
        return Meaning(target) if target in PERSON_MEANINGS else None

    def _speaks_of_others(self, column: Column) -> bool:
        """Whether a question among mentees speaks of mentors alone, or the other way round: ``Mentor name``."""
        spoken = {role for role in ROLES if re.search(rf"\b{role.removesuffix('s')}s?\b", plain_words(column.question))}
        return self.role is not None and bool(spoken) and self.role not in spoken

    def _checked(self, meaning: Meaning, column: Column, whole: bool) -> Sureness | None:
        """Return how sure a meaning is by what people answered; None where the answers speak against it."""
        cells = self.answers[column.place]
        if meaning.target in RANKED and meaning.item is not None:
            beside = [one for one in self.columns if one.question == column.question and one.item is not None]
            return self.people.ranked([cell for one in beside for cell in self.answers[one.place]], meaning.item)
        if meaning.target in RANKED:
            return self.people.wished(cells, column.question)
        if meaning.target == "id" and not self._tells_apart(column):
            return None
        return fit(meaning.target, cells, whole=whole)

    def _tells_apart(self, column: Column) -> bool:
        """Whether nearly everybody has a value of their own."""
        cells = [cell for cell in self.export.cells(column) if cell]
        return len(cells) >= 0.7 * len(self.export.lines) and len(set(map(fold, cells))) >= 0.8 * len(cells)

    def _numbers_answers(self, column: Column) -> bool:
        """Whether a column counts the answers, which says nothing of who gave them: next year's would be others."""
        cells = self.answers[column.place]
        whole = plain_words(column.question) in ("id", "number", "no", "nr", "code", "response id")
        timed = any(re.fullmatch(QUESTIONS[0].words, plain_words(one.question)) for one in self.export.columns)
        numbers = [int(cell) for cell in cells if cell.isascii() and cell.isdigit() and len(cell) < 12]
        running = len(numbers) == len(cells) and all(0 < later - earlier < 50 for earlier, later in pairwise(numbers))
        mailed = any(are_addresses(self.answers[one.place], 0.7) for one in self.export.columns)
        return whole and running and (timed or mailed)

    def _wished_by_mentors(self, column: Column) -> str:
        """Return what mentors mean who are asked for a mentor: one to lead with, or whom they would mentor."""
        cells = [column.item] if column.item is not None else self.answers[column.place]
        shares = [self.people.share(cells, role) for role in ("mentors", "mentees")]
        return "preferred_mentees" if shares[1] > shares[0] else "preferred_co_mentors"

    def _is_ticked(self, column: Column) -> bool:
        return all(is_tick(cell, column.item) is not None for cell in self.answers[column.place])

    def _by_content(self, column: Column) -> Taken | None:
        cells = self.answers[column.place]
        whole = [fold(cell) for cell in cells]
        if column.item is not None or len(cells) < 2:
            return None
        if are_addresses(cells, 0.9) and not self._refused(column, "email"):
            return Taken(column, Meaning("email"), Sureness.GUESSED, "its cells are e-mail addresses")
        if share_of_hours(cells) >= 0.5:
            target = "unavailable" if what_is_asked(column.question) is Asked.BUSY else "availability"
            return Taken(column, Meaning(target), Sureness.LIKELY, "its cells are hours")
        said = {role_in(cell) for cell in set(whole)}
        if len(set(whole)) <= 6 and said == {"mentors", "mentees"}:
            return Taken(column, Meaning("role"), Sureness.LIKELY, "its cells say mentor or mentee")
        rank = rank_in(column.question)
        if self.people.everybody and self.role is not None and rank is not None and self.people.share(cells) >= 0.5:
            target = "preferred_mentors" if self.role == "mentees" else "preferred_mentees"
            return Taken(column, Meaning(target, rank), Sureness.LIKELY, "its cells are people of this program")
        return None

    def _refused(self, column: Column, target: str) -> bool:
        """Whether the question fits a meaning but for a word that excludes it: somebody else's address."""
        words = plain_words(column.question)
        asked = (one for one in QUESTIONS if one.meaning == target and not one.whole)
        return any(re.search(one.words, words) and re.search(one.unless, words) for one in asked)

    def _ticked_beside(self, column: Column) -> Column | None:
        """Return a column of ticks beside one that asks for what they leave out: ``Other (please specify)``."""
        if (
            re.search(r"\b(?:other|specify|andere|sonstige\w*|otro|otra|autre)\b", plain_words(column.item or ""))
            is None
        ):
            return None
        beside = (one for one in self.export.columns if one.question == column.question and one is not column)
        return next((one for one in beside if self.answers[one.place] and self._is_ticked(one)), None)

    def _own(self, column: Column) -> Taken:
        why = _KEPT
        if column.item is not None and self._is_ticked(column):
            return Taken(column, Meaning(name_of(column.question), item=column.item), Sureness.LIKELY, why)
        ticked = self._ticked_beside(column)
        if ticked is not None:
            target = (self._by_question(ticked) or self._own(ticked)).target
            return Taken(column, Meaning(target), Sureness.LIKELY, "what the ticks beside it leave out")
        text = column.question if column.item is None else f"{column.question} {column.item}"
        return Taken(column, Meaning(_safe_name(name_of(text))), Sureness.LIKELY, why)

    def _settled(self, taken: list[Taken]) -> list[Taken]:
        """Let one column alone have each meaning of which there can be one, and give the others names of their own."""
        taken = self._given_names(taken)
        best: dict[str, Taken] = {}
        for one in taken:
            if one.target in _SINGLE:
                rival = best.get(one.target)
                if rival is None or self._rating(one) > self._rating(rival):
                    best[one.target] = one
        alone = [one if best.get(one.target, one) is one else self._beaten(one, best[one.target]) for one in taken]
        alone = self._named(self._asked_together(self._bare_ticks(self._scored(alone))))
        return list(self._named_apart(self._told_apart(alone)))

    def _named(self, taken: list[Taken]) -> list[Taken]:
        """Ask once about columns headed by nothing but the names of people."""
        named = [one for one in taken if one.why == _OF_A_NAME]
        labels = in_a_row(repr(one.column.label) for one in named)
        wished = "preferred_mentees" if self.role == "mentors" else "preferred_mentors"
        text = (
            f"{_OF_A_NAME}, and nothing says what was asked of {labels}: are they wished for ({wished}), or not "
            f'wanted (avoid)? Write {{ as = "{wished}", item = "…" }} or {{ as = "avoid", item = "…" }} with the name '
            'at each of them in the mapping, or "ignore"; until then they are not used'
        )
        return [replace(one, doubt=text) if one.why == _OF_A_NAME else one for one in taken]

    def _asked_together(self, taken: list[Taken]) -> list[Taken]:
        """Ask once about all columns of yes and no, and about all of small numbers, unless it is known which one is."""
        for why, might in ((_YES_OR_NO, ("taking_part",)), (_FEW, ("max_mentees", "max_groups"))):
            alike = [one for one in taken if one.why == why and _is_own(one)]
            if not alike or any(one.target in might for one in taken):
                continue
            labels = name_some([repr(one.column.label[:60]) for one in alike])
            ways = ", or ".join(f"{_READ_AS[target]} ({target})" for target in might)
            written = " or ".join(f'"{target}"' for target in might)
            text = (
                f"{why}: does one of {labels} say {ways}? Write {written} at it in the mapping, and take away the # in "
                "front where none does; until then each is a column of its own"
            )
            taken = [replace(one, doubt=text) if one is alike[0] else one for one in taken]
        return taken

    def _bare_ticks(self, taken: list[Taken]) -> list[Taken]:
        """Ask once about ticks whose headings name one thing each, and none the question: ``Chess``, ``TT 3``."""
        bare = [one for one in taken if self._is_bare(one)]
        if not bare:
            return taken
        labels = name_some([repr(one.column.label[:60]) for one in bare])
        text = (
            f'ticked, and no heading says what {labels} belong to: write {{ as = "interests", item = "…" }} at '
            f"each of "
            'them in the mapping, or "availability_grid" where they are hours, or "ignore"; until then each is a '
            "column of "
            "its own"
        )
        return [replace(one, doubt=text) if one is bare[0] else one for one in taken]

    def _is_bare(self, one: Taken) -> bool:
        cells = self.answers[one.column.place]
        if not _is_own(one) or one.column.item is not None or one.sureness is Sureness.GIVEN or one.doubt is not None:
            return False
        repeats = all(fold(cell) == fold(one.column.question) for cell in cells)
        marked = all(cell in _MARKS for cell in cells) and len(one.column.question.split()) <= 4
        return repeats or (marked and any(cell not in ("0", "-") for cell in cells))

    def _given_names(self, taken: list[Taken]) -> list[Taken]:
        """Take a column of names for first names where last names stand in a column of their own beside it."""
        last = next((one for one in taken if one.target == "last_name"), None)
        if last is None:
            return taken
        return [
            replace(one, meaning=Meaning("first_name"))
            if one.target == "name" and one.sureness is not Sureness.GIVEN and self._lacks(one, last)
            else one
            for one in taken
        ]

    def _lacks(self, one: Taken, last: Taken) -> bool:
        pairs = [(line.cells[one.column.place], line.cells[last.column.place]) for line in self.export.lines]
        return not any(surname and fold(surname) in fold(name) for name, surname in pairs)

    def _told_apart(self, taken: list[Taken]) -> list[Taken]:
        """Where nothing else tells who answered, take the first column that names an id and gives each their own."""
        told = {one.target for one in taken if one.sureness >= Sureness.LIKELY}
        if told & {"id", "email", "name"} or told >= {"first_name", "last_name"}:
            return taken
        for place, one in enumerate(taken):
            if _is_own(one) and one.sureness is not Sureness.GIVEN and self._may_be_the_id(one.column):
                why = "filled in every row, no two alike, and nothing else tells who answered"
                return [*taken[:place], Taken(one.column, Meaning("id"), Sureness.LIKELY, why), *taken[place + 1 :]]
        return taken

    def _may_be_the_id(self, column: Column) -> bool:
        """Whether a column calls itself an id or a code, is filled in every row, and holds nothing twice."""
        cells = [cell for cell in self.export.cells(column) if cell]
        whole = len(cells) == len(self.export.lines) == len(set(map(fold, cells)))
        return whole and _names_an_id(column.question)

    def _scored(self, taken: list[Taken]) -> list[Taken]:
        """Ask about numbers under people's names that may be scores, the highest the best, rather than ranks."""
        grids: dict[tuple[str, str], list[Taken]] = {}
        for one in taken:
            if one.target in RANKED and one.meaning.item is not None and one.sureness is not Sureness.GIVEN:
                grids.setdefault((one.target, one.column.question), []).append(one)
        doubts = {
            id(one): why for (_, _), columns in grids.items() if (why := self._no_ranks(columns)) for one in columns
        }
        return [one if id(one) not in doubts else self._maybe_scores(one, doubts[id(one)]) for one in taken]

    def _no_ranks(self, columns: Sequence[Taken]) -> str | None:
        """Return why numbers under people's names may be no ranks; None where they are, or where none stand there."""
        rows = [[rank_of_cell(line.cells[one.column.place]) for one in columns] for line in self.export.lines]
        numbers = [[rank for rank in row if rank is not None] for row in rows]
        marked = any(is_tick(line.cells[one.column.place], None) for line in self.export.lines for one in columns)
        if not any(numbers) or (marked and all(number == 1 for row in numbers for number in row)):
            return None
        asked = asks_for_ranks(*dict.fromkeys((columns[0].column.question, columns[0].column.label)))
        if asked is False:
            return "its heading speaks of scores"
        if any(len(set(row)) < len(row) for row in numbers):
            return "somebody gives the same number twice"
        return None if asked or len(columns) == 1 else "its heading does not say that the numbers are ranks"

    def _maybe_scores(self, one: Taken, why: str) -> Taken:
        text = (
            f"{why}: are its numbers ranks, of which 1 is best, or scores, of which the highest is? As ranks they "
            f"count "
            f'once you write {{ as = "{one.target}", item = "…" }} at each of its columns in the mapping; scores '
            f"have to "
            "be turned into ranks in the export. Until then they are not used"
        )
        return replace(one, meaning=Meaning("ignore"), sureness=Sureness.LIKELY, why=why, doubt=text)

    def _named_apart(self, taken: Sequence[Taken]) -> Iterator[Taken]:
        """Give questions of the program's own that somebody answered beside each other names of their own."""
        named: dict[str, list[Taken]] = {}
        for one in taken:
            target, number = one.target, 1
            if _is_own(one) and one.sureness is not Sureness.GIVEN:
                while any(self._answered_beside(one, other) for other in named.get(target, ())):
                    number += 1
                    target = f"{one.target}_{number}"
                named.setdefault(target, []).append(one)
            yield one if number == 1 else replace(one, meaning=replace(one.meaning, target=target))

    def _answered_beside(self, one: Taken, other: Taken) -> bool:
        if one.column.question == other.column.question and (
            one.column.item is not None or other.column.item is not None
        ):
            return False
        places = one.column.place, other.column.place
        return any(line.cells[places[0]] and line.cells[places[1]] for line in self.export.lines)

    def _rating(self, one: Taken) -> tuple[int, int, int]:
        """Rate by sureness, then by how many answered (a third more counts), then by the better known wording."""
        filled = len(self.answers[one.column.place]) * 3 // max(1, min(_ENOUGH, len(self.export.lines)))
        return one.sureness, filled, -_wording(one)

    def _beaten(self, one: Taken, winner: Taken) -> Taken:
        if one.sureness is Sureness.GIVEN:
            return one
        why = f"{winner.column.label!r} is taken for the {winner.target.replace('_', ' ')}"
        if one.target in ("time", "status", "finished", "email"):
            return Taken(one.column, Meaning("ignore"), Sureness.LIKELY, why)
        name = name_of(one.column.question)
        return Taken(one.column, Meaning(_safe_name(name)), Sureness.LIKELY, f"{why}; kept beside it")


def _of_a_list(column: Column, stems: Mapping[str, int]) -> Column:
    """Return one of several columns that a tool heads ``Topics->Chess`` as one that asks for its item."""
    stem, arrow, item = column.question.partition("->")
    if column.item is not None or not arrow or stems[stem] < 2 or not item.strip():
        return column
    return replace(column, question=stem.strip(), item=item.strip())


def in_doubt(taken: Taken, might: Sequence[str], why: str, examples: Sequence[str]) -> Taken:
    """Return a column that is not used until the coordinator says what it is."""
    return replace(
        taken, meaning=Meaning("ignore"), sureness=Sureness.LIKELY, why=why, doubt=doubt_of(might, why, examples)
    )


def doubt_of(might: Sequence[str], why: str, examples: Sequence[str], meanwhile: str = "it is not used") -> str:
    """Return what is asked of a column: its examples in each reading, and where to settle it."""
    said = name_some([repr(example) for example in examples])
    ways = ", or ".join(f"{_READ_AS[target]} ({target})" for target in might)
    turned = "" if len(might) > 1 else ", or the opposite, or something else"
    written = " or ".join(f'"{target}"' for target in might)
    return (
        f"{why}: do answers like {said} say {ways}{turned}? Write {written} at it in the mapping, or a name of your "
        f'own, or "ignore"; until then {meanwhile}'
    )


def _held(taken: Taken, might_be: str, why: str, doubt: str, holds_back: Callable[[str], bool]) -> Taken:
    return replace(taken, why=why, doubt=doubt, holds_back=holds_back, might_be=might_be)


_KEPT = "a question of your own, kept as it is"
_OF_TIMES = "its answers are times of a day, and of which day they do not say"
_OF_SOME_HOURS = "some of its answers read as hours"
_OF_SLOTS = "it speaks of times to meet, and its answers do not read as hours"
_TIMES_TO_MEET = re.compile(
    r"\b(?:(?:time ?)?slots?|shifts?|meeting times?|availab\w*|zeitfenster|schicht(?:en)?|terminwunsch\w*|verfugbar\w*|"
    r"creneaux?|disponib\w*|turnos?|franjas?(?: horarias?)?)\b"
)
_STAYS = "it is a column of your own"
_YES_OR_NO = "answered with yes or no, and its heading is not known"
_FEW = "answered with small numbers, and its heading is not known"
_OF_A_NAME = "its heading is a name of somebody here"
_OF_A_ZONE = "it tells time zones"
_OF_A_TIME = "its heading names a time, and was not wholly understood"
_OF_SOME_ZONES = "some of its answers are time zones"
_HELD = "who answered it counts as never free"
_ZONE_ASKED = (
    "tells time zones, or may: are people's hours told in these? Write "
    '"timezone" at it in the mapping where they are, and take away the # in front of it where they are not; until then '
    "whoever answered it so counts as never free"
)
_ZONES = re.compile(rf"\b(?:{ZONES}|{ZONES_APART})\b")
_MOST = 2 / 3
"""Which share of the answers has to be zones and nothing else, for the others to be taken for zones, too."""
_NEARLY_ALL = 0.9
"""The same of answers that may be zones: "PT"."""
_OF_WEEKS = "it tells weeks, or may"
_WEEKS = re.compile(r"\b(?:weeks?|wochen?|kalenderwochen?|kw|semaines?|semanas?)\b")
_WEEK_WORDS = words_of(
    "a an and are can could do either even every for i in is it kind meet of odd on only or s say the these they this "
    "to type week weeks what when which you your "
    "der die das gerade geraden ungerade ungeraden fur ihr im in jede jeden kalenderwoche kalenderwochen kannst konnen "
    "kw nur oder sie treffen und welche welchen welcher welches woche wochen du "
    "de des en et impaire impaires la les ou paire paires pair impair pour pouvez quelle quelles semaine semaines tu "
    "vous cual cuales el las los o para par pares impar impares puede puedes que semana semanas u y"
)
"""Words of a heading that asks in which weeks people can meet, and nothing else."""


def _names_weeks(cell: str) -> bool:
    """Whether a cell speaks of weeks by name: "even" and "par" may be said of anything."""
    return _WEEKS.search(plain_words(cell)) is not None


_READ_AS = {
    "preferred_mentors": "who is wished for", "preferred_mentees": "which mentee is wished for",
    "preferred_co_mentors": "which partner is wished for", "avoid": "who is not wanted",
    "max_mentees": "how many mentees somebody takes at most", "max_groups": "how many groups somebody leads at most",
    "mentor_gender": "which gender of the mentor is wished for", "gender": "which gender somebody has",
    "role": "which role somebody has this year", "taking_part": "whether somebody takes part",
    "status": "who has withdrawn", "which_weeks": "in which weeks the hours beside it are",
    "availability": "when people are free", "unavailable": "when they are not",
}  # fmt: skip
_MIGHT = {
    "max_mentees": ("max_mentees",), "max_groups": ("max_groups",), "mentor_gender": ("mentor_gender",),
    "avoid": ("avoid", "preferred_mentors"),
    "gender": ("gender", "mentor_gender"),
}  # fmt: skip
_MOST_SAY = 0.6
"""Which share of the answers has to be yes or no."""
_SHORT = 3
"""Words of a short answer."""
_BOTH_ENDS = 2
"""Columns of numbers that may be a beginning and an end."""
_MOST_NAME_WORDS = 5
"""Words of a name at the end of a heading, which nothing parts from the question."""
_LONGEST_WITH_A_NAME = 400
"""Letters of a heading in which a name is looked for at the end."""
_ENDS_WITH_A_NAME = re.compile(r"(?P<stem>.*\w.*?)\s*(?:->|>>|[:|/.\\(\u2013\u2014-])\s*(?P<name>[^:|>/()]+?)\)?")
_MARKS = frozenset({"x", "X", "0", "1", *YES_MARKS, *NO_MARKS})
_I_AM = re.compile(
    r"(?:i am|i m|i identify as|how do you identify|ich bin|anrede|je suis|civilite|soy|tratamiento)(?: an?)?"
)
_ID = re.compile(
    r"\b(?:\w*id|\w*code ?names?|codes?|pseudonym\w*|kennung|identifi\w*|matricul\w*|kurzel|alias|handle)\b"
)
_OTHER_IDS = re.compile(
    r"\b(?:zoom|discord|skype|instagram|slack|teams|phone|post|zip|postal|country|course|class|room|kid|did)\b"
)


def _names_an_id(question: str) -> bool:
    words = plain_words(question)
    return _ID.search(words) is not None and _OTHER_IDS.search(words) is None


def _is_own_meaning(meaning: Meaning) -> bool:
    return meaning.target not in (*COLUMN_MEANINGS, *INTAKE_MEANINGS)


def _safe_name(name: str) -> str:
    """Return a name that is none of those with a meaning of their own, however that is spelled."""
    own = map(header_key, (*COLUMN_MEANINGS, *INTAKE_MEANINGS))
    return f"{name}_answer" if header_key(name) in own else name


def _is_own(taken: Taken) -> bool:
    return taken.target not in (*COLUMN_MEANINGS, *INTAKE_MEANINGS)


_TIME_WORDS = (
    "completion time", "recorded date", "recordeddate", "submitdate", "submit date", "date submitted", "end date",
    "enddate", "timestamp", "date modified",
)  # fmt: skip


def _wording(one: Taken) -> int:
    """Return how well known the wording is, 0 the best, by which one of several equal columns is taken."""
    words = plain_words(one.column.question)
    if one.target == "time":
        return _TIME_WORDS.index(words) if words in _TIME_WORDS else len(_TIME_WORDS)
    places = [place for place, question in enumerate(QUESTIONS) if question.meaning == one.target]
    fits = [place for place in places if re.search(QUESTIONS[place].words, words)]
    return (0 if "your" in words.split() else 1) + (fits[0] if fits else len(QUESTIONS))
