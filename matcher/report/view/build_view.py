"""`View` from a result and its intake: nothing is solved, and what the result tells of people is worked out again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from matcher.checking.verify import breaches_of
from matcher.intake.people import Intake
from matcher.questions.rescored import as_scored, check_same_people, most_by_the_rules, other_people, same_settings
from matcher.questions.stress.table import StressTable
from matcher.report.view.in_language import InLanguage
from matcher.report.view.naming import Naming
from matcher.report.view.participants import participants_view
from matcher.report.view.people import People
from matcher.report.view.phrases import Phrases
from matcher.report.view.rules_in_words import rules_in_words, weights_in_words, zone_in_words
from matcher.report.view.scarce import Scarcity
from matcher.report.view.stress import check_made_of, stress_view
from matcher.report.view.verdict import provenance, verdict
from matcher.report.view.view import Numbers, Spread, View
from matcher.report.view.week import week_of
from matcher.result.asked import as_asked
from matcher.result.match_result import MatchResult
from matcher.result.records import mean_satisfaction

__all__ = ["build_view", "numbers_of"]


def build_view(
    result: MatchResult,
    intake: Intake,
    *,
    anonymous: bool = False,
    with_emails: bool = False,
    language: str = "en",
    stress: StressTable | None = None,
    contacts: str | None = None,
    pronouns: bool = False,
) -> View:
    """Return a result as reports tell it.

    Choices, scores and satisfaction are those of the groups as they stand, also where somebody changed them by hand.

    Parameters
    ----------
    result
        From `matcher.match` or `MatchResult.load`.
    intake
        What the result answers.
    anonymous
        Ids stand for names, and there are no addresses.
    with_emails
        Whether addresses are told; never where `anonymous`.
    language
        One of `matcher.report.LANGUAGES`: ``en``, ``en-GB``, ``en-US``, ``de``, ``es``, ``fa``.
    stress
        What `matcher.stress` found of this result; None: the view tells nothing of mentors who drop out.
    contacts
        Whose addresses participants are told: ``mentors``, ``everybody``, or None: nobody's.
    pronouns
        Whether participants are told the pronouns that people gave in the column ``pronouns``.

    Raises
    ------
    ResultFileError
        The result names people or slots that the intake does not have, or `stress` was made of other groups or of
        another intake.
    MatcherError
        There is no such language, or nothing of what participants are to be told.
    """
    phrases = Phrases(language)
    check_same_people(result, intake)
    intake = as_asked(intake, result)
    result, found = as_scored(intake, result), result
    naming = Naming(intake, anonymous=anonymous, with_emails=with_emails)
    in_language = InLanguage(intake, [group.id for group in result.groups], phrases)
    people = People(result, intake, naming, phrases, in_language)
    broken = bool(breaches_of(intake, result.formed))
    numbers = numbers_of(result, intake, people, most_by_the_rules(intake, found) if broken else result.bound)
    if stress is not None:
        check_made_of(stress, result, intake, numbers)
    scarcity = Scarcity(intake, result.groups, naming, phrases)
    return View(
        waiting=tuple(intake.in_waiting_order(intake.mentee_by_id)),
        title=result.program.name,
        phrases=phrases,
        anonymous=anonymous,
        verdict=verdict(result, numbers, phrases, edited=result.edited, broken=broken),
        numbers=numbers,
        notices=_notices(intake, found, result, phrases),
        warnings=tuple(in_language.warning(text).named(naming.told) for text in _warnings(result, intake)),
        groups=people.groups,
        mentees=people.mentees,
        mentors=people.mentors,
        week=week_of(intake, result.groups, phrases.first_day),
        rules=rules_in_words(intake, phrases),
        weights=weights_in_words(intake, phrases),
        provenance=provenance(result, intake, phrases),
        participants=participants_view(
            result.program.name, people.groups, intake, naming, phrases, contacts=contacts, pronouns=pronouns
        ),
        why_idle=scarcity.idle(),
        scarce=scarcity.scarce(),
        stress=None if stress is None else stress_view(stress, phrases, naming.of, naming.told),
        zone=zone_in_words(intake, phrases),
    )


def _unique(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _notices(intake: Intake, found: MatchResult, result: MatchResult, phrases: Phrases) -> tuple[str, ...]:
    """Return what to know of a result besides; `found` is the same before its numbers were worked out, if they were."""
    told = [phrases("notice.edited")] if result.edited else []
    # On which dates groups meet has no part in finding them: a calendar added later changes nothing that was found.
    if not same_settings(intake, found):
        told.append(phrases("notice.settings"))
    elif other_people(intake, found) or (not result.edited and result is not found):
        told.append(phrases("notice.intake"))
    return tuple(told)


def _warnings(result: MatchResult, intake: Intake) -> list[str]:
    broken = [f"A rule is broken: {breach}" for breach in breaches_of(intake, result.formed)]
    return _unique([*broken, *result.warnings, *map(str, intake.warnings)])


def numbers_of(result: MatchResult, intake: Intake, people: People, bound: int) -> Numbers:
    """Return the numbers that matter, of the groups as they stand.

    Parameters
    ----------
    bound
        What no grouping that keeps the rules can score more than; groups that break some can.
    """
    placed = [mentee for mentee in people.mentees if mentee.group is not None]
    sizes = [len(group.mentees) for group in people.groups]
    loads = [len(mentor.mentees) for mentor in people.mentors if mentor.groups]
    objective = people.objective
    return Numbers(
        mentees=len(people.mentees),
        mentors=len(people.mentors),
        groups=len(people.groups),
        placed=len(placed),
        unmatched=len(people.mentees) - len(placed),
        idle=len(people.mentors) - len(loads),
        sizes=(min(sizes), max(sizes)) if sizes else None,
        choices=_choices(intake, [mentee.choice for mentee in placed]),
        listed_nobody=sum(not mentee.preferred_mentors for mentee in intake.mentees),
        satisfaction=_of_satisfaction([mentee.satisfaction or 0.0 for mentee in people.mentees]),
        load=_spread(loads),
        alone=sum(mentee.alone for mentee in placed),
        objective=objective,
        bound=bound,
        gap=(bound - objective) / max(1, abs(objective)),
    )


def _choices(intake: Intake, reached: Sequence[int | None]) -> tuple[tuple[int | None, int], ...]:
    longest = max((len(mentee.preferred_mentors) for mentee in intake.mentees), default=0)
    counts = Counter(reached)
    return (*((rank, counts[rank]) for rank in range(1, longest + 1)), (None, counts[None]))


def _of_satisfaction(shares: Sequence[float]) -> Spread | None:
    spread = _spread(shares)
    return None if spread is None else replace(spread, mean=mean_satisfaction(shares))


def _spread(values: Sequence[float]) -> Spread | None:
    if not values:
        return None
    least, quarter, middle, three_quarters, most = np.percentile(values, (0, 25, 50, 75, 100)).tolist()
    return Spread(least, quarter, middle, three_quarters, most, float(np.mean(values)))
