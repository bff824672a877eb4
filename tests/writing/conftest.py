"""What tests of writing share: a call of the command, and a saved result of the sample."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.cli import main
from tests.report.tiny import result_of, tiny
from tests.writing.disks import Ran


@pytest.fixture
def ran(capsys: pytest.CaptureFixture[str]) -> Ran:
    def run(*words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        status = main(list(map(str, words)))
        told = capsys.readouterr()
        return status, told.out, told.err

    return run


@pytest.fixture
def solved(tmp_path: Path) -> Path:
    result_of(tiny()).save(tmp_path / "results")
    return tmp_path / "results"
