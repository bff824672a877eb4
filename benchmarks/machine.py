"""On what machine, with which parts, the figures were measured; no name of the machine."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from matcher import __version__

__all__ = ["machine_line", "peak_megabytes"]

PARTS = ("ortools", "numba", "numpy", "pymoo")


def machine_line() -> str:
    """Return one line: processor, memory, system, Python and the versions of the parts."""
    parts = ", ".join([f"matcher {__version__}", *(f"{part} {_version(part)}" for part in PARTS)])
    cores = os.cpu_count() or 1
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    python = f"Python {platform.python_version()}"
    return f"{_processor()}, {cores} cores, {memory:.0f} GB, {platform.system()}, {python}; {parts}"


def _version(part: str) -> str:
    try:
        return version(part)
    except PackageNotFoundError:
        return "not installed"


def _processor() -> str:
    known = Path("/proc/cpuinfo")
    if known.exists():
        for line in known.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def peak_megabytes() -> float:
    """Return the most memory this process ever held, and the largest of its own child processes besides."""
    import resource

    unit = 2**20 if platform.system() == "Darwin" else 2**10  # bytes there, kilobytes elsewhere
    held = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return held / unit
