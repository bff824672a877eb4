"""Two results side by side: hand-made changes with known differences, and sums that must come out."""

from __future__ import annotations

import io
import json
import shutil
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from random import Random

import numpy as np
import pytest

import matcher
from matcher import ResultFileError, compare, match, read_intake
from matcher.cli import main
from matcher.questions.compare import Change
from matcher.result.match_result import MatchResult
from matcher.solving.variants.few_moves.counterparts import counterparts
from matcher.terminal.compare import comparison_summary
from tests import oracle
from tests.solving.common import drawn, matched, read

TINY = Path(matcher.__file__).parents[1] / "data" / "samples" / "tiny"


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny sample's result: G1 at Mon 12:00 with S1, S2, S4, S5, S7; G2 at Wed 17:00 with S3, S6, S8, S9."""
    folder = tmp_path_factory.mktemp("solved")
    match(TINY).save(folder)
    return folder


@pytest.fixture
def edited(solved: Path, tmp_path: Path) -> Path:
    """A copy to edit."""
    return Path(shutil.copytree(solved, tmp_path / "edited"))


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"{old!r} is not in {file.name}:\n{text}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def members(folder: Path) -> dict[str, list[str]]:
    return {group.id: list(group.mentees) for group in MatchResult.load(folder).groups}


def moved_over(folder: Path) -> tuple[str, str]:
    """Move the first mentee of G2 to G1 in groups.csv; return the mentee and its old row's members."""
    groups = members(folder)
    mover = groups["G2"][0]
    edit(folder / "groups.csv", ";".join(groups["G2"]), ";".join(groups["G2"][1:]))
    edit(folder / "groups.csv", ";".join(groups["G1"]), ";".join([*groups["G1"], mover]))
    return mover, groups["G2"][1]


# The same and not the same ------------------------------------------------------------------------------------------


def test_a_result_is_the_same_as_itself_whatever_its_groups_are_called(solved: Path) -> None:
    result = MatchResult.load(solved)
    names = {group.id: f"Room {number}" for number, group in enumerate(reversed(result.groups))}
    renamed = replace(
        result,
        groups=tuple(replace(group, id=names[group.id]) for group in reversed(result.groups)),
        assignment_rows=tuple(replace(row, group=names[row.group]) for row in result.assignment_rows),
    )
    comparison = compare(result, renamed, TINY)
    assert comparison.same
    assert (comparison.mentees, comparison.mentors) == ((), ())
    assert {(one.before, one.after) for one in comparison.groups} == set(names.items())
    assert comparison.first.objective == comparison.second.objective == result.objective


def test_a_mentee_moved_in_a_table_is_told_with_what_it_costs(edited: Path, solved: Path) -> None:
    mover, _ = moved_over(edited)
    intake = read_intake(TINY)
    comparison = compare(solved, edited, intake)
    (change,) = comparison.mentees
    assert (change.id, change.change) == (mover, Change.MOVED)
    assert change.before is not None
    assert change.after is not None
    plain = oracle_scores(mover)
    old, new = (sum(plain[mentor] for mentor in place.mentors) for place in (change.before, change.after))
    assert (change.before.score, change.after.score, change.gain) == (old, new, new - old)
    first, second = comparison.first, comparison.second
    assert (first.objective, second.objective) == (
        MatchResult.load(solved).objective,
        (first.objective or 0) + new - old,
    )
    assert second.notes == ("the groups were changed by hand: they are those that groups.csv says",)
    assert {one.change for one in comparison.mentors} == {Change.LOAD}
    assert len(comparison.mentors) == 4
    assert comparison.lost == ((change,) if new < old else ())


def test_a_mentor_whose_mentees_were_swapped_one_for_one_is_counted(edited: Path, solved: Path) -> None:
    groups = members(edited)
    one, other = groups["G1"][0], groups["G2"][0]
    for name, gone, came in (("G1", one, other), ("G2", other, one)):
        edit(
            edited / "groups.csv",
            ";".join(groups[name]),
            ";".join([came, *(own for own in groups[name] if own != gone)]),
        )
    comparison = compare(solved, edited, TINY)
    assert {change.change for change in comparison.mentors} == {Change.MENTEES}
    assert len(comparison.mentors) == 4
    first = comparison.mentors[0]
    assert (one in first.before[0].mentee_ids, one in first.after[0].mentee_ids) in ((True, False), (False, True))
    told = comparison_summary(comparison, io.StringIO())
    assert "Something changed for 2 mentees and 4 mentors; just the same: 0 groups." in told
    names = comparison.called
    assert f"; in: {names[other]}; out: {names[one]}" in " ".join(told.split())


def oracle_scores(mentee: str) -> dict[str, int]:
    plain = json.loads((TINY.parent / "tiny.json").read_text(encoding="utf-8"))
    reading = oracle.read(plain)
    return {mentor: reading.scores[mentee, mentor] for mentor in reading.mentors}


