"""Messages: as they stand in golden files, from the coordinator's own templates, and with every fault placed.

Where a golden file is to change, write it again with ``python -m tests.report.test_messages``, and read what changed.
"""

# ruff: noqa: RUF001 — letters of other scripts are what is tested here

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from matcher import Intake, MatchResult, read_intake
from matcher.errors import IntakeError, ResultFileError
from matcher.report import LANGUAGES
from matcher.report.mail.messages import message_files
from matcher.report.mail.templates import MESSAGES
from matcher.result.records import Group, Unmatched
from tests.report.tiny import CALENDAR, GROUPS, changed, order, renamed, result_of, tiny, viewed

GOLDEN = Path(__file__).with_name("golden")
KEPT = [language for language in LANGUAGES if language != "en-GB"]
"""Languages with golden files: en-GB is written as en is."""


def with_addresses(intake: Intake) -> Intake:
    def addressed(people: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(one.model_copy(update={"email": f"{one.id.lower()}@example.org"}) for one in people)

    return changed(intake, mentors=addressed(intake.mentors), mentees=addressed(intake.mentees))


def files(
    intake: Intake, result: MatchResult | None = None, templates: Path | None = None, **asked: Any
) -> dict[str, str]:
    return dict(message_files(viewed(intake, result, **asked), order(intake, result, templates=templates)))


def everything(language: str) -> str:
    """A message of each kind: G1 alone meets, S9 is left out, T3 and T4 lead nothing; then with addresses."""
    intake = tiny(CALENDAR)
    result = result_of(intake, GROUPS[0], left_out=GROUPS[1].mentees)
    plain = files(intake, result, language=language)
    addressed = files(with_addresses(intake), result, language=language, with_emails=True)
    chosen = [plain[f"mail/{own}.txt"] for own in ("S1", "T1", "S9", "T4")]
    chosen += [addressed[f"mail/{own}.txt"] for own in ("S1", "T1")]
    return "\n----------\n".join([*chosen, addressed["mail/mentors.csv"]])


def later(intake: Intake) -> MatchResult:
    """Of `GROUPS`: T4 leads Monday's too, which is called G2 now; T1 leads none; S2 moved, S9 lost their place."""
    monday = replace(GROUPS[0], id="G2", mentors=("T2", "T4"), mentees=("S1", "S2", "S4", "S5"))
    wednesday = replace(GROUPS[1], id="G1", mentors=("T3", "T4"), mentees=("S6", "S7", "S8"))
    return result_of(intake, wednesday, monday, left_out=("S3", "S9"))


def news(language: str, **asked: Any) -> dict[str, str]:
    """Messages of what changed since `GROUPS`; there S3 was left out already, and nobody knew of S8."""
    intake = tiny(CALENDAR)
    groups = (
        replace(GROUPS[0], mentees=("S1", "S4", "S5")),
        replace(GROUPS[1], mentees=("S2", "S6", "S7", "S9", "gone")),
    )
    since = replace(result_of(tiny(), *GROUPS), groups=groups, unmatched=(Unmatched("S3", "no room"),))
    wanted = replace(order(intake, later(intake)), since=since)
    return dict(message_files(viewed(intake, later(intake), language=language, **asked), wanted))


def all_news(language: str) -> str:
    return "\n----------\n".join(f"{name}\n{text}" for name, text in news(language).items())


def rows(text: str) -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in csv.DictReader(io.StringIO(text))}


@pytest.mark.parametrize("language", KEPT)
def test_messages_are_as_they_were(language: str) -> None:
    assert everything(language) == (GOLDEN / f"messages-{language}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("language", "one", "several"),
    [
        ("en", "Subject: Tiny: your group\n", "Subject: Tiny: your groups\n"),
        ("de", "dass du bei „Tiny“ eine Gruppe leitest.", "dass du bei „Tiny“ Gruppen leitest."),
        ("es", "Gracias por guiar un grupo de «Tiny».", "Gracias por guiar grupos de «Tiny»."),
        ("fa", "به اعضای گروه بنویسید.", "به اعضای گروه‌ها بنویسید."),
    ],
)
def test_a_mentor_of_two_groups_reads_of_groups(language: str, one: str, several: str) -> None:
    twice = replace(GROUPS[1], mentors=("T1", "T4"))
    told = files(tiny(), result_of(tiny(), GROUPS[0], twice), language=language)
    assert one in told["mail/T2.txt"]
    assert several in told["mail/T1.txt"]


