"""Every method on a tiny intake, and what is made of its figures."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.cases import SIZES, Case, intake_of, rule_set_names
from benchmarks.compare import cases, compare
from benchmarks.generator import Settings, generate, rule_sets
from benchmarks.machine import Machine
from benchmarks.methods import METHODS, solver_of
from benchmarks.methods.base import Answer, RefusedError, Task
from benchmarks.one_run import measure
from benchmarks.processes import run_apart
from benchmarks.records import Stamp
from benchmarks.runs import CommandRun, Ended, Results, Run, best_bound, contradictions, thinned, under_best

pytest.importorskip("pymoo", reason="the extra `bench` is not installed")

TINY = Case("16/4")
SIMPLE = ("numbered_groups", "greedy", "genetic")
"""The methods that model who may be with whom, when, and sizes, and no other rule."""


def tiny(**settings: Any) -> dict[str, Any]:
    """Eight mentees and four mentors: two groups at most."""
    return generate(Settings(mentees=8, mentors=4, min_size=2, max_size=4, slots=4, patterns=2, **settings))


MACHINE = Machine("a processor", 2, 24, "Linux", "3.11.7", {"ortools": "9.15"})
STAMP = Stamp("0123456789", "2026-11-30", "python -m benchmarks.compare", MACHINE, 0.1)


def run(method: str = "ours", **changes: Any) -> Run:
    plain = Run(Case("60/12"), method, Ended.FOUND, 60.0, "normal", 1.5, 200.0, 900, 1000, "", [(1.0, 900, 1000)])
    return replace(plain, **changes)


def best(data: dict[str, Any]) -> int:
    """What `match` proves."""
    proved = measure(TINY, data, "ours", 60.0, "normal")
    assert proved.ended is Ended.PROVED
    assert proved.objective is not None
    return proved.objective


@pytest.mark.parametrize("settings", [{}, {"mentors_per_group": 1}, {"pair_gender": "mixed", "free_share": 0.7}])
@pytest.mark.parametrize("method", METHODS)
def test_each_method_forms_valid_groups_and_tells_their_true_objective(method: str, settings: dict[str, Any]) -> None:
    data = tiny(**settings)
    measured = measure(TINY, data, method, 0.5 if method == "genetic" else 60.0, "normal")
    assert measured.note == ""  # no rule broken, and the objective told is the one recomputed
    assert measured.objective is not None
    assert measured.objective <= best(data)
    assert measured.trace[-1][1:] == (measured.objective, measured.bound)
    assert measured.megabytes is not None


@pytest.mark.parametrize("method", ["numbered_groups", "seat_milp"])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_both_other_exact_methods_prove_the_same_optimum(method: str, seed: int) -> None:
    data = tiny(seed=seed)
    measured = measure(TINY, data, method, 60.0, "normal")
    assert (measured.ended, measured.objective, measured.bound) == (Ended.PROVED, best(data), best(data))


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("no_lone", "no_lone"),
        ("require_one", "require wishes met by one mentor"),
        ("everyone", "everyone"),
        ("campuses", "mentors of two groups"),
        ("constraints", "constraints, avoid"),
        ("rooms", "count, max_groups_per_slot"),
    ],
)
@pytest.mark.parametrize("method", SIMPLE)
def test_simple_methods_refuse_rules_they_do_not_model(method: str, name: str, reason: str) -> None:
    with pytest.raises(RefusedError, match=reason):
        solver_of(method)(Task(rule_sets(0)[name], 1.0))


def test_a_refusal_is_a_result_of_its_own() -> None:
    measured = measure(TINY, tiny(everyone=True), "greedy", 1.0, "normal")
    assert (measured.ended, measured.note, measured.objective) == (Ended.REFUSED, "everyone", None)


def test_groups_that_break_a_rule_are_wrong_whatever_the_method_says(monkeypatch: pytest.MonkeyPatch) -> None:
    def cheat(task: Task) -> Answer:
        honest = solver_of("greedy")(task)
        assert honest.groups
        first = honest.groups[0]
        return Answer((first._replace(mentees=first.mentees[:1]),), 10**9)

    monkeypatch.setattr("benchmarks.one_run.solver_of", lambda method: cheat)
    measured = measure(TINY, tiny(), "genetic", 1.0, "normal")
    assert measured.ended is Ended.WRONG
    assert "it says 1000000000 points and scores" in measured.note


def test_a_method_in_a_process_of_its_own_tells_the_same() -> None:
    apart, here = run_apart(TINY, "greedy", 5.0, "normal"), measure(TINY, intake_of(TINY), "greedy", 5.0, "normal")
    assert (apart.ended, apart.objective, apart.case) == (Ended.FOUND, here.objective, TINY)


def test_a_process_that_fails_says_why() -> None:
    failed = run_apart(Case("16/4", "rooms"), "greedy", 1.0, "normal")
    assert failed.ended is Ended.FAILED
    assert failed.note == "ValueError: rooms is there at 60/12 alone"


def test_the_sizes_have_the_people_they_are_named_for() -> None:
    for size in ("16/4", "60/12", "300/60"):
        data = intake_of(Case(size))
        assert (len(data["mentees"]), len(data["mentors"])) == SIZES[size]
    assert rule_set_names() == (*rule_sets(0), "scarcity")


def test_a_task_notes_news_only() -> None:
    task = Task({}, 60.0)
    for objective in (1, 1, 2):
        task.tell(objective, None)
    assert [point.objective for point in task.trace] == [1, 2]


def test_results_are_the_same_after_saving_and_loading(tmp_path: Path) -> None:
    results = Results()
    results.add(run())
    results.add(run("greedy", bound=None, trace=[], stamp=STAMP))
    results.add_command(CommandRun("cold", [1.5, 2.5], "optimal", STAMP))
    results.save(tmp_path / "runs.json")
    loaded = Results.load(tmp_path / "runs.json")
    assert (loaded.commands, loaded.stamps) == (results.commands, [STAMP, STAMP])
    assert [replace(one, trace=[]) for one in loaded.runs] == [replace(one, trace=[]) for one in results.runs]
    assert [tuple(point) for point in loaded.runs[0].trace] == [(1.0, 900, 1000)]
    assert Results.load(tmp_path / "none.json") == Results()


def test_a_new_run_replaces_the_old_one_of_the_same_method_on_the_same_intake() -> None:
    results = Results()
    for objective, seed in ((1, 0), (2, 1), (3, 0)):
        results.add(run(objective=objective, case=Case("60/12", seed=seed)))
    results.add(run(objective=4, effort="thorough"))
    assert [one.objective for one in results.runs] == [3, 4, 2]
    assert [one.objective for one in results.compared] == [3, 2]


def test_an_objective_over_the_bound_of_another_method_is_a_contradiction() -> None:
    fine = [run(), run("seat_milp", objective=950, bound=950), run("greedy", objective=940, bound=None)]
    assert best_bound(fine) == 950
    assert contradictions(fine) == []
    assert [under_best(fine, points) for points in (950, 855, None)] == [0.0, 0.1, None]
    (said,) = contradictions([*fine, run("genetic", objective=960, bound=None)])
    assert "genetic has 960, over the bound 950 of seat_milp" in said
    assert contradictions([run(), run("greedy", objective=2000, bound=None, case=Case("300/60"))]) == []


def test_a_thinned_trace_keeps_both_ends_and_stays_in_order() -> None:
    trace: list[tuple[float, int | None, int | None]] = [(number / 100, number, None) for number in range(1, 2001)]
    few = thinned(trace)
    assert (few[0], few[-1]) == (trace[0], trace[-1])
    assert few == sorted(set(few))
    assert 20 <= len(few) <= 42
    assert thinned(trace[:5]) == trace[:5]


def test_the_table_measures_every_method_by_the_best_bound_of_the_row() -> None:
    from benchmarks.report import gap_of, table

    results = Results()
    results.add(run(ended=Ended.PROVED, objective=1000))
    results.add(run("greedy", objective=800, bound=None, stamp=STAMP))
    results.add(run(objective=999, effort="thorough"))
    results.add(run("genetic", ended=Ended.REFUSED, objective=None, bound=None, note="rooms"))
    results.add(run("seat_milp", ended=Ended.NOTHING, objective=None, bound=None))
    results.add_command(CommandRun("cold process", [1.0, 2.0, 6.0], "optimal"))
    lines = table(results).splitlines()
    assert "| 60/12 | plain | 0 | 0.00 % *, 1.5 s |  | nothing found, 1.5 s | 20.00 %, 1.5 s | no |" in lines
    assert "| cold process | 3 | 2.00 | 6.00 | optimal |" in lines
    assert any(
        "Measured on: a processor, 2 cores, 24 GB, Linux, Python 3.11.7; ortools 9.15." in line for line in lines
    )
    (greedy,) = [line for line in lines if "| greedy by hand, flow | found |" in line]
    assert greedy.endswith("| 0123456789 | 2026-11-30 |  |")
    assert sum("| matcher (" in line for line in lines) == 2
    assert gap_of(-50, 0) == 1.0
    assert gap_of(0, 3) == 3.0
    assert gap_of(None, 3) is None


@pytest.fixture
def results() -> Results:
    results = Results()
    trace = [(0.5, -100, None), (1.0, 900, 1000)]
    for size, seconds in (("60/12", 1.5), ("300/60", 30.0)):
        results.add(run(case=Case(size), seconds=seconds, trace=trace))
    results.add(run("seat_milp", ended=Ended.NOTHING, objective=None, bound=None, trace=[]))
    return results


def test_plots_are_the_same_bytes_for_the_same_results(results: Results, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="the extra `bench` is not installed")
    from benchmarks.compare import draw

    draw(results, tmp_path / "one")
    draw(results, tmp_path / "two")
    for name in ("table.md", "gap_over_time.svg", "scaling.svg"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    gaps = (tmp_path / "one" / "gap_over_time.svg").read_text(encoding="utf-8")
    assert METHODS["seat_milp"] in gaps
    assert "60/12, plain, seed 0" in gaps
    assert "300 /" in (tmp_path / "one" / "scaling.svg").read_text(encoding="utf-8")


def test_an_unknown_rule_set_is_refused_on_the_command_line() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.compare", "--rules", "nonsense"],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 2
    assert "nonsense" in done.stderr


def fake_run_apart(case: Case, method: str, seconds: float, effort: str) -> Run:
    """A method that needs 20 seconds and has as many points as it was given seconds."""
    spent = min(20.0, seconds)
    return run(
        method, case=case, allowed=seconds, seconds=spent, objective=int(seconds), trace=[(spent, int(seconds), 1000)]
    )


def test_every_method_has_the_same_seconds_and_large_sizes_are_for_ours_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.compare.run_apart", fake_run_apart)
    wanted = [*cases(["60/12"], ["rooms"], [0, 1]), *cases(["5000/1000"], [], [0])]
    runs = list(compare(wanted, list(METHODS), 40.0, "quick"))
    assert [(one.case, one.method) for one in runs] == [
        *((Case("60/12", "rooms", seed), method) for seed in (0, 1) for method in METHODS),
        (Case("5000/1000"), "ours"),
    ]
    assert {one.allowed for one in runs} == {40.0}


def test_the_milp_has_a_trace_of_shorter_runs_where_it_is_plotted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.compare.run_apart", fake_run_apart)
    (plotted,) = compare([Case("60/12")], ["seat_milp"], 64.0, "normal")
    assert plotted.trace == [(4.0, 4, 1000), (8.0, 8, 1000), (16.0, 16, 1000), (20.0, 64, 1000)]
    (other,) = compare([Case("60/12", seed=1)], ["seat_milp"], 64.0, "normal")
    assert other.trace == [(20.0, 64, 1000)]


def test_plain_is_the_only_rule_set_of_other_sizes() -> None:
    assert list(cases(["300/60"], [], [0, 1])) == [Case("300/60"), Case("300/60", seed=1)]
    assert [case.rules for case in cases(["60/12"], [], [0])] == list(rule_set_names())
    with pytest.raises(ValueError, match="rooms is there at 60/12 alone"):
        intake_of(Case("300/60", "rooms"))
