"""What `stress` tells, and its file: a row for each loss of mentors that was tried."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from os import PathLike
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field

from matcher.errors import Issue, ResultFileError
from matcher.intake.disk.ours import GroupsTold
from matcher.intake.disk.whole import settle
from matcher.intake.reading.gate.kinds import STRESS
from matcher.intake.reading.places import place_named, result_place
from matcher.intake.words.findings import name_some
from matcher.result.files import write_whole
from matcher.result.records import Count, Points
from matcher.result.saved_json import parsed, text_of
from matcher.text import place_told

__all__ = ["MOST_LOST", "NOT_IN_TIME", "NO_ASSIGNMENT", "Loss", "StressTable"]

MOST_LOST = 3
"""So many mentors are lost together at most."""
NO_ASSIGNMENT = "no assignment satisfies the rules"
"""What the reason of a loss begins with after which there is proved to be none; what shows it follows a colon."""
NOT_IN_TIME = "none was found in time"
"""The reason of a loss of which nothing else is known."""

_RIGHT = "name the file that `matcher stress --out FILE` wrote"


@dataclass(frozen=True, slots=True)
class Loss:
    """One loss: these mentors drop out, their groups are dissolved, their mentees placed again with few moves.

    Parameters
    ----------
    mentors
        Ids of those lost together.
    groups
        Names of the groups that they lead.
    concerned
        Mentees in these groups.
    left_out
        Mentees who would be in no group then; None where no assignment satisfies the rules any more, or none was found
        in time.
    more_left_out
        How many more that is than now.
    moved
        Mentees of all other groups who would have other mentors or another hour, or none; 0 where all others stay.
    objective
        Points then; None as `left_out`.
    proved
        Whether it is proved that fewer cannot be left out as long as all other groups stay as they are.
    reason
        Why `left_out` is None, in words; else None.
    """

    mentors: tuple[str, ...]
    groups: tuple[str, ...]
    concerned: Count
    left_out: Count | None
    more_left_out: Annotated[int, Field(ge=-(10**9), le=10**9)] | None
    moved: Count
    objective: Points | None
    proved: bool = True
    reason: str | None = None

    @property
    def shown_by(self) -> str | None:
        """What of `reason` is told in the solver's own words; None where nothing is."""
        return None if self.reason in (None, NOT_IN_TIME) else self.reason.removeprefix(f"{NO_ASSIGNMENT}: ")

    @property
    def harmful(self) -> bool:
        """Whether more mentees are left out than now, or no grouping was found."""
        return self.more_left_out is None or self.more_left_out > 0


