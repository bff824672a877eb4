"""Results held against the intake by code that shares nothing with solving: rules, score, sentences, proofs."""
