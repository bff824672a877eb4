"""What stands in the marked places of pages: each figure by its name, in words and tables, from what is kept."""

from __future__ import annotations

import statistics
import textwrap
from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial

from benchmarks import every
from benchmarks.agreeing.judging import Verdict
from benchmarks.agreeing.record import Campaign
from benchmarks.cases import SIZES, Case
from benchmarks.compare import RUNS, SECONDS
from benchmarks.exports.judging import Outcome
from benchmarks.figures import MEASUREMENTS
from benchmarks.measuring.dependencies import IMPORTED, USED_FOR
from benchmarks.measuring.modes import MODES
from benchmarks.methods import METHODS
from benchmarks.pages.settings import SETTINGS
from benchmarks.records import RESULTS, Record, Row, Stamp
from benchmarks.report import gap_of
from benchmarks.runs import Ended, Results, Run, best_bound, under_best
from matcher.intake.words.listing import in_words

__all__ = ["FIGURES", "figure"]

SMALL, MIDDLE = "60/12", "300/60"


@cache
def _record(name: str) -> Record:
    return Record.load(name)


@cache
def _results() -> Results:
    return Results.load(RESULTS / RUNS)


# Words --------------------------------------------------------------------------------------------------------------


def _percent(share: float) -> str:
    return f"{100 * share:.2f} %" if share < 0.1 else f"{100 * share:.0f} %"


def _seconds(number: float) -> str:
    if number < 0.05:
        return "under 0.1 s"
    return f"{number:.1f} s" if number < 10 else f"{number:.0f} s"


def _span(values: Sequence[float], form: Callable[[float], str]) -> str:
    """Return a value, or the least and the most: ``0.46 to 0.97 %``."""
    least, most = form(min(values)), form(max(values))
    if least == most:
        return least
    unit = most.rpartition(" ")[2]
    return f"{least.removesuffix(' ' + unit)} to {most}"


def _whole(mentees_and_mentors: str) -> str:
    mentees, mentors = SIZES[mentees_and_mentors]
    return f"{mentees:,} / {mentors:,}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _measured(stamps: Sequence[Stamp], command: str) -> str:
    """Return how the numbers above came about, in a sentence or two."""
    days = sorted({stamp.date for stamp in stamps})
    commits = list(dict.fromkeys(stamp.commit for stamp in stamps))
    when = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"
    machines = "; and on ".join(dict.fromkeys(str(stamp.machine) for stamp in stamps))
    at = f"commit {commits[0]}" if len(commits) == 1 else f"commits {', '.join(commits)}"
    said = f"Measured {when} at {at}, on: {machines}. {_company(stamps)}`{command}` measures it again."
    return _small(said)


def _small(said: str) -> str:
    """Return small print, in lines as long as those of the pages."""
    return textwrap.fill(f"<sub>{said}</sub>", 120, break_long_words=False, break_on_hyphens=False)


def _company(stamps: Sequence[Stamp]) -> str:
    if all(stamp.in_peace for stamp in stamps):
        return ""
    known = [stamp.others for stamp in stamps if stamp.others is not None]
    if not known:
        return "What else the machine did meanwhile is not known. "
    return f"Other work kept up to {max(known):.1f} cores busy meanwhile: seconds are longer than they need be. "


# Sixty mentees ------------------------------------------------------------------------------------------------------


def _rule_sets() -> str:
    record = _record("rule_sets")
    names = [*dict.fromkeys(row["rules"] for row in record.rows)]
    lines = [_rule_set(f"`{name}`", [row for row in record.rows if row["rules"] == name]) for name in names]
    table = _table(
        ("rules", "intakes", "proved best", "median", "worst"), [*lines, _rule_set("all", list(record.rows))]
    )
    return f"{table}\n\n{_measured([record.stamp], record.stamp.command)}"


def _rule_set(name: str, rows: Sequence[Row]) -> list[str]:
    seconds = [row["seconds"] for row in rows]
    proved = sum(row["status"] == "optimal" for row in rows)
    return [name, str(len(rows)), str(proved), _seconds(statistics.median(seconds)), _seconds(max(seconds))]


def _proved() -> str:
    rows = _record("rule_sets").rows
    return f"{sum(row['status'] == 'optimal' for row in rows)} of {len(rows)}"


def _rule_set_seconds(pick: Callable[[list[float]], float]) -> str:
    return _seconds(pick([row["seconds"] for row in _record("rule_sets").rows]))


