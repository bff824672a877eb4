"""Imports point one way, each heavy library has its few places, and importing `matcher` stays quick."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import matcher

ROOT = Path(matcher.__file__).parent

# What stands later may import what stands earlier, never the other way round.
ROOMS = (
    "matcher",
    "errors",
    "text",
    "intake",
    "rules",
    "result",
    "survey",
    "checking",
    "problem",
    "solving",
    "why",
    "matching",
    "questions",
    "report",
    "board",
    "terminal",
    "cli",
    "__main__",
)
MOST_FILES = 17
PLACES = {
    "ortools": ("matcher.solving.*",),
    "babel": ("matcher.report.*",),
    "click": ("matcher.cli", "matcher.cli.*"),
    "anyio": ("matcher.board.server",),
    "jinja2": ("matcher.report.*", "matcher.board.*"),
    "pandas": ("matcher.intake.*", "matcher.survey.*", "matcher.result.match_result", "matcher.report.*"),
    "rich": ("matcher.terminal.*",),
    "numba": ("matcher.solving.*", "matcher.problem.kernels"),
    "icalendar": ("matcher.report.*",),
    "openpyxl": ("matcher.intake.reading.gate.workbooks", "matcher.survey.*"),
    "starlette": ("matcher.board.server", "matcher.board.guard"),
    "uvicorn": ("matcher.board.server",),
    "xlsxwriter": ("matcher.report.*",),
}
HEAVY = {"pydantic", "pandas", "ortools", "numba", "numpy", "rich", "rapidfuzz"}


def modules() -> dict[str, Path]:
    """Every module of the package by its name."""
    found = {}
    for file in sorted(ROOT.rglob("*.py")):
        parts = ("matcher", *file.relative_to(ROOT).with_suffix("").parts)
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return found


MODULES = modules()


def is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def statements(node: ast.AST, *, typing: bool, deep: bool = True) -> Iterator[ast.Import | ast.ImportFrom]:
    """Imports under `node`; `typing`: also those for types alone; `deep`: also those inside functions."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child
        elif (typing or not is_type_checking(child)) and (deep or not isinstance(child, ast.FunctionDef)):
            yield from statements(child, typing=typing, deep=deep)


@cache
def imported(name: str, *, typing: bool = True, deep: bool = True) -> frozenset[str]:
    """Names of the modules that module `name` imports."""
    names: set[str] = set()
    for statement in statements(ast.parse(MODULES[name].read_text(encoding="utf-8")), typing=typing, deep=deep):
        if isinstance(statement, ast.Import):
            names.update(alias.name for alias in statement.names)
        else:
            assert statement.level == 0, f"{name}: write whole names, not relative ones"
            whole = {f"{statement.module}.{alias.name}" for alias in statement.names}
            names |= {one if one in MODULES else str(statement.module) for one in whole}
    return frozenset(names)


def room(name: str) -> str:
    """The room of a module, as in `ROOMS`."""
    return "matcher" if name == "matcher" else name.split(".")[1]


def folders() -> dict[str, list[str]]:
    """Every package, and what lies side by side in it: files and folders of files."""
    found: dict[str, list[str]] = {}
    for name in set(MODULES) - {"matcher"}:
        found.setdefault(name.rpartition(".")[0], []).append(name)
    return found


def test_every_room_has_its_place() -> None:
    assert {room(name) for name in MODULES} == set(ROOMS)


@pytest.mark.parametrize("name", sorted(set(MODULES) - {"matcher", "matcher.cli"}))
def test_imports_point_one_way(name: str) -> None:
    others = (imported(name) & set(MODULES)) - {"matcher"}
    assert {other for other in others if ROOMS.index(room(other)) > ROOMS.index(room(name))} == set()


def test_no_module_waits_for_itself() -> None:
    graph = {name: (imported(name) & set(MODULES)) - {"matcher"} for name in set(MODULES) - {"matcher"}}
    TopologicalSorter(graph).prepare()  # raises CycleError, naming the modules


@pytest.mark.parametrize("folder", sorted(folders()))
def test_no_part_of_a_room_waits_for_itself(folder: str) -> None:
    depth = folder.count(".") + 2

    def part(name: str) -> str:
        return ".".join(name.split(".")[:depth])

    graph: dict[str, set[str]] = {}
    for name in MODULES:
        if name.startswith(f"{folder}."):
            others = {part(one) for one in imported(name) & set(MODULES) if one.startswith(f"{folder}.")}
            graph.setdefault(part(name), set()).update(others - {part(name)})
    TopologicalSorter(graph).prepare()


@pytest.mark.parametrize("folder", sorted(folders()))
def test_no_folder_is_crowded(folder: str) -> None:
    assert len(folders()[folder]) <= MOST_FILES


@pytest.mark.parametrize("library", sorted(PLACES))
def test_each_library_has_its_places(library: str) -> None:
    users = {name for name in MODULES if any(one.partition(".")[0] == library for one in imported(name))}
    assert {name for name in users if not any(fnmatch(name, place) for place in PLACES[library])} == set()


@pytest.mark.parametrize("name", sorted(MODULES))
def test_pandas_is_imported_where_it_is_used(name: str) -> None:
    at_the_start = imported(name, typing=False, deep=False)
    assert not {one for one in at_the_start if one.partition(".")[0] == "pandas"}


def loaded_by(code: str) -> set[str]:
    """Top names of everything that a new Python holds after `code`."""
    told = f"{code}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)), file=sys.__stderr__)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, cwd=ROOT.parent)
    return {name.partition(".")[0] for name in json.loads(done.stderr.splitlines()[-1])}


def test_importing_matcher_is_quick() -> None:
    assert loaded_by("import matcher") & (HEAVY | {"click"}) == set()


