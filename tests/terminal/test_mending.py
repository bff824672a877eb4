"""What `rematch` shows."""

import io
from dataclasses import replace
from pathlib import Path

import pytest

from matcher.intake.program import Objective
from matcher.questions.rematch import Rematch, bought_by, frontier_csv
from matcher.result.records import Stage
from matcher.terminal.rematch import FrontierFacts, RematchFacts, frontier_summary, rematch_summary
from tests.rematching.common import result_of

RESULT = result_of([(("T1", "T2"), None, ("S1", "S2", "S3"))])


@pytest.mark.parametrize(
    ("moves", "fewest", "told"),
    [
        (0, 0, []),
        (1, 1, ["Fewer than 1 move is not possible, which is proved."]),
        (4, 4, ["Fewer than 4 moves are not possible, which is proved."]),
        (1, 0, ["Fewer than 1 move was not found."]),
        (4, 1, ["Fewer than 1 move is not possible.", "Fewer than 4 moves were not found."]),
    ],
)
def test_a_frontier_says_what_fewer_moves_are_not_possible(moves: int, fewest: int, told: list[str]) -> None:
    shown = frontier_summary(FrontierFacts([Rematch(RESULT, moves, fewest, moves, ())], Path("out")), io.StringIO())
    assert [line for line in shown.splitlines() if line.startswith("Fewer")] == told


@pytest.mark.parametrize(
    ("mode", "before", "after", "bought", "told"),
    [
        ("total", (), (), ("objective", 10, 12), "score: 12, not 10"),
        ("greedy", (("choice 1", 4), ("choice 2", 1)), (("choice 1", 4), ("choice 2", 2)), ("choice 2", 1, 2), None),
        ("generous", (("left out", 2), ("unlisted", 0)), (("left out", 1), ("unlisted", 3)), ("left out", 2, 1), None),
        ("fair", (("band 0", 3), ("band 1", 0)), (("band 0", 2), ("band 1", 1)), ("band 0", 3, 2), "band 1: 2, not 3"),
        ("fair", (("band 0", 3),), (("band 0", 3),), ("objective", 10, 12), "score: 12, not 10"),
    ],
)
def test_a_frontier_says_what_each_row_buys(
    mode: str,
    before: tuple[tuple[str, int], ...],
    after: tuple[tuple[str, int], ...],
    bought: tuple[str, int, int],
    told: str | None,
) -> None:
    program = RESULT.program.model_copy(update={"objective": Objective(mode=mode)})
    points = [
        Rematch(replace(RESULT, program=program, objective=score, stages=stages_of(counts)), moves, 0, moves, ())
        for moves, (score, counts) in enumerate([(10, before), (12, after)])
    ]
    assert bought_by(points) == [None, bought]
    assert bought_by(points[:1]) == [None]
    assert bought_by([]) == []
    lines = frontier_summary(FrontierFacts(points, Path("out")), io.StringIO()).splitlines()
    name, was, now = bought
    first, second = (line for line in lines if line.rstrip().endswith(("moves-0", "moves-1")))
    assert "   -  " in first
    assert (told or f"{name}: {now}, not {was}") in second
    assert any(line.startswith(f"In the mode '{mode}' other counts come before") for line in lines) == bool(before)
    header, *rows = (line.split(",")[-4:] for line in frontier_csv(points).splitlines())
    assert header == ["folder", "better_by", "before", "now"]
    assert rows == [["moves-0", "", "", ""], ["moves-1", name, str(was), str(now)]]


def stages_of(counts: tuple[tuple[str, int], ...]) -> tuple[Stage, ...]:
    return tuple(Stage(name, value, value) for name, value in counts)


@pytest.mark.parametrize(
    ("moves", "fewest", "limit", "told"),
    [
        (0, 0, 0, "Nobody moved."),
        (1, 1, 1, "1 person moved: fewer are not possible, which is proved."),
        (2, 0, 3, "2 people moved; 3 were allowed."),
        (2, 1, 3, "2 people moved; 3 were allowed; fewer than 1 are not possible."),
        (2, 1, 2, "2 people moved; fewer than 1 are not possible."),
        (2, 0, None, "2 people moved; whether fewer could is not proved."),
        (2, 1, None, "2 people moved; whether fewer could is not proved, but fewer than 1 could not."),
    ],
)
def test_a_result_says_who_moved(moves: int, fewest: int, limit: int | None, told: str) -> None:
    shown = rematch_summary(RematchFacts(Rematch(RESULT, moves, fewest, limit, ()), Path("out")), io.StringIO())
    assert told in shown.splitlines()
