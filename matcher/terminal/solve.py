"""What the command shows: the summary of a result or an intake, and progress while it works."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from matcher.intake.capacity import Capacity, plain_capacity
from matcher.intake.hours import free_table
from matcher.intake.meetings import place_of
from matcher.intake.people import Intake
from matcher.intake.program import Program
from matcher.intake.words.calling import called, told_apart
from matcher.intake.words.findings import count_of
from matcher.intake.words.listing import in_a_row, in_words
from matcher.result.match_result import MatchResult
from matcher.result.records import Stage, Status, stage_called
from matcher.result.saved_json import UNLISTED
from matcher.terminal.lines import console_for, drawn_lines, logged_told
from matcher.terminal.report import ReportFacts, report_text
from matcher.terminal.working import COMPILING, is_terminal, working
from matcher.text import ended, one_line, write_line
from matcher.why.reasons.capacity import Room, room_by_rules
from matcher.why.reasons.wording import listing

if TYPE_CHECKING:
    from matcher import Alternatives

__all__ = [
    "IntakeFacts",
    "Progress",
    "SolveFacts",
    "SparseLines",
    "by_whom",
    "intake_summary",
    "left_out_lines",
    "names_by_id",
    "progress_line",
    "result_summary",
    "shown_progress",
    "solve_text",
    "where_it_is",
]

GROUPS_SHOWN, PEOPLE_SHOWN = 60, 20
"""Groups in the table, and people in a list, that are shown; all stand in files."""

_STOPPED = {
    "time limit": "Stopped at the time limit; this is the best found so far.",
    "stopped": "Stopped by you; this is the best found so far.",
}


class Progress(Protocol):
    """How far a run is; None where nothing is known yet."""

    @property
    def seconds(self) -> float:
        """Seconds since the run began."""

    @property
    def groups(self) -> int | None:
        """Groups of the incumbent."""

    @property
    def objective(self) -> int | None:
        """Points of the incumbent."""

    @property
    def bound(self) -> int | None:
        """Proved upper limit on the objective."""

    @property
    def gap(self) -> float | None:
        """(bound - objective) / max(1, |objective|)."""

    @property
    def stage(self) -> str | None:
        """What a mode is at; None in ``total``."""


def progress_line(progress: Progress) -> str:
    """Return progress as one line: ``12 s, 6 groups, objective 1234, bound 1240, gap 0.5 %``.

    Of a mode's stages their names are told: ``20 s, at choice 2, 6 groups, objective 1200``.
    """
    parts = [f"{progress.seconds:.0f} s"]
    if progress.stage is not None:
        parts.append(f"at {stage_called(progress.stage)}" if progress.stage != "objective" else "at the objective")
    if progress.groups is None or progress.objective is None:
        parts.append("no grouping yet")
    else:
        parts.append(count_of(progress.groups, "group"))
        parts.append(f"objective {progress.objective}")
    if progress.bound is not None:
        parts.append(f"bound {progress.bound}")
    # At the start the gap is often over 100 %, which alarms and says nothing.
    if progress.gap is not None and progress.gap < 1:
        parts.append(f"gap {percent(progress.gap)}")
    return in_a_row(parts)


def percent(share: float) -> str:
    """Return a share as text, rounded up so that "at most" stays true: 0.00801 is ``0.81 %``."""
    step = 100 if share < 0.01 else 10
    # What is left of a product of fractions must not push a round figure up a step.
    value = ceil(round(share * 100 * step, 6)) / step
    return f"{value:.{2 if step == 100 else 1}f} %"


class SparseLines:
    """Progress as lines for a pipe: the first answer, one every `every` seconds, and each clear improvement.

    Parameters
    ----------
    write
        Called with each line.
    every
        Seconds between lines.
    at_least
        Seconds between lines where the objective improved by one per cent or more.
    """

    def __init__(self, write: Callable[[str], object], *, every: float = 5.0, at_least: float = 1.0) -> None:
        self._write = write
        self._every = every
        self._at_least = at_least
        self._last_seconds: float | None = None
        self._last_objective: int | None = None

    def __call__(self, progress: Progress) -> None:
        """Write a line where one is due."""
        if self._due(progress):
            self._last_seconds = progress.seconds
            self._last_objective = progress.objective
            self._write(progress_line(progress))

    def _due(self, progress: Progress) -> bool:
        if progress.objective is not None and self._last_objective is None:
            return True
        waited = progress.seconds - (self._last_seconds or 0.0)
        if waited >= self._every:
            return True
        if progress.objective is None or self._last_objective is None:
            return False
        better = progress.objective - self._last_objective
        return waited >= self._at_least and better * 100 >= max(1, abs(self._last_objective))


@contextmanager
def shown_progress(stream: IO[str], *, quiet: bool) -> Iterator[Callable[[Progress], None] | None]:
    """Show progress on `stream`: a live line on a terminal, sparse lines in a pipe; yields None where `quiet`."""
    if is_terminal(stream):
        with working(stream, quiet=quiet) as show:
            yield None if show is None else lambda progress: show(progress_line(progress))
    elif quiet:
        yield None
    else:

        def write(line: str) -> None:
            # Where progress cannot be shown, the run goes on.
            with suppress(OSError):
                write_line(line, stream)

        with logged_told(COMPILING, write):
            yield SparseLines(write)


@dataclass(frozen=True, slots=True)
class SolveFacts:
    """What solving came to.

    Parameters
    ----------
    folder
        Where the result was written; None: to standard output.
    reports
        The reports that were written there too; None where none were asked for.
    alternatives
        Other results; None where none were asked for.
    """

    result: MatchResult
    folder: Path | None
    reports: ReportFacts | None = None
    alternatives: Alternatives | None = None

    def to_json_dict(self) -> dict[str, Any]:
        """Return it in plain dicts, lists, texts and numbers."""
        return {
            "folder": None if self.folder is None else str(self.folder),
            "result": self.result.to_json_dict(),
            "reports": None if self.reports is None else self.reports.to_json_dict(),
            "alternatives": None if self.alternatives is None else self._alternatives_table(self.alternatives),
        }

    def _alternatives_table(self, others: Alternatives) -> dict[str, Any]:
        found = [
            {
                "folder": None if self.folder is None else str(self.folder / f"alternative-{number}"),
                "objective": one.result.objective,
                "pairs": one.pairs,
                "new_pairs": one.new_pairs,
                "most_different": one.most_different,
                "text": list(one.in_words()),
            }
            for number, one in enumerate(others.alternatives, 1)
        ]
        return {"within": others.within, "none_left": others.none_left, "found": found}


def solve_text(facts: SolveFacts, stream: IO[str]) -> str:
    """Return the summary of a result, of its reports and of the others found."""
    parts = [result_summary(facts.result, facts.folder, stream)]
    parts += [] if facts.reports is None else [report_text(facts.reports, stream)]
    others = facts.alternatives
    if others is not None:
        parts.append(f"\n{others.in_words()}")
        if others.alternatives and facts.folder is not None:
            first = one_line(str(facts.folder / "alternative-1"))
            parts.append(f"\nThey are in {first} …; alternatives.txt says the same.")
    return "\n".join(parts)


def where_it_is(folder: Path | None, files: str) -> str:
    """Say where a result was written."""
    if folder is None:
        return "The result went to standard output, as result.json."
    return f"The result is in {one_line(str(folder))}: {files}"


def result_summary(result: MatchResult, folder: Path | None, stream: IO[str]) -> str:
    """Return the summary of a result that was written to `folder`, as wide and as coloured as `stream` can show."""
    console = console_for(stream)
    placed = sum(len(group.mentees) for group in result.groups)
    with console.capture() as captured:
        _print_lines(
            console,
            f"{one_line(result.program.name)}: {count_of(len(result.groups), 'group')}, "
            f"{placed} of {count_of(placed + len(result.unmatched), 'mentee')} placed.",
            quality(result),
            f"Objective {result.objective}, bound {result.bound}, found in {result.seconds:.1f} s.",
        )
        console.print(_groups_table(result))
        _print_lines(
            console,
            *_stage_lines(result),
            *_choice_lines(result),
            *_load_lines(result),
            *_locked_lines(result),
            *kept_apart_lines(result),
            *_unmatched_lines(result),
            where_it_is(folder, "assignments.csv, groups.csv, mentors.csv, unmatched.csv, result.json"),
        )
    return drawn_lines(captured.get())


def _print_lines(console: Console, *lines: str) -> None:
    for line in lines:
        console.print(line, soft_wrap=True)


def quality(result: MatchResult) -> str:
    """Say in words how good a result is known to be."""
    told, moves = _known_quality(result), result.moves_allowed
    return told if moves is None else f"{told} All this is among groupings with at most {count_of(moves, 'move')}."


def _known_quality(result: MatchResult) -> str:
    if result.status is Status.OPTIMAL and result.stages:
        mode = result.program.objective.mode
        return f"Proved best{by_whom(result)}: no other grouping is better in the mode '{mode}'."
    if result.status is Status.OPTIMAL:
        return f"Proved best{by_whom(result)}: no other grouping scores more."
    stopped = f"{_STOPPED[result.ended]} " if result.ended in _STOPPED else ""
    if (stage := result.open_stage) is not None:
        better = f"{one_line(stage.called)}: {stage.bound} rather than {stage.value}"
        return f"{stopped}Not proved best: another grouping might do better at what counts first ({better})."
    if result.program.objective.mode != "total":
        return f"{stopped}Not proved best in the mode '{result.program.objective.mode}'."
    if result.gap > 1:
        return f"{stopped}Not proved best: another grouping might score up to {result.bound}."
    return f"{stopped}Not proved best: no other grouping can score more than {percent(result.gap)} above this one."


def by_whom(result: MatchResult) -> str:
    """Say where a proof is a solver's word: "proved" alone means that prices show it."""
    if not result.on_word:
        return ""
    part = "in part " if "matcher" in result.proved_by else ""
    return f" ({part}by the word of {' and '.join(result.on_word)}, which nothing else checked)"


