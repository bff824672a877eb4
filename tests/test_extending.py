"""The walks of docs/extending.md, each followed in a copy of the program."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import matcher

ROOT = Path(matcher.__file__).parent.parent
TEXT = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
STEP = re.compile(r"^`(matcher/[\w/]+\.py)`\n\n```(py|diff)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def walk(title: str) -> str:
    """The section of this title."""
    return TEXT.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "matcher", tmp_path / "matcher", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def follow(title: str, scratch: Path) -> int:
    """Do what a section says of files; return how many it says it of."""
    steps = STEP.findall(walk(title))
    for name, kind, text in steps:
        file = scratch / name
        if kind == "py":
            assert not file.exists()
            file.write_text(text, encoding="utf-8")
            continue
        before = file.read_text(encoding="utf-8")
        for old, new in re.findall(r"((?:^-.*\n)+)((?:^\+.*\n)+)", text, re.MULTILINE):
            found, put = (re.sub(r"^[-+]", "", part, flags=re.MULTILINE) for part in (old, new))
            assert before.count(found) == 1, found
            before = before.replace(found, put)
        file.write_text(before, encoding="utf-8")
    return len(steps)


def run(scratch: Path, *words: str) -> str:
    """What the command shows, run from the copy."""
    environment = {**os.environ, "PYTHONPATH": str(scratch), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "matcher", *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=scratch,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_a_command(scratch: Path) -> None:
    assert follow("A command", scratch) == 3
    sample = str(ROOT / "data" / "samples" / "tiny")
    assert run(scratch, "count", sample) == "4 mentors, 9 mentees\n"
    assert json.loads(run(scratch, "count", sample, "--format", "json")) == {"mentors": 4, "mentees": 9}
    assert "Count the people of INTAKE." in run(scratch, "--help")


def test_a_language(scratch: Path) -> None:
    assert follow("A language of reports", scratch) == 1
    report = scratch / "matcher" / "report"
    english = (report / "languages" / "en.toml").read_text(encoding="utf-8")
    assert "Mentees" in english
    (report / "languages" / "fr.toml").write_text(english.replace("Mentees", "Filleuls"), encoding="utf-8")
    shutil.copytree(report / "mail" / "en", report / "mail" / "fr")
    sample = str(ROOT / "data" / "samples" / "tiny")
    matcher.match(sample).save(scratch / "results")
    run(scratch, "report", sample, "results", "--out", "reports", "--html", "--mail", "--language", "fr")
    page = (scratch / "reports" / "committee.html").read_text(encoding="utf-8")
    assert 'lang="fr"' in page
    assert "Filleuls" in page


def test_a_survey_format(scratch: Path) -> None:
    (scratch / "fillout.csv").write_text(
        "Fillout ID,Fillout link,Submitted at,Name,Are you a mentor or a mentee?\n"
        "a1,x,2026-09-01 10:00:00,Ada Lund,Mentor\na2,y,2026-09-01 10:05:00,Bo Roe,Mentor\n"
        "a3,z,2026-09-02 09:00:00,Cy Holm,Mentee\na4,w,2026-09-02 09:30:00,Di Vik,Mentee\n",
        encoding="utf-8",
    )
    added = re.compile(r"Fillout (?:ID|link) +ignored +sure: the survey tool added it")
    assert not added.findall(run(scratch, "import", "fillout.csv", "--out", "before"))
    assert follow("A survey format", scratch) == 1
    assert len(added.findall(run(scratch, "import", "fillout.csv", "--out", "after"))) == 2


def test_the_walk_of_a_rule_is_the_rule_that_is_tested() -> None:
    told = walk("A rule")
    assert "tests/rules/house_rule.py" in told
    assert "register_rule(AtMostOfCountry(2))" in told
    assert (ROOT / "tests" / "rules" / "house_rule.py").exists()
