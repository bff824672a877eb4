"""``result.json``, read back: also one that somebody edited by hand, so that every fault is told with its place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from matcher.errors import Issue, ResultFileError
from matcher.intake.fingerprint import Fingerprint
from matcher.intake.program import Program
from matcher.result.no_result import A_RESULT_IS, refuse_no_result
from matcher.result.records import (
    AssignmentRow,
    Earlier,
    Effort,
    Ending,
    Group,
    MentorRow,
    Rematched,
    Stage,
    Status,
    Unmatched,
)

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

__all__ = ["BY_HAND", "UNLISTED", "Count", "SavedResult", "parsed", "read_saved", "saved_of", "text_of"]

UNLISTED = "unlisted"
BY_HAND = "Not in the groups as they were changed by hand."
"""Why somebody is left out where groups were changed: what was said of others may be so no longer."""

Saved = TypeVar("Saved", bound=BaseModel)


def _unlisted_as_none(row: Any) -> Any:
    if isinstance(row, dict) and row.get("choice") == UNLISTED:
        return {**row, "choice": None}
    return row


Count = Annotated[int, Field(ge=0)]
Choice = Annotated[str, Field(pattern=rf"^([1-9][0-9]*|{UNLISTED})$")]


class SavedResult(BaseModel):
    """The keys of ``result.json``.

    The public contract names the keys up to `program`; those after it may be missing from a file that something else
    wrote, and so may `gap`, which follows from `objective` and `bound`.
    """

    model_config = ConfigDict(strict=True, frozen=True)

    status: Status
    objective: int
    bound: int
    gap: Annotated[float, Field(allow_inf_nan=False)] | None = None
    unmatched: tuple[Unmatched, ...]
    groups: tuple[Group, ...]
    choices: dict[Choice, Count]
    seed: int
    seconds: Annotated[float, Field(ge=0, allow_inf_nan=False)]
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


def read_saved(path: Path) -> SavedResult:
    """Read a result from a folder that holds ``result.json``, or from such a file itself.

    Raises
    ------
    ResultFileError
        It is missing, is something else, is no JSON, or has keys that are missing or wrong: `issues` lists each.
    """
    refuse_no_result(path)
    file = path / "result.json" if path.is_dir() else path
    return saved_of(str(file), text_of(file, A_RESULT_IS))


def text_of(file: Path, right: str) -> str:
    """Return the text of a saved file; `right` says what would be one.

    Raises
    ------
    ResultFileError
        It is missing, cannot be read, or is not UTF-8.
    """
    try:
        return file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        fault = Issue(str(file), "there is no such file", right=right)
    except OSError as fault_in_reading:
        fault = Issue(str(file), f"cannot be read ({fault_in_reading.strerror})", right=right)
    except UnicodeDecodeError:
        fault = Issue(str(file), "is not UTF-8 text", right=f"save it again as UTF-8, or {right}")
    raise ResultFileError([fault])


def saved_of(file: str, text: str) -> SavedResult:
    """Return what the text of a ``result.json`` holds; `file` is where it stands, for faults.

    Raises
    ------
    ResultFileError
        It is no JSON, or has keys that are missing or wrong: `issues` lists each.
    """
    return parsed(SavedResult, file, text, A_RESULT_IS)


def parsed(model: type[Saved], file: str, text: str, right: str) -> Saved:
    """Return what the JSON of a saved file holds; `right` says what to name instead where it is no JSON at all.

    Raises
    ------
    ResultFileError
        It is no JSON, or has keys that are missing or wrong: `issues` lists each.
    """
    try:
        return model.model_validate_json(text)
    except ValidationError as faults:
        raise ResultFileError([issue_of(file, fault, right) for fault in faults.errors(include_url=False)]) from None


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
    place = _place(fault["loc"])
    if kind == "missing":
        return Issue(file, "is missing", column=place)
    value = fault["input"]
    told = repr(value) if isinstance(value, str | int | float | None) else f"a {type(value).__name__}"
    right = _RIGHT.get(kind.partition("_")[0])
    if kind == "enum":
        right = "write " + str(fault.get("ctx", {}).get("expected", "")).replace("'", "")
    if right is None:
        said = fault["msg"].removeprefix("Value error, ")
        right = said[:1].lower() + said[1:]
    return Issue(file, f"{told} is not right here", column=place or None, right=right)


def _place(parts: tuple[int | str, ...]) -> str:
    """Return where in the file: ``groups[2].slot``, counted from 1 as people count."""
    place = ""
    for part in parts:
        place += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return place.removeprefix(".")
