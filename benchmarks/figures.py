"""How quickly, and how well, the named rule sets are solved.

::

    python benchmarks/figures.py [--seeds 0 1 2 3 4] [--only NAME …] [--time-limit SECONDS] [--effort EFFORT] [--write]
    python benchmarks/figures.py --smoke

Prints a line for every intake and seed, then the median and the worst. All runs share one process, so that only the
first pays for loading libraries. ``--write`` keeps a table, a row a rule set, in ``results/figures.md``. ``--smoke``
solves one tiny intake and fails unless it is proved best: a check that the script still runs, not a figure.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # so that it runs as a plain script, too

from benchmarks.generator import rule_sets, scarcity  # noqa: E402
from benchmarks.machine import machine_line  # noqa: E402
from benchmarks.samples import samples, tiny  # noqa: E402

COLUMNS = (
    f"{'name':<16}{'seed':>5}  {'status':<10}{'objective':>11}{'bound':>11}{'gap %':>8}{'left out':>9}{'seconds':>9}"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """What came of one intake; `seconds` is wall time of the whole call, `status` the error's name where it failed."""

    name: str
    seed: int
    status: str
    seconds: float
    objective: int | None = None
    bound: int | None = None
    gap: float | None = None
    unmatched: int | None = None

    def __str__(self) -> str:
        gap = "" if self.gap is None else f"{100 * self.gap:.2f}"
        objective, bound, unmatched = map(_blank, (self.objective, self.bound, self.unmatched))
        value = f"{objective:>11}{bound:>11}{gap:>8}{unmatched:>9}"
        return f"{self.name:<16}{self.seed:>5}  {self.status:<10}{value}{self.seconds:>9.2f}"


def _blank(number: int | None) -> str:
    return "" if number is None else str(number)


def measure(name: str, seed: int, intake: dict[str, Any], *, time_limit: float, effort: str) -> Figure:
    """Return the figure of one intake, solved with the default seed."""
    from matcher import InfeasibleError, UnsolvedError, match

    start = time.perf_counter()
    try:
        result = match(
            intake["mentors"],
            intake["mentees"],
            intake["program"],
            intake["constraints"],
            effort=effort,
            time_limit=time_limit,
        )
    except (InfeasibleError, UnsolvedError) as error:
        status = "infeasible" if isinstance(error, InfeasibleError) else "unsolved"
        return Figure(name, seed, status, time.perf_counter() - start)
    seconds = time.perf_counter() - start
    return Figure(
        name, seed, str(result.status), seconds, result.objective, result.bound, result.gap, len(result.unmatched)
    )


def intakes(seeds: Sequence[int], only: Sequence[str]) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Yield (name, seed, intake): the rule sets and the scarce intake of every seed, then the samples once (seed 0)."""
    for seed in seeds:
        named = {**rule_sets(seed), "scarcity": scarcity(seed)}
        yield from ((name, seed, intake) for name, intake in named.items() if not only or name in only)
    yield from ((name, 0, intake) for name, intake in samples().items() if not only or name in only)


def summary(figures: Sequence[Figure]) -> str:
    """Return how many were proved, and the median and worst of seconds and gap."""
    seconds = [figure.seconds for figure in figures]
    gaps = [100 * figure.gap for figure in figures if figure.gap is not None]
    proved = sum(figure.status == "optimal" for figure in figures)
    said = f"{proved} of {len(figures)} proved best; seconds: median {statistics.median(seconds):.2f}"
    said += f", worst {max(seconds):.2f}"
    if gaps:
        said += f"; gap %: median {statistics.median(gaps):.2f}, worst {max(gaps):.2f}"
    return said


def by_name(figures: Sequence[Figure], effort: str, machine: str) -> str:
    """Return a Markdown table, a row a rule set or sample: how many proved, median and worst of seconds and gap."""
    lines = [
        "# Ours on 60 mentees and 12 mentors",
        "",
        f"Written by `python -m benchmarks.figures --write`; effort {effort}; measured on: {machine}.",
        "",
        "| rule set | intakes | proved best | median s | worst s | median gap | worst gap |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name in [*dict.fromkeys(figure.name for figure in figures), "all"]:
        mine = [figure for figure in figures if name in (figure.name, "all")]
        seconds = [figure.seconds for figure in mine]
        gaps = [100 * figure.gap for figure in mine if figure.gap is not None]
        proved = sum(figure.status == "optimal" for figure in mine)
        times = f"{statistics.median(seconds):.2f} | {max(seconds):.2f}"
        share = f"{statistics.median(gaps):.2f} % | {max(gaps):.2f} %" if gaps else "|"
        lines.append(f"| {name} | {len(mine)} | {proved} | {times} | {share} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print the table, line by line as it comes, and its summary."""
    parser = argparse.ArgumentParser(description="Measure the named rule sets.")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2, 3, 4])
    parser.add_argument("--only", nargs="+", default=[], help="names of rule sets or samples")
    parser.add_argument("--time-limit", type=float, default=60.0, help="seconds for each")
    parser.add_argument("--effort", default="normal", choices=("quick", "normal", "thorough"))
    parser.add_argument("--write", action="store_true", help="keep a table in benchmarks/results")
    parser.add_argument("--smoke", action="store_true", help="one tiny intake, for continuous integration")
    options = parser.parse_args()

    chosen = [("tiny", 0, tiny())] if options.smoke else list(intakes(options.seeds, options.only))
    if not chosen:
        parser.error(f"no rule set or sample is named {', '.join(options.only)}")
    print(COLUMNS)
    figures = []
    for name, seed, intake in chosen:
        figures.append(measure(name, seed, intake, time_limit=options.time_limit, effort=options.effort))
        print(figures[-1], flush=True)
    print(summary(figures))
    if options.write:
        kept = by_name(figures, options.effort, machine_line())
        (ROOT / "benchmarks" / "results" / "figures.md").write_text(kept, encoding="utf-8")
    if options.smoke and figures[0].status != "optimal":
        sys.exit("the tiny intake was not proved best")


if __name__ == "__main__":
    main()
