"""What reports tell of mentors who might drop out: in words, on the page, in the workbook; and what is refused."""

# ruff: noqa: RUF001 — letters of other scripts are what is tested here

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from matcher import MatchResult, ResultFileError, StressTable, rescored
from matcher.intake.fingerprint import digest_of
from matcher.questions.stress.table import Loss
from matcher.report import LANGUAGES, Phrases, View, write_reports
from matcher.report.page import page
from matcher.report.page.page import page_files
from matcher.report.view.stress import stress_view
from matcher.report.view.view import Named
from matcher.report.workbook.workbook import PARTICIPANTS_BOOK, WORKBOOK, workbook_files
from tests.report.test_page import HOSTILE, Texts
from tests.report.tiny import GROUPS, changed, order, result_of, stress_of, tiny, viewed


def words_of(view: View) -> str:
    return " ".join(" ".join(Texts(page_of(view)).texts).split())


def page_of(view: View) -> str:
    text = page_files(view, order(tiny()))["committee.html"]
    assert isinstance(text, str)
    return text


def part_of(text: str) -> str:
    return text.partition('<section id="stress"')[2].partition("</section>")[0]


def book_of(view: View, *, attendance: bool = False) -> bytes:
    return workbook_files(view, order(tiny(), attendance=attendance))[WORKBOOK]


# In words -----------------------------------------------------------------------------------------------------------


def test_a_table_in_words() -> None:
    view = viewed(tiny(), stress=stress_of(tiny())).stress
    assert view is not None
    assert view.now == "Now 0 mentees are left out. No mentor is in reserve: each who may lead a group leads one."
    assert view.how.endswith("stays where they are. Where the rules leave no other way, others change too.")
    one, two, three = view.sizes
    assert (one.heading, one.tried) == ("If one mentor drops out", "all 4 cases tried")
    assert one.sentences == (
        "In 2 of 4 nobody more is left out.",
        # Four and three more after two of them, none after the two others.
        "On average 1.8 more mentees are left out, at worst 4.",
    )
    assert [(loss.mentors, loss.left_out_told, loss.others) for loss in one.harmful] == [
        ((Named("T1", "Ada Okafor", "Ada Okafor"),), "4", 0),
        ((Named("T3", "Chloé Nguyen", "Chloé Nguyen"),), "at most 3", 2),
    ]
    assert (two.tried, two.others_change) == ("2 of 6 cases tried, drawn at random", False)
    assert two.sentences == (
        "In 0 of 2 nobody more is left out.",
        "On average 9.0 more mentees are left out, at worst 9.",
        "In one no grouping that keeps every rule was found.",
    )
    assert [(loss.left_out, loss.left_out_told) for loss in two.harmful] == [(None, "no grouping"), (9, "9")]
    assert (three.tried, three.sentences, three.harmful) == ("none was tried in the time allowed", (), ())


def test_what_was_tried_before_the_time_was_over_is_not_called_drawn_at_random() -> None:
    table = replace(stress_of(tiny()), chosen={1: 4, 2: 5, 3: 4})
    view = stress_view(table, Phrases(), lambda own: Named(own, own, own))
    assert view.sizes[1].tried == "2 of 6 cases tried, then the time was over"


def test_where_nothing_moves_and_some_are_in_reserve_it_says_so() -> None:
    table = stress_of(tiny(), spare=("T2", "T4"))
    table = replace(table, losses=tuple(replace(loss, moved=0) for loss in table.losses))
    view = stress_view(table, Phrases(), lambda own: Named(own, table.names[own], table.names[own]))
    assert view.now == "Now 0 mentees are left out."
    assert [one.name for one in view.spare] == ["Ben Lindqvist", "Daniel Haddad"]
    assert view.how.endswith("everybody else stays where they are.")
    harmless = replace(table, losses=tuple(loss for loss in table.losses if not loss.harmful))
    (sentence,) = stress_view(harmless, Phrases(), lambda own: Named(own, own, own)).sizes[0].sentences
    assert sentence == "In 2 of 2 nobody more is left out."


# On the page --------------------------------------------------------------------------------------------------------


