"""What README.md and docs show is what happens, and what they name is there."""

import contextlib
import io
import re
import shlex
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

import matcher
from matcher.cli import main
from matcher.cli import matcher as command_line
from matcher.intake.people import MENTEE_COLUMNS, MENTOR_COLUMNS
from matcher.intake.program import Program

ROOT = Path(matcher.__file__).parents[1]
README = ROOT / "README.md"
FORMAT = ROOT / "docs" / "format.md"
PAGES = (README, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md")), *sorted((ROOT / "data").rglob("*.md")))
LEFT = {"S1", "S3"}
"""Who is gone in October."""


def blocks(page: Path, language: str, *, then: str | None = None) -> list[tuple[str, ...]]:
    """Return the fenced blocks of a page in a language, each with the next one in `then` that follows it."""
    fence = f"```{language}\n(.*?)```" + (f"\n+```{then}\n(.*?)```" if then else "")
    found = re.findall(fence, page.read_text(encoding="utf-8"), re.DOTALL)
    return [one if isinstance(one, tuple) else (one,) for one in found]


def commands() -> Iterator[tuple[str, list[str]]]:
    """Yield each command of the console blocks, in order, with the lines that it shows."""
    for (block,) in blocks(README, "console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *shown = part.splitlines()
            yield command, shown


def stable(lines: list[str]) -> list[str]:
    """Return lines without progress, and without how long it took."""
    kept = [line.rstrip() for line in lines if not re.match(r"\d+ s, ", line)]
    return [re.sub(r"found in [0-9.]+ s", "found in … s", line) for line in kept]


def says(printed: list[str], shown: list[str]) -> bool:
    """Whether lines are what the README shows of them; its lines ``…`` stand for any."""
    pattern = "".join("(?:.*\n)*?" if line == "…" else re.escape(line) + "\n" for line in shown)
    return re.fullmatch(pattern, "".join(line + "\n" for line in printed)) is not None


def without(people: set[str], rows: str) -> str:
    """Return a table without the rows of people, nor their ids in lists of others."""
    kept = [line for line in rows.splitlines() if not people & set(line.split(","))]
    return re.sub(rf"\b(?:{'|'.join(people)})\b(?:; )?", "", "\n".join(kept) + "\n")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the samples that the README names, and with its October."""
    shutil.copytree(ROOT / "data" / "surveys", tmp_path / "data" / "surveys")
    tiny = shutil.copytree(ROOT / "data" / "samples" / "tiny", tmp_path / "data" / "samples" / "tiny")
    october = shutil.copytree(tiny, tmp_path / "october")
    for table in october.glob("*.csv"):
        table.write_text(without(LEFT, table.read_text(encoding="utf-8")), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("project")
def test_the_commands_show_what_the_readme_shows(capsys: pytest.CaptureFixture[str]) -> None:
    ran = []
    for command, shown in commands():
        program, *arguments = shlex.split(command)
        assert program == "matcher"
        assert main(arguments) == 0
        said = capsys.readouterr()
        printed = stable([*said.err.splitlines(), *said.out.splitlines()])
        # The plain comparison shows what differs, where nothing is left out.
        assert printed == stable(shown) or ("…" in shown and says(printed, stable(shown))), (command, printed)
        ran.append(arguments[0])
    assert set(ran) == set(command_line.commands) - {"new"}


def calls(page: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield each call of the command that a page shows or names, with its options."""
    text = page.read_text(encoding="utf-8")
    for shown, named in re.findall(r"^(?:\$ )?matcher (.+)$|`matcher ([^`]+)`", text, re.MULTILINE):
        name, *words = (shown or named).split()
        if name.isalpha() and name.islower():
            yield name, [word.strip("[]") for word in words if word.startswith(("--", "[--"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.name))
def test_commands_that_pages_name_are_there(page: Path) -> None:
    for name, options in calls(page):
        command = command_line.commands[name]
        known = {option for one in command.get_params(click.Context(command)) for option in one.opts}
        assert set(options) <= known, f"matcher {name}"


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("page", [README, ROOT / "docs" / "explain.md"], ids=lambda page: str(page.name))
def test_the_python_example_prints_what_the_page_shows(page: Path) -> None:
    examples = blocks(page, "python", then="text")
    assert examples
    for code, expected in examples:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, page.name, "exec"), {})
        assert [line.split() for line in printed.getvalue().splitlines()] == [
            line.split() for line in expected.splitlines()
        ]
        assert "result.save(" not in code or Path("results", "result.json").is_file()


def headings(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as they are made where it is shown."""
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.name))
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^):]+)\)", page.read_text(encoding="utf-8")):
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
        if name in ("eligible", "pair"):
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
