"""The exports of the shared data, person by person; skipped where they are not beside the repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from matcher import MappingNeededError, import_survey

ROOT = Path(__file__).parents[2]
EXPORTS = Path(os.environ.get("MATCHER_EXPORTS") or ROOT.parent / "shared" / "data" / "exports")
pytestmark = pytest.mark.skipif(not EXPORTS.is_dir(), reason="the shared data is not here")

EARLY, LATE = "Mon 09:00-11:00", "Mon 09:00-17:00"
RIGHT = {
    # By its file Dan is there at 9:00, 9:15 and 9:30.
    "timeful-dates": {
        "Cara Diaz": "Mon 09:00-10:00", "Dan Eck": "Mon 09:00-09:45", "Eva Fox": "Mon 09:30-10:00; Tue 09:00-09:15",
    },
    "timeful-names": {"Cara Diaz": "Mon 09:00-10:00", "Dan Eck": "Tue 09:00-09:30"},
    "when2meet-columns": {
        "Cara Diaz": "Mon 09:00-10:00", "Dan Eck": "Mon 09:00-09:30; Tue 13:00-13:15",
        "Eva Fox": "Mon 09:30-10:00; Tue 13:00-13:15",
    },
    "doodle": {"Cara Diaz": "Mon 09:00-11:00", "Dan Eck": "Mon 10:00-11:00; Tue 09:00-10:00"},
    "busy-hours": {
        "Cara Diaz": "not Mon 08:00-11:00; Mon 15:00-16:00", "Dan Eck": "not Tue 08:00-11:00; Tue 15:00-16:00",
    },
    "from-until": {"Cara Diaz": "Mon 09:00-12:00", "Dan Eck": "Mon 09:00-12:00"},
    "from-until-english": {"Cara Diaz": "Tue 10:00-12:00", "Dan Eck": "Mon 09:30-11:00; Wed 09:30-11:00"},
}  # fmt: skip
JAPANESE = """\
[[export]]
file = "mentees.csv"
role = "mentees"
[export.columns]
"タイムスタンプ" = "time"
"名前" = "name"
"参加可能な日時" = "availability"
[[export]]
file = "mentors.csv"
role = "mentors"
[export.columns]
"名前" = "name"
"参加可能な日時" = "availability"
"""


def imported(name: str, mapping: Path | None = None) -> tuple[dict[str | None, str], list[str]]:
    """What each person's hours are, and what is asked."""
    done = import_survey(sorted((EXPORTS / name).glob("*.csv")), mapping=mapping)
    everybody = (*done.intake.mentors, *done.intake.mentees)
    hours = {
        one.name: str(one.availability) if one.availability is not None else f"not {one.unavailable}"
        for one in everybody
    }
    return hours, [str(question) for question in done.questions]


@pytest.mark.parametrize("name", RIGHT)
def test_everybody_is_read_rightly_and_nothing_is_asked(name: str) -> None:
    mentors = dict.fromkeys(("Anna Berg", "Bo Cohn"), LATE if name == "busy-hours" else EARLY)
    assert imported(name) == (mentors | RIGHT[name], [])


def test_if_need_be_counts_where_the_mapping_lets_it(tmp_path: Path) -> None:
    (tmp_path / "mapping.toml").write_text("[reading]\nif_need_be = false\n", encoding="utf-8")
    hours, _ = imported("doodle", tmp_path / "mapping.toml")
    assert (hours["Cara Diaz"], hours["Dan Eck"]) == ("Mon 09:00-11:00", "Tue 09:00-10:00")


def test_headings_in_another_script_need_a_mapping_and_hours_do_not(tmp_path: Path) -> None:
    with pytest.raises(MappingNeededError, match="no column is sure to tell who answered"):
        imported("japanese")
    (tmp_path / "mapping.toml").write_text(JAPANESE, encoding="utf-8")
    sunday, both = "Sun 09:00-12:00", "Thu 19:00-21:00; Sun 09:00-12:00"
    right = {"田中先": sunday, "山本先": both, "佐藤花": both, "鈴木一郎": sunday}
    assert imported("japanese", tmp_path / "mapping.toml") == (right, [])
