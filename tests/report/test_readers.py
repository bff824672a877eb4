"""Who can see what, on the files themselves: nothing that somebody handed in for the committee is in others' files.

The table in docs/report.md says what is held here.
"""

import io
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from matcher import Intake, MatchResult, read_intake
from matcher.errors import MatcherError
from matcher.report import LANGUAGES, build_view, write_reports
from matcher.result.records import Group, Unmatched
from tests.report.tiny import CALENDAR, result_of, tiny

GENDERS = ("womanly7", "manly7", "nonbinary7")
WISHES = {"mentor_gender": "require womanly7", "priority": "137"}
ASIDE = {"comments": "commentsecret7", "faith": "faithsecret7", "pronouns": "xe/xem7"}
LOCKED = "locksecret7"
REASON = "proved necessary"
"""Part of why somebody is left out."""

SECRETS = (
    *GENDERS,
    "137",
    "commentsecret7",
    "faithsecret7",
    "notesecret7",
    "choice",
    "satisf",
    "score",
    LOCKED,
    REASON,
)
"""What no participant may read; some are words of ours."""


OWN_MEANING = (
    *("gender", "Pronouns", "email", "name", "availability", "timezone", "priority"),
    *("preferred_mentors", "preferred_mentees", "mentor_gender", "max_groups"),
)


def intake_of_secrets() -> Intake:
    """Twelve people who told much: with wishes for each other, remarks, a reason for a lock, addresses, dates."""
    mentors: list[dict[str, Any]] = [
        {
            "id": f"T{n}", "name": f"Mentor{n}", "gender": GENDERS[0], "email": f"t{n}@mentors.example",
            "availability": "Mon 12:00-14:00", **ASIDE,
        }
        for n in range(1, 5)
    ]  # fmt: skip
    mentees: list[dict[str, Any]] = [
        {
            "id": f"S{n}", "name": f"Mentee{n}", "gender": GENDERS[n % 3], "email": f"s{n}@mentees.example",
            "availability": "Mon 12:00-14:00", "preferred_mentors": "T4; T1", **WISHES, **ASIDE,
        }
        for n in range(1, 9)
    ]  # fmt: skip
    program = {
        "name": "Tandem",
        "groups": {"mentors": 1, "min_size": 2, "max_size": 4},
        # Weighed too, what says who somebody is or what they asked for is no interest of theirs.
        "similarity": dict.fromkeys(("faith", *OWN_MEANING), 1),
        "calendar": {**CALENDAR, "places": {"T1": "Room 4"}},
    }
    constraints = [{"kind": "apart", "a": "S1", "b": "S8", "note": "notesecret7"}]
    lock = {"kind": "whole-group", "mentors": "T1", "slot": "Mon 12:00", "mentees": "S1;S2;S3", "reason": LOCKED}
    return read_intake(mentors, mentees, program, constraints, locks=[lock])


def result_of_secrets(intake: Intake) -> MatchResult:
    """Two groups; somebody is left out, a mentor idle, and one group was locked."""
    groups = (
        Group("G1", "Mon 12:00", ("T1",), ("S1", "S2", "S3"), 0, locked=(LOCKED,)),
        Group("G2", "Mon 13:00", ("T2",), ("S4", "S5", "S6"), 0),
    )
    left_out = (Unmatched("S7", "worked out again"), Unmatched("S8", "too"))
    plain = result_of(tiny())
    return replace(
        plain, program=intake.program, groups=groups, unmatched=left_out, warnings=(), intake=None, seconds=4711.0
    )


def texts_of(folder: Path) -> dict[str, str]:
    """Every file as text, by its path; of a workbook everything that is packed in it, and what it is called."""
    found = {}
    for file in sorted(one for one in folder.rglob("*") if one.is_file() and not one.name.startswith(".")):
        data = file.read_bytes()
        if data.startswith(b"PK"):
            with ZipFile(io.BytesIO(data)) as parts:
                data = b"\n".join(name.encode() + b"\n" + parts.read(name) for name in parts.namelist())
        found[file.relative_to(folder).as_posix()] = data.decode("utf-8")
    return found


def written(folder: Path, **asked: Any) -> dict[str, str]:
    intake = intake_of_secrets()
    write_reports(result_of_secrets(intake), intake, folder, own_calendars=True, attendance=True, **asked)
    return texts_of(folder)


def for_participants(files: Mapping[str, str]) -> dict[str, str]:
    """The files that participants are given, each to all of them or to one."""
    ours = ("committee.", "mail/mentees.csv", "mail/mentors.csv", "calendar/events.json")
    return {name: text for name, text in files.items() if not name.startswith(ours)}


def seen(text: str) -> str:
    """A file without our styles and scripts, which are the same for everybody."""
    return re.sub(r"<(style|script)>.*?</\1>", "", text, flags=re.DOTALL)


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return written(tmp_path_factory.mktemp("usual"))


def test_participants_files_tell_nothing_that_was_handed_in_for_the_committee(usual: dict[str, str]) -> None:
    files = for_participants(usual)
    assert {name.partition("/")[0] for name in files} == {
        "participants.html", "participants-sheets.html", "participants.xlsx", "mail", "calendar",
    }  # fmt: skip
    assert len(files) > 20
    told = [
        (name, secret)
        for name, text in files.items()
        for secret in (*SECRETS, "xem7", "@mentors", "@mentees", "4711")
        if secret.casefold() in seen(text).casefold()
    ]
    # To the mentee alone, what they and their mentors both wrote in a column by which people are likened.
    assert {name for name, _ in told} == {f"mail/S{n}.txt" for n in range(1, 7)}
    assert {secret for _, secret in told} == {"faithsecret7"}


