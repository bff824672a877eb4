"""`match`: what must not change the answer, what it refuses, and Ctrl-C."""

from __future__ import annotations

import contextlib
import copy
import json
import math
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings

import matcher
from benchmarks.generator import generate
from benchmarks.settings import Settings
from matcher import InfeasibleError, IntakeError, match, verify
from matcher.solving import search
from matcher.solving.running.control import Progress
from tests import oracle
from tests.draws import draws
from tests.solving.common import Plain, drawn, matched, read
from tests.strategies import BLOCKS, SLOTS, tiny_intakes

ROOT = Path(matcher.__file__).parents[1]
SAMPLES = ROOT / "data" / "samples"
LISTS = ("avoid", "preferred_mentees", "preferred_co_mentors", "preferred_mentors")


def best_of(intake: Plain) -> int | None:
    """The proved best objective; None where nothing is allowed."""
    try:
        result = matched(intake)
    except InfeasibleError:
        return None
    assert (result.status, result.bound) == ("optimal", result.objective)
    return result.objective


def at_least(one: int | None, other: int | None) -> bool:
    """Whether the first is no worse than the second; nothing is worse than nothing."""
    return other is None or (one is not None and one >= other)


# What must not matter -----------------------------------------------------------------------------------------------


def renamed(intake: Plain) -> Plain:
    """The intake with every id written otherwise, in another alphabetical order."""
    text = json.dumps(intake)
    for number, row in enumerate((*intake["mentors"], *intake["mentees"])):
        text = re.sub(rf"(?<![\w]){row['id']}(?![\w])", f"{(number * 7) % 31:02}x{number}", text)
    changed: Plain = json.loads(text)
    return changed


@given(tiny_intakes())
@settings(max_examples=draws(8, 20))
def test_names_and_order_do_not_matter(intake: Plain) -> None:
    best = best_of(intake)
    assert best_of(renamed(intake)) == best
    random = Random(json.dumps(intake))
    shuffled = copy.deepcopy(intake)
    for rows in (shuffled["mentors"], shuffled["mentees"], shuffled["constraints"]):
        random.shuffle(rows)
    slots = shuffled["program"].get("schedule", {}).get("slots")
    if slots:
        random.shuffle(slots)
    assert best_of(shuffled) == best


@given(tiny_intakes(("availability", "size", "max_mentees", "together", "apart", "avoid", "no_lone")))
@settings(max_examples=draws(8, 20))
def test_more_room_never_lowers_the_objective(intake: Plain) -> None:
    best = best_of(intake)
    larger = copy.deepcopy(intake)
    larger["program"]["groups"]["max_size"] += 1
    assert at_least(best_of(larger), best)
    more_groups = copy.deepcopy(intake)
    load = more_groups["program"].setdefault("load", {})
    load["max_groups"] = load.get("max_groups", 1) + 1
    assert at_least(best_of(more_groups), best)
    freer = copy.deepcopy(intake)
    slots = freer["program"]["schedule"].get("slots")
    windows = list(SLOTS[slots[0]][0]) if slots else [BLOCKS[1]]
    for row in (*freer["mentors"], *freer["mentees"]):
        if oracle.items(row["availability"]):
            row["availability"] = [*oracle.items(row["availability"]), *windows]
    assert at_least(best_of(freer), best)


def test_inputs_are_never_changed() -> None:
    for number in range(6):
        intake, _ = drawn("unchanged", number, None)
        before = copy.deepcopy(intake)
        best_of(intake)
        assert intake == before
    mentors, mentees = pd.DataFrame(before["mentors"]), pd.DataFrame(before["mentees"])
    kept = mentors.copy(deep=True), mentees.copy(deep=True)
    with contextlib.suppress(InfeasibleError):
        match(mentors, mentees, before["program"], before["constraints"])
    pd.testing.assert_frame_equal(mentors, kept[0])
    pd.testing.assert_frame_equal(mentees, kept[1])


SAME = ("availability", "max_groups_two", "together", "similarity")


def files_of(folder: Path) -> dict[str, bytes]:
    """The files of a result, `seconds` struck out."""
    files = {file.name: file.read_bytes() for file in folder.iterdir()}
    files["result.json"] = re.sub(rb'"seconds": [\d.e-]+', b"", files["result.json"])
    return files


