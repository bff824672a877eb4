"""`View` from a result and its intake: nothing is solved, and what the result tells of people is worked out again."""

from __future__ import annotations

from collections.abc import Iterable

from matcher.checking.verify import breaches_of
from matcher.intake.people import Intake
from matcher.questions.rescored import as_scored, check_same_people, most_by_the_rules, other_people, same_settings
from matcher.questions.stress.table import StressTable
from matcher.report.view.counting import numbers_of
from matcher.report.view.naming import Naming
from matcher.report.view.people import People
from matcher.report.view.phrases import Phrases
from matcher.report.view.rules_in_words import rules_in_words, weights_in_words
from matcher.report.view.scarce import Scarcity
from matcher.report.view.stress import check_made_of, stress_view
from matcher.report.view.verdict import provenance, verdict
from matcher.report.view.view import View
from matcher.report.view.week import week_of
from matcher.result.earlier import kept_apart
from matcher.result.match_result import MatchResult

__all__ = ["build_view"]


def build_view(
    result: MatchResult,
    intake: Intake,
    *,
    anonymous: bool = False,
    with_emails: bool = False,
    language: str = "en",
    stress: StressTable | None = None,
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
        ``en``, ``de``, ``es`` or ``fa``. Reasons and warnings stay in English.
    stress
        What `matcher.stress` found of this result; None: the view tells nothing of mentors who drop out.

    Raises
    ------
    ResultFileError
        The result names people or slots that the intake does not have, or `stress` was made of other groups or of
        another intake.
    MatcherError
        There is no such language.
    """
    phrases = Phrases(language)
    check_same_people(result, intake)
    intake = kept_apart(intake, result.never_again)
    result, found = as_scored(intake, result), result
    naming = Naming(intake, anonymous=anonymous, with_emails=with_emails)
    people = People(result, intake, naming, phrases)
    broken = bool(breaches_of(intake, result.formed))
    numbers = numbers_of(result, intake, people, most_by_the_rules(intake, found) if broken else result.bound)
    if stress is not None:
        check_made_of(stress, result, intake, numbers)
    scarcity = Scarcity(intake, result.groups, naming, phrases)
    return View(
        title=result.program.name,
        phrases=phrases,
        anonymous=anonymous,
        verdict=verdict(result, numbers, phrases, edited=result.edited, broken=broken),
        numbers=numbers,
        notices=_notices(intake, found, result, phrases),
        warnings=tuple(map(naming.told, _warnings(result, intake))),
        groups=people.groups,
        mentees=people.mentees,
        mentors=people.mentors,
        week=week_of(intake, result.groups, phrases.first_day),
        rules=rules_in_words(intake, phrases),
        weights=weights_in_words(intake, phrases),
        provenance=provenance(result, intake, phrases),
        why_idle=scarcity.idle(),
        scarce=scarcity.scarce(),
        stress=None if stress is None else stress_view(stress, phrases, naming.of, naming.told),
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
