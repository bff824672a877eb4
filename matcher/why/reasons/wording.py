"""Lists and numbers as a coordinator reads them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.intake.people import Intake
from matcher.intake.words.listing import in_words

__all__ = ["MOST_SHOWN", "listing", "slot_texts"]

MOST_SHOWN = 3
"""Items of a list in a reason."""


def listing(items: Sequence[str], last: str = "and") -> str:
    """Return ``A, B and C``; of more than three the first three: ``A, B, C and 2 more``.

    Parameters
    ----------
    last
        The word before the last item of a list that is shown whole.
    """
    return in_words(items, last, MOST_SHOWN)


def slot_texts(intake: Intake, at: NDArray[np.bool_]) -> list[str]:
    """Return the texts of the slots where `at` (slots,) is True."""
    return [intake.slots[position].text for position in np.flatnonzero(at)]
