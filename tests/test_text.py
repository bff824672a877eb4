"""Text made safe for a terminal, and readers that go away."""

import io
import os

import pytest

from matcher.text import ended, one_line, plain, write_line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Zoë O'Neil-Ñandú 李", "Zoë O'Neil-Ñandú 李"),
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("a\x9b2Jb\x07\x00\r", "a2Jb"),
        ("a\tb\nc", "a b\nc"),
        ("\u202eevil\u2066", "evil"),
        ("क्\u200dष", "क्\u200dष"),
    ],
)
def test_plain_takes_out_what_would_steer_a_terminal(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_one_line_is_one_line() -> None:
    assert one_line("a\nb\u2028c") == "a bc"


@pytest.mark.parametrize("text", ["Let Al lead with Bo, Jr", "Let Al lead with Bo, Jr."])
def test_one_full_stop_ends_a_sentence(text: str) -> None:
    assert ended(text) == "Let Al lead with Bo, Jr."


def test_a_reader_that_went_away_is_no_fault() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as stream:
        write_line("x", stream)
        write_line("y", stream)


def test_a_full_disk_is_told() -> None:
    class Full(io.StringIO):
        def write(self, _: str) -> int:
            raise OSError(28, "No space left on device")

        def fileno(self) -> int:
            return os.open(os.devnull, os.O_WRONLY)

    with pytest.raises(OSError, match="No space left"):
        write_line("x", Full())
