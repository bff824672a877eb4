"""What a dependency costs is measured of every one that the project names."""

from __future__ import annotations

import re
import sys
import tomllib

from benchmarks.measuring.compiling import WAYS
from benchmarks.measuring.dependencies import EXTRAS, IMPORTED, USED_FOR, needed, user_seconds
from benchmarks.records import ROOT, Record


def named() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *(line for extra in EXTRAS for line in project["optional-dependencies"][extra])]
    return {re.split(r"[<>=;\[ ]", line)[0] for line in lines}


def test_each_dependency_is_imported_and_said_what_for() -> None:
    assert named() == set(IMPORTED) == set(USED_FOR)


def test_what_is_installed_because_of_others_is_found() -> None:
    by = needed()
    assert by["numba"] == "matcher"
    assert by["llvmlite"] == "numba"
    assert by["openpyxl"] == "matcher[xlsx]"
    assert set(IMPORTED) <= set(by)


def test_the_records_hold_every_dependency_and_way() -> None:
    assert named() <= {row["name"] for row in Record.load("dependencies").rows}
    compiled = Record.load("compiling").rows
    assert [row["way"] for row in compiled] == [*WAYS, *WAYS]
    assert all(row["same_result"] for row in compiled)


def test_seconds_are_those_of_the_process_itself() -> None:
    assert 0 < user_seconds([sys.executable, "-c", "sum(range(300_000))"]) < 60
