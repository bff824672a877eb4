"""Matches mentors and mentees into groups.

>>> from matcher import match
>>> result = match("path/to/intake")                                                        # doctest: +SKIP
>>> result.save("path/to/results")                                                          # doctest: +SKIP

The public names are loaded when they are first used, so that importing `matcher` is quick.
"""

from __future__ import annotations

import logging
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matcher.alternatives import Alternatives, match_alternatives
    from matcher.comparing import Comparison, compare
    from matcher.explaining import explain
    from matcher.intake.errors import (
        InfeasibleError,
        IntakeError,
        Issue,
        MatcherError,
        ResultFileError,
        UnsolvedError,
        VerificationError,
    )
    from matcher.intake.people import Intake
    from matcher.intake.program import Program
    from matcher.intake.reading import check, read_intake
    from matcher.intake.writing import write_intake
    from matcher.locking import lock_group
    from matcher.matching import match
    from matcher.rematching import Rematch, frontier, rematch, without_repeats
    from matcher.report import write_reports
    from matcher.rescoring import rescored
    from matcher.result import Group, MatchResult
    from matcher.stress_table import StressTable
    from matcher.stressing import stress
    from matcher.survey.importing import MappingNeededError, SurveyImport, import_survey
    from matcher.verification import verify

__all__ = [
    "Alternatives",
    "Comparison",
    "Group",
    "InfeasibleError",
    "Intake",
    "IntakeError",
    "Issue",
    "MappingNeededError",
    "MatchResult",
    "MatcherError",
    "Program",
    "Rematch",
    "ResultFileError",
    "StressTable",
    "SurveyImport",
    "UnsolvedError",
    "VerificationError",
    "__version__",
    "check",
    "compare",
    "explain",
    "frontier",
    "import_survey",
    "lock_group",
    "match",
    "match_alternatives",
    "read_intake",
    "rematch",
    "rescored",
    "stress",
    "verify",
    "without_repeats",
    "write_intake",
    "write_reports",
]

__version__ = "0.1.0"

_HOMES = {
    "matcher.intake.errors": (
        "InfeasibleError",
        "IntakeError",
        "Issue",
        "MatcherError",
        "ResultFileError",
        "UnsolvedError",
        "VerificationError",
    ),
    "matcher.intake.people": ("Intake",),
    "matcher.intake.program": ("Program",),
    "matcher.intake.reading": ("check", "read_intake"),
    "matcher.intake.writing": ("write_intake",),
    "matcher.locking": ("lock_group",),
    "matcher.matching": ("match",),
    "matcher.rematching": ("Rematch", "frontier", "rematch", "without_repeats"),
    "matcher.report": ("write_reports",),
    "matcher.rescoring": ("rescored",),
    "matcher.result": ("Group", "MatchResult"),
    "matcher.survey.importing": ("MappingNeededError", "SurveyImport", "import_survey"),
    "matcher.verification": ("verify",),
    "matcher.explaining": ("explain",),
    "matcher.comparing": (
        "Comparison",
        "compare",
    ),
    "matcher.alternatives": (
        "Alternatives",
        "match_alternatives",
    ),
    "matcher.stress_table": ("StressTable",),
    "matcher.stressing": ("stress",),
}

logging.getLogger(__name__).addHandler(logging.NullHandler())


def __getattr__(name: str) -> Any:
    """Load a public name from its home on first use (PEP 562)."""
    for home, names in _HOMES.items():
        if name in names:
            value = getattr(import_module(home), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
