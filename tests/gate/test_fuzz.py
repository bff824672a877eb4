"""Whatever was made of a valid file by small changes: it is read, or refused in words; never anything else."""

from __future__ import annotations

import io
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher import Intake, MatchResult, StressTable, compare, read_intake, verify
from matcher.checking.proofs.proof_file import read_proof
from matcher.errors import IntakeError, MatcherError
from matcher.intake.words.findings import Findings
from matcher.report.calendar.calendars import calendars
from matcher.report.mail.messages import message_files
from matcher.report.workbook.workbook import WORKBOOK, workbook_files
from matcher.result.saved_folder import read_as_it_stands
from matcher.survey.mapping.corrections import read_corrections
from matcher.survey.mapping.mapping import read_mapping
from matcher.survey.people.pseudonyms import read_key
from matcher.survey.reading.files import read_grid
from matcher.terminal.show import ResultFacts, shown_result
from tests.checking import by_hand
from tests.gate.mutations import ODD_TEXTS, bytes_from, tables_from, values_from
from tests.report.tiny import CALENDAR, TINY, order, result_of, stress_of, tiny, viewed

SOME = settings(max_examples=40, suppress_health_check=list(HealthCheck))
FEW = settings(max_examples=10, suppress_health_check=list(HealthCheck))

PLAIN = tiny()
DATED = tiny(CALENDAR)
RESULT = result_of(PLAIN)
SAVED = json.loads(RESULT.to_json())
EVENTS = calendars(viewed(DATED), DATED.program, people=True)["calendar/events.json"]
JSON_INTAKE = json.loads((TINY.parent / "tiny.json").read_text(encoding="utf-8"))
MAPPING = """[[export]]
file = "a.csv"
role = "mentors"
[export.columns]
"Email Address" = "email"
"Free" = { as = "availability", at = "Mon 12:00" }
[words.gender]
w = "woman"
[names]
"Annie" = "T1"
[reading]
day_first = true
day_start = "08:00"
"""
KEY = "id,role,name,email,own_id\nP0001,mentors,Ann,a@x.example,T1\nP0002,mentees,Bo,,S1\n"
CORRECTIONS = "email,id,file,row,column,value\n,T1,,,name,Ann\nb@x.example,,,,gender,w\n,,a.csv,3,name,Bo\n"
EXPORT = "Timestamp,Name,Email,Free\n2026-09-01 10:00,Ann,a@x.example,Mon 9-11\n2026-09-01 10:01,Bo,b@x.example,\n"


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as place:
        yield Path(place)


def ends_well(read: Callable[[], Any]) -> Any:
    """Return what was read; None where it was refused, with exit status 2, each fault with its file, in few words."""
    try:
        return read()
    except MatcherError as fault:
        refused = fault
    assert refused.exit_code == 2
    assert all(issue.file and issue.message for issue in getattr(refused, "issues", ()))
    assert len(str(refused)) < 100_000
    return None


def faulty(read: Callable[[Findings], Any]) -> Any:
    """Return what was read by a reader that lists its faults."""
    findings = Findings()

    def with_faults() -> Any:
        found = read(findings)
        if findings.faults:
            raise IntakeError(findings.faults)
        return found

    return ends_well(with_faults)


# An intake --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["mentors.csv", "mentees.csv", "constraints.csv", "program.toml"])
def test_a_file_of_an_intake_with_other_bytes(name: str) -> None:
    @SOME
    @given(bytes_from((TINY / name).read_bytes()))
    def fuzzed(data: bytes) -> None:
        with folder() as place:
            shutil.copytree(TINY, place / "tiny")
            (place / "tiny" / name).write_bytes(data)
            ends_well(lambda: read_intake(place / "tiny"))

    fuzzed()


LOCKS = "kind,mentors,slot,mentees,reason,when,by\nwhole-group,T1; T2,Mon 12:00,S1; S3; S4; S5,settled,2026-10-01,Ann\n"


