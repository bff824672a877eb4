"""Explanations in words that a coordinator would use: each record becomes a sentence or two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from shlex import quote
from types import MappingProxyType

from matcher.intake.words.findings import count_of
from matcher.result.records import stage_called
from matcher.text import ended
from matcher.why.answers.records import (
    Away,
    Difference,
    Obstacle,
    Outcome,
    PersonExplained,
    Price,
    Role,
    Share,
    StageChange,
    Standing,
    Whereabouts,
    Wish,
    WishKind,
)
from matcher.why.answers.steps import Clash, Repair, Step
from matcher.why.costs.bills import loss_told
from matcher.why.wording.naming import MOST_PEOPLE, Names, listed
from matcher.why.wording.never_together import obstacle_told
from matcher.why.wording.steps import rule_told, step_told

__all__ = ["Words"]


class Words:
    """The sentences of one intake.

    Parameters
    ----------
    names
        Each person's name by id.
    mode
        ``objective.mode`` of the program.
    standing
        How good the result is known to be; None where there is none.
    """

    def __init__(self, names: dict[str, str], mode: str, standing: Standing | None = None) -> None:
        self._names = Names(names)
        self._mode = mode
        self._standing = standing

    def name(self, person: str | None) -> str:
        """Return somebody's name."""
        return self._names.name(person)

    def named(self, people: Sequence[str]) -> str:
        """Return people as a list in words, some of them where there are many."""
        return self._names.named(people)

    # What somebody has -----------------------------------------------------------------------------------------------

    def share(self, explained: PersonExplained) -> str:
        """Say what somebody got."""
        who, share = self.name(explained.person), explained.share
        if not share.groups:
            said = "leads no group" if explained.role is Role.MENTOR else "is left out"
            return f"{who} {said}."
        if explained.role is Role.MENTEE:
            return ended(f"{who} is in the group of {self._place(share)}{_if_told(': {}', _choice(share))}")
        many = count_of(len(share.groups), "group")
        listed = f", {share.listed} of them on their own list" if explained.wishes else ""
        return f"{who} leads {many}{self._led(share)}, with {count_of(share.mentees or 0, 'mentee')}{listed}."

    def away(self, away: Away) -> str:
        """Say that somebody has left, and where they still stand."""
        said = "; ".join(filter(None, (away.when, away.reason)))
        left = f"{self.name(away.person)} has left{f' ({said})' if said else ''}"
        if away.stands is Whereabouts.INTAKE:
            return f"{left}: the groups were formed without that {away.role}, whom the intake still holds."
        if away.stands is Whereabouts.LEFT:
            return f"{left}: `matcher join INTAKE {quote(away.person)}` brings that {away.role} back."
        return f"{left}: the groups were formed without that {away.role}."

    def _place(self, share: Share) -> str:
        when = "" if share.groups[0] is None else f", {share.groups[0]}"
        return f"{self.named(share.with_whom)}{when}"

    def _led(self, share: Share) -> str:
        slots = [slot for slot in share.groups if slot is not None]
        others = f" with {self.named(share.with_whom)}" if share.with_whom else ""
        return f"{others}{f' ({listed(slots)})' if slots else ''}"

    # Wishes ----------------------------------------------------------------------------------------------------------

    def wish(self, person: str, wish: Wish) -> tuple[str, tuple[str, ...]]:
        """Return the head of a wish (``choice 1, Ada Okafor: met``), and the sentences below it."""
        head = f"{self._wished(wish)}: {self._outcome(wish)}"
        return head, tuple(filter(None, self._wish_told(person, wish)))

    def _wished(self, wish: Wish) -> str:
        other = self.name(wish.other)
        ranked = {
            WishKind.MENTOR: f"Choice {wish.rank}, {other}",
            WishKind.MENTEE: f"Mentee wished for, number {wish.rank}, {other}",
            WishKind.CO_MENTOR: f"Co-mentor wished for, number {wish.rank}, {other}",
            WishKind.PREFERRED_GENDER: f"Prefers a mentor of gender {wish.gender}",
            WishKind.REQUIRED_GENDER: f"Requires a mentor of gender {wish.gender}",
            WishKind.AVOID: f"Not with {other}",
            WishKind.TOGETHER: f"Together with {other}",
            WishKind.PLACE: "A place",
        }
        return ranked[wish.kind]

    def _outcome(self, wish: Wish) -> str:
        if wish.kind is WishKind.AVOID:
            return "kept"
        return {
            Outcome.MET: "met",
            Outcome.FORBIDDEN: "not possible",
            Outcome.IMPOSSIBLE: "not possible",
            Outcome.TIE: "possible at no cost",
            Outcome.PRICE: "possible at a price",
            Outcome.GAIN: "possible, and the whole would even be better",
            Outcome.OPEN: "not settled",
        }[wish.outcome]

    def _wish_told(self, person: str, wish: Wish) -> list[str]:
        if wish.outcome is Outcome.FORBIDDEN and wish.obstacle is not None:
            return [self.obstacle(person, wish, wish.obstacle)]
        if wish.outcome is Outcome.IMPOSSIBLE:
            searched = "Every way to form groups with it was searched, and none keeps all the rules."
            return [searched, "" if wish.clash is None else self._clash(wish.clash)]
        if wish.outcome is Outcome.OPEN:
            return ["The time was up before an answer was found; ask about this one by itself, or allow more time."]
        if wish.price is None:
            return []
        closed = ""
        if wish.closed:
            whose = f"The group of {self.name(wish.other)}" if len(wish.closed) == 1 else "Their groups"
            closed = f"{whose} can take nobody more."
        whom = "them" if wish.kind is WishKind.MENTOR else "the mentee"
        bills = [f"{group} has a place for {whom}; {loss_told(bill)}." for group, bill in wish.bills]
        return [closed, *bills, self._price(wish.price, wish.outcome), *self.differences(wish.price)]

    def _clash(self, clash: Clash) -> str:
        """Say which rules stand against a wish."""
        rules = [self.rule(step) for step in clash.members]
        if not rules:
            return ""
        few = "It cannot be together with" if clash.minimal else "Among these is what stands against it"
        return ended(f"{few}: {'; '.join(rules)}")

    def obstacle(self, person: str, wish: Wish, obstacle: Obstacle) -> str:
        """Say why two people can never share a group."""
        return obstacle_told(self._names, self.name(person), wish, obstacle)

    def _price(self, price: Price, outcome: Outcome) -> str:
        where = self._where(price)
        if outcome is Outcome.TIE:
            return f"Another grouping is just as good, and has it so{where}: a tie, and this result is one of several."
        if outcome is Outcome.GAIN:
            better = self._stages(price.stages) or f"the whole scores {count_of(-price.points, 'point')} more"
            return f"With it{where}, {better}. {_NOT_BEST[self._standing]}"
        stages = self._stages(price.stages)
        if stages:
            points = f"; the whole would score {_more_or_less(-price.points)}" if price.points else ""
            limit = (
                "" if price.exact else " This is the best grouping found with it, not proved to be the best there is."
            )
            return f"With it{where}, {stages}{points}.{limit}"
        return f"It would cost the whole {_cost(price)}{where}."

    def _where(self, price: Price) -> str:
        if not price.mentors:
            return ""
        slot = "" if price.slot is None else f", {price.slot}"
        return f" (in the group of {self.named(price.mentors)}{slot})"

    def _stages(self, stages: Sequence[StageChange]) -> str:
        """Say which counts that come first differ, up to the first two."""
        return " and ".join(f"{_stage(one)} rather than {one.before}" for one in stages[:2])

    def differences(self, price: Price) -> list[str]:
        """Say who has less, who more, and how many people move: all of it in the one grouping that was found."""
        lines = []
        for label, found in (("Worse off", price.worse), ("Better off", price.better)):
            if found:
                told = [self._difference(one) for one in found[:MOST_PEOPLE]]
                if more := len(found) - len(told):
                    told.append(f"{more} more")
                lines.append(ended(f"{label} in the grouping found: {'; '.join(told)}"))
        if not lines:
            lines.append("In the grouping found, nobody is better or worse off by their own wishes.")
        others = price.moved - len({one.person for one in (*price.worse, *price.better)})
        if others > 0:
            lines.append(f"In the grouping found, {count_of(price.moved, 'person moves', 'people move')} in all.")
        return lines

    def _difference(self, one: Difference) -> str:
        who, before, after = self.name(one.person), one.before, one.after
        if one.role is Role.MENTEE:
            if not after.groups:
                return f"{who} would be left out{_if_told(' (now {})', _choice(before))}"
            if not before.groups:
                return f"{who} would have a place{_if_told(' ({})', _choice(after))}"
            if before.choice != after.choice:
                return f"{who} ({_choice(after)} rather than {_choice(before)}{_though(one)})"
            change = after.points - before.points
            return f"{who} ({_if_told('still {}, but ', _choice(after))}{_more_or_less(change)})"
        return f"{who} ({self._mentor_difference(before, after, better=one.better)})"

    def _mentor_difference(self, before: Share, after: Share, *, better: bool) -> str:
        """Say what of a mentor's own wishes it is that they have more of, or less."""
        if not after.groups or not before.groups:
            return "would lead no group" if not after.groups else "would lead a group"
        sign = 1 if better else -1
        of_mentees = (after.mentee_points or 0) - (before.mentee_points or 0)
        of_mentors = after.points - before.points - of_mentees
        told = [_mentees_difference(before, after, better=better)] if sign * of_mentees > 0 else []
        if sign * of_mentors > 0:
            told.append(self._co_mentor_difference(before, after))
        return " and ".join(told)

    def _co_mentor_difference(self, before: Share, after: Share) -> str:
        """Say with whom a mentor leads more groups, and with whom fewer; with whom as many is not said."""
        then, now = Counter(after.with_whom), Counter(before.with_whom)
        more, fewer = then - now, now - then
        those, others = self.named(list(more)), self.named(list(fewer))
        if max(len(before.groups), len(after.groups)) == 1:
            if not (those and others):
                return f"would lead {_with(those)} rather than {_with(others)}"
            return f"would lead with {those} rather than {others}"
        if not more or not fewer:
            groups = count_of((more or fewer).total(), "group")
            return f"would lead {groups} {'more' if more else 'fewer'} with {those or others}"
        rather = "" if more.total() == fewer.total() else f"{fewer.total()} with "
        return f"would lead {count_of(more.total(), 'group')} with {those} rather than {rather}{others}"

    def gained(self) -> str | None:
        """Say that what changes gain against the result may not be theirs; None where it is proved best."""
        return _GAINED[self._standing]

    # Steps -----------------------------------------------------------------------------------------------------------

    def repair(self, repair: Repair) -> str:
        """Say what to change, and what that leads to."""
        done = " and ".join(self.step(step) for step in repair.steps) or "no change is needed, only other groups"
        told = []
        if repair.left_out is not None:
            some = f"in the grouping found, {_people(repair.left_out)} left out"
            told.append(some if repair.left_out else "nobody is left out")
        if repair.points:
            told.append(f"the whole scores {_more_or_less(repair.points)}")
        asked = ended(f"{done[:1].upper()}{done[1:]}")
        return f"{asked} Solved so: {' and '.join(told)}." if told else asked

    def step(self, step: Step) -> str:
        """Say what to change, as a request: ``raise groups.max_size from 10 to 11``."""
        return step_told(self._names, step)

    def rule(self, step: Step) -> str:
        """Say the rule or wish that a step would give up, as a statement: ``a group has at most 10 mentees``."""
        return rule_told(self._names, step)


