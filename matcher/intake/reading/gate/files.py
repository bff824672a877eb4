"""A path → the bytes of a file: an ordinary one, and none that is larger than its kind may be."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from matcher.intake.reading.gate.kinds import Kind
from matcher.intake.reading.gate.refused import MissingError, RefusedError

__all__ = ["begins_with", "bytes_of", "standing", "utf8_of"]

_SAID = {errno.ENAMETOOLONG: "is too long for a path", errno.ELOOP: "leads round in a circle of links"}
_NO_FILES = (
    (stat.S_ISFIFO, "is a pipe, which can be read only once", "save what comes out of it as a file"),
    (stat.S_ISSOCK, "is a socket", "name a file"),
    (stat.S_ISCHR, "is a device", "name a file"),
    (stat.S_ISBLK, "is a device", "name a file"),
)


def standing(path: Path) -> os.stat_result:
    """Return what stands at a path, a file or a folder; nothing is opened.

    Raises
    ------
    MissingError
        Nothing stands there.
    RefusedError
        It is neither (a pipe would keep a run waiting for whoever fills it), is no path, or cannot be looked at.
    """
    try:
        found = path.stat()
    except OSError as fault:
        raise _refused(fault) from fault
    except ValueError:  # a character that no name can have
        raise RefusedError("is no path that a file can have", "write the path anew") from None
    for is_one, said, right in _NO_FILES:
        if is_one(found.st_mode):
            raise RefusedError(said, right)
    return found


def bytes_of(path: Path, kind: Kind) -> bytes:
    """Return what a file holds.

    Raises
    ------
    MissingError
        There is none.
    RefusedError
        It cannot be opened (what the system says is then the cause), is no file (see `standing`), or is larger than
        its kind may be; its size is looked at before it is read.
    """
    found = standing(path)
    if stat.S_ISDIR(found.st_mode):
        raise RefusedError("is a folder, not a file")
    if found.st_size > kind.most_bytes:
        raise _too_large(kind)
    try:
        with path.open("rb") as stream:
            data = stream.read(kind.most_bytes + 1)
    except OSError as fault:
        raise _refused(fault) from fault
    if len(data) > kind.most_bytes:
        raise _too_large(kind)
    return data


def begins_with(path: Path, mark: bytes) -> bool | None:
    """Return whether a file begins with these bytes; None where there is no ordinary file, or it cannot be opened."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as stream:
            return stream.read(len(mark)) == mark
    except (OSError, ValueError):
        return None


def utf8_of(path: Path, kind: Kind) -> str:
    """Return the text of a file that a program wrote: UTF-8, with or without a byte-order mark.

    Raises
    ------
    MissingError, RefusedError
        As for `bytes_of`, and where it is no such text.
    """
    try:
        return bytes_of(path, kind).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedError("is not UTF-8 text", "save it again as UTF-8") from None


def _refused(fault: OSError) -> RefusedError:
    """Return what is said of something that the system does not let anybody look at, or open."""
    if isinstance(fault, FileNotFoundError | NotADirectoryError):
        return MissingError("there is no such file")
    return RefusedError(_SAID.get(fault.errno or 0, f"cannot be opened: {fault.strerror or fault}"))


def _too_large(kind: Kind) -> RefusedError:
    return RefusedError(f"is larger than {kind.megabytes} MB, which no such file has to be")
