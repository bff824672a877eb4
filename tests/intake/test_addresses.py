"""E-mail addresses: a cell gives one recipient or none, whatever it and the name beside it hold."""

from email import message_from_string
from email.policy import default

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from matcher.intake.reading.addresses import address_of, addressed, holds_several
from matcher.text import one_line

SIGNS = st.text(st.sampled_from("ab.@<>,;:\"'\\()[] ö\n\t=?"), max_size=20)


@pytest.mark.parametrize(
    ("cell", "address"),
    [
        ("noor@example.org", "noor@example.org"),
        ("Noor Rahman <noor@example.org>", "noor@example.org"),
        ('"Rahman, Noor" <noor@example.org>', "noor@example.org"),
        ("<o'neil+x@mail.example.org>", "o'neil+x@mail.example.org"),
        ("jörg@exämple.org", "jörg@exämple.org"),
        ('"a b"@example.org', '"a b"@example.org'),
    ],
)
def test_a_cell_with_one_address(cell: str, address: str) -> None:
    assert address_of(cell) == address


@pytest.mark.parametrize(
    ("cell", "several"),
    [
        ("noor", False),
        ("noor@", False),
        ("@example.org", False),
        ("noor..x@example.org", False),
        ("noor at example.org", False),
        ("team: noor@example.org;", False),
        ("noor@example.org, ada@example.org", True),
        ("noor@example.org; ada@example.org", True),
        ("Noor <noor@example.org>, Ada <ada@example.org>", True),
        ("noor@example.org\nBcc: ada@example.org", True),
        ("(" * 450, False),
        ("a" * 600 + "@example.org,", False),
    ],
)
def test_a_cell_with_none_or_several(cell: str, several: bool) -> None:
    assert address_of(cell) is None
    assert holds_several(cell) is several


@given(SIGNS, st.one_of(SIGNS, st.sampled_from(["noor@example.org", '"a b"@example.org', "jörg@example.org"])))
@example("Rahman, Noor", "noor@example.org")
@example('x" <ada@example.org>, "y', "noor@example.org")
@example("Noor <ada@example.org>", "noor@example.org")
def test_whatever_is_written_a_message_goes_to_one(name: str, cell: str) -> None:
    address = address_of(cell)
    if address is None:
        return
    to = addressed(one_line(name), address)
    read = message_from_string(f"Subject: x\nTo: {to}\n\nHello\n", policy=default)
    assert read.keys() == ["Subject", "To"]
    assert [one.addr_spec for one in read["To"].addresses] == [address]
