"""The picture in the README: the page of a sample, as a browser shows it.

::

    python -m benchmarks.pages.picture

Where there is no chromium it stays as it is. Needs the extra ``dev``; nothing is loaded from any network.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from benchmarks.records import ROOT

__all__ = ["PICTURE", "draw"]

PICTURE = ROOT / "docs" / "report.png"
SAMPLE = ROOT / "data" / "samples" / "medical-school"
WIDTH, HEIGHT = 1000, 1080
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


def main() -> None:
    """Draw it anew."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        print(f"{PICTURE.name} stays as it is: there is no chromium here")
        return
    draw(browser, PICTURE)
    print(f"{PICTURE.relative_to(ROOT)}: {PICTURE.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
