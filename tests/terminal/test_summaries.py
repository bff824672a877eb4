"""What the command shows."""

import io
import logging
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from matcher.intake.people import Intake, Mentee, Mentor
from matcher.intake.program import Objective, Program
from matcher.intake.read import read_intake
from matcher.result.match_result import MatchResult
from matcher.result.records import Group, MentorRow, Rematched, Stage, Status, Unmatched
from matcher.terminal.show import ResultFacts, shown_result
from matcher.terminal.solve import (
    IntakeFacts,
    SparseLines,
    intake_summary,
    percent,
    progress_line,
    quality,
    result_summary,
    shown_progress,
)
from matcher.why.reasons import plainly_in_vain

TINY = Path(__file__).parents[2] / "data" / "samples" / "tiny"
RESULT = MatchResult(
    status=Status.OPTIMAL,
    objective=9000,
    bound=9000,
    groups=(Group("G1", "Mon 12:00", ("T1", "T2"), ("S1", "S2", "S3"), 29000),),
    unmatched=(Unmatched("S4", "free only Tue 09:00, when no pair of mentors permitted to them is"),),
    assignment_rows=(),
    mentor_rows=(
        MentorRow("T1", "[red]Ada[/red] :smile:", 1, 3),
        MentorRow("T2", "Ben\x1b[2J", 1, 3),
        MentorRow("T3", "[bold]Chloé", 0, 0),
    ),
    choices={"1": 2, "2": 0, "unlisted": 1},
    seed=0,
    seconds=0.25,
    version="0",
    program=Program(name="Tiny"),
    unmatched_names={"S4": "Noor [x]"},
)


@dataclass(frozen=True)
class Now:
    """A run's progress."""

    seconds: float
    groups: int | None = None
    objective: int | None = None
    bound: int | None = None
    gap: float | None = None
    stage: str | None = None


def summary(result: MatchResult) -> str:
    return result_summary(result, Path("out"), io.StringIO())


def test_summary_of_a_result() -> None:
    assert summary(RESULT).splitlines() == [
        "Tiny: 1 group, 3 of 4 mentees placed.",
        "Proved best: no other grouping scores more.",
        "Objective 9000, bound 9000, found in 0.2 s.",
        "",
        " Group   Slot        Mentors                          Mentees   Score",
        " ────────────────────────────────────────────────────────────────────",
        " G1      Mon 12:00   [red]Ada[/red] :smile:, Ben[2J         3   29000",
        "",
        "Mentees by what they got: choice 1: 2, choice 2: 0, nobody they listed: 1.",
        "Mentors: 2 of 3 lead a group, with 3 mentees each. Idle: [bold]Chloé.",
        "Left out: 1",
        "  S4 Noor [x]: free only Tue 09:00, when no pair of mentors permitted to them is",
        "The result is in out: assignments.csv, groups.csv, mentors.csv, unmatched.csv, result.json",
    ]


def test_one_is_told_as_one() -> None:
    alone = replace(
        RESULT,
        groups=(replace(RESULT.groups[0], mentees=RESULT.groups[0].mentees[:1]),),
        unmatched=(),
        mentor_rows=(
            replace(RESULT.mentor_rows[0], mentees=1),
            *(replace(row, groups=0) for row in RESULT.mentor_rows[1:]),
        ),
    )
    told = summary(alone).splitlines()
    assert told[0] == "Tiny: 1 group, 1 of 1 mentee placed."
    (load,) = (line for line in told if line.startswith("Mentors: "))
    assert load.startswith("Mentors: 1 of 3 leads a group, with 1 mentee. Idle: ")


def test_summary_without_slots_has_no_such_column() -> None:
    assert "Slot" not in summary(replace(RESULT, groups=(replace(RESULT.groups[0], slot=None),)))


