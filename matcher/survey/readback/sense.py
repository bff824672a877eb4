"""What was read has to make sense together: else something was taken for what it is not, and is asked about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from matcher.intake.hours import parse_availability
from matcher.intake.people import DAYS, WEEK_MINUTES
from matcher.intake.program import Program
from matcher.intake.words.findings import count_of, name_some
from matcher.survey.hours.reading import never_free
from matcher.survey.import_report import Question
from matcher.survey.mapping.answers import Answer, Source
from matcher.survey.mapping.mapping import POLL, ROLES, Reading
from matcher.survey.mapping.standing import family_of
from matcher.survey.mapping.vocabulary import plain_words
from matcher.survey.people.gathering import Someone, is_no_name, latest, of_source
from matcher.survey.reading.timestamps import may_be_either_order, read_times

__all__ = ["what_makes_no_sense"]

Records = Mapping[str, Sequence[Mapping[str, str]]]
_HOURS = ("availability", "unavailable")
_FEWEST_ALIKE = 5
"""So many people of one role who all have the same hours are asked about."""


def what_makes_no_sense(
    sources: Sequence[Source], people: Sequence[Someone], records: Records, program: Program, reading: Reading
) -> Iterator[Question]:
    """Yield what is to be asked about an import as a whole.

    Parameters
    ----------
    records
        The rows of the intake, by role.
    reading
        How the mapping says that doubtful things are read.
    """
    if program.schedule.required:
        yield from _without_hours(sources, records)
    yield from _all_the_same_hours(sources, records)
    yield from _every_hour(sources, people, records, program)
    for source in sources:
        theirs = of_source(people, source)
        yield from _one_name(source, theirs)
        yield from _rows_with_other_hours(source, theirs)
        if reading.day_first is None:
            yield from _either_order(source, theirs)


def _without_hours(sources: Sequence[Source], records: Records) -> Iterator[Question]:
    """Ask where nobody of a role has hours, though none of them left a question on hours blank."""
    for_nobody = [role for role in ROLES if not any(row.get(key) for row in records[role] for key in _HOURS)]
    asked = {
        role
        for source in sources
        if any(family_of(taken.target) == "availability" for taken in source.taken)
        for role in ROLES
        if source.role in (role, POLL, None)
    }
    lacking = [role for role in for_nobody if role not in asked]
    if not lacking:
        return
    file = _files(source for source in sources if source.role in (*lacking, None))
    ids = tuple(row["id"] for role in lacking for row in records[role])
    if len(lacking) == len(ROLES):
        what = "no column was taken for hours, so that groups get no slot"
    else:
        what = f"no column of the {lacking[0]} was taken for hours, so that they count as blank"
    text = (
        f"{what}. If one tells when people can meet, say so in the mapping; if nobody was asked, write "
        "required = false under [schedule] in program.toml"
    )
    yield Question(file, None, None, "availability", None, text, ids)


def _files(sources: Iterator[Source]) -> str:
    return name_some(list(dict.fromkeys(source.export.file for source in sources)))


def _all_the_same_hours(sources: Sequence[Source], records: Records) -> Iterator[Question]:
    for role in ROLES:
        hours = Counter(tuple(row.get(key, "") for key in _HOURS) for row in records[role])
        if len(hours) == 1 and hours.total() >= _FEWEST_ALIKE and any(next(iter(hours))):
            available, unavailable = next(iter(hours))
            if not available and unavailable.startswith(never_free()):
                # Nobody said so: it stands for what is asked about already.
                continue
            told = available or f"not {unavailable}"
            text = f"all {hours.total()} {role} have the same hours, {told[:80]}: is that so, or was something misread?"
            file = _files(source for source in sources if source.role in (role, POLL, None))
            ids = tuple(row["id"] for row in records[role])
            yield Question(file, None, None, "availability", None, text, ids)


def _every_hour(
    sources: Sequence[Source], people: Sequence[Someone], records: Records, program: Program
) -> Iterator[Question]:
    """Ask about those for whom a grid says every hour of the week, day and night: perhaps it asks the contrary."""
    rows = {row["id"]: row for side in records.values() for row in side}
    slots = program.schedule.slots or ()
    for source in sources:
        if not any(taken.target.endswith("_grid") for taken in source.taken):
            continue
        always = [one for one in of_source(people, source) if _is_whole(rows[one.id].get("availability"), slots)]
        if always:
            names = name_some([one.name or one.id for one in always])
            free = "is free at every hour of the week" if len(always) == 1 else "are free at every hour of the week"
            text = f"{names} {free}, nights too: is that so, or do the marks mean the contrary?"
            yield Question(source.export.file, None, None, "availability", None, text, tuple(one.id for one in always))


def _is_whole(cell: str | None, slots: Sequence[str]) -> bool:
    # A whole week has the end of each day in it; most cells need no closer look.
    windows = parse_availability(cell, slots).windows if cell and cell.count("24:00") >= len(DAYS) else ()
    return sum(end - start for start, end in windows) >= WEEK_MINUTES


def _one_name(source: Source, people: Sequence[Someone]) -> Iterator[Question]:
    """Ask where most rows give the same name: what was taken for it is something else."""
    answers = [answer for one in people for answer in (one.answer, *one.earlier)]
    names = Counter(plain_words(answer.name) for answer in answers if answer.name)
    for name, count in names.most_common(1):
        if is_no_name(count, names.total()):
            label = next((taken.column.label for taken in source.taken if family_of(taken.target) == "name"), "name")
            said = next(answer.name for answer in answers if answer.name and plain_words(answer.name) == name)
            text = (
                f"is what {count} of {names.total()} rows say, so that it is hardly anybody's name; "
                "if another column tells the names, say so in the mapping"
            )
            ids = tuple(one.id for one in people if plain_words(one.name or "") == name)
            yield Question(source.export.file, None, None, label, said, text, ids)


def _rows_with_other_hours(source: Source, people: Sequence[Someone]) -> Iterator[Question]:
    """Ask about those whose rows differ in hours alone: perhaps each row is one of their times."""
    hours = [taken for taken in source.taken if family_of(taken.target) == "availability"]
    others = [
        taken for taken in source.taken if taken not in hours and taken.target not in ("ignore", "status", "finished")
    ]
    for one in people if hours else ():
        answers = [answer for answer in (*one.earlier, one.answer) if answer.source is source]
        told = list(dict.fromkeys(" ".join(answer.cell(taken) for taken in hours).strip() for answer in answers))
        same = {tuple(answer.cell(taken) for taken in others) for answer in answers}
        if len(told) > 1 and len(same) == 1 and all(told):
            text = (
                f"stand in {count_of(len(answers), 'row')} of one person, who gave no later answer in any other way; "
                "only the last row was used. If each row is one of their times, write all of them here"
            )
            yield Question(*one.answer.place, one.id, "availability", "; ".join(told), text)


def _either_order(source: Source, people: Sequence[Someone]) -> Iterator[Question]:
    """Ask whether days or months come first, where that decides which answer counts."""
    taken = source.column("time")
    cells = [] if taken is None else source.export.cells(taken.column)
    if not may_be_either_order(cells):
        return
    times = [
        dict(zip((line.number for line in source.export.lines), read_times(cells, day_first), strict=True))
        for day_first in (True, False)
    ]
    unsure = [one for one in people if one.earlier and len({id(_counting(one, order)) for order in times}) > 1]
    if unsure and taken is not None:
        said = unsure[0].answer.cell(taken)
        names = name_some([one.name or one.id for one in unsure])
        text = (
            f"may be told day or month first, and by that another answer of {names} counts; write day_first = true or "
            "false under [reading] in the mapping"
        )
        ids = tuple(one.id for one in unsure)
        yield Question(source.export.file, None, None, taken.column.label, said, text, ids)


def _counting(one: Someone, times: Mapping[int, datetime | None]) -> Answer:
    group = sorted((one.answer, *one.earlier), key=lambda answer: answer.place)
    return latest(group, [times.get(answer.line.number) for answer in group])
