"""A setting that stands in the wrong table is told where it belongs: every setting, in every other table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from matcher.intake import check
from matcher.intake.program import Program
from matcher.intake.reading.settings import settings_of
from matcher.intake.words.findings import Findings

FREE = ("similarity", "calendar.places")
"""Tables whose keys are columns and people."""
LISTS = ("eligible", "pair", "mix")


def tables() -> dict[str, set[str]]:
    """The settings of every table by the name that it has in TOML, as the models have them; none: the top."""
    found = {"": set(Program.model_fields)}
    schema = Program.model_json_schema()
    for name, definition in schema["$defs"].items():
        table = {"EligibleRule": "eligible", "PairRule": "pair", "MixRule": "mix"}.get(name, name.casefold())
        found[table] = set(definition["properties"])
    return found


TABLES = tables()
SETTINGS = sorted((table, key) for table, keys in TABLES.items() for key in keys if table or key == "name")


def written(table: str, key: str, value: object) -> dict[str, Any]:
    """Return settings in which one stands in a table."""
    inside = {key: value}
    return inside if not table else {table: [inside] if table in LISTS else inside}


def told(settings: dict[str, Any], file: str = "program.toml") -> list[str]:
    findings = Findings()
    settings_of(settings, file, findings)
    return [str(fault) for fault in findings.faults]


def spelled(table: str) -> str:
    return f"[[{table}]]" if table in LISTS else f"[{table}]"


def wrong_places() -> Iterator[tuple[str, str, str]]:
    for home, key in SETTINGS:
        yield from ((key, home, table) for table in TABLES if key not in TABLES[table] and table not in FREE)


def test_there_are_tables_and_settings() -> None:
    assert set(TABLES) == {"", "groups", "schedule", "gender", "load", *LISTS, "weights", "choice", "objective",
                           "robust", "calendar"}  # fmt: skip
    assert len(SETTINGS) > 40
    assert len(list(wrong_places())) > 400


@pytest.mark.parametrize("home", sorted({home for home, _ in SETTINGS}))
def test_every_setting_in_every_other_table_is_told_where_it_belongs(home: str) -> None:
    for key, own, table in wrong_places():
        if own != home:
            continue
        place = f"{table}[1].{key}" if table in LISTS else f"{table}.{key}" if table else key
        said = [line for line in told(written(table, key, 1)) if line.startswith(f"program.toml, {place}: ")]
        assert len(said) == 1, (place, said)
        assert " belongs " in said[0], said
        assert (spelled(home) if home else "at the top of the file, above all tables") in said[0], said


@pytest.mark.parametrize("table", sorted(set(TABLES[""]) - {"name"}))
def test_a_table_inside_another_is_told_to_stand_by_itself(table: str) -> None:
    value: object = [{"column": "x"}] if table in LISTS else {"x": 1}
    for other in sorted(TABLES.keys() - {"", table}):
        if table in TABLES[other] and table != "similarity":
            continue
        if table == "similarity" and other == "weights":
            continue
        [said] = [line for line in told(written(other, table, value)) if f".{table}: belongs" in line]
        assert said.endswith(f"belongs into no other table; write it as {spelled(table)}"), said


def test_the_fault_that_was_seen() -> None:
    assert told({"mode": "fair"}) == ["program.toml, mode: belongs into [objective]"]
    assert told({"mode": "fair"}, "program.json") == ['program.json, mode: belongs into "objective"']
    assert told({"groups": {"name": "x"}}, "program.json") == ["program.json, groups.name: belongs into no table"]


def test_a_setting_of_several_tables_is_told_all_of_them() -> None:
    assert told({"groups": {"column": "x"}}) == [
        "program.toml, groups.column: belongs into [[eligible]], [[pair]] or [[mix]]"
    ]


def test_a_name_of_a_table_and_a_setting_is_told_by_what_it_was_given() -> None:
    assert told({"groups": {"similarity": 3}}) == ["program.toml, groups.similarity: belongs into [weights]"]
    said = "program.toml, groups.similarity: belongs into no other table; write it as [similarity]"
    assert told({"groups": {"similarity": {"interests": 1}}}) == [said]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"mod": "fair"}, "mode belongs into [objective]; did you mean mode?"),
        ({"weights": {"min_sise": 2}}, "min_size belongs into [groups]; did you mean min_size?"),
        ({"groups": {"min_sise": 2}}, "ideal_size, single; did you mean min_size?"),
        ({"groups": {"Max_Size": 2}}, "ideal_size, single; did you mean max_size?"),
        ({"robust": {"Mode": "fair"}}, "robust.Mode: belongs into [objective]"),
        ({"groups": {"zzz": 1}}, "there is mentors, min_size, max_size, count, everyone, ideal_size, single"),
    ],
    ids=str,
)
def test_a_near_miss_is_told_where_it_belongs_too(settings: dict[str, Any], said: str) -> None:
    [line] = told(settings)
    assert line.endswith(said)


PEOPLE = {"mentors": [{"id": "T1"}, {"id": "T2"}], "mentees": [{"id": "S1"}]}
CALENDAR = {"start": "2026-10-05", "weeks": 8, "timezone": "Europe/Berlin"}


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"similarity": {"mode": "fair"}}, "from 0 to 1000; the setting mode belongs into"),
        ({"calendar": {**CALENDAR, "places": {"every": 2}}}, "; the setting every belongs into"),
        ({"calendar": {**CALENDAR, "places": {"place": "Hall"}}}, "; the setting place belongs into"),
    ],
    ids=str,
)
def test_a_setting_among_names_of_ones_own_is_told_too(settings: dict[str, Any], said: str) -> None:
    faults, _ = check(PEOPLE["mentors"], PEOPLE["mentees"], settings)
    assert any(said in str(fault) for fault in faults)


def test_a_column_that_is_none_may_be_a_setting() -> None:
    _, warnings = check(PEOPLE["mentors"], PEOPLE["mentees"], {"similarity": {"max_size": 3}})
    said = "program, similarity: 'max_size' is no column of mentors or mentees; the setting max_size belongs into "
    assert any(str(warning) == f'{said}"groups"' for warning in warnings)
