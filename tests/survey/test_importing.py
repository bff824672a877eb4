"""`import_survey` as a whole: what it makes of answers, what it asks, what stays from one import to the next."""

import csv
import io
import os
from pathlib import Path

import pytest

from matcher import IntakeError, MappingNeededError, MatcherError, import_survey, read_intake
from matcher.survey.import_report import Outcome
from matcher.survey.people.gathering import short_hash
from tests.survey.exports_for_tests import MENTEES, MENTORS, two_exports, write_csv

ADA, BEN = short_hash("ada@uni.example"), short_hash("ben@uni.example")
INES, OMAR, YUKI = (short_hash(f"{name}@uni.example") for name in ("ines", "omar", "yuki"))


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def correct(folder: Path, *rows: str) -> None:
    (folder / "corrections.csv").write_text("\n".join(("email,id,file,row,column,value", *rows)), encoding="utf-8")


def test_two_exports_become_an_intake(tmp_path: Path) -> None:
    done = import_survey(two_exports(tmp_path), tmp_path / "intake")
    assert [one.id for one in done.intake.mentors] == [ADA, BEN]
    assert [one.preferred_mentors for one in done.intake.mentees] == [(ADA, BEN), (BEN,), ()]
    assert [str(one.availability) for one in done.intake.mentors] == ["Mon 09:00-11:00", "Mon 09:00-12:00"]
    assert read_intake(tmp_path / "intake").mentees == done.intake.mentees
    assert {path.name for path in done.written} == {
        "mentors.csv",
        "mentees.csv",
        "program.toml",
        "constraints.csv",
        "import-report.csv",
        "questions.csv",
        "import.html",
        "import.json",
        "mapping.toml",
    }


def test_one_path_and_no_folder(tmp_path: Path) -> None:
    rows = [["Email", "Name", "Role"], ["a@x.org", "Ann Lee", "Mentor"], ["b@x.org", "Bob Ray", "Mentee"]]
    done = import_survey(write_csv(tmp_path / "all.csv", rows))
    assert [one.name for one in done.intake.mentors] == ["Ann Lee"]
    assert done.written == ()
    assert [path.name for path in tmp_path.iterdir()] == ["all.csv"]


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    exports = two_exports(tmp_path)
    for name in ("one", "two"):
        import_survey(exports, tmp_path / name)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_late_answers_change_only_what_changed(tmp_path: Path) -> None:
    before = import_survey(two_exports(tmp_path), tmp_path / "intake").intake
    late = [
        *MENTEES,
        ["9/9/2026 9:00:00", "omar@uni.example", "Omar Diallo", "Ada Okafor", "", "Mon 9-11am"],
        ["9/9/2026 10:00:00", "zoe@uni.example", "Zoe Hall", "Ada Okafor", "", "Mon 9-11am"],
    ]
    after = import_survey(two_exports(tmp_path, mentees=late), tmp_path / "intake").intake
    assert after.mentors == before.mentors
    assert after.mentees[0] == before.mentees[0]
    assert after.mentees[2] == before.mentees[2]
    assert after.mentees[1].preferred_mentors == (ADA,)
    assert [one.name for one in after.mentees] == ["Ines Rossi", "Omar Diallo", "Yuki Tanaka", "Zoe Hall"]


def test_the_latest_answer_counts_wherever_it_stands(tmp_path: Path) -> None:
    early = ["8/1/2026 9:00:00", "INES@uni.example", "Ines Rossi", "Ben Lindqvist", "", "Fri 9-11am"]
    done = import_survey(two_exports(tmp_path, mentees=[*MENTEES, early]), tmp_path / "intake")
    assert str(done.intake.mentees[0].availability) == "Mon 09:00-11:00"
    merged = [row for row in done.report if row.outcome is Outcome.MERGED]
    assert [(row.row, row.person, row.note) for row in merged] == [
        (5, INES, "the same person's later answer in row 2 counts")
    ]


