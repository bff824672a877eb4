"""Windows, macOS and small consoles, by seams and by rule: nothing here runs on them."""

from __future__ import annotations

import ast
import csv
import io
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import matcher
from matcher import MatchResult, read_intake, write_intake
from matcher.cli import main
from matcher.intake.reading import places
from matcher.intake.reading.places import place_fault, windows_fault
from matcher.problem import processors
from matcher.report.file_names import file_names
from tests.report.tiny import CALENDAR, GROUPS, result_of, tiny
from tests.systems.answers import RIGHT, answer

ROOT = Path(matcher.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))

MODULES_OF_ONE_SYSTEM = """
    fcntl grp msvcrt nt posix pty pwd readline resource syslog termios tty winreg winsound
"""
NAMES_OF_ONE_SYSTEM = {
    "os": """
        chown chroot fchmod fchown fork forkpty getegid geteuid getgid getgroups getloadavg getpgid getpgrp getpriority
        getsid getuid initgroups killpg lchown mkfifo mknod nice openpty pipe2 posix_fadvise posix_spawn
        register_at_fork sched_getaffinity sched_setaffinity setegid seteuid setgid setgroups setpgid setpriority
        setsid setuid startfile statvfs sync sysconf tcgetpgrp uname wait wait3 wait4 waitid O_CLOEXEC O_DIRECTORY
        O_NOFOLLOW O_BINARY
    """,
    "signal": """
        SIGALRM SIGBREAK SIGCHLD SIGCONT SIGHUP SIGKILL SIGPIPE SIGPROF SIGQUIT SIGSTOP SIGTSTP SIGUSR1 SIGUSR2
        SIGWINCH CTRL_C_EVENT alarm pause pthread_kill pthread_sigmask setitimer siginterrupt sigpending sigwait
    """,
    "time": "tzset clock_settime pthread_getcpuclockid",
    "socket": "AF_UNIX socketpair",
}


def asked_for(function: ast.AST) -> set[str]:
    """The names for which a function asks first: ``hasattr(os, "sched_getaffinity")``."""
    return {
        str(node.args[1].value)
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "hasattr"
        if len(node.args) == 2 and isinstance(node.args[1], ast.Constant)
    }


def of_one_system(tree: ast.AST) -> Iterator[str]:
    """What a module uses that some system lacks, without asking."""
    guarded = set[int]()
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef) and (asked := asked_for(function)):
            attributes = (node for node in ast.walk(function) if isinstance(node, ast.Attribute))
            guarded |= {id(node) for node in attributes if node.attr in asked}
    # Who imports it where the lack of it is caught, asks.
    tried = [node for node in ast.walk(tree) if isinstance(node, ast.Try) and catches_lack(node)]
    guarded |= {id(inner) for node in tried for one in node.body for inner in ast.walk(one)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom) and id(node) not in guarded:
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [str(node.module)]
            yield from (name for name in names if name.partition(".")[0] in MODULES_OF_ONE_SYSTEM.split())
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and id(node) not in guarded:
            yield from (
                f"{home}.{node.attr}"
                for home, names in NAMES_OF_ONE_SYSTEM.items()
                if home == node.value.id and node.attr in names.split()
            )


def catches_lack(node: ast.Try) -> bool:
    """Whether a try catches that a module is not there."""
    return any(isinstance(one.type, ast.Name) and one.type.id == "ImportError" for one in node.handlers)