_SOLVE_AGAIN = "This result is not the best there is: solve again, with more effort."
_NOT_BEST: MappingProxyType[Standing | None, str] = MappingProxyType(
    {
        None: _SOLVE_AGAIN,
        Standing.PROVED: _SOLVE_AGAIN,
        Standing.OPEN: _SOLVE_AGAIN,
        Standing.EDITED: "The groups, as they were changed by hand, are not the best there are.",
        Standing.FEW_MOVES: "This result was formed with few moves, and is not the best there is.",
    }
)
_WITHOUT = "part of what is gained below may be had without the change"
_GAINED: MappingProxyType[Standing | None, str | None] = MappingProxyType(
    {
        None: None,
        Standing.PROVED: None,
        Standing.OPEN: f"This result is not proved best: {_WITHOUT}.",
        Standing.EDITED: f"The groups, as they were changed by hand, are not proved best: {_WITHOUT}.",
        Standing.FEW_MOVES: f"This result was formed with few moves: {_WITHOUT}, where more people move.",
    }
)


def _with(whom: str) -> str:
    return f"with {whom}" if whom else "alone"


def _mentees_difference(before: Share, after: Share, *, better: bool) -> str:
    """Say what more, or less, a mentor has of the mentees on their list: how many, or how high they stand."""
    stand = f"{'higher' if better else 'lower'} on their list"
    if before.listed == after.listed:
        return f"mentees who stand {stand}"
    so_many = f"{after.listed} of the mentees they named rather than {before.listed}"
    return so_many if ((after.listed or 0) > (before.listed or 0)) == better else f"{so_many}, but {stand}"


