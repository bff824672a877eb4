"""What README.md and docs show is what happens, and what they name is there."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

import matcher
from benchmarks.pages.__main__ import PAGES
from benchmarks.pages.marks import PLACE, loose_figures, names, with_figures
from benchmarks.pages.outputs import with_outputs
from benchmarks.pages.said import FIGURES, figure
from benchmarks.pages.settings import SETTINGS
from matcher.cli import matcher as command_line
from matcher.intake.people import MENTEE_COLUMNS, MENTOR_COLUMNS
from matcher.intake.program import Program

ROOT = Path(matcher.__file__).parents[1]
FORMAT = ROOT / "docs" / "format.md"
MARKED = [page for page in PAGES if names(page.read_text(encoding="utf-8"))]
DATA = sorted((ROOT / "data").rglob("*.md"))

FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"^```.*?^```$|^ {4}[^\n]*$|`[^`\n]+`", re.DOTALL | re.MULTILINE)
INPUTS = {"csv", "diff", "jinja", "json", "py", "sh", "toml"}
"""What people write; what is printed is in blocks that are run."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.name))
def test_a_page_shows_what_its_commands_print_and_tells_figures_as_they_are_kept(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert with_figures(with_outputs(text), figure) == text


@pytest.mark.parametrize("page", MARKED, ids=lambda page: str(page.name))
def test_a_changed_figure_is_found(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    changed = PLACE.sub(lambda place: place[1] + re.sub(r"\d", "8", place[3]) + place[4], text)
    assert changed != text
    assert with_figures(changed, figure) == text


@pytest.mark.parametrize("page", [*PAGES, *DATA], ids=lambda page: str(page.relative_to(ROOT)))
def test_no_figure_stands_without_a_record(page: Path) -> None:
    assert loose_figures(page.read_text(encoding="utf-8")) == []


def test_every_figure_that_is_kept_stands_somewhere() -> None:
    named = {name for page in PAGES for name in names(page.read_text(encoding="utf-8"))}
    assert named == {*FIGURES, *SETTINGS}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.name))
def test_whatever_a_page_shows_as_printed_is_run(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for block in FENCE.finditer(text):
        language, body = block.groups()
        if language == "text":
            assert text[: block.start()].rstrip().endswith("```"), body
        elif language not in ("console", "python"):
            assert language in INPUTS, body
            assert not re.search(r"^\s*matcher ", body, re.MULTILINE), body


def test_every_command_is_run_on_some_page() -> None:
    shown = {
        line.split()[2]
        for page in PAGES
        for language, body in FENCE.findall(page.read_text(encoding="utf-8"))
        if language == "console"
        for line in body.splitlines()
        if line.startswith("$ matcher ")
    }
    assert shown == set(command_line.commands)


def test_extras_that_pages_install_are_there() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for page in PAGES:
        for extras in re.findall(r"pip install '\.\[([^]]+)\]'", page.read_text(encoding="utf-8")):
            assert set(extras.split(",")) <= project["optional-dependencies"].keys()
        assert f"install '{project['name']}" not in page.read_text(encoding="utf-8")  # no index has it


def test_what_is_to_be_cited_is_this_version() -> None:
    cited = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert re.findall(r"^version: (.+)$", cited, re.MULTILINE) == [matcher.__version__]
    assert re.findall(r"^license: (.+)$", cited, re.MULTILINE) == ["MIT"]


def calls(page: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield each call of the command that a page shows or names, with its options."""
    text = page.read_text(encoding="utf-8")
    for shown, named in re.findall(r"^(?:\$ )?matcher (.+)$|`matcher ([^`]+)`", text, re.MULTILINE):
        name, *words = (shown or named).split()
        if name.isalpha() and name.islower():
            yield name, [word.strip("[]") for word in words if word.startswith(("--", "[--"))]


@pytest.mark.parametrize("page", [*PAGES, *DATA], ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_that_pages_name_are_there(page: Path) -> None:
    for name, options in calls(page):
        command = command_line.commands[name]
        known = {option for one in command.get_params(click.Context(command)) for option in one.opts}
        assert set(options) <= known, f"matcher {name}"


def headings(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as they are made where it is shown."""
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", [*PAGES, *DATA], ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^):]+)\)", CODE.sub("", page.read_text(encoding="utf-8"))):
        path, _, anchor = link.partition("#")
        place = page.parent / path if path else page
        assert place.exists(), link
        assert not anchor or anchor in headings(place), link


def settings(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the dotted name and the value of every setting; tables of the user's own as they are."""
    for key, value in table.items():
        if isinstance(value, dict) and key != "similarity":
            yield from settings(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def test_every_setting_stands_in_the_format_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `([^`]+)` \| ([^|]+) \|", FORMAT.read_text(encoding="utf-8"), re.MULTILINE))
    for name, default in settings(Program().model_dump(mode="json")):
        if name in ("eligible", "pair", "mix"):
            assert rows[f"[[{name}]]"] == "none"
        elif name == "similarity":
            assert tomllib.loads(rows["[similarity]"].strip("`")) == default
        elif default is None:
            assert rows[name] == "absent"
        else:
            assert tomllib.loads(f"value = {rows[name].strip('`')}")["value"] == default


def test_every_column_stands_in_the_format() -> None:
    text = FORMAT.read_text(encoding="utf-8")
    assert [column for column in (*MENTOR_COLUMNS, *MENTEE_COLUMNS) if f"| `{column}` |" not in text] == []


def test_every_option_of_every_command_is_named_on_some_page() -> None:
    told = {
        name for page in PAGES for name in re.findall(r"(?<![\w-])--[a-z][a-z-]*", page.read_text(encoding="utf-8"))
    }
    options = {
        name
        for command in command_line.commands.values()
        for one in command.get_params(click.Context(command))
        if isinstance(one, click.Option)
        for name in one.opts
        # Click makes the help option, its short form too, once a command is run.
        if name.startswith("--")
    }
    assert options - told == set()
