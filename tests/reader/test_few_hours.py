"""What `check` says of few hours, of random intakes."""

from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from matcher.errors import IntakeError
from matcher.terminal.few_hours import FewHoursFacts, few_hours_told
from tests.draws import draws
from tests.reader.few_hours import FewHoursReader
from tests.reader.lines import LinesReader
from tests.reader.seen import Facts
from tests.reader.words import Words
from tests.solving.common import read
from tests.strategies import tiny_intake

HOURS = ("availability", "single", "eligible_differ", "pair_includes", "require_one", "co_lead", "max_mentees")


SLOTS = [f"{day} {hour}:00" for day in ("Mon", "Tue", "Wed", "Thu") for hour in ("09", "14")]


def drawn_of_few(number: int) -> Any:
    """Eight hours at which most are there mostly, and some at one of them."""
    plain, random = drawn_of_hours(number), Random(number)
    plain["program"]["schedule"] = {"slots": SLOTS, "blank": "none"}
    plain["program"]["groups"] |= {"min_size": random.choice((1, 2))}
    for one in (*plain["mentors"], *plain["mentees"]):
        many = random.choice((0, 1, 1)) if random.random() < 0.35 else random.randint(4, 8)
        one["availability"] = "; ".join(random.sample(SLOTS, many))
        one.pop("unavailable", None)
    return plain


SAID = (
    "could lead with them;", "could be in their group;", "could lead their group;", "no mentor could", "only",
    "free at no slot", " or ", "more could.",
)  # fmt: skip
AT_LEAST = {"drawn_of_few": draws(1, 3), "drawn_of_hours": 0, "drawn": 0}
"""Intakes in which each is said, where so many are drawn as below."""


def drawn(number: int) -> Any:
    """Any rules."""
    return tiny_intake(Random(number), most_mentors=5)


def drawn_of_hours(number: int) -> Any:
    """Some of the rules that say who could be in a group with whom, and hours."""
    random = Random(number)
    rules = {"availability", *random.sample(HOURS, 3), *random.choice(((), ("named_slots",)))}
    return tiny_intake(random, rules, most_mentors=5)


@pytest.mark.parametrize("draw", [drawn_of_few, drawn_of_hours, drawn])
def test_what_is_said_of_few_hours_is_so(draw: Callable[[int], Any]) -> None:
    said = Counter[str]()
    for number in range(draws(35, 80)):
        plain = draw(number)
        try:
            intake = read(plain)
        except IntakeError:
            continue
        told = few_hours_told(FewHoursFacts.of(intake)) or ""
        lines = LinesReader(Facts(plain, {"groups": [], "unmatched": []}), Words("en"))
        lines.take(told)
        FewHoursReader(lines).read()
        lines.end("end")
        assert not lines.faults, (number, lines.faults)
        said.update(one for one in SAID if one in told)
    assert [one for one in SAID if said[one] < AT_LEAST[draw.__name__]] == []
