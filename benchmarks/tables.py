"""An intake written as a coordinator would hand it in: CSV files and a commented ``program.toml``."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

__all__ = ["program_toml", "write_csv"]

FIRST_COLUMNS = ("id", "name", "email", "gender", "timetable", "campus", "experience", "availability", "unavailable")
COMMENTS = {
    "groups.mentors": "mentors who lead each group: 1 or 2",
    "groups.min_size": "mentees in a group, at least",
    "groups.max_size": "and at most",
    "groups.count": "exactly this many groups",
    "groups.ideal_size": "the size that is best; what others cost says weights.size",
    "groups.everyone": "true: leaving a mentee out is not allowed",
    "schedule.slots": "the only times at which groups can meet",
    "schedule.meeting_minutes": "how long a group meets",
    "schedule.start_every": "meetings begin on this grid, minutes from midnight",
    "schedule.max_groups_per_slot": "as many rooms as there are",
    "schedule.blank": 'somebody who names no time: free at "any" time, or "none"',
    "schedule.required": "false: groups get no slot",
    "gender.pair": 'a group\'s two mentors: "any", "mixed" or "same"',
    "gender.scope": 'a `require` wish is met by "one" of the mentors, or must be met by "all"',
    "gender.no_lone": "nobody of these genders is the only one in a group",
    "load.max_groups": "groups a mentor leads at most, where the mentor's own row says nothing",
    "load.max_mentees": "mentees a mentor has at most, over all groups",
    "eligible": "between a mentee and every mentor of the group; a blank fits everybody",
    "pair": "between a group's two mentors",
    "weights": "what each thing counts for, 0 to 1000",
    "weights.unmatched": "what one mentee left out costs",
    "weights.size": "what each mentee more or fewer than groups.ideal_size costs, for each group",
    "mix": "how many of some mentees are in a group",
    "similarity": "columns that are compared, and what each counts for",
    "choice": "points for a first wish, a second, and so on; later ones get the last",
}


def write_csv(intake: Mapping[str, Any], folder: Path | str) -> None:
    """Write ``mentors.csv``, ``mentees.csv``, ``program.toml`` and, where there are any, ``constraints.csv``.

    Parameters
    ----------
    intake
        In the JSON form, as `generate` returns it. Columns in which everybody is blank are left out.
    folder
        Made where it is missing; files of these names are replaced.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    _write_rows(folder / "mentors.csv", intake["mentors"])
    _write_rows(folder / "mentees.csv", intake["mentees"])
    if intake.get("constraints"):
        _write_rows(folder / "constraints.csv", intake["constraints"])
    (folder / "program.toml").write_text(program_toml(intake["program"]), encoding="utf-8", newline="\n")


def _write_rows(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    present = {column: None for row in rows for column, value in row.items() if value not in (None, [], "")}
    columns = [column for column in FIRST_COLUMNS if column in present]
    columns += [column for column in present if column not in columns]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return "; ".join(value) if isinstance(value, list) else str(value)


def program_toml(program: Mapping[str, Any]) -> str:
    """Return the text of a ``program.toml``, a comment beside each setting that has one."""
    lines = [_setting("", key, value) for key, value in program.items() if not isinstance(value, (dict, list))]
    for table, value in program.items():
        if isinstance(value, dict):
            lines += ["", _header(f"[{table}]", table)]
            lines += [_setting(table, key, item) for key, item in value.items()]
        elif isinstance(value, list):
            for entry in value:
                lines += ["", _header(f"[[{table}]]", table)]
                lines += [_setting(table, key, item) for key, item in entry.items()]
    return "\n".join(lines) + "\n"


def _header(text: str, table: str) -> str:
    return f"{text:<24}  # {COMMENTS[table]}" if table in COMMENTS else text


def _setting(table: str, key: str, value: Any) -> str:
    text = f"{key} = {_literal(value)}"
    comment = COMMENTS.get(f"{table}.{key}")
    if comment is None:
        return text
    return f"# {comment}\n{text}" if len(text) > 40 else f"{text:<24}  # {comment}"


def _literal(value: Any) -> str:
    # JSON's literals of strings, integers, truth values and flat lists are TOML's too.
    return json.dumps(value, ensure_ascii=False)
