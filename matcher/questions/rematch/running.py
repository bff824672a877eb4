"""`rematch` and `frontier`: the whole story of forming groups again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from os import PathLike
from pathlib import Path

import numpy as np

from matcher.checking.verify import verify
from matcher.errors import InfeasibleError, IntakeError, Issue, UnsolvedError, VerificationError
from matcher.intake.leaving import leave as leaving
from matcher.intake.people import Intake
from matcher.intake.read import read_intake
from matcher.intake.words.calling import who_is_meant
from matcher.intake.words.findings import count_of
from matcher.matching import control_of, result_of
from matcher.problem.problem import Problem, build_problem
from matcher.questions.changes.previous import pasts_of, renamed
from matcher.questions.changes.told import Change, changes_between, changes_csv, moves_between, unlisted_changes
from matcher.questions.rematch.history import without_repeats
from matcher.result.asked import still_held
from matcher.result.earlier import kept_apart
from matcher.result.files import csv_text, write_whole
from matcher.result.match_result import MatchResult, files_of_result
from matcher.result.records import Group, Rematched, Waiting
from matcher.solving.portfolio import Solution
from matcher.solving.running.control import Control, Progress
from matcher.solving.variants.few_moves.keeping import Keeping, Kept, MostStaying
from matcher.why.reasons import conflicts

__all__ = [
    "CHANGES_FILE",
    "FRONTIER_FILE",
    "Rematch",
    "bought_by",
    "folder_of",
    "frontier",
    "frontier_csv",
    "rematch",
    "save_frontier",
    "without_people",
]

CHANGES_FILE, FRONTIER_FILE = "changes.csv", "frontier.csv"

Source = MatchResult | str | PathLike[str]

STEPS = (1, 2, 3, 5, 8, 13)
"""By how many moves a frontier goes over the fewest, unless told otherwise, before it allows any number."""


@dataclass(frozen=True)
class Rematch:
    """Groups formed again.

    Parameters
    ----------
    result
        Verified; an ordinary result. Its `status` and `bound` speak of the objective (in the intake's mode) among
        groupings with at most `limit` moves.
    moves
        How many people moved: had a place before, are still in the intake, and are not in the group that continues
        theirs. A mentor who led two groups has two places.
    fewest
        A proved lower limit on the moves of any grouping that satisfies the rules.
    limit
        How many moves were allowed; None: any number.
    changes
        Everybody whose group, mentors or hour changed, and mentors whose mentees did: mentors, then mentees, in the
        order of the intake, the gone last. For nobody else anything did: that was checked.
    renamed
        (group before, group now) for each group that lives on under another name, in the order of those of now.
    """

    result: MatchResult
    moves: int
    fewest: int
    limit: int | None
    changes: tuple[Change, ...]
    renamed: tuple[tuple[str, str], ...] = ()

    def save(
        self, folder: str | PathLike[str], *, replace: bool = False, made_from: Iterable[str | PathLike[str]] = ()
    ) -> None:
        """Write the files of the result and ``changes.csv`` into `folder`: all of them, or none.

        Parameters
        ----------
        replace, made_from
            As for `MatchResult.save`.

        Raises
        ------
        MatcherError
            As for `MatchResult.save`.
        """
        self.result.save(folder, {CHANGES_FILE: changes_csv(self.changes)}, replace=replace, made_from=made_from)

    def texts(self) -> dict[str, str]:
        """Return what `save` writes, by name."""
        return self.result.texts({CHANGES_FILE: changes_csv(self.changes)})


def rematch(
    intake: Intake | str | PathLike[str],
    previous: Source,
    *,
    moves: int | None = None,
    never_again: Sequence[Source] = (),
    without: Sequence[str] = (),
    effort: str = "normal",
    time_limit: float = 60.0,
    seed: int = 0,
    workers: int | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
) -> Rematch:
    """Form groups again after people left, came or changed their hours, with few moves.

    Parameters
    ----------
    intake
        The intake as it is now; `Intake` or path. A person is known again by id and side (mentor or mentee).
    previous
        The result to start from; `MatchResult`, or the path of its folder or file. Ids that are no longer in the
        intake are of people gone.
    moves
        At most so many people may move, for a better whole; None: as few as can be, and only then the best whole.
    never_again
        Results whose pairs (mentor with mentor, mentor with mentee) must not meet again; unknown ids are passed over.
    without
        Who has left, by id or by a name that one person has: as after `matcher.leave`, and no file is touched. Without
        whom `previous` was formed, as far as the intake still holds them, is left without being named.
    effort, time_limit, seed, workers, progress, stop
        As for `match`.

    Returns
    -------
    Rematch
        ``.result`` is the verified `MatchResult`; ``.moves``, ``.fewest``, ``.changes``.

    Raises
    ------
    IntakeError
        The intake or the call is wrong, or more people have to move than `moves` allows.
    ResultFileError
        The previous result, or one of `never_again`, cannot be understood.
    InfeasibleError
        No assignment satisfies the rules.
    UnsolvedError
        Time ran out before a first assignment was found.
    VerificationError
        The result breaks a rule: a bug of ours.

    Notes
    -----
    A group of the past lives on in at most one new group, at the same slot, chosen so that as many people as can be
    stay. Whoever is in it stays; everybody else who had a place and is still there has moved, also who is left out or
    leads no group now.

    Where some were left out before: among groupings with no more moves, as many as can be of those who had a place have
    one, then as many as can be of those who had none, first of those with the highest ``priority``, then of the next;
    and only then the whole counts (`Rematched.waiting`).
    """
    control = control_of(effort, time_limit, 0.0, seed, workers, progress, stop=stop)
    before = previous if isinstance(previous, MatchResult) else MatchResult.load(previous)
    run = _Run(without_people(intake, without, before), before, moves, never_again, control)
    with run.control.crew:
        most = run.most_staying()
        if moves is None or moves == run.places - most.stays:
            return run.point(most.stays, run.places - most.stays, moves)
        if run.places - most.stays > moves:
            raise IntakeError([_too_few_moves(run, most, moves)])
        return run.point(run.places - moves, moves, moves, widely=True)


def frontier(
    intake: Intake | str | PathLike[str],
    previous: Source,
    *,
    most: int | None = None,
    never_again: Sequence[Source] = (),
    without: Sequence[str] = (),
    effort: str = "normal",
    time_limit: float = 60.0,
    seed: int = 0,
    workers: int | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
) -> tuple[Rematch, ...]:
    """Return the trade of moves against the whole, each point a verified result.

    Parameters
    ----------
    most
        Each number of moves up to this is looked at; None: 1, 2, 3, 5, 8 and 13 more than the fewest. After those comes
        the best with any number of moves.
    intake, previous, never_again, without, effort, time_limit, seed, workers, progress
        As for `rematch`; the time limit is for all points together.

    Returns
    -------
    tuple of Rematch
        From the fewest moves upwards; each has a better whole, in the intake's mode, than all before it. The last is
        the best with any number of moves (`limit` is None), unless a point before it is as good.

    Raises
    ------
    As `rematch`.
    """
    control = control_of(effort, time_limit, 0.0, seed, workers, progress, stop=stop)
    before = previous if isinstance(previous, MatchResult) else MatchResult.load(previous)
    run = _Run(without_people(intake, without, before), before, most, never_again, control)
    with run.control.crew:
        return tuple(run.points(most))


def without_people(intake: Intake | str | PathLike[str], who: Sequence[str], previous: MatchResult) -> Intake:
    """Return an intake without those who have left: first those without whom `previous` was formed, then `who`.

    Whoever left before and is still in the intake counts as gone here, too; to name them again changes nothing.

    Raises
    ------
    IntakeError
        The intake has faults, or would have some without them, or somebody of `who` is not clear.
    """
    read = intake if isinstance(intake, Intake) else read_intake(intake)
    held = [one.id for one in still_held(read, previous)]
    names = {one.id: one.name for one in (*read.mentors, *read.mentees)}
    gone = [*held, *(told for told in who if not any([own] == who_is_meant(told, names) for own in held))]
    return leaving.without(intake, gone) if gone else read


class _Run:
    """One call: what it is asked of, and the search."""

    def __init__(
        self,
        read: Intake,
        previous: MatchResult,
        moves: int | None,
        never_again: Sequence[Source],
        control: Control,
    ) -> None:
        if moves is not None and (isinstance(moves, bool) or not isinstance(moves, int) or moves < 0):
            raise IntakeError(
                [Issue("the call", "is no number of moves", None, "moves", str(moves), "write 0 or more")]
            )
        self.control = control
        self.previous = previous
        asked = without_repeats(read, never_again) if never_again else read
        self.intake = kept_apart(asked, self.previous.never_again)
        self.problem: Problem = build_problem(self.intake)
        self.pasts = pasts_of(self.intake, self.previous)
        self.places = sum(past.places for past in self.pasts)
        if self.previous.groups and not self.places:
            message = "has nobody in its groups who is in the intake; is it the result of another intake?"
            raise IntakeError([Issue("the previous result", message)])
        objective = self.intake.program.objective
        self.waiting = _waiting(self.intake, self.previous)
        had = dict.fromkeys(own for group in self.previous.groups for own in group.mentees)
        self.placed_before = [own for own in had if own in self.intake.mentee_by_id]
        # Nobody loses a place to somebody who waits for one.
        first = [self.placed_before, *(ids for _, ids in self.waiting)] if self.waiting else []
        positions = [np.array([self.intake.mentee_position[own] for own in ids], np.int64) for ids in first]
        self.keeping = Keeping(self.problem, self.pasts, control, objective.mode, objective.levels, positions)
        self.most: MostStaying | None = None

    def most_staying(self) -> MostStaying:
        """Return the grouping with the fewest moves.

        Raises
        ------
        InfeasibleError, UnsolvedError
            There is none, or none was found.
        """
        self.most = self.keeping.most_staying()
        if self.most.infeasible:
            raise InfeasibleError(conflicts(self.intake, self.problem))
        if self.most.grouping is None:
            raise UnsolvedError("no assignment was found in the time or work allowed, and none was proved impossible")
        return self.most

    def points(self, most: int | None) -> Iterator[Rematch]:
        """Yield the points of a frontier."""
        fewest = self.places - self.most_staying().stays
        best = self.point(self.places - fewest, fewest, fewest)
        yield best
        self.keeping.free(share=2)
        last = self.keeping.best_of_all()
        if last is None:
            return
        end = self.made(last, None)
        steps = [fewest + step for step in STEPS] if most is None else range(fewest + 1, most + 1)
        for allowed in steps:
            if not self.control.running() or allowed >= end.moves:
                break
            point = self.point(self.places - allowed, allowed, allowed)
            if self.better(point.result, best.result):
                best = point
                yield point
        if self.better(end.result, best.result):
            yield end

    def better(self, one: MatchResult, other: MatchResult) -> bool:
        """Return whether one result is better than another in the intake's mode."""
        signs = {measure.name: measure.sign for measure in self.keeping.wanted}
        keys = [
            (
                *self.placed(result.groups),
                *(signs[stage.name] * stage.value for stage in result.stages),
                result.objective,
            )
            for result in (one, other)
        ]
        return keys[0] > keys[1]

    def placed(self, groups: Iterable[Group]) -> tuple[int, ...]:
        """Return how many have a place of those who had one, and then of those who had none, by priority."""
        there = {mentee for group in groups for mentee in group.mentees}
        lists = (self.placed_before, *(ids for _, ids in self.waiting)) if self.waiting else ()
        return tuple(len(there.intersection(ids)) for ids in lists)

    def point(self, least: int, allowed: int, limit: int | None, *, widely: bool = False) -> Rematch:
        """Return the best with at most `allowed` moves; `widely`: what is best with any number is looked at, too."""
        kept = self.keeping.best_with(least)
        if kept is None:
            raise UnsolvedError("no assignment was found in the time or work allowed, and none was proved impossible")
        if widely and kept.bound > kept.grouping.objective and self.control.running():
            kept = self.keeping.with_free(least, kept)
        return self.made(kept, allowed if limit is None else limit)

    def made(self, kept: Kept, limit: int | None) -> Rematch:
        """Return the result of a grouping, verified, with its changes."""
        assert self.most is not None
        fewest = self.places - self.most.most
        ending = self.control.ending()
        solution = Solution(kept.grouping, kept.bound, False, ending, kept.stages, word=kept.proved_by)
        plain = result_of(self.intake, self.problem, solution, kept.grouping, self.control, moves=limit)
        moves = moves_between(self.intake, self.previous, plain.groups)
        placed = self.placed(plain.groups)
        waiting = tuple(
            Waiting(priority, len(ids), count, most)
            for (priority, ids), count, most in zip(self.waiting, placed[1:], kept.waiting[1:], strict=True)
        )
        result = replace(plain, rematched=Rematched(moves, fewest, limit, waiting))
        changes = changes_between(self.intake, self.previous, result, limit is None or limit > fewest)
        wrong = [str(breach) for breach in verify(self.intake, result)]
        wrong += unlisted_changes(self.intake, self.previous, result, changes)
        if sum(change.moves for change in changes) != moves or moves < fewest or (limit is not None and moves > limit):
            wrong.append(f"{moves} people moved; from {fewest} to {limit} could")
        if wrong:
            raise VerificationError(wrong)
        return Rematch(result, moves, fewest, limit, changes, renamed(self.intake, self.previous, plain.groups))


def _waiting(intake: Intake, previous: MatchResult) -> list[tuple[int, list[str]]]:
    """Return those who were left out before and are still there, by priority, the highest first."""
    left_out = [one.id for one in previous.unmatched if one.id in intake.mentee_by_id]
    found: dict[int, list[str]] = {}
    for own in intake.in_waiting_order(left_out):
        found.setdefault(intake.mentee_by_id[own].percent, []).append(own)
    return list(found.items())


def _too_few_moves(run: _Run, most: MostStaying, moves: int) -> Issue:
    needed, fewest = run.places - most.stays, run.places - most.most
    if needed == fewest:
        proved = f"{count_of(fewest, 'person has', 'people have')} to move"
    else:
        proved = f"{count_of(needed, 'person moves', 'people move')} in the best that was found"
    return Issue("the call", f"is too few: {proved}", None, "moves", str(moves), f"allow {needed} or more")


def folder_of(point: Rematch, out: Path) -> Path:
    """Return the folder of one point of a frontier: ``moves-3``."""
    return out / f"moves-{point.moves}"


def save_frontier(
    points: Sequence[Rematch],
    folder: Path,
    *,
    replace: bool = False,
    made_from: Iterable[str | PathLike[str]] = (),
) -> None:
    """Write each point of a frontier into its folder in `folder`, and ``frontier.csv``: all of them, or none.

    Raises
    ------
    MatcherError
        As for `MatchResult.save`.
    """
    texts = {
        (folder_of(point, Path()) / name).as_posix(): text for point in points for name, text in point.texts().items()
    }
    texts[FRONTIER_FILE] = frontier_csv(points)
    write_whole(folder, texts, replace=replace, made_from=files_of_result(*made_from))


def bought_by(points: Sequence[Rematch]) -> list[tuple[str, int, int] | None]:
    """Return what the moves of each point of a frontier buy over the point before it; None of the first.

    That is the first count of the mode that gets better, by its name in ``stages``, or else ``objective``; then what it
    was, and what it is.
    """
    bought: list[tuple[str, int, int] | None] = [None] * min(1, len(points))
    for before, now in pairwise(point.result for point in points):
        counts = zip(before.stages, now.stages, strict=True)
        better = ((old.name, old.value, new.value) for old, new in counts if old.value != new.value)
        bought.append(next(better, ("objective", before.objective, now.objective)))
    return bought


def frontier_csv(points: Sequence[Rematch]) -> str:
    """Return the text of ``frontier.csv``: a row for each point."""
    figures = ("moves", "fewest", "objective", "bound", "status", "left_out", "first_choices", "unlisted")
    columns = (*figures, "folder", "better_by", "before", "now")
    rows: list[tuple[str | int, ...]] = []
    for point, bought in zip(points, bought_by(points), strict=True):
        result = point.result
        first, unlisted = (result.choices.get(name, 0) for name in ("1", "unlisted"))
        found = (point.moves, point.fewest, result.objective, result.bound, str(result.status))
        rows.append((*found, len(result.unmatched), first, unlisted, f"moves-{point.moves}", *(bought or ("", "", ""))))
    return csv_text(columns, rows)
