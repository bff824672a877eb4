"""The rules and weights in force, in words: a sentence or two for each room of `matcher.rules`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from matcher.intake.hours.zones import minutes_ahead, spelled_zone
from matcher.intake.people import DAY_MINUTES, Intake, Person
from matcher.intake.program import EligibleRule, MixRule, PairRule, Program
from matcher.intake.ties import apart_pairs
from matcher.report.view.phrases import Phrases
from matcher.report.view.view import RuleTold
from matcher.rules import RULES, Rule
from matcher.rules.groups.count import CountRule
from matcher.rules.groups.everyone import EveryoneRule
from matcher.rules.groups.leading import LeadingRule
from matcher.rules.groups.one_place import OnePlaceRule
from matcher.rules.groups.rooms import RoomsRule
from matcher.rules.groups.schedule import ScheduleRule
from matcher.rules.groups.size import SizeRule
from matcher.rules.locks import LockRule
from matcher.rules.members.apart import ApartRule
from matcher.rules.members.assign import AssignRule
from matcher.rules.members.eligible import EligibleRuleRoom
from matcher.rules.members.gender_wish import GenderWishRule
from matcher.rules.members.mix import MixRuleRoom
from matcher.rules.members.no_lone import NoLoneRule
from matcher.rules.members.together import TogetherRule
from matcher.rules.mentors.co_lead import CoLeadRule
from matcher.rules.mentors.gender_pair import GenderPairRule
from matcher.rules.mentors.max_groups import MaxGroupsRule
from matcher.rules.mentors.max_mentees import MaxMenteesRule
from matcher.rules.mentors.pairing import PairingRule

__all__ = ["SENTENCES", "rules_in_words", "weights_in_words", "zone_in_words"]

Sentences = Callable[[Intake, Phrases], Iterator[str | RuleTold]]

SLOTS_IN_A_SENTENCE = 4
"""More slots than these are listed day by day."""


def rules_in_words(intake: Intake, phrases: Phrases) -> tuple[RuleTold, ...]:
    """Return what groups keep, a sentence each, in the order of `RULES`; rules that ask nothing are left out."""
    told = (said for rule in RULES for said in SENTENCES.get(type(rule), _of_its_own(rule))(intake, phrases))
    return tuple(said if isinstance(said, RuleTold) else RuleTold(said) for said in told)


def weights_in_words(intake: Intake, phrases: Phrases) -> tuple[tuple[str, str], ...]:
    """Return (what counts, how much) for whatever the score is made of, and last what comes before the score."""
    program = intake.program
    weights = program.weights
    told = [
        (phrases(f"weights.{name}"), phrases.number(getattr(weights, name)))
        for name in ("mentee_choice", "mentor_choice", "co_mentor_choice", "gender_wish", "similarity")
    ]
    columns = [f"{column} ({phrases.number(weight)})" for column, weight in program.similarity.items() if weight]
    told.append((phrases("weights.columns"), phrases.listing(columns) if columns else phrases("weights.no_columns")))
    told.append((phrases("weights.points"), phrases.row(map(phrases.number, program.choice.points))))
    if program.choice.unlisted == "next":
        told.append((phrases("weights.unlisted"), phrases("weights.unlisted_next")))
    told += [
        (_eligible_told(one, phrases, "weights.eligible"), phrases.number(one.weight))
        for one in program.eligible
        if not one.is_rule
    ]
    told += [
        (_pair_told(one, phrases, f"weights.pair_{one.rule}"), phrases.number(one.weight))
        for one in (program.pair if program.groups.mentors == 2 else ())
        if not one.is_rule
    ]
    told.append((phrases("weights.unmatched"), phrases.number(weights.unmatched)))
    if any(mentee.priority is not None for mentee in intake.mentees):
        told.append((phrases("weights.priority"), phrases("weights.priority_told")))
    if program.groups.ideal_size is not None and weights.size:
        told.append((phrases("weights.size", program.groups.ideal_size), phrases.number(weights.size)))
    if program.groups.fewest_mentors < program.groups.mentors and weights.single:
        told.append((phrases("weights.single"), phrases.number(weights.single)))
    for mix in program.mix:
        if not mix.is_rule and mix.asks:
            told.append((phrases("weights.mix", told=mix_in_words(mix, phrases)), phrases.number(mix.weight)))
    told.append((phrases("weights.mode"), phrases(f"weights.mode_{program.objective.mode}", program.objective.levels)))
    return tuple(told)


def zone_in_words(intake: Intake, phrases: Phrases) -> str | None:
    """Return in which time zone hours are; None where the program does not say, or groups get no slot."""
    zone = intake.program.schedule.timezone
    if zone is None or not intake.scheduled:
        return None
    return phrases("rules.zone", zone=phrases.zone(spelled_zone(zone) or zone))


def _is_moved(person: Person, program: Program) -> bool:
    told = any(hours is not None and hours.has_windows for hours in (person.availability, person.unavailable))
    return told and minutes_ahead(person.timezone, program) != 0


def _of_its_own(rule: Rule) -> Sentences:
    """Return what says what a registered rule asks, in the words that it has."""

    def told(intake: Intake, phrases: Phrases) -> Iterator[str]:
        sentence = rule.sentence(intake)
        if sentence is not None:
            yield sentence

    return told


def _leading(intake: Intake, phrases: Phrases) -> Iterator[str]:
    groups = intake.program.groups
    if groups.fewest_mentors < groups.mentors:
        yield phrases("rules.one_or_two_mentors")
    else:
        yield phrases("rules.mentors", groups.mentors)


def _one_place(intake: Intake, phrases: Phrases) -> Iterator[str]:
    yield phrases("rules.one_place" if intake.scheduled else "rules.one_group")


def _schedule(intake: Intake, phrases: Phrases) -> Iterator[str | RuleTold]:
    schedule = intake.program.schedule
    if not intake.scheduled:
        yield phrases("rules.no_slots")
        return
    yield phrases("rules.free", schedule.meeting_minutes)
    zone = zone_in_words(intake, phrases)
    if zone is not None:
        yield zone
        moved = sum(_is_moved(one, intake.program) for one in (*intake.mentors, *intake.mentees))
        if moved:
            yield phrases("rules.moved", moved)
    if schedule.slots is None:
        yield phrases("rules.grid", schedule.start_every)
    else:
        yield _slots(intake, phrases)
    halved = len({slot.start for slot in intake.slots if slot.week is not None})
    if halved:
        yield phrases("rules.weeks", halved)
    yield phrases("rules.blank_any" if schedule.blank == "any" else "rules.blank_none")


def _slots(intake: Intake, phrases: Phrases) -> RuleTold:
    if len(intake.slots) <= SLOTS_IN_A_SENTENCE:
        slots = phrases.listing([phrases.when(*slot) for slot in intake.slots])
        return RuleTold(phrases("rules.slots", len(intake.slots), slots=slots))
    days: dict[int, list[str]] = {}
    for start, _, week in sorted((start, week != "odd", week) for _, start, week in intake.slots if start is not None):
        hour = phrases.in_weeks(phrases.clock(start % DAY_MINUTES), week)
        days.setdefault(start // DAY_MINUTES, []).append(hour)
    ordered = sorted(days, key=lambda day: (day - phrases.first_day) % 7)
    items = [f"{phrases.day(day)}: {phrases.row(days[day])}" for day in ordered]
    items += [slot.text for slot in intake.slots if slot.start is None]
    return RuleTold(phrases("rules.slots_listed", len(intake.slots)), tuple(items))


def _rooms(intake: Intake, phrases: Phrases) -> Iterator[str]:
    most = intake.program.schedule.max_groups_per_slot
    if most is not None and intake.scheduled:
        yield phrases("rules.rooms", most)


def _size(intake: Intake, phrases: Phrases) -> Iterator[str]:
    size = intake.program.groups
    if size.min_size == size.max_size:
        yield phrases("rules.exact_size", size.min_size)
    else:
        yield phrases("rules.size", least=size.min_size, most=size.max_size)


def _count(intake: Intake, phrases: Phrases) -> Iterator[str]:
    if intake.program.groups.count is not None:
        yield phrases("rules.count", intake.program.groups.count)


def _everyone(intake: Intake, phrases: Phrases) -> Iterator[str]:
    if intake.program.groups.everyone:
        yield phrases("rules.everyone")


def _max_groups(intake: Intake, phrases: Phrases) -> Iterator[str]:
    load = intake.program.load.max_groups
    yield phrases("rules.max_groups", load)
    own = sum(mentor.max_groups not in (None, load) for mentor in intake.mentors)
    if own:
        yield phrases("rules.own_max_groups", own)


def _max_mentees(intake: Intake, phrases: Phrases) -> Iterator[str]:
    load = intake.program.load.max_mentees
    if load is not None:
        yield phrases("rules.max_mentees", load)
    own = sum(mentor.max_mentees not in (None, load) for mentor in intake.mentors)
    if own:
        yield phrases("rules.own_max_mentees", own)


def _gender_pair(intake: Intake, phrases: Phrases) -> Iterator[str]:
    pair = intake.program.gender.pair
    if pair != "any" and intake.program.groups.mentors == 2:
        yield phrases(f"rules.pair_{pair}")


def _pairing(intake: Intake, phrases: Phrases) -> Iterator[str]:
    for rule in intake.program.pair if intake.program.groups.mentors == 2 else ():
        if not rule.is_rule:
            continue
        alone = "_alone" if rule.rule == "includes" and intake.program.groups.single else ""
        yield _pair_told(rule, phrases, f"rules.column_{rule.rule}{alone}")


def _pair_told(rule: PairRule, phrases: Phrases, phrase: str) -> str:
    return phrases(phrase, column=rule.column, values=phrases.listing(rule.values, either=True))


def _eligible(intake: Intake, phrases: Phrases) -> Iterator[str]:
    for rule in intake.program.eligible:
        if rule.is_rule:
            yield _eligible_told(rule, phrases, "rules.eligible")


def _eligible_told(rule: EligibleRule, phrases: Phrases, phrase: str) -> str:
    if rule.rule != "above":
        return phrases(f"{phrase}_{rule.rule}", column=rule.column)
    least = phrases.number(1 if rule.at_least is None else rule.at_least)
    if rule.at_most is None:
        return phrases(f"{phrase}_above", column=rule.column, least=least)
    return phrases(f"{phrase}_above_to", column=rule.column, least=least, most=phrases.number(rule.at_most))


def _mix(intake: Intake, phrases: Phrases) -> Iterator[str]:
    for rule in intake.program.mix:
        if rule.is_rule and rule.asks:
            yield mix_in_words(rule, phrases)


def mix_in_words(rule: MixRule, phrases: Phrases) -> str:
    """Say how many of some mentees are in a group."""
    none = "_or_none" if rule.none_too and rule.min else ""
    kind, count = f"mix{none}", rule.min
    if rule.max is None:
        kind = f"mix_least{none}"
    elif rule.min == rule.max:
        kind = f"mix_just{none}" if rule.max else "mix_none"
    elif not rule.min:
        kind, count = "mix_most", rule.max
    numbers = {"least": phrases.number(rule.min), "most": phrases.number(rule.max or 0)}
    return phrases(
        f"rules.{kind}", count, column=rule.column, values=phrases.listing(rule.values, either=True), **numbers
    )


def _gender_wish(intake: Intake, phrases: Phrases) -> Iterator[str]:
    required = sum(mentee.wished_gender("require") is not None for mentee in intake.mentees)
    if required:
        yield phrases(f"rules.require_{intake.program.gender.scope}", required)


def _no_lone(intake: Intake, phrases: Phrases) -> Iterator[str]:
    genders = intake.program.gender.no_lone
    if genders:
        yield phrases("rules.no_lone", genders=phrases.listing(genders))


def _apart(intake: Intake, phrases: Phrases) -> Iterator[str]:
    pairs = apart_pairs(intake)
    if pairs:
        yield phrases("rules.apart", len(pairs))


def _constraints(kind: str) -> Sentences:
    def sentences(intake: Intake, phrases: Phrases) -> Iterator[str]:
        rows = {frozenset((row.a, row.b)) for row in intake.constraints if row.kind == kind}
        if rows:
            yield phrases(f"rules.{kind}", len(rows))

    return sentences


def _locks(intake: Intake, phrases: Phrases) -> Iterator[str]:
    if intake.locks:
        yield phrases("rules.locks", len(intake.locks))


SENTENCES: Mapping[type[Rule], Sentences] = {
    LeadingRule: _leading,
    OnePlaceRule: _one_place,
    ScheduleRule: _schedule,
    RoomsRule: _rooms,
    SizeRule: _size,
    CountRule: _count,
    EveryoneRule: _everyone,
    MaxGroupsRule: _max_groups,
    MaxMenteesRule: _max_mentees,
    GenderPairRule: _gender_pair,
    PairingRule: _pairing,
    CoLeadRule: _constraints("co_lead"),
    EligibleRuleRoom: _eligible,
    GenderWishRule: _gender_wish,
    NoLoneRule: _no_lone,
    MixRuleRoom: _mix,
    ApartRule: _apart,
    AssignRule: _constraints("assign"),
    LockRule: _locks,
    TogetherRule: _constraints("together"),
}
"""What each room of `RULES` asks, in words; a test holds that none is missing."""
