"""What `check` and `verify` show: of an intake, and of a result held against it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import IO, Any

from matcher.checking.proofs import ProofReport
from matcher.errors import issue_table
from matcher.intake.people import Gone, Intake
from matcher.intake.words.findings import count_of
from matcher.rules import Breach
from matcher.survey.readback.still_open import OpenImport
from matcher.terminal.few_hours import FewHoursFacts, few_hours_told
from matcher.terminal.people import left_line
from matcher.terminal.solve import IntakeFacts, intake_summary
from matcher.text import one_line

__all__ = ["CheckFacts", "Rescored", "VerifyFacts", "check_text", "open_table", "verify_text"]

PROOF_FAULTS_SHOWN = 20
"""So many faults of a proof are shown; a proof may have thousands."""


@dataclass(frozen=True, slots=True)
class CheckFacts:
    """What a check of an intake that can be read finds."""

    intake: Intake
    counted: IntakeFacts
    few_hours: FewHoursFacts
    open: OpenImport
    left: Sequence[Gone] = ()

    def to_json_dict(self) -> dict[str, Any]:
        """Return it in plain dicts, lists, texts and numbers."""
        return {
            **self.counted.to_json_dict(),
            "few_hours": self.few_hours.to_json_dict(),
            "open": open_table(self.open),
            "left": [asdict(one) for one in self.left],
            "warnings": [issue_table(warning) for warning in self.intake.warnings],
        }


def open_table(left: OpenImport) -> dict[str, Any]:
    """Return in plain texts what an import left open."""
    return {
        "never_free": list(left.never_free),
        "questions": list(left.questions),
        "unconfirmed": left.unconfirmed,
    }


def check_text(facts: CheckFacts, stream: IO[str]) -> str:
    """Return what was found as text; what is open, and warnings, are told beside it."""
    told = (intake_summary(facts.counted), left_line(facts.left), few_hours_told(facts.few_hours))
    return "\n".join(line for line in told if line is not None)


@dataclass(frozen=True, slots=True)
class Rescored:
    """What groups score that somebody changed by hand, and that break no rule but that people may be left out."""

    objective: int
    before: int
    lost: bool
    """Whether somebody is in no group and not among those left out."""


@dataclass(frozen=True, slots=True)
class VerifyFacts:
    """What a check of a result finds.

    Parameters
    ----------
    notes
        What was found odd, a sentence each, and breaks no rule.
    rescored
        None where nobody changed the groups by hand.
    proof
        What a check of the proof found; None where none was asked for.
    """

    breaches: tuple[Breach, ...]
    notes: tuple[str, ...]
    rescored: Rescored | None
    proof: ProofReport | None

    @property
    def holds(self) -> bool:
        """Whether all that was checked is right."""
        return not self.breaches and (self.proof is None or self.proof.holds)

    def to_json_dict(self) -> dict[str, Any]:
        """Return it in plain dicts, lists, texts and numbers."""
        return {
            "holds": self.holds,
            "breaches": [asdict(one) | {"people": list(one.people), "text": str(one)} for one in self.breaches],
            "notes": list(self.notes),
            "changed_by_hand": None if self.rescored is None else asdict(self.rescored),
            "proof": None if self.proof is None else _proof_table(self.proof),
        }


def _proof_table(proof: ProofReport) -> dict[str, Any]:
    return {
        "holds": proof.holds,
        "leaves": proof.leaves,
        "checked": proof.checked,
        "on_word": dict(proof.on_word),
        "faults": list(map(str, proof.faults)),
        "text": str(proof),
    }


def verify_text(facts: VerifyFacts, stream: IO[str]) -> str:
    """Return what was found as text; notes are told beside it."""
    return "\n".join(_verify_lines(facts))


def _verify_lines(facts: VerifyFacts) -> Iterator[str]:
    if facts.breaches:
        yield from (one_line(str(breach)) for breach in facts.breaches)
        yield f"{count_of(len(facts.breaches), 'breach', 'breaches')} found."
    if facts.rescored is not None:
        yield _rescored_line(facts.rescored, bool(facts.breaches))
    elif not facts.breaches:
        yield "Every rule holds, and the score is right."
    if facts.proof is not None:
        yield from _proof_lines(facts.proof)


def _rescored_line(rescored: Rescored, breaches: bool) -> str:
    now, before = rescored.objective, f"before the change it was {rescored.before}."
    if not breaches:
        return f"Every rule holds. The changed groups score {now}; {before}"
    if rescored.lost:
        return f"The changed groups score {now}, whoever is in none of them counting as left out; {before}"
    return f"The changed groups keep every rule; they score {now}; {before}"


def _proof_lines(proof: ProofReport) -> Iterator[str]:
    for fault in proof.faults[:PROOF_FAULTS_SHOWN]:
        yield one_line(f"proof: {fault}")
    if len(proof.faults) > PROOF_FAULTS_SHOWN:
        yield f"… and {len(proof.faults) - PROOF_FAULTS_SHOWN} more."
    yield one_line(f"The proof {'holds' if proof.holds else 'does not hold'}: {proof}")
