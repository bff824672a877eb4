"""The kinds of report: what each is called, what it needs, and the function that turns a view into files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from matcher.intake.errors import MatcherError, how_to_install
from matcher.intake.listing import in_a_row
from matcher.intake.people import Intake
from matcher.report import calendars, messages, page, sheets, workbook
from matcher.report.view import View
from matcher.result import MatchResult

__all__ = ["KINDS", "Kind", "Order", "chosen_kinds"]

Files = Mapping[str, str | bytes]


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


@dataclass(frozen=True)
class Kind:
    """A kind of report.

    Parameters
    ----------
    name
        ``html``: the option of ``matcher report``, and what `kinds` of `write_reports` lists.
    says
        What it makes, for the help of the command.
    files
        Returns each file by its name within the folder, ``calendar/G1.ics``; solves and writes nothing.
    library
        The module it needs besides what matcher always has; None: none.
    extra
        What installs that: ``xlsx`` in ``pip install '.[xlsx]'``.
    """

    name: str
    says: str
    files: Callable[[View, Order], Files]
    library: str | None = None
    extra: str | None = None

    @property
    def installed(self) -> bool:
        """Whether what it needs is there."""
        return self.library is None or find_spec(self.library) is not None

    @property
    def how_to_install(self) -> str:
        """The commands that install what it needs; blank where it needs nothing."""
        return "" if self.extra is None else how_to_install(self.extra)


KINDS: tuple[Kind, ...] = (
    Kind("html", "report.html, one page to look at and to send", page.page_files),
    Kind("print", "print.html, a sheet for each group, to print", sheets.sheet_files),
    Kind(
        "xlsx",
        "report.xlsx, a workbook to look at and to move people about in",
        workbook.workbook_files,
        "xlsxwriter",
        "xlsx",
    ),
    Kind("ics", "calendar/G1.ics …, the meetings of each group", calendars.calendar_files, "icalendar", "calendar"),
    Kind("mail", "mail/, a message a person and lists for mail merge", messages.message_files),
)
"""Every kind, in the order in which reports are made."""


def chosen_kinds(names: Iterable[str] | None) -> tuple[Kind, ...]:
    """Return the kinds of these names, in the order of `KINDS`; None or no names: every kind that is installed.

    Raises
    ------
    MatcherError
        There is no such kind, or what it needs is not installed; `exit_code` is 2.
    """
    wanted = list(names or ())
    if not wanted:
        return tuple(kind for kind in KINDS if kind.installed)
    known = {kind.name: kind for kind in KINDS}
    faults = [f"{name!r} is no kind of report; choose from {in_a_row(known)}" for name in wanted if name not in known]
    faults += [
        f"{name} needs {kind.library}, which is not installed: {kind.how_to_install}"
        for name, kind in ((name, known[name]) for name in wanted if name in known)
        if not kind.installed
    ]
    if faults:
        fault = MatcherError("; ".join(faults))
        fault.exit_code = 2
        raise fault
    return tuple(kind for kind in KINDS if kind.name in wanted)
