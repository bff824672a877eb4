"""One number, id, hour or name changed in what is said: the reader finds it."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.reader.readers import Output, outputs
from tests.reader.runs import case_of
from tests.reader.sabotage import KINDS, Tally, sabotage

CASES = (1, 7, 8)
EACH = 16


@pytest.mark.parametrize("output", list(outputs()), ids=lambda output: output.name)
def test_every_sabotage_is_found(output: Output, tmp_path: Path) -> None:
    tally = Tally()
    for number in CASES:
        case, folder = case_of(number), tmp_path / str(number)
        folder.mkdir()
        made: Any = output.made(case, folder)
        sabotage(case, output, made, Random(number), EACH, tally)
    assert not tally.missed
    assert sum(tally.tried.values()) >= len(CASES) * EACH // len(KINDS)
