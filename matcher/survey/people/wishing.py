"""Wishes: whom answers name, and in which order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from matcher.intake.listing import in_a_row
from matcher.survey.import_report import Question, Report
from matcher.survey.mapping.answers import Answer
from matcher.survey.mapping.evidence import is_tick
from matcher.survey.mapping.plans import Plan
from matcher.survey.people.gathering import Someone
from matcher.survey.people.wishes import Directory, Known, Wish

__all__ = ["asked", "directories", "wished"]

_RANK = re.compile(r"\D{0,12}([1-9]\d?)\D{0,12}")
_WISHED_ROLES = {
    "preferred_mentors": ("mentors",), "preferred_mentees": ("mentees",), "preferred_co_mentors": ("mentors",),
    "avoid": ("mentors", "mentees"),
}  # fmt: skip


def directories(people: Sequence[Someone], names: Mapping[str, str], report: Report) -> dict[str, Directory]:
    """Return for each column of wishes those who can be wished for.

    Parameters
    ----------
    names
        What the mapping says that names mean; a name that means nobody here is asked about.
    """
    known = [(one.role, Known(one.id, one.name, one.answer.email)) for one in people]
    own = {one.answer.own: one.id for one in people if one.answer.own not in (None, one.id)}
    everybody = Directory([who for _, who in known])
    settled = {text: "" if not who else everybody.find(who).id or "" for text, who in names.items()}
    for text, who in names.items():
        if who and not settled[text]:
            told = f"[names] says that this means {who!r}, but nobody is called that; nobody was taken"
            report.ask(Question("mapping.toml", None, None, "names", text, told))
    found = {}
    for target, roles in _WISHED_ROLES.items():
        ids = {one.id for one in people if one.role in roles}
        means = {text: who for text, who in (own | settled).items() if text is not None and (not who or who in ids)}
        found[target] = Directory([who for role, who in known if role in roles], means)
    return found


def wished(answer: Answer, plan: Plan, target: str) -> list[tuple[str, str]]:
    """Return the wishes of one person as (header, text), best first, a text for each item of a list."""
    return [
        (label, part.strip())
        for label, text in _cells(answer, plan, target)
        for part in re.split(r"[;\n]", text)
        if part.strip()
    ]


def _cells(answer: Answer, plan: Plan, target: str) -> list[tuple[str, str]]:
    if target in answer.corrected:
        return [(target, answer.corrected[target])]
    wished = []
    for place, taken in enumerate(plan.by_target.get(target, ()), 1):
        text, item, label = answer.cell(taken), taken.meaning.item, taken.column.label
        if text and item is None:
            wished.append((taken.meaning.rank or place, place, label, text))
        elif text and item is not None:
            found = _RANK.fullmatch(text)
            if found is not None or is_tick(text, item):
                wished.append((int(found[1]) if found else 1, place, label, item))
    return [(label, text) for _, _, label, text in sorted(wished)]


def asked(wish: Wish, beside_others: bool) -> str:
    """Return what is asked about a wish; a correction has to repeat the person's other wishes."""
    untold = [one for one in wish.candidates if one not in (wish.note or "")]
    candidates = f" (perhaps {in_a_row(untold)})" if untold else ""
    used = f"used for {wish.id}" if wish.id is not None else "left out"
    again = "; write all wishes of this person, best first, or settle the name under [names] in the mapping"
    note = wish.note or "is nobody who can be wished for"
    return f"{note}{candidates}; {used}{again if beside_others else ''}"
