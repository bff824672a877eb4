"""How large reports are, and how long they take to make."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.cases import Case, intake_of
from benchmarks.records import Row
from benchmarks.samples import samples

__all__ = ["rows"]

KINDS = ("html", "print", "xlsx", "mail")
LARGER = "300/60"


def rows() -> Iterator[Row]:
    """Yield the size of each kind of report and the time to make it, of the sample and of a larger intake."""
    from matcher import match, read_intake

    for name, data in (("medical-school", samples()["medical-school"]), (LARGER, intake_of(Case(LARGER)))):
        intake = read_intake(data["mentors"], data["mentees"], data["program"], data["constraints"])
        result = match(intake, effort="quick")
        result.report(tempfile.mkdtemp(), intake, kinds=["html"])  # loads templates and libraries
        for kind in KINDS:
            yield {"intake": name, "mentees": len(intake.mentees), "kind": kind, **_made(result, intake, kind)}


def _made(result: Any, intake: Any, kind: str) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        result.report(folder, intake, kinds=[kind])
        seconds = time.perf_counter() - start
        sizes = [file.stat().st_size for file in Path(folder).rglob("*") if file.is_file()]
    return {"kilobytes": round(sum(sizes) / 1000, 1), "files": len(sizes), "seconds": round(seconds, 3)}
