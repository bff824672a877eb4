"""Proofs of optimality, checked from the intake by code that shares nothing with solving."""

from __future__ import annotations

from matcher.checking.proofs.proof_file import read_proof
from matcher.checking.proofs.proving import check_proof
from matcher.checking.proofs.words import ProofFault, ProofReport

__all__ = ["ProofFault", "ProofReport", "check_proof", "read_proof"]
