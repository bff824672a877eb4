"""Proofs of optimality, checked from the intake: by code that shares nothing with solving."""
