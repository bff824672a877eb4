"""Project bidding at Glasgow (PrefLib 00038-00000001) as an intake: students are mentees, projects lead groups of one.

Cite Kwanashie, Irving, Manlove and Sng (2014) and preflib.org. The data is read where it lies, never copied.
Run as ``python benchmarks/glasgow.py [FILE]``; the file is else ``../shared/data/preflib-00038/1.soi``.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

__all__ = ["PUBLISHED", "intake", "main", "orders"]

ROOT = Path(__file__).resolve().parents[1]
DEFAULT = ROOT.parent / "shared" / "data" / "preflib-00038" / "1.soi"
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


def main(arguments: list[str]) -> None:
    """Solve in three modes and print the rank profiles beside the published ones."""
    from matcher import match

    lists = orders(Path(arguments[0]) if arguments else DEFAULT)
    for mode, published in PUBLISHED.items():
        data = intake(lists, mode)
        result = match(data["mentors"], data["mentees"], data["program"])
        ranks = [(int(rank), count) for rank, count in result.choices.items() if rank != "unlisted"]
        profile = tuple(count for _, count in ranks)
        total = sum(rank * count for rank, count in ranks)
        print(
            f"{mode}: {result.status}, profile {profile}, unlisted {result.choices['unlisted']}, left out "
            f"{len(result.unmatched)}, total rank {total}, {result.seconds} s (published: {published}, least total "
            f"rank {LEAST_TOTAL_RANK})"
        )


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main(sys.argv[1:])
