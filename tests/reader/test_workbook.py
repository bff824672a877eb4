"""The workbook, read: every fact held against what is so, on random cases."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reader.readers import output_named
from tests.reader.runs import case_of

OUTPUTS = ("workbook",)


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("number", range(12))
def test_every_fact_is_so(number: int, output: str, tmp_path: Path) -> None:
    case, read = case_of(number), output_named(output)
    reader = read.read(case, read.made(case, tmp_path))
    assert not reader.faults
    assert sum(reader.facts.values()) >= 5