def test_what_is_held_there_is_in_the_committees_files(usual: dict[str, str]) -> None:
    """So that the test before can fail."""
    for name in ("committee.html", "committee.xlsx"):
        assert not [one for one in (*GENDERS, LOCKED, REASON, "choice", "satisf") if one not in usual[name].casefold()]
    assert "faithsecret7" in usual["committee.html"]


def test_what_people_have_in_common_is_of_columns_without_a_meaning_of_their_own() -> None:
    intake = intake_of_secrets()
    view = build_view(result_of_secrets(intake), intake)
    assert {item for mentee in view.mentees for item in mentee.shared} == {"faithsecret7"}
    assert {item for group in view.groups for item, _ in group.interests} == {"faithsecret7"}


def test_who_is_left_out_or_leads_nobody_is_on_no_page_for_participants(usual: dict[str, str]) -> None:
    for name in ("participants.html", "participants-sheets.html", "participants.xlsx"):
        assert "Mentee6" in usual[name]
        assert not [one for one in ("Mentee7", "Mentee8", "Mentor3", "Mentor4") if one in usual[name]], name


def test_whom_a_file_is_for_is_in_its_name_and_its_first_line(usual: dict[str, str]) -> None:
    for name, told in (
        ("committee.html", "For the committee only"),
        ("participants.html", "For participants"),
        ("participants-sheets.html", "For participants"),
    ):
        assert told in usual[name].splitlines()[0]
        assert told in seen(usual[name]).partition("<body>")[2][:400]
    for name, told in (("committee.xlsx", "For the committee only"), ("participants.xlsx", "For participants")):
        # The first text of a workbook is that of its first cell.
        strings = usual[name].partition("xl/sharedStrings.xml")[2]
        first = re.search(r"<t[^>]*>([^<]*)", strings)
        assert first is not None
        assert first[1].startswith(told)


def test_people_stand_by_name_whatever_the_order_of_the_intake(tmp_path: Path) -> None:
    intake = tiny(names={"S1": "Zoë", "S3": "émile", "S4": "Bo", "S5": "ada"})
    view = build_view(result_of(intake), intake).participants
    assert [one.name for one in view.groups[0].mentees] == ["ada", "Bo", "émile", "Zoë"]
    assert [entry.who.name for entry in view.people][:3] == ["ada", "Ada Okafor", "Ben Lindqvist"]


@pytest.mark.parametrize(("contacts", "mentees_too"), [("mentors", False), ("everybody", True)])
def test_addresses_are_told_as_far_as_asked(tmp_path: Path, contacts: str, mentees_too: bool) -> None:
    files = written(tmp_path, kinds=["html", "print", "xlsx"], contacts=contacts)
    for name in ("participants.html", "participants-sheets.html", "participants.xlsx"):
        assert "t1@mentors.example" in files[name]
        assert ("s1@mentees.example" in files[name]) is mentees_too
        # Of those in no group nobody's.
        assert "t4@" not in files[name]
        assert "s7@" not in files[name]
    assert not [name for name in ("committee.html", "committee.xlsx") if "@mentors" in files[name]]


def test_pronouns_are_told_where_they_are_asked_for(tmp_path: Path) -> None:
    files = written(tmp_path, kinds=["html", "print", "xlsx"], pronouns=True)
    for name in ("participants.html", "participants-sheets.html", "participants.xlsx"):
        assert "xe/xem7" in files[name]
    assert "xem7" not in files["committee.html"] + files["committee.xlsx"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"pronouns": True}, "there is no column pronouns in the intake"),
        ({"contacts": "all"}, "'all' says not whose addresses to tell; choose from mentors, everybody"),
        ({"contacts": "mentors", "anonymous": True}, "an anonymous report has no addresses"),
        ({"pronouns": True, "anonymous": True}, "an anonymous report has no pronouns"),
    ],
)
def test_what_cannot_be_told_is_refused(tmp_path: Path, asked: dict[str, Any], said: str) -> None:
    with pytest.raises(MatcherError, match=said) as told:
        write_reports(result_of(tiny()), tiny(), tmp_path / "new", **asked)
    assert told.value.exit_code == 2
    assert not (tmp_path / "new").exists()


def test_an_anonymous_one_names_nobody(tmp_path: Path) -> None:
    files = written(tmp_path, kinds=["html", "print", "xlsx"], anonymous=True)
    for name in ("participants.html", "participants-sheets.html", "participants.xlsx"):
        assert "Mentee1" not in files[name]
        assert "S1" in files[name]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_place_stands_where_the_hour_does(language: str, tmp_path: Path) -> None:
    files = written(tmp_path, language=language)
    for name in (
        "committee.html", "committee.xlsx", "participants.html", "participants-sheets.html", "participants.xlsx",
        "mail/S1.txt", "mail/T1.txt", "mail/mentees.csv", "mail/mentors.csv", "calendar/G1.ics",
        "calendar/people/S1.ics",
    ):  # fmt: skip
        assert "Room 4" in files[name], name


def test_a_place_is_told_also_where_the_hour_is_a_name_or_none() -> None:
    from matcher.intake.meetings import place_of
    from matcher.intake.program import Program

    places = {"Kick-off": "Hall", "T2": "Room 2"}
    program = Program.model_validate({"calendar": {**CALENDAR, "place": "Library", "places": places}})
    assert place_of("kick-off", ("T1",), program) == "Hall"
    assert place_of("Other name", ("T1",), program) == "Library"
    assert place_of("Other name", ("T1", "T2"), program) == "Room 2"
    assert place_of(None, ("T1",), program) == "Library"
    assert place_of("Mon 12:00", ("T1",), Program()) is None
