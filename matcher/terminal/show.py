"""What `show` shows of a saved result: all of it in short, one group, one person, choices, or load."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import IO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from matcher.intake.program import fold
from matcher.intake.words.calling import called, told_apart, who_is_meant
from matcher.intake.words.findings import all_of, count_of, none_of
from matcher.intake.words.listing import in_a_row
from matcher.result.match_result import MatchResult
from matcher.result.records import Group, mean_satisfaction
from matcher.result.saved_json import UNLISTED
from matcher.terminal.lines import console_for, drawn_lines
from matcher.terminal.solve import kept_apart_lines, left_out_lines, quality
from matcher.text import ended, one_line

__all__ = ["people_of", "shown_choices", "shown_group", "shown_load", "shown_person", "shown_result"]

BAR = 30
"""Signs of the longest bar."""

CHANGED = "The groups were changed by hand; what they score now, `matcher report INTAKE RESULT` tells."

Show = Callable[[Console], None]


def shown_result(result: MatchResult, stream: IO[str]) -> str:
    """Return how many groups there are, how good they are, and a row for each."""

    def tell(console: Console) -> None:
        placed = sum(len(group.mentees) for group in result.groups)
        everybody = count_of(placed + len(result.unmatched), "mentee")
        groups = count_of(len(result.groups), "group")
        _line(console, f"{one_line(result.program.name)}: {groups}, {placed} of {everybody} placed.")
        _line(console, quality(result) if result.scored else CHANGED)
        names = _Names(result)
        headers = ["Group", "Slot", "Mentors", "Mentees", "Score"]
        rows = [
            [group.id, group.slot, names.of(group.mentors), len(group.mentees), group.score] for group in result.groups
        ]
        _table(console, headers, rows, without=[] if result.scored else ["Score"])
        for line in kept_apart_lines(result):
            _line(console, line)
        for line in left_out_lines(result.left_out_alike, names.whole):
            _line(console, f"Left out: {line}")

    return _captured(tell, stream)


def shown_group(result: MatchResult, name: str, stream: IO[str]) -> str | None:
    """Return one group and a row for each of its mentees; None where there is no such group, case aside."""
    group = next((group for group in result.groups if fold(group.id) == fold(name)), None)
    if group is None:
        return None

    def tell(console: Console) -> None:
        names = _Names(result)
        _line(console, f"{one_line(group.id)}{_at(group)}: {count_of(len(group.mentees), 'mentee')}")
        for mentor in group.mentors:
            _line(console, f"Mentor: {names.whole(mentor)}")
        rows = [[own, names.one(own), *_numbers(result, own)] for own in group.mentees]
        _table(console, ["Id", "Mentee", "Choice", "Satisfaction", "Score"], rows, without=_unknown(result))
        if result.scored:
            _line(console, f"The group scores {group.score}.")

    return _captured(tell, stream)


def shown_person(result: MatchResult, who: str, stream: IO[str]) -> str | None:
    """Return what became of somebody, by id or by name: of everybody of that name; None where nobody is meant."""
    names = _Names(result)
    meant = names.meant(who)
    if not meant:
        return None

    def tell(console: Console) -> None:
        if len(meant) > 1:
            _line(console, f"{len(meant)} people are called so; an id names one of them.")
        for own in meant:
            if len(meant) > 1:
                _line(console, "")
            tell_of(own, console)

    def tell_of(own: str, console: Console) -> None:
        reasons = {mentee.id: mentee.reason for mentee in result.unmatched}
        led = [group for group in result.groups if own in group.mentors]
        in_group = [group for group in result.groups if own in group.mentees]
        _line(console, f"{names.whole(own)}, {'mentee' if own in reasons or in_group else 'mentor'}")
        if own in reasons:
            _line(console, f"Left out: {one_line(reasons[own])}")
        for group in in_group:
            others = [mentee for mentee in group.mentees if mentee != own]
            _line(console, ended(f"In {one_line(group.id)}{_at(group)} with {names.of(group.mentors)}"))
            choice, satisfaction, score = _numbers(result, own)
            if result.scored and choice is not None:
                # A result does not tell whether they named anybody at all.
                got = "nobody whom they named" if choice == UNLISTED else f"choice {choice}"
                _line(console, f"Got {got}; satisfaction {satisfaction}; score {score}.")
            _line(console, ended(f"Others in the group: {names.of(others) or 'nobody'}"))
        for group in led:
            partners = names.of(mentor for mentor in group.mentors if mentor != own)
            _line(console, ended(f"Leads {one_line(group.id)}{_at(group)}{f' with {partners}' if partners else ''}"))
            _line(console, ended(f"  {count_of(len(group.mentees), 'mentee')}: {names.of(group.mentees)}"))
        if not (own in reasons or in_group or led):
            _line(console, "Leads no group.")

    return _captured(tell, stream)


def shown_choices(result: MatchResult, stream: IO[str]) -> str:
    """Return how many mentees got which choice, and how satisfied they are."""

    def tell(console: Console) -> None:
        if not result.scored:
            _line(console, CHANGED)
            return
        everybody = sum(result.choices.values()) + len(result.unmatched)
        counts = [
            ("nobody they listed" if choice == UNLISTED else f"choice {choice}", count)
            for choice, count in result.choices.items()
        ]
        counts += [("left out", len(result.unmatched))] if result.unmatched else []
        most = max((count for _, count in counts), default=0)
        rows = [[got, count, f"{count / max(1, everybody):.0%}", _bar(count, most)] for got, count in counts]
        _table(console, ["Got", "Mentees", "Of all", ""], rows)
        satisfied = [row.satisfaction for row in result.assignment_rows] + [0.0] * len(result.unmatched)
        if result.assignment_rows:
            out = f", {len(result.unmatched)} of them left out with 0" if result.unmatched else ""
            told = f"{min(satisfied):.3f} at the least, {mean_satisfaction(satisfied):.3f} on average"
            _line(console, f"Satisfaction of all {count_of(everybody, 'mentee')}{out}: {told}; 1 is the most.")
        _line(console, f"Left out: {len(result.unmatched)}.")

    return _captured(tell, stream)


def shown_load(result: MatchResult, stream: IO[str]) -> str:
    """Return how many groups and mentees each mentor has, those with the most first, idle ones last."""

    def tell(console: Console) -> None:
        names = _Names(result)
        led = {own: [group for group in result.groups if own in group.mentors] for own in names.mentors}
        mentees = {own: sum(len(group.mentees) for group in groups) for own, groups in led.items()}
        most = max(mentees.values(), default=0)
        rows = [
            [own, names.one(own), in_a_row(group.id for group in led[own]), mentees[own], _bar(mentees[own], most)]
            for own in sorted(led, key=lambda own: -mentees[own])
        ]
        _table(console, ["Id", "Mentor", "Groups", "Mentees", ""], rows)
        idle = sum(not groups for groups in led.values())
        _line(console, f"{count_of(len(led), 'mentor')}, {_without_a_group(idle, len(led))}.")

    return _captured(tell, stream)


def _without_a_group(idle: int, mentors: int) -> str:
    """Say of mentors, just counted, how many are idle."""
    if mentors == 1:
        return "without a group" if idle else "with a group"
    who = {0: none_of(mentors), mentors: all_of(mentors)}.get(idle, f"{idle} of them")
    return f"{who} without a group"


class _Names:
    """Who is called what, as far as a result tells; else the id."""

    def __init__(self, result: MatchResult) -> None:
        # The rows first: they stand in the order of the intake.
        self.mentors = {row.mentor_id: row.mentor_name for row in result.mentor_rows}
        for led in result.groups:
            for mentor in led.mentors:
                self.mentors.setdefault(mentor, mentor)
        mentees = {row.mentee_id: row.mentee_name for row in result.assignment_rows}
        mentees |= dict(result.unmatched_names)
        for placed in result.groups:
            for mentee in placed.mentees:
                mentees.setdefault(mentee, mentee)
        for left_out in result.unmatched:
            mentees.setdefault(left_out.id, left_out.id)
        self._all = {**self.mentors, **mentees}
        self._called = told_apart(self._all)

    def one(self, own: str) -> str:
        """Return somebody's name, to stand beside the id."""
        return one_line(self._all.get(own, own))

    def of(self, people: Iterable[str]) -> str:
        """Return people by name alone, two of one name with their ids behind it."""
        return in_a_row(one_line(self._called.get(own, own)) for own in people)

    def whole(self, own: str) -> str:
        """Return somebody by name and id."""
        return one_line(called(own, self._all.get(own, own)))

    def meant(self, who: str) -> list[str]:
        """Return the ids of those who are meant by an id or a name."""
        return who_is_meant(who, self._all)


