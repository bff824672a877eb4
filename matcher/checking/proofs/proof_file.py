"""``proof.json``, read back: what somebody else may have written, so that its shape is checked before anything else.

Its long lists become arrays while it is read, so that a large file takes little more room than it is long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

import numpy as np
from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, ValidationError

from matcher.checking.proofs.permitted import Ints
from matcher.errors import Issue, ResultFileError
from matcher.intake.reading.gate.data import json_of, no_texts
from matcher.intake.reading.gate.kinds import PROOF
from matcher.intake.reading.gate.refused import RefusedError
from matcher.intake.reading.places import result_place
from matcher.intake.words.listing import in_a_row
from matcher.result.saved_json import issue_of, text_of
from matcher.text import place_told

__all__ = [
    "Close",
    "Counting",
    "Counts",
    "DemandPrice",
    "Duals",
    "Empty",
    "Leaf",
    "Node",
    "PairSplit",
    "PartProof",
    "Proof",
    "Ray",
    "SeatSplit",
    "SlotSplit",
    "SolverNode",
    "Sparse",
    "Split",
    "StageProof",
    "StageTotal",
    "Tree",
    "Values",
    "read_proof",
]

LARGEST = 2**60
"""The largest number in a proof, either way."""
MOST_ITEMS = 10**6
"""Items of a list that is read at all: of a file that is none of ours nobody waits for the end."""
MOST_TOLD = 20
"""Faults of its shape that are told one by one."""
_FILE = "proof.json"
_RIGHT = "name a folder that `matcher solve --proof` wrote, or the proof.json in it"


class Sparse(NamedTuple):
    """Numbers by place: `at` ascending as written, each place once."""

    at: Ints
    numbers: Ints


# Lists become arrays ------------------------------------------------------------------------------------------------


def _array(value: Any) -> Ints:
    """Return a list of whole numbers as an array."""
    if isinstance(value, np.ndarray) and value.dtype == np.int64 and value.ndim == 1:
        return value
    if not isinstance(value, list | tuple) or not set(map(type, value)) <= {int}:
        raise ValueError("write a list of whole numbers")
    if value and (max(value) > LARGEST or min(value) < -LARGEST):
        raise ValueError("write numbers that are not that large")
    return np.array(value, np.int64)


def _places(value: Any) -> Ints:
    """Return a list of lists, each of a mentor, a slot and a price, as an array of three columns."""
    if isinstance(value, np.ndarray) and value.dtype == np.int64 and value.ndim == 2 and value.shape[1] == 3:
        return value
    if not isinstance(value, list | tuple) or any(not isinstance(row, list | tuple) or len(row) != 3 for row in value):
        raise ValueError("write a list of lists, each of a mentor, a slot and a price")
    return _array([number for row in value for number in row]).reshape(-1, 3)


def _sparse(value: Any) -> Sparse:
    """Return a table of numbers by place."""
    if isinstance(value, Sparse):
        return value
    if not isinstance(value, Mapping) or not all(isinstance(key, str) and _WHOLE.fullmatch(key) for key in value):
        raise ValueError('write a table of whole numbers by place, like {"3": 64}')
    return Sparse(_array([int(key) for key in value]), _array(list(value.values())))


_WHOLE = re.compile(r"0|[1-9][0-9]{0,8}")
_COMPACT = {
    "mentee": _array,
    "mentors": _array,
    "ray": _array,
    "place": _places,
    "slot": _sparse,
    "load": _sparse,
    "spread": _sparse,
    "cut": _sparse,
}

Numbers = Annotated[np.ndarray, BeforeValidator(_array)]
Prices = Annotated[Sparse, BeforeValidator(_sparse)]
Number = Annotated[int, Field(strict=True, ge=-LARGEST, le=LARGEST)]
Place = Annotated[int, Field(strict=True, ge=0, le=MOST_ITEMS)]
Text = Annotated[str, Field(max_length=1000)]


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


# Values -------------------------------------------------------------------------------------------------------------


class Duals(_Shape):
    """What mentors and groups are worth beside the prices, in half units."""

    groups: Number
    mentors: Numbers


class DemandPrice(NamedTuple):
    """The price of a group that a lock asks for."""

    first: Place
    second: Place | None
    slot: Place | None
    price: Number


def _none() -> Sparse:
    return Sparse(np.empty(0, np.int64), np.empty(0, np.int64))


class Values(_Shape):
    """Prices, and what they prove for which numbers of groups."""

    mentee: Numbers
    slot: Prices = Field(default_factory=_none)
    place: Annotated[np.ndarray, BeforeValidator(_places)] = Field(default_factory=lambda: _places([]))
    load: Prices = Field(default_factory=_none)
    spread: Prices = Field(default_factory=_none)
    demand: tuple[DemandPrice, ...] = ()
    cut: Prices = Field(default_factory=_none)
    duals: Annotated[tuple[Duals, ...], Field(max_length=10_000)] = ()


# Nodes --------------------------------------------------------------------------------------------------------------


class Leaf(_Shape):
    """The values prove the limit."""

    leaf: Values


class Close(_Shape):
    """Seats that no grouping over the limit has are closed."""

    close: Values
    then: Place


class PairSplit(_Shape):
    """Two mentors lead together, or do not."""

    pair: tuple[Place, Place]


class SlotSplit(_Shape):
    """A mentor leads at a slot, or does not."""

    mentor: Place
    slot: Place


class SeatSplit(_Shape):
    """A seat is taken, or is not."""

    seat: tuple[Place, Place | None, Place, Place]


def _first_key(keys: tuple[str, ...]) -> Any:
    def found(table: Any) -> str | None:
        if isinstance(table, Mapping):
            return next((key for key in keys if key in table), None)
        return None

    return Discriminator(found, custom_error_type="kind", custom_error_message=f"write one of {in_a_row(keys)}")


class Split(_Shape):
    """Either one node's groupings, or the other's."""

    split: Annotated[
        Annotated[PairSplit, Tag("pair")] | Annotated[SlotSplit, Tag("mentor")] | Annotated[SeatSplit, Tag("seat")],
        _first_key(("pair", "mentor", "seat")),
    ]
    yes: Place
    no: Place


class Counts(_Shape):
    """Numbers of groups, each by itself."""

    counts: dict[Annotated[str, Field(pattern=r"^(0|[1-9][0-9]{0,8})$")], Place]
    rest: Place | None


class Ray(_Shape):
    """So many groups cannot be had."""

    ray: Numbers


class Empty(_Shape):
    """No grouping is here."""

    empty: Literal[True]


class Counting(_Shape):
    """Counting alone shows the limit."""

    counting: Literal[True]


class SolverNode(_Shape):
    """A solver says so."""

    solver: Annotated[str, Field(min_length=1, max_length=60)]
    limit: Number


_NODES = {
    "leaf": Leaf,
    "close": Close,
    "split": Split,
    "counts": Counts,
    "ray": Ray,
    "empty": Empty,
    "counting": Counting,
    "solver": SolverNode,
}

Node = Annotated[
    Annotated[Leaf, Tag("leaf")]
    | Annotated[Close, Tag("close")]
    | Annotated[Split, Tag("split")]
    | Annotated[Counts, Tag("counts")]
    | Annotated[Ray, Tag("ray")]
    | Annotated[Empty, Tag("empty")]
    | Annotated[Counting, Tag("counting")]
    | Annotated[SolverNode, Tag("solver")],
    _first_key(tuple(_NODES)),
]


class Tree(_Shape):
    """Nodes, the root first; they name each other by place."""

    nodes: Annotated[tuple[Node, ...], Field(max_length=MOST_ITEMS)]


# The whole ----------------------------------------------------------------------------------------------------------


class StageTotal(_Shape):
    """What a stage reaches, and what no grouping can pass."""

    name: Text
    value: Number
    bound: Number


class StageProof(StageTotal):
    """The proof of one stage of one part."""

    weights: tuple[Number, ...]
    weight: Literal[0, 1]
    limit: Number | None
    cuts: Annotated[tuple[Annotated[tuple[Place, ...], Field(max_length=5)], ...], Field(max_length=MOST_ITEMS)]
    tree: Tree | None


class PartProof(_Shape):
    """The people of a part, by id, and its stages."""

    mentors: tuple[Text, ...]
    mentees: tuple[Text, ...]
    stages: tuple[StageProof, ...]


class Proof(_Shape):
    """A whole proof."""

    format: Literal[1]
    version: Text
    unit: Annotated[int, Field(strict=True, ge=1, le=LARGEST)]
    mode: Text
    levels: Place
    slots: tuple[Text, ...]
    outside: tuple[Text, ...]
    bound: Number
    stages: tuple[StageTotal, ...]
    parts: tuple[PartProof, ...]


def read_proof(proof: str | PathLike[str] | Mapping[str, Any]) -> Proof:
    """Return a proof: from its file, from the folder of its result, or from what the file would hold.

    Raises
    ------
    ResultFileError
        The file is missing, too large, or no JSON, or has keys that are missing or wrong: `issues` lists the first.
    """
    if isinstance(proof, Mapping):
        return _shaped("proof", dict(proof))
    path = result_place(proof)
    file = path / _FILE if path.is_dir() else path
    return _shaped(place_told(file), _parsed(file))


def _parsed(file: Path) -> Any:
    text = text_of(file, PROOF, _RIGHT)
    try:
        found = json_of(text, _compacted)
        for refused in no_texts(found):
            raise refused
    except RefusedError as refused:
        raise ResultFileError([refused.issue(place_told(file), _RIGHT)]) from None
    return found


def _compacted(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return a table as it is read, lists of numbers in it made arrays; what is wrong in them is told later."""
    table = dict(pairs)
    if len(table) < len(pairs):
        raise RefusedError("is no proof: a key stands twice in one table")
    for key in table.keys() & _COMPACT.keys():
        if isinstance(table[key], list | dict):
            try:
                table[key] = _COMPACT[key](table[key])
            except ValueError:
                continue
    return table


def _shaped(file: str, table: Any) -> Proof:
    try:
        return Proof.model_validate(table)
    except ValidationError as faults:
        raise ResultFileError(list(_issues(file, faults))) from None


def _issues(file: str, faults: ValidationError) -> Iterator[Issue]:
    told = faults.errors(include_url=False)
    for fault in told[:MOST_TOLD]:
        # The kinds of nodes stand in the place too, between a node's number and its key.
        place = tuple(part for at, part in enumerate(fault["loc"]) if not _is_tag(fault["loc"], at))
        yield issue_of(file, {**fault, "loc": place}, _RIGHT)
    if len(told) > MOST_TOLD:
        yield Issue(file, f"has {len(told) - MOST_TOLD} more faults")


def _is_tag(place: tuple[int | str, ...], at: int) -> bool:
    before = place[at - 2 : at]
    return (len(before) == 2 and before[0] == "nodes" and isinstance(before[1], int)) or (
        at > 0 and place[at - 1] == "split" and place[at] in ("pair", "mentor", "seat") and at + 1 < len(place)
    )
