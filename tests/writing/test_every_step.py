"""A set of files is all old or all new, wherever the run that writes it is stopped: at every step."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest

from matcher.cli import main
from matcher.errors import MatcherError
from matcher.intake.disk.news import heard
from matcher.intake.disk.steps import Disk, using
from matcher.intake.disk.whole import put_whole, settle
from matcher.intake.reading.gate.kinds import JOURNAL
from tests.writing.disks import STAGING, FailingDisk, PowerCut, StoppedHere, StoppingDisk, files, snapshot

NEW = {"a.txt": "new a", "mail/S1.txt": "new S1", "calendar/people/S1.ics": "new"}
OLD = {"a.txt": "old a", "mail/S2.txt": "stays", "locks.csv": "goes"}


class Case(NamedTuple):
    """What is there, and what is written over it."""

    old: Mapping[str, str] | None
    gone: tuple[str, ...] = ()
    kept: Mapping[str, str] | None = None

    def lay(self, folder: Path) -> Path:
        if self.old is not None:
            folder.mkdir(parents=True, exist_ok=True)
            for name, text in self.old.items():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_text(text)
        return folder

    def write(self, folder: Path) -> None:
        put_whole(folder, NEW, gone=self.gone, kept=self.kept)


CASES = {
    "a new folder": Case(None),
    "an empty folder": Case({}),
    "over others": Case(OLD, ("locks.csv", "never there"), {"a 2026-11-30 15-04.txt": "a.txt"}),
}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory, where the system has such: there thousands of files are a matter of seconds."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    with TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


@pytest.fixture(autouse=True)
def quick(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is really flushed where thousands of writings are tried: that takes milliseconds each."""
    if "flushed" not in request.node.name:
        monkeypatch.setattr("matcher.intake.disk.steps.os.fsync", lambda _: None)


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest) -> Case:
    return CASES[request.param]


def told_by(case: Case, folder: Path) -> str | None:
    """What is told of writing; None where nothing went wrong."""
    try:
        case.write(folder)
    except MatcherError as fault:
        return str(fault)
    return None


def both(case: Case, place: Path) -> tuple[int, dict[str, bytes | None], dict[str, bytes | None]]:
    """How many steps there are, what is there before, and what is there after."""
    folder = case.lay(place / "all" / "of it")
    before = snapshot(folder)
    disk = StoppingDisk()
    with using(disk):
        case.write(folder)
    return len(disk.steps), before, snapshot(folder)


def laid(case: Case, place: Path, steps: int) -> Iterator[tuple[int, Path]]:
    """The case anew for each step."""
    for step in range(steps):
        yield step, case.lay(place / str(step) / "out")


def test_what_is_written(place: Path) -> None:
    steps, before, after = both(CASES["over others"], place)
    told = {name: data.decode() for name, data in after.items() if data is not None}
    assert told == NEW | {"a 2026-11-30 15-04.txt": "old a", "mail/S2.txt": "stays"}
    assert before != after
    assert steps == 54


def test_stopped_at_a_step_it_is_all_old_or_all_new_at_once(case: Case, place: Path) -> None:
    steps, before, after = both(case, place)
    ends = []
    for step, folder in laid(case, place, steps):
        with using(StoppingDisk(step)), heard(str) as news, pytest.raises(StoppedHere, match="stopped"):
            case.write(folder)
        found = snapshot(folder)
        assert found in (before, after), step
        assert folder.exists() == (case.old is not None or found == after), step
        assert bool(news.written) == (found == after), step
        ends.append(found == after)
    assert ends == sorted(ends)
    assert {*ends} == {False, True}


def test_stopped_again_while_it_puts_things_right_the_next_command_does(case: Case, place: Path) -> None:
    steps, before, after = both(case, place)
    tried = 0
    for step, folder in laid(case, place, steps):
        for later in (1, 4):
            disk = StoppingDisk(step, step + later)
            with using(disk), pytest.raises(StoppedHere, match="stopped"):
                case.write(case.lay(folder))
            settle(folder)
            assert files(folder) in ({**_files(before)}, {**_files(after)}), (step, later)
            tried += len(disk.steps) > step + later
            shutil.rmtree(folder.parent, ignore_errors=True)
    assert tried > steps


