"""What `rematch` shows: who moved, and the trade of moves against the whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from matcher.intake.people import Lock
from matcher.intake.words.calling import called
from matcher.intake.words.findings import count_of
from matcher.intake.words.listing import in_a_row
from matcher.questions.rematch import Change, Rematch, bought_by, folder_of
from matcher.result.records import Status, stage_called
from matcher.result.saved_json import UNLISTED
from matcher.terminal.lines import console_for, drawn_lines
from matcher.terminal.solve import by_whom, left_out_lines, where_it_is, without_lines
from matcher.text import ended, one_line

__all__ = ["FrontierFacts", "LockFacts", "RematchFacts", "frontier_summary", "lock_text", "rematch_summary"]

FRONTIER_WIDTH = 120
"""Columns of a frontier in a pipe: its tables have a column for each satisfaction band."""
OF_BANDS = " of satisfaction (1 is the lowest)"
CHANGES_SHOWN = 40
"""Changes for single people that are listed; all stand in a file."""


@dataclass(frozen=True, slots=True)
class LockFacts:
    """A lock that was added to the file of locks."""

    lock: Lock
    file: Path

    def to_json_dict(self) -> dict[str, Any]:
        """Return it in plain dicts, lists, texts and numbers."""
        return {"lock": self.lock.model_dump(mode="json"), "file": str(self.file), "text": str(self.lock)}


def lock_text(facts: LockFacts, stream: IO[str]) -> str:
    """Say what is locked, and where that stands."""
    return f"{facts.lock}: added to {facts.file}."


@dataclass(frozen=True, slots=True)
class RematchFacts:
    """Groups formed again; `folder` is where they were written, None for standard output."""

    point: Rematch
    folder: Path | None

    def to_json_dict(self) -> dict[str, Any]:
        """Return it in plain dicts, lists, texts and numbers."""
        point = self.point
        return {
            "folder": None if self.folder is None else str(self.folder),
            "moves": point.moves,
            "fewest": point.fewest,
            "limit": point.limit,
            "changes": [asdict(change) for change in point.changes],
            "renamed": [{"before": before, "now": now} for before, now in point.renamed],
            "result": point.result.to_json_dict(),
        }


@dataclass(frozen=True, slots=True)
class FrontierFacts:
    """What more moves are worth: a result for each number of moves, written to a folder in `folder` each."""

    points: Sequence[Rematch]
    folder: Path

    def to_json_dict(self) -> dict[str, Any]:
        """Return it in plain dicts, lists, texts and numbers."""
        told = []
        for point, bought in zip(self.points, bought_by(self.points), strict=True):
            better = None if bought is None else dict(zip(("what", "before", "now"), bought, strict=True))
            told.append(RematchFacts(point, folder_of(point, self.folder)).to_json_dict() | {"better_by": better})
        return {"folder": str(self.folder), "points": told}


def rematch_summary(facts: RematchFacts, stream: IO[str]) -> str:
    """Return what became of a previous result, as wide and as coloured as `stream` can show."""
    console, point = console_for(stream), facts.point
    result = point.result
    placed = sum(len(group.mentees) for group in result.groups)
    with console.capture() as captured:
        _print_lines(
            console,
            f"{one_line(result.program.name)}: {count_of(len(result.groups), 'group')}, "
            f"{placed} of {count_of(placed + len(result.unmatched), 'mentee')} placed.",
            *without_lines(result),
            _moves_line(point),
            *_waiting_lines(point),
            _quality_line(point),
        )
        if point.changes:
            console.print(_changes_table(point.changes))
            if len(point.changes) > CHANGES_SHOWN:
                _print_lines(console, f"and {len(point.changes) - CHANGES_SHOWN} more in changes.csv")
        _print_lines(
            console,
            *_renamed_lines(point),
            f"{'Nobody else' if point.changes else 'Nobody'} has another hour, other mentors or, as a mentor, other "
            "mentees: checked.",
            *(f"Left out: {line}" for line in left_out_lines(result.left_out_alike[:CHANGES_SHOWN], str)),
            where_it_is(facts.folder, "its usual files, and changes.csv"),
            *(["`matcher report … --since PREVIOUS_RESULT` writes to those named."] if point.changes else []),
        )
    return drawn_lines(captured.get())


def frontier_summary(facts: FrontierFacts, stream: IO[str]) -> str:
    """Return the trade of moves against the whole as a table."""
    points, folder = facts.points, facts.folder
    console = console_for(stream, FRONTIER_WIDTH)
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in ("Moves", "Score", "Left out", "Choice 1", "Choice 2", "Later", "Unlisted"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("Better by", overflow="fold")
    table.add_column("Proof", no_wrap=True)
    table.add_column("In", no_wrap=True)
    for point, bought in zip(points, bought_by(points), strict=True):
        proved = "best" if point.result.status is Status.OPTIMAL else "open"
        counts = (*_choice_counts(point), _bought(bought))
        where = one_line(folder_of(point, folder).name)
        told = (str(point.moves), str(point.result.objective), str(len(point.result.unmatched)), *counts, proved, where)
        table.add_row(*map(Text, told))
    with console.capture() as captured:
        _print_lines(console, f"What more moves are worth ({count_of(len(points), 'result')}, each checked):")
        console.print(table)
        _print_lines(console, *_frontier_notes(points), ended(f"The results are in {one_line(str(folder))}"))
    return drawn_lines(captured.get())


def _bought(bought: tuple[str, int, int] | None) -> str:
    """Say what gets better first: ``band 1: 5, not 8``."""
    if bought is None:
        return "-"
    name, before, now = bought
    called = "score" if name == "objective" else stage_called(name).removesuffix(OF_BANDS)
    return f"{one_line(called)}: {now}, not {before}"


def _print_lines(console: Console, *lines: str) -> None:
    for line in lines:
        console.print(line, soft_wrap=True)


def _moves_line(point: Rematch) -> str:
    if point.moves == 0:
        return "Nobody moved."
    moved = f"{count_of(point.moves, 'person', 'people')} moved"
    if point.moves == point.fewest:
        return f"{moved}: fewer are not possible, which is proved."
    told = [moved]
    if point.limit is not None and point.moves <= point.limit and point.limit > point.fewest:
        told += [f"{point.limit} were allowed"] if point.limit != point.moves else []
        told += [f"fewer than {point.fewest} are not possible"] if point.fewest else []
        return f"{'; '.join(told)}."
    also = f", but fewer than {point.fewest} could not" if point.fewest else ""
    return f"{moved}; whether fewer could is not proved{also}."


def _waiting_lines(point: Rematch) -> Iterator[str]:
    """Say what became of those who were left out before."""
    told = () if point.result.rematched is None else point.result.rematched.waiting
    several = len(told) > 1
    for one in told:
        who = f"{one.people} left out before" + (f" with priority {one.priority}" if several else "")
        placed = f"Of {who}, {one.placed} {'has' if one.placed == 1 else 'have'} a place now"
        if one.placed == one.people:
            yield f"{placed}."
        elif one.placed == one.most:
            few = "" if point.limit is None else " with so few moves"
            yield f"{placed}: more are not possible{few}, which is proved."
        else:
            yield f"{placed}; whether more could is not proved."


def _renamed_lines(point: Rematch) -> Iterator[str]:
    if point.renamed:
        told = [f"{one_line(now)} was {one_line(before)}" for before, now in point.renamed]
        yield ended(f"Groups that go on under another name: {in_a_row(told)}")


def _quality_line(point: Rematch) -> str:
    result = point.result
    moves = "any number of moves" if point.limit is None else f"{count_of(point.limit, 'move')}"
    among = f"with {moves}" if point.limit is None else f"with at most {moves}"
    if result.status is Status.OPTIMAL:
        return f"Score {result.objective}: proved best{by_whom(result)} {among}."
    if (stage := result.open_stage) is not None:
        better = f"{one_line(stage.called)}: {stage.bound} rather than {stage.value}"
        return f"Score {result.objective}: not proved best {among}; one of them might do better first ({better})."
    return f"Score {result.objective}: not proved best {among}; none of them can score more than {result.bound}."


def _changes_table(changes: Sequence[Change]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("Who", overflow="fold", ratio=2)
    table.add_column("Before", overflow="fold", ratio=2)
    table.add_column("Now", overflow="fold", ratio=2)
    table.add_column("Why", overflow="fold", ratio=5)
    for change in changes[:CHANGES_SHOWN]:
        before = " ".join(filter(None, (change.group_before, change.slot_before))) or "-"
        after = " ".join(filter(None, (change.group_after, change.slot_after))) or "-"
        row = (called(change.person_id, change.person_name), before, after, change.reason)
        table.add_row(*(Text(one_line(cell)) for cell in row))
    return table


def _choice_counts(point: Rematch) -> list[str]:
    """Return how many mentees got choice 1, choice 2, a later one, and nobody they listed."""
    choices = point.result.choices
    later = sum(count for name, count in choices.items() if name not in ("1", "2", UNLISTED))
    return [str(count) for count in (choices.get("1", 0), choices.get("2", 0), later, choices.get(UNLISTED, 0))]


def _frontier_notes(points: Sequence[Rematch]) -> Iterator[str]:
    # Fewer than none is nothing to tell of.
    if points and points[0].fewest:
        proved = ", which is proved" if points[0].moves == points[0].fewest else ""
        yield f"{_fewer_than(points[0].fewest, 'not possible')}{proved}."
    if points and points[0].moves > points[0].fewest:
        yield f"{_fewer_than(points[0].moves, 'not found', 'was', 'were')}."
    if len(points) > 1 and points[0].result.stages:
        mode = points[0].result.program.objective.mode
        bands = "; band 1 of satisfaction is the lowest" if mode == "fair" else ""
        yield f"In the mode '{mode}' other counts come before the score: the first that gets better is named{bands}."
    if points and points[-1].limit is None:
        yield "The last row allows any number of moves."
    if any(point.result.status is not Status.OPTIMAL for point in points):
        yield "Where the proof is open, a better result with so many moves was not found, and not ruled out."


def _fewer_than(moves: int, told: str, one: str = "is", several: str = "are") -> str:
    return f"Fewer than {count_of(moves, 'move')} {one if moves == 1 else several} {told}"
