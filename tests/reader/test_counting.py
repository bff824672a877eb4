"""Why an intake permits nothing, said by counting alone: every number, limit and rule in it is so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from random import Random
from typing import Any

from matcher import IntakeError
from matcher.problem.problem import build_problem
from matcher.why.reasons import counting_reasons
from tests.draws import draws
from tests.reader.counting import Counting
from tests.reader.runs import read
from tests.reader.seen import Facts
from tests.reader.words import Words
from tests.strategies import tiny_intake

NUMBERS = draws(130, 400)


def demanding(number: int) -> dict[str, Any]:
    """A tiny intake that asks for more than most can give."""
    random = Random(number)
    plain: dict[str, Any] = tiny_intake(random, most_mentors=5, most_mentees=7)
    groups = plain["program"].setdefault("groups", {})
    if random.random() < 0.5:
        groups["everyone"] = True
    else:
        groups["count"] = random.randint(1, 4)
    for mentor in plain["mentors"]:
        if random.random() < 0.3:
            mentor["max_groups"] = random.randint(0, 3)
        if random.random() < 0.3:
            mentor["max_mentees"] = random.randint(0, 6)
    plain.pop("locks", None)
    return plain


@cache
def told() -> Sequence[tuple[Counting, tuple[str, ...]]]:
    """What counting says of each such intake, and who reads it."""
    found = []
    for number in range(NUMBERS):
        plain = demanding(number)
        try:
            intake = read(plain)
        except IntakeError:
            continue
        facts = Facts(plain, {"groups": [], "unmatched": []})
        sentences = counting_reasons(intake, build_problem(intake), cuts=False)
        found.append((Counting(facts, Words("en"), f"intake {number}"), sentences))
    return found


def test_what_counting_says_is_so() -> None:
    seen: set[str] = set()
    for reader, sentences in told():
        reader.faults.clear()
        reader.read([*sentences])
        assert not reader.faults, reader.faults[:5]
        seen |= {
            word
            for one in sentences
            for word in re.findall(r"\d(?: times?| groups?)? (by max_\w+|with \D\w+|by the \w+|as \w+)", one)
        }
    # Limits that chance draws here; max_groups begins every chain.
    assert {"by max_groups", "with max_mentees", "with their", "with somebody", "as those", "by the mentors"} <= seen


def test_a_number_changed_in_a_chain_of_limits_is_found() -> None:
    tried = 0
    for reader, sentences in told():
        for one in sentences:
            said, counted, chain = one.partition(". Counted")
            for found in re.finditer(r"\d+(?= (?:times?|groups?|by|with|as|at)\b)", chain):
                changed = chain[: found.start()] + str(int(found[0]) + 1) + chain[found.end() :]
                reader.faults.clear()
                reader.read([said + counted + changed])
                assert reader.faults, changed
                tried += 1
    assert tried > draws(30, 100)
