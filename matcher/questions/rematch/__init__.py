"""Groups formed again after people left, came or changed their hours, with few moves."""

from __future__ import annotations

from matcher.questions.changes.told import Change
from matcher.questions.rematch.history import without_repeats
from matcher.questions.rematch.running import Rematch, bought_by, folder_of, frontier, frontier_csv, rematch

__all__ = ["Change", "Rematch", "bought_by", "folder_of", "frontier", "frontier_csv", "rematch", "without_repeats"]
