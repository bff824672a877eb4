"""`match_alternatives`: the best result, and others nearly as good that put people together otherwise."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np

from matcher.checking.verify import verify
from matcher.errors import IntakeError, Issue, VerificationError
from matcher.intake.people import Intake
from matcher.intake.reading.places import place_named
from matcher.intake.words.findings import count_of
from matcher.intake.words.listing import in_a_row
from matcher.matching import control_of, intake_of, is_number, match, result_of
from matcher.problem.grouping import Grouping
from matcher.problem.ids import grouping_from
from matcher.problem.problem import Problem, build_problem
from matcher.questions.compare import Comparison, compare
from matcher.result.files import write_whole
from matcher.result.match_result import BESIDE_A_RESULT, MatchResult, files_of_result
from matcher.result.records import Ending
from matcher.solving.portfolio import Solution
from matcher.solving.running.control import Control, Progress
from matcher.solving.variants.diversity import difference, floor_at, most_different
from matcher.text import ended, one_line

__all__ = ["MOST_ALTERNATIVES", "Alternative", "Alternatives", "match_alternatives"]

MOST_ALTERNATIVES = 20
"""More than anybody compares, and each takes a solve of its own."""
FOR_THE_BEST = 0.6
"""The share of the time limit for the best result; the alternatives have what it leaves."""


@dataclass(frozen=True)
class Alternative:
    """A result nearly as good as the best.

    Parameters
    ----------
    result
        Verified.
    new_pairs
        Pairs of a mentee and a mentor that it has and the best has not.
    pairs
        Pairs of a mentee and a mentor that it has.
    nearest
        Of the best and the alternatives before, the fewest pairs that it has and that one has not.
    most_different
        Whether it is proved that nothing within the share differs in more pairs (from the nearest).
    comparison
        How it differs from the best.
    """

    result: MatchResult
    new_pairs: int
    pairs: int
    nearest: int
    most_different: bool
    comparison: Comparison

    def in_words(self) -> tuple[str, ...]:
        """Return how it differs from the best, a sentence each."""
        difference = self.comparison
        before, after = difference.first, difference.second
        points = (before.objective or 0) - (after.objective or 0)
        share = f"{100 * points / max(1, abs(before.objective or 0)):.2f} %"
        moved = [(one.before, one.after) for one in difference.mentees if one.before and one.after]
        others = sum(set(old.mentors) != set(new.mentors) for old, new in moved)
        same = sum(group.same for group in difference.groups)
        led = sum(bool(one.mentors_new or one.mentors_gone) for one in difference.groups)
        said = [
            f"It scores {count_of(points, 'point')} less ({share})." if points else "It scores just as much.",
            f"{count_of(others, 'mentee')} {'has' if others == 1 else 'have'} other mentors: {self.new_pairs} of "
            f"{count_of(self.pairs, 'pair of a mentee and a mentor is', 'pairs of a mentee and a mentor are')} new.",
            f"Of {count_of(after.groups, 'group')}, {same or 'none'} {'is' if same == 1 else 'are'} just the same, and "
            f"{led or 'none'} {'has' if led == 1 else 'have'} other mentors.",
            f"By their score {count_of(len(difference.gained), 'mentee')} gained and {len(difference.lost)} lost.",
        ]
        if set(before.unmatched) != set(after.unmatched):
            left = [one_line(difference.called.get(one, one)) for one in after.unmatched]
            said.append(ended(f"Left out are: {in_a_row(left)}") if left else "Nobody is left out.")
        if self.most_different:
            said.append("Nothing else within the share differs more; that is proved.")
        return tuple(said)


@dataclass(frozen=True)
class Alternatives:
    """The best result found, and others within a share of it.

    Parameters
    ----------
    best
        As `match` gives it.
    alternatives
        In the order in which they were found, each the most unlike the best and those before that was found; fewer
        than asked for where no more were.
    within
        The share of the best objective that they may lack.
    none_left
        Whether it is proved that there are no more within the share.
    """

    best: MatchResult
    alternatives: tuple[Alternative, ...]
    within: float
    none_left: bool

    def save(
        self, folder: str | PathLike[str], *, replace: bool = False, made_from: Iterable[str | PathLike[str]] = ()
    ) -> tuple[Path, ...]:
        """Write the best into `folder`, the others into ``alternative-1`` … in it, and ``alternatives.txt``.

        All of them, or none.

        Parameters
        ----------
        replace, made_from
            As for `MatchResult.save`.

        Returns
        -------
        tuple of Path
            Folders ``alternative-…`` that are there from an earlier run, and are none of this one.

        Raises
        ------
        OverwriteError
            Without `replace`: a file there was changed, or is not ours.
        MatcherError
            A folder cannot be written to.
        """
        place = place_named(folder, "folder")
        texts = {
            f"alternative-{number}/{name}": text
            for number, one in enumerate(self.alternatives, 1)
            for name, text in one.result.texts().items()
        }
        texts |= self.best.texts() | {"alternatives.txt": self.in_words() + "\n"}
        write_whole(place, texts, replace=replace, made_from=files_of_result(*made_from), of_before=BESIDE_A_RESULT)
        mine = {f"alternative-{number}" for number in range(1, len(self.alternatives) + 1)}
        return tuple(sorted(other for other in place.glob("alternative-*") if other.name not in mine))

    def in_words(self) -> str:
        """Return what the alternatives are and how they differ, as a text to read."""
        share = f"{100 * self.within:g} %"
        mode = self.best.program.objective.mode
        as_good = f" and as good in what the mode '{mode}' puts first" if self.best.stages else ""
        lines = [f"The best result scores {self.best.objective}. Others within {share} of it{as_good}:"]
        for number, one in enumerate(self.alternatives, 1):
            lines += ["", f"Alternative {number}: {count_of(one.result.objective, 'point')}"]
            lines += [f"- {said}" for said in one.in_words()]
        if not self.alternatives:
            none = "There is none" if self.none_left else "None was found"
            return f"{none}: no grouping with other pairs of a mentee and a mentor within {share} of the best{as_good}."
        if self.none_left:
            lines += ["", "There are no more of them."]
        return "\n".join(lines)


def match_alternatives(
    mentors: Any,
    mentees: Any = None,
    program: Any = None,
    constraints: Any = None,
    *,
    locks: Any = None,
    count: int = 3,
    within: float = 0.01,
    effort: str = "normal",
    time_limit: float = 60.0,
    gap: float = 0.0,
    seed: int = 0,
    workers: int | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
) -> Alternatives:
    """Form groups, then others nearly as good that are as different as can be found in who is with whom.

    Parameters
    ----------
    mentors, mentees, program, constraints, locks, effort, gap, seed, workers, progress, stop
        As for `match`.
    count
        How many alternatives at most, 1 to 20.
    within
        The share of the best objective that an alternative may lack, 0 to 1. What the stages of a mode reached (most
        first choices, say) every alternative reaches as well.
    time_limit
        Seconds for everything: the best result has 60 % of it, the alternatives what is left.

    Returns
    -------
    Alternatives
        Each verified. How different two results are is counted in pairs of a mentee and a mentor that one has and the
        other has not. Each alternative in turn is the one found that has the most such pairs against whichever is
        nearest, of the best and those before.

    Raises
    ------
    IntakeError, InfeasibleError, UnsolvedError, VerificationError
        As `match`.
    """
    control = control_of(effort, time_limit, gap, seed, workers, None, stop=stop)
    _check(count, within)
    intake = intake_of(mentors, mentees, program, constraints, locks)
    call: dict[str, Any] = {"effort": effort, "gap": gap, "seed": seed, "workers": workers, "progress": progress}
    best = match(intake, time_limit=time_limit * FOR_THE_BEST, **call, stop=stop)
    with control.crew:
        return _alternatives(intake, best, count, within, control)


def _check(count: int, within: float) -> None:
    wrong = []
    if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= MOST_ALTERNATIVES:
        right = f"write a whole number from 1 to {MOST_ALTERNATIVES}"
        wrong.append(Issue("the call", "is no number of alternatives", None, "count", str(count), right))
    if not is_number(within) or not 0 <= within <= 1:
        right = "write a share from 0 to 1; 0.01 is one per cent"
        wrong.append(Issue("the call", "is no share", None, "within", str(within), right))
    if wrong:
        raise IntakeError(wrong)


def _alternatives(intake: Intake, best: MatchResult, count: int, within: float, control: Control) -> Alternatives:
    problem = build_problem(intake)
    start = grouping_from(intake, problem, best.formed)
    least = start.objective - math.floor(within * abs(start.objective))
    floor = floor_at(intake.program, problem, best.stages, least)
    known, proved, none_left = [start], [False], False
    while len(known) <= count and control.running():
        found = most_different(floor, known, control.part(count + 1 - len(known), quiet=True))
        if found.grouping is None:
            none_left = found.exact
            break
        known.append(found.grouping)
        proved.append(found.exact)
    return _told(intake, problem, best, within, _best_first(known, proved, within), none_left, control)


def _best_first(known: list[Grouping], proved: list[bool], within: float) -> list[tuple[Grouping, bool]]:
    """Put the best first: where the first was not proved best, looking for others may have found a better one."""
    found = list(zip(known, proved, strict=True))
    top = max(known, key=lambda grouping: grouping.objective)
    if top.objective == known[0].objective:
        return found
    least = top.objective - math.floor(within * abs(top.objective))
    others = [(one, False) for one, _ in found if one is not top and one.objective >= least]
    return [(top, False), *others]


def _told(
    intake: Intake,
    problem: Problem,
    best: MatchResult,
    within: float,
    found: Sequence[tuple[Grouping, bool]],
    none_left: bool,
    control: Control,
) -> Alternatives:
    bound = max(best.bound, max(one.objective for one, _ in found))
    groupings = [grouping for grouping, _ in found]
    results: list[MatchResult] = []
    for grouping in groupings:
        if grouping.objective == best.objective and not results:
            results.append(best)
            continue
        solution = Solution(grouping, bound, False, Ending.ITSELF, best.stages, word=best.proved_by)
        results.append(_verified(intake, replace(result_of(intake, problem, solution, grouping, control), seconds=0.0)))
    alternatives = []
    for number, (grouping, exact) in enumerate(found[1:], 1):
        nearest = min(difference(problem, grouping, other) for other in groupings[:number])
        comparison = compare(results[0], results[number], intake, names=("the best", f"alternative {number}"))
        leaders = np.where(grouping.seats.second == problem.mentors, 1, 2)
        pairs = int(leaders[grouping.seat_of[grouping.seat_of >= 0]].sum())
        new = difference(problem, grouping, groupings[0])
        alternatives.append(Alternative(results[number], new, pairs, nearest, exact, comparison))
    return Alternatives(results[0], tuple(alternatives), within, none_left)


def _verified(intake: Intake, result: MatchResult) -> MatchResult:
    breaches = verify(intake, result)
    if breaches:
        raise VerificationError([str(breach) for breach in breaches])
    return result
