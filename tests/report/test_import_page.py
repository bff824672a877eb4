"""The page of an import in a real browser: alone, usable by everybody, deaf to hostile text."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from matcher import import_page, import_survey
from tests.report.browser import browser, opened, violations
from tests.survey.exports_for_tests import MENTEES, two_exports

HOSTILE = "Eve \N{RIGHT-TO-LEFT OVERRIDE}<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("import")
    mentees = [[*row[:2], HOSTILE, *row[3:5], f"{'when it rains ' * 30}{HOSTILE}"] for row in MENTEES[1:2]]
    done = import_survey(two_exports(folder, mentees=[*MENTEES[:1], *mentees, *MENTEES[2:]]))
    (folder / "import.html").write_text(import_page(done), encoding="utf-8")
    return folder / "import.html"


def looked_at(started: Browser, page: Path, width: int, dark: bool) -> list[str]:
    """Return what is wrong with the page so wide."""
    with opened(started, page, width=width, dark=dark) as visit:
        overflow = visit.page.evaluate("document.documentElement.scrollWidth") - width
        wrong = [f"too wide by {overflow}"] if overflow > 0 else []
        others = [url for url in visit.requests if url != page.as_uri()]
        return [*wrong, *others, *visit.said, *violations(visit)]


def test_everybody_can_use_it_and_nothing_is_loaded_or_run(page: Path) -> None:
    with browser() as started:
        assert looked_at(started, page, 1280, dark=False) == []
        assert looked_at(started, page, 390, dark=True) == []