@pytest.mark.parametrize("few", [0, 3000])
def test_two_runs_and_any_workers_write_the_same_bytes(
    few: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "FEW_PLACEMENTS", few)
    medium = Settings(mentees=24, mentors=6, slots=6, min_size=4, max_size=8, apart=2, no_lone=("woman",))
    intakes = [generate(medium)]
    intakes += [drawn("same", number, SAME)[0] for number in range(3)]
    for number, intake in enumerate(intakes):
        for name, workers in (("one", 1), ("again", 1), ("two", 2), ("all", None)):
            matched(intake, workers=workers, effort="quick").save(tmp_path / f"{number}" / name)
        written = [files_of(tmp_path / f"{number}" / name) for name in ("one", "again", "two", "all")]
        assert written[1:] == written[:1] * 3


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "matcher", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env=os.environ | {"PYTHONUTF8": "1"} | environment,
        check=False,
    )


def test_two_processes_write_the_same_bytes(tmp_path: Path) -> None:
    for name in ("1", "2"):
        out = tmp_path / name
        done = run("solve", SAMPLES / "medical-school", "--out", out, "--effort", "quick", PYTHONHASHSEED=name)
        assert done.returncode == 0, done.stderr
    assert files_of(tmp_path / "1") == files_of(tmp_path / "2")


FIRST_RUN = """
from benchmarks.generator import generate
from benchmarks.settings import Settings
from matcher import match

for mode in ("fair", "generous", "greedy", "total"):
    intake = generate(Settings(mentees=18, mentors=6, min_size=4, max_size=7, everyone=True, slots=6, free_share=0.9))
    intake["program"]["objective"] = {"mode": mode}
    result = match(intake["mentors"], intake["mentees"], intake["program"], intake["constraints"], time_limit=12.0)
    print(mode, len(result.groups), len(result.unmatched))
"""


def test_a_first_run_has_its_whole_time(tmp_path: Path) -> None:
    # Compiling takes longer than a stage of a mode may. Without optimizing it takes less than with it.
    environment = {"NUMBA_CACHE_DIR": str(tmp_path), "NUMBA_OPT": "0", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", FIRST_RUN],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["fair 3 0", "generous 3 0", "greedy 3 0", "total 3 0"]


def test_another_seed_is_as_good() -> None:
    intake, _ = drawn("seeds", 0, ("availability", "together", "max_groups_two"))
    objectives = {matched(intake, seed=seed).objective for seed in (0, 1, 2**31 - 1)}
    assert len(objectives) == 1


@pytest.mark.parametrize("effort", ["quick", "normal", "thorough"])
def test_every_effort_reaches_the_optimum_of_a_tiny_intake(effort: str) -> None:
    for number in range(4):
        intake, _ = drawn("efforts", number, ("availability", "no_lone", "apart"))
        best = oracle.best(intake)
        assert best is not None
        result = matched(intake, effort=effort)
        assert (result.objective, result.effort) == (best.objective, effort)


# Ways in and out ----------------------------------------------------------------------------------------------------


def test_all_ways_in_give_one_answer(tmp_path: Path) -> None:
    intake, _ = drawn("ways in", 2, ("availability", "together", "prefer"))
    path = tmp_path / "intake.json"
    path.write_text(json.dumps(intake), encoding="utf-8")
    mentors, mentees = pd.DataFrame(intake["mentors"]), pd.DataFrame(intake["mentees"])
    answers = [
        matched(intake),
        match(path),
        match(str(path)),
        match(read(intake)),
        match(mentors, mentees, intake["program"], intake["constraints"]),
        match(mentors, mentees, read(intake).program, pd.DataFrame(intake["constraints"], columns=["kind", "a", "b"])),
    ]
    assert {answer.objective for answer in answers} == {answers[0].objective}
    assert all(answer.groups == answers[0].groups for answer in answers)


def test_a_result_is_verified_and_says_what_it_was_asked() -> None:
    intake, _ = drawn("asked", 1, ("availability",))
    result = matched(intake, seed=5, effort="quick")
    assert verify(read(intake), result) == ()
    assert (result.seed, result.effort, result.ended) == (5, "quick", "itself")
    assert result.seconds > 0


def test_satisfaction_is_the_contract_s() -> None:
    for number in range(draws(10, 20)):
        intake, _ = drawn("satisfaction", number, None)
        try:
            result = matched(intake)
        except InfeasibleError:
            continue
        reading = oracle.read(intake)
        for row in result.assignments.to_dict("records"):
            mentors = [row[name] for name in ("mentor_1_id", "mentor_2_id") if isinstance(row[name], str)]
            part, whole = oracle.satisfaction(reading, str(row["mentee_id"]), [one for one in mentors if one])
            assert float(row["satisfaction"]) == pytest.approx(part / whole, abs=0.0005)


def test_progress_is_told() -> None:
    heard: list[Progress] = []
    intake, _ = drawn("progress", 1, ("availability",))
    result = matched(intake, progress=heard.append)
    assert heard[-1].objective == result.objective
    assert heard[-1].bound == result.bound
    assert heard[-1].gap == result.gap == 0.0


# What is refused ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ({"effort": "fast"}, "write one of quick, normal, thorough"),
        ({"time_limit": 0}, "write seconds over 0"),
        ({"time_limit": -1.0}, "write seconds over 0"),
        ({"time_limit": math.nan}, "write seconds over 0"),
        ({"time_limit": "5"}, "time_limit"),
        ({"gap": -0.1}, "gap"),
        ({"gap": math.nan}, "gap"),
        ({"gap": 1.1}, "write a share from 0 to 1"),
        ({"seed": -1}, "seed"),
        ({"seed": 2**31}, "seed"),
        ({"seed": 1.5}, "seed"),
        ({"workers": 0}, "workers"),
        ({"workers": 1.5}, "workers"),
    ],
)
def test_a_wrong_call_is_told(call: dict[str, Any], told: str) -> None:
    intake, _ = drawn("wrong call", 0, ())
    with pytest.raises(IntakeError, match=told):
        matched(intake, **call)