@pytest.mark.parametrize(
    ("answers", "rows"), [(2, "also row 2"), (3, "also rows 2 and 3"), (4, "also rows 2, 3 and 4")]
)
def test_all_rows_of_one_name_are_told(tmp_path: Path, answers: int, rows: str) -> None:
    people = [["Name", "Role"], *[["Ann Lee", "Mentor"]] * answers, ["Bob Ray", "Mentee"]]
    done = import_survey(write_csv(tmp_path / "all.csv", people))
    (asked,) = [str(one) for one in done.questions if one.column == "id"]
    assert f"gave two answers or more ({rows}), told by the name alone" in asked


def test_an_answer_that_limesurvey_has_no_date_for_was_not_finished(tmp_path: Path) -> None:
    head = ["id. Response ID", "submitdate. Date submitted", "lastpage. Last page", "q1. E-mail", "q2. Full name"]
    rows = [
        [*head, "q3[SQ1]. When are you free? [Mon 09:00]", "q3[SQ2]. When are you free? [Wed 09:00]"],
        ["1", "2026-09-01 09:00:00", "3", "ada@uni.example", "Ada Okafor", "Yes", "No"],
        ["2", "", "1", "ada@uni.example", "Ada Okafor", "No", "Yes"],
        ["3", "", "1", "ben@uni.example", "Ben Lindqvist", "No", "Yes"],
    ]
    mentees = two_exports(tmp_path)[1]
    done = import_survey([write_csv(tmp_path / "mentors.csv", rows), mentees])
    assert [str(one.availability) for one in done.intake.mentors] == ["Mon 09:00-10:00", "Wed 09:00-10:00"]
    told = [(row.row, row.outcome, row.note) for row in done.report if row.file == "mentors.csv" and row.note]
    assert told == [
        (3, Outcome.MERGED, "the same person's finished answer in row 2 counts"),
        (4, Outcome.KEPT, "the survey was not finished"),
    ]


def test_settings_and_constraints_that_stand_in_the_folder_stay(tmp_path: Path) -> None:
    folder = tmp_path / "intake"
    import_survey(two_exports(tmp_path), folder)
    (folder / "program.toml").write_text("[groups]\nmentors = 1\nmin_size = 2 # ours\n", encoding="utf-8")
    (folder / "constraints.csv").write_text(f"kind,a,b\napart,{INES},{OMAR}\n", encoding="utf-8")
    done = import_survey(two_exports(tmp_path), folder)
    assert (folder / "program.toml").read_text(encoding="utf-8").endswith("# ours\n")
    assert done.intake.program.groups.min_size == 2
    assert [(one.a, one.b) for one in done.intake.constraints] == [(INES, OMAR)]


