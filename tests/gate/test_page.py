"""`docs/security.md` says what the gate does: its table and its numbers are those of the code."""

from __future__ import annotations

import re
from pathlib import Path

import matcher
from matcher.intake.findings import MOST_FAULTS
from matcher.intake.reading.gate.data import LARGEST, MOST_DEEP, MOST_SETTINGS
from matcher.intake.reading.gate.kinds import KINDS
from matcher.intake.reading.gate.tables import MOST_CELLS, MOST_COLUMNS, MOST_ROWS
from matcher.intake.reading.gate.workbooks import MOST_BESIDE, MOST_TEXTS, MOST_UNPACKED
from matcher.text import LONGEST_TEXT
from tests.gate.test_fuzz import FEW, SOME

ROOT = Path(matcher.__file__).parents[1]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8").partition("## Files that are read")[2]


def test_every_kind_of_file_stands_in_the_table() -> None:
    table = PAGE.partition("| file | larger")[2].partition("\n\n")[0].splitlines()[2:]
    assert table == [f"| {kind.files} | {kind.megabytes} MB |" for kind in KINDS]


def test_its_numbers_are_those_of_the_gate() -> None:
    told = dict(re.findall(r"<!-- limit: (\w+) -->([\d,]+)<!-- end -->", PAGE))
    assert told == {
        "rows": f"{MOST_ROWS:,}",
        "columns": f"{MOST_COLUMNS:,}",
        "cells": f"{MOST_CELLS:,}",
        "text": f"{LONGEST_TEXT:,}",
        "deep": str(MOST_DEEP),
        "settings": f"{MOST_SETTINGS:,}",
    }
    assert (MOST_UNPACKED, MOST_TEXTS, MOST_BESIDE, MOST_FAULTS) == (200_000_000, 64_000_000, 16_000_000, 10_000)
    assert LARGEST == 2**63 - 1


def test_it_says_how_many_changed_files_are_tried() -> None:
    told = re.findall(r"<!-- tried: (\w+) -->(\d+)<!-- end -->", PAGE)
    assert told == [("some", str(SOME.max_examples)), ("few", str(FEW.max_examples))]


OPENS = re.compile(
    r"\.read_text\(|\.read_bytes\(|(?<!def )(?<![\w.])open\(|\.open\(\"r|json\.loads?\(|tomllib|load_workbook|read_csv"
)
GATE = "matcher/intake/reading/gate/"
OTHERWISE = {
    # What comes with matcher, and what it has just written itself.
    "matcher/report/page/templating.py",
    "matcher/report/view/phrases.py",
    "matcher/survey/folders.py",
    # An intake that was read just before.
    "matcher/intake/writing.py",
    # A `mapping.toml` that was read just before.
    "matcher/survey/mapping/understanding.py",
}


def test_nothing_is_read_past_the_gate() -> None:
    found = {
        str(file.relative_to(ROOT).as_posix())
        for file in (ROOT / "matcher").rglob("*.py")
        if OPENS.search(file.read_text(encoding="utf-8"))
    }
    assert {name for name in found if not name.startswith(GATE)} <= OTHERWISE
