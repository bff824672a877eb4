"""The command: as a process where that matters, and in place where a fault has to be made up."""

import errno
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import matcher
from matcher import matching
from matcher.cli import main
from matcher.cli.solve import left_after_reading
from matcher.errors import InfeasibleError, IntakeError, Issue, UnsolvedError, VerificationError
from tests.test_result import built

SAMPLES = Path(matcher.__file__).parents[1] / "data" / "samples"
TINY = SAMPLES / "tiny"
FILES = {"assignments.csv", "groups.csv", "mentors.csv", "unmatched.csv", "result.json", ".matcher.json"}


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a process, from the project's folder."""
    return subprocess.run(
        [sys.executable, "-m", "matcher", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=SAMPLES.parents[1],
        env=os.environ | {"PYTHONUTF8": "1"} | environment,
        check=False,
    )


Call = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def here(capsys: pytest.CaptureFixture[str]) -> Call:
    """The command in this process, where what it says counts and not how it starts."""

    def called(*arguments: object) -> subprocess.CompletedProcess[str]:
        words = [str(one) for one in arguments]
        status = main(words)
        shown = capsys.readouterr()
        return subprocess.CompletedProcess(words, status, shown.out, shown.err)

    return called


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A copy of the tiny sample, to spoil."""
    return Path(shutil.copytree(TINY, tmp_path / "tiny"))


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny sample's result."""
    folder = tmp_path_factory.mktemp("solved") / "results"
    done = run("solve", TINY, "--out", folder, "--quiet")
    assert done.returncode == 0, done.stderr
    return folder


# Help and wrong calls -----------------------------------------------------------------------------------------------


def test_version() -> None:
    done = run("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"matcher {matcher.__version__}\n", "")


@pytest.mark.parametrize("command", [[], ["solve"], ["check"], ["verify"]])
def test_help(command: list[str]) -> None:
    done = run(*command, "--help")
    assert done.returncode == 0
    assert done.stdout.startswith(f"Usage: {' '.join(['matcher', *command])} ")
    assert done.stderr == ""


@pytest.mark.parametrize("command", ["explain", "lock", "stress", "compare", "rematch", "report", "show"])
def test_help_says_that_a_workbook_is_taken_for_a_result(command: str) -> None:
    told = " ".join(run(command, "--help").stdout.split())
    assert "or a workbook that report wrote, committee.xlsx, also an edited one" in told


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ([], "Usage: matcher"),
        (["slove"], "No such command 'slove'"),
        (["solve", TINY], "Missing option '--out'"),
        (["solve", TINY, "--out", "x", "--effort", "huge"], "'huge' is not one of 'quick', 'normal', 'thorough'"),
        (["solve", TINY, "--out", "x", "--time-limit", "0"], "Invalid value for '--time-limit'"),
        (["solve", TINY, "--out", "x", "--time-limit", "inf"], "write a finite number"),
        (["solve", TINY, "--out", "x", "--gap", "nan"], "write a finite number"),
        (["solve", TINY, "--out", "x", "--gap", "-0.1"], "Invalid value for '--gap'"),
        (["solve", TINY, "--out", "x", "--gap", "1.1"], "1.1 is not in the range 0<=x<=1"),
        (["solve", TINY, "--out", "x", "--seed", "-1"], "Invalid value for '--seed'"),
        (["solve", TINY, "--out", "x", "--workers", "0"], "Invalid value for '--workers'"),
        (["solve", TINY, "--out", TINY / "mentors.csv"], "is a file; name a folder"),
        (["solve", TINY, "--out", TINY / "mentors.csv" / "x"], "cannot be made, since"),
        (["solve", TINY, "--out", TINY], "holds an intake"),
        (["check"], "Missing argument 'INTAKE'"),
    ],
)
def test_a_wrong_call_ends_with_2(
    call: list[object], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([str(word) for word in call]) == 2
    shown = capsys.readouterr()
    assert said in shown.err
    assert shown.out == ""
    assert list(tmp_path.iterdir()) == []


# Exit status of faults ----------------------------------------------------------------------------------------------


def raising(fault: BaseException) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> Any:
        raise fault

    return fail


@pytest.mark.parametrize(
    ("fault", "status", "said"),
    [
        (
            InfeasibleError(["6 groups need 12 mentors; 4 can lead"]),
            1,
            "No assignment satisfies the rules:\n- 6 groups",
        ),
        (IntakeError([Issue("mentees.csv", "is odd", row=7)]), 2, "has one fault:\n- mentees.csv row 7: is odd"),
        (UnsolvedError("time ran out before a first grouping was found"), 3, "Time ran out before a first grouping"),
        (VerificationError(["size: G1 has 11 mentees"]), 3, "this is a bug in matcher.*\n- size: G1 has 11"),
        (KeyboardInterrupt(), 3, "Stopped; there is no result yet, and nothing was written."),
        (BrokenPipeError(errno.EPIPE, "Broken pipe"), 3, "Something went wrong .* BrokenPipeError"),
        (ZeroDivisionError("division\nby \x1b[2Jzero"), 3, r"ZeroDivisionError: division by \[2Jzero\n"),
    ],
)
def test_exit_status_of_faults(
    fault: BaseException,
    status: int,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(vars(matcher), "match", raising(fault))
    built(seed=1).save(tmp_path / "results")
    before = bytes_in(tmp_path / "results")
    assert main(["solve", str(TINY), "--out", str(tmp_path / "results")]) == status
    assert main(["solve", str(TINY), "--out", str(tmp_path / "new")]) == status
    shown = capsys.readouterr()
    assert re.search(said, shown.err)
    assert "Traceback" not in shown.err
    assert bytes_in(tmp_path / "results") == before
    assert not (tmp_path / "new").exists()


def test_a_result_of_ours_that_breaks_a_rule_is_found_and_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    right = matching.result_of

    def spoilt(*parts: Any) -> Any:
        result = right(*parts)
        one, other = result.groups
        moved = replace(other, mentees=(*other.mentees, one.mentees[0]))
        return replace(result, groups=(replace(one, mentees=one.mentees[1:]), moved))

    monkeypatch.setattr(matching, "result_of", spoilt)
    assert main(["solve", str(TINY), "--out", str(tmp_path / "new"), "--quiet"]) == 3
    shown = capsys.readouterr().err
    assert "The result failed its own verification; this is a bug in matcher" in shown
    assert "- group size: G2 has 6 mentees; 3 to 5 are allowed" in shown
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("way", ["option", "environment"])
def test_where_an_unexpected_fault_arose_is_shown_on_demand(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(vars(matcher), "match", raising(ZeroDivisionError("oh")))
    if way == "environment":
        monkeypatch.setenv("MATCHER_DEBUG", "1")
    call = ["solve", str(TINY), "--out", str(tmp_path / "x")]
    assert main(["--debug", *call] if way == "option" else call) == 3
    assert "Traceback" in capsys.readouterr().err


def test_options_reach_match(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[dict[str, Any]] = []

    def match(_: object, **settings: Any) -> Any:
        assert not settings.pop("stop").is_set()
        calls.append(settings)
        return built()

    monkeypatch.setitem(vars(matcher), "match", match)
    out = ["--out", str(tmp_path / "x")]
    assert main(["solve", str(TINY), *out, "--quiet"]) == 0
    assert main(["solve", str(TINY), *out, "--effort", "quick", "--time-limit", "9.5", "--gap", "0.01", "--seed", "3",
                 "--workers", "2", "--quiet"]) == 0  # fmt: skip
    assert calls == [
        {
            "effort": "normal",
            "time_limit": 60.0,
            "gap": 0.0,
            "seed": 0,
            "workers": None,
            "progress": None,
            "proof": False,
        },
        {"effort": "quick", "time_limit": 9.5, "gap": 0.01, "seed": 3, "workers": 2, "progress": None, "proof": False},
    ]


def test_a_name_that_the_terminal_cannot_show_is_no_fault(tiny: Path) -> None:
    done = run("check", tiny, PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(os.name != "posix", reason="pipes close in other ways elsewhere")
@pytest.mark.parametrize("call", [["--help"], ["check", str(TINY)]])
def test_a_reader_that_went_away_is_no_fault(call: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "matcher", *call],
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        cwd=SAMPLES.parents[1],
    )
    os.close(writer)
    assert done.returncode == 0
    assert "Broken" not in done.stderr


# check --------------------------------------------------------------------------------------------------------------


def test_check_shows_people_slots_and_capacity() -> None:
    done = run("check", TINY)
    assert done.returncode == 0
    assert "People: 4 mentors, 9 mentees; 1 constraint." in done.stdout
    assert (
        "Capacity: before rules on people and hours, at most 2 groups with 10 seats for 9 mentees, enough."
        in done.stdout
    )
    assert "Sam Park" in done.stderr  # the warning: a blank availability


def test_check_shows_every_fault(tiny: Path) -> None:
    mentees = tiny / "mentees.csv"
    mentees.write_text(mentees.read_text(encoding="utf-8").replace("T2; T4,", "T2; T4x,"), encoding="utf-8")
    (tiny / "constraints.csv").write_text("kind,a,b\napart,S1,S99\n")
    done = run("check", tiny)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "2 faults" in done.stderr
    assert re.search(r"- mentees\.csv row 3, column preferred_mentors: .*T4x", done.stderr)
    assert re.search(r"- constraints\.csv row 2, column b: .*S99", done.stderr)


def test_check_says_what_counting_shows_impossible(tiny: Path, here: Call) -> None:
    """Four mentors lead two groups of four: eight places for the nine who must all be placed."""
    program = tiny / "program.toml"
    text = program.read_text(encoding="utf-8").replace("max_size = 5", "max_size = 4\neveryone = true")
    program.write_text(text, encoding="utf-8")
    done = here("check", tiny)
    assert done.returncode == 1
    assert done.stdout.startswith("Tiny: the intake can be read, but not matched.\n")
    assert "- 4 mentors, two a group, can lead at most 2 groups of 4: 8 places for 9 mentees;" in done.stderr


def test_check_of_what_is_not_there(tmp_path: Path, here: Call) -> None:
    done = here("check", tmp_path / "nowhere")
    assert done.returncode == 2
    assert "nowhere" in done.stderr


# solve --------------------------------------------------------------------------------------------------------------


def test_solve_writes_the_five_files_and_the_list_of_them(solved: Path) -> None:
    assert {file.name for file in solved.iterdir()} == FILES
    saved = json.loads((solved / "result.json").read_text(encoding="utf-8"))
    assert saved["status"] == "optimal"
    assert saved["objective"] == saved["bound"]
    assert saved["gap"] == 0


def test_solve_shows_the_summary_and_sparse_progress(tmp_path: Path) -> None:
    done = run("solve", TINY, "--out", tmp_path / "x")
    assert done.returncode == 0
    assert done.stdout.startswith("Tiny: ")
    assert "Proved best: no other grouping scores more." in done.stdout
    assert f"The result is in {tmp_path / 'x'}:" in done.stdout
    assert "\x1b" not in done.stdout + done.stderr


def test_quiet_shows_warnings_and_no_progress(tmp_path: Path, here: Call) -> None:
    done = here("solve", TINY, "--out", tmp_path / "x", "--quiet")
    assert done.returncode == 0, done.stderr
    assert [line.partition(":")[0] for line in done.stderr.splitlines()] == ["Warning"]


def test_same_call_same_files(solved: Path, tmp_path: Path) -> None:
    assert run("solve", TINY, "--out", tmp_path / "x", "--quiet").returncode == 0
    for name in FILES - {"result.json"}:
        assert (tmp_path / "x" / name).read_bytes() == (solved / name).read_bytes()
    pairs = [json.loads((folder / "result.json").read_text("utf-8")) for folder in (solved, tmp_path / "x")]
    assert pairs[0] | {"seconds": 0} == pairs[1] | {"seconds": 0}


def test_no_assignment_ends_with_1_and_writes_nothing(tiny: Path, tmp_path: Path) -> None:
    program = tiny / "program.toml"
    text = program.read_text(encoding="utf-8").replace("[groups]", "[groups]\ncount = 6")
    program.write_text(text, encoding="utf-8")
    done = run("solve", tiny, "--out", tmp_path / "x", "--quiet")
    assert done.returncode == 1
    assert "No assignment satisfies the rules" in done.stderr
    assert not (tmp_path / "x").exists()


# verify -------------------------------------------------------------------------------------------------------------


def test_verify_a_folder_or_its_file(solved: Path, here: Call) -> None:
    for call, place in ((run, solved), (here, solved / "result.json")):
        done = call("verify", TINY, place)
        assert (done.returncode, done.stdout) == (0, "Every rule holds, and the score is right.\n"), done.stderr


def test_verify_names_each_breach(solved: Path, tmp_path: Path, here: Call) -> None:
    saved = json.loads((solved / "result.json").read_text(encoding="utf-8"))
    saved["objective"] += 1
    moved = saved["groups"][0]["mentees"].pop()
    (tmp_path / "result.json").write_text(json.dumps(saved), encoding="utf-8")
    done = here("verify", TINY, tmp_path / "result.json")
    assert done.returncode == 1
    assert moved in done.stdout


def test_verify_a_folder_compares_its_tables(solved: Path, tmp_path: Path, here: Call) -> None:
    folder = Path(shutil.copytree(solved, tmp_path / "results"))
    groups = folder / "groups.csv"
    groups.write_text(groups.read_text(encoding="utf-8").replace("G1,", "G7,"), encoding="utf-8")
    done = here("verify", TINY, folder)
    assert done.returncode == 1
    assert "groups.csv row 2: it does not say what result.json says" in done.stdout
    assert here("verify", TINY, folder / "result.json").returncode == 0


def test_verify_what_is_no_result(tmp_path: Path, here: Call) -> None:
    (tmp_path / "result.json").write_text('{"status": "optimal"}')
    done = here("verify", TINY, tmp_path)
    assert done.returncode == 2
    assert "result.json, groups: is missing" in done.stderr


# Hostile names ------------------------------------------------------------------------------------------------------


def test_names_do_not_steer_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    result = built()
    rows = (replace(result.mentor_rows[0], mentor_name="\x1b]0;owned\x07[bold]x[/nothing]"), *result.mentor_rows[1:])
    monkeypatch.setitem(vars(matcher), "match", lambda *_, **__: replace(result, mentor_rows=rows))
    assert main(["solve", str(TINY), "--out", str(tmp_path / "x"), "--quiet"]) == 0
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert "]0;owned[bold]x[/nothing]" in shown


def test_reasons_in_words_of_ones_own_are_not_called_right(solved: Path, tmp_path: Path, here: Call) -> None:
    file = Path(shutil.copytree(solved, tmp_path / "results")) / "result.json"
    told = json.loads(file.read_text())
    assert told["unmatched"] == [] or "not checked" not in here("verify", TINY, file).stderr
    someone = told["groups"][0]["mentees"][0]
    told["unmatched"] = [{"id": someone, "reason": "They asked to be left out."}]
    file.write_text(json.dumps(told))
    said = here("verify", TINY, file).stderr
    assert f"Note: 1 reason for being left out is in words that are not checked: {someone}" in said


def test_what_was_taken_out_of_a_result_is_named(solved: Path, tmp_path: Path, here: Call) -> None:
    file = Path(shutil.copytree(solved, tmp_path / "results")) / "result.json"
    assert "does not tell" not in here("verify", TINY, file).stderr
    told = json.loads(file.read_text())
    file.write_text(json.dumps({key: value for key, value in told.items() if key not in ("assignments", "mentors")}))
    missing = "assignments, what each mentee got; mentors, what each leads"
    assert f"Note: the result does not tell, and nothing is checked of: {missing}" in here("verify", TINY, file).stderr


def test_warnings_that_are_none_of_the_intakes_are_named(solved: Path, tmp_path: Path, here: Call) -> None:
    file = Path(shutil.copytree(solved, tmp_path / "results")) / "result.json"
    told = json.loads(file.read_text())
    assert "that reading this intake gives" not in here("verify", TINY, file).stderr
    told["warnings"].append("Bo must be\nwatched.")
    file.write_text(json.dumps(told))
    said = here("verify", TINY, file).stderr
    assert "Note: 1 warning in the result is none that reading this intake gives: Bo must be watched." in said


def test_what_alternatives_may_lack_is_refused_without_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert main(["solve", str(TINY), "--out", str(out), "--within", "0.1"]) == 2
    assert "say how many with --alternatives too" in capsys.readouterr().err
    assert not out.exists()


def test_a_proof_of_several_results_is_refused_rather_than_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["solve", str(tmp_path), "--out", str(out), "--alternatives", "1", "--proof"]) == 2
    assert "--proof is of one result" in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize(("spent", "left"), [(0.2, 20.0), (4.0, 16.5), (60.0, 10.0)])
def test_reading_a_large_intake_counts_as_time_but_leaves_half_of_it(spent: float, left: float) -> None:
    assert left_after_reading(20.0, spent) == left
