"""How many random cases a test draws: few in `make test`, all of them in `make test-long`."""

from __future__ import annotations

import os

__all__ = ["draws"]

WHICH = "MATCHER_DRAWS"


def draws(few: int, many: int) -> int:
    """Return how many cases to draw: `few`, or `many` where the environment has ``MATCHER_DRAWS=many``.

    The few are the first of the many: what fails among few fails among many too.
    """
    asked = os.environ.get(WHICH, "few")
    if asked not in ("few", "many"):
        raise ValueError(f"{WHICH} is {asked!r}: write few or many")
    return many if asked == "many" else few
