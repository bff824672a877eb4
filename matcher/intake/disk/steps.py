"""Each single thing that is done to the disk, in one place: nothing of ours writes, moves or removes otherwise."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import Path

__all__ = ["Disk", "disk_in_use", "using"]


class Disk:
    """What is done to the disk, a step each; `step` is told of each before it is done.

    A test hands in one that stops there, or that forgets what was not flushed: see `using`.
    """

    def step(self, what: str, place: Path) -> None:
        """Hear of the next step: ``write`` a file, say."""

    def make_folder(self, folder: Path, *, private: bool = False) -> None:
        """Make a folder; a private one is for its owner alone."""
        self.step("make folder", folder)
        folder.mkdir(0o700 if private else 0o777)

    def write(self, file: Path, data: bytes, *, like: Path | None = None) -> None:
        """Write a new file, flushed to the disk; it may be read and written by whom `like` may be."""
        self.step("make", file)
        with file.open("xb") as stream:
            self.step("write", file)
            stream.write(data)
            stream.flush()
            if like is not None:
                file.chmod(stat.S_IMODE(like.stat().st_mode))
            self.step("flush", file)
            os.fsync(stream.fileno())

    def copy(self, source: Path, target: Path) -> None:
        """Put a file under a second name, too; `target` must not be there."""
        self.step("copy", target)
        if source.is_symlink():
            target.symlink_to(source.readlink())
            return
        try:
            target.hardlink_to(source)
        except OSError:  # not every disk can hold a file under two names
            shutil.copy2(source, target)
            with target.open("rb+") as stream:
                os.fsync(stream.fileno())

    def move(self, source: Path, target: Path) -> None:
        """Move a file to another name, in the place of what is there."""
        self.step("move", target)
        source.replace(target)

    def remove(self, file: Path) -> None:
        """Remove a file, or a link."""
        self.step("remove", file)
        file.unlink()

    def remove_folder(self, folder: Path) -> None:
        """Remove an empty folder."""
        self.step("remove folder", folder)
        folder.rmdir()

    def sync(self, folder: Path) -> None:
        """See that what was made, moved and removed in a folder outlives a power cut."""
        self.step("sync", folder)
        if os.name == "nt":  # folders cannot be opened there; names are written with what they name
            return
        opened = os.open(folder, os.O_RDONLY)
        try:
            # Some file systems know no such thing, and need none.
            with contextlib.suppress(OSError):
                os.fsync(opened)
        finally:
            os.close(opened)


_IN_USE: ContextVar[Disk | None] = ContextVar("disk", default=None)


def disk_in_use() -> Disk:
    """Return what does the steps here."""
    return _IN_USE.get() or Disk()


@contextlib.contextmanager
def using(disk: Disk) -> Iterator[None]:
    """Have `disk` do the steps for the time of the block."""
    before = _IN_USE.set(disk)
    try:
        yield
    finally:
        _IN_USE.reset(before)
