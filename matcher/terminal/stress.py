"""What `stress` shows: how a result stands the loss of mentors, in the words of the reports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from matcher.intake.words.calling import called, told_apart
from matcher.intake.words.listing import in_a_row
from matcher.questions.stress.table import StressTable
from matcher.report import Phrases
from matcher.report.view.stress import LOSSES_SHOWN, SPARE_SHOWN, stress_view
from matcher.report.view.view import LostTogether, Named, StressView
from matcher.terminal.lines import console_for, drawn_lines
from matcher.text import ended, one_line

__all__ = ["stress_summary"]


def stress_summary(table: StressTable, stream: IO[str]) -> str:
    """Return the table as text, as wide and as coloured as `stream` can show."""
    console = console_for(stream)
    phrases = Phrases("en")
    known = told_apart(table.names)
    view = stress_view(table, phrases, lambda mentor: Named(mentor, table.names[mentor], known[mentor]))
    with console.capture() as captured:
        console.print(one_line(_head(view, phrases)), soft_wrap=True)
        console.print(view.how, soft_wrap=True)
        for together in view.sizes:
            console.print()
            for line in _told(together):
                console.print(line, soft_wrap=True)
            if together.harmful:
                console.print(_losses(together, phrases))
    return drawn_lines(captured.get())


def _head(view: StressView, phrases: Phrases) -> str:
    if not view.spare:
        return view.now
    names = [mentor.called for mentor in view.spare]
    some = phrases.listing(names)
    if len(names) > SPARE_SHOWN:
        some = f"{in_a_row(names[:SPARE_SHOWN])} {phrases('stress.and_more', len(names) - SPARE_SHOWN)}"
    return ended(f"{view.now} {phrases('stress.spare')} {some}")


def _told(together: LostTogether) -> Iterator[str]:
    yield f"{together.heading} ({together.tried}){':' if together.sentences else '.'}"
    yield from (f"- {sentence}" for sentence in together.sentences)


def _losses(together: LostTogether, phrases: Phrases) -> Table:
    shown = Table(box=SIMPLE_HEAD, pad_edge=False)
    shown.add_column(phrases("stress.worst"), overflow="fold")
    shown.add_column(phrases("page.groups"), overflow="fold")
    # Others change only where the rules leave no other way.
    figures = ["concerned", "left_out", *(["others"] if together.others_change else [])]
    for figure in figures:
        shown.add_column(phrases(f"stress.{figure}"), justify="right")
    for loss in together.harmful[:LOSSES_SHOWN]:
        names = [called(mentor.id, mentor.name) for mentor in loss.mentors]
        cells = (
            in_a_row(names),
            in_a_row(loss.groups),
            str(loss.concerned),
            loss.left_out_told,
            str(loss.others or ""),
        )
        shown.add_row(*(Text(one_line(cell)) for cell in cells[: 2 + len(figures)]))
    more = len(together.harmful) - LOSSES_SHOWN
    if more > 0:
        shown.caption = f"{phrases('stress.and_more', more)}; --format json lists them all"
    return shown
