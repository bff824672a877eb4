"""Why: the reason for which each mentee is left out, and what shows that no assignment satisfies the rules."""

from __future__ import annotations

from matcher.why.reasons.infeasible import conflicts, counting_reasons, plainly_in_vain
from matcher.why.reasons.left_out import reasons, whom_hours_could_help

__all__ = ["conflicts", "counting_reasons", "plainly_in_vain", "reasons", "whom_hours_could_help"]
