"""What `show` shows, in all its forms: line by line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tests.reader.lines import LinesReader, bar, command
from tests.reader.readers import Output
from tests.reader.runs import Case
from tests.reader.seen import Group, called
from tests.reader.words import Words, english, in_a_row, some, stopped

CHANGED = "The groups were changed by hand; what they score now, `matcher report INTAKE RESULT` tells."
BY_HAND = "Not in the groups as they were changed by hand."
Texts = dict[str, str]

MANY = 1_000_000


class Shown(LinesReader):
    """`show`; people are called by their names whoever asks."""

    output = "show"

    def read(self, shown: Texts) -> None:
        """Read each form: (the options, what they show)."""
        self.called = called(self.so.real_names)
        for options, text in shown.items():
            self.take(text)
            form, _, asked = options.partition(" ")
            if form == "--group":
                self._group(next(group for group in self.so.groups if group.id == asked))
            elif form == "--person":
                self._people(asked)
            else:
                {"": self._whole, "--choices": self._choices, "--load": self._load}[form]()
            self.end(options or "the whole")

    def names(self, people: Iterable[str]) -> str:
        return in_a_row(self.called[own] for own in people)

    def whole_name(self, own: str) -> str:
        name = self.so.real_names[own]
        return own if name == own else f"{name} ({own})"

    def at(self, group: Group) -> str:
        """When and where a group meets."""
        return "".join(f", {told}" for told in (group.slot, self.so.place(group)) if told is not None)

    # Forms -----------------------------------------------------------------------------------------------------------

    def _whole(self) -> None:
        so = self.so
        self.line("sentences", self.headline())
        self.line("sentences", CHANGED if so.edited else self.quality())
        columns = [
            ("Group", [one.id for one in so.groups]),
            ("Slot", [one.slot for one in so.groups]),
            ("Place", [so.place(one) for one in so.groups]),
            ("Mentors", [self.names(one.mentors) for one in so.groups]),
            ("Mentees", [len(one.mentees) for one in so.groups]),
            ("Score", [None if so.edited else so.group_score(one) for one in so.groups]),
        ]
        self.table(columns, ("Mentees", "Score"), "the whole")
        for told in so.without_told():
            self.line("sentences", told)
        alike = self.left_out_alike()
        if so.edited:
            # In the order in which the result told of people before.
            alike = [(BY_HAND, [one["id"] for one in so.result["unmatched"]])] if so.left_out else []
        for reason, people in alike:
            self.line("reasons", f"Left out: {self.who([self.whole_name(own) for own in people])}: {reason}")
            for own in people if not so.edited else ():
                self.check_reason(own, reason, len(people))
        self.check_all("ids", sorted(own for _, people in alike for own in people), sorted(so.left_out), "left out")

    def _choices(self) -> None:
        so = self.so
        if so.edited:
            self.line("sentences", CHANGED)
            return
        counts = [("nobody they listed" if rank is None else f"choice {rank}", count) for rank, count in so.choices]
        counts += [("left out", len(so.left_out))] if so.left_out else []
        most = max(count for _, count in counts)
        columns = [
            ("Got", [got for got, _ in counts]),
            ("Mentees", [count for _, count in counts]),
            ("Of all", [f"{count / len(so.mentees):.0%}" for _, count in counts]),
            ("", [bar(count, most) for _, count in counts]),
        ]
        self.table(columns, ("Mentees",), "choices")
        out = f", {len(so.left_out)} of them left out with 0" if so.left_out else ""
        told = f"{so.satisfactions[0]:.3f} at the least, {so.mean_satisfaction:.3f} on average"
        everybody = english(len(so.mentees), "mentee")
        if so.placed:
            self.line("percentages", f"Satisfaction of all {everybody}{out}: {told}; 1 is the most.")
        self.line("counts", f"Left out: {len(so.left_out)}.")

    def _load(self) -> None:
        so = self.so
        ordered = sorted(so.mentors, key=lambda own: -len(so.mentees_of(own)))
        loads = [len(so.mentees_of(own)) for own in ordered]
        columns = [
            ("Id", ordered),
            ("Mentor", [so.real_names[own] for own in ordered]),
            ("Groups", [", ".join(group.id for group in so.led[own]) for own in ordered]),
            ("Mentees", loads),
            ("", [bar(load, max(loads)) for load in loads]),
        ]
        self.table(columns, ("Mentees",), "load")
        idle, mentors = len(so.idle), len(so.mentors)
        who = {0: "neither" if mentors == 2 else "none", mentors: "both" if mentors == 2 else "all"}.get(idle, idle)
        told = f"{who} of them without a group" if mentors > 1 else f"with{'out' if idle else ''} a group"
        self.line("counts", f"{english(mentors, 'mentor')}, {told}.")

    def _group(self, group: Group) -> None:
        so = self.so
        self.line("hours", f"{group.id}{self.at(group)}: {english(len(group.mentees), 'mentee')}")
        for mentor in group.mentors:
            self.line("names", f"Mentor: {self.whole_name(mentor)}")
        there = group.mentees
        ranks = [so.choice(own) for own in there]
        columns: list[tuple[str, list[object]]] = [("Id", [*there]), ("Mentee", [so.real_names[own] for own in there])]
        if not so.edited:
            columns += [
                ("Choice", ["unlisted" if rank is None else rank for rank in ranks]),
                ("Satisfaction", [f"{so.satisfaction(own):.3f}" for own in there]),
                ("Score", [so.score(own) for own in there]),
            ]
        self.table(columns, ("Score", *(["Choice"] if None not in ranks else [])), group.id)
        if not so.edited:
            self.line("scores", f"The group scores {so.group_score(group)}{self._parts(group)}.")

    def _parts(self, group: Group) -> str:
        """What a group's score is made of, as far as a result tells it by itself: what is left is told together."""
        parts = self.so.group_parts(group)
        costs = [one for one in parts if one[0] in ("size", "single")]
        mixes = [one for one in parts if one[0] == "mix"]
        if not costs and not mixes:
            return ""
        mentees = english(len(group.mentees), "mentee")
        called = {
            "size": lambda of: f"for {mentees} (ideal: {of['ideal']})",
            "single": lambda of: "for one mentor alone",
        }
        together = ["of its mentors as a pair"] if len(group.mentors) == 2 else []
        together += [f"for {some(of['values'], MANY, 'or')} in {of['column']}" for _, _, of in mixes]
        rest = sum(points for kind, points, _ in parts if kind in ("pair", "pair_wish", "mix"))
        told = [f"{sum(map(self.so.score, group.mentees))} of its mentees"]
        told += [f"{rest} {some(together, MANY)}"] if together else []
        return ": " + in_a_row([*told, *(f"{points} {called[kind](of)}" for kind, points, of in costs)])

    def _people(self, asked: str) -> None:
        so = self.so
        by_name = [own for own, name in so.real_names.items() if " ".join(name.split()).casefold() == asked.casefold()]
        meant = [asked] if asked in so.real_names else by_name
        if len(meant) > 1:
            self.line("counts", f"{len(meant)} people are called so; an id names one of them.")
        while meant:
            # In any order: the one whose name stands next, if any.
            following = next(
                (own for own in meant if self.lines and self.lines[0].startswith(self.whole_name(own))), meant[0]
            )
            meant.remove(following)
            self._person(following)

    def _person(self, own: str) -> None:
        so = self.so
        mentee = own in so.mentees
        self.line("names", f"{self.whole_name(own)}, {'mentee' if mentee else 'mentor'}")
        if mentee and own in so.left_out:
            reason = {one["id"]: one["reason"] for one in so.result["unmatched"]}[own]
            told = self.lines[0].removeprefix("Left out: ") if self.lines else None
            self.line("reasons", f"Left out: {reason}")
            if not so.edited:
                self.check_reason(own, told)
        elif mentee:
            group = so.group_of[own]
            self.line("hours", stopped(f"In {group.id}{self.at(group)} with {self.names(group.mentors)}"))
            if not so.edited:
                rank = so.choice(own)
                got = "nobody whom they named" if rank is None else f"choice {rank}"
                self.line("percentages", f"Got {got}; satisfaction {so.satisfaction(own):.3f}; score {so.score(own)}.")
            others = [one for one in group.mentees if one != own]
            self.line("names", stopped(f"Others in the group: {self.names(others) or 'nobody'}"))
        for group in () if mentee else so.led[own]:
            partners = self.names(one for one in group.mentors if one != own)
            self.line("hours", stopped(f"Leads {group.id}{self.at(group)}{f' with {partners}' if partners else ''}"))
            self.line("names", stopped(f"  {english(len(group.mentees), 'mentee')}: {self.names(group.mentees)}"))
        if not mentee and not so.led[own]:
            self.line("sentences", "Leads no group.")


# What is read -------------------------------------------------------------------------------------------------------


def _made(case: Case, folder: Path) -> Texts:
    case.write(folder)
    facts = case.as_read
    people = [*facts.mentors[:3], *facts.mentees[:3], *facts.left_out[:2], *facts.idle[:1]]
    names = [facts.real_names[own] for own in (facts.mentors[0], facts.mentees[0])]
    asked = ["", "--choices", "--load", *(f"--group {group.id}" for group in facts.groups[:3])]
    asked += [f"--person {one}" for one in dict.fromkeys((*people, *names))]
    found = {}
    for options in asked:
        form, _, what = options.partition(" ")
        found[options] = command("show", folder / "result", *filter(None, (form, what)))
    return found


def _read(case: Case, made: Texts) -> Shown:
    shown = Shown(case.as_read, Words("en"))
    shown.read(made)
    return shown


OUTPUTS = (Output("show", _made, _read),)
