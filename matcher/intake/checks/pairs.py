"""Rules by which no two mentors at all may lead a group together: said at once, with what would permit a pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, islice

from matcher.errors import Issue
from matcher.intake.checks.clashes import Clashes
from matcher.intake.people import Intake, Mentor
from matcher.intake.program import PairRule
from matcher.intake.ties import pair_holds
from matcher.intake.words.findings import count_of, name_some
from matcher.intake.words.spelling import Spelling

__all__ = ["no_pair"]

MOST_PAIRS = 50_000
"""So many pairs are looked at: among more of them one is as good as always permitted."""
_SO = "so that no pair of mentors is permitted, and no group can be formed"


def no_pair(intake: Intake, clashes: Clashes, mentors: str, file: str) -> Iterator[Issue]:
    """Yield why no two mentors may lead together, each rule that is enough by itself; nothing where two may.

    Parameters
    ----------
    mentors, file
        Where mentors and settings stand.
    """
    leading = intake.leading
    if intake.program.groups.fewest_mentors != 2 or len(leading) < 2:
        return
    alone = list(_by_rules_alone(intake, leading, file))
    yield from alone
    pairs = list(islice(combinations(leading, 2), MOST_PAIRS + 1))
    if alone or len(pairs) > MOST_PAIRS:
        return
    reasons = []
    for one, other in pairs:
        reason = clashes.of_mentors(one, other)
        if reason is None:
            return
        reasons.append(reason)
    message = f"no two of {count_of(len(leading), 'mentor')} who may lead a group may lead together: {_some(reasons)}"
    yield Issue(mentors, f"{message}; {_SO}", right="lift one of these, or let one mentor lead each group")


def _some(reasons: Sequence[str]) -> str:
    return name_some(list(dict.fromkeys(reasons)))


def _by_rules_alone(intake: Intake, leading: Sequence[Mentor], file: str) -> Iterator[Issue]:
    spelling = Spelling(file)
    one_mentor = f"let one mentor lead each group ({spelling.setting('mentors', 1)} under groups)"
    wanted = intake.program.gender.pair
    genders = Counter(mentor.gender_key for mentor in leading)
    known = {gender: count for gender, count in genders.items() if gender is not None}
    if (wanted == "mixed" and len(known) < 2) or (wanted == "same" and max(known.values(), default=0) < 2):
        other = "same" if wanted == "mixed" and max(known.values(), default=0) >= 2 else None
        permits = [spelling.setting("pair", value) for value in ("any", other) if value is not None]
        need = "two mentors of different genders" if wanted == "mixed" else "two mentors of one gender"
        message = f"{_told(leading)}, {_SO}"
        right = f"write {' or '.join(permits)}, {one_mentor}, or find {need}"
        yield Issue(file, message, column="gender.pair", value=wanted, right=right)
    for number, rule in enumerate(intake.program.pair, 1):
        if rule.is_rule and _forbids_all(rule, leading):
            message = f'rule "{rule.rule}" holds for no two of {count_of(len(leading), "mentor")} who may lead, {_SO}'
            right = f"take the rule out, {one_mentor}, or change what mentors say there"
            yield Issue(file, message, column=f"pair[{number}]", value=rule.column, right=right)


def _told(leading: Sequence[Mentor]) -> str:
    """Say of which genders the mentors are who may lead."""
    spelled: dict[str | None, str] = {}
    for mentor in leading:
        spelled.setdefault(mentor.gender_key, "undisclosed" if mentor.gender is None else mentor.gender)
    counts = Counter(mentor.gender_key for mentor in leading)
    if len(counts) == 1:
        every = "both mentors" if len(leading) == 2 else f"all {len(leading)} mentors"
        return f"is what groups ask for, and the gender of {every} who may lead is {next(iter(spelled.values()))}"
    told = name_some([f"{spelled[key]} ({count})" for key, count in counts.items()])
    return f"is what groups ask for, and the genders of the mentors who may lead are {told}"


def _forbids_all(rule: PairRule, leading: Sequence[Mentor]) -> bool:
    pairs = list(islice(combinations(leading, 2), MOST_PAIRS + 1))
    return len(pairs) <= MOST_PAIRS and not any(pair_holds(rule, one, other) is not False for one, other in pairs)