@pytest.mark.parametrize("name", ["mentors.csv", "mentees.csv", "constraints.csv", "locks.csv"])
def test_a_table_of_an_intake_with_other_cells(name: str) -> None:
    text = LOCKS if name == "locks.csv" else (TINY / name).read_text(encoding="utf-8")

    @SOME
    @given(tables_from(text))
    def fuzzed(data: bytes) -> None:
        with folder() as place:
            shutil.copytree(TINY, place / "tiny")
            (place / "tiny" / name).write_bytes(data)
            ends_well(lambda: read_intake(place / "tiny"))

    fuzzed()


@SOME
@given(values_from(JSON_INTAKE))
def test_an_intake_of_one_file_with_other_values(found: Any) -> None:
    with folder() as place:
        (place / "x.json").write_text(json.dumps(found), encoding="utf-8")
        of_file = ends_well(lambda: read_intake(place / "x.json"))
    assert of_file is None or isinstance(of_file, Intake)


@SOME
@given(values_from(JSON_INTAKE))
def test_tables_in_memory_with_other_values(found: Any) -> None:
    parts = found if isinstance(found, dict) else {}
    ends_well(lambda: read_intake(parts.get("mentors"), parts.get("mentees"), parts.get("program")))


@SOME
@given(bytes_from((TINY.parent / "tiny.json").read_bytes()))
def test_an_intake_of_one_file_with_other_bytes(data: bytes) -> None:
    with folder() as place:
        (place / "x.json").write_bytes(data)
        ends_well(lambda: read_intake(place / "x.json"))


# A result ---------------------------------------------------------------------------------------------------------


def used(result: MatchResult | None, place: Path) -> None:
    """Ask of a result what commands ask of it; `ends_well` is about each, since a result may be of other people."""
    if result is not None:
        assert result.to_json()
        ends_well(lambda: shown_result(ResultFacts(result), io.StringIO()))
        ends_well(lambda: verify(PLAIN, place))
        ends_well(lambda: compare(place, RESULT))


@SOME
@given(values_from(SAVED))
def test_a_result_with_other_values(found: Any) -> None:
    with folder() as place:
        (place / "result.json").write_text(json.dumps(found), encoding="utf-8")
        used(ends_well(lambda: MatchResult.load(place / "result.json")), place / "result.json")


@SOME
@given(bytes_from(RESULT.to_json().encode()))
def test_a_result_with_other_bytes(data: bytes) -> None:
    with folder() as place:
        (place / "result.json").write_bytes(data)
        used(ends_well(lambda: MatchResult.load(place)), place)


@pytest.mark.parametrize("name", ["groups.csv", "assignments.csv", "mentors.csv", "unmatched.csv"])
def test_a_table_of_a_result_with_other_cells(name: str) -> None:
    with folder() as place:
        RESULT.save(place)
        text = (place / name).read_text(encoding="utf-8")

    @FEW
    @given(tables_from(text))
    def fuzzed(data: bytes) -> None:
        with folder() as place:
            RESULT.save(place)
            (place / name).write_bytes(data)
            used(ends_well(lambda: MatchResult.load(place)), place)

    fuzzed()


def book() -> bytes:
    """The workbook of the result."""
    data = workbook_files(viewed(PLAIN), order(PLAIN))[WORKBOOK]
    return data if isinstance(data, bytes) else data.encode()


BOOK = book()


