"""Counting arguments, read: why an intake permits nothing, each number in them counted again."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import combinations
from math import ceil, inf
from typing import TypeVar

from tests import oracle
from tests.reader.core import Reader
from tests.reader.seen import Facts, Plain, told_of_those
from tests.reader.warned import Warned, has_one_of, mix_asked
from tests.reader.words import Words, english, some

Mentors = tuple[str, ...]
One = TypeVar("One", str, str | None)

GROUPS = r"at most (?P<most>\d+) groups?"
PLACES = (
    r"(?: of (?P<size>\d+))?: (?P<places>\d+|no) places? for (?P<needed>\d+) mentees?(?P<some> who must be placed)?"
    r"(?:; raise groups\.max_size to (?P<larger>\d+)(?P<load>, and max_mentees with it)?)?"
    r"(?:, or groups\.count to (?P<count>\d+))?(?:, or find (?P<more>\d+) more mentors?)?"
)
COUNT = r", and groups\.count asks for (?P<count>\d+)(?:; lower groups\.count to (?P<lower>\d+))?"
LIMITS = {
    "mentors": rf"(?P<number>\d+)(?: of the (?P<all>\d+))? mentors?(?:, two a group,)? can lead {GROUPS}",
    "slots": rf"(?P<number>\d+) slots? at which a group could meet can hold {GROUPS}",
    "count": r"groups\.count asks for (?P<most>\d+) groups?",
    "nobody": r"no permitted (?:pair of mentors|mentor) could lead a group of (?P<least>\d+) or more",
    "mix": r"each group must have (?P<asked>.+?) in (?P<column>[^()]+?) \(mix\), and "
    r"(?:there (?:is|are) (?P<such>none|\d+ such mentees?)|only (?P<sit>\d+) of (?P<of>\d+) such mentees could be in "
    r"any group)(?:: at most (?P<most>\d+) groups?)?",
    "needed": r"every group needs (?:one of )?(?P<names>.+?), as no two of the other mentors can lead one together"
    r"(?: \((?P<why>.+)\))?: " + GROUPS,
}
CAUSE = re.compile(
    r"(?P<said>.*?)(?:\. Counted (?P<by>one|slot) by \w+, (?P<who>.+?) can (?:lead|hold) (?P<chain>.+))?"
)
LINK = re.compile(r"(?P<number>\d+)(?: times?| groups?)? (?P<by>(?:by|with|as|at) [^()]+?)(?: \((?P<rules>[^()]+)\))?")
ONLY_FREE = re.compile(r"They (?:and (?P<others>.+?) )?are free only (?P<hours>.+), when no (.+) permitted to them is")
LOCKED = re.compile(
    r"(?:They (?:and .+? )?are free (?P<free>at every slot|only .+), and |)(?:[Aa] lock leaves|[Ll]ocks leave) "
    r"no (?:mentor or pair of mentors|pair of mentors|mentor) permitted to them.*?: (?P<locks>.+)"
)
CROWD = re.compile(
    r".*?(?:[Oo]nly (\d+) mentees, they included,|([Nn]obody else)) could share .*; a group needs (\d+).*"
)
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
        self.leading = facts.fewest
        if not any(self._may_lead_alone(one) for one in facts.mentors):
            self.leading = int(self.groups["mentors"])

    def _may_lead_alone(self, mentor: str) -> bool:
        return not oracle.leader_breaches(self.so.reading, (mentor,))

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
            carried = min(len(so.mentees), self._carries(own)) // least
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
            ways = (self._limit, self._too_many_of_a_mix, self._never_enough, self._placed, self._sizes, self._crowded)
            ways += (self._given, self._links, self._never_at_all)
            if not any(way(sentence) for way in ways):
                self.faults.append(f"counting {self.where}: nobody reads {sentence!r}")

    def _never_at_all(self, sentence: str) -> bool:
        """A rule that by itself leaves no group."""
        so = {f"{place} on {column} {told}" for place, column, told, none in Warned(self.so).never() if none}
        if re.match(r"(?:mix|eligible)\[\d+\] on ", sentence) is None:
            return False
        self.hold("limits", sentence in so, True, sentence)
        return True

    def hold(self, kind: str, told: object, right: object, sentence: str) -> None:
        self.check(kind, told, right, f"{self.where}, {sentence!r}")

    def _limit(self, sentence: str) -> bool:
        """At most so many groups, and what that means."""
        for kind, pattern in LIMITS.items():
            parts = CAUSE.fullmatch(sentence)
            said = parts["said"] if parts else sentence
            found = re.fullmatch(f"{pattern}(?:{PLACES})?", said)
            counted = re.fullmatch(f"{pattern}{COUNT}", said) if kind != "count" else None
            match = found or counted
            if match is None:
                continue
            told = match.groupdict()
            mix = self._mix(told, sentence) if kind == "mix" else None
            most, number = self._most(kind) if mix is None else (mix, 0)
            self.hold("limits", int(told.get("most") or 0), most, sentence)
            if told.get("number"):
                self.hold("numbers", int(told["number"]), number, sentence)
            if kind == "mentors":
                everybody = len(self.so.mentors)
                self.hold("numbers", told["all"], None if number == everybody else str(everybody), sentence)
            if told.get("why"):
                self._rules(told["why"], sentence)
            self._cause(kind, parts["chain"] if parts else None, parts["who"] if parts else None, sentence)
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

    def _mix(self, told: dict[str, str | None], sentence: str) -> int:
        """A mix of which each group must have some: how many groups can."""
        mix = self._such(told, sentence)
        if mix is None:
            return 0
        there, sitting = self._counted(mix, {*self.so.mentees}), self._counted(mix, self.sitting)
        self.hold("limits", bool(mix.get("none_too")), False, sentence)
        self.hold("numbers", told["such"] is not None, there == sitting, sentence)
        if told["such"] is not None:
            self.hold("numbers", told["such"], english(there, "such mentee") if there else "none", sentence)
        else:
            self.hold("numbers", (told["sit"], told["of"]), (str(sitting), str(there)), sentence)
        return sitting // int(mix["min"])

    def _such(self, told: dict[str, str | None], sentence: str) -> Plain | None:
        """The mix that a sentence tells of."""
        asked = {(f"{mix_asked(one)} with {some(oracle.items(one['values']), last='or')}", one["column"]): one
                 for one in self.so.rules("mix")}  # fmt: skip
        found = asked.get((told["asked"] or "", told["column"] or ""))
        self.hold("rules", found is not None, True, sentence)
        return found

    def _counted(self, mix: Plain, people: set[str]) -> int:
        return sum(has_one_of(self.so.reading, mix, own) for own in people)

    def _too_many_of_a_mix(self, sentence: str) -> bool:
        """More mentees of a kind than all groups may have."""
        match = re.fullmatch(
            r"(?P<why>.+?), each with (?P<asked>.+?) in (?P<column>[^()]+?) \(mix\): "
            r"(?P<places>\d+ places?|no place) for (?P<must>\d+) such mentees? who must be placed; "
            r"raise max of this mix to (?P<larger>\d+)",
            sentence.partition(". Counted")[0],
        )
        mix = None if match is None else self._such(match.groupdict(), sentence)
        if match is None or mix is None:
            return match is not None
        for kind in ("mentors", "slots", "count", "needed"):
            if re.fullmatch(LIMITS[kind], match["why"]):
                most, must = self._most(kind)[0], self._counted(mix, self.must)
                places = english(most * mix["max"], "place") if mix["max"] else "no place"
                right = (places, str(must), str(ceil(must / most)))
                self.hold("numbers", (match["places"], match["must"], match["larger"]), right, sentence)
                self.hold("limits", most * mix["max"] < must, True, sentence)
                cause = CAUSE.fullmatch(sentence)
                self._cause(kind, cause and cause["chain"], cause and cause["who"], sentence)
                return True
        return False

    def _never_enough(self, sentence: str) -> bool:
        """Somebody of a kind of whom a group has several or none, and of whom there are too few."""
        match = re.fullmatch(
            r"(?P<own>\S+) must be placed, and a group must have (?P<asked>.+?) in (?P<column>[^()]+?) \(mix\), and "
            r"(?:there (?:is|are) (?P<such>\d+ such mentees?)|"
            r"only (?P<sit>\d+) of (?P<of>\d+) such mentees could be in any group)",
            sentence,
        )
        mix = None if match is None else self._such(match.groupdict(), sentence)
        if match is None or mix is None:
            return match is not None
        self.hold("ids", match["own"] in self.must and self._counted(mix, {match["own"]}) == 1, True, sentence)
        there, sitting = self._counted(mix, {*self.so.mentees}), self._counted(mix, self.sitting)
        told = match["such"] if there == sitting else (match["sit"], match["of"])
        right = english(there, "such mentee") if there == sitting else (str(sitting), str(there))
        self.hold("numbers", told, right, sentence)
        self.hold("limits", sitting < mix["min"], True, sentence)
        return True

    # What sets a limit -----------------------------------------------------------------------------------------------

    def _cause(self, kind: str, chain: str | None, who: str | None, sentence: str) -> None:
        """The chain of limits: each that leaves fewer than all before it, and no other."""
        if kind == "mix":
            links = []
        elif kind == "slots":
            links = self._slots_held([slot for slot, most in self.at_each_slot.items() if most])
        elif kind == "count":
            links = []
        else:
            people = self._needed() if kind == "needed" else [*self.so.mentors]
            links = self._turns(people)
            named = "the mentor" if len(people) == 1 else f"the {len(people)} mentors"
            self.hold("numbers", who, named if chain else None, sentence)
            if len(links) == 1 and links[0][1] == len(people):
                links = []
        self._chain(chain, links, sentence)

    def _chain(self, chain: str | None, links: list[tuple[str, int]], sentence: str) -> None:
        found = [LINK.fullmatch(part) for part in re.split(r", (?=\d)", chain or "") if part]
        self.hold("limits", [link and (link["by"], int(link["number"])) for link in found], links, sentence)
        for link in found:
            if link is not None and link["rules"] is not None:
                self._rules(link["rules"], sentence)

    def _rules(self, told: str, sentence: str) -> None:
        """Rules that are named are there."""
        reading, settings = self.so.reading, self.so.reading.program
        leaders = [one for one in reading.apart if one <= {*self.so.mentors}]
        there = {
            f"a group has at least {self.groups['min_size']}": True,
            "availability": reading.slots is not None,
            "no hour in common": reading.slots is not None,
            "too few mentees who can come": reading.slots is None,
            "too few mentees who can come then": reading.slots is not None,
            "genders of a pair": settings["gender"]["pair"] != "any",
            "pair": bool(reading.pair),
            "co-lead": bool(reading.co_lead),
            "apart": bool(leaders if "lead" in sentence and "come" not in sentence else reading.apart),
            "eligible": bool(self.so.rules("eligible")),
            "assign": bool(reading.assign),
            "locks": bool(reading.locks),
            "together": bool(reading.together),
            "required gender of mentors": any(
                wish is not None and wish[0] == "require" for wish in map(reading.wish, self.so.mentees)
            ),
        }
        for rule in told.split(", "):
            self.hold("rules", there.get(rule), True, f"{sentence} ({rule})")

    def _turns(self, people: list[str]) -> list[tuple[str, int]]:
        """How often these mentors can lead, by each limit that leaves less than those before it."""
        so, reading, least = self.so, self.so.reading, self.groups["min_size"]
        scheduled = reading.slots is not None
        carried = {own: so.limit(own, "max_mentees") for own in people}
        hours: dict[str, set[str]] = {own: {*reading.free[own]} if scheduled else set() for own in people}
        paired: dict[str, set[str | None]] = {own: set() for own in people}
        for mentors, slot, _ in self.choices:
            for own in {*mentors} & {*people}:
                paired[own].add(slot)
        come = {own: {slot for mentors, slot, _ in self.seats if own in mentors} for own in people}
        many, sitting = len(so.mentees), len(self.sitting)
        turns = 1 if scheduled else many // least
        then = " then" if scheduled else ""
        steps: list[tuple[str, dict[str, float]]] = [
            ("by max_groups", {own: so.limit(own, "max_groups") or 0 for own in people}),
            ("with max_mentees", {own: inf if most is None else most // least for own, most in carried.items()}),
            (f"with {english(many, 'mentee')} in all", dict.fromkeys(people, many // least)),
        ]
        if scheduled:
            steps.append(("with their hours", {own: len(hours[own]) for own in people}))
        if self.leading == 2:
            free = "with somebody free to lead with" if scheduled else "with somebody to lead with"
            steps.append((free, {own: len(paired[own]) * turns for own in people}))
        steps.append(
            (
                f"with {english(least, 'mentee')} or more who can come{then}",
                {own: len(come[own]) * turns for own in people},
            )
        )
        if not scheduled:
            own_turns = {own: len(come[own]) * (sitting // least) for own in people}
            steps.append((f"with {english(sitting, 'mentee')} who could be in any group", own_turns))
        if self.leading == 2:
            steps.append(("as those can whom they may lead with", {own: self.each[own] for own in people}))
        return _falling(steps, people)

    def _slots_held(self, slots: list[str | None]) -> list[tuple[str, int]]:
        """How many groups these slots can hold, by each limit that leaves less than those before it."""
        rooms, least = self.so.reading.program["schedule"]["max_groups_per_slot"], self.groups["min_size"]
        there = {slot: [(mentors, come) for mentors, hour, come in self.seats if hour == slot] for slot in slots}
        led = {slot: len({one for two, _ in seats for one in two}) // self.leading for slot, seats in there.items()}
        come = {slot: len({one for _, those in seats for one in those}) // least for slot, seats in there.items()}
        steps = [("by the mentors who can lead then", led), ("by the mentees who can come then", come)]
        if rooms is not None:
            steps.insert(0, (f"with schedule.max_groups_per_slot at {rooms}", dict.fromkeys(slots, rooms)))
        return _falling(steps, slots)

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
        if told["larger"]:
            tight = [one for one, many in self.each.items() if many and self._carries(one) < int(told["larger"])]
            self.hold("remedies", told["load"] is not None, bool(tight), sentence)
        if told["count"]:
            self.hold("remedies", int(told["count"]), ceil(needed / size), sentence)
        if told["more"]:
            missing = ceil(needed / size) * self.leading - sum(self.each.values())
            more = ceil(missing / self.so.reading.program["load"]["max_groups"])
            self.hold("remedies", int(told["more"]), more, sentence)

    def _carries(self, mentor: str) -> int:
        most = self.so.limit(mentor, "max_mentees")
        return len(self.so.mentees) if most is None else most

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
        elif locked := LOCKED.fullmatch(told):
            self.hold("locks", locked["locks"], told_of_those(self.so.locks_told, locked["locks"]), sentence)
            if locked["free"]:
                every = hours == list(self.so.reading.slots or ())
                self.hold("hours", locked["free"], "at every slot" if every else f"only {_three(hours)}", sentence)
            # Rules and hours leave a choice of mentors, and locks take it.
            self.hold("places", bool(mine), True, sentence)
            return True
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
            r"can: (\d+) places?\. Counted (one|slot) by \w+, .+? can (?:lead|hold) (.+)",
            sentence,
        )
        if match is None:
            return False
        reached = {own: {slot for _, slot, come in self.seats if own in come} for own in self.must}
        slots, people = self._only_at(match[3], int(match[1]), reached)
        self.hold("numbers", int(match[1]), len(people), sentence)
        self.hold("ids", match[2], some(people), sentence)
        size, most = self.groups["max_size"], int(match[4])
        self.hold("sizes", (int(match[5]), int(match[6])), (size, most * size), sentence)
        held = sum(self.at_each_slot[slot] for slot in slots)
        turns = {own: {slot for two, slot, _ in self.seats if own in two and slot in slots} for own in self.so.mentors}
        led = sum(min(many, len(turns[own])) for own, many in self.each.items())
        self.hold("limits", most, min(held, led // self.leading), sentence)
        if match[7] == "slot":
            links = self._slots_held([*slots])
        else:
            links = self._turns([*self.so.mentors])
            if led < links[-1][1]:
                links.append((f"at {'this slot' if len(slots) == 1 else 'these slots'}", led))
        self._chain(match[8], links, sentence)
        self.hold("limits", most * size < len(people), True, sentence)
        return True

    def _only_at(self, told: str, many: int, reached: dict[str, set[str | None]]) -> tuple[list[str], list[str]]:
        """The slots that are told, three of them by name, and who of those who must be placed can meet at no other."""
        more = re.search(r" and (\d+) more$", told)
        named = re.split(r", | or | and ", told[: more.start()] if more else told)
        order = list(self.so.reading.slots or ())
        later = [slot for slot in order if more and order.index(slot) > order.index(named[-1])]
        found: tuple[list[str], list[str]] = ([], [])
        for others in combinations(later, int(more[1]) if more else 0):
            slots = [slot for slot in order if slot in (*named, *others)]
            people = [own for own in self.so.mentees if own in self.must and reached[own] and reached[own] <= {*slots}]
            if len(people) == many:
                return slots, people
            found = found if found[0] else (slots, people)
        return found

    def _given(self, sentence: str) -> bool:
        """Mentors who must each lead a group of their own, and fewer groups than those."""
        match = re.fullmatch(
            r"mentees are assigned to (.+?)(?:, no two of whom could lead together,)? which takes (\d+) groups?, and "
            r"groups\.count asks for (\d+)",
            sentence,
        )
        if match is None:
            return False
        must = {mentor for _, mentor in self.so.reading.assign}
        names = re.split(r", | and ", match[1])
        self.hold("ids", {*names} <= must and len(names) == min(3, int(match[2])), True, sentence)
        alone = not any(other in self.partners.get(one, ()) for one in names for other in names)
        self.hold("limits", alone and int(match[2]) > self.groups["count"] == int(match[3]), True, sentence)
        return True

    def _links(self, sentence: str) -> bool:
        """Mentees given to a mentor, two who must not meet, a lock: that those named are."""
        if not re.search(r"\(assign\)|locked|locks\.csv|\(max_mentees|no_lone|What must hold", sentence):
            return False
        for own in re.findall(r"\b[msSTx]\d+\b", sentence):
            self.hold("ids", own in self.so.reading.rows, True, sentence)
        return True


KNOWN = (
    r"They must be together with|"
    r"No (?:mentor or pair of mentors|pair of mentors|mentor) permitted to them .*can lead a group|"
    r"Every pair of mentors |Whoever could lead a group of theirs|"
    r"No permitted mentors who may have|"
    r"\S+ (?:cannot lead any group|can be paired with nobody|is free at)"
)


def _falling(steps: list[tuple[str, dict[One, float]]], those: list[One]) -> list[tuple[str, int]]:
    """The total of the first step, and of each that leaves less, every one within those before it."""
    least: dict[One, float] = {}
    told: list[tuple[str, int]] = []
    for by, each in steps:
        least = {one: min(least.get(one, each[one]), each[one]) for one in those}
        if not told or sum(least.values()) < told[-1][1]:
            told.append((by, int(sum(least.values()))))
    return told


def _three(items: list[str]) -> str:
    return some(items, 3)


__all__ = ["Counting"]