def kept_apart_lines(result: MatchResult) -> Iterator[str]:
    """Say how many pairs are kept apart because of each earlier result."""
    for one in result.never_again:
        pairs = count_of(len(one.pairs), "pair")
        yield f"Never again: {pairs} of people who were together in {one_line(one.name)} {_be(one.pairs)} kept apart."


def without_lines(result: MatchResult) -> Iterator[str]:
    """Say without whom it was formed."""
    if result.without:
        names = in_words((one_line(called(one.id, one.name)) for one in result.without), most=10)
        yield f"Formed without {names}, who left."


def _be(items: Sequence[object]) -> str:
    return "is" if len(items) == 1 else "are"


def _locked_lines(result: MatchResult) -> Iterator[str]:
    """Say what locks settle, group by group."""
    locked = [group for group in result.groups if group.locked]
    for group in locked[:GROUPS_SHOWN]:
        yield ended(f"Locked in {group.id}: {one_line('; '.join(group.locked))}")


def names_by_id(result: MatchResult) -> tuple[dict[str, str], dict[str, str]]:
    """Return the names of mentors and of mentees, by id, as far as a result tells them; else the id."""
    # The rows first: they stand in the order of the intake.
    mentors = {row.mentor_id: row.mentor_name for row in result.mentor_rows}
    mentees = {row.mentee_id: row.mentee_name for row in result.assignment_rows} | dict(result.unmatched_names)
    for group in result.groups:
        for own in group.mentors:
            mentors.setdefault(own, own)
        for own in group.mentees:
            mentees.setdefault(own, own)
    for left_out in result.unmatched:
        mentees.setdefault(left_out.id, left_out.id)
    return mentors, mentees


