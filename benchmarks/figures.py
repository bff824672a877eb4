"""Measure what the figures in README and docs are made of, and keep it in ``benchmarks/results``.

::

    python -m benchmarks.figures                       everything that is measured by default
    python -m benchmarks.figures rule_sets modes       these
    python -m benchmarks.figures --list                what there is, and about how long each takes
    python -m benchmarks.figures --smoke               one tiny intake, kept nowhere: that the script still runs

Each measurement is kept with its commit, date and machine. `python -m benchmarks.pages` then writes the figures into
README and docs.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import circles, glasgow
from benchmarks.cases import Case
from benchmarks.compare import DEFAULT, cases, keep_runs
from benchmarks.measuring import board, compiling, dependencies, losing, modes, rematching, reporting, rule_sets
from benchmarks.measuring.solving import solved
from benchmarks.records import RESULTS, Record, Row, Stamping
from benchmarks.samples import tiny

__all__ = ["MEASUREMENTS", "Measurement", "keep"]

SIZE, LARGER = "300/60", ("1000/200", "5000/1000")


@dataclass(frozen=True, slots=True)
class Measurement:
    """Something that can be measured.

    Parameters
    ----------
    what
        In words.
    minutes
        About how long it takes on two cores with nothing else to do.
    run
        Measures, and keeps what comes out under the name that it is given.
    default
        Whether it is measured where nothing is named.
    needs
        What others published, and is no part of the project; where it is not at hand, what is kept stays.
    """

    what: str
    minutes: float
    run: Callable[[str], None]
    default: bool = True
    needs: Path | None = None


def keep(name: str, rows: Callable[[], Iterator[Row]]) -> None:
    """Measure rows, printing each as it comes, and keep them under a name."""
    stamping = Stamping(f"python -m benchmarks.figures {name}")
    kept = []
    for row in rows():
        print(", ".join(f"{what}: {value}" for what, value in row.items()), flush=True)
        kept.append(row)
    Record(stamping.stamp(), tuple(kept)).save(name, RESULTS)


def _rows(rows: Callable[[], Iterator[Row]]) -> Callable[[str], None]:
    return lambda name: keep(name, rows)


def _methods(_: str) -> None:
    keep_runs(list(cases(DEFAULT, (), (0,))), commands=True)


def _sizes(_: str) -> None:
    small = [Case(SIZE, seed=seed) for seed in range(5)]
    keep_runs([*small, *(Case(LARGER[0], seed=seed) for seed in range(3)), Case(LARGER[1])], ("ours",))


def _thorough(_: str) -> None:
    keep_runs([Case(SIZE, seed=seed) for seed in range(3)], ("ours",), seconds=180.0, effort="thorough")


def _largest(_: str) -> None:
    keep_runs([Case("20000/4000")], ("ours",))


MEASUREMENTS = {
    "rule_sets": Measurement("ten rule sets at 60 mentees, five seeds, and the samples", 2, _rows(rule_sets.rows)),
    "modes": Measurement("the four modes at 60 mentees", 12, _rows(modes.rows)),
    "methods": Measurement("five methods side by side at 60 and 300 mentees, and whole processes", 18, _methods),
    "sizes": Measurement("ours at 300, 1,000 and 5,000 mentees", 9, _sizes),
    "thorough": Measurement("ours at 300 mentees, thorough, 180 seconds each", 10, _thorough),
    "rematching": Measurement("a sample after people left and came", 1, _rows(rematching.rows)),
    "losing": Measurement("losses of mentors tried out", 1, _rows(losing.rows)),
    "reporting": Measurement("reports: their size, and the time to make them", 1, _rows(reporting.rows)),
    "board": Measurement("a board: how long it takes to answer at 300 and 5,000 mentees", 4, _rows(board.rows)),
    "dependencies": Measurement("what each dependency costs, in megabytes and to import", 2, _rows(dependencies.rows)),
    "compiling": Measurement("the first solve and later ones, compiled in several ways", 5, _rows(compiling.rows)),
    "circles": Measurement("the published mentoring circles", 1, _rows(circles.rows), needs=circles.DEFAULT),
    "glasgow": Measurement("the published project bids", 1, _rows(glasgow.rows), needs=glasgow.DEFAULT),
    "largest": Measurement("ours at 20,000 mentees, with 6 GB of memory", 10, _largest, default=False),
}
"""In the order in which they run."""


def _smoke() -> None:
    row = solved(tiny())
    print(row)
    if row["status"] != "optimal":
        sys.exit("the tiny intake was not proved best")


def _measure(name: str, one: Measurement) -> None:
    if one.needs is not None and not one.needs.exists():
        print(f"{name}: passed over, for {one.needs} is not there", flush=True)
        return
    print(f"{name}: {one.what}", flush=True)
    one.run(name)


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description="Measure what the figures in README and docs are made of.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="what to measure; default: nearly all")
    parser.add_argument("--list", action="store_true", help="say what there is")
    parser.add_argument("--smoke", action="store_true", help="one tiny intake, kept nowhere")
    options = parser.parse_args()
    if unknown := set(options.names) - set(MEASUREMENTS):
        parser.error(f"nothing is named {', '.join(sorted(unknown))}; there are {', '.join(MEASUREMENTS)}")
    if options.list:
        for name, one in MEASUREMENTS.items():
            print(f"{name:<12}{one.minutes:>3} min  {one.what}{'' if one.default else ' (only where named)'}")
    elif options.smoke:
        _smoke()
    else:
        for name in options.names or [name for name, one in MEASUREMENTS.items() if one.default]:
            _measure(name, MEASUREMENTS[name])


if __name__ == "__main__":
    main()