@dataclass(frozen=True, slots=True)
class StressTable:
    """How a result stands the loss of mentors.

    Parameters
    ----------
    losses
        Every loss that was tried, the worst first: impossible ones, then by mentees left out, then by points.
    possible
        By the number of mentors lost together, how many such losses there are.
    chosen
        By the same number, how many of these were to be tried: all, or a sample. Fewer were where time ran out.
    left_out_now, objective_now
        Of the result as it is.
    spare
        Ids of mentors who lead no group now, and may lead one.
    seed
        What the sample was drawn with.
    names
        Of every mentor, by id.
    grouping
        The fingerprint of the groups that it was made of.
    intake
        The digest of the intake that it was made of; None in tables of an older program.
    """

    losses: tuple[Loss, ...]
    possible: Mapping[int, int]
    chosen: Mapping[int, int]
    left_out_now: int
    objective_now: int
    spare: tuple[str, ...]
    seed: int
    names: Mapping[str, str]
    grouping: str
    intake: str | None = None

    def of(self, size: int) -> tuple[Loss, ...]:
        """Return the losses of so many mentors, the worst first."""
        return tuple(loss for loss in self.losses if len(loss.mentors) == size)

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many mentors are lost together, from 1."""
        return tuple(sorted(self.possible))

    def harmless(self, size: int) -> int:
        """Return after how many of the losses of so many mentors nobody more is left out."""
        return sum(not loss.harmful for loss in self.of(size))

    def to_json_dict(self) -> dict[str, Any]:
        """Return the table as plain dicts, lists, texts and numbers: what its file holds."""
        return {
            "grouping": self.grouping,
            "intake": self.intake,
            "left_out_now": self.left_out_now,
            "objective_now": self.objective_now,
            "spare": list(self.spare),
            "seed": self.seed,
            "tried": [
                {
                    "lost": size,
                    "tried": len(self.of(size)),
                    "chosen": self.chosen[size],
                    "of": self.possible[size],
                    "nobody_more_left_out": self.harmless(size),
                }
                for size in self.sizes
            ],
            "losses": [
                asdict(loss) | {"mentors": list(loss.mentors), "groups": list(loss.groups)} for loss in self.losses
            ],
            "names": dict(self.names),
        }

    def to_json(self) -> str:
        """Return the text of its file."""
        return json.dumps(self.to_json_dict(), indent=2, ensure_ascii=False) + "\n"

    def save(self, file: str | PathLike[str], *, replace: bool = False) -> None:
        """Write the table to `file`, its folder made where it is missing: whole, or not at all.

        Parameters
        ----------
        replace
            Write where `file` was changed since it was written, or is not ours, too; it stays beside the new one, with
            its time in its name.

        Raises
        ------
        OverwriteError
            Without `replace`: `file` was changed, or is not ours.
        MatcherError
            `file` cannot be written; what was there is as it was.
        """
        place = place_named(file, "file")
        groups = GroupsTold(self.grouping, by_hand=False)
        write_whole(place.parent, {place.name: self.to_json()}, replace=replace, groups=groups)

    @classmethod
    def load(cls, file: str | PathLike[str]) -> Self:
        """Read a table that `save` or ``matcher stress --out`` wrote; ``load`` of what `save` wrote equals it.

        Raises
        ------
        ResultFileError
            The file is missing, is no such table, or contradicts itself: `issues` lists each fault.
        """
        place = result_place(file)
        settle(place)
        text = text_of(place, STRESS, _RIGHT)
        try:
            saved = parsed(_SavedTable, place_told(place), text, _RIGHT)
        except ResultFileError as fault:
            if {"tried", "losses"} <= {issue.column for issue in fault.issues}:
                raise ResultFileError(
                    [Issue(place_told(place), "is no table of `matcher stress`", right=_RIGHT)]
                ) from None
            raise
        contradictions = [
            Issue(place_told(place), said, column=key, right="make it with `matcher stress --out FILE` again")
            for key, said in _contradictions(saved)
        ]
        if contradictions:
            raise ResultFileError(contradictions)
        return cls(
            losses=saved.losses,
            possible={row.lost: row.of for row in saved.tried},
            chosen={row.lost: row.chosen for row in saved.tried},
            left_out_now=saved.left_out_now,
            objective_now=saved.objective_now,
            spare=saved.spare,
            seed=saved.seed,
            names=saved.names,
            grouping=saved.grouping,
            intake=saved.intake,
        )


# The file -----------------------------------------------------------------------------------------------------------


class _Tried(BaseModel):
    """How many losses of so many mentors were tried."""

    model_config = ConfigDict(strict=True, frozen=True)

    lost: Annotated[int, Field(ge=1, le=MOST_LOST)]
    tried: Count
    chosen: Count
    of: Count
    nobody_more_left_out: Count


class _SavedTable(BaseModel):
    """The keys of the file."""

    model_config = ConfigDict(strict=True, frozen=True)

    grouping: str
    intake: str | None = None
    left_out_now: Count
    objective_now: Points
    spare: tuple[str, ...]
    seed: int
    tried: tuple[_Tried, ...]
    losses: tuple[Loss, ...]
    names: dict[str, str]


def _contradictions(saved: _SavedTable) -> Iterator[tuple[str, str]]:
    """Yield where a file says one thing here and another there: the key, and what is wrong."""
    unknown = _unique(one for one in saved.spare if one not in saved.names)
    if unknown:
        yield "spare", f"has ids that names does not have: {name_some(unknown)}"
    sizes = Counter(row.lost for row in saved.tried)
    if any(times > 1 for times in sizes.values()):
        yield "tried", "has a number of lost mentors twice"
    for number, row in enumerate(saved.tried, 1):
        losses = [loss for loss in saved.losses if len(loss.mentors) == row.lost]
        harmless = sum(not loss.harmful for loss in losses)
        if (row.tried, row.nobody_more_left_out) != (len(losses), harmless) or not row.tried <= row.chosen <= row.of:
            yield f"tried[{number}]", "does not say what losses says"
    met: set[frozenset[str]] = set()
    for number, loss in enumerate(saved.losses, 1):
        for said in _faults_of(loss, saved, sizes):
            yield f"losses[{number}]", said
        if frozenset(loss.mentors) in met:
            yield f"losses[{number}]", "tells of the same mentors as a row before"
        met.add(frozenset(loss.mentors))


def _faults_of(loss: Loss, saved: _SavedTable, sizes: Mapping[int, int]) -> Iterator[str]:
    unknown = _unique(one for one in loss.mentors if one not in saved.names)
    if unknown:
        yield f"has mentors that names does not have: {name_some(unknown)}"
    if len(loss.mentors) not in sizes or len(set(loss.mentors)) < len(loss.mentors):
        yield "has as many mentors as no row of tried, or one of them twice"
    more = None if loss.left_out is None else loss.left_out - saved.left_out_now
    if loss.more_left_out != more or (loss.objective is None) != (loss.left_out is None):
        yield "does not fit itself: left_out, more_left_out and objective say different things"


def _unique(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))