def _modes() -> str:
    record = _record("modes")
    names = [*dict.fromkeys(row["rules"] for row in record.rows)]
    lines = [
        _rule_set(f"`{mode}`, {name}", [row for row in record.rows if (row["rules"], row["mode"]) == (name, mode)])
        for name in names
        for mode in MODES
    ]
    table = _table(("mode, people", "intakes", "proved best", "median", "worst"), lines)
    return f"{table}\n\n{_measured([record.stamp], record.stamp.command)}"


def _modes_proved() -> str:
    rows = _record("modes").rows
    told = []
    for mode in MODES[1:]:
        mine = [row for row in rows if row["mode"] == mode]
        told.append(f"{sum(row['status'] == 'optimal' for row in mine)} of {len(mine)} in `{mode}`")
    return ", ".join(told)


# Everything ---------------------------------------------------------------------------------------------------------


def _everything(mode: str) -> str:
    """Return a table of every set of rules at every size in a mode; the middle one of several seeds by its gap."""
    there = every.kept()
    lines = []
    for rules in every.RULES:
        cells = []
        for size in every.SIZES:
            mine = [row for cell, row in there.items() if (cell.size, cell.rules, cell.mode) == (size, rules, mode)]
            cells.append(_of_everything(mine) if mine else "")
        lines.append([f"`{rules}`", *cells])
    return _table(("rules", *map(_whole_of_everything, every.SIZES)), lines)


def _whole_of_everything(size: str) -> str:
    mentees, mentors, _ = every.SIZES[size]
    return f"{mentees:,} / {mentors:,}"


