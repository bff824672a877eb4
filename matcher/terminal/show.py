"""What `show` shows of a saved result: all of it in short, one group, one person, choices, or load."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import IO, Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from matcher.errors import Issue
from matcher.intake.meetings import place_of
from matcher.intake.program import Program, fold
from matcher.intake.words.calling import called, told_apart, who_is_meant
from matcher.intake.words.findings import all_of, count_of, none_of
from matcher.intake.words.listing import in_a_row, in_words
from matcher.intake.words.near_people import near_person
from matcher.result.match_result import MatchResult
from matcher.result.records import Group, mean_satisfaction
from matcher.result.saved_json import UNLISTED
from matcher.rules.members.mix import whom_mix_counts
from matcher.terminal.lines import console_for, drawn_lines
from matcher.terminal.solve import kept_apart_lines, left_out_lines, names_by_id, quality, without_lines
from matcher.text import ended, one_line

__all__ = [
    "ChoiceFacts",
    "GroupFacts",
    "LoadFacts",
    "PersonFacts",
    "ResultFacts",
    "no_person",
    "shown_choices",
    "shown_group",
    "shown_load",
    "shown_person",
    "shown_result",
]

BAR = 30
"""Signs of the longest bar."""

CHANGED = "The groups were changed by hand; what they score now, `matcher report INTAKE RESULT` tells."

Show = Callable[[Console], None]


@dataclass(frozen=True, slots=True)
class ResultFacts:
    """All of a result."""

    result: MatchResult

    def to_json_dict(self) -> dict[str, Any]:
        """Return it in plain dicts, lists, texts and numbers: what ``result.json`` holds."""
        return self.result.to_json_dict()


def shown_result(facts: ResultFacts, stream: IO[str]) -> str:
    """Return how many groups there are, how good they are, and a row for each."""
    result = facts.result

    def tell(console: Console) -> None:
        placed = sum(len(group.mentees) for group in result.groups)
        everybody = count_of(placed + len(result.unmatched), "mentee")
        groups = count_of(len(result.groups), "group")
        _line(console, f"{one_line(result.program.name)}: {groups}, {placed} of {everybody} placed.")
        _line(console, quality(result) if result.scored else CHANGED)
        names = _Names(result)
        headers = ["Group", "Slot", "Place", "Mentors", "Mentees", "Score"]
        rows = [
            [
                group.id,
                group.slot,
                place_of(group.slot, group.mentors, result.program),
                names.of(group.mentors),
                len(group.mentees),
                group.score,
            ]
            for group in result.groups
        ]
        _table(console, headers, rows, without=[] if result.scored else ["Score"])
        for line in (*without_lines(result), *kept_apart_lines(result)):
            _line(console, line)
        for line in left_out_lines(result.left_out_alike, names.whole):
            _line(console, f"Left out: {line}")

    return _captured(tell, stream)


@dataclass(frozen=True, slots=True)
class Got:
    """What a mentee in a group got; None where the result does not tell it of these groups."""

    id: str
    name: str
    choice: int | str | None
    satisfaction: float | None
    score: int | None


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """One group and its people.

    Parameters
    ----------
    score
        None where the groups were changed by hand.
    parts
        What the score is made of, with points, as far as a result tells it; empty where groups cost nothing.
    """

    id: str
    slot: str | None
    place: str | None
    mentors: tuple[tuple[str, str], ...]
    mentees: tuple[Got, ...]
    score: int | None
    told: bool
    """Whether the result tells what mentees got."""
    parts: tuple[tuple[str, int], ...] = ()

    @classmethod
    def of(cls, result: MatchResult, name: str) -> GroupFacts | None:
        """Return a group by its name, case aside; None where there is no such group."""
        group = next((group for group in result.groups if fold(group.id) == fold(name)), None)
        if group is None:
            return None
        names = _Names(result)
        mentees = tuple(_got(result, names, own) for own in group.mentees)
        mentors = tuple((own, names.plain(own)) for own in group.mentors)
        told = result.scored and bool(result.assignment_rows)
        place = place_of(group.slot, group.mentors, result.program)
        parts = _parts(result.program, group, mentees) if told else ()
        return cls(group.id, group.slot, place, mentors, mentees, group.score if result.scored else None, told, parts)

    def to_json_dict(self) -> dict[str, Any]:
        """Return it in plain dicts, lists, texts and numbers."""
        return {
            "id": self.id,
            "slot": self.slot,
            "place": self.place,
            "mentors": [{"id": own, "name": name} for own, name in self.mentors],
            "mentees": [asdict(one) for one in self.mentees],
            "score": self.score,
            **({"parts": [{"what": what, "points": points} for what, points in self.parts]} if self.parts else {}),
        }


def shown_group(group: GroupFacts, stream: IO[str]) -> str:
    """Return one group and a row for each of its mentees."""

    def tell(console: Console) -> None:
        _line(console, f"{one_line(group.id)}{_at(group.slot, group.place)}: {count_of(len(group.mentees), 'mentee')}")
        for own, name in group.mentors:
            _line(console, f"Mentor: {one_line(called(own, name))}")
        rows = [[one.id, one_line(one.name), one.choice, _satisfied(one), one.score] for one in group.mentees]
        without = [] if group.told else ["Choice", "Satisfaction", "Score"]
        _table(console, ["Id", "Mentee", "Choice", "Satisfaction", "Score"], rows, without=without)
        if group.score is not None:
            parts = in_a_row(f"{points} {what}" for what, points in group.parts)
            _line(console, f"The group scores {group.score}{f': {parts}' if parts else ''}.")

    return _captured(tell, stream)


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What became of everybody who is meant by an id or a name."""

    result: MatchResult
    meant: tuple[str, ...]

    @classmethod
    def of(cls, result: MatchResult, who: str) -> PersonFacts | None:
        """Return those of that id or name; None where nobody is meant."""
        meant = _Names(result).meant(who)
        return cls(result, tuple(meant)) if meant else None

    def to_json_dict(self) -> dict[str, Any]:
        """Return it in plain dicts, lists, texts and numbers."""
        names = _Names(self.result)
        return {"people": [self._person_table(own, names) for own in self.meant]}

    def _person_table(self, own: str, names: _Names) -> dict[str, Any]:
        reason, in_group, led = self.share(own)
        return {
            "id": own,
            "name": names.plain(own),
            "role": self.role(own),
            "left_out": reason,
            "groups": [
                {"id": group.id, "slot": group.slot, "mentors": list(group.mentors), "mentees": list(group.mentees)}
                for group in (*in_group, *led)
            ],
            **{key: value for key, value in asdict(_got(self.result, names, own)).items() if key not in ("id", "name")},
        }

    def share(self, own: str) -> tuple[str | None, list[Group], list[Group]]:
        """Return why somebody is left out, the groups that they are in, and those that they lead."""
        reason = next((mentee.reason for mentee in self.result.unmatched if mentee.id == own), None)
        in_group = [group for group in self.result.groups if own in group.mentees]
        led = [group for group in self.result.groups if own in group.mentors]
        return reason, in_group, led

    def role(self, own: str) -> str:
        """Return whether somebody is a mentee or a mentor."""
        reason, in_group, _ = self.share(own)
        return "mentee" if reason is not None or in_group else "mentor"