def careless_texts(tree: ast.AST) -> Iterator[str]:
    """Calls that read or write a text in whatever code page the system has, or with its line ends."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        given = {keyword.arg for keyword in node.keywords}
        modes = [str(one.value) for one in node.args if isinstance(one, ast.Constant)]
        text = name in ("read_text", "write_text") or (name == "open" and not any("b" in mode for mode in modes))
        of = node.func.value if isinstance(node.func, ast.Attribute) else None
        of_files = not (isinstance(of, ast.Name) and of.id in ("os", "self"))
        if text and of_files and name != "read_text" and "encoding" not in given:
            yield ast.unparse(node)
        written = name == "write_text" or (name == "open" and any(mode in ("w", "a", "x") for mode in modes))
        if written and of_files and "newline" not in given and "devnull" not in ast.unparse(node):
            yield ast.unparse(node)


def test_nothing_is_used_that_one_system_lacks() -> None:
    found = {str(file.relative_to(ROOT)): list(of_one_system(ast.parse(file.read_text("utf-8")))) for file in FILES}
    assert {file: names for file, names in found.items() if names} == {}


def test_texts_have_one_encoding_and_one_line_end() -> None:
    found = {str(file.relative_to(ROOT)): list(careless_texts(ast.parse(file.read_text("utf-8")))) for file in FILES}
    assert {file: calls for file, calls in found.items() if calls} == {}


def test_the_rules_find_what_they_are_there_for() -> None:
    careless = ast.parse(
        "import fcntl\n"
        "try:\n    import grp\nexcept ImportError:\n    pass\n"
        "def careful():\n    if hasattr(os, 'fork'):\n        os.fork()\n"
        "def careless():\n    os.fork()\n    signal.signal(signal.SIGHUP, None)\n"
        "    open('file', 'w', encoding='utf-8')\n    path.write_text('x')\n    open('file', 'rb')\n"
    )
    assert list(of_one_system(careless)) == ["fcntl", "os.fork", "signal.SIGHUP"]
    assert list(careless_texts(careless)) == [
        "open('file', 'w', encoding='utf-8')", "path.write_text('x')", "path.write_text('x')"
    ]  # fmt: skip


def test_a_match_where_these_names_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("fork", "sched_getaffinity", "register_at_fork", "getuid"):
        monkeypatch.delattr(os, name, raising=False)
    for name in ("SIGHUP", "pthread_sigmask", "SIGALRM", "SIGUSR1"):
        monkeypatch.delattr(signal, name, raising=False)
    processors.all_processors.cache_clear()
    assert answer() == RIGHT
    monkeypatch.undo()
    processors.all_processors.cache_clear()


# Names ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "fault"),
    [
        ("CON", "has 'CON' in it, which is a device on Windows"),
        ("results/nul.json", "has 'nul.json' in it, which is a device on Windows"),
        ("C:\\results\\Com1\\x", "has 'Com1' in it, which is a device on Windows"),
        ("com¹.csv", "has 'com¹.csv' in it, which is a device on Windows"),
        ("results.", "has 'results.' in it, which ends with a dot, as no name does"),
        ("october /x", "has 'october ' in it, which ends with a space, as no name does"),
        ("12:00", "has a ':' in '12:00', which no name on Windows can have"),
        ("a?b", "has a '?' in 'a?b', which no name on Windows can have"),
        ("C:\\Mentées & Größe\\2026", None),
        ("..\\results", None),
        (".", None),
        ("console/nullable", None),
    ],
)
def test_names_that_windows_keeps(place: str, fault: str | None) -> None:
    assert windows_fault(place) == fault


def test_windows_is_asked_on_windows_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert place_fault("12:00") is None

    class Windows:
        name = "nt"

        def __getattr__(self, name: str) -> object:
            return getattr(os, name)

    monkeypatch.setattr(places, "os", Windows())
    assert place_fault("12:00") == "has a ':' in '12:00', which no name on Windows can have"


@pytest.mark.parametrize(
    "ids",
    [
        ("Ada", "ADA", "ada"),
        ("Zoé", "Zoe\N{COMBINING ACUTE ACCENT}", "ZOÉ"),
        ("CON", "con", "Nul", "com1", "com¹", "LPT9"),
        ("a.", "a ", "a", "a:"),
        ("straße", "STRASSE"),
        ("../x", "..\\x", "/x"),
    ],
)
def test_each_id_has_a_file_of_its_own_on_every_system(ids: tuple[str, ...]) -> None:
    names = file_names(ids)
    assert len({places_of(name) for name in names.values()}) == len(ids)
    for name in names.values():
        assert windows_fault(f"{name}.txt") is None
        assert not {"/", "\\", "."} & set(name)


def places_of(name: str) -> str:
    import unicodedata

    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", name).upper().casefold())


def test_paths_with_spaces_and_accents(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "Mentées & Größe (2026)" / "интернат 東京"
    intake, results, reports = folder / "der Jahrgang", folder / "o'Neil's results", folder / "Re%20ports"
    folder.mkdir(parents=True)
    write_intake(tiny(CALENDAR), intake)
    result_of(tiny(CALENDAR), *GROUPS).save(results)
    assert main(["verify", str(intake), str(results)]) == 0
    assert main(["report", str(intake), str(results), "--out", str(reports), "--html", "--ics"]) == 0
    assert main(["show", str(results / "result.json")]) == 0
    assert (reports / "committee.html").is_file()
    capsys.readouterr()


# Line ends and consoles -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_of_every_system_are_read(end: str, tmp_path: Path) -> None:
    write_intake(tiny(), tmp_path)
    right = read_intake(tmp_path)
    for file in tmp_path.iterdir():
        if end != "\r" or file.suffix == ".csv":  # TOML knows no lone carriage return
            file.write_bytes(file.read_bytes().replace(b"\n", end.encode()))
    assert read_intake(tmp_path) == right


def test_results_have_one_line_end(tmp_path: Path) -> None:
    result = result_of(tiny(), *GROUPS)
    result.save(tmp_path)
    assert not [file.name for file in tmp_path.iterdir() if b"\r" in file.read_bytes()]
    for file in tmp_path.glob("*.csv"):  # as a spreadsheet on Windows saves it
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert MatchResult.load(tmp_path) == result
    assert [row[0] for row in csv.reader(io.StringIO((tmp_path / "groups.csv").read_text("utf-8")))][1:] == ["G1", "G2"]


@pytest.mark.parametrize("page", ["cp1252", "cp850", "cp437", "cp932", "ascii"])
@pytest.mark.parametrize("command", ["check", "show", "explain", "verify", "help", "fault"])
def test_a_console_that_knows_one_code_page(
    command: str, page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {"S1": "Zoë Łukasz", "S2": "مریم", "S3": "東京 🎓", "T1": "Dvořák Ångström"}
    intake = tiny()
    people = {
        side: tuple(one.model_copy(update={"name": names.get(one.id, one.name)}) for one in getattr(intake, side))
        for side in ("mentors", "mentees")
    }
    intake = intake.model_copy(update=people)
    write_intake(intake, tmp_path / "in")
    result_of(read_intake(tmp_path / "in"), *GROUPS).save(tmp_path / "out")
    call = {
        "check": ["check", str(tmp_path / "in")],
        "show": ["show", str(tmp_path / "out")],
        "explain": ["explain", str(tmp_path / "in"), str(tmp_path / "out"), "--time-limit", "0.1"],
        "verify": ["verify", str(tmp_path / "in"), str(tmp_path / "out")],
        "help": ["solve", "--help"],
        "fault": ["check", str(tmp_path / "東京")],
    }[command]
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding=page) for _ in range(2))
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    status = main(call)
    monkeypatch.undo()
    written = [stream.buffer.getvalue().decode(page, errors="replace") for stream in (out, err)]  # type: ignore[attr-defined]
    assert status == (2 if command == "fault" else 0), written
    assert "did not expect" not in "".join(written)
    assert any(written)
