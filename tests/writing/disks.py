"""Disks that stop a run at a step, a power cut that forgets what was not flushed, and files of another day."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from matcher.intake.disk.steps import Disk

STAGING = ".matcher-writing"
THEN = datetime(2026, 11, 30, 15, 4)
Ran = Callable[..., tuple[int, str, str]]
"""A call of the command: its exit status, and what it wrote on both streams."""


def aged(file: Path) -> Path:
    """A file that was last changed THEN."""
    os.utime(file, (THEN.timestamp(), THEN.timestamp()))
    return file


class StoppedHere(BaseException):
    """What ends a run, and nobody expects."""


def stopped() -> BaseException:
    return StoppedHere("stopped")


class StoppingDisk(Disk):
    """Counts steps, and raises at some of them, by number from 0."""

    def __init__(self, *at: int, fault: Callable[[], BaseException] = stopped) -> None:
        self.at, self.fault = at, fault
        self.steps: list[tuple[str, Path]] = []

    def step(self, what: str, place: Path) -> None:
        self.steps.append((what, place))
        if len(self.steps) - 1 in self.at:
            raise self.fault()


class FailingDisk(Disk):
    """Raises wherever a test says so, each time."""

    def __init__(self, fails: Callable[[str, Path], bool], fault: Callable[[], BaseException]) -> None:
        self.fails, self.fault = fails, fault

    def step(self, what: str, place: Path) -> None:
        if self.fails(what, place):
            raise self.fault()


class PowerCut(Disk):
    """Does nothing any more from a step on; then `forget` undoes what no `sync` has made sure of.

    A name is sure once its folder is synced: that is all that POSIX promises.
    """

    def __init__(self, at: int) -> None:
        self.at, self.count, self.dark = at, 0, False
        self.unsure: list[tuple[Path, Callable[[], None]]] = []

    def step(self, what: str, place: Path) -> None:
        self.dark = self.dark or self.count == self.at
        self.count += 1
        if self.dark:
            raise StoppedHere(f"no power: {what} {place.name}")

    def forget(self, last: int) -> None:
        """Undo the last so many things of which nothing was sure."""
        for _, undo in reversed(self.unsure[len(self.unsure) - last :]):
            with contextlib.suppress(FileNotFoundError):
                undo()

    def make_folder(self, folder: Path, *, private: bool = False) -> None:
        super().make_folder(folder, private=private)
        self.unsure.append((folder.parent, lambda: shutil.rmtree(folder)))

    def write(self, file: Path, data: bytes, *, like: Path | None = None) -> None:
        try:
            super().write(file, data, like=like)
        except StoppedHere:
            if file.exists():  # not flushed: half of it may be there
                file.write_bytes(data[: len(data) // 2])
            raise
        self.unsure.append((file.parent, file.unlink))

    def copy(self, source: Path, target: Path) -> None:
        super().copy(source, target)
        self.unsure.append((target.parent, target.unlink))

    def move(self, source: Path, target: Path) -> None:
        self.step("move", target)
        before = target.read_bytes() if target.exists() else None
        source.replace(target)

        def undo() -> None:
            target.replace(source)
            if before is not None:
                target.write_bytes(before)

        self.unsure.append((target.parent, undo))

    def remove(self, file: Path) -> None:
        self.step("remove", file)
        before = file.read_bytes()
        file.unlink()
        self.unsure.append((file.parent, lambda: _put_back(file, before)))

    def remove_folder(self, folder: Path) -> None:
        super().remove_folder(folder)
        self.unsure.append((folder.parent, folder.mkdir))

    def sync(self, folder: Path) -> None:
        super().sync(folder)
        self.unsure = [(place, undo) for place, undo in self.unsure if place != folder]


def _put_back(file: Path, before: bytes) -> None:
    if not file.exists():
        file.write_bytes(before)


def snapshot(folder: Path) -> dict[str, bytes | None]:
    """All files in a folder with what they hold, and its folders; empty where there is none."""
    return {
        place.relative_to(folder).as_posix(): place.read_bytes() if place.is_file() else None
        for place in folder.rglob("*")
    }


def files(folder: Path) -> dict[str, bytes]:
    """All files in a folder with what they hold."""
    return {name: data for name, data in snapshot(folder).items() if data is not None}
