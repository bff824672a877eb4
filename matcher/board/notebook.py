"""A result in a notebook: its groups as cards, in HTML that stands by itself and runs nothing."""

from __future__ import annotations

from markupsafe import Markup

from matcher.board.pages import template
from matcher.report.page.charts import tone_of
from matcher.report.view.phrases import Phrases
from matcher.result.match_result import MatchResult

__all__ = ["result_html"]

MOST_GROUPS = 60
"""Cards that are shown; of more groups, their number is told."""


def result_html(result: MatchResult) -> str:
    """Return a result as a notebook shows it: each group a card, with hour, mentors, mentees and their choices.

    Parameters
    ----------
    result
        Any; names are those that it holds, which needs no intake.

    Returns
    -------
    str
        A piece of HTML with a style of its own, every text in it escaped. It loads and runs nothing.
    """
    names = {row.mentee_id: row.mentee_name for row in result.assignment_rows}
    names |= {row.mentor_id: row.mentor_name for row in result.mentor_rows} | dict(result.unmatched_names)
    choices = {row.mentee_id: row.choice for row in result.assignment_rows}
    html = template("notebook.html.j2").render(
        phrases=Phrases(),
        result=result,
        told=repr(result),
        names=names,
        choices=choices,
        most=MOST_GROUPS,
        tone_of=tone_of,
        style=Markup(template("notebook.css").render()),
    )
    return str(html)
