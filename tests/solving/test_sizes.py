"""What is left to a mentor's last group, held against every way to fill groups."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations_with_replacement
from random import Random

import numpy as np

from matcher.solving.relaxation.magnitudes import last_groups
from tests.solving.plain import Draw, drawn_problem


def most_spread(size: int, groups: int, mentees: int, rest: int) -> int:
    """The largest sum of mentees less `rest`, over groups of up to `size` with so many mentees in all."""
    sums = [
        sum(sizes) - count * rest
        for count in range(groups + 1)
        for sizes in combinations_with_replacement(range(1, size + 1), count)
        if sum(sizes) <= mentees
    ]
    return max(sums)


def test_last_groups_limit_what_they_say_and_nothing_less() -> None:
    problem = drawn_problem(Random(1), Draw(mentees=6, mentors=1, slots=1, min_size=1))
    limited = 0
    for size in range(2, 6):
        for groups in range(1, 5):
            for mentees in range(1, size * groups + 3):
                most = {"max_groups": np.array([groups]), "max_mentees": np.array([mentees])}
                rest, limit = (int(one[0]) for one in last_groups(replace(problem, max_size=size, **most)))
                full = mentees // size
                assert rest == (mentees - full * size if 0 < full < groups else 0)
                if rest:
                    assert limit == most_spread(size, groups, mentees, rest)
                    # A full group and a half as large a share of one more break it: that is what it is for.
                    assert (full + 0.5) * (size - rest) > limit
                    limited += 1
                else:
                    assert limit == 0
    assert limited > 20


def test_sixteen_mentees_in_two_groups_of_up_to_ten() -> None:
    # Ten and six: (10 - 6) + (6 - 6) = 4, and so are eight and eight.
    problem = drawn_problem(Random(1), Draw(mentees=6, mentors=2, slots=1, min_size=1))
    most = {"max_groups": np.array([2, 1]), "max_mentees": np.array([16, 16])}
    rest, limit = last_groups(replace(problem, max_size=10, **most))
    assert rest.tolist() == [6, 0, 0]
    assert limit.tolist() == [4, 0, 0]
