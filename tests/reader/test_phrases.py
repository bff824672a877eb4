"""Every phrase that the reports can say is said of some case, and read: none goes unchecked."""

from __future__ import annotations

from itertools import chain

import pytest

from tests.reader.__main__ import Campaign, campaign
from tests.reader.forced import forced
from tests.reader.readers import output_named
from tests.reader.runs import cases


@pytest.fixture(scope="module")
def read() -> Campaign:
    names = ("page", "sheets", "workbook", "participants", "participants' workbook", "attendance")
    return campaign(chain(forced(), cases(0, 7)), 0, [output_named(name) for name in names])


def test_what_is_made_for_its_phrases_is_so_too(read: Campaign) -> None:
    assert not read.faults


def test_every_phrase_is_read_somewhere(read: Campaign) -> None:
    assert not read.unread
