"""The best that a mentee alone could have."""

from random import Random

import pytest

from matcher.checking.best_alone import BestAlone
from matcher.checking.scoring import Scorer
from matcher.intake.read import read_intake
from tests import oracle
from tests.draws import draws
from tests.strategies import tiny_intake
from tests.test_cli import TINY


def test_the_tiny_sample() -> None:
    # Sam can meet at any time. Daniel: 1000 (first choice), 240 (his second choice), 250 (one of two interests). Of
    # the women who may lead with him, Ada shares one of Sam's two interests (250) and Chloé none; Ada and Daniel are
    # both free on Thursday, and that so few others are does not count.
    intake = read_intake(TINY)
    best = BestAlone(intake, Scorer(intake))
    assert best.score("S9") == 1740
    assert best.satisfaction("S9", ("T3", "T4")) == 1490 / 1740
    assert best.satisfaction("S9", ("T1", "T4")) == 1


@pytest.mark.parametrize("start", range(0, draws(100, 200), 50))
def test_it_agrees_with_the_oracle(start: int) -> None:
    found = []
    for seed in range(start, start + 50):
        drawn = tiny_intake(Random(seed))
        intake = read_intake(drawn["mentors"], drawn["mentees"], drawn["program"], drawn["constraints"])
        reading, best = oracle.read(drawn), BestAlone(intake, Scorer(intake))
        found += [best.score(mentee.id) for mentee in intake.mentees]
        assert found[-len(intake.mentees) :] == [oracle.best_sum(reading, mentee.id) for mentee in intake.mentees]
    assert 0 in found
    assert max(found) > 1000