def sheets() -> dict[str, bytes]:
    with ZipFile(io.BytesIO(BOOK)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


SHEETS = sheets()


@FEW
@given(bytes_from(BOOK))
def test_a_workbook_with_other_bytes(data: bytes) -> None:
    with folder() as place:
        (place / WORKBOOK).write_bytes(data)
        ends_well(lambda: read_as_it_stands(place / WORKBOOK))


@FEW
@given(st.sampled_from(sorted(SHEETS)).flatmap(lambda name: bytes_from(SHEETS[name]).map(lambda data: (name, data))))
def test_a_workbook_with_other_parts(changed: tuple[str, bytes]) -> None:
    with folder() as place:
        with ZipFile(place / WORKBOOK, "w", ZIP_DEFLATED) as packed:
            for name, data in SHEETS.items():
                packed.writestr(name, changed[1] if name == changed[0] else data)
        ends_well(lambda: read_as_it_stands(place / WORKBOOK))


@FEW
@given(st.sampled_from(["People", "Groups", "Settings"]), st.integers(1, 12), st.integers(1, 8), st.data())
def test_a_workbook_with_other_cells(sheet: str, row: int, column: int, data: st.DataObject) -> None:
    import openpyxl

    value = data.draw(st.sampled_from([text for text in ODD_TEXTS if len(text) < 30_000 and text.isprintable()]))
    opened = openpyxl.load_workbook(io.BytesIO(BOOK))
    opened[sheet].cell(row, column).value = value
    with folder() as place:
        opened.save(place / WORKBOOK)
        used(ends_well(lambda: MatchResult.load(place / WORKBOOK)), place / WORKBOOK)


# Other files of ours ----------------------------------------------------------------------------------------------


@SOME
@given(values_from(json.loads(stress_of(PLAIN).to_json())))
def test_a_table_of_losses_with_other_values(found: Any) -> None:
    with folder() as place:
        (place / "stress.json").write_text(json.dumps(found), encoding="utf-8")
        ends_well(lambda: StressTable.load(place / "stress.json"))


@SOME
@given(values_from(by_hand.proof()))
def test_a_proof_with_other_values(found: Any) -> None:
    with folder() as place:
        (place / "proof.json").write_text(json.dumps(found), encoding="utf-8")
        ends_well(lambda: read_proof(place / "proof.json"))


def told_by(place: Path) -> dict[str, str]:
    return calendars(viewed(DATED), DATED.program, people=True, before=place)


@FEW
@given(values_from(json.loads(EVENTS)))
def test_a_list_of_events_with_other_values(found: Any) -> None:
    with folder() as place:
        (place / "calendar").mkdir()
        (place / "calendar/events.json").write_text(json.dumps(found), encoding="utf-8")
        files = ends_well(lambda: told_by(place)) or {}
    outside = [name for name in files if ".." in name or not name.startswith("calendar/") or name.count("/") > 2]
    assert outside == []


@FEW
@given(bytes_from(EVENTS.encode()))
def test_a_list_of_events_with_other_bytes(data: bytes) -> None:
    with folder() as place:
        (place / "calendar").mkdir()
        (place / "calendar/events.json").write_bytes(data)
        ends_well(lambda: told_by(place))


@FEW
@given(bytes_from((Path(str(TINY.parents[2])) / "matcher/report/mail/en/mentee.txt").read_bytes()))
def test_a_template_with_other_bytes(data: bytes) -> None:
    with folder() as place:
        (place / "mentee.txt").write_bytes(data)
        ends_well(lambda: message_files(viewed(PLAIN), order(PLAIN, templates=place)))


# Files of an import -----------------------------------------------------------------------------------------------


@SOME
@given(bytes_from(MAPPING.encode()))
def test_a_mapping_with_other_bytes(data: bytes) -> None:
    with folder() as place:
        (place / "mapping.toml").write_bytes(data)
        faulty(lambda findings: read_mapping(place / "mapping.toml", findings))


@SOME
@given(bytes_from(KEY.encode()) | tables_from(KEY))
def test_a_key_with_other_bytes(data: bytes) -> None:
    with folder() as place:
        (place / "key.csv").write_bytes(data)
        key = faulty(lambda findings: read_key(place / "key.csv", findings))
        assert key is None or key.text()


@SOME
@given(bytes_from(CORRECTIONS.encode()) | tables_from(CORRECTIONS))
def test_corrections_with_other_bytes(data: bytes) -> None:
    with folder() as place:
        (place / "corrections.csv").write_bytes(data)
        faulty(lambda findings: read_corrections(place / "corrections.csv", ["name", "gender"], findings))


@SOME
@given(bytes_from(EXPORT.encode()) | tables_from(EXPORT))
def test_an_export_with_other_bytes(data: bytes) -> None:
    with folder() as place:
        (place / "a.csv").write_bytes(data)
        faulty(lambda findings: read_grid(place / "a.csv", findings))