def test_the_page_tells_it_between_those_left_out_and_the_rules() -> None:
    text = page_of(viewed(tiny(), stress=stress_of(tiny(), spare=("T2",))))
    assert re.findall(r'<li><a href="#(\w+)">', text.partition("</nav>")[0])[-3:] == ["left_out", "stress", "rules"]
    assert re.findall(r'<section id="(\w+)"', text)[-3:] == ["left_out", "stress", "rules"]
    words = words_of(viewed(tiny(), stress=stress_of(tiny(), spare=("T2",))))
    for said in (
        "Now 0 mentees are left out. In reserve, without a group: Ben Lindqvist T2 .",
        "If one mentor drops out (all 4 cases tried) In 2 of 4 nobody more is left out.",
        "Mentors Groups Mentees in them Left out then Others who change Ada Okafor T1 G1 4 4 Chloé Nguyen T3 G2 5 "
        "at most 3 2",
        "If two mentors drop out (2 of 6 cases tried, drawn at random)",
        "If three mentors drop out (none was tried in the time allowed)",
    ):
        assert said in words
    without = page_of(viewed(tiny()))
    assert 'href="#stress"' not in without
    assert 'id="stress"' not in without


def test_the_worst_are_in_sight_and_the_others_folded_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "LOSSES_SHOWN", 1)
    part = part_of(page_of(viewed(tiny(), stress=stress_of(tiny()))))
    assert part.count("<details") == 2
    assert "<summary>One more case</summary>" in part
    shown, _, folded = part.partition("<details")[0], *part.partition("<details")[1:]
    assert "Ada Okafor" in shown
    assert "Chloé Nguyen" not in shown
    assert "Chloé Nguyen" in folded.partition("</details>")[0]


def test_mentors_in_reserve_past_the_first_few_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "SPARE_SHOWN", 1)
    words = words_of(viewed(tiny(), stress=stress_of(tiny(), spare=("T2", "T3", "T4"))))
    assert "without a group: Ben Lindqvist T2 and 2 more." in words


def test_hostile_names_are_text_there_too() -> None:
    names = HOSTILE | {"T3": "<script>window.ran = true</script>", "T4": "\N{RIGHT-TO-LEFT OVERRIDE}{{ 7 * 7 }}"}
    plain, hostile = (
        Texts(part_of(page_of(viewed(intake, stress=stress_of(intake, spare=("T1", "T4"))))))
        for intake in (tiny(), tiny(names=names))
    )
    assert {names["T1"], names["T3"], names["T4"]} <= set(hostile.texts)
    assert [tag for tag, _ in hostile.tags] == [tag for tag, _ in plain.tags]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_anonymous_report_names_nobody_in_any_language(language: str) -> None:
    intake = tiny()
    view = viewed(intake, anonymous=True, language=language, stress=stress_of(intake, spare=("T4",)))
    with ZipFile(io.BytesIO(book_of(view, attendance=True))) as parts:
        book = "".join(parts.read(name).decode() for name in parts.namelist())
    for text in (page_of(view), book):
        assert not [one.name for one in (*intake.mentors, *intake.mentees) if one.name in text]
        assert "x.example" not in text
        assert "T1 and T3 would lead nine; write to …" in text
    assert not re.search(r"{\w+}", " ".join(Texts(part_of(page_of(view))).texts))


def test_addresses_in_reasons_are_told_nowhere() -> None:
    view = viewed(tiny(), stress=stress_of(tiny()))
    assert "Ada Okafor (T1) and Chloé Nguyen would lead nine; write to …" in words_of(view)


