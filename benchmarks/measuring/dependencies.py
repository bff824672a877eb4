"""What each dependency costs: megabytes once installed, and seconds of the processor to import it."""

from __future__ import annotations

import resource
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from benchmarks.records import ROOT, Row

__all__ = ["IMPORTED", "USED_FOR", "needed", "rows", "user_seconds"]

EXTRAS = ("xlsx", "calendar", "board")
IMPORTED: Mapping[str, str] = {
    "babel": "babel.dates",
    "charset-normalizer": "charset_normalizer",
    "click": "click",
    "icalendar": "icalendar",
    "jinja2": "jinja2",
    "lark": "lark",
    "numba": "numba",
    "numpy": "numpy",
    "openpyxl": "openpyxl",
    "ortools": "ortools.sat.python.cp_model",
    "pandas": "pandas",
    "pydantic": "pydantic.main",
    "python-dateutil": "dateutil.parser",
    "rapidfuzz": "rapidfuzz.process",
    "rich": "rich.console",
    "starlette": "starlette.applications",
    "tzdata": "tzdata",
    "uvicorn": "uvicorn",
    "xlsxwriter": "xlsxwriter",
}
"""What is imported of each that the project names."""
USED_FOR: Mapping[str, str] = {
    "babel": "dates and hours in each language",
    "charset-normalizer": "telling in which letters a file was saved",
    "click": "the command line",
    "icalendar": "calendars",
    "jinja2": "pages and messages",
    "lark": "hours in people's own words",
    "numba": "compiling what is worked out most often",
    "numpy": "tables of numbers",
    "openpyxl": "reading workbooks",
    "ortools": "the solvers CP-SAT and HiGHS, flows",
    "pandas": "tables handed in and given back in Python",
    "pydantic": "settings and saved files, with every fault",
    "python-dateutil": "dates of exports",
    "rapidfuzz": "near misses of names and words",
    "rich": "tables and progress on a terminal",
    "starlette": "the board: what its page asks for",
    "tzdata": "time zones",
    "uvicorn": "the board: its server",
    "xlsxwriter": "writing workbooks",
}
TRIES = 5


def rows() -> Iterator[Row]:
    """Yield a row for each distribution that an installation with workbooks, calendars and the board has."""
    bare = _importing("sys")
    for name, by in needed().items():
        module = IMPORTED.get(name)
        seconds = None if module is None else round(max(0.0, _importing(module) - bare), 2)
        yield {"name": name, "by": by, "megabytes": round(_bytes(distribution(name)) / 1e6, 1), "seconds": seconds}
    seconds = round(max(0.0, _importing("matcher") - bare), 2)
    yield {"name": "matcher", "by": None, "megabytes": round(_of_matcher() / 1e6, 1), "seconds": seconds}


def needed() -> dict[str, str]:
    """Return every distribution that is installed with the project, and who needs it: the project, or another."""
    found = {name: "matcher" if extra is None else f"matcher[{extra}]" for name, extra in _direct().items()}
    waiting = list(found)
    while waiting:
        by = waiting.pop(0)
        for name in _required(distribution(by).requires or ()):
            if name not in found:
                found[name] = by
                waiting.append(name)
    return found


def _direct() -> dict[str, str | None]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    told: dict[str, str | None] = dict.fromkeys(_required(project["dependencies"]))
    for extra in EXTRAS:
        for name in _required(project["optional-dependencies"][extra]):
            told.setdefault(name, extra)
    return told


def _required(lines: Sequence[str]) -> Iterator[str]:
    """Yield what is required here: no extras of others, and nothing that a marker leaves out."""
    for one in map(Requirement, lines):
        if one.marker is None or one.marker.evaluate({"extra": ""}):
            yield canonicalize_name(one.name)


def _bytes(one: Distribution) -> int:
    """Return what a distribution takes on the disk, what Python compiled of it at installing too."""
    files = [Path(str(one.locate_file(file))) for file in one.files or ()]
    return sum(file.stat().st_size for file in files if file.is_file())


def _of_matcher() -> int:
    import matcher

    folder = Path(matcher.__file__).parent
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and "__pycache__" not in file.parts)


def _importing(module: str) -> float:
    return min(user_seconds([sys.executable, "-c", f"import {module}"]) for _ in range(TRIES))


def user_seconds(words: Sequence[str], environment: Mapping[str, str] | None = None) -> float:
    """Return how long a command kept a processor busy, its own work alone: what waits for others counts for nothing."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime
