"""Why somebody is left out, read: each sentence that is known, and each fact in it held against intake and groups.

A sentence that no form here fits is a fault: nobody then knows whether it is so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from copy import deepcopy
from functools import cached_property
from itertools import combinations

from tests import oracle
from tests.reader.seen import Facts, Group, Plain, told_of_those
from tests.reader.warned import has_one_of, mix_asked
from tests.reader.words import in_a_row, some

Mentors = tuple[str, ...]
Seat = tuple[Mentors, str | None]
NAMED = 3
MANY = 1_000_000
FIRST_RULES = ("max_groups", "load", "co_lead", "eligible", "gender", "apart", "assign", "lock")
"""In the order in which a mentor whom nobody can have counts for one."""

CLOSED = {
    "is full": "full",
    "are full": "full",
    "may not have that many mentees (max_mentees)": "load",
    "must not share a group with them": "apart",
    "is not the mentor they are assigned to": "assign",
    "are not the mentors they are assigned to": "assign",
    "is not of the gender that they require": "gender",
    "are not of the gender that they require": "gender",
    "is kept from them by a lock": "lock",
    "are kept from them by a lock": "lock",
    "leads no group (max_groups is 0)": "max_groups",
    "lead no group (max_groups is 0)": "max_groups",
    "would leave them the only one of their gender": "alone",
    "cannot take everybody they must be together with": "together",
    "is led as no rule permits": "broken",
    "are led as no rule permits": "broken",
    "meets when its mentor cannot": "unmet",
    "meets when its mentors cannot": "unmet",
    "meet when their mentor cannot": "unmet",
    "meet when their mentors cannot": "unmet",
    "leads with another mentor alone (co_lead)": "co_lead",
    "lead with another mentor alone (co_lead)": "co_lead",
}

OF_NONE = {"can take everybody they must be together with": "cannot take everybody they must be together with"}
"""What is said of no group where every one is closed: "every group cannot" could be read as "not every group can"."""


def shown(items: Sequence[str], last: str | None = "and") -> str:
    """Three of a list, and how many more."""
    return in_a_row(items, NAMED) if last is None else some(items, NAMED, last)


def loosened(plain: Plain, rule: str) -> Plain:
    """The intake without what one rule says of who may lead whom with whom; hours stay."""
    loose = deepcopy(plain)
    program, everybody = loose["program"], [*loose["mentors"], *loose["mentees"]]

    def cleared(column: str, value: str = "") -> None:
        for row in everybody:
            row.update({key: value for key in row if oracle.header(key) == oracle.header(column)})

    if rule in ("co-lead", "apart", "assign", "together"):
        kind = rule.replace("-", "_")
        loose["constraints"] = [row for row in loose["constraints"] if row["kind"] != kind]
    if rule == "apart":
        cleared("avoid")
    if rule in ("eligible", "pair"):
        program[rule] = [one for one in program.get(rule, ()) if one.get("weight")]
    if rule == "genders of a pair":
        program["gender"].pop("pair", None)
    if rule == "required gender of mentors":
        cleared("mentor_gender")
    if rule == "groups per mentor":
        cleared("max_groups")
        program.get("load", {}).pop("max_groups", None)
    if rule == "mentees per mentor":
        cleared("max_mentees")
        program.get("load", {}).pop("max_mentees", None)
    return loose


class Reasons:
    """What is so of those who are left out.

    Attributes
    ----------
    read
        How many facts were looked up.
    """

    def __init__(self, so: Facts) -> None:
        self.so, self.reading = so, so.reading
        self.settings = so.reading.program
        self.leading = self.settings["groups"]["mentors"]
        self.least, self.most = (self.settings["groups"][key] for key in ("min_size", "max_size"))
        alone = any(not oracle.leader_breaches(so.reading, (one,)) for one in so.mentors)
        self.alone = self.leading == 2 and so.fewest == 1 and alone
        self.choice = "mentor" if self.leading == 1 else "pair of mentors"
        self.choice = "mentor or pair of mentors" if self.alone else self.choice
        self.hours = " at their hours" if so.scheduled else ""
        self.read = 0

    def wrong(self, mentee: str, told: str) -> list[str]:
        """What is not so in what a mentee is told."""
        main, other_hours, another = told, None, None
        cut = re.search(r"(?<=\.) At (?:another hour|other hours) there is a place for them", told)
        if cut is not None:
            main, other_hours = told[: cut.start()], told[cut.start() + 1 :]
        cut = re.search(r"(?<=\.) Another group could be formed, (?P<another>.+)\.", main)
        if cut is not None:
            main, another = main[: cut.start()], cut["another"]
        for form, look in self._forms:
            found = re.fullmatch(form, main)
            if found is not None:
                wrong = list(look(mentee, found))
                break
        else:
            return [f"nobody knows the sentence {main!r}"]
        if another is not None:
            wrong += self._another(mentee, another)
        open_to = "a place for them" in main
        if not open_to:
            wrong += self._same(other_hours, self._at_other_hours(mentee))
        return wrong

    def _same(self, told: object, right: object) -> list[str]:
        self.read += 1
        return [] if told == right else [f"told {told!r}, not {right!r}"]

    # Who and where ---------------------------------------------------------------------------------------------------

    @cached_property
    def _clusters(self) -> dict[str, list[str]]:
        links = [set(two) for two in self.reading.together]
        if not self.so.scheduled:
            links += [
                lock["mentees"]
                for lock in self.reading.locks
                if lock["kind"] == "whole-group" and all(self._most_groups(one) > 1 for one in lock["mentors"])
            ]
        found: dict[str, list[str]] = {}
        for mentee in self.reading.mentees:
            cluster = {mentee}
            while more := {one for link in links if link & cluster for one in link} - cluster:
                cluster |= more
            found[mentee] = [one for one in self.reading.mentees if one in cluster]
        return found

    def _most_groups(self, mentor: str) -> int:
        """How many groups somebody can lead: no more than those whom they may have make of the least size."""
        groups, load = self.so.limit(mentor, "max_groups") or 0, self.so.limit(mentor, "max_mentees")
        return groups if load is None else min(groups, load // self.least)

    def others(self, mentee: str) -> list[str]:
        """Whoever must be where a mentee is."""
        return [one for one in self._clusters[mentee] if one != mentee]

    def _hour(self, group: Group) -> str | None:
        return self.reading.slot(group.slot)

    def _free_then(self, mentee: str, group: Group) -> bool:
        hour = self._hour(group)
        return hour is None or hour in self.reading.free[mentee]

    def at_hours(self, mentee: str) -> list[Group]:
        return [group for group in self.so.groups if self._free_then(mentee, group)]

    @cached_property
    def _order(self) -> list[str]:
        return list(self.reading.slots or ())

    # What closes a group ---------------------------------------------------------------------------------------------

    def closing(self, mentee: str, group: Group) -> list[str]:
        """Everything that closes a group to a mentee who is free then."""
        kinds = [kind for kind in dict.fromkeys(CLOSED.values()) if self._closes(kind, mentee, group)]
        kinds += ["mix"] if self._closes("mix", mentee, group) else []
        return kinds + (["eligible"] if self._misfits(mentee, group.mentors) else [])

    def _closes(self, kind: str, mentee: str, group: Group) -> bool:
        look: dict[str, Callable[[str, Group], bool]] = {
            "full": lambda _, there: len(there.mentees) >= self.most,
            "load": lambda _, there: self._room(there) < 1,
            "apart": lambda own, there: any(
                {own, one} in self.reading.apart for one in (*there.mentors, *there.mentees)
            ),
            "assign": lambda own, there: self._assigned_elsewhere(own, there.mentors),
            "gender": lambda own, there: self._wrong_gender(own, there.mentors),
            "lock": self._locked,
            "alone": lambda own, there: self._alone((own, *self.others(own)), there, own),
            "together": self._not_all,
            "broken": lambda _, there: self._broken(there),
            "unmet": lambda _, there: self._unmet(there),
            "max_groups": lambda _, there: any(self.so.limit(one, "max_groups") == 0 for one in there.mentors),
            "co_lead": lambda _, there: False,
            "mix": self._out_of_mix,
        }
        return look[kind](mentee, group)

    def _room(self, group: Group) -> float:
        rooms = [
            float("inf") if (most := self.so.limit(one, "max_mentees")) is None else most - len(self.so.mentees_of(one))
            for one in group.mentors
        ]
        return min(rooms, default=float("inf"))

    def _misfits(self, mentee: str, mentors: Sequence[str]) -> list[str]:
        """The mentors who do not fit a mentee in some column."""
        return [
            mentor
            for mentor in mentors
            if any(" break eligible " in one for one in oracle.place_breaches(self.reading, (mentor,), mentee))
        ]

    def _given(self, mentee: str) -> set[str]:
        return {b for a, b in self.reading.assign if a == mentee}

    def _assigned_elsewhere(self, mentee: str, mentors: Sequence[str]) -> bool:
        return not self._given(mentee) <= set(mentors)

    def _wrong_gender(self, mentee: str, mentors: Sequence[str]) -> bool:
        return any(" requires a mentor" in one for one in oracle.place_breaches(self.reading, mentors, mentee))

    def _locked(self, mentee: str, group: Group) -> bool:
        """Whether a lock says who is in a group, or where a mentee is."""
        for lock in self.reading.locks:
            at_its_hour = lock["slot"] is None or self.reading.slot(lock["slot"]) == self._hour(group)
            led_so = lock["mentors"] == set(group.mentors) and at_its_hour
            if mentee in lock["mentees"]:
                if not led_so:
                    return True
            elif lock["kind"] == "whole-group" and led_so and (lock["slot"] or {*lock["mentees"]} & {*group.mentees}):
                return True
        return any(self._lock_closes(mentor, mentee) for mentor in group.mentors)

    def _lock_closes(self, mentor: str, mentee: str) -> bool:
        for lock in self.reading.locks:
            single = self._most_groups(mentor) <= 1
            if mentee in lock["mentees"] and mentor not in lock["mentors"]:
                return True
            if lock["kind"] == "whole-group" and mentor in lock["mentors"] and single and mentee not in lock["mentees"]:
                return True
        return False

    def _alone(self, joining: Sequence[str], group: Group, mentee: str | None) -> bool:
        lone = {" ".join(str(gender).split()).casefold() for gender in self.settings["gender"]["no_lone"]}
        for gender in lone:
            so_many = [one for one in joining if self.reading.gender(one) == gender]
            there = any(self.reading.gender(one) == gender for one in group.mentees)
            if len(so_many) == 1 and not there and mentee in (None, so_many[0]):
                return True
        return False

    def _out_of_mix(self, mentee: str, group: Group) -> bool:
        """Whether a group that somebody of a kind joins holds too few or too many of that kind."""
        joining = {mentee, *self.others(mentee)}
        then = [*(one for one in group.mentees if one not in joining), *joining]
        mixes = [mix for mix in self.so.rules("mix") if has_one_of(self.reading, mix, mentee)]
        return any(self.reading.amiss(mix, then) for mix in mixes)

    def _not_all(self, mentee: str, group: Group) -> bool:
        others = self.others(mentee)
        return bool(others) and bool(self._broken_by(group, (mentee, *others)))

    def _unmet(self, group: Group) -> bool:
        """Whether those lead a group who may, and cannot when it meets."""
        hour = self._hour(group)
        may = not oracle.leader_breaches(self.reading, group.mentors)
        may = may and all(self.may_lead(one) for one in group.mentors)
        bound = any(
            {*group.mentors} & lock["mentors"] and {*group.mentors} != lock["mentors"]
            for lock in self.reading.locks
            if any(one in lock["mentors"] and self._most_groups(one) <= 1 for one in group.mentors)
        )
        return (
            may and not bound and hour is not None and any(hour not in self.reading.free[one] for one in group.mentors)
        )

    def _broken(self, group: Group) -> bool:
        """Whether mentors or hour of a group break a rule."""
        if oracle.leader_breaches(self.reading, group.mentors):
            return True
        if any(self.so.limit(one, "max_groups") == 0 for one in group.mentors):
            return True
        if oracle.slot_breaches(self.reading, group.slot, group.mentors):
            return True
        return any(
            (
                set(group.mentors) != lock["mentors"]
                and any(one in lock["mentors"] and self._most_groups(one) <= 1 for one in group.mentors)
            )
            or (
                set(group.mentors) & lock["mentors"]
                and lock["slot"] is not None
                and self.reading.slot(lock["slot"]) != self._hour(group)
                and any(one in lock["mentors"] and self._most_groups(one) <= 1 for one in group.mentors)
            )
            for lock in self.reading.locks
        )

    def _broken_by(self, group: Group, joining: Sequence[str], *, whenever: str | None = None) -> list[str]:
        """What is broken anew once these join a group; `whenever`: were that one free then."""
        # Of groups changed by hand, one may hold a mate already: all come from wherever they are.
        without = [tuple(mentee for mentee in one.mentees if mentee not in joining) for one in self.so.groups]
        before = [(one.mentors, one.slot, rest) for one, rest in zip(self.so.groups, without, strict=True)]
        after = [
            (one.mentors, one.slot, (*rest, *joining) if one.id == group.id else rest)
            for one, rest in zip(self.so.groups, without, strict=True)
        ]
        moved = any(mentee in joining for one in self.so.groups for mentee in one.mentees)
        broken = Counter(oracle.breaches(self.reading, before)) if moved else self._breaches
        found = list((Counter(oracle.breaches(self.reading, after)) - broken).elements())
        at_their_hours = f"{whenever} cannot meet at "
        size = re.compile(r"\d+ mentees, not ")
        if len({*group.mentees, *joining}) < self.least:
            found = [text for text in found if not size.match(text)]
        return [text for text in found if whenever is None or not text.startswith(at_their_hours)]

    @cached_property
    def _breaches(self) -> Counter[str]:
        return Counter(oracle.breaches(self.reading, self.so.formed))

    def open_to(self, mentee: str, group: Group, *, whenever: bool = False) -> bool:
        """Whether a group could take a mentee with whoever must come too."""
        if self._broken(group) or (not whenever and not self._free_then(mentee, group)):
            return False
        joining = (mentee, *self.others(mentee))
        if any(self._locked(one, group) or self._assigned_elsewhere(one, group.mentors) for one in joining):
            return False
        if any(self._out_of_mix(one, group) for one in joining):
            return False
        return not self._broken_by(group, joining, whenever=mentee if whenever else None)

    # Sentences about groups ------------------------------------------------------------------------------------------

    def _closed(self, mentee: str, names: Sequence[str], said: str) -> Iterator[str]:
        """Whether groups are closed by what is said of them."""
        prefix = re.match(r"(has|each have) (a mentor|somebody) who |(is|are) led by mentors who ", said)
        phrase = said if prefix is None else said[prefix.end() :]
        by_id = {group.id: group for group in self.so.groups}
        for name in names:
            self.read += 1
            group = by_id.get(name)
            if group is None:
                yield f"there is no group {name}"
                continue
            columns = self._eligible_said
            if phrase in columns:
                so = bool(self._misfits(mentee, group.mentors))
                kind = "eligible"
            elif phrase in CLOSED or phrase in self._mix_said:
                kind = CLOSED.get(phrase, "mix")
                so = self._closes(kind, mentee, group)
            else:
                yield f"nobody knows {said!r}"
                return
            if not so:
                yield f"{name} is not closed by {said!r}"
            yield from self._prefix_fits(mentee, group, kind, "" if prefix is None else prefix[0])
        many = len(names) > 1
        if (re.match(r"has |is ", said) and many) or (re.match(r"each have |are ", said) and not many):
            yield f"{said!r} of {len(names)} groups"

    @property
    def _eligible_said(self) -> tuple[str, ...]:
        columns = " or ".join(rule["column"] for rule in self.so.rules("eligible"))
        return tuple(f"{do} not fit them in {columns} (eligible)" for do in ("does", "do")) if columns else ()

    @property
    def _mix_said(self) -> dict[str, str]:
        """What is said of a group that a mix closes, with what is said of none."""
        mixes = [mix for mix in self.so.rules("mix") if mix.get("max") is not None or mix.get("min")]
        kinds = [f"{some(oracle.items(mix['values']), last='or')} in {mix['column']}" for mix in mixes]
        whom, many = f"with {' or '.join(kinds)}", any(mix.get("max") is not None for mix in mixes)
        if not mixes:
            return {}
        if not any(mix.get("min", 0) > 1 for mix in mixes):
            return {f"may take nobody more {whom} (mix)": f"may take another {whom} (mix)"}
        few, enough = ("too few or too many", "as many as it must") if many else ("too few", "enough")
        with_them = f"{whom}, them included (mix)"
        return {f"would have {few} {with_them}": f"would have {enough} {with_them}"}

    def _prefix_fits(self, mentee: str, group: Group, kind: str, prefix: str) -> Iterator[str]:
        """Whether it is a mentor, a mentee or both mentors of whom a thing is so."""
        if " a mentor " in prefix:
            so = {
                "apart": lambda: any({mentee, one} in self.reading.apart for one in group.mentors),
                "gender": lambda: any(self._wrong_gender(mentee, (one,)) for one in group.mentors),
                "assign": lambda: any(one not in self._given(mentee) for one in group.mentors),
            }.get(kind, lambda: kind in ("eligible", "load", "lock", "max_groups"))()
        elif " somebody " in prefix:
            so = kind == "apart" and any({mentee, one} in self.reading.apart for one in group.mentees)
        elif " led by " in prefix:
            so = {
                "gender": lambda: all(self._wrong_gender(mentee, (one,)) for one in group.mentors),
                "assign": lambda: not self._given(mentee) & set(group.mentors),
            }.get(kind, lambda: False)()
        else:
            so = kind in ("full", "alone", "mix", "together", "lock", "broken", "unmet")
        if not so:
            yield f"{prefix!r} does not fit what closes {group.id}"

    def _names(self, groups: Sequence[Group]) -> list[str]:
        return [group.id for group in groups]

    def _only_group(self, mentee: str, found: re.Match[str]) -> Iterator[str]:
        there = self._names(self.at_hours(mentee))
        yield from self._same([found["group"]], there)
        yield from self._same(found["hours"], self.hours)
        yield from self._closed(mentee, [found["group"]], found["said"])

    def _every_group(self, mentee: str, found: re.Match[str]) -> Iterator[str]:
        there = self._names(self.at_hours(mentee))
        yield from self._same(found["groups"], shown(there, None))
        yield from self._same(found["hours"], self.hours)
        if len(there) < 2:
            yield f"{len(there)} groups at their hours"
        if found["said"] in OF_NONE.values():
            yield f"every group {found['said']}"
        for name in there:
            yield from self._closed(mentee, [name], found["said"])

    def _no_group_at_all(self, mentee: str, found: re.Match[str]) -> Iterator[str]:
        there = self._names(self.at_hours(mentee))
        yield from self._same(found["groups"], shown(there, None))
        yield from self._same(found["hours"], self.hours)
        if len(there) < 2:
            yield f"{len(there)} groups at their hours"
        for name in there:
            of_none = OF_NONE | {none: closed for closed, none in self._mix_said.items()}
            yield from self._closed(mentee, [name], of_none.get(found["said"], found["said"]))

    def _each_group(self, mentee: str, found: re.Match[str]) -> Iterator[str]:
        there = self._names(self.at_hours(mentee))
        yield from self._same(int(found["count"]), len(there))
        yield from self._same(found["hours"], self.hours)
        parts, seen, counted = found["parts"], list[str](), 0
        phrases = sorted((*CLOSED, *self._eligible_said, *self._mix_said), key=len, reverse=True)
        ways = "|".join(map(re.escape, phrases))
        form = re.compile(
            r"(?P<names>G[^()]*?) "
            r"(?P<said>(?:(?:has|each have) (?:a mentor|somebody) who |(?:is|are) led by mentors who )?"
            rf"(?:{ways}))(?:, | and |$)"
        )
        place = 0
        while place < len(parts) and (one := form.match(parts, place)) is not None:
            place = one.end()
            more = re.search(r" and (\d+) more$", one["names"])
            listed = re.split(", | and ", one["names"] if more is None else one["names"][: more.start()])
            so_many = len(listed) + (0 if more is None else int(more[1]))
            seen += listed
            counted += so_many
            closed = self._closing_first(mentee, one["said"])
            yield from self._same(shown(listed) if more is None else one["names"], shown(closed))
            yield from self._closed(mentee, listed, one["said"])
            if more is not None and len(listed) != NAMED:
                yield f"{one['names']} names {len(listed)}"
        if place < len(parts):
            yield f"nobody knows {parts[place:]!r}"
        yield from self._same(counted, len(there))
        yield from self._same(len(set(seen)), len(seen))
        yield from self._same([name for name in seen if name not in there], [])

    def _closing_first(self, mentee: str, said: str) -> list[str]:
        """The groups at a mentee's hours that are closed by what is said, and by nothing that comes before it."""
        return [group.id for group in self.at_hours(mentee) if self._said_first(mentee, group) == self._kind_of(said)]

    def _kind_of(self, said: str) -> tuple[str, str]:
        prefix = re.match(r"(?:has|each have) (a mentor|somebody) who |(?:is|are) led by (mentors) who ", said)
        phrase = said if prefix is None else said[prefix.end() :]
        of = "" if prefix is None else prefix[1] or prefix[2]
        if phrase in self._mix_said:
            return "mix", of
        return self._led(CLOSED.get(phrase, "eligible"), of)

    def _led(self, kind: str, of: str) -> tuple[str, str]:
        """Where groups may be led by one mentor or two, those led by one are told of with the others."""
        return kind, "a mentor" if self.alone and of == "mentors" else of

    def _said_first(self, mentee: str, group: Group) -> tuple[str, str]:
        """What is said of a closed group: what would hold if somebody left it comes first."""
        mentors = group.mentors
        two = self.leading == 2
        tries = (
            (self._unmet(group), "unmet", ""),
            (self._broken(group), "broken", ""),
            (any(self.so.limit(one, "max_groups") == 0 for one in mentors), "max_groups", "a mentor"),
            (bool(self._misfits(mentee, mentors)), "eligible", "a mentor"),
            (
                self._wrong_gender(mentee, mentors),
                "gender",
                "mentors" if two and self.settings["gender"]["scope"] == "one" else "a mentor",
            ),
            (any({mentee, one} in self.reading.apart for one in mentors), "apart", "a mentor"),
            (
                self._assigned_elsewhere(mentee, mentors),
                "assign",
                "mentors" if 0 < len(self._given(mentee)) < self.leading else "a mentor",
            ),
            (any(self._lock_closes(one, mentee) for one in mentors), "lock", "a mentor"),
            (any({mentee, one} in self.reading.apart for one in group.mentees), "apart", "somebody"),
            (self._closes("alone", mentee, group), "alone", ""),
            (self._closes("mix", mentee, group), "mix", ""),
            (self._locked(mentee, group), "lock", ""),
            (self._room(group) < 1, "load", "a mentor"),
            (len(group.mentees) >= self.most, "full", ""),
            (self._not_all(mentee, group), "together", ""),
        )
        return next((self._led(kind, of) for so, kind, of in tries if so), ("", ""))

    def _place_left(self, mentee: str, found: re.Match[str]) -> Iterator[str]:
        open_to = [group for group in self.so.groups if self.open_to(mentee, group)]
        right, contested = self._names(open_to), self._contested(mentee, open_to)
        if contested:
            more = len(right) - NAMED
            any_of = shown(right, "or") if more <= 0 else f"{', '.join(right[:NAMED])} or one of {more} more"
            yield from self._same(found["contested"], any_of)
        else:
            yield from self._same(found["groups"], shown(right))
            yield from self._same(found["has"], "has" if len(right) == 1 else "each have")
        yield from self._same(found["others"] or "", shown(self.others(mentee)))
        if "earn no points" in found[0]:
            yield from self._same(self.settings["weights"]["unmatched"], 0)
            return
        gained = {group: self._with(mentee, [group]) - oracle.score(self.reading, self._plain()) for group in right}
        if self.so.proved and max(gained.values()) > 0 and found["moves"] is None:
            yield "the grouping is proved best, and with them it would score more"
        said = found["proved"] is not None or (found["loss"] is not None and found["open"] is None)
        yield from self._same(said, self.so.proved)
        if found["loss"] is not None:
            yield from self._cost_of_a_place(mentee, found["loss"], gained)

    def _plain(self) -> list[tuple[tuple[str, ...], str | None, tuple[str, ...]]]:
        return [(one.mentors, one.slot, one.mentees) for one in self.so.groups]

    def _cost_of_a_place(self, mentee: str, told: str, gained: dict[str, int]) -> Iterator[str]:
        """What is not so in the points that a place of somebody costs and brings."""
        joining = (mentee, *self.others(mentee))
        where = max(gained, key=lambda group: gained[group])
        group = next(one for one in self.so.groups if one.id == where)
        now, then = (self._costs(group.mentors, (*group.mentees, *more)) for more in ((), joining))
        costs = [
            f"{what} {abs(after - before)} {'more' if after > before else 'less'}"
            for (what, after), (_, before) in zip(then, now, strict=True)
            if after != before
        ]
        # One mentor alone is one before and after.
        brings = gained[where] + sum(points for _, points in then) - sum(points for _, points in now)
        bill = f"{some(costs, MANY)}, and their {'place' if len(joining) == 1 else 'places'} would bring {brings}"
        if len(gained) > 1:
            right = f"in none would it bring more than it costs: in {where}, where least is lost, {bill}"
        else:
            right = f"it would cost {'more than' if gained[where] < 0 else 'as much as'} it brings: {bill}"
        yield from self._same(told, right)
        if gained[where] > 0:
            yield "it would bring more than it costs"

    def _costs(self, mentors: Sequence[str], mentees: Sequence[str]) -> list[tuple[str, int]]:
        """What a group costs, each thing as it is told, what costs nothing too."""
        groups, weights, count = self.settings["groups"], self.settings["weights"], len(mentees)
        found = []
        if groups["mentors"] == 2:
            found.append(("one mentor alone costs", weights["single"] * (len(mentors) == 1)))
        if groups["ideal_size"] is not None:
            which = f"{count} mentee{'' if count == 1 else 's'} (ideal: {groups['ideal_size']})"
            off = abs(count - groups["ideal_size"])
            found.append((f"{which} {'costs' if count == 1 else 'cost'}", weights["size"] * off))
        for mix in self.reading.mix:
            asks = mix.get("max") is not None or mix.get("min", 0) > (1 if mix.get("none_too") else 0)
            if not mix.get("weight") or not asks:
                continue
            there, wanted = sum(has_one_of(self.reading, mix, mentee) for mentee in mentees), mix_asked(mix)
            whom = f"with {some(oracle.items(mix['values']), MANY, 'or')} in {mix['column']} (wanted: {wanted})"
            which = f"{there} mentee{'' if there == 1 else 's'} {whom} {'costs' if there == 1 else 'cost'}"
            found.append((which, mix["weight"] * self.reading.amiss(mix, mentees)))
        return found

    def another_of(self, mentor: str, told: str) -> Iterator[str]:
        """What is not so of a group that a mentor who leads none could lead."""
        found = re.search(r"of (?P<led>.+?)(?: at .+?)? with (?P<first>.+?)(?:, | and |; )", told)
        if found is None or mentor not in re.split(", | and ", found["led"]):
            yield f"{told!r} is no group of {mentor}"
        else:
            yield from self._another(found["first"], told)

    def _another(self, mentee: str, told: str) -> Iterator[str]:
        """What is not so of a group that could be formed: ``of M1 at Mon 09:00 with S1 and S2; it would …``."""
        self.read += 1
        form = (
            r"of (?P<led>.+?)(?: at (?P<slot>.+?))? with (?P<mentees>.+?); "
            r"it would cost (?P<than>more than|as much as) it brings: (?P<bill>.+)"
        )
        found = re.fullmatch(form, told)
        if found is None:
            yield f"{told!r} is no group"
            return
        mentors, mentees = (tuple(re.split("; and |; | and |, ", found[one])) for one in ("led", "mentees"))
        if mentee not in mentees or not {*mentees} <= {*self.so.left_out}:
            yield f"{mentees} are not left out"
            return
        slot = self.reading.slot(found["slot"])
        now = self._plain()
        group = (mentors, slot, mentees)
        if wrong := {*oracle.breaches(self.reading, [*now, group])} - {*oracle.breaches(self.reading, now)}:
            yield f"it breaks {sorted(wrong)[0]}"
        gained = oracle.score(self.reading, [*now, group]) - oracle.score(self.reading, now)
        costs = self._costs(mentors, mentees)
        bill = some([f"{what} {points}" for what, points in costs if points], MANY)
        brings = gained + sum(points for _, points in costs)
        yield from self._same(found["bill"], f"{bill}, and it would bring {brings}")
        yield from self._same(found["than"], "more than" if gained < 0 else "as much as")
        if gained > 0:
            yield "it would bring more than it costs"

    def _contested(self, mentee: str, groups: Sequence[Group]) -> bool:
        """Whether none of these groups has room for somebody and for all others who could want a place there."""
        joining = (mentee, *self.others(mentee))
        others = [one for one in self.so.left_out if one not in joining]
        for group in groups:
            near = [one for one in self.so.groups if {*one.mentors} & {*group.mentors}]
            wanting = [one for one in others if any(self.open_to(one, there) for there in near)]
            here = [one for one in group.mentees if one not in joining]
            room = self.most - len(here)
            for mentor in group.mentors:
                limit = self.so.limit(mentor, "max_mentees")
                if limit is not None:
                    room = min(room, limit - len([one for one in self.so.mentees_of(mentor) if one not in joining]))
            if room >= len(joining) + len(wanting):
                return False
        return True

    def _with(self, mentee: str, groups: Sequence[str]) -> int:
        """The most points with somebody in one of these groups."""
        joining = (mentee, *self.others(mentee))
        return max(
            (
                oracle.score(
                    self.reading,
                    [
                        (one.mentors, one.slot, (*one.mentees, *joining) if one.id == name else one.mentees)
                        for one in self.so.groups
                    ],
                )
                for name in groups
            ),
            default=self.so.objective,
        )

    def _at_other_hours(self, mentee: str) -> str | None:
        """The sentence about groups at other hours; None where none could take them."""
        found: dict[str, list[str]] = {}
        for group in self.so.groups:
            hour = self._hour(group)
            if hour is not None and not self._free_then(mentee, group) and self.open_to(mentee, group, whenever=True):
                found.setdefault(hour, []).append(group.id)
        if not found:
            return None
        told = [f"{hour} ({shown(found[hour], None)})" for hour in self._order if hour in found]
        others = shown(self.others(mentee))
        when = "another hour" if len(found) == 1 else "other hours"
        return f"At {when} there is a place for them{f' and {others}' if others else ''}: {shown(told, None)}."

    def _no_group_then(self, mentee: str, found: re.Match[str]) -> Iterator[str]:
        yield from self._same(self._names(self.at_hours(mentee)), [])
        free = [slot for slot in self._order if slot in self.reading.free[mentee]]
        met = {self._hour(group) for group in self.so.groups}
        yield from self._same(found["free"], shown(free, None))
        yield from self._same(found["meet"], shown([slot for slot in self._order if slot in met]))
        yield from self._same(found["many"], "groups meet" if len(self.so.groups) > 1 else "only group meets")

    # Sentences about mentors and hours -------------------------------------------------------------------------------

    def _no_mentor(self, mentee: str, found: re.Match[str]) -> Iterator[str]:
        told = [re.fullmatch(r"(\d+) (.+)", part) for part in re.split(r", (?=\d+ )", found["parts"])]
        counts: dict[str, int] = {}
        for mentor in self.reading.mentors:
            kind = self._mentor_closed(mentee, mentor)
            counts[kind] = counts.get(kind, 0) + 1
        right = [(counts[kind], kind) for kind in (*FIRST_RULES, "others", "open") if kind in counts]
        said = []
        for part in told:
            phrase = "" if part is None else part[2]
            kind = (
                "others"
                if phrase.endswith("not permitted to somebody they must be together with")
                else CLOSED.get(phrase)
            )
            kind = "eligible" if phrase in self._eligible_said else kind
            said.append((0 if part is None else int(part[1]), kind or phrase))
            if part is not None and re.match(r"(is|leads|does) ", phrase) and int(part[1]) > 1:
                yield f"{part[0]!r} of more than one"
        yield from self._same(said, right)

    def _mentor_closed(self, mentee: str, mentor: str) -> str:
        """By which rule a mentor counts as closed to a mentee."""
        both = self.leading == 1 or self.settings["gender"]["scope"] == "all"
        given = self._given(mentee)
        load = self.so.limit(mentor, "max_mentees")
        tries = {
            "max_groups": self.so.limit(mentor, "max_groups") == 0,
            "load": load is not None and load < self.least,
            "eligible": bool(self._misfits(mentee, (mentor,))),
            "gender": both and self._wrong_gender(mentee, (mentor,)),
            "apart": {mentee, mentor} in self.reading.apart,
            "assign": len(given) > self.leading or (len(given) == self.leading and mentor not in given),
            "lock": self._lock_closes(mentor, mentee),
            "others": True,
        }
        return next(kind for kind, so in tries.items() if so)

    def _shared_hours(self, mentee: str) -> list[str]:
        people = [mentee, *self.others(mentee)]
        return [slot for slot in self._order if all(slot in self.reading.free[one] for one in people)]

    def _never_free(self, mentee: str, found: re.Match[str]) -> Iterator[str]:
        yield from self._same(len(self.reading.free[mentee]), 0)

    def _never_free_together(self, mentee: str, found: re.Match[str]) -> Iterator[str]:
        yield from self._same(found["others"], shown(self.others(mentee)))
        yield from self._same(self._shared_hours(mentee), [])
        yield from self._same(found["all"], "both" if len(self.others(mentee)) == 1 else "all")

    def _too_many_bound(self, mentee: str, found: re.Match[str]) -> Iterator[str]:
        others = self.others(mentee)
        yield from self._same(found["others"], shown(others))
        yield from self._same((int(found["count"]), int(found["most"])), (len(others) + 1, self.most))
        if len(others) < self.most:
            yield "they fit into a group"

    def seats(self, mentee: str) -> list[Seat]:
        """Every choice of mentors and hour that rules permit to a mentee and whoever must come too."""
        return [seat for seat in self._seats if self._may_sit(mentee, seat)]

    @cached_property
    def _seats(self) -> list[Seat]:
        seats: list[Seat] = []
        for mentors in self.reading.leaders():
            if oracle.leader_breaches(self.reading, mentors):
                continue
            if any(self._most_groups(one) < 1 for one in mentors):
                continue
            slots = [slot for slot in self._order if all(slot in self.reading.free[one] for one in mentors)]
            seats += [
                (mentors, slot)
                for slot in (slots if self.so.scheduled else [None])
                if not self._broken(Group("", slot, mentors, ()))
            ]
        return seats

    def _may_sit(self, mentee: str, seat: Seat) -> bool:
        mentors, slot = seat
        return all(
            (slot is None or slot in self.reading.free[one])
            and not oracle.place_breaches(self.reading, mentors, one)
            and not any(self._lock_closes(mentor, one) for mentor in mentors)
            for one in (mentee, *self.others(mentee))
        )

    def _most_candidates(self, mentee: str) -> int:
        come = ([one for one in self.reading.mentees if self._may_sit(one, seat)] for seat in self.seats(mentee))
        return max((self._fitting(mentee, could) for could in come), default=0)

    def _fitting(self, mentee: str, could: Sequence[str]) -> int:
        """How many of those who could come could share one group with somebody: nobody of whom two are kept apart."""
        must = frozenset({mentee, *self.others(mentee)})
        left = [one for one in could if one in must or not self._apart_of({one, *self.others(one)}, must)]
        if len(left) >= self.least:
            return len(left)
        bound = {one: {one, *self.others(one)} for one in left}
        whole = {frozenset(bound[one]) for one in left if bound[one] <= {*left}}
        besides = [cluster for cluster in whole if cluster != must]
        most = 0
        for number in range(len(besides), -1, -1):
            for some_of_them in combinations(besides, number):
                group = set(must).union(*some_of_them)
                if not any(frozenset(two) in self.reading.apart for two in combinations(group, 2)):
                    most = max(most, len(group))
        return most

    def _apart_of(self, some_of_them: Collection[str], others: Collection[str]) -> bool:
        return any(frozenset({one, two}) in self.reading.apart for one in some_of_them for two in others)

    def _because(self, mentee: str, found: re.Match[str]) -> Iterator[str]:
        """The locks for which too few could come."""
        if found["locks"] is not None:
            yield from self._same(found["locks"], told_of_those(self.so.locks_told, found["locks"]))

    def _nobody_else(self, mentee: str, found: re.Match[str]) -> Iterator[str]:
        yield from self._because(mentee, found)
        yield from self._same((found["choice"], found["hours"]), (self.choice, self.hours))
        yield from self._same((1, int(found["least"])), (self._most_candidates(mentee), self.least))

    def _too_few(self, mentee: str, found: re.Match[str]) -> Iterator[str]:
        yield from self._because(mentee, found)
        yield from self._same((found["choice"], found["hours"]), (self.choice, self.hours))
        told = (int(found["most"]), int(found["least"]))
        yield from self._same(told, (self._most_candidates(mentee), self.least))
        if told[0] >= told[1]:
            yield "so many are enough"

    def _no_seat(self, mentee: str, found: re.Match[str]) -> Iterator[str]:
        yield from self._same(found["choice"], self.choice)
        yield from self._same(self.seats(mentee), [])

    def _none_at_any_hour(self, mentee: str, found: re.Match[str]) -> Iterator[str]:
        yield from self._same(found["choice"], self.choice)
        yield from self._same(found["hours"], " at any hour" if self.so.scheduled else "")
        yield from self._same(found["others"] or "", shown(self.others(mentee)))
        yield from self._same(self.ever(mentee), False)
        rule = found["rule"]
        if rule is not None:
            without = Reasons(Facts(loosened(self.so.plain, rule), {"groups": [], "unmatched": []}))
            yield from self._same((rule, without.ever(mentee, anywhere=rule == "availability")), (rule, True))

    def ever(self, mentee: str, *, anywhere: bool = False) -> bool:
        """Whether mentors are permitted to somebody at some hour, were they and whoever must come too free then.

        `anywhere`: were all mentors free at one, too. Locks do not count.
        """
        people = (mentee, *self.others(mentee))
        return any(
            not oracle.leader_breaches(self.reading, mentors)
            and all(self.may_lead(one) for one in mentors)
            and not any(oracle.place_breaches(self.reading, mentors, one) for one in people)
            and (
                anywhere
                or not self.so.scheduled
                or any(all(slot in self.reading.free[one] for one in mentors) for slot in self._order)
            )
            for mentors in self.reading.leaders()
        )

    def may_lead(self, mentor: str) -> bool:
        """Whether somebody may lead any group, by how many groups and mentees they may have."""
        load = self.so.limit(mentor, "max_mentees")
        return bool(self.so.limit(mentor, "max_groups")) and (load is None or load >= max(1, self.least))

    def hours_could_help(self, mentee: str) -> bool:
        """Whether somebody could be with mentors at an hour that is none of theirs."""
        people = (mentee, *self.others(mentee))
        if not self.so.scheduled or set(self._order) <= set(self.reading.free[mentee]):
            return False
        return any(
            all(
                not oracle.place_breaches(self.reading, mentors, one)
                and not any(self._lock_closes(mentor, one) for mentor in mentors)
                for one in people
            )
            for mentors, _ in self._seats
        )

    def _but_for_locks(self, mentee: str, found: re.Match[str]) -> Iterator[str]:
        """Rules and hours leave a choice of mentors, and those locks take it."""
        yield from self._no_seat(mentee, found)
        yield from self._same(found["others"] or "", shown(self.others(mentee)))
        yield from self._same(found["locks"], told_of_those(self.so.locks_told, found["locks"]))
        yield from self._same(found["many"].endswith("s"), found["locks"].count("(locked") == 1)
        yield from self._same(self.ever(mentee), True)
        if "free" in found.groupdict():
            hours = self._shared_hours(mentee)
            right = "at every slot" if hours == self._order else f"only {shown(hours)}"
            yield from self._same(found["free"], right)

    def _free_only(self, mentee: str, found: re.Match[str]) -> Iterator[str]:
        yield from self._no_seat(mentee, found)
        yield from self._same(found["others"] or "", shown(self.others(mentee)))
        yield from self._same(found["free"], shown(self._shared_hours(mentee)))

    def _no_pair(self, mentee: str, found: re.Match[str]) -> Iterator[str]:
        yield from self._same(found["hours"], self.hours)
        yield from self._same(self.seats(mentee), [])
        kind = CLOSED.get(found["said"])
        permitted = [(mentors, slot) for mentors, slot in self._seats if not self._misfits(mentee, mentors)]
        there = {mentors: slot for mentors, slot in permitted if slot is None or slot in self.reading.free[mentee]}
        for mentors, slot in there.items():
            self.read += 1
            closed = Group("", slot, mentors, ())
            if kind is None or (not self._closes(kind, mentee, closed) and self._may_sit(mentee, (mentors, slot))):
                yield f"{' and '.join(mentors)} are no such two"

    def _none_formed(self, mentee: str, found: re.Match[str]) -> Iterator[str]:
        yield from self._same(self.so.groups, [])

    def _none_asked_for(self, mentee: str, found: re.Match[str]) -> Iterator[str]:
        yield from self._none_formed(mentee, found)
        yield from self._same(self.settings["groups"]["count"], 0)

    def _none_with_enough(self, mentee: str, found: re.Match[str]) -> Iterator[str]:
        yield from self._none_formed(mentee, found)
        yield from self._same(int(found["seats"]), len(self.seats(mentee)))
        if self._most_candidates(mentee) >= self.least:
            yield "enough could come to one"

    def _none_that_suits(self, mentee: str, found: re.Match[str]) -> Iterator[str]:
        yield from self._none_formed(mentee, found)
        yield from self._same((found["choice"], int(found["least"])), (self.choice, self.least))
        mentees = set(self.reading.mentees)
        ties = {
            "gender.no_lone": bool(self.settings["gender"]["no_lone"]),
            "together": bool(self.reading.together),
            "apart": any(pair <= mentees for pair in self.reading.apart),
            "mix": bool(self._mix_said),
        }
        yield from self._same(found["ties"], shown([name for name, there in ties.items() if there]))
        if self._most_candidates(mentee) < self.least:
            yield "no choice of mentors is free for so many"

    def _none_free_of_cost(self, mentee: str, found: re.Match[str]) -> Iterator[str]:
        yield from self._none_formed(mentee, found)
        yield from self._same(self.settings["weights"]["unmatched"], 0)

    def _none_proved(self, mentee: str, found: re.Match[str]) -> Iterator[str]:
        yield from self._none_formed(mentee, found)
        told = found.groupdict()
        yield from self._same(told.get("proved") is not None, self.so.proved)

    def _none_for_its_cost(self, mentee: str, found: re.Match[str]) -> Iterator[str]:
        yield from self._none_formed(mentee, found)
        yield from self._another(mentee, found["another"])
        yield from self._same(found["open"] is None, self.so.proved)

    @cached_property
    def _forms(self) -> list[tuple[str, Callable[[str, re.Match[str]], Iterator[str]]]]:
        hours, choice = r"(?P<hours> at their hours|)", r"(?P<choice>mentor or pair of mentors|mentor|pair of mentors)"
        others = r"(?: and (?P<others>.+))?"
        because = r"(?:Because of (?:a lock|locks) \((?P<locks>.+)\), )?"
        return [
            (rf"The only group{hours}, (?P<group>[^ ,]+), (?P<said>.+)\.", self._only_group),
            (rf"Every group{hours} \((?P<groups>[^()]+)\) (?P<said>.+)\.", self._every_group),
            (rf"Every group{hours} (?P<said>.+) \((?P<groups>[^()]+)\)\.", self._every_group),
            (rf"No group{hours} \((?P<groups>[^()]+)\) (?P<said>.+)\.", self._no_group_at_all),
            (rf"No group{hours} (?P<said>can .+) \((?P<groups>[^()]+)\)\.", self._no_group_at_all),
            (rf"Of the (?P<count>\d+) groups{hours}, (?P<parts>.+)\.", self._each_group),
            (
                r"(?:(?P<groups>[^()]+?) (?P<has>has|each have)|In (?P<contested>[^()]+?) there is) a place for them"
                r"(?: and (?P<others>.+?))?(?(contested), unless somebody else who is left out takes it)"
                r"(?:; (?P<loss>(?:it would cost|in none would) .+?))?"
                r"(?:(?P<open>; leaving them out was not proved necessary)|"
                r"(?P<proved>; (?P<moves>with at most \d+ moves?, )?leaving them out was proved best)|"
                r"(?<=\d)(?=\.$)|"
                r", but it would earn no points, and leaving them out costs none \(weights\.unmatched is 0\))\.",
                self._place_left,
            ),
            (
                r"No group meets when they are free \((?P<free>.+)\); the (?P<many>groups meet|only group meets) "
                r"(?P<meet>.+)\.",
                self._no_group_then,
            ),
            (
                r"No group was formed, as the program asks for none \(groups\.count is 0\)\.",
                self._none_asked_for,
            ),
            (
                r"No group was formed: in (?P<seats>\d+) permitted ways to lead one, too few mentees could come\.",
                self._none_with_enough,
            ),
            (
                rf"No group was formed\. A permitted {choice} is free for enough mentees \((?P<least>\d+) or more\), "
                r"but those must also suit each other \((?P<ties>[^()]+)\)\.",
                self._none_that_suits,
            ),
            (
                r"No group was formed, though one could be; leaving mentees out costs nothing "
                r"\(weights\.unmatched is 0\)\.",
                self._none_free_of_cost,
            ),
            (
                r"No group was formed, though one could be; that leaving them out is best was not proved\.",
                self._none_proved,
            ),
            (
                r"No group was formed; (?P<proved>(?:with at most \d+ moves?, )?that was proved best)\.",
                self._none_proved,
            ),
            (
                r"No group was formed, though one could be, (?P<another>.+?)"
                r"(?P<open>; that leaving them out is best was not proved)?\.",
                self._none_for_its_cost,
            ),
            (r"No mentor is permitted: (?P<parts>.+)\.", self._no_mentor),
            (r"They can meet at none of the slots\.", self._never_free),
            (
                r"They must be together with (?P<others>.+), and there is no slot at which (?P<all>\w+) of them "
                r"can meet\.",
                self._never_free_together,
            ),
            (
                r"They must be together with (?P<others>.+): (?P<count>\d+) mentees, and a group holds at most "
                r"(?P<most>\d+)\.",
                self._too_many_bound,
            ),
            (
                rf"{because}[Nn]obody else could share a permitted {choice} with them{hours}; "
                r"a group needs (?P<least>\d+) mentees\.",
                self._nobody_else,
            ),
            (
                rf"{because}[Oo]nly (?P<most>\d+) mentees, they included, could share a permitted {choice}{hours}; "
                r"a group needs (?P<least>\d+)\.",
                self._too_few,
            ),
            (rf"Every pair of mentors permitted to them{hours} consists of two who (?P<said>.+)\.", self._no_pair),
            (rf"Whoever could lead a group of theirs{hours}, alone or with another, (?P<said>.+)\.", self._no_pair),
            (
                rf"No {choice} permitted to them{others} can lead a group(?P<hours> at any hour|)"
                r"(?:, because of the rule on (?P<rule>.+))?\.",
                self._none_at_any_hour,
            ),
            (
                rf"They(?: and .+?)? are free (?P<free>at every slot|only .+), and (?P<many>a lock leaves|locks leave) "
                rf"no {choice} permitted to them{others} then: (?P<locks>.+)\.",
                self._but_for_locks,
            ),
            (
                rf"(?P<many>A lock leaves|Locks leave) no {choice} permitted to them{others}: (?P<locks>.+)\.",
                self._but_for_locks,
            ),
            (rf"They{others} are free only (?P<free>.+), when no {choice} permitted to them is\.", self._free_only),
        ]
