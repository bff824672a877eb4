"""The rules and weights in force, why mentors are idle and what is scarce: the sentences that are so, and no others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from tests import oracle
from tests.reader.seen import Facts, Group, Plain
from tests.reader.words import Words

KEPT = {"together": "rules.together", "assign": "rules.assign", "co_lead": "rules.co_lead"}
COLUMNS = {"includes": "rules.column_includes", "equal": "rules.column_equal", "differ": "rules.column_differ"}
ELIGIBLE = {
    "equal": "eligible_equal",
    "share": "eligible_share",
    "differ": "eligible_differ",
}
WISHED = {"includes": "weights.pair_includes", "equal": "weights.pair_equal", "differ": "weights.pair_differ"}
PAIRS = {"mixed": "rules.pair_mixed", "same": "rules.pair_same"}
WISHES = {"one": "rules.require_one", "all": "rules.require_all"}
BLANK = {"any": "rules.blank_any", "none": "rules.blank_none"}
WEIGHTS = ("mentee_choice", "mentor_choice", "co_mentor_choice", "gender_wish", "similarity")
LABELS = {
    "mentee_choice": "weights.mentee_choice",
    "mentor_choice": "weights.mentor_choice",
    "co_mentor_choice": "weights.co_mentor_choice",
    "gender_wish": "weights.gender_wish",
    "similarity": "weights.similarity",
}
MODES = {
    "total": "weights.mode_total",
    "greedy": "weights.mode_greedy",
    "generous": "weights.mode_generous",
    "fair": "weights.mode_fair",
}
NEVER = {"limit": "idle.limit", "hours": "idle.hours", "partner": "idle.partner", "mentees": "idle.mentees"}


class Rules:
    """Sentences about the settings of an intake."""

    def __init__(self, so: Facts, words: Words) -> None:
        self.so, self.words = so, words
        self.reading = so.reading
        self.settings = so.reading.program
        self.leading, self.fewest = self.settings["groups"]["mentors"], so.fewest

    # Rules in force --------------------------------------------------------------------------------------------------

    def in_force(self) -> Iterator[str]:
        """Every rule that asks for something; what it lists stands behind it, after ``/``."""
        words, so, reading = self.words, self.so, self.reading
        alone = self.fewest < self.leading
        yield words.say("rules.one_or_two_mentors") if alone else words.say("rules.mentors", self.leading)
        yield words.say("rules.one_place" if so.scheduled else "rules.one_group")
        yield from self._hours()
        yield from self._sizes()
        yield from self._loads()
        yield from self._leaders()
        yield from map(self._eligible, so.rules("eligible"))
        yield from map(self._mix, so.rules("mix"))
        wishes = [reading.wish(mentee) for mentee in reading.mentees]
        required = sum(wish is not None and wish[0] == "require" for wish in wishes)
        if required:
            yield words.say(WISHES[self.settings["gender"]["scope"]], required)
        if self.settings["gender"]["no_lone"]:
            genders = [" ".join(str(one).split()) for one in self.settings["gender"]["no_lone"]]
            yield words.say("rules.no_lone", genders=words.listing(genders))
        if reading.apart:
            yield words.say("rules.apart", len(reading.apart))
        for kind, key in KEPT.items():
            pairs = {frozenset(two) for two in getattr(reading, kind)}
            if pairs:
                yield words.say(key, len(pairs))
        if reading.locks:
            yield words.say("rules.locks", len(reading.locks))

    def _hours(self) -> Iterator[str]:
        words, schedule = self.words, self.settings["schedule"]
        if not self.so.scheduled:
            yield words.say("rules.no_slots")
            return
        slots = self.reading.slots or {}
        yield words.say("rules.free", schedule["meeting_minutes"])
        if self.so.zone is not None:
            yield words.say("rules.zone", zone=words.zone(self.so.zone))
        moved = sum(self.so.moved(own) != 0 and self._tells_hours(own) for own in self.so.real_names)
        if moved:
            yield words.say("rules.moved", moved)
        if schedule["slots"] is None:
            yield words.say("rules.grid", schedule["start_every"])
        elif len(slots) <= 4:
            told = words.listing(words.when(slot, start) for slot, start in slots.items())
            yield words.say("rules.slots", len(slots), slots=told)
        else:
            yield " / ".join([words.say("rules.slots_listed", len(slots)), *self._days()])
        halved = len({start for slot, start in slots.items() if start is not None and oracle.of_weeks(slot)[1]})
        if halved:
            yield words.say("rules.weeks", halved)
        yield words.say(BLANK[schedule["blank"]])
        if schedule["max_groups_per_slot"] is not None:
            yield words.say("rules.rooms", schedule["max_groups_per_slot"])

    def _tells_hours(self, own: str) -> bool:
        cells = [item for column in ("availability", "unavailable") for item in self.reading.cell(own, column)]
        return any(oracle.windows(oracle.of_weeks(item)[0]) for item in cells)

    def _days(self) -> Iterator[str]:
        slots, words = self.reading.slots or {}, self.words
        timed = ((start, slot) for slot, start in slots.items() if start is not None)
        starts = sorted((start, oracle.of_weeks(slot)[1] == "even", slot) for start, slot in timed)
        days = dict.fromkeys(start // oracle.DAY_MINUTES for start, _, _ in starts)
        for day in sorted(days, key=lambda day: (day - words.first_day) % 7):
            those = [(start, slot) for start, _, slot in starts if start // oracle.DAY_MINUTES == day]
            hours = [words.in_weeks(words.clock(start), slot) for start, slot in those]
            yield f"{words.day(day)}: {words.row(hours)}"
        yield from (slot for slot, start in slots.items() if start is None)

    def _sizes(self) -> Iterator[str]:
        words, groups = self.words, self.settings["groups"]
        if groups["min_size"] == groups["max_size"]:
            yield words.say("rules.exact_size", groups["min_size"])
        else:
            yield words.say("rules.size", least=groups["min_size"], most=groups["max_size"])
        if groups["count"] is not None:
            yield words.say("rules.count", groups["count"])
        if groups["everyone"]:
            yield words.say("rules.everyone")

    def _loads(self) -> Iterator[str]:
        words, load = self.words, self.settings["load"]
        yield words.say("rules.max_groups", load["max_groups"])
        own = self._own("max_groups")
        if own:
            yield words.say("rules.own_max_groups", own)
        if load["max_mentees"] is not None:
            yield words.say("rules.max_mentees", load["max_mentees"])
        own = self._own("max_mentees")
        if own:
            yield words.say("rules.own_max_mentees", own)

    def _own(self, column: str) -> int:
        usual = self.settings["load"][column]
        cells = [self.reading.cell(mentor, column) for mentor in self.reading.mentors]
        return sum(bool(cell) and int(float(cell[0])) != usual for cell in cells)

    def _leaders(self) -> Iterator[str]:
        if self.leading == 1:
            return
        pair = self.settings["gender"]["pair"]
        if pair != "any":
            yield self.words.say(PAIRS[pair])
        yield from map(self._pair, self.so.rules("pair"))

    def _pair(self, rule: Plain) -> str:
        values = self.words.listing(oracle.items(rule.get("values")), either=True)
        key = WISHED[rule["rule"]] if rule.get("weight") else COLUMNS[rule["rule"]]
        if rule["rule"] == "includes" and self.fewest == 1 and not rule.get("weight"):
            key = "rules.column_includes_alone"
        return self.words.say(key, column=rule["column"], values=values)

    def _eligible(self, rule: Plain) -> str:
        words, most, room = self.words, rule.get("at_most"), "weights" if rule.get("weight") else "rules"
        if rule["rule"] != "above":
            return words.say(f"{room}.{ELIGIBLE[rule['rule']]}", column=rule["column"])
        least = words.number(rule.get("at_least", 1))
        if most is None:
            return words.say(f"{room}.eligible_above", column=rule["column"], least=least)
        return words.say(f"{room}.eligible_above_to", column=rule["column"], least=least, most=words.number(most))

    def _mix(self, mix: Plain) -> str:
        """How many of some mentees a group holds."""
        words, least, most = self.words, mix.get("min", 0), mix.get("max")
        if most == 0:
            kind, count = "mix_none", 0
        elif not least and most is not None:
            kind, count = "mix_most", most
        else:
            kind, count = {None: "mix_least", least: "mix_just"}.get(most, "mix"), least
            kind += "_or_none" if mix.get("none_too") else ""
        values = words.listing(oracle.items(mix["values"]), either=True)
        told = {"least": words.number(least), "most": words.number(most or 0)}
        return words.say(f"rules.{kind}", count, column=mix["column"], values=values, **told)

    def weights(self) -> Iterator[tuple[str, str]]:
        """What counts, and how much."""
        words, weights = self.words, self.settings["weights"]
        for name in WEIGHTS:
            yield words.say(LABELS[name]), words.number(weights[name])
        columns = [f"{column} ({words.number(weight)})" for column, weight in self.reading.similarity.items() if weight]
        yield words.say("weights.columns"), words.listing(columns) if columns else words.say("weights.no_columns")
        yield words.say("weights.points"), words.row(map(words.number, self.settings["choice"]["points"]))
        if self.settings["choice"]["unlisted"] == "next":
            yield words.say("weights.unlisted"), words.say("weights.unlisted_next")
        for told, table in ((self._eligible, "eligible"), (self._pair, "pair")):
            for wish in self.so.wishes(table) if table == "eligible" or self.leading == 2 else ():
                yield told(wish), words.number(wish["weight"])
        yield words.say("weights.unmatched"), words.number(weights["unmatched"])
        if any(self.reading.cell(mentee, "priority") for mentee in self.reading.mentees):
            yield words.say("weights.priority"), words.say("weights.priority_told")
        ideal = self.settings["groups"]["ideal_size"]
        if ideal is not None and weights["size"]:
            yield words.say("weights.size", ideal), words.number(weights["size"])
        if self.fewest < self.leading and weights["single"]:
            yield words.say("weights.single"), words.number(weights["single"])
        for mix in self.so.wishes("mix"):
            yield words.say("weights.mix", told=self._mix(mix)), words.number(mix["weight"])
        objective = self.settings["objective"]
        yield words.say("weights.mode"), words.say(MODES[objective["mode"]], objective["levels"])

    # Why mentors are idle --------------------------------------------------------------------------------------------

    def why_idle(self) -> list[str]:
        """What counting shows of idle mentors."""
        if not self.so.idle:
            return []
        least = self.settings["groups"]["min_size"]
        told = [
            self.words.say(self._shows(kind), len(people), names=self._names(people), least=least)
            for kind, people in self._never.items()
            if people
        ]
        told += self._most_groups()
        if not told:
            told.append(self.words.say("idle.spare" if not self.so.left_out else "idle.unshown"))
        return told

    def _names(self, people: Sequence[str]) -> str:
        return self.words.listing(self.so.called[one] for one in people)

    def _led(self, people: Sequence[str]) -> int:
        led, least = 0, self.settings["groups"]["min_size"]
        for one in people:
            groups, most = self.so.limit(one, "max_groups") or 0, self.so.limit(one, "max_mentees")
            led += groups if most is None else min(groups, most // least)
        return led

    def _may_have(self, mentee: str, mentor: str) -> bool:
        """Whether no rule that concerns these two alone stands against them."""
        reading = self.reading
        if {mentee, mentor} in reading.apart:
            return False
        given = {b for a, b in reading.assign if a == mentee}
        if len(given) >= self.leading and (len(given) > self.leading or mentor not in given):
            return False
        if any(reading.suits(rule, mentee, mentor) is False for rule in self.so.rules("eligible")):
            return False
        wish = reading.wish(mentee)
        each = self.settings["gender"]["scope"] == "all" or self.leading == 1
        return not (wish and wish[0] == "require" and each and reading.gender(mentor) != wish[1])

    def _hours_of(self, person: str) -> frozenset[str]:
        return self.reading.free[person] if self.so.scheduled else frozenset(("",))

    @cached_property
    def _pairs(self) -> set[frozenset[str]]:
        """Two mentors who may lead together, and share an hour."""
        able = [one for one in self.reading.mentors if self._within_limits(one)]
        return {
            frozenset((one, two))
            for one in able
            for two in able
            if one != two
            and self._hours_of(one) & self._hours_of(two)
            and not oracle.leader_breaches(self.reading, (one, two))
        }

    def _alone(self, mentor: str) -> bool:
        """Whether rules let somebody lead a group alone."""
        return self.fewest == 1 and not oracle.leader_breaches(self.reading, (mentor,))

    def _shows(self, kind: str) -> str:
        return "idle.partner_or_alone" if kind == "partner" and self.fewest < self.leading else NEVER[kind]

    def _within_limits(self, mentor: str) -> bool:
        most = self.so.limit(mentor, "max_mentees")
        groups = self.so.limit(mentor, "max_groups") or 0
        return groups > 0 and (most is None or most >= self.settings["groups"]["min_size"])

    @cached_property
    def _never(self) -> dict[str, list[str]]:
        """Mentors who can lead no group, by the first thing that shows it."""
        found: dict[str, list[str]] = {kind: [] for kind in NEVER}
        for mentor in self.reading.mentors:
            if not self._within_limits(mentor):
                found["limit"].append(mentor)
            elif not self._hours_of(mentor):
                found["hours"].append(mentor)
            elif not self._alone(mentor) and not any(mentor in pair for pair in self._pairs):
                found["partner"].append(mentor)
            elif self._most_at_once(mentor) < self.settings["groups"]["min_size"]:
                found["mentees"].append(mentor)
        return found

    def _most_at_once(self, mentor: str) -> int:
        theirs = [mentee for mentee in self.reading.mentees if self._may_have(mentee, mentor)]
        return max(sum(slot in self._hours_of(mentee) for mentee in theirs) for slot in self._hours_of(mentor))

    @cached_property
    def _could(self) -> list[str]:
        never = {one for people in self._never.values() for one in people}
        return [one for one in self.reading.mentors if one not in never]

    def _most_groups(self) -> Iterator[str]:
        limits = [one for one in self._limits() if one[0] * self.leading < len(self._could)]
        if limits:
            groups, why = min(limits, key=lambda one: one[0])
            everybody = len(self.reading.mentors)
            idle = everybody - groups * self.leading
            mentors = self.words.say("page.mentors_counted", everybody)
            yield self.words.say("idle.most", groups, why=why, idle=idle, mentors=mentors)

    def _limits(self) -> Iterator[tuple[int, str]]:
        """(most groups, why) for each thing that limits their number."""
        words, groups, could = self.words, self.settings["groups"], self._could
        if groups["count"] is not None:
            yield groups["count"], words.say("idle.count", groups["count"])
        people = [
            mentee
            for mentee in self.reading.mentees
            if any(self._may_have(mentee, one) and self._hours_of(mentee) & self._hours_of(one) for one in could)
        ]
        told = words.say("page.mentees", len(people))
        why = words.say("idle.placeable", len(people), mentees=told, least=groups["min_size"])
        yield len(people) // groups["min_size"], why
        rooms = self.settings["schedule"]["max_groups_per_slot"]
        if rooms is not None and self.so.scheduled:
            slots = [slot for slot in self.reading.slots or () if self._could_meet_at(slot)]
            yield rooms * len(slots), words.say("idle.rooms", len(slots), rooms=rooms)
        if self.fewest == 2:
            yield from self._by_pairs()

    def _could_meet_at(self, slot: str) -> bool:
        mentors, mentees = self.so.free(self._could, slot), self.so.free(self.reading.mentees, slot)
        return mentors >= self.fewest and mentees >= self.settings["groups"]["min_size"]

    def _by_pairs(self) -> Iterator[tuple[int, str]]:
        words, could = self.words, self._could
        counted = words.say("page.mentors_counted", len(could))
        if self.settings["gender"]["pair"] == "mixed" and could:
            genders = Counter(self.reading.gender(one) for one in could)
            most = max(genders, key=lambda gender: genders[gender])
            others = [one for one in could if self.reading.gender(one) != most]
            spelled = next(self.so.gender(one) for one in self.reading.mentors if self.reading.gender(one) == most)
            led = self._led(others)
            yield led, words.say("idle.gender", len(others), mentors=counted, gender=spelled, led=led)
        needed = self._needed()
        led = self._led(needed)
        yield led, words.say("idle.needed", len(needed), names=self._names(needed), led=led)
        led = self._led(could)
        yield led // 2, words.say("idle.two", led, mentors=counted)

    def _needed(self) -> list[str]:
        """Mentors of whom every pair has one: all but some of whom no two may lead together, the loneliest first."""
        partners = {
            one: {two for two in self.reading.mentors if {one, two} in self._pairs} for one in self.reading.mentors
        }
        others: list[str] = []
        for one in sorted(self.reading.mentors, key=lambda one: len(partners[one])):
            if not partners[one] & set(others):
                others.append(one)
        return [one for one in self._could if one not in others]

    # What is scarce --------------------------------------------------------------------------------------------------

    def scarce(self) -> Iterator[str]:
        """What there is too little of."""
        so, words = self.so, self.words
        size, groups = self.settings["groups"]["max_size"], words.say("verdict.groups", len(so.groups))
        full = sum(len(group.mentees) >= size for group in so.groups)
        if full and full == len(so.groups):
            yield words.say("scarce.both_full") if full == 2 else words.say("scarce.all_full", full)
        elif full:
            yield words.say("scarce.full", full, groups=groups)
        kept = [group for group in so.groups if len(group.mentees) < size and self._kept_whole(group)]
        if kept:
            yield words.say("scarce.kept", len(kept))
        laden = sum(len(group.mentees) < size and self._laden(group) for group in so.groups if group not in kept)
        if laden:
            yield words.say("scarce.taken", laden)
        rooms = self.settings["schedule"]["max_groups_per_slot"]
        if rooms is not None:
            taken = Counter(self.reading.slot(group.slot) for group in so.groups if self.reading.slot(group.slot))
            crowded = sum(count >= rooms for count in taken.values())
            if crowded:
                yield words.say("scarce.rooms", crowded, rooms=rooms)
        yield from self._wanted()

    def _kept_whole(self, group: Group) -> bool:
        locks = (lock for lock in self.reading.locks if lock["kind"] == "whole-group")
        formed = (group.mentors, group.slot, group.mentees)
        return any(oracle.keeps_lock(self.reading, lock, formed) for lock in locks)

    def _laden(self, group: Group) -> bool:
        """Whether a mentor of a group has as many mentees as they may."""
        limits = [(self.so.limit(one, "max_mentees"), len(self.so.mentees_of(one))) for one in group.mentors]
        return any(most is not None and load >= most for most, load in limits)

    def _wanted(self) -> Iterator[str]:
        first = Counter(
            cell[0] for cell in (self.reading.cell(one, "preferred_mentors") for one in self.reading.mentees) if cell
        )
        over = []
        for mentor, count in first.items():
            room = (self.so.limit(mentor, "max_groups") or 0) * self.settings["groups"]["max_size"]
            most = self.so.limit(mentor, "max_mentees")
            room = room if most is None else min(room, most)
            if count > room:
                over.append((mentor, count, room))
        for mentor, count, room in sorted(over, key=lambda one: one[2] - one[1])[:3]:
            yield self.words.say("scarce.wanted", count, name=self.so.called[mentor], room=room)
