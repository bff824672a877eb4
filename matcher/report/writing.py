"""`write_reports`: every kind of report that is asked for, written whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike
from pathlib import Path

from matcher.errors import MatcherError
from matcher.intake.disk.ours import GroupsTold
from matcher.intake.disk.whole import settle
from matcher.intake.people import Intake
from matcher.intake.reading.places import place_named
from matcher.intake.words.steps import in_steps
from matcher.questions.rescored import as_scored, changed_by_hand, check_same_people
from matcher.questions.stress.table import StressTable
from matcher.report.kinds import chosen_kinds
from matcher.report.mail.templates import MESSAGES
from matcher.report.order import Order
from matcher.report.view.build_view import build_view
from matcher.result.asked import as_asked
from matcher.result.files import write_whole
from matcher.result.match_result import MatchResult, files_of_result
from matcher.result.saved_workbook import fingerprint

__all__ = ["write_reports"]


def write_reports(
    result: MatchResult,
    intake: Intake,
    folder: str | PathLike[str],
    *,
    kinds: Iterable[str] | None = None,
    anonymous: bool = False,
    with_emails: bool = False,
    language: str = "en",
    own_calendars: bool = False,
    attendance: bool = False,
    templates: str | PathLike[str] | None = None,
    stress: StressTable | str | PathLike[str] | None = None,
    since: MatchResult | str | PathLike[str] | None = None,
    replace: bool = False,
    made_from: Iterable[str | PathLike[str]] = (),
    contacts: str | None = None,
    pronouns: bool = False,
    instead_of: Iterable[MatchResult] = (),
) -> tuple[Path, ...]:
    """Write reports of a result into `folder`, made where it is missing: all of them, or none. Nothing is solved.

    Parameters
    ----------
    result
        From `matcher.match` or `MatchResult.load`.
    intake
        What the result answers.
    folder
        Old reports there are overwritten as they were written; where somebody changed one of them, or a file there is
        not ours, nothing is. Other files stay.
    kinds
        Names of `matcher.report.KINDS`: ``html``, ``print``, …; None or empty: all that is installed.
    anonymous
        Ids stand for names everywhere.
    with_emails
        Whether messages hold addresses.
    language
        One of `matcher.report.LANGUAGES`: ``en``, ``en-GB``, ``en-US``, ``de``, ``es``, ``fa``.
    own_calendars
        Whether each person gets a calendar, besides each group.
    attendance
        Whether the workbook has a sheet for each group, to tick off who came.
    templates
        A folder with the coordinator's own texts of messages; None: those that come with matcher.
    stress
        What `matcher.stress` found of this result, or the file that it was saved in; the page and the workbook then
        tell it. None: they tell nothing of mentors who drop out.
    since
        An earlier result, or its path. Messages then go into ``mail/changes``, to those alone for whom something
        changed since it, and say what. None: to everybody.
    replace
        Write where reports were changed or files are not ours, too; these stay beside, with their time in their names.
    made_from
        Files, or folders of results, that `result` was read from: they are not overwritten without `replace` either.
    contacts
        Whose addresses the page, the sheets and the workbook for participants tell: ``mentors``, ``everybody``, or
        None: nobody's.
    pronouns
        Whether these tell the pronouns that people gave in the column ``pronouns`` of the intake.
    instead_of
        Results from which somebody went on to this one: their reports are overwritten also where their groups were
        changed by hand. Other reports of groups that were changed by hand are not.

    Returns
    -------
    tuple of pathlib.Path
        The files written.

    Raises
    ------
    OverwriteError
        Without `replace`: a file in `folder` was changed, is not ours, or is of other groups that were changed by
        hand; nothing was written.
    ResultFileError
        The result was made from another intake; or `stress` was, or of other groups, or its file cannot be understood;
        or `since` is of other people.
    MatcherError
        There is no such kind or language, what a kind needs is not installed, or the folder cannot be written to.
    """
    if anonymous and (with_emails or contacts is not None or pronouns):
        what = "pronouns" if pronouns else "addresses"
        fault = MatcherError(f"an anonymous report has no {what}: ask for one or for the other")
        fault.exit_code = 2
        raise fault
    place = place_named(folder, "folder")
    settle(place)
    kinds = tuple(kinds or ())
    chosen = chosen_kinds(kinds)
    table = stress if isinstance(stress, StressTable | None) else StressTable.load(stress)
    check_same_people(result, intake)
    intake = as_asked(intake, result)
    view = build_view(
        result,
        intake,
        anonymous=anonymous,
        with_emails=with_emails,
        language=language,
        stress=table,
        contacts=contacts,
        pronouns=pronouns,
    )
    order = Order(
        as_scored(intake, result),
        intake,
        place,
        named=bool(kinds),
        own_calendars=own_calendars,
        attendance=attendance,
        templates=None if templates is None else place_named(templates, "templates"),
        since=since if isinstance(since, MatchResult | None) else MatchResult.load(since),
    )
    files = {
        name: text for kind in in_steps("making reports:", chosen) for name, text in kind.files(view, order).items()
    }
    write_whole(
        place,
        files,
        replace=replace,
        made_from=_read(*made_from, stress, since, templates=templates),
        groups=GroupsTold(
            fingerprint(result.groups),
            by_hand=result.edited or changed_by_hand(result),
            follows=frozenset(fingerprint(one.groups) for one in instead_of),
        ),
    )
    return tuple(place / name for name in files)


def _read(*named: object, templates: str | PathLike[str] | None) -> list[Path]:
    """Return the files that were read for a report, of all that was named and is a path."""
    own = [] if templates is None else [Path(templates) / name for name in MESSAGES]
    return [*files_of_result(*(one for one in named if isinstance(one, str | PathLike))), *own]
