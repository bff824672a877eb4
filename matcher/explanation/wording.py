"""Lists and numbers as a coordinator reads them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.intake.people import Intake

__all__ = ["listing", "slot_texts"]

MOST_SHOWN = 3


def listing(items: Sequence[str], last: str = " and ") -> str:
    """Return ``A, B and C``; of more than three the first three: ``A, B, C and 2 more``.

    Parameters
    ----------
    last
        What stands before the last item of a list that is shown whole.
    """
    if len(items) > MOST_SHOWN:
        return f"{', '.join(items[:MOST_SHOWN])} and {len(items) - MOST_SHOWN} more"
    return last.join(filter(None, [", ".join(items[:-1]), *items[-1:]]))


def slot_texts(intake: Intake, at: NDArray[np.bool_]) -> list[str]:
    """Return the texts of the slots where `at` (slots,) is True."""
    return [intake.slots[position].text for position in np.flatnonzero(at)]
