"""Rows of an intake without what names people, or may."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.intake.program import fold
from matcher.survey.mapping.vocabulary import INTAKE_MEANINGS
from matcher.survey.people.filling import Filled

__all__ = ["hide_names"]

_NAMELESS = frozenset({"id", *INTAKE_MEANINGS})


def hide_names(filled: Filled) -> list[str]:
    """Take names and addresses out of the rows, and what people wrote in words of their own; return such columns."""
    everybody = [record for records in filled.records.values() for record in records]
    hidden = []
    for column in dict.fromkeys(name for record in everybody for name in record):
        cells = [record[column] for record in everybody if record.get(column)]
        named = column in ("name", "email")
        if named or (column not in _NAMELESS and _is_free_text(cells)):
            for record in everybody:
                record.pop(column, None)
            if not named:
                hidden.append(column)
    return hidden


def _is_free_text(cells: Sequence[str]) -> bool:
    """Whether people wrote it themselves rather than chose: addresses, or mostly texts that nobody else has."""
    if any("@" in cell for cell in cells):
        return True
    items = [fold(item) for cell in cells for item in cell.split(";")]
    distinct = len(set(items))
    return distinct > 0.6 * len(items) and distinct > 3
