"""`rematch` and `frontier` against every grouping there is, and on a sample that lost two mentors."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from matcher import (
    InfeasibleError,
    Intake,
    IntakeError,
    MatchResult,
    Rematch,
    frontier,
    match,
    read_intake,
    rematch,
    verify,
)
from matcher.cli import main
from tests import oracle
from tests.rematching.common import Plain, made_up, result_of
from tests.solving.common import read
from tests.strategies import RULES, tiny_intake

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
EVERY = [name for name in RULES if name not in ("unavailable", "blank_none")]


def worth(intake: Plain, again: Rematch) -> tuple[int, ...]:
    return oracle.worth(intake, [(group.mentors, group.slot, group.mentees) for group in again.result.groups])


def few_enough(intake: Plain) -> bool:
    """Whether every grouping can be tried in a moment."""
    reading = oracle.read(intake)
    return len(list(reading.leaders())) * len(reading.slots or [None]) <= 6


def drawn(number: int) -> tuple[Plain, list[oracle.Group]] | None:
    random = Random(number)
    rules = [name for name in EVERY if random.random() < 0.15] + (["availability"] if number % 3 else [])
    mode = random.choice(("total", "total", "greedy", "generous", "fair"))
    intake = tiny_intake(random, rules, mode=mode, most_mentors=random.choice((3, 4)), most_mentees=4)
    return (intake, made_up(random, intake)) if few_enough(intake) else None


@pytest.mark.parametrize("number", range(30))
def test_fewest_moves_and_best_at_each_number_are_those_of_all_groupings(number: int) -> None:
    case = drawn(number)
    if case is None:
        return
    intake, before = case
    every = [
        (oracle.moves(intake, before, groups), oracle.worth(intake, groups)) for groups in oracle.groupings(intake)
    ]
    if not every:
        with pytest.raises(InfeasibleError, match=r"\S"):
            rematch(read(intake), result_of(before))
        return
    fewest = min(moves for moves, _ in every)
    again = rematch(read(intake), result_of(before))
    assert (again.moves, again.fewest) == (fewest, fewest)
    for allowed in (fewest, fewest + 1, fewest + 3):
        best = max(value for moves, value in every if moves <= allowed)
        again = rematch(read(intake), result_of(before), moves=allowed)
        assert again.moves <= allowed
        assert worth(intake, again) == best
        assert (again.result.objective, again.result.bound) == (best[-1], best[-1])


@pytest.mark.parametrize("number", range(3, 33, 3))
def test_the_frontier_is_that_of_all_groupings(number: int) -> None:
    case = drawn(number)
    if case is None:
        return
    intake, before = case
    every = [
        (oracle.moves(intake, before, groups), oracle.worth(intake, groups)) for groups in oracle.groupings(intake)
    ]
    if not every:
        return
    points = frontier(read(intake), result_of(before), most=30)
    steps = sorted({max(value for moves, value in every if moves <= allowed) for allowed, _ in every})
    assert [worth(intake, point) for point in points] == steps
    for point, value in zip(points[:-1], steps, strict=False):
        assert point.moves == min(moves for moves, other in every if other >= value)


# A sample -----------------------------------------------------------------------------------------------------------


def without(intake: Intake, *gone: str) -> Intake:
    """The intake without some people, out of everybody's lists too."""
    fields = ("avoid", "preferred_mentors", "preferred_mentees", "preferred_co_mentors")
    people = [
        [
            one.model_copy(
                update={
                    name: tuple(own for own in getattr(one, name) if own not in gone)
                    for name in fields
                    if hasattr(one, name)
                }
            )
            for one in side
            if one.id not in gone
        ]
        for side in (intake.mentors, intake.mentees)
    ]
    return Intake(program=intake.program, mentors=people[0], mentees=people[1], slots=intake.slots)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def school() -> Intake:
    return read_intake(SAMPLES / "medical-school")


@pytest.fixture(scope="module")
def before(school: Intake) -> MatchResult:
    return match(school)


def test_nothing_changed_nothing_moves(school: Intake, before: MatchResult) -> None:
    again = rematch(school, before)
    assert (again.moves, again.fewest, again.changes) == (0, 0, ())
    assert again.result.groups == before.groups
    assert again.result.objective == before.objective


def test_two_mentors_left(school: Intake, before: MatchResult, tmp_path: Path) -> None:
    one, other = before.groups[0], before.groups[1]
    now = without(school, one.mentors[0], other.mentors[0])
    again = rematch(now, before)
    # Ten mentors lead five groups: one of six ends, and what it had moves, but for who left it.
    assert again.moves == again.fewest
    assert 0 < again.moves <= 1 + min(len(group.mentees) for group in (one, other))
    assert verify(now, again.result) == ()
    moved = [change for change in again.changes if change.moves]
    assert len(moved) == again.moves
    gone = [change.reason for change in again.changes if change.person_id in (one.mentors[0], other.mentors[0])]
    assert gone == ["is no longer in the intake"] * 2
    again.save(tmp_path)
    assert MatchResult.load(tmp_path) == again.result
    assert again.result.rematched is not None
    assert again.result.rematched.moves == again.moves
    rows = (tmp_path / "changes.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows) == 1 + len(again.changes)
    with pytest.raises(IntakeError, match=f"'{again.moves - 1}' is too few: {again.moves} people have to move; allow"):
        rematch(now, before, moves=again.moves - 1)


def test_the_same_call_gives_the_same_files(school: Intake, before: MatchResult) -> None:
    now = without(school, before.groups[2].mentors[1])
    one, other = rematch(now, before), rematch(now, before)
    assert one.changes == other.changes
    assert one.result.groups == other.result.groups


def test_a_wrong_number_of_moves_is_told(school: Intake, before: MatchResult) -> None:
    with pytest.raises(IntakeError, match="'-1' is no number of moves; write 0 or more"):
        rematch(school, before, moves=-1)


def test_the_command_writes_a_result_and_its_changes(
    tmp_path: Path, before: MatchResult, capsys: pytest.CaptureFixture[str]
) -> None:
    before.save(tmp_path / "before")
    school = str(SAMPLES / "medical-school")
    call = ["rematch", school, str(tmp_path / "before"), "--out"]
    assert main([*call, str(tmp_path / "after")]) == 0
    told = capsys.readouterr().out
    assert "Nobody moved." in told
    assert "Nobody has another hour, other mentors or, as a mentor, other mentees: checked." in told
    assert {file.name for file in (tmp_path / "after").iterdir()} == {
        "assignments.csv", "groups.csv", "mentors.csv", "unmatched.csv", "result.json", "changes.csv", ".matcher.json",
    }  # fmt: skip
    assert main(["verify", school, str(tmp_path / "after")]) == 0
    assert main([*call, str(tmp_path / "trade"), "--frontier", "--moves", "1"]) == 0
    assert (tmp_path / "trade" / "frontier.csv").read_text(encoding="utf-8").startswith("moves,fewest,objective,")
    assert (tmp_path / "trade" / "moves-0" / "changes.csv").exists()
    assert main([*call, str(tmp_path / "no"), "--never-again", str(tmp_path / "nowhere")]) == 2
    assert "there is no such file" in capsys.readouterr().err
