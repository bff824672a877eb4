"""The table of a comparison, in Markdown."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from itertools import groupby

from benchmarks.cases import Case
from benchmarks.methods import METHODS
from benchmarks.runs import Ended, Results, Run, under_best

__all__ = ["gap_of", "table"]

HEAD = """# Methods side by side

Written by `make bench`. {measured}

Every run has a process of its own. Seconds are wall time from the intake in memory to a verified grouping: reading,
building, solving and verifying, the compile cache warm. All methods maximise the same objective on the same intakes in
the same wall time (`allowed`), unless they end by themselves; every grouping was checked by every rule and its
objective recomputed. Points are those of the contract. Sizes are mentees/mentors.

- **{ours}**: `match()`, by itself at the end of its effort, or earlier once proved.
- **{numbered_groups}**: mentee-in-group and mentor-in-group booleans with numbered groups, eight workers.
- **{seat_milp}**: mentee-in-seat with a row for each mentee and seat, through MathOpt; seats that others always better
  are left out as in ours. Its line in the plot comes from separate runs with less time.
- **{greedy}**: the slot with most free, the mentors most wished for, nearest wishes; mentees then by min-cost flow.
- **{genetic}**: a gene a person saying its group's number, 100 individuals, every grouping repaired to break no rule.

"""


def gap_of(objective: int | None, bound: int | None) -> float | None:
    """Return (bound - objective) / max(1, |objective|); None where either is missing."""
    return None if objective is None or bound is None else (bound - objective) / max(1, abs(objective))


def table(results: Results) -> str:
    """Return the whole file: how it was measured, methods side by side, whole processes, every number."""
    head = HEAD.format(measured=_measured(results), **METHODS)
    return (
        head + "\n".join([*_side_by_side(results.compared), *_commands(results), *_every_number(results.runs)]) + "\n"
    )


def _measured(results: Results) -> str:
    machines = " And on: ".join(dict.fromkeys(f"{stamp.machine}." for stamp in results.stamps))
    return f"Measured on: {machines}" if machines else ""


def _by_case(runs: Sequence[Run]) -> list[tuple[Case, list[Run]]]:
    ordered = sorted(runs, key=lambda run: run.key)
    return [(case, list(group)) for case, group in groupby(ordered, key=lambda run: run.case)]


def _side_by_side(runs: Sequence[Run]) -> list[str]:
    lines = [
        "## At a glance",
        "",
        "Points under the best bound that any method proved, as a share of the best objective in the row, and after",
        "how many seconds; * proved best by the method itself; no: it does not model a rule of the set.",
        "",
        f"| size | rule set | seed | {' | '.join(METHODS.values())} |",
        f"| --- | --- | ---: |{' ---: |' * len(METHODS)}",
    ]
    for case, group in _by_case(runs):
        mine = {run.method: run for run in group}
        cells = [_cell(mine[method], group) if method in mine else "" for method in METHODS]
        lines.append(f"| {case.size} | {case.rules} | {case.seed} | {' | '.join(cells)} |")
    return [*lines, ""]


def _cell(run: Run, group: Sequence[Run]) -> str:
    if run.ended is Ended.REFUSED:
        return "no"
    under = under_best(group, run.objective)
    if under is None:
        said = str(run.ended) if run.objective is None else f"{run.objective:,} points"
    else:
        said = f"{_percent(under)}{' *' if run.ended is Ended.PROVED else ''}"
    if run.ended is Ended.WRONG:
        said = f"**wrong** {said}"
    return f"{said}, {run.seconds:.1f} s"


def _percent(share: float) -> str:
    return f"{100 * share:.2f} %"


def _commands(results: Results) -> list[str]:
    if not results.commands:
        return []
    lines = [
        "## Whole processes",
        "",
        "`matcher solve data/samples/medical-school`, from the start of the process to the files.",
        "",
        "| | tries | median s | worst s | status |",
        "| --- | ---: | ---: | ---: | --- |",
    ]
    for run in results.commands:
        median, worst = statistics.median(run.seconds), max(run.seconds)
        lines.append(f"| {run.name} | {len(run.seconds)} | {median:.2f} | {worst:.2f} | {run.status} |")
    return [*lines, ""]


def _every_number(runs: Sequence[Run]) -> list[str]:
    columns = (
        "size",
        "rule set",
        "seed",
        "method",
        "ended",
        "objective",
        "bound",
        "gap",
        "seconds",
        "allowed",
        "MB",
        "commit",
        "date",
        "",
    )
    lines = ["## Every number", "", "The gap is to the method's own bound.", "", f"| {' | '.join(columns)} |"]
    lines.append("| --- | --- | ---: | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- | --- |")
    for run in sorted(runs, key=lambda one: one.key):
        gap = gap_of(run.objective, run.bound)
        cells = [
            run.case.size,
            run.case.rules,
            str(run.case.seed),
            METHODS[run.method] + (f" ({run.effort})" if run.method == "ours" else ""),
            str(run.ended),
            *("" if number is None else f"{number:,}" for number in (run.objective, run.bound)),
            "" if gap is None else _percent(gap),
            f"{run.seconds:.2f}",
            f"{run.allowed:g}",
            "" if run.megabytes is None else f"{run.megabytes:.0f}",
            *(("", "") if run.stamp is None else (run.stamp.commit, run.stamp.date)),
            run.note.replace("|", "/"),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return lines
