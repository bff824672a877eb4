"""The page in a real browser: quiet, alone, usable by everybody, whole on paper, deaf to hostile text."""

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from matcher import Intake, MatchResult, match, read_intake
from matcher.errors import Issue
from matcher.questions.stress.table import StressTable
from matcher.report import LANGUAGES, write_reports
from matcher.report.page import page
from tests.report.browser import browser, opened, violations
from tests.report.test_page import HOSTILE
from tests.report.tiny import GROUPS, TINY, changed, result_of, stress_of, tiny

SAMPLES = TINY.parent


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


def written(
    folder: Path, intake: Intake, result: MatchResult, language: str = "en", stress: StressTable | None = None
) -> Path:
    write_reports(result, intake, folder, kinds=["html", "print"], language=language, stress=stress)
    return folder


def stressed(folder: Path, language: str = "en") -> Path:
    """The page of hostile names with everything that a table of losses can tell, one row of each size in sight."""
    intake = tiny(names=HOSTILE | {"T3": "B" * 300, "T4": "\N{RIGHT-TO-LEFT OVERRIDE}<b>4</b>"})
    result = result_of(intake)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page, "LOSSES_SHOWN", 1)
        return (
            written(folder, intake, result, language, stress_of(intake, result, spare=("T2", "T4"))) / "committee.html"
        )


