"""The sentences of reasons: the form of each, and what has to be so where it is said."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence
from typing import NamedTuple

from matcher.checking.sayings.bills import Account
from matcher.checking.sayings.facts import GROUPS_NAMED, Facts
from matcher.intake.words.findings import all_of, count_of
from matcher.intake.words.listing import in_a_row, in_words
from matcher.result.saved_json import BY_HAND
from matcher.rules import RULES
from matcher.rules.rule import FormedGroup, slot_at
from matcher.text import ended

__all__ = ["in_known_words", "read_sentences"]

Found = re.Match[str]


def read_sentences(facts: Facts, mentee: str, reason: str) -> list[str] | None:
    """Return, a clause each, what is not so in what a mentee is told; None where it is in words that are not known."""
    told, besides = _parted(reason)
    for sentence in _SENTENCES:
        found = sentence.form.fullmatch(told)
        if found is not None:
            more = (one for last, wrong in besides for one in wrong(facts, mentee, last))
            return [*sentence.wrong(facts, mentee, found), *more]
    return None


def in_known_words(reason: str) -> bool:
    """Return whether a reason is one of the sentences in which every fact is looked up."""
    told, _ = _parted(reason)
    return any(sentence.form.fullmatch(told) for sentence in _SENTENCES)


Wrong = Callable[[Facts, str, Found], Iterator[str]]


def _parted(reason: str) -> tuple[str, list[tuple[Found, Wrong]]]:
    """Part a reason into its first sentence, and those that may come after it."""
    told, besides = reason, list[tuple[Found, Wrong]]()
    for form, wrong in ((_AT_OTHER_HOURS, _wrong_other_hours), (_ANOTHER_TOO, _another_too)):
        found = form.fullmatch(told)
        if found is not None:
            told = found["told"]
            besides.append((found, wrong))
    return told, besides


class _Sentence(NamedTuple):
    """What one sentence looks like, and what yields what is wrong in it."""

    form: re.Pattern[str]
    wrong: Wrong


# Lists --------------------------------------------------------------------------------------------------------------

_MORE = re.compile(r" and (\d+) more$")
_BETWEEN, _BETWEEN_APART = re.compile(", | and "), re.compile("; and |; ")
"""Between items, and between items some of which hold a comma."""


def _shown(listing: str) -> tuple[list[str], int]:
    """Part a list into what it shows and how many more it counts."""
    found = _MORE.search(listing)
    shown = listing if found is None else listing[: found.start()]
    return re.split(_BETWEEN_APART if "; " in shown else _BETWEEN, shown), 0 if found is None else int(found[1])


def _listed(items: Sequence[str], last: str = "and") -> str:
    """Return a list as it should be told: three items, and how many more."""
    return in_words(items, last, GROUPS_NAMED)


# What closes a group, and what is open ------------------------------------------------------------------------------

_CLOSED_BY = r"(?:(?:has|each have) (?:a mentor|somebody) who |(?:is|are) led by mentors who )"
_BLAMED = {
    "mentee": re.compile(r"(?:has|each have) somebody who "),
    "mentor": re.compile(r"(?:has|each have) a mentor who |(?:is|are) led by mentors who "),
}
"""Who of a group it is said to be for whom it is closed."""
_AGAINST_RULES = ("is led as no rule permits", "are led as no rule permits")
_UNMET = tuple(
    f"{who} {mentors} cannot" for who in ("meets when its", "meet when their") for mentors in ("mentor", "mentors")
)
_FULL = ("is full", "are full")


def _wrong_closed(facts: Facts, mentee: str, group: str, closed: str) -> Iterator[str]:
    """Yield where a group is not closed to a mentee by what is said: ``is full``."""
    if group not in facts.by_id:
        yield f"there is no group {group}"
        return
    if group not in facts.at_hours(mentee):
        yield f"{group} meets at {facts.by_id[group].slot}, when they are not free"
    phrase, size = re.sub(rf"^{_CLOSED_BY}", "", closed), len(facts.by_id[group].mentees)
    blamed = next((people for people, form in _BLAMED.items() if form.match(closed)), None)
    rules = facts.closing.get(phrase, ())
    if phrase in _AGAINST_RULES:
        if not facts.led_against_rules(group):
            yield f"{group} is led as the rules permit"
    elif phrase in _UNMET:
        if facts.mentors_meet(group):
            yield f"the mentors of {group} can meet then"
    elif phrase in _FULL and size < facts.max_size:
        yield f"{group} has {count_of(size, 'mentee')}, and {facts.max_size} may be in it"
    elif not rules:
        yield f"no rule says {closed!r} of groups"
    elif broken := facts.broken_by(group, [mentee], rules):
        if blamed is not None and not facts.blames(group, broken, blamed):
            yield f"it is no {blamed} of {group} of whom that is so"
    elif len(facts.coming(mentee)) == 1 or not facts.broken_by(group, facts.coming(mentee)):
        # Whoever must come too may be who cannot join.
        yield f"{group} is not closed by what is said of it"


def _wrong_place(facts: Facts, mentee: str, group: str, hour: str | None) -> Iterator[str]:
    """Yield where a group could not take a mentee and whoever must come too; `hour`: were they free then."""
    if group not in facts.by_id:
        yield f"there is no group {group}"
        return
    meets, slot = facts.by_id[group].slot, facts.slot_of[group]
    if hour is None and group not in facts.at_hours(mentee):
        yield f"{group} meets at {meets}, when they are not free"
    if hour is not None and (slot is None or facts.intake.slots[slot].text != hour):
        yield f"{group} meets at {meets}"
        return
    if hour is not None and slot is not None and facts.free(mentee)[slot]:
        yield f"they are free at {hour}"
    if facts.asked_about():
        own_hours = ("availability", (mentee,)) if hour is not None else None
        broken = facts.broken_by(group, facts.coming(mentee))
        told = sorted(str(breach) for breach in broken if (breach.rule, breach.people) != own_hours)
        if told:
            yield f"in {group} they would break a rule ({told[0]})"
        elif facts.led_against_rules(group):
            yield f"{group} is led as no rule permits"


def _wrong_others(facts: Facts, mentee: str, told: str | None) -> Iterator[str]:
    """Yield where those bound together with a mentee are others than told."""
    right = _listed(facts.coming(mentee)[1:])
    if (told or "") != right:
        yield f"they are bound together with {right or 'nobody'}"


def _come_to(groups: Sequence[str]) -> str:
    """Say to which groups a mentee could come."""
    if not groups:
        return "there is no group they could come to"
    which = "only group they could come to is" if len(groups) == 1 else "groups they could come to are"
    return f"the {which} {_listed(groups)}"


def _told_of(number: int, thing: str) -> str:
    return f"{count_of(number, thing)} {'is' if number == 1 else 'are'} told of"


def _wrong_hours_here(facts: Facts, found: Found) -> Iterator[str]:
    if (found["hours"] is not None) != facts.intake.scheduled:
        yield "groups meet at hours here" if facts.intake.scheduled else "groups get no hours here"


# Sentences about groups ---------------------------------------------------------------------------------------------


def _only_group(facts: Facts, mentee: str, found: Found) -> Iterator[str]:
    there = facts.at_hours(mentee)
    if there != [found["group"]]:
        yield _come_to(there)
    yield from _wrong_closed(facts, mentee, found["group"], found["closed"])
    yield from _wrong_hours_here(facts, found)


def _every_group(facts: Facts, mentee: str, found: Found) -> Iterator[str]:
    there = facts.at_hours(mentee)
    if found["groups"] != in_a_row(there, GROUPS_NAMED) or len(there) < 2:
        yield _come_to(there)
        return
    for group in there[:GROUPS_NAMED]:
        yield from _wrong_closed(facts, mentee, group, found["closed"])
    yield from _wrong_hours_here(facts, found)


def _no_group_at_all(facts: Facts, mentee: str, found: Found) -> Iterator[str]:
    there = facts.at_hours(mentee)
    if found["groups"] != in_a_row(there, GROUPS_NAMED) or len(there) < 2:
        yield _come_to(there)
        return
    if found["of_none"] not in facts.said_of_none:
        yield f"no rule says that no group {found['of_none']}"
        return
    for group in there[:GROUPS_NAMED]:
        yield from _wrong_closed(facts, mentee, group, facts.said_of_none[found["of_none"]])
    yield from _wrong_hours_here(facts, found)


def _each_group(facts: Facts, mentee: str, found: Found) -> Iterator[str]:
    told, there = int(found["count"]), facts.at_hours(mentee)
    if told != len(there):
        yield _come_to(there)
    ways = "|".join(map(re.escape, sorted((*facts.closing, *_AGAINST_RULES, *_UNMET), key=len, reverse=True)))
    part = re.compile(rf"(?:, | and )?(?P<names>[^()]+?) (?P<closed>{_CLOSED_BY}?(?:{ways}))(?=, | and |$)")
    place, counted, seen = 0, 0, list[str]()
    while (one := part.match(found["parts"], place)) is not None:
        place = one.end()
        shown, more = _shown(one["names"])
        counted += len(shown) + more
        seen += shown
        for group in shown:
            yield from _wrong_closed(facts, mentee, group, one["closed"])
    if place != len(found["parts"]):
        yield f"no rule says {found['parts'][place:]!r}"
    elif counted != told or len(set(seen)) != len(seen):
        yield _told_of(counted, "group")
    yield from _wrong_hours_here(facts, found)


def _place_left(facts: Facts, mentee: str, found: Found) -> Iterator[str]:
    yield from _wrong_others(facts, mentee, found["others"])
    shown, more = _shown(found["groups"])
    there = facts.at_hours(mentee)
    if len(shown) + more > len(there) or (more and len(shown) != GROUPS_NAMED):
        yield _come_to(there)
    if len(set(shown)) < len(shown) or (found["has"] == "has") != (len(shown) == 1):
        yield _told_of(len(shown) + more, "group")
    for group in shown:
        yield from _wrong_place(facts, mentee, group, None)


def _any_of(listing: str) -> tuple[list[str], int]:
    """Part ``G1, G2 or one of 3 more`` into what it shows and how many more it counts."""
    more = _OR_MORE.search(listing)
    told = listing if more is None else listing[: more.start()]
    return re.split(", | or " if more is None else ", ", told), 0 if more is None else int(more[1])


def _place_contested(facts: Facts, mentee: str, found: Found) -> Iterator[str]:
    yield from _wrong_others(facts, mentee, found["others"])
    shown, more = _any_of(found["groups"])
    there, number = facts.at_hours(mentee), len(shown) + more
    if number > len(there) or len(set(shown)) < len(shown) or (more and len(shown) != GROUPS_NAMED):
        yield _come_to(there)
    for group in shown:
        yield from _wrong_place(facts, mentee, group, None)
    if facts.others_left_out(mentee) == 0:
        yield "nobody else is left out"


# What a place or another group costs -------------------------------------------------------------------------------


def _wrong_proof(facts: Facts, found: Found) -> Iterator[str]:
    """Yield where it is said to be proved, or not to be, that something is best, and it is otherwise."""
    if facts.proof is None:
        return
    told, moves = _part(found, "proved") is not None, facts.proof.moves
    if told != facts.proof.proved:
        yield "the groups are proved best" if facts.proof.proved else "the groups are not proved best"
    elif told and found["moves"] != (None if moves is None else count_of(moves, "move")):
        among = "any number of moves" if moves is None else f"at most {count_of(moves, 'move')}"
        yield f"the groups are proved best of those with {among}"


def _left(facts: Facts, mentee: str, found: Found) -> Iterator[str]:
    yield from _place_left(facts, mentee, found)
    yield from _wrong_proof(facts, found)


def _contested(facts: Facts, mentee: str, found: Found) -> Iterator[str]:
    yield from _place_contested(facts, mentee, found)
    yield from _wrong_proof(facts, found)


def _left_for_its_cost(facts: Facts, mentee: str, found: Found) -> Iterator[str]:
    yield from _place_left(facts, mentee, found)
    shown, more = _shown(found["groups"])
    yield from _wrong_cost(facts, mentee, found, shown, more)


def _contested_for_its_cost(facts: Facts, mentee: str, found: Found) -> Iterator[str]:
    yield from _place_contested(facts, mentee, found)
    yield from _wrong_cost(facts, mentee, found, *_any_of(found["groups"]))


def _wrong_cost(facts: Facts, mentee: str, found: Found, shown: Sequence[str], more: int) -> Iterator[str]:
    """Yield what is not so in what a place in one of these groups costs and brings."""
    coming = facts.coming(mentee)
    if not all(map(facts.left_out, coming)):
        yield "somebody whom they must be together with is in a group"
        return
    several = found["where"] is not None
    where = found["where"] or shown[0]
    if where not in facts.by_id:
        yield f"there is no group {where}"
        return
    if several != (len(shown) + more > 1):
        yield _told_of(len(shown) + more, "group")
    account = facts.accounts.of_joining(facts.by_id[where], coming)
    if where not in facts.at_hours(mentee):
        yield f"{where} meets at {facts.by_id[where].slot}, when they are not free"
    yield from _wrong_account(account, found)
    yield from _wrong_ending(facts, account, found)
    for group in facts.at_hours(mentee) if several else ():
        least = facts.accounts.of_joining(facts.by_id[group], coming).loss
        open_to = group in shown or (more and facts.asked_about() and not facts.broken_by(group, coming))
        if least < account.loss and open_to:
            yield f"in {group} {least} would be lost, and in {where} {account.loss}"


def _wrong_account(account: Account, found: Found) -> Iterator[str]:
    """Yield where it costs or brings something else than told, or brings more than it costs."""
    than = _part(found, "than")
    if found["bill"] != account.told:
        yield account.told
    if account.loss < 0:
        yield f"it would bring {-account.loss} more than it costs"
    elif than is not None and (than == "more than") != (account.loss > 0):
        yield f"it would lose {account.loss}"


def _wrong_ending(facts: Facts, account: Account, found: Found) -> Iterator[str]:
    """Yield where what something loses is told as if it were proved best, or not, and it is otherwise."""
    is_open = _part(found, "open") is not None
    if is_open and (account.loss <= 0 or facts.intake.program.objective.mode != "total"):
        yield "it would lose nothing of what comes first"
    if facts.proof is not None and facts.proof.proved == is_open:
        yield "the groups are proved best" if facts.proof.proved else "the groups are not proved best"


def _another(facts: Facts, mentee: str, found: Found) -> Iterator[str | Account]:
    """Yield what is not so of a group that could be formed, and its account: ``M1 at Mon 09:00 with S1 and S2``."""
    another = next(_groups_of(facts, found["who"]), None)
    if another is None:
        yield f"{found['who']} is no group of people of the intake"
        return
    if mentee not in another.mentees or not all(map(facts.left_out, another.mentees)):
        yield "it would not be of those who are left out"
    elif not facts.more_groups_may_be():
        yield f"groups.count is {facts.intake.program.groups.count}"
    elif facts.asked_about() and (broken := sorted(map(str, facts.broken_by_another(another)))):
        yield f"it would break a rule ({broken[0]})"
    account = facts.accounts.of_forming(another)
    yield from _wrong_account(account, found)
    yield account


def _another_too(facts: Facts, mentee: str, found: Found) -> Iterator[str]:
    if not facts.groups:
        yield "there is no group"
    for wrong in _another(facts, mentee, found):
        if isinstance(wrong, str):
            yield wrong
        elif wrong.loss <= 0 and facts.proof is not None and not facts.proof.proved:
            yield "the groups are not proved best"


def _none_for_its_cost(facts: Facts, mentee: str, found: Found) -> Iterator[str]:
    yield from _no_group(facts, mentee, found)
    for wrong in _another(facts, mentee, found):
        if isinstance(wrong, str):
            yield wrong
        else:
            yield from _wrong_ending(facts, wrong, found)


def _none_proved(facts: Facts, mentee: str, found: Found) -> Iterator[str]:
    yield from _no_group(facts, mentee, found)
    yield from _wrong_proof(facts, found)


def _groups_of(facts: Facts, told: str) -> Iterator[FormedGroup]:
    """Yield each way to understand ``M1 and M2 at Mon 09:00 with S1 and S2``: ids may hold any word."""
    intake = facts.intake
    for mark in re.finditer(" with ", told):
        mentees = _known_in(told[mark.end() :], intake.mentee_by_id)
        head = told[: mark.start()]
        ends = [(at.start(), head[at.end() :]) for at in re.finditer(" at ", head)] if intake.scheduled else []
        for end, slot in ends if intake.scheduled else [(len(head), None)]:
            mentors = _known_in(head[:end], intake.mentor_by_id)
            if mentors and mentees and (slot is None or slot_at(intake, slot) is not None):
                yield FormedGroup("", slot, tuple(mentors), tuple(mentees))


def _known_in(listing: str, known: Container[str]) -> list[str] | None:
    """Part a list into what is known; None where that cannot be done."""
    if listing in known:
        return [listing]
    for mark in _ANY_BETWEEN.finditer(listing):
        if listing[: mark.start()] in known and (rest := _known_in(listing[mark.end() :], known)) is not None:
            return [listing[: mark.start()], *rest]
    return None


def _part(found: Found, name: str) -> str | None:
    """Return what stands in a place, None where nothing does or the sentence has no such place."""
    return found.groupdict().get(name)


_ANY_BETWEEN = re.compile("; and |; | and |, ")
_OR_MORE = re.compile(r" or one of (\d+) more$")


def _contested_earns_nothing(facts: Facts, mentee: str, found: Found) -> Iterator[str]:
    yield from _place_contested(facts, mentee, found)
    yield from _costs_nothing(facts)


def _earns_nothing(facts: Facts, mentee: str, found: Found) -> Iterator[str]:
    yield from _place_left(facts, mentee, found)
    yield from _costs_nothing(facts)


def _costs_nothing(facts: Facts) -> Iterator[str]:
    if facts.intake.program.weights.unmatched:
        yield f"weights.unmatched is {facts.intake.program.weights.unmatched}"


def _wrong_other_hours(facts: Facts, mentee: str, found: Found) -> Iterator[str]:
    """Check ``At other hours there is a place for them: Tue 09:00 (G2), Wed 17:00 (G4, G5).``"""
    yield from _wrong_others(facts, mentee, found["others"])
    more = _MORE.search(found["places"])
    places = found["places"] if more is None else found["places"][: more.start()]
    told = list(_PLACE.finditer(places))
    hours = [place["hour"] for place in told]
    if "".join(place[0] for place in told) != places or len(set(hours)) < len(hours):
        yield f"{places} are no hours with groups"
    for place in told:
        shown, _ = _shown(place["names"])
        for group in shown:
            yield from _wrong_place(facts, mentee, group, place["hour"])
    total = len(told) + (0 if more is None else int(more[1]))
    closed = {slot for slot in facts.slot_of.values() if slot is not None and not facts.free(mentee)[slot]}
    if (total == 1) != (found["when"] == "another hour") or total > len(closed):
        yield f"groups meet at {len(closed)} hours that are not theirs"
    elif more is not None and len(told) != GROUPS_NAMED:
        yield _told_of(len(told), "hour")


_PLACE = re.compile(r"(?P<hour>\S.*?) \((?P<names>[^()]*)\)(?:, |$)")
_AT_OTHER_HOURS = re.compile(
    r"(?P<told>.*\.) At (?P<when>another hour|other hours) there is a place for them(?: and (?P<others>.+?))?: "
    r"(?P<places>.+)\."
)


def _no_group_then(facts: Facts, mentee: str, found: Found) -> Iterator[str]:
    free, meet = in_a_row(facts.slots_at(facts.free(mentee)), GROUPS_NAMED), _listed(facts.slots_met_at())
    if there := facts.at_hours(mentee):
        yield _come_to(there)
    if found["free"] != free:
        yield f"they are free at {free or 'no slot'}"
    # A full stop ends the sentence, its own or that of the name of a slot.
    if ended(found["meet"]) != ended(meet) or (found["many"] == "groups meet") != (len(facts.groups) > 1):
        yield f"{len(facts.groups)} groups meet, at {meet or 'no slot'}"


def _no_group(facts: Facts, mentee: str, found: Found) -> Iterator[str]:
    if facts.groups:
        yield f"there are groups: {_listed(list(facts.by_id))}"


def _none_asked_for(facts: Facts, mentee: str, found: Found) -> Iterator[str]:
    yield from _no_group(facts, mentee, found)
    if facts.intake.program.groups.count != 0:
        yield f"groups.count is {facts.intake.program.groups.count}"


def _none_free_of_cost(facts: Facts, mentee: str, found: Found) -> Iterator[str]:
    yield from _no_group(facts, mentee, found)
    yield from _costs_nothing(facts)


def _none_that_suits(facts: Facts, mentee: str, found: Found) -> Iterator[str]:
    yield from _no_group(facts, mentee, found)
    yield from _wrong_least(facts, int(found["least"]))
    intake, kinds = facts.intake, {row.kind for row in facts.intake.constraints}
    avoiding = any(person.avoid for person in (*intake.mentors, *intake.mentees))
    ties = {
        "gender.no_lone": bool(intake.program.gender.no_lone),
        "together": "together" in kinds or bool(intake.locks),
        "apart": "apart" in kinds or avoiding or bool(intake.locks),
    }
    ties["mix"] = any(mix.is_rule and mix.asks for mix in intake.program.mix)
    ties |= {rule.name: any(rule.counted(intake)) for rule in RULES.registered}
    shown, more = _shown(found["ties"])
    for name in shown:
        if not ties.get(name):
            yield f"nothing in the intake is about {name}"
    if len(shown) + more > sum(ties.values()):
        yield _told_of(len(shown) + more, "rule")


def _by_hand(facts: Facts, mentee: str, found: Found) -> Iterator[str]:
    if not facts.by_hand:
        yield "nobody changed the groups by hand"


# Sentences about mentors and hours ----------------------------------------------------------------------------------


def _no_mentor(facts: Facts, mentee: str, found: Found) -> Iterator[str]:
    counted, mentors, told = 0, len(facts.intake.mentors), list[tuple[int, str]]()
    known = True
    for part in re.split(r", (?=\d+ )", found["parts"]):
        number, _, closed = part.partition(" ")
        counted += int(number)
        told.append((int(number), closed))
        bound = closed.endswith(" not permitted to somebody they must be together with")
        if closed not in facts.closing and not (bound and len(facts.coming(mentee)) > 1):
            known = False
            yield f"no rule says {closed!r} of mentors"
        known &= facts.counts.knows(facts.closing.get(closed, ()))
        most = facts.most_closed(mentee, closed)
        if most is not None and int(number) > most:
            known = False
            yield f"{closed!r} is so of {count_of(most, 'mentor')} at the most"
    yield from _wrong_permitted(facts, mentee)
    if counted != mentors:
        yield f"there are {mentors} mentors, and {counted} are told of"
    elif known:
        right = facts.counts.closed_mentors(mentee)
        if right is not None and right != told:
            each = in_a_row(f"{count} {closed}" for count, closed in right)
            yield f"each counted for the first rule that closes them, {each}"


def _free_at_none(facts: Facts, mentee: str, found: Found) -> Iterator[str]:
    if facts.free(mentee).any() or not facts.intake.scheduled:
        yield "they can meet at some"


def _never_free_together(facts: Facts, mentee: str, found: Found) -> Iterator[str]:
    yield from _wrong_others(facts, mentee, found["others"])
    if facts.shared_hours(mentee).any():
        yield f"{all_of(len(facts.coming(mentee)))} can meet at {_listed(facts.slots_at(facts.shared_hours(mentee)))}"


def _too_many_bound(facts: Facts, mentee: str, found: Found) -> Iterator[str]:
    yield from _wrong_others(facts, mentee, found["others"])
    if int(found["count"]) != len(facts.coming(mentee)):
        yield f"they are {len(facts.coming(mentee))} mentees"
    if int(found["most"]) != facts.max_size:
        yield f"groups.max_size is {facts.max_size}"


def _no_pair_suits(facts: Facts, mentee: str, found: Found) -> Iterator[str]:
    if found["closed"] not in facts.closing:
        yield f"no rule says {found['closed']!r} of mentors"
    elif facts.most_closed(mentee, found["closed"]) == 0:
        yield f"{found['closed']!r} is so of no mentor"
    yield from _wrong_permitted(facts, mentee)
    yield from _wrong_hours_here(facts, found)


def _free_only_then(facts: Facts, mentee: str, found: Found) -> Iterator[str]:
    yield from _wrong_others(facts, mentee, found["others"])
    right = _listed(facts.slots_at(facts.shared_hours(mentee)))
    if found["free"] != right:
        yield f"they are free at {right or 'no slot'}"
    yield from _wrong_permitted(facts, mentee)


def _none_then_for_locks(facts: Facts, mentee: str, found: Found) -> Iterator[str]:
    shared = facts.shared_hours(mentee)
    right = "at every slot" if shared.all() else f"only {_listed(facts.slots_at(shared))}"
    if found["free"] != right:
        yield f"they are free {right if shared.any() else 'at no slot'}"
    yield from _none_for_locks(facts, mentee, found)


def _none_for_locks(facts: Facts, mentee: str, found: Found) -> Iterator[str]:
    yield from _wrong_others(facts, mentee, found["others"])
    yield from _wrong_locks(facts, found["locks"], several=found["several"] is not None)
    yield from _wrong_permitted(facts, mentee)


def _wrong_locks(facts: Facts, told: str, *, several: bool) -> Iterator[str]:
    """Yield what is no lock of the intake in ``M1 and M2 lead a group (locked); T3 leads a group (locked)``."""
    more = _MORE_LOCKS.search(told)
    rest, counted = (told, 0) if more is None else (told[: more.start()], int(more[1]))
    for lock in sorted(map(str, facts.intake.locks), key=len, reverse=True):
        # Reasons of locks are anybody's words: what stands between locks may stand in them too.
        if lock in rest:
            rest, counted = rest.replace(lock, "", 1), counted + 1
    if rest.replace("; ", ""):
        yield f"{told!r} are no locks"
    elif (counted > 1) != several:
        yield _told_of(counted, "lock")


_MORE_LOCKS = re.compile(r"; and (\d+) more$")


def _none_at_any_hour(facts: Facts, mentee: str, found: Found) -> Iterator[str]:
    yield from _wrong_others(facts, mentee, found["others"])
    yield from _wrong_hours_here(facts, found)
    if found["rule"] is not None and found["rule"] not in {rule.name for rule in RULES}:
        yield f"there is no rule on {found['rule']}"
    choice = facts.permitted_choice(mentee, whenever=True)
    if choice is not None:
        mentors, slot = choice
        when = "" if slot is None else f" and free at {slot}"
        yield f"{in_words(mentors)} {'is' if len(mentors) == 1 else 'are'} permitted to them{when}"


def _nobody_else(facts: Facts, mentee: str, found: Found) -> Iterator[str]:
    yield from _wrong_because_of_locks(facts, found)
    yield from _wrong_least(facts, int(found["least"]), 1)
    yield from _wrong_sharing(facts, mentee, 1)
    yield from _wrong_hours_here(facts, found)


def _too_few(facts: Facts, mentee: str, found: Found) -> Iterator[str]:
    yield from _wrong_because_of_locks(facts, found)
    yield from _wrong_least(facts, int(found["least"]), int(found["most"]))
    yield from _wrong_sharing(facts, mentee, int(found["most"]))
    yield from _wrong_hours_here(facts, found)


def _wrong_because_of_locks(facts: Facts, found: Found) -> Iterator[str]:
    if found["locks"] is not None:
        yield from _wrong_locks(facts, found["locks"], several=found["several"] is not None)


def _wrong_sharing(facts: Facts, mentee: str, told: int) -> Iterator[str]:
    """Yield where another number of mentees than told, they included, could share mentors with a mentee.

    Whoever must not share a group with them is not counted; whoever must not with another of them may be or not.
    """
    for group in facts.at_hours(mentee):
        others = facts.could_share(mentee, group)
        if 1 + others > told:
            yield f"they could share the mentors of {group} with {others} others"
            return
    right = facts.counts.sharing(mentee)
    if right is not None and not right[0] <= told <= right[1]:
        most = right[0] if told < right[0] else right[1]
        could = count_of(most, "mentee") if most else "no mentee"
        yield f"{could}, they included, could share mentors where most could"


def _wrong_least(facts: Facts, least: int, most: int = 0) -> Iterator[str]:
    """Yield where a group needs another number of mentees than told, or so many would be enough."""
    if least != facts.min_size:
        yield f"groups.min_size is {facts.min_size}"
    elif most >= least:
        yield f"{most} are enough"


def _wrong_permitted(facts: Facts, mentee: str) -> Iterator[str]:
    """Yield mentors who could certainly lead a group with somebody of whom it is said that nobody could."""
    choice = facts.permitted_choice(mentee)
    if choice is not None:
        mentors, slot = choice
        then = "" if slot is None else f" and free at {slot}, when they are"
        yield f"{in_words(mentors)} {'is' if len(mentors) == 1 else 'are'} permitted to them{then}"


_CHOICE, _HOURS, _OTHERS = (
    r"(?:mentor or pair of mentors|mentor|pair of mentors)",
    r"(?P<hours> at their hours)?",
    r"(?: and (?P<others>.+))?",
)
_LOCKS_LEAVE = r"(?:(?:A|a) lock leaves|(?P<several>(?:L|l)ocks leave))"
_BECAUSE_OF_LOCKS = r"(?:Because of (?:a lock|(?P<several>locks)) \((?P<locks>.+)\), )?"
_PLACE_FOR_THEM = rf"(?P<groups>[^()]+) (?P<has>has|each have) a place for them{_OTHERS}"
_CONTESTED = (
    rf"In (?P<groups>[^()]+?) there is a place for them{_OTHERS}, unless somebody else who is left out takes it"
)
_MOVES = r"(?:with at most (?P<moves>\d+ moves?), )?"
_LEAVING_OUT = rf"(?:(?P<proved>{_MOVES}leaving them out was proved best)|leaving them out was not proved necessary)"
_COST = r"it would cost (?P<than>more than|as much as) it brings: "
_IN_NONE = r"in none would it bring more than it costs: in (?P<where>[^,]+), where least is lost, "
_LOSS = rf"(?:{_COST}|{_IN_NONE})(?P<bill>.+?)(?P<open>; leaving them out was not proved necessary)?"
_ANOTHER = rf"of (?P<who>.+?); {_COST}(?P<bill>.+?)"
_ANOTHER_TOO = re.compile(rf"(?P<told>.+?\.) Another group could be formed, {_ANOTHER}\.")
_FREE_OF_COST = r"but it would earn no points, and leaving them out costs none \(weights\.unmatched is 0\)\."

_SENTENCES = tuple(
    _Sentence(re.compile(form), wrong)
    for form, wrong in (
        (re.escape(BY_HAND), _by_hand),
        (rf"The only group{_HOURS}, (?P<group>[^,]+), (?P<closed>.+)\.", _only_group),
        (rf"Every group{_HOURS} \((?P<groups>[^()]+)\) (?P<closed>.+)\.", _every_group),
        (rf"Every group{_HOURS} (?P<closed>.+) \((?P<groups>[^()]+)\)\.", _every_group),
        (rf"No group{_HOURS} \((?P<groups>[^()]+)\) (?P<of_none>.+)\.", _no_group_at_all),
        (rf"No group{_HOURS} (?P<of_none>can .+) \((?P<groups>[^()]+)\)\.", _no_group_at_all),
        (rf"Of the (?P<count>\d+) groups{_HOURS}, (?P<parts>.+)\.", _each_group),
        (rf"{_PLACE_FOR_THEM}; {_LOSS}\.", _left_for_its_cost),
        (rf"{_PLACE_FOR_THEM}; {_LEAVING_OUT}\.", _left),
        (rf"{_PLACE_FOR_THEM}, {_FREE_OF_COST}", _earns_nothing),
        (rf"{_CONTESTED}; {_LEAVING_OUT}\.", _contested),
        (rf"{_CONTESTED}; {_LOSS}\.", _contested_for_its_cost),
        (rf"{_CONTESTED}, {_FREE_OF_COST}", _contested_earns_nothing),
        (
            r"No group meets when they are free \((?P<free>.+)\); "
            r"the (?P<many>groups meet|only group meets) (?P<meet>.+)\.",
            _no_group_then,
        ),
        (r"No group was formed, as the program asks for none \(groups\.count is 0\)\.", _none_asked_for),
        (r"No group was formed: in \d+ permitted ways to lead one, too few mentees could come\.", _no_group),
        (
            rf"No group was formed\. A permitted {_CHOICE} is free for enough mentees \((?P<least>\d+) or more\), "
            r"but those must also suit each other \((?P<ties>[^()]+)\)\.",
            _none_that_suits,
        ),
        (
            r"No group was formed, though one could be; leaving mentees out costs nothing "
            r"\(weights\.unmatched is 0\)\.",
            _none_free_of_cost,
        ),
        (
            r"No group was formed, though one could be; that leaving them out is best was not proved\.",
            _none_proved,
        ),
        (rf"No group was formed; (?P<proved>{_MOVES}that was proved best)\.", _none_proved),
        (
            rf"No group was formed, though one could be, {_ANOTHER}"
            r"(?P<open>; that leaving them out is best was not proved)?\.",
            _none_for_its_cost,
        ),
        (r"No mentor is permitted: (?P<parts>.+)\.", _no_mentor),
        (r"They can meet at none of the slots\.", _free_at_none),
        (
            r"They must be together with (?P<others>.+), and there is no slot at which (?:all|both) of them can meet\.",
            _never_free_together,
        ),
        (
            r"They must be together with (?P<others>.+): (?P<count>\d+) mentees, "
            r"and a group holds at most (?P<most>\d+)\.",
            _too_many_bound,
        ),
        (rf"Every pair of mentors permitted to them{_HOURS} consists of two who (?P<closed>.+)\.", _no_pair_suits),
        (rf"Whoever could lead a group of theirs{_HOURS}, alone or with another, (?P<closed>.+)\.", _no_pair_suits),
        (
            rf"No {_CHOICE} permitted to them{_OTHERS} can lead a group(?P<hours> at any hour)?"
            r"(?:, because of the rule on (?P<rule>.+))?\.",
            _none_at_any_hour,
        ),
        (
            rf"They(?: and .+?)? are free (?P<free>at every slot|only .+), and {_LOCKS_LEAVE} no {_CHOICE} "
            rf"permitted to them{_OTHERS} then: (?P<locks>.+)\.",
            _none_then_for_locks,
        ),
        (rf"{_LOCKS_LEAVE} no {_CHOICE} permitted to them{_OTHERS}: (?P<locks>.+)\.", _none_for_locks),
        (rf"They{_OTHERS} are free only (?P<free>.+), when no {_CHOICE} permitted to them is\.", _free_only_then),
        (
            rf"{_BECAUSE_OF_LOCKS}(?:N|n)obody else could share a permitted {_CHOICE} with them{_HOURS}; "
            r"a group needs (?P<least>\d+) mentees\.",
            _nobody_else,
        ),
        (
            rf"{_BECAUSE_OF_LOCKS}(?:O|o)nly (?P<most>\d+) mentees, they included, could share a permitted {_CHOICE}"
            rf"{_HOURS}; a group needs (?P<least>\d+)\.",
            _too_few,
        ),
    )
)
