"""The kinds of report: what each is called, what it needs, and the function that turns a view into files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec

from matcher.errors import MatcherError, how_to_install
from matcher.intake.words.listing import in_a_row
from matcher.report.calendar import calendars
from matcher.report.mail import messages
from matcher.report.order import Order
from matcher.report.page import page, sheets
from matcher.report.view.view import View
from matcher.report.workbook import workbook

__all__ = ["KINDS", "Kind", "chosen_kinds"]

Files = Mapping[str, str | bytes]


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
    Kind("html", "committee.html, one page to decide by; participants.html, one to send", page.page_files),
    Kind("print", "participants-sheets.html, a sheet for each group, to print", sheets.sheet_files),
    Kind(
        "xlsx",
        "committee.xlsx, a workbook to move people about in; participants.xlsx, one to send",
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