@pytest.mark.parametrize(
    ("language", "proved", "in_time"),
    [
        ("en", "No assignment satisfies the rules:", "None was found in time."),
        ("de", "Keine Einteilung hält alle Regeln ein:", "In der Zeit wurde keine gefunden."),
        ("es", "Ningún reparto cumple las reglas:", "No se encontró ninguno en el tiempo permitido."),
        ("fa", "هیچ گروه‌بندی‌ای همهٔ قاعده‌ها را رعایت نمی‌کند:", "در زمان مجاز هیچ گروه‌بندی‌ای پیدا نشد."),
    ],
)
def test_why_there_is_no_grouping_is_told_in_the_language_and_what_shows_it_in_english(
    language: str, proved: str, in_time: str
) -> None:
    table = stress_of(tiny())
    none = Loss(("T1", "T2"), ("G1",), 4, None, None, 0, None, False, "none was found in time")
    view = viewed(tiny(), language=language, stress=replace(table, losses=(*table.losses, none)))
    assert view.stress is not None
    told = {tuple(one.id for one in loss.mentors): loss for loss in view.stress.sizes[1].harmful}
    assert (told["T1", "T2"].reason, told["T1", "T2"].shown_by) == (in_time, None)
    shown = "Ada Okafor (T1) and Chloé Nguyen would lead nine; write to …"
    assert (told["T1", "T3"].reason, told["T1", "T3"].shown_by) == (proved, shown)
    assert (told["T2", "T4"].reason, told["T2", "T4"].shown_by) == (None, None)
    part = part_of(page_of(view))
    assert f'<small>{proved} <span lang="en" dir="auto">{shown}</span></small>' in part
    assert f"<small>{in_time}</small>" in part


# In the workbook ----------------------------------------------------------------------------------------------------


def test_the_workbook_has_a_sheet_of_harmful_losses() -> None:
    book = openpyxl.load_workbook(io.BytesIO(book_of(viewed(tiny(), stress=stress_of(tiny())))))
    assert book.sheetnames[4:6] == ["Unmatched", "Drop-outs"]
    rows = [[cell.value for cell in row] for row in book["Drop-outs"].iter_rows(min_row=2)]
    assert rows[:3] == [
        ["Lost", "Mentor ids", "Mentors", "Groups", "Mentees in them", "Left out then", "Others who change", "Why"],
        [1, "T1", "Ada Okafor", "G1", 4, 4, 0, None],
        [1, "T3", "Chloé Nguyen", "G2", 5, "at most 3", 2, None],
    ]
    assert rows[3][:7] == [2, "T1; T3", "Ada Okafor, Chloé Nguyen", "G1, G2", 9, "no grouping", 0]
    assert len(rows) == 5
    told = [row[1].value for row in book["Summary"].iter_rows() if row[0].value == "If mentors drop out"]
    assert told == ["Now 0 mentees are left out. No mentor is in reserve: each who may lead a group leads one."]
    assert "Drop-outs" not in openpyxl.load_workbook(io.BytesIO(book_of(viewed(tiny())))).sheetnames


def test_where_no_loss_does_harm_the_sheet_says_so() -> None:
    table = stress_of(tiny())
    harmless = tuple(loss for loss in table.losses if not loss.harmful)
    data = book_of(viewed(tiny(), stress=replace(table, losses=harmless)))
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Drop-outs"]
    assert sheet["A1"].value == "After none of the losses that were tried are more mentees left out than now."
    assert sheet.max_row == 2


def test_the_workbook_is_read_back_as_without_it(tmp_path: Path) -> None:
    (tmp_path / WORKBOOK).write_bytes(book_of(viewed(tiny(), stress=stress_of(tiny())), attendance=True))
    assert MatchResult.load(tmp_path / WORKBOOK) == result_of(tiny())


def test_no_sheet_of_a_group_takes_its_name() -> None:
    # A sheet is called by its group and its mentors; no sheet may have a colon in its name.
    intake = tiny(names={"T1": ":"})
    result = result_of(intake, replace(GROUPS[0], id="People", mentors=("T1",)), GROUPS[1])
    losses = tuple(Loss((f"T{n}",), (), 0, 0, 0, 0, 0) for n in range(1, 5))
    table = replace(stress_of(intake, result), losses=losses, possible={1: 4}, chosen={1: 4})
    data = workbook_files(viewed(intake, result, stress=table), order(intake, result, attendance=True))[
        PARTICIPANTS_BOOK
    ]
    assert {"People", "People 2"} < set(openpyxl.load_workbook(io.BytesIO(data)).sheetnames)


