"""Which event is which, from one report to the next."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.errors import ResultFileError
from matcher.report.calendar.register import Entry, Event, Register, read_register, register_text, updated


def group(
    mentors: str, mentees: str, begins: str = "2026-10-05T12:00", told: str = "a", owner: str | None = None
) -> Event:
    return Event(owner, "calendar/x.ics", tuple(mentors.split()), tuple(mentees.split()), begins, told)


FIRST = (group("T1 T2", "S1 S2"), group("T3 T4", "S3 S4", told="b"))
BEFORE = updated((), FIRST, "seed")


def uids(entries: tuple[Entry, ...]) -> list[str]:
    return [entry.uid for entry in entries]


def test_new_events_have_names_of_their_own_and_no_changes() -> None:
    assert len(set(uids(BEFORE))) == 2
    assert [(entry.sequence, entry.cancelled) for entry in BEFORE] == [(0, False), (0, False)]
    assert updated((), FIRST, "seed") == BEFORE
    assert set(uids(updated((), FIRST, "another program"))).isdisjoint(uids(BEFORE))


def test_nothing_changed_nothing_counted() -> None:
    assert updated(BEFORE, FIRST, "seed") == BEFORE


@pytest.mark.parametrize(
    "now",
    [
        group("T1 T2", "S1 S5 S6", told="c"),
        group("T1 T9", "S1 S2", told="c"),
        group("T9 T2", "S1 S2", told="c"),
        group("T1 T2", "S5 S6", "2026-10-06T12:00", told="c"),
        group("T8 T9", "S1 S2", told="c"),
    ],
    ids=["members", "second mentor", "first mentor", "members and hour", "both mentors"],
)
def test_the_same_group_keeps_its_name_and_counts_the_change(now: Event) -> None:
    after = updated(BEFORE, (FIRST[1], now), "seed")
    assert uids(after) == [BEFORE[1].uid, BEFORE[0].uid]
    assert [entry.sequence for entry in after] == [0, 1]


def test_a_group_that_is_no_more_is_cancelled_once() -> None:
    after = updated(BEFORE, (FIRST[0],), "seed")
    assert after == (BEFORE[0], replace(BEFORE[1], sequence=1, cancelled=True))
    assert updated(after, (FIRST[0],), "seed") == after


def test_a_group_that_comes_back_has_its_old_name() -> None:
    gone = updated(BEFORE, (FIRST[0],), "seed")
    after = updated(gone, FIRST, "seed")
    assert [(entry.uid, entry.sequence, entry.cancelled) for entry in after] == [
        (BEFORE[0].uid, 0, False),
        (BEFORE[1].uid, 2, False),
    ]


def test_a_new_group_of_an_old_mentor_takes_no_name_that_is_in_use() -> None:
    # T2 and T5 keep the group; T1, whose name made its name, leads a new one.
    after = updated(BEFORE, (group("T2 T5", "S1 S2"), group("T1 T6", "S8 S9"), FIRST[1]), "seed")
    assert len(set(uids(after))) == 3
    assert after[0].uid == BEFORE[0].uid


def test_mentors_count_before_mentees() -> None:
    after = updated(BEFORE, (group("T1 T2", "S3 S4"), group("T3 T4", "S1 S2")), "seed")
    assert uids(after) == uids(BEFORE)


def test_somebodys_own_event_may_change_altogether() -> None:
    before = updated((), (group("T1 T2", "S1", owner="S1"), group("T1 T2", "S2", owner="S2")), "seed")
    after = updated(before, (group("T3 T4", "S9", told="c", owner="S2"),), "seed")
    assert [(entry.uid, entry.event.owner, entry.cancelled) for entry in after] == [
        (before[1].uid, "S2", False),
        (before[0].uid, "S1", True),
    ]


PEOPLE = st.lists(st.sampled_from("abcdef"), min_size=1, max_size=2, unique=True).map(" ".join)
GROUPINGS = st.lists(st.builds(group, PEOPLE, PEOPLE, told=st.sampled_from("xyz")), max_size=5)


@given(st.lists(GROUPINGS, min_size=1, max_size=4))
def test_names_never_clash_and_counts_never_fall(reports: list[list[Event]]) -> None:
    entries: tuple[Entry, ...] = ()
    for events in reports:
        before = {entry.uid: entry for entry in entries}
        entries = updated(entries, events, "seed")
        assert [entry.event for entry in entries[: len(events)]] == events
        assert len(set(uids(entries))) == len(entries)
        assert before.keys() <= {entry.uid for entry in entries}
        for entry in entries:
            old = before.get(entry.uid)
            told_otherwise = old is not None and (old.event.told, old.cancelled) != (entry.event.told, entry.cancelled)
            assert entry.sequence == (0 if old is None else old.sequence + told_otherwise)


def test_written_and_read_again(tmp_path: Path) -> None:
    file = tmp_path / "events.json"
    assert read_register(file, "Tiny") == Register()
    kept = Register(BEFORE, ("calendar/x.ics", "calendar/G9.ics"))
    file.write_text(register_text("Tiny", kept), encoding="utf-8")
    assert read_register(file, "Tiny") == kept
    assert read_register(file, "Another program") == Register()
    # A list of before there were files in it: those of its events were written.
    file.write_text(register_text("Tiny", Register(BEFORE)), encoding="utf-8")
    assert read_register(file, "Tiny").files == ("calendar/x.ics",)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"program": "Tiny", "events": [{"uid": 1}]}'])
def test_a_spoilt_list_is_told(tmp_path: Path, text: str) -> None:
    file = tmp_path / "events.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ResultFileError, match="is not the list of events that matcher wrote; put back the one"):
        read_register(file, "Tiny")
