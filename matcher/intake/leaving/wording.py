"""What was taken out of an intake, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matcher.intake.checks.references import LISTS
from matcher.intake.leaving.left_file import Taken, name_in_json
from matcher.intake.people import Mentee, Mentor
from matcher.intake.program import header_key
from matcher.intake.reading.gate.data import json_of
from matcher.intake.reading.gate.refused import place_of
from matcher.text import one_line

__all__ = ["what_it_is"]

_SPELLED = {header_key(field): field for kind in (Mentor, Mentee) for field in LISTS[kind]}


def what_it_is(taken: Taken, names: Mapping[str, str]) -> str:
    """Return what a piece is: ``S1, number 2 in preferred_mentors of Omar Diallo (S2)``.

    Parameters
    ----------
    names
        What to call everybody, by id.
    """
    piece, inside = taken.piece, taken.inside
    own = piece.ids[0]
    if taken.person is not None:
        return f"the row of {names.get(own, own)}"
    if taken.part in ("mentors", "mentees"):
        key = inside[1] if len(inside) > 1 else piece.key
        column = header_key(key if taken.file else name_in_json(key))
        return (
            f"{own}, number {piece.number + 1} in {_SPELLED.get(column, column)} of {names.get(inside[0], inside[0])}"
        )
    if taken.part == "constraints":
        return f"the constraint {one_line(piece.key)}"
    if taken.part == "locks":
        return f"{own} in the lock {one_line(inside[0])}" if inside else f"the lock {one_line(piece.key)}"
    rule = _rule(taken)
    return f"a setting: {one_line(piece.text)}" if rule is None else f"the rule {rule}"


def _rule(taken: Taken) -> str | None:
    """Return which rule of a TOML text a statement belongs to: ``mix[1]``; None where it is no whole rule that goes."""
    if not taken.file.endswith(".toml") or taken.inside:
        return None
    told: Any = json_of(f"{taken.piece.key.rpartition(']')[0]}]")
    return place_of(told[1:3]) if isinstance(told[2], int) else None
