"""Whoever shares the work, the answers are the same, in the order of the tasks; nobody is left running."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from matcher.solving.running.control import Control
from matcher.solving.running.workers import Crew
from tests.solving.jobs import doubled, endless, interrupted, killed_elsewhere, whose, wrong

ROOT = Path(__file__).parents[2]


class AtOnce(Executor):
    """Does each task while it is handed over."""

    def submit(self, fn: Callable[..., Any], /, *arguments: Any, **keywords: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*arguments, **keywords))
        except Exception as fault:
            future.set_exception(fault)
        return future


class Unwilling(Executor):
    """Takes some tasks, then no more; those taken fail."""

    def __init__(self, takes: int) -> None:
        self.takes = takes

    def submit(self, fn: Callable[..., Any], /, *arguments: Any, **keywords: Any) -> Future[Any]:
        if self.takes == 0:
            raise RuntimeError("cannot schedule new futures after shutdown")
        self.takes -= 1
        future: Future[Any] = Future()
        future.set_exception(OSError("a cluster that went away"))
        return future


class Patience:
    """Lets a crew go on for so many questions."""

    def __init__(self, questions: int) -> None:
        self.questions = questions
        self.stop = threading.Event()

    def running(self) -> bool:
        self.questions -= 1
        return self.questions >= 0


def control() -> Control:
    """A run with all the time there is."""
    return Control(1e6)


def of_processes() -> Executor:
    """A pool of the standard library, as a caller may bring one."""
    return ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn"))


@contextmanager
def nobody_left() -> Iterator[None]:
    """Fail where a process is still there at the end."""
    before = set(multiprocessing.active_children())
    yield
    assert set(multiprocessing.active_children()) <= before


@pytest.mark.parametrize("make", [AtOnce, lambda: ThreadPoolExecutor(3), of_processes, lambda: Unwilling(2)])
def test_any_executor_gives_the_same_answers_and_stays_open(make: Callable[[], Executor]) -> None:
    with make() as executor, Crew(1, executor) as crew:
        assert crew.do(doubled, range(20), control()) == [*range(0, 40, 2)]
        crew.close()
        assert crew.do(doubled, [4, 3], control()) == [8, 6]


def test_an_executor_that_was_closed_is_done_without() -> None:
    with ThreadPoolExecutor(1) as executor:
        pass
    assert Crew(1, executor).do(doubled, range(3), control()) == [0, 2, 4]


def test_a_pool_shares_the_work_and_leaves_nobody_behind() -> None:
    with nobody_left(), Crew(2) as crew:
        answers = crew.do(whose, range(12), control())
        assert [answer[0] for answer in answers if answer is not None] == [*range(12)]
        assert os.getpid() not in {answer[1] for answer in answers if answer is not None}


def test_what_all_need_is_prepared_once_and_only_where_work_is_shared() -> None:
    prepared: list[str] = []
    with AtOnce() as executor, Crew(1, executor, lambda: prepared.append("ready")) as crew:
        crew.do(doubled, [4], control())
        assert prepared == []
        crew.do(doubled, [4, 3], control())
        crew.do(doubled, [4, 3], control())
    assert prepared == ["ready"]


def test_little_work_and_one_worker_need_no_pool() -> None:
    here = [(0, os.getpid()), (1, os.getpid())]
    with Crew(1) as alone, Crew(2) as crew:
        assert alone.do(whose, range(2), control()) == here
        assert crew.do(whose, range(2), control(), worth_sharing=False) == here
        assert crew.do(whose, range(1), control()) == here[:1]


def test_a_worker_that_is_killed_changes_no_answer() -> None:
    with nobody_left(), Crew(2) as crew:
        assert crew.do(killed_elsewhere, [os.getpid()] * 5, control()) == ["done"] * 5
        # The next round has a new pool.
        assert os.getpid() not in {answer[1] for answer in crew.do(whose, range(4), control()) if answer is not None}


def test_pools_that_break_again_and_again_are_given_up() -> None:
    with nobody_left(), Crew(2) as crew:
        for _ in range(4):
            assert crew.do(killed_elsewhere, [os.getpid()] * 2, control()) == ["done"] * 2
        assert crew.do(whose, range(2), control()) == [(0, os.getpid()), (1, os.getpid())]


def test_a_worker_that_dies_between_two_rounds_changes_no_answer() -> None:
    with nobody_left(), Crew(2) as crew:
        crew.do(doubled, range(4), control())
        for worker in multiprocessing.active_children():
            worker.kill()
            worker.join()
        assert crew.do(doubled, range(4), control()) == [0, 2, 4, 6]
        assert crew.do(doubled, range(4), control()) == [0, 2, 4, 6]


def test_ctrl_c_does_not_come_to_workers() -> None:
    with Crew(2) as crew:
        assert crew.do(interrupted, [os.getpid()] * 4, control()) == [True] * 4


@pytest.mark.parametrize("crew", [Crew(1), Crew(1, AtOnce()), Crew(1, ThreadPoolExecutor(1))])
def test_a_fault_of_the_job_itself_is_told(crew: Crew) -> None:
    with pytest.raises(ValueError, match="no 7"):
        crew.do(wrong, [7, 8], control())


def test_nothing_is_begun_once_a_run_is_stopped() -> None:
    stopped = control()
    stopped.stop.set()
    for crew in (Crew(1), Crew(1, AtOnce())):
        assert crew.do(wrong, [1, 2, 3], stopped) == [None] * 3


def test_what_is_done_by_the_time_limit_counts() -> None:
    assert Crew(1).do(doubled, range(4), Patience(2)) == [0, 2, None, None]
    assert Crew(1, AtOnce()).do(doubled, range(4), Patience(2)) == [0, 2, None, None]


def test_nobody_waits_for_a_task_that_goes_on_after_the_end() -> None:
    with nobody_left(), Crew(2) as crew:
        assert crew.do(endless, [os.getpid()] * 3, Patience(6)) == [None] * 3


SCRIPT = """
import sys
sys.path.insert(0, {root!r})
from matcher.solving.running.control import Control
from matcher.solving.running.workers import Crew
from tests.solving.jobs import doubled
print("the script runs")
with Crew(2) as crew:
    print(crew.do(doubled, range(4), Control(1e6)))
"""


def test_a_script_without_a_guard_runs_once(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT.format(root=str(ROOT)), encoding="utf-8")
    done = subprocess.run([sys.executable, "-W", "error", str(script)], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["the script runs", "[0, 2, 4, 6]"]
    assert done.stderr == ""


def test_a_task_that_heeds_no_stop_sign_ends_with_the_run() -> None:
    with nobody_left(), Crew(1) as crew:
        assert crew.apart(doubled, 4, control()) == 8
        watch = Patience(3)
        assert crew.apart(endless, os.getpid(), watch) is None
        assert watch.questions < 0
        assert crew.apart(doubled, 5, control()) == 10


def test_a_task_that_ends_its_process_is_not_tried_in_the_process_of_the_run() -> None:
    with nobody_left(), Crew(1) as crew:
        assert crew.apart(killed_elsewhere, os.getpid(), control()) is None
        assert crew.apart(wrong, 1, control()) is None
        assert crew.apart(doubled, 5, control()) == 10


def test_what_was_begun_is_dropped_at_once() -> None:
    with nobody_left(), Crew(1) as crew:
        future = crew.begin(endless, os.getpid(), control())
        assert future is not None
        crew.drop()
        assert future.done()
