"""Cases that chance seldom draws: made so that every phrase of the reports is said, and read, at least once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from matcher import MatchResult, match, stress
from matcher.intake.fingerprint import fingerprint_of
from matcher.questions.stress.table import StressTable
from matcher.result.records import MentorRow, Stage, Status, Unmatched
from matcher.result.saved_json import BY_HAND
from tests.reader.runs import LANGUAGES, MODES, Case, Plain, outdated, read, told_of
from tests.strategies import RULES, tiny_intake

MANY = 45
"""More mentors than have a bar each."""


def forced() -> Iterator[Case]:
    """Every such case."""
    yield from _unproved()
    yield _proved()
    text, result = _small("generous")
    yield _case(9, json.loads(text), result)
    yield _changed_settings()
    yield _nobody()
    yield _kept_whole()
    yield _laden()
    yield elsewhere()
    yield from _crowded()
    yield from _by_rule()
    yield _beyond_the_rules()
    yield _costly()


def _costly() -> Case:
    """Groups that cost points for each thing that can, and a mentee left out for it."""
    mentors = [_row(f"m{number}", team="red" if number < 3 else "blue", campus="North") for number in range(1, 4)]
    mentees = [_row(f"s{number}", campus="North", entry="transfer" if number > 3 else "new") for number in range(1, 6)]
    program = {
        "groups": {"mentors": 2, "min_size": 1, "max_size": 3, "single": True, "ideal_size": 1},
        "weights": {"size": 9_000, "single": 60_000},
        "eligible": [{"column": "campus", "rule": "equal", "weight": 3}],
        "pair": [{"column": "team", "rule": "equal", "weight": 5}],
        "mix": [{"column": "entry", "values": ["transfer"], "max": 0, "weight": 20_000}],
    }
    plain: Plain = {"program": program, "mentors": mentors, "mentees": mentees, "constraints": []}
    return _case(16, plain, match(read(plain), effort="quick"))


def _case(number: int, plain: Plain, result: MatchResult, told: Plain | None = None) -> Case:
    intake = read(plain)
    language = LANGUAGES[number % len(LANGUAGES)]
    return Case(-number, "forced", language, False, plain, intake, result, told or told_of(result))


def _beyond_the_rules() -> Case:
    """Groups changed by hand that break a rule, and score more than any that keep it could."""
    plain = json.loads(_small("total")[0])
    plain["program"]["groups"]["max_size"] = 2
    plain["mentees"][2]["gender"] = "agender"
    result = match(read(plain), effort="quick")
    case = replace(_case(8, plain, result), kind="edited", moved=(("s1", "s2", "s4"), ("s3",)))
    with TemporaryDirectory() as folder:
        case.write(Path(folder))
        loaded = MatchResult.load(Path(folder) / "result")
    return replace(case, solved=result, result=loaded, told=told_of(loaded))


def _row(own: str, **cells: Any) -> Plain:
    return {"id": own, **cells}


@cache
def _small(mode: str) -> tuple[str, MatchResult]:
    """Two mentors and four mentees, as JSON, and their groups."""
    mentees = [_row(f"s{number}", preferred_mentors=["m1", "m2"][: number % 3]) for number in range(1, 5)]
    program = {"groups": {"mentors": 1, "min_size": 1, "max_size": 3}, "objective": {"mode": mode}}
    plain = {"program": program, "mentors": [_row("m1"), _row("m2")], "mentees": mentees, "constraints": []}
    return json.dumps(plain), match(read(plain), effort="quick")


def _unproved() -> Iterator[Case]:
    """Runs that ended early, in their own words."""
    text, result = _small("total")
    for number, (ended, effort, bound) in enumerate(
        (("time limit", "normal", result.objective + 1), ("stopped", "thorough", 3 * abs(result.objective) + 9)), 1
    ):
        early = replace(result, status=Status.FEASIBLE, ended=ended, effort=effort, bound=bound, proved_by=())
        yield _case(number, json.loads(text), early)
    text, result = _small("greedy")
    first, *others = result.stages
    stages = (Stage(first.name, first.value, first.value + 1), *others)
    yield _case(3, json.loads(text), replace(result, status=Status.FEASIBLE, stages=stages))


def _changed_settings() -> Case:
    """Groups found before a setting changed."""
    text, result = _small("total")
    case = outdated(_case(10, json.loads(text), result), Random(1))
    assert case is not None
    assert case.told["settings_changed"]
    return case


def _proved() -> Case:
    """A proof that rests in part on a solver's word, a mentor in reserve, and something locked."""
    plain = json.loads(_small("fair")[0])
    plain["program"]["groups"] |= {"min_size": 1, "max_size": 4}
    for row in plain["mentees"]:
        row["preferred_mentors"] = ["m1"]
    plain["locks"] = [{"kind": "mentor-pair", "mentors": "m1", "slot": "", "mentees": "", "reason": "they asked"}]
    result = match(read(plain), effort="quick")
    return _case(8, plain, replace(result, status=Status.OPTIMAL, proved_by=("matcher", "CP-SAT")))