def test_a_constraint_on_somebody_who_is_gone_is_a_fault_and_nothing_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "intake"
    import_survey(two_exports(tmp_path), folder)
    (folder / "constraints.csv").write_text(f"kind,a,b\napart,{INES},{YUKI}\n", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(IntakeError, match=r"constraints.csv row 2, column b: .* is nobody"):
        import_survey(two_exports(tmp_path, mentees=MENTEES[:-1]), folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_unreadable_hours_are_never_always_free(tmp_path: Path) -> None:
    mentees = [[*row[:5], "when the moon is full"] if row[1].startswith("yuki") else row for row in MENTEES]
    done = import_survey(two_exports(tmp_path, mentees=mentees), tmp_path / "intake")
    yuki = done.intake.mentees[2]
    assert yuki.availability is None
    assert str(yuki.unavailable).startswith("Mon 00:00-24:00; Tue 00:00-24:00")
    [question] = [one for one in done.questions if one.person == YUKI]
    assert question.answer == "when the moon is full"
    assert "counts as never free" in question.text


def test_blank_hours_are_told(tmp_path: Path) -> None:
    mentees = [[*row[:5], ""] if row[1].startswith("yuki") else row for row in MENTEES]
    done = import_survey(two_exports(tmp_path, mentees=mentees), tmp_path / "intake")
    assert any("left blank by Yuki Tanaka; a blank counts as free at any slot" in one.text for one in done.questions)


def test_misspelt_wishes_are_matched_and_listed(tmp_path: Path) -> None:
    mentees = [
        *MENTEES[:3],
        ["9/2/2026 9:20:00", "yuki@uni.example", "Yuki Tanaka", "Okafor, Ada", "Zz Top", "Mon 9-10"],
    ]
    done = import_survey(two_exports(tmp_path, mentees=mentees), tmp_path / "intake")
    assert done.intake.mentees[2].preferred_mentors == (ADA,)
    changed = [row for row in done.report if row.person == YUKI and row.before == "Okafor, Ada"]
    assert [row.after for row in changed] == [ADA]
    assert [one.answer for one in done.questions if one.column == "preferred_mentors"] == ["Zz Top"]


def test_two_people_of_one_name_are_never_guessed_between(tmp_path: Path) -> None:
    mentors = [*MENTORS, ["9/1/2026 9:40:00", "ada2@uni.example", "Ada Okafor", "F", "Mon 9-11am"]]
    done = import_survey(two_exports(tmp_path, mentors=mentors), tmp_path / "intake")
    assert done.intake.mentees[0].preferred_mentors == (BEN,)
    [asked] = [one for one in done.questions if one.column == "preferred_mentors"]
    assert ADA in asked.text
    assert short_hash("ada2@uni.example") in asked.text


def test_names_settle_a_wish(tmp_path: Path) -> None:
    exports = two_exports(
        tmp_path, mentees=[[*row[:4], "Benny B", row[5]] if row[3] == "Ada Okafor" else row for row in MENTEES]
    )
    import_survey(exports, tmp_path / "intake")
    mapping = tmp_path / "intake" / "mapping.toml"
    mapping.write_text(
        mapping.read_text(encoding="utf-8") + '\n[names]\n"benny b" = "ben@uni.example"\n', encoding="utf-8"
    )
    done = import_survey(exports, tmp_path / "intake")
    assert done.intake.mentees[0].preferred_mentors == (ADA, BEN)
    assert not [one for one in done.questions if one.column == "preferred_mentors"]


def test_corrections_survive_a_second_import(tmp_path: Path) -> None:
    folder = tmp_path / "intake"
    import_survey(two_exports(tmp_path), folder)
    correct(
        folder,
        f",{YUKI},,,preferred_mentors,Ben Lindqvist; {ADA}",
        "omar@uni.example,,,,availability,Wed 10:00-12:00",
        ",,mentees.csv,2,Full name,Inès Rossi",
        ",,mentors.csv,3,leave_out,no",
    )
    for _ in range(2):
        done = import_survey(two_exports(tmp_path), folder)
        ines, omar, yuki = done.intake.mentees
        assert (ines.name, str(omar.availability), yuki.preferred_mentors) == (
            "Inès Rossi",
            "Wed 10:00-12:00",
            (BEN, ADA),
        )
    corrected = [row for row in rows_of(folder / "import-report.csv") if row["outcome"] == "corrected"]
    assert {row["after"] for row in corrected} == {f"Ben Lindqvist; {ADA}", "Wed 10:00-12:00", "Inès Rossi", "no"}


def test_a_correction_can_leave_a_row_out_or_keep_it(tmp_path: Path) -> None:
    folder = tmp_path / "intake"
    mentees = [*MENTEES, ["9/3/2026 9:00:00", "testa@uni.example", "Test", "", "", "Mon 9-10"]]
    first = import_survey(two_exports(tmp_path, mentees=mentees), folder)
    assert [one.name for one in first.intake.mentees] == ["Ines Rossi", "Omar Diallo", "Yuki Tanaka"]
    correct(folder, "testa@uni.example,,,,leave_out,no", f",{OMAR},,,leave_out,yes")
    done = import_survey(two_exports(tmp_path, mentees=mentees), folder)
    assert [one.name for one in done.intake.mentees] == ["Ines Rossi", "Yuki Tanaka", "Test"]


def test_filled_in_questions_are_corrections(tmp_path: Path) -> None:
    folder = tmp_path / "intake"
    mentees = [[*row[:5], "some day"] if row[1].startswith("yuki") else row for row in MENTEES]
    import_survey(two_exports(tmp_path, mentees=mentees), folder)
    [asked] = rows_of(folder / "questions.csv")
    asked["value"] = "Tue 10:00-12:00"
    filled = [list(asked), list(asked.values())]
    write_csv(folder / "corrections.csv", filled)
    done = import_survey(two_exports(tmp_path, mentees=mentees), folder)
    assert str(done.intake.mentees[2].availability) == "Tue 10:00-12:00"
    assert done.questions == ()


def filled(folder: Path, *values: str) -> None:
    """Fill in ``questions.csv`` from its end, and save it as ``corrections.csv``, as an import says."""
    rows = rows_of(folder / "questions.csv")
    for row, value in zip(reversed(rows), reversed(values), strict=False):
        row["value"] = value
    write_csv(folder / "corrections.csv", [list(rows[0]), *(list(row.values()) for row in rows)])


def test_a_second_round_of_answers_keeps_the_first(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = tmp_path / "intake"
    mentees = [[*row[:5], f"some day {row[1][0] * 3}"] if place else row for place, row in enumerate(MENTEES)]
    exports = two_exports(tmp_path, mentees=mentees)
    first = import_survey(exports, folder)
    assert len(first.questions) == 3
    filled(folder, "Tue 10:00-12:00", "", "")
    import_survey(exports, folder)
    rows = rows_of(folder / "questions.csv")
    assert [(row["value"], row["answer"]) for row in rows] == [
        ("Tue 10:00-12:00", "some day iii"),
        ("", "some day ooo"),
        ("", "some day yyy"),
    ]
    filled(folder, "Wed 10:00-12:00", "Thu 10:00-12:00")
    done = import_survey(exports, folder)
    assert [str(one.availability) for one in done.intake.mentees] == [
        f"{day} 10:00-12:00" for day in ("Tue", "Wed", "Thu")
    ]
    assert [row["value"] for row in rows_of(folder / "questions.csv")] == [
        f"{day} 10:00-12:00" for day in ("Tue", "Wed", "Thu")
    ]
    assert caplog.records == []


def test_what_is_asked_anew_can_be_answered_otherwise(tmp_path: Path) -> None:
    folder = tmp_path / "intake"
    mentees = [[*row[:5], "some day"] if row[1].startswith("yuki") else row for row in MENTEES]
    exports = two_exports(tmp_path, mentees=mentees)
    import_survey(exports, folder)
    filled(folder, "whenever it rains")
    [still] = import_survey(exports, folder).questions
    assert still.answer == "whenever it rains"
    filled(folder, "Tue 10:00-12:00")
    done = import_survey(exports, folder)
    assert str(done.intake.mentees[2].availability) == "Tue 10:00-12:00"
    assert done.questions == ()


def test_corrections_by_address_stay_what_they_are(tmp_path: Path) -> None:
    folder = tmp_path / "intake"
    import_survey(two_exports(tmp_path), folder)
    correct(folder, "omar@uni.example,,,,availability,Wed 10:00-12:00")
    first = import_survey(two_exports(tmp_path), folder)
    assert str(first.intake.mentees[1].availability) == "Wed 10:00-12:00"
    (folder / "questions.csv").replace(folder / "corrections.csv")
    assert import_survey(two_exports(tmp_path), folder).intake == first.intake


def test_an_answer_that_went_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = tmp_path / "intake"
    mentees = [[*row[:5], "some day"] if row[1].startswith("yuki") else row for row in MENTEES]
    exports = two_exports(tmp_path, mentees=mentees)
    [asked] = import_survey(exports, folder).questions
    filled(folder, "Tue 10:00-12:00")
    import_survey(exports, folder)
    assert caplog.messages == []
    (folder / "corrections.csv").unlink()
    done = import_survey(exports, folder)
    assert len(done.questions) == 1
    (said,) = caplog.messages
    assert said == (
        "Answered in questions.csv before, and not in corrections.csv, so that it does not count now: availability of "
        f"{asked.person}: 'Tue 10:00-12:00'. If that is not meant, answer it again: import-report.csv has all of it"
    )
    assert [row.note for row in done.report if row.note and "does not count" in row.note] == [
        "was answered with 'Tue 10:00-12:00' in questions.csv, and is not in corrections.csv: it does not count"
    ]
    caplog.clear()
    filled(folder, "Wed 10:00-12:00")
    import_survey(exports, folder)
    correct(folder, f",{asked.person},,,availability,Thu 10:00-12:00")
    import_survey(exports, folder)
    assert caplog.messages == []


def test_every_fault_of_the_corrections_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "intake"
    import_survey(two_exports(tmp_path), folder)
    correct(
        folder, ",,,,gender,woman", "ada@uni.example,,,,gendre,woman", ",,,x,gender,woman", "ada@uni.example,,,,,woman"
    )
    with pytest.raises(IntakeError, match="does not say whose answer it corrects") as caught:
        import_survey(two_exports(tmp_path), folder)
    assert [(one.row, one.suggestion) for one in caught.value.issues] == [
        (2, None),
        (3, "gender"),
        (4, None),
        (5, None),
    ]


def test_a_correction_of_nobody_is_asked_about(tmp_path: Path) -> None:
    folder = tmp_path / "intake"
    import_survey(two_exports(tmp_path), folder)
    correct(folder, "gone@uni.example,,,,gender,woman")
    done = import_survey(two_exports(tmp_path), folder)
    assert [str(one) for one in done.questions] == [
        "corrections.csv row 2, gender: 'woman' corrects somebody who is not in the exports; it was not used"
    ]


def test_it_stops_where_nothing_tells_who_answered(tmp_path: Path) -> None:
    rows = [["Colour", "Animal"], ["red", "cat"], ["red", "dog"]]
    mentors, _ = two_exports(tmp_path)
    with pytest.raises(MappingNeededError, match="no column is sure to tell who answered") as caught:
        import_survey([mentors, write_csv(tmp_path / "students.csv", rows)], tmp_path / "intake")
    assert [path.name for path in (tmp_path / "intake").iterdir()] == ["mapping.toml"]
    written = (tmp_path / "intake" / "mapping.toml").read_text(encoding="utf-8")
    assert written == caught.value.proposed
    assert "# TO FILL IN: students.csv: no column is sure to tell who answered" in written


def test_it_stops_where_the_role_is_not_sure_and_goes_on_when_it_is_filled_in(tmp_path: Path) -> None:
    people = [["Name", "Email"], ["Ann Lee", "ann@x.org"], ["Bob Ray", "bob@x.org"]]
    others = [["Name", "Email"], ["Cy Day", "cy@x.org"]]
    exports = [write_csv(tmp_path / "autumn.csv", people), write_csv(tmp_path / "spring.csv", others)]
    with pytest.raises(MappingNeededError, match="not sure whether mentors or mentees answered") as caught:
        import_survey(exports, tmp_path / "intake")
    assert len(caught.value.issues) == 2
    mapping = tmp_path / "intake" / "mapping.toml"
    text = (
        mapping.read_text(encoding="utf-8")
        .replace('role = ""', 'role = "mentees"', 1)
        .replace('role = ""', 'role = "mentors"', 1)
    )
    mapping.write_text(text, encoding="utf-8")
    done = import_survey(exports, tmp_path / "intake")
    assert [one.name for one in done.intake.mentors] == ["Cy Day"]


def test_an_export_of_one_role_alone_is_told(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match="holds no mentees; name the export with the mentees, too"):
        import_survey(two_exports(tmp_path)[:1], tmp_path / "intake")
    assert not (tmp_path / "intake" / "mentors.csv").exists()


def test_every_fault_of_every_file_at_once(tmp_path: Path) -> None:
    empty = tmp_path / "mentors.csv"
    empty.write_bytes(b"")
    with pytest.raises(IntakeError, match="is empty") as caught:
        import_survey([empty, tmp_path / "gone.csv"], tmp_path / "intake")
    assert [issue.file for issue in caught.value.issues] == ["gone.csv", "mentors.csv"]
    assert not (tmp_path / "intake").exists()


def test_no_export_at_all(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match="names no export"):
        import_survey([], tmp_path / "intake")


def test_a_name_cannot_run_as_a_formula(tmp_path: Path) -> None:
    mentees = [[*row[:2], "=HYPERLINK(1)", *row[3:]] if row[1].startswith("yuki") else row for row in MENTEES]
    import_survey(two_exports(tmp_path, mentees=mentees), tmp_path / "intake")
    for path in (tmp_path / "intake").glob("*.csv"):
        cells = [cell for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8"))) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


def test_people_written_by_hand_and_results_are_not_overwritten(tmp_path: Path) -> None:
    folder = tmp_path / "intake"
    folder.mkdir()
    (folder / "mentors.csv").write_text("id,name\nM1,Ada\n", encoding="utf-8")
    with pytest.raises(MatcherError, match=r"holds people whom no import wrote, in mentors\.csv") as caught:
        import_survey(two_exports(tmp_path), folder)
    assert caught.value.exit_code == 2
    (folder / "mentors.csv").unlink()
    import_survey(two_exports(tmp_path), folder)
    (folder / "result.json").write_text("{}", encoding="utf-8")
    with pytest.raises(MatcherError, match=r"holds a result, whose mentors.csv would be overwritten"):
        import_survey(two_exports(tmp_path), folder)


def test_pseudonymous(tmp_path: Path) -> None:
    folder, private = tmp_path / "intake", tmp_path / "intake-private"
    for _ in range(2):
        done = import_survey(two_exports(tmp_path), folder, pseudonymous=True)
        assert [one.id for one in done.intake.mentors] == ["P0001", "P0002"] or [
            one.id for one in done.intake.mentees
        ] == ["P0003", "P0004", "P0005"]
    public = "".join(path.read_text(encoding="utf-8") for path in folder.iterdir())
    for word in ("Ada", "Okafor", "Rossi", "uni.example", ADA, INES):
        assert word not in public
    key = {row["email"]: row["id"] for row in rows_of(private / "key.csv")}
    assert done.intake.mentees[0].id == key["ines@uni.example"]
    assert done.intake.mentees[0].preferred_mentors == (key["ada@uni.example"], key["ben@uni.example"])
    assert {path.name for path in private.iterdir()} == {
        ".matcher.json",
        "key.csv",
        "import-report.csv",
        "import.html",
        "questions.csv",
        "mapping.toml",
    }


def test_pseudonyms_stay_when_others_answer(tmp_path: Path) -> None:
    before = import_survey(two_exports(tmp_path), tmp_path / "intake", pseudonymous=True).intake
    late = [MENTEES[0], ["9/1/2026 1:00:00", "aaa@uni.example", "Aaa Bbb", "", "", "Mon 9-10"], *MENTEES[1:]]
    after = import_survey(two_exports(tmp_path, mentees=late), tmp_path / "intake", pseudonymous=True).intake
    assert after.mentees[1:] == before.mentees
    assert after.mentees[0].id == "P0006"


def test_names_and_pseudonyms_do_not_share_a_folder(tmp_path: Path) -> None:
    import_survey(two_exports(tmp_path), tmp_path / "intake")
    with pytest.raises(MatcherError, match="holds an import with names") as caught:
        import_survey(two_exports(tmp_path), tmp_path / "intake", pseudonymous=True)
    assert caught.value.exit_code == 2


def test_free_text_does_not_tell_who_somebody_is(tmp_path: Path) -> None:
    told = ["Ask me about my brother Tom", "I live at 5 High Street", "Call me: 0151", "Greetings from Ines"]
    mentees = [[*row, "About you"] if place == 0 else [*row, told[place]] for place, row in enumerate(MENTEES)]
    mentees.append(["9/4/2026 9:00:00", "eve@uni.example", "Eve Hall", "", "", "Mon 9-10", told[0] + "!"])
    done = import_survey(two_exports(tmp_path, mentees=mentees), tmp_path / "intake", pseudonymous=True)
    assert all(not one.columns for one in done.intake.mentees)
    assert any("words of people's own" in (row.note or "") for row in done.report)


def test_ids_that_both_lists_use_are_told_apart(tmp_path: Path) -> None:
    mentors = [["Number", "Name"], ["1", "Ann Lee"], ["2", "Bo Ray"]]
    mentees = [["Number", "Name", "Preferred mentors"], ["1", "Cy Day", "Bo Ray; Ann Lee"], ["3", "Di Fox", "Ann Lee"]]
    done = import_survey(two_exports(tmp_path, mentors, mentees), tmp_path / "intake")
    assert [one.id for one in (*done.intake.mentors, *done.intake.mentees)] == [
        "mentor-1",
        "mentor-2",
        "mentee-1",
        "mentee-3",
    ]
    assert done.intake.mentees[0].preferred_mentors == ("mentor-2", "mentor-1")


def test_somebody_in_both_roles_is_in_both_and_asked_about(tmp_path: Path) -> None:
    mentees = [*MENTEES, ["9/4/2026 9:00:00", "ada@uni.example", "Ada Okafor", "Ben Lindqvist", "", "Mon 9-10"]]
    done = import_survey(two_exports(tmp_path, mentees=mentees), tmp_path / "intake")
    assert done.intake.mentors[0].id == f"mentor-{ADA}"
    assert done.intake.mentees[3].id == f"mentee-{ADA}"
    assert any("answered as mentor and mentee" in one.text for one in done.questions)


def test_one_address_under_two_names_is_two_people(tmp_path: Path) -> None:
    mentees = [*MENTEES, ["9/4/2026 9:00:00", "ines@uni.example", "Walter Quux", "", "", "Mon 9-10"]]
    done = import_survey(two_exports(tmp_path, mentees=mentees), tmp_path / "intake")
    assert len(done.intake.mentees) == 4
    assert any(
        "has the same e-mail address as row 2 (Ines Rossi), but another name" in one.text for one in done.questions
    )


def test_both_exports_of_one_name(tmp_path: Path) -> None:
    exports = [
        write_csv((tmp_path / role).with_suffix(".csv"), rows)
        for role, rows in (("mentors", MENTORS), ("mentees", MENTEES))
    ]
    for export in exports:
        (tmp_path / export.stem).mkdir()
        export.rename(
            tmp_path / export.stem / "responses mentees.csv"
            if export.stem == "mentees"
            else tmp_path / export.stem / "responses.csv"
        )
    mentors, mentees = tmp_path / "mentors" / "responses.csv", tmp_path / "mentees" / "responses mentees.csv"
    mentees = mentees.rename(mentees.with_name("responses.csv"))
    done = import_survey([mentors, mentees], tmp_path / "intake", mapping=tmp_path / "m.toml")
    assert done.files == ("1 responses.csv", "2 responses.csv")
    assert len(done.intake.mentees) == 3


def test_the_published_circles(tmp_path: Path) -> None:
    folder = Path(os.environ.get("MATCHER_CIRCLES", "circles"))
    if not (folder / "SampleMentorData.csv").is_file():
        pytest.skip("the published survey is not here: MATCHER_CIRCLES names its folder")
    done = import_survey([folder / "SampleMentorData.csv", folder / "SampleStudentData.csv"])
    assert (len(done.intake.mentors), len(done.intake.mentees)) == (26, 98)
    assert done.intake.mentors[0].id == "m1a"
    student = done.intake.mentee_by_id["1"]
    assert student.name == "Aaliyah Jackson"
    assert student.text("major") == "Biomedical Engineering; Mechanical Engineering"
    assert student.text("university") == "University of Texas, El Paso (UTEP)"
