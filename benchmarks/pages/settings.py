"""Numbers that pages tell of the program, read from the program: limits, defaults, where one way of working ends."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from matcher import match, stress
from matcher.checking.sayings.stages import MOST_COUNTED
from matcher.intake.program import Program
from matcher.intake.reading.gate.data import MOST_DEEP, MOST_SETTINGS
from matcher.intake.reading.gate.kinds import KINDS
from matcher.intake.reading.gate.tables import MOST_CELLS, MOST_COLUMNS, MOST_FILLED, MOST_ROWS
from matcher.intake.reading.gate.workbooks import MOST_BESIDE, MOST_TEXTS, MOST_UNPACKED
from matcher.intake.words.findings import MOST_FAULTS
from matcher.questions import explain
from matcher.questions.alternatives import FOR_THE_BEST
from matcher.report.page.page import ROWS_AT_ONCE
from matcher.solving.exact.solvers import SECOND_PLACEMENTS, WHOLE_PLACEMENTS
from matcher.solving.portfolio import MOST_SEATS
from matcher.solving.relaxation.seat_choice import MANY_NODES
from matcher.solving.search import CUTS_FROM, FEW_NODES
from matcher.text import LONGEST_TEXT

__all__ = ["SETTINGS"]


def _default(function: Callable[..., Any], name: str) -> float:
    value: float = inspect.signature(function).parameters[name].default
    return value


def _megabytes(number: int) -> str:
    return f"{number // 1_000_000} MB"


def _kinds_of_files() -> str:
    rows = [f"| {kind.files} | {kind.megabytes} MB |" for kind in KINDS]
    return "\n".join(["| file | larger than this it is not read |", "| --- | --- |", *rows])


SETTINGS: dict[str, Callable[[], str]] = {
    "setting time limit": lambda: f"{_default(match, 'time_limit'):g} seconds",
    "setting time limit of stress": lambda: f"{_default(stress, 'time_limit'):g} seconds",
    "setting losses sampled": lambda: f"{_default(stress, 'sample'):g}",
    "setting share for the best": lambda: f"{100 * FOR_THE_BEST:g} %",
    "setting left out costs": lambda: f"{Program().weights.unmatched:,} points",
    "setting explaining a person": lambda: f"{explain.PERSON_LIMIT:g} seconds",
    "setting explaining one of few": lambda: f"{explain.FEW_LIMIT:g} seconds",
    "setting few to explain": lambda: f"{explain.FEW_MENTEES:,}",
    "setting explaining the whole": lambda: f"{explain.WHOLE_LIMIT:g} seconds",
    "setting explaining an intake": lambda: f"{explain.INTAKE_LIMIT:g} seconds",
    "setting satisfaction checked": lambda: f"{MOST_COUNTED:,}",
    "setting seats priced": lambda: f"{MOST_SEATS:,}",
    "setting places settled whole": lambda: f"{WHOLE_PLACEMENTS:,}",
    "setting places for programs": lambda: f"{CUTS_FROM} and {MANY_NODES}",
    "setting places for trees": lambda: f"{FEW_NODES}",
    "setting second placements": lambda: f"{SECOND_PLACEMENTS:,}",
    "setting rows at once": lambda: f"{ROWS_AT_ONCE}",
    "setting files read": _kinds_of_files,
    "setting most rows": lambda: f"{MOST_ROWS:,}",
    "setting most rows filled": lambda: f"{MOST_FILLED:,}",
    "setting most columns": lambda: f"{MOST_COLUMNS:,}",
    "setting most cells": lambda: f"{MOST_CELLS:,}",
    "setting longest text": lambda: f"{LONGEST_TEXT:,}",
    "setting most unpacked": lambda: _megabytes(MOST_UNPACKED),
    "setting most shared texts": lambda: _megabytes(MOST_TEXTS),
    "setting most beside sheets": lambda: _megabytes(MOST_BESIDE),
    "setting most deep": lambda: f"{MOST_DEEP}",
    "setting most settings": lambda: f"{MOST_SETTINGS:,}",
    "setting most faults": lambda: f"{MOST_FAULTS:,}",
}