def test_the_name_of_a_program_may_end_with_a_full_stop(tmp_path: Path) -> None:
    view = replace(viewed(tiny()), title="Tandem e.V.")
    assert "You are in group G1 of Tandem e.V.\n" in dict(message_files(view, order(tiny())))["mail/S1.txt"]
    text = (
        "Subject: {{ program }}\n\nThis is {{ program if group else 'x' }}. In {{ group.name }}. Wait {{ program }}..."
    )
    (tmp_path / "mentee.txt").write_text(text, encoding="utf-8")
    told = dict(message_files(view, order(tiny(), templates=tmp_path)))["mail/S1.txt"]
    assert told.endswith("\nThis is Tandem e.V. In G1. Wait Tandem e.V....\n")


def test_two_people_of_one_name_are_told_apart() -> None:
    intake = tiny(names={"S3": "Noor Rahman", "T2": "ada okafor"})
    told = files(intake)
    assert "Dear Noor Rahman,\n" in told["mail/S3.txt"]
    assert "Your mentors: Ada Okafor (T1) and ada okafor (T2)\n" in told["mail/S3.txt"]
    assert "With you: Ines Rossi, Luca Novák and Noor Rahman (S4)\n" in told["mail/S3.txt"]
    assert "- Noor Rahman (S3)\n- Noor Rahman (S4)\n" in told["mail/T1.txt"]
    row = rows(told["mail/mentees.csv"])["S3"]
    assert (row["name"], row["mentor_1"], row["mentor_2"]) == ("Noor Rahman", "Ada Okafor (T1)", "ada okafor (T2)")
    # In an anonymous report ids are names, and say enough.
    assert "With you: S1, S4 and S5\n" in files(intake, anonymous=True)["mail/S3.txt"]


@pytest.mark.parametrize("language", KEPT)
def test_messages_of_what_changed_are_as_they_were(language: str) -> None:
    assert all_news(language) == (GOLDEN / f"changes-{language}.txt").read_text(encoding="utf-8")


def test_those_alone_hear_of_a_change_whom_it_concerns() -> None:
    told = news("en")
    concerned = ("T1", "T2", "T3", "T4", "S1", "S2", "S4", "S5", "S8", "S9")
    assert set(told) == {
        f"mail/changes/{name}" for name in ("mentees.csv", "mentors.csv", *map("{}.txt".format, concerned))
    }
    # Who is new gets the usual message.
    assert "Subject: Tiny: your group\n" in told["mail/changes/S8.txt"]
    assert "No longer in it: gone, Omar Diallo and Sam Park\n" in told["mail/changes/T3.txt"]
    row = rows(told["mail/changes/mentors.csv"])["T4"]
    assert (row["no_longer"], row["mentees_gone"], row["mentees_new"]) == (
        "", "gone; Omar Diallo; Sam Park", "Zofia Horváth"
    )  # fmt: skip
    assert "gone" in news("en", anonymous=True)["mail/changes/T3.txt"]


def test_a_result_of_other_people_is_no_earlier_one() -> None:
    intake = tiny()
    other = replace(result_of(intake), groups=(Group("G1", None, ("x", "y"), ("z",), 0),))
    with pytest.raises(ResultFileError, match="has nobody in its groups who is in the intake"):
        message_files(viewed(intake), replace(order(intake), since=other))