def _nobody() -> Case:
    """An intake of which nobody can meet."""
    plain = {
        "program": {"schedule": {"slots": ["Mon 12:00", "Tue 12:00"]}, "groups": {"mentors": 1, "min_size": 1}},
        "mentors": [_row("m1", availability="Mon 12:00-13:00")],
        "mentees": [_row("s1", availability="Tue 12:00-13:00")],
        "constraints": [],
    }
    return _case(4, plain, match(read(plain), effort="quick"))


def _kept_whole() -> Case:
    """A group with a place that a lock keeps from everybody, and one that is full."""
    plain = json.loads(_small("total")[0])
    plain["program"]["groups"] |= {"max_size": 2}
    plain["locks"] = [{"kind": "whole-group", "mentors": "m1", "slot": "", "mentees": "s1", "reason": "they asked"}]
    return _case(12, plain, match(read(plain), effort="quick"))


def _laden() -> Case:
    """A group with a place, and with a mentor who has as many mentees as they may."""
    plain = json.loads(_small("total")[0])
    plain["mentors"][0]["max_mentees"] = 2
    return _case(13, plain, match(read(plain), effort="quick"))


def elsewhere() -> Case:
    """Somebody at another clock, which changes meanwhile, and two who can meet in one kind of week alone."""
    hours = {"s1": "Mon 12:00-13:00 odd", "s2": "Mon 12:00-13:00 even", "s3": "Mon 06:00-07:00"}
    plain = {
        "program": {
            "groups": {"mentors": 1, "min_size": 1, "max_size": 2},
            "load": {"max_groups": 2},
            "schedule": {"slots": ["Mon 12:00", "Tue 12:00"], "timezone": "Europe/Vienna", "week": "2026-10-05"},
            "calendar": {"start": "2026-10-05", "weeks": 16, "timezone": "Europe/Vienna", "skip": ["2026-11-09"]},
        },
        "mentors": [_row("m1", availability="Mon 12:00")],
        "mentees": [_row(own, availability=told) for own, told in hours.items()],
        "constraints": [],
    }
    plain["mentees"][2]["timezone"] = "America/New_York"
    return _case(14, plain, match(read(plain), effort="quick"))


def _crowded() -> Iterator[Case]:
    """Many mentors, most of whom lead nothing, three groups at one hour, and losses told in every way."""
    mentors = [_row(f"m{number:02}", campus="north", max_groups=1) for number in range(1, MANY + 1)]
    for place, row in enumerate(mentors):
        row.update({"campus": "south"} if place % 3 == 0 else {"max_groups": 0} if place % 3 == 1 else {})
    mentees = [_row(f"s{number}", campus="north", availability="Mon 12:00-13:00") for number in range(1, 7)]
    program = {
        "groups": {"mentors": 1, "min_size": 2, "max_size": 2},
        "schedule": {"slots": ["Mon 12:00"]},
        "similarity": {"interests": 0},
        "eligible": [{"column": "campus", "rule": "equal"}],
    }
    plain: Plain = {"program": program, "mentors": mentors, "mentees": mentees, "constraints": []}
    intake = read(plain)
    result = match(intake, effort="quick")
    table = stress(intake, result, drop=3, sample=20)
    for number, told in enumerate((table, _cut_short(table), _harmful(table)), 5):
        yield replace(_case(number, plain, result), tried=told)
    yield replace(_case(11, plain, result), tried=_hopeless(table))


def _hopeless(table: StressTable) -> StressTable:
    """A table of losses after which there is proved to be no grouping, or none was found."""
    none = {"left_out": None, "more_left_out": None, "objective": None, "moved": 0, "proved": False}
    shown = "no assignment satisfies the rules: 1 mentor can lead at most 1 group; find 2 more"
    reasons = (shown, "none was found in time")
    lost = tuple(replace(loss, **none, reason=reasons[place % 2]) for place, loss in enumerate(table.losses))
    return replace(table, losses=lost)


def _cut_short(table: StressTable) -> StressTable:
    """A table of which the time was over before all losses of two were tried, and any of three."""
    two = [loss for loss in table.losses if len(loss.mentors) == 2]
    kept = tuple(loss for loss in table.losses if len(loss.mentors) == 1 or loss in two[:5])
    return replace(table, losses=kept, chosen=dict.fromkeys(table.chosen, MANY))


