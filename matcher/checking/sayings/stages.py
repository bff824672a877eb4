"""The stages of modes that put first things first: named in order, counted again, their limits possible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from matcher.checking.best_alone import BestAlone
from matcher.checking.scoring import Scorer
from matcher.intake.people import Intake
from matcher.intake.words.findings import count_of
from matcher.intake.words.listing import in_a_row
from matcher.result.records import Stage, Status
from matcher.rules.rule import Breach, FormedGroup

__all__ = ["MOST_COUNTED", "STAGES", "open_stages", "wrong_stages"]

STAGES = "stages"

MOST_COUNTED = 200_000
"""Mentees times mentors whose satisfaction is worked out again: more would take longer than solving."""


class _Right(NamedTuple):
    """What one stage should be: its name, whether more is better, and its count; None where it is not counted again."""

    name: str
    more: bool
    value: int | None


def wrong_stages(
    intake: Intake, status: Status, stages: Sequence[Stage], groups: Sequence[FormedGroup], scorer: Scorer
) -> Iterator[Breach]:
    """Yield what is wrong with the stages of a result, from the intake alone.

    Parameters
    ----------
    groups
        Of people whom the intake has.
    """
    right = _right(intake, groups, scorer)
    names, wanted = [stage.name for stage in stages], [one.name for one in right]
    if names != wanted:
        mode = intake.program.objective.mode
        said, right_names = in_a_row(names) or "none", in_a_row(wanted) or "none"
        told = f"the stages are named {said}; in the mode {mode} they are {right_names}"
        yield Breach(STAGES, (), told)
        return
    for stage, one in zip(stages, right, strict=True):
        if one.value is not None and stage.value != one.value:
            told = f"{stage.called} is said to be {stage.value}; it is {one.value}"
            yield Breach(STAGES, (), told)
        yield from _wrong_bound(stage, one.more, len(intake.mentees))
    open_ = [stage.called for stage in open_stages(intake, stages)]
    if status == Status.OPTIMAL and open_:
        told = f"the result is said to be proved best, but better is not ruled out for {in_a_row(open_)}"
        yield Breach(STAGES, (), told)


def open_stages(intake: Intake, stages: Sequence[Stage]) -> list[Stage]:
    """Return the stages whose limits leave room for better; a limit that is impossible says nothing of that."""
    more, mentees = intake.program.objective.mode == "greedy", len(intake.mentees)
    return [stage for stage in stages if not stage.proved and not any(_wrong_bound(stage, more, mentees))]


def _wrong_bound(stage: Stage, more: bool, mentees: int) -> Iterator[Breach]:
    """Yield a limit on the wrong side of what was reached, or that no number of mentees can be."""
    if not 0 <= stage.bound <= mentees:
        told = f"{stage.called} has {stage.bound} as its limit, and there are {count_of(mentees, 'mentee')}"
        yield Breach(STAGES, (), told)
    elif (stage.bound < stage.value) if more else (stage.bound > stage.value):
        side = "under" if more else "over"
        told = f"{stage.called} has {stage.bound} as its limit, {side} what was reached, {stage.value}"
        yield Breach(STAGES, (), told)


def _right(intake: Intake, groups: Sequence[FormedGroup], scorer: Scorer) -> list[_Right]:
    """Return the stages of the intake's mode, as these groups reach them."""
    mode = intake.program.objective.mode
    if mode == "total":
        return []
    mentors = {mentee: group.mentors for group in groups for mentee in group.mentees}
    left_out = len(intake.mentees) - len(mentors)
    if mode == "fair":
        return _bands(intake, mentors, left_out, scorer)
    counts = Counter(scorer.choice(mentee, led) for mentee, led in mentors.items())
    longest = max((len(mentee.preferred_mentors) for mentee in intake.mentees), default=0)
    if mode == "greedy":
        return [_Right(f"choice {rank}", True, counts[rank]) for rank in range(1, longest + 1)]
    first = [_Right("left out", False, left_out), _Right("unlisted", False, counts[None])]
    return first + [_Right(f"choice {rank}", False, counts[rank]) for rank in range(longest, 1, -1)]


def _bands(intake: Intake, mentors: dict[str, tuple[str, ...]], left_out: int, scorer: Scorer) -> list[_Right]:
    levels = intake.program.objective.levels
    if len(intake.mentees) * len(intake.mentors) > MOST_COUNTED:
        return [_Right(f"band {band}", False, None) for band in range(levels - 1)]
    best, bands = BestAlone(intake, scorer), Counter({0: left_out})
    for mentee, led in mentors.items():
        most = best.score(mentee)
        bands[min(levels - 1, scorer.mentee_score(mentee, led) * levels // most) if most else levels - 1] += 1
    return [_Right(f"band {band}", False, bands[band]) for band in range(levels - 1)]
