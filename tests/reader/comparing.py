"""``matcher compare``, read: every figure, group and person of it, as text and as JSON, with and without the intake."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Any

from tests import oracle
from tests.reader.core import Reader
from tests.reader.readers import Output
from tests.reader.screen import blocks_of, close, cut
from tests.reader.seen import Facts, Group, called
from tests.reader.words import Words, english, in_a_row
from tests.reader.written import Case, Texts, compared, texts_of, write_comparing

Plain = dict[str, Any]

WEIGHTS = {
    "mentee_choice": "mentees' wishes",
    "mentor_choice": "mentors' wishes",
    "co_mentor_choice": "co-mentors",
    "gender_wish": "preferred genders",
    "similarity": "in common",
    "unmatched": "mentees left out",
    "size": "cost of sizes off the ideal",
    "single": "cost of groups led by one",
}
TABLES = {"eligible": "wishes on columns", "pair": "wishes on columns, two mentors", "mix": "cost of mixes amiss"}
SELDOM = {name: WEIGHTS[name] for name in ("size", "single")} | TABLES
"""What is told only where it counts."""
CHANGES = {
    "moved": "other group",
    "mentors": "same group, other mentors",
    "slot": "same group, other hour",
    "both": "same group, other mentors and hour",
    "placed": "was left out, has a group now",
    "left out": "had a group, is left out now",
    "leads": "leads now, did not before",
    "idle": "led before, does not now",
    "led groups": "leads other groups",
    "load": "same groups, another number of mentees",
    "mentees": "same groups, other mentees",
    "new": "only in the second result",
    "gone": "only in the first result",
}
KEPT = (CHANGES["slot"], CHANGES["mentors"], CHANGES["both"])
BY_HAND = "its groups were changed by hand"
EDITED = "its groups are not what its own list of mentees says; the groups are compared"
SHOWN, BREACHES_SHOWN, NAMED = 60, 20, 4
NOBODY_KNOWS = "?: the result does not tell it of these groups; with --intake INTAKE it is worked out"


class One:
    """One of two results: what it tells itself, and what the intake makes of it.

    Parameters
    ----------
    told
        What its ``result.json`` holds.
    plain
        The intake; None where none is named.
    breaches
        Where its groups break a rule, as `matcher.verify` says it.
    """

    def __init__(self, name: str, told: Plain, plain: Plain | None, breaches: Sequence[str]) -> None:
        self.name, self.told, self.breaches = name, told, list(breaches)
        self.reading = None if plain is None else oracle.read(plain)
        self.groups = [
            Group(one["id"], self._spelled(one["slot"]), tuple(one["mentors"]), tuple(one["mentees"]))
            for one in told["groups"]
        ]
        own = {row["mentee_id"]: row["group"] for row in told["assignments"]}
        now = {mentee: group.id for group in self.groups for mentee in group.mentees}
        by_hand = [BY_HAND] if not told.get("scored", True) else [EDITED] if own and own != now else []
        self.notes, self.edited = list(told.get("notes") or by_hand), bool(by_hand)
        unmatched = dict.fromkeys([*(one["id"] for one in told["unmatched"]), *told["unmatched_names"]])
        self.mentees = list(dict.fromkeys([*own, *unmatched, *now]))
        self.mentors = list(dict.fromkeys([*(row["mentor_id"] for row in told["mentors"]), *self.led]))

    @property
    def noted(self) -> list[str]:
        """What is noted of it, with what of its intake has changed since."""
        since = self.told.get("since")
        return self.notes if since is None else [*self.notes, since]

    def _spelled(self, slot: str | None) -> str | None:
        return slot if self.reading is None else self.reading.slot(slot) or slot

    @cached_property
    def led(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place, group in enumerate(self.groups):
            for mentor in group.mentors:
                found.setdefault(mentor, []).append(place)
        return found

    @cached_property
    def place(self) -> dict[str, int]:
        return {mentee: place for place, group in enumerate(self.groups) for mentee in group.mentees}

    def got(self, mentee: str) -> tuple[int | None, int | None]:
        """Choice and points of a mentee who is in a group; what nothing tells is None."""
        mentors = self.groups[self.place[mentee]].mentors
        rows = [row for row in self.told["assignments"] if row["mentee_id"] == mentee]
        fit = [row for row in rows if {row["mentor_1_id"], row["mentor_2_id"]} - {None} == {*mentors}]
        reading = self.reading
        known = [one for one in mentors if reading is not None and one in reading.mentors]
        if reading is not None and mentee in reading.mentees and (not fit or len(known) == len(mentors)):
            points = sum(reading.scores[mentee, mentor] for mentor in known)
            return oracle.choice(reading, mentee, known), points
        if not fit:
            return None, None
        return None if fit[0]["choice"] == "unlisted" else fit[0]["choice"], fit[0]["score"]

    def place_told(self, mentee: str) -> Plain | None:
        if mentee not in self.place:
            return None
        group, (choice, score) = self.groups[self.place[mentee]], self.got(mentee)
        return {
            "group": group.id,
            "slot": group.slot,
            "mentors": list(group.mentors),
            "choice": choice,
            "score": score,
        }

    def lead_told(self, mentor: str, place: int) -> Plain:
        group = self.groups[place]
        others = [one for one in group.mentors if one != mentor]
        return {
            "group": group.id,
            "slot": group.slot,
            "co_mentors": others,
            "mentees": len(group.mentees),
            "mentee_ids": list(group.mentees),
        }

    @property
    def objective(self) -> int | None:
        if self.reading is None:
            return None if self.edited else int(self.told["objective"])
        return self.scored(self.reading)

    def scored(self, reading: oracle.Reading) -> int:
        """Points by an intake: whom it does not have counts for nothing, whom the result does not know either."""
        groups = [
            (
                tuple(one for one in group.mentors if one in reading.mentors),
                group.slot,
                tuple(one for one in group.mentees if one in reading.mentees),
            )
            for group in self.groups
        ]
        score = sum(oracle.group_score(reading, group) for group in groups)
        missing = [one for one in self.mentees if one in reading.mentees and one not in self.place]
        return score - sum(map(reading.unplaced, missing))

    @property
    def choices(self) -> dict[str, int] | None:
        reading = self.reading
        people = [one for one in self.place if reading is None or one in reading.mentees]
        got = [self.got(mentee) for mentee in people]
        if any(score is None for _, score in got):
            return None
        counts = Counter(choice for choice, _ in got)
        longest = max((choice for choice in counts if choice is not None), default=0)
        if reading is not None:
            longest = max(longest, *(len(reading.cell(one, "preferred_mentors")) for one in reading.mentees), 0)
        return {str(rank): counts[rank] for rank in range(1, longest + 1)} | {"unlisted": counts[None]}

    def side(self) -> Plain:
        loads = [sum(len(self.groups[place].mentees) for place in places) for places in self.led.values()]
        return {
            "name": self.name,
            "groups": len(self.groups),
            "objective": self.objective,
            "choices": self.choices,
            "unmatched": [mentee for mentee in self.mentees if mentee not in self.place],
            "leading": len(self.led),
            "mentors": len(self.mentors),
            "least_load": min(loads, default=None),
            "most_load": max(loads, default=None),
            "breaches": self.breaches,
            "notes": self.noted,
        }


class Two:
    """Two results side by side.

    Parameters
    ----------
    pairs
        Which group of the second is what became of each of the first, by their places.
    """

    def __init__(self, first: One, second: One, pairs: dict[int, int], plain: Plain | None) -> None:
        self.first, self.second, self.pairs, self.plain = first, second, pairs, plain
        self.back = {new: old for old, new in pairs.items()}

    @staticmethod
    def ways(first: One, second: One) -> list[dict[int, int]]:
        """Every way to pair groups with most people in common; of those, with most hours and names the same."""
        worth: dict[tuple[int, int], tuple[int, int]] = {}
        for (old, one), (new, other) in product(enumerate(first.groups), enumerate(second.groups)):
            common = len({*one.mentors, *one.mentees} & {*other.mentors, *other.mentees})
            if common:
                worth[old, new] = common, 2 * (one.slot == other.slot) + (one.id == other.id)

        def best(old: int, used: frozenset[int]) -> tuple[tuple[int, int], list[dict[int, int]]]:
            if old == len(first.groups):
                return (0, 0), [{}]
            most, found = best(old + 1, used)
            found = list(found)
            for new in range(len(second.groups)):
                if new in used or (old, new) not in worth:
                    continue
                rest, ways = best(old + 1, used | {new})
                value = rest[0] + worth[old, new][0], rest[1] + worth[old, new][1]
                if value > most:
                    most, found = value, []
                if value == most:
                    found += [{old: new, **way} for way in ways]
            return most, found

        return best(0, frozenset())[1]

    @cached_property
    def names(self) -> dict[str, str]:
        found: dict[str, str] = {}
        if self.plain is not None:
            for row in (*self.plain["mentors"], *self.plain["mentees"]):
                found[row["id"]] = " ".join(str(row.get("name") or row["id"]).split())
        for one in (self.first, self.second):
            told = {row["mentor_id"]: row["mentor_name"] for row in one.told["mentors"]}
            told |= {row["mentee_id"]: row["mentee_name"] for row in one.told["assignments"]}
            told |= one.told["unmatched_names"]
            for own, name in told.items():
                if found.get(own, own) == own:
                    found[own] = name
        return found

    # Groups ----------------------------------------------------------------------------------------------------------

    @cached_property
    def groups(self) -> list[Plain]:
        told = [
            self._group(group, None if old not in self.pairs else self.second.groups[self.pairs[old]])
            for old, group in enumerate(self.first.groups)
        ]
        return told + [self._group(None, group) for new, group in enumerate(self.second.groups) if new not in self.back]

    def _group(self, old: Group | None, new: Group | None) -> Plain:
        row: Plain = {"before": old and old.id, "after": new and new.id, "in_common": 0}
        row |= {"slot_before": old and old.slot, "slot_after": new and new.slot}
        for side in ("mentors", "mentees"):
            was, now = (() if one is None else getattr(one, side) for one in (old, new))
            row[f"{side}_gone"] = [own for own in was if own not in now]
            row[f"{side}_new"] = [own for own in now if own not in was]
            row["in_common"] += len({*was} & {*now})
        people = [own for side in ("mentors", "mentees") for turn in ("gone", "new") for own in row[f"{side}_{turn}"]]
        both = old is not None and new is not None
        row["same"] = both and not people and row["slot_before"] == row["slot_after"]
        return row

    # People ----------------------------------------------------------------------------------------------------------

    @cached_property
    def mentees(self) -> list[Plain]:
        first, second = self.first, self.second
        rows = []
        for own in dict.fromkeys([*first.mentees, *second.mentees]):
            change = self._of_mentee(own)
            if change is None:
                continue
            old, new = first.place_told(own), second.place_told(own)
            scores = [0 if place is None else place["score"] for place in (old, new)]
            known = change not in ("new", "gone") and None not in scores
            gain = scores[1] - scores[0] if known else None
            name = self.names.get(own, own)
            told = {"id": own, "name": name, "change": CHANGES[change], "before": old, "after": new, "gain": gain}
            rows.append(told)
        return rows

    def _of_mentee(self, own: str) -> str | None:
        first, second = self.first, self.second
        if own not in second.mentees or own not in first.mentees:
            return "gone" if own in first.mentees else "new"
        old, new = first.place.get(own), second.place.get(own)
        if old is None or new is None:
            return None if old == new else "placed" if old is None else "left out"
        if self.pairs.get(old) != new:
            return "moved"
        was, now = first.groups[old], second.groups[new]
        return _differs({*was.mentors} != {*now.mentors}, was.slot != now.slot)

    @cached_property
    def mentors(self) -> list[Plain]:
        rows = []
        for own in dict.fromkeys([*self.first.mentors, *self.second.mentors]):
            change = self._of_mentor(own)
            if change is not None:
                was = [self.first.lead_told(own, place) for place in self.first.led.get(own, ())]
                now = [self.second.lead_told(own, place) for place in self.second.led.get(own, ())]
                name = self.names.get(own, own)
                rows.append({"id": own, "name": name, "change": CHANGES[change], "before": was, "after": now})
        return rows

    def _of_mentor(self, own: str) -> str | None:
        first, second = self.first, self.second
        if own not in second.mentors or own not in first.mentors:
            return "gone" if own in first.mentors else "new"
        old, new = first.led.get(own, []), second.led.get(own, [])
        if not old or not new:
            return "leads" if new else "idle" if old else None
        if {self.pairs.get(place) for place in old} != {*new}:
            return "led groups"
        both = [(first.groups[place], second.groups[self.pairs[place]]) for place in old]
        change = _differs(
            any({*was.mentors} != {*now.mentors} for was, now in both), any(was.slot != now.slot for was, now in both)
        )
        if change is not None:
            return change
        if any(len(was.mentees) != len(now.mentees) for was, now in both):
            return "load"
        return "mentees" if any({*was.mentees} != {*now.mentees} for was, now in both) else None

    @property
    def same(self) -> bool:
        return not self.mentees and not self.mentors and all(group["same"] for group in self.groups)

    def gained(self) -> list[str]:
        better = [one for one in self.mentees if one["change"] == CHANGES["placed"] or (one["gain"] or 0) > 0]
        return [one["id"] for one in sorted(better, key=lambda one: -(one["gain"] or 0))]

    def lost(self) -> list[str]:
        worse = [one for one in self.mentees if one["change"] == CHANGES["left out"] or (one["gain"] or 0) < 0]
        return [one["id"] for one in sorted(worse, key=lambda one: one["gain"] or 0)]

    def parts(self) -> list[Plain]:
        if self.plain is None:
            return []
        told = []
        for name, program in alone(self.plain).items():
            reading = oracle.read({**self.plain, "program": program})
            told.append({"name": name, "before": self.first.scored(reading), "after": self.second.scored(reading)})
        return told


def alone(plain: Plain) -> dict[str, Plain]:
    """The program with one thing alone that counts, for each thing that does."""
    program, weights = plain["program"], oracle.read(plain).program["weights"]
    tables = {name: program.get(name) or [] for name in TABLES}
    rules = {name: [{**one, "weight": 0} for one in those] for name, those in tables.items()}
    nothing: Plain = {**program, **rules, "weights": dict.fromkeys(WEIGHTS, 0)}
    found: dict[str, Plain] = {}
    for name in WEIGHTS:
        if weights[name] or name not in SELDOM:
            found[name] = {**nothing, "weights": {**nothing["weights"], name: weights[name]}}
    for name, those in tables.items():
        if any(one.get("weight") for one in those):
            found[name] = {**nothing, name: those}
    return found


def _differs(mentors: bool, slot: bool) -> str | None:
    return "both" if mentors and slot else "mentors" if mentors else "slot" if slot else None


class Comparing(Reader):
    """Two results compared."""

    output = "compare"

    def __init__(self, facts: Facts, words: Words, two: Two, where: str) -> None:
        super().__init__(facts, words)
        self.two, self.where = two, where
        self.called = called(two.names)

    # JSON ------------------------------------------------------------------------------------------------------------

    def read_json(self, text: str) -> None:
        """Read the comparison as scripts get it: every leaf of it."""
        two = self.two
        right = {
            "same": two.same,
            "first": two.first.side(),
            "second": two.second.side(),
            "parts": two.parts(),
            "groups": two.groups,
            "mentees": two.mentees,
            "mentors": two.mentors,
            "gained": two.gained(),
            "lost": two.lost(),
        }
        self.leaf("", json.loads(text), right)
        for one in (two.first, two.second):
            if one.reading is not None:
                formed = [(group.mentors, group.slot, group.mentees) for group in one.groups]
                broken = bool(oracle.breaches(one.reading, formed))
                self.check("breaches", bool(one.breaches), broken, f"{self.where}, {one.name}")

    def leaf(self, path: str, told: object, right: object) -> None:
        if isinstance(right, dict) and isinstance(told, dict):
            self.check("keys", list(told), list(right), f"{self.where}{path}")
            for key in right.keys() & told.keys():
                self.leaf(f"{path}.{key}", told[key], right[key])
        elif isinstance(right, list | tuple) and isinstance(told, list):
            self.check("number of items", len(told), len(right), f"{self.where}{path}")
            for place, (one, other) in enumerate(zip(told, right, strict=False)):
                self.leaf(f"{path}[{place}]", one, other)
        else:
            kind = re.sub(r"\[\d+\]", "", path).rpartition(".")[2]
            self.check(KINDS.get(kind, kind), told, right, f"{self.where}{path}")

    # Text ------------------------------------------------------------------------------------------------------------

    def read_text(self, text: str) -> None:
        """Read the comparison as people get it: every line of it."""
        two = self.two
        blocks = blocks_of(text)
        self.check_all("sentences", blocks.pop(0), list(self._head()), self.where)
        self._figures(blocks)
        if not two.same:
            changed = [group for group in two.groups if not group["same"]]
            if changed:
                self._table(blocks.pop(0), ("First", "Second", "What changed"), map(self._group, changed))
            else:
                self.check("labels", re.split(r"\s{2,}", blocks.pop(0)[0].strip()), ["First", "Second", "What changed"])
            gains = list(self._gains())
            if gains:
                self.check_all("sentences", blocks.pop(0), gains, self.where)
            shown = self._shown()
            if shown:
                self._mentees(blocks.pop(0), shown)
            if two.mentors:
                self._table(blocks.pop(0), ("Mentor", "Was", "Is now"), map(self._mentor, two.mentors))
        self.check("number of parts", len(blocks), 0, self.where)

    def _head(self) -> Iterator[str]:
        two = self.two
        for number, one in (("First", two.first), ("Second", two.second)):
            yield f"{number}: {one.name}"
            yield from (f"  Note: {note}" for note in one.noted)
            if one.breaches:
                yield "  It does not keep every rule of the intake:"
                yield from (f"  - {breach}" for breach in one.breaches[:BREACHES_SHOWN])
                more = len(one.breaches) - BREACHES_SHOWN
                if more > 0:
                    yield f"  and {more} more; `matcher verify` lists them all"
        if two.same:
            yield "Both have the same groups: the same people meet at the same hours."
            return
        people = f"{english(len(two.mentees), 'mentee')} and {english(len(two.mentors), 'mentor')}"
        same = english(sum(group["same"] for group in two.groups), "group")
        yield f"Something changed for {people}; just the same: {same}."

    def _figures(self, blocks: list[list[str]]) -> None:
        lines = blocks.pop(0)
        self.check("labels", lines[0].split(), ["First", "Second", "Change"], self.where)
        right = []
        for name, old, new in self._rows():
            change = "?" if old is None or new is None else "" if old == new else f"{new - old:+d}"
            cells = [name, *("?" if one is None else str(one) for one in (old, new)), change]
            right.append([cell for cell in cells if cell])
        told = [re.split(r"\s{2,}", line.strip()) for line in lines[2:]]
        self.check_all("figures", told, right, self.where)
        if any("?" in row for row in told if not row[0].endswith("of a mentor")):
            # A sentence under the table, from the margin on, and no part of the table.
            self.check_all("sentences", blocks.pop(0), [NOBODY_KNOWS], self.where)

    def _rows(self) -> Iterator[tuple[str, int | None, int | None]]:
        first, second = self.two.first.side(), self.two.second.side()
        yield "Score, points", first["objective"], second["objective"]
        for part in self.two.parts():
            yield f"of it {(WEIGHTS | TABLES)[part['name']]}", part["before"], part["after"]
        counts = [side["choices"] for side in (first, second)]
        ranks = sorted({int(key) for one in counts for key in one or () if key != "unlisted"})
        for key in [*map(str, ranks), *(["unlisted"] if ranks else [])]:
            name = "nobody they listed" if key == "unlisted" else f"their choice {key}"
            got = [None if one is None else one.get(key, 0) for one in counts]
            yield f"Mentees with {name}", got[0], got[1]
        yield "Mentees left out", len(first["unmatched"]), len(second["unmatched"])
        yield "Groups", first["groups"], second["groups"]
        yield "Mentors who lead", first["leading"], second["leading"]
        yield "Fewest mentees of a mentor", first["least_load"], second["least_load"]
        yield "Most mentees of a mentor", first["most_load"], second["most_load"]

    def _table(self, lines: list[str], heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Hold a table column by column; where a cell is broken into lines does not count."""
        self.check("labels", re.split(r"\s{2,}", lines[0].strip()), list(heads), self.where)
        starts = [lines[0].index(head) for head in heads]
        cells = [cut(line, starts) for line in lines[2:]]
        right = list(rows)
        for column, head in enumerate(heads):
            self.facts[self.output, "cells"] += len(right)
            told = close("".join(one[column] for one in cells))
            self.check("columns", told, close("".join(row[column] for row in right)), f"{self.where}, {head}")

    def _group(self, group: Plain) -> tuple[str, str, str]:
        if group["after"] is None:
            told = f"gone, with {english(len(group['mentees_gone']), 'mentee')}"
        elif group["before"] is None:
            told = f"new, with {english(len(group['mentees_new']), 'mentee')}"
        else:
            parts = []
            if group["slot_before"] != group["slot_after"]:
                hours = [group[side] or "no hour" for side in ("slot_after", "slot_before")]
                parts.append(" instead of ".join(hours))
            turns = (("mentors_gone", "mentor out"), ("mentors_new", "mentor in"), ("mentees_gone", "out"))
            for side, word in (*turns, ("mentees_new", "in")):
                if group[side]:
                    parts.append(f"{word}: {self._some(group[side])}")
            told = "; ".join(parts)
        return group["before"] or "none", group["after"] or "none", told

    def _some(self, people: Sequence[str]) -> str:
        names = [self.called.get(own, own) for own in people]
        return in_a_row(names, NAMED)

    def _gains(self) -> Iterator[str]:
        rows = self.two.mentees
        if not rows:
            return
        better, worse = self.two.gained(), self.two.lost()
        alike = sum(row["gain"] == 0 and row["id"] not in {*better, *worse} for row in rows)
        told = f"By their score {len(better)} of these mentees gained, {len(worse)} lost, {alike} came out the same"
        unknown = len(rows) - len(better) - len(worse) - alike
        yield f"{told}; of {unknown} this cannot be said." if unknown else f"{told}."
        quiet = len(rows) - len(self._shown())
        if quiet:
            yield f"{english(quiet, 'mentee')} kept group and score; what is new for that group stands above."

    def _shown(self) -> list[Plain]:
        rows = [row for row in self.two.mentees if row["gain"] != 0 or row["change"] not in KEPT]
        return sorted(rows, key=lambda row: (row["gain"] is None, row["gain"] or 0))

    def _mentees(self, lines: list[str], rows: list[Plain]) -> None:
        heads = ("Mentee", "Was", "Is now", "Choice", "Points")
        self.check("labels", re.split(r"\s{2,}", lines[0].strip()), list(heads), self.where)
        starts = [lines[0].index(head) for head in heads[:3]]
        ends = [lines[0].index(head) + len(head) for head in heads[3:]]
        told: list[list[str]] = [[], [], [], [], []]
        for line in lines[2:]:
            whole, points = cut(line.ljust(ends[1]), [0, ends[0]])
            found = re.search(r"(?:^|\s{2,})((?:\?|none|\d+)(?: to (?:\?|none|\d+))?)$", whole)
            choice = found[1] if found else ""
            cells = [*cut(whole[: len(whole) - len(choice)], starts), choice, points]
            for column, cell in zip(told, cells, strict=True):
                column.append(cell)
        right = [self._mentee(row) for row in rows]
        for place, head in enumerate(heads):
            self.facts[self.output, "cells"] += len(right)
            so = close("".join(row[place] for row in right))
            self.check("columns", close("".join(told[place])), so, f"{self.where}, mentees, {head}")

    def _mentee(self, row: Plain) -> tuple[str, ...]:
        gone, new = row["change"] == CHANGES["gone"], row["change"] == CHANGES["new"]
        was = "not among the people" if new else self._place(row["before"])
        now = "not among the people" if gone else self._place(row["after"])
        places = [place for place in (row["before"], row["after"]) if place is not None]
        choices = " to ".join(dict.fromkeys(map(_choice, places)))
        gain = "?" if row["gain"] is None and not gone and not new else f"{row['gain']:+d}" if row["gain"] else ""
        return self._who(row), was, now, choices, gain

    def _who(self, row: Mapping[str, str]) -> str:
        return row["id"] if row["id"] == row["name"] else f"{row['id']} {row['name']}"

    def _place(self, place: Plain | None) -> str:
        if place is None:
            return "left out"
        at = "" if place["slot"] is None else f" {place['slot']}"
        return f"{place['group']}{at}, {self._some(place['mentors'])}"

    def _mentor(self, row: Plain) -> tuple[str, str, str]:
        was = "not among the people" if row["change"] == CHANGES["new"] else self._leads(row["before"])
        now = "not among the people" if row["change"] == CHANGES["gone"] else self._leads(row["after"])
        parts = [now]
        if row["before"] and row["after"]:
            had, has = ([own for lead in row[when] for own in lead["mentee_ids"]] for when in ("before", "after"))
            came, left = [own for own in has if own not in had], [own for own in had if own not in has]
            parts += [f"{word}: {self._some(people)}" for word, people in (("in", came), ("out", left)) if people]
        return self._who(row), was, "; ".join(parts)

    def _leads(self, leads: Sequence[Plain]) -> str:
        told = []
        for lead in leads:
            at = "" if lead["slot"] is None else f" {lead['slot']}"
            others = f" with {self._some(lead['co_mentors'])}" if lead["co_mentors"] else ""
            told.append(f"{lead['group']}{at}{others} ({english(lead['mentees'], 'mentee')})")
        return "; ".join(told) or "leads no group"


