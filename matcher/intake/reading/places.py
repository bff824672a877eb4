"""Where somebody says that files are: looked at once, in one way, before anything is opened there.

What can be read at all, the gate says (`matcher.intake.reading.gate.files.standing`); here it is said of a call.
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path, PureWindowsPath

from matcher.errors import IntakeError, Issue, ResultFileError
from matcher.intake.reading.gate.files import standing
from matcher.intake.reading.gate.refused import MissingError, RefusedError
from matcher.text import shown

__all__ = ["place_fault", "place_named", "result_place", "windows_fault"]

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
    text = os.fspath(place)
    if not isinstance(text, str):
        return "is of the wrong kind, a path of bytes; write a text"
    try:
        found = standing(Path(text))
    except MissingError:
        return None
    except RefusedError as refused:
        return refused.message if refused.right is None else f"{refused.message}; {refused.right}"
    if stat.S_ISDIR(found.st_mode) and not os.access(text, os.X_OK):
        return "is a folder that cannot be looked into (Permission denied)"
    return None


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