def test_breaches_of_an_edited_result_are_told(edited: Path, solved: Path) -> None:
    groups = members(edited)
    gone = groups["G2"][0]
    edit(edited / "groups.csv", ";".join(groups["G2"]), ";".join(["S99", *groups["G2"][1:]]))
    comparison = compare(solved, edited, TINY)
    told = "one place at a time: 'S99', a mentee of G2, is not, or no longer, in the intake"
    assert told in comparison.second.breaches
    assert comparison.first.breaches == ()
    assert {one.id: one.change for one in comparison.mentees} == {gone: Change.LEFT_OUT, "S99": Change.NEW}
    assert gone in comparison.second.unmatched
    assert comparison.lost[0].id == gone


def test_without_the_intake_an_edited_score_is_not_known(edited: Path, solved: Path) -> None:
    moved_over(edited)
    comparison = compare(solved, edited)
    assert comparison.first.objective is not None
    assert (comparison.second.objective, comparison.second.choices, comparison.parts) == (None, None, ())
    (change,) = comparison.mentees
    assert change.gain is None


def test_an_edited_assignment_and_an_edited_json_count_too(edited: Path, solved: Path, tmp_path: Path) -> None:
    mover, _ = moved_over(edited)
    table, other = (edited / "groups.csv").read_text(encoding="utf-8"), tmp_path / "json"
    shutil.copytree(solved, other)
    plain = json.loads((other / "result.json").read_text(encoding="utf-8"))
    plain["groups"][1]["mentees"].remove(mover)
    plain["groups"][0]["mentees"].append(mover)
    (other / "result.json").write_text(json.dumps(plain), encoding="utf-8")
    assert compare(edited, other, TINY).same
    (note,) = compare(edited, other).second.notes
    assert note == "the groups were changed by hand: they are those that result.json says"
    (tmp_path / "groups.csv").write_text(table, encoding="utf-8")
    assert compare(edited, tmp_path / "groups.csv", TINY).same


def test_tables_alone_are_enough_and_a_spoilt_one_is_refused(edited: Path, solved: Path, tmp_path: Path) -> None:
    alone = tmp_path / "alone"
    alone.mkdir()
    shutil.copy(solved / "groups.csv", alone)
    assert compare(solved, alone, TINY).same
    (edited / "groups.csv").write_text("what,ever\n1,2\n", encoding="utf-8")
    with pytest.raises(ResultFileError, match=r"groups\.csv, mentee_ids: is missing"):
        compare(solved, edited, TINY)


def test_a_mentor_whose_mentees_are_all_others_is_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """T1 leads a G1 of two before and after, and has none of the mentees whom they had."""
    head = "group,slot,mentor_ids,mentee_ids\n"
    (tmp_path / "one.csv").write_text(f"{head}G1,,T1,S1;S2\nG2,,T2,S3;S4\n", encoding="utf-8")
    (tmp_path / "other.csv").write_text(f"{head}G1,,T1,S3;S4\nG2,,T3,S1;S2\n", encoding="utf-8")
    assert main(["compare", str(tmp_path / "one.csv"), str(tmp_path / "other.csv")]) == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "T1 G1 (2 mentees) G1 (2 mentees); in: S3, S4; out: S1, S2" in lines
    # The "?:" stands at the margin, whole.
    assert "?: the result does not tell it of these groups; with --intake INTAKE it is worked out" in lines


def test_a_score_that_is_not_known_is_not_said_to_be_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = "group,slot,mentor_ids,mentee_ids\n"
    (tmp_path / "one.csv").write_text(f"{head}G1,Mon 12:00,T1;T2,S1;S2\n", encoding="utf-8")
    (tmp_path / "other.csv").write_text(f"{head}G1,Tue 12:00,T1;T3,S1;S2\n", encoding="utf-8")
    assert main(["compare", str(tmp_path / "one.csv"), str(tmp_path / "other.csv")]) == 0
    shown = capsys.readouterr().out
    assert "0 lost, 0 came out the same; of 2 this cannot be said." in shown
    assert "kept group and score" not in shown
    assert [line.split()[0] for line in shown.splitlines() if line.endswith(" ?")] == ["Score,", "S1", "S2"]


def test_people_who_went_and_came_are_told(solved: Path) -> None:
    result = MatchResult.load(solved)
    last = result.groups[-1]
    group = replace(last, mentees=(*last.mentees[1:], "S77"), mentors=(last.mentors[0], "T99"))
    later = replace(result, groups=(*result.groups[:-1], group), assignment_rows=(), mentor_rows=(), unmatched=())
    comparison = compare(result, later)
    assert [(one.id, one.change) for one in comparison.mentees if one.change in (Change.NEW, Change.GONE)] == [
        (last.mentees[0], Change.GONE),
        ("S77", Change.NEW),
    ]
    assert {(one.id, one.change) for one in comparison.mentors} >= {(last.mentors[1], Change.GONE), ("T99", Change.NEW)}
    stayed = [one for one in comparison.mentees if one.id in last.mentees[1:]]
    assert {one.change for one in stayed} == {Change.MENTORS}


