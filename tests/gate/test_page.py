"""Nothing is read past the gate; what `docs/security.md` says is tried, is."""

from __future__ import annotations

import re
from pathlib import Path

import matcher
from tests.gate.test_fuzz import FEW, SOME

ROOT = Path(matcher.__file__).parents[1]


def test_the_page_says_how_many_changed_files_are_tried() -> None:
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    assert f"{SOME.max_examples} of each; {FEW.max_examples} where one is slow" in page


OPENS = re.compile(
    r"\.read_text\(|\.read_bytes\(|(?<!def )(?<![\w.])open\(|\.open\(\"r|json\.loads?\(|tomllib|load_workbook|read_csv"
)
GATE = "matcher/intake/reading/gate/"
OTHERWISE = {
    # What comes with matcher, and what it has just written itself.
    "matcher/board/pages.py",
    "matcher/report/page/templating.py",
    "matcher/report/view/in_language.py",
    "matcher/report/view/phrases.py",
    "matcher/survey/folders.py",
    # What stands for a standard output that was closed.
    "matcher/cli/__init__.py",
    # What is only opened to be flushed.
    "matcher/intake/disk/steps.py",
    # An intake that was read just before.
    "matcher/intake/writing.py",
    # A `mapping.toml` that was read just before.
    "matcher/survey/mapping/confirming.py",
    "matcher/survey/mapping/understanding.py",
}


def test_nothing_is_read_past_the_gate() -> None:
    found = {
        str(file.relative_to(ROOT).as_posix())
        for file in (ROOT / "matcher").rglob("*.py")
        if OPENS.search(file.read_text(encoding="utf-8"))
    }
    assert {name for name in found if not name.startswith(GATE)} <= OTHERWISE
