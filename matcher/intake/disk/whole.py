"""Sets of files written whole or not at all, whatever ends the run: a signal, a full disk, a power cut.

How: every file is written beside its place, into ``.matcher-writing``, and flushed; what was there before is put there
under a second name; then a journal appears there by one rename, and one file after the other is moved to its place. A
run that is ended meanwhile and can still act (a signal, a file that is open in Excel) renames the journal, and moves
all back. After one that cannot (the power, ``kill -9``) the next command finds the journal, and moves what is not yet
moved, or not yet back; where there is none, it takes away what was written beside.
"""

from __future__ import annotations

import contextlib
import filecmp
import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from pathlib import Path, PurePosixPath

from matcher.errors import MatcherError
from matcher.intake.disk.journal import Journal, inside, read_journal
from matcher.intake.disk.news import news
from matcher.intake.disk.steps import Disk, disk_in_use

__all__ = ["STAGING", "put_whole", "settle"]

STAGING = ".matcher-writing"
FORWARD, BACK, DRAFT = "journal.json", "back.json", "draft.json"
NEW, OLD = "new", "old"


class _Ended(Enum):
    """How a writing ended: there was none, everything is new, or as it was."""

    NOTHING = "nothing"
    NEW = "new"
    OLD = "old"


def put_whole(
    folder: Path,
    texts: Mapping[str, str | bytes],
    *,
    gone: Iterable[str] = (),
    kept: Mapping[str, str] | None = None,
) -> None:
    """Write files into `folder`, made where it is missing: all of them, or none. Other files in it stay.

    Parameters
    ----------
    texts
        What each file holds, texts as UTF-8, by its name; ``mail/S01.txt`` stands in a folder of its own.
    gone
        Files to be removed with it.
    kept
        Names under which files of before stay besides, with their names of before.

    Raises
    ------
    MatcherError
        `folder` cannot be written to; it is as it was.
    """
    disk = disk_in_use()
    made: list[Path] = []
    try:
        with _in_words(folder):
            made += [place for place in (folder, *folder.absolute().parents) if not os.path.lexists(place)]
            for place in reversed(made):
                with contextlib.suppress(FileExistsError):
                    disk.make_folder(place)
            for place in made:
                disk.sync(place.absolute().parent)
            with _alone(folder):
                _put_right(disk, folder)
                _Writing(disk, folder).write(texts, tuple(gone), kept or {})
    except BaseException:
        for place in made:
            with contextlib.suppress(OSError):
                disk.remove_folder(place)
        raise


def settle(place: Path) -> None:
    """Finish, or take back, what an earlier run was ended in writing: in a folder (of a file), or the one above it.

    Raises
    ------
    MatcherError
        It cannot be done now.
    """
    folder = Path(place) if os.path.isdir(place) else Path(place).parent  # noqa: PTH112 — it may be no path at all
    above = folder / os.pardir if folder.name in ("", os.pardir) else folder.parent
    for one in (above, folder):
        if _is_ours(one / STAGING):
            try:
                with _alone(one):
                    ended = _put_right(disk_in_use(), one)
            except OSError as fault:
                if not any((one / STAGING / journal).exists() for journal in (FORWARD, BACK)):
                    continue  # nothing was moved: what stands there is whole
                raise MatcherError(
                    f"an earlier run was ended while it wrote to {one}, and that cannot be put right now "
                    f"({_said(fault)}); close what has files of it open, and call again"
                ) from fault
            told = {
                _Ended.NEW: "everything that it wrote is there now",
                _Ended.OLD: "everything there is as it was before it",
            }
            if ended in told:
                news().tell(f"an earlier run was ended while it wrote to {one}; {told[ended]}")


@contextlib.contextmanager
def _in_words(folder: Path) -> Iterator[None]:
    """Tell in words what of the disk went wrong; nothing was changed then."""
    try:
        yield
    except OSError as fault:
        said = _said(fault)
        file = next((Path(one) for one in (fault.filename2, fault.filename) if one and Path(one).is_file()), None)
        if isinstance(fault, PermissionError) and file is not None:
            said = f"{said}: {file.name}; close it if it is open, in Excel say, and call again"
        raise MatcherError(f"the files could not be written to {folder} ({said}); nothing there was changed") from fault


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait for others who write to a folder, and let them wait; where the system has no such lock, for nobody."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)


def _is_ours(staging: Path) -> bool:
    """Return whether a folder is one, and no link, of whoever runs this: nobody else's is ever touched."""
    try:
        told = staging.lstat()
    except (OSError, ValueError):  # there is none
        return False
    return stat.S_ISDIR(told.st_mode) and (not hasattr(os, "getuid") or told.st_uid == os.getuid())


def _put_right(disk: Disk, folder: Path) -> _Ended:
    """Finish what was begun in a folder, or take it back, as its journal says; without one, nothing was moved."""
    if not _is_ours(folder / STAGING):
        return _Ended.NOTHING
    writing = _Writing(disk, folder)
    if (writing.staging / BACK).exists():
        writing.move_back(read_journal(writing.staging / BACK))
        ended = _Ended.OLD
    elif (writing.staging / FORWARD).exists():
        writing.move_in(read_journal(writing.staging / FORWARD))
        ended = _Ended.NEW
    else:
        ended = _Ended.OLD
    writing.clean()
    return ended


