"""What stands against all mentors of a gender is so of each of them, and is told so that it can be read in one way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from random import Random

from matcher.intake.people import Intake
from matcher.problem.problem import build_problem
from matcher.why.answers.never_together import between_mentee_and_mentor, between_mentee_and_some
from matcher.why.answers.records import Outcome, Wish, WishKind
from matcher.why.wording.naming import Names
from matcher.why.wording.never_together import obstacle_told
from tests.draws import draws
from tests.reader.explained import Explained, Plain, Sentences
from tests.reader.runs import read
from tests.reader.seen import Facts
from tests.reader.words import Words
from tests.strategies import tiny_intake

NUMBERS = draws(130, 250)
TWO_WAYS = re.compile(r"(?i)\bevery\b.* (not|no|none|nobody|cannot)\b|\b(nobody|nowhere)\b.* every\b")


def impossible_wishes(intake: Intake) -> Iterator[tuple[str, Wish]]:
    """Each mentee with a gender of which no mentor can be had, and why."""
    problem = build_problem(intake)
    for place, mentee in enumerate(intake.mentees):
        for gender in sorted({mentor.gender_key for mentor in intake.mentors if mentor.gender_key is not None}):
            suited = [at for at, mentor in enumerate(intake.mentors) if mentor.gender_key == gender]
            found = between_mentee_and_some(intake, problem, place, suited)
            each = [between_mentee_and_mentor(intake, problem, place, at) for at in suited]
            assert (found is None) == (None in each)
            if found is not None:
                yield mentee.id, Wish(WishKind.PREFERRED_GENDER, Outcome.FORBIDDEN, gender=gender, obstacle=found)


def as_data(wish: Wish) -> Plain:
    """A wish as an answer in JSON has it."""
    obstacle = {name: getattr(wish.obstacle, name) for name in wish.obstacle.__slots__} if wish.obstacle else {}
    told = {key: list(value) if isinstance(value, tuple) else value for key, value in obstacle.items()}
    return {"kind": str(wish.kind), "other": wish.other, "gender": wish.gender, "obstacle": told}


def test_what_is_said_of_all_mentors_of_a_gender_is_so_of_each() -> None:
    seen: Counter[str] = Counter()
    for number in range(NUMBERS):
        plain = tiny_intake(Random(number), most_mentors=4, most_mentees=4)
        if plain.get("locks"):
            # Of a lock that cannot hold no result tells, and nobody is asked what stands against a wish.
            continue
        reader = Explained(Facts(plain, {"groups": [], "unmatched": []}), Words("en"), f"intake {number}")
        for own, wish in impossible_wishes(read(plain)):
            assert wish.obstacle is not None
            told, data = obstacle_told(Names({}), own, wish, wish.obstacle), as_data(wish)
            assert told == Sentences({}, "total", reader.so.mentors).obstacle(own, data, data["obstacle"])
            assert not TWO_WAYS.search(told)
            reader.obstacle(own, data)
            seen["one of them" if wish.obstacle.mentor else str(wish.obstacle.barrier)] += 1
        assert not reader.faults
    assert min(seen.values()) >= draws(2, 5)
    assert seen.keys() == {
        "rule",
        "hours",
        "not free",
        "leads no group",
        "no co-mentor",
        "too few mentees",
        "bound",
        "one of them",
    }
