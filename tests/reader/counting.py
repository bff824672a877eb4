"""Counting arguments, read: why an intake permits nothing, each number in them counted again."""

from __future__ import annotations

import re
from functools import cached_property
from math import ceil

from tests import oracle
from tests.reader.core import Reader
from tests.reader.seen import Facts
from tests.reader.words import Words, some

Mentors = tuple[str, ...]

GROUPS = r"at most (?P<most>\d+) groups?"
PLACES = (
    r"(?: of (?P<size>\d+))?: (?P<places>\d+|no) places? for (?P<needed>\d+) mentees?(?P<some> who must be placed)?"
    r"(?:; raise groups\.max_size to (?P<larger>\d+))?"
    r"(?:, or groups\.count to (?P<count>\d+))?(?:, or find (?P<more>\d+) more mentors?)?"
)
COUNT = r", and groups\.count asks for (?P<count>\d+)(?:; lower groups\.count to (?P<lower>\d+))?"
LIMITS = {
    "mentors": rf"(?P<number>\d+) mentors?(?:, two a group,)? can lead {GROUPS}",
    "slots": r"(?:with schedule\.max_groups_per_slot at (?P<rooms>\d+), )?"
    rf"(?P<number>\d+) slots? at which a group could meet can hold {GROUPS}",
    "count": r"groups\.count asks for (?P<most>\d+) groups?",
    "nobody": r"no permitted (?:pair of mentors|mentor) could lead a group of (?P<least>\d+) or more",
    "needed": r"every group needs (?:one of )?(?P<names>.+?), as the other mentors cannot be paired with each other: "
    + GROUPS,
}
ONLY_FREE = re.compile(r"They (?:and (?P<others>.+?) )?are free only (?P<hours>.+), when no (.+) permitted to them is")
CROWD = re.compile(r"(?:Only (\d+) mentees, they included|(Nobody else)) could share .*; a group needs (\d+).*")
WITH_MENTOR = re.compile(r"No permitted (?:group|pair) that (\S+) leads is possible when they are free")
ONLY_ONE = re.compile(r"Wherever they could be, they would be the only mentee of gender (.+) \(gender\.no_lone\)")
PLACED = re.compile(r"(?P<own>\S+) must be placed \((?P<why>.+?)\)\. (?P<told>.*)")