KINDS = {
    "group": "groups",
    "before": "groups",
    "after": "groups",
    "slot": "hours",
    "slot_before": "hours",
    "slot_after": "hours",
    "id": "ids",
    "unmatched": "ids",
    "mentors": "ids",
    "co_mentors": "ids",
    "mentee_ids": "ids",
    "mentors_gone": "ids",
    "mentors_new": "ids",
    "mentees_gone": "ids",
    "mentees_new": "ids",
    "gained": "ids",
    "lost": "ids",
    "name": "names",
    "mentees": "sizes",
    "choice": "ranks",
    "gain": "points",
    "score": "points",
    "objective": "points",
    "change": "changes",
}


def _choice(place: Plain) -> str:
    if place["score"] is None:
        return "?"
    return "none" if place["choice"] is None else str(place["choice"])


def read_comparing(case: Case, made: Texts) -> Reader:
    """Read a comparison of a case with what was before, or with one that was changed by hand."""
    whole = Reader(Facts(case.plain, case.told), Words("en"))
    for where, plain, first, second in compared(case):
        one, other = (One(name, told, plain, breaches) for name, told, breaches in (first, second))
        readers = []
        for pairs in Two.ways(one, other)[:50]:
            reader = Comparing(whole.so, whole.words, Two(one, other, pairs, plain), where)
            reader.read_json(made[f"{where}.json"])
            reader.read_text(made[f"{where}.txt"])
            readers.append(reader)
        best = min(readers, key=lambda reader: len(reader.faults))
        whole.facts += best.facts
        whole.faults += best.faults
    return whole


# What is read -------------------------------------------------------------------------------------------------------


def _made(case: Case, folder: Path) -> Texts:
    write_comparing(case, folder)
    return texts_of(folder)


OUTPUTS = (Output("compare", _made, read_comparing),)
