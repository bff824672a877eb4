"""One board: an intake, its result, what was done to the groups so far, and what of it is on the disk."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
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
from matcher.errors import MatcherError, OverwriteError, VerificationError
from matcher.intake.disk.ours import of_changed_groups, refuse_to_lose
from matcher.intake.people import Intake
from matcher.intake.read import read_intake
from matcher.intake.reading.gate.files import bytes_of
from matcher.intake.reading.gate.kinds import STANDING
from matcher.intake.reading.gate.refused import MissingError, RefusedError
from matcher.intake.writing import append_lock
from matcher.questions.changes.told import changes_between, changes_csv
from matcher.questions.rematch.running import CHANGES_FILE
from matcher.questions.rescored import check_same_people, rescored
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
        The file of what was done.
    """

    intake: Path
    result: Path
    out: Path
    journal: Path

    @classmethod
    def of(cls, intake: Path, result: Path, out: Path | None = None) -> Places:
        """Return the places of a result: it is saved where it stands, its journal beside it."""
        folder = result if result.is_dir() else result.parent
        plain = result.is_dir() or result.name == "result.json"
        return cls(intake, result, folder if out is None else out, folder / _journal_name(result, plain))


def _journal_name(result: Path, plain: bool) -> str:
    return "board.json" if plain else f"{result.stem}.board.json"


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
        ``change``, ``undo``, ``redo``, ``save`` or ``reload``.
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
        """Return the journal beside the result, where it ends with its groups; one that does not is put aside later."""
        if self._written is None:
            return None
        try:
            found = read_journal(self._written)
        except SpoiltError:
            found = None
        if found is not None and found.result == digest_of(self._start.groups) and self._is_of_this(found):
            return found
        stem = self.places.journal.stem
        self.set_aside = f"{stem} {self._clock():%Y-%m-%d %H-%M-%S}.json"
        return None

    def _is_of_this(self, journal: Journal) -> bool:
        people = {*self.intake.mentor_by_id, *self.intake.mentee_by_id}
        return all(
            people.issuperset((*group.mentors, *group.mentees))
            and (group.slot is None or slot_at(self.intake, group.slot) is not None)
            for state in journal.states
            for group in state.groups
        )

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
            The groups break rules, or something would be written over, and nobody said that this is right.
        IntakeError
            A lock contradicts the intake; nothing was written.
        VerificationError
            The result says something that is not so: a bug of ours; nothing was written.
        MatcherError
            The folder cannot be written to.
        """
        with self.lock:
            self._up_to_date(version)
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
            self._write()
            self.settle()
            self._seen = self._files()
            self.saved.append(result)
            self.version += 1
            self.last = Changed(stands, self.standing, None, "save")
            return result

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
