"""The pages and the sheets as text: what they hold, that nothing runs there, their size, the same bytes twice."""

# ruff: noqa: RUF001 — digits and letters of other scripts are what is tested here

import base64
import hashlib
import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from random import Random

import openpyxl
import pytest

from benchmarks.generator import Settings, generate
from matcher import Intake, MatchResult, Program, read_intake, rescored
from matcher.errors import MatcherError
from matcher.intake.people import Lock
from matcher.report import KINDS, LANGUAGES, View, build_view, write_reports
from matcher.report.page.charts import heat_rows, load_bars, load_histogram, options_histogram, satisfaction_histogram
from matcher.report.page.page import page_files
from matcher.report.page.sheets import sheet_files
from matcher.report.view.phrases import Phrases
from matcher.report.view.week import week_of
from matcher.report.workbook.workbook import PARTICIPANTS_BOOK, workbook_files
from matcher.result.records import Group
from tests.report.tiny import CALENDAR, GROUPS, changed, order, result_of, tiny, viewed
from tests.strategies import tiny_intake

HOSTILE = {
    "S1": '=HYPERLINK("http://evil.example","x")',
    "S2": "<script>window.ran = true</script><img src=x onerror='window.ran = true'>",
    "S3": "A" * 300,
    "S4": "سارا محمدی \N{RIGHT-TO-LEFT OVERRIDE}txt.exe",
    "S5": "👩🏽‍🔬 Zoë",
    "S6": "two\nlines\u2028three",
    "S7": "../../x",
    "S8": "{{ 7 * 7 }} {% raw %} ${x} </style></script>",
    "T1": "' onmouseover='window.ran=true' \"><b>bold</b>",
}


