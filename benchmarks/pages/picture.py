"""The pictures in README and docs: the page of a sample, and its board, as a browser shows them.

::

    python -m benchmarks.pages.picture

Where there is no chromium they stay as they are. Needs the extra ``dev``; nothing is loaded from any network.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
from pathlib import Path

from benchmarks.records import ROOT

__all__ = ["BOARD", "PICTURE", "draw", "draw_board"]

PICTURE, BOARD = ROOT / "docs" / "report.png", ROOT / "docs" / "board.png"
SAMPLE = ROOT / "data" / "samples" / "medical-school"
WIDTH, HEIGHT = 1000, 1080
BOARD_WIDTH, BOARD_HEIGHT = 1280, 900
HELD = "S28"
"""Who is picked up in the picture of the board: somebody whom some groups could not take."""
FLAGS = ("--no-sandbox", "--disable-gpu", "--hide-scrollbars")


def draw(browser: str, file: Path) -> None:
    """Write the top of the sample's page, in light colours, as a PNG of `WIDTH` by `HEIGHT`."""
    from playwright.sync_api import sync_playwright

    from matcher import match, read_intake

    intake = read_intake(SAMPLE)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        match(intake).report(folder, intake, kinds=["html"])
        chromium = driver.chromium.launch(executable_path=browser, args=list(FLAGS))
        page = chromium.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        page.goto((Path(folder) / "committee.html").as_uri())
        page.screenshot(path=file)
        chromium.close()


def draw_board(browser: str, file: Path) -> None:
    """Write the board of the sample, somebody picked up, as a PNG."""
    from playwright.sync_api import sync_playwright

    from matcher import match, read_intake
    from matcher.board.server import Server
    from matcher.board.session import Places, Session

    intake = read_intake(SAMPLE)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        result = match(intake)
        result.save(folder)
        server = Server(Session(intake, result, Places.of(SAMPLE, Path(folder))))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        chromium = driver.chromium.launch(executable_path=browser, args=list(FLAGS))
        page = chromium.new_page(viewport={"width": BOARD_WIDTH, "height": BOARD_HEIGHT}, color_scheme="light")
        page.goto(server.address)
        page.locator(f'[data-person="{HELD}"]').click()
        page.locator('[data-place="G1"] .here').wait_for()
        page.mouse.move(0, 0)
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=file)
        chromium.close()
        server.stop()
        thread.join()


def main() -> None:
    """Draw them anew."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        print(f"{PICTURE.name} and {BOARD.name} stay as they are: there is no chromium here")
        return
    for file, drawing in ((PICTURE, draw), (BOARD, draw_board)):
        drawing(browser, file)
        print(f"{file.relative_to(ROOT)}: {file.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
