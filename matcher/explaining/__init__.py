"""Why: what somebody got and what each wish of theirs would cost; what decided the whole; why nothing is possible."""

from __future__ import annotations

from matcher.explaining.answer import explain

__all__ = ["explain"]
