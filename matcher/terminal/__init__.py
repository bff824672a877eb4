"""What a coordinator sees in a terminal: progress, summaries and tables, plain text in a pipe."""

from __future__ import annotations

from matcher.terminal.summaries import intake_summary, result_summary, shown_progress

__all__ = ["intake_summary", "result_summary", "shown_progress"]
