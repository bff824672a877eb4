"""What the board proposes: worked out beside the pages, shown, and taken or not."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from matcher import IntakeError
from matcher.board.jobs import Job, Jobs
from matcher.board.proposals import Ask, Proposal, Told, improved, mended, places_for, swaps
from matcher.board.session import Session
from matcher.board.state import BoardError
from tests.board.boards import opened
from tests.report.tiny import SCORE


def asked(session: Session, told: list[Told] | None = None) -> Ask:
    heard: list[Told] = [] if told is None else told
    return Ask(session, session.state, session.standing, heard.append, threading.Event())


def changed(tmp_path: Path, *changes: dict[str, Any]) -> Session:
    session = opened(tmp_path)
    for change in changes:
        session.do(change, session.version)
    return session


OUT = {"do": "move", "person": "S9", "start": "G2", "to": None}
SWAPPED = {"do": "swap", "person": "S4", "start": "G1", "other": "S8", "to": "G2"}
BROKEN = {"do": "move", "person": "S1", "start": "G1", "to": "G2"}


def test_the_best_place_is_where_fewest_rules_break_and_then_by_the_score(tmp_path: Path) -> None:
    session, told = changed(tmp_path, OUT), list[Told]()
    found = places_for(asked(session, told), "S9", None)
    assert [proposal.did.groups[-1] for proposal in found] == ["G2", "G1"]
    assert [proposal.after.objective for proposal in found] == [SCORE, 15355]
    assert (found[0].moved[0].person, found[0].moved[0].before, found[0].moved[0].after) == ("S9", (), ("G2",))
    assert [(one.done, one.of) for one in told] == [(1, 2), (2, 2)]
    # Ines cannot come Wednesday: that place is told too, the last.
    assert places_for(asked(session), "S1", "G1")[0].after.breaches != ()


def test_the_best_swap_undoes_a_bad_one(tmp_path: Path) -> None:
    session = changed(tmp_path, SWAPPED)
    found = swaps(asked(session))
    assert found[0].after.objective == SCORE
    assert found[0].after.breaches == ()
    assert set(found[0].did.people) == {"S4", "S8"}
    with_her = swaps(asked(session), "S4", "G2")
    assert with_her[0].after.groups == found[0].after.groups


def test_nothing_is_better_than_the_best(tmp_path: Path) -> None:
    session = opened(tmp_path)
    assert swaps(asked(session)) == []
    assert improved(asked(session)) == []
    assert mended(asked(session)) == []


def test_what_is_broken_is_mended_with_the_fewest_moves(tmp_path: Path) -> None:
    session = changed(tmp_path, BROKEN)
    assert len(session.standing.breaches) == 3
    (proposal,) = mended(asked(session))
    assert proposal.after.breaches == ()
    assert proposal.fewest == 1
    assert [(one.person, one.before, one.after) for one in proposal.moved] == [("S1", ("G2",), ("G1",))]


def test_the_rest_is_improved_around_a_lock(tmp_path: Path) -> None:
    lock = {"do": "lock", "kind": "person-in-group", "group": "G2", "person": "S4", "reason": "promised"}
    session = changed(tmp_path, SWAPPED, lock, OUT)
    (proposal,) = improved(asked(session))
    assert "S4" in proposal.state.group("G2").mentees
    assert proposal.after.breaches == ()
    assert proposal.after.objective > session.standing.objective
    with pytest.raises(IntakeError, match="is too few: 1 person has to move"):
        improved(asked(session), 0)
    (few,) = improved(asked(session), 1)
    assert few.after.breaches == ()
    assert [one.person for one in few.moved if one.before] == ["S8"]


def waited(jobs: Jobs) -> Job:
    assert jobs.job is not None
    deadline = time.monotonic() + 60
    while not jobs.job.done and time.monotonic() < deadline:
        jobs.job.stop.wait(0.01)
    return jobs.job


def test_a_job_runs_beside_and_is_taken(tmp_path: Path) -> None:
    session = changed(tmp_path, OUT)
    jobs = Jobs(session)
    jobs.begin("places", lambda ask: places_for(ask, "S9", None))
    job = waited(jobs)
    assert (job.fault, len(job.proposals)) == ((), 2)
    with pytest.raises(BoardError, match=r"board\.no_proposal"):
        jobs.take(job.number, 7, session.version)
    changed_to = jobs.take(job.number, 0, session.version)
    assert changed_to.after.objective == SCORE
    assert not session.unsaved
    with pytest.raises(BoardError, match=r"board\.no_proposal"):
        jobs.take(job.number, 0, session.version)


def test_what_was_proposed_of_other_groups_is_not_taken(tmp_path: Path) -> None:
    session = changed(tmp_path, OUT)
    jobs = Jobs(session)
    jobs.begin("places", lambda ask: places_for(ask, "S9", None))
    job = waited(jobs)
    session.do({"do": "dissolve", "group": "G1"}, session.version)
    with pytest.raises(BoardError, match=r"board\.other_state"):
        jobs.take(job.number, 0, session.version)
    session.do({"do": "undo"}, session.version)
    jobs.take(job.number, 0, session.version)


def test_one_thing_at_a_time_until_it_is_stopped(tmp_path: Path) -> None:
    jobs = Jobs(opened(tmp_path))

    def until_stopped(ask: Ask) -> Sequence[Proposal]:
        ask.tell(Told(done=1, of=2))
        ask.stop.wait()
        return []

    job = jobs.begin("improve", until_stopped)
    with pytest.raises(BoardError, match=r"board\.busy"):
        jobs.begin("improve", until_stopped)
    jobs.forget()
    assert waited(jobs) is job
    assert (job.told.of, job.proposals) == (2, [])
    assert jobs.begin("improve", until_stopped).number == 2
    jobs.end()
    assert waited(jobs).done


@pytest.mark.parametrize("lock", [("G1", "whole-group")])
def test_why_nothing_came_of_it_is_told(tmp_path: Path, lock: tuple[str, str]) -> None:
    # Two mentees are no group, and locked as one.
    session = changed(
        tmp_path,
        {"do": "move", "person": "S1", "start": "G1", "to": None},
        {"do": "move", "person": "S3", "start": "G1", "to": None},
        {"do": "lock", "group": lock[0], "kind": lock[1], "reason": "so be it"},
    )
    jobs = Jobs(session)
    jobs.begin("mend", mended)
    job = waited(jobs)
    assert job.proposals == ()
    assert len(job.fault) >= 1


def test_a_fault_of_ours_ends_a_job_with_words(tmp_path: Path) -> None:
    jobs = Jobs(opened(tmp_path))

    def wrong(ask: Ask) -> Sequence[Proposal]:
        raise RuntimeError("no such thing")

    jobs.begin("mend", wrong)
    assert waited(jobs).fault == ("RuntimeError: no such thing",)
    jobs.forget()
    assert jobs.job is not None
    assert jobs.job.fault == ()
