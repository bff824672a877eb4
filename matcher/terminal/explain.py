"""Explanations on a terminal: sentences under heads, wrapped where somebody reads them, plain lines in a pipe."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator, Sequence
from typing import IO

from matcher.intake.words.findings import count_of
from matcher.intake.words.listing import in_a_row
from matcher.result.records import stage_called
from matcher.text import ended, one_line
from matcher.why.answers.records import Explanation, PersonExplained, Role, WholeExplained
from matcher.why.answers.steps import Clash, Step, StepKind
from matcher.why.wording.explanations import Words

__all__ = ["explanation_text"]

MOST_WIDE, MOST_NAMES = 110, 12
"""Columns of a paragraph on the widest terminal, so that lines stay readable; names in a list."""


def explanation_text(explanation: Explanation, stream: IO[str]) -> str:
    """Return an explanation as lines, as wide as `stream` can show; a line a paragraph in a pipe."""
    words = Words(explanation.names or {}, explanation.mode, explanation.standing)
    if explanation.away is not None:
        lines: Iterator[str] = map(words.away, explanation.away)
    elif explanation.person is not None:
        lines = _person(explanation.person, words)
    elif explanation.whole is not None:
        lines = _whole(explanation.whole, explanation, words)
    else:
        lines = _intake(explanation, words)
    if explanation.cut_short:
        lines = _with_end(lines, "The time was up before everything was looked at; --time-limit allows more.")
    width = min(MOST_WIDE, shutil.get_terminal_size().columns) if stream.isatty() else None
    return "\n".join(_wrapped(line, width) for line in lines)


def _with_end(lines: Iterator[str], end: str) -> Iterator[str]:
    yield from lines
    yield end


def _wrapped(line: str, width: int | None) -> str:
    text = one_line(line)
    if width is None:
        return text
    indent = " " * (len(text) - len(text.lstrip(" ")))
    return textwrap.fill(text.strip(), width, initial_indent=indent, subsequent_indent=f"{indent}  ") if text else ""


# A person -----------------------------------------------------------------------------------------------------------


def _person(explained: PersonExplained, words: Words) -> Iterator[str]:
    yield words.share(explained)
    if explained.reason:
        yield explained.reason
    for wish in explained.wishes:
        head, below = words.wish(explained.person, wish)
        yield f"- {head}."
        yield from (f"    {line}" for line in below)
    if not explained.wishes:
        yield "They named nobody, and asked for nothing." if explained.share.groups else "They named nobody."
    if explained.role is Role.MENTEE and not explained.share.groups and explained.reason is not None:
        yield from _repairs_for(explained, words)


def _repairs_for(explained: PersonExplained, words: Words) -> Iterator[str]:
    who = words.name(explained.person)
    if explained.repairs:
        if any(repair.steps and (repair.points or 0) > 0 for repair in explained.repairs):
            yield from _gained(words)
        yield f"What would place {who}, with nobody else losing their place, the smallest change first:"
        yield from (f"- {words.repair(repair)}" for repair in explained.repairs)
    elif explained.searched:
        yield f"No single change of one hour, limit, wish or rule was found that places {who} beside all others."
    else:
        yield f"In this time no single change was found that places {who} beside all others."


# The whole ----------------------------------------------------------------------------------------------------------


def _whole(whole: WholeExplained, explanation: Explanation, words: Words) -> Iterator[str]:
    of = whole.placed + len(whole.left_out)
    points = count_of(whole.objective, "point")
    yield f"{count_of(whole.groups, 'group')}, {whole.placed} of {count_of(of, 'mentee')} placed, {points}."
    if whole.proved:
        how = "" if explanation.mode == "total" else f" in the mode '{explanation.mode}'"
        yield f"Proved best: no other grouping that keeps the rules is better{how}."
    elif explanation.mode == "total":
        yield f"Not proved best: this scores {points}, and none can score more than {whole.bound}."
    else:
        yield f"Not proved best in the mode '{explanation.mode}'."
    if whole.moves_allowed is not None:
        yield f"All this is among groupings with at most {count_of(whole.moves_allowed, 'move')}."
    if explanation.mode != "total":
        yield from _first_things(whole, explanation)
    yield _choices(whole)
    yield f"Points: {in_a_row(f'{name} {points}' for name, points in whole.parts.items() if points) or 'none'}."
    yield from _plenty(whole, words)
    if scarce := list(_scarce(whole, words)):
        yield "What is scarce:"
        yield from (f"- {line}" for line in scarce)
    yield from _reliefs(whole, words)


def _first_things(whole: WholeExplained, explanation: Explanation) -> Iterator[str]:
    told = in_a_row(f"{stage_called(name)}: {count}" for name, count in whole.stages)
    yield f"What counts first, in the mode '{explanation.mode}': {told}."


def _choices(whole: WholeExplained) -> str:
    got = [f"choice {name}: {count}" for name, count in whole.choices.items() if name != "unlisted"]
    unlisted = f"nobody they listed: {whole.choices['unlisted']}{_listed_nobody(whole)}"
    return f"Mentees by what they got: {in_a_row([*got, unlisted])}."


def _listed_nobody(whole: WholeExplained) -> str:
    """Say how many of those who got nobody they listed had no list."""
    if not whole.listed_nobody:
        return ""
    return f" ({whole.listed_nobody} of {whole.choices['unlisted']} listed nobody)"


def _plenty(whole: WholeExplained, words: Words) -> Iterator[str]:
    """Yield what is not scarce."""
    if whole.groups and not whole.closed:
        yield "Every group has room left."
    if whole.idle:
        yield f"{words.named(whole.idle)} {'leads' if len(whole.idle) == 1 else 'lead'} no group."


def _scarce(whole: WholeExplained, words: Words) -> Iterator[str]:
    if whole.full:
        verb = "is full" if len(whole.full) == 1 else "are full"
        yield f"{len(whole.full)} of {count_of(whole.groups, 'group')} {verb} ({_some(list(whole.full))})."
    if held := [group for group in whole.closed if group not in whole.full]:
        groups = count_of(whole.groups, "group")
        which = f"{len(held)} of {groups} can take nobody more before {'it is' if len(held) == 1 else 'they are'} full"
        yield f"{which} ({_some(held)}): max_mentees of a mentor, or a lock, says so."
    if whole.spent:
        yield f"{count_of(whole.spent, 'mentor')} {'leads' if whole.spent == 1 else 'lead'} as many groups as they may."
    for mentor, count in whole.first_wanted[:3]:
        yield f"{words.name(mentor)} is named first by {count_of(count, 'mentee')}, more than they can have."
    for slot in whole.slots:
        yield (
            f"{slot.slot}: {count_of(slot.groups, 'group')}; {count_of(slot.mentors, 'mentor')} who may lead "
            f"and {count_of(slot.mentees, 'mentee')} can meet then."
        )
    if whole.fewest:
        told = [f"{words.name(person)} ({count})" for person, count in whole.fewest]
        yield ended(f"Fewest mentors to choose from, by hours and rules: {_some(told)}")


def _gained(words: Words) -> Iterator[str]:
    if (said := words.gained()) is not None:
        yield said


def _reliefs(whole: WholeExplained, words: Words) -> Iterator[str]:
    if whole.reliefs:
        yield from _gained(words)
        yield "What would help; each was solved, and the grouping found is told:"
    for relief in whole.reliefs:
        step = "other groups, with nothing changed" if relief.step is None else words.step(relief.step)
        told = []
        if relief.placed:
            told.append(f"{count_of(abs(relief.placed), 'mentee')} {'more' if relief.placed > 0 else 'fewer'} placed")
        told += [f"{stage_called(one.name)}: {one.after} rather than {one.before}" for one in relief.stages[:1]]
        if relief.points:
            told.append(f"{count_of(abs(relief.points), 'point')} {'more' if relief.points > 0 else 'less'}")
        yield ended(f"- {step[:1].upper()}{step[1:]}: {', '.join(told)}")
    if whole.tried:
        yield ended(f"What would not help, by itself: {'; '.join(words.step(step) for step in whole.tried)}")


def _some(items: Sequence[str]) -> str:
    return in_a_row(items, MOST_NAMES)


# An intake ----------------------------------------------------------------------------------------------------------


def _intake(explanation: Explanation, words: Words) -> Iterator[str]:
    if explanation.feasible:
        yield "The rules can all hold: a grouping that keeps every one was found. `matcher solve` finds the best."
        return
    if explanation.feasible is None:
        yield "In this time neither a grouping that keeps every rule was found, nor a proof that there is none."
        return
    yield "No assignment satisfies the rules."
    if explanation.counting:
        yield "Counting alone shows it:"
        yield from (ended(f"- {_begun(text)}") for text in explanation.counting)
    if explanation.clash is not None:
        yield from _clash(explanation.clash, words)
    if explanation.repairs:
        yield "What would make it possible, the smallest change first; each was solved:"
        yield from (f"- {words.repair(repair)}" for repair in explanation.repairs)
    elif explanation.clash is not None:
        yield "No few changes were found, in this time, that make it possible."


def _begun(text: str) -> str:
    """Return a sentence with a capital at its start, unless it starts with an id or the name of a setting."""
    return f"{text[:1].upper()}{text[1:]}" if text.split(" ", 1)[0].isalpha() else text


def _clash(clash: Clash, words: Words) -> Iterator[str]:
    if clash.minimal:
        yield "These cannot all hold. Without any one of them the others can:"
    else:
        yield "These cannot all hold; fewer of them may be enough, which the time did not suffice to show:"
    rules = [words.rule(step) for step in clash.members if step.kind is not StepKind.HOUR]
    yield from (f"- {_begun(text)}" for text in reversed(rules))
    hours = [step for step in clash.members if step.kind is StepKind.HOUR]
    if hours:
        yield f"- {_hours(hours, words)}"


def _hours(hours: Sequence[Step], words: Words) -> str:
    names = [words.name(step.person) for step in hours]
    whose = "The hours of one person" if len(names) == 1 else f"The hours of {len(names)} people"
    return f"{whose}, as they were given: {_some(names)}"
