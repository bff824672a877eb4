"""What `leave`, `join`, `add` and `check` say of who left an intake or came."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from matcher.intake.leaving.leave import Departure, Return
from matcher.intake.leaving.left_file import LEFT_FILE, Taken
from matcher.intake.people import Gone
from matcher.intake.words.calling import called
from matcher.intake.words.findings import count_of
from matcher.intake.words.listing import in_words
from matcher.survey.import_report import Question
from matcher.survey.late import Added
from matcher.text import one_line

__all__ = ["AddFacts", "JoinFacts", "LeaveFacts", "add_summary", "join_summary", "leave_summary", "left_line"]

MOST_TOLD = 40
"""Mentions that are told one by one; all stand in a file."""


@dataclass(frozen=True, slots=True)
class LeaveFacts:
    """Who left the intake at `place`."""

    done: Departure
    place: Path

    def to_json_dict(self) -> dict[str, Any]:
        """Return it in plain dicts, lists, texts and numbers."""
        done = self.done
        return {"place": str(self.place), "people": _table(done.people), "taken": _mentions(done.taken)}


@dataclass(frozen=True, slots=True)
class JoinFacts:
    """Who is back in the intake at `place`."""

    done: Return
    place: Path

    def to_json_dict(self) -> dict[str, Any]:
        """Return it in plain dicts, lists, texts and numbers."""
        done = self.done
        told = {"place": str(self.place), "people": _table(done.people)}
        return {**told, "restored": _mentions(done.restored), "lost": _mentions(done.lost)}


@dataclass(frozen=True, slots=True)
class AddFacts:
    """Who came to the intake at `place`."""

    done: Added
    place: Path

    def to_json_dict(self) -> dict[str, Any]:
        """Return it in plain dicts, lists, texts and numbers."""
        questions = [_asked(question) for question in self.done.questions]
        return {"place": str(self.place), "people": [*self.done.people], "questions": questions}


def _table(people: Iterable[Gone]) -> list[dict[str, Any]]:
    return [asdict(one) for one in people]


def _mentions(taken: Iterable[Taken]) -> list[str]:
    return [one.what for one in taken if one.person is None]


def leave_summary(facts: LeaveFacts, stream: IO[str]) -> str:
    """Return who left, and what was taken out of an intake with them."""
    done, place = facts.done, facts.place
    call = one_line(shlex.join(["matcher", "join", str(place), *(one.id for one in done.people)]))
    kept = LEFT_FILE if place.is_dir() else one_line(place.name)
    return "\n".join(
        [
            f"{_names(done.people)} left {one_line(str(place))}. Taken out: {_counted(done.taken)}.",
            *_each(done.taken),
            *_smaller_locks(done.taken),
            f"{kept} keeps all of it: `{call}` puts it back.",
        ]
    )


def join_summary(facts: JoinFacts, stream: IO[str]) -> str:
    """Return who is back, and what of theirs is."""
    done, place = facts.done, facts.place
    lines = [
        f"{_names(done.people)} {'is' if len(done.people) == 1 else 'are'} back in {one_line(str(place))}. "
        f"Put back: {_counted(done.restored)}.",
        *_each(done.restored),
    ]
    if done.lost:
        lines.append("Not put back, since who or what it belongs to is not there any more:")
        lines += [f"- {one_line(one.what)}" for one in done.lost]
    return "\n".join(lines)


def add_summary(facts: AddFacts, stream: IO[str]) -> str:
    """Return who came, and what of their answers is open."""
    done, place = facts.done, facts.place
    read = done.intake
    names = {one.id: one.name for one in (*read.mentors, *read.mentees)}
    mentors = sum(own in read.mentor_by_id for own in done.people)
    told = [count_of(mentors, "mentor"), count_of(len(done.people) - mentors, "mentee")]
    counts = in_words(one for one in told if not one.startswith("0 "))
    who = in_words((one_line(called(own, names[own])) for own in done.people), most=10)
    lines = [f"{counts} added to {one_line(str(place))}: {who}."]
    if done.questions:
        lines.append(f"{count_of(len(done.questions), 'question')} for you, to be settled in the tables of the intake:")
        lines += [f"- {one_line(_asked(question))}" for question in done.questions[:MOST_TOLD]]
    return "\n".join(lines)


def _asked(question: Question) -> str:
    where = question.file if question.row is None else f"{question.file} row {question.row}"
    about = " ".join(filter(None, (question.column, None if question.answer is None else repr(question.answer))))
    return f"{where}, {about}: {question.text}" if about else f"{where}: {question.text}"


def left_line(people: Sequence[Gone]) -> str | None:
    """Return who left an intake, in one line; None where nobody did."""
    if not people:
        return None
    return f"Left: {_names(people)}; `matcher join` brings them back."


def _names(people: Iterable[Gone]) -> str:
    return in_words((one_line(called(one.id, one.name)) for one in people), most=10)


def _counted(taken: Sequence[Taken]) -> str:
    """Return how much of each kind: ``1 row, 3 mentions in lists of others, 1 constraint and 1 lock``."""
    rows = sum(one.person is not None for one in taken)
    lists = sum(one.part in ("mentors", "mentees") and one.person is None for one in taken)
    told = [
        count_of(rows, "row"),
        count_of(lists, "mention in the lists of others", "mentions in the lists of others"),
        count_of(sum(one.part == "constraints" for one in taken), "constraint"),
        count_of(sum(one.part == "locks" and not one.inside for one in taken), "lock"),
        count_of(
            sum(one.part == "locks" and bool(one.inside) for one in taken), "mention in a lock", "mentions in locks"
        ),
        count_of(len({one.what for one in taken if one.part == "program"}), "setting"),
    ]
    return in_words(one for one in told if not one.startswith("0 "))


def _each(taken: Sequence[Taken]) -> Iterator[str]:
    mentions = list(dict.fromkeys(one.what for one in taken if one.person is None))
    for what in mentions[:MOST_TOLD]:
        yield f"- {one_line(what)}"
    if len(mentions) > MOST_TOLD:
        yield f"- and {len(mentions) - MOST_TOLD} more"


def _smaller_locks(taken: Sequence[Taken]) -> Iterator[str]:
    for lock in dict.fromkeys(one.inside[0] for one in taken if one.part == "locks" and one.inside):
        told = f"The lock {one_line(lock)} holds its group for just the others now"
        yield f"{told}: nobody else gets the place as long as it stands."
