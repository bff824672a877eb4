"""Write README and docs anew: figures from what is kept, outputs by running the commands that the pages show.

::

    python -m benchmarks.pages                  every page
    python -m benchmarks.pages README.md        these
    python -m benchmarks.pages --figures        the figures alone, in no time
    python -m benchmarks.pages --check          write nothing; fail where a page would be another
"""

from __future__ import annotations

import argparse
import sys
from difflib import unified_diff
from pathlib import Path

from benchmarks.pages.marks import loose_figures, with_figures
from benchmarks.pages.outputs import with_outputs
from benchmarks.pages.said import figure
from benchmarks.records import ROOT

__all__ = ["PAGES", "main"]

PAGES = (ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))


def _anew(text: str, *, outputs: bool) -> str:
    return with_figures(with_outputs(text) if outputs else text, figure)


def main() -> None:
    """Write what the command line names, and tell what changed."""
    parser = argparse.ArgumentParser(description="Write figures and outputs in README and docs anew.")
    parser.add_argument("pages", nargs="*", type=Path, default=list(PAGES), help="default: all of them")
    parser.add_argument("--figures", action="store_true", help="figures alone: nothing is run")
    parser.add_argument("--check", action="store_true", help="write nothing, and fail where something differs")
    options = parser.parse_args()
    wrong = False
    for page in options.pages:
        before = page.read_text(encoding="utf-8")
        after = _anew(before, outputs=not options.figures)
        sys.stdout.writelines(unified_diff(before.splitlines(True), after.splitlines(True), page.name, page.name, n=0))
        for loose in loose_figures(after):
            print(f"{page.name}: a figure without a record: {loose}")
            wrong = True
        wrong |= options.check and before != after
        if not options.check and before != after:
            page.write_text(after, encoding="utf-8")
    sys.exit(int(wrong))


if __name__ == "__main__":
    main()
