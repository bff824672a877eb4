"""Project bidding at Glasgow (PrefLib 00038-00000001) as an intake: students are mentees, projects lead groups of one.

Cite Kwanashie, Irving, Manlove and Sng (2014) and preflib.org. The data is read where it lies, never copied.
Run as ``python benchmarks/glasgow.py [FILE]``. By default the file is what the environment variable ``MATCHER_GLASGOW``
names, else ``../shared/data/preflib-00038/1.soi`` beside the repository.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # so that it runs as a plain script, too

from benchmarks.records import Row  # noqa: E402

__all__ = ["PUBLISHED", "intake", "main", "orders", "rows"]

DEFAULT = Path(os.environ.get("MATCHER_GLASGOW") or ROOT.parent / "shared" / "data" / "preflib-00038" / "1.soi")
PUBLISHED = {"total": (17, 14, 4), "greedy": (20, 9, 5, 0, 1), "generous": (17, 14, 4)}
"""Rank profiles; of ``total``, the least total rank, 57, is what is published."""
LEAST_TOTAL_RANK = 57


def orders(file: Path) -> list[list[str]]:
    """Return each student's projects, best first, from a PrefLib file of strict incomplete orders."""
    found: list[list[str]] = []
    for line in file.read_text(encoding="utf-8").splitlines():
        matched = re.fullmatch(r"(\d+):\s*([\d,\s]+)", line.strip())
        if matched:
            projects = [f"P{int(number):02}" for number in matched[2].split(",")]
            found += [projects] * int(matched[1])
    return found


def intake(lists: list[list[str]], mode: str) -> dict[str, Any]:
    """Return the intake: one mentor a group of one, no schedule; in ``total`` each rank costs one point more."""
    projects = sorted({project for wishes in lists for project in wishes})
    longest = max(map(len, lists))
    return {
        "program": {
            "name": "Project bidding",
            "groups": {"mentors": 1, "min_size": 1, "max_size": 1},
            "schedule": {"required": False},
            # An unlisted project gets no points, less than any listed one: nobody gets one while a listed one is free.
            "choice": {"points": [100 * longest - rank for rank in range(longest)]},
            "weights": {"mentee_choice": 1, "unmatched": 1_000_000, "similarity": 0},
            "objective": {"mode": mode},
        },
        "mentors": [{"id": project} for project in projects],
        "mentees": [{"id": f"S{number:02}", "preferred_mentors": wishes} for number, wishes in enumerate(lists, 1)],
        "constraints": [],
    }


def rows(file: Path = DEFAULT) -> Iterator[Row]:
    """Yield what comes of each mode, beside what is published; a profile counts students at choice 1, at choice 2, …"""
    from matcher import match

    lists = orders(file)
    for mode, published in PUBLISHED.items():
        data = intake(lists, mode)
        result = match(data["mentors"], data["mentees"], data["program"])
        ranks = [(int(rank), count) for rank, count in result.choices.items() if rank != "unlisted"]
        yield {
            "mode": mode,
            "students": len(data["mentees"]),
            "projects": len(data["mentors"]),
            "status": str(result.status),
            "profile": [count for _, count in ranks],
            "unlisted": result.choices["unlisted"],
            "left_out": len(result.unmatched),
            "total_rank": sum(rank * count for rank, count in ranks),
            "published": list(published),
            "published_total_rank": LEAST_TOTAL_RANK,
            "seconds": result.seconds,
        }


def main(arguments: list[str]) -> None:
    """Solve in three modes and print the rank profiles beside the published ones."""
    for row in rows(Path(arguments[0]) if arguments else DEFAULT):
        print(", ".join(f"{what}: {number}" for what, number in row.items()))


if __name__ == "__main__":
    main(sys.argv[1:])
