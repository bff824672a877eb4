from collections.abc import Callable
from pathlib import Path

import pytest

WriteFolder = Callable[..., Path]

MENTORS = "id,name\nT1,Ann\nT2,Bo\n"
MENTEES = "id,name\nS1,Cy\nS2,Di\nS3,Ed\nS4,Flo\n"


@pytest.fixture
def folder(tmp_path: Path) -> WriteFolder:
    """A folder of a sound little intake, any file of which a test may replace; None leaves one out."""

    def write(
        mentors: str | bytes | None = MENTORS,
        mentees: str | bytes | None = MENTEES,
        program: str | bytes | None = "# defaults\n",
        constraints: str | bytes | None = None,
    ) -> Path:
        files = {
            "mentors.csv": mentors,
            "mentees.csv": mentees,
            "program.toml": program,
            "constraints.csv": constraints,
        }
        for name, content in files.items():
            if content is not None:
                (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return tmp_path

    return write
