"""Advice about settings is spelled as the file that somebody has: TOML or JSON; what was handed in, as JSON."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from matcher import IntakeError, read_intake
from matcher.intake.words.spelling import Spelling
from matcher.intake.writing import write_intake
from matcher.report.calendar.calendars import calendar_concerns
from tests.report.tiny import GROUPS, TINY

MENTORS, MENTEES = [{"id": "T1"}, {"id": "T2"}], [{"id": f"S{number}"} for number in range(1, 7)]
CALENDAR = {"start": "2026-10-05", "weeks": 10, "timezone": "Europe/Berlin"}
TOML = {
    "groups": "[groups]\nmin_size = 4\nmax_size = 3\n",
    "includes": '[[pair]]\ncolumn = "x"\nrule = "includes"\n',
    "equal": '[[pair]]\ncolumn = "x"\nrule = "equal"\nvalues = ["a"]\n',
    "rules": '[eligible]\ncolumn = "x"\n',
    "date": '[calendar]\nstart = "soon"\nweeks = 10\ntimezone = "UTC"\n',
    "places": '[calendar]\nstart = 2026-10-05\nweeks = 10\ntimezone = "UTC"\nplaces = {T9 = "Room"}\n',
}
JSON: dict[str, dict[str, Any]] = {
    "groups": {"groups": {"min_size": 4, "max_size": 3}},
    "includes": {"pair": [{"column": "x", "rule": "includes"}]},
    "equal": {"pair": [{"column": "x", "rule": "equal", "values": ["a"]}]},
    "rules": {"eligible": {"column": "x"}},
    "date": {"calendar": CALENDAR | {"start": "soon"}},
    "places": {"calendar": CALENDAR | {"places": {"T9": "Room"}}},
}
TOLD = {
    "groups": ("min_size = 4 is over max_size = 3", '"min_size": 4 is over "max_size": 3'),
    "includes": ('write values = ["returning"], say', 'write "values": ["returning"], say'),
    "equal": ('or use rule = "includes"', 'or use "rule": "includes"'),
    "rules": (
        "write [[eligible]] in double brackets above each such rule",
        'write "eligible": [{…}], with braces around each such rule',
    ),
    "date": ("like 2026-10-05", 'like "2026-10-05"'),
    "places": ('like T1 = "Room 4" or "Mon 12:00" = "Room 5"', 'like "T1": "Room 4" or "Mon 12:00": "Room 5"'),
}


def in_toml(folder: Path, which: str) -> tuple[Any, ...]:
    (folder / "program.toml").write_text(TOML[which], encoding="utf-8")
    return MENTORS, MENTEES, folder / "program.toml"


def in_json(folder: Path, which: str) -> tuple[Any, ...]:
    (folder / "program.json").write_text(json.dumps(JSON[which]), encoding="utf-8")
    return MENTORS, MENTEES, folder / "program.json"


def in_one_file(folder: Path, which: str) -> tuple[Any, ...]:
    whole = {"mentors": MENTORS, "mentees": MENTEES, "program": JSON[which]}
    (folder / "intake.json").write_text(json.dumps(whole), encoding="utf-8")
    return (folder / "intake.json",)


def in_memory(folder: Path, which: str) -> tuple[Any, ...]:
    return MENTORS, MENTEES, JSON[which]


@pytest.mark.parametrize("which", TOLD)
@pytest.mark.parametrize(("made", "form"), [(in_toml, 0), (in_json, 1), (in_one_file, 1), (in_memory, 1)])
def test_advice_is_spelled_as_the_file(
    tmp_path: Path, which: str, made: Callable[[Path, str], tuple[Any, ...]], form: int
) -> None:
    with pytest.raises(IntakeError, match=r".") as error:
        read_intake(*made(tmp_path, which))
    told = " ".join(map(str, error.value.issues))
    assert TOLD[which][form] in told
    assert TOLD[which][1 - form] not in told.replace(TOLD[which][form], "")


@pytest.mark.parametrize(
    ("file", "has", "add"),
    [
        ("toml", "[calendar]", 'a table [calendar] with start = 2026-10-05, weeks = 10 and timezone = "Europe/Berlin"'),
        ("json", '"calendar"', '"calendar": {"start": "2026-10-05", "weeks": 10, "timezone": "Europe/Berlin"}'),
    ],
)
def test_so_is_how_to_add_a_calendar(tmp_path: Path, file: str, has: str, add: str) -> None:
    folder = write_intake(read_intake(TINY), tmp_path / "intake")
    settings = folder / "program.toml"
    if file == "json":
        settings.unlink()
        (folder / "program.json").write_text('{"schedule": {"slots": ["Mon 12:00", "Wed 17:00"]}}', encoding="utf-8")
    (concern,) = calendar_concerns(GROUPS, read_intake(folder))
    said = f"the program: has no table {has}, and so no dates to put into calendars; add {add}, say"
    assert str(concern) == said


def test_an_intake_is_the_same_however_its_settings_are_spelled() -> None:
    intake = read_intake(TINY)
    other = intake.spelled(Spelling("program.json"))
    assert other == intake
    assert (intake.spelling.toml, other.spelling.toml) == (True, False)
    assert other.model_copy(update={"warnings": ()}).spelling.toml is False


@pytest.mark.parametrize(
    ("value", "toml", "plain"),
    [
        (True, "name = true", '"name": true'),
        (date(2026, 10, 5), "name = 2026-10-05", '"name": "2026-10-05"'),
        (("a", "é"), 'name = ["a", "é"]', '"name": ["a", "é"]'),
    ],
)
def test_values_are_those_of_the_language(value: object, toml: str, plain: str) -> None:
    assert (Spelling().setting("name", value), Spelling("x.json").setting("name", value)) == (toml, plain)
