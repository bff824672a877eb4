"""The plots of a comparison, as SVG that is the same for the same results."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.cases import SIZES, Case
from benchmarks.methods import METHODS
from benchmarks.runs import Results, Run, under_best

__all__ = ["draw_gap_over_time", "draw_scaling"]

COLORS = dict(zip(METHODS, ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00"), strict=True))
"""Okabe and Ito's, told apart by the colour-blind, too."""
FINEST, WORST = 0.01, 100.0
"""Per cent: where the scale turns linear towards 0, and where it ends."""


def _figure(columns: int) -> tuple[Any, Any]:
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams.update({"svg.hashsalt": "matcher", "svg.fonttype": "none", "font.size": 9, "axes.grid": True})
    mpl.rcParams.update({"grid.alpha": 0.3, "axes.spines.top": False, "axes.spines.right": False})
    from matplotlib import pyplot

    return pyplot.subplots(1, columns, figsize=(max(6.4, 4.6 * columns), 3.6), squeeze=False, layout="constrained")


def _write_plain_numbers(axis: Any) -> None:
    """Write 0.1, 1, 10, 1,000 at the decades of a logarithmic axis, and nothing between them."""
    from matplotlib.ticker import FuncFormatter, NullFormatter

    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,g}"))
    axis.set_minor_formatter(NullFormatter())


def _save(figure: Any, file: Path) -> None:
    from matplotlib import pyplot

    figure.savefig(file, metadata={"Date": None})
    pyplot.close(figure)


def draw_gap_over_time(results: Results, file: Path) -> None:
    """Draw how far each method's groups are under the best bound over time, a line a method, a panel a size.

    Of each size the first seed's plain intake.
    """
    panels = []
    for size in SIZES:
        runs = [run for run in results.compared if run.case.size == size and run.case.rules == "plain"]
        first = min((run.case for run in runs), default=None)
        runs = [run for run in runs if run.case == first]
        if first is not None and len({run.method for run in runs}) > 1:
            panels.append((first, runs))
    figure, axes = _figure(max(1, len(panels)))
    for axis, (case, runs) in zip(axes[0], panels, strict=False):
        _draw_panel(axis, case, runs)
    axes[0][0].set_ylabel("under the best bound, %")
    if panels:
        figure.legend(*axes[0][0].get_legend_handles_labels(), loc="outside lower center", ncols=3, frameon=False)
    _save(figure, file)


def _draw_panel(axis: Any, case: Case, runs: list[Run]) -> None:
    allowed = max(run.allowed for run in runs)
    for run in runs:
        name = METHODS[run.method]
        told = [(seconds, under_best(runs, objective)) for seconds, objective, _ in run.trace]
        told.append((run.seconds, under_best(runs, run.objective)))
        points = [(max(1e-2, seconds), min(WORST, 100 * under)) for seconds, under in told if under is not None]
        if not points:
            axis.plot([], [], color=COLORS[run.method], label=name)  # still named: it found nothing
            continue
        seconds, gaps = (list(column) for column in zip(*points, strict=True))
        axis.step(
            [*seconds, max(allowed, seconds[-1])], [*gaps, gaps[-1]], where="post", color=COLORS[run.method], label=name
        )
        axis.plot(seconds[-1:], gaps[-1:], "o", color=COLORS[run.method], markersize=4)
    axis.set_xscale("log")
    _write_plain_numbers(axis.xaxis)
    axis.set_yscale("symlog", linthresh=FINEST)
    axis.set_ylim(-FINEST / 5, WORST)
    axis.set_yticks([0, 0.01, 0.1, 1, 10, 100], labels=["0", "0.01", "0.1", "1", "10", "≥ 100"])
    axis.set_title(f"{case.size}, {case.rules}, seed {case.seed}")
    axis.set_xlabel("seconds (a dot: ended)")


def draw_scaling(results: Results, file: Path) -> None:
    """Draw seconds and peak memory of ours over size, plain rule set: a dot a run, a line through medians."""
    import statistics

    runs = [
        run
        for run in results.compared
        if run.method == "ours" and run.case.rules == "plain" and run.objective is not None
    ]
    sizes = [size for size in SIZES if any(run.case.size == size for run in runs)]
    figure, axes = _figure(2)
    for axis, name in zip(axes[0], ("seconds to the verified result", "peak memory, MB"), strict=True):
        values = {
            size: [run.seconds if axis is axes[0][0] else run.megabytes or 0.0 for run in runs if run.case.size == size]
            for size in sizes
        }
        mentees = [SIZES[size][0] for size in sizes]
        axis.plot(mentees, [statistics.median(values[size]) for size in sizes], color=COLORS["ours"])
        for size in sizes:
            axis.plot([SIZES[size][0]] * len(values[size]), values[size], "o", color=COLORS["ours"], markersize=4)
        axis.set_xscale("log")
        axis.set_yscale("log")
        most = max([10.0, *(value for size in sizes for value in values[size])])
        axis.set_ylim(0.1 if axis is axes[0][0] else 10.0, 10 * most)
        _write_plain_numbers(axis.yaxis)
        axis.set_xticks(mentees, labels=[size.replace("/", " /\n") for size in sizes])
        axis.set_xticks([], minor=True)
        axis.set_xlabel("mentees / mentors")
        axis.set_title(name)
    _save(figure, file)