@pytest.mark.parametrize(
    ("language", "times", "mentors"),
    [
        ("en", "more times", "more mentors who would suit you"),
        ("de", "weitere Zeiten", "weitere Mentorinnen und Mentoren"),
        ("es", "más horas libres", "como guía"),
        ("fa", "زمان‌های آزاد", "راهنماهای مناسب دیگری"),
    ],
)
def test_those_alone_are_asked_for_more_times_whom_these_could_help(language: str, times: str, mentors: str) -> None:
    """S2 named one hour, S3 both; S4 must not be with the only mentor; without hours nobody can name any."""
    mentees = [{"id": f"S{number}", "availability": "Mon 12:00-13:00; Tue 12:00-13:00"} for number in range(1, 5)]
    mentees[1]["availability"] = "Tue 12:00-13:00"
    mentees[3] |= {"availability": "Tue 12:00-13:00", "avoid": "T1"}
    size = {"groups": {"mentors": 1, "min_size": 1, "max_size": 1}}
    slots = {"schedule": {"slots": ["Mon 12:00", "Tue 12:00"]}}
    scheduled = read_intake([{"id": "T1", "availability": "Mon 12:00-13:00"}], mentees, size | slots)
    blank = [{"id": mentee["id"]} for mentee in mentees]
    unscheduled = read_intake([{"id": "T1"}], blank, size | {"schedule": {"required": False}})
    for intake, slot, asked in ((scheduled, "Mon 12:00", {"S2"}), (unscheduled, None, set[str]())):
        led = Group("G1", slot, ("T1",), ("S1",), 0)
        result = result_of(intake, led, left_out=("S2", "S3", "S4"))
        before = result_of(intake, replace(led, mentees=("S2", "S3", "S4")), left_out=("S1",))
        since = replace(order(intake, result), since=before)
        told = dict(message_files(viewed(intake, result, language=language), since))
        told |= files(intake, result, language=language)
        for mentee in ("S2", "S3", "S4"):
            for message in (told[f"mail/{mentee}.txt"], told[f"mail/changes/{mentee}.txt"]):
                assert (times in message) == (mentee in asked)
                assert mentors in message


@pytest.mark.parametrize(
    ("language", "late", "noted"),
    [
        ("en", "often join late", "you lead no group this time"),
        ("de", "Oft kommen später", "leitest du diesmal keine Gruppe"),
        ("es", "se apunta gente más tarde", "esta vez no guías ningún grupo"),
        ("fa", "دیرتر می‌پیوندند", "گروهی را راهنمایی نمی‌کنید"),
    ],
)
def test_who_leads_no_group_by_what_is_noted_is_not_put_off(language: str, late: str, noted: str) -> None:
    """T2 leads none by max_groups, T3 by max_mentees; T4 is idle alone."""
    intake = read_intake(
        [{"id": "T1"}, {"id": "T2", "max_groups": 0}, {"id": "T3", "max_mentees": 1}, {"id": "T4"}],
        [{"id": "S1"}, {"id": "S2"}],
        {"groups": {"mentors": 1, "min_size": 2, "max_size": 2}},
    )
    led = Group("G1", None, ("T1",), ("S1", "S2"), 0)
    result = result_of(intake, led)
    before = result_of(intake, replace(led, mentors=("T2",)))
    since = replace(order(intake, result), since=before)
    told = dict(message_files(viewed(intake, result, language=language), since))
    told |= files(intake, result, language=language)
    messages = {"mail/T2.txt": True, "mail/changes/T2.txt": True, "mail/T3.txt": True, "mail/T4.txt": False}
    for message, kept in messages.items():
        assert (noted in told[message], late in told[message]) == (kept, not kept)


def test_a_message_a_person_and_two_lists() -> None:
    people = [f"mail/S{n}.txt" for n in range(1, 10)] + [f"mail/T{n}.txt" for n in range(1, 5)]
    assert list(files(tiny())) == ["mail/mentees.csv", "mail/mentors.csv", *people]


def test_a_message_goes_to_one_address_whatever_names_and_cells_hold() -> None:
    cells = {"S1": "s1@example.org", "S2": "s2@example.org, other@example.org", "S3": "Yuki <s3@example.org>"}
    intake = tiny(CALENDAR)
    mentees = tuple(
        one.model_copy(update={"email": cells.get(one.id), "name": f"Rahman, {one.name}"}) for one in intake.mentees
    )
    told = files(changed(intake, mentees=mentees), with_emails=True)
    first = {own: told[f"mail/{own}.txt"].splitlines()[:3] for own in cells}
    assert first["S1"] == ["Subject: Tiny: your group", 'To: "Rahman, Ines Rossi" <s1@example.org>', ""]
    assert first["S2"][:2] == ["Subject: Tiny: your group", ""]
    assert first["S3"][1] == 'To: "Rahman, Yuki Tanaka" <s3@example.org>'
    assert {row["email"] for row in rows(told["mail/mentees.csv"]).values()} == {"s1@example.org", "s3@example.org", ""}
    assert "other@example.org" not in "".join(told.values())


