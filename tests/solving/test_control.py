"""The clock, the stop sign and the news."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from matcher.result.records import Ending
from matcher.solving.running.control import Control, Progress, interruptible


def test_the_gap_is_a_share_of_the_objective() -> None:
    assert Progress(1.0, 2, 200, 250).gap == 0.25
    assert Progress(1.0, 2, -200, -150).gap == 0.25
    assert Progress(1.0, 0, 0, 5).gap == 5.0
    assert Progress(1.0, None, None, 5).gap is None
    assert Progress(1.0, 2, 200, None).gap is None


def test_a_run_ends_by_itself_by_time_or_by_being_stopped() -> None:
    control = Control(1000.0)
    assert control.running()
    assert control.ending() is Ending.ITSELF
    late = Control(1000.0, started=control.started - 2000.0)
    assert not late.running()
    assert late.left == 0.0
    assert late.ending() is Ending.TIME
    late.stop.set()
    assert late.ending() is Ending.STOPPED


def test_news_reach_whoever_listens() -> None:
    heard: list[Progress] = []
    Control(1.0, listen=heard.append).tell(3, 10, 12)
    Control(1.0).tell(3, 10, 12)
    assert [(news.groups, news.objective, news.bound) for news in heard] == [(3, 10, 12)]
    assert heard[0].seconds >= 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_first_signal_stops_and_a_second_one_acts_as_ever(number: signal.Signals) -> None:
    heard: list[int] = []
    before = signal.signal(number, lambda got, frame: heard.append(got))
    try:
        mine = signal.getsignal(number)
        stop = threading.Event()
        with interruptible(stop):
            os.kill(os.getpid(), number)
            assert stop.is_set()
            assert heard == []
            os.kill(os.getpid(), number)
            assert heard == [number]
        assert signal.getsignal(number) is mine
    finally:
        signal.signal(number, before)


def test_other_threads_leave_signals_alone() -> None:
    handlers: list[object] = []

    def run() -> None:
        with interruptible(threading.Event()):
            handlers.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert handlers == [signal.getsignal(signal.SIGINT)]


@pytest.mark.parametrize(("after", "left"), [(0.0, 100.0), (4.0, 96.0), (500.0, 75.0)])
def test_a_run_ends_so_much_sooner_that_what_follows_is_over_about_in_time(after: float, left: float) -> None:
    control = Control(100.0)
    control.leave(after)
    assert control.seconds == left
