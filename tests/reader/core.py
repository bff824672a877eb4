"""What every reader does: hold what is told against what is so, count it, and say where the two differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property

from tests.reader.reasons import Reasons
from tests.reader.seen import Facts
from tests.reader.turned import Turned
from tests.reader.warned import Warned, without_guesses
from tests.reader.words import Words


class Reader:
    """One output, read.

    Attributes
    ----------
    facts
        How many facts of each kind were held against what is so: (output, kind) to count.
    faults
        What is said and not so, or not said, a sentence each.
    """

    output = ""

    def __init__(self, facts: Facts, words: Words) -> None:
        self.so, self.words = facts, words
        self.facts: Counter[tuple[str, str]] = Counter()
        self.faults: list[str] = []

    def check(self, kind: str, told: object, right: object, where: str = "") -> None:
        """Hold one fact against what is so."""
        self.facts[self.output, kind] += 1
        if told != right:
            self.faults.append(f"{self.output}{f' {where}' if where else ''}: {kind} told as {told!r}, not {right!r}")

    def check_all(self, kind: str, told: Sequence[object], right: Sequence[object], where: str = "") -> None:
        """Hold a list against what is so, item by item."""
        for one, other in zip(told, right, strict=False):
            self.check(kind, one, other, where)
        if len(told) != len(right):
            self.check(f"number of {kind}", len(told), len(right), where)

    def check_sentences(self, kind: str, told: Iterable[str], right: Iterable[str], where: str = "") -> None:
        """Hold sentences, in any order, against those that are so: none is missing, none is said besides."""
        said, so = list(told), list(right)
        for sentence in so:
            self.facts[self.output, kind] += 1
            if sentence in said:
                said.remove(sentence)
            else:
                self.faults.append(f"{self.output} {where}: it does not say {sentence!r}")
        self.faults += [f"{self.output} {where}: it says {sentence!r}" for sentence in said]

    def check_reason(self, mentee: str, told: str | None, people: int = 1) -> None:
        """Hold why somebody is left out against what is so, and where it is told against the result's own words.

        To several at once no more than one place is promised: each alone could have it.
        """
        if told is not None and people > 1:
            if re.search(r"a place for them[:;,]", told):
                self.faults.append(f"{self.output}: {people} people are promised a place each: {told!r}")
            told = re.sub(r"a place for one of them(?=[:;,])", "a place for them", told)
        before = self.reasons_so.read
        wrong = self.reasons_so.wrong(mentee, told or "")
        self.facts[self.output, "facts in reasons"] += self.reasons_so.read - before
        self.faults += [f"{self.output} {mentee}: told {told!r}, but {one}" for one in wrong]
        if self.so.result.get("scored", True) and not self.so.outdated:
            right = {one["id"]: one["reason"] for one in self.so.result["unmatched"]}
            self.check("reasons", told, right[mentee], mentee)

    def understood(self, told: str | None) -> tuple[str | None, bool]:
        """The English sentence that a reason tells, and whether it was told in another language."""
        back = None if told is None or self.words.tongue == "en" else self.turned.reason(told)
        return (told, False) if back is None else (back, True)

    def understood_warning(self, told: str) -> tuple[str, bool]:
        """The same of a warning."""
        back = None if self.words.tongue == "en" else self.turned.warning(told)
        return (told, False) if back is None else (back, True)

    @cached_property
    def turned(self) -> Turned:
        return Turned(self.so, self.words)

    @cached_property
    def reasons_so(self) -> Reasons:
        return Reasons(self.so)

    def check_warnings(self, told: Sequence[str], where: str = "") -> None:
        """Hold warnings against those that are so; what one guesses somebody meant has to be in the intake."""
        warned = Warned(self.so)
        right = [" ".join(text.split()) for text in warned.all()]
        self.check_sentences("warnings", without_guesses([" ".join(text.split()) for text in told]), right, where)
        self.faults += [f"{self.output} {where}: it guesses {guess!r}" for guess in warned.wrong_guesses(told)]

    def name_and_id(self, person: str) -> str:
        """A name with the id beside it."""
        name = self.so.names[person]
        return name if name == person else f"{name} {person}"
