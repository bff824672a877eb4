"""What compiling costs: the first solve on a machine, later ones, and with fewer optimisations or for any processor."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.measuring.dependencies import user_seconds
from benchmarks.records import ROOT, Row

__all__ = ["WAYS", "rows"]

SAMPLES = ("tiny", "medical-school")
WAYS: Mapping[str, Mapping[str, str]] = {
    "as it is": {},
    "fewer optimisations": {"NUMBA_OPT": "1"},
    "for any processor of its kind": {"NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": ""},
}
TRIES = 2


def rows() -> Iterator[Row]:
    """Yield how long `matcher solve` keeps a processor busy, with nothing kept and with everything, each way."""
    for sample in SAMPLES:
        plain = None
        for way, settings in WAYS.items():
            firsts, laters, told, kept = [], [], "", 0
            for _ in range(TRIES):
                with tempfile.TemporaryDirectory() as cache:
                    environment = {**os.environ, "NUMBA_CACHE_DIR": cache, **settings}
                    first, told = _solved(sample, environment)
                    later, _ = _solved(sample, environment)
                    kept = sum(file.stat().st_size for file in Path(cache).rglob("*") if file.is_file())
                firsts.append(first)
                laters.append(later)
            plain = told if plain is None else plain
            row = {"sample": sample, "way": way, "first": round(min(firsts), 1), "later": round(min(laters), 1)}
            yield {**row, "kept_megabytes": round(kept / 1e6, 1), "same_result": told == plain}


def _solved(sample: str, environment: Mapping[str, str]) -> tuple[float, str]:
    """Return the seconds of a run, and its result but for its time."""
    with tempfile.TemporaryDirectory() as out:
        words = [sys.executable, "-m", "matcher", "solve", str(ROOT / "data" / "samples" / sample), "--quiet"]
        seconds = user_seconds([*words, "--time-limit", "3600", "--out", out], environment)
        told = json.loads((Path(out) / "result.json").read_text(encoding="utf-8"))
    return seconds, json.dumps({**told, "seconds": None})
