"""What goes into the source distribution and beside the installed command: by the lists that say so."""

from __future__ import annotations

import os
import subprocess
import tomllib
from pathlib import Path

import pytest

import matcher

ROOT = Path(matcher.__file__).parents[1]
BESIDES = {".ci/run", ".gitignore", "MANIFEST.in", "LICENSE", "README.md", "pyproject.toml"}
"""What is in it anyway, or is about keeping versions."""


def listed() -> set[str]:
    """The files that MANIFEST.in names, found as setuptools finds them."""
    filelist = pytest.importorskip("setuptools.command.egg_info", reason="there is no setuptools here").FileList()
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        for line in (ROOT / "MANIFEST.in").read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                filelist.process_template_line(line)
    finally:
        os.chdir(before)
    return {Path(name).as_posix() for name in filelist.files}


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning")
def test_the_source_distribution_holds_docs_and_samples() -> None:
    wanted = {
        file.relative_to(ROOT).as_posix()
        for folder in ("docs", "data", "tests", "benchmarks")
        for file in (ROOT / folder).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert {"docs/format.md", "docs/matcher.1", "data/samples/tiny/mentors.csv"} <= wanted
    found = listed()
    assert wanted - found == set()
    assert not any(name.endswith(".pyc") for name in found)


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning")
def test_nothing_that_is_kept_is_left_out_of_it() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("this is no working copy")
    told = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    kept = {name for name in told if name and not name.startswith("matcher/") and (ROOT / name).exists()}
    assert kept - listed() - BESIDES == set()


def test_the_man_page_is_installed_where_man_looks() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    [(place, files)] = settings["data-files"].items()
    assert place == "share/man/man1"
    assert all((ROOT / file).is_file() for file in files)
