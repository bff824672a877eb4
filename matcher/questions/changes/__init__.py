"""What changed for each person between two groupings of one program: what has to be told to whom, and why."""

from __future__ import annotations

from matcher.questions.changes.told import Change, changes_between, changes_csv

__all__ = ["Change", "changes_between", "changes_csv"]