class _Writing:
    """One writing into a folder; whoever makes one holds the folder alone."""

    def __init__(self, disk: Disk, folder: Path) -> None:
        self.disk, self.folder = disk, folder
        self.staging = folder / STAGING

    def write(self, texts: Mapping[str, str | bytes], gone: Sequence[str], kept: Mapping[str, str]) -> None:
        """Write everything, or nothing: whatever ends this is raised once all is as it was.

        After the last move it is not: then all is new, which `news` hears.
        """
        moved = False
        try:
            journal = self._stage(texts, gone, kept)
            self._commit()
            self.move_in(journal)
            moved = True
            # What may be left beside is nobody's loss, and goes with the next command.
            with contextlib.suppress(OSError):
                self.clean()
            news().written.append(self.folder)
        except BaseException as fault:
            if moved:
                news().written.append(self.folder)
                with contextlib.suppress(OSError):
                    _put_right(self.disk, self.folder)
            else:
                self._take_back(fault)
            raise

    def _take_back(self, fault: BaseException) -> None:
        """Put back what was there before, after something could not be done, or was not to be done any more."""
        try:
            if (self.staging / FORWARD).exists():
                self.disk.move(self.staging / FORWARD, self.staging / BACK)
                self.disk.sync(self.staging)
            _put_right(self.disk, self.folder)
        except OSError as further:
            if not any((self.staging / journal).exists() for journal in (FORWARD, BACK)):
                return  # nothing was moved; what was written beside goes with the next command
            raise MatcherError(
                f"the files could not be written to {self.folder} ({_said(fault)}), nor could those that were moved "
                f"already be moved back ({_said(further)}); the next command puts that right: close what has files of "
                "it open, and call again"
            ) from fault

    def _stage(self, texts: Mapping[str, str | bytes], gone: Sequence[str], kept: Mapping[str, str]) -> Journal:
        """Write every file beside its place, and put what is there under a second name."""
        there = {name for name in (*texts, *gone) if os.path.lexists(inside(self.folder, name))}
        journal = Journal(
            over=tuple(name for name in texts if name in there),
            new=tuple(name for name in (*kept, *texts) if name not in there),
            gone=tuple(name for name in gone if name in there),
            folders=tuple(name for name in _folders((*kept, *texts)) if not (self.folder / name).exists()),
        )
        self.disk.make_folder(self.staging, private=True)
        made = [self.staging]
        for part, names in ((NEW, journal.moved), (OLD, journal.kept)):
            for name in (".", *_folders(names)):
                self.disk.make_folder(self.staging / part / name)
                made.append(self.staging / part / name)
        for name, before in kept.items():
            self.disk.copy(self.folder / before, self.staging / NEW / name)
        for name in journal.kept:
            self.disk.copy(self.folder / name, self.staging / OLD / name)
        for name, text in texts.items():
            beside = self.staging / NEW / name
            like = self.folder / name if name in there and not (self.folder / name).is_symlink() else None
            self.disk.write(beside, text.encode("utf-8") if isinstance(text, str) else text, like=like)
        self.disk.write(self.staging / DRAFT, journal.data())
        for place in reversed(made):
            self.disk.sync(place)
        self.disk.sync(self.folder)
        return journal

    def _commit(self) -> None:
        self.disk.move(self.staging / DRAFT, self.staging / FORWARD)
        self.disk.sync(self.staging)

    def move_in(self, journal: Journal) -> None:
        """Move every file that is not moved yet to its place."""
        for name in journal.folders:
            if not inside(self.folder, name).is_dir():
                self.disk.make_folder(self.folder / name)
        # What is moved in must not be sure before the folder is that holds it.
        for place in dict.fromkeys((self.folder / name).parent for name in journal.folders):
            self.disk.sync(place)
        for name in journal.moved:
            beside = inside(self.staging / NEW, name)
            if os.path.lexists(beside):
                self.disk.move(beside, inside(self.folder, name))
        for name in journal.gone:
            if os.path.lexists(inside(self.folder, name)):
                self.disk.remove(self.folder / name)
        self._sync(journal)

    def move_back(self, journal: Journal) -> None:
        """Move every file of before back to its place, and remove those that are new."""
        for name in journal.kept:
            beside = inside(self.staging / OLD, name)
            # What is open in Excel was not moved, and could not be moved now.
            if os.path.lexists(beside) and not _are_alike(beside, inside(self.folder, name)):
                self.disk.move(beside, inside(self.folder, name))
        for name in journal.new:
            moved = not os.path.lexists(inside(self.staging / NEW, name))
            if moved and os.path.lexists(inside(self.folder, name)):
                self.disk.remove(self.folder / name)
        for name in reversed(journal.folders):
            with contextlib.suppress(OSError):
                self.disk.remove_folder(inside(self.folder, name))
        self._sync(journal)

    def _sync(self, journal: Journal) -> None:
        for name in (*reversed(_folders((*journal.moved, *journal.gone))), "."):
            if (self.folder / name).is_dir():
                self.disk.sync(self.folder / name)

    def clean(self) -> None:
        """Take away what stands beside, the journal first: without it, nothing there counts."""
        for journal in (FORWARD, BACK):
            if (self.staging / journal).exists():
                self.disk.remove(self.staging / journal)
                self.disk.sync(self.staging)
        for place, folders, files in os.walk(self.staging, topdown=False):
            for name in files:
                self.disk.remove(Path(place, name))
            for name in folders:
                inner = Path(place, name)
                (self.disk.remove if inner.is_symlink() else self.disk.remove_folder)(inner)
        self.disk.remove_folder(self.staging)
        self.disk.sync(self.folder)


def _are_alike(one: Path, other: Path) -> bool:
    """Return whether two files hold the same; links are never."""
    if one.is_symlink() or other.is_symlink() or not other.is_file():
        return False
    return one.samefile(other) or filecmp.cmp(one, other, shallow=False)


def _said(fault: BaseException) -> str:
    return (isinstance(fault, OSError) and fault.strerror) or str(fault) or type(fault).__name__


def _folders(names: Iterable[str]) -> list[str]:
    """Return every folder of these names, the outer first."""
    found = {str(place) for name in names for place in PurePosixPath(name).parents} - {"."}
    return sorted(found)
