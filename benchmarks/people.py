"""Invented mentors and mentees: who they are, when they are free, and whom they wish for."""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from random import Random

from benchmarks.names import INTERESTS, invent_name
from benchmarks.settings import Record, Settings
from benchmarks.timetables import engagements, free_patterns, personal_pattern, slot_starts, windows

__all__ = ["People"]


class People:
    """Both sides of an intake, drawn in a fixed order.

    Attributes
    ----------
    mentors, mentees
        Their rows.
    free
        Positions of the slots at which somebody is free, by id; empty with timetables or without a schedule.
    """

    def __init__(self, random: Random, settings: Settings) -> None:
        self.random = random
        self.settings = settings
        self.free: dict[str, frozenset[int]] = {}
        self.mentors = self._draw("T", settings.mentors, settings.mentor_genders)
        self.mentees = self._draw("S", settings.mentees, settings.mentee_genders)
        self._add_free_times()
        self._add_load_and_experience()
        self._add_wishes_of_mentees()
        self._add_wishes_of_mentors()
        self._add_gender_wishes()

    def _draw(self, letter: str, number: int, shares: Mapping[str, float]) -> list[Record]:
        """Return `number` people with id, name, gender, interests and campus."""
        random, settings = self.random, self.settings
        digits = max(2, len(str(number)))
        genders = _deal_genders(random, number, shares, settings.undisclosed)
        people: list[Record] = []
        for position, gender in enumerate(genders):
            identifier = f"{letter}{position + 1:0{digits}}"
            person: Record = {
                "id": identifier,
                "name": invent_name(random, gender),
                "email": f"{identifier.lower()}@example.org",
                "gender": gender,
                "interests": random.sample(INTERESTS, random.randint(*settings.interests)),
            }
            if settings.campuses:
                person["campus"] = settings.campuses[position % len(settings.campuses)]
            people.append(person)
        return people

    def _add_free_times(self) -> None:
        settings = self.settings
        if settings.mentor_timetables or settings.mentee_timetables:
            self._follow_timetables()
        elif settings.slots:
            starts = slot_starts(settings.slots)
            for side in (self.mentors, self.mentees):
                patterns = free_patterns(self.random, settings.slots, settings.free_share, settings.patterns)
                for person in side:
                    shared = self.random.choice(patterns)
                    free = personal_pattern(self.random, shared, settings.free_share, settings.own_time)
                    person["availability"] = windows(starts, free)
                    self.free[person["id"]] = frozenset(place for place, is_free in enumerate(free) if is_free)

    def _follow_timetables(self) -> None:
        settings = self.settings
        sides = ((self.mentors, settings.mentor_timetables), (self.mentees, settings.mentee_timetables))
        for side, timetables in sides:
            dealt = [timetable for timetable in timetables for _ in range(timetable.share)]
            for person in side:
                timetable = self.random.choice(dealt)
                person["timetable"] = timetable.name
                person["availability"] = timetable.free.split("; ")
                person["unavailable"] = engagements(self.random, *settings.engagements)

    def _add_load_and_experience(self) -> None:
        random, settings = self.random, self.settings
        for mentor in self.mentors:
            if settings.experience:
                mentor["experience"] = "returning" if random.random() < settings.experience else "new"
            if settings.max_groups > 1:
                mentor["max_groups"] = None if random.random() < settings.second_group else 1

    def _add_wishes_of_mentees(self) -> None:
        """Add `preferred_mentors`, popular mentors more often, those of one's campus alone where there are campuses."""
        random, settings = self.random, self.settings
        popular = list(self.mentors)
        random.shuffle(popular)
        pools = _by_campus(popular)
        skewed = {campus: _zipf(len(pool), settings.popularity) for campus, pool in pools.items()}
        for mentee in self.mentees:
            pool = pools[mentee.get("campus")]
            number = min(random.randint(*settings.wishes), len(pool))
            chosen = _draw_distinct(random, skewed[mentee.get("campus")], number)
            mentee["preferred_mentors"] = [pool[place]["id"] for place in chosen]

    def _add_wishes_of_mentors(self) -> None:
        """Add `preferred_mentees`, partly those who name the mentor, and `preferred_co_mentors`."""
        random, settings = self.random, self.settings
        mentees, mentors = _by_campus(self.mentees), _by_campus(self.mentors)
        named_by: dict[str, list[str]] = defaultdict(list)
        for mentee in self.mentees:
            for identifier in mentee["preferred_mentors"]:
                named_by[identifier].append(mentee["id"])
        for mentor in self.mentors:
            others = mentees[mentor.get("campus")]
            wishes: dict[str, None] = {}
            for _ in range(random.randint(*settings.mentor_wishes)):
                admirers = named_by[mentor["id"]]
                mutual = admirers and random.random() < settings.mutual
                wishes[random.choice(admirers) if mutual else random.choice(others)["id"]] = None
            mentor["preferred_mentees"] = list(wishes)
            colleagues = [other["id"] for other in random.sample(*_few(mentors[mentor.get("campus")], 6))]
            colleagues = [identifier for identifier in colleagues if identifier != mentor["id"]]
            mentor["preferred_co_mentors"] = colleagues[: random.randint(*settings.co_mentor_wishes)]

    def _add_gender_wishes(self) -> None:
        random, settings = self.random, self.settings
        wished = [*settings.mentor_genders, "same"]
        for mentee in self.mentees:
            mentee["mentor_gender"] = None
            if random.random() < settings.gender_wishes:
                strength = "require" if random.random() < settings.require else "prefer"
                own = mentee["gender"] if mentee["gender"] in settings.mentor_genders else None
                # Most wishes ask for one's own gender; undisclosed people cannot say `same`, it would ask for nothing.
                likely = ["same", own, own] if own else []
                gender = random.choice([*likely, *(word for word in wished if own or word != "same")])
                mentee["mentor_gender"] = f"{strength} {gender}"


def _few(pool: Sequence[Record], number: int) -> tuple[Sequence[Record], int]:
    return pool, min(number, len(pool))


def _deal_genders(random: Random, number: int, shares: Mapping[str, float], undisclosed: float) -> list[str | None]:
    """Return one gender a person, in random order: shares rounded, what rounding leaves to the first gender."""
    hidden = round(undisclosed * number)
    known = number - hidden
    total = sum(shares.values())
    dealt: list[str | None] = [None] * hidden
    for gender, share in shares.items():
        dealt += [gender] * int(known * share / total)
    dealt += [next(iter(shares))] * (number - len(dealt))
    random.shuffle(dealt)
    return dealt


def _by_campus(people: Sequence[Record]) -> dict[str | None, list[Record]]:
    pools: dict[str | None, list[Record]] = defaultdict(list)
    for person in people:
        pools[person.get("campus")].append(person)
    return pools


def _zipf(number: int, exponent: float) -> list[float]:
    return list(accumulate((place + 1) ** -exponent for place in range(number)))


def _draw_distinct(random: Random, cumulative: Sequence[float], number: int) -> Iterator[int]:
    """Yield `number` distinct positions, each drawn by weight: quick while `number` is small beside the pool."""
    drawn: set[int] = set()
    while len(drawn) < number:
        place = min(bisect(cumulative, random.random() * cumulative[-1]), len(cumulative) - 1)
        if place not in drawn:
            drawn.add(place)
            yield place
