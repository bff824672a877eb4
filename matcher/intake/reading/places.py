"""Where somebody says that files are: looked at once, in one way, before anything is opened there."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from matcher.errors import IntakeError, Issue, ResultFileError
from matcher.text import shown

__all__ = ["place_fault", "place_named", "result_place"]

_SAID = {errno.ENAMETOOLONG: "is too long for a path", errno.ELOOP: "leads round in a circle of links"}
_KINDS = (
    (stat.S_ISFIFO, "a pipe, which can be read only once; save what comes out of it to a file, and name that"),
    (stat.S_ISSOCK, "a socket; name a file"),
    (stat.S_ISCHR, "a device; name a file"),
    (stat.S_ISBLK, "a device; name a file"),
)


def place_fault(place: object) -> str | None:
    """Return why no file or folder can be read or written at a place; None where one could be, or is missing."""
    if not isinstance(place, str | os.PathLike):
        return f"is of the wrong kind, {type(place).__name__}; write a path"
    try:
        text = os.fspath(place)
        if not isinstance(text, str) or "\0" in text:
            return "is no path"
        mode = Path(text).stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as fault:
        return _SAID.get(fault.errno or 0, f"cannot be looked at ({fault.strerror or fault})")
    except ValueError:  # a character that no name can have
        return "is no path"
    if stat.S_ISDIR(mode) and not os.access(text, os.X_OK):
        return "is a folder that cannot be looked into (Permission denied)"
    return next((f"is {said}" for is_one, said in _KINDS if is_one(mode)), None)


def place_named(place: str | os.PathLike[str], name: str) -> Path:
    """Return a path that a call names.

    Raises
    ------
    IntakeError
        It is none.
    """
    fault = place_fault(place)
    if fault is not None:
        raise IntakeError([Issue("the call", fault, None, name, shown(place))])
    return Path(place)


def result_place(place: str | os.PathLike[str]) -> Path:
    """Return the path of a saved result, or of what belongs to one.

    Raises
    ------
    ResultFileError
        It is none.
    """
    fault = place_fault(place)
    if fault is not None:
        raise ResultFileError([Issue("the call", fault, None, "the result", shown(place))])
    return Path(place)
