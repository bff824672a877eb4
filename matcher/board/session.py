"""One board: an intake, its result, what was done to the groups so far, and what of it is on the disk."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from matcher.board.journal import Journal, SpoiltError, digest_of, on_disk, read_journal, write_journal
from matcher.board.state import BoardError, Did, State, Table, as_placed
from matcher.checking.verify import verify
from matcher.checking.watched import Standing, Watched
from matcher.errors import IntakeError, MatcherError, OverwriteError, VerificationError
from matcher.intake.disk.ours import of_changed_groups, refuse_to_lose
from matcher.intake.people import Intake
from matcher.intake.read import read_intake
from matcher.intake.reading.gate.files import bytes_of
from matcher.intake.reading.gate.kinds import STANDING
from matcher.intake.reading.gate.refused import MissingError, RefusedError
from matcher.intake.sources import files_of_intake
from matcher.intake.writing import append_lock
from matcher.questions.changes.told import changes_between, changes_csv
from matcher.questions.rematch.running import CHANGES_FILE
from matcher.questions.rescored import check_same_people, proved_of, rescored
from matcher.result.asked import as_asked
from matcher.result.files import write_whole
from matcher.result.match_result import BESIDE_A_RESULT, RESULT_FILES, MatchResult, files_of_result
from matcher.result.records import Group, Unmatched
from matcher.result.saved_workbook import fingerprint
from matcher.rules import FormedGroup
from matcher.rules.rule import slot_at

__all__ = ["BY_HAND", "Changed", "Places", "Session"]

KEPT = 4
"""States of which it is kept how they stand: that of now, and those just before."""
JOURNAL = "board.json"
"""The journal of a folder of results."""
MOST_FAULTS = 3
"""Faults of an intake that was changed meanwhile that are told."""
BY_HAND = "changed by hand"
"""Why somebody is in ``changes.csv``: a hand needs no other reason."""


@dataclass(frozen=True)
class Places:
    """What a board reads and writes.

    Parameters
    ----------
    intake
        The intake, to which locks are added where that is asked for.
    result
        The result that was opened.
    out
        The folder that is saved to.
    journal
        The file of what was done: where Save writes to.
    """

    intake: Path
    result: Path
    out: Path
    journal: Path

    @classmethod
    def of(cls, intake: Path, result: Path, out: Path | None = None) -> Places:
        """Return the places of a result: it is saved where it stands unless `out` says where, its journal with it."""
        saved_to = _folder_of(result) if out is None else out
        return cls(intake, result, saved_to, saved_to / _journal_name(result))

    @property
    def apart(self) -> bool:
        """Whether what is saved leaves as it is what was opened."""
        return not _is_plain(self.result) or self.out.absolute() != _folder_of(self.result).absolute()

    @property
    def journals(self) -> tuple[Path, ...]:
        """Where what was done may be told, the first place first: of what was saved, of this result, and before."""
        before = _folder_of(self.result) / _journal_name(self.result)
        return tuple(dict.fromkeys((self.out / JOURNAL, self.journal, before))) if self.apart else (self.journal,)


def _folder_of(result: Path) -> Path:
    return result if result.is_dir() else result.parent


def _is_plain(result: Path) -> bool:
    return result.is_dir() or result.name == "result.json"


def _journal_name(result: Path) -> str:
    return JOURNAL if _is_plain(result) else f"{result.stem}.{JOURNAL}"


@dataclass(frozen=True)
class Changed:
    """What one change made of the board.

    Parameters
    ----------
    before, after
        How the groups stood, and stand.
    did
        What was done; None where nothing is told of it (another board wrote the journal).
    kind
        ``change``, ``undo``, ``redo``, ``save``, ``reload`` or ``intake``.
    """

    before: Standing
    after: Standing
    did: Did | None
    kind: str


class Session:
    """A board that pages show; every method may be called by several threads, one after the other.

    Parameters
    ----------
    intake, result
        As they were read; the result may name its people differently only where `check_same_people` lets it.
    places
        What is read and written.
    clock
        Tells the time of a change.
    """

    def __init__(
        self,
        intake: Intake,
        result: MatchResult,
        places: Places,
        clock: Callable[[], datetime] = lambda: datetime.now().astimezone(),
    ) -> None:
        check_same_people(result, intake)
        self.lock = threading.RLock()
        self.places, self.result, self._clock = places, result, clock
        self._watch(as_asked(intake, result))
        self.version = 0
        self.last: Changed | None = None
        self.set_aside: str | None = None
        self.unwritten: str | None = None
        self.unread: BoardError | None = None
        self._intake_read = self._intake_there = _digests(files_of_intake(places.intake))
        self._stamps = _stamps(files_of_intake(places.intake))
        self._writer = ThreadPoolExecutor(1, "journal")
        self._writing: Future[bytes] | None = None
        self._start = State(tuple(_known(self.intake, group) for group in result.formed))
        self._seen = self._files()
        self.saved = [result]
        self._written = on_disk(places.journal)
        self.journal = self._journal_there() or Journal(digest_of(self._start.groups), [self._start])

    def _watch(self, intake: Intake) -> None:
        self.intake = intake
        self.watched = Watched(intake)
        self._stood: list[tuple[State, Standing]] = []
        self.table = Table(self.watched)
        self.bound = self._bound()

    def _bound(self) -> int | None:
        """Return what no groups that keep the rules can score more than; None where that was not proved of them all."""
        mode, told = self.intake.program.objective.mode, self.result.intake
        proved = mode == "total" and told is not None and proved_of(self.intake, self.result)
        return self.result.bound if proved else None

    # What stands ---------------------------------------------------------------------------------------------------

    @property
    def state(self) -> State:
        """What stands on the board now."""
        return self.journal.now

    @property
    def standing(self) -> Standing:
        """How it stands."""
        return self.stands(self.state)

    def stands(self, state: State) -> Standing:
        """Return how a state stands; of the last few that were asked about, it is kept."""
        with self.lock:
            known = next((standing for one, standing in self._stood if one is state), None)
            if known is None:
                known = self.watched.standing(state.groups, state.locks)
                self._stood = [(state, known), *self._stood[: KEPT - 1]]
            return known

    @property
    def unsaved(self) -> bool:
        """Whether the groups are others than those of the result on the disk."""
        return digest_of(self.state.groups) != self.journal.result

    # Changes -------------------------------------------------------------------------------------------------------

    def do(self, asked: Mapping[str, Any], version: int) -> Changed:
        """Do what a page asks, which has seen the board as of `version`, and have the journal written.

        Raises
        ------
        BoardError
            It cannot be done; or another page, or another board, changed the groups meanwhile.
        """
        with self.lock:
            self._up_to_date(version)
            before, kind = self.state, str(asked.get("do"))
            if kind in ("undo", "redo"):
                did = self.journal.step(self._time(), kind)
                if did is None:
                    raise BoardError(f"board.nothing_to_{kind}")
                return self._changed(before, did, kind)
            state, did = self.table.do(before, asked)
            self.journal.change(self._time(), state, did)
            return self._changed(before, did, "change")

    def take(self, state: State, did: Did, version: int) -> Changed:
        """Put a state that was proposed in the place of that of now; the rest is as for `do`."""
        with self.lock:
            self._up_to_date(version)
            before = self.state
            self.journal.change(self._time(), state, did)
            return self._changed(before, did, "change")

    def _changed(self, before: State, did: Did | None, kind: str) -> Changed:
        self._write()
        self.version += 1
        self.last = Changed(self.stands(before), self.standing, did, kind)
        return self.last

    def _up_to_date(self, version: int) -> None:
        self.settle()
        if self.unwritten is None and on_disk(self.places.journal) != self._written:
            self._reload()
            raise BoardError("board.other_board")
        if version != self.version:
            raise BoardError("board.other_page")

    # The disk ------------------------------------------------------------------------------------------------------

    def _journal_there(self) -> Journal | None:
        """Return the journal that goes on with these groups; another one in its place is put aside later."""
        for place in self.places.journals:
            written = on_disk(place)
            found = None if written is None else self._going_on(written)
            if found is None:
                continue
            if place.parent == self.places.out:
                self.places, self._written = replace(self.places, journal=place), written
            self._put_aside_later(place)
            return found
        self._put_aside_later(None)
        return None

    def _put_aside_later(self, read: Path | None) -> None:
        place = self.places.journal
        if place != read and place.exists():
            self.set_aside = f"{place.stem} {self._clock():%Y-%m-%d %H-%M-%S}.json"

    def _going_on(self, written: bytes) -> Journal | None:
        """Return a journal that is of the groups that were opened, or of what was saved of them; None if it is not."""
        try:
            found = read_journal(written)
        except SpoiltError:
            return None
        if not _fits(self.intake, found):
            return None
        opened, now = digest_of(self._start.groups), digest_of(found.now.groups)
        # Whoever was ended between writing the result and the journal has the groups of now in the one alone.
        if opened in (found.result, now):
            found.result = opened
            return found
        if not self.places.apart or digest_of(found.states[0].groups) != opened:
            return None
        there = self._saved_there() if found.was_saved else found.result
        if there not in (found.result, now):
            return None
        found.result = there
        return found

    def _saved_there(self) -> str | None:
        """Return the digest of the groups where Save writes to; None where there are none, or of other people."""
        try:
            there = MatchResult.load(self.places.out)
            check_same_people(there, self.intake)
        except MatcherError:
            return None
        return digest_of([_known(self.intake, group) for group in there.formed])

    # The intake ----------------------------------------------------------------------------------------------------

    def look(self, *, closely: bool = False) -> bool:
        """Take over the intake as it is on the disk, where somebody changed it; return whether that tells anything new.

        Where it cannot be read any more, or has not all the people and hours of the groups, that of before stays, and
        `unread` says why.

        Parameters
        ----------
        closely
            Whether to look into the files also where their times and sizes are those of before.
        """
        with self.lock:
            files = files_of_intake(self.places.intake)
            stamps = _stamps(files)
            if stamps == self._stamps and not closely:
                return False
            self._stamps, digests = stamps, _digests(files)
            if digests == self._intake_there:
                return False
            self._intake_there, before = digests, self.standing
            if digests == self._intake_read:
                self.unread = None  # put back as it was
                self.version += 1
                return True
            try:
                intake = as_asked(read_intake(self.places.intake), self.result)
            except IntakeError as fault:
                self.unread = BoardError("board.intake_unread", fault="; ".join(map(str, fault.issues[:MOST_FAULTS])))
            else:
                self.unread = None if _fits(intake, self.journal) else BoardError("board.intake_without")
            self.version += 1
            if self.unread is None:
                self._intake_read = digests
                self._watch(intake)
                self.last = Changed(before, self.standing, None, "intake")
            return True

    def _write(self) -> None:
        """Have the journal written; nobody waits for the disk but who comes next."""
        aside, self.set_aside = self._aside(), None
        self._writing = self._writer.submit(write_journal, self.places.journal, self.journal.text(), aside=aside)

    def settle(self) -> None:
        """Wait until the journal is on the disk; where it cannot be written, `unwritten` says why."""
        with self.lock:
            writing, self._writing = self._writing, None
            if writing is None:
                return
            try:
                self._written = writing.result()
                self.unwritten = None
            except MatcherError as fault:
                self.unwritten = str(fault)

    def close(self) -> None:
        """Write what is still to be written, once more where it could not be, and end."""
        with self.lock:
            self.settle()
            if self.unwritten is not None:
                self._write()
                self.settle()
            self._writer.shutdown()

    def _aside(self) -> str | None:
        return self.set_aside if self.places.journal.exists() else None

    def _reload(self) -> None:
        """Take over what another board did."""
        before = self.standing
        self._written = on_disk(self.places.journal)
        found = self._journal_there()
        if found is not None:
            self.journal = found
        self.version += 1
        self.last = Changed(before, self.standing, None, "reload")

    def _time(self) -> str:
        return self._clock().isoformat(timespec="seconds")

    def _files(self) -> dict[str, str | None]:
        """Return the digest of each file of the result, and of those that would be written over."""
        places = {
            *files_of_result(self.places.result),
            *(self.places.out / name for name in (*RESULT_FILES, CHANGES_FILE)),
        }
        return {str(place): _digest(place) for place in sorted(places)}

    # Saving --------------------------------------------------------------------------------------------------------

    def elsewhere(self) -> list[str]:
        """Return the names of files that saving would write over and that somebody else changed, here or before.

        Also of reports there of groups that were changed by hand, and not on this board.
        """
        now = self._files()
        changed = [Path(name).name for name, digest in now.items() if digest != self._seen.get(name) and digest]
        try:
            refuse_to_lose(self.places.out, (*RESULT_FILES, CHANGES_FILE), replace=False)
        except OverwriteError as fault:
            changed += fault.files
        known = {fingerprint(one.groups) for one in self.saved}
        changed += [name for name, digest in of_changed_groups(self.places.out).items() if digest not in known]
        return list(dict.fromkeys(changed))

    def save(self, version: int, *, broken: bool = False, replaced: bool = False, locks: bool = False) -> MatchResult:
        """Write the groups of now as a result, every number of it verified, and ``changes.csv``.

        Parameters
        ----------
        broken
            Whether groups that break rules are to be saved.
        replaced
            Whether what somebody else changed meanwhile is to be written over; it stays beside, with its time.
        locks
            Whether what was locked on the board is added to the intake.

        Raises
        ------
        BoardError
            The groups break rules, or something would be written over, and nobody said that this is right. Or the
            intake was changed meanwhile, and is taken over as it is now, or cannot be.
        IntakeError
            A lock contradicts the intake; nothing was written.
        VerificationError
            The result says something that is not so: a bug of ours; nothing was written.
        MatcherError
            The folder cannot be written to.
        """
        with self.lock:
            self._up_to_date(version)
            if self.look(closely=True) and self.unread is None:
                raise BoardError("board.intake_changed")
            if self.unread is not None:
                raise self.unread
            asked = self.state.locks if locks else ()
            if self.watched.standing(self.state.groups, asked).breaches and not broken:
                raise BoardError("board.save_broken")
            elsewhere = self.elsewhere()
            if elsewhere and not replaced:
                raise BoardError("board.save_elsewhere", files=", ".join(elsewhere))
            if locks:
                self._lock_the_intake()
            result = self.as_result()
            wrong = set(verify(self.intake, result)) - set(self.watched.standing(self.state.groups).breaches)
            if wrong:
                raise VerificationError(sorted(map(str, wrong)))
            before = replace(self.result, groups=tuple(_group(group) for group in self._start.groups))
            told = [replace(one, reason=BY_HAND) for one in changes_between(self.intake, before, result, True)]
            write_whole(
                self.places.out,
                result.texts({CHANGES_FILE: changes_csv(told)}),
                replace=replaced,
                made_from=[self.places.out / name for name in elsewhere],
                of_before=BESIDE_A_RESULT,
            )
            stands = self.standing
            self.journal.saved(self._time())
            self._journal_of_what_was_saved()
            self._write()
            self.settle()
            self._seen = self._files()
            self.saved.append(result)
            self.version += 1
            self.last = Changed(stands, self.standing, None, "save")
            return result

    def _journal_of_what_was_saved(self) -> None:
        """Let the journal go on where it is found by whoever opens what was saved."""
        place = self.places.out / JOURNAL
        if place != self.places.journal:
            self.places = replace(self.places, journal=place)
            self._put_aside_later(None)

    def as_result(self) -> MatchResult:
        """Return the groups of now as a result: scored again, its bound kept."""
        return rescored(self.intake, self.unscored(self.state))

    def unscored(self, state: State) -> MatchResult:
        """Return the groups of a state as a result that somebody changed by hand, and nobody has scored since."""
        there = tuple(_group(group) for group in state.groups if group.mentors or group.mentees)
        placed = {own for group in there for own in group.mentees}
        left_out = tuple(Unmatched(one.id, BY_HAND) for one in self.intake.mentees if one.id not in placed)
        return replace(self.result, groups=there, unmatched=left_out, assignment_rows=(), scored=False)

    def _lock_the_intake(self) -> None:
        added = [lock for lock in self.state.locks if lock not in self.intake.locks]
        for lock in added:
            append_lock(self.places.intake, lock)
        if added:
            self._watch(as_asked(read_intake(self.places.intake), self.result))
            files = files_of_intake(self.places.intake)
            self._intake_read = self._intake_there = _digests(files)
            self._stamps = _stamps(files)


def _fits(intake: Intake, journal: Journal) -> bool:
    """Return whether an intake has all people and hours of a journal."""
    people = {*intake.mentor_by_id, *intake.mentee_by_id}
    return all(
        people.issuperset((*group.mentors, *group.mentees))
        and (group.slot is None or slot_at(intake, group.slot) is not None)
        for state in journal.states
        for group in state.groups
    )


def _stamps(files: Iterable[Path]) -> tuple[tuple[int, int] | None, ...]:
    """Return when files were last written, and how large they are."""
    return tuple(map(_stamp, files))


def _stamp(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _digests(files: Iterable[Path]) -> tuple[str | None, ...]:
    return tuple(map(_digest, files))


def _known(intake: Intake, group: FormedGroup) -> FormedGroup:
    position = slot_at(intake, group.slot)
    return as_placed(intake, group._replace(slot=group.slot if position is None else intake.slots[position].text))


def _group(group: FormedGroup) -> Group:
    return Group(group.id, group.slot, group.mentors, group.mentees, 0)


def _digest(place: Path) -> str | None:
    try:
        return sha256(bytes_of(place, STANDING)).hexdigest()
    except (MissingError, RefusedError):
        return None