@pytest.fixture(scope="module", params=["tiny", "medical-school", "two-campuses"])
def sample(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[MatchResult, Path]:
    intake = read_intake(SAMPLES / request.param)
    result = match(intake, effort="quick")
    return result, written(tmp_path_factory.mktemp("sample"), intake, result)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tiny, somebody left out, so that the page has everything that it can have."""
    groups = (GROUPS[0], replace(GROUPS[1], mentees=("S2", "S6", "S7", "S8")))
    return written(tmp_path_factory.mktemp("small"), tiny(), result_of(tiny(), *groups, left_out=("S9",)))


@pytest.fixture(scope="module")
def left_out(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Tiny, somebody left out and a mentor idle, in every language."""
    groups = (GROUPS[0], replace(GROUPS[1], mentors=("T3", "T2"), mentees=("S2", "S6", "S7", "S8")))
    result = result_of(tiny(), *groups, left_out=("S9",))
    folders = {language: tmp_path_factory.mktemp(language) for language in LANGUAGES}
    return {
        language: written(folder, tiny(), result, language) / "committee.html" for language, folder in folders.items()
    }


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    intake = tiny(names=HOSTILE)
    return written(tmp_path_factory.mktemp("hostile"), intake, result_of(intake))


def test_the_page_of_a_sample_opens(chromium: Browser, sample: tuple[MatchResult, Path]) -> None:
    result, folder = sample
    file = folder / "committee.html"
    with opened(chromium, file) as visit:
        assert visit.page.locator("article.card").count() == len(result.groups)
        assert violations(visit) == []
        assert visit.said == []
        assert visit.requests == [file.as_uri()]


@pytest.mark.parametrize("sample", ["medical-school"], indirect=True)
def test_the_page_of_a_sample_on_paper(chromium: Browser, sample: tuple[MatchResult, Path]) -> None:
    result, folder = sample
    with opened(chromium, folder / "committee.html") as visit:
        pages = [page.extract_text() for page in PdfReader(BytesIO(visit.page.pdf(prefer_css_page_size=True))).pages]
    cards = "\n".join(pages).partition("\nPeople\n")[0]
    for group in result.groups:
        # No group is cut in two: all of its people stand on one page, under its name.
        whole = [page for page in pages if re.search(rf"^{group.id}\b.*mentees$", page, re.M | re.S)]
        assert any(all(f" {one}" in page for one in (*group.mentors, *group.mentees)) for page in whole), group.id
    assert all(f" {row.mentee_id}" in cards for row in result.assignment_rows)
    with opened(chromium, folder / "participants-sheets.html") as visit:
        sheets = PdfReader(BytesIO(visit.page.pdf(prefer_css_page_size=True))).pages
    assert len(sheets) == len(result.groups)
    names = {row.mentee_id: row.mentee_name for row in result.assignment_rows}
    for sheet, group in zip(sheets, result.groups, strict=True):
        assert all(names[one] in sheet.extract_text() for one in group.mentees), group.id


def test_finding_and_choosing_by_keyboard(chromium: Browser, small: Path) -> None:
    with opened(chromium, small / "committee.html") as visit:
        page = visit.page
        rows = page.locator(".people tbody tr:visible")
        assert rows.count() == 13
        page.locator("nav a").last.focus()
        for _ in range(30):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.id") == "find":
                break
        page.keyboard.type("novak")  # Luca Novák
        expect(rows).to_have_count(1)
        expect(page.locator("#shown")).to_have_text("1 of 13 people")
        page.keyboard.press("Control+A")
        page.keyboard.type("chloe wed")  # with Chloé, and Chloé herself, on Wednesday
        expect(rows).to_have_count(6)
        page.keyboard.press("Control+A")
        page.keyboard.press("Delete")
        page.keyboard.press("Tab")
        page.keyboard.type("Left out")
        expect(rows).to_have_count(1)
        expect(rows.first).to_contain_text("Sam Park")
        assert visit.said == []


def test_an_id_is_found_whole_and_in_no_longer_one(chromium: Browser, tmp_path: Path) -> None:
    """Groups G1, G10 and Room 2, and people S1 to S9, of whom S5 is called S10 by name."""
    groups = (replace(GROUPS[0], id="G1"), replace(GROUPS[1], id="G10"))
    intake = tiny(names={"S5": "S10", "S6": "علی کریمی"})
    file = written(tmp_path, intake, result_of(intake, *groups)) / "committee.html"
    with opened(chromium, file) as visit:
        page = visit.page
        rows = page.locator(".people tbody tr:visible")
        for word, found in (("G1", 6), ("g10", 7), ("S1", 1), ("s", 13), ("G3", 0), ("G", 13), ("علي كريمي", 1)):
            page.fill("#find", word)
            expect(rows).to_have_count(found)
        # Where nothing is called so, what begins so is found.
        page.fill("#find", "T1 G1")
        expect(rows).to_have_count(1)
        page.fill("#find", "S1")
        expect(rows).to_contain_text(["Ines Rossi"])


@pytest.mark.parametrize("script", [True, False])
def test_on_paper_everybody_and_every_warning_stands(chromium: Browser, tmp_path: Path, script: bool) -> None:
    """Nine people say nothing of their hours: as many warnings; and somebody is looked for while it is printed."""
    intake = tiny()
    names = [f"the {number}. warning" for number in range(9)]
    issues = tuple(Issue("mentees.csv", name) for name in names)
    result = result_of(intake)
    file = written(tmp_path, changed(intake, warnings=issues), replace(result, warnings=())) / "committee.html"
    with opened(chromium, file, script=script) as visit:
        warnings = visit.page.locator(".warnings li")
        assert warnings.first.is_visible() != script
        if script:
            visit.page.fill("#find", "novak")
            expect(visit.page.locator(".people tbody tr:visible")).to_have_count(1)
        sheets = PdfReader(BytesIO(visit.page.pdf(prefer_css_page_size=True))).pages
        text = " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())
        assert [name for name in names if name not in text] == []
        people = text.partition(" People ")[2].partition(" How it went ")[0].split()
        assert [one.id for one in (*intake.mentors, *intake.mentees) if one.id not in people] == []
        # As it was before on the screen.
        assert warnings.first.is_visible() != script


def test_sorting_by_keyboard(chromium: Browser, small: Path) -> None:
    with opened(chromium, small / "committee.html") as visit:
        page = visit.page
        names = page.locator(".people tbody th bdi")
        column = page.locator(".people thead th")
        column.nth(0).locator("button").focus()
        page.keyboard.press("Enter")
        assert names.all_inner_texts() == sorted(names.all_inner_texts(), key=lambda name: name.replace("á", "a"))
        assert column.nth(0).get_attribute("aria-sort") == "ascending"
        satisfaction = page.locator(".people tbody td:nth-child(7)")
        column.nth(6).locator("button").focus()
        for direction, descending in (("ascending", False), ("descending", True)):
            page.keyboard.press("Space")
            assert column.nth(6).get_attribute("aria-sort") == direction
            assert column.nth(0).get_attribute("aria-sort") is None
            told = [int(text.rstrip("%")) for text in satisfaction.all_inner_texts() if text]
            assert told == sorted(told, reverse=descending)
            # Mentors and those left out have none, and stand last either way.
            assert satisfaction.all_inner_texts()[8:] == [""] * 5


def test_axe_and_the_policy_of_the_page_do_look(chromium: Browser, small: Path) -> None:
    with opened(chromium, small / "committee.html") as visit:
        visit.page.evaluate("""() => {
            const [image, script] = ["img", "script"].map((tag) => document.createElement(tag));
            script.textContent = "window.ran = true";
            document.querySelector("h1").append(image, script);
        }""")
        assert visit.page.evaluate("window.ran === undefined")
        assert "Content Security Policy" in visit.said[0]
        assert [fault.partition(":")[0] for fault in violations(visit)] == ["image-alt"]


def test_without_scripts_everybody_is_there(chromium: Browser, small: Path) -> None:
    with opened(chromium, small / "committee.html", script=False) as visit:
        assert visit.page.locator(".people tbody tr").count() == 13
        assert visit.page.locator(".controls").is_hidden()


@pytest.mark.parametrize("name", ["committee.html", "participants-sheets.html"])
def test_hostile_text_is_shown_and_does_nothing(chromium: Browser, hostile: Path, name: str) -> None:
    with opened(chromium, hostile / name, width=390, dark=True) as visit:
        page = visit.page
        shown = page.locator("bdi").all_text_contents()
        assert all(text in shown for text in HOSTILE.values())
        assert page.evaluate("window.ran === undefined")
        assert (visit.said, visit.requests) == ([], [(hostile / name).as_uri()])
        # Nothing pushes the page wider than the phone.
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        assert violations(visit) == []


CUT = """() => [...document.querySelectorAll("button, th, dt, h3, .chip, .value")]
  .filter((one) => one.offsetParent && one.scrollWidth > one.clientWidth + 1)
  .filter((one) => getComputedStyle(one).overflow !== "visible")
  .map((one) => one.textContent)"""
LINES = """(those) => those.map((one) => {
  const whole = document.createRange();
  whole.selectNodeContents(one);
  return Math.round(whole.getBoundingClientRect().height / parseFloat(getComputedStyle(one).lineHeight));
})"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_cut_and_what_belongs_together_stays_so(
    chromium: Browser, left_out: dict[str, Path], language: str
) -> None:
    with opened(chromium, left_out[language]) as visit:
        page = visit.page
        for width in (1280, 768, 320, 390):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(CUT) == []
            assert page.evaluate("document.documentElement.scrollWidth") == width
            told = page.locator(".people .load, .people .chip, .card .size")
            assert set(told.evaluate_all(LINES)) == {1}
        # On a phone a reason has the whole width, below the name.
        table, reason = (page.locator(part).first.bounding_box() for part in (".reasons", ".reasons td"))
        assert table is not None
        assert reason is not None
        assert reason["width"] > table["width"] - 4
        assert violations(visit) == []


def test_persian_runs_from_right_to_left(chromium: Browser, tmp_path: Path) -> None:
    file = written(tmp_path, tiny(), result_of(tiny()), language="fa") / "committee.html"
    with opened(chromium, file) as visit:
        page = visit.page
        assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
        first, second = (page.locator(".tile").nth(place).bounding_box() for place in range(2))
        assert first is not None
        assert second is not None
        assert first["x"] > second["x"]
        page.fill("#find", "12:00")  # as a keyboard without Persian digits writes it
        expect(page.locator(".people tbody tr:visible")).to_have_count(6)
        assert violations(visit) == []


@pytest.mark.parametrize(("language", "width", "dark"), [("en", 390, True), ("fa", 390, False), ("de", 1280, False)])
def test_what_losing_mentors_would_mean(
    chromium: Browser, tmp_path: Path, language: str, width: int, dark: bool
) -> None:
    file = stressed(tmp_path, language)
    with opened(chromium, file, width=width, dark=dark) as visit:
        part = visit.page.locator("#stress")
        rows = part.locator("tbody tr")
        assert [rows.nth(place).is_visible() for place in range(4)] == [True, False, True, False]
        part.locator("summary").first.focus()
        visit.page.keyboard.press("Enter")
        expect(rows.nth(1)).to_be_visible()
        part.locator("summary").last.click()
        assert visit.page.evaluate("document.documentElement.scrollWidth") == width
        assert violations(visit) == []
        assert visit.page.evaluate("window.ran === undefined")
        assert (visit.said, visit.requests) == ([], [file.as_uri()])


def test_on_paper_the_worst_losses_stand_with_the_number_of_the_others(chromium: Browser, tmp_path: Path) -> None:
    with opened(chromium, stressed(tmp_path)) as visit:
        paper = PdfReader(BytesIO(visit.page.pdf(prefer_css_page_size=True))).pages
    text = " ".join(" ".join(sheet.extract_text() for sheet in paper).split())
    assert "If one mentor drops out (all 4 cases tried)" in text
    assert "One more case" in text
    assert "at most 3" not in text


@pytest.mark.parametrize("name", ["committee.html", "participants.html"])
def test_on_a_phone_one_finds_oneself_first_and_opens_ones_group(chromium: Browser, small: Path, name: str) -> None:
    with opened(chromium, small / name, width=390) as visit:
        page = visit.page
        assert page.evaluate("[...document.querySelectorAll('main > section')].map(one => one.id)")[:2] == [
            "people",
            "groups",
        ]
        assert page.locator("article.card details[open]").count() == 0
        assert page.locator(".people tbody tr:visible").count() == 10
        # Nothing is wider than the screen.
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        page.locator("#find").fill("omar")
        expect(page.locator(".people tbody tr:visible")).to_have_count(1)
        page.locator(".people tbody tr:visible a").click()
        expect(page.locator("article.card details[open]")).to_have_count(1)
        expect(page.locator("article.card details[open]")).to_contain_text("Omar Diallo")
        assert violations(visit) == []
        assert visit.said == []
        paper = " ".join(one.extract_text() for one in PdfReader(BytesIO(page.pdf())).pages)
        assert paper.count("Ines Rossi") >= 2


@pytest.mark.parametrize("name", ["committee.html", "participants.html"])
def test_without_scripts_groups_stand_open_on_a_phone_too(chromium: Browser, small: Path, name: str) -> None:
    with opened(chromium, small / name, width=390, script=False) as visit:
        assert visit.page.locator("article.card details[open]").count() == 2
        assert visit.page.locator(".people tbody tr:visible").count() == (13 if name.startswith("committee") else 12)


def test_the_week_ends_in_sight_on_a_phone(chromium: Browser, small: Path) -> None:
    with opened(chromium, small / "committee.html", width=390) as visit:
        wide, seen = visit.page.evaluate("(() => { const one = document.querySelector('.scroll'); "
            "return [one.scrollWidth, one.clientWidth]; })()")  # fmt: skip
        assert wide <= seen


def test_the_participants_page_is_usable_by_everybody_on_a_desk(chromium: Browser, small: Path) -> None:
    file = small / "participants.html"
    with opened(chromium, file) as visit:
        assert violations(visit) == []
        assert visit.said == []
        assert visit.requests == [file.as_uri()]
