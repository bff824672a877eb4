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
    from matcher.board.notebook import result_html
    from matcher.checking.verify import verify
    from matcher.errors import (
        InfeasibleError,
        IntakeError,
        Issue,
        MatcherError,
        ResultFileError,
        UnsolvedError,
        VerificationError,
    )
    from matcher.intake.leaving.leave import join, leave
    from matcher.intake.people import Intake
    from matcher.intake.program import Program
    from matcher.intake.read import check, read_intake
    from matcher.intake.writing import write_intake
    from matcher.matching import match
    from matcher.questions.alternatives import Alternatives, match_alternatives
    from matcher.questions.compare import Comparison, compare
    from matcher.questions.explain import explain
    from matcher.questions.lock_group import lock_group
    from matcher.questions.rematch import Rematch, frontier, rematch, without_repeats
    from matcher.questions.rescored import rescored
    from matcher.questions.stress import stress
    from matcher.questions.stress.table import StressTable
    from matcher.report import write_reports
    from matcher.report.page.import_page import import_page
    from matcher.result.match_result import Group, MatchResult
    from matcher.rules import register_rule
    from matcher.survey.import_survey import MappingNeededError, SurveyImport, import_survey
    from matcher.survey.late import add_people

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
    "add_people",
    "check",
    "compare",
    "explain",
    "frontier",
    "import_page",
    "import_survey",
    "join",
    "leave",
    "lock_group",
    "match",
    "match_alternatives",
    "read_intake",
    "register_rule",
    "rematch",
    "rescored",
    "result_html",
    "stress",
    "verify",
    "without_repeats",
    "write_intake",
    "write_reports",
]

__version__ = "0.1.0"

_HOMES = {
    "matcher.board.notebook": ("result_html",),
    "matcher.errors": (
        "InfeasibleError",
        "IntakeError",
        "Issue",
        "MatcherError",
        "ResultFileError",
        "UnsolvedError",
        "VerificationError",
    ),
    "matcher.intake.leaving.leave": ("join", "leave"),
    "matcher.intake.people": ("Intake",),
    "matcher.intake.program": ("Program",),
    "matcher.intake.read": ("check", "read_intake"),
    "matcher.intake.writing": ("write_intake",),
    "matcher.questions.lock_group": ("lock_group",),
    "matcher.matching": ("match",),
    "matcher.questions.rematch": ("Rematch", "frontier", "rematch", "without_repeats"),
    "matcher.report": ("write_reports",),
    "matcher.report.page.import_page": ("import_page",),
    "matcher.rules": ("register_rule",),
    "matcher.questions.rescored": ("rescored",),
    "matcher.result.match_result": ("Group", "MatchResult"),
    "matcher.survey.import_survey": ("MappingNeededError", "SurveyImport", "import_survey"),
    "matcher.survey.late": ("add_people",),
    "matcher.checking.verify": ("verify",),
    "matcher.questions.explain": ("explain",),
    "matcher.questions.compare": (
        "Comparison",
        "compare",
    ),
    "matcher.questions.alternatives": (
        "Alternatives",
        "match_alternatives",
    ),
    "matcher.questions.stress.table": ("StressTable",),
    "matcher.questions.stress": ("stress",),
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
