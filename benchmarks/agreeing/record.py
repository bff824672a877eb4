"""What came of each intake, kept in ``results/agree.json``, so that a campaign can go on where it stopped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.agreeing.cases import KINDS, MODES
from benchmarks.agreeing.judging import Verdict
from benchmarks.records import RESULTS, Record, Row, Stamp

__all__ = ["Campaign", "Compared", "summary"]

NAME = "agree"


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
class Campaign:
    """Everything compared so far; a case compared again replaces what was there."""

    compared: list[Compared] = field(default_factory=list)

    def add(self, one: Compared) -> None:
        """Keep what came of a case."""
        others = [known for known in self.compared if known.key != one.key]
        self.compared = sorted([*others, one], key=lambda each: (each.seed, each.key))

    @classmethod
    def load(cls, folder: Path = RESULTS) -> Campaign:
        """Return what a folder holds; nothing where there is none."""
        try:
            rows = Record.load(NAME, folder).rows
        except FileNotFoundError:
            return cls()
        return cls([_read(row) for row in rows])

    def save(self, stamp: Stamp, folder: Path = RESULTS) -> None:
        """Write everything, a case a line; the stamp is that of the last run, each case has its own commit."""
        Record(stamp, tuple(asdict(one) for one in self.compared)).save(NAME, folder)


def _read(row: Row) -> Compared:
    lists = {"reasons": tuple(row["reasons"]), "counts": tuple(row["counts"])}
    return Compared(**{**row, **lists, "verdict": Verdict(row["verdict"])})


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