def test_there_must_be_a_result(tmp_path: Path) -> None:
    with pytest.raises(ResultFileError, match="there is no such file"):
        compare(tmp_path / "nothing", tmp_path / "nothing")


# Sums and assignments -----------------------------------------------------------------------------------------------


def test_parts_add_up_to_the_objective() -> None:
    compared = 0
    for number in range(8):
        intake, _ = drawn("parts", number, ("prefer", "similarity"))
        if oracle.best(intake) is None:
            continue
        result = matched(intake)
        nobody = replace(result, groups=())
        comparison = compare(nobody, result, read(intake))
        assert sum(part.after for part in comparison.parts) == result.objective == comparison.second.objective
        left_out = len(intake["mentees"]) * result.program.weights.unmatched
        assert sum(part.before for part in comparison.parts) == -left_out == comparison.first.objective
        compared += len(result.groups) > 0
    assert compared


def test_groups_are_paired_by_the_most_people_in_common() -> None:
    random = Random("counterparts")
    for _ in range(60):
        rows, columns = random.randint(0, 4), random.randint(1, 4)
        table = [[random.choice((0, 0, 1, 2, 5)) for _ in range(columns)] for _ in range(rows)]
        pairs = counterparts(np.array(table, np.int64).reshape(rows, columns))
        assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
        assert all(table[row][column] > 0 for row, column in pairs)
        wide = [[*line, *([0] * rows)] for line in table]
        most = max(
            sum(line[place] for line, place in zip(wide, places, strict=True))
            for places in permutations(range(columns + rows), rows)
        )
        assert sum(table[row][column] for row, column in pairs) == most


# The command --------------------------------------------------------------------------------------------------------


def test_the_command_tells_it_in_words(edited: Path, solved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mover, _ = moved_over(edited)
    assert main(["compare", str(solved), str(edited), "--intake", str(TINY)]) == 0
    shown = capsys.readouterr().out
    assert "Note: the groups were changed by hand: they are those that groups.csv says" in shown
    assert "Something changed for 1 mentee and 4 mentors; just the same: 0 groups." in shown
    assert "It does not keep every rule of the intake:" in shown
    assert f"{mover} " in shown
    for word in ("mentee_choice", "objective", "None", "\n\n\n"):
        assert word not in shown


def test_the_command_gives_json(edited: Path, solved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mover, _ = moved_over(edited)
    assert main(["compare", str(solved), str(edited), "--format", "json"]) == 0
    plain = json.loads(capsys.readouterr().out)
    assert (plain["same"], [one["id"] for one in plain["mentees"]]) == (False, [mover])
    assert plain["mentees"][0]["change"] == "other group"
    assert set(plain) == {"same", "first", "second", "parts", "groups", "mentees", "mentors", "gained", "lost"}


def test_the_command_says_that_nothing_differs(solved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", str(solved), str(solved)]) == 0
    assert "Both have the same groups: the same people meet at the same hours." in capsys.readouterr().out


def test_names_cannot_steer_the_terminal(solved: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    result = MatchResult.load(solved)
    rows = tuple(replace(row, mentee_name="A\u202eB [red]") for row in result.assignment_rows)
    replace(result, assignment_rows=rows, groups=result.groups[:1]).save(tmp_path / "odd")
    assert main(["compare", str(tmp_path / "odd"), str(solved)]) == 0
    shown = capsys.readouterr().out
    assert "\u202e" not in shown
    assert "AB [red]" in shown


def test_a_result_leaves_out_nobody_whom_it_does_not_know() -> None:
    program = {"groups": {"mentors": 1, "min_size": 1}, "weights": {"unmatched": 700}}
    mentors, mentees = [{"id": "T1", "max_mentees": 2}], [{"id": "S1"}, {"id": "S2"}]
    before = match(mentors, mentees, program)
    intake = read_intake(mentors, [*mentees, {"id": "S3"}], program)
    told = compare(before, match(intake), intake)
    assert (told.first.unmatched, len(told.second.unmatched)) == ((), 1)
    assert [(part.before, part.after) for part in told.parts if part.name == "unmatched"] == [(0, -700)]
    assert (told.first.objective, told.second.objective) == (0, -700)


def test_an_edited_result_too_leaves_out_nobody_whom_it_does_not_know_but_a_table_alone_does(tmp_path: Path) -> None:
    program = {"groups": {"mentors": 1, "min_size": 1}, "weights": {"unmatched": 700}}
    mentors, mentees = [{"id": "T1", "max_mentees": 2}, {"id": "T2"}], [{"id": "S1"}, {"id": "S2"}]
    match(mentors, mentees, program).save(tmp_path)
    (tmp_path / "groups.csv").write_text("group,slot,mentor_ids,mentee_ids\nG1,,T2,S1\n", encoding="utf-8")
    intake = read_intake(mentors, [*mentees, {"id": "S3"}], program)
    told = compare(tmp_path, tmp_path / "groups.csv", intake)
    assert (told.first.unmatched, told.second.unmatched) == (("S2",), ("S2", "S3"))
    assert (told.first.objective, told.second.objective) == (-700, -1400)
