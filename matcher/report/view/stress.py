"""What a report tells of mentors who might drop out, from the table that `matcher.stress` made."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from matcher.errors import Issue, ResultFileError
from matcher.intake.fingerprint import digest_of
from matcher.intake.people import Intake
from matcher.intake.words.findings import name_some
from matcher.questions.stress.table import NO_ASSIGNMENT, NOT_IN_TIME, Loss, StressTable
from matcher.report.view.phrases import Phrases
from matcher.report.view.view import LossView, LostTogether, Named, Numbers, StressView
from matcher.result.match_result import MatchResult
from matcher.result.saved_workbook import fingerprint

__all__ = ["LOSSES_SHOWN", "SPARE_SHOWN", "check_made_of", "stress_view"]

LOSSES_SHOWN = 15
"""Losses of mentors in sight, the worst; the page folds the others up, and on paper only their number stands."""
SPARE_SHOWN = 10
"""Mentors in reserve named in one sentence; all of them are among the idle mentors."""


def check_made_of(table: StressTable, result: MatchResult, intake: Intake, numbers: Numbers) -> None:
    """Refuse a table that was made of other groups, or of another intake.

    Parameters
    ----------
    numbers
        Of the result as it stands, from `intake`.

    Raises
    ------
    ResultFileError
        It was: `issues` lists each thing that does not fit.
    """
    groups = {group.id for group in result.groups}
    same = table.grouping == fingerprint(result.groups)
    faults = [] if same else ["was made of other groups"]
    named = dict.fromkeys(group for loss in table.losses for group in loss.groups)
    apart = {
        "names mentors that the intake does not have": [one for one in table.names if one not in intake.mentor_by_id],
        "does not know mentors of the intake": [one for one in intake.mentor_by_id if one not in table.names],
        "names groups that the result does not have": [one for one in named if same and one not in groups],
    }
    faults += [f"{said}: {name_some(found)}" for said, found in apart.items() if found]
    # The groups are the same, and yet they leave out others or score otherwise, or hang on other answers.
    now = (numbers.unmatched, numbers.objective, None if table.intake is None else digest_of(intake))
    if not faults and (table.left_out_now, table.objective_now, table.intake) != now:
        faults.append("was made of another intake, or of one whose settings have changed since")
    if faults:
        right = "run `matcher stress` again for this result"
        raise ResultFileError([Issue("the table of losses", said, right=right) for said in faults])


def stress_view(
    table: StressTable,
    phrases: Phrases,
    named: Callable[[str], Named],
    told: Callable[[str], str] = str,
) -> StressView:
    """Return a table of losses in words.

    Parameters
    ----------
    named
        What a mentor is called, by id.
    told
        Turns a sentence into one that names people as `named` does.
    """
    now = [phrases("stress.left_out_now", table.left_out_now)]
    if not table.spare:
        now.append(phrases("stress.no_spare"))
    how = [phrases("stress.how")]
    if any(loss.moved for loss in table.losses):
        how.append(phrases("stress.how_others"))
    return StressView(
        now=" ".join(now),
        spare=tuple(map(named, table.spare)),
        how=" ".join(how),
        sizes=tuple(
            LostTogether(
                heading=phrases(f"stress.lost_{size}"),
                tried=_tried(table, size, phrases),
                sentences=tuple(_sentences(table, size, phrases)),
                harmful=tuple(_loss(loss, phrases, named, told) for loss in table.of(size) if loss.harmful),
            )
            for size in table.sizes
        ),
    )


def _tried(table: StressTable, size: int, phrases: Phrases) -> str:
    tried, chosen, possible = len(table.of(size)), table.chosen[size], table.possible[size]
    if tried == possible:
        return phrases("stress.tried_all", tried)
    if not tried:
        return phrases("stress.tried_none")
    # What was tried of a sample before the time was over is no longer drawn at random.
    return phrases("stress.tried_sample" if tried == chosen else "stress.tried_until", tried, possible=possible)


def _sentences(table: StressTable, size: int, phrases: Phrases) -> Iterator[str]:
    losses = table.of(size)
    if not losses:
        return
    yield phrases("stress.harmless", len(losses), harmless=table.harmless(size))
    known = [max(0, loss.more_left_out) for loss in losses if loss.more_left_out is not None]
    if any(known):
        yield phrases("stress.more", average=phrases.number(sum(known) / len(known), 1), worst=max(known))
    if len(known) < len(losses):
        yield phrases("stress.none_found", len(losses) - len(known))


def _loss(loss: Loss, phrases: Phrases, named: Callable[[str], Named], told: Callable[[str], str]) -> LossView:
    if loss.left_out is None:
        left_out = phrases("stress.no_grouping")
    else:
        left_out = phrases.number(loss.left_out) if loss.proved else phrases("stress.at_most", number=loss.left_out)
    return LossView(
        mentors=tuple(map(named, loss.mentors)),
        groups=loss.groups,
        concerned=loss.concerned,
        left_out=loss.left_out,
        left_out_told=left_out,
        proved=loss.proved and loss.left_out is not None,
        others=loss.moved,
        reason=_why_none(loss, phrases),
        shown_by=None if loss.shown_by is None else told(loss.shown_by),
    )


def _why_none(loss: Loss, phrases: Phrases) -> str | None:
    """Say why there is no grouping, but for what shows that none is possible: that is told in the solver's words."""
    if loss.reason == NOT_IN_TIME:
        return phrases("stress.not_in_time")
    return phrases("stress.no_assignment") if (loss.reason or "").startswith(NO_ASSIGNMENT) else None
