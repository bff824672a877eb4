"""The journal of one writing: what is to be moved, so that whoever comes next can finish it or take it back."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from matcher.errors import MatcherError
from matcher.intake.reading.gate.data import json_of
from matcher.intake.reading.gate.files import utf8_of
from matcher.intake.reading.gate.kinds import JOURNAL
from matcher.intake.reading.gate.refused import RefusedError

__all__ = ["Journal", "inside", "read_journal"]


@dataclass(frozen=True, slots=True)
class Journal:
    """What is to be done in a folder, every name as ``mail/S01.txt``.

    Parameters
    ----------
    over
        Files to be moved into the place of others.
    new
        Files to be moved to where none is.
    gone
        Files to be removed.
    folders
        Folders within it that are to be made, the outer first.
    """

    over: tuple[str, ...]
    new: tuple[str, ...]
    gone: tuple[str, ...]
    folders: tuple[str, ...]

    @property
    def moved(self) -> tuple[str, ...]:
        """Every file that is moved in."""
        return (*self.over, *self.new)

    @property
    def kept(self) -> tuple[str, ...]:
        """Every file of before."""
        return (*self.over, *self.gone)

    def data(self) -> bytes:
        """Return what its file holds."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()


def read_journal(file: Path) -> Journal:
    """Read a journal; it may be anybody's, so that no name in it may leave its folder.

    Raises
    ------
    MatcherError
        It is none that matcher wrote.
    OSError
        It cannot be read.
    """
    try:
        told: Any = json_of(utf8_of(file, JOURNAL))
        parts = {name: tuple(map(_name, told[name])) for name in Journal.__dataclass_fields__}
    except (RefusedError, ValueError, TypeError, KeyError) as fault:
        if isinstance(fault.__cause__, OSError):  # it may be one: whoever asked says what can be done
            raise fault.__cause__ from None
        said = f"a journal that matcher did not write stands in {file.parent}: look into that folder, and take it away"
        raise MatcherError(said) from None
    return Journal(**parts)


def _name(told: Any) -> str:
    if not isinstance(told, str) or not told or "\0" in told:
        raise ValueError
    path = PurePosixPath(told)
    # Also as Windows would read it.
    if path.is_absolute() or ".." in path.parts or any(sign in told for sign in "\\:") or told.startswith(".matcher-"):
        raise ValueError
    return told


def inside(folder: Path, name: str) -> Path:
    """Return the place of a name in a folder.

    Raises
    ------
    MatcherError
        A link leads out of the folder.
    """
    place = folder / name
    if not place.parent.resolve().is_relative_to(folder.resolve()):
        raise MatcherError(f"a link leads out of {folder}, {place.parent}: take it away")
    return place
