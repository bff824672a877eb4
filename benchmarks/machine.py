"""On what machine, with which parts, a figure was measured, and what else the machine did meanwhile; no name of it."""

from __future__ import annotations

import os
import platform
import resource
import time
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from matcher import __version__

__all__ = ["Busy", "Machine", "peak_megabytes", "this_machine"]

PARTS = ("ortools", "numba", "numpy", "pymoo")


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine and the versions of the parts that do the work."""

    processor: str
    cores: int
    gigabytes: int
    system: str
    python: str
    versions: dict[str, str]

    def __str__(self) -> str:
        parts = ", ".join(f"{part} {number}" for part, number in self.versions.items())
        hardware = f"{self.processor}, {self.cores} cores, {self.gigabytes} GB"
        return f"{hardware}, {self.system}, Python {self.python}; {parts}"


def this_machine() -> Machine:
    """Return what there is to say of this machine."""
    versions = {"matcher": __version__} | {part: number for part in PARTS if (number := _version(part)) is not None}
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = os.cpu_count() or 1
    return Machine(_processor(), cores, round(memory), platform.system(), platform.python_version(), versions)


def _version(part: str) -> str | None:
    try:
        return version(part)
    except PackageNotFoundError:
        return None


def _processor() -> str:
    known = Path("/proc/cpuinfo")
    if known.exists():
        for line in known.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def peak_megabytes() -> float:
    """Return the most memory this process ever held, and the largest of its own child processes besides."""
    unit = 2**20 if platform.system() == "Darwin" else 2**10  # bytes there, kilobytes elsewhere
    held = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return held / unit


class Busy:
    """How many cores were busy with the work of others since this was made: whether times were taken in peace."""

    def __init__(self) -> None:
        self._before = _now()

    def by_others(self) -> float | None:
        """Return cores, on average; None where the system does not tell."""
        wall, all_of_it, own = (now - before for now, before in zip(_now(), self._before, strict=True))
        return None if all_of_it == 0 or wall == 0 else round(max(0.0, all_of_it - own) / wall, 2)


def _now() -> tuple[float, float, float]:
    """Return seconds on the clock, of all processors' work, and of this process and its ended children."""
    own = sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )
    return time.monotonic(), _seconds_of_all(), own


def _seconds_of_all() -> float:
    told = Path("/proc/stat")
    if not told.exists():
        return 0.0
    user, nice, system = map(int, told.read_text(encoding="ascii").split("\n", 1)[0].split()[1:4])
    return (user + nice + system) / os.sysconf("SC_CLK_TCK")
