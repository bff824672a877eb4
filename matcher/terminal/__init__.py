"""What a coordinator sees in a terminal: progress, summaries and tables, plain text in a pipe."""

from __future__ import annotations

from matcher.terminal.comparing import comparison_summary
from matcher.terminal.explaining import explanation_text
from matcher.terminal.importing import import_summary
from matcher.terminal.mending import frontier_summary, rematch_summary
from matcher.terminal.stressing import stress_summary
from matcher.terminal.summaries import intake_summary, result_summary, shown_progress

__all__ = [
    "comparison_summary",
    "explanation_text",
    "frontier_summary",
    "import_summary",
    "intake_summary",
    "rematch_summary",
    "result_summary",
    "shown_progress",
    "stress_summary",
]
