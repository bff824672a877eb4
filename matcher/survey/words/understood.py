"""What was understood of one answer of a survey."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

__all__ = ["Understood"]

T = TypeVar("T")


# Without slots: `Understood[Hours](…)` sets an attribute, which a frozen class with slots refuses in Python 3.11.
@dataclass(frozen=True)
class Understood(Generic[T]):
    """What was understood of one answer.

    Parameters
    ----------
    value
        What to use: with `sure` False the part that is safe to use. None: nothing (see `sure`).
    sure
        True: nothing to ask; with `value` None the answer says "nothing" by itself (a blank, "prefer not to say").
        False: the coordinator is asked, with `note`; with `value` None nothing of the answer can be used.
    note
        What to tell the coordinator, in plain words; None where nothing was changed or doubtful.
    """

    value: T | None
    sure: bool = True
    note: str | None = None
