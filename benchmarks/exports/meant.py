"""What a cell means, in words."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.exports.reader import hours_in_words
from benchmarks.exports.truth import Cell, Hours, Items, Names, Person, Presence, Words

__all__ = ["meant"]


def meant(cell: Cell, people: Sequence[Person]) -> str:
    """Return what somebody meant, for a table of what went wrong."""
    match cell.truth:
        case Hours(core, cover, known):
            if not known:
                return "only a question is right"
            least = hours_in_words(core)
            return least if core == cover else f"at least {least}; at most {hours_in_words(cover)}"
        case Names(wishes, refused, known):
            if not known:
                return "only a question is right"
            told = [people[one].name for one in wishes[0]]
            without = [f"not with {people[one].name}" for one in refused]
            return "; ".join([f"wishes for {', '.join(told)}" if told else "no wish", *without])
        case Words(allowed):
            return " or ".join(sorted(one or "left blank" for one in allowed)) or "only a question is right"
        case Items(ticked, turned):
            return ("not interested in " if turned else "interested in ") + ", ".join(sorted(ticked))
        case Presence(there):
            return {True: "takes part", False: "is not in the intake", None: "only a question is right"}[there]
