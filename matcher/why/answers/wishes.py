"""Each wish of somebody, and what became of it: met, forbidden, impossible, a tie, or possible at a price."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matcher.intake.people import Mentee
from matcher.problem.problem import Problem
from matcher.rules import FormedGroup
from matcher.solving.variants.forced import leading_together, placed, sharing_a_group, with_one_of
from matcher.why.answers.costs import bills_of
from matcher.why.answers.counterfactuals import Clock, Found, best_with, price_of
from matcher.why.answers.never_together import (
    between_mentee_and_mentor,
    between_mentee_and_some,
    between_mentees,
    between_mentors,
)
from matcher.why.answers.now import Now
from matcher.why.answers.records import Barrier, Obstacle, Outcome, Wish, WishKind

__all__ = ["question", "wishes_of"]


@dataclass(frozen=True)
class _Question:
    """One thing that could be so.

    Parameters
    ----------
    wish
        What is asked, as if it were open.
    met
        Whether a group is one in which it is so.
    obstacle
        Finds what forbids it.
    solved
        Finds the best grouping in which it is so, in a share of the time left.
    between
        The mentee and the mentor, by id, of whom it is asked; None where it is asked of others.
    """

    wish: Wish
    met: Callable[[FormedGroup], bool]
    obstacle: Callable[[], Obstacle | None]
    solved: Callable[[float], Found]
    between: tuple[str, str] | None = None


def wishes_of(now: Now, person: str, clock: Clock) -> tuple[Wish, ...]:
    """Return each wish of a person with what became of it, in the order of their lists.

    Notes
    -----
    Of the time left, each wish that must be solved gets an even share.
    """
    kept = tuple(_avoided(now, person))
    questions = list(_questions(now, person, clock))
    known = [_without_solving(now, one) for one in questions]
    open_ = sum(wish is None for wish in known)
    answers = []
    for question_, wish in zip(questions, known, strict=True):
        if wish is None:
            wish = _solved(now, question_, clock, 1 / open_)
            open_ -= 1
        answers.append(wish)
    return (*answers, *kept)


def question(now: Now, person: str, other: str, clock: Clock) -> Wish:
    """Return the answer to "why are these two not together?": a mentee and a mentor, two mentees, or two mentors."""
    mentors, mentees = now.intake.mentor_position, now.intake.mentee_position
    ranks = now.intake.mentee_by_id[person].preferred_mentors if person in mentees else ()
    if person in mentors and other in mentors:
        ranks = now.intake.mentor_by_id[person].preferred_co_mentors
    elif person in mentors:
        ranks = now.intake.mentor_by_id[person].preferred_mentees
    rank = ranks.index(other) + 1 if other in ranks else None
    if person in mentors and other in mentors:
        asked = _with_co_mentor(now, person, other, rank, clock)
    elif person in mentees and other in mentees:
        asked = _with_mentee(now, person, other, clock)
    elif person in mentees:
        asked = _with_mentor(now, person, other, Wish(WishKind.MENTOR, Outcome.OPEN, other, rank), clock)
    else:
        asked = _with_mentor(now, other, person, Wish(WishKind.MENTEE, Outcome.OPEN, other, rank), clock)
    if rank is None:
        asked = replace(asked, wish=replace(asked.wish, kind=WishKind.TOGETHER))
    answer = _without_solving(now, asked)
    return _solved(now, asked, clock, 1.0) if answer is None else answer


def a_place(now: Now, mentee: str, clock: Clock, share: float) -> Wish:
    """Return what it would cost to place somebody who is left out, with the intake as it is."""
    position = now.intake.mentee_position[mentee]
    forced = placed(now.problem, [position])
    centre = np.flatnonzero(now.problem.permitted(now.grouping.seats)[:, position]).tolist()
    asked = _Question(
        Wish(WishKind.PLACE, Outcome.OPEN),
        lambda group: mentee in group.mentees,
        lambda: None,
        lambda part: best_with(now, forced, centre, clock, part),
    )
    return _solved(now, asked, clock, share)


def _questions(now: Now, person: str, clock: Clock) -> Iterator[_Question]:
    mentor = now.intake.mentor_by_id.get(person)
    if mentor is not None:
        for rank, other in enumerate(mentor.preferred_mentees, 1):
            yield _with_mentor(now, other, person, Wish(WishKind.MENTEE, Outcome.OPEN, other, rank), clock)
        for rank, other in enumerate(mentor.preferred_co_mentors, 1):
            yield _with_co_mentor(now, person, other, rank, clock)
        return
    mentee = now.intake.mentee_by_id[person]
    for rank, other in enumerate(mentee.preferred_mentors, 1):
        yield _with_mentor(now, person, other, Wish(WishKind.MENTOR, Outcome.OPEN, other, rank), clock)
    for kind, strength in ((WishKind.REQUIRED_GENDER, "require"), (WishKind.PREFERRED_GENDER, "prefer")):
        gender = mentee.wished_gender("require" if strength == "require" else "prefer")
        if gender is not None:
            yield _with_gender(now, mentee, kind, gender, clock)


def _avoided(now: Now, person: str) -> Iterator[Wish]:
    """Yield those whom a person avoids: no result that keeps the rules has them in one group."""
    everybody = now.intake.mentor_by_id | now.intake.mentee_by_id
    for other in everybody[person].avoid:
        yield Wish(WishKind.AVOID, Outcome.MET, other)


# What could be asked ------------------------------------------------------------------------------------------------


def _with_mentor(now: Now, mentee: str, mentor: str, wish: Wish, clock: Clock) -> _Question:
    one, other = now.intake.mentee_position[mentee], now.intake.mentor_position[mentor]

    def solved(share: float) -> Found:
        forced = with_one_of(now.problem, one, [other])
        return best_with(now, forced, _centre(now, [one], [other], forced), clock, share)

    return _Question(
        wish,
        lambda group: mentee in group.mentees and mentor in group.mentors,
        lambda: between_mentee_and_mentor(now.intake, now.problem, one, other),
        solved,
        (mentee, mentor),
    )


def _with_gender(now: Now, mentee: Mentee, kind: WishKind, gender: str, clock: Clock) -> _Question:
    one = now.intake.mentee_position[mentee.id]
    suited = [place for place, mentor in enumerate(now.intake.mentors) if mentor.gender_key == gender]
    ids = {now.intake.mentors[place].id for place in suited}

    def obstacle() -> Obstacle | None:
        if not suited:
            return Obstacle(Barrier.NOBODY)
        return between_mentee_and_some(now.intake, now.problem, one, suited)

    def solved(share: float) -> Found:
        forced = with_one_of(now.problem, one, suited)
        return best_with(now, forced, _centre(now, [one], suited, forced), clock, share)

    return _Question(
        Wish(kind, Outcome.OPEN, gender=gender),
        lambda group: mentee.id in group.mentees and not ids.isdisjoint(group.mentors),
        obstacle,
        solved,
    )


def _with_mentee(now: Now, person: str, mate: str, clock: Clock) -> _Question:
    one, other = now.intake.mentee_position[person], now.intake.mentee_position[mate]

    def solved(share: float) -> Found:
        forced = sharing_a_group(now.problem, one, other)
        return best_with(now, forced, _centre(now, [one, other], [], forced), clock, share)

    return _Question(
        Wish(WishKind.TOGETHER, Outcome.OPEN, mate),
        lambda group: person in group.mentees and mate in group.mentees,
        lambda: between_mentees(now.intake, now.problem, one, other),
        solved,
    )


def _with_co_mentor(now: Now, person: str, partner: str, rank: int | None, clock: Clock) -> _Question:
    one, other = now.intake.mentor_position[person], now.intake.mentor_position[partner]

    def solved(share: float) -> Found:
        forced = leading_together(now.problem, one, other)
        return best_with(now, forced, _centre(now, [], [one, other], forced), clock, share)

    return _Question(
        Wish(WishKind.CO_MENTOR, Outcome.OPEN, partner, rank),
        lambda group: person in group.mentors and partner in group.mentors,
        lambda: between_mentors(now.intake, now.problem, one, other),
        solved,
    )


def _centre(now: Now, mentees: Sequence[int], mentors: Sequence[int], forced: Problem) -> list[int]:
    """Return the groups that a question concerns: those of the people, and else those whose mentors could lead it."""
    seats, seat_of = now.grouping.seats, now.grouping.seat_of
    mine = [int(seat_of[mentee]) for mentee in mentees if seat_of[mentee] >= 0]
    led = [int(seat) for mentor in mentors for seat in np.flatnonzero(seats.led_by(mentor))]
    if len(led) > 2 and mentees:
        # Many mentors would do (a gender, say): those first who could take the mentee as they are.
        open_to = forced.permitted(seats)[:, mentees[0]]
        led = sorted(led, key=lambda seat: not open_to[seat])[:2]
    elif not led and mentors and forced.per_group == 2:
        # An idle mentor needs a co-mentor out of a group that is then led by others, or by nobody.
        hours = forced.mentor_free[:-1] & forced.mentor_free[mentors[0]]
        likely = np.append(forced.pairable[mentors[0]] & hours.any(axis=1), False)
        led = [seat for seat in range(len(seats)) if likely[seats.first[seat]] or likely[seats.second[seat]]][:2]
    return [*mine, *led]


# Answers ------------------------------------------------------------------------------------------------------------


def _without_solving(now: Now, asked: _Question) -> Wish | None:
    """Return the answer where the result or a rule gives it; None where it must be solved."""
    if any(asked.met(group) for group in now.groups):
        return replace(asked.wish, outcome=Outcome.MET)
    obstacle = asked.obstacle()
    return None if obstacle is None else replace(asked.wish, outcome=Outcome.FORBIDDEN, obstacle=obstacle)


def _solved(now: Now, asked: _Question, clock: Clock, share: float) -> Wish:
    if not clock.running():
        return asked.wish
    found = asked.solved(share)
    price = price_of(now, found, asked.met)
    if price is None or found.grouping is None:
        return replace(asked.wish, outcome=Outcome.IMPOSSIBLE if found.exact else Outcome.OPEN)
    value = now.value(found.grouping)
    outcome = Outcome.TIE if value == now.own_value else Outcome.PRICE
    if value > now.own_value:
        outcome = Outcome.GAIN
    bills = () if asked.between is None else tuple(bills_of(now, *asked.between))
    return replace(asked.wish, outcome=outcome, price=price, closed=_closed(now, asked.wish), bills=bills)


def _closed(now: Now, wish: Wish) -> tuple[str, ...]:
    """Return the ids of the groups that the mentor wished for leads and that have no room left."""
    if wish.kind is not WishKind.MENTOR:
        return ()
    return tuple(group.id for group in now.groups if wish.other in group.mentors and group.id in now.closed)
