"""What `check` says of few hours, of random intakes."""

from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from matcher.errors import IntakeError
from matcher.terminal.few_hours import few_hours_told
from tests.reader.few_hours import FewHoursReader
from tests.reader.lines import LinesReader
from tests.reader.seen import Facts
from tests.reader.words import Words
from tests.solving.common import read
from tests.strategies import tiny_intake

HOURS = ("availability", "single", "eligible_differ", "pair_includes", "require_one", "co_lead", "max_mentees")


def drawn_of_hours(number: int) -> Any:
    """Some of the rules that say who could be in a group with whom, and hours."""
    random = Random(number)
    rules = {"availability", *random.sample(HOURS, 3), *random.choice(((), ("named_slots",)))}
    return tiny_intake(random, rules, most_mentors=5)


@pytest.mark.parametrize("draw", [drawn_of_hours, lambda number: tiny_intake(Random(number), most_mentors=5)])
def test_what_is_said_of_few_hours_is_so(draw: Callable[[int], Any]) -> None:
    openings, mentors = 0, 0
    for number in range(80):
        plain = draw(number)
        try:
            intake = read(plain)
        except IntakeError:
            continue
        told = few_hours_told(intake) or ""
        lines = LinesReader(Facts(plain, {"groups": [], "unmatched": []}), Words("en"))
        lines.take(told)
        FewHoursReader(lines).read()
        lines.end("end")
        assert not lines.faults, (number, lines.faults)
        openings += "One more slot would open" in told
        mentors += "they could have" in told
    assert openings > 10
    assert mentors > 5
