"""How well a result stands the loss of mentors."""

from __future__ import annotations

from matcher.questions.stress.losing import stress

__all__ = ["stress"]
