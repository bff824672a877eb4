"""What a check of a proof found, and how it is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matcher.intake.words.findings import name_some
from matcher.intake.words.listing import in_a_row

__all__ = ["ProofFault", "ProofReport"]


@dataclass(frozen=True, slots=True)
class ProofFault:
    """One place where a proof does not hold.

    Parameters
    ----------
    message
        What is wrong there.
    part
        Which part of the proof, from 1; None: the whole.
    stage
        The name of the stage; None: the part as such.
    node
        The number of the node in the stage's tree, from 0; None: the stage as such.
    """

    message: str
    part: int | None = None
    stage: str | None = None
    node: int | None = None

    def __str__(self) -> str:
        place = [
            f"part {self.part}" if self.part is not None else "",
            self.stage or "",
            f"node {self.node}" if self.node is not None else "",
        ]
        where = in_a_row(filter(None, place))
        return f"{where}: {self.message}" if where else self.message


@dataclass(frozen=True, slots=True)
class ProofReport:
    """What a check of a proof found.

    Parameters
    ----------
    leaves
        How many leaves the trees of all parts and stages have.
    checked
        How many of them were worked out again, and prove what they claim.
    on_word
        By the name of a solver, how many rest on its word.
    faults
        Every place where the proof does not hold, in its order.
    """

    leaves: int
    checked: int
    on_word: Mapping[str, int]
    faults: tuple[ProofFault, ...]

    @property
    def holds(self) -> bool:
        """Whether the proof shows what it claims, solvers' words taken for true."""
        return not self.faults

    def __str__(self) -> str:
        """Say what was checked and what rests on a solver's word: ``103 of 104 leaves checked; one was …``."""
        if self.checked == self.leaves:
            return f"{'its only leaf' if self.leaves == 1 else f'all {self.leaves} leaves'} checked."
        said = f"{self.checked} of {self.leaves} {'leaf' if self.leaves == 1 else 'leaves'} checked"
        settled = [
            f"{'one was' if count == 1 else f'{count} were'} settled by {solver}"
            for solver, count in self.on_word.items()
        ]
        return f"{'; '.join([said, name_some(settled)]) if settled else said}."
