"""``matcher explain``, read: sentences against the answer as data, and every fact of that against what is so.

What another grouping would be worth is held against `tests.oracle`, where an intake is small enough to try them all.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from copy import deepcopy
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

from tests import oracle
from tests.reader.comparing import SELDOM, alone
from tests.reader.core import Reader
from tests.reader.counting import Counting
from tests.reader.readers import Output
from tests.reader.reasons import Reasons
from tests.reader.seen import Facts, Group, called
from tests.reader.warned import mix_asked
from tests.reader.words import Words, english, in_a_row, people_call, some, stopped
from tests.reader.written import Case, Texts, asked, impossible, reasons_told, texts_of, write_explained

Plain = dict[str, Any]

PEOPLE, SLOTS, NAMES = 6, 4, 12
TOO_MANY = 9
"""Of more people than so many on a side not every grouping is tried."""
OPTION_SLOTS, FEWEST, WANTED, STAGES = 6, 5, 3, 2
WISHED = {
    "preferred mentor": "Choice {rank}, {other}",
    "preferred mentee": "Mentee wished for, number {rank}, {other}",
    "preferred co-mentor": "Co-mentor wished for, number {rank}, {other}",
    "preferred gender": "Prefers a mentor of gender {gender}",
    "required gender": "Requires a mentor of gender {gender}",
    "avoid": "Not with {other}",
    "together": "Together with {other}",
    "a place": "A place",
}
OUTCOMES = {
    "met": "met",
    "forbidden": "not possible",
    "impossible": "not possible",
    "possible at no cost": "possible at no cost",
    "possible at a price": "possible at a price",
    "possible, and better": "possible, and the whole would even be better",
    "not settled": "not settled",
}
SEARCHED = "Every way to form groups with it was searched, and none keeps all the rules."
LATE = "The time was up before everything was looked at; --time-limit allows more."
ONE_LATE = "The time was up before an answer was found; ask about this one by itself, or allow more time."
AGAIN = "This result is not the best there is: solve again, with more effort."
NOT_BEST = {
    "changed by hand": "The groups, as they were changed by hand, are not the best there are.",
    "few moves": "This result was formed with few moves, and is not the best there is.",
}
WITHOUT = "part of what is gained below may be had without the change"
GAINED = {
    "not proved best": f"This result is not proved best: {WITHOUT}.",
    "changed by hand": f"The groups, as they were changed by hand, are not proved best: {WITHOUT}.",
    "few moves": f"This result was formed with few moves: {WITHOUT}, where more people move.",
}
CONSTRAINTS = {
    "together": "{} and {} are together",
    "apart": "{} and {} are apart",
    "assign": "{} is in a group that {} leads",
    "co_lead": "{} and {} lead together or not at all",
}
PAIRS = {
    "same": "both mentors of a pair are of the same gender",
    "mixed": "the two mentors of a pair are of different genders",
}


def points(number: int) -> str:
    return english(number, "point")


def changed(number: int, more: str = "more", less: str = "less") -> str:
    return f"{points(abs(number))} {more if number > 0 else less}" if number else "just as much"


@cache
def _best(plain: str) -> oracle.Optimum | None:
    return oracle.best(json.loads(plain))


def best_of(plain: Plain) -> oracle.Optimum | None:
    """The best grouping of an intake by trying all; asked twice, it is counted once."""
    return _best(json.dumps(plain))


class Sentences:
    """An answer as sentences, made of the answer as data by other code than the product's."""

    def __init__(self, names: dict[str, str], mode: str, mentors: Collection[str], standing: str = "") -> None:
        self.names, self.mode, self.mentors, self.standing = names, mode, mentors, standing

    def name(self, own: str | None) -> str:
        return self.names.get(own or "", own or "")

    def named(self, people: Sequence[str], most: int = PEOPLE) -> str:
        return some([self.name(own) for own in people], most)

    def gained(self) -> Iterator[str]:
        """What is said before gains of which not all may be due to a change."""
        if self.standing in GAINED:
            yield GAINED[self.standing]

    # Somebody --------------------------------------------------------------------------------------------------------

    def person(self, told: Plain) -> Iterator[str]:
        yield self.share(told)
        if told["reason"]:
            yield told["reason"]
        for wish in told["wishes"]:
            wished = WISHED[wish["kind"]].format(**{**wish, "other": self.name(wish["other"])})
            yield f"- {wished}: {self.outcome(wish)}."
            yield from (f"    {line}" for line in self.below(told["person"], wish) if line)
        if not told["wishes"]:
            yield "They named nobody, and asked for nothing." if told["share"]["groups"] else "They named nobody."
        if told["role"] == "mentee" and not told["share"]["groups"] and told["reason"] is not None:
            yield from self.places(told)

    def places(self, told: Plain) -> Iterator[str]:
        who = self.name(told["person"])
        if told["repairs"]:
            if any(one["steps"] and (one["points"] or 0) > 0 for one in told["repairs"]):
                yield from self.gained()
            yield f"What would place {who}, with nobody else losing their place, the smallest change first:"
            yield from (f"- {self.repair(one)}" for one in told["repairs"])
        elif told["searched"]:
            yield f"No single change of one hour, limit, wish or rule was found that places {who} beside all others."
        else:
            yield f"In this time no single change was found that places {who} beside all others."

    def share(self, told: Plain) -> str:
        who, share = self.name(told["person"]), told["share"]
        hours = [slot for slot in share["groups"] if slot is not None]
        if not share["groups"]:
            return f"{who} {'leads no group' if told['role'] == 'mentor' else 'is left out'}."
        others = self.named(share["with_whom"])
        if told["role"] == "mentee":
            when = f", {hours[0]}" if hours else ""
            return stopped(f"{who} is in the group of {others}{when}{self.listed(share, ': ')}")
        led = f" with {others}" if others else ""
        led += f" ({some(hours, PEOPLE)})" if hours else ""
        listed = f", {share['listed']} of them on their own list" if told["wishes"] else ""
        groups = english(len(share["groups"]), "group")
        return f"{who} leads {groups}{led}, with {english(share['mentees'], 'mentee')}{listed}."

    @staticmethod
    def listed(share: Plain, before: str = "", behind: str = "") -> str:
        """What of their list a mentee has, between two texts; nothing of one without a list."""
        return "" if share["groups"] and share["named"] == 0 else f"{before}{Sentences.choice(share)}{behind}"

    @staticmethod
    def choice(share: Plain) -> str:
        if not share["groups"]:
            return "left out"
        return "nobody they listed" if share["choice"] is None else f"choice {share['choice']}"

    # Wishes ----------------------------------------------------------------------------------------------------------

    def outcome(self, wish: Plain) -> str:
        return "kept" if wish["kind"] == "avoid" else OUTCOMES[wish["outcome"]]

    def below(self, own: str, wish: Plain) -> list[str]:
        if wish["outcome"] == "forbidden":
            return [self.obstacle(own, wish, wish["obstacle"])]
        if wish["outcome"] == "impossible":
            return [SEARCHED, self.against(wish["clash"])]
        if wish["outcome"] == "not settled":
            return [ONE_LATE]
        if wish["price"] is None:
            return []
        closed = ""
        if wish["closed"]:
            theirs = f"The group of {self.name(wish['other'])}" if len(wish["closed"]) == 1 else "Their groups"
            closed = f"{theirs} can take nobody more."
        bills = [self.bill(group, bill, wish["kind"]) for group, bill in wish["bills"]]
        return [closed, *bills, self.price(wish["price"], wish["outcome"]), *self.differences(wish["price"])]

    def bill(self, group: str, bill: Plain, kind: str) -> str:
        costs = [
            f"{one['what']} {'cost' if one['several'] else 'costs'} {abs(one['points'])} "
            f"{'more' if one['points'] > 0 else 'less'}"
            for one in bill["costs"]
        ]
        lost = sum(one["points"] for one in bill["costs"]) - bill["brings"]
        whom = "them" if kind == "preferred mentor" else "the mentee"
        than, places = "more than" if lost else "as much as", "place" if bill["places"] == 1 else "places"
        told = f"{some(costs, len(costs))}, and their {places} would bring {bill['brings']}"
        return f"{group} has a place for {whom}; it would cost {than} it brings: {told}."

    def against(self, clash: Plain | None) -> str:
        if clash is None or not clash["members"]:
            return ""
        begins = "It cannot be together with" if clash["minimal"] else "Among these is what stands against it"
        return stopped(f"{begins}: {'; '.join(map(self.rule, clash['members']))}")

    def price(self, price: Plain, outcome: str) -> str:
        where = ""
        if price["mentors"]:
            slot = "" if price["slot"] is None else f", {price['slot']}"
            where = f" (in the group of {self.named(price['mentors'])}{slot})"
        stages = " and ".join(map(self.stage, price["stages"][:STAGES]))
        if outcome == "possible at no cost":
            return f"Another grouping is just as good, and has it so{where}: a tie, and this result is one of several."
        if outcome == "possible, and better":
            better = stages or f"the whole scores {points(-price['points'])} more"
            return f"With it{where}, {better}. {NOT_BEST.get(self.standing, AGAIN)}"
        exact = price["at_least"] == price["points"]
        if stages:
            score = f"; the whole would score {changed(-price['points'])}" if price["points"] else ""
            limit = "" if exact else " This is the best grouping found with it, not proved to be the best there is."
            return f"With it{where}, {stages}{score}.{limit}"
        cost = points(price["points"])
        if not exact:
            least = price["at_least"]
            cost = (
                f"at least {points(least)} and at most {cost}" if least is not None and least > 0 else f"at most {cost}"
            )
        return f"It would cost the whole {cost}{where}."

    def stage(self, one: Plain) -> str:
        name, who = one["name"], english(one["after"], "mentee")
        called = people_call(name)
        if name.startswith("band "):
            told = f"be in {called}"
        else:
            told = "be left out" if name == "left out" else f"have {called}"
        return f"{who} would {told} rather than {one['before']}"

    def differences(self, price: Plain) -> list[str]:
        lines = []
        for label, found in (("Worse off", price["worse"]), ("Better off", price["better"])):
            if found:
                more = [f"{len(found) - PEOPLE} more"] if len(found) > PEOPLE else []
                those = "; ".join([*map(self.difference, found[:PEOPLE]), *more])
                lines.append(stopped(f"{label} in the grouping found: {those}"))
        if not lines:
            lines.append("In the grouping found, nobody is better or worse off by their own wishes.")
        if price["moved"] > len({one["person"] for one in (*price["worse"], *price["better"])}):
            many = english(price["moved"], "person moves", "people move")
            lines.append(f"In the grouping found, {many} in all.")
        return lines

    def difference(self, one: Plain) -> str:
        who, before, after = self.name(one["person"]), one["before"], one["after"]
        if one["role"] == "mentor":
            return f"{who} ({self.mentors_difference(before, after, one['better'])})"
        if not after["groups"]:
            return f"{who} would be left out{self.listed(before, ' (now ', ')')}"
        if not before["groups"]:
            return f"{who} would have a place{self.listed(after, ' (', ')')}"
        change = after["points"] - before["points"]
        told = f"{points(abs(change))} {'more' if change > 0 else 'less'}"
        if before["choice"] == after["choice"]:
            return f"{who} ({self.listed(after, 'still ', ', but ')}{told})"
        though = f", though {told}" if change and (change > 0) != one["better"] else ""
        return f"{who} ({self.choice(after)} rather than {self.choice(before)}{though})"

    def mentors_difference(self, before: Plain, after: Plain, better: bool) -> str:
        if not after["groups"]:
            return "would lead no group"
        if not before["groups"]:
            return "would lead a group"
        gains = [after["mentee_points"] - before["mentee_points"]]
        gains.append(after["points"] - before["points"] - gains[0])
        told = [self.other_mentees(before, after, better), self.other_co_mentors(before, after)]
        return " and ".join(said for said, gain in zip(told, gains, strict=True) if gain and (gain > 0) == better)

    @staticmethod
    def other_mentees(before: Plain, after: Plain, better: bool) -> str:
        """What a mentor then has of the mentees on their list, as it is said of one who has more by it, or less."""
        so_many = f"{after['listed']} of the mentees they named rather than {before['listed']}"
        height = "higher on their list" if better else "lower on their list"
        more = after["listed"] - before["listed"]
        if not more:
            return f"mentees who stand {height}"
        return so_many if (more > 0) == better else f"{so_many}, but {height}"

    def other_co_mentors(self, before: Plain, after: Plain) -> str:
        """With whom a mentor then leads: whom they lead as many groups with as before is left away."""
        gone, come = list(before["with_whom"]), list(after["with_whom"])
        for one in before["with_whom"]:
            if one in come:
                come.remove(one)
                gone.remove(one)
        new, old = self.named(list(dict.fromkeys(come))), self.named(list(dict.fromkeys(gone)))
        if len(before["groups"]) == len(after["groups"]) == 1 and not (new and old):
            return f"would lead with {new} rather than alone" if new else f"would lead alone rather than with {old}"
        if not old:
            return f"would lead {english(len(come), 'group')} more with {new}"
        if not new:
            return f"would lead {english(len(gone), 'group')} fewer with {old}"
        if len(before["groups"]) == len(after["groups"]) == 1:
            return f"would lead with {new} rather than {old}"
        rather = old if len(come) == len(gone) else f"{len(gone)} with {old}"
        return f"would lead {english(len(come), 'group')} with {new} rather than {rather}"

    # Obstacles -------------------------------------------------------------------------------------------------------

    def obstacle(self, own: str, wish: Plain, told: Plain) -> str:
        who, barrier = self.name(own), told["barrier"]
        if wish["other"] is None and told["mentor"] is None:
            return self.of_all(own, wish, told)
        if wish["other"] is None:
            one = {**wish, "other": told["mentor"]}
            several = f"No mentor of gender {wish['gender']} is possible, for more than one reason."
            return f"{several} One is this: {self.obstacle(own, one, told)}"
        pair = (own, wish["other"])
        mentees = [one for one in pair if one not in self.mentors]
        if len(mentees) == 1:
            # Of a mentee and a mentor, hours, mates and rules are the mentee's, whoever of them is asked about.
            pair = (mentees[0], next(one for one in pair if one in self.mentors))
        who, other = map(self.name, pair)
        people, hours = self.named(told["people"]), some(told["hours"], SLOTS)
        if barrier == "rule":
            return self.by_rule(who, other, len(mentees) == 1, told)
        if barrier == "hours":
            one, two = map(self.name, told["people"])
            theirs = some(told["other_hours"], SLOTS)
            each = in_a_row([f"{one} can meet {hours}", f"{two} {theirs}"], 2)
            return stopped(f"{people} share no hour: {each}")
        if barrier == "no co-mentor":
            two = f"{who} and {other}"
            when = f" at the hours that {'all of them' if told['people'] else two} share ({hours})" if hours else ""
            why = f", because of the rule on {told['rule']}" if told["rule"] else ""
            whose = "all of them" if told["people"] else who
            said = f"There is nobody who may lead with {other} and whom {whose} may have too{when}{why}"
            if len(mentees) == 2:
                said = f"There are no permitted mentors for {'all of them' if told['people'] else f'both {two}'}{when}"
            return stopped(self.with_mates(who, told, said, len(mentees) == 2))
        if barrier == "bound" and told["apart_through"]:
            return stopped(self.apart_through(told))
        if barrier == "bound" and not told["people"]:
            held = f"{english(told['number'], 'mentee')}, and a group holds at most {told['needed']}"
            return f"{who} and {other} are {held}."
        if barrier == "bound":
            mate = f"{people} must be in the same group{'' if len(mentees) == 2 else f' as {who}'}"
            return self.bound(mate, f"{who} and {other}", told, f"{other} {about(told['phrase'] or '', people)}")
        return {
            "not free": f"{people} can meet at none of the slots.",
            "leads no group": f"{people} {told['phrase']}.",
            "one mentor a group": "One mentor leads each group in this program (groups.mentors is 1).",
            "too few mentees": f"Nowhere could {who} and {other} be in one group with enough others: at most "
            f"{english(told['number'] or 0, 'mentee')} could come, and a group needs {told['needed']}.",
        }[barrier]

    def with_mates(self, who: str, told: Plain, said: str, two: bool) -> str:
        """What is so of all who must come, after who these are."""
        if not told["people"]:
            return said
        as_whom = "" if two else f" as {who}"
        return f"{self.named(told['people'])} must be in the same group{as_whom}, and {said[0].lower()}{said[1:]}"

    def apart_through(self, told: Plain) -> str:
        """Of two mentees, who keeps them apart."""
        bound = in_a_row(
            [
                f"{self.name(mate)} must be in the same group as {self.name(own)}"
                for mate, own in told["apart_through"]
                if mate != own
            ],
            2,
        )
        one, two = (self.name(mate) for mate, _ in told["apart_through"])
        return f"{bound}, and {self.by_rule(one, two, False, told)}"

    def of_all(self, own: str, wish: Plain, told: Plain) -> str:
        """What is said of all mentors of a gender."""
        who, mentors, barrier = self.name(own), f"mentor of gender {wish['gender']}", told["barrier"]
        people, hours = self.named(told["people"]), some(told["hours"], SLOTS)
        why = f", because of the rule on {told['rule']}" if told["rule"] else ""
        everybody = f"{who} and {people}" if told["people"] else who
        when = f" at the hours that they share with {everybody} ({hours})" if hours else ""
        needed = f"{english(told['number'] or 0, 'mentee')} could come, and a group needs {told['needed']}"
        apart = " (they avoid each other, or a constraint keeps them apart)" if told["rule"] == "apart" else ""
        said = self.none_of(wish, told, people)
        mate = f"{people} must be in the same group as {who}"
        free = f"{people} can meet at none of the slots" if people else f"No {mentors} can meet at any of the slots"
        return stopped(
            {
                "rule": f"{self.none_of(wish, told, who)}{apart}{self.locks(told)}",
                "hours": f"No {mentors} shares an hour with {who}, who can meet {hours}",
                "not free": free,
                "leads no group": self.none_of(wish, told, who),
                "no co-mentor": self.with_mates(
                    who,
                    told,
                    f"No {mentors} has anybody who may lead with them and whom "
                    f"{'all of them' if people else who} may have too{when}{why}",
                    False,
                ),
                "too few mentees": f"Nowhere could {who} and a {mentors} be in one group with enough others: at most "
                + needed,
                "nobody": f"No mentor is of gender {wish['gender']}",
                "bound": self.bound(mate, f"{who} and a {mentors}", told, f"{said[0].lower()}{said[1:]}"),
            }[barrier]
        )

    @staticmethod
    def none_of(wish: Plain, told: Plain, who: str) -> str:
        """A rule, said of all mentors of a gender: what it denies one of, none does."""
        if told["of_none"] is None:
            return f"Every mentor of gender {wish['gender']} {about(told['phrase'] or '', who)}"
        return f"No mentor of gender {wish['gender']} {about(told['of_none'], who)}"

    def by_rule(self, who: str, other: str, mentee: bool, told: Plain) -> str:
        phrase = told["phrase"]
        if told["rule"] == "apart":
            why = "a constraint keeps them apart" if told["note"] is None else f"a constraint: {told['note']}"
            if told["people"]:
                both = len(told["people"]) == 2
                why = "they avoid each other" if both else f"{self.named(told['people'])} avoids the other"
            return f"{who} and {other} must not share a group ({why})."
        said = f"{other} {about(phrase, who)}" if mentee else f"{who} and {other} {phrase}"
        return stopped(f"{said}{self.locks(told)}")

    @staticmethod
    def locks(told: Plain) -> str:
        """The locks that stand between two people."""
        return f": {'; '.join(told['locks'])}" if told["locks"] else ""

    @staticmethod
    def bound(mate: str, both: str, told: Plain, ruled: str) -> str:
        """What is said of those who come with a mentee: a rule, hours, or that they never can."""
        if told["phrase"] is not None:
            return stopped(f"{mate}, and {ruled}")
        if told["number"] is not None:
            return (
                f"{mate}: that makes {english(told['number'], 'mentee')}, and a group holds at most {told['needed']}."
            )
        if told["hours"]:
            cannot = "cannot all come" if len(told["people"]) > 1 else "cannot come"
            return stopped(f"{mate}, and {cannot} when {both} can ({some(told['hours'], SLOTS)})")
        return stopped(f"{mate}, and there is no hour at which {both_or_all(told['people'])} can meet")

    # Steps -----------------------------------------------------------------------------------------------------------

    def repair(self, told: Plain) -> str:
        done = " and ".join(map(self.step, told["steps"])) or "no change is needed, only other groups"
        so = []
        if told["left_out"] is not None:
            number = told["left_out"]
            are = "is" if number == 1 else "are"
            out = f"in the grouping found, {english(number, 'mentee')} {are} left out"
            so.append(out if number else "nobody is left out")
        so += [f"the whole scores {changed(told['points'])}"] if told["points"] else []
        asked = stopped(f"{done[:1].upper()}{done[1:]}")
        return f"{asked} Solved so: {' and '.join(so)}." if so else asked

    def step(self, one: Plain) -> str:
        kind, who, before, after = one["kind"], self.name(one["person"]), one["before"], one["after"]
        if kind == "one more hour":
            anywhere = after is None or after == "any hour"
            return f"let {who} come at any hour" if anywhere else f"one more hour for {who}: {after}"
        if (
            kind in ("max_groups", "max_mentees", "groups.max_size", "groups.min_size", "groups.count")
            or "slot" in kind
        ):
            whose = f" of {who}" if one["person"] is not None else ""
            verb = "raise" if after is None or int(after) > int(before or 0) else "lower"
            if not whose and kind.startswith("max_"):
                return f"{verb} load.{kind}, for all mentors, from {before} to {after}"
            return f"give up {kind}{whose}" if after is None else f"{verb} {kind}{whose} from {before} to {after}"
        return {
            "groups.everyone": "let mentees be left out (set groups.everyone to false)",
            "require wish": f"drop the `require` wish of {who}",
            "avoid": f"let {who} share a group with {self.name(one['other'])}",
            "constraint": f"drop the constraint `{one['detail']}` of {who} and {self.name(one['other'])}",
            "lock": f"drop a lock: {before}",
            "gender.no_lone": f"let somebody be the only mentee of gender {before} in a group (gender.no_lone)",
            "gender.pair": "let the two mentors of a pair be of any genders (gender.pair = any)",
            "eligible": f"give up the rule on {before} for mentees and mentors (eligible)",
            "pair": f"give up the rule on {before} between two mentors (pair)",
            "mix": f"give up the rule that a group has {one['detail']} in {before} (mix)",
        }[kind]

    def rule(self, one: Plain) -> str:
        kind, who, before = one["kind"], self.name(one["person"]), one["before"]
        mentor = who or "a mentor"
        load = "" if one["person"] else "load."

        def many(thing: str) -> str:
            return english(int(before or 0), thing)

        told: dict[str, Callable[[], str]] = {
            "one more hour": lambda: f"the hours of {who}",
            "max_groups": lambda: f"{mentor} leads at most {many('group')} ({load}max_groups)",
            "max_mentees": lambda: f"{mentor} has at most {many('mentee')} ({load}max_mentees)",
            "groups.max_size": lambda: f"a group has at most {many('mentee')} (groups.max_size)",
            "groups.min_size": lambda: f"a group has at least {many('mentee')} (groups.min_size)",
            "schedule.max_groups_per_slot": lambda: (
                f"at most {many('group')} {'meets' if before == '1' else 'meet'} at one slot "
                "(schedule.max_groups_per_slot)"
            ),
            "groups.count": lambda: f"there {'is' if before == '1' else 'are'} exactly {many('group')} (groups.count)",
            "groups.everyone": lambda: "every mentee has a place (groups.everyone)",
            "require wish": lambda: f"{who} requires a mentor of gender {before}",
            "avoid": lambda: f"{who} avoids {self.name(one['other'])}",
            "constraint": lambda: (
                f"{CONSTRAINTS[one['detail']].format(who, self.name(one['other']))} (a constraint, {one['detail']})"
            ),
            "lock": lambda: str(before),
            "gender.no_lone": lambda: f"nobody is the only mentee of gender {before} (gender.no_lone)",
            "gender.pair": lambda: f"{PAIRS[str(before)]} (gender.pair)",
            "eligible": lambda: f"mentees and their mentors fit in {before} (eligible)",
            "pair": lambda: f"the two mentors of a group suit each other in {before} (pair)",
            "mix": lambda: f"a group has {one['detail']} in {before} (mix)",
        }
        return told[kind]()

    # The whole -------------------------------------------------------------------------------------------------------

    def whole(self, told: Plain) -> Iterator[str]:
        mentees = told["placed"] + len(told["left_out"])
        groups, score = english(told["groups"], "group"), points(told["objective"])
        yield f"{groups}, {told['placed']} of {english(mentees, 'mentee')} placed, {score}."
        if told["proved"]:
            by = {"total": "."}.get(self.mode, f" in the mode '{self.mode}'.")
            yield f"Proved best: no other grouping that keeps the rules is better{by}"
        elif self.mode == "total":
            yield f"Not proved best: this scores {score}, and none can score more than {told['bound']}."
        else:
            yield f"Not proved best in the mode '{self.mode}'."
        if told["moves_allowed"] is not None:
            yield f"All this is among groupings with at most {english(told['moves_allowed'], 'move')}."
        if self.mode != "total":
            counts = ", ".join(f"{people_call(name)}: {count}" for name, count in told["stages"])
            yield f"What counts first, in the mode '{self.mode}': {counts}."
        ranks = [f"choice {rank}: {count}" for rank, count in told["choices"].items() if rank != "unlisted"]
        unlisted = f"nobody they listed: {told['choices']['unlisted']}"
        if told["listed_nobody"]:
            unlisted += f" ({told['listed_nobody']} of {told['choices']['unlisted']} listed nobody)"
        yield f"Mentees by what they got: {', '.join([*ranks, unlisted])}."
        parts = in_a_row(f"{name} {value}" for name, value in told["parts"].items() if value)
        yield f"Points: {parts or 'none'}."
        if told["groups"] and not told["closed"]:
            yield "Every group has room left."
        if told["idle"]:
            yield f"{self.named(told['idle'])} {'leads' if len(told['idle']) == 1 else 'lead'} no group."
        if scarce := list(self.scarce(told)):
            yield "What is scarce:"
            yield from (f"- {line}" for line in scarce)
        yield from self.reliefs(told)

    def scarce(self, told: Plain) -> Iterator[str]:
        if told["full"]:
            verb = "is" if len(told["full"]) == 1 else "are"
            groups = english(told["groups"], "group")
            yield f"{len(told['full'])} of {groups} {verb} full ({in_a_row(told['full'], NAMES)})."
        if open_ := [group for group in told["closed"] if group not in told["full"]]:
            they = "it is" if len(open_) == 1 else "they are"
            which = f"{len(open_)} of {english(told['groups'], 'group')} can take nobody more before {they} full"
            yield f"{which} ({in_a_row(open_, NAMES)}): max_mentees of a mentor, or a lock, says so."
        if told["spent"]:
            lead = "leads" if told["spent"] == 1 else "lead"
            yield f"{english(told['spent'], 'mentor')} {lead} as many groups as they may."
        for mentor, count in told["first_wanted"][:WANTED]:
            yield f"{self.name(mentor)} is named first by {english(count, 'mentee')}, more than they can have."
        for slot in told["slots"]:
            mentors, mentees = english(slot["mentors"], "mentor"), english(slot["mentees"], "mentee")
            there = f"{mentors} who may lead and {mentees} can meet then"
            yield f"{slot['slot']}: {english(slot['groups'], 'group')}; {there}."
        if told["fewest"]:
            fewest = in_a_row((f"{self.name(own)} ({count})" for own, count in told["fewest"]), NAMES)
            yield f"Fewest mentors to choose from, by hours and rules: {fewest}."

    def reliefs(self, told: Plain) -> Iterator[str]:
        if told["reliefs"]:
            yield from self.gained()
            yield "What would help; each was solved, and the grouping found is told:"
        for one in told["reliefs"]:
            step = "other groups, with nothing changed" if one["step"] is None else self.step(one["step"])
            so: list[str] = []
            if one["placed"]:
                more = "more" if one["placed"] > 0 else "fewer"
                so.append(f"{english(abs(one['placed']), 'mentee')} {more} placed")
            so += [
                f"{people_call(stage['name'])}: {stage['after']} rather than {stage['before']}"
                for stage in one["stages"][:1]
            ]
            so += [changed(one["points"])] if one["points"] else []
            yield stopped(f"- {step[:1].upper()}{step[1:]}: {', '.join(so)}")
        if told["tried"]:
            yield stopped(f"What would not help, by itself: {'; '.join(map(self.step, told['tried']))}")

    # An intake -------------------------------------------------------------------------------------------------------

    def intake(self, told: Plain) -> Iterator[str]:
        if told.get("feasible"):
            yield "The rules can all hold: a grouping that keeps every one was found. `matcher solve` finds the best."
            return
        if "feasible" not in told:
            yield "In this time neither a grouping that keeps every rule was found, nor a proof that there is none."
            return
        yield "No assignment satisfies the rules."
        if told["counting"]:
            yield "Counting alone shows it:"
            yield from (f"- {begun(text)}." for text in told["counting"])
        clash = told.get("clash")
        if clash is not None:
            yield from self.clash(clash)
        if told["repairs"]:
            yield "What would make it possible, the smallest change first; each was solved:"
            yield from (f"- {self.repair(one)}" for one in told["repairs"])
        elif clash is not None:
            yield "No few changes were found, in this time, that make it possible."

    def clash(self, clash: Plain) -> Iterator[str]:
        if clash["minimal"]:
            yield "These cannot all hold. Without any one of them the others can:"
        else:
            yield "These cannot all hold; fewer of them may be enough, which the time did not suffice to show:"
        hours = [one["person"] for one in clash["members"] if one["kind"] == "one more hour"]
        rules = [self.rule(one) for one in clash["members"] if one["kind"] != "one more hour"]
        yield from (f"- {begun(text)}" for text in reversed(rules))
        if hours:
            whose = "one person" if len(hours) == 1 else f"{len(hours)} people"
            yield f"- The hours of {whose}, as they were given: {in_a_row(map(self.name, hours), NAMES)}"


