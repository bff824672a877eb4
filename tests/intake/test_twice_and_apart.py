"""People who stand in an intake twice, and pairs kept apart that no grouping can keep."""

from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from random import Random

import pytest

from matcher.intake import read_intake
from matcher.intake.checks.kept_apart import least_left_out

WriteFolder = Callable[..., Path]
HALF = "[groups]\nmin_size = 1\nmentors = 1\n"


def warned(path: Path) -> list[str]:
    return [str(issue) for issue in read_intake(path).warnings if issue.column is None and "places" not in str(issue)]


def test_one_name_and_address_twice(folder: WriteFolder) -> None:
    mentees = "id,name,email\nS1,Ann Lee,ann@x.org\nS2,Bo Ray,ann@x.org\nS3,ann  lee,ANN@x.org\nS4,Ann Lee,\n"
    assert warned(folder(mentees=mentees, program=HALF)) == [
        "mentees.csv row 4: ann lee (S3) has the name and the e-mail address of Ann Lee (S1): one person would be "
        "matched twice; take one of the two rows out"
    ]


@pytest.mark.parametrize(
    ("mentee", "shared"),
    [
        ("Ann Lee,ann@x.org", "e-mail address"),
        ("Annie,Ann@x.org", "e-mail address"),
        ("Ann Lee,", "name"),
        ("Ann Lee,other@x.org", None),
        ("Bo Ray,", None),
    ],
)
def test_one_person_as_mentor_and_as_mentee(folder: WriteFolder, mentee: str, shared: str | None) -> None:
    mentors, mentees = "id,name,email\nT1,Ann Lee,ann@x.org\n", f"id,name,email\nS1,{mentee}\n"
    told = warned(folder(mentors=mentors, mentees=mentees, program=HALF))
    who = mentee.split(",")[0]
    assert told == (
        []
        if shared is None
        else [
            f"mentees.csv row 2: {who} (S1) has the {shared} of the mentor Ann Lee (T1): if they are one person, they "
            "may be placed twice at one hour, since nothing keeps the two rows from it; take one of the two rows out, "
            "or give them hours that do not overlap"
        ]
    )


def test_four_who_avoid_each_other_and_two_groups(folder: WriteFolder) -> None:
    mentees = "id,avoid\nS1,S2;S3;S4\nS2,S3;S4\nS3,S4\nS4,\nS5,S1\n"
    path = folder(mentors="id\nT1\nT2\n", mentees=mentees, program=HALF)
    assert warned(path) == [
        "mentees.csv: of 4 mentees who are kept apart from each other (apart, avoid) at least 2 are left out, since "
        "there are at most 2 groups: S1, S2, S3 and S4"
    ]


def test_enough_groups_are_no_matter(folder: WriteFolder) -> None:
    mentees = "id,avoid\nS1,S2;S3;S4\nS2,S3;S4\nS3,S4\nS4,\n"
    assert warned(folder(mentors="id\nT1\nT2\nT3\nT4\n", mentees=mentees, program=HALF)) == []


def test_150_pairs_among_25_people(folder: WriteFolder) -> None:
    names = [f"S{number}" for number in range(1, 26)]
    pairs = sorted(Random(3).sample(sorted(combinations(names, 2)), 150))
    rows = "".join(f"apart,{a},{b}\n" for a, b in pairs)
    mentees = "id\n" + "".join(f"{own}\n" for own in names)
    mentors = "id\n" + "".join(f"T{number}\n" for number in range(1, 7))
    path = folder(mentors=mentors, mentees=mentees, constraints=f"kind,a,b\n{rows}")
    [told] = warned(path)
    assert "at least 8 are left out, since there are at most 3 groups" in told


def ways(near: list[int], groups: int, most: int, formed: tuple[int, ...] = (), place: int = 0) -> Iterator[int]:
    """How many are left out, for every way to place the nodes."""
    if place == len(near):
        yield 0
        return
    for left in ways(near, groups, most, formed, place + 1):
        yield left + 1
    for number in range(min(groups, len(formed) + 1)):
        group = formed[number] if number < len(formed) else 0
        if not group & near[place] and group.bit_count() < most:
            grown = (*formed[:number], group | 1 << place, *formed[number + 1 :])
            yield from ways(near, groups, most, grown, place + 1)


@pytest.mark.parametrize("seed", range(12))
def test_the_number_is_the_least_of_all_ways(seed: int) -> None:
    chance = Random(seed)
    nodes, groups, most = chance.randint(2, 6), chance.randint(1, 3), chance.randint(1, 4)
    near = [0] * nodes
    for a, b in combinations(range(nodes), 2):
        if chance.random() < 0.6:
            near[a] |= 1 << b
            near[b] |= 1 << a
    assert least_left_out(near, groups, most) == min(ways(near, groups, most))


def test_many_who_avoid_each_other_are_counted_quickly() -> None:
    everybody = (1 << 400) - 1
    assert least_left_out([everybody & ~(1 << node) for node in range(400)], 30, 10) == 370
