"""What came of each intake, kept as JSON a line each, so that a campaign can go on where it stopped."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.agreeing.cases import KINDS, MODES
from benchmarks.agreeing.judging import Verdict

__all__ = ["Compared", "Record", "commit", "summary"]

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Compared:
    """One intake, or one price in it, compared.

    Parameters
    ----------
    kind, mode, seed
        Of the case; `kind` is the folder's name where an intake was named.
    mentees, mentors, seats
        Sizes.
    status
        Of ours; for a price its outcome.
    verdict, reasons
        See `benchmarks.agreeing.judging`.
    ours, milp
        Seconds each took.
    counts, objective
        What ours reaches.
    commit
        Of the code that was compared.
    prices
        Of an intake, those compared, each with the keys of an entry of `worker`, a verdict and its reasons.
    """

    kind: str
    mode: str
    seed: int
    mentees: int
    mentors: int
    seats: int
    status: str
    verdict: Verdict
    reasons: tuple[str, ...]
    ours: float | None
    milp: float | None
    counts: tuple[int, ...] = ()
    objective: int | None = None
    commit: str = ""
    prices: list[dict[str, Any]] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str, int]:
        """What tells it from others."""
        return self.kind, self.mode, self.seed


@dataclass
class Record:
    """Everything compared so far; a case compared again replaces what was there."""

    machine: str = ""
    compared: list[Compared] = field(default_factory=list)

    def add(self, one: Compared) -> None:
        """Keep what came of a case."""
        self.compared = sorted(
            [*(known for known in self.compared if known.key != one.key), one], key=lambda each: (each.seed, each.key)
        )

    @classmethod
    def load(cls, file: Path) -> Record:
        """Return what a file holds; nothing where there is none."""
        if not file.exists():
            return cls()
        data = json.loads(file.read_text(encoding="utf-8"))
        rows = [
            Compared(
                **{
                    **row,
                    "verdict": Verdict(row["verdict"]),
                    "reasons": tuple(row["reasons"]),
                    "counts": tuple(row["counts"]),
                }
            )
            for row in data["compared"]
        ]
        return cls(data["machine"], rows)

    def save(self, file: Path) -> None:
        """Write everything, a case a line; whole or not at all."""
        rows = ",\n".join(json.dumps(asdict(one)) for one in self.compared)
        beside = file.with_suffix(".part")
        beside.write_text(f'{{"machine": {json.dumps(self.machine)},\n"compared": [\n{rows}\n]}}\n', encoding="utf-8")
        beside.replace(file)


@cache
def commit() -> str:
    """Return the commit of this code, with ``+`` where files differ from it; empty where that is not known."""

    def git(*words: str) -> str:
        run = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
        return run.stdout.strip() if run.returncode == 0 else ""

    name = git("rev-parse", "--short=12", "HEAD")
    changed = git("status", "--porcelain", "--untracked-files=no", "--", "matcher")
    return name + ("+" if name and changed else "")


def summary(compared: Sequence[Compared]) -> str:
    """Return how many agreed, differ and are undecided, by rule set and mode, and how long it took."""
    verdicts = Counter(one.verdict for one in compared)
    cells = {(one.kind, one.mode) for one in compared}
    kinds = [*KINDS, *sorted({kind for kind, _ in cells} - KINDS.keys())]
    rows = [
        [kind, *(_cell(one.verdict for one in compared if (one.kind, one.mode) == (kind, mode)) for mode in MODES)]
        for kind in kinds
        if any(kind == known for known, _ in cells)
    ]
    width = max([len("agreed/differ/undecided"), *(len(row[0]) for row in rows)])
    lines = [f"{row[0]:<{width}}" + "".join(f"{cell:>12}" for cell in row[1:]) for row in rows]
    head = f"{'agreed/differ/undecided':<{width}}" + "".join(f"{mode:>12}" for mode in MODES)
    statuses = ", ".join(f"{number} {status}" for status, number in Counter(one.status for one in compared).items())
    total = f"{len(compared)} intakes: " + ", ".join(f"{verdicts[verdict]} {verdict}" for verdict in Verdict)
    parts = [head, *lines, total, f"ours: {statuses}", _times(compared)]
    prices = Counter(price["verdict"] for one in compared for price in one.prices)
    if prices:
        parts.append(f"{prices.total()} prices: " + ", ".join(f"{prices[verdict]} {verdict}" for verdict in Verdict))
    return "\n".join(parts)


def _cell(verdicts: Iterable[Verdict]) -> str:
    counts = Counter(verdicts)
    return "/".join(str(counts[verdict]) for verdict in Verdict) if counts else ""


def _times(compared: Sequence[Compared]) -> str:
    told = []
    for name, seconds in (("ours", [one.ours for one in compared]), ("MILP", [one.milp for one in compared])):
        known = sorted(second for second in seconds if second is not None)
        if known:
            told.append(
                f"{name} {median(known):.2f} s in the median, {known[-1]:.1f} s at most, {sum(known):.0f} s in all"
            )
    return "; ".join(told)
