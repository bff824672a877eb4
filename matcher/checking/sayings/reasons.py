"""Reasons for being left out: each sentence is read, and each fact in it held against intake and groups.

The sentences are those of `matcher.why.reasons`, with which nothing is shared: what is read here is looked up in the
intake, and whom a group can take is what `Rule.breaches` says once they join it. Of a sentence in other words (an older
program's, or a coordinator's own) the names of groups alone are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from matcher.checking.sayings.facts import Facts, Proof
from matcher.checking.sayings.sentences import read_sentences
from matcher.intake.people import Intake
from matcher.result.match_result import MatchResult
from matcher.result.records import Status
from matcher.rules.rule import Breach, FormedGroup

__all__ = ["REASONS", "proof_of", "wrong_reasons"]

REASONS = "reasons"

_LIKE_A_GROUP = re.compile(r"\bG\d+\b")


def wrong_reasons(
    intake: Intake,
    groups: Sequence[FormedGroup],
    unmatched: Sequence[tuple[str, str]],
    *,
    by_hand: bool = False,
    proof: Proof | None = None,
) -> Iterator[Breach]:
    """Yield what is not so in the reasons of mentees who are left out: (id, reason) each.

    Parameters
    ----------
    by_hand
        Whether somebody changed the groups after they were formed.
    proof
        What is proved of the groups; None: whatever is said of that is not looked at.
    """
    known = [(mentee, reason) for mentee, reason in unmatched if mentee in intake.mentee_by_id]
    facts = Facts(intake, groups, [mentee for mentee, _ in known], by_hand=by_hand, proof=proof)
    for mentee, reason in known:
        for wrong in _wrong(facts, mentee, reason):
            yield Breach(REASONS, (mentee,), f"{mentee} is told {reason!r}, but {wrong}")


def proof_of(result: MatchResult) -> Proof | None:
    """Return what a result says is proved of its groups; None where they are others than it tells of."""
    return Proof(result.status == Status.OPTIMAL, result.moves_allowed) if result.scored else None


def _wrong(facts: Facts, mentee: str, reason: str) -> Iterator[str]:
    wrong = read_sentences(facts, mentee, reason)
    if wrong is not None:
        yield from wrong
        return
    people = (*facts.intake.mentor_by_id, *facts.intake.mentee_by_id)
    for name in dict.fromkeys(_LIKE_A_GROUP.findall(reason)):
        if name not in facts.by_id and name not in people:
            yield f"there is no group {name}"