def test_the_lists_have_every_field() -> None:
    intake = with_addresses(tiny(CALENDAR))
    told = files(intake, with_emails=True)
    mentee, mentor = rows(told["mail/mentees.csv"])["S2"], rows(told["mail/mentors.csv"])["T3"]
    assert mentee == {
        "id": "S2",
        "name": "Omar Diallo",
        "email": "s2@example.org",
        "group": "G2",
        "when": "Wednesday 17:00",
        "until": "18:00",
        "timezone": "Central European Time",
        "first_meeting": "Wednesday, 7 October 2026",
        "meetings": "; ".join(f"Wednesday, {day} 2026" for day in (
            "7 October", "14 October", "21 October", "28 October", "4 November", "11 November")),
        "skipped": "",
        "place": "Room 7",
        "mentor_1": "Chloé Nguyen",
        "mentor_1_email": "t3@example.org",
        "mentor_2": "Daniel Haddad",
        "mentor_2_email": "t4@example.org",
        "others": "Freya Olsen; Kofi Mensah; Sam Park; Zofia Horváth",
        "choice": "2",
        "reason": "",
        "subject": "Tiny: your group",
        "file": "S2.txt",
    }  # fmt: skip
    assert {key: mentor[key] for key in ("groups", "partners", "partners_email", "number_of_mentees", "file")} == {
        "groups": "G2",
        "partners": "Daniel Haddad",
        "partners_email": "t4@example.org",
        "number_of_mentees": "5",
        "file": "T3.txt",
    }
    assert rows(told["mail/mentees.csv"])["S1"]["skipped"] == "Monday, 19 October 2026"
    assert mentor["mentees_email"] == "s6@example.org; s7@example.org; s2@example.org; s9@example.org; s8@example.org"


def test_many_meetings_are_told_by_the_first_the_last_and_the_days_left_out() -> None:
    told = files(tiny(CALENDAR | {"weeks": 60, "every": 2, "skip": ["2026-10-26"]}))["mail/S1.txt"]
    assert told.splitlines()[6:10] == [
        "When: Monday 12:00 to 13:00 (Central European Time)",
        "First meeting: Monday, 12 October 2026",
        "Then every 2 weeks until Monday, 22 November 2027",
        "No meeting on: 26 Oct",
    ]


def test_a_meeting_over_midnight_ends_on_the_next_day_and_a_zone_of_no_place_has_its_name() -> None:
    intake = read_intake(
        [{"id": "a", "availability": "Mon 23:00-24:00; Tue 00:00-01:00"}],
        [{"id": "b", "availability": "Mon 23:30-24:00; Tue 00:00-00:30"}],
        {
            "groups": {"mentors": 1, "min_size": 1},
            "schedule": {"slots": ["Mon 23:30"]},
            "calendar": {"start": "2026-10-05", "weeks": 1, "timezone": "UTC"},
        },
    )
    told = files(intake, result_of(intake, Group("G1", "Mon 23:30", ("a",), ("b",), 0)))["mail/b.txt"]
    assert "When: Monday 23:30 to 00:30 (UTC)\n" in told
    assert "All meetings" not in told


def test_addresses_only_where_they_are_asked_for() -> None:
    intake = with_addresses(tiny())
    told = files(intake)
    assert not any("@" in text or "email" in text for text in told.values())


def test_a_mentor_with_two_groups_is_told_of_both() -> None:
    intake = tiny()
    result = result_of(intake, GROUPS[0], replace(GROUPS[1], mentors=("T1", "T4")))
    told = files(intake, result)
    assert "Group G1" in told["mail/T1.txt"]
    assert "Group G2" in told["mail/T1.txt"]
    assert told["mail/T1.txt"].startswith("Subject: Tiny: your groups\n")
    assert rows(told["mail/mentors.csv"])["T1"]["when"] == "Monday 12:00; Wednesday 17:00"


