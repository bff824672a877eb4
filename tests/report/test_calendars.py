"""Calendars, read by another library than the one that writes them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import vobject
from dateutil import tz

from matcher import Intake, MatchResult
from matcher.errors import IntakeError
from matcher.report.calendar.calendars import calendar_concerns, calendar_files
from matcher.result.files import write_whole
from matcher.result.records import Group
from tests.report.tiny import CALENDAR, GROUPS, order, renamed, result_of, tiny, viewed

# The clocks of Berlin go back on 2026-10-25; those of New York on 2026-11-01.
BERLIN = [
    "2026-10-12T12:00:00+02:00",
    "2026-10-26T12:00:00+01:00",
    "2026-11-02T12:00:00+01:00",
    "2026-11-09T12:00:00+01:00",
    "2026-11-16T12:00:00+01:00",
]


def files(
    intake: Intake, result: MatchResult | None = None, folder: Path = Path("nowhere"), **asked: bool
) -> dict[str, str]:
    return calendar_files(viewed(intake, result), order(intake, result, folder, **asked))


def events(text: str) -> list[vobject.base.Component]:
    return list(vobject.readOne(text).vevent_list)


def times(text: str) -> list[str]:
    (event,) = events(text)
    return [one.isoformat() for one in event.getrruleset()]


def identity(text: str) -> tuple[str, int]:
    (event,) = events(text)
    return event.uid.value, int(event.sequence.value)


def test_a_calendar_for_each_group_and_the_list_of_events() -> None:
    assert list(files(tiny(CALENDAR))) == ["calendar/G1.ics", "calendar/G2.ics", "calendar/events.json"]


def test_meetings_keep_their_hour_over_the_clock_change_and_skip_days() -> None:
    assert times(files(tiny(CALENDAR))["calendar/G1.ics"]) == BERLIN


def test_other_zones_change_their_clocks_on_other_days() -> None:
    offsets = {
        time[:10]: time[19:]
        for time in times(files(tiny(CALENDAR | {"timezone": "America/New_York"}))["calendar/G1.ics"])
    }
    assert (offsets["2026-10-26"], offsets["2026-11-02"]) == ("-04:00", "-05:00")


def test_clocks_go_forward_at_an_hour_of_the_clock_before() -> None:
    # In Berlin at 02:00 it is 03:00 then; in autumn at 03:00 it is 02:00 once more.
    told = files(tiny(CALENDAR))["calendar/G1.ics"]
    assert "DTSTART:20260329T020000" in told
    assert "DTSTART:20261025T030000" in told
    zones = tz.tzical(StringIO(told))
    berlin = zones.get("Europe/Berlin")
    early = datetime(2027, 3, 28, 3, 30, tzinfo=berlin)
    assert early.utcoffset() == early.replace(tzinfo=ZoneInfo("Europe/Berlin")).utcoffset()


def test_every_second_week() -> None:
    told = times(files(tiny(CALENDAR | {"every": 2, "skip": []}))["calendar/G1.ics"])
    assert [time[:10] for time in told] == ["2026-10-12", "2026-10-26", "2026-11-09"]


def test_what_an_event_tells() -> None:
    (event,) = events(files(tiny(CALENDAR))["calendar/G2.ics"])
    assert event.summary.value == "Tiny: Chloé Nguyen and Daniel Haddad"
    assert event.location.value == "Room 7"
    assert "Freya Olsen, Kofi Mensah, Omar Diallo, Sam Park and Zofia Horváth" in event.description.value
    assert event.dtend.value - event.dtstart.value == replace_hour(event.dtstart.value)


def replace_hour(start: datetime) -> object:
    return start.replace(hour=start.hour + 1) - start


def test_the_first_mentor_with_a_place_decides_it() -> None:
    (event,) = events(files(tiny(CALENDAR))["calendar/G1.ics"])
    assert event.location.value == "Room 4"


def test_the_same_twice_is_the_same_bytes(tmp_path: Path) -> None:
    intake = tiny(CALENDAR)
    first = files(intake, own_calendars=True)
    assert files(intake, own_calendars=True) == first
    write_whole(tmp_path, first)
    assert files(intake, folder=tmp_path, own_calendars=True) == first


def test_a_rematch_updates_what_was_handed_out(tmp_path: Path) -> None:
    intake = tiny(CALENDAR)
    before = files(intake)
    write_whole(tmp_path, before)
    # T1 and T4 swap groups, Sam moves, and the groups change their names: each keeps a mentor and its hour.
    other = result_of(
        intake,
        Group("G1", "Wed 17:00", ("T1", "T3"), ("S2", "S6", "S7", "S8"), 0),
        Group("G2", "Mon 12:00", ("T2", "T4"), ("S1", "S3", "S4", "S5", "S9"), 0),
    )
    after = files(intake, other, tmp_path)
    old_monday, old_wednesday = (identity(before[f"calendar/{name}.ics"])[0] for name in ("G1", "G2"))
    assert identity(after["calendar/G1.ics"]) == (old_wednesday, 1)
    assert identity(after["calendar/G2.ics"]) == (old_monday, 1)


def test_what_did_not_change_is_not_counted(tmp_path: Path) -> None:
    intake = tiny(CALENDAR)
    write_whole(tmp_path, files(intake))
    moved = replace(GROUPS[1], mentees=GROUPS[1].mentees[:-1])
    after = files(intake, result_of(intake, GROUPS[0], moved, left_out=("S9",)), tmp_path)
    assert [identity(after[f"calendar/{name}.ics"])[1] for name in ("G1", "G2")] == [0, 1]


def test_a_group_that_is_no_more_is_taken_out_of_calendars(tmp_path: Path) -> None:
    intake = tiny(CALENDAR)
    before = files(intake)
    write_whole(tmp_path, before)
    left = result_of(intake, GROUPS[1], left_out=GROUPS[0].mentees)
    left = replace(left, groups=(replace(left.groups[0], id="G1"),))
    after = files(intake, left, tmp_path)
    assert identity(after["calendar/G1.ics"])[0] == identity(before["calendar/G2.ics"])[0]
    (ended,) = events(after["calendar/ended.ics"])
    assert (ended.uid.value, ended.status.value) == (identity(before["calendar/G1.ics"])[0], "CANCELLED")
    # There is no G2 any more: its file must not go on telling of a group that is now G1.
    assert after["calendar/G2.ics"] == after["calendar/ended.ics"]


def everything(folder: Path) -> dict[str, set[tuple[int, str]]]:
    """What all calendars in a folder say of each event: (sequence, status), by its identity."""
    said: dict[str, set[tuple[int, str]]] = {}
    for file in folder.rglob("*.ics"):
        for event in getattr(vobject.readOne(file.read_text(encoding="utf-8")), "vevent_list", []):
            said.setdefault(event.uid.value, set()).add((int(event.sequence.value), event.status.value))
    return said


def test_a_group_that_came_back_is_ended_nowhere(tmp_path: Path) -> None:
    intake = tiny(CALENDAR)
    before = files(intake)
    write_whole(tmp_path, before)
    # The Monday's group ends; then the Wednesday's too, so that G1 and G2 are files of groups that are no more.
    wednesday = result_of(intake, replace(GROUPS[1], id="G1"), left_out=GROUPS[0].mentees)
    write_whole(tmp_path, files(intake, wednesday, tmp_path))
    nobody = result_of(intake, *[], left_out=tuple(mentee.id for mentee in intake.mentees))
    write_whole(tmp_path, files(intake, replace(nobody, groups=()), tmp_path))
    assert {status for said in everything(tmp_path).values() for _, status in said} == {"CANCELLED"}
    # Both come back: whatever file is opened, no event is told in two ways.
    write_whole(tmp_path, files(intake, None, tmp_path))
    uids = [identity(before[f"calendar/{name}.ics"])[0] for name in ("G1", "G2")]
    assert everything(tmp_path) == {uids[0]: {(2, "CONFIRMED")}, uids[1]: {(2, "CONFIRMED")}}
    ended = (tmp_path / "calendar" / "ended.ics").read_text(encoding="utf-8")
    assert "BEGIN:VTIMEZONE" in ended
    assert "BEGIN:VEVENT" not in ended


def test_a_group_that_came_back_under_another_name_leaves_no_old_file(tmp_path: Path) -> None:
    intake = tiny(CALENDAR)
    write_whole(tmp_path, files(intake))
    nobody = replace(result_of(intake, left_out=tuple(mentee.id for mentee in intake.mentees)), groups=())
    write_whole(tmp_path, files(intake, nobody, tmp_path))
    wednesday = result_of(intake, replace(GROUPS[1], id="G1"), left_out=GROUPS[0].mentees)
    write_whole(tmp_path, files(intake, wednesday, tmp_path))
    assert sorted(map(sorted, everything(tmp_path).values())) == [[(1, "CANCELLED")], [(2, "CONFIRMED")]]


def test_a_persons_own_event_follows_them_to_another_group(tmp_path: Path) -> None:
    intake = tiny(CALENDAR)
    before = files(intake, own_calendars=True)
    write_whole(tmp_path, before)
    other = result_of(
        intake,
        replace(GROUPS[0], mentees=(*GROUPS[0].mentees, "S9")),
        replace(GROUPS[1], mentees=GROUPS[1].mentees[:-2]),
        left_out=("S8",),
    )
    after = files(intake, other, tmp_path, own_calendars=True)
    own = "calendar/people/S9.ics"
    assert identity(after[own]) == (identity(before[own])[0], 1)
    assert times(after[own]) == BERLIN
    (gone,) = events(after["calendar/people/S8.ics"])
    assert (gone.uid.value, gone.status.value) == (identity(before["calendar/people/S8.ics"])[0], "CANCELLED")
    # Asked for no longer, they stay as they are: nobody is told that a group ended.
    write_whole(tmp_path, after)
    assert set(files(intake, other, tmp_path)) == {"calendar/G1.ics", "calendar/G2.ics", "calendar/events.json"}


def test_a_mentor_with_two_groups_has_both() -> None:
    intake = tiny(CALENDAR)
    both = result_of(intake, GROUPS[0], replace(GROUPS[1], mentors=("T1", "T4")))
    text = files(intake, both, own_calendars=True)["calendar/people/T1.ics"]
    assert [event.dtstart.value.strftime("%a %H:%M") for event in events(text)] == ["Mon 12:00", "Wed 17:00"]
    assert len({event.uid.value for event in events(text)}) == 2


def test_hostile_names_are_text() -> None:
    hostile = 'x\nEND:VEVENT\nATTACH:file:///etc/passwd,;\\"'
    intake = tiny(CALENDAR, {"S1": hostile, "T1": "=HYPERLINK(1)\r\nBEGIN:VALARM"})
    (event,) = events(files(intake)["calendar/G1.ics"])
    assert event.summary.value == "Tiny: =HYPERLINK(1) BEGIN:VALARM and Ben Lindqvist"
    assert 'x END:VEVENT ATTACH:file:///etc/passwd,;\\"' in event.description.value
    assert {child.name for child in event.getChildren()}.isdisjoint({"ATTACH", "VALARM"})


def test_a_group_may_have_any_name() -> None:
    groups = (replace(GROUPS[0], id="ended"), replace(GROUPS[1], id="../x"))
    intake = tiny(CALENDAR)
    assert list(files(intake, result_of(intake, *groups))) == [
        "calendar/ended-2.ics",
        "calendar/x.ics",
        "calendar/events.json",
    ]


def test_ids_are_no_paths() -> None:
    intake = renamed(tiny(CALENDAR), "S1", "../../x")
    groups = (replace(GROUPS[0], mentees=("../../x", *GROUPS[0].mentees[1:])), GROUPS[1])
    assert "calendar/people/x.ics" in files(intake, result_of(intake, *groups), own_calendars=True)


def test_anonymous_calendars_hold_no_name() -> None:
    intake = tiny(CALENDAR)
    texts = calendar_files(viewed(intake, anonymous=True), order(intake, own_calendars=True))
    for one in (*intake.mentors, *intake.mentees):
        assert not any(one.name in text for text in texts.values())


def test_no_calendar_is_told_where_one_was_asked_for() -> None:
    intake = tiny()
    assert files(intake) == {}
    with pytest.raises(IntakeError, match=r"has no table \[calendar\], and so no dates"):
        files(intake, named=True)


def test_slots_that_are_names_are_told_and_the_others_written() -> None:
    intake = tiny(CALENDAR)
    groups = (replace(GROUPS[0], slot="Kick-off"), GROUPS[1], replace(GROUPS[0], slot=None))
    assert [(issue.column, issue.value) for issue in calendar_concerns(groups, intake)] == [
        ("schedule", None),
        ("schedule.slots", "Kick-off"),
    ]
    assert calendar_concerns(GROUPS, intake) == ()
    skipped = tiny(CALENDAR | {"weeks": 1, "skip": ["2026-10-12"]})
    assert [str(issue) for issue in calendar_concerns(GROUPS, skipped)] == [
        "the program, calendar.skip: skips every meeting of the groups at Mon 12:00; "
        "take days out, or give the program more weeks"
    ]
