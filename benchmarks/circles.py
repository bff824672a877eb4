"""Real input: 98 students and 13 fixed pairs of mentors, published by a mentoring program's own tool.

::

    python benchmarks/circles.py [FOLDER] [--write INTAKE_FOLDER] [--time-limit SECONDS]

FOLDER holds ``SampleMentorData.csv`` and ``SampleStudentData.csv`` of tompkinn/mentoring-circle-group-formation (MIT);
it is read where it lies and never becomes part of the project. By default it is what the environment variable
``MATCHER_CIRCLES`` names, else ``../shared/data/circles`` beside the repository.

What counts there is how many students share a major with a mentor of their group.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # so that it runs as a plain script, too

from benchmarks.records import Row  # noqa: E402
from benchmarks.tables import write_csv  # noqa: E402

DEFAULT = Path(os.environ.get("MATCHER_CIRCLES") or ROOT.parent / "shared" / "data" / "circles")
PUBLISHED = 63
"""Students who share a major with a mentor in the grouping that is published with the two files."""
NO_LONE = ("Woman", "Man")

Record = dict[str, Any]


def read_intake_of_circles(folder: Path, *, count_shared_majors: bool) -> Record:
    """Return the circles as an intake in the JSON form.

    Parameters
    ----------
    folder
        Where the two published files are.
    count_shared_majors
        True: the objective is the number of students who share a major with one of their mentors, exactly. False: it
        is the plain similarity of interests (Jaccard, mentor by mentor), which prefers few majors that all agree.
    """
    mentors = [_mentor(row) for row in _rows(folder / "SampleMentorData.csv")]
    mentees = [_mentee(row) for row in _rows(folder / "SampleStudentData.csv")]
    pairs = _pairs(mentors)
    if count_shared_majors:
        # Similarity is counted mentor by mentor, so it cannot say "with one of the two". But the pairs are fixed: a
        # wish for the first mentor of a pair stands for a wish for the pair. Every student is taken to wish, all alike,
        # for the pairs who share a major; at one point a wish fulfilled, the objective is the number we are after.
        for mentee in mentees:
            mentee["preferred_mentors"] = [first["id"] for first, second in pairs if _share(mentee, (first, second))]
        weights = {"mentee_choice": 1, "similarity": 0}
    else:
        weights = {"mentee_choice": 0, "similarity": 1}
    program = {
        "name": "Mentoring circles",
        "groups": {"mentors": 2, "min_size": 7, "max_size": 8},
        "schedule": {"required": False},
        "gender": {"no_lone": list(NO_LONE)},
        "weights": {"mentor_choice": 0, "co_mentor_choice": 0, "gender_wish": 0, "unmatched": 1000, **weights},
        "choice": {"points": [1]},
    }
    constraints = [{"kind": "co_lead", "a": first["id"], "b": second["id"]} for first, second in pairs]
    return {"program": program, "mentors": mentors, "mentees": mentees, "constraints": constraints}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _mentor(row: Mapping[str, str]) -> Record:
    majors = _items(row["Major"])
    return {"id": row["Number"], "gender": row["Gender"], "university": row["University"], "interests": majors}


def _mentee(row: Mapping[str, str]) -> Record:
    name = f"{row['First Name']} {row['Last Name']}"
    majors = _items(row["Major"])
    person: Record = {"id": row["Number"], "name": name, "gender": row["Gender"]}
    return {**person, "university": row["University"], "interests": majors}


def _items(cell: str) -> list[str]:
    # The tool joins majors by commas; in an intake a comma is part of an item.
    return [item.strip() for item in cell.split(",") if item.strip()]


def _pairs(mentors: Iterable[Record]) -> list[tuple[Record, Record]]:
    """Return the fixed pairs: m1a and m1b, m2a and m2b, …"""
    by_id = {mentor["id"]: mentor for mentor in mentors}
    return [(by_id[identifier], by_id[identifier[:-1] + "b"]) for identifier in by_id if identifier.endswith("a")]


def _share(mentee: Record, mentors: Iterable[Record]) -> bool:
    majors = {major.casefold() for mentor in mentors for major in mentor["interests"]}
    return any(major.casefold() in majors for major in mentee["interests"])


def summarize(intake: Record, mentors_of: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Return what the program looks at, counted from the people and not from the objective.

    Parameters
    ----------
    mentors_of
        The mentors of each placed mentee's group, by the mentee's id.
    """
    mentors = {mentor["id"]: mentor for mentor in intake["mentors"]}
    placed = [mentee for mentee in intake["mentees"] if mentee["id"] in mentors_of]
    together = Counter((mentors_of[mentee["id"]], mentee["gender"]) for mentee in placed)
    lone = [gender for (_, gender), number in together.items() if number == 1]
    return {
        "placed": len(placed),
        "groups": len(set(mentors_of.values())),
        "lone women": lone.count("Woman"),
        "lone men": lone.count("Man"),
        "sharing a major": sum(_share(each, (mentors[one] for one in mentors_of[each["id"]])) for each in placed),
    }


def rows(folder: Path = DEFAULT, time_limit: float = 60.0) -> Iterator[Row]:
    """Yield the published grouping's number, then what both conversions come to."""
    from matcher import match

    yield {"reading": "published", "sharing a major": PUBLISHED}
    for reading, exact in (("shared majors", True), ("similarity", False)):
        intake = read_intake_of_circles(folder, count_shared_majors=exact)
        people = intake["mentors"], intake["mentees"]
        result = match(*people, intake["program"], intake["constraints"], time_limit=time_limit)
        found = summarize(intake, {mentee: group.mentors for group in result.groups for mentee in group.mentees})
        proof = {"status": str(result.status), "objective": result.objective, "bound": result.bound}
        yield {"reading": reading, "students": len(intake["mentees"]), **proof, **found, "seconds": result.seconds}


def main() -> None:
    """Solve both conversions and print what came of them."""
    parser = argparse.ArgumentParser(description="Solve the published mentoring circles.")
    parser.add_argument("folder", type=Path, nargs="?", default=DEFAULT, help="folder of the two published files")
    parser.add_argument("--write", type=Path, help="also write the main conversion as an intake folder")
    parser.add_argument("--time-limit", type=float, default=60.0, help="seconds for each of the two")
    options = parser.parse_args()

    if options.write:
        write_csv(read_intake_of_circles(options.folder, count_shared_majors=True), options.write)
    for row in rows(options.folder, options.time_limit):
        print(", ".join(f"{what}: {number}" for what, number in row.items()))


if __name__ == "__main__":
    main()
