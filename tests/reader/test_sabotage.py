"""One number, id, hour, name or day changed in what is said: the reader finds it."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from random import Random

import pytest

from tests.draws import draws
from tests.reader.readers import Output, outputs
from tests.reader.runs import case_of
from tests.reader.sabotage import KINDS, Tally, sabotage

NUMBERS = (1, 7, 8, 5, 10, 14, 18)
"""Cases of which the first few that have an output are taken."""
CASES, EACH = draws(2, 3), draws(10, 16)


@pytest.mark.parametrize("output", list(outputs()), ids=lambda output: output.name)
def test_every_sabotage_is_found(output: Output, tmp_path: Path) -> None:
    tally = Tally()
    for case in islice(filter(output.has, map(case_of, NUMBERS)), CASES):
        folder = tmp_path / str(case.number)
        folder.mkdir()
        sabotage(case, output, output.made(case, folder), Random(case.number), EACH, tally)
    assert not tally.missed
    assert sum(tally.tried.values()) >= CASES * EACH // len(KINDS)
