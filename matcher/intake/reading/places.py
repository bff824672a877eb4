"""Where somebody says that files are: looked at once, in one way, before anything is opened there."""

from __future__ import annotations

import errno
import os
import re
import stat
from pathlib import Path, PureWindowsPath

from matcher.errors import IntakeError, Issue, ResultFileError
from matcher.text import shown

__all__ = ["place_fault", "place_named", "result_place", "windows_fault"]

_SAID = {errno.ENAMETOOLONG: "is too long for a path", errno.ELOOP: "leads round in a circle of links"}
_KINDS = (
    (stat.S_ISFIFO, "a pipe, which can be read only once; save what comes out of it to a file, and name that"),
    (stat.S_ISSOCK, "a socket; name a file"),
    (stat.S_ISCHR, "a device; name a file"),
    (stat.S_ISBLK, "a device; name a file"),
)


# Names that Windows keeps for devices, whatever follows their first dot, and signs that no name has there.
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]) *(\..*)?", re.IGNORECASE)
_NO_SIGN = re.compile(r'[<>:"|?*\x00-\x1f]')


def windows_fault(place: str) -> str | None:
    """Return why Windows can have no file or folder of this name, or would give it another; None where it can."""
    path = PureWindowsPath(place)
    for part in path.parts[1:] if path.anchor else path.parts:
        sign = _NO_SIGN.search(part)
        if sign is not None:
            return f"has a {sign.group()!r} in {part!r}, which no name on Windows can have"
        if part.endswith((".", " ")) and part not in (".", ".."):
            return f"has {part!r} in it, which ends with a {'dot' if part.endswith('.') else 'space'}, as no name does"
        if _DEVICE.fullmatch(part):
            return f"has {part!r} in it, which is a device on Windows"
    return None


def place_fault(place: object) -> str | None:
    """Return why no file or folder can be read or written at a place; None where one could be, or is missing."""
    if not isinstance(place, str | os.PathLike):
        return f"is of the wrong kind, {type(place).__name__}; write a path"
    if os.name == "nt" and isinstance(told := os.fspath(place), str) and (fault := windows_fault(told)) is not None:
        return fault
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