class Counting(Reader):
    """Sentences that show by counting alone that nothing is possible."""

    output = "counting"

    def __init__(self, facts: Facts, words: Words, where: str) -> None:
        super().__init__(facts, words)
        self.where = where
        self.groups = facts.reading.program["groups"]
        self.leading = self.groups["mentors"]

    # What there is ---------------------------------------------------------------------------------------------------

    def bound(self, mentee: str) -> set[str]:
        """A mentee with all whom they must be together with."""
        found = {mentee}
        while more := {one for two in self.so.reading.together if found & {*two} for one in two} - found:
            found |= more
        return found

    @cached_property
    def must(self) -> set[str]:
        """Who must be placed."""
        reading = self.so.reading
        if self.groups["everyone"]:
            return {*reading.mentees}
        asked = {mentee for mentee, _ in reading.assign} | {one for lock in reading.locks for one in lock["mentees"]}
        return {one for own in asked for one in self.bound(own)}

    @cached_property
    def choices(self) -> list[tuple[Mentors, str | None, set[str]]]:
        """Each choice of mentors at each hour at which all can meet, with the mentees whom the rules permit there."""
        so, reading = self.so, self.so.reading
        found: list[tuple[Mentors, str | None, set[str]]] = []
        for mentors in reading.leaders():
            limits = [(so.limit(one, "max_groups"), so.limit(one, "max_mentees")) for one in mentors]
            least = self.groups["min_size"]
            able = all(many and (most is None or most >= least) for many, most in limits)
            if oracle.leader_breaches(reading, mentors) or not able:
                continue
            room = min([self.groups["max_size"], *(most for _, most in limits if most is not None)])
            welcome = {one for one in so.mentees if not oracle.place_breaches(reading, mentors, one)}
            for slot in reading.slots or (None,):
                if slot is not None and not all(slot in reading.free[one] for one in mentors):
                    continue
                here = welcome if slot is None else {one for one in welcome if slot in reading.free[one]}
                come = {one for one in here if self.bound(one) <= here and len(self.bound(one)) <= room}
                found.append((mentors, slot, come))
        return found

    @cached_property
    def seats(self) -> list[tuple[Mentors, str | None, set[str]]]:
        """Those to which enough mentees could come."""
        return [one for one in self.choices if len(one[2]) >= self.groups["min_size"]]

    @property
    def sitting(self) -> set[str]:
        return {one for _, _, come in self.seats for one in come}

    @cached_property
    def each(self) -> dict[str, int]:
        """How many groups each mentor can lead at most."""
        so, least = self.so, self.groups["min_size"]
        scheduled = so.reading.slots is not None
        most: dict[str, int] = {}
        for own in so.mentors:
            hours = {slot for mentors, slot, _ in self.seats if own in mentors}
            turns = len(hours) * (1 if scheduled else len(self.sitting) // least)
            limit = so.limit(own, "max_mentees")
            carried = (len(so.mentees) if limit is None else limit) // least
            most[own] = min(so.limit(own, "max_groups") or 0, carried, turns)
        if self.leading == 1:
            return most
        return {own: min(many, sum(most[one] for one in self.partners[own])) for own, many in most.items()}

    @cached_property
    def partners(self) -> dict[str, set[str]]:
        """With whom each mentor could lead."""
        pairs = [mentors for mentors, *_ in self.seats]
        return {own: {one for pair in pairs if own in pair for one in pair} - {own} for own in self.so.mentors}

    @cached_property
    def at_each_slot(self) -> dict[str | None, int]:
        rooms = self.so.reading.program["schedule"]["max_groups_per_slot"]
        held = {}
        for slot in self.so.reading.slots or ():
            there = [(mentors, come) for mentors, hour, come in self.seats if hour == slot]
            leaders = {one for mentors, _ in there for one in mentors}
            people = {one for _, come in there for one in come}
            most = min(len(leaders) // self.leading, len(people) // self.groups["min_size"])
            held[slot] = most if rooms is None else min(most, rooms)
        return held

    # Sentences -------------------------------------------------------------------------------------------------------

    def read(self, told: list[str]) -> None:
        """Read every sentence."""
        for sentence in told:
            ways = (self._limit, self._placed, self._sizes, self._crowded, self._links)
            if not any(way(sentence) for way in ways):
                self.faults.append(f"counting {self.where}: nobody reads {sentence!r}")

    def hold(self, kind: str, told: object, right: object, sentence: str) -> None:
        self.check(kind, told, right, f"{self.where}, {sentence!r}")

    def _limit(self, sentence: str) -> bool:
        """At most so many groups, and what that means."""
        for kind, pattern in LIMITS.items():
            found = re.fullmatch(f"{pattern}(?:{PLACES})?", sentence)
            counted = re.fullmatch(f"{pattern}{COUNT}", sentence) if kind != "count" else None
            match = found or counted
            if match is None:
                continue
            told = match.groupdict()
            most, number = self._most(kind)
            self.hold("limits", int(told.get("most") or 0), most, sentence)
            if told.get("number"):
                self.hold("numbers", int(told["number"]), number, sentence)
            if told.get("rooms"):
                rooms = self.so.reading.program["schedule"]["max_groups_per_slot"]
                self.hold("numbers", int(told["rooms"]), rooms, sentence)
            if told.get("least"):
                self.hold("numbers", int(told["least"]), self.groups["min_size"], sentence)
            if counted is not None:
                self.hold("numbers", int(told["count"]), self.groups["count"], sentence)
                self.hold("remedies", told["lower"], str(most) if most else None, sentence)
                self.hold("limits", most < self.groups["count"], True, sentence)
            else:
                self._places(told, most, sentence)
            return True
        return False

    def _most(self, kind: str) -> tuple[int, int]:
        """(most groups, how many there are of what limits them)."""
        if kind == "mentors":
            return sum(self.each.values()) // self.leading, sum(many > 0 for many in self.each.values())
        if kind == "slots":
            return sum(self.at_each_slot.values()), sum(many > 0 for many in self.at_each_slot.values())
        if kind == "needed":
            needed = self._needed()
            return sum(self.each[own] for own in needed), len(needed)
        return (self.groups["count"] if kind == "count" else 0), 0

    def _needed(self) -> list[str]:
        others: list[str] = []
        for own in sorted(self.so.mentors, key=lambda own: len(self.partners[own])):
            if not self.partners[own] & {*others}:
                others.append(own)
        return [own for own in self.so.mentors if own not in others and self.each[own]]

    def _places(self, told: dict[str, str | None], most: int, sentence: str) -> None:
        size, needed = self.groups["max_size"], len(self.must)
        places = most * size
        self.hold("sizes", told["size"], str(size) if places else None, sentence)
        self.hold("numbers", told["places"], str(places) if places else "no", sentence)
        self.hold("numbers", int(told["needed"] or 0), needed, sentence)
        self.hold("numbers", told["some"] is not None, needed < len(self.so.mentees), sentence)
        self.hold("limits", places < needed, True, sentence)
        self.hold("remedies", told["larger"], str(ceil(needed / most)) if most else None, sentence)
        if told["count"]:
            self.hold("remedies", int(told["count"]), ceil(needed / size), sentence)
        if told["more"]:
            missing = ceil(needed / size) * self.leading - sum(self.each.values())
            more = ceil(missing / self.so.reading.program["load"]["max_groups"])
            self.hold("remedies", int(told["more"]), more, sentence)

    def _placed(self, sentence: str) -> bool:
        """Somebody must be placed, and cannot be."""
        match = PLACED.fullmatch(sentence)
        if match is None:
            more = re.fullmatch(r"(\d+) more mentees? must be placed and could be in no group either", sentence)
            return more is not None
        own, told = match["own"], match["told"]
        self.hold("ids", own in self.must, True, sentence)
        self.hold("must", (match["why"] == "groups.everyone"), self.groups["everyone"], sentence)
        mine = [(mentors, slot) for mentors, slot, come in self.choices if own in come]
        enough = [come for _, _, come in self.seats if own in come]
        self.hold("places", bool(enough) and "no_lone" not in told, False, sentence)
        hours = self._hours(self.bound(own))
        only = ONLY_FREE.fullmatch(told)
        if only is not None:
            self.hold("hours", only["hours"], _three(hours), sentence)
            others = [one for one in self.so.mentees if one in self.bound(own) - {own}]
            self.hold("ids", only["others"] or "", _three(others), sentence)
        elif told == "They can meet at none of the slots":
            self.hold("hours", self._hours({own}), [], sentence)
        elif "are free at every slot, and at none is" in told:
            self.hold("hours", hours, list(self.so.reading.slots or ()), sentence)
        elif crowd := CROWD.fullmatch(told):
            most = max((len(come) for _, _, come in self.choices if own in come), default=0)
            self.hold("numbers", int(crowd[1] or 1), most, sentence)
            self.hold("numbers", int(crowd[3]), self.groups["min_size"], sentence)
            return True
        elif closed := re.fullmatch(r"No mentor is permitted: (.*)", told):
            counts = [int(number) for number in re.findall(r"(?:^|, )(\d+) ", closed[1])]
            self.hold("numbers", sum(counts), len(self.so.mentors), sentence)
        elif named := WITH_MENTOR.fullmatch(told):
            self.hold("ids", (own, named[1]) in self.so.reading.assign, True, sentence)
        elif alone := ONLY_ONE.fullmatch(told):
            gender = self.so.reading.gender
            self.hold("genders", alone[1], self.so.gender(own), sentence)
            beside = {one for come in enough for one in come if gender(one) == gender(own)} - {own}
            self.hold("places", beside, set(), sentence)
            return True
        elif not re.match(KNOWN, told):
            return False
        self.hold("places", mine, [], sentence)
        return True

    def _hours(self, people: set[str]) -> list[str]:
        free = self.so.reading.free
        return [slot for slot in self.so.reading.slots or () if all(slot in free[one] for one in people)]

    def _sizes(self, sentence: str) -> bool:
        """Sizes that fit no number of groups."""
        least, size, people = self.groups["min_size"], self.groups["max_size"], len(self.so.mentees)
        many = re.fullmatch(
            r"(\d+) groups? of at least (\d+) \(groups\.count, groups\.min_size\) needs? (\d+) mentees?, and "
            r"(?:there are|only) (\d+)(?: of the (\d+) could be in any group)?(?:; lower groups\.count to (\d+))?",
            sentence,
        )
        if many is not None:
            count, sitting = self.groups["count"], len(self.sitting)
            right = [count, least, count * least, sitting, people if many[5] else 0, sitting // least]
            self.hold("numbers", [int(number or 0) for number in many.groups()], right, sentence)
            self.hold("numbers", many[5] is not None, sitting < people, sentence)
            return True
        few = re.fullmatch(
            r"there (?:is|are) (\d+) mentees?, and a group needs (\d+); lower groups\.min_size to (\d+)", sentence
        )
        if few is not None:
            self.hold("numbers", [int(number) for number in few.groups()], [people, least, max(1, people)], sentence)
            return True
        odd = re.fullmatch(
            r"there are (\d+) mentees?(?: who must be placed)?(?:, and (\d+) could be in any group)?, but (\d+) "
            r"groups? can hold (\d+) at most and (\d+) groups? need (\d+) at least: groups\.min_size is (\d+) and "
            r"groups\.max_size (\d+)",
            sentence,
        )
        if odd is None:
            return False
        needed = len(self.must)
        fewest = ceil(needed / size)
        sitting = len(self.sitting) if odd[2] else 0
        right = [needed, sitting, fewest - 1, (fewest - 1) * size, fewest, fewest * least, least, size]
        self.hold("numbers", [int(number or 0) for number in odd.groups()], right, sentence)
        return True

    def _crowded(self, sentence: str) -> bool:
        """Too few groups can meet at the only hours of some."""
        match = re.fullmatch(
            r"(\d+) mentees? who must be placed \((.+)\) can meet only at (.+), where at most (\d+) groups? of (\d+) "
            r"can: (\d+) places?",
            sentence,
        )
        if match is None:
            return False
        slots = [slot for slot in self.so.reading.slots or () if slot in re.split(r", | or ", match[3])]
        reached = {own: {slot for _, slot, come in self.seats if own in come} for own in self.must}
        people = [own for own in self.so.mentees if own in self.must and reached[own] and reached[own] <= {*slots}]
        self.hold("numbers", int(match[1]), len(people), sentence)
        self.hold("ids", match[2], some(people), sentence)
        size, most = self.groups["max_size"], int(match[4])
        self.hold("sizes", (int(match[5]), int(match[6])), (size, most * size), sentence)
        self.hold("limits", most <= sum(self.at_each_slot[slot] for slot in slots), True, sentence)
        self.hold("limits", most * size < len(people), True, sentence)
        return True

    def _links(self, sentence: str) -> bool:
        """Mentees given to a mentor, two who must not meet, a lock: that those named are."""
        if not re.search(r"\(assign\)|locked|locks\.csv|\(max_mentees|no_lone|What must hold", sentence):
            return False
        for own in re.findall(r"\b[msSTx]\d+\b", sentence):
            self.hold("ids", own in self.so.reading.rows, True, sentence)
        return True


KNOWN = (
    r"They must be together with|No permitted (?:pair of mentors|mentor) is left to them|Every pair of mentors |"
    r"No permitted mentors who may have|"
    r"\S+ (?:cannot lead any group|can be paired with nobody|is free at)"
)


def _three(items: list[str]) -> str:
    return some(items, 3)


__all__ = ["Counting"]