def _of_everything(rows: Sequence[Row]) -> str:
    """Return the middle one of a cell's rows: what is proved, who is left out, how long it took, the first stages."""
    row = sorted(rows, key=lambda one: (one["status"] != "optimal", one.get("gap", 9.9)))[len(rows) // 2]
    seconds = _seconds(row["seconds"])
    if row["status"] not in ("optimal", "feasible"):
        return f"{row['status']}, {seconds}"
    out = f", {row['left_out']} out" if row["left_out"] else ""
    stages = row["stages"]
    if row["status"] == "optimal":
        return f"proved{out}, {seconds}"
    if not stages:
        return f"{_percent(row['gap'])}{out}, {seconds}"
    open_ = [f"{name} {value} ({bound})" for name, value, bound in stages if value != bound][:2]
    return f"{'; '.join(open_) or 'score alone open'}{out}, {seconds}"


def _everything_measured() -> str:
    record = _record("every")
    commits = ", ".join(dict.fromkeys(row["commit"] for row in record.rows))
    busy = max(row["others"] or 0.0 for row in record.rows)
    so_far = f"{len(record.rows)} cells are measured so far, up to {record.stamp.date}, at commits {commits}"
    where = f"{so_far}, on: {record.stamp.machine}."
    beside = f" Other work kept up to {busy:.1f} cores busy meanwhile."
    return _small(f"{where}{beside} `{record.stamp.command}` goes on where it stopped.")


# Agreement ----------------------------------------------------------------------------------------------------------


def _agreement() -> str:
    compared = Campaign.load().compared
    lines = []
    for mode in (*MODES, "all"):
        mine = [one for one in compared if mode in (one.mode, "all")]
        counts = [sum(one.verdict == verdict for one in mine) for verdict in Verdict]
        lines.append([f"`{mode}`" if mode != "all" else "all", str(len(mine)), *map(str, counts)])
    head = ("mode", "intakes", "both prove the same", "differ", "one of them proves nothing or too little")
    record = _record("agree")
    return f"{_table(head, lines)}\n\n{_measured([record.stamp], record.stamp.command)}"


# What is said -------------------------------------------------------------------------------------------------------


def _reading() -> str:
    record = _record("reading")
    names = [*dict.fromkeys(row["output"] for row in record.rows if "facts" in row)]
    lines = [_read(f"`{name}`", [row for row in record.rows if row.get("output") == name]) for name in names]
    table = _table(("output", "facts", "changed", "found"), [*lines, _read("all", record.rows)])
    return f"{table}\n\n{_measured([record.stamp], record.stamp.command)}"


def _read(name: str, rows: Iterable[Row]) -> list[str]:
    told = list(rows)
    return [name, *(f"{sum(row.get(count, 0) for row in told):,}" for count in ("facts", "tried", "found"))]


def _read_wrong() -> str:
    rows = _record("reading").rows
    facts = sum(row.get("facts", 0) for row in rows)
    return f"{sum(row.get('wrong', 0) for row in rows)} of {facts:,}"


def _imports() -> str:
    record = _record("imports")
    told = {"style": "{} exports", "own words": "{}", "language": "answers in `{}`", "tool": "{}", "all": "all"}
    lines = [[told[row["by"]].format(row["of"]), *_cells(row)] for by in told for row in record.rows if row["by"] == by]
    table = _table(("cells of", *(str(outcome) for outcome in Outcome)), lines)
    return f"{table}\n\n{_measured([record.stamp], record.stamp.command)}"


def _cells(row: Row) -> list[str]:
    return [f"{row[str(outcome)]:,}" for outcome in Outcome]


def _imports_wrong() -> str:
    row = _record("imports").rows[0]
    return f"{row[str(Outcome.WRONG)]:,} of {sum(row[str(outcome)] for outcome in Outcome):,}"


def _imports_questions() -> str:
    asked = [row["questions"] for row in _record("imports").rows if row["by"] == "sixty people"]
    return f"{min(asked)} to {max(asked)}"


# Larger intakes -----------------------------------------------------------------------------------------------------


def _ours(size: str, effort: str = "normal") -> list[Run]:
    return [run for run in _results().runs if run.case.size == size and run.method == "ours" and run.effort == effort]


def _gap(run: Run) -> float:
    return gap_of(run.objective, run.bound) or 0.0


def _sizes() -> str:
    lines = []
    runs: list[Run] = []
    for size in list(SIZES)[2:]:
        for effort in ("normal", "thorough"):
            mine = [run for run in _ours(size, effort) if run.objective is not None]
            if mine:
                lines.append(_size(size, effort, mine))
                runs += mine
    table = _table(("mentees / mentors", "effort", "intakes", "gap", "seconds", "ended", "memory"), lines)
    stamps = [run.stamp for run in runs if run.stamp is not None]
    return f"{table}\n\n{_measured(stamps, 'python -m benchmarks.figures sizes thorough')}"


def _size(size: str, effort: str, runs: Sequence[Run]) -> list[str]:
    limited = sum(run.seconds >= run.allowed for run in runs)
    ended = "by itself" if not limited else "at the time limit" if limited == len(runs) else "either way"
    memory = max((run.megabytes or 0.0) for run in runs) / 1000
    return [
        _whole(size),
        effort,
        str(len(runs)),
        _span([_gap(run) for run in runs], _percent),
        _span([run.seconds for run in runs], _seconds),
        ended,
        f"{memory:.1f} GB",
    ]


def _middle_gap() -> str:
    return _span([_gap(run) for run in _ours(MIDDLE)], _percent)


# Other methods ------------------------------------------------------------------------------------------------------


def _small_methods() -> str:
    runs = [run for run in _results().compared if run.case.size == SMALL]
    cases = [*dict.fromkeys(run.case for run in runs)]
    lines = []
    for method, title in METHODS.items():
        mine = [run for run in runs if run.method == method and run.ended is not Ended.REFUSED]
        under = [share for run in mine if (share := _under(run, runs)) is not None]
        proved = sum(run.ended is Ended.PROVED for run in mine)
        seconds = [run.seconds for run in mine]
        cells = [str(len(mine)), str(proved), _span(under, _percent), _span(seconds, _seconds)]
        lines.append([title, *cells])
    head = ("method", f"models, of {len(cases)}", "proves best", "under the best bound", "after")
    return f"{_table(head, lines)}\n\n{_measured_runs(runs)}"


def _under(run: Run, runs: Sequence[Run]) -> float | None:
    return under_best([other for other in runs if other.case == run.case], run.objective)


def _middle_methods() -> str:
    case = Case(MIDDLE)
    runs = [run for run in _results().compared if run.case == case]
    lines = [[METHODS[run.method], _score(run), _seconds(run.seconds)] for run in runs]
    bound = best_bound(runs)
    head = f"Each had {SECONDS[MIDDLE]:g} seconds; no grouping scores more than {bound:,}."
    return f"{head}\n\n{_table(('method', 'score', 'ended after'), lines)}\n\n{_measured_runs(runs)}"


def _score(run: Run) -> str:
    return str(run.ended) if run.objective is None else f"{run.objective:,}"


def _measured_runs(runs: Sequence[Run]) -> str:
    stamps = [run.stamp for run in runs if run.stamp is not None]
    return _measured(stamps, "python -m benchmarks.figures methods")


# Published data -----------------------------------------------------------------------------------------------------


def _circles_row(reading: str) -> Row:
    return next(row for row in _record("circles").rows if row["reading"] == reading)


def _circles() -> str:
    record = _record("circles")
    names = {
        "shared majors": "a point for each student who shares a major with a mentor",
        "similarity": "plain similarity of majors, mentor by mentor",
    }
    lines = []
    for reading, title in names.items():
        row = _circles_row(reading)
        proved = "proved best for it" if row["status"] == "optimal" else "not proved best"
        lines.append([title, f"{row['sharing a major']} of {row['students']}", proved])
    table = _table(("what is maximised", "sharing a major", ""), lines)
    return f"{table}\n\n{_measured([record.stamp], record.stamp.command)}"


def _circles_published() -> str:
    return f"{_circles_row('published')['sharing a major']} of {_circles_row('similarity')['students']}"


def _glasgow() -> str:
    record = _record("glasgow")
    lines = [
        [
            f"`{row['mode']}`",
            _profile(row["profile"]),
            f"{row['total_rank']}",
            f"least total rank {row['published_total_rank']}" if row["mode"] == "total" else _profile(row["published"]),
            "proved" if row["status"] == "optimal" else "not proved",
        ]
        for row in record.rows
    ]
    table = _table(("mode", "students at choice 1, 2, …", "total rank", "published", ""), lines)
    return f"{table}\n\n{_measured([record.stamp], record.stamp.command)}"


def _profile(counts: Sequence[int]) -> str:
    kept = list(counts)
    while kept and not kept[-1]:
        kept.pop()
    return ", ".join(map(str, kept))


# What else ----------------------------------------------------------------------------------------------------------


def _rematching() -> str:
    record = _record("rematching")
    (first,) = [row for row in record.rows if row["asked"] == "fewest"]
    points = [row for row in record.rows if row["asked"] == "frontier"]
    fewest = "proved the fewest" if first["moves"] == first["fewest"] else f"at least {first['fewest']} are needed"
    said = f"{first['moves']} moves, {fewest}, after {_seconds(first['seconds'])}. What more moves are worth:"
    lines = [[str(row["moves"]), f"{row['objective']:,}", str(row["left_out"])] for row in points]
    table = _table(("moves", "score", "left out"), lines)
    return f"{said}\n\n{table}\n\n{_measured([record.stamp], record.stamp.command)}"


def _losing() -> str:
    record = _record("losing")
    lines = [
        [str(row["intake"]), f"{row['single']}", f"{row['pairs']}", _seconds(row["seconds"])] for row in record.rows
    ]
    table = _table(("intake", "losses of one mentor", "losses of two", "all of them"), lines)
    return f"{table}\n\n{_measured([record.stamp], record.stamp.command)}"


def _reporting() -> str:
    record = _record("reporting")
    names = {
        "html": "`committee.html`",
        "print": "`participants-sheets.html`",
        "xlsx": "`committee.xlsx`",
        "mail": "messages",
    }
    lines = [
        [names[row["kind"]], str(row["intake"]), f"{row['kilobytes']:,.0f} kB", _seconds(row["seconds"])]
        for row in record.rows
    ]
    table = _table(("report", "intake", "size", "to make it"), lines)
    return f"{table}\n\n{_measured([record.stamp], record.stamp.command)}"


def _board() -> str:
    record = _record("board")
    told = {
        "change": "a change: the new score, all rules, who gains and loses",
        "costs": "somebody picked up: what each group in sight would cost, and why not",
        "best place": "the best place for somebody",
        "page": "the whole page",
    }
    lines = [
        [
            str(row["size"]),
            f"{row['groups']}",
            told[row["what"]],
            f"{row['median_ms']:,.0f} ms",
            f"{row['longest_ms']:,.0f} ms",
        ]
        for row in record.rows
    ]
    table = _table(("mentees/mentors", "groups", "what a page asks for", "median", "longest"), lines)
    return f"{table}\n\n{_measured([record.stamp], record.stamp.command)}"


def _commands() -> str:
    commands = _results().commands
    lines = [
        [command.name, str(len(command.seconds)), _seconds(statistics.median(command.seconds))] for command in commands
    ]
    stamps = [command.stamp for command in commands if command.stamp is not None]
    table = _table(("`matcher solve data/samples/medical-school`", "tries", "median"), lines)
    return f"{table}\n\n{_measured(stamps, 'python -m benchmarks.figures methods')}"


def _first_run_longer() -> str:
    first, later = (statistics.median(command.seconds) for command in _results().commands)
    return f"{first - later:.0f} seconds"


# Dependencies and compiling -----------------------------------------------------------------------------------------


def _dependencies() -> str:
    record = _record("dependencies")
    named = [row for row in record.rows if row["name"] in IMPORTED or row["name"] == "matcher"]
    lines = []
    for row in sorted(named, key=lambda row: -_with_own(row, record.rows)):
        more = sorted(one["name"] for one in _own(row["name"], record.rows))
        name = f"`{row['name']}`" + (f", with {in_words([f'`{one}`' for one in more])}" if more else "")
        what = USED_FOR.get(row["name"], "itself")
        extra = row["by"].partition("[")[2].removesuffix("]") if row["by"] else ""
        told = f"{what} (extra `{extra}`)" if extra else what
        lines.append([name, told, _megabytes(_with_own(row, record.rows)), f"{row['seconds']:.2f} s"])
    lines.append(["all", "", _megabytes(sum(row["megabytes"] for row in record.rows)), ""])
    table = _table(("what", "for", "installed", "to import"), lines)
    return f"{table}\n\n{_measured([record.stamp], record.stamp.command)}"


def _own(name: str, rows: Sequence[Row]) -> list[Row]:
    """Return what is installed because of one thing that the project names, however far down."""
    found: list[Row] = []
    for row in rows:
        if row["by"] == name and row["name"] not in IMPORTED:
            found += [row, *_own(row["name"], rows)]
    return found


def _with_own(row: Row, rows: Sequence[Row]) -> float:
    return float(row["megabytes"]) + sum(float(one["megabytes"]) for one in _own(row["name"], rows))


def _megabytes(number: float) -> str:
    return f"{number:.1f} MB" if number < 10 else f"{number:.0f} MB"


def _installed() -> str:
    return _megabytes(sum(row["megabytes"] for row in _record("dependencies").rows))


def _compiler() -> str:
    rows = _record("dependencies").rows
    return _megabytes(sum(row["megabytes"] for row in rows if row["name"] in ("numba", "llvmlite")))


def _compiling() -> str:
    record = _record("compiling")
    lines = [
        [f"`{row['sample']}`, {row['way']}", _seconds(row["first"]), _seconds(row["later"]),
         f"{row['kept_megabytes']:.1f} MB", "yes" if row["same_result"] else "no"]
        for row in record.rows
    ]  # fmt: skip
    table = _table(("`matcher solve`", "first run", "later runs", "kept", "the same result"), lines)
    return f"{table}\n\n{_measured([record.stamp], record.stamp.command)}"


def _compiling_costs() -> str:
    longer = [row["first"] - row["later"] for row in _record("compiling").rows if row["way"] == "as it is"]
    return _span(longer, _seconds)


def _minutes_of_all() -> str:
    return f"{sum(one.minutes for one in MEASUREMENTS.values() if one.default):g} minutes"


FIGURES: dict[str, Callable[[], str]] = {
    "rule sets": _rule_sets,
    "rule sets proved": _proved,
    "rule sets median": lambda: _rule_set_seconds(statistics.median),
    "rule sets worst": lambda: _rule_set_seconds(max),
    "modes": _modes,
    "modes proved": _modes_proved,
    **{f"everything in {mode}": partial(_everything, mode) for mode in MODES},
    "everything measured": _everything_measured,
    "agreement": _agreement,
    "reading": _reading,
    "reading wrong": _read_wrong,
    "imports": _imports,
    "imports wrong": _imports_wrong,
    "imports questions": _imports_questions,
    "sizes": _sizes,
    "300 gap": _middle_gap,
    "methods at 60": _small_methods,
    "methods at 300": _middle_methods,
    "circles": _circles,
    "circles published": _circles_published,
    "glasgow": _glasgow,
    "rematching": _rematching,
    "losing": _losing,
    "reporting": _reporting,
    "board": _board,
    "commands": _commands,
    "dependencies": _dependencies,
    "installed": _installed,
    "compiler": _compiler,
    "compiling": _compiling,
    "compiling costs": _compiling_costs,
    "first run longer": _first_run_longer,
    "minutes of all": _minutes_of_all,
}


def figure(name: str) -> str:
    """Return what stands under a name.

    Raises
    ------
    KeyError
        Nothing does.
    """
    return {**FIGURES, **SETTINGS}[name]()
