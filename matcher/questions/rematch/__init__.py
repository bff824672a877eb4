"""Groups formed again after people left, came or changed their hours, with few moves."""

from __future__ import annotations

from matcher.questions.changes.told import Change
from matcher.questions.rematch.history import without_repeats
from matcher.questions.rematch.running import (
    CHANGES_FILE,
    FRONTIER_FILE,
    Rematch,
    bought_by,
    folder_of,
    frontier,
    frontier_csv,
    rematch,
    save_frontier,
    without_people,
)

__all__ = [
    "CHANGES_FILE",
    "FRONTIER_FILE",
    "Change",
    "Rematch",
    "bought_by",
    "folder_of",
    "frontier",
    "frontier_csv",
    "rematch",
    "save_frontier",
    "without_people",
    "without_repeats",
]
