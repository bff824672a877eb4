"""A least cut names the people who are short, and no more of them than are needed."""

from random import Random

import numpy as np
import pytest

from matcher.solving.variants.shortage import shortage

EACH = np.arange(3)


def reach(*rows: str) -> np.ndarray:
    """Who reaches which place: a row a person, ``x`` where they do."""
    return np.array([[sign == "x" for sign in row] for row in rows], bool)


def test_three_who_reach_one_place_for_two_are_short() -> None:
    found = shortage(reach("x..", "x..", "x..", ".xx", "xxx"), 1, EACH, np.array([2, 5, 5]), np.array([5, 5, 5]))
    assert found is not None
    assert found.people.tolist() == [0, 1, 2]
    assert found.places.tolist() == [0]
    assert (found.needed, found.held) == (3, 2)


def test_nobody_is_short_where_all_can_have_what_they_need() -> None:
    assert shortage(reach("x..", ".x.", "xx."), 1, EACH, np.array([2, 1, 0]), np.array([2, 1, 0])) is None
    assert shortage(np.zeros((0, 3), bool), 1, EACH, EACH, EACH) is None


def test_an_owner_limits_its_places_together() -> None:
    # Two hours of one mentor, two at each, but three in all: four people are one too many.
    owner = np.zeros(2, np.int64)
    found = shortage(np.ones((4, 2), bool), 1, owner, np.array([2, 2]), np.array([3]))
    assert found is not None
    assert (found.needed, found.held) == (4, 3)


@pytest.mark.parametrize("seed", range(30))
def test_it_is_found_exactly_where_halls_condition_fails(seed: int) -> None:
    random = Random(seed)
    table = np.array([[random.random() < 0.5 for _ in range(3)] for _ in range(4)], bool)
    room = np.array([random.randint(0, 2) for _ in range(3)])
    found = shortage(table, 1, EACH, room, room)
    sets = [[one for one in range(4) if pattern >> one & 1] for pattern in range(1, 16)]
    short = [people for people in sets if room[table[people].any(axis=0)].sum() < len(people)]
    assert (found is not None) == bool(short)
    if found is not None:
        people = found.people.tolist()
        assert people in short
        # Nobody can be taken off it.
        assert not any(set(other) < set(people) and len(other) == len(people) - 1 for other in short)
