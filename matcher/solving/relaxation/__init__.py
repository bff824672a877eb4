"""The Lagrangian relaxation and the restricted master: pricing, dual prices, cuts, reduced costs, and their proofs."""