def _choice(share: Share) -> str | None:
    """Say what of their list a mentee has; None of one who is placed and named nobody: they have no list."""
    if not share.groups:
        return "left out"
    if share.named == 0:
        return None
    return "nobody they listed" if share.choice is None else f"choice {share.choice}"


def _if_told(text: str, told: str | None) -> str:
    return "" if told is None else text.format(told)


def _though(one: Difference) -> str:
    """Say that points go the other way than the choice: both mentors count, and more than the list."""
    change = one.after.points - one.before.points
    if change == 0 or (change > 0) == one.better:
        return ""
    return f", though {_points(abs(change))} {'more' if change > 0 else 'less'}"


def _points(number: int) -> str:
    return count_of(number, "point")


def _people(number: int) -> str:
    return f"{count_of(number, 'mentee')} {'is' if number == 1 else 'are'}"


def _more_or_less(change: int) -> str:
    return f"{_points(abs(change))} {'more' if change > 0 else 'less'}" if change else "just as much"


def _cost(price: Price) -> str:
    if price.exact:
        return _points(price.points)
    least = price.at_least
    if least is not None and least > 0:
        return f"at least {_points(least)} and at most {_points(price.points)}"
    return f"at most {_points(price.points)}"


def _stage(change: StageChange) -> str:
    """Say a count that a mode puts first: ``11 mentees would have choice 1``."""
    who = count_of(change.after, "mentee")
    if change.name == "left out":
        return f"{who} would be left out"
    if change.name == "unlisted":
        return f"{who} would have nobody they listed"
    if change.name.startswith("band "):
        return f"{who} would be in {stage_called(change.name)}"
    return f"{who} would have {change.name}"