def test_where_the_power_goes_the_next_command_puts_it_right(case: Case, place: Path) -> None:
    steps, before, after = both(case, place)
    seen = []
    for step, folder in laid(case, place, steps):
        for share in (0, 1):
            disk = PowerCut(step)
            with using(disk), pytest.raises(StoppedHere, match="no power"):
                case.write(case.lay(folder))
            disk.forget(round(share * len(disk.unsure)))
            settle(folder)
            found = files(folder)
            assert found in (_files(before), _files(after)), (step, share)
            assert not (folder / STAGING).exists()
            seen.append(found == _files(after))
            shutil.rmtree(folder.parent, ignore_errors=True)
    assert {*seen} == {False, True}


def _files(shot: dict[str, bytes | None]) -> dict[str, bytes]:
    return {name: data for name, data in shot.items() if data is not None}


def test_the_power_goes_again_while_things_are_put_right(place: Path) -> None:
    case = CASES["over others"]
    steps, before, after = both(case, place)
    for step, folder in laid(case, place, steps):
        for again in (3, 12):
            with using(PowerCut(step)), pytest.raises(StoppedHere, match="no power"):
                case.write(case.lay(folder))
            second = PowerCut(again)
            try:
                with using(second):
                    settle(folder)
            except StoppedHere:
                second.forget(len(second.unsure))
            settle(folder)
            assert files(folder) in (_files(before), _files(after)), (step, again)
            shutil.rmtree(folder.parent, ignore_errors=True)


@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), PermissionError(13, "Permission denied")])
def test_what_cannot_be_done_leaves_all_as_it_was(case: Case, place: Path, fault: OSError) -> None:
    steps, before, after = both(case, place)
    for step, folder in laid(case, place, steps):
        with using(StoppingDisk(step, fault=lambda: fault)):
            told = told_by(case, folder)
        if told is None:
            settle(folder)
        else:
            assert told.startswith(f"the files could not be written to {folder} ({fault.strerror}")
            assert told.endswith("; nothing there was changed")
        assert snapshot(folder) == (after if told is None else before), step
        assert not (folder / STAGING).exists()


def test_what_cannot_be_moved_nor_moved_back_is_put_right_by_the_next_command(place: Path) -> None:
    case = CASES["over others"]
    _, before, _ = both(case, place)
    folder = case.lay(place / "out")
    moved: list[str] = []

    def is_open(what: str, place: Path) -> bool:
        """One from the start, and another as soon as it was moved in."""
        moved.append(place.name if what == "move" else "")
        return moved[-1] == "S1.ics" or (moved[-1] == "a.txt" and moved.count("a.txt") > 1)

    locked = FailingDisk(is_open, lambda: PermissionError(13, "Permission denied"))
    with using(locked), pytest.raises(MatcherError, match=r"nor could those .* be moved back .* the next command puts"):
        case.write(folder)
    with using(locked), pytest.raises(MatcherError, match=r"was ended while it wrote to .* cannot be put right now"):
        settle(folder)
    told: list[str] = []
    with heard(told.append):
        settle(folder)
    assert told == [f"an earlier run was ended while it wrote to {folder}; everything there is as it was before it"]
    assert snapshot(folder) == before


def test_a_file_keeps_whom_it_may_be_read_by(place: Path) -> None:
    (place / "a.txt").write_text("old")
    (place / "a.txt").chmod(0o600)
    put_whole(place, NEW, kept={"a old.txt": "a.txt"})
    assert [(place / name).stat().st_mode & 0o777 for name in ("a.txt", "a old.txt")] == [0o600, 0o600]