def begun(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}" if text.split(" ", 1)[0].isalpha() else text


def both_or_all(others: Sequence[str]) -> str:
    """How somebody and these others are spoken of."""
    return f"{'both' if len(others) == 1 else 'all'} of them"


DENIED = (
    ("must not share", "may share"),
    ("does not fit", "fits"),
    ("is not the mentor", "is a mentor"),
    ("is not of", "is of"),
    ("leads no group", "leads a group"),
    ("may not have", "may have"),
    ("lacks the", "has the"),
    ("cannot take", "can take"),
)


def affirmed(phrase: str) -> str:
    """What a rule denies, affirmed: no mentor does so."""
    for no, yes in DENIED:
        phrase = phrase.replace(no, yes)
    return phrase


def about(phrase: str, who: str) -> str:
    """What a rule says of somebody to "them", with the name in its place."""
    words, told = phrase.split(" "), []
    for place, word in enumerate(words):
        if word in ("they", "them"):
            told.append(who)
        elif place and words[place - 1] == "they":
            told.append({"require": "requires", "are": "is"}.get(word, word))
        else:
            told.append(word)
    return " ".join(told)


class Explained(Reader):
    """Answers to "why"."""

    output = "explain"

    def __init__(self, facts: Facts, words: Words, where: str, reasons: Mapping[str, str] | None = None) -> None:
        super().__init__(facts, words)
        self.where = where
        self.names = called(facts.real_names)
        told = {one["id"]: one["reason"] for one in facts.result["unmatched"]}
        self.reasons = told if reasons is None else reasons

    def read(self, told: Plain, text: str, *, small: bool) -> None:
        """Read an answer, as data and as text; `small`: every grouping can be tried."""
        self.small = small
        so = self.so
        standing = self.standing() if "person" in told or "whole" in told else None
        self.check("standings", told.get("standing"), standing, self.where)
        sentences = Sentences(self.names, so.mode, so.mentors, standing or "")
        self.check("modes", told["mode"], so.mode, self.where)
        if "person" in told:
            right = list(sentences.person(told["person"]))
        elif "whole" in told:
            right = list(sentences.whole(told["whole"]))
        else:
            right = list(sentences.intake(told))
        right += [LATE] if told["cut_short"] else []
        self.check_all("sentences", text.splitlines(), right, self.where)
        if "person" in told:
            self.person(told["person"])
        elif "whole" in told:
            self.whole(told["whole"])

    def standing(self) -> str:
        """How good the groups are known to be."""
        so = self.so
        if so.moves_allowed is not None:
            return "few moves"
        return "proved best" if so.proved else "changed by hand" if so.edited else "not proved best"

    # The whole -------------------------------------------------------------------------------------------------------

    def whole(self, told: Plain) -> None:
        """Hold all that is told of the whole against what is so."""
        so, where = self.so, self.where
        right = {
            "proved": so.proved,
            "moves_allowed": so.moves_allowed,
            "objective": so.objective,
            "bound": max(so.bound, so.objective),
            "groups": len(so.groups),
            "placed": len(so.placed),
            "left_out": so.left_out,
            "idle": so.idle,
            "full": [one.id for one in so.groups if len(one.mentees) >= so.reading.program["groups"]["max_size"]],
            "closed": [group.id for group in so.groups if self._closed(group)],
            "spent": sum(bool(so.led[one]) and len(so.led[one]) >= self._most_groups(one) for one in so.mentors),
            "parts": self._parts(),
            "choices": self._choices(),
            "listed_nobody": sum(not so.reading.cell(own, "preferred_mentors") for own in so.placed),
            "stages": [list(one) for one in self._stages()],
            "slots": self._slots(),
            "fewest": self._fewest(),
        }
        for key, value in right.items():
            self.check(key, told[key], value, where)
        wanted = Counter(cell[0] for one in so.mentees if (cell := so.reading.cell(one, "preferred_mentors")))
        over = sorted(
            ([own, count] for own, count in wanted.items() if count > self._most(own)), key=lambda one: -one[1]
        )
        self.check("first choices", sorted(told["first_wanted"]), sorted(over), where)
        self.check("first choices", [one[1] for one in told["first_wanted"]], [one[1] for one in over], where)
        for one in told["reliefs"]:
            self._relief(one)
        for step in told["tried"]:
            self._useless(step)

    def _most(self, mentor: str) -> int:
        most = self.so.limit(mentor, "max_mentees")
        room = (self.so.limit(mentor, "max_groups") or 0) * self.so.reading.program["groups"]["max_size"]
        return min(room, len(self.so.mentees) if most is None else most)

    def _most_groups(self, mentor: str) -> int:
        """How many groups somebody may lead: no more than their mentees make groups of the least size."""
        groups, most = self.so.limit(mentor, "max_groups") or 0, self.so.limit(mentor, "max_mentees")
        return groups if most is None else min(groups, most // self.so.reading.program["groups"]["min_size"])

    def _closed(self, group: Group) -> bool:
        so = self.so
        locked = [lock for lock in so.reading.locks if lock["kind"] == "whole-group"]
        formed = (group.mentors, group.slot, group.mentees)
        loads = [(so.limit(one, "max_mentees"), len(so.mentees_of(one))) for one in group.mentors]
        return (
            len(group.mentees) >= so.reading.program["groups"]["max_size"]
            or any(most is not None and load >= most for most, load in loads)
            or any(oracle.keeps_lock(so.reading, lock, formed) for lock in locked)
        )

    def _parts(self) -> dict[str, int]:
        so, plain = self.so, self.so.plain
        names = {
            "mentees' wishes": "mentee_choice",
            "mentors' wishes": "mentor_choice",
            "preferred genders": "gender_wish",
            "co-mentors": "co_mentor_choice",
            "left out": "unmatched",
            "in common": "similarity",
        }
        each = alone(plain)
        names |= {told: name for name, told in SELDOM.items() if name in each}
        return {told: oracle.score({**plain, "program": each[name]}, so.formed) for told, name in names.items()}

    def _choices(self) -> dict[str, int]:
        counts = Counter(self.so.choice(mentee) for mentee in self.so.placed)
        ranks = sorted(rank for rank in counts if rank is not None)
        return {str(rank): counts[rank] for rank in ranks} | {"unlisted": counts[None]}

    def _stages(self) -> list[tuple[str, int]]:
        return list(zip(self._stage_names(), oracle.key(self.so.reading, self.so.formed), strict=False))

    def _stage_names(self) -> list[str]:
        so = self.so
        worst = max((len(so.reading.cell(one, "preferred_mentors")) for one in so.mentees), default=0)
        ranks = [f"choice {rank}" for rank in range(1, worst + 1)]
        bands = [f"band {number}" for number in range(so.reading.program["objective"]["levels"])]
        # Where everybody counts somewhere, the last count follows from the others.
        names: dict[str, list[str]] = {"total": [], "greedy": ranks, "fair": bands[:-1]}
        return names.get(so.mode, ["left out", "unlisted", *reversed(ranks[1:])])

    def now(self) -> tuple[int, ...]:
        """What the groups are worth, as groupings are compared."""
        return self._compared(self.so.reading, self.so.formed)

    def _compared(self, reading: oracle.Reading, formed: Sequence[oracle.Group]) -> tuple[int, ...]:
        *counts, score = oracle.worth(reading, formed)
        return (*counts[: len(self._stage_names())], score)

    def _slots(self) -> list[Plain]:
        so = self.so
        slots = list(so.reading.slots or ())
        leading = [one for one in so.mentors if self._may_lead(one)]
        rows = []
        for place, slot in enumerate(slots):
            groups = sum(so.reading.slot(group.slot) == slot for group in so.groups)
            told = {
                "slot": slot,
                "groups": groups,
                "mentors": so.free(leading, slot),
                "mentees": so.free(so.mentees, slot),
            }
            rows.append((place, told))
        rows.sort(key=lambda one: (-one[1]["groups"], -one[1]["mentees"], one[0]))
        size = so.reading.program["groups"]
        shown = [
            one
            for one in rows[:OPTION_SLOTS]
            if one[1]["groups"] or (one[1]["mentors"] >= so.fewest and one[1]["mentees"] >= size["min_size"])
        ]
        return [told for _, told in sorted(shown, key=lambda one: one[0])]

    def _may_lead(self, mentor: str) -> bool:
        most = self.so.limit(mentor, "max_mentees")
        least = self.so.reading.program["groups"]["min_size"]
        return bool(self.so.limit(mentor, "max_groups")) and (most is None or most >= least)

    def _seats(self) -> Iterator[tuple[tuple[str, ...], set[str]]]:
        """Each choice of mentors at each hour, with the mentees who may come; places for too few left out."""
        so, reading = self.so, self.so.reading
        least, most = (reading.program["groups"][one] for one in ("min_size", "max_size"))
        bound = {one: self._bound(one) for one in so.mentees}
        for mentors in reading.leaders():
            if oracle.leader_breaches(reading, mentors) or not all(map(self._may_lead, mentors)):
                continue
            room = min([most, *(limit for one in mentors if (limit := so.limit(one, "max_mentees")) is not None)])
            welcome = {one for one in so.mentees if not oracle.place_breaches(reading, mentors, one)}
            for slot in reading.slots or (None,):
                here = welcome if slot is None else {one for one in welcome if slot in reading.free[one]}
                if slot is not None and not all(slot in reading.free[one] for one in mentors):
                    continue
                open_to = here & self._let_in(mentors, slot)
                come = {one for one in open_to if bound[one] <= open_to and len(bound[one]) <= room}
                if len(come) >= least:
                    yield mentors, come

    def _let_in(self, mentors: tuple[str, ...], slot: str | None) -> set[str]:
        """Whom locks leave to mentors at an hour."""
        reading = self.so.reading
        let = {*self.so.mentees}
        for lock in reading.locks:
            met = {*mentors} == lock["mentors"] and lock["slot"] in (None, slot)
            single = any(self._most_groups(one) <= 1 for one in {*mentors} & lock["mentors"])
            if not met:
                let = set() if single else let - lock["mentees"]
            elif lock["kind"] == "whole-group" and (single or lock["slot"] is not None):
                let &= lock["mentees"]
        return let

    def _bound(self, mentee: str) -> set[str]:
        found = {mentee}
        while more := {one for two in self.so.reading.together if found & {*two} for one in two} - found:
            found |= more
        return found

    def _fewest(self) -> list[list[Any]]:
        so = self.so
        reach: dict[str, set[str]] = {one: set() for one in so.mentees}
        for mentors, come in self._seats():
            for mentee in come:
                reach[mentee] |= {*mentors}
        fewest = sorted(so.mentees, key=lambda one: len(reach[one]))[:FEWEST]
        return [[one, len(reach[one])] for one in fewest]

    # Other groupings -------------------------------------------------------------------------------------------------

    def worth(self, plain: Plain) -> tuple[int, ...] | None:
        """What the best grouping of an intake is worth, by counting all."""
        best = best_of(plain)
        return None if best is None else self._compared(oracle.read(plain), best.groups)

    def _relief(self, one: Plain) -> None:
        """What a looser setting makes of the whole: no more than the best there then is, and more than now."""
        if not self.small:
            return
        plain = self.so.plain if one["step"] is None else stepped(self.so.plain, one["step"])
        best = None if plain is None else self.worth(plain)
        if plain is None or best is None:
            return
        now, then = self.now(), self._compared(oracle.read(plain), self.so.formed)
        told = self._after(one["stages"], now, now[-1] + one["points"])
        self.check("what would help", then < told <= best, True, f"{self.where}, {one}: {then}, {told}, {best}")
        unchanged = best_of(self.so.plain)
        if one["step"] is not None and unchanged is not None:
            # Of what other groups alone would do, no change is given the credit.
            without = self._compared(oracle.read(plain), unchanged.groups)
            self.check("what would help", without < told, True, f"{self.where}, {one}: {without}, {told}")

    def _useless(self, step: Plain) -> None:
        if not self.small:
            return
        plain = stepped(self.so.plain, step)
        best = None if plain is None else self.worth(plain)
        if plain is not None:
            unchanged = best_of(self.so.plain)
            formed = self.so.formed if unchanged is None else unchanged.groups
            now = max(self._compared(oracle.read(plain), one) for one in (self.so.formed, formed))
            self.check("what would not help", best is None or best <= now, True, f"{self.where}, {step}: {now}, {best}")

    def _after(self, stages: Sequence[Plain], now: tuple[int, ...], score: int) -> tuple[int, ...]:
        """What is told of another grouping, as it is compared."""
        sign = 1 if self.so.mode == "greedy" else -1
        counts = list(now[:-1])
        names = self._stage_names()
        for stage in stages:
            place = names.index(stage["name"])
            self.check("stages", stage["before"], sign * counts[place], f"{self.where}, {stage['name']}")
            counts[place] = sign * stage["after"]
        return (*counts, score)

    # Somebody --------------------------------------------------------------------------------------------------------

    def person(self, told: Plain) -> None:
        """Hold all that is told of somebody against what is so."""
        so, own, where = self.so, told["person"], self.where
        self.check("roles", told["role"], "mentor" if own in so.mentors else "mentee", where)
        self.check("shares", told["share"], self.share(own), where)
        one_question = len(told["wishes"]) == 1 and told["reason"] is None
        right = None if own not in so.left_out or one_question else self.reasons.get(own)
        if own in so.mentors and told["reason"] is not None:
            found = re.fullmatch(r"Another group could be formed, (?P<another>.+)\.", told["reason"])
            wrong = ["no sentence"] if found is None else list(Reasons(so).another_of(own, found["another"]))
            self.check("reasons of idle mentors", wrong, [], where)
        else:
            self.check("reasons", told["reason"], right, where)
        if not one_question or own not in so.left_out:
            self.wishes(told)
        for wish in told["wishes"]:
            self.wish(own, wish)
        for repair in told["repairs"]:
            self.repair(own, repair)

    def share(self, own: str) -> Plain:
        return self._share(own, self.so.groups)

    def _share(self, own: str, groups: Sequence[Group]) -> Plain:
        so, reading = self.so, self.so.reading
        mine = [group for group in groups if own in (*group.mentors, *group.mentees)]
        share: Plain = {"groups": [group.slot for group in mine], "choice": None, "mentees": None}
        share |= {"listed": None, "mentee_points": None, "named": None}
        if own in so.mentees:
            share["with_whom"] = list(mine[0].mentors) if mine else []
            share["named"] = len(reading.cell(own, "preferred_mentors"))
            share["points"] = sum(reading.scores[own, one] for one in share["with_whom"])
            share["choice"] = oracle.choice(reading, own, share["with_whom"]) if mine else None
            return share
        mentees = [one for group in mine for one in group.mentees]
        share["with_whom"] = [one for group in mine for one in group.mentors if one != own]
        weights = reading.program["weights"]
        ranks = [reading.rank(own, "preferred_mentees", one) for one in mentees]
        share["mentee_points"] = weights["mentor_choice"] * sum(map(reading.points, ranks))
        share["points"] = share["mentee_points"] + self._of_co_mentors(own, share["with_whom"])
        share["mentees"] = len(mentees)
        share["listed"] = sum(one in reading.cell(own, "preferred_mentees") for one in mentees)
        return share

    def wishes(self, told: Plain) -> None:
        """That every wish is told, in the order of the lists, and none besides; of one question, that it is one."""
        reading, own = self.so.reading, told["person"]
        kinds = [("preferred mentor", "preferred_mentors")]
        if own in self.so.mentors:
            kinds = [("preferred mentee", "preferred_mentees"), ("preferred co-mentor", "preferred_co_mentors")]
        right: list[tuple[Any, ...]] = [("a place", None, None, None)] if own in self.so.left_out else []
        for kind, column in kinds:
            right += [(kind, other, rank, None) for rank, other in enumerate(reading.cell(own, column), 1)]
        wish = reading.wish(own) if own in self.so.mentees else None
        if wish is not None:
            kind = {"require": "required gender", "prefer": "preferred gender"}[wish[0]]
            right.append((kind, None, None, wish[1]))
        right += [("avoid", other, None, None) for other in reading.cell(own, "avoid")]
        said = [(one["kind"], one["other"], one["rank"], one["gender"]) for one in told["wishes"]]
        if self.where.startswith("two"):
            self.check("questions", len(said), 1, self.where)
            (kind, other, rank, _), same = said[0], [one[:3] for one in right]
            self.check("questions", kind == "together" or (kind, other, rank) in same, True, self.where)
        else:
            self.check_all("wishes", said, right, self.where)

    def wish(self, own: str, wish: Plain) -> None:
        """Hold what became of a wish."""
        so, where = self.so, f"{self.where}, {wish['kind']} {wish['other']}"
        true = self._true(own, wish)
        if wish["kind"] == "avoid":
            self.check("outcomes", wish["outcome"], "met", where)
            return
        met = any(map(true, so.groups))
        self.check("outcomes", wish["outcome"] == "met", met, where)
        closed = [group.id for group in so.groups if wish["other"] in group.mentors and self._closed(group)]
        has_price = wish["price"] is not None
        right = closed if has_price and wish["kind"] == "preferred mentor" else []
        self.check("closed groups", wish["closed"], right, where)
        self.check("prices", has_price, wish["outcome"].startswith("possible"), where)
        if wish["obstacle"] is not None:
            self.obstacle(own, wish)
        if wish["price"] is not None:
            self.price(wish["price"], true, where)
        if self.small and not met:
            self.tried(own, wish, where)

    def _true(self, own: str, wish: Plain) -> Callable[[Group], bool]:
        """Whether a group is one in which a wish is met."""
        other, reading = wish["other"], self.so.reading
        if wish["kind"] == "a place":
            return lambda group: own in group.mentees
        if "gender" in wish["kind"]:
            suited = {one for one in self.so.mentors if reading.gender(one) == wish["gender"]}
            return lambda group: own in group.mentees and not suited.isdisjoint(group.mentors)
        return lambda group: {own, other} <= {*group.mentors, *group.mentees}

    def price(self, price: Plain, true: Callable[[Group], bool], where: str) -> None:
        """Hold a price: its group keeps the rules that a group can break, and everybody named has what they have."""
        so, reading = self.so, self.so.reading
        group = Group("", price["slot"], tuple(price["mentors"]), tuple(price["mentees"]))
        self.check("prices", true(group), True, f"{where}, its group")
        sides = {*group.mentors} <= {*so.mentors} and {*group.mentees} <= {*so.mentees}
        self.check("ids", sides, True, f"{where}, its group")
        broken = oracle.leader_breaches(reading, group.mentors) + oracle.member_breaches(reading, group.mentees)
        broken += [text for one in group.mentees for text in oracle.place_breaches(reading, group.mentors, one)]
        broken += oracle.slot_breaches(reading, group.slot, (*group.mentors, *group.mentees))
        self.check("prices", broken, [], f"{where}, its group")
        self._after(price["stages"], self.now(), 0)
        told = {one["person"]: one for one in (*price["worse"], *price["better"])}
        # Whoever is with other mentors there, or at another hour, moves.
        now = [
            {*one.mentors, *one.mentees}
            for one in so.groups
            if (one.slot, {*one.mentors}) == (group.slot, {*group.mentors})
        ]
        fewest = sum(not any(own in people for people in now) for own in (*group.mentors, *group.mentees))
        self.check("moves", price["moved"] >= fewest, True, f"{where}: {price['moved']}, at least {fewest}")
        for own, one in told.items():
            self.difference(own, one, one in price["better"], where)
        self.leading_then({own: one["after"] for own, one in told.items()}, where)
        for own in (*group.mentees, *group.mentors):
            before = self.share(own)
            if own in told:
                after = told[own]["after"]
                right = group.slot in after["groups"]
                if own in so.mentees:
                    right = right and after["with_whom"] == list(group.mentors)
                self.check("prices", right, True, f"{where}, {own} in its group")
            elif own in so.mentees:
                after = self._share(own, [group])
                worth = [(bool(one["groups"]), one["choice"], one["points"]) for one in (before, after)]
                self.check("prices", worth[0], worth[1], f"{where}, {own} in its group")

    def leading_then(self, after: Mapping[str, Plain], where: str) -> None:
        """Hold with whom mentors would lead against what is told of their partners and of their mentees."""
        mentors = self.so.mentors
        for own, share in after.items():
            for partner in share["with_whom"] if own in mentors else ():
                self.check("prices", partner in mentors and partner != own, True, f"{where}, {own} with {partner}")
                if partner in after:
                    self.check("prices", own in after[partner]["with_whom"], True, f"{where}, {own} with {partner}")
            for mentor in share["with_whom"] if own not in mentors else ():
                if mentor in after:
                    others = {*share["with_whom"]} - {mentor}
                    self.check("prices", others <= {*after[mentor]["with_whom"]}, True, f"{where}, {own}, {mentor}")

    def difference(self, own: str, one: Plain, better: bool, where: str) -> None:
        so, reading = self.so, self.so.reading
        self.check("shares", one["before"], self.share(own), f"{where}, {own} now")
        self.check("roles", one["role"], "mentor" if own in so.mentors else "mentee", f"{where}, {own}")
        self.check("differences", one["better"], better, f"{where}, {own}")
        before, after = one["before"], one["after"]
        there = [own, *(after["with_whom"] if own in so.mentees else ())]
        hours = [slot in reading.free[other] for slot in after["groups"] if slot is not None for other in there]
        self.check("hours", all(hours), True, f"{where}, {own} then: {after}")
        if own in so.mentees:
            formed = [Group("", slot, tuple(after["with_whom"]), (own,)) for slot in after["groups"]]
            self.check("shares", after, self._share(own, formed), f"{where}, {own} then")
            worth = [
                (bool(share["groups"]), -(share["choice"] or len(so.mentors) + 1), share["points"])
                for share in (before, after)
            ]
        else:
            worth = [(share["points"], 0, 0) for share in (before, after)]
            sizes = (reading.program["groups"][size] for size in ("min_size", "max_size"))
            least, most = (len(after["groups"]) * size for size in sizes)
            numbers = max(least, after["listed"] or 0) <= (after["mentees"] or 0) <= most
            self.check("shares", numbers, True, f"{where}, {own} then")
            right = after["mentee_points"] in self._earned(own, after)
            self.check("shares", right, True, f"{where}, {own} then: {after}")
            beside = after["points"] - after["mentee_points"]
            self.check("shares", beside, self._of_co_mentors(own, after["with_whom"]), f"{where}, {own} then: {after}")
        self.check("differences", worth[1] > worth[0], better, f"{where}, {own}")

    def _earned(self, mentor: str, share: Plain) -> set[int]:
        """What so many of those on a mentor's list can be worth to them."""
        reading, weights = self.so.reading, self.so.reading.program["weights"]
        ranks = range(1, len(reading.cell(mentor, "preferred_mentees")) + 1)
        return {
            weights["mentor_choice"] * sum(map(reading.points, chosen))
            for chosen in combinations(ranks, share["listed"] or 0)
        }

    def _of_co_mentors(self, mentor: str, with_whom: Sequence[str]) -> int:
        """What these co-mentors are worth to a mentor."""
        reading = self.so.reading
        ranks = [reading.rank(mentor, "preferred_co_mentors", one) for one in with_whom]
        return int(reading.program["weights"]["co_mentor_choice"] * sum(map(reading.points, ranks)))

    def tried(self, own: str, wish: Plain, where: str) -> None:
        """Hold what a wish would cost against all groupings in which it is met."""
        now = self.now()
        best = max(
            (worth for plain in self.forced(own, wish) if (worth := self.worth(plain)) is not None), default=None
        )
        if wish["outcome"] in ("forbidden", "impossible"):
            self.check("outcomes", best, None, f"{where}: {wish['outcome']}")
            return
        if wish["price"] is None:
            return
        price = wish["price"]
        told = self._after(price["stages"], now, now[-1] - price["points"])
        self.check("prices", best is not None and told <= best, True, f"{where}: {told}, {best}")
        if price["at_least"] == price["points"]:
            self.check("prices", told, best, f"{where}, proved")
        elif price["at_least"] is not None and best is not None:
            self.check("prices", now[-1] - price["at_least"] >= best[-1], True, f"{where}, at least")
        there = self.worth(self._locked(price["mentors"], price["mentees"], price["slot"]))
        self.check("prices", there is not None and there >= told, True, f"{where}, with its group: {told}, {there}")
        outcome = "at no cost" if told == now else "at a price" if told < now else "and better"
        self.check("outcomes", wish["outcome"].endswith(outcome), True, where)

    def forced(self, own: str, wish: Plain) -> Iterator[Plain]:
        """Intakes in which a wish is met whatever else is, so that the best of theirs is the best with it."""
        so, other = self.so, wish["other"]
        mentees = [one for one in (own, other) if one in so.mentees]
        mentors = {one for one in (own, other) if one in so.mentors}
        suited = {one for one in so.mentors if so.reading.gender(one) == wish["gender"]}
        for leaders in so.reading.leaders():
            if mentors <= {*leaders} and ("gender" not in wish["kind"] or suited & {*leaders}):
                yield self._locked(leaders, mentees)

    def _locked(self, mentors: Sequence[str], mentees: Sequence[str], slot: str | None = None) -> Plain:
        """The intake with a group of these in it: just these at an hour, where one is named."""
        plain = deepcopy(self.so.plain)
        lock = {"kind": "mentees", "mentors": ";".join(mentors), "mentees": ";".join(mentees)}
        if slot is not None:
            lock |= {"kind": "whole-group", "slot": slot}
        plain["locks"] = [*(plain.get("locks") or ()), lock]
        return plain

    # What stands against it ------------------------------------------------------------------------------------------

    def against_all(self, own: str, suited: Sequence[str], told: Plain, where: str) -> None:
        """Hold what is said of all mentors of a gender against each of them."""
        reading, barrier, free = self.so.reading, told["barrier"], self._together_free
        self.check("obstacles", {*told["people"]} & {*suited}, set(), where)
        shared = {one: {*free(own)} & {*free(one)} for one in suited}
        if barrier == "hours":
            self.check("hours", told["hours"], self._free([own]), where)
            self.check("hours", [one for one in suited if self._free([own, one])], [], where)
        elif barrier == "bound":
            self.mates([own], suited, told, where)
        elif barrier == "no co-mentor" and told["hours"]:
            self.check("hours", {*told["hours"]}, set().union(*shared.values()), where)
        elif barrier == "not free":
            self.check("hours", [free(one) for one in told["people"] or suited if free(one)], [], where)
        elif barrier == "rule" and told["rule"] == "apart":
            self.check("obstacles", [one for one in suited if {own, one} not in reading.apart], [], where)
        elif barrier == "rule":
            self.check("obstacles", [one for one in suited if not self._stands(told, own, one)], [], where)
        elif barrier == "leads no group":
            self.check("obstacles", [one for one in suited if self._may_lead(one)], [], where)
        elif barrier == "too few mentees":
            self.check("obstacles", told["needed"], reading.program["groups"]["min_size"], where)
            self.check("obstacles", (told["number"] or 0) < told["needed"], True, where)

    def obstacle(self, own: str, wish: Plain) -> None:
        """Hold hours, people and rules of what stands against a wish."""
        so, reading, told = self.so, self.so.reading, wish["obstacle"]
        where, barrier = f"{self.where}, {wish['kind']} {wish['other']}", told["barrier"]
        if told["of_none"] is not None:
            self.check("obstacles", told["of_none"], affirmed(told["phrase"]), where)
        if wish["other"] is None:
            suited = [one for one in so.mentors if reading.gender(one) == wish["gender"]]
            self.check("obstacles", barrier == "nobody", not suited, where)
            if told["mentor"] is None:
                self.against_all(own, suited, told, where)
                return
            self.check("obstacles", told["mentor"] in suited and len(suited) > 1, True, where)
        pair = (own, wish["other"] or told["mentor"])
        mentees = [one for one in pair if one in so.mentees]
        self.check("obstacles", told["mentee"], mentees[0] if len(mentees) == 1 else None, where)
        self.check("locks", [lock for lock in told["locks"] if lock not in so.locks_told], [], where)
        self.check("locks", bool(told["locks"]), told["rule"] == "locks", where)
        if barrier == "hours":
            self.check("obstacles", {*told["people"]}, {*pair}, where)
            free = [self._free([one]) for one in told["people"]]
            self.check("hours", [told["hours"], told["other_hours"]], free, where)
            self.check("hours", {*free[0]} & {*free[1]}, set(), where)
        elif barrier == "no co-mentor":
            both = [slot for slot in self._together_free(pair[0]) if slot in self._together_free(pair[1])]
            self.check("hours", told["hours"], both, where)
            self.check("obstacles", {*told["people"]}, set().union(*map(self._bound, mentees)) - {*mentees}, where)
        elif barrier == "bound":
            self.mates(mentees, [one for one in pair if one in so.mentors], told, where)
        elif barrier == "not free":
            self.check("hours", [bool(self._together_free(one)) for one in told["people"]], [False], where)
        elif barrier == "rule" and told["rule"] == "apart":
            avoiding = [one for one, two in (pair, pair[::-1]) if two in reading.cell(one, "avoid")]
            self.check("obstacles", {*pair} in reading.apart, True, where)
            self.check("obstacles", sorted(told["people"]), sorted(avoiding), where)
        elif barrier == "rule":
            self.check("obstacles", self._stands(told, *pair), True, f"{where}: {told['phrase']}")
        elif barrier == "one mentor a group":
            self.check("obstacles", reading.program["groups"]["mentors"], 1, where)
        elif barrier == "leads no group":
            self.check("obstacles", [self._may_lead(one) for one in told["people"]], [False], where)
        elif barrier == "too few mentees":
            self.check("obstacles", told["needed"], reading.program["groups"]["min_size"], where)
            self.check("obstacles", (told["number"] or 0) < told["needed"], True, where)

    def mates(self, mentees: Sequence[str], mentors: Sequence[str], told: Plain, where: str) -> None:
        """Hold what is said of those who come with a mentee (of two, with either): against the mentors, or never."""
        if told["apart_through"]:
            self.apart_through(mentees, told, where)
            return
        mates, bound = told["people"], set().union(*map(self._bound, mentees)) - {*mentees}
        if told["number"] is not None:
            most = self.so.reading.program["groups"]["max_size"]
            self.check("obstacles", [{*mates}, told["number"]], [bound, len(bound) + len(mentees)], where)
            self.check("obstacles", [told["needed"], told["number"] > most], [most, True], where)
            return
        self.check("obstacles", {*mates} <= bound, True, f"{where}: {mates} must be with {mentees}")
        self.check("obstacles", bool(mates), True, where)
        if told["rule"] == "mentees per mentor":
            come = len(bound) + len(mentees)
            limits = [self.so.limit(one, "max_mentees") for one in mentors]
            self.check("obstacles", [one for one in limits if one is None or one >= come], [], f"{where}: {come} come")
        elif told["phrase"] is not None:
            free_of = [one for one in mentors for mate in mates if not self._stands(told, mate, one)]
            self.check("obstacles", free_of, [], f"{where}: {mates} {told['phrase']}")
        elif told["hours"]:
            hours = {slot for one in mentors for slot in self._free([*mentees, one])} if mentors else None
            right = [slot for slot in self._free(mentees) if hours is None or slot in hours]
            self.check("hours", told["hours"], right, where)
            self.check("hours", {*right} & {*self._free(mates)}, set(), f"{where}: {mates}")
        else:
            self.check("hours", self._free([*mentees, *mates]), [], f"{where}: {mates}")

    def apart_through(self, mentees: Sequence[str], told: Plain, where: str) -> None:
        """Hold who keeps two mentees apart: two who must not share a group, each bound to one of them."""
        through, reading = told["apart_through"], self.so.reading
        self.check("obstacles", {own for _, own in through}, {*mentees}, where)
        self.check("obstacles", [mate for mate, own in through if mate not in {own, *self._bound(own)}], [], where)
        self.check("obstacles", any(mate != own for mate, own in through), True, where)
        (one, _), (two, _) = through
        avoiding = [mine for mine, theirs in ((one, two), (two, one)) if theirs in reading.cell(mine, "avoid")]
        self.check("obstacles", {one, two} in reading.apart, True, where)
        self.check("obstacles", sorted(told["people"]), sorted(avoiding), where)

    def _free(self, people: Sequence[str]) -> list[str]:
        """Hours at which all of these can meet, whomever else they must be together with."""
        return [
            slot for slot in self.so.reading.slots or () if all(slot in self.so.reading.free[one] for one in people)
        ]

    def _together_free(self, own: str) -> list[str]:
        """Hours at which somebody can meet, with all whom they must be together with."""
        people = self._bound(own) if own in self.so.mentees else {own}
        return [
            slot for slot in self.so.reading.slots or () if all(slot in self.so.reading.free[one] for one in people)
        ]

    def _stands(self, told: Plain, one: str, two: str) -> bool:
        """Whether a rule that is told stands against two people: locks, or what is asked of mentors and mentees."""
        if told["rule"] != "locks":
            return self._broken(one, two)
        reading, people = self.so.reading, {one, two}
        mentees = people & {*self.so.mentees}
        whole = [{*lock["mentees"]} for lock in reading.locks if lock["kind"] == "whole-group"]
        if any(mentees & those and not mentees <= those for those in whole):
            return True
        return not any(mentees <= come and people - mentees <= {*chosen} for chosen, come in self._seats())

    def _broken(self, one: str, two: str) -> bool:
        """Whether a rule stands against two people in every choice of mentors."""
        reading, mentees = self.so.reading, [own for own in (one, two) if own in self.so.mentees]
        mentors = {one, two} - {*mentees}
        choices = [chosen for chosen in reading.leaders() if mentors <= {*chosen}]
        return all(
            oracle.leader_breaches(reading, chosen)
            or any(oracle.place_breaches(reading, chosen, own) for own in mentees)
            for chosen in choices
        )

    def repair(self, own: str, repair: Plain) -> None:
        """Hold what a change would do for somebody left out against the best there then is."""
        plain: Plain | None = self.so.plain
        for step in repair["steps"]:
            plain = None if plain is None else stepped(plain, step)
        if not self.small or plain is None:
            return
        where = f"{self.where}, {repair['steps']}"
        self.check("repairs", repair["left_out"] <= len(self.so.left_out) - 1, True, where)
        base = oracle.read(plain)
        must = [*self.so.placed, own]
        best = max((found for one in self._with_all(plain, must) if (found := best_of(one)) is not None),
                   key=lambda found: found.objective, default=None)  # fmt: skip
        self.check("repairs", best is not None, True, where)
        if best is not None and self.so.mode == "total":
            self.check("repairs", self.so.objective + repair["points"] <= oracle.score(base, best.groups), True, where)

    def _with_all(self, plain: Plain, must: Sequence[str]) -> Iterator[Plain]:
        """The intake with so great a cost of leaving somebody out that those who must be placed are, if they can be."""
        changed_ = deepcopy(plain)
        if {*must} >= {row["id"] for row in plain["mentees"]}:
            changed_["program"].setdefault("groups", {})["everyone"] = True
        yield changed_

    # An intake -------------------------------------------------------------------------------------------------------


def ruled(one: oracle.Table) -> tuple[str, str] | None:
    """The column and rule of a table of `eligible` or `pair`; None of a wish."""
    return None if one.get("weight") else (one["column"], one["rule"])


def mixed(one: oracle.Table) -> tuple[str, str] | None:
    """The column of a mix, and what it asks; None of one that is a cost."""
    told = f"{mix_asked(one)} with {some(oracle.items(one['values']), last='or')}"
    return None if one.get("weight") else (one["column"], told)


def stepped(plain: Plain, step: Plain) -> Plain | None:
    """An intake after a change; None for a change that is not tried here."""
    plain = deepcopy(plain)
    program, kind, who, after = plain["program"], step["kind"], step["person"], step["after"]
    if kind in ("groups.max_size", "groups.min_size", "groups.count", "schedule.max_groups_per_slot"):
        table, name = kind.split(".")
        program.setdefault(table, {})[name] = None if after is None else int(after)
        if after is None:
            del program[table][name]
    elif kind == "gender.pair":
        program["gender"] = {**program.get("gender", {}), "pair": "any"}
    elif kind in ("pair", "eligible"):
        rules = program[kind]
        gone = next(one for one in rules if ruled(one) == (step["before"], step["detail"]))
        program[kind] = [one for one in rules if one is not gone]
    elif kind == "mix":
        gone = next(one for one in program["mix"] if mixed(one) == (step["before"], step["detail"]))
        program["mix"] = [one for one in program["mix"] if one is not gone]
    elif kind == "gender.no_lone":
        lone = program["gender"]["no_lone"]
        program["gender"]["no_lone"] = [one for one in lone if " ".join(one.split()).casefold() != step["before"]]
    elif kind in ("max_groups", "max_mentees") and who is not None and after is not None:
        for row_ in plain["mentors"]:
            if row_["id"] == who:
                row_[kind] = int(after)
    elif kind == "avoid":
        for row_ in (*plain["mentors"], *plain["mentees"]):
            if row_["id"] == who:
                row_["avoid"] = [one for one in oracle.items(row_.get("avoid")) if one != step["other"]]
    else:
        return None
    return plain


def read_explained(case: Case, made: Texts) -> Reader:
    """Read every answer that was asked for of a case."""
    facts = Facts(case.plain, case.told)
    whole = Reader(facts, Words("en"))
    small = len(facts.mentees) <= TOO_MANY and len(facts.mentors) <= TOO_MANY and case.number % 4 != 3
    for where, *_ in asked(case):
        reader = Explained(facts, whole.words, where, reasons_told(case))
        told = json.loads(made[f"{where}.json"])
        reader.read(told, made[f"{where}.txt"], small=small)
        whole.facts += reader.facts
        whole.faults += reader.faults
    return whole


def read_impossible(number: int, made: Texts) -> Reader:
    """Read why an intake permits nothing, or that it permits something."""
    plain = impossible(number)
    told = json.loads(made["intake.json"])
    nothing = {"groups": [], "unmatched": []}
    reader = Intakes(Facts(plain, nothing), Words("en"), f"intake {number}")
    reader.read(told, made["intake.txt"], small=len(plain["mentees"]) <= TOO_MANY)
    reader.intake(told)
    return reader


class Intakes(Explained):
    """Why an intake permits nothing."""

    def intake(self, told: Plain) -> None:
        """Hold what stands against every grouping: that there is none, each rule and number, each remedy."""
        so, where = self.so, self.where
        if self.small:
            possible = best_of(so.plain) is not None
            self.check("possible", told.get("feasible"), possible, where)
        counting = Counting(so, self.words, where)
        counting.read(told["counting"])
        self.facts += counting.facts
        self.faults += counting.faults
        for step in (told.get("clash") or {"members": []})["members"]:
            self.setting(step)
        for repair in told["repairs"]:
            plain: Plain | None = so.plain
            for step in repair["steps"]:
                self.setting(step)
                plain = None if plain is None else stepped(plain, step)
            if self.small and plain is not None:
                self.check("repairs", best_of(plain) is not None, True, f"{where}, {repair['steps']}")

    def setting(self, step: Plain) -> None:
        """That a rule or wish which is told is in the intake, with the number told."""
        reading, kind, where = self.so.reading, step["kind"], f"{self.where}, {step}"
        who, before = step["person"], step["before"]
        if who is not None:
            self.check("ids", who in reading.rows, True, where)
        table, _, name = kind.partition(".")
        if kind in ("max_groups", "max_mentees"):
            usual = reading.program["load"][kind] if who is None else reading.limit(who, kind)
            self.check("settings", before, str(usual), where)
        elif kind == "gender.no_lone":
            lone = [" ".join(str(one).split()).casefold() for one in reading.program["gender"]["no_lone"]]
            self.check("settings", before in lone, True, where)
        elif kind == "groups.everyone":
            self.check("settings", reading.program["groups"]["everyone"], True, where)
        elif name:
            self.check("settings", before, str(reading.program[table][name]), where)
        elif kind == "require wish":
            self.check("wishes", reading.wish(who or ""), ("require", before), where)
        elif kind == "avoid":
            self.check("wishes", step["other"] in reading.cell(who or "", "avoid"), True, where)
        elif kind == "constraint":
            rows = {(row_["kind"].casefold(), row_["a"], row_["b"]) for row_ in self.so.plain["constraints"]}
            self.check("constraints", (step["detail"], who, step["other"]) in rows, True, where)
        elif kind in ("pair", "eligible"):
            self.check("settings", (before, step["detail"]) in map(ruled, getattr(reading, kind)), True, where)
        elif kind == "mix":
            self.check("settings", (before, step["detail"]) in map(mixed, reading.mix), True, where)


# What is read -------------------------------------------------------------------------------------------------------


def _made(case: Case, folder: Path) -> Texts:
    write_explained(case, folder)
    return texts_of(folder)


OUTPUTS = (Output("explain", _made, read_explained, has=lambda case: bool(asked(case))),)