def test_formulas_do_not_run_there() -> None:
    intake = tiny(names={"T1": '=HYPERLINK("http://evil.example")', "T3": "+1"})
    sheet = openpyxl.load_workbook(io.BytesIO(book_of(viewed(intake, stress=stress_of(intake)))))["Drop-outs"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s", "n"}


# Written ------------------------------------------------------------------------------------------------------------


def test_a_table_and_its_file_give_the_same_bytes_each_time(tmp_path: Path) -> None:
    intake, result, table = tiny(), result_of(tiny()), stress_of(tiny())
    table.save(tmp_path / "stress.json")
    kinds = ["html", "print", "xlsx"]
    write_reports(result, intake, tmp_path / "one", kinds=kinds, stress=tmp_path / "stress.json")
    result.report(tmp_path / "two", intake, kinds=kinds, stress=table)
    result.report(tmp_path / "three", intake, kinds=kinds, stress=str(tmp_path / "stress.json"))
    for name in ("committee.html", "participants-sheets.html", "committee.xlsx"):
        first, *others = ((tmp_path / place / name).read_bytes() for place in ("one", "two", "three"))
        assert [first] * 2 == others
    assert "If one mentor drops out" in (tmp_path / "one" / "committee.html").read_text(encoding="utf-8")


# Refused ------------------------------------------------------------------------------------------------------------

AGAIN = "run `matcher stress` again for this result"


def refused(table: StressTable, result: MatchResult | None = None) -> list[str]:
    with pytest.raises(ResultFileError, match="the table of losses: ") as caught:
        viewed(tiny(), result, stress=table)
    return [str(issue).removeprefix("the table of losses: ") for issue in caught.value.issues]


def test_a_table_of_other_groups_is_refused() -> None:
    other = result_of(tiny(), GROUPS[0], replace(GROUPS[1], mentees=("S2", "S6", "S7", "S8")), left_out=("S9",))
    assert refused(stress_of(tiny()), other) == [f"was made of other groups; {AGAIN}"]
    # The same groups are the same, whatever the order of their people, and whatever else the result says.
    turned = replace(GROUPS[1], mentees=GROUPS[1].mentees[::-1])
    assert viewed(tiny(), rescored(tiny(), result_of(tiny(), GROUPS[0], turned)), stress=stress_of(tiny())).stress


def test_a_table_that_somebody_edited_is_refused_with_all_that_does_not_fit() -> None:
    table = stress_of(tiny())
    names = {own: name for own, name in table.names.items() if own != "T2"} | {"T8": "Somebody"}
    table = replace(table, names=names, losses=(replace(table.losses[0], groups=("G7",)),))
    people = [
        f"names mentors that the intake does not have: T8; {AGAIN}",
        f"does not know mentors of the intake: T2; {AGAIN}",
    ]
    assert refused(table) == [*people, f"names groups that the result does not have: G7; {AGAIN}"]
    # That groups of other names were lost goes without saying then.
    assert refused(replace(table, grouping="0")) == [f"was made of other groups; {AGAIN}", *people]


def test_a_table_of_an_intake_that_has_changed_since_is_refused() -> None:
    said = f"was made of another intake, or of one whose settings have changed since; {AGAIN}"
    assert refused(replace(stress_of(tiny()), left_out_now=1)) == [said]
    assert refused(replace(stress_of(tiny()), objective_now=1)) == [said]
    # The same score from other answers: how losses would be borne hangs on them.
    table = replace(stress_of(tiny()), intake=digest_of(tiny()))
    assert viewed(tiny(), result_of(tiny()), stress=table).stress
    renamed = tiny().mentees[0].model_copy(update={"name": "Another"})
    with pytest.raises(ResultFileError, match="was made of another intake"):
        viewed(changed(tiny(), mentees=(renamed, *tiny().mentees[1:])), result_of(tiny()), stress=table)
    # A late mentee whom the table does not count.
    late = tiny().mentees[0].model_copy(update={"id": "S10", "name": "Late"})
    grown = changed(tiny(), mentees=(*tiny().mentees, late))
    with pytest.raises(ResultFileError, match="was made of another intake"):
        viewed(grown, result_of(tiny()), stress=stress_of(tiny()))


def test_what_is_refused_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "stress.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ResultFileError, match=r"stress\.json: is no table of `matcher stress`"):
        write_reports(result_of(tiny()), tiny(), tmp_path / "new", stress=tmp_path / "stress.json")
    with pytest.raises(ResultFileError, match="was made of other groups"):
        write_reports(result_of(tiny()), tiny(), tmp_path / "new", stress=replace(stress_of(tiny()), grouping=""))
    assert not (tmp_path / "new").exists()