def _harmful(table: StressTable) -> StressTable:
    """A table of losses that leave out more, move others, or are not proved."""
    now = table.left_out_now
    lost = tuple(
        replace(loss, left_out=now + 2, more_left_out=2, moved=place % 2, proved=place % 3 > 0)
        for place, loss in enumerate(table.losses)
    )
    return replace(table, losses=lost)


def _by_rule() -> Iterator[Case]:
    """Every rule in force, three at once, and then every wording of rules that have several."""
    names_of_rules = list(RULES)
    for number in range(0, len(names_of_rules), 3):
        rules = {*names_of_rules[number : number + 3], "availability"}
        yield _emptied(20 + number, tiny_intake(Random(number), rules, mode=MODES[number % 4]))
    for number, program in enumerate(_worded(), 20 + len(names_of_rules)):
        mentors = [
            _row("m1", experience="returning", team="red", grade="4", gender="woman", availability="Mon 12:00-13:00"),
            _row("m2", experience="new", team="blue", grade="3", gender="man", availability="Tue 12:00-13:00"),
            _row("m3", experience="new", team="red", grade="2", gender="man", availability="Mon 12:00-13:00"),
        ]
        cells: Plain = {"entry": "transfer", "grade": "1", "availability": "Mon 12:00-13:00"}
        mentees = [_row(f"s{place}", **cells, priority="150" if place == 1 else "") for place in range(1, 5)]
        mentees[1]["mentor_gender"] = "require man"
        constraints = [{"kind": "assign", "a": "s1", "b": "m1"}]
        plain = {"program": program, "mentors": mentors, "mentees": mentees, "constraints": constraints}
        yield _emptied(number, plain)


def _worded() -> Iterator[Plain]:
    """Programs that ask for each thing in each way there is."""
    groups = {"mentors": 2, "min_size": 1, "max_size": 3}
    schedule = {"slots": ["Mon 12:00", "Tue 12:00"]}
    of_entry = {"column": "entry", "values": ["transfer", "mature"]}
    asked: list[Plain] = [
        {"min": 1}, {"min": 2}, {"max": 0}, {"max": 1}, {"max": 2}, {"min": 1, "max": 1}, {"min": 2, "max": 2},
        {"min": 1, "max": 2}, {"min": 2, "none_too": True}, {"min": 1, "max": 2, "none_too": True},
        {"min": 1, "max": 1, "none_too": True}, {"min": 2, "max": 2, "none_too": True},
    ]  # fmt: skip
    pair: list[Plain] = [
        {"column": "experience", "rule": "includes", "values": ["returning"]},
        {"column": "team", "rule": "equal"},
        {"column": "team", "rule": "differ"},
    ]
    above = {"column": "grade", "rule": "above"}
    eligible: list[Plain] = [
        *({"column": "entry", "rule": rule} for rule in ("equal", "share", "differ")),
        above,
        {**above, "at_least": 0, "at_most": 2},
    ]
    yield {
        "groups": {**groups, "single": True},
        "schedule": schedule,
        "pair": pair[:1],
        "eligible": eligible[3:],
        "mix": [{**of_entry, **one} for one in asked],
    }
    yield {
        "groups": {**groups, "single": True, "ideal_size": 1},
        "schedule": schedule,
        "weights": {"size": 300, "single": 20},
        "choice": {"unlisted": "next"},
        "pair": [{**one, "weight": 5} for one in pair],
        "eligible": [{**one, "weight": 7} for one in eligible],
        "mix": [{**of_entry, "min": 2, "weight": 9}],
    }
    hours = [f"{day} 12:00" for day in ("Mon", "Tue", "Wed", "Thu", "Fri")]
    yield {
        "groups": {**groups, "ideal_size": 2},
        "weights": {"size": 3},
        "gender": {"pair": "mixed", "scope": "all"},
        "schedule": {"slots": hours},
    }


def _emptied(number: int, plain: Plain) -> Case:
    """A result that somebody emptied by hand: told without solving anything."""
    _, result = _small("total")
    intake = read(plain)
    names = {mentee.id: mentee.name for mentee in intake.mentees}
    emptied = replace(
        result,
        groups=(),
        unmatched=tuple(Unmatched(own, BY_HAND) for own in names),
        assignment_rows=(),
        mentor_rows=tuple(MentorRow(mentor.id, mentor.name, 0, 0) for mentor in intake.mentors),
        unmatched_names=names,
        program=intake.program,
        bound=10**7,
        warnings=tuple(map(str, intake.warnings)),
        scored=False,
        intake=fingerprint_of(intake),
    )
    return _case(number, plain, emptied)
