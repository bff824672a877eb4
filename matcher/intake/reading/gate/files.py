"""A path → the bytes of a file: an ordinary one, and none that is larger than its kind may be."""

from __future__ import annotations

import stat
from pathlib import Path

from matcher.intake.reading.gate.kinds import Kind
from matcher.intake.reading.gate.refused import MissingError, RefusedError

__all__ = ["begins_with", "bytes_of", "utf8_of"]


def bytes_of(path: Path, kind: Kind) -> bytes:
    """Return what a file holds.

    Raises
    ------
    MissingError
        There is none.
    RefusedError
        It cannot be opened, is no ordinary file (a pipe would keep a run waiting for whoever fills it), or is larger
        than its kind may be; its size is looked at before it is read.
    """
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise RefusedError("is a folder, not a file")
        if not stat.S_ISREG(found.st_mode):
            raise RefusedError("is a pipe or a device, and only files are read", "save what it holds as a file first")
        if found.st_size > kind.most_bytes:
            raise _too_large(kind)
        with path.open("rb") as stream:
            data = stream.read(kind.most_bytes + 1)
    except FileNotFoundError:
        raise MissingError("there is no such file") from None
    except OSError as fault:
        raise RefusedError(f"cannot be opened: {fault.strerror or fault}") from None
    except ValueError:
        raise RefusedError("is no path that a file can have", "write the path anew") from None
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


def _too_large(kind: Kind) -> RefusedError:
    return RefusedError(f"is larger than {kind.megabytes} MB, which no such file has to be")
