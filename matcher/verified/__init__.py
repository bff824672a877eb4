"""What a result says besides who is with whom, held against the intake: stages, reasons, names, order, settings."""

from __future__ import annotations

from matcher.verified.order import wrong_order
from matcher.verified.reasons import wrong_reasons
from matcher.verified.settings import wrong_locked, wrong_settings
from matcher.verified.stages import wrong_stages

__all__ = ["wrong_locked", "wrong_order", "wrong_reasons", "wrong_settings", "wrong_stages"]
