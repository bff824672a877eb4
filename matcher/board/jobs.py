"""What takes long, done beside the pages: one at a time, with how far it is, until it is done or told to stop."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from matcher.board.proposals import Ask, Proposal, Told
from matcher.board.session import Changed, Session
from matcher.board.state import BoardError, State
from matcher.errors import InfeasibleError, IntakeError, Issue, MatcherError
from matcher.intake.people import Intake
from matcher.intake.words.findings import count_of

__all__ = ["Job", "Jobs"]


@dataclass
class Job:
    """One question to the board.

    Parameters
    ----------
    number
        Which, from 1.
    what
        Its name: ``mend``.
    asked_of, asked_in
        The state of which it was asked, and the intake whose people it places.
    told
        How far it is.
    shown
        Whether pages still show what came of it.
    proposals
        What came of it, once it is `done`.
    fault
        Why nothing did, in sentences.
    """

    number: int
    what: str
    asked_of: State
    asked_in: Intake
    started: float
    stop: threading.Event = field(default_factory=threading.Event)
    told: Told = field(default_factory=Told)
    done: bool = False
    shown: bool = True
    proposals: Sequence[Proposal] = ()
    fault: Sequence[str] = ()

    @property
    def seconds(self) -> float:
        """How long it has been at it."""
        return time.monotonic() - self.started


class Jobs:
    """The job of a board: a new one is begun when the last is over."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self.job: Job | None = None

    def begin(self, what: str, work: Callable[[Ask], Sequence[Proposal]]) -> Job:
        """Begin to work something out.

        Raises
        ------
        BoardError
            Something else is being worked out.
        """
        with self._lock:
            if self.job is not None and not self.job.done:
                raise BoardError("board.busy")
            with self._session.lock:
                state, now, intake = self._session.state, self._session.standing, self._session.intake
            number = 1 if self.job is None else self.job.number + 1
            job = self.job = Job(number, what, state, intake, time.monotonic())

            def tell(told: Told) -> None:
                job.told = told

            ask = Ask(self._session, state, now, tell, job.stop)
            self._thread = threading.Thread(target=_worked, args=(job, work, ask), name="board", daemon=True)
            self._thread.start()
            return job

    def forget(self) -> None:
        """Stop what is being worked out, or put away what came of it."""
        with self._lock:
            if self.job is not None and not self.job.done:
                self.job.stop.set()
            elif self.job is not None:
                self.job.proposals, self.job.fault, self.job.shown = (), (), False

    def take(self, number: int, place: int, version: int) -> Changed:
        """Do what was proposed.

        Raises
        ------
        BoardError
            There is no such proposal, or the groups are others by now.
        """
        with self._lock:
            job = self.job
            if job is None or job.number != number or not job.done or not 0 <= place < len(job.proposals):
                raise BoardError("board.no_proposal")
            proposal = job.proposals[place]
            with self._session.lock:
                if self._session.state is not job.asked_of or self._session.intake is not job.asked_in:
                    raise BoardError("board.other_state")
                changed = self._session.take(proposal.state, proposal.did, version)
            job.proposals, job.shown = (), False
            return changed

    def end(self, seconds: float = 5.0) -> None:
        """Stop for good, and wait a little for what is at work."""
        if self.job is not None:
            self.job.stop.set()
        if self._thread is not None:
            self._thread.join(seconds)


def _in_words(issue: Issue) -> str:
    """Say a fault; of a call that the page made, in words that do not speak of calls."""
    if issue.column != "moves" or issue.value is None:
        return str(issue)
    right = "" if issue.right is None else f"; {issue.right}"
    return f"At most {count_of(int(issue.value), 'move')} {issue.message}{right}"


def _worked(job: Job, work: Callable[[Ask], Sequence[Proposal]], ask: Ask) -> None:
    try:
        job.proposals = work(ask)
    except InfeasibleError as fault:
        job.fault = tuple(fault.conflicts)
    except IntakeError as fault:
        job.fault = tuple(map(_in_words, fault.issues))
    except MatcherError as fault:
        job.fault = (str(fault),)
    except Exception as fault:
        job.fault = (f"{type(fault).__name__}: {fault}",)
    finally:
        job.done = True
