"""Words of faults: a path is told as it is written, also where a sentence begins with it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import matcher
from matcher.cli import main

ROOT = Path(matcher.__file__).parent
RAISES = {"MatcherError", "_wrong_call"}


def first_parts(file: Path) -> Iterator[ast.expr]:
    """Yield what each message begins with that a command tells as a sentence, with a capital letter."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        called = isinstance(node, ast.Call) and getattr(node.func, "id", "") in RAISES and node.args
        returned = isinstance(node, ast.FunctionDef) and node.name == "folder_fault"
        if called and isinstance(node, ast.Call) and isinstance(node.args[0], ast.JoinedStr):
            yield node.args[0].values[0]
        if returned:
            yield from (one.values[0] for one in ast.walk(node) if isinstance(one, ast.JoinedStr))


def test_no_fault_begins_with_a_path() -> None:
    begins = {file: list(first_parts(file)) for file in ROOT.rglob("*.py")}
    assert sum(map(len, begins.values())) >= 15
    odd = [
        f"{file.name}: {ast.unparse(part)}"
        for file, parts in begins.items()
        for part in parts
        # A word in quotation marks stays as it is.
        if isinstance(part, ast.FormattedValue) and part.conversion != ord("r")
    ]
    assert odd == []


def test_a_folder_keeps_its_letters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "spring").mkdir()
    (tmp_path / "spring" / "mentees.csv").write_text("id\n")
    assert main(["new", "spring"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("The folder spring holds mentees.csv already")
