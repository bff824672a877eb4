"""What stands between two people is so, and is told of the right one of them, whoever of them is asked about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from random import Random

from matcher.intake.people import Intake
from matcher.problem.problem import build_problem
from matcher.why.answers.never_together import between_mentee_and_mentor, between_mentees, between_mentors
from matcher.why.answers.records import Obstacle, Outcome, Wish, WishKind
from matcher.why.wording.naming import Names
from matcher.why.wording.never_together import obstacle_told
from tests.reader.explained import Explained, Sentences, best_of
from tests.reader.runs import read
from tests.reader.seen import Facts
from tests.reader.test_genders import as_data
from tests.reader.words import Words
from tests.strategies import tiny_intake

NUMBERS = 150


def obstacles(intake: Intake) -> Iterator[tuple[str, str, Obstacle]]:
    """Each two people of an intake with something between them."""
    problem = build_problem(intake)
    mentors, mentees = ([one.id for one in people] for people in (intake.mentors, intake.mentees))
    pairs = [
        (between_mentee_and_mentor, [(one, two) for one in range(len(mentees)) for two in range(len(mentors))]),
        (between_mentees, list(combinations(range(len(mentees)), 2))),
        (between_mentors, list(combinations(range(len(mentors)), 2))),
    ]
    for between, places in pairs:
        first = mentors if between is between_mentors else mentees
        second = mentees if between is between_mentees else mentors
        for one, two in places:
            found = between(intake, problem, one, two)
            if found is not None:
                yield first[one], second[two], found


def test_what_stands_between_two_is_so_whoever_is_asked_about() -> None:
    seen: Counter[str] = Counter()
    # Then three in which others keep two mentees apart.
    for number in (*range(NUMBERS), 168, 181, 287):
        plain = tiny_intake(Random(number), most_mentors=4, most_mentees=4)
        if plain.get("locks") and best_of(plain) is None:
            # Of a lock that cannot hold no result tells, and nobody is asked what stands between two.
            continue
        reader = Explained(Facts(plain, {"groups": [], "unmatched": []}), Words("en"), f"intake {number}")
        sentences = Sentences({}, "total", reader.so.mentors)
        for one, two, obstacle in obstacles(read(plain)):
            for own, other in ((one, two), (two, one)):
                wish = Wish(WishKind.TOGETHER, Outcome.FORBIDDEN, other, obstacle=obstacle)
                data = as_data(wish)
                told = obstacle_told(Names({}), own, wish, obstacle)
                assert told == sentences.obstacle(own, data, data["obstacle"])
                reader.obstacle(own, data)
            kind = "a mentee and a mentor" if obstacle.mentee is not None else "alike"
            seen[f"{obstacle.barrier}, {kind}"] += 1
            seen["locks"] += obstacle.rule == "locks"
            seen["apart through others"] += bool(obstacle.apart_through)
            seen["too many"] += str(obstacle.barrier) == "bound" and obstacle.number is not None
            seen["nobody leads, with all who must come"] += str(obstacle.barrier) == "no co-mentor" and bool(
                obstacle.people
            )
        assert not reader.faults
    assert seen["locks"] >= 5
    assert seen["apart through others"] >= 3
    assert seen["too many"] >= 3
    assert seen["nobody leads, with all who must come"] >= 20
    assert seen["bound, a mentee and a mentor"] >= 20
    assert seen["bound, alike"] >= 1
    assert seen["rule, a mentee and a mentor"] >= 20
    assert seen["no co-mentor, a mentee and a mentor"] >= 5
