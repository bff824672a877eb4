"""Rows of polls of hours → the people who answered other exports: by address, id or name, doubts asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from matcher.intake.program import fold
from matcher.intake.words.findings import name_some
from matcher.survey.import_report import Outcome, Question, Report, ReportRow
from matcher.survey.mapping.answers import Answer
from matcher.survey.people.gathering import Someone, latest
from matcher.survey.people.names import readings_of
from matcher.survey.people.near_names import NearNames

__all__ = ["join_polls"]

_YES = frozenset({"yes", "y", "true", "1", "x"})
_HOW = (
    "Write whom it means, by a name, an id or an e-mail address as the other files have it; until then these hours "
    "are not used"
)


@dataclass(frozen=True, slots=True)
class _Found:
    """Whose a row of a poll is: `people` (a mentor and a mentee where one is both); why not, where nobody is sure."""

    people: tuple[Someone, ...] = ()
    exact: bool = True
    why: str = ""


def join_polls(people: Sequence[Someone], answers: Sequence[Answer], report: Report) -> None:
    """Put each row of a poll beside the answer of the person who gave it; a row of nobody is asked about.

    Of several rows of one person in a poll the latest counts, of equally late ones the last.
    """
    if not answers:
        return
    directory = _Directory(people)
    rows: dict[tuple[str, str], list[Answer]] = defaultdict(list)
    near: list[tuple[Answer, _Found]] = []
    for answer in answers:
        if fold(answer.corrected.get("leave_out", "")) in _YES:
            report.rows.append(ReportRow(*answer.place, None, Outcome.LEFT_OUT, note="corrections.csv leaves it out"))
            continue
        found = directory.find(answer)
        if found.people and not found.exact:
            near.append((answer, found))
            continue
        _take(answer, found, rows, report)
    for answer, found in near:
        _take_near(answer, found, rows, report)
    for one in people:
        one.polled = tuple(_counting(one, group, report) for (_, own), group in rows.items() if own == one.id)


def _take(answer: Answer, found: _Found, rows: dict[tuple[str, str], list[Answer]], report: Report) -> None:
    if not found.people:
        report.rows.append(ReportRow(*answer.place, None, Outcome.LEFT_OUT, note=found.why))
        report.ask(Question(*answer.place, None, "name", answer.name, f"{found.why}. {_HOW}"))
    for one in found.people:
        rows[answer.place[0], one.id].append(answer)


def _take_near(answer: Answer, found: _Found, rows: dict[tuple[str, str], list[Answer]], report: Report) -> None:
    """Take a row for somebody of a near name, unless another row of the poll is theirs."""
    first = found.people[0]
    taken = rows.get((answer.place[0], first.id))
    if taken:
        why = f"may be {first.name}, of whom row {taken[0].line.number} is, too"
        _take(answer, _Found(why=why), rows, report)
        return
    _take(answer, found, rows, report)
    note = f"taken for {first.name}: {found.why}"
    report.rows.append(ReportRow(*answer.place, first.id, Outcome.CHANGED, "name", answer.name, first.name, note))


def _counting(one: Someone, group: Sequence[Answer], report: Report) -> Answer:
    """Return which of somebody's rows in a poll counts, and report what became of them; of one who is both but once."""
    chosen = latest(list(group), [answer.time for answer in group])
    told = {(row.file, row.row) for row in report.rows if row.outcome.of_a_row}
    for answer in group:
        if answer.place in told:
            continue
        if answer is chosen:
            report.rows.append(ReportRow(*answer.place, one.id, Outcome.JOINED, note=_beside(one)))
        else:
            note = f"the same person's later row {chosen.line.number} counts"
            report.rows.append(ReportRow(*answer.place, one.id, Outcome.MERGED, note=note))
    return chosen


def _beside(one: Someone) -> str:
    file, row = one.answer.place
    return f"hours of who answered in {file} row {row}"


class _Directory:
    """Those who answered, by their addresses, ids and names."""

    def __init__(self, people: Sequence[Someone]) -> None:
        self._by_id = {one.id: one for one in people}
        self._known: dict[str, dict[str, Someone]] = defaultdict(dict)
        self._named: dict[tuple[str, ...], dict[str, Someone]] = defaultdict(dict)
        for one in people:
            for key in {one.id, one.natural, one.answer.own or one.id, one.answer.email or one.id}:
                self._known[fold(key)][one.id] = one
            for reading in readings_of(one.name) if one.name else ():
                self._named[reading.words][one.id] = one
        names = [(reading, one.id) for one in people if one.name for reading in readings_of(one.name)]
        self._near = NearNames(names)

    def find(self, answer: Answer) -> _Found:
        """Find whose a row is: an address or an id comes before a name, and a whole name before a near one."""
        for key in filter(None, (answer.own, answer.email, answer.name)):
            known = self._known.get(fold(key))
            if known is not None:
                return _Found(tuple(known.values()))
        if answer.name is None:
            return _Found(why=f"{answer.email or answer.own or 'this row'} is nobody of the other files")
        readings = readings_of(answer.name)
        named = {own: one for reading in readings for own, one in self._named.get(reading.words, {}).items()}
        if named:
            return self._of_one(answer, list(named.values()))
        near = self._near.find(readings)
        if near.sure is not None:
            found = self._of_one(answer, self._namesakes(self._by_id[near.sure]))
            return _Found(found.people, exact=False, why=near.why) if found.people else found
        maybe = [self._by_id[own].name or own for own in near.candidates]
        perhaps = f" (perhaps {name_some(maybe)})" if maybe else ""
        return _Found(why=f"is nobody of the other files{perhaps}")

    def _namesakes(self, one: Someone) -> list[Someone]:
        found = {
            own: other for reading in readings_of(one.name or "") for own, other in self._named[reading.words].items()
        }
        return list(found.values())

    def _of_one(self, answer: Answer, named: Sequence[Someone]) -> _Found:
        """Return those of one name where they are one person, with no other address than the row has."""
        who = {one.answer.email or one.natural for one in named}
        if len(who) > 1:
            return _Found(why=f"is the name of {len(named)} people of the other files")
        theirs = named[0].answer.email
        if answer.email is not None and theirs is not None and answer.email != theirs:
            return _Found(why=f"has the name of {named[0].name}, and another e-mail address")
        return _Found(tuple(named))