def test_summary_tells_places_beside_hours_and_people_of_one_name_apart_as_show_does() -> None:
    calendar = {"start": "2026-10-05", "weeks": 4, "timezone": "UTC", "places": {"T2": "Room 4"}}
    program = Program.model_validate({"name": "Tiny", "calendar": calendar})
    groups = (*RESULT.groups, Group("G2", "Tue 12:00", ("T3",), ("S5",), 0))
    result = replace(RESULT, groups=groups, program=program, unmatched_names={"S4": "[bold]Chloé"})
    tables = [
        [" ".join(line.split()) for line in text.splitlines() if line.startswith((" Group", " G1", " G2"))]
        for text in (summary(result), shown_result(ResultFacts(result), io.StringIO()))
    ]
    assert tables[0] == [
        "Group Slot Place Mentors Mentees Score",
        "G1 Mon 12:00 Room 4 [red]Ada[/red] :smile:, Ben[2J 3 29000",
        "G2 Tue 12:00 [bold]Chloé (T3) 1 0",
    ]
    assert tables[0] == tables[1]


def test_summary_where_nobody_is_left_out_and_nobody_is_idle() -> None:
    text = summary(replace(RESULT, unmatched=(), mentor_rows=RESULT.mentor_rows[:2]))
    assert "Nobody is left out." in text
    assert "Idle" not in text


def test_long_lists_are_cut_and_the_file_is_named() -> None:
    text = summary(replace(RESULT, unmatched=tuple(Unmatched(f"S{n}", f"full {n}") for n in range(25))))
    assert "Left out: 25" in text
    assert "S19: full 19" in text
    assert "S20: full" not in text
    assert "and 5 more in unmatched.csv" in text


def test_equal_reasons_stand_together() -> None:
    told = [(f"S{n}", "G1 is full" if n % 5 else "free at none of the slots") for n in range(1, 13)]
    lines = summary(replace(RESULT, unmatched=tuple(Unmatched(*one) for one in told))).splitlines()
    place = lines.index("Left out: 12")
    assert lines[place + 1 : place + 3] == [
        "  10 mentees (S1, S2, S3 and 7 more): G1 is full",
        "  2 mentees (S5 and S10): free at none of the slots",
    ]


@pytest.mark.parametrize(
    ("mode", "stage", "told"),
    [
        ("greedy", Stage("choice 1", 5, 5), "choice 1: 5, more is not possible"),
        ("greedy", Stage("choice 1", 5, 7), "choice 1: 5, and more than 7 is not possible"),
        ("generous", Stage("left out", 2, 2), "left out: 2, fewer is not possible"),
        (
            "fair",
            Stage("band 0", 4, 1),
            "band 1 of satisfaction (1 is the lowest): 4, and fewer than 1 is not possible",
        ),
    ],
)
def test_stages_say_which_way_is_better(mode: str, stage: Stage, told: str) -> None:
    program = RESULT.program.model_copy(update={"objective": Objective.model_validate({"mode": mode})})
    assert told in summary(replace(RESULT, program=program, stages=(stage,))).splitlines()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Proved best: no other grouping scores more."),
        ({"stages": (Stage("choice 1", 3, 3),)}, "Proved best: no other grouping is better in the mode 'total'."),
        (
            {"status": Status.FEASIBLE, "objective": 1000, "bound": 1008},
            "Not proved best: no other grouping can score more than 0.80 % above this one.",
        ),
        (
            {"status": Status.FEASIBLE, "objective": 1, "bound": 500},
            "Not proved best: another grouping might score up to 500.",
        ),
        (
            {"status": Status.FEASIBLE, "objective": 1000, "bound": 1008, "ended": "time limit"},
            "Stopped at the time limit; this is the best found so far. "
            "Not proved best: no other grouping can score more than 0.80 % above this one.",
        ),
        (
            {"status": Status.FEASIBLE, "objective": 1, "bound": 500, "ended": "stopped"},
            "Stopped by you; this is the best found so far. Not proved best: another grouping might score up to 500.",
        ),
        ({"ended": "stopped"}, "Proved best: no other grouping scores more."),
        (
            {"status": Status.FEASIBLE, "stages": (Stage("left out", 0, 0), Stage("unlisted", 3, 1))},
            "Not proved best: another grouping might do better at what counts first "
            "(nobody they listed: 1 rather than 3).",
        ),
    ],
)
def test_quality_in_words(changes: dict[str, Any], words: str) -> None:
    assert quality(replace(RESULT, **changes)) == words


