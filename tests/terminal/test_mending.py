"""What `rematch` shows."""

import io
from pathlib import Path

import pytest

from matcher.questions.rematch import Rematch
from matcher.terminal.rematch import frontier_summary, rematch_summary
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
    shown = frontier_summary([Rematch(RESULT, moves, fewest, moves, ())], Path("out"), io.StringIO())
    assert [line for line in shown.splitlines() if line.startswith("Fewer")] == told


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
    shown = rematch_summary(Rematch(RESULT, moves, fewest, limit, ()), Path("out"), io.StringIO())
    assert told in shown.splitlines()
