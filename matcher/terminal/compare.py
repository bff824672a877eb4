"""What `compare` shows: two results side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import IO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from matcher.intake.words.findings import count_of
from matcher.intake.words.listing import in_a_row
from matcher.questions.compare import Change, Comparison, GroupChange, Lead, MenteeChange, MentorChange, Place, Side
from matcher.result.saved_json import UNLISTED
from matcher.terminal.lines import console_for, drawn_lines
from matcher.text import one_line

__all__ = ["comparison_summary"]

PEOPLE_SHOWN, BREACHES_SHOWN, NAMES_SHOWN = 60, 20, 4
"""Groups or people in a table, breaches of a side, and names in a cell that are shown; of more their number."""

PARTS = {
    "mentee_choice": "mentees' wishes",
    "mentor_choice": "mentors' wishes",
    "co_mentor_choice": "co-mentors",
    "gender_wish": "preferred genders",
    "similarity": "in common",
    "unmatched": "mentees left out",
    "size": "cost of sizes off the ideal",
    "single": "cost of groups led by one",
    "eligible": "wishes on columns",
    "pair": "wishes on columns, two mentors",
    "mix": "cost of mixes amiss",
}


def comparison_summary(comparison: Comparison, stream: IO[str]) -> str:
    """Return a comparison as text, as wide and as coloured as `stream` can show."""
    console = console_for(stream)
    with console.capture() as captured:
        for line in _head(comparison):
            console.print(line, soft_wrap=True)
        console.print(_figures(comparison))
        for line in _unknown(comparison):
            console.print(line, soft_wrap=True)
        if not comparison.same:
            console.print(_groups(comparison))
            for line in _gains(comparison):
                console.print(line, soft_wrap=True)
            _print_people(console, comparison)
    return drawn_lines(captured.get())


def _head(comparison: Comparison) -> Iterable[str]:
    for number, side in (("First", comparison.first), ("Second", comparison.second)):
        yield f"{number}: {one_line(side.name)}"
        for note in side.notes:
            yield f"  Note: {one_line(note)}"
        if side.breaches:
            yield "  It does not keep every rule of the intake:"
            yield from (f"  - {one_line(breach)}" for breach in side.breaches[:BREACHES_SHOWN])
            if len(side.breaches) > BREACHES_SHOWN:
                yield f"  and {len(side.breaches) - BREACHES_SHOWN} more; `matcher verify` lists them all"
    if comparison.same:
        yield "Both have the same groups: the same people meet at the same hours."
        return
    people = f"{count_of(len(comparison.mentees), 'mentee')} and {count_of(len(comparison.mentors), 'mentor')}"
    same = count_of(sum(group.same for group in comparison.groups), "group")
    yield f"Something changed for {people}; just the same: {same}."


# Figures ------------------------------------------------------------------------------------------------------------


def _figures(comparison: Comparison) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, caption_justify="left")
    table.add_column("", no_wrap=True)
    for column in ("First", "Second", "Change"):
        table.add_column(column, justify="right", no_wrap=True)
    for name, old, new in _figure_rows(comparison):
        change = None if old is None or new is None else new - old
        table.add_row(name, *(Text("?" if one is None else str(one)) for one in (old, new)), _signed(change))
    return table


def _figure_rows(comparison: Comparison) -> list[tuple[str, int | None, int | None]]:
    first, second = comparison.first, comparison.second
    rows: list[tuple[str, int | None, int | None]] = [("Score, points", first.objective, second.objective)]
    rows += [(f"  of it {PARTS.get(part.name, part.name)}", part.before, part.after) for part in comparison.parts]
    rows += _choice_rows(first, second)
    rows.append(("Mentees left out", len(first.unmatched), len(second.unmatched)))
    rows.append(("Groups", first.groups, second.groups))
    rows.append(("Mentors who lead", first.leading, second.leading))
    rows.append(("Fewest mentees of a mentor", first.least_load, second.least_load))
    rows.append(("Most mentees of a mentor", first.most_load, second.most_load))
    return rows


def _unknown(comparison: Comparison) -> Iterable[str]:
    """Say what a question mark among the figures means, where there is one."""
    first, second = comparison.first, comparison.second
    choices = [figure for _, *figures in _choice_rows(first, second) for figure in figures]
    # Without groups nobody's load is known, which no intake helps with.
    if None in (first.objective, second.objective, *choices):
        yield "?: the result does not tell it of these groups; with --intake INTAKE it is worked out"


def _choice_rows(first: Side, second: Side) -> list[tuple[str, int | None, int | None]]:
    keys = dict.fromkeys([*(first.choices or {}), *(second.choices or {})])
    ranks = sorted(int(key) for key in keys if key != UNLISTED)
    rows: list[tuple[str, int | None, int | None]] = []
    for key in [*map(str, ranks), *([UNLISTED] if ranks else [])]:
        name = "Mentees with nobody they listed" if key == UNLISTED else f"Mentees with their choice {key}"
        counts = [None if side.choices is None else side.choices.get(key, 0) for side in (first, second)]
        rows.append((name, counts[0], counts[1]))
    return rows


def _signed(change: int | None) -> str:
    if change is None:
        return "?"
    return "" if change == 0 else f"{change:+d}"


# Groups and people --------------------------------------------------------------------------------------------------


def _groups(comparison: Comparison) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, caption_justify="left")
    table.add_column("First", no_wrap=True)
    table.add_column("Second", no_wrap=True)
    table.add_column("What changed", overflow="fold")
    changed = [group for group in comparison.groups if not group.same]
    for group in changed[:PEOPLE_SHOWN]:
        said = Text(_group_told(comparison, group))
        table.add_row(Text(one_line(group.before or "none")), Text(one_line(group.after or "none")), said)
    if len(changed) > PEOPLE_SHOWN:
        table.caption = f"and {len(changed) - PEOPLE_SHOWN} more; --format json lists them all"
    return table


def _group_told(comparison: Comparison, group: GroupChange) -> str:
    if group.after is None:
        return f"gone, with {count_of(len(group.mentees_gone), 'mentee')}"
    if group.before is None:
        return f"new, with {count_of(len(group.mentees_new), 'mentee')}"
    parts = []
    if group.slot_before != group.slot_after:
        parts.append(f"{group.slot_after or 'no hour'} instead of {group.slot_before or 'no hour'}")
    for people, word in (
        (group.mentors_gone, "mentor out"),
        (group.mentors_new, "mentor in"),
        (group.mentees_gone, "out"),
        (group.mentees_new, "in"),
    ):
        if people:
            parts.append(f"{word}: {_people(comparison, people)}")
    return one_line("; ".join(parts))


def _people(comparison: Comparison, people: Sequence[str]) -> str:
    names = [comparison.called.get(person, person) for person in people]
    return in_a_row(names, NAMES_SHOWN)


def _gains(comparison: Comparison) -> Iterable[str]:
    mentees = comparison.mentees
    if not mentees:
        return
    better, worse = {mentee.id for mentee in comparison.gained}, {mentee.id for mentee in comparison.lost}
    alike = sum(mentee.gain == 0 and mentee.id not in better | worse for mentee in mentees)
    told = f"By their score {len(better)} of these mentees gained, {len(worse)} lost, {alike} came out the same"
    unknown = len(mentees) - len(better) - len(worse) - alike
    yield f"{told}." if not unknown else f"{told}; of {unknown} this cannot be said."
    quiet = len(mentees) - len(_shown(mentees))
    if quiet:
        yield f"{count_of(quiet, 'mentee')} kept group and score; what is new for that group stands above."


def _shown(mentees: Sequence[MenteeChange]) -> list[MenteeChange]:
    """Return those worth a line of their own, also where a score is not known, the worst off first."""
    kept = (Change.SLOT, Change.MENTORS, Change.MENTORS_AND_SLOT)
    own = [mentee for mentee in mentees if mentee.gain != 0 or mentee.change not in kept]
    return sorted(own, key=lambda mentee: (mentee.gain is None, mentee.gain or 0))


def _print_people(console: Console, comparison: Comparison) -> None:
    mentees = _shown(comparison.mentees)
    if mentees:
        table = _people_table("Mentee", "Choice", "Points")
        for mentee in mentees[:PEOPLE_SHOWN]:
            table.add_row(*_mentee_cells(comparison, mentee))
        _say_more(table, len(mentees))
        console.print(table)
    if comparison.mentors:
        table = _people_table("Mentor")
        for mentor in comparison.mentors[:PEOPLE_SHOWN]:
            table.add_row(*_mentor_cells(comparison, mentor))
        _say_more(table, len(comparison.mentors))
        console.print(table)


def _people_table(who: str, *figures: str) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, caption_justify="left")
    for column in (who, "Was", "Is now"):
        table.add_column(column, overflow="fold")
    for column in figures:
        table.add_column(column, justify="right", no_wrap=True)
    return table


def _say_more(table: Table, people: int) -> None:
    if people > PEOPLE_SHOWN:
        table.caption = f"and {people - PEOPLE_SHOWN} more; --format json lists them all"


def _mentee_cells(comparison: Comparison, mentee: MenteeChange) -> tuple[Text, ...]:
    gone, new = mentee.change is Change.GONE, mentee.change is Change.NEW
    was = "not among the people" if new else _place(comparison, mentee.before)
    now = "not among the people" if gone else _place(comparison, mentee.after)
    choices = " to ".join(dict.fromkeys(_choice(place) for place in (mentee.before, mentee.after) if place is not None))
    gain = "?" if mentee.gain is None and not gone and not new else _signed(mentee.gain or 0)
    return _cells(_who(mentee.id, mentee.name), was, now, choices, gain)


def _mentor_cells(comparison: Comparison, mentor: MentorChange) -> tuple[Text, ...]:
    gone, new = mentor.change is Change.GONE, mentor.change is Change.NEW
    was = "not among the people" if new else _leads(comparison, mentor.before)
    now = "not among the people" if gone else _leads(comparison, mentor.after)
    return _cells(_who(mentor.id, mentor.name), was, "; ".join([now, *_others_now(comparison, mentor)]))


def _others_now(comparison: Comparison, mentor: MentorChange) -> Iterable[str]:
    """Yield which mentees are new, and which are gone, to a mentor who had some and has some."""
    if not mentor.before or not mentor.after:
        return
    had, have = (
        dict.fromkeys(own for lead in leads for own in lead.mentee_ids) for leads in (mentor.before, mentor.after)
    )
    for word, people in (
        ("in", [own for own in have if own not in had]),
        ("out", [own for own in had if own not in have]),
    ):
        if people:
            yield f"{word}: {_people(comparison, people)}"


def _cells(*texts: str) -> tuple[Text, ...]:
    return tuple(Text(one_line(text)) for text in texts)


def _who(person: str, name: str) -> str:
    return person if person == name else f"{person} {name}"


def _place(comparison: Comparison, place: Place | None) -> str:
    if place is None:
        return "left out"
    at = "" if place.slot is None else f" {place.slot}"
    return f"{place.group}{at}, {_people(comparison, place.mentors) or 'nobody'}"


def _choice(place: Place) -> str:
    if place.score is None:
        return "?"
    return "none" if place.choice is None else str(place.choice)


def _leads(comparison: Comparison, leads: Sequence[Lead]) -> str:
    if not leads:
        return "leads no group"
    told = []
    for lead in leads:
        at = "" if lead.slot is None else f" {lead.slot}"
        others = f" with {_people(comparison, lead.co_mentors)}" if lead.co_mentors else ""
        told.append(f"{lead.group}{at}{others} ({count_of(lead.mentees, 'mentee')})")
    return "; ".join(told)
