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
    from matcher.matching import match
    from matcher.result import Group, MatchResult
    from matcher.verification import verify

__all__ = [
    "Group",
    "InfeasibleError",
    "Intake",
    "IntakeError",
    "Issue",
    "MatchResult",
    "MatcherError",
    "Program",
    "ResultFileError",
    "UnsolvedError",
    "VerificationError",
    "__version__",
    "check",
    "match",
    "read_intake",
    "verify",
    "write_intake",
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
    "matcher.matching": ("match",),
    "matcher.result": ("Group", "MatchResult"),
    "matcher.verification": ("verify",),
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