def test_hostile_names_are_text() -> None:
    intake = tiny(names={"S1": "{{ 7*7 }}\nBcc: x@example.org", "S3": "=HYPERLINK(1)", "T1": "<script>"})
    told = files(intake)
    assert told["mail/S1.txt"].startswith("Subject: Tiny: your group\n\nDear {{ 7*7 }} Bcc: x@example.org,\n")
    assert "Your mentors: <script> and Ben Lindqvist" in told["mail/S1.txt"]
    assert rows(told["mail/mentees.csv"])["S3"]["name"] == "'=HYPERLINK(1)"


def test_ids_are_no_paths() -> None:
    intake = renamed(tiny(), "S1", "../../x")
    groups = (replace(GROUPS[0], mentees=("../../x", *GROUPS[0].mentees[1:])), GROUPS[1])
    assert "mail/x.txt" in files(intake, result_of(intake, *groups))


def test_anonymous_messages_hold_no_name() -> None:
    intake = with_addresses(tiny())
    told = "".join(files(intake, anonymous=True).values())
    assert not [one.name for one in (*intake.mentors, *intake.mentees) if one.name in told]
    assert "@" not in told


# The coordinator's own ----------------------------------------------------------------------------------------------


def test_own_texts_replace_those_of_the_same_name(tmp_path: Path) -> None:
    (tmp_path / "mentee.txt").write_bytes(
        "\ufeffSubject:  Hi {{ person.name }}!\r\n\r\nSee you in {{ group.name }} on {{ group.days | first }}.\r\n"
        "{% include 'sign.txt' %}".encode()
    )
    (tmp_path / "sign.txt").write_text("Ada\n", encoding="utf-8")
    told = files(tiny(CALENDAR), templates=tmp_path)
    assert told["mail/S1.txt"] == "Subject: Hi Ines Rossi!\n\nSee you in G1 on Monday, 12 October 2026.\nAda\n"
    assert rows(told["mail/mentees.csv"])["S1"]["subject"] == "Hi Ines Rossi!"
    assert told["mail/T1.txt"] == files(tiny(CALENDAR))["mail/T1.txt"]


def faults(folder: Path, **texts: str) -> list[str]:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    with pytest.raises(IntakeError, match=r"mentee|holds none") as caught:
        files(tiny(), templates=folder)
    return [str(issue) for issue in caught.value.issues]


NAMES = (
    "there is before, choice, group, groups, may_lead, more_times, others, person, program, reason, scheduled, shared"
)


def test_every_fault_in_writing_is_told_with_file_and_line(tmp_path: Path) -> None:
    told = faults(
        tmp_path,
        mentee="Subject: {{ progam }}\n\n{% for one in groups %}\n",
        mentor="Subject: {{ progam }}\n\n{{ persn.name }}\n{% include 'sign.txt' %}{% include '../../etc/passwd' %}",
        idle="Subject: x\n{{ person.name | shout }}",
        sign="Bye\n{{ groop }}",
        unmached="Subject: x",
    )
    assert told == [
        "mentee.txt row 3: cannot be understood: Unexpected end of template. Jinja was looking for the following tags: "
        "'endfor' or 'else'. The innermost block that needs to be closed is 'for'.",
        f"mentor.txt row 1: 'progam' is nothing that a message can name; {NAMES}; did you mean program?",
        f"mentor.txt row 3: 'persn' is nothing that a message can name; {NAMES}; did you mean person?",
        "idle.txt row 2: cannot be understood: No filter named 'shout'.",
        f"sign.txt row 2: 'groop' is nothing that a message can name; {NAMES}; did you mean group?",
        "../../etc/passwd: is included by a message and is not there",
        "unmached.txt: is no message, and none includes it; did you mean unmatched.txt?",
    ]


