"""Whatever the bytes: an intake, or listed faults; never anything else."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher import import_survey, read_intake
from matcher.errors import IntakeError, MatcherError
from tests.survey.exports_for_tests import FIXTURES, MENTEES, MENTORS, csv_bytes, of_fixture, write_xlsx

SEEDS = [path.read_bytes() for path in sorted(FIXTURES.rglob("*.*sv")) if "golden" not in path.parts]
PIECES = st.sampled_from(
    [
        "Mon 9-11am",
        "not Fridays",
        "Ada Okafor",
        "=1+1",
        "\x00",
        "@",
        "a@b.c",
        "Mentor",
        "Mentee",
        "Yes",
        "1",
        "",
        " ",
        '"',
        "\n",
        "9/1/2026",
        "Email Address",
        "Full name",
        "Availability",
        "Timestamp",
        "Free? [Mon 09:00]",
        "\u202e",
        "\ud7ff",
        "'",
        ";",
        "Test",
        "[",
        '{"ImportId":"x"}',
        "1st choice mentor",
        "-",
        "P0001",
        "x" * 300,
        "Student ID",
        "Role",
    ]
)


def ends_well(data: bytes, name: str, beside: bytes | None = None) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / name).write_bytes(data)
        exports = [folder / name]
        if beside is not None:
            (folder / "mentors.csv").write_bytes(beside)
            exports.append(folder / "mentors.csv")
        try:
            done = import_survey(exports, folder / "intake")
        except MatcherError as fault:
            ended = fault
        else:
            read = read_intake(folder / "intake")
            assert (read.mentors, read.mentees) == (done.intake.mentors, done.intake.mentees)
            return
        assert ended.exit_code == 2
        assert isinstance(ended, IntakeError)
        assert ended.issues
        assert all(issue.file and issue.message for issue in ended.issues)
        assert not (folder / "intake" / "mentors.csv").exists()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    ends_well(data, "mentees.csv", csv_bytes(MENTORS))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(PIECES, min_size=1, max_size=7), min_size=1, max_size=7))
def test_any_table(rows: list[list[str]]) -> None:
    ends_well(csv_bytes(rows), "mentees.csv", csv_bytes(MENTORS))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 3), st.binary(max_size=12)), max_size=6),
)
def test_damaged_exports(data: bytes, damage: list[tuple[int, int, bytes]]) -> None:
    for place, cut, put in damage:
        at = place % (len(data) + 1)
        data = data[:at] + put + data[at + cut :]
    ends_well(data, "mentees.csv", csv_bytes(MENTORS))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 10**6), st.binary(min_size=1, max_size=40)), min_size=1, max_size=4))
def test_damaged_workbooks(damage: list[tuple[int, bytes]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        data = write_xlsx(Path(place) / "a.xlsx", MENTEES).read_bytes()
    for place_of, put in damage:
        at = place_of % len(data)
        data = data[:at] + put + data[at + len(put) :]
    ends_well(data, "mentees.xlsx", csv_bytes(MENTORS))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(PIECES, min_size=6, max_size=6), min_size=1, max_size=5))
def test_any_answers_to_a_form(answers: list[list[str]]) -> None:
    ends_well(csv_bytes([MENTEES[0], *MENTEES[1:2], *answers]), "mentees.csv", csv_bytes(MENTORS))


def test_the_fixtures_are_seeds(tmp_path: Path) -> None:
    assert len(SEEDS) >= 10
    assert of_fixture("google", tmp_path)
