"""Each rule alone, and many together, through `match` against every grouping there is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from matcher import InfeasibleError
from tests import oracle
from tests.draws import draws
from tests.solving.common import Plain, drawn, matched
from tests.strategies import RULES, tiny_intakes, weeks


def agree(intake: Plain) -> None:
    """Fail unless `match` answers as trying every grouping does."""
    best = oracle.best(intake)
    if best is None:
        with pytest.raises(InfeasibleError, match=r"\S") as caught:
            matched(intake)
        assert caught.value.conflicts
        return
    result = matched(intake)
    assert oracle.check_result(intake, result.to_json_dict()) == []
    assert (result.status, result.objective, result.bound) == ("optimal", best.objective, best.objective)
    assert result.ended == "itself"


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_alone(rule: str) -> None:
    for number in range(8):
        intake, _ = drawn(rule, number, [rule])
        agree(intake)


def test_no_rule_at_all() -> None:
    for number in range(8):
        intake, _ = drawn("none", number, ())
        agree(intake)


def test_every_rule_together() -> None:
    for number in range(draws(25, 40)):
        intake, _ = drawn("all", number, RULES)
        agree(intake)


@pytest.mark.parametrize("others", [(), ("max_groups_two",), ("unavailable",), ("zones",), ("slot_cap", "zones")])
def test_hours_of_odd_and_even_weeks(others: tuple[str, ...]) -> None:
    halved = 0
    for number in range(8):
        intake, random = drawn(f"weeks {others}", number, ["availability", *others])
        weeks(random, intake)
        agree(intake)
        halved += any(oracle.of_weeks(slot)[1] for slot in oracle.read(intake).slots or ())
    assert halved >= 4


@given(tiny_intakes())
@settings(max_examples=draws(60, 120))
def test_any_rules_together(intake: Plain) -> None:
    agree(intake)
