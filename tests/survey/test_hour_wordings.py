"""Hours and headings in many words and four languages, each judged by hand: read right, or asked; never otherwise."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from matcher.intake.hours import parse_availability
from matcher.survey.hours.headings import Asked, what_is_asked
from matcher.survey.hours.reading import Hours, read_hours

HERE = Path(__file__).parent
LETTERS = {"F": Asked.FREE, "B": Asked.BUSY, "U": Asked.UNCLEAR, "N": Asked.NOTHING}
DAYS = "Mon,Tue,Wed,Thu,Fri,Sat,Sun"


def lines_of(name: str) -> list[str]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def is_right(hours: Hours, right: str) -> bool:
    denied = right.startswith("NOT ")
    cell, _, zone = right.removeprefix("NOT ").partition(" @")
    cell = cell if " " in cell else f"{cell} 00:00-24:00"
    said, other = (hours.unavailable, hours.available) if denied else (hours.available, hours.unavailable)
    if (hours.zone or "") != zone:
        return False
    return other is None and said is not None and parse_availability(said) == parse_availability(cell)


def test_no_wording_is_read_wrongly_and_most_plain_ones_are_read() -> None:
    outcomes: Counter[str] = Counter()
    wrong = []
    for line in lines_of("hour_wordings.txt"):
        cell, right = line.rsplit("|", 1)
        understood = read_hours(cell.replace("\\n", "\n"))
        if understood.value is None:
            assert understood.note
            outcomes["must be asked" if right == "?" else "asked"] += 1
        elif right != "?" and is_right(understood.value, right):
            outcomes["right"] += 1
        else:
            wrong.append(f"{cell}: {understood.value}, rather than {right}")
    assert wrong == []
    assert outcomes == {"right": 274, "must be asked": 224, "asked": 6}


def test_no_heading_is_taken_for_its_opposite() -> None:
    outcomes: Counter[str] = Counter()
    wrong = []
    for line in lines_of("hour_headings.txt"):
        letter, heading = line.split(" ", 1)
        asked = what_is_asked(heading)
        if asked is LETTERS[letter]:
            outcomes["right"] += 1
        elif asked in (Asked.UNCLEAR, Asked.NOTHING):
            outcomes["asked"] += 1
        else:
            wrong.append(f"{heading}: {asked}")
    assert wrong == []
    assert outcomes == {"right": 237, "asked": 42}