def test_what_is_proved_among_few_moves_is_said_of_no_other_groupings() -> None:
    formed_again = replace(RESULT, rematched=Rematched(moves=1, fewest=1, limit=1))
    assert quality(formed_again) == (
        "Proved best: no other grouping scores more. All this is among groupings with at most 1 move."
    )


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0.00 %"), (0.008, "0.80 %"), (0.00801, "0.81 %"), (1e-5, "0.01 %"), (0.07, "7.0 %"), (0.1234, "12.4 %")],
)
def test_percent_never_says_less(share: float, text: str) -> None:
    assert percent(share) == text


def test_progress_lines() -> None:
    assert progress_line(Now(3.2)) == "3 s, no grouping yet"
    assert progress_line(Now(3.2, bound=10)) == "3 s, no grouping yet, bound 10"
    assert progress_line(Now(0.4, 4, -100, 100, 2.0)) == "0 s, 4 groups, objective -100, bound 100"
    assert progress_line(Now(12, 1, 100, 101, 0.01)) == "12 s, 1 group, objective 100, bound 101, gap 1.0 %"
    assert progress_line(Now(20, 6, 900, stage="choice 2")) == "20 s, at choice 2, 6 groups, objective 900"
    at_band = progress_line(Now(20, 6, 900, stage="band 0"))
    assert at_band == "20 s, at band 1 of satisfaction (1 is the lowest), 6 groups, objective 900"
    assert progress_line(Now(3, 6, 900, stage="objective")) == "3 s, at the objective, 6 groups, objective 900"


def test_sparse_lines_are_sparse() -> None:
    lines: list[str] = []
    tell = SparseLines(lines.append, every=5, at_least=1)
    for now in [
        Now(0.1),
        Now(0.2, 1, 1000),  # the first answer
        Now(0.9, 1, 2000),  # much better, but too soon
        Now(1.3, 1, 2000),  # and now told
        Now(2.5, 1, 2010),  # better by less than one per cent
        Now(6.2, 1, 2010),
        Now(6.4, 1, 2010, 2020),  # 5.1 s after the last line
        Now(11.3, 1, 2010, 2015),
        Now(11.4, 1, 2010, 2015),
    ]:
        tell(now)
    assert [line.split(", bound")[0] for line in lines] == [
        "0 s, 1 group, objective 1000",
        "1 s, 1 group, objective 2000",
        "6 s, 1 group, objective 2010",
        "11 s, 1 group, objective 2010",
    ]


def test_progress_in_a_pipe_and_none_where_quiet() -> None:
    stream = io.StringIO()
    with shown_progress(stream, quiet=False) as tell:
        assert tell is not None
        tell(Now(1, 2, 30, 31, 0.03))
    with shown_progress(stream, quiet=True) as tell:
        assert tell is None
    assert stream.getvalue() == "1 s, 2 groups, objective 30, bound 31, gap 3.0 %\n"


def test_compiling_is_told_where_progress_is() -> None:
    stream, logger = io.StringIO(), logging.getLogger("matcher.solving.running.compiling")
    before = logger.level, list(logger.handlers)
    with shown_progress(stream, quiet=False):
        logger.info("Compiling, once on this machine.")
    with shown_progress(stream, quiet=True):
        logger.info("Compiling, once on this machine.")
    assert stream.getvalue() == "Compiling, once on this machine.\n"
    assert (logger.level, logger.handlers) == before


