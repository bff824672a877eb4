"""A board on the disk: its journal, what can be undone, what is saved, and what another program did meanwhile."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import shutil
from pathlib import Path
from random import Random

import pytest

from matcher import IntakeError, MatchResult, match, read_intake, verify
from matcher.board.journal import SpoiltError, digest_of, read_journal
from matcher.board.session import Places, Session
from matcher.board.state import BoardError
from matcher.board.view import BoardView
from matcher.errors import MatcherError
from matcher.report.view.phrases import Phrases
from tests.board.boards import any_change, opened
from tests.report.tiny import GROUPS, SCORE, TINY, result_of

MOVE = {"do": "move", "person": "S9", "start": "G2", "to": "G1"}


def folder_texts(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text(encoding="utf-8") for file in sorted(folder.iterdir()) if file.is_file()}


def test_looking_writes_nothing(tmp_path: Path) -> None:
    opened(tmp_path)
    before = folder_texts(tmp_path / "results")
    session = opened(tmp_path)
    assert (session.standing.objective, session.unsaved) == (SCORE, False)
    with pytest.raises(BoardError, match=r"board\.nothing_to_undo"):
        session.do({"do": "undo"}, 0)
    assert folder_texts(tmp_path / "results") == before


def test_a_change_is_told_and_journalled(tmp_path: Path) -> None:
    session = opened(tmp_path)
    changed = session.do(MOVE, 0)
    session.settle()
    assert (changed.before.objective, changed.after.objective) == (SCORE, 15355)
    assert (session.version, session.unsaved) == (1, True)
    lines = json.loads((tmp_path / "results" / "board.json").read_text(encoding="utf-8"))
    assert lines[1] == {
        "time": "2026-10-05T14:00:00+00:00",
        "did": {"what": "move", "people": ["S9"], "groups": ["G2", "G1"], "note": ""},
        "groups": {
            "G1": {"slot": "Mon 12:00", "mentors": ["T1", "T2"], "mentees": ["S1", "S3", "S4", "S5", "S9"]},
            "G2": {"slot": "Wed 17:00", "mentors": ["T3", "T4"], "mentees": ["S2", "S6", "S7", "S8"]},
        },
    }


@pytest.mark.parametrize("seed", range(6))
def test_undone_to_the_start_it_is_the_start_and_all_comes_back(tmp_path: Path, seed: int) -> None:
    session, random = opened(tmp_path), Random(seed)
    states = [session.state]
    for _ in range(40):
        try:
            session.do(any_change(random, session.intake, session.state), session.version)
        except BoardError:
            continue
        states.append(session.state)
    session.settle()
    again = opened(tmp_path)
    assert again.state == states[-1]
    for state in reversed(states[:-1]):
        again.do({"do": "undo"}, again.version)
        assert again.state == state
    assert not again.unsaved
    for state in states[1:]:
        again.do({"do": "redo"}, again.version)
        assert again.state == state
    again.settle()
    assert opened(tmp_path).journal.events == again.journal.events


def test_a_change_after_an_undo_takes_the_place_of_what_was_undone(tmp_path: Path) -> None:
    session = opened(tmp_path)
    session.do(MOVE, 0)
    session.do({"do": "undo"}, 1)
    session.do({"do": "dissolve", "group": "G1"}, 2)
    session.settle()
    with pytest.raises(BoardError, match=r"board\.nothing_to_redo"):
        session.do({"do": "redo"}, 3)
    assert [event.kind for event in session.journal.events] == ["change", "undo", "change"]
    assert [group.id for group in opened(tmp_path).state.groups] == ["G2"]


def test_a_page_that_is_behind_is_told(tmp_path: Path) -> None:
    session = opened(tmp_path)
    session.do(MOVE, 0)
    with pytest.raises(BoardError, match=r"board\.other_page"):
        session.do({"do": "dissolve", "group": "G1"}, 0)


def test_another_board_on_the_same_result_is_heard_of(tmp_path: Path) -> None:
    one, other = opened(tmp_path), opened(tmp_path)
    other.do(MOVE, 0)
    other.settle()
    with pytest.raises(BoardError, match=r"board\.other_board"):
        one.do({"do": "dissolve", "group": "G1"}, 0)
    assert one.state == other.state
    one.do({"do": "undo"}, one.version)
    assert not one.unsaved


def test_what_cannot_be_written_is_told_and_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = opened(tmp_path)

    def full(*_: object, **__: object) -> bytes:
        raise MatcherError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("matcher.board.session.write_journal", full)
        session.do(MOVE, 0)
        session.settle()
    assert session.unwritten == "the disk is full"
    session.do({"do": "dissolve", "group": "G2"}, 1)
    session.settle()
    assert session.unwritten is None
    assert opened(tmp_path).state == session.state
    with monkeypatch.context() as patch:
        patch.setattr("matcher.board.session.write_journal", full)
        session.do({"do": "undo"}, 2)
        session.settle()
    session.close()
    assert len(opened(tmp_path).state.groups) == 2


def test_saved_it_is_a_result_like_any_other(tmp_path: Path) -> None:
    session = opened(tmp_path)
    session.do(MOVE, 0)
    session.save(1)
    out = tmp_path / "results"
    saved = MatchResult.load(out)
    assert (saved.status, saved.objective, saved.bound, saved.edited, saved.scored) == (
        "feasible",
        15355,
        SCORE,
        True,
        True,
    )
    assert verify(read_intake(tmp_path / "spring"), out) == ()
    rows = list(csv.DictReader(io.StringIO((out / "changes.csv").read_text(encoding="utf-8"))))
    moved = {row["person_id"]: (row["moves"], row["group_before"], row["group_after"], row["reason"]) for row in rows}
    assert moved["S9"] == ("1", "G2", "G1", "changed by hand")
    assert {*moved} == {"S9", "T1", "T2", "T3", "T4"}
    # Opened anew, nothing is unsaved, and all can still be undone.
    again = opened(tmp_path)
    assert not again.unsaved
    again.do({"do": "undo"}, 0)
    assert again.unsaved
    again.save(1)
    assert MatchResult.load(out).objective == SCORE


def test_groups_that_break_a_rule_are_saved_only_where_somebody_says_so(tmp_path: Path) -> None:
    session = opened(tmp_path)
    session.do({"do": "swap", "person": "S1", "start": "G1", "other": "S2", "to": "G2"}, 0)
    with pytest.raises(BoardError, match=r"board\.save_broken"):
        session.save(1)
    assert MatchResult.load(tmp_path / "results").objective == SCORE
    session.save(1, broken=True)
    told = [breach.rule for breach in verify(read_intake(tmp_path / "spring"), tmp_path / "results")]
    assert told == ["availability"]


def test_what_somebody_else_wrote_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    session, out = opened(tmp_path), tmp_path / "results"
    session.do(MOVE, 0)
    # Solved anew, as it seems: matcher wrote it, and it is no handwork.
    other = result_of(read_intake(tmp_path / "spring"), GROUPS[0], left_out=tuple(GROUPS[1].mentees))
    other.save(out)
    assert "result.json" in session.elsewhere()
    with pytest.raises(BoardError, match=r"board\.save_elsewhere"):
        session.save(1)
    assert MatchResult.load(out).groups == other.groups
    session.save(1, replaced=True)
    assert MatchResult.load(out).objective == 15355
    # Both stay beside: what stood there first, and what was written over it.
    kept = [MatchResult.load(file).groups for file in out.iterdir() if file.name.startswith("result ")]
    assert sorted(map(len, kept)) == [1, 2]
    assert other.groups in kept


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "all of it: promised"), ("de", "die ganze Gruppe: promised"), ("fa", "همهٔ گروه: promised")],
)
def test_cards_tell_what_is_locked_in_the_language(language: str, told: str, tmp_path: Path) -> None:
    session = opened(tmp_path)
    session.do({"do": "lock", "kind": "whole-group", "group": "G1", "reason": "promised"}, 0)
    view = BoardView(session, Phrases(language))
    assert [card.locked for card in view.cards(session.standing)] == [(told,), ()]


def test_a_table_that_was_edited_is_not_written_over(tmp_path: Path) -> None:
    session, out = opened(tmp_path), tmp_path / "results"
    (out / "groups.csv").write_text("group\n", encoding="utf-8")
    session.do(MOVE, 0)
    assert session.elsewhere() == ["groups.csv"]


def test_a_journal_of_other_groups_stays_beside_the_new_one(tmp_path: Path) -> None:
    session, out = opened(tmp_path), tmp_path / "results"
    session.do(MOVE, 0)
    session.settle()
    result_of(read_intake(tmp_path / "spring"), GROUPS[0], left_out=tuple(GROUPS[1].mentees)).save(out)
    again = opened(tmp_path)
    assert again.set_aside == "board 2026-10-05 14-00-00.json"
    assert [group.id for group in again.state.groups] == ["G1"]
    again.do({"do": "dissolve", "group": "G1"}, 0)
    again.settle()
    assert read_journal((out / again.places.journal.name).read_bytes()).now.groups == ()
    assert len(read_journal((out / "board 2026-10-05 14-00-00.json").read_bytes()).events) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '[{"board":{"version":2,"result":"","start":[]}}]',
        '[{"board":{"version":1,"result":"","start":[{"id":"G1","slot":1,"mentors":[],"mentees":[]}]}}]',
        '[{"board":{"version":1,"result":"","start":[{"id":"G1","slot":null,"mentors":"T1","mentees":[]}]}}]',
        '[{"board":{"version":1,"result":"","start":[]}},{"time":"now","undo":true}]',
        '[{"board":{"version":1,"result":"","start":[]}},{"time":"now"}]',
        "[" * 60,
        "\udcff",
    ],
)
def test_what_is_no_journal_is_put_aside(tmp_path: Path, text: str) -> None:
    opened(tmp_path)
    place = tmp_path / "results" / "board.json"
    place.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(SpoiltError, match=r"\w"):
        read_journal(place.read_bytes())
    session = opened(tmp_path)
    assert session.set_aside is not None
    session.do(MOVE, 0)
    session.settle()
    assert (tmp_path / "results" / "board 2026-10-05 14-00-00.json").read_bytes() == text.encode(
        "utf-8", "surrogateescape"
    )


def test_a_journal_that_names_somebody_who_is_gone_is_put_aside(tmp_path: Path) -> None:
    session = opened(tmp_path)
    session.do(MOVE, 0)
    session.settle()
    place = tmp_path / "results" / "board.json"
    place.write_text(place.read_text(encoding="utf-8").replace('"S9"', '"S99"'), encoding="utf-8")
    assert opened(tmp_path).set_aside is not None


def test_locks_go_to_the_intake_where_that_is_asked_for(tmp_path: Path) -> None:
    session = opened(tmp_path)
    session.do({"do": "lock", "kind": "group-slot", "group": "G1", "reason": "room booked"}, 0)
    session.settle()
    assert not session.unsaved
    assert opened(tmp_path).state.locks == session.state.locks
    session.save(1)
    assert not (tmp_path / "spring" / "locks.csv").exists()
    session.save(2, locks=True)
    assert [str(lock) for lock in read_intake(tmp_path / "spring").locks] == [
        "T1 and T2 lead a group at Mon 12:00 (locked: room booked)"
    ]
    assert MatchResult.load(tmp_path / "results").groups[0].locked == ("its hour: room booked",)
    assert verify(read_intake(tmp_path / "spring"), tmp_path / "results") == ()
    session.save(3, locks=True)  # once is enough


def test_a_lock_that_contradicts_the_intake_writes_nothing(tmp_path: Path) -> None:
    session = opened(tmp_path)
    session.do({"do": "swap", "person": "S1", "start": "G1", "other": "S6", "to": "G2"}, 0)
    session.do({"do": "move", "person": "S4", "start": "G1", "to": None}, 1)
    session.do({"do": "move", "person": "S5", "start": "G1", "to": None}, 2)
    session.do({"do": "lock", "kind": "whole-group", "group": "G1", "reason": "so be it"}, 3)
    session.settle()
    before = folder_texts(tmp_path / "results")
    with pytest.raises(IntakeError, match=r"locks|lock"):
        session.save(4, broken=True, locks=True)
    assert folder_texts(tmp_path / "results") == before


def test_each_result_has_a_journal_of_its_own() -> None:
    intake, folder = Path("spring"), Path("results")
    assert Places.of(intake, folder / "result.json").journal == folder / "board.json"
    assert Places.of(intake, folder / "committee.xlsx").journal == folder / "committee.board.json"
    assert Places.of(intake, folder / "result.json", Path("new")).out == Path("new")


def test_a_digest_is_of_the_groups_and_not_of_their_order() -> None:
    session_groups = result_of(read_intake(Path(__file__).parents[2] / "data" / "samples" / "tiny")).formed
    assert digest_of(session_groups) == digest_of(session_groups[::-1])
    assert digest_of(session_groups) != digest_of(session_groups[:1])


def test_the_clock_is_that_of_the_machine(tmp_path: Path) -> None:
    opened(tmp_path)
    intake, out = tmp_path / "spring", tmp_path / "results"
    session = Session(read_intake(intake), MatchResult.load(out), Places.of(intake, out))
    session.do(MOVE, 0)
    assert session.journal.events[0].time[10] == "T"


# Saved elsewhere ----------------------------------------------------------------------------------------------------

BACK = {"do": "move", "person": "S9", "start": "G1", "to": "G2"}
OUT = {"do": "move", "person": "S8", "start": "G2", "to": None}


def gone_on(session: Session, *, moved: bool = True) -> None:
    """A change, saved, and another one; the board ends."""
    session.do(MOVE, 0)
    session.save(1)
    if moved:
        session.do(OUT, 2)
    session.close()


def undone(session: Session) -> list[str]:
    """What can be undone, the last first."""
    found = []
    while session.journal.at:
        changed = session.do({"do": "undo"}, session.version)
        assert changed.did is not None
        found.append(changed.did.what)
    return found


@pytest.mark.parametrize("again", [{"to": "saved"}, {"named": "saved"}], ids=["the same call", "what was saved"])
@pytest.mark.parametrize("moved", [True, False])
def test_what_is_saved_elsewhere_goes_on_where_it_was(tmp_path: Path, again: dict[str, str], moved: bool) -> None:
    before = folder_texts(opened(tmp_path).places.out)
    gone_on(opened(tmp_path, to="saved"), moved=moved)
    session = opened(tmp_path, **again)
    assert session.set_aside is None
    assert (session.unsaved, session.standing.objective == 15355) == (moved, not moved)
    assert undone(session) == ["out", "move"][not moved :]
    assert session.standing.objective == SCORE
    session.close()
    # Of what was opened nothing is other than it was, and there is one journal.
    assert folder_texts(tmp_path / "results") == before
    assert [file.name for file in tmp_path.glob("*/*board*")] == ["board.json"]
    assert opened(tmp_path, **again).state == session.state


def test_what_was_not_saved_yet_goes_on_elsewhere_too(tmp_path: Path) -> None:
    session = opened(tmp_path, to="saved")
    session.do(MOVE, 0)
    session.close()
    assert undone(opened(tmp_path, to="saved")) == ["move"]
    # A journal that was begun without saying where to save to is not lost by saying so.
    session = opened(tmp_path)
    session.do(OUT, 0)
    session.close()
    assert undone(opened(tmp_path, to="other")) == ["out"]


@pytest.mark.parametrize("solved", ["results", "saved"])
def test_groups_solved_anew_on_either_side_begin_anew(tmp_path: Path, solved: str) -> None:
    gone_on(opened(tmp_path, to="saved"))
    other = result_of(read_intake(tmp_path / "spring"), GROUPS[0], left_out=tuple(GROUPS[1].mentees))
    other.save(tmp_path / solved, replace=True)
    session = opened(tmp_path, to="saved")
    assert session.set_aside == "board 2026-10-05 14-00-00.json"
    assert session.journal.events == []
    assert session.state.groups == MatchResult.load(tmp_path / "results").formed
    session.do({"do": "dissolve", "group": "G1"}, 0)
    session.close()
    kept = tmp_path / "saved" / "board 2026-10-05 14-00-00.json"
    assert [event.kind for event in read_journal(kept.read_bytes()).events] == ["change", "save", "change"]


def test_a_file_of_another_name_goes_on_too_and_so_does_what_was_saved_of_it(tmp_path: Path) -> None:
    opened(tmp_path)
    (tmp_path / "results" / "result.json").rename(tmp_path / "results" / "first.json")
    gone_on(opened(tmp_path, named="results/first.json"))
    (both, other) = opened(tmp_path, named="results/first.json"), opened(tmp_path)
    assert both.state == other.state
    assert undone(other) == ["out", "move"]


def test_whoever_was_ended_between_the_result_and_its_journal_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = opened(tmp_path)
    session.do(MOVE, 0)
    session.settle()
    with monkeypatch.context() as patch:
        patch.setattr(session, "_write", lambda: None)
        session.save(1)
    again = opened(tmp_path)
    assert (again.set_aside, again.unsaved) == (None, False)
    assert undone(again) == ["move"]


# Groups of nobody ---------------------------------------------------------------------------------------------------


def test_a_group_that_nobody_is_in_costs_and_breaks_nothing_and_is_not_saved(tmp_path: Path) -> None:
    session = opened(tmp_path)
    session.do({"do": "move", "person": "S9", "start": "G2", "to": "+"}, 0)
    back = session.do({"do": "move", "person": "S9", "start": "G3", "to": "G2"}, 1)
    assert back.after.objective == SCORE
    assert (session.standing.objective, session.standing.breaches, session.unsaved) == (SCORE, (), False)
    assert [group.id for group in session.state.groups] == ["G1", "G2", "G3"]
    saved = session.save(2)
    assert (saved.objective, len(saved.groups)) == (SCORE, 2)
    assert [group.id for group in session.state.groups] == ["G1", "G2"]
    assert verify(session.intake, tmp_path / "results") == ()
    session.close()
    again = opened(tmp_path)
    assert (again.set_aside, again.unsaved, again.state) == (None, False, session.state)
    undo = again.do({"do": "undo"}, 0)
    assert undo.before.objective - undo.after.objective == back.after.objective - back.before.objective


@pytest.mark.parametrize("seed", range(4))
def test_whatever_was_done_is_saved_and_opened_again_as_it_stood(tmp_path: Path, seed: int) -> None:
    session, random = opened(tmp_path), Random(100 + seed)
    for _ in range(3):
        for _ in range(12):
            with contextlib.suppress(BoardError):
                session.do(any_change(random, session.intake, session.state), session.version)
        told = session.standing
        result = session.save(session.version, broken=True)
        assert (result.objective, session.standing.objective) == (told.objective, told.objective)
        locked = {breach for breach in told.breaches if breach not in session.watched.standing(told.groups).breaches}
        assert {*verify(session.intake, tmp_path / "results")} == {*told.breaches} - locked
        session.close()
        again = opened(tmp_path)
        assert (again.set_aside, again.unsaved, again.state) == (None, False, session.state)
        assert again.result.notes == ()
        session = again


# What is proved -----------------------------------------------------------------------------------------------------


def test_a_bound_is_told_as_long_as_it_is_proved_of_this_intake(tmp_path: Path) -> None:
    session = opened(tmp_path)
    assert session.bound == SCORE
    # What a lock leaves has no more points.
    session.do({"do": "lock", "kind": "group-slot", "group": "G1", "reason": "room booked"}, 0)
    assert session.save(1, locks=True).bound == SCORE
    assert session.bound == SCORE
    session.close()
    assert opened(tmp_path).bound == SCORE
    mentees = tmp_path / "spring" / "mentees.csv"
    lines = mentees.read_text(encoding="utf-8").splitlines()
    later = dict.fromkeys(lines[0].split(","), "") | {"id": "S10", "name": "Late Comer"}
    mentees.write_text("\n".join([*lines, ",".join(later.values())]) + "\n", encoding="utf-8")
    late = opened(tmp_path)
    assert late.bound is None
    late.do(MOVE, 0)
    assert late.save(1).bound > SCORE


@pytest.mark.parametrize("mode", ["greedy", "generous", "fair"])
def test_in_a_mode_no_bound_is_told_and_what_is_saved_is_verified(tmp_path: Path, mode: str) -> None:
    intake = tmp_path / "modes"
    shutil.copytree(TINY, intake)
    with (intake / "program.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[objective]\nmode = "{mode}"\n')
    session = opened(tmp_path, match(intake), intake)
    assert session.bound is None
    session.do(OUT, 0)
    session.do({"do": "undo"}, 1)
    saved = session.save(2)
    assert (saved.stages, saved.bound, saved.status) == ((), SCORE, "feasible")
    session.do(OUT, 3)
    saved = session.save(4)
    assert saved.bound >= SCORE
    assert verify(session.intake, tmp_path / "results") == ()


# An intake that is changed meanwhile --------------------------------------------------------------------------------


def rewritten(session: Session, file: str, old: str, new: str) -> None:
    place = session.places.intake / file
    text = place.read_text(encoding="utf-8")
    assert old in text
    place.write_text(text.replace(old, new), encoding="utf-8")


def test_an_intake_that_was_changed_is_read_again_before_anything_is_saved(tmp_path: Path) -> None:
    session = opened(tmp_path)
    session.do(MOVE, 0)
    rewritten(session, "mentees.csv", "Wed 17:00", "Thu 12:00")
    session.settle()
    before = folder_texts(tmp_path / "results")
    with pytest.raises(BoardError, match=r"board\.intake_changed"):
        session.save(1)
    assert folder_texts(tmp_path / "results") == before
    assert session.last is not None
    assert (session.version, session.last.kind) == (2, "intake")
    assert session.standing.breaches != ()
    with pytest.raises(BoardError, match=r"board\.save_broken"):
        session.save(2)
    session.save(2, broken=True)
    assert {*verify(read_intake(session.places.intake), tmp_path / "results")} == {*session.standing.breaches}
    assert undone(session) == ["move"]


def test_looking_again_tells_only_what_is_new(tmp_path: Path) -> None:
    session = opened(tmp_path)
    assert not session.look(closely=True)
    rewritten(session, "mentees.csv", "Sam Park", "Sam Parker")
    assert session.look()
    assert not session.look(closely=True)
    assert session.intake.mentee_by_id["S9"].name == "Sam Parker"
    assert session.version == 1


@pytest.mark.parametrize(
    ("file", "old", "new", "key"),
    [
        ("mentees.csv", "id,", "ident,", "intake_unread"),
        ("mentees.csv", "\nS9,", "\nS77,", "intake_without"),
        ("program.toml", '"Wed 17:00", ', "", "intake_without"),
    ],
)
def test_an_intake_that_cannot_be_taken_over_is_told_and_nothing_saved_until_it_is_put_back(
    tmp_path: Path, file: str, old: str, new: str, key: str
) -> None:
    session = opened(tmp_path)
    session.do(MOVE, 0)
    texts = {place: place.read_text(encoding="utf-8") for place in session.places.intake.iterdir()}
    rewritten(session, file, old, new)
    if old == "\nS9,":
        rewritten(session, "mentors.csv", "S9", "S77")
    assert session.look()
    assert not session.look(closely=True)
    for _ in range(2):
        with pytest.raises(BoardError, match=rf"board\.{key}"):
            session.save(session.version)
    assert session.standing.objective == 15355
    for place, text in texts.items():
        place.write_text(text, encoding="utf-8")
    assert session.look()
    session.save(session.version)
