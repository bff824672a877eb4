"""Answers to "why" are so, as sentences and as data, and a reader sees what is not."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.reader.explained import read_impossible
from tests.reader.readers import output_named
from tests.reader.runs import case_of
from tests.reader.sabotage import KINDS, finds, sabotaged
from tests.reader.seen import Facts
from tests.reader.written import impossible, texts_of, write_impossible

NUMBERS = (0, 1, 2, 4)
IMPOSSIBLE = (0, 5, 10)


@pytest.mark.parametrize("number", NUMBERS)
def test_answers_are_so(number: int, tmp_path: Path) -> None:
    explain = output_named("explain")
    reader = explain.read(case_of(number), explain.made(case_of(number), tmp_path))
    assert not reader.faults
    assert sum(reader.facts.values()) >= 100


@pytest.mark.parametrize("number", IMPOSSIBLE)
def test_why_nothing_is_possible_is_so(number: int, tmp_path: Path) -> None:
    write_impossible(number, tmp_path)
    made = texts_of(tmp_path)
    assert read_impossible(number, made).faults == []
    facts, random, tried = Facts(impossible(number), {"groups": [], "unmatched": []}), Random(number), 0
    for kind in KINDS:
        changed = sabotaged(made, facts, random, kind)
        if changed is not None:
            done, wrong = changed
            assert finds(lambda wrong=wrong: read_impossible(number, wrong)), done
            tried += 1
    assert tried
