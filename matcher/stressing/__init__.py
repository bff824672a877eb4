"""How well a result stands the loss of mentors."""

from __future__ import annotations

from matcher.stressing.losing import stress
from matcher.stressing.records import Loss, StressTable

__all__ = ["Loss", "StressTable", "stress"]