def shown_person(facts: PersonFacts, stream: IO[str]) -> str:
    """Return what became of somebody: of everybody of that name."""
    result, meant, names = facts.result, facts.meant, _Names(facts.result)

    def tell(console: Console) -> None:
        if len(meant) > 1:
            _line(console, f"{len(meant)} people are called so; an id names one of them.")
        for own in meant:
            if len(meant) > 1:
                _line(console, "")
            tell_of(own, console)

    def tell_of(own: str, console: Console) -> None:
        reason, in_group, led = facts.share(own)
        _line(console, f"{names.whole(own)}, {facts.role(own)}")
        if reason is not None:
            _line(console, f"Left out: {one_line(reason)}")
        for group in in_group:
            others = [mentee for mentee in group.mentees if mentee != own]
            _line(
                console,
                ended(f"In {one_line(group.id)}{_at_group(group, result.program)} with {names.of(group.mentors)}"),
            )
            got = _got(result, names, own)
            if result.scored and got.choice is not None:
                # A result does not tell whether they named anybody at all.
                what = "nobody whom they named" if got.choice == UNLISTED else f"choice {got.choice}"
                _line(console, f"Got {what}; satisfaction {_satisfied(got)}; score {got.score}.")
            _line(console, ended(f"Others in the group: {names.of(others) or 'nobody'}"))
        for group in led:
            partners = names.of(mentor for mentor in group.mentors if mentor != own)
            with_whom = f" with {partners}" if partners else ""
            _line(console, ended(f"Leads {one_line(group.id)}{_at_group(group, result.program)}{with_whom}"))
            _line(console, ended(f"  {count_of(len(group.mentees), 'mentee')}: {names.of(group.mentees)}"))
        if reason is None and not (in_group or led):
            _line(console, "Leads no group.")

    return _captured(tell, stream)


