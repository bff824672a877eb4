"""What a result says besides who is with whom, held against the intake: stages, reasons, names, order, settings."""

from __future__ import annotations

from matcher.checking.sayings.order import wrong_order
from matcher.checking.sayings.reasons import proof_of, wrong_reasons
from matcher.checking.sayings.settings import untold, wrong_locked, wrong_settings
from matcher.checking.sayings.stages import open_stages, wrong_stages

__all__ = [
    "open_stages",
    "proof_of",
    "untold",
    "wrong_locked",
    "wrong_order",
    "wrong_reasons",
    "wrong_settings",
    "wrong_stages",
]
