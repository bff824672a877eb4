"""What `stress` tells: one row for each loss of mentors that was tried."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

__all__ = ["Loss", "StressTable"]


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
    concerned: int
    left_out: int | None
    more_left_out: int | None
    moved: int
    objective: int | None
    proved: bool = True
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class StressTable:
    """How a result stands the loss of mentors.

    Parameters
    ----------
    losses
        Every loss that was tried, the worst first: impossible ones, then by mentees left out, then by points.
    possible
        By the number of mentors lost together, how many such losses there are; those tried are all or a sample.
    left_out_now, objective_now
        Of the result as it is.
    spare
        Ids of mentors who lead no group now.
    seed
        What the sample was drawn with.
    names
        Of every mentor, by id.
    """

    losses: tuple[Loss, ...]
    possible: Mapping[int, int]
    left_out_now: int
    objective_now: int
    spare: tuple[str, ...]
    seed: int
    names: Mapping[str, str]

    def of(self, size: int) -> tuple[Loss, ...]:
        """Return the losses of so many mentors, the worst first."""
        return tuple(loss for loss in self.losses if len(loss.mentors) == size)

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many mentors are lost together, from 1."""
        return tuple(sorted(self.possible))

    def harmless(self, size: int) -> int:
        """Return after how many of the losses of so many mentors nobody more is left out."""
        return sum(loss.more_left_out is not None and loss.more_left_out <= 0 for loss in self.of(size))

    def to_json_dict(self) -> dict[str, Any]:
        """Return the table as plain dicts, lists, texts and numbers."""
        return {
            "left_out_now": self.left_out_now,
            "objective_now": self.objective_now,
            "spare": list(self.spare),
            "seed": self.seed,
            "tried": [
                {
                    "lost": size,
                    "tried": len(self.of(size)),
                    "of": self.possible[size],
                    "nobody_more_left_out": self.harmless(size),
                }
                for size in self.sizes
            ],
            "losses": [asdict(loss) for loss in self.losses],
            "names": dict(self.names),
        }