def test_help_is_quick() -> None:
    loaded = loaded_by("from matcher.cli import main\nassert main(['--help']) == 0\nassert main(['solve', '-h']) == 0")
    assert "click" in loaded
    assert loaded & HEAVY == set()


def test_reading_an_intake_needs_no_pandas() -> None:
    assert loaded_by("from matcher import read_intake") & {"pandas", "ortools", "numba", "click", "rich"} == set()


REFUSED = """
from matcher import InfeasibleError, match
def people(letter, number):
    names = [f"{letter}{one}" for one in range(number)]
    return [{"id": one, "name": one, "availability": ["Mon 09:00-10:00"]} for one in names]
groups = {"count": 4, "min_size": 2, "max_size": 5}
program = {"name": "Six mentors", "groups": groups, "schedule": {"slots": ["Mon 09:00"]}}
try:
    match(people("T", 6), people("S", 30), program)
except InfeasibleError as error:
    assert "6 mentors, two a group, can lead at most 3 groups" in str(error), error
else:
    raise AssertionError("four groups of six mentors")
"""


def test_what_counting_refuses_loads_no_solver() -> None:
    assert loaded_by(REFUSED) & {"numba", "ortools", "pandas", "scipy", "click", "rich"} == set()


def test_the_command_refuses_by_counting_without_a_solver(tmp_path: Path) -> None:
    hours = "id,name,availability\n"
    (tmp_path / "mentors.csv").write_text(hours + "".join(f"T{n},T{n},Mon 09:00-10:00\n" for n in range(6)))
    (tmp_path / "mentees.csv").write_text(hours + "".join(f"S{n},S{n},Mon 09:00-10:00\n" for n in range(30)))
    (tmp_path / "program.toml").write_text(
        'name = "Six mentors"\n[groups]\ncount = 4\nmin_size = 2\nmax_size = 5\n[schedule]\nslots = ["Mon 09:00"]\n'
    )
    words = ["solve", str(tmp_path), "--out", str(tmp_path / "out")]
    loaded = loaded_by(f"from matcher.cli import main\nassert main({words!r}) == 1")
    assert loaded & {"numba", "ortools", "scipy"} == set()


def numbers_untold(name: str) -> Iterator[str]:
    """Numbers of a module, by name, after which it does not say what they are."""
    body = ast.parse(MODULES[name].read_text(encoding="utf-8")).body
    for statement, after in zip(body, [*body[1:], None], strict=True):
        told = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
        if isinstance(statement, ast.Assign | ast.AnnAssign) and is_number(statement.value) and not told:
            yield ast.unparse(statement)


def is_number(node: ast.AST | None) -> bool:
    """Whether it is a number, a sum or the like of numbers, or some of them."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, int | float) and not isinstance(node.value, bool)
    if isinstance(node, ast.Tuple | ast.BinOp | ast.UnaryOp):
        return any(map(is_number, ast.iter_child_nodes(node)))
    return False


@pytest.mark.parametrize("name", sorted(MODULES))
def test_every_number_says_what_it_is(name: str) -> None:
    assert list(numbers_untold(name)) == []


ARCHITECTURE = ROOT.parent / "docs" / "architecture.md"


def mapped(start: str, end: str, column: int) -> list[str]:
    """Names in a column of the tables between two texts of the map in docs."""
    text = ARCHITECTURE.read_text(encoding="utf-8").split(start, 1)[1].split(end, 1)[0]
    cells = [line.strip("|").split("|")[column] for line in text.splitlines() if line.startswith("|")]
    return [name for cell in cells for name in re.findall(r"`([\w.]+)`", cell)]


def test_the_map_names_every_room_in_its_order() -> None:
    assert mapped("## Rooms", "Rules know", 0) == [name for name in ROOMS if name != "__main__"]


def test_the_map_names_every_part() -> None:
    parts = {name.removeprefix("matcher.") for name in folders() if name.count(".") == 2}
    assert set(mapped("## Rooms", "Rules know", 1)) == parts


@pytest.mark.parametrize(("folder", "start"), [("solving", "## Solving"), ("checking/proofs", "no compiled code:")])
def test_the_map_names_every_module_of_solving_and_proofs(folder: str, start: str) -> None:
    files = {file.stem for file in (ROOT / folder).rglob("*.py")} - {"__init__"}
    parts = {file.name for file in (ROOT / folder).iterdir() if file.is_dir()} - {"__pycache__"}
    assert set(mapped(start, "### Words", 0)) - parts == files


# Texts ----------------------------------------------------------------------------------------------------------------

FILES_OF_AN_INTAKE = re.compile(r"\b(constraints\.csv|locks\.csv|program\.toml)\b")
WRITES_OR_READS_THEM = ("matcher.intake", "matcher.survey", "matcher.cli", "matcher.questions.lock_group")
"""What is about the files themselves; all else is also told of an intake of one JSON file, or none at all."""


def texts(name: str) -> Iterator[str]:
    """Every text in a module that is not what documents it."""
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    documents = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documents:
            yield node.value


@pytest.mark.parametrize("name", sorted(MODULES))
def test_no_file_is_named_that_an_intake_need_not_have(name: str) -> None:
    if not name.startswith(WRITES_OR_READS_THEM):
        assert [text for text in texts(name) if FILES_OF_AN_INTAKE.search(text)] == []


def test_no_language_names_a_file_that_an_intake_need_not_have() -> None:
    languages = {file.name: file.read_text(encoding="utf-8") for file in ROOT.rglob("languages/*.toml")}
    assert len(languages) >= 4
    assert [name for name, text in languages.items() if FILES_OF_AN_INTAKE.search(text)] == []
