"""The page in a real browser: every action by mouse, by finger and by keyboard, quiet, and usable by everybody."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from matcher import Group, MatchResult, read_intake, write_intake
from matcher.board.server import Server
from matcher.board.session import Places, Session
from tests.board.boards import opened
from tests.board.serving import served
from tests.report.browser import Visit, browser, violations
from tests.report.test_page import HOSTILE
from tests.report.tiny import SCORE, result_of, tiny


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@contextmanager
def visited(
    started: Browser, server: Server, *, width: int = 1280, dark: bool = False, touch: bool = False
) -> Iterator[Visit]:
    """A page of a board, open."""
    context = started.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light", has_touch=touch
    )
    context.set_default_timeout(20_000)
    visit = Visit(context.new_page())
    visit.page.on("request", lambda request: visit.requests.append(request.url))
    visit.page.on("console", lambda message: visit.said.append(message.text))
    visit.page.on("pageerror", lambda fault: visit.said.append(str(fault)))
    visit.page.on("dialog", lambda dialog: visit.said.append(f"dialog: {dialog.message}"))
    visit.page.goto(server.address)
    yield visit
    context.close()


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return opened(tmp_path)


@pytest.fixture
def visit(chromium: Browser, session: Session) -> Iterator[Visit]:
    with served(session) as server, visited(chromium, server) as found:
        yield found
        assert [text for text in found.said if "409" not in text] == []
        assert {url.partition(server.token)[0] for url in found.requests} == {f"http://127.0.0.1:{server.port}/"}


def card(page: Page, name: str) -> Locator:
    return page.locator(f'.card[data-place="{name}"]')


def person(page: Page, own: str) -> Locator:
    return page.locator(f'.person[data-person="{own}"]')


def names(page: Page, name: str) -> list[str]:
    return [
        str(one) for one in card(page, name).locator(".person").evaluate_all("all => all.map(a => a.dataset.person)")
    ]


G1, G2 = ["T1", "T2", "S1", "S3", "S4", "S5"], ["T3", "T4", "S2", "S6", "S7", "S8", "S9"]


def test_somebody_picked_up_is_told_every_cost_and_dropped_by_a_button(visit: Visit, session: Session) -> None:
    page = visit.page
    person(page, "S1").click()
    expect(person(page, "S1")).to_have_attribute("aria-pressed", "true")
    expect(card(page, "G2").locator(".here")).to_contain_text("Put here:")
    expect(card(page, "G2").locator(".cost .breaches")).to_contain_text("cannot meet at Wed 17:00")
    expect(page.locator("#out .here")).to_contain_text("Into no group")
    expect(page.locator("#idle .cost")).to_be_hidden()
    card(page, "G2").locator(".here").click()
    expect(card(page, "G2").locator(".person.broken")).to_have_count(2)
    assert names(page, "G2") == ["T3", "T4", "S1", *G2[2:]]
    # A forbidden move is made, and told at the card that it concerns, never hidden.
    expect(card(page, "G2").locator("> .breaches li")).to_have_count(3)
    expect(card(page, "G1").locator("> .breaches")).to_have_count(0)
    expect(page.locator("#head")).to_contain_text("3 broken rules")
    expect(page.locator("#last")).to_contain_text("Ines Rossi: from G1 to G2")
    expect(page.locator("#last .gains .down").first).to_contain_text("Ines Rossi")
    expect(person(page, "S1")).to_be_focused()
    assert len(session.standing.breaches) == 3


def dragged(page: Page, start: Locator, end: Locator) -> None:
    start.hover()
    here = start.bounding_box()
    assert here is not None
    page.mouse.move(here["x"] + 20, here["y"] + 8)
    page.mouse.down()
    page.mouse.move(here["x"] + 30, here["y"] + 20, steps=2)
    expect(page.locator(".ghost")).to_be_visible()
    expect(page.locator(".here").first).to_be_visible()
    there = end.bounding_box()
    assert there is not None
    page.mouse.move(there["x"] + there["width"] / 2, there["y"] + there["height"] / 2, steps=3)
    page.mouse.up()


def test_people_are_dragged_and_swapped_by_mouse(visit: Visit, session: Session) -> None:
    page = visit.page
    dragged(page, person(page, "S9"), card(page, "G1").locator("h3"))
    expect(card(page, "G1").locator('[data-person="S9"]')).to_be_visible()
    dragged(page, person(page, "S9"), person(page, "S8").locator(".swap"))
    expect(card(page, "G2").locator('[data-person="S9"]')).to_be_visible()
    assert names(page, "G1") == [*G1, "S8"]
    dragged(page, person(page, "S8"), page.locator("#out h2"))
    expect(page.locator("#out .person")).to_have_count(1)
    dragged(page, person(page, "S8"), card(page, "+").locator("h3"))
    expect(card(page, "G3")).to_be_visible()
    dragged(page, person(page, "T1"), person(page, "T3").locator(".swap"))
    expect(card(page, "G1").locator('[data-person="T3"]')).to_be_visible()
    # Dropped where nothing is, nothing is done.
    dragged(page, person(page, "T1"), page.locator("h1"))
    expect(page.locator("#hand")).to_be_hidden()
    assert len(session.journal.events) == 5


def test_all_of_it_by_keyboard_alone(visit: Visit, session: Session) -> None:
    page = visit.page
    live = page.locator("#live")

    def press(*keys: str) -> None:
        for key in keys:
            page.keyboard.press(key)

    person(page, "T1").focus()
    press(
        "ArrowDown", "ArrowDown", "ArrowDown", "ArrowRight", "ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "ArrowUp"
    )
    expect(person(page, "S9")).to_be_focused()
    press("Enter")
    expect(live).to_have_text("Sam Park picked up.")
    press("ArrowLeft")
    expect(live).to_have_text(re.compile("^G1 Monday 12:00: \N{MINUS SIGN}1,075 points"))
    press("Escape")
    expect(live).to_have_text("Sam Park put back.")
    expect(person(page, "S9")).to_be_focused()
    press("Enter", "ArrowLeft", "Enter")
    expect(live).to_contain_text("Sam Park: from G2 to G1")
    expect(person(page, "S9")).to_be_focused()
    assert names(page, "G1") == [*G1, "S9"]
    press("Enter", "ArrowRight", "ArrowDown")
    expect(live).to_have_text(re.compile("^Swap with Omar Diallo: "))
    press("ArrowUp")
    expect(live).to_have_text(re.compile("^Swap with Zofia Horváth: "))
    press("Enter")
    expect(live).to_contain_text("Sam Park of G1 and Zofia Horváth of G2 swapped")
    press("Control+z", "Control+z")
    expect(page.locator("#undo")).to_be_disabled()
    assert session.state == session.journal.states[0]
    press("Control+Shift+z")
    expect(page.locator("#undo")).to_be_enabled()
    # Out, and a new group begun.
    person(page, "S9").focus()
    press("Enter", "ArrowLeft")
    expect(live).to_have_text(re.compile("^Left out 0: "))
    press("Enter")
    expect(page.locator("#out .person")).to_have_count(1)
    press("Enter", "ArrowLeft", "Enter")
    expect(card(page, "G3")).to_be_visible()
    assert [event.kind for event in session.journal.events] == ["change"] * 2 + ["undo"] * 2 + ["redo"] + ["change"] * 2


def test_a_finger_picks_up_and_drags_and_scrolls(chromium: Browser, session: Session) -> None:
    with served(session) as server, visited(chromium, server, width=390, touch=True) as visit:
        page = visit.page
        person(page, "S9").tap()
        expect(card(page, "G1").locator(".here")).to_be_visible()
        card(page, "G1").locator(".here").tap()
        expect(card(page, "G1").locator('[data-person="S9"]')).to_be_visible()
        # From the list at hand, without looking for the card.
        person(page, "S9").tap()
        page.locator("#into select").select_option("G2")
        page.locator("#into button").tap()
        expect(card(page, "G2").locator('[data-person="S9"]')).to_be_visible()
        line = page.context.new_cdp_session(page)

        def touch(kind: str, x: float = 0, y: float = 0) -> None:
            points = [] if kind == "touchEnd" else [{"x": x, "y": y}]
            line.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

        person(page, "S5").scroll_into_view_if_needed()
        here = person(page, "S5").bounding_box()
        assert here is not None
        touch("touchStart", here["x"] + 30, here["y"] + 10)
        expect(page.locator(".ghost")).to_be_visible()
        expect(card(page, "G2").locator(".here")).to_be_visible()
        there = card(page, "G2").locator("h3").bounding_box()
        assert there is not None
        touch("touchMove", there["x"] + 20, there["y"] + 5)
        expect(card(page, "G2")).to_have_class(re.compile("target"))
        touch("touchEnd")
        expect(card(page, "G2").locator('[data-person="S5"]')).to_be_visible()
        assert [text for text in visit.said if "409" not in text] == []


def test_groups_get_other_hours_are_split_dissolved_and_locked(visit: Visit, session: Session) -> None:
    page = visit.page
    card(page, "G1").locator("summary").click()
    expect(card(page, "G1").locator("option")).to_have_count(2)
    expect(card(page, "G1").locator("option").first).to_contain_text(re.compile("^Thursday 12:00 . breaks"))
    card(page, "G1").locator("select").select_option("Thu 12:00")
    card(page, "G1").get_by_text("Meet then").click()
    expect(card(page, "G1").locator("h3")).to_contain_text("Thursday 12:00")
    page.locator("#undo").click()
    expect(card(page, "G1").locator("h3")).to_contain_text("Monday 12:00")
    card(page, "G2").locator("summary").click()
    card(page, "G2").get_by_text("Split").click()
    expect(card(page, "G3").locator(".members .person")).to_have_count(2)
    card(page, "G3").locator("summary").click()
    card(page, "G3").get_by_text("Dissolve").click()
    expect(page.locator("#out .person")).to_have_count(2)
    page.locator("#undo").click()
    page.locator("#undo").click()
    card(page, "G1").locator("summary").click()
    card(page, "G1").get_by_role("button", name="Lock").click()
    page.locator("#lock select").select_option("group-slot")
    page.locator("#lock input").fill("room <booked>")
    page.locator("#lock .first").click()
    expect(card(page, "G1").locator(".locks")).to_contain_text("its hour: room <booked>")
    person(page, "S9").click()
    page.locator("#lock-held").click()
    page.locator("#lock input").fill("promised")
    page.keyboard.press("Enter")
    expect(person(page, "S9")).to_contain_text("Locked")
    page.locator("summary", has_text="Journal and locks").click()
    page.locator(".lifted button").first.click()
    expect(page.locator(".lifted li")).to_have_count(1)
    expect(page.locator(".events li").first).to_contain_text("A lock lifted: T1 and T2 lead a group at Mon 12:00")
    assert len(session.state.locks) == 1


def test_help_is_worked_out_shown_and_taken(visit: Visit, session: Session) -> None:
    page = visit.page
    person(page, "S1").click()
    card(page, "G2").locator(".here").click()
    page.get_by_role("button", name="Mend broken rules").click()
    expect(page.locator("#job .proposals li").first).to_contain_text(
        "Every rule kept: one person changes", timeout=60_000
    )
    expect(page.locator("#job")).to_contain_text("at least one of those with a place has to move")
    page.locator("#job [data-take]").click()
    expect(page.locator("#head")).to_contain_text("Every rule holds.")
    assert names(page, "G1") == G1
    person(page, "S9").click()
    page.locator("#out-held").click()
    expect(page.locator("#out .person")).to_have_count(1)
    person(page, "S9").click()
    page.get_by_role("button", name="Best place").click()
    expect(page.locator("#job .proposals > li")).to_have_count(2)
    page.locator("#job [data-take]").first.click()
    expect(page.locator("#job")).to_be_empty()
    page.get_by_role("button", name="Improve the rest").click()
    expect(page.locator("#job")).to_contain_text("Nothing better was found.", timeout=60_000)
    page.locator("#job button").click()
    expect(page.locator("#job")).to_be_empty()
    assert session.standing.objective == SCORE


def test_a_page_that_is_loaded_again_in_the_middle_is_as_it_was(visit: Visit) -> None:
    page = visit.page
    person(page, "S9").click()
    card(page, "G1").locator(".here").click()
    expect(card(page, "G1").locator('[data-person="S9"]')).to_be_visible()
    before = page.locator("main").inner_text()
    page.reload()
    assert page.locator("main").inner_text() == before
    page.locator("#undo").click()
    expect(page.locator("#redo")).to_be_enabled()
    assert names(page, "G2") == G2


def test_two_pages_hear_of_each_other(chromium: Browser, visit: Visit) -> None:
    other = visit.page.context.new_page()
    other.goto(visit.page.url)
    person(other, "S9").click()
    card(other, "G1").locator(".here").click()
    # The page behind is told of it, and does nothing else meanwhile.
    expect(card(visit.page, "G1").locator('[data-person="S9"]')).to_be_visible()
    expect(visit.page.locator("#told")).to_contain_text("Sam Park: from G2 to G1")
    visit.page.locator("#undo").click()
    expect(card(other, "G2").locator('[data-person="S9"]')).to_be_visible()


def answering(told: dict[str, Any]) -> Callable[[Route], None]:
    return lambda route: route.fulfill(json=told)


def test_an_answer_that_comes_late_draws_nothing_again(chromium: Browser, session: Session) -> None:
    with served(session) as server, visited(chromium, server) as visit:
        page = visit.page
        older = server.pages.update(None)
        person(page, "S9").click()
        card(page, "G1").locator(".here").click()
        expect(card(page, "G1").locator('[data-person="S9"]')).to_be_visible()
        for late in (server.pages.update(None), older):
            drawn = person(page, "S9").element_handle()
            page.unroute_all()
            page.route("**/since", answering(late))
            # The second of two answers is asked for after the first was settled.
            for _ in range(2):
                with page.expect_response("**/since") as came:
                    pass
                came.value.finished()
            assert drawn.evaluate("one => one.isConnected && one.closest('.place').dataset.place") == "G1"


def test_saving_asks_for_a_tick_where_rules_are_broken(visit: Visit, session: Session) -> None:
    page = visit.page
    person(page, "S1").click()
    card(page, "G2").locator(".here").click()
    expect(page.locator("#head")).to_contain_text("Not saved yet")
    page.locator("#saving").click()
    page.locator("#save .first").click()
    expect(page.locator("#told")).to_contain_text("Rules are broken: say that this is right")
    assert MatchResult.load(session.places.out).objective == SCORE
    page.locator("#saving").click()
    page.locator("#save [name=broken]").check()
    page.locator("#save .first").click()
    expect(page.locator("#head")).to_contain_text("Saved.")
    assert MatchResult.load(session.places.out).edited


def test_finding_filtering_and_looking_from_afar(visit: Visit) -> None:
    page = visit.page
    shown = page.locator(".person:visible")
    page.locator("#find").fill("horvath")
    expect(shown).to_have_count(1)
    expect(page.locator("#shown")).to_have_text("1 of 13 people")
    assert shown.first.evaluate("one => one.tabIndex") == 0
    page.locator("#find").fill("g2")
    expect(shown).to_have_count(7)
    page.locator("#find").fill("")
    page.locator("#gender").select_option("woman")
    expect(shown).to_have_count(7)
    page.locator("#gender").select_option("")
    page.locator("#choice").select_option("2")
    expect(shown).to_have_count(2)
    page.locator("#choice").select_option("")
    page.locator("#broken").check()
    expect(page.locator(".card:not(.new):visible")).to_have_count(0)
    page.locator("#broken").uncheck()
    page.locator("#size").select_option("far")
    box = card(page, "G1").bounding_box()
    assert box is not None
    assert box["width"] < 220


@pytest.mark.parametrize(("language", "width", "dark"), [("en", 1280, False), ("de", 390, True), ("fa", 1280, True)])
def test_axe_finds_nothing_in_any_state(
    chromium: Browser, session: Session, language: str, width: int, dark: bool
) -> None:
    session.do({"do": "move", "person": "S1", "start": "G1", "to": "G2"}, 0)
    session.do({"do": "lock", "kind": "group-slot", "group": "G1", "reason": "booked"}, 1)
    with served(session, language) as server, visited(chromium, server, width=width, dark=dark) as visit:
        page = visit.page
        assert violations(visit) == []
        person(page, "S9").click()
        expect(card(page, "G1").locator(".here")).to_be_visible()
        page.locator("#hand").evaluate("one => one.scrollIntoView()")
        assert violations(visit) == []
        page.keyboard.press("Escape")
        page.locator("#saving").click()
        expect(page.locator("#save .first")).to_be_visible()
        assert violations(visit) == []
        page.locator("#save [data-close]").click()
        page.evaluate("for (const one of document.querySelectorAll('details.panel')) one.open = true")
        card(page, "G1").locator("summary").click()
        expect(card(page, "G1").locator("option")).to_have_count(2)
        assert violations(visit) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert visit.said == []


def test_hostile_names_are_text(chromium: Browser, tmp_path: Path) -> None:
    intake = tiny(names=HOSTILE)
    result_of(intake).save(tmp_path / "results")
    places = Places.of(tmp_path / "spring", tmp_path / "results")
    session = Session(intake, MatchResult.load(tmp_path / "results"), places)
    with served(session) as server, visited(chromium, server) as visit:
        page = visit.page
        for own, name in HOSTILE.items():
            assert person(page, own).locator("bdi").first.text_content() == name
            person(page, own).click()
            expect(page.locator("#held")).to_contain_text("picked up")
            expect(page.locator(".here").first).to_be_visible()
        page.keyboard.press("Escape")
        person(page, "S9").click()
        card(page, "G1").locator(".here").click()
        expect(page.locator("#last .gains")).to_be_visible()
        assert page.evaluate("window.pwned") is None
        assert page.locator("main script, main img, main iframe").count() == 0
        assert visit.said == []


def large() -> dict[str, Any]:
    """An intake of 300 mentees and 60 mentors, everybody free at one hour or the other."""
    hours = ["Mon 09:00-10:00", "Tue 09:00-10:00"]
    mentors = [{"id": f"T{n}", "name": f"Mentor {n}", "availability": hours} for n in range(60)]
    mentees = [
        {
            "id": f"S{n}",
            "name": f"Mentee with a long name {n}",
            "availability": hours,
            "preferred_mentors": [f"T{n % 60}"],
        }
        for n in range(300)
    ]
    program = {"name": "Three hundred", "schedule": {"slots": ["Mon 09:00", "Tue 09:00"]}}
    return {"mentors": mentors, "mentees": mentees, "program": program}


def test_three_hundred_on_a_phone(chromium: Browser, tmp_path: Path) -> None:
    told = large()
    intake = read_intake(told["mentors"], told["mentees"], told["program"])
    write_intake(intake, tmp_path / "large")
    groups = [
        Group(f"G{n + 1}", "Mon 09:00", (f"T{2 * n}", f"T{2 * n + 1}"), tuple(f"S{10 * n + k}" for k in range(10)), 0)
        for n in range(30)
    ]
    session = opened(tmp_path, result_of(read_intake(tmp_path / "large"), *groups), tmp_path / "large")
    with served(session) as server, visited(chromium, server, width=390, touch=True) as visit:
        page = visit.page
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.locator("#find").fill("name 271")
        person(page, "S271").tap()
        page.locator("#find").fill("")
        expect(page.locator("#into option")).to_have_count(31)
        page.locator("#into select").select_option("G3")
        page.locator("#into button").tap()
        expect(card(page, "G3").locator('[data-person="S271"]')).to_be_visible()
        box = person(page, "S271").bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert visit.said == []


def focused(page: Page) -> str:
    """What has the focus: the place it stands in, and what it is."""
    told: str = page.evaluate(
        "() => { const on = document.activeElement;"
        " return `${on.closest('.place')?.dataset.place ?? on.id} ${on.tagName} ${on.dataset.person ?? ''}`.trim(); }"
    )
    return told


def by_keyboard(page: Page, group: str, what: str) -> None:
    card(page, group).locator(".menu summary").focus()
    page.keyboard.press("Enter")
    expect(card(page, group).locator("[data-hours] button")).to_be_enabled()
    card(page, group).locator(what).focus()
    page.keyboard.press("Enter")


def test_the_focus_never_falls_back_to_the_top_of_the_page(visit: Visit, session: Session) -> None:
    page = visit.page
    by_keyboard(page, "G1", "[data-hours] button")
    expect(card(page, "G1").locator("h3")).to_contain_text("Thursday 12:00")
    assert focused(page) == "G1 SUMMARY"
    by_keyboard(page, "G2", "[data-do=split]")
    expect(card(page, "G3")).to_be_visible()
    assert focused(page) == "G2 SUMMARY"
    by_keyboard(page, "G2", "[data-lock]")
    page.keyboard.press("Tab")
    page.keyboard.type("room booked")
    page.keyboard.press("Enter")
    expect(card(page, "G2").locator(".locks")).to_contain_text("room booked")
    assert focused(page) == "G2 SUMMARY"
    by_keyboard(page, "G2", "[data-lock]")
    page.keyboard.press("Escape")
    assert focused(page) == "G2 BUTTON"
    by_keyboard(page, "G3", "[data-do=dissolve]")
    expect(card(page, "G3")).to_have_count(0)
    assert focused(page) == "G2 SUMMARY"
    page.locator("#undo").focus()
    for _ in range(4):
        page.keyboard.press("Enter")
    expect(page.locator("#undo")).to_be_disabled()
    assert focused(page) == "redo BUTTON"
    assert session.state == session.journal.states[0]


def test_hours_are_awaited_with_words_and_cannot_be_taken_before(visit: Visit) -> None:
    page = visit.page
    waiting: list[Route] = []
    page.route("**/hours", lambda route: waiting.append(route))
    card(page, "G1").locator("summary").click()
    expect(card(page, "G1").locator("[data-hours] button")).to_be_disabled()
    expect(card(page, "G1").locator("select")).to_be_disabled()
    expect(card(page, "G1").locator("option")).to_have_text("What each hour would break is being worked out …")
    waiting[0].continue_()
    expect(card(page, "G1").locator("[data-hours] button")).to_be_enabled()
    expect(card(page, "G1").locator("option")).to_have_count(2)


SWAP = re.compile("^Swap with Zofia Horváth: [\N{MINUS SIGN}+]")


def test_what_a_swap_would_do_is_told_before_it_is_done_by_mouse(visit: Visit, session: Session) -> None:
    page = visit.page
    person(page, "S5").click()
    expect(card(page, "G2").locator(".here")).to_be_visible()
    person(page, "S8").locator(".swap").hover()
    expect(page.locator("#held-cost")).to_have_text(SWAP)
    assert session.journal.events == []
    page.locator("h1").hover()
    expect(page.locator("#held-cost")).to_have_text("")
    page.keyboard.press("Escape")
    # Dragged, too: before the button is let go.
    person(page, "S5").hover()
    page.mouse.down()
    there = person(page, "S8").bounding_box()
    assert there is not None
    page.mouse.move(there["x"] + 5, there["y"] + 5, steps=3)
    expect(page.locator(".ghost")).to_be_visible()
    person(page, "S8").locator(".swap").hover()
    expect(page.locator("#held-cost")).to_have_text(SWAP)
    page.mouse.up()
    expect(card(page, "G2").locator('[data-person="S5"]')).to_be_visible()
    assert [event.did.what for event in session.journal.events if event.did] == ["swap"]


def test_what_a_swap_would_do_is_told_by_the_first_tap(chromium: Browser, session: Session) -> None:
    with served(session) as server, visited(chromium, server, width=390, touch=True) as visit:
        page = visit.page
        person(page, "S5").tap()
        expect(card(page, "G2").locator(".here")).to_be_visible()
        expect(page.locator("#swap-held")).to_be_hidden()
        person(page, "S8").locator(".swap").tap()
        expect(page.locator("#held-cost")).to_have_text(SWAP)
        assert session.journal.events == []
        page.locator("#swap-held").tap()
        expect(card(page, "G2").locator('[data-person="S5"]')).to_be_visible()
        person(page, "S5").tap()
        expect(card(page, "G1").locator(".here")).to_be_visible()
        person(page, "S8").locator(".swap").tap()
        expect(page.locator("#held-cost")).to_have_text(SWAP)
        person(page, "S8").locator(".swap").tap()
        expect(card(page, "G1").locator('[data-person="S5"]')).to_be_visible()
        assert visit.said == []


@pytest.mark.parametrize("width", [390, 1280])
def test_a_long_name_without_breaks_makes_nothing_wider_than_the_window(
    chromium: Browser, tmp_path: Path, width: int
) -> None:
    intake = tiny(names={"S9": "x" * 400, "T4": "y" * 400})
    result_of(intake).save(tmp_path / "results")
    session = Session(
        intake, MatchResult.load(tmp_path / "results"), Places.of(tmp_path / "spring", tmp_path / "results")
    )
    with served(session) as server, visited(chromium, server, width=width) as visit:
        page = visit.page
        person(page, "S9").click()
        card(page, "G1").locator(".here").click()
        expect(page.locator("#told")).to_contain_text("xxx")
        expect(page.locator("#last .gains")).to_contain_text("xxx")
        person(page, "S9").click()
        expect(page.locator("#held")).to_contain_text("xxx")
        for id_ in ("told", "hand", "last"):
            box = page.locator(f"#{id_}").bounding_box()
            assert box is not None
            assert box["x"] + box["width"] <= width
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        notebook = page.context.new_page()
        notebook.set_content(result_of(intake)._repr_html_())
        assert notebook.evaluate("document.documentElement.scrollWidth") <= width


def test_an_intake_changed_meanwhile_is_told_and_a_group_of_nobody_says_so(visit: Visit, session: Session) -> None:
    page = visit.page
    person(page, "S9").click()
    card(page, "+").locator(".here").click()
    person(page, "S9").click()
    card(page, "G2").locator(".here").click()
    expect(card(page, "G3")).to_contain_text("Nobody is in it")
    expect(page.locator("#head")).to_contain_text("Every rule holds.")
    expect(page.locator("#head")).to_contain_text("16,430 points")
    mentees = session.places.intake / "mentees.csv"
    mentees.write_text(mentees.read_text(encoding="utf-8").replace("Sam Park", "Sam Parker"), encoding="utf-8")
    page.locator("#saving").click()
    expect(page.locator("#told")).to_contain_text("The intake was changed meanwhile, and was read again")
    expect(person(page, "S9")).to_contain_text("Sam Parker")
    page.locator("#save .first").click()
    expect(page.locator("#head")).to_contain_text("Saved.")
    expect(card(page, "G3")).to_have_count(0)