@dataclass(frozen=True, slots=True)
class ChoiceFacts:
    """How many mentees got which choice, and how satisfied they are.

    Parameters
    ----------
    choices
        By the choice, and ``unlisted``; empty where the groups were changed by hand, and what they got is not told.
    left_out
        How many are in no group.
    least, mean
        Satisfaction of all, those left out with 0; None where the result does not tell it.
    """

    scored: bool
    choices: Mapping[str, int]
    left_out: int
    least: float | None
    mean: float | None

    @classmethod
    def of(cls, result: MatchResult) -> ChoiceFacts:
        """Count them."""
        if not result.scored:
            return cls(False, {}, len(result.unmatched), None, None)
        satisfied = [row.satisfaction for row in result.assignment_rows] + [0.0] * len(result.unmatched)
        told = bool(result.assignment_rows)
        least, mean = (min(satisfied), mean_satisfaction(satisfied)) if told else (None, None)
        return cls(True, dict(result.choices), len(result.unmatched), least, mean)

    def to_json_dict(self) -> dict[str, Any]:
        """Return it in plain dicts, lists, texts and numbers."""
        satisfaction = {"least": self.least, "mean": self.mean}
        return {"choices": dict(self.choices), "left_out": self.left_out, "satisfaction": satisfaction}


def shown_choices(facts: ChoiceFacts, stream: IO[str]) -> str:
    """Return how many mentees got which choice, and how satisfied they are."""

    def tell(console: Console) -> None:
        if not facts.scored:
            _line(console, CHANGED)
            return
        everybody = sum(facts.choices.values()) + facts.left_out
        counts = [
            ("nobody they listed" if choice == UNLISTED else f"choice {choice}", count)
            for choice, count in facts.choices.items()
        ]
        counts += [("left out", facts.left_out)] if facts.left_out else []
        most = max((count for _, count in counts), default=0)
        rows = [[got, count, f"{count / max(1, everybody):.0%}", _bar(count, most)] for got, count in counts]
        _table(console, ["Got", "Mentees", "Of all", ""], rows)
        if facts.least is not None and facts.mean is not None:
            out = f", {facts.left_out} of them left out with 0" if facts.left_out else ""
            told = f"{facts.least:.3f} at the least, {facts.mean:.3f} on average"
            _line(console, f"Satisfaction of all {count_of(everybody, 'mentee')}{out}: {told}; 1 is the most.")
        _line(console, f"Left out: {facts.left_out}.")

    return _captured(tell, stream)


@dataclass(frozen=True, slots=True)
class Load:
    """How many groups and mentees a mentor has."""

    id: str
    name: str
    groups: tuple[str, ...]
    mentees: int


@dataclass(frozen=True, slots=True)
class LoadFacts:
    """How many groups and mentees each mentor has, those with the most first, idle ones last."""

    mentors: tuple[Load, ...]

    @classmethod
    def of(cls, result: MatchResult) -> LoadFacts:
        """Count them."""
        names, loads = _Names(result), []
        for own in names.mentors:
            led = [group for group in result.groups if own in group.mentors]
            mentees = sum(len(group.mentees) for group in led)
            loads.append(Load(own, names.plain(own), tuple(group.id for group in led), mentees))
        return cls(tuple(sorted(loads, key=lambda load: -load.mentees)))

    def to_json_dict(self) -> dict[str, Any]:
        """Return it in plain dicts, lists, texts and numbers."""
        return {"mentors": [asdict(load) | {"groups": list(load.groups)} for load in self.mentors]}


def shown_load(facts: LoadFacts, stream: IO[str]) -> str:
    """Return how many groups and mentees each mentor has, those with the most first, idle ones last."""

    def tell(console: Console) -> None:
        most = max((load.mentees for load in facts.mentors), default=0)
        rows = [
            [load.id, one_line(load.name), in_a_row(load.groups), load.mentees, _bar(load.mentees, most)]
            for load in facts.mentors
        ]
        _table(console, ["Id", "Mentor", "Groups", "Mentees", ""], rows)
        idle, mentors = sum(not load.groups for load in facts.mentors), len(facts.mentors)
        _line(console, f"{count_of(mentors, 'mentor')}, {_without_a_group(idle, mentors)}.")

    return _captured(tell, stream)


def _without_a_group(idle: int, mentors: int) -> str:
    """Say of mentors, just counted, how many are idle."""
    if mentors == 1:
        return "without a group" if idle else "with a group"
    who = {0: none_of(mentors), mentors: all_of(mentors)}.get(idle, f"{idle} of them")
    return f"{who} without a group"


