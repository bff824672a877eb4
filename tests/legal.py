"""Legal groupings drawn at random, group by group, by the oracle alone: each lies under every bound of its intake."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from tests import oracle
from tests.oracle import Group, Reading

TRIES = 40


def legal_groupings(reading: Reading, random: Random, number: int) -> Iterator[tuple[Group, ...]]:
    """Up to so many groupings that break no rule, some of them without a group."""
    for _ in range(number):
        groups = _drawn(reading, random)
        if not oracle.breaches(reading, groups):
            yield groups


def _drawn(reading: Reading, random: Random) -> tuple[Group, ...]:
    """Draw a grouping that may break what only all groups together keep: their number, who must be placed, locks."""
    groups: list[Group] = []
    seats = _seats(reading)
    random.shuffle(seats)
    most = reading.program["groups"]["count"] or len(reading.mentees)
    wanted = [seat for seat in seats if _locked(reading, seat)]
    for mentors, slot in [*wanted, *seats]:
        if len(groups) == most:
            break
        if not _may_lead(reading, groups, mentors, slot):
            continue
        left = oracle.left_out(reading, groups)
        who = [one for one in left if not oracle.place_breaches(reading, mentors, one)]
        who = [one for one in who if slot is None or slot in reading.free[one]]
        members = _members(reading, random, who, _room(reading, groups, mentors))
        if members:
            groups.append((mentors, slot, members))
    return tuple(groups)


def _seats(reading: Reading) -> list[tuple[tuple[str, ...], str | None]]:
    pairs = [mentors for mentors in reading.leaders() if not oracle.leader_breaches(reading, mentors)]
    if reading.slots is None:
        return [(mentors, None) for mentors in pairs for _ in range(2)]
    return [
        (mentors, slot)
        for mentors in pairs
        for slot in reading.slots
        if all(slot in reading.free[mentor] for mentor in mentors)
    ]


def _locked(reading: Reading, seat: tuple[tuple[str, ...], str | None]) -> bool:
    locks = [lock for lock in reading.locks if set(seat[0]) == lock["mentors"]]
    return any(lock["slot"] is None or reading.slot(lock["slot"]) == seat[1] for lock in locks)


def _may_lead(reading: Reading, groups: Sequence[Group], mentors: Sequence[str], slot: str | None) -> bool:
    for mentor in mentors:
        mine = [group for group in groups if mentor in group[0]]
        most = reading.limit(mentor, "max_groups")
        if (most is not None and len(mine) >= most) or (slot is not None and any(one[1] == slot for one in mine)):
            return False
    room = reading.program["schedule"]["max_groups_per_slot"]
    return slot is None or room is None or sum(one[1] == slot for one in groups) < room


def _room(reading: Reading, groups: Sequence[Group], mentors: Sequence[str]) -> int:
    room: int = reading.program["groups"]["max_size"]
    for mentor in mentors:
        most = reading.limit(mentor, "max_mentees")
        if most is not None:
            room = min(room, most - sum(len(one[2]) for one in groups if mentor in one[0]))
    return room


def _members(reading: Reading, random: Random, who: Sequence[str], room: int) -> tuple[str, ...]:
    """Draw members of one group who keep every rule among them; nobody where none are found."""
    least = reading.program["groups"]["min_size"]
    if len(who) < least or room < least:
        return ()
    for _ in range(TRIES):
        order = random.sample(who, len(who))
        order = order[: random.randint(least, min(room, len(order)))]
        if not oracle.member_breaches(reading, order):
            return tuple(one for one in reading.mentees if one in order)
    return ()


def neighbours(reading: Reading, groups: Sequence[Group], random: Random, number: int) -> Iterator[tuple[Group, ...]]:
    """Legal groupings a few moves away, each drawn from the one before: somebody goes elsewhere, or two change places.

    Parameters
    ----------
    number
        So many moves are tried.
    """
    now = tuple(groups)
    for _ in range(number):
        after = _moved(reading, random, now)
        if not oracle.breaches(reading, after):
            yield after
            now = after if random.random() < 0.7 else tuple(groups)


def _moved(reading: Reading, random: Random, groups: Sequence[Group]) -> tuple[Group, ...]:
    place = {mentee: number for number, (_, _, members) in enumerate(groups) for mentee in members}
    one = random.choice(reading.mentees)
    if random.random() < 0.5:
        other = random.choice(reading.mentees)
        place = {**place, one: place.get(other, -1), other: place.get(one, -1)}
    else:
        place[one] = random.randint(-1, len(groups) - 1)
    members = [tuple(own for own in reading.mentees if place.get(own, -1) == number) for number in range(len(groups))]
    return tuple((mentors, slot, here) for (mentors, slot, _), here in zip(groups, members, strict=True) if here)


def worth(reading: Reading, groups: Sequence[Group]) -> tuple[int, ...]:
    """What compares as groupings do: of two, the larger is better by the mode's order."""
    sign = 1 if reading.program["objective"]["mode"] == "greedy" else -1
    return (*(sign * count for count in oracle.key(reading, groups)), oracle.score(reading, groups))