def test_every_file_is_flushed_before_the_journal_counts(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[int] = []
    really = os.fsync

    def fsync(number: int) -> None:
        flushed.append(number)
        really(number)

    monkeypatch.setattr("matcher.intake.disk.steps.os.fsync", fsync)

    class Counting(StoppingDisk):
        def move(self, source: Path, target: Path) -> None:
            if target.name == "journal.json":
                names = [what for what, _ in self.steps]
                assert names.count("flush") == len(NEW) + 1  # and the journal itself
                assert len(flushed) == names.count("flush") + names.count("sync")
            super().move(source, target)

    with using(Counting()):
        put_whole(place / "out", NEW)
    assert len(flushed) > len(NEW)


@pytest.mark.parametrize("links", [True, False])
def test_a_disk_without_second_names_is_as_good(place: Path, monkeypatch: pytest.MonkeyPatch, links: bool) -> None:
    def refuse(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    if not links:
        monkeypatch.setattr(Path, "hardlink_to", refuse)
    _, before, after = both(CASES["over others"], place)
    folder = CASES["over others"].lay(place / "out")
    with using(StoppingDisk(40)), pytest.raises(StoppedHere, match="stopped"):
        CASES["over others"].write(folder)
    assert snapshot(folder) == before
    CASES["over others"].write(folder)
    assert snapshot(folder) == after


@pytest.mark.skipif(os.name != "posix", reason="elsewhere nobody waits for another")
def test_two_who_write_to_one_folder_wait_for_each_other(place: Path) -> None:
    both_sets = [{name: f"{text} of {number}" for name, text in NEW.items()} for number in range(2)]

    def write(number: int) -> None:
        for _ in range(10):
            put_whole(place / "out", both_sets[number])

    with ThreadPoolExecutor(2) as threads:
        for _ in threads.map(write, range(2)):
            pass
    told = {name: data.decode() for name, data in files(place / "out").items()}
    assert told in both_sets


# Journals of others ---------------------------------------------------------------------------------------------------


def journal(folder: Path, **parts: list[str]) -> Path:
    """A folder in which a writing was begun, as `parts` say."""
    for inner in ("new", "old"):
        (folder / STAGING / inner).mkdir(parents=True)
    told = {"over": [], "new": [], "gone": [], "folders": []} | parts
    (folder / STAGING / "journal.json").write_text(json.dumps(told))
    return folder


@pytest.mark.parametrize("name", ["../x", "/tmp/x", "a/../../x", "C:\\x", "a\\..\\x", "", ".matcher-writing/x", "\0"])
def test_no_name_in_a_journal_leaves_its_folder(place: Path, name: str) -> None:
    for part in ("over", "new", "gone", "folders"):
        folder = journal(place / part / "out", **{part: [name]})
        with pytest.raises(MatcherError, match="a journal that matcher did not write stands in"):
            settle(folder)


@pytest.mark.parametrize("text", ["", "[", "[" * 100_000, "{}", '{"over": 1}', '{"over": [1]}', "\ud800"])
def test_a_journal_that_is_none_is_told(place: Path, text: str) -> None:
    folder = journal(place)
    (folder / STAGING / "journal.json").write_text(text, errors="surrogatepass")
    with pytest.raises(MatcherError, match="a journal that matcher did not write stands in"):
        settle(folder)


def test_a_journal_that_is_too_large_is_told(place: Path) -> None:
    folder = journal(place)
    with (folder / STAGING / "journal.json").open("ab") as file:
        file.truncate(JOURNAL.most_bytes + 1)
    with pytest.raises(MatcherError, match="a journal that matcher did not write stands in"):
        settle(folder)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_a_journal_that_is_a_pipe_is_not_waited_for(place: Path) -> None:
    folder = journal(place)
    (folder / STAGING / "journal.json").unlink()
    os.mkfifo(folder / STAGING / "journal.json")
    with pytest.raises(MatcherError, match="a journal that matcher did not write stands in"):
        settle(folder)


def test_a_journal_that_the_system_does_not_open_now_is_nobody_elses(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = journal(place)

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", refused)
        with pytest.raises(MatcherError, match=r"cannot be put right now \(Permission denied\); close what has files"):
            settle(folder)
    settle(folder)
    assert not (folder / STAGING).exists()


@pytest.mark.parametrize("link", ["mail", f"{STAGING}/new/mail"])
def test_no_link_in_a_folder_leads_a_journal_elsewhere(place: Path, link: str) -> None:
    (place / "elsewhere").mkdir()
    (place / "elsewhere" / "keys").write_text("mine")
    folder = journal(place / "out", over=["mail/keys"])
    (folder / "mail").mkdir()
    (folder / STAGING / "new" / "mail").mkdir()
    (folder / STAGING / "new" / "mail" / "keys").write_text("theirs")
    shutil.rmtree(folder / link)
    (folder / link).symlink_to(place / "elsewhere")
    with pytest.raises(MatcherError, match="a link leads out of"):
        settle(folder)
    assert (place / "elsewhere" / "keys").read_text() == "mine"


def test_what_was_left_beside_is_gone_with_the_next_command(place: Path) -> None:
    (place / STAGING / "new").mkdir(parents=True)
    (place / STAGING / "new" / "mentees.csv").write_text("id,name\nS1,Somebody\n")
    told: list[str] = []
    with heard(told.append):
        settle(place / "result.json")
    assert list(place.iterdir()) == []
    assert len(told) == 1


# By signals -----------------------------------------------------------------------------------------------------------


class Signalling(Disk):
    """Sends this process a signal before a step."""

    def __init__(self, at: int, number: signal.Signals) -> None:
        self.at, self.number, self.count = at, number, 0

    def step(self, what: str, place: Path) -> None:
        self.count += 1
        if self.count - 1 == self.at:
            # To this thread: sent to the process, another thread may take it, and it comes some steps later.
            signal.raise_signal(self.number)


@pytest.mark.skipif(os.name != "posix", reason="these signals are not everywhere")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_command_that_is_stopped_says_what_is_on_the_disk(
    place: Path, number: signal.Signals, capsys: pytest.CaptureFixture[str]
) -> None:
    """`new` writes a folder, and a signal comes before each of its steps."""
    # Whoever runs the tests may have it ignored: under nohup, say.
    signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    counted = StoppingDisk()
    with using(counted):
        assert main(["new", str(place / "whole")]) == 0
    whole, found = snapshot(place / "whole"), []
    capsys.readouterr()
    before = signal.getsignal(number)
    for step in range(len(counted.steps)):
        folder = place / f"{step}"
        with using(Signalling(step, number)):
            status = main(["new", str(folder)])
        said = capsys.readouterr().err
        if status == 0:
            assert snapshot(folder) == whole
            assert said == (
                f"Stopped; what was to be written to {folder} is there, all of it. Nothing else was written.\n"
            )
        else:
            assert status == 3
            assert not folder.exists()
            assert said == "Stopped; there is no result yet, and nothing was written.\n"
        found.append(status)
    assert found == sorted(found, reverse=True)
    assert {*found} == {0, 3}
    assert signal.getsignal(number) == before


ENDED = """
import os, signal, sys
from matcher.cli import main
from matcher.intake.disk.steps import Disk, using
class Ending(Disk):
    def step(self, what, place):
        if what == "move" and place.name == sys.argv[1]:
            os.kill(os.getpid(), getattr(signal, sys.argv[2]))
with using(Ending()):
    sys.exit(main(sys.argv[3:]))
"""


@pytest.mark.skipif(os.name != "posix", reason="these signals are not everywhere")
@pytest.mark.parametrize(
    ("name", "end", "status"),
    [("program.toml", "SIGKILL", -9), ("program.toml", "SIGTERM", 3)],
)
def test_a_process_that_is_killed_leaves_all_old_or_all_new(
    place: Path, name: str, end: str, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = place / "intake"
    call = [sys.executable, "-c", ENDED, name, end, "new", str(folder)]
    assert subprocess.run(call, check=False, capture_output=True).returncode == status
    assert (folder / STAGING).exists() == (status == -9)
    settle(folder)
    assert main(["new", str(place / "whole")]) == 0
    assert snapshot(folder) == (snapshot(place / "whole") if status != 3 else {})


@pytest.mark.skipif(os.name != "posix", reason="these signals are not everywhere")
def test_what_is_ignored_stays_so(place: Path) -> None:
    """As `nohup` does it."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with using(Signalling(9, signal.SIGHUP)):
            assert main(["new", str(place / "out")]) == 0
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)
