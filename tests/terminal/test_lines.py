"""Lines that rich drew."""

import pytest

from matcher.terminal.lines import drawn_lines


@pytest.mark.parametrize(
    ("drawn", "lines"),
    [
        (" \n a  \n  \n\n b\n\n", "\n a\n\n b\n"),
        ("a\nb\n", "a\nb"),
        ("", ""),
    ],
)
def test_of_blank_lines_in_a_row_one_is_kept(drawn: str, lines: str) -> None:
    assert drawn_lines(drawn) == lines
