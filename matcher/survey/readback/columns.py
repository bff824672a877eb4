"""What was read in each column, by the shapes of its answers, the oddest first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from matcher.intake.program import fold
from matcher.intake.words.listing import in_a_row
from matcher.survey.import_report import Question, without_addresses
from matcher.survey.mapping.answers import Source
from matcher.survey.mapping.plans import is_own
from matcher.survey.mapping.recognition import Taken
from matcher.survey.mapping.standing import Standing, family_of, standing_of
from matcher.survey.people.gathering import Someone, of_source
from matcher.survey.readback.sentences import understood
from matcher.survey.shapes import shape_of, word_key

__all__ = ["ColumnRead", "Example", "ShapeRead", "name_words", "read_columns"]

MOST_EXAMPLES = 3
"""Answers of one shape that are shown."""
_AS_IT_STANDS = "as it stands"


@dataclass(frozen=True, slots=True)
class Example:
    """An answer of a shape, and what was understood of it."""

    answer: str
    understood: str


@dataclass(frozen=True, slots=True)
class ShapeRead:
    """Answers of one shape: how many people gave one, and whether a question is open about one of them."""

    people: int
    asked: bool
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class ColumnRead:
    """What was read in the columns of one export that answer one thing together.

    Parameters
    ----------
    name
        The header, or the question that they share; by it they are confirmed.
    meaning
        What they are in the intake.
    columns
        How many columns they are.
    blank
        How many people left all of them blank.
    shapes
        The oddest first: those asked about, then those that fewest people wrote.
    """

    file: str
    name: str
    meaning: str
    columns: int
    standing: Standing
    blank: int
    shapes: tuple[ShapeRead, ...]

    @property
    def people(self) -> int:
        """How many people answered."""
        return sum(shape.people for shape in self.shapes)

    @property
    def open(self) -> bool:
        """Whether it was read and nobody has confirmed it."""
        return self.standing is Standing.READ


def name_words(people: Iterable[Someone]) -> frozenset[str]:
    """Return the words of people's names, as shapes know them."""
    return frozenset(word_key(word) for one in people for word in (one.name or "").split() if len(word) > 1)


def read_columns(
    sources: Sequence[Source],
    people: Sequence[Someone],
    records: Mapping[str, Sequence[Mapping[str, str]]],
    questions: Iterable[Question],
    slots: Sequence[str],
) -> tuple[ColumnRead, ...]:
    """Return what was read in each column of each export.

    Parameters
    ----------
    records
        The rows of the intake, by role.
    questions
        Those that are open, before they are put together.
    slots
        The named slots of the program.
    """
    rows = {record["id"]: record for side in records.values() for record in side}
    names = {own: record.get("name", own) for own, record in rows.items()}
    told = _Told(rows, names, name_words(people), slots)
    asked = {(question.person, family_of(question.column)) for question in questions if question.column is not None}
    found = []
    for source in sources:
        families: dict[str, list[Taken]] = defaultdict(list)
        for taken in source.taken:
            if standing_of(source, taken) is not Standing.UNUSED:
                families[family_of(taken.target)].append(taken)
        theirs = of_source(people, source)
        found += [told.column(source, family, columns, theirs, asked) for family, columns in families.items()]
    return tuple(found)


class _Told:
    def __init__(
        self,
        rows: Mapping[str, Mapping[str, str]],
        names: Mapping[str, str],
        words: Collection[str],
        slots: Sequence[str],
    ) -> None:
        self.rows, self.names, self.words, self.slots = rows, names, words, slots

    def column(
        self,
        source: Source,
        family: str,
        columns: Sequence[Taken],
        people: Sequence[Someone],
        asked: Collection[tuple[str | None, str]],
    ) -> ColumnRead:
        counts: Counter[str] = Counter()
        open_ones: set[str] = set()
        examples: dict[str, dict[Example, None]] = defaultdict(dict)
        for one in people:
            answer = self._answer(one, columns)
            if answer is not None:
                shape = self._shape(one, family, columns, answer)
                counts[shape] += 1
                if len(examples[shape]) < MOST_EXAMPLES:
                    example = Example(without_addresses(answer), self._understood(family, one, answer))
                    examples[shape][example] = None
                open_ones |= {shape} if (one.id, family) in asked else set()
        shapes = [ShapeRead(count, shape in open_ones, tuple(examples[shape])) for shape, count in counts.items()]
        shapes.sort(key=lambda shape: (not shape.asked, shape.people, -len(shape.examples[0].answer)))
        standing = _together(source, columns, set(counts))
        blank = len(people) - sum(counts.values())
        return ColumnRead(
            source.export.file, _name(columns, family), family, len(columns), standing, blank, tuple(shapes)
        )

    def _answer(self, one: Someone, columns: Sequence[Taken]) -> str | None:
        corrected = [one.answer.corrected[key] for key in {c.target for c in columns} if key in one.answer.corrected]
        cells = [" ".join(one.answer.cell(taken).split()) for taken in columns]
        if corrected or not any(cells):
            return next(filter(None, corrected), None)
        if len(columns) == 1:
            return cells[0]
        if _is_a_grid(columns):
            said = Counter(cell for cell in cells if cell)
            more = " …" if len(said) > MOST_EXAMPLES else ""
            words = in_a_row(f"{word[:40]!r} in {count}" for word, count in said.most_common(MOST_EXAMPLES))
            return f"{words}{more} of {len(cells)} columns"
        return " | ".join(filter(None, cells))

    def _understood(self, family: str, one: Someone, answer: str) -> str:
        told = one.role.removesuffix("s") if family == "role" else answer
        if family == "time" and one.answer.time is not None:
            told = f"{one.answer.time.day} {one.answer.time:%B %Y, %H:%M}"
        return without_addresses(understood(family, self.rows[one.id], self.names, self.slots, told))

    def _shape(self, one: Someone, family: str, columns: Sequence[Taken], answer: str) -> str:
        kept = self.rows[one.id].get(family, "")
        if len(columns) == 1 and (is_own(family) or family == "id") and fold(kept) == fold(answer):
            return _AS_IT_STANDS
        if len(columns) > 1 and _is_a_grid(columns):
            cells = {one.answer.cell(taken) for taken in columns}
            return "; ".join(sorted({shape_of(cell, self.words) for cell in cells}))
        return shape_of(without_addresses(answer), self.words)


def _together(source: Source, columns: Sequence[Taken], shapes: Collection[str]) -> Standing:
    """Return on what columns rest together: the weakest of them; what is kept as it stands was not read at all."""
    standings = {standing_of(source, taken) for taken in columns}
    if Standing.READ in standings:
        return Standing.KNOWN if set(shapes) <= {_AS_IT_STANDS} else Standing.READ
    return Standing.CONFIRMED if Standing.CONFIRMED in standings else Standing.KNOWN


def _is_a_grid(columns: Sequence[Taken]) -> bool:
    """Whether columns are marks for one thing each, rather than an answer in several parts."""
    return all(taken.target.endswith("_grid") or taken.meaning.item is not None for taken in columns)


def _name(columns: Sequence[Taken], family: str) -> str:
    if len(columns) == 1:
        return columns[0].column.label
    questions = {taken.column.question for taken in columns}
    return questions.pop() if len(questions) == 1 else family