def test_progress_on_a_terminal_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()
    with shown_progress(stream, quiet=False) as tell:
        assert tell is not None
        tell(Now(1, 2, 30))
        tell(Now(2, 2, 31))
    assert "objective 31" in stream.getvalue()
    assert "\x1b[2K" in stream.getvalue()


def test_summary_of_the_tiny_sample() -> None:
    # 4 mentors in pairs lead 2 groups of at most 5. Counted by eye: Mon 12:00 and Wed 17:00 hold groups; on Thursday
    # only T1, T4 and two mentees are free.
    assert intake_summary(IntakeFacts.of(read_intake(TINY))).splitlines() == [
        "Tiny: the intake can be used.",
        "People: 4 mentors, 9 mentees; 1 constraint.",
        "Groups: two mentors and 3 to 5 mentees each.",
        "Slots: 3 slots; at 2 of them enough mentors who may lead a group, and enough mentees, are free.",
        "Capacity: before rules on people and hours, at most 2 groups with 10 seats for 9 mentees, enough.",
        "With these: at most 2 groups with 10 seats, and 9 mentees who have a permitted mentor who is free with them; "
        "no shortage shows before solving.",
    ]


@pytest.mark.parametrize(("limits", "slots"), [({}, 1), ({"max_groups": 0}, 0), ({"max_mentees": 1}, 0)], ids=str)
def test_who_may_lead_nothing_is_not_counted_at_a_slot(limits: dict[str, int], slots: int) -> None:
    mentors = [{"id": "T1", "availability": "A"}, {"id": "T2", "availability": "A", **limits}]
    mentees = [{"id": f"S{number}", "availability": "A;B"} for number in range(3)]
    settings = {"groups": {"min_size": 2, "max_size": 3}, "schedule": {"slots": ["A", "B"]}}
    told = intake_summary(IntakeFacts.of(read_intake(mentors, mentees, settings))).splitlines()[3]
    right = f"Slots: 2 slots; at {slots} of them enough mentors who may lead a group, and enough mentees, are free."
    assert told == right


def test_of_what_is_in_vain_nothing_is_called_enough() -> None:
    people = {"mentors": [{"id": "T1"}, {"id": "T2"}], "mentees": [{"id": f"S{number}"} for number in range(3)]}
    settings = {"groups": {"mentors": 1, "min_size": 1, "max_size": 2, "count": 3}}
    intake = read_intake(people["mentors"], people["mentees"], settings)
    assert plainly_in_vain(intake) == (
        "2 mentors can lead at most 2 groups, and groups.count asks for 3; lower groups.count to 2",
    )
    before, in_vain = (
        intake_summary(IntakeFacts.of(intake, known)).splitlines()[-2:] for known in ((), plainly_in_vain(intake))
    )
    assert before[0].endswith("2 groups with 4 seats for 3 mentees, enough.")
    assert before[1].endswith("; no shortage shows before solving.")
    assert in_vain[0].endswith("2 groups with 4 seats for 3 mentees.")
    assert in_vain[1].endswith("; yet no assignment satisfies the rules.")


def test_capacity_counts_limits_of_mentors() -> None:
    program = Program.model_validate({"groups": {"mentors": 1, "min_size": 1, "max_size": 4, "count": 5}})
    intake = Intake(
        program=program,
        mentors=(Mentor(id="T1", name="T1", max_groups=2, max_mentees=3), Mentor(id="T2", name="T2")),
        mentees=tuple(Mentee(id=f"S{n}", name="S") for n in range(9)),
    )
    assert intake_summary(IntakeFacts.of(intake)).splitlines()[2:] == [
        "Groups: one mentor and 1 to 4 mentees each, exactly 5 of them.",
        "Slots: groups get none.",
        "Capacity: before rules on people and hours, at most 3 groups with 7 seats for 9 mentees, 2 too few.",
        "With these: at most 3 groups with 7 seats, and 9 mentees who have a permitted mentor; "
        "at least 2 of 9 mentees must be left out.",
    ]