def people_of(result: MatchResult) -> list[str]:
    """Return the id and the name of everybody whom a result tells of, for near misses."""
    names = _Names(result)
    return [told for own in names._all for told in dict.fromkeys((own, names.one(own)))]


def _numbers(result: MatchResult, own: str) -> tuple[str | int | None, str | None, int | None]:
    row = next((row for row in result.assignment_rows if row.mentee_id == own), None)
    if row is None:
        return None, None, None
    return UNLISTED if row.choice is None else row.choice, f"{row.satisfaction:.3f}", row.score


def _unknown(result: MatchResult) -> list[str]:
    return [] if result.scored and result.assignment_rows else ["Choice", "Satisfaction", "Score"]


def _at(group: Group) -> str:
    return "" if group.slot is None else f", {one_line(group.slot)}"


def _bar(count: int, most: int) -> str:
    return "#" * -(-count * BAR // most) if count else ""


def _table(
    console: Console, headers: Sequence[str], rows: Sequence[Sequence[object]], *, without: Sequence[str] = ()
) -> None:
    """Print a table; columns that are `without`, or blank in every row, are left out."""
    kept = [
        column
        for column, header in enumerate(headers)
        if header not in without and any(row[column] not in (None, "") for row in rows)
    ]
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for column in kept:
        numbers = all(isinstance(row[column], int | None) for row in rows)
        table.add_column(headers[column], justify="right" if numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(one_line("" if row[column] is None else str(row[column]))) for column in kept))
    console.print(table)


def _line(console: Console, text: str) -> None:
    console.print(text, soft_wrap=True)


def _captured(tell: Show, stream: IO[str]) -> str:
    console = console_for(stream)
    with console.capture() as captured:
        tell(console)
    return drawn_lines(captured.get())
