"""What docs/import.md says is what happens."""

import re
import tomllib
from pathlib import Path

import matcher
from matcher import import_survey, match
from matcher.survey.import_report import QUESTION_COLUMNS, REPORT_COLUMNS, Outcome
from matcher.survey.mapping.mapping import RANKED
from matcher.survey.mapping.vocabulary import COLUMN_MEANINGS, INTAKE_MEANINGS

ROOT = Path(matcher.__file__).parents[1]
PAGE = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")
SURVEYS = [ROOT / "data" / "surveys" / f"{role}-form-responses.csv" for role in ("mentor", "mentee")]


def test_the_example_is_imported_and_solved(tmp_path: Path) -> None:
    done = import_survey(SURVEYS, tmp_path / "intake")
    assert (len(done.intake.mentors), len(done.intake.mentees), len(done.questions)) == (4, 9, 3)
    result = match(done.intake, effort="quick")
    assert result.status == "optimal"
    assert [one.id for one in result.unmatched] == [done.intake.mentees[-1].id]


def test_every_meaning_and_every_column_is_told() -> None:
    assert [word for word in (*COLUMN_MEANINGS, *INTAKE_MEANINGS, *RANKED) if f"`{word}`" not in PAGE] == []
    assert ",".join(REPORT_COLUMNS) in PAGE
    assert ",".join(QUESTION_COLUMNS) in PAGE
    assert [one for one in Outcome if one is not Outcome.NOTE and f"`{one}`" not in PAGE] == []


def test_the_tables_of_the_mapping_can_be_read(tmp_path: Path) -> None:
    from matcher.intake.words.findings import Findings
    from matcher.survey.mapping.mapping import read_mapping

    for block in re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL):
        tomllib.loads(block)
        (tmp_path / "mapping.toml").write_text(block, encoding="utf-8")
        findings = Findings()
        read_mapping(tmp_path / "mapping.toml", findings)
        assert findings.faults == []


def test_the_mapping_shown_is_the_one_proposed() -> None:
    proposed = import_survey(SURVEYS).mapping
    [block] = re.findall(r"```toml\n(\[\[export.*?)```", PAGE, re.DOTALL)
    lines = {" ".join(line.split()) for line in proposed.splitlines()}
    assert [line for line in block.splitlines() if " ".join(line.split()) not in lines] == []