def _all_called(result: MatchResult) -> dict[str, str]:
    mentors, mentees = names_by_id(result)
    return told_apart({**mentors, **mentees})


def _groups_table(result: MatchResult) -> Table:
    names = _all_called(result)
    with_slots = any(group.slot is not None for group in result.groups)
    there = result.groups[:GROUPS_SHOWN]
    places = [place_of(group.slot, group.mentors, result.program) for group in there]
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("Group", no_wrap=True)
    if with_slots:
        table.add_column("Slot", overflow="fold")
    if any(places):
        table.add_column("Place", overflow="fold")
    table.add_column("Mentors", overflow="fold")
    table.add_column("Mentees", justify="right", no_wrap=True)
    table.add_column("Score", justify="right", no_wrap=True)
    for group, place in zip(there, places, strict=True):
        mentors = in_a_row(one_line(names[mentor]) for mentor in group.mentors)
        where = [Text(one_line(group.slot or ""))] if with_slots else []
        where += [Text(one_line(place or ""))] if any(places) else []
        table.add_row(Text(group.id), *where, Text(mentors), Text(str(len(group.mentees))), Text(str(group.score)))
    if len(result.groups) > GROUPS_SHOWN:
        table.caption = f"and {len(result.groups) - GROUPS_SHOWN} more in groups.csv"
    return table


