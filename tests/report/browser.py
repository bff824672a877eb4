"""A real browser for tests: Debian's chromium, headless, named by its path, so that nothing is looked for elsewhere."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

__all__ = ["Visit", "browser", "opened", "violations"]

REQUIRED = "MATCHER_BROWSER_REQUIRED"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
AXE = resources.files("axe_playwright_python") / "axe.min.js"
# Cards and rows past the first few are made alike; looking at each takes long.
ALIKE = ("article.card:nth-child(n+4)", ".people tbody tr:nth-child(n+12)")
# Every rule of WCAG 2.2 AA that a program can check, and what the makers of axe recommend besides.
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


@contextmanager
def browser() -> Iterator[Browser]:
    """Start one, with an empty profile; skip where there is none, but on machines where there must be one."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        reason = "there is no chromium here; on Debian: apt-get install chromium"
        if os.environ.get(REQUIRED):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=found, args=list(FLAGS))
        yield started
        started.close()


@dataclass
class Visit:
    """A page that is open, and what it did: every request, and whatever it wrote to the console."""

    page: Page
    requests: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


@contextmanager
def opened(
    started: Browser, file: Path, *, width: int = 1280, dark: bool = False, script: bool = True
) -> Iterator[Visit]:
    """Open a file as wide as told, dark or light, with or without scripts."""
    context = started.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if dark else "light",
        java_script_enabled=script,
        offline=True,
    )
    visit = Visit(context.new_page())
    visit.page.on("request", lambda request: visit.requests.append(request.url))
    visit.page.on("console", lambda message: visit.said.append(message.text))
    visit.page.on("pageerror", lambda fault: visit.said.append(str(fault)))
    visit.page.on("dialog", lambda dialog: visit.said.append(f"dialog: {dialog.message}"))
    visit.page.goto(file.as_uri())
    yield visit
    context.close()


def violations(visit: Visit) -> list[str]:
    """What axe finds against the page as it is now: the rule, and the first places."""
    visit.page.evaluate(AXE.read_text(encoding="utf-8"))
    found = visit.page.evaluate(
        "([tags, alike]) => axe.run({exclude: alike.map((those) => [those])}, "
        "{runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})",
        [list(TAGS), list(ALIKE)],
    )
    return [
        f"{fault['id']}: {fault['help']}: {[node['html'][:120] for node in fault['nodes'][:3]]}"
        for fault in found["violations"]
    ]