def test_nothing_is_given_beside_an_intake_that_is_read_already() -> None:
    intake, _ = drawn("wrong call", 0, ())
    with pytest.raises(IntakeError, match="program: is given beside an Intake") as caught:
        match(read(intake), program={"groups": {"min_size": 99}}, locks=[])
    assert [issue.column for issue in caught.value.issues] == ["program", "locks"]


def test_every_fault_of_an_intake_is_told() -> None:
    intake, _ = drawn("faults", 0, ())
    intake["mentors"][0]["avoid"] = "nobody"
    intake["mentees"][0]["preferred_mentors"] = ["unknown"]
    with pytest.raises(IntakeError, match="nobody") as caught:
        matched(intake)
    assert len(caught.value.issues) == 2


def test_what_cannot_be_is_told_with_the_reason() -> None:
    people = [{"id": f"m{n}"} for n in range(2)]
    mentees = [{"id": f"s{n}"} for n in range(3)]
    with pytest.raises(InfeasibleError, match="2") as caught:
        match(people, mentees, {"groups": {"min_size": 2, "count": 2}})
    assert caught.value.conflicts


# Ctrl-C -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_writes_the_best_so_far(number: signal.Signals, tmp_path: Path) -> None:
    intake = generate(Settings(mentees=300, mentors=60, min_size=8, max_size=12, seed=4))
    path, out = tmp_path / "intake.json", tmp_path / "out"
    path.write_text(json.dumps(intake), encoding="utf-8")
    command = [sys.executable, "-m", "matcher", "solve", str(path), "--out", str(out), "--time-limit", "600"]
    with subprocess.Popen(
        [*command, "--effort", "thorough"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env=os.environ | {"PYTHONUTF8": "1"},
    ) as process:
        assert process.stderr is not None
        told = []
        # The first line that speaks of an objective: from then on there are groups to write.
        for line in process.stderr:
            told.append(line)
            if "objective" in line:
                break
        process.send_signal(number)
        shown, rest = process.communicate()
    assert process.returncode == 0, "".join(told) + rest
    assert "Stopped by you" in shown
    result = json.loads((out / "result.json").read_text(encoding="utf-8"))
    assert result["status"] == "feasible"
    assert result["ended"] == "stopped"
    assert oracle.check_result(intake, result) == []