def _stage_lines(result: MatchResult) -> list[str]:
    more = result.program.objective.mode == "greedy"
    return [f"{one_line(stage.called)}: {stage.value}{_stage_limit(stage, more)}" for stage in result.stages]


def _stage_limit(stage: Stage, more: bool) -> str:
    """Say what is proved of a stage; `more` is better, or fewer."""
    if stage.value == stage.bound:
        return f", {'more' if more else 'fewer'} is not possible"
    return f", and {'more' if more else 'fewer'} than {stage.bound} is not possible"


def _choice_lines(result: MatchResult) -> list[str]:
    ranks = [f"choice {rank}: {count}" for rank, count in result.choices.items() if rank != UNLISTED]
    if not ranks:
        return []
    return [f"Mentees by what they got: {in_a_row(ranks)}, nobody they listed: {result.choices.get(UNLISTED, 0)}."]


def _load_lines(result: MatchResult) -> list[str]:
    busy = [row for row in result.mentor_rows if row.groups]
    names = _all_called(result)
    idle = [one_line(names[row.mentor_id]) for row in result.mentor_rows if not row.groups]
    said = f"Mentors: {len(busy)} of {len(result.mentor_rows)} {'leads' if len(busy) == 1 else 'lead'} a group"
    if busy:
        least, most = min(row.mentees for row in busy), max(row.mentees for row in busy)
        said += f", with {_least_to_most(least, most)}{' each' if len(busy) > 1 else ''}"
    if not idle:
        return [f"{said}."]
    return [ended(f"{said}. Idle: {in_a_row(idle[:PEOPLE_SHOWN])}{_more(idle, 'mentors.csv')}")]


def _least_to_most(least: int, most: int) -> str:
    return count_of(least, "mentee") if least == most else f"{least} to {most} mentees"


def _unmatched_lines(result: MatchResult) -> list[str]:
    if not result.unmatched:
        return ["Nobody is left out."]
    alike = result.left_out_alike
    told = left_out_lines(alike[:PEOPLE_SHOWN], lambda mentee: _called(result, mentee))
    lines = [f"Left out: {len(result.unmatched)}", *(f"  {line}" for line in told)]
    shown = sum(len(people) for _, people in alike[:PEOPLE_SHOWN])
    if shown < len(result.unmatched):
        lines.append(f"  and {len(result.unmatched) - shown} more in unmatched.csv")
    return lines


def left_out_lines(alike: Sequence[tuple[str, tuple[str, ...]]], called: Callable[[str], str]) -> Iterator[str]:
    """Yield a line for each reason, with who is told it: ``30 mentees (S1 Ada Lund, S2 Bo Li, S3 and 27 more): …``.

    Parameters
    ----------
    alike
        As `MatchResult.left_out_alike`.
    called
        What to call a mentee, by id.
    """
    for reason, people in alike:
        named = [one_line(called(mentee)) for mentee in people]
        who = named[0] if len(named) == 1 else f"{len(named)} mentees ({listing(named)})"
        yield f"{who}: {one_line(reason)}"


def _called(result: MatchResult, mentee: str) -> str:
    name = result.unmatched_names.get(mentee, mentee)
    return mentee if name == mentee else f"{mentee} {name}"


def _more(people: list[str], file: str) -> str:
    return f" and {len(people) - PEOPLE_SHOWN} more in {file}" if len(people) > PEOPLE_SHOWN else ""


