"""``result.json``, read back: also one that somebody edited by hand, so that every fault is told with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from matcher.errors import Issue, ResultFileError
from matcher.intake.fingerprint import Fingerprint
from matcher.intake.people import Gone
from matcher.intake.program import Program
from matcher.intake.reading.gate.data import json_of, no_texts
from matcher.intake.reading.gate.files import utf8_of
from matcher.intake.reading.gate.kinds import RESULT, Kind
from matcher.intake.reading.gate.refused import RefusedError, place_of
from matcher.result.no_result import A_RESULT_IS, refuse_no_result
from matcher.result.records import (
    AssignmentRow,
    Count,
    Earlier,
    Effort,
    Ending,
    Group,
    MentorRow,
    Points,
    Rematched,
    Stage,
    Status,
    Unmatched,
)
from matcher.text import place_told, shown

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

__all__ = ["BY_HAND", "UNLISTED", "SavedResult", "parsed", "read_saved", "saved_of", "text_of"]

UNLISTED = "unlisted"
BY_HAND = "Not in the groups as they were changed by hand."
"""Why somebody is left out where groups were changed: what was said of others may be so no longer."""

MOST_TOLD = 1000
"""So many faults of a file are told in words; of more than these it is told how many there are."""

Saved = TypeVar("Saved", bound=BaseModel)


def _unlisted_as_none(row: Any) -> Any:
    if isinstance(row, dict) and row.get("choice") == UNLISTED:
        return {**row, "choice": None}
    return row


Choice = Annotated[str, Field(pattern=rf"^([1-9][0-9]{{0,5}}|{UNLISTED})$")]


class SavedResult(BaseModel):
    """The keys of ``result.json``.

    The public contract names the keys up to `program`; those after it may be missing from a file that something else
    wrote, and so may `gap`, which follows from `objective` and `bound`.
    """

    model_config = ConfigDict(strict=True, frozen=True)

    status: Status
    objective: Points
    bound: Points
    gap: Annotated[float, Field(allow_inf_nan=False)] | None = None
    unmatched: tuple[Unmatched, ...]
    groups: tuple[Group, ...]
    choices: dict[Choice, Count]
    seed: int
    seconds: Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)]
    version: str
    program: Program
    effort: Effort | None = None
    ended: Ending | None = None
    proved_by: tuple[str, ...] = ()
    stages: tuple[Stage, ...] = ()
    assignments: tuple[Annotated[AssignmentRow, BeforeValidator(_unlisted_as_none)], ...] = ()
    mentors: tuple[MentorRow, ...] = ()
    unmatched_names: dict[str, str] = Field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    rematched: Rematched | None = None
    scored: bool = True
    edited: bool = False
    intake: Fingerprint | None = None
    never_again: tuple[Earlier, ...] = ()
    without: tuple[Gone, ...] = ()


def read_saved(path: Path) -> SavedResult:
    """Read a result from a folder that holds ``result.json``, or from such a file itself.

    Raises
    ------
    ResultFileError
        It is missing, is something else, is no JSON, or has keys that are missing or wrong: `issues` lists each.
    """
    refuse_no_result(path)
    file = path / "result.json" if path.is_dir() else path
    return saved_of(place_told(file), text_of(file, RESULT, A_RESULT_IS))


def text_of(file: Path, kind: Kind, right: str) -> str:
    """Return the text of a saved file; `right` says what would be one.

    Raises
    ------
    ResultFileError
        It is missing, cannot be read, is too large, or is not UTF-8.
    """
    try:
        return utf8_of(file, kind)
    except RefusedError as refused:
        advice = right if refused.right is None else f"{refused.right}, or {right}"
        raise ResultFileError([Issue(place_told(file), refused.message, right=advice)]) from None


def saved_of(file: str, text: str) -> SavedResult:
    """Return what the text of a ``result.json`` holds; `file` is where it stands, for faults.

    Raises
    ------
    ResultFileError
        It is no JSON, or has keys that are missing or wrong: `issues` lists each.
    """
    saved = parsed(SavedResult, file, text, A_RESULT_IS)
    faults = list(_unfit_stages(saved, file))
    if faults:
        raise ResultFileError(faults)
    return saved


_STAGES = {
    "total": re.compile("(?!)"),
    "greedy": re.compile(r"choice [1-9][0-9]{0,5}", re.ASCII),
    "generous": re.compile(r"left out|unlisted|choice ([2-9]|[1-9][0-9]{1,5})", re.ASCII),
    "fair": re.compile(r"band (0|[1-9][0-9]{0,2})", re.ASCII),
}
"""The names of stages that there are in each mode."""


def _unfit_stages(saved: SavedResult, file: str) -> Iterator[Issue]:
    """Yield the stages that the mode of a result cannot have, or has twice."""
    mode, seen = saved.program.objective.mode, set()
    for number, stage in enumerate(saved.stages, 1):
        if not _STAGES[mode].fullmatch(stage.name) or stage.name in seen:
            message = f"stands twice among the stages of the mode {mode}"
            if stage.name not in seen:
                message = f"is no stage of the mode {mode}"
            value = shown(stage.name)
            yield Issue(file, message, column=f"stages[{number}].name", value=value, right="put back what stood there")
        seen.add(stage.name)


def parsed(model: type[Saved], file: str, text: str, right: str) -> Saved:
    """Return what the JSON of a saved file holds; `right` says what to name instead where it is no JSON at all.

    Raises
    ------
    ResultFileError
        It is no JSON, or has keys that are missing or wrong: `issues` lists each.
    """
    try:
        faults_of_texts = [refused.issue(file) for refused in islice(no_texts(json_of(text)), MOST_TOLD + 1)]
    except RefusedError as refused:
        raise ResultFileError([refused.issue(file, right)]) from None
    if faults_of_texts:
        raise ResultFileError(faults_of_texts)
    try:
        return model.model_validate_json(text)
    except ValidationError as faults:
        told = faults.errors(include_url=False)
        issues = [issue_of(file, fault, right) for fault in told[:MOST_TOLD]]
        raise ResultFileError(issues, more=len(told) - len(issues)) from None


_RIGHT = {
    "bool": "write true or false",
    "dataclass": "write a table in { }",
    "dict": "write a table in { }",
    "float": "write a number",
    "int": "write a whole number",
    "model": "write a table in { }",
    "string": "write a text in quotes",
    "tuple": "write a list in [ ]",
}


def issue_of(file: str, fault: ErrorDetails, right_file: str) -> Issue:
    """Put a fault found by pydantic into words; its kinds are named ``int_type``, ``int_parsing``, ``missing``, …"""
    kind = fault["type"]
    if kind == "json_invalid":
        said = str(fault.get("ctx", {}).get("error", ""))
        return Issue(file, f"is no JSON: {said}", right=right_file)
    place = place_of(fault["loc"])
    if kind == "missing":
        return Issue(file, "is missing", column=place)
    value = fault["input"]
    told = shown(repr(value)) if isinstance(value, str | int | float | None) else f"a {type(value).__name__}"
    right = _RIGHT.get(kind.partition("_")[0])
    if kind == "enum":
        right = "write " + str(fault.get("ctx", {}).get("expected", "")).replace("'", "")
    if right is None:
        said = fault["msg"].removeprefix("Value error, ")
        right = said[:1].lower() + said[1:]
    return Issue(file, f"{told} is not right here", column=place or None, right=right)