def test_what_fails_for_somebody_is_told_once_with_its_line(tmp_path: Path) -> None:
    told = faults(
        tmp_path,
        mentee="Subject: x\n\nDear {{ person.nmae }}",
        mentor="Subject: x\n\n{{ person.name }}\n{{ 1 // 0 }}",
    )
    assert [text.partition(";")[0] for text in told] == [
        "mentee.txt row 3: 'nmae' is nothing that a message can name",
        "mentor.txt row 4: fails: integer division or modulo by zero",
    ]
    assert told[0].endswith("did you mean name?")


@pytest.mark.parametrize("text", ["Dear {{ person.name }}", "Subject: {{ reason or '' }}\n\nx", ""])
def test_a_subject_is_asked_for(tmp_path: Path, text: str) -> None:
    told = "mentee.txt row 1: gives a message without a subject; begin it with a line like Subject: Your group"
    assert faults(tmp_path, mentee=text) == [told]


@pytest.mark.parametrize(
    "text",
    ["{{ ''.__class__.__mro__ }}", "{{ groups.append(1) }}", "{{ range(10**9) | list }}"],
    ids=["classes", "changes", "size"],
)
def test_templates_run_in_a_sandbox(tmp_path: Path, text: str) -> None:
    (told,) = faults(tmp_path, mentee=f"Subject: x\n\n{text}")
    assert told.startswith("mentee.txt row 3: fails: ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_that_are_no_utf_8_are_told(tmp_path: Path, language: str) -> None:
    (tmp_path / "mentee.txt").write_bytes("Subject: Gr\xfc\xdfe".encode("latin-1"))
    with pytest.raises(IntakeError, match=r"mentee\.txt: is not UTF-8 text; save it again as UTF-8"):
        files(tiny(), templates=tmp_path, language=language)


def test_a_folder_without_messages_is_told(tmp_path: Path) -> None:
    assert faults(tmp_path)[0].endswith(f"holds none of {', '.join(MESSAGES)}; put the messages there that you changed")
    with pytest.raises(IntakeError, match="is no folder of templates"):
        files(tiny(), templates=tmp_path / "nowhere")


# One full stop ------------------------------------------------------------------------------------------------------


def stopped_everywhere(language: str) -> tuple[Intake, MatchResult, MatchResult]:
    """The sample, in which whatever has a name ends with a full stop: people, hours, places, the program."""
    plain = tiny().program.model_dump(mode="json", exclude_none=True)
    plain |= {"name": "St. Marien St.", "schedule": {"slots": ["9 a.m.", "5 p.m."]}}
    rows = {
        side: [
            {"id": one.id, "name": f"{one.name} jun.", "availability": "9 a.m.; 5 p.m.", "interests": "U.S.; arts etc."}
            for one in getattr(tiny(), side)
        ]
        for side in ("mentors", "mentees")
    }
    intake = read_intake(rows["mentors"], rows["mentees"], plain)
    groups = (replace(GROUPS[0], slot="9 a.m."), replace(GROUPS[1], slot="5 p.m."))
    moved = (
        replace(groups[0], mentors=("T2", "T4"), mentees=("S1", "S2", "S4")),
        replace(groups[1], mentors=("T1", "T3"), mentees=("S5", "S6", "S7", "S8")),
    )
    return intake, result_of(intake, *groups), result_of(intake, *moved, left_out=("S3", "S9"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_of_a_message_ends_with_two_full_stops(language: str) -> None:
    intake, before, after = stopped_everywhere(language)
    told = {**files(intake, before, language=language)}
    told |= {f"after {name}": text for name, text in files(intake, after, language=language).items()}
    since = message_files(viewed(intake, after, language=language), order(intake, after, since=before))
    told |= {f"since {name}": text for name, text in since.items()}
    texts = {name: text for name, text in told.items() if name.endswith(".txt")}
    assert len(texts) > 30
    assert any("a.m.\n" in text for name, text in texts.items() if name.startswith("since"))
    assert not [name for name, text in texts.items() if ".." in text]
    # Nothing that marks values while a message is made is left in it.
    assert not [name for name, text in texts.items() if "\x02" in text]


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for language in KEPT:
        (GOLDEN / f"messages-{language}.txt").write_text(everything(language), encoding="utf-8")
        (GOLDEN / f"changes-{language}.txt").write_text(all_news(language), encoding="utf-8")
