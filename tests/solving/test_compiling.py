"""The clock that stands still while kernels are compiled."""

from __future__ import annotations

import logging

import numpy as np
import pytest
from numba.core import event

from matcher.problem.problem import build_problem
from matcher.solving.portfolio import solve
from matcher.solving.relaxation import b_matching, pricing, pricing_with_cuts
from matcher.solving.running import compiling
from matcher.solving.running.clock import worked
from matcher.solving.running.control import Control
from matcher.solving.warming import compile_for_workers
from tests.solving.common import Plain, read

KIND = "numba:compile"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time of day, set by hand."""
    now = [100.0]
    monkeypatch.setattr(compiling.time, "monotonic", lambda: now[0])
    return now


def test_what_compiling_takes_is_not_counted(clock: list[float]) -> None:
    control, before = Control(60.0), worked()
    clock[0] += 1
    with event.trigger_event(KIND):
        clock[0] += 10
        assert control.spent == 1
        # A kernel that this one calls is compiled inside.
        with event.trigger_event(KIND):
            clock[0] += 5
        clock[0] += 1
    clock[0] += 2
    assert (control.spent, control.left, worked() - before) == (3, 57, 3)


def test_compiling_is_told_once(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    listener = compiling._Compiling()
    monkeypatch.setattr(compiling, "_compiling", lambda: listener)
    event.register(KIND, listener)
    try:
        with caplog.at_level(logging.INFO, "matcher.solving.running.compiling"):
            for _ in range(2):
                with event.trigger_event(KIND):
                    pass
    finally:
        event.unregister(KIND, listener)
    told = [record.message for record in caplog.records]
    assert told.count("Compiling, once on this machine; the time limit does not count it.") == 1


def test_workers_find_every_kernel_compiled() -> None:
    assert compile_for_workers()
    for function in (pricing._fill, pricing._price, pricing._members):
        widths = ["int32" in str(signature) for signature in function.signatures]
        assert set(widths) == {True, False}
    assert b_matching._augment.signatures
    assert pricing_with_cuts._price.signatures


def test_a_stage_without_a_grouping_may_have_all_the_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    # Everybody must be placed, so that nothing is there to begin with; and no stage's share does for anything.
    intake: Plain = {
        "program": {"groups": {"min_size": 2, "max_size": 3, "everyone": True}, "objective": {"mode": "fair"}},
        "mentors": [{"id": f"m{number}"} for number in range(4)],
        "mentees": [{"id": f"s{number}"} for number in range(6)],
        "constraints": [],
    }
    whole = Control.part

    def part(self: Control, share: int, quiet: bool) -> Control:
        return whole(self, share if share == 1 else 10**12, quiet)

    monkeypatch.setattr(Control, "part", part)
    solution = solve(build_problem(read(intake)), Control(60.0), "fair")
    assert solution.grouping is not None
    assert np.all(solution.grouping.seat_of >= 0)
