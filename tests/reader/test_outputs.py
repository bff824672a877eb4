"""Everything that the product says, read: every fact held against what is so, on random cases."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.draws import draws
from tests.reader.readers import Output, outputs
from tests.reader.runs import case_of

NUMBERS = range(draws(8, 12))
SOLVED = "explain"
"""Takes some seconds a case: `test_explained` asks of a few."""


@pytest.mark.parametrize("output", [one for one in outputs() if one.name != SOLVED], ids=lambda output: output.name)
def test_every_fact_is_so(output: Output, tmp_path: Path) -> None:
    faults, facts = [], []
    for case in filter(output.has, map(case_of, NUMBERS)):
        folder = tmp_path / str(case.number)
        folder.mkdir()
        reader = output.read(case, output.made(case, folder))
        faults += [f"{case}, {fault}" for fault in reader.faults]
        facts.append(sum(reader.facts.values()))
    assert not faults
    assert min(facts) >= 4
