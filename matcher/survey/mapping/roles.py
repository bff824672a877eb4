"""Who answered an export: mentors or mentees, by what its columns, its file's name and its questions say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from matcher.intake.words.findings import name_some
from matcher.survey.mapping.evidence import Sureness
from matcher.survey.mapping.mapping import POLL, ROLES, ExportMapping
from matcher.survey.mapping.questions import QUESTIONS
from matcher.survey.mapping.recognition import Taken
from matcher.survey.mapping.standing import family_of
from matcher.survey.mapping.vocabulary import PERSON_MEANINGS, ROLE_WORDS, plain_words, role_in
from matcher.survey.reading.layout import Export

__all__ = ["Role", "decide_roles"]

_ASKED = {
    "preferred_mentors": "mentees", "mentor_gender": "mentees", "preferred_mentees": "mentors",
    "preferred_co_mentors": "mentors", "max_mentees": "mentors",
}  # fmt: skip
_SPOKEN_TO = {
    "mentors": re.compile(r"\bwhy do you want to be a mentor\b|\byour mentees?\b"),
    "mentees": re.compile(r"\b(?:have|want|like|being assigned) a mentor\b|\byour mentors?\b"),
}
_WEAKLY_SPOKEN_TO = {"mentors": re.compile(r"\b(?:as a|being a) mentor\b")}
_OF_THE_PAST = re.compile(r"\b(?:did|ever|had|was|were|been|past|previous\w*|last|before|already)\b")
_OF_ONESELF = {
    role: re.compile(rf"^{role[:-1]}s? (?:s )?(?:full |first |last )?(?:name|e ?mail|id|number)\b") for role in ROLES
}


class Role(NamedTuple):
    """Who answered an export: `role` None where a column says it, `POLL` where it is a poll of people in others.

    `sure` is False where nothing says it. `why` in words.
    """

    role: str | None
    sure: bool
    why: str


def decide_roles(
    exports: Sequence[Export], parts: Sequence[ExportMapping], taken: Sequence[Sequence[Taken]]
) -> list[Role]:
    """Return who answered each export.

    What the mapping says comes first, then a column that says it, then the file's name and what is asked where these do
    not contradict each other. What asks for hours alone, of people whom others ask for more, is a poll of them. Of two
    exports of which one is known the other is the other role.
    """
    roles = [_role(*one) for one in zip(exports, parts, taken, strict=True)]
    roles = [
        Role(POLL, True, "it asks for hours alone, and other files ask who people are")
        if part.role is None and _is_poll(place, roles, taken)
        else role
        for place, (part, role) in enumerate(zip(parts, roles, strict=True))
    ]
    unsure = [place for place, role in enumerate(roles) if not role.sure]
    known = {role.role for role in roles if role.sure}
    if (
        len(roles) == 2
        and len(unsure) == 1
        and len(known) == 1
        and None not in known
        and not _contradicted(roles[unsure[0]])
    ):
        other = next(role for role in ROLES if role not in known)
        roles[unsure[0]] = Role(other, True, f"the other export is the {next(iter(known))}'")
    return roles


def _is_poll(place: int, roles: Sequence[Role], taken: Sequence[Sequence[Taken]]) -> bool:
    """Whether an export asks for hours alone, of people of whom other exports tell more, or who they are better."""
    if not _asks_for_hours_alone(taken[place]):
        return False
    others = [(other, role.role) for other, role in enumerate(roles) if other != place and role.sure]
    if roles[place].sure:
        same = [taken[other] for other, role in others if role in (roles[place].role, None)]
        return any(not _asks_for_hours_alone(one) or _told(one) > _told(taken[place]) for one in same)
    known = {role for _, role in others}
    return None in known or known >= set(ROLES)


def _asks_for_hours_alone(taken: Sequence[Taken]) -> bool:
    """Whether an export asks for hours, by which clock, and besides for nothing but who answered."""
    asked = {family_of(one.target) for one in taken if one.target not in _OF_THE_TOOL}
    return "availability" in asked and asked <= {"availability", "timezone", *map(family_of, PERSON_MEANINGS)}


def _told(taken: Sequence[Taken]) -> set[str]:
    """Return by what an export tells who answered."""
    return {family_of(one.target) for one in taken if one.target in PERSON_MEANINGS}


_OF_THE_TOOL = frozenset({"time", "status", "finished", "ignore"})


def _contradicted(role: Role) -> bool:
    return "contradict" in role.why or "not understood" in role.why


def _asks_for_the_role(taken: Taken) -> bool:
    """Whether a column that was taken for something else asks for the role in so many words."""
    if taken.target in ("role", "ignore", "gender") or taken.sureness is Sureness.GIVEN:
        return False
    words = plain_words(taken.column.question)
    asked = (one for one in QUESTIONS if one.meaning == "role" and not one.whole)
    return any(re.search(one.words, words) and not re.search(one.unless, words) for one in asked)


def _role(export: Export, part: ExportMapping, taken: Sequence[Taken]) -> Role:
    if part.role is not None:
        return Role(part.role, True, "the mapping says so")
    column = next((one for one in taken if one.target == "role"), None)
    if column is not None and column.sureness >= Sureness.LIKELY:
        return Role(None, True, f"the column {column.column.label!r} says it")
    asking = next((one for one in taken if _asks_for_the_role(one)), None)
    if asking is not None:
        said = name_some([repr(cell[:40]) for cell in dict.fromkeys(filter(None, export.cells(asking.column)))][:4])
        label = asking.column.label
        return Role(
            None,
            False,
            f'the column {label!r} asks for it, but {said} is not understood: write "role" at it, and '
            "what each answer means under [words.role]",
        )
    by_name, asked, spoken_to = role_in(Path(export.file).stem), _asked(taken), _worded(taken, _SPOKEN_TO)
    if by_name is not None and (asked == {by_name} or (not asked and (not spoken_to or by_name in spoken_to))):
        return Role(by_name, True, "by the file's name")
    if by_name is not None:
        return Role(None, False, "the file's name and what is asked contradict each other")
    # How questions are worded says less than what they ask for.
    asked = asked or spoken_to | _worded(taken, _OF_ONESELF) | _worded(taken, _WEAKLY_SPOKEN_TO)
    if len(asked) == 1:
        return Role(next(iter(asked)), True, "by what is asked")
    if asked:
        why = "it asks mentors and mentees, and no column says who is which: these contradict each other"
        return Role(None, False, why)
    return Role(None, False, "nothing says who answered it")


def _asked(taken: Sequence[Taken]) -> set[str]:
    """Return the roles whose questions are asked."""
    sure = [one for one in taken if one.target in _ASKED and one.sureness >= Sureness.LIKELY]
    return {_asked_by(one) for one in sure}


def _asked_by(taken: Taken) -> str:
    """Return whom a question is for: mentors are asked for the gender of first-years, and mentees wish for mentors."""
    words = plain_words(taken.column.question)
    spoken = {role for role, pattern in ROLE_WORDS.items() if pattern.search(words)}
    if taken.target == "mentor_gender" and spoken == {"mentees"}:
        return "mentors"
    if taken.target == "preferred_mentees" and spoken == {"mentors"}:
        return "mentees"
    return _ASKED[taken.target]


def _worded(taken: Sequence[Taken], wordings: Mapping[str, re.Pattern[str]]) -> set[str]:
    """Return the roles to which questions are worded: ``your mentor`` to mentees."""
    words = [plain_words(one.column.question) for one in taken]
    now = [question for question in words if _OF_THE_PAST.search(question) is None]
    return {role for role, pattern in wordings.items() if any(map(pattern.search, now))}
