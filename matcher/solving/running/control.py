"""The clock, the stop sign and the news of one run."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from types import FrameType

from matcher.result.records import Effort, Ending
from matcher.solving.running.clock import worked
from matcher.solving.running.workers import Crew

__all__ = ["Control", "Progress", "interruptible"]


MOST_LEFT = 0.25
"""The largest share of the time that is left to what comes after the run."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is.

    Parameters
    ----------
    seconds
        Since the run began.
    groups, objective
        Of the incumbent; None where there is none yet. In modes other than ``total`` the incumbent is the best by the
        mode's order, so that its objective may fall; before the first stage it is the best by the objective alone.
    bound
        On the objective, proved so far; None where nothing is, and while a mode is at its stages.
    stage
        What a mode is at: a stage's name, or ``objective`` before and after them; None in ``total``.
    """

    seconds: float
    groups: int | None
    objective: int | None
    bound: int | None
    stage: str | None = None

    @property
    def gap(self) -> float | None:
        """(bound - objective) / max(1, |objective|), None where either is missing."""
        if self.objective is None or self.bound is None:
            return None
        return (self.bound - self.objective) / max(1, abs(self.objective))


@dataclass
class Control:
    """What every stage of a run asks before it goes on.

    Parameters
    ----------
    seconds
        Wall time for the whole run, what compiling takes left out.
    gap
        The run may end once the incumbent is within this share of the bound.
    listen
        Called with a `Progress` on every piece of news; None: nobody listens.
    stop
        Set to end the run with the best so far.
    crew
        Who shares the work; unless told otherwise, all is done here.
    explicit
        Whether what a solver settled is to be proved by prices besides, where that can be had.
    overtaken
        Set once somebody else has a better answer than this part of the run can give.
    """

    seconds: float
    effort: Effort = Effort.NORMAL
    gap: float = 0.0
    seed: int = 0
    listen: Callable[[Progress], None] | None = None
    stop: threading.Event = field(default_factory=threading.Event)
    crew: Crew = field(default_factory=Crew)
    explicit: bool = False
    started: float = field(default_factory=worked)
    hurried: threading.Event = field(default_factory=threading.Event)
    overtaken: threading.Event = field(default_factory=threading.Event)

    @property
    def spent(self) -> float:
        """Seconds since the run began."""
        return worked() - self.started

    @property
    def left(self) -> float:
        """Seconds until the time limit, never under 0."""
        return max(0.0, self.seconds - self.spent)

    def leave(self, seconds: float) -> None:
        """End the run so much sooner that what comes after it, if that takes so long, is over about in time."""
        self.seconds -= min(seconds, MOST_LEFT * self.seconds)

    def part(self, share: float, quiet: bool) -> Control:
        """Return the control of one of `share` parts of the time left; a quiet one tells nobody, and has no gap."""
        listen = None if quiet else self.listen
        gap = 0.0 if quiet else self.gap
        return replace(self, seconds=self.spent + self.left / share, listen=listen, gap=gap)

    def pressed(self, share: float) -> bool:
        """Return whether more than this share of the time is gone: what is left out then, time has cut."""
        if self.spent > share * self.seconds:
            self.hurried.set()
        return self.hurried.is_set()

    def running(self) -> bool:
        """Return whether the run may go on."""
        return not self.stop.is_set() and not self.overtaken.is_set() and self.left > 0

    def ending(self) -> Ending:
        """Return why the run ends, asked at its end."""
        if self.stop.is_set():
            return Ending.STOPPED
        return Ending.TIME if self.left <= 0 or self.hurried.is_set() else Ending.ITSELF

    def tell(self, groups: int | None, objective: int | None, bound: int | None, stage: str | None = None) -> None:
        """Pass news on to whoever listens."""
        if self.listen is not None:
            self.listen(Progress(self.spent, groups, objective, bound, stage))


@contextlib.contextmanager
def interruptible(stop: threading.Event) -> Iterator[None]:
    """Let Ctrl-C and SIGTERM set `stop` for the time of the block; a second one acts as ever.

    Only the main thread may listen for signals; elsewhere nothing changes.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    known = (signal.SIGINT, signal.SIGTERM)
    before = {one: signal.getsignal(one) for one in known}

    def listen(number: int, frame: FrameType | None) -> None:
        stop.set()
        signal.signal(number, before[signal.Signals(number)])

    for one in known:
        signal.signal(one, listen)
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