class _Names:
    """Who is called what, as far as a result tells; else the id."""

    def __init__(self, result: MatchResult) -> None:
        self.mentors, mentees = names_by_id(result)
        self._all = {**self.mentors, **mentees}
        self._called = told_apart(self._all)

    def plain(self, own: str) -> str:
        """Return somebody's name as it is written."""
        return self._all.get(own, own)

    def one(self, own: str) -> str:
        """Return somebody's name, to stand beside the id."""
        return one_line(self.plain(own))

    def of(self, people: Iterable[str]) -> str:
        """Return people by name alone, two of one name with their ids behind it."""
        return in_a_row(one_line(self._called.get(own, own)) for own in people)

    def whole(self, own: str) -> str:
        """Return somebody by name and id."""
        return one_line(called(own, self._all.get(own, own)))

    def meant(self, who: str) -> list[str]:
        """Return the ids of those who are meant by an id or a name."""
        return who_is_meant(who, self._all)


def no_person(result: MatchResult, who: str) -> Issue:
    """Return the fault of a call that names somebody of whom a result does not tell, with who may be meant."""
    gone = {one.id: one for one in result.without}
    for own in who_is_meant(who, {one.id: one.name for one in result.without})[:1]:
        message = f"means {called(own, gone[own].name)}, who left: the groups were formed without that {gone[own].role}"
        return Issue("the call", message, None, "person", who)
    near = near_person(who, _Names(result)._all)
    right = "write the id or the name of a mentor or mentee"
    return Issue("the call", "is nobody in the result", None, "person", who, right, near)


def _got(result: MatchResult, names: _Names, own: str) -> Got:
    row = next((row for row in result.assignment_rows if row.mentee_id == own), None)
    if row is None:
        return Got(own, names.plain(own), None, None, None)
    choice = UNLISTED if row.choice is None else row.choice
    return Got(own, names.plain(own), choice, row.satisfaction, row.score)


def _parts(program: Program, group: Group, mentees: Sequence[Got]) -> tuple[tuple[str, int], ...]:
    """Return what a group's score is made of: what a result does not tell by itself is what is left, told together."""
    groups, weights, parts = program.groups, program.weights, list[tuple[str, int]]()
    if groups.ideal_size is not None and weights.size:
        size = f"for {count_of(len(group.mentees), 'mentee')} (ideal: {groups.ideal_size})"
        parts.append((size, -weights.size * abs(len(group.mentees) - groups.ideal_size)))
    if groups.fewest_mentors < groups.mentors and weights.single:
        alone = len(group.mentors) == 1
        parts.append(("for one mentor alone", -weights.single * alone))
    mixes = [f"for {whom_mix_counts(mix)}" for mix in program.mix if mix.weight and mix.asks]
    if not (parts or mixes):
        return ()
    own = ("of its mentees", sum(one.score or 0 for one in mentees))
    pair = ["of its mentors as a pair"] if len(group.mentors) == 2 else []
    left = group.score - own[1] - sum(points for _, points in parts)
    rest = [(in_words([*pair, *mixes]), left)] if pair or mixes else []
    return (own, *rest, *parts)


def _satisfied(got: Got) -> str | None:
    return None if got.satisfaction is None else f"{got.satisfaction:.3f}"


def _at(*told: str | None) -> str:
    """Return the hour and the place of a group, as far as they are told."""
    return "".join(f", {one_line(text)}" for text in told if text is not None)


def _at_group(group: Group, program: Program) -> str:
    return _at(group.slot, place_of(group.slot, group.mentors, program))


def _bar(count: int, most: int) -> str:
    return "#" * -(-count * BAR // most) if count else ""


def _table(
    console: Console, headers: Sequence[str], rows: Sequence[Sequence[object]], *, without: Sequence[str] = ()
) -> None:
    """Print a table; columns that are `without`, or blank in every row, are left out."""
    kept = [
        column
        for column, header in enumerate(headers)
        if header not in without and any(row[column] not in (None, "") for row in rows)
    ]
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for column in kept:
        numbers = all(isinstance(row[column], int | None) for row in rows)
        table.add_column(headers[column], justify="right" if numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(one_line("" if row[column] is None else str(row[column]))) for column in kept))
    console.print(table)


def _line(console: Console, text: str) -> None:
    console.print(text, soft_wrap=True)


def _captured(tell: Show, stream: IO[str]) -> str:
    console = console_for(stream)
    with console.capture() as captured:
        tell(console)
    return drawn_lines(captured.get())
