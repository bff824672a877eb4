"""What differs between two results: who moved, who gained, who lost, and which part of the objective changed."""

from __future__ import annotations

from matcher.questions.compare.differences import compare
from matcher.questions.compare.records import (
    Change,
    Comparison,
    GroupChange,
    Lead,
    MenteeChange,
    MentorChange,
    PartChange,
    Place,
    Side,
)

__all__ = [
    "Change",
    "Comparison",
    "GroupChange",
    "Lead",
    "MenteeChange",
    "MentorChange",
    "PartChange",
    "Place",
    "Side",
    "compare",
]
