"""File names from ids."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from matcher.report.file_names import file_names


def test_plain_ids_stay_and_others_become_safe() -> None:
    ids = ["S01", "../../x", "a b", "a/b", "A_B", "con", "...", "é-1", "x" * 300]
    assert list(file_names(ids).values()) == [
        "S01", "x", "a_b", "a_b-2", "A_B-3", "con-2", "person", "é-1", "x" * 60,
    ]  # fmt: skip


@given(st.lists(st.text(min_size=1), unique=True, max_size=20))
def test_each_is_its_own_and_leads_nowhere_else(ids: list[str]) -> None:
    names = list(file_names(ids).values())
    assert len({name.casefold() for name in names}) == len(ids)
    assert all(re.fullmatch(r"[\w-]+", name) for name in names)