class Texts(HTMLParser):
    """The text of a page without its tags, styles and scripts; and every tag with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if not self.tags or self.tags[-1][0] not in ("style", "script"):
            self.texts.append(data)


def page_of(view: View) -> str:
    text = page_files(view, order(tiny()))["committee.html"]
    assert isinstance(text, str)
    return text


def sheets_of(view: View, intake: Intake) -> str:
    text = sheet_files(view, order(intake, result_of(tiny())))["participants-sheets.html"]
    assert isinstance(text, str)
    return text


@pytest.mark.parametrize("make", [page_of, lambda view: sheets_of(view, tiny())], ids=["page", "sheets"])
def test_hostile_names_are_text(make: object) -> None:
    plain, hostile = Texts(make(viewed(tiny()))), Texts(make(viewed(tiny(names=HOSTILE))))  # type: ignore[operator]
    # The names are there, letter for letter, and not one tag or attribute more than without them.
    assert all(name in hostile.texts for name in HOSTILE.values())
    # Sorted: who is called otherwise stands in another place of a group.
    assert sorted((tag, sorted(attributes)) for tag, attributes in hostile.tags) == sorted(
        (tag, sorted(attributes)) for tag, attributes in plain.tags
    )


def test_the_browser_is_told_to_run_nothing_but_our_script() -> None:
    page = page_of(viewed(tiny(names=HOSTILE)))
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    for tag in ("style", "script"):
        ours = page.partition(f"<{tag}>")[2].partition(f"</{tag}>")[0]
        told = base64.b64encode(hashlib.sha256(ours.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{told}'" in policy[1]
    assert policy[1].startswith("default-src 'none'")
    assert "style=" not in re.sub(r"<(style|script)>.*?</\1>", "", page, flags=re.DOTALL)


def test_nothing_is_loaded_from_anywhere() -> None:
    for text in (page_of(viewed(tiny())), sheets_of(viewed(tiny()), tiny())):
        assert not re.search(
            r"\b(src|srcset|action|@import)\s*[=(]", re.sub(r"<script>.*?</script>", "", text, flags=re.S)
        )
        assert all(link.startswith("#") for link in re.findall(r'href="([^"]*)"', text))
        assert "http" not in re.sub(r'http-equiv="', "", text)


def test_a_page_says_what_the_view_says() -> None:
    text = " ".join(Texts(page_of(viewed(tiny()))).texts)
    words = " ".join(text.split())
    for said in (
        "All 9 mentees have a place, in 2 groups.",
        "Proved: no other grouping scores more.",
        "G2 Wednesday 17:00",
        "is blank and taken as free at any slot for Sam Park (S9)",
        "One pair of people is kept apart.",
        "Nobody is left out.",
    ):
        assert said in words


def test_a_lock_shows_with_its_reason_but_in_no_anonymous_page() -> None:
    intake = tiny()
    first, *others = result_of(intake).groups
    result = replace(result_of(intake), groups=(replace(first, locked=("all of it: room <b>booked</b>",)), *others))
    words = " ".join(" ".join(Texts(page_of(viewed(intake, result))).texts).split())
    assert "Locked all of it: room <b>booked</b>" in words
    assert "booked" not in page_of(viewed(intake, result, anonymous=True))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_fills_in_every_phrase(language: str) -> None:
    left_out = replace(GROUPS[1], mentees=("S2", "S6", "S7", "S8"))
    result = replace(result_of(tiny()), groups=(GROUPS[0], left_out))
    view = viewed(tiny(), result, language=language)
    page = page_of(view)
    assert f'lang="{language}" dir="{"rtl" if language == "fa" else "ltr"}"' in page
    assert not re.search(r"{(?!shown|all)\w+}", " ".join(Texts(page).texts))
    assert sheets_of(view, tiny()).count("<section") == 2


def test_equal_reasons_are_told_once_with_all_whom_they_are_told() -> None:
    result = result_of(tiny(), GROUPS[0], left_out=("S2", "S6", "S7", "S8", "S9"))
    reasons = {"S6": "G1 is closed"}
    unmatched = tuple(replace(one, reason=reasons.get(one.id, "G1 is full")) for one in result.unmatched)
    page = page_of(viewed(tiny(), replace(result, unmatched=unmatched)))
    rows = re.findall(r'<tr><th scope="row">(.*?)</th><td><span lang="en" dir="auto">(G1.*?)</span></td></tr>', page)
    told = [(re.findall(r"<small>(S\d)</small>", people), "4 mentees" in people, reason) for people, reason in rows]
    assert told == [(["S2", "S7", "S8", "S9"], True, "G1 is full"), (["S6"], False, "G1 is closed")]


def test_sheets_have_the_dates_and_room_for_late_joiners() -> None:
    intake = tiny(CALENDAR)
    text = sheets_of(viewed(intake), intake)
    # Mondays from 12 October for six weeks from 7 October on, the 19th skipped; Wednesdays from the 7th.
    monday = re.findall(r'class="box">([^<]+)<', text.partition("</thead>")[0])
    assert monday == ["12 Oct", "26 Oct", "2 Nov", "9 Nov", "16 Nov"]
    # Groups of five at most: one may join the first, and nobody the second.
    assert text.count('class="late"') == 1


WHOLE = Lock(kind="whole-group", mentors=("T1", "T2"), slot="Mon 12:00", mentees=("S1", "S3", "S4", "S5"))


@pytest.mark.parametrize(
    ("most", "load", "locks", "lines"),
    [
        (7, None, (), [2, 2]),
        (5, None, (), [1, 0]),
        # An edited group may have more than it may have.
        (4, None, (), [0, 0]),
        (9, 6, (), [2, 1]),
        (9, 5, (), [1, 0]),
        (9, None, (WHOLE,), [0, 2]),
    ],
)
def test_a_sheet_keeps_no_more_lines_for_late_joiners_than_its_group_has_places(
    most: int, load: int | None, locks: tuple[Lock, ...], lines: list[int]
) -> None:
    plain = tiny().program.model_dump(mode="json")
    plain["groups"] |= {"max_size": most}
    plain["load"] |= {"max_mentees": load}
    intake = changed(tiny(), program=Program.model_validate(plain), locks=locks)
    view = viewed(intake)
    sheets = sheets_of(view, intake).split("<section")[1:]
    assert [sheet.count('class="late"') for sheet in sheets] == lines
    book = openpyxl.load_workbook(io.BytesIO(workbook_files(view, order(intake, attendance=True))[PARTICIPANTS_BOOK]))
    attendance = [book[name] for name in book.sheetnames if re.match(r"G\d ", name)]
    boxes = [[row[0].value for row in sheet.iter_rows(min_row=4, max_col=1)] for sheet in attendance]
    assert [names.count(None) for names in boxes] == lines
    assert [sheet.print_area.split("$")[-1] for sheet in attendance] == [str(3 + len(names)) for names in boxes]


def test_the_same_result_gives_the_same_bytes(tmp_path: Path) -> None:
    intake = tiny()
    for place in ("one", "two"):
        write_reports(result_of(intake), intake, tmp_path / place, kinds=["html", "print"])
    for name in ("committee.html", "participants.html", "participants-sheets.html"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_result_writes_its_own_reports(tmp_path: Path) -> None:
    intake = tiny()
    written = result_of(intake).report(tmp_path, intake, kinds=["html"], anonymous=True, language="de")
    assert written == (tmp_path / "committee.html", tmp_path / "participants.html")
    page = written[0].read_text(encoding="utf-8")
    assert "Alle 9 Mentees haben einen Platz" in page
    assert not any(one.name in page for one in (*intake.mentors, *intake.mentees))


def test_faults_of_a_call_leave_the_folder_as_it_was(tmp_path: Path) -> None:
    intake = tiny()
    with pytest.raises(MatcherError, match="'pdf' is no kind of report; choose from html, print") as told:
        write_reports(result_of(intake), intake, tmp_path / "new", kinds=["html", "pdf"])
    assert told.value.exit_code == 2
    with pytest.raises(MatcherError, match="ask for one or for the other"):
        write_reports(result_of(intake), intake, tmp_path / "new", anonymous=True, with_emails=True)
    assert not (tmp_path / "new").exists()


def test_what_is_not_installed_is_told_with_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = tuple(replace(kind, library="no_such_library") if kind.extra else kind for kind in KINDS)
    monkeypatch.setattr("matcher.report.kinds.KINDS", kinds)
    intake = tiny()
    with pytest.raises(MatcherError, match=r"xlsx needs no_such_library.*pip install '\.\[xlsx\]'"):
        write_reports(result_of(intake), intake, tmp_path, kinds=["xlsx"])
    names = {file.name for file in write_reports(result_of(intake), intake, tmp_path)}
    assert {"committee.html", "participants-sheets.html"} <= names
    assert "committee.xlsx" not in names


@pytest.mark.parametrize("seed", range(20))
def test_whatever_groups_somebody_made_by_hand_can_be_told(seed: int) -> None:
    random = Random(seed)
    drawn = tiny_intake(random)
    intake = read_intake(drawn["mentors"], drawn["mentees"], drawn["program"], drawn["constraints"])
    mentors, mentees = list(intake.mentor_by_id), list(intake.mentee_by_id)
    slots = [None, *(slot.text for slot in intake.slots)]
    groups = tuple(
        Group(
            f"G{number}",
            random.choice(slots),
            tuple(random.sample(mentors, random.randint(0, min(2, len(mentors))))),
            tuple(random.sample(mentees, random.randint(0, min(4, len(mentees))))),
            random.randint(-5, 5),
        )
        for number in range(1, random.randint(1, 4))
    )
    result = replace(result_of(tiny()), program=intake.program, groups=groups, unmatched=(), warnings=())
    view = build_view(result, intake, language=random.choice(LANGUAGES), anonymous=random.random() < 0.5)
    assert page_of(view).count("<article") == sheets_of(view, intake).count("<section") == len(groups)
    placed = {mentee for group in groups for mentee in group.mentees}
    assert view.numbers.placed == sum(count for _, count in view.numbers.choices) == len(placed)
    assert {mentee.id for mentee in view.unmatched} == set(mentees) - placed


# Charts --------------------------------------------------------------------------------------------------------------


def test_why_mentors_are_idle_and_what_is_scarce_stands_by_their_names() -> None:
    intake = read_intake([{"id": own} for own in "abc"], [{"id": "x"}, {"id": "y"}], {"groups": {"min_size": 2}})
    group = Group("G1", None, ("a", "b"), ("x", "y"), 0)
    page = page_of(
        build_view(rescored(intake, replace(result_of(tiny()), program=intake.program, groups=(group,))), intake)
    )
    idle = page.partition("<h3>Idle mentors</h3>")[2].partition("</section>")[0]
    assert (
        "<li>2 mentees can meet a mentor whom they may have, and a group needs 2. So there is at most one group, which "
        "leaves" in idle
    )
    assert "What is scarce" not in idle
    assert "<h3>What is scarce</h3>" in page_of(viewed(tiny()))


def test_charts_count_everybody_once() -> None:
    view = viewed(tiny())
    satisfied = satisfaction_histogram(view)
    assert sum(int(column.count or 0) for column in satisfied.columns) == 9
    # The middle of nine is the fifth.
    assert satisfied.middle == 400 * sorted(mentee.satisfaction or 0 for mentee in view.mentees)[4]
    options = options_histogram(view)
    # Luca and Sam could meet two mentors on Thursday as well, Sam at any time; Omar and Noor have two times too.
    counts = {mark.label: column.count for mark, column in zip(options.marks, options.columns, strict=True)}
    assert counts == {"0": "", "1": "5", "2": "3", "3": "1"} | dict.fromkeys("4567", "")
    assert next((bar.label, bar.value, bar.note) for bar in load_bars(view)) == ("Chloé Nguyen", "5", "G2")
    assert [column.count for column in load_histogram(view).columns] == ["", "", "", "", "2", "2", "", ""]


def test_in_persian_charts_run_from_right_to_left_as_everything_does() -> None:
    left, right = (satisfaction_histogram(viewed(tiny(), language=language)) for language in ("en", "fa"))
    assert (left.middle or 0) + (right.middle or 0) == 400
    assert [one.x + other.x + one.width for one, other in zip(left.columns, right.columns, strict=True)] == [400] * 10
    assert [mark.x for mark in right.marks] == [400, 300, 200, 100, 0]
    # Ten of ten bands: the last column stands on the left, over the mark of 100 %.
    fullest = max(right.columns, key=lambda column: column.height)
    assert fullest.x < 40
    assert right.marks[-1].label == "۱۰۰٪"


@pytest.mark.parametrize(
    ("language", "days"), [("de", ["Montag", "Mittwoch", "Samstag"]), ("fa", ["شنبه", "دوشنبه", "چهارشنبه"])]
)
def test_the_week_begins_with_the_day_that_people_know(language: str, days: list[str]) -> None:
    dated = read_intake(
        [{"id": "a", "availability": "Mon,Wed,Sat 12:00-13:00"}, {"id": "b", "availability": "Sat 12:00-13:00"}],
        [{"id": "c", "availability": "Wed 12:00-13:00"}],
        {"groups": {"min_size": 1}, "schedule": {"slots": ["Mon 12:00", "Wed 12:00", "Sat 12:00"]}},
    )
    week = week_of(dated, (), Phrases(language).first_day)
    assert week is not None
    assert [Phrases(language).day(day) for day in week.days] == days
    assert [cell and cell.mentors for cell in week.cells[0]] == ([1, 1, 2] if language == "de" else [2, 1, 1])


def test_the_week_marks_where_groups_meet() -> None:
    rows = heat_rows(viewed(tiny()))
    assert [(time, [cell and cell.groups for cell in cells]) for time, cells in rows] == [
        ("12:00", ["G1", None, ""]),
        ("17:00", [None, "G2", None]),
    ]
    assert rows[0][1][0] is not None
    assert rows[0][1][0].level == 6


# Size ----------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def large() -> tuple[MatchResult, Intake]:
    """300 mentees and 60 mentors in groups of ten that break every rule: only how large the page gets is looked at."""
    drawn = generate(Settings(seed=1, name="Large", mentees=300, mentors=60))
    intake = read_intake(drawn["mentors"], drawn["mentees"], drawn["program"], drawn["constraints"])
    mentees, mentors = list(intake.mentee_by_id), list(intake.mentor_by_id)
    groups = tuple(
        Group(
            f"G{n + 1}",
            intake.slots[0].text,
            tuple(mentors[2 * n : 2 * n + 2]),
            tuple(mentees[10 * n : 10 * n + 10]),
            0,
        )
        for n in range(30)
    )
    unscored = replace(result_of(tiny()), program=intake.program, groups=groups, unmatched=(), warnings=())
    return rescored(intake, unscored), intake


def test_a_page_stays_small(large: tuple[MatchResult, Intake]) -> None:
    page = page_of(build_view(*large)).encode()
    assert len(page) < 1_500_000
    # What each person adds, so that 5,000 mentees and 1,000 mentors stay under ten megabytes.
    alone = len(page_of(viewed(tiny())).encode())
    assert (len(page) - alone) / 347 < 10_000_000 / 6000