@dataclass(frozen=True, slots=True)
class IntakeFacts:
    """Who and what an intake holds, and whether there is room for everybody.

    Parameters
    ----------
    slots, usable_slots
        How many there are, and at how many of them enough mentors who may lead a group, and enough mentees, are free;
        None where groups get none.
    plain
        How many groups and seats there are by numbers alone.
    room
        How many rules and hours can leave of them.
    in_vain
        Why it is known that no assignment satisfies its rules, a sentence each; empty where it is not.
    """

    program: Program
    mentors: int
    mentees: int
    constraints: int
    slots: int | None
    usable_slots: int | None
    plain: Capacity
    room: Room
    in_vain: tuple[str, ...] = ()

    @classmethod
    def of(cls, intake: Intake, in_vain: Sequence[str] = ()) -> IntakeFacts:
        """Count what an intake holds."""
        return cls(
            intake.program,
            len(intake.mentors),
            len(intake.mentees),
            len(intake.constraints),
            len(intake.slots) if intake.scheduled else None,
            _usable_slots(intake) if intake.scheduled else None,
            plain_capacity(intake),
            room_by_rules(intake),
            tuple(in_vain),
        )

    @property
    def must_be_left_out(self) -> int:
        """How many mentees at least can have no place."""
        return max(0, self.mentees - self.room.most)

    def to_json_dict(self) -> dict[str, Any]:
        """Return it in plain dicts, lists, texts and numbers."""
        size = self.program.groups
        return {
            "program": self.program.name,
            "mentors": self.mentors,
            "mentees": self.mentees,
            "constraints": self.constraints,
            "groups": {
                "fewest_mentors": size.fewest_mentors,
                "most_mentors": size.mentors,
                "min_size": size.min_size,
                "max_size": size.max_size,
                "count": size.count,
            },
            "slots": None if self.slots is None else {"all": self.slots, "with_enough_people": self.usable_slots},
            "capacity": {
                "by_numbers": {"groups": self.plain.groups, "seats": self.plain.seats},
                "by_rules": {
                    "groups": self.room.groups,
                    "seats": self.room.seats,
                    "mentees_with_a_mentor": self.room.able,
                },
            },
            "must_be_left_out": self.must_be_left_out,
            "in_vain": list(self.in_vain),
        }


def _usable_slots(intake: Intake) -> int:
    program = intake.program
    mentors = free_table(intake.leading, intake.slots, program).sum(axis=0)
    mentees = free_table(intake.mentees, intake.slots, program).sum(axis=0)
    return int(((mentors >= program.groups.fewest_mentors) & (mentees >= program.groups.min_size)).sum())


def intake_summary(facts: IntakeFacts) -> str:
    """Say on a few lines who and what an intake holds, and whether there is room for everybody."""
    size = facts.program.groups
    led = {(1, 1): "one mentor", (1, 2): "one or two mentors"}.get((size.fewest_mentors, size.mentors), "two mentors")
    lines = [
        f"{one_line(facts.program.name)}: the intake can be {'read, but not matched' if facts.in_vain else 'used'}.",
        f"People: {count_of(facts.mentors, 'mentor')}, {count_of(facts.mentees, 'mentee')}; "
        f"{count_of(facts.constraints, 'constraint') if facts.constraints else 'no constraints'}.",
        f"Groups: {led} and {_least_to_most(size.min_size, size.max_size)} each"
        + (f", exactly {size.count} of them." if size.count is not None else "."),
        _slots_line(facts),
        *_capacity_lines(facts),
    ]
    return "\n".join(lines)


def _slots_line(facts: IntakeFacts) -> str:
    if facts.slots is None:
        return "Slots: groups get none."
    enough = f"at {facts.usable_slots} of them enough mentors who may lead a group, and enough mentees, are free"
    return f"Slots: {count_of(facts.slots, 'slot')}; {enough}."


def _capacity_lines(facts: IntakeFacts) -> Iterator[str]:
    """Say how many groups and seats there are by numbers alone, and how many rules and hours can leave of them.

    Where it is known that no assignment satisfies the rules, nothing is called enough.
    """
    people, plain, room, in_vain = facts.mentees, facts.plain, facts.room, bool(facts.in_vain)
    everybody = count_of(people, "mentee")
    enough = ("" if in_vain else ", enough") if plain.seats >= people else f", {people - plain.seats} too few"
    seats = f"{_most_groups(plain.groups)} with {count_of(plain.seats, 'seat')} for {everybody}"
    yield f"Capacity: before rules on people and hours, {seats}{enough}."
    could = "1 mentee who has" if room.able == 1 else f"{room.able} mentees who have"
    there = f"{_most_groups(room.groups)} with {count_of(room.seats, 'seat')}, and {could} a permitted mentor"
    short = facts.must_be_left_out
    nothing_short = "yet no assignment satisfies the rules" if in_vain else "no shortage shows before solving"
    shown = f"at least {short} of {everybody} must be left out" if short else nothing_short
    yield f"With these: {there}{'' if facts.slots is None else ' who is free with them'}; {shown}."


def _most_groups(groups: int) -> str:
    return f"at most {count_of(groups, 'group')}"
