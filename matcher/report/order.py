"""What is asked for when reports are made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from matcher.intake.people import Intake
from matcher.result.match_result import MatchResult

__all__ = ["Order"]


@dataclass(frozen=True)
class Order:
    """What is asked for besides the view.

    Parameters
    ----------
    result, intake
        What the view was made from. Take names and addresses from the view, which is anonymous where that was asked.
    folder
        Where the files go; a kind that carries something on from an earlier report reads it there.
    named
        Whether kinds were asked for by name: one that has nothing to tell then says why, rather than write nothing.
    own_calendars
        Whether each person gets a calendar, besides each group.
    attendance
        Whether the workbook has a sheet for each group, to tick off who came.
    templates
        A folder with the coordinator's own texts of messages; None: those that come with matcher.
    since
        An earlier result: messages go to those alone for whom something changed since then. None: to everybody.
    """

    result: MatchResult
    intake: Intake
    folder: Path
    named: bool = False
    own_calendars: bool = False
    attendance: bool = False
    templates: Path | None = None
    since: MatchResult | None = None
