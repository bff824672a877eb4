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

import pytest

import matcher
from matcher.cli import main
from matcher.intake.people import MENTEE_COLUMNS, MENTOR_COLUMNS
from matcher.intake.program import Program

ROOT = Path(matcher.__file__).parents[1]
README = ROOT / "README.md"
FORMAT = ROOT / "docs" / "format.md"
PAGES = (README, FORMAT, ROOT / "docs" / "architecture.md", ROOT / "docs" / "reports-files.md",
         ROOT / "docs" / "import.md")  # fmt: skip


def blocks(language: str, *, then: str | None = None) -> list[tuple[str, ...]]:
    """Return the fenced blocks of the README in a language, each with the next one in `then` that follows it."""
    fence = f"```{language}\n(.*?)```" + (f"\n+```{then}\n(.*?)```" if then else "")
    found = re.findall(fence, README.read_text(encoding="utf-8"), re.DOTALL)
    return [one if isinstance(one, tuple) else (one,) for one in found]


def commands() -> Iterator[tuple[str, list[str]]]:
    """Yield each command of the console blocks, in order, with the lines that it shows."""
    for (block,) in blocks("console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *shown = part.splitlines()
            yield command, shown


def stable(lines: list[str]) -> list[str]:
    """Return lines without progress, and without how long it took."""
    kept = [line.rstrip() for line in lines if not re.match(r"\d+ s, ", line)]
    return [re.sub(r"found in [0-9.]+ s", "found in … s", line) for line in kept]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the tiny sample where the README has it."""
    shutil.copytree(ROOT / "data" / "samples" / "tiny", tmp_path / "data" / "samples" / "tiny")
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
        assert stable([*said.err.splitlines(), *said.out.splitlines()]) == stable(shown)
        ran.append(arguments[0])
    assert ran == ["check", "solve", "verify"]


def test_the_python_example_prints_what_the_readme_shows(project: Path) -> None:
    examples = blocks("python", then="text")
    assert examples
    for code, expected in examples:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, "README.md", "exec"), {})
        assert [line.split() for line in printed.getvalue().splitlines()] == [
            line.split() for line in expected.splitlines()
        ]
    assert (project / "results" / "result.json").is_file()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.name))
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


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
