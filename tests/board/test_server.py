"""The server: who is let in, who is not, and what it answers to anything that a page could send."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from matcher import MatchResult, read_intake
from matcher.board.guard import MOST_BYTES, new_token
from matcher.board.jobs import Job
from matcher.board.proposals import Proposal
from matcher.board.server import Server
from matcher.board.state import Did
from matcher.board.trials import Gain
from matcher.errors import MatcherError
from matcher.report import LANGUAGES, write_reports
from tests.board.boards import opened
from tests.board.serving import asked, post, served
from tests.report.tiny import GROUPS, SCORE, result_of

MOVE = {"do": "move", "person": "S9", "start": "G2", "to": "G1"}


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Server]:
    with served(opened(tmp_path)) as server:
        yield server


def test_the_page_and_all_that_it_loads_come_from_us_and_nothing_else_may(board: Server) -> None:
    page = asked(board, "GET", f"/{board.token}/")
    assert page.status == 200
    assert "Sam Park" in page.text
    assert set(re.findall(r'(?:src|href)="([^"#]+)"', page.text)) == {"board.css", "board.js", "icon.svg"}
    assert "<style" not in page.text
    assert not re.search(r"\son\w+=|style=|javascript:", page.text)
    for name, kind in (("board.css", "text/css"), ("board.js", "text/javascript"), ("icon.svg", "image/svg+xml")):
        found = asked(board, "GET", f"/{board.token}/{name}")
        assert (found.status, found.headers["content-type"].partition(";")[0]) == (200, kind)
        assert "http" not in found.text.replace("http://www.w3.org/2000/svg", "")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert {"x-content-type-options", "referrer-policy", "x-frame-options", "cache-control"} <= set(page.headers)
    assert "server" not in page.headers


def test_it_listens_on_this_machine_alone(board: Server) -> None:
    assert board.address.startswith("http://127.0.0.1:")
    assert board._socket.getsockname()[0] == "127.0.0.1"


@pytest.mark.parametrize(
    ("headers", "path", "status"),
    [
        ({"Host": "evil.example"}, "/{token}/", 403),
        ({"Host": "127.0.0.1:1"}, "/{token}/", 403),
        ({"Host": "127.0.0.1.evil.example:{port}"}, "/{token}/", 403),
        ({"Host": "localhost:{port}"}, "/{token}/", 200),
        ({}, "/", 404),
        ({}, "/{token}", 404),
        ({}, "/wrong/", 404),
        ({}, "/{token}x/", 404),
        ({}, "/%2e%2e/{token}/", 404),
        ({}, "/{token}/../../etc/passwd", 404),
        ({}, "/{token}/do", 405),
        ({"Sec-Fetch-Site": "cross-site"}, "/{token}/", 403),
        ({"Sec-Fetch-Site": "same-site"}, "/{token}/board.js", 403),
        ({"Sec-Fetch-Site": "none"}, "/{token}/", 200),
    ],
)
def test_who_does_not_know_the_address_is_told_nothing(
    board: Server, headers: dict[str, str], path: str, status: int
) -> None:
    def filled(text: str) -> str:
        return text.replace("{token}", board.token).replace("{port}", str(board.port))

    answer = asked(board, "GET", filled(path), headers={key: filled(value) for key, value in headers.items()})
    assert answer.status == status
    if status in (403, 404) and not path.startswith("/{token}/"):
        assert answer.text == ""
    assert "content-security-policy" in answer.headers


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Origin": ""}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Content_Type": "text/plain"}, 415),
        ({"Content_Type": "application/x-www-form-urlencoded"}, 415),
        ({"Host": "evil.example"}, 403),
    ],
)
def test_nobody_elses_page_changes_anything(board: Server, headers: dict[str, str], status: int) -> None:
    assert post(board, "do", {**MOVE, "version": 0}, **headers).status == status
    assert board.session.standing.objective == SCORE


def test_a_request_that_is_too_large_or_has_no_length_is_refused(board: Server) -> None:
    large = post(board, "do", {"do": "x" * MOST_BYTES})
    assert large.status == 413
    chunked = asked(
        board,
        "POST",
        f"/{board.token}/do",
        None,
        {"Origin": f"http://127.0.0.1:{board.port}", "Content-Type": "application/json"},
    )
    assert chunked.status in (400, 413)


def test_tokens_are_long_and_never_the_same() -> None:
    assert len({new_token() for _ in range(50)}) == 50
    assert min(len(new_token()) for _ in range(50)) >= 32


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(MatcherError, match=f"nothing can listen on port {port}"):
            Server(opened(tmp_path), port=port)


def test_a_change_comes_back_as_what_is_new(board: Server) -> None:
    told = post(board, "do", {**MOVE, "version": 0}).table
    assert (told["version"], told["order"], sorted(told["cards"])) == (1, ["G1", "G2"], ["G1", "G2"])
    assert told["can"] == {"undo": True, "redo": False}
    assert "Sam Park: from G2 to G1" in told["said"]
    assert "15,355" in told["head"]
    told = post(
        board, "do", {"do": "lock", "kind": "group-slot", "group": "G1", "reason": "booked", "version": 1}
    ).table
    assert sorted(told["cards"]) == ["G1"]
    # A page that is not behind is told that nothing is new; one that is, all that is.
    assert "cards" not in post(board, "since", {"version": 2}).table
    assert sorted(post(board, "since", {"version": 0}).table["cards"]) == ["G1", "G2"]


def test_a_page_that_is_behind_is_told_and_shown_what_stands(board: Server) -> None:
    post(board, "do", {**MOVE, "version": 0})
    answer = post(board, "do", {"do": "dissolve", "group": "G1", "version": 0})
    assert answer.status == 409
    assert answer.table["fault"].startswith("Another page changed the groups meanwhile.")
    assert answer.table["version"] == 1
    assert sorted(answer.table["cards"]) == ["G1", "G2"]


def test_what_it_would_cost_is_told_for_every_place(board: Server) -> None:
    told = post(board, "costs", {"version": 0, "person": "S1", "start": "G1", "places": None}).table
    assert set(told["places"]) == {"G2", "+", ""}
    assert "cannot meet at Wed 17:00" in told["says"]["G2"]
    assert told["says"][""].startswith("\N{MINUS SIGN}")
    some = post(board, "costs", {"version": 0, "person": "S1", "start": "G1", "places": []}).table
    assert set(some["places"]) == {"+", ""}
    swap = post(board, "swap", {"version": 0, "person": "S1", "start": "G1", "other": "S2", "to": "G2"}).table
    assert "breaks one rule" in swap["said"]
    hours = post(board, "hours", {"version": 0, "group": "G1"}).table["hours"]
    assert re.findall(r'value="([^"]+)"', hours) == ["Thu 12:00", "Wed 17:00"]  # the fewest broken first


@pytest.mark.parametrize("name", ["do", "costs", "swap", "hours", "ask", "forget", "take", "saving", "save", "since"])
@pytest.mark.parametrize(
    "given",
    [
        {},
        {"version": "0"},
        {"version": True},
        {"version": 0, "do": {}, "person": [], "start": {}, "places": 7, "group": 9, "what": "fly", "job": "", "to": 1},
        {"version": 0, "do": "move", "person": "S1", "what": "places", "job": 1, "place": 0, "group": "G9"},
        {"version": 0, "what": "improve", "moves": "-1"},
    ],
)
def test_whatever_is_sent_is_answered_with_words(board: Server, name: str, given: dict[str, object]) -> None:
    answer = post(board, name, given)
    assert answer.status in (200, 409)
    if answer.status == 409:
        assert answer.table["fault"]
    board.jobs.end()


@pytest.mark.parametrize("body", ["", "[]", "7", "{", "\x00", "[" * 2000])
def test_what_is_no_question_is_refused(board: Server, body: str) -> None:
    ours = {"Origin": f"http://127.0.0.1:{board.port}", "Content-Type": "application/json"}
    assert asked(board, "POST", f"/{board.token}/do", body, ours).status == 400


def test_saving_asks_first_and_then_writes(board: Server, tmp_path: Path) -> None:
    post(board, "do", {"do": "swap", "person": "S1", "start": "G1", "other": "S2", "to": "G2", "version": 0})
    form = post(board, "saving", {"version": 1}).table["form"]
    assert 'name="broken"' in form
    assert 'name="replaced"' not in form
    refused = post(board, "save", {"version": 1})
    assert (refused.status, refused.table["fault"]) == (409, "Rules are broken: say that this is right, or mend them.")
    assert post(board, "save", {"version": 1, "broken": True, "reports": True}).status == 200
    assert MatchResult.load(tmp_path / "results").edited
    assert (tmp_path / "results" / "committee.html").is_file()


def test_reports_of_what_was_saved_before_are_written_over(board: Server, tmp_path: Path) -> None:
    for version, (start, group, reports) in enumerate([("G2", None, True), (None, "G1", False), ("G1", "G2", True)]):
        move = {"do": "move", "person": "S9", "start": start, "to": group, "version": 2 * version}
        assert post(board, "do", move).status == 200
        assert 'name="replaced"' not in post(board, "saving", {"version": 2 * version + 1}).table["form"]
        saved = post(board, "save", {"version": 2 * version + 1, "broken": True, "reports": reports})
        assert saved.status == 200, saved.text
    told = MatchResult.load(tmp_path / "results" / "committee.xlsx").groups
    assert told == MatchResult.load(tmp_path / "results").groups


def test_reports_of_other_groups_changed_by_hand_are_asked_about(board: Server, tmp_path: Path) -> None:
    out, intake = tmp_path / "results", read_intake(tmp_path / "spring")
    second = replace(GROUPS[1], mentees=GROUPS[1].mentees[:-1])
    other = replace(result_of(intake, GROUPS[0], second, left_out=("S9",)), edited=True)
    write_reports(other, intake, out, kinds=["html"])
    post(board, "do", {"do": "move", "person": "S9", "start": "G2", "to": "G1", "version": 0})
    assert 'name="replaced"' in post(board, "saving", {"version": 1}).table["form"]
    assert post(board, "save", {"version": 1, "broken": True, "reports": True}).status == 409
    ticked = {"version": 1, "broken": True, "reports": True, "replaced": True}
    assert post(board, "save", ticked).status == 200
    assert len(list(out.glob("committee *.html"))) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_everything(tmp_path: Path, language: str) -> None:
    """Nothing that is asked for lacks a phrase, or a place of one."""
    with served(opened(tmp_path), language) as board:
        assert f'lang="{language}"' in asked(board, "GET", f"/{board.token}/").text
        version = 0
        for change in (
            {"do": "move", "person": "S9", "start": "G2", "to": None},
            {"do": "move", "person": "S9", "start": None, "to": "+"},
            {"do": "swap", "person": "S1", "start": "G1", "other": "S2", "to": "G2"},
            {"do": "hour", "group": "G1", "slot": "Thu 12:00"},
            {"do": "split", "group": "G1"},
            {"do": "dissolve", "group": "G1"},
            {"do": "lock", "kind": "person-in-group", "group": "G2", "person": "S7", "reason": "so"},
            {"do": "lock", "kind": "mentor-pair", "group": "G2", "reason": ""},
            {"do": "lock", "kind": "group-slot", "group": "G2", "reason": ""},
            {"do": "lock", "kind": "whole-group", "group": "G2", "reason": ""},
            {"do": "unlock", "number": "0"},
            {"do": "undo"},
            {"do": "redo"},
        ):
            answer = post(board, "do", {**change, "version": version})
            assert answer.status == 200, answer.text
            version = answer.table["version"]
        assert post(board, "costs", {"person": "T1", "start": None, "places": None}).status == 200
        assert post(board, "saving", {"version": version}).status == 200


def test_a_faulty_save_is_told_in_words(board: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise MatcherError("the disk is full")

    monkeypatch.setattr("matcher.board.session.write_whole", full)
    answer = post(board, "save", {"version": 0})
    assert (answer.status, answer.table["fault"]) == (409, "the disk is full")


def test_a_mode_tells_no_bound_that_holds_in_another_sense_alone(tmp_path: Path) -> None:
    with served(opened(tmp_path)) as board:
        assert "can have more than 16,430 points" in board.pages.update(None)["head"]
        board.session.bound = None
        assert "can have more than" not in board.pages.update(None)["head"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_intake_changed_meanwhile_is_told_on_every_page(tmp_path: Path, language: str) -> None:
    with served(opened(tmp_path), language) as board:
        mentees = tmp_path / "spring" / "mentees.csv"
        text = mentees.read_text(encoding="utf-8")
        mentees.write_text(text.replace("Sam Park", "Sam Parker"), encoding="utf-8")
        told = post(board, "since", {"version": 0}).table
        assert told["version"] == 1
        assert "Sam Parker" in told["cards"]["G2"]
        assert told["said"] == board.pages.phrases("board.intake_changed")
        mentees.write_text("id\n", encoding="utf-8")
        told = post(board, "saving", {"version": 1}).table
        assert board.pages.phrases("board.intake_unread", fault="|").partition("|")[0] in told["head"]
        assert "mentees.csv" in told["head"]
        assert post(board, "save", {"version": 2}).status == 409
        mentees.write_text(text, encoding="utf-8")
        assert "mentees.csv" not in post(board, "since", {"version": 2}).table["head"]


@pytest.mark.parametrize(
    "given", [{"what": "\ud800"}, {"what": "places", "person": "\ud800"}, {"what": "improve", "moves": "\ud800"}]
)
@pytest.mark.parametrize("name", ["ask", "costs", "hours", "do"])
def test_what_is_no_text_is_refused_in_words(board: Server, name: str, given: dict[str, str]) -> None:
    answer = post(board, name, {"version": 0, **given})
    assert (answer.status, answer.table["fault"]) == (409, "That was not understood; load the page again.")


def test_too_few_moves_are_told_without_words_of_ours(board: Server) -> None:
    post(board, "do", {"do": "swap", "person": "S1", "start": "G1", "other": "S2", "to": "G2", "version": 0})
    post(board, "ask", {"version": 1, "what": "improve", "moves": "0"})
    board.jobs.end(60)
    job = board.jobs.job
    assert job is not None
    assert job.fault == ("At most 0 moves is too few: 1 person has to move; allow 1 or more",)
    assert "the call" not in post(board, "since", {"version": 1}).table["job"]


@pytest.mark.parametrize(("fewest", "told"), [(0, False), (1, True)])
def test_that_nobody_has_to_move_is_no_news(board: Server, fewest: int, told: bool) -> None:
    session = board.session
    asked_of = session.state
    proposal = Proposal(asked_of, Did("mend"), session.standing, (), fewest)
    board.jobs.job = Job(1, "mend", asked_of, session.intake, 0.0, done=True, proposals=[proposal])
    html = post(board, "since", {"version": 0}).table["job"]
    assert "Every rule kept" in html
    assert ("have to move" in html or "has to move" in html) == told


def test_totals_under_nothing_have_the_minus_that_changes_have(board: Server) -> None:
    for version, group in enumerate(("G1", "G2")):
        told = post(board, "do", {"do": "dissolve", "group": group, "version": version}).table
    assert "<b>\N{MINUS SIGN}180,000</b>" in told["head"]
    assert not re.search(r">-[0-9]", told["head"] + told["last"])


def test_a_worse_choice_for_more_points_is_neither_gain_nor_loss(board: Server) -> None:
    gain = Gain("S1", 960, False, (3, 5), (True, True))
    assert (gain.mixed, replace(gain, points=-960).mixed, replace(gain, better=True).mixed) == (True, False, False)
    session = board.session
    session.do(MOVE, 0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("matcher.board.view.gains_between", lambda *_: [gain])
        last = board.pages.update(None)["last"]
    (line,) = re.findall(r"<ul class=\"gains\">(.*?)</ul>", last)
    assert "better in one, worse in the other:" in line
    assert 'class="mixed"' in line
    assert "+960" in line
